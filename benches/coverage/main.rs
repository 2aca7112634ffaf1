//! Coverage on a catalogue of ESCO's shape, 3,039 roles and 13,896 skills, with 100,000 credentials: each question on one core and on two.
//!
//! `cargo bench --bench coverage -- [credentials] [roles]`, or with the folder of an ESCO release `-- [credentials] FOLDER` for its own
//! roles and skills. Every answer is the same on one core and on two, which is asserted.
//!
//! `-- ratios` asks the same of a smaller catalogue and compares with the committed ratios: it fails when an answer changes or a time, as a
//! share of one plain pass over the catalogue, doubles. `-- write` commits anew (`benches/coverage/ratios.json`). `-- gaps` tells what is
//! found and what is proven to be the most, of open doors and of the best next credential.

mod gaps;
mod ratios;
mod world;

use pathstack::{
    coverage::{
        Affected, Bottlenecks, Change, Dear, Demand, Effect, Group, Market, Near, Order, Shortages, Worth, affected, bottlenecks,
        dominated, near, shortages, worth,
    },
    graph::{Edition, Place, RoleAt, SkillGraph},
    import::{OnDisk, esco},
    model::{Catalogue, Constraints, Effort, Evidence, Level},
    plan::{Budget, EditionProblem, Priced},
};
use std::{collections::BTreeMap, fmt::Debug, process::ExitCode, time::Instant};
use world::{Chance, Size};

/// So many awards make a draft matter to five hundred roles.
const AWARDS: usize = 30;

