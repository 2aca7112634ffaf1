//! Where secrets come from: the service is told by whoever starts it.

use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};

/// A source of bytes that nobody can guess.
pub trait Chance: Send + Sync + 'static {
    /// Fills all of `bytes`.
    ///
    /// # Errors
    /// When there is no chance to be had; nothing secret may then be made.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance>;
}

/// The machine gives no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the machine gives no random bytes")]
pub struct NoChance;

/// The generator of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineChance;

impl Chance for MachineChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance> {
        getrandom::fill(bytes).map_err(|_| NoChance)
    }
}

/// A chance that repeats itself, for tests and examples: never for a service that others reach.
#[derive(Debug, Default)]
pub struct RepeatedChance(AtomicU64);

impl From<u64> for RepeatedChance {
    /// One that begins elsewhere, so that two of them give different bytes.
    fn from(first: u64) -> Self {
        Self(AtomicU64::new(first))
    }
}

impl Chance for RepeatedChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance> {
        for chunk in bytes.chunks_mut(32) {
            let drawn = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.copy_from_slice(drawn.get(..chunk.len()).unwrap_or_default());
        }
        Ok(())
    }
}

/// An id nobody can guess and that tells nothing: 128 random bits in hexadecimal.
///
/// # Errors
/// When there is no chance to be had.
pub fn new_id(chance: &dyn Chance) -> Result<String, NoChance> {
    let mut bytes = [0; 16];
    chance.fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_comes_twice() {
        let chance = RepeatedChance::default();
        let ids: std::collections::BTreeSet<_> = (0..1000).map(|_| new_id(&chance).unwrap()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 32));
        assert_ne!(new_id(&MachineChance), new_id(&MachineChance));
    }
}
