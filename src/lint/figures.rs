//! Numbers nobody published, numbers nobody can trace, and money that cannot be compared.

use super::finding::{Finding, FindingKind, listed, named};
use crate::{
    graph::SkillGraph,
    model::{Amount, Currency, Date, Figure, Money, Offering, PricePlan, PricePlanKind, SourceId, Status},
};
use std::{
    collections::{BTreeMap, HashSet},
    fmt,
};

pub(super) fn findings(graph: &SkillGraph) -> Vec<Finding> {
    let mut findings = Vec::new();
    unknown(graph, &mut findings);
    unsourced(graph, &mut findings);
    currencies(graph, &mut findings);
    findings
}

/// The money figures of an offering, its price first.
fn fees(offering: &Offering) -> impl Iterator<Item = &Figure<Money>> {
    [Some(&offering.price), offering.materials.as_ref(), offering.exam_fee.as_ref(), offering.award_fee.as_ref()].into_iter().flatten()
}

/// The money figures of a price plan.
fn rates(plan: &PricePlan) -> impl Iterator<Item = &Figure<Money>> {
    [Some(&plan.price), plan.yearly_price.as_ref()].into_iter().flatten()
}

fn unknown(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    let mut unpriced: Vec<&str> = Vec::new();
    let mut untimed: Vec<&str> = Vec::new();
    let mut count = 0;
    for at in graph.offerings() {
        let offering = graph.offering(at);
        if offering.status != Status::Active {
            continue;
        }
        count += 1;
        let planned = graph.plans_of(at).iter().any(|plan| {
            let plan = graph.price_plan(*plan);
            plan.kind != PricePlanKind::Maintenance && plan.kind != PricePlanKind::Membership && !plan.price.is_unknown()
        });
        if fees(offering).skip(1).any(Figure::is_unknown) || (offering.price.is_unknown() && !planned) {
            unpriced.push(offering.id.as_str());
        }
        if offering.hours.is_unknown() {
            untimed.push(offering.id.as_str());
        }
    }
    for (kind, mut ids, what) in
        [(FindingKind::UnknownPrice, unpriced, "a known price"), (FindingKind::UnknownHours, untimed, "known hours")]
    {
        if !ids.is_empty() {
            ids.sort_unstable();
            let says = format!("{} of {count} offerings have not {what}: {}", ids.len(), listed(&ids));
            findings.push(Finding::new(kind, ids.iter().map(|id| named("offering", id)).collect(), says));
        }
    }
}

/// Where a figure or its record stands, and when it held.
type Standing<'a> = (Option<&'a SourceId>, Option<Date>);

fn standing<T>(figure: &Figure<T>) -> Standing<'_> {
    (figure.source.as_ref(), figure.as_of)
}

/// Adds a finding where a record has a known figure and neither the figure nor the record says where it stands and when it held.
fn trace<'a>(
    kind: &str,
    id: impl fmt::Display,
    record: Standing<'a>,
    figures: impl Iterator<Item = (&'static str, Standing<'a>)>,
    findings: &mut Vec<Finding>,
) {
    let mut lacking: Vec<&str> =
        figures.filter(|(_, own)| own.0.or(record.0).is_none() || own.1.or(record.1).is_none()).map(|(what, _)| what).collect();
    lacking.dedup();
    if !lacking.is_empty() {
        let record = named(kind, id);
        let says = format!("The {} of {record} do not say where they stand and when they held", listed(&lacking));
        findings.push(Finding::new(FindingKind::UnsourcedFigure, vec![record], says));
    }
}

fn unsourced(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    let catalogue = graph.catalogue();
    for offering in &catalogue.offerings {
        let known = fees(offering).filter(|figure| !figure.is_unknown()).map(|figure| ("prices", standing(figure)));
        let hours = (!offering.hours.is_unknown()).then(|| ("hours", standing(&offering.hours)));
        trace("offering", &offering.id, (offering.source.as_ref(), offering.as_of), known.chain(hours), findings);
    }
    for plan in &catalogue.price_plans {
        let known = rates(plan).filter(|figure| !figure.is_unknown()).map(|figure| ("prices", standing(figure)));
        trace("price plan", &plan.id, (plan.source.as_ref(), plan.as_of), known, findings);
    }
    for credential in &catalogue.credentials {
        let fee = credential.stack.iter().filter_map(|stack| stack.fee.as_ref());
        let renewals = fee.chain(credential.renewal.iter().map(|renewal| &renewal.price)).filter(|figure| !figure.is_unknown());
        let known = renewals.map(|figure| ("fees", standing(figure)));
        trace("credential", &credential.id, (credential.source.as_ref(), credential.as_of), known, findings);
    }
    for fund in &catalogue.funding {
        let cap = fund.cap.iter().map(|cap| &cap.amount).filter(|figure| !figure.is_unknown());
        trace("funding", &fund.id, (fund.source.as_ref(), fund.as_of), cap.map(|figure| ("amounts", standing(figure))), findings);
    }
    for rate in &catalogue.rates {
        let own = (rate.source.as_ref(), rate.as_of);
        let id = format!("{} → {}", rate.from, rate.to);
        trace("rate", id, own, std::iter::once(("units", own)), findings);
    }
}

/// The currency of a figure, where it is known.
fn currency(figure: &Figure<Money>) -> Option<Currency> {
    match figure.amount {
        Amount::Unknown => None,
        Amount::Known(money) | Amount::Range { min: money, .. } => Some(money.currency),
    }
}

fn currencies(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    let catalogue = graph.catalogue();
    let to = graph.currency();
    let rated: HashSet<Currency> = catalogue.rates.iter().filter(|rate| rate.to == to).map(|rate| rate.from).collect();
    let mut lacking: BTreeMap<Currency, Vec<Box<str>>> = BTreeMap::new();
    let mut see = |figure: &Figure<Money>, kind: &str, id: &dyn fmt::Display| {
        if let Some(from) = currency(figure).filter(|from| *from != to && !rated.contains(from)) {
            lacking.entry(from).or_default().push(named(kind, id));
        }
    };
    for offering in &catalogue.offerings {
        fees(offering).for_each(|figure| see(figure, "offering", &offering.id));
    }
    for plan in &catalogue.price_plans {
        rates(plan).for_each(|figure| see(figure, "price plan", &plan.id));
    }
    for (from, mut records) in lacking {
        records.sort();
        records.dedup();
        let says = format!("There is no rate from {from} to {to}, which {} are priced in", listed(&records));
        findings.push(Finding::new(FindingKind::CurrencyWithoutRate, records, says));
    }
}
