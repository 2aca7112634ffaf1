//! In which form a publication stands, told by signs that no other form has; where signs are missing or of two forms, nothing is guessed.

use super::{Files, Format, mapped, skill_descriptors};
use std::{
    collections::BTreeSet,
    io::{BufRead, Read},
};

/// How a publication can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// In one of the known forms.
    Format(Format),
    /// By the mapping of this name that comes with pathstack.
    Mapping(&'static str),
}

/// How much of a file is looked at, in bytes.
const LOOK: u64 = 1 << 16;
/// How many files are looked at.
const FILES: usize = 32;

/// The signs of the JSON forms, in text without blanks. A form counts where one of its lists is there as a whole.
const SIGNS: [(Format, &[&[&str]]); 7] = [
    (Format::Native, &[&["{\"catalogue\":{\"format\":\"pathstack-catalogue/"]]),
    (Format::Case, &[&["\"CFDocument\":{", "\"CFItems\":"], &["\"CFDocument\":{", "\"CFPackageURI\":"]]),
    (Format::Ctdl, &[&["\"ceterms:"], &["\"ceasn:"], &["credreg.net/ctdl"]]),
    (Format::OpenBadges, &[&["w3id.org/openbadges"], &["purl.imsglobal.org/spec/ob"], &["\"type\":\"BadgeClass\""]]),
    (Format::SkillDescriptors, &[&["\"skillStatement\":"]]),
    (Format::Elm, &[&["data.europa.eu/snb/model"]]),
    (
        Format::SchemaOrg,
        &[
            &["schema.org\"", "\"@type\":\"Course\""],
            &["schema.org\"", "\"EducationalOccupationalProgram\""],
            &["schema.org\"", "\"EducationalOccupationalCredential\""],
            &["schema.org/\"", "\"@type\":\"Course\""],
        ],
    ),
];

/// Every form that the files show signs of: one where it is clear, several where it is not, none where nothing is known.
pub fn detect(files: &impl Files) -> BTreeSet<Found> {
    let names = files.names().unwrap_or_default();
    let has = |start: &str, end: &str| names.iter().any(|name| name.starts_with(start) && name.ends_with(end));
    let mut found = BTreeSet::new();
    if has("occupations_", ".csv") && has("skills_", ".csv") {
        found.insert(Found::Format(Format::Esco));
    }
    if names.iter().any(|name| name == "Occupation Data.txt") {
        found.insert(Found::Format(Format::Onet));
    }
    if !found.is_empty() {
        return found;
    }
    for name in names.iter().take(FILES) {
        let Some(start) = start(files, name) else { continue };
        let text = start.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['{', '[', '/']) {
            let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let shows = |lists: &[&[&str]]| lists.iter().any(|list| list.iter().all(|sign| dense.contains(sign)));
            found.extend(SIGNS.iter().filter(|(_, lists)| shows(lists)).map(|(format, _)| Found::Format(*format)));
            let members = dense.split('"').map(str::to_owned).collect();
            found.extend(mapped::known_by(&members).map(Found::Mapping));
        } else if let Some(header) = text.lines().next() {
            let columns: BTreeSet<String> = header.split(',').map(|column| column.trim().trim_matches('"').to_owned()).collect();
            if skill_descriptors::is_table(|name| columns.contains(name)) {
                found.insert(Found::Format(Format::SkillDescriptors));
            }
            found.extend(mapped::known_by(&columns).map(Found::Mapping));
        }
    }
    found
}

fn start(files: &impl Files, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let reader: Box<dyn BufRead + '_> = files.open(name).ok()?;
    reader.take(LOOK).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
