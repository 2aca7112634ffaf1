//! How time grows: with the credentials of a catalogue, the goals of a role, the depth of prerequisites, the size of circles.

use std::sync::Arc;
use std::time::Duration;

use pathstack::solve::problem::{Catalogue, Query};
use pathstack::solve::{Budget, Prepared};

use crate::catalogue::{self, Scale};
use crate::ladders::ladders;
use crate::{minimise, timed};

/// Questions a row is measured with, three times each.
const QUERIES: usize = 15;

/// Prints the tables.
pub(crate) fn tables() {
    head("credentials (half as many competencies, 20 goals)");
    for credentials in [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000] {
        let competencies = credentials as u32 / 2;
        generated(credentials, Scale { name: "growth", credentials, competencies, topic: 30, goals: 20, held: 8 });
    }
    head("goals (8,000 credentials, 4,000 competencies)");
    for goals in [5, 10, 20, 40, 80] {
        generated(goals, Scale { name: "growth", credentials: 8_000, competencies: 4_000, topic: 30, goals, held: 8 });
    }
    head("depth of prerequisites (5 goals, each at the top of a ladder; 4 credentials for each rung)");
    for depth in [1, 2, 4, 8, 16, 24, 32] {
        made(depth, |seed| ladders(5, depth as u32, 4, false, seed));
    }
    head("size of circles (5 goals, each in a circle of competencies, 4 credentials for each, 2 ways in)");
    for size in [2, 4, 8, 16] {
        made(size, |seed| ladders(5, size as u32, 4, true, seed));
    }
}

fn head(what: &str) {
    println!("\n| {what} | median µs | p95 µs | nodes, most |\n| --- | --- | --- | --- |");
}

fn generated(label: usize, scale: Scale) {
    let catalogue = catalogue::catalogue(scale, 1);
    let queries = catalogue::queries(&catalogue, scale, 1, QUERIES);
    let prepared = Prepared::new(catalogue);
    row(label, queries.iter().map(|query| (&prepared, query)));
}

fn made(label: usize, make: impl Fn(u64) -> (Arc<Catalogue>, Query)) {
    let made: Vec<(Prepared, Query)> = (0..QUERIES as u64).map(make).map(|(catalogue, query)| (Prepared::new(catalogue), query)).collect();
    row(label, made.iter().map(|(prepared, query)| (prepared, query)));
}

fn row<'a>(label: usize, asked: impl Iterator<Item = (&'a Prepared, &'a Query)>) {
    let minimise = minimise();
    let (mut times, mut nodes) = (Vec::new(), 0);
    for (prepared, query) in asked {
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let mut spent = 0;
            best = best.min(timed(|| spent = prepared.solve(query, &minimise, &Budget::UNLIMITED).unwrap().effort.nodes));
            nodes = nodes.max(spent);
        }
        times.push(best);
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_micros();
    println!("| {label} | {} | {} | {nodes} |", at(50), at(95));
}
