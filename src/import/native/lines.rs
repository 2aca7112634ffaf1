//! A file as batches of numbered lines, so that memory is bounded and the lines of a batch can be read side by side.

use super::LONGEST_LINE;
use crate::import::{Issue, IssueKind};
use std::io::{BufRead, Read};

/// How many bytes of lines are read before they are parsed.
const BATCH: usize = 8 << 20;
/// How many lines are read before they are parsed: of short bad ones each has a doubt that is longer than the line.
const MOST_LINES: usize = 1 << 15;

/// Where one line stands in its batch.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// 1 is the first of the file.
    pub(super) number: u64,
    start: usize,
    end: usize,
}

/// Lines that are read together.
#[derive(Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    /// Lines that may hold a record: neither blank nor a comment.
    pub(super) lines: Vec<Line>,
}

impl Batch {
    /// The bytes of a line, without blanks around it.
    pub(super) fn text(&self, line: Line) -> &[u8] {
        self.bytes.get(line.start..line.end).unwrap_or_default()
    }
}

/// A file that is read in batches.
pub(super) struct Lines<'a, R> {
    file: &'a str,
    reader: R,
    number: u64,
    carriage_returns: bool,
    ended: bool,
}

impl<'a, R: BufRead> Lines<'a, R> {
    pub(super) fn new(file: &'a str, reader: R) -> Self {
        Self { file, reader, number: 0, carriage_returns: false, ended: false }
    }

    /// The next lines, or none at the end of the file.
    pub(super) fn next_batch(&mut self, issues: &mut Vec<Issue>) -> Option<Batch> {
        let mut batch = Batch::default();
        while !self.ended && batch.bytes.len() < BATCH && batch.lines.len() < MOST_LINES {
            let start = batch.bytes.len();
            // One byte over the limit tells a line that is too long from one that just fits; two more are for CR LF.
            let most = LONGEST_LINE as u64 + 3;
            let read = match self.reader.by_ref().take(most).read_until(b'\n', &mut batch.bytes) {
                Ok(read) => read,
                Err(error) => {
                    issues.push(
                        Issue::new(IssueKind::Unreadable, self.file, format!("reading stopped here: {error}; what follows is not read"))
                            .at(self.number + 1),
                    );
                    batch.bytes.truncate(start);
                    self.ended = true;
                    break;
                }
            };
            if read == 0 {
                self.ended = true;
                break;
            }
            self.number += 1;
            if !self.take_line(&mut batch, start, issues) {
                batch.bytes.truncate(start);
            }
        }
        (!batch.lines.is_empty() || !self.ended).then_some(batch)
    }

    /// Takes up the line that starts at `start`; false where its bytes are not needed.
    fn take_line(&mut self, batch: &mut Batch, start: usize, issues: &mut Vec<Issue>) -> bool {
        let issue = |kind, message: String| Issue::new(kind, self.file, message).at(self.number);
        let mut start = start;
        if self.number == 1 {
            let bytes = batch.bytes.get(start..).unwrap_or_default();
            if let Some(what) = not_text(bytes) {
                issues.push(issue(IssueKind::WrongEncoding, format!("this is {what}, not UTF-8 text; the file was not read")));
                self.ended = true;
                return false;
            }
            if bytes.starts_with(b"\xef\xbb\xbf") {
                issues.push(issue(IssueKind::ByteOrderMark, "the file starts with a byte order mark; it was passed over".into()));
                start += 3;
            }
        }
        let line = batch.bytes.get(start..).unwrap_or_default();
        let ended = line.ends_with(b"\n");
        if line.ends_with(b"\r\n") && !self.carriage_returns {
            self.carriage_returns = true;
            issues.push(issue(IssueKind::CrlfLineEnds, "lines end in CR LF; they were read all the same".into()));
        }
        let text = line.trim_ascii();
        if text.len() > LONGEST_LINE || (!ended && line.len() > LONGEST_LINE) {
            issues.push(issue(IssueKind::LineTooLong, format!("the line is longer than {LONGEST_LINE} bytes; it was left out")));
            if !ended {
                self.skip_line();
            }
            return false;
        }
        if text.is_empty() || text.starts_with(b"//") {
            return false;
        }
        let before = line.len() - line.trim_ascii_start().len();
        batch.lines.push(Line { number: self.number, start: start + before, end: start + before + text.len() });
        true
    }

    /// Passes over the rest of a line without keeping it. A read error shows itself again at the next line.
    fn skip_line(&mut self) {
        while let Ok(buffer) = self.reader.fill_buf() {
            let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(used);
            if done {
                break;
            }
        }
    }
}

/// What a file is that starts like this, if it is no UTF-8 text at all.
fn not_text(start: &[u8]) -> Option<&'static str> {
    let marks: [(&[u8], &str); 5] = [
        (b"\xff\xfe", "UTF-16 text"),
        (b"\xfe\xff", "UTF-16 text"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "gzip-compressed"),
        (b"SQLite format 3\0", "a SQLite database"),
    ];
    marks.iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, what)| *what)
}
