//! Editions in SQLite: one file, one writer at a time, readers never wait.

use super::{Draft, Edition, StoreError, pack::Chunk};
use jiff::Timestamp;
use sqlx::{
    Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use std::{path::Path, time::Duration};

/// Earlier versions may lose a commit when the write-ahead log is reset.
const OLDEST_LIBRARY: [u32; 3] = [3, 51, 3];
/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// A pool of connections to one database.
#[derive(Clone, Debug)]
pub(super) struct Sqlite {
    pool: SqlitePool,
}

impl Sqlite {
    pub(super) async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        Self::connect(options, SqlitePoolOptions::new().max_connections(4)).await
    }

    /// One connection that never ends, for a database in memory ends with its connection.
    pub(super) async fn memory() -> Result<Self, StoreError> {
        let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        Self::connect(SqliteConnectOptions::new().in_memory(true), pool).await
    }

    async fn connect(options: SqliteConnectOptions, pool: SqlitePoolOptions) -> Result<Self, StoreError> {
        let options = options.synchronous(SqliteSynchronous::Full).foreign_keys(true).busy_timeout(PATIENCE);
        let pool = pool.acquire_timeout(PATIENCE * 2).connect_with(options).await?;
        let library: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&pool).await?;
        if !new_enough(&library) {
            return Err(StoreError::Version(format!("SQLite {library} is older than 3.51.3, which keeps every commit")));
        }
        sqlx::migrate!("src/store/schema/sqlite").run(&pool).await?;
        Ok(Self { pool })
    }

    pub(super) async fn keep(&self, draft: &Draft, title: &str, created_at: Timestamp) -> Result<Edition, StoreError> {
        // The write lock comes first, so that two keepers of the same bytes cannot both find them missing.
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let known = sqlx::query("SELECT * FROM edition WHERE hash = $1").bind(&draft.hash).fetch_optional(&mut *transaction).await?;
        if let Some(known) = known {
            return edition(&known);
        }
        let number: i64 = sqlx::query_scalar("SELECT coalesce(max(number), 0) + 1 FROM edition").fetch_one(&mut *transaction).await?;
        sqlx::query("INSERT INTO edition (number, hash, title, created_at, counts, issues) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(number)
            .bind(&draft.hash)
            .bind(title)
            .bind(created_at.to_string())
            .bind(serde_json::to_string(&draft.counts)?)
            .bind(signed(draft.issue_count)?)
            .execute(&mut *transaction)
            .await?;
        for (part, chunks) in [(Part::Record, &draft.records), (Part::Issue, &draft.issues)] {
            for (place, chunk) in chunks.iter().enumerate() {
                sqlx::query("INSERT INTO chunk (edition, part, place, size, bytes) VALUES ($1, $2, $3, $4, $5)")
                    .bind(number)
                    .bind(part.name())
                    .bind(signed(place as u64)?)
                    .bind(signed(chunk.size)?)
                    .bind(&chunk.bytes)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        let kept = sqlx::query("SELECT * FROM edition WHERE number = $1").bind(number).fetch_one(&mut *transaction).await?;
        let kept = edition(&kept)?;
        transaction.commit().await?;
        Ok(kept)
    }

    pub(super) async fn editions(&self) -> Result<Vec<Edition>, StoreError> {
        sqlx::query("SELECT * FROM edition ORDER BY number").fetch_all(&self.pool).await?.iter().map(edition).collect()
    }

    pub(super) async fn edition(&self, number: u64) -> Result<Option<Edition>, StoreError> {
        let row = sqlx::query("SELECT * FROM edition WHERE number = $1").bind(signed(number)?).fetch_optional(&self.pool).await?;
        row.as_ref().map(edition).transpose()
    }

    pub(super) async fn latest(&self) -> Result<Option<Edition>, StoreError> {
        let row = sqlx::query("SELECT * FROM edition ORDER BY number DESC LIMIT 1").fetch_optional(&self.pool).await?;
        row.as_ref().map(edition).transpose()
    }

    pub(super) async fn chunks(&self, number: u64, part: Part) -> Result<Vec<Chunk>, StoreError> {
        let rows = sqlx::query("SELECT size, bytes FROM chunk WHERE edition = $1 AND part = $2 ORDER BY place")
            .bind(signed(number)?)
            .bind(part.name())
            .fetch_all(&self.pool)
            .await?;
        rows.into_iter().map(|row| Ok(Chunk { size: unsigned(row.try_get("size")?)?, bytes: row.try_get("bytes")? })).collect()
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// What lines are about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Record,
    Issue,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Issue => "issue",
        }
    }
}

fn edition(row: &SqliteRow) -> Result<Edition, StoreError> {
    let created_at: &str = row.try_get("created_at")?;
    let counts: &str = row.try_get("counts")?;
    Ok(Edition {
        number: unsigned(row.try_get("number")?)?,
        hash: row.try_get("hash")?,
        title: row.try_get("title")?,
        created_at: created_at.parse().map_err(|_| StoreError::Damaged(format!("`{created_at}` is no time")))?,
        counts: serde_json::from_str(counts).map_err(|_| StoreError::Damaged(format!("`{counts}` are no counts")))?,
        issues: unsigned(row.try_get("issues")?)?,
    })
}

fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Damaged(format!("{number} is larger than any number here")))
}

fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged(format!("{number} is smaller than any number here")))
}

fn new_enough(library: &str) -> bool {
    let mut parts = library.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
    found >= OLDEST_LIBRARY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_may_lose_a_commit_is_refused() {
        for (version, good) in [("3.51.3", true), ("3.51.2", false), ("3.52.0", true), ("4.0", true), ("3.9.9", false), ("x", false)] {
            assert_eq!(new_enough(version), good, "{version}");
        }
    }
}
