//! Taking everything along: all that is kept of a learner as tables, and tables as CSV that no spreadsheet runs.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Rows of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What they are.
    pub name: String,
    /// Names of columns.
    pub columns: Vec<String>,
    /// Rows, as long as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// Every list of an export as a table, and what is no list as one row of a table `learner`. What is nested stays JSON in its cell.
pub fn tables(export: &Map<String, Value>) -> Vec<Table> {
    let mut found = Vec::new();
    for (name, value) in export {
        let rows: Vec<&Value> = match value {
            Value::Array(rows) => rows.iter().collect(),
            Value::Object(_) => vec![value],
            _ => continue,
        };
        let members: BTreeSet<&String> = rows.iter().filter_map(|row| row.as_object()).flat_map(Map::keys).collect();
        let cell = |row: &Value, member: &str| match row.get(member) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let rows = rows.iter().map(|row| members.iter().map(|member| cell(row, member)).collect()).collect();
        found.push(Table { name: name.clone(), columns: members.into_iter().cloned().collect(), rows });
    }
    found
}

/// Tables as one CSV (RFC 4180): `table, row, column, value`, one line for each cell that has something in it.
///
/// A value that a spreadsheet could take for a formula begins with an apostrophe there.
pub fn csv(tables: &[Table]) -> String {
    let mut text = String::from("table,row,column,value\r\n");
    for table in tables {
        for (at, row) in table.rows.iter().enumerate() {
            for (column, value) in table.columns.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
                let cells = [table.name.as_str(), &(at + 1).to_string(), column, value];
                text.push_str(&cells.map(quoted).join(","));
                text.push_str("\r\n");
            }
        }
    }
    text
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_formula_is_text_and_a_quote_is_doubled() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5", "'-5"),
            ("\tx", "'\tx"),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("plain", "plain"),
            ("=1,2", "\"'=1,2\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }

    #[test]
    fn every_list_is_a_table_and_nothing_is_lost() {
        let export = json!({
            "learner": {"id": "l", "profile": {"name": "Ana"}},
            "evidence": [{"id": "1", "level": 2}, {"id": "2", "note": "=cmd"}],
            "version": 1,
        });
        let tables = tables(export.as_object().unwrap());
        assert_eq!(
            tables.iter().map(|table| (table.name.as_str(), table.rows.len())).collect::<Vec<_>>(),
            [("learner", 1), ("evidence", 2)]
        );
        let text = csv(&tables);
        assert!(text.contains("evidence,2,note,'=cmd\r\n") && text.contains("evidence,1,level,2\r\n"));
        assert!(text.contains("learner,1,profile,\"{\"\"name\"\":\"\"Ana\"\"}\"\r\n"));
    }
}
