//! Fixed charges: to use a shared plan at all costs its first unit in whole, however many steps share it.
//!
//! The linear shares of [`Bounds`] spread a unit over all the load it can carry; here a plan is bought like an item of its own. A
//! stack's money is at least Σ of its items' least own fees, of the first purchase of every plan used, and of what each load alone
//! exceeds it; an item that has a way without plans may pay the difference instead. So each item asks one more need: one of its
//! plans, or its difference, and the dual ascent over needs bounds the sum.

use super::bound::Bounds;
use super::relaxed::combinations;
use super::setting::{Kind, Setting};

/// The fixed charges of a question: payables are the items, then the plans, then the items' ways without plans.
#[derive(Debug)]
pub(super) struct Opening {
    /// The least cost of each payable.
    pub(super) costs: Vec<i64>,
    /// Payables of which each item needs one; empty: none.
    pub(super) asks: Vec<Vec<u32>>,
}

impl Opening {
    pub(super) fn new(setting: &Setting<'_>, bounds: &Bounds) -> Self {
        let (items, plans) = (setting.items.len(), setting.plans.len());
        let mut opening = Self { costs: vec![0; 2 * items + plans], asks: vec![Vec::new(); items] };
        for p in 0..plans {
            opening.costs[items + p] = first(setting, bounds, p).0;
        }
        for (i, item) in setting.items.iter().enumerate() {
            let award = if matches!(item.kind, Kind::Keep(_)) { 0 } else { item.award_fee };
            // Own fees, and the plans that must be begun.
            let mut ways: Vec<(i64, Option<u32>)> = Vec::new();
            for at in 0..item.offers.len() {
                for (fees, used) in combinations(setting, bounds, i, at) {
                    let (mut own, mut begun) = (fees, None);
                    for (plan, load) in used {
                        let p = plan as usize;
                        let (price, reach) = first(setting, bounds, p);
                        if bounds.is_sole(p) {
                            own = own.saturating_add(bounds.net_of_plan(setting, p, bounds.plan(setting, p, load)));
                        } else if !setting.plans[p].bundle && load > reach {
                            own = own.saturating_add(bounds.beyond(setting, p, load - reach));
                            begun = begun.max(Some((price, plan)));
                        } else if setting.plans[p].trial == 0 || load > bounds.trial_of(p) {
                            begun = begun.max(Some((price, plan)));
                        }
                    }
                    ways.push((own, begun.filter(|b| b.0 > 0).map(|b| b.1)));
                }
            }
            let base = ways.iter().map(|w| w.0).min().unwrap_or(0);
            opening.costs[i] = base.saturating_add(award);
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

/// What the first purchase of a plan costs at least, and the load it carries at most, trial included.
fn first(setting: &Setting<'_>, bounds: &Bounds, plan: usize) -> (i64, i64) {
    let shared = &setting.plans[plan];
    let units = |kind: usize| if kind == 0 { i64::from(shared.min_units) } else { 1 };
    let price = shared.units.iter().enumerate().map(|(kind, u)| u.0.saturating_mul(units(kind))).min().unwrap_or(0);
    let reach = bounds.room(plan).iter().enumerate().map(|(kind, room)| room.saturating_mul(units(kind))).max().unwrap_or(0);
    (bounds.net_of_plan(setting, plan, price), reach.saturating_add(bounds.trial_of(plan)))
}
