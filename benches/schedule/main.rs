//! Times of whole answers (all named answers and the frontier) on generated catalogues, with growth tables.
//!
//! `cargo bench --bench schedule -- [credentials] [queries] [requirements] [offerings] [at_once]`; without arguments a short set of tables.
//! `-- ratios` compares with the committed ratios and fails when an answer changes or a ratio doubles, `-- write` commits anew.

mod market;
mod reference;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use market::{Size, catalogue, query};
use pathstack::schedule::{ALL, Ending, Limits, Market, Question};
use serde::{Deserialize, Serialize};

/// Times against the reference, and what was answered.
#[derive(Serialize, Deserialize)]
struct Committed {
    /// Median time of a question, in percent of the reference: one closure of the catalogue.
    median_percent: f64,
    /// The slowest question's.
    slowest_percent: f64,
    /// Of each question: the cheapest's money and day, the fastest's day, the fewest's count, points of the front, and whether all is proven.
    answers: Vec<(i64, i32, i32, i64, usize, bool)>,
}

/// Credentials, requirements and steps at a time of each scale that is compared.
const SCALES: [(i64, i64, i32); 4] = [(300, 2, 1), (300, 4, 1), (300, 4, 2), (2_000, 2, 1)];
const QUESTIONS: u64 = 8;
const STEPS: u64 = 1_000;

fn committed() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/schedule/ratios.json")
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Measures the reference and the questions in turns.
fn measure(credentials: i64, requirements: i64, at_once: i32) -> Committed {
    let size = Size { credentials, offerings: 3 };
    let world = catalogue(size, 1);
    let market = Market::new(&world);
    let (mut reference, mut times, mut answers) = (Vec::new(), vec![Vec::new(); QUESTIONS as usize], Vec::new());
    for round in 0..3 {
        let start = Instant::now();
        black_box(reference::reached(&world));
        reference.push(start.elapsed());
        for (seed, times) in (0..).zip(&mut times) {
            let (mut learner, goal) = query(size, seed, requirements);
            learner.at_once = at_once;
            let start = Instant::now();
            let question = Question { learner: &learner, goal: &goal, policies: &[] };
            let answer = market.answer(question, &ALL, &Limits { work: STEPS, stop: None });
            times.push(start.elapsed());
            if round == 0 {
                let proven = !matches!(answer.ending, Ending::Feasible(_) | Ending::Stopped(_));
                let cheapest = answer.cheapest.as_ref().map_or((-1, -1), |p| (p.money, p.ready.0));
                let fastest = answer.fastest.as_ref().map_or(-1, |p| p.ready.0);
                let fewest = answer.fewest.as_ref().map_or(-1, |p| p.count);
                answers.push((cheapest.0, cheapest.1, fastest, fewest, answer.frontier.len(), proven));
            }
        }
    }
    let unit = median(&mut reference).as_secs_f64() / 100.0;
    let mut each: Vec<Duration> = times.iter_mut().map(|t| median(t)).collect();
    each.sort_unstable();
    let percent = |time: Duration| (time.as_secs_f64() / unit * 10.0).round() / 10.0;
    Committed { median_percent: percent(each[each.len() / 2]), slowest_percent: percent(each[each.len() - 1]), answers }
}

