//! Plans: putting a set of items in order, dropping what is not needed, and measuring it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::ask::{Ask, Held, OpenGroup};
use super::index::{Cred, Dims, Fact, Index, Item, Meaning};
use super::local::weigh;
use super::settled::results;
use super::stamped::Stamped;

/// A set of items that reaches the goal, with its measures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Plan {
    pub(crate) dims: Dims,
    /// Items in rising order.
    pub(crate) items: Vec<Item>,
}

/// A bench on which sets of items are tried: what is true after some of them.
#[derive(Debug)]
pub(crate) struct Bench {
    level: Stamped,
    earned: Stamped,
    token: Stamped,
}

impl Bench {
    pub(crate) fn new(index: &Index) -> Self {
        Self { level: Stamped::new(index.competencies.len()), earned: Stamped::new(index.credentials), token: Stamped::new(index.offers) }
    }

    fn clear(&mut self) {
        self.level.clear();
        self.earned.clear();
        self.token.clear();
    }

    /// Is the fact true now?
    pub(crate) fn fact(&self, index: &Index, held: &Held, fact: Fact) -> bool {
        match index.meaning(fact) {
            Meaning::Level(c, l) => held.level(c) >= l || self.level.get(c as usize).is_some_and(|x| x >= u32::from(l)),
            Meaning::Earned(cred) => self.earned.has(cred.ix()) || held.fact(index, fact),
            Meaning::Bought(offer) => self.token.has(offer),
        }
    }

    fn applicable(&self, index: &Index, held: &Held, item: Item) -> bool {
        let cred = index.item_cred[item.ix()];
        if cred.is_none() {
            return true;
        }
        let token = index.item_token[item.ix()];
        (token.is_none() || self.fact(index, held, token))
            && index.groups(cred).all(|g| {
                let need = index.group_need[g] as usize;
                index.atoms(g).iter().filter(|&&f| self.fact(index, held, f)).take(need).count() >= need
            })
    }

    fn apply(&mut self, index: &Index, item: Item) {
        let cred = index.item_cred[item.ix()];
        if cred.is_none() {
            if let Meaning::Bought(offer) = index.meaning(index.item_token[item.ix()]) {
                self.token.mark(offer);
            }
            return;
        }
        self.earned.mark(cred.ix());
        for (c, l) in index.teaches(cred) {
            if self.level.get(c as usize).is_none_or(|x| x < u32::from(l)) {
                self.level.set(c as usize, u32::from(l));
            }
        }
    }

    /// Applies what can be applied of `items`, again and again, leaving out `skip`; returns the order.
    fn chain(&mut self, index: &Index, held: &Held, items: &[Item], skip: Option<Item>) -> Vec<Item> {
        self.clear();
        let mut rest: Vec<Item> = items.iter().copied().filter(|&i| Some(i) != skip).collect();
        if rest.len() > SMALL {
            let order = sequence(index, held, &rest);
            for &i in &order {
                self.apply(index, i);
            }
            return order;
        }
        let mut order = Vec::with_capacity(rest.len());
        loop {
            let before = order.len();
            rest.retain(|&i| {
                let now = self.applicable(index, held, i);
                if now {
                    self.apply(index, i);
                    order.push(i);
                }
                !now
            });
            if order.len() == before {
                return order;
            }
        }
    }

    fn holds(&self, index: &Index, held: &Held, group: &OpenGroup) -> bool {
        group.facts.iter().filter(|&&f| self.fact(index, held, f)).count() >= group.need as usize
    }

    fn reached(&self, index: &Index, held: &Held, ask: &Ask) -> bool {
        ask.goals.iter().all(|g| self.holds(index, held, g))
            && ask.soft.iter().filter(|s| self.fact(index, held, s.0)).map(|s| s.1).sum::<i64>() >= ask.soft_need
    }

    /// A plan made of what is founded in `items`, without what is not needed; none when the goal is not reached.
    /// Items are tried for dropping by falling weight, then by falling number.
    pub(crate) fn plan(&mut self, index: &Index, held: &Held, ask: &Ask, items: &[Item], weights: &Dims) -> Option<Plan> {
        let mut kept = items.to_vec();
        kept.sort_unstable();
        kept.dedup();
        kept = self.chain(index, held, &kept, None);
        if !self.reached(index, held, ask) {
            return None;
        }
        // What the supports of the closure hold is tried for dropping while that is quick.
        let mut order = if kept.len() > LARGE { Vec::new() } else { kept.clone() };
        let dims = |i: Item| index.item_dims[i.ix()];
        order.sort_unstable_by_key(|&i| std::cmp::Reverse((weigh(weights, &dims(i)), dims(i), i)));
        let needed = sole(index, ask, &order);
        for i in order {
            if needed.contains(&i) || !kept.contains(&i) {
                continue;
            }
            let without = self.chain(index, held, &kept, Some(i));
            if self.reached(index, held, ask) {
                kept = without;
            }
        }
        use_offers(index, &mut kept);
        kept.sort_unstable();
        let dims = kept.iter().fold([0; 3], |s: Dims, &i| {
            let d = dims(i);
            [s[0] + d[0], s[1] + d[1], s[2] + d[2]]
        });
        Some(Plan { dims, items: kept })
    }

