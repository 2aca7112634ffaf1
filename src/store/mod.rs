//! Keeps editions, accounts, learners and the audit log, in SQLite or PostgreSQL. The clock is the caller's.
//!
//! An edition is one imported state of the catalogue, numbered, never changed.

mod accounts;
mod audit;
mod backup;
mod changes;
mod database;
mod editions;
mod error;
mod examine;
mod inventory;
mod learners;
mod leaving;
mod pack;
mod sharing;

pub use accounts::{KeptAccount, KeptSession, KeptToken};
pub use audit::Deed;
pub use backup::Copied;
pub use changes::{Change, What, changes};
pub use database::{is_file, may_exist, shown};
pub use error::StoreError;
pub use examine::Examined;
pub use inventory::{COLUMNS, Column, MEMBERS, Personal, Retention, Type};
pub use learners::{Answer, Applied, Edit, Once};
pub use pack::Draft;
pub use sharing::Shared;

use crate::record::Room;
use database::Database;
use jiff::Timestamp;
use serde::Serialize;
use std::{collections::BTreeMap, path::Path};

/// What a store says of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// 1 is the first; later ones are higher.
    pub number: u64,
    /// SHA-256 of its canonical form, in hexadecimal.
    pub hash: String,
    /// What it was called when it was kept.
    pub title: String,
    /// When it was kept.
    pub created_at: Timestamp,
    /// How many records it has of each kind.
    pub counts: BTreeMap<Box<str>, u64>,
    /// How many doubts there were on import.
    pub issues: u64,
}

/// Where editions are kept. Clones share one pool of connections.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use pathstack::{import::native, store::{Draft, Store}};
/// let starter = native::starter();
/// let store = Store::memory().await?;
/// let draft = Draft::new(&starter.catalogue, &starter.issues)?;
/// let edition = store.keep(&draft, "starter", "2026-11-20T00:00:00Z".parse().unwrap()).await?;
/// assert_eq!(edition.number, 1);
/// assert_eq!(store.load(1).await?.unwrap().len(), starter.catalogue.len());
/// # Ok::<_, pathstack::store::StoreError>(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    room: Room,
}

impl Store {
    /// The store of this name, brought up to date if it is of an earlier version: a file, which is made if it is not there, or a PostgreSQL
    /// database by its URL, such as `postgres://user@host/name`.
    ///
    /// # Errors
    /// When it cannot be opened, is damaged, or was written by a newer version.
    pub async fn open(name: impl AsRef<Path>) -> Result<Self, StoreError> {
        Ok(Self { database: Database::open(name.as_ref()).await?, room: Room::default() })
    }

    /// A store that forgets everything when it is dropped.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub async fn memory() -> Result<Self, StoreError> {
        Ok(Self { database: Database::memory().await?, room: Room::default() })
    }

    /// The same store with room for so many records of each learner.
    #[must_use]
    pub fn with_room(self, room: Room) -> Self {
        Self { room, ..self }
    }

    /// Ends all connections; what was kept is on disk.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Damaged(format!("{number} is larger than any number here")))
}

fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged(format!("{number} is smaller than any number here")))
}
