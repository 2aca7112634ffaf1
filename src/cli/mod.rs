//! The terminal: parse, ask the advisor, show.
