//! Who else may see what a learner keeps: counselors she agreed to, and whoever has a link.

use super::{
    Applied, Once, Store, StoreError,
    audit::{Deed, note},
    database::{Row, values},
    learners::once_with_secret,
    signed, unsigned,
};
use crate::access::Role;
use crate::record::{Assignment, AssignmentState, Kept, Kind, Plan, ShareLink};
use jiff::Timestamp;

/// What holds of an assignment that counts: the learner agreed, her account is open, and she is a learner still.
macro_rules! where_agreed {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            " AND state = 'agreed' AND NOT EXISTS (SELECT 1 FROM account WHERE account.id = assignment.learner \
             AND (account.closed_at IS NOT NULL OR account.role <> 'learner'))",
            $end
        )
    };
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// Whose plan it is.
    pub learner: String,
    /// The link's id.
    pub link: String,
    /// The plan.
    pub plan: Kept<Plan>,
}

fn assignment(row: &Row) -> Result<Assignment, StoreError> {
    let state: String = row.get("state")?;
    Ok(Assignment {
        learner: row.get("learner")?,
        counselor: row.get("counselor")?,
        state: AssignmentState::named(&state).ok_or_else(|| StoreError::Damaged(format!("`{state}` is no state of an assignment")))?,
        asked_at: row.time("asked_at")?,
        changed_at: row.maybe_time("changed_at")?,
    })
}

fn link(row: &Row) -> Result<ShareLink, StoreError> {
    Ok(ShareLink {
        id: row.get("id")?,
        plan: row.get("plan")?,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
        revoked_at: row.maybe_time("revoked_at")?,
    })
}

