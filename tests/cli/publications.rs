//! Publications of several worlds: told apart by their signs, joined into editions, compared, and written out again.

use crate::{exit, folder, pathstack, seen, text};
use serde_json::Value;
use std::{fs, path::Path};

fn json(arguments: &[&str]) -> Value {
    let output = pathstack(arguments).arg("--json").output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", text(&output.stderr)))
}

fn in_folder(place: &Path, name: &str, bytes: &str) -> String {
    let path = place.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

const MAPPING: &str = r#"{
    "mapping": "pathstack-mapping/1", "id": "town", "title": "Courses in town", "currency": "EUR",
    "columns": {"skills": {"separator": ";"}},
    "credential": {"id": ["no"], "name": ["title"], "awards": [{"column": "skills", "mode": "taught"}]},
    "offering": {"hours": {"column": "hours"}, "price": {"parts": ["price"], "most": 5000}}
}"#;

#[test]
fn publications_of_several_worlds_become_one_edition_that_plans_use() {
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("editions.db");
    let database = database.to_str().unwrap();
    let told =
        json(&["import", "../import/esco", "../import/onet", "../import/ctdl", "bakery.jsonl", "--onto", "nothing", "--db", database]);
    let forms: Vec<_> = told["publications"].as_array().unwrap().iter().map(|one| one["format"].as_str().unwrap()).collect();
    assert_eq!(forms, ["esco", "onet", "ctdl", "native"]);
    assert_eq!(told["edition"]["number"], 1);
    let table =
        in_folder(place.path(), "courses.csv", "no,title,skills,hours,price\n1,Evening bread,kneading;proving,20,99\n2,Gold,,1,999999\n");
    let mapping = in_folder(place.path(), "town.json", MAPPING);
    let told = json(&["import", &table, "--mapping", &mapping, "--db", database]);
    assert_eq!((&told["publications"][0]["format"], &told["issues"]["absurd"]), (&"town".into(), &1.into()));
    assert_eq!((&told["edition"]["number"], &told["read"]["credentials"]), (&2.into(), &2.into()));
    // The same again changes nothing.
    assert_eq!(json(&["import", &table, "--mapping", &mapping, "--db", database])["edition"]["number"], 2);
    let title = told["edition"]["title"].as_str().unwrap();
    for world in ["ESCO", "O*NET", "CTDL", "Bakery", "Courses in town"] {
        assert!(title.contains(world), "{world} in {title}");
    }
    for role in ["bicycle mechanic", "To master of wheels", "baker"] {
        assert_eq!(exit(&["role", role, "--db", database]), 0, "{role}");
    }
    assert_eq!(exit(&["plan", "baker", "--db", database, "--start", "2027-01-04"]), 0);
    assert_eq!(exit(&["credential", "Evening bread", "--db", database]), 0);
}

#[test]
fn a_form_that_nobody_can_tell_is_asked_for() {
    let place = tempfile::tempdir().unwrap();
    let table = in_folder(place.path(), "table.csv", "a,b\n1,2\n");
    let output = pathstack(&["import", &table]).output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("nobody can tell") && said.contains("--format") && said.contains("--mapping"), "{said}");
    let output = pathstack(&["import", &table, "--mapping", &table]).output().unwrap();
    assert!(text(&output.stderr).contains("is no mapping"), "{}", text(&output.stderr));
    let output = pathstack(&["import", "esco", &table]).output().unwrap();
    assert!(text(&output.stderr).contains("holds no record that can be read"), "{}", text(&output.stderr));
}

#[test]
fn two_editions_are_compared() {
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("editions.db");
    let database = database.to_str().unwrap();
    let first = fs::read_to_string(folder().join("bakery.jsonl")).unwrap();
    let second = first.replacen("USD 120.00", "USD 125.00", 1) + "{\"competency\": {\"id\": \"scones\", \"name\": \"Scones\"}}\n";
    assert_ne!(first.replacen("USD 120.00", "USD 125.00", 1), first);
    for bytes in [&first, &second] {
        let path = in_folder(place.path(), "bakery.jsonl", bytes);
        assert_eq!(exit(&["import", &path, "--onto", "nothing", "--db", database]), 0);
    }
    insta::assert_snapshot!(seen(&["diff", "1", "2", "--db", database, "--width", "80"]));
    assert_eq!(exit(&["diff", "2", "2", "--db", database]), 1);
    assert_eq!(exit(&["diff", "1", "7", "--db", database]), 2);
    let told = json(&["diff", "1", "--db", database]);
    assert_eq!((&told["after"], told["changes"].as_array().unwrap().len()), (&2.into(), 2));
}

#[test]
fn what_is_written_out_comes_in_again() {
    let place = tempfile::tempdir().unwrap();
    for (form, known) in [("native", "native"), ("ctdl", "ctdl"), ("schema-org", "schema-org")] {
        let path = place.path().join(format!("{form}.json"));
        let path = path.to_str().unwrap();
        let output = pathstack(&["export", form, "--to", path, "--catalogue", "bakery.jsonl"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(text(&output.stderr).contains("has no word for"), form != "native", "{}", text(&output.stderr));
        let told = json(&["import", path]);
        assert_eq!(told["publications"][0]["format"], known);
        assert_eq!(told["read"]["credentials"], json(&["import", "bakery.jsonl"])["read"]["credentials"], "{form}");
        assert!(!place.path().join(format!("{form}.json.part")).exists());
    }
    let once = pathstack(&["export", "native", "--catalogue", "bakery.jsonl"]).output().unwrap().stdout;
    assert_eq!(fs::read(place.path().join("native.json")).unwrap(), once);
}
