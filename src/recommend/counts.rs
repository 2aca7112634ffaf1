//! What was taken how often, what after what, and what with what: counted, not yet judged.

use super::{
    log::{Log, Step, Trail},
    sparse::Sparse,
};
use rayon::prelude::*;

/// How many steps later something still counts as coming after.
const REACH: usize = 40;
/// Things taken within this time of each other belong to one sitting: two hours, where times are seconds.
const SITTING: i64 = 7_200;
/// Of a longer trail only the latest steps count for what goes with what, so that nobody's trail costs more than its square.
const LONGEST: usize = 500;
/// Rows counted by one task.
const ROWS: usize = 64;

/// Counts of one log.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Counts {
    /// How many people took each item.
    pub(super) taken: Vec<u32>,
    /// How many took the second directly after the first.
    pub(super) next: Sparse,
    /// The same for later steps as well, each counted as one by its distance.
    pub(super) ahead: Sparse,
    /// How many took both in one sitting, whichever first.
    pub(super) beside: Sparse,
    /// How many took both.
    pub(super) both: Sparse,
    /// The chance to come from the one to the other through a person who took both: one step of a walk over people and items.
    pub(super) walk: Sparse,
}

/// One row of each table.
type Rows = [Vec<(u32, f32)>; 5];

/// The columns of one row, summed.
#[derive(Clone, Debug, Default)]
struct Sums {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    fn of(items: usize) -> Self {
        Self { sums: vec![0.0; items], touched: Vec::new() }
    }

    fn add(&mut self, column: u32, value: f32) {
        if let Some(sum) = self.sums.get_mut(column as usize) {
            // Whatever is added is more than nothing, so nothing means untouched.
            if *sum == 0.0 {
                self.touched.push(column);
            }
            *sum += value;
        }
    }

    /// The row, columns ascending; what was summed is forgotten.
    fn take(&mut self) -> Vec<(u32, f32)> {
        self.touched.sort_unstable();
        let row = self.touched.iter().map(|column| (*column, self.sums[*column as usize])).collect();
        for column in self.touched.drain(..) {
            self.sums[column as usize] = 0.0;
        }
        row
    }
}

/// Where each item stands in the trails that count.
struct Places<'a> {
    latest: Vec<&'a [Step]>,
    starts: Vec<usize>,
    /// Trail and place in it, by item, in the order of the trails.
    visits: Vec<(u32, u32)>,
}

impl<'a> Places<'a> {
    fn new(log: &'a Log, wanted: impl Fn(usize) -> bool) -> (Self, Vec<u32>) {
        let items = log.items().len();
        let mut taken = vec![0_u32; items];
        let mut latest: Vec<&[Step]> = Vec::new();
        let mut starts = vec![0; items + 1];
        for (_, trail) in log.trails().iter().enumerate().filter(|(user, _)| wanted(*user)) {
            for step in trail {
                if let Some(taken) = taken.get_mut(step.item as usize) {
                    *taken += 1;
                }
            }
            let steps = &trail[trail.len().saturating_sub(LONGEST)..];
            for step in steps {
                starts[step.item as usize + 1] += 1;
            }
            latest.push(steps);
        }
        for item in 0..items {
            starts[item + 1] += starts[item];
        }
        let mut free = starts.clone();
        let mut visits = vec![(0, 0); starts[items]];
        for (trail, steps) in latest.iter().enumerate() {
            for (at, step) in steps.iter().enumerate() {
                let free = &mut free[step.item as usize];
                visits[*free] = (trail as u32, at as u32);
                *free += 1;
            }
        }
        (Self { latest, starts, visits }, taken)
    }

    /// The rows of one item. Each sum goes in the order of the trails.
    #[expect(clippy::cast_precision_loss, reason = "distances and lengths are small")]
    fn rows(&self, item: usize, walk: bool, [next, ahead, beside, both, walks]: &mut [Sums; 5]) -> Rows {
        for (trail, at) in &self.visits[self.starts[item]..self.starts[item + 1]] {
            let (steps, at) = (self.latest[*trail as usize], *at as usize);
            let (before, own) = (&steps[..at], steps[at]);
            let share = 1.0 / steps.len().max(1) as f32;
            let near = &before[at.saturating_sub(REACH)..];
            for step in near.iter().filter(|step| own.at.saturating_sub(step.at) < SITTING) {
                beside.add(step.item, 1.0);
            }
            for (distance, step) in steps[at + 1..].iter().take(REACH).enumerate() {
                ahead.add(step.item, 1.0 / (distance + 1) as f32);
                if distance == 0 {
                    next.add(step.item, 1.0);
                }
                if step.at.saturating_sub(own.at) < SITTING {
                    beside.add(step.item, 1.0);
                }
            }
            for step in before.iter().chain(&steps[at + 1..]) {
                both.add(step.item, 1.0);
                if walk {
                    walks.add(step.item, share);
                }
            }
        }
        [next.take(), ahead.take(), beside.take(), both.take(), walks.take()]
    }
}

impl Counts {
    /// Counts the trails of a log that are wanted, and a walk over them where `walk`. Work: the square of each trail's length up to
    /// 500. Memory: 8 bytes for each two items that one person took, and 20 bytes for each item and thread.
    #[expect(clippy::cast_precision_loss, reason = "counts of people")]
    pub(super) fn new(log: &Log, wanted: impl Fn(usize) -> bool, walk: bool) -> Self {
        let items = log.items().len();
        let (places, taken) = Places::new(log, wanted);
        let all: Vec<usize> = (0..items).collect();
        let sums = || [(); 5].map(|()| Sums::of(items));
        let parts: Vec<Vec<Rows>> =
            all.par_chunks(ROWS).map_init(sums, |sums, part| part.iter().map(|item| places.rows(*item, walk, sums)).collect()).collect();
        let mut tables = [(); 5].map(|()| Sparse { starts: vec![0], ..Sparse::default() });
        for rows in parts.into_iter().flatten() {
            for (table, row) in tables.iter_mut().zip(&rows) {
                table.push(row);
            }
        }
        let [next, ahead, beside, both, walk] = tables;
        let walk = walk.map(|row, _, value| value / taken[row as usize].max(1) as f32);
        Self { taken, next, ahead, beside, both, walk }
    }
}

/// How often a trail's steps weigh: the last one fully, each `half` steps earlier half as much.
#[expect(clippy::cast_precision_loss, reason = "trails are short")]
pub(super) fn fading(trail: &Trail, half: f32) -> impl Iterator<Item = (u32, f32)> + '_ {
    trail.iter().rev().enumerate().map(move |(back, step)| (step.item, 0.5_f32.powf(back as f32 / half)))
}
