//! What has been paid so far: purses that follow a schedule day by day, when no fund and no monthly or yearly cap ties payments together.
//!
//! Without those, money is a sum of fees that depend on a step's own dates and of payments of shared plans, each bought on the first
//! covered day that is not paid for. So of a half-made schedule whose days before `day` are settled, the future needs to know only the
//! money spent and, of each plan, the day up to which it is paid.
//!
//! Theorem (why a purse may be dropped). Let two purses A and B have the same future days. Buying a unit of a kind on the first
//! uncovered day from a later covered day leads to a covered day that is no earlier (`after` does not decrease), so with every plan
//! of A paid at least as far as in B, A can copy each purchase of B or leave it out. Where A is paid less far, one unit bought on A's
//! first uncovered day carries it at least as far as B, if B is paid no farther than a unit from `day` on reaches; so A with that price
//! added does no worse. Plans with sale dates are left out of this: there both must be paid equally far.

use std::collections::HashMap;

use super::bound::Bounds;
use super::dates::{Calendar, Dates, LATER};
use super::purchase::after;
use super::setting::{Offer, Pace, Price, Setting, Way};
use super::stack::Stack;
use super::world::{Part, Span};

/// Not signed up yet, with a free trial to come.
const FRESH: i32 = i32::MIN;
/// Paid for no day to come.
const LAPSED: i32 = i32::MIN + 1;
/// Shares are reckoned in this part of a minor unit.
const FINE: i128 = 1 << 16;

/// Money spent, plans paid, and how it came about.
#[derive(Clone, Debug)]
pub(super) struct Purse {
    pub(super) money: i64,
    pub(super) effort: i64,
    /// First day not paid for, of each plan of the stack.
    until: Vec<i32>,
    /// Plans whose least number of units is behind them.
    bought: u64,
    /// Place of the last step placed, in whatever record the search keeps.
    pub(super) trace: usize,
}

impl Purse {
    /// Whether both hold the same.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.money == other.money && self.until == other.until && self.bought == other.bought
    }
}

/// When a way of paying needs its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Start,
    Active,
    Exams,
    FirstExam,
    Access(i32),
}

/// A way to pay an offer in full: one way for each slot.
#[derive(Clone, Debug)]
pub(super) struct Combination {
    pub(super) ways: Vec<usize>,
    /// Fees due whatever the dates.
    fees: i64,
    /// Fees due again (the first time is among the fees) whenever so many days of access are over, and whether they may be.
    access: Vec<(i64, i32, bool)>,
    /// Start days for which all its fees are sold.
    from: i32,
    until: i32,
    uses: Vec<(usize, Use)>,
    /// Least money in fine shares: fees, and of each plan its price by load.
    share: i128,
    /// Plans carried, and the load on each.
    loads: Vec<(usize, i64)>,
}

/// A step that may still have days to pay for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Payer {
    pub(super) member: u32,
    pub(super) at: u32,
    pub(super) combination: u32,
}

/// A plan as the steps of one stack use it.
#[derive(Debug)]
struct Tariff {
    plan: u32,
    /// Steps that can use it.
    users: u64,
    /// Price of a unit of load, in fine shares; of a bundle, of a user.
    rate: i128,
    /// Not sold on every day.
    windowed: bool,
}

/// The prices of one stack.
#[derive(Debug)]
pub(super) struct Fares<'s, 'w> {
    setting: &'s Setting<'w>,
    tariffs: Vec<Tariff>,
    /// By step and offer.
    pub(super) options: Vec<Vec<Vec<Combination>>>,
    /// Least fine share of each step.
    shares: Vec<i128>,
    /// What is known of [`Self::rest_in_units`]: by steps left and load that is free on each plan.
    known: HashMap<(u64, Vec<i64>), i64>,
}

/// Whether a question's money can be followed by purses.
pub(super) fn apply(setting: &Setting<'_>) -> bool {
    setting.funds.is_empty() && setting.monthly_cap.is_none() && setting.yearly_cap.is_none()
}

