//! Signing in with an organisation's own accounts, and everything that must not let anybody in.

use crate::{
    http::Answer,
    people::World,
    provider::{CLIENT, Provider, SECRET, Signs, Twist},
};
use pathstack::{
    access::Role,
    web::{
        Accounts,
        oidc::{Organisation, RoleRule},
    },
};
use std::time::Duration;

struct Office {
    provider: Provider,
    world: World,
}

/// A browser's cookies.
type Jar = Vec<String>;

fn cookies(answer: &Answer) -> Jar {
    let set = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    set.map(|(_, value)| value.split(';').next().unwrap().to_owned()).filter(|cookie| !cookie.ends_with('=')).collect()
}

impl Office {
    async fn new(roles: &[&str]) -> Self {
        let provider = Provider::start().await;
        let roles: Vec<RoleRule> = roles.iter().map(|rule| rule.parse().unwrap()).collect();
        let organisation = Organisation {
            issuer: provider.issuer(),
            client: CLIENT.to_owned(),
            secret: Some(SECRET.to_owned()),
            public_url: "http://localhost:1".to_owned(),
            name: Some("Northfield".to_owned()),
            scopes: vec!["profile".to_owned()],
            role_claim: (!roles.is_empty()).then(|| "groups".to_owned()),
            roles,
            authorities: Vec::new(),
            answer_bytes: Organisation::ANSWER_BYTES,
            answer_time: Organisation::ANSWER_TIME,
        };
        assert_eq!(organisation.check(), Ok(()));
        let world = World::within(Accounts { organisation: Some(organisation), ..Accounts::default() }).await;
        Self { provider, world }
    }

    /// Follows a link as a browser does, from wherever.
    async fn visit(&self, path: &str, jar: &Jar) -> Answer {
        let jar = jar.join("; ");
        let headers = [("cookie", jar.as_str()), ("sec-fetch-site", "cross-site"), ("accept", "text/html")];
        self.world.server.ask("GET", path, if jar.is_empty() { &headers[1..] } else { &headers }, b"").await
    }

    /// Goes to the provider and is sent back: what the browser keeps meanwhile, and the path it comes back to.
    async fn sent_back(&self, next: &str) -> (Jar, String) {
        let begun = self.visit(&format!("/en/sign-in/organisation{next}"), &Jar::new()).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let away = begun.header("location").unwrap().strip_prefix(&self.provider.issuer()).unwrap().to_owned();
        let there = ask_provider(&self.provider, &away).await;
        assert_eq!(there.status, 303, "{}", there.text());
        let back = there.header("location").unwrap().strip_prefix("http://localhost:1").unwrap().to_owned();
        (cookies(&begun), back)
    }

    /// The whole way.
    async fn sign_in(&self) -> Answer {
        let (jar, back) = self.sent_back("").await;
        self.visit(&back, &jar).await
    }

    /// The account of whoever was signed in by this answer.
    async fn account(&self, answer: &Answer) -> serde_json::Value {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let account = self.world.browse("GET", "/v1/account", Some(&cookies(answer)[0]), "").await;
        assert_eq!(account.status, 200);
        account.json()
    }

    async fn accounts(&self) -> usize {
        self.world.store.accounts(0, 1).await.unwrap().0
    }
}

async fn ask_provider(provider: &Provider, path: &str) -> Answer {
    crate::http::ask_at(provider.at, "GET", path, &[], b"").await
}

fn assert_refused(answer: &Answer, status: u16, said: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert!(answer.text().contains(said), "{}", answer.text());
    assert!(cookies(answer).is_empty(), "nobody is signed in, and the ticket is used up");
}

