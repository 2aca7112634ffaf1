//! Small worlds whose answers are worked out by hand.

use super::*;
use crate::{
    graph::{Edition, RoleAt, SkillGraph},
    model::{Catalogue, Constraints, Effort, Evidence},
    plan::{Budget, EditionProblem, Priced},
};

fn graph(lines: &str) -> SkillGraph {
    let mut catalogue = Catalogue::default();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        catalogue.push(serde_json::from_str(line).unwrap());
    }
    SkillGraph::new(Edition::default(), catalogue)
}

fn problem(graph: &SkillGraph, seconds: &[Priced]) -> EditionProblem {
    let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
    EditionProblem::new(graph, &constraints, graph.currency(), seconds).unwrap()
}

fn role(graph: &SkillGraph, id: &str) -> RoleAt {
    graph.find_role(id).unwrap()
}

fn roles(graph: &SkillGraph) -> Vec<RoleAt> {
    graph.roles().collect()
}

/// Three competencies; `a` is taught twice, `b` once and dearly, `c` by nobody. The clerk asks a, the chief a and b, the sage all three.
const TOWN: &str = r#"
    {"catalogue": {"format": "pathstack-catalogue/1", "id": "town", "title": "Town", "currency": "USD", "language": "en"}}
    {"competency": {"id": "a", "name": "A"}}
    {"competency": {"id": "b", "name": "B"}}
    {"competency": {"id": "c", "name": "C"}}
    {"organisation": {"id": "north", "name": "North"}}
    {"organisation": {"id": "south", "name": "South"}}
    {"credential": {"id": "a1", "name": "A1", "issuer": "north", "awards": [{"competency": "a", "level": 2}]}}
    {"credential": {"id": "a2", "name": "A2", "issuer": "south", "awards": [{"competency": "a", "level": 2}]}}
    {"credential": {"id": "b1", "name": "B1", "issuer": "south", "awards": [{"competency": "b", "level": 2}]}}
    {"offering": {"id": "a1-o", "credential": "a1", "price": "USD 30.00", "hours": 10}}
    {"offering": {"id": "a2-o", "credential": "a2", "price": "USD 50.00", "hours": 4}}
    {"offering": {"id": "b1-o", "credential": "b1", "price": "USD 900.00", "hours": 20}}
    {"role": {"id": "clerk", "title": "Clerk", "requirements": [{"need": {"competency": "a", "level": 1}, "importance": 60}]}}
    {"role": {"id": "chief", "title": "Chief", "requirements": [{"need": {"competency": "a", "level": 1}, "importance": 40},
        {"need": {"competency": "b", "level": 2}, "importance": 90}]}}
    {"role": {"id": "sage", "title": "Sage", "requirements": [{"need": {"competency": "a", "level": 2}}, {"need": {"competency": "b", "level": 2}},
        {"need": {"competency": "c", "level": 3}}]}}
"#;

fn town() -> SkillGraph {
    graph(&TOWN.replace(",\n        ", ", "))
}

/// The draft of a credential that awards a and c for USD 100 in 8 hours.
fn town_with_draft() -> SkillGraph {
    let draft = r#"
    {"credential": {"id": "draft", "name": "Draft", "awards": [{"competency": "a", "level": 2}, {"competency": "c", "level": 3}]}}
    {"offering": {"id": "draft-o", "credential": "draft", "price": "USD 100.00", "hours": 8}}"#;
    graph(&(TOWN.replace(",\n        ", ", ") + draft))
}

fn some(minor: i64) -> Option<i64> {
    Some(minor)
}

