//! Laws of the schedule, on random worlds: each names what must never happen when a question changes.

#[path = "../benches/schedule/market.rs"]
mod market;
#[path = "schedule_oracle/worlds.rs"]
mod worlds;

use pathstack::replay;
use pathstack::schedule::answer::Constraint;
use pathstack::schedule::world::{Estimate, Part};
use pathstack::schedule::{ALL, Answer, Ending, Id, Limits, Market, Pathway, Question, WhyNot, World, answer, any, compare};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(world: &Value) -> World {
    World::from_json(&world.to_string()).unwrap_or_else(|f| panic!("{f:?}"))
}

fn solve(world: &Value) -> Answer {
    answer(&read(world), &ALL, &Limits::default()).expect("no faults")
}

fn money(answer: &Answer) -> Option<i64> {
    answer.cheapest.as_ref().map(|p| p.money)
}

fn ready(answer: &Answer) -> Option<i32> {
    answer.fastest.as_ref().map(|p| p.ready.0)
}

/// `after` is no worse than `before`, where there is a before.
fn no_worse<T: PartialOrd + std::fmt::Debug>(before: Option<T>, after: Option<T>) {
    if let Some(before) = before {
        let after = after.expect("what was possible stays possible");
        assert!(after <= before, "{after:?} after {before:?}");
    }
}

