//! Doubts in the order they were met. Most are kept packed, and what does not fit into a few dozen megabytes then goes to the disk, so that a
//! file with any number of bad lines takes no more memory than a good one.

use super::{Issue, IssueKind, spill::Spill};
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// So many doubts are packed together; at least as many, the latest, are not packed.
const TOGETHER: usize = 1024;

/// So many bytes of packed doubts stay in memory.
const IN_MEMORY: usize = 32 << 20;

/// Doubts in the order they were met.
#[derive(Clone, Debug, Default)]
pub struct Issues {
    packed: Vec<Block>,
    /// Bytes of those that are packed in memory.
    held: usize,
    /// Where the others are, once there are too many.
    spill: Option<Arc<Spill>>,
    /// How many are packed.
    before: usize,
    /// The latest.
    open: Vec<Issue>,
    /// How many there are of each kind, and which is the first.
    kinds: BTreeMap<IssueKind, Tally>,
}

#[derive(Clone, Debug)]
struct Block {
    many: usize,
    kept: Kept,
}

/// Where the bytes of a block are.
#[derive(Clone, Debug)]
enum Kept {
    Here(Box<[u8]>),
    /// On disk: the place and the length.
    There(Arc<Spill>, u64, usize),
}

#[derive(Clone, Copy, Debug)]
struct Tally {
    many: usize,
    first: usize,
}

impl Block {
    fn pack(issues: &[Issue]) -> Self {
        // Plain words and numbers: writing them to memory cannot fail.
        let text = serde_json::to_vec(issues).unwrap_or_default();
        Self { many: issues.len(), kept: Kept::Here(lz4_flex::block::compress_prepend_size(&text).into()) }
    }

    /// How many bytes it takes in memory.
    fn held(&self) -> usize {
        match &self.kept {
            Kept::Here(bytes) => bytes.len(),
            Kept::There(..) => 0,
        }
    }

    /// Puts it on disk; where that cannot be written, it stays.
    fn put_away(&mut self, spill: &Arc<Spill>) {
        if let Kept::Here(bytes) = &self.kept
            && let Ok(at) = spill.put(bytes)
        {
            self.kept = Kept::There(Arc::clone(spill), at, bytes.len());
        }
    }

    fn unpack(&self) -> Vec<Issue> {
        let bytes = match &self.kept {
            Kept::Here(bytes) => Ok(Cow::Borrowed(&**bytes)),
            Kept::There(spill, at, length) => spill.get(*at, *length).map(Cow::Owned),
        };
        let text = bytes.ok().and_then(|bytes| lz4_flex::block::decompress_size_prepended(&bytes).ok());
        let issues = text.and_then(|text| serde_json::from_slice(&text).ok());
        issues.unwrap_or_else(|| vec![lost(self.many)])
    }
}

/// Told in place of doubts that the disk did not give back.
fn lost(many: usize) -> Issue {
    let message = format!("{many} doubts that were written to a temporary file could not be read back; they are counted and not listed");
    Issue::new(IssueKind::Unreadable, "", message).hinting("look after the disk of temporary files, and read the publication again")
}

impl Issues {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.before + self.open.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds one.
    pub fn push(&mut self, issue: Issue) {
        let first = self.len();
        self.kinds.entry(issue.kind).or_insert(Tally { many: 0, first }).many += 1;
        self.open.push(issue);
        if self.open.len() >= 2 * TOGETHER {
            self.pack(TOGETHER);
        }
    }

    /// Moves all doubts of another list behind these.
    pub fn append(&mut self, other: &mut Self) {
        let Self { packed, held, spill, before, open, kinds } = std::mem::take(other);
        if packed.is_empty() {
            self.extend(open);
            return;
        }
        let from = self.len();
        for (kind, Tally { many, first }) in kinds {
            self.kinds.entry(kind).or_insert(Tally { many: 0, first: from + first }).many += many;
        }
        self.pack(self.open.len());
        self.packed.extend(packed);
        self.held += held;
        self.spill = self.spill.take().or(spill);
        self.before += before;
        self.open = open;
        self.put_away();
    }

    /// How many of each kind there are.
    pub fn counts(&self) -> BTreeMap<IssueKind, usize> {
        self.kinds.iter().map(|(kind, tally)| (*kind, tally.many)).collect()
    }

    /// The first of a kind.
    pub fn first_of(&self, kind: IssueKind) -> Option<Issue> {
        self.kinds.get(&kind).and_then(|tally| self.get(tally.first))
    }

    /// The one that was met as the `at`th, the first being 0.
    pub fn get(&self, at: usize) -> Option<Issue> {
        let mut rest = at;
        for block in &self.packed {
            if rest < block.many {
                return block.unpack().into_iter().nth(rest);
            }
            rest -= block.many;
        }
        self.open.get(rest).cloned()
    }

    /// The latest.
    pub fn last(&self) -> Option<&Issue> {
        self.open.last()
    }

    /// The latest, to be put better.
    pub(super) fn last_mut(&mut self) -> Option<&mut Issue> {
        self.open.last_mut()
    }

    /// The latest from the `from`th on, to be put better; of many only the latest thousand.
    pub(super) fn since(&mut self, from: usize) -> impl Iterator<Item = &mut Issue> {
        self.open.iter_mut().skip(from.saturating_sub(self.before))
    }

    /// All of them, unpacked some at a time.
    pub fn iter(&self) -> impl Iterator<Item = Issue> {
        self.packed.iter().flat_map(Block::unpack).chain(self.open.iter().cloned())
    }

    fn pack(&mut self, many: usize) {
        let some: Vec<Issue> = self.open.drain(..many).collect();
        if !some.is_empty() {
            self.before += some.len();
            let block = Block::pack(&some);
            self.held += block.held();
            self.packed.push(block);
            self.put_away();
        }
    }

