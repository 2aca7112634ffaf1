//! Several files into one catalogue, in order: parsed side by side, joined one after the other, the first of two equal ids stays.

use super::{faults, lines::Lines};
use crate::import::{Issue, IssueKind, Issues, Reading, Severity};
use crate::model::{Catalogue, FORMAT, Header, Record};
use rayon::prelude::*;
use std::{
    collections::{HashMap, HashSet},
    io::BufRead,
};

/// How many lines one thread parses in a row.
const CHUNK: usize = 256;

/// A catalogue being put together.
#[derive(Default)]
pub(super) struct Merge {
    catalogue: Catalogue,
    pub(super) issues: Issues,
    ids: HashMap<&'static str, HashSet<Box<str>>>,
    first_file: Option<Box<str>>,
    header_tried: bool,
}

impl Merge {
    /// Adds all records of one file.
    pub(super) fn file(&mut self, name: &str, reader: impl BufRead) {
        self.first_file.get_or_insert_with(|| name.into());
        let mut lines = Lines::new(name, reader);
        let mut issues = Vec::new();
        let (mut records, mut faults) = (0_usize, false);
        while let Some(batch) = lines.next_batch(&mut issues) {
            let parsed: Vec<_> = (batch.lines.par_chunks(CHUNK))
                .map(|chunk| {
                    chunk.iter().map(|line| (line.number, faults::parse(name, line.number, batch.text(*line)))).collect::<Vec<_>>()
                })
                .collect();
            for (line, (record, found)) in parsed.into_iter().flatten() {
                self.header_tried |=
                    found.iter().any(|issue| issue.place.field.as_deref().is_some_and(|field| field.starts_with("catalogue")));
                issues.extend(found);
                if let Some(record) = record {
                    self.add(record, name, line, records == 0, &mut issues);
                }
                records += 1;
            }
            faults |= self.take(&mut issues);
        }
        faults |= self.take(&mut issues);
        if records == 0 && !faults {
            self.issues.push(Issue::new(IssueKind::EmptyFile, name, "there is no record in it; nothing was read"));
        }
    }

    /// Takes over the doubts of some lines in the order of the lines, and says whether there are faults.
    fn take(&mut self, issues: &mut Vec<Issue>) -> bool {
        issues.sort_by_key(|issue| issue.place.line);
        let faults = issues.iter().any(|issue| issue.severity == Severity::Fault);
        self.issues.extend(issues.drain(..));
        faults
    }

    fn add(&mut self, mut record: Record, file: &str, line: u64, first: bool, issues: &mut Vec<Issue>) {
        let (kind, id) = faults::identity(&record);
        if let Some(id) = id
            && !self.ids.entry(kind).or_default().insert(id.into())
        {
            let message = format!("another {kind} has the id `{id}`; the first one stays, this one was left out");
            issues.push(Issue::new(IssueKind::DuplicateId, file, message).at(line).on(format!("{kind}.id")));
            return;
        }
        if let Record::Catalogue(header) = &mut record {
            check_header(header, file, line, first, issues);
        }
        self.catalogue.push(record);
    }

    /// The catalogue with all doubts.
    pub(super) fn finish(mut self) -> Reading {
        if let Some(file) =
            self.first_file.filter(|_| self.catalogue.headers.is_empty() && !self.header_tried && !self.catalogue.is_empty())
        {
            let message = "no `catalogue` record says what this is; it was read all the same";
            self.issues.push(Issue::new(IssueKind::MissingHeader, &file, message));
        }
        Reading { catalogue: self.catalogue, issues: self.issues }
    }
}

fn check_header(header: &mut Header, file: &str, line: u64, first: bool, issues: &mut Vec<Issue>) {
    if &*header.format != FORMAT {
        let message = format!("the format is `{}`, not `{FORMAT}`; it was read as the latter", header.format);
        issues.push(Issue::new(IssueKind::WrongFormat, file, message).at(line).on("catalogue.format"));
        // What is kept is what was understood.
        header.format = FORMAT.into();
    }
    if !first {
        let message = "the `catalogue` record is not the first of its file; it was read all the same";
        issues.push(Issue::new(IssueKind::LateHeader, file, message).at(line));
    }
}
