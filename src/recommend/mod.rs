//! What tends to help somebody like this one: learned from what people took, ranked for one of them, with reasons she can check.
//!
//! Nothing here changes what is proven: suggestions rank, propose and say so. There is no input for who somebody is — a [`Log`] holds
//! opaque ids, items and times, a history only items and times — and none for who pays.

mod blend;
mod chance;
mod company;
mod counts;
pub mod evaluate;
mod exposure;
mod factors;
pub mod file;
mod finish;
mod likeness;
mod linear;
mod log;
pub mod metric;
mod published;
mod recommender;
mod sparse;
mod split;
mod suggest;
mod tables;

pub use chance::Chance;
pub use company::{Companion, companions};
pub use exposure::{Exposure, exposure};
pub use factors::FactorParams;
pub use finish::{Completion, LEAST_OUTCOMES, Likely, Outcome};
pub use likeness::{Likeness, Near};
pub use log::{Event, Item, ItemAt, Log, NO_GROUP, Step, Trail};
pub use published::{Count, Finishing, LEAST_OFFERINGS};
pub use recommender::{Kind, Params, Ranked, Recommender, Witness};
pub use split::{Case, Split, by_time, leave_last_out, leave_second_last_out};
pub use suggest::{Basis, Reason, Suggestion, Suggestions, Wish, suggest};
pub use tables::{Board, Size};
