//! Learned suggestions: one list at up to 100,000 items, and fitting by people and items.
//!
//! `cargo bench --bench recommend -- [items]`. People walk through a catalogue in groups of 50 with jumps, half of which land on what is
//! popular. A run of 2²⁴ additions of floats that wait for each other is the reference that ranking is told against; fitting is told in seconds of all cores.
//!
//! `-- ratios` fits every model to a small log and compares with the committed ratios: it fails when a list changes or a time, as a share of
//! the reference, doubles. `-- write` commits anew (`benches/recommend/ratios.json`).

mod ratios;

use pathstack::recommend::{Board, Chance, Event, Item, Kind, Log, Params, Recommender, Trail};
use std::{hint::black_box, process::ExitCode, time::Instant};

/// Events of people who took about 20 items each.
fn log(items: usize, people: usize, seed: u64) -> Log {
    let mut chance = Chance::new(seed);
    let published: Vec<Item> = (0..items).map(|at| Item { id: at.to_string().into(), group: Some((at / 50).to_string().into()) }).collect();
    let mut events = Vec::new();
    for user in 0..people {
        let mut at = chance.below(items);
        for step in 0..10 + chance.below(21) {
            at = match chance.below(10) {
                0 => chance.below(items),
                // The square of an even chance falls on few.
                1 => (chance.unit() * chance.unit() * chance.unit() * items as f64) as usize,
                ahead => (at + ahead / 3) % items,
            };
            events.push(Event { user: user.to_string().into(), item: at.to_string().into(), at: (step * 600) as i64 });
        }
    }
    Log::new(&published, &events)
}

/// Seconds of the reference.
fn reference() -> f64 {
    let before = Instant::now();
    let mut sum = 1.0_f64;
    for at in 0..1_u32 << 24 {
        sum += f64::from(black_box(at));
    }
    black_box(sum);
    before.elapsed().as_secs_f64()
}

/// How often each list is made: what another program took from one of them is no matter of ours.
const TIMES: usize = 5;

/// Half and 99 in 100 of the times of one list of ten, the least of [`TIMES`] for each history, in microseconds.
fn ranking(model: &Recommender, histories: &[Trail]) -> (f64, f64) {
    let mut board = Board::default();
    for history in histories.iter().take(50) {
        black_box(model.top(&mut board, history, 10));
    }
    let mut times: Vec<f64> = histories
        .iter()
        .map(|history| {
            let once = |_| {
                let before = Instant::now();
                black_box(model.top(&mut board, history, 10));
                before.elapsed().as_secs_f64() * 1e6
            };
            (0..TIMES).map(once).fold(f64::INFINITY, f64::min)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// Seconds on all cores so far, where the system says so: they tell more than the clock on a machine that others use as well.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn main() -> ExitCode {
    let said = |word: &str| std::env::args().any(|given| given == word);
    if said("ratios") || said("write") {
        return ratios::compare(&log(1_000, 2_000, 7), said("write"));
    }
    let most: usize = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(100_000);
    let task = reference();
    println!("reference: {:.1} ms", task * 1e3);
    println!(
        "{:<12} {:>8} {:>8} {:>9} {:>8} {:>9} {:>10} {:>8} {:>8} {:>12}",
        "model", "items", "people", "events", "fit s", "fit CPU s", "tables MB", "p50 µs", "p99 µs", "p99 ÷ ref"
    );
    for (items, people) in [(1_000, 2_000), (1_000, 20_000), (10_000, 20_000), (most, 50_000)] {
        if items > most {
            continue;
        }
        let log = log(items, people, 7);
        let histories: Vec<Trail> = log.trails().iter().take(2_000).cloned().collect();
        for kind in [Kind::Transitions, Kind::Neighbours, Kind::Factors, Kind::Blend] {
            if kind == Kind::Factors && items > 10_000 {
                continue;
            }
            let (before, used) = (Instant::now(), cpu());
            let model = Recommender::fit(&log, &Params::new(kind), &mut |_, _, _| ());
            let took = before.elapsed().as_secs_f64();
            let used = used.zip(cpu()).map_or(f64::NAN, |(before, after)| after - before);
            let (half, worst) = ranking(&model, &histories);
            println!(
                "{:<12} {items:>8} {people:>8} {:>9} {took:>8.2} {used:>9.2} {:>10.1} {half:>8.0} {worst:>8.0} {:>12.5}",
                kind.name(),
                log.events(),
                model.bytes() as f64 / 1e6,
                worst / 1e6 / task
            );
        }
    }
    ExitCode::SUCCESS
}
