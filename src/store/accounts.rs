//! Accounts, sessions and tokens: what proves who somebody is. Secrets come here as hashes only, and times are the caller's.

use super::{
    Applied, Deed, Once, Store, StoreError,
    audit::note,
    database::{Row, values},
    learners::{once, once_with_secret},
    unsigned,
};
use crate::access::{Role, Scope};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// An account as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptAccount {
    /// Its id, which never changes and tells nothing.
    pub id: String,
    /// The name to sign in with, in its compared form; none for accounts of an identity provider.
    pub username: Option<String>,
    /// What it is for.
    pub role: Role,
    /// For whom a provider's account speaks.
    pub provider: Option<String>,
    /// Its password as a PHC string; none where another proves who it is.
    pub password: Option<String>,
    /// Issuer and subject at an identity provider.
    pub identity: Option<(String, String)>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was closed; nobody can sign in any more.
    pub closed_at: Option<Timestamp>,
}

impl std::fmt::Debug for KeptAccount {
    /// Neither names nor hashes belong in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptAccount").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// A session of somebody at a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// SHA-256 of its secret, hexadecimal.
    pub hash: String,
    /// Whose it is.
    pub account: String,
    /// When she signed in.
    pub created_at: Timestamp,
    /// When it was last used, to about a minute.
    pub seen_at: Timestamp,
}

/// A token for a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptToken {
    /// Its id, which may be told.
    pub id: String,
    /// SHA-256 of its secret, hexadecimal.
    pub hash: String,
    /// Whose it is.
    pub account: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When its owner ended it.
    pub revoked_at: Option<Timestamp>,
}

