//! The worked cases F1 to F13 of the schedule rules, each with its exact numbers and varied.

use pathstack::schedule::answer::{Assumption, LineKind};
use pathstack::schedule::{ALL, Answer, Day, Ending, Id, Limits, Pathway, World, answer};
use serde_json::{Value, json};

/// A world with these records, for a learner who starts 2027-01-04 with ten hours a week; `patch` is laid over the learner.
fn world(credentials: Value, offerings: Value, patch: Value, goal: Value) -> Value {
    let mut learner = json!({"today": "2027-01-04", "hours": [{"weekly_minutes": 600}]});
    for (name, value) in patch.as_object().expect("a patch is an object") {
        learner[name] = value.clone();
    }
    json!({"format": "pathstack-world/1", "currency": "USD", "credentials": credentials, "offerings": offerings,
           "learner": learner, "goal": {"groups": goal}})
}

fn solve(world: &Value) -> Answer {
    let world = World::from_json(&world.to_string()).unwrap_or_else(|faults| panic!("{faults:?}"));
    answer(&world, &ALL, &Limits::default()).expect("a world without faults")
}

fn proven(world: &Value) -> Answer {
    let answer = solve(world);
    assert_eq!(answer.ending, Ending::Optimal);
    answer
}

fn cheapest(world: &Value) -> Pathway {
    proven(world).cheapest.expect("a cheapest pathway")
}

fn ids(pathway: &Pathway) -> Vec<String> {
    let mut ids: Vec<String> = pathway.steps.iter().map(|s| s.credential.to_string()).collect();
    ids.sort();
    ids
}

fn order(pathway: &Pathway) -> Vec<String> {
    pathway.steps.iter().map(|s| s.credential.to_string()).collect()
}

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

/// A credential that proves one competency of its own lower-case name.
fn proves(id: &str, what: &[&str]) -> Value {
    json!({"id": id, "awards": what.iter().map(|w| json!([w, 1])).collect::<Vec<_>>()})
}

/// A self-paced offering with one price.
fn course(of: &str, hours: i64, price: i64) -> Value {
    json!({"id": format!("{of}-course"), "credential": of, "study": {"kind": "self_paced", "minutes": hours * 60},
           "fees": [{"part": "tuition", "amount": price}]})
}

/// An exam of one day with a price.
fn exam(of: &str, price: i64) -> Value {
    json!({"id": format!("{of}-exam"), "credential": of, "study": {"kind": "none"}, "exam": {},
           "fees": [{"part": "exam", "amount": price}]})
}

fn all_of(what: &[&str]) -> Value {
    json!(what.iter().map(|w| json!({"id": w, "of": [{"c": w, "l": 1}]})).collect::<Vec<_>>())
}

fn f1(hours_a_week: i64, one_off: i64, unit: i64) -> Value {
    let credentials = json!([proves("A", &["a"]), proves("B", &["b"])]);
    let offerings = json!([course("A", 40, one_off), course("B", 40, one_off)]);
    let mut w = world(credentials, offerings, json!({"hours": [{"weekly_minutes": hours_a_week * 60}]}), all_of(&["a", "b"]));
    w["plans"] = json!([{"id": "S", "kind": {"kind": "subscription", "amount": unit, "unit": {"days": 30}},
                         "covers": [{"offering": "A-course", "part": "tuition"}, {"offering": "B-course", "part": "tuition"}]}]);
    w
}

#[test]
fn f1_a_subscription_is_worth_it_only_for_those_with_enough_hours() {
    for (hours, days, money) in [(10, 56, 9800), (7, 80, 14700), (6, 94, 15800), (4, 140, 15800)] {
        let best = cheapest(&f1(hours, 7900, 4900));
        assert_eq!((best.money, best.ready), (money, day("2027-01-04").plus(days)), "{hours} hours a week");
    }
    // At six hours four units would be $196, at four hours five units $245: without one-off prices that is what is left.
    assert_eq!(cheapest(&f1(6, 1_000_000, 4900)).money, 19600);
    assert_eq!(cheapest(&f1(4, 1_000_000, 4900)).money, 24500);
    // With $60 one-off and 10 hours: a course and a unit (109) lose to two units (98), and to nothing at $48.
    assert_eq!(cheapest(&f1(10, 6000, 4900)).money, 9800);
    assert_eq!(cheapest(&f1(10, 4800, 4900)).money, 9600);
    // One unit alone holds 40 hours at 10 a week: the other course one-off at $45 makes $94.
    let mut mixed = f1(10, 7900, 4900);
    mixed["offerings"][1]["fees"][0]["amount"] = json!(4500);
    assert_eq!(cheapest(&mixed).money, 9400);
}

