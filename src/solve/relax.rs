//! The linear relaxation of a node, by sifting, and its exact bound.
//!
//! The linear program holds only the rows and columns that have mattered so far. Its multipliers are rounded to whole numbers
//! and evaluated over all rows and columns of the cover (`cover`), so what the program leaves out, or where it stopped, can
//! weaken the bound and never break it; columns that would pay and rows that the point violates join it (sifting, Bixby,
//! Gregory, Lustig, Marsten & Shanno 1992). Its work is limited: when that is spent, the node is split with the bound of the
//! multipliers there are.

#![expect(clippy::cast_precision_loss, reason = "the linear program only proposes; bounds are evaluated in integers")]

use super::cover::RowKind;
use super::local::Choice;
use super::simplex::{GONE, LpStatus, MANY};
use super::tree::Tree;

/// Stands for a row or column that is not in the linear program.
pub(super) const ABSENT: u32 = GONE;
/// The largest multiplier of a ray, 2^50.
const RAY: f64 = (1u64 << 50) as f64;
/// Multiplications of the linear program at one node.
const NODE_WORK: u64 = 2_000_000_000;
/// Multiplications between two looks at the budget.
const TURN_WORK: u64 = 20_000_000;
/// Most rows of the linear program, whose inverse is dense; others bound and propagate only.
const MOST_ROWS: usize = 2_000;

