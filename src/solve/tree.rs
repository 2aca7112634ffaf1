//! Branch and cut on what the root leaves open.
//!
//! A node is a box: columns decided in or out. Its bound is the Lagrangian of the covering program (`cover`) at the
//! multipliers of a linear relaxation (`simplex`), evaluated exactly; columns are fixed by exact reduced cost and by what rows
//! force. Rows the relaxation violates are added (`separate`) until none is found, then the node is split on the most
//! fractional column. The tree is walked depth first with an explicit path.

#![expect(clippy::cast_precision_loss, reason = "the linear program only proposes; bounds are evaluated in integers")]

use super::cover::{Bar, RowKind};
use super::gains::Gains;
use super::index::Dims;
use super::landmark::Goal;
use super::local::{Choice, LItem, weigh};
use super::relax::ABSENT;
use super::search::{Ending, Search, UNIT};
use super::separate::{self, Found};
use super::settled::mask;
use super::simplex::FEW;
use super::support;

/// A decision on the way to a node.
struct Decision {
    column: usize,
    first: Choice,
    second: bool,
    /// Length of the trail before the node.
    start: usize,
    /// Length of the trail after what the node fixed.
    mark: usize,
    /// Bound of the node that was split.
    bound: i64,
    /// The same of its relaxation, scaled, and where the column stood in it.
    scaled: i128,
    x: f64,
}

enum Node {
    Closed,
    Split { column: usize, first: Choice, bound: i128 },
}

/// The tree over one search.
#[expect(clippy::struct_excessive_bools, reason = "four marks that have nothing to do with each other")]
pub(crate) struct Tree<'s, 'a, 'b> {
    pub(crate) search: &'s mut Search<'a, 'b>,
    /// Factor from the weights to those of the linear program.
    pub(super) scale: f64,
    pub(super) row_scale: Vec<f64>,
    /// Column of the linear program of each column of the cover, if it is in it.
    pub(super) program: Vec<u32>,
    /// Row of the linear program of each row of the cover, if it is in it, and the other way round.
    pub(super) program_row: Vec<u32>,
    pub(super) cover_row: Vec<u32>,
    /// Group rows present, by local group.
    pub(crate) has_group: Vec<bool>,
    pub(crate) x: Vec<f64>,
    /// By how much the point is above the right side of each row.
    pub(super) left: Vec<f64>,
    /// The measures that weigh in the task, its limits included; 0 when caps make every item count.
    pub(crate) mask: usize,
    bars: usize,
    /// The last relaxation ended without a point worth separating: its work was done, or the box is empty and no whole
    /// multipliers show it.
    pub(super) stuck: bool,
    /// The Lagrangian of the last relaxation, whose reduced costs stand in the cover.
    pub(super) lagrangian: i128,
    /// The last Lagrangian of the root: reduced costs of the columns, and of what has no column.
    root_price: Vec<i128>,
    root_bar: Option<Bar>,
    /// The rows serve other limits as well: what this task rules out is decided in the cover and taken back after it, not shut out.
    keep: bool,
    /// The last walk split its root.
    split: bool,
    /// What splits have gained.
    gains: Gains,
    /// The decision just made, whose gain the next bound tells: column, side, where the column stood, and the bound before.
    decided: Option<(usize, Choice, f64, i128)>,
    /// Nodes of this tree.
    nodes: u64,
    /// The task has turned out to be hard: slow separation pays.
    hard: bool,
    /// Fixings of a proof, or of the root of a task among several: depth, how many columns there were, and what happens to items without one.
    fixes: Vec<(usize, usize, Bar)>,
}

/// Explores the tree below the root.
pub(crate) fn explore(search: &mut Search<'_, '_>) -> Ending {
    let mut tree = Tree::new(search, false);
    let ending = tree.walk();
    tree.shut();
    ending
}

/// Nodes after which a task counts as hard.
const EASY: u64 = 12;

/// Rounds of one node of a proof after which it is split if it can be.
const MOST_TURNS: u32 = 300;

