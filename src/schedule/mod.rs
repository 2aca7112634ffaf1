//! The schedule: which dated pathway is cheapest, fastest, smallest, and what it costs line by line, proven.

pub mod ids;
pub mod read;
pub mod world;

pub mod answer;
mod archive;
mod ascent;
mod ask;
mod bound;
mod dates;
mod fares;
mod funding;
mod grants;
mod hopeless;
mod impasse;
mod learner;
mod ledger;
mod lens;
mod market;
mod near;
mod offers;
mod opening;
mod posing;
mod price;
mod prospect;
mod purchase;
mod relaxed;
mod sequence;
mod setting;
mod shares;
mod slot;
mod sooner;
mod stack;
mod stacks;
mod stairs;
mod tell;
mod upkeep;
mod why;

pub use answer::{Answer, Ending, Pathway};
pub use ask::{ALL, Limits, Want, answer, any};
pub use ids::{Day, Id};
pub use market::Market;
pub use read::Fault;
pub use setting::Question;
pub use why::{Diff, Forced, PolicyPrice, WhyNot, compare};
pub use world::World;
