//! What a dated schedule costs at least: which fee, member's fee, subscription, term or bundle pays each part, and which funds help.

use super::dates::Calendar;
use super::funding::{self, Charge};
use super::keeping::{Keeping, Room};
use super::ledger::{Cause, Entry, keeps_limits};
use super::price::Effort;
use super::setting::{Offer, Price, Setting, Way};
use super::stack::Stack;
use super::world::Part;

/// The cheapest purchases of a schedule.
#[derive(Clone, Debug)]
pub(super) struct Bill {
    pub(super) money: i64,
    pub(super) entries: Vec<Entry>,
    /// The chosen way of each slot: (member, place of the slot, place of the way).
    pub(super) ways: Vec<(usize, usize, usize)>,
}

/// A part to pay, with the ways that its dates allow.
struct Open<'s> {
    member: usize,
    slot: usize,
    ways: Vec<(usize, Payment<'s>)>,
}

enum Payment<'s> {
    /// Days and amount of each, and the membership it needs.
    Direct(Vec<i32>, i64, &'s Price),
    /// The plan and the days on which it must run.
    Shared(u32, Vec<(i32, i32)>),
}

/// So many ways to pay that are looked at are one step of work.
const LOOKS: u32 = 64;

/// The members that each plan serves.
type Serves = std::collections::BTreeMap<u32, Vec<usize>>;

struct Search<'s, 'w, 'e, 'l> {
    setting: &'s Setting<'w>,
    stack: &'s Stack,
    calendar: &'s Calendar,
    fixed: &'s [Entry],
    fixed_sum: i64,
    slots: Vec<Open<'s>>,
    chosen: Vec<usize>,
    /// Cash limits make timing matter, so that no cheaper alternative may hide a better timed one.
    limits: bool,
    best: Option<Bill>,
    at_most: i64,
    effort: &'e mut Effort<'l>,
    looks: u32,
    /// Whether the work has not run out.
    goes_on: bool,
}

/// The offer of a placed member.
pub(super) fn offer_of<'s>(setting: &'s Setting<'_>, stack: &Stack, calendar: &Calendar, member: usize) -> Option<&'s Offer> {
    let placed = calendar.order.iter().find(|o| o.0 as usize == member)?;
    stack.item(setting, member).offers.get(placed.1 as usize)
}

/// The least net money for a finished calendar, beside its fixed entries; no bill when no way of paying keeps the limits,
/// or none costs at most `at_most`. `only`: the ways to take for members, where they are known. And whether all was looked at: where limits
/// or funds make every way count, there can be more than the work allows, and the bill is then the best of those seen.
pub(super) fn cheapest(
    setting: &Setting<'_>,
    stack: &Stack,
    calendar: &Calendar,
    fixed: &[Entry],
    (at_most, only): (i64, &[(usize, &[usize])]),
    effort: &mut Effort<'_>,
) -> (Option<Bill>, bool) {
    let limits = setting.budget < i64::MAX || setting.monthly_cap.is_some() || setting.yearly_cap.is_some();
    let mut search = Search {
        setting,
        stack,
        calendar,
        fixed,
        fixed_sum: fixed.iter().map(|e| e.amount).sum(),
        slots: Vec::new(),
        chosen: Vec::new(),
        limits,
        best: None,
        at_most,
        effort,
        looks: 0,
        goes_on: true,
    };
    if search.open_slots(only).is_some() {
        search.choose(0, 0);
    }
    (search.best, search.goes_on)
}

