//! Cuts between an item and where it comes from.
//!
//! A conditional row asks an item's achievers for as much as the item is used, each of these asks its own, and where there are
//! several ways at each step the demand is diluted on its way down a chain. A cut does not dilute: take a zone of false facts
//! that keeps a group of the item false (`landmark`). Before the item can be used, some item of the zone's cut is, so the items
//! of the cut sum to at least the item itself. These are the directed cuts of Steiner arborescences (Wong 1984), asked for by
//! items instead of terminals. They are found the same way: what a point uses of each item is its capacity, and an ascent that
//! pays capacities looks at one cut after another until it has paid what the item asks for.
//!
//! This is slow beside other separation, and what it finds is seldom needed; so the tree asks for it only when a task turns out
//! to be hard.

#![expect(clippy::cast_precision_loss, reason = "values of the linear program only choose which rows to add")]

use super::cover::RowKind;
use super::landmark::{Goal, Zone};
use super::local::LItem;
use super::separate::{self, value};
use super::tree::Tree;

/// One whole item in units of capacity.
const WHOLE: f64 = 1_000_000.0;
/// Items looked at in one round, those used most first.
const HEADS: usize = 60;
/// Use below which an item is not looked at.
const LEAST: f64 = 0.05;
/// By how much a cut must be violated.
const SLACK: f64 = 0.02;
/// Rows added for one group in one round.
const ROWS: usize = 3;

/// Adds violated cuts of goals and of items that the point uses; false when none is found.
pub(crate) fn supports(tree: &mut Tree<'_, '_, '_>) -> bool {
    let mut some = false;
    for goal in tree.search.tools.local.goal_order(0) {
        capacities(tree, 1.0 - SLACK);
        some |= cuts(tree, goal, None, 1.0);
    }
    let mut heads: Vec<(f64, LItem)> = (0..tree.x.len())
        .map(|c| (tree.x[c], tree.search.tools.cover.item[c]))
        .filter(|&(x, i)| x > LEAST && tree.search.tools.local.grounded(i) && tree.search.tools.local.alive(i))
        .collect();
    heads.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    heads.truncate(HEADS);
    for (x, head) in heads {
        for group in tree.search.tools.local.groups_of(head) {
            capacities(tree, x);
            some |= cuts(tree, Goal::Group(group), Some(head), x);
        }
    }
    some
}

/// Adds violated cuts of a goal, for an item or for all plans, that is asked for as much as `x`; false when none is found.
fn cuts(tree: &mut Tree<'_, '_, '_>, goal: Goal, head: Option<LItem>, x: f64) -> bool {
    let world = tree.search.world;
    let (mut paid, mut rows) = (0, 0);
    while rows < ROWS && (paid as f64) < x * WHOLE && tree.search.tools.local.zone_cut(world, goal) == Zone::Cut {
        let cut = tree.search.tools.local.cut.clone();
        let sum: f64 = cut.iter().map(|&i| value(tree, i)).sum();
        if sum < x - SLACK && head.is_none_or(|h| !cut.contains(&h)) {
            add(tree, head, &cut);
            rows += 1;
        }
        let local = &mut *tree.search.tools.local;
        let Some(price) = cut.iter().map(|i| local.residual[i.ix()]).min() else { break };
        paid += price;
        local.pay(world, price);
    }
    rows > 0
}

/// What the point uses of each item as its residual price; what it uses as much as the head costs nothing.
fn capacities(tree: &mut Tree<'_, '_, '_>, x: f64) {
    for i in 0..tree.search.tools.local.item.len() {
        let dims = tree.search.tools.local.dims[i];
        let used = value(tree, LItem(i as u32));
        let free = used >= x || tree.idle(&dims);
        tree.search.tools.local.residual[i] = if free { 0 } else { 1 + (used * WHOLE) as i64 };
    }
    separate::reset(tree);
}

fn add(tree: &mut Tree<'_, '_, '_>, head: Option<LItem>, cut: &[LItem]) {
    let columns: Vec<usize> = cut.iter().map(|&i| tree.column(i)).collect();
    let head = head.map(|i| (i, tree.column(i)));
    let cover = &mut *tree.search.tools.cover;
    let r = match head {
        Some((i, _)) => cover.add_row(RowKind::Support(i), 0),
        None => cover.add_row(RowKind::Landmark, 1),
    };
    for c in columns {
        cover.add_entry(r, c, 1);
    }
    if let Some((_, c)) = head {
        cover.add_entry(r, c, -1);
    }
}
