//! The labels of one kind of record, sorted by key, and the words they use.

use super::{
    evidence::{Evidence, pieces},
    fold,
    paraphrase::Paraphrases,
    stem::Stems,
};
use crate::graph::{Place, Runs};
use rayon::prelude::*;
use std::collections::HashMap;

/// Where a label comes from; the order is the order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// The title or name.
    Title,
    /// The stable id or a URI: found whole only.
    Id,
    /// A code of a taxonomy or an exam.
    Code,
    /// Another title or name.
    Alias,
    /// Words about it that are no name, such as its issuer: they only add weight.
    About,
}

/// One wording of one record, before it is indexed.
pub(super) struct Wording<'a> {
    /// The record's place.
    pub(super) at: u32,
    /// Where it comes from.
    pub(super) source: Source,
    /// Its language; empty for ids and codes.
    pub(super) language: &'a str,
    /// As written.
    pub(super) text: &'a str,
}

/// A word's place in the sorted vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct WordAt(pub(super) u32);

/// A label's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LabelAt(pub(super) u32);

impl Place for WordAt {
    fn new(at: usize) -> Self {
        Self(at as u32)
    }
    fn at(self) -> usize {
        self.0 as usize
    }
}

impl Place for LabelAt {
    fn new(at: usize) -> Self {
        Self(at as u32)
    }
    fn at(self) -> usize {
        self.0 as usize
    }
}

/// An indexed wording.
pub(super) struct Label {
    pub(super) at: u32,
    pub(super) source: Source,
    pub(super) text: Box<str>,
    /// Its folded words run together.
    pub(super) key: Box<str>,
    /// The weights of its distinct words, summed.
    pub(super) weight: u32,
}

/// A word of the vocabulary.
pub(super) struct Word {
    pub(super) text: Box<str>,
    /// Which letters it has, to tell at a glance that two words are too far apart.
    pub(super) letters: u64,
    /// How many letters it has.
    pub(super) length: u32,
    /// How much it says: the rarer the more, in 256ths of a bit.
    pub(super) weight: u32,
    /// In how many labels it stands.
    pub(super) labels: u32,
    /// How much it says of a record: the fewer records have it the more, in 256ths of a bit.
    pub(super) telling: u32,
}

/// All wordings of one kind of record.
pub(super) struct Index {
    pub(super) labels: Vec<Label>,
    pub(super) words: Vec<Word>,
    /// Labels sorted by key.
    by_key: Vec<LabelAt>,
    /// Which labels have a word.
    pub(super) uses: Runs<WordAt, LabelAt>,
    /// Words by marked stem, sorted.
    stems: Vec<(Box<str>, WordAt)>,
    /// How many places the records take.
    pub(super) places: usize,
    /// What a word weighs that no label has.
    pub(super) unknown: u32,
    /// How many labels each record has against the middle, in thousandths.
    sizes: Vec<u32>,
    /// Pieces of the words in the labels; none where nearness was not asked for.
    pub(super) pieces: Option<Evidence<u64>>,
    /// Stems in the descriptions.
    pub(super) described: Option<Evidence<String>>,
    /// Stems in labels and descriptions together, where people ask in phrases.
    pub(super) told: Option<Evidence<String>>,
    /// Words that stand for each other.
    pub(super) paraphrases: Option<Paraphrases>,
}

/// The base-2 logarithm in 256ths, rounded down; 0 for 0.
pub(super) fn log256(number: u64) -> u32 {
    let Some(whole) = number.checked_ilog2() else { return 0 };
    let mut fraction = 0;
    // The mantissa in 32.32 fixed point, squared once for each binary digit.
    let mut mantissa = (u128::from(number) << 32) >> whole;
    for _ in 0..8 {
        mantissa = (mantissa * mantissa) >> 32;
        fraction <<= 1;
        if mantissa >> 33 != 0 {
            mantissa >>= 1;
            fraction |= 1;
        }
    }
    whole * 256 + fraction
}

/// A mask of the letters a word has.
pub(super) fn letters(word: &str) -> u64 {
    word.chars().fold(0, |mask, letter| mask | 1 << (u32::from(letter) % 64))
}

