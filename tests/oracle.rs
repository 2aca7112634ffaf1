//! The exhaustive oracle against the frozen cases, the checker and the solver.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may stop, speak and read its settings and files"
)]

use std::path::PathBuf;

use pathstack::check;
use pathstack::solve::problem::{Answer, Id, Problem, Status};
use rayon::prelude::*;
use serde_json::{Value, json};

#[path = "common/agree.rs"]
mod agree;
#[path = "common/follow.rs"]
mod follow;
#[path = "common/oracle.rs"]
mod oracle;
#[path = "common/random.rs"]
mod random;
#[path = "common/reach.rs"]
mod reach;
#[path = "common/shrink.rs"]
mod shrink;

use oracle::World;
use random::Dice;

fn read(problem: &Value) -> Problem {
    Problem::read(problem.to_string().as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}\n{problem}"))
}

/// The folder of frozen cases beside the checkout, if it is there.
fn cases() -> Option<PathBuf> {
    let folder = std::env::var_os("PATHSTACK_SHARED_PEERS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/peers"), PathBuf::from)
        .join("cases");
    folder.is_dir().then_some(folder)
}

#[test]
fn the_oracle_agrees_with_the_frozen_cases_it_can_exhaust() {
    let Some(folder) = cases() else {
        println!("SKIPPED: no ../shared/peers/cases beside the checkout; set PATHSTACK_SHARED_PEERS to a folder that has it");
        return;
    };
    let names: Vec<String> = (0..60).map(|number| format!("{number:03}")).collect();
    let compared = names
        .par_iter()
        .filter(|name| {
            let load =
                |kind| -> Value { serde_json::from_slice(&std::fs::read(folder.join(format!("{name}.{kind}.json"))).unwrap()).unwrap() };
            let (problem, answer) = (load("problem"), load("answer"));
            read(&problem);
            let world = World::new(&problem);
            if world.size() > 16 {
                return false;
            }
            let points = world.points();
            assert_eq!(answer["status"] == "infeasible", points.is_empty(), "case {name}");
            for (member, order) in
                [("lex_cost_hours_count", [0, 1, 2]), ("lex_hours_cost_count", [1, 0, 2]), ("lex_count_cost_hours", [2, 0, 1])]
            {
                if let Some(expected) = answer.get(member) {
                    let expected: Vec<i64> = order.iter().map(|&at| expected[at].as_i64().unwrap()).collect();
                    assert_eq!(oracle::lexicographic(&points, &order), Some(expected), "case {name}, {member}");
                }
            }
            for (member, measures) in [("front_cost_hours", &[0, 1][..]), ("front_cost_hours_count", &[0, 1, 2])] {
                if let Some(expected) = answer.get(member) {
                    assert_eq!(json!(oracle::front(&points, measures)), *expected, "case {name}, {member}");
                }
            }
            true
        })
        .count();
    println!("{compared} of {} frozen cases are small enough to exhaust", names.len());
    assert!(compared >= 20);
}

/// A number from the environment, so that the same test can be run longer.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn the_solver_agrees_with_the_oracle_on_every_question_of_random_problems() {
    let first = setting("PATHSTACK_ORACLE_SEED", 0);
    let problems = setting("PATHSTACK_ORACLE_PROBLEMS", 20_000);
    let most = setting("PATHSTACK_ORACLE_CREDENTIALS", 9).cast_signed();
    let disagreements: Vec<String> = (first..first + problems)
        .into_par_iter()
        .filter_map(|seed| {
            let problem = random::problem(&mut Dice::new(seed), most);
            let (kind, _) = agree::disagreement(&problem, None)?;
            let fails = |smaller: &Value| agree::disagreement(smaller, Some(kind)).is_some();
            let smallest = shrink::shrink(problem, &fails);
            let (_, details) = agree::disagreement(&smallest, Some(kind)).unwrap();
            let message = format!("seed {seed}: {kind}: {details}\n{smallest}");
            println!("{message}");
            Some(message)
        })
        .collect();
    println!("{problems} problems from seed {first}: {} disagreements", disagreements.len());
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

