//! The verifier of certificates: it believes true proofs and no proof of what is false.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may stop, speak and read its settings and files"
)]

use std::sync::atomic::AtomicBool;

use pathstack::check::{self, Refusal};
use pathstack::solve::problem::{
    Answer, Atom, CERTIFICATE_FORMAT, Certificate, FrontCertificate, Item, Measure, Minimise, Node, Problem, Reason, Row, Stage, Status,
};
use pathstack::solve::{Budget, Prepared, front, solve};
use rayon::prelude::*;
use serde_json::Value;

#[path = "common/oracle.rs"]
mod oracle;
#[path = "common/prover.rs"]
mod prover;
#[path = "common/random.rs"]
mod random;
#[path = "common/reach.rs"]
mod reach;

use oracle::World;
use random::Dice;

fn read(problem: &Value) -> Problem {
    Problem::read(problem.to_string().as_bytes()).unwrap()
}

/// A number from the environment, so that the same test can be run longer.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// An answer with this claim, and nothing else but what it needs to be one.
fn claim(problem: &Value, at_least: Option<i64>) -> Answer {
    let status = if at_least.is_some() { Status::Stopped } else { Status::Infeasible };
    let mut answer = Answer { status, objective: None, bound: None, order: vec![], offers: vec![], reason: None };
    answer.bound = at_least.map(|least| vec![least]);
    if at_least.is_none() {
        let world = World::new(problem);
        let limits = (0..3).filter(|&at| world.limit(at).is_some()).map(|at| Measure::ALL[at]).collect();
        answer.reason = Some(match world.out_of_reach() {
            Some(atoms) => {
                let mut atoms: Vec<Atom> = atoms.into_iter().map(|atom| serde_json::from_value(atom).unwrap()).collect();
                atoms.sort();
                Reason::Unreachable(atoms)
            }
            None => Reason::Limits(limits),
        });
    }
    answer
}

#[test]
fn every_answer_of_the_solver_is_proven() {
    let orders = ["cost", "hours", "count", "cost,hours,count", "hours,count,cost", "count,cost", "41*cost+3*hours", "cost+hours+count"];
    let counts: Vec<[usize; 3]> = (0..setting("PATHSTACK_PROVEN_PROBLEMS", 3000))
        .into_par_iter()
        .map(|seed| {
            let mut dice = Dice::new(seed ^ 0xCE47);
            let most = *dice.pick(&[5, 10, 25, 60]);
            let problem = random::problem(&mut dice, most);
            let parsed = read(&problem);
            let prepared = Prepared::new(parsed.catalogue().clone());
            let mut count = [0; 3];
            for order in orders {
                let minimise: Minimise = order.parse().unwrap();
                let budget = Budget { nodes: dice.percent(20).then(|| dice.between(0, 4).unsigned_abs()), stop: None };
                let (outcome, certificate) = prepared.prove(parsed.query(), &minimise, &budget).unwrap();
                let answer = outcome.answer;
                if budget.nodes.is_none() {
                    assert!(matches!(answer.status, Status::Optimal | Status::Infeasible), "seed {seed}, {order}: {answer:?}\n{problem}");
                    assert_eq!(
                        answer,
                        prepared.solve(parsed.query(), &minimise, &budget).unwrap().answer,
                        "seed {seed}, {order}\n{problem}"
                    );
                }
                let Some(certificate) = certificate else {
                    assert!(answer.bound.is_none(), "seed {seed}, {order}: no certificate of {answer:?}\n{problem}");
                    continue;
                };
                if let Err(refusal) = check::certificate(&parsed, &minimise, &answer, &certificate) {
                    panic!("seed {seed}, {order}: {refusal}\n{problem}\n{answer:?}\n{}", serde_json::to_string(&certificate).unwrap());
                }
                let nodes: usize = certificate.stages.iter().map(|stage| stage.tree.len()).sum();
                count = [count[0] + 1, count[1] + usize::from(answer.status == Status::Feasible), count[2] + nodes];
            }
            count
        })
        .collect();
    let sums = counts.iter().fold([0; 3], |sums: [usize; 3], count| [0, 1, 2].map(|at| sums[at] + count[at]));
    println!("{} answers proven, {} of them with a gap, by {} nodes in all", sums[0], sums[1], sums[2]);
}

