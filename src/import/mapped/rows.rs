//! Rows by the names of their columns, out of a table or a JSON list, with what is known to be wrong with such cells put right and told.

use super::mapping::Mapping;
use crate::import::{
    Files, Issue, IssueKind, Issues,
    json::{self, Node},
    table::{Dialect, records},
};
use csv::ByteRecord;
use serde_json::Value;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

/// Which columns a mapping asked for, and what was odd about whole columns.
#[derive(Default)]
pub(super) struct Columns {
    asked: RefCell<BTreeSet<String>>,
    quoted: RefCell<BTreeMap<String, (usize, Option<u64>)>>,
}

enum Cells<'a> {
    Table(&'a ByteRecord, &'a HashMap<String, usize>),
    Json(&'a Value),
}

/// One row.
pub(super) struct Row<'a> {
    pub(super) file: &'a str,
    /// Its line in a table; rows of a JSON list are named in `file`.
    pub(super) line: Option<u64>,
    cells: Cells<'a>,
    mapping: &'a Mapping,
    columns: &'a Columns,
    /// Columns that were read before: what is odd about them is told once.
    told: RefCell<Vec<String>>,
}

impl Row<'_> {
    /// A doubt about this row.
    pub(super) fn issue(&self, kind: IssueKind, message: impl Into<Box<str>>) -> Issue {
        let issue = Issue::new(kind, self.file, message);
        match self.line {
            Some(line) => issue.at(line),
            None => issue,
        }
    }

    /// What stands in a column as it is; nothing where there is no such column.
    fn raw(&self, column: &str) -> Option<String> {
        self.columns.asked.borrow_mut().insert(column.to_owned());
        let text = match &self.cells {
            Cells::Table(record, header) => {
                record.get(*header.get(&column.to_lowercase())?).and_then(|field| std::str::from_utf8(field).ok())?.to_owned()
            }
            Cells::Json(value) => match at(value, column)? {
                Value::String(text) => text.clone(),
                Value::Null => return None,
                Value::Array(list) => {
                    let separator = self.mapping.columns.get(column).and_then(|column| column.separator.as_deref()).unwrap_or("|");
                    list.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect::<Vec<_>>().join(separator)
                }
                value => value.to_string(),
            },
        };
        Some(text)
    }

    /// What a column says, with quotes, sentinels and lost zeros seen to.
    pub(super) fn said(&self, column: &str, issues: &mut Issues) -> Option<String> {
        let raw = self.raw(column)?;
        let mut told = self.told.borrow_mut();
        let first = !told.iter().any(|told| told == column);
        if first {
            told.push(column.to_owned());
        }
        let mut text = raw.trim();
        if let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            self.columns.quoted.borrow_mut().entry(column.to_owned()).or_insert((0, self.line)).0 += usize::from(first);
            text = inner.trim();
        }
        let nothing = |value: &String| value.eq_ignore_ascii_case(text);
        if text.is_empty() || self.mapping.unknown.iter().any(nothing) {
            return None;
        }
        let Some(particular) = self.mapping.columns.get(column) else { return Some(text.to_owned()) };
        let number = |text: &str| text.parse::<f64>().ok();
        let stands_for_none =
            |value: &String| value == text || number(value).zip(number(text)).is_some_and(|(a, b)| a.total_cmp(&b).is_eq());
        if particular.sentinels.iter().any(stands_for_none) {
            if first {
                issues.push(self.issue(IssueKind::Sentinel, format!("`{text}` stands for no value; it counts as unknown")).on(column));
            }
            return None;
        }
        if let Some(digits) = particular.digits.filter(|digits| text.len() < *digits && text.bytes().all(|byte| byte.is_ascii_digit())) {
            let whole = format!("{text:0>digits$}");
            if first {
                issues.push(
                    self.issue(IssueKind::LostZeros, format!("`{text}` lost its leading zeros; it was read as `{whole}`")).on(column),
                );
            }
            return Some(whole);
        }
        Some(text.to_owned())
    }

    /// The first of these columns that says something.
    pub(super) fn first(&self, columns: &[String], issues: &mut Issues) -> Option<String> {
        columns.iter().find_map(|column| self.said(column, issues))
    }

    /// The values of a list.
    pub(super) fn list(&self, column: &str, issues: &mut Issues) -> Vec<String> {
        let Some(text) = self.said(column, issues) else { return Vec::new() };
        let listed = matches!(&self.cells, Cells::Json(value) if at(value, column).is_some_and(Value::is_array));
        match self.mapping.columns.get(column).and_then(|column| column.separator.as_deref()).or(listed.then_some("|")) {
            Some(separator) if !separator.is_empty() => {
                text.split(separator).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
            }
            _ => vec![text],
        }
    }
}

