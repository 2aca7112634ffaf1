//! What has been paid so far: purses that follow a schedule day by day, when no monthly or yearly cap ties payments together.
//!
//! Without those, money is a sum of fees that depend on a step's own dates and of payments of shared plans, each bought on the first
//! covered day that is not paid for, less what funds give. So of a half-made schedule whose days before `day` are settled, the future
//! needs to know only the money spent, of each plan the day up to which it is paid, and what funds could give so far ([`Grants`]).
//!
//! Theorem (why a purse may be dropped). Let two purses A and B have the same future days. Buying a unit of a kind on the first
//! uncovered day from a later covered day leads to a covered day that is no earlier (`after` does not decrease), so with every plan
//! of A paid at least as far as in B, A can copy each purchase of B or leave it out. Where A is paid less far, one unit bought on A's
//! first uncovered day carries it at least as far as B, if B is paid no farther than a unit from `day` on reaches; so A with that price
//! added does no worse. Plans with sale dates, or that funds pay, are left out of this: there both must be paid equally far. To leave a
//! purchase out saves no less than funds give for it, and what funds can give more to B than to A is added to the money of A.

use std::collections::HashMap;
use std::rc::Rc;

use super::bound::Bounds;
use super::dates::{Calendar, Dates, LATER};
use super::grants::{Charge, Grants};
use super::keeping::after;
use super::setting::{Offer, Pace, Price, Setting, Shared, Way};
use super::stack::Stack;
use super::stairs::{FINE, NONE, Stairs, climb, to_money};
use super::world::{Part, Span};

/// Not signed up yet, with a free trial to come.
pub(super) const FRESH: i32 = i32::MIN;
/// Paid for no day to come.
const LAPSED: i32 = i32::MIN + 1;

/// Money spent, plans paid, and how it came about.
#[derive(Clone, Debug)]
pub(super) struct Purse {
    pub(super) money: i64,
    pub(super) effort: i64,
    /// First day not paid for, of each plan of the stack.
    pub(super) until: Vec<i32>,
    /// Plans whose least number of units is behind them.
    pub(super) bought: u64,
    /// What funds could give so far.
    pub(super) given: Vec<i64>,
    /// Place of the last step placed, in whatever record the search keeps.
    pub(super) trace: usize,
}

impl Purse {
    /// Whether both hold the same.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.money == other.money && self.until == other.until && self.bought == other.bought && self.given == other.given
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
    /// Fees due again (the first time is among the fees) whenever so many days of access are over, whether they may be, and the
    /// funds that may share in them.
    access: Vec<(i64, i32, bool, usize)>,
    /// Where there are funds: the charges of the fees, and the most each set of funds can give for them.
    charges: Vec<Charge>,
    ranks: Vec<i64>,
    /// Start days for which all its fees are sold.
    from: i32,
    until: i32,
    uses: Vec<(usize, Use)>,
    /// Least money in fine shares (fees, and of each plan its price by load) for each set of funds that give all they can.
    share: Vec<i128>,
    /// Plans carried, and the load on each.
    loads: Vec<(usize, i64)>,
}

