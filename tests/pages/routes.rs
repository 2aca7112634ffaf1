//! Every page that the router knows, from a sample: what the source routes and what is opened here are the same.

use super::{
    Got, StatusCode,
    kept::{Browser, COST, on_to},
    sound,
};
use pathstack::{
    access::Role,
    store::{Deed, KeptAccount, Store},
    web::{Clock, RepeatedChance, StoppedClock, caller::password, new_id},
};
use std::{collections::BTreeSet, fs, path::Path};

pub(crate) const PASSWORD: &str = "a few plain words";

/// Pages that everybody may open, by their routes.
const OPEN: [(&str, &str); 20] = [
    ("/", ""),
    ("/you", "/you?role=data-analyst"),
    ("/plan", "/plan?role=data-analyst"),
    ("/near", "/near?role=data-analyst&can=sql~1"),
    ("/plan.ics", "/plan.ics?role=data-analyst"),
    ("/plan.pdf", "/plan.pdf?role=data-analyst"),
    ("/catalogue", "/catalogue?q=sql"),
    ("/roles", "/roles"),
    ("/roles/{id}", "/roles/data-analyst"),
    ("/credentials", "/credentials"),
    ("/credentials/{id}", "/credentials/spreadsheet-badge"),
    ("/competencies", "/competencies"),
    ("/competencies/{id}", "/competencies/sql"),
    ("/providers", "/providers"),
    ("/providers/{id}", "/providers/example-academy"),
    ("/coverage", "/coverage"),
    ("/coverage/{question}", "/coverage/shortages"),
    ("/sign-in", "/sign-in"),
    ("/register", "/register"),
    ("/shared/{secret}", ""),
];

/// Pages of somebody who is signed in; the counselor's first.
const OWN: [(&str, bool); 8] = [
    ("/caseload", true),
    ("/account", false),
    ("/account", true),
    ("/learners/{learner}", true),
    ("/learners/{learner}/plans/{id}", true),
    ("/learners/{learner}/plans/{id}/plan.pdf", true),
    ("/learners/{learner}/plans/{id}/plan.pdf", false),
    ("/save", false),
];

/// The routes of pages that can be opened, as the source has them.
fn routed(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            routed(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap_or_default();
        for route in source.split(".route(\"").skip(1) {
            let (pattern, rest) = route.split_once('"').unwrap();
            // What only takes forms is no page.
            let page = rest.trim_start_matches(',').trim_start().starts_with("get(");
            // Nor is what sends a browser on to an organisation's own door.
            if page && !pattern.starts_with("/assets") && pattern != "/sign-in/organisation" {
                found.insert(pattern.to_owned());
            }
        }
    }
}

/// A store with a learner and a counselor who is named for her, and their ids.
pub(crate) async fn people() -> (Store, String, String) {
    let (store, clock, chance) = (Store::memory().await.unwrap(), StoppedClock("2027-01-04".parse().unwrap()), RepeatedChance::default());
    let mut ids = Vec::new();
    for (name, role) in [("ana", Role::Learner), ("carla", Role::Counselor)] {
        let account = KeptAccount {
            id: new_id(&chance).unwrap(),
            username: Some(name.to_owned()),
            role,
            provider: None,
            password: Some(password::hash(PASSWORD, COST, &chance).unwrap()),
            identity: None,
            created_at: clock.now(),
            closed_at: None,
        };
        assert!(store.add_account(&account).await.unwrap());
        ids.push(account.id);
    }
    let (learner, counselor) = (ids[0].clone(), ids[1].clone());
    let deed = Deed {
        at: clock.now(),
        actor: "an operator".into(),
        operation: "assign_counselor".to_owned(),
        learner: learner.clone(),
        object: counselor.clone(),
        done: true,
    };
    store.assign(&learner, &counselor, &deed).await.unwrap();
    (store, learner, counselor)
}

pub(crate) async fn sign_in(browser: &mut Browser, name: &str) {
    let door = browser.open("/en/sign-in").await;
    on_to(&browser.send(&door, "/sign-in", &[("username", name), ("password", PASSWORD)]).await);
}

pub(crate) async fn sign_out(browser: &mut Browser) {
    let account = browser.open("/en/account").await;
    on_to(&browser.send(&account, "/sign-out", &[]).await);
}

fn there(path: &str, got: &Got) {
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body);
    if path.contains(".pdf") {
        assert!(got.body.starts_with("%PDF-1.7"), "{path}");
    } else if !path.contains(".ics") {
        sound(path, got);
    }
}

#[tokio::test]
async fn every_page_that_is_routed_is_rendered_from_a_sample() {
    let mut wanted = BTreeSet::new();
    routed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/page"), &mut wanted);
    let known: BTreeSet<String> =
        OPEN.iter().map(|(route, _)| *route).chain(OWN.iter().map(|(route, _)| *route)).map(str::to_owned).collect();
    assert_eq!(wanted, known, "a page is routed that no sample opens, or the other way round");

    let (store, learner, _) = people().await;
    let mut browser = Browser::over(store);
    for language in ["en", "es"] {
        for (route, path) in OPEN.iter().filter(|(route, _)| *route != "/shared/{secret}") {
            let path = format!("/{language}{path}");
            there(&path, &browser.open(&path).await);
            assert!(!route.is_empty());
        }
    }

    sign_in(&mut browser, "ana").await;
    let own = format!("/en/learners/{learner}");
    let page = browser.open(&own).await;
    there(&own, &page);
    on_to(&browser.send(&page, "/agree", &[]).await);
    let ask = browser.open("/en/save?role=data-analyst").await;
    let plan = on_to(&browser.send(&ask, "/save", &[("title", "To analyst"), ("choice", "cheapest")]).await);
    let page = browser.open(&plan).await;
    let made = browser.send(&page, "/link", &[]).await;
    let link = sound("the link", &made).links().into_iter().find(|link| link.contains("/shared/")).expect("a link");
    there(&link, &browser.open(&link).await);

    let open = |route: &str| {
        let path = if let Some((_, file)) = route.split_once("{id}") {
            format!("{}{file}", plan.trim_start_matches("/en"))
        } else {
            route.replace("{learner}", &learner)
        };
        if route == "/save" { format!("{path}?role=data-analyst") } else { path }
    };
    for counselor in [false, true] {
        if counselor {
            sign_out(&mut browser).await;
            sign_in(&mut browser, "carla").await;
        }
        for (route, _) in OWN.iter().filter(|(_, by)| *by == counselor) {
            for language in ["en", "es"] {
                let path = format!("/{language}{}", open(route));
                there(&path, &browser.open(&path).await);
            }
        }
    }
    // A counselor's way on from a learner leads somewhere.
    let page = sound("a learner", &browser.open(&own).await);
    let on = page.links().into_iter().find(|link| link.starts_with("/en?") || link == "/en").expect("planning with her");
    there(&on, &browser.open(&on).await);
}
