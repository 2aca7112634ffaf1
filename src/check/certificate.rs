//! Verifies that a certificate proves what an answer says of its bound.

use std::fmt;

use super::ground::Ground;
use super::proof::{Wrong, verify};
use super::{Fault, reason, replay};
use crate::solve::problem::{Answer, CERTIFICATE_FORMAT, Certificate, Measure, Minimise, Problem, Reason, Status};

/// Why a certificate is refused. Stages and nodes are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The answer itself is wrong.
    Answer(Vec<Fault>),
    /// The format is unknown, or the stages do not claim what the answer says.
    Claim(&'static str),
    /// A stage is wrong before its tree begins.
    Stage(usize, &'static str),
    /// A node of a stage's tree proves nothing, or not enough.
    Node(usize, usize, &'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Answer(faults) => {
                f.write_str("the answer is wrong:")?;
                faults.iter().try_for_each(|fault| write!(f, " {fault};"))
            }
            Refusal::Claim(why) => f.write_str(why),
            Refusal::Stage(stage, why) => write!(f, "stage {stage}: {why}"),
            Refusal::Node(stage, node, why) => write!(f, "stage {stage}, node {node}: {why}"),
        }
    }
}

impl Refusal {
    pub(super) fn at(stage: usize, (node, why): Wrong) -> Self {
        match node {
            Some(node) => Refusal::Node(stage, node, why),
            None => Refusal::Stage(stage, why),
        }
    }
}

/// Verifies that an answer is right and that its certificate proves what it says of its bound.
///
/// # Errors
///
/// The first thing that is wrong or proves too little.
pub fn certificate(problem: &Problem, minimise: &Minimise, answer: &Answer, certificate: &Certificate) -> Result<(), Refusal> {
    let objective = replay::answer(problem, minimise, answer).map_err(Refusal::Answer)?;
    if certificate.format != CERTIFICATE_FORMAT {
        return Err(Refusal::Claim("the format of the certificate is not known here"));
    }
    let weights: Vec<[i64; 3]> = match minimise {
        Minimise::Lexicographic(order) => order.iter().map(|measure| Measure::ALL.map(|one| i64::from(one == *measure))).collect(),
        Minimise::Weighted(weights) => vec![*weights],
    };
    let stages = &certificate.stages;
    let claimed: Vec<Option<i64>> = stages.iter().map(|stage| stage.at_least).collect();
    let said: Vec<Option<i64>> = match (answer.status, &answer.bound) {
        (Status::Infeasible, _) => vec![None],
        (_, bound) => bound.iter().flatten().copied().map(Some).collect(),
    };
    if claimed != said {
        return Err(Refusal::Claim("the stages do not claim what the answer says"));
    }
    if stages.iter().zip(&weights).any(|(stage, weights)| stage.minimise != *weights) || stages.len() > weights.len() {
        return Err(Refusal::Claim("the stages do not minimise what was asked"));
    }
    // A later stage speaks of the stacks that are best for the earlier ones, so those must be settled.
    let values: Vec<Option<i64>> =
        objective.map(|objective| minimise.values(&objective).into_iter().map(Some).collect()).unwrap_or_default();
    let earlier = stages.len().saturating_sub(1);
    if claimed.get(..earlier) != values.get(..earlier) {
        return Err(Refusal::Claim("a stage rests on one that is not settled"));
    }
    // Why there is no stack is proven by that alone: by what is out of reach, or by the limits named.
    let rests_on = |measure: Measure| match &answer.reason {
        Some(Reason::Unreachable(_)) => false,
        Some(Reason::Limits(measures)) => measures.contains(&measure),
        None => true,
    };
    if answer.status == Status::Infeasible && !answer.reason.as_ref().is_some_and(|given| reason(problem, given)) {
        return Err(Refusal::Claim("the reason why there is no stack is missing or not the whole of it"));
    }
    let mut limits = Measure::ALL.map(|measure| problem.query().limits.of(measure).filter(|_| rests_on(measure)));
    let ground = Ground::new(problem);
    for (number, stage) in stages.iter().enumerate() {
        verify(problem, &ground, stage, limits).map_err(|wrong| Refusal::at(number, wrong))?;
        for (limit, weight) in limits.iter_mut().zip(stage.minimise) {
            if let (Minimise::Lexicographic(_), 1, Some(least)) = (minimise, weight, stage.at_least) {
                *limit = Some(limit.map_or(least, |limit| limit.min(least)));
            }
        }
    }
    Ok(())
}
