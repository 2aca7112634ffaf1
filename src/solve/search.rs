//! Branch and bound for one weighting under limits.
//!
//! A node is a set of items chosen in and a set chosen out. Each limited measure and the objective get a dual ascent
//! (`landmark`); a bound beyond its limit, or not below the best plan by the granularity, closes the node, and an item
//! whose reduced cost exceeds the gap is fixed out (reduced-cost fixing, Dantzig, Fulkerson & Johnson 1954). Otherwise the
//! closure of the ascent contains a founded plan; if it is not good enough, some item of it is undecided, and the node is
//! split on that item. A node whose plan has no undecided item is solved: the plan weighs no more than the items chosen in.

use super::ask::Ask;
use super::budget::{Budget, Effort};
use super::index::{Dims, Item, gcd};
use super::landmark::{Bound, Goal, Landmarks};
use super::local::{Choice, LItem, Local, World, weigh};
use super::plan::{Bench, Plan};

/// One question for the search: minimise the weighted sum within the limits.
#[derive(Clone, Debug)]
pub(crate) struct Task<'a> {
    pub(crate) ask: &'a Ask,
    pub(crate) weights: Dims,
    pub(crate) limits: [Option<i64>; 3],
    /// Sets of items of which at most so many may be used together.
    pub(crate) caps: &'a [Cap],
}

/// At most `most` of the items.
#[derive(Clone, Debug)]
pub(crate) struct Cap {
    pub(crate) items: Vec<Item>,
    pub(crate) most: usize,
}

impl Task<'_> {
    /// Is the plan within limits and caps?
    pub(crate) fn admits(&self, plan: &Plan) -> bool {
        (0..3).all(|k| self.limits[k].is_none_or(|l| plan.dims[k] <= l))
            && self.caps.iter().all(|c| c.items.iter().filter(|i| plan.items.binary_search(i).is_ok()).count() <= c.most)
    }
}

/// How a search ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// The best plan is in `best`, or there is none: proven.
    Complete,
    /// Ended early; every plan weighs at least this.
    Stopped(i64),
}

/// The tools of a search.
pub(crate) struct Tools<'a> {
    pub(crate) local: &'a mut Local,
    pub(crate) bench: &'a mut Bench,
    pub(crate) archive: &'a mut Vec<Plan>,
    pub(crate) effort: &'a mut Effort,
}

const DIMS: [Dims; 3] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

/// The smallest step between the weights of two plans.
fn granularity(world: World<'_>, weights: &Dims) -> i64 {
    (0..3).fold(0, |g, k| gcd(g, weights[k] * world.index.gcd[k])).max(1)
}

/// Remembers a plan unless another is at least as good in every measure.
pub(crate) fn remember(archive: &mut Vec<Plan>, plan: Plan) {
    if !archive.contains(&plan) {
        archive.push(plan);
    }
}

/// The best plan of the archive that the task admits.
pub(crate) fn best_known<'p>(archive: &'p [Plan], task: &Task<'_>) -> Option<&'p Plan> {
    archive.iter().filter(|p| task.admits(p)).min_by_key(|p| (weigh(&task.weights, &p.dims), p.dims, &p.items))
}

struct Search<'a, 'b> {
    world: World<'a>,
    task: &'b Task<'b>,
    tools: Tools<'b>,
    budget: &'b Budget<'b>,
    best: Option<Plan>,
    step: i64,
    landmarks: Landmarks,
    stopped: bool,
}

/// Finds the best plan, starting from the best of the archive.
pub(crate) fn search(world: World<'_>, task: &Task<'_>, tools: Tools<'_>, budget: &Budget<'_>) -> (Option<Plan>, Ending) {
    let best = best_known(tools.archive, task).cloned();
    tools.local.choice.fill(Choice::Free);
    let step = granularity(world, &task.weights);
    let mut search = Search { world, task, tools, budget, best, step, landmarks: Landmarks::default(), stopped: false };
    let ending = search.run();
    search.tools.local.choice.fill(Choice::Free);
    search.tools.effort.items = search.tools.effort.items.max(search.tools.local.item.len() as u64);
    (search.best, ending)
}

/// A decision on the way to a node, with the bound of the node it was taken at.
struct Decision {
    item: LItem,
    /// Length of the trail before the node.
    start: usize,
    /// Length of the trail after what the node fixed, before the decision.
    mark: usize,
    second: bool,
    bound: i64,
}

enum Node {
    Closed,
    Split(LItem, i64),
}

impl Search<'_, '_> {
    /// The largest weight that still improves on the best plan.
    fn target(&self) -> i64 {
        self.best.as_ref().map_or(i64::MAX, |p| weigh(&self.task.weights, &p.dims) - self.step)
    }

