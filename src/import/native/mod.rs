//! The native format `pathstack-catalogue/1`, as `data/FORMAT.md` describes it: read in parallel and in order, written canonically.

mod faults;
mod lines;
mod merge;
mod starter;
mod value;

pub use starter::starter;

use super::{Files, Issue, IssueKind, Reading};
use crate::model::{Catalogue, Record};
use merge::Merge;
use std::io::{self, BufRead, Write};

/// The longest line, in bytes.
pub const LONGEST_LINE: usize = 1 << 20;
/// The longest id, in bytes.
pub const LONGEST_ID: usize = 512;
/// The most faults listed for one record.
pub const MOST_FAULTS: usize = 64;

/// Reads one file.
///
/// ```
/// let lines = r#"{"catalogue": {"format": "pathstack-catalogue/1", "id": "mine", "title": "Mine"}}
/// {"competency": {"id": "sql", "name": "SQL"}}
/// {"competency": {"id": "python", "nmae": "Python"}}"#;
/// let reading = pathstack::import::native::read("mine.jsonl", lines.as_bytes());
/// assert_eq!(reading.catalogue.competencies.len(), 1);
/// let said: Vec<_> = reading.issues.iter().map(|issue| issue.to_string()).collect();
/// assert_eq!(said, [
///     "mine.jsonl:3: competency.nmae: nobody knows the member `nmae`; the record was left out",
///     "mine.jsonl:3: competency.name: `name` is missing; the record was left out",
/// ]);
/// assert_eq!(reading.issues.get(0).unwrap().hint, "did you mean `name`?");
/// ```
pub fn read(name: &str, reader: impl BufRead) -> Reading {
    read_all([(name, reader)])
}

/// Reads several files as one catalogue.
pub fn read_all<N: AsRef<str>, R: BufRead>(files: impl IntoIterator<Item = (N, R)>) -> Reading {
    let mut merge = Merge::default();
    for (name, reader) in files {
        merge.file(name.as_ref(), reader);
    }
    merge.finish()
}

/// Reads all `.jsonl` files of a folder as one catalogue, or a single file whatever its name.
pub fn read_files(files: &impl Files) -> Reading {
    let mut merge = Merge::default();
    let names = match files.names() {
        Ok(names) => names,
        Err(error) => {
            merge.issues.push(Issue::new(IssueKind::Unreadable, "", format!("the folder cannot be listed: {error}; nothing was read")));
            Vec::new()
        }
    };
    let single = names.len() == 1;
    if !single && !names.iter().any(|name| has_extension(name, "jsonl")) && merge.issues.is_empty() {
        merge.issues.push(Issue::new(IssueKind::MissingFile, "", "there is no .jsonl file; nothing was read"));
    }
    for name in names.iter().filter(|name| single || has_extension(name, "jsonl")) {
        match files.open(name) {
            Ok(reader) => merge.file(name, reader),
            Err(error) => {
                merge.issues.push(Issue::new(IssueKind::Unreadable, name, format!("it cannot be opened: {error}; it was passed over")));
            }
        }
    }
    merge.finish()
}

fn has_extension(name: &str, extension: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// Writes a catalogue canonically: by kind, then by id, one record a line. Reading it back gives the same records.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(catalogue: &Catalogue, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    for record in catalogue.records() {
        serde_json::to_writer(&mut out, &record)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// The JSON Schema of a record, that is, of one line.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Record);
    schema.insert("title".into(), "One line of a pathstack-catalogue/1 file".into());
    schema.to_value()
}
