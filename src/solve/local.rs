//! The part of the catalogue a query touches, as an AND-OR graph grown backwards from the goals, on demand.
//!
//! A fact is *listed* when something needs it, and *expanded* (its achievers looked up) only when a search for a cut
//! reaches it while it is false. An item is *listed* as an achiever and *grounded* (its open prerequisite groups written
//! down) only when it may be used for nothing more. So of millions of items a query sees thousands, and of these it
//! reads the prerequisites of hundreds. (AO* explores hypergraphs the same way: Nilsson 1980; for B-hypergraphs see
//! Gallo, Longo, Pallottino & Nguyen 1993.)

use std::sync::OnceLock;

use super::ask::{Ask, Held};
use super::cover::Bar;
use super::index::{Cred, Dims, Fact, Index, Item, Meaning, index_type};
use super::settled::Settled;
use super::stamped::Stamped;

index_type!(
    /// A fact of the local graph.
    LFact
);
index_type!(
    optional
    /// An item of the local graph.
    LItem
);
index_type!(
    /// A prerequisite or goal group of the local graph.
    LGroup
);

/// Nobody's group: a goal.
pub(crate) const GOAL: LItem = LItem::NONE;

/// The decision on an item, at a node of the search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Choice {
    /// Undecided.
    Free,
    /// Must be used.
    In,
    /// Must not be used.
    Out,
}

/// The world a local graph is grown in.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) index: &'a Index,
    pub(crate) held: &'a Held,
    /// What is settled, by the measures that weigh.
    pub(crate) settled: &'a [OnceLock<Settled>; 8],
}

impl<'a> World<'a> {
    /// What is settled when these measures weigh.
    pub(crate) fn settled(self, mask: usize) -> &'a Settled {
        self.settled[mask & 7].get_or_init(|| Settled::new(self.index, mask & 7))
    }
}

/// The local graph, and the state of the closure over it (see `closure`).
#[derive(Debug, Default)]
pub(crate) struct Local {
    fact_at: Stamped,
    item_at: Stamped,
    // Facts.
    pub(crate) fact: Vec<Fact>,
    /// Range of achievers in `edge_item`; start `u32::MAX` while not expanded.
    pub(crate) fact_edges: Vec<(u32, u32)>,
    /// First entry of `atom_*` that names the fact.
    pub(crate) fact_dep: Vec<u32>,
    // Achievers.
    pub(crate) edge_item: Vec<LItem>,
    pub(crate) edge_fact: Vec<LFact>,
    pub(crate) edge_next: Vec<u32>,
    // Items.
    pub(crate) item: Vec<Item>,
    pub(crate) dims: Vec<Dims>,
    pub(crate) item_edge: Vec<u32>,
    /// Range of groups; start `u32::MAX` while not grounded.
    pub(crate) item_groups: Vec<(u32, u32)>,
    pub(crate) dead: Vec<bool>,
    /// Items out of the question for the task at hand.
    pub(crate) choice: Vec<Choice>,
    /// Prices beyond which a new item is out of the question at once.
    pub(crate) bars: Vec<Bar>,
    /// The most that an item may measure, by the bars on one measure alone.
    ceiling: Dims,
    /// What is out of the question stays so for the whole query, so it is not even listed.
    lean: bool,
    // Groups.
    pub(crate) group_need: Vec<u32>,
    pub(crate) group_atoms: Vec<(u32, u32)>,
    pub(crate) group_head: Vec<LItem>,
    /// Group of the catalogue, or of the role for goals, that the group came from.
    pub(crate) group_source: Vec<u32>,
    pub(crate) atom_fact: Vec<LFact>,
    pub(crate) atom_group: Vec<LGroup>,
    pub(crate) atom_next: Vec<u32>,
    // Goals.
    pub(crate) goals: Vec<LGroup>,
    pub(crate) soft: Vec<(LFact, i64)>,
    pub(crate) soft_need: i64,
    // State of the closure.
    pub(crate) weights: Dims,
    /// Added to the residual price of items listed later.
    pub(crate) floor: i64,
    pub(crate) residual: Vec<i64>,
    pub(crate) have: Vec<bool>,
    pub(crate) supporter: Vec<LItem>,
    pub(crate) time: Vec<u32>,
    pub(crate) clock: u32,
    /// The measures that weigh in this closure; 0 when nothing is taken as settled.
    pub(crate) mask: usize,
    /// Something is forbidden, so that supporters of settled facts must be looked at.
    wary: bool,
    /// Cleanness of settled facts, for one mask at a time.
    clean: Stamped,
    clean_mask: usize,
    pub(crate) seen_items: Stamped,
    pub(crate) count: Vec<u32>,
    pub(crate) left: Vec<u32>,
    pub(crate) applied: Vec<bool>,
    pub(crate) queue: Vec<LItem>,
    // Zone search.
    pub(crate) zone_stamp: u32,
    pub(crate) fact_zone: Vec<u32>,
    pub(crate) item_zone: Vec<u32>,
    pub(crate) zone: Vec<LFact>,
    pub(crate) cut: Vec<LItem>,
    pub(crate) stack: Vec<LFact>,
    scratch: Vec<Fact>,
    /// Dominated items count as well.
    everything: bool,
    /// Dominated items that the query brings back.
    revived: Vec<Item>,
}

