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
use super::setting::{Item, Need, Offer, Pace, Setting};
use super::shares::{given, item_least, users, work_of};
use super::stack::Stack;
use super::world::Span;

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
    pub(super) funded: bool,
    pub(super) most_a_day: i64,
    /// Steps come one at a time: what a plan carries is counted in days with work, else in work.
    pub(super) one: bool,
    /// Least days from the end of the last slot to the ready date.
    pub(super) tail: i32,
    /// Of each plan and unit: the most load that fits.
    pub(super) room: Vec<Vec<i64>>,
    /// Of each plan: the most load that fits its trial.
    pub(super) trial: Vec<i64>,
    /// Of each plan: the (item, part) pairs it can serve; 1 also means that no offer needs it twice.
    pub(super) users: Vec<i64>,
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

    /// The time something takes at least: days of the one slot, or work.
    pub(super) fn time(&self, least: &Least) -> i64 {
        if self.one { least.days } else { least.work }
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

    /// The most a fund can give in plans ready by the end of a year (both by place).
    pub(super) fn given_by(&self, fund: usize, year: usize) -> i64 {
        self.given.get(year).and_then(|y| y.1.get(fund)).copied().unwrap_or(i64::MAX / 4)
    }

    /// Fewest days an offer takes its slot, and fewest from its start to its issue.
    pub(super) fn days(&self, offer: &Offer) -> (i32, i32) {
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
                    offers
                        .map(|(o, _)| self.offer_first(setting, o, from))
                        .map(|(_, day, out)| (day, out))
                        .fold((LATER, LATER), |a, b| (a.0.min(b.0), a.1.min(b.1)))
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

    /// First day, first day a dependent can start, and day of issue, of an offer that starts no earlier than `from`.
    pub(super) fn offer_first(&self, setting: &Setting<'_>, offer: &Offer, from: i32) -> (i32, i32, i32) {
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
            return (LATER, LATER, LATER);
        }
        let issued = start.saturating_add(issue).max(worked.saturating_add(offer.lag));
        if issued > setting.last { (LATER, LATER, LATER) } else { (start, issued.max(start.saturating_add(slot)), issued) }
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

/// The first day on which a need can hold, when members are ready on these days.
pub(super) fn earliest(need: &Need, ready: &[i32]) -> i32 {
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
