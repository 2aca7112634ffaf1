//! What a learner asks: where to, with what in hand, under which limits.

use crate::{
    graph::{Asked, Bound, CompetencyAt, Need, RoleAt, SkillGraph},
    model::{Currency, Learner, Necessity, TrustFloor},
};

/// Where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// All that a role asks.
    Role(RoleAt),
    /// Competencies, each at this rank or above (any where unknown).
    Competencies(Vec<(CompetencyAt, Option<u8>)>),
}

/// A question: its answer depends on nothing else but the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Where to.
    pub goal: Goal,
    /// Who asks; her first day is the day that evidence must be in force.
    pub learner: Learner,
    /// The currency of the answer.
    pub currency: Currency,
}

impl Question {
    /// What the goal asks, as requirements and gates.
    pub fn asked(&self, graph: &SkillGraph) -> (Vec<Asked>, Vec<Bound>) {
        match &self.goal {
            Goal::Role(role) => (graph.asked(*role).to_vec(), graph.gates(*role).to_vec()),
            Goal::Competencies(wanted) => {
                let asked = wanted.iter().map(|(competency, rank)| Asked {
                    need: Need::Attain(graph.one(*competency), *rank),
                    importance: 100,
                    necessity: Necessity::Essential,
                    trust: TrustFloor::Any,
                });
                (asked.collect(), Vec::new())
            }
        }
    }
}
