//! A small dual simplex for covering programs, used only to *propose* multipliers.
//!
//! minimise w·x, A x ≥ b, lo ≤ x ≤ up. Columns are boxed, so any basis is made dual feasible by putting non-basic columns
//! at the right bound; rows and columns may be appended and bounds moved between solves, and the last basis is kept. The
//! inverse is dense, because the programs have tens to a few hundred rows (Lemke 1954; Koberstein 2005 for the ratio test). Of its
//! columns only those of tight rows are kept: the surplus of any other row is basic, and its column is a unit vector.
//! Nothing here is trusted: the caller evaluates the Lagrangian bound at the multipliers in exact integers (`cover`), where
//! any non-negative multipliers give a valid bound.

#![expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::many_single_char_names,
    reason = "rows and columns are counted in hundreds; matrix code reads best with indices"
)]

mod dot;
mod purge;
mod rebuild;
mod shelf;

use dot::{dot, dot_and_take};
pub(crate) use purge::{FEW, GONE, MANY};

/// How a solve ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LpStatus {
    /// Optimal up to rounding.
    Optimal,
    /// The objective passed the cutoff.
    Cutoff,
    /// No feasible point up to rounding; the multipliers moved along a ray.
    Infeasible,
    /// The work allowed is done.
    Limit,
    /// The basis is too near singular to go on.
    Singular,
}

const FEASIBLE: f64 = 1e-7;
const PIVOT: f64 = 1e-7;
/// Least squared length of a row of the inverse.
const SHORT: f64 = 1e-6;
const DUAL: f64 = 1e-9;
/// Iterations between rebuilds of the inverse.
const REBUILD: u32 = 120;
/// Columns that are looked at side by side.
const LANES: usize = 8;

/// The program and its basis. Basic variables are columns (≥ 0) or the surplus of row i (−1 − i).
#[derive(Debug, Default)]
pub(crate) struct Simplex {
    rows: usize,
    columns: usize,
    row: Vec<Vec<(u32, f64)>>,
    column: Vec<Vec<(u32, f64)>>,
    rhs: Vec<f64>,
    weight: Vec<f64>,
    lo: Vec<f64>,
    up: Vec<f64>,
    capacity: usize,
    /// A line for each basic variable, with a place for each tight row in the order of `tight`.
    inverse: Vec<f64>,
    /// Rows whose surplus is not basic.
    tight: Vec<u32>,
    /// Place of each row in `tight`; `GONE` where its surplus is basic.
    at: Vec<u32>,
    basis: Vec<i64>,
    place: Vec<i32>,
    surplus_place: Vec<i32>,
    value: Vec<f64>,
    /// Squared length of each row of the inverse: infeasibilities are compared in their own units (dual steepest edge,
    /// Forrest & Goldfarb 1992).
    norm: Vec<f64>,
    /// Reduced cost of each column.
    reduced: Vec<f64>,
    /// Reduced cost of each surplus: the multiplier of its row.
    multiplier: Vec<f64>,
    at_upper: Vec<bool>,
    /// Whether a column may enter, as a factor: 1 from its lower bound, -1 from its upper one, 0 where it is basic or cannot move.
    side: Vec<f64>,
    /// Its ratio with some slack; infinite where it does not enter.
    slack: Vec<f64>,
    alpha: Vec<f64>,
    surplus_alpha: Vec<f64>,
    entering: Vec<f64>,
    nonzero: Vec<(u32, f64)>,
    /// The row of the inverse that a pivot has scaled.
    pivoted: Vec<f64>,
    since: u32,
    /// Direction of unbounded dual growth after `Infeasible`, one entry per row.
    ray: Vec<f64>,
    /// Multiplications done since the program was cleared, about.
    pub(crate) work: u64,
    shelf: Vec<shelf::Kept>,
    /// Counts how often rows were numbered anew.
    numbering: u64,
}