/// A draft that awards some of the skills that most roles ask.
fn draft(graph: &SkillGraph) -> [String; 2] {
    let mut skills: Vec<(usize, String)> =
        graph.competencies().map(|at| (graph.asking(at).len(), graph.competency(at).id.to_string())).collect();
    skills.sort_by_key(|(roles, _)| std::cmp::Reverse(*roles));
    let awards: Vec<String> =
        skills.iter().step_by(3).take(AWARDS).map(|(_, id)| format!(r#"{{"competency": "{id}", "level": 4}}"#)).collect();
    [
        format!(r#"{{"credential": {{"id": "draft", "name": "Draft", "awards": [{}]}}}}"#, awards.join(", ")),
        r#"{"offering": {"id": "draft.o", "credential": "draft", "price": "USD 60.00", "hours": 12}}"#.to_owned(),
    ]
}

/// Seconds that each thread has worked so far, where the system says so.
fn worked() -> BTreeMap<String, f64> {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().filter_map(Result::ok);
    let seconds = |folder: &std::path::Path| {
        let told = std::fs::read_to_string(folder.join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
    };
    threads.filter_map(|thread| Some((thread.file_name().to_string_lossy().into_owned(), seconds(&thread.path())?))).collect()
}

/// The least of three runs on two cores and on one, after one that warms up; the same answer each time. On a machine that others use
/// as well the clock says little, so the last ratio is of work: of the one thread, and of the busier of two.
fn timed<T: PartialEq + Debug + Send>(rows: &mut Rows, name: &str, work: impl Fn() -> T + Sync, figures: impl Fn(&T) -> Vec<i64>) -> T {
    let pools = [2, 1].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads"));
    let first = pools[0].install(&work);
    let (mut least, mut busiest) = ([f64::INFINITY; 2], [f64::INFINITY; 2]);
    for _ in 0..3 {
        for ((pool, least), busiest) in pools.iter().zip(&mut least).zip(&mut busiest) {
            let (before, start) = (worked(), Instant::now());
            let answer = pool.install(&work);
            *least = least.min(start.elapsed().as_secs_f64());
            let spent = worked().into_iter().map(|(thread, now)| now - before.get(&thread).copied().unwrap_or(0.0));
            *busiest = busiest.min(spent.fold(0.0, f64::max));
            assert!(answer == first, "{name}: one core and two differ");
        }
    }
    let ([fast, slow], [shared, alone]) = (least, busiest);
    println!("{name:<44} {fast:>8.3} s {slow:>8.3} s {:>6.2} × {shared:>8.3} s {alone:>8.3} s {:>6.2} ×", slow / fast, alone / shared);
    rows.push((name.to_owned(), alone, figures(&first)));
    first
}

/// What was asked, seconds of work of one thread, and figures of the answer.
type Rows = Vec<(String, f64, Vec<i64>)>;

fn main() -> ExitCode {
    let given: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let said = |word: &str| std::env::args().any(|given| given == word);
    if said("gaps") {
        gaps::table();
        return ExitCode::SUCCESS;
    }
    if said("ratios") || said("write") {
        let size = Size { roles: 500, skills: 3_000, credentials: 8_000 };
        let lines = world::lines(size, 7);
        return ratios::compare(&lines, &ask(size, None, &lines), said("write"));
    }
    let size =
        Size { roles: given.get(1).copied().unwrap_or(3_039), skills: 13_896, credentials: given.first().copied().unwrap_or(100_000) };
    let folder = std::env::args().skip(1).find(|word| std::path::Path::new(word).is_dir());
    let catalogue = folder.as_ref().map_or_else(Catalogue::default, |folder| esco::read(&OnDisk::at(folder)).catalogue);
    let skills: Vec<String> = catalogue.competencies.iter().map(|one| one.id.to_string()).collect();
    let size = if folder.is_some() { Size { roles: catalogue.roles.len() as u64, skills: skills.len() as u64, ..size } } else { size };
    let lines = if folder.is_some() {
        world::credentials(size, &mut Chance(7), |skill| skills.get(skill as usize).cloned().unwrap_or_default())
    } else {
        world::lines(size, 7)
    };
    ask(size, Some(catalogue), &lines);
    ExitCode::SUCCESS
}

/// Asks each question of a catalogue with these lines more.
fn ask(size: Size, catalogue: Option<Catalogue>, lines: &[String]) -> Rows {
    let mut catalogue = catalogue.unwrap_or_default();
    let push = |catalogue: &mut Catalogue, line: &str| catalogue.push(serde_json::from_str(line).expect("a line of the native format"));
    for line in lines {
        push(&mut catalogue, line);
    }
    // ESCO answers in euros; what is offered is priced in dollars.
    push(&mut catalogue, r#"{"rate": {"from": "USD", "to": "EUR", "rate": "0.9", "as_of": "2026-01-01"}}"#);
    let mut whole = catalogue.clone();
    for line in draft(&SkillGraph::new(Edition::default(), catalogue)) {
        push(&mut whole, &line);
    }
    let graph = SkillGraph::new(Edition::default(), whole);
    let skills: Vec<String> = graph.competencies().map(|at| graph.competency(at).id.to_string()).collect();
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
            let skill = skills.get(chance.below(size.skills) as usize).expect("a skill");
            evidence.push(Evidence::claim(skill, Level::rank(2)));
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

    println!("{:<44} {:>10} {:>10} {:>8} {:>10} {:>10} {:>8}", "", "two cores", "one core", "ratio", "busier", "alone", "by work");
    let demand = Demand { roles: roles.clone(), desirable: true, dear: Dear::Times(4), wanted: [].into() };
    let mut rows = Rows::new();
    let told = |found: &Shortages| vec![found.requirements as i64, found.shortages.len() as i64, found.edge.unwrap_or(-1)];
    let found = timed(&mut rows, "shortages, all roles", || shortages(&one, &demand).expect("checked"), told);
    println!("  {} of {} requirements are scarce", found.shortages.len(), found.requirements);
    let told = |found: &Near| vec![found.reachable as i64, found.roles.iter().filter_map(|near| near.reach.minor()).sum()];
    let found = timed(&mut rows, "near roles, cheapest, all roles", || near(&one, 0, &roles, Order::Cheapest, 20).expect("checked"), told);
    println!("  {} of {} can be reached", found.reachable, found.asked);
    let name = format!("worth of a draft, {} roles × 20", touched.len());
    let told = |found: &Worth| vec![found.gains.len() as i64, found.gains.iter().filter_map(|gain| gain.effect.dearer()).sum()];
    let found = timed(&mut rows, &name, || worth(&many, new, &touched).expect("checked"), told);
    println!("  {} of {} pairs gain", found.gains.len(), found.pairs);
    let told = |found: &Affected| vec![found.effects.len() as i64, found.effects.iter().filter_map(Effect::dearer).sum()];
    let retires = || affected(&one, new, Change::Retires, &roles).expect("checked");
    let _ = timed(&mut rows, "whom a retirement affects, all roles", retires, told);
    let told = |found: &Bottlenecks| vec![found.reachable as i64, found.steps.len() as i64, found.steps.iter().map(|step| step.toll).sum()];
    let narrow = || bottlenecks(&one, &roles[..roles.len().min(200)]).expect("checked");
    let _ = timed(&mut rows, "bottlenecks, 200 roles", narrow, told);
    let found = timed(&mut rows, "dominated offers", || dominated(&problem, &graph), |found| vec![found.len() as i64]);
    println!("  {} offers are dominated", found.len());
    rows
}
