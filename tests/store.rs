//! One contract for every database that keeps editions: SQLite in memory and on disk, and PostgreSQL.

#[path = "common/postgres.rs"]
mod postgres;

use pathstack::{
    import::{Issue, IssueKind, native},
    model::{Catalogue, Record},
    store::{Draft, Edition, Store, StoreError},
};
use sha2::{Digest, Sha256};
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

const CREATED: &str = "2026-11-23T12:00:00Z";
/// The editions of the kept database of version 0.1.0, by the beginning of their hashes.
const KEPT_BY_0_1_0: [(u64, &str); 2] = [(1, "131d536a7786"), (2, "426c12b89c5d")];

fn catalogue(seed: usize, records: usize) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let header = format!(r#"{{"catalogue":{{"format":"pathstack-catalogue/1","id":"c{seed}","title":"Catalogue {seed}"}}}}"#);
    catalogue.push(serde_json::from_str::<Record>(&header).unwrap());
    for n in 0..records {
        let line = format!(r#"{{"competency":{{"id":"c{seed}-{n}","name":"Competency {n} of {seed}"}}}}"#);
        catalogue.push(serde_json::from_str::<Record>(&line).unwrap());
    }
    catalogue
}

async fn keep(store: &Store, catalogue: &Catalogue, issues: &[Issue]) -> Result<Edition, StoreError> {
    store.keep(&Draft::new(catalogue, issues)?, "test", CREATED.parse().unwrap()).await
}

fn canonical(catalogue: &Catalogue) -> Vec<u8> {
    let mut bytes = Vec::new();
    native::write(catalogue, &mut bytes).unwrap();
    bytes
}

/// What every database promises.
async fn contract(store: &Store) -> Result<(), StoreError> {
    assert_eq!((store.latest().await?, store.editions().await?), (None, vec![]));
    assert!(store.load(1).await?.is_none(), "an edition that is not there is none, and no error");

    let starter = native::starter();
    let issue = Issue::new(IssueKind::BadValue, "a.jsonl", "`x` is no price").at(3).on("offering.price");
    let first = keep(store, &starter.catalogue, std::slice::from_ref(&issue)).await?;
    assert_eq!((first.number, first.issues, first.created_at.to_string().as_str()), (1, 1, CREATED));
    assert_eq!(first.counts["role"], starter.catalogue.roles.len() as u64);
    let bytes = canonical(&starter.catalogue);
    let hash = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(first.hash, hash, "the hash is that of the canonical form");
    assert_eq!(canonical(&store.load(1).await?.unwrap()), bytes, "what was kept comes back");
    assert_eq!(store.issues::<Issue>(1).await?, [issue]);

    let mut turned = starter.catalogue.clone();
    turned.credentials.reverse();
    turned.roles.reverse();
    assert_eq!(keep(store, &turned, &[]).await?, first, "the same records in another order are the same edition");

    let second = keep(store, &catalogue(2, 3), &[]).await?;
    assert_eq!((second.number, second.issues), (2, 0));
    assert_eq!(store.latest().await?.as_ref(), Some(&second));
    assert_eq!(store.edition(1).await?.as_ref(), Some(&first));
    assert_eq!(store.editions().await?, [first, second]);
    assert_eq!(store.issues::<Issue>(2).await?, []);
    assert_eq!(store.edition(u64::MAX >> 1).await?, None);

    let empty = keep(store, &Catalogue::default(), &[]).await?;
    assert!(store.load(empty.number).await?.unwrap().is_empty());
    Ok(())
}

#[tokio::test]
async fn sqlite_in_memory_keeps_the_contract() {
    contract(&Store::memory().await.unwrap()).await.unwrap();
}

#[tokio::test]
async fn sqlite_on_disk_keeps_the_contract_and_its_editions_after_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pathstack.db");
    let store = Store::open(&path).await.unwrap();
    contract(&store).await.unwrap();
    let editions = store.editions().await.unwrap();
    store.close().await;
    assert_eq!(Store::open(&path).await.unwrap().editions().await.unwrap(), editions);
}

