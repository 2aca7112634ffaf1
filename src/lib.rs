//! pathstack: from what you can prove today to the job you want.
pub mod import;
pub mod model;
pub mod solve;