#[test]
fn near_roles_come_nearest_first_and_the_unreachable_last() {
    let graph = town();
    let problem = problem(&graph, &[]);
    let knows = Group { name: "knows b".into(), weight: 1, evidence: vec![Evidence::claim("b", crate::model::Level::rank(2))] };
    let market = Market::new(&graph, &problem, vec![Group::from_nothing(), knows], Budget::UNLIMITED);
    let told = |group, order| {
        let near = near(&market, group, &roles(&graph), order, 10).unwrap();
        let of = |one: &NearRole| (graph.role(one.role).id.to_string(), one.reach.minor(), one.met);
        near.roles.iter().map(of).collect::<Vec<_>>()
    };
    let clerk_first =
        |chief: i64, met: usize| vec![("clerk".into(), some(30_00), 0), ("chief".into(), some(chief), met), ("sage".into(), None, met)];
    assert_eq!(told(0, Order::Cheapest), clerk_first(930_00, 0));
    assert_eq!(told(1, Order::Cheapest)[0].1, some(30_00));
    // Who knows b is as near to the chief as to the clerk: the same money, then the id decides.
    assert_eq!(told(1, Order::Cheapest)[1], ("clerk".into(), some(30_00), 0));
    assert_eq!(told(0, Order::Fastest)[0], ("clerk".into(), some(50_00), 0));
}

#[test]
fn what_nobody_teaches_is_the_gravest_and_what_hangs_on_one_provider_follows() {
    let graph = town();
    let problem = problem(&graph, &[]);
    let market = Market::new(&graph, &problem, Vec::new(), Budget::UNLIMITED);
    let wanted = [(role(&graph, "chief"), 7)].into();
    let demand = Demand { roles: roles(&graph), desirable: true, dear: Dear::Times(4), wanted };
    let found = shortages(&market, &demand).unwrap();
    // a at 1 and a at 2 cost 30, b costs 900: the median is 30, dear is above 120.
    assert_eq!((found.requirements, found.edge), (4, some(120_00)));
    let told: Vec<_> =
        found.shortages.iter().map(|one| (one.scarce.clone(), one.roles.len(), one.importance, one.wanted, one.cheapest)).collect();
    let c = (vec![Scarce::Untaught { up_to: None, unstated: 0 }], 1, 50, None, None);
    let b = (vec![Scarce::OneProvider("south".into()), Scarce::Dear], 2, 140, Some(7), some(900_00));
    assert_eq!(told, [c, b]);
}

#[test]
fn unknown_prices_languages_and_levels_are_each_said() {
    let graph = graph(
        r#"
    {"catalogue": {"format": "pathstack-catalogue/1", "id": "town", "title": "Town", "currency": "USD", "language": "en"}}
    {"competency": {"id": "p", "name": "P"}}
    {"competency": {"id": "q", "name": "Q"}}
    {"competency": {"id": "r", "name": "R"}}
    {"competency": {"id": "s", "name": "S"}}
    {"credential": {"id": "p1", "name": "P1", "awards": [{"competency": "p", "level": 1}]}}
    {"credential": {"id": "q1", "name": "Q1", "awards": [{"competency": "q", "level": 1}, {"competency": "q"}]}}
    {"credential": {"id": "r1", "name": "R1", "awards": [{"competency": "r", "level": 1}], "conditions": [{"relation": "prerequisite", "need": {"competency": "q", "level": 2}}]}}
    {"credential": {"id": "s1", "name": "S1", "awards": [{"competency": "s", "level": 1}], "status": "retired"}}
    {"offering": {"id": "p1-o", "credential": "p1", "hours": 1, "languages": ["de"], "region": ["DE"]}}
    {"offering": {"id": "q1-o", "credential": "q1", "price": "USD 1.00", "hours": 1, "languages": ["de", "en"]}}
    {"offering": {"id": "r1-o", "credential": "r1", "price": "USD 1.00", "hours": 1, "languages": ["en", "de"]}}
    {"offering": {"id": "s1-o", "credential": "s1", "price": "USD 1.00", "hours": 1}}
    {"role": {"id": "all", "title": "All", "requirements": [{"need": {"competency": "p", "level": 1}}, {"need": {"competency": "q", "level": 2}}, {"need": {"competency": "r", "level": 1}}, {"need": {"competency": "s", "level": 1}}]}}
    "#,
    );
    let problem = problem(&graph, &[]);
    let market = Market::new(&graph, &problem, Vec::new(), Budget::UNLIMITED);
    let demand = Demand { roles: roles(&graph), desirable: false, dear: Dear::Above(10_00), wanted: Default::default() };
    let found = shortages(&market, &demand).unwrap();
    let told: Vec<_> = found.shortages.into_iter().map(|one| one.scarce).collect();
    assert_eq!(
        told,
        [
            vec![Scarce::Unpriced, Scarce::OneLanguage("de".into()), Scarce::OneRegion("DE".into())],
            vec![Scarce::Untaught { up_to: Some(1), unstated: 1 }],
            vec![Scarce::Blocked],
            vec![Scarce::NotOffered],
        ]
    );
}