impl Index {
    /// Indexes wordings of records that take `places` places. About linear; the heavy parts run in parallel.
    pub(super) fn new(places: usize, mut wordings: Vec<Wording<'_>>, stems: &Stems) -> Self {
        wordings.sort_by_key(|wording| wording.at);
        let folded: Vec<Vec<String>> = wordings.par_iter().map(|wording| fold::words(wording.text)).collect();
        let mut labels: Vec<Label> = wordings
            .par_iter()
            .zip(&folded)
            .map(|(wording, words)| Label {
                at: wording.at,
                source: wording.source,
                text: wording.text.into(),
                key: fold::key(words).into(),
                weight: 0,
            })
            .collect();
        let mut by_key: Vec<LabelAt> = (0..labels.len()).map(LabelAt::new).collect();
        by_key.par_sort_unstable_by(|a, b| labels[a.at()].key.cmp(&labels[b.at()].key).then(a.cmp(b)));

        // Words get numbers as they come, then their rank in the alphabet.
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut masks: Vec<u16> = Vec::new();
        let mut used: Vec<(WordAt, LabelAt)> = Vec::with_capacity(labels.len() * 4);
        for (at, (wording, words)) in wordings.iter().zip(&folded).enumerate() {
            if wording.source == Source::Id {
                continue;
            }
            let mask = stems.mask(wording.language);
            let start = used.len();
            for word in words {
                let number = *numbers.entry(word).or_insert_with(|| {
                    masks.push(0);
                    masks.len() as u32 - 1
                });
                masks[number as usize] |= mask;
                let pair = (WordAt(number), LabelAt::new(at));
                if !used[start..].contains(&pair) {
                    used.push(pair);
                }
            }
        }
        let mut order: Vec<(&str, u32)> = numbers.into_iter().collect();
        order.par_sort_unstable();
        let mut rank = vec![0_u32; order.len()];
        for (at, (_, number)) in order.iter().enumerate() {
            rank[*number as usize] = at as u32;
        }
        // Labels stand in the order of their records, so a record is new to a word when it is not the last one it had.
        let mut counts = vec![(0_u32, 0_u32, u32::MAX); order.len()];
        for (word, label) in &mut used {
            word.0 = rank[word.at()];
            let (labels_with, records_with, last) = &mut counts[word.at()];
            *labels_with += 1;
            let record = labels[label.at()].at;
            *records_with += u32::from(*last != record);
            *last = record;
        }
        let all = log256(2 * (labels.len() as u64 + 1));
        let records = log256(2 * (places as u64 + 1));
        let weigh = |count: u32| all - log256(2 * u64::from(count) + 1).min(all) + 64;
        let words: Vec<Word> = order
            .par_iter()
            .zip(&counts)
            .map(|((text, _), (labels, records_with, _))| Word {
                text: (*text).into(),
                letters: letters(text),
                length: text.chars().count() as u32,
                weight: weigh(*labels),
                labels: *labels,
                telling: records - log256(2 * u64::from(*records_with) + 1).min(records) + 64,
            })
            .collect();
        for (word, label) in &used {
            labels[label.at()].weight += words[word.at()].weight;
        }
        let mut by_stem: Vec<(Box<str>, WordAt)> = order
            .par_iter()
            .enumerate()
            .flat_map_iter(|(at, (text, number))| {
                stems.of(text, masks[*number as usize]).map(move |stem| (stem.into_boxed_str(), WordAt::new(at)))
            })
            .collect();
        by_stem.par_sort_unstable();
        let uses = Runs::group(words.len(), &used);
        let mut sizes = vec![0_u32; places];
        for label in labels.iter().filter(|label| label.source != Source::Id) {
            if let Some(size) = sizes.get_mut(label.at as usize) {
                *size += 1000;
            }
        }
        let middle = sizes.iter().map(|size| u64::from(*size)).sum::<u64>() / (places.max(1) as u64);
        for size in &mut sizes {
            *size = (1000 * u64::from(*size)).checked_div(middle).unwrap_or(0) as u32;
        }
        Self {
            sizes,
            labels,
            words,
            by_key,
            uses,
            stems: by_stem,
            places,
            unknown: weigh(1) / 2,
            pieces: None,
            described: None,
            told: None,
            paraphrases: None,
        }
    }

