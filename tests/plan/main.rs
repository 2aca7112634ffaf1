//! What `plan` can answer, rung by rung: each adds one thing that money or time depends on.

use pathstack::{
    advisor::{Advice, AsideQuestions, Asides, Shelf, advise, advise_aside},
    graph::Edition,
    import::native,
    model::Date,
    plan::{Budget, Ending, Found, Impasse, Limit, Pathway, Policy, Relaxed, WhyNot},
    web::api::shape::PathwaysRequest,
};
use serde_json::{Value, json};

/// A catalogue with a job that asks for two skills, `a` and `b`; each test adds what teaches them.
fn shelf(lines: &[Value]) -> Shelf {
    let base = [
        json!({"catalogue": {"format": "pathstack-catalogue/1", "id": "ladder", "title": "Ladder", "language": "en", "currency": "USD"}}),
        json!({"organisation": {"id": "school", "name": "School", "roles": ["awarding_body", "provider"]}}),
        json!({"competency": {"id": "a", "name": "Skill A"}}),
        json!({"competency": {"id": "b", "name": "Skill B"}}),
        json!({"role": {"id": "one", "title": "One", "requirements": [{"need": {"competency": "a"}}]}}),
        json!({"role": {"id": "two", "title": "Two", "requirements": [{"need": {"competency": "a"}}, {"need": {"competency": "b"}}]}}),
    ];
    let text: String = base.iter().chain(lines).map(|line| format!("{line}\n")).collect();
    let reading = native::read("ladder.jsonl", text.as_bytes());
    assert!(reading.issues.is_empty(), "{:?}", reading.issues);
    Shelf::new(Edition { number: 1, title: "Ladder".into() }, reading.catalogue)
}

/// A credential that teaches a skill.
fn badge(id: &str, teaches: &str) -> Value {
    json!({"credential": {"id": id, "name": id, "issuer": "school", "awards": [{"competency": teaches}]}})
}

/// A course at one's own pace.
fn course(credential: &str, hours: u32, price: &str) -> Value {
    json!({"offering": {"id": format!("{credential}.online"), "credential": credential, "provider": "school", "hours": hours, "price": price}})
}

/// The same with other members.
fn with(mut line: Value, members: Value) -> Value {
    let kind = line.as_object().unwrap().keys().next().unwrap().clone();
    for (name, value) in members.as_object().unwrap() {
        line[&kind][name] = value.clone();
    }
    line
}

/// Asks a question, from the first Monday of 2027 at ten hours a week where it does not say otherwise.
fn request(question: Value) -> PathwaysRequest {
    let mut all = json!({"start": "2027-01-04", "hours_per_week": 10});
    for (name, value) in question.as_object().unwrap() {
        all[name] = value.clone();
    }
    serde_json::from_value(all).unwrap()
}

fn ask(shelf: &Shelf, question: Value) -> Advice {
    let question = request(question).question(shelf, day("2027-01-04")).unwrap();
    advise(shelf, question, &Budget::UNLIMITED).unwrap()
}

fn found(shelf: &Shelf, question: Value) -> Found {
    match ask(shelf, question).answer.ending {
        Ending::Found(found) => *found,
        other => panic!("{other:?}"),
    }
}

fn impasse(shelf: &Shelf, question: Value) -> Impasse {
    match ask(shelf, question).answer.ending {
        Ending::Impasse(impasse) => *impasse,
        other => panic!("{other:?}"),
    }
}

fn beside(shelf: &Shelf, question: Value) -> Asides {
    let request = request(question);
    let asked: AsideQuestions = request.asides(shelf, day("2027-01-04")).unwrap();
    let question = request.question(shelf, day("2027-01-04")).unwrap();
    advise_aside(shelf, &question, &asked, &Budget::UNLIMITED).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The credentials of a pathway, in order.
fn ids<'s>(shelf: &'s Shelf, path: &Pathway) -> Vec<&'s str> {
    path.steps.iter().map(|step| shelf.graph.credential(step.credential).id.as_str()).collect()
}

#[test]
fn rung_01_who_can_show_it_all_needs_nothing() {
    let shelf = shelf(&[]);
    assert_eq!(ask(&shelf, json!({"role": "one", "holds": [{"competency": "a"}]})).answer.ending, Ending::Met);
}

