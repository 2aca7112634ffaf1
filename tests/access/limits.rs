//! Limits of what is asked and kept, each at the limit and one past it. Those of bodies and connections are tried in `tests/api.rs`, in
//! `src/web` and in `tests/faults`; how often anybody may try to sign in, in `sessions.rs`; imports in `editions.rs` and `tests/import`.

use crate::{
    http::{Answer, Server},
    people::{PASSWORD, World},
};
use pathstack::{
    record::{Kind, Room},
    web::{Limits, api},
};
use serde_json::{Value, json};
use std::time::Duration;

const SELF: &str = "learner self";

fn refused(answer: &Answer, status: u16, kind: &str) -> Value {
    let problem = answer.problem();
    assert_eq!((answer.status, &problem["type"]), (status, &format!("/problems/{kind}").into()), "{problem:#}");
    problem
}

#[tokio::test]
async fn a_question_has_so_many_targets_and_no_more() {
    let server = Server::start_within(api::sample(), Limits { targets: 2, ..Limits::default() }).await;
    let wanted = |many: usize| json!(vec![json!({"competency": "sql", "level": 1}); many]);
    let locked = |many: usize| json!({"role": "data analyst", "locked": vec!["sql-certificate"; many]});
    for (path, asked) in [("/v1/pathways", false), ("/v1/gap", false), ("/v1/recommendations", false), ("/v1/what-if", true)] {
        let body = |many: usize| {
            let question = json!({ "competencies": wanted(many) });
            if asked { json!({"question": question, "changes": ["hours=12"]}) } else { question }.to_string()
        };
        assert_eq!(server.post(path, &body(2)).await.status, 200, "{path}");
        let problem = refused(&server.post(path, &body(3)).await, 422, "value-out-of-range");
        assert_eq!((&problem["errors"][0]["pointer"], &problem["limit"]), (&"/competencies".into(), &2.into()), "{path}");
    }
    assert_eq!(server.post("/v1/pathways", &locked(2).to_string()).await.status, 200);
    refused(&server.post("/v1/pathways", &locked(3).to_string()).await, 422, "value-out-of-range");
    // The default is that of the API document.
    let server = Server::start(api::sample()).await;
    assert_eq!(server.post("/v1/gap", &json!({ "competencies": wanted(200) }).to_string()).await.status, 200);
    refused(&server.post("/v1/gap", &json!({ "competencies": wanted(201) }).to_string()).await, 422, "value-out-of-range");
}

#[tokio::test]
async fn a_question_may_ask_for_so_long_and_no_longer() {
    let server = Server::start_within(api::sample(), Limits { think_most: Duration::from_millis(5000), ..Limits::default() }).await;
    let ask = async |ms: u64| server.post("/v1/pathways", &json!({"role": "data analyst", "time_limit_ms": ms}).to_string()).await;
    assert_eq!((ask(1).await.status, ask(5000).await.status), (200, 200));
    refused(&ask(5001).await, 422, "value-out-of-range");
    refused(&ask(0).await, 422, "value-out-of-range");
}

#[tokio::test]
async fn a_page_has_so_many_records_and_no_more() {
    let world = World::limited(Limits { page: 3, ..Limits::default() }).await;
    let learner = format!("/v1/learners/{}", world.ids[SELF]);
    let kept = ["evidence", "plans", "waivers", "assignments", "audit"].map(|list| format!("{learner}/{list}"));
    let lists = ["/v1/roles", "/v1/credentials", "/v1/competencies", "/v1/tokens"].map(str::to_owned);
    for path in lists.iter().chain(&kept) {
        let ask = async |limit: usize| world.call("GET", &format!("{path}?limit={limit}"), Some(&world.tokens[SELF]), "").await;
        assert_eq!(ask(3).await.status, 200, "{path}");
        refused(&ask(4).await, 422, "value-out-of-range");
    }
    let cases = world.call("GET", "/v1/caseload?limit=4", Some(&world.tokens["counselor assigned"]), "").await;
    refused(&cases, 422, "value-out-of-range");
    // What is shown on pages comes in pages that the service has.
    for at in 0..5 {
        world.keep(Kind::Evidence, json!({"competency": "sql", "note": format!("number {at}")})).await;
    }
    let (_, cookie) = world.sign_in(SELF, PASSWORD, None).await;
    let headers = [("cookie", cookie.as_deref().unwrap()), ("accept", "text/html")];
    let page = world.server.ask("GET", &format!("/en/learners/{}", world.ids[SELF]), &headers, b"").await;
    assert!(page.status == 200 && page.text().matches("/competencies/sql").count() >= 5, "{}", page.text());
}

