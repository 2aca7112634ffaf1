//! Ranks labels against a question by whole numbers: how much of the question a label says, and how much else it says.

use super::{
    How, everyday,
    evidence::{Evidence, pieces},
    fold,
    index::{Index, LabelAt, Source, WordAt},
    stem::Stems,
};
use crate::graph::Place;
use std::cmp::Ordering;

/// Longer questions are read so many words far.
const MOST_WORDS: usize = 24;
/// Matches below this score are noise.
const LEAST: u32 = 300;
/// What labels found by their words score at most.
const BY_WORDS: u32 = 960;
/// Meanings less sure than this are no evidence for a record.
const SURE: u32 = 700;
/// How surely another form of a word is meant.
const INFLECTED: u32 = 940;
/// What records score at most that only pieces of words or descriptions speak for, or else labels and descriptions together.
const NEAR: u32 = 600;
const TOLD: u32 = 450;
/// So much of a question, in thousandths, either must say for a record that no label speaks for.
const NEAR_ENOUGH: u32 = 350;
const TOLD_ENOUGH: u32 = 200;
/// A best label that scores so much names what is asked; one that scores less leaves doubt, and so little leaves all of it.
const NAMES: u32 = 700;
const NAMES_NOTHING: u32 = 300;
/// How much counts for the order: how alike the best label and the question are, what all labels say, pieces of their words, and twice, once
/// for descriptions and once for them with the labels, what is told where a label names what is asked, and how much more where none does.
const WEIGHT_LABEL: u32 = 2;
const WEIGHT_EVIDENCE: u32 = 3;
const WEIGHT_PIECES: u32 = 3;
const WEIGHT_TOLD: u32 = 1;
const WEIGHT_DOUBT: u32 = 6;
/// What the beginning of a code scores; nothing found by words is put before it.
const WHOLE: u32 = 900;

/// The best label of one record.
#[derive(Clone, Copy)]
pub(super) struct Best {
    pub(super) at: u32,
    pub(super) label: LabelAt,
    /// How alike label and question are.
    pub(super) score: u32,
    /// What the record's labels say for it together; more than [`WHOLE`] for whole labels and codes.
    evidence: u32,
    /// The place by all that speaks for the record.
    order: u32,
    pub(super) how: How,
}

/// A word of the vocabulary that may be meant by a word of the question, and how surely, in thousandths.
#[derive(Clone, Copy)]
struct Meant {
    word: WordAt,
    surely: u32,
    how: How,
}

/// What one word of the question may mean, surest first, and what it weighs.
struct Term {
    meant: Vec<Meant>,
    weight: u32,
    /// What it weighs as evidence for a record.
    telling: u32,
}

/// The records that fit the question, best first, at most `limit`; ties keep the order of `before`.
pub(super) fn rank(index: &Index, stems: &Stems, question: &str, limit: usize, before: impl Fn(u32, u32) -> Ordering) -> Vec<Best> {
    let words: Vec<String> = fold::words(question).into_iter().take(MOST_WORDS).collect();
    let key = fold::key(&words);
    if key.is_empty() {
        return Vec::new();
    }
    let mut best: Vec<Option<Best>> = vec![None; index.places];
    let mut offer = |found: Best| {
        if let Some(held) = best.get_mut(found.at as usize)
            && held.is_none_or(|held| (found.order, found.score, held.how) > (held.order, held.score, found.how))
        {
            *held = Some(found);
        }
    };
    whole(index, &key, &mut offer);
    let telling = index.paraphrases.as_ref().and_then(|_| everyday::without_fillers(&words));
    let mut ways = vec![words.clone()];
    ways.extend(telling.clone());
    ways.extend(joined(index, &words));
    ways.extend(split(index, &words));
    for way in ways {
        by_words(index, stems, &way, &mut offer);
    }
    near(index, stems, telling.as_ref().unwrap_or(&words), &mut best);
    let mut best: Vec<Best> = best.into_iter().flatten().filter(|best| best.score >= LEAST).collect();
    let first = |a: &Best, b: &Best| b.order.cmp(&a.order).then(b.score.cmp(&a.score)).then_with(|| before(a.at, b.at));
    // A common word is in thousands of records, and nobody reads so far.
    if limit < best.len() {
        best.select_nth_unstable_by(limit, first);
        best.truncate(limit);
    }
    best.sort_unstable_by(first);
    // Nothing is surer than what comes before it.
    let mut surest = u32::MAX;
    for found in &mut best {
        surest = surest.min(found.score);
        found.score = surest;
    }
    best
}