#[test]
fn a_plain_proof_is_believed() {
    let orders = [[0, 1, 2], [1, 2, 0], [2, 0, 1]];
    let sizes: Vec<usize> = (0..1500_u64)
        .into_par_iter()
        .filter_map(|seed| {
            let mut dice = Dice::new(seed);
            let problem = random::problem(&mut dice, 6);
            let (parsed, points) = (read(&problem), World::new(&problem).points());
            let order = *dice.pick(&orders);
            let least = oracle::lexicographic(&points, &order);
            let minimise = Minimise::Lexicographic(order.iter().map(|&at| Measure::ALL[at]).collect());
            let answer = solve(&parsed, &minimise, &Budget::UNLIMITED).unwrap().answer;
            let named = match &answer.reason {
                Some(Reason::Limits(measures)) => measures.as_slice(),
                _ => &[],
            };
            let certificate = prover::prove(&problem, &order, least.as_deref().ok_or(named), &mut dice)?;
            let written = serde_json::to_string(&certificate).unwrap();
            assert_eq!(serde_json::from_str::<Certificate>(&written).unwrap(), certificate);
            if let Err(refusal) = check::certificate(&parsed, &minimise, &answer, &certificate) {
                panic!("seed {seed}, {minimise}: {refusal}\n{problem}\n{answer:?}\n{written}");
            }
            Some(certificate.stages.iter().map(|stage| stage.tree.len()).sum())
        })
        .collect();
    println!("{} plain proofs believed, {} nodes in all", sizes.len(), sizes.iter().sum::<usize>());
    assert!(sizes.len() > 1400);
}

#[test]
fn a_plain_proof_that_a_front_is_complete_is_believed_and_none_without_it() {
    let counts: Vec<[usize; 2]> = (0..600_u64)
        .into_par_iter()
        .filter_map(|seed| {
            let mut dice = Dice::new(seed);
            let problem = random::problem(&mut dice, 6);
            let parsed = read(&problem);
            let measures: &[usize] = [&[0, 1][..], &[1, 2], &[0, 1, 2]][dice.below(3)];
            let named: Vec<Measure> = measures.iter().map(|&at| Measure::ALL[at]).collect();
            let expected = oracle::front(&World::new(&problem).points(), measures);
            let front = front(&parsed, &named, &Budget::UNLIMITED);
            if front.front.len() != expected.len() {
                return None; // The oracle's test tells of it.
            }
            let certificate = prover::prove_complete(&problem, &expected, measures, &mut dice)?;
            if let Err(refusal) = check::front_certificate(&parsed, &named, &front, &certificate) {
                panic!("seed {seed}, {named:?}: {refusal}\n{problem}\n{front:?}\n{certificate:?}");
            }
            // Without one of its points the same front is not complete, whatever is said of it.
            for missing in 0..front.front.len() {
                let mut less = front.clone();
                less.front.remove(missing);
                let most = less.front.len() + 5;
                for boxes in [certificate.boxes.clone(), vec![], certificate.boxes.iter().cycle().take(most).cloned().collect()] {
                    let certificate = FrontCertificate { format: CERTIFICATE_FORMAT.to_owned(), boxes };
                    assert!(check::front_certificate(&parsed, &named, &less, &certificate).is_err(), "seed {seed}\n{problem}");
                }
            }
            Some([1, front.front.len()])
        })
        .collect();
    let [fronts, points] = counts.iter().fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
    println!("{fronts} fronts of {points} points proven complete, and refused without any one of their points");
    assert!(fronts > 500);
}

#[test]
fn every_front_of_the_solver_is_proven_complete() {
    let fronts: Vec<[usize; 3]> = (0..setting("PATHSTACK_PROVEN_FRONTS", 1000))
        .into_par_iter()
        .map(|seed| {
            let mut dice = Dice::new(seed ^ 0xF407);
            let most = *dice.pick(&[5, 8, 20, 40]);
            let problem = random::problem(&mut dice, most);
            let parsed = read(&problem);
            let prepared = Prepared::new(parsed.catalogue().clone());
            let mut count = [0; 3];
            for measures in [&[Measure::Cost, Measure::Hours][..], &[Measure::Count], &[Measure::Count, Measure::Cost], &Measure::ALL] {
                let (outcome, certificate) = prepared.prove_front(parsed.query(), measures, &Budget::UNLIMITED);
                let certificate = certificate.unwrap_or_else(|| panic!("seed {seed}, {measures:?}: no certificate\n{problem}"));
                if let Err(refusal) = check::front_certificate(&parsed, measures, &outcome.front, &certificate) {
                    panic!("seed {seed}, {measures:?}: {refusal}\n{problem}\n{:?}\n{certificate:?}", outcome.front);
                }
                let nodes: usize = certificate.boxes.iter().map(|stage| stage.tree.len()).sum();
                count = [count[0] + 1, count[1] + outcome.front.front.len(), count[2] + nodes];
                // A front that was not finished is not called complete, and has no certificate.
                let budget = Budget { nodes: Some(1), stop: None };
                let (cut, certificate) = prepared.prove_front(parsed.query(), measures, &budget);
                assert!(cut.front.complete || certificate.is_none(), "seed {seed}, {measures:?}\n{problem}");
            }
            count
        })
        .collect();
    let sums = fronts.iter().fold([0; 3], |sums: [usize; 3], count| [0, 1, 2].map(|at| sums[at] + count[at]));
    println!("{} fronts of {} points in all proven complete, by {} nodes", sums[0], sums[1], sums[2]);
}

