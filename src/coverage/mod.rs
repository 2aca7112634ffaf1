//! What roles ask and nobody teaches, what a new credential would be worth, and everything else that is counted over many questions.
//!
//! Every figure is computed with the exact planner at the level of stacks: list prices and learner effort, not dates. What a stopped
//! search left open says so. Nothing here ranks by payment, and no learner is named: groups stand for people who start alike.

mod market;
mod near;
mod shortages;
mod ways;

pub use market::{Group, Market, Order, Reach, Way};
pub use near::{Near, NearRole, near};
pub use shortages::{Dear, Demand, Scarce, Shortage, Shortages, shortages};
