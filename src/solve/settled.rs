//! What costs nothing, settled once ahead of every search.
//!
//! Some measures weigh in a task, some do not. An item that is zero in every measure that weighs can be used at will, so
//! whatever such items make true from nothing is true at the start. In large catalogues tens of thousands of free
//! credentials are settled this way and no search wades through them again. Each settled fact keeps a supporter; supporters
//! are found in the order of Dijkstra's algorithm on hypergraphs (Knuth 1977, additive: Haslum & Geffner 2000), cheap in the
//! other measures, and never form a circle.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::ask::Held;
use super::index::{Cred, Dims, Fact, Index, Item};
use super::stamped::Stamped;

/// Facts that follow for nothing when only some measures weigh.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// Supporter of each settled fact; none when the fact is not settled.
    supporter: Vec<Item>,
    /// When the fact was settled: supporters need only facts settled earlier.
    time: Vec<u32>,
}

/// The measures that weigh, as bits.
pub(crate) fn mask(weights: &Dims) -> usize {
    (0..3).filter(|&k| weights[k] != 0).map(|k| 1 << k).sum()
}

impl Settled {
    /// Settles what items that are zero in all measures of `mask` make true from nothing.
    pub(crate) fn new(index: &Index, mask: usize) -> Self {
        if mask == 0 {
            return Self { supporter: vec![Item::NONE; index.facts()], time: vec![0; index.facts()] };
        }
        let free = |i: usize| (0..3).all(|k| mask >> k & 1 == 0 || index.item_dims[i][k] == 0);
        let possible = |i: usize| index.item_cred[i].is_none() || !index.impossible[index.item_cred[i].ix()];
        Self::grow(index, |i| free(i) && possible(i))
    }

    fn grow(index: &Index, usable: impl Fn(usize) -> bool) -> Self {
        let items: Vec<Item> = (0..index.items()).filter(|&i| usable(i)).map(|i| Item(i as u32)).collect();
        // Groups of the usable items, the token as one more group.
        let mut head: Vec<u32> = Vec::new();
        let mut left_in_group: Vec<u32> = Vec::new();
        let mut watch: Vec<(Fact, u32)> = Vec::new();
        let mut left = vec![0u32; items.len()];
        for (n, &item) in items.iter().enumerate() {
            let cred = index.item_cred[item.ix()];
            if cred.is_none() {
                continue;
            }
            for g in index.groups(cred) {
                let number = head.len() as u32;
                if index.group_need[g] > 0 {
                    head.push(n as u32);
                    left_in_group.push(index.group_need[g]);
                    watch.extend(index.atoms(g).iter().map(|&f| (f, number)));
                    left[n] += 1;
                }
            }
            let token = index.item_token[item.ix()];
            if !token.is_none() {
                watch.push((token, head.len() as u32));
                head.push(n as u32);
                left_in_group.push(1);
                left[n] += 1;
            }
        }
        watch.sort_unstable();
        let mut start = vec![0u32; index.facts() + 1];
        for (f, _) in &watch {
            start[f.ix() + 1] += 1;
        }
        for f in 0..index.facts() {
            start[f + 1] += start[f];
        }
        let price = |i: Item| index.item_dims[i.ix()].iter().fold(1u64, |s, &d| s.saturating_add(d.unsigned_abs()));
        let mut sum: Vec<u64> = items.iter().map(|&i| price(i)).collect();
        let mut supporter = vec![Item::NONE; index.facts()];
        let mut time = vec![0u32; index.facts()];
        let mut clock = 0;
        let mut heap: BinaryHeap<Reverse<(u64, u32)>> =
            (0..items.len()).filter(|&n| left[n] == 0).map(|n| Reverse((sum[n], n as u32))).collect();
        let mut gained: Vec<Fact> = Vec::new();
        while let Some(Reverse((value, n))) = heap.pop() {
            let item = items[n as usize];
            gained.clear();
            results(index, item, &mut gained);
            for &f in &gained {
                if !supporter[f.ix()].is_none() {
                    continue;
                }
                supporter[f.ix()] = item;
                clock += 1;
                time[f.ix()] = clock;
                for w in start[f.ix()]..start[f.ix() + 1] {
                    let group = watch[w as usize].1 as usize;
                    if left_in_group[group] == 0 {
                        continue;
                    }
                    left_in_group[group] -= 1;
                    let h = head[group] as usize;
                    sum[h] = sum[h].saturating_add(value);
                    if left_in_group[group] == 0 {
                        left[h] -= 1;
                        if left[h] == 0 {
                            heap.push(Reverse((sum[h], h as u32)));
                        }
                    }
                }
            }
        }
        Self { supporter, time }
    }

