//! Learners and what hangs on them: every change is one transaction, with its audit entry and its idempotency key in it.

use super::{
    Store, StoreError,
    audit::{Deed, note},
    database::{Row, Transaction, values},
    signed, unsigned,
};
use crate::record::{Kept, Kind, Profile, Room};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// How long the answer to a key is kept.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// The bytes of all files of a learner.
const FILE_BYTES: &str = "SELECT CAST(coalesce(sum(length(file.bytes)), 0) AS BIGINT) AS bytes FROM file \
                          JOIN record ON record.id = file.record WHERE record.learner = $1";

/// One change of what hangs on a learner.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A new record.
    Create {
        /// Of which kind.
        kind: Kind,
        /// The record.
        record: Kept<Value>,
    },
    /// Another body for a record, if it still has this version.
    Replace {
        /// Of which kind.
        kind: Kind,
        /// Which.
        id: String,
        /// The version that was seen.
        version: u64,
        /// What it says now.
        body: Value,
    },
    /// A record goes, with its file, if it still has this version.
    Remove {
        /// Of which kind.
        kind: Kind,
        /// Which.
        id: String,
        /// The version that was seen.
        version: u64,
    },
    /// Another file for a piece of evidence.
    File {
        /// Which.
        record: String,
        /// The file.
        bytes: Vec<u8>,
    },
}

/// The key of a request that may come again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Who sends it.
    pub account: String,
    /// SHA-256 of the key, in hexadecimal.
    pub key: String,
    /// SHA-256 of method, path and body: the same key is good for the same request only.
    pub request: String,
    /// What is answered.
    pub answer: Answer,
}

/// An answer to be given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Where the new record is.
    pub location: String,
    /// Its version.
    pub version: u64,
    /// The body, in JSON.
    pub body: String,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// All of it is kept.
    Done,
    /// It was done before under the same key; this was answered. Nothing is changed.
    Before(Answer),
    /// The key was used for another request. Nothing is changed.
    KeyTaken,
    /// A record has another version by now. Nothing is changed.
    Stale,
    /// A record is not there. Nothing is changed.
    Missing,
    /// There would be more of these than the so many that there can be. Nothing is changed.
    TooMany(&'static str, usize),
    /// All files of the learner would have more bytes than the so many that they can have. Nothing is changed.
    TooLarge(usize),
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("a record is no JSON that this version knows: {error}")))
}

fn kept<T: DeserializeOwned>(row: &Row, body: &str) -> Result<Kept<T>, StoreError> {
    let text: String = row.get(body)?;
    Ok(Kept {
        id: row.get("id")?,
        version: unsigned(row.get("version")?)?,
        created_at: row.time("created_at")?,
        changed_at: row.time("changed_at")?,
        body: json(&text)?,
    })
}

/// Makes the row that everything of a learner hangs on, if it is not there; in any case nobody else changes hers meanwhile.
async fn hold(open: &mut Transaction, learner: &str, now: Timestamp) -> Result<(), StoreError> {
    let blank = serde_json::to_string(&Profile::default())?;
    open.change(
        "INSERT INTO learner (id, version, created_at, changed_at, profile) VALUES ($1, 0, $2, $2, $3) ON CONFLICT (id) DO NOTHING",
        values![learner, now, blank],
    )
    .await?;
    open.change("UPDATE learner SET changed_at = changed_at WHERE id = $1", values![learner]).await?;
    Ok(())
}

/// Finds the answer that was given under a key, or notes the one that is going to be.
pub(super) async fn once(open: &mut Transaction, once: &Once, learner: &str, now: Timestamp) -> Result<Option<Applied>, StoreError> {
    open.change("DELETE FROM idempotency WHERE created_at < $1", values![now.saturating_sub(REMEMBERED).unwrap_or(now)]).await?;
    let noted = open
        .change(
            "INSERT INTO idempotency (account, key, request, learner, created_at, answer) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (account, key) DO NOTHING",
            values![&once.account, &once.key, &once.request, learner, now, serde_json::to_string(&once.answer)?],
        )
        .await?;
    if noted == 1 {
        return Ok(None);
    }
    let text = "SELECT request, answer FROM idempotency WHERE account = $1 AND key = $2";
    let Some(row) = open.row(text, values![&once.account, &once.key]).await? else { return Err(StoreError::Busy) };
    let request: String = row.get("request")?;
    let answer: String = row.get("answer")?;
    Ok(Some(if request == once.request { Applied::Before(json(&answer)?) } else { Applied::KeyTaken }))
}

