//! Why there is no stack: what nobody can reach, or which limits conflict.

use super::ask::{self, Ask, Truth};
use super::budget::Budget;
use super::lexicographic::{Staged, stages};
use super::local::{Local, World};
use super::problem::{Atom, Catalogue, Measure, Query};
use super::search::Tools;

/// The atoms of unmet role groups, and of the soft goal when it is unmet, that stay false though everything that can be
/// earned is earned; none when everything together meets all goals.
///
/// What can be earned is looked up backwards from each atom in a graph that starts anew, with everything free of charge: the
/// zone that keeps an atom false has no way in.
pub(crate) fn unreachable(
    world: World<'_>,
    catalogue: &Catalogue,
    canonical: &[u32],
    query: &Query,
    local: &mut Local,
) -> Option<Vec<Atom>> {
    let index = world.index;
    let others = ask::unused(index, query);
    local.reset(world, [0; 3]);
    let mut is_true = |atom: &Atom| match ask::truth(index, catalogue, canonical, world.held, &others, atom) {
        Truth::Now => true,
        Truth::Never => false,
        Truth::Open(fact) => local.reaches(world, fact),
    };
    let mut unmet = false;
    let mut out: Vec<Atom> = Vec::new();
    for group in &query.role.requires {
        let mut atoms: Vec<&Atom> = group.of.iter().collect();
        atoms.sort_unstable();
        atoms.dedup();
        let (met, open): (Vec<&Atom>, Vec<&Atom>) = atoms.into_iter().partition(|a| is_true(a));
        if usize::try_from(group.k).map_or(group.k > 0, |k| met.len() < k) {
            unmet = true;
            out.extend(open.into_iter().cloned());
        }
    }
    let (met, open): (Vec<_>, Vec<_>) = query.role.soft.iter().partition(|s| is_true(&s.atom));
    if met.iter().map(|s| s.weight).sum::<i64>() < query.role.min_soft {
        unmet = true;
        out.extend(open.into_iter().map(|s| s.atom.clone()));
    }
    out.sort_unstable();
    out.dedup();
    unmet.then_some(out)
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
