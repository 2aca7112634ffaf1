//! Editions in a database: packed lines, written in one transaction.

use super::{Draft, Edition, Store, StoreError, database::values, pack, pack::Chunk, signed, unsigned};
use crate::{model::Catalogue, store::database::Row};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

/// The matter of those who keep editions.
const KEEPING: i64 = 1;

/// What lines are about.
#[derive(Clone, Copy, Debug)]
enum Part {
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

impl Store {
    /// Keeps an edition, all of it or nothing. The same bytes give the edition that holds them already.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn keep(&self, draft: &Draft, title: &str, created_at: Timestamp) -> Result<Edition, StoreError> {
        let mut open = self.database.begin().await?;
        // Two keepers of the same bytes must not both find them missing.
        open.alone(KEEPING).await?;
        if let Some(known) = open.row("SELECT * FROM edition WHERE hash = $1", values![&draft.hash]).await? {
            return edition(&known);
        }
        let number = open.row("SELECT coalesce(max(number), 0) + 1 AS number FROM edition", vec![]).await?;
        let number: i64 = number.map_or(Ok(1), |row| row.get("number"))?;
        open.change(
            "INSERT INTO edition (number, hash, title, created_at, counts, issues) VALUES ($1, $2, $3, $4, $5, $6)",
            values![number, &draft.hash, title, created_at.to_string(), serde_json::to_string(&draft.counts)?, signed(draft.issue_count)?],
        )
        .await?;
        for (part, chunks) in [(Part::Record, &draft.records), (Part::Issue, &draft.issues)] {
            for (place, chunk) in chunks.iter().enumerate() {
                open.change(
                    "INSERT INTO chunk (edition, part, place, size, bytes) VALUES ($1, $2, $3, $4, $5)",
                    values![number, part.name(), signed(place as u64)?, signed(chunk.size)?, chunk.bytes.as_slice()],
                )
                .await?;
            }
        }
        let kept = open.row("SELECT * FROM edition WHERE number = $1", values![number]).await?;
        let kept = kept.ok_or_else(|| StoreError::Damaged("what was just written is not there".into()))?;
        let kept = edition(&kept)?;
        open.commit().await?;
        Ok(kept)
    }

    /// Every edition, the first one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn editions(&self) -> Result<Vec<Edition>, StoreError> {
        self.database.rows("SELECT * FROM edition ORDER BY number", vec![]).await?.iter().map(edition).collect()
    }

    /// One edition, if there is one of this number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn edition(&self, number: u64) -> Result<Option<Edition>, StoreError> {
        let row = self.database.row("SELECT * FROM edition WHERE number = $1", values![signed(number)?]).await?;
        row.as_ref().map(edition).transpose()
    }

    /// The newest edition, if there is any.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn latest(&self) -> Result<Option<Edition>, StoreError> {
        let row = self.database.row("SELECT * FROM edition ORDER BY number DESC LIMIT 1", vec![]).await?;
        row.as_ref().map(edition).transpose()
    }

    /// The catalogue of an edition in canonical order, checked against its hash.
    ///
    /// # Errors
    /// When the database does not answer, or what it holds is not what was kept.
    pub async fn load(&self, number: u64) -> Result<Option<Catalogue>, StoreError> {
        let Some(edition) = self.edition(number).await? else { return Ok(None) };
        let chunks = self.chunks(number, Part::Record).await?;
        thinking(move || pack::catalogue(&chunks, &edition.hash)).await.map(Some)
    }

    /// What was doubtful when an edition was imported; none if there is no such edition.
    ///
    /// # Errors
    /// When the database does not answer, or what it holds are no such issues.
    pub async fn issues<I: DeserializeOwned + Send + 'static>(&self, number: u64) -> Result<Vec<I>, StoreError> {
        let chunks = self.chunks(number, Part::Issue).await?;
        thinking(move || pack::issues(&chunks)).await
    }

    async fn chunks(&self, number: u64, part: Part) -> Result<Vec<Chunk>, StoreError> {
        let text = "SELECT size, bytes FROM chunk WHERE edition = $1 AND part = $2 ORDER BY place";
        let rows = self.database.rows(text, values![signed(number)?, part.name()]).await?;
        rows.into_iter().map(|row| Ok(Chunk { size: unsigned(row.get("size")?)?, bytes: row.get("bytes")? })).collect()
    }
}

fn edition(row: &Row) -> Result<Edition, StoreError> {
    let created_at: String = row.get("created_at")?;
    let counts: String = row.get("counts")?;
    Ok(Edition {
        number: unsigned(row.get("number")?)?,
        hash: row.get("hash")?,
        title: row.get("title")?,
        created_at: created_at.parse().map_err(|_| StoreError::Damaged(format!("`{created_at}` is no time")))?,
        counts: serde_json::from_str(&counts).map_err(|_| StoreError::Damaged(format!("`{counts}` are no counts")))?,
        issues: unsigned(row.get("issues")?)?,
    })
}

/// Unpacks off the async threads.
async fn thinking<T: Send + 'static>(work: impl FnOnce() -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string())))
}
