//! Times of `solve` on generated catalogues of five scales, answers asserted; see `benches/solve/README.md`.
//!
//! `cargo bench --bench solve` measures small, medium and esco; `PATHSTACK_BENCH_SCALES=reg200k,reg1m` names others.
//! `-- ratios` compares with the committed ratios and fails when an answer changes or a ratio doubles, `-- write` commits anew,
//! `-- growth` prints how time grows, `-- table` the whole table (`table`), `-- once SCALE` answers each question once, for counting
//! instructions.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench may stop, speak, read the clock and its settings, and divide times"
)]

mod growth;
mod table;
mod work;

#[path = "../../tests/common/catalogue.rs"]
mod catalogue;
#[path = "../../tests/common/ladders.rs"]
mod ladders;
#[expect(dead_code, reason = "tests throw its dice in more ways")]
#[path = "../../tests/common/random.rs"]
mod random;
#[path = "../../tests/common/reference.rs"]
mod reference;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::{SCALES, Scale};
use criterion::Criterion;
use pathstack::check;
use pathstack::solve::problem::{Catalogue, Minimise, Problem, Query};
use pathstack::solve::{Budget, Prepared};
use serde::{Deserialize, Serialize};

/// Questions to each catalogue, and the seed of both.
const QUERIES: usize = 10;
const SEED: u64 = 1;
/// Rounds of a comparison; each measures the reference and every question once.
const ROUNDS: usize = 7;

/// What is committed of a scale.
#[derive(Serialize, Deserialize)]
struct Known {
    /// Median time of a question (cost, then hours, then count), in percent of the reference: one closure of the catalogue.
    median_percent: f64,
    /// The same of the slowest question.
    slowest_percent: f64,
    /// Cost, hours and count of each answer; none where there is no stack.
    answers: Vec<Option<[i64; 3]>>,
}

fn committed() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/ratios.json")
}

fn minimise() -> Minimise {
    "cost,hours,count".parse().unwrap()
}

/// A catalogue made ready, and its questions.
struct Bench {
    scale: Scale,
    catalogue: Arc<Catalogue>,
    prepared: Prepared,
    queries: Vec<Query>,
}

impl Bench {
    fn new(scale: Scale) -> Self {
        let catalogue = catalogue::catalogue(scale, SEED);
        let queries = catalogue::queries(&catalogue, scale, SEED, QUERIES);
        Self { scale, prepared: Prepared::new(catalogue.clone()), catalogue, queries }
    }

    /// Answers all questions, each replayed by the judge.
    fn answers(&self) -> Vec<Option<[i64; 3]>> {
        let answer = |query: &Query| {
            let answer = self.prepared.solve(query, &minimise(), &Budget::UNLIMITED).unwrap().answer;
            let problem = Problem::new(self.catalogue.clone(), query.clone()).unwrap();
            check::answer(&problem, &minimise(), &answer).unwrap();
            answer.objective.map(Into::into)
        };
        self.queries.iter().map(answer).collect()
    }

    /// Measures the reference and the questions in turns.
    fn measure(&self) -> Known {
        let answers = self.answers();
        let minimise = minimise();
        let mut reference = Vec::new();
        let mut times = vec![Vec::new(); self.queries.len()];
        for _ in 0..ROUNDS {
            reference.push(timed(|| drop(black_box(reference::reached(&self.catalogue)))));
            for (query, times) in self.queries.iter().zip(&mut times) {
                times.push(timed(|| drop(black_box(self.prepared.solve(query, &minimise, &Budget::UNLIMITED)))));
            }
        }
        let unit = median(&mut reference).as_secs_f64() / 100.0;
        let mut times: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
        let median_percent = rounded(median(&mut times).as_secs_f64() / unit);
        let slowest_percent = rounded(times.iter().max().unwrap().as_secs_f64() / unit);
        Known { median_percent, slowest_percent, answers }
    }
}

fn rounded(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}

