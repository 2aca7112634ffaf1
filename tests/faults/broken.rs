//! A disk that fails: writes past a limit of the system, and writes and syncs that end with an error (libfiu, where it is installed).

use crate::{
    keeping::Learner,
    load::chance,
    rounds, run,
    server::Server,
    tell,
    wire::{Wire, ask, get},
};
use std::{
    collections::BTreeSet,
    ffi::OsStr,
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Whether a program is there and does this.
fn does(program: &str, arguments: &[&str]) -> bool {
    let done = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    done.is_ok_and(|done| done.success())
}

/// What became of writes, each sent once.
#[derive(Default)]
struct Written {
    acknowledged: Vec<String>,
    refused: usize,
    sent: usize,
}

impl Written {
    /// Writes until told to stop, or until the server is gone; every refusal is one that says what happened.
    async fn on(&mut self, at: SocketAddr, learner: &Learner, prefix: &str, many: usize) {
        let mut wire = None;
        for write in 0..many {
            if wire.is_none() {
                let Ok(open) = Wire::open(at).await else { return };
                wire = Some(open);
            }
            let key = format!("{prefix}-{write}");
            self.sent += 1;
            match wire.as_mut().unwrap().ask(&learner.create(&key)).await {
                Ok(answer) => {
                    let kind = answer.json()["type"].as_str().unwrap_or_default().to_owned();
                    match (answer.status, kind.as_str()) {
                        (201, _) => self.acknowledged.push(key),
                        (503, "/problems/unavailable" | "/problems/stopping") | (507, "/problems/disk-full") => self.refused += 1,
                        other => panic!("{other:?}: {}", String::from_utf8_lossy(&answer.body)),
                    }
                    if answer.closes() {
                        wire = None;
                    }
                }
                // It has left, or was about to.
                Err(_) => wire = None,
            }
        }
    }

    /// Nothing that was acknowledged is lost, and nothing is there twice.
    fn judge(&self, found: &[String]) {
        let once: BTreeSet<&String> = found.iter().collect();
        assert_eq!(once.len(), found.len(), "something is there twice");
        assert!(self.acknowledged.iter().all(|key| once.contains(key)), "an acknowledged write is lost");
        assert!(found.len() <= self.sent);
    }
}

fn served(wrapper: &[&str], database: &Path) -> Server {
    Server::start_under(wrapper, [OsStr::new("--db"), database.as_os_str()])
}

#[test]
fn a_file_that_may_not_grow_refuses_writes_and_takes_them_again_when_it_may() {
    // Whoever writes past the limit is told by an error; the signal that would end it is ignored.
    const WRAPPER: [&str; 2] = ["env", "--ignore-signal=XFSZ"];
    if !does("env", &["--ignore-signal=XFSZ", "true"]) || !does("prlimit", &["--version"]) {
        println!("skipped: `env --ignore-signal` and `prlimit` (coreutils, util-linux) are needed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.db");
    let learner = Learner::new(path.as_os_str());
    let server = served(&WRAPPER, &path);
    let (pid, log) = (server.id().to_string(), folder.path().join("kept.db-wal"));
    let mut written = Written::default();
    for round in 0..rounds(2, 20) {
        let before = written.refused;
        run(written.on(server.at, &learner, &format!("before-{round}"), 5));
        assert_eq!(written.refused, before, "round {round}: refused though it may grow");
        // A little more fits, or nothing: it writes from the start of the log again once that is long.
        let limit = (log.metadata().unwrap().len() + 4096 * (1 + chance(round) % 5)).min(4096 * (1 + chance(round) % 100));
        assert!(does("prlimit", &["--pid", &pid, &format!("--fsize={limit}:unlimited")]));
        run(written.on(server.at, &learner, &format!("past-{round}"), 40));
        assert!(written.refused > before, "round {round}: nothing was refused");
        run(async {
            assert_eq!(learner.read(server.at).await.unwrap().status, 200, "reads go on");
            assert_eq!(ask(server.at, &get("/v1/roles?q=data")).await.unwrap().status, 200);
        });
        assert!(does("prlimit", &["--pid", &pid, "--fsize=unlimited:unlimited"]));
        let acknowledged = written.acknowledged.len();
        run(written.on(server.at, &learner, &format!("after-{round}"), 5));
        assert_eq!(written.acknowledged.len(), acknowledged + 5, "round {round}: writes go on without a restart");
    }
    written.judge(&run(learner.all(server.at)));
    tell(&format!("F5 no room for the log, {} writes refused of {}: lost or twice", written.refused, written.sent), 0, "0");
}

/// A server whose calls to the system can be made to fail, and how.
struct Failing {
    server: Server,
    control: String,
}

impl Failing {
    fn start(folder: &Path, database: &Path) -> Self {
        let control = folder.join("fiu").display().to_string();
        Self { server: served(&["fiu-run", "-x", "-f", &control], database), control }
    }

    fn says(&self, command: &str) {
        assert!(does("fiu-ctrl", &["-f", &self.control, "-c", command, &self.server.id().to_string()]), "{command}");
    }
}

/// Whether calls can be made to fail here.
fn can_fail() -> bool {
    let can = does("fiu-run", &["-x", "true"]);
    if !can {
        println!("skipped: libfiu is needed (`apt-get install fiu-utils`)");
    }
    can
}

#[test]
fn writes_that_the_disk_fails_are_refused_and_no_acknowledged_one_is_lost() {
    if !can_fail() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.db");
    let learner = Learner::new(path.as_os_str());
    let mut failing = Failing::start(folder.path(), &path);
    let mut written = Written::default();
    let wanted = rounds(2, 20);
    for round in 0..wanted {
        // EIO: the disk itself.
        failing.says(&format!("enable_random name=posix/io/rw/pwrite,probability=0.{},failinfo=5", 1 + chance(round) % 6));
        run(written.on(failing.server.at, &learner, &format!("fails-{round}"), 40));
        assert_eq!(run(learner.read(failing.server.at)).unwrap().status, 200, "reads go on");
        failing.says("disable name=posix/io/rw/pwrite");
        let acknowledged = written.acknowledged.len();
        run(written.on(failing.server.at, &learner, &format!("well-{round}"), 5));
        assert_eq!(written.acknowledged.len(), acknowledged + 5, "round {round}: writes go on");
        if chance(round) % 2 == 0 {
            failing.server.signal("KILL");
            failing.server.wait();
            failing = Failing::start(folder.path(), &path);
        }
        written.judge(&run(learner.all(failing.server.at)));
    }
    assert!(written.refused > 0 && !written.acknowledged.is_empty());
    tell(&format!("F5 writes fail, {wanted} rounds, {} refused of {}: lost or twice", written.refused, written.sent), 0, "0");
}

#[test]
fn a_sync_that_fails_ends_the_server_cleanly_and_nothing_acknowledged_is_lost() {
    if !can_fail() {
        return;
    }
    let (mut slowest, mut refused, mut sent) = (Duration::ZERO, 0, 0);
    let wanted = rounds(2, 20);
    for round in 0..wanted {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.db");
        let learner = Learner::new(path.as_os_str());
        let mut failing = Failing::start(folder.path(), &path);
        let mut written = Written::default();
        run(written.on(failing.server.at, &learner, "well", 5 + (chance(round) % 20) as usize));
        assert_eq!(written.refused, 0);
        failing.says("enable name=posix/io/sync/fsync,failinfo=5");
        let began = Instant::now();
        run(written.on(failing.server.at, &learner, "fails", 1));
        assert_eq!(written.refused, 1, "what the disk did not confirm was acknowledged");
        let (well, _) = failing.server.wait();
        slowest = slowest.max(began.elapsed());
        let said = failing.server.said().join("\n");
        assert!(!well && said.contains("the disk did not confirm a write"), "round {round}: {said}");
        // Whoever keeps it running starts it again, on a disk that works.
        let server = served(&[], &path);
        written.judge(&run(learner.all(server.at)));
        (refused, sent) = (refused + written.refused, sent + written.sent);
    }
    tell(&format!("F5 a sync fails, {wanted} rounds, {refused} refused of {sent}: lost or twice"), 0, "0");
    tell("F5 a sync fails: gone after", format!("{} ms", slowest.as_millis()), "10 s");
    assert!(slowest < Duration::from_secs(10) + rounds(Duration::from_secs(10), Duration::ZERO));
}
