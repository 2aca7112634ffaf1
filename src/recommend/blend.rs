//! Learns how much each signal weighs, on people whose own trails the signals were not counted from.
//!
//! People are dealt into folds; the tables of each fold come from the others, as they will for somebody new. Every step of a trail is
//! a question: of this item and others that could have been next, which was it? The weights make the right answers most likely
//! (conditional logit: `McFadden`, 1974) and are found by Newton's method, since the question is convex. linfa's logistic regression
//! knows classes, not choices among a set that differs each time, so it does not serve here.

use super::{
    chance::Chance,
    factors::solve,
    log::{Log, Step},
    tables::{AHEAD, Board, LINEAR, POPULAR, Row, SIGNALS, Size, Tables, UNTAKEN, Wanted},
};
use ndarray::{Array1, Array2};
use rayon::prelude::*;

/// Weights, one a signal.
pub(super) type Weights = [f64; SIGNALS];

/// How weights are learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Learning {
    pub(super) folds: usize,
    /// Steps of one person that become questions.
    pub(super) steps: usize,
    /// Questions in all.
    pub(super) questions: usize,
    /// Likely items in each question, and others by chance.
    pub(super) likely: usize,
    pub(super) others: usize,
    /// What keeps weights small.
    pub(super) ridge: f64,
    pub(super) rounds: usize,
}

impl Default for Learning {
    fn default() -> Self {
        Self { folds: 4, steps: 20, questions: 20_000, likely: 100, others: 60, ridge: 1e-4, rounds: 12 }
    }
}

/// One step: what it could have been, and which it was.
struct Question {
    rows: Vec<Row>,
    right: usize,
    weight: f64,
}

/// What is likely before any weight is learned; only to choose whom to compare with.
fn likely(row: &Row) -> f32 {
    2.0 * (row[AHEAD] + row[LINEAR]) + row[POPULAR] + row[UNTAKEN]
}

/// A step that becomes a question, and what it is compared with by chance.
struct Asked<'a> {
    history: &'a [Step],
    right: u32,
    weight: f64,
    others: Vec<u32>,
}

fn question(tables: &Tables, board: &mut Board, asked: &Asked<'_>, most: usize) -> Question {
    let history = asked.history.to_vec();
    board.fill(tables, &history, most);
    let mut order: Vec<usize> = (0..board.touched.len()).collect();
    let better = |one: &usize, other: &usize| {
        likely(&board.rows[*other]).total_cmp(&likely(&board.rows[*one])).then(board.touched[*one].cmp(&board.touched[*other]))
    };
    if order.len() > most && most > 0 {
        order.select_nth_unstable_by(most - 1, better);
        order.truncate(most);
    }
    let mut items: Vec<u32> = order.iter().map(|at| board.touched[*at]).collect();
    items.extend(asked.others.iter().filter(|item| !board.is_seen(**item)));
    items.push(asked.right);
    items.sort_unstable();
    items.dedup();
    let at = items.iter().position(|item| *item == asked.right).unwrap_or(0);
    Question { rows: items.iter().map(|item| board.row(tables, *item)).collect(), right: at, weight: asked.weight }
}

/// The log-likelihood's first and second derivative over some questions.
fn slopes(questions: &[Question], weights: &Weights) -> (Array1<f64>, Array2<f64>) {
    let (mut first, mut second) = (Array1::zeros(SIGNALS), Array2::zeros((SIGNALS, SIGNALS)));
    for question in questions {
        let scores: Vec<f64> = question.rows.iter().map(|row| score(row, weights)).collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = scores.iter().map(|score| (score - most).exp()).sum();
        let (mut mean, mut square) = ([0.0; SIGNALS], [[0.0; SIGNALS]; SIGNALS]);
        for (row, score) in question.rows.iter().zip(&scores) {
            let share = (score - most).exp() / all;
            for one in 0..SIGNALS {
                let value = share * f64::from(row[one]);
                mean[one] += value;
                for other in 0..=one {
                    square[one][other] += value * f64::from(row[other]);
                }
            }
        }
        for one in 0..SIGNALS {
            first[one] += question.weight * (f64::from(question.rows[question.right][one]) - mean[one]);
            for other in 0..=one {
                second[[one, other]] += question.weight * (square[one][other] - mean[one] * mean[other]);
            }
        }
    }
    (first, second)
}

