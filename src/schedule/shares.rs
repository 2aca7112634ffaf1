//! Lower bounds of money by item, offer and way to pay, and what a plan costs at least for a load.

use super::bound::{APART, Bounds, Least};
use super::ids::Day;
use super::setting::{Item, Kind, Offer, Pace, Setting, Slot, Way};
use super::world::Part;

pub(super) fn work_of(offer: &Offer) -> i64 {
    match offer.pace {
        Pace::Own { work, .. } => work,
        Pace::Group { days, load, .. } => load.saturating_mul(i64::from(days)),
        Pace::None => 0,
    }
}

pub(super) fn item_least(item: &Item, offers: &[Least]) -> Least {
    let fee = if matches!(item.kind, Kind::Keep(_)) { 0 } else { item.award_fee };
    Least {
        net: offers.iter().map(|o| o.net).min().unwrap_or(fee),
        gross: offers.iter().map(|o| o.gross).min().unwrap_or(fee),
        share: std::array::from_fn(|f| offers.iter().map(|o| o.share[f]).max().unwrap_or(0)),
        effort: offers.iter().map(|o| o.effort).min().unwrap_or(0),
        work: offers.iter().map(|o| o.work).min().unwrap_or(0),
        days: offers.iter().map(|o| o.days).min().unwrap_or(0),
        count: item.count(),
    }
}

/// What is left at least of a plan's price when its funds give all they can.
pub(super) fn net_of_plan(setting: &Setting<'_>, plan: usize, price: i64) -> i64 {
    let funds: Vec<usize> = setting.plans[plan].funds.iter().map(|&f| f as usize).collect();
    WayLeast::of(setting, price, &funds, price, |_| i64::MAX).net
}

/// Bounds of a way to pay.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WayLeast {
    pub(super) net: i64,
    pub(super) gross: i64,
    pub(super) share: [i64; APART],
}

impl WayLeast {
    fn plus(self, other: Self) -> Self {
        Self {
            net: self.net.saturating_add(other.net),
            gross: self.gross.saturating_add(other.gross),
            share: std::array::from_fn(|f| self.share[f].saturating_add(other.share[f])),
        }
    }

    /// A price that these funds may share in; `cap`: what each gives at most.
    pub(super) fn of(setting: &Setting<'_>, full: i64, funds: &[usize], most: i64, cap: impl Fn(usize) -> i64) -> Self {
        let (mut off, mut others, mut share) = (0_i64, 0_i64, [0; APART]);
        for &f in funds {
            // A share is rounded down for each payment; rounding up its sum takes off no less.
            let part = (i128::from(most) * i128::from(setting.funds[f].rate) + 999) / 1000;
            let part = i64::try_from(part).unwrap_or(i64::MAX).min(cap(f));
            off = off.saturating_add(part);
            match share.get_mut(f) {
                Some(share) => *share = part,
                None => others = others.saturating_add(part),
            }
        }
        Self { net: (full - off).max(0), gross: (full - others).max(0), share }
    }
}

