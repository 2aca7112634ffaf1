//! A service with one account of every kind, and the ways to call it.

use crate::http::{Answer, Server};
use jiff::{SignedDuration, Timestamp};
use pathstack::{
    access::{Role, Scope},
    advisor::Advisor,
    record::{AssignmentState, Kept, Kind, ShareLink},
    store::{Applied, Deed, Edit, KeptAccount, KeptToken, Store},
    web::{
        Accounts, Clock, Limits, Parts, RepeatedChance, Service, api,
        caller::{Secret, password},
        new_id,
    },
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

/// A clock that goes when it is told to.
#[derive(Clone)]
pub(crate) struct Wound(Arc<Mutex<Timestamp>>);

impl Clock for Wound {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl Wound {
    pub(crate) fn goes(&self, by: Duration) {
        *self.0.lock().unwrap() += SignedDuration::try_from(by).unwrap();
    }

    pub(crate) fn goes_back(&self, by: Duration) {
        *self.0.lock().unwrap() -= SignedDuration::try_from(by).unwrap();
    }
}

pub(crate) const PASSWORD: &str = "a few plain words";
/// Hashes that cost nothing, for what is tried here is not how long they take.
pub(crate) const CHEAP: password::Cost = password::Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// The kinds of callers of the table, in its order.
pub(crate) const PEOPLE: [(&str, Role, Option<&str>); 7] = [
    ("learner self", Role::Learner, None),
    ("learner other", Role::Learner, None),
    ("counselor assigned", Role::Counselor, None),
    ("counselor other", Role::Counselor, None),
    ("provider own", Role::Provider, Some("northfield")),
    ("provider other", Role::Provider, Some("elsewhere")),
    ("operator", Role::Operator, None),
];

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) store: Store,
    pub(crate) clock: Wound,
    chance: RepeatedChance,
    /// Ids and tokens by kind of caller.
    pub(crate) ids: BTreeMap<&'static str, String>,
    pub(crate) tokens: BTreeMap<&'static str, String>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::within(Accounts { sign_in_burst: 10_000, ..Accounts::default() }).await
    }

    pub(crate) async fn within(accounts: Accounts) -> Self {
        Self::of(accounts, Limits::default()).await
    }

    pub(crate) async fn limited(limits: Limits) -> Self {
        Self::of(Accounts::default(), limits).await
    }

    pub(crate) async fn of(accounts: Accounts, limits: Limits) -> Self {
        let store = Store::memory().await.unwrap();
        let clock = Wound(Arc::new(Mutex::new("2027-01-04T08:00:00Z".parse().unwrap())));
        let service = Service::of(Parts {
            advisor: Arc::new(Advisor::new(api::sample())),
            store: Some(store.clone()),
            clock: Arc::new(clock.clone()),
            chance: Box::new(RepeatedChance::default()),
            limits,
            accounts: Accounts { password: CHEAP, ..accounts },
        });
        let server = Server::start_service(service).await;
        let chance = RepeatedChance::from(1 << 40);
        let mut world = Self { server, store, clock, chance, ids: BTreeMap::new(), tokens: BTreeMap::new() };
        for (kind, role, provider) in PEOPLE {
            let id = world.account(kind, role, provider).await;
            let token = world.token(&id, Scope::ALL, Duration::from_hours(24)).await.1;
            world.ids.insert(kind, id);
            world.tokens.insert(kind, token);
        }
        world
    }

    pub(crate) async fn account(&self, name: &str, role: Role, provider: Option<&str>) -> String {
        let account = KeptAccount {
            id: new_id(&self.chance).unwrap(),
            username: Some(name.to_owned()),
            role,
            provider: provider.map(str::to_owned),
            password: Some(password::hash(PASSWORD, CHEAP, &self.chance).unwrap()),
            identity: None,
            created_at: self.clock.now(),
            closed_at: None,
        };
        assert!(self.store.add_account(&account).await.unwrap(), "{name} is taken");
        account.id
    }

    /// A token of an account: its id and its secret.
    pub(crate) async fn token(&self, account: &str, scopes: &[Scope], lasts: Duration) -> (String, String) {
        let secret = Secret::new(&self.chance).unwrap();
        let token = KeptToken {
            id: new_id(&self.chance).unwrap(),
            hash: secret.hash(),
            account: account.to_owned(),
            name: "a program".to_owned(),
            scopes: scopes.iter().copied().collect(),
            created_at: self.clock.now(),
            expires_at: self.clock.now() + SignedDuration::try_from(lasts).unwrap(),
            revoked_at: None,
        };
        self.store.add_token(&token).await.unwrap();
        (token.id, secret.reveal_token())
    }

    /// What is put on record where the test does something itself.
    pub(crate) fn deed(&self, operation: &str, account: &str) -> Deed {
        let (operation, learner, object) = (operation.to_owned(), account.to_owned(), String::new());
        Deed { at: self.clock.now(), actor: "the test".to_owned(), operation, learner, object, done: true }
    }

    /// Names the counselor for the learner, who agrees.
    pub(crate) async fn assign(&self) {
        let (learner, counselor) = (&self.ids["learner self"], &self.ids["counselor assigned"]);
        let deed = Deed { object: counselor.clone(), ..self.deed("assign_counselor", learner) };
        assert!(self.store.assign(learner, counselor, &deed).await.unwrap().is_some());
        let agreed = self.store.answer_assignment(learner, counselor, AssignmentState::Agreed, &deed).await.unwrap();
        assert_eq!(agreed.map(|agreed| agreed.state), Some(AssignmentState::Agreed));
    }

    /// Something else that hangs on the learner; gives its id.
    pub(crate) async fn keep(&self, kind: Kind, body: Value) -> String {
        let record = Kept::new(new_id(&self.chance).unwrap(), self.clock.now(), body);
        let id = record.id.clone();
        let learner = &self.ids["learner self"];
        let done = self.store.change_records(learner, &[Edit::Create { kind, record }], None, None, self.clock.now()).await.unwrap();
        assert_eq!(done, Applied::Done);
        id
    }

    /// A link to a plan of the learner: its id and its secret.
    pub(crate) async fn link(&self, plan: &str) -> (String, String) {
        let secret = Secret::new(&self.chance).unwrap();
        let (created_at, id) = (self.clock.now(), new_id(&self.chance).unwrap());
        let expires_at = created_at + SignedDuration::from_hours(24);
        let link = ShareLink { id, plan: plan.to_owned(), created_at, expires_at, revoked_at: None };
        assert!(self.store.add_link(&self.ids["learner self"], &link, &secret.hash()).await.unwrap());
        (link.id, secret.reveal().to_owned())
    }

    /// Calls with a token, or without; whatever is edited is edited as it is.
    pub(crate) async fn call(&self, method: &str, path: &str, token: Option<&str>, body: &str) -> Answer {
        let shown = token.map(|token| format!("Bearer {token}"));
        let mut headers: Vec<(&str, &str)> = shown.iter().map(|shown| ("authorization", shown.as_str())).collect();
        if method != "GET" {
            headers.push(("if-match", "*"));
        }
        if !body.is_empty() {
            headers.push(("content-type", "application/json"));
        }
        self.server.ask(method, path, &headers, body.as_bytes()).await
    }

    /// Calls as a browser does: with a cookie, and from a page of this origin.
    pub(crate) async fn browse(&self, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Answer {
        let mut headers = vec![("sec-fetch-site", "same-origin")];
        headers.extend(cookie.map(|cookie| ("cookie", cookie)));
        if !body.is_empty() {
            headers.push(("content-type", "application/json"));
        }
        self.server.ask(method, path, &headers, body.as_bytes()).await
    }

    /// Signs in; gives the answer and the cookie as it is sent back.
    pub(crate) async fn sign_in(&self, name: &str, password: &str, cookie: Option<&str>) -> (Answer, Option<String>) {
        let body = serde_json::json!({ "username": name, "password": password }).to_string();
        let answer = self.browse("POST", "/v1/sessions", cookie, &body).await;
        let cookie = kept(&answer);
        (answer, cookie)
    }
}

/// The cookie that an answer gives, as a browser sends it back.
pub(crate) fn kept(answer: &Answer) -> Option<String> {
    let set = answer.header("set-cookie")?;
    Some(set.split(';').next().unwrap_or_default().to_owned())
}