/// Weighs in what pieces of words say, what descriptions say, and what labels and descriptions say together, and adds the records that only
/// they speak for. What is described counts the more, the less any single label names what is asked: so titles lead by their names, and
/// phrases by all that is written.
///
/// The weights are the best of thirty sets tried on the halves of what `tests/words` asks that are never reported, and on O\*NET's tasks.
fn near(index: &Index, stems: &Stems, words: &[String], best: &mut [Option<Best>]) {
    let (Some(pieces_of), Some(described)) = (&index.pieces, &index.described) else { return };
    let told = index.told.as_ref();
    let by_pieces = pieces_of.of(index.places, pieces(words).into_iter().map(|piece| [(piece, 1000)]));
    let asked: Vec<_> = words.iter().map(|word| forms(index, stems, told, word)).collect();
    let by_description = described.of(index.places, asked.iter());
    let by_all = told.map(|told| told.of(index.places, asked.iter()));
    let by_label = || best.iter().flatten().filter(|found| found.order < WHOLE);
    let most = by_label().map(|found| found.evidence).max().unwrap_or(0).max(1);
    let surest = by_label().map(|found| found.score).max().unwrap_or(0).clamp(NAMES_NOTHING, NAMES);
    // In thousandths, so that doubt counts smoothly.
    let doubt = if told.is_some() { 1000 * WEIGHT_DOUBT * (NAMES - surest) / (NAMES - NAMES_NOTHING) } else { 0 };
    let weight = 1000 * WEIGHT_TOLD + doubt;
    let shares = 1 + u32::from(told.is_some());
    let whole = WEIGHT_LABEL + WEIGHT_EVIDENCE + WEIGHT_PIECES + shares * weight / 1000;
    let scaled = |share: u32, enough: u32, top: u32| match share.checked_sub(enough) {
        Some(more) => LEAST + (top - LEAST) * more / (1000 - enough),
        None => 0,
    };
    for (at, held) in best.iter_mut().enumerate() {
        let at = at as u32;
        let all = by_all.as_ref().map_or((0, 0), |all| (all.relative(at), all.absolute(at)));
        let said = WEIGHT_PIECES * by_pieces.relative(at) + weight * (by_description.relative(at) + all.0) / 1000;
        let share = by_pieces.absolute(at).max(by_description.absolute(at));
        let score = scaled(share, NEAR_ENOUGH, NEAR).max(scaled(all.1, TOLD_ENOUGH, TOLD));
        if let Some(found) = held {
            if found.order < WHOLE {
                let labels = WEIGHT_LABEL * found.score + WEIGHT_EVIDENCE * (1000 * found.evidence / most);
                found.order = ((labels + said) / whole).min(WHOLE - 1);
                // A label that says next to nothing of the question does not keep out what is told besides.
                if told.is_some() && found.score < LEAST && score >= LEAST {
                    (found.score, found.how) = (score, How::Near);
                }
            }
        } else if score >= LEAST
            && let Some(label) = index.title(at)
        {
            *held = Some(Best { at, label, score, evidence: 0, order: said / whole, how: How::Near });
        }
    }
}

/// The stems by which a word of the question is looked for in all that is told: its own, those of what trades say for it, and where nothing
/// has them, those of the words it may be a slip of.
fn forms(index: &Index, stems: &Stems, told: Option<&Evidence<String>>, word: &str) -> Vec<(String, u32)> {
    let mut forms: Vec<(String, u32)> = stems.of(word, u16::MAX).map(|stem| (stem, 1000)).collect();
    let trades = forms.iter().flat_map(|(stem, _)| stems.everyday(stem)).map(|stem| (stem.clone(), everyday::MEANT));
    forms.extend(trades.collect::<Vec<_>>());
    if told.is_some_and(|told| !forms.iter().any(|(stem, _)| told.knows(stem))) {
        let mut meant = Vec::new();
        misspelt(index, word, &mut meant);
        for held in meant {
            let other = index.word(held.word).map_or("", |other| &other.text);
            forms.extend(stems.of(other, u16::MAX).map(|stem| (stem, held.surely)));
        }
    }
    forms
}