impl Combination {
    /// The fees that are sure, when these funds give all they can.
    fn net(&self, funds: usize) -> i64 {
        self.fees - self.ranks.get(funds).copied().unwrap_or(0)
    }
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
pub(super) struct Tariff {
    pub(super) plan: u32,
    /// Steps that can use it.
    pub(super) users: u64,
    /// Price of a unit of load, in fine shares; of a bundle, of a user; for each set of funds that give all they can.
    rate: Vec<i128>,
    /// Not sold on every day, or not at the same price for the learner.
    pub(super) windowed: bool,
    /// The most each set of funds can give for a unit of each kind.
    ranks: Vec<Vec<i64>>,
}

impl Tariff {
    /// The price of a unit of a kind when these funds give all they can.
    fn price(&self, setting: &Setting<'_>, kind: usize, funds: usize) -> i64 {
        let full = setting.plans[self.plan as usize].units.get(kind).map_or(0, |u| u.0);
        full - self.ranks.get(kind).and_then(|r| r.get(funds)).copied().unwrap_or(0)
    }
}

/// The prices of one stack.
#[derive(Debug)]
pub(super) struct Fares<'s, 'w> {
    setting: &'s Setting<'w>,
    pub(super) grants: Grants,
    pub(super) tariffs: Vec<Tariff>,
    /// By step and offer.
    pub(super) options: Vec<Vec<Vec<Combination>>>,
    /// Least fine share of each step, for each set of funds; of each of its offers.
    shares: Vec<Vec<i128>>,
    by_offer: Vec<Vec<Vec<i128>>>,
    /// What is known of [`Self::stairs`], by steps left.
    stairs: HashMap<u64, Rc<[Stairs]>>,
    /// What is known of [`Self::rest_in_units`]: by set of funds, steps left and load that is free on each plan.
    known: HashMap<(usize, u64, Vec<i64>), i64>,
}

/// Whether a question's money can be followed by purses: what comes back on the pass must not be needed to keep a budget.
pub(super) fn apply(setting: &Setting<'_>) -> bool {
    let advanced = setting.budget < i64::MAX && setting.funds.iter().any(|f| f.on_pass);
    setting.monthly_cap.is_none() && setting.yearly_cap.is_none() && !advanced
}

/// The funds (by place) that may pay for something in a stack.
pub(super) fn funds_of(setting: &Setting<'_>, stack: &Stack) -> u64 {
    if setting.funds.is_empty() {
        return 0;
    }
    let mut funds = 0;
    for offer in (0..stack.steps).flat_map(|m| &stack.item(setting, m).offers) {
        for slot in &offer.slots {
            let may = |f: &usize| setting.funds[*f].may_pay(offer.offering, slot.part);
            funds |= (0..setting.funds.len()).filter(may).fold(0, |set, f| set | 1 << f);
            for way in &slot.ways {
                let plan = match way {
                    Way::Shared(plan) => Some(*plan),
                    Way::Direct(price) => price.member_of,
                };
                funds |= plan.iter().flat_map(|p| &setting.plans[*p as usize].funds).fold(0, |set, f| set | 1 << f);
            }
        }
    }
    funds
}

impl<'s, 'w> Fares<'s, 'w> {
    /// The prices of a stack when a set of funds (by place) is used. `None`: too many steps, plans or funds for masks, or too many
    /// ways to pay.
    pub(super) fn new(setting: &'s Setting<'w>, bounds: &Bounds, stack: &Stack, set: u64) -> Option<Self> {
        let grants = Grants::new(setting, set)?;
        let mut fares = Self {
            setting,
            grants,
            tariffs: Vec::new(),
            options: Vec::new(),
            shares: Vec::new(),
            by_offer: Vec::new(),
            stairs: HashMap::new(),
            known: HashMap::new(),
        };
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
        let sets = fares.grants.sets();
        for tariff in &mut fares.tariffs {
            let shared = &setting.plans[tariff.plan as usize];
            tariff.windowed = is_windowed(setting, shared) || tariff.ranks.iter().flatten().any(|r| *r > 0);
            let rate = |funds: usize| {
                if tariff.users.is_power_of_two() {
                    // A sole user carries all of it.
                    0
                } else if shared.bundle {
                    i128::from(tariff.price(setting, 0, funds)) * FINE / i128::from(tariff.users.count_ones().max(1))
                } else {
                    let rooms = bounds.room(tariff.plan as usize).iter().enumerate().take(shared.units.len());
                    let rates =
                        rooms.map(|(kind, room)| i128::from(tariff.price(setting, kind, funds)) * FINE / i128::from((*room).max(1)));
                    rates.min().unwrap_or(0)
                }
            };
            tariff.rate = (0..sets).map(rate).collect();
        }
        let tariffs = &fares.tariffs;
        for offers in &mut fares.options {
            for c in offers.iter_mut().flatten() {
                let share = |funds: usize| {
                    let plans = c.loads.iter().map(|&(p, load)| {
                        let tariff = &tariffs[p];
                        if tariff.users.is_power_of_two() {
                            i128::from(alone(setting, bounds, tariff, load, funds)) * FINE
                        } else if setting.plans[tariff.plan as usize].bundle {
                            tariff.rate[funds]
                        } else {
                            tariff.rate[funds] * i128::from(load)
                        }
                    });
                    i128::from(c.net(funds)) * FINE + plans.sum::<i128>()
                };
                c.share = (0..sets).map(share).collect();
            }
        }
        // An offer that cannot be paid is none.
        let least = |ways: &Vec<Combination>| -> Vec<i128> {
            (0..sets).map(|funds| ways.iter().map(|c| c.share[funds]).min().unwrap_or(NONE)).collect()
        };
        fares.by_offer = fares.options.iter().map(|offers| offers.iter().map(least).collect()).collect();
        let least =
            |offers: &Vec<Vec<i128>>| -> Vec<i128> { (0..sets).map(|funds| offers.iter().map(|o| o[funds]).min().unwrap_or(0)).collect() };
        fares.shares = fares.by_offer.iter().map(least).collect();
        Some(fares)
    }

