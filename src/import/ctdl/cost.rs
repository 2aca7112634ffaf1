//! Cost and duration profiles as figures. Profiles of different kinds add up; an aggregate is the sum already; what differs by residency or
//! audience is a range; a price that recurs or counts by credit cannot be added, so that the sum is unknown.

use crate::import::{
    IssueKind, Issues,
    json::{Node, Place},
    values,
};
use crate::model::{Amount, Currency, Effort, Figure, Money};
use std::collections::BTreeMap;

/// What a thing costs.
#[derive(Default)]
pub(super) struct Costs {
    pub(super) price: Figure<Money>,
    /// Whether the price is for each attempt at an assessment, and there is no other.
    pub(super) per_attempt: bool,
    pub(super) exam_fee: Option<Figure<Money>>,
    pub(super) materials: Option<Figure<Money>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Aggregate,
    Price,
    Exam,
    Attempt,
    Materials,
}

fn line(cost_type: &str) -> Line {
    match cost_type {
        "AggregateCost" => Line::Aggregate,
        "AssessmentFee" | "ExaminationFee" | "TestingFee" | "InitialAssessmentFee" => Line::Exam,
        "LearningResource" | "LearningResourceCost" | "Materials" | "BooksAndSupplies" | "BookFee" | "TechnologyFee" => Line::Materials,
        _ => Line::Price,
    }
}

/// Costs of one kind.
#[derive(Default)]
struct Kind {
    /// What adds up.
    sum: Option<Amount<Money>>,
    /// Alternatives by residency or audience.
    either: Option<Amount<Money>>,
}

/// The sum of two prices; unknown where one is, or where their currencies differ.
pub(super) fn add(a: Amount<Money>, b: Amount<Money>) -> Amount<Money> {
    let sum = |a: Money, b: Money| Money::new(a.minor.saturating_add(b.minor), a.currency);
    let ends = |amount: &Amount<Money>| amount.least().zip(amount.most());
    match (ends(&a), ends(&b)) {
        (Some((least, most)), Some((least_too, most_too))) if least.currency == least_too.currency => {
            range(sum(least, least_too), sum(most, most_too))
        }
        _ => Amount::Unknown,
    }
}

fn range(min: Money, max: Money) -> Amount<Money> {
    if min == max { Amount::Known(min) } else { Amount::Range { min, likely: None, max } }
}

fn either(a: Amount<Money>, b: Amount<Money>) -> Amount<Money> {
    match (a.least().zip(a.most()), b.least().zip(b.most())) {
        (Some((min, max)), Some((min_too, max_too))) if min.currency == min_too.currency => range(min.min(min_too), max.max(max_too)),
        _ => Amount::Unknown,
    }
}

