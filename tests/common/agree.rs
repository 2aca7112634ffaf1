//! One problem, every question: do the solver, the checker and the oracle agree?

use std::sync::Arc;

use pathstack::check;
use pathstack::solve::problem::{Measure, Minimise, Objective, Problem, Reason, Status};
use pathstack::solve::{Budget, Prepared};
use serde_json::{Value, json};

use super::oracle::{self, Point, World};
use super::random::Dice;

/// In what way an answer was wrong, and the details.
pub(crate) type Disagreement = (&'static str, String);

/// What was asked and answered otherwise than the oracle says; nothing when all agree. A text that is no problem
/// disagrees with nothing. Looks for disagreements of one kind only, when it is named.
pub(crate) fn disagreement(problem: &Value, kind: Option<&str>) -> Option<Disagreement> {
    let parsed = Problem::read(problem.to_string().as_bytes()).ok()?;
    let points = World::new(problem).points();
    let prepared = Prepared::new(Arc::clone(parsed.catalogue()));
    let questions = questions(problem);
    let answers = questions.iter().filter_map(|minimise| answer(problem, &parsed, &prepared, &points, minimise));
    let measures = [&[0, 1][..], &[0, 2], &[1, 2], &[0, 1, 2]];
    let fronts = measures.iter().filter_map(|measures| front(&parsed, &prepared, &points, measures));
    answers.chain(fronts).find(|(found, _)| kind.is_none_or(|kind| kind == *found))
}

/// Every measure, every order of two and of three, and weights that depend on the problem.
fn questions(problem: &Value) -> Vec<Minimise> {
    let orders = [
        "cost",
        "hours",
        "count",
        "cost,hours",
        "hours,cost",
        "count,cost",
        "count,hours",
        "cost,hours,count",
        "cost,count,hours",
        "hours,cost,count",
        "hours,count,cost",
        "count,cost,hours",
        "count,hours,cost",
    ];
    let mut all: Vec<Minimise> = orders.iter().map(|order| order.parse().unwrap()).collect();
    let seed = problem.to_string().bytes().fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let mut dice = Dice::new(seed);
    for most in [1, 5, 300] {
        all.push(Minimise::Weighted([0; 3].map(|_: i64| dice.between(0, most))));
    }
    all
}

fn answer(problem: &Value, parsed: &Problem, prepared: &Prepared, points: &[Point], minimise: &Minimise) -> Option<Disagreement> {
    let expected = match minimise {
        Minimise::Lexicographic(order) => oracle::lexicographic(points, &numbers(order)),
        Minimise::Weighted(weights) => weighted(points, weights).map(|least| vec![least]),
    };
    let answer = match prepared.solve(parsed.query(), minimise, &Budget::UNLIMITED) {
        Ok(outcome) => outcome.answer,
        Err(refusal) => return Some(("refused", format!("{minimise}: {refusal:?}"))),
    };
    let objective = match check::answer(parsed, minimise, &answer) {
        Ok(objective) => objective,
        Err(faults) => return Some(("answer", format!("{minimise}: {faults:?} in {answer:?}"))),
    };
    let values = objective.map(|objective| minimise.values(&objective));
    let ended = if expected.is_some() { Status::Optimal } else { Status::Infeasible };
    if values != expected || answer.status != ended {
        return Some(("value", format!("{minimise}: expected {expected:?}, got {values:?} in {answer:?}")));
    }
    if ended == Status::Infeasible
        && let Some(wrong) = reason(problem, parsed, answer.reason.as_ref())
    {
        return Some(("reason", format!("{minimise}: {wrong}")));
    }
    None
}

/// The reason is judged by asking the oracle again with other limits.
fn reason(problem: &Value, parsed: &Problem, reason: Option<&Reason>) -> Option<String> {
    let has_a_stack = |kept: &[Measure]| {
        let mut other = problem.clone();
        if let Some(limits) = other["limits"].as_object_mut() {
            limits.retain(|name, _| kept.iter().any(|measure| name.ends_with(measure.name())));
        }
        !World::new(&other).points().is_empty()
    };
    let out_of_reach = World::new(problem).out_of_reach();
    let judged = reason.is_some_and(|reason| check::reason(parsed, reason));
    match reason {
        None => Some("no reason".to_owned()),
        Some(Reason::Unreachable(atoms)) => {
            let mut said: Vec<Value> = atoms.iter().map(|atom| json!(atom)).collect();
            said.sort_by_key(ToString::to_string);
            let right = out_of_reach.as_ref() == Some(&said);
            assert!(judged == right, "the checker and the oracle differ on {said:?}, {out_of_reach:?}\n{problem}");
            (!right).then(|| format!("out of reach is {}, said {}", json!(out_of_reach), json!(said)))
        }
        Some(Reason::Limits(_)) if out_of_reach.is_some() => Some("not the limits, the goal is out of reach".to_owned()),
        Some(Reason::Limits(measures)) if has_a_stack(measures) => Some(format!("{measures:?} do not conflict")),
        Some(Reason::Limits(measures)) => (!judged).then(|| format!("the checker refuses {measures:?}")),
    }
}

fn front(parsed: &Problem, prepared: &Prepared, points: &[Point], measures: &[usize]) -> Option<Disagreement> {
    let named: Vec<Measure> = measures.iter().map(|&at| Measure::ALL[at]).collect();
    let front = prepared.front(parsed.query(), &named, &Budget::UNLIMITED).front;
    let found = match check::front(parsed, &named, &front) {
        Ok(found) => found,
        Err(faults) => return Some(("front point", format!("{named:?}: {faults:?} in {front:?}"))),
    };
    let value = |objective: &Objective| -> Vec<i64> { named.iter().map(|&measure| objective.of(measure)).collect() };
    let mut found: Vec<Vec<i64>> = found.iter().map(value).collect();
    // A front is sorted by cost, also when cost is not one of its measures.
    found.sort();
    let expected = oracle::front(points, measures);
    let told = || format!("{named:?}: expected {}, got {} {}", json!(expected), json!(found), front.complete);
    (found != expected || !front.complete).then(|| ("front", told()))
}

fn numbers(order: &[Measure]) -> Vec<usize> {
    order.iter().filter_map(|measure| Measure::ALL.iter().position(|known| known == measure)).collect()
}

/// The least weighted sum.
fn weighted(points: &[Point], weights: &Point) -> Option<i64> {
    points.iter().map(|point| point.iter().zip(weights).map(|(value, weight)| value * weight).sum()).min()
}
