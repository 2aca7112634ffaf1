//! A fitted model: what it is, how it is fitted, what it suggests and why.

use super::{
    blend::{Learning, Weights, learn, score},
    counts::fading,
    factors::{FactorParams, Factors},
    log::{ItemAt, Log, Trail},
    tables::{Board, NEXT, SIGNALS, Size, Tables, Wanted},
};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, fmt, str::FromStr};

/// Which model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What most people took.
    Popularity,
    /// What was taken directly after the last, most often.
    Transitions,
    /// What people took who took the same, by cosine.
    Neighbours,
    /// A regularised linear item model in closed form, the latest steps weighing most.
    Linear,
    /// Factorisation by alternating least squares.
    Factors,
    /// A walk over people and items, away from what is popular.
    Walk,
    /// All signals, weighed by what was learned on held-out people.
    Blend,
}

impl Kind {
    /// All models, simple first.
    pub const ALL: [Self; 7] =
        [Self::Popularity, Self::Transitions, Self::Neighbours, Self::Linear, Self::Factors, Self::Walk, Self::Blend];

    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Popularity => "popularity",
            Self::Transitions => "transitions",
            Self::Neighbours => "neighbours",
            Self::Linear => "linear",
            Self::Factors => "factors",
            Self::Walk => "walk",
            Self::Blend => "blend",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| format!("there is no model `{name}`"))
    }
}

/// How a model is fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Which model.
    pub kind: Kind,
    /// Where chance begins.
    pub seed: u64,
    /// What keeps the linear model's weights small, in people.
    pub ridge: f64,
    /// How much a walk avoids what is popular: 0 not at all, 1 fully.
    pub against_popularity: f32,
    /// How factors are found.
    pub factors: FactorParams,
    /// How large tables may become.
    pub size: Size,
}

impl Params {
    /// The usual way to fit a model.
    pub fn new(kind: Kind) -> Self {
        Self { kind, seed: 1, ridge: 40.0, against_popularity: 0.4, factors: FactorParams::default(), size: Size::default() }
    }
}

/// One suggestion of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// What.
    pub item: ItemAt,
    /// How much it speaks for it; comparable within one list only.
    pub score: f64,
}

/// People one can count: of those who took the one, how many took the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// What the learner took already.
    pub took: ItemAt,
    /// How many people took that.
    pub of: u32,
    /// How many of them took the suggested one as well, before or after.
    pub both: u32,
    /// How many took the suggested one directly next.
    pub next: u32,
}

/// A fitted model. Everything in it comes from a [`Log`]: it has no place for who people are.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommender {
    pub(super) kind: Kind,
    pub(super) seed: u64,
    pub(super) items: Vec<Box<str>>,
    pub(super) tables: Tables,
    pub(super) factors: Option<Factors>,
    pub(super) weights: Weights,
}

/// Better first: by score, then by popularity, then by the published order.
fn better(tables: &Tables, one: &Ranked, other: &Ranked) -> Ordering {
    let taken = |item: ItemAt| tables.taken.get(item as usize).copied().unwrap_or(0);
    other.score.total_cmp(&one.score).then(taken(other.item).cmp(&taken(one.item))).then(one.item.cmp(&other.item))
}

/// A sum of single precision without the digits that depend on the order of summing, so that equals are equal: 17 bits remain.
fn settled(sum: f32) -> f64 {
    f64::from(f32::from_bits(sum.to_bits().saturating_add(32) & !63))
}

impl Recommender {
    /// Fits a model; `told` hears what is being done, and how far it is of how much.
    ///
    /// # Examples
    ///
    /// ```
    /// use pathstack::recommend::{Board, Event, Kind, Log, Params, Recommender, Step};
    ///
    /// let took = |user: &str, item: &str, at| Event { user: user.into(), item: item.into(), at };
    /// let log = Log::new(&[], &[took("ann", "1", 0), took("ann", "2", 1), took("bo", "1", 5), took("bo", "2", 6), took("cy", "3", 7)]);
    /// let model = Recommender::fit(&log, &Params::new(Kind::Transitions), &mut |_, _, _| ());
    /// let best = model.top(&mut Board::default(), &vec![Step { item: 0, at: 9 }], 1);
    /// assert_eq!(&*log.items()[best[0].item as usize], "2");
    /// ```
    pub fn fit(log: &Log, params: &Params, told: &mut dyn FnMut(&str, usize, usize)) -> Self {
        let wanted = Wanted { linear: matches!(params.kind, Kind::Linear | Kind::Blend), walk: params.kind == Kind::Walk, followed: true };
        let mut weights = [0.0; SIGNALS];
        if params.kind == Kind::Blend {
            weights = learn(log, params.ridge, params.size, params.seed, &Learning::default(), told);
        }
        told("counting", 1, 1);
        let mut tables = Tables::fit(log, |_| true, params.ridge, params.size, wanted);
        if params.kind == Kind::Walk {
            let taken = tables.taken.clone();
            let less = |item: u32| (f64::from(taken[item as usize].max(1)) as f32).powf(params.against_popularity);
            tables.walk = std::mem::take(&mut tables.walk).map(|_, column, value| value / less(column));
        }
        let factors = (params.kind == Kind::Factors).then(|| {
            told("finding factors", 1, 1);
            Factors::fit(log, params.factors, params.seed)
        });
        Self { kind: params.kind, seed: params.seed, items: log.items().to_vec(), tables, factors, weights }
    }

