//! The judge: replays answers and verifies what is claimed about them, sharing nothing with the search.
//!
//! It knows the problem as data ([`crate::solve::problem`]) and nothing else of `solve`. Every answer is replayed
//! here before it leaves the house: what that costs depends on the stack, not on the catalogue. What is claimed beyond
//! the stack, that no other is better, that there is none, or that a front is complete, is verified from a certificate
//! ([`crate::solve::problem::Certificate`]), with integers only.

mod certificate;
mod complete;
mod fault;
mod front;
mod ground;
mod proof;
mod reason;
mod replay;

pub use certificate::{Refusal, certificate};
pub use complete::front_certificate;
pub use fault::Fault;
pub use front::front;
pub use reason::reason;
pub use replay::{answer, replay};
