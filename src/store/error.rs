//! What can go wrong with a store, by what the caller can do about it.

/// Why a store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or opened.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// Somebody else is writing; trying again later helps.
    #[error("the store is busy; try again")]
    Busy,
    /// The disk did not confirm what was written: nothing that is written after this can be relied on either.
    #[error("the disk did not confirm a write: {0}")]
    Unsynced(String),
    /// The disk is full; nothing was changed.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// What is kept is not what was written.
    #[error("the store is damaged: {0}; restore a backup")]
    Damaged(String),
    /// The database was written by a newer pathstack, or its library is too old.
    #[error("the store is of another version: {0}")]
    Version(String),
    /// A record or issue cannot be written as JSON.
    #[error("this cannot be kept: {0}")]
    Unwritable(#[from] serde_json::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(said) = error.as_database_error() else { return Self::Unavailable(error.to_string()) };
        let code = said.code().unwrap_or_default();
        if said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
            // Serialisation and deadlock, a lock that did not come in time; the disk; an index or page that is broken (PostgreSQL, appendix A).
            return match &*code {
                "40001" | "40P01" | "55P03" | "57014" => Self::Busy,
                "53100" => Self::Full,
                "XX001" | "XX002" => Self::Damaged(error.to_string()),
                _ => Self::Unavailable(error.to_string()),
            };
        }
        let code = code.parse::<u32>().ok();
        // `SQLITE_IOERR_SHMSIZE`: there is no room even for the index of the write-ahead log.
        if code == Some(4874) {
            return Self::Full;
        }
        // `SQLITE_READONLY_ROLLBACK`: only looking undoes nothing.
        if code == Some(776) {
            return Self::Unavailable("a write to it was cut off; `pathstack serve`, and whatever else writes, undoes that first".into());
        }
        // The low byte of SQLite's extended codes is the primary one.
        match code.map(|code| code & 0xff) {
            Some(5 | 6) => Self::Busy,
            // `SQLITE_IOERR_FSYNC` and `SQLITE_IOERR_DIR_FSYNC`.
            _ if matches!(code, Some(1034 | 1290)) => Self::Unsynced(error.to_string()),
            Some(13) => Self::Full,
            Some(11 | 26) => Self::Damaged(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError::{Execute, ExecuteMigration, VersionMismatch, VersionMissing};
        match error {
            Execute(error) | ExecuteMigration(error, _) => error.into(),
            VersionMissing(_) | VersionMismatch(_) => Self::Version(format!("{error}; use the pathstack that wrote it, or a newer one")),
            error => Self::Unavailable(error.to_string()),
        }
    }
}
