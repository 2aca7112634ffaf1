//! A learner and her counselor over HTTP: evidence, a plan, a review, proposals, a waiver, links, and what is on record of it all.

use crate::{
    http::Answer,
    people::{PASSWORD, World},
};
use serde_json::{Value, json};

/// Calls as somebody, with more headers.
pub(crate) async fn call(world: &World, who: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let shown = format!("Bearer {}", world.tokens[who]);
    let mut all = vec![("authorization", shown.as_str())];
    all.extend(headers);
    let text = if body.is_null() { String::new() } else { body.to_string() };
    if !body.is_null() {
        all.push(("content-type", "application/json"));
    }
    world.server.ask(method, path, &all, text.as_bytes()).await
}

pub(crate) const SELF: &str = "learner self";
pub(crate) const COUNSELOR: &str = "counselor assigned";

pub(crate) struct Plan {
    pub(crate) world: World,
    pub(crate) learner: String,
    pub(crate) path: String,
}

impl Plan {
    /// A learner with a plan of her own.
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let learner = format!("/v1/learners/{}", world.ids[SELF]);
        let asked = json!({"title": "Mine", "question": {"role": "data analyst", "hours_per_week": 10}});
        let made = call(&world, SELF, "POST", &format!("{learner}/plans"), &[], &asked).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let path = made.header("location").unwrap().to_owned();
        Self { world, learner, path }
    }

    pub(crate) async fn ask(&self, who: &str, method: &str, path: &str, body: &Value) -> Answer {
        call(&self.world, who, method, path, &[("if-match", "*")], body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = call(&self.world, SELF, "GET", path, &[], &Value::Null).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }
}

#[tokio::test]
async fn what_is_edited_is_edited_as_it_was_read() {
    let Plan { world, learner, .. } = Plan::new().await;
    let put = async |tag: Option<&str>, name: &str| {
        let headers: Vec<_> = tag.iter().map(|tag| ("if-match", *tag)).collect();
        call(&world, SELF, "PUT", &learner, &headers, &json!({"name": name})).await
    };
    assert_eq!(put(None, "Ana").await.problem()["type"], "/problems/precondition-required");
    let read = call(&world, SELF, "GET", &learner, &[], &Value::Null).await;
    let tag = read.header("etag").unwrap().to_owned();
    let edited = put(Some(&tag), "Ana").await;
    assert_eq!((edited.status, edited.json()["name"].as_str()), (200, Some("Ana")));
    assert_ne!(edited.header("etag").unwrap(), tag);
    let late = put(Some(&tag), "Anna").await;
    assert_eq!((late.status, &late.problem()["type"]), (412, &"/problems/precondition-failed".into()));
    for never in ["W/\"1\"", "\"x\"", "1", ""] {
        assert_eq!(put(Some(never), "Anna").await.status, 412, "{never}");
    }
    assert_eq!(put(Some(&format!("\"77\", {}", edited.header("etag").unwrap())), "Anna").await.status, 200);
    let refused = call(&world, SELF, "PUT", &learner, &[("if-match", "*")], &json!({"name": "A", "role": "operator"})).await;
    assert_eq!((refused.status, &refused.problem()["type"]), (422, &"/problems/unknown-field".into()));
    let refused = call(&world, SELF, "PUT", &learner, &[("if-match", "*")], &json!({"constraints": {"hours_pre_week": 3}})).await;
    assert_eq!(refused.problem()["errors"][0]["pointer"], "/constraints/hours_pre_week");
}

