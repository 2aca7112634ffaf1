//! The HTTP API from outside: every operation and every problem as a caller meets it.

#[path = "common/http.rs"]
mod http;

use http::{Answer, Server};
use insta::{assert_json_snapshot, assert_snapshot};
use pathstack::web::{Kind, Limits, api};
use serde_json::Value;
use std::{collections::BTreeSet, time::Duration};

async fn server() -> Server {
    Server::start(api::sample()).await
}

const QUESTION: &str = r#"{"role": "data analyst", "holds": [{"competency": "spreadsheets", "level": 1}], "start": "2027-01-04"}"#;

#[tokio::test]
async fn pathways_are_found() {
    let server = server().await;
    let answer = server.post("/v1/pathways", QUESTION).await;
    assert_eq!(answer.status, 200);
    assert_json_snapshot!(answer.json());
}

#[tokio::test]
async fn today_is_the_first_day_where_none_is_given() {
    let server = server().await;
    let answer = server.post("/v1/pathways", r#"{"role": "data-analyst"}"#).await.json();
    assert_eq!(answer["cheapest"]["steps"][0]["start"], "2027-01-04");
}

#[tokio::test]
async fn an_impasse_is_an_answer() {
    let server = server().await;
    let answer = server.post("/v1/pathways", r#"{"role": "data-analyst", "budget": "USD 10"}"#).await;
    assert_eq!(answer.status, 200);
    assert_json_snapshot!(answer.json()["impasse"]);
}

#[tokio::test]
async fn questions_about_the_answer_are_answered_with_it() {
    let server = server().await;
    let question = r#"{"role": "data analyst", "start": "2027-01-04", "budget": "USD 2000", "why_not": ["sql-certificate"],
        "what_if": ["hours=5", "budget=USD 10"], "policy_prices": true}"#;
    let answer = server.post("/v1/pathways", question).await;
    assert_eq!(answer.status, 200);
    let answer = answer.json();
    assert_json_snapshot!([&answer["why_not"], &answer["what_if"], &answer["policy_prices"], &answer["receipt"]]);
    let wrong = server.post("/v1/pathways", r#"{"role": "data analyst", "what_if": ["colour=blue"]}"#).await;
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["pointer"]), (422, &"/what_if".into()));
}