#[tokio::test]
async fn postgresql_keeps_the_contract_and_its_editions_after_the_end() {
    let Some(server) = postgres::Server::start() else { return };
    let url = server.database().await;
    let store = Store::open(&url).await.unwrap();
    contract(&store).await.unwrap();
    let editions = store.editions().await.unwrap();
    store.close().await;
    assert_eq!(Store::open(&url).await.unwrap().editions().await.unwrap(), editions);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keepers_at_the_same_time_on_postgresql_number_editions_without_a_gap() {
    let Some(server) = postgres::Server::start() else { return };
    let url = server.database().await;
    // Two servers that come up at once both bring the schema up to date.
    let (one, two) = tokio::join!(Store::open(&url), Store::open(&url));
    keep_at_once(&[one.unwrap(), two.unwrap()]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgresql_that_stops_is_told_soon_and_found_again_when_it_is_back() {
    let Some(mut server) = postgres::Server::start() else { return };
    let store = Store::open(server.database().await).await.unwrap();
    let kept = keep(&store, &catalogue(1, 3), &[]).await.unwrap();
    if !server.stop() {
        eprintln!("SKIPPED: a server that was not started here is not stopped");
        return;
    }
    let asked = tokio::time::timeout(Duration::from_secs(2), store.latest()).await.expect("an answer within two seconds");
    assert!(matches!(asked, Err(StoreError::Unavailable(_))));
    server.start_again();
    let back = tokio::time::timeout(Duration::from_secs(5), async {
        loop {
            match store.latest().await {
                Ok(found) => return found,
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    });
    assert_eq!(back.await.expect("back within five seconds"), Some(kept));
}

#[tokio::test]
async fn databases_of_earlier_versions_open_and_have_everything() {
    let folder = tempfile::tempdir().unwrap();
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    let path = folder.path().join("pathstack.db");
    std::fs::copy(stores.join("0.1.0-editions.db"), &path).unwrap();
    let store = Store::open(&path).await.unwrap();
    let editions = store.editions().await.unwrap();
    assert_eq!(editions.iter().map(|edition| (edition.number, &edition.hash[..12])).collect::<Vec<_>>(), KEPT_BY_0_1_0);
    for edition in &editions {
        assert_eq!(store.load(edition.number).await.unwrap().unwrap().len(), 3);
        assert_eq!(edition.issues, 2);
    }
    assert_eq!(keep(&store, &catalogue(1, 1), &[]).await.unwrap().number, 3, "it can go on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keepers_at_the_same_time_give_one_edition_for_the_same_bytes_and_a_number_each_for_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pathstack.db");
    keep_at_once(&[Store::open(&path).await.unwrap(), Store::open(&path).await.unwrap()]).await;
}

async fn keep_at_once(stores: &[Store; 2]) {
    let tasks = (0..12).map(|n| {
        let store = stores[n % 2].clone();
        tokio::spawn(async move { keep(&store, &catalogue(n % 4, 50), &[]).await.unwrap().number })
    });
    let mut numbers = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        numbers.push(task.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
}

#[tokio::test]
async fn what_is_no_store_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "not a database, and long enough to be looked at as one: ".repeat(40)).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path).await, Err(StoreError::Damaged(_))));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(matches!(Store::open(folder.path().join("no/such/folder.db")).await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pathstack.db");
    Store::open(&path).await.unwrap().close().await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;
    assert!(matches!(Store::open(&path).await, Err(StoreError::Version(_))));
}

/// How many records each edition of the kill test has: enough for a keeper to be killed in the middle of one.
const MANY: usize = 20_000;
const CHILD: &str = "PATHSTACK_TEST_KEEPS_IN";

/// Not a test of its own: the process that the next test kills.
#[tokio::test]
async fn keeper_that_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let store = Store::open(Path::new(&path)).await.unwrap();
    let from = store.editions().await.unwrap().len();
    for seed in from.. {
        keep(&store, &catalogue(seed, MANY), &[]).await.unwrap();
    }
}

#[test]
fn a_keeper_killed_at_any_point_leaves_whole_editions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pathstack.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let rounds = std::env::var("PATHSTACK_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(6);
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "keeper_that_is_killed"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(150 + (97 * round) % 1009));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    runtime.block_on(async {
        let store = Store::open(&path).await.unwrap();
        let editions = store.editions().await.unwrap();
        for (seed, edition) in editions.iter().enumerate() {
            assert_eq!(edition.number, seed as u64 + 1);
            assert_eq!(store.load(edition.number).await.unwrap().unwrap().len(), MANY + 1);
        }
        assert_eq!(keep(&store, &catalogue(9_999, 1), &[]).await.unwrap().number, editions.len() as u64 + 1, "it can go on");
        eprintln!("{} editions kept before and between {rounds} kills", editions.len());
    });
}

#[tokio::test]
async fn a_write_that_was_cut_off_is_undone_before_the_pages_are_gone_through_and_looking_only_says_so() {
    use sqlx::{Connection as _, Executor as _, SqliteConnection};
    let folder = tempfile::tempdir().unwrap();
    let (kept, copy) = (folder.path().join("kept.db"), folder.path().join("copy.db"));
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/0.1.0-editions.db"), &kept).unwrap();
    let before = Store::examine(&kept).await.unwrap();
    let mut open = SqliteConnection::connect(kept.to_str().unwrap()).await.unwrap();
    // So small a cache that pages are written, and what they held is set aside, before the end of the transaction.
    for step in ["PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 1", "BEGIN", "CREATE TABLE half (text)"] {
        open.execute(step).await.unwrap();
    }
    open.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO half SELECT hex(randomblob(200)) FROM n")
        .await
        .unwrap();
    for end in ["", "-journal"] {
        std::fs::copy(format!("{}{end}", kept.display()), format!("{}{end}", copy.display())).unwrap();
    }
    let said = Store::examine(&copy).await.unwrap_err().to_string();
    assert!(said.contains("cut off") && said.contains("pathstack serve"), "{said}");
    Store::sound(&copy).await.unwrap();
    assert_eq!(Store::examine(&copy).await.unwrap(), before);
}
