//! What a model knows of items, and the signals it gives for one history.
//!
//! A signal is zero for nearly every item, so only the items that some signal touches are looked at, and the most popular of all and
//! of each group that the history touches: no other item can come before those. So ranking costs what the history touches, not what
//! the catalogue holds.

use super::{
    counts::{Counts, fading},
    linear::linear,
    log::{ItemAt, Log, NO_GROUP, Trail},
    sparse::Sparse,
};
use std::cmp::Reverse;

/// Signals, each a column.
pub(super) const SIGNALS: usize = 13;

/// What each signal says, in the order of the columns.
pub(super) const NAMES: [&str; SIGNALS] = [
    "taken directly after the last",
    "taken some steps after the latest",
    "taken in one sitting with the last",
    "linear item model",
    "taken by the same people",
    "next in the published order",
    "second next in the published order",
    "directly before in the published order",
    "soon after in the published order",
    "first not yet taken after the last in the published order",
    "share of the history in its group",
    "in the group of the last",
    "popularity",
];

pub(super) const NEXT: usize = 0;
pub(super) const AHEAD: usize = 1;
const BESIDE: usize = 2;
pub(super) const LINEAR: usize = 3;
const ALIKE: usize = 4;
const ORDER: [(i64, usize); 3] = [(1, 5), (2, 6), (-1, 7)];
const SOON: usize = 8;
pub(super) const UNTAKEN: usize = 9;
const SHARE: usize = 10;
const GROUP: usize = 11;
pub(super) const POPULAR: usize = 12;

/// A popular guess weighs as much as this many people.
const PRIOR: f64 = 1.0;
/// Latest steps that say what comes after them.
const LATEST: usize = 2;
/// Steps after which what comes after them, and who took the same, weighs half as much.
const FADING: f32 = 4.0;
/// The same for the linear model.
const LINEAR_FADING: f32 = 8.0;
/// The same for the groups of the history.
const GROUP_FADING: f32 = 3.0;
/// Sums of likeness are told as the logarithm of so many times the sum.
const TIMES: f32 = 30.0;
/// Latest steps whose likeness counts: what bounds the work of a list.
const RECENT: usize = 24;
/// How far ahead in the published order is soon.
const SOON_REACH: u32 = 4;

/// One item's signals.
pub(super) type Row = [f32; SIGNALS];

/// How large tables may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Items in the linear model: its memory is 24 bytes times the square, while it is fitted.
    pub dense: usize,
    /// Entries kept for each item in each table.
    pub keep: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self { dense: 2_000, keep: 100 }
    }
}

/// What was counted and solved for, pruned to what is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tables {
    pub(super) taken: Vec<u32>,
    pub(super) groups: Vec<u32>,
    pub(super) next: Sparse,
    /// All of what was taken directly after what, for the figures that people are told; at most one entry an event.
    pub(super) followed: Sparse,
    pub(super) ahead: Sparse,
    pub(super) beside: Sparse,
    pub(super) both: Sparse,
    pub(super) linear: Sparse,
    pub(super) walk: Sparse,
    /// Items by popularity, the most popular first; of equals the first published.
    pub(super) popular: Vec<ItemAt>,
    /// The same within each group.
    pub(super) in_group: Vec<Vec<ItemAt>>,
    /// Events in all.
    pub(super) all: f64,
}

/// What of the tables is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) linear: bool,
    pub(super) walk: bool,
    pub(super) followed: bool,
}

impl Tables {
    pub(super) fn fit(log: &Log, users: impl Fn(usize) -> bool, ridge: f64, size: Size, wanted: Wanted) -> Self {
        let counts = Counts::new(log, users, wanted.walk);
        let linear = if wanted.linear { linear(&counts, ridge, size.dense, size.keep) } else { Sparse::default() };
        let Counts { taken, next: followed, mut ahead, mut beside, mut both, mut walk } = counts;
        let mut next = followed.clone();
        for table in [&mut next, &mut ahead, &mut beside, &mut both] {
            table.prune(size.keep);
        }
        if wanted.walk {
            walk.prune(size.keep);
        } else {
            walk = Sparse::default();
        }
        let followed = if wanted.followed { followed } else { Sparse::default() };
        Self { taken, groups: log.groups().to_vec(), next, followed, ahead, beside, both, linear, walk, ..Self::default() }.indexed()
    }

