//! How long an offering takes that is taken alone, and whether it still comes: for list figures. Dates are the schedule's matter.

use crate::model::{Date, Effort, Offering, Pace};

/// Days until `effort` is done at `weekly` hours: one seventh of the week's hours accrues each day, in exact arithmetic.
pub fn days_for(effort: Effort, weekly: Effort) -> i64 {
    let weekly = weekly.minutes.max(1);
    (effort.minutes.max(0) * 7 + weekly - 1) / weekly
}

/// Days an offering keeps a learner busy.
pub(super) fn study_days(offering: &Offering, effort: Effort, weekly: Effort) -> i64 {
    if let (Pace::Cohort, Some(days)) = (offering.pace, offering.days) {
        return i64::from(days);
    }
    let capped = offering.max_weekly_hours.map_or(weekly, |most| most.min(weekly));
    days_for(effort, capped).max(i64::from(offering.min_days.unwrap_or(0)))
}

/// Whether an offering still comes: it has a published start, or needs none.
pub(super) fn comes(offering: &Offering, from: Date) -> bool {
    offering.starts.is_empty() || offering.pace == Pace::SelfPaced || offering.starts.iter().any(|start| *start >= from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offering(extra: &str) -> Offering {
        serde_json::from_str(&format!(r#"{{"id": "o", "credential": "c"{extra}}}"#)).unwrap()
    }

    #[test]
    fn forty_hours_at_ten_a_week_take_twenty_eight_days() {
        assert_eq!(days_for(Effort::hours(40), Effort::hours(10)), 28);
        assert_eq!(days_for(Effort::hours(80), Effort::hours(6)), 94);
        assert_eq!(days_for(Effort::hours(120), Effort::hours(10)), 84);
        assert_eq!(days_for(Effort::default(), Effort::hours(10)), 0);
    }

    #[test]
    fn a_cohort_whose_starts_have_all_passed_comes_no_more() {
        let cohort = offering(r#", "pace": "cohort", "days": 56, "starts": ["2027-01-11", "2027-09-06"]"#);
        let comes = |from: &str| comes(&cohort, from.parse().unwrap());
        assert!(comes("2027-01-20") && comes("2027-09-06") && !comes("2027-10-01"));
    }
}
