//! The contract of the store: versions, keys, limits, the audit log, on SQLite and on PostgreSQL.

use crate::postgres::Server;
use jiff::{SignedDuration, Timestamp};
use pathstack::{
    access::Role,
    record::{AssignmentState, Kept, Kind, Profile, Room, ShareLink, audit::Broken},
    store::{Answer, Applied, COLUMNS, Deed, Edit, KeptAccount, MEMBERS, Once, Store},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) fn now() -> Timestamp {
    "2027-01-04T08:00:00Z".parse().unwrap()
}

pub(crate) async fn account(store: &Store, id: &str, role: Role) {
    let account = KeptAccount {
        id: id.to_owned(),
        username: Some(format!("{id}@example.org")),
        role,
        provider: None,
        password: Some("$argon2id$…".to_owned()),
        identity: None,
        created_at: now(),
        closed_at: None,
    };
    assert!(store.add_account(&account).await.unwrap());
}

pub(crate) fn deed(actor: &str, operation: &str, learner: &str) -> Deed {
    Deed { at: now(), actor: actor.into(), operation: operation.into(), learner: learner.into(), object: String::new(), done: true }
}

pub(crate) fn record(id: &str, body: Value) -> Kept<Value> {
    Kept::new(id.to_owned(), now(), body)
}

fn create(kind: Kind, id: &str, body: Value) -> Edit {
    Edit::Create { kind, record: record(id, body) }
}

async fn apply(store: &Store, learner: &str, edits: &[Edit]) -> Applied {
    store.change_records(learner, edits, None, None, now()).await.unwrap()
}

async fn contract(store: &Store) {
    account(store, "ana", Role::Learner).await;
    account(store, "bea", Role::Learner).await;
    account(store, "cora", Role::Counselor).await;

    // A profile has a version; whoever edits another one is told.
    assert_eq!(store.learner("ana").await.unwrap(), None);
    let profile = |name: &str| Profile { name: name.into(), ..Profile::default() };
    assert_eq!(store.keep_learner("ana", 0, &profile("Ana"), now()).await.unwrap(), Applied::Done);
    assert_eq!(store.keep_learner("ana", 0, &profile("Anna"), now()).await.unwrap(), Applied::Stale);
    assert_eq!(store.keep_learner("ana", 1, &profile("Anna"), now()).await.unwrap(), Applied::Done);
    let kept = store.learner("ana").await.unwrap().unwrap();
    assert_eq!((kept.version, kept.body.name.as_str()), (2, "Anna"));

    // Records: made, listed, replaced by version, taken out; nobody reaches another's.
    assert_eq!(apply(store, "ana", &[create(Kind::Evidence, "e1", json!({"competency": "sql"}))]).await, Applied::Done);
    let (many, page) = store.records::<Value>("ana", Kind::Evidence, 0, 10).await.unwrap();
    assert_eq!((many, page[0].body.clone(), page[0].version), (1, json!({"competency": "sql"}), 1));
    let replace = |id: &str, version, body| Edit::Replace { kind: Kind::Evidence, id: id.into(), version, body };
    assert_eq!(apply(store, "ana", &[replace("e1", 2, json!({}))]).await, Applied::Stale);
    assert_eq!(apply(store, "bea", &[replace("e1", 1, json!({}))]).await, Applied::Missing);
    assert_eq!(apply(store, "ana", &[replace("e1", 1, json!({"competency": "python"}))]).await, Applied::Done);
    assert_eq!(store.record::<Value>("ana", Kind::Evidence, "e1").await.unwrap().unwrap().version, 2);
    assert_eq!(store.record::<Value>("bea", Kind::Evidence, "e1").await.unwrap(), None);
    assert_eq!(store.record::<Value>("ana", Kind::Plan, "e1").await.unwrap(), None);

    // All edits or none.
    let edits = [create(Kind::Evidence, "e2", json!({})), replace("e1", 1, json!({}))];
    assert_eq!(apply(store, "ana", &edits).await, Applied::Stale);
    assert_eq!(store.record::<Value>("ana", Kind::Evidence, "e2").await.unwrap(), None);

    // Files go with their record.
    let file = Edit::File { record: "e1".into(), bytes: vec![0, 159, 146, 150] };
    assert_eq!(apply(store, "ana", &[file]).await, Applied::Done);
    assert_eq!(store.file("ana", "e1").await.unwrap(), Some(vec![0, 159, 146, 150]));
    assert_eq!((store.file("bea", "e1").await.unwrap(), store.file_bytes("ana").await.unwrap()), (None, 4));
    let remove = |version| Edit::Remove { kind: Kind::Evidence, id: "e1".into(), version };
    assert_eq!(apply(store, "ana", &[remove(1)]).await, Applied::Stale);
    assert_eq!(apply(store, "ana", &[remove(2)]).await, Applied::Done);
    assert_eq!((store.file("ana", "e1").await.unwrap(), store.file_bytes("ana").await.unwrap()), (None, 0));

    // All files together have so many bytes, whoever comes first.
    let narrow = store.clone().with_room(Room { files_bytes: 100, ..Room::default() });
    for id in ["f1", "f2"] {
        assert_eq!(apply(store, "ana", &[create(Kind::Evidence, id, json!({}))]).await, Applied::Done);
    }
    let file = |record: &str, bytes: usize| [Edit::File { record: record.into(), bytes: vec![7; bytes] }];
    let (first, second) = (file("f1", 60), file("f2", 60));
    let (one, two) = tokio::join!(apply(&narrow, "ana", &first), apply(&narrow, "ana", &second));
    assert!([&one, &two].contains(&&Applied::Done) && [&one, &two].contains(&&Applied::TooLarge(100)), "{one:?}, {two:?}");
    assert_eq!(store.file_bytes("ana").await.unwrap(), 60);
    let (full, empty) = if one == Applied::Done { ("f1", "f2") } else { ("f2", "f1") };
    assert_eq!(apply(&narrow, "ana", &file(empty, 41)).await, Applied::TooLarge(100));
    assert_eq!(apply(&narrow, "ana", &file(empty, 40)).await, Applied::Done);
    assert_eq!(apply(&narrow, "ana", &file(full, 61)).await, Applied::TooLarge(100), "the one it had does not count");
    assert_eq!(apply(&narrow, "ana", &file(full, 59)).await, Applied::Done, "the one it had does not count");
    assert_eq!(store.file_bytes("ana").await.unwrap(), 99, "what was refused is not kept");

    keys(store).await;
    people(store).await;
    log(store).await;
}

