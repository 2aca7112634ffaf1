//! Which offerings a learner can use, and what each costs and takes by the catalogue's list figures.

use super::question::{Question, convert};
use crate::{
    graph::{CredentialAt, OfferingAt, Place, PricePlanAt, SkillGraph},
    model::{
        Amount, BillingUnit, Constraints, Currency, Date, Delivery, Effort, ExchangeRate, Figure, Money, Offering, PriceKind,
        PricePlanKind, Status,
    },
};

/// Why an offering cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unusable {
    /// It, or its credential, is no longer offered or not yet.
    NotOffered,
    /// It is in none of the learner's languages.
    Language,
    /// It is not delivered in a way she can use.
    Delivery,
    /// It is at times she cannot use.
    Timing,
    /// It is not open where she is.
    Region,
    /// It lacks an accessibility feature she needs.
    Accessibility,
    /// It needs a better connection than she has.
    Bandwidth,
    /// She excluded it, its credential or its provider.
    Excluded,
    /// No quality body speaks for its credential.
    NotAccredited,
    /// It asks more hours a week than she has.
    TooHeavy,
}

/// What a part of a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PriceFor {
    /// The offering itself.
    Tuition,
    /// Months of a subscription that covers it.
    Subscription(PricePlanAt, i64),
    /// A term that covers it.
    Term(PricePlanAt),
    /// The assessment.
    Exam,
    /// Compulsory materials.
    Materials,
    /// The award.
    Award,
}

/// One line of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceLine {
    /// What it is for.
    pub what: PriceFor,
    /// The figure to plan with, in minor units of the answer's currency; nothing where it is unknown.
    pub minor: Option<i64>,
    /// Least and most, where the figure is a range.
    pub range: Option<(i64, i64)>,
    /// As published, where that is another currency.
    pub published: Option<Money>,
    /// When it held.
    pub as_of: Option<Date>,
}

/// What an offering costs and takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The lines of its price; none where it is free by its own words.
    pub lines: Vec<PriceLine>,
    /// Their sum; nothing where one of them is unknown.
    pub minor: Option<i64>,
    /// Learner effort to plan with; nothing where it is unknown.
    pub effort: Option<Effort>,
    /// Least and most effort, where the figure is a range.
    pub effort_range: Option<(Effort, Effort)>,
}

impl Terms {
    /// What is paid on top of the offering itself; unknown where a line is.
    pub fn extras(&self) -> Option<i64> {
        let own = |line: &&PriceLine| matches!(line.what, PriceFor::Tuition | PriceFor::Subscription(..) | PriceFor::Term(_));
        let extras = self.lines.iter().filter(|line| !own(line));
        extras.map(|line| line.minor).try_fold(0_i64, |sum, minor| sum.checked_add(minor?))
    }
}