pub(crate) const UNSEEN: u32 = u32::MAX;

impl Local {
    pub(crate) fn new(index: &Index) -> Self {
        Self {
            fact_at: Stamped::new(index.facts()),
            item_at: Stamped::new(index.items()),
            clean: Stamped::new(index.facts()),
            seen_items: Stamped::new(index.items()),
            ..Self::default()
        }
    }

    /// Forgets the last query and lists the goals of this one.
    pub(crate) fn start(&mut self, world: World<'_>, ask: &Ask, everything: bool) {
        self.everything = everything;
        self.revive(world, ask);
        self.fact_at.clear();
        self.item_at.clear();
        self.fact.clear();
        self.fact_edges.clear();
        self.fact_dep.clear();
        self.edge_item.clear();
        self.edge_fact.clear();
        self.edge_next.clear();
        self.item.clear();
        self.dims.clear();
        self.item_edge.clear();
        self.item_groups.clear();
        self.dead.clear();
        self.choice.clear();
        self.group_need.clear();
        self.group_atoms.clear();
        self.group_head.clear();
        self.group_source.clear();
        self.atom_fact.clear();
        self.atom_group.clear();
        self.atom_next.clear();
        self.goals.clear();
        self.soft.clear();
        self.residual.clear();
        self.have.clear();
        self.supporter.clear();
        self.time.clear();
        self.count.clear();
        self.left.clear();
        self.applied.clear();
        self.queue.clear();
        self.fact_zone.clear();
        self.item_zone.clear();
        self.zone_stamp = 0;
        self.unbar();
        self.lean = false;
        self.mask = 0;
        self.wary = !ask.forbidden.is_empty();
        self.clean.clear();
        self.clean_mask = 0;
        for goal in &ask.goals {
            let group = self.list_group(world, GOAL, goal.source, goal.need, &goal.facts);
            self.goals.push(group);
        }
        for &(fact, weight) in &ask.soft {
            let f = self.list_fact(world, fact);
            self.soft.push((f, weight));
        }
        self.soft_need = ask.soft_need;
    }

    /// Starts anew with the same query.
    pub(crate) fn restart(&mut self, world: World<'_>, ask: &Ask) {
        self.start(world, ask, self.everything);
    }

    /// From here on, what is out of the question is out of it for the whole query: bars are only ever added, and no choice is
    /// taken back.
    pub(crate) fn lean(&mut self) {
        self.lean = true;
    }

    /// Adds a price beyond which new items are out of the question.
    pub(crate) fn bar(&mut self, bar: Bar) {
        match bar.single() {
            Some((k, most)) => self.ceiling[k] = self.ceiling[k].min(most),
            None => self.bars.push(bar),
        }
    }

    /// Takes all bars away.
    pub(crate) fn unbar(&mut self) {
        self.bars.clear();
        self.ceiling = [i64::MAX; 3];
    }

    /// Is a new item with these measures out of the question?
    fn shuts(&self, dims: &Dims) -> bool {
        dims[0] > self.ceiling[0] || dims[1] > self.ceiling[1] || dims[2] > self.ceiling[2] || self.bars.iter().any(|b| b.shuts(dims))
    }

    /// Brings back the dominated items that a query may need: those beaten by something forbidden, and those of
    /// credentials asked for by name.
    fn revive(&mut self, world: World<'_>, ask: &Ask) {
        let index = world.index;
        self.revived.clear();
        for &cred in &ask.forbidden {
            self.revived.extend_from_slice(index.dominance.losers(cred));
        }
        let asked = ask.goals.iter().flat_map(|g| g.facts.iter()).chain(ask.soft.iter().map(|s| &s.0));
        for &fact in asked {
            if let Meaning::Earned(cred) = index.meaning(fact) {
                let items = std::iter::once(Index::direct(cred)).chain(index.variants(cred).iter().copied());
                self.revived.extend(items.filter(|&i| index.dominance.beaten(i)));
            }
        }
        self.revived.sort_unstable();
        self.revived.dedup();
    }

