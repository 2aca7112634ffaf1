//! Dates by the simple rules: one step after another, hours a week accrue evenly, a cohort waits for its start.

use crate::model::{Date, Effort, Offering, Pace};
use jiff::{Span, ToSpan};

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

/// The dates of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The first day.
    pub start: Date,
    /// The day after the last day of work.
    pub end: Date,
    /// The day the credential is issued: the result may take longer than the work.
    pub issued: Date,
}

/// `days` after a date, or the last date there is.
pub fn after(date: Date, days: i64) -> Date {
    let span: Span = days.clamp(0, 4_000_000).days();
    date.saturating_add(span)
}

/// The dates of a step that may start on `from`; nothing when its published starts have all passed.
pub(super) fn dates(offering: &Offering, effort: Effort, weekly: Effort, from: Date) -> Option<Dates> {
    let lead = i64::from(offering.apply_days_before.unwrap_or(0));
    let dated = !offering.starts.is_empty() && offering.pace != Pace::SelfPaced;
    let work = study_days(offering, effort, weekly);
    let result = i64::from(offering.result_days.unwrap_or(0));
    if !dated {
        let start = after(from, if offering.pace == Pace::Cohort { lead } else { 0 });
        let end = after(start, work);
        return Some(Dates { start, end, issued: after(end, result) });
    }
    if offering.pace == Pace::Exam {
        // Prepare first, then sit on the next published day.
        let ready = after(from, work);
        let day = offering.starts.iter().copied().filter(|day| *day >= ready && *day >= after(from, lead)).min()?;
        let end = after(day, 1);
        return Some(Dates { start: from, end, issued: after(end, result) });
    }
    let start = offering.starts.iter().copied().filter(|start| *start >= after(from, lead)).min()?;
    let end = after(start, work);
    Some(Dates { start, end, issued: after(end, result) })
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
    fn a_cohort_waits_for_its_next_start_and_a_missed_one_is_gone() {
        let cohort = offering(r#", "pace": "cohort", "days": 56, "starts": ["2027-01-11", "2027-09-06"]"#);
        let dates = |from: &str| dates(&cohort, Effort::hours(80), Effort::hours(10), from.parse().unwrap());
        assert_eq!(dates("2027-01-20").unwrap().end.to_string(), "2027-11-01");
        assert_eq!(dates("2027-10-01"), None);
    }

    #[test]
    fn a_result_that_takes_weeks_delays_the_credential_only() {
        let exam = offering(r#", "pace": "exam", "result_days": 42"#);
        let dates = dates(&exam, Effort::hours(10), Effort::hours(10), "2027-01-01".parse().unwrap()).unwrap();
        assert_eq!((dates.end.to_string(), dates.issued.to_string()), ("2027-01-08".into(), "2027-02-19".into()));
    }
}