#[tokio::test]
async fn a_person_of_an_organisation_is_a_learner_here_and_the_same_one_next_time() {
    let office = Office::new(&[]).await;
    let (jar, back) = office.sent_back("?next=%2Flearners%2Fx").await;
    let signed = office.visit(&back, &jar).await;
    assert_eq!((signed.status, signed.header("location")), (303, Some("/en/learners/x")));
    let ended = signed.headers.iter().any(|(name, value)| name == "set-cookie" && value.starts_with("__Host-pathstack-ticket=;"));
    assert!(ended, "{:?}", signed.headers);
    let account = office.account(&signed).await;
    assert_eq!((account["role"].as_str(), account.get("username")), (Some("learner"), None));
    assert_eq!(account["identity"], serde_json::json!({"issuer": office.provider.issuer(), "subject": "ann"}));
    assert_eq!(office.account(&office.sign_in().await).await["id"], account["id"]);
    office.provider.set(|desk| desk.subject = "Ann".to_owned());
    assert_ne!(office.account(&office.sign_in().await).await["id"], account["id"], "another subject is another person");

    let page = office.world.browse("GET", "/en/account", Some(&cookies(&signed)[0]), "").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains(&office.provider.issuer()) && !page.text().contains("new_password"));
}

#[tokio::test]
async fn keys_of_the_usual_kinds_are_believed() {
    let office = Office::new(&[]).await;
    for signs in [Signs::Rsa, Signs::Ed25519(1)] {
        office.provider.set(|desk| desk.signs = signs);
        office.world.clock.goes(Duration::from_hours(1));
        office.provider.set(|desk| desk.now += Duration::from_hours(1));
        assert_eq!(office.sign_in().await.status, 303, "{signs:?}");
    }
}

#[tokio::test]
async fn an_e_mail_address_makes_nobody_somebody_else() {
    let office = Office::new(&[]).await;
    // The name of an account that is here already.
    office.provider.set(|desk| (desk.email, desk.subject) = (Some("operator".to_owned()), "operator".to_owned()));
    let account = office.account(&office.sign_in().await).await;
    assert_eq!(account["role"], "learner");
    assert!(!office.world.ids.values().any(|id| account["id"] == **id));
    // And that account has no password by which its subject could be tried.
    assert_eq!(office.world.sign_in("operator", "", None).await.0.status, 401);
}

#[tokio::test]
async fn what_does_not_prove_who_it_is_lets_nobody_in() {
    let office = Office::new(&[]).await;
    office.provider.set(|desk| desk.signs = Signs::Rsa);
    let before = office.accounts().await;
    for twist in [
        Twist::WrongNonce,
        Twist::NoNonce,
        Twist::OtherAudience,
        Twist::SecondAudience,
        Twist::OtherParty,
        Twist::OtherIssuer,
        Twist::Expired,
        Twist::MadeLongAgo,
        Twist::MadeInTheFuture,
        Twist::Unsigned,
        Twist::SignedWithTheSecret,
        Twist::SignedWithThePublicKey,
        Twist::UnknownKey,
        Twist::NoToken,
        Twist::NoSubject,
        Twist::LongSubject,
        Twist::Garbage,
    ] {
        office.provider.set(|desk| desk.twist = Some(twist));
        let answer = office.sign_in().await;
        assert_eq!(answer.status, 401, "{twist:?}: {}", answer.text());
        assert_refused(&answer, 401, "does not prove who you are");
    }
    office.provider.set(|desk| (desk.twist, desk.signs) = (Some(Twist::AnotherKeyOfThatName), Signs::Ed25519(1)));
    office.world.clock.goes(Duration::from_hours(1));
    office.provider.set(|desk| desk.now += Duration::from_hours(1));
    assert_refused(&office.sign_in().await, 401, "does not prove who you are");
    // More than is read of any answer, and the way to somebody else, which is not gone.
    for twist in [Twist::Huge, Twist::Elsewhere] {
        office.provider.set(|desk| desk.twist = Some(twist));
        assert_refused(&office.sign_in().await, 502, "cannot be reached");
    }
    assert_eq!(office.accounts().await, before, "and nothing is kept of it");
    office.provider.set(|desk| desk.twist = None);
    assert_eq!(office.sign_in().await.status, 303, "the provider itself is as good as before");
}

