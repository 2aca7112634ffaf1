//! The covering program: rows that every plan satisfies, and the Lagrangian bound at any multipliers, in exact integers.
//!
//! Rows are Σ a·x ≥ b over items (x = 1 when used): landmarks, goals and soft goals, conditional rows (an item needs its
//! groups), limits and caps. For multipliers y ≥ 0 every x in the box of a node weighs at least
//! `Σ y·b + Σ min over the box of (w − y·A)·x` (Geoffrion 1974). Multipliers are integers scaled by 2^shift, so where they came
//! from does not matter: rounding can weaken the bound, never break it.

use super::index::Dims;
use super::local::{Choice, LItem};

/// What a row says, for the certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RowKind {
    /// Some item of a cut is used.
    Landmark,
    /// A goal of the role, by its position, or the soft goal is met.
    Goal(Option<u32>),
    /// An item in use has a group met: column, group of the local graph.
    Needs(LItem, u32),
    /// An item in use has some item of a cut before it.
    Support(LItem),
    /// A measure stays within its limit.
    Limit(usize),
    /// A set of items is not used beyond its cap.
    Cap(usize),
}

/// The program, the box of the node, and the sums for propagation.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    /// Multipliers and bounds are in units of 2^−shift.
    pub(crate) shift: u32,
    rows: usize,
    row: Vec<Vec<(u32, i64)>>,
    pub(crate) rhs: Vec<i64>,
    pub(crate) kind: Vec<RowKind>,
    columns: usize,
    column: Vec<Vec<(u32, i64)>>,
    pub(crate) weight: Vec<i64>,
    pub(crate) item: Vec<LItem>,
    column_of: Vec<u32>,
    pub(crate) state: Vec<Choice>,
    /// Largest left side of each row within the box.
    most: Vec<i64>,
    queue: Vec<u32>,
    queued: Vec<bool>,
    conflict: bool,
    /// Columns decided, in order.
    pub(crate) trail: Vec<u32>,
    /// Exact reduced costs of the last evaluation, scaled.
    pub(crate) reduced: Vec<i128>,
    pub(crate) multiplier: Vec<i64>,
}

const NO_COLUMN: u32 = u32::MAX;

impl Cover {
    pub(crate) fn clear(&mut self) {
        self.rows = 0;
        self.rhs.clear();
        self.kind.clear();
        self.columns = 0;
        self.weight.clear();
        self.item.clear();
        self.column_of.clear();
        self.state.clear();
        self.most.clear();
        self.queue.clear();
        self.queued.clear();
        self.conflict = false;
        self.trail.clear();
        self.reduced.clear();
        self.multiplier.clear();
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }
    pub(crate) fn row(&self, r: usize) -> &[(u32, i64)] {
        &self.row[r]
    }
    pub(crate) fn column(&self, c: usize) -> &[(u32, i64)] {
        &self.column[c]
    }
    /// Column of an item, if it has one.
    pub(crate) fn column_of(&self, i: LItem) -> Option<usize> {
        self.column_of.get(i.ix()).filter(|&&c| c != NO_COLUMN).map(|&c| c as usize)
    }

    /// A new column for an item.
    pub(crate) fn add_column(&mut self, i: LItem, weight: i64) -> usize {
        let c = self.columns;
        self.columns += 1;
        if self.column_of.len() <= i.ix() {
            self.column_of.resize(i.ix() + 1, NO_COLUMN);
        }
        self.column_of[i.ix()] = c as u32;
        if self.column.len() == c {
            self.column.push(Vec::new());
        }
        self.column[c].clear();
        self.weight.push(weight);
        self.item.push(i);
        self.state.push(Choice::Free);
        self.reduced.push(0);
        c
    }

    fn put(&mut self, r: usize, c: usize, a: i64) {
        self.row[r].push((c as u32, a));
        self.column[c].push((r as u32, a));
        if self.state[c] == Choice::In || (a > 0 && self.state[c] == Choice::Free) {
            self.most[r] += a;
        }
    }

