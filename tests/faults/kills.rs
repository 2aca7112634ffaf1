//! kill -9 while editions are written: what was acknowledged is there, and nothing is there by half.
//!
//! The writer is this test program itself, started once more: it keeps one small edition after another and says so after each. A second
//! writer says so before it has kept anything; that the harness finds it out shows that it would notice.

use crate::{rounds, run, tell};
use pathstack::{
    import::native,
    model::Catalogue,
    store::{Draft, Store},
};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const DATABASE: &str = "FAULTS_WRITER_DATABASE";
const EARLY: &str = "FAULTS_WRITER_EARLY";

/// An edition like no other.
fn edition(number: u64) -> Catalogue {
    let lines = format!(
        "{{\"catalogue\": {{\"format\": \"pathstack-catalogue/1\", \"title\": \"Edition {number}\"}}}}\n\
         {{\"competency\": {{\"id\": \"skill-{number}\", \"name\": \"Skill {number}\"}}}}\n"
    );
    native::read("written", lines.as_bytes()).catalogue
}

/// Not a test of its own: the program that is killed.
#[test]
fn writer() {
    let Some(path) = std::env::var_os(DATABASE) else { return };
    let early = std::env::var_os(EARLY).is_some();
    run(async {
        let store = Store::open(path).await.unwrap();
        let mut out = std::io::stdout().lock();
        for number in 1.. {
            let draft = Draft::new::<()>(&edition(number), []).unwrap();
            let mut say = || {
                writeln!(out, "\nkept {}", draft.hash()).unwrap();
                out.flush().unwrap();
            };
            if early {
                say();
            }
            store.keep(&draft, "written", "2026-11-24T00:00:00Z".parse().unwrap()).await.unwrap();
            if !early {
                say();
            }
        }
    });
}

/// Starts the writer, kills it after a while, and gives what it said it had kept.
fn killed(path: &Path, early: bool, after: Duration) -> Vec<String> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["kills::writer", "--exact", "--nocapture", "--test-threads", "1"]).env(DATABASE, path);
    if early {
        command.env(EARLY, "1");
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut said = Vec::new();
    // The time begins with the first write, whatever it took to start.
    let first = lines.by_ref().find_map(|line| line.strip_prefix("kept ").map(str::to_owned));
    said.extend(first);
    let reader = std::thread::spawn(move || lines.filter_map(|line| line.strip_prefix("kept ").map(str::to_owned)).collect::<Vec<_>>());
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    said.extend(reader.join().unwrap());
    said
}

/// How many of what was said to be kept are not there, or not whole.
fn lost(path: &Path, said: &[String]) -> usize {
    run(async {
        let store = Store::open(path).await.unwrap();
        let editions = store.editions().await.unwrap();
        for edition in &editions {
            // Reads every byte and judges it by the hash.
            assert!(store.load(edition.number).await.unwrap().is_some(), "edition {} is there by half", edition.number);
        }
        assert!(editions.iter().zip(1..).all(|(edition, number)| edition.number == number), "numbers are missing");
        store.close().await;
        said.iter().filter(|hash| editions.iter().all(|edition| edition.hash != **hash)).count()
    })
}

#[test]
fn no_acknowledged_edition_is_lost_by_kill_9() {
    let (mut kept, mut slowest) = (0, Duration::ZERO);
    let wanted = rounds(20, 200);
    for round in 0..wanted {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("editions.db");
        let said = killed(&path, false, Duration::from_millis(5 + (round * 37) % rounds(60, 400)));
        let began = Instant::now();
        let lost = lost(&path, &said);
        slowest = slowest.max(began.elapsed());
        assert_eq!(lost, 0, "round {round}: of {}", said.len());
        kept += said.len();
    }
    tell(&format!("F1 kill -9, {wanted} rounds, {kept} acknowledged writes: lost"), 0, "0");
    tell("F1 opened and read again, slowest", format!("{} ms", slowest.as_millis()), "2 s");
    assert!(kept > wanted as usize);
}

#[test]
fn a_writer_that_acknowledges_early_is_found_out() {
    // A kill must fall between the word and the deed, which takes a tenth of the time: a few rounds as a rule.
    let (mut found, mut rounds_taken) = (0, 0);
    while found < rounds(1, 5) && rounds_taken < rounds(150, 500) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("editions.db");
        let said = killed(&path, true, Duration::from_millis(rounds_taken * 17 % 50));
        found += lost(&path, &said);
        rounds_taken += 1;
    }
    tell("F3 early acknowledgement: rounds until losses were found", rounds_taken, "any");
    assert!(found > 0);
}
