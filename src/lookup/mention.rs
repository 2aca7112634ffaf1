//! Free text, such as a résumé, a posting or a course description, to competencies, with the words that say so.

use super::{fold, stem::Stem, turns};
use crate::{
    graph::{CompetencyAt, Place, SkillGraph},
    model::{CompetencyId, Text},
};
use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::Range,
};

/// Where a text names a competency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The competency.
    pub competency: CompetencyAt,
    /// Which bytes of the text say so.
    pub span: Range<usize>,
    /// How surely, out of 1000: 1000 where its name stands there, less for other names, for other forms of the words, and where the
    /// same words name several competencies.
    pub score: u16,
    /// The label that was found, as the catalogue writes it.
    pub matched: Box<str>,
}

/// What a wording of one or more competencies tells.
struct Wording {
    competency: CompetencyAt,
    label: Box<str>,
    title: bool,
    /// In how many other competencies' labels its only word stands; nothing for more than one word, and for names.
    elsewhere: u32,
}

impl Wording {
    /// In the labels of how many others its word may stand before it is as likely to mean one of those.
    fn common(&self) -> u32 {
        match self.label.chars().next() {
            _ if self.title => NAME,
            Some(first) if first.is_uppercase() => PROPER,
            _ => COMMON,
        }
    }
}

/// Finds competencies in text of one language. Building it is linear in the labels; finding is linear in the text.
pub struct Mentions {
    /// Stemmed wordings between spaces; none where there are no wordings at all.
    patterns: Option<AhoCorasick>,
    wordings: Vec<Vec<Wording>>,
    stem: Stem,
}

/// Mentions less sure than this mean something else more often than not. Of those above, 76 of 100 in descriptions of occupations were right
/// (`tests/words`).
pub const LIKELY: u16 = 450;

/// A word that stands alone for a competency, and in the labels of so many others, is as likely to mean one of those: a common noun that
/// is no more than another name ("oxygen" for basic chemicals) soon, a proper noun later, a name itself ("health") last.
const COMMON: u32 = 3;
const PROPER: u32 = 30;
const NAME: u32 = 300;
/// What another form of a name takes off its score, and a word derived from a name of one word: "determine" seldom means determination.
const INFLECTED: u32 = 100;
const DERIVED: u32 = 600;
/// So many letters more are an inflection.
const ENDING: usize = 2;

/// A name so short is a word of its own only in the same case: R, Go, BI.
const SHORT: usize = 2;

impl Mentions {
    /// The names and aliases of all competencies in a language (ISO 639-1), those without a language included.
    pub fn new(graph: &SkillGraph, language: &str) -> Self {
        let catalogue = graph.catalogue();
        let stem = Stem::new(language);
        let turns = turns(&catalogue.competencies.iter().map(|competency| competency.id.as_str()).collect::<Vec<_>>());
        // A heading over others that no role asks and no credential attests is nothing to be found: "services", "knowledge".
        let over: HashSet<&str> = catalogue.competencies.iter().flat_map(|one| &one.broader).map(CompetencyId::as_str).collect();
        let heading = |at: usize, id: &str| {
            let one = graph.one(CompetencyAt::new(at));
            over.contains(id) && graph.asking(one).is_empty() && graph.provided(one).is_empty()
        };
        let found: Vec<Vec<(String, Wording)>> = catalogue
            .competencies
            .par_iter()
            .enumerate()
            .filter(|(at, competency)| !heading(*at, competency.id.as_str()))
            .map_init(
                || Stem::new(language),
                |stem, (at, competency)| {
                    let one = graph.one(CompetencyAt::new(at));
                    let texts =
                        std::iter::once((&competency.name, one.at() == at)).chain(competency.aliases.iter().map(|alias| (alias, false)));
                    let labels = texts.filter_map(|(text, title)| {
                        let label = match text {
                            Text::Plain(text) => text,
                            Text::ByLanguage(texts) => texts.get(language)?,
                        };
                        let pattern = pattern(fold::words(label).iter().map(|word| stem.of(word)));
                        (pattern.len() > 1).then(|| (pattern, Wording { competency: one, label: label.clone(), title, elsewhere: 0 }))
                    });
                    labels.collect()
                },
            )
            .collect();
        let elsewhere = common(&found);
        let mut by_pattern: BTreeMap<String, Vec<Wording>> = BTreeMap::new();
        for (pattern, mut wording) in found.into_iter().flatten() {
            wording.elsewhere = elsewhere.get(pattern.trim()).copied().unwrap_or(0);
            by_pattern.entry(pattern).or_default().push(wording);
        }
        for wordings in by_pattern.values_mut() {
            let turn = |wording: &Wording| turns.get(wording.competency.at()).copied();
            wordings.sort_by(|a, b| turn(a).cmp(&turn(b)).then(b.title.cmp(&a.title)).then(a.label.cmp(&b.label)));
        }
        let (patterns, wordings): (Vec<String>, Vec<_>) = by_pattern.into_iter().unzip();
        // It fails only beyond two thousand million states: then nothing is found, and nothing false.
        let patterns = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok().filter(|_| !wordings.is_empty());
        Self { patterns, wordings, stem }
    }

