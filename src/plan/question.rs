//! What a learner asks: where to, with what in hand, under which limits.

use crate::{
    graph::{Asked, Bound, CompetencyAt, Need, RoleAt, SkillGraph},
    model::{Currency, ExchangeRate, Learner, Money, Necessity, TrustFloor},
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

/// What an amount is worth in another currency: by the learner's own rates, else by the catalogue's; with the rate that was used.
pub(super) fn convert<'r>(
    graph: &'r SkillGraph,
    own: &'r [ExchangeRate],
    money: Money,
    to: Currency,
) -> Option<(Money, Option<&'r ExchangeRate>)> {
    if money.currency == to {
        return Some((money, None));
    }
    let direct = own.iter().find(|rate| rate.from == money.currency && rate.to == to);
    let back = || own.iter().find(|rate| rate.to == money.currency && rate.from == to);
    match direct.or_else(back) {
        Some(rate) => rate.convert(money).or_else(|| rate.convert_back(money)).map(|worth| (worth, Some(rate))),
        None => graph.convert(money, to),
    }
}

impl Question {
    /// What an amount is worth in the currency of the answer, and by which rate; nothing where neither learner nor catalogue has one.
    pub fn worth<'r>(&'r self, graph: &'r SkillGraph, money: Money) -> Option<(Money, Option<&'r ExchangeRate>)> {
        convert(graph, &self.learner.constraints.own_rates, money, self.currency)
    }

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
