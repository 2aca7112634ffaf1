//! Why there is no stack: what nobody can reach, or which limits conflict.

use super::ask::{self, Ask, Truth};
use super::budget::Budget;
use super::index::{Fact, Index};
use super::landmark::{Goal, Zone};
use super::lexicographic::{Staged, stages};
use super::local::{Choice, Local, World};
use super::problem::{Atom, Catalogue, Measure, Query};
use super::search::Tools;

/// The goals no set of items reaches; empty when all together reach everything.
pub(crate) fn unreachable(local: &mut Local, world: World<'_>) -> bool {
    local.choice.fill(Choice::Free);
    local.bars.clear();
    local.reset(world, [0; 3]);
    let mut goals: Vec<Goal> = local.goals.iter().map(|&g| Goal::Group(g)).collect();
    if local.soft_need > 0 {
        goals.push(Goal::Soft);
    }
    let mut some = false;
    for goal in goals {
        some |= local.zone_cut(world, goal) == Zone::Cut;
    }
    some
}

/// Atoms of unmet goals that stay false though everything is earned; `local` holds the closure of `unreachable`.
pub(crate) fn false_atoms(
    local: &Local,
    index: &Index,
    catalogue: &Catalogue,
    canonical: &[u32],
    world: World<'_>,
    query: &Query,
) -> Vec<Atom> {
    let others = ask::unused(index, query);
    let mut out: Vec<Atom> = Vec::new();
    let is_true = |atom: &Atom| match ask::truth(index, catalogue, canonical, world.held, &others, atom) {
        Truth::Now => true,
        Truth::Never => false,
        Truth::Open(fact) => local.reached(fact),
    };
    for group in &query.role.requires {
        let mut atoms: Vec<&Atom> = group.of.iter().collect();
        atoms.sort_unstable();
        atoms.dedup();
        let (met, open): (Vec<&Atom>, Vec<&Atom>) = atoms.into_iter().partition(|a| is_true(a));
        if (met.len() as i64) < group.k {
            out.extend(open.into_iter().cloned());
        }
    }
    let (met, open): (Vec<_>, Vec<_>) = query.role.soft.iter().partition(|s| is_true(&s.atom));
    if met.iter().map(|s| s.weight).sum::<i64>() < query.role.min_soft {
        out.extend(open.into_iter().map(|s| s.atom.clone()));
    }
    out.sort_unstable();
    out.dedup();
    out
}

impl Local {
    /// Is the fact true in the closure? A fact nobody asked for is not.
    pub(crate) fn reached(&self, fact: Fact) -> bool {
        self.local_fact(fact).is_some_and(|f| self.have[f.ix()])
    }
}

/// A smallest set of limits within which there is no plan.
pub(crate) fn limits<'a>(world: World<'a>, ask: &Ask, tools: &mut Tools<'a>, budget: &Budget<'_>) -> Vec<Measure> {
    let set: Vec<usize> = (0..3).filter(|&k| ask.limits[k].is_some()).collect();
    let mut subsets: Vec<u32> = (1..8u32).filter(|m| (0..3).all(|k| m >> k & 1 == 0 || set.contains(&k))).collect();
    subsets.sort_by_key(|m| (m.count_ones(), *m));
    let name = |m: u32| Measure::ALL.into_iter().enumerate().filter(|(k, _)| m >> k & 1 == 1).map(|(_, x)| x).collect();
    let all = subsets.last().copied().unwrap_or(0);
    for m in subsets {
        let limits = [0, 1, 2].map(|k| if m >> k & 1 == 1 { ask.limits[k] } else { None });
        let mut weights = [0; 3];
        if let Some(k) = (0..3).find(|k| m >> k & 1 == 1) {
            weights[k] = 1;
        }
        if m == all || matches!(stages(world, ask, limits, &[], &[weights], tools, budget), Staged::None) {
            return name(m);
        }
    }
    name(all)
}
