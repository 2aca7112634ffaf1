//! Lower bounds no schedule can beat: money, effort, count and ready date, of offers, items and half-made schedules.
//!
//! Money. A part costs at least its cheapest way: a fee less every fund's rate; of a bundle its price shared by all it can
//! serve; of a subscription its price times the part's work over the most work that fits a unit (all work of its users must
//! fit into paid units; with a trial the share is 0). Σ of these is a bound (net), and so is Σ without funds less all that
//! the funds can give up to the last day (gross). Ready date. All work must fit the hours; a chain of prerequisites must
//! fit the calendar; with one slot, durations add up.

use super::archive::Measures;
use super::dates::{Calendar, LATER};
use super::ids::Day;
use super::setting::{Item, Kind, Need, Offer, Pace, Setting, Slot, Way};
use super::stack::Stack;
use super::world::{Part, Span};

/// Funds whose caps are reckoned with one by one; any others are taken to have none.
pub(super) const APART: usize = 4;

/// Lower bounds of an item or an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Least {
    /// Net money.
    pub(super) net: i64,
    /// Money before the funds that are told apart (and after all others).
    pub(super) gross: i64,
    /// The most each fund told apart could give for it, were there no cap.
    pub(super) share: [i64; APART],
    /// Minutes.
    pub(super) effort: i64,
    /// Work in sevenths of a minute.
    pub(super) work: i64,
    /// Days the one slot is taken; 0 where steps may overlap.
    pub(super) days: i64,
    pub(super) count: i64,
}

impl Least {
    /// The sum.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            net: self.net.saturating_add(other.net),
            gross: self.gross.saturating_add(other.gross),
            share: std::array::from_fn(|f| self.share[f].saturating_add(other.share[f])),
            effort: self.effort.saturating_add(other.effort),
            work: self.work.saturating_add(other.work),
            days: self.days.saturating_add(other.days),
            count: self.count + other.count,
        }
    }
}

/// The bounds of a question.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// Of each item.
    pub(super) items: Vec<Least>,
    /// Of each item's offers.
    pub(super) offers: Vec<Vec<Least>>,
    /// Ends of years from today on, each with the most that each fund can give up to it; the last is the last day.
    pub(super) given: Vec<(i32, [i64; APART])>,
    funded: bool,
    most_a_day: i64,
    /// Steps come one at a time: what a plan carries is counted in days with work, else in work.
    one: bool,
    /// Least days from the end of the last slot to the ready date.
    tail: i32,
    /// Of each plan and unit: the most load that fits.
    room: Vec<Vec<i64>>,
    /// Of each plan: the most load that fits its trial.
    trial: Vec<i64>,
    /// Of each plan: the (item, part) pairs it can serve; 1 also means that no offer needs it twice.
    users: Vec<i64>,
}

impl Bounds {
    pub(super) fn new(setting: &Setting<'_>) -> Self {
        let most_a_day = setting.capacity.iter().copied().max().unwrap_or(0);
        let mut bounds = Self {
            items: Vec::new(),
            offers: Vec::new(),
            given: given(setting),
            funded: !setting.funds.is_empty(),
            most_a_day,
            one: setting.at_once == 1,
            tail: 0,
            room: Vec::new(),
            trial: Vec::new(),
            users: users(setting),
        };
        let room = |span| bounds.room_of(setting, span);
        let rooms = setting.plans.iter().map(|p| p.units.iter().map(|(_, span)| room(*span)).collect()).collect();
        let trial = setting.plans.iter().map(|p| if p.trial > 0 { room(Some(Span::Days(p.trial))) } else { 0 }).collect();
        (bounds.room, bounds.trial) = (rooms, trial);
        bounds.offers =
            setting.items.iter().map(|item| item.offers.iter().map(|o| bounds.offer_least(setting, item, o)).collect()).collect();
        bounds.items = setting.items.iter().zip(&bounds.offers).map(|(item, offers)| item_least(item, offers)).collect();
        let tails = setting.items.iter().flat_map(|i| &i.offers).map(|o| bounds.days(o)).map(|(slot, issue)| issue - slot);
        bounds.tail = tails.min().unwrap_or(0).min(0);
        bounds
    }

    /// The first day on which a stack of this much can be ready; `None`: not in time.
    pub(super) fn ready_with(&self, setting: &Setting<'_>, sum: Least) -> Option<i32> {
        let worked = if sum.work == 0 { setting.today } else { setting.done_by(setting.today, sum.work)? + 1 };
        let days = i32::try_from(sum.days).unwrap_or(LATER / 2);
        let taken = if sum.days == 0 { setting.today } else { setting.today.saturating_add(days).saturating_add(self.tail) };
        let ready = worked.max(taken);
        (ready <= setting.last).then_some(ready)
    }

