//! What a credential costs at least, told before it is posed: its own fees, and plans that must be begun.
//!
//! Theorem. However a credential is earned it costs at least its base: the least of its fees when plans cost nothing. Where no way
//! comes at that price without a plan, one more is due: the first purchase of a plan it can use, or what the cheapest way without
//! plans costs beyond the base. A plan is bought once, for however many steps, so it is a cost of its own beside all bases, and is
//! charged once for all that use it.

use std::collections::HashMap;

use super::offers::attempts;
use super::posing::Posing;
use super::web::Cost;
use super::world::{Fee, Part, Per, PlanKind, Study};

/// A way to pay: fees, and the dearest plan that must be begun, with the price of its first purchase.
type Paid = (i64, Option<(i64, u32)>);

/// More ways to pay an offering than these are not told apart.
const MOST: usize = 64;

/// What a credential costs at least; of what is due beside, the prices go to `shared`: plans by rank, then, from the end of the
/// plans on, each credential's own way without them.
pub(super) fn of(posing: &Posing<'_, '_>, c: u32, most_a_day: i64, shared: &mut HashMap<u32, i64>) -> Cost {
    let market = posing.market;
    if market.asks[c as usize].rule.is_some() {
        return Cost::default();
    }
    let open = market.ways[c as usize].iter().filter(|&&o| !posing.no_offering[o as usize]);
    let ways: Vec<Paid> = open.flat_map(|&o| ways(posing, o, most_a_day)).collect();
    let record = market.credentials[c as usize];
    let award = posing.exchange.price(record.award_fee, record.currency.as_deref(), posing.percentile).unwrap_or(0);
    let base = ways.iter().map(|way| way.0).min().unwrap_or(0);
    let mut cost = Cost { own: base.saturating_add(award), one_of: Vec::new() };
    let alone = ways.iter().filter(|way| way.1.is_none()).map(|way| way.0 - base).min();
    if alone == Some(0) || ways.is_empty() {
        return cost;
    }
    let own = alone.map(|price| (price, market.plans.len() as u32 + c));
    for (price, due) in ways.iter().filter_map(|way| way.1).chain(own) {
        // What was charged already stays charged.
        shared.entry(due).or_insert(price);
        cost.one_of.push(due);
    }
    cost.one_of.sort_unstable();
    cost.one_of.dedup();
    cost
}

/// What the first purchase of a plan costs at least, net of all that its funds can give; nothing where its trial may carry the load.
fn first(posing: &Posing<'_, '_>, plan: u32, load: i64, most_a_day: i64) -> i64 {
    let record = posing.market.plans[plan as usize];
    let price = |amount| posing.exchange.price(amount, record.currency.as_deref(), posing.percentile);
    // What has no known price may be cheaper yet.
    let full = match &record.kind {
        PlanKind::Subscription { trial_days, .. } if *trial_days > 0 && load <= i64::from(*trial_days).saturating_mul(most_a_day) => 0,
        PlanKind::Subscription { amount, min_units, yearly, .. } => {
            let units = price(*amount).unwrap_or(0).saturating_mul(i64::from((*min_units).max(1)));
            price(*yearly).map_or(units, |year| year.min(units))
        }
        PlanKind::Term { amount, .. } | PlanKind::Membership { amount, .. } | PlanKind::Bundle { amount, .. } => {
            price(*amount).unwrap_or(0)
        }
    };
    let funds = posing.funds.iter().filter(|fund| posing.market.funds[fund.rank as usize].plans.contains(&record.id));
    net(full, funds.map(|fund| fund.rate))
}

/// What is left of an amount when funds of these rates give all they can; each share may be rounded up to a whole.
fn net(full: i64, rates: impl Iterator<Item = i64>) -> i64 {
    let given = rates.map(|rate| full.saturating_mul(rate) / 1000 + 1).fold(0, i64::saturating_add);
    full.saturating_sub(given).max(0)
}

fn ways(posing: &Posing<'_, '_>, o: u32, most_a_day: i64) -> Vec<Paid> {
    let (market, record) = (posing.market, posing.market.offerings[o as usize]);
    let covered = &market.covered[o as usize];
    let mut parts: Vec<Part> = record.fees.iter().map(|fee| fee.part).chain(covered.iter().map(|c| c.1)).collect();
    parts.sort_unstable();
    parts.dedup();
    let work = match &record.study {
        Study::SelfPaced { minutes, .. } => minutes.at(posing.percentile).saturating_mul(7),
        Study::Cohort { days, weekly_minutes, .. } => weekly_minutes.saturating_mul(i64::from(*days)),
        Study::None {} => 0,
    };
    let begun = |plan: u32, load: i64| Some((first(posing, plan, load, most_a_day), plan)).filter(|first| first.0 > 0);
    let mut all: Vec<Paid> = vec![(0, None)];
    for part in parts {
        let mut own: Vec<Paid> = Vec::new();
        for fee in record.fees.iter().filter(|fee| fee.part == part) {
            let member = fee.member_of.as_ref().and_then(|plan| market.plan.get(plan)).and_then(|&plan| begun(plan, 0));
            own.push((fee_of(posing, o, fee), member));
        }
        let load = if part == Part::Tuition { work } else { 0 };
        own.extend(covered.iter().filter(|c| c.1 == part).map(|&(plan, _)| (0, begun(plan, load))));
        if all.len() * own.len() > MOST {
            return vec![(0, None)];
        }
        all = all.iter().flat_map(|&(sum, a)| own.iter().map(move |&(more, b)| (sum.saturating_add(more), a.max(b)))).collect();
    }
    all
}

/// What a fee costs at least, net of all that funds can give; nothing where the price is unknown: with it something may be cheaper yet.
fn fee_of(posing: &Posing<'_, '_>, o: u32, fee: &Fee) -> i64 {
    let one = posing.exchange.price(fee.amount, fee.currency.as_deref(), posing.percentile).unwrap_or(0);
    let exam = posing.market.offerings[o as usize].exam.as_ref();
    let times = match (&fee.per, exam) {
        (Per::Credits(n), _) => *n,
        (Per::Attempt, Some(exam)) if fee.part == Part::Exam => i64::from(attempts(exam.pass_per_mille, exam.attempts, posing.percentile)),
        _ => 1,
    };
    net(one.saturating_mul(times), posing.funds.iter().filter(|fund| fund.may_pay(o, fee.part)).map(|fund| fund.rate))
}
