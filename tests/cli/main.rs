//! The terminal as people see it: words, tables, hints and exit codes, under snapshot.

mod accounts;
mod catalogues;
mod coverage;
mod help;
mod keeping;
mod numbers;
mod plan;
mod publications;
mod readme;
mod recommend;
mod search;

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

/// The folder of the catalogues that tests use.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

/// The program, with nothing of the caller's settings.
fn pathstack(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pathstack"));
    for name in ["PATHSTACK_CATALOGUE", "PATHSTACK_DB", "PATHSTACK_ADDR", "NO_COLOR", "RUST_LOG", "COLUMNS"] {
        command.env_remove(name);
    }
    command.current_dir(folder()).args(arguments).stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Exit code, data and talk, as one text to compare.
fn told(output: &Output) -> String {
    let (data, talk) = (text(&output.stdout), text(&output.stderr));
    let talk = if talk.is_empty() { talk } else { format!("--- talk\n{talk}") };
    timeless(&format!("exit {}\n--- data\n{data}{talk}", output.status.code().unwrap()))
}

/// What people see of a command.
fn seen(arguments: &[&str]) -> String {
    told(&pathstack(arguments).output().unwrap())
}

/// What people see of a command on the bakery catalogue, 80 columns wide.
fn bakery(arguments: &[&str]) -> String {
    let all: Vec<&str> = arguments.iter().copied().chain(["--catalogue", "bakery.jsonl", "--width", "80"]).collect();
    let seen = seen(&all);
    // Talk is set to the width of standard error, which is no terminal here.
    for line in seen.split("--- talk").next().unwrap_or_default().lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    seen
}

/// What is written to a command, and what people see then.
fn fed(arguments: &[&str], input: &str) -> String {
    let mut child = pathstack(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that refuses its arguments leaves without reading: its pipe is closed then, which is no fault of it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    told(&child.wait_with_output().unwrap())
}

/// The text with what a search took replaced: `12.3 ms`, `"micros": 12`, `"nodes": 4`. An engine may become quicker without a change to what it says.
fn timeless(text: &str) -> String {
    let number = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == '.');
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut words: Vec<&str> = line.split(' ').collect();
        for at in 1..words.len() {
            let unit = words[at].trim_end_matches([',', ';', '.']);
            if ["µs", "ms", "s"].contains(&unit) && number(words[at - 1]) {
                words[at - 1] = "some";
                words[at] = if words[at].ends_with(',') { "time," } else { "time" };
            }
        }
        // Columns are as wide as their figures: so are the spaces before them.
        let timed = words.iter().position(|word| *word == "some");
        while let Some(at) = timed.filter(|at| *at > 1).and_then(|_| words.iter().position(|word| *word == "some"))
            && words[at - 1].is_empty()
        {
            words.remove(at - 1);
        }
        let mut line = words.join(" ");
        for effort in ["\"micros\":", "\"nodes\":", "\"ascents\":"] {
            if let Some(at) = line.find(effort) {
                let after = at + effort.len();
                let digits = line[after..].chars().take_while(|c| *c == ' ' || c.is_ascii_digit()).count();
                line.replace_range(after..after + digits, " 0");
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

/// The exit code of a command.
fn exit(arguments: &[&str]) -> i32 {
    pathstack(arguments).output().unwrap().status.code().unwrap()
}
