//! What is learned from and what is kept back to judge it: leave-last-out, and by time.

use super::log::{ItemAt, Log, Trail};

/// One question of an evaluation: this person took these, what did she take next?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The person's place in the log.
    pub user: usize,
    /// What she took before.
    pub history: Trail,
    /// What she took next.
    pub held_out: ItemAt,
}

/// A log to learn from, and the cases to judge by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// To learn from.
    pub training: Log,
    /// To judge by.
    pub cases: Vec<Case>,
}

/// Keeps back the last item of everybody who took at least `least` (at least two are needed).
///
/// All other events are learned from, those later than a case among them, as is usual; [`by_time`] is the stricter question.
pub fn leave_last_out(log: &Log, least: usize) -> Split {
    let mut cases = Vec::new();
    let trails = log.trails().iter().enumerate().map(|(user, trail)| match trail.split_last() {
        Some((last, before)) if !before.is_empty() && trail.len() >= least => {
            cases.push(Case { user, history: before.to_vec(), held_out: last.item });
            before.to_vec()
        }
        _ => trail.clone(),
    });
    let trails = trails.collect();
    Split { training: log.with_trails(trails), cases }
}

/// The same, one step earlier: the last item of everybody who took at least `least` is taken away unseen, and the one before it kept
/// back. Scales and sizes are chosen by this split, so that the figures of [`leave_last_out`] are of choices that never saw its cases.
pub fn leave_second_last_out(log: &Log, least: usize) -> Split {
    let mut cases = Vec::new();
    let trails = log.trails().iter().enumerate().map(|(user, trail)| match &trail[..] {
        [before @ .., next, _unseen] if !before.is_empty() && trail.len() >= least => {
            cases.push(Case { user, history: before.to_vec(), held_out: next.item });
            before.to_vec()
        }
        _ => trail.clone(),
    });
    let trails = trails.collect();
    Split { training: log.with_trails(trails), cases }
}

/// Learns from the earliest `percent` of all events only; a case is the last item of everybody who took at least `least` and took the
/// last one after that. What she took before it is her history, whenever it was. What was never taken before the cut can still be
/// asked for, and is then missed.
pub fn by_time(log: &Log, percent: u8, least: usize) -> Split {
    let mut times: Vec<i64> = log.trails().iter().flatten().map(|step| step.at).collect();
    times.sort_unstable();
    let cut = times.get(times.len() * usize::from(percent.min(100)) / 100).copied().unwrap_or(i64::MAX);
    let cases = log.trails().iter().enumerate().filter_map(|(user, trail)| {
        let (last, before) = trail.split_last()?;
        (last.at >= cut && !before.is_empty() && trail.len() >= least).then(|| Case { user, history: before.to_vec(), held_out: last.item })
    });
    let cases = cases.collect();
    let earlier = log.trails().iter().map(|trail| trail.iter().copied().filter(|step| step.at < cut).collect());
    Split { training: log.with_trails(earlier.collect()), cases }
}