#[test]
fn f1_trial_term_and_yearly_price_of_a_subscription_count() {
    let mut w = f1(10, 1_000_000, 4900);
    w["plans"][0]["kind"]["trial_days"] = json!(26);
    assert_eq!(cheapest(&w).money, 4900); // 26 days free, 30 paid
    w["plans"][0]["kind"]["trial_days"] = json!(25);
    assert_eq!(cheapest(&w).money, 9800);
    let mut w = f1(10, 1_000_000, 4900);
    w["plans"][0]["kind"]["min_units"] = json!(3);
    assert_eq!(cheapest(&w).money, 14700);
    w["plans"][0]["kind"]["yearly"] = json!(14000);
    assert_eq!(cheapest(&w).money, 14000);
    // A pause between two units is not paid: units run from the days of work.
    let mut w = f1(10, 1_000_000, 4900);
    w["learner"]["hours"] =
        json!([{"weekly_minutes": 600}, {"from": "2027-02-01", "weekly_minutes": 0}, {"from": "2027-06-01", "weekly_minutes": 600}]);
    let best = cheapest(&w);
    assert_eq!((best.money, best.ready), (9800, day("2027-06-29")));
    assert_eq!(best.ledger.iter().map(|l| l.day).collect::<Vec<_>>(), [day("2027-01-04"), day("2027-06-01")]);
}

fn f2(held: &[&str]) -> Value {
    let credentials = json!([proves("X", &["x"]), proves("Y", &["y"]), proves("Z", &["z"])]);
    let offerings = json!([course("X", 10, 15000), course("Y", 10, 18000), course("Z", 10, 20000)]);
    let earned: Vec<Value> = held.iter().map(|h| json!({"credential": h})).collect();
    let mut w = world(credentials, offerings, json!({"earned": earned}), all_of(&["x", "y"]));
    let covers: Vec<Value> = ["X", "Y", "Z"].iter().map(|o| json!({"offering": format!("{o}-course"), "part": "tuition"})).collect();
    w["plans"] = json!([{"id": "XYZ", "kind": {"kind": "bundle", "amount": 30000, "unless_held": ["X", "Y", "Z"]}, "covers": covers}]);
    w
}

#[test]
fn f2_a_bundle_wins_though_a_part_stays_unused_unless_a_part_is_held() {
    let best = cheapest(&f2(&[]));
    assert_eq!((best.money, best.count, ids(&best)), (30000, 2, vec!["X".to_owned(), "Y".to_owned()]));
    assert_eq!(best.list_price, 33000);
    assert_eq!(cheapest(&f2(&["Y"])).money, 15000);
    assert_eq!(cheapest(&f2(&["X"])).money, 18000);
    let mut dear = f2(&[]);
    dear["plans"][0]["kind"]["amount"] = json!(34000);
    assert_eq!(cheapest(&dear).money, 33000);
}

fn f3(cap: i64) -> Value {
    let credentials = json!([proves("A", &["a"]), proves("B", &["b"])]);
    let offerings = json!([course("A", 140, 400_000), course("B", 140, 400_000)]);
    let mut w = world(credentials, offerings, json!({"today": "2027-03-01", "hours": [{"weekly_minutes": 420}]}), all_of(&["a", "b"]));
    w["funding"] =
        json!([{"id": "employer", "rate_per_mille": 1000, "parts": ["tuition"], "caps": [{"amount": cap, "per": "calendar_year"}]}]);
    w
}