#[tokio::test]
async fn a_learner_has_room_for_so_many_records_and_no_more() {
    let room = Room { evidence: 2, plans: 2, proposals: 2, waivers: 2, ..Room::default() };
    let world = World::limited(Limits { room, ..Limits::default() }).await;
    world.assign().await;
    let learner = format!("/v1/learners/{}", world.ids[SELF]);
    let plan = r#"{"title": "Mine", "question": {"role": "data analyst"}}"#;
    let ask =
        async |who: &str, list: &str, body: &str| world.call("POST", &format!("{learner}/{list}"), Some(&world.tokens[who]), body).await;
    let made = ask(SELF, "plans", plan).await.json();
    let proposals = format!("plans/{}/proposals", made["id"].as_str().unwrap());
    let change = r#"{"changes": [{"change": "hours=12", "reason": "sooner"}]}"#;
    let waiver = r#"{"competency": "sql", "reason": "references seen"}"#;
    for (who, list, body, there) in [
        (SELF, "evidence", r#"{"competency": "sql"}"#, 0),
        (SELF, "plans", plan, 1),
        ("counselor assigned", proposals.as_str(), change, 0),
        ("counselor assigned", "waivers", waiver, 0),
    ] {
        for _ in there..2 {
            assert_eq!(ask(who, list, body).await.status, 201, "{list}");
        }
        assert_eq!(refused(&ask(who, list, body).await, 409, "too-many")["limit"], 2, "{list}");
    }
}

#[tokio::test]
async fn so_many_links_and_tokens_are_good_at_once_and_no_more() {
    // The token of this test is one of the two.
    let world = World::limited(Limits { room: Room { secrets: 2, ..Room::default() }, ..Limits::default() }).await;
    let token = &world.tokens[SELF];
    let body = r#"{"name": "report", "scopes": ["read"], "days": 1}"#;
    let ask = async || world.call("POST", "/v1/tokens", Some(token), body).await;
    let first = ask().await.json();
    assert_eq!(refused(&ask().await, 409, "too-many")["limit"], 2);
    let path = format!("/v1/tokens/{}", first["id"].as_str().unwrap());
    assert_eq!(world.call("DELETE", &path, Some(token), "").await.status, 204);
    assert_eq!(ask().await.status, 201, "one that was revoked makes room");

    let plan = world
        .keep(Kind::Plan, json!({"title": "Mine", "question": {}, "choice": "cheapest", "answer": {}, "edition": 1, "hash": "h"}))
        .await;
    let links = format!("/v1/learners/{}/plans/{plan}/links", world.ids[SELF]);
    let ask = async || world.call("POST", &links, Some(token), "{}").await;
    assert_eq!((ask().await.status, ask().await.status), (201, 201));
    assert_eq!(refused(&ask().await, 409, "too-many")["limit"], 2);
}

#[tokio::test]
async fn files_of_a_learner_have_so_many_bytes_in_all_and_no_more() {
    let world = World::limited(Limits { file_bytes: 60, files_bytes: 100, ..Limits::default() }).await;
    let mut paths = Vec::new();
    for _ in 0..2 {
        let id = world.keep(Kind::Evidence, json!({"competency": "sql"})).await;
        paths.push(format!("/v1/learners/{}/evidence/{id}/file", world.ids[SELF]));
    }
    let send = async |at: usize, bytes: usize| world.call("PUT", &paths[at], Some(&world.tokens[SELF]), &"x".repeat(bytes)).await;
    assert_eq!(send(0, 60).await.status, 200);
    assert_eq!(refused(&send(0, 61).await, 413, "body-too-large")["limit"], 60);
    assert_eq!(send(1, 40).await.status, 200, "a hundred in all");
    assert_eq!(send(1, 41).await.status / 100, 4);
    assert_eq!(send(0, 59).await.status, 200, "a file in place of another counts once");
    assert_eq!(send(1, 41).await.status, 200);
}

#[tokio::test]
async fn heads_have_so_many_bytes_and_headers_and_no_more() {
    let server = Server::start_within(api::sample(), Limits { head_bytes: 9000, headers: 20, ..Limits::default() }).await;
    let head = |bytes: usize| {
        let (first, last) = ("GET /v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: ", "\r\n\r\n");
        format!("{first}{}{last}", "x".repeat(bytes - first.len() - last.len()))
    };
    assert_eq!(server.raw(head(9000).as_bytes()).await.status, 200);
    assert_eq!(server.raw(head(9001).as_bytes()).await.status, 431);
    let many =
        |headers: usize| format!("GET /v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{}\r\n", "x-many: 1\r\n".repeat(headers - 2));
    assert_eq!(server.raw(many(20).as_bytes()).await.status, 200);
    assert_eq!(server.raw(many(21).as_bytes()).await.status, 431);
}