impl<'s, 'w> Fares<'s, 'w> {
    /// `None`: too many steps or plans for masks, or too many ways to pay.
    pub(super) fn new(setting: &'s Setting<'w>, bounds: &Bounds, stack: &Stack) -> Option<Self> {
        let mut fares = Self { setting, tariffs: Vec::new(), options: Vec::new(), shares: Vec::new(), known: HashMap::new() };
        if stack.steps > 64 {
            return None;
        }
        for member in 0..stack.steps {
            let item = stack.item(setting, member);
            let mut offers = Vec::with_capacity(item.offers.len());
            for offer in &item.offers {
                offers.push(fares.combinations(bounds, offer, member)?);
            }
            fares.options.push(offers);
        }
        if fares.tariffs.len() > 64 {
            return None;
        }
        for tariff in &mut fares.tariffs {
            let shared = &setting.plans[tariff.plan as usize];
            tariff.windowed = shared.from > setting.today || shared.until < setting.last;
            tariff.rate = if tariff.users.is_power_of_two() {
                // A sole user carries all of it.
                0
            } else if shared.bundle {
                let price = shared.units.first().map_or(0, |u| u.0);
                i128::from(price) * FINE / i128::from(tariff.users.count_ones().max(1))
            } else {
                let rooms = bounds.room(tariff.plan as usize);
                let rates = shared.units.iter().zip(rooms).map(|((price, _), room)| i128::from(*price) * FINE / i128::from((*room).max(1)));
                rates.min().unwrap_or(0)
            };
        }
        let tariffs = &fares.tariffs;
        for offers in &mut fares.options {
            for c in offers.iter_mut().flatten() {
                let plans = c.loads.iter().map(|&(p, load)| {
                    let tariff = &tariffs[p];
                    if tariff.users.is_power_of_two() {
                        i128::from(bounds.plan(setting, tariff.plan as usize, load)) * FINE
                    } else if setting.plans[tariff.plan as usize].bundle {
                        tariff.rate
                    } else {
                        tariff.rate * i128::from(load)
                    }
                });
                c.share = i128::from(c.fees) * FINE + plans.sum::<i128>();
            }
        }
        fares.shares = fares.options.iter().map(|offers| offers.iter().flatten().map(|c| c.share).min().unwrap_or(0)).collect();
        Some(fares)
    }

    fn tariff(&mut self, plan: u32, member: usize) -> usize {
        let place = self.tariffs.iter().position(|t| t.plan == plan).unwrap_or_else(|| {
            self.tariffs.push(Tariff { plan, users: 0, rate: 0, windowed: false });
            self.tariffs.len() - 1
        });
        self.tariffs[place].users |= 1 << member;
        place
    }

