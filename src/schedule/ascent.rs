//! Lower bounds of a node of the search over stacks: dual ascents over needs that are still open.
//!
//! A need that lacks n more items costs at least its n cheapest residuals, which all its givers then pay from theirs. Where a giver
//! costs nothing any more it must be had by one of its own needs, and so on: the first givers that cost something are a cut that
//! every stack crosses, because what must be had or begun before never leads back to itself (strict co-requisites may: they are not
//! followed). Done for money (with and without funds), work, days and count, and for fixed charges by weights.

use super::bound::Least;
use super::lens::Lens;
use super::opening::Opening;
use super::setting::{Need, Setting};
use super::stacks::{Hunt, Node, banned};

impl Hunt<'_, '_> {
    /// What the open needs cost at least, beside what is chosen; `None` when one cannot be met.
    pub(super) fn ascend(&mut self, node: &Node) -> Option<Least> {
        let sum = self.climb(node);
        for item in self.touched.drain(..) {
            self.residual[item as usize] = self.bounds.items[item as usize];
        }
        sum
    }

    /// The same through a lens: only with what can be part of something of use in its box.
    pub(super) fn ascend_through(&mut self, node: &Node, lens: &mut Lens) -> Option<Least> {
        std::mem::swap(&mut self.residual, &mut lens.residual);
        let sum = self.climb(node);
        std::mem::swap(&mut self.residual, &mut lens.residual);
        for item in self.touched.drain(..) {
            lens.residual[item as usize] = lens.items[item as usize];
        }
        sum
    }

    /// The ascent; residuals of items touched are left as they are at its end.
    pub(super) fn climb(&mut self, node: &Node) -> Option<Least> {
        let (setting, ground) = (self.setting, self.ground);
        self.climb_over(setting, node, (&ground.goal, &ground.asks), &ground.before)
    }

    fn climb_over(
        &mut self,
        setting: &Setting<'_>,
        node: &Node,
        (goal, asked): (&[Need], &[Vec<Need>]),
        before: &[Vec<Need>],
    ) -> Option<Least> {
        let mut open: Vec<(usize, i64, Vec<u32>, &Need)> = Vec::new();
        let all = goal.iter().chain(node.chosen.iter().flat_map(|&i| &asked[i as usize]));
        for need in all {
            if need.holds_by(&node.chosen) {
                continue;
            }
            let (items, least) = lacking(need, node)?;
            open.push((items.len(), least, items, need));
        }
        open.sort_unstable_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        let mut sum = Least::default();
        for (_, least, items, need) in &open {
            let n = usize::try_from(*least).unwrap_or(usize::MAX);
            self.touched.extend(items);
            sum.net += self.charge(items, n, |l| &mut l.net);
            sum.net += self.deepen(node, need, before, |l| &mut l.net)?;
            if !setting.funds.is_empty() {
                sum.gross += self.charge(items, n, |l| &mut l.gross);
                sum.gross += self.deepen(node, need, before, |l| &mut l.gross)?;
            }
            sum.work += self.charge(items, n, |l| &mut l.work);
            sum.work += self.deepen(node, need, before, |l| &mut l.work)?;
            if setting.at_once == 1 {
                sum.days += self.charge(items, n, |l| &mut l.days);
                sum.days += self.deepen(node, need, before, |l| &mut l.days)?;
            }
            sum.count += self.charge(items, n, |l| &mut l.count);
            sum.count += self.deepen(node, need, before, |l| &mut l.count)?;
        }
        if setting.funds.is_empty() {
            sum.gross = sum.net;
        }
        // Work is whole minutes, or rounded up to them: a seventh of it is no more than the effort.
        sum.effort = sum.work / 7;
        Some(sum)
    }

    /// The least weighted sum of a node's stacks by fixed charges.
    pub(super) fn begin(&mut self, node: &Node, at: usize) -> Option<i64> {
        let mut fixed = std::mem::take(&mut self.fixed[at]);
        let opening = std::mem::take(&mut self.openings[at].1);
        let ground = self.ground;
        let sum = self.begin_all(node, (&ground.goal, &ground.asks, &ground.before), &opening, &mut fixed);
        for place in self.spent.drain(..) {
            fixed[place as usize] = opening.costs[place as usize];
        }
        (self.fixed[at], self.openings[at].1) = (fixed, opening);
        sum
    }

