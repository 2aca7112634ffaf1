//! Backups taken while others write, and restored into either database.

use crate::{
    kept::{account, now, record},
    postgres::Server,
};
use pathstack::{
    access::Role,
    import::native,
    record::Kind,
    store::{Applied, Draft, Edit, Store},
};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

/// Writes pairs of records until it is told to stop; a backup of one moment has both of a pair or none.
async fn writes(store: Store, stop: Arc<AtomicBool>, written: Arc<AtomicUsize>) {
    for at in 0.. {
        if stop.load(Ordering::Relaxed) || at >= 900 {
            break;
        }
        let one = |side: &str| Edit::Create { kind: Kind::Evidence, record: record(&format!("{side} {at}"), json!({"at": at})) };
        assert_eq!(store.change_records("ana", &[one("left"), one("right")], None, None, now()).await.unwrap(), Applied::Done);
        written.fetch_add(2, Ordering::Relaxed);
    }
}

async fn under_load(store: &Store, backup: &Path) -> usize {
    account(store, "ana", Role::Learner).await;
    let starter = native::starter();
    store.keep(&Draft::new(&starter.catalogue, &starter.issues).unwrap(), "starter", now()).await.unwrap();
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writer = tokio::spawn(writes(store.clone(), stop.clone(), written.clone()));
    while written.load(Ordering::Relaxed) < 20 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    let before = written.load(Ordering::Relaxed);
    store.back_up(backup).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    writer.await.unwrap();
    before
}

async fn whole(restored: &Store, least: usize) -> usize {
    let records: Vec<_> = restored.all_records::<Value>("ana", Kind::Evidence).await.unwrap();
    assert!(records.len() >= least, "what was written before the backup is in it");
    assert_eq!(records.len() % 2, 0, "a backup is of one moment");
    assert_eq!(restored.load(1).await.unwrap().unwrap().len(), native::starter().catalogue.len());
    assert!(restored.account("ana").await.unwrap().is_some());
    restored.check().await.unwrap();
    records.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_backed_up_while_others_write_and_restored_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let store = Store::open(path("learners.db")).await.unwrap();
    let before = under_load(&store, &path("backup.db")).await;
    assert!(store.back_up(&path("backup.db")).await.is_err(), "a backup is never written over");
    let restored = Store::open(path("restored.db")).await.unwrap();
    assert!(restored.is_empty().await.unwrap());
    restored.restore(&path("backup.db"), &path("meanwhile.db")).await.unwrap();
    whole(&restored, before).await;
    // What is there gives way to the backup, all of it.
    store.restore(&path("backup.db"), &path("meanwhile.db")).await.unwrap();
    whole(&store, before).await;
    assert_eq!(store.count().await.unwrap(), restored.count().await.unwrap());
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let store = Store::open(path("learners.db")).await.unwrap();
    account(&store, "ana", Role::Learner).await;
    let starter = native::starter();
    store.keep(&Draft::new(&starter.catalogue, &starter.issues).unwrap(), "starter", now()).await.unwrap();
    store.back_up(&path("backup.db")).await.unwrap();
    let mut bytes = std::fs::read(path("backup.db")).unwrap();
    // A page in the middle is overwritten.
    let page = 4096 * (bytes.len() / 4096 / 2);
    bytes[page..page + 4096].fill(0x5a);
    std::fs::write(path("damaged.db"), bytes).unwrap();
    let before = store.count().await.unwrap();
    assert!(store.restore(&path("damaged.db"), &path("meanwhile.db")).await.is_err());
    assert!(store.restore(&path("no such file"), &path("meanwhile.db")).await.is_err());
    assert_eq!(store.count().await.unwrap(), before);
    assert!(!path("no such file").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_backed_up_into_a_file_and_both_ways_are_open() {
    let Some(server) = Server::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let store = Store::open(server.database().await).await.unwrap();
    let before = under_load(&store, &path("backup.db")).await;
    let file = Store::open(path("restored.db")).await.unwrap();
    file.restore(&path("backup.db"), &path("meanwhile.db")).await.unwrap();
    let many = whole(&file, before).await;
    let other = Store::open(server.database().await).await.unwrap();
    other.restore(&path("backup.db"), &path("meanwhile.db")).await.unwrap();
    assert_eq!(whole(&other, before).await, many);
}

#[tokio::test]
async fn a_backup_of_an_earlier_version_is_restored_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/0.1.0-editions.db");
    std::fs::copy(&kept, path("backup.db")).unwrap();
    let mut locked = std::fs::metadata(path("backup.db")).unwrap().permissions();
    locked.set_readonly(true);
    std::fs::set_permissions(path("backup.db"), locked).unwrap();
    let store = Store::open(path("new.db")).await.unwrap();
    store.restore(&path("backup.db"), &path("meanwhile.db")).await.unwrap();
    assert_eq!(store.editions().await.unwrap().len(), 2);
    assert!(std::fs::read(path("backup.db")).unwrap() == std::fs::read(kept).unwrap(), "the backup was changed");
    let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    left.retain(|name| !name.to_string_lossy().starts_with("new.db"));
    assert_eq!(left, ["backup.db"], "what was needed meanwhile is gone");
}

#[tokio::test]
async fn what_the_log_of_a_copied_database_still_holds_is_restored_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let store = Store::open(path("live.db")).await.unwrap();
    account(&store, "ana", Role::Learner).await;
    // Copied while it is open: what was written last is in the log alone.
    for end in ["", "-wal"] {
        std::fs::copy(path(&format!("live.db{end}")), path(&format!("copy.db{end}"))).unwrap();
    }
    let restored = Store::open(path("restored.db")).await.unwrap();
    restored.restore(&path("copy.db"), &path("meanwhile.db")).await.unwrap();
    assert!(restored.account("ana").await.unwrap().is_some());
}
