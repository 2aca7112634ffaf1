//! A look at a database that changes nothing in it.

use super::{Store, StoreError, database::may_exist};
use sqlx::{
    Connection,
    postgres::{PgConnectOptions, PgConnection},
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use std::{fmt, path::Path, str::FromStr, time::Duration};

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The database's name and version.
    pub library: String,
    /// Steps of its schema that were taken.
    pub schema: i64,
    /// Editions that it holds.
    pub editions: i64,
    /// Whether it is a file, and not a server.
    pub is_file: bool,
}

impl fmt::Display for Examined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { library, schema, editions, .. } = self;
        write!(f, "{library}, schema {schema}, {editions} {}", if *editions == 1 { "edition" } else { "editions" })
    }
}

/// How long a database may take to be reached.
const PATIENCE: Duration = Duration::from_secs(3);
/// Larger files take more than a moment to go through: 512 MiB.
const LARGE: u64 = 512 << 20;
const SCHEMA: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";
const EDITIONS: &str = "SELECT count(*) FROM edition";

impl Store {
    /// Looks at the store of this name without changing it: no schema is brought up to date.
    ///
    /// # Errors
    /// When it cannot be reached or opened, or a quick check of a file's pages finds damage.
    pub async fn examine(name: &Path) -> Result<Examined, StoreError> {
        match name.to_str().filter(|name| name.starts_with("postgres://") || name.starts_with("postgresql://")) {
            Some(url) => tokio::time::timeout(PATIENCE, server(url))
                .await
                .unwrap_or_else(|_| Err(StoreError::Unavailable("it does not answer".into()))),
            None if may_exist(name) => file(name).await,
            None => Err(StoreError::Unavailable("there is no such file".into())),
        }
    }

    /// Goes through the pages of a file before anything is served from it; a write that was cut off is undone first. A file that is not there
    /// yet, one that takes long to go through, and a server are not looked at.
    ///
    /// # Errors
    /// When a page is damaged.
    pub async fn sound(name: &Path) -> Result<(), StoreError> {
        if !name.metadata().is_ok_and(|file| (1..=LARGE).contains(&file.len())) {
            return Ok(());
        }
        let mut open = SqliteConnection::connect_with(&options(name)).await?;
        quick_check(&mut open).await?;
        Ok(open.close().await?)
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(PATIENCE)
}

async fn quick_check(open: &mut SqliteConnection) -> Result<(), StoreError> {
    let sound: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(open).await?;
    if sound == "ok" { Ok(()) } else { Err(StoreError::Damaged(sound)) }
}

async fn file(path: &Path) -> Result<Examined, StoreError> {
    let mut open = SqliteConnection::connect_with(&options(path).read_only(true)).await?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut open).await?;
    quick_check(&mut open).await?;
    let schema = sqlx::query_scalar(SCHEMA).fetch_one(&mut open).await?;
    let editions = sqlx::query_scalar(EDITIONS).fetch_one(&mut open).await?;
    open.close().await?;
    Ok(Examined { library: format!("SQLite {version}"), schema, editions, is_file: true })
}

async fn server(url: &str) -> Result<Examined, StoreError> {
    let mut open = PgConnection::connect_with(&PgConnectOptions::from_str(url)?).await?;
    let version: String = sqlx::query_scalar("SHOW server_version").fetch_one(&mut open).await?;
    let schema = sqlx::query_scalar(SCHEMA).fetch_one(&mut open).await?;
    let editions = sqlx::query_scalar(EDITIONS).fetch_one(&mut open).await?;
    open.close().await?;
    Ok(Examined { library: format!("PostgreSQL {version}"), schema, editions, is_file: false })
}
