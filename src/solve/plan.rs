//! Plans: putting a set of items in order, dropping what is not needed, and measuring it.

use super::ask::{Ask, Held, OpenGroup};
use super::index::{Cred, Dims, Fact, Index, Item, Meaning};
use super::local::weigh;
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
        let mut order = kept.clone();
        let dims = |i: Item| index.item_dims[i.ix()];
        order.sort_unstable_by_key(|&i| std::cmp::Reverse((weigh(weights, &dims(i)), dims(i), i)));
        for i in order {
            if !kept.contains(&i) {
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
    pub(crate) fn order(&mut self, index: &Index, held: &Held, plan: &Plan) -> Vec<Cred> {
        self.clear();
        let (mut rest, bought): (Vec<Item>, Vec<Item>) = plan.items.iter().partition(|i| !index.item_cred[i.ix()].is_none());
        for i in bought {
            self.apply(index, i);
        }
        rest.sort_unstable_by_key(|i| index.item_cred[i.ix()]);
        let mut order = Vec::with_capacity(rest.len());
        while let Some(k) = rest.iter().position(|&i| self.applicable(index, held, i)) {
            let i = rest.remove(k);
            self.apply(index, i);
            order.push(index.item_cred[i.ix()]);
        }
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