impl<'s, 'a, 'b> Tree<'s, 'a, 'b> {
    /// The program of a search. With `keep` it can be walked again after a limit has moved (`lower`).
    pub(crate) fn new(search: &'s mut Search<'a, 'b>, keep: bool) -> Self {
        let bars = search.tools.local.bars.len();
        let task = search.task;
        let counts = [0, 1, 2].map(|k| i64::from(task.weights[k] != 0 || task.limits[k].is_some()));
        let mask = if task.caps.is_empty() { mask(&counts) } else { 0 };
        let mut tree = Tree {
            mask,
            search,
            scale: 1.0,
            row_scale: Vec::new(),
            program: Vec::new(),
            program_row: Vec::new(),
            cover_row: Vec::new(),
            has_group: Vec::new(),
            x: Vec::new(),
            left: Vec::new(),
            bars,
            stuck: false,
            lagrangian: 0,
            root_price: Vec::new(),
            root_bar: None,
            keep,
            split: false,
            gains: Gains::default(),
            decided: None,
            nodes: 0,
            hard: false,
            fixes: Vec::new(),
        };
        // A proof follows the search that found the answer.
        tree.hard = tree.search.recorder.is_some() && tree.search.tools.effort.nodes > 3 * EASY;
        tree.model();
        tree
    }

    /// Lowers the limit on a measure that the task does not weigh alone, for another walk. The rows stay true, because every
    /// plan within the new limit is within the old one, and the basis stays dual feasible, because no weight moves.
    pub(crate) fn lower(&mut self, measure: usize, most: i64) {
        let tools = &mut *self.search.tools;
        tools.cover.undo(0);
        for r in 0..tools.cover.rows() {
            if tools.cover.kind[r] == RowKind::Limit(measure) {
                tools.cover.rhs[r] = -most;
                if let Some(&p) = self.program_row.get(r).filter(|&&p| p != ABSENT) {
                    tools.simplex.lift(p as usize, -most as f64 * self.row_scale[p as usize]);
                }
            }
        }
        tools.cover.wake_all();
        self.search.task.limits[measure] = Some(most);
        self.search.bar();
    }

    /// Rows known at the start: limits, caps, goals, and the landmarks of the query.
    fn model(&mut self) {
        let task = self.search.task;
        let world = self.search.world;
        self.search.tools.cover.clear();
        self.search.tools.simplex.clear();
        for (k, (unit, limit)) in UNIT.iter().zip(task.limits).enumerate() {
            if let Some(most) = limit
                && (task.weights != *unit || self.search.recorder.is_some())
            {
                self.search.tools.cover.add_row(RowKind::Limit(k), -most);
            }
        }
        for (n, cap) in task.caps.iter().enumerate() {
            self.search.tools.cover.add_row(RowKind::Cap(n), -i64::try_from(cap.most).unwrap_or(i64::MAX));
        }
        for g in self.search.tools.local.goals.clone() {
            if self.search.tools.local.group_need[g.ix()] > 1 {
                separate::goal_row(self, Goal::Group(g));
            }
        }
        if self.search.tools.local.soft_need > 0 {
            separate::goal_row(self, Goal::Soft);
        }
        for k in 0..self.search.tools.landmarks.len() {
            let tools = &mut *self.search.tools;
            tools.local.cut_of(world, tools.landmarks.zone(k));
            separate::landmark_row(self);
        }
        let known = self.search.best.as_ref().map_or(0, |p| weigh(&task.weights, &p.dims));
        let largest = self.search.tools.cover.weight.iter().copied().max().unwrap_or(0).max(known).max(1);
        self.search.tools.cover.shift = (60 - largest.ilog2()).min(30);
        if let Some(recorder) = &mut self.search.recorder {
            // The verifier's numbers are smaller.
            let largest = largest.max(recorder.claim.unwrap_or(1));
            self.search.tools.cover.shift = 48u32.saturating_sub(largest.ilog2()).min(20);
            for r in (0..self.search.tools.cover.rows()).filter(|&r| matches!(self.search.tools.cover.kind[r], RowKind::Limit(_))) {
                recorder.limit(self.search.tools.local, self.search.tools.cover, r);
            }
        }
        let (mut sum, mut count) = (0.0, 0.0);
        for &w in self.search.tools.cover.weight.iter().filter(|&&w| w > 0) {
            sum += w as f64;
            count += 1.0;
        }
        self.scale = if count > 0.0 { count / sum } else { 1.0 };
    }

