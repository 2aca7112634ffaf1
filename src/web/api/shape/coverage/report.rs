//! What a question about coverage is answered with: sentences and one table, the same for JSON, CSV and terminal.

use crate::{
    coverage::Scarce,
    locale::{Locale, say},
    model::Currency,
};
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

/// What a row is about, whatever language its words are in: for pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nobody awards it at the level asked.
    Untaught,
    /// Awarded, and not offered.
    NotOffered,
    /// Only at unknown price or effort.
    Unpriced,
    /// What must come first cannot be had.
    Blocked,
    /// Only one provider.
    OneProvider,
    /// Only one language or region.
    OnePlace,
    /// Dear.
    Dear,
    /// A draft is the only way.
    Opens,
}

impl Mark {
    pub(super) fn of(scarce: &Scarce) -> Self {
        match scarce {
            Scarce::Untaught { .. } => Self::Untaught,
            Scarce::NotOffered => Self::NotOffered,
            Scarce::Unpriced => Self::Unpriced,
            Scarce::Blocked => Self::Blocked,
            Scarce::OneProvider(_) => Self::OneProvider,
            Scarce::OneLanguage(_) | Scarce::OneRegion(_) => Self::OnePlace,
            Scarce::Dear => Self::Dear,
        }
    }
}

/// The column that says whether a row is proven.
pub const PROOF: &str = "proof";

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
    /// Whether every figure is proven; otherwise a search was stopped, or was too large: the sentences say what stayed open, and `proof` in
    /// which rows.
    pub proven: bool,
    /// The columns of the table.
    pub columns: Vec<Column>,
    /// Its rows, the most important first. Each has `proof`: `proven`, or `open` where a stopped search left a figure of it open.
    #[schema(value_type = Vec<Object>)]
    pub rows: Vec<Row>,
    /// What each row is about, where its question says so.
    #[serde(skip)]
    #[schema(ignore)]
    pub marks: Vec<Vec<Mark>>,
    /// How many rows there are in all; more than are listed where a limit was asked for.
    pub total: usize,
}

impl Report {
    pub(super) fn new(edition: u64, currency: Currency, columns: &[(&'static str, &'static str, Unit)]) -> Self {
        let proof = (PROOF, "Proof", Unit::Text);
        let columns = columns.iter().chain([&proof]).map(|(key, title, unit)| Column { key, title, unit: *unit }).collect();
        Self {
            edition,
            currency: currency.to_string(),
            minor_digits: currency.minor_digits(),
            says: Vec::new(),
            proven: true,
            columns,
            rows: Vec::new(),
            marks: Vec::new(),
            total: 0,
        }
    }

    pub(super) fn say(&mut self, sentence: impl Into<String>) {
        self.says.push(sentence.into());
    }

    /// Adds a row; cells are in the order of the columns, and whether all of them are proven.
    pub(super) fn row(&mut self, mut cells: Vec<Value>, proven: bool) {
        cells.push(if proven { "proven" } else { "open" }.into());
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(self.columns.iter().map(|column| column.key.to_owned()).zip(cells).collect());
        self.proven &= proven;
        self.total = self.rows.len();
    }

    /// Says what the row that was added last is about.
    pub(super) fn mark(&mut self, marks: Vec<Mark>) {
        self.marks.push(marks);
    }

    /// Whether a row has a figure that stayed open.
    pub fn is_open(row: &Row) -> bool {
        row.get(PROOF).is_some_and(|proof| proof == "open")
    }

    /// The report as it is given: at most so many rows, and what is open said.
    pub(super) fn done(mut self, t: &Locale, limit: usize) -> Self {
        if self.rows.iter().any(Self::is_open) {
            self.say(say!(t, "report-some-open"));
        }
        self.rows.truncate(limit);
        self.marks.truncate(limit);
        self
    }
}
