//! A disk that is full, on a small file system of its own where one can be made.

use crate::{
    keeping::Learner,
    run,
    server::{Server, command},
    wire::{ask, get},
};
use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output},
};

/// A file system of 24 MiB in memory; it goes with this.
struct Small<'p>(&'p Path);

impl<'p> Small<'p> {
    fn mounted(at: &'p Path) -> Option<Self> {
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(at).output();
        done.is_ok_and(|done| done.status.success()).then_some(Self(at))
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}

fn import(database: &Path, file: &Path) -> Output {
    command().args(["import", "native"]).arg(file).arg("--db").arg(database).output().unwrap()
}

#[test]
fn on_a_full_disk_writes_fail_cleanly_reads_go_on_and_space_heals_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mounted(folder.path()) else {
        println!("skipped: only root may mount a small file system here");
        return;
    };
    let beside = tempfile::tempdir().unwrap();
    let (database, first, second) = (small.0.join("p.db"), beside.path().join("first.jsonl"), beside.path().join("second.jsonl"));
    let catalogue = crate::load::catalogue();
    fs::write(&first, &catalogue).unwrap();
    fs::write(&second, catalogue.replace("number", "No.")).unwrap();
    let done = import(&database, &first);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let learner = Learner::new(database.as_os_str());
    let server = Server::start([std::ffi::OsStr::new("--db"), database.as_os_str()]);
    assert_eq!(run(ask(server.at, &learner.create("before"))).unwrap().status, 201);

    // All but a little is taken.
    let ballast = small.0.join("ballast");
    let mut file = fs::File::create(&ballast).unwrap();
    while file.write_all(&[0; 1 << 14]).is_ok() {}
    drop(file);
    let refused = import(&database, &second);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("the disk is full; nothing was changed"), "{said}");
    let doctor = command().args(["doctor", "--addr", "127.0.0.1:0", "--db"]).arg(&database).output().unwrap();
    assert_eq!(doctor.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("writes would fail, reads go on"));
    run(async {
        // The last pages that the file has are used up first.
        let mut full = None;
        for write in 0..2000 {
            let answer = ask(server.at, &learner.create(&format!("full-{write}"))).await.unwrap();
            if answer.status != 201 {
                full = Some((answer.status, answer.json()["type"].as_str().map(str::to_owned)));
                break;
            }
        }
        assert_eq!(full, Some((507, Some("/problems/disk-full".to_owned()))));
        assert_eq!(learner.read(server.at).await.unwrap().status, 200);
        for path in ["/v1/roles/role-1", "/v1/credentials?q=course", "/v1/health/ready"] {
            assert_eq!(ask(server.at, &get(path)).await.unwrap().status, 200, "{path}");
        }
    });

    fs::remove_file(&ballast).unwrap();
    // More writes than the server has connections to its file: none of them may remember the full disk.
    for write in ["after", "after-2", "after-3", "after-4", "after-5", "after-6", "after-7", "after-8"] {
        let after = run(ask(server.at, &learner.create(write))).unwrap();
        assert_eq!(after.status, 201, "without being started again: {}", String::from_utf8_lossy(&after.body));
    }
    let kept = run(learner.all(server.at));
    assert!(kept.contains(&"before".to_owned()) && kept.contains(&"after".to_owned()));
    let healed = import(&database, &second);
    assert!(healed.status.success(), "{}", String::from_utf8_lossy(&healed.stderr));
    let editions = command().args(["editions", "--json", "--db"]).arg(&database).output().unwrap();
    let editions: serde_json::Value = serde_json::from_slice(&editions.stdout).unwrap();
    assert_eq!(editions.as_array().map(Vec::len), Some(2));
}
