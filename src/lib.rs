//! pathstack: from what you can prove today to the job you want.
pub mod check;
pub mod solve;
