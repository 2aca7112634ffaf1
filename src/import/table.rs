//! A table with a header row, read by the names of its columns; rows that cannot be read are told and passed over.

use super::{Files, Issue, IssueKind};
use csv::{ByteRecord, ReaderBuilder, Terminator};

/// The longest row, in bytes; a longer one is the trace of a quote that is never closed.
pub const LONGEST_ROW: usize = 1 << 20;

/// How the columns of a table are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Commas, with quotes around fields that need them.
    Commas,
    /// Tabs; quotes mean nothing.
    Tabs,
}

/// One row of a table with `N` columns of interest.
pub(super) struct Row<'a, const N: usize> {
    pub(super) file: &'a str,
    /// Line on which the row starts.
    pub(super) line: u64,
    record: &'a ByteRecord,
    columns: &'a [Option<usize>; N],
    names: &'a [&'a str; N],
}

impl<'a, const N: usize> Row<'a, N> {
    /// The columns of interest, without blanks around them; empty where the table has no such column.
    pub(super) fn fields(&self) -> [&'a str; N] {
        self.columns.map(|column| {
            column.and_then(|column| self.record.get(column)).and_then(|field| std::str::from_utf8(field).ok()).unwrap_or("").trim()
        })
    }

    /// A doubt about this row.
    pub(super) fn issue(&self, kind: IssueKind, message: impl Into<Box<str>>) -> Issue {
        Issue::new(kind, self.file, message).at(self.line)
    }

    /// A doubt about one column of this row.
    pub(super) fn issue_on(&self, column: usize, kind: IssueKind, message: impl Into<Box<str>>) -> Issue {
        let name = self.names.get(column).copied().unwrap_or_default();
        self.issue(kind, message).on(name.trim_end_matches('?'))
    }
}

/// Calls `each` for every row of a table. The names of columns that need not be there end in `?`. False where the table cannot be read
/// at all.
pub(super) fn rows<const N: usize>(
    files: &impl Files,
    file: &str,
    dialect: Dialect,
    names: [&str; N],
    issues: &mut Vec<Issue>,
    mut each: impl FnMut(&Row<'_, N>, &mut Vec<Issue>),
) -> bool {
    let bytes = match files.open(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            issues.push(Issue::new(IssueKind::MissingFile, file, "there is no such file; what it says is not known"));
            return false;
        }
        Err(error) => {
            issues.push(Issue::new(IssueKind::Unreadable, file, format!("it cannot be opened: {error}; it was passed over")));
            return false;
        }
    };
    let mut builder = ReaderBuilder::new();
    // A terminator of LF alone keeps line numbers right where lines end in CR LF; the CR is a blank at the end of the last field.
    builder.flexible(true).buffer_capacity(1 << 16).terminator(Terminator::Any(b'\n'));
    match dialect {
        Dialect::Commas => {}
        Dialect::Tabs => {
            builder.delimiter(b'\t').quoting(false);
        }
    }
    let mut reader = builder.from_reader(bytes);
    let header = match reader.byte_headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            issues.push(Issue::new(IssueKind::Unreadable, file, format!("it cannot be read: {error}; it was passed over")));
            return false;
        }
    };
    let same = |found: &[u8], name: &str| found.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
    let columns = names.map(|name| header.iter().position(|found| same(found, name.trim_end_matches('?'))));
    let mut whole = true;
    for (name, column) in names.iter().zip(columns) {
        if column.is_none() && !name.ends_with('?') {
            whole = false;
            issues
                .push(Issue::new(IssueKind::MissingColumn, file, format!("there is no column `{name}`; the table was not read")).on(*name));
        }
    }
    if !whole {
        return false;
    }
    let mut record = ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => return true,
            Ok(true) => {}
            Err(error) => {
                let line = reader.position().line();
                let message = format!("reading stopped here: {error}; what follows is not read");
                issues.push(Issue::new(IssueKind::Unreadable, file, message).at(line));
                return true;
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        let row = Row { file, line, record: &record, columns: &columns, names: &names };
        let bytes = record.as_slice();
        if bytes.len() > LONGEST_ROW {
            let message = format!("the row has {} bytes; it was left out", bytes.len());
            issues
                .push(row.issue(IssueKind::MalformedRow, message).hinting("look for a quote that is never closed, in or before this row"));
        } else if record.len() != header.len() {
            let message = format!("the row has {} fields, the table {} columns; the row was left out", record.len(), header.len());
            issues.push(row.issue(IssueKind::MalformedRow, message));
        } else if std::str::from_utf8(bytes).is_err() {
            issues.push(row.issue(IssueKind::NotUtf8, "the row is not UTF-8; it was left out"));
        } else if bytes.contains(&0) {
            issues.push(row.issue(IssueKind::NulByte, "the row has a NUL byte; it was left out"));
        } else {
            each(&row, issues);
        }
    }
}