#[test]
fn rung_02_what_nobody_teaches_is_told() {
    let shelf = shelf(&[]);
    assert!(impasse(&shelf, json!({"role": "one"})).unteachable());
}

#[test]
fn rung_03_one_course_costs_its_price_and_takes_its_hours() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 20, "USD 30.00")]);
    let found = found(&shelf, json!({"role": "one"}));
    assert_eq!((found.cheapest.minor, found.cheapest.ready), (3000, day("2027-01-18")));
    assert!(found.complete && found.cheapest.same(&found.fastest) && found.cheapest.same(&found.fewest));
}

#[test]
fn rung_04_the_cheapest_is_not_the_fastest() {
    let lines = [badge("slow", "a"), course("slow", 40, "USD 10.00"), badge("fast", "a"), course("fast", 10, "USD 90.00")];
    let shelf = shelf(&lines);
    let found = found(&shelf, json!({"role": "one"}));
    assert_eq!((ids(&shelf, &found.cheapest), found.cheapest.ready), (vec!["slow"], day("2027-02-01")));
    assert_eq!((ids(&shelf, &found.fastest), found.fastest.ready), (vec!["fast"], day("2027-01-11")));
    assert_eq!(found.frontier.len(), 2);
}

#[test]
fn rung_05_what_a_course_asks_first_comes_first() {
    let first = with(badge("a2", "a"), json!({"conditions": [{"need": {"credential": "z"}}]}));
    let shelf = shelf(&[first, course("a2", 10, "USD 5.00"), badge("z", "b"), course("z", 10, "USD 1.00")]);
    let found = found(&shelf, json!({"role": "one"}));
    assert_eq!((ids(&shelf, &found.cheapest), found.cheapest.minor, found.cheapest.ready), (vec!["z", "a2"], 600, day("2027-01-18")));
}

#[test]
fn rung_06_half_the_hours_take_twice_the_time() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 20, "USD 30.00")]);
    assert_eq!(found(&shelf, json!({"role": "one", "hours_per_week": 5})).cheapest.ready, day("2027-02-01"));
}

#[test]
fn rung_07_a_pause_moves_the_ready_date_by_its_length() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 20, "USD 30.00")]);
    let pause = json!([{"from": "2027-01-11", "hours_per_week": 0}, {"from": "2027-02-01", "hours_per_week": 10}]);
    assert_eq!(found(&shelf, json!({"role": "one", "hours_from": pause})).cheapest.ready, day("2027-02-08"));
}

#[test]
fn rung_08_a_cohort_waits_for_its_start() {
    let cohort = json!({"pace": "cohort", "starts": ["2027-01-01", "2027-03-01"], "days": 14, "weekly_hours": 8});
    let shelf = shelf(&[badge("a1", "a"), with(course("a1", 16, "USD 30.00"), cohort)]);
    let path = found(&shelf, json!({"role": "one"})).cheapest;
    assert_eq!((path.steps[0].start, path.ready), (day("2027-03-01"), day("2027-03-15")));
}

#[test]
fn rung_09_a_subscription_costs_months_and_not_courses() {
    let plan = json!({"price_plan": {"id": "all", "kind": "subscription", "price": "USD 40.00", "unit": {"months": 1}, "covers": ["a1.online", "b1.online"]}});
    let bare = |id: &str| json!({"offering": {"id": format!("{id}.online"), "credential": id, "provider": "school", "hours": 20, "plans": ["all"]}});
    let shelf = shelf(&[badge("a1", "a"), badge("b1", "b"), bare("a1"), bare("b1"), plan]);
    // Four weeks of study at ten hours a week lie within a month; at five they do not.
    assert_eq!(found(&shelf, json!({"role": "two"})).cheapest.minor, 4000);
    assert_eq!(found(&shelf, json!({"role": "two", "hours_per_week": 5})).cheapest.minor, 8000);
}

#[test]
fn rung_10_a_bundle_is_bought_where_it_is_cheaper_than_its_parts() {
    let bundle = json!({"price_plan": {"id": "both", "kind": "bundle", "price": "USD 50.00", "covers": ["a1.online", "b1.online"]}});
    let shelf = shelf(&[badge("a1", "a"), badge("b1", "b"), course("a1", 10, "USD 30.00"), course("b1", 10, "USD 40.00"), bundle]);
    let path = found(&shelf, json!({"role": "two"})).cheapest;
    assert_eq!((path.minor, path.ledger.len()), (5000, 1));
    assert_eq!(found(&shelf, json!({"role": "one"})).cheapest.minor, 3000);
}

