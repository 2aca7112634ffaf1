//! Leaving: everything that is kept of a learner, and all of it gone.

use super::{
    Store, StoreError,
    audit::{Deed, note},
    database::{Database, values},
    inventory::{Type, columns_of},
};
use crate::record::audit::hexadecimal;
use serde_json::{Map, Value};

/// Tables of an export with the text that finds a learner's rows, and the columns that are no business of anybody's: hashes of secrets.
const EVERYTHING: [(&str, &str, &[&str]); 7] = [
    ("account", "SELECT * FROM account WHERE id = $1", &["password"]),
    ("session", "SELECT * FROM session WHERE account = $1 ORDER BY created_at", &["hash"]),
    ("token", "SELECT * FROM token WHERE account = $1 ORDER BY created_at", &["hash"]),
    ("learner", "SELECT * FROM learner WHERE id = $1", &[]),
    ("record", "SELECT * FROM record WHERE learner = $1 ORDER BY created_at, id", &[]),
    ("assignment", "SELECT * FROM assignment WHERE learner = $1 ORDER BY asked_at", &[]),
    ("share_link", "SELECT * FROM share_link WHERE learner = $1 ORDER BY created_at", &["hash"]),
];

/// Members whose whole numbers are milliseconds since 1970.
const TIMES: [&str; 8] = ["created_at", "changed_at", "closed_at", "seen_at", "expires_at", "revoked_at", "asked_at", "at"];
/// Columns whose text is JSON.
const BODIES: [&str; 2] = ["profile", "body"];

impl Store {
    /// Everything that is kept of a learner: one list for each table, with what is in bodies as members and files as hexadecimal bytes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn everything(&self, learner: &str) -> Result<Map<String, Value>, StoreError> {
        let mut all = Map::new();
        for (table, text, hidden) in EVERYTHING {
            let mut rows = Vec::new();
            for row in self.database.rows(text, values![learner]).await? {
                let mut members = Map::new();
                for column in columns_of(table).filter(|column| !hidden.contains(&column.name)) {
                    let value = match column.kind {
                        Type::Whole => row.get::<Option<i64>>(column.name)?.map(|whole| told(column.name, whole)),
                        Type::Text => row.get::<Option<String>>(column.name)?.map(|text| {
                            if BODIES.contains(&column.name) {
                                serde_json::from_str(&text).unwrap_or(Value::String(text))
                            } else {
                                text.into()
                            }
                        }),
                        Type::Bytes => row.get::<Option<Vec<u8>>>(column.name)?.map(|bytes| hexadecimal(&bytes).into()),
                    };
                    members.insert(column.name.to_owned(), value.unwrap_or(Value::Null));
                }
                rows.push(Value::Object(members));
            }
            all.insert(table.to_owned(), rows.into());
        }
        let text =
            "SELECT file.record AS record, file.bytes AS bytes FROM file JOIN record ON record.id = file.record WHERE record.learner = $1";
        let mut files = Vec::new();
        for row in self.database.rows(text, values![learner]).await? {
            let bytes: Vec<u8> = row.get("bytes")?;
            let record: String = row.get("record")?;
            files.push(serde_json::json!({"record": record, "hexadecimal": hexadecimal(&bytes)}));
        }
        all.insert("file".to_owned(), files.into());
        let (_, log) = self.audit_of(learner, 0, usize::try_from(i32::MAX).unwrap_or_default()).await?;
        all.insert("audit".to_owned(), serde_json::to_value(log)?);
        Ok(all)
    }

    /// Erases a learner: her account, what she said, what hangs on her, links, keys and sessions. What is left is the audit log, where she
    /// is a keyed hash. In a file nothing of it can be read any more when this returns; PostgreSQL is asked to clean up.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn erase(&self, learner: &str, deed: &Deed) -> Result<(), StoreError> {
        let key = self.audit_key().await?;
        let mut open = self.database.begin().await?;
        note(&mut open, &key, deed).await?;
        for text in [
            "DELETE FROM idempotency WHERE account = $1 OR learner = $1",
            "DELETE FROM share_link WHERE learner = $1",
            "DELETE FROM file WHERE record IN (SELECT id FROM record WHERE learner = $1)",
            "DELETE FROM record WHERE learner = $1",
            "DELETE FROM learner WHERE id = $1",
            "DELETE FROM assignment WHERE learner = $1",
            "DELETE FROM session WHERE account = $1",
            "DELETE FROM token WHERE account = $1",
            "DELETE FROM account WHERE id = $1",
        ] {
            open.change(text, values![learner]).await?;
        }
        open.commit().await?;
        self.sweep().await
    }

    /// Writes the log of a file back and cuts it, unless others hold it: whoever was erased in the moment a process was ended is not left in
    /// it. For whoever begins to serve.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn sweep_up(&self) -> Result<(), StoreError> {
        if let Database::Sqlite(pool) = &self.database {
            let mut open = pool.acquire().await?;
            sqlx::query("PRAGMA busy_timeout = 100").execute(&mut *open).await?;
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(&mut *open).await?;
            // Whoever is given this connection later is to wait as with any other: it is ended.
            open.close().await?;
        }
        Ok(())
    }

    /// Makes what was deleted unreadable: in a file the log is written back and cut, and what was deleted is overwritten by then.
    async fn sweep(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(pool) => {
                // Readers may hold the log for a moment: then it is cut at the next chance, and by the last who closes.
                for _ in 0..20 {
                    let (busy, ..): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(pool).await?;
                    if busy == 0 {
                        break;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
            }
            Database::Postgres(pool) => {
                sqlx::query("VACUUM account, session, token, learner, record, file, assignment, share_link, idempotency")
                    .execute(pool)
                    .await?;
            }
        }
        Ok(())
    }
}

fn told(column: &str, whole: i64) -> Value {
    let time = TIMES.contains(&column).then(|| jiff::Timestamp::from_millisecond(whole).ok()).flatten();
    time.map_or(Value::from(whole), |time| time.to_string().into())
}