#[test]
fn f3_waiting_for_a_new_funding_year_trades_days_for_money() {
    let answer = proven(&f3(525_000));
    let front: Vec<(i64, String)> = answer.frontier.iter().map(|p| (p.money, p.ready.to_string())).collect();
    assert_eq!(front, [(0, "2028-05-20".to_owned()), (275_000, "2027-12-06".to_owned())]);
    let cheapest = answer.cheapest.expect("cheapest");
    assert_eq!(cheapest.steps[1].start, day("2028-01-01"));
    assert_eq!(cheapest.steps[1].release, day("2028-01-01"));
    assert_eq!(answer.fastest.expect("fastest").ready, day("2027-12-06"));
    // A cap that holds both needs no waiting; a small cap still earns twice by waiting.
    assert_eq!(proven(&f3(800_000)).frontier.len(), 1);
    let front: Vec<i64> = proven(&f3(100_000)).frontier.iter().map(|p| p.money).collect();
    assert_eq!(front, [600_000, 700_000]);
    // Reimbursed on pass: the same money, but it must be advanced.
    let mut later = f3(525_000);
    later["funding"][0]["pays"] = json!("on_pass");
    let best = proven(&later).cheapest.expect("cheapest");
    assert_eq!((best.money, best.peak), (0, 400_000));
}

fn f4(weekly: i64) -> Value {
    let offerings = json!([
        {"id": "cohort", "credential": "C", "study": {"kind": "cohort", "days": 56, "weekly_minutes": 600,
            "starts": [{"start": "2027-01-11"}, {"start": "2027-09-06"}]}},
        {"id": "self", "credential": "C", "study": {"kind": "self_paced", "minutes": 7200}}]);
    world(json!([proves("C", &["c"])]), offerings, json!({"today": "2027-01-20", "hours": [{"weekly_minutes": weekly}]}), all_of(&["c"]))
}

#[test]
fn f4_a_shorter_course_that_starts_later_is_not_faster() {
    let fastest = proven(&f4(600)).fastest.expect("fastest");
    assert_eq!((fastest.ready, fastest.steps[0].offering.clone()), (day("2027-04-14"), Some(Id::from("self"))));
    let mut only = f4(600);
    only["offerings"].as_array_mut().expect("offerings").remove(1);
    assert_eq!(proven(&only).fastest.expect("fastest").ready, day("2027-11-01"));
    // With one hour a week the cohort is impossible, not slow.
    let slow = proven(&f4(240)).fastest.expect("fastest");
    assert_eq!(slow.steps[0].offering, Some(Id::from("self")));
    // An application deadline that has passed rules an intake out.
    only["offerings"][0]["study"]["starts"] =
        json!([{"start": "2027-02-01", "apply_by": "2027-01-19"}, {"start": "2027-09-06", "apply_by": "2027-01-20"}]);
    assert_eq!(proven(&only).fastest.expect("fastest").ready, day("2027-11-01"));
}

#[test]
fn f5_two_that_overlap_less_beat_the_greedy_cover() {
    let credentials = json!([proves("P", &["a", "b", "c", "d"]), proves("Q", &["a", "b", "e"]), proves("R", &["c", "d", "f"])]);
    let mut w = world(
        credentials,
        json!([exam("P", 40000), exam("Q", 33000), exam("R", 33000)]),
        json!({}),
        all_of(&["a", "b", "c", "d", "e", "f"]),
    );
    let best = cheapest(&w);
    assert_eq!((best.money, ids(&best)), (66000, vec!["Q".to_owned(), "R".to_owned()]));
    w["credentials"][0]["awards"] = json!([["a", 1], ["b", 1], ["c", 1], ["d", 1], ["e", 1]]);
    w["offerings"][0]["fees"][0]["amount"] = json!(32000);
    let best = cheapest(&w);
    assert_eq!((best.money, ids(&best)), (65000, vec!["P".to_owned(), "R".to_owned()]));
}