impl Store {
    /// Keeps a new account.
    ///
    /// Gives `false`, and keeps nothing, where the name or the identity is taken.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_account(&self, account: &KeptAccount) -> Result<bool, StoreError> {
        Ok(self.add_account_once(account, None, None).await? == Applied::Done)
    }

    /// Keeps a new account, with what is put on record of it; a request that comes again with its key makes no other.
    ///
    /// Gives [`Applied::Missing`], and keeps nothing, where the name or the identity is taken.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn add_account_once(&self, account: &KeptAccount, key: Option<&Once>, deed: Option<&Deed>) -> Result<Applied, StoreError> {
        const TEXT: &str = "INSERT INTO account (id, username, role, provider, password, issuer, subject, created_at, closed_at) \
                            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
        let audit_key = if deed.is_some() { Some(self.audit_key().await?) } else { None };
        let KeptAccount { id, username, role, provider, password, identity, created_at, closed_at } = account.clone();
        let (issuer, subject) = identity.unzip();
        let values = values![&id, username, role.name(), provider, password, issuer, subject, created_at, closed_at];
        let mut open = self.database.begin().await?;
        if let Some(key) = key
            && let Some(before) = once(&mut open, key, &id, created_at).await?
        {
            return Ok(before);
        }
        if open.change(TEXT, values).await? == 0 {
            return Ok(Applied::Missing);
        }
        if let (Some(deed), Some(key)) = (deed, audit_key) {
            note(&mut open, &key, deed).await?;
        }
        open.commit().await?;
        Ok(Applied::Done)
    }

    /// The account of this id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account(&self, id: &str) -> Result<Option<KeptAccount>, StoreError> {
        self.database.row("SELECT * FROM account WHERE id = $1", values![id]).await?.as_ref().map(account).transpose()
    }

    /// The account of this name, which comes in its compared form.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_named(&self, username: &str) -> Result<Option<KeptAccount>, StoreError> {
        self.database.row("SELECT * FROM account WHERE username = $1", values![username]).await?.as_ref().map(account).transpose()
    }

    /// The account of this subject at this issuer.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_of(&self, issuer: &str, subject: &str) -> Result<Option<KeptAccount>, StoreError> {
        const TEXT: &str = "SELECT * FROM account WHERE issuer = $1 AND subject = $2";
        self.database.row(TEXT, values![issuer, subject]).await?.as_ref().map(account).transpose()
    }

    /// How many accounts there are, and a page of them in the order they were made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accounts(&self, offset: usize, limit: usize) -> Result<(usize, Vec<KeptAccount>), StoreError> {
        const TEXT: &str = "SELECT * FROM account ORDER BY created_at, id LIMIT $1 OFFSET $2";
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let total = self.database.row("SELECT count(*) AS total FROM account", values![]).await?;
        let total: i64 = total.map_or(Ok(0), |row| row.get("total"))?;
        let rows = self.database.rows(TEXT, values![whole(limit), whole(offset)]).await?;
        Ok((usize::try_from(total).unwrap_or_default(), rows.iter().map(account).collect::<Result<_, _>>()?))
    }

    /// Gives an account another password and ends its sessions, for whoever knew the old one may be in. It is put on record.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn set_password(&self, account: &str, password: &str, deed: &Deed) -> Result<(), StoreError> {
        let key = self.audit_key().await?;
        let mut change = self.database.begin().await?;
        note(&mut change, &key, deed).await?;
        change.change("UPDATE account SET password = $2 WHERE id = $1", values![account, password]).await?;
        change.change("DELETE FROM session WHERE account = $1", values![account]).await?;
        change.commit().await
    }

    /// Gives an account another role, and the provider it speaks for; it is put on record. Gives `false` where there is no such account.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_role(&self, account: &str, role: Role, provider: Option<String>, deed: &Deed) -> Result<bool, StoreError> {
        const TEXT: &str = "UPDATE account SET role = $2, provider = $3 WHERE id = $1";
        let key = self.audit_key().await?;
        let mut change = self.database.begin().await?;
        if change.change(TEXT, values![account, role.name(), provider]).await? == 0 {
            return Ok(false);
        }
        note(&mut change, &key, deed).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Closes an account: its sessions end, its tokens are revoked, its name stays taken; it is put on record. Gives `false` where there is
    /// none open.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn close_account(&self, account: &str, deed: &Deed) -> Result<bool, StoreError> {
        let (key, at) = (self.audit_key().await?, deed.at);
        let mut change = self.database.begin().await?;
        let closed = change.change("UPDATE account SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL", values![account, at]).await?;
        if closed == 1 {
            note(&mut change, &key, deed).await?;
        }
        change.change("UPDATE token SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL", values![account, at]).await?;
        change.change("DELETE FROM session WHERE account = $1", values![account]).await?;
        change.commit().await?;
        Ok(closed == 1)
    }

    /// Keeps a session.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_session(&self, session: &KeptSession) -> Result<(), StoreError> {
        const TEXT: &str = "INSERT INTO session (hash, account, created_at, seen_at) VALUES ($1, $2, $3, $4)";
        self.database.change(TEXT, values![&session.hash, &session.account, session.created_at, session.seen_at]).await?;
        Ok(())
    }

    /// The session of this hash.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session(&self, hash: &str) -> Result<Option<KeptSession>, StoreError> {
        self.database.row("SELECT * FROM session WHERE hash = $1", values![hash]).await?.as_ref().map(session).transpose()
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn see_session(&self, hash: &str, at: Timestamp) -> Result<(), StoreError> {
        self.database.change("UPDATE session SET seen_at = $2 WHERE hash = $1", values![hash, at]).await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        self.database.change("DELETE FROM session WHERE hash = $1", values![hash]).await?;
        Ok(())
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn end_sessions(&self, account: &str) -> Result<(), StoreError> {
        self.database.change("DELETE FROM session WHERE account = $1", values![account]).await?;
        Ok(())
    }

    /// Forgets sessions that began before this.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget_sessions(&self, created_before: Timestamp) -> Result<(), StoreError> {
        self.database.change("DELETE FROM session WHERE created_at < $1", values![created_before]).await?;
        Ok(())
    }

    /// Keeps a token. Gives `false` where its account has as many good ones as it may have.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn add_token(&self, token: &KeptToken) -> Result<bool, StoreError> {
        Ok(self.add_token_once(token, None, None).await? == Applied::Done)
    }

    /// Keeps a token, with what is put on record of it. A request that comes again with its key makes no other: the token that it made gets
    /// the new secret in place of the one that did not arrive, for no secret is kept to be told again; [`Applied::Missing`] where it was
    /// revoked since.
    ///
    /// # Errors
    /// When it cannot be written; nothing is changed then.
    pub async fn add_token_once(&self, token: &KeptToken, key: Option<&Once>, deed: Option<&Deed>) -> Result<Applied, StoreError> {
        const TEXT: &str = "INSERT INTO token (id, hash, account, name, scopes, created_at, expires_at, revoked_at) \
                            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let audit_key = if deed.is_some() { Some(self.audit_key().await?) } else { None };
        let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.name()).collect();
        let KeptToken { id, hash, account, name, created_at, expires_at, revoked_at, .. } = token.clone();
        let mut open = self.database.begin().await?;
        let renew = "UPDATE token SET hash = $3 WHERE id = $1 AND account = $2 AND revoked_at IS NULL";
        if let Some(key) = key
            && let Some(before) = once_with_secret(&mut open, key, (&account, created_at), (renew, &hash)).await?
        {
            open.commit().await?;
            return Ok(before);
        }
        let good = "SELECT count(*) AS many FROM token WHERE account = $1 AND revoked_at IS NULL AND expires_at > $2";
        let many: i64 = open.row(good, values![&account, created_at]).await?.map_or(Ok(0), |row| row.get("many"))?;
        if unsigned(many)? >= self.room.secrets as u64 {
            return Ok(Applied::TooMany("token", self.room.secrets));
        }
        open.change(TEXT, values![id, hash, account, name, scopes.join(" "), created_at, expires_at, revoked_at]).await?;
        if let (Some(deed), Some(key)) = (deed, audit_key) {
            note(&mut open, &key, deed).await?;
        }
        open.commit().await?;
        Ok(Applied::Done)
    }

    /// The token of this hash.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn token(&self, hash: &str) -> Result<Option<KeptToken>, StoreError> {
        self.database.row("SELECT * FROM token WHERE hash = $1", values![hash]).await?.as_ref().map(token).transpose()
    }

    /// Every token of an account, the first one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tokens(&self, account: &str) -> Result<Vec<KeptToken>, StoreError> {
        const TEXT: &str = "SELECT * FROM token WHERE account = $1 ORDER BY created_at, id";
        self.database.rows(TEXT, values![account]).await?.iter().map(token).collect()
    }

    /// Ends a token of an account. Gives `false` where the account has no such token.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn revoke_token(&self, account: &str, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        const TEXT: &str = "UPDATE token SET revoked_at = coalesce(revoked_at, $3) WHERE account = $1 AND id = $2";
        Ok(self.database.change(TEXT, values![account, id, at]).await? == 1)
    }
}

