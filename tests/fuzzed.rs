//! The corpora of the fuzzers, replayed and changed at random places by a seeded source of chance, on any compiler.
//!
//! `PATHSTACK_FUZZED_TEXTS` says how many changed texts each target gets.
#![expect(clippy::expect_used, clippy::disallowed_methods, clippy::print_stdout, reason = "a test may stop, speak, and read its files")]

use std::{fs, path::Path};

#[path = "fuzz/targets.rs"]
mod targets;

/// A number that looks like chance (`SplitMix64`; Steele, Lea, Flood 2014).
fn chance(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) as usize
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folder = if target == "problem" { tests.join("corpus") } else { tests.join("fuzz/corpus").join(target) };
    let mut paths: Vec<_> = fs::read_dir(&folder).expect(target).map(|entry| entry.expect(target).path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{target} has no corpus");
    paths.iter().map(|path| fs::read(path).expect(target)).collect()
}

/// One to four changes: a byte, a piece taken out, a piece put elsewhere, a piece of another text, an odd number.
fn change(text: &mut Vec<u8>, other: &[u8], state: &mut u64) {
    for _ in 0..1 + chance(state) % 4 {
        let at = chance(state) % (text.len() + 1);
        let end = (at + chance(state) % 40).min(text.len());
        match chance(state) % 7 {
            0 if at < text.len() => text[at] = chance(state) as u8,
            1 => drop(text.drain(at..end)),
            2 => {
                let piece = text[at..end].to_vec();
                let place = chance(state) % (text.len() + 1);
                text.splice(place..place, piece);
            }
            3 if !other.is_empty() => {
                let from = chance(state) % other.len();
                let to = (from + chance(state) % 60).min(other.len());
                text.splice(at..end, other[from..to].iter().copied());
            }
            4 => {
                const ODD: [&[u8]; 12] = [
                    b"0",
                    b"-1",
                    b"1e999",
                    b"18446744073709551616",
                    b"null",
                    b"\"\"",
                    b"[]",
                    b"{}",
                    b"\\u0000",
                    b"\xff",
                    b"9999-12-31",
                    b"%",
                ];
                text.splice(at..end, ODD[chance(state) % ODD.len()].iter().copied());
            }
            5 => text.truncate(at),
            _ => text.insert(at, b"{}[]\":,\\ \n=-%&?/"[chance(state) % 16]),
        }
    }
}

#[test]
fn every_text_of_every_corpus_is_survived() {
    for (name, target) in targets::TARGETS {
        for text in corpus(name) {
            target(&text);
        }
    }
}

#[test]
fn every_text_of_every_corpus_changed_at_random_is_survived() {
    let texts = std::env::var("PATHSTACK_FUZZED_TEXTS").ok().and_then(|text| text.parse().ok()).unwrap_or(300_usize);
    std::thread::scope(|scope| {
        for (name, target) in targets::TARGETS {
            scope.spawn(move || {
                let corpus = corpus(name);
                let mut state = 2026;
                for _ in 0..texts {
                    let mut text = corpus[chance(&mut state) % corpus.len()].clone();
                    let other = &corpus[chance(&mut state) % corpus.len()];
                    change(&mut text, other, &mut state);
                    let shown = String::from_utf8_lossy(&text).into_owned();
                    let survived = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&text)));
                    assert!(survived.is_ok(), "{name} panics at {shown:?}");
                }
                println!("{name}: {texts} texts survived");
            });
        }
    });
}