impl Store {
    /// Names a counselor for a learner; one that was ended is asked for again, one that stands stays as it is. Gives nothing where one of
    /// the two accounts is not there, is closed or has another role.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn assign(&self, learner: &str, counselor: &str, deed: &Deed) -> Result<Option<Assignment>, StoreError> {
        let key = self.audit_key().await?;
        let mut open = self.database.begin().await?;
        for (id, role) in [(learner, "learner"), (counselor, "counselor")] {
            let text = "SELECT id FROM account WHERE id = $1 AND role = $2 AND closed_at IS NULL";
            if open.row(text, values![id, role]).await?.is_none() {
                return Ok(None);
            }
        }
        open.change(
            "INSERT INTO assignment (learner, counselor, state, asked_at) VALUES ($1, $2, 'asked', $3) \
             ON CONFLICT (learner, counselor) DO UPDATE SET state = 'asked', asked_at = excluded.asked_at, changed_at = NULL \
             WHERE assignment.state = 'ended'",
            values![learner, counselor, deed.at],
        )
        .await?;
        note(&mut open, &key, deed).await?;
        let row = open.row("SELECT * FROM assignment WHERE learner = $1 AND counselor = $2", values![learner, counselor]).await?;
        let named = row.as_ref().map(assignment).transpose()?;
        open.commit().await?;
        Ok(named)
    }

    /// The learner agrees to a counselor, or one of them ends it. Gives nothing where there is no such assignment or it has ended.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn answer_assignment(
        &self,
        learner: &str,
        counselor: &str,
        state: AssignmentState,
        deed: &Deed,
    ) -> Result<Option<Assignment>, StoreError> {
        let key = self.audit_key().await?;
        let mut open = self.database.begin().await?;
        let changed = open
            .change(
                "UPDATE assignment SET state = $3, changed_at = $4 WHERE learner = $1 AND counselor = $2 AND state <> 'ended'",
                values![learner, counselor, state.name(), deed.at],
            )
            .await?;
        if changed == 0 {
            return Ok(None);
        }
        note(&mut open, &key, deed).await?;
        let row = open.row("SELECT * FROM assignment WHERE learner = $1 AND counselor = $2", values![learner, counselor]).await?;
        let told = row.as_ref().map(assignment).transpose()?;
        open.commit().await?;
        Ok(told)
    }

    /// Whether the learner agreed to this counselor, and both accounts stand.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn agreed(&self, learner: &str, counselor: &str) -> Result<bool, StoreError> {
        let text = where_agreed!("SELECT state FROM assignment WHERE learner = $1 AND counselor = $2", "");
        Ok(self.database.row(text, values![learner, counselor]).await?.is_some())
    }

    /// The counselors of a learner, ended ones too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn assignments_of(&self, learner: &str) -> Result<Vec<Assignment>, StoreError> {
        let text = "SELECT * FROM assignment WHERE learner = $1 ORDER BY asked_at, counselor";
        self.database.rows(text, values![learner]).await?.iter().map(assignment).collect()
    }

    /// How many learners agreed to a counselor, and a page of them by id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn caseload(&self, counselor: &str, offset: usize, limit: usize) -> Result<(usize, Vec<Assignment>), StoreError> {
        let many = where_agreed!("SELECT count(*) AS many FROM assignment WHERE counselor = $1", "");
        let many = self.database.row(many, values![counselor]).await?;
        let many: i64 = many.map_or(Ok(0), |row| row.get("many"))?;
        let page = where_agreed!("SELECT * FROM assignment WHERE counselor = $1", " ORDER BY learner LIMIT $2 OFFSET $3");
        let rows = self.database.rows(page, values![counselor, signed(limit as u64)?, signed(offset as u64)?]).await?;
        Ok((usize::try_from(many).unwrap_or_default(), rows.iter().map(assignment).collect::<Result<_, _>>()?))
    }

    /// The plan of a learner that was changed last.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn newest_plan(&self, learner: &str) -> Result<Option<Kept<Plan>>, StoreError> {
        let text = "SELECT id FROM record WHERE learner = $1 AND kind = 'plan' ORDER BY changed_at DESC, id LIMIT 1";
        let Some(row) = self.database.row(text, values![learner]).await? else { return Ok(None) };
        let id: String = row.get("id")?;
        self.record(learner, Kind::Plan, &id).await
    }

    /// Keeps a link to a plan of a learner by the hash of its secret. Gives `false` where she has no such plan.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn add_link(&self, learner: &str, link: &ShareLink, hash: &str) -> Result<bool, StoreError> {
        Ok(self.add_link_once(learner, link, hash, None).await? == Applied::Done)
    }

    /// Keeps a link to a plan of a learner by the hash of its secret. A request that comes again with its key makes no other: the link that
    /// it made gets the new secret in place of the one that did not arrive. [`Applied::Missing`] where she has no such plan, or the link
    /// was revoked since.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn add_link_once(&self, learner: &str, link: &ShareLink, hash: &str, key: Option<&Once>) -> Result<Applied, StoreError> {
        let mut open = self.database.begin().await?;
        let renew = "UPDATE share_link SET hash = $3 WHERE id = $1 AND learner = $2 AND revoked_at IS NULL";
        if let Some(key) = key
            && let Some(before) = once_with_secret(&mut open, key, (learner, link.created_at), (renew, hash)).await?
        {
            open.commit().await?;
            return Ok(before);
        }
        let good = "SELECT count(*) AS many FROM share_link WHERE learner = $1 AND plan = $2 AND revoked_at IS NULL AND expires_at > $3";
        let many: i64 = open.row(good, values![learner, &link.plan, link.created_at]).await?.map_or(Ok(0), |row| row.get("many"))?;
        if unsigned(many)? >= self.room.secrets as u64 {
            return Ok(Applied::TooMany("link", self.room.secrets));
        }
        let text = "INSERT INTO share_link (id, hash, learner, plan, created_at, expires_at) SELECT $1, $2, learner, id, $5, $6 FROM record \
                    WHERE id = $4 AND learner = $3 AND kind = 'plan'";
        let values = values![&link.id, hash, learner, &link.plan, link.created_at, link.expires_at];
        if open.change(text, values).await? == 0 {
            return Ok(Applied::Missing);
        }
        open.commit().await?;
        Ok(Applied::Done)
    }

    /// The links to a plan, the first made first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn links(&self, learner: &str, plan: &str) -> Result<Vec<ShareLink>, StoreError> {
        let text = "SELECT * FROM share_link WHERE learner = $1 AND plan = $2 ORDER BY created_at, id";
        self.database.rows(text, values![learner, plan]).await?.iter().map(link).collect()
    }

    /// Ends a link. Gives `false` where there is no such link; one that was ended before stays as it was.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn revoke_link(&self, learner: &str, plan: &str, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        let text = "UPDATE share_link SET revoked_at = coalesce(revoked_at, $4) WHERE id = $1 AND learner = $2 AND plan = $3";
        Ok(self.database.change(text, values![id, learner, plan, now]).await? == 1)
    }

    /// The plan that a link leads to, by the hash of its secret, and whose it is; nothing where it has ended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn shared(&self, hash: &str, now: Timestamp) -> Result<Option<Shared>, StoreError> {
        let Some(row) = self.database.row("SELECT * FROM share_link WHERE hash = $1", values![hash]).await? else { return Ok(None) };
        let learner: String = row.get("learner")?;
        let link = link(&row)?;
        // Whoever has left, or is no learner any more, shows nothing.
        let account = self.account(&learner).await?;
        let gone = account.is_some_and(|account| account.closed_at.is_some() || account.role != Role::Learner);
        if gone || !link.leads(now) {
            return Ok(None);
        }
        let plan = self.record(&learner, Kind::Plan, &link.plan).await?;
        Ok(plan.map(|plan| Shared { learner, link: link.id, plan }))
    }
}