    /// The ids of the items it knows, in the published order.
    pub fn items(&self) -> &[Box<str>] {
        &self.items
    }

    /// The place of an item. Linear in the items.
    pub fn find(&self, id: &str) -> Option<ItemAt> {
        self.items.iter().position(|item| **item == *id).map(|at| at as ItemAt)
    }

    /// How many people took each item.
    pub fn taken(&self) -> &[u32] {
        &self.tables.taken
    }

    /// Which model it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What each signal of a blend weighs, by name.
    pub fn weights(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        super::tables::NAMES.into_iter().zip(self.weights.iter().copied())
    }

    /// Bytes its tables take in memory.
    pub fn bytes(&self) -> usize {
        self.tables.bytes() + self.factors.as_ref().map_or(0, |factors| factors.items.len() * 8)
    }

    /// The best `most` items that are not in the history, best first.
    ///
    /// Without a history it is what most people took. Work: what the history touches, at most 24 steps of the kept entries; only
    /// [`Kind::Factors`] walks over the catalogue.
    pub fn top(&self, board: &mut Board, history: &Trail, most: usize) -> Vec<Ranked> {
        self.fill(board, history, most);
        let score = |row: &[f32; SIGNALS]| if self.kind == Kind::Blend { score(row, &self.weights) } else { settled(row[NEXT]) };
        let mut ranked: Vec<Ranked> =
            board.touched.iter().zip(&board.rows).map(|(item, row)| Ranked { item: *item, score: score(row) }).collect();
        if ranked.len() > most && most > 0 {
            ranked.select_nth_unstable_by(most - 1, |one, other| better(&self.tables, one, other));
        }
        ranked.truncate(most);
        ranked.sort_by(|one, other| better(&self.tables, one, other));
        ranked
    }

    fn fill(&self, board: &mut Board, history: &Trail, most: usize) {
        let tables = &self.tables;
        if self.kind == Kind::Blend {
            board.fill(tables, history, most);
            return;
        }
        board.clear(tables.items(), history);
        let all = || history.iter().map(|step| (step.item, 1.0));
        match self.kind {
            Kind::Popularity | Kind::Blend => {}
            Kind::Transitions => board.sum(&tables.next, all().next_back().into_iter(), NEXT),
            Kind::Neighbours => {
                let size = |item: ItemAt| f64::from(tables.taken.get(item as usize).copied().unwrap_or(0).max(1)).sqrt() as f32;
                for (item, _) in all() {
                    for (other, value) in tables.both.row(item) {
                        let alike = value / (size(item) * size(other));
                        if let Some(row) = board.touch(other) {
                            row[NEXT] += alike;
                        }
                    }
                }
            }
            Kind::Linear => board.sum(&tables.linear, fading(history, 3.0), NEXT),
            Kind::Walk => board.sum(&tables.walk, all(), NEXT),
            Kind::Factors => {
                if let Some(factors) = self.factors.as_ref().filter(|_| !history.is_empty()) {
                    for (item, score) in factors.scores(history).iter().enumerate() {
                        if let Some(row) = board.touch(item as ItemAt) {
                            row[NEXT] = *score as f32;
                        }
                    }
                }
            }
        }
        board.popular(tables, most);
    }

    /// What people did who took what the learner took: the steps of the history that speak most for an item, most first.
    pub fn witnesses(&self, history: &Trail, item: ItemAt, most: usize) -> Vec<Witness> {
        #[expect(clippy::cast_sign_loss, reason = "counts are not negative")]
        let count = |value: f32| value.round() as u32;
        let witness = |took: ItemAt| Witness {
            took,
            of: self.tables.taken.get(took as usize).copied().unwrap_or(0),
            // It stands in both rows, of which the shorter one keeps it longer.
            both: count(self.tables.both.at(took, item).max(self.tables.both.at(item, took))),
            next: count(self.tables.followed.at(took, item)),
        };
        let mut witnesses: Vec<Witness> = history.iter().map(|step| witness(step.item)).filter(|witness| witness.both > 0).collect();
        // By share of people, compared without dividing; of equal shares the one with more people.
        witnesses.sort_by(|one, other| {
            let cross = |left: &Witness, right: &Witness| u64::from(left.both) * u64::from(right.of);
            cross(other, one).cmp(&cross(one, other)).then(other.both.cmp(&one.both)).then(one.took.cmp(&other.took))
        });
        witnesses.truncate(most);
        witnesses
    }
}
