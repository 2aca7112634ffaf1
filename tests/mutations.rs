//! Answers and certificates with one thing changed: refused, or true all the same and shown to be so by the oracle.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a test may stop, speak and read its settings")]

use pathstack::check;
use pathstack::solve::problem::{Answer, Certificate, Front, FrontCertificate, Measure, Minimise, Problem, Reason};
use pathstack::solve::{Budget, FrontOutcome, Prepared, solve};
use rayon::prelude::*;
use serde_json::{Value, json};

#[path = "common/follow.rs"]
mod follow;
#[path = "common/oracle.rs"]
mod oracle;
#[path = "common/prover.rs"]
mod prover;
#[path = "common/random.rs"]
mod random;

use oracle::{Point, World};
use random::Dice;

const ORDERS: [[usize; 3]; 3] = [[0, 1, 2], [1, 0, 2], [2, 0, 1]];

fn read(problem: &Value) -> Problem {
    Problem::read(problem.to_string().as_bytes()).unwrap()
}

/// A number from the environment, so that the same test can be run longer.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// How many mutants were refused, and how many were believed and are true.
fn tally(counts: &[[usize; 2]], what: &str) -> usize {
    let [refused, still_true] = counts.iter().fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
    println!("{what}: {refused} mutants refused, {still_true} believed and true by the oracle, 0 believed and false");
    refused
}

#[test]
fn a_mutated_answer_or_certificate_is_refused_unless_it_is_still_true() {
    let problems = setting("PATHSTACK_MUTATION_PROBLEMS", 1200);
    let counts: Vec<[usize; 2]> = (0..problems)
        .into_par_iter()
        .filter_map(|seed| {
            let mut dice = Dice::new(seed);
            let problem = random::problem(&mut dice, 6);
            let (parsed, world) = (read(&problem), World::new(&problem));
            let points = world.points();
            let order = *dice.pick(&ORDERS);
            let minimise = Minimise::Lexicographic(order.iter().map(|&at| Measure::ALL[at]).collect());
            let least = oracle::lexicographic(&points, &order);
            let answer = solve(&parsed, &minimise, &Budget::UNLIMITED).unwrap().answer;
            let named = match &answer.reason {
                Some(Reason::Limits(measures)) => measures.as_slice(),
                _ => &[],
            };
            let (proven, own) = Prepared::new(parsed.catalogue().clone()).prove(parsed.query(), &minimise, &Budget::UNLIMITED).unwrap();
            assert_eq!(proven.answer, answer);
            // The solver's own proof, and a plain one, which has more steps.
            let plain = prover::prove(&problem, &order, least.as_deref().ok_or(named), &mut dice);
            let certificate = if dice.percent(50) { own? } else { plain? };
            check::certificate(&parsed, &minimise, &answer, &certificate).ok()?;
            let whole = json!({"answer": answer, "certificate": certificate});
            let mut count = [0, 0];
            for _ in 0..20 {
                let mutant = mutated(&whole, &mut dice);
                let judged = judge(&parsed, &minimise, &mutant);
                let believed = judged.is_some();
                if let Some(answer) = judged {
                    let wrong = falsehood(&problem, &world, &points, &order, &answer);
                    assert!(wrong.is_none(), "seed {seed}: {wrong:?} believed\n{problem}\n{mutant}");
                }
                count[usize::from(believed)] += 1;
            }
            Some(count)
        })
        .collect();
    assert!(tally(&counts, "answers and certificates") >= 10_000);
}

/// The answer of a mutant that is believed.
fn judge(problem: &Problem, minimise: &Minimise, mutant: &Value) -> Option<Answer> {
    let answer: Answer = serde_json::from_value(mutant["answer"].clone()).ok()?;
    let certificate: Certificate = serde_json::from_value(mutant["certificate"].clone()).ok()?;
    check::certificate(problem, minimise, &answer, &certificate).is_ok().then_some(answer)
}

/// What is false about an answer, as the oracle sees it.
fn falsehood(problem: &Value, world: &World, points: &[Point], order: &[usize], answer: &Answer) -> Option<String> {
    let answer = json!(answer);
    let least = oracle::lexicographic(points, order);
    let bound: Option<Vec<i64>> = answer.get("bound").map(|bound| serde_json::from_value(bound.clone()).unwrap());
    let bound_is_true = bound.as_ref().is_none_or(|bound| least.as_ref().is_none_or(|least| bound <= least));
    let point = stack(problem, world, &answer);
    let values = point.map(|point| order.iter().map(|&at| point[at]).collect::<Vec<i64>>());
    let said = answer.get("objective").map(|said| json!(point) == *said);
    match answer["status"].as_str().unwrap() {
        _ if !bound_is_true => Some(format!("the bound, {least:?} is least")),
        "optimal" if said != Some(true) || values != least => Some(format!("optimal, {least:?} is least")),
        "feasible" if said != Some(true) => Some(format!("the stack measures {point:?}")),
        "infeasible" if least.is_some() => Some(format!("no stack, {least:?} is least")),
        _ => None,
    }
}

fn stack(problem: &Value, world: &World, answer: &Value) -> Option<Point> {
    let offers: Vec<&Value> = problem["offers"].as_array().into_iter().flatten().map(|offer| &offer["id"]).collect();
    let bought: Option<Vec<usize>> =
        answer["offers"].as_array().unwrap().iter().map(|id| offers.iter().position(|known| *known == id)).collect();
    world.follow(answer["order"].as_array().unwrap(), &bought?)
}

