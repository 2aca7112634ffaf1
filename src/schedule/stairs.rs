//! What must be paid at least within a time: a stair of ever more time and ever less money, summed step by step.
//!
//! Least money and least time of what is left are of different offers; a stair keeps them together, so that what is cheap but slow and
//! what is quick but dear are not taken for one that is both.

/// Shares are reckoned in this part of a minor unit.
pub(super) const FINE: i128 = 1 << 16;
/// More than any sum of shares: cannot be paid at all.
pub(super) const NONE: i128 = i128::MAX / 1024;

/// Time, and the least fine shares of what takes no more of it: ever more time, ever less to pay.
pub(super) type Stairs = Vec<(i64, i128)>;

/// The least fine shares within a time; `None`: nothing is that quick.
pub(super) fn within(stairs: &Stairs, time: i64) -> Option<i128> {
    stairs.partition_point(|s| s.0 <= time).checked_sub(1).map(|at| stairs[at].1)
}

/// Fine shares rounded up to money.
pub(super) fn to_money(fine: i128) -> i64 {
    if fine <= 0 { 0 } else { i64::try_from((fine + FINE - 1) / FINE).unwrap_or(i64::MAX) }
}

/// One more step on each stair: what no other beats in time and share; where too many are left, neighbours are made one that beats both.
pub(super) fn climb(stairs: &Stairs, options: &(impl Iterator<Item = (i64, i128)> + Clone)) -> Stairs {
    const MOST: usize = 128;
    let with = |&(time, share): &(i64, i128)| options.clone().map(move |(t, s)| (time.saturating_add(t), share.saturating_add(s)));
    let mut all: Stairs = stairs.iter().flat_map(with).filter(|s| s.1 < NONE).collect();
    all.sort_unstable();
    let mut least = i128::MAX;
    all.retain(|&(_, share)| {
        share < least && {
            least = share;
            true
        }
    });
    while all.len() > MOST {
        let both = |pair: &[(i64, i128)]| (pair[0].0, pair[pair.len() - 1].1);
        all = all.chunks(2).map(both).collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{climb, within};

    #[test]
    fn a_stair_keeps_what_is_cheap_apart_from_what_is_quick() {
        let one = climb(&vec![(0, 0)], &[(2, 90), (9, 0), (10, 5)].into_iter());
        assert_eq!(one, [(2, 90), (9, 0)]);
        let two = climb(&one, &[(3, 50), (4, 0)].into_iter());
        assert_eq!(two, [(5, 140), (6, 90), (12, 50), (13, 0)]);
        assert_eq!((within(&two, 4), within(&two, 12), within(&two, 99)), (None, Some(50), Some(0)));
    }
}