impl Tree<'_, '_, '_> {
    /// Solves the relaxation and evaluates its multipliers exactly; none when the box is proven empty or too dear.
    pub(super) fn relax(&mut self) -> Option<i128> {
        let target = self.search.target();
        let cutoff = if target == i64::MAX { f64::INFINITY } else { (target as f64 + 0.5) * self.scale };
        let mut left = NODE_WORK;
        self.purge(MANY);
        for round in 0.. {
            self.sync();
            let status = self.turn(cutoff, &mut left);
            let tools = &mut *self.search.tools;
            let unit = (1u64 << tools.cover.shift) as f64;
            let rows = tools.simplex.rows();
            let factor = |r: usize| self.row_scale[r] / self.scale * unit;
            let mut dual = vec![0i64; tools.cover.rows()];
            for r in 0..rows {
                dual[self.cover_row[r] as usize] = (tools.simplex.y(r) * factor(r)) as i64;
            }
            if status == LpStatus::Infeasible {
                // Along the ray the bound grows for ever; with weights left out a positive bound proves the box empty.
                let largest = (0..rows).map(|r| tools.simplex.ray(r) * self.row_scale[r]).fold(1e-12, f64::max);
                // As fine as whole numbers go: a box may be empty by a part in a million only.
                let ray = |r: usize| (tools.simplex.ray(r) * self.row_scale[r] / largest * RAY) as i64;
                tools.cover.multiplier.clear();
                tools.cover.multiplier.resize(tools.cover.rows(), 0);
                for r in 0..rows {
                    tools.cover.multiplier[self.cover_row[r] as usize] = ray(r);
                }
                if tools.cover.evaluate(0) > 0 {
                    return None;
                }
                if round < 50 && left > 0 && self.join() {
                    continue;
                }
            }
            let tools = &mut *self.search.tools;
            tools.cover.multiplier = dual;
            let bound = tools.cover.evaluate(1);
            self.lagrangian = bound;
            let chosen = i128::from(tools.cover.chosen()) << tools.cover.shift;
            let bound = bound.max(chosen);
            if round < 100 && left > 0 && !self.beaten(bound) && self.join() {
                continue;
            }
            let tools = &mut *self.search.tools;
            self.stuck = matches!(status, LpStatus::Infeasible | LpStatus::Limit | LpStatus::Singular);
            self.x.clear();
            self.x.extend((0..tools.cover.columns()).map(|c| match tools.cover.state[c] {
                Choice::Out => 0.0,
                Choice::In => 1.0,
                Choice::Free if self.program[c] == ABSENT => 0.0,
                Choice::Free => tools.simplex.x(self.program[c] as usize),
            }));
            if round < 100 && !self.stuck && !self.beaten(bound) && self.join_rows() {
                continue;
            }
            return Some(bound);
        }
        None
    }

    /// Solves the linear program as it stands, from the last basis, within the work that is left to the node. The budget is
    /// looked at in between; a basis that leads nowhere is given up once.
    fn turn(&mut self, cutoff: f64, left: &mut u64) -> LpStatus {
        let simplex = &mut *self.search.tools.simplex;
        let mut fresh = false;
        loop {
            let before = simplex.work;
            let status = simplex.solve(TURN_WORK.min(*left), cutoff);
            *left = left.saturating_sub(simplex.work - before);
            let lost = match status {
                LpStatus::Limit => *left < NODE_WORK / 2,
                LpStatus::Singular => true,
                _ => return status,
            };
            if *left == 0 || self.search.budget.spent(0) || (status == LpStatus::Singular && fresh) {
                return status;
            }
            if lost && !fresh {
                simplex.restart();
                fresh = true;
            }
        }
    }

    /// Lets rows that hold nothing up leave the linear program.
    pub(super) fn purge(&mut self, spare: usize) {
        let Some(number) = self.search.tools.simplex.purge(spare) else { return };
        for p in self.program_row.iter_mut().filter(|p| **p != ABSENT) {
            *p = number[*p as usize];
        }
        let mut rows = number.iter();
        self.cover_row.retain(|_| rows.next().is_some_and(|&n| n != ABSENT));
        let mut rows = number.iter();
        self.row_scale.retain(|_| rows.next().is_some_and(|&n| n != ABSENT));
    }

    /// Has the linear program all the rows it may have?
    pub(super) fn full(&self) -> bool {
        self.cover_row.len() >= MOST_ROWS
    }

    /// Lets columns join the linear program that would lower its objective; false when there are none.
    fn join(&mut self) -> bool {
        let cover = &*self.search.tools.cover;
        let tolerance = (1i128 << cover.shift) / 1_000_000;
        let pays = |&c: &usize| self.program[c] == ABSENT && cover.state[c] == Choice::Free && cover.reduced[c] < -tolerance;
        let joining: Vec<usize> = (0..cover.columns().min(self.program.len())).filter(pays).collect();
        for &c in &joining {
            self.admit(c);
        }
        !joining.is_empty()
    }

    /// Lets rows that the point violates join the linear program, the worst first; false when there are none.
    fn join_rows(&mut self) -> bool {
        let cover = &*self.search.tools.cover;
        self.left.clear();
        self.left.extend(cover.rhs.iter().map(|&b| -b as f64));
        for (c, &x) in self.x.iter().enumerate().filter(|e| *e.1 != 0.0) {
            for &(r, a) in cover.column(c) {
                self.left[r as usize] += a as f64 * x;
            }
        }
        let absent = |r: &usize| self.program_row[*r] == ABSENT;
        let mut violated: Vec<(f64, usize)> = (0..cover.rows()).filter(absent).map(|r| (self.left[r], r)).filter(|e| e.0 < -1e-5).collect();
        violated.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        violated.truncate(40.min(MOST_ROWS.saturating_sub(self.cover_row.len())));
        for &(_, r) in &violated {
            self.sync_row(r);
        }
        !violated.is_empty()
    }

    /// Puts a column into the linear program.
    fn admit(&mut self, c: usize) {
        let (cover, simplex) = (&*self.search.tools.cover, &mut *self.search.tools.simplex);
        if self.program[c] != ABSENT {
            return;
        }
        let j = simplex.columns();
        self.program[c] = j as u32;
        // A slightly smaller weight, each by its own measure, keeps the dual from standing still.
        let spread = ((c as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / (1u64 << 24) as f64;
        let w = cover.weight[c] as f64 * self.scale;
        simplex.add_column(w * (1.0 - 1e-6 * (0.5 + spread)));
        for &(r, a) in cover.column(c) {
            let i = self.program_row[r as usize];
            if i != ABSENT {
                simplex.add_entry(i as usize, j, a as f64 * self.row_scale[i as usize]);
            }
        }
    }

    /// Brings the linear program up to date with rows, columns and the box.
    fn sync(&mut self) {
        let columns = self.search.tools.cover.columns();
        self.program.resize(columns, ABSENT);
        let known = self.program_row.len();
        self.program_row.resize(self.search.tools.cover.rows(), ABSENT);
        for r in known..self.search.tools.cover.rows() {
            // Landmarks wait until a point violates them.
            if !self.full() && !matches!(self.search.tools.cover.kind[r], RowKind::Landmark) {
                self.sync_row(r);
            }
        }
        for c in 0..columns {
            let (lo, up) = match self.search.tools.cover.state[c] {
                Choice::Free => (0.0, 1.0),
                Choice::In => (1.0, 1.0),
                Choice::Out => (0.0, 0.0),
            };
            if lo > 0.0 {
                self.admit(c);
            }
            if self.program[c] != ABSENT {
                self.search.tools.simplex.bound(self.program[c] as usize, lo, up);
            }
        }
    }

    /// Puts a row into the linear program, with the columns that are likely to matter in it.
    fn sync_row(&mut self, r: usize) {
        let cover = &*self.search.tools.cover;
        let scale = match cover.kind[r] {
            RowKind::Limit(_) => 1.0 / cover.row(r).iter().map(|e| e.1.unsigned_abs()).max().unwrap_or(1).max(1) as f64,
            _ => 1.0,
        };
        let mut likely: Vec<(i64, u32)> = cover.row(r).iter().filter(|e| e.1 > 0).map(|e| (cover.weight[e.0 as usize], e.0)).collect();
        likely.sort_unstable();
        likely.truncate(8);
        let heads: Vec<u32> = match cover.kind[r] {
            RowKind::Needs(..) | RowKind::Support(_) => cover.row(r).iter().filter(|e| e.1 < 0).map(|e| e.0).collect(),
            _ => Vec::new(),
        };
        for c in likely.into_iter().map(|e| e.1).chain(heads) {
            self.admit(c as usize);
        }
        let (cover, simplex) = (&*self.search.tools.cover, &mut *self.search.tools.simplex);
        let present = cover.row(r).iter().filter(|e| self.program[e.0 as usize] != ABSENT);
        let entries: Vec<(u32, f64)> = present.map(|&(c, a)| (self.program[c as usize], a as f64 * scale)).collect();
        self.program_row[r] = simplex.rows() as u32;
        self.cover_row.push(r as u32);
        self.row_scale.push(scale);
        simplex.add_row(cover.rhs[r] as f64 * scale, &entries);
    }
}
