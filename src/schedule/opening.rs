//! Fixed charges: to use a shared plan at all costs its first unit in whole, however many steps share it.
//!
//! The linear shares of [`Bounds`] spread a unit over all the load it can carry; here a plan is bought like an item of its own. A
//! stack's money is at least Σ of its items' least own fees, of the first purchase of every plan used, and of what each load alone
//! exceeds it; an item that has a way without plans may pay the difference instead. So each item asks one more need: one of its
//! plans, or its difference, and the dual ascent over needs bounds the sum. The same is done for weighted sums of money and time,
//! with which a front of trade-offs is cut off.

use super::bound::Bounds;
use super::relaxed::{Combined, combinations};
use super::setting::{Kind, Setting};
use super::shares::net_of_plan;

/// What a unit of money weighs, and one of time (days of the one slot, or work).
pub(super) type Weights = (i64, i64);

/// The ways to pay each offer of each item, worked out once for all weights.
pub(super) struct WaysOf(Vec<Vec<Vec<Combined>>>);

impl WaysOf {
    pub(super) fn new(setting: &Setting<'_>, bounds: &Bounds) -> Self {
        let of = |i: usize| (0..setting.items[i].offers.len()).map(|at| combinations(setting, bounds, i, at)).collect();
        Self((0..setting.items.len()).map(of).collect())
    }
}

/// The fixed charges of a question: payables are the items, then the plans, then the items' ways without plans.
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// The least cost of each payable.
    pub(super) costs: Vec<i64>,
    /// Payables of which each item needs one; empty: none.
    pub(super) asks: Vec<Vec<u32>>,
    /// The least price of a unit of a second, longer kind: what is bounded here is for stacks that buy none.
    pub(super) yearly: i64,
}

impl Opening {
    pub(super) fn new(setting: &Setting<'_>, bounds: &Bounds, ways_of: &WaysOf, (money, time): Weights) -> Self {
        let (items, plans) = (setting.items.len(), setting.plans.len());
        let mut opening = Self { costs: vec![0; 2 * items + plans], asks: vec![Vec::new(); items], yearly: i64::MAX };
        // A sole user's plan is reckoned with its longer units already.
        for (p, shared) in setting.plans.iter().enumerate().filter(|(p, _)| !bounds.is_sole(*p)) {
            for &(price, _) in shared.units.iter().skip(1) {
                opening.yearly = opening.yearly.min(net_of_plan(setting, p, price));
            }
        }
        for p in 0..plans {
            opening.costs[items + p] = first(setting, bounds, p).0.saturating_mul(money);
        }
        for (i, item) in setting.items.iter().enumerate() {
            let award = if matches!(item.kind, Kind::Keep(_)) { 0 } else { item.award_fee };
            // Own fees, and the plans that must be begun.
            let mut ways: Vec<(i64, Option<u32>)> = Vec::new();
            for (at, combined) in ways_of.0[i].iter().enumerate() {
                for (fees, used) in combined {
                    let (mut own, mut begun) = (*fees, None);
                    for &(plan, load) in used {
                        let p = plan as usize;
                        let (price, reach) = first(setting, bounds, p);
                        if bounds.is_sole(p) {
                            own = own.saturating_add(net_of_plan(setting, p, bounds.plan(setting, p, load)));
                        } else if !setting.plans[p].bundle && load > reach {
                            own = own.saturating_add(beyond(setting, bounds, p, load));
                            begun = begun.max(Some((price, plan)));
                        } else if setting.plans[p].trial == 0 || load > bounds.trial_of(p) {
                            begun = begun.max(Some((price, plan)));
                        }
                    }
                    let least = bounds.offers[i][at];
                    let time = time.saturating_mul(if setting.at_once == 1 { least.days } else { least.work });
                    ways.push((own.saturating_mul(money).saturating_add(time), begun.filter(|b| b.0 > 0).map(|b| b.1)));
                }
            }
            let base = ways.iter().map(|w| w.0).min().unwrap_or(0);
            opening.costs[i] = base.saturating_add(award.saturating_mul(money));
            let direct = ways.iter().filter(|w| w.1.is_none()).map(|w| w.0 - base).min();
            if direct == Some(0) || ways.is_empty() {
                continue;
            }
            let mut asks: Vec<u32> = ways.iter().filter_map(|w| w.1).map(|p| (items + p as usize) as u32).collect();
            if let Some(direct) = direct {
                let own = items + plans + i;
                opening.costs[own] = direct;
                asks.push(own as u32);
            }
            asks.sort_unstable();
            asks.dedup();
            opening.asks[i] = asks;
        }
        opening
    }
}

/// What the first purchase of a plan's first kind costs at least, and the load it carries at most, trial included.
fn first(setting: &Setting<'_>, bounds: &Bounds, plan: usize) -> (i64, i64) {
    let (shared, units) = (&setting.plans[plan], i64::from(setting.plans[plan].min_units));
    let price = shared.units.first().map_or(0, |u| u.0.saturating_mul(units));
    let reach = bounds.room(plan).first().map_or(0, |room| room.saturating_mul(units));
    (net_of_plan(setting, plan, price), reach.saturating_add(bounds.trial_of(plan)))
}

/// What a step's load alone costs at least beyond the first purchase, in whole units: if each load takes more than n units (after the
/// trial), all together take more than their sum.
fn beyond(setting: &Setting<'_>, bounds: &Bounds, plan: usize, load: i64) -> i64 {
    let (Some((price, _)), Some(room)) = (setting.plans[plan].units.first(), bounds.room(plan).first()) else { return 0 };
    let more = (load - bounds.trial_of(plan) + room - 1) / room - i64::from(setting.plans[plan].min_units);
    net_of_plan(setting, plan, price.saturating_mul(more.max(0)))
}
