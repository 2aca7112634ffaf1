//! What tends to help somebody like this one: learned from what people took, ranked for one of them, with reasons she can check.
//!
//! Nothing here changes what is proven: suggestions rank, propose and say so. There is no input for who somebody is — a [`Log`] holds
//! opaque ids, items and times, a history only items and times — and none for who pays.

mod blend;
mod chance;
mod counts;
pub mod evaluate;
mod factors;
mod linear;
mod log;
pub mod metric;
mod recommender;
mod sparse;
mod split;
mod tables;

pub use chance::Chance;
pub use factors::FactorParams;
pub use log::{Event, Item, ItemAt, Log, NO_GROUP, Step, Trail};
pub use recommender::{Kind, Params, Ranked, Recommender, Witness};
pub use split::{Case, Split, by_time, leave_last_out};
pub use tables::{Board, Size};