    /// Appends a row without entries.
    pub(crate) fn add_row(&mut self, kind: RowKind, rhs: i64) -> usize {
        let r = self.rows;
        self.rows += 1;
        if self.row.len() == r {
            self.row.push(Vec::new());
        }
        self.row[r].clear();
        self.rhs.push(rhs);
        self.kind.push(kind);
        self.most.push(0);
        self.queued.push(false);
        self.wake(r);
        r
    }

    /// Adds an entry, before the column is decided.
    pub(crate) fn add_entry(&mut self, r: usize, c: usize, a: i64) {
        self.put(r, c, a);
    }

    fn wake(&mut self, r: usize) {
        if !self.queued[r] {
            self.queued[r] = true;
            self.queue.push(r as u32);
        }
    }

    /// Has every row looked at again.
    pub(crate) fn wake_all(&mut self) {
        for r in 0..self.rows {
            self.wake(r);
        }
    }

    /// Decides a column.
    pub(crate) fn decide(&mut self, c: usize, choice: Choice) {
        if self.state[c] == choice {
            return;
        }
        if self.state[c] != Choice::Free {
            self.conflict = true;
            return;
        }
        self.state[c] = choice;
        self.trail.push(c as u32);
        for e in 0..self.column[c].len() {
            let (r, a) = self.column[c][e];
            let loss = if choice == Choice::In { a.min(0) } else { -a.max(0) };
            if loss != 0 {
                self.most[r as usize] += loss;
                self.wake(r as usize);
            }
        }
    }

    /// Takes back the decisions after the first `keep`.
    pub(crate) fn undo(&mut self, keep: usize) {
        while self.trail.len() > keep {
            let Some(c) = self.trail.pop() else { break };
            let c = c as usize;
            let choice = self.state[c];
            self.state[c] = Choice::Free;
            for &(r, a) in &self.column[c] {
                let loss = if choice == Choice::In { a.min(0) } else { -a.max(0) };
                self.most[r as usize] -= loss;
            }
        }
        self.calm();
        self.conflict = false;
    }

    fn calm(&mut self) {
        for &r in &self.queue {
            self.queued[r as usize] = false;
        }
        self.queue.clear();
    }

    /// Draws what the rows force; false when some row cannot hold.
    pub(crate) fn propagate(&mut self) -> bool {
        while let Some(r) = self.queue.pop() {
            let r = r as usize;
            self.queued[r] = false;
            let slack = self.most[r] - self.rhs[r];
            if slack < 0 || self.conflict {
                self.conflict = true;
                self.calm();
                return false;
            }
            for e in 0..self.row[r].len() {
                let (c, a) = self.row[r][e];
                let c = c as usize;
                if self.state[c] == Choice::Free && a.abs() > slack {
                    self.decide(c, if a > 0 { Choice::In } else { Choice::Out });
                }
            }
        }
        !self.conflict
    }

    /// The scaled bound at `multiplier` for the box of the node, leaving exact reduced costs in `reduced`.
    /// `weighed` is 1 for the program itself, 0 to prove that the box is empty (then any positive bound does).
    pub(crate) fn evaluate(&mut self, weighed: i64) -> i128 {
        let mut bound: i128 = 0;
        for c in 0..self.columns {
            self.reduced[c] = i128::from(self.weight[c] * weighed) << self.shift;
        }
        for (r, &y) in self.multiplier.iter().enumerate().filter(|e| *e.1 != 0) {
            let y = i128::from(y);
            bound += y * i128::from(self.rhs[r]);
            for &(c, a) in &self.row[r] {
                self.reduced[c as usize] -= y * i128::from(a);
            }
        }
        for c in 0..self.columns {
            match self.state[c] {
                Choice::In => bound += self.reduced[c],
                Choice::Free => bound += self.reduced[c].min(0),
                Choice::Out => {}
            }
        }
        bound
    }

