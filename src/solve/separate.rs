//! Rows that the relaxation of a node violates: conditional rows and landmark cuts. All hold for every plan of the task.
//!
//! *Conditional.* An item in use has each of its groups met by other items before it, so for a group of need k the
//! achievers of its facts, each counted for as many of them as it achieves and at most k times, sum to at least k times the
//! item. *Landmark.* With the items of large value free of charge, a zone cut whose values sum to less than one is violated;
//! when the values are whole, either some cut is violated or the items chosen support a plan (the separation of Haslum,
//! Slaney & Thiébaux 2012, on fractional points).

#![expect(clippy::cast_precision_loss, reason = "values of the linear program only choose which rows to add")]

use super::cover::RowKind;
use super::index::Index;
use super::landmark::{Goal, Zone};
use super::local::{Choice, LFact, LGroup, LItem};
use super::tree::Tree;

/// What separation found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// No violated row.
    Nothing,
    /// Rows or decisions were added.
    Rows,
    /// No plan is left at all.
    Impossible,
}

const SLACK: f64 = 1e-5;

/// Adds the row of the landmark whose cut is in `local.cut`.
pub(crate) fn landmark_row(tree: &mut Tree<'_, '_, '_>) {
    let cut = std::mem::take(&mut tree.search.tools.local.cut);
    let columns: Vec<usize> = cut.iter().map(|&i| tree.column(i)).collect();
    tree.search.tools.local.cut = cut;
    let cover = &mut *tree.search.tools.cover;
    let r = cover.add_row(RowKind::Landmark, 1);
    for c in columns {
        cover.add_entry(r, c, 1);
    }
}

/// The achievers of some facts, each with the sum of the amounts of the facts it achieves, at most `most`.
fn achievers(tree: &mut Tree<'_, '_, '_>, facts: &[(LFact, i64)], most: i64, not: LItem) -> Vec<(LItem, i64)> {
    let world = tree.search.world;
    let local = &mut *tree.search.tools.local;
    let mut found: Vec<(LItem, i64)> = Vec::new();
    for &(f, amount) in facts {
        if !local.expanded(f) {
            local.expand(world, f);
        }
        for &i in local.achievers(f) {
            if i != not && local.alive(i) {
                found.push((i, amount));
            }
        }
    }
    if facts.len() > 1 {
        found.sort_unstable_by_key(|e| e.0);
        found.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 += b.1;
            }
            same
        });
    }
    for e in &mut found {
        e.1 = e.1.min(most);
    }
    found
}

/// Leaves out what is settled: at most these facts of a group hold for nothing, so the others make up the rest.
fn unsettled(tree: &mut Tree<'_, '_, '_>, need: &mut i64, facts: &mut Vec<(LFact, i64)>) {
    let world = tree.search.world;
    let local = &mut *tree.search.tools.local;
    local.mask = tree.mask;
    let settled: Vec<bool> = facts.iter().map(|&(f, _)| local.is_settled(world, local.fact[f.ix()])).collect();
    let given: i64 = facts.iter().zip(&settled).filter(|e| *e.1).map(|e| e.0.1).sum();
    // A proof writes the row in full; it is left out when nothing is open.
    if tree.search.recorder.is_some() && given < *need {
        return;
    }
    *need -= given;
    let mut k = 0;
    facts.retain(|_| {
        k += 1;
        !settled[k - 1]
    });
}

/// Adds the row of a goal that needs more than one fact.
pub(crate) fn goal_row(tree: &mut Tree<'_, '_, '_>, goal: Goal) {
    let local = &*tree.search.tools.local;
    let source = match goal {
        Goal::Group(g) => Some(local.group_source[g.ix()]),
        Goal::Soft => None,
    };
    let (mut need, mut facts): (i64, Vec<(LFact, i64)>) = match goal {
        Goal::Group(g) => (i64::from(local.group_need[g.ix()]), local.members(g).iter().map(|&f| (f, 1)).collect()),
        Goal::Soft => (local.soft_need, local.soft.clone()),
    };
    unsettled(tree, &mut need, &mut facts);
    if need <= 0 {
        return;
    }
    let entries = achievers(tree, &facts, need, LItem::NONE);
    add(tree, RowKind::Goal(source), need, &entries, None);
}

fn add(tree: &mut Tree<'_, '_, '_>, kind: RowKind, rhs: i64, entries: &[(LItem, i64)], head: Option<(LItem, i64)>) {
    let columns: Vec<(usize, i64)> = entries.iter().chain(head.iter()).map(|&(i, a)| (tree.column(i), a)).collect();
    let cover = &mut *tree.search.tools.cover;
    let r = cover.add_row(kind, rhs);
    for (c, a) in columns {
        cover.add_entry(r, c, a);
    }
}

fn world_index<'a>(tree: &Tree<'_, 'a, '_>) -> &'a Index {
    tree.search.world.index
}

pub(crate) fn value(tree: &Tree<'_, '_, '_>, i: LItem) -> f64 {
    tree.search.tools.cover.column_of(i).and_then(|c| tree.x.get(c).copied()).unwrap_or(0.0)
}