    /// Puts the latest blocks on disk while too many are in memory.
    fn put_away(&mut self) {
        if self.held <= IN_MEMORY {
            return;
        }
        if self.spill.is_none() {
            self.spill = Spill::new().ok().map(Arc::new);
        }
        let Some(spill) = &self.spill else { return };
        for block in self.packed.iter_mut().rev() {
            if self.held <= IN_MEMORY {
                break;
            }
            let before = block.held();
            block.put_away(spill);
            self.held -= before - block.held();
            // A full disk is not asked again for each block.
            if before > 0 && block.held() > 0 {
                break;
            }
        }
    }
}

impl Extend<Issue> for Issues {
    fn extend<T: IntoIterator<Item = Issue>>(&mut self, issues: T) {
        issues.into_iter().for_each(|issue| self.push(issue));
    }
}

impl FromIterator<Issue> for Issues {
    fn from_iter<T: IntoIterator<Item = Issue>>(issues: T) -> Self {
        let mut all = Self::new();
        all.extend(issues);
        all
    }
}

impl<'a> IntoIterator for &'a Issues {
    type Item = Issue;
    type IntoIter = Box<dyn Iterator<Item = Issue> + Send + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.packed.iter().flat_map(Block::unpack).chain(self.open.iter().cloned()))
    }
}

impl IntoIterator for Issues {
    type Item = Issue;
    type IntoIter = Box<dyn Iterator<Item = Issue> + Send>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.packed.into_iter().flat_map(|block| block.unpack()).chain(self.open))
    }
}

impl PartialEq for Issues {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Issues {}

impl<const N: usize> PartialEq<[Issue; N]> for Issues {
    fn eq(&self, other: &[Issue; N]) -> bool {
        self.len() == N && self.iter().eq(other.iter().cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(line: u64) -> Issue {
        let kind = if line.is_multiple_of(1000) { IssueKind::BadId } else { IssueKind::BadValue };
        Issue::new(kind, "a.jsonl", format!("line {line} is odd")).at(line).on("some.field").hinting("look at it")
    }

    #[test]
    fn doubts_come_back_in_order_whether_packed_or_not_and_are_counted() {
        for many in [0, 1, 1023, 1024, 2047, 2048, 5000] {
            let issues: Issues = (1..=many).map(issue).collect();
            assert_eq!((issues.len() as u64, issues.iter().count() as u64), (many, many));
            assert!(issues.iter().eq((1..=many).map(issue)) && issues.clone().into_iter().eq((1..=many).map(issue)));
            assert_eq!(issues.counts().values().sum::<usize>() as u64, many);
            assert_eq!(issues.first_of(IssueKind::BadId).and_then(|issue| issue.place.line), (many >= 1000).then_some(1000));
            assert_eq!(issues.get(many as usize), None);
        }
    }

    #[test]
    fn a_list_moved_behind_another_leaves_nothing_and_shifts_the_first_of_a_kind() {
        for (one, two) in [(0, 0), (3, 5), (1500, 7), (7, 5000), (3000, 3000), (1, 2048)] {
            let mut all: Issues = (1..=one).map(issue).collect();
            let mut more: Issues = (one + 1..=one + two).map(issue).collect();
            all.append(&mut more);
            assert!(more.is_empty() && more.counts().is_empty());
            assert!(all == (1..=one + two).map(issue).collect::<Issues>(), "{one} and {two}");
            for line in [1, 1000, 1024, one, one + two] {
                let found = all.get((line as usize).wrapping_sub(1));
                assert_eq!(found, (1..=one + two).contains(&line).then(|| issue(line)), "{line} of {one} and {two}");
            }
            let first = all.first_of(IssueKind::BadId).and_then(|issue| issue.place.line);
            assert_eq!(first, (one + two >= 1000).then_some(1000));
        }
    }

    #[test]
    fn the_latest_can_be_put_better_even_where_most_are_packed() {
        let mut issues: Issues = (1..=4000).map(issue).collect();
        let before = issues.len();
        issues.push(issue(4001));
        issues.since(before).for_each(|issue| issue.message = "better".into());
        let said: Vec<_> = issues.iter().filter(|issue| &*issue.message == "better").map(|issue| issue.place.line).collect();
        assert_eq!(said, [Some(4001)]);
    }

    #[test]
    fn what_is_put_on_disk_comes_back_in_its_place_and_what_the_disk_lost_is_told() {
        let mut issues: Issues = (1..=5000).map(issue).collect();
        let spill = Arc::new(Spill::new().unwrap());
        let whole: usize = issues.packed.iter().map(Block::held).sum();
        for block in issues.packed.iter_mut().skip(1) {
            block.put_away(&spill);
        }
        let here: usize = issues.packed.iter().map(Block::held).sum();
        assert!(here > 0 && here < whole && issues.packed.len() > 2);
        assert!(issues.iter().eq((1..=5000).map(issue)) && issues.clone().into_iter().eq((1..=5000).map(issue)));
        assert_eq!(issues.get(4000), Some(issue(4001)));
        if let Kept::There(_, at, _) = &mut issues.packed[1].kept {
            *at = 1 << 40;
        }
        let told: Vec<_> = issues.iter().filter(|issue| issue.kind == IssueKind::Unreadable).collect();
        assert_eq!((told.len(), issues.len()), (1, 5000));
    }

    #[test]
    fn packed_doubts_take_a_fraction_of_their_words() {
        let issues: Issues = (1..=100_000).map(issue).collect();
        let packed: usize = issues.packed.iter().map(Block::held).sum();
        assert!(packed / issues.before < 40, "{} bytes each", packed / issues.before);
    }
}
