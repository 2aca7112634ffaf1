//! Which items, at the least cost, reach a goal: numbers in, a proven answer out.
pub mod problem;