/// The same request with the same key is done once.
async fn keys(store: &Store) {
    let once = |request: &str| Once {
        account: "ana".into(),
        key: "k".into(),
        request: request.into(),
        answer: Answer { location: "/there".into(), version: 1, body: "{\"id\": \"p1\"}".into() },
    };
    let ask = async |id: &str, request: &str, at: Timestamp| {
        store.change_records("ana", &[create(Kind::Waiver, id, json!({}))], Some(&once(request)), None, at).await.unwrap()
    };
    assert_eq!(ask("w1", "r", now()).await, Applied::Done);
    assert_eq!(ask("w2", "r", now()).await, Applied::Before(once("r").answer));
    assert_eq!(ask("w3", "other", now()).await, Applied::KeyTaken);
    assert_eq!(store.records::<Value>("ana", Kind::Waiver, 0, 10).await.unwrap().0, 1);
    let later = now() + SignedDuration::from_hours(25);
    assert_eq!(ask("w4", "other", later).await, Applied::Done, "after a day a key is free again");
    // At the limit and one past it.
    let most = Room::default().waivers;
    for at in 2..most {
        assert_eq!(apply(store, "ana", &[create(Kind::Waiver, &format!("many {at}"), json!({}))]).await, Applied::Done);
    }
    assert_eq!(apply(store, "ana", &[create(Kind::Waiver, "too many", json!({}))]).await, Applied::TooMany("waiver", most));
}