    /// Column of an item, made when it has none.
    pub(crate) fn column(&mut self, i: LItem) -> usize {
        let tools = &mut *self.search.tools;
        if let Some(c) = tools.cover.column_of(i) {
            return c;
        }
        let dims = tools.local.dims[i.ix()];
        let c = tools.cover.add_column(i, weigh(&self.search.task.weights, &dims));
        for r in 0..tools.cover.rows() {
            match tools.cover.kind[r] {
                RowKind::Limit(k) if dims[k] != 0 => tools.cover.add_entry(r, c, -dims[k]),
                RowKind::Limit(_) => {}
                RowKind::Cap(n) => {
                    let item = tools.local.item[i.ix()];
                    if self.search.task.caps[n].items.contains(&item) {
                        tools.cover.add_entry(r, c, -1);
                    }
                }
                _ => break,
            }
        }
        c
    }

    /// Factor from weights to those of the linear program.
    pub(crate) fn scale(&self) -> f64 {
        self.scale
    }

    /// Is the item without effect on the task's measures, so that it may be used at will?
    pub(crate) fn idle(&self, dims: &Dims) -> bool {
        let task = self.search.task;
        task.caps.is_empty() && weigh(&task.weights, dims) == 0 && (0..3).all(|k| task.limits[k].is_none() || dims[k] == 0)
    }

    /// Walks the tree from its root.
    pub(crate) fn walk(&mut self) -> Ending {
        let mut path: Vec<Decision> = Vec::new();
        if self.split {
            self.search.tools.simplex.back(0);
            self.split = false;
        }
        self.purge(FEW);
        loop {
            self.search.tools.effort.nodes += 1;
            self.nodes += 1;
            if self.nodes > EASY && !self.hard && !self.keep && self.search.recorder.is_none() {
                // Once more from the root, with all that is known by now.
                self.hard = true;
                self.search.tools.cover.undo(0);
                self.search.tools.cover.wake_all();
                path.clear();
            }
            let start = self.search.tools.cover.trail.len();
            let node = self.node(path.len());
            if self.search.stopped || self.search.budget.spent(self.search.tools.effort.nodes) {
                let open = path.iter().filter(|d| !d.second).map(|d| d.bound).min();
                let here = path.last().map_or(self.search.bound, |d| d.bound);
                return Ending::Stopped(self.search.least(open.map_or(here, |o| o.min(here))));
            }
            match node {
                Node::Split { column, first, bound: scaled } => {
                    self.split = true;
                    let bound = self.whole(scaled);
                    let x = self.x[column];
                    let mark = self.search.tools.cover.trail.len();
                    let bound = bound.max(path.last().map_or(self.search.bound, |d| d.bound));
                    self.search.tools.simplex.keep(path.len());
                    path.push(Decision { column, first, second: false, start, mark, bound, scaled, x });
                    self.decided = Some((column, first, x, scaled));
                    self.search.tools.cover.decide(column, first);
                    let item = self.search.tools.cover.item[column];
                    if let Some(recorder) = &mut self.search.recorder {
                        recorder.split(item);
                    }
                }
                Node::Closed => loop {
                    let Some(last) = path.last_mut() else { return Ending::Complete };
                    if last.second {
                        let start = last.start;
                        self.search.tools.cover.undo(start);
                        path.pop();
                        continue;
                    }
                    last.second = true;
                    self.search.tools.cover.undo(last.mark);
                    let other = if last.first == Choice::In { Choice::Out } else { Choice::In };
                    self.decided = Some((last.column, other, last.x, last.scaled));
                    self.search.tools.cover.decide(last.column, other);
                    self.search.tools.simplex.back(path.len() - 1);
                    break;
                },
            }
        }
    }

