//! The pages as people meet them: in a real browser, wide and narrow, light and dark, without script, by keyboard, on a poor line.
//!
//! Needs Chromium (Debian: `apt-get install chromium`) and, for the accessibility checker, axe-core (`npm pack axe-core@4`); says so where one
//! is missing. `PATHSTACK_BLESS=1` keeps pictures anew, `PATHSTACK_BROWSER=all` looks at every page in all four ways.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where its browser fails")]

mod axe;
mod chromium;
#[path = "../common/http.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod http;
mod pictures;
mod sweep;
mod walks;

use chromium::Browser;
use http::Server;
use pathstack::{
    access::Role,
    advisor::Advisor,
    store::{Deed, KeptAccount, Store},
    web::{Accounts, Clock, Limits, MachineChance, Parts, Service, StoppedClock, caller::password, new_id},
};
use std::{sync::Arc, time::Duration};
use tokio::runtime::Runtime;

/// The password of everybody here.
const PASSWORD: &str = "a few plain words";

/// A server with the starter catalogue, and a browser to visit it with.
struct House {
    server: Server,
    _runtime: Runtime,
}

impl House {
    /// Both, unless there is no browser here.
    fn open() -> Option<(Self, Browser)> {
        Self::patient(Duration::from_secs(4))
    }

    /// The same with so much time for each question.
    fn patient(think: Duration) -> Option<(Self, Browser)> {
        let browser = Browser::start()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let server = runtime.block_on(serve(think));
        Some((Self { server, _runtime: runtime }, browser))
    }

    /// The address of a path.
    fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.at)
    }
}

/// The starter catalogue, and a store with a learner and a counselor who is named for her.
async fn serve(think: Duration) -> Server {
    let cost = password::Cost { memory_kib: 64, passes: 1, lanes: 1 };
    let (store, clock) = (Store::memory().await.unwrap(), StoppedClock("2027-01-04".parse().unwrap()));
    let mut ids = Vec::new();
    for (name, role) in [("ana", Role::Learner), ("carla", Role::Counselor)] {
        let account = KeptAccount {
            id: new_id(&MachineChance).unwrap(),
            username: Some(name.to_owned()),
            role,
            provider: None,
            password: Some(password::hash(PASSWORD, cost, &MachineChance).unwrap()),
            identity: None,
            created_at: clock.now(),
            closed_at: None,
        };
        assert!(store.add_account(&account).await.unwrap());
        ids.push(account.id);
    }
    let (learner, counselor) = (ids[0].clone(), ids[1].clone());
    let operation = "assign_counselor".to_owned();
    let deed =
        Deed { at: clock.now(), actor: "an operator".into(), operation, learner: learner.clone(), object: counselor.clone(), done: true };
    store.assign(&learner, &counselor, &deed).await.unwrap();
    Server::start_service(Service::of(Parts {
        advisor: Arc::new(Advisor::starter()),
        store: Some(store),
        clock: Arc::new(clock),
        chance: Box::new(MachineChance),
        limits: Limits { think, ..Limits::default() },
        accounts: Accounts { password: cost, secure_cookies: false, sign_in_burst: 1_000, ..Accounts::default() },
    }))
    .await
}