#[tokio::test]
async fn an_answer_counts_only_in_the_browser_that_asked() {
    let office = Office::new(&[]).await;
    let stale = "begun in another browser";
    let (jar, back) = office.sent_back("").await;
    let (other, others) = office.sent_back("").await;
    // No cookie, somebody else's, and a link with somebody else's state.
    assert_refused(&office.visit(&back, &Jar::new()).await, 400, stale);
    assert_refused(&office.visit(&back, &other).await, 400, stale);
    let state = |path: &str| path.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let swapped = back.replace(&state(&back), &state(&others));
    assert_refused(&office.visit(&swapped, &jar).await, 400, stale);
    assert_refused(&office.visit("/sign-in/callback?code=code-1", &jar).await, 400, stale);
    // A code that was made for another sign-in is of no use with the right state: it has another proof key.
    let code = |path: &str| path.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let injected = back.replace(&code(&back), &code(&others));
    assert_refused(&office.visit(&injected, &jar).await, 401, "does not prove");
    // Its own answer still counts, once.
    assert_eq!(office.visit(&back, &jar).await.status, 303);
    assert_refused(&office.visit(&back, &jar).await, 401, "does not prove");
    let (jar, back) = office.sent_back("").await;
    let from_another = format!("{}&iss=https%3A%2F%2Felsewhere.example", back.split("&iss=").next().unwrap());
    assert_refused(&office.visit(&from_another, &jar).await, 401, "does not prove");
    let declined = format!("/sign-in/callback?error=access_denied&state={}", state(&back));
    assert_refused(&office.visit(&declined, &jar).await, 401, "Nobody was signed in there");
    office.world.clock.goes(Duration::from_mins(10));
    assert_refused(&office.visit(&back, &jar).await, 400, stale);
}

#[tokio::test]
async fn signing_in_begins_a_new_session_and_leads_to_no_other_site() {
    let office = Office::new(&[]).await;
    let first = cookies(&office.sign_in().await);
    for next in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let (mut jar, back) = office.sent_back(&format!("?next={next}")).await;
        jar.extend(first.clone());
        let signed = office.visit(&back, &jar).await;
        assert_eq!((signed.status, signed.header("location")), (303, Some("/en/account")));
        assert_ne!(cookies(&signed), first);
    }
    assert_eq!(office.world.browse("GET", "/v1/account", Some(&first[0]), "").await.status, 401, "what was brought along has ended");
}

#[tokio::test]
async fn roles_follow_the_claim_by_the_rules_that_were_set_and_by_nothing_else() {
    let office = Office::new(&["operator=admins", "counselor=advisors", "provider:northfield=staff"]).await;
    let mut ids = Vec::new();
    for (groups, role, provider) in [
        (vec![], Role::Learner, None),
        (vec!["Advisors", "operator"], Role::Learner, None),
        (vec!["advisors"], Role::Counselor, None),
        (vec!["staff"], Role::Provider, Some("northfield")),
        (vec!["advisors", "admins"], Role::Operator, None),
        (vec!["x"], Role::Learner, None),
    ] {
        office.provider.set(|desk| desk.groups = groups.iter().map(|group| (*group).to_owned()).collect());
        let account = office.account(&office.sign_in().await).await;
        assert_eq!(
            (account["role"].as_str(), account.get("provider").and_then(|id| id.as_str())),
            (Some(role.name()), provider),
            "{groups:?}"
        );
        ids.push(account["id"].as_str().unwrap().to_owned());
    }
    assert!(ids.iter().all(|id| *id == ids[0]), "it is one account all the time");
    let (_, log) = office.world.store.audit_of(&ids[0], 0, 100).await.unwrap();
    let told: Vec<_> = log.iter().rev().map(|entry| (entry.event.actor.as_str(), entry.event.operation.as_str())).collect();
    let by = |operation| ("the identity provider", operation);
    assert_eq!(told, [by("set_role_counselor"), by("set_role_provider"), by("set_role_operator"), by("set_role_learner")]);
}