#[test]
fn a_mutated_front_is_refused_unless_it_is_still_the_front() {
    let problems = setting("PATHSTACK_MUTATION_PROBLEMS", 1200);
    let counts: Vec<[usize; 2]> = (0..problems)
        .into_par_iter()
        .filter_map(|seed| {
            let mut dice = Dice::new(seed ^ 0xF0F0);
            let problem = random::problem(&mut dice, 6);
            let (parsed, world) = (read(&problem), World::new(&problem));
            let measures = [&[0, 1][..], &[0, 2], &[0, 1, 2]][dice.below(3)];
            let named: Vec<Measure> = measures.iter().map(|&at| Measure::ALL[at]).collect();
            let expected = oracle::front(&world.points(), measures);
            let prepared = Prepared::new(parsed.catalogue().clone());
            let (FrontOutcome { front, .. }, own) = prepared.prove_front(parsed.query(), &named, &Budget::UNLIMITED);
            let plain = prover::prove_complete(&problem, &expected, measures, &mut dice);
            let certificate = if dice.percent(50) { own? } else { plain? };
            check::front_certificate(&parsed, &named, &front, &certificate).ok()?;
            let whole = json!({"front": front, "certificate": certificate});
            let mut count = [0, 0];
            for _ in 0..20 {
                let mutant = mutated(&whole, &mut dice);
                let judged = judge_front(&parsed, &named, &mutant);
                count[usize::from(judged.is_some())] += 1;
                if let Some(front) = judged {
                    let told = |point: &Answer| {
                        let measured = stack(&problem, &world, &json!(point)).unwrap();
                        assert_eq!(json!(measured), json!(point.objective), "seed {seed}\n{problem}\n{mutant}");
                        measures.iter().map(|&at| measured[at]).collect::<Vec<i64>>()
                    };
                    let points: Vec<Vec<i64>> = front.front.iter().map(told).collect();
                    assert_eq!(points, expected, "seed {seed}\n{problem}\n{mutant}");
                }
            }
            Some(count)
        })
        .collect();
    assert!(tally(&counts, "fronts") >= 10_000);
}

/// The front of a mutant that is believed.
fn judge_front(problem: &Problem, measures: &[Measure], mutant: &Value) -> Option<Front> {
    let front: Front = serde_json::from_value(mutant["front"].clone()).ok()?;
    let certificate: FrontCertificate = serde_json::from_value(mutant["certificate"].clone()).ok()?;
    check::front_certificate(problem, measures, &front, &certificate).is_ok().then_some(front)
}

/// The text with one thing changed, and never the same.
fn mutated(whole: &Value, dice: &mut Dice) -> Value {
    let places = places(whole);
    loop {
        let mut mutant = whole.clone();
        let place = dice.pick(&places);
        mutate(&mut mutant, place, whole, &places, dice);
        if mutant != *whole {
            return mutant;
        }
    }
}

fn mutate(mutant: &mut Value, place: &str, whole: &Value, places: &[String], dice: &mut Dice) {
    let Some(value) = mutant.pointer_mut(place) else { return };
    match (dice.between(0, 9), &mut *value) {
        // A value from elsewhere.
        (0 | 1, _) => *value = whole.pointer(dice.pick(places).as_str()).unwrap().clone(),
        (2, _) => *value = Value::Null,
        (_, Value::Number(number)) => {
            let number = number.as_i64().unwrap_or_default();
            let other = [number + 1, number - 1, number * 2, number / 2, -number, 0, 1, number + dice.between(2, 100), i64::MAX];
            *value = json!(dice.pick(&other));
        }
        (_, Value::String(text)) => {
            let other = ["optimal", "feasible", "infeasible", "stopped", "cost", "hours", "count", "soft", "", text.as_str(), "0"];
            *value = json!(dice.pick(&other));
        }
        (_, Value::Bool(truth)) => *truth = !*truth,
        (kind, Value::Array(items)) if !items.is_empty() => {
            let (at, other) = (dice.below(items.len()), dice.below(items.len()));
            match kind {
                3 | 4 => drop(items.remove(at)),
                5 => items.insert(at, items[other].clone()),
                6 => items.truncate(at),
                _ => items.swap(at, other),
            }
        }
        (_, Value::Array(items)) => items.push(json!(dice.between(0, 3))),
        (_, Value::Object(members)) => {
            let names: Vec<String> = members.keys().cloned().collect();
            if !names.is_empty() {
                let member = members.remove(dice.pick(&names)).unwrap();
                if dice.percent(50) {
                    members.insert(
                        (*dice.pick(&["leaf", "none", "fix", "rows", "cut", "group", "bound", "order", "offers"])).to_owned(),
                        member,
                    );
                }
            }
        }
        (_, Value::Null) => *value = json!(dice.between(0, 5)),
    }
}

fn places(whole: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut next = 0;
    while next < all.len() {
        let place = all[next].clone();
        next += 1;
        match whole.pointer(&place) {
            Some(Value::Array(items)) => all.extend((0..items.len()).map(|i| format!("{place}/{i}"))),
            Some(Value::Object(members)) => all.extend(members.keys().map(|name| format!("{place}/{name}"))),
            _ => {}
        }
    }
    all
}