    fn run(&mut self) -> Ending {
        let mut path: Vec<Decision> = Vec::new();
        let mut trail: Vec<LItem> = Vec::new();
        let mut root = 0;
        loop {
            self.tools.effort.nodes += 1;
            if self.budget.spent(self.tools.effort.nodes) {
                return self.ended(&path, root);
            }
            let start = trail.len();
            let node = self.node(&mut trail);
            if self.stopped {
                return self.ended(&path, root);
            }
            match node {
                Node::Split(item, bound) => {
                    let bound = path.last().map_or(bound, |d| d.bound.max(bound));
                    if path.is_empty() {
                        root = bound;
                    }
                    path.push(Decision { item, start, mark: trail.len(), second: false, bound });
                    self.tools.local.choice[item.ix()] = Choice::In;
                    trail.push(item);
                }
                Node::Closed => loop {
                    let Some(last) = path.last_mut() else { return Ending::Complete };
                    let keep = if last.second { last.start } else { last.mark };
                    for &i in &trail[keep..] {
                        self.tools.local.choice[i.ix()] = Choice::Free;
                    }
                    trail.truncate(keep);
                    if last.second {
                        path.pop();
                        continue;
                    }
                    last.second = true;
                    let item = last.item;
                    self.tools.local.choice[item.ix()] = Choice::Out;
                    trail.push(item);
                    break;
                },
            }
        }
    }

    /// The least weight a plan can have that the search has not seen.
    fn ended(&self, path: &[Decision], root: i64) -> Ending {
        let open = path.iter().filter(|d| !d.second).map(|d| d.bound).min();
        let here = path.last().map_or(root, |d| d.bound);
        let known = self.best.as_ref().map_or(i64::MAX, |p| weigh(&self.task.weights, &p.dims));
        Ending::Stopped(open.map_or(here, |o| o.min(here)).min(known))
    }

    /// Bounds one measure or weighting at the node; fixes items out; true when the node is closed by it.
    fn bound(&mut self, weights: &Dims, most: i64, trail: &mut Vec<LItem>) -> (bool, i64) {
        let local = &mut *self.tools.local;
        let base = local.chosen_weight(weights);
        if base > most {
            return (true, base);
        }
        self.tools.effort.ascents += 1;
        local.reset(self.world, *weights);
        let goals: Vec<Goal> = local.goal_order(0);
        self.landmarks.clear();
        let budget = self.budget;
        let mut stopped = false;
        let mut stop = || {
            stopped = stopped || budget.spent(0);
            stopped
        };
        let gap = most.saturating_sub(base);
        let ascent = local.ascend(self.world, &goals, gap, &mut stop, &mut self.landmarks);
        self.stopped |= stopped;
        let bound = match ascent {
            Bound::Unreachable => return (true, i64::MAX),
            Bound::AtLeast(more) => base + more,
        };
        if bound > most {
            return (true, bound);
        }
        for i in 0..local.item.len() {
            if local.choice[i] == Choice::Free && local.residual[i] > most.saturating_sub(bound) {
                local.choice[i] = Choice::Out;
                trail.push(LItem(i as u32));
            }
        }
        (false, bound)
    }

    fn node(&mut self, trail: &mut Vec<LItem>) -> Node {
        for cap in self.task.caps {
            let mut used = 0;
            for item in &cap.items {
                if let Some(i) = self.tools.local.local_item(*item) {
                    used += usize::from(self.tools.local.choice[i.ix()] == Choice::In);
                }
            }
            if used > cap.most {
                return Node::Closed;
            }
            if used == cap.most {
                for item in &cap.items {
                    if let Some(i) = self.tools.local.local_item(*item)
                        && self.tools.local.choice[i.ix()] == Choice::Free
                    {
                        self.tools.local.choice[i.ix()] = Choice::Out;
                        trail.push(i);
                    }
                }
            }
        }
        for k in 0..3 {
            if let Some(most) = self.task.limits[k]
                && self.task.weights != DIMS[k]
                && self.bound(&DIMS[k], most, trail).0
            {
                return Node::Closed;
            }
        }
        let weights = self.task.weights;
        let own = (0..3).find(|&k| weights == DIMS[k]).and_then(|k| self.task.limits[k]).unwrap_or(i64::MAX);
        let most = self.target().min(own);
        let (closed, bound) = self.bound(&weights, most, trail);
        if closed {
            return Node::Closed;
        }
        let items = self.tools.local.supported_plan();
        let found = self.tools.bench.plan(self.world.index, self.world.held, self.task.ask, &items, &weights);
        if let Some(plan) = found {
            self.offer(plan);
        }
        if bound > self.target() {
            return Node::Closed;
        }
        let local = &self.tools.local;
        let undecided = items
            .iter()
            .filter_map(|&item| local.local_item(item))
            .filter(|i| local.choice[i.ix()] == Choice::Free)
            .max_by_key(|i| (weigh(&weights, &local.dims[i.ix()]), local.dims[i.ix()], std::cmp::Reverse(i.0)));
        match undecided {
            Some(item) => Node::Split(item, bound),
            None => Node::Closed,
        }
    }

    fn offer(&mut self, plan: Plan) {
        if self.task.admits(&plan) && weigh(&self.task.weights, &plan.dims) <= self.target() {
            self.best = Some(plan.clone());
        }
        remember(self.tools.archive, plan);
    }
}
