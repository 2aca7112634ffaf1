//! Models as files: a first line that says what follows, the card as one line of JSON, then tables in little-endian binary.
//!
//! Reading believes nothing: every length is checked against what is there before anything is made of it, every place against the
//! catalogue, and nothing is read past the end.

use super::{
    blend::Weights,
    factors::{Factors, Weight},
    log::NO_GROUP,
    recommender::{Kind, Recommender},
    sparse::Sparse,
    tables::{SIGNALS, Tables},
};
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first line of a model file is this and the version, which changes when the format or the signals do.
const NAME: &str = "pathstack-model ";
const VERSION: &str = "3";
/// No version's first line is longer.
const LONGEST_OPENING: usize = 64;

/// What a model rests on and how good it is: kept with it, shown before it is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Which model.
    pub model: Kind,
    /// The release of pathstack that fitted it.
    pub fitted_by: String,
    /// When, as RFC 3339.
    pub fitted_at: String,
    /// Where chance began.
    pub seed: u64,
    /// What it was fitted to: people, items and events.
    pub data: Data,
    /// How it did on what was kept back, before it was fitted to everything.
    pub metric: Option<Metric>,
    /// What it must not be used for, and what it does not know.
    pub limits: Vec<String>,
}

/// What a model was fitted to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// What the data call themselves: a file's name, or an edition.
    pub edition: String,
    /// People.
    pub people: u64,
    /// Items.
    pub items: u64,
    /// Events.
    pub events: u64,
    /// The first and the last time in them.
    pub span: Option<(i64, i64)>,
}

/// How a model did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// How what was kept back was chosen.
    pub split: String,
    /// Cases.
    pub cases: u64,
    /// Length of the lists.
    pub top: u64,
    /// HR: mean, lower and upper end of its 95 % interval.
    pub hit_rate: (f64, f64, f64),
    /// NDCG, likewise.
    pub ndcg: (f64, f64, f64),
}

/// Why a file is no model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not begin like a model.
    Opening,
    /// It is a model of another version of the format.
    Version(String),
    /// Its card cannot be read.
    Card(String),
    /// It ends early, or goes on after its end.
    Length,
    /// A table does not fit the catalogue in the file.
    Table,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening => write!(f, "it does not begin with `{NAME}`"),
            Self::Version(other) => write!(f, "it is of format {other}, and this release reads format {VERSION}; fit it again"),
            Self::Card(why) => write!(f, "its card cannot be read: {why}"),
            Self::Length => f.write_str("it is cut short, or goes on after its end"),
            Self::Table => f.write_str("one of its tables does not fit its items"),
        }
    }
}

impl std::error::Error for Fault {}

/// Writes a model with its card. The same model and card give the same bytes.
///
/// # Errors
///
/// [`serde_json::Error`] where the card holds a number that JSON has no word for.
pub fn write(model: &Recommender, card: &Card) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = format!("{NAME}{VERSION}\n{}\n", serde_json::to_string(card)?).into_bytes();
    let tables = &model.tables;
    count(&mut bytes, model.items.len());
    for item in &model.items {
        count(&mut bytes, item.len());
        bytes.extend(item.as_bytes());
    }
    for column in [&tables.taken, &tables.groups] {
        bytes.extend(column.iter().flat_map(|value| value.to_le_bytes()));
    }
    for table in [&tables.next, &tables.followed, &tables.ahead, &tables.beside, &tables.both, &tables.linear, &tables.walk] {
        count(&mut bytes, table.starts.len());
        count(&mut bytes, table.columns.len());
        bytes.extend(table.starts.iter().flat_map(|value| value.to_le_bytes()));
        bytes.extend(table.columns.iter().flat_map(|value| value.to_le_bytes()));
        bytes.extend(table.values.iter().flat_map(|value| value.to_le_bytes()));
    }
    bytes.extend(model.weights.iter().flat_map(|weight| weight.to_le_bytes()));
    let factors = model.factors.as_ref();
    count(&mut bytes, factors.map_or(0, |factors| factors.items.ncols()));
    if let Some(factors) = factors {
        bytes.extend(factors.weight.confidence.to_le_bytes());
        bytes.extend(factors.weight.ridge.to_le_bytes());
        bytes.extend(factors.items.iter().flat_map(|value| value.to_le_bytes()));
    }
    Ok(bytes)
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend((count as u64).to_le_bytes());
}

