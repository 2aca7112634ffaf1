//! What a mapping file says: which column means what, in which unit, and which values mean that nobody said.

use crate::model::{Activity, AwardMode, CredentialType, Currency, Date, Delivery, Pace, Status, Timing};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The name and version of mapping files.
pub const MAPPING: &str = "pathstack-mapping/1";

/// How a table, or the list of a JSON document, becomes credentials with an offering each. Columns of JSON are named by their way: `cost.tuition`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Name and version of this form.
    pub mapping: String,
    /// Stable id; ids of records begin with it.
    pub id: String,
    /// Title of the publication.
    pub title: String,
    /// Who publishes it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Where it is published.
    #[serde(default)]
    pub url: Option<String>,
    /// Under which licence.
    #[serde(default)]
    pub licence: Option<String>,
    /// When its figures held, where no column says so.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// ISO 639-1 language of its texts.
    #[serde(default = "english")]
    pub language: String,
    /// The currency of its prices.
    #[serde(default = "dollars")]
    pub currency: Currency,
    /// Where its offerings can be taken.
    #[serde(default)]
    pub region: Vec<String>,
    /// The file in a folder of several.
    #[serde(default)]
    pub file: Option<String>,
    /// The member that lists the rows, where the file is JSON.
    #[serde(default)]
    pub rows: Option<String>,
    /// Columns by which such a file is known.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Values that say nothing, in any column, such as `n/a`.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// What is particular to single columns.
    #[serde(default)]
    pub columns: BTreeMap<String, Column>,
    /// Only rows that have one of these values in each of these columns are taken.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// What makes the credential.
    pub credential: CredentialColumns,
    /// What makes the offering.
    #[serde(default)]
    pub offering: OfferingColumns,
    /// A remark for those who keep the mapping.
    #[serde(default)]
    pub note: Option<String>,
}

fn english() -> String {
    "en".into()
}

fn dollars() -> Currency {
    Currency::USD
}

/// What is particular to a column.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Values that stand for no value, such as `9999`.
    #[serde(default)]
    pub sentinels: Vec<String>,
    /// How many digits its codes have; shorter ones lost their leading zeros.
    #[serde(default)]
    pub digits: Option<usize>,
    /// What stands between the values of a list.
    #[serde(default)]
    pub separator: Option<String>,
}

/// Columns of the credential. Where several are listed, the first that says something counts, unless it is said otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialColumns {
    /// Together they make the id.
    pub id: Vec<String>,
    /// Its name.
    pub name: Vec<String>,
    /// Other names: all of them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its sort.
    #[serde(default, rename = "type")]
    pub kind: Choice<CredentialType>,
    /// Who awards it.
    #[serde(default)]
    pub issuer: Option<Body>,
    /// Codes it has, also through other tables.
    #[serde(default)]
    pub codes: Vec<Code>,
    /// The field of work.
    #[serde(default)]
    pub sector: Vec<String>,
    /// What it is about.
    #[serde(default)]
    pub description: Vec<String>,
    /// Its page.
    #[serde(default)]
    pub url: Vec<String>,
    /// Competencies that it names.
    #[serde(default)]
    pub awards: Vec<Skills>,
    /// What is asked first, in words.
    #[serde(default)]
    pub prerequisite: Vec<String>,
    /// Words that say that nothing is asked, in lower case.
    #[serde(default)]
    pub no_prerequisite: Vec<String>,
    /// Its status.
    #[serde(default)]
    pub status: Choice<Status>,
    /// When its figures held.
    #[serde(default)]
    pub as_of: Vec<String>,
    /// Remarks to keep, by what is written before them.
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
}