/// What is out for the whole query is not even listed, but an item that is listed may be worth more than its price says:
/// each of these was answered wrongly where prices shut listed items out as well.
#[test]
fn an_item_listed_before_its_price_is_out_of_the_question_stays() {
    let problems = [
        r#"{"format":"pathstack-problem/1","levels":1,"competencies":1,"credentials":[
            {"id":0,"cost":1,"hours":0,"count":0,"teaches":[],"requires":[]},
            {"id":1,"cost":0,"hours":0,"count":0,"teaches":[],"requires":[]},
            {"id":2,"cost":1,"hours":1,"count":0,"teaches":[[0,1]],"requires":[]},
            {"id":4,"cost":1,"hours":0,"count":1,"teaches":[[0,1]],"requires":[]}],
            "learner":{"holds":[],"earned":[]},"role":{"requires":[{"k":1,"of":[{"cr":2}]}],
            "soft":[{"c":0,"l":1,"w":1},{"cr":1,"w":2},{"cr":0,"w":2},{"c":0,"l":0,"w":3}],"min_soft":6}}"#,
        r#"{"format":"pathstack-problem/1","levels":1,"competencies":5,"credentials":[
            {"id":0,"cost":0,"hours":1,"count":0,"teaches":[[4,1]],"requires":[]},
            {"id":2,"cost":0,"hours":0,"count":1,"teaches":[[4,1],[1,1]],"requires":[]},
            {"id":3,"cost":0,"hours":0,"count":1,"teaches":[[0,1],[1,1]],"requires":[]}],
            "limits":{"max_count":1},"learner":{"holds":[],"earned":[]},
            "role":{"requires":[{"k":1,"of":[{"c":4,"l":1}]}],"soft":[{"c":1,"l":1,"w":1}],"min_soft":1}}"#,
        r#"{"format":"pathstack-problem/1","levels":1,"competencies":2,"credentials":[
            {"id":1,"cost":0,"hours":0,"count":1,"teaches":[],"requires":[]},
            {"id":4,"cost":0,"hours":1,"count":0,"teaches":[[1,1]],"requires":[]},
            {"id":5,"cost":0,"hours":0,"count":1,"teaches":[[1,1]],"requires":[]},
            {"id":6,"cost":0,"hours":35,"count":1,"teaches":[],"requires":[]}],
            "limits":{"max_hours":35,"max_count":3},"learner":{"holds":[],"earned":[]},
            "role":{"requires":[{"k":1,"of":[{"c":1,"l":1}]},{"k":1,"of":[{"cr":5}]},{"k":1,"of":[{"cr":1}]},{"k":1,"of":[{"cr":6}]}]}}"#,
    ];
    for problem in problems {
        let problem: Value = serde_json::from_str(problem).unwrap();
        assert_eq!(agree::disagreement(&problem, None), None, "{problem}");
    }
}

#[test]
fn the_oracle_and_the_checker_agree_on_random_stacks() {
    let outcomes: Vec<(bool, usize)> = (0..6_000_u64)
        .into_par_iter()
        .map(|seed| {
            let mut dice = Dice::new(seed);
            let problem = random::problem(&mut dice, 8);
            let (world, parsed) = (World::new(&problem), read(&problem));
            let ids: Vec<Value> = problem["credentials"].as_array().unwrap().iter().map(|credential| credential["id"].clone()).collect();
            let offer_ids: Vec<Value> = problem["offers"].as_array().into_iter().flatten().map(|o| o["id"].clone()).collect();
            let mut good = 0;
            for _ in 0..30 {
                // Long orders with a repetition now and then: most die of one cause or another, some live.
                let order: Vec<Value> = shuffled(&mut dice, &ids);
                let order = &order[..dice.below(order.len() + 1)];
                let offers: Vec<usize> = (0..offer_ids.len()).filter(|_| dice.percent(20)).collect();
                let expected = world.follow(order, &offers);
                let answer = Answer {
                    status: Status::Feasible,
                    objective: Some(expected.unwrap_or_default().into()),
                    bound: None,
                    order: order.iter().map(id).collect(),
                    offers: offers.iter().map(|&at| id(&offer_ids[at])).collect(),
                    reason: None,
                };
                let replayed = check::replay(&parsed, &answer);
                match (expected, &replayed) {
                    (Some(point), Ok(objective)) => {
                        assert_eq!(point, <[i64; 3]>::from(*objective));
                        good += 1;
                    }
                    (None, Err(faults)) => {
                        let only_the_sum = faults.iter().all(|fault| matches!(fault, check::Fault::WrongObjective { .. }));
                        assert!(!only_the_sum, "refused for its sum alone: {faults:?}\n{answer:?}\n{problem}");
                    }
                    _ => panic!("the oracle says {expected:?}, the checker {replayed:?}\n{answer:?}\n{problem}"),
                }
            }
            (!world.points().is_empty(), good)
        })
        .collect();
    let feasible = outcomes.iter().filter(|(feasible, _)| *feasible).count();
    let good: usize = outcomes.iter().map(|(_, good)| good).sum();
    println!("{feasible} of {} problems have a stack; {good} of {} random orders are one", outcomes.len(), outcomes.len() * 30);
    assert!(feasible * 3 > outcomes.len() && good > outcomes.len());
}

fn id(value: &Value) -> Id {
    serde_json::from_value(value.clone()).unwrap()
}

fn shuffled(dice: &mut Dice, ids: &[Value]) -> Vec<Value> {
    let mut order = ids.to_vec();
    for i in (1..order.len()).rev() {
        order.swap(i, dice.below(i + 1));
    }
    if dice.percent(10) {
        order.push(dice.pick(ids).clone());
    }
    order
}
