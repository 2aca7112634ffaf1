//! The whole table: single answers, fronts, many questions at once, and another program beside it, in processor time.
//!
//! `-- table FOLDER…` reads catalogues that stand in folders as `catalog.json` and `queries.jsonl`; without folders, the scales of
//! `PATHSTACK_BENCH_SCALES` are generated, seeds 1 to 3. `PATHSTACK_BENCH_PARTS=single,front,front3,batch,warm,peer` measures only
//! some parts. `PATHSTACK_BENCH_PEER` is a program that, called with `bench FOLDER QUESTIONS REPEATS MILLISECONDS`, prints a list of
//! `{"q", "obj", "us", "val"}` for the objectives that `OBJ` names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use pathstack::solve::problem::{Catalogue, Measure, Query, Status};
use pathstack::solve::{Budget, Prepared, Warm};
use serde_json::Value;

use crate::work::{self, Spent};
use crate::{catalogue, minimise, scales};

/// Questions to each catalogue.
const QUESTIONS: usize = 30;
/// Each single question is asked so often, and the least counts.
const REPEATS: usize = 5;
/// A front that takes longer than this is stopped and told.
const LONGEST: Duration = Duration::from_secs(20);
/// Fronts of three measures take long; so many questions say enough.
const FEW: usize = 10;
/// How much work a measurement of many at once should be, at least.
const ENOUGH: f64 = 0.3;

/// Prints the table of all catalogues.
pub(crate) fn table(folders: &[String]) {
    println!(
        "Processor time of the thread in ms; median and the 29th of 30 questions (fronts of three measures: of 10). `proven` counts the answers that are. A ratio \
         of many at once is the work of one thread over that of the busier of two, and by the clock.\n"
    );
    println!("| catalogue | what | median | 95 of 100 | slowest | proven | remarks |\n| --- | --- | --- | --- | --- | --- | --- |");
    if folders.is_empty() {
        for scale in scales() {
            for seed in 1..=3 {
                let catalogue = catalogue::catalogue(scale, seed);
                let queries = catalogue::queries(&catalogue, scale, seed, QUESTIONS);
                rows(&format!("{}, seed {seed}", scale.name), catalogue, &queries, None);
            }
        }
    }
    for folder in folders.iter().map(PathBuf::from) {
        let catalogue = Arc::new(Catalogue::read(&std::fs::read(folder.join("catalog.json")).unwrap()).unwrap());
        let lines = std::fs::read_to_string(folder.join("queries.jsonl")).unwrap();
        let queries: Vec<Query> = lines.lines().take(QUESTIONS).map(|line| Query::read(line.as_bytes()).unwrap()).collect();
        rows(&folder.file_name().unwrap().to_string_lossy(), catalogue, &queries, Some(&folder));
    }
}

fn wanted(part: &str) -> bool {
    std::env::var("PATHSTACK_BENCH_PARTS").map_or(true, |parts| parts.split(',').any(|one| one == part))
}

/// All rows of one catalogue.
fn rows(name: &str, catalogue: Arc<Catalogue>, queries: &[Query], folder: Option<&Path>) {
    let before = (work::resident(), Spent::now());
    let prepared = Prepared::new(catalogue);
    let (memory, made) = (work::resident().saturating_sub(before.0), before.1.since());
    println!("| {name} | made ready | {:.0} | | | | {memory} MB more in use |", made * 1e3);
    if wanted("single") {
        single(name, &prepared, queries);
    }
    for (part, measures) in [("front", &[Measure::Cost, Measure::Hours][..]), ("front3", &Measure::ALL)] {
        if wanted(part) {
            let asked = if measures.len() > 2 { FEW.min(queries.len()) } else { queries.len() };
            front(name, &prepared, &queries[..asked], measures);
        }
    }
    if wanted("batch") {
        many(name, &prepared, queries);
    }
    if wanted("warm") {
        warm(name, &prepared, queries);
    }
    if let (true, Some(folder), Ok(peer)) = (wanted("peer"), folder, std::env::var("PATHSTACK_BENCH_PEER")) {
        beside(name, &prepared, queries, folder, &peer);
    }
}

