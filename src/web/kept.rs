//! What handlers see of the store: that there may be none, and what its troubles mean to a caller.

use super::{
    Service,
    chance::NoChance,
    problem::{Kind, Problem},
};
use crate::store::{Store, StoreError};

impl Service {
    /// Where things are kept.
    ///
    /// # Errors
    /// That nothing is there, where this service keeps nothing.
    pub(super) fn store(&self) -> Result<&Store, Problem> {
        self.maybe_store().ok_or_else(|| {
            Problem::new(Kind::NotFound, "this service keeps nothing: it has no accounts and no learners")
                .hint("whoever runs it can start it with a database; all advice is given without one")
        })
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::new(Kind::DiskFull, "nothing was changed: there is no room to keep it"),
            StoreError::Busy => Self::new(Kind::Unavailable, "somebody else is writing").retry_after(1),
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "the store did not answer");
                Self::new(Kind::Unavailable, "what is kept cannot be reached now").retry_after(2)
            }
            StoreError::Unsynced(_) => {
                tracing::error!(%error, "the store cannot be relied on");
                Self::new(Kind::Unavailable, "nothing was changed: the disk did not confirm it").retry_after(5).fatal()
            }
            StoreError::Damaged(_) | StoreError::Version(_) | StoreError::Unwritable(_) => {
                tracing::error!(%error, "the store failed");
                Self::new(Kind::Internal, "what is kept could not be read or written")
            }
        }
    }
}

impl From<NoChance> for Problem {
    fn from(error: NoChance) -> Self {
        tracing::error!(%error, "no secret could be made");
        Self::new(Kind::Internal, "no secret could be made")
    }
}