    /// The load an offer puts on a plan that carries its learning, at least.
    pub(super) fn load(&self, offer: &Offer) -> i64 {
        match offer.pace {
            Pace::Own { work, cap, .. } if self.one => {
                let rate = cap.min(self.most_a_day).max(1);
                (work + rate - 1) / rate
            }
            Pace::Group { days, .. } if self.one => i64::from(days),
            _ => work_of(offer),
        }
    }

    /// The most load that fits each unit of a plan.
    pub(super) fn room(&self, plan: usize) -> &[i64] {
        &self.room[plan]
    }

    /// The most load that fits so many days from `day` on, or from any later day.
    pub(super) fn load_of_days(&self, setting: &Setting<'_>, day: i32, days: i32, later: bool) -> i64 {
        if self.one {
            return i64::from(days);
        }
        if later {
            return self.room_of(setting, Some(Span::Days(days)));
        }
        let all = setting.before.len() - 1;
        let place = |day: i32| usize::try_from(day - setting.today).unwrap_or(0).min(all);
        setting.before[place(day.saturating_add(days))] - setting.before[place(day)]
    }

    /// The most load that fits into a unit, wherever it lies.
    fn room_of(&self, setting: &Setting<'_>, span: Option<Span>) -> i64 {
        let days = match span {
            None => return i64::MAX,
            Some(Span::Days(days)) => days,
            // No n months have more days than this.
            Some(Span::Months(n)) => (n * 31).min((n + 11) / 12 * 366),
        };
        if self.one {
            return i64::from(days.max(1));
        }
        let days = usize::try_from(days).unwrap_or(0);
        let all = setting.before.len() - 1;
        (0..=all.saturating_sub(days)).map(|i| setting.before[(i + days).min(all)] - setting.before[i]).max().unwrap_or(0).max(1)
    }

    /// Whether nothing that is ready on `ready` or later is of use; else the least measures. `sum` is known to be in it, at
    /// least `rest` comes on top, and `more` may raise the money bound of `sum` for a year (by its place). A plan that is
    /// ready in a later year may have drawn more from funds, so each year has its own bound.
    pub(super) fn worth(
        &self,
        (sum, rest): (Least, Least),
        ready: i32,
        budget: i64,
        hopeless: impl Fn(Measures) -> bool,
        mut more: impl FnMut(usize) -> i64,
    ) -> Option<Measures> {
        let mut least: Option<Measures> = None;
        let mut from = ready;
        let (effort, count) = (sum.effort.saturating_add(rest.effort), sum.count + rest.count);
        for (year, (end, given)) in self.given.iter().enumerate() {
            if from > *end {
                continue;
            }
            let mut money = funded(sum, given).saturating_add(rest.net);
            if self.funded {
                let all = given.iter().fold(0_i64, |all, g| all.saturating_add(*g));
                money = money.max(sum.gross.saturating_add(rest.gross).saturating_sub(all));
            }
            let mut here = Measures { money, ready: from, effort, count };
            if money <= budget && !hopeless(here) {
                here.money = money.max(more(year));
                if here.money <= budget && !hopeless(here) {
                    least = Some(least.map_or(here, |l| Measures { money: l.money.min(here.money), ..l }));
                }
            }
            from = end + 1;
            if !self.funded {
                break;
            }
        }
        least
    }

    /// Bounds of a way to pay a slot.
    pub(super) fn way(&self, setting: &Setting<'_>, offer: &Offer, slot: &Slot, way: &Way) -> WayLeast {
        self.way_least(setting, offer, slot, way)
    }

    /// Fewest days an offer takes its slot, and fewest from its start to its issue.
    fn days(&self, offer: &Offer) -> (i32, i32) {
        let study = match offer.pace {
            Pace::Own { work, cap, min_days } => {
                let rate = cap.min(self.most_a_day).max(1);
                let days = i32::try_from((work + rate - 1) / rate).unwrap_or(LATER);
                days.max(min_days).max(1)
            }
            Pace::Group { days, .. } => days,
            Pace::None => 0,
        };
        match &offer.exam {
            None => (study, study.saturating_add(offer.lag)),
            Some(exam) => {
                let slot = study.saturating_add(1 + (exam.attempts - 1) * exam.wait.max(1));
                (slot, slot.saturating_add(offer.lag - 1))
            }
        }
    }

