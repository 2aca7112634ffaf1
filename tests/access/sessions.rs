//! Sessions of people at browsers: signing in and out, what a cookie is good for and for how long, and what other sites cannot do.

use crate::people::{PASSWORD, World, kept};
use pathstack::web::Accounts;
use std::time::Duration;

const LEARNER: &str = "learner self";

#[tokio::test]
async fn who_signs_in_is_known_by_a_cookie_until_she_signs_out() {
    let world = World::new().await;
    let (answer, cookie) = world.sign_in(" Learner SELF ", PASSWORD, None).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert!(!answer.text().contains("argon2"), "{}", answer.text());
    let set = answer.header("set-cookie").unwrap();
    assert!(set.starts_with("__Host-pathstack=") && set.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/"), "{set}");
    let cookie = cookie.as_deref();
    let shown = world.browse("GET", "/v1/account", cookie, "").await;
    assert_eq!((shown.status, &shown.json()["username"], &shown.json()["role"]), (200, &LEARNER.into(), &"learner".into()));
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    let left = world.browse("DELETE", "/v1/sessions/current", cookie, "").await;
    assert!(left.status == 204 && left.header("set-cookie").unwrap().contains("Max-Age=0"));
    let after = world.browse("GET", "/v1/account", cookie, "").await;
    assert_eq!((after.status, &after.problem()["detail"]), (401, &"the session has ended".into()));
    assert_eq!(world.browse("GET", "/v1/roles", cookie, "").await.status, 200, "what is public stays open");
}

#[tokio::test]
async fn a_session_ends_when_it_idles_and_ends_in_any_case() {
    let accounts = Accounts { session_idle: Duration::from_mins(30), session: Duration::from_hours(2), ..Accounts::default() };
    let world = World::within(accounts).await;
    let seen = async |cookie: &Option<String>| world.browse("GET", "/v1/account", cookie.as_deref(), "").await.status;
    let (_, idle) = world.sign_in(LEARNER, PASSWORD, None).await;
    world.clock.goes(Duration::from_secs(30 * 60 - 1));
    assert_eq!(seen(&idle).await, 200);
    world.clock.goes(Duration::from_mins(30));
    assert_eq!(seen(&idle).await, 401);
    let (_, busy) = world.sign_in(LEARNER, PASSWORD, None).await;
    for _ in 0..5 {
        world.clock.goes(Duration::from_mins(20));
        assert_eq!(seen(&busy).await, 200);
    }
    world.clock.goes(Duration::from_mins(20));
    assert_eq!(seen(&busy).await, 401, "two hours are over");
}

#[tokio::test]
async fn signing_in_begins_a_new_session_and_ends_the_one_that_was_brought_along() {
    let world = World::new().await;
    let (_, planted) = world.sign_in("learner other", PASSWORD, None).await;
    let (_, own) = world.sign_in(LEARNER, PASSWORD, planted.as_deref()).await;
    assert_ne!(planted, own);
    assert_eq!(world.browse("GET", "/v1/account", planted.as_deref(), "").await.status, 401);
    assert_eq!(world.browse("GET", "/v1/account", own.as_deref(), "").await.status, 200);
    let made_up = format!("__Host-pathstack={}", "A".repeat(43));
    assert_eq!(world.browse("GET", "/v1/account", Some(&made_up), "").await.status, 401);
}

#[tokio::test]
async fn signing_out_everywhere_ends_all_sessions_of_one_account_and_no_other() {
    let world = World::new().await;
    let (_, one) = world.sign_in(LEARNER, PASSWORD, None).await;
    let (_, two) = world.sign_in(LEARNER, PASSWORD, None).await;
    let (_, other) = world.sign_in("learner other", PASSWORD, None).await;
    assert_eq!(world.browse("DELETE", "/v1/sessions", one.as_deref(), "").await.status, 204);
    for (cookie, status) in [(one, 401), (two, 401), (other, 200)] {
        assert_eq!(world.browse("GET", "/v1/account", cookie.as_deref(), "").await.status, status);
    }
}

#[tokio::test]
async fn a_new_password_ends_every_session_but_the_one_it_begins() {
    let world = World::new().await;
    let (_, one) = world.sign_in(LEARNER, PASSWORD, None).await;
    let (_, two) = world.sign_in(LEARNER, PASSWORD, None).await;
    let change = |old: &str, new: &str| serde_json::json!({ "password": old, "new_password": new }).to_string();
    let wrong = world.browse("PUT", "/v1/account/password", one.as_deref(), &change("not it at all", "other plain words")).await;
    assert_eq!(wrong.problem()["type"], "/problems/wrong-credentials");
    let short = world.browse("PUT", "/v1/account/password", one.as_deref(), &change(PASSWORD, "short")).await;
    assert_eq!((short.status, &short.problem()["errors"][0]["pointer"]), (422, &"/new_password".into()));
    let changed = world.browse("PUT", "/v1/account/password", one.as_deref(), &change(PASSWORD, "other plain words")).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    for (cookie, status) in [(one, 401), (two, 401), (kept(&changed), 200)] {
        assert_eq!(world.browse("GET", "/v1/account", cookie.as_deref(), "").await.status, status);
    }
    assert_eq!(world.sign_in(LEARNER, PASSWORD, None).await.0.status, 401);
    assert_eq!(world.sign_in(LEARNER, "other plain words", None).await.0.status, 201);
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_are_told_alike() {
    let world = World::new().await;
    let (wrong, no_cookie) = world.sign_in(LEARNER, "not her password", None).await;
    let (unknown, _) = world.sign_in("nobody of this name", PASSWORD, None).await;
    assert!(no_cookie.is_none());
    assert_eq!((wrong.status, wrong.problem()), (401, unknown.problem()));
    let names = |answer: &crate::http::Answer| answer.headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&wrong), names(&unknown));
    let long = world.sign_in(LEARNER, &"x".repeat(10_000), None).await.0;
    assert_eq!(long.problem(), wrong.problem());
}