    /// Bounds, fixes and separates at a node.
    fn node(&mut self, depth: usize) -> Node {
        let mut rounds = 0;
        let mut turns = 0;
        self.fixes.retain(|f| f.0 < depth);
        loop {
            turns += 1;
            // A proof that does not get on is given up.
            if self.search.budget.spent(0) || (self.search.recorder.is_some() && turns > 10 * MOST_TURNS) {
                self.search.stopped = true;
                return Node::Closed;
            }
            if self.search.recorder.is_none() && !self.search.tools.cover.propagate() {
                self.learn(None);
                return Node::Closed;
            }
            let bound = self.relax();
            self.learn(bound);
            let Some(bound) = bound else {
                let tools = &mut *self.search.tools;
                if let Some(recorder) = &mut self.search.recorder {
                    recorder.close(tools.local, tools.cover, false);
                }
                return Node::Closed;
            };
            if self.beaten(bound) {
                self.close_beaten();
                return Node::Closed;
            }
            let before = self.search.tools.cover.trail.len();
            if !self.fix(bound, depth) {
                return Node::Closed;
            }
            let cover = &*self.search.tools.cover;
            if cover.trail[before..].iter().any(|&c| {
                let value = if cover.state[c as usize] == Choice::In { 1.0 } else { 0.0 };
                (self.x[c as usize] - value).abs() > 1e-6
            }) {
                continue;
            }
            let whole = (0..self.x.len()).all(|c| self.x[c] < 1e-6 || self.x[c] > 1.0 - 1e-6);
            let enough = if depth == 0 { 60 } else { 6 };
            // A point that teaches nothing more: split at once, as long as there is something to split on.
            let tired = self.stuck || self.full() || (self.search.recorder.is_some() && turns > MOST_TURNS);
            if (whole || rounds < enough) && !(tired && self.branch().is_some()) {
                let found = match separate::separate(self, rounds, whole) {
                    Found::Nothing if self.hard && !whole && support::supports(self) => Found::Rows,
                    found => found,
                };
                match found {
                    Found::Nothing => {}
                    Found::Rows => {
                        rounds += 1;
                        if self.beaten(bound) {
                            return Node::Closed;
                        }
                        if self.keep {
                            self.recall();
                        }
                        continue;
                    }
                    Found::Impossible => {
                        if let Some(recorder) = &mut self.search.recorder {
                            let tools = &*self.search.tools;
                            let chosen = |c: &usize| tools.cover.state[*c] == Choice::In && tools.local.dead[tools.cover.item[*c].ix()];
                            match (0..tools.cover.columns()).find(chosen) {
                                Some(c) => recorder.close_impossible(tools.cover.item[c]),
                                None => recorder.close_unreachable(),
                            }
                        }
                        return Node::Closed;
                    }
                }
                if self.beaten(bound) {
                    return Node::Closed;
                }
            }
            if self.recall() {
                continue;
            }
            if let Some((column, first)) = self.branch() {
                return Node::Split { column, first, bound };
            }
            if let Some(recorder) = &mut self.search.recorder {
                recorder.failed = true;
                self.search.stopped = true;
            }
            return Node::Closed;
        }
    }

    /// The least whole weight at or above a scaled bound.
    fn whole(&self, bound: i128) -> i64 {
        let shift = self.search.tools.cover.shift;
        i64::try_from((bound + (1i128 << shift) - 1) >> shift).unwrap_or(i64::MAX)
    }

    /// Remembers what the last decision gained; all that there was to gain where the node is closed.
    fn learn(&mut self, bound: Option<i128>) {
        let Some((column, choice, x, before)) = self.decided.take() else { return };
        let (target, unit) = (self.search.target(), (1u64 << self.search.tools.cover.shift) as f64);
        let most = if target == i64::MAX { None } else { Some((i128::from(target) + 1) << self.search.tools.cover.shift) };
        let Some(after) = bound.into_iter().chain(most).min() else { return };
        let w = self.search.tools.cover.weight[column] as f64 * self.scale;
        self.gains.learn(column, choice, x, w, (after - before) as f64 / unit * self.scale);
    }

    /// Decides columns that a proof has fixed out before they were columns; true when there were some.
    fn recall(&mut self) -> bool {
        let tools = &mut *self.search.tools;
        let before = tools.cover.trail.len();
        for &(_, columns, bar) in &self.fixes {
            for c in columns..tools.cover.columns() {
                if tools.cover.state[c] == Choice::Free && bar.shuts(&tools.local.dims[tools.cover.item[c].ix()]) {
                    tools.cover.decide(c, Choice::Out);
                }
            }
        }
        tools.cover.trail.len() > before
    }

    /// Writes down how the bound closes the node.
    fn close_beaten(&mut self) {
        let target = self.search.target();
        let tools = &mut *self.search.tools;
        if let Some(recorder) = &mut self.search.recorder {
            if tools.cover.evaluate(1) > i128::from(target) << tools.cover.shift {
                recorder.close(tools.local, tools.cover, true);
            } else {
                recorder.close_chosen();
            }
        }
    }

    /// Is nothing below a scaled bound of interest?
    pub(super) fn beaten(&self, bound: i128) -> bool {
        bound > i128::from(self.search.target()) << self.search.tools.cover.shift
    }

