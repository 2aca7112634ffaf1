//! `pathstack backup`, `pathstack restore` and `pathstack audit`: what the keeper of a database does beside serving from it.

use super::{
    catalogue::{STARTER, Source},
    database::{keeping, reading},
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::store::{Copied, is_file};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Copy the database given with --db into a new file, as it is in one moment, while others go on writing
///
/// The copy is a SQLite file whatever the database is, and is checked before this ends. It can be restored into a file or into PostgreSQL.
#[derive(Args)]
pub(super) struct Backup {
    /// The new file
    #[arg(value_name = "FILE")]
    to: PathBuf,
}

/// Put everything from a backup into the database given with --db
///
/// A database that holds something already is only written over with --replace: all of it gives way to the backup, or nothing.
#[derive(Args)]
pub(super) struct Restore {
    /// The file that `pathstack backup` wrote
    #[arg(value_name = "FILE")]
    from: PathBuf,
    /// Let what is there give way to the backup
    #[arg(long)]
    replace: bool,
}

/// Look after the log of who saw and changed what of learners
#[derive(Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Go through the whole log: whether any entry was changed, added or taken out
    Verify,
}

/// The database, which must be named.
fn named(source: &Source) -> Result<&Path, Trouble> {
    source.database().ok_or_else(|| {
        Trouble::new("no database is named", format!("name it with --db; without one the {STARTER} catalogue is used, and nothing is kept"))
    })
}

/// Where a copy of the backup lies meanwhile: beside a file, always under the same name, so that the next restore takes out what one that
/// was ended has left; for a server where the system keeps such things.
fn meanwhile(database: &Path) -> PathBuf {
    if is_file(database) {
        let mut name = database.as_os_str().to_owned();
        name.push(".restoring");
        name.into()
    } else {
        std::env::temp_dir().join(format!("pathstack-{}.restoring", std::process::id()))
    }
}

fn told(copied: &Copied, said: &str, terminal: &mut Terminal) -> Ends {
    if terminal.json {
        let rows: serde_json::Map<String, serde_json::Value> =
            copied.rows.iter().map(|(table, rows)| ((*table).to_owned(), (*rows).into())).collect();
        terminal.json(&rows)?;
        return Ok(End::Found);
    }
    terminal.line(said)?;
    terminal.gap()?;
    let rows = copied.rows.iter().filter(|(_, rows)| *rows > 0).map(|(table, rows)| vec![(*table).to_owned(), rows.to_string()]);
    terminal.table(&["Table", "Rows"], &[0, 1], &[1], rows.collect())?;
    Ok(End::Found)
}

impl Backup {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let copied = reading(named(source)?, async |store| Ok(store.back_up(&self.to).await?))?;
        told(&copied, &format!("Everything is in {}, and the file is sound.", self.to.display()), terminal)
    }
}

impl Restore {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let path = named(source)?;
        if !self.from.exists() {
            return Err(Trouble::new(format!("there is no backup {}", self.from.display()), "check its path"));
        }
        let copied = keeping(path, async |store| {
            if !self.replace && !store.is_empty().await? {
                return Err(Trouble::new("the database holds something already", "name another one, or add --replace to let it give way"));
            }
            Ok(store.restore(&self.from, &meanwhile(path)).await?)
        })?;
        told(&copied, &format!("Everything from {} is in the database.", self.from.display()), terminal)
    }
}

impl Audit {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let Task::Verify = self.task;
        let verified = reading(named(source)?, async |store| Ok(store.verify_audit().await?))?;
        match verified {
            Ok((entries, hash)) if terminal.json => terminal.json(&serde_json::json!({"whole": true, "entries": entries, "hash": hash}))?,
            Err(broken) if terminal.json => terminal.json(&serde_json::json!({"whole": false, "because": broken.to_string()}))?,
            Ok((entries, hash)) => {
                terminal.line(&format!("The log is whole: {entries} entries, the last with the hash {hash}."))?;
                terminal.talk("hint: note number and hash elsewhere; whoever could rewrite the whole log could not rewrite that")?;
            }
            Err(broken) => {
                return Err(Trouble::new(
                    format!("the log is not whole: {broken}"),
                    "keep this database as it is, and compare with the last backup that was whole",
                ));
            }
        }
        Ok(End::Found)
    }
}
