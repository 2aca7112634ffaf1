//! Which stacks: branch and bound over the credentials that meet the goal, best first by bounds no schedule can beat.
//!
//! A node has chosen items, banned items and open needs. It branches on the need with the fewest givers left; each child
//! takes one giver and bans those before it, so every set is met once. A whole stack may still gain from one more item that gives
//! earlier what a step needs, or renews one. The bound of the open needs is a dual ascent: a need
//! that lacks n more items costs at least its n cheapest residuals, which all its givers then pay from theirs.

use std::collections::HashMap;

use super::archive::{Aim, Archive, Measures};
use super::bound::{Bounds, Least};
use super::lens::Lens;
use super::opening::{Opening, WaysOf, Weights};
use super::price::{Effort, floor, price};
use super::setting::{Item, Kind, Need, Offer, Setting, Way};

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Everything that could improve the answer was looked at.
    Closed,
    /// Work ran out; nothing unseen has less than these.
    Stopped(Measures),
}

pub(super) struct Node {
    pub(super) chosen: Vec<u32>,
    pub(super) sum: Least,
    pub(super) banned: Vec<u64>,
    /// No stack with these costs less, in plans ready by the end of each year.
    pub(super) floor: Vec<i64>,
    pub(super) least: Measures,
    /// The archive's version when it was found to be of use.
    version: u64,
}

