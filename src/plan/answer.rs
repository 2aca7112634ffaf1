//! The front door of `plan`: a question in, proven pathways or the reason why there is none out.

use super::{Impasse, Pathway, Question, desk::Desk, desk::spread, pose::Unknowns};
use crate::{
    gap::{Gap, gap_to},
    graph::{OfferingAt, SkillGraph},
    model::Date,
    schedule::World,
    solve::{Budget, problem::Problem},
};

/// How a question ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing is missing.
    Met,
    /// Pathways, each with its proof.
    Found(Box<Found>),
    /// There is none, and why.
    Impasse(Box<Impasse>),
    /// Stopped before a first pathway was found or ruled out.
    Stopped,
}

/// The pathways that answer a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Least net money, then ready date, then credentials, effort, ids.
    pub cheapest: Pathway,
    /// Ready first; then money, credentials, effort, ids.
    pub fastest: Pathway,
    /// Fewest new credentials, then money, ready date, effort, ids.
    pub fewest: Pathway,
    /// Least money and worth of the weeks together; only where the learner says what a week is worth to her.
    pub balanced: Option<Pathway>,
    /// All trade-offs of money and ready date, none beaten by another, by rising money.
    pub frontier: Vec<Pathway>,
    /// Whether the frontier is proven to be whole.
    pub complete: bool,
    /// Offerings without a known price with which a cheaper pathway is not ruled out.
    pub may_be_cheaper: Vec<OfferingAt>,
}

impl Found {
    /// The few of the frontier to show: both ends, then whatever lies farthest from those chosen.
    pub fn shown(&self, most: usize) -> Vec<&Pathway> {
        let first = self.frontier.first().map_or_else(Date::default, |path| path.ready);
        let points: Vec<(i64, i64)> = self.frontier.iter().map(|path| (path.minor, i64::from((path.ready - first).get_days()))).collect();
        spread(&points, most).into_iter().filter_map(|at| self.frontier.get(at)).collect()
    }
}

/// An answer, with what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the goal asks against what the learner shows.
    pub gap: Gap,
    /// How it ended.
    pub ending: Ending,
}

/// Why a question could not be answered at all: a fault of pathstack, never of the learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble(pub String);

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the answer did not pass its own check ({}); please report it with the question", self.0)
    }
}

impl std::error::Error for Trouble {}

/// The cheapest, the fastest and the smallest pathway to a goal, the balanced one where a week has a value, and every trade-off of money
/// and ready date; each a dated schedule with its ledger.
///
/// Each is proven best over all stacks, offerings, orders and purchases, or says within which bound it lies. Work is counted in search
/// steps, so that the same question on the same edition has the same answer, unless the flag of the budget cuts it short.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn pathways(graph: &SkillGraph, question: &Question, budget: &Budget<'_>) -> Result<Answer, Trouble> {
    let (asked, gates) = question.asked(graph);
    let gap = gap_to(graph, &question.learner, &asked, &gates, question.learner.constraints.start);
    let ending = Desk::new(graph, question, &asked, &gates, budget).ending(&gap)?;
    Ok(Answer { gap, ending })
}

/// The question as a problem of list prices and effort alone, which can be saved, solved elsewhere and judged.
///
/// # Errors
///
/// [`Trouble`] when the question cannot be said as a problem, for example because its numbers are too large.
pub fn problem(graph: &SkillGraph, question: &Question) -> Result<Problem, Trouble> {
    let (asked, gates) = question.asked(graph);
    let desk = Desk::new(graph, question, &asked, &gates, &Budget::UNLIMITED);
    desk.pose(&desk.wishes(), Unknowns::LeaveOut).map(|posed| posed.problem)
}

/// The question as a world with calendar, prices and funding, that can be saved, replayed and judged.
///
/// # Errors
///
/// [`Trouble`] when the question cannot be said as a problem, for example because its numbers are too large.
pub fn world(graph: &SkillGraph, question: &Question) -> Result<World, Trouble> {
    let (asked, gates) = question.asked(graph);
    let desk = Desk::new(graph, question, &asked, &gates, &Budget::UNLIMITED);
    desk.pose(&desk.wishes(), Unknowns::Last).map(|posed| desk.world(&posed))
}