fn timed(work: impl FnOnce()) -> Duration {
    let before = Instant::now();
    work();
    before.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The scales to measure: the three small ones, or those named.
fn scales() -> Vec<Scale> {
    let named = std::env::var("PATHSTACK_BENCH_SCALES").unwrap_or_else(|_| "small,medium,esco".to_owned());
    let scale = |name: &str| SCALES.into_iter().find(|scale| scale.name == name).unwrap_or_else(|| panic!("no scale is called {name}"));
    named.split(',').map(scale).collect()
}

/// Compares with what is committed; writes it anew when asked to.
fn ratios(write: bool) -> ExitCode {
    let mut known: BTreeMap<String, Known> =
        std::fs::read(committed()).ok().map(|text| serde_json::from_slice(&text).unwrap()).unwrap_or_default();
    let mut wrong = 0;
    println!("| scale | median, % of the reference | committed | slowest | committed |\n| --- | --- | --- | --- | --- |");
    for scale in scales() {
        let now = Bench::new(scale).measure();
        let before = known.get(scale.name);
        let told = |of: fn(&Known) -> f64| before.map_or("–".to_owned(), |before| of(before).to_string());
        println!(
            "| {} | {} | {} | {} | {} |",
            scale.name,
            now.median_percent,
            told(|k| k.median_percent),
            now.slowest_percent,
            told(|k| k.slowest_percent)
        );
        if let Some(before) = before.filter(|_| !write) {
            if before.answers != now.answers {
                println!("WRONG: the answers at {} are not those committed", scale.name);
                wrong += 1;
            }
            for (what, now, before) in
                [("median", now.median_percent, before.median_percent), ("slowest", now.slowest_percent, before.slowest_percent)]
            {
                if now > 2.0 * before {
                    println!("SLOW: the {what} at {} is {:.1} times what is committed", scale.name, now / before);
                    wrong += 1;
                }
            }
        }
        if write {
            known.insert(scale.name.to_owned(), now);
        }
    }
    if write {
        std::fs::write(committed(), serde_json::to_string(&known).unwrap().replace("},", "},\n") + "\n").unwrap();
    }
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What instructions are counted of.
#[inline(never)]
fn counted(bench: &Bench, minimise: &Minimise) {
    for query in &bench.queries {
        drop(black_box(bench.prepared.solve(query, minimise, &Budget::UNLIMITED)));
    }
}

fn criterion() {
    let mut criterion = Criterion::default().configure_from_args();
    let minimise = minimise();
    for scale in scales() {
        let bench = Bench::new(scale);
        let known: Option<BTreeMap<String, Known>> = std::fs::read(committed()).ok().map(|text| serde_json::from_slice(&text).unwrap());
        if let Some(known) = known.as_ref().and_then(|known| known.get(scale.name)) {
            assert_eq!(known.answers, bench.answers(), "the answers at {} are not those committed", scale.name);
        }
        let mut group = criterion.benchmark_group("solve");
        group.sample_size(10);
        group.bench_function(format!("{}: {QUERIES} questions, seed {SEED}", bench.scale.name), |b| b.iter(|| counted(&bench, &minimise)));
        group.bench_function(format!("{}: the reference, one closure", bench.scale.name), |b| {
            b.iter(|| black_box(reference::reached(&bench.catalogue)));
        });
        group.finish();
    }
    criterion.final_summary();
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.first().map(String::as_str) {
        Some("ratios") => ratios(false),
        Some("write") => ratios(true),
        Some("growth") => {
            growth::tables();
            ExitCode::SUCCESS
        }
        Some("table") => {
            table::table(&arguments[1..]);
            ExitCode::SUCCESS
        }
        Some("once") => {
            let scale = SCALES.into_iter().find(|scale| arguments.get(1).is_some_and(|name| name == scale.name));
            counted(&Bench::new(scale.unwrap_or(SCALES[0])), &minimise());
            ExitCode::SUCCESS
        }
        _ => {
            criterion();
            ExitCode::SUCCESS
        }
    }
}
