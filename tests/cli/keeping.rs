//! Backups, restoring them, and the log of who saw what, as their keeper meets them.

use super::{pathstack, text};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Output, Stdio},
};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    pathstack(arguments).current_dir(folder).output().unwrap()
}

fn json(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_database_is_backed_up_and_restored_and_nothing_is_written_over_by_accident() {
    let folder = tempfile::tempdir().unwrap();
    let bakery = super::folder().join("bakery.jsonl");
    let imported = run(folder.path(), &["import", "native", bakery.to_str().unwrap(), "--onto", "nothing", "--db", "a.db"]);
    assert_eq!(imported.status.code(), Some(0), "{}", text(&imported.stderr));
    run(folder.path(), &["account", "add", "ann@example.org", "--operator", "--db", "a.db"]);

    let copied = json(&run(folder.path(), &["backup", "copy.db", "--db", "a.db", "--json"]));
    assert_eq!((copied["edition"].as_u64(), copied["account"].as_u64()), (Some(1), Some(1)));
    let again = run(folder.path(), &["backup", "copy.db", "--db", "a.db"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("copy.db is there already"));

    assert_eq!(json(&run(folder.path(), &["restore", "copy.db", "--db", "b.db", "--json"])), copied);
    let plan = |db: &str| text(&run(folder.path(), &["roles", "--db", db]).stdout);
    assert_eq!(plan("a.db"), plan("b.db"));
    let over = run(folder.path(), &["restore", "copy.db", "--db", "b.db"]);
    assert_eq!(over.status.code(), Some(2));
    assert!(text(&over.stderr).contains("--replace"), "{}", text(&over.stderr));
    let over = run(folder.path(), &["restore", "copy.db", "--db", "b.db", "--replace"]);
    assert_eq!(over.status.code(), Some(0));
    assert!(text(&over.stdout).starts_with("Everything from copy.db is in the database."));

    fs::write(folder.path().join("odd.db"), "no database").unwrap();
    for from in ["odd.db", "missing.db"] {
        let refused = run(folder.path(), &["restore", from, "--db", "c.db"]);
        assert_eq!(refused.status.code(), Some(2), "{from}");
        assert!(text(&refused.stderr).contains("hint:"));
    }
    assert_eq!(run(folder.path(), &["backup", "x.db", "--db", "missing.db"]).status.code(), Some(2));
    assert!(!folder.path().join("missing.db").exists() && !folder.path().join("x.db").exists());
}

#[test]
fn the_log_is_verified_and_a_database_must_be_named() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["account", "add", "ann@example.org", "--operator", "--db", "a.db"]);
    let whole = json(&run(folder.path(), &["audit", "verify", "--db", "a.db", "--json"]));
    assert_eq!((whole["whole"].as_bool(), whole["hash"].as_str().map(str::len)), (Some(true), Some(64)));
    let said = run(folder.path(), &["audit", "verify", "--db", "a.db"]);
    assert!(text(&said.stdout).starts_with("The log is whole: "));
    let unnamed = run(folder.path(), &["audit", "verify"]);
    assert_eq!(unnamed.status.code(), Some(2));
    assert!(text(&unnamed.stderr).contains("no database is named"));
}

#[test]
fn a_server_on_a_new_database_begins_with_the_starter_and_says_so_once() {
    let folder = tempfile::tempdir().unwrap();
    let found = json(&run(folder.path(), &["doctor", "--db", "new.db", "--addr", "127.0.0.1:0", "--json"]));
    assert!(found.to_string().contains("begins with the starter"), "{found}");
    assert!(!folder.path().join("new.db").exists(), "looking changes nothing");
    let nowhere = run(folder.path(), &["doctor", "--db", "nowhere/new.db", "--addr", "127.0.0.1:0"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stdout).contains("there is no folder nowhere"), "{}", text(&nowhere.stdout));
    let said = || {
        let mut server = Command::new(env!("CARGO_BIN_EXE_pathstack"))
            .args(["serve", "--addr", "127.0.0.1:0", "--db", "new.db", "--log", "warn"])
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(server.stderr.take().unwrap()).lines().map(Result::unwrap);
        let mut said = Vec::new();
        for line in lines {
            let serves = line.contains("serving on");
            said.push(line);
            if serves {
                break;
            }
        }
        server.kill().unwrap();
        server.wait().unwrap();
        said.join("\n")
    };
    assert!(said().contains("begins with the starter as edition 1"));
    assert!(!said().contains("begins"));
    assert!(text(&run(folder.path(), &["editions", "--db", "new.db"]).stdout).contains("Starter catalogue"));
}
