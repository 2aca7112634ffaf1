//! Messages, numbers, money and days in the language of whoever reads.
//!
//! Messages are [Fluent](https://projectfluent.org) files, one folder a language; `LANGUAGES` is all that another language needs besides
//! its folder. Two pseudo-languages stand beside them, for tests and translators: `en-XA` with accents on every letter shows what no message
//! file holds, `ar-XB` runs from right to left.

mod figures;

pub use fluent_bundle::FluentValue as Value;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use std::{borrow::Cow, sync::OnceLock};
use unic_langid::LanguageIdentifier;

/// In which direction text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// As HTML's `dir` says it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// A language and its message files.
struct Language {
    tag: &'static str,
    name: &'static str,
    direction: Direction,
    files: &'static [(&'static str, &'static str)],
    transform: Option<fn(&str) -> Cow<'_, str>>,
}

macro_rules! files {
    ($folder:literal) => {
        &[
            ("layout", include_str!(concat!($folder, "/layout.ftl"))),
            ("walk", include_str!(concat!($folder, "/walk.ftl"))),
            ("catalogue", include_str!(concat!($folder, "/catalogue.ftl"))),
            ("coverage", include_str!(concat!($folder, "/coverage.ftl"))),
            ("people", include_str!(concat!($folder, "/people.ftl"))),
            ("answer", include_str!(concat!($folder, "/answer.ftl"))),
            ("keep", include_str!(concat!($folder, "/keep.ftl"))),
            ("explain", include_str!(concat!($folder, "/explain.ftl"))),
            ("trouble", include_str!(concat!($folder, "/trouble.ftl"))),
        ]
    };
}

/// Every language, the one to fall back on first.
const LANGUAGES: [Language; 4] = [
    Language { tag: "en", name: "English", direction: Direction::LeftToRight, files: files!("en"), transform: None },
    Language { tag: "es", name: "Español", direction: Direction::LeftToRight, files: files!("es"), transform: None },
    Language { tag: "en-XA", name: "Accents", direction: Direction::LeftToRight, files: files!("en"), transform: Some(accented) },
    Language { tag: "ar-XB", name: "Right to left", direction: Direction::RightToLeft, files: files!("en"), transform: Some(turned) },
];

/// Letters with accents, so that text which no message file holds stands out.
fn accented(text: &str) -> Cow<'_, str> {
    let letter = |letter| match letter {
        'a' => 'á',
        'e' => 'é',
        'i' => 'í',
        'o' => 'ó',
        'u' => 'ú',
        'n' => 'ñ',
        'c' => 'ç',
        'A' => 'Á',
        'E' => 'É',
        'O' => 'Ó',
        'N' => 'Ñ',
        'S' => 'Š',
        's' => 'š',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// Text from right to left: each run is embedded (UAX #9), and blanks at its ends stay outside so that runs can be joined.
fn turned(text: &str) -> Cow<'_, str> {
    let inner = text.trim();
    if inner.is_empty() {
        return text.into();
    }
    let (before, after) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
    format!("{before}\u{202e}{inner}\u{202c}{after}").into()
}

/// A language to speak.
pub struct Locale {
    language: &'static Language,
    bundle: FluentBundle<FluentResource>,
}

static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();

fn all() -> &'static [Locale] {
    LOCALES.get_or_init(|| LANGUAGES.iter().map(Locale::new).collect())
}

/// The languages that people are offered.
pub fn offered() -> impl Iterator<Item = &'static Locale> {
    all().iter().filter(|locale| !locale.is_pseudo())
}

/// Every language, pseudo-languages included.
pub fn known() -> impl Iterator<Item = &'static Locale> {
    all().iter()
}

/// The language with this tag; without its region where that one is not known, such as `es` for `es-MX`.
pub fn find(tag: &str) -> Option<&'static Locale> {
    let named = |wanted: &str| all().iter().find(|locale| locale.tag().eq_ignore_ascii_case(wanted));
    named(tag).or_else(|| named(tag.split('-').next().unwrap_or_default()))
}

/// The language to fall back on.
pub fn fallback() -> &'static Locale {
    static FALLBACK: OnceLock<Locale> = OnceLock::new();
    all().first().unwrap_or_else(|| FALLBACK.get_or_init(|| Locale::new(&LANGUAGES[0])))
}

impl Locale {
    fn new(language: &'static Language) -> Self {
        // Pseudo-languages count as English does.
        let rules = if language.transform.is_some() { "en" } else { language.tag };
        let rules: LanguageIdentifier = rules.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![rules]);
        bundle.set_use_isolating(language.direction == Direction::RightToLeft);
        bundle.set_transform(language.transform);
        for (_, text) in language.files {
            // What cannot be read of a file is left out; a test says that there is nothing.
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(readable, _)| readable);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Its tag (BCP 47).
    pub fn tag(&self) -> &'static str {
        self.language.tag
    }

    /// Its name in itself.
    pub fn name(&self) -> &'static str {
        self.language.name
    }

    /// In which direction it runs.
    pub fn direction(&self) -> Direction {
        self.language.direction
    }

    /// Whether it is for tests and translators only.
    pub fn is_pseudo(&self) -> bool {
        self.language.transform.is_some()
    }

    /// The language of names in catalogues (ISO 639-1).
    pub fn names(&self) -> &'static str {
        if self.is_pseudo() { "en" } else { self.language.tag }
    }

    /// A message; in English where this language lacks it.
    pub fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// Whether somebody wrote a message of this key.
    pub fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message with what it tells of; in English where this language lacks it, and its key in `⟦⟧` where nobody wrote it.
    pub fn tell(&self, key: &str, told: &[(&'static str, Value<'_>)]) -> String {
        let args: FluentArgs<'_> = told.iter().cloned().collect();
        let said = |locale: &Self| {
            let pattern = locale.bundle.get_message(key)?.value()?;
            Some(locale.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
        };
        said(self).or_else(|| said(fallback())).unwrap_or_else(|| format!("⟦{key}⟧"))
    }
}

/// A message of a locale, by its key: `say!(locale, "key")` or `say!(locale, "key", name = value, …)`.
macro_rules! say {
    ($locale:expr, $key:literal) => {
        $locale.say($key)
    };
    ($locale:expr, $key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $locale.tell($key, &[$((stringify!($name), $crate::locale::Value::from($value))),+])
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests;