fn row(name: &str, what: &str, times: &mut [f64], proven: usize, remarks: &str) {
    times.sort_unstable_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share).div_ceil(100).max(1) - 1] * 1e3;
    let count = times.len();
    println!("| {name} | {what} | {:.3} | {:.3} | {:.3} | {proven} of {count} | {remarks} |", at(50), at(95), at(100));
}

/// The least processor time of one question out of several, after one that warms up; and whether its answer is proven.
fn asked(prepared: &Prepared, query: &Query, order: &str) -> (f64, bool) {
    let minimise = order.parse().unwrap();
    let mut least = f64::INFINITY;
    let mut proven = false;
    for _ in 0..=REPEATS {
        let start = Spent::now();
        let outcome = prepared.solve(query, &minimise, &Budget::UNLIMITED).unwrap();
        least = least.min(start.since());
        proven = matches!(outcome.answer.status, Status::Optimal | Status::Infeasible);
    }
    (least, proven)
}

fn single(name: &str, prepared: &Prepared, queries: &[Query]) {
    for order in ["cost,hours,count", "cost", "hours", "count"] {
        let (mut times, proven): (Vec<f64>, Vec<bool>) = queries.iter().map(|query| asked(prepared, query, order)).unzip();
        row(name, order, &mut times, proven.into_iter().filter(|&proven| proven).count(), "");
    }
}

fn front(name: &str, prepared: &Prepared, queries: &[Query], measures: &[Measure]) {
    let (mut times, mut complete, mut points) = (Vec::new(), 0, Vec::new());
    for query in queries {
        let stop = AtomicBool::new(false);
        let budget = Budget { nodes: None, stop: Some(&stop) };
        let (front, spent) = work::within(LONGEST, &stop, || {
            let start = Spent::now();
            (prepared.front(query, measures, &budget).front, start.since())
        });
        times.push(spent);
        complete += usize::from(front.complete);
        points.push(front.front.len());
    }
    points.sort_unstable();
    let named: Vec<&str> = measures.iter().map(|measure| measure.name()).collect();
    let remarks = format!("{} points in the median, {} at most", points[points.len() / 2], points[points.len() - 1]);
    row(name, &format!("front {}", named.join(", ")), &mut times, complete, &remarks);
}

/// Many questions at once, on one thread and on two.
fn many(name: &str, prepared: &Prepared, queries: &[Query]) {
    let minimise = minimise();
    let near = || queries.iter().map(|other| Query { role: other.role.clone(), ..queries[0].clone() }).collect();
    let people = || queries.iter().map(|other| Query { learner: other.learner.clone(), ..queries[0].clone() }).collect();
    let variants = || {
        let mut variants = Vec::new();
        for query in queries.iter().take(5) {
            let answer = prepared.solve(query, &minimise, &Budget::UNLIMITED).unwrap().answer;
            variants.extend(answer.order.into_iter().map(|without| Query { forbid: vec![without], ..query.clone() }));
        }
        variants
    };
    let sets: [(&str, Vec<Query>); 3] =
        [("one learner, all roles", near()), ("all learners, one role", people()), ("each step of five stacks forbidden", variants())];
    for (what, set) in sets {
        let answers = |threads: usize| work::pooled(threads, || prepared.solve_all(&set, &minimise, &Budget::UNLIMITED).unwrap());
        let warm = answers(2).0;
        let rounds = (ENOUGH / work::pooled(1, || prepared.solve_all(&set, &minimise, &Budget::UNLIMITED).unwrap()).1.busiest).ceil();
        let (mut alone, mut shared) = (work::Measured::WORST, work::Measured::WORST);
        for _ in 0..3 {
            for (threads, best) in [(1, &mut alone), (2, &mut shared)] {
                let (same, measured) = work::pooled(threads, || {
                    let mut last = Vec::new();
                    for _ in 0..rounds.clamp(1.0, 10_000.0) as usize {
                        last = prepared.solve_all(&set, &minimise, &Budget::UNLIMITED).unwrap();
                    }
                    last
                });
                assert!(same.iter().zip(&warm).all(|(a, b)| a.answer == b.answer), "one thread and two differ");
                best.least(&measured);
            }
        }
        let each = alone.busiest / rounds / set.len() as f64 * 1e3;
        let (work, clock) = (alone.busiest / shared.busiest, alone.clock / shared.clock);
        println!("| {name} | {what}: {} | {each:.3} each | | | | two threads {work:.2}× by work, {clock:.2}× by the clock |", set.len());
    }
}

