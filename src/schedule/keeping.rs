//! The ways to keep a shared plan paid for on every day that needs it, from the cheapest on: months, years, whatever is sold, bought on
//! the first such day that is not paid for, again and again.
//!
//! Ten years of a plan sold by month and by year can be paid for in some hundred million ways, so none is written out before it is asked
//! for. Each half-made way waits with what it costs in the end at least, which is known exactly (`rest`); the least goes on first (A*,
//! Hart, Nilsson & Raphael 1968), so that whole ways come by rising sum, and of equal ones those first that buy what is listed first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::ids::Day;
use super::ledger::Entry;
use super::setting::{Setting, Shared};
use super::world::Span;

/// The day after a span that starts on `day`.
pub(super) fn after(day: i32, span: Option<Span>) -> i32 {
    match span {
        None => i32::MAX,
        Some(Span::Days(days)) => day.saturating_add(days),
        Some(Span::Months(months)) => Day(day).plus_months(months).0,
    }
}

/// What is left of the learner's limits beside other entries; payments never make it more.
pub(super) struct Room {
    sum: i64,
    monthly: Option<(i64, BTreeMap<i32, i64>)>,
    yearly: Option<(i64, BTreeMap<i32, i64>)>,
}

impl Room {
    /// The room beside these entries; `None`: they are past a limit already. Nothing of them may come back.
    pub(super) fn beside(setting: &Setting<'_>, entries: &[Entry]) -> Option<Self> {
        let of = |cap: Option<i64>, period: fn(Day) -> i32| {
            let mut spent: BTreeMap<i32, i64> = BTreeMap::new();
            for entry in entries {
                let sum = spent.entry(period(Day(entry.day))).or_default();
                *sum = sum.saturating_add(entry.amount);
            }
            cap.map(|cap| (cap, spent))
        };
        let sum = setting.budget.saturating_sub(entries.iter().fold(0, |sum: i64, e| sum.saturating_add(e.amount)));
        let room = Self { sum, monthly: of(setting.monthly_cap, Day::month_number), yearly: of(setting.yearly_cap, Day::year) };
        let kept = |cap: &Option<(i64, BTreeMap<i32, i64>)>| cap.as_ref().is_none_or(|(cap, spent)| spent.values().all(|sum| sum <= cap));
        (sum >= 0 && kept(&room.monthly) && kept(&room.yearly)).then_some(room)
    }

    /// Whether the periods of the payments from `new` on have room for these payments.
    fn has(&self, payments: &[(i32, i64)], new: usize) -> bool {
        let within = |cap: &Option<(i64, BTreeMap<i32, i64>)>, period: fn(Day) -> i32| {
            let Some((cap, spent)) = cap else { return true };
            payments[new..].iter().all(|&(day, _)| {
                let now = period(Day(day));
                let own = payments.iter().filter(|p| period(Day(p.0)) == now).fold(0, |sum: i64, p| sum.saturating_add(p.1));
                own.saturating_add(spent.get(&now).copied().unwrap_or(0)) <= *cap
            })
        };
        within(&self.monthly, Day::month_number) && within(&self.yearly, Day::year)
    }
}

/// A half-made way. The order is that in which it is looked at: by its sum in the end, then by what it buys.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Half {
    least: i64,
    bought: Vec<u32>,
    covered: i32,
    sum: i64,
    payments: Vec<(i32, i64)>,
}

/// The ways to pay for one plan.
pub(super) struct Keeping<'s> {
    shared: &'s Shared,
    runs: Vec<(i32, i32)>,
    rest: BTreeMap<i32, i64>,
    open: BinaryHeap<Reverse<Half>>,
    found: Vec<(i64, Vec<(i32, i64)>)>,
}

impl<'s> Keeping<'s> {
    /// The ways to let a plan run on all these days (sorted runs); `None`: it is not sold then.
    pub(super) fn new(shared: &'s Shared, runs: &[(i32, i32)]) -> Option<Self> {
        let first = runs.first().map_or(shared.from, |run| run.0);
        if !(shared.from..=shared.until).contains(&first) {
            return None;
        }
        let mut keeping = Self { shared, runs: runs.to_vec(), rest: BTreeMap::new(), open: BinaryHeap::new(), found: Vec::new() };
        let covered = first.saturating_add(shared.trial);
        if keeping.due(covered).is_none() {
            keeping.found.push((0, Vec::new()));
            return Some(keeping);
        }
        let start = Half { least: 0, bought: Vec::new(), covered, sum: 0, payments: Vec::new() };
        keeping.spread(&start, None);
        (!keeping.open.is_empty()).then_some(keeping)
    }

