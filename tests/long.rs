//! A hundred thousand prerequisites, one after another and in a circle: no recursion overflows, and the answer is right.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use std::sync::Arc;

use pathstack::check;
use pathstack::solve::problem::{
    Atom, Attainment, Catalogue, Credential, Group, Id, Learner, Limits, Measure, Minimise, Problem, Query, Reason, Role, Status,
};
use pathstack::solve::{Budget, Prepared};

const LENGTH: u32 = 100_000;

fn level(competency: u32) -> Group {
    Group { k: 1, of: vec![Atom::Level(Attainment { competency, level: 1 })] }
}

/// Credential i teaches competency i and needs the one before; the first needs what `first` says.
fn chain(first: Vec<Group>) -> Problem {
    let credential = |i: u32| Credential {
        id: Id::Number(i64::from(i)),
        cost: 100,
        hours: 2,
        count: 1,
        provider: None,
        teaches: vec![Attainment { competency: i, level: 1 }],
        requires: if i == 0 { first.clone() } else { vec![level(i - 1)] },
    };
    let catalogue = Catalogue::new(1, LENGTH, (0..LENGTH).map(credential).collect(), Vec::new()).unwrap();
    let role = Role { requires: vec![level(LENGTH - 1)], soft: Vec::new(), min_soft: 0 };
    let query = Query { learner: Learner::default(), role, forbid: Vec::new(), limits: Limits::default() };
    Problem::new(Arc::new(catalogue), query).unwrap()
}

#[test]
fn a_chain_of_a_hundred_thousand_is_earned_from_its_beginning() {
    let problem = chain(Vec::new());
    let minimise: Minimise = "cost,hours,count".parse().unwrap();
    let prepared = Prepared::new(problem.catalogue().clone());
    let answer = prepared.solve(problem.query(), &minimise, &Budget::UNLIMITED).unwrap().answer;
    check::answer(&problem, &minimise, &answer).unwrap();
    assert_eq!(answer.status, Status::Optimal);
    assert_eq!(answer.objective.map(<[i64; 3]>::from), Some([10_000_000, 200_000, 100_000]));
    assert!(answer.order.iter().enumerate().all(|(place, id)| *id == Id::Number(place as i64)));
    let front = prepared.front(problem.query(), &[Measure::Cost, Measure::Hours], &Budget::UNLIMITED).front;
    assert!(front.complete && front.front.len() == 1);
}

#[test]
fn a_circle_of_a_hundred_thousand_supports_nothing() {
    let problem = chain(vec![level(LENGTH - 1)]);
    let minimise: Minimise = "cost,hours,count".parse().unwrap();
    let prepared = Prepared::new(problem.catalogue().clone());
    let (outcome, certificate) = prepared.prove(problem.query(), &minimise, &Budget::UNLIMITED).unwrap();
    check::certificate(&problem, &minimise, &outcome.answer, &certificate.unwrap()).unwrap();
    let answer = outcome.answer;
    assert_eq!(answer.status, Status::Infeasible);
    let atom = Atom::Level(Attainment { competency: LENGTH - 1, level: 1 });
    assert_eq!(answer.reason, Some(Reason::Unreachable(vec![atom])));
}