    pub(crate) fn list_group(&mut self, world: World<'_>, head: LItem, source: u32, need: u32, facts: &[Fact]) -> LGroup {
        let group = LGroup(self.group_need.len() as u32);
        let start = self.atom_fact.len() as u32;
        let mut count = 0;
        for &fact in facts {
            let f = self.list_fact(world, fact);
            self.atom_next.push(self.fact_dep[f.ix()]);
            self.fact_dep[f.ix()] = self.atom_fact.len() as u32;
            self.atom_fact.push(f);
            self.atom_group.push(group);
            count += u32::from(self.have[f.ix()]);
        }
        self.group_need.push(need);
        self.group_atoms.push((start, self.atom_fact.len() as u32));
        self.group_head.push(head);
        self.group_source.push(source);
        self.count.push(count);
        group
    }

    /// The local number of a fact.
    fn list_fact(&mut self, world: World<'_>, fact: Fact) -> LFact {
        if let Some(f) = self.fact_at.get(fact.ix()) {
            return LFact(f);
        }
        let f = LFact(self.fact.len() as u32);
        self.fact_at.set(fact.ix(), f.0);
        self.fact.push(fact);
        self.fact_edges.push((UNSEEN, UNSEEN));
        self.fact_dep.push(UNSEEN);
        let settled = self.is_settled(world, fact);
        self.have.push(settled);
        self.supporter.push(LItem::NONE);
        self.time.push(0);
        self.fact_zone.push(0);
        f
    }

    fn list_item(&mut self, world: World<'_>, item: Item) -> LItem {
        if let Some(i) = self.item_at.get(item.ix()) {
            return LItem(i);
        }
        let i = LItem(self.item.len() as u32);
        self.item_at.set(item.ix(), i.0);
        let dims = world.index.item_dims[item.ix()];
        self.item.push(item);
        self.dims.push(dims);
        self.item_edge.push(UNSEEN);
        self.item_groups.push((UNSEEN, UNSEEN));
        self.dead.push(false);
        let shut = self.shuts(&dims);
        self.choice.push(if shut { Choice::Out } else { Choice::Free });
        self.residual.push(weigh(&self.weights, &dims) + self.floor);
        self.left.push(0);
        self.applied.push(false);
        self.item_zone.push(0);
        i
    }

    /// Is the fact true at no cost, by what is settled ahead of the search?
    pub(crate) fn is_settled(&mut self, world: World<'_>, fact: Fact) -> bool {
        if self.mask == 0 {
            return false;
        }
        let settled = world.settled(self.mask);
        if !settled.has(fact) || !self.wary {
            return settled.has(fact);
        }
        if self.clean_mask != self.mask {
            self.clean.clear();
            self.clean_mask = self.mask;
        }
        settled.clean(world.index, world.held, fact, &mut self.clean)
    }

    #[inline]
    pub(crate) fn expanded(&self, f: LFact) -> bool {
        self.fact_edges[f.ix()].0 != UNSEEN
    }
    #[inline]
    pub(crate) fn grounded(&self, i: LItem) -> bool {
        self.item_groups[i.ix()].0 != UNSEEN
    }
    #[inline]
    pub(crate) fn alive(&self, i: LItem) -> bool {
        !self.dead[i.ix()] && self.choice[i.ix()] != Choice::Out
    }
    /// Achievers of an expanded fact.
    #[inline]
    pub(crate) fn achievers(&self, f: LFact) -> &[LItem] {
        let (a, b) = self.fact_edges[f.ix()];
        if a == UNSEEN { &[] } else { &self.edge_item[a as usize..b as usize] }
    }
    /// Facts of a group, one for each atom.
    #[inline]
    pub(crate) fn members(&self, g: LGroup) -> &[LFact] {
        let (a, b) = self.group_atoms[g.ix()];
        &self.atom_fact[a as usize..b as usize]
    }
    /// Groups of a grounded item.
    #[inline]
    pub(crate) fn groups_of(&self, i: LItem) -> impl Iterator<Item = LGroup> + use<> {
        let (a, b) = self.item_groups[i.ix()];
        if a == UNSEEN { (0..0).map(LGroup as fn(u32) -> LGroup) } else { (a..b).map(LGroup as fn(u32) -> LGroup) }
    }