#[test]
fn f6_a_shared_prerequisite_beats_the_cheapest_way_per_requirement() {
    let before = |id: &str, what: &[&str], p: &str| {
        let mut c = proves(id, what);
        c["requires"] = json!([{"of": [{"cr": p}]}]);
        c
    };
    let credentials =
        json!([proves("P1", &[]), proves("P2", &[]), before("X1", &["x"], "P1"), before("X2", &["x"], "P2"), before("Y1", &["y"], "P2")]);
    let offerings = json!([exam("P1", 20000), exam("P2", 15000), exam("X1", 10000), exam("X2", 18000), exam("Y1", 10000)]);
    let mut w = world(credentials, offerings, json!({}), all_of(&["x", "y"]));
    let best = cheapest(&w);
    assert_eq!((best.money, ids(&best)), (43000, vec!["P2".to_owned(), "X2".to_owned(), "Y1".to_owned()]));
    assert_eq!(order(&best)[0], "P2");
    w["learner"]["earned"] = json!([{"credential": "P1"}]);
    assert_eq!(cheapest(&w).money, 35000); // X1 10000 + P2 15000 + Y1 10000
}

#[test]
fn f7_at_least_so_many_credits_is_not_so_many_courses() {
    let credentials = json!([proves("L1", &[]), proves("L2", &[]), proves("L3", &[]), proves("L4", &[])]);
    let offerings = json!([exam("L1", 9000), exam("L2", 15000), exam("L3", 24000), exam("L4", 31000)]);
    let of = json!([{"cr": "L1", "w": 1}, {"cr": "L2", "w": 2}, {"cr": "L3", "w": 3}, {"cr": "L4", "w": 4}]);
    let w = |k: i64| world(credentials.clone(), offerings.clone(), json!({}), json!([{"id": "credits", "k": k, "of": of}]));
    let best = cheapest(&w(8));
    assert_eq!((best.money, ids(&best)), (64000, vec!["L1".to_owned(), "L3".to_owned(), "L4".to_owned()]));
    assert_eq!(cheapest(&w(6)).money, 46000); // L2 and L4
    assert_eq!(cheapest(&w(10)).money, 79000);
}

fn f8(rule: &str, hold: i64) -> Value {
    let step = |id: &str, before: Option<&str>, renewed_by: &[&str]| {
        let mut c = json!({"id": id, "awards": [[id, 1]], "valid_months": 36, "renewed_by": renewed_by});
        if let Some(before) = before {
            c["requires"] = json!([{"of": [{"cr": before}]}]);
        }
        c
    };
    let credentials = json!([step("one", None, &["two", "three"]), step("two", Some("one"), &["three"]), step("three", Some("two"), &[])]);
    let offerings = json!([course("one", 40, 0), course("two", 40, 0), course("three", 40, 0)]);
    let mut w = world(credentials, offerings, json!({"hold_months": hold}), all_of(&["three"]));
    let members: Vec<Value> = ["one", "two", "three"].iter().map(|c| json!({"credential": c, "amount": 5000})).collect();
    w["upkeep"] = json!([{"id": "yearly", "rule": rule, "members": members}]);
    w
}

#[test]
fn f8_of_a_ladder_only_the_highest_is_paid_for() {
    let best = cheapest(&f8("highest", 36));
    assert_eq!((best.money, best.upkeep_per_year), (15000, 5000));
    assert_eq!(cheapest(&f8("each", 36)).money, 45000);
    assert_eq!(cheapest(&f8("once", 36)).money, 15000);
    assert_eq!(cheapest(&f8("highest", 24)).money, 10000);
    assert_eq!(cheapest(&f8("highest", 0)).money, 0);
    // Without renewal by the higher one the lower ones lapse before the end: impossible, unless renewed for a fee.
    let mut w = f8("highest", 36);
    for i in 0..2 {
        w["credentials"][i]["renewed_by"] = json!([]);
    }
    assert!(matches!(solve(&w).ending, Ending::Infeasible(_)));
    for i in 0..2 {
        w["credentials"][i]["renewal"] = json!({"amount": 1000, "months": 12});
    }
    assert_eq!(cheapest(&w).money, 17000);
}

