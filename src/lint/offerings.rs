//! Offerings that are no better in anything than another one of the same credential.

use super::finding::{Finding, FindingKind, named};
use crate::{
    graph::{OfferingAt, SkillGraph},
    model::{Amount, Bandwidth, Currency, Effort, Figure, Money, Offering, Status, Timing},
};

/// Offerings are compared with so many better-priced ones at most: credentials with more routes are rare, and it stays linear.
const MOST_COMPARED: usize = 64;

/// An offering with known figures.
struct Known<'a> {
    at: OfferingAt,
    offering: &'a Offering,
    currency: Currency,
    minor: i64,
    hours: Effort,
}

pub(super) fn findings(graph: &SkillGraph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for credential in graph.credentials() {
        let offerings = graph.offerings_of(credential);
        if offerings.len() < 2 {
            continue;
        }
        let mut known: Vec<Known<'_>> = offerings.iter().filter_map(|at| price(graph, *at)).collect();
        known.sort_by(|a, b| (a.currency, a.minor, a.hours, &a.offering.id).cmp(&(b.currency, b.minor, b.hours, &b.offering.id)));
        let mut kept: Vec<&Known<'_>> = Vec::new();
        for one in &known {
            match kept.iter().take(MOST_COMPARED).find(|better| dominates(graph, better, one)) {
                Some(better) => {
                    let (worse, better) = (&one.offering.id, &better.offering.id);
                    let says = format!("Offering {worse} is in nothing better than {better}, which is no dearer and no longer");
                    findings.push(Finding::new(
                        FindingKind::DominatedOffering,
                        vec![named("offering", worse), named("offering", better)],
                        says,
                    ));
                }
                None => kept.push(one),
            }
        }
    }
    findings
}

fn known<T: Copy>(figure: &Figure<T>) -> Option<T> {
    match figure.amount {
        Amount::Known(value) => Some(value),
        Amount::Unknown | Amount::Range { .. } => None,
    }
}

/// An offering in use whose price and hours are exactly known.
fn price(graph: &SkillGraph, at: OfferingAt) -> Option<Known<'_>> {
    let offering = graph.offering(at);
    let price: Money = known(&offering.price).filter(|_| offering.status == Status::Active)?;
    let mut minor = price.minor;
    for fee in [&offering.materials, &offering.exam_fee, &offering.award_fee].into_iter().flatten() {
        minor += known(fee).filter(|fee| fee.currency == price.currency)?.minor;
    }
    Some(Known { at, offering, currency: price.currency, minor, hours: known(&offering.hours)? })
}

/// Whether every value of `narrow` is in `wide`; an empty list is what `empty` says: everything or nothing.
fn covers(wide: &[Box<str>], narrow: &[Box<str>]) -> bool {
    narrow.iter().all(|value| wide.contains(value))
}

fn dominates(graph: &SkillGraph, better: &Known<'_>, worse: &Known<'_>) -> bool {
    let (a, b) = (better.offering, worse.offering);
    let figures = better.currency == worse.currency && better.minor <= worse.minor && better.hours <= worse.hours;
    // What kind of thing it is must be the same: an exam is no better or worse than a course.
    let kind = (a.activity, a.pace, a.delivery, a.price_kind) == (b.activity, b.pace, b.delivery, b.price_kind);
    let place = a.place == b.place && (a.region.is_empty() || (!b.region.is_empty() && covers(&a.region, &b.region)));
    let time = (a.timing == b.timing || a.timing == Timing::Any)
        && (a.pace != crate::model::Pace::Cohort || (&a.starts, a.days, a.weekly_hours) == (&b.starts, b.days, b.weekly_hours))
        && a.min_days.unwrap_or(0) <= b.min_days.unwrap_or(0)
        && a.max_weekly_hours.is_none_or(|most| b.max_weekly_hours.is_some_and(|other| most >= other))
        && a.apply_days_before.unwrap_or(0) <= b.apply_days_before.unwrap_or(0)
        && a.result_days.unwrap_or(0) <= b.result_days.unwrap_or(0)
        && a.access_days.is_none_or(|days| b.access_days.is_some_and(|other| days >= other));
    let open = covers(&a.languages, &b.languages)
        && covers(&a.accessibility, &b.accessibility)
        && (a.bandwidth == b.bandwidth || a.bandwidth == Bandwidth::Low)
        && (a.eligibility.is_none() || a.eligibility == b.eligibility)
        && (a.attempts == b.attempts || b.attempts.is_none());
    // A price plan may make the dearer one cheaper.
    let plans = graph.plans_of(worse.at).iter().all(|plan| graph.plans_of(better.at).contains(plan));
    figures && kind && place && time && open && plans
}
