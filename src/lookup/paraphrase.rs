//! Words that stand for each other, learned from the edition itself: where two labels of one record differ in a single word, the two
//! words mean much the same there.
//!
//! "Bakery shop manager" beside "bakery store manager" says it once; what many records say is taken for true. Nothing is learned from
//! outside, and an edition with one label a record has none.

use super::{
    fold,
    index::{Label, Source, WordAt},
};
use crate::graph::Runs;
use rayon::prelude::*;

/// Longer labels are phrases, in which a word more or less changes the meaning.
const LONGEST: usize = 8;
/// Labels of one record that are compared.
const LABELS: usize = 64;
/// Words that stand for one word at most, the surest first.
const MOST: usize = 4;
/// So many records must say it: once can be chance.
const LEAST: u32 = 2;
/// How surely a word is meant that stands for another now and then, and how much more surely where it always does, in thousandths. These
/// and the weights of what they are evidence for were the best of twelve sets tried on one half of what `tests/words` asks.
const NOW_AND_THEN: u32 = 500;
const ALWAYS: u32 = 400;
/// Counted as if so many records had said otherwise, so that few count less.
const PRIOR: u32 = 2;

/// For each word those that stand for it, and how surely, in thousandths.
pub(super) struct Paraphrases(Runs<WordAt, (WordAt, u32)>);

/// The pairs of words in which two labels of a record differ, each once, in both directions.
fn pairs(labels: &[&Label], find: &(impl Fn(&str) -> Option<WordAt> + Sync)) -> Vec<(WordAt, WordAt)> {
    let words: Vec<Vec<WordAt>> = labels
        .iter()
        .take(LABELS)
        .map(|label| fold::words(&label.text).iter().filter_map(|word| find(word)).collect::<Vec<_>>())
        .filter(|words| (2..=LONGEST).contains(&words.len()))
        .collect();
    // What is left of a label without one word, and that word.
    let mut holes: Vec<(usize, Vec<WordAt>, WordAt)> = Vec::new();
    for words in &words {
        for (at, word) in words.iter().enumerate() {
            let mut rest = words.clone();
            rest.remove(at);
            holes.push((at, rest, *word));
        }
    }
    holes.sort_unstable();
    holes.dedup();
    let mut pairs = Vec::new();
    for same in holes.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
        for (_, _, one) in same {
            pairs.extend(same.iter().filter(|(_, _, other)| other != one).map(|(_, _, other)| (*one, *other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

impl Paraphrases {
    /// Learns from labels that stand in the order of their records.
    pub(super) fn new(labels: &[Label], words: usize, find: impl Fn(&str) -> Option<WordAt> + Sync) -> Self {
        let named: Vec<&Label> = labels.iter().filter(|label| matches!(label.source, Source::Title | Source::Alias)).collect();
        let records: Vec<&[&Label]> = named.chunk_by(|a, b| a.at == b.at).filter(|labels| labels.len() > 1).collect();
        let mut all: Vec<(WordAt, WordAt)> = records.par_iter().flat_map_iter(|labels| pairs(labels, &find)).collect();
        all.par_sort_unstable();
        let mut kept: Vec<(WordAt, (WordAt, u32))> = Vec::new();
        for of_one in all.chunk_by(|a, b| a.0 == b.0) {
            let Some((one, _)) = of_one.first() else { continue };
            let whole = of_one.len() as u32 + PRIOR;
            let counted = of_one.chunk_by(|a, b| a.1 == b.1).filter_map(|same| Some((same.len() as u32, same.first()?.1)));
            let mut others: Vec<(u32, WordAt)> = counted.filter(|(times, _)| *times >= LEAST).collect();
            others.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            others.truncate(MOST);
            kept.extend(others.into_iter().map(|(times, other)| (*one, (other, NOW_AND_THEN + ALWAYS * times / whole))));
        }
        Self(Runs::group(words, &kept))
    }

    /// The words that stand for this one, the surest first.
    pub(super) fn of(&self, word: WordAt) -> &[(WordAt, u32)] {
        self.0.of(word)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{index::Index, index::Wording, stem::Stems};
    use super::*;

    /// The words that stand for one, with how surely.
    fn stands_for(labels: &[(u32, &str)], word: &str) -> Vec<(String, u32)> {
        let wordings = labels.iter().map(|(at, text)| Wording { at: *at, source: Source::Alias, language: "en", text }).collect();
        let stems = Stems::new(["en"].into_iter());
        let index = Index::new(9, wordings, &stems);
        let paraphrases = Paraphrases::new(&index.labels, index.words.len(), |word| index.find(word));
        let others = index.find(word).map_or(&[][..], |at| paraphrases.of(at));
        others.iter().filter_map(|(other, surely)| Some((index.word(*other)?.text.to_string(), *surely))).collect()
    }

    #[test]
    fn words_stand_for_each_other_where_labels_of_several_records_differ_in_them_alone() {
        let shops = [
            (0, "bakery shop manager"),
            (0, "bakery store manager"),
            (1, "computer store manager"),
            (1, "computer shop manager"),
            (2, "toy shop seller"),
            (2, "toy store seller"),
        ];
        // Three of five say so, two of them as if they said otherwise.
        assert_eq!(stands_for(&shops, "store"), [("shop".to_owned(), NOW_AND_THEN + ALWAYS * 3 / 5)]);
        assert_eq!(stands_for(&shops, "shop"), [("store".to_owned(), NOW_AND_THEN + ALWAYS * 3 / 5)]);
        assert_eq!(stands_for(&shops, "manager"), []);
    }

    #[test]
    fn what_one_record_says_or_labels_of_two_records_or_two_words_apart_stands_for_nothing() {
        assert_eq!(stands_for(&[(0, "bakery shop"), (0, "bakery store")], "shop"), []);
        assert_eq!(stands_for(&[(0, "bakery shop"), (1, "bakery store"), (2, "toy shop"), (3, "toy store")], "shop"), []);
        assert_eq!(stands_for(&[(0, "old shop"), (0, "new store"), (1, "big shop"), (1, "small store")], "shop"), []);
        // The place of the word counts as well.
        assert_eq!(stands_for(&[(0, "data shop"), (0, "store data"), (1, "toy shop"), (1, "store toy")], "shop"), []);
    }
}