#[test]
fn a_search_stopped_at_once_proves_the_bound_it_says() {
    let stop = AtomicBool::new(true);
    let budget = Budget { nodes: None, stop: Some(&stop) };
    let gaps: Vec<[usize; 3]> = (0..1500_u64)
        .into_par_iter()
        .map(|seed| {
            let mut dice = Dice::new(seed ^ 0x57_0B);
            let problem = random::problem(&mut dice, 30);
            let parsed = read(&problem);
            let minimise: Minimise = (*dice.pick(&["cost,hours,count", "hours", "41*cost+3*hours"])).parse().unwrap();
            let (outcome, certificate) = Prepared::new(parsed.catalogue().clone()).prove(parsed.query(), &minimise, &budget).unwrap();
            let answer = outcome.answer;
            let open = matches!(answer.status, Status::Feasible | Status::Stopped);
            let Some(certificate) = certificate else {
                assert!(!open, "seed {seed}: a stopped answer without a certificate\n{problem}");
                return [0; 3];
            };
            if let Err(refusal) = check::certificate(&parsed, &minimise, &answer, &certificate) {
                panic!("seed {seed}, {minimise}: {refusal}\n{problem}\n{answer:?}\n{certificate:?}");
            }
            let positive = answer.bound.iter().flatten().any(|&bound| bound > 0);
            [1, usize::from(open), usize::from(open && positive)]
        })
        .collect();
    let sums = gaps.iter().fold([0; 3], |sums: [usize; 3], count| [0, 1, 2].map(|at| sums[at] + count[at]));
    println!("{} answers of searches stopped at once proven, {} of them with a gap, {} with a bound above 0", sums[0], sums[1], sums[2]);
    assert!(sums[2] > 100);
}

#[test]
fn a_search_cut_short_proves_the_bound_it_had() {
    let (mut stopped, mut as_had) = (0, 0);
    for seed in 0..400 {
        let mut dice = Dice::new(seed);
        let problem = random::problem(&mut dice, 60);
        let parsed = read(&problem);
        let prepared = Prepared::new(parsed.catalogue().clone());
        let budget = Budget { nodes: Some(dice.between(1, 3).unsigned_abs()), stop: None };
        for minimise in ["cost,hours,count", "hours,count"] {
            let minimise: Minimise = minimise.parse().unwrap();
            let had = prepared.solve(parsed.query(), &minimise, &budget).unwrap().answer;
            if !matches!(had.status, Status::Feasible | Status::Stopped) {
                continue;
            }
            let (outcome, certificate) = prepared.prove(parsed.query(), &minimise, &budget).unwrap();
            check::certificate(&parsed, &minimise, &outcome.answer, &certificate.unwrap()).unwrap();
            stopped += 1;
            as_had += usize::from(outcome.answer.bound == had.bound);
        }
    }
    println!("{stopped} searches cut short, {as_had} certificates with the bound that the search had");
    assert!(stopped > 20);
    assert_eq!(as_had, stopped);
}

