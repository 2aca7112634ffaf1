//! Backups: a copy of one moment, taken while others write, as a SQLite file whatever the database; and back into either.

use super::{
    Store, StoreError,
    database::{Database, Row, Transaction, Value, begin_private},
    inventory::{TABLES, Type, columns_of},
};
use sqlx::AssertSqlSafe;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Copied {
    /// Rows of each table.
    pub rows: Vec<(&'static str, u64)>,
}

/// The name beside a file's with this at its end.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    name.into()
}

/// A database and what SQLite keeps beside it.
fn parts(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

/// Takes a database out that is no use to anybody; nothing need be there.
fn discard(file: &Path) {
    for part in parts(file) {
        let _ = fs::remove_file(part);
    }
}

/// A copy of a database nobody writes to, with what its log still holds.
async fn copied_file(from: &Path, to: &Path) -> io::Result<()> {
    for (from, to) in parts(from).into_iter().zip(parts(to)).take(2) {
        if from.exists() {
            tokio::task::spawn_blocking(move || fs::copy(from, to)).await??;
        }
    }
    Ok(())
}

/// Everything that was written of a file is on the disk.
#[expect(clippy::disallowed_methods, reason = "a backup is a file")]
fn sync(file: &Path) -> io::Result<()> {
    File::open(file)?.sync_all()
}

/// That a file has its name is on the disk as well.
fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { sync(folder) } else { Ok(()) }
}

fn unwritten(file: &Path, error: &io::Error) -> StoreError {
    if error.kind() == io::ErrorKind::StorageFull {
        StoreError::Full
    } else {
        StoreError::Unavailable(format!("{} cannot be written: {error}", file.display()))
    }
}

/// Rows are read in this order of their keys, so that copying can go on from a place.
fn write(table: &str) -> String {
    let names: Vec<&str> = columns_of(table).map(|column| column.name).collect();
    let places: Vec<String> = (1..=names.len()).map(|at| format!("${at}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "))
}

fn row_values(table: &str, row: &Row) -> Result<Vec<Value>, StoreError> {
    columns_of(table)
        .map(|column| {
            Ok(match column.kind {
                Type::Whole => Value::Whole(row.get(column.name)?),
                Type::Text => Value::Text(row.get(column.name)?),
                Type::Bytes => Value::Bytes(row.get(column.name)?),
            })
        })
        .collect()
}

/// Copies every table, each as it is in the one moment of the transaction that reads.
async fn copy(from: &mut Transaction, to: &mut Transaction) -> Result<Copied, StoreError> {
    for table in TABLES.iter().rev() {
        to.change(table.empty, vec![]).await?;
    }
    let mut copied = Vec::new();
    for table in TABLES {
        let mut many = 0;
        let text = write(table.name);
        // Chunks of editions are the only rows that are large in all; they are read one edition at a time.
        if table.name == "chunk" {
            for edition in from.rows("SELECT number FROM edition ORDER BY number", vec![]).await? {
                let number: i64 = edition.get("number")?;
                for row in from.rows("SELECT * FROM chunk WHERE edition = $1", vec![number.into()]).await? {
                    many += to.change_with(AssertSqlSafe(text.clone()), row_values(table.name, &row)?).await?;
                }
            }
        } else {
            for row in from.rows(table.read, vec![]).await? {
                many += to.change_with(AssertSqlSafe(text.clone()), row_values(table.name, &row)?).await?;
            }
        }
        copied.push((table.name, many));
    }
    Ok(Copied { rows: copied })
}

