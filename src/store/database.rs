//! The databases there are, and one way to ask them: every text is written once, with `$1`, `$2`, … for what is bound.

use super::StoreError;
use sqlx::{
    AssertSqlSafe, Connection as _, Decode, PgPool, Postgres, Row as _, SqlSafeStr as _, SqlStr, Sqlite, SqlitePool, Type,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use std::{path::Path, str::FromStr, time::Duration};

/// Earlier versions may lose a commit when the write-ahead log is reset.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
/// The oldest PostgreSQL that is still tried.
const OLDEST_POSTGRES: i64 = 130_000;
/// How long a writer waits for another one in the same file.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection to a server is waited for: whoever asks must hear soon that there is none.
const REACH: Duration = Duration::from_millis(1500);
/// Every migration there ever was: version, name and text; none is ever changed. Listed by hand, because the macro that would list them has
/// both drivers compiled a second time.
const MIGRATIONS: [(i64, &str, &str); 3] = [
    (1, "editions", include_str!("schema/0001_editions.sql")),
    (2, "accounts", include_str!("schema/0002_accounts.sql")),
    (3, "learners", include_str!("schema/0003_learners.sql")),
];

/// All migrations, each text as the database says it.
fn migrations(said: impl Fn(&'static str) -> SqlStr) -> Migrator {
    let all = MIGRATIONS.into_iter();
    Migrator::with_migrations(
        all.map(|(at, what, text)| Migration::new(at, what.into(), MigrationType::Simple, said(text), false)).collect(),
    )
}

/// A pool of connections to one database.
#[derive(Clone, Debug)]
pub(super) enum Database {
    /// One file, one writer at a time, readers never wait.
    Sqlite(SqlitePool),
    /// A server that many services share.
    Postgres(PgPool),
}

/// Asks the pool of the database, whichever it is.
macro_rules! on {
    ($database:expr, $pool:ident => $question:expr) => {
        match $database {
            $crate::store::database::Database::Sqlite($pool) => $question.await,
            $crate::store::database::Database::Postgres($pool) => $question.await,
        }
    };
}

/// Values to bind, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::database::Value::from($value)),*] };
}
pub(super) use values;

/// A value to bind: the three types that both databases have, each with nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Whole(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Whole(Some(value))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::Whole(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}

impl From<jiff::Timestamp> for Value {
    /// Times are kept as milliseconds since 1970, UTC: whole numbers compare alike everywhere.
    fn from(value: jiff::Timestamp) -> Self {
        Self::Whole(Some(value.as_millisecond()))
    }
}

impl From<Option<jiff::Timestamp>> for Value {
    fn from(value: Option<jiff::Timestamp>) -> Self {
        Self::Whole(value.map(jiff::Timestamp::as_millisecond))
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(Some(value.to_vec()))
    }
}

/// A row of an answer.
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What both databases can give.
pub(super) trait Column: Type<Sqlite> + Type<Postgres> + for<'r> Decode<'r, Sqlite> + for<'r> Decode<'r, Postgres> {}
impl<T> Column for T where T: Type<Sqlite> + Type<Postgres> + for<'r> Decode<'r, Sqlite> + for<'r> Decode<'r, Postgres> {}

impl Row {
    /// The column of this name.
    pub(super) fn get<T: Column>(&self, name: &str) -> Result<T, StoreError> {
        let got = match self {
            Self::Sqlite(row) => row.try_get(name),
            Self::Postgres(row) => row.try_get(name),
        };
        Ok(got?)
    }

    /// The time in the column of this name.
    pub(super) fn time(&self, name: &str) -> Result<jiff::Timestamp, StoreError> {
        let millis: i64 = self.get(name)?;
        jiff::Timestamp::from_millisecond(millis).map_err(|_| StoreError::Damaged(format!("`{millis}` is no time")))
    }

    /// The time in the column of this name, if there is one.
    pub(super) fn maybe_time(&self, name: &str) -> Result<Option<jiff::Timestamp>, StoreError> {
        let millis: Option<i64> = self.get(name)?;
        let time = |millis| jiff::Timestamp::from_millisecond(millis).map_err(|_| StoreError::Damaged(format!("`{millis}` is no time")));
        millis.map(time).transpose()
    }
}

/// Binds values and runs a text on something that takes it.
macro_rules! run {
    ($text:expr, $values:expr, $how:ident, $on:expr) => {{
        let mut query = sqlx::query($text);
        for value in $values {
            query = match value {
                Value::Whole(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
            };
        }
        query.$how($on).await
    }};
}

/// A change under way: all of it is kept at [`Transaction::commit`], or nothing.
pub(super) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    /// Every row of the answer.
    pub(super) async fn rows(&mut self, text: &'static str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(open) => run!(text, values, fetch_all, &mut **open)?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres(open) => run!(text, values, fetch_all, &mut **open)?.into_iter().map(Row::Postgres).collect(),
        })
    }

    /// The first row of the answer.
    pub(super) async fn row(&mut self, text: &'static str, values: Vec<Value>) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(open) => run!(text, values, fetch_optional, &mut **open)?.map(Row::Sqlite),
            Self::Postgres(open) => run!(text, values, fetch_optional, &mut **open)?.map(Row::Postgres),
        })
    }

    /// Changes something; gives how many rows were.
    pub(super) async fn change(&mut self, text: &'static str, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(open) => run!(text, values, execute, &mut **open)?.rows_affected(),
            Self::Postgres(open) => run!(text, values, execute, &mut **open)?.rows_affected(),
        })
    }

    /// The same for a text that is put together from names of this code's own.
    pub(super) async fn change_with(&mut self, text: AssertSqlSafe<String>, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(open) => run!(text, values, execute, &mut **open)?.rows_affected(),
            Self::Postgres(open) => run!(text, values, execute, &mut **open)?.rows_affected(),
        })
    }

    /// The first row of the answer to such a text.
    pub(super) async fn row_with(&mut self, text: AssertSqlSafe<String>, values: Vec<Value>) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(open) => run!(text, values, fetch_optional, &mut **open)?.map(Row::Sqlite),
            Self::Postgres(open) => run!(text, values, fetch_optional, &mut **open)?.map(Row::Postgres),
        })
    }

    /// Nobody else is in a transaction that is alone in the same matter. In one file every writer is alone anyway.
    pub(super) async fn alone(&mut self, matter: i64) -> Result<(), StoreError> {
        if let Self::Postgres(open) = self {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(matter).execute(&mut **open).await?;
        }
        Ok(())
    }

    /// Keeps everything; it is on disk then.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(open) => open.commit().await?,
            Self::Postgres(open) => open.commit().await?,
        }
        Ok(())
    }
}

