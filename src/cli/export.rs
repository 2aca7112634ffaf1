//! `pathstack export`: an edition written for others, with everything their form has no word for.

use super::{
    catalogue::Source,
    terminal::Terminal,
    trouble::{End, Ends, Trouble, called},
};
use crate::export::{Form, write};
use clap::{Args, ValueEnum};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Write the catalogue in use for others: natively, as CTDL, or for schema.org
///
/// What the form has no word for is counted on standard error; the native format keeps everything.
#[derive(Args)]
#[command(after_help = "For example: pathstack export ctdl --to catalogue.json --db pathstack.db")]
pub(super) struct Export {
    /// In which form
    #[arg(value_enum)]
    form: Written,
    /// The file to write; standard output where left out
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// The forms that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    /// pathstack's own format, one record a line, canonically
    Native,
    /// CTDL resources as a list of JSON-LD
    Ctdl,
    /// schema.org courses, programmes and credentials as a list of JSON-LD
    SchemaOrg,
}

impl From<Written> for Form {
    fn from(form: Written) -> Self {
        match form {
            Written::Native => Self::Native,
            Written::Ctdl => Self::Ctdl,
            Written::SchemaOrg => Self::SchemaOrg,
        }
    }
}

impl Export {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let (_, catalogue) = source.read(terminal)?;
        let lost = match &self.to {
            Some(path) => {
                beside(path, |out| write(self.form.into(), &catalogue, out)).map_err(|error| Trouble::file("written", path, &error))?
            }
            None => write(self.form.into(), &catalogue, terminal.raw())?,
        };
        for issue in &lost {
            terminal.talk(&format!("note: {}: {}", issue.place.field.as_deref().unwrap_or_default(), issue.message))?;
        }
        if let Some(path) = &self.to {
            terminal.talk(&format!("{} records were written to {}.", catalogue.len(), called(path)))?;
        }
        Ok(End::Found)
    }
}

/// Writes a file beside the one that is meant and puts it in its place when it is whole, so that a reader finds the old one or the new.
#[expect(clippy::disallowed_methods, reason = "the terminal writes the files that are named to it")]
fn beside<T>(path: &Path, write: impl FnOnce(&mut fs::File) -> io::Result<T>) -> io::Result<T> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let result = fs::File::create(&part).and_then(|mut file| {
        let result = write(&mut file)?;
        file.sync_all()?;
        fs::rename(&part, path)?;
        Ok(result)
    });
    if result.is_err() {
        // What is left of a failed export is of no use to anybody.
        let _ = fs::remove_file(&part);
    }
    result
}
