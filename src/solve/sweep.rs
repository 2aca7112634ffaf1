//! The front of two measures, searched with one program whose limit moves.
//!
//! The ends come first: the lexicographic optima in either order. Between them the next point is the best stack whose second
//! measure is below that of the last point. One weighting orders the stacks of all these boxes (`frontier::merged` of the
//! first, which holds the others), so from box to box only the limit falls: rows stay true, and the last basis stays dual
//! feasible. Nothing dearer than the far end is of interest anywhere, so that is shut out once for all boxes; what the best
//! plan of one box rules out is decided in the cover and taken back after it.

use super::ask::Ask;
use super::budget::Budget;
use super::frontier::merged;
use super::lexicographic::{Staged, stages};
use super::local::{Choice, World, weigh};
use super::plan::Plan;
use super::search::{Ending, Search, Task, Tools, UNIT, best_known};
use super::tree::Tree;

/// The points found, and whether they are all; none when the weights of the sweep grow too large to compute with.
pub(crate) fn sweep<'a>(
    world: World<'a>,
    ask: &Ask,
    first: usize,
    second: usize,
    tools: &mut Tools<'a>,
    budget: &Budget<'_>,
) -> Option<(Vec<Plan>, bool)> {
    let near = match stages(world, ask, ask.limits, &[], &[UNIT[first], UNIT[second]], tools, budget) {
        Staged::None => return Some((Vec::new(), true)),
        Staged::Stopped(..) => return Some((Vec::new(), false)),
        Staged::Best(plan) => plan,
    };
    let mut points = vec![near];
    let Some(most) = points.iter().map(|p| p.dims[second] - 1).find(|&most| most >= 0) else {
        return Some((points, true));
    };
    let mut limits = ask.limits;
    limits[second] = Some(most);
    let weights = merged(world, &[first, second], &limits)?;
    let far = match stages(world, ask, limits, &[], &[UNIT[second], UNIT[first]], tools, budget) {
        Staged::None => return Some((points, true)),
        Staged::Stopped(..) => return Some((points, false)),
        Staged::Best(plan) => plan,
    };
    tools.local.choice.fill(Choice::Free);
    tools.local.unbar();
    let task = Task { ask, weights, limits, caps: &[], later: false };
    let mut search = Search::new(world, task, tools, budget);
    search.best = Some(far.clone());
    search.bar();
    let ceiling = search.ceiling();
    // The far end is within the limit and at the ceiling, so these prove nothing empty.
    search.ascend(&UNIT[second], most, 0);
    search.ascend(&weights, ceiling, 0);
    search.ascend(&weights, ceiling, 1);
    search.swept = Some((second, weights[first] * world.index.gcd[first].max(1)));
    let mut tree = Tree::new(&mut search, true);
    let mut most = most;
    loop {
        tree.lower(second, most);
        let task = tree.search.task;
        let known = best_known(tree.search.tools.archive, &task).filter(|p| weigh(&weights, &p.dims) <= ceiling);
        tree.search.best = Some(known.unwrap_or(&far).clone());
        tree.search.bound = 0;
        let ending = tree.walk();
        if ending != Ending::Complete {
            points.push(far);
            points.sort_unstable();
            return Some((points, false));
        }
        let point = best_known(tree.search.tools.archive, &task).unwrap_or(&far).clone();
        most = point.dims[second] - 1;
        let last = point.dims[second] <= far.dims[second];
        // Only the first measure is proven: the next box may hold a plan that is as good in it.
        if points.last().is_some_and(|p| p.dims[first] == point.dims[first]) {
            points.pop();
        }
        points.push(point);
        if last {
            points.sort_unstable();
            return Some((points, true));
        }
    }
}