/// The sum of signals by weight.
pub(super) fn score(row: &Row, weights: &Weights) -> f64 {
    row.iter().zip(weights).map(|(value, weight)| f64::from(*value) * weight).sum()
}

/// The weights under which the right answers are most likely.
fn newton(questions: &[Question], learning: &Learning, told: &mut dyn FnMut(&str, usize, usize)) -> Weights {
    let mut weights = [0.0; SIGNALS];
    weights[POPULAR] = 0.5;
    let all: f64 = questions.iter().map(|question| question.weight).sum::<f64>().max(1e-9);
    for round in 0..learning.rounds {
        told("weighing signals", round + 1, learning.rounds);
        // Parts are added in their order, so any number of threads gives the same sum.
        let parts: Vec<_> = questions.par_chunks(256).map(|part| slopes(part, &weights)).collect();
        let (mut first, mut second) = (Array1::<f64>::zeros(SIGNALS), Array2::<f64>::zeros((SIGNALS, SIGNALS)));
        for (one, two) in &parts {
            first += one;
            second += two;
        }
        first /= all;
        second /= all;
        for at in 0..SIGNALS {
            first[at] -= learning.ridge * weights[at];
            second[[at, at]] += learning.ridge;
        }
        let step = solve(&mut second, first);
        let longest = step.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        // Far from the optimum a whole step can be too long.
        let length = (2.0 / longest.max(1e-12)).min(1.0);
        for at in 0..SIGNALS {
            weights[at] += length * step[at];
        }
        if longest < 1e-6 {
            break;
        }
    }
    // Nobody is to be kept from something because many took it; and ranking relies on it.
    weights[POPULAR] = weights[POPULAR].max(0.0);
    weights
}

/// Learns the weights of a log. Memory: up to 20,000 questions of about 100 rows of 52 bytes, 120 MB.
pub(super) fn learn(
    log: &Log,
    ridge: f64,
    size: Size,
    seed: u64,
    learning: &Learning,
    told: &mut dyn FnMut(&str, usize, usize),
) -> Weights {
    let mut chance = Chance::new(seed);
    let folds = learning.folds.max(2);
    let mut order: Vec<usize> = (0..log.trails().len()).collect();
    chance.shuffle(&mut order);
    let mut fold = vec![0; order.len()];
    for (at, user) in order.iter().enumerate() {
        fold[*user] = at % folds;
    }
    let mut questions: Vec<Question> = Vec::new();
    for this in 0..folds {
        told("counting for fold", this + 1, folds);
        let tables = Tables::fit(log, |user| fold[user] != this, ridge, size, Wanted { linear: true, walk: false, followed: false });
        let most = learning.questions * (this + 1) / folds - questions.len();
        let mut asked = Vec::new();
        for user in order.iter().filter(|user| fold[**user] == this) {
            let trail = &log.trails()[*user];
            let mut places: Vec<usize> = (1..trail.len()).collect();
            if places.len() > learning.steps {
                // The last step always: it is most like what will be asked.
                let last = places.pop();
                chance.shuffle(&mut places);
                places.truncate(learning.steps - 1);
                places.extend(last);
                places.sort_unstable();
            }
            #[expect(clippy::cast_precision_loss, reason = "a few steps of one history")]
            let weight = 1.0 / (places.len().max(1) as f64).sqrt();
            for place in places {
                if asked.len() >= most {
                    break;
                }
                let others = (0..learning.others).map(|_| chance.below(tables.items()) as u32).collect();
                asked.push(Asked { history: &trail[..place], right: trail[place].item, weight, others });
            }
        }
        // Chance is used up before: what is asked does not depend on the number of threads.
        let answered = asked.par_iter().map_init(Board::default, |board, asked| question(&tables, board, asked, learning.likely));
        questions.par_extend(answered);
    }
    newton(&questions, learning, told)
}
