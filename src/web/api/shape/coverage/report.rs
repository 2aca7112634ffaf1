//! What a question about coverage is answered with: sentences and one table, the same for JSON, CSV and terminal.

use crate::model::Currency;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What the figures of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Words.
    Text,
    /// Whole numbers.
    Count,
    /// Minor units of the report's currency.
    Money,
    /// Minutes of learner effort.
    Minutes,
}

/// A column of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Column {
    /// The member of each row.
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What its figures are.
    pub unit: Unit,
}

/// One row, a member for each column; `null` is unknown or does not apply, and never zero.
pub type Row = Map<String, Value>;

/// An answer about many questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Report {
    /// The edition it rests on.
    pub edition: u64,
    /// The currency of its amounts.
    #[schema(example = "USD")]
    pub currency: String,
    /// How many minor units make one of the currency, as a power of ten.
    pub minor_digits: u32,
    /// What it comes to, in sentences.
    pub says: Vec<String>,
    /// Whether every figure is proven; otherwise a search was stopped, or was too large, and the sentences say what stayed open.
    pub proven: bool,
    /// The columns of the table.
    pub columns: Vec<Column>,
    /// Its rows, the most important first.
    #[schema(value_type = Vec<Object>)]
    pub rows: Vec<Row>,
    /// How many rows there are in all; more than are listed where a limit was asked for.
    pub total: usize,
}

impl Report {
    pub(super) fn new(edition: u64, currency: Currency, columns: &[(&'static str, &'static str, Unit)]) -> Self {
        let columns = columns.iter().map(|(key, title, unit)| Column { key, title, unit: *unit }).collect();
        let (says, rows) = (Vec::new(), Vec::new());
        Self { edition, currency: currency.to_string(), minor_digits: currency.minor_digits(), says, proven: true, columns, rows, total: 0 }
    }

    pub(super) fn say(&mut self, sentence: impl Into<String>) {
        self.says.push(sentence.into());
    }

    /// Adds a row; cells are in the order of the columns.
    pub(super) fn row(&mut self, cells: Vec<Value>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(self.columns.iter().map(|column| column.key.to_owned()).zip(cells).collect());
        self.total = self.rows.len();
    }

    pub(super) fn most(mut self, limit: usize) -> Self {
        self.rows.truncate(limit);
        self
    }
}