#[test]
fn rung_11_an_employer_pays_up_to_a_cap_each_year() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 10, "USD 300.00"), badge("b1", "b"), course("b1", 10, "USD 200.00")]);
    let fund = json!([{"name": "employer", "cap": "USD 350", "cap_per": "calendar_year"}]);
    let soon = json!({"role": "two", "own_funding": fund, "deadline": "2027-12-31"});
    assert_eq!(found(&shelf, soon).cheapest.minor, 15000);
    // Who has time starts the second course in the new year, and so has the cap twice.
    let waits = found(&shelf, json!({"role": "two", "own_funding": fund}));
    assert_eq!((waits.cheapest.minor, waits.cheapest.steps[1].start), (0, day("2028-01-01")));
    assert_eq!((waits.fastest.minor, waits.fastest.ready), (15000, day("2027-01-18")));
    let over_the_year = found(&shelf, json!({"role": "two", "own_funding": fund, "start": "2026-12-28"})).cheapest;
    assert_eq!((over_the_year.minor, over_the_year.ready), (0, day("2027-01-11")));
}

#[test]
fn rung_12_a_budget_that_is_too_small_says_how_much_is_missing() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 10, "USD 300.00")]);
    let impasse = impasse(&shelf, json!({"role": "one", "budget": "USD 100"}));
    assert_eq!((impasse.conflict, impasse.proven), (vec![Limit::Budget(10000)], true));
    assert_eq!(impasse.relaxations[0].what, Relaxed::MoreMoney(20000));
}

#[test]
fn rung_13_a_deadline_that_is_too_early_says_how_much_later_will_do() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 40, "USD 300.00")]);
    let impasse = impasse(&shelf, json!({"role": "one", "deadline": "2027-01-25"}));
    assert_eq!(impasse.conflict, vec![Limit::Deadline(day("2027-01-25"))]);
    assert!(impasse.relaxations.iter().any(|way| way.what == Relaxed::MoreDays(7)), "{:?}", impasse.relaxations);
}

#[test]
fn rung_14_within_a_budget_and_a_deadline_only_the_way_between_is_left() {
    let lines = [
        badge("slow", "a"),
        course("slow", 100, "USD 0.00"),
        badge("mid", "a"),
        course("mid", 50, "USD 50.00"),
        badge("fast", "a"),
        course("fast", 10, "USD 500.00"),
    ];
    let shelf = shelf(&lines);
    let found = found(&shelf, json!({"role": "one", "budget": "USD 100", "deadline": "2027-02-15"}));
    assert_eq!((ids(&shelf, &found.cheapest), ids(&shelf, &found.fastest)), (vec!["mid"], vec!["mid"]));
}

#[test]
fn rung_15_the_balanced_answer_weighs_money_against_weeks() {
    let lines = [
        badge("slow", "a"),
        course("slow", 100, "USD 0.00"),
        badge("mid", "a"),
        course("mid", 50, "USD 50.00"),
        badge("fast", "a"),
        course("fast", 10, "USD 500.00"),
    ];
    let shelf = shelf(&lines);
    let balanced = |value: &str| found(&shelf, json!({"role": "one", "week_value": value})).balanced.unwrap();
    assert_eq!(ids(&shelf, &balanced("USD 5")), ["slow"]);
    assert_eq!(ids(&shelf, &balanced("USD 50")), ["mid"]);
    assert_eq!(ids(&shelf, &balanced("USD 200")), ["fast"]);
    assert_eq!(found(&shelf, json!({"role": "one"})).balanced, None);
}

#[test]
fn rung_16_a_lock_is_kept_and_an_exclusion_too() {
    let lines = [badge("x", "a"), course("x", 10, "USD 10.00"), badge("y", "a"), course("y", 10, "USD 20.00")];
    let shelf = shelf(&lines);
    assert_eq!(ids(&shelf, &found(&shelf, json!({"role": "one", "locked": ["y"]})).cheapest), ["y"]);
    assert_eq!(ids(&shelf, &found(&shelf, json!({"role": "one", "excluded": ["x"]})).cheapest), ["y"]);
}

