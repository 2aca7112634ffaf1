//! Limits of what is asked and kept, each at the limit and one past it. Those of bodies and connections are tried in `tests/api.rs`, in
//! `src/web` and in `tests/faults`; how often anybody may try to sign in, in `sessions.rs`; imports in `editions.rs` and `tests/import`.

use crate::{
    http::{Answer, Server},
    people::{PASSWORD, World},
};
use pathstack::{
    record::{Kept, Kind, Room},
    store::{Applied, Edit},
    web::{Accounts, Bounds, Clock as _, Limits, api, caller::password::Lengths},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

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
        let pointer = if asked { "/question/competencies" } else { "/competencies" };
        assert_eq!((&problem["errors"][0]["pointer"], &problem["limit"]), (&pointer.into(), &2.into()), "{path}");
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
    let room = Room { files_bytes: 100, ..Room::default() };
    let world = World::limited(Limits { file_bytes: 60, room, ..Limits::default() }).await;
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

/// Limits that are small and all different from those that usually apply.
fn few() -> (Limits, Accounts) {
    let bounds = Bounds {
        names: 7,
        roles: 6,
        groups: 4,
        entries: 3,
        rows: 9,
        asides: 2,
        changes: 2,
        name_letters: 60,
        title_letters: 50,
        note_letters: 55,
    };
    let limits = Limits { bounds, page: 8, targets: 5, think_most: Duration::from_millis(4321), ..Limits::default() };
    let accounts = Accounts { lengths: Lengths { letters: 14, bytes: 64 }, token: Duration::from_hours(24 * 11), ..Accounts::default() };
    (limits, accounts)
}

#[tokio::test]
async fn lists_and_texts_of_requests_have_so_many_and_no_more() {
    let (limits, accounts) = few();
    let world = World::of(accounts, limits).await;
    world.assign().await;
    let learner = format!("/v1/learners/{}", world.ids[SELF]);
    let question = json!({"role": "data analyst"});
    let plan = json!({"title": "Mine", "question": question, "choice": "cheapest", "answer": {}, "edition": 1, "hash": "h"});
    let plan = world.keep(Kind::Plan, plan).await;
    let role = |more: Value| {
        let mut question = json!({"role": "data analyst"});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        question
    };
    let names = |many: usize, name: &str| vec![name.to_owned(); many];
    let letters = |many: usize| "é".repeat(many);
    let waiver = |reason: String| json!({"competency": "sql", "reason": reason});
    let changes = |many: usize| json!({ "changes": vec![json!({"change": "hours=12", "reason": "so"}); many] });
    let credentials = |name: String, password: String| json!({ "username": name, "password": password });
    let group = |many: usize| json!({ "groups": vec![json!({"name": "Ann"}); many] });
    let (evidence, plans, waivers) = (format!("{learner}/evidence"), format!("{learner}/plans"), format!("{learner}/waivers"));
    let (proposals, review) = (format!("{plans}/{plan}/proposals"), format!("{plans}/{plan}/review"));
    type Ask<'a> = &'a dyn Fn(usize) -> Value;
    let asked: [(&str, &str, &str, usize, u16, Ask); 26] = [
        (SELF, "POST", "/v1/pathways", 7, 200, &|n| role(json!({"holds": vec![json!({"competency": "sql"}); n]}))),
        (SELF, "POST", "/v1/pathways", 7, 200, &|n| role(json!({ "excluded": names(n, "data-diploma") }))),
        (SELF, "POST", "/v1/pathways", 3, 200, &|n| role(json!({ "languages": names(n, "en") }))),
        (SELF, "POST", "/v1/pathways", 2, 200, &|n| role(json!({ "what_if": names(n, "hours=12") }))),
        (SELF, "POST", "/v1/pathways", 2, 200, &|n| role(json!({ "why_not": names(n, "data-diploma") }))),
        (SELF, "POST", "/v1/pathways", 4321, 200, &|n| role(json!({ "time_limit_ms": n }))),
        (SELF, "POST", "/v1/what-if", 2, 200, &|n| json!({"question": {"role": "data analyst"}, "changes": names(n, "hours=12")})),
        (SELF, "POST", "/v1/gap", 7, 200, &|n| role(json!({"holds": vec![json!({"credential": "data-diploma"}); n]}))),
        (SELF, "POST", "/v1/recommendations", 7, 200, &|n| json!({ "took": names(n, "data-diploma") })),
        (SELF, "POST", "/v1/recommendations", 8, 200, &|n| json!({ "limit": n })),
        (SELF, "POST", "/v1/near-roles", 6, 200, &|n| json!({ "roles": names(n, "data-analyst") })),
        (SELF, "POST", "/v1/near-roles", 7, 200, &|n| json!({"holds": vec![json!({"competency": "sql"}); n]})),
        (SELF, "POST", "/v1/coverage/near", 4, 200, &group),
        (SELF, "POST", "/v1/coverage/near", 9, 200, &|n| json!({ "limit": n })),
        (SELF, "POST", "/v1/coverage/near", 50, 200, &|n| json!({"groups": [{"name": letters(n)}]})),
        (SELF, "PUT", &learner, 50, 200, &|n| json!({ "name": letters(n) })),
        (SELF, "POST", &evidence, 55, 201, &|n| json!({"competency": "sql", "note": letters(n)})),
        (SELF, "POST", &plans, 50, 201, &|n| json!({"title": letters(n), "question": {"role": "data analyst"}})),
        (SELF, "POST", &plans, 7, 201, &|n| json!({"title": "Mine", "question": role(json!({ "excluded": names(n, "data-diploma") }))})),
        (SELF, "POST", "/v1/tokens", 50, 201, &|n| json!({"name": letters(n), "scopes": ["read"]})),
        (SELF, "POST", "/v1/tokens", 11, 201, &|n| json!({"name": "report", "scopes": ["read"], "days": n})),
        ("counselor assigned", "POST", &waivers, 55, 201, &|n| waiver(letters(n))),
        ("counselor assigned", "POST", &proposals, 2, 201, &changes),
        ("counselor assigned", "PUT", &review, 55, 200, &|n| json!({"state": "approved", "note": letters(n)})),
        (SELF, "POST", "/v1/registrations", 50, 201, &|n| credentials(letters(n), PASSWORD.to_owned())),
        (SELF, "POST", "/v1/registrations", 64, 201, &|n| {
            credentials("with a long password".into(), "a1".repeat(n / 2) + &"x".repeat(n % 2))
        }),
    ];
    for (who, method, path, most, status, body) in asked {
        let ask = async |many: usize| world.call(method, path, Some(&world.tokens[who]), &body(many).to_string()).await;
        let at_most = ask(most).await;
        assert_eq!(at_most.status, status, "{method} {path} with {most}: {}", at_most.text());
        refused(&ask(most + 1).await, 422, "value-out-of-range");
    }
    // What is looked up and not there is unknown at the limit, and too long past it.
    for (member, path) in [("role", "/v1/pathways"), ("role", "/v1/gap")] {
        let ask = async |many: usize| world.call("POST", path, None, &json!({ member: letters(many) }).to_string()).await;
        refused(&ask(60).await, 422, "unknown-reference");
        refused(&ask(61).await, 422, "value-out-of-range");
    }
    let search = async |many: usize| world.call("GET", &format!("/v1/roles?q={}", "x".repeat(many)), None, "").await;
    assert_eq!(search(60).await.status, 200);
    refused(&search(61).await, 422, "value-out-of-range");
    // Passwords have a shortest length as well.
    let register = async |name: &str, password: &str| {
        world.call("POST", "/v1/registrations", None, &credentials(name.to_owned(), password.to_owned()).to_string()).await
    };
    refused(&register("short", "thirteen char").await, 422, "value-out-of-range");
    assert_eq!(register("short", "fourteen chars").await.status, 201);
}

/// Every figure of the API document that a schema or parameter of a request has, by where it stands.
fn figures(document: &Value) -> BTreeMap<String, u64> {
    const KEYWORDS: [&str; 4] = ["maxItems", "maxLength", "maximum", "minLength"];
    let mut found = BTreeMap::new();
    let mut open: Vec<(String, &Value)> = vec![(String::new(), &document["components"]["schemas"]), ("paths".into(), &document["paths"])];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if let Some(figure) = member.as_u64().filter(|_| KEYWORDS.contains(&name.as_str())) {
                        let named = place.replace("/properties", "");
                        found.insert(format!("{named} {name}"), figure);
                    }
                    open.push((format!("{place}/{name}"), member));
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    let name = element["name"].as_str().unwrap_or("");
                    open.push((format!("{place}/{name}"), element));
                }
            }
            _ => {}
        }
    }
    found
}

