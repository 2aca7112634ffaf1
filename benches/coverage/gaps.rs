//! How far the bounds of open doors and of the best next credential are from what was found, instance by instance.

use super::{
    worked,
    world::{self, Size},
};
use pathstack::{
    coverage::{Group, Market, Purse, Search, best_next, open_doors},
    graph::{Edition, RoleAt, SkillGraph},
    import::native,
    model::{Catalogue, Constraints, Effort, Evidence, Level},
    plan::{Budget, EditionProblem},
};

/// Nodes of each search of open doors, roles weighed against each other and questions of each bound on the best next credential, as
/// everybody is answered.
const NODES: u64 = 2_000;
const WEIGHED: usize = 128;
const QUESTIONS: usize = 40_000;

/// Prints one table for the starter catalogue and one for a seeded catalogue of ESCO's shape.
pub(crate) fn table() {
    let starter = SkillGraph::new(Edition::default(), native::starter().catalogue);
    instances("starter", &starter, usize::MAX, 1);
    let mut catalogue = Catalogue::default();
    for line in world::lines(Size { roles: 500, skills: 3_000, credentials: 8_000 }, 7) {
        catalogue.push(serde_json::from_str(&line).expect("a line of the native format"));
    }
    let seeded = SkillGraph::new(Edition::default(), catalogue);
    instances("seeded", &seeded, usize::MAX, 10);
}

fn spent() -> f64 {
    worked().values().sum()
}

fn instances(name: &str, graph: &SkillGraph, most: usize, scale: i64) {
    let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().expect("a day"));
    let problem = EditionProblem::new(graph, &constraints, graph.currency(), &[]).expect("an edition");
    let skills: Vec<String> = graph.competencies().map(|at| graph.competency(at).id.to_string()).collect();
    let some = |step: usize| skills.iter().step_by(step).map(|id| Evidence::claim(id.as_str(), Level::rank(2))).collect::<Vec<_>>();
    let group = |name: &str, evidence| Group { name: name.into(), weight: 1, evidence };
    let who = [group("nothing", Vec::new()), group("every 5th skill", some(5)), group("every 2nd skill", some(2))];
    let roles: Vec<RoleAt> = graph.roles().take(most).collect();
    println!("{name}: {} roles, {} credentials", roles.len(), graph.credentials().len());
    println!("| who holds | purse | within reach alone | opened | at most | gap | CPU s |\n| --- | --- | --- | --- | --- | --- | --- |");
    for (at, group) in who.iter().enumerate() {
        let market = Market::new(graph, &problem, who.to_vec(), Budget { nodes: Some(NODES), ..Budget::UNLIMITED });
        let money = |dollars: i64| Purse { minor: Some(dollars * scale * 100), ..Purse::default() };
        let weeks = |purse: Purse, weeks: i64| Purse { minutes: Some(weeks * 600), ..purse };
        let count = |purse: Purse, count: i64| Purse { count: Some(count), ..purse };
        let none = Purse::default();
        let purses = [
            ("USD 200", money(200)),
            ("USD 500", money(500)),
            ("USD 1,000", money(1_000)),
            ("USD 2,000", money(2_000)),
            ("USD 4,000", money(4_000)),
            ("USD 1,000, 26 weeks", weeks(money(1_000), 26)),
            ("USD 1,000, 5 credentials", count(money(1_000), 5)),
            ("USD 2,000, 26 weeks, 6 credentials", count(weeks(money(2_000), 26), 6)),
            ("3 credentials", count(none, 3)),
            ("6 credentials", count(none, 6)),
            ("10 credentials", count(none, 10)),
        ];
        for (words, purse) in purses {
            let before = spent();
            let found = open_doors(&market, at, &roles, purse, WEIGHED).expect("checked");
            let (opens, bound) = (found.opens.len(), found.bound);
            println!(
                "| {} | {words} (× {scale} money) | {} | {opens} | {bound} | {} | {:.1} |",
                group.name,
                found.single,
                bound - opens,
                spent() - before
            );
        }
    }
    println!("| who learns | price | awards | opens | at most | saves | at most | drafts judged | CPU s |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for groups in [&who[..1], &who[..]] {
        let market = Market::new(graph, &problem, groups.to_vec(), Budget::UNLIMITED);
        for (dollars, awards) in [(50, 1), (50, 2), (100, 2), (300, 2), (100, 3)] {
            let before = spent();
            let found = best_next(&market, &roles, Search { awards, minor: dollars * scale * 100, questions: QUESTIONS }).expect("checked");
            let opens = found.proposals.iter().map(|one| one.opens).max().unwrap_or(0);
            let saves = found.proposals.iter().map(|one| one.saves).max().unwrap_or(0);
            println!(
                "| {} of {} | USD {} | {awards} | {opens} | {} | {} | {} | {} | {:.1} |",
                groups.len(),
                who.len(),
                dollars * scale,
                found.opens_at_most,
                saves / 100,
                found.saves_at_most.map_or_else(|| "?".to_owned(), |most| (most / 100).to_string()),
                found.judged,
                spent() - before
            );
        }
    }
}
