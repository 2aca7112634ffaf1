//! pathstack: from what you can prove today to the job you want.
pub mod advisor;
pub mod check;
pub mod cli;
pub mod explain;
pub mod gap;
pub mod graph;
pub mod import;
pub mod lint;
pub mod lookup;
pub mod model;
pub mod plan;
pub mod solve;
pub mod web;