#[tokio::test]
async fn the_api_document_says_the_limits_of_the_service_that_sends_it() {
    let (limits, accounts) = few();
    let world = World::of(accounts, limits).await;
    let own = world.call("GET", "/v1/openapi.json", None, "").await.json();
    let usual: Value = serde_json::from_slice(&api::document()).unwrap();
    let (own, usual) = (figures(&own), figures(&usual));
    for (place, figure) in [
        ("/PathwaysRequest/holds maxItems", 7),
        ("/PathwaysRequest/locked maxItems", 5),
        ("/PathwaysRequest/role maxLength", 60),
        ("/PathwaysRequest/time_limit_ms maximum", 4321),
        ("/WhatIfRequest/changes maxItems", 2),
        ("/RecommendationsRequest/limit maximum", 8),
        ("/CoverageRequest/limit maximum", 9),
        ("/CoverageRequest/groups maxItems", 4),
        ("/NewProposal/changes maxItems", 2),
        ("/NewProposedPlan/changes maxItems", 2),
        ("/NewWaiver/reason maxLength", 55),
        ("/Profile/name maxLength", 50),
        ("/Credentials/password minLength", 14),
        ("/Credentials/password maxLength", 64),
        ("/NewToken/days maximum", 11),
        ("paths//v1/roles/get/parameters/limit/schema maximum", 8),
        ("paths//v1/roles/get/parameters/q/schema maxLength", 60),
    ] {
        assert_eq!(own.get(place), Some(&figure), "{place}");
    }
    // What is the same for every service is no limit of ours: the form of a value, or what can be meant by it.
    let fixed = own.iter().filter(|(place, figure)| usual.get(*place) == Some(figure)).map(|(place, _)| place);
    // A parameter is the same wherever it is.
    let alike = |place: &String| place.split_once("/parameters").map_or(place.clone(), |(_, parameter)| format!("parameter {parameter}"));
    let fixed: BTreeSet<String> = fixed.map(alike).collect();
    insta::assert_snapshot!(fixed.into_iter().collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn a_learner_with_all_the_evidence_and_waivers_there_is_room_for_gets_her_plan() {
    // A body may say less than what is kept of her.
    let world = World::limited(Limits { json_members: 500, ..Limits::default() }).await;
    let room = Room::default();
    let create =
        |kind: Kind, at: usize, body: Value| Edit::Create { kind, record: Kept::new(format!("{kind:?}-{at}"), world.clock.now(), body) };
    let evidence = (0..room.evidence).map(|at| create(Kind::Evidence, at, json!({"competency": "spreadsheets", "level": 1})));
    let waivers =
        (0..room.waivers).map(|at| create(Kind::Waiver, at, json!({"competency": "sql", "level": 1, "reason": "seen", "by": "c"})));
    let edits: Vec<Edit> = evidence.chain(waivers).collect();
    let learner = &world.ids[SELF];
    assert_eq!(world.store.change_records(learner, &edits, None, None, world.clock.now()).await.unwrap(), Applied::Done);
    // At the limit of what can be kept, one past it is refused at the door, and she has a plan all the same.
    let token = Some(world.tokens[SELF].as_str());
    let more = world.call("POST", &format!("/v1/learners/{learner}/evidence"), token, r#"{"competency": "sql"}"#).await;
    assert_eq!(refused(&more, 409, "too-many")["limit"], room.evidence);
    let plan = r#"{"title": "Mine", "question": {"role": "data analyst", "holds": [{"competency": "sql", "level": 1}]}}"#;
    let made = world.call("POST", &format!("/v1/learners/{learner}/plans"), token, plan).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["answer"]["ending"], &made["waived"][0]), (&"optimal".into(), &"sql".into()), "{}", made["answer"]);
    let path = format!("/v1/learners/{learner}/plans/{}/refresh", made["id"].as_str().unwrap());
    assert_eq!(world.call("POST", &path, token, "").await.status, 200);
}