fn account(row: &Row) -> Result<KeptAccount, StoreError> {
    let role: String = row.get("role")?;
    let (issuer, subject): (Option<String>, Option<String>) = (row.get("issuer")?, row.get("subject")?);
    Ok(KeptAccount {
        id: row.get("id")?,
        username: row.get("username")?,
        role: role.parse().map_err(|_| StoreError::Damaged(format!("`{role}` is no role")))?,
        provider: row.get("provider")?,
        password: row.get("password")?,
        identity: issuer.zip(subject),
        created_at: row.time("created_at")?,
        closed_at: row.maybe_time("closed_at")?,
    })
}

fn session(row: &Row) -> Result<KeptSession, StoreError> {
    let (hash, account) = (row.get("hash")?, row.get("account")?);
    Ok(KeptSession { hash, account, created_at: row.time("created_at")?, seen_at: row.time("seen_at")? })
}

fn token(row: &Row) -> Result<KeptToken, StoreError> {
    let scopes: String = row.get("scopes")?;
    let parsed: Result<_, _> = scopes.split_whitespace().map(str::parse).collect();
    Ok(KeptToken {
        id: row.get("id")?,
        hash: row.get("hash")?,
        account: row.get("account")?,
        name: row.get("name")?,
        scopes: parsed.map_err(|_| StoreError::Damaged(format!("`{scopes}` are no scopes")))?,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
        revoked_at: row.maybe_time("revoked_at")?,
    })
}