/// The server that this name means, if it means one.
fn server(name: &Path) -> Option<&str> {
    name.to_str().filter(|name| is_server(name))
}

fn is_server(name: &str) -> bool {
    name.starts_with("postgres://") || name.starts_with("postgresql://")
}

/// Whether this name means a file, and no server.
pub fn is_file(name: &Path) -> bool {
    server(name).is_none()
}

/// The name of a database as it may be shown: without what follows a user's name in a URL.
pub fn shown(name: &Path) -> String {
    let Some(url) = server(name) else { return name.display().to_string() };
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let (host, tail) = match authority.rsplit_once('@') {
        Some((_, host)) => (host, rest.get(authority.len()..).unwrap_or_default()),
        None => (authority, rest.get(authority.len()..).unwrap_or_default()),
    };
    format!("{scheme}://{host}{}", tail.split('?').next().unwrap_or_default())
}

/// Whether a database of this name may be there: files must exist, of a server only asking tells.
pub fn may_exist(name: &Path) -> bool {
    server(name).is_some() || name.exists()
}

/// Makes the file of a database, where it is not there, for its owner alone; what SQLite keeps beside it gets the same rights. Where this
/// fails, whoever opens it says why.
pub(super) fn begin_private(name: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let _ = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(name);
    }
    #[cfg(not(unix))]
    let _ = name;
}