/// The record of which these words, run together, are a whole name, and that name.
pub(super) fn named(index: &Index, key: &str) -> Option<(u32, Box<str>)> {
    let whole = index.keyed(key).map(|(_, label)| label).take_while(|label| label.key.len() == key.len());
    let named = whole.filter(|label| !key.is_empty() && matches!(label.source, Source::Title | Source::Alias));
    named.min_by_key(|label| (label.source, label.at)).map(|label| (label.at, label.text.clone()))
}

/// Runs of neighbouring words of a question that no record has, not even with a slip.
pub(super) fn unsaid(index: &Index, stems: &Stems, words: &[String]) -> Vec<Vec<String>> {
    let words = words.get(..words.len().min(MOST_WORDS)).unwrap_or_default();
    let known = |word: &String| term(index, stems, word, false).meant.iter().any(|meant| meant.how != How::Near);
    words
        .chunk_by(|one, next| known(one) == known(next))
        .filter(|run| run.first().is_some_and(|first| !known(first)))
        .map(<[_]>::to_vec)
        .collect()
}

/// Whole labels: the same, or codes that start so.
fn whole(index: &Index, key: &str, offer: &mut impl FnMut(Best)) {
    for (at, label) in index.keyed(key) {
        let same = label.key.len() == key.len();
        let (score, how) = match label.source {
            Source::Title if same => (1000, How::Exact),
            Source::Id if same => (995, How::Code),
            Source::Code if same => (990, How::Code),
            Source::Alias if same => (980, How::Alias),
            // 15-2051 means 15-2051.00 before 15-2051.01.
            Source::Code if key.len() >= 3 && label.key.trim_end_matches('0') == key.trim_end_matches('0') => (985, How::Code),
            Source::Code if key.len() >= 3 => (WHOLE, How::Prefix),
            _ => continue,
        };
        offer(Best { at: label.at, label: at, score, evidence: 0, order: score, how });
    }
}

/// The question with neighbouring words run together where a label has the compound.
fn joined(index: &Index, words: &[String]) -> Option<Vec<String>> {
    let mut way: Vec<String> = Vec::new();
    let mut rest = words;
    while let Some((first, others)) = rest.split_first() {
        let compound = others.first().map(|second| format!("{first}{second}")).filter(|compound| index.find(compound).is_some());
        rest = if compound.is_some() { others.get(1..).unwrap_or(&[]) } else { others };
        way.push(compound.unwrap_or_else(|| first.clone()));
    }
    (way.len() < words.len()).then_some(way)
}

/// The question with compounds taken apart where labels have both parts.
fn split(index: &Index, words: &[String]) -> Option<Vec<String>> {
    let mut way = Vec::new();
    for word in words {
        let known = |part: &str| index.find(part).and_then(|at| index.word(at)).map(|word| word.labels);
        let cuts = word.char_indices().map(|(at, _)| at).skip(3).filter_map(|at| word.split_at_checked(at));
        let parts =
            cuts.filter(|(_, end)| end.chars().count() >= 3).filter_map(|(start, end)| Some((known(start)?.min(known(end)?), start, end)));
        match parts.max_by_key(|(uses, ..)| *uses) {
            Some((_, start, end)) => way.extend([start.to_owned(), end.to_owned()]),
            None => way.push(word.clone()),
        }
    }
    (way.len() > words.len()).then_some(way)
}