    /// The ways to pay an offer in full that no other beats on all dates; `None`: too many.
    fn combinations(&mut self, bounds: &Bounds, offer: &Offer, member: usize) -> Option<Vec<Combination>> {
        const MOST: usize = 256;
        let load = bounds.load(offer);
        let start = Combination {
            ways: Vec::new(),
            fees: 0,
            access: Vec::new(),
            from: i32::MIN,
            until: i32::MAX,
            uses: Vec::new(),
            share: 0,
            loads: Vec::new(),
        };
        let mut all = vec![start];
        for slot in &offer.slots {
            let mut next = Vec::new();
            for (w, way) in slot.ways.iter().enumerate() {
                for c in &all {
                    let mut c = c.clone();
                    c.ways.push(w);
                    match way {
                        Way::Direct(price) => self.direct(&mut c, offer, slot.part, price, member),
                        Way::Shared(plan) => {
                            let local = self.tariff(*plan, member);
                            let bundle = self.setting.plans[*plan as usize].bundle;
                            let on = match slot.part {
                                Part::Tuition if !bundle && !matches!(offer.pace, Pace::None) => Use::Active,
                                Part::Exam if !bundle && offer.exam.is_some() => Use::Exams,
                                _ => Use::Start,
                            };
                            c.uses.push((local, on));
                            let load = if bundle || slot.part == Part::Tuition { load } else { 0 };
                            match c.loads.iter_mut().find(|l| l.0 == local) {
                                Some(l) => l.1 = l.1.max(load),
                                None => c.loads.push((local, load)),
                            }
                        }
                    }
                    next.push(c);
                }
            }
            all = next;
            if all.len() > MOST {
                return None;
            }
        }
        let windowed = |p: usize| {
            let shared = &self.setting.plans[self.tariffs[p].plan as usize];
            shared.from > self.setting.today || shared.until < self.setting.last
        };
        let beats = |i: usize, j: usize| {
            let (a, b): (&Combination, &Combination) = (&all[i], &all[j]);
            let fixed = a.access.is_empty() && a.from <= b.from && a.until >= b.until;
            let fewer =
                a.uses.iter().all(|u| b.uses.contains(u)) && (a.uses.len() == b.uses.len() || !b.uses.iter().any(|u| windowed(u.0)));
            fixed && fewer && (a.fees < b.fees || (a.fees == b.fees && (a.uses.len() < b.uses.len() || i < j)))
        };
        let kept: Vec<usize> = (0..all.len()).filter(|&j| !(0..all.len()).any(|i| i != j && beats(i, j))).collect();
        Some(kept.into_iter().map(|j| all[j].clone()).collect())
    }

    fn direct(&mut self, c: &mut Combination, offer: &Offer, part: Part, price: &Price, member: usize) {
        let exam = part == Part::Exam;
        let times = if exam && price.per_attempt { offer.exam.as_ref().map_or(0, |e| i64::from(e.attempts)) } else { 1 };
        (c.from, c.until) = (c.from.max(price.from), c.until.min(price.until));
        c.fees = c.fees.saturating_add(price.amount.saturating_mul(times));
        let on = match price.access {
            Some(access) if !exam => {
                c.access.push((price.amount, access.max(1), price.repay));
                Use::Access(access.max(1))
            }
            _ if !exam || offer.exam.is_none() => Use::Start,
            _ if price.per_attempt => Use::Exams,
            // A fee for the whole exam is due on its first day; that a member pays it then is all that is asked.
            _ => Use::FirstExam,
        };
        if let (Some(plan), true) = (price.member_of, times > 0) {
            let local = self.tariff(plan, member);
            c.uses.push((local, on));
        }
    }

    /// Nothing bought.
    pub(super) fn start(&self) -> Purse {
        let fresh = |t: &Tariff| if self.setting.plans[t.plan as usize].trial > 0 { FRESH } else { LAPSED };
        let bought = |t: &Tariff| self.setting.plans[t.plan as usize].min_units <= 1;
        Purse {
            money: 0,
            effort: 0,
            until: self.tariffs.iter().map(fresh).collect(),
            bought: self.tariffs.iter().enumerate().filter(|(_, t)| bought(t)).fold(0, |mask, (i, _)| mask | 1 << i),
            trace: usize::MAX,
        }
    }

    fn combination(&self, payer: Payer) -> &Combination {
        &self.options[payer.member as usize][payer.at as usize][payer.combination as usize]
    }

    /// Whether a payer may still have to pay on days after its start is settled.
    pub(super) fn is_to_follow(&self, payer: Payer) -> bool {
        let c = self.combination(payer);
        !(c.uses.is_empty() && c.access.is_empty())
    }

    /// Whether a step that starts on `day` can be paid this way; the fees that are sure then.
    pub(super) fn sign(&self, payer: Payer, day: i32) -> Option<i64> {
        let c = self.combination(payer);
        (c.from..=c.until).contains(&day).then_some(c.fees)
    }

