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

/// Lower bounds of an item or an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Least {
    /// Net money.
    pub(super) net: i64,
    /// Money before funds.
    pub(super) gross: i64,
    /// Minutes.
    pub(super) effort: i64,
    /// Work in sevenths of a minute.
    pub(super) work: i64,
    pub(super) count: i64,
}

impl Least {
    /// The sum.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            net: self.net.saturating_add(other.net),
            gross: self.gross.saturating_add(other.gross),
            effort: self.effort.saturating_add(other.effort),
            work: self.work.saturating_add(other.work),
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
    /// Ends of years from today on, each with all that funds can give up to it (`None`: no end); the last is the last day.
    given: Vec<(i32, Option<i64>)>,
    funded: bool,
    most_a_day: i64,
    /// Of each plan and unit: the most work that fits.
    room: Vec<Vec<i64>>,
}

impl Bounds {
    pub(super) fn new(setting: &Setting<'_>) -> Self {
        let room: Vec<Vec<i64>> = setting.plans.iter().map(|p| p.units.iter().map(|(_, span)| room(setting, *span)).collect()).collect();
        let offers: Vec<Vec<Least>> =
            setting.items.iter().map(|item| item.offers.iter().map(|o| offer_least(setting, item, o, &room)).collect()).collect();
        let items = setting.items.iter().zip(&offers).map(|(item, offers)| item_least(item, offers)).collect();
        let most_a_day = setting.capacity.iter().copied().max().unwrap_or(0);
        Self { items, offers, given: given(setting), funded: !setting.funds.is_empty(), most_a_day, room }
    }

    /// Whether nothing with these least sums, ready on `ready` or later, is of use; else the least measures. A plan that is
    /// ready in a later year may have drawn more from funds, so each year has its own bound.
    pub(super) fn worth(&self, sum: Least, ready: i32, budget: i64, hopeless: impl Fn(Measures) -> bool) -> Option<Measures> {
        let mut least: Option<Measures> = None;
        let mut from = ready;
        for &(end, given) in &self.given {
            if from > end {
                continue;
            }
            let money = given.map_or(sum.net, |given| sum.net.max(sum.gross.saturating_sub(given)));
            let here = Measures { money, ready: from, effort: sum.effort, count: sum.count };
            if money <= budget && !hopeless(here) {
                least = Some(least.map_or(here, |l| Measures { money: l.money.min(money), ..l }));
            }
            from = end + 1;
            if !self.funded {
                break;
            }
        }
        least
    }

