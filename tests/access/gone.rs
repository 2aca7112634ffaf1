//! Who has left, or is a learner no more: what was kept for her is hers alone, and hers to take and to erase. And a provider's reach.

use super::people::World;
use pathstack::{access::Role, record::Kind};
use serde_json::{Value, json};

const SELF: &str = "learner self";
const COUNSELOR: &str = "counselor assigned";

/// A learner with evidence, a plan and a link to it, and a counselor who may look.
async fn told() -> (World, String, String) {
    let world = World::new().await;
    world.assign().await;
    world.keep(Kind::Evidence, json!({"competency": "sql", "note": "hers"})).await;
    let plan = json!({
        "title": "Hers", "question": {"role": "data analyst"}, "choice": "cheapest", "edition": 1, "hash": "0", "progress": [],
        "answer": {"cheapest": {"assumptions": [
            {"text": "A price is old", "of_learner": false}, {"text": "Her own word for SQL", "of_learner": true}, {"text": "Saved long ago"},
        ]}},
    });
    let plan = world.keep(Kind::Plan, plan).await;
    let (_, secret) = world.link(&plan).await;
    let learner = format!("/v1/learners/{}", world.ids[SELF]);
    (world, learner, format!("/v1/shared/{secret}"))
}

async fn status(world: &World, who: &str, method: &str, path: &str) -> u16 {
    world.call(method, path, Some(&world.tokens[who]), "").await.status
}

#[tokio::test]
async fn a_link_says_nothing_of_what_the_learner_can_show() {
    let (world, _, link) = told().await;
    let shared = world.call("GET", &link, None, "").await.json();
    assert_eq!(shared["pathway"]["assumptions"], json!([{"text": "A price is old", "of_learner": false}]));
}

#[tokio::test]
async fn of_a_closed_account_nobody_reads_anything_any_more() {
    let (world, learner, link) = told().await;
    let evidence = format!("{learner}/evidence");
    assert_eq!(status(&world, COUNSELOR, "GET", &evidence).await, 200);
    assert_eq!(world.call("GET", &link, None, "").await.status, 200);
    assert!(world.store.close_account(&world.ids[SELF], &world.deed("close_account", &world.ids[SELF])).await.unwrap());
    assert_eq!(status(&world, COUNSELOR, "GET", &evidence).await, 404);
    assert_eq!(world.call("GET", &link, None, "").await.status, 404);
    let cases = world.call("GET", "/v1/caseload", Some(&world.tokens[COUNSELOR]), "").await.json();
    assert_eq!((&cases["total"], &cases["items"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn whoever_is_no_learner_any_more_still_takes_what_is_hers_and_leaves() {
    let (world, learner, link) = told().await;
    let deed = world.deed("set_role_counselor", &world.ids[SELF]);
    assert!(world.store.set_role(&world.ids[SELF], Role::Counselor, None, &deed).await.unwrap());
    assert_eq!(status(&world, COUNSELOR, "GET", &format!("{learner}/evidence")).await, 404);
    assert_eq!(world.call("GET", &link, None, "").await.status, 404);
    let export = world.call("GET", &format!("{learner}/export"), Some(&world.tokens[SELF]), "").await;
    assert!(export.status == 200 && export.text().contains("hers"), "{}", export.text());
    assert_eq!(status(&world, SELF, "GET", &format!("{learner}/audit")).await, 200);
    assert_eq!(status(&world, SELF, "GET", &format!("{learner}/plans")).await, 404, "she has no plans as a counselor");
    assert_eq!(status(&world, SELF, "DELETE", &learner).await, 204);
    assert!(world.store.account(&world.ids[SELF]).await.unwrap().is_none());
}

#[tokio::test]
async fn a_provider_has_no_reach_beyond_its_own_and_what_it_publishes_is_on_record() {
    let world = World::new().await;
    let before: Value = world.call("GET", "/v1/credentials", None, "").await.json();
    let send = async |kind: &str, path: &str, lines: &str| {
        let token = format!("Bearer {}", world.tokens[kind]);
        let headers = [("authorization", token.as_str()), ("content-type", "text/plain")];
        world.server.ask("POST", path, &headers, lines.as_bytes()).await
    };
    let base = concat!(
        r#"{"credential": {"id": "theirs", "name": "Theirs", "issuer": "somebody"}}"#,
        "\n",
        r#"{"organisation": {"id": "somebody", "name": "Some University"}}"#,
    );
    let imported = send("operator", "/v1/editions", base).await;
    assert_eq!(imported.status, 201, "{}", imported.text());
    let (kind, provider) = super::people::PEOPLE.iter().find_map(|(kind, _, provider)| Some((*kind, (*provider)?))).unwrap();
    let records = format!("/v1/providers/{provider}/records");
    let publish = async |lines: &str| send(kind, &records, lines).await;
    for (line, because) in [
        (
            format!(
                r#"{{"offering": {{"id": "free", "credential": "theirs", "provider": "{provider}", "price": "USD 0.00", "hours": 1}}}}"#
            ),
            "which another issues",
        ),
        (format!(r#"{{"organisation": {{"id": "{provider}", "name": "some university"}}}}"#), "the name of another"),
        (
            format!(r#"{{"credential": {{"id": "new", "name": "New", "issuer": "{provider}", "url": "javascript:alert(1)"}}}}"#),
            "no address on the web",
        ),
    ] {
        let refused = publish(&line).await;
        assert!(refused.status == 422 && refused.text().contains(because), "{line}: {}", refused.text());
    }
    let sound = format!(r#"{{"credential": {{"id": "new", "name": "New", "issuer": "{provider}", "url": "https://example.org/new"}}}}"#);
    assert_eq!(publish(&sound).await.status, 201);
    assert_eq!(world.call("GET", "/v1/credentials", None, "").await.json()["total"], before["total"], "this server has not looked yet");
    let (entries, _) = world.store.verify_audit().await.unwrap().unwrap();
    assert_eq!(entries, 2, "an import and a publication");
}