#[test]
fn rung_17_another_currency_goes_by_the_rate_that_is_stated() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 10, "EUR 100.00")]);
    let rates = json!([{"from": "EUR", "to": "USD", "rate": "1.1", "as_of": "2027-01-01"}]);
    assert_eq!(found(&shelf, json!({"role": "one", "rates": rates})).cheapest.minor, 11000);
}

#[test]
fn rung_18_what_lapses_is_renewed_while_it_must_be_held() {
    let lapses = json!({"validity": {"months": 12}, "renewal": [{"by": "fee", "price": "USD 25.00", "every_months": 12}]});
    let shelf = shelf(&[with(badge("a1", "a"), lapses), course("a1", 10, "USD 30.00")]);
    assert_eq!(found(&shelf, json!({"role": "one"})).cheapest.minor, 3000);
    assert_eq!(found(&shelf, json!({"role": "one", "hold_months": 30})).cheapest.minor, 8000);
}

#[test]
fn rung_19_two_at_once_share_the_hours_and_a_monthly_cap_spreads_the_money() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 10, "USD 30.00"), badge("b1", "b"), course("b1", 10, "USD 30.00")]);
    let capped = found(&shelf, json!({"role": "two", "monthly_cap": "USD 30"})).cheapest;
    assert_eq!((capped.minor, capped.steps[1].start), (6000, day("2027-02-01")));
    let both = found(&shelf, json!({"role": "two", "at_once": 2})).fastest;
    assert_eq!(both.ready, day("2027-01-18"));
}

#[test]
fn rung_20_why_not_has_a_price_in_money_and_days() {
    let lines = [badge("x", "a"), course("x", 10, "USD 10.00"), badge("y", "a"), course("y", 30, "USD 25.00"), badge("w", "b")];
    let shelf = shelf(&lines);
    let asides = beside(&shelf, json!({"role": "one", "why_not": ["x", "y", "w"], "holds": []}));
    assert_eq!(asides.why_not[0].1, WhyNot::InAnswer);
    let WhyNot::Costs(forced) = &asides.why_not[1].1 else { panic!("{asides:?}") };
    assert_eq!((forced.minor, forced.days, forced.proven), (1500, 14, true));
    assert_eq!(forced.instead_of.len(), 1);
    assert_eq!(asides.why_not[2].1, WhyNot::Unusable(vec![]));
    let broken = beside(&shelf, json!({"role": "one", "why_not": ["y"], "budget": "USD 20"}));
    assert_eq!(broken.why_not[0].1, WhyNot::Breaks(vec![Limit::Budget(2000)]));
}

#[test]
fn rung_21_what_if_is_the_same_question_with_a_change() {
    let shelf = shelf(&[badge("x", "a"), course("x", 20, "USD 10.00"), badge("y", "a"), course("y", 30, "USD 25.00")]);
    let asides = beside(&shelf, json!({"role": "one", "what_if": ["hours=20", "exclude=x", "budget=USD 5"]}));
    let ready = |at: usize| match &asides.what_if[at].1.answer.ending {
        Ending::Found(found) => Some((found.cheapest.minor, found.cheapest.ready)),
        _ => None,
    };
    assert_eq!((ready(0), ready(1)), (Some((1000, day("2027-01-11"))), Some((2500, day("2027-01-25")))));
    assert_eq!(ready(2), None);
}

#[test]
fn rung_22_each_limit_has_its_price() {
    let lines = [badge("slow", "a"), course("slow", 100, "USD 10.00"), badge("fast", "a"), course("fast", 10, "USD 500.00")];
    let shelf = shelf(&lines);
    let price = |limit: Value| {
        let mut question = json!({"role": "one", "policy_prices": true});
        question.as_object_mut().unwrap().extend(limit.as_object().unwrap().clone());
        let prices = beside(&shelf, question).policy_prices;
        assert_eq!(prices.len(), 1);
        assert!(prices[0].proven);
        (prices[0].policy.clone(), prices[0].minor, prices[0].days)
    };
    let by = day("2027-02-01");
    assert_eq!(price(json!({"deadline": "2027-02-01"})), (Policy::Limit(Limit::Deadline(by)), Some(49000), Some(0)));
    assert_eq!(price(json!({"budget": "USD 100"})), (Policy::Limit(Limit::Budget(10000)), Some(0), Some(63)));
    assert_eq!(price(json!({"excluded": ["slow"]})), (Policy::Wish(Relaxed::NoExclusions), Some(49000), Some(0)));
}

