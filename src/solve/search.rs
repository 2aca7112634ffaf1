//! One weighting under limits: bounds at the root first, the tree only when they leave a gap.
//!
//! At the root each limited measure and the objective get dual ascents (`landmark`). An item whose reduced cost exceeds the
//! gap between bound and best plan is shut out for the whole task (reduced-cost fixing, Dantzig, Fulkerson & Johnson 1954),
//! and the closure of an ascent contains a founded plan. When the bound meets the best plan by the granularity, the task is
//! done; otherwise `tree` takes over with what is left.

use std::collections::HashSet;

use super::ask::Ask;
use super::budget::{Budget, Effort};
use super::cover::{Bar, Cover};
use super::index::{Dims, Item, gcd};
use super::landmark::{Bound, Landmarks};
use super::local::{Choice, Local, World, weigh};
use super::plan::{Bench, Plan};
use super::prove::Recorder;
use super::simplex::Simplex;
use super::tree;

/// One question for the search: minimise the weighted sum within the limits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task<'a> {
    pub(crate) ask: &'a Ask,
    pub(crate) weights: Dims,
    pub(crate) limits: [Option<i64>; 3],
    /// Sets of items of which at most so many may be used together.
    pub(crate) caps: &'a [Cap],
    /// A stage before this one has looked at the limits already.
    pub(crate) later: bool,
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
    /// The best plan is found, or there is none: proven.
    Complete,
    /// Ended early; every plan weighs at least this.
    Stopped(i64),
}

/// The tools of a search.
pub(crate) struct Tools<'a> {
    pub(crate) local: &'a mut Local,
    pub(crate) bench: &'a mut Bench,
    pub(crate) cover: &'a mut Cover,
    pub(crate) simplex: &'a mut Simplex,
    /// Landmarks of the query: true of every plan, whatever the task.
    pub(crate) landmarks: &'a mut Landmarks,
    pub(crate) archive: &'a mut Vec<Plan>,
    pub(crate) effort: &'a mut Effort,
}

impl Tools<'_> {
    /// Forgets the graph of the query, so that what was left out for good can be listed again.
    pub(crate) fn restart(&mut self, world: World<'_>, ask: &Ask) {
        self.local.restart(world, ask);
        self.landmarks.clear();
    }
}

pub(crate) const UNIT: [Dims; 3] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

/// The smallest step between the weights of two plans.
fn granularity(world: World<'_>, weights: &Dims) -> i64 {
    (0..3).fold(0, |g, k| gcd(g, weights[k] * world.index.gcd[k])).max(1)
}

/// Remembers a plan.
pub(crate) fn remember(archive: &mut Vec<Plan>, plan: Plan) {
    if !archive.contains(&plan) {
        archive.push(plan);
    }
}

/// The best plan of the archive that the task admits.
pub(crate) fn best_known<'p>(archive: &'p [Plan], task: &Task<'_>) -> Option<&'p Plan> {
    archive.iter().filter(|p| task.admits(p)).min_by_key(|p| (weigh(&task.weights, &p.dims), p.dims, &p.items))
}

/// A search in progress.
pub(crate) struct Search<'a, 'b> {
    pub(crate) world: World<'a>,
    pub(crate) task: Task<'b>,
    pub(crate) tools: &'b mut Tools<'a>,
    pub(crate) budget: &'b Budget<'b>,
    pub(crate) best: Option<Plan>,
    pub(crate) step: i64,
    /// In a sweep: the measure whose limit moves, and the weight of one step in the other. A plan is then the best when no plan
    /// within the limit is less in the other measure.
    pub(crate) swept: Option<(usize, i64)>,
    /// Best bound of the root.
    pub(crate) bound: i64,
    /// Bound of the last ascent.
    last: i64,
    pub(crate) stopped: bool,
    /// Sets of items that have been made plans of.
    tried: HashSet<Vec<Item>>,
    /// Writes the steps down, when they are to be proven.
    pub(crate) recorder: Option<Recorder>,
}