    /// Makes what follows from the rest.
    pub(super) fn indexed(mut self) -> Self {
        self.popular = (0..self.taken.len() as u32).collect();
        self.popular.sort_by_key(|item| (Reverse(self.taken[*item as usize]), *item));
        let groups = self.groups.iter().filter(|group| **group != NO_GROUP).max().map_or(0, |most| *most as usize + 1);
        self.in_group = vec![Vec::new(); groups];
        for item in &self.popular {
            if let Some(group) = self.groups.get(*item as usize).and_then(|group| self.in_group.get_mut(*group as usize)) {
                group.push(*item);
            }
        }
        self.all = self.taken.iter().map(|taken| f64::from(*taken)).sum();
        self
    }

    pub(super) fn items(&self) -> usize {
        self.taken.len()
    }

    /// The share of all events that an item has, with half an event more for every item.
    #[expect(clippy::cast_precision_loss, reason = "a count of items")]
    fn share(&self, item: ItemAt) -> f64 {
        let taken = self.taken.get(item as usize).copied().unwrap_or(0);
        (f64::from(taken) + 0.5) / (self.all + 0.5 * self.items() as f64).max(1.0)
    }

    /// Bytes the tables take.
    pub(super) fn bytes(&self) -> usize {
        let tables = [&self.next, &self.followed, &self.ahead, &self.beside, &self.both, &self.linear, &self.walk];
        tables.map(Sparse::bytes).iter().sum::<usize>() + self.items() * 16
    }
}

/// Where signals of one history are put together; kept from one history to the next so that nothing of the catalogue's size is made
/// anew.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// For each item its row's place plus one, or 0.
    places: Vec<u32>,
    pub(super) touched: Vec<ItemAt>,
    pub(super) rows: Vec<Row>,
    /// Items of the history, which are not suggested.
    seen: Vec<ItemAt>,
    /// The groups of the history with their share, and that of the last item.
    shares: Vec<(u32, f32)>,
    last_group: u32,
}

impl Board {
    /// Clears what the last history left.
    pub(super) fn clear(&mut self, items: usize, history: &Trail) {
        for item in self.touched.drain(..) {
            self.places[item as usize] = 0;
        }
        self.rows.clear();
        self.places.resize(items, 0);
        self.seen.clear();
        self.seen.extend(history.iter().map(|step| step.item));
        self.seen.sort_unstable();
        self.shares.clear();
        self.last_group = NO_GROUP;
    }

    pub(super) fn is_seen(&self, item: ItemAt) -> bool {
        self.seen.binary_search(&item).is_ok()
    }

    /// The row of an item that is not in the history.
    pub(super) fn touch(&mut self, item: ItemAt) -> Option<&mut Row> {
        if self.is_seen(item) {
            return None;
        }
        let place = self.places.get_mut(item as usize)?;
        if *place == 0 {
            self.touched.push(item);
            self.rows.push([0.0; SIGNALS]);
            *place = self.touched.len() as u32;
        }
        self.rows.get_mut(*place as usize - 1)
    }

    fn add(&mut self, table: &Sparse, row: ItemAt, weight: f32, signal: usize) {
        for (item, value) in table.row(row) {
            if let Some(row) = self.touch(item) {
                row[signal] += weight * value;
            }
        }
    }

    /// Adds up one table over a history: for the models of one signal.
    pub(super) fn sum(&mut self, table: &Sparse, steps: impl Iterator<Item = (ItemAt, f32)>, signal: usize) {
        for (item, weight) in steps {
            self.add(table, item, weight, signal);
        }
    }

    /// Touches the first `most` of a list that no signal has touched: whatever else is untouched comes after those.
    fn first(&mut self, list: &[ItemAt], most: usize) {
        let mut added = 0;
        for item in list {
            if added == most {
                break;
            }
            if self.places.get(*item as usize) == Some(&0) && self.touch(*item).is_some() {
                added += 1;
            }
        }
    }

    /// Touches the most popular items of all.
    pub(super) fn popular(&mut self, tables: &Tables, most: usize) {
        self.first(&tables.popular, most);
    }

