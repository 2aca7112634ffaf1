//! A regularised linear item model in closed form, after Steck (2019): each item foretold from the others.
//!
//! With `G` the counts of who took both, `P = (G + λI)⁻¹` and the weights are `−P[i][j] ÷ P[j][j]`, 0 on the diagonal. The inverse
//! is dense, so only the items taken most are in it.

use super::{
    counts::Counts,
    sparse::{Sparse, greatest},
};
use ndarray::{Array2, Axis, Slice};
use rayon::prelude::*;

/// Rows inverted at a time.
const BLOCK: usize = 64;
/// Rows that one task takes the block out of.
const ROWS: usize = 128;

/// Inverts a symmetric positive definite matrix by Gauss and Jordan in blocks; without pivots, which such a matrix does not need.
/// `2n³` operations, nearly all in matrix products.
pub(super) fn invert(matrix: &mut Array2<f64>) {
    let size = matrix.nrows();
    let mut from = 0;
    while from < size {
        let to = (from + BLOCK).min(size);
        let block = Slice::from(from..to);
        let mut corner = matrix.slice_axis(Axis(0), block).slice_axis(Axis(1), block).to_owned();
        invert_small(&mut corner);
        let column = matrix.slice_axis(Axis(1), block).to_owned();
        let row = corner.dot(&matrix.slice_axis(Axis(0), block));
        // Everything but this block's own rows and columns loses what the block explains.
        for others in [0..from, to..size] {
            if others.is_empty() {
                continue;
            }
            let others = Slice::from(others);
            let part = column.slice_axis(Axis(0), others);
            let mut rest = matrix.slice_axis_mut(Axis(0), others);
            // Parts are of one size whatever the number of threads, and no sum goes across rows: the same digits everywhere.
            let parts: Vec<_> = rest.axis_chunks_iter_mut(Axis(0), ROWS).zip(part.axis_chunks_iter(Axis(0), ROWS)).collect();
            parts.into_par_iter().for_each(|(mut rest, part)| {
                ndarray::linalg::general_mat_mul(-1.0, &part, &row, 1.0, &mut rest);
                rest.slice_axis_mut(Axis(1), block).assign(&part.dot(&corner).mapv(|value| -value));
            });
        }
        let mut own = matrix.slice_axis_mut(Axis(0), block);
        own.assign(&row);
        own.slice_axis_mut(Axis(1), block).assign(&corner);
        from = to;
    }
}

/// The same, number by number.
fn invert_small(matrix: &mut Array2<f64>) {
    let size = matrix.nrows();
    for at in 0..size {
        let pivot = matrix[[at, at]];
        matrix[[at, at]] = 1.0;
        for column in 0..size {
            matrix[[at, column]] /= pivot;
        }
        for row in (0..size).filter(|row| *row != at) {
            let factor = matrix[[row, at]];
            matrix[[row, at]] = 0.0;
            for column in 0..size {
                matrix[[row, column]] -= factor * matrix[[at, column]];
            }
        }
    }
}

/// The weights of the model: for each item what taking it says about others, the `keep` greatest.
///
/// At most `dense` items, those taken most; memory is 24 bytes times its square, work `2 · dense³`.
#[expect(clippy::cast_possible_truncation, reason = "weights are shown and ranked as f32")]
pub(super) fn linear(counts: &Counts, ridge: f64, dense: usize, keep: usize) -> Sparse {
    let mut most: Vec<u32> = (0..counts.taken.len() as u32).filter(|item| counts.taken[*item as usize] > 0).collect();
    most.sort_by_key(|item| (std::cmp::Reverse(counts.taken[*item as usize]), *item));
    most.truncate(dense);
    most.sort_unstable();
    let mut place = vec![usize::MAX; counts.taken.len()];
    for (at, item) in most.iter().enumerate() {
        place[*item as usize] = at;
    }
    let mut matrix = Array2::<f64>::zeros((most.len(), most.len()));
    for (at, item) in most.iter().enumerate() {
        for (other, value) in counts.both.row(*item) {
            if let Some(cell) = matrix.get_mut([at, place[other as usize]]) {
                *cell = f64::from(value);
            }
        }
        matrix[[at, at]] = f64::from(counts.taken[*item as usize]) + ridge;
    }
    invert(&mut matrix);
    let diagonal = matrix.diag().to_owned();
    let kept: Vec<Vec<(u32, f32)>> = (0..most.len())
        .into_par_iter()
        .map(|at| {
            let weight = |other: usize| (-matrix[[at, other]] / diagonal[other]) as f32;
            let row = most.iter().enumerate().filter(|(other, _)| *other != at).map(|(other, id)| (*id, weight(other))).collect();
            greatest(row, keep)
        })
        .collect();
    let mut rows = vec![Vec::new(); counts.taken.len()];
    for (item, row) in most.iter().zip(kept) {
        rows[*item as usize] = row;
    }
    Sparse::of_rows(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommend::chance::Chance;

    #[test]
    fn an_inverse_times_its_matrix_is_one() {
        for size in [1, 5, 64, 65, 150] {
            let mut chance = Chance::new(size as u64);
            let root = Array2::from_shape_fn((size, size), |_| chance.normal());
            let matrix = root.dot(&root.t()) + Array2::<f64>::eye(size) * 3.0;
            let mut inverse = matrix.clone();
            invert(&mut inverse);
            let off = (matrix.dot(&inverse) - Array2::<f64>::eye(size)).iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            assert!(off < 1e-9, "{size}: {off}");
        }
    }
}