    /// The credentials of a plan in an order that holds: of those that can be next, always the smallest.
    pub(crate) fn order(index: &Index, held: &Held, plan: &Plan) -> Vec<Cred> {
        let mut order: Vec<Cred> =
            sequence(index, held, &plan.items).into_iter().map(|i| index.item_cred[i.ix()]).filter(|c| !c.is_none()).collect();
        order.dedup();
        order
    }

    /// The offers a plan buys.
    pub(crate) fn offers(index: &Index, plan: &Plan) -> Vec<usize> {
        plan.items
            .iter()
            .filter(|i| index.item_cred[i.ix()].is_none())
            .filter_map(|i| match index.meaning(index.item_token[i.ix()]) {
                Meaning::Bought(offer) => Some(offer),
                _ => None,
            })
            .collect()
    }
}

/// The items that alone among these make some fact true without which a goal fails.
fn sole(index: &Index, ask: &Ask, items: &[Item]) -> Vec<Item> {
    // Goals are sorted, so these are, too.
    let wanted: Vec<Fact> = ask.goals.iter().filter(|g| g.facts.len() == 1).map(|g| g.facts[0]).collect();
    let mut makers = vec![(0u32, Item::NONE); wanted.len()];
    let mut gained = Vec::new();
    for &item in items {
        gained.clear();
        results(index, item, &mut gained);
        for fact in &gained {
            if let Ok(k) = wanted.binary_search(fact) {
                makers[k] = (makers[k].0 + 1, item);
            }
        }
    }
    makers.into_iter().filter(|maker| maker.0 == 1).map(|maker| maker.1).collect()
}

/// Lets the offers bought cover what they can.
fn use_offers(index: &Index, kept: &mut [Item]) {
    for k in 0..kept.len() {
        let cred = index.item_cred[kept[k].ix()];
        if cred.is_none() || index.item_dims[kept[k].ix()][0] == 0 {
            continue;
        }
        let bought = |token: Fact| kept.iter().any(|i| index.item_cred[i.ix()].is_none() && index.item_token[i.ix()] == token);
        if let Some(&variant) = index.variants(cred).iter().find(|v| bought(index.item_token[v.ix()])) {
            kept[k] = variant;
        }
    }
}

/// Sets up to this size are put in order by trying.
const SMALL: usize = 400;
/// Sets beyond this size are not searched for what can be dropped.
const LARGE: usize = 400;

/// The items that can be applied one after another, in such an order: purchases first, then always the smallest credential
/// that can be next. Counters and a heap make it linear in the size of the groups but for the heap.
fn sequence(index: &Index, held: &Held, items: &[Item]) -> Vec<Item> {
    let mut waiting: HashMap<Fact, Vec<u32>> = HashMap::new();
    let mut group_left: Vec<(u32, u32)> = Vec::new();
    let mut left = vec![0u32; items.len()];
    for (n, &item) in items.iter().enumerate() {
        let cred = index.item_cred[item.ix()];
        if cred.is_none() {
            continue;
        }
        let mut watch = |need: u32, facts: &[Fact]| {
            let open = || facts.iter().filter(|&&f| !held.fact(index, f));
            let need = need.saturating_sub((facts.len() - open().count()) as u32);
            if need > 0 {
                left[n] += 1;
                for &f in open() {
                    waiting.entry(f).or_default().push(group_left.len() as u32);
                }
                group_left.push((need, n as u32));
            }
        };
        for g in index.groups(cred) {
            watch(index.group_need[g], index.atoms(g));
        }
        let token = index.item_token[item.ix()];
        if !token.is_none() {
            watch(1, &[token]);
        }
    }
    let key = |n: u32| {
        let item = items[n as usize];
        let cred = index.item_cred[item.ix()];
        Reverse((if cred.is_none() { 0 } else { cred.0 + 1 }, item, n))
    };
    let mut heap: BinaryHeap<_> = (0..items.len() as u32).filter(|&n| left[n as usize] == 0).map(key).collect();
    let mut order = Vec::with_capacity(items.len());
    let mut gained = Vec::new();
    while let Some(Reverse((_, item, _))) = heap.pop() {
        order.push(item);
        gained.clear();
        results(index, item, &mut gained);
        for fact in &gained {
            for group in waiting.remove(fact).unwrap_or_default() {
                let (need, n) = &mut group_left[group as usize];
                if *need > 0 {
                    *need -= 1;
                    if *need == 0 {
                        left[*n as usize] -= 1;
                        if left[*n as usize] == 0 {
                            heap.push(key(*n));
                        }
                    }
                }
            }
        }
    }
    order
}