    /// All signals of a history that is not empty, raw.
    fn signals(&mut self, tables: &Tables, history: &Trail, most: usize) {
        let Some(last) = history.last().map(|step| step.item) else { return };
        self.add(&tables.next, last, 1.0, NEXT);
        self.add(&tables.beside, last, 1.0, BESIDE);
        for (item, weight) in fading(history, FADING).take(LATEST) {
            let all = 1.0 + tables.ahead.row(item).map(|(_, value)| value).sum::<f32>();
            self.add(&tables.ahead, item, weight / all, AHEAD);
        }
        for (item, weight) in fading(history, LINEAR_FADING).take(RECENT) {
            self.add(&tables.linear, item, weight, LINEAR);
        }
        let size = |item: ItemAt| (f64::from(tables.taken.get(item as usize).copied().unwrap_or(0).max(1))).sqrt() as f32;
        for (item, weight) in fading(history, FADING).take(LATEST) {
            for (other, value) in tables.both.row(item) {
                let alike = weight * value / (size(item) * size(other));
                if let Some(row) = self.touch(other) {
                    row[ALIKE] += alike;
                }
            }
        }
        for (distance, signal) in ORDER {
            if let Some(row) = u32::try_from(i64::from(last) + distance).ok().and_then(|item| self.touch(item)) {
                row[signal] = 1.0;
            }
        }
        let mut first = true;
        for distance in 1..=SOON_REACH {
            if let Some(row) = self.touch(last.saturating_add(distance)) {
                #[expect(clippy::cast_precision_loss, reason = "a short distance")]
                let near = distance as f32;
                row[SOON] = 1.0 / near;
                if std::mem::take(&mut first) {
                    row[UNTAKEN] = 1.0;
                }
            }
        }
        let mut whole = 0.0;
        for (item, weight) in fading(history, GROUP_FADING).take(RECENT) {
            whole += weight;
            let group = tables.groups.get(item as usize).copied().unwrap_or(NO_GROUP);
            match self.shares.iter_mut().find(|(other, _)| *other == group) {
                _ if group == NO_GROUP => {}
                Some((_, share)) => *share += weight,
                None => self.shares.push((group, weight)),
            }
        }
        for (_, share) in &mut self.shares {
            *share /= whole;
        }
        self.last_group = tables.groups.get(last as usize).copied().unwrap_or(NO_GROUP);
        for at in 0..self.shares.len() {
            let group = self.shares[at].0 as usize;
            self.first(tables.in_group.get(group).map_or(&[], Vec::as_slice), most);
        }
    }

    /// The signals that an item has of itself and its group, and the others on a scale on which they can be added: the logarithm of
    /// how much more often than by popularity alone.
    pub(super) fn scaled(&self, tables: &Tables, item: ItemAt, mut row: Row) -> Row {
        let share = tables.share(item);
        for signal in [NEXT, BESIDE] {
            row[signal] = (f64::from(row[signal]) / (PRIOR * share)).ln_1p() as f32;
        }
        for signal in [AHEAD, LINEAR, ALIKE] {
            row[signal] = (TIMES * row[signal].max(0.0)).ln_1p();
        }
        let group = tables.groups.get(item as usize).copied().unwrap_or(NO_GROUP);
        if group != NO_GROUP {
            row[SHARE] = self.shares.iter().find(|(other, _)| *other == group).map_or(0.0, |(_, share)| *share);
            row[GROUP] = f32::from(u8::from(group == self.last_group));
        }
        row[POPULAR] = share.ln() as f32;
        row
    }

    /// Puts together all signals of a history, scaled, for every item that can be among the best `most`.
    pub(super) fn fill(&mut self, tables: &Tables, history: &Trail, most: usize) {
        self.clear(tables.items(), history);
        self.signals(tables, history, most);
        self.popular(tables, most);
        for at in 0..self.touched.len() {
            self.rows[at] = self.scaled(tables, self.touched[at], self.rows[at]);
        }
    }

    /// The row of any item once the board is filled.
    pub(super) fn row(&self, tables: &Tables, item: ItemAt) -> Row {
        match self.places.get(item as usize) {
            Some(place) if *place > 0 => self.rows[*place as usize - 1],
            _ => self.scaled(tables, item, [0.0; SIGNALS]),
        }
    }
}
