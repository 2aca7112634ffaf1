//! Which stacks: branch and bound over the credentials that meet the goal, best first by bounds no schedule can beat.
//!
//! A node has chosen items, banned items and open needs. It branches on the need with the fewest givers left; each child
//! takes one giver and bans those before it, so every set is met once. A whole stack may still gain from one more item that gives
//! earlier what a step needs, or renews one. The bound of the open needs is a dual ascent: a need
//! that lacks n more items costs at least its n cheapest residuals, which all its givers then pay from theirs.

use super::archive::{Aim, Archive, Measures};
use super::bound::{Bounds, Least};
use super::price::{Effort, price};
use super::setting::{Item, Kind, Need, Setting};

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Everything that could improve the answer was looked at.
    Closed,
    /// Work ran out; nothing unseen has less than these.
    Stopped(Measures),
}

struct Node {
    chosen: Vec<u32>,
    sum: Least,
    banned: Vec<u64>,
    /// No stack with these costs less.
    floor: i64,
    least: Measures,
}

/// Searches all stacks for `aim`, pricing each that can still improve the archive.
pub(super) fn search(setting: &Setting<'_>, bounds: &Bounds, aim: Aim, archive: &mut Archive, effort: &mut Effort<'_>) -> End {
    let mut hunt = Hunt::new(setting, bounds, aim);
    let words = setting.items.len().div_ceil(64);
    let root = Node { chosen: Vec::new(), sum: Least::default(), banned: vec![0; words], floor: 0, least: hunt.floor() };
    let Some(root) = hunt.grow(root, archive) else { return End::Closed };
    let mut agenda = vec![root];
    while let Some(node) = agenda.pop() {
        if archive.hopeless(aim, node.least, None) {
            continue;
        }
        effort.nodes += 1;
        let least = node.least;
        let went_on = effort.step()
            && match hunt.open_need(&node) {
                None => {
                    let priced = hunt.try_stack(&node, archive, effort);
                    if let Some(floor) = priced {
                        let mut node = node;
                        node.floor = node.floor.max(floor);
                        let mut children = hunt.wider(&node, archive);
                        children.sort_by_key(|c| std::cmp::Reverse(c.least.key(aim)));
                        agenda.extend(children);
                    }
                    priced.is_some()
                }
                Some(need) => {
                    let mut children = hunt.children(&node, &need, archive);
                    children.sort_by_key(|c| std::cmp::Reverse(c.least.key(aim)));
                    agenda.extend(children);
                    true
                }
            };
        if !went_on {
            let unseen = agenda.iter().map(|n| n.least).filter(|l| !archive.hopeless(aim, *l, None)).chain([least]);
            return End::Stopped(unseen.reduce(together).unwrap_or(least));
        }
    }
    End::Closed
}

/// A lower bound of every stack with this item; `None`: there is none in time.
pub(super) fn least_with(setting: &Setting<'_>, bounds: &Bounds, item: u32) -> Option<Measures> {
    let mut hunt = Hunt::new(setting, bounds, Aim::Cheapest);
    let banned = vec![0; setting.items.len().div_ceil(64)];
    let node = Node { chosen: vec![item], sum: bounds.items[item as usize], banned, floor: 0, least: hunt.floor() };
    hunt.grow(node, &Archive::default()).map(|node| node.least)
}

fn together(a: Measures, b: Measures) -> Measures {
    Measures { money: a.money.min(b.money), ready: a.ready.min(b.ready), effort: a.effort.min(b.effort), count: a.count.min(b.count) }
}

struct Hunt<'h, 'w> {
    setting: &'h Setting<'w>,
    bounds: &'h Bounds,
    aim: Aim,
    /// Residuals of the dual ascent, and the items touched.
    residual: Vec<Least>,
    touched: Vec<u32>,
    /// Marks of the last round that met each item.
    seen: Vec<u32>,
    stamp: u32,
    /// Items that ask for each item or are renewed by it, and places of the goals it helps.
    users: Vec<Vec<u32>>,
    goals: Vec<Vec<u32>>,
}