impl<'s> Search<'s, '_, '_, '_> {
    /// Counts a look; `false` when the work has run out.
    fn look(&mut self) -> bool {
        self.looks += 1;
        if self.goes_on && self.looks.is_multiple_of(LOOKS) {
            self.goes_on = self.effort.step();
        }
        self.goes_on
    }

    fn open_slots(&mut self, only: &[(usize, &[usize])]) -> Option<()> {
        for member in 0..self.stack.steps {
            let offer = offer_of(self.setting, self.stack, self.calendar, member)?;
            let known = only.iter().find(|o| o.0 == member).map(|o| o.1);
            for (place, slot) in offer.slots.iter().enumerate() {
                let open = slot.ways.iter().enumerate().filter(|(w, _)| known.is_none_or(|ways| ways.get(place) == Some(w)));
                let ways = open.filter_map(|(w, way)| Some((w, self.payment(member, slot.part, way)?)));
                let mut ways: Vec<(usize, Payment<'s>)> = ways.collect();
                if ways.is_empty() {
                    return None;
                }
                if self.is_cheapest_best(offer, slot.part) {
                    keep_best_fee(&mut ways);
                }
                self.slots.push(Open { member, slot: place, ways });
            }
        }
        // Parts with one way first: their sum bounds the rest.
        self.slots.sort_by_key(|s| (s.ways.len(), s.member, s.slot));
        Some(())
    }

    /// Whether of two fees that are due on the same days the lesser is never worse. Where two funds share in a fee, each rounded
    /// down, a dearer one can leave less; and what comes back later can help to keep a limit.
    fn is_cheapest_best(&self, offer: &Offer, part: Part) -> bool {
        let mut funds = self.setting.funds.iter().filter(|f| f.may_pay(offer.offering, part));
        match (funds.next(), funds.next()) {
            (None, _) => true,
            (Some(one), None) => !(self.limits && one.on_pass),
            _ => false,
        }
    }

    fn payment(&self, member: usize, part: Part, way: &'s Way) -> Option<Payment<'s>> {
        let dates = &self.calendar.of[member];
        match way {
            Way::Direct(price) => {
                if !(price.from..=price.until).contains(&dates.start) {
                    return None;
                }
                let days = match part {
                    Part::Exam if price.per_attempt => dates.exams.clone(),
                    Part::Exam => vec![dates.exams.first().copied().unwrap_or(dates.start)],
                    _ => match price.access {
                        None => vec![dates.start],
                        Some(access) => {
                            let last = dates.studied.max(dates.start);
                            let days: Vec<i32> = (dates.start..=last).step_by(usize::try_from(access).unwrap_or(1).max(1)).collect();
                            if days.len() > 1 && !price.repay {
                                return None;
                            }
                            days
                        }
                    },
                };
                Some(Payment::Direct(days, price.amount, price))
            }
            Way::Shared(plan) => {
                let plan_record = &self.setting.plans[*plan as usize];
                let start = vec![(dates.start, dates.start)];
                let runs = match part {
                    _ if plan_record.bundle => start,
                    Part::Materials => start,
                    Part::Tuition if dates.active.is_empty() => start,
                    Part::Tuition => dates.active.clone(),
                    Part::Exam if dates.exams.is_empty() => start,
                    Part::Exam => dates.exams.iter().map(|&d| (d, d)).collect(),
                };
                Some(Payment::Shared(*plan, runs))
            }
        }
    }

    /// Chooses a way for the slots from `at` on; `spent` is what the fees chosen so far cost.
    fn choose(&mut self, at: usize, spent: i64) {
        if self.fixed_sum + spent - self.fundable(spent) > self.at_most {
            return;
        }
        if at == self.slots.len() {
            if self.look() {
                self.settle();
            }
            return;
        }
        for way in 0..self.slots[at].ways.len() {
            let cost = match &self.slots[at].ways[way].1 {
                Payment::Direct(days, amount, _) => amount.saturating_mul(days.len() as i64),
                Payment::Shared(..) => 0,
            };
            self.chosen.push(way);
            self.choose(at + 1, spent.saturating_add(cost));
            self.chosen.pop();
        }
    }

    /// The most that funds could take off fees of this sum.
    fn fundable(&self, spent: i64) -> i64 {
        if self.setting.funds.is_empty() { 0 } else { spent }
    }

    fn settle(&mut self) {
        let setting = self.setting;
        let mut entries: Vec<Entry> = self.fixed.to_vec();
        let mut ways = Vec::new();
        // Plan -> days it must run, members it serves.
        let mut used: std::collections::BTreeMap<u32, (Vec<(i32, i32)>, Vec<usize>)> = std::collections::BTreeMap::new();
        for (open, &way) in self.slots.iter().zip(&self.chosen) {
            let (place, payment) = &open.ways[way];
            ways.push((open.member, open.slot, *place));
            match payment {
                Payment::Direct(days, amount, price) => {
                    for &day in days {
                        entries.push(Entry::new(day, *amount, Cause::Fee(open.member, open.slot, *place)));
                    }
                    if let Some(plan) = price.member_of {
                        let plan = used.entry(plan).or_default();
                        plan.0.extend(days.iter().map(|&d| (d, d)));
                        plan.1.push(open.member);
                    }
                }
                Payment::Shared(plan, runs) => {
                    let plan = used.entry(*plan).or_default();
                    plan.0.extend(runs);
                    plan.1.push(open.member);
                }
            }
        }
        ways.sort_unstable();
        // What is not given back can only fill the limits, and each plan has the room beside it that the fees leave.
        let alone = setting.funds.is_empty() && entries.iter().all(|e| e.amount >= 0);
        let room = if self.limits && alone { Room::beside(setting, &entries) } else { None };
        if self.limits && alone && room.is_none() {
            return;
        }
        let mut plans = Vec::new();
        for (plan, (runs, _)) in &mut used {
            runs.sort_unstable();
            let Some(keeping) = Keeping::new(&setting.plans[*plan as usize], runs) else { return };
            plans.push((*plan, keeping));
        }
        let serves = used.into_iter().map(|(plan, (_, members))| (plan, members)).collect();
        let spent = entries.iter().fold(0, |sum: i64, e| sum.saturating_add(e.amount));
        self.keep(&mut plans, (&mut entries, spent), room.as_ref(), (&serves, &ways));
    }

    /// Pays for the plans beside these entries, which sum up to `spent`: each from its cheapest way on.
    fn keep(
        &mut self,
        plans: &mut [(u32, Keeping<'_>)],
        (entries, spent): (&mut Vec<Entry>, i64),
        room: Option<&Room>,
        told: (&Serves, &[(usize, usize, usize)]),
    ) {
        let Some(((plan, keeping), others)) = plans.split_last_mut() else {
            self.fund(entries, told.0, told.1);
            return;
        };
        let least = others.iter().fold(0, |sum: i64, other| sum.saturating_add(other.1.least()));
        // Only when payments fall matters to limits and to funds; else the cheapest way is best.
        let timed = self.limits || !self.setting.plans[*plan as usize].funds.is_empty();
        for at in 0.. {
            let Some((sum, payments)) = keeping.nth(at, room, || self.look()) else { return };
            let spent = spent.saturating_add(*sum);
            let floor = spent.saturating_add(least);
            let beaten = floor > self.at_most || self.best.as_ref().is_some_and(|best| floor >= best.money);
            if self.setting.funds.is_empty() && beaten {
                return;
            }
            let before = entries.len();
            entries.extend(payments.iter().map(|&(day, amount)| Entry::new(day, amount, Cause::Plan(*plan))));
            self.keep(others, (entries, spent), room, told);
            entries.truncate(before);
            if !timed || !self.goes_on {
                return;
            }
        }
    }

    /// Draws the funds and keeps the bill if it is the best that keeps the limits.
    fn fund(&mut self, entries: &[Entry], serves: &Serves, ways: &[(usize, usize, usize)]) {
        let charges = self.charges(entries, serves);
        let usable = charges.iter().fold(0_u64, |mask, c| mask | c.funds);
        let sets = if usable == 0 { vec![0] } else { funding::choices(&self.setting.funds, usable, self.limits) };
        for set in sets {
            let mut whole = entries.to_vec();
            if set != 0 {
                for grant in funding::most(&self.setting.funds, &charges, set) {
                    let charge = &charges[grant.charge];
                    let day = if self.setting.funds[grant.fund].on_pass { charge.passed } else { charge.day };
                    whole.push(Entry::new(day, -grant.amount, Cause::Fund(grant.fund, charge.entry)));
                }
            }
            let money: i64 = whole.iter().map(|e| e.amount).sum();
            let better = self.best.as_ref().is_none_or(|best| money < best.money);
            if better && money <= self.at_most && (!self.limits || keeps_limits(self.setting, &whole)) {
                self.at_most = money;
                self.best = Some(Bill { money, entries: whole, ways: ways.to_vec() });
            }
        }
    }

    fn charges(&self, entries: &[Entry], serves: &Serves) -> Vec<Charge> {
        let setting = self.setting;
        if setting.funds.is_empty() {
            return Vec::new();
        }
        let mut charges = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            let (funds, enrolled, course, passed) = match entry.cause {
                Cause::Fee(member, slot, _) => {
                    let Some(offer) = offer_of(setting, self.stack, self.calendar, member) else { continue };
                    let (part, dates) = (offer.slots[slot].part, &self.calendar.of[member]);
                    let pays = |i: &usize| setting.funds[*i].pays_for(offer.offering, part, dates.start);
                    let funds = (0..setting.funds.len()).filter(pays).fold(0_u64, |mask, i| mask | 1 << i);
                    (funds, dates.start, (0, member as u32), dates.issued)
                }
                Cause::Plan(plan) => {
                    let open = |i: &&u32| {
                        let fund = &setting.funds[**i as usize];
                        (fund.from..=fund.until).contains(&entry.day)
                    };
                    let funds = setting.plans[plan as usize].funds.iter().filter(open).fold(0_u64, |mask, i| mask | 1 << i);
                    let served = serves.get(&plan).into_iter().flatten();
                    let passed = served.map(|&m| self.calendar.of[m].issued).max().unwrap_or(entry.day);
                    // Every payment of a shared plan is a course of its own.
                    (funds, entry.day, (1, place as u32), passed)
                }
                _ => continue,
            };
            if funds != 0 {
                charges.push(Charge { entry: place, day: entry.day, amount: entry.amount, enrolled, course, passed, funds });
            }
        }
        charges
    }
}

/// Of fees that are due on the same days and unlocked by the same membership, only the least can serve.
fn keep_best_fee(ways: &mut Vec<(usize, Payment<'_>)>) {
    let beaten = |at: usize, (_, way): &(usize, Payment<'_>), all: &[(usize, Vec<i32>, i64, Option<u32>)]| {
        let Payment::Direct(days, amount, price) = way else { return false };
        all.iter().any(|(other, other_days, least, member)| {
            *other != at && other_days == days && *member == price.member_of && (*least, *other) < (*amount, at)
        })
    };
    let all: Vec<(usize, Vec<i32>, i64, Option<u32>)> = ways
        .iter()
        .filter_map(|(w, way)| match way {
            Payment::Direct(days, amount, price) => Some((*w, days.clone(), *amount, price.member_of)),
            Payment::Shared(..) => None,
        })
        .collect();
    ways.retain(|way| !beaten(way.0, way, &all));
}
