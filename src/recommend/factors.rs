//! Factorisation of who took what for implicit feedback, by alternating least squares (Hu, Koren and Volinsky, 2008).

use super::{
    chance::Chance,
    log::{Log, Trail},
};
use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;

/// How factors are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorParams {
    /// How many numbers stand for an item.
    pub dimensions: usize,
    /// How often people and items take turns.
    pub rounds: usize,
    /// How much more something taken counts than something not taken.
    pub confidence: f64,
    /// What keeps numbers small.
    pub ridge: f64,
}

impl Default for FactorParams {
    fn default() -> Self {
        Self { dimensions: 48, rounds: 12, confidence: 20.0, ridge: 5.0 }
    }
}

/// Numbers that stand for each item.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Factors {
    pub(super) items: Array2<f64>,
    /// Products of all items, so that one person is solved for without walking over the catalogue.
    gram: Array2<f64>,
    pub(super) weight: Weight,
}

/// What of the parameters is still needed to rank: how numbers of a new history are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weight {
    pub(super) confidence: f64,
    pub(super) ridge: f64,
}

/// Solves `A x = b` for a symmetric positive definite `A` by Cholesky; `A` is overwritten.
pub(super) fn solve(matrix: &mut Array2<f64>, mut right: Array1<f64>) -> Array1<f64> {
    let size = right.len();
    for at in 0..size {
        for row in at..size {
            let mut value = matrix[[row, at]];
            for before in 0..at {
                value -= matrix[[row, before]] * matrix[[at, before]];
            }
            matrix[[row, at]] = if row == at { value.max(1e-12).sqrt() } else { value / matrix[[at, at]] };
        }
    }
    for at in 0..size {
        for before in 0..at {
            right[at] -= matrix[[at, before]] * right[before];
        }
        right[at] /= matrix[[at, at]];
    }
    for at in (0..size).rev() {
        for after in at + 1..size {
            right[at] -= matrix[[after, at]] * right[after];
        }
        right[at] /= matrix[[at, at]];
    }
    right
}

/// The numbers of one side, given those of the other that it met.
fn one(met: &[ArrayView1<'_, f64>], gram: &Array2<f64>, weight: Weight) -> Array1<f64> {
    let mut matrix = gram.clone();
    let mut right = Array1::zeros(gram.nrows());
    for other in met {
        for row in 0..other.len() {
            for column in 0..other.len() {
                matrix[[row, column]] += weight.confidence * other[row] * other[column];
            }
        }
        right.scaled_add(1.0 + weight.confidence, other);
    }
    for at in 0..matrix.nrows() {
        matrix[[at, at]] += weight.ridge;
    }
    solve(&mut matrix, right)
}

fn side(met: &[Vec<u32>], other: &Array2<f64>, weight: Weight) -> Array2<f64> {
    let gram = other.t().dot(other);
    let solved: Vec<Array1<f64>> =
        met.par_iter().map(|met| one(&met.iter().map(|at| other.row(*at as usize)).collect::<Vec<_>>(), &gram, weight)).collect();
    let mut side = Array2::zeros((met.len(), other.ncols()));
    for (at, row) in solved.iter().enumerate() {
        side.row_mut(at).assign(row);
    }
    side
}

impl Factors {
    /// Finds factors. Work a round: `(people + items) · d³ + events · d²`.
    pub(super) fn fit(log: &Log, params: FactorParams, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let by_user: Vec<Vec<u32>> = log.trails().iter().map(|trail| trail.iter().map(|step| step.item).collect()).collect();
        let mut by_item = vec![Vec::new(); log.items().len()];
        for (user, met) in by_user.iter().enumerate() {
            for item in met {
                by_item[*item as usize].push(user as u32);
            }
        }
        let weight = Weight { confidence: params.confidence, ridge: params.ridge };
        let mut items = Array2::from_shape_fn((by_item.len(), params.dimensions), |_| chance.normal() * 0.1);
        for _ in 0..params.rounds {
            let users = side(&by_user, &items, weight);
            items = side(&by_item, &users, weight);
        }
        Self::of(items, weight)
    }

    /// Factors that were found before.
    pub(super) fn of(items: Array2<f64>, weight: Weight) -> Self {
        let gram = items.t().dot(&items);
        Self { items, gram, weight }
    }

    /// How well each item fits a history. Work: `d³ + items · d`.
    pub(super) fn scores(&self, history: &Trail) -> Array1<f64> {
        let met: Vec<_> = history
            .iter()
            .filter(|step| (step.item as usize) < self.items.nrows())
            .map(|step| self.items.row(step.item as usize))
            .collect();
        self.items.dot(&one(&met, &self.gram, self.weight))
    }
}