    /// Fees for access that ran out, once the dates are known; `None`: not sold again.
    pub(super) fn close(&self, payer: Payer, dates: &Dates) -> Option<i64> {
        let mut sum = 0_i64;
        for &(amount, access, repay) in &self.combination(payer).access {
            let times = times(dates.start, dates.studied, access);
            if times > 1 && !repay {
                return None;
            }
            sum = sum.saturating_add(amount.saturating_mul(times - 1));
        }
        Some(sum)
    }

    /// All ways to pay what these steps need in the days from `from` to the day before `to`, none of which can be spared.
    pub(super) fn advance(&self, purse: &Purse, payers: &[Payer], calendar: &Calendar, from: i32, to: i32) -> Vec<Purse> {
        let mut runs: Vec<(usize, i32, i32)> = Vec::new();
        for &payer in payers {
            let dates = &calendar.of[payer.member as usize];
            for &(plan, on) in &self.combination(payer).uses {
                let mut add = |a: i32, b: i32| {
                    let (a, b) = (a.max(from), b.min(to.saturating_sub(1)));
                    if a <= b {
                        runs.push((plan, a, b));
                    }
                };
                match on {
                    Use::Start => add(dates.start, dates.start),
                    Use::Active => dates.active.iter().for_each(|&(a, b)| add(a, b)),
                    Use::Exams => dates.exams.iter().for_each(|&d| add(d, d)),
                    Use::FirstExam => dates.exams.iter().take(1).for_each(|&d| add(d, d)),
                    Use::Access(access) => {
                        let studied = if dates.studied < LATER { dates.studied } else { to.saturating_sub(1) };
                        (0..times(dates.start, studied, access)).for_each(|i| {
                            let day = dates.start.saturating_add(i32::try_from(i).unwrap_or(i32::MAX).saturating_mul(access));
                            add(day, day);
                        });
                    }
                }
            }
        }
        runs.sort_unstable();
        let mut purses = vec![purse.clone()];
        for runs in runs.chunk_by(|a, b| a.0 == b.0) {
            let plan = runs[0].0;
            purses = purses.iter().flat_map(|p| self.run(p, plan, runs)).collect();
        }
        purses
    }

    /// All ways to have a plan run on these days.
    fn run(&self, purse: &Purse, plan: usize, runs: &[(usize, i32, i32)]) -> Vec<Purse> {
        let shared = &self.setting.plans[self.tariffs[plan].plan as usize];
        let sold = |day: i32| (shared.from..=shared.until).contains(&day);
        let mut states = vec![(purse.until[plan], purse.bought >> plan & 1 == 1, purse.money)];
        for &(_, first, last) in runs {
            let mut done: Vec<(i32, bool, i64)> = Vec::with_capacity(states.len());
            while let Some((mut until, bought, money)) = states.pop() {
                if until == FRESH {
                    if !sold(first) {
                        continue;
                    }
                    until = first.saturating_add(shared.trial);
                }
                if until > last {
                    done.push((until, bought, money));
                    continue;
                }
                let day = until.max(first);
                for (kind, &(price, span)) in shared.units.iter().enumerate() {
                    let units = if !bought && kind == 0 { shared.min_units } else { 1 };
                    let (mut start, mut cost, mut all) = (day, money, true);
                    for _ in 0..units {
                        all &= sold(start);
                        cost = cost.saturating_add(price);
                        start = after(start, span);
                    }
                    if all {
                        states.push((start, true, cost));
                    }
                }
            }
            // Paid farther for no more is better.
            done.sort_unstable_by_key(|s| (s.2, std::cmp::Reverse((s.0, s.1))));
            for state in done {
                if self.tariffs[plan].windowed || !states.iter().any(|s| s.0 >= state.0 && s.1 >= state.1) {
                    states.push(state);
                }
            }
        }
        let purses = states.into_iter().map(|(until, bought, money)| {
            let mut next = purse.clone();
            next.until[plan] = until;
            next.bought |= u64::from(bought) << plan;
            next.money = money;
            next
        });
        purses.collect()
    }

