//! What the README tells people to type answers them.

use super::{pathstack, text};
use std::process::Command;

/// Commands that need nothing but the starter catalogue, as the README's first table writes them.
fn commands(readme: &str) -> Vec<Vec<String>> {
    const ALONE: [&str; 6] = ["plan", "gap", "roles", "role", "coverage", "recommend"];
    let mut commands = Vec::new();
    for code in readme.lines().filter(|line| line.starts_with('|')).flat_map(|line| line.split('`').skip(1).step_by(2)) {
        let words = words(code.strip_prefix("pathstack ").unwrap_or(code));
        let placeholder = |word: &String| word.ends_with(".json") || word.ends_with(".jsonl") || word.ends_with(".model") || *word == "…";
        if words.first().is_some_and(|first| ALONE.contains(&&**first)) && words.len() > 1 && !words.iter().any(placeholder) {
            commands.push(words);
        }
    }
    commands
}

/// Splits as a shell does, as far as the README needs it.
fn words(code: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (at, part) in code.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_of_the_readme_that_needs_no_file_finds_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands(include_str!("../../README.md"));
    assert!(commands.len() >= 9, "{commands:?}");
    for arguments in commands {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command: Command = pathstack(&arguments);
        let output = command.current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    }
}
