//! `pathstack import`: a publication read, its doubts told, and what it says kept as an edition. `pathstack editions` lists them.

use super::{
    catalogue::{STARTER, Source, nothing_read},
    clock, database, file,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::title,
    import::{self, Format, Issue, IssueKind, OnDisk, Reading, native},
    model::Catalogue,
    store::{Draft, Edition},
};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
    time::Duration,
};

/// Read a publication and keep what it says as an edition
///
/// One bad record never hides the rest: every doubt is counted by kind, and `--issues FILE` lists them all.
#[derive(Args)]
#[command(after_help = "For example: pathstack import esco ./esco-csv --db pathstack.db")]
pub(super) struct Import {
    /// In which form it is published
    #[arg(value_enum)]
    format: Form,
    /// The file, or the folder of a release
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// What it is joined onto: `newest` edition (the starter where there is none), `starter`, or `nothing`
    #[arg(long, value_enum, default_value_t, value_name = "BASE")]
    onto: Onto,
    /// List every doubt in this file, as CSV
    #[arg(long, value_name = "FILE")]
    issues: Option<PathBuf>,
}

/// The forms that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// pathstack's own format, a file or a folder of `.jsonl` files
    Native,
    /// The ESCO classification, the folder of its CSV release
    Esco,
    /// O*NET, the folder of its text release
    Onet,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Native => Self::Native,
            Form::Esco => Self::Esco,
            Form::Onet => Self::Onet,
        }
    }
}

/// What a publication is joined onto.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Onto {
    /// The newest edition of the database, or the starter where there is none
    #[default]
    Newest,
    /// The catalogue that comes with pathstack
    Starter,
    /// Nothing: the edition is what was read and no more
    Nothing,
}

/// What came of an import.
#[derive(Serialize)]
struct Imported<'a> {
    /// The edition it was kept as; nothing where no database was named.
    edition: Option<&'a Edition>,
    /// How many records of each kind were read.
    read: &'a BTreeMap<&'static str, usize>,
    /// How many doubts of each kind there were.
    issues: &'a BTreeMap<IssueKind, usize>,
}

/// How many records of each kind there are, leaving out kinds without any.
fn count(catalogue: &Catalogue) -> BTreeMap<&'static str, usize> {
    let counts = [
        ("competencies", catalogue.competencies.len()),
        ("credentials", catalogue.credentials.len()),
        ("crosswalks", catalogue.crosswalks.len()),
        ("equivalences", catalogue.equivalences.len()),
        ("funding", catalogue.funding.len()),
        ("offerings", catalogue.offerings.len()),
        ("organisations", catalogue.organisations.len()),
        ("price plans", catalogue.price_plans.len()),
        ("rates", catalogue.rates.len()),
        ("roles", catalogue.roles.len()),
        ("scales", catalogue.scales.len()),
        ("sources", catalogue.sources.len()),
    ];
    counts.into_iter().filter(|(_, many)| *many > 0).collect()
}

/// A catalogue with a newer one joined on: what has the same id, or says the same, is taken from the newer.
fn join(mut base: Catalogue, newer: Catalogue) -> Catalogue {
    macro_rules! without_ids {
        ($($kind:ident)+) => {$(
            let ids: HashSet<_> = newer.$kind.iter().map(|record| &record.id).collect();
            base.$kind.retain(|record| !ids.contains(&record.id));
        )+};
    }
    macro_rules! without_same {
        ($($kind:ident)+) => {$(
            let said: HashSet<String> = newer.$kind.iter().filter_map(|record| serde_json::to_string(record).ok()).collect();
            base.$kind.retain(|record| serde_json::to_string(record).map_or(true, |record| !said.contains(&record)));
        )+};
    }
    without_ids!(headers sources organisations scales competencies roles credentials offerings price_plans funding);
    without_same!(crosswalks equivalences rates);
    base.append(newer);
    base
}

