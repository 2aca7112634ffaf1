//! The judge: replays answers and verifies what is claimed about them, sharing nothing with the search.
//!
//! It knows the problem as data ([`crate::solve::problem`]) and nothing else of `solve`. Every answer is replayed
//! here before it leaves the house. What it costs depends on the stack, not on the catalogue.

mod certificate;
mod fault;
mod front;
mod ground;
mod reason;
mod replay;

pub use certificate::{Refusal, certificate, front_certificate};
pub use fault::Fault;
pub use front::front;
pub use reason::reason;
pub use replay::{answer, replay};
