//! Publications into words: whatever is read becomes a catalogue and an [`Issue`] for every doubt, and one bad record never hides the rest.

mod archive;
mod blank;
pub mod case;
pub mod ctdl;
mod detect;
pub mod elm;
pub mod esco;
mod files;
mod issue;
mod issues;
mod join;
mod json;
pub mod mapped;
pub mod native;
pub mod onet;
pub mod open_badges;
pub mod schema_org;
mod shelf;
pub mod skill_descriptors;
mod sound;
mod spill;
mod table;
pub(crate) mod taxonomy;
mod values;

pub use archive::{Archive, ArchiveLimits};
pub use detect::{Found, detect};
pub use files::{Files, InMemory, Limits, OnDisk, Several, Within};
pub use issue::{Issue, IssueKind, Place, Severity};
pub use issues::Issues;
pub use join::{join, retire_vanished};
pub use json::DEEPEST;
pub use table::Dialect;

use crate::model::Catalogue;
use files::Watched;
use sound::sound;

/// What was read, and every doubt about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The records that could be read.
    pub catalogue: Catalogue,
    /// What was doubtful, in the order it was met.
    pub issues: Issues,
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
    /// 1EdTech CASE packages.
    Case,
    /// Open Badges 2.0 and 3.0 achievement definitions.
    OpenBadges,
    /// Rich Skill Descriptors.
    SkillDescriptors,
    /// European Learning Model publications.
    Elm,
    /// schema.org courses, programmes and credentials.
    SchemaOrg,
}

/// Reads a publication from its files; never fails, but says what it could not read.
pub fn read(format: Format, files: &impl Files) -> Reading {
    read_by(format, files, &onet::Rules::default())
}

/// The same with other rules for what O\*NET's ratings require; other forms take no notice of them.
pub fn read_by(format: Format, files: &impl Files, rules: &onet::Rules) -> Reading {
    let files = &Watched::new(files);
    let mut reading = match format {
        Format::Native => native::read_files(files),
        Format::Esco => esco::read(files),
        Format::Onet => onet::read(files, rules),
        Format::Ctdl => ctdl::read(files),
        Format::Case => case::read(files),
        Format::OpenBadges => open_badges::read(files),
        Format::SkillDescriptors => skill_descriptors::read(files),
        Format::Elm => elm::read(files),
        Format::SchemaOrg => schema_org::read(files),
    };
    reading.issues.extend(unread(&files.unopened()));
    sound(reading, files.limits().records)
}

/// What is told of files that a publication has and that were not read.
fn unread(names: &[String]) -> Option<Issue> {
    let first = names.first()?;
    let named = names.iter().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = match names.len() {
        1 => format!("{named} is not read; it was passed over"),
        many @ ..=5 => format!("{many} files are not read, and were passed over: {named}"),
        many => format!("{many} files are not read, and were passed over: {named} and {} more", many - 5),
    };
    Some(Issue::new(IssueKind::NotRead, first, message))
}