/// Whether a region the learner is in lies within one that an offering is open to: `US-NJ` lies in `US`.
fn within(here: &str, open: &str) -> bool {
    here.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Why the learner cannot use an offering; nothing where she can.
pub fn unusable(graph: &SkillGraph, at: OfferingAt, credential: CredentialAt, constraints: &Constraints) -> Option<Unusable> {
    let offering = graph.offering(at);
    let ended = |status: Status, until: Option<Date>| match status {
        Status::Active => until.is_some_and(|until| until < constraints.start),
        Status::Retired | Status::Superseded => until.is_none_or(|until| until < constraints.start),
        Status::Planned => true,
    };
    if ended(offering.status, offering.until) {
        return Some(Unusable::NotOffered);
    }
    if let Some(reason) = unusable_credential(graph, credential, constraints) {
        return Some(reason);
    }
    if constraints.excluded_offerings.contains(&offering.id)
        || offering.provider.as_ref().is_some_and(|provider| constraints.excluded_providers.contains(provider))
    {
        return Some(Unusable::Excluded);
    }
    let native = graph.catalogue().headers.first().map_or("en", |header| &*header.language);
    let speaks = |language: &str| constraints.languages.iter().any(|known| **known == *language);
    let spoken = if offering.languages.is_empty() { speaks(native) } else { offering.languages.iter().any(|language| speaks(language)) };
    if !constraints.languages.is_empty() && !spoken {
        return Some(Unusable::Language);
    }
    if !constraints.delivery.is_empty() && !constraints.delivery.contains(&offering.delivery) {
        return Some(Unusable::Delivery);
    }
    if !constraints.timing.is_empty() && offering.timing != crate::model::Timing::Any && !constraints.timing.contains(&offering.timing) {
        return Some(Unusable::Timing);
    }
    if let Some(here) = &constraints.region
        && !offering.region.is_empty()
        && !offering.region.iter().any(|open| within(here, open))
    {
        return Some(Unusable::Region);
    }
    if offering.pace == crate::model::Pace::Cohort && offering.weekly_hours.is_some_and(|load| load > constraints.most_weekly()) {
        return Some(Unusable::TooHeavy);
    }
    if !constraints.accessibility.iter().all(|needed| offering.accessibility.contains(needed)) {
        return Some(Unusable::Accessibility);
    }
    if constraints.low_bandwidth && offering.delivery != Delivery::InPerson && offering.bandwidth != crate::model::Bandwidth::Low {
        return Some(Unusable::Bandwidth);
    }
    None
}

/// Why the learner cannot aim for a credential, whatever the offering; nothing where she can.
pub fn unusable_credential(graph: &SkillGraph, at: CredentialAt, constraints: &Constraints) -> Option<Unusable> {
    let credential = graph.credential(at);
    let ended = match credential.status {
        Status::Active => credential.until.is_some_and(|until| until < constraints.start),
        Status::Retired | Status::Superseded => credential.until.is_none_or(|until| until < constraints.start),
        Status::Planned => true,
    };
    if ended {
        return Some(Unusable::NotOffered);
    }
    if constraints.excluded.contains(&credential.id)
        || credential.issuer.as_ref().is_some_and(|issuer| constraints.excluded_providers.contains(issuer))
    {
        return Some(Unusable::Excluded);
    }
    (constraints.accredited_only && credential.quality.is_empty()).then_some(Unusable::NotAccredited)
}

/// Reads published figures in the answer's currency.
pub(super) struct Cashier<'a> {
    pub(super) graph: &'a SkillGraph,
    pub(super) currency: Currency,
    /// The learner's own rates; they come first.
    pub(super) rates: &'a [ExchangeRate],
}

impl<'a> Cashier<'a> {
    pub(super) fn of(graph: &'a SkillGraph, question: &'a Question) -> Self {
        Self { graph, currency: question.currency, rates: &question.learner.constraints.own_rates }
    }

    fn minor(&self, money: Money) -> Option<i64> {
        convert(self.graph, self.rates, money, self.currency).map(|(worth, _)| worth.minor)
    }

    /// A published amount as a price line: a range is planned at its usual value, else at its middle, rounded up.
    pub(super) fn line(&self, what: PriceFor, figure: &Figure<Money>, times: i64, as_of: Option<Date>) -> PriceLine {
        let amount = |money: Money| self.minor(money).and_then(|minor| minor.checked_mul(times));
        let middle = |low: i64, high: i64| low + (high - low + 1) / 2;
        let (minor, range, published) = match figure.amount {
            Amount::Unknown => (None, None, None),
            Amount::Known(money) => (amount(money), None, Some(money)),
            Amount::Range { min, likely, max } => {
                let range = amount(min).zip(amount(max));
                let likely_minor = likely.map(amount);
                (likely_minor.unwrap_or_else(|| range.map(|(low, high)| middle(low, high))), range, likely)
            }
        };
        let published = published.filter(|money| money.currency != self.currency);
        PriceLine { what, minor, range, published, as_of: figure.as_of.or(as_of) }
    }

    fn optional(&self, what: PriceFor, figure: Option<&Figure<Money>>, as_of: Option<Date>) -> Option<PriceLine> {
        figure.map(|figure| self.line(what, figure, 1, as_of))
    }