/// Looks for violated rows at the point `tree.x`.
pub(crate) fn separate(tree: &mut Tree<'_, '_, '_>, round: u32, whole: bool) -> Found {
    let Some(conditional) = conditional(tree) else {
        return Found::Impossible;
    };
    match landmarks(tree, round, whole) {
        Found::Nothing if conditional => Found::Rows,
        found => found,
    }
}

/// Adds violated conditional rows; none when an item chosen in can never be earned.
fn conditional(tree: &mut Tree<'_, '_, '_>) -> Option<bool> {
    let world = tree.search.world;
    let mut some = false;
    for c in 0..tree.x.len() {
        if tree.x[c] < 1e-4 {
            continue;
        }
        let i = tree.search.tools.cover.item[c];
        tree.search.tools.local.ground(world, i);
        if tree.search.tools.local.dead[i.ix()] {
            if tree.search.tools.cover.state[c] == Choice::In {
                return None;
            }
            tree.search.tools.cover.decide(c, Choice::Out);
            let shift = tree.search.tools.cover.shift;
            if let Some(recorder) = &mut tree.search.recorder {
                recorder.impossible_item(i, shift);
            }
            some = true;
            continue;
        }
        for g in tree.search.tools.local.groups_of(i) {
            some |= group_row(tree, i, g, tree.x[c]);
        }
    }
    Some(some)
}

/// Adds the conditional row of a group when the point violates it.
fn group_row(tree: &mut Tree<'_, '_, '_>, i: LItem, g: LGroup, x: f64) -> bool {
    if tree.has_group.get(g.ix()).copied().unwrap_or(false) {
        return false;
    }
    let local = &*tree.search.tools.local;
    let mut need = i64::from(local.group_need[g.ix()]);
    let mut facts: Vec<(LFact, i64)> = local.members(g).iter().map(|&f| (f, 1)).collect();
    unsettled(tree, &mut need, &mut facts);
    if need <= 0 {
        return false;
    }
    let mut entries = achievers(tree, &facts, need, i);
    // The copies of a credential do not help it to be earned.
    let (index, local) = (world_index(tree), &*tree.search.tools.local);
    let own = index.item_cred[local.item[i.ix()].ix()];
    entries.retain(|e| own.is_none() || index.item_cred[local.item[e.0.ix()].ix()] != own);
    let met: f64 = entries.iter().map(|&(a, n)| n as f64 * value(tree, a)).sum();
    if met >= need as f64 * x - SLACK {
        return false;
    }
    if tree.has_group.len() <= g.ix() {
        tree.has_group.resize(g.ix() + 1, false);
    }
    tree.has_group[g.ix()] = true;
    add(tree, RowKind::Needs(i, g.0), 0, &entries, Some((i, -need)));
    true
}

fn landmarks(tree: &mut Tree<'_, '_, '_>, round: u32, whole: bool) -> Found {
    let world = tree.search.world;
    let threshold = if whole { 0.5 } else { [0.4, 0.75, 0.1][round as usize % 3] };
    for i in 0..tree.search.tools.local.item.len() {
        let dims = tree.search.tools.local.dims[i];
        let free = value(tree, LItem(i as u32)) > threshold || tree.idle(&dims);
        tree.search.tools.local.residual[i] = i64::from(!free);
    }
    reset(tree);
    let goals = tree.search.tools.local.goal_order(round);
    let mut found = Found::Nothing;
    for goal in goals {
        while tree.search.tools.local.zone_cut(world, goal) == Zone::Cut {
            if tree.search.tools.local.cut.is_empty() {
                return Found::Impossible;
            }
            let cut = tree.search.tools.local.cut.clone();
            let sum: f64 = cut.iter().map(|&i| value(tree, i)).sum();
            if sum < 1.0 - SLACK {
                let tools = &mut *tree.search.tools;
                tools.landmarks.push(&tools.local.zone);
                landmark_row(tree);
                found = Found::Rows;
            }
            let admitted = cut.iter().copied().max_by(|&a, &b| {
                let key = |i: LItem| value(tree, i) - 1e-3 * price(tree, i);
                key(a).total_cmp(&key(b)).then(b.cmp(&a))
            });
            if let Some(i) = admitted {
                let local = &mut *tree.search.tools.local;
                local.residual[i.ix()] = 0;
                local.ground(world, i);
                local.try_apply(i);
                local.run();
            }
        }
    }
    tree.search.try_supported();
    found
}

/// A closure at the residual prices that stand. What is listed from here on has value 0; it is free only when nothing about it
/// counts.
pub(crate) fn reset(tree: &mut Tree<'_, '_, '_>) {
    let task = tree.search.task;
    let local = &mut *tree.search.tools.local;
    local.weights = [0, 1, 2].map(|k| i64::from(task.weights[k] > 0 || task.limits[k].is_some()));
    local.floor = i64::from(!task.caps.is_empty());
    local.reset_priced(tree.search.world);
}

/// Reduced cost of an item at the node, in units of an average weight.
fn price(tree: &Tree<'_, '_, '_>, i: LItem) -> f64 {
    let tools = &*tree.search.tools;
    let unit = (1u64 << tools.cover.shift) as f64;
    match tools.cover.column_of(i) {
        Some(c) => tools.cover.reduced[c] as f64 / unit * tree.scale(),
        None => super::local::weigh(&tree.search.task.weights, &tools.local.dims[i.ix()]) as f64 * tree.scale(),
    }
}
