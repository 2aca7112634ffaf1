//! How complete the records of each provider are, and what to add first.

use super::Page;
use crate::{
    advisor::Shelf,
    graph::SkillGraph,
    lint::{Completeness, Fix, Lack, OwnerScore, Points, RecordScore, Scored, owner_name},
};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// How complete a provider's records are.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompletenessSummary {
    /// The provider's id; `-` for records of nobody and for roles.
    #[schema(example = "example-academy")]
    pub id: String,
    /// Its name.
    #[schema(example = "Example Academy")]
    pub name: String,
    /// What is known of what could be, in percent, rounded down: 100 is complete.
    #[schema(minimum = 0, maximum = 100)]
    pub score: u8,
    /// How many records are scored: those in use.
    pub records: usize,
    /// What to add first; nothing where nothing is lacking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_fix: Option<FixView>,
}

/// One thing to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FixView {
    /// What is lacking.
    #[schema(value_type = String, example = "price")]
    pub lack: Lack,
    /// What to do.
    pub fix: Cow<'static, str>,
    /// How many records lack it.
    pub records: usize,
    /// What the score gains, in tenths of a percent, rounded down.
    #[schema(minimum = 0, maximum = 1000)]
    pub gain_permille: u32,
    /// One of the records: the one that lacks most of it.
    pub example: String,
}

/// What one record has and lacks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordScoreView {
    /// Its sort: `credential`, `offering` or `role`.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "offering")]
    pub kind: Scored,
    /// Its id.
    pub id: String,
    /// What is known of what could be, in percent, rounded down.
    #[schema(minimum = 0, maximum = 100)]
    pub score: u8,
    /// What it lacks, the most important first.
    #[schema(value_type = Vec<String>)]
    pub lacks: Vec<Lack>,
}

/// How complete a provider's records are, what to add first, and the records, the worst first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompletenessView {
    /// The whole.
    #[serde(flatten)]
    pub summary: CompletenessSummary,
    /// What to add, what gains most first.
    pub fixes: Vec<FixView>,
    /// A page of its records, the worst first.
    pub scores: Page<RecordScoreView>,
}

/// The id under which records of nobody are found.
const NOBODY: &str = "-";

impl FixView {
    fn new(fix: &Fix, of: Points) -> Self {
        let gain = (fix.points * 1000).checked_div(of.possible).unwrap_or(0);
        Self {
            lack: fix.lack,
            fix: fix.lack.fix().into(),
            records: fix.records,
            gain_permille: u32::try_from(gain).unwrap_or(1000),
            example: fix.example.to_string(),
        }
    }
}

impl CompletenessSummary {
    fn new(graph: &SkillGraph, scored: &OwnerScore, nobody: &str, language: &str) -> Self {
        let (id, name) = match &scored.owner {
            Some(owner) => (owner.as_str(), owner_name(graph, owner, language)),
            None => (NOBODY, nobody),
        };
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            score: scored.points.score(),
            records: scored.records.len(),
            first_fix: scored.fixes.first().map(|fix| FixView::new(fix, scored.points)),
        }
    }

    /// A page of providers, the worst first; only those whose id or name has the words in it.
    pub fn page(shelf: &Shelf, all: &Completeness, words: Option<&str>, (offset, limit): (usize, usize), language: &str) -> Page<Self> {
        let sought = words.unwrap_or_default().trim().to_lowercase();
        let found: Vec<Self> = all
            .providers
            .iter()
            .map(|scored| Self::new(&shelf.graph, scored, "Nobody is named", language))
            .filter(|one| sought.is_empty() || one.id.to_lowercase().contains(&sought) || one.name.to_lowercase().contains(&sought))
            .collect();
        cut(shelf, found.len(), offset, found.into_iter().skip(offset).take(limit).collect())
    }
}

fn cut<T>(shelf: &Shelf, total: usize, offset: usize, items: Vec<T>) -> Page<T> {
    let next = offset + items.len();
    Page { edition: shelf.graph.edition().number, total, offset, next_offset: (next < total && !items.is_empty()).then_some(next), items }
}

impl CompletenessView {
    /// A provider by id, or by its name where only one is called so; `-` is for records of which no provider is named.
    pub fn provider(shelf: &Shelf, all: &Completeness, sought: &str, page: (usize, usize), language: &str) -> Option<Self> {
        let by_id = || all.providers.iter().find(|scored| scored.owner.as_ref().map_or(NOBODY, |owner| owner.as_str()) == sought);
        let by_name = || {
            let called = |scored: &&OwnerScore| {
                scored.owner.as_ref().is_some_and(|owner| owner_name(&shelf.graph, owner, language).eq_ignore_ascii_case(sought))
            };
            let mut found = all.providers.iter().filter(called);
            found.next().filter(|_| found.next().is_none())
        };
        let scored = by_id().or_else(by_name)?;
        Some(Self::new(shelf, scored, "Nobody is named", page, language))
    }

    /// The roles.
    pub fn roles(shelf: &Shelf, all: &Completeness, page: (usize, usize), language: &str) -> Self {
        Self::new(shelf, &all.roles, "Roles", page, language)
    }

    fn new(shelf: &Shelf, scored: &OwnerScore, nobody: &str, (offset, limit): (usize, usize), language: &str) -> Self {
        let view = |record: &RecordScore| RecordScoreView {
            kind: record.kind,
            id: record.id.to_string(),
            score: record.points.score(),
            lacks: record.lacks.iter().map(|(lack, _)| *lack).collect(),
        };
        let items = scored.records.iter().skip(offset).take(limit).map(view).collect();
        Self {
            summary: CompletenessSummary::new(&shelf.graph, scored, nobody, language),
            fixes: scored.fixes.iter().map(|fix| FixView::new(fix, scored.points)).collect(),
            scores: cut(shelf, scored.records.len(), offset, items),
        }
    }
}
