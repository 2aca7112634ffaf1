//! The audit log: who saw or changed what of whom, each entry bound to the one before by its hash.
//!
//! A learner is named by a keyed hash only, so that the log outlives what it is about. Every entry's hash covers the whole entry and the
//! hash before it: whoever changes, adds or takes out an entry has to change all that follow, and the last hash, which can be noted elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use utoipa::ToSchema;

/// What was done or not let be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whose account it was; of a learner's own the keyed hash.
    pub actor: String,
    /// The operation, by its id in the API document or the name of the command.
    #[schema(example = "get_plan")]
    pub operation: String,
    /// The keyed hash of the learner it is about, or the id of an account.
    pub subject: String,
    /// The record it is about, by id; empty where it is all of them.
    pub object: String,
    /// `allowed` or `denied`.
    #[schema(example = "allowed")]
    pub outcome: String,
}

/// An event in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Entry {
    /// Its place, from 1.
    pub number: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// SHA-256 of the entry and of the hash before it, in hexadecimal.
    pub hash: String,
}

/// The hash before the first.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Bytes in hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The hash of an event in this place, after this hash.
pub fn link(number: u64, event: &Event, before: &str) -> String {
    let mut hash = Sha256::new();
    let (number, at) = (number.to_string(), event.at.as_millisecond().to_string());
    for part in [before, &number, &at, &event.actor, &event.operation, &event.subject, &event.object, &event.outcome] {
        // Lengths before parts: no two events are the same bytes.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize())
}

/// Who somebody is in the log: nobody without the key can tell, and with it only who knows the id.
pub fn pseudonym(key: &[u8], id: &str) -> String {
    let inner = Sha256::new().chain_update(b"pathstack audit inner").chain_update(key).chain_update(id).finalize();
    hexadecimal(&Sha256::new().chain_update(b"pathstack audit outer").chain_update(key).chain_update(inner).finalize())
}

/// What is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// An entry is missing, or there twice: this number should come next.
    Missing(u64),
    /// This entry, or the hash before it, is not what was written.
    Altered(u64),
    /// Entries were taken from the end: there were so many.
    Cut(u64),
    /// The end is noted with another hash.
    End,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(number) => write!(f, "entry {number} is not where it belongs"),
            Self::Altered(number) => write!(f, "entry {number}, or the one before it, is not what was written"),
            Self::Cut(number) => write!(f, "entries up to {number} were written, and the last are gone"),
            Self::End => f.write_str("the end of the log is noted with another hash than the last entry has"),
        }
    }
}

/// Goes through a log entry by entry.
#[derive(Clone, Debug)]
pub struct Verifier {
    number: u64,
    hash: String,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { number: 0, hash: BEGINNING.to_owned() }
    }
}

impl Verifier {
    /// Takes the next entry.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn next(&mut self, entry: &Entry) -> Result<(), Broken> {
        let number = self.number + 1;
        if entry.number != number {
            return Err(Broken::Missing(number));
        }
        let hash = link(number, &entry.event, &self.hash);
        if hash != entry.hash {
            return Err(Broken::Altered(number));
        }
        (self.number, self.hash) = (number, hash);
        Ok(())
    }

    /// Compares with what is noted of the end; gives the number of entries and the last hash.
    ///
    /// # Errors
    /// When the end is another.
    pub fn end(self, number: u64, hash: &str) -> Result<(u64, String), Broken> {
        match number.cmp(&self.number) {
            std::cmp::Ordering::Greater => Err(Broken::Cut(number)),
            std::cmp::Ordering::Equal if hash == self.hash => Ok((self.number, self.hash)),
            std::cmp::Ordering::Less | std::cmp::Ordering::Equal => Err(Broken::End),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(many: u64) -> Vec<Entry> {
        let mut before = BEGINNING.to_owned();
        let entry = |number| {
            let event = Event {
                at: Timestamp::from_millisecond(1_800_000_000_000 + number as i64).unwrap(),
                actor: format!("counselor-{number}"),
                operation: "get_plan".into(),
                subject: pseudonym(b"key", "learner"),
                object: format!("plan-{number}"),
                outcome: "allowed".into(),
            };
            let hash = link(number, &event, &before);
            before.clone_from(&hash);
            Entry { number, event, hash }
        };
        (1..=many).map(entry).collect()
    }

    fn verify(log: &[Entry], noted: &Entry) -> Result<(u64, String), Broken> {
        let mut verifier = Verifier::default();
        log.iter().try_for_each(|entry| verifier.next(entry))?;
        verifier.end(noted.number, &noted.hash)
    }

    #[test]
    fn one_byte_changed_anywhere_is_found() {
        let whole = log(5);
        let last = whole[4].clone();
        assert_eq!(verify(&whole, &last), Ok((5, last.hash.clone())));
        for at in 0..whole.len() {
            for part in 0..7 {
                let mut log = whole.clone();
                let entry = &mut log[at];
                let event = &mut entry.event;
                match part {
                    0 => event.at += jiff::SignedDuration::from_millis(1),
                    1 => event.actor.push('x'),
                    2 => event.operation = "get_plam".into(),
                    3 => event.subject.replace_range(0..1, if event.subject.starts_with('0') { "1" } else { "0" }),
                    4 => event.object.push('1'),
                    5 => event.outcome = "allowee".into(),
                    _ => entry.hash.replace_range(0..1, if entry.hash.starts_with('0') { "1" } else { "0" }),
                }
                assert_eq!(verify(&log, &last), Err(Broken::Altered(at as u64 + 1)), "{at} {part}");
            }
        }
    }

    #[test]
    fn entries_taken_out_added_or_turned_are_found() {
        let whole = log(4);
        let last = whole[3].clone();
        let mut without = whole.clone();
        without.remove(1);
        assert_eq!(verify(&without, &last), Err(Broken::Missing(2)));
        assert_eq!(verify(&whole[..3], &last), Err(Broken::Cut(4)));
        assert_eq!(verify(&[], &last), Err(Broken::Cut(4)));
        let mut turned = whole.clone();
        turned.swap(1, 2);
        assert_eq!(verify(&turned, &last), Err(Broken::Missing(2)));
        assert_eq!(verify(&whole, &whole[2]), Err(Broken::End), "one was added after the end was noted");
    }

    #[test]
    fn a_letter_moved_from_one_member_to_the_next_is_another_event() {
        let event = log(1).remove(0).event;
        let moved = Event { actor: "counselor-".into(), operation: "1get_plan".into(), ..event.clone() };
        assert_ne!(link(1, &event, BEGINNING), link(1, &moved, BEGINNING));
    }

    #[test]
    fn a_pseudonym_needs_its_key() {
        assert_ne!(pseudonym(b"key", "learner"), pseudonym(b"other", "learner"));
        assert_eq!(pseudonym(b"key", "learner"), pseudonym(b"key", "learner"));
        assert!(!pseudonym(b"key", "learner").contains("learner"));
    }
}
