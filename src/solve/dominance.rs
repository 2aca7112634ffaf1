//! Items that another beats in every way, found once for the catalogue.
//!
//! Item a is dominated by item b when b costs no more in any measure, teaches at least what a teaches, and can be earned
//! whenever a can: it needs no token but a's, and each of its groups follows from a group of a. If nobody names a as a
//! prerequisite, a plan with a stays a plan with b in a's place, and is no dearer. (Column dominance of set covering, Beasley
//! 1987, with prerequisites.) Of two that dominate each other the smaller number is kept, so something always is; the
//! relation is transitive, so the best of a chain stays.
//!
//! Dominated items are left out of the lists of achievers, unless the query forbids the one that beats them, or asks for
//! the credential itself, or wants other stacks than the best one.

use super::index::{Cred, Dims, Fact, Index, Item};

/// Who beats whom.
#[derive(Debug, Default)]
pub(crate) struct Dominance {
    /// The item that beats this one; none for the others.
    pub(crate) by: Vec<Item>,
    /// Dominated items by the credential of the one that beats them.
    losers_start: Vec<u32>,
    losers: Vec<Item>,
}

impl Dominance {
    /// Is the item beaten?
    #[inline]
    pub(crate) fn beaten(&self, item: Item) -> bool {
        !self.by[item.ix()].is_none()
    }
    /// Items beaten by an item of this credential.
    pub(crate) fn losers(&self, cred: Cred) -> &[Item] {
        &self.losers[self.losers_start[cred.ix()] as usize..self.losers_start[cred.ix() + 1] as usize]
    }
}

/// A provider of a competency, with what rules most of them out at a glance.
struct Rival {
    dims: Dims,
    /// One bit for each of 64 classes of the competencies taught.
    classes: u64,
    level: u8,
    item: Item,
}

/// Finds the dominated items of the catalogue. What beats an item is among the providers of the competency it teaches that
/// has fewest; items are taken by that competency, so that its providers are laid out once.
pub(crate) fn dominance(index: &Index) -> Dominance {
    let mut by = vec![Item::NONE; index.items()];
    let classes: Vec<u64> = (0..index.credentials).map(|c| index.teaches(Cred(c as u32)).fold(0, |s, (c, _)| s | class(c))).collect();
    let mut rarest: Vec<(u32, Item)> = Vec::new();
    for (i, &cred) in index.item_cred.iter().enumerate() {
        if cred.is_none() || index.referenced[cred.ix()] || index.impossible[cred.ix()] {
            continue;
        }
        let rare = index.teaches(cred).map(|(c, _)| (index.providers(c).len(), c)).min();
        rarest.extend(rare.map(|(_, c)| (c, Item(i as u32))));
    }
    rarest.sort_unstable();
    let mut level = vec![0u8; index.competencies.len()];
    let mut rivals: Vec<Rival> = Vec::new();
    for same in rarest.chunk_by(|x, y| x.0 == y.0) {
        rivals.clear();
        rivals.extend(same.first().into_iter().flat_map(|&(rare, _)| index.providers(rare)).map(|p| {
            let item = index.provider_item[p];
            let cred = index.item_cred[item.ix()];
            Rival { dims: index.item_dims[item.ix()], classes: classes[cred.ix()], level: index.provider_level[p], item }
        }));
        for &(rare, a) in same {
            let cred = index.item_cred[a.ix()];
            for (c, l) in index.teaches(cred) {
                level[c as usize] = l;
            }
            let (dims, own, rare_level) = (index.item_dims[a.ix()], classes[cred.ix()], level[rare as usize]);
            let taught = index.teaches(cred).count();
            let wins = |b: Item| b != a && beats(index, b, a, taught, &level) && (b < a || !ties(index, a, b));
            by[a.ix()] = rivals
                .iter()
                .take_while(|b| b.level >= rare_level)
                .filter(|b| own & !b.classes == 0 && no_dearer(&b.dims, &dims))
                .find(|b| wins(b.item))
                .map_or(Item::NONE, |b| b.item);
            for (c, _) in index.teaches(cred) {
                level[c as usize] = 0;
            }
        }
    }
    let mut pairs: Vec<(Cred, Item)> =
        by.iter().enumerate().filter(|(_, b)| !b.is_none()).map(|(i, b)| (index.item_cred[b.ix()], Item(i as u32))).collect();
    pairs.sort_unstable();
    let mut losers_start = vec![0u32; index.credentials + 1];
    for (cred, _) in &pairs {
        losers_start[cred.ix() + 1] += 1;
    }
    for c in 0..index.credentials {
        losers_start[c + 1] += losers_start[c];
    }
    Dominance { by, losers_start, losers: pairs.into_iter().map(|p| p.1).collect() }
}

/// The class of a competency, as a bit.
const fn class(competency: u32) -> u64 {
    1 << (competency.wrapping_mul(0x9E37_79B9) >> 26)
}

fn no_dearer(b: &Dims, a: &Dims) -> bool {
    b[0] <= a[0] && b[1] <= a[1] && b[2] <= a[2]
}

/// Does b beat a? `level` holds what a teaches, `taught` how many competencies these are.
fn beats(index: &Index, b: Item, a: Item, taught: usize, level: &[u8]) -> bool {
    let (da, db) = (&index.item_dims[a.ix()], &index.item_dims[b.ix()]);
    if !no_dearer(db, da) {
        return false;
    }
    let token = index.item_token[b.ix()];
    if !token.is_none() && token != index.item_token[a.ix()] {
        return false;
    }
    let (ca, cb) = (index.item_cred[a.ix()], index.item_cred[b.ix()]);
    let covered = index.teaches(cb).filter(|&(c, l)| level[c as usize] > 0 && l >= level[c as usize]).count();
    covered >= taught && (ca == cb || index.groups(cb).all(|g| index.groups(ca).any(|h| implies(index, h, g))))
}

/// Given that b beats a: does a beat b as well?
fn ties(index: &Index, a: Item, b: Item) -> bool {
    let (ca, cb) = (index.item_cred[a.ix()], index.item_cred[b.ix()]);
    let token = index.item_token[a.ix()];
    index.item_dims[a.ix()] == index.item_dims[b.ix()]
        && (token.is_none() || token == index.item_token[b.ix()])
        && !index.referenced[cb.ix()]
        && index.teaches(cb).all(|(c, l)| index.teaches_at(ca, c, l))
        && index.groups(ca).all(|g| index.groups(cb).any(|h| implies(index, h, g)))
}

/// Does group h holding mean that group g holds?
fn implies(index: &Index, h: usize, g: usize) -> bool {
    let (x, y) = (index.atoms(h), index.atoms(g));
    if index.group_need[h] >= index.group_need[g] && x == y {
        return true;
    }
    index.group_need[g] == 1 && index.group_need[h] >= 1 && x.iter().all(|&p| y.iter().any(|&q| entails(index, p, q)))
}

fn entails(index: &Index, p: Fact, q: Fact) -> bool {
    let levels = index.fact_level.len();
    p == q
        || (p.ix() < levels
            && q.ix() < levels
            && index.fact_comp[p.ix()] == index.fact_comp[q.ix()]
            && index.fact_level[p.ix()] >= index.fact_level[q.ix()])
}
