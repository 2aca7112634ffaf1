//! Tokens of programs: shown once, good for their scopes and their time, listed and revoked.

use crate::people::World;
use pathstack::access::Scope;
use std::time::Duration;

#[tokio::test]
async fn a_token_is_shown_once_and_only_its_hash_is_kept() {
    let world = World::new().await;
    let session = &world.tokens["learner self"];
    let made = world.call("POST", "/v1/tokens", Some(session), r#"{"name": "report", "scopes": ["read"], "days": 30}"#).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("pathstack_") && token.len() == 53, "{token}");
    assert_eq!((&made["created_at"], &made["expires_at"]), (&"2027-01-04T08:00:00Z".into(), &"2027-02-03T08:00:00Z".into()));
    assert_eq!(world.call("GET", "/v1/account", Some(token), "").await.status, 200);
    let listed = world.call("GET", "/v1/tokens", Some(session), "").await;
    assert!(listed.text().contains(made["id"].as_str().unwrap()) && !listed.text().contains(token));
    let kept = world.store.tokens(&world.ids["learner self"]).await.unwrap();
    let kept = kept.iter().find(|kept| kept.id == made["id"]).unwrap();
    assert!(!format!("{kept:?}").contains(&token["pathstack_".len()..]));
}

#[tokio::test]
async fn a_token_ends_with_its_time_or_when_it_is_revoked() {
    let world = World::new().await;
    let session = world.token(&world.ids["learner self"], Scope::ALL, Duration::from_hours(24 * 400)).await.1;
    let make =
        async || world.call("POST", "/v1/tokens", Some(&session), r#"{"name": "report", "scopes": ["read"], "days": 1}"#).await.json();
    let (one, two) = (make().await, make().await);
    let works = async |made: &serde_json::Value| world.call("GET", "/v1/account", made["token"].as_str(), "").await.status;
    assert_eq!(world.call("DELETE", &format!("/v1/tokens/{}", one["id"].as_str().unwrap()), Some(&session), "").await.status, 204);
    assert_eq!((works(&one).await, works(&two).await), (401, 200));
    world.clock.goes(Duration::from_secs(24 * 3600 - 1));
    assert_eq!(works(&two).await, 200);
    world.clock.goes(Duration::from_secs(1));
    assert_eq!(works(&two).await, 401);
}

#[tokio::test]
async fn a_token_cannot_make_one_that_may_do_more() {
    let world = World::new().await;
    let account = world.token(&world.ids["learner self"], &[Scope::Account], Duration::from_hours(1)).await.1;
    let more = world.call("POST", "/v1/tokens", Some(&account), r#"{"name": "more", "scopes": ["read"]}"#).await;
    assert_eq!((more.status, &more.problem()["type"]), (403, &"/problems/insufficient-scope".into()));
    let same = world.call("POST", "/v1/tokens", Some(&account), r#"{"name": "same", "scopes": ["account"]}"#).await;
    assert_eq!(same.status, 201);
}

#[tokio::test]
async fn what_makes_no_sense_as_a_token_is_refused_with_its_place() {
    let world = World::new().await;
    let session = &world.tokens["learner self"];
    for (body, kind, pointer) in [
        (r#"{"name": "", "scopes": ["read"]}"#, "value-out-of-range", "/name"),
        (r#"{"name": "x", "scopes": []}"#, "value-out-of-range", "/scopes"),
        (r#"{"name": "x", "scopes": ["read"], "days": 366}"#, "value-out-of-range", "/days"),
        (r#"{"name": "x", "scopes": ["read"], "days": 0}"#, "value-out-of-range", "/days"),
        (r#"{"name": "x", "scopes": ["all"]}"#, "invalid-value", "/scopes/0"),
        (r#"{"name": "x", "scopes": ["read"], "account": "y"}"#, "unknown-field", "/account"),
    ] {
        let answer = world.call("POST", "/v1/tokens", Some(session), body).await;
        let problem = answer.problem();
        assert_eq!((&problem["type"], &problem["errors"][0]["pointer"]), (&format!("/problems/{kind}").into(), &pointer.into()), "{body}");
    }
}

#[tokio::test]
async fn two_tokens_at_once_or_another_scheme_are_nobodys() {
    let world = World::new().await;
    let token = format!("Bearer {}", world.tokens["learner self"]);
    let small = token.replace("Bearer", "bearer");
    for (headers, status) in [
        (vec![("authorization", &*token)], 200),
        (vec![("authorization", &*small)], 200),
        (vec![("authorization", &*token), ("authorization", &*token)], 401),
        (vec![("authorization", "Basic YW5uOnBhc3N3b3Jk")], 401),
        (vec![("authorization", "Bearer")], 401),
        (vec![("authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.")], 401),
    ] {
        let answer = world.server.ask("GET", "/v1/account", &headers, b"").await;
        assert_eq!(answer.status, status, "{headers:?}");
        if status == 401 {
            assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
        }
    }
}
