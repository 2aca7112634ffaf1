//! `pathstack lint`: a catalogue read as a careful editor would, every fault with its place and what to do.

use super::{
    catalogue::{Source, native_at},
    import::words,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::title,
    graph::{Edition, SkillGraph},
    import::{Issue, Severity as Doubtful},
    lint::{Finding, Severity, lint},
    model::Catalogue,
};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// Say what is wrong with a catalogue, line by line and as a whole
///
/// Exit code 0 where nothing is wrong, 1 where there are faults or warnings.
#[derive(Args)]
pub(super) struct Lint {
    /// Native catalogues, files or folders, read as one; the catalogue in use where left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show every finding, and notes as well
    #[arg(long)]
    all: bool,
}

/// What is wrong, in reading and as a whole.
#[derive(Serialize)]
struct Linted {
    /// What could not be read as it stands.
    issues: Vec<Issue>,
    /// What is wrong with what was read.
    findings: Vec<Finding>,
}

/// How many findings of a kind are shown first.
const SHOWN: usize = 5;

/// A severity by its word, and in which ink.
fn marked(severity: Severity) -> (&'static str, Ink) {
    match severity {
        Severity::Fault => ("fault", Ink::Red),
        Severity::Warning => ("warning", Ink::Yellow),
        Severity::Note => ("note", Ink::Dim),
    }
}

/// How much a doubt in reading matters, in the words of findings.
fn as_severe(doubtful: Doubtful) -> Severity {
    match doubtful {
        Doubtful::Fault => Severity::Fault,
        Doubtful::Warning => Severity::Warning,
        Doubtful::Note => Severity::Note,
    }
}

/// One thing to show: how severe, of which kind, what it says, what to do.
struct Told {
    severity: Severity,
    kind: String,
    says: String,
    hint: String,
}

impl Lint {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let mut issues = Vec::new();
        let graph = if self.paths.is_empty() {
            source.shelf(terminal)?.graph
        } else {
            let mut catalogue = Catalogue::default();
            for path in &self.paths {
                let reading = native_at(path)?;
                issues.extend(reading.issues);
                catalogue.append(reading.catalogue);
            }
            SkillGraph::new(Edition { number: 0, title: title(&catalogue) }, catalogue)
        };
        let linted = Linted { issues, findings: lint(&graph) };
        let severe = |severity: Severity| severity != Severity::Note;
        let wrong =
            linted.findings.iter().any(|one| severe(one.severity)) || linted.issues.iter().any(|one| severe(as_severe(one.severity)));
        if terminal.json {
            terminal.json(&linted)?;
        } else {
            self.show(&linted, graph.catalogue().len(), terminal)?;
        }
        Ok(if wrong { End::None } else { End::Found })
    }

    fn show(&self, linted: &Linted, records: usize, terminal: &mut Terminal) -> Result<(), Trouble> {
        let read = linted.issues.iter().map(|issue| Told {
            severity: as_severe(issue.severity),
            kind: words(&issue.kind),
            says: issue.to_string(),
            hint: issue.hint.to_string(),
        });
        let whole = linted.findings.iter().map(|finding| Told {
            severity: finding.severity,
            kind: words(&finding.kind),
            says: finding.says.to_string(),
            hint: finding.hint.to_string(),
        });
        let mut told: Vec<Told> = read.chain(whole).collect();
        // Stable: within a kind they stay in the order of the file or of the records.
        told.sort_by(|a, b| (a.severity, &a.kind).cmp(&(b.severity, &b.kind)));
        let many = |severity: Severity| told.iter().filter(|one| one.severity == severity).count();
        let counts = [Severity::Fault, Severity::Warning, Severity::Note].map(many);
        for of_kind in told.chunk_by(|a, b| (a.severity, &a.kind) == (b.severity, &b.kind)) {
            let Some(first) = of_kind.first().filter(|first| self.all || first.severity != Severity::Note) else { continue };
            let (word, ink) = marked(first.severity);
            let word = terminal.ink(ink, word).into_owned();
            terminal.line(&format!("{word}: {} ({})", first.kind, of_kind.len()))?;
            let shown = if self.all { of_kind.len() } else { SHOWN };
            let one_hint = of_kind.iter().all(|one| one.hint == first.hint);
            for one in of_kind.iter().take(shown) {
                terminal.paragraph("  - ", &one.says)?;
                if !one_hint {
                    terminal.paragraph("    hint: ", &one.hint)?;
                }
            }
            if of_kind.len() > shown {
                terminal.line(&format!("  … and {} more", of_kind.len() - shown))?;
            }
            if one_hint {
                terminal.paragraph("    hint: ", &first.hint)?;
            }
            terminal.gap()?;
        }
        let [faults, warnings, notes] = counts.map(|many| many.to_string());
        let more = if !self.all && counts.iter().sum::<usize>() > 0 { "; --all shows everything" } else { "" };
        terminal.line(&format!("{records} records: {faults} faults, {warnings} warnings, {notes} notes{more}."))?;
        Ok(())
    }
}