    fn tariff(&mut self, plan: u32, member: usize) -> usize {
        let place = self.tariffs.iter().position(|t| t.plan == plan).unwrap_or_else(|| {
            let shared = &self.setting.plans[plan as usize];
            let funds = self.grants.local(|f| shared.funds.contains(&(f as u32)));
            let ranks = if funds == 0 {
                Vec::new()
            } else {
                shared.units.iter().map(|(price, _)| self.grants.ranks(self.setting, &[(*price, funds)])).collect()
            };
            self.tariffs.push(Tariff { plan, users: 0, rate: Vec::new(), windowed: false, ranks });
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
            charges: Vec::new(),
            ranks: Vec::new(),
            from: i32::MIN,
            until: i32::MAX,
            uses: Vec::new(),
            share: Vec::new(),
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
        if !self.grants.funds.is_empty() {
            for c in &mut all {
                c.ranks = self.grants.ranks(self.setting, &c.charges);
            }
        }
        let windowed = |p: usize| {
            let shared = &self.setting.plans[self.tariffs[p].plan as usize];
            is_windowed(self.setting, shared) || !self.tariffs[p].ranks.is_empty()
        };
        let sets = self.grants.sets();
        let beats = |i: usize, j: usize| {
            let (a, b): (&Combination, &Combination) = (&all[i], &all[j]);
            let fixed = a.access.is_empty() && a.from <= b.from && a.until >= b.until;
            let fewer =
                a.uses.iter().all(|u| b.uses.contains(u)) && (a.uses.len() == b.uses.len() || !b.uses.iter().any(|u| windowed(u.0)));
            // Whichever funds give all they can.
            let (no_more, no_less) = ((0..sets).all(|f| a.net(f) <= b.net(f)), (0..sets).all(|f| a.net(f) >= b.net(f)));
            fixed && fewer && no_more && (!no_less || a.uses.len() < b.uses.len() || i < j)
        };
        let kept: Vec<usize> = (0..all.len()).filter(|&j| !(0..all.len()).any(|i| i != j && beats(i, j))).collect();
        Some(kept.into_iter().map(|j| all[j].clone()).collect())
    }

    fn direct(&mut self, c: &mut Combination, offer: &Offer, part: Part, price: &Price, member: usize) {
        let exam = part == Part::Exam;
        let times = if exam && price.per_attempt { offer.exam.as_ref().map_or(0, |e| i64::from(e.attempts)) } else { 1 };
        (c.from, c.until) = (c.from.max(price.from), c.until.min(price.until));
        c.fees = c.fees.saturating_add(price.amount.saturating_mul(times));
        let funds = self.grants.local(|f| self.setting.funds[f].may_pay(offer.offering, part));
        if funds != 0 && price.amount > 0 {
            c.charges.extend((0..times).map(|_| (price.amount, funds)));
        }
        let on = match price.access {
            Some(access) if !exam => {
                c.access.push((price.amount, access.max(1), price.repay, funds));
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
            given: self.grants.nothing(),
            trace: usize::MAX,
        }
    }

    fn combination(&self, payer: Payer) -> &Combination {
        &self.options[payer.member as usize][payer.at as usize][payer.combination as usize]
    }

    /// The way of each slot by which a payer pays.
    pub(super) fn ways(&self, payer: Payer) -> &[usize] {
        &self.combination(payer).ways
    }

    /// Whether a payer may still have to pay on days after its start is settled.
    pub(super) fn is_to_follow(&self, payer: Payer) -> bool {
        let c = self.combination(payer);
        !(c.uses.is_empty() && c.access.is_empty())
    }

    /// Charges a purse with the fees that are sure for a step that starts on `day`; `false`: it cannot be paid this way then.
    pub(super) fn sign(&self, purse: &mut Purse, payer: Payer, day: i32) -> bool {
        let c = self.combination(payer);
        purse.money = purse.money.saturating_add(c.fees);
        if !c.charges.is_empty() {
            self.grants.add(&mut purse.given, day, self.grants.open(self.setting, day), &c.ranks);
        }
        (c.from..=c.until).contains(&day)
    }

    /// Charges purses with fees for access that ran out, once the dates are known; `false`: not sold again.
    pub(super) fn close(&self, purses: &mut [Purse], payer: Payer, dates: &Dates) -> bool {
        let c = self.combination(payer);
        let (mut sum, mut more) = (0_i64, Vec::new());
        for &(amount, access, repay, funds) in &c.access {
            let times = times(dates.start, dates.studied, access);
            if times > 1 && !repay {
                return false;
            }
            sum = sum.saturating_add(amount.saturating_mul(times - 1));
            if funds != 0 && amount > 0 {
                more.extend((1..times).map(|_| (amount, funds)));
            }
        }
        let open = self.grants.open(self.setting, dates.start);
        let ranks: Vec<i64> = if more.is_empty() {
            Vec::new()
        } else {
            // What the course gives in all, less what was added at its start.
            more.extend(&c.charges);
            self.grants.ranks(self.setting, &more).iter().zip(&c.ranks).map(|(all, first)| all - first).collect()
        };
        for purse in purses {
            purse.money = purse.money.saturating_add(sum);
            if !ranks.is_empty() {
                self.grants.add(&mut purse.given, dates.start, open, &ranks);
            }
        }
        true
    }

    /// The money of a purse when each set of funds has given all it can.
    pub(super) fn net(&self, purse: &Purse) -> Vec<i64> {
        (0..self.grants.sets()).map(|funds| purse.money - self.grants.most(self.setting, &purse.given, funds)).collect()
    }

    /// The money of a purse when all funds have given all they can.
    pub(super) fn net_of_all(&self, purse: &Purse) -> i64 {
        purse.money - self.grants.most(self.setting, &purse.given, self.grants.sets() - 1)
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
        let tariff = &self.tariffs[plan];
        let mut states = vec![(purse.until[plan], purse.bought >> plan & 1 == 1, purse.money, purse.given.clone())];
        for &(_, first, last) in runs {
            let mut done: Vec<(i32, bool, i64, Vec<i64>)> = Vec::with_capacity(states.len());
            while let Some((mut until, bought, money, given)) = states.pop() {
                if until == FRESH {
                    if !sold(first) {
                        continue;
                    }
                    until = first.saturating_add(shared.trial);
                }
                if until > last {
                    done.push((until, bought, money, given));
                    continue;
                }
                let day = until.max(first);
                for (kind, &(price, span)) in shared.units.iter().enumerate() {
                    let units = if !bought && kind == 0 { shared.min_units } else { 1 };
                    let (mut start, mut cost, mut all, mut given) = (day, money, true, given.clone());
                    for _ in 0..units {
                        all &= sold(start);
                        if let Some(ranks) = tariff.ranks.get(kind) {
                            self.grants.add(&mut given, start, self.grants.open(self.setting, start), ranks);
                        }
                        cost = cost.saturating_add(price);
                        start = after(start, span);
                    }
                    if all {
                        states.push((start, true, cost, given));
                    }
                }
            }
            // Paid farther for no more is better.
            done.sort_unstable_by(|a, b| (a.2, b.0, b.1, &a.3).cmp(&(b.2, a.0, a.1, &b.3)));
            for state in done {
                if tariff.windowed || !states.iter().any(|s| s.0 >= state.0 && s.1 >= state.1) {
                    states.push(state);
                }
            }
        }
        let purses = states.into_iter().map(|(until, bought, money, given)| {
            let mut next = purse.clone();
            next.given = given;
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
        if !a.given.is_empty() {
            sum = sum.saturating_add(self.grants.excess(self.setting, &a.given, &b.given));
            if sum > b.money {
                return false;
            }
        }
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
            // A trial to come starts on a day unknown.
            let shortest = shortest(span).unwrap_or(i32::MAX);
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

    /// The least that steps to come (`left`) can add to a purse on `day` when these funds give all they can.
    pub(super) fn rest(&self, purse: &Purse, left: u64, day: i32, bounds: &Bounds, funds: usize) -> i64 {
        let fine: i128 = self.shares.iter().enumerate().filter(|(m, _)| left >> m & 1 == 1).map(|(_, s)| s[funds]).sum();
        to_money(fine - self.free(purse, left, day, bounds, funds))
    }

    /// The fine share of an offer of a step, for each set of funds.
    pub(super) fn share_of(&self, member: usize, at: usize) -> &[i128] {
        &self.by_offer[member][at]
    }

    /// The least fine share of a step, for each set of funds.
    pub(super) fn least_share(&self, member: usize) -> &[i128] {
        &self.shares[member]
    }

    /// For each set of funds, the least fine shares of steps to come by the time that they may take.
    pub(super) fn stairs(&mut self, bounds: &Bounds, stack: &Stack, left: u64) -> Rc<[Stairs]> {
        if let Some(known) = self.stairs.get(&left) {
            return Rc::clone(known);
        }
        let sets = self.grants.sets();
        let stairs: Rc<[Stairs]> = if left == 0 {
            vec![vec![(0, 0)]; sets].into()
        } else {
            let first = left.trailing_zeros() as usize;
            let rest = self.stairs(bounds, stack, left & (left - 1));
            let times: Vec<i64> = bounds.offers[stack.items[first] as usize].iter().map(|o| bounds.time(o)).collect();
            let with = |funds: usize| climb(&rest[funds], &times.iter().zip(&self.by_offer[first]).map(|(t, o)| (*t, o[funds])));
            (0..sets).map(with).collect()
        };
        self.stairs.insert(left, Rc::clone(&stairs));
        stairs
    }

    /// The most that is paid for already, or free, of fine shares to come.
    pub(super) fn free(&self, purse: &Purse, left: u64, day: i32, bounds: &Bounds, funds: usize) -> i128 {
        let mut sum = 0_i128;
        for (place, tariff) in self.tariffs.iter().enumerate() {
            let users = (tariff.users & left).count_ones();
            if users == 0 {
                continue;
            }
            let shared = &self.setting.plans[tariff.plan as usize];
            if shared.bundle {
                if purse.until[place] > day {
                    sum += tariff.rate[funds] * i128::from(users);
                }
            } else {
                let free = match purse.until[place] {
                    FRESH => bounds.load_of_days(self.setting, day, shared.trial, true),
                    until if until > day => bounds.load_of_days(self.setting, day, until - day, false),
                    _ => 0,
                };
                sum += tariff.rate[funds] * i128::from(free);
            }
        }
        sum
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
    fn carried(&self, bounds: &Bounds, left: u64, funds: usize) -> Vec<Vec<Carried>> {
        let each = self.options.iter().enumerate().filter(|(m, _)| left >> m & 1 == 1);
        let mut steps: Vec<Vec<Carried>> = Vec::with_capacity(self.options.len());
        for (_, offers) in each {
            let mut ways: Vec<Carried> = Vec::new();
            for c in offers.iter().flatten() {
                let mut way = (c.net(funds), vec![-1; self.tariffs.len()]);
                for &(p, load) in &c.loads {
                    if self.tariffs[p].users.is_power_of_two() {
                        way.0 = way.0.saturating_add(alone(self.setting, bounds, &self.tariffs[p], load, funds));
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

    /// The least money of the whole stack beside awards, with plans in whole units, whatever the dates, for each set of funds that
    /// give all they can.
    pub(super) fn least(&self, bounds: &Bounds) -> Vec<i64> {
        let of = |funds: usize| {
            let plan = |p: usize, load: i64| alone(self.setting, bounds, &self.tariffs[p], load, funds);
            Self::least_over(&self.carried(bounds, u64::MAX, funds), self.tariffs.len(), plan)
        };
        (0..self.grants.sets()).map(of).collect()
    }

    /// The least money in plans ready by the end of each year, from the least for each set of funds: the others give up to their caps.
    pub(super) fn by_years(&self, bounds: &Bounds, least: &[i64]) -> Vec<i64> {
        (0..bounds.given.len().max(1)).map(|year| self.in_year(bounds, least, year)).collect()
    }

    /// The same for one year (by its place).
    pub(super) fn in_year(&self, bounds: &Bounds, least: &[i64], year: usize) -> i64 {
        let rest = |set: usize| {
            let others = self.grants.funds.iter().enumerate().filter(|(at, _)| set >> at & 1 == 0);
            others.fold(0_i64, |sum, (_, f)| sum.saturating_add(bounds.given_by(*f, year)))
        };
        least.iter().enumerate().map(|(set, money)| money.saturating_sub(rest(set))).max().unwrap_or(0)
    }

    /// The least that steps to come (`left`) can add to a purse on `day` when these funds give all they can, with plans in whole units.
    pub(super) fn rest_in_units(&mut self, purse: &Purse, left: u64, day: i32, bounds: &Bounds, funds: usize) -> i64 {
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
        let key = (funds, left, self.tariffs.iter().enumerate().map(free).collect::<Vec<i64>>());
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let price = |p: usize, load: i64| {
            let free = Some(key.2[p]).filter(|free| *free >= 0);
            let tariff = &self.tariffs[p];
            bounds.plan_at(self.setting, (tariff.plan as usize, load), free, 1, |kind| tariff.price(self.setting, kind, funds))
        };
        let least = Self::least_over(&self.carried(bounds, left, funds), self.tariffs.len(), price);
        self.known.insert(key, least);
        least
    }
}

/// The least cost of running a plan for a load, whatever the dates, when these funds give all they can.
fn alone(setting: &Setting<'_>, bounds: &Bounds, tariff: &Tariff, load: i64, funds: usize) -> i64 {
    let (plan, shared) = (tariff.plan as usize, &setting.plans[tariff.plan as usize]);
    let free = (shared.trial > 0).then(|| bounds.trial_of(plan));
    bounds.plan_at(setting, (plan, load), free, shared.min_units, |kind| tariff.price(setting, kind, funds))
}

/// The least days of a unit; `None`: it lasts for good. No month is shorter than 28 days.
pub(super) fn shortest(span: Option<Span>) -> Option<i32> {
    span.map(|span| match span {
        Span::Days(days) => days,
        Span::Months(months) => months.saturating_mul(28),
    })
}

/// Whether a plan is not sold on every day.
fn is_windowed(setting: &Setting<'_>, shared: &Shared) -> bool {
    shared.from > setting.today || shared.until < setting.last
}

/// How often access for so many days is paid.
fn times(start: i32, studied: i32, access: i32) -> i64 {
    i64::from((studied.max(start) - start) / access) + 1
}
