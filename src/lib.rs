//! pathstack: from what you can prove today to the job you want.
pub mod check;
pub mod explain;
pub mod gap;
pub mod graph;
pub mod model;
pub mod plan;
pub mod solve;
