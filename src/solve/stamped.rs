//! Arrays as long as the catalogue that are emptied in constant time, so that a query allocates nothing that grows with it.

/// A map from small integers to `u32`, emptied by moving to the next epoch.
#[derive(Debug, Default)]
pub(crate) struct Stamped {
    epoch: Vec<u32>,
    value: Vec<u32>,
    now: u32,
}

impl Stamped {
    /// A map over `0..len`, empty.
    pub(crate) fn new(len: usize) -> Self {
        Self { epoch: vec![0; len], value: vec![0; len], now: 1 }
    }
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        if self.now == u32::MAX {
            self.epoch.fill(0);
            self.now = 0;
        }
        self.now += 1;
    }
    /// The value at `i`, if one was set since the last `clear`.
    #[inline]
    pub(crate) fn get(&self, i: usize) -> Option<u32> {
        if self.epoch[i] == self.now { Some(self.value[i]) } else { None }
    }
    /// Is there a value at `i`?
    #[inline]
    pub(crate) fn has(&self, i: usize) -> bool {
        self.epoch[i] == self.now
    }
    /// Sets the value at `i`.
    #[inline]
    pub(crate) fn set(&mut self, i: usize, v: u32) {
        self.epoch[i] = self.now;
        self.value[i] = v;
    }
    /// Marks `i`; true when it was not marked before.
    #[inline]
    pub(crate) fn mark(&mut self, i: usize) -> bool {
        let new = self.epoch[i] != self.now;
        self.epoch[i] = self.now;
        new
    }
}
