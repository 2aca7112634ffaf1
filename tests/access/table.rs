//! Every operation by every kind of caller. The API document says which operations there are; one that is missing here fails.

use crate::people::{PASSWORD, PEOPLE, World};
use pathstack::{
    access::{Operation, Role, Rule, Scope},
    web::api,
};
use serde_json::Value;
use std::{collections::BTreeSet, time::Duration};

const QUESTION: &str = r#"{"role": "data analyst"}"#;

/// An operation, how it is called about what is the first learner's (`{n}` is another number each time), and the status for: nobody, the
/// learner herself, another learner, the counselor she is assigned to, another counselor, the provider itself, another provider, an
/// operator. Tokens that are wrong, expired or revoked give 401 in every row.
type Row = (&'static str, &'static str, &'static str, &'static str, [u16; 8]);

const EVERYBODY: [u16; 8] = [200; 8];
const ACCOUNTS: [u16; 8] = [401, 200, 200, 200, 200, 200, 200, 200];
const OPERATORS: [u16; 8] = [401, 403, 403, 403, 403, 403, 403, 200];

const ROWS: &[Row] = &[
    ("find_pathways", "POST", "/v1/pathways", QUESTION, EVERYBODY),
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
];

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
    world.store.close_account(&closed, "2027-01-04T08:00:00Z".parse().unwrap()).await.unwrap();
    let wrong = format!("pathstack_{}", "A".repeat(43));
    let strangers = [&*expired, &*revoked, &*orphan, &*wrong, "", "pathstack_", "eyJhbGciOiJub25lIn0.e30."];

    let mut number = 0;
    let mut differ = Vec::new();
    for (id, method, path, body, expected) in ROWS {
        let statuses = documented.iter().find(|row| row.2 == *id).map(|row| &row.3).unwrap();
        let people = [None].into_iter().chain(PEOPLE.iter().map(|(kind, ..)| Some(world.tokens[kind].as_str())));
        let people = people.zip(expected.iter().copied()).chain(strangers.iter().map(|token| (Some(*token), 401)));
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
            assert!(answer.status < 300, "{id}: {}", answer.text());
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
        if expected == &EVERYBODY {
            assert_eq!(answer.status, 200, "{id}");
        } else {
            assert!([401, 404].contains(&answer.status), "{id}: {}", answer.text());
        }
    }
    let body = format!(r#"{{"username": "ann", "password": "{PASSWORD}"}}"#);
    assert_eq!(server.post("/v1/sessions", &body).await.problem()["type"], "/problems/not-found");
}
