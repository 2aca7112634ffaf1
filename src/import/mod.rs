//! Publications into words: whatever is read becomes a catalogue and an [`Issue`] for every doubt, and one bad record never hides the rest.

mod blank;
pub mod case;
pub mod ctdl;
mod detect;
pub mod elm;
pub mod esco;
mod files;
mod issue;
mod join;
mod json;
pub mod mapped;
pub mod native;
pub mod onet;
pub mod open_badges;
pub mod schema_org;
mod shelf;
pub mod skill_descriptors;
mod table;
mod values;

pub use detect::{Found, detect};
pub use files::{Files, InMemory, Limits, OnDisk, Several, Within};
pub use issue::{Issue, IssueKind, Place, Severity, counts};
pub use join::join;
pub use json::DEEPEST;
pub use table::Dialect;

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
    let reading = match format {
        Format::Native => native::read_files(files),
        Format::Esco => esco::read(files),
        Format::Onet => onet::read(files, &onet::Rules::default()),
        Format::Ctdl => ctdl::read(files),
        Format::Case => case::read(files),
        Format::OpenBadges => open_badges::read(files),
        Format::SkillDescriptors => skill_descriptors::read(files),
        Format::Elm => elm::read(files),
        Format::SchemaOrg => schema_org::read(files),
    };
    bounded(reading, files.limits().records)
}

/// The reading with no more than `most` records of a kind, which its indices hold for sure; what is over is left out and told.
fn bounded(mut reading: Reading, most: usize) -> Reading {
    let Reading { catalogue, issues } = &mut reading;
    macro_rules! bound {
        ($($kind:ident)+) => {$(
            if catalogue.$kind.len() > most {
                let over = catalogue.$kind.len() - most;
                catalogue.$kind.truncate(most);
                let message = format!("there are more than {most} {}; the last {over} were left out", stringify!($kind).replace('_', " "));
                issues.push(Issue::new(IssueKind::TooMuch, "", message));
            }
        )+};
    }
    bound!(headers sources organisations scales competencies crosswalks roles credentials offerings price_plans funding equivalences rates);
    reading
}