/// Finds the best plan, starting from the best of the archive.
pub(crate) fn search<'a>(world: World<'a>, task: &Task<'_>, tools: &mut Tools<'a>, budget: &Budget<'_>) -> (Option<Plan>, Ending) {
    let best = best_known(tools.archive, task).cloned();
    let mut search = Search { best, ..Search::new(world, *task, tools, budget) };
    let ending = search.run();
    let effort = &mut *search.tools.effort;
    effort.items = effort.items.max(search.tools.local.item.len() as u64);
    (search.best, ending)
}

/// Proves that no plan of the task weighs less than the recorder's claim, or that there is no plan. Without a claim to
/// start from, `claim` is what the ascents show.
pub(crate) fn prove<'a>(
    world: World<'a>,
    task: &Task<'_>,
    tools: &mut Tools<'a>,
    budget: &Budget<'_>,
    recorder: impl FnOnce(i64) -> Recorder,
) -> Option<Recorder> {
    tools.local.choice.fill(Choice::Free);
    tools.local.unbar();
    tools.landmarks.clear();
    let budget = &Budget { nodes: budget.nodes.map(|most| tools.effort.nodes + most), stop: budget.stop };
    let mut search = Search::new(world, *task, tools, budget);
    let mut unreachable = false;
    for weights in UNIT.into_iter().filter(|w| (0..3).any(|k| w[k] == 1 && task.limits[k].is_some())).chain([task.weights]) {
        for turn in 0..2 {
            let local = &mut *search.tools.local;
            local.reset(world, weights);
            let goals = local.goal_order(turn);
            match local.ascend(world, &goals, i64::MAX, &mut || false, search.tools.landmarks) {
                Bound::Unreachable => unreachable = true,
                Bound::AtLeast(bound) if weights == task.weights => search.bound = search.bound.max(bound),
                Bound::AtLeast(_) => {}
            }
        }
    }
    let mut recorder = recorder(search.bound);
    if unreachable {
        recorder.close_unreachable();
        return Some(recorder);
    }
    search.recorder = Some(recorder);
    search.bar();
    let ending = tree::explore(&mut search);
    search.recorder.filter(|_| ending == Ending::Complete)
}

impl<'a, 'b> Search<'a, 'b> {
    /// A search that knows nothing yet.
    pub(crate) fn new(world: World<'a>, task: Task<'b>, tools: &'b mut Tools<'a>, budget: &'b Budget<'b>) -> Self {
        let step = granularity(world, &task.weights);
        let (best, swept, recorder) = (None, None, None);
        Search { world, task, tools, budget, best, step, swept, bound: 0, last: 0, stopped: false, tried: HashSet::new(), recorder }
    }

    /// What the proof must rule out, when one is written.
    fn ruled_out(&self) -> Option<i64> {
        let recorder = self.recorder.as_ref()?;
        // The verifier rounds up to a multiple of the step.
        Some(recorder.claim.map_or(i64::MAX, |claim| (claim - 1).div_euclid(self.step) * self.step))
    }

    /// The largest weight that is of interest to this task or the next stage: that of the best plan.
    pub(crate) fn ceiling(&self) -> i64 {
        if let Some(most) = self.ruled_out() {
            return most;
        }
        let weights = self.task.weights;
        let own = (0..3).find(|&k| weights == UNIT[k]).and_then(|k| self.task.limits[k]);
        let known = self.best.as_ref().map(|p| weigh(&weights, &p.dims));
        own.unwrap_or(i64::MAX).min(known.unwrap_or(i64::MAX))
    }

    /// The largest weight that still improves on the best plan, within the limit on it if there is one.
    pub(crate) fn target(&self) -> i64 {
        if let Some(most) = self.ruled_out() {
            return most;
        }
        let weights = self.task.weights;
        let own = (0..3).find(|&k| weights == UNIT[k]).and_then(|k| self.task.limits[k]);
        let step = |p: &Plan| match self.swept {
            // Weights of plans that are less in the other measure go as far as the limit of this one.
            Some((k, step)) => step - self.task.limits[k].map_or(0, |most| most - p.dims[k]),
            None => self.step,
        };
        let improving = self.best.as_ref().map(|p| weigh(&weights, &p.dims) - step(p));
        own.unwrap_or(i64::MAX).min(improving.unwrap_or(i64::MAX))
    }

