//! pathstack: from what you can prove today to the job you want.
pub mod replay;
pub mod schedule;
pub mod solve;
pub mod store;
pub mod web;

#[doc = include_str!("decisions.md")]
pub mod decisions {}

/// The README's own examples, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadMe;