    /// Fixes by exact reduced cost; at the root for the whole task. False when that leaves nothing.
    fn fix(&mut self, bound: i128, depth: usize) -> bool {
        let root = depth == 0;
        let target = self.search.target();
        if root {
            let least = self.whole(bound);
            self.search.bound = self.search.bound.max(least);
        }
        if target == i64::MAX {
            return true;
        }
        let tools = &mut *self.search.tools;
        let lagrangian = self.lagrangian;
        let slack = (i128::from(target) << tools.cover.shift) - lagrangian;
        if root {
            let shift = tools.cover.shift;
            // What is fixed because it does not improve is still open to a stage that only asks for as much.
            let mut base = lagrangian;
            for c in 0..tools.cover.columns() {
                let loss = tools.cover.reduced[c].min(0);
                base += match tools.cover.state[c] {
                    Choice::In => loss - tools.cover.reduced[c],
                    Choice::Out if tools.local.choice[tools.cover.item[c].ix()] != Choice::Out => loss,
                    _ => 0,
                };
            }
            let bar = Bar { price: tools.cover.plain_price(&self.search.task.weights), base, shift, most: target };
            self.root_price.clear();
            self.root_price.extend_from_slice(&tools.cover.reduced);
            if self.keep {
                let bar = Bar { base: lagrangian, ..bar };
                self.fixes.push((depth, tools.cover.columns(), bar));
            } else {
                self.root_bar = Some(bar);
                self.shut();
            }
        }
        let tools = &mut *self.search.tools;
        let proving = self.search.recorder.is_some();
        let before = tools.cover.trail.len();
        for c in 0..tools.cover.columns() {
            if tools.cover.state[c] == Choice::Free {
                if tools.cover.reduced[c] > slack {
                    tools.cover.decide(c, Choice::Out);
                } else if -tools.cover.reduced[c] > slack && !proving {
                    tools.cover.decide(c, Choice::In);
                }
            }
        }
        if let Some(recorder) = &mut self.search.recorder
            && (root || tools.cover.trail.len() > before)
        {
            recorder.fix(tools.local, tools.cover);
            let price = tools.cover.plain_price(&self.search.task.weights);
            let bar = Bar { price, base: lagrangian, shift: tools.cover.shift, most: target };
            self.fixes.push((depth, tools.cover.columns(), bar));
        }
        proving || tools.cover.propagate()
    }

    /// Shuts out, for this task and the stages after it, what cannot be in a plan as good as the best one known.
    fn shut(&mut self) {
        let most = self.search.ceiling();
        let Some(bar) = self.root_bar.map(|b| Bar { most, ..b }) else { return };
        let tools = &mut *self.search.tools;
        let slack = (i128::from(most) << bar.shift) - bar.base;
        for (c, &reduced) in self.root_price.iter().enumerate() {
            if reduced > slack {
                tools.local.choice[tools.cover.item[c].ix()] = Choice::Out;
            }
        }
        let local = &mut *tools.local;
        for i in 0..local.item.len() {
            let priced = tools.cover.column_of(LItem(i as u32)).is_some_and(|c| c < self.root_price.len());
            if !priced && bar.shuts(&local.dims[i]) {
                local.choice[i] = Choice::Out;
            }
        }
        // A proof keeps them all, because the verifier does.
        if self.search.recorder.is_none() {
            local.bars.truncate(self.bars);
        }
        local.bar(bar);
    }

    /// The column to split on and the side to look at first.
    fn branch(&self) -> Option<(usize, Choice)> {
        let cover = &*self.search.tools.cover;
        let mut best: Option<(f64, usize)> = None;
        for c in 0..cover.columns() {
            if cover.state[c] != Choice::Free {
                continue;
            }
            let x = self.x[c].clamp(0.0, 1.0);
            let open = x.min(1.0 - x);
            let w = cover.weight[c] as f64 * self.scale;
            let score = if open > 1e-6 {
                let known = if self.search.recorder.is_none() { self.gains.expect(c, x, w) } else { None };
                known.map_or(10.0 + open * (1.0 + 0.2 * w / (1.0 + w)) + 1e-3 * x, |gain| 10.0 + gain)
            } else {
                x
            };
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, c));
            }
        }
        let first = |c: usize| if self.x[c] > 1e-6 && self.search.recorder.is_none() { Choice::In } else { Choice::Out };
        best.map(|(_, c)| (c, first(c)))
    }
}
