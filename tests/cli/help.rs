//! Help, completions, and manners that hold for every command.

use crate::{bakery, exit, folder, pathstack, seen, text};
use std::process::Stdio;

const COMMANDS: &[&str] = &[
    "plan",
    "gap",
    "recommend",
    "roles",
    "role",
    "credentials",
    "credential",
    "competencies",
    "competency",
    "coverage",
    "mentions",
    "lint",
    "completeness",
    "import",
    "editions",
    "diff",
    "export",
    "fit",
    "evaluate",
    "serve",
    "account",
    "backup",
    "restore",
    "audit",
    "doctor",
    "solve",
    "check",
    "schema",
    "completions",
    "help",
];

#[test]
fn every_command_explains_itself() {
    insta::assert_snapshot!("help", seen(&["--help"]));
    for command in COMMANDS.iter().filter(|command| **command != "help") {
        insta::assert_snapshot!(format!("help_{command}"), seen(&[command, "--help"]));
    }
}

#[test]
fn the_list_of_commands_is_whole() {
    let help = seen(&["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: Vec<_> = listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(listed, COMMANDS);
}

#[test]
fn an_unknown_command_is_trouble_with_a_near_one_named() {
    insta::assert_snapshot!(seen(&["paln", "baker"]));
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = pathstack(&["completions", shell]).output().unwrap();
        assert!(output.status.success());
        assert!(text(&output.stdout).contains("minimise"), "{shell}");
    }
}

#[test]
fn the_schema_is_that_of_one_line() {
    let output = pathstack(&["schema"]).output().unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema["title"], "One line of a pathstack-catalogue/1 file");
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let mut child = pathstack(&["credentials", "--json", "-n", "1000"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn colour_adds_nothing_but_colour() {
    let command = ["plan", "baker", "--start", "2027-01-04"];
    let plain = bakery(&command);
    assert!(!plain.contains('\x1b'));
    let all: Vec<_> = command.into_iter().chain(["--catalogue", "bakery.jsonl", "--width", "80", "--color", "always"]).collect();
    let inked = seen(&all);
    assert!(inked.contains("\x1b[1m"));
    let mut without = String::new();
    let mut rest = inked.as_str();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        without += before;
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(without + rest, plain);
}

#[test]
fn no_colour_is_shown_where_nobody_sees_it() {
    let output = pathstack(&["roles", "--catalogue", "bakery.jsonl"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!text(&output.stdout).contains('\x1b'));
    assert_eq!(exit(&["roles", "--color", "sometimes"]), 2);
}

#[test]
fn nothing_is_written_where_nothing_was_asked_for() {
    let before = std::fs::read_dir(folder()).unwrap().count();
    exit(&["plan", "baker", "--catalogue", "bakery.jsonl"]);
    exit(&["plan", "baker", "--db", "not-there.db"]);
    assert_eq!(std::fs::read_dir(folder()).unwrap().count(), before);
}
