//! Judges a front: every point replays, and none beats or equals another.

use std::collections::BTreeMap;

use super::{Fault, replay};
use crate::solve::problem::{Front, Measure, Objective, Problem, Status};

/// Judges a front over these measures, except whether points are missing: every point replays and is called optimal,
/// with a bound that is met if it has one, the points rise by cost, then hours, then count, and none is beaten or equalled in the measures named by another.
/// Gives the points.
///
/// # Errors
///
/// Every fault of the front.
pub fn front(problem: &Problem, measures: &[Measure], front: &Front) -> Result<Vec<Objective>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut points: Vec<Objective> = Vec::new();
    let mut named = Vec::new();
    for (number, point) in front.front.iter().enumerate() {
        if point.status != Status::Optimal || point.reason.is_some() {
            faults.push(Fault::NotAPoint(number));
        }
        match replay(problem, point) {
            Ok(is) => {
                let values: Vec<i64> = measures.iter().map(|measure| is.of(*measure)).collect();
                if point.bound.as_ref().is_some_and(|bound| *bound != values) {
                    let fault = Fault::WrongBound { said: point.bound.clone(), is: values };
                    faults.push(Fault::AtPoint(number, Box::new(fault)));
                }
                if points.last().is_some_and(|before| *before >= is) {
                    faults.push(Fault::OutOfOrder(number));
                }
                let seen = |measure| {
                    if measures.contains(&measure) { is.of(measure) } else { 0 }
                };
                named.push((Measure::ALL.map(seen), number));
                points.push(is);
            }
            Err(found) => faults.extend(found.into_iter().map(|fault| Fault::AtPoint(number, Box::new(fault)))),
        }
    }
    // The least count of the points so far with at most these hours; falls as the hours rise. Since the points are
    // taken by rising cost, one is beaten or equalled by an earlier one exactly when this says so, and by a later one
    // never.
    named.sort_unstable();
    let mut stairs: BTreeMap<i64, i64> = BTreeMap::new();
    for ([_, hours, count], number) in named {
        if stairs.range(..=hours).next_back().is_some_and(|(_, &least)| least <= count) {
            faults.push(Fault::Dominated(number));
            continue;
        }
        while let Some((&beaten, _)) = stairs.range(hours..).next().filter(|&(_, &least)| least >= count) {
            stairs.remove(&beaten);
        }
        stairs.insert(hours, count);
    }
    if faults.is_empty() { Ok(points) } else { Err(faults) }
}
