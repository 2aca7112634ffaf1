//! One measure after another: each stage minimises its own and keeps the optima of the stages before as limits.

use super::ask::Ask;
use super::budget::Budget;
use super::index::Dims;
use super::landmark::Zone;
use super::local::{Choice, World, weigh};
use super::plan::Plan;
use super::search::{Cap, Ending, Task, Tools, best_known, search};

/// How the stages ended.
#[derive(Clone, Debug)]
pub(crate) enum Staged {
    /// The best plan; proven.
    Best(Plan),
    /// There is no plan; proven.
    None,
    /// Ended early: the best plan known, and the values of the stages bounded so far (the last one from below).
    Stopped(Option<Plan>, Vec<i64>),
}

/// Minimises the weightings one after another within the limits.
pub(crate) fn stages<'a>(
    world: World<'a>,
    ask: &Ask,
    limits: [Option<i64>; 3],
    caps: &[Cap],
    weightings: &[Dims],
    tools: &mut Tools<'a>,
    budget: &Budget<'_>,
) -> Staged {
    let mut task = Task { ask, weights: [0; 3], limits, caps, later: false };
    let mut values = Vec::new();
    // What a stage shuts out cannot be in a plan as good as its best, so it stays out in the stages after it.
    tools.local.choice.fill(Choice::Free);
    tools.local.unbar();
    let mut best = None;
    for (stage, weights) in weightings.iter().enumerate() {
        task.weights = *weights;
        task.later = stage > 0;
        let (plan, ending) = search(world, &task, tools, budget);
        match (plan, ending) {
            (plan, Ending::Stopped(bound)) => {
                values.push(bound);
                let plan = plan.or_else(|| any_plan(world, &task, tools));
                return Staged::Stopped(plan, values);
            }
            (None, Ending::Complete) => return Staged::None,
            (Some(plan), Ending::Complete) => {
                values.push(weigh(weights, &plan.dims));
                if let Some(k) = (0..3).find(|&k| weights.iter().enumerate().all(|(j, &w)| w == i64::from(j == k))) {
                    task.limits[k] = Some(plan.dims[k]);
                }
                best = Some(plan);
            }
        }
    }
    // Of the plans found that are as good, the one that is smallest in all measures and then in ids.
    let known = best_known(tools.archive, &task).cloned();
    known.or(best).map_or(Staged::None, Staged::Best)
}

/// Some plan, made without looking at prices, for a search that ended before it found one.
fn any_plan(world: World<'_>, task: &Task<'_>, tools: &mut Tools<'_>) -> Option<Plan> {
    tools.restart(world, task.ask);
    let local = &mut *tools.local;
    local.reset(world, [0; 3]);
    for goal in local.goal_order(0) {
        if local.zone_cut(world, goal) == Zone::Cut {
            return None;
        }
    }
    let items = local.supported_plan(world);
    let plan = tools.bench.plan(world.index, world.held, task.ask, &items, &[1; 3])?;
    task.admits(&plan).then_some(plan)
}
