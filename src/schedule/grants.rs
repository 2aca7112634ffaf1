//! What funds can give for a half-made schedule, as part of its purse.
//!
//! What funds give at most is a flow: fund → its years → its courses → charges. A course gives a set S of funds a most they can pay for
//! it together (its rank: the least over the funds R of S that no cap of the course holds back); ranks of courses enrolled in the same
//! years add up. So of all charges so far a purse keeps one sum for each set of funds in each epoch (a time in which no fund's year ends).
//!
//! Theorem (by which a purse may be dropped). By the least cut, all funds together give min over sets U of (fund, year) of the caps
//! of those not in U plus the rank of U, and ranks of what is to come add to both purses alike. So purse A gives no less than B less
//! D = max over U of (rank of U in B − rank of U in A). A (fund, year) whose own rank beside all others has reached its cap in A is in no
//! U that matters: to leave it out never raises the cut.

use super::offers::year_starts;
use super::setting::{Fund, Setting};

/// Funds told apart at most.
pub(super) const MOST: usize = 4;

/// The funds used together in one search.
#[derive(Clone, Debug, Default)]
pub(super) struct Grants {
    /// Places in the setting.
    pub(super) funds: Vec<usize>,
    /// First days of the epochs after the first.
    turns: Vec<i32>,
}

/// A charge: its amount, and the funds (by place here) that may share in it.
pub(super) type Charge = (i64, usize);

impl Grants {
    /// `None`: more funds than are told apart.
    pub(super) fn new(setting: &Setting<'_>, set: u64) -> Option<Self> {
        let funds: Vec<usize> = (0..setting.funds.len()).filter(|&f| set >> f & 1 == 1).collect();
        if funds.len() > MOST {
            return None;
        }
        let mut turns: Vec<i32> = Vec::new();
        for fund in funds.iter().map(|&f| &setting.funds[f]).filter(|f| f.year < i64::MAX) {
            if fund.year_start == (2, 29) {
                // Most years have no such day.
                turns.extend((setting.today + 1..=setting.last).filter(|&d| fund.year_of(d) != fund.year_of(d - 1)));
            } else {
                turns.extend(year_starts(setting.today, setting.last, fund.year_start));
            }
        }
        turns.sort_unstable();
        turns.dedup();
        Some(Self { funds, turns })
    }

    /// Number of sets of funds.
    pub(super) fn sets(&self) -> usize {
        1 << self.funds.len()
    }

    /// Nothing charged yet.
    pub(super) fn nothing(&self) -> Vec<i64> {
        if self.funds.is_empty() { Vec::new() } else { vec![0; self.sets() * (self.turns.len() + 1)] }
    }

    fn fund<'s>(&self, setting: &'s Setting<'_>, at: usize) -> &'s Fund {
        &setting.funds[self.funds[at]]
    }

    /// Those of these funds (by place in the setting), as a set of places here.
    pub(super) fn local(&self, of: impl Fn(usize) -> bool) -> usize {
        self.funds.iter().enumerate().filter(|(_, f)| of(**f)).fold(0, |set, (at, _)| set | 1 << at)
    }

    /// The funds that can be enrolled for on a day.
    pub(super) fn open(&self, setting: &Setting<'_>, day: i32) -> usize {
        self.local(|f| (setting.funds[f].from..=setting.funds[f].until).contains(&day))
    }

    /// The most each set of funds can give for one course, were all of them open.
    pub(super) fn ranks(&self, setting: &Setting<'_>, charges: &[Charge]) -> Vec<i64> {
        let cap = |at: usize| {
            let fund = self.fund(setting, at);
            fund.course.min(fund.year).min(fund.lifetime)
        };
        // Σ over charges of what a set could pay were there no cap.
        let free: Vec<i64> = (0..self.sets())
            .map(|set| {
                charges.iter().fold(0_i64, |sum, &(amount, funds)| {
                    let shares = each(set & funds).fold(0_i64, |sum, at| sum.saturating_add(share(amount, self.fund(setting, at).rate)));
                    sum.saturating_add(shares.min(amount))
                })
            })
            .collect();
        let rank = |set: usize| {
            let cuts = (0..=set).filter(|r| r & set == *r);
            let cut = |r: usize| each(set & !r).fold(free[r], |sum, at| sum.saturating_add(cap(at)));
            cuts.map(cut).min().unwrap_or(0)
        };
        (0..self.sets()).map(rank).collect()
    }

