//! Stacks one after another, best first, each different enough from those before.
//!
//! A stack is the set of its credentials, none of which it can do without. After a stack S the caps of the search say that at
//! most |S| − d credentials of S are used again: with d = 1 exactly S and what contains it are ruled out, so the stream runs
//! through all stacks in the order of the objective (best-first enumeration by exclusion, Murty 1968, Lawler 1972); with
//! larger d every stack leaves out at least d credentials of each stack before it (all of them, when it had fewer).

use super::ask::{Ask, ask};
use super::budget::{Budget, Effort};
use super::index::Index;
use super::lexicographic::{Staged, stages};
use super::local::World;
use super::prepared::{Prepared, Refusal, Workspace, weightings};
use super::problem::{Answer, Minimise, Query};
use super::search::{Cap, Tools};

/// A stream of stacks in the order of what is minimised; see [`Prepared::stacks`].
#[derive(Debug)]
pub struct Stacks<'p> {
    prepared: &'p Prepared,
    space: Option<Workspace>,
    question: Ask,
    minimise: Minimise,
    budget: Budget<'p>,
    apart: usize,
    caps: Vec<Cap>,
    ended: bool,
    complete: bool,
    effort: Effort,
}

impl Prepared {
    /// The stacks for a query, best first, each leaving out at least `apart` credentials of every stack before it (all of
    /// them, when it has fewer). With `apart` 1 these are all stacks that can do without none of their credentials, in the
    /// exact order of what is minimised. Dominated credentials take part, because here the second best matters.
    ///
    /// # Errors
    ///
    /// Weights that cannot be computed with.
    pub fn stacks<'p>(&'p self, query: &Query, minimise: &Minimise, apart: usize, budget: Budget<'p>) -> Result<Stacks<'p>, Refusal> {
        self.refuse(minimise)?;
        let mut space = self.workspace();
        let question = ask(self.index(), self.catalogue(), self.canonical(), query, &mut space.held);
        let world = self.world(&space.held);
        space.local.start(world, &question, true);
        space.landmarks.clear();
        space.archive.clear();
        Ok(Stacks {
            prepared: self,
            space: Some(space),
            ended: question.hopeless,
            complete: question.hopeless,
            question,
            minimise: minimise.clone(),
            budget,
            apart: apart.max(1),
            caps: Vec::new(),
            effort: Effort::default(),
        })
    }
}

impl Stacks<'_> {
    /// After the last stack: are these all?
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// What the search did so far.
    pub fn effort(&self) -> Effort {
        self.effort
    }
}

impl Iterator for Stacks<'_> {
    type Item = Answer;

    fn next(&mut self) -> Option<Answer> {
        if self.ended {
            return None;
        }
        let space = self.space.as_mut()?;
        let world: World<'_> = self.prepared.world(&space.held);
        let mut tools = Tools {
            local: &mut space.local,
            bench: &mut space.bench,
            cover: &mut space.cover,
            simplex: &mut space.simplex,
            landmarks: &mut space.landmarks,
            archive: &mut space.archive,
            effort: &mut self.effort,
        };
        let limits = self.question.limits;
        let weightings = weightings(&self.minimise);
        match stages(world, &self.question, limits, &self.caps, &weightings, &mut tools, &self.budget) {
            Staged::Best(plan) => {
                let mut items = Vec::new();
                let mut size = 0;
                for cred in plan.items.iter().map(|i| world.index.item_cred[i.ix()]).filter(|c| !c.is_none()) {
                    size += 1;
                    items.push(Index::direct(cred));
                    items.extend_from_slice(world.index.variants(cred));
                }
                items.sort_unstable();
                // Nothing to leave out: every other stack contains the empty one.
                self.ended = size == 0;
                self.complete = size == 0;
                self.caps.push(Cap { items, most: size - self.apart.min(size) });
                Some(self.prepared.answer(world, &plan, &self.minimise))
            }
            Staged::None => {
                self.ended = true;
                self.complete = true;
                None
            }
            Staged::Stopped(..) => {
                self.ended = true;
                None
            }
        }
    }
}

impl Drop for Stacks<'_> {
    fn drop(&mut self) {
        if let Some(space) = self.space.take() {
            self.prepared.keep(space);
        }
    }
}
