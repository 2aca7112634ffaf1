//! Every operation by every kind of caller. The API document says which operations there are; one that is missing here fails.

use crate::people::{PASSWORD, PEOPLE, World};
use pathstack::{
    access::{Operation, Role, Rule, Scope},
    record::Kind,
    store::Edit,
    web::{Clock as _, api},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

const QUESTION: &str = r#"{"role": "data analyst"}"#;

/// An operation, how it is called about what is the first learner's (`{n}` is another number each time), and the status for: nobody, the
/// learner herself, another learner, the counselor she is assigned to, another counselor, the provider itself, another provider, an
/// operator. Tokens that are wrong, expired or revoked give 401 in every row.
type Row = (&'static str, &'static str, &'static str, &'static str, [u16; 8]);

const EVERYBODY: [u16; 8] = [200; 8];
const ACCOUNTS: [u16; 8] = [401, 200, 200, 200, 200, 200, 200, 200];
const OPERATORS: [u16; 8] = [401, 403, 403, 403, 403, 403, 403, 200];

/// What is the learner's own: the counselor she agreed to may know of it, and not touch it.
const fn own(done: u16) -> [u16; 8] {
    [401, done, 404, 403, 404, 404, 404, 404]
}

/// What she shares with the counselor she agreed to.
const fn shared(done: u16) -> [u16; 8] {
    [401, done, 404, done, 404, 404, 404, 404]
}

/// What only that counselor does.
const fn assigned(done: u16) -> [u16; 8] {
    [401, 403, 404, done, 404, 404, 404, 404]
}

/// A plan that a counselor makes.
const PROPOSED: &str =
    r#"{"title": "Yours", "question": {"role": "data analyst"}, "changes": [{"change": "hours=12", "reason": "sooner"}]}"#;

const ROWS: &[Row] = &[
    ("find_pathways", "POST", "/v1/pathways", QUESTION, EVERYBODY),
    ("answer_what_if", "POST", "/v1/what-if", r#"{"question": {"role": "data analyst"}, "changes": ["hours=12"]}"#, EVERYBODY),
    ("find_near_roles", "POST", "/v1/near-roles", "{}", EVERYBODY),
    ("find_gap", "POST", "/v1/gap", QUESTION, EVERYBODY),
    ("find_recommendations", "POST", "/v1/recommendations", "{}", EVERYBODY),
    ("answer_coverage", "POST", "/v1/coverage/near", r#"{"groups": [{"name": "Ann"}]}"#, EVERYBODY),
    ("find_mentions", "POST", "/v1/mentions", r#"{"text": "I write SQL"}"#, EVERYBODY),
    ("list_roles", "GET", "/v1/roles", "", EVERYBODY),
    ("get_role", "GET", "/v1/roles/data-analyst", "", EVERYBODY),
    ("list_credentials", "GET", "/v1/credentials", "", EVERYBODY),
    ("get_credential", "GET", "/v1/credentials/sql-certificate", "", EVERYBODY),
    ("list_competencies", "GET", "/v1/competencies", "", EVERYBODY),
    ("get_competency", "GET", "/v1/competencies/sql", "", EVERYBODY),
    ("list_completeness", "GET", "/v1/completeness/providers", "", EVERYBODY),
    ("get_completeness", "GET", "/v1/completeness/providers/example-academy", "", EVERYBODY),
    ("role_completeness", "GET", "/v1/completeness/roles", "", EVERYBODY),
    ("get_health", "GET", "/v1/health", "", EVERYBODY),
    ("get_liveness", "GET", "/v1/health/live", "", EVERYBODY),
    ("get_readiness", "GET", "/v1/health/ready", "", EVERYBODY),
    ("get_document", "GET", "/v1/openapi.json", "", EVERYBODY),
    ("list_problems", "GET", "/problems", "", EVERYBODY),
    ("get_problem", "GET", "/problems/not-found", "", EVERYBODY),
    ("register", "POST", "/v1/registrations", r#"{"username": "new {n}", "password": "a few plain words"}"#, [201; 8]),
    ("sign_in", "POST", "/v1/sessions", r#"{"username": "learner self", "password": "a few plain words"}"#, [201; 8]),
    ("sign_out", "DELETE", "/v1/sessions/current", "", [401, 204, 204, 204, 204, 204, 204, 204]),
    ("sign_out_everywhere", "DELETE", "/v1/sessions", "", [401, 204, 204, 204, 204, 204, 204, 204]),
    ("get_account", "GET", "/v1/account", "", ACCOUNTS),
    (
        "change_password",
        "PUT",
        "/v1/account/password",
        r#"{"password": "a few plain words", "new_password": "a few plain words"}"#,
        ACCOUNTS,
    ),
    ("create_token", "POST", "/v1/tokens", r#"{"name": "report", "scopes": ["read"]}"#, [401, 201, 201, 201, 201, 201, 201, 201]),
    ("list_tokens", "GET", "/v1/tokens", "", ACCOUNTS),
    ("revoke_token", "DELETE", "/v1/tokens/{token}", "", [401, 204, 404, 404, 404, 404, 404, 404]),
    ("list_accounts", "GET", "/v1/accounts", "", OPERATORS),
    (
        "create_account",
        "POST",
        "/v1/accounts",
        r#"{"username": "office {n}", "password": "a few plain words", "role": "counselor"}"#,
        [401, 403, 403, 403, 403, 403, 403, 201],
    ),
    ("close_account", "DELETE", "/v1/accounts/{closing}", "", [401, 403, 403, 403, 403, 403, 403, 204]),
    ("import_edition", "POST", "/v1/editions", CATALOGUE, [401, 403, 403, 403, 403, 403, 403, 201]),
    (
        "publish_records",
        "POST",
        "/v1/providers/northfield/records",
        r#"{"organisation": {"id": "northfield", "name": "Northfield"}}"#,
        [401, 404, 404, 404, 404, 201, 404, 201],
    ),
    ("list_editions", "GET", "/v1/editions", "", OPERATORS),
    ("get_edition", "GET", "/v1/editions/1", "", OPERATORS),
    ("get_learner", "GET", "/v1/learners/{self}", "", shared(200)),
    ("put_learner", "PUT", "/v1/learners/{self}", r#"{"name": "Ana", "constraints": {"hours_per_week": 8}}"#, own(200)),
    ("export_learner", "GET", "/v1/learners/{self}/export", "", own(200)),
    ("export_learner_csv", "GET", "/v1/learners/{self}/export/csv", "", own(200)),
    ("list_audit", "GET", "/v1/learners/{self}/audit", "", own(200)),
    ("list_evidence", "GET", "/v1/learners/{self}/evidence", "", shared(200)),
    ("create_evidence", "POST", "/v1/learners/{self}/evidence", r#"{"competency": "sql", "level": 1}"#, own(201)),
    ("get_evidence", "GET", "/v1/learners/{self}/evidence/{evidence}", "", shared(200)),
    ("put_evidence", "PUT", "/v1/learners/{self}/evidence/{evidence}", r#"{"competency": "sql", "level": 1}"#, own(200)),
    ("delete_evidence", "DELETE", "/v1/learners/{self}/evidence/{evidence}", "", own(204)),
    ("put_evidence_file", "PUT", "/v1/learners/{self}/evidence/{evidence}/file", "a scan", own(200)),
    ("get_evidence_file", "GET", "/v1/learners/{self}/evidence/{filed}/file", "", shared(200)),
    ("list_plans", "GET", "/v1/learners/{self}/plans", "", shared(200)),
    ("create_plan", "POST", "/v1/learners/{self}/plans", r#"{"title": "Mine", "question": {"role": "data analyst"}}"#, own(201)),
    ("get_plan", "GET", "/v1/learners/{self}/plans/{plan}", "", shared(200)),
    (
        "put_plan",
        "PUT",
        "/v1/learners/{self}/plans/{plan}",
        r#"{"title": "Ours", "question": {"role": "data analyst"}, "choice": "fastest"}"#,
        own(200),
    ),
    ("delete_plan", "DELETE", "/v1/learners/{self}/plans/{plan}", "", own(204)),
    ("refresh_plan", "POST", "/v1/learners/{self}/plans/{plan}/refresh", "", own(200)),
    ("propose_plan", "POST", "/v1/learners/{self}/proposed-plans", PROPOSED, assigned(201)),
    ("decide_plan", "PUT", "/v1/learners/{self}/plans/{proposed}/decision", r#"{"decision": "accepted"}"#, own(200)),
    ("request_review", "POST", "/v1/learners/{self}/plans/{plan}/review-request", "", own(200)),
    ("put_review", "PUT", "/v1/learners/{self}/plans/{plan}/review", r#"{"state": "approved"}"#, assigned(200)),
    ("put_progress", "PUT", "/v1/learners/{self}/plans/{plan}/progress/{step}", r#"{"state": "started"}"#, own(200)),
    ("list_proposals", "GET", "/v1/learners/{self}/plans/{plan}/proposals", "", shared(200)),
    (
        "create_proposal",
        "POST",
        "/v1/learners/{self}/plans/{plan}/proposals",
        r#"{"changes": [{"change": "hours=12", "reason": "sooner"}]}"#,
        assigned(201),
    ),
    ("get_proposal", "GET", "/v1/learners/{self}/plans/{plan}/proposals/{proposal}", "", shared(200)),
    ("decide_change", "PUT", "/v1/learners/{self}/plans/{plan}/proposals/{proposal}/changes/0", r#"{"decision": "accepted"}"#, own(200)),
    ("list_links", "GET", "/v1/learners/{self}/plans/{plan}/links", "", own(200)),
    ("create_link", "POST", "/v1/learners/{self}/plans/{plan}/links", r#"{"days": 30}"#, own(201)),
    ("revoke_link", "DELETE", "/v1/learners/{self}/plans/{plan}/links/{link}", "", own(204)),
    ("get_shared", "GET", "/v1/shared/{secret}", "", EVERYBODY),
    ("list_waivers", "GET", "/v1/learners/{self}/waivers", "", shared(200)),
    ("create_waiver", "POST", "/v1/learners/{self}/waivers", r#"{"competency": "sql", "reason": "references seen"}"#, assigned(201)),
    ("end_waiver", "DELETE", "/v1/learners/{self}/waivers/{waiver}", "", assigned(200)),
    ("list_assignments", "GET", "/v1/learners/{self}/assignments", "", own(200)),
    ("assign_counselor", "PUT", "/v1/learners/{self}/assignments/{counselor}", "", OPERATORS),
    ("agree_assignment", "PUT", "/v1/learners/{self}/assignments/{counselor}/agreement", "", own(200)),
    ("end_assignment", "DELETE", "/v1/learners/{self}/assignments/{counselor}", "", shared(200)),
    ("list_caseload", "GET", "/v1/caseload", "", [401, 403, 403, 200, 200, 403, 403, 403]),
    // She is gone then, and so is what the counselor knew of her: this row is the last.
    ("erase_learner", "DELETE", "/v1/learners/{self}", "", [401, 204, 404, 404, 404, 404, 404, 404]),
];

/// A catalogue that can be imported.
const CATALOGUE: &str = r#"{"competency": {"id": "welding", "name": "Welding"}}"#;

/// Method, path and `operationId` of every operation in the API document, with the statuses it may have.
fn documented() -> Vec<(String, String, String, BTreeSet<String>)> {
    let document: Value = serde_json::from_slice(&api::document()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().expect(path).to_owned();
            let statuses = operation["responses"].as_object().unwrap().keys().cloned().collect();
            all.push((method.to_uppercase(), path.clone(), id, statuses));
        }
    }
    all
}

/// Whether a path is one of this template.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(&path).all(|(part, given)| part.starts_with('{') || part == given)
}

#[test]
fn every_operation_of_the_document_has_a_row_and_every_row_an_operation() {
    let documented = documented();
    let ids: BTreeSet<_> = documented.iter().map(|(_, _, id, _)| id.as_str()).collect();
    let rows: BTreeSet<_> = ROWS.iter().map(|row| row.0).collect();
    let known: BTreeSet<_> = Operation::ALL.iter().map(|operation| operation.id()).collect();
    assert_eq!(ids, rows, "the API document and this table differ");
    assert_eq!(ids, known, "the API document and the table of who may call it differ");
    assert_eq!(ids.len(), documented.len(), "an operationId stands twice");
    for (id, method, path, ..) in ROWS {
        let (named, template) = documented.iter().find(|row| row.2 == *id).map(|row| (&row.0, &row.1)).unwrap();
        assert!(named == method && fits(template, path), "{id} is {named} {template}, not {method} {path}");
    }
}

/// Puts new things that hang on the learner where a path names them.
async fn hung(world: &World, plan: &Value, path: String) -> String {
    if !path.contains('{') {
        return path;
    }
    let step = plan["answer"]["cheapest"]["steps"][0]["credential"]["id"].as_str().unwrap();
    let mut path =
        path.replace("{self}", &world.ids["learner self"]).replace("{counselor}", &world.ids["counselor assigned"]).replace("{step}", step);
    let by = &world.ids["counselor assigned"];
    if path.contains("/assignments/") {
        world.assign().await;
    }
    if path.contains("{evidence}") {
        path = path.replace("{evidence}", &world.keep(Kind::Evidence, json!({"competency": "sql"})).await);
    }
    if path.contains("{filed}") {
        let id = world.keep(Kind::Evidence, json!({"competency": "sql"})).await;
        let learner = &world.ids["learner self"];
        let file = Edit::File { record: id.clone(), bytes: b"a scan".to_vec() };
        world.store.change_records(learner, &[file], None, None, world.clock.now()).await.unwrap();
        path = path.replace("{filed}", &id);
    }
    if path.contains("{waiver}") {
        let waiver = json!({"competency": "sql", "reason": "seen", "by": by});
        path = path.replace("{waiver}", &world.keep(Kind::Waiver, waiver).await);
    }
    if path.contains("{proposed}") {
        let mut body = plan.clone();
        let members = body.as_object_mut().unwrap();
        members.retain(|name, _| !["id", "version", "created_at", "changed_at"].contains(&name.as_str()));
        members.insert("proposed".into(), json!({"by": by}));
        path = path.replace("{proposed}", &world.keep(Kind::Plan, body).await);
    }
    if path.contains("{plan}") || path.contains("{secret}") {
        let mut body = plan.clone();
        let members = body.as_object_mut().unwrap();
        members.retain(|name, _| !["id", "version", "created_at", "changed_at"].contains(&name.as_str()));
        let id = world.keep(Kind::Plan, body).await;
        path = path.replace("{plan}", &id);
        if path.contains("{proposal}") {
            let changes = json!([{"change": "hours=12", "reason": "sooner"}]);
            let proposal = json!({"plan": id, "plan_hash": plan["hash"], "by": by, "changes": changes});
            path = path.replace("{proposal}", &world.keep(Kind::Proposal, proposal).await);
        }
        if path.contains("{link}") || path.contains("{secret}") {
            let (link, secret) = world.link(&id).await;
            path = path.replace("{link}", &link).replace("{secret}", &secret);
        }
    }
    path
}

#[tokio::test]
async fn every_operation_answers_every_kind_of_caller_as_the_table_says() {
    let world = World::new().await;
    let documented = documented();
    let learner = &world.ids["learner self"];
    let expired = world.token(learner, Scope::ALL, Duration::ZERO).await.1;
    let (id, revoked) = world.token(learner, Scope::ALL, Duration::from_hours(1)).await;
    assert!(world.store.revoke_token(learner, &id, "2027-01-04T08:00:00Z".parse().unwrap()).await.unwrap());
    let closed = world.account("closed", Role::Operator, None).await;
    let orphan = world.token(&closed, Scope::ALL, Duration::from_hours(1)).await.1;
    world.store.close_account(&closed, &world.deed("close_account", &closed)).await.unwrap();
    let wrong = format!("pathstack_{}", "A".repeat(43));
    let strangers = [&*expired, &*revoked, &*orphan, &*wrong, "", "pathstack_", "eyJhbGciOiJub25lIn0.e30."];

    world.assign().await;
    let asked = r#"{"title": "Mine", "question": {"role": "data analyst"}}"#;
    let plan = world.call("POST", &format!("/v1/learners/{learner}/plans"), Some(&world.tokens["learner self"]), asked).await.json();
    let mut number = 0;
    let mut differ = Vec::new();
    for (id, method, path, body, expected) in ROWS {
        let statuses = documented.iter().find(|row| row.2 == *id).map(|row| &row.3).unwrap();
        let people = [None].into_iter().chain(PEOPLE.iter().map(|(kind, ..)| Some(world.tokens[kind].as_str())));
        let people = people.zip(expected.iter().copied()).chain(strangers.iter().map(|token| (Some(*token), 401)));
        let expected_callers = expected.len();
        for (at, (token, expected)) in people.enumerate() {
            number += 1;
            let fill = |text: &str| text.replace("{n}", &number.to_string());
            let mut path = fill(path);
            if path.contains("{token}") {
                path = path.replace("{token}", &world.token(learner, &[Scope::Read], Duration::from_hours(1)).await.0);
            }
            if path.contains("{closing}") {
                path = path.replace("{closing}", &world.account(&format!("closing {number}"), Role::Learner, None).await);
            }
            // Whoever shows a bad token is refused before anything is looked up.
            let path = if at < expected_callers { hung(&world, &plan, path).await } else { path.replace(['{', '}'], "") };
            let answer = world.call(method, &path, token, &fill(body)).await;
            let kind = ["nobody"].into_iter().chain(PEOPLE.iter().map(|(kind, ..)| *kind)).nth(at).unwrap_or("a bad token");
            if answer.status != expected {
                differ.push(format!("{id} by {kind}: {} in place of {expected}: {}", answer.status, answer.text()));
            }
            if !statuses.contains(&answer.status.to_string()) {
                differ.push(format!("{id} by {kind}: the document does not know {}", answer.status));
            }
            let challenged = answer.header("www-authenticate").is_some();
            assert_eq!(challenged, answer.status == 401, "{id} by {kind}");
            if answer.status >= 400 {
                answer.problem();
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[tokio::test]
async fn a_token_is_good_for_its_scopes_only() {
    let world = World::new().await;
    let operator = &world.ids["operator"];
    let others = |scope: Scope| Scope::ALL.iter().copied().filter(|other| *other != scope).collect::<Vec<_>>();
    for (id, method, path, body, _) in ROWS {
        let operation = Operation::of(id).unwrap();
        let token = world.token(operator, &others(operation.scope()), Duration::from_hours(1)).await.1;
        let answer = world.call(method, &path.replace("{closing}", "none").replace("{token}", "none"), Some(&token), body).await;
        if operation.rule() == Rule::Anyone {
            // What is shared has an address that nobody guesses.
            let there = !path.contains("{secret}");
            assert!(if there { answer.status < 300 } else { answer.status == 404 }, "{id}: {}", answer.text());
        } else {
            assert!(answer.status == 403 || answer.status == 404, "{id}: {}", answer.text());
            if answer.status == 403 && !matches!(operation.rule(), Rule::Only(role) if role != Role::Operator) {
                assert_eq!(answer.problem()["type"], "/problems/insufficient-scope", "{id}");
            }
        }
    }
}

#[tokio::test]
async fn a_service_that_keeps_nothing_gives_all_advice_and_has_no_accounts() {
    let server = crate::http::Server::start(api::sample()).await;
    let json = [("content-type", "application/json")];
    for (id, method, path, body, expected) in ROWS {
        let answer = server.ask(method, path, if body.is_empty() { &[] } else { &json }, body.as_bytes()).await;
        if expected == &EVERYBODY && !path.contains("{secret}") {
            assert_eq!(answer.status, 200, "{id}");
        } else {
            assert!([401, 404].contains(&answer.status), "{id}: {}", answer.text());
        }
    }
    let body = format!(r#"{{"username": "ann", "password": "{PASSWORD}"}}"#);
    assert_eq!(server.post("/v1/sessions", &body).await.problem()["type"], "/problems/not-found");
}
