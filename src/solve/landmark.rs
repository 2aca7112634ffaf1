//! Landmark cuts and the dual ascent over them: a lower bound in exact integers.
//!
//! Let a goal be false in the closure of the zero-priced items, and let the *zone* be a set of false facts that contains
//! enough of the goal's facts to keep it false, such that every zero-priced achiever of a zone fact has a group that stays
//! false while the zone does. Any plan makes the goal true, so some item of it is the first to make a zone fact true; its
//! own groups held before, hence without the zone; and it is not free of charge. So every plan contains an item of the
//! *cut*: the priced achievers of zone facts whose groups can hold without the zone. (Disjunctive action landmarks;
//! LM-cut, Helmert & Domshlak 2009; hitting sets over them, Bonet & Castillo 2011, Haslum, Slaney & Thiébaux 2012.)
//!
//! *Ascent.* Give the landmark the smallest residual price of its cut as multiplier and lower the residual prices of the
//! cut by it. Multipliers are non-negative and their sum over the landmarks of an item never exceeds its price, so they are
//! feasible for the dual of the covering program, and their sum bounds every plan from below. What is left of an item's
//! price is its reduced cost.

use std::collections::HashSet;

use super::index::Fact;
use super::local::{GOAL, LFact, LGroup, LItem, Local, UNSEEN, World};

/// The zones of the landmarks found for a query. A zone that keeps a goal false makes a landmark whatever the prices are:
/// the cut is read off it again for each task.
#[derive(Debug, Default)]
pub(crate) struct Landmarks {
    facts: Vec<LFact>,
    start: Vec<u32>,
    known: HashSet<u64>,
}

/// Facts of a zone beyond which it is not remembered.
const LONG_ZONE: usize = 1000;

impl Landmarks {
    pub(crate) fn clear(&mut self) {
        self.facts.clear();
        self.start.clear();
        self.start.push(0);
        self.known.clear();
    }
    pub(crate) fn len(&self) -> usize {
        self.start.len().saturating_sub(1)
    }
    pub(crate) fn zone(&self, k: usize) -> &[LFact] {
        &self.facts[self.start[k] as usize..self.start[k + 1] as usize]
    }
    /// Remembers a zone; false when it is known.
    /// A long zone is not worth its place: the relaxation finds its cut again if it matters.
    pub(crate) fn push(&mut self, zone: &[LFact]) -> bool {
        if zone.len() > LONG_ZONE {
            return false;
        }
        // An order-free fingerprint: equal zones are pushed once; a collision only loses a landmark.
        let print = zone.iter().fold(zone.len() as u64, |h, f| {
            h.wrapping_add((u64::from(f.0) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23).wrapping_mul(0xD6E8_FEB8_6659_FD93))
        });
        let new = self.known.insert(print);
        if new {
            self.facts.extend_from_slice(zone);
            self.start.push(self.facts.len() as u32);
        }
        new
    }
}

/// What an ascent found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bound {
    /// Every plan weighs at least this much more than the items chosen in.
    AtLeast(i64),
    /// No plan is left: a zone that nothing enters.
    Unreachable,
}

/// What a zone search found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Zone {
    /// The goal holds after all.
    Holds,
    /// A cut, in `Local::cut`; nothing enters the zone when it is empty.
    Cut,
}

/// A goal: a group, or the soft goal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Goal {
    Group(LGroup),
    Soft,
}

impl Local {
    /// Is the goal false in the closure?
    pub(crate) fn open(&self, goal: Goal) -> bool {
        match goal {
            Goal::Group(g) => !self.holds(g),
            Goal::Soft => self.soft_open(),
        }
    }

    /// Grows a zone backwards from a goal; leaves the cut in `self.cut`.
    pub(crate) fn zone_cut(&mut self, world: World<'_>, goal: Goal) -> Zone {
        loop {
            if !self.open(goal) {
                return Zone::Holds;
            }
            let clock = self.clock;
            self.grow_zone(world, goal);
            if self.clock == clock {
                self.sharpen(world);
                if self.clock == clock {
                    return Zone::Cut;
                }
            }
        }
    }

    /// Can the fact become true at all? The closure takes everything free of charge.
    pub(crate) fn reaches(&mut self, world: World<'_>, fact: Fact) -> bool {
        let goal = self.list_group(world, GOAL, UNSEEN, 1, &[fact]);
        self.zone_cut(world, Goal::Group(goal)) == Zone::Holds
    }

    fn enter(&mut self, f: LFact) {
        if !self.have[f.ix()] && self.fact_zone[f.ix()] != self.zone_stamp {
            self.fact_zone[f.ix()] = self.zone_stamp;
            self.stack.push(f);
            self.zone.push(f);
        }
    }

    fn enter_group(&mut self, g: LGroup) {
        let (a, b) = self.group_atoms[g.ix()];
        for k in a..b {
            self.enter(self.atom_fact[k as usize]);
        }
    }

    /// After a payment that made nothing true: the zone grows on through the members of the cut that became free. True when
    /// the cut in `self.cut` is one again, false when the search has to start anew.
    fn extend_cut(&mut self, world: World<'_>) -> bool {
        let clock = self.clock;
        let mut kept = 0;
        for k in 0..self.cut.len() {
            let i = self.cut[k];
            if self.residual[i.ix()] > 0 {
                self.cut[kept] = i;
                kept += 1;
            } else if self.left[i.ix()] > 0
                && let Some(g) = self.blocking_group(i)
            {
                self.enter_group(g);
            }
        }
        self.cut.truncate(kept);
        self.flood(world);
        self.sharpen(world);
        self.clock == clock
    }

