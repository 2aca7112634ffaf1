//! A look at a database that changes nothing in it.

use super::{Store, StoreError};
use sqlx::{
    Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use std::{fmt, path::Path, time::Duration};

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The database's name and version.
    pub library: String,
    /// Steps of its schema that were taken.
    pub schema: i64,
    /// Editions that it holds.
    pub editions: i64,
}

impl fmt::Display for Examined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { library, schema, editions } = self;
        write!(f, "{library}, schema {schema}, {editions} {}", if *editions == 1 { "edition" } else { "editions" })
    }
}

impl Store {
    /// Looks at the store in this file without changing it: no schema is brought up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or a quick check of its pages finds damage.
    pub async fn examine(path: &Path) -> Result<Examined, StoreError> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(Duration::from_secs(2));
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let library: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut connection).await?;
        let sound: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
        if sound != "ok" {
            return Err(StoreError::Damaged(sound));
        }
        let schema =
            sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success").fetch_one(&mut connection).await?;
        let editions = sqlx::query_scalar("SELECT count(*) FROM edition").fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(Examined { library: format!("SQLite {library}"), schema, editions })
    }
}
