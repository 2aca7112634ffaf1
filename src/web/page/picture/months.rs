//! Month by month: the most hours of any week, and the money that goes out.

use super::{axis, far, round_step, share};
use crate::{
    locale::{Locale, say},
    model::{Currency, Date, Effort},
    plan::Pathway,
};
use jiff::ToSpan;
use maud::{Markup, html};

/// One month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web::page) struct Month {
    /// Its first day.
    pub(in crate::web::page) first: Date,
    /// The most effort of any week with steps that are under way in it.
    pub(in crate::web::page) weekly: Effort,
    /// Money out, less what comes in, in minor units; without what is unknown.
    pub(in crate::web::page) minor: i64,
    /// All money out since the beginning.
    pub(in crate::web::page) sum: i64,
    /// Whether a price in it is unknown.
    pub(in crate::web::page) unknown: bool,
}

/// Months drawn at most; a table has them all.
const DRAWN: usize = 36;

/// The months from a first day to the last with work or money.
pub(in crate::web::page) fn months(from: Date, path: &Pathway) -> Vec<Month> {
    let days = path.steps.iter().map(|step| step.issued).chain(path.ledger.iter().map(|line| line.day));
    let last = days.max().unwrap_or(from);
    let mut months = Vec::new();
    let (mut first, mut sum) = (from.first_of_month(), 0_i64);
    while first <= last {
        let end = first.last_of_month();
        let under_way = |step: &&crate::plan::Step| step.active.iter().any(|(begun, done)| *begun <= end && *done >= first);
        // Steps that overlap add up: so much at most if their fullest weeks fall together, and never more than she has.
        let weekly = path.steps.iter().filter(under_way).map(|step| step.weekly.minutes);
        let at_once = path.steps.iter().filter(under_way).any(|one| {
            path.steps
                .iter()
                .filter(under_way)
                .any(|other| one.credential != other.credential && one.start < other.last && other.start < one.last)
        });
        let weekly = if at_once { weekly.sum() } else { weekly.max().unwrap_or(0) };
        let lines = || path.ledger.iter().filter(|line| line.day >= first && line.day <= end);
        let minor = lines().filter_map(|line| line.minor).fold(0_i64, i64::saturating_add);
        sum = sum.saturating_add(minor);
        months.push(Month { first, weekly: Effort::minutes(weekly), minor, sum, unknown: lines().any(|line| line.minor.is_none()) });
        let Ok(next) = first.checked_add(1.months()) else { break };
        first = next;
    }
    months
}

const HEIGHT: i64 = 170;
const TOP: i64 = 26;
const BOTTOM: i64 = 24;

/// What bars tell: the figure of a month in units of an axis, the unit's name, and a figure in words.
struct Told<F, W> {
    figure: F,
    unit: (i64, String),
    words: W,
}

/// Bars of some figure of each month.
fn bars(t: &Locale, said: &str, months: &[Month], told: &Told<impl Fn(&Month) -> i64, impl Fn(i64) -> String>) -> Markup {
    let (unit, name) = &told.unit;
    let most = months.iter().map(&told.figure).max().unwrap_or(0).max(1);
    let step = round_step((most + unit - 1) / unit, 2) * unit;
    let top = (most + step - 1) / step * step;
    let y = |value: i64| TOP + (HEIGHT - TOP - BOTTOM) * (top - value.clamp(0, top)) / top;
    let count = months.len().max(1) as i64;
    let x = |at: usize| (10_000 * at as i64 + 1_000) / count;
    let marked = (count + 5) / 6;
    let figures: Vec<(i64, String)> = (0..=top / step).map(|at| (at * step, t.number(at * step / unit))).collect();
    html! {
        svg.plot.far[far(&figures)] width="100%" height=(HEIGHT) role="img" aria-label=(said) {
            (axis(&figures, y, name))
            @for (at, month) in months.iter().enumerate() {
                @let value = (told.figure)(month);
                @if value > 0 {
                    rect.bar x=(share(x(at))) width=(share(8_000 / count)) y=(y(value))
                        height=(y(0) - y(value)) rx="2" { title { (t.year_month(month.first)) ": " ((told.words)(value)) } }
                }
                @if (at as i64) % marked == 0 {
                    text.soft x=(share(x(at))) y=(HEIGHT - 6) {
                        (t.short_month(month.first)) @if at == 0 || month.first.month() == 1 { tspan.fine { " " (month.first.year()) } }
                    }
                }
            }
        }
    }
}

/// Hours a week, month by month.
pub(in crate::web::page) fn hours(t: &Locale, months: &[Month]) -> Markup {
    let months = months.get(..DRAWN).unwrap_or(months);
    let words = |minutes| t.effort(Effort::minutes(minutes));
    bars(
        t,
        &say!(t, "hours-picture"),
        months,
        &Told { figure: |month: &Month| month.weekly.minutes, unit: (60, say!(t, "hours-unit")), words },
    )
}

/// Money out, month by month.
pub(in crate::web::page) fn cash(t: &Locale, months: &[Month], currency: Currency) -> Markup {
    let months = months.get(..DRAWN).unwrap_or(months);
    let unit = (10_i64.pow(currency.minor_digits()), currency.code().to_owned());
    bars(t, &say!(t, "cash-picture"), months, &Told { figure: |month: &Month| month.minor, unit, words: |minor| t.money(minor, currency) })
}
