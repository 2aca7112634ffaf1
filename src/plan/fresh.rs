//! How fresh a pathway is: prices known long ago, and credentials that have ended or will.

use super::{Assumption, Bundle, Question, Step};
use crate::{
    graph::SkillGraph,
    model::{Date, Status},
};

/// What a learner should know before she pays: prices last known longer ago than she asked for, and credentials whose award has an end.
pub(super) fn doubts(graph: &SkillGraph, question: &Question, steps: &[Step], bundles: &[Bundle]) -> Vec<Assumption> {
    let constraints = &question.learner.constraints;
    let months = constraints.old_prices_months;
    let mut doubts = Vec::new();
    for step in steps {
        let record = graph.credential(step.credential);
        if matches!(record.status, Status::Retired | Status::Superseded) {
            let successor = record.superseded_by.as_ref().and_then(|id| graph.find_credential(id.as_str()));
            doubts.push(Assumption::Ends { credential: step.credential, until: record.until, successor });
        }
    }
    let Ok(limit) = constraints.start.checked_sub(jiff::Span::new().months(i64::from(months))) else { return doubts };
    let mut old = Vec::new();
    for step in steps {
        let bundle = step.bundle.and_then(|plan| bundles.iter().find(|bundle| bundle.plan == plan)).map(|bundle| &bundle.line);
        // What is free by its own words has no figure to grow old.
        let lines = step.terms.lines.iter().chain(bundle).filter(|line| line.minor.is_some_and(|minor| minor > 0));
        if let Some(oldest) = lines.filter_map(|line| line.as_of).filter(|day: &Date| *day < limit).min() {
            old.push((step.credential, oldest));
        }
    }
    if !old.is_empty() {
        old.sort_by_key(|(credential, day)| (*day, *credential));
        doubts.push(Assumption::PricesOld { months, last: old });
    }
    doubts
}