#[test]
fn rung_23_a_fund_that_excludes_one_she_has_not_is_used_all_the_same() {
    let fund = json!({"funding": {"id": "grant", "name": "Grant", "kind": "grant", "rate_percent": 50, "excludes": ["voucher"]}});
    let other = json!({"funding": {"id": "voucher", "name": "Voucher", "kind": "voucher", "excludes": ["grant"]}});
    let shelf = shelf(&[badge("a1", "a"), course("a1", 10, "USD 100.00"), fund, other]);
    assert_eq!(found(&shelf, json!({"role": "one", "funding": ["grant"]})).cheapest.minor, 5000);
}

#[test]
fn rung_24_help_capped_in_a_currency_without_a_rate_is_not_promised() {
    let fund = json!({"funding": {"id": "grant", "name": "Grant", "kind": "grant", "cap": {"amount": "EUR 10.00", "per": "lifetime"}}});
    let shelf = shelf(&[badge("a1", "a"), course("a1", 10, "USD 100.00"), fund]);
    assert_eq!(found(&shelf, json!({"role": "one", "funding": ["grant"]})).cheapest.minor, 10_000);
    let rates = json!([{"from": "EUR", "to": "USD", "rate": "1.1"}]);
    assert_eq!(found(&shelf, json!({"role": "one", "funding": ["grant"], "rates": rates})).cheapest.minor, 8900);
    let own = request(json!({"role": "one", "own_funding": [{"name": "employer", "cap": "EUR 10.00"}]}));
    assert_eq!(own.question(&shelf, day("2027-01-04")).unwrap_err().pointer, "/own_funding/0/cap");
}

#[test]
fn rung_25_a_fund_ends_on_the_earlier_of_its_two_days() {
    let fund = json!({"funding": {"id": "grant", "name": "Grant", "kind": "grant", "start_by": "2027-12-31", "expires_on": "2027-01-31"}});
    let late = with(course("a1", 10, "USD 100.00"), json!({"pace": "cohort", "days": 7, "starts": ["2027-02-01"]}));
    let shelf = shelf(&[badge("a1", "a"), late, fund]);
    assert_eq!(found(&shelf, json!({"role": "one", "funding": ["grant"]})).cheapest.minor, 10_000);
}

#[test]
fn rung_26_a_bundle_for_newcomers_is_not_sold_to_who_holds_a_part() {
    let bundle =
        json!({"price_plan": {"id": "both", "kind": "bundle", "price": "USD 50.00", "covers": ["a1", "b1"], "void_if_held": true}});
    let all = [badge("a1", "a"), course("a1", 10, "USD 100.00"), badge("b1", "b"), course("b1", 10, "USD 100.00"), bundle];
    let shelf = shelf(&all);
    assert_eq!(found(&shelf, json!({"role": "two"})).cheapest.minor, 5000);
    assert_eq!(found(&shelf, json!({"role": "two", "holds": [{"credential": "a1"}]})).cheapest.minor, 10_000);
}

#[test]
fn rung_27_a_price_in_a_currency_without_a_rate_is_unknown_and_never_free() {
    let shelf = shelf(&[badge("a1", "a"), course("a1", 10, "EUR 100.00")]);
    let found = found(&shelf, json!({"role": "one"}));
    assert!(!found.cheapest.is_known() && found.cheapest.steps[0].own_price().is_none());
}

#[test]
fn the_same_question_gets_the_same_answer_and_receipt() {
    let shelf = shelf(&[badge("x", "a"), course("x", 20, "USD 10.00")]);
    let (first, second) = (ask(&shelf, json!({"role": "one"})), ask(&shelf, json!({"role": "one"})));
    assert_eq!(first, second);
    assert!(!first.receipt.cut_short && first.receipt.question.len() == 64);
    assert_ne!(first.receipt.question, ask(&shelf, json!({"role": "one", "hours_per_week": 9})).receipt.question);
}
