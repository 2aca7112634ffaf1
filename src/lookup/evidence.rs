//! What the words, or the pieces of words, that are written about a record say for it: BM25 in whole numbers.

use super::index::log256;
use rayon::prelude::*;
use std::hash::Hash;

/// A feature, such as a stem or four letters in a row, with the records that have it and how much it says for each.
pub(super) struct Evidence<K> {
    /// All features, sorted.
    keys: Vec<K>,
    /// Where the postings of each feature start; one more than there are features.
    starts: Vec<u32>,
    /// A record and what the feature says for it, in 256ths of a bit.
    postings: Vec<(u32, u32)>,
    /// What a feature says at most, that is where few records have it, in 256ths of a bit.
    most: u32,
}

/// What a question's features say for the records.
pub(super) struct Shares {
    /// For each record, out of 1000 for the record they say most for.
    of: Vec<u16>,
    /// What they say for that record out of all they could say, in thousandths.
    most: u16,
}

impl Shares {
    /// Against the record they say most for.
    pub(super) fn relative(&self, at: u32) -> u32 {
        self.of.get(at as usize).copied().map_or(0, u32::from)
    }

    /// Against all the question could say.
    pub(super) fn absolute(&self, at: u32) -> u32 {
        self.relative(at) * u32::from(self.most) / 1000
    }
}

impl<K: Ord + Hash + Send> Evidence<K> {
    /// Counts features of records that take `places` places. Linear but for a sort, which runs in parallel.
    pub(super) fn new(places: usize, mut found: Vec<(K, u32)>) -> Self {
        found.par_sort_unstable();
        let mut sizes = vec![0_u64; places];
        for (_, at) in &found {
            if let Some(size) = sizes.get_mut(*at as usize) {
                *size += 1;
            }
        }
        let having = sizes.iter().filter(|size| **size > 0).count() as u64;
        let middle = (found.len() as u64).checked_div(having).unwrap_or(0).max(1);
        let all = log256(2 * (having + 1));
        let mut evidence = Self { keys: Vec::new(), starts: Vec::new(), postings: Vec::new(), most: all + 16 };
        for (key, at) in found {
            if evidence.keys.last() != Some(&key) {
                evidence.keys.push(key);
                evidence.starts.push(evidence.postings.len() as u32);
            } else if let Some((_, times)) = evidence.postings.last_mut().filter(|(last, _)| *last == at) {
                *times += 1;
                continue;
            }
            evidence.postings.push((at, 1));
        }
        evidence.starts.push(evidence.postings.len() as u32);
        // Times become weights: ever less for each further time, and less in a record that says much, with the usual k = 1.2 and b = 0.75.
        for bounds in evidence.starts.windows(2) {
            let &[start, end] = bounds else { continue };
            let telling = u64::from(tells(all, end - start));
            for (at, times) in evidence.postings.get_mut(start as usize..end as usize).unwrap_or(&mut []) {
                let size = sizes.get(*at as usize).copied().unwrap_or(middle);
                let times_here = 1000 * u64::from(*times);
                let whole = times_here + 300 + 900 * size / middle;
                *times = (telling * times_here * 22 / 10 / whole) as u32;
            }
        }
        evidence
    }

    /// Whether any record has the feature.
    pub(super) fn knows(&self, key: &K) -> bool {
        self.keys.binary_search(key).is_ok()
    }

    /// What the features of a question say for each record; each is asked in one or more forms, such as the stems of a word in several
    /// languages, each with how surely it is meant, in thousandths. The form that says most for a record counts.
    pub(super) fn of(&self, places: usize, asked: impl Iterator<Item = impl AsRef<[(K, u32)]>>) -> Shares {
        let mut sums = vec![0_u32; places];
        // For each record the last feature that counted for it, and with what.
        let mut counted = vec![(0_u32, 0_u32); places];
        let mut possible = 0_u64;
        for (number, forms) in (1..).zip(asked) {
            let mut telling = None;
            for (key, surely) in forms.as_ref() {
                let bounds = self.keys.binary_search(key).ok().and_then(|at| self.starts.get(at..at + 2));
                let Some(&[start, end]) = bounds else { continue };
                telling = telling.max(Some(tells(self.most - 16, end - start) * surely / 1000));
                for (at, weight) in self.postings.get(start as usize..end as usize).unwrap_or(&[]) {
                    let Some((sum, held)) = sums.get_mut(*at as usize).zip(counted.get_mut(*at as usize)) else { continue };
                    if held.0 != number {
                        *held = (number, 0);
                    }
                    let weight = weight * surely / 1000;
                    *sum += weight.saturating_sub(held.1);
                    held.1 = held.1.max(weight);
                }
            }
            possible += u64::from(telling.unwrap_or(self.most));
        }
        let most = u64::from(sums.iter().copied().max().unwrap_or(0));
        let of = sums.into_iter().map(|sum| (1000 * u64::from(sum)).checked_div(most).unwrap_or(0) as u16).collect();
        Shares { of, most: (1000 * most).checked_div(possible).unwrap_or(0).min(1000) as u16 }
    }
}

/// What a feature says that so many records have, in 256ths of a bit.
fn tells(all: u32, records: u32) -> u32 {
    all - log256(2 * u64::from(records) + 1).min(all) + 16
}

/// Every four letters in a row of each word with a gap before and after it; a shorter word whole.
pub(super) fn pieces<'a>(words: impl IntoIterator<Item = &'a String>) -> Vec<u64> {
    let mut pieces = Vec::new();
    for word in words {
        let mut window = u64::from(b' ');
        let mut length = 1;
        for letter in word.chars().chain([' ']) {
            window = window << 16 | u64::from(u32::from(letter) & 0xFFFF);
            length += 1;
            if length >= 4 {
                pieces.push(window);
            }
        }
        if length < 4 {
            pieces.push(window);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_features_in_short_records_say_most() {
        let found = [("data", 0), ("data", 1), ("data", 2), ("care", 1), ("care", 1), ("long", 2), ("tail", 2), ("here", 2)];
        let evidence = Evidence::new(4, found.to_vec());
        let said = |asked: &[&'static str]| {
            let shares = evidence.of(4, asked.iter().map(|key| [(*key, 1000)]));
            [0, 1, 2, 3].map(|at| shares.relative(at))
        };
        let data = said(&["data"]);
        assert!(data[0] == 1000 && data[0] > data[1] && data[1] > data[2] && data[3] == 0, "{data:?}");
        let both = said(&["data", "care"]);
        assert!(both[1] == 1000 && both[0] < 500, "{both:?}");
        assert_eq!(said(&["nothing"]), [0; 4]);
        let half = evidence.of(4, [[("care", 1000)], [("nothing", 1000)]].iter()).absolute(1);
        assert!((300..600).contains(&half), "{half}");
        // Of two forms of one word the one counts that says more, and one that is less surely meant says less.
        let shares = evidence.of(4, [vec![("data", 500), ("care", 1000)]].iter());
        assert!(shares.relative(1) == 1000 && (1..500).contains(&shares.relative(0)), "{}", shares.relative(0));
        assert_eq!(Evidence::<u64>::new(0, Vec::new()).of(0, [[(1, 1000)]].iter()).relative(0), 0);
    }

    #[test]
    fn pieces_are_four_letters_or_a_short_word() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(pieces(&words("data")).len(), 3);
        assert_eq!(pieces(&words("r")).len(), 1);
        assert_eq!(pieces(&words("sql r")).len(), 3);
        assert_eq!(pieces(&words("data")), pieces(&words("data")));
        assert_ne!(pieces(&words("go")), pieces(&words("og")));
    }
}
