//! Times of whole answers (all named answers and the frontier) on generated catalogues, with growth tables.
//!
//! `cargo bench --bench schedule -- [credentials] [queries] [requirements] [offerings] [at_once]`; without arguments a short set of tables.

mod market;

use std::time::Instant;

use market::{Size, catalogue, query};
use pathstack::schedule::{ALL, Ending, Limits, Market, Question};

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

fn main() {
    let numbers: Vec<i64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let work = std::env::var("PATHSTACK_WORK").ok().and_then(|w| w.parse().ok()).unwrap_or(2_000_000);
    if let Some(&credentials) = numbers.first() {
        let at = |i: usize, default: i64| numbers.get(i).copied().unwrap_or(default);
        let size = Size { credentials, offerings: at(3, 3) };
        show("run", run(size, at(1, 30) as u64, at(2, 8), at(4, 1) as i32, work, true));
        return;
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
}
