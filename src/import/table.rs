//! A table with a header row, read by the names of its columns; rows that cannot be read are told and passed over.

use super::{Files, Issue, IssueKind, Issues};
use csv::{ByteRecord, ReaderBuilder, Terminator};
use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

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
    issues: &mut Issues,
    mut each: impl FnMut(&Row<'_, N>, &mut Issues),
) -> bool {
    let mut columns = [None; N];
    let mut whole = true;
    records(files, file, dialect, issues, |record, line, header, issues| {
        if line == 0 {
            columns = names.map(|name| header.iter().position(|found| same(found, name.trim_end_matches('?'))));
            for (name, column) in names.iter().zip(columns) {
                if column.is_none() && !name.ends_with('?') {
                    whole = false;
                    let message = format!("there is no column `{name}`; the table was not read");
                    issues.push(Issue::new(IssueKind::MissingColumn, file, message).on(*name));
                }
            }
            return whole;
        }
        each(&Row { file, line, record, columns: &columns, names: &names }, issues);
        true
    }) && whole
}

/// Whether a column of a header has this name.
pub(super) fn same(found: &[u8], name: &str) -> bool {
    found.strip_prefix(b"\xef\xbb\xbf").unwrap_or(found).trim_ascii().eq_ignore_ascii_case(name.as_bytes())
}

/// Calls `each` with the header at line 0, then with every sound row, its line and the header, until it says false. False where the table
/// cannot be opened or has no header.
pub(super) fn records(
    files: &impl Files,
    file: &str,
    dialect: Dialect,
    issues: &mut Issues,
    mut each: impl FnMut(&ByteRecord, u64, &ByteRecord, &mut Issues) -> bool,
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
    let longest = files.limits().row;
    // A quote that is never closed makes the rest of the file one row: it is not kept in memory beyond a few rows' worth.
    let left = Rc::new(Cell::new(0));
    let bytes = Rationed { reader: bytes, left: Rc::clone(&left) };
    let ration = longest.saturating_mul(RATION).saturating_add(1 << 17);
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
    left.set(ration);
    let header = match reader.byte_headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            issues.push(Issue::new(IssueKind::Unreadable, file, format!("it cannot be read: {error}; it was passed over")));
            return false;
        }
    };
    let mut record = ByteRecord::new();
    if !each(&record, 0, &header, issues) {
        return true;
    }
    loop {
        left.set(ration);
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
        let line = record.position().map_or(1, csv::Position::line);
        let bytes = record.as_slice();
        let issue = |kind, message: String| Issue::new(kind, file, message).at(line);
        if bytes.len() as u64 > longest {
            let message = format!("the row has {} bytes, more than {longest}; it was left out", bytes.len());
            let hint = "look for a quote that is never closed, in or before this row";
            issues.push(issue(IssueKind::MalformedRow, message).hinting(hint));
        } else if record.len() != header.len() {
            let message = format!("the row has {} fields, the table {} columns; the row was left out", record.len(), header.len());
            issues.push(issue(IssueKind::MalformedRow, message));
        } else if std::str::from_utf8(bytes).is_err() {
            issues.push(issue(IssueKind::NotUtf8, "the row is not UTF-8; it was left out".into()));
        } else if bytes.contains(&0) {
            issues.push(issue(IssueKind::NulByte, "the row has a NUL byte; it was left out".into()));
        } else if !each(&record, line, &header, issues) {
            return true;
        }
    }
}

/// How many rows of the longest kind are read in search of the end of one.
const RATION: u64 = 16;

/// A reader that fails once its ration is used up.
pub(super) struct Rationed<R> {
    pub(super) reader: R,
    pub(super) left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::other("one record goes on and on, longer than any is"));
        }
        let room = usize::try_from(self.left.get()).unwrap_or(usize::MAX).min(into.len());
        let read = self.reader.read(into.get_mut(..room).unwrap_or_default())?;
        self.left.set(self.left.get().saturating_sub(read as u64));
        Ok(read)
    }
}
