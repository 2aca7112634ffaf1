//! How likely a person like this one finishes an offering, and how unsure that is: only where outcomes are known.
//!
//! Logistic regression with a prior that keeps weights small; the uncertainty is that of the weights by Laplace's approximation.
//! linfa's logistic regression gives weights without their covariance, so the few lines of Newton's method stand here.

use super::factors::solve;
use ndarray::{Array1, Array2};

/// One outcome: figures of the offering and of the learner's plan, such as hours a week over what the offering asks, or prerequisites
/// met; and whether she finished. Who she is is no figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The figures, as many in every outcome.
    pub figures: Vec<f64>,
    /// Whether she finished.
    pub finished: bool,
}

/// What outcomes say.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    means: Vec<f64>,
    spreads: Vec<f64>,
    weights: Array1<f64>,
    /// The negative log-posterior's second derivative at the weights.
    curvature: Array2<f64>,
    /// How many outcomes it rests on.
    pub outcomes: usize,
}

/// A probability with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likely {
    /// The probability at the fitted weights.
    pub probability: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Fewer outcomes say nothing one could rely on.
pub const LEAST_OUTCOMES: usize = 50;

const ROUNDS: usize = 25;
const RIDGE: f64 = 1.0;

fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

impl Completion {
    /// Learns from outcomes; nothing from fewer than [`LEAST_OUTCOMES`], from outcomes of different length, or all of one kind.
    #[expect(clippy::cast_precision_loss, reason = "a count of outcomes")]
    pub fn fit(outcomes: &[Outcome]) -> Option<Self> {
        let width = outcomes.first()?.figures.len();
        let finished = outcomes.iter().filter(|outcome| outcome.finished).count();
        let sound = |outcome: &Outcome| outcome.figures.len() == width && outcome.figures.iter().all(|figure| figure.is_finite());
        if outcomes.len() < LEAST_OUTCOMES || finished == 0 || finished == outcomes.len() || !outcomes.iter().all(sound) {
            return None;
        }
        let count = outcomes.len() as f64;
        let mean = |at: usize| outcomes.iter().map(|outcome| outcome.figures[at]).sum::<f64>() / count;
        let means: Vec<f64> = (0..width).map(mean).collect();
        let spread = |at: usize| (outcomes.iter().map(|outcome| (outcome.figures[at] - means[at]).powi(2)).sum::<f64>() / count).sqrt();
        let spreads: Vec<f64> = (0..width).map(spread).map(|spread| if spread > 1e-12 { spread } else { 1.0 }).collect();
        let mut model =
            Self { means, spreads, weights: Array1::zeros(width + 1), curvature: Array2::eye(width + 1), outcomes: outcomes.len() };
        for _ in 0..ROUNDS {
            let (mut slope, mut curvature) = (Array1::<f64>::zeros(width + 1), Array2::<f64>::zeros((width + 1, width + 1)));
            for outcome in outcomes {
                let row = model.row(&outcome.figures);
                let likely = logistic(row.dot(&model.weights));
                slope.scaled_add(f64::from(u8::from(outcome.finished)) - likely, &row);
                for one in 0..=width {
                    for other in 0..=width {
                        curvature[[one, other]] += likely * (1.0 - likely) * row[one] * row[other];
                    }
                }
            }
            // The constant is free.
            for at in 1..=width {
                slope[at] -= RIDGE * model.weights[at];
                curvature[[at, at]] += RIDGE;
            }
            model.curvature.clone_from(&curvature);
            let step = solve(&mut curvature, slope);
            model.weights += &step;
            if step.iter().all(|value| value.abs() < 1e-9) {
                break;
            }
        }
        Some(model)
    }

    fn row(&self, figures: &[f64]) -> Array1<f64> {
        let scaled = figures.iter().zip(&self.means).zip(&self.spreads).map(|((figure, mean), spread)| (figure - mean) / spread);
        std::iter::once(1.0).chain(scaled).collect()
    }

    /// How likely somebody with these figures finishes; nothing where the figures are not those that were learned from.
    pub fn likely(&self, figures: &[f64]) -> Option<Likely> {
        if figures.len() != self.means.len() || figures.iter().any(|figure| !figure.is_finite()) {
            return None;
        }
        let row = self.row(figures);
        let middle = row.dot(&self.weights);
        let width = 1.96 * row.dot(&solve(&mut self.curvature.clone(), row.clone())).max(0.0).sqrt();
        Some(Likely { probability: logistic(middle), low: logistic(middle - width), high: logistic(middle + width) })
    }
}
