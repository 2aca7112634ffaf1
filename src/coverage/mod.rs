//! What roles ask and nobody teaches, what a new credential would be worth, and everything else that is counted over many questions.
//!
//! Every figure is computed with the exact planner at the level of stacks: list prices and learner effort, not dates. What a stopped
//! search left open says so. Nothing here ranks by payment, and no learner is named: groups stand for people who start alike.
//!
//! A [`Market`] is one edition posed once ([`crate::plan::EditionProblem`]) and the groups that ask; every function here puts many
//! questions to it, on all cores, and gives the same answer on one.

mod attested;
mod behind;
mod best_next;
mod bottlenecks;
mod dominated;
mod doors;
mod effect;
#[cfg(test)]
mod exhaustive;
mod gifts;
mod market;
mod near;
mod role_check;
mod shares;
mod shortages;
mod team;
#[cfg(test)]
mod tests;
mod together;
mod ways;
mod worth;

pub use attested::attested;
pub use best_next::{BestNext, Proposal, Search, best_next};
pub use bottlenecks::{Bottleneck, Bottlenecks, bottlenecks};
pub use dominated::{Beaten, Dominated, dominated};
pub use doors::{Doors, Purse, open_doors};
pub use effect::Effect;
pub use market::{Group, Market, Order, Reach, Way};
pub use near::{Near, NearRole, near};
pub use role_check::{Because, Checked, RoleCheck, role_check};
pub use shortages::{Dear, Demand, Scarce, Shortage, Shortages, shortages};
pub use team::{Member, Seat, Team, team};
pub use worth::{Affected, Change, Chosen, Gain, Worth, affected, worth};
