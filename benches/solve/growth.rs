//! How time grows: with the credentials of a catalogue, the goals of a role, the depth of prerequisites, the size of circles.

use std::sync::Arc;
use std::time::Duration;

use pathstack::solve::problem::{Atom, Attainment, Catalogue, Credential, Group, Id, Learner, Limits, Query, Role};
use pathstack::solve::{Budget, Prepared};

use crate::catalogue::{self, Scale};
use crate::random::Dice;
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
    for depth in [1, 2, 4, 8, 16, 32, 64, 128] {
        made(depth, |seed| ladders(5, depth as u32, 4, false, seed));
    }
    head("size of circles (5 goals, each in a circle of competencies, 4 credentials for each, 2 ways in)");
    for size in [2, 4, 8, 16, 32, 64, 128] {
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

/// Goals at the top of ladders of competencies, several credentials for each rung that need the rung below and now and then one
/// of another ladder; in circles the first rung needs the last, and two more credentials lead into each circle from outside.
fn ladders(goals: u32, depth: u32, ways: u32, circles: bool, seed: u64) -> (Arc<Catalogue>, Query) {
    let mut dice = Dice::new(seed ^ u64::from(depth) << 32 ^ u64::from(circles));
    let mut credentials: Vec<Credential> = Vec::new();
    let atom = |competency: u32| Atom::Level(Attainment { competency, level: 1 });
    let one = |competency: u32| Group { k: 1, of: vec![atom(competency)] };
    let mut add = |dice: &mut Dice, competency: u32, also: Option<u32>, requires: Vec<Group>, dear: i64| {
        let teaches = [Some(competency), also].into_iter().flatten().map(|competency| Attainment { competency, level: 1 }).collect();
        let id = Id::Number(credentials.len() as i64);
        let (cost, hours) = (100 * dear * dice.between(5, 40), dice.between(4, 60));
        credentials.push(Credential { id, cost, hours, count: 1, provider: None, teaches, requires });
    };
    for goal in 0..goals {
        for rung in 0..depth {
            let competency = goal * depth + rung;
            for way in 0..ways {
                let below = if rung > 0 { Some(competency - 1) } else { circles.then_some(goal * depth + depth - 1) };
                let mut requires: Vec<Group> = below.map(one).into_iter().collect();
                let other = dice.below(goals as usize) as u32 * depth + rung;
                if rung > 0 && other != competency && dice.percent(20) {
                    requires.push(Group { k: 1, of: vec![atom(other - 1), atom(other)] });
                }
                let also = (way == 0 && dice.percent(30)).then(|| dice.below(goals as usize) as u32 * depth + rung);
                add(&mut dice, competency, also.filter(|&also| also != competency), requires, 1);
            }
        }
        if circles {
            for _ in 0..2 {
                let entered = goal * depth + dice.below(depth as usize) as u32;
                add(&mut dice, entered, None, Vec::new(), 3);
            }
        }
    }
    let catalogue = Catalogue::new(1, goals * depth, credentials, Vec::new()).unwrap_or_else(|faults| panic!("{:?}", faults.first()));
    let role = Role { requires: (0..goals).map(|goal| one(goal * depth + depth - 1)).collect(), soft: Vec::new(), min_soft: 0 };
    let query = Query { learner: Learner::default(), role, forbid: Vec::new(), limits: Limits::default() };
    (Arc::new(catalogue), query)
}