/// Compares with the committed ratios, or commits anew.
fn ratios(write: bool) -> ExitCode {
    let text = std::fs::read_to_string(committed()).unwrap_or_else(|_| "{}".to_owned());
    let old: BTreeMap<String, Committed> = serde_json::from_str(&text).expect("ratios that were written by this bench");
    let mut new = BTreeMap::new();
    let mut good = true;
    println!(
        "| catalogue | proven | median, % of the reference | committed | slowest | committed |\n| --- | --- | --- | --- | --- | --- |"
    );
    for (credentials, requirements, at_once) in SCALES {
        let name = format!("{credentials} credentials, {requirements} requirements, {at_once} at once");
        let now = measure(credentials, requirements, at_once);
        let proven = now.answers.iter().filter(|a| a.5).count();
        let (was, slow) = old.get(&name).map_or((0.0, 0.0), |o| (o.median_percent, o.slowest_percent));
        println!("| {name} | {proven} of {QUESTIONS} | {} | {was} | {} | {slow} |", now.median_percent, now.slowest_percent);
        if let (Some(old), false) = (old.get(&name), write) {
            good &= old.answers == now.answers && now.median_percent <= 2.0 * old.median_percent;
        }
        new.insert(name, now);
    }
    if write {
        let lines: Vec<String> = new.iter().map(|(n, c)| format!("{n:?}:{}", serde_json::to_string(c).expect("numbers"))).collect();
        std::fs::write(committed(), format!("{{{}}}\n", lines.join(",\n"))).expect("the file can be written");
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Row {
    micros: Vec<u128>,
    proven: usize,
    none: usize,
    steps: Vec<i64>,
    front: Vec<usize>,
    worst: (u128, u64),
}

fn run(size: Size, queries: u64, requirements: i64, at_once: i32, work: u64, talk: bool) -> Row {
    let world = catalogue(size, 1);
    let faults = world.faults();
    assert!(faults.is_empty(), "{:?}", faults.first());
    let market = Market::new(&world);
    let mut row = Row { micros: Vec::new(), proven: 0, none: 0, steps: Vec::new(), front: Vec::new(), worst: (0, 0) };
    for seed in 0..queries {
        let (mut learner, goal) = query(size, seed, requirements);
        learner.at_once = at_once;
        let start = Instant::now();
        let answer = market.answer(Question { learner: &learner, goal: &goal, policies: &[] }, &ALL, &Limits { work, stop: None });
        let micros = start.elapsed().as_micros();
        row.micros.push(micros);
        if micros > row.worst.0 {
            row.worst = (micros, seed);
        }
        match answer.ending {
            Ending::Optimal | Ending::Met => row.proven += 1,
            Ending::Unteachable(_) | Ending::Infeasible(_) => row.none += 1,
            Ending::Feasible(_) | Ending::Stopped(_) => {}
        }
        if let Some(p) = &answer.cheapest {
            row.steps.push(p.count);
            assert_eq!(p.ledger.iter().map(|l| l.amount).sum::<i64>(), p.money);
        }
        row.front.push(answer.frontier.len());
        if talk {
            let p = answer.cheapest.as_ref();
            println!(
                "{seed}: {micros} us, {:?} {:?} K {:?} front {} work {:?}",
                answer.ending.clone(),
                p.map(|p| (p.money, p.ready)),
                p.map(|p| p.count),
                answer.frontier.len(),
                answer.work
            );
        }
    }
    row
}

fn show(name: &str, mut row: Row) {
    row.micros.sort_unstable();
    row.steps.sort_unstable();
    let at = |p: usize| row.micros[(row.micros.len() - 1) * p / 100] as f64 / 1000.0;
    println!(
        "{name}: p50 {:.2} ms, p90 {:.2}, p99 {:.2}, max {:.2} (query {}); proven {} of {}, no pathway {}; steps median {:?} most {:?}; frontier most {:?}",
        at(50),
        at(90),
        at(99),
        at(100),
        row.worst.1,
        row.proven,
        row.micros.len(),
        row.none,
        row.steps.get(row.steps.len() / 2),
        row.steps.last(),
        row.front.iter().max()
    );
}

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("ratios") => return ratios(false),
        Some("write") => return ratios(true),
        _ => {}
    }
    let numbers: Vec<i64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let work = std::env::var("PATHSTACK_WORK").ok().and_then(|w| w.parse().ok()).unwrap_or(2_000_000);
    if let Some(&credentials) = numbers.first() {
        let at = |i: usize, default: i64| numbers.get(i).copied().unwrap_or(default);
        let size = Size { credentials, offerings: at(3, 3) };
        show("run", run(size, at(1, 30) as u64, at(2, 8), at(4, 1) as i32, work, true));
        return ExitCode::SUCCESS;
    }
    for (credentials, requirements) in [(300, 6), (2_000, 8), (20_000, 8)] {
        let size = Size { credentials, offerings: 3 };
        show(&format!("{credentials} credentials, {requirements} requirements"), run(size, 40, requirements, 1, work, false));
    }
    for requirements in [2, 4, 6, 8, 10, 12] {
        let size = Size { credentials: 20_000, offerings: 3 };
        show(&format!("20000 credentials, {requirements} requirements"), run(size, 20, requirements, 1, work, false));
    }
    for offerings in [1, 2, 4] {
        let size = Size { credentials: 20_000, offerings };
        show(&format!("20000 credentials, 8 requirements, at most {offerings} offerings each"), run(size, 20, 8, 1, work, false));
    }
    for at_once in [1, 2, 3] {
        let size = Size { credentials: 20_000, offerings: 3 };
        show(&format!("20000 credentials, 4 requirements, {at_once} at once"), run(size, 20, 4, at_once, work, false));
    }
    ExitCode::SUCCESS
}