/// Reads a model with its card.
///
/// # Errors
///
/// [`Fault`] where the bytes are no model of this version.
pub fn read(bytes: &[u8]) -> Result<(Recommender, Card), Fault> {
    let end = bytes.iter().take(LONGEST_OPENING).position(|byte| *byte == b'\n').ok_or(Fault::Opening)?;
    let (opening, rest) = bytes.split_at_checked(end).ok_or(Fault::Opening)?;
    match std::str::from_utf8(opening).ok().and_then(|opening| opening.strip_prefix(NAME)) {
        None => return Err(Fault::Opening),
        Some(version) if version != VERSION => return Err(Fault::Version(version.to_owned())),
        Some(_) => {}
    }
    let rest = rest.get(1..).ok_or(Fault::Opening)?;
    let end = rest.iter().position(|byte| *byte == b'\n').ok_or(Fault::Length)?;
    let (card, rest) = rest.split_at(end);
    let card: Card = serde_json::from_slice(card).map_err(|error| Fault::Card(error.to_string()))?;
    let mut reader = Reader(rest.get(1..).ok_or(Fault::Length)?);
    let many = reader.count(8)?;
    let mut items = Vec::with_capacity(many);
    for _ in 0..many {
        let length = reader.count(1)?;
        items.push(std::str::from_utf8(reader.take(length)?).map_err(|_| Fault::Table)?.into());
    }
    let (taken, groups) = (reader.places(many)?, reader.places(many)?);
    if groups.iter().any(|group| *group != NO_GROUP && *group as usize >= many) {
        return Err(Fault::Table);
    }
    let mut table = || reader.table(many);
    let (next, followed, ahead, beside) = (table()?, table()?, table()?, table()?);
    let (both, linear, walk) = (table()?, table()?, table()?);
    let mut weights: Weights = [0.0; SIGNALS];
    for weight in &mut weights {
        *weight = reader.number()?;
    }
    let dimensions = reader.count(0)?;
    let factors = if dimensions == 0 {
        None
    } else {
        let weight = Weight { confidence: reader.number()?, ridge: reader.number()? };
        let numbers = many.checked_mul(dimensions).filter(|numbers| *numbers <= reader.0.len() / 8).ok_or(Fault::Length)?;
        let numbers = (0..numbers).map(|_| reader.number()).collect::<Result<Vec<_>, _>>()?;
        let items = Array2::from_shape_vec((many, dimensions), numbers).map_err(|_| Fault::Table)?;
        Some(Factors::of(items, weight))
    };
    if !reader.0.is_empty() {
        return Err(Fault::Length);
    }
    let tables = Tables { taken, groups, next, followed, ahead, beside, both, linear, walk, ..Tables::default() }.indexed();
    Ok((Recommender { kind: card.model, seed: card.seed, items, tables, factors, weights }, card))
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Fault::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.take(N)?.try_into().map_err(|_| Fault::Length)
    }

    /// How many there are of something that takes at least so many bytes each, so that no more are believed than can be there.
    fn count(&mut self, each: usize) -> Result<usize, Fault> {
        let count = usize::try_from(u64::from_le_bytes(self.array()?)).map_err(|_| Fault::Length)?;
        if count.checked_mul(each).is_none_or(|bytes| bytes > self.0.len()) { Err(Fault::Length) } else { Ok(count) }
    }

    /// A finite number: nothing else comes from fitting, and nothing else can be ranked by.
    fn number(&mut self) -> Result<f64, Fault> {
        let number = f64::from_le_bytes(self.array()?);
        if number.is_finite() { Ok(number) } else { Err(Fault::Table) }
    }

    fn places(&mut self, many: usize) -> Result<Vec<u32>, Fault> {
        if many > self.0.len() / 4 {
            return Err(Fault::Length);
        }
        (0..many).map(|_| self.array().map(u32::from_le_bytes)).collect()
    }

    fn table(&mut self, items: usize) -> Result<Sparse, Fault> {
        let (rows, entries) = (self.count(8)?, self.count(8)?);
        if rows > self.0.len() / 8 {
            return Err(Fault::Length);
        }
        let starts = (0..rows).map(|_| self.array().map(u64::from_le_bytes)).collect::<Result<Vec<_>, _>>()?;
        let columns = self.places(entries)?;
        let values = self.places(entries)?.into_iter().map(f32::from_bits).collect::<Vec<_>>();
        let ends = starts.first().is_none_or(|first| *first == 0) && starts.last().is_none_or(|last| *last == entries as u64);
        let sound = (rows == 0 && entries == 0 || rows == items + 1 && ends)
            && starts.is_sorted()
            && columns.iter().all(|column| (*column as usize) < items)
            && values.iter().all(|value| value.is_finite());
        let ascending = |row: &[u64]| match row {
            [start, end] => columns.get(*start as usize..*end as usize).is_some_and(|row| row.is_sorted_by(|one, other| one < other)),
            _ => true,
        };
        if sound && starts.windows(2).all(ascending) { Ok(Sparse { starts, columns, values }) } else { Err(Fault::Table) }
    }
}
