//! The competencies that a text names.

use super::CompetencySummary;
use crate::{
    advisor::Shelf,
    graph::CompetencyAt,
    lookup::{LIKELY, Mention},
};
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::BTreeMap};
use utoipa::ToSchema;

/// A text to read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionsRequest {
    /// A résumé, a posting, a course description or the like.
    #[schema(example = "Two years of SQL, and reports with spreadsheets.")]
    pub text: String,
    /// The language it is written in (ISO 639-1); that of the names asked for where left out.
    #[schema(example = "en", max_length = 8)]
    pub language: Option<String>,
}

/// The competencies that a text names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MentionsResponse {
    /// The edition that was asked.
    pub edition: u64,
    /// Each competency once, the surest first.
    pub competencies: Vec<MentionedView>,
}

/// A competency that a text names, and the words that say so.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MentionedView {
    /// The competency; its score is that of its surest words.
    #[serde(flatten)]
    pub competency: CompetencySummary,
    /// The words that say so, in the order of the text.
    pub said: Vec<SaidView>,
}

/// Words of a text that name a competency.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SaidView {
    /// The words, as they stand in the text.
    pub words: String,
    /// The byte of the UTF-8 text they start at.
    pub start: usize,
    /// The byte after them.
    pub end: usize,
    /// How surely they name it, 0 to 1000.
    pub score: u16,
}

impl MentionsResponse {
    /// Reads a text; `names` is the language of names in the answer. What is less sure than [`LIKELY`] is left out.
    pub fn new(shelf: &Shelf, request: &MentionsRequest, names: &str) -> Self {
        let mut by_competency: BTreeMap<CompetencyAt, Vec<Mention>> = BTreeMap::new();
        let found = shelf.mentions(request.language.as_deref().unwrap_or(names)).of(&request.text);
        for mention in found.into_iter().filter(|mention| mention.score >= LIKELY) {
            by_competency.entry(mention.competency).or_default().push(mention);
        }
        let mut found: Vec<(u16, usize, CompetencyAt, Vec<Mention>)> = by_competency
            .into_iter()
            .map(|(at, said)| {
                let surest = said.iter().map(|mention| mention.score).max().unwrap_or(0);
                (surest, said.first().map_or(0, |mention| mention.span.start), at, said)
            })
            .collect();
        found.sort_by_key(|(surest, start, at, _)| (Reverse(*surest), *start, *at));
        let competencies = found.into_iter().map(|(surest, _, at, said)| {
            let matched = said.iter().find(|mention| mention.score == surest).map(|mention| mention.matched.to_string());
            let said = said.into_iter().map(|mention| SaidView {
                words: request.text.get(mention.span.clone()).unwrap_or_default().to_owned(),
                start: mention.span.start,
                end: mention.span.end,
                score: mention.score,
            });
            let competency = CompetencySummary { score: Some(surest), matched, ..CompetencySummary::new(shelf, at, names) };
            MentionedView { competency, said: said.collect() }
        });
        Self { edition: shelf.graph.edition().number, competencies: competencies.collect() }
    }
}