#[tokio::test]
async fn a_request_that_comes_again_creates_nothing_and_is_answered_alike() {
    let Plan { world, learner, .. } = Plan::new().await;
    let list = format!("{learner}/evidence");
    let post = async |key: &str, level: u8| {
        call(&world, SELF, "POST", &list, &[("idempotency-key", key)], &json!({"competency": "sql", "level": level})).await
    };
    let (first, again) = (post("a key", 1).await, post("one", 1).await);
    assert_eq!(first.problem()["type"], "/problems/invalid-value", "a key has no spaces");
    assert_eq!(again.status, 201);
    let third = post("one", 1).await;
    assert_eq!((third.status, third.body.clone(), third.header("location")), (201, again.body.clone(), again.header("location")));
    assert_eq!(post("one", 2).await.problem()["type"], "/problems/key-reused");
    assert_eq!(post("two", 1).await.status, 201);
    let page = call(&world, SELF, "GET", &format!("{list}?limit=1"), &[], &Value::Null).await.json();
    assert_eq!((page["total"].as_u64(), page["items"].as_array().unwrap().len(), page["next_offset"].as_u64()), (Some(2), 1, Some(1)));
    let refused = call(&world, SELF, "POST", &list, &[], &json!({"competency": "no such thing"})).await;
    assert_eq!(refused.problem()["type"], "/problems/unknown-reference");
    let refused = call(&world, SELF, "POST", &list, &[], &json!({"competency": "sql", "level": 99})).await;
    assert_eq!(refused.problem()["type"], "/problems/value-out-of-range");
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_and_is_never_shown() {
    let Plan { world, learner, .. } = Plan::new().await;
    let made = call(&world, SELF, "POST", &format!("{learner}/evidence"), &[], &json!({"competency": "sql"})).await;
    let path = format!("{}/file", made.header("location").unwrap());
    let shown = format!("Bearer {}", world.tokens[SELF]);
    let send = async |bytes: &[u8]| {
        let headers = [("authorization", shown.as_str()), ("if-match", "*"), ("content-type", "image/svg+xml")];
        world.server.ask("PUT", &path, &headers, bytes).await
    };
    let script = b"<svg onload='alert(1)'/>";
    let kept = send(script).await;
    assert_eq!((kept.status, kept.json()["file"]["bytes"].as_u64()), (200, Some(24)));
    let back = call(&world, SELF, "GET", &path, &[], &Value::Null).await;
    assert_eq!(back.body, script);
    assert_eq!(back.header("content-type"), Some("application/octet-stream"));
    assert!(back.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(back.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(send(&vec![0; 2 << 20]).await.status, 200, "at the limit");
    assert_eq!(send(&vec![0; (2 << 20) + 1]).await.problem()["type"], "/problems/body-too-large", "and one past it");
    assert_eq!(send(b"").await.status, 422);
}

#[tokio::test]
async fn what_is_earned_becomes_evidence_and_a_refreshed_plan_does_without_it() {
    let plan = Plan::new().await;
    let before = plan.get(&plan.path).await;
    let step = before["answer"]["cheapest"]["steps"][0]["credential"]["id"].as_str().unwrap().to_owned();
    let tick = async |step: &str, body: Value| plan.ask(SELF, "PUT", &format!("{}/progress/{step}", plan.path), &body).await;
    assert_eq!(tick("no-such-step", json!({"state": "earned"})).await.status, 404);
    let earned = tick(&step, json!({"state": "earned", "on": "2027-01-04"})).await;
    assert_eq!(earned.json()["progress"][0]["state"], "earned", "{}", earned.text());
    let evidence = plan.get(&format!("{}/evidence", plan.learner)).await;
    assert_eq!(evidence["items"][0]["credential"], step);
    assert_eq!(evidence["items"][0]["origin"], "earned");
    // Ticked off twice, it is one piece of evidence; taken back, none.
    tick(&step, json!({"state": "earned"})).await;
    assert_eq!(plan.get(&format!("{}/evidence", plan.learner)).await["total"], 1);
    let refreshed = plan.ask(SELF, "POST", &format!("{}/refresh", plan.path), &Value::Null).await.json();
    let difference = &refreshed["difference"];
    assert_eq!((difference["changed"].as_bool(), &difference["dropped"][0]), (Some(true), &json!(step)));
    // Where it was the last step, nothing is left to pay for.
    let price = |of: &Value| of["minor"].as_i64().unwrap_or_default();
    assert!(price(&difference["price_after"]) <= price(&difference["price_before"]));
    assert_ne!(refreshed["plan"]["hash"], before["hash"]);
    tick(&step, json!({"state": "started"})).await;
    assert_eq!(plan.get(&format!("{}/evidence", plan.learner)).await["total"], 0);
}

#[tokio::test]
async fn a_review_is_of_the_plan_as_it_was() {
    let plan = Plan::new().await;
    plan.world.assign().await;
    let asked = plan.ask(SELF, "POST", &format!("{}/review-request", plan.path), &Value::Null).await;
    assert_eq!(asked.json()["review"]["state"], "requested");
    let cases = call(&plan.world, COUNSELOR, "GET", "/v1/caseload", &[], &Value::Null).await.json();
    assert_eq!((&cases["items"][0]["status"], &cases["items"][0]["next"]["who"]), (&json!("review_wanted"), &json!("counselor")));
    let review = format!("{}/review", plan.path);
    assert_eq!(plan.ask(COUNSELOR, "PUT", &review, &json!({"state": "requested"})).await.status, 422);
    let approved = plan.ask(COUNSELOR, "PUT", &review, &json!({"state": "approved", "note": "good"})).await.json();
    assert_eq!((&approved["review"]["state"], &approved["review"]["hash"]), (&json!("approved"), &approved["hash"]));
    // Refreshed without a change it stands; with another question it falls.
    let same = plan.ask(SELF, "POST", &format!("{}/refresh", plan.path), &Value::Null).await.json();
    assert_eq!((&same["difference"]["changed"], &same["plan"]["review"]["state"]), (&json!(false), &json!("approved")));
    let other = json!({"title": "Mine", "question": {"role": "data analyst", "hours_per_week": 5}});
    let other = plan.ask(SELF, "PUT", &plan.path, &other).await.json();
    assert_eq!(other["review"]["state"], "none");
    let cases = call(&plan.world, COUNSELOR, "GET", "/v1/caseload", &[], &Value::Null).await.json();
    assert_eq!(cases["items"][0]["status"], "on_track");
}

#[tokio::test]
async fn a_learner_decides_change_by_change() {
    let plan = Plan::new().await;
    plan.world.assign().await;
    let before = plan.get(&plan.path).await;
    let list = format!("{}/proposals", plan.path);
    let changes = json!({"changes": [{"change": "hours=20", "reason": "sooner"}, {"change": "budget=USD 1", "reason": "cheaper"}]});
    let made = plan.ask(COUNSELOR, "POST", &list, &changes).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let proposal = made.header("location").unwrap().to_owned();
    assert_eq!(plan.get(&plan.path).await["hash"], before["hash"], "a proposal changes nothing by itself");
    let nonsense = plan.ask(COUNSELOR, "POST", &list, &json!({"changes": [{"change": "colour=red", "reason": "x"}]})).await;
    assert_eq!(nonsense.problem()["errors"][0]["pointer"], "/changes/0/change");
    let unknown = plan.ask(COUNSELOR, "POST", &list, &json!({"changes": [{"change": "exclude=no-such-thing", "reason": "x"}]})).await;
    assert_eq!(unknown.problem()["type"], "/problems/unknown-reference");

    let decide =
        async |at: &str, decision: &str| plan.ask(SELF, "PUT", &format!("{proposal}/changes/{at}"), &json!({"decision": decision})).await;
    let accepted = decide("0", "accepted").await.json();
    assert_eq!(accepted["plan"]["question"]["hours_per_week"], json!(20.0));
    assert!(accepted["difference"]["ready_after"].as_str() < accepted["difference"]["ready_before"].as_str());
    let rejected = decide("1", "rejected").await.json();
    assert_eq!(rejected["plan"]["hash"], accepted["plan"]["hash"]);
    assert!(rejected["plan"]["question"].get("budget").is_none());
    assert_eq!(decide("0", "accepted").await.status, 200, "the same again changes nothing");
    assert_eq!(decide("0", "rejected").await.problem()["type"], "/problems/already-decided");
    assert_eq!((decide("2", "accepted").await.status, decide("x", "accepted").await.status), (404, 404));
    assert_eq!(decide("1", "open").await.status, 422);
}

#[tokio::test]
async fn a_waiver_changes_the_gap_and_says_so_until_it_ends() {
    let plan = Plan::new().await;
    plan.world.assign().await;
    let unmet = |plan: &Value| {
        let needs = plan["answer"]["gap"]["requirements"].as_array().unwrap();
        needs.iter().filter(|need| need["state"] != "met").map(|need| need["need"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = unmet(&plan.get(&plan.path).await);
    let list = format!("{}/waivers", plan.learner);
    assert_eq!(plan.ask(COUNSELOR, "POST", &list, &json!({"competency": "sql", "reason": " "})).await.status, 422, "a reason is a reason");
    let made = plan.ask(COUNSELOR, "POST", &list, &json!({"competency": "sql", "reason": "ten years of it"})).await;
    assert_eq!((made.status, made.json()["by"].as_str()), (201, Some(plan.world.ids[COUNSELOR].as_str())));
    let refresh = async || plan.ask(SELF, "POST", &format!("{}/refresh", plan.path), &Value::Null).await.json()["plan"].clone();
    let waived = refresh().await;
    assert_eq!((unmet(&waived).len(), &waived["waived"]), (before.len() - 1, &json!(["sql"])));
    let ended = plan.ask(COUNSELOR, "DELETE", made.header("location").unwrap(), &Value::Null).await;
    assert!(ended.json()["ended_at"].is_string());
    let back = refresh().await;
    assert_eq!((unmet(&back), back.get("waived")), (before, None));
    assert_eq!(plan.get(&list).await["total"], 1, "it stays on record");
}

#[tokio::test]
async fn a_link_leads_to_the_plan_and_to_nothing_of_the_learner() {
    let plan = Plan::new().await;
    let links = format!("{}/links", plan.path);
    let made = plan.ask(SELF, "POST", &links, &json!({"days": 1})).await;
    let path = made.json()["path"].as_str().unwrap().to_owned();
    let read = async |path: &str| plan.world.server.ask("GET", path, &[], b"").await;
    let shared = read(&path).await;
    assert_eq!((shared.status, shared.json()["title"].as_str()), (200, Some("Mine")));
    for hers in [&plan.world.ids[SELF], "holds", "evidence\":[\""] {
        assert!(!shared.text().contains(hers), "{hers}");
    }
    assert_eq!(read(&format!("{}x", &path[..path.len() - 1])).await.status, 404, "no other leads anywhere");
    assert_eq!(read("/v1/shared/x").await.status, 404);
    let second = plan.ask(SELF, "POST", &links, &json!({})).await.json();
    let id = second["id"].as_str().unwrap();
    assert_eq!(plan.ask(SELF, "DELETE", &format!("{links}/{id}"), &Value::Null).await.status, 204);
    assert_eq!(read(second["path"].as_str().unwrap()).await.status, 404);
    plan.world.clock.goes(std::time::Duration::from_hours(24));
    assert_eq!(read(&path).await.status, 404, "after its day it ends");
    assert_eq!(plan.ask(SELF, "POST", &links, &json!({"days": 366})).await.status, 401, "so does the token of this test");
}

#[tokio::test]
async fn every_look_is_on_record_and_refused_ones_too() {
    let plan = Plan::new().await;
    plan.world.assign().await;
    for who in [COUNSELOR, "counselor other", "learner other", "operator"] {
        call(&plan.world, who, "GET", &plan.path, &[], &Value::Null).await;
    }
    let log = plan.get(&format!("{}/audit", plan.learner)).await;
    let told = |at: usize| {
        let entry = &log["items"][at];
        (entry["actor"].as_str().unwrap(), entry["operation"].as_str().unwrap(), entry["outcome"].as_str().unwrap())
    };
    let id = |who: &str| plan.world.ids[who].as_str();
    assert_eq!(told(0), (id("operator"), "get_plan", "denied"));
    assert_eq!((told(1).1, told(1).2), ("get_plan", "denied"));
    assert!(!log.to_string().contains(id("learner other")), "learners are in it by keyed hash, whatever they did");
    assert_eq!(told(2), (id("counselor other"), "get_plan", "denied"));
    assert_eq!(told(3), (id(COUNSELOR), "get_plan", "allowed"));
    assert!(!log.to_string().contains(id(SELF)), "she is in it by keyed hash");
    assert!(plan.world.store.verify_audit().await.unwrap().is_ok());
    let path = format!("{}/assignments/{}", plan.learner, id(COUNSELOR));
    assert_eq!(plan.ask(COUNSELOR, "DELETE", &path, &Value::Null).await.json()["state"], "ended");
    assert_eq!(call(&plan.world, COUNSELOR, "GET", &plan.path, &[], &Value::Null).await.status, 404, "then she sees nothing any more");
    assert_eq!(plan.ask(SELF, "DELETE", &plan.learner, &Value::Null).await.status, 204);
    let after = call(&plan.world, SELF, "GET", &plan.learner, &[], &Value::Null).await;
    assert_eq!(after.status, 401, "the account is gone with its tokens");
}

#[tokio::test]
async fn whoever_uses_a_link_or_lists_accounts_is_on_record_and_named() {
    let plan = Plan::new().await;
    let made = plan.ask(SELF, "POST", &format!("{}/links", plan.path), &json!({})).await.json();
    let shared = made["path"].as_str().unwrap();
    let looks = async || -> Vec<(String, String, Value, Value)> {
        let log = plan.get(&format!("{}/audit", plan.learner)).await;
        let items = log["items"].as_array().unwrap().iter();
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
        items
            .map(|entry| (text(entry, "operation"), text(entry, "actor"), entry["actor_name"].clone(), entry["actor_role"].clone()))
            .collect()
    };
    assert_eq!(plan.world.server.ask("GET", shared, &[], b"").await.status, 200);
    let link = format!("link {}", made["id"].as_str().unwrap());
    assert_eq!(looks().await[0], ("get_shared".to_owned(), link, Value::Null, Value::Null));
    call(&plan.world, "counselor other", "GET", shared, &[], &Value::Null).await;
    let other = plan.world.ids["counselor other"].clone();
    assert_eq!(looks().await[0], ("get_shared".to_owned(), other, json!("counselor other"), json!("counselor")));
    call(&plan.world, "learner other", "GET", shared, &[], &Value::Null).await;
    let learner = &looks().await[0];
    assert!(learner.1.len() == 64 && learner.2.is_null() && learner.3.is_null(), "another learner is not named: {learner:?}");
    let before = looks().await.len();
    call(&plan.world, SELF, "GET", shared, &[], &Value::Null).await;
    assert_eq!(looks().await.len(), before, "her own look is nobody else's");
    assert_eq!(plan.world.server.ask("GET", "/v1/shared/x", &[], b"").await.status, 404);

    let listed = call(&plan.world, "operator", "GET", "/v1/accounts?limit=200", &[], &Value::Null).await;
    assert_eq!(listed.status, 200);
    let operator = plan.world.ids["operator"].clone();
    assert_eq!(looks().await[0], ("list_accounts".to_owned(), operator.clone(), json!("operator"), json!("operator")));
    // The page that is not hers tells her nothing.
    let before = looks().await.len();
    call(&plan.world, "operator", "GET", "/v1/accounts?offset=6&limit=1", &[], &Value::Null).await;
    assert_eq!(looks().await.len(), before);

    // What is done to the account itself is on record as well.
    let path = format!("/v1/accounts/{}", plan.world.ids["learner other"]);
    assert_eq!(call(&plan.world, "operator", "DELETE", &path, &[], &Value::Null).await.status, 204);
    let (_, closed) = plan.world.store.audit_of(&plan.world.ids["learner other"], 0, 1).await.unwrap();
    assert_eq!((closed[0].event.operation.as_str(), &closed[0].event.actor), ("close_account", &operator));
    assert!(plan.world.store.verify_audit().await.unwrap().is_ok());
}

#[tokio::test]
async fn a_learner_is_told_who_asks_to_be_her_counselor() {
    let plan = Plan::new().await;
    plan.world.assign().await;
    let listed = plan.get(&format!("{}/assignments", plan.learner)).await;
    assert_eq!((&listed["total"], &listed["items"][0]["counselor_name"]), (&json!(1), &json!(COUNSELOR)));
    let (_, cookie) = plan.world.sign_in(SELF, PASSWORD, None).await;
    let headers = [("cookie", cookie.as_deref().unwrap()), ("accept", "text/html")];
    let page = plan.world.server.ask("GET", &format!("/en/learners/{}", plan.world.ids[SELF]), &headers, b"").await.text();
    assert!(page.contains(&format!("<strong>{COUNSELOR}</strong>")), "{page}");
}

#[tokio::test]
async fn a_secret_that_is_asked_for_again_is_of_the_same_token_or_link_and_the_first_is_good_for_nothing() {
    let plan = Plan::new().await;
    let world = &plan.world;
    let post = async |path: &str, key: &str, body: &Value| call(world, SELF, "POST", path, &[("idempotency-key", key)], body).await;
    let body = json!({"name": "report", "scopes": ["read"]});
    let (first, again) = (post("/v1/tokens", "one", &body).await, post("/v1/tokens", "one", &body).await);
    assert_eq!((first.status, again.status), (201, 201), "{}", again.text());
    let (first, again) = (first.json(), again.json());
    assert_eq!((&first["id"], &first["expires_at"]), (&again["id"], &again["expires_at"]));
    let works = async |made: &Value| {
        let shown = format!("Bearer {}", made["token"].as_str().unwrap());
        world.server.ask("GET", "/v1/account", &[("authorization", &shown)], b"").await.status
    };
    assert_eq!((works(&first).await, works(&again).await), (401, 200));
    assert_eq!(world.store.tokens(&world.ids[SELF]).await.unwrap().len(), 2, "with the one of this test");
    let other = json!({"name": "another", "scopes": ["read"]});
    assert_eq!(post("/v1/tokens", "one", &other).await.problem()["type"], "/problems/key-reused");
    let revoke = format!("/v1/tokens/{}", again["id"].as_str().unwrap());
    assert_eq!(call(world, SELF, "DELETE", &revoke, &[], &Value::Null).await.status, 204);
    assert_eq!(post("/v1/tokens", "one", &body).await.status, 404, "what was revoked does not come back");

    let links = format!("{}/links", plan.path);
    let (first, again) = (post(&links, "two", &json!({"days": 1})).await, post(&links, "two", &json!({"days": 1})).await);
    assert_eq!((again.status, first.header("location")), (201, again.header("location")));
    let read = async |made: &Value| world.server.ask("GET", made["path"].as_str().unwrap(), &[], b"").await.status;
    assert_eq!((read(&first.json()).await, read(&again.json()).await), (404, 200));
    assert_eq!(plan.get(&links).await["total"], 1);
}

#[tokio::test]
async fn an_account_that_is_asked_for_again_is_made_once() {
    let Plan { world, .. } = Plan::new().await;
    let post = async |key: Option<&str>, name: &str, password: &str| {
        let body = json!({"username": name, "password": password, "role": "counselor"});
        let headers: Vec<_> = key.iter().map(|key| ("idempotency-key", *key)).collect();
        call(&world, "operator", "POST", "/v1/accounts", &headers, &body).await
    };
    let (first, again) = (post(Some("k"), "Dora", "a few plain words").await, post(Some("k"), "Dora", "a few plain words").await);
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body), "{}", again.text());
    assert_eq!(post(Some("k"), "Emma", "a few plain words").await.problem()["type"], "/problems/key-reused");
    assert_eq!(post(None, "Dora", "a few plain words").await.problem()["type"], "/problems/taken");
    assert_eq!(post(Some("k 2"), "Fay", "a few plain words").await.problem()["type"], "/problems/invalid-value");
}
