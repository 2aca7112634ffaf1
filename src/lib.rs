//! pathstack: from what you can prove today to the job you want.
pub mod check;
pub mod graph;
pub mod model;
pub mod solve;
