//! Which catalogue a command works with: the starter, native files named on the command line, or an edition that was imported.

use super::{clock, database, terminal::Terminal, trouble::Trouble};
use crate::{
    advisor::{Shelf, title},
    graph::Edition,
    import::{self, Format, Issues, OnDisk, Reading, Severity, native},
    model::Catalogue,
    store::{Draft, may_exist, shown},
};
use std::path::{Path, PathBuf};

/// The word that stands for the catalogue that comes with pathstack.
pub(super) const STARTER: &str = "starter";

/// Where catalogues come from.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global options")]
pub(super) struct Source {
    /// A native catalogue, a file or a folder; `starter` is the one that comes with pathstack. Repeat to join several
    #[arg(long, global = true, value_name = "PATH", env = "PATHSTACK_CATALOGUE", hide_env_values = true, value_delimiter = ',')]
    catalogue: Vec<String>,
    /// The database where editions are kept; the newest is used
    #[arg(long, global = true, value_name = "FILE", env = "PATHSTACK_DB", hide_env_values = true)]
    db: Option<PathBuf>,
    /// Which edition of the database, in place of the newest
    #[arg(long, global = true, value_name = "NUMBER", env = "PATHSTACK_EDITION", hide_env = true)]
    edition: Option<u64>,
    /// Let nearly the same competencies count for each other, which only exact and narrower ones do otherwise
    #[arg(long, global = true, env = "PATHSTACK_CLOSE_MATCHES", hide_env = true)]
    close_matches: bool,
}

/// Reads one native catalogue from disk.
pub(super) fn native_at(path: &Path) -> Result<Reading, Trouble> {
    if let Err(error) = path.metadata() {
        return Err(Trouble::file("read", path, &error));
    }
    Ok(import::read(Format::Native, &OnDisk::at(path)))
}

/// Says what is wrong with files of which nothing could be read.
pub(super) fn nothing_read(name: &str, issues: &Issues, hint: String) -> Trouble {
    let what = issues.iter().take(3).map(|issue| format!("  {issue}"));
    let what = std::iter::once(format!("{name} holds no record that can be read")).chain(what).collect();
    Trouble::Said { what, hint }
}

impl Source {
    /// The database, which must be named for what only it can do.
    pub(super) fn database(&self) -> Option<&Path> {
        self.db.as_deref()
    }

    /// Whether the newest edition of the database is meant, whichever it will be.
    pub(super) fn follows(&self) -> bool {
        self.db.is_some() && self.is_starter() && self.edition.is_none()
    }

    /// Whether nearly the same competencies count for each other.
    pub(super) fn counts_close_matches(&self) -> bool {
        self.close_matches
    }

    /// Whether nothing was named, so that the starter is meant.
    fn is_starter(&self) -> bool {
        self.catalogue.is_empty()
    }

    /// Reads what was named into one catalogue, with the number of its edition; says what had to be left out.
    pub(super) fn read(&self, terminal: &mut Terminal) -> Result<(u64, Catalogue), Trouble> {
        match (&self.db, self.is_starter()) {
            (Some(path), true) => database::load(path, self.edition),
            (None, true) => Ok((0, native::starter().catalogue)),
            (_, false) => self.files(terminal).map(|joined| (0, joined)),
        }
    }

    fn files(&self, terminal: &mut Terminal) -> Result<Catalogue, Trouble> {
        let mut joined = Catalogue::default();
        for name in &self.catalogue {
            if name == STARTER {
                joined.append(native::starter().catalogue);
                continue;
            }
            let Reading { catalogue, issues } = native_at(Path::new(name))?;
            if catalogue.is_empty() {
                return Err(nothing_read(name, &issues, format!("`pathstack lint {name}` lists every fault with its line")));
            }
            let mut faults = issues.iter().filter(|issue| issue.severity == Severity::Fault);
            if let Some(first) = faults.next() {
                let more = match faults.count() {
                    0 => String::new(),
                    1 => " (and 1 more fault)".to_owned(),
                    more => format!(" (and {more} more faults)"),
                };
                terminal.talk(&format!("warning: {first}{more}; `pathstack lint {name}` says what to do"))?;
            }
            joined.append(catalogue);
        }
        Ok(joined)
    }

    /// Whether a database is to be followed that has no edition yet; nothing is changed.
    pub(super) fn is_new(&self) -> bool {
        let path = self.db.as_deref().filter(|_| self.follows());
        path.is_some_and(|path| !may_exist(path) || database::examined(path).is_ok_and(|found| found.editions == 0))
    }

    /// Gives a database that is to be followed and has no edition yet its first one: the starter.
    pub(super) fn begin(&self, terminal: &mut Terminal) -> Result<(), Trouble> {
        let Some(path) = self.db.as_deref().filter(|_| self.follows()) else { return Ok(()) };
        if database::begun(path)? {
            return Ok(());
        }
        let starter = native::starter();
        let edition = database::keep(path, &Draft::new(&starter.catalogue, &starter.issues)?, &title(&starter.catalogue), clock::now())?;
        let name = shown(path);
        terminal.talk(&format!(
            "{name} had no catalogue: it begins with the starter as edition {}; `pathstack import PATH --db {name}` adds to it",
            edition.number
        ))
    }

    /// Puts what was named on a shelf.
    pub(super) fn shelf(&self, terminal: &mut Terminal) -> Result<Shelf, Trouble> {
        let (number, mut catalogue) = self.read(terminal)?;
        if self.close_matches {
            catalogue.count_close_matches();
        }
        Ok(Shelf::new(Edition { number, title: title(&catalogue) }, catalogue))
    }
}
