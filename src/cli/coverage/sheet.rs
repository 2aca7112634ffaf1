//! A report as CSV (RFC 4180) that no spreadsheet runs as formulas.

use super::super::trouble::Trouble;
use crate::web::api::shape::{Report, Unit};
use serde_json::Value;
use std::borrow::Cow;

/// What makes spreadsheets take a cell for a formula, wide forms included (OWASP, CSV Injection).
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Text that is shown as it is: an apostrophe comes before what would run.
fn plain(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).starts_with(FORMULA) { format!("'{text}").into() } else { text.into() }
}

/// Minor units as a decimal number.
pub(super) fn decimal(minor: i64, digits: u32) -> String {
    let unit = 10_u64.pow(digits.min(9));
    let (sign, size) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    if digits == 0 { format!("{sign}{size}") } else { format!("{sign}{}.{:0width$}", size / unit, size % unit, width = digits as usize) }
}

/// The table with a heading; what is unknown is an empty cell.
pub(super) fn csv(report: &Report) -> Result<Vec<u8>, Trouble> {
    let failed =
        |error: &dyn std::fmt::Display| Trouble::new(format!("the table cannot be written: {error}"), "check the disk and try again");
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let title = |column: &crate::web::api::shape::Column| match column.unit {
        Unit::Money => format!("{} ({})", column.title, report.currency),
        Unit::Minutes => format!("{} (minutes)", column.title),
        Unit::Text | Unit::Count => column.title.to_owned(),
    };
    writer.write_record(report.columns.iter().map(title)).map_err(|error| failed(&error))?;
    for row in &report.rows {
        let cell = |column: &crate::web::api::shape::Column| match (column.unit, row.get(column.key)) {
            (_, None | Some(Value::Null)) => String::new(),
            (Unit::Money, Some(value)) => value.as_i64().map_or_else(String::new, |minor| decimal(minor, report.minor_digits)),
            (_, Some(Value::String(text))) => plain(text).into_owned(),
            (_, Some(value)) => value.to_string(),
        };
        writer.write_record(report.columns.iter().map(cell)).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_run_as_a_formula_is_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r\n=1"] {
            assert_eq!(plain(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "SQL", "C++", "a=b", "'quoted", "3-D printing"] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn amounts_are_plain_decimals() {
        assert_eq!((decimal(-5, 2), decimal(123_456, 2), decimal(7, 0)), ("-0.05".into(), "1234.56".into(), "7".into()));
    }

    proptest! {
        #[test]
        fn no_cell_of_text_begins_a_formula(text in ".*") {
            let begins = plain(&text).trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
            prop_assert!(!begins.is_some_and(|first| FORMULA.contains(&first)));
        }
    }
}