    /// Looks up the achievers of a fact. Returns true when one of them has been applied already, or can be at once.
    pub(crate) fn expand(&mut self, world: World<'_>, f: LFact) {
        let start = self.edge_item.len() as u32;
        let index = world.index;
        match index.meaning(self.fact[f.ix()]) {
            Meaning::Level(comp, level) if self.everything => {
                for p in index.providers(comp) {
                    if index.provider_level[p] < level {
                        break;
                    }
                    let item = index.provider_item[p];
                    if world.held.available(index, item) {
                        self.link(world, item, f);
                    }
                }
            }
            Meaning::Level(comp, level) => {
                for p in index.best(comp) {
                    if index.best_level[p] < level {
                        break;
                    }
                    let item = index.best_item[p];
                    // Bars say nothing of what is listed: landmarks may have lowered its price.
                    if self.lean && self.shuts(&index.best_dims[p]) && !self.item_at.has(item.ix()) {
                        continue;
                    }
                    if world.held.available(index, item) {
                        self.link(world, item, f);
                    }
                }
                for k in 0..self.revived.len() {
                    let item = self.revived[k];
                    if world.held.available(index, item) && index.teaches_at(index.item_cred[item.ix()], comp, level) {
                        self.link(world, item, f);
                    }
                }
            }
            Meaning::Earned(cred) => {
                if world.held.open(index, cred) {
                    self.link(world, Index::direct(cred), f);
                    for &item in index.variants(cred) {
                        self.link(world, item, f);
                    }
                }
            }
            Meaning::Bought(offer) => self.link(world, index.purchase(offer), f),
        }
        self.fact_edges[f.ix()] = (start, self.edge_item.len() as u32);
        for e in start..self.edge_item.len() as u32 {
            let i = self.edge_item[e as usize];
            if self.applied[i.ix()] {
                self.gain(f, i);
            } else if self.residual[i.ix()] == 0 {
                self.ground(world, i);
                self.try_apply(i);
            }
        }
        self.run();
    }

    fn link(&mut self, world: World<'_>, item: Item, f: LFact) {
        let i = self.list_item(world, item);
        self.edge_next.push(self.item_edge[i.ix()]);
        self.item_edge[i.ix()] = self.edge_item.len() as u32;
        self.edge_item.push(i);
        self.edge_fact.push(f);
    }

    /// Writes down the open prerequisite groups of an item.
    pub(crate) fn ground(&mut self, world: World<'_>, i: LItem) {
        if self.grounded(i) {
            return;
        }
        let (index, held) = (world.index, world.held);
        let item = self.item[i.ix()];
        let (cred, token) = (index.item_cred[item.ix()], index.item_token[item.ix()]);
        let first = self.group_need.len() as u32;
        let mut open = 0;
        if !cred.is_none() {
            let mut facts = std::mem::take(&mut self.scratch);
            for g in index.groups(cred) {
                let mut need = index.group_need[g];
                facts.clear();
                for &fact in index.atoms(g) {
                    if held.fact(index, fact) {
                        need = need.saturating_sub(1);
                    } else if possible(world, cred, fact) {
                        facts.push(fact);
                    }
                }
                if need == 0 {
                    continue;
                }
                if need as usize > facts.len() {
                    self.dead[i.ix()] = true;
                    continue;
                }
                if need as usize == facts.len() {
                    for fact in &facts {
                        let g = self.list_group(world, i, g as u32, 1, std::slice::from_ref(fact));
                        open += u32::from(self.count[g.ix()] < 1);
                    }
                } else {
                    let g = self.list_group(world, i, g as u32, need, &facts);
                    open += u32::from(self.count[g.ix()] < need);
                }
            }
            if !token.is_none() {
                let g = self.list_group(world, i, UNSEEN, 1, &[token]);
                open += u32::from(self.count[g.ix()] < 1);
            }
            self.scratch = facts;
        }
        self.item_groups[i.ix()] = (first, self.group_need.len() as u32);
        self.left[i.ix()] = open;
    }
}

/// Weighted sum of the measures of an item.
#[inline]
pub(crate) fn weigh(weights: &Dims, dims: &Dims) -> i64 {
    weights[0] * dims[0] + weights[1] * dims[1] + weights[2] * dims[2]
}

/// Can the fact, false now, become true before this credential is earned? Its own earning comes too late.
fn possible(world: World<'_>, cred: Cred, fact: Fact) -> bool {
    match world.index.meaning(fact) {
        Meaning::Earned(other) => other != cred && world.held.open(world.index, other),
        Meaning::Level(..) | Meaning::Bought(_) => true,
    }
}