async fn people(store: &Store) {
    let named = deed("the operator", "assign_counselor", "ana");
    assert_eq!(store.assign("ana", "bea", &named).await.unwrap(), None, "a learner is no counselor");
    assert_eq!(store.assign("nobody", "cora", &named).await.unwrap(), None);
    assert_eq!(store.assign("ana", "cora", &named).await.unwrap().unwrap().state, AssignmentState::Asked);
    assert!(!store.agreed("ana", "cora").await.unwrap(), "nothing is seen before she agrees");
    assert_eq!(store.caseload("cora", 0, 10).await.unwrap().0, 0);
    let answer = async |state| store.answer_assignment("ana", "cora", state, &deed("ana", "agree_assignment", "ana")).await.unwrap();
    assert_eq!(answer(AssignmentState::Agreed).await.unwrap().state, AssignmentState::Agreed);
    assert!(store.agreed("ana", "cora").await.unwrap() && !store.agreed("bea", "cora").await.unwrap());
    assert_eq!(store.assign("ana", "cora", &named).await.unwrap().unwrap().state, AssignmentState::Agreed, "named again it stands");
    assert_eq!(store.caseload("cora", 0, 10).await.unwrap().1[0].learner, "ana");
    assert_eq!(answer(AssignmentState::Ended).await.unwrap().state, AssignmentState::Ended);
    assert_eq!(answer(AssignmentState::Agreed).await, None, "what has ended is not agreed to: it is asked for again");
    assert!(!store.agreed("ana", "cora").await.unwrap());
    assert_eq!(store.assign("ana", "cora", &named).await.unwrap().unwrap().state, AssignmentState::Asked);

    // Links lead to a plan until they end or are revoked.
    let plan = json!({"title": "Mine", "question": {}, "choice": "cheapest", "answer": {}, "edition": 1, "hash": "h"});
    assert_eq!(apply(store, "ana", &[create(Kind::Plan, "p1", plan)]).await, Applied::Done);
    let expires_at = now() + SignedDuration::from_hours(1);
    let link = |id: &str| ShareLink { id: id.into(), plan: "p1".into(), created_at: now(), expires_at, revoked_at: None };
    assert!(!store.add_link("bea", &link("l0"), "h0").await.unwrap(), "nobody shares another's plan");
    assert!(store.add_link("ana", &link("l1"), "h1").await.unwrap() && store.add_link("ana", &link("l2"), "h2").await.unwrap());
    assert_eq!(store.shared("h1", now()).await.unwrap().unwrap().plan.id, "p1");
    assert_eq!(store.shared("h1", expires_at).await.unwrap(), None, "at its end it leads nowhere");
    assert!(!store.revoke_link("bea", "p1", "l1", now()).await.unwrap() && store.revoke_link("ana", "p1", "l1", now()).await.unwrap());
    assert_eq!(store.shared("h1", now()).await.unwrap(), None);
    assert_eq!(store.shared("h2", now()).await.unwrap().unwrap().plan.id, "p1", "the other link is another");
    assert_eq!(store.links("ana", "p1").await.unwrap().iter().filter(|link| link.revoked_at.is_some()).count(), 1);
}

async fn log(store: &Store) {
    store.note(&deed("cora", "get_plan", "ana")).await.unwrap();
    store.note(&deed("cora", "get_plan", "bea")).await.unwrap();
    let (many, entries) = store.audit_of("ana", 0, 2).await.unwrap();
    assert!(many > 2 && entries.len() == 2 && entries[0].number > entries[1].number, "the last first, a page at a time");
    assert_eq!((entries[0].event.operation.as_str(), entries[0].event.actor.as_str()), ("get_plan", "cora"));
    assert_ne!(entries[0].event.subject, "ana");
    let (written, hash) = store.verify_audit().await.unwrap().unwrap();
    assert!(written > many as u64 && hash.len() == 64);
}

#[tokio::test]
async fn sqlite_keeps_learners_as_promised() {
    contract(&Store::memory().await.unwrap()).await;
}