/// Something that turns on standard error while work goes on, where that is a terminal.
fn spinner(saying: String) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(saying);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

impl Import {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        if let Err(error) = self.path.metadata() {
            return Err(Trouble::file("read", &self.path, &error));
        }
        let bar = spinner(format!("reading {}", self.path.display()));
        let Reading { catalogue, issues } = import::read(self.format.into(), &OnDisk::at(&self.path));
        bar.finish_and_clear();
        if let Some(path) = &self.issues {
            file::write(path, &listed(&issues))?;
        }
        let read = count(&catalogue);
        // A scale or a source alone comes from the format, not from the files.
        if read.keys().all(|kind| matches!(*kind, "scales" | "sources" | "organisations")) {
            let hint = "name the folder of the release as it was unpacked, and the right format".to_owned();
            return Err(nothing_read(&self.path.display().to_string(), &issues, hint));
        }
        let edition = match source.database() {
            Some(path) => Some(self.keep(path, catalogue, &issues)?),
            None => None,
        };
        let doubts = import::counts(&issues);
        if terminal.json {
            terminal.json(&Imported { edition: edition.as_ref(), read: &read, issues: &doubts })?;
        } else {
            self.show(edition.as_ref().zip(source.database()), &read, &doubts, &issues, terminal)?;
        }
        if edition.is_none() {
            terminal.talk("\nhint: nothing was kept; `--db FILE` keeps it as an edition that `plan --db FILE` then uses")?;
        }
        Ok(End::Found)
    }

    fn keep(&self, path: &Path, catalogue: Catalogue, issues: &[Issue]) -> Result<Edition, Trouble> {
        let bar = spinner(format!("keeping it in {}", path.display()));
        let base = match self.onto {
            Onto::Newest => database::newest(path)?.unwrap_or_else(|| native::starter().catalogue),
            Onto::Starter => native::starter().catalogue,
            Onto::Nothing => Catalogue::default(),
        };
        let joined = join(base, catalogue);
        let edition = database::keep(path, &Draft::new(&joined, issues)?, &title(&joined), clock::now())?;
        bar.finish_and_clear();
        Ok(edition)
    }

    fn show(
        &self,
        kept: Option<(&Edition, &Path)>,
        read: &BTreeMap<&'static str, usize>,
        doubts: &BTreeMap<IssueKind, usize>,
        issues: &[Issue],
        terminal: &mut Terminal,
    ) -> std::io::Result<()> {
        if let Some((edition, path)) = kept {
            let said = terminal.ink(Ink::Bold, &format!("Edition {}", edition.number)).into_owned();
            terminal.line(&format!("{said} in {}: {}", path.display(), edition.title))?;
            terminal.gap()?;
        }
        let rows = read.iter().map(|(kind, many)| {
            let kept = kept.map(|(edition, _)| edition.counts.get(singular(kind)).map_or_else(String::new, ToString::to_string));
            [(*kind).to_owned(), many.to_string()].into_iter().chain(kept).collect()
        });
        let header: &[&str] = if kept.is_some() { &["Records", "Read", "In the edition"] } else { &["Records", "Read"] };
        terminal.table(header, &[0, 1, 2], &[1, 2], rows.collect())?;
        terminal.gap()?;
        if doubts.is_empty() {
            return terminal.line("No doubts.");
        }
        let rows = doubts.iter().map(|(kind, many)| {
            let first = issues.iter().find(|issue| issue.kind == *kind).map(ToString::to_string).unwrap_or_default();
            vec![words(kind), many.to_string(), first]
        });
        terminal.table(&["Doubt", "Count", "The first"], &[0, 1], &[1], rows.collect())?;
        if self.issues.is_none() {
            terminal.gap()?;
            terminal.inked("", Some(Ink::Dim), "--issues FILE lists them all, each with what to do.")?;
        }
        Ok(())
    }
}

