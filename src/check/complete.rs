//! Verifies that a certificate proves a front complete.

use std::collections::BTreeSet;

use super::certificate::Refusal;
use super::front;
use super::ground::Ground;
use super::proof::verify;
use crate::solve::problem::{CERTIFICATE_FORMAT, Front, FrontCertificate, Measure, Objective, Problem};

/// Verifies that a front is right and that its certificate proves it complete.
///
/// # Errors
///
/// The first thing that is wrong or proves too little; a stage is the number of a box.
pub fn front_certificate(problem: &Problem, measures: &[Measure], answer: &Front, certificate: &FrontCertificate) -> Result<(), Refusal> {
    let points = front(problem, measures, answer).map_err(Refusal::Answer)?;
    if certificate.format != CERTIFICATE_FORMAT || !answer.complete {
        return Err(Refusal::Claim("the format of the certificate is not known here, or the front is not called complete"));
    }
    let bounds = local_upper_bounds(&points, measures);
    if bounds.len() != certificate.boxes.len() {
        return Err(Refusal::Claim("there is not one proof for each local upper bound of the front"));
    }
    let ground = Ground::new(problem);
    for (number, (bound, stage)) in bounds.into_iter().zip(&certificate.boxes).enumerate() {
        let lifts = |measure: Measure| stage.minimise == Measure::ALL.map(|one| i64::from(one == measure));
        let lifted = Measure::ALL.into_iter().position(|measure| stage.at_least.is_some() && lifts(measure));
        if let Some(least) = stage.at_least
            && lifted.and_then(|at| bound.get(at)).is_none_or(|&above| least < above)
        {
            return Err(Refusal::Stage(number, "the stage does not lift one measure to its local upper bound"));
        }
        let mut limits = Measure::ALL.map(|measure| problem.query().limits.of(measure));
        for (at, (limit, above)) in limits.iter_mut().zip(bound).enumerate() {
            if above != UNBOUNDED && lifted != Some(at) {
                *limit = Some(limit.map_or(above - 1, |limit| limit.min(above - 1)));
            }
        }
        verify(problem, &ground, stage, limits).map_err(|wrong| Refusal::at(number, wrong))?;
    }
    Ok(())
}

/// Stands for no bound; more than any measure can be.
const UNBOUNDED: i64 = i64::MAX;

/// Every value that no point beats or equals is below one of these in every measure, and each is needed for that.
fn local_upper_bounds(points: &[Objective], measures: &[Measure]) -> BTreeSet<[i64; 3]> {
    let mut bounds = BTreeSet::from([[UNBOUNDED; 3]]);
    for point in points {
        let named = Measure::ALL.map(|measure| if measures.contains(&measure) { point.of(measure) } else { i64::MIN });
        let above = |bound: &[i64; 3]| bound.iter().zip(named).all(|(bound, value)| value < *bound);
        let split: Vec<[i64; 3]> = bounds.iter().filter(|bound| above(bound)).copied().collect();
        for bound in split {
            bounds.remove(&bound);
            for (at, value) in named.into_iter().enumerate().filter(|&(_, value)| value > 0) {
                let mut lower = bound;
                lower.get_mut(at).into_iter().for_each(|lower| *lower = value);
                bounds.insert(lower);
            }
        }
        let within = |a: &[i64; 3], b: &[i64; 3]| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
        let all = bounds.clone();
        bounds.retain(|bound| !all.iter().any(|other| within(bound, other)));
    }
    bounds
}
