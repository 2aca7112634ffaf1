//! How good lists of suggestions are: found, how high, how much of the catalogue, how popular; and how sure that is.

use super::{chance::Chance, log::ItemAt};

/// Figures of one model over all cases.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Figures {
    /// Share of cases whose item is on the list (HR@k).
    pub hit_rate: Interval,
    /// The same, discounted by place: `1 ÷ log₂(1 + place)`, with one right item per case (NDCG@k).
    pub ndcg: Interval,
    /// Share of the catalogue that is on some list.
    pub coverage: f64,
    /// Mean popularity percentile of what is listed, 0 to 1: about 0.5 would be no bias, 1 only what everybody takes.
    pub popularity: f64,
    /// Gini coefficient of how often each item of the catalogue is listed: 0 all alike, 1 always the same.
    pub gini: f64,
}

/// A mean with its 95 % confidence interval by the bootstrap over cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Resamples of a bootstrap.
const RESAMPLES: usize = 2_000;

impl Interval {
    /// The mean of values, and the middle 95 % of the means of resamples.
    #[expect(clippy::cast_precision_loss, reason = "counts of cases")]
    pub fn bootstrap(values: &[f64], seed: u64) -> Self {
        if values.is_empty() {
            return Self::default();
        }
        let mut chance = Chance::new(seed);
        let count = values.len() as f64;
        let draw = |_| (0..values.len()).map(|_| values[chance.below(values.len())]).sum::<f64>() / count;
        let mut means: Vec<f64> = (0..RESAMPLES).map(draw).collect();
        means.sort_by(f64::total_cmp);
        Self { mean: values.iter().sum::<f64>() / count, low: means[RESAMPLES / 40], high: means[RESAMPLES - 1 - RESAMPLES / 40] }
    }
}

/// What one list is worth when one item was right: found or not, and the discount of its place.
#[expect(clippy::cast_precision_loss, reason = "places on a short list")]
pub fn worth(list: &[ItemAt], right: ItemAt) -> (f64, f64) {
    let place = list.iter().position(|item| *item == right);
    place.map_or((0.0, 0.0), |place| (1.0, 1.0 / ((place + 2) as f64).log2()))
}

/// The figures of lists, one a case. `taken` says how many people took each item of the catalogue.
///
/// # Panics
///
/// Never: items outside the catalogue are left out.
#[expect(clippy::cast_precision_loss, reason = "counts of items")]
pub fn figures(lists: &[Vec<ItemAt>], right: &[ItemAt], taken: &[u32], seed: u64) -> Figures {
    let (found, discounted): (Vec<f64>, Vec<f64>) = lists.iter().zip(right).map(|(list, right)| worth(list, *right)).unzip();
    let mut listed = vec![0_u64; taken.len()];
    for item in lists.iter().flatten() {
        if let Some(listed) = listed.get_mut(*item as usize) {
            *listed += 1;
        }
    }
    let mut sorted = taken.to_vec();
    sorted.sort_unstable();
    // Items taken equally often share the middle of their places.
    let percentile = |item: usize| {
        let (below, upto) = (sorted.partition_point(|other| *other < taken[item]), sorted.partition_point(|other| *other <= taken[item]));
        (below + upto) as f64 / (2 * taken.len()) as f64
    };
    let all: u64 = listed.iter().sum();
    let popularity =
        listed.iter().enumerate().filter(|(_, times)| **times > 0).map(|(item, times)| *times as f64 * percentile(item)).sum::<f64>();
    Figures {
        hit_rate: Interval::bootstrap(&found, seed),
        ndcg: Interval::bootstrap(&discounted, seed),
        coverage: listed.iter().filter(|times| **times > 0).count() as f64 / taken.len().max(1) as f64,
        popularity: if all == 0 { 0.0 } else { popularity / all as f64 },
        gini: gini(&listed),
    }
}

/// The Gini coefficient of counts.
#[expect(clippy::cast_precision_loss, reason = "counts of listings")]
pub fn gini(counts: &[u64]) -> f64 {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let (count, all) = (sorted.len() as f64, sorted.iter().sum::<u64>() as f64);
    if all == 0.0 {
        return 0.0;
    }
    let weighted: f64 = sorted.iter().enumerate().map(|(at, value)| (at + 1) as f64 * *value as f64).sum();
    (2.0 * weighted / (count * all) - (count + 1.0) / count).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_worth_one_and_the_third_a_half() {
        assert_eq!(worth(&[7, 8, 9], 7), (1.0, 1.0));
        assert_eq!(worth(&[7, 8, 9], 9), (1.0, 0.5));
        assert_eq!(worth(&[7, 8, 9], 6), (0.0, 0.0));
    }

    #[test]
    fn gini_is_zero_for_all_alike_and_near_one_for_one_alone() {
        assert!(gini(&[5, 5, 5, 5]) < 1e-12);
        assert!((gini(&[0, 0, 0, 8]) - 0.75).abs() < 1e-12);
        assert!(gini(&[0, 0]) < 1e-12);
    }

    #[test]
    fn what_everybody_takes_is_at_the_top_percentile() {
        let all = figures(&[vec![2], vec![2]], &[2, 0], &[1, 1, 9, 1], 1);
        assert!((all.popularity - 0.875).abs() < 1e-12 && (all.coverage - 0.25).abs() < 1e-12);
        assert!((all.hit_rate.mean - 0.5).abs() < 1e-12);
    }

    #[test]
    fn an_interval_holds_its_mean_and_is_the_same_for_the_same_seed() {
        let values: Vec<f64> = (0..200).map(|at| f64::from(u8::from(at % 3 == 0))).collect();
        let (one, other) = (Interval::bootstrap(&values, 5), Interval::bootstrap(&values, 5));
        assert_eq!(one, other);
        assert!(one.low < one.mean && one.mean < one.high && one.high - one.low < 0.2);
    }
}
