//! The best schedules found so far, and the question whether something could still be better.

use super::dates::{Calendar, LATER};
use super::purchase::Bill;
use super::stack::Stack;

/// What is compared: money, ready day, effort, count. Also used for lower bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measures {
    pub(super) money: i64,
    pub(super) ready: i32,
    pub(super) effort: i64,
    pub(super) count: i64,
}

/// A schedule with its bill.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) measures: Measures,
    /// Ranks of the credentials to earn, sorted: the last tie-breaker.
    pub(super) ids: Vec<u32>,
    pub(super) stack: Stack,
    pub(super) calendar: Calendar,
    pub(super) bill: Bill,
    /// Held members that are renewed.
    pub(super) renewed: Vec<bool>,
}

/// What a search is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// Least (money, ready, count, effort, ids).
    Cheapest,
    /// Least (ready, money, count, effort, ids).
    Fastest,
    /// Least (count, money, ready, effort, ids).
    Fewest,
    /// All that no other beats in money and ready day; of equals the least (count, effort, ids).
    Front,
}

/// A key that sorts by an aim.
pub(super) type Key = (i64, i64, i64, i64);

impl Measures {
    pub(super) fn key(&self, aim: Aim) -> Key {
        let (m, t, k, e) = (self.money, i64::from(self.ready), self.count, self.effort);
        match aim {
            Aim::Cheapest | Aim::Front => (m, t, k, e),
            Aim::Fastest => (t, m, k, e),
            Aim::Fewest => (k, m, t, e),
        }
    }
}

/// The answers in hand.
#[derive(Clone, Debug, Default)]
pub(super) struct Archive {
    /// Sorted by money, so by ready day backwards.
    pub(super) front: Vec<Found>,
    pub(super) fewest: Option<Found>,
    /// How often an answer was improved.
    pub(super) version: u64,
}

impl Archive {
    /// The best in hand for a single aim.
    pub(super) fn best(&self, aim: Aim) -> Option<&Found> {
        match aim {
            Aim::Cheapest | Aim::Front => self.front.first(),
            Aim::Fastest => self.front.last(),
            Aim::Fewest => self.fewest.as_ref(),
        }
    }

    /// Whether nothing with these lower bounds (and these ids, where known) can improve the answer to `aim`.
    pub(super) fn hopeless(&self, aim: Aim, least: Measures, ids: Option<&[u32]>) -> bool {
        let tie = |found: &Found| ids.is_some_and(|ids| found.ids.as_slice() <= ids);
        if aim == Aim::Front {
            return self.front.iter().any(|found| {
                let f = found.measures;
                f.money <= least.money
                    && f.ready <= least.ready
                    && (f.money < least.money || f.ready < least.ready || {
                        let (a, b) = ((f.count, f.effort), (least.count, least.effort));
                        a < b || (a == b && tie(found))
                    })
            });
        }
        self.best(aim).is_some_and(|found| {
            let (a, b) = (found.measures.key(aim), least.key(aim));
            a < b || (a == b && tie(found))
        })
    }

    /// Whether some point that is still open to the front, or equal to one of it, may be reached: none costs less or is ready sooner
    /// than `least`, and `reach` says which pairs of most money and last ready day have something below them.
    pub(super) fn front_is_open(&self, least: Measures, (budget, last): (i64, i32), reach: impl Fn(i64, i32) -> bool) -> bool {
        let (m, t) = (least.money, least.ready);
        let front = |i: usize| self.front.get(i).map(|f| f.measures);
        let between = (0..=self.front.len()).any(|i| {
            let money = front(i).map_or(budget, |f| f.money - 1);
            let ready = i.checked_sub(1).and_then(front).map_or(last, |f| f.ready - 1);
            m <= money && t <= ready && reach(money, ready)
        });
        between
            || self
                .front
                .iter()
                .map(|f| f.measures)
                .any(|f| m <= f.money && t <= f.ready && (least.count, least.effort) <= (f.count, f.effort) && reach(f.money, f.ready))
    }

    /// Whether a schedule that improves the answer to `aim` may lie in some box: no dearer than its money and ready no later than its
    /// day. The boxes together hold all such schedules with no less than this count and effort (and these ids, where known); `open`
    /// says whether one can be reached.
    pub(super) fn any_open(
        &self,
        aim: Aim,
        (count, effort): (i64, i64),
        ids: Option<&[u32]>,
        mut open: impl FnMut(i64, i32) -> bool,
    ) -> bool {
        let tie = |found: &Found| {
            let f = found.measures;
            (count, effort) < (f.count, f.effort)
                || ((count, effort) == (f.count, f.effort) && ids.is_none_or(|ids| found.ids.as_slice() > ids))
        };
        if aim == Aim::Front {
            let at = |i: usize| self.front.get(i).map(|f| f.measures);
            let between = (0..=self.front.len()).any(|i| {
                let ready = i.checked_sub(1).and_then(at).map_or(LATER, |f| f.ready - 1);
                open(at(i).map_or(i64::MAX, |f| f.money - 1), ready)
            });
            return between || self.front.iter().any(|f| tie(f) && open(f.measures.money, f.measures.ready));
        }
        let Some(best) = self.best(aim) else { return open(i64::MAX, LATER) };
        let b = best.measures;
        match aim {
            Aim::Fewest if count > b.count => false,
            Aim::Fewest if count < b.count => open(i64::MAX, LATER),
            Aim::Fastest => open(i64::MAX, b.ready - 1) || open(if tie(best) { b.money } else { b.money - 1 }, b.ready),
            _ => open(b.money - 1, LATER) || open(b.money, if tie(best) { b.ready } else { b.ready - 1 }),
        }
    }

    /// Takes a schedule in where it improves an answer.
    pub(super) fn offer(&mut self, found: &Found) {
        if !self.hopeless(Aim::Fewest, found.measures, Some(&found.ids)) {
            self.fewest = Some(found.clone());
            self.version += 1;
        }
        if !self.hopeless(Aim::Front, found.measures, Some(&found.ids)) {
            let new = found.measures;
            self.front.retain(|old| old.measures.money < new.money || old.measures.ready < new.ready);
            let place = self.front.partition_point(|old| old.measures.money < new.money);
            self.front.insert(place, found.clone());
            self.version += 1;
        }
    }
}
