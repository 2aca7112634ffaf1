//! Items that nothing of use can contain any more, found without looking at each alone.
//!
//! Theorem (reduced costs). A dual ascent ends with a bound R of the open needs and a residual of every item: its cost less what the
//! cuts it lies in were charged. Every stack crosses each cut, so a stack with item i costs at least R and the residual of i beside what
//! is chosen. So one ascent for a node, and one for each box of money and days that is still open, judge all its givers; those that lead
//! nowhere are banned for all that comes from the node.

use super::archive::Archive;
use super::bound::Least;
use super::lens::Lens;
use super::stacks::{Hunt, Node, banned};

/// What the open needs of a node cost at least in a box, and what each candidate adds.
struct Boxed {
    bounds: (i64, i32),
    /// `None`: the node does not reach the box.
    rest: Option<(Least, Vec<Least>)>,
}

impl Hunt<'_, '_> {
    /// A node's bans with those of these items, and of the givers of its open needs, that nothing of use can contain.
    pub(super) fn bans(&mut self, node: &Node, items: &[u32], archive: &Archive) -> Vec<u64> {
        let mut bans = node.banned.clone();
        let mut givers: Vec<u32> = self.open(node).flat_map(|n| &n.atoms).flat_map(|(_, from)| from).copied().collect();
        givers.extend(items);
        givers.sort_unstable();
        givers.dedup();
        // What is chosen is counted already.
        givers.retain(|&i| !banned(node, i) && !node.chosen.contains(&i));
        let Some((rest, residuals)) = self.residuals(node, &givers) else { return bans };
        let (setting, bounds, aim) = (self.setting, self.bounds, self.aim);
        let mut boxes: Vec<Boxed> = Vec::new();
        for (place, &item) in givers.iter().enumerate() {
            let with = add(rest, residuals[place]);
            let least = bounds.ready_with(setting, node.sum.plus(with)).and_then(|ready| {
                let hopeless = |least| archive.hopeless(aim, least, None);
                bounds.worth((node.sum, with), ready, setting.budget, hopeless, |year| node.floor.get(year).copied().unwrap_or(0))
            });
            let open = least.is_some_and(|least| {
                archive.any_open(aim, (least.count, least.effort), None, |money, ready| {
                    let (money, ready) = (money.min(setting.budget), ready.min(setting.last));
                    if least.money > money || least.ready > ready {
                        return false;
                    }
                    if money == i64::MAX {
                        return true;
                    }
                    let at = boxes.iter().position(|b| b.bounds == (money, ready)).unwrap_or_else(|| {
                        boxes.push(Boxed { bounds: (money, ready), rest: self.residuals_in(node, (money, ready), &givers) });
                        boxes.len() - 1
                    });
                    boxes[at].rest.as_ref().is_some_and(|(rest, residuals)| {
                        let sum = add(*rest, residuals[place]);
                        sum.net <= money && bounds.ready_with(setting, sum).is_some_and(|first| first <= ready)
                    })
                })
            });
            if !open {
                bans[item as usize / 64] |= 1 << (item % 64);
            }
        }
        bans
    }

    /// What the open needs cost at least, and the residuals of these items; `None`: one cannot be met.
    fn residuals(&mut self, node: &Node, items: &[u32]) -> Option<(Least, Vec<Least>)> {
        let rest = self.climb(node);
        let residuals = items.iter().map(|&i| self.residual[i as usize]).collect();
        for item in self.touched.drain(..) {
            self.residual[item as usize] = self.bounds.items[item as usize];
        }
        rest.map(|rest| (rest, residuals))
    }

    /// The same in a box, with what is chosen among the costs.
    fn residuals_in(&mut self, node: &Node, bounds: (i64, i32), items: &[u32]) -> Option<(Least, Vec<Least>)> {
        let mut lens = self.lens(bounds);
        std::mem::swap(&mut self.residual, &mut lens.residual);
        let rest = self.climb(node);
        std::mem::swap(&mut self.residual, &mut lens.residual);
        let residuals = items.iter().map(|&i| lens.residual[i as usize]).collect();
        for item in self.touched.drain(..) {
            lens.residual[item as usize] = lens.items[item as usize];
        }
        let sum = rest.map(|rest| node.chosen.iter().fold(rest, |sum, &i| sum.plus(lens.items[i as usize])));
        self.put_back(lens);
        sum.map(|sum| (sum, residuals))
    }

    /// The lens of a box.
    pub(super) fn lens(&mut self, bounds: (i64, i32)) -> Lens {
        match self.lenses.iter().position(|l| l.is_of(bounds)) {
            Some(at) => self.lenses.swap_remove(at),
            None => Lens::new(self.setting, self.bounds, self.root, bounds),
        }
    }
}

/// A bound with the residual of one item on top.
fn add(rest: Least, residual: Least) -> Least {
    let sum = rest.plus(residual);
    // The efforts of both are no residuals.
    Least { effort: sum.work / 7, ..sum }
}
