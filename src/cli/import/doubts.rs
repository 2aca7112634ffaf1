//! Every doubt of an import, as CSV.

use super::super::{file, trouble::Trouble};
use crate::import::{Issue, Issues};
use serde::Serialize;
use std::{io::Write, path::Path};

/// A kind of doubt as it is written in files, with spaces.
pub(in crate::cli) fn words<T: Serialize>(kind: &T) -> String {
    let kind = serde_json::to_value(kind).ok();
    kind.and_then(|kind| kind.as_str().map(|kind| kind.replace('_', " "))).unwrap_or_default()
}

/// Lists every doubt in a file.
pub(super) fn list(issues: &Issues, path: &Path) -> Result<(), Trouble> {
    write(issues.iter(), file::create(path)?).map_err(|error| Trouble::file("written", path, &error))
}

/// Doubts as CSV, one after the other. What a spreadsheet would take for a formula is quoted for it.
fn write(issues: impl Iterator<Item = Issue>, out: impl Write) -> std::io::Result<()> {
    let plain = |text: &str| match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    };
    let mut out = csv::Writer::from_writer(out);
    out.write_record(["severity", "kind", "file", "line", "field", "message", "hint"])?;
    for Issue { kind, severity, place, message, hint } in issues {
        let line = place.line.map(|line| line.to_string()).unwrap_or_default();
        let field = place.field.unwrap_or_default();
        let (severity, kind) = (words(&severity), words(&kind));
        out.write_record([&severity, &kind, &*place.file, &*line, &*field, &*message, &*hint].map(plain))?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::IssueKind;

    #[test]
    fn a_listed_doubt_is_never_a_formula() {
        let issue = Issue::new(IssueKind::BadValue, "a.csv", "=1+1 is no date").at(3);
        let mut text = Vec::new();
        write([issue].into_iter(), &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.lines().nth(1).unwrap().contains("'=1+1 is no date"), "{text}");
    }
}
