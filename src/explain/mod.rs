//! Says why: typed reasons of an answer, and the one place where they become sentences, for terminal, page and JSON alike.

mod matched;
mod say;

pub use matched::matched;
pub use say::Speaker;
pub(crate) use say::capital;

use crate::{
    graph::{CompetencyAt, CredentialAt, PricePlanAt},
    plan::{PaidBy, Pathway, Route, Without},
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
    /// A plan that is bought pays for it: a subscription, a term or a bundle.
    InPlan(PricePlanAt),
    /// Without it there is no pathway.
    NoOther,
    /// Without it the next best pathway differs by so much.
    NextBest {
        /// More money, in minor units; less where negative.
        minor: i64,
        /// More days until ready; fewer where negative.
        days: i64,
        /// More credentials; fewer where negative.
        count: i64,
        /// What takes its place.
        instead: Vec<CredentialAt>,
        /// Whether it is proven to be the next best.
        proven: bool,
    },
}

/// Why each step of a pathway is there: at least one reason a step, the most telling first.
pub fn reasons(path: &Pathway, locked: &[CredentialAt]) -> Vec<Vec<Reason>> {
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
        if step.route == Route::Parts && !step.counts() {
            reasons.push(Reason::ComesByItself);
        }
        let plan = step.payments.iter().find_map(|payment| if let PaidBy::Plan(plan) = payment.by { Some(plan) } else { None });
        reasons.extend(plan.map(Reason::InPlan));
        match &step.without {
            Some(Without::NoOther) => reasons.push(Reason::NoOther),
            Some(Without::NextBest { minor, days, count, instead, proven }) => {
                let instead = instead.clone();
                reasons.push(Reason::NextBest { minor: *minor, days: *days, count: *count, instead, proven: *proven });
            }
            Some(Without::Unproven) | None => {}
        }
        reasons
    };
    (0..path.steps.len()).map(step_reasons).collect()
}