/// What stands at `a.b.c`.
fn at<'a>(value: &'a Value, column: &str) -> Option<&'a Value> {
    column.split('.').try_fold(value, |value, step| value.get(step))
}

/// Calls `each` for every row of the publication; tells columns that nobody asked for.
pub(super) fn rows(files: &impl Files, file: &str, mapping: &Mapping, issues: &mut Issues, mut each: impl FnMut(&Row<'_>, &mut Issues)) {
    let columns = Columns::default();
    let mut found = BTreeSet::new();
    if let Some(member) = &mapping.rows {
        json::file(files, file, issues, |place, document, issues| {
            let list = match &document {
                Value::Array(list) => list.iter().collect(),
                value => Node::of(value).map(|node| node.list(&[member])).unwrap_or_default(),
            };
            if list.is_empty() {
                issues.push(
                    Issue::new(IssueKind::MissingColumn, file, format!("there is no list `{member}`; nothing was read"))
                        .on(member.as_str()),
                );
            }
            for (number, row) in list.into_iter().enumerate() {
                found.extend(row.as_object().into_iter().flat_map(|object| object.keys().cloned()));
                let named = format!("{file}#/{member}/{number}");
                each(
                    &Row { file: &named, line: place.line, cells: Cells::Json(row), mapping, columns: &columns, told: RefCell::default() },
                    issues,
                );
            }
        });
    } else {
        let mut places = HashMap::new();
        records(files, file, Dialect::Commas, issues, |record, line, header, issues| {
            if line == 0 {
                for (at, name) in header.iter().enumerate() {
                    let name = String::from_utf8_lossy(name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name)).trim().to_owned();
                    places.entry(name.to_lowercase()).or_insert(at);
                    found.insert(name);
                }
                let lacks = |columns: &[String]| !columns.iter().any(|column| places.contains_key(&column.to_lowercase()));
                let mut asked = [&mapping.credential.id, &mapping.credential.name].into_iter();
                if let Some(columns) = asked.find(|columns| lacks(columns)) {
                    let name = columns.first().cloned().unwrap_or_default();
                    let message = format!("there is no column `{name}`; the table was not read");
                    let hint = "is this the right mapping for the file?";
                    issues.push(Issue::new(IssueKind::MissingColumn, file, message).on(name).hinting(hint));
                    return false;
                }
                return true;
            }
            each(
                &Row { file, line: Some(line), cells: Cells::Table(record, &places), mapping, columns: &columns, told: RefCell::default() },
                issues,
            );
            true
        });
    }
    columns.tell(file, &found, issues);
}

impl Columns {
    fn tell(self, file: &str, found: &BTreeSet<String>, issues: &mut Issues) {
        for (column, (times, line)) in self.quoted.into_inner() {
            let message = format!("{times} values have quotes around them that belong to no one; they were taken off");
            let issue = Issue::new(IssueKind::StrayQuotes, file, message).on(column);
            issues.push(match line {
                Some(line) => issue.at(line),
                None => issue,
            });
        }
        let asked = self.asked.into_inner();
        let read =
            |name: &&String| !asked.iter().any(|asked| asked.split('.').next().is_some_and(|first| first.eq_ignore_ascii_case(name)));
        let unread: Vec<_> = found.iter().filter(read).map(String::as_str).collect();
        if !unread.is_empty() && !asked.is_empty() {
            let message = format!("the mapping says nothing of the columns {}; they were passed over", unread.join(", "));
            issues.push(Issue::new(IssueKind::NotRead, file, message));
        }
        let there =
            |asked: &&String| found.iter().any(|name| asked.split('.').next().is_some_and(|first| first.eq_ignore_ascii_case(name)));
        for missing in asked.iter().filter(|asked| !there(asked)).filter(|_| !found.is_empty()) {
            let message = format!("the mapping speaks of a column `{missing}` that is not there; what it says is not known");
            let mut issue = Issue::new(IssueKind::MissingColumn, file, message).on(missing.as_str());
            issue.severity = crate::import::Severity::Warning;
            issues.push(issue);
        }
    }
}