/// Searches all stacks for `aim`, pricing each that can still improve the archive.
pub(super) fn search(
    (setting, bounds, ground): (&Setting<'_>, &Bounds, &Ground),
    aim: Aim,
    archive: &mut Archive,
    effort: &mut Effort<'_>,
) -> End {
    let mut hunt = Hunt::new(setting, bounds, ground, aim, archive);
    let words = setting.items.len().div_ceil(64);
    let root =
        Node { chosen: Vec::new(), sum: Least::default(), banned: vec![0; words], floor: Vec::new(), least: hunt.floor(), version: 0 };
    hunt.root = hunt.ascend(&root).unwrap_or_default();
    let Some(root) = hunt.grow(root, archive) else { return End::Closed };
    let mut agenda = vec![root];
    while let Some(node) = agenda.pop() {
        if archive.hopeless(aim, node.least, None) || (node.version < archive.version && !hunt.is_of_use(&node, archive)) {
            continue;
        }
        effort.nodes += 1;
        let least = node.least;
        let went_on = effort.step()
            && match hunt.open_need(&node) {
                None => {
                    let idle = hunt.idle_part(&node);
                    let priced = if idle.is_empty() { hunt.try_stack(&node, archive, effort) } else { Some(hunt.floor_of(&node)) };
                    let closed = priced.is_some();
                    if let Some(floor) = priced {
                        let mut node = node;
                        raise(&mut node.floor, floor);
                        let mut children = if idle.is_empty() {
                            hunt.wider(&node, archive)
                        } else {
                            // Only what asks for some of it can make it of use.
                            let mut users: Vec<u32> = idle.iter().flat_map(|&i| &ground.users[i as usize]).copied().collect();
                            users.sort_unstable();
                            users.dedup();
                            hunt.with_each(&node, users, archive)
                        };
                        children.sort_by_key(|c| std::cmp::Reverse(c.least.key(aim)));
                        agenda.extend(children);
                    }
                    closed
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

/// Lower bounds of the money of every stack with each of these items; `None`: there is none in time.
pub(super) fn least_with(setting: &Setting<'_>, bounds: &Bounds, items: impl Iterator<Item = u32>) -> Vec<Option<i64>> {
    let archive = Archive::default();
    // One for all: it is as large as the question, and what it marks for a node it takes back.
    let ground = Ground::new(setting, bounds);
    let mut hunt = Hunt::new(setting, bounds, &ground, Aim::Cheapest, &archive);
    let banned = vec![0; setting.items.len().div_ceil(64)];
    let mut with = |item: u32| {
        let sum = bounds.items[item as usize];
        let node = Node { chosen: vec![item], sum, banned: banned.clone(), floor: Vec::new(), least: hunt.floor(), version: 0 };
        hunt.grow(node, &archive).map(|node| node.least.money)
    };
    items.map(&mut with).collect()
}

/// The greater of two bounds in each year.
fn raise(floor: &mut Vec<i64>, other: Vec<i64>) {
    if floor.is_empty() {
        *floor = other;
    } else {
        floor.iter_mut().zip(other).for_each(|(a, b)| *a = b.max(*a));
    }
}

fn together(a: Measures, b: Measures) -> Measures {
    Measures { money: a.money.min(b.money), ready: a.ready.min(b.ready), effort: a.effort.min(b.effort), count: a.count.min(b.count) }
}

/// What all searches for one goal share.
pub(super) struct Ground {
    /// The goal and what each item asks, with what follows from it ([`Entries`]).
    pub(super) goal: Vec<Need>,
    pub(super) asks: Vec<Vec<Need>>,
    /// Of these, what must be had or begun before the item: strict co-requisites may need each other in a circle.
    pub(super) before: Vec<Vec<Need>>,
    /// Items that ask for each item or are renewed by it, and places of the goals it helps.
    pub(super) users: Vec<Vec<u32>>,
    pub(super) goals: Vec<Vec<u32>>,
    /// Least money and time of each item with its prerequisites.
    chains: Vec<(i64, i64)>,
    /// Items that cost something however they are earned.
    paid: Vec<bool>,
    ways_of: WaysOf,
}

impl Ground {
    pub(super) fn new(setting: &Setting<'_>, bounds: &Bounds) -> Self {
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
        let mut entries = Entries { setting, known: HashMap::new() };
        let mut with_entries = |needs: Vec<&Need>| -> Vec<Need> {
            let more: Vec<Need> = needs.iter().filter_map(|n| entries.of(n)).collect();
            needs.into_iter().cloned().chain(more).collect()
        };
        let goal = with_entries(setting.goal.iter().collect());
        let all = setting.items.iter().map(|item| with_entries(asks(item).collect())).collect();
        let before = setting.items.iter().map(|item| with_entries(item.needs.iter().chain(&item.loose).collect())).collect();
        let paid = setting.items.iter().map(|item| !is_free(item)).collect();
        Self { goal, asks: all, before, users, goals, chains: chains(setting, bounds), paid, ways_of: WaysOf::new(setting, bounds) }
    }
}

pub(super) struct Hunt<'h, 'w> {
    pub(super) setting: &'h Setting<'w>,
    pub(super) bounds: &'h Bounds,
    pub(super) ground: &'h Ground,
    pub(super) aim: Aim,
    /// Residuals of the dual ascent, and the items touched.
    pub(super) residual: Vec<Least>,
    pub(super) touched: Vec<u32>,
    /// Fixed charges by weights of money and time: of money alone, and for a front of trade-offs of both.
    pub(super) openings: Vec<(Weights, Opening)>,
    pub(super) fixed: Vec<Vec<i64>>,
    pub(super) spent: Vec<u32>,
    /// Marks of the last round that met each item.
    pub(super) seen: Vec<u32>,
    pub(super) stamp: u32,
    /// The least money of sets of items that cost something.
    floors: HashMap<Vec<u32>, Vec<i64>>,
    /// Bounds of every stack, and of items in boxes that were asked for.
    pub(super) root: Least,
    pub(super) lenses: Vec<Lens>,
}

pub(super) fn banned(node: &Node, item: u32) -> bool {
    node.banned[item as usize / 64] >> (item % 64) & 1 == 1
}

/// All needs of an item that the stack must meet.
fn asks(item: &Item) -> impl Iterator<Item = &Need> {
    item.needs.iter().chain(&item.loose).chain(&item.strict)
}

impl<'h, 'w> Hunt<'h, 'w> {
    fn new(setting: &'h Setting<'w>, bounds: &'h Bounds, ground: &'h Ground, aim: Aim, archive: &Archive) -> Self {
        let mut weights: Vec<Weights> = vec![(1, 0)];
        if let (Aim::Front, Some(cheap), Some(fast)) = (aim, archive.front.first(), archive.front.last()) {
            let time = time_until(setting, bounds, cheap.measures.ready) - time_until(setting, bounds, fast.measures.ready);
            // Money weighs as much as time over the whole front, then more, then less.
            let (money, time) = ((fast.measures.money - cheap.measures.money).clamp(1, 1 << 20), time.clamp(1, 1 << 24));
            weights.extend([(time, money), (time * 4, money), (time, money * 4)]);
        }
        let openings: Vec<(Weights, Opening)> =
            weights.into_iter().map(|w| (w, Opening::new(setting, bounds, &ground.ways_of, w))).collect();
        let fixed: Vec<Vec<i64>> = openings.iter().map(|o| o.1.costs.clone()).collect();
        let (residual, seen) = (bounds.items.clone(), vec![0; fixed[0].len()]);
        Self {
            setting,
            bounds,
            ground,
            aim,
            residual,
            touched: Vec::new(),
            openings,
            fixed,
            spent: Vec::new(),
            seen,
            stamp: 0,
            floors: HashMap::new(),
            root: Least::default(),
            lenses: Vec::new(),
        }
    }

    /// Whether some chosen item can never be needed again: the goals it helps hold without it, and nothing that is chosen or may
    /// still be asks for it. Every whole stack from here has it idle, and the stack without it is looked at elsewhere.
    fn carries_idle(&self, node: &Node) -> bool {
        node.chosen.iter().any(|&i| {
            !matches!(self.setting.items[i as usize].kind, Kind::Keep(_))
                && self.ground.users[i as usize].iter().all(|&u| banned(node, u))
                && self.ground.goals[i as usize]
                    .iter()
                    .all(|&g| self.setting.goal[g as usize].holds(|j| j != i && node.chosen.contains(&j)))
        })
    }

    fn floor(&self) -> Measures {
        Measures { money: 0, ready: self.setting.today, effort: 0, count: 0 }
    }

    /// Needs of the goal and of what is chosen that do not hold yet.
    pub(super) fn open<'n>(&'n self, node: &'n Node) -> impl Iterator<Item = &'n Need> {
        let all = self.ground.goal.iter().chain(node.chosen.iter().flat_map(|&i| &self.ground.asks[i as usize]));
        all.filter(|need| !need.holds_by(&node.chosen))
    }

    /// The open need that must cost most by the aim, then with the fewest givers left; first one with a single giver; or a way out
    /// of a circle. What costs nothing comes last, so that its many ways are not told apart before the bound is known.
    fn open_need(&self, node: &Node) -> Option<Need> {
        let rank = |need: &&Need| {
            let (mut givers, mut money, mut time) = (0_usize, i64::MAX, i64::MAX);
            for &i in need.atoms.iter().flat_map(|(_, from)| from).filter(|&&i| !banned(node, i)) {
                let (m, t) = self.ground.chains[i as usize];
                (givers, money, time) = (givers + 1, money.min(m), time.min(t));
            }
            let costs = match self.aim {
                Aim::Fastest => (time, money),
                Aim::Cheapest | Aim::Fewest | Aim::Front => (money, time),
            };
            (givers > 1, std::cmp::Reverse(costs), givers)
        };
        self.open(node).min_by_key(rank).cloned().or_else(|| self.way_out(node))
    }

    /// Where chosen items only support each other in a circle, one more item must give something that one of them needs.
    fn way_out(&self, node: &Node) -> Option<Need> {
        let items = &self.setting.items;
        let mut chosen = node.chosen.clone();
        chosen.sort_unstable();
        let had = self.had(&chosen, &[]);
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
        // What is held is in every stack already; a rule that is met asks nothing and has no offers.
        more.retain(|&i| !matches!(items[i as usize].kind, Kind::Keep(_)));
        more.sort_unstable();
        more.dedup();
        self.with_each(node, more, archive)
    }

    /// A child for each of these items that is free; each bans those before it.
    fn with_each(&mut self, node: &Node, mut givers: Vec<u32>, archive: &Archive) -> Vec<Node> {
        let items = &self.setting.items;
        // A credential is earned once: by study or by its rule.
        let earned = |i: u32| match items[i as usize].kind {
            Kind::Keep(_) => None,
            Kind::Study | Kind::Rule => items[i as usize].credential,
        };
        givers.retain(|&i| !banned(node, i) && node.chosen.iter().all(|&j| i != j && (earned(i).is_none() || earned(i) != earned(j))));
        let mut children = Vec::new();
        let mut ban = self.bans(node, &givers, archive);
        givers.retain(|&i| ban[i as usize / 64] >> (i % 64) & 1 == 0);
        for item in givers {
            let mut chosen = node.chosen.clone();
            chosen.push(item);
            let child = Node {
                chosen,
                sum: node.sum.plus(self.bounds.items[item as usize]),
                banned: ban.clone(),
                floor: node.floor.clone(),
                least: node.least,
                version: 0,
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
        let begun = self.begin(&node, 0)?.min(self.openings[0].1.yearly);
        let (setting, bounds, aim) = (self.setting, self.bounds, self.aim);
        let worth = |node: &Node| {
            let hopeless = |least| archive.hopeless(aim, least, None);
            let more = |year: usize| node.floor.get(year).map_or(begun, |floor| begun.max(*floor));
            bounds.worth((node.sum, rest), ready, setting.budget, hopeless, more)
        };
        node.least = worth(&node)?;
        if node.chosen.last().is_some_and(|&i| self.ground.paid[i as usize]) {
            // What costs something is chosen first: so its exact least cuts off all that is free beside it.
            let floor = self.floor_of(&node);
            raise(&mut node.floor, floor);
            node.least = worth(&node)?;
        }
        if self.aim == Aim::Front {
            for at in 1..self.openings.len() {
                let ((money, time), days) = (self.openings[at].0, time_until(self.setting, self.bounds, ready));
                let yearly = self.openings[at].1.yearly.saturating_mul(money).saturating_add(time.saturating_mul(days));
                let least = self.begin(&node, at)?.min(yearly);
                let reach = |most: i64, ready: i32| {
                    let time = i128::from(time) * i128::from(time_until(self.setting, self.bounds, ready));
                    i128::from(money) * i128::from(most) + time >= i128::from(least)
                };
                if !archive.front_is_open(node.least, (self.setting.budget, self.setting.last), reach) {
                    return None;
                }
            }
        }
        node.version = archive.version;
        self.is_of_use(&node, archive).then_some(node)
    }

    /// Whether a node can reach something of use by money and time together.
    fn is_of_use(&mut self, node: &Node, archive: &Archive) -> bool {
        let shape = (node.least.count, node.least.effort);
        archive.any_open(self.aim, shape, None, |money, ready| self.reaches(node, (money, ready)))
    }

    /// The least money of a node's stacks by what is chosen.
    fn floor_of(&mut self, node: &Node) -> Vec<i64> {
        let mut chosen: Vec<u32> = node.chosen.iter().copied().filter(|&i| self.ground.paid[i as usize]).collect();
        chosen.sort_unstable();
        if let Some(known) = self.floors.get(&chosen) {
            return known.clone();
        }
        let least = floor(self.setting, self.bounds, &chosen);
        self.floors.insert(chosen, least.clone());
        least
    }

    /// A part that serves nothing, where all needs are met in some order: the others do as well without it, and it neither gives what
    /// one of them needs nor renews one. It is enough to look, for each item, at the least such part with it: all that it serves, and
    /// that these serve, and so on; what another part would leave does no worse with more.
    fn idle_part(&self, node: &Node) -> Vec<u32> {
        let mut chosen = node.chosen.clone();
        chosen.sort_unstable();
        if !self.attains(&chosen, &[]) {
            return Vec::new();
        }
        let served: Vec<Vec<usize>> = (0..chosen.len()).map(|at| self.served(&chosen, at)).collect();
        for at in 0..chosen.len() {
            let (mut out, mut agenda) = (vec![false; chosen.len()], vec![at]);
            while let Some(next) = agenda.pop() {
                if !std::mem::replace(&mut out[next], true) {
                    agenda.extend(&served[next]);
                }
            }
            if self.attains(&chosen, &out) {
                return (0..chosen.len()).filter(|&at| out[at]).map(|at| chosen[at]).collect();
            }
        }
        Vec::new()
    }

    /// Prices a set that meets the goal and all its needs and has nothing idle, unless no order exists; a lower
    /// bound of its money (which holds for every wider set too), or `None` when the work ran out.
    fn try_stack(&mut self, node: &Node, archive: &mut Archive, effort: &mut Effort<'_>) -> Option<Vec<i64>> {
        let mut chosen = node.chosen.clone();
        chosen.sort_unstable();
        if !self.attains(&chosen, &[]) {
            return Some(self.floor_of(node));
        }
        let held = (0_u32..).zip(&self.setting.items).filter(|(_, item)| item.start_only).map(|(i, _)| i);
        chosen.extend(held);
        chosen.sort_unstable();
        chosen.dedup();
        price(self.setting, self.bounds, &chosen, self.aim, archive, effort)
    }

    /// Places of the chosen that one of them gives what they need, or renews.
    fn served(&self, chosen: &[u32], at: usize) -> Vec<usize> {
        let items = &self.setting.items;
        let own = chosen[at];
        if matches!(items[own as usize].kind, Kind::Keep(_)) {
            return Vec::new();
        }
        let serves = |other: u32| {
            let other = &items[other as usize];
            other.renewers.contains(&own) || asks(other).flat_map(|n| &n.atoms).any(|(_, from)| from.binary_search(&own).is_ok())
        };
        (0..chosen.len()).filter(|&other| serves(chosen[other])).collect()
    }

    /// Which of these items, without those that are out (empty: none is), can be had in some order.
    fn had(&self, chosen: &[u32], out: &[bool]) -> Vec<bool> {
        let items = &self.setting.items;
        let (mut had, mut got) = (vec![false; chosen.len()], Vec::with_capacity(chosen.len()));
        loop {
            let before = got.len();
            for at in 0..chosen.len() {
                if !had[at] && !is_out(out, at) && items[chosen[at] as usize].needs.iter().all(|n| n.holds_by(&got)) {
                    had[at] = true;
                    got.push(chosen[at]);
                }
            }
            if got.len() == before {
                return had;
            }
        }
    }

    /// Whether these items, without those that are out, can all be had in some order and meet the goal.
    fn attains(&self, chosen: &[u32], out: &[bool]) -> bool {
        let items = &self.setting.items;
        let had = self.had(chosen, out);
        let got: Vec<u32> = chosen.iter().zip(&had).filter(|(_, had)| **had).map(|(i, _)| *i).collect();
        let all = (0..chosen.len()).all(|at| {
            let item = &items[chosen[at] as usize];
            is_out(out, at) || (had[at] && item.loose.iter().chain(&item.strict).all(|n| n.holds_by(&got)))
        });
        all && self.setting.goal.iter().all(|n| n.holds_by(&got))
    }
}

fn is_out(out: &[bool], at: usize) -> bool {
    out.get(at).copied().unwrap_or(false)
}

/// Whether a way to earn an item costs nothing, whenever it is taken; then it adds nothing to what others cost.
fn is_free(item: &Item) -> bool {
    let free = |way: &Way| matches!(way, Way::Direct(price) if price.amount == 0 && price.member_of.is_none());
    let each = |offer: &Offer| offer.slots.iter().all(|slot| slot.ways.iter().any(free));
    item.offers.is_empty() || item.offers.iter().any(each)
}

/// The most time (days of the one slot, or work) of a stack that is ready on a day.
pub(super) fn time_until(setting: &Setting<'_>, bounds: &Bounds, ready: i32) -> i64 {
    if setting.at_once == 1 {
        return i64::from(ready) - i64::from(setting.today) - i64::from(bounds.tail);
    }
    let days = usize::try_from(ready - setting.today).unwrap_or(0).min(setting.before.len() - 1);
    setting.before[days]
}

/// Least money and time of each item, with the dearest of its prerequisites by their cheapest givers.
fn chains(setting: &Setting<'_>, bounds: &Bounds) -> Vec<(i64, i64)> {
    const ROUNDS: usize = 8;
    let own = |l: &Least| (l.net, if setting.at_once == 1 { l.days } else { l.work });
    let mut chains: Vec<(i64, i64)> = bounds.items.iter().map(own).collect();
    // Each round looks one prerequisite farther; any round is good for choosing where to branch.
    for _ in 0..ROUNDS {
        let before = chains.clone();
        for ((chain, item), least) in chains.iter_mut().zip(&setting.items).zip(&bounds.items) {
            let (mut money, mut time) = (0, 0);
            for need in asks(item) {
                let givers = || need.atoms.iter().flat_map(|(_, from)| from).map(|&i| before[i as usize]);
                money = money.max(givers().map(|c| c.0).min().unwrap_or(0));
                time = time.max(givers().map(|c| c.1).min().unwrap_or(0));
            }
            let (m, t) = own(least);
            *chain = (m.saturating_add(money), t.saturating_add(time));
        }
        if *chains == before {
            break;
        }
    }
    chains
}

/// Ways into sets of givers, each worked out once: many items ask the same.
struct Entries<'e, 'w> {
    setting: &'e Setting<'w>,
    known: HashMap<Vec<u32>, Option<Vec<u32>>>,
}

impl Entries<'_, '_> {
    /// Of what gives a need, the first to be had cannot itself need something that only these give: so every stack has one of the
    /// others. `None`: that says no more than the need.
    fn of(&mut self, need: &Need) -> Option<Need> {
        let mut all: Vec<u32> = need.atoms.iter().flat_map(|(_, from)| from).copied().collect();
        all.sort_unstable();
        all.dedup();
        if !self.known.contains_key(&all) {
            let within = |n: &Need| n.k > 0 && n.atoms.iter().flat_map(|(_, from)| from).all(|i| all.binary_search(i).is_ok());
            let first: Vec<u32> = all.iter().copied().filter(|&i| !self.setting.items[i as usize].needs.iter().any(within)).collect();
            self.known.insert(all.clone(), (first.len() < all.len()).then_some(first));
        }
        self.known.get(&all)?.clone().map(|first| Need { k: 1, atoms: vec![(1, first)] })
    }
}
