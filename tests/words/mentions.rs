//! A text over the terminal: who it is for, and what it names.

use assert_cmd::Command;
use serde_json::Value;

const POSTING: &str = "We want somebody with SQL and spreadsheets.\nSQL is what you write daily; café work on Fridays.";

fn pathstack(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pathstack"));
    command.args(arguments).env_clear();
    command
}

#[test]
fn a_text_from_standard_input_names_its_competencies_with_the_words_that_say_so() {
    let done = pathstack(&["mentions", "-", "--json"]).write_stdin(POSTING).assert().code(0);
    let answer: Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    let sql = answer["competencies"].as_array().unwrap().iter().find(|one| one["id"] == "sql").unwrap();
    assert_eq!(sql["said"].as_array().unwrap().len(), 2);
    let (start, end) = (sql["said"][1]["start"].as_u64().unwrap() as usize, sql["said"][1]["end"].as_u64().unwrap() as usize);
    assert_eq!((&POSTING[start..end], &sql["said"][1]["words"]), ("SQL", &Value::from("SQL")));
    let shown = pathstack(&["mentions", "-", "--width", "100"]).write_stdin(POSTING).assert().code(0);
    let shown = String::from_utf8(shown.get_output().stdout.clone()).unwrap();
    assert!(shown.contains("“SQL” ×2") && shown.contains("“spreadsheets”"), "{shown}");
}

#[test]
fn a_text_that_names_nothing_ends_with_one_and_one_that_is_no_text_with_two() {
    pathstack(&["mentions", "-"]).write_stdin("Lorem ipsum.").assert().code(1);
    pathstack(&["mentions", "-"]).write_stdin(&b"\xff\xfe"[..]).assert().code(2);
    pathstack(&["mentions", "no-such-file"]).assert().code(2);
}