#[test]
fn no_proof_of_what_is_false_is_believed() {
    let tried: Vec<[usize; 2]> = (0..setting("PATHSTACK_FALSE_PROOFS", 12_000))
        .into_par_iter()
        .map(|seed| {
            let mut dice = Dice::new(seed);
            let problem = random::problem(&mut dice, 6);
            let world = World::new(&problem);
            let measure = dice.below(3);
            let least = oracle::lexicographic(&world.points(), &[measure]).map(|least| least[0]);
            let parsed = read(&problem);
            let minimise = Minimise::Lexicographic(vec![Measure::ALL[measure]]);
            let mut believed = 0;
            for _ in 0..10 {
                let mut stage = random_stage(&problem, &world, measure, &mut dice);
                let verdict = |stage: &Stage| {
                    let mut stage = stage.clone();
                    prover::keep_used_items(&mut stage);
                    let certificate = Certificate { format: CERTIFICATE_FORMAT.to_owned(), stages: vec![stage.clone()] };
                    check::certificate(&parsed, &minimise, &claim(&problem, stage.at_least), &certificate)
                };
                // What breaks a rule is taken out, so that the rest is judged by what it proves.
                stage.at_least = least.map(|least| least.min(dice.between(0, least)));
                loop {
                    let node = match verdict(&stage) {
                        Err(Refusal::Node(_, node, _)) => node,
                        Err(Refusal::Stage(..)) if !stage.dominated.is_empty() => {
                            stage.dominated.remove(dice.below(stage.dominated.len()));
                            continue;
                        }
                        _ => break,
                    };
                    match &stage.tree[node] {
                        Node::Rows(rows) if rows.len() == 1 && rows[0] != everything(&stage) => {
                            stage.tree[node] = Node::Rows(vec![everything(&stage)]);
                        }
                        Node::Split(_) => stage.tree[node] = Node::Rows(Vec::new()),
                        _ => break,
                    }
                }
                believed += usize::from(verdict(&stage).is_ok());
                // Claims beyond the truth must fall, whatever the proof.
                for claimed in [least.map(|least| least + 1), least.map(|least| least + 3), None] {
                    stage.at_least = claimed;
                    if claimed.is_some() || least.is_some() {
                        assert!(verdict(&stage).is_err(), "seed {seed}: {claimed:?} believed, {least:?} is true\n{problem}\n{stage:?}");
                    }
                }
            }
            [10, believed]
        })
        .collect();
    let [all, believed] = tried.iter().fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
    println!("{all} random proofs, none of what is false believed, {believed} of what is true");
    assert!(believed * 20 > all);
}

/// The cut of all items: it holds unless nothing is missing.
fn everything(stage: &Stage) -> Row {
    Row::Cut((0..stage.items.len() as u32).collect())
}

/// A proof that means nothing, of rows that may hold.
fn random_stage(problem: &Value, world: &World, measure: usize, dice: &mut Dice) -> Stage {
    let offer_ids: Vec<Value> = problem["offers"].as_array().into_iter().flatten().map(|offer| offer["id"].clone()).collect();
    let items: Vec<Item> = prover::parts(world, &offer_ids).into_iter().map(|part| part.item).collect();
    let mut minimise = [0; 3];
    minimise[measure] = 1;
    let mut dominated = Vec::new();
    while !items.is_empty() && dice.percent(30) {
        dominated.push((dice.pick(&items).clone(), dice.pick(&items).clone()));
    }
    let scale = *dice.pick(&[1, 2, 10]);
    let mut tree = Vec::new();
    let (mut open, mut rows) = (1, 0);
    while open > 0 && tree.len() < 30 {
        match dice.between(0, 9) {
            0..=3 => {
                rows += 1;
                tree.push(Node::Rows(vec![random_row(items.len(), dice)]));
            }
            4 if !items.is_empty() => {
                open += 1;
                tree.push(Node::Split(dice.below(items.len()) as u32));
            }
            5 => {
                let multipliers = multipliers(rows, scale, dice);
                tree.push(if dice.percent(50) { Node::Fix(multipliers) } else { Node::Bar(multipliers) });
            }
            6 | 7 => {
                open -= 1;
                tree.push(Node::Leaf(multipliers(rows, scale, dice)));
            }
            8 if dice.percent(50) => {
                open -= 1;
                tree.push(Node::None(multipliers(rows, scale, dice)));
            }
            _ => {}
        }
    }
    Stage { minimise, at_least: None, dominated, items, scale, tree }
}

fn multipliers(rows: u32, scale: i64, dice: &mut Dice) -> Vec<(u32, i64)> {
    let most = *dice.pick(&[1, 3, 40, 1000]);
    let mut chosen = Vec::new();
    for row in 0..rows {
        if dice.percent(70) {
            chosen.push((row, dice.between(0, most * scale)));
        }
    }
    chosen
}

fn random_row(items: usize, dice: &mut Dice) -> Row {
    // Large cuts are nearly always true, small ones strong.
    let share = *dice.pick(&[30, 60, 90, 100]);
    let cut = (0..items as u32).filter(|_| dice.percent(share)).collect();
    let item = dice.below(items.max(1)) as u32;
    match dice.between(0, 9) {
        0..=3 => Row::Cut(cut),
        4 => Row::CutFor(item, cut.into_iter().filter(|&other| other != item).collect()),
        5 => Row::Group(dice.below(3) as u32),
        6 => Row::GroupFor(item, dice.below(2) as u32),
        7 => Row::Soft,
        _ => Row::AtMost(*dice.pick(&Measure::ALL)),
    }
}
