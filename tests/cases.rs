//! The sixty small cases on which exhaustive search, CP-SAT and HiGHS agree: every answer is theirs, and comes with its proof.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may stop, speak and read its settings and files"
)]

use std::path::PathBuf;

use pathstack::check;
use pathstack::solve::problem::{Measure, Minimise, Objective, Problem, Status};
use pathstack::solve::{Budget, Prepared};
use serde_json::Value;

/// The folder of cases: that of `PATHSTACK_PEERS`, or the one beside the checkout.
fn cases() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/peers");
    let folder = std::env::var_os("PATHSTACK_PEERS").map_or_else(beside, PathBuf::from).join("cases");
    folder.is_dir().then_some(folder)
}

const ORDERS: [(&str, &str); 3] = [
    ("lex_cost_hours_count", "cost,hours,count"),
    ("lex_hours_cost_count", "hours,cost,count"),
    ("lex_count_cost_hours", "count,cost,hours"),
];

#[test]
fn all_sixty_cases_are_answered_as_the_peers_answered_them_with_proof() {
    let Some(folder) = cases() else {
        println!("SKIPPED: no ../shared/peers/cases beside the checkout; set PATHSTACK_PEERS to the folder that has `cases`");
        return;
    };
    let [mut answers, mut fronts] = [0, 0];
    for number in 0..60 {
        let load = |kind| std::fs::read(folder.join(format!("{number:03}.{kind}.json"))).unwrap();
        let problem = Problem::read(&load("problem")).unwrap_or_else(|faults| panic!("case {number}: {faults:?}"));
        let expected: Value = serde_json::from_slice(&load("answer")).unwrap();
        let prepared = Prepared::new(problem.catalogue().clone());
        for (member, order) in ORDERS {
            let minimise: Minimise = order.parse().unwrap();
            let (outcome, certificate) = prepared.prove(problem.query(), &minimise, &Budget::UNLIMITED).unwrap();
            let answer = outcome.answer;
            assert_eq!(answer.status == Status::Infeasible, expected["status"] == "infeasible", "case {number}, {order}");
            let known: Option<[i64; 3]> = expected.get(member).map(|value| serde_json::from_value(value.clone()).unwrap());
            if let Some(known) = known {
                assert_eq!(answer.objective.map(<[i64; 3]>::from), Some(known), "case {number}, {order}");
            }
            check::certificate(&problem, &minimise, &answer, &certificate.unwrap())
                .unwrap_or_else(|refusal| panic!("case {number}, {order}: {refusal}"));
            answers += 1;
        }
        for (member, measures) in [("front_cost_hours", &[Measure::Cost, Measure::Hours][..]), ("front_cost_hours_count", &Measure::ALL)] {
            let (outcome, certificate) = prepared.prove_front(problem.query(), measures, &Budget::UNLIMITED);
            let values = |is: Objective| measures.iter().map(|&measure| is.of(measure)).collect::<Vec<i64>>();
            let points: Vec<Vec<i64>> = outcome.front.front.iter().filter_map(|point| point.objective.map(values)).collect();
            let known: Option<Vec<Vec<i64>>> = expected.get(member).map(|value| serde_json::from_value(value.clone()).unwrap());
            if let Some(known) = known {
                assert_eq!(points, known, "case {number}, {member}");
            }
            check::front_certificate(&problem, measures, &outcome.front, &certificate.unwrap())
                .unwrap_or_else(|refusal| panic!("case {number}, {member}: {refusal}"));
            fronts += 1;
        }
    }
    println!("60 cases: {answers} answers and {fronts} fronts are those of the peers, all proven");
}