/// One step at a time and nothing that runs out: there, doing things sooner never hurts.
const WITHOUT_SLOTS_AND_VALIDITY: u32 = 0xFFFF & !(1 << 3) & !(1 << 8) & !(1 << 13) & !(1 << 10);

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_hours_a_week_never_make_ready_later(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000, more in 1_i64..300) {
        let bits = bits & WITHOUT_SLOTS_AND_VALIDITY & !(1 << 4) & !(1 << 12) & !(1 << 14);
        let mut w = worlds::world(seed, bits);
        let before = solve(&w);
        for hours in w["learner"]["hours"].as_array_mut().expect("hours") {
            hours["weekly_minutes"] = json!(hours["weekly_minutes"].as_i64().expect("minutes") + more);
        }
        no_worse(ready(&before), ready(&solve(&w)));
    }

    #[test]
    fn a_larger_budget_is_never_dearer(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000, budget in 5_i64..40, more in 1_i64..20) {
        let mut w = worlds::world(seed, bits);
        w["learner"]["budget"] = json!(budget);
        let before = solve(&w);
        w["learner"]["budget"] = json!(budget + more);
        let after = solve(&w);
        no_worse(money(&before), money(&after));
        no_worse(ready(&before), ready(&after));
    }

    #[test]
    fn more_funding_never_costs_more(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000, rate in 1_i64..1000) {
        let mut w = worlds::world(seed, bits);
        let before = solve(&w);
        let fund = json!({"id": "gift", "rate_per_mille": rate, "parts": ["tuition", "exam", "materials"]});
        match w.get_mut("funding").and_then(Value::as_array_mut) {
            Some(funds) => funds.push(fund),
            None => w["funding"] = json!([fund]),
        }
        no_worse(money(&before), money(&solve(&w)));
    }

    #[test]
    fn a_locked_step_appears_and_an_excluded_provider_never_does(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000) {
        let mut w = worlds::world(seed, bits & !(1 << 13));
        w["learner"]["locks"] = json!(["c0"]);
        w["learner"]["exclude_providers"] = json!(["p1"]);
        let held = w["learner"]["earned"].as_array().is_some_and(|e| e.iter().any(|e| e["credential"] == "c0"));
        let world = read(&w);
        let answer = answer(&world, &ALL, &Limits::default()).expect("no faults");
        for p in answer.frontier.iter().chain(&answer.fewest) {
            prop_assert!(held || p.steps.iter().any(|s| s.credential == Id::from("c0")));
            for step in &p.steps {
                let provider = |c: &Id| world.credentials.iter().find(|r| r.id == *c).and_then(|r| r.provider.clone());
                let gives = |o: &Id| world.offerings.iter().find(|r| r.id == *o).and_then(|r| r.provider.clone());
                prop_assert_ne!(provider(&step.credential), Some(Id::from("p1")));
                prop_assert_ne!(step.offering.as_ref().and_then(gives), Some(Id::from("p1")));
            }
        }
    }

    #[test]
    fn with_no_time_left_some_pathway_is_found_that_is_one(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000, work in 1_u64..60) {
        let w = worlds::world(seed, bits);
        let (world, answer) = (read(&w), solve(&w));
        let met = matches!(answer.ending, Ending::Met);
        if let Some(some) = any(&world, work).expect("no faults") {
            let told = [serde_json::to_value(&world), serde_json::to_value(&some)].map(|value| value.expect("data"));
            prop_assert_eq!(replay::check(&told[0], &told[1]), Ok(()));
            prop_assert!(answer.cheapest.as_ref().is_some_and(|best| best.money <= some.money));
        }
        let best = any(&world, 1_000_000).expect("no faults");
        prop_assert_eq!(best.map(|some| some.money), money(&answer).filter(|_| !met));
    }

    #[test]
    fn the_order_of_a_world_does_not_show(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000) {
        let mut w = worlds::world(seed, bits);
        let before = serde_json::to_string(&solve(&w)).expect("data");
        for table in ["credentials", "offerings", "plans", "funding"] {
            if let Some(list) = w.get_mut(table).and_then(Value::as_array_mut) {
                list.reverse();
            }
        }
        prop_assert_eq!(before, serde_json::to_string(&solve(&w)).expect("data"));
    }

    #[test]
    fn a_world_survives_being_saved(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000) {
        let world = read(&worlds::world(seed, bits));
        let text = serde_json::to_string(&world).expect("data");
        prop_assert_eq!(World::from_json(&text).expect("no faults"), world);
    }

    #[test]
    fn a_changed_ledger_or_date_is_refused(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000, at in 0_usize..100, by in 1_i64..5) {
        let w = worlds::world(seed, bits);
        let Some(best) = solve(&w).cheapest else { return Ok(()) };
        if best.steps.is_empty() {
            return Ok(());
        }
        let world = serde_json::to_value(read(&w)).expect("data");
        let told = serde_json::to_value(&best).expect("data");
        prop_assert_eq!(replay::check(&world, &told), Ok(()));
        let mut dearer = told.clone();
        dearer["money"] = json!(best.money + by);
        prop_assert!(replay::check(&world, &dearer).is_err());
        let mut later = told.clone();
        later["ready"] = json!(best.ready.plus(by as i32));
        prop_assert!(replay::check(&world, &later).is_err());
        let step = at % best.steps.len();
        let mut moved = told.clone();
        moved["steps"][step]["issued"] = json!(best.steps[step].issued.plus(by as i32));
        prop_assert!(replay::check(&world, &moved).is_err());
        if !best.ledger.is_empty() {
            let line = at % best.ledger.len();
            let mut changed = told.clone();
            changed["ledger"][line]["amount"] = json!(best.ledger[line].amount + by);
            prop_assert!(replay::check(&world, &changed).is_err());
            let mut shorter = told;
            shorter["ledger"].as_array_mut().expect("lines").remove(line);
            prop_assert!(replay::check(&world, &shorter).is_err());
        }
    }

    #[test]
    fn forcing_a_credential_costs_what_is_told(seed in 1_u64..1_000_000, bits in 0_u32..0x1_0000) {
        let mut w = worlds::world(seed, bits);
        let world = read(&w);
        let market = Market::new(&world);
        let told = market.why_not(Question::of(&world), &Id::from("c0"), &Limits::default());
        let before = solve(&w);
        let mut locks = w["learner"]["locks"].as_array().cloned().unwrap_or_default();
        locks.push(json!("c0"));
        w["learner"]["locks"] = json!(locks);
        let after = solve(&w);
        match told {
            WhyNot::Costs(forced) => {
                prop_assert_eq!(money(&after).zip(money(&before)).map(|(a, b)| a - b), Some(forced.money));
                prop_assert_eq!(ready(&after).zip(ready(&before)).map(|(a, b)| a - b), Some(forced.days));
            }
            WhyNot::DominatedBy(_) => prop_assert!(money(&after) > money(&before)),
            WhyNot::Breaks(_) | WhyNot::OutOfReach | WhyNot::Irrelevant => prop_assert!(after.cheapest.is_none()),
            WhyNot::Held | WhyNot::Unknown | WhyNot::Stopped => {}
        }
    }
}

