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
        problem::{Minimise, Problem},
    },
};
use serde_json::Value;

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
