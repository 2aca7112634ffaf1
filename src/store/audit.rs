//! The audit log in a database: entries are only ever added, and learners are in it by keyed hash.

use super::{
    Store, StoreError,
    database::{Row, Transaction, values},
    signed, unsigned,
};
use crate::record::audit::{Broken, Entry, Event, Verifier, link, pseudonym};
use jiff::Timestamp;

/// The secret that learners are hashed with.
const KEY: &str = "audit";
/// Entries read at a time.
const AT_ONCE: u64 = 1000;

/// Something to be written down, with the people in it by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: Timestamp,
    /// Whose account it was.
    pub actor: String,
    /// The operation.
    pub operation: String,
    /// The learner it is about.
    pub learner: String,
    /// The record it is about; empty where it is all of them.
    pub object: String,
    /// Whether it was allowed, and not refused.
    pub done: bool,
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let event = Event {
        at: row.time("at")?,
        actor: row.get("actor")?,
        operation: row.get("operation")?,
        subject: row.get("subject")?,
        object: row.get("object")?,
        outcome: row.get("outcome")?,
    };
    Ok(Entry { number: unsigned(row.get("number")?)?, event, hash: row.get("hash")? })
}

/// Adds an entry to the end.
pub(super) async fn note(open: &mut Transaction, key: &[u8], deed: &Deed) -> Result<(), StoreError> {
    let subject = pseudonym(key, &deed.learner);
    // A learner who looked where she may not is to be erased as well some day.
    let text = "SELECT id FROM account WHERE id = $1 AND role = 'learner'";
    let by_learner = deed.actor == deed.learner || open.row(text, values![&deed.actor]).await?.is_some();
    // Milliseconds are what is kept, and so what is hashed.
    let at = Timestamp::from_millisecond(deed.at.as_millisecond()).unwrap_or(deed.at);
    let event = Event {
        at,
        actor: if by_learner { pseudonym(key, &deed.actor) } else { deed.actor.clone() },
        operation: deed.operation.clone(),
        subject,
        object: deed.object.clone(),
        outcome: if deed.done { "allowed" } else { "denied" }.to_owned(),
    };
    // The row of the end is held until the transaction ends: entries come one after another.
    let end = open.row("UPDATE audit_end SET number = number + 1 RETURNING number, hash", vec![]).await?;
    let end = end.ok_or_else(|| StoreError::Damaged("the end of the audit log is not noted".into()))?;
    let number: i64 = end.get("number")?;
    let before: String = end.get("hash")?;
    let hash = link(unsigned(number)?, &event, &before);
    open.change(
        "INSERT INTO audit (number, at, actor, operation, subject, object, outcome, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![number, event.at, event.actor, event.operation, event.subject, event.object, event.outcome, &hash],
    )
    .await?;
    open.change("UPDATE audit_end SET hash = $1", values![hash]).await?;
    Ok(())
}

impl Store {
    /// The secret that learners are hashed with; made when it is first needed.
    pub(super) async fn audit_key(&self) -> Result<Vec<u8>, StoreError> {
        let kept = async || -> Result<Option<String>, StoreError> {
            self.database.row("SELECT value FROM secret WHERE name = $1", values![KEY]).await?.map(|row| row.get("value")).transpose()
        };
        if let Some(key) = kept().await? {
            return Ok(key.into_bytes());
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::Unavailable("the machine gives no random bytes".into()))?;
        let key = crate::record::audit::hexadecimal(&bytes);
        let text = "INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        self.database.change(text, values![KEY, key]).await?;
        // Whoever was first has made it.
        kept().await?.map(String::into_bytes).ok_or_else(|| StoreError::Damaged("a secret that was just kept is not there".into()))
    }

    /// Writes something down.
    ///
    /// # Errors
    /// When it cannot be written: what was to be written down must then not be done.
    pub async fn note(&self, deed: &Deed) -> Result<(), StoreError> {
        self.note_all(std::slice::from_ref(deed)).await
    }

    /// Writes several things down, all of them or none.
    ///
    /// # Errors
    /// When they cannot be written: what was to be written down must then not be done.
    pub async fn note_all(&self, deeds: &[Deed]) -> Result<(), StoreError> {
        if deeds.is_empty() {
            return Ok(());
        }
        let key = self.audit_key().await?;
        let mut open = self.database.begin().await?;
        for deed in deeds {
            note(&mut open, &key, deed).await?;
        }
        open.commit().await
    }

    /// How many entries are about a learner, and a page of them, the last first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_of(&self, learner: &str, offset: usize, limit: usize) -> Result<(usize, Vec<Entry>), StoreError> {
        let subject = pseudonym(&self.audit_key().await?, learner);
        let many = self.database.row("SELECT count(*) AS many FROM audit WHERE subject = $1", values![&subject]).await?;
        let many: i64 = many.map_or(Ok(0), |row| row.get("many"))?;
        let page = "SELECT * FROM audit WHERE subject = $1 ORDER BY number DESC LIMIT $2 OFFSET $3";
        let rows = self.database.rows(page, values![subject, signed(limit as u64)?, signed(offset as u64)?]).await?;
        Ok((usize::try_from(many).unwrap_or_default(), rows.iter().map(entry).collect::<Result<_, _>>()?))
    }

    /// Goes through the whole log. Gives the number of entries and the last hash, which is worth noting elsewhere; or what is wrong.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_audit(&self) -> Result<Result<(u64, String), Broken>, StoreError> {
        // The end is read first: what is added meanwhile is not looked at.
        let end = self.database.row("SELECT number, hash FROM audit_end", vec![]).await?;
        let Some(end) = end else { return Ok(Err(Broken::End)) };
        let (last, hash): (i64, String) = (end.get("number")?, end.get("hash")?);
        let mut verifier = Verifier::default();
        let mut seen = 0;
        loop {
            let page = "SELECT * FROM audit WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3";
            let rows = self.database.rows(page, values![seen, last, signed(AT_ONCE)?]).await?;
            for row in &rows {
                let Ok(entry) = entry(row) else { return Ok(Err(Broken::Altered(unsigned(seen)? + 1))) };
                if let Err(broken) = verifier.next(&entry) {
                    return Ok(Err(broken));
                }
                seen = signed(entry.number)?;
            }
            if (rows.len() as u64) < AT_ONCE {
                return Ok(verifier.end(unsigned(last)?, &hash));
            }
        }
    }
}
