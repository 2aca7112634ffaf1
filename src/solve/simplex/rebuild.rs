//! A fresh inverse: pivots add up rounding, so now and then it is computed anew from the basis.

use super::{GONE, Simplex};

impl Simplex {
    /// Back to the basis of all surpluses.
    pub(crate) fn restart(&mut self) {
        self.since = 0;
        self.tight.clear();
        self.at.fill(GONE);
        for p in 0..self.rows {
            self.basis[p] = -1 - p as i64;
            self.surplus_place[p] = p as i32;
            self.multiplier[p] = 0.0;
            self.norm[p] = 1.0;
        }
        self.place[..self.columns].fill(-1);
        self.reduced[..self.columns].copy_from_slice(&self.weight);
        self.recompute();
    }

    /// Rebuilds the inverse, multipliers and values from the basis. Only the block of basic columns is inverted.
    pub(super) fn rebuild(&mut self) {
        let (m, cap) = (self.rows, self.capacity);
        self.since = 0;
        let structural: Vec<usize> = (0..m).filter(|&p| self.basis[p] >= 0).collect();
        let tight: Vec<usize> = (0..m).filter(|&i| self.surplus_place[i] < 0).collect();
        let k = structural.len();
        if tight.len() != k {
            self.restart();
            return;
        }
        self.tight.clear();
        self.at.fill(GONE);
        for &i in &tight {
            self.at[i] = self.tight.len() as u32;
            self.tight.push(i as u32);
        }
        let mut block = vec![0.0; k * k];
        let mut inv = vec![0.0; k * k];
        for (b, &p) in structural.iter().enumerate() {
            for &(i, v) in &self.column[self.basis[p] as usize] {
                if self.at[i as usize] != GONE {
                    block[self.at[i as usize] as usize * k + b] += v;
                }
            }
        }
        for a in 0..k {
            inv[a * k + a] = 1.0;
        }
        for c in 0..k {
            let pivot = (c..k).max_by(|&a, &b| block[a * k + c].abs().total_cmp(&block[b * k + c].abs())).unwrap_or(c);
            if block[pivot * k + c].abs() < 1e-9 {
                self.restart();
                return;
            }
            if pivot != c {
                for j in 0..k {
                    block.swap(c * k + j, pivot * k + j);
                    inv.swap(c * k + j, pivot * k + j);
                }
            }
            let scale = 1.0 / block[c * k + c];
            for j in 0..k {
                block[c * k + j] *= scale;
                inv[c * k + j] *= scale;
            }
            for r in 0..k {
                let f = block[r * k + c];
                if r == c || f == 0.0 {
                    continue;
                }
                self.work += 2 * k as u64 - c as u64;
                for j in c..k {
                    block[r * k + j] -= f * block[c * k + j];
                }
                for j in 0..k {
                    inv[r * k + j] -= f * inv[c * k + j];
                }
            }
        }
        for (b, &p) in structural.iter().enumerate() {
            for a in 0..k {
                self.inverse[p * cap + a] = -inv[b * k + a];
            }
        }
        for p in 0..m {
            let Some(i) = self.own(p) else { continue };
            self.inverse[p * cap..p * cap + k].fill(0.0);
            for &(j, v) in &self.row[i] {
                let q = self.place[j as usize];
                if q >= 0 {
                    for t in 0..k {
                        self.inverse[p * cap + t] += v * self.inverse[q as usize * cap + t];
                    }
                }
            }
        }
        for p in 0..m {
            self.norm[p] = self.length(p);
        }
        self.multiplier[..m].fill(0.0);
        for (b, &p) in structural.iter().enumerate() {
            let w = self.weight[self.basis[p] as usize];
            for a in 0..k {
                self.multiplier[tight[a]] += w * inv[b * k + a];
            }
        }
        for j in 0..self.columns {
            self.reduced[j] = if self.place[j] >= 0 {
                0.0
            } else {
                self.column[j].iter().fold(self.weight[j], |d, &(i, v)| d - self.multiplier[i as usize] * v)
            };
        }
        self.recompute();
    }
}
