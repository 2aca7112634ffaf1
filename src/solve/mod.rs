//! Which items, at the least cost, reach a goal: numbers in, a proven answer out.
mod ask;
mod batch;
mod budget;
mod closure;
mod conflict;
mod cover;
mod dominance;
mod frontier;
mod gains;
mod index;
mod landmark;
mod lexicographic;
mod local;
mod plan;
mod prepare;
mod prepared;
pub mod problem;
mod prove;
mod proven;
mod relax;
mod search;
mod separate;
mod settled;
mod simplex;
mod stacks;
mod stamped;
mod support;
mod sweep;
mod tree;
mod warm;

pub use budget::{Budget, Effort};
pub use prepared::{FrontOutcome, Outcome, Prepared, Refusal};
pub use stacks::Stacks;
pub use warm::Warm;

use problem::{Front, Measure, Minimise, Problem};

/// The best stack for a problem.
///
/// # Errors
///
/// Weights that cannot be computed with.
pub fn solve(problem: &Problem, minimise: &Minimise, budget: &Budget<'_>) -> Result<Outcome, Refusal> {
    Prepared::new(problem.catalogue().clone()).solve(problem.query(), minimise, budget)
}

/// The exact Pareto front of a problem over the measures named.
pub fn front(problem: &Problem, measures: &[Measure], budget: &Budget<'_>) -> Front {
    Prepared::new(problem.catalogue().clone()).front(problem.query(), measures, budget).front
}