/// Labels that have words of the question.
fn by_words(index: &Index, stems: &Stems, words: &[String], offer: &mut impl FnMut(Best)) {
    let count = words.len();
    let terms: Vec<Term> = words.iter().enumerate().map(|(at, word)| term(index, stems, word, at + 1 == count)).collect();
    let asked: u64 = terms.iter().map(|term| u64::from(term.weight)).sum();
    let told: u64 = terms.iter().map(|term| u64::from(term.telling)).sum();
    if asked == 0 {
        return;
    }
    let mut said = vec![Said::default(); index.labels.len()];
    let mut about = vec![About::default(); index.places];
    let (mut labels, mut records) = (Vec::new(), Vec::new());
    for (number, term) in (1..).zip(&terms) {
        for meant in &term.meant {
            let own = index.word(meant.word).map_or(0, |word| word.weight) * meant.surely / 1000;
            for at in index.uses.of(meant.word) {
                let Some((held, label)) = said.get_mut(at.at()).zip(index.label(*at)) else { continue };
                // Each word of the question counts once for a label, by its surest meaning.
                if held.term == number {
                    continue;
                }
                let (first, counts) = (held.term == 0, term.weight * meant.surely / 1000);
                held.term = number;
                if let Some(record) = about.get_mut(label.at as usize) {
                    if record.term == 0 {
                        records.push(label.at);
                    }
                    if record.term != number {
                        record.settle(index.sizes(label.at));
                        (record.term, record.weight) = (number, term.telling);
                        record.asked += counts;
                    }
                    // A known word that is still being typed is no evidence for its continuations.
                    if meant.surely >= SURE || meant.how == How::Near {
                        record.times += meant.surely;
                    }
                }
                if label.source != Source::About {
                    if first {
                        labels.push(*at);
                    }
                    held.asked += counts;
                    held.own += own;
                    held.how = held.how.max(meant.how);
                }
            }
        }
    }
    for at in records {
        if let Some(record) = about.get_mut(at as usize) {
            record.settle(index.sizes(at));
        }
    }
    for at in labels {
        let Some((held, label)) = said.get(at.at()).zip(index.label(at)) else { continue };
        let share = |part: u32, whole: u64| (1000 * u64::from(part)).checked_div(whole).unwrap_or(0).min(1000);
        let of_question = share(held.asked, asked);
        let of_label = share(held.own, u64::from(label.weight));
        // The harmonic mean of both shares says how alike label and question are.
        let alike = (2 * of_question * of_label).checked_div(of_label + of_question).unwrap_or(0);
        let record = about.get(label.at as usize).copied().unwrap_or_default();
        let evidence = share(record.evidence, told);
        // What only other labels of the record say counts a little.
        let elsewhere = share(record.asked, asked).saturating_sub(of_question);
        let most = u64::from(BY_WORDS) - 1;
        let title = u64::from(label.source == Source::Title);
        let score = (alike * u64::from(BY_WORDS) / 1000 + elsewhere * 3 / 10).min(most) + title;
        // Whole labels and codes come before anything found by words.
        let order = u64::midpoint(score, evidence).min(u64::from(WHOLE) - 1) as u32;
        offer(Best { at: label.at, label: at, score: score as u32, evidence: evidence as u32, order, how: held.how });
    }
}

/// What all labels of a record say of the question so far.
#[derive(Clone, Copy, Default)]
struct About {
    /// The last word of the question that counted.
    term: u32,
    /// What that word weighs.
    weight: u32,
    /// In how many of its labels it stands, in thousandths.
    times: u32,
    /// Weight of the words of the question that it has.
    asked: u32,
    /// The same, less where only few of its labels have the word.
    evidence: u32,
}

impl About {
    /// Adds the last word to the evidence, as BM25 does with its usual k = 1.2 and b = 0.75: the more often it stands among the labels
    /// of the record the more, but ever less so, and less where there are many labels. `size` is how many, against the middle.
    fn settle(&mut self, size: u64) {
        let times = u64::from(std::mem::take(&mut self.times));
        let whole = times + 300 + 900 * size / 1000;
        self.evidence += (u64::from(self.weight) * times).checked_div(whole).unwrap_or(0) as u32;
    }
}

/// What a label says of the question so far.
#[derive(Clone, Copy)]
struct Said {
    /// The last word of the question that counted.
    term: u32,
    /// Weight of the words of the question that it has.
    asked: u32,
    /// Weight of its own words that the question has.
    own: u32,
    /// The least sure way a word was matched.
    how: How,
}

impl Default for Said {
    fn default() -> Self {
        Self { term: 0, asked: 0, own: 0, how: How::Words }
    }
}