    /// Forgets what no step to come (`users`, a mask) can use, and days behind `day`.
    pub(super) fn forget(&self, purse: &mut Purse, users: u64, day: i32) {
        for (place, tariff) in self.tariffs.iter().enumerate() {
            if tariff.users & users == 0 || (purse.until[place] != FRESH && purse.until[place] <= day) {
                purse.until[place] = LAPSED;
            }
            if tariff.users & users == 0 {
                purse.bought |= 1 << place;
            }
        }
    }

    /// Whether the first purse does no worse than the second whatever comes from `day` on.
    pub(super) fn beats(&self, a: &Purse, b: &Purse, day: i32) -> bool {
        if a.money > b.money {
            return false;
        }
        let mut sum = a.money;
        for (place, tariff) in self.tariffs.iter().enumerate() {
            let (mine, other) = (a.until[place], b.until[place]);
            let (begun, begun_there) = (a.bought >> place & 1 == 1, b.bought >> place & 1 == 1);
            let shared = &self.setting.plans[tariff.plan as usize];
            let committed = begun || !begun_there;
            // A trial to come is better than nothing paid, and a day paid from now on better than none.
            if committed
                && (mine == other
                    || (!tariff.windowed && mine > other && other != FRESH)
                    || (!tariff.windowed && mine == FRESH && other == LAPSED))
            {
                continue;
            }
            if tariff.windowed {
                return false;
            }
            let Some(&(price, span)) = shared.units.first() else { return false };
            let reach = after(day, span);
            // A trial to come starts on a day unknown: no month is shorter than 28 days.
            let shortest = match span {
                Some(Span::Days(days)) => days,
                Some(Span::Months(months)) => months.saturating_mul(28),
                None => i32::MAX,
            };
            if if other == FRESH { shared.trial > shortest } else { other > reach } {
                return false;
            }
            let units = if begun { 1 } else { i64::from(shared.min_units) };
            sum = sum.saturating_add(price.saturating_mul(units));
            if sum > b.money {
                return false;
            }
        }
        sum < b.money || a.effort <= b.effort
    }

    /// The least that steps to come (`left`) can add to a purse on `day`.
    pub(super) fn rest(&self, purse: &Purse, left: u64, day: i32, bounds: &Bounds) -> i64 {
        let mut fine: i128 = self.shares.iter().enumerate().filter(|(m, _)| left >> m & 1 == 1).map(|(_, s)| *s).sum();
        for (place, tariff) in self.tariffs.iter().enumerate() {
            let users = (tariff.users & left).count_ones();
            if users == 0 {
                continue;
            }
            let shared = &self.setting.plans[tariff.plan as usize];
            if shared.bundle {
                if purse.until[place] > day {
                    fine -= tariff.rate * i128::from(users);
                }
            } else {
                let free = match purse.until[place] {
                    FRESH => bounds.load_of_days(self.setting, day, shared.trial, true),
                    until if until > day => bounds.load_of_days(self.setting, day, until - day, false),
                    _ => 0,
                };
                fine -= tariff.rate * i128::from(free);
            }
        }
        if fine <= 0 { 0 } else { i64::try_from((fine + FINE - 1) / FINE).unwrap_or(i64::MAX) }
    }
}

/// A way to pay a step in whole units: what it carries alone, and the load on each plan it shares (-1: not used).
type Carried = (i64, Vec<i64>);

fn no_more(a: &Carried, b: &Carried) -> bool {
    a.0 <= b.0 && a.1.iter().zip(&b.1).all(|(x, y)| x <= y)
}

/// Takes in what nothing else beats.
fn keep(all: &mut Vec<Carried>, more: Carried) {
    if !all.iter().any(|old| no_more(old, &more)) {
        all.retain(|old| !no_more(&more, old));
        all.push(more);
    }
}

