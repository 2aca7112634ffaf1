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
    assert!(written.starts_with("Role,Id,Who,Met,Asked,Money (USD),Effort (minutes),Credentials\r\n"), "{written}");
    assert!(written.lines().count() > 70, "{written}");
    assert!(folder().is_dir());
}