#[tokio::test]
async fn ten_tries_are_free_and_the_next_waits_a_minute_wherever_the_account_is() {
    let world = World::within(Accounts { sign_in_delay: Duration::ZERO, ..Accounts::default() }).await;
    for at in 0..10 {
        assert_eq!(world.sign_in(&format!("name {at}"), "some guess or other", None).await.0.status, 401);
    }
    let (refused, _) = world.sign_in(LEARNER, PASSWORD, None).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("60")));
    assert_eq!(refused.problem()["type"], "/problems/rate-limited");
    world.clock.goes(Duration::from_mins(1));
    assert_eq!(world.sign_in(LEARNER, PASSWORD, None).await.0.status, 201);
}

#[tokio::test]
async fn guesses_from_many_addresses_delay_the_learner_and_do_not_lock_her_out() {
    let world = World::within(Accounts { proxies: 1, sign_in_delay: Duration::from_millis(20), ..Accounts::default() }).await;
    let sign_in = async |address: &str, password: &str| {
        let body = serde_json::json!({ "username": LEARNER, "password": password }).to_string();
        let headers = [("x-forwarded-for", address), ("content-type", "application/json")];
        world.server.ask("POST", "/v1/sessions", &headers, body.as_bytes()).await.status
    };
    for guess in 0..40 {
        assert_eq!(sign_in(&format!("203.0.113.{guess}"), "a guess in the dark").await, 401);
    }
    assert_eq!(sign_in("198.51.100.7", PASSWORD).await, 201);
    for guess in 0..12 {
        let expected = if guess < 10 { 401 } else { 429 };
        assert_eq!(sign_in("6.6.6.6, 203.0.113.200", "a guess in the dark").await, expected, "what a caller writes itself is not believed");
    }
}

#[tokio::test]
async fn another_site_can_neither_act_in_her_name_nor_sign_her_in() {
    let world = World::new().await;
    let (_, cookie) = world.sign_in(LEARNER, PASSWORD, None).await;
    let cookie = cookie.unwrap();
    let foreign: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ];
    for site in foreign {
        let with = [site, &[("cookie", &*cookie)]].concat();
        let acted = world.server.ask("DELETE", "/v1/sessions", &with, b"").await;
        assert_eq!((acted.status, &acted.problem()["type"]), (403, &"/problems/csrf".into()), "{site:?}");
        let body = format!(r#"{{"username": "learner other", "password": "{PASSWORD}"}}"#);
        let signing = [site, &[("content-type", "application/json")]].concat();
        assert_eq!(world.server.ask("POST", "/v1/sessions", &signing, body.as_bytes()).await.status, 403, "{site:?}");
    }
    assert_eq!(world.browse("GET", "/v1/account", Some(&cookie), "").await.status, 200, "nothing was done");
    let own = format!("http://{}", world.server.at);
    let same = [("origin", &*own), ("cookie", &*cookie)];
    assert_eq!(world.server.ask("DELETE", "/v1/sessions/current", &same, b"").await.status, 204);
    // A form of another site cannot say that it is JSON, and nothing else is read.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(world.server.ask("POST", "/v1/sessions", &form, b"username=a&password=b").await.status, 415);
}

