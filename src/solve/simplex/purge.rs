//! Rows that hold nothing up leave the program.
//!
//! A basis has as many tight rows as basic columns; the surplus of every other row is basic. Such a row's column of the inverse
//! is a unit vector, so the inverse of what is left is the old one without that column and the line of the surplus, and
//! nothing else moves: neither values nor multipliers nor the lengths of lines. What the point violates later comes back from
//! the cover.

use super::Simplex;

/// Rows beyond twice the tight ones that may wait for the next purge.
pub(crate) const MANY: usize = 200;
/// The same where no basis is put aside, so that renumbering loses none.
pub(crate) const FEW: usize = 20;

/// Stands for a row that is gone.
pub(crate) const GONE: u32 = u32::MAX;

impl Simplex {
    /// Drops the rows that are slack, when there are more than `spare` beyond twice the tight ones. The new number of each row,
    /// `GONE` for those dropped; none when nothing was done.
    pub(crate) fn purge(&mut self, spare: usize) -> Option<Vec<u32>> {
        let (m, cap) = (self.rows, self.capacity);
        let k = self.tight.len();
        if m < 2 * k + spare {
            return None;
        }
        let mut kept = 0;
        let number: Vec<u32> = (0..m)
            .map(|i| {
                let p = self.surplus_place[i];
                let slack = p >= 0 && self.value[p as usize] > super::FEASIBLE;
                kept += u32::from(!slack);
                if slack { GONE } else { kept - 1 }
            })
            .collect();
        let mut places = 0;
        let place: Vec<u32> = (0..m)
            .map(|p| {
                let gone = self.basis[p] < 0 && number[(-1 - self.basis[p]) as usize] == GONE;
                places += u32::from(!gone);
                if gone { GONE } else { places - 1 }
            })
            .collect();
        for p in (0..m).filter(|&p| place[p] != GONE) {
            let to = place[p] as usize;
            self.inverse.copy_within(p * cap..p * cap + k, to * cap);
            let b = self.basis[p];
            self.basis[to] = if b >= 0 { b } else { -1 - i64::from(number[(-1 - b) as usize]) };
            self.value[to] = self.value[p];
            self.norm[to] = self.norm[p];
        }
        for i in (0..m).filter(|&i| number[i] != GONE) {
            let to = number[i] as usize;
            let p = self.surplus_place[i];
            self.surplus_place[to] = if p < 0 { p } else { place[p as usize] as i32 };
            self.at[to] = self.at[i];
            self.rhs[to] = self.rhs[i];
            self.multiplier[to] = self.multiplier[i];
            self.row.swap(to, i);
        }
        for j in 0..self.columns {
            if self.place[j] >= 0 {
                self.place[j] = place[self.place[j] as usize] as i32;
            }
            self.column[j].retain_mut(|e| {
                e.0 = number[e.0 as usize];
                e.0 != GONE
            });
        }
        self.numbering += 1;
        self.rows = kept as usize;
        self.basis.truncate(self.rows);
        self.value.truncate(self.rows);
        self.norm.truncate(self.rows);
        self.surplus_place.truncate(self.rows);
        self.at.truncate(self.rows);
        for i in &mut self.tight {
            *i = number[*i as usize];
        }
        self.rhs.truncate(self.rows);
        self.multiplier.truncate(self.rows);
        Some(number)
    }
}
