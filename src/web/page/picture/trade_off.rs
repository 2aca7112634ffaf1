//! The trade-off of money and time: every point on the line is a way that none beats in both, and leads to it. Ways that are best in something
//! else stand beside the line.

use super::{Days, axis, far, round_step, share};
use crate::{
    locale::{Locale, say},
    model::{Currency, Date},
};
use maud::{Markup, html};

/// One way.
pub(in crate::web::page) struct Point {
    /// When it is ready.
    pub(in crate::web::page) ready: Date,
    /// What it costs, in minor units.
    pub(in crate::web::page) minor: i64,
    /// Where it leads.
    pub(in crate::web::page) link: String,
    /// What it is called, where it has a name.
    pub(in crate::web::page) name: String,
    /// What it is, in words.
    pub(in crate::web::page) said: String,
    /// Whether it is the one that is shown.
    pub(in crate::web::page) chosen: bool,
    /// Whether others beat it in money and in time: it stands beside the line.
    pub(in crate::web::page) beside: bool,
}

const HEIGHT: i64 = 270;
const TOP: i64 = 40;
const BOTTOM: i64 = 42;

/// Draws them; those on the line are sorted by money.
pub(in crate::web::page) fn draw(t: &Locale, points: &[Point], currency: Currency) -> Markup {
    let dates = || points.iter().map(|point| point.ready);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else { return html! {} };
    let days = Days::new(first, last);
    // Points keep off the edges, so that they and their names have room.
    let x = |day: Date| 350 + days.place(day) * 9_300 / 10_000;
    let most = points.iter().map(|point| point.minor).max().unwrap_or(0).max(1);
    let step = round_step(most, 4);
    let top = (most + step - 1) / step * step;
    let y = |minor: i64| TOP + (HEIGHT - TOP - BOTTOM) * (top - minor.clamp(0, top)) / top;
    let floor = y(0);
    let unit = 10_i64.pow(currency.minor_digits());
    let figures: Vec<(i64, String)> = (0..=top / step).map(|at| (at * step, t.number(at * step / unit))).collect();
    let line: Vec<&Point> = points.iter().filter(|point| !point.beside).collect();
    html! {
        svg.plot.far[far(&figures)] width="100%" height=(HEIGHT) role="group" aria-label=(say!(t, "trade-off-picture")) {
            (axis(&figures, y, currency.code()))
            @for (day, told, side) in marks(t, &days, first, last) {
                line.axis x1=(share(x(day))) x2=(share(x(day))) y1=(floor) y2=(floor + 6) {}
                text.soft x=(share(x(day))) y=(floor + 22) text-anchor=(side) { (told) }
            }
            @for two in line.windows(2) {
                @if let [one, next] = two {
                    line.front x1=(share(x(one.ready))) y1=(y(one.minor)) x2=(share(x(next.ready))) y2=(y(next.minor)) {}
                }
            }
            @for point in points {
                @let said = if point.name.is_empty() { point.said.clone() } else { format!("{}: {}", point.name, point.said) };
                a href=(point.link) aria-label=(said) aria-current=[point.chosen.then_some("true")] {
                    // Where a name is written beside it, the same words once more would not be those that are read aloud.
                    @if point.name.is_empty() { title { (said) } }
                    // A wide ring that nobody sees is easy to hit with a thumb.
                    circle cx=(share(x(point.ready))) cy=(y(point.minor)) r="18" fill="transparent" {}
                    circle.point.beside[point.beside].chosen[point.chosen] cx=(share(x(point.ready))) cy=(y(point.minor)) r="8" {}
                    @if !point.name.is_empty() {
                        // Above its own point, clear of the neighbours beside it.
                        @let (side, off) = if x(point.ready) > 5_500 { ("end", 8) } else { ("start", -8) };
                        text.over x=(share(x(point.ready))) dx=(off) y=(y(point.minor) - 15) text-anchor=(side) { (point.name) }
                    }
                }
            }
        }
    }
}

/// Days to mark below, each with its name and the side of it that the name stands on: months, or both ends where there are too few of them.
fn marks(t: &Locale, days: &Days, first: Date, last: Date) -> Vec<(Date, String, &'static str)> {
    let months = days.months(4);
    if months.len() < 2 {
        let mut ends = vec![(first, t.short_day(first), "start"), (last, t.short_day(last), "end")];
        ends.dedup_by_key(|(day, ..)| *day);
        return ends;
    }
    let named = |(at, day): (usize, Date)| {
        let year = if at == 0 || day.month() == 1 { format!(" {}", day.year()) } else { String::new() };
        (day, format!("{}{year}", t.short_month(day)), "middle")
    };
    months.into_iter().enumerate().map(named).collect()
}