    /// Adds a course that is enrolled on a day, while only the funds `open` are.
    pub(super) fn add(&self, given: &mut [i64], day: i32, open: usize, ranks: &[i64]) {
        let sets = self.sets();
        let epoch = self.turns.partition_point(|&t| t <= day);
        let Some(sums) = given.get_mut(epoch * sets..(epoch + 1) * sets) else { return };
        for (set, sum) in sums.iter_mut().enumerate() {
            *sum = sum.saturating_add(ranks.get(set & open).copied().unwrap_or(0));
        }
    }

    /// The most that a set of funds can give for all charges so far.
    pub(super) fn most(&self, setting: &Setting<'_>, given: &[i64], set: usize) -> i64 {
        if given.is_empty() || set == 0 {
            return 0;
        }
        let mut least = i64::MAX;
        // Funds of `cut` are held back by their cap for life, and the others of the set by those of their years, or not at all.
        for cut in (0..=set).filter(|cut| cut & set == *cut) {
            let whole = each(cut).fold(0_i64, |sum, at| sum.saturating_add(self.fund(setting, at).lifetime));
            if whole < least {
                least = least.min(whole.saturating_add(self.over_years(setting, given, set & !cut)));
            }
        }
        least
    }

    /// The least cut by years alone.
    fn over_years(&self, setting: &Setting<'_>, given: &[i64], set: usize) -> i64 {
        let cap = |funds: usize| each(funds).fold(0_i64, |sum, at| sum.saturating_add(self.fund(setting, at).year));
        // By the funds that are not held back in the years that run.
        let mut least: Vec<i64> = (0..self.sets()).map(|free| if free & set == free { cap(set & !free) } else { i64::MAX }).collect();
        for (epoch, sums) in given.chunks(self.sets()).enumerate() {
            if epoch > 0 {
                let turn = self.turns.get(epoch - 1).copied().unwrap_or(i32::MAX);
                let ends = |at: usize| {
                    let fund = self.fund(setting, at);
                    fund.year < i64::MAX && fund.year_of(turn) != fund.year_of(turn - 1)
                };
                for at in each(set).filter(|at| ends(*at)) {
                    let year = self.fund(setting, at).year;
                    for held in (0..self.sets()).filter(|s| s >> at & 1 == 0) {
                        let best = least[held].min(least[held | 1 << at]);
                        (least[held], least[held | 1 << at]) = (best.saturating_add(year), best);
                    }
                }
            }
            for (least, sum) in least.iter_mut().zip(sums) {
                *least = least.saturating_add(*sum);
            }
        }
        least.into_iter().min().unwrap_or(0)
    }

    /// How much more the funds may give for what the second purse has charged than for the first, whatever comes.
    pub(super) fn excess(&self, setting: &Setting<'_>, mine: &[i64], other: &[i64]) -> i64 {
        if mine == other {
            return 0;
        }
        let (sets, all) = (self.sets(), self.sets() - 1);
        let own = |sums: &[i64], at: usize| sums[all] - sums[all & !(1 << at)];
        let yearly = self.local(|f| setting.funds[f].year < i64::MAX);
        let spent = |at: usize| {
            let sum = mine.chunks(sets).fold(0_i64, |sum, sums| sum.saturating_add(own(sums, at)));
            sum >= self.fund(setting, at).lifetime
        };
        let lasting = each(all & !yearly).filter(|at| !spent(*at)).fold(0, |set, at| set | 1 << at);
        let mut most = 0;
        for base in (0..=lasting).filter(|base| base & lasting == *base) {
            let mut sum = 0_i64;
            for (mine, other) in mine.chunks(sets).zip(other.chunks(sets)) {
                let open = each(yearly).filter(|at| own(mine, *at) < self.fund(setting, *at).year).fold(0, |set, at| set | 1 << at);
                let of = (0..=open).filter(|set| set & open == *set).map(|set| other[set | base] - mine[set | base]);
                sum = sum.saturating_add(of.max().unwrap_or(0));
            }
            most = most.max(sum);
        }
        most
    }
}

/// The places in a set.
fn each(set: usize) -> impl Iterator<Item = usize> {
    (0..MOST).filter(move |at| set >> at & 1 == 1)
}

/// A fund's share of a payment, rounded down.
fn share(amount: i64, rate: i64) -> i64 {
    i64::try_from(i128::from(amount) * i128::from(rate) / 1000).unwrap_or(i64::MAX)
}
