//! Pictures of reports: bars that wrap with their names, and how demand falls with the price.

use crate::{
    locale::{Locale, say},
    model::Currency,
};
use maud::{Markup, html};
use std::fmt::Write as _;

/// One bar.
pub(super) struct Bar {
    /// Its name.
    pub(super) name: String,
    /// How long it is, above zero.
    pub(super) value: i64,
    /// Its value as it is read.
    pub(super) shown: String,
    /// Whether its value stayed open.
    pub(super) open: bool,
}

/// Bars as a list: each has its name and value as text, so that it reads the same aloud and wraps where the window is narrow.
pub(super) fn bars(title: &str, bars: &[Bar]) -> Markup {
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(1).max(1);
    html! {
        figure.bars {
            figcaption { (title) }
            ol {
                @for bar in bars {
                    li {
                        span.name { (bar.name) }
                        svg aria-hidden="true" height="14" {
                            @let width = format!("{}%", (bar.value * 100 / most).max(1));
                            rect.bar.open[bar.open] width=(width) height="14" rx="2" {}
                        }
                        span.number { (bar.shown) }
                    }
                }
            }
        }
    }
}

/// Who would choose something, by its price.
pub(super) struct Demand {
    /// From which price on each chooses something else, in minor units.
    pub(super) edges: Vec<i64>,
    /// How many choose it at any price.
    pub(super) always: usize,
    /// The price as it is drafted.
    pub(super) price: Option<i64>,
}

impl Demand {
    /// How many choose it at a price.
    fn at(&self, price: i64) -> usize {
        self.always + self.edges.iter().filter(|edge| **edge > price).count()
    }

    /// Prices at which the number falls, each once, rising.
    fn falls(&self) -> Vec<i64> {
        let mut falls: Vec<i64> = self.edges.iter().copied().filter(|edge| *edge > 0).collect();
        falls.sort_unstable();
        falls.dedup();
        falls
    }
}

const WIDTH: i64 = 560;
const HEIGHT: i64 = 220;
// Room for the figures at the left, below, and above.
const LEFT: i64 = 40;
const BELOW: i64 = 30;
const ABOVE: i64 = 16;

/// A falling staircase: how many would choose a draft at each price. The rows of the table say the same.
pub(super) fn demand(t: &Locale, demand: &Demand, currency: Currency) -> Markup {
    let falls = demand.falls();
    let dearest = falls.last().copied().unwrap_or(0).max(demand.price.unwrap_or(0)).max(1);
    let span = dearest + dearest / 10 + 1;
    let most = i64::try_from(demand.at(0)).unwrap_or(i64::MAX).max(1);
    let x = |price: i64| LEFT + (WIDTH - LEFT - 8) * price.min(span) / span;
    let y = |many: usize| HEIGHT - BELOW - (HEIGHT - BELOW - ABOVE) * i64::try_from(many).unwrap_or(most) / most;
    let mut line = format!("M{} {}", x(0), y(demand.at(0)));
    for fall in &falls {
        // Writing to a string cannot fail.
        let _ = write!(line, "H{}V{}", x(*fall), y(demand.at(*fall)));
    }
    let _ = write!(line, "H{}", x(span));
    let said = match demand.price {
        Some(price) => say!(t, "coverage-demand-at", price = t.money(price, currency), count = demand.at(price), all = demand.at(0)),
        None => say!(t, "coverage-demand", count = demand.at(0)),
    };
    html! {
        figure.demand {
            figcaption { (say!(t, "coverage-demand-title")) " " (said) }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(said) {
                path.rule d={ "M" (LEFT) " " (HEIGHT - BELOW) "H" (WIDTH - 8) } {}
                path.area d={ (line) "V" (HEIGHT - BELOW) "H" (LEFT) "Z" } {}
                path.stair d=(line) {}
                text.soft x=(LEFT - 6) y=(y(demand.at(0)) + 4) text-anchor="end" { (t.number(most)) }
                text.soft x=(LEFT - 6) y=(HEIGHT - BELOW + 4) text-anchor="end" { "0" }
                text.soft x=(x(dearest)) y=(HEIGHT - 8) text-anchor="end" { (t.money(dearest, currency)) }
                text.soft x=(LEFT) y=(HEIGHT - 8) { (t.money(0, currency)) }
                @if let Some(price) = demand.price {
                    path.axis d={ "M" (x(price)) " " (ABOVE - 8) "V" (HEIGHT - BELOW) } {}
                    circle.point cx=(x(price)) cy=(y(demand.at(price))) r="6" {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demand_falls_where_each_chooses_something_else() {
        let demand = Demand { edges: vec![300, 100, 100], always: 1, price: None };
        assert_eq!([0, 99, 100, 299, 300, 9_000].map(|price| demand.at(price)), [4, 4, 2, 2, 1, 1]);
        assert_eq!(demand.falls(), [100, 300]);
    }
}
