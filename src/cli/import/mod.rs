//! `pathstack import`: publications read, their doubts told, and what they say kept as one edition.

mod doubts;
mod limits;
mod read;

use super::{
    catalogue::Source,
    clock, database,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::title,
    import::{Issue, IssueKind, Issues, Reading, join, native, retire_vanished},
    model::Catalogue,
    store::{Draft, Edition, shown},
};
use clap::{Args, ValueEnum};
pub(super) use doubts::words;
pub(super) use limits::ReadArgs;
use read::{Form, How, spinner};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Read publications and keep what they say as an edition
///
/// In which form a publication is, is told by its signs; `--format` says it where they are missing. Several publications become one
/// edition. One bad record never hides the rest: every doubt is counted by kind, and `--issues FILE` lists them all.
#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct Import {
    /// Files, folders of releases, or ZIP archives as downloaded
    #[arg(value_name = "PATH", required = true, num_args = 1..)]
    paths: Vec<PathBuf>,
    /// In which form they are published; a form may also stand before the first path
    #[arg(long, value_enum, value_name = "FORM")]
    format: Option<Form>,
    /// What the columns of a table mean: a mapping file
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    mapping: Option<PathBuf>,
    /// Files that stand beside, such as the crosswalk that a mapping joins codes through
    #[arg(long, value_name = "PATH")]
    also: Vec<PathBuf>,
    /// Which of O*NET's ratings become requirements, and how its levels read: a JSON file
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// What they are joined onto: `newest` edition (the starter where there is none), `starter`, or `nothing`
    #[arg(long, value_enum, default_value_t, value_name = "BASE")]
    onto: Onto,
    /// What is read is only a part of its publication: what it no longer has is not retired in the newest edition
    #[arg(long)]
    part: bool,
    /// List every doubt in this file, as CSV
    #[arg(long, value_name = "FILE")]
    issues: Option<PathBuf>,
    #[command(flatten)]
    limits: ReadArgs,
}

const AFTER: &str = "\
For example: pathstack import ./esco-csv ./onet-text --db pathstack.db
             pathstack import courses.csv --mapping courses.json --issues doubts.csv --db pathstack.db";

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

/// One of the publications.
#[derive(Serialize)]
struct Publication {
    /// Where it was read.
    path: String,
    /// In which form, or by which mapping.
    format: String,
}

/// What came of an import.
#[derive(Serialize)]
struct Imported<'a> {
    /// What was read.
    publications: &'a [Publication],
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

impl Import {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        // A form may stand before the paths, unless something of that name is there.
        let leading = self.paths.first().filter(|first| self.paths.len() > 1 && !first.exists()).and_then(|first| Form::named(first));
        let paths = self.paths.get(usize::from(leading.is_some())..).unwrap_or_default();
        let how = How {
            form: self.format.or(leading),
            mapping: self.mapping.as_deref(),
            also: &self.also,
            rules: self.rules.as_deref(),
            limits: &self.limits,
        };
        let mut catalogue = Catalogue::default();
        let (mut issues, mut publications) = (Issues::new(), Vec::new());
        for path in paths {
            let publication = how.read(path)?;
            let trouble = publication.trouble();
            let Reading { catalogue: found, issues: mut doubts } = publication.reading;
            if paths.len() > 1 {
                issues.extend(doubts.into_iter().map(|issue| below(path, issue)));
            } else {
                issues.append(&mut doubts);
            }
            if let Some(trouble) = trouble {
                self.list(&issues)?;
                return Err(trouble);
            }
            publications.push(Publication { path: publication.path, format: publication.form });
            if catalogue.is_empty() {
                catalogue = found;
            } else {
                let (joined, replaced) = join(catalogue, found);
                catalogue = joined;
                issues.extend(replaced.into_iter().map(|issue| below(path, issue)));
            }
        }
        let read = count(&catalogue);
        let edition = match source.database() {
            Some(path) => Some(self.keep(path, catalogue, &mut issues)?),
            None => None,
        };
        self.list(&issues)?;
        let doubts = issues.counts();
        if terminal.json {
            terminal.json(&Imported { publications: &publications, edition: edition.as_ref(), read: &read, issues: &doubts })?;
        } else {
            if how.form.is_none() && how.mapping.is_none() {
                for publication in &publications {
                    terminal.line(&format!("{} was read as {}.", publication.path, publication.format))?;
                }
                terminal.gap()?;
            }
            self.show(edition.as_ref().zip(source.database()), &read, &doubts, &issues, terminal)?;
        }
        if edition.is_none() {
            terminal.talk("\nhint: nothing was kept; `--db FILE` keeps it as an edition that `plan --db FILE` then uses")?;
        }
        Ok(End::Found)
    }

    /// Lists every doubt, where a file for it was named.
    fn list(&self, issues: &Issues) -> Result<(), Trouble> {
        self.issues.as_deref().map_or(Ok(()), |path| doubts::list(issues, path))
    }

    fn keep(&self, path: &Path, catalogue: Catalogue, issues: &mut Issues) -> Result<Edition, Trouble> {
        let bar = spinner(format!("keeping it in {}", shown(path)));
        let mut base = match self.onto {
            Onto::Newest => database::newest(path)?.unwrap_or_else(|| native::starter().catalogue),
            Onto::Starter => native::starter().catalogue,
            Onto::Nothing => Catalogue::default(),
        };
        if self.onto == Onto::Newest && !self.part {
            issues.extend(retire_vanished(&mut base, &catalogue));
        }
        let (joined, replaced) = join(base, catalogue);
        issues.extend(replaced);
        let draft = Draft::new(&joined, &*issues)?;
        let title = title(&joined);
        // What was read is packed by now; the records themselves need not be held while they are written.
        drop(joined);
        let edition = database::keep(path, &draft, &title, clock::now())?;
        bar.finish_and_clear();
        Ok(edition)
    }

    fn show(
        &self,
        kept: Option<(&Edition, &Path)>,
        read: &BTreeMap<&'static str, usize>,
        doubts: &BTreeMap<IssueKind, usize>,
        issues: &Issues,
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
            let first = issues.first_of(*kind).map(|issue| issue.to_string()).unwrap_or_default();
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

/// A doubt with the path of its publication before its file.
fn below(path: &Path, mut issue: Issue) -> Issue {
    let file = &*issue.place.file;
    let named = path.file_name().is_some_and(|name| name.to_string_lossy() == file);
    issue.place.file =
        if named || file.is_empty() { path.display().to_string().into() } else { format!("{}/{file}", path.display()).into() };
    issue
}
