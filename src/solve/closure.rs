//! What follows for nothing: the closure of the held facts under all items whose residual price is zero.
//!
//! Facts only grow, so the closure is one forward pass with counters (Dowling & Gallier 1984). It is kept while residual
//! prices fall: an item whose price reaches zero is applied as soon as its groups hold, never withdrawn. The first
//! achiever of a fact is its supporter, and supporters never form a circle, because each was applied before its fact.

use super::index::{Dims, Item};
use super::local::{GOAL, LFact, LGroup, LItem, Local, UNSEEN, World, weigh};
use super::settled::mask;

impl Local {
    /// Starts anew: residual prices are the weighted measures.
    pub(crate) fn reset(&mut self, world: World<'_>, weights: Dims) {
        for i in 0..self.item.len() {
            self.residual[i] = weigh(&weights, &self.dims[i]);
        }
        self.weights = weights;
        self.floor = 0;
        self.reset_priced(world);
    }

    /// Starts anew with the residual prices that stand in `residual`; items listed later cost `weights`.
    pub(crate) fn reset_priced(&mut self, world: World<'_>) {
        self.mask = if self.floor == 0 { mask(&self.weights) } else { 0 };
        for f in 0..self.fact.len() {
            self.have[f] = self.is_settled(world, self.fact[f]);
        }
        self.supporter.fill(LItem::NONE);
        self.time.fill(0);
        self.count.fill(0);
        for a in 0..self.atom_fact.len() {
            self.count[self.atom_group[a].ix()] += u32::from(self.have[self.atom_fact[a].ix()]);
        }
        self.applied.fill(false);
        self.queue.clear();
        self.clock = 0;
        for i in 0..self.item.len() {
            let (a, b) = self.item_groups[i];
            self.left[i] = if a == UNSEEN { 0 } else { (a..b).filter(|&g| !self.holds(LGroup(g))).count() as u32 };
        }
        for i in 0..self.item.len() as u32 {
            if self.residual[i as usize] == 0 && self.alive(LItem(i)) {
                self.ground(world, LItem(i));
                self.try_apply(LItem(i));
            }
        }
        self.run();
    }

    /// Queues an item that is free of charge and whose groups all hold.
    pub(crate) fn try_apply(&mut self, i: LItem) {
        let k = i.ix();
        if self.residual[k] == 0 && self.left[k] == 0 && !self.applied[k] && self.grounded(i) && self.alive(i) {
            self.applied[k] = true;
            self.queue.push(i);
        }
    }

    /// A fact becomes true through an item.
    pub(crate) fn gain(&mut self, f: LFact, by: LItem) {
        if self.have[f.ix()] {
            return;
        }
        self.have[f.ix()] = true;
        self.supporter[f.ix()] = by;
        self.clock += 1;
        self.time[f.ix()] = self.clock;
        let mut d = self.fact_dep[f.ix()];
        while d != UNSEEN {
            let g = self.atom_group[d as usize];
            self.count[g.ix()] += 1;
            if self.count[g.ix()] == self.group_need[g.ix()] {
                let head = self.group_head[g.ix()];
                if head != GOAL {
                    self.left[head.ix()] -= 1;
                    self.try_apply(head);
                }
            }
            d = self.atom_next[d as usize];
        }
    }

    /// Applies everything queued.
    pub(crate) fn run(&mut self) {
        while let Some(i) = self.queue.pop() {
            let mut e = self.item_edge[i.ix()];
            while e != UNSEEN {
                let f = self.edge_fact[e as usize];
                self.gain(f, i);
                e = self.edge_next[e as usize];
            }
        }
    }

    /// Does the group hold in the closure?
    #[inline]
    pub(crate) fn holds(&self, g: LGroup) -> bool {
        self.count[g.ix()] >= self.group_need[g.ix()]
    }

    /// Is the sum over true soft atoms still too small?
    pub(crate) fn soft_open(&self) -> bool {
        self.soft_need > 0 && self.soft.iter().filter(|s| self.have[s.0.ix()]).map(|s| s.1).sum::<i64>() < self.soft_need
    }

    /// The items that support the goals in a closure that meets them: a founded plan.
    pub(crate) fn supported_plan(&mut self, world: World<'_>) -> Vec<Item> {
        let mut open: Vec<LFact> = Vec::new();
        for k in 0..self.goals.len() {
            self.earliest(self.goals[k], &mut open);
        }
        let mut sum = 0;
        for &(f, w) in &self.soft {
            if self.soft_need > sum && self.have[f.ix()] {
                open.push(f);
                sum += w;
            }
        }
        self.zone_stamp += 1;
        self.seen_items.clear();
        let mut plan = Vec::new();
        while let Some(f) = open.pop() {
            if self.fact_zone[f.ix()] == self.zone_stamp {
                continue;
            }
            self.fact_zone[f.ix()] = self.zone_stamp;
            let i = self.supporter[f.ix()];
            if i.is_none() {
                if self.mask != 0 {
                    let settled = world.settled(self.mask);
                    settled.support(world.index, world.held, self.fact[f.ix()], &mut self.seen_items, &mut plan);
                }
                continue;
            }
            if self.item_zone[i.ix()] == self.zone_stamp {
                continue;
            }
            self.item_zone[i.ix()] = self.zone_stamp;
            plan.push(self.item[i.ix()]);
            for g in self.groups_of(i) {
                self.earliest(g, &mut open);
            }
        }
        plan
    }

    /// The facts of a group that became true first, as many as it needs: they were true before its head was applied.
    fn earliest(&self, g: LGroup, out: &mut Vec<LFact>) {
        let members = self.members(g);
        if members.len() == 1 {
            out.extend_from_slice(members);
            return;
        }
        let mut true_ones: Vec<LFact> = members.iter().copied().filter(|f| self.have[f.ix()]).collect();
        true_ones.sort_unstable_by_key(|f| (self.time[f.ix()], f.0));
        true_ones.truncate(self.group_need[g.ix()] as usize);
        out.append(&mut true_ones);
    }
}
