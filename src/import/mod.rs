//! Publications into words: whatever is read becomes a catalogue and an [`Issue`] for every doubt, and one bad record never hides the rest.

mod blank;
pub mod ctdl;
pub mod esco;
mod files;
mod issue;
mod json;
pub mod native;
pub mod onet;
mod table;
mod values;

pub use files::{Files, InMemory, OnDisk};
pub use issue::{Issue, IssueKind, Place, Severity, counts};
pub use json::LONGEST_DOCUMENT;
pub use table::{Dialect, LONGEST_ROW};

use crate::model::Catalogue;

/// What was read, and every doubt about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The records that could be read.
    pub catalogue: Catalogue,
    /// What was doubtful, in the order it was met.
    pub issues: Vec<Issue>,
}

/// A form in which catalogues are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Our own, described in `data/FORMAT.md`.
    Native,
    /// The ESCO classification, CSV release.
    Esco,
    /// The O*NET database, text release.
    Onet,
    /// CTDL resources as JSON-LD.
    Ctdl,
}

/// Reads a publication from its files; never fails, but says what it could not read.
pub fn read(format: Format, files: &impl Files) -> Reading {
    match format {
        Format::Native => native::read_files(files),
        Format::Esco => esco::read(files),
        Format::Onet => onet::read(files, &onet::Rules::default()),
        Format::Ctdl => ctdl::read(files),
    }
}
