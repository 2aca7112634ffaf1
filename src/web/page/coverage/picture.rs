//! Pictures of reports: bars that wrap with their names, and how demand falls with the price.

use crate::{
    locale::{Locale, say},
    model::Currency,
    web::page::picture::{axis, far, share},
};
use maud::{Markup, html};

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

const HEIGHT: i64 = 220;
// Room below and above.
const BELOW: i64 = 30;
const ABOVE: i64 = 24;

/// A falling staircase: how many would choose a draft at each price. The rows of the table say the same.
pub(super) fn demand(t: &Locale, demand: &Demand, currency: Currency) -> Markup {
    let falls = demand.falls();
    let dearest = falls.last().copied().unwrap_or(0).max(demand.price.unwrap_or(0)).max(1);
    let span = dearest + dearest / 10 + 1;
    let most = i64::try_from(demand.at(0)).unwrap_or(i64::MAX).max(1);
    let x = |price: i64| i64::try_from(i128::from(price.min(span)) * 10_000 / i128::from(span)).unwrap_or(10_000);
    let floor = HEIGHT - BELOW;
    let y = |many: usize| floor - (floor - ABOVE) * i64::try_from(many).unwrap_or(most) / most;
    // Every stair: from which price on, to which, and how many choose it there.
    let begins = std::iter::once(0).chain(falls.iter().copied());
    let ends = falls.iter().copied().chain([span]);
    let stairs: Vec<(i64, i64, usize)> = begins.zip(ends).map(|(from, to)| (from, to, demand.at(from))).collect();
    let said = match demand.price {
        Some(price) => say!(t, "coverage-demand-at", price = t.money(price, currency), count = demand.at(price), all = demand.at(0)),
        None => say!(t, "coverage-demand", count = demand.at(0)),
    };
    let marked = demand.price.or(falls.last().copied()).unwrap_or(dearest);
    let figures = [(0, "0".to_owned()), (most, t.number(most))];
    html! {
        figure.demand {
            figcaption { (say!(t, "coverage-demand-title")) " " (said) }
            svg.plot.far[far(&figures)] width="100%" height=(HEIGHT) role="img" aria-label=(said) {
                (axis(&figures, |many| y(usize::try_from(many).unwrap_or(0)), ""))
                @for (from, to, many) in &stairs {
                    rect.area x=(share(x(*from))) width=(share(x(*to) - x(*from))) y=(y(*many)) height=(floor - y(*many)) {}
                }
                @for (from, to, many) in &stairs {
                    line.stair x1=(share(x(*from))) x2=(share(x(*to))) y1=(y(*many)) y2=(y(*many)) {}
                }
                @for two in stairs.windows(2) {
                    @if let [(.., before), (from, _, after)] = two {
                        line.stair x1=(share(x(*from))) x2=(share(x(*from))) y1=(y(*before)) y2=(y(*after)) {}
                    }
                }
                @if x(marked) > 2_500 { text.soft x="0" y=(HEIGHT - 8) { (t.money(0, currency)) } }
                text.soft x=(share(x(marked))) y=(HEIGHT - 8) text-anchor=(if x(marked) > 7_500 { "end" } else { "start" }) { (t.money(marked, currency)) }
                @if let Some(price) = demand.price {
                    line.axis x1=(share(x(price))) x2=(share(x(price))) y1=(ABOVE - 14) y2=(floor) {}
                    circle.point cx=(share(x(price))) cy=(y(demand.at(price))) r="6" {}
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