#[tokio::test]
async fn learners_make_their_own_accounts_where_it_is_open_to_them() {
    let world = World::new().await;
    let body = |name: &str, password: &str| serde_json::json!({ "username": name, "password": password }).to_string();
    let made = world.browse("POST", "/v1/registrations", None, &body("Ann@Example.org", PASSWORD)).await;
    assert_eq!((made.status, &made.json()["role"], &made.json()["username"]), (201, &"learner".into(), &"ann@example.org".into()));
    assert_eq!(world.browse("GET", "/v1/account", kept(&made).as_deref(), "").await.json()["id"], made.json()["id"]);
    let again = world.browse("POST", "/v1/registrations", None, &body("ANN@example.org", "some other words")).await;
    assert_eq!((again.status, &again.problem()["type"]), (409, &"/problems/taken".into()));
    for (name, password, pointer) in [
        ("bob", "short", "/password"),
        ("", PASSWORD, "/username"),
        ("b\u{1}b", PASSWORD, "/username"),
        ("twelve letters", "Twelve Letters", "/password"),
    ] {
        let refused = world.browse("POST", "/v1/registrations", None, &body(name, password)).await;
        assert_eq!((refused.status, &refused.problem()["errors"][0]["pointer"]), (422, &pointer.into()), "{name}");
    }
    let more = r#"{"username": "eve", "password": "a few plain words", "role": "operator"}"#;
    let refused = world.browse("POST", "/v1/registrations", None, more).await;
    assert_eq!((refused.status, &refused.problem()["type"]), (422, &"/problems/unknown-field".into()));
    let closed = World::within(Accounts { registration: false, ..Accounts::default() }).await;
    let refused = closed.browse("POST", "/v1/registrations", None, &body("carl", PASSWORD)).await;
    assert_eq!((refused.status, &refused.problem()["type"]), (403, &"/problems/forbidden".into()));
}

#[tokio::test]
async fn nobody_signs_in_to_a_closed_account() {
    let world = World::new().await;
    let (_, cookie) = world.sign_in(LEARNER, PASSWORD, None).await;
    let path = format!("/v1/accounts/{}", world.ids[LEARNER]);
    assert_eq!(world.call("DELETE", &path, Some(&world.tokens["operator"]), "").await.status, 204);
    assert_eq!(world.call("DELETE", &path, Some(&world.tokens["operator"]), "").await.status, 404, "it is closed already");
    assert_eq!(world.browse("GET", "/v1/account", cookie.as_deref(), "").await.status, 401);
    assert_eq!(world.call("GET", "/v1/account", Some(&world.tokens[LEARNER]), "").await.status, 401);
    assert_eq!(world.sign_in(LEARNER, PASSWORD, None).await.0.status, 401);
}

#[tokio::test]
async fn a_clock_that_is_set_a_day_on_or_back_lets_nothing_outlive_its_time() {
    let day = Duration::from_hours(24);
    let world = World::new().await;
    world.assign().await;
    let (_, cookie) = world.sign_in(LEARNER, PASSWORD, None).await;
    let token = world.token(&world.ids[LEARNER], pathstack::access::Scope::ALL, Duration::from_hours(36)).await.1;
    let path = format!("/v1/learners/{}", world.ids[LEARNER]);
    let look = async || world.call("GET", &path, Some(&world.tokens["counselor assigned"]), "").await.status;
    let (session, program) = (
        async || world.browse("GET", "/v1/account", cookie.as_deref(), "").await.status,
        async || world.call("GET", "/v1/account", Some(&token), "").await.status,
    );
    assert_eq!((look().await, session().await, program().await), (200, 200, 200));
    world.clock.goes_back(day);
    assert_eq!((look().await, session().await, program().await), (200, 200, 200));
    assert_eq!(world.sign_in("learner other", PASSWORD, None).await.0.status, 201, "who signs in is not counted against the future");
    world.clock.goes(2 * day);
    assert_eq!((session().await, program().await), (401, 200), "a session ends after twelve hours, the token half a day later");
    world.clock.goes(day);
    assert_eq!(program().await, 401);
    // However the clock went, the log is in the order in which things were done.
    assert_eq!(world.store.verify_audit().await.unwrap().map(|(many, _)| many), Ok(4), "named, agreed, and two looks");
}
