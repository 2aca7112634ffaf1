//! The database of editions, asked from a terminal that has nothing else to do meanwhile.

use super::trouble::Trouble;
use crate::{
    model::Catalogue,
    store::{Draft, Edition, Examined, Store, StoreError, may_exist, shown},
};
use std::{future::Future, path::Path};

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        let hint = match error {
            StoreError::Busy => "somebody else is writing; try again in a moment",
            StoreError::Full => "free some space and try again; nothing was changed",
            StoreError::Unsynced(_) => "look at the disk and the system's log, and run it again",
            StoreError::Damaged(_) => "put a backup in its place, `pathstack restore BACKUP --db NEW`, or import again into a new one",
            StoreError::Version(_) => "use the pathstack that wrote it, or a newer one",
            StoreError::Unavailable(_) | StoreError::Unwritable(_) => "check the path of the database and the permissions of its folder",
        };
        Self::new(error.to_string(), hint)
    }
}

/// Runs a question to the store to its end.
fn wait<T>(question: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Trouble::new(format!("the database cannot be asked: {error}"), "try again"))?;
    runtime.block_on(question)
}

/// Only `import` makes a database; whoever reads must name one that is there.
fn must_exist(path: &Path) -> Result<(), Trouble> {
    if may_exist(path) {
        return Ok(());
    }
    let hint = format!("`pathstack import FORMAT PATH --db {}` makes it", shown(path));
    Err(Trouble::new(format!("there is no database {}", shown(path)), hint))
}

/// Opens the store, does the work, and closes it, so that all of it is on disk.
async fn with<T>(path: &Path, work: impl AsyncFnOnce(&Store) -> Result<T, Trouble>) -> Result<T, Trouble> {
    let store = Store::open(path).await?;
    let result = work(&store).await;
    store.close().await;
    result
}

/// Works in a database that must be there.
pub(super) fn reading<T>(path: &Path, work: impl AsyncFnOnce(&Store) -> Result<T, Trouble>) -> Result<T, Trouble> {
    must_exist(path)?;
    wait(with(path, work))
}

/// Works in a database that is made where it is not there.
pub(super) fn keeping<T>(path: &Path, work: impl AsyncFnOnce(&Store) -> Result<T, Trouble>) -> Result<T, Trouble> {
    wait(with(path, work))
}

/// Every edition, the first one first.
pub(super) fn editions(path: &Path) -> Result<Vec<Edition>, Trouble> {
    must_exist(path)?;
    wait(with(path, async |store| Ok(store.editions().await?)))
}

/// An edition, the newest where no number is given, with its number.
pub(super) fn load(path: &Path, number: Option<u64>) -> Result<(u64, Catalogue), Trouble> {
    must_exist(path)?;
    wait(with(path, async |store| {
        let number = match number {
            Some(number) => number,
            None => store.latest().await?.map(|edition| edition.number).ok_or_else(|| {
                Trouble::new(
                    format!("the database {} has no edition yet", shown(path)),
                    format!("`pathstack import FORMAT PATH --db {}` adds one", shown(path)),
                )
            })?,
        };
        let catalogue = store.load(number).await?.ok_or_else(|| {
            let hint = format!("`pathstack editions --db {}` lists them", shown(path));
            Trouble::new(format!("the database {} has no edition {number}", shown(path)), hint)
        })?;
        Ok((number, catalogue))
    }))
}

/// The newest edition of a database that may not be there yet.
pub(super) fn newest(path: &Path) -> Result<Option<Catalogue>, Trouble> {
    if !may_exist(path) {
        return Ok(None);
    }
    wait(with(path, async |store| match store.latest().await? {
        Some(edition) => Ok(store.load(edition.number).await?),
        None => Ok(None),
    }))
}

/// Whether a database, made where it is not there, has an edition.
pub(super) fn begun(path: &Path) -> Result<bool, Trouble> {
    keeping(path, async |store| Ok(store.latest().await?.is_some()))
}

/// Keeps an edition, all of it or nothing; the same catalogue gives the edition that holds it already.
pub(super) fn keep(path: &Path, draft: &Draft, title: &str, now: jiff::Timestamp) -> Result<Edition, Trouble> {
    wait(with(path, async |store| Ok(store.keep(draft, title, now).await?)))
}

/// Whether the pages of a database are whole, as far as that is told in a moment.
pub(super) fn sound(path: &Path) -> Result<(), Trouble> {
    wait(async { Ok(Store::sound(path).await?) })
}

/// What a database says of itself, without changing it.
pub(super) fn examined(path: &Path) -> Result<Examined, Trouble> {
    wait(async { Ok(Store::examine(path).await?) })
}