    /// The cheapest known way to pay for an offering taken alone; unknown where no way has a known price.
    fn tuition(&self, at: OfferingAt, offering: &Offering, credits: i64, days: Option<i64>) -> PriceLine {
        let times = if offering.price_kind == PriceKind::PerCredit { credits } else { 1 };
        let what = if offering.price_kind == PriceKind::PerAttempt { PriceFor::Exam } else { PriceFor::Tuition };
        let mut ways = Vec::new();
        if !offering.price.is_absent() {
            ways.push(self.line(what, &offering.price, times, offering.as_of));
        }
        for plan_at in self.graph.plans_of(at) {
            let plan = self.graph.price_plan(*plan_at);
            let (what, times) = match plan.kind {
                PricePlanKind::Subscription => {
                    let Some(days) = days else { continue };
                    let unit = match plan.unit.unwrap_or(BillingUnit::Months(1)) {
                        BillingUnit::Days(days) => i64::from(days.max(1)),
                        BillingUnit::Months(months) => 30 * i64::from(months.max(1)),
                    };
                    let units = ((days.max(1) + unit - 1) / unit).max(i64::from(plan.min_units.unwrap_or(1)));
                    (PriceFor::Subscription(*plan_at, units), units)
                }
                PricePlanKind::FlatTerm => {
                    let term = i64::from(plan.days.unwrap_or(365).max(1));
                    (PriceFor::Term(*plan_at), days.map_or(1, |days| (days.max(1) + term - 1) / term))
                }
                PricePlanKind::Bundle | PricePlanKind::Membership | PricePlanKind::Maintenance => continue,
            };
            ways.push(self.line(what, &plan.price, times, plan.as_of));
        }
        let cheapest = ways.into_iter().min_by_key(|line| (line.minor.is_none(), line.minor));
        cheapest.unwrap_or_else(|| self.line(what, &Figure::default(), 1, offering.as_of))
    }

    /// What an offering costs and takes when it is taken alone at these weekly hours.
    pub(super) fn terms(&self, at: OfferingAt, credential: CredentialAt, weekly: Effort) -> Terms {
        let offering = self.graph.offering(at);
        let middle = |low: Effort, high: Effort| Effort::minutes(low.minutes + (high.minutes - low.minutes + 1) / 2);
        let effort = match (offering.hours.amount.planning(middle), offering.weekly_hours, offering.days) {
            (Some(effort), _, _) => Some(effort),
            (None, Some(load), Some(days)) => Some(Effort::minutes(load.minutes * i64::from(days) / 7)),
            _ => None,
        };
        let effort_range = match offering.hours.amount {
            Amount::Range { min, max, .. } => Some((min, max)),
            _ => None,
        };
        let days = effort.map(|effort| super::calendar::study_days(offering, effort, weekly));
        let credits: i64 = self.graph.credential(credential).credits.iter().map(|value| i64::from(value.amount)).max().unwrap_or(1);
        let mut lines = vec![self.tuition(at, offering, credits, days)];
        lines.extend(self.optional(PriceFor::Exam, offering.exam_fee.as_ref(), offering.as_of));
        lines.extend(self.optional(PriceFor::Materials, offering.materials.as_ref(), offering.as_of));
        lines.extend(self.optional(PriceFor::Award, offering.award_fee.as_ref(), offering.as_of));
        if let Some(stack) = &self.graph.credential(credential).stack {
            lines.extend(self.optional(PriceFor::Award, stack.fee.as_ref(), self.graph.credential(credential).as_of));
        }
        let minor = lines.iter().try_fold(0_i64, |sum, line| line.minor.and_then(|minor| sum.checked_add(minor)));
        Terms { lines, minor, effort, effort_range }
    }

    /// What a larger award costs that comes from its parts.
    pub(super) fn award_terms(&self, credential: CredentialAt) -> Terms {
        let record = self.graph.credential(credential);
        let fee = record.stack.as_ref().and_then(|stack| stack.fee.as_ref());
        let lines: Vec<_> = self.optional(PriceFor::Award, fee, record.as_of).into_iter().collect();
        let minor = lines.iter().try_fold(0_i64, |sum, line| line.minor.and_then(|minor| sum.checked_add(minor)));
        Terms { lines, minor, effort: Some(Effort::default()), effort_range: None }
    }
}

/// What an offering costs and takes when it is taken alone at these weekly hours, in a currency.
pub fn terms(graph: &SkillGraph, at: OfferingAt, weekly: Effort, currency: Currency) -> Option<Terms> {
    let credential = graph.find_credential(graph.offering(at).credential.as_str())?;
    debug_assert!(at.at() < graph.offerings().len());
    Some(Cashier { graph, currency, rates: &[] }.terms(at, credential, weekly))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_lies_within_its_country_and_no_other_state() {
        assert!(within("US-NJ", "US") && within("US", "US") && !within("US", "US-NJ") && !within("US-NJ", "US-N"));
    }
}
