//! How long a search may go on: counted in nodes, and stopped from outside by a flag. No clock.

use std::sync::atomic::{AtomicBool, Ordering};

/// What a search may spend.
#[derive(Clone, Copy, Debug, Default)]
pub struct Budget<'a> {
    /// Most nodes of the search tree; `None` is no limit.
    pub nodes: Option<u64>,
    /// Raised by the caller to end the search soon with what is proven by then.
    pub stop: Option<&'a AtomicBool>,
}

impl Budget<'_> {
    /// No limit at all.
    pub const UNLIMITED: Self = Self { nodes: None, stop: None };

    pub(crate) fn spent(&self, nodes: u64) -> bool {
        self.nodes.is_some_and(|most| nodes > most) || self.stop.is_some_and(|s| s.load(Ordering::Relaxed))
    }
}

/// What a search did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Nodes of the search trees.
    pub nodes: u64,
    /// Bounds computed by dual ascent.
    pub ascents: u64,
    /// Items looked at.
    pub items: u64,
}