    fn begin_all(
        &mut self,
        node: &Node,
        (goal, asked, before): (&[Need], &[Vec<Need>], &[Vec<Need>]),
        opening: &Opening,
        fixed: &mut [i64],
    ) -> Option<i64> {
        let mut sum = node.chosen.iter().fold(0_i64, |sum, &i| sum.saturating_add(opening.costs[i as usize]));
        let mut zones: Vec<(usize, u32, Option<&Need>)> = Vec::new();
        for &i in &node.chosen {
            let asks = opening.asks[i as usize].len();
            if asks > 0 {
                zones.push((asks, i, None));
            }
        }
        for need in goal.iter().chain(node.chosen.iter().flat_map(|&i| &asked[i as usize])) {
            if !need.holds_by(&node.chosen) {
                let free = need.atoms.iter().map(|(_, from)| from.iter().filter(|&&i| !banned(node, i)).count()).sum();
                zones.push((free, 0, Some(need)));
            }
        }
        zones.sort_by_key(|z| (z.2.is_some(), z.0, z.1));
        let none: &[u32] = &[];
        for (_, item, need) in zones {
            loop {
                self.stamp += 1;
                let mut cut: Vec<u32> = Vec::new();
                let mut agenda: Vec<(Option<&Need>, u32)> = vec![(need, item)];
                let (mut least, mut free) = (i64::MAX, false);
                'zone: while let Some((need, own)) = agenda.pop() {
                    let bought = if need.is_none() { opening.asks[own as usize].as_slice() } else { none };
                    let givers = need.into_iter().flat_map(|n| &n.atoms).flat_map(|(_, from)| from);
                    for &at in bought.iter().chain(givers) {
                        let real = need.is_some();
                        if self.seen[at as usize] == self.stamp || (real && (banned(node, at) || node.chosen.contains(&at))) {
                            continue;
                        }
                        self.seen[at as usize] = self.stamp;
                        let left = fixed[at as usize];
                        if left > 0 {
                            least = least.min(left);
                            cut.push(at);
                            continue;
                        }
                        let dear = |i: u32| opening.asks[i as usize].iter().all(|&a| fixed[a as usize] > 0);
                        let open = real.then(|| before[at as usize].iter().rev().find(|n| !n.holds_by(&node.chosen))).flatten();
                        if real && !opening.asks[at as usize].is_empty() && dear(at) {
                            agenda.push((None, at));
                        } else if open.is_some() {
                            agenda.push((open, 0));
                        } else {
                            free = true;
                            break 'zone;
                        }
                    }
                }
                if free {
                    break;
                }
                if cut.is_empty() {
                    return None;
                }
                for &at in &cut {
                    fixed[at as usize] -= least;
                }
                self.spent.extend(cut);
                sum = sum.saturating_add(least);
            }
        }
        Some(sum)
    }

    /// Goes on where a giver costs nothing any more: it must be had by one of its own needs, whose givers, and so on, are a
    /// cut that every stack crosses. Charges such cuts while there are any; `None`: there is no way to meet the need.
    fn deepen(&mut self, node: &Node, need: &Need, before: &[Vec<Need>], of: impl Fn(&mut Least) -> &mut i64 + Copy) -> Option<i64> {
        let mut sum = 0;
        loop {
            self.stamp += 1;
            let mut cut: Vec<u32> = Vec::new();
            let mut agenda: Vec<&Need> = vec![need];
            let mut least = i64::MAX;
            let mut free = false;
            'zone: while let Some(need) = agenda.pop() {
                for &i in need.atoms.iter().flat_map(|(_, from)| from) {
                    let at = i as usize;
                    if self.seen[at] == self.stamp || banned(node, i) || node.chosen.contains(&i) {
                        continue;
                    }
                    self.seen[at] = self.stamp;
                    let left = *of(&mut self.residual[at]);
                    if left > 0 {
                        least = least.min(left);
                        cut.push(i);
                    } else if let Some(next) = before[at].iter().rev().find(|n| !n.holds_by(&node.chosen)) {
                        agenda.push(next);
                    } else {
                        free = true;
                        break 'zone;
                    }
                }
            }
            if free {
                return Some(sum);
            }
            if cut.is_empty() {
                return None;
            }
            for &i in &cut {
                *of(&mut self.residual[i as usize]) -= least;
            }
            self.touched.extend(cut);
            sum += least;
        }
    }

    /// The `n` least residuals of these items; each pays what the dearest of those costs.
    fn charge(&mut self, items: &[u32], n: usize, of: impl Fn(&mut Least) -> &mut i64) -> i64 {
        if n == 1 {
            let mut least = i64::MAX;
            for &i in items {
                least = least.min(*of(&mut self.residual[i as usize]));
            }
            if least > 0 && least < i64::MAX {
                for &i in items {
                    *of(&mut self.residual[i as usize]) -= least;
                }
            }
            return least;
        }
        let mut values: Vec<i64> = items.iter().map(|&i| *of(&mut self.residual[i as usize])).collect();
        values.sort_unstable();
        let each = values.get(n - 1).copied().unwrap_or(0);
        for &i in items {
            let value = of(&mut self.residual[i as usize]);
            *value -= each.min(*value);
        }
        values.iter().take(n).sum()
    }
}

/// The items that could still help a need, and how many more of them it takes at least; `None`: it cannot be met.
fn lacking(need: &Need, node: &Node) -> Option<(Vec<u32>, i64)> {
    let mut lack = need.k;
    let mut weights = Vec::new();
    let mut items: Vec<u32> = Vec::new();
    for (w, from) in &need.atoms {
        if node.chosen.iter().any(|i| from.binary_search(i).is_ok()) {
            lack -= w;
            continue;
        }
        let before = items.len();
        items.extend(from.iter().filter(|&&i| !banned(node, i)));
        if items.len() > before {
            weights.push(*w);
        }
    }
    if items.is_empty() {
        return None;
    }
    weights.sort_unstable_by_key(|w| std::cmp::Reverse(*w));
    let mut atoms = 0_i64;
    for w in weights {
        if lack <= 0 {
            break;
        }
        lack -= w;
        atoms += 1;
    }
    if lack > 0 {
        return None;
    }
    items.sort_unstable();
    // An item may make several atoms true at once.
    let most = items.chunk_by(|a, b| a == b).map(|same| same.len() as i64).max().unwrap_or(1);
    items.dedup();
    Some((items, (atoms + most - 1) / most))
}
