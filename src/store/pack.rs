//! A catalogue as packed lines in canonical form, and back; both in parallel, with the same bytes whatever the number of threads.

use super::StoreError;
use crate::model::{Catalogue, Record, RecordRef};
use rayon::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write as _};

/// How many lines a chunk has.
const LINES: usize = 512;
/// How many chunks are unpacked at a time.
const AT_ONCE: usize = 64;
/// How many issues are kept with an edition; of more, the first so many and how many there were.
const MOST_ISSUES: u64 = 1_000_000;
/// The largest chunk that is believed, in bytes: no line is longer than 2 MiB.
const LARGEST: u64 = (LINES as u64) << 21;

/// Some packed lines.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// Bytes when unpacked.
    pub(super) size: u64,
    pub(super) bytes: Vec<u8>,
}

/// An edition ready to be kept. Making one takes processor time and no disk: do it off the async threads.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) hash: String,
    pub(super) counts: BTreeMap<Box<str>, u64>,
    pub(super) issue_count: u64,
    pub(super) records: Vec<Chunk>,
    pub(super) issues: Vec<Chunk>,
}

impl Draft {
    /// Packs a catalogue with what was doubtful when it was read: the first million doubts, and how many there were.
    ///
    /// # Errors
    /// When an issue cannot be written as JSON.
    pub fn new<I: Serialize + Sync>(catalogue: &Catalogue, issues: impl IntoIterator<Item = I>) -> Result<Self, StoreError> {
        let records: Vec<RecordRef<'_>> = catalogue.records().collect();
        let mut hash = Sha256::new();
        // There may be more doubts than anybody wants in memory at once.
        let (mut packed, mut many, mut rest) = (Vec::new(), 0, issues.into_iter());
        while many < MOST_ISSUES {
            let room = usize::try_from(MOST_ISSUES - many).unwrap_or(usize::MAX);
            let some: Vec<I> = rest.by_ref().take(room.min(LINES * AT_ONCE)).collect();
            if some.is_empty() {
                break;
            }
            many += some.len() as u64;
            packed.extend(pack(&some, |_| ())?);
        }
        many += rest.count() as u64;
        Ok(Self {
            records: pack(&records, |lines| hash.update(lines))?,
            issues: packed,
            issue_count: many,
            counts: counts(&records),
            hash: hexadecimal(hash),
        })
    }

    /// SHA-256 of the catalogue's canonical form, in hexadecimal: equal catalogues have equal hashes.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn counts(records: &[RecordRef<'_>]) -> BTreeMap<Box<str>, u64> {
    let kind = |record: &RecordRef<'_>| match record {
        RecordRef::Catalogue(_) => "catalogue",
        RecordRef::Source(_) => "source",
        RecordRef::Organisation(_) => "organisation",
        RecordRef::Scale(_) => "scale",
        RecordRef::Competency(_) => "competency",
        RecordRef::Crosswalk(_) => "crosswalk",
        RecordRef::Role(_) => "role",
        RecordRef::Credential(_) => "credential",
        RecordRef::Offering(_) => "offering",
        RecordRef::PricePlan(_) => "price_plan",
        RecordRef::Funding(_) => "funding",
        RecordRef::Equivalence(_) => "equivalence",
        RecordRef::Rate(_) => "rate",
    };
    records.iter().fold(BTreeMap::new(), |mut counts, record| {
        *counts.entry(kind(record).into()).or_default() += 1;
        counts
    })
}

fn pack<T: Serialize + Sync>(items: &[T], mut seen: impl FnMut(&[u8])) -> Result<Vec<Chunk>, StoreError> {
    let mut chunks = Vec::with_capacity(items.len().div_ceil(LINES));
    for group in items.chunks(LINES * AT_ONCE) {
        let written: Vec<Result<Vec<u8>, serde_json::Error>> = group.par_chunks(LINES).map(lines).collect();
        let written = written.into_iter().collect::<Result<Vec<_>, _>>()?;
        for lines in &written {
            seen(lines);
        }
        let packed = written.into_par_iter().map(|lines| Chunk { size: lines.len() as u64, bytes: lz4_flex::block::compress(&lines) });
        chunks.extend(packed.collect::<Vec<_>>());
    }
    Ok(chunks)
}

