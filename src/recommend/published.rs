//! How likely somebody finishes an offering, from what providers or agencies publish: of so many who left it, so many had finished.
//!
//! A share of few people says little, so it is read beside those of all offerings: how shares differ from offering to offering is a beta
//! distribution whose two numbers make all the counts most likely (beta-binomial, by a grid), and each offering's own count moves it.
//! Counts know nobody, so the answer is for somebody of whom nothing else is known; [`super::Completion`] learns from people.

use super::Likely;
use rayon::prelude::*;

/// Of those who left, how many had finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// Who left, with or without having finished.
    pub left: u32,
    /// Who had finished.
    pub finished: u32,
}

/// How shares of those who finish differ from offering to offering.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finishing {
    /// What everybody who finished weighs before the first is counted.
    finished: f64,
    /// What everybody who did not finish weighs.
    gave_up: f64,
    /// How many offerings it rests on.
    pub offerings: usize,
}

/// Fewer offerings say nothing of how offerings differ.
pub const LEAST_OFFERINGS: usize = 10;

/// More offerings than this say no more about how they differ.
const MOST: usize = 2_000;
/// Means and weights that are tried.
const MEANS: u32 = 49;
const WEIGHTS: i32 = 24;
/// Steps between 0 and 1 in which a probability is weighed.
const STEPS: u32 = 2_000;

/// The logarithm of the gamma function of a positive number (Stirling's series, after shifting the argument above 8).
fn ln_gamma(mut value: f64) -> f64 {
    let mut shift = 0.0;
    while value < 8.0 {
        shift += value.ln();
        value += 1.0;
    }
    let square = value * value;
    let series = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * square)) / square) / value;
    (value - 0.5) * value.ln() - value + 0.5 * std::f64::consts::TAU.ln() + series - shift
}

fn ln_beta(one: f64, other: f64) -> f64 {
    ln_gamma(one) + ln_gamma(other) - ln_gamma(one + other)
}

impl Finishing {
    /// What some offerings' counts say together. From fewer than [`LEAST_OFFERINGS`] nothing can be said of how offerings differ; every
    /// share is then as likely as any other before the first is counted.
    #[expect(clippy::cast_precision_loss, reason = "the number of offerings")]
    pub fn fit(counts: &[Count]) -> Self {
        let every = counts.len().div_ceil(MOST).max(1);
        let counts: Vec<Count> =
            counts.iter().copied().filter(|count| count.left > 0 && count.finished <= count.left).step_by(every).collect();
        let flat = Self { finished: 1.0, gave_up: 1.0, offerings: counts.len() };
        if counts.len() < LEAST_OFFERINGS {
            return flat;
        }
        let tried =
            (1..=MEANS).flat_map(|mean| (0..WEIGHTS).map(move |weight| (f64::from(mean) / f64::from(MEANS + 1), 1.35_f64.powi(weight))));
        let tried: Vec<Self> =
            tried.map(|(mean, weight)| Self { finished: mean * weight, gave_up: (1.0 - mean) * weight, ..flat }).collect();
        let fit = |one: &Self| {
            let own = counts
                .iter()
                .map(|count| ln_beta(one.finished + f64::from(count.finished), one.gave_up + f64::from(count.left - count.finished)));
            own.sum::<f64>() - counts.len() as f64 * ln_beta(one.finished, one.gave_up)
        };
        let fits: Vec<f64> = tried.par_iter().map(fit).collect();
        // Of equals the first: the smallest mean and weight.
        let best =
            fits.iter().zip(&tried).fold((f64::NEG_INFINITY, flat), |best, (fit, one)| if *fit > best.0 { (*fit, *one) } else { best });
        best.1
    }

    /// How likely somebody finishes an offering with this count, of whom nothing else is known; 95 % between the ends.
    pub fn likely(&self, own: Count) -> Likely {
        let finished = f64::from(own.finished.min(own.left));
        let (yes, no) = (self.finished + finished, self.gave_up + f64::from(own.left) - finished);
        let density = |step: u32| {
            let share = (f64::from(step) + 0.5) / f64::from(STEPS);
            (yes - 1.0) * share.ln() + (no - 1.0) * (1.0 - share).ln()
        };
        let most = (0..STEPS).map(density).fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = (0..STEPS).map(|step| (density(step) - most).exp()).collect();
        let all: f64 = weights.iter().sum();
        let quantile = |wanted: f64| {
            let mut sum = 0.0;
            let below = weights.iter().take_while(|weight| {
                sum += **weight;
                sum < wanted * all
            });
            (f64::from(below.count() as u32) + 0.5) / f64::from(STEPS)
        };
        Likely { probability: yes / (yes + no), low: quantile(0.025), high: quantile(0.975) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommend::Chance;

    #[test]
    fn the_gamma_function_of_whole_numbers_is_the_factorial() {
        let mut product = 0.0;
        for whole in 1..30_u32 {
            assert!((ln_gamma(f64::from(whole)) - product).abs() < 1e-9, "{whole}");
            product += f64::from(whole).ln();
        }
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-9);
    }

    #[test]
    fn intervals_hold_the_true_share_as_often_as_they_say_and_few_people_are_drawn_to_the_others() {
        let mut chance = Chance::new(5);
        // Shares spread around 0.7, of offerings with 5 to 60 people.
        let shares: Vec<f64> = (0..400).map(|_| (0.7 + 0.15 * chance.normal()).clamp(0.02, 0.98)).collect();
        let count = |share: &f64| {
            let left = 5 + chance.below(56) as u32;
            Count { left, finished: (0..left).filter(|_| chance.unit() < *share).count() as u32 }
        };
        let counts: Vec<Count> = shares.iter().map(count).collect();
        let finishing = Finishing::fit(&counts);
        let told: Vec<Likely> = counts.iter().map(|count| finishing.likely(*count)).collect();
        let held = told.iter().zip(&shares).filter(|(told, share)| told.low <= **share && **share <= told.high).count();
        assert!((368..=392).contains(&held), "{held} of 400");
        let raw = |count: &Count| f64::from(count.finished) / f64::from(count.left);
        let off = |told: f64, share: &f64| (told - share).powi(2);
        let (ours, plain): (f64, f64) = told
            .iter()
            .zip(&counts)
            .zip(&shares)
            .map(|((told, count), share)| (off(told.probability, share), off(raw(count), share)))
            .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        assert!(ours < 0.8 * plain, "{ours} {plain}");
    }

    #[test]
    fn more_people_make_it_surer_and_few_offerings_say_nothing_of_others() {
        let finishing = Finishing::fit(&[Count { left: 10, finished: 9 }]);
        assert_eq!((finishing.finished, finishing.gave_up, finishing.offerings), (1.0, 1.0, 1));
        let (few, many) = (finishing.likely(Count { left: 10, finished: 6 }), finishing.likely(Count { left: 1_000, finished: 600 }));
        assert!(few.high - few.low > 4.0 * (many.high - many.low), "{few:?} {many:?}");
        assert!((many.probability - 0.6).abs() < 0.01 && many.low < 0.6 && 0.6 < many.high);
        let nobody = finishing.likely(Count { left: 0, finished: 0 });
        assert!(nobody.low < 0.03 && nobody.high > 0.97, "{nobody:?}");
    }
}