fn f9() -> Value {
    let credentials = json!([{"id": "aid", "awards": [["aid", 1]], "valid_months": 12}, proves("long", &["long"])]);
    let offerings = json!([course("aid", 30, 5000), course("long", 570, 0)]);
    world(credentials, offerings, json!({}), all_of(&["aid", "long"]))
}

#[test]
fn f9_what_is_valid_briefly_comes_last_or_is_renewed() {
    let best = cheapest(&f9());
    assert_eq!(order(&best), ["long", "aid"]);
    // If it must come first, its renewal is bought; if there is none, there is no pathway.
    let mut first = f9();
    first["credentials"][1]["requires"] = json!([{"of": [{"cr": "aid"}]}]);
    assert!(matches!(solve(&first).ending, Ending::Infeasible(_)));
    first["credentials"][0]["renewal"] = json!({"amount": 2500, "months": 12});
    let best = cheapest(&first);
    assert_eq!((best.money, order(&best)), (7500, vec!["aid".to_owned(), "long".to_owned()]));
    let renewal = best.ledger.iter().find(|l| l.kind == LineKind::Renewal).expect("a renewal");
    assert_eq!(renewal.day, best.steps[0].issued.plus_months(12));
}

#[test]
fn f10_beginner_badges_never_add_up() {
    let credentials = json!([{"id": "B1", "awards": [["python", 1]]}, {"id": "B2", "awards": [["python", 1]]}]);
    let goal = json!([{"id": "python", "of": [{"c": "python", "l": 2}]}]);
    let earned = json!({"earned": [{"credential": "B1"}, {"credential": "B2"}]});
    let mut w = world(credentials, json!([exam("B1", 100), exam("B2", 100)]), earned, goal);
    assert_eq!(solve(&w).ending, Ending::Unteachable(vec![Id::from("python")]));
    w["credentials"].as_array_mut().expect("credentials").push(json!({"id": "I", "awards": [["python", 3]]}));
    w["offerings"].as_array_mut().expect("offerings").push(exam("I", 7000));
    assert_eq!(cheapest(&w).money, 7000);
}

#[test]
fn f11_accepted_as_a_prerequisite_is_not_accepted_for_the_award() {
    let credentials = json!([proves("CS1010", &[]), proves("CS1101S", &[]),
        {"id": "CS2030", "requires": [{"of": [{"cr": "CS1010"}, {"cr": "CS1101S"}]}]},
        {"id": "minor", "rule": [{"of": [{"cr": "CS1010"}]}, {"of": [{"cr": "CS2030"}]}]}]);
    let offerings = json!([exam("CS1010", 50000), exam("CS1101S", 50000), exam("CS2030", 60000)]);
    let goal = |id: &str| json!([{"id": id, "of": [{"cr": id}]}]);
    let earned = json!({"earned": [{"credential": "CS1101S"}]});
    let course = cheapest(&world(credentials.clone(), offerings.clone(), earned.clone(), goal("CS2030")));
    assert_eq!((course.money, ids(&course)), (60000, vec!["CS2030".to_owned()]));
    let award = cheapest(&world(credentials, offerings, earned, goal("minor")));
    assert_eq!((award.money, award.count), (110_000, 2));
    assert_eq!(ids(&award), ["CS1010", "CS2030", "minor"]);
}