    /// The competencies that a text names, in the order of the text, longest names first; overlapping names are not told twice.
    pub fn of(&self, text: &str) -> Vec<Mention> {
        let words = fold::spans(text);
        let stemmed = pattern(words.iter().map(|(word, _)| self.stem.of(word)));
        // Where each word starts in the stemmed text, after its space.
        let mut starts = Vec::with_capacity(words.len());
        let mut at = 1;
        for (word, _) in &words {
            starts.push(at);
            at += self.stem.of(word).len() + 1;
        }
        let mut mentions = Vec::new();
        // A pattern ends with the space that the next one starts with, so the search goes on from there.
        let mut from = 0;
        while let Some(found) = self.patterns.as_ref().and_then(|patterns| patterns.find(stemmed.get(from..)?)) {
            let (start, end) = (from + found.start() + 1, from + found.end() - 1);
            from = end;
            let first = starts.partition_point(|at| *at < start);
            let last = starts.partition_point(|at| *at < end).saturating_sub(1);
            let Some((from_word, to_word)) = words.get(first).zip(words.get(last)) else { continue };
            let span = from_word.1.start..to_word.1.end;
            let said = text.get(span.clone()).unwrap_or("");
            self.tell(found.pattern().as_usize(), said, span, &mut mentions);
        }
        mentions
    }

    /// Adds what a wording tells where it stands as `said`.
    fn tell(&self, pattern: usize, said: &str, span: Range<usize>, mentions: &mut Vec<Mention>) {
        let fits = |wording: &&Wording| wording.label.chars().count() > SHORT || *wording.label == *said;
        let fitting: Vec<&Wording> = self.wordings.get(pattern).into_iter().flatten().filter(fits).collect();
        let mut told: Vec<CompetencyAt> = fitting.iter().map(|wording| wording.competency).collect();
        told.sort_unstable();
        told.dedup();
        let meanings = told.len();
        let same = fold::words(said);
        for wording in fitting {
            if let Ok(at) = told.binary_search(&wording.competency) {
                told.remove(at);
                let name: u32 = if wording.title { 1000 } else { 980 };
                let form = name - other_form(&fold::words(&wording.label), &same);
                let common = wording.common();
                let score = (form * common / (common + wording.elsewhere) / meanings.max(1) as u32) as u16;
                mentions.push(Mention { competency: wording.competency, span: span.clone(), score, matched: wording.label.clone() });
            }
        }
    }
}

/// In how many competencies' labels each stem stands among others that is a label by itself of other competencies.
fn common(found: &[Vec<(String, Wording)>]) -> HashMap<String, u32> {
    let alone = found.iter().flatten().map(|(pattern, _)| pattern.trim()).filter(|pattern| !pattern.contains(' '));
    let mut counts: HashMap<String, u32> = alone.map(|stem| (stem.to_owned(), 0)).collect();
    for labels in found {
        let own: BTreeSet<&str> = labels.iter().map(|(pattern, _)| pattern.trim()).collect();
        let stems: BTreeSet<&str> = labels.iter().flat_map(|(pattern, _)| pattern.split(' ')).collect();
        for stem in stems.difference(&own) {
            if let Some(count) = counts.get_mut(*stem) {
                *count += 1;
            }
        }
    }
    counts
}

/// What is taken off where the words said are not those of the label, though of the same stems.
fn other_form(label: &[String], said: &[String]) -> u32 {
    match (label, said) {
        _ if label == said => 0,
        ([label], [said]) => {
            let (short, long) = if label.len() < said.len() { (label, said) } else { (said, label) };
            let ending = long.strip_prefix(short.as_str()).map(|ending| ending.chars().count());
            if ending.is_some_and(|ending| ending <= ENDING) { INFLECTED } else { DERIVED }
        }
        _ => INFLECTED,
    }
}

/// Words between single spaces, with one before and one after.
fn pattern<W: AsRef<str>>(words: impl Iterator<Item = W>) -> String {
    let mut pattern = String::from(" ");
    for word in words {
        pattern.push_str(word.as_ref());
        pattern.push(' ');
    }
    pattern
}
