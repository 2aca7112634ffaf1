//! Judges models on cases that were kept back, all unseen items ranked.

use super::{
    log::{ItemAt, Log},
    metric::{Figures, Interval, figures, worth},
    recommender::Recommender,
    split::{Case, Split},
    tables::Board,
};
use rayon::prelude::*;

/// The lists of one model for all cases, in their order.
pub fn lists(model: &Recommender, cases: &[Case], most: usize) -> Vec<Vec<ItemAt>> {
    let list = |board: &mut Board, case: &Case| model.top(board, &case.history, most).iter().map(|ranked| ranked.item).collect();
    cases.par_iter().map_init(Board::default, list).collect()
}

/// One model, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The model.
    pub model: Recommender,
    /// Its figures.
    pub figures: Figures,
    /// Its lists, one a case.
    pub lists: Vec<Vec<ItemAt>>,
}

/// Judges a model that was fitted to the training part of a split, on its cases, by lists of `most`.
pub fn judge(model: Recommender, split: &Split, most: usize) -> Judged {
    let lists = lists(&model, &split.cases, most);
    let right: Vec<ItemAt> = split.cases.iter().map(|case| case.held_out).collect();
    let figures = figures(&lists, &right, &taken(&split.training), model.seed);
    Judged { model, figures, lists }
}

fn taken(log: &Log) -> Vec<u32> {
    let mut taken = vec![0; log.items().len()];
    for step in log.trails().iter().flatten() {
        taken[step.item as usize] += 1;
    }
    taken
}

/// How much better one model's lists are than another's on the same cases: hit rate and NDCG, one minus other, paired, with intervals.
pub fn ahead(one: &[Vec<ItemAt>], other: &[Vec<ItemAt>], cases: &[Case], seed: u64) -> (Interval, Interval) {
    let pairs = one.iter().zip(other).zip(cases).map(|((one, other), case)| (worth(one, case.held_out), worth(other, case.held_out)));
    let (found, placed): (Vec<f64>, Vec<f64>) = pairs.map(|(one, other)| (one.0 - other.0, one.1 - other.1)).unzip();
    (Interval::bootstrap(&found, seed), Interval::bootstrap(&placed, seed))
}