/// The figures of cost profiles.
pub(super) fn costs(profiles: &[Node<'_>], place: &Place<'_>, issues: &mut Issues) -> Costs {
    let mut kinds: BTreeMap<(Line, String), Kind> = BTreeMap::new();
    for profile in profiles {
        // A profile without a price only points to a page, unless it says a range in words.
        let in_words = || between(&profile.text(&["description"])?.to_string());
        let amount = match profile.number(&["price"]) {
            Some(_) => amount(*profile, place, issues),
            None => match in_words() {
                Some(range) => range,
                None => continue,
            },
        };
        let types = profile.nodes(&["directCostType"]);
        let name = types.iter().find_map(|kind| kind.string(&["targetNode", "targetNodeName"]));
        let name = name.or_else(|| profile.string(&["directCostType"])).map_or("", crate::import::json::local);
        let line = match line(name) {
            Line::Exam if by_attempt(*profile) => Line::Attempt,
            line => line,
        };
        let kind = kinds.entry((line, name.to_owned())).or_default();
        if profile.get(&["residencyType", "audienceType"]).is_some() {
            kind.either = Some(kind.either.map_or(amount, |others| either(others, amount)));
        } else {
            kind.sum = Some(kind.sum.map_or(amount, |others| add(others, amount)));
        }
    }
    let mut lines: BTreeMap<Line, Amount<Money>> = BTreeMap::new();
    for ((line, _), kind) in kinds {
        for amount in [kind.sum, kind.either].into_iter().flatten() {
            let total = lines.get(&line).map_or(amount, |others| add(*others, amount));
            lines.insert(line, total);
        }
    }
    let figure = |line| lines.get(&line).map(|amount| Figure { amount: *amount, source: None, as_of: None });
    if let Some(aggregate) = figure(Line::Aggregate) {
        return Costs { price: aggregate, ..Costs::default() };
    }
    let (exam_fee, materials) = (figure(Line::Exam), figure(Line::Materials));
    match (figure(Line::Price), figure(Line::Attempt)) {
        // A fee for each attempt is the price where there is no other.
        (None, Some(price)) => Costs { price, per_attempt: true, exam_fee, materials },
        // Where only a fee is published, nothing is known of a price beside it.
        (price, attempt) => {
            let both = |fee: Figure<Money>, attempt: Figure<Money>| Figure { amount: add(fee.amount, attempt.amount), ..Figure::default() };
            let exam_fee = match (exam_fee, attempt) {
                (Some(fee), Some(attempt)) => Some(both(fee, attempt)),
                (fee, attempt) => fee.or(attempt),
            };
            Costs { price: price.unwrap_or_default(), exam_fee, materials, per_attempt: false }
        }
    }
}

/// A range said in words, as exports of ours say it: `between USD 90.00 and USD 120.00, usually USD 100.00`.
fn between(text: &str) -> Option<Amount<Money>> {
    let said = text.strip_prefix("between ")?;
    let (range, likely) = said.split_once(", usually ").map_or((said, None), |(range, likely)| (range, Some(likely)));
    let (min, max) = range.split_once(" and ")?;
    let (min, max): (Money, Money) = (min.parse().ok()?, max.parse().ok()?);
    let likely: Option<Money> = likely.map(str::parse).transpose().ok()?;
    let within = |money: Money| money.currency == min.currency && (min..=max).contains(&money);
    (within(max) && likely.is_none_or(within)).then_some(Amount::Range { min, likely, max })
}

/// Whether a fee is paid for each attempt.
fn by_attempt(profile: Node<'_>) -> bool {
    let pattern = profile.text(&["paymentPattern"]).map(|pattern| pattern.to_string().to_lowercase());
    pattern.is_some_and(|pattern| pattern.contains("attempt"))
}

fn amount(profile: Node<'_>, place: &Place<'_>, issues: &mut Issues) -> Amount<Money> {
    let Some(price) = profile.number(&["price"]) else { return Amount::Unknown };
    let Some(currency) = profile.string(&["currency"]) else {
        issues
            .push(place.issue(IssueKind::MissingValue, format!("the price {price} has no currency; it counts as unknown")).on("currency"));
        return Amount::Unknown;
    };
    let Some(currency): Option<Currency> = values::currency(currency) else {
        let message = format!("`{currency}` is no currency; the price {price} counts as unknown");
        issues.push(place.issue(IssueKind::UnknownTerm, message).on("currency"));
        return Amount::Unknown;
    };
    let pattern = profile.text(&["paymentPattern"]).map(|pattern| pattern.to_string());
    if let Some(pattern) = pattern.filter(|pattern| recurs(pattern) && !by_attempt(profile)) {
        let message = format!("the price {price} is paid `{pattern}`; how often is not known, so that the sum counts as unknown");
        issues.push(place.issue(IssueKind::Uninterpreted, message).on("paymentPattern"));
        return Amount::Unknown;
    }
    let Some(money) = values::money(&price, currency) else {
        issues.push(place.issue(IssueKind::OutOfRange, format!("`{price}` is no price; it counts as unknown")).on("price"));
        return Amount::Unknown;
    };
    Amount::Known(money)
}

/// Whether a payment pattern says that the price is paid more than once, or by the unit.
fn recurs(pattern: &str) -> bool {
    let pattern = pattern.to_lowercase();
    let once = ["one-time", "one time", "once", "upfront", "up front", "full", "total"];
    let often = ["per ", "each", "every", "month", "year", "annual", "week", "semester", "term", "quarter", "hour", "credit", "recurring"];
    !once.iter().any(|word| pattern.contains(word)) && often.iter().any(|word| pattern.contains(word))
}

/// Effort and calendar time of duration profiles: hours where only hours are named, else the fewest days.
pub(super) fn durations(profiles: &[Node<'_>], place: &Place<'_>, issues: &mut Issues) -> (Figure<Effort>, Option<u32>) {
    let mut hours: Option<Figure<Effort>> = None;
    let mut days: Option<u32> = None;
    for profile in profiles {
        let mut read = |names: &[&str]| {
            let text = profile.string(names)?;
            let found = values::duration(text);
            if found.is_none() {
                let message = format!("`{text}` is no ISO 8601 duration; it counts as unknown");
                issues.push(place.issue(IssueKind::BadValue, message).on("estimatedDuration"));
            }
            found
        };
        let exact = read(&["exactDuration"]);
        let (least, most) = (read(&["minimumDuration"]).or(exact), read(&["maximumDuration"]).or(exact));
        let (Some(least), Some(most)) = (least.or(most), most.or(least)) else { continue };
        // One profile may speak of effort, and another of the calendar.
        hours = hours.or(match (least.effort(), most.effort()) {
            (Some(least), Some(most)) if least == most => Some(Figure::from(least)),
            (Some(min), Some(max)) if min < max => {
                let usually = profile.text(&["description"]).map(|text| text.to_string());
                let likely = usually.and_then(|text| values::duration(text.strip_prefix("usually ")?)?.effort());
                let likely = likely.filter(|likely| (min..=max).contains(likely));
                Some(Figure { amount: Amount::Range { min, likely, max }, source: None, as_of: None })
            }
            _ => None,
        });
        days = days.or(least.calendar_days());
    }
    (hours.unwrap_or_default(), days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn priced(profiles: &serde_json::Value) -> (String, usize) {
        let mut issues = Issues::new();
        let nodes: Vec<_> = profiles.as_array().unwrap().iter().filter_map(Node::of).collect();
        let costs = costs(&nodes, &Place { file: "t", line: None }, &mut issues);
        let figure = |figure: Option<&Figure<Money>>| figure.map_or("-".into(), |figure| serde_json::to_string(&figure.amount).unwrap());
        let parts = [figure(Some(&costs.price)), figure(costs.exam_fee.as_ref()), figure(costs.materials.as_ref())];
        (parts.join(" "), issues.len())
    }

    #[test]
    fn kinds_add_up_an_aggregate_does_not_and_what_recurs_is_unknown() {
        let tuition = json!({"directCostType": {"targetNode": "costType:Tuition"}, "price": 1000, "currency": "USD"});
        let fee = json!({"directCostType": {"targetNode": "costType:ApplicationFee"}, "price": "50.50", "currency": "US Dollar"});
        let exam = json!({"directCostType": [{"targetNode": "costType:AssessmentFee"}], "price": 300.0, "currency": "USD"});
        let all = json!({"directCostType": {"targetNode": "costType:AggregateCost"}, "price": 1350, "currency": "USD"});
        let monthly = json!({"price": 49, "currency": "USD", "paymentPattern": "per month"});
        let resident = |price: i32| json!({"directCostType": "costType:Tuition", "residencyType": "x", "price": price, "currency": "USD"});
        let page = json!({"costDetails": "https://example.org/prices"});
        assert_eq!(priced(&json!([tuition, fee, exam, page])), (r#""USD 1050.50" "USD 300.00" -"#.into(), 0));
        assert_eq!(priced(&json!([tuition, fee, all])), (r#""USD 1350.00" - -"#.into(), 0));
        assert_eq!(priced(&json!([tuition, monthly])), ("null - -".into(), 1));
        assert_eq!(priced(&json!([resident(500), resident(900), fee])).0, r#"{"min":"USD 550.50","max":"USD 950.50"} - -"#);
        assert_eq!(priced(&json!([{"price": -99999, "currency": "USD"}, {"price": 5}, {"price": 5, "currency": "gold"}])).1, 3);
        assert_eq!(priced(&json!([])), ("null - -".into(), 0));
    }

    #[test]
    fn a_fee_for_each_attempt_is_the_price_where_there_is_no_other_and_a_range_may_be_said_in_words() {
        let attempt =
            json!({"directCostType": "costType:AssessmentFee", "price": 300, "currency": "USD", "paymentPattern": {"en": "Per attempt"}});
        let tuition = json!({"directCostType": "costType:Tuition", "price": 1000, "currency": "USD"});
        let said = |text: &str| json!([{"directCostType": "costType:Tuition", "currency": "USD", "description": {"en": text}}]);
        assert_eq!(priced(&json!([attempt])), (r#""USD 300.00" - -"#.into(), 0));
        let sitting = json!({"directCostType": "costType:AssessmentFee", "price": 20, "currency": "USD"});
        assert_eq!(priced(&json!([attempt, sitting])), (r#""USD 300.00" "USD 20.00" -"#.into(), 0));
        assert_eq!(priced(&json!([attempt, sitting, tuition])), (r#""USD 1000.00" "USD 320.00" -"#.into(), 0));
        assert_eq!(priced(&json!([attempt, tuition])), (r#""USD 1000.00" "USD 300.00" -"#.into(), 0));
        assert_eq!(priced(&said("between USD 90.00 and USD 120.00")).0, r#"{"min":"USD 90.00","max":"USD 120.00"} - -"#);
        let usual = r#"{"min":"USD 90.00","likely":"USD 99.00","max":"USD 120.00"} - -"#;
        assert_eq!(priced(&said("between USD 90.00 and USD 120.00, usually USD 99.00")).0, usual);
        for other in
            ["between USD 90 and EUR 120", "between USD 9 and USD 5", "between jobs and school", "between USD 1 and USD 2, usually USD 3"]
        {
            assert_eq!(priced(&said(other)).0, "null - -", "{other}");
        }
    }
}