    fn grow_zone(&mut self, world: World<'_>, goal: Goal) {
        self.zone_stamp += 1;
        self.zone.clear();
        self.cut.clear();
        self.stack.clear();
        match goal {
            Goal::Group(g) => self.enter_group(g),
            Goal::Soft => {
                for k in 0..self.soft.len() {
                    self.enter(self.soft[k].0);
                }
            }
        }
        self.flood(world);
    }

    /// Grows the zone from the facts on the stack.
    fn flood(&mut self, world: World<'_>) {
        while let Some(f) = self.stack.pop() {
            if !self.expanded(f) {
                self.expand(world, f);
            }
            let (a, b) = self.fact_edges[f.ix()];
            for e in a..b {
                let i = self.edge_item[e as usize];
                if self.item_zone[i.ix()] == self.zone_stamp || !self.alive(i) {
                    continue;
                }
                self.item_zone[i.ix()] = self.zone_stamp;
                if self.residual[i.ix()] > 0 {
                    self.cut.push(i);
                } else if self.left[i.ix()] > 0
                    && let Some(g) = self.blocking_group(i)
                {
                    self.enter_group(g);
                }
            }
        }
    }

    /// The group through which the zone grows past a free item that cannot be applied; none when the zone blocks it already.
    fn blocking_group(&self, i: LItem) -> Option<LGroup> {
        let mut best = None;
        for g in self.groups_of(i) {
            if self.holds(g) {
                continue;
            }
            if self.blocked(g) {
                return None;
            }
            if best.is_none() {
                best = Some(g);
            }
        }
        best
    }

    /// Can the group not hold while the zone is false?
    fn blocked(&self, g: LGroup) -> bool {
        let outside = self.members(g).iter().filter(|f| self.fact_zone[f.ix()] != self.zone_stamp).count();
        outside < self.group_need[g.ix()] as usize
    }

    /// Drops cut members that cannot be the first to enter the zone.
    fn sharpen(&mut self, world: World<'_>) {
        let mut kept = 0;
        let small = self.cut.len() <= 8;
        for k in 0..self.cut.len() {
            let i = self.cut[k];
            if small {
                self.ground(world, i);
            }
            if self.dead[i.ix()] || self.groups_of(i).any(|g| self.blocked(g)) {
                continue;
            }
            self.cut[kept] = i;
            kept += 1;
        }
        self.cut.truncate(kept);
    }

    /// The goals still open, in the order in which an ascent takes them.
    pub(crate) fn goal_order(&self, turn: u32) -> Vec<Goal> {
        let mut order: Vec<(usize, u32)> =
            self.goals.iter().map(|&g| (self.members(g).iter().map(|&f| self.achievers(f).len()).sum::<usize>(), g.0)).collect();
        order.sort_unstable();
        if turn == 1 {
            order.reverse();
        }
        let mut goals: Vec<Goal> = order.into_iter().map(|(_, g)| Goal::Group(LGroup(g))).collect();
        if self.soft_need > 0 {
            goals.push(Goal::Soft);
        }
        goals
    }

    /// Dual ascent from the closure as it stands until every goal holds in it, or the bound passes `enough`.
    pub(crate) fn ascend(
        &mut self,
        world: World<'_>,
        goals: &[Goal],
        enough: i64,
        stop: &mut dyn FnMut() -> bool,
        landmarks: &mut Landmarks,
    ) -> Bound {
        let mut total = 0i64;
        for &goal in goals {
            let mut ready = self.zone_cut(world, goal) == Zone::Cut;
            while ready {
                let Some(price) = self.cut.iter().map(|i| self.residual[i.ix()]).min() else {
                    return Bound::Unreachable;
                };
                total += price;
                landmarks.push(&self.zone);
                let clock = self.clock;
                self.pay(world, price);
                if total > enough || stop() {
                    return Bound::AtLeast(total);
                }
                ready = (self.clock == clock && self.extend_cut(world)) || self.zone_cut(world, goal) == Zone::Cut;
            }
        }
        Bound::AtLeast(total)
    }

    /// Lowers the residual prices of the cut.
    pub(crate) fn pay(&mut self, world: World<'_>, price: i64) {
        for k in 0..self.cut.len() {
            let i = self.cut[k];
            self.residual[i.ix()] -= price;
            if self.residual[i.ix()] == 0 {
                self.ground(world, i);
                self.try_apply(i);
            }
        }
        self.run();
    }

    /// The cut of a zone found before: what can enter it now. Left in `self.cut`.
    pub(crate) fn cut_of(&mut self, world: World<'_>, zone: &[LFact]) {
        self.zone_stamp += 1;
        self.cut.clear();
        for &f in zone {
            self.fact_zone[f.ix()] = self.zone_stamp;
        }
        for &f in zone {
            if !self.expanded(f) {
                self.expand(world, f);
            }
            let (a, b) = self.fact_edges[f.ix()];
            for e in a..b {
                let i = self.edge_item[e as usize];
                if self.item_zone[i.ix()] == self.zone_stamp || !self.alive(i) {
                    continue;
                }
                self.item_zone[i.ix()] = self.zone_stamp;
                if !self.groups_of(i).any(|g| self.blocked(g)) {
                    self.cut.push(i);
                }
            }
        }
    }
}
