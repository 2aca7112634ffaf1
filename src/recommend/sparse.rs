//! Matrices that are mostly zero: for each item a row of others with their numbers.

use rayon::prelude::*;
use std::ops::Range;

/// Rows of column and value, columns ascending.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sparse {
    pub(super) starts: Vec<u64>,
    pub(super) columns: Vec<u32>,
    pub(super) values: Vec<f32>,
}

impl Sparse {
    /// Adds a row at the end, its columns ascending.
    pub(super) fn push(&mut self, row: &[(u32, f32)]) {
        self.columns.extend(row.iter().map(|(column, _)| *column));
        self.values.extend(row.iter().map(|(_, value)| *value));
        self.starts.push(self.columns.len() as u64);
    }

    fn range(&self, row: u32) -> Range<usize> {
        let row = row as usize;
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// One row.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let range = self.range(row);
        let columns = self.columns.get(range.clone()).unwrap_or(&[]);
        let values = self.values.get(range).unwrap_or(&[]);
        columns.iter().copied().zip(values.iter().copied())
    }

    /// One entry; zero where there is none.
    pub(super) fn at(&self, row: u32, column: u32) -> f32 {
        let range = self.range(row);
        let found = self.columns.get(range.clone()).and_then(|columns| columns.binary_search(&column).ok());
        found.and_then(|at| self.values.get(range.start + at)).copied().unwrap_or(0.0)
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Keeps the `most` entries of each row that are greatest in size; of equals the first.
    pub(super) fn prune(&mut self, most: usize) {
        let rows = (0..self.rows() as u32).into_par_iter().map(|row| greatest(self.row(row).collect(), most)).collect();
        *self = Self::of_rows(rows);
    }

    /// A matrix of these rows.
    pub(super) fn of_rows(rows: Vec<Vec<(u32, f32)>>) -> Self {
        let mut matrix = Self { starts: vec![0], columns: Vec::new(), values: Vec::new() };
        for row in rows {
            matrix.push(&row);
        }
        matrix
    }

    /// Each value changed by its row and column.
    pub(super) fn map(mut self, change: impl Fn(u32, u32, f32) -> f32) -> Self {
        for row in 0..self.rows() {
            for at in self.starts[row] as usize..self.starts[row + 1] as usize {
                self.values[at] = change(row as u32, self.columns[at], self.values[at]);
            }
        }
        self
    }

    /// Bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.starts.len() * 8 + self.columns.len() * 8
    }
}

/// The `most` entries of a row that are greatest in size, columns ascending; of equals the first.
pub(super) fn greatest(mut entries: Vec<(u32, f32)>, most: usize) -> Vec<(u32, f32)> {
    if entries.len() > most && most > 0 {
        // Columns differ, so the order is total and the cut is always the same.
        entries.select_nth_unstable_by(most - 1, |(left, one), (right, other)| other.abs().total_cmp(&one.abs()).then(left.cmp(right)));
        entries.truncate(most);
        entries.sort_unstable_by_key(|(column, _)| *column);
    }
    entries
}
