//! A plan that a counselor makes for a learner, over HTTP: hers change by change, on record on both sides, and told in the language of
//! whoever reads it.

use crate::together::{COUNSELOR, Plan, SELF, call};
use serde_json::{Value, json};
use std::time::Duration;

fn asked() -> Value {
    json!({
        "title": "As we said", "question": {"role": "data analyst"}, "choice": "fastest", "note": "Look at it in peace",
        "changes": [{"change": "hours=20", "reason": "You have time until summer"}, {"change": "exclude=data-diploma", "reason": "Too dear"}],
    })
}

/// A world with a learner who agreed to her counselor, and the plan that was made for her.
async fn proposed() -> (Plan, String) {
    let plan = Plan::new().await;
    plan.world.assign().await;
    // Which plan was changed last is told by the clock.
    plan.world.clock.goes(Duration::from_secs(60));
    let made = call(&plan.world, COUNSELOR, "POST", &format!("{}/proposed-plans", plan.learner), &[], &asked()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = made.header("location").unwrap().to_owned();
    (plan, path)
}

#[tokio::test]
async fn a_counselors_plan_is_the_learners_once_she_takes_it_on() {
    let (plan, path) = proposed().await;
    let before = plan.get(&path).await;
    assert_eq!((&before["proposed"]["decision"], &before["proposed"]["note"]), (&json!("open"), &json!("Look at it in peace")));
    assert_eq!(before["question"], json!({"role": "data analyst"}), "nothing is asked in her name that she did not accept");

    // Change by change.
    let proposals = plan.get(&format!("{path}/proposals")).await;
    let proposal = format!("{path}/proposals/{}", proposals["items"][0]["id"].as_str().unwrap());
    let decide =
        async |at: u8, decision: &str| plan.ask(SELF, "PUT", &format!("{proposal}/changes/{at}"), &json!({ "decision": decision })).await;
    assert_eq!(decide(0, "accepted").await.json()["plan"]["question"]["hours_per_week"], json!(20.0));
    assert_eq!(decide(1, "rejected").await.json()["plan"]["question"].get("excluded"), None);

    // The plan as a whole: a decision stands, and only hers counts.
    let word = async |who: &str, decision: &str| plan.ask(who, "PUT", &format!("{path}/decision"), &json!({ "decision": decision })).await;
    assert_eq!(word(COUNSELOR, "accepted").await.status, 403);
    assert_eq!(word(SELF, "open").await.status, 422);
    assert_eq!(word(SELF, "accepted").await.json()["proposed"]["decision"], json!("accepted"));
    assert_eq!(word(SELF, "accepted").await.status, 200);
    assert_eq!(word(SELF, "rejected").await.problem()["type"], "/problems/already-decided");
    let own = plan.ask(SELF, "PUT", &format!("{}/decision", plan.path), &json!({"decision": "accepted"})).await;
    assert_eq!(own.status, 404, "her own plan waits for nobody's word");

    let log = plan.get(&format!("{}/audit?limit=100", plan.learner)).await;
    let mut deeds: Vec<&str> = log["items"].as_array().unwrap().iter().filter_map(|entry| entry["operation"].as_str()).collect();
    deeds.reverse();
    deeds.retain(|deed| deed.contains("propose_plan") || deed.contains("decide"));
    assert_eq!(deeds, ["propose_plan", "decide_change", "decide_change", "decide_plan", "decide_plan"], "the counselor's try is there too");
}

#[tokio::test]
async fn steps_of_a_plan_are_ticked_off_once_it_is_taken_on() {
    let (plan, path) = proposed().await;
    let steps = plan.get(&path).await["answer"]["fastest"]["steps"].clone();
    let step = format!("{path}/progress/{}", steps[0]["credential"]["id"].as_str().unwrap());
    let tick = async || plan.ask(SELF, "PUT", &step, &json!({"state": "earned"})).await;
    let refused = tick().await;
    let problem = refused.problem();
    assert_eq!((refused.status, &problem["type"]), (409, &json!("/problems/not-taken-on")), "{problem}");
    assert!(problem["hint"].as_str().unwrap().contains("`decision` with `accepted`"), "{problem}");
    assert_eq!(plan.get(&path).await["progress"], json!([]), "nothing was ticked off");
    assert_eq!(plan.get(&format!("{}/evidence", plan.learner)).await["total"], 0, "and nothing became evidence");
    assert_eq!(plan.ask(SELF, "PUT", &format!("{path}/decision"), &json!({"decision": "accepted"})).await.status, 200);
    assert_eq!(tick().await.json()["progress"][0]["state"], "earned");
}

#[tokio::test]
async fn what_was_rejected_stays_so_and_counts_for_nothing() {
    let (plan, path) = proposed().await;
    let case = async || call(&plan.world, COUNSELOR, "GET", "/v1/caseload", &[], &Value::Null).await.json()["items"][0].clone();
    assert_eq!(case().await["status"], "proposal_open");
    assert_eq!(plan.ask(SELF, "PUT", &format!("{path}/decision"), &json!({"decision": "rejected"})).await.status, 200);
    let case = case().await;
    assert_eq!((&case["status"], &case["title"]), (&json!("on_track"), &json!("Mine")), "the plan that she follows counts");
    let proposals = plan.get(&format!("{path}/proposals")).await;
    let change = format!("{path}/proposals/{}/changes/0", proposals["items"][0]["id"].as_str().unwrap());
    let late = plan.ask(SELF, "PUT", &change, &json!({"decision": "accepted"})).await;
    assert_eq!(late.problem()["type"], "/problems/already-decided");
    let step = plan.get(&path).await["answer"]["fastest"]["steps"][0]["credential"]["id"].as_str().unwrap().to_owned();
    let tick = plan.ask(SELF, "PUT", &format!("{path}/progress/{step}"), &json!({"state": "started"})).await;
    assert_eq!(tick.problem()["type"], "/problems/not-taken-on");
    assert!(tick.problem()["hint"].as_str().unwrap().contains("a plan of your own"), "{}", tick.text());
}

#[tokio::test]
async fn only_a_plan_that_can_be_asked_is_proposed_and_it_is_made_once() {
    let plan = Plan::new().await;
    plan.world.assign().await;
    let list = format!("{}/proposed-plans", plan.learner);
    let post = async |headers: &[(&str, &str)], body: &Value| call(&plan.world, COUNSELOR, "POST", &list, headers, body).await;
    for (pointer, value) in [
        ("/changes/1/change", json!({"changes": [asked()["changes"][0], {"change": "hours=many", "reason": "so"}]})),
        ("/changes/0/reason", json!({"changes": [{"change": "hours=12", "reason": ""}]})),
        ("/title", json!({"title": " "})),
        ("/choice", json!({"choice": "dearest"})),
        ("/note", json!({"note": "x".repeat(2001)})),
    ] {
        let mut body = asked();
        body.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        let refused = post(&[], &body).await;
        assert_eq!((refused.status, &refused.problem()["errors"][0]["pointer"]), (422, &json!(pointer)), "{}", refused.text());
    }
    let many: Vec<Value> = (0..21).map(|_| json!({"change": "hours=12", "reason": "so"})).collect();
    let mut body = asked();
    body["changes"] = json!(many);
    assert_eq!(post(&[], &body).await.status, 422);
    assert_eq!(plan.get(&format!("{}/plans", plan.learner)).await["total"], 1, "nothing of it was kept");

    let key = [("idempotency-key", "once")];
    let (first, again) = (post(&key, &asked()).await, post(&key, &asked()).await);
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    assert_eq!(plan.get(&format!("{}/plans", plan.learner)).await["total"], 2);
    let path = first.header("location").unwrap();
    assert_eq!(plan.get(&format!("{path}/proposals")).await["total"], 1);
}

#[tokio::test]
async fn a_plan_is_told_in_the_language_of_whoever_reads_it() {
    let plan = Plan::new().await;
    let read = async |language: &str| {
        let told = call(&plan.world, SELF, "GET", &plan.path, &[("accept-language", language)], &Value::Null).await;
        let whole = told.text();
        (told.json(), whole)
    };
    let (english, (spanish, whole)) = (read("en").await.0, read("es-MX").await);
    let step = |plan: &Value, pointer: &str| plan.pointer(&format!("/answer/cheapest/steps/0{pointer}")).unwrap().clone();
    assert!(step(&english, "/reasons/0/text").as_str().unwrap().starts_with("closes "), "{english}");
    assert!(step(&spanish, "/reasons/0/text").as_str().unwrap().starts_with("demuestra "), "{spanish}");
    assert!(!whole.contains("\"words\""), "what is kept beside it is nobody's to read");
    assert_eq!((&english["hash"], step(&english, "/price/minor")), (&spanish["hash"], step(&spanish, "/price/minor")));
    // Of a language that nobody is offered, as it was saved.
    assert_eq!(read("fr").await.0, english);
    // A refresh by whoever reads Spanish leaves the others their words.
    let (refresh, headers) = (format!("{}/refresh", plan.path), [("if-match", "*"), ("accept-language", "es")]);
    let refreshed = call(&plan.world, SELF, "POST", &refresh, &headers, &Value::Null).await.json();
    assert!(step(&refreshed["plan"], "/reasons/0/text").as_str().unwrap().starts_with("demuestra "), "{refreshed}");
    assert_eq!(step(&read("en").await.0, "/reasons"), step(&english, "/reasons"));
    let listed =
        call(&plan.world, SELF, "GET", &format!("{}/plans", plan.learner), &[("accept-language", "es")], &Value::Null).await.json();
    assert_eq!(step(&listed["items"][0], "/reasons"), step(&spanish, "/reasons"));
}