fn banned(node: &Node, item: u32) -> bool {
    node.banned[item as usize / 64] >> (item % 64) & 1 == 1
}

/// All needs of an item that the stack must meet.
fn asks(item: &Item) -> impl Iterator<Item = &Need> {
    item.needs.iter().chain(&item.loose).chain(&item.strict)
}

impl<'h, 'w> Hunt<'h, 'w> {
    fn new(setting: &'h Setting<'w>, bounds: &'h Bounds, aim: Aim) -> Self {
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); setting.items.len()];
        for (i, item) in (0_u32..).zip(&setting.items) {
            let asked = asks(item).flat_map(|n| &n.atoms).flat_map(|(_, from)| from).chain(&item.renewers);
            asked.for_each(|&j| users[j as usize].push(i));
        }
        users.iter_mut().for_each(Vec::dedup);
        let mut goals: Vec<Vec<u32>> = vec![Vec::new(); setting.items.len()];
        for (g, need) in (0_u32..).zip(&setting.goal) {
            need.atoms.iter().flat_map(|(_, from)| from).for_each(|&i| goals[i as usize].push(g));
        }
        goals.iter_mut().for_each(Vec::dedup);
        let (residual, seen) = (bounds.items.clone(), vec![0; setting.items.len()]);
        Self { setting, bounds, aim, residual, touched: Vec::new(), seen, stamp: 0, users, goals }
    }

    /// Whether some chosen item can never be needed again: the goals it helps hold without it, and nothing that is chosen or may
    /// still be asks for it. Every whole stack from here has it idle, and the stack without it is looked at elsewhere.
    fn carries_idle(&self, node: &Node) -> bool {
        node.chosen.iter().any(|&i| {
            !matches!(self.setting.items[i as usize].kind, Kind::Keep(_))
                && self.users[i as usize].iter().all(|&u| banned(node, u))
                && self.goals[i as usize].iter().all(|&g| self.setting.goal[g as usize].holds(|j| j != i && node.chosen.contains(&j)))
        })
    }

    fn floor(&self) -> Measures {
        Measures { money: 0, ready: self.setting.today, effort: 0, count: 0 }
    }

    /// Needs of the goal and of what is chosen that do not hold yet.
    fn open<'n>(&'n self, node: &'n Node) -> impl Iterator<Item = &'n Need> {
        let items = &self.setting.items;
        let all = self.setting.goal.iter().chain(node.chosen.iter().flat_map(|&i| asks(&items[i as usize])));
        all.filter(|need| !need.holds(|i| node.chosen.contains(&i)))
    }

    /// The open need with the fewest givers left, or a way out of a circle.
    fn open_need(&self, node: &Node) -> Option<Need> {
        let givers = |need: &&Need| need.atoms.iter().map(|(_, from)| from.iter().filter(|&&i| !banned(node, i)).count()).sum::<usize>();
        self.open(node).min_by_key(givers).cloned().or_else(|| self.way_out(node))
    }

    /// Where chosen items only support each other in a circle, one more item must give something that one of them needs.
    fn way_out(&self, node: &Node) -> Option<Need> {
        let items = &self.setting.items;
        let mut chosen = node.chosen.clone();
        chosen.sort_unstable();
        let had = self.had(&chosen, None);
        let has = |i: u32| chosen.binary_search(&i).is_ok_and(|place| had[place]);
        let mut from: Vec<u32> = Vec::new();
        for (&i, _) in chosen.iter().zip(&had).filter(|(_, had)| !**had) {
            let lacking = items[i as usize].needs.iter().filter(|n| !n.holds(has));
            from.extend(lacking.flat_map(|n| &n.atoms).flat_map(|(_, from)| from).filter(|i| chosen.binary_search(i).is_err()));
        }
        from.sort_unstable();
        from.dedup();
        had.contains(&false).then(|| Need { k: 1, atoms: vec![(1, from)] })
    }

    fn children(&mut self, node: &Node, need: &Need, archive: &Archive) -> Vec<Node> {
        let mut givers: Vec<u32> = need.atoms.iter().flat_map(|(_, from)| from).copied().collect();
        givers.sort_unstable();
        givers.dedup();
        self.with_each(node, givers, archive)
    }

    /// Stacks with one more item that gives earlier what a chosen one needs, or renews one.
    fn wider(&mut self, node: &Node, archive: &Archive) -> Vec<Node> {
        let items = &self.setting.items;
        let mut more: Vec<u32> = Vec::new();
        for &i in &node.chosen {
            more.extend(asks(&items[i as usize]).flat_map(|n| &n.atoms).flat_map(|(_, from)| from));
            more.extend(&items[i as usize].renewers);
        }
        more.retain(|&i| items[i as usize].offers.len() + items[i as usize].needs.len() > 0);
        more.sort_unstable();
        more.dedup();
        self.with_each(node, more, archive)
    }

    /// A child for each of these items that is free; each bans those before it.
    fn with_each(&mut self, node: &Node, mut givers: Vec<u32>, archive: &Archive) -> Vec<Node> {
        givers.retain(|&i| !banned(node, i) && !node.chosen.contains(&i));
        let mut children = Vec::new();
        let mut ban = node.banned.clone();
        for item in givers {
            let mut chosen = node.chosen.clone();
            chosen.push(item);
            let child = Node {
                chosen,
                sum: node.sum.plus(self.bounds.items[item as usize]),
                banned: ban.clone(),
                floor: node.floor,
                least: node.least,
            };
            children.extend(self.grow(child, archive));
            ban[item as usize / 64] |= 1 << (item % 64);
        }
        children
    }

    /// Bounds a node; `None` when it cannot lead anywhere of use.
    fn grow(&mut self, mut node: Node, archive: &Archive) -> Option<Node> {
        if self.carries_idle(&node) {
            return None;
        }
        let rest = self.ascend(&node)?;
        let ready = self.bounds.ready_with(self.setting, node.sum.plus(rest))?;
        let hopeless = |least| archive.hopeless(self.aim, least, None);
        node.least = self.bounds.worth((node.sum, rest), ready, self.setting.budget, hopeless, |_| node.floor)?;
        Some(node)
    }

    /// What the open needs cost at least, beside what is chosen; `None` when one cannot be met.
    fn ascend(&mut self, node: &Node) -> Option<Least> {
        let sum = self.climb(node);
        for item in self.touched.drain(..) {
            self.residual[item as usize] = self.bounds.items[item as usize];
        }
        sum
    }

    fn climb(&mut self, node: &Node) -> Option<Least> {
        let setting = self.setting;
        let mut open: Vec<(usize, i64, Vec<u32>, &Need)> = Vec::new();
        let all = setting.goal.iter().chain(node.chosen.iter().flat_map(|&i| asks(&setting.items[i as usize])));
        for need in all {
            if need.holds(|i| node.chosen.contains(&i)) {
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
            sum.net += self.deepen(node, need, |l| &mut l.net)?;
            if !setting.funds.is_empty() {
                sum.gross += self.charge(items, n, |l| &mut l.gross);
                sum.gross += self.deepen(node, need, |l| &mut l.gross)?;
            }
            sum.work += self.charge(items, n, |l| &mut l.work);
            sum.work += self.deepen(node, need, |l| &mut l.work)?;
            if setting.at_once == 1 {
                sum.days += self.charge(items, n, |l| &mut l.days);
                sum.days += self.deepen(node, need, |l| &mut l.days)?;
            }
            sum.count += self.charge(items, n, |l| &mut l.count);
            sum.count += self.deepen(node, need, |l| &mut l.count)?;
        }
        if setting.funds.is_empty() {
            sum.gross = sum.net;
        }
        // Work is whole minutes, or rounded up to them: a seventh of it is no more than the effort.
        sum.effort = sum.work / 7;
        Some(sum)
    }

    /// Goes on where a giver costs nothing any more: it must be had by one of its own needs, whose givers, and so on, are a
    /// cut that every stack crosses. Charges such cuts while there are any; `None`: there is no way to meet the need.
    fn deepen(&mut self, node: &Node, need: &Need, of: impl Fn(&mut Least) -> &mut i64 + Copy) -> Option<i64> {
        let items = &self.setting.items;
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
                    } else if let Some(next) = asks(&items[at]).find(|n| !n.holds(|j| node.chosen.contains(&j))) {
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

    /// Prices a set that meets the goal and all its needs, unless no order exists or something in it is not needed; a lower
    /// bound of its money (which holds for every wider set too), or `None` when the work ran out.
    fn try_stack(&self, node: &Node, archive: &mut Archive, effort: &mut Effort<'_>) -> Option<i64> {
        let mut chosen = node.chosen.clone();
        chosen.sort_unstable();
        if !self.attains(&chosen, None) || (0..chosen.len()).any(|at| self.idle(&chosen, at)) {
            return Some(0);
        }
        let held = (0_u32..).zip(&self.setting.items).filter(|(_, item)| item.start_only).map(|(i, _)| i);
        chosen.extend(held);
        chosen.sort_unstable();
        chosen.dedup();
        price(self.setting, self.bounds, &chosen, self.aim, archive, effort)
    }

    /// Whether the others do as well without this one, and it neither gives what one of them needs nor renews one.
    fn idle(&self, chosen: &[u32], at: usize) -> bool {
        let items = &self.setting.items;
        let (own, item) = (chosen[at], &items[chosen[at] as usize]);
        let of_use = !matches!(item.kind, Kind::Keep(_))
            && chosen.iter().any(|&other| {
                let other = &items[other as usize];
                other.renewers.contains(&own) || asks(other).flat_map(|n| &n.atoms).any(|(_, from)| from.contains(&own))
            });
        !of_use && self.attains(chosen, Some(at))
    }

    /// Which of these items, without one, can be had in some order.
    fn had(&self, chosen: &[u32], skip: Option<usize>) -> Vec<bool> {
        let items = &self.setting.items;
        let mut had = vec![false; chosen.len()];
        loop {
            let mut grown = false;
            for at in 0..chosen.len() {
                let has = |i: u32| chosen.binary_search(&i).is_ok_and(|place| had[place]);
                if Some(at) != skip && !had[at] && items[chosen[at] as usize].needs.iter().all(|n| n.holds(has)) {
                    had[at] = true;
                    grown = true;
                }
            }
            if !grown {
                return had;
            }
        }
    }

    /// Whether these items, without one, can all be had in some order and meet the goal.
    fn attains(&self, chosen: &[u32], skip: Option<usize>) -> bool {
        let items = &self.setting.items;
        let had = self.had(chosen, skip);
        let has = |i: u32| chosen.binary_search(&i).is_ok_and(|place| had[place]);
        let all = (0..chosen.len()).all(|at| {
            let item = &items[chosen[at] as usize];
            Some(at) == skip || (had[at] && item.loose.iter().chain(&item.strict).all(|n| n.holds(has)))
        });
        all && self.setting.goal.iter().all(|n| n.holds(has))
    }
}

/// The items that could still help a need, and how many more of them it takes at least; `None`: it cannot be met.
fn lacking(need: &Need, node: &Node) -> Option<(Vec<u32>, i64)> {
    let mut lack = need.k;
    let mut weights = Vec::new();
    let mut items: Vec<u32> = Vec::new();
    for (w, from) in &need.atoms {
        if from.iter().any(|i| node.chosen.contains(i)) {
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