/// Of each plan: the (item, part) pairs that can need it; two at least where one offer can need it twice.
pub(super) fn users(setting: &Setting<'_>) -> Vec<i64> {
    let mut pairs: Vec<(u32, u32, Part)> = Vec::new();
    let mut twice = vec![false; setting.plans.len()];
    for (i, item) in (0_u32..).zip(&setting.items) {
        for offer in &item.offers {
            let mut own: Vec<(u32, Part)> = Vec::new();
            for slot in &offer.slots {
                own.extend(slot.ways.iter().filter_map(|way| Some((plan_of(way)?, slot.part))));
            }
            own.sort_unstable();
            own.dedup();
            own.windows(2).filter(|w| w[0].0 == w[1].0).for_each(|w| twice[w[0].0 as usize] = true);
            pairs.extend(own.into_iter().map(|(plan, part)| (plan, i, part)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut users: Vec<i64> = twice.iter().map(|&t| i64::from(t)).collect();
    for pair in pairs {
        users[pair.0 as usize] += 1;
    }
    users
}

/// The plan a way of paying needs.
fn plan_of(way: &Way) -> Option<u32> {
    match way {
        Way::Shared(plan) => Some(*plan),
        Way::Direct(price) => price.member_of,
    }
}

/// The most each fund can give to plans that end in each year.
pub(super) fn given(setting: &Setting<'_>) -> Vec<(i32, [i64; APART])> {
    let (first, last) = (Day(setting.today).year(), Day(setting.last).year());
    let ends = (first..=last).map(|year| Day::last_of(year).0.min(setting.last));
    let most = |f: usize, end: i32| {
        let Some(fund) = setting.funds.get(f) else { return 0 };
        let (first, last) = (setting.today.max(fund.from), end.min(fund.until));
        let years = if last < first { 0 } else { i64::from(fund.year_of(last) - fund.year_of(first) + 1) };
        fund.year.saturating_mul(years).min(fund.lifetime)
    };
    ends.map(|end| (end, std::array::from_fn(|f| most(f, end)))).collect()
}

impl Bounds {
    pub(super) fn offer_least(&self, setting: &Setting<'_>, item: &Item, offer: &Offer) -> Least {
        let mut least = Least {
            net: item.award_fee,
            gross: item.award_fee,
            share: [0; APART],
            effort: offer.minutes,
            work: work_of(offer),
            days: if self.one { i64::from(self.days(offer).0) } else { 0 },
            count: 1,
        };
        for slot in &offer.slots {
            let ways = slot.ways.iter().map(|way| self.way(setting, offer, slot, way));
            let slot = ways.reduce(|a, b| WayLeast {
                net: a.net.min(b.net),
                gross: a.gross.min(b.gross),
                share: std::array::from_fn(|f| a.share[f].max(b.share[f])),
            });
            if let Some(slot) = slot {
                least.net = least.net.saturating_add(slot.net);
                least.gross = least.gross.saturating_add(slot.gross);
                least.share = std::array::from_fn(|f| least.share[f].saturating_add(slot.share[f]));
            }
        }
        least
    }

    /// Bounds of a way to pay a slot; of a shared plan, of its share.
    pub(super) fn way(&self, setting: &Setting<'_>, offer: &Offer, slot: &Slot, way: &Way) -> WayLeast {
        match way {
            Way::Direct(price) => {
                let times = if price.per_attempt { offer.exam.as_ref().map_or(1, |e| i64::from(e.attempts)) } else { 1 };
                let funds: Vec<usize> = (0..setting.funds.len()).filter(|&f| setting.funds[f].may_pay(offer.offering, slot.part)).collect();
                let full = price.amount.saturating_mul(times);
                let cap = |f: usize| setting.funds[f].course.min(setting.funds[f].lifetime).min(setting.funds[f].year);
                let member = price.member_of.map_or(WayLeast::default(), |p| self.share(setting, offer, slot, p));
                // Access bought again is more to pay, and more to share in.
                let own = WayLeast::of(setting, full, &funds, full, cap);
                if price.access.is_some() {
                    let free = WayLeast::of(setting, full, &funds, i64::MAX / 2000, cap);
                    return WayLeast { net: own.net, ..free }.plus(member);
                }
                own.plus(member)
            }
            Way::Shared(p) => self.share(setting, offer, slot, *p),
        }
    }

    /// The share of a plan that an offer's use of it must carry. All users' shares together are no more than the plan costs: a
    /// sole user carries all of it, units in whole; others carry their load's part of the units beyond the trial, where the
    /// trial is taken off each (so from no sum of loads less than once).
    fn share(&self, setting: &Setting<'_>, offer: &Offer, slot: &Slot, p: u32) -> WayLeast {
        let (plan, users) = (&setting.plans[p as usize], self.users[p as usize]);
        let learning = slot.part == Part::Tuition && matches!(slot.ways.iter().find(|w| plan_of(w) == Some(p)), Some(Way::Shared(_)));
        let load = if learning { self.load(offer) } else { 0 };
        let full = if users == 1 {
            self.plan(setting, p as usize, load)
        } else {
            let units = plan.units.iter().zip(&self.room[p as usize]);
            let share = units.map(|((price, span), room)| {
                if span.is_none() {
                    price / plan.breadth.min(users)
                } else {
                    let load = (load - self.trial[p as usize]).max(0);
                    i64::try_from(i128::from(*price) * i128::from(load) / i128::from(*room)).unwrap_or(i64::MAX)
                }
            });
            share.min().unwrap_or(0)
        };
        let funds: Vec<usize> = plan.funds.iter().map(|&f| f as usize).collect();
        // What a fund gives for a plan can be more than for this share of it.
        WayLeast {
            net: WayLeast::of(setting, full, &funds, full, |_| i64::MAX).net,
            ..WayLeast::of(setting, full, &funds, i64::MAX / 2000, |_| i64::MAX)
        }
    }

    /// Whether only one step at a time can need a plan, and once.
    pub(super) fn is_sole(&self, plan: usize) -> bool {
        self.users[plan] <= 1
    }

    /// The most load that fits a plan's trial.
    pub(super) fn trial_of(&self, plan: usize) -> i64 {
        self.trial[plan]
    }

    /// The least cost of running a plan for a load, whatever the dates.
    pub(super) fn plan(&self, setting: &Setting<'_>, plan: usize, load: i64) -> i64 {
        let shared = &setting.plans[plan];
        self.plan_beyond(setting, plan, load, (shared.trial > 0).then(|| self.trial[plan]), shared.min_units)
    }

    /// The same where so much load is paid for or free (`None`: not so much as a day), and so many units at least are sold at first.
    pub(super) fn plan_beyond(&self, setting: &Setting<'_>, plan: usize, load: i64, free: Option<i64>, min_units: i32) -> i64 {
        let units = &setting.plans[plan].units;
        self.plan_at(setting, (plan, load), free, min_units, |kind| units.get(kind).map_or(0, |u| u.0))
    }

    /// The same at other prices of its kinds of units.
    pub(super) fn plan_at(
        &self,
        setting: &Setting<'_>,
        (plan, load): (usize, i64),
        free: Option<i64>,
        min_units: i32,
        price_of: impl Fn(usize) -> i64,
    ) -> i64 {
        let (shared, room) = (&setting.plans[plan], &self.room[plan]);
        let work = load.saturating_sub(free.unwrap_or(0));
        let Some(&(_, span)) = shared.units.first() else { return 0 };
        let price = price_of(0);
        if span.is_none() {
            return if free.is_some() { 0 } else { price };
        }
        if free.is_some() && work <= 0 {
            return 0;
        }
        let units = |work: i64| (work.max(1) + room[0] - 1) / room[0];
        let mut least = price.saturating_mul(units(work).max(i64::from(min_units)));
        if let (Some(_), Some(&in_year)) = (shared.units.get(1), room.get(1)) {
            let yearly = price_of(1);
            let mut years = 1;
            loop {
                let rest = work - in_year.saturating_mul(years);
                let with = yearly.saturating_mul(years).saturating_add(if rest > 0 { price.saturating_mul(units(rest)) } else { 0 });
                least = least.min(with);
                if rest <= 0 {
                    break;
                }
                years += 1;
            }
        }
        least
    }
}