    /// The least sum there is.
    pub(super) fn least(&self) -> i64 {
        self.found.first().map(|found| found.0).or_else(|| self.open.peek().map(|half| half.0.least)).unwrap_or(i64::MAX)
    }

    /// The way at this place from the cheapest on, where there is room for it. `tick` is told of each look; when it says so, or when there
    /// are no more, there is none.
    pub(super) fn nth(&mut self, at: usize, room: Option<&Room>, mut tick: impl FnMut() -> bool) -> Option<&(i64, Vec<(i32, i64)>)> {
        while self.found.len() <= at {
            let Reverse(half) = self.open.pop()?;
            if !tick() || room.is_some_and(|room| half.least > room.sum) {
                return None;
            }
            // The first purchase was put there before the room was known.
            if half.bought.len() == 1 && room.is_some_and(|room| !room.has(&half.payments, 0)) {
                continue;
            }
            if self.due(half.covered).is_none() {
                self.found.push((half.sum, half.payments));
            } else {
                self.spread(&half, room);
            }
        }
        self.found.get(at)
    }

    /// The first day that needs the plan and is not paid for.
    fn due(&self, covered: i32) -> Option<i32> {
        self.runs.iter().filter(|run| run.1 >= covered).map(|run| run.0.max(covered)).min()
    }

