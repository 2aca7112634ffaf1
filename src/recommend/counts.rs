//! What was taken how often, what after what, and what with what: counted, not yet judged.

use super::{
    log::{Log, Trail},
    sparse::Sparse,
};

/// How many steps later something still counts as coming after.
const REACH: usize = 20;
/// Things taken within this time of each other belong to one sitting: two hours, where times are seconds.
const SITTING: i64 = 7_200;
/// Of a longer trail only the latest steps count for what goes with what, so that nobody's trail costs more than its square.
const LONGEST: usize = 500;
/// Entries held before equal ones are summed.
const HELD: usize = 1 << 24;

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

/// Entries that are summed now and then.
#[derive(Default)]
struct Entries(Vec<(u32, u32, f32)>);

impl Entries {
    fn push(&mut self, row: u32, column: u32, value: f32) {
        self.0.push((row, column, value));
        if self.0.len() >= HELD {
            self.compact();
        }
    }

    /// Sums equal places; what cannot be made smaller stays.
    fn compact(&mut self) {
        self.0.sort_by_key(|(row, column, _)| (*row, *column));
        self.0.dedup_by(|later, kept| {
            let same = (later.0, later.1) == (kept.0, kept.1);
            if same {
                kept.2 += later.2;
            }
            same
        });
    }
}

impl Counts {
    /// Counts the trails of a log that are wanted. Work and memory: 20 entries a step, and the square of each trail's length up to 500.
    #[expect(clippy::cast_precision_loss, reason = "distances and lengths are small")]
    pub(super) fn new(log: &Log, wanted: impl Fn(usize) -> bool) -> Self {
        let items = log.items().len();
        let mut taken = vec![0_u32; items];
        let (mut next, mut ahead, mut beside, mut both, mut walk) =
            (Entries::default(), Entries::default(), Entries::default(), Entries::default(), Entries::default());
        for (_, trail) in log.trails().iter().enumerate().filter(|(user, _)| wanted(*user)) {
            for step in trail {
                if let Some(taken) = taken.get_mut(step.item as usize) {
                    *taken += 1;
                }
            }
            let latest: &[_] = &trail[trail.len().saturating_sub(LONGEST)..];
            let share = 1.0 / latest.len().max(1) as f32;
            for (at, first) in latest.iter().enumerate() {
                for (distance, second) in latest[at + 1..].iter().enumerate() {
                    if distance < REACH {
                        ahead.push(first.item, second.item, 1.0 / (distance + 1) as f32);
                        if distance == 0 {
                            next.push(first.item, second.item, 1.0);
                        }
                        if second.at.saturating_sub(first.at) < SITTING {
                            beside.push(first.item, second.item, 1.0);
                            beside.push(second.item, first.item, 1.0);
                        }
                    }
                    for (one, other) in [(first.item, second.item), (second.item, first.item)] {
                        both.push(one, other, 1.0);
                        walk.push(one, other, share);
                    }
                }
            }
        }
        let walk = Sparse::sum(items, walk.0).map(|row, _, value| value / taken[row as usize].max(1) as f32);
        Self {
            next: Sparse::sum(items, next.0),
            ahead: Sparse::sum(items, ahead.0),
            beside: Sparse::sum(items, beside.0),
            both: Sparse::sum(items, both.0),
            walk,
            taken,
        }
    }
}

/// How often a trail's steps weigh: the last one fully, each `half` steps earlier half as much.
#[expect(clippy::cast_precision_loss, reason = "trails are short")]
pub(super) fn fading(trail: &Trail, half: f32) -> impl Iterator<Item = (u32, f32)> + '_ {
    trail.iter().rev().enumerate().map(move |(back, step)| (step.item, 0.5_f32.powf(back as f32 / half)))
}
