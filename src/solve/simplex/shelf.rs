//! Bases put aside, to go back to.
//!
//! The second side of a split starts best from the basis at which the node was split, not from where the first side ended, and
//! the root of a program whose limit has moved from the basis of its last root. Rows and columns that came since are put to it
//! as if they were new: rows with their surplus basic, columns at a bound. (Restoring the parent's basis is as old as branch
//! and bound by the dual simplex; Land & Powell 1973.)

use super::{GONE, Simplex};

/// Most rows of a basis that is put aside.
const MOST_ROWS: usize = 256;
/// Most bases put aside at a time.
const MOST_KEPT: usize = 32;

/// A basis put aside.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The numbering of rows that it was made in; 0 when there is none.
    numbering: u64,
    since: u32,
    inverse: Vec<f64>,
    tight: Vec<u32>,
    basis: Vec<i64>,
    multiplier: Vec<f64>,
    norm: Vec<f64>,
    reduced: Vec<f64>,
}

impl Simplex {
    /// Puts the basis aside in a slot; it stays there until the rows are renumbered.
    pub(crate) fn keep(&mut self, slot: usize) {
        if slot >= MOST_KEPT {
            return;
        }
        if self.shelf.len() <= slot {
            self.shelf.resize_with(slot + 1, Kept::default);
        }
        let (m, cap, k) = (self.rows, self.capacity, self.tight.len());
        let kept = &mut self.shelf[slot];
        kept.numbering = 0;
        if m > MOST_ROWS {
            return;
        }
        kept.numbering = self.numbering;
        kept.since = self.since;
        kept.inverse.clear();
        for p in 0..m {
            kept.inverse.extend_from_slice(&self.inverse[p * cap..p * cap + k]);
        }
        kept.tight.clone_from(&self.tight);
        kept.basis.clone_from(&self.basis);
        kept.multiplier.clone_from(&self.multiplier);
        kept.norm.clone_from(&self.norm);
        kept.reduced.clone_from(&self.reduced);
    }

    /// Goes back to the basis in a slot, if there is one of this numbering.
    pub(crate) fn back(&mut self, slot: usize) {
        let Some(kept) = self.shelf.get_mut(slot).filter(|k| k.numbering == self.numbering) else { return };
        let kept = std::mem::take(kept);
        let (m, cap) = (self.rows, self.capacity);
        let (rows, columns, k) = (kept.basis.len(), kept.reduced.len(), kept.tight.len());
        self.tight.clone_from(&kept.tight);
        self.at.fill(GONE);
        for (t, &i) in kept.tight.iter().enumerate() {
            self.at[i as usize] = t as u32;
        }
        self.since = kept.since;
        self.place.fill(-1);
        self.surplus_place.fill(-1);
        for p in 0..rows {
            self.inverse[p * cap..p * cap + k].copy_from_slice(&kept.inverse[p * k..(p + 1) * k]);
            let b = kept.basis[p];
            if b >= 0 {
                self.place[b as usize] = p as i32;
            } else {
                self.surplus_place[(-1 - b) as usize] = p as i32;
            }
        }
        self.basis[..rows].copy_from_slice(&kept.basis);
        self.multiplier[..rows].copy_from_slice(&kept.multiplier);
        self.norm[..rows].copy_from_slice(&kept.norm);
        self.reduced[..columns].copy_from_slice(&kept.reduced);
        for i in rows..m {
            self.basis[i] = -1 - i as i64;
            self.surplus_place[i] = i as i32;
            self.multiplier[i] = 0.0;
            self.express(i);
            self.norm[i] = self.length(i);
        }
        for j in columns..self.columns {
            self.reduced[j] = self.column[j].iter().fold(self.weight[j], |d, &(i, a)| d - self.multiplier[i as usize] * a);
        }
        self.shelf[slot] = kept;
    }
}
