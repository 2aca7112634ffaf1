//! The HTTP API, version 1: JSON in, JSON out, problems as RFC 9457 says.

pub mod shape;