#[test]
fn a_draft_opens_a_role_and_breaks_even_where_the_other_way_costs_as_much() {
    let graph = town_with_draft();
    let draft = graph.find_credential("draft").unwrap();
    let problem = problem(&graph, &[Priced { credential: draft, minor: 0 }]);
    let market = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
    let worth = worth(&market, draft, &roles(&graph)).unwrap();
    let told: Vec<_> = worth
        .gains
        .iter()
        .map(|gain| {
            (graph.role(gain.effect.role).id.to_string(), gain.chosen, gain.effect.opens(), gain.effect.dearer(), gain.effect.slower())
        })
        .collect();
    // Clerk and chief need a alone: for 30 there is a1, so the draft is taken below 30, and at 100 not. Nobody else teaches c.
    // a2 takes 4 hours, the draft 8: nothing becomes faster.
    assert_eq!(
        told,
        [
            ("clerk".into(), Chosen::Below(30_00), false, some(0), some(0)),
            ("chief".into(), Chosen::Below(30_00), false, some(0), some(0)),
            ("sage".into(), Chosen::Always, true, None, None),
        ]
    );
    assert_eq!((worth.chosen, worth.dominated_from, worth.pairs), (Chosen::Always, None, 3));
}

#[test]
fn the_break_even_is_where_the_price_stops_being_chosen() {
    // Checked against posing each price anew: below it the plan takes the draft, from it on another is as cheap.
    let with_price = |minor: i64| {
        let text = TOWN.replace(",\n        ", ", ")
            + &format!(
                r#"
    {{"credential": {{"id": "draft", "name": "Draft", "awards": [{{"competency": "a", "level": 1}}, {{"competency": "b", "level": 2}}]}}}}
    {{"offering": {{"id": "draft-o", "credential": "draft", "price": "USD {}.{:02}", "hours": 8}}}}"#,
                minor / 100,
                minor % 100
            );
        graph(&text)
    };
    let graph = with_price(100_00);
    let draft = graph.find_credential("draft").unwrap();
    let posed = problem(&graph, &[Priced { credential: draft, minor: 0 }]);
    let market = Market::new(&graph, &posed, vec![Group::from_nothing()], Budget::UNLIMITED);
    let worth = worth(&market, draft, &[role(&graph, "chief")]).unwrap();
    let Chosen::Below(even) = worth.gains[0].chosen else { panic!("{:?}", worth.gains) };
    assert_eq!((even, worth.gains[0].effect.dearer(), worth.gains[0].effect.slower()), (930_00, some(-830_00), some(-16 * 60)));
    for (price, taken) in [(even - 1, true), (even + 1, false)] {
        let graph = with_price(price);
        let posed = problem(&graph, &[]);
        let market = Market::new(&graph, &posed, vec![Group::from_nothing()], Budget::UNLIMITED);
        let reach = market.reach(role(&graph, "chief"), 0, Order::Cheapest).unwrap();
        assert_eq!(reach.way().unwrap().steps.contains(&graph.find_credential("draft").unwrap()), taken);
    }
}