impl Simplex {
    /// Forgets the program.
    pub(crate) fn clear(&mut self) {
        self.rows = 0;
        self.columns = 0;
        self.rhs.clear();
        self.weight.clear();
        self.lo.clear();
        self.up.clear();
        self.basis.clear();
        self.place.clear();
        self.surplus_place.clear();
        self.value.clear();
        self.norm.clear();
        self.reduced.clear();
        self.multiplier.clear();
        self.at_upper.clear();
        self.alpha.clear();
        self.tight.clear();
        self.at.clear();
        self.since = 0;
        self.work = 0;
        self.numbering += 1;
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// Appends a column without entries, in [0, 1].
    pub(crate) fn add_column(&mut self, weight: f64) {
        let j = self.columns;
        self.columns += 1;
        if self.column.len() == j {
            self.column.push(Vec::new());
        }
        self.column[j].clear();
        self.weight.push(weight);
        self.lo.push(0.0);
        self.up.push(1.0);
        self.place.push(-1);
        self.reduced.push(weight);
        self.at_upper.push(false);
        self.alpha.push(0.0);
    }

    /// Adds an entry to a row that exists, for a column that is not basic.
    pub(crate) fn add_entry(&mut self, row: usize, column: usize, a: f64) {
        self.row[row].push((column as u32, a));
        self.column[column].push((row as u32, a));
        self.reduced[column] -= a * self.multiplier[row];
    }

    /// Appends a row; its surplus becomes basic.
    pub(crate) fn add_row(&mut self, rhs: f64, entries: &[(u32, f64)]) {
        let i = self.rows;
        if i + 1 > self.capacity {
            let wider = (self.capacity * 2).max(64);
            let mut inverse = vec![0.0; wider * wider];
            for r in 0..i {
                inverse[r * wider..r * wider + self.tight.len()].copy_from_slice(self.line(r));
            }
            self.inverse = inverse;
            self.capacity = wider;
        }
        if self.row.len() == i {
            self.row.push(Vec::new());
        }
        self.row[i].clear();
        self.row[i].extend_from_slice(entries);
        self.express(i);
        for &(j, a) in entries {
            self.column[j as usize].push((i as u32, a));
        }
        self.rhs.push(rhs);
        self.at.push(GONE);
        self.basis.push(-1 - i as i64);
        self.surplus_place.push(i as i32);
        self.multiplier.push(0.0);
        self.value.push(0.0);
        self.rows += 1;
        self.norm.push(self.length(i));
    }

    /// The line of the inverse of a basic variable, for tight rows.
    fn line(&self, p: usize) -> &[f64] {
        &self.inverse[p * self.capacity..p * self.capacity + self.tight.len()]
    }

    /// The row whose surplus is basic at `p`, where the line of the inverse has one more entry, 1.
    fn own(&self, p: usize) -> Option<usize> {
        (self.basis[p] < 0).then(|| (-1 - self.basis[p]) as usize)
    }

    /// Writes the line of the inverse of a row whose surplus is basic in its own place, below all lines that it rests on.
    fn express(&mut self, i: usize) {
        let (cap, k) = (self.capacity, self.tight.len());
        let (above, line) = self.inverse.split_at_mut(i * cap);
        let line = &mut line[..k];
        line.fill(0.0);
        for &(j, a) in &self.row[i] {
            let p = self.place[j as usize];
            if p >= 0 {
                for (x, v) in line.iter_mut().zip(&above[p as usize * cap..]) {
                    *x += a * v;
                }
            }
        }
    }

    /// Moves the bounds of a column.
    pub(crate) fn bound(&mut self, column: usize, lo: f64, up: f64) {
        self.lo[column] = lo;
        self.up[column] = up;
    }

    /// Moves the right side of a row.
    pub(crate) fn lift(&mut self, row: usize, rhs: f64) {
        self.rhs[row] = rhs;
    }

    fn length(&self, p: usize) -> f64 {
        dot(self.line(p), self.line(p)) + f64::from(u8::from(self.basis[p] < 0))
    }

    fn resting(&self, j: usize) -> f64 {
        if self.at_upper[j] { self.up[j] } else { self.lo[j] }
    }

    /// Value of a column.
    pub(crate) fn x(&self, j: usize) -> f64 {
        let p = self.place[j];
        if p >= 0 { self.value[p as usize] } else { self.resting(j) }
    }

    /// Multiplier of a row, never negative.
    pub(crate) fn y(&self, i: usize) -> f64 {
        if self.surplus_place[i] >= 0 { 0.0 } else { self.multiplier[i].max(0.0) }
    }

    /// Direction in which the multipliers may grow without end, after `Infeasible`.
    pub(crate) fn ray(&self, i: usize) -> f64 {
        self.ray.get(i).map_or(0.0, |r| r.max(0.0))
    }

    fn objective(&self) -> f64 {
        (0..self.columns).map(|j| self.weight[j] * self.x(j)).sum()
    }

    /// The side from which a non-basic column may enter.
    fn side_of(&self, j: usize) -> f64 {
        if self.lo[j] >= self.up[j] {
            0.0
        } else if self.at_upper[j] {
            -1.0
        } else {
            1.0
        }
    }

    /// Puts non-basic columns where the reduced costs want them and computes the basic values.
    fn recompute(&mut self) {
        let mut rhs: Vec<f64> = self.rhs.iter().map(|b| -b).collect();
        self.side.clear();
        self.side.resize(self.columns, 0.0);
        for j in 0..self.columns {
            if self.place[j] >= 0 {
                continue;
            }
            self.at_upper[j] = self.lo[j] < self.up[j] && self.reduced[j] < -DUAL;
            self.side[j] = self.side_of(j);
            let v = self.resting(j);
            if v != 0.0 {
                for &(i, a) in &self.column[j] {
                    rhs[i as usize] += a * v;
                }
            }
        }
        let tight: Vec<f64> = self.tight.iter().map(|&i| rhs[i as usize]).collect();
        for p in 0..self.rows {
            self.value[p] = dot(self.line(p), &tight) + self.own(p).map_or(0.0, |i| rhs[i]);
        }
    }

    /// Dual simplex from the last basis. Stops when the objective passes `cutoff`, or after about `most` multiplications; what
    /// is done by then stays, and the next solve goes on from there.
    pub(crate) fn solve(&mut self, most: u64, cutoff: f64) -> LpStatus {
        let end = self.work.saturating_add(most);
        self.surplus_alpha.resize(self.rows, 0.0);
        self.entering.resize(self.rows, 0.0);
        if self.since > REBUILD {
            self.rebuild();
        } else {
            self.recompute();
        }
        while self.work < end {
            if self.since > REBUILD {
                self.rebuild();
            }
            let Some((p, below)) = self.leaving() else { return LpStatus::Optimal };
            self.price(p);
            let Some(q) = self.ratio(below) else {
                let sign = if below { 1.0 } else { -1.0 };
                self.ray.clear();
                self.ray.resize(self.rows, 0.0);
                for (t, &i) in self.tight.iter().enumerate() {
                    self.ray[i as usize] = sign * self.inverse[p * self.capacity + t];
                }
                if let Some(i) = self.own(p) {
                    self.ray[i] = sign;
                }
                return LpStatus::Infeasible;
            };
            self.work += 1;
            if !self.pivot(p, q, below) {
                if self.since == 0 {
                    return LpStatus::Singular;
                }
                self.rebuild();
                continue;
            }
            self.since += 1;
            if self.since.is_multiple_of(8) && self.objective() > cutoff {
                return LpStatus::Cutoff;
            }
        }
        LpStatus::Limit
    }

    fn range(&self, p: usize) -> (f64, f64) {
        let b = self.basis[p];
        if b >= 0 { (self.lo[b as usize], self.up[b as usize]) } else { (0.0, f64::INFINITY) }
    }

    /// The basic variable farthest outside its bounds for the length of its row, and whether it is below.
    fn leaving(&self) -> Option<(usize, bool)> {
        let mut best = (0.0, None);
        for p in 0..self.rows {
            let (lo, up) = self.range(p);
            let v = self.value[p];
            let off = (lo - v).max(v - up);
            if off > FEASIBLE && off * off > best.0 * self.norm[p] {
                best = (off * off / self.norm[p], Some((p, lo > v)));
            }
        }
        best.1
    }

    /// Row `p` of the tableau.
    fn price(&mut self, p: usize) {
        let (cap, k) = (self.capacity, self.tight.len());
        self.alpha.fill(0.0);
        self.work += k as u64;
        for t in 0..k {
            let (i, rho) = (self.tight[t] as usize, self.inverse[p * cap + t]);
            self.surplus_alpha[i] = rho;
            if rho.abs() < 1e-12 {
                continue;
            }
            self.work += self.row[i].len() as u64;
            for &(j, a) in &self.row[i] {
                self.alpha[j as usize] -= rho * a;
            }
        }
        if let Some(i) = self.own(p) {
            for &(j, a) in &self.row[i] {
                self.alpha[j as usize] -= a;
            }
        }
    }

    /// The ratio of each column that may enter, with some slack, and the least of them. No branch depends on a value, so that several go at once.
    fn slacks(&mut self, sign: f64) -> f64 {
        self.slack.clear();
        self.slack.resize(self.columns, f64::INFINITY);
        let mut least = [f64::INFINITY; LANES];
        let (alphas, sides) = (self.alpha.chunks(LANES), self.side.chunks(LANES));
        for (((slack, alpha), side), reduced) in self.slack.chunks_mut(LANES).zip(alphas).zip(sides).zip(self.reduced.chunks(LANES)) {
            for ((((slack, alpha), side), reduced), least) in slack.iter_mut().zip(alpha).zip(side).zip(reduced).zip(&mut least) {
                let a = -(alpha * sign * side);
                let ratio = ((reduced * side).max(0.0) + 1e-8) / a;
                *slack = if a > PIVOT { ratio } else { f64::INFINITY };
                *least = if *slack < *least { *slack } else { *least };
            }
        }
        least.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// The entering variable: smallest ratio with some slack, among these the largest pivot.
    fn ratio(&mut self, below: bool) -> Option<i64> {
        let sign = if below { 1.0 } else { -1.0 };
        let mut least = self.slacks(sign);
        for i in self.tight.iter().map(|&i| i as usize) {
            let a = self.surplus_alpha[i] * sign;
            if a < -PIVOT {
                least = least.min((self.multiplier[i].max(0.0) + 1e-8) / -a);
            }
        }
        if least == f64::INFINITY {
            return None;
        }
        let mut best = (0.0, None);
        // The slack of a pivot is a tenth at most; what is farther off needs no closer look.
        let near = least + 0.11 + least.abs() * 1e-9;
        for (j, _) in self.slack.iter().enumerate().filter(|slack| *slack.1 <= near) {
            let (a, d) = (self.alpha[j].abs(), (self.reduced[j] * self.side[j]).max(0.0));
            if d / a <= least && a > best.0 {
                best = (a, Some(j as i64));
            }
        }
        for &i in &self.tight {
            let a = self.surplus_alpha[i as usize] * sign;
            if a < -PIVOT && self.multiplier[i as usize].max(0.0) / -a <= least && -a > best.0 {
                best = (-a, Some(-1 - i64::from(i)));
            }
        }
        best.1
    }

    /// The column of the tableau of `q`, into `entering`.
    fn column_of(&mut self, q: i64) {
        let (m, cap) = (self.rows, self.capacity);
        if q < 0 {
            let t = self.at[(-1 - q) as usize] as usize;
            for r in 0..m {
                self.entering[r] = self.inverse[r * cap + t];
            }
            return;
        }
        self.nonzero.clear();
        let column = &self.column[q as usize];
        self.nonzero.extend(column.iter().filter(|e| self.at[e.0 as usize] != GONE).map(|&(i, a)| (self.at[i as usize], a)));
        self.work += (m * self.nonzero.len()) as u64;
        for r in 0..m {
            let line = &self.inverse[r * cap..r * cap + self.tight.len()];
            self.entering[r] = self.nonzero.iter().fold(0.0, |sum, &(t, a)| sum - a * line[t as usize]);
        }
        for &(i, a) in &self.column[q as usize] {
            let p = self.surplus_place[i as usize];
            if p >= 0 {
                self.entering[p as usize] -= a;
            }
        }
    }

    /// Exchanges the basic variable at `p` for `q`; false when the pivot is too small to trust.
    fn pivot(&mut self, p: usize, q: i64, below: bool) -> bool {
        let (m, cap) = (self.rows, self.capacity);
        self.column_of(q);
        let (dq, aq) = if q >= 0 {
            (self.reduced[q as usize], self.alpha[q as usize])
        } else {
            let i = (-1 - q) as usize;
            (self.multiplier[i], self.surplus_alpha[i])
        };
        let pivot = self.entering[p];
        if pivot.abs() < 1e-8 || (pivot - aq).abs() > 1e-6 * (1.0 + pivot.abs()) {
            return false;
        }
        let theta = dq / aq;
        for ((reduced, alpha), place) in self.reduced.iter_mut().zip(&self.alpha).zip(&self.place) {
            *reduced = if *place < 0 { *reduced - theta * alpha } else { *reduced };
        }
        for i in self.tight.iter().map(|&i| i as usize) {
            self.multiplier[i] -= theta * self.surplus_alpha[i];
        }
        let (lo, up) = self.range(p);
        let target = if below { lo } else { up };
        let step = (self.value[p] - target) / pivot;
        for (value, entering) in self.value.iter_mut().zip(&self.entering) {
            *value -= entering * step;
        }
        let enters_at = if q >= 0 { self.resting(q as usize) } else { 0.0 } + step;
        let leaves = self.basis[p];
        if leaves >= 0 {
            let j = leaves as usize;
            self.place[j] = -1;
            self.reduced[j] = -theta;
            self.at_upper[j] = !below;
            self.side[j] = self.side_of(j);
        } else {
            let i = (-1 - leaves) as usize;
            self.surplus_place[i] = -1;
            self.multiplier[i] = -theta;
            // The row is tight now: its unit vector is written out.
            let t = self.tight.len();
            self.at[i] = t as u32;
            self.tight.push(i as u32);
            for r in 0..m {
                self.inverse[r * cap + t] = 0.0;
            }
            self.inverse[p * cap + t] = 1.0;
        }
        self.basis[p] = q;
        if q >= 0 {
            self.place[q as usize] = p as i32;
            self.reduced[q as usize] = 0.0;
            self.side[q as usize] = 0.0;
        } else {
            let i = (-1 - q) as usize;
            self.surplus_place[i] = p as i32;
            self.multiplier[i] = 0.0;
        }
        self.value[p] = enters_at;
        self.eliminate(p, pivot);
        if q < 0 {
            let i = (-1 - q) as usize;
            let t = self.at[i] as usize;
            let last = self.tight.len() - 1;
            for r in 0..m {
                self.inverse[r * cap + t] = self.inverse[r * cap + last];
            }
            self.tight.swap_remove(t);
            self.at[self.tight.get(t).map_or(i, |&moved| moved as usize)] = t as u32;
            self.at[i] = GONE;
        }
        true
    }

    /// Divides line `p` of the inverse by the pivot and takes it from the others as often as `entering` says.
    fn eliminate(&mut self, p: usize, pivot: f64) {
        let (m, cap, k) = (self.rows, self.capacity, self.tight.len());
        let scale = 1.0 / pivot;
        self.nonzero.clear();
        self.pivoted.clear();
        for t in 0..k {
            let v = &mut self.inverse[p * cap + t];
            *v *= scale;
            if v.abs() > 1e-14 {
                self.nonzero.push((t as u32, *v));
            } else {
                *v = 0.0;
            }
            self.pivoted.push(*v);
        }
        let length = dot(&self.pivoted, &self.pivoted);
        self.norm[p] = length.max(SHORT);
        // Whole lines go faster than single entries when few are zero.
        let dense = self.nonzero.len() * 4 > k;
        for r in 0..m {
            let f = self.entering[r];
            if r == p || f.abs() < 1e-13 {
                continue;
            }
            self.work += self.nonzero.len() as u64;
            let line = &mut self.inverse[r * cap..r * cap + k];
            let mut across = 0.0;
            if dense {
                across = dot_and_take(line, &self.pivoted, f);
            } else {
                for &(t, v) in &self.nonzero {
                    let x = &mut line[t as usize];
                    across += *x * v;
                    *x -= f * v;
                }
            }
            self.norm[r] = (self.norm[r] + f * (f * length - 2.0 * across)).max(SHORT);
        }
    }
}

#[cfg(test)]
mod tests;