impl Database {
    /// The database of this name: a file, or a PostgreSQL server by its URL.
    pub(super) async fn open(name: &Path) -> Result<Self, StoreError> {
        let Some(url) = server(name) else {
            begin_private(name);
            let options = SqliteConnectOptions::new().filename(name).create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
            // On a full disk SQLite ends a transaction by itself. What still counts it as open would refuse to begin another: it is closed.
            let pool = SqlitePoolOptions::new()
                .max_connections(4)
                .before_acquire(|open, _| Box::pin(async move { Ok(!open.is_in_transaction()) }));
            return Self::file(options, pool).await;
        };
        let wrong = |_| StoreError::Unavailable(format!("`{}` is no URL of a PostgreSQL database", shown(name)));
        let options = PgConnectOptions::from_str(url).map_err(wrong)?.application_name("pathstack").options([
            ("synchronous_commit", "on"),
            ("statement_timeout", "60s"),
            ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "60s"),
        ]);
        let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(REACH).connect_with(options).await?;
        let version: String = sqlx::query_scalar("SHOW server_version_num").fetch_one(&pool).await?;
        if version.parse::<i64>().unwrap_or(0) < OLDEST_POSTGRES {
            return Err(StoreError::Version(format!("PostgreSQL {version} is older than 13")));
        }
        // `BLOB` is the one word that PostgreSQL says otherwise.
        let said = |text: &str| AssertSqlSafe(text.replace(" BLOB ", " BYTEA ")).into_sql_str();
        migrations(said).run(&pool).await?;
        Ok(Self::Postgres(pool))
    }

    /// One connection that never ends, for a database in memory ends with its connection.
    pub(super) async fn memory() -> Result<Self, StoreError> {
        let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        Self::file(SqliteConnectOptions::new().in_memory(true), pool).await
    }

    async fn file(options: SqliteConnectOptions, pool: SqlitePoolOptions) -> Result<Self, StoreError> {
        // What is deleted is overwritten, so that it is gone from the file too.
        let options = options.synchronous(SqliteSynchronous::Full).foreign_keys(true).busy_timeout(PATIENCE).pragma("secure_delete", "ON");
        let pool = pool.acquire_timeout(PATIENCE * 2).connect_with(options).await?;
        let library: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&pool).await?;
        if !new_enough(&library) {
            return Err(StoreError::Version(format!("SQLite {library} is older than 3.51.3, which keeps every commit")));
        }
        migrations(SqlStr::from_static).run(&pool).await?;
        Ok(Self::Sqlite(pool))
    }

    /// Every row of the answer.
    pub(super) async fn rows(&self, text: &'static str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => run!(text, values, fetch_all, pool)?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres(pool) => run!(text, values, fetch_all, pool)?.into_iter().map(Row::Postgres).collect(),
        })
    }

    /// The first row of the answer.
    pub(super) async fn row(&self, text: &'static str, values: Vec<Value>) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => run!(text, values, fetch_optional, pool)?.map(Row::Sqlite),
            Self::Postgres(pool) => run!(text, values, fetch_optional, pool)?.map(Row::Postgres),
        })
    }

    /// Changes something; gives how many rows were.
    pub(super) async fn change(&self, text: &'static str, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => run!(text, values, execute, pool)?.rows_affected(),
            Self::Postgres(pool) => run!(text, values, execute, pool)?.rows_affected(),
        })
    }

    /// Begins a change. In a file the write lock comes first, so that what is read in it stays true until it ends.
    pub(super) async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Transaction::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    pub(super) async fn close(&self) {
        on!(self, pool => pool.close());
    }
}

fn new_enough(library: &str) -> bool {
    let mut parts = library.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
    found >= OLDEST_SQLITE
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

    #[test]
    fn a_password_in_a_name_is_never_shown() {
        for (name, seen) in [
            ("a/b.db", "a/b.db"),
            ("postgres://me:secret@db.example:5432/paths?sslmode=require&password=secret", "postgres://db.example:5432/paths"),
            ("postgresql://db/paths", "postgresql://db/paths"),
            ("postgres://me:se@cret@db/paths", "postgres://db/paths"),
        ] {
            assert_eq!(shown(Path::new(name)), seen);
        }
    }
}