#[test]
fn a_price_change_affects_whom_it_makes_pay_more_and_a_retirement_whom_it_shuts_out() {
    let graph = town();
    let a1 = graph.find_credential("a1").unwrap();
    let b1 = graph.find_credential("b1").unwrap();
    let posed = problem(&graph, &[Priced { credential: a1, minor: 70_00 }]);
    let market = Market::new(&graph, &posed, vec![Group::from_nothing()], Budget::UNLIMITED);
    let told = |affected: Affected| {
        let of = |one: &Effect| (graph.role(one.role).id.to_string(), one.dearer(), one.closes());
        affected.effects.iter().map(of).collect::<Vec<_>>()
    };
    // From 30 to 70: a2 at 50 is taken instead, so all pay 20 more; the sage is out of reach anyway.
    let dearer = told(affected(&market, a1, Change::Reprices, &roles(&graph)).unwrap());
    assert_eq!(dearer, [("clerk".into(), some(20_00), false), ("chief".into(), some(20_00), false)]);
    let retired = told(affected(&market, b1, Change::Retires, &roles(&graph)).unwrap());
    assert_eq!(retired, [("chief".into(), None, true)]);
}

#[test]
fn an_offer_is_dominated_by_one_that_is_cheaper_and_no_longer() {
    let text = TOWN.replace(",\n        ", ", ")
        + r#"
    {"credential": {"id": "a0", "name": "A0", "awards": [{"competency": "a", "level": 1}]}}
    {"offering": {"id": "a0-o", "credential": "a0", "price": "USD 60.00", "hours": 5}}
    {"offering": {"id": "a0-de", "credential": "a0", "price": "USD 60.00", "hours": 5, "languages": ["de"]}}"#;
    let graph = graph(&text);
    let found = dominated(&problem(&graph, &[]), &graph);
    // a0 costs 60 for 5 hours; a2 gives more for 50 in 4. The German one has no equal.
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!(graph.credential(one.credential).id.as_str(), "a0");
    assert_eq!((graph.credential(one.by.by).id.as_str(), one.by.minor, one.minor), ("a2", 50_00, 60_00));
}

#[test]
fn a_role_is_told_what_it_asks_twice_what_nobody_teaches_and_what_it_would_save() {
    let text = TOWN.replace(",\n        ", ", ")
        + r#"
    {"credential": {"id": "b2", "name": "B2", "awards": [{"competency": "b", "level": 2}, {"competency": "d", "level": 1}]}}
    {"competency": {"id": "d", "name": "D"}}
    {"offering": {"id": "b2-o", "credential": "b2", "price": "USD 950.00", "hours": 20}}
    {"role": {"id": "odd", "title": "Odd", "requirements": [{"need": {"competency": "a", "level": 1}}, {"need": {"competency": "a", "level": 2}}, {"need": {"competency": "d", "level": 1}}, {"need": {"competency": "b", "level": 1}}]}}"#;
    let graph = graph(&text);
    let problem = problem(&graph, &[]);
    let market = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
    let check = role_check(&market, role(&graph, "odd"), 0).unwrap();
    assert_eq!(check.cheapest.minor(), some(980_00));
    let told: Vec<_> = check.checked.iter().map(|one| (one.because.clone(), check.saving(one))).collect();
    assert_eq!(
        told,
        [
            (vec![Because::SaidBy(1)], some(0)),
            // Both ways to a at 1 award it at 2.
            (vec![Because::Follows], some(0)),
            // Only b2 teaches d; without it b1 is 50 cheaper. And whoever meets d has b.
            (vec![], some(50_00)),
            (vec![Because::Follows], some(0)),
        ]
    );
    let sage = role_check(&market, role(&graph, "sage"), 0).unwrap();
    assert_eq!(sage.checked[2].because, [Because::Unteachable]);
    assert_eq!((sage.cheapest, sage.checked[2].cheapest_without.minor()), (Reach::Never, some(930_00)));
}