    /// No schedule that continues `calendar` with the members `left` (`true`) is ready before this day; [`LATER`]: none is at all.
    /// Only offers count that raise the money bound of their item by at most `spare`.
    pub(super) fn ready(&self, setting: &Setting<'_>, stack: &Stack, calendar: &Calendar, left: &[bool], spare: i64) -> i32 {
        let one = setting.at_once == 1;
        let free = if one { calendar.free(setting) } else { calendar.day };
        let mut least = setting.today;
        let mut ready: Vec<i32> = calendar.of.iter().map(|d| d.ready).collect();
        let mut work = calendar.left();
        let (mut slots, mut tail, mut lag, mut any) = (0_i32, LATER, LATER, false);
        for (member, left) in left.iter().enumerate() {
            if *left {
                any = true;
                let item = stack.items[member] as usize;
                let effort = self.affordable(setting, item, spare).map(|(_, least)| least.work).min();
                let Some(effort) = effort else { return LATER };
                work = work.saturating_add(effort);
                let days = self.affordable(setting, item, spare).map(|(o, _)| self.days(o));
                let (slot, rest) = days.fold((LATER, LATER), |(s, r), (a, b)| (s.min(a), r.min(b.saturating_sub(a))));
                slots = slots.saturating_add(slot);
                tail = tail.min(rest);
                lag = lag.min(self.affordable(setting, item, spare).map(|(o, _)| o.lag).min().unwrap_or(0));
                ready[member] = 0;
            } else if member >= stack.steps {
                // What awards itself may yet do so earlier than is known now: the chain settles it.
                if !stack.is_held(setting, member) {
                    ready[member] = 0;
                }
            } else if calendar.of[member].issued < LATER {
                least = least.max(calendar.of[member].issued);
            } else {
                lag = 0;
                ready[member] = calendar.day;
            }
        }
        if work > 0 {
            match setting.done_by(calendar.day, work) {
                Some(day) => least = least.max(day.saturating_add(1 + if lag < LATER { lag } else { 0 })),
                None => return LATER,
            }
        }
        if one && any {
            least = least.max(free.saturating_add(slots).saturating_add(tail));
        }
        if least > setting.last {
            return LATER;
        }
        least.max(self.chain(setting, stack, left, free, ready, spare))
    }

