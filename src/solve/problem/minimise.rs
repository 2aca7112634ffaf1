//! What is minimised: a measure, measures one after another, or a weighted sum.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Catalogue, MAX_INTEGER};

/// One of the three measures of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Money, in minor units.
    Cost,
    /// Effort, in hours.
    Hours,
    /// The number of new credentials.
    Count,
}

impl Measure {
    /// All three, in the order in which they are written.
    pub const ALL: [Measure; 3] = [Measure::Cost, Measure::Hours, Measure::Count];

    /// The name used on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Cost => "cost",
            Measure::Hours => "hours",
            Measure::Count => "count",
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Measure {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Measure::ALL
            .into_iter()
            .find(|measure| measure.name() == text.trim())
            .ok_or_else(|| format!("`{}` is no measure; use cost, hours or count", text.trim()))
    }
}

/// The three measures of one stack, written `[cost, hours, count]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[i64; 3]", into = "[i64; 3]")]
pub struct Objective {
    /// Money, in minor units.
    pub cost: i64,
    /// Effort, in hours.
    pub hours: i64,
    /// The number of new credentials.
    pub count: i64,
}

impl Objective {
    /// One measure.
    pub fn of(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Cost => self.cost,
            Measure::Hours => self.hours,
            Measure::Count => self.count,
        }
    }

    /// Is this at most as much in every measure, and less in one of them? (Pareto dominance over the measures named.)
    pub fn dominates(&self, other: &Objective, measures: &[Measure]) -> bool {
        measures.iter().all(|&measure| self.of(measure) <= other.of(measure))
            && measures.iter().any(|&measure| self.of(measure) < other.of(measure))
    }
}

impl From<[i64; 3]> for Objective {
    fn from([cost, hours, count]: [i64; 3]) -> Self {
        Objective { cost, hours, count }
    }
}

impl From<Objective> for [i64; 3] {
    fn from(objective: Objective) -> Self {
        [objective.cost, objective.hours, objective.count]
    }
}

/// What is minimised.
///
/// ```
/// # use pathstack::solve::problem::{Measure, Minimise};
/// assert_eq!("cost,hours".parse(), Ok(Minimise::Lexicographic(vec![Measure::Cost, Measure::Hours])));
/// assert_eq!("1*cost+250*hours".parse(), Ok(Minimise::Weighted([1, 250, 0])));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Minimise {
    /// The first measure; among equals the second; and so on. At least one, none twice.
    Lexicographic(Vec<Measure>),
    /// The sum of the weights times cost, hours and count. Weights are at least 0.
    Weighted([i64; 3]),
}

impl Minimise {
    /// The values that are compared: one per measure of a lexicographic order, one for a weighted sum. Exact for
    /// every stack of a catalogue that [`Minimise::fits`].
    pub fn values(&self, objective: &Objective) -> Vec<i64> {
        match self {
            Minimise::Lexicographic(order) => order.iter().map(|&measure| objective.of(measure)).collect(),
            Minimise::Weighted(weights) => {
                vec![i64::try_from(weighted_sum(weights, objective)).unwrap_or(i64::MAX)]
            }
        }
    }

    /// Can everything of the catalogue together be weighed without passing [`MAX_INTEGER`]?
    ///
    /// # Errors
    ///
    /// What is too large, and what to do.
    pub fn fits(&self, catalogue: &Catalogue) -> Result<(), String> {
        match self {
            Minimise::Lexicographic(_) => Ok(()),
            Minimise::Weighted(weights) => {
                let most = weighted_sum(weights, &catalogue.totals());
                if most <= i128::from(MAX_INTEGER) {
                    return Ok(());
                }
                Err(format!("the whole catalogue weighs {most}, more than 2^53 - 1; use smaller weights"))
            }
        }
    }
}

fn weighted_sum(weights: &[i64; 3], objective: &Objective) -> i128 {
    let measured: [i64; 3] = (*objective).into();
    weights.iter().zip(measured).map(|(&weight, value)| i128::from(weight) * i128::from(value)).sum()
}

impl fmt::Display for Minimise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Minimise::Lexicographic(order) => f.write_str(&order.iter().map(|measure| measure.name()).collect::<Vec<_>>().join(",")),
            Minimise::Weighted(weights) => {
                let terms = weights.iter().zip(Measure::ALL);
                f.write_str(&terms.map(|(weight, measure)| format!("{weight}*{measure}")).collect::<Vec<_>>().join("+"))
            }
        }
    }
}

impl FromStr for Minimise {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.contains(['*', '+']) { weighted(text) } else { lexicographic(text) }
    }
}

fn lexicographic(text: &str) -> Result<Minimise, String> {
    let mut order = Vec::new();
    for name in text.split(',') {
        let measure = name.parse()?;
        if order.contains(&measure) {
            return Err(format!("{measure} is named twice; name each measure once, as in cost,hours,count"));
        }
        order.push(measure);
    }
    Ok(Minimise::Lexicographic(order))
}

fn weighted(text: &str) -> Result<Minimise, String> {
    let mut weights = [None; 3];
    for term in text.split('+') {
        let (weight, name) = term.split_once('*').unwrap_or(("1", term));
        let measure: Measure = name.parse()?;
        let weight: i64 = weight
            .trim()
            .parse()
            .ok()
            .filter(|weight| (0..=MAX_INTEGER).contains(weight))
            .ok_or_else(|| format!("`{}` is no weight; use an integer from 0 to 2^53 - 1", weight.trim()))?;
        for (slot, known) in weights.iter_mut().zip(Measure::ALL) {
            if known == measure && slot.replace(weight).is_some() {
                return Err(format!("{measure} is weighted twice; give each measure one weight"));
            }
        }
    }
    Ok(Minimise::Weighted(weights.map(Option::unwrap_or_default)))
}