#[tokio::test]
async fn postgresql_keeps_learners_as_promised() {
    let Some(server) = Server::start() else { return };
    contract(&Store::open(server.database().await).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_at_once_with_one_key_or_one_version_is_served_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start();
    let mut stores = vec![Store::open(folder.path().join("learners.db")).await.unwrap()];
    if let Some(server) = &server {
        stores.push(Store::open(server.database().await).await.unwrap());
    }
    for store in stores {
        account(&store, "ana", Role::Learner).await;
        assert_eq!(apply(&store, "ana", &[create(Kind::Plan, "p", json!({}))]).await, Applied::Done);
        let tasks = (0..12).map(|at| {
            let store = store.clone();
            tokio::spawn(async move {
                let answer = Answer { location: String::new(), version: 1, body: at.to_string() };
                let once = Once { account: "ana".into(), key: "k".into(), request: "r".into(), answer };
                let made = create(Kind::Evidence, &format!("e{at}"), json!({}));
                let made = store.change_records("ana", &[made], Some(&once), Some(&deed("cora", "x", "ana")), now()).await.unwrap();
                let edit = Edit::Replace { kind: Kind::Plan, id: "p".into(), version: 1, body: json!({"at": at}) };
                (made, apply(&store, "ana", &[edit]).await)
            })
        });
        let (mut made, mut edited, mut answers) = (0, 0, BTreeSet::new());
        for task in tasks.collect::<Vec<_>>() {
            match task.await.unwrap() {
                (Applied::Done, edit) => (made, edited) = (made + 1, edited + usize::from(edit == Applied::Done)),
                (Applied::Before(answer), edit) => {
                    answers.insert(answer.body);
                    edited += usize::from(edit == Applied::Done);
                }
                (other, _) => panic!("{other:?}"),
            }
        }
        assert_eq!((made, edited, answers.len()), (1, 1, 1));
        assert_eq!(store.records::<Value>("ana", Kind::Evidence, 0, 100).await.unwrap().0, 1);
        assert_eq!(store.verify_audit().await.unwrap().unwrap().0, 1);
    }
}

#[tokio::test]
async fn one_byte_changed_in_any_entry_of_the_log_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("learners.db");
    let store = Store::open(&path).await.unwrap();
    let many = 6;
    for _ in 0..many {
        store.note(&deed("cora", "get_plan", "ana")).await.unwrap();
    }
    let whole = store.verify_audit().await.unwrap().unwrap();
    assert_eq!(whole.0, many);
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let change = async |text: String| {
        assert_eq!(sqlx::query(sqlx::AssertSqlSafe(text)).execute(&pool).await.unwrap().rows_affected(), 1);
    };
    for number in 1..=many {
        for column in ["actor", "operation", "subject", "outcome", "hash"] {
            let turned = format!("(CASE WHEN substr({column}, 1, 1) = 'a' THEN 'b' ELSE 'a' END) || substr({column}, 2)");
            let kept: String = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT {column} FROM audit WHERE number = {number}")))
                .fetch_one(&pool)
                .await
                .unwrap();
            change(format!("UPDATE audit SET {column} = {turned} WHERE number = {number}")).await;
            assert_eq!(store.verify_audit().await.unwrap(), Err(Broken::Altered(number)), "{column} of {number}");
            change(format!("UPDATE audit SET {column} = '{kept}' WHERE number = {number}")).await;
        }
        change(format!("UPDATE audit SET at = at + 1 WHERE number = {number}")).await;
        assert_eq!(store.verify_audit().await.unwrap(), Err(Broken::Altered(number)));
        change(format!("UPDATE audit SET at = at - 1 WHERE number = {number}")).await;
    }
    assert_eq!(store.verify_audit().await.unwrap(), Ok(whole), "as it was, it is whole");
    change(format!("DELETE FROM audit WHERE number = {many}")).await;
    assert_eq!(store.verify_audit().await.unwrap(), Err(Broken::Cut(many)));
}

#[tokio::test]
async fn every_column_of_the_schema_says_what_it_tells_of_people_and_how_long_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("learners.db");
    Store::open(&path).await.unwrap().close().await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let text = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations'";
    let there: BTreeSet<(String, String)> = sqlx::query_as(text).fetch_all(&pool).await.unwrap().into_iter().collect();
    let listed: BTreeSet<(String, String)> = COLUMNS.iter().map(|column| (column.table.to_owned(), column.name.to_owned())).collect();
    assert_eq!(there.difference(&listed).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "columns that nobody answers for");
    assert_eq!(listed.difference(&there).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "columns that are not there");
}

#[test]
fn every_member_of_a_body_is_listed_too() {
    use pathstack::record::{Decision, Evidence, FileAbout, Plan, Proposal, Proposed, Review, Waiver};
    let day = Some("2027-01-04".parse().unwrap());
    let text = || Some("x".to_owned());
    let file = FileAbout { name: "x".into(), media_type: "x".into(), bytes: 1, sha256: "x".into() };
    let evidence = Evidence {
        competency: text(),
        credential: text(),
        level: Some(1),
        issued: day,
        expires: day,
        note: text(),
        file: Some(file),
        ..Evidence::default()
    };
    let plan = Plan {
        title: "x".into(),
        question: json!({}),
        choice: "x".into(),
        answer: json!({}),
        edition: 1,
        hash: "x".into(),
        words: [("es".to_owned(), json!("x"))].into(),
        waived: vec!["x".into()],
        proposed: Some(Proposed { by: "x".into(), note: text(), decision: Decision::Open, decided_at: Some(now()) }),
        review: Review::default(),
        progress: vec![],
    };
    let proposal = Proposal { plan: "x".into(), plan_hash: "x".into(), by: "x".into(), note: text(), changes: vec![] };
    let waiver = Waiver { competency: "x".into(), level: Some(1), reason: "x".into(), by: "x".into(), until: day, ended_at: Some(now()) };
    let profile = Profile { name: "x".into(), language: text(), ..Profile::default() };
    let bodies = [json!(profile), json!(evidence), json!(plan), json!(proposal), json!(waiver)];
    for (body, (name, members)) in bodies.iter().zip(MEMBERS) {
        let there: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(there, members.iter().copied().collect(), "{name}");
    }
}