    /// Offers that raise the money bound of their item by at most `spare`.
    fn affordable<'s>(&'s self, setting: &'s Setting<'_>, item: usize, spare: i64) -> impl Iterator<Item = (&'s Offer, &'s Least)> {
        let most = self.items[item].net.saturating_add(spare);
        setting.items[item].offers.iter().zip(&self.offers[item]).filter(move |(_, least)| least.net <= most)
    }

    /// The critical path: each member left starts no earlier than its needs can be met.
    fn chain(&self, setting: &Setting<'_>, stack: &Stack, left: &[bool], free: i32, mut ready: Vec<i32>, spare: i64) -> i32 {
        let mut issued = setting.today;
        // Values only grow towards the least fixpoint, and stop at the last day.
        for _ in 0..=stack.items.len() {
            let mut changed = false;
            for member in 0..stack.items.len() {
                let waiting = left.get(member).copied().unwrap_or(false);
                let rule = member >= stack.steps && !stack.is_held(setting, member);
                if !waiting && !rule {
                    continue;
                }
                let met = stack.members[member].needs.iter().map(|n| earliest(n, &ready)).max().unwrap_or(i32::MIN);
                let (day, out) = if rule {
                    if met >= LATER {
                        return LATER;
                    }
                    let day = met.max(setting.today).saturating_add(stack.item(setting, member).award_lag);
                    (day, day)
                } else {
                    let from = met.max(free);
                    if from > setting.last {
                        return LATER;
                    }
                    let item = stack.items[member] as usize;
                    let offers = self.affordable(setting, item, spare);
                    // Each of the two is least on its own: they need not be of one offer.
                    offers.map(|(o, _)| self.offer_ready(setting, o, from)).fold((LATER, LATER), |a, b| (a.0.min(b.0), a.1.min(b.1)))
                };
                if out >= LATER {
                    return LATER;
                }
                issued = issued.max(out);
                if ready[member] < day {
                    ready[member] = day;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        issued
    }

    /// First day a dependent can start, and day of issue, of an offer that starts no earlier than `from`.
    fn offer_ready(&self, setting: &Setting<'_>, offer: &Offer, from: i32) -> (i32, i32) {
        let (slot, issue) = self.days(offer);
        let (start, worked) = match &offer.pace {
            Pace::Own { work, .. } => (from, setting.done_by(from, *work).map_or(LATER, |d| d + 1)),
            Pace::Group { starts, .. } => (starts.get(starts.partition_point(|&d| d < from)).copied().unwrap_or(LATER), 0),
            Pace::None => {
                let dates = offer.exam.as_ref().map_or(&[][..], |e| &e.dates);
                let first = dates.get(dates.partition_point(|&d| d < from)).copied().unwrap_or(LATER);
                (if dates.is_empty() { from } else { first }, 0)
            }
        };
        if start >= LATER || worked >= LATER {
            return (LATER, LATER);
        }
        let issued = start.saturating_add(issue).max(worked.saturating_add(offer.lag));
        if issued > setting.last { (LATER, LATER) } else { (issued.max(start.saturating_add(slot)), issued) }
    }
}

/// What renewals of a credential cost at least, if it is issued on `issued` (`None`: not known yet) and must be in force on `end`; nothing where
/// another of the stack may carry it.
pub(super) fn renewals(setting: &Setting<'_>, item: &Item, stack: &Stack, issued: Option<i32>, end: i32) -> i64 {
    if item.renewers.iter().any(|r| stack.items.contains(r)) {
        return 0;
    }
    let last_day = |issued: i32| {
        let months = item.valid_months.map_or(i32::MAX, |n| Day(issued).plus_months(n).0);
        months.min(item.valid_until.unwrap_or(i32::MAX))
    };
    let mut sum = 0_i64;
    let Some(issued) = issued else {
        // Issued on the last day at best; then months alone count, whatever their lengths.
        let Some((Some(amount), months)) = item.renewal else { return 0 };
        let lacking = item.valid_months.map_or(0, |n| setting.hold_months.saturating_sub(n)).max(0);
        return amount.saturating_mul(i64::from((lacking + months - 1) / months));
    };
    let mut last = last_day(issued);
    while last < end {
        // Without a known renewal there is no such plan; the bill says so.
        let Some((Some(amount), months)) = item.renewal else { return sum };
        sum = sum.saturating_add(amount);
        last = Day(last).plus_months(months).0;
    }
    sum
}

/// What a sum costs at least when each fund gives no more than this.
pub(super) fn funded(sum: Least, given: &[i64; APART]) -> i64 {
    let off = (0..APART).fold(0_i64, |off, f| off.saturating_add(sum.share[f].min(given[f])));
    sum.net.max(sum.gross.saturating_sub(off))
}

fn earliest(need: &Need, ready: &[i32]) -> i32 {
    let mut by_day: Vec<(i32, i64)> =
        need.atoms.iter().map(|(w, from)| (from.iter().map(|&m| ready[m as usize]).min().unwrap_or(LATER), *w)).collect();
    by_day.sort_unstable();
    let mut sum = 0_i64;
    for (day, w) in by_day {
        sum = sum.saturating_add(w);
        if sum >= need.k {
            return day;
        }
    }
    if need.k <= 0 { i32::MIN } else { LATER }
}

fn work_of(offer: &Offer) -> i64 {
    match offer.pace {
        Pace::Own { work, .. } => work,
        Pace::Group { days, load, .. } => load.saturating_mul(i64::from(days)),
        Pace::None => 0,
    }
}

fn item_least(item: &Item, offers: &[Least]) -> Least {
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
fn users(setting: &Setting<'_>) -> Vec<i64> {
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
    pairs.iter().for_each(|p| users[p.0 as usize] += 1);
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
fn given(setting: &Setting<'_>) -> Vec<(i32, [i64; APART])> {
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
    fn offer_least(&self, setting: &Setting<'_>, item: &Item, offer: &Offer) -> Least {
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
            let ways = slot.ways.iter().map(|way| self.way_least(setting, offer, slot, way));
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
    fn way_least(&self, setting: &Setting<'_>, offer: &Offer, slot: &Slot, way: &Way) -> WayLeast {
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

    /// The least cost of running a plan for a load, whatever the dates.
    pub(super) fn plan(&self, setting: &Setting<'_>, plan: usize, work: i64) -> i64 {
        let (shared, room) = (&setting.plans[plan], &self.room[plan]);
        let work = work.saturating_sub(self.trial[plan]);
        let Some(&(price, span)) = shared.units.first() else { return 0 };
        if span.is_none() {
            return price;
        }
        if shared.trial > 0 && work <= 0 {
            return 0;
        }
        let units = |work: i64| (work.max(1) + room[0] - 1) / room[0];
        let mut least = price.saturating_mul(units(work).max(i64::from(shared.min_units)));
        if let (Some(&(yearly, _)), Some(&in_year)) = (shared.units.get(1), room.get(1)) {
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