/// The same for what has a secret. No secret is kept to be told again: what the first request made gets the new one by the statement
/// `renew` ($1 its id, $2 its owner, $3 the hash of the secret); [`Applied::Missing`] where it was revoked since.
pub(super) async fn once_with_secret(
    open: &mut Transaction,
    key: &Once,
    (owner, now): (&str, Timestamp),
    (renew, hash): (&'static str, &str),
) -> Result<Option<Applied>, StoreError> {
    let before = once(open, key, owner, now).await?;
    if let Some(Applied::Before(answer)) = &before {
        let made = answer.location.rsplit('/').next().unwrap_or_default();
        if open.change(renew, values![made, owner, hash]).await? == 0 {
            return Ok(Some(Applied::Missing));
        }
    }
    Ok(before)
}

async fn edit(open: &mut Transaction, learner: &str, edit: &Edit, room: &Room, now: Timestamp) -> Result<Applied, StoreError> {
    let (kind, id, version, changed) = match edit {
        Edit::Create { kind, record } => {
            let many =
                open.row("SELECT count(*) AS many FROM record WHERE learner = $1 AND kind = $2", values![learner, kind.name()]).await?;
            let many: i64 = many.map_or(Ok(0), |row| row.get("many"))?;
            if many >= i64::try_from(room.of(*kind)).unwrap_or(i64::MAX) {
                return Ok(Applied::TooMany(kind.name(), room.of(*kind)));
            }
            open.change(
                "INSERT INTO record (id, learner, kind, version, created_at, changed_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                values![
                    &record.id,
                    learner,
                    kind.name(),
                    signed(record.version)?,
                    record.created_at,
                    record.changed_at,
                    serde_json::to_string(&record.body)?
                ],
            )
            .await?;
            return Ok(Applied::Done);
        }
        Edit::File { record, bytes } => {
            let text = "INSERT INTO file (record, bytes) VALUES ($1, $2) ON CONFLICT (record) DO UPDATE SET bytes = excluded.bytes";
            open.change(text, values![record, bytes.as_slice()]).await?;
            // Whoever holds the learner adds files alone: two at once cannot both find the last room.
            let all = open.row(FILE_BYTES, values![learner]).await?;
            let all = unsigned(all.map_or(Ok(0), |row| row.get("bytes"))?)?;
            return Ok(if all > room.files_bytes as u64 { Applied::TooLarge(room.files_bytes) } else { Applied::Done });
        }
        Edit::Replace { kind, id, version, body } => {
            let text = "UPDATE record SET body = $5, version = version + 1, changed_at = $6 \
                        WHERE id = $1 AND learner = $2 AND kind = $3 AND version = $4";
            let body = serde_json::to_string(body)?;
            (kind, id, version, open.change(text, values![id, learner, kind.name(), signed(*version)?, body, now]).await?)
        }
        Edit::Remove { kind, id, version } => {
            let text = "DELETE FROM record WHERE id = $1 AND learner = $2 AND kind = $3 AND version = $4";
            (kind, id, version, open.change(text, values![id, learner, kind.name(), signed(*version)?]).await?)
        }
    };
    if changed == 1 {
        return Ok(Applied::Done);
    }
    let there =
        open.row("SELECT version FROM record WHERE id = $1 AND learner = $2 AND kind = $3", values![id, learner, kind.name()]).await?;
    let there = there.map(|row| row.get::<i64>("version")).transpose()?;
    Ok(if there.is_some_and(|there| u64::try_from(there).ok() != Some(*version)) { Applied::Stale } else { Applied::Missing })
}

