//! kill -9 in the middle of an import, a migration, an erasure, a backup and a restore: what is there then is the old or the new, never
//! something between, and the same done again completes.

use crate::{
    keeping::Learner,
    load::chance,
    rounds, run,
    server::{Server, command},
    tell,
    wire::{Wire, ask},
};
use pathstack::store::Store;
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const MIGRATED: &str = "FAULTS_MIGRATED_DATABASE";

/// What a database holds: each edition by its hash, every byte of it read.
fn hashes(database: &Path) -> Vec<String> {
    run(async {
        let store = Store::open(database).await.unwrap();
        store.check().await.unwrap();
        let editions = store.editions().await.unwrap();
        for edition in &editions {
            assert!(store.load(edition.number).await.unwrap().is_some(), "edition {} is there by half", edition.number);
        }
        store.close().await;
        editions.into_iter().map(|edition| edition.hash).collect()
    })
}

/// A command of the program in a database.
fn doing(words: &[&str], database: &Path) -> Command {
    let mut command = command();
    command.args(words).arg("--db").arg(database).stdout(Stdio::null()).stderr(Stdio::piped()).stdin(Stdio::null());
    command
}

/// Does it to the end; how long that took.
fn done(words: &[&str], database: &Path) -> Duration {
    let began = Instant::now();
    let output = doing(words, database).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    began.elapsed()
}

/// Ends it somewhere in the time that all of it takes. Whether that was before its end.
fn killed(words: &[&str], database: &Path, whole: Duration, round: u64) -> bool {
    let mut child = doing(words, database).spawn().unwrap();
    std::thread::sleep(part_of(whole, round));
    let before = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    before
}

/// A part of a time, another in each round.
fn part_of(whole: Duration, round: u64) -> Duration {
    whole.mul_f64((chance(round * 31 + 7) % 1000) as f64 / 1000.0)
}

/// Rounds until so many were ended before their end; a busy machine takes more of them.
fn until(wanted: u64, mut round: impl FnMut(u64) -> bool) -> u64 {
    let (mut midway, mut tried) = (0, 0);
    while midway < wanted && tried < 10 * wanted {
        midway += u64::from(round(tried));
        tried += 1;
    }
    assert!(midway > 0, "nothing was ended before its end in {tried} rounds");
    tried
}

/// A catalogue in a file, and a database that has another one already.
struct Imports {
    folder: tempfile::TempDir,
    file: PathBuf,
    base: PathBuf,
}

impl Imports {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (small, file, base) = ["small.jsonl", "large.jsonl", "base.db"].map(|name| folder.path().join(name)).into();
        fs::write(&small, "{\"competency\": {\"id\": \"sql\", \"name\": \"SQL\"}}\n").unwrap();
        fs::write(&file, crate::load::catalogue()).unwrap();
        done(&["import", "native", small.to_str().unwrap()], &base);
        Self { folder, file, base }
    }

    fn words(&self) -> [&str; 3] {
        ["import", "native", self.file.to_str().unwrap()]
    }

    fn copy(&self, name: &str) -> PathBuf {
        let copy = self.folder.path().join(name);
        fs::copy(&self.base, &copy).unwrap();
        copy
    }
}

#[test]
fn an_import_that_is_killed_leaves_the_old_or_the_new_catalogue_and_completes_when_done_again() {
    let imports = Imports::new();
    let whole = imports.copy("whole.db");
    let took = done(&imports.words(), &whole);
    let (old, new) = (hashes(&imports.base), hashes(&whole));
    assert!(new.len() == 2 && new.starts_with(&old));
    let (wanted, mut kept) = (rounds(3, 50), 0);
    let tried = until(wanted, |round| {
        let database = imports.copy("imported.db");
        let before = killed(&imports.words(), &database, took, round);
        let found = hashes(&database);
        assert!(found == old || found == new, "round {round}: {found:?}");
        kept += u64::from(found == new);
        done(&imports.words(), &database);
        assert_eq!(hashes(&database), new, "round {round}: the second run completes");
        before
    });
    tell(&format!("F2 kill -9 in {wanted} imports of {tried}, {kept} kept by then: between old and new"), 0, "0");
}

/// Not a test of its own: the program that is killed while it brings a database up to date.
#[test]
fn migrator() {
    let Some(path) = std::env::var_os(MIGRATED) else { return };
    println!("\nbegins");
    run(async { Store::open(path).await.unwrap().close().await });
}

#[test]
fn a_migration_that_is_killed_leaves_everything_and_completes_when_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/0.1.0-editions.db");
    let copy = |name: &str| {
        let copy = folder.path().join(name);
        fs::copy(&kept, &copy).unwrap();
        copy
    };
    // Lines are read for as long as it lives: who writes to nobody fails.
    let migrating = |database: &Path| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["halves::migrator", "--exact", "--nocapture", "--test-threads", "1"]).env(MIGRATED, database);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line == "begins"));
        (child, lines, Instant::now())
    };
    let whole = copy("whole.db");
    let (mut child, lines, began) = migrating(&whole);
    drop(lines.collect::<Vec<_>>());
    assert!(child.wait().unwrap().success());
    let took = began.elapsed();
    let (all, steps) = (hashes(&whole), schema(&whole));
    let (wanted, mut seen) = (rounds(6, 50), BTreeMap::<i64, u64>::new());
    let tried = until(wanted, |round| {
        let database = copy(&format!("{round}.db"));
        let (mut child, _lines, _) = migrating(&database);
        std::thread::sleep(part_of(took, round));
        let before = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        // Each step of the schema is there or not.
        let found = schema(&database);
        assert!((1..=steps).contains(&found), "round {round}: schema {found}");
        *seen.entry(found).or_default() += 1;
        assert_eq!(hashes(&database), all, "round {round}: nothing is lost, and the second run completes");
        assert_eq!(schema(&database), steps);
        before
    });
    tell(&format!("F2 kill -9 in {wanted} migrations of {tried}, left at schema {seen:?}: between steps"), 0, "0");
}