    /// Also tells what is near in meaning: by pieces of words, by the descriptions, whose sources do not matter, and by words that stand
    /// for each other.
    pub(super) fn with_nearness(mut self, descriptions: &[Wording<'_>], stems: &Stems) -> Self {
        let named = self.labels.par_iter().filter(|label| !matches!(label.source, Source::Id | Source::Code));
        let named = named.flat_map_iter(|label| pieces(&fold::words(&label.text)).into_iter().map(|piece| (piece, label.at)));
        self.pieces = Some(Evidence::new(self.places, named.collect()));
        self.described = Some(Evidence::new(self.places, stemmed(descriptions, stems).collect()));
        self.paraphrases = Some(Paraphrases::new(&self.labels, self.words.len(), |word| self.find(word)));
        self
    }

    /// Also takes labels and descriptions together, for questions that are phrases and no names.
    pub(super) fn with_phrases(mut self, descriptions: &[Wording<'_>], stems: &Stems) -> Self {
        let labelled = self.stems.par_iter().flat_map_iter(|(stem, word)| {
            let labels = self.uses.of(*word).iter().filter_map(|label| self.label(*label)).filter(|label| label.source != Source::Code);
            labels.map(|label| (stem.to_string(), label.at))
        });
        self.told = Some(Evidence::new(self.places, labelled.chain(stemmed(descriptions, stems)).collect()));
        self
    }

    /// How many labels a record has against the middle, in thousandths.
    pub(super) fn sizes(&self, at: u32) -> u64 {
        self.sizes.get(at as usize).copied().map_or(0, u64::from)
    }

    /// The title of a record.
    pub(super) fn title(&self, at: u32) -> Option<LabelAt> {
        let from = self.labels.partition_point(|label| label.at < at);
        let mut own = self.labels.iter().enumerate().skip(from).take_while(|(_, label)| label.at == at);
        own.find(|(_, label)| label.source == Source::Title).map(|(at, _)| LabelAt::new(at))
    }

    /// The label at a place.
    pub(super) fn label(&self, at: LabelAt) -> Option<&Label> {
        self.labels.get(at.at())
    }

    /// The word at a place.
    pub(super) fn word(&self, at: WordAt) -> Option<&Word> {
        self.words.get(at.at())
    }

    /// The labels whose key starts with this one, in the order of their keys.
    pub(super) fn keyed(&self, key: &str) -> impl Iterator<Item = (LabelAt, &Label)> {
        let start = self.by_key.partition_point(|at| self.label(*at).is_some_and(|label| *label.key < *key));
        let rest = self.by_key.get(start..).unwrap_or(&[]).iter();
        let labels = rest.filter_map(|at| self.label(*at).map(|label| (*at, label)));
        labels.take_while(move |(_, label)| label.key.starts_with(key))
    }

    /// The word with this text.
    pub(super) fn find(&self, word: &str) -> Option<WordAt> {
        self.words.binary_search_by(|held| (*held.text).cmp(word)).ok().map(WordAt::new)
    }

    /// The words that start with this text, in the order of the alphabet.
    pub(super) fn starting(&self, start: &str) -> impl Iterator<Item = (WordAt, &Word)> {
        let from = self.words.partition_point(|held| *held.text < *start);
        let rest = self.words.iter().enumerate().skip(from).map(|(at, word)| (WordAt::new(at), word));
        rest.take_while(move |(_, word)| word.text.starts_with(start))
    }

    /// The words with this marked stem.
    pub(super) fn stemming(&self, stem: &str) -> impl Iterator<Item = WordAt> {
        let from = self.stems.partition_point(|(held, _)| **held < *stem);
        self.stems.iter().skip(from).take_while(move |(held, _)| **held == *stem).map(|(_, word)| *word)
    }
}

/// The stems of descriptions, each with its record.
fn stemmed<'a>(descriptions: &'a [Wording<'_>], stems: &'a Stems) -> impl ParallelIterator<Item = (String, u32)> + 'a {
    descriptions.par_iter().flat_map_iter(|wording| {
        let mask = stems.mask(wording.language);
        let stemmed = |word: String| stems.of(&word, mask).collect::<Vec<_>>();
        fold::words(wording.text).into_iter().flat_map(stemmed).map(|stem| (stem, wording.at)).collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_whole_numbers_of_256ths() {
        for (number, expected) in [(0, 0), (1, 0), (2, 256), (3, 405), (1024, 2560), (1 << 40, 10240), (u64::MAX, 16383)] {
            assert_eq!(log256(number), expected, "{number}");
        }
    }

    #[test]
    fn a_key_finds_every_label_that_starts_with_it() {
        let wording = |at, text| Wording { at, source: Source::Title, language: "en", text };
        let wordings = [wording(0, "Data analyst"), wording(1, "Database administrator"), wording(2, "Dancer")];
        let index = Index::new(3, wordings.into(), &Stems::new(["en"].into_iter()));
        assert_eq!(index.keyed("data").map(|(_, label)| label.at).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(index.starting("da").map(|(_, word)| &*word.text).collect::<Vec<_>>(), ["dancer", "data", "database"]);
        assert_eq!(index.keyed("zz").count(), 0);
    }
}
