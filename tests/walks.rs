//! The walks of the house, over real HTTP on a free port: the first tests to read.

#[expect(dead_code, reason = "the walks need only part of the client")]
#[path = "common/http.rs"]
mod http;

use http::Server;
use pathstack::{advisor::Shelf, graph::Edition, import::native};
use serde_json::{Value, json};

fn starter() -> Shelf {
    Shelf::new(Edition { number: 0, title: "Starter catalogue".to_owned() }, native::starter().catalogue)
}

/// A learner looks for a job, sees what she lacks, asks for a pathway, and asks again with what it gave her.
#[tokio::test]
async fn a_learner_asks() {
    let server = Server::start(starter()).await;

    let found = server.get("/v1/roles?q=data+analist&limit=3").await.json();
    let role = found["items"][0]["id"].as_str().expect("a role").to_owned();
    assert_eq!(role, "data-analyst");

    let gap = server.post("/v1/gap", &json!({"role": role, "on": "2027-01-04"}).to_string()).await.json();
    assert_eq!(gap["essential"]["percent"], 0);

    let question = json!({"role": "data analyst", "hours_per_week": 10, "start": "2027-01-04"});
    let answer = server.post("/v1/pathways", &question.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    // Some roles are too hard to prove in the time given; then each answer carries its bound.
    assert!(
        answer["ending"] == "optimal" || (answer["ending"] == "feasible" && answer["cheapest"]["proven"] != ""),
        "{}",
        answer["ending"]
    );
    let cheapest = &answer["cheapest"];
    let steps = cheapest["steps"].as_array().expect("steps");
    assert!(!steps.is_empty() && steps.iter().all(|step| !step["reasons"].as_array().unwrap().is_empty()));
    assert!(answer["fastest"]["price"]["minor"].as_i64() >= cheapest["price"]["minor"].as_i64());
    assert!(answer["fewest"]["credentials"].as_i64() <= cheapest["credentials"].as_i64());

    let holds: Vec<Value> = steps.iter().map(|step| json!({"credential": step["credential"]["id"], "verification": "verified"})).collect();
    let question = json!({"role": "data analyst", "holds": holds, "start": cheapest["ready"]});
    let answer = server.post("/v1/pathways", &question.to_string()).await.json();
    assert_eq!(answer["ending"], "met", "what the pathway gave is enough: {answer:#}");
    server.stop().await;
}

/// The same question gives the same bytes, where it is answered within its time.
#[tokio::test]
async fn a_learner_asks_twice() {
    let server = Server::start(starter()).await;
    let question = json!({"role": "bookkeeper", "start": "2027-01-04", "time_limit_ms": 30_000}).to_string();
    let first = server.post("/v1/pathways", &question).await;
    assert_eq!(first.json()["ending"], "optimal");
    assert_eq!(first.body, server.post("/v1/pathways", &question).await.body);
}
