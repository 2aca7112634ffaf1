//! Requests that come again because their answer was lost, by chance: each thing is created once, whatever is lost and whoever asks between.
//!
//! What happens is a matter of the seed alone, and a failing seed is printed: `PATHSTACK_SEED=N` tries one, `PATHSTACK_LONG=1` ten thousand.

use crate::kept::{account, now, record};
use jiff::{SignedDuration, Timestamp};
use pathstack::{
    access::Role,
    record::Kind,
    store::{Answer, Applied, Edit, Once, Store},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

/// Numbers that look like chance (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}

const PEOPLE: [&str; 3] = ["ana", "bea", "eva"];

/// What is known under a key: since when, of which request, with which answer.
#[derive(Clone)]
struct Known {
    since: Timestamp,
    request: String,
    answer: Answer,
}

/// What a store should be like, told without one.
#[derive(Default)]
struct Model {
    keys: BTreeMap<(String, String), Known>,
    kept: BTreeMap<String, Vec<String>>,
}

impl Model {
    fn expects(&mut self, who: &str, once: Option<&Once>, id: &str, at: Timestamp) -> Applied {
        let day = SignedDuration::from_hours(24);
        self.keys.retain(|_, known| at.duration_since(known.since) <= day);
        if let Some(once) = once {
            let key = (once.account.clone(), once.key.clone());
            if let Some(known) = self.keys.get(&key) {
                return if known.request == once.request { Applied::Before(known.answer.clone()) } else { Applied::KeyTaken };
            }
            self.keys.insert(key, Known { since: at, request: once.request.clone(), answer: once.answer.clone() });
        }
        self.kept.entry(who.to_owned()).or_default().push(id.to_owned());
        Applied::Done
    }
}

async fn crowd(dice: &mut Dice) {
    let store = Store::memory().await.unwrap();
    for who in PEOPLE {
        account(&store, who, Role::Learner).await;
    }
    let (mut model, mut at, mut number) = (Model::default(), now(), 0);
    // What somebody still waits for: she asks again until she hears.
    let mut waiting: Vec<(usize, String, String)> = Vec::new();
    for _ in 0..40 {
        at += SignedDuration::from_mins(i64::try_from(dice.below(90)).unwrap());
        let again = !waiting.is_empty() && dice.below(2) == 0;
        let (who, key, request) = if again {
            waiting[dice.below(waiting.len() as u64) as usize].clone()
        } else {
            // Few keys, so that they meet: her own of another request, and other people's.
            (dice.below(3) as usize, format!("key-{}", dice.below(5)), format!("request-{}", dice.below(4)))
        };
        let learner = PEOPLE[who];
        if dice.below(5) == 0 {
            // Lost on its way here.
            waiting.push((who, key, request));
            continue;
        }
        number += 1;
        let id = format!("e{number}");
        let answer = Answer { location: format!("/evidence/{id}"), version: 1, body: format!("{{\"id\": \"{id}\"}}") };
        let once = Once { account: learner.to_owned(), key: key.clone(), request: request.clone(), answer };
        let once = (dice.below(8) > 0).then_some(once);
        let edits = [Edit::Create { kind: Kind::Evidence, record: record(&id, json!({"competency": "sql"})) }];
        let done = store.change_records(learner, &edits, once.as_ref(), None, at).await.unwrap();
        assert_eq!(done, model.expects(learner, once.as_ref(), &id, at));
        if once.is_some() && dice.below(3) == 0 {
            // Its answer is lost on the way back.
            waiting.push((who, key, request));
        } else {
            waiting.retain(|one| *one != (who, key.clone(), request.clone()));
        }
    }
    for learner in PEOPLE {
        let mut found: Vec<String> =
            store.all_records::<Value>(learner, Kind::Evidence).await.unwrap().into_iter().map(|kept| kept.id).collect();
        let mut expected = model.kept.remove(learner).unwrap_or_default();
        (found.sort(), expected.sort());
        assert_eq!(found, expected, "{learner}");
    }
}

#[test]
fn what_is_sent_again_with_its_key_is_created_once() {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty() && value != "0");
    let seeds = match set("PATHSTACK_SEED").and_then(|seed| seed.parse::<u64>().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..if set("PATHSTACK_LONG").is_some() { 10_000 } else { 100 },
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for seed in seeds {
        let simulated = catch_unwind(AssertUnwindSafe(|| runtime.block_on(crowd(&mut Dice(seed)))));
        if let Err(panic) = simulated {
            eprintln!("the simulation failed with PATHSTACK_SEED={seed}");
            resume_unwind(panic);
        }
    }
}
