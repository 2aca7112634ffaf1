//! The library and a plain second implementation agree on small random worlds.
//!
//! `PATHSTACK_WORLDS=n` tries n worlds instead of the default; `PATHSTACK_FIRST=s` starts at seed s.

mod plain;
mod worlds;

use rayon::prelude::*;

use pathstack::schedule::{Answer, Day, Ending, Id, Limits, Market, Pathway, Question, Want, World};

/// What a world may contain, by its bit.
const NAMES: [&str; 16] = [
    "cohorts",
    "exams",
    "pauses",
    "two at once",
    "subscriptions",
    "bundles",
    "memberships",
    "funding",
    "validity",
    "upkeep",
    "co-requisites",
    "stack rules",
    "limits",
    "held that runs out",
    "prices by date and access",
    "k of n and locks",
];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

fn told(p: &Pathway) -> (i64, i32, i64, i64, Vec<Id>) {
    let mut ids: Vec<Id> = p.steps.iter().filter(|s| s.offering.is_some()).map(|s| s.credential.clone()).collect();
    ids.sort();
    (p.money, p.ready.0, p.count, p.effort, ids)
}

/// Panics unless both implementations agree on a world; says whether it had a pathway.
fn agree(seed: u64, bits: u32) -> bool {
    let json = worlds::world(seed, bits);
    let world = World::from_json(&json.to_string()).unwrap_or_else(|f| panic!("seed {seed}: {f:?}"));
    let wants = [Want::Cheapest, Want::Fastest, Want::Fewest, Want::Frontier];
    assert!(world.faults().is_empty(), "seed {seed}: {:?}", world.faults());
    let ask = |nearest| Market::new(&world).posing_first(nearest).answer(Question::of(&world), &wants, &Limits::default());
    let ours = ask(usize::MAX);
    let all = plain::outcomes(&world);
    let say = |what: &str| {
        let on: Vec<&str> = (0..16).filter(|b| bits >> b & 1 == 1).map(|b| NAMES[b]).collect();
        format!("{what}, seed {seed} bits {bits} ({on:?})\n{json:#}\nplain: {:?}", all.iter().take(6).collect::<Vec<_>>())
    };
    let key = |o: &plain::Outcome| (o.0, o.1, o.2, o.3, o.4.clone());
    let expected = [
        all.iter().min_by_key(|o| key(o)),
        all.iter().min_by_key(|o| (o.1, o.0, o.2, o.3, o.4.clone())),
        all.iter().min_by_key(|o| (o.2, o.0, o.1, o.3, o.4.clone())),
    ];
    let got = [&ours.cheapest, &ours.fastest, &ours.fewest];
    for ((expected, got), name) in expected.iter().zip(got).zip(["cheapest", "fastest", "fewest"]) {
        assert_eq!(got.as_ref().map(told), expected.cloned(), "{}", say(name));
    }
    // The same where only the nearest credentials are posed at first.
    let few = ask(1 + seed as usize % 2);
    let all_of = |answer: &Answer| {
        let named = [&answer.cheapest, &answer.fastest, &answer.fewest].map(|p| p.as_ref().map(told));
        (named, answer.frontier.iter().map(told).collect::<Vec<_>>(), answer.ending.clone(), answer.may_be_cheaper.clone())
    };
    assert_eq!(all_of(&few), all_of(&ours), "{}", say("nearest first"));
    let mut front: Vec<plain::Outcome> = Vec::new();
    for o in &all {
        // Sorted by money: only what is ready sooner than all before is new.
        if front.last().is_none_or(|f| o.1 < f.1) {
            front.push(o.clone());
        }
    }
    assert_eq!(ours.frontier.iter().map(told).collect::<Vec<_>>(), front, "{}", say("frontier"));
    let value = serde_json::to_value(&world).expect("a world is data");
    for pathway in ours.frontier.iter().chain(ours.fewest.iter()).filter(|p| !p.steps.is_empty()) {
        let told = serde_json::to_value(pathway).expect("a pathway is data");
        let judged = pathstack::replay::check(&value, &told);
        assert!(judged.is_ok(), "{judged:?}\n{}\n{}", say("replay"), serde_json::to_string_pretty(&told["ledger"]).expect("lines"));
    }
    match ours.ending {
        Ending::Met => assert_eq!(all.first().map(|o| (o.0, o.1)), Some((0, world.learner.today.0)), "{}", say("met")),
        Ending::Optimal => assert!(!all.is_empty(), "{}", say("optimal")),
        Ending::Infeasible(_) | Ending::Unteachable(_) => assert!(all.is_empty(), "{}", say("none")),
        Ending::Feasible(_) | Ending::Stopped(_) => panic!("{}", say("stopped")),
    }
    !all.is_empty()
}