    /// Net and gross money of a way to pay a slot at least.
    pub(super) fn way(&self, setting: &Setting<'_>, offer: &Offer, slot: &Slot, way: &Way) -> (i64, i64) {
        way_least(setting, offer, slot, way, &self.room)
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
    pub(super) fn ready(&self, setting: &Setting<'_>, stack: &Stack, calendar: &Calendar, left: &[bool]) -> i32 {
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
                work = work.saturating_add(self.items[item].work);
                let days = setting.items[item].offers.iter().map(|o| self.days(o));
                let (slot, rest) = days.fold((LATER, LATER), |(s, r), (a, b)| (s.min(a), r.min(b.saturating_sub(a))));
                slots = slots.saturating_add(slot);
                tail = tail.min(rest);
                lag = lag.min(setting.items[item].offers.iter().map(|o| o.lag).min().unwrap_or(0));
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
        least.max(self.chain(setting, stack, left, free, ready))
    }

    /// The critical path: each member left starts no earlier than its needs can be met.
    fn chain(&self, setting: &Setting<'_>, stack: &Stack, left: &[bool], free: i32, mut ready: Vec<i32>) -> i32 {
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
                    let item = stack.item(setting, member);
                    item.offers.iter().map(|o| self.offer_ready(setting, o, from)).min().unwrap_or((LATER, LATER))
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

/// The most work that fits into a unit, wherever it lies.
fn room(setting: &Setting<'_>, span: Option<Span>) -> i64 {
    let days = match span {
        None => return i64::MAX,
        Some(Span::Days(days)) => days,
        // No n months have more days than this.
        Some(Span::Months(n)) => (n * 31).min((n + 11) / 12 * 366),
    };
    let days = usize::try_from(days).unwrap_or(0);
    let all = setting.before.len() - 1;
    (0..=all.saturating_sub(days)).map(|i| setting.before[(i + days).min(all)] - setting.before[i]).max().unwrap_or(0).max(1)
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
        effort: offers.iter().map(|o| o.effort).min().unwrap_or(0),
        work: offers.iter().map(|o| o.work).min().unwrap_or(0),
        count: item.count(),
    }
}

fn offer_least(setting: &Setting<'_>, item: &Item, offer: &Offer, room: &[Vec<i64>]) -> Least {
    let mut least = Least { net: item.award_fee, gross: item.award_fee, effort: offer.minutes, work: work_of(offer), count: 1 };
    for slot in &offer.slots {
        let ways = slot.ways.iter().map(|way| way_least(setting, offer, slot, way, room));
        let (net, gross) = ways.fold((i64::MAX, i64::MAX), |(n, g), (net, gross)| (n.min(net), g.min(gross)));
        least.net = least.net.saturating_add(net);
        least.gross = least.gross.saturating_add(gross);
    }
    least
}

/// Net and gross money of a way to pay a slot at least; of a shared plan, its share.
fn way_least(setting: &Setting<'_>, offer: &Offer, slot: &Slot, way: &Way, room: &[Vec<i64>]) -> (i64, i64) {
    let work = work_of(offer);
    let (full, funds): (i64, Vec<usize>) = match way {
        Way::Direct(price) => {
            let times = if price.per_attempt { offer.exam.as_ref().map_or(1, |e| i64::from(e.attempts)) } else { 1 };
            let funds = (0..setting.funds.len()).filter(|&f| setting.funds[f].may_pay(offer.offering, slot.part));
            (price.amount.saturating_mul(times), funds.collect())
        }
        Way::Shared(p) => {
            let plan = &setting.plans[*p as usize];
            let units = plan.units.iter().zip(&room[*p as usize]);
            let share = units.map(|((price, span), room)| {
                if span.is_none() {
                    price / plan.breadth
                } else if plan.trial > 0 || slot.part != Part::Tuition {
                    0
                } else {
                    i64::try_from(i128::from(*price) * i128::from(work) / i128::from(*room)).unwrap_or(i64::MAX)
                }
            });
            (share.min().unwrap_or(0), plan.funds.iter().map(|&f| f as usize).collect())
        }
    };
    let off = funds.iter().fold(0_i64, |sum, &f| {
        let fund = &setting.funds[f];
        // The share of a shared payment is rounded down, so what a fund takes off it is rounded up.
        let part = (i128::from(full) * i128::from(fund.rate) + 999) / 1000;
        let cap = if matches!(way, Way::Direct(_)) { fund.course.min(fund.lifetime).min(fund.year) } else { i64::MAX };
        sum.saturating_add(i64::try_from(part).unwrap_or(i64::MAX).min(cap))
    });
    ((full - off).max(0), full)
}

/// All that the funds can give to plans that end in each year.
fn given(setting: &Setting<'_>) -> Vec<(i32, Option<i64>)> {
    let (first, last) = (Day(setting.today).year(), Day(setting.last).year());
    let ends = (first..=last).map(|year| Day::last_of(year).0.min(setting.last));
    let up_to = |end: i32| {
        let mut sum = 0_i64;
        for fund in &setting.funds {
            let by_year = if fund.year == i64::MAX {
                i64::MAX
            } else {
                let (first, last) = (setting.today.max(fund.from), end.min(fund.until));
                let years = if last < first { 0 } else { i64::from(fund.year_of(last) - fund.year_of(first) + 1) };
                fund.year.saturating_mul(years)
            };
            let most = by_year.min(fund.lifetime);
            sum = if most == i64::MAX { return None } else { sum.checked_add(most)? };
        }
        Some(sum)
    };
    ends.map(|end| (end, up_to(end))).collect()
}

/// The least cost of running a plan for `work`, whatever the dates.
pub(super) fn plan_least(setting: &Setting<'_>, plan: usize, work: i64) -> i64 {
    let shared = &setting.plans[plan];
    if shared.trial > 0 {
        return 0;
    }
    let Some(&(price, span)) = shared.units.first() else { return 0 };
    if span.is_none() {
        return price;
    }
    let in_unit = room(setting, span);
    let units = |work: i64| (work.max(1) + in_unit - 1) / in_unit;
    let mut least = price.saturating_mul(units(work).max(i64::from(shared.min_units)));
    if let Some(&(yearly, span)) = shared.units.get(1) {
        let in_year = room(setting, span);
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
