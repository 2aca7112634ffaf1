//! Coverage on a catalogue of ESCO's shape, 3,039 roles and 13,896 skills, with 100,000 credentials: each question on one core and on two.
//!
//! `cargo bench --bench coverage -- [credentials] [roles]`. Every answer is the same on one core and on two, which is asserted.

mod world;

use pathstack::{
    coverage::{Dear, Demand, Group, Market, Order, affected, bottlenecks, dominated, near, shortages, worth},
    graph::{Place, RoleAt, SkillGraph},
    model::{Catalogue, Constraints, Effort, Evidence, Level},
    plan::{Budget, EditionProblem, Priced},
};
use std::{fmt::Debug, time::Instant};
use world::{Chance, Size};

/// A draft that awards five of the skills that most roles ask.
fn draft(graph: &SkillGraph) -> [String; 2] {
    let mut skills: Vec<(usize, String)> =
        graph.competencies().map(|at| (graph.asking(at).len(), graph.competency(at).id.to_string())).collect();
    skills.sort_by_key(|(roles, _)| std::cmp::Reverse(*roles));
    let awards: Vec<String> = skills.iter().step_by(3).take(5).map(|(_, id)| format!(r#"{{"competency": "{id}", "level": 4}}"#)).collect();
    [
        format!(r#"{{"credential": {{"id": "draft", "name": "Draft", "awards": [{}]}}}}"#, awards.join(", ")),
        r#"{"offering": {"id": "draft.o", "credential": "draft", "price": "USD 60.00", "hours": 12}}"#.to_owned(),
    ]
}

/// The least of three runs on two cores and on one, after one that warms up; the same answer each time.
fn timed<T: PartialEq + Debug + Send>(name: &str, work: impl Fn() -> T + Sync) -> T {
    let pools = [2, 1].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads"));
    let first = pools[0].install(&work);
    let mut least = [f64::INFINITY; 2];
    for _ in 0..3 {
        for (pool, least) in pools.iter().zip(&mut least) {
            let before = Instant::now();
            let answer = pool.install(&work);
            *least = least.min(before.elapsed().as_secs_f64());
            assert!(answer == first, "{name}: one core and two differ");
        }
    }
    let [fast, slow] = least;
    println!("{name:<44} {fast:>8.3} s {slow:>8.3} s {:>6.2} ×", slow / fast);
    first
}

fn main() {
    let given: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let size =
        Size { roles: given.get(1).copied().unwrap_or(3_039), skills: 13_896, credentials: given.first().copied().unwrap_or(100_000) };
    let mut lines = world::lines(size, 7);
    lines.extend(draft(&world::world(size, 7)));
    let mut catalogue = Catalogue::default();
    for line in &lines {
        catalogue.push(serde_json::from_str(line).expect("a line of the native format"));
    }
    let graph = SkillGraph::new(pathstack::graph::Edition::default(), catalogue);
    let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().expect("a day"));
    let new = graph.find_credential("draft").expect("the draft");
    let pose = |seconds: &[Priced]| EditionProblem::new(&graph, &constraints, graph.currency(), seconds).expect("an edition");
    let before = Instant::now();
    let problem = pose(&[Priced { credential: new, minor: 0 }]);
    println!("{} credentials, {} roles; posed in {:.3} s", size.credentials, size.roles, before.elapsed().as_secs_f64());

    let mut chance = Chance(3);
    let learner = |at: u64| {
        let mut evidence = Vec::new();
        for _ in 0..40 {
            evidence.push(Evidence::claim(&format!("s{}", chance.below(size.skills)), Level::rank(2)));
        }
        Group { name: format!("learner {at}").into(), weight: 1, evidence }
    };
    let groups: Vec<Group> = std::iter::once(Group::from_nothing()).chain((1..20).map(learner)).collect();
    let many = Market::new(&graph, &problem, groups, Budget::UNLIMITED);
    let one = Market::new(&graph, &problem, vec![Group::from_nothing()], Budget::UNLIMITED);
    let roles: Vec<RoleAt> = graph.roles().collect();
    // The draft matters to these.
    let touched: Vec<RoleAt> = {
        let mut asking: Vec<RoleAt> = graph.awards(new).iter().flat_map(|award| graph.asking(award.competency)).copied().collect();
        asking.sort_by_key(|role| role.at());
        asking.dedup();
        asking.into_iter().take(500).collect()
    };

    println!("{:<44} {:>10} {:>10} {:>8}", "", "two cores", "one core", "ratio");
    let demand = Demand { roles: roles.clone(), desirable: true, dear: Dear::Times(4), wanted: [].into() };
    let found = timed("shortages, all roles", || shortages(&one, &demand).expect("checked"));
    println!("  {} of {} requirements are scarce", found.shortages.len(), found.requirements);
    let found = timed("near roles, cheapest, all roles", || near(&one, 0, &roles, Order::Cheapest, 20).expect("checked"));
    println!("  {} of {} can be reached", found.reachable, found.asked);
    let found = timed(&format!("worth of a draft, {} roles × 20", touched.len()), || worth(&many, new, &touched).expect("checked"));
    println!("  {} of {} pairs gain", found.gains.len(), found.pairs);
    let _ = timed("whom a retirement affects, all roles", || {
        affected(&one, new, pathstack::coverage::Change::Retires, &roles).expect("checked")
    });
    let _ = timed("bottlenecks, 200 roles", || bottlenecks(&one, &roles[..roles.len().min(200)]).expect("checked"));
    let found = timed("dominated offers", || dominated(&problem, &graph));
    println!("  {} offers are dominated", found.len());
}