impl Store {
    /// What a learner says of herself; nothing where she never said anything and nothing hangs on her.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn learner(&self, id: &str) -> Result<Option<Kept<Profile>>, StoreError> {
        let row = self.database.row("SELECT * FROM learner WHERE id = $1", values![id]).await?;
        row.map(|row| kept(&row, "profile")).transpose()
    }

    /// Keeps what a learner says of herself, if it still has this version (0 where she never said anything).
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn keep_learner(&self, id: &str, version: u64, profile: &Profile, now: Timestamp) -> Result<Applied, StoreError> {
        let mut open = self.database.begin().await?;
        hold(&mut open, id, now).await?;
        let changed = open
            .change(
                "UPDATE learner SET profile = $3, version = version + 1, changed_at = $4 WHERE id = $1 AND version = $2",
                values![id, signed(version)?, serde_json::to_string(profile)?, now],
            )
            .await?;
        if changed == 0 {
            return Ok(Applied::Stale);
        }
        open.commit().await?;
        Ok(Applied::Done)
    }

    /// How many records of a kind a learner has, and a page of them, the first made first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn records<T: DeserializeOwned>(
        &self,
        learner: &str,
        kind: Kind,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<Kept<T>>), StoreError> {
        let many = "SELECT count(*) AS many FROM record WHERE learner = $1 AND kind = $2";
        let many = self.database.row(many, values![learner, kind.name()]).await?;
        let many: i64 = many.map_or(Ok(0), |row| row.get("many"))?;
        let page = "SELECT * FROM record WHERE learner = $1 AND kind = $2 ORDER BY created_at, id LIMIT $3 OFFSET $4";
        let rows = self.database.rows(page, values![learner, kind.name(), signed(limit as u64)?, signed(offset as u64)?]).await?;
        let records = rows.iter().map(|row| kept(row, "body")).collect::<Result<_, _>>()?;
        Ok((usize::try_from(many).unwrap_or_default(), records))
    }

    /// Every record of a kind that a learner has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn all_records<T: DeserializeOwned>(&self, learner: &str, kind: Kind) -> Result<Vec<Kept<T>>, StoreError> {
        Ok(self.records(learner, kind, 0, usize::try_from(i32::MAX).unwrap_or_default()).await?.1)
    }

    /// One record of a learner.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn record<T: DeserializeOwned>(&self, learner: &str, kind: Kind, id: &str) -> Result<Option<Kept<T>>, StoreError> {
        let text = "SELECT * FROM record WHERE id = $1 AND learner = $2 AND kind = $3";
        let row = self.database.row(text, values![id, learner, kind.name()]).await?;
        row.map(|row| kept(&row, "body")).transpose()
    }

    /// The file that goes with a record.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn file(&self, learner: &str, record: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let text =
            "SELECT file.bytes AS bytes FROM file JOIN record ON record.id = file.record WHERE record.id = $1 AND record.learner = $2";
        self.database.row(text, values![record, learner]).await?.map(|row| row.get("bytes")).transpose()
    }

    /// The bytes of all files of a learner.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn file_bytes(&self, learner: &str) -> Result<u64, StoreError> {
        let row = self.database.row(FILE_BYTES, values![learner]).await?;
        unsigned(row.map_or(Ok(0), |row| row.get("bytes"))?)
    }

    /// Changes what hangs on a learner: all edits with the audit entry and the idempotency key, or nothing.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn change_records(
        &self,
        learner: &str,
        edits: &[Edit],
        key: Option<&Once>,
        deed: Option<&Deed>,
        now: Timestamp,
    ) -> Result<Applied, StoreError> {
        let audit_key = if deed.is_some() { Some(self.audit_key().await?) } else { None };
        let mut open = self.database.begin().await?;
        hold(&mut open, learner, now).await?;
        if let Some(key) = key
            && let Some(before) = once(&mut open, key, learner, now).await?
        {
            return Ok(before);
        }
        for one in edits {
            let applied = edit(&mut open, learner, one, &self.room, now).await?;
            if applied != Applied::Done {
                return Ok(applied);
            }
        }
        if let (Some(deed), Some(key)) = (deed, audit_key) {
            note(&mut open, &key, deed).await?;
        }
        open.commit().await?;
        Ok(Applied::Done)
    }
}
