//! What splits on a column have gained so far, and what one more is likely to gain.
//!
//! A split is worth as much as it lifts the bound on both of its sides. What it lifted, for each unit by which the column moved, is
//! remembered; the next split is on the column whose two expected gains have the largest product (pseudo-costs, Bénichou et al.
//! 1971; the product, Achterberg 2007). A column that was not split on yet is expected to
//! gain by its weight what the others did by theirs. This only chooses where to split:
//! no bound depends on it.

use super::local::Choice;

/// Least expected gain, in units of an average weight, so that no product is zero.
const LEAST: f64 = 1e-3;

/// Added to the weight of a column, in the same units: what weighs nothing gains something too.
const SOME: f64 = 0.1;

/// Sum of gains for each unit, and their number.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    sum: f64,
    count: f64,
}

impl Seen {
    fn add(&mut self, gain: f64) {
        self.sum += gain;
        self.count += 1.0;
    }
}

/// The gains of one tree.
#[derive(Debug, Default)]
pub(super) struct Gains {
    /// Of each column, out and in.
    column: Vec<[Seen; 2]>,
    /// Of all splits, for each unit of weight.
    all: [Seen; 2],
}

fn side(choice: Choice) -> usize {
    usize::from(choice == Choice::In)
}

impl Gains {
    /// Remembers that the bound grew by `gain` when a column of a weight was decided that stood at `x`.
    pub(super) fn learn(&mut self, column: usize, choice: Choice, x: f64, weight: f64, gain: f64) {
        let moved = if choice == Choice::In { 1.0 - x } else { x };
        if moved < 0.05 {
            return;
        }
        if self.column.len() <= column {
            self.column.resize(column + 1, <[Seen; 2]>::default());
        }
        let unit = gain.max(0.0) / moved;
        self.column[column][side(choice)].add(unit);
        self.all[side(choice)].add(unit / (weight + SOME));
    }

    /// What a split on a column at `x` is likely to be worth; none before anything was learnt of both sides.
    pub(super) fn expect(&self, column: usize, x: f64, weight: f64) -> Option<f64> {
        let seen = self.column.get(column).copied().unwrap_or_default();
        let expected = |choice: Choice| {
            let (one, all) = (seen[side(choice)], self.all[side(choice)]);
            (all.count > 0.0).then(|| (one.sum + all.sum / all.count * (weight + SOME)) / (one.count + 1.0))
        };
        let (out, within) = (expected(Choice::Out)? * x, expected(Choice::In)? * (1.0 - x));
        Some(out.max(LEAST) * within.max(LEAST))
    }
}
