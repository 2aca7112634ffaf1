//! Jobs for one slot, and the day before which no order of them is done.
//!
//! A job cannot begin before its head, takes the slot for some days, and is issued its tail after that. Were it allowed to part jobs,
//! the job with the longest tail first would be best (Jackson 1955; as a bound: Carlier 1982), so that is a bound of every order.

use super::stack::Stack;

/// A job for the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// First day it can begin.
    pub(super) head: i32,
    /// Days of the slot.
    pub(super) slot: i32,
    /// Days from the end of the slot to its issue, or to that of what must come after it.
    pub(super) tail: i32,
}

impl Job {
    /// No more than either.
    pub(super) fn least(self, other: Self) -> Self {
        Self { head: self.head.min(other.head), slot: self.slot.min(other.slot), tail: self.tail.min(other.tail) }
    }

    /// The day of its end, alone.
    pub(super) fn end(&self) -> i32 {
        self.head.saturating_add(self.slot).saturating_add(self.tail)
    }
}

/// The day on which all jobs are done at the earliest, if they may be parted.
pub(super) fn one_at_a_time(mut jobs: Vec<Job>) -> i32 {
    jobs.sort_unstable_by_key(|j| j.head);
    let (mut done, mut day, mut met) = (0, i32::MIN, 0);
    let mut waiting: Vec<Job> = Vec::with_capacity(jobs.len());
    loop {
        while let Some(job) = jobs.get(met).filter(|j| waiting.is_empty() || j.head <= day) {
            day = day.max(job.head);
            waiting.push(*job);
            met += 1;
        }
        let Some(at) = (0..waiting.len()).max_by_key(|&i| waiting[i].tail) else { return done };
        let next = jobs.get(met).map_or(i32::MAX, |j| j.head);
        let days = waiting[at].slot.min(next.saturating_sub(day));
        day = day.saturating_add(days);
        waiting[at].slot -= days;
        if waiting[at].slot <= 0 {
            done = done.max(day.saturating_add(waiting[at].tail));
            waiting.swap_remove(at);
        }
    }
}

/// The steps of a stack without which a need of a step cannot hold.
pub(super) fn essential(stack: &Stack, step: usize) -> u64 {
    let steps = (0..stack.steps.min(64) as u32).filter(|&m| m as usize != step);
    let needed = |m: &u32| stack.members[step].needs.iter().any(|n| !n.holds(|other| other != *m));
    steps.filter(needed).fold(0, |mask, m| mask | 1 << m)
}

#[cfg(test)]
mod tests {
    use super::{Job, one_at_a_time};

    #[test]
    fn the_longest_tail_goes_first_and_waits_for_its_head() {
        let job = |head, slot, tail| Job { head, slot, tail };
        assert_eq!(one_at_a_time(Vec::new()), 0);
        assert_eq!(one_at_a_time(vec![job(10, 5, 0), job(10, 5, 9)]), 24);
        // The second is parted when the third comes.
        assert_eq!(one_at_a_time(vec![job(0, 4, 0), job(0, 4, 1), job(2, 3, 20)]), 25);
        assert_eq!(one_at_a_time(vec![job(0, 2, 0), job(50, 2, -1)]), 51);
    }
}
