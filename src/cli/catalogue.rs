//! Which catalogue a command works with: the starter, or native files named on the command line, joined into one edition.

use super::{terminal::Terminal, trouble::Trouble};
use crate::{
    advisor::{Shelf, title},
    graph::Edition,
    import::{self, Format, Issue, OnDisk, Reading, Severity, native},
    model::Catalogue,
};
use std::path::Path;

/// The word that stands for the catalogue that comes with pathstack.
const STARTER: &str = "starter";

/// Where catalogues come from.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct Source {
    /// A catalogue in the native format, a file or a folder; `starter` is the one that comes with pathstack. Repeat to join several
    #[arg(long, global = true, value_name = "PATH", help_heading = "Global options", env = "PATHSTACK_CATALOGUE", value_delimiter = ',')]
    catalogue: Vec<String>,
}

/// Reads one native catalogue from disk.
pub(super) fn native_at(path: &Path) -> Result<Reading, Trouble> {
    if let Err(error) = path.metadata() {
        return Err(Trouble::file("read", path, &error));
    }
    Ok(import::read(Format::Native, &OnDisk::at(path)))
}

/// How many of the doubts are faults: things that were left out.
fn faults(issues: &[Issue]) -> usize {
    issues.iter().filter(|issue| issue.severity == Severity::Fault).count()
}

impl Source {
    /// Reads what was named into one catalogue; says what had to be left out.
    pub(super) fn read(&self, terminal: &mut Terminal) -> Result<Catalogue, Trouble> {
        if self.catalogue.is_empty() {
            return Ok(native::starter().catalogue);
        }
        let mut joined = Catalogue::default();
        for name in &self.catalogue {
            if name == STARTER {
                joined.append(native::starter().catalogue);
                continue;
            }
            let Reading { catalogue, issues } = native_at(Path::new(name))?;
            if catalogue.is_empty() {
                let what = issues.iter().take(3).map(|issue| format!("  {issue}"));
                let what = std::iter::once(format!("{name} holds no record that can be read")).chain(what).collect();
                return Err(Trouble::Said { what, hint: format!("`pathstack lint {name}` lists every fault with its line") });
            }
            if let left_out @ 1.. = faults(&issues) {
                let first = issues.iter().find(|issue| issue.severity == Severity::Fault).map(ToString::to_string).unwrap_or_default();
                let faults = if left_out == 1 { "1 fault".to_owned() } else { format!("{left_out} faults, the first") };
                terminal.talk(&format!("warning: {name}: {faults}: {first}; `pathstack lint {name}` lists all"))?;
            }
            joined.append(catalogue);
        }
        Ok(joined)
    }

    /// Puts what was named on a shelf.
    pub(super) fn shelf(&self, terminal: &mut Terminal) -> Result<Shelf, Trouble> {
        let catalogue = self.read(terminal)?;
        Ok(Shelf::new(Edition { number: 0, title: title(&catalogue) }, catalogue))
    }
}
