//! Keeps editions: one imported state of the catalogue each, numbered, never changed. The clock is the caller's.

mod changes;
mod error;
mod examine;
mod pack;
mod sqlite;

pub use changes::{Change, What, changes};
pub use error::StoreError;
pub use examine::Examined;
pub use pack::Draft;

use crate::model::Catalogue;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlite::{Part, Sqlite};
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
}

/// The databases there are; each is driven by a file of its own.
#[derive(Clone, Debug)]
enum Database {
    Sqlite(Sqlite),
}

/// Asks the database, whichever it is.
macro_rules! ask {
    ($store:expr, $database:ident => $question:expr) => {
        match &$store.database {
            Database::Sqlite($database) => $question.await,
        }
    };
}

impl Store {
    /// The store in this file, which is made if it is not there; schemas of earlier versions are brought up to date.
    ///
    /// # Errors
    /// When it cannot be opened, is damaged, or was written by a newer version.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Ok(Self { database: Database::Sqlite(Sqlite::open(path.as_ref()).await?) })
    }

    /// A store that forgets everything when it is dropped.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub async fn memory() -> Result<Self, StoreError> {
        Ok(Self { database: Database::Sqlite(Sqlite::memory().await?) })
    }

    /// Keeps an edition, all of it or nothing. The same bytes give the edition that holds them already.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn keep(&self, draft: &Draft, title: &str, created_at: Timestamp) -> Result<Edition, StoreError> {
        ask!(self, database => database.keep(draft, title, created_at))
    }

    /// Every edition, the first one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn editions(&self) -> Result<Vec<Edition>, StoreError> {
        ask!(self, database => database.editions())
    }

    /// One edition, if there is one of this number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn edition(&self, number: u64) -> Result<Option<Edition>, StoreError> {
        ask!(self, database => database.edition(number))
    }

    /// The newest edition, if there is any.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn latest(&self) -> Result<Option<Edition>, StoreError> {
        ask!(self, database => database.latest())
    }

    /// The catalogue of an edition in canonical order, checked against its hash.
    ///
    /// # Errors
    /// When the database does not answer, or what it holds is not what was kept.
    pub async fn load(&self, number: u64) -> Result<Option<Catalogue>, StoreError> {
        let Some(edition) = self.edition(number).await? else { return Ok(None) };
        let chunks = ask!(self, database => database.chunks(number, Part::Record))?;
        thinking(move || pack::catalogue(&chunks, &edition.hash)).await.map(Some)
    }

    /// What was doubtful when an edition was imported; none if there is no such edition.
    ///
    /// # Errors
    /// When the database does not answer, or what it holds are no such issues.
    pub async fn issues<I: DeserializeOwned + Send + 'static>(&self, number: u64) -> Result<Vec<I>, StoreError> {
        let chunks = ask!(self, database => database.chunks(number, Part::Issue))?;
        thinking(move || pack::issues(&chunks)).await
    }

    /// Ends all connections; what was kept is on disk.
    pub async fn close(&self) {
        match &self.database {
            Database::Sqlite(database) => database.close().await,
        }
    }
}

/// Unpacks off the async threads.
async fn thinking<T: Send + 'static>(work: impl FnOnce() -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string())))
}
