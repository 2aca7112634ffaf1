//! Every column there is: what it says of people, how long it is kept, and how it is copied. A column that is not listed here fails a test.

/// What a column says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// Nothing.
    No,
    /// Who somebody is here: ids and names to sign in with.
    Identity,
    /// Proof of who somebody is: hashes of passwords and secrets.
    Secret,
    /// What a learner said of herself, what she can show, what she plans.
    Content,
    /// What somebody did and when.
    Conduct,
}

/// How long a column is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retention {
    /// As long as the database.
    Always,
    /// Until the account is erased.
    Account,
    /// Until the learner is erased, or takes it out herself.
    Learner,
    /// For a day.
    Day,
    /// As long as the database, and says nothing of the learner any more once she is erased: she is in it by keyed hash.
    Pseudonymous,
}

/// How a column is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A whole number.
    Whole,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How it is kept.
    pub kind: Type,
    /// What it says of a person.
    pub personal: Personal,
    /// How long it is kept.
    pub retention: Retention,
}

macro_rules! columns {
    ($($table:literal: $($name:literal $kind:ident $personal:ident $retention:ident),+;)+) => {
        /// All of them; tables in an order in which rows can be copied, for what is referred to comes first.
        pub const COLUMNS: &[Column] = &[$($(Column {
            table: $table,
            name: $name,
            kind: Type::$kind,
            personal: Personal::$personal,
            retention: Retention::$retention,
        }),+),+];

        /// Every table with its texts to read all rows and to write one.
        pub(super) const TABLES: &[Table] = &[$(Table {
            name: $table,
            read: concat!("SELECT * FROM ", $table),
            empty: concat!("DELETE FROM ", $table),
        }),+];
    };
}

/// A table as it is copied.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) read: &'static str,
    pub(super) empty: &'static str,
}

columns! {
    "edition": "number" Whole No Always, "hash" Text No Always, "title" Text No Always, "created_at" Text No Always,
        "counts" Text No Always, "issues" Whole No Always;
    "chunk": "edition" Whole No Always, "part" Text No Always, "place" Whole No Always, "size" Whole No Always, "bytes" Bytes No Always;
    "account": "id" Text Identity Account, "username" Text Identity Account, "role" Text Identity Account,
        "provider" Text Identity Account, "password" Text Secret Account, "issuer" Text Identity Account,
        "subject" Text Identity Account, "created_at" Whole Conduct Account, "closed_at" Whole Conduct Account;
    "session": "hash" Text Secret Account, "account" Text Identity Account, "created_at" Whole Conduct Account,
        "seen_at" Whole Conduct Account;
    "token": "id" Text Identity Account, "hash" Text Secret Account, "account" Text Identity Account, "name" Text Content Account,
        "scopes" Text Conduct Account, "created_at" Whole Conduct Account, "expires_at" Whole Conduct Account,
        "revoked_at" Whole Conduct Account;
    "learner": "id" Text Identity Learner, "version" Whole Conduct Learner, "created_at" Whole Conduct Learner,
        "changed_at" Whole Conduct Learner, "profile" Text Content Learner;
    "record": "id" Text Identity Learner, "learner" Text Identity Learner, "kind" Text Content Learner,
        "version" Whole Conduct Learner, "created_at" Whole Conduct Learner, "changed_at" Whole Conduct Learner,
        "body" Text Content Learner;
    "file": "record" Text Identity Learner, "bytes" Bytes Content Learner;
    "assignment": "learner" Text Identity Account, "counselor" Text Identity Account, "state" Text Conduct Account,
        "asked_at" Whole Conduct Account, "changed_at" Whole Conduct Account;
    "share_link": "id" Text Identity Learner, "hash" Text Secret Learner, "learner" Text Identity Learner,
        "plan" Text Identity Learner, "created_at" Whole Conduct Learner, "expires_at" Whole Conduct Learner,
        "revoked_at" Whole Conduct Learner;
    "idempotency": "account" Text Identity Day, "key" Text Secret Day, "request" Text Secret Day, "learner" Text Identity Day,
        "created_at" Whole Conduct Day, "answer" Text Content Day;
    "audit": "number" Whole No Always, "at" Whole Conduct Pseudonymous, "actor" Text Identity Pseudonymous,
        "operation" Text Conduct Pseudonymous, "subject" Text Identity Pseudonymous, "object" Text Identity Pseudonymous,
        "outcome" Text Conduct Pseudonymous, "hash" Text No Always;
    "audit_end": "number" Whole No Always, "hash" Text No Always;
    "secret": "name" Text No Always, "value" Text Secret Always;
}

/// The members of bodies in JSON, which no schema of a database lists.
pub const MEMBERS: &[(&str, &[&str])] = &[
    ("learner.profile", &["name", "language", "constraints"]),
    ("record.body of evidence", &["competency", "credential", "level", "issued", "expires", "note", "origin", "file"]),
    (
        "record.body of plan",
        &["title", "question", "choice", "answer", "edition", "hash", "words", "waived", "proposed", "review", "progress"],
    ),
    ("record.body of proposal", &["plan", "plan_hash", "by", "note", "changes"]),
    ("record.body of waiver", &["competency", "level", "reason", "by", "until", "ended_at"]),
];

/// The columns of a table.
pub(super) fn columns_of(table: &str) -> impl Iterator<Item = &'static Column> {
    let table = table.to_owned();
    COLUMNS.iter().filter(move |column| column.table == table)
}
