#![doc = include_str!("README.md")]

pub mod access;
pub mod advisor;
pub mod check;
pub mod cli;
pub mod coverage;
pub mod explain;
pub mod export;
pub mod gap;
pub mod graph;
pub mod import;
pub mod lint;
pub mod locale;
pub mod lookup;
pub mod model;
pub mod plan;
pub mod recommend;
pub mod record;
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
