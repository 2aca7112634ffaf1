//! The hardest small problems that a search over seeds found: solved and proven still, with the answers they had when they were frozen.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may stop, speak and read files and the clock"
)]

use std::{fs, path::Path, time::Instant};

use pathstack::{
    check,
    solve::{
        Budget, Prepared,
        problem::{Minimise, Problem, Status},
    },
};
use serde_json::Value;

#[path = "common/ladders.rs"]
mod ladders;
#[expect(dead_code, reason = "ladders throw its dice in fewer ways")]
#[path = "common/random.rs"]
mod random;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

#[test]
fn the_hardest_problems_found_are_answered_as_before_and_proven() {
    let known: Value = serde_json::from_slice(&fs::read(folder().join("answers.json")).unwrap()).unwrap();
    let known = known.as_object().unwrap();
    assert!(known.len() >= 10);
    for (name, values) in known {
        let problem = Problem::read(&fs::read(folder().join(format!("{name}.json"))).unwrap()).unwrap();
        let prepared = Prepared::new(problem.catalogue().clone());
        let begun = Instant::now();
        for (order, value) in values.as_object().unwrap() {
            let minimise: Minimise = order.parse().unwrap();
            let (outcome, certificate) = prepared.prove(problem.query(), &minimise, &Budget::UNLIMITED).unwrap();
            check::answer(&problem, &minimise, &outcome.answer).unwrap();
            check::certificate(&problem, &minimise, &outcome.answer, &certificate.unwrap()).unwrap();
            let values: [i64; 3] = outcome.answer.objective.unwrap().into();
            assert_eq!(serde_json::json!(values), *value, "{name}, {order}");
        }
        println!("{name}: solved, proven and verified in {:?}", begun.elapsed());
    }
}

/// Their programs have many more rows than columns; two minutes were not enough while slack rows stayed in them.
#[test]
fn ladders_of_32_rungs_end_within_a_few_dozen_nodes() {
    for (seed, values) in [(0, [69_200, 1501, 52]), (2, [52_300, 1274, 42]), (3, [64_300, 1870, 55])] {
        let (catalogue, query) = ladders::ladders(5, 32, 4, false, seed);
        let minimise: Minimise = "cost,hours,count".parse().unwrap();
        let budget = Budget { nodes: Some(100), stop: None };
        let outcome = Prepared::new(catalogue.clone()).solve(&query, &minimise, &budget).unwrap();
        let problem = Problem::new(catalogue, query).unwrap();
        check::answer(&problem, &minimise, &outcome.answer).unwrap();
        assert_eq!(outcome.answer.status, Status::Optimal, "seed {seed}");
        assert_eq!(<[i64; 3]>::from(outcome.answer.objective.unwrap()), values, "seed {seed}");
    }
}
