//! Simulations with time that is simulated as well: what happens when is a matter of the seed alone, and a failing seed is printed.
//!
//! `PATHSTACK_SEED=N cargo test --lib simulated` tries one again; `PATHSTACK_LONG=1` tries ten thousand.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Numbers that look like chance, the same for the same seed (SplitMix64).
pub(super) struct Dice(u64);

impl Dice {
    /// Those of this seed.
    pub(super) fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below this; 0 where it is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }
}

/// Seeds to try: one that is named, else many.
#[expect(clippy::disallowed_methods, reason = "a test is told how much to try")]
fn wanted() -> std::ops::Range<u64> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty() && value != "0");
    match std::env::var("PATHSTACK_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..if set("PATHSTACK_LONG").is_some() { 10_000 } else { 300 },
    }
}

/// Simulates with each seed, on one thread whose clock jumps from event to event.
pub(super) fn seeds(mut simulate: impl AsyncFnMut(&mut Dice)) {
    for seed in wanted() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let simulated = catch_unwind(AssertUnwindSafe(|| runtime.block_on(simulate(&mut Dice(seed)))));
        if let Err(panic) = simulated {
            eprintln!("the simulation failed with PATHSTACK_SEED={seed}");
            resume_unwind(panic);
        }
    }
}