#[tokio::test]
async fn a_gap_is_judged() {
    let server = server().await;
    let answer = server.post("/v1/gap", r#"{"role": "15-2051.01", "holds": [{"credential": "sql-certificate"}]}"#).await;
    assert_eq!(answer.status, 200);
    assert_json_snapshot!(answer.json());
}

#[tokio::test]
async fn a_provider_sees_what_to_add_first() {
    let server = server().await;
    let list = server.get("/v1/completeness/providers").await.json();
    assert_eq!((&list["total"], &list["items"][0]["id"]), (&1.into(), &"example-academy".into()));
    let academy = server.get("/v1/completeness/providers/example-academy?limit=1").await.json();
    assert_eq!(list["items"][0]["score"], academy["score"]);
    assert_eq!((&academy["fixes"][0]["lack"], &academy["scores"]["total"]), (&"standing".into(), &6.into()));
    assert_eq!(server.get("/v1/completeness/providers?q=nothing").await.json()["total"], 0);
    assert_eq!(server.get("/v1/completeness/providers/nobody").await.status, 404);
    assert_eq!(server.get("/v1/completeness/roles").await.json()["scores"]["items"][0]["id"], "data-analyst");
}

#[tokio::test]
async fn questions_about_coverage_are_answered_with_a_table() {
    let server = server().await;
    let near = server.post("/v1/coverage/near", r#"{"groups": [{"name": "Ann", "holds": [{"competency": "sql", "level": 2}]}]}"#).await;
    assert_eq!(near.status, 200);
    let near = near.json();
    // Ann lacks spreadsheets alone: USD 20 and 10 hours.
    assert_eq!((&near["rows"][0]["role"], &near["rows"][0]["money"]), (&"Data analyst".into(), &2000.into()));
    assert_eq!((&near["rows"][0]["effort"], &near["proven"]), (&600.into(), &true.into()));
    let draft = r#"{"draft": [{"credential": {"id": "new", "name": "New", "awards": [{"competency": "sql", "level": 2}, {"competency": "spreadsheets", "level": 2}]}},
        {"offering": {"id": "new.online", "credential": "new", "price": "USD 50.00", "hours": 5}}]}"#;
    let worth = server.post("/v1/coverage/worth", draft).await.json();
    // The diploma costs 60, both badges 69: the draft is chosen below 60, and takes 5 hours in place of 40.
    assert_eq!((&worth["rows"][0]["break_even"], &worth["rows"][0]["effect"]), (&6000.into(), &"cheaper, faster".into()));
    for (question, request) in [
        ("nothing", "{}"),
        ("affected", "{}"),
        ("team", "{}"),
        ("worth", r#"{"draft": [{"role": {}}]}"#),
        ("near", r#"{"limit": 0}"#),
        ("shortages", r#"{"draft": [[]]}"#),
    ] {
        let answer = server.post(&format!("/v1/coverage/{question}"), request).await;
        assert_eq!(answer.status / 100, 4, "{question}");
    }
}

#[tokio::test]
async fn the_nearest_roles_come_by_money_and_by_time() {
    let starter = pathstack::import::native::starter().catalogue;
    let shelf = pathstack::advisor::Shelf::new(pathstack::graph::Edition { number: 1, title: "Starter".into() }, starter);
    let server = Server::start(shelf).await;
    let ask = async |order: &str| {
        let body = format!(r#"{{"order": "{order}", "limit": 8, "time_limit_ms": 20000}}"#);
        let answer = server.post("/v1/near-roles", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["rows"].as_array().unwrap().clone()
    };
    let (by_money, by_time) = (ask("cheapest").await, ask("fastest").await);
    for (rows, first, second) in [(&by_money, "money", "effort"), (&by_time, "effort", "money")] {
        assert_eq!(rows.len(), 8);
        let figures: Vec<_> = rows.iter().map(|row| (row[first].as_i64().unwrap(), row[second].as_i64().unwrap())).collect();
        assert!(figures.is_sorted(), "{first}: {figures:?}");
    }
    assert_ne!(by_money, by_time);
}

#[tokio::test]
async fn records_are_listed_and_shown() {
    let server = server().await;
    for path in [
        "/v1/roles",
        "/v1/roles/data-analyst",
        "/v1/credentials?limit=1&offset=1",
        "/v1/credentials/data-diploma",
        "/v1/competencies?q=exel",
        "/v1/competencies/sql",
        "/v1/health",
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{path}");
        let name = path.trim_start_matches("/v1/").replace(['/', '?', '&', '='], "_");
        assert_json_snapshot!(name, answer.json());
    }
}

#[tokio::test]
async fn a_page_ends_where_the_next_begins() {
    let server = server().await;
    let mut ids = Vec::new();
    let mut next = Some(0);
    while let Some(offset) = next {
        let page = server.get(&format!("/v1/credentials?limit=2&offset={offset}")).await.json();
        ids.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        next = page["next_offset"].as_u64();
    }
    assert_eq!(ids, ["sql-certificate", "spreadsheet-badge", "data-diploma"]);
    let past = server.get("/v1/credentials?offset=1000").await.json();
    assert_eq!((&past["items"], &past["next_offset"]), (&Value::Array(vec![]), &Value::Null));
}

#[tokio::test]
async fn an_id_in_a_path_may_be_a_uri() {
    let server = server().await;
    let encoded = "http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2F598de5b0-5b58-4ea7-8058-a4bc4d18c742";
    let answer = server.get(&format!("/v1/competencies/{encoded}")).await;
    assert_eq!(answer.json()["id"], "sql");
    assert_eq!(server.get(&format!("/v1/roles/{encoded}")).await.status, 404);
}

#[tokio::test]
async fn names_come_in_the_language_that_is_asked_for() {
    let server = server().await;
    let title = |answer: Answer| answer.json()["title"].as_str().unwrap().to_owned();
    assert_eq!(title(server.get("/v1/roles/data-analyst?lang=es-MX").await), "Analista de datos");
    let accepts = [("accept-language", "de;q=0.1, es;q=0.9")];
    let answer = server.ask("GET", "/v1/roles/data-analyst", &accepts, b"").await;
    assert_eq!(answer.header("vary"), Some("accept-language"));
    assert_eq!(title(answer), "Analista de datos");
    assert_eq!(title(server.ask("GET", "/v1/roles/data-analyst?lang=en", &accepts, b"").await), "Data analyst");
}

#[tokio::test]
async fn what_the_caller_has_is_not_sent_again() {
    let server = server().await;
    for path in ["/v1/roles", "/v1/credentials/sql-certificate", "/v1/openapi.json"] {
        let first = server.get(path).await;
        let tag = first.header("etag").expect("a tag").to_owned();
        let again = server.ask("GET", path, &[("if-none-match", &format!("\"other\", W/{tag}"))], b"").await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(&*tag)), "{path}");
        assert_eq!(server.ask("GET", path, &[("if-none-match", "\"other\"")], b"").await.status, 200);
    }
}

#[tokio::test]
async fn the_api_document_is_as_promised() {
    let server = server().await;
    let answer = server.get("/v1/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_snapshot!(answer.text());
}

#[tokio::test]
async fn every_operation_is_documented_with_an_example_and_its_problems_exist() {
    let document: Value = serde_json::from_slice(&api::document()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{what}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let named = response["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
                let response = named.unwrap_or(response);
                for (_, content) in response["content"].as_object().into_iter().flatten() {
                    let itself = path == "/v1/openapi.json" || path == "/problems";
                    let shown = content.get("example").or(content.get("examples"));
                    assert!(itself || shown.is_some_and(|shown| !shown.is_null()), "{what} {status} has no example");
                    for (name, example) in content["examples"].as_object().into_iter().flatten() {
                        let kind = Kind::named(name).expect(name);
                        assert_eq!(example["value"]["status"], kind.status().as_u16(), "{what}");
                        assert_eq!(status, kind.status().as_str());
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn the_examples_of_the_document_are_what_the_sample_answers() {
    let server = server().await;
    let document: Value = serde_json::from_slice(&api::document()).unwrap();
    for path in ["/v1/pathways", "/v1/gap"] {
        let operation = &document["paths"][path]["post"];
        let asked = &operation["requestBody"]["content"]["application/json"]["example"];
        let answer = server.post(path, &asked.to_string()).await;
        assert_eq!(answer.json(), operation["responses"]["200"]["content"]["application/json"]["example"], "{path}");
    }
}

/// Asks in every way that goes wrong; each gives the problem it should.
async fn every_problem(server: &Server) -> Vec<(Kind, Answer)> {
    let json = |body: &str| body.to_owned();
    let deep = format!("{}{}", "[".repeat(65), "]".repeat(65));
    let many = format!("[{}0]", "0,".repeat(100_000));
    let bodies = [
        (Kind::MalformedJson, json("{\"role\": \"data analyst\",\n \"start\": }")),
        (Kind::DuplicateKey, json(r#"{"role": "a", "role": "b"}"#)),
        (Kind::TooDeep, deep),
        (Kind::TooLarge, many),
        (Kind::UnknownField, json(r#"{"role": "data analyst", "learner_id": 7, "holds": [{"competence": "sql"}]}"#)),
        (Kind::InvalidValue, json(r#"{"role": "data analyst", "start": "soon"}"#)),
        (Kind::InvalidValue, json("{}")),
        (Kind::ValueOutOfRange, json(r#"{"role": "data analyst", "time_limit_ms": 3600000}"#)),
        (Kind::ValueOutOfRange, json(r#"{"role": "data analyst", "hours_per_week": 1e999}"#)),
        (Kind::InvalidCharacter, json(r#"{"role": "data\u0000analyst"}"#)),
        (Kind::UnknownReference, json(r#"{"role": "astronaut"}"#)),
        (Kind::UnknownReference, json(r#"{"role": "data analyst", "holds": [{"credential": "sql-diploma-of-mars"}]}"#)),
        (Kind::BodyTooLarge, format!("{{\"role\": \"{}\"}}", "x".repeat(1 << 20))),
    ];
    let mut met = Vec::new();
    for (kind, body) in bodies {
        met.push((kind, server.post("/v1/pathways", &body).await));
    }
    let plain = [("content-type", "text/plain")];
    met.push((Kind::UnsupportedMediaType, server.ask("POST", "/v1/gap", &plain, b"{}").await));
    met.push((Kind::UnsupportedMediaType, server.ask("POST", "/v1/gap", &[], b"{}").await));
    met.push((Kind::MethodNotAllowed, server.ask("PUT", "/v1/pathways", &[], b"{}").await));
    met.push((Kind::MalformedUrl, server.get("/v1/roles/%ff").await));
    let gets = [
        (Kind::NotFound, "/v2/roles"),
        (Kind::NotFound, "/v1/roles/astronaut"),
        (Kind::NotFound, "/problems/none"),
        (Kind::UnknownField, "/v1/roles?page=2"),
        (Kind::InvalidValue, "/v1/roles?limit=ten"),
        (Kind::InvalidValue, "/v1/roles?limit=1&limit=2"),
        (Kind::InvalidValue, "/v1/roles?lang=klingon"),
        (Kind::ValueOutOfRange, "/v1/roles?limit=201"),
    ];
    for (kind, path) in gets {
        met.push((kind, server.get(path).await));
    }
    met
}

#[tokio::test]
async fn every_problem_says_what_to_do() {
    let server = server().await;
    let mut said = Vec::new();
    for (kind, answer) in every_problem(&server).await {
        let problem = answer.problem();
        assert_eq!(problem["type"], kind.uri(), "{problem:#}");
        assert_eq!(answer.status, kind.status().as_u16());
        said.push(problem);
    }
    assert_json_snapshot!(said);
}

#[tokio::test]
async fn every_kind_of_problem_has_a_page() {
    let server = server().await;
    let listed = server.get("/problems").await.text();
    for kind in Kind::ALL {
        let page = server.get(&kind.uri()).await;
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/plain; charset=utf-8")));
        assert!(page.text().contains(kind.what_to_do()) && listed.contains(&kind.uri()));
    }
    assert_snapshot!(listed);
}

#[tokio::test]
async fn a_wrong_method_says_which_are_right() {
    let server = server().await;
    let answer = server.ask("DELETE", "/v1/roles", &[], b"").await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET,HEAD")));
    let answer = server.get("/v1/pathways").await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own_and_is_not_sniffed() {
    let server = server().await;
    let mut ids = BTreeSet::new();
    for path in ["/v1/health", "/v1/roles", "/nowhere", "/problems"] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(ids.insert(answer.header("x-request-id").expect("an id").to_owned()));
    }
}

#[tokio::test]
async fn colliding_keys_are_refused_in_no_time() {
    let server = server().await;
    let body = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(170_000));
    let began = tokio::time::Instant::now();
    let answer = server.post("/v1/pathways", &body).await;
    assert_eq!(answer.problem()["type"], "/problems/duplicate-key");
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_body_at_the_limit_is_read_and_one_byte_more_is_not() {
    let limits = Limits { body_bytes: 200, ..Limits::default() };
    let server = Server::start_within(api::sample(), limits).await;
    let padded = |bytes: usize| format!("{:bytes$}", r#"{"role": "data analyst"}"#);
    assert_eq!(server.post("/v1/gap", &padded(200)).await.status, 200);
    assert_eq!(server.post("/v1/gap", &padded(201)).await.problem()["limit"], 200);
}

#[tokio::test]
async fn slow_heads_and_slow_bodies_are_ended_in_time() {
    let limits = Limits { head: Duration::from_millis(200), body: Duration::from_millis(200), ..Limits::default() };
    let server = Server::start_within(api::sample(), limits).await;
    let began = tokio::time::Instant::now();
    let body = server
        .raw(b"POST /v1/gap HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{")
        .await;
    assert_eq!(body.problem()["type"], "/problems/body-timeout");
    let mut head = tokio::net::TcpStream::connect(server.at).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut head, b"GET /v1/health HTTP/1.1\r\nhost:").await.unwrap();
    let mut rest = Vec::new();
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut head, &mut rest).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_question_without_a_turn_is_refused_with_a_time_to_come_again() {
    let limits = Limits { thinkers: 0, queue: 0, ..Limits::default() };
    let server = Server::start_within(api::sample(), limits).await;
    let answer = server.post("/v1/pathways", QUESTION).await;
    assert_eq!(answer.problem()["type"], "/problems/overloaded");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("3")));
    assert_eq!(server.get("/v1/roles").await.status, 200, "reads go on");
}

#[tokio::test]
async fn what_is_under_way_is_answered_before_the_server_stops() {
    const GAP: &str = r#"{"role": "data analyst"}"#;
    let server = server().await;
    let at = server.at;
    let mut stream = tokio::net::TcpStream::connect(at).await.unwrap();
    let head = format!("POST /v1/gap HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", GAP.len());
    tokio::io::AsyncWriteExt::write_all(&mut stream, head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let stopped = tokio::spawn(server.stop());
    tokio::time::sleep(Duration::from_millis(50)).await;
    tokio::io::AsyncWriteExt::write_all(&mut stream, GAP.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut read).await.unwrap();
    assert!(read.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&read));
    stopped.await.unwrap();
    assert!(tokio::net::TcpStream::connect(at).await.is_err(), "nobody listens any more");
}

/// What two people and one more took of the sample catalogue, learned.
fn learned() -> std::sync::Arc<pathstack::recommend::Recommender> {
    use pathstack::recommend::{Event, Kind, Log, Params, Recommender};
    let took = |(at, (user, item)): (i64, (&str, &str))| Event { user: user.into(), item: item.into(), at };
    let taken =
        [("a", "sql-certificate"), ("a", "spreadsheet-badge"), ("b", "sql-certificate"), ("b", "spreadsheet-badge"), ("c", "data-diploma")];
    let log = Log::new(&[], &(0..).zip(taken).map(took).collect::<Vec<_>>());
    std::sync::Arc::new(Recommender::fit(&log, &Params::new(Kind::Transitions), &mut |_, _, _| ()))
}

#[tokio::test]
async fn a_history_is_used_with_consent_only() {
    let server = Server::start(api::sample().with_model(Some(learned()))).await;
    let took = r#""took": ["sql-certificate"]"#;
    let with = server.post("/v1/recommendations", &format!(r#"{{{took}, "use_history": true}}"#)).await.json();
    assert_eq!(with["basis"], "history");
    assert_eq!(with["suggestions"][0]["credential"]["id"], "spreadsheet-badge");
    assert_eq!(
        with["suggestions"][0]["reasons"][0]["text"],
        "of 2 people who took SQL Certificate, 2 took this as well, 2 of them directly next"
    );
    let without = server.post("/v1/recommendations", "{}").await.json();
    for asked in [format!("{{{took}}}"), format!(r#"{{{took}, "use_history": false}}"#)] {
        assert_eq!(server.post("/v1/recommendations", &asked).await.json(), without, "{asked}");
    }
    assert_eq!(without["basis"], "graph_alone");
}

#[tokio::test]
async fn who_somebody_is_and_who_pays_has_no_place_in_a_question() {
    let server = Server::start(api::sample().with_model(Some(learned()))).await;
    for member in ["name", "gender", "age", "birth_date", "language", "postcode", "nationality", "sponsored", "promote"] {
        let answer = server.post("/v1/recommendations", &format!(r#"{{"role": "data-analyst", "{member}": "x"}}"#)).await;
        assert!((400..500).contains(&answer.status), "{member}: {}", answer.text());
    }
    let ids =
        |answer: Value| answer["suggestions"].as_array().unwrap().iter().map(|one| one["credential"]["id"].clone()).collect::<Vec<_>>();
    let asked = r#"{"role": "data-analyst"}"#;
    let english = ids(server.post("/v1/recommendations", asked).await.json());
    assert_eq!(english, ids(server.post("/v1/recommendations?lang=de", asked).await.json()), "a language changes words only");
    assert!(!english.is_empty());
}