#[tokio::test]
async fn a_change_of_role_is_on_record() {
    let store = Store::memory().await.unwrap();
    account(&store, "ana", Role::Learner).await;
    let deed = deed("the terminal", "set_role_counselor", "ana");
    assert!(store.set_role("ana", Role::Counselor, None, &deed).await.unwrap());
    assert!(!store.set_role("nobody", Role::Counselor, None, &deed).await.unwrap());
    let (many, log) = store.audit_of("ana", 0, 10).await.unwrap();
    assert_eq!((many, log[0].event.operation.as_str()), (1, "set_role_counselor"));
}

/// Makes the database that `tests/stores` keeps of this schema, in the file that is named; not a test of its own.
#[tokio::test]
async fn makes_the_fixture() {
    let Some(path) = std::env::var_os("PATHSTACK_FIXTURE") else { return };
    let store = Store::open(&path).await.unwrap();
    account(&store, "ana", Role::Learner).await;
    account(&store, "cora", Role::Counselor).await;
    let profile = Profile { name: "Ana".into(), language: Some("es".into()), ..Profile::default() };
    assert_eq!(store.keep_learner("ana", 0, &profile, now()).await.unwrap(), Applied::Done);
    let answer = json!({"cheapest": {"steps": [{"credential": {"id": "sql-badge", "name": "SQL badge"}, "start": "2027-01-04", "end": "2027-02-01"}]}});
    let plan = json!({"title": "Mine", "question": {"role": "analyst"}, "choice": "cheapest", "answer": answer, "edition": 2, "hash": "h"});
    let edits = [
        create(Kind::Plan, "p1", plan),
        create(Kind::Evidence, "e1", json!({"competency": "sql", "level": 2, "origin": "self_asserted"})),
        create(
            Kind::Proposal,
            "r1",
            json!({"plan": "p1", "plan_hash": "h", "by": "cora", "changes": [{"change": "hours=12", "reason": "sooner"}]}),
        ),
        create(Kind::Waiver, "w1", json!({"competency": "sql", "reason": "seen", "by": "cora"})),
        Edit::File { record: "e1".into(), bytes: b"a scan".to_vec() },
    ];
    assert_eq!(apply(&store, "ana", &edits).await, Applied::Done);
    let expires_at = "2099-01-01T00:00:00Z".parse().unwrap();
    let link = ShareLink { id: "l1".into(), plan: "p1".into(), created_at: now(), expires_at, revoked_at: None };
    assert!(store.add_link("ana", &link, "h1").await.unwrap());
    store.assign("ana", "cora", &deed("the operator", "assign_counselor", "ana")).await.unwrap().unwrap();
    store.answer_assignment("ana", "cora", AssignmentState::Agreed, &deed("ana", "agree_assignment", "ana")).await.unwrap().unwrap();
    store.note(&deed("cora", "get_plan", "ana")).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn learners_kept_by_version_0_1_0_are_all_there() {
    use pathstack::record::{Evidence, Plan, Proposal, Waiver};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pathstack.db");
    std::fs::copy(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/0.1.0-learners.db"), &path).unwrap();
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.editions().await.unwrap().len(), 2);
    assert_eq!(store.learner("ana").await.unwrap().unwrap().body.name, "Ana");
    let plans: Vec<Kept<Plan>> = store.all_records("ana", Kind::Plan).await.unwrap();
    assert!(plans.len() == 1 && plans[0].body.has_step("sql-badge") && plans[0].body.is_followed());
    // It was answered in one language, and is told in that one to everybody.
    assert_eq!(plans[0].body.clone().in_language("es").answer, plans[0].body.answer);
    let evidence: Vec<Kept<Evidence>> = store.all_records("ana", Kind::Evidence).await.unwrap();
    assert_eq!(evidence[0].body.level, Some(2));
    let proposals: Vec<Kept<Proposal>> = store.all_records("ana", Kind::Proposal).await.unwrap();
    let waivers: Vec<Kept<Waiver>> = store.all_records("ana", Kind::Waiver).await.unwrap();
    assert!(proposals[0].body.is_open() && waivers[0].body.holds("2027-01-04".parse().unwrap()));
    assert_eq!(store.file("ana", "e1").await.unwrap(), Some(b"a scan".to_vec()));
    assert_eq!(store.shared("h1", now()).await.unwrap().unwrap().plan.id, "p1");
    assert!(store.agreed("ana", "cora").await.unwrap());
    assert_eq!(store.verify_audit().await.unwrap().unwrap().0, 3);
}
