//! Word stems by language, so that plurals and inflections meet.

use super::everyday::Everyday;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

/// The languages of a catalogue that have a stemmer, at most [`Stems::MOST`].
pub(super) struct Stems {
    stemmers: Vec<(Box<str>, Stemmer)>,
    everyday: Option<Everyday>,
}

impl Stems {
    /// So many languages fit the masks kept for each word.
    pub(super) const MOST: usize = 16;

    /// The stemmers of these ISO 639-1 languages; those without one are passed over.
    pub(super) fn new<'a>(languages: impl Iterator<Item = &'a str>) -> Self {
        let known = languages.filter_map(|code| algorithm(code).map(|algorithm| (code.into(), Stemmer::create(algorithm))));
        let mut stems = Self { stemmers: known.take(Self::MOST).collect(), everyday: None };
        stems.everyday = Some(Everyday::new(&stems));
        stems
    }

    /// The marked stems of what trades say for an everyday word of this marked stem.
    pub(super) fn everyday(&self, stem: &str) -> &[String] {
        self.everyday.as_ref().map_or(&[], |everyday| everyday.of(stem))
    }

    /// The mask of one language; empty where it has no stemmer.
    pub(super) fn mask(&self, language: &str) -> u16 {
        self.stemmers.iter().position(|(code, _)| **code == *language).map_or(0, |at| 1 << at)
    }

    /// The stems of a folded word in the languages of the mask, each marked with its language.
    pub(super) fn of(&self, word: &str, mask: u16) -> impl Iterator<Item = String> {
        let chosen = self.stemmers.iter().enumerate().filter(move |(at, _)| mask & (1 << at) != 0);
        chosen.map(move |(at, (_, stemmer))| {
            let mut marked = String::with_capacity(word.len() + 1);
            marked.push(char::from(b'A' + at as u8));
            marked.push_str(&stemmer.stem(word));
            marked
        })
    }
}

/// The stem of a folded word in one language; the word itself where the language has no stemmer.
pub(super) struct Stem(Option<Stemmer>);

impl Stem {
    pub(super) fn new(language: &str) -> Self {
        Self(algorithm(language).map(Stemmer::create))
    }

    pub(super) fn of<'a>(&self, word: &'a str) -> Cow<'a, str> {
        self.0.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word))
    }
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language.get(..2)? {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