    /// What may be bought next: the place of the unit, its payments and the day it covers up to.
    fn units(&self, day: i32, first: bool) -> impl Iterator<Item = (u32, Vec<(i32, i64)>, i32)> + use<'s> {
        let shared = self.shared;
        (0..).zip(&shared.units).filter_map(move |(unit, &(price, span))| {
            let times = if first && unit == 0 { shared.min_units } else { 1 };
            let (mut start, mut payments) = (day, Vec::new());
            for _ in 0..times {
                if !(shared.from..=shared.until).contains(&start) {
                    return None;
                }
                payments.push((start, price));
                start = after(start, span);
            }
            Some((unit, payments, start))
        })
    }

    /// Puts what goes on from a half-made way with the others.
    fn spread(&mut self, half: &Half, room: Option<&Room>) {
        let Some(day) = self.due(half.covered) else { return };
        for (unit, more, covered) in self.units(day, half.bought.is_empty()) {
            let sum = more.iter().fold(half.sum, |sum, p| sum.saturating_add(p.1));
            let rest = self.rest_from(covered);
            // What covers nothing would never end.
            if rest == i64::MAX || covered <= day {
                continue;
            }
            let payments = [half.payments.as_slice(), &more].concat();
            if room.is_none_or(|room| room.has(&payments, half.payments.len())) {
                let bought = [half.bought.as_slice(), &[unit]].concat();
                self.open.push(Reverse(Half { least: sum.saturating_add(rest), bought, covered, sum, payments }));
            }
        }
    }

    /// The least that is still to pay where all is paid for up to `covered`; `i64::MAX`: it is not sold long enough.
    fn rest_from(&mut self, covered: i32) -> i64 {
        // By hand, as a chain of days can be long.
        let mut asked = vec![covered];
        while let Some(&now) = asked.last() {
            if self.rest.contains_key(&now) {
                asked.pop();
                continue;
            }
            let Some(day) = self.due(now) else {
                self.rest.insert(now, 0);
                continue;
            };
            let mut least = i64::MAX;
            let mut missing = Vec::new();
            for (_, payments, then) in self.units(day, false) {
                match self.rest.get(&then) {
                    _ if then <= day => {}
                    Some(&i64::MAX) => {}
                    Some(rest) => least = least.min(payments.iter().fold(*rest, |sum, p| sum.saturating_add(p.1))),
                    None => missing.push(then),
                }
            }
            if missing.is_empty() {
                self.rest.insert(now, least);
            } else {
                asked.extend(missing);
            }
        }
        self.rest.get(&covered).copied().unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(units: &[(i64, Option<Span>)], min_units: i32, trial: i32, until: i32) -> Shared {
        let (units, funds) = (units.to_vec(), Vec::new());
        Shared { plan: 0, units, min_units, trial, from: 0, until, breadth: 1, bundle: false, funds }
    }

    fn all(shared: &Shared, runs: &[(i32, i32)], room: Option<&Room>, most: usize) -> Vec<(i64, Vec<(i32, i64)>)> {
        let Some(mut keeping) = Keeping::new(shared, runs) else { return Vec::new() };
        (0..most).map_while(|at| keeping.nth(at, room, || true).cloned()).collect()
    }

    /// Every way, written out depth first, in the order in which units are listed.
    fn plainly(shared: &Shared, runs: &[(i32, i32)], covered: i32, bought: &[(i32, i64)], found: &mut Vec<(i64, Vec<(i32, i64)>)>) {
        let Some(day) = runs.iter().filter(|run| run.1 >= covered).map(|run| run.0.max(covered)).min() else {
            found.push((bought.iter().map(|p| p.1).sum(), bought.to_vec()));
            return;
        };
        for (unit, &(price, span)) in shared.units.iter().enumerate() {
            let times = if bought.is_empty() && unit == 0 { shared.min_units } else { 1 };
            let (mut more, mut start) = (bought.to_vec(), day);
            let sold = (0..times).all(|_| {
                let sold = (shared.from..=shared.until).contains(&start);
                more.push((start, price));
                start = after(start, span);
                sold
            });
            if sold {
                plainly(shared, runs, start, &more, found);
            }
        }
    }

    #[test]
    fn all_ways_come_by_rising_sum_and_of_equal_ones_those_that_buy_what_is_listed_first() {
        let mut chance = 5_u64;
        let mut next = |below: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i32::try_from((chance >> 33) % below).unwrap()
        };
        for _ in 0..500 {
            let units: Vec<(i64, Option<Span>)> = (0..=next(3))
                .map(|_| {
                    let span = match next(8) {
                        0 => None,
                        1 => Some(Span::Months(1 + next(3))),
                        _ => Some(Span::Days(5 + next(40))),
                    };
                    (i64::from(next(6)), span)
                })
                .collect();
            let shared = shared(&units, 1 + next(3), next(10), 60 + next(100));
            let mut runs: Vec<(i32, i32)> = (0..=next(3)).map(|_| (next(80), next(40))).map(|(from, days)| (from, from + days)).collect();
            runs.sort_unstable();
            let mut plain = Vec::new();
            if runs[0].0 <= shared.until {
                plainly(&shared, &runs, runs[0].0 + shared.trial, &[], &mut plain);
            }
            // A stable sort: equal sums stay in the order in which units are listed.
            plain.sort_by_key(|way| way.0);
            assert_eq!(all(&shared, &runs, None, usize::MAX), plain, "{shared:?} {runs:?}");
        }
    }

    #[test]
    fn ten_years_are_paid_for_in_a_few_looks_and_what_has_no_room_is_not_tried() {
        let shared = shared(&[(49, Some(Span::Months(1))), (399, Some(Span::Months(12)))], 1, 0, i32::MAX);
        let first = Day(20_000);
        let runs = [(first.0, first.plus_months(119).0)];
        let mut looks = 0;
        let mut keeping = Keeping::new(&shared, &runs).unwrap();
        let cheapest = keeping.nth(0, None, || {
            looks += 1;
            true
        });
        assert_eq!(cheapest.map(|way| (way.0, way.1.len())), Some((3990, 10)));
        assert!(looks <= 11, "{looks}");
        // Within 100 a month there is only paying by month.
        let monthly = Some((100, BTreeMap::new()));
        let room = Room { sum: i64::MAX, monthly, yearly: None };
        let ways = all(&shared, &runs, Some(&room), 3);
        assert_eq!(ways.iter().map(|way| (way.0, way.1.len())).collect::<Vec<_>>(), [(49 * 120, 120)]);
        let short = Room { sum: 49 * 120 - 1, monthly: Some((100, BTreeMap::new())), yearly: None };
        assert!(all(&shared, &runs, Some(&short), 3).is_empty());
    }
}