fn lines<T: Serialize>(items: &[T]) -> Result<Vec<u8>, serde_json::Error> {
    let mut lines = Vec::new();
    for item in items {
        serde_json::to_writer(&mut lines, item)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// The catalogue of these chunks, if it has the hash it should have.
pub(super) fn catalogue(chunks: &[Chunk], hash: &str) -> Result<Catalogue, StoreError> {
    let mut found = Sha256::new();
    let mut catalogue = Catalogue::default();
    unpack(chunks, |lines| found.update(lines), |record: Record| catalogue.push(record))?;
    if hexadecimal(found) == hash { Ok(catalogue) } else { Err(StoreError::Damaged("an edition does not have its hash".into())) }
}

/// The issues of these chunks.
pub(super) fn issues<I: DeserializeOwned + Send>(chunks: &[Chunk]) -> Result<Vec<I>, StoreError> {
    let mut issues = Vec::new();
    unpack(chunks, |_| (), |issue| issues.push(issue))?;
    Ok(issues)
}

fn unpack<T: DeserializeOwned + Send>(
    chunks: &[Chunk],
    mut seen: impl FnMut(&[u8]) + Send,
    mut take: impl FnMut(T),
) -> Result<(), StoreError> {
    for group in chunks.chunks(AT_ONCE) {
        let lines: Vec<Result<Vec<u8>, StoreError>> = group.par_iter().map(unpacked).collect();
        let lines = lines.into_iter().collect::<Result<Vec<_>, _>>()?;
        let ((), parsed) = rayon::join(
            || lines.iter().for_each(|lines| seen(lines)),
            || lines.par_iter().map(|lines| parse(lines)).collect::<Vec<Result<Vec<T>, StoreError>>>(),
        );
        for items in parsed {
            items?.into_iter().for_each(&mut take);
        }
    }
    Ok(())
}

fn unpacked(chunk: &Chunk) -> Result<Vec<u8>, StoreError> {
    let size = Some(chunk.size).filter(|size| *size <= LARGEST).and_then(|size| usize::try_from(size).ok());
    let size = size.ok_or_else(|| StoreError::Damaged("a chunk is larger than chunks are".into()))?;
    let lines = lz4_flex::block::decompress(&chunk.bytes, size).map_err(|error| StoreError::Damaged(error.to_string()))?;
    if lines.len() == size { Ok(lines) } else { Err(StoreError::Damaged("a chunk has not its size".into())) }
}

fn parse<T: DeserializeOwned>(lines: &[u8]) -> Result<Vec<T>, StoreError> {
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).map_err(|error| StoreError::Damaged(error.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_more_than_a_million_doubts_the_first_million_is_kept_and_all_are_counted() {
        let draft = Draft::new(&Catalogue::default(), 0..1_000_003_u32).unwrap();
        let kept: Vec<u32> = issues(&draft.issues).unwrap();
        assert_eq!((draft.issue_count, kept.len(), kept.last()), (1_000_003, 1_000_000, Some(&999_999)));
    }

    #[test]
    fn damage_to_a_chunk_is_noticed_wherever_it_is() {
        let mut written = Catalogue::default();
        for n in 0..700 {
            let line = format!(r#"{{"competency":{{"id":"c{n:03}","name":"Name {n}"}}}}"#);
            written.push(serde_json::from_str::<Record>(&line).unwrap());
        }
        let draft = Draft::new::<()>(&written, []).unwrap();
        assert_eq!(draft.records.len(), 2);
        assert_eq!(catalogue(&draft.records, draft.hash()).unwrap(), written);
        for at in [0, 9, 100, draft.records[1].bytes.len() - 1] {
            let mut damaged = draft.records.clone();
            damaged[1].bytes[at] ^= 1;
            assert!(catalogue(&damaged, draft.hash()).is_err(), "{at}");
        }
        assert!(catalogue(&draft.records[..1], draft.hash()).is_err());
        let huge = Chunk { size: u64::MAX, bytes: Vec::new() };
        assert!(catalogue(&[huge], draft.hash()).is_err());
    }
}
