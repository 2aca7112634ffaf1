//! HTTP: parse, ask the advisor, show.

pub mod api;