impl Fares<'_, '_> {
    /// The ways to pay each step, of those with a mark, that no other beats in fees and loads.
    fn carried(&self, bounds: &Bounds, left: u64) -> Vec<Vec<Carried>> {
        let each = self.options.iter().enumerate().filter(|(m, _)| left >> m & 1 == 1);
        let mut steps: Vec<Vec<Carried>> = Vec::with_capacity(self.options.len());
        for (_, offers) in each {
            let mut ways: Vec<Carried> = Vec::new();
            for c in offers.iter().flatten() {
                let mut way = (c.fees, vec![-1; self.tariffs.len()]);
                for &(p, load) in &c.loads {
                    if self.tariffs[p].users.is_power_of_two() {
                        way.0 = way.0.saturating_add(bounds.plan(self.setting, self.tariffs[p].plan as usize, load));
                    } else {
                        way.1[p] = load;
                    }
                }
                keep(&mut ways, way);
            }
            steps.push(ways);
        }
        steps.sort_by_key(Vec::len);
        steps
    }

    /// The least sum of fees and of `price` of the loads, over all ways to pay these steps; where too many are left, pairs of them
    /// are made one that beats both.
    fn least_over(steps: &[Vec<Carried>], plans: usize, price: impl Fn(usize, i64) -> i64) -> i64 {
        const MOST: usize = 64;
        let mut states: Vec<Carried> = vec![(0, vec![-1; plans])];
        for step in steps {
            let mut next: Vec<Carried> = Vec::new();
            for (money, loads) in &states {
                for way in step {
                    let sum = |(x, y): (&i64, &i64)| if *x < 0 { *y } else { x.saturating_add((*y).max(0)) };
                    keep(&mut next, (money.saturating_add(way.0), loads.iter().zip(&way.1).map(sum).collect()));
                }
            }
            next.sort_unstable();
            while next.len() > MOST {
                let both = |pair: &[Carried]| match pair {
                    [a, b] => (a.0.min(b.0), a.1.iter().zip(&b.1).map(|(x, y)| *x.min(y)).collect()),
                    rest => rest[0].clone(),
                };
                next = next.chunks(2).map(both).collect();
            }
            states = next;
        }
        let all =
            |loads: &[i64]| loads.iter().enumerate().filter(|l| *l.1 >= 0).fold(0_i64, |sum, (p, l)| sum.saturating_add(price(p, *l)));
        states.iter().map(|(money, loads)| money.saturating_add(all(loads))).min().unwrap_or(i64::MAX)
    }

    /// The least money of the whole stack beside awards, with plans in whole units, whatever the dates.
    pub(super) fn least(&self, bounds: &Bounds) -> i64 {
        let plan = |p: usize, load: i64| bounds.plan(self.setting, self.tariffs[p].plan as usize, load);
        Self::least_over(&self.carried(bounds, u64::MAX), self.tariffs.len(), plan)
    }

    /// The least that steps to come (`left`) can add to a purse on `day`, with plans in whole units.
    pub(super) fn rest_in_units(&mut self, purse: &Purse, left: u64, day: i32, bounds: &Bounds) -> i64 {
        let free = |(p, tariff): (usize, &Tariff)| {
            let shared = &self.setting.plans[tariff.plan as usize];
            match purse.until[p] {
                _ if tariff.users.is_power_of_two() || tariff.users & left == 0 => -1,
                FRESH => bounds.load_of_days(self.setting, day, shared.trial, true),
                until if until > day && shared.bundle => 0,
                until if until > day => bounds.load_of_days(self.setting, day, until - day, false),
                _ => -1,
            }
        };
        let key = (left, self.tariffs.iter().enumerate().map(free).collect::<Vec<i64>>());
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let price = |p: usize, load: i64| {
            let free = Some(key.1[p]).filter(|free| *free >= 0);
            bounds.plan_beyond(self.setting, self.tariffs[p].plan as usize, load, free, 1)
        };
        let least = Self::least_over(&self.carried(bounds, left), self.tariffs.len(), price);
        self.known.insert(key, least);
        least
    }
}

/// How often access for so many days is paid.
fn times(start: i32, studied: i32, access: i32) -> i64 {
    i64::from((studied.max(start) - start) / access) + 1
}
