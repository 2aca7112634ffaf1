//! Answers as data: one stack, or a front of stacks, with what is proven about them.

use serde::{Deserialize, Serialize};

use super::{Atom, Id, Measure, Objective, present};

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No stack is better: proven.
    Optimal,
    /// A stack, and a proven lower bound that it does not reach.
    Feasible,
    /// There is no stack: proven.
    Infeasible,
    /// The search ended before it found a stack or proved that there is none.
    Stopped,
}

/// Why there is no stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Reason {
    /// The goal stays unmet though everything that can ever be earned is earned; these atoms of its unmet groups and
    /// of its soft goal are false even then.
    Unreachable(Vec<Atom>),
    /// The goal can be reached, but not within the limits on these measures; within any fewer of them it can, as far
    /// as the search knows.
    Limits(Vec<Measure>),
}

/// One stack in an order that holds, and what is proven about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// How the search ended.
    pub status: Status,
    /// The measures of the stack; absent when there is none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub objective: Option<Objective>,
    /// A proven lower bound on what is minimised, in the order asked for: one value per measure of a lexicographic
    /// order (compared lexicographically, a missing value bounds nothing), one for a weighted sum. With `optimal` it
    /// is met; absent when nothing is proven.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub bound: Option<Vec<i64>>,
    /// The credentials to earn, in an order in which each can be.
    #[serde(default)]
    pub order: Vec<Id>,
    /// The offers to buy.
    #[serde(default)]
    pub offers: Vec<Id>,
    /// Why there is no stack; with `infeasible` only.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// Stacks none of which is beaten in every measure by another, by rising cost, then hours, then count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Front {
    /// The stacks, one for each point of the front.
    pub front: Vec<Answer>,
    /// Are these proven to be all points? An empty complete front says that there is no stack.
    pub complete: bool,
}
