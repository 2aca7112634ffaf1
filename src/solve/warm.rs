//! Answers kept for questions that are asked again.
//!
//! A role that many look at is asked again and again: by people with nothing to show, by one person a day later, by every page
//! that lists it. The same question has the same answer, so what was answered is given again. Nothing else is kept from
//! question to question, because what one search has met could decide the ties of another.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::budget::Budget;
use super::prepared::{Outcome, Prepared, Refusal};
use super::problem::{Catalogue, Minimise, Query, Status};

/// What was answered lately about one catalogue. It is the caller's to keep and to share under a lock, and never changes an
/// answer.
#[derive(Debug)]
pub struct Warm {
    most: usize,
    /// What the answers are about; another catalogue makes all forgotten.
    catalogue: Option<Arc<Catalogue>>,
    answers: HashMap<Arc<Question>, Outcome>,
    /// Questions in the order in which they were answered; the first is forgotten first.
    order: VecDeque<Arc<Question>>,
    hits: u64,
}

/// A question whose lists are sorted, because their order never matters.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Question {
    query: Query,
    minimise: Minimise,
}

impl Question {
    fn new(query: &Query, minimise: &Minimise) -> Self {
        let mut query = query.clone();
        query.learner.holds.sort_unstable();
        query.learner.earned.sort_unstable();
        for group in &mut query.role.requires {
            group.of.sort_unstable();
        }
        query.role.requires.sort_unstable();
        query.role.soft.sort_unstable();
        query.forbid.sort_unstable();
        Self { query, minimise: minimise.clone() }
    }
}

impl Warm {
    /// Keeps at most so many answers.
    pub fn new(most: usize) -> Self {
        Self { most, catalogue: None, answers: HashMap::new(), order: VecDeque::new(), hits: 0 }
    }

    /// How many questions were answered from what is kept.
    pub fn hits(&self) -> u64 {
        self.hits
    }

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Is nothing kept?
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    fn keep(&mut self, question: Question, outcome: Outcome) {
        let question = Arc::new(question);
        self.order.push_back(Arc::clone(&question));
        self.answers.insert(question, outcome);
        while self.answers.len() > self.most {
            let Some(oldest) = self.order.pop_front() else { break };
            self.answers.remove(&oldest);
        }
    }
}

impl Prepared {
    /// The best stack for a query, from what is kept where it was asked before. Answers and efforts are those of
    /// [`Prepared::solve`]: what needed more nodes than the budget has now is searched again, and only what is proven is kept.
    ///
    /// # Errors
    ///
    /// Weights that cannot be computed with.
    pub fn solve_warm(&self, warm: &mut Warm, query: &Query, minimise: &Minimise, budget: &Budget<'_>) -> Result<Outcome, Refusal> {
        if !warm.catalogue.as_ref().is_some_and(|known| Arc::ptr_eq(known, self.catalogue())) {
            warm.answers.clear();
            warm.order.clear();
            warm.catalogue = Some(Arc::clone(self.catalogue()));
        }
        let question = Question::new(query, minimise);
        if let Some(outcome) = warm.answers.get(&question).filter(|kept| !budget.spent(kept.effort.nodes)) {
            warm.hits += 1;
            return Ok(outcome.clone());
        }
        let outcome = self.solve(query, minimise, budget)?;
        let proven = matches!(outcome.answer.status, Status::Optimal | Status::Infeasible) && !budget.spent(outcome.effort.nodes);
        if proven && !warm.answers.contains_key(&question) {
            warm.keep(question, outcome.clone());
        }
        Ok(outcome)
    }
}