#[test]
fn the_only_way_is_a_bottleneck_and_the_cheaper_of_two_has_a_toll() {
    let graph = town();
    let problem = problem(&graph, &[]);
    let market = Market::new(&graph, &problem, vec![Group { weight: 3, ..Group::from_nothing() }], Budget::UNLIMITED);
    let found = bottlenecks(&market, &roles(&graph)).unwrap();
    let told: Vec<_> =
        found.steps.iter().map(|one| (graph.credential(one.credential).id.as_str(), one.unavoidable, one.taken, one.toll)).collect();
    // Two of three roles are reachable, by three people each; only b1 leads to b, and doing without a1 costs 20.
    assert_eq!((found.asked, found.reachable), (9, 6));
    assert_eq!(told, [("b1", 3, 3, 0), ("a1", 0, 6, 120_00)]);
}

#[test]
fn a_purse_opens_as_many_doors_as_any_choice_of_credentials() {
    let graph = town_with_draft();
    let problem = problem(&graph, &[]);
    let market = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
    let doors = |minor: i64, count: Option<i64>| {
        open_doors(&market, 0, &roles(&graph), Purse { minor: Some(minor), minutes: None, count }, 40).unwrap()
    };
    let told = |doors: &Doors| (doors.opens.len(), doors.way.minor, doors.single, doors.is_proven());
    assert_eq!(told(&doors(29_99, None)), (0, 0, 0, true));
    assert_eq!(told(&doors(500_00, None)), (1, 30_00, 1, true));
    // With 1,000 the draft and b1 open all three.
    assert_eq!(told(&doors(1_000_00, None)), (3, 1_000_00, 3, true));
    assert_eq!(told(&doors(1_000_00, Some(1))), (1, 30_00, 1, true));
}

#[test]
fn seats_go_to_whom_they_cost_least_together() {
    let graph = town();
    let problem = problem(&graph, &[]);
    let person = |name: &str, evidence| Group { name: name.into(), weight: 1, evidence };
    let knows = |id: &str| vec![Evidence::claim(id, crate::model::Level::rank(2))];
    let market = Market::new(&graph, &problem, vec![person("ann", knows("a")), person("bob", knows("b"))], Budget::UNLIMITED);
    let (clerk, chief, sage) = (role(&graph, "clerk"), role(&graph, "chief"), role(&graph, "sage"));
    // Ann is a clerk already and Bob a chief for 30; the other way round it would cost 900 and 30.
    let found = team(&market, &[chief, clerk, sage], Order::Cheapest).unwrap();
    assert_eq!(found.seats.iter().map(|seat| seat.group).collect::<Vec<_>>(), [Some(1), Some(0), None]);
    assert_eq!((found.total, found.proven), (30_00, true));
}

#[test]
fn the_best_next_credential_opens_most_and_then_saves_most() {
    let graph = town();
    let problem = problem(&graph, &[]);
    let market = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
    let search = |awards, questions| Search { awards, minor: 100_00, questions };
    let best = |search| best_next(&market, &roles(&graph), search).unwrap();
    let first = |found: &BestNext| {
        let one = &found.proposals[0];
        let names: Vec<&str> = one.awards.iter().map(|(at, _)| graph.competency(*at).id.as_str()).collect();
        (one.opens, one.saves, names.join(" "))
    };
    // Only c opens the sage. With b as well the chief saves 900 - 100; a as well would save 30 more.
    assert_eq!(first(&best(search(1, 100))), (1, 0, "c".into()));
    let two = best(search(2, 100));
    assert_eq!(first(&two), (1, 800_00, "b c".into()));
    // a and b save most, and then the sage stays shut out.
    assert_eq!((two.proven, two.opens_at_most, two.saves_at_most), (true, 1, Some(830_00)));
    // Where few questions may be put, the bounds hold all the same.
    let part = best(search(2, 0));
    assert!(part.opens_at_most >= 1 && part.saves_at_most >= Some(830_00), "{part:?}");
}

