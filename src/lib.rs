//! pathstack: from what you can prove today to the job you want.
pub mod replay;
pub mod schedule;
pub mod solve;
