//! Coverage as people see it: tables, CSV, and what is refused.

use crate::{bakery, folder, pathstack, seen, text};

#[test]
fn every_question_about_the_bakery_is_answered() {
    for question in ["shortages", "near", "dominated", "bottlenecks"] {
        insta::assert_snapshot!(format!("coverage_{question}"), bakery(&["coverage", question, "--start", "2027-01-04"]));
    }
    let more: [(&str, &[&str]); 4] = [
        ("role-check", &["--role", "baker"]),
        ("open-doors", &["--budget", "USD 1000"]),
        ("team", &["--role", "baker", "--holds", "hygiene:1"]),
        ("best-next", &["--price", "USD 10", "--awards", "1"]),
    ];
    for (question, flags) in more {
        let all: Vec<&str> = ["coverage", question, "--start", "2027-01-04"].iter().chain(flags).copied().collect();
        insta::assert_snapshot!(format!("coverage_{question}"), bakery(&all));
    }
}

/// What is written to a file of its own.
fn file(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn a_draft_and_a_change_are_told_by_whom_they_touch() {
    let draft = file(concat!(
        r#"{"credential": {"id": "loaf", "name": "Loaf and Cake", "awards": [{"competency": "bread", "level": 2}, {"competency": "pastry", "level": 2}]}}"#,
        "\n",
        r#"{"offering": {"id": "loaf.o", "credential": "loaf", "price": "USD 90.00", "hours": 40}}"#,
    ));
    let path = draft.path().to_str().unwrap();
    insta::assert_snapshot!("coverage_worth", bakery(&["coverage", "worth", "--start", "2027-01-04", "--draft", path]));
    let change = ["coverage", "affected", "--start", "2027-01-04", "--credential", "hygiene-card"];
    insta::assert_snapshot!("coverage_affected_retires", bakery(&change));
    let dearer: Vec<&str> = change.iter().copied().chain(["--price", "USD 25"]).collect();
    insta::assert_snapshot!("coverage_affected_costs", bakery(&dearer));
}

/// Two groups of learners.
const GROUPS: &str = r#"[{"name": "novices"}, {"name": "cleaners", "holds": [{"competency": "hygiene", "level": 1}]}]"#;

#[test]
fn near_roles_are_as_many_of_each_group_as_asked_for_and_the_file_has_all() {
    let (groups, table) = (file(GROUPS), tempfile::NamedTempFile::new().unwrap());
    let (groups, path) = (groups.path().to_str().unwrap(), table.path().to_str().unwrap());
    let all = ["coverage", "near", "--json", "--start", "2027-01-04", "--groups", groups, "--limit", "1", "--catalogue", "bakery.jsonl"];
    let shown = |more: &[&str]| {
        let all: Vec<&str> = all.iter().chain(more).copied().collect();
        serde_json::from_slice::<serde_json::Value>(&pathstack(&all).output().unwrap().stdout).unwrap()
    };
    let report = shown(&[]);
    let who: Vec<&str> = report["rows"].as_array().unwrap().iter().filter_map(|row| row["group"].as_str()).collect();
    assert_eq!((who, report["total"].as_u64()), (vec!["novices", "cleaners"], Some(6)));
    assert_eq!(report, shown(&["--csv", path]), "the file changes what is shown");
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written.lines().count(), 1 + 6, "{written}");
}

#[test]
fn people_wanted_are_those_of_the_catalogue_unless_the_question_says_otherwise() {
    let bakery = std::fs::read_to_string(folder().join("bakery.jsonl")).unwrap();
    let openings = r#""openings": {"per_year": 120, "source": "guild", "as_of": "2026-10-01"}, "title": "Sugar artist""#;
    let catalogue = file(&bakery.replacen(r#""title": "Sugar artist""#, openings, 1));
    let path = catalogue.path().to_str().unwrap();
    let wanted = |more: &[&str]| {
        let all: Vec<&str> =
            ["coverage", "shortages", "--json", "--start", "2027-01-04", "--catalogue", path].iter().chain(more).copied().collect();
        let output = pathstack(&all).output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = report["rows"].as_array().unwrap().clone();
        rows.into_iter().filter_map(|row| row["wanted"].as_u64()).max()
    };
    assert_eq!(wanted(&[]), Some(120));
    assert_eq!(wanted(&["--wanted", "sugar-artist=7"]), Some(7));
}

#[test]
fn what_a_question_needs_is_asked_for() {
    for (question, flag) in
        [("worth", "--draft"), ("team", "--role"), ("affected", "--credential"), ("best-next", "--price"), ("role-check", "--role")]
    {
        let told = seen(&["coverage", question]);
        assert!(told.starts_with("exit 2") && told.contains(flag), "{told}");
    }
}

#[test]
fn the_table_is_written_as_csv_with_every_row() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    let output = pathstack(&["coverage", "near", "--csv", path, "--limit", "1", "--catalogue", "starter"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written.starts_with("Role,Id,Who,Met,Asked,Money (USD),Effort (minutes),Credentials,Proof\r\n"), "{written}");
    assert!(written.lines().count() > 70, "{written}");
    assert!(folder().is_dir());
}