#[test]
fn f12_an_unknown_price_never_wins_and_is_listed() {
    let mut w = world(
        json!([proves("X", &["a", "b"]), proves("Y", &["a", "b"])]),
        json!([exam("X", 0), exam("Y", 50000)]),
        json!({}),
        all_of(&["a", "b"]),
    );
    w["offerings"][0]["fees"][0]["amount"] = Value::Null;
    let answer = proven(&w);
    assert_eq!(answer.cheapest.expect("cheapest").money, 50000);
    assert_eq!(answer.may_be_cheaper, [Id::from("X-exam")]);
    // A second part with a known price above the best shows that it cannot be cheaper.
    w["offerings"][0]["fees"].as_array_mut().expect("fees").push(json!({"part": "materials", "amount": 50000}));
    assert!(proven(&w).may_be_cheaper.is_empty());
    // A currency without a rate is unknown too; with one it is converted.
    w["offerings"][0]["fees"] = json!([{"part": "exam", "amount": 10000, "currency": "EUR"}]);
    assert_eq!(proven(&w).cheapest.expect("cheapest").money, 50000);
    w["rates"] = json!([{"currency": "EUR", "num": 108, "den": 100, "as_of": "2026-12-01"}, {"currency": "EUR", "num": 2, "den": 1, "as_of": "2027-12-01"}]);
    let answer = proven(&w);
    assert_eq!(answer.cheapest.expect("cheapest").money, 10800);
    assert_eq!(answer.rates.len(), 1);
}

fn f13(pass: i64, attempts: i64) -> Value {
    let offering = json!({"id": "sit", "credential": "C", "study": {"kind": "none"},
        "exam": {"pass_per_mille": pass, "attempts": attempts, "wait_days": 14}, "fees": [{"part": "exam", "amount": 40400, "per": "attempt"}]});
    world(json!([proves("C", &["c"])]), json!([offering]), json!({}), all_of(&["c"]))
}

#[test]
fn f13_an_exam_costs_what_its_attempts_cost() {
    let best = cheapest(&f13(700, 3));
    assert_eq!(best.steps[0].expected_fee, Some(56156));
    assert_eq!((best.money, best.ready), (40400, day("2027-01-04")));
    let p90 = best.p90.expect("an outlook");
    assert_eq!((p90.money, p90.ready), (80800, day("2027-01-18")));
    assert_eq!(best.p80.map(|o| o.money), Some(80800));
    assert!(matches!(best.assumptions[..], [Assumption::Attempts(_, 1, 700)]));
    // At 40 % the median learner needs two attempts.
    let hard = cheapest(&f13(400, 3));
    assert_eq!((hard.money, hard.ready, hard.steps[0].expected_fee), (80800, day("2027-01-18"), Some(79184)));
    assert_eq!(cheapest(&f13(1000, 3)).steps[0].expected_fee, Some(40400));
}

#[test]
fn nothing_missing_is_an_empty_pathway_today() {
    let w = world(json!([proves("A", &["a"])]), json!([exam("A", 1)]), json!({"held": [{"c": "a", "l": 1}]}), all_of(&["a"]));
    let answer = solve(&w);
    assert_eq!(answer.ending, Ending::Met);
    let met = answer.cheapest.expect("the empty pathway");
    assert_eq!((met.money, met.ready, met.steps.len()), (0, day("2027-01-04"), 0));
}

#[test]
fn what_a_subscription_cost_until_a_fixed_start_is_paid_by_the_way_that_was_taken() {
    // Two ways to A, both over before B can start: what comes then is the same, what was paid is not.
    let mut b = proves("B", &["b"]);
    b["requires"] = json!([{"of": [{"c": "a", "l": 1}]}]);
    let own = |id: &str, minutes: i64| json!({"id": id, "credential": "A", "study": {"kind": "self_paced", "minutes": minutes}});
    let cohort = json!({"id": "B-group", "credential": "B",
                        "study": {"kind": "cohort", "starts": [{"start": "2027-02-01"}], "days": 7, "weekly_minutes": 60}});
    let offerings = json!([own("A-slow", 600), own("A-swift", 300), cohort]);
    let mut w = world(json!([proves("A", &["a"]), b]), offerings, json!({"hours": [{"weekly_minutes": 420}]}), all_of(&["a", "b"]));
    let plan = |id: &str, days: i32, amount: i64, offering: &str| {
        json!({"id": id, "kind": {"kind": "subscription", "amount": amount, "unit": {"days": days}},
               "covers": [{"offering": offering, "part": "tuition"}]})
    };
    w["plans"] = json!([plan("S", 5, 1000, "A-slow"), plan("T", 30, 3000, "A-swift")]);
    let best = cheapest(&w);
    assert_eq!((best.money, best.ready), (2000, day("2027-02-08")));
}