/// What one word may mean. `last` words may be still being typed.
fn term(index: &Index, stems: &Stems, word: &str, last: bool) -> Term {
    let mut meant: Vec<Meant> = Vec::new();
    let mut add = |word: WordAt, surely: u32, how: How| {
        if !meant.iter().any(|held| held.word == word) {
            meant.push(Meant { word, surely, how });
        }
    };
    let same = index.find(word);
    if let Some(at) = same {
        add(at, 1000, How::Words);
    }
    for stem in stems.of(word, u16::MAX) {
        for at in index.stemming(&stem) {
            add(at, INFLECTED, How::Stem);
        }
    }
    let mut known = meant.iter().filter_map(|held| index.word(held.word)).map(|word| word.labels).sum::<u32>();
    let length = word.chars().count();
    let everyday = everyday(index, stems, word);
    // What stands in a dictionary is spelt right and whole, also where the edition has no word for it: who fixes cars means no card.
    let spelt = stems.of(word, u16::MAX).any(|stem| !stems.everyday(&stem).is_empty());
    if (last && length >= 2) || (meant.is_empty() && !spelt && length >= 3) {
        let mut seen: Vec<WordAt> = meant.iter().map(|held| held.word).collect();
        seen.sort_unstable();
        for (at, longer) in index.starting(word) {
            if seen.binary_search(&at).is_err() {
                let share = (250 * word.len() / longer.text.len().max(1)) as u32;
                meant.push(Meant { word: at, surely: if same.is_some() { 450 } else { 650 } + share, how: How::Prefix });
                known += longer.labels;
            }
        }
    }
    // A rare word may itself be a misspelling in the catalogue.
    if known <= 2 && !spelt {
        misspelt(index, word, &mut meant);
    }
    meant.extend(standing_for(index, &meant));
    for other in everyday {
        if !meant.iter().any(|held| held.word == other.word) {
            meant.push(other);
        }
    }
    meant.sort_by(|a, b| b.surely.cmp(&a.surely).then(a.word.cmp(&b.word)));
    let weight = meant.first().and_then(|held| index.word(held.word)).map_or(index.unknown, |word| word.weight);
    let telling = meant.first().and_then(|held| index.word(held.word)).map_or(index.unknown, |word| word.telling);
    Term { meant, weight, telling }
}

/// What trades say for an everyday word, where nearness was asked for.
fn everyday(index: &Index, stems: &Stems, word: &str) -> Vec<Meant> {
    let meant = index.paraphrases.iter().flat_map(|_| stems.of(word, u16::MAX)).flat_map(|stem| {
        let words = stems.everyday(&stem).iter().flat_map(|trade| index.stemming(trade));
        words.map(|word| Meant { word, surely: everyday::MEANT, how: How::Near }).collect::<Vec<_>>()
    });
    meant.collect()
}

/// Words that stand for those that are surely meant.
fn standing_for(index: &Index, meant: &[Meant]) -> Vec<Meant> {
    let mut standing: Vec<Meant> = Vec::new();
    for held in meant.iter().filter(|held| held.surely >= INFLECTED) {
        for (word, surely) in index.paraphrases.iter().flat_map(|paraphrases| paraphrases.of(held.word)) {
            let surely = surely * held.surely / 1000;
            if !meant.iter().any(|known| known.word == *word && known.surely >= surely) {
                standing.push(Meant { word: *word, surely, how: How::Near });
            }
        }
    }
    standing
}

/// Adds the words that are one slip from this one, or two from a long one.
fn misspelt(index: &Index, word: &str, meant: &mut Vec<Meant>) {
    let length = word.chars().count();
    let most: usize = match length {
        _ if word.contains(|letter: char| letter.is_ascii_digit()) => return,
        ..=3 => return,
        4..=7 => 1,
        _ => 2,
    };
    let letters = super::index::letters(word);
    for (at, other) in index.words.iter().enumerate() {
        // A slip changes at most two letters of the set.
        let apart = (other.letters ^ letters).count_ones() as usize;
        if apart > 2 * most || (other.length as usize).abs_diff(length) > most {
            continue;
        }
        // Short words that start otherwise are other words: head and lead.
        if length < 6 && !other.text.starts_with(|first| word.starts_with(first)) {
            continue;
        }
        let at = WordAt::new(at);
        let slips = strsim::osa_distance(word, &other.text);
        if slips > 0 && slips <= most && !meant.iter().any(|held| held.word == at) {
            let surely = (950 - 1000 * slips / length.max(1)) as u32;
            meant.push(Meant { word: at, surely, how: How::Typo });
        }
    }
}

/// Records with a title spelt somewhat like the words, and how many slips apart they are.
pub(super) fn alike(index: &Index, words: &str) -> Vec<(u32, usize)> {
    let key = fold::key(&fold::words(words));
    let length = key.chars().take(64).count();
    let mut near = Vec::new();
    for label in index.labels.iter().filter(|label| label.source == Source::Title && length > 0 && length < 64) {
        let longest = label.key.chars().count().max(length);
        let slips = strsim::osa_distance(&key, &label.key);
        if 2 * slips <= longest {
            near.push((label.at, slips));
        }
    }
    near
}
