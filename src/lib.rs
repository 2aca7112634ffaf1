//! pathstack: from what you can prove today to the job you want.
pub mod graph;
pub mod lookup;
pub mod model;
pub mod solve;
