//! Any text at all: reading it never panics, and what can be read is answered, within a budget, by answers that hold.
//!
//! The texts are those of `tests/corpus`, changed at random places by a seeded source of chance. A text that once broke
//! something is kept there.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may stop, speak and read its settings and files"
)]

use std::fs;
use std::path::Path;

use pathstack::check;
use pathstack::solve::problem::{Answer, Catalogue, Certificate, Front, Measure, Problem, Query};
use pathstack::solve::{Budget, front, solve};
use rayon::prelude::*;

#[path = "common/random.rs"]
mod random;

use random::Dice;

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Reads a text as everything it could be; answers it if it is a problem. Was it one?
fn survives(text: &[u8]) -> bool {
    let _ = (Catalogue::read(text), Query::read(text));
    let _ = (serde_json::from_slice::<Answer>(text), serde_json::from_slice::<Front>(text), serde_json::from_slice::<Certificate>(text));
    let problem = match Problem::read(text) {
        Ok(problem) => problem,
        Err(faults) => {
            assert!(!faults.is_empty() && faults.len() <= 1001);
            assert!(faults.iter().all(|fault| !fault.to_string().is_empty()));
            return false;
        }
    };
    let again = Problem::read(problem.to_json().as_bytes()).unwrap();
    assert_eq!(problem, again);
    assert_eq!(problem.canonical().canonical(), problem.canonical());
    let budget = Budget { nodes: Some(50), stop: None };
    for minimise in ["cost,hours,count", "hours", "count,cost", "3*cost+2*hours+1*count"] {
        let minimise = minimise.parse().unwrap();
        // Weights may be too large for what such a text asks for; that is an answer too.
        if let Ok(outcome) = solve(&problem, &minimise, &budget) {
            check::answer(&problem, &minimise, &outcome.answer).unwrap();
        }
    }
    for measures in [&[Measure::Cost, Measure::Hours][..], &Measure::ALL] {
        check::front(&problem, measures, &front(&problem, measures, &budget)).unwrap();
    }
    true
}

#[test]
fn every_text_of_the_corpus_is_survived() {
    let problems = corpus().iter().filter(|text| survives(text)).count();
    assert!(problems >= 6);
}

#[test]
fn every_text_of_the_corpus_changed_at_random_is_survived() {
    let corpus = corpus();
    let texts = std::env::var("PATHSTACK_ROBUST_TEXTS").ok().and_then(|text| text.parse().ok()).unwrap_or(30_000_u64);
    let problems = (0..texts)
        .into_par_iter()
        .filter(|&seed| {
            let mut dice = Dice::new(seed);
            let mut text =
                if dice.percent(30) { random::problem(&mut dice, 12).to_string().into_bytes() } else { dice.pick(&corpus).clone() };
            for _ in 0..dice.between(1, 4) {
                change(&mut text, &mut dice);
            }
            survives(&text)
        })
        .count();
    println!("{texts} texts survived, {problems} of them problems");
    assert!(problems as u64 * 20 > texts);
}

/// Changes bytes anywhere, or a whole number, name or piece.
fn change(text: &mut Vec<u8>, dice: &mut Dice) {
    if text.is_empty() {
        return;
    }
    let at = dice.below(text.len());
    match dice.between(0, 9) {
        0 => text[at] = dice.next() as u8,
        1 => drop(text.remove(at)),
        2 => text.insert(at, *dice.pick(b"0123456789-.eE\"{}[],:\\u\0\xff ")),
        3 => text.truncate(at),
        4 => {
            let end = (at + dice.below(60)).min(text.len());
            let piece = text[at..end].to_vec();
            let place = dice.below(text.len());
            text.splice(place..place, piece);
        }
        5 => {
            let end = (at + dice.below(60)).min(text.len());
            text.drain(at..end);
        }
        _ => replace_number(text, at, dice),
    }
}

/// Puts another number where the next one stands: small ones as a rule, so that most texts stay problems.
fn replace_number(text: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let Some(start) = (at..text.len()).find(|&i| text[i].is_ascii_digit()) else { return };
    let end = (start..text.len()).find(|&i| !text[i].is_ascii_digit()).unwrap_or(text.len());
    let number = match dice.between(0, 9) {
        0 => (*dice.pick(&["9007199254740991", "9007199254740992", "18446744073709551616", "-1", "1e9", "0.5", "255", "256"])).to_owned(),
        1 => dice.next().to_string(),
        _ => dice.between(0, 9).to_string(),
    };
    text.splice(start..end, number.into_bytes());
}
