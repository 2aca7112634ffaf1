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

/// A folder with a database `a.db` whose first edition is the bakery.
fn with_bakery() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let bakery = super::folder().join("bakery.jsonl");
    let imported = run(folder.path(), &["import", "native", bakery.to_str().unwrap(), "--onto", "nothing", "--db", "a.db"]);
    assert_eq!(imported.status.code(), Some(0), "{}", text(&imported.stderr));
    folder
}

#[test]
fn a_database_is_backed_up_and_restored_and_nothing_is_written_over_by_accident() {
    let folder = with_bakery();
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

#[test]
fn every_limit_is_printed_with_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pathstack.toml"), "json_depth = 32\narchive_files = 7\n").unwrap();
    let arguments = ["doctor", "--addr", "127.0.0.1:0", "--json", "--config", "pathstack.toml", "--page-records", "50"];
    let output = pathstack(&arguments).current_dir(folder.path()).env("PATHSTACK_TARGETS", "9").output().unwrap();
    let found = json(&output);
    let one = |key: &str| {
        let setting = found["settings"].as_array().unwrap().iter().find(|setting| setting["key"] == key);
        setting.map(|setting| format!("{} {}", setting["value"].as_str().unwrap_or_default(), setting["origin"].as_str().unwrap()))
    };
    for (key, told) in [
        ("body_bytes", "1048576 default"),
        ("json_depth", "32 file"),
        ("json_members", "100000 default"),
        ("json_string_bytes", "262144 default"),
        ("file_bytes", "2097152 default"),
        ("files_bytes", "67108864 default"),
        ("import_bytes", "67108864 default"),
        ("archive_files", "7 file"),
        ("archive_bytes", "4294967296 default"),
        ("archive_ratio", "100 default"),
        ("document_bytes", "67108864 default"),
        ("row_bytes", "1048576 default"),
        ("publication_records", "20000000 default"),
        ("targets", "9 environment"),
        ("evidence_records", "2000 default"),
        ("plan_records", "200 default"),
        ("proposal_records", "1000 default"),
        ("waiver_records", "200 default"),
        ("secrets", "100 default"),
        ("list_names", "2000 default"),
        ("list_roles", "5000 default"),
        ("list_groups", "200 default"),
        ("list_entries", "100 default"),
        ("report_rows", "100000 default"),
        ("asides", "5 default"),
        ("proposal_changes", "20 default"),
        ("name_letters", "500 default"),
        ("title_letters", "200 default"),
        ("note_letters", "2000 default"),
        ("password_letters", "12 default"),
        ("password_bytes", "256 default"),
        ("think_ms", "2000 default"),
        ("think_most_ms", "30000 default"),
        ("page_records", "50 flag"),
        ("oidc_answer_bytes", "262144 default"),
        ("oidc_answer_ms", "5000 default"),
        ("connections", "12000 default"),
        ("head_bytes", "32768 default"),
        ("headers", "100 default"),
        ("head_ms", "10000 default"),
        ("body_ms", "30000 default"),
        ("leave_ms", "500 default"),
        ("goodbye_ms", "10000 default"),
        ("sign_in_burst", "10 default"),
        ("sign_in_seconds", "60 default"),
        ("sign_in_delay_ms", "4000 default"),
        ("session_minutes", "720 default"),
        ("token_days", "365 default"),
    ] {
        assert_eq!(one(key).as_deref(), Some(told), "{key}");
    }
    let cores = std::thread::available_parallelism().unwrap().get();
    for (key, many) in [("thinkers", cores), ("queue", 4 * cores), ("hashers", cores)] {
        assert_eq!(one(key), Some(format!("{many} default")), "{key}");
    }
}

#[test]
fn a_damaged_database_is_not_served_from_and_the_way_back_is_named() {
    let folder = with_bakery();
    let path = folder.path().join("a.db");
    let whole = fs::read(&path).unwrap();
    for page in 1..4 {
        let mut bytes = whole.clone();
        bytes[4096 * page..4096 * (page + 1)].fill(0x5a);
        fs::write(&path, bytes).unwrap();
        let refused = run(folder.path(), &["serve", "--addr", "127.0.0.1:0", "--db", "a.db"]);
        let said = text(&refused.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(refused.status.code(), Some(2), "page {page}: {said}");
        assert!(said.contains("the store is damaged") && said.contains("pathstack restore BACKUP --db NEW"), "page {page}: {said}");
    }
}

#[test]
fn an_archive_past_a_limit_that_is_set_is_refused_and_the_limit_named() {
    let folder = tempfile::tempdir().unwrap();
    // What Python's zipfile writes of two small files, stored: the forms of archives are tried in `src/import/archive.rs`.
    fs::write(folder.path().join("two.zip"), include_bytes!("two.zip")).unwrap();
    let import = |files: &str| run(folder.path(), &["import", "native", "two.zip", "--onto", "nothing", "--archive-files", files]);
    let (at, past) = (import("2"), import("1"));
    assert_eq!(at.status.code(), Some(0), "{}", text(&at.stderr));
    assert_eq!(past.status.code(), Some(2));
    assert!(text(&past.stderr).contains("2 files; 1 are read at most"), "{}", text(&past.stderr));
}
