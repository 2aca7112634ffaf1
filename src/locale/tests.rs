//! Laws of message files: every language says the same, pages ask for nothing that is not there, nothing is there for nobody.

use super::*;
use crate::model::{Currency, Effort};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The messages of a language: key to the names of what they tell of.
fn messages(language: &Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for (_, text) in language.files {
        let mut key = String::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.is_empty() && !name.starts_with([' ', '#'])) {
                key = name.to_owned();
                assert!(messages.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice in {}", language.tag);
            }
            for told in line.split('$').skip(1) {
                let name: String = told.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
                messages.get_mut(&key).expect("a message").insert(name);
            }
        }
    }
    messages
}

fn sources(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            into.push((path, text));
        }
    }
}

fn code() -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&source, &mut all);
    all.retain(|(path, _)| !path.ends_with("locale/mod.rs"));
    all
}

#[test]
fn every_message_file_can_be_read_whole() {
    for language in &LANGUAGES {
        for (name, text) in language.files {
            let read = FluentResource::try_new((*text).to_owned());
            assert!(read.is_ok(), "{}/{name}: {:?}", language.tag, read.err().map(|(_, errors)| errors));
        }
    }
}

#[test]
fn every_language_has_the_same_messages_that_tell_of_the_same() {
    let first = messages(&LANGUAGES[0]);
    assert!(first.len() > 50);
    for language in &LANGUAGES[1..] {
        let other = messages(language);
        let (have, should): (BTreeSet<_>, BTreeSet<_>) = (other.keys().collect(), first.keys().collect());
        assert_eq!(have, should, "{}", language.tag);
        for (key, told) in &first {
            assert_eq!(&other[key], told, "{key} in {}", language.tag);
        }
    }
}

/// The end of what stands in the parentheses that open before `text`.
fn closing(text: &str) -> usize {
    let (mut depth, mut quoted, mut before) = (1, false, ' ');
    for (at, letter) in text.char_indices() {
        match letter {
            '"' if before != '\\' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
        before = letter;
    }
    text.len()
}

#[test]
fn code_says_only_messages_that_there_are_and_tells_all_they_ask() {
    let messages = messages(&LANGUAGES[0]);
    let mut said = 0;
    for (path, text) in code() {
        for (at, _) in text.match_indices("say!(") {
            let inner = &text[at + 5..];
            let inner = &inner[..closing(inner)];
            let mut parts = inner.split('"');
            let (Some(_), Some(key)) = (parts.next(), parts.next()) else { continue };
            let told = messages.get(key).unwrap_or_else(|| panic!("{}: there is no message {key}", path.display()));
            for name in told {
                assert!(inner.contains(&format!("{name} =")), "{}: {key} asks for {name}", path.display());
            }
            said += 1;
        }
    }
    assert!(said > 50, "{said}");
}

#[test]
fn no_message_is_there_for_nobody() {
    let code: String = code().into_iter().map(|(_, text)| text).collect();
    for key in messages(&LANGUAGES[0]).keys() {
        // A key that is put together begins with the name of its family.
        let mut families = key.match_indices('-').map(|(at, _)| &key[..at]);
        let family = families.any(|family| code.contains(&format!("\"{family}-{{")) || code.contains(&format!("\"{family}\"")));
        let used = family || code.contains(&format!("\"{key}\""));
        assert!(used, "nobody says {key}");
    }
}

#[test]
fn a_missing_message_is_seen_and_never_silent() {
    assert_eq!(fallback().say("no-such-message"), "⟦no-such-message⟧");
}

#[test]
fn figures_are_written_as_each_language_writes_them() {
    let (en, es) = (find("en").unwrap(), find("es-MX").unwrap());
    let day = "2027-03-09".parse().unwrap();
    let plain = |text: String| text.replace('\u{a0}', " ");
    assert_eq!([en.number(1234), es.number(1234), es.number(12_345), en.number(-7)], ["1,234", "1234", "12.345", "\u{2212}7"]);
    assert_eq!(plain(en.money(123_450, Currency::USD)), "USD 1,234.50");
    assert_eq!(plain(es.money(123_450, Currency::USD)), "1234,50 USD");
    assert_eq!(plain(en.money(5_000, Currency::USD)), "USD 50");
    assert_eq!(plain(en.money_exact(5_000, Currency::USD)), "USD 50.00");
    assert_eq!(plain(en.money(-500, "JPY".parse().unwrap())), "\u{2212}USD 500".replace("USD", "JPY"));
    assert_eq!([plain(en.day(day)), plain(es.day(day))], ["9 March 2027", "9 de marzo de 2027"]);
    assert_eq!([plain(en.short_day(day)), plain(es.short_day(day))], ["9 Mar 2027", "9 mar 2027"]);
    assert_eq!([en.effort(Effort::minutes(45)), en.effort(Effort::hours(1500))], ["45 minutes", "1,500 h"]);
    assert_eq!(es.span(day, "2027-03-10".parse().unwrap()), "1 día");
    assert_eq!(en.list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
}

#[test]
fn pseudo_languages_mark_what_they_say_and_are_not_offered() {
    let (accents, turned) = (find("en-XA").unwrap(), find("ar-XB").unwrap());
    assert_eq!(accents.say("skip"), "Skip to the content".chars().map(|c| accented(&c.to_string()).into_owned()).collect::<String>());
    assert!(turned.say("skip").starts_with('\u{202e}') && turned.direction() == Direction::RightToLeft);
    assert!(offered().all(|locale| !locale.is_pseudo()));
}