/// Columns of the offering.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferingColumns {
    /// Who provides it; the issuer where left out.
    #[serde(default)]
    pub provider: Option<Body>,
    /// What the learner does.
    #[serde(default)]
    pub activity: Choice<Activity>,
    /// How the time is set.
    #[serde(default)]
    pub pace: Choice<Pace>,
    /// Where it takes place.
    #[serde(default)]
    pub delivery: Choice<Delivery>,
    /// When in the week.
    #[serde(default)]
    pub timing: Choice<Timing>,
    /// Place: all of them, with commas between.
    #[serde(default)]
    pub place: Vec<String>,
    /// ISO 639-1 languages by the words for them.
    #[serde(default)]
    pub languages: Option<Languages>,
    /// Effort.
    #[serde(default)]
    pub hours: Option<Quantity>,
    /// Calendar days at least.
    #[serde(default)]
    pub days: Option<Quantity>,
    /// The price.
    #[serde(default)]
    pub price: Option<Price>,
    /// How many of those who left it had finished.
    #[serde(default)]
    pub outcomes: Option<OutcomeColumns>,
}

/// The columns of outcomes, each a whole number of people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeColumns {
    /// Who left, with or without having finished.
    pub left: String,
    /// Who of them had finished.
    pub finished: String,
}

/// One of several words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
pub struct Choice<T> {
    /// The column; none where it is the same for all.
    #[serde(default)]
    pub column: Option<String>,
    /// By the whole value, in lower case.
    #[serde(default = "BTreeMap::new")]
    pub values: BTreeMap<String, T>,
    /// By a part of the value, in lower case; the first in the order of the alphabet that is found.
    #[serde(default = "BTreeMap::new")]
    pub containing: BTreeMap<String, T>,
    /// Where nothing is said.
    #[serde(default = "Option::default")]
    pub otherwise: Option<T>,
}

impl<T> Default for Choice<T> {
    fn default() -> Self {
        Self { column: None, values: BTreeMap::new(), containing: BTreeMap::new(), otherwise: None }
    }
}

/// An organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its id with the publisher; made of its name where left out.
    #[serde(default)]
    pub id: Option<String>,
    /// Its name.
    pub name: Vec<String>,
}

/// A code of a taxonomy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The column, or the one that the join looks up.
    pub column: String,
    /// What is written before the code, such as `CIP`.
    pub scheme: String,
    /// The table that gives the code.
    #[serde(default)]
    pub through: Option<Join>,
}

/// A table beside the publication that says which codes belong to which: CIP to SOC.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Its file.
    pub file: String,
    /// The column that is looked up; points in codes do not matter.
    pub from: String,
    /// The column that is found.
    pub to: String,
}

/// Competencies by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skills {
    /// The column; a list where its column has a separator.
    pub column: String,
    /// How the credential comes by them.
    #[serde(default)]
    pub mode: AwardMode,
}

/// Languages by the words for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Languages {
    /// The column.
    pub column: String,
    /// ISO 639-1 codes by word, in lower case.
    pub values: BTreeMap<String, String>,
}

/// The unit of a quantity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes of effort.
    Minutes,
    /// Hours of effort.
    #[default]
    Hours,
    /// Days of the calendar.
    Days,
    /// Weeks of the calendar.
    Weeks,
    /// Months of 30 days.
    Months,
}

/// A number of hours or days.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// The column.
    pub column: String,
    /// Its unit.
    #[serde(default)]
    pub unit: Unit,
    /// Numbers by code, where the column holds codes.
    #[serde(default)]
    pub values: BTreeMap<String, u32>,
    /// More than this is not believed, in the column's unit.
    #[serde(default)]
    pub most: Option<u32>,
    /// Whether zero is a value; else it says nothing.
    #[serde(default)]
    pub zero: bool,
    /// The publisher does not say whether the number counts once or for each of these: it is a range.
    #[serde(default)]
    pub once_or_times: Option<String>,
}

/// A price, perhaps of parts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// What adds up to the price.
    pub parts: Vec<String>,
    /// What adds up to compulsory materials.
    #[serde(default)]
    pub materials: Vec<String>,
    /// The published sum of parts and materials.
    #[serde(default)]
    pub total: Option<String>,
    /// More than this is not believed, in whole units of the currency.
    #[serde(default = "believable")]
    pub most: u32,
    /// Whether zero is a price; else it says nothing.
    #[serde(default)]
    pub zero: bool,
    /// A column that says `true` where the total is complete.
    #[serde(default)]
    pub complete: Option<String>,
}

fn believable() -> u32 {
    250_000
}
