//! Says why: typed reasons of an answer, and the one place where they become sentences, for terminal, page and JSON alike.

mod matched;
mod say;

pub use matched::matched;
pub use say::Speaker;

use crate::{
    graph::{CompetencyAt, CredentialAt, SkillGraph},
    plan::{Pathway, Route, Without},
};

/// Why a step is in a pathway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It closes this requirement, by its place in the role.
    Closes(usize),
    /// What it attests counts for a broader competency that is asked.
    Matched {
        /// What it attests.
        narrow: CompetencyAt,
        /// What is asked.
        broad: CompetencyAt,
    },
    /// It meets this gate, by its place in the role.
    MeetsGate(usize),
    /// Later steps need it first.
    Unlocks(Vec<CredentialAt>),
    /// It comes by itself once its parts are earned.
    ComesByItself,
    /// The learner locked it.
    Locked,
    /// A bundle that is bought pays for it.
    InBundle,
    /// Without it there is no pathway.
    NoOther,
    /// Without it the next best pathway differs by so much.
    NextBest {
        /// More money, in minor units; less where negative.
        minor: i64,
        /// More minutes; fewer where negative.
        minutes: i64,
        /// More credentials; fewer where negative.
        count: i64,
        /// What takes its place.
        instead: Vec<CredentialAt>,
    },
}

/// Why each step of a pathway is there: at least one reason a step, the most telling first.
pub fn reasons(graph: &SkillGraph, path: &Pathway, locked: &[CredentialAt]) -> Vec<Vec<Reason>> {
    let step_reasons = |at: usize| {
        let step = &path.steps[at];
        let mut reasons: Vec<Reason> = step.closes.iter().map(|at| Reason::Closes(*at)).collect();
        reasons.extend(step.opens_gates.iter().map(|at| Reason::MeetsGate(*at)));
        if !step.unlocks.is_empty() {
            reasons.push(Reason::Unlocks(step.unlocks.iter().map(|later| path.steps[*later].credential).collect()));
        }
        if locked.contains(&step.credential) {
            reasons.push(Reason::Locked);
        }
        if step.route == Route::Parts && !step.counts(graph) {
            reasons.push(Reason::ComesByItself);
        }
        if step.bundle.is_some() {
            reasons.push(Reason::InBundle);
        }
        match &step.without {
            Some(Without::NoOther) => reasons.push(Reason::NoOther),
            Some(Without::NextBest { minor, minutes, count, instead }) => {
                reasons.push(Reason::NextBest { minor: *minor, minutes: *minutes, count: *count, instead: instead.clone() });
            }
            Some(Without::Unproven) | None => {}
        }
        reasons
    };
    (0..path.steps.len()).map(step_reasons).collect()
}
