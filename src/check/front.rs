//! Judges a front: every point replays, and none beats or equals another.

use std::collections::BTreeMap;

use super::{Fault, replay};
use crate::solve::problem::{Front, Measure, Objective, Problem, Status};

/// Judges a front over these measures, except whether points are missing: every point replays and is called optimal,
/// the points rise, and none is beaten or equalled in the measures named by another. Gives the points.
///
/// # Errors
///
/// Every fault of the front.
pub fn front(
    problem: &Problem,
    measures: &[Measure],
    front: &Front,
) -> Result<Vec<Objective>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut points = Vec::new();
    // The least count of the points so far with at most these hours; falls as the hours rise. Since the points rise,
    // a point is beaten or equalled by an earlier one exactly when this says so.
    let mut stairs: BTreeMap<i64, i64> = BTreeMap::new();
    let mut last = None;
    for (number, point) in front.front.iter().enumerate() {
        if point.status != Status::Optimal || point.reason.is_some() {
            faults.push(Fault::NotAPoint(number));
        }
        let is = match replay(problem, point) {
            Ok(is) => is,
            Err(found) => {
                faults.extend(
                    found
                        .into_iter()
                        .map(|fault| Fault::AtPoint(number, Box::new(fault))),
                );
                continue;
            }
        };
        let seen = |measure| {
            if measures.contains(&measure) {
                is.of(measure)
            } else {
                0
            }
        };
        let [cost, hours, count] = Measure::ALL.map(seen);
        if last
            .replace([cost, hours, count])
            .is_some_and(|before| before >= [cost, hours, count])
        {
            faults.push(Fault::OutOfOrder(number));
        }
        if stairs
            .range(..=hours)
            .next_back()
            .is_some_and(|(_, &least)| least <= count)
        {
            faults.push(Fault::Dominated(number));
        } else {
            while let Some((&beaten, _)) = stairs
                .range(hours..)
                .next()
                .filter(|&(_, &least)| least >= count)
            {
                stairs.remove(&beaten);
            }
            stairs.insert(hours, count);
        }
        points.push(is);
    }
    if faults.is_empty() {
        Ok(points)
    } else {
        Err(faults)
    }
}