/// Two courses of 10 hours, $50 and $80, for one need; a year to spare.
fn two_ways() -> Value {
    json!({"format": "pathstack-world/1", "currency": "USD",
        "credentials": [{"id": "A", "awards": [["a", 1]], "provider": "plain"}, {"id": "B", "awards": [["a", 1]], "provider": "grand"}],
        "offerings": [
            {"id": "A1", "credential": "A", "study": {"kind": "self_paced", "minutes": 600}, "fees": [{"part": "tuition", "amount": 5000}]},
            {"id": "B1", "credential": "B", "study": {"kind": "self_paced", "minutes": 300}, "fees": [{"part": "tuition", "amount": 8000}]}],
        "learner": {"today": "2027-01-04", "hours": [{"weekly_minutes": 420}]},
        "goal": {"groups": [{"id": "a", "of": [{"c": "a", "l": 1}]}]}})
}

#[test]
fn an_impasse_names_the_smallest_conflict_and_what_each_way_out_costs() {
    let mut w = two_ways();
    w["learner"]["budget"] = json!(6000);
    w["learner"]["deadline"] = json!("2027-01-10");
    let Ending::Infeasible(impasse) = solve(&w).ending else { panic!("A is too slow, B too dear") };
    assert_eq!(impasse.conflict, [Constraint::Budget, Constraint::Deadline]);
    let told: Vec<String> = impasse.relaxations.iter().map(|r| format!("{:?} {} {}", r.change, r.money, r.ready)).collect();
    assert_eq!(told, ["Hours(300) 5000 2027-01-10", "Deadline(4) 5000 2027-01-14", "Budget(2000) 8000 2027-01-09"]);
    w["learner"]["claims"] = json!([{"c": "a", "l": 1}]);
    let Ending::Infeasible(impasse) = solve(&w).ending else { panic!("a claim is not evidence") };
    assert!(format!("{:?}", impasse.relaxations).contains("Claim"));
}

/// How many of eight questions were proven, whatever the number of the nearest that were asked first; all have the same answer.
fn proven_however_many_come_first(world: &World, size: market::Size) -> usize {
    let asked = |nearest, seed| {
        let (learner, goal) = market::query(size, seed, 2);
        let question = Question { learner: &learner, goal: &goal, policies: &[] };
        let answer = Market::new(world).posing_first(nearest).answer(question, &ALL, &Limits { work: 20_000, stop: None });
        let told = |p: &Pathway| (p.money, p.ready, p.count, p.steps.iter().map(|s| (s.credential.clone(), s.start)).collect::<Vec<_>>());
        let named = [&answer.cheapest, &answer.fastest, &answer.fewest].map(|p| p.as_ref().map(told));
        (answer.ending == Ending::Optimal, named, answer.frontier.iter().map(told).collect::<Vec<_>>())
    };
    let same = |seed: &u64| {
        let [whole, few, fewer] = [usize::MAX, 60, 4].map(|nearest| asked(nearest, *seed));
        let proven = whole.0 && few.0 && fewer.0;
        if proven {
            assert_eq!(few, whole, "seed {seed}");
            assert_eq!(fewer, whole, "seed {seed}");
        }
        proven
    };
    (0..8).filter(same).count()
}

#[test]
fn on_a_large_market_it_does_not_matter_how_many_of_the_nearest_are_asked_first() {
    let size = market::Size { credentials: 600, offerings: 2 };
    let proven = proven_however_many_come_first(&market::catalogue(size, 3), size);
    assert!(proven >= 5, "{proven} of 8");
}

