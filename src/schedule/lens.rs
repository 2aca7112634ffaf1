//! A box of money and days, and what of the question can still matter in it.
//!
//! Theorem. Let every stack have at least money L by the items' own bounds. An offer that costs d more than the least of its item's
//! offers makes every stack that uses it cost at least L + d: beyond the box when d is more than what the box leaves above L. The same
//! holds for time. So in a box an item has only those of its offers that leave neither; their least money and time are taken together
//! then, where without a box each is of whichever offer is best at it.

use super::bound::{Bounds, Least};
use super::setting::Setting;
use super::shares::item_least;
use super::stacks::{Hunt, Node, time_until};

/// So many boxes are kept at once, the latest.
const KEPT: usize = 32;

/// More than any sum of money, time or count that is of use.
const NEVER: i64 = 1 << 48;

/// The bounds of items in a box.
pub(super) struct Lens {
    /// Most money, last ready day.
    bounds: (i64, i32),
    pub(super) items: Vec<Least>,
    pub(super) residual: Vec<Least>,
}

impl Lens {
    /// Whether this is the lens of a box.
    pub(super) fn is_of(&self, bounds: (i64, i32)) -> bool {
        self.bounds == bounds
    }

    pub(super) fn new(setting: &Setting<'_>, bounds: &Bounds, root: Least, (money, ready): (i64, i32)) -> Self {
        let spare = (money.saturating_sub(root.net), time_until(setting, bounds, ready) - bounds.time(&root));
        let item = |i: usize| {
            let (item, all, least) = (&setting.items[i], &bounds.offers[i], bounds.items[i]);
            let fits = |o: &&Least| o.net - least.net <= spare.0 && bounds.time(o) - bounds.time(&least) <= spare.1;
            let kept: Vec<Least> = all.iter().filter(fits).copied().collect();
            if kept.is_empty() && !all.is_empty() {
                return Least { net: NEVER, gross: NEVER, work: NEVER, days: NEVER, ..least };
            }
            item_least(item, &kept)
        };
        let items: Vec<Least> = (0..setting.items.len()).map(item).collect();
        Self { bounds: (money, ready), residual: items.clone(), items }
    }
}

impl Hunt<'_, '_> {
    /// Whether a node can reach a box, by money and time together.
    pub(super) fn reaches(&mut self, node: &Node, (money, ready): (i64, i32)) -> bool {
        let (setting, bounds) = (self.setting, self.bounds);
        let (money, ready) = (money.min(setting.budget), ready.min(setting.last));
        if node.least.money > money || node.least.ready > ready {
            return false;
        }
        if money == i64::MAX {
            return true;
        }
        let mut lens = self.lens((money, ready));
        let rest = self.ascend_through(node, &mut lens);
        let reached = rest.is_some_and(|rest| {
            let sum = node.chosen.iter().fold(rest, |sum, &i| sum.plus(lens.items[i as usize]));
            sum.net <= money && bounds.ready_with(setting, sum).is_some_and(|first| first <= ready)
        });
        self.put_back(lens);
        reached
    }

    /// Keeps a lens for later.
    pub(super) fn put_back(&mut self, lens: Lens) {
        if self.lenses.len() >= KEPT {
            self.lenses.remove(0);
        }
        self.lenses.push(lens);
    }
}