#[test]
fn a_credential_is_not_earned_by_study_to_renew_what_its_own_rule_gave() {
    assert!(agree(21_458, 60_232));
}

#[test]
fn two_co_requisites_may_need_each_other_where_one_is_strict() {
    assert!(agree(900_907, 4028));
}

#[test]
fn nobody_earns_what_serves_nothing_to_shift_another_step_to_a_week_with_more_hours() {
    assert!(agree(902_179, 65_533));
}

#[test]
fn a_year_at_the_price_of_a_unit_is_a_year() {
    assert!(agree(505_534, 42_654));
}

#[test]
fn a_step_that_is_needless_may_let_another_begin_while_results_are_awaited() {
    assert!(agree(536_993, 32_832));
}

#[test]
fn what_a_role_would_like_is_no_step_that_must_be_paid() {
    assert!(agree(829_520, 1414));
}

#[test]
fn what_may_be_cheaper_is_told_of_all_there_is() {
    assert!(agree(859_386, 57_610));
}

#[test]
fn a_day_on_which_another_offerings_money_changes_hides_no_release_behind_it() {
    assert!(agree(840_526, 64_433));
}

#[test]
fn nobody_earns_what_only_gives_a_need_that_what_is_held_has_met() {
    assert!(agree(883_489, 2560));
}

#[test]
fn a_dearer_fee_may_cost_less_where_two_funds_round_down() {
    assert!(agree(3059, 60_664));
}

#[test]
fn nobody_earns_what_only_renews_something_held_that_nothing_needs() {
    assert!(agree(12_799, 44_022));
}

#[test]
fn a_rule_is_not_met_by_what_ran_out_the_day_before() {
    assert!(agree(942_931, 65_183));
}

#[test]
fn two_that_serve_only_each_other_serve_nothing() {
    agree(13_158, 28_262);
    agree(912_579, bits_of(912_579));
}

#[test]
fn nobody_earns_a_renewal_of_what_never_runs_out() {
    assert!(agree(26_006, 37_661));
}

#[test]
fn nothing_is_its_own_co_requisite() {
    for seed in [913_731, 959_014, 995_983] {
        assert!(agree(seed, bits_of(seed)));
    }
}

#[test]
fn of_two_that_serve_each_other_one_may_be_what_the_goal_asks() {
    assert!(agree(981_732, bits_of(981_732)));
}

#[test]
fn what_a_fund_gives_on_the_pass_is_given_for_what_is_passed_first() {
    assert!(agree(1_224_819, bits_of(1_224_819)));
}

#[test]
fn a_rule_that_what_is_held_has_met_may_renew_another() {
    assert!(agree(1_251_778, bits_of(1_251_778)));
}

/// The rules switched on in a world: few at a time, then many, then all.
fn bits_of(seed: u64) -> u32 {
    let mix = worlds::Chance::new(seed ^ 0xABCD).between(0, 0xFFFF) as u32;
    let other = worlds::Chance::new(seed ^ 0x1234_5678).between(0, 0xFFFF) as u32;
    match seed % 4 {
        0 => mix & other,
        1 => 1 << (mix % 16) | 1 << (other % 16),
        2 => mix,
        _ => mix | other,
    }
}

#[test]
fn both_implementations_agree_on_random_worlds_with_every_rule_on_and_off() {
    let (first, many) = (number("PATHSTACK_FIRST", 1), number("PATHSTACK_WORLDS", 3000));
    let feasible: u64 = (first..first + many).into_par_iter().map(|seed| u64::from(agree(seed, bits_of(seed)))).sum();
    assert!(Day(0) < Day(1) && feasible * 3 > many, "{feasible} of {many} had a pathway");
    println!("{many} worlds agree, {feasible} of them with a pathway");
}