#[test]
fn nor_where_nothing_is_free_and_most_is_paid_through_subscriptions_and_bundles() {
    let size = market::Size { credentials: 600, offerings: 2 };
    let mut world = market::catalogue(size, 3);
    let covers = world.plans.iter().flat_map(|plan| &plan.covers).map(|cover| cover.offering.clone());
    let covered: std::collections::BTreeSet<Id> = covers.collect();
    for offering in &mut world.offerings {
        if covered.contains(&offering.id) {
            offering.fees.retain(|fee| fee.part != Part::Tuition);
        }
        for fee in &mut offering.fees {
            fee.amount = fee.amount.map(|amount| if amount == Estimate::Known(0) { Estimate::Known(9000) } else { amount });
        }
    }
    let proven = proven_however_many_come_first(&world, size);
    assert!(proven >= 4, "{proven} of 8");
}

#[test]
fn every_policy_has_a_price_and_every_change_a_difference() {
    let mut w = two_ways();
    w["policies"] = json!([{"id": "grand only", "credentials": ["A"]}]);
    let world = read(&w);
    let market = Market::new(&world);
    let prices = market.policy_prices(Question::of(&world), &Limits::default());
    assert_eq!(prices.iter().map(|p| (p.money, p.days)).collect::<Vec<_>>(), [(Some(3000), Some(0))]);
    let before = solve(&w).cheapest.expect("B");
    let after = solve(&two_ways()).cheapest.expect("A");
    let diff = compare(&before, &after);
    assert_eq!((diff.money, diff.days, diff.dropped, diff.added), (-3000, 5, vec![Id::from("B")], vec![Id::from("A")]));
}

#[test]
fn best_under_a_budget_meets_what_weighs_most() {
    let mut w = two_ways();
    w["credentials"].as_array_mut().expect("list").push(json!({"id": "C", "awards": [["c", 1]]}));
    w["offerings"].as_array_mut().expect("list").push(
        json!({"id": "C1", "credential": "C", "study": {"kind": "self_paced", "minutes": 60}, "fees": [{"part": "tuition", "amount": 4000}]}));
    w["goal"]["groups"] = json!([{"id": "a", "of": [{"c": "a", "l": 1}], "weight": 3}, {"id": "c", "of": [{"c": "c", "l": 1}], "weight": 2},
                                 {"id": "n", "of": [{"c": "nowhere", "l": 1}], "weight": 1, "essential": false}]);
    w["learner"]["budget"] = json!(8500);
    let answer = solve(&w);
    assert!(matches!(answer.ending, Ending::Infeasible(_)));
    let best = answer.best_under.expect("half of it");
    assert_eq!((best.money, best.essential, best.coverage), (5000, (3, 5), (3, 6)));
    // What it leaves open is told, so that it can be judged like any other.
    assert_eq!(best.left, [Id::from("c")]);
    let mut told = serde_json::to_value(&best).expect("data");
    assert_eq!(replay::check(&w, &told), Ok(()));
    told["left"] = json!([]);
    assert!(replay::check(&w, &told).is_err());
    told["left"] = json!(["a", "c"]);
    assert!(replay::check(&w, &told).is_err());
    w["learner"]["budget"] = json!(9000);
    let best = solve(&w).best_under.expect("all of it");
    assert_eq!((best.money, best.essential), (9000, (5, 5)));
}

#[test]
fn a_stopped_search_tells_how_far_it_is_proven() {
    let world = read(&two_ways());
    let answer = answer(&world, &ALL, &Limits { work: 3, stop: None }).expect("no faults");
    match answer.ending {
        Ending::Feasible(gap) | Ending::Stopped(gap) => assert!(gap.money.is_none_or(|m| m <= 5000)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_fault_of_a_world_is_named() {
    let mut w = two_ways();
    w["offerings"][0]["credential"] = json!("Z");
    w["offerings"][1]["surprise"] = json!(1);
    w["credentials"][0]["requires"] = json!([{"of": [{"cr": "Q"}]}]);
    w["learner"]["locks"] = json!(["nobody"]);
    let faults: Vec<String> = World::from_json(&w.to_string()).expect_err("four faults").iter().map(|f| f.at.clone()).collect();
    assert_eq!(faults, ["offerings[1]", "credentials[0].requires[0].of[0].cr", "offerings[0].credential", "learner.locks"]);
}