/// Four roles ask four competencies, each taught by a course that asks for `key` first, which nobody teaches and one role asks.
#[test]
fn a_draft_of_what_comes_first_opens_everything_behind_it() {
    let mut lines = String::from(r#"{"competency": {"id": "key", "name": "Key"}}"#);
    for at in 0..4 {
        lines += &format!(
            r#"
            {{"competency": {{"id": "s{at}", "name": "S{at}"}}}}
            {{"credential": {{"id": "c{at}", "name": "C{at}", "awards": [{{"competency": "s{at}", "level": 1}}], "conditions": [{{"relation": "prerequisite", "need": {{"competency": "key"}}}}]}}}}
            {{"offering": {{"id": "o{at}", "credential": "c{at}", "price": "USD 10.00", "hours": 1}}}}"#
        );
    }
    let all: Vec<String> = (0..4).map(|at| format!(r#"{{"need": {{"competency": "s{at}"}}}}"#)).collect();
    let verified = r#"[{"need": {"competency": "key"}, "trust": "verified"}]"#;
    lines += &format!("\n{{\"role\": {{\"id\": \"all\", \"title\": \"All\", \"requirements\": [{}]}}}}", all.join(", "));
    lines += &format!("\n{{\"role\": {{\"id\": \"smith\", \"title\": \"Smith\", \"requirements\": {verified}}}}}");
    let graph = graph(&lines);
    let problem = problem(&graph, &[]);
    let market = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
    let found = best_next(&market, &roles(&graph), Search { awards: 1, minor: 0, questions: 100 }).unwrap();
    assert_eq!((found.proposals[0].opens, found.opens_at_most, found.open), (2, 2, false));
}

/// A search that may not think at all leaves its rows marked, and whatever it still says is a bound.
#[test]
fn what_a_stopped_search_leaves_open_is_marked() {
    let graph = SkillGraph::new(Edition::default(), crate::import::native::starter().catalogue);
    let problem = problem(&graph, &[]);
    let stop = std::sync::atomic::AtomicBool::new(true);
    let budget = Budget { nodes: Some(0), stop: Some(&stop) };
    let stopped = Market::new(&graph, &problem, vec![Group::from_nothing()], budget);
    let market = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
    let some = roles(&graph);
    let whole = bottlenecks(&market, &some).unwrap();
    let part = bottlenecks(&stopped, &some).unwrap();
    assert_eq!((whole.open, whole.steps.iter().map(|step| step.open).sum::<u64>()), (0, 0));
    assert!(part.open > 0 || part.steps.iter().any(|step| step.open > 0), "nothing was left open");
    let sure = |step: &Bottleneck| step.unavoidable <= step.taken && step.open <= step.taken;
    assert!(part.steps.iter().all(sure));
    let demand = Demand { roles: some.clone(), desirable: true, dear: Dear::Times(4), wanted: Default::default() };
    let found = shortages(&stopped, &demand).unwrap();
    assert!(found.shortages.iter().filter(|one| one.open).count() <= found.open);
    assert_eq!(shortages(&market, &demand).unwrap().open, 0);
}

#[test]
fn one_thread_and_two_give_the_same() {
    let graph = SkillGraph::new(Edition::default(), crate::import::native::starter().catalogue);
    let problem = problem(&graph, &[]);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let market = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
            let some: Vec<RoleAt> = graph.roles().take(12).collect();
            let demand = Demand { roles: some.clone(), desirable: true, dear: Dear::Times(4), wanted: Default::default() };
            let near = near(&market, 0, &some, Order::Cheapest, 5).unwrap();
            (near, shortages(&market, &demand).unwrap(), bottlenecks(&market, &some[..4]).unwrap())
        })
    };
    assert_eq!(run(1), run(2));
}
