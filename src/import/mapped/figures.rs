//! Prices, hours and days of a row: exact, a range, or unknown with the reason told.

use super::{
    mapping::{Mapping, Price, Quantity, Unit},
    rows::Row,
};
use crate::import::{IssueKind, Issues, values};
use crate::model::{Amount, Currency, Effort, Figure, Money};

/// What a price says.
#[derive(Default)]
pub(super) struct Priced {
    pub(super) price: Figure<Money>,
    pub(super) materials: Option<Figure<Money>>,
}

fn figure<T>(amount: Amount<T>) -> Figure<T> {
    Figure { amount, source: None, as_of: None }
}

/// What a column says as money; nothing where it says nothing or is not believed, which is told.
fn money(row: &Row<'_>, column: &str, most: u32, mapping: &Mapping, issues: &mut Issues) -> Option<Money> {
    let text = row.said(column, issues)?;
    let Some(money) = values::money(&text, mapping.currency).or_else(|| rounded(&text, mapping.currency)) else {
        issues.push(row.issue(IssueKind::OutOfRange, format!("`{text}` is no price; it counts as unknown")).on(column));
        return None;
    };
    let unit = 10_i64.pow(mapping.currency.minor_digits());
    if money.minor > i64::from(most).saturating_mul(unit) {
        let message = format!("{money} is more than anyone asks ({most}); it counts as unknown");
        issues.push(row.issue(IssueKind::Absurd, message).on(column));
        return None;
    }
    Some(money)
}

/// An amount that a computer wrote with the dust of its arithmetic, such as `2160.9700000000003`, at the nearest minor unit.
fn rounded(text: &str, currency: Currency) -> Option<Money> {
    let digits = currency.minor_digits() as usize;
    let number: f64 = text.split_once('.').filter(|(_, part)| part.len() > digits + 6).and_then(|_| text.parse().ok())?;
    let near = format!("{number:.digits$}");
    let dust = (near.parse::<f64>().ok()? - number).abs() < 1e-6;
    dust.then(|| values::money(&near, currency)).flatten()
}

/// The price, by its parts and by its total. Where the two differ neither is believed alone: the price lies between them.
pub(super) fn price(row: &Row<'_>, spec: &Price, mapping: &Mapping, issues: &mut Issues) -> Priced {
    let sum = |columns: &[String], issues: &mut Issues| {
        // Each column is looked at, so that each doubt is told, before a missing one makes the sum unknown.
        let parts: Vec<_> = columns.iter().map(|column| money(row, column, spec.most, mapping, issues)).collect();
        parts.into_iter().try_fold(0_i64, |sum, part| sum.checked_add(part?.minor)).filter(|_| !columns.is_empty())
    };
    let (parts, materials) = (sum(&spec.parts, issues), sum(&spec.materials, issues));
    let all = if spec.materials.is_empty() { parts } else { parts.zip(materials).and_then(|(a, b)| a.checked_add(b)) };
    let total = spec.total.as_deref().and_then(|total| money(row, total, spec.most, mapping, issues)).map(|total| total.minor);
    if let Some(complete) = &spec.complete
        && row.said(complete, issues).is_some_and(|complete| !complete.eq_ignore_ascii_case("true"))
    {
        let message = "the publisher says that the costs are not complete; the price counts as unknown";
        issues.push(row.issue(IssueKind::MissingValue, message).on(complete.as_str()));
        return Priced::default();
    }
    let known = |minor: i64| Amount::Known(Money::new(minor, mapping.currency));
    match (all, total) {
        (Some(all), Some(total)) if all != total => {
            let show = |minor| Money::new(minor, mapping.currency);
            let column = spec.total.clone().unwrap_or_default();
            let (least, most) = (all.min(total), all.max(total));
            let done = if least == 0 { "the price counts as unknown" } else { "the price lies between them" };
            let message = format!("the parts add up to {}, the total says {}; {done}", show(all), show(total));
            issues.push(row.issue(IssueKind::TotalNotSum, message).on(column));
            let amount = if least == 0 { Amount::Unknown } else { Amount::Range { min: show(least), likely: None, max: show(most) } };
            Priced { price: figure(amount), materials: None }
        }
        (None, None) => Priced::default(),
        (Some(0), _) | (None, Some(0)) if !spec.zero => {
            let message = "it costs nothing at all, which may as well mean that nobody said; the price counts as unknown";
            issues.push(
                row.issue(IssueKind::MissingValue, message).on(spec.total.clone().or(spec.parts.first().cloned()).unwrap_or_default()),
            );
            Priced::default()
        }
        (Some(_), _) => {
            // Where the total was not believed, that was told, and the parts stand by themselves.
            let materials = materials.filter(|materials| *materials > 0).map(|materials| figure(known(materials)));
            Priced { price: figure(parts.map_or(Amount::Unknown, known)), materials }
        }
        (None, Some(total)) => Priced { price: figure(known(total)), materials: None },
    }
}