/// The name under which an edition counts a kind of record.
fn singular(kind: &str) -> &str {
    match kind {
        "competencies" => "competency",
        "equivalences" => "equivalence",
        "price plans" => "price_plan",
        kind => kind.strip_suffix('s').unwrap_or(kind),
    }
}

/// A kind of doubt as it is written in files, with spaces.
pub(super) fn words<T: Serialize>(kind: &T) -> String {
    let kind = serde_json::to_value(kind).ok();
    kind.and_then(|kind| kind.as_str().map(|kind| kind.replace('_', " "))).unwrap_or_default()
}

/// Doubts as CSV. What a spreadsheet would take for a formula is quoted for it.
fn listed(issues: &[Issue]) -> Vec<u8> {
    let plain = |text: &str| match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    };
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = out.write_record(["severity", "kind", "file", "line", "field", "message", "hint"]);
    for issue in issues {
        let place = &issue.place;
        let line = place.line.map(|line| line.to_string()).unwrap_or_default();
        let field = place.field.as_deref().unwrap_or_default();
        let row = [&words(&issue.severity), &words(&issue.kind), &place.file.to_string(), &line, &field.to_owned()];
        let said = [issue.message.to_string(), issue.hint.to_string()];
        let _ = out.write_record(row.into_iter().map(|cell| plain(cell)).chain(said.iter().map(|cell| plain(cell))));
    }
    out.into_inner().unwrap_or_default()
}

/// List the editions of a database
#[derive(Args)]
pub(super) struct Editions {}

impl Editions {
    #[expect(clippy::unused_self, reason = "every command is run in the same way")]
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let path = source.database().ok_or_else(|| {
            Trouble::new("no database is named", format!("name it with --db FILE; without one the {STARTER} catalogue is used"))
        })?;
        let editions = database::editions(path)?;
        let end = if editions.is_empty() { End::None } else { End::Found };
        if terminal.json {
            terminal.json(&editions)?;
            return Ok(end);
        }
        let rows = editions.iter().map(|edition| {
            let records: u64 = edition.counts.values().sum();
            let kept = edition.created_at.strftime("%Y-%m-%d %H:%M").to_string();
            let hash = edition.hash.chars().take(12).collect();
            vec![edition.number.to_string(), edition.title.clone(), kept, records.to_string(), edition.issues.to_string(), hash]
        });
        terminal.table(&["Edition", "Title", "Kept (UTC)", "Records", "Doubts", "Hash"], &[0, 2, 3, 4, 5], &[0, 3, 4], rows.collect())?;
        Ok(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_catalogue_says_again_is_taken_from_it() {
        let catalogue = |lines: &[&str]| {
            let mut catalogue = Catalogue::default();
            lines.iter().for_each(|line| catalogue.push(serde_json::from_str(line).unwrap()));
            catalogue
        };
        let base = catalogue(&[
            r#"{"competency": {"id": "sql", "name": "SQL"}}"#,
            r#"{"competency": {"id": "go", "name": "Go"}}"#,
            r#"{"crosswalk": {"from": "go", "to": "x", "match": "exact"}}"#,
        ]);
        let newer = catalogue(&[
            r#"{"competency": {"id": "sql", "name": "Structured Query Language"}}"#,
            r#"{"crosswalk": {"from": "go", "to": "x", "match": "exact"}}"#,
        ]);
        let joined = join(base, newer.clone());
        assert_eq!(joined.competencies.iter().map(|one| one.name.to_string()).collect::<Vec<_>>(), ["Go", "Structured Query Language"]);
        assert_eq!(joined.crosswalks.len(), 1);
        assert_eq!(join(joined.clone(), newer), joined);
    }

    #[test]
    fn a_listed_doubt_is_never_a_formula() {
        let issue = Issue::new(IssueKind::BadValue, "a.csv", "=1+1 is no date").at(3);
        let text = String::from_utf8(listed(&[issue])).unwrap();
        assert!(text.lines().nth(1).unwrap().contains("'=1+1 is no date"), "{text}");
    }
}
