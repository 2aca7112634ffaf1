//! Leaving: everything comes along, and nothing stays behind.

use crate::kept::{account, deed, now, record};
use jiff::SignedDuration;
use pathstack::{
    access::{Role, Scope},
    record::{AssignmentState, Kind, Profile, ShareLink, csv, tables},
    store::{Answer, Applied, Edit, KeptSession, KeptToken, Once, Store},
};
use serde_json::json;
use std::path::Path;

/// A word that is in everything the learner gives, and nowhere else.
const MARKER: &str = "zwölfkämpferin-marker";

/// Fills every table with what has the marker in it.
async fn fill(store: &Store) {
    let ana = format!("ana-{MARKER}");
    account(store, &ana, Role::Learner).await;
    account(store, "cora", Role::Counselor).await;
    let (created_at, expires_at) = (now(), now() + SignedDuration::from_hours(24));
    let session = KeptSession { hash: format!("session {MARKER}"), account: ana.clone(), created_at, seen_at: created_at };
    store.add_session(&session).await.unwrap();
    let token = KeptToken {
        id: format!("token {MARKER}"),
        hash: format!("token hash {MARKER}"),
        account: ana.clone(),
        name: format!("my program {MARKER}"),
        scopes: [Scope::Read].into(),
        created_at,
        expires_at,
        revoked_at: None,
    };
    store.add_token(&token).await.unwrap();
    let profile = Profile { name: format!("Ana {MARKER}"), ..Profile::default() };
    assert_eq!(store.keep_learner(&ana, 0, &profile, now()).await.unwrap(), Applied::Done);
    let body = |kind: &str| json!({"note": format!("{kind} {MARKER} {}", "long ".repeat(4000))});
    for kind in Kind::ALL {
        let record = record(&format!("{} {MARKER}", kind.name()), body(kind.name()));
        let answer = Answer { location: format!("/{MARKER}"), version: 1, body: format!("{{\"x\": \"{MARKER}\"}}") };
        let once = Once { account: ana.clone(), key: kind.name().into(), request: MARKER.into(), answer };
        let edit = Edit::Create { kind, record };
        assert_eq!(store.change_records(&ana, &[edit], Some(&once), None, now()).await.unwrap(), Applied::Done);
    }
    let file = Edit::File { record: format!("evidence {MARKER}"), bytes: format!("file {MARKER} ").repeat(3000).into_bytes() };
    assert_eq!(store.change_records(&ana, &[file], None, None, now()).await.unwrap(), Applied::Done);
    let link = ShareLink { id: format!("link {MARKER}"), plan: format!("plan {MARKER}"), created_at, expires_at, revoked_at: None };
    assert!(store.add_link(&ana, &link, &format!("link hash {MARKER}")).await.unwrap());
    store.assign(&ana, "cora", &deed("the operator", "assign_counselor", &ana)).await.unwrap().unwrap();
    store.answer_assignment(&ana, "cora", AssignmentState::Agreed, &deed(&ana, "agree_assignment", &ana)).await.unwrap().unwrap();
    store.note(&deed("cora", "get_plan", &ana)).await.unwrap();
}

/// Files of a database in which the marker can be found.
fn found(folder: &Path) -> Vec<String> {
    let holds = |path: &Path| std::fs::read(path).unwrap().windows(MARKER.len()).any(|window| window == MARKER.as_bytes());
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.filter(|path| holds(path)).map(|path| path.display().to_string()).collect()
}

#[tokio::test]
async fn an_export_has_everything_that_was_ever_given() {
    let store = Store::memory().await.unwrap();
    fill(&store).await;
    let all = store.everything(&format!("ana-{MARKER}")).await.unwrap();
    let text = serde_json::to_string(&all).unwrap();
    for given in ["Ana ", "ana-", "my program ", "evidence ", "plan ", "proposal ", "waiver ", "link "] {
        assert!(text.contains(&format!("{given}{MARKER}")), "`{given}` is missing");
    }
    assert!(all["file"][0]["hexadecimal"].as_str().unwrap().starts_with("66696c65"), "the bytes of files come along");
    assert_eq!(all["audit"].as_array().unwrap().len(), 3, "and who looked");
    for secret in ["$argon2id", "session zw", "token hash", "link hash"] {
        assert!(!text.contains(secret), "`{secret}` is nobody's business");
    }
    let table = csv(&tables(&all));
    assert!(table.starts_with("table,row,column,value\r\n") && table.contains(MARKER) && table.lines().count() > 30);
}

#[tokio::test]
async fn after_erasure_nothing_is_left_in_any_file_while_the_service_runs() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("learners.db")).await.unwrap();
    account(&store, "bea", Role::Learner).await;
    fill(&store).await;
    assert!(!found(folder.path()).is_empty(), "the test would notice");
    let learner = format!("ana-{MARKER}");
    let before = store.verify_audit().await.unwrap().unwrap().0;
    store.erase(&learner, &deed(&learner, "erase_learner", &learner)).await.unwrap();
    assert_eq!(found(folder.path()), Vec::<String>::new());
    assert_eq!(store.verify_audit().await.unwrap().unwrap().0, before + 1, "the log stands, and says that she was erased");
    assert_eq!(store.audit_of(&learner, 0, 10).await.unwrap().0, 4, "whoever knows her id can still be told");
    assert!(store.account(&learner).await.unwrap().is_none() && store.learner(&learner).await.unwrap().is_none());
    assert!(store.account("bea").await.unwrap().is_some(), "others stay");
    store.close().await;
    assert_eq!(found(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn after_erasure_no_table_of_postgresql_has_anything() {
    let Some(server) = crate::postgres::Server::start() else { return };
    let url = server.database().await;
    let store = Store::open(&url).await.unwrap();
    fill(&store).await;
    let learner = format!("ana-{MARKER}");
    store.erase(&learner, &deed(&learner, "erase_learner", &learner)).await.unwrap();
    let pool = sqlx::PgPool::connect(&url).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert!(tables.len() > 10);
    for table in tables {
        let text = format!("SELECT count(*) FROM \"{table}\" AS one WHERE one::text LIKE '%{MARKER}%'");
        let many: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text)).fetch_one(&pool).await.unwrap();
        assert_eq!(many, 0, "{table}");
    }
}