/// A number in the unit of its column; nothing where it says nothing or is not believed, which is told.
fn number(row: &Row<'_>, spec: &Quantity, issues: &mut Issues) -> Option<Effort> {
    let text = row.said(&spec.column, issues)?;
    if !spec.values.is_empty() {
        let Some(number) = spec.values.get(text.trim_end_matches(".0")) else {
            issues.push(
                row.issue(IssueKind::UnknownTerm, format!("nobody knows the code `{text}`; it counts as unknown")).on(spec.column.as_str()),
            );
            return None;
        };
        return Some(Effort::hours(i64::from(*number)));
    }
    let Some(number) = values::hours(&text) else {
        issues.push(row.issue(IssueKind::OutOfRange, format!("`{text}` is no such number; it counts as unknown")).on(spec.column.as_str()));
        return None;
    };
    if number.minutes == 0 && !spec.zero {
        issues.push(
            row.issue(IssueKind::MissingValue, "zero may as well mean that nobody said; it counts as unknown").on(spec.column.as_str()),
        );
        return None;
    }
    if let Some(most) = spec.most.filter(|most| number.minutes > i64::from(*most) * 60) {
        let message = format!("{text} is more than anyone asks ({most}); it counts as unknown");
        issues.push(row.issue(IssueKind::Absurd, message).on(spec.column.as_str()));
        return None;
    }
    Some(number)
}

/// Effort.
pub(super) fn hours(row: &Row<'_>, spec: &Quantity, issues: &mut Issues) -> Figure<Effort> {
    // Numbers are kept as if they were hours, that is, sixty to the unit.
    let Some(found) = number(row, spec, issues) else { return Figure::default() };
    let once = match spec.unit {
        Unit::Minutes => Effort::minutes(found.minutes / 60),
        _ => found,
    };
    let times = spec.once_or_times.as_deref().and_then(|times| row.said(times, issues)?.split('.').next()?.parse::<i64>().ok());
    match times.filter(|times| *times > 1) {
        Some(times) => {
            let most = Effort::minutes(once.minutes.saturating_mul(times).min(Effort::LARGEST_HOURS * 60));
            let message = format!("{once} is published, and not whether that is all or {times} times as much; it is a range");
            issues.push(row.issue(IssueKind::Uninterpreted, message).on(spec.column.as_str()));
            figure(Amount::Range { min: once, likely: None, max: most })
        }
        None if spec.once_or_times.is_some() => {
            let message = format!("{once} is published, and not of what; it counts as unknown");
            issues.push(row.issue(IssueKind::Uninterpreted, message).on(spec.column.as_str()));
            Figure::default()
        }
        None => Figure::from(once),
    }
}

/// Days of the calendar.
pub(super) fn days(row: &Row<'_>, spec: &Quantity, issues: &mut Issues) -> Option<u32> {
    let each = match spec.unit {
        Unit::Weeks => 7,
        Unit::Months => 30,
        _ => 1,
    };
    let found = number(row, spec, issues)?.minutes.saturating_mul(each);
    u32::try_from(found.div_euclid(60) + i64::from(found % 60 != 0)).ok().filter(|days| *days > 0)
}