/// Questions asked again, from what is kept of them.
fn warm(name: &str, prepared: &Prepared, queries: &[Query]) {
    let minimise = minimise();
    let mut kept = Warm::new(queries.len());
    let mut times = Vec::new();
    for round in 0..2 {
        for query in queries {
            let start = Spent::now();
            prepared.solve_warm(&mut kept, query, &minimise, &Budget::UNLIMITED).unwrap();
            if round == 1 {
                times.push(start.since());
            }
        }
    }
    row(name, "asked again, warm", &mut times, kept.hits() as usize, "");
}

/// Another program on the same questions in the same run.
fn beside(name: &str, prepared: &Prepared, queries: &[Query], folder: &Path, peer: &str) {
    let orders = [("cost", "cost"), ("hours", "hours"), ("lex", "cost,hours")];
    let mut command = Command::new(peer);
    command.args(["bench", &folder.to_string_lossy(), &queries.len().to_string(), "3", "60000"]).env("OBJ", "cost,hours,lex");
    let output = command.output().unwrap();
    let told: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut theirs: BTreeMap<(u64, &str), &Value> = BTreeMap::new();
    for one in &told {
        theirs.insert((one["q"].as_u64().unwrap(), one["obj"].as_str().unwrap()), one);
    }
    for (objective, order) in orders {
        let (mut times, mut others, mut ratios, mut differ, mut proven) = (Vec::new(), Vec::new(), Vec::new(), 0, 0);
        for (number, query) in queries.iter().enumerate() {
            let Some(one) = theirs.get(&(number as u64, objective)) else { continue };
            let (time, is_proven) = asked(prepared, query, order);
            let other = one["us"].as_f64().unwrap() / 1e6;
            let answer = prepared.solve(query, &order.parse().unwrap(), &Budget::UNLIMITED).unwrap().answer;
            let values: Option<Vec<i64>> = answer.objective.map(|found| <[i64; 3]>::from(found)[..order.split(',').count()].to_vec());
            let same = match (objective, values.as_deref()) {
                ("hours", Some(_)) => one["val"].as_i64() == answer.objective.map(|found| <[i64; 3]>::from(found)[1]),
                ("cost", Some(found)) => one["val"].as_i64() == Some(found[0]),
                (_, Some(found)) => one["val"].as_i64() == Some(41 * found[0] + found[1]),
                (_, None) => one["val"].is_null(),
            };
            differ += usize::from(!same);
            proven += usize::from(is_proven);
            times.push(time);
            others.push(other);
            ratios.push(other / time);
        }
        for list in [&mut others, &mut ratios] {
            list.sort_unstable_by(f64::total_cmp);
        }
        let middle = others.len() / 2;
        let remarks = format!(
            "the other {:.3}, ratios: median {:.1}, least {:.1}; {differ} answers differ",
            others[middle] * 1e3,
            ratios[middle],
            ratios[0]
        );
        row(name, &format!("{order}, beside"), &mut times, proven, &remarks);
    }
}
