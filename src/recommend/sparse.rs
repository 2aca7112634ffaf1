//! Matrices that are mostly zero: for each item a row of others with their numbers.

use rayon::prelude::*;

/// Rows of column and value, columns ascending.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sparse {
    pub(super) starts: Vec<u64>,
    pub(super) columns: Vec<u32>,
    pub(super) values: Vec<f32>,
}

impl Sparse {
    /// Sums entries by row and column. The sum goes in the order of the entries, so it is the same on any number of threads.
    pub(super) fn sum(rows: usize, mut entries: Vec<(u32, u32, f32)>) -> Self {
        entries.par_sort_by_key(|(row, column, _)| (*row, *column));
        let mut matrix = Self { starts: vec![0; rows + 1], columns: Vec::new(), values: Vec::new() };
        let mut before = None;
        for (row, column, value) in entries {
            if before == Some((row, column)) {
                if let Some(last) = matrix.values.last_mut() {
                    *last += value;
                }
            } else if let Some(end) = matrix.starts.get_mut(row as usize + 1) {
                *end += 1;
                matrix.columns.push(column);
                matrix.values.push(value);
                before = Some((row, column));
            }
        }
        for row in 0..rows {
            matrix.starts[row + 1] += matrix.starts[row];
        }
        matrix
    }

    /// One row.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let row = row as usize;
        let range = match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        };
        let columns = self.columns.get(range.clone()).unwrap_or(&[]);
        let values = self.values.get(range).unwrap_or(&[]);
        columns.iter().copied().zip(values.iter().copied())
    }

    /// One entry; zero where there is none.
    pub(super) fn at(&self, row: u32, column: u32) -> f32 {
        self.row(row).find(|(other, _)| *other == column).map_or(0.0, |(_, value)| value)
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Keeps the `most` entries of each row that are greatest in size; of equals the first.
    pub(super) fn prune(&mut self, most: usize) {
        let rows: Vec<Vec<(u32, f32)>> = (0..self.rows() as u32)
            .into_par_iter()
            .map(|row| {
                let mut entries: Vec<_> = self.row(row).collect();
                if entries.len() > most {
                    entries.sort_by(|(_, one), (_, other)| other.abs().total_cmp(&one.abs()));
                    entries.truncate(most);
                    entries.sort_by_key(|(column, _)| *column);
                }
                entries
            })
            .collect();
        *self = Self::of_rows(rows);
    }

    /// A matrix of these rows.
    pub(super) fn of_rows(rows: Vec<Vec<(u32, f32)>>) -> Self {
        let mut matrix = Self { starts: vec![0], columns: Vec::new(), values: Vec::new() };
        for row in rows {
            for (column, value) in row {
                matrix.columns.push(column);
                matrix.values.push(value);
            }
            matrix.starts.push(matrix.columns.len() as u64);
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
