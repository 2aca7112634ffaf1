//! Dated cash lines and the limits they must keep.

use super::ids::Day;
use super::setting::Setting;

/// Why money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// A fee of a slot (member, place of the slot, place of the way).
    Fee(usize, usize, usize),
    /// A shared plan.
    Plan(u32),
    /// An award fee.
    Award(usize),
    /// A paid renewal.
    Renewal(usize),
    /// A yearly fee.
    Upkeep(usize),
    /// A fund (place in the setting), for the entry with this place.
    Fund(usize, usize),
}

/// A dated amount: out of pocket when positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) day: i32,
    pub(super) amount: i64,
    pub(super) cause: Cause,
}

impl Entry {
    pub(super) fn new(day: i32, amount: i64, cause: Cause) -> Self {
        Self { day, amount, cause }
    }
}

/// The most net cash out at the end of any day.
pub(super) fn peak(entries: &[Entry]) -> i64 {
    let mut most = 0;
    by(entries, |day| day, true, |sum| most = most.max(sum));
    most
}

/// Whether net cash stays within the learner's limits.
pub(super) fn keeps_limits(setting: &Setting<'_>, entries: &[Entry]) -> bool {
    let mut kept = setting.budget == i64::MAX || peak(entries) <= setting.budget;
    if let Some(cap) = setting.monthly_cap {
        by(entries, |day| Day(day).month_number(), false, |sum| kept &= sum <= cap);
    }
    if let Some(cap) = setting.yearly_cap {
        by(entries, |day| Day(day).year(), false, |sum| kept &= sum <= cap);
    }
    kept
}

/// Calls `see` with the net sum of each period, or (`running`) of all up to it.
fn by(entries: &[Entry], period: impl Fn(i32) -> i32, running: bool, mut see: impl FnMut(i64)) {
    let mut sums: Vec<(i32, i64)> = entries.iter().map(|e| (period(e.day), e.amount)).collect();
    sums.sort_unstable();
    let mut sum = 0_i64;
    for (i, (now, amount)) in sums.iter().enumerate() {
        sum = sum.saturating_add(*amount);
        if sums.get(i + 1).is_none_or(|next| next.0 != *now) {
            see(sum);
            if !running {
                sum = 0;
            }
        }
    }
}