/// Steps of the schema that were taken, once what was cut off is undone as it is when serving begins.
fn schema(database: &Path) -> i64 {
    run(async {
        Store::sound(database).await.unwrap();
        Store::examine(database).await.unwrap().schema
    })
}

#[test]
fn an_erasure_that_is_killed_is_done_wholly_or_not_at_all_and_completes_when_done_again() {
    const MARKER: &str = "marker-of-whoever-leaves";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.db");
    let holds = |file: &Path| {
        let bytes = fs::read(file).unwrap_or_default();
        bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
    };
    let (wanted, mut gone, mut took) = (rounds(4, 50), 0, Duration::from_millis(20));
    for round in 0..wanted {
        let learner = Learner::new(path.as_os_str());
        let mut server = Server::start([OsStr::new("--db"), path.as_os_str()]);
        let before = run(async {
            let mut wire = Wire::open(server.at).await.unwrap();
            for write in 0..rounds(60, 300) {
                assert_eq!(wire.ask(&learner.create(&format!("{MARKER}-{write}"))).await.unwrap().status, 201);
            }
            let all = wire.ask(&learner.export()).await.unwrap();
            assert_eq!(all.status, 200);
            if round == 0 {
                // The first is erased to the end: that is how long it takes.
                let began = Instant::now();
                assert_eq!(wire.ask(&learner.erase()).await.unwrap().status, 204);
                took = began.elapsed();
            } else {
                wire.send(&learner.erase()).await.unwrap();
                tokio::time::sleep(took.mul_f64((chance(round) % 1200) as f64 / 1000.0)).await;
            }
            all.json()
        });
        server.signal("KILL");
        server.wait();
        let mut server = Server::start([OsStr::new("--db"), path.as_os_str()]);
        let after = run(ask(server.at, &learner.export())).unwrap();
        match after.status {
            200 => {
                for table in ["account", "token", "learner", "record"] {
                    let (was, is) = (&before[table], &after.json()[table]);
                    assert!(was.is_array() && was == is, "round {round}: {table} is there by half");
                }
                assert_eq!(run(ask(server.at, &learner.erase())).unwrap().status, 204, "round {round}: the second run completes");
            }
            // Her account is gone, and so is all of it.
            401 => gone += 1,
            other => panic!("round {round}: {other}"),
        }
        server.signal("TERM");
        let (well, took) = server.wait();
        assert!(well, "round {round}: not ended well after {took:?}: {:#?}", server.said());
        for file in ["kept.db", "kept.db-wal"] {
            assert!(!holds(&folder.path().join(file)), "round {round}: {file} still has what she wrote");
        }
    }
    tell(&format!("F2 kill -9 in {wanted} erasures, {gone} done by then: by half"), 0, "0");
    assert!(gone > 0);
}

#[test]
fn a_backup_that_is_killed_is_whole_or_not_there_and_completes_when_done_again() {
    let imports = Imports::new();
    let database = imports.copy("kept.db");
    done(&imports.words(), &database);
    let all = hashes(&database);
    let copy = |name: &str| imports.folder.path().join(name);
    let first = copy("first.backup");
    let took = done(&["backup", first.to_str().unwrap()], &database);
    let (wanted, mut whole) = (rounds(3, 50), 0);
    let tried = until(wanted, |round| {
        // One name for all: what one that was killed has left is in nobody's way.
        let to = copy("one.backup");
        let words = ["backup", to.to_str().unwrap()];
        let before = killed(&words, &database, took, round);
        if to.exists() {
            whole += 1;
            assert_eq!(hashes(&to), all, "round {round}: a backup by half has its name");
        } else {
            done(&words, &database);
            assert_eq!(hashes(&to), all, "round {round}: the second run completes");
        }
        fs::remove_file(&to).unwrap();
        before
    });
    tell(&format!("F2 kill -9 in {wanted} backups of {tried}, {whole} whole by then: by half"), 0, "0");
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_or_the_new_and_the_backup_as_it_was() {
    let imports = Imports::new();
    let full = imports.copy("full.db");
    done(&imports.words(), &full);
    let backup = imports.folder.path().join("full.backup");
    done(&["backup", backup.to_str().unwrap()], &full);
    let bytes = fs::read(&backup).unwrap();
    let words = ["restore", backup.to_str().unwrap(), "--replace"];
    let (old, new) = (hashes(&imports.base), hashes(&full));
    let took = done(&words, &imports.copy("whole.db"));
    let wanted = rounds(3, 50);
    let tried = until(wanted, |round| {
        let database = imports.copy("restored.db");
        let before = killed(&words, &database, took, round);
        let found = hashes(&database);
        assert!(found == old || found == new, "round {round}: {found:?}");
        done(&words, &database);
        assert_eq!(hashes(&database), new, "round {round}: the second run completes");
        assert!(fs::read(&backup).unwrap() == bytes, "round {round}: the backup was changed");
        let left: Vec<_> = fs::read_dir(imports.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains("restoring")), "round {round}: {left:?}");
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(imports.folder.path().join(format!("restored.db{end}")));
        }
        before
    });
    tell(&format!("F2 kill -9 in {wanted} restores of {tried}: between old and new"), 0, "0");
}
