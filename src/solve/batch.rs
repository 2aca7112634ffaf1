//! Many queries on one catalogue, on all cores, each answered as if it were alone.

use rayon::prelude::*;

use super::budget::Budget;
use super::prepared::{FrontOutcome, Outcome, Prepared, Refusal};
use super::problem::{Measure, Minimise, Query};

impl Prepared {
    /// The best stacks for many queries, in their order: one learner and many roles, many learners and one role, or what-if
    /// variants of one question. The catalogue's preparation and the workspaces are shared; answers do not depend on the
    /// number of threads. The node budget is that of each query.
    ///
    /// # Errors
    ///
    /// Weights that cannot be computed with.
    pub fn solve_all(&self, queries: &[Query], minimise: &Minimise, budget: &Budget<'_>) -> Result<Vec<Outcome>, Refusal> {
        self.refuse(minimise)?;
        queries.par_iter().with_max_len(1).map(|query| self.solve(query, minimise, budget)).collect()
    }

    /// The fronts for many queries, in their order.
    pub fn front_all(&self, queries: &[Query], measures: &[Measure], budget: &Budget<'_>) -> Vec<FrontOutcome> {
        queries.par_iter().with_max_len(1).map(|query| self.front(query, measures, budget)).collect()
    }
}