#[tokio::test]
async fn without_a_claim_roles_are_given_here_and_stay() {
    let office = Office::new(&[]).await;
    let id = office.account(&office.sign_in().await).await["id"].as_str().unwrap().to_owned();
    let deed = pathstack::store::Deed {
        at: "2027-01-04T08:00:00Z".parse().unwrap(),
        actor: "the test".to_owned(),
        operation: "set_role_counselor".to_owned(),
        learner: id.clone(),
        object: String::new(),
        done: true,
    };
    assert!(office.world.store.set_role(&id, Role::Counselor, None, &deed).await.unwrap());
    office.provider.set(|desk| desk.groups = vec!["admins".to_owned()]);
    assert_eq!(office.account(&office.sign_in().await).await["role"], "counselor");
}

#[tokio::test]
async fn nobody_comes_in_to_a_closed_account() {
    let office = Office::new(&[]).await;
    let id = office.account(&office.sign_in().await).await["id"].as_str().unwrap().to_owned();
    assert!(office.world.store.close_account(&id, &office.world.deed("close_account", &id)).await.unwrap());
    assert_refused(&office.sign_in().await, 403, "is closed");
}

#[tokio::test]
async fn new_keys_are_asked_for_once_a_minute_at_most() {
    let office = Office::new(&[]).await;
    office.provider.set(|desk| desk.signs = Signs::Ed25519(1));
    assert_eq!(office.sign_in().await.status, 303);
    assert_eq!(office.sign_in().await.status, 303);
    assert_eq!(office.provider.desk.lock().unwrap().asked, 1);
    office.provider.set(|desk| desk.signs = Signs::Ed25519(2));
    for _ in 0..3 {
        assert_refused(&office.sign_in().await, 401, "does not prove");
    }
    assert_eq!(office.provider.desk.lock().unwrap().asked, 1, "whoever sends junk makes nobody ask");
    office.world.clock.goes(Duration::from_mins(1));
    office.provider.set(|desk| desk.now += Duration::from_mins(1));
    assert_eq!(office.sign_in().await.status, 303);
    assert_eq!(office.provider.desk.lock().unwrap().asked, 2);
}

#[tokio::test]
async fn a_provider_that_is_not_who_it_should_be_is_not_gone_to() {
    for (member, value) in [
        ("issuer", "https://elsewhere.example"),
        ("authorization_endpoint", "http://elsewhere.example/authorize"),
        ("token_endpoint", "http://169.254.169.254/token"),
        ("jwks_uri", "http://10.0.0.1/keys"),
        ("jwks_uri", "file:///etc/passwd"),
    ] {
        let office = Office::new(&[]).await;
        office.provider.set(|desk| {
            desk.says.insert(member.to_owned(), value.into());
        });
        let answer = office.visit("/en/sign-in/organisation", &Jar::new()).await;
        assert_refused(&answer, 502, "cannot be reached");
    }
}

#[tokio::test]
async fn the_way_in_is_on_the_page_where_it_is_set_and_nowhere_else() {
    let office = Office::new(&[]).await;
    for (language, said) in [("en", "Sign in with Northfield"), ("es", "Entrar con Northfield")] {
        let page = office.visit(&format!("/{language}/sign-in?next=%2Fcaseload"), &Jar::new()).await.text();
        assert!(page.contains(said) && page.contains(&format!("/{language}/sign-in/organisation?next=%2Fcaseload")), "{page}");
    }
    let world = World::new().await;
    let page = world.browse("GET", "/en/sign-in", None, "").await;
    assert!(page.status == 200 && !page.text().contains("sign-in/organisation"));
    for path in ["/en/sign-in/organisation", "/sign-in/callback?code=x&state=y"] {
        assert_eq!(world.browse("GET", path, None, "").await.status, 404, "{path}");
    }
}
