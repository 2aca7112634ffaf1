//! What can be wrong with an answer.

use std::fmt;

use crate::solve::problem::{Id, Measure, Objective, Status};

/// One thing wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The catalogue has no such credential.
    UnknownCredential(Id),
    /// The catalogue has no such offer.
    UnknownOffer(Id),
    /// The credential is earned twice.
    EarnedTwice(Id),
    /// The offer is bought twice.
    BoughtTwice(Id),
    /// The learner has the credential already.
    EarnedBefore(Id),
    /// The query forbids the credential.
    Forbidden(Id),
    /// When the credential's turn comes, this group of its requirements does not hold (counted from 0).
    TooSoon(Id, usize),
    /// This group of the role's requirements does not hold in the end (counted from 0).
    GoalUnmet(usize),
    /// The weights of the true desirable atoms sum to less than asked.
    SoftGoalUnmet {
        /// What they sum to.
        sum: i64,
        /// What was asked.
        needed: i64,
    },
    /// The stack measures otherwise than the answer says.
    WrongObjective {
        /// What the answer says.
        said: Option<Objective>,
        /// What the stack measures.
        is: Objective,
    },
    /// A limit is passed.
    OverLimit {
        /// Of which measure.
        measure: Measure,
        /// The limit.
        limit: i64,
        /// What the stack measures.
        is: i64,
    },
    /// The bound contradicts the stack, or is not met though the answer is called optimal.
    WrongBound {
        /// What the answer says.
        said: Option<Vec<i64>>,
        /// What is minimised, as the stack measures it.
        is: Vec<i64>,
    },
    /// An answer of this status cannot say what this one says: a stack without a plan, or a plan where there is none.
    OutOfPlace(Status),
    /// A point of a front, counted from 0, is not an optimal answer.
    NotAPoint(usize),
    /// A point of a front, counted from 0, does not come after the one before it.
    OutOfOrder(usize),
    /// A point of a front, counted from 0, is beaten or equalled by another.
    Dominated(usize),
    /// A fault of a point of a front, counted from 0.
    AtPoint(usize, Box<Fault>),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::UnknownCredential(id) => write!(f, "there is no credential {id:?}"),
            Fault::UnknownOffer(id) => write!(f, "there is no offer {id:?}"),
            Fault::EarnedTwice(id) => write!(f, "credential {id:?} is earned twice"),
            Fault::BoughtTwice(id) => write!(f, "offer {id:?} is bought twice"),
            Fault::EarnedBefore(id) => write!(f, "credential {id:?} is earned already"),
            Fault::Forbidden(id) => write!(f, "credential {id:?} is forbidden"),
            Fault::TooSoon(id, group) => {
                write!(f, "credential {id:?} comes too soon: group {group} of its requirements does not hold")
            }
            Fault::GoalUnmet(group) => write!(f, "group {group} of the role's requirements does not hold in the end"),
            Fault::SoftGoalUnmet { sum, needed } => {
                write!(f, "the weights of the true soft atoms sum to {sum}, less than {needed}")
            }
            Fault::WrongObjective { said: Some(said), is } => {
                write!(f, "the objective is {:?}, not {:?}", <[i64; 3]>::from(*is), <[i64; 3]>::from(*said))
            }
            Fault::WrongObjective { said: None, is } => {
                write!(f, "the objective is missing; it is {:?}", <[i64; 3]>::from(*is))
            }
            Fault::OverLimit { measure, limit, is } => {
                write!(f, "{measure} is {is}, over the limit of {limit}")
            }
            Fault::WrongBound { said: Some(said), is } => write!(f, "the bound {said:?} does not fit the stack's {is:?}"),
            Fault::WrongBound { said: None, is } => {
                write!(f, "the bound is missing; the stack has {is:?}")
            }
            Fault::OutOfPlace(status) => {
                write!(f, "an answer of status {status:?} cannot be like this")
            }
            Fault::NotAPoint(point) => {
                write!(f, "point {point} of the front is not an optimal answer")
            }
            Fault::OutOfOrder(point) => write!(f, "point {point} of the front does not come after the one before it"),
            Fault::Dominated(point) => write!(f, "point {point} of the front is beaten or equalled by another"),
            Fault::AtPoint(point, fault) => write!(f, "point {point} of the front: {fault}"),
        }
    }
}
