//! Catalogues: linted, imported, kept as editions, joined.

use crate::{bakery, exit, folder, pathstack, seen, text};

#[test]
fn lint_says_what_is_wrong_line_by_line_and_as_a_whole() {
    insta::assert_snapshot!(seen(&["lint", "odd.jsonl", "--width", "80"]));
    assert_eq!(exit(&["lint", "bakery.jsonl"]), exit(&["lint", "--catalogue", "bakery.jsonl"]));
}

#[test]
fn completeness_names_the_worst_provider_first_and_what_it_should_do() {
    insta::assert_snapshot!(bakery(&["completeness"]));
    insta::assert_snapshot!(bakery(&["completeness", "evening school"]));
    assert_eq!(exit(&["completeness", "nobody such", "--catalogue", "bakery.jsonl"]), 2);
    let roles = pathstack(&["completeness", "--roles", "--catalogue", "bakery.jsonl", "--json"]).output().unwrap();
    let roles: serde_json::Value = serde_json::from_slice(&roles.stdout).unwrap();
    assert_eq!(roles["scores"]["items"][0]["type"], "role");
}

#[test]
fn a_catalogue_that_is_not_there_is_trouble() {
    insta::assert_snapshot!(seen(&["plan", "baker", "--catalogue", "nowhere.jsonl"]));
}

#[test]
fn catalogues_can_be_joined_to_the_starter() {
    let output = pathstack(&["roles", "baker", "--catalogue", "starter,bakery.jsonl", "--json"]).output().unwrap();
    assert!(text(&output.stdout).contains("master-baker"));
    assert_eq!(exit(&["role", "data-analyst", "--catalogue", "starter", "--catalogue", "bakery.jsonl"]), 0);
}

#[test]
fn an_import_is_kept_as_an_edition_that_plans_use() {
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("editions.db");
    let database = database.to_str().unwrap();
    let import = ["import", "native", "bakery.jsonl", "--onto", "nothing", "--db", database, "--json"];
    let kept = |output: &[u8]| serde_json::from_slice::<serde_json::Value>(output).unwrap()["edition"]["number"].as_u64();
    assert_eq!(kept(&pathstack(&import).output().unwrap().stdout), Some(1));
    // The same again is the same edition.
    assert_eq!(kept(&pathstack(&import).output().unwrap().stdout), Some(1));
    let onto = ["import", "native", "bakery.jsonl", "--onto", "starter", "--db", database, "--json"];
    assert_eq!(kept(&pathstack(&onto).output().unwrap().stdout), Some(2));

    let plan = pathstack(&["plan", "baker", "--db", database, "--start", "2027-01-04"]).output().unwrap();
    let said = text(&plan.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Starter catalogue + Bakery, edition 2"), "{said}");
    assert_eq!(exit(&["role", "data-analyst", "--db", database]), 0);
    assert_eq!(exit(&["role", "data-analyst", "--db", database, "--edition", "1"]), 2);
    let editions = pathstack(&["editions", "--db", database, "--json"]).output().unwrap();
    let editions: serde_json::Value = serde_json::from_slice(&editions.stdout).unwrap();
    assert_eq!(editions.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_newer_release_retires_what_it_no_longer_has_unless_it_is_only_a_part() {
    const LIST: &str = r#"{"catalogue": {"format": "pathstack-catalogue/1", "id": "list", "title": "A list", "currency": "USD"}}
{"source": {"id": "list:s", "title": "The list"}}
{"credential": {"id": "kept", "name": "Kept", "source": "list:s"}}
"#;
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("new.jsonl"), LIST).unwrap();
    let old = [LIST, r#"{"credential": {"id": "dropped", "name": "Dropped", "source": "list:s"}}"#].concat();
    std::fs::write(at("old.jsonl"), old).unwrap();
    let database = at("editions.db");
    let import = |arguments: &[&str]| {
        let output = pathstack(&[&["import", "native", "--db", &database, "--json"], arguments].concat()).output().unwrap();
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    import(&[&at("old.jsonl"), "--onto", "nothing"]);
    assert_eq!(import(&[&at("new.jsonl"), "--part"])["issues"]["vanished"], serde_json::Value::Null);
    let newer = import(&[&at("new.jsonl")]);
    assert_eq!(newer["issues"]["vanished"], 1);
    let dropped = pathstack(&["credential", "dropped", "--db", &database, "--json"]).output().unwrap();
    assert!(text(&dropped.stdout).contains("\"retired\""), "{}", text(&dropped.stdout));
    // The same again is the same edition.
    assert_eq!(import(&[&at("new.jsonl")])["edition"]["number"], newer["edition"]["number"]);
}

/// An archive of one file, as it is.
fn zipped(name: &str, text: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(text);
    let common = [
        &[20_u8, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
        &crc.sum().to_le_bytes(),
        &(text.len() as u32).to_le_bytes(),
        &(text.len() as u32).to_le_bytes(),
        &(name.len() as u16).to_le_bytes(),
        &[0, 0],
    ]
    .concat();
    let file = [b"PK\x03\x04", &common[..], name.as_bytes(), text].concat();
    let list = [b"PK\x01\x02\x14\x00", &common[..], &[0; 14], name.as_bytes()].concat();
    let sizes = [list.len() as u32, file.len() as u32].map(u32::to_le_bytes).concat();
    [&file[..], &list, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &sizes, &[0, 0]].concat()
}

#[test]
fn an_archive_is_read_as_it_was_downloaded_and_one_that_leads_out_is_trouble() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("release.zip");
    let read = |name: &str| {
        std::fs::write(&path, zipped(name, &std::fs::read(folder().join("bakery.jsonl")).unwrap())).unwrap();
        pathstack(&["import", path.to_str().unwrap(), "--json"]).output().unwrap()
    };
    let unpacked = pathstack(&["import", "bakery.jsonl", "--json"]).output().unwrap();
    let counts = |output: &[u8]| serde_json::from_slice::<serde_json::Value>(output).unwrap()["read"].clone();
    assert_eq!(counts(&read("release/bakery.jsonl").stdout), counts(&unpacked.stdout));
    let away = read("../bakery.jsonl");
    assert_eq!(away.status.code(), Some(2));
    assert!(text(&away.stderr).contains("leads out of it"), "{}", text(&away.stderr));
}

#[test]
fn an_import_without_a_database_only_reads() {
    insta::assert_snapshot!(bakery(&["import", "native", "odd.jsonl"]));
}

#[test]
fn every_doubt_can_be_listed_in_a_file() {
    let place = tempfile::tempdir().unwrap();
    let list = place.path().join("issues.csv");
    assert_eq!(exit(&["import", "native", "odd.jsonl", "--issues", list.to_str().unwrap()]), 0);
    insta::assert_snapshot!(std::fs::read_to_string(list).unwrap());
}

#[test]
fn a_database_that_is_not_there_is_trouble_and_is_not_made() {
    insta::assert_snapshot!(seen(&["plan", "baker", "--db", "nowhere.db"]));
    insta::assert_snapshot!(seen(&["editions"]));
    assert!(!folder().join("nowhere.db").exists());
}