    fn run(&mut self) -> Ending {
        self.bar();
        self.tools.effort.nodes += 1;
        let closed = self.root();
        if self.stopped || self.budget.spent(self.tools.effort.nodes) {
            return Ending::Stopped(self.least(self.bound));
        }
        if closed {
            return Ending::Complete;
        }
        tree::explore(self)
    }

    /// A lower bound, given one on what has not been explored.
    pub(crate) fn least(&self, open: i64) -> i64 {
        let known = self.best.as_ref().map_or(i64::MAX, |p| weigh(&self.task.weights, &p.dims));
        open.min(known)
    }

    /// Shuts out what is too dear by itself.
    pub(crate) fn bar(&mut self) {
        let local = &mut *self.tools.local;
        for (unit, limit) in UNIT.iter().zip(self.task.limits) {
            if let Some(most) = limit {
                let bar = Bar::weighing(unit, 0, most);
                for i in 0..local.item.len() {
                    if bar.shuts(&local.dims[i]) {
                        local.choice[i] = Choice::Out;
                    }
                }
                local.bar(bar);
            }
        }
    }

    /// Bounds at the root; true when they settle the task.
    fn root(&mut self) -> bool {
        for (unit, limit) in UNIT.iter().zip(self.task.limits) {
            if let Some(most) = limit
                && !self.task.later
                && self.task.weights != *unit
                && self.ascend(unit, most, 0)
            {
                return true;
            }
        }
        for turn in 0..2 {
            let weights = self.task.weights;
            if self.ascend(&weights, self.ceiling(), turn) {
                return true;
            }
            self.try_supported();
            self.shut(&weights, self.bound, self.ceiling());
            if self.bound > self.target() {
                return true;
            }
        }
        false
    }

    /// One dual ascent; shuts out items by reduced cost; true when it proves that nothing weighs at most `most`.
    pub(crate) fn ascend(&mut self, weights: &Dims, most: i64, turn: u32) -> bool {
        let own = *weights == self.task.weights;
        let local = &mut *self.tools.local;
        self.tools.effort.ascents += 1;
        local.reset(self.world, *weights);
        let goals = local.goal_order(turn);
        let budget = self.budget;
        let mut stopped = false;
        let mut stop = || {
            stopped = stopped || budget.spent(0);
            stopped
        };
        let ascent = local.ascend(self.world, &goals, most, &mut stop, self.tools.landmarks);
        self.stopped |= stopped;
        let bound = match ascent {
            Bound::Unreachable => return true,
            Bound::AtLeast(bound) => bound,
        };
        if own {
            self.bound = self.bound.max(bound);
        }
        if bound > most {
            return true;
        }
        self.last = bound;
        self.shut(weights, bound, most);
        false
    }

    /// Shuts out what cannot be in a plan of weight `most`, by the residual prices of the last ascent.
    fn shut(&mut self, weights: &Dims, bound: i64, most: i64) {
        let local = &mut *self.tools.local;
        let bound = bound.min(self.last);
        let slack = most.saturating_sub(bound);
        for i in 0..local.item.len() {
            if local.residual[i] > slack {
                local.choice[i] = Choice::Out;
            }
        }
        // Items not listed yet are in no landmark: their reduced cost is their price.
        local.bar(Bar::weighing(weights, bound, most));
    }

    /// Tries the plan that the closure supports.
    pub(crate) fn try_supported(&mut self) {
        let mut items = self.tools.local.supported_plan(self.world);
        items.sort_unstable();
        if !self.tried.insert(items.clone()) {
            return;
        }
        let (index, held) = (self.world.index, self.world.held);
        if let Some(plan) = self.tools.bench.plan(index, held, self.task.ask, &items, &self.task.weights) {
            self.offer(plan);
        }
    }

    /// Takes note of a plan.
    pub(crate) fn offer(&mut self, plan: Plan) {
        let weight = weigh(&self.task.weights, &plan.dims);
        let most = match self.swept {
            Some(_) => self.best.as_ref().map_or(i64::MAX, |p| weigh(&self.task.weights, &p.dims) - 1),
            None => self.target(),
        };
        if weight <= most && self.task.admits(&plan) {
            self.best = Some(plan.clone());
        }
        remember(self.tools.archive, plan);
    }
}