    /// Weight of the columns chosen in: the bound at multipliers zero.
    pub(crate) fn chosen(&self) -> i64 {
        (0..self.columns).filter(|&c| self.state[c] == Choice::In).map(|c| self.weight[c]).sum()
    }

    /// Price per unit of each measure, scaled, of an item in no row but limits.
    pub(crate) fn plain_price(&self, weights: &Dims) -> [i128; 3] {
        let mut price = weights.map(|w| i128::from(w) << self.shift);
        for r in 0..self.rows {
            if let RowKind::Limit(k) = self.kind[r] {
                price[k] += i128::from(self.multiplier.get(r).copied().unwrap_or(0));
            }
        }
        price
    }
}

/// A bound `base` of a weighting, and the reduced cost `price · dims` of items that are in none of its rows, both scaled by
/// 2^shift: a plan with such an item weighs at least the sum. Beyond `most` it is of no interest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    pub(crate) price: [i128; 3],
    pub(crate) base: i128,
    pub(crate) shift: u32,
    pub(crate) most: i64,
}

impl Bar {
    /// Items in no row of a bound whose multipliers are on landmarks alone.
    pub(crate) fn weighing(weights: &Dims, bound: i64, most: i64) -> Self {
        Self { price: weights.map(i128::from), base: i128::from(bound), shift: 0, most }
    }
    /// The measure and its most, when the bar is on one measure alone.
    pub(crate) fn single(&self) -> Option<(usize, i64)> {
        let k = (0..3).find(|&k| self.price[k] != 0)?;
        let alone = self.shift == 0 && (0..3).all(|j| self.price[j] == i128::from(j == k));
        let most = i128::from(self.most) - self.base;
        alone.then_some((k, i64::try_from(most.max(-1)).unwrap_or(i64::MAX)))
    }
    pub(crate) fn shuts(&self, dims: &Dims) -> bool {
        (0..3).map(|k| self.price[k] * i128::from(dims[k])).sum::<i128>() + self.base > i128::from(self.most) << self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: u32 = 10;

    fn cover(weights: &[i64], rows: &[(i64, &[(usize, i64)])]) -> Cover {
        let mut cover = Cover { shift: SHIFT, ..Cover::default() };
        for (i, &w) in weights.iter().enumerate() {
            cover.add_column(LItem(i as u32), w);
        }
        for (b, es) in rows {
            let r = cover.add_row(RowKind::Goal(None), *b);
            for &(c, a) in *es {
                cover.add_entry(r, c, a);
            }
        }
        cover
    }

    #[test]
    fn any_multipliers_give_a_bound_no_plan_beats() {
        let mut c = cover(&[3, 4, 5], &[(1, &[(0, 1), (1, 1)]), (1, &[(1, 1), (2, 1)])]);
        for y in [[0, 0], [1, 0], [3, 1], [2, 9], [7, 7]] {
            c.multiplier = y.iter().map(|y| y << SHIFT).collect();
            assert!(c.evaluate(1) <= 4 << SHIFT);
        }
        c.multiplier = vec![1 << SHIFT, 3 << SHIFT];
        assert_eq!(c.evaluate(1), 4 << SHIFT);
    }

    #[test]
    fn a_row_with_one_way_left_forces_it_and_undo_takes_it_back() {
        let mut c = cover(&[3, 4, 5], &[(1, &[(0, 1), (1, 1)]), (0, &[(2, 1), (1, -1)])]);
        assert!(c.propagate());
        c.decide(0, Choice::Out);
        assert!(c.propagate());
        assert_eq!(c.state, [Choice::Out, Choice::In, Choice::In]);
        c.undo(0);
        assert_eq!(c.state, [Choice::Free; 3]);
        c.decide(0, Choice::Out);
        c.decide(1, Choice::Out);
        assert!(!c.propagate());
    }

    #[test]
    fn a_bar_shuts_what_weighs_too_much() {
        let bar = Bar::weighing(&[1, 0, 0], 0, 5);
        assert!(bar.shuts(&[6, 0, 0]) && !bar.shuts(&[5, 9, 9]));
    }
}