    /// Is the fact settled?
    #[inline]
    pub(crate) fn has(&self, fact: Fact) -> bool {
        !self.supporter[fact.ix()].is_none()
    }

    /// Facts the supporter of a settled fact rests on: held ones left out, the earliest settled ones taken.
    fn grounds(&self, index: &Index, held: &Held, item: Item, out: &mut Vec<Fact>) {
        let cred = index.item_cred[item.ix()];
        if cred.is_none() {
            return;
        }
        let token = index.item_token[item.ix()];
        if !token.is_none() {
            out.push(token);
        }
        for g in index.groups(cred) {
            let atoms = index.atoms(g);
            let mut need = index.group_need[g] as usize;
            if atoms.len() == 1 {
                if !held.fact(index, atoms[0]) {
                    out.push(atoms[0]);
                }
                continue;
            }
            need = need.saturating_sub(atoms.iter().filter(|&&f| held.fact(index, f)).count());
            let mut settled: Vec<(u32, Fact)> =
                atoms.iter().filter(|&&f| self.has(f) && !held.fact(index, f)).map(|&f| (self.time[f.ix()], f)).collect();
            settled.sort_unstable();
            out.extend(settled.into_iter().take(need).map(|e| e.1));
        }
    }

    /// The items that make a settled fact true.
    pub(crate) fn support(&self, index: &Index, held: &Held, fact: Fact, seen: &mut Stamped, out: &mut Vec<Item>) {
        let mut open = vec![fact];
        while let Some(f) = open.pop() {
            let item = self.supporter[f.ix()];
            if held.fact(index, f) || item.is_none() || !seen.mark(item.ix()) {
                continue;
            }
            // What is earned already is not earned again.
            let cred = index.item_cred[item.ix()];
            if !cred.is_none() && !held.open(index, cred) {
                continue;
            }
            out.push(item);
            self.grounds(index, held, item, &mut open);
        }
    }

    /// Does the support of a settled fact do without forbidden credentials? `known` remembers answers.
    pub(crate) fn clean(&self, index: &Index, held: &Held, fact: Fact, known: &mut Stamped) -> bool {
        let mut open = vec![fact];
        let mut grounds = Vec::new();
        while let Some(&f) = open.last() {
            if known.has(f.ix()) || held.fact(index, f) {
                open.pop();
                continue;
            }
            let item = self.supporter[f.ix()];
            let cred = if item.is_none() { Cred::NONE } else { index.item_cred[item.ix()] };
            if item.is_none() || (!cred.is_none() && held.forbids(cred)) {
                known.set(f.ix(), 0);
                open.pop();
                continue;
            }
            grounds.clear();
            self.grounds(index, held, item, &mut grounds);
            let before = open.len();
            open.extend(grounds.iter().filter(|g| !known.has(g.ix()) && !held.fact(index, **g)));
            if open.len() == before {
                let all = grounds.iter().all(|g| held.fact(index, *g) || known.get(g.ix()) == Some(1));
                known.set(f.ix(), u32::from(all));
                open.pop();
            }
        }
        held.fact(index, fact) || known.get(fact.ix()) == Some(1)
    }
}

/// The facts an item makes true.
pub(crate) fn results(index: &Index, item: Item, out: &mut Vec<Fact>) {
    let cred = index.item_cred[item.ix()];
    if cred.is_none() {
        out.push(index.item_token[item.ix()]);
        return;
    }
    for (c, l) in index.teaches(cred) {
        for f in index.level_start[c as usize]..index.level_start[c as usize + 1] {
            if index.fact_level[f as usize] > l {
                break;
            }
            out.push(Fact(f));
        }
    }
    out.push(index.earned_fact(cred));
}