impl Store {
    /// Whether the file of this store is whole, as far as SQLite can tell; of a server it is not asked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn check(&self) -> Result<(), StoreError> {
        let Database::Sqlite(pool) = &self.database else { return Ok(()) };
        let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(10)").fetch_all(pool).await?;
        if said != ["ok"] {
            return Err(StoreError::Damaged(said.join("; ")));
        }
        let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_all(pool).await?;
        if dangling.is_empty() { Ok(()) } else { Err(StoreError::Damaged(format!("{} rows refer to what is not there", dangling.len()))) }
    }

    /// Writes everything as it is in one moment into a new SQLite file, and checks that file. Others go on reading and writing meanwhile.
    ///
    /// It has another name until it is whole and on the disk: whatever ends this half-way, under its own name there is a backup or nothing.
    ///
    /// # Errors
    /// When something is there already, or it cannot be written.
    pub async fn back_up(&self, to: &Path) -> Result<Copied, StoreError> {
        let there = || if to.exists() { Err(StoreError::Unavailable(format!("{} is there already", to.display()))) } else { Ok(()) };
        there()?;
        let part = beside(to, "part");
        discard(&part);
        let copied = self.copy_into(&part).await.inspect_err(|_| discard(&part))?;
        there()?;
        let done = sync(&part).and_then(|()| fs::rename(&part, to)).and_then(|()| sync_folder(to));
        done.map_err(|error| unwritten(to, &error))?;
        Ok(copied)
    }

    async fn copy_into(&self, to: &Path) -> Result<Copied, StoreError> {
        match &self.database {
            Database::Sqlite(pool) => {
                let name = to.to_str().ok_or_else(|| StoreError::Unavailable(format!("{} is no name in UTF-8", to.display())))?;
                begin_private(to);
                sqlx::query("VACUUM INTO $1").bind(name).execute(pool).await?;
            }
            Database::Postgres(_) => {
                let copy_store = Self::open(to).await?;
                let mut from = self.database.begin().await?;
                from.change("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", vec![]).await?;
                let mut into = copy_store.database.begin().await?;
                copy(&mut from, &mut into).await?;
                into.commit().await?;
                copy_store.close().await;
            }
        }
        let copy = Self::open(to).await?;
        copy.check().await?;
        let copied = copy.count().await?;
        copy.close().await;
        Ok(copied)
    }

    /// Puts everything from a backup into this store, in place of all that it holds; all of it or nothing. The backup itself is not touched:
    /// one of an earlier version is brought up to date in a copy, which is called `meanwhile` for as long as this takes.
    ///
    /// # Errors
    /// When the backup is damaged, or it cannot be written; nothing is changed then.
    pub async fn restore(&self, from: &Path, meanwhile: &Path) -> Result<Copied, StoreError> {
        if !from.exists() {
            return Err(StoreError::Unavailable(format!("there is no backup {}", from.display())));
        }
        discard(meanwhile);
        let restored = async {
            copied_file(from, meanwhile).await.map_err(|error| unwritten(meanwhile, &error))?;
            self.take_over(meanwhile).await
        };
        let restored = restored.await;
        discard(meanwhile);
        restored
    }

    async fn take_over(&self, from: &Path) -> Result<Copied, StoreError> {
        let backup = Self::open(from).await?;
        backup.check().await?;
        let mut read = backup.database.begin().await?;
        let mut write = self.database.begin().await?;
        let copied = copy(&mut read, &mut write).await?;
        write.commit().await?;
        drop(read);
        backup.close().await;
        Ok(copied)
    }

    /// How many rows each table has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self) -> Result<Copied, StoreError> {
        let mut open = self.database.begin().await?;
        let mut rows = Vec::new();
        for table in TABLES {
            let text = AssertSqlSafe(format!("SELECT count(*) AS many FROM {}", table.name));
            let row = open.row_with(text, vec![]).await?;
            let many: i64 = row.map_or(Ok(0), |row| row.get("many"))?;
            rows.push((table.name, u64::try_from(many).unwrap_or_default()));
        }
        Ok(Copied { rows })
    }

    /// Whether anything is kept here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let count = self.count().await?;
        Ok(count.rows.iter().all(|(table, many)| *many == 0 || *table == "audit_end" || *table == "secret"))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::inventory::COLUMNS, *};

    #[test]
    fn every_table_is_copied_with_every_column_in_order() {
        assert_eq!(write("file"), "INSERT INTO file (record, bytes) VALUES ($1, $2)");
        let mut tables: Vec<&str> = COLUMNS.iter().map(|column| column.table).collect();
        tables.dedup();
        assert_eq!(tables, TABLES.iter().map(|table| table.name).collect::<Vec<_>>());
    }
}
