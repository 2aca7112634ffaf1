//! From a found schedule to a pathway: names, dates, ledger, slack, outlook.

use super::answer::{Assumption, Line, LineKind, Outlook, Paid, Pathway, Step};
use super::archive::Found;
use super::dates::Calendar;
use super::ids::{Day, Id};
use super::ledger::{self, Cause};
use super::price::Effort;
use super::purchase::{cheapest, offer_of};
use super::setting::{Kind, Offer, Pace, Setting, Way};
use super::stack::Stack;
use super::upkeep;
use super::world::{Estimate, Part, Study};

/// Work for the bill of an outlook.
const OUTLOOK: u64 = 1_000;

/// Tells a found schedule; `later` are the same question at the 80th and 90th percentile, without limits.
pub(super) fn pathway(setting: &Setting<'_>, found: &Found, later: [Option<&Setting<'_>>; 2]) -> Pathway {
    let market = setting.market;
    let end = setting.hold_end(found.measures.ready);
    let (essential, coverage, left) = coverage(setting, Some(&found.stack), end);
    let mut steps: Vec<Step> = found.calendar.order.iter().map(|o| step(setting, found, *o)).collect();
    let mut rules: Vec<Step> = (found.stack.steps..found.stack.items.len()).filter_map(|m| rule(setting, found, m)).collect();
    rules.sort_by(|a, b| (a.issued, &a.credential).cmp(&(b.issued, &b.credential)));
    steps.extend(rules);
    let mut ledger: Vec<Line> = found.bill.entries.iter().filter(|e| e.amount != 0).map(|e| line(setting, found, e)).collect();
    ledger.sort_by(|a, b| (a.day, a.kind, &a.what, &a.step, a.amount).cmp(&(b.day, b.kind, &b.what, &b.step, b.amount)));
    let outlook = |s: Option<&Setting<'_>>| s.and_then(|s| replay(s, setting, found));
    let assumptions = found.calendar.order.iter().flat_map(|o| assumptions(setting, found, o.0 as usize)).collect();
    debug_assert!(market.credentials.len() >= found.ids.len());
    Pathway {
        money: found.measures.money,
        ready: Day(found.measures.ready),
        effort: found.measures.effort,
        count: found.measures.count,
        list_price: list_price(setting, found),
        peak: ledger::peak(&found.bill.entries),
        upkeep_per_year: upkeep::in_first_year(setting, &found.stack, &found.calendar, found.measures.ready),
        essential,
        coverage,
        left,
        steps,
        ledger,
        p80: outlook(later[0]),
        p90: outlook(later[1]),
        assumptions,
    }
}

/// The pathway of someone who lacks nothing.
pub(super) fn nothing(setting: &Setting<'_>) -> Pathway {
    let (essential, coverage, left) = coverage(setting, None, setting.hold_end(setting.today));
    let today = Day(setting.today);
    let outlook = Some(Outlook { money: 0, ready: today });
    Pathway {
        money: 0,
        ready: today,
        effort: 0,
        count: 0,
        list_price: 0,
        peak: 0,
        upkeep_per_year: 0,
        essential,
        coverage,
        left,
        steps: Vec::new(),
        ledger: Vec::new(),
        p80: outlook,
        p90: outlook,
        assumptions: Vec::new(),
    }
}

/// Weight met and weight in all: of the essential requirements, and of all; and the essential ones that are not met.
fn coverage(setting: &Setting<'_>, stack: Option<&Stack>, end: i32) -> ((i64, i64), (i64, i64), Vec<Id>) {
    let has = |i: u32| {
        let held = matches!(setting.items[i as usize].kind, Kind::Keep(last) if last >= end);
        held || stack.is_some_and(|s| s.items.contains(&i))
    };
    let (mut essential, mut all, mut left) = ((0, 0), (0, 0), Vec::new());
    for counted in &setting.coverage {
        let holds = counted.need.as_ref().is_none_or(|n| n.holds(has));
        let met = if holds { counted.weight } else { 0 };
        all = (all.0 + met, all.1 + counted.weight);
        if counted.essential {
            essential = (essential.0 + met, essential.1 + counted.weight);
        }
        if counted.essential && !holds {
            left.push(counted.id.clone());
        }
    }
    (essential, all, left)
}

fn credential_id(setting: &Setting<'_>, rank: Option<u32>) -> Id {
    let record = rank.and_then(|c| setting.market.credentials.get(c as usize));
    record.map_or_else(|| Id::from(""), |r| r.id.clone())
}

fn offering_id(setting: &Setting<'_>, offer: &Offer) -> Id {
    setting.market.offerings[offer.offering as usize].id.clone()
}

fn member_id(setting: &Setting<'_>, found: &Found, member: usize) -> Id {
    credential_id(setting, found.stack.item(setting, member).credential)
}

fn step(setting: &Setting<'_>, found: &Found, (member, at, release): (u32, u32, i32)) -> Step {
    let m = member as usize;
    let dates = &found.calendar.of[m];
    let offer = &found.stack.item(setting, m).offers[at as usize];
    let paid = found.bill.ways.iter().filter(|w| w.0 == m).map(|w| paid(setting, found, offer, *w)).collect();
    let mut funded: Vec<(Id, i64)> = Vec::new();
    for entry in &found.bill.entries {
        if let Cause::Fund(fund, of) = entry.cause
            && matches!(found.bill.entries[of].cause, Cause::Fee(who, ..) if who == m)
        {
            let id = setting.market.funds[setting.funds[fund].rank as usize].id.clone();
            match funded.iter_mut().find(|f| f.0 == id) {
                Some(f) => f.1 -= entry.amount,
                None => funded.push((id, -entry.amount)),
            }
        }
    }
    funded.sort();
    Step {
        credential: member_id(setting, found, m),
        offering: Some(offering_id(setting, offer)),
        release: Day(release),
        start: Day(dates.start),
        last: Day(dates.last),
        issued: Day(dates.issued),
        minutes: offer.minutes,
        weekly_minutes: weekly(offer),
        active: dates.active.iter().map(|&(a, b)| (Day(a), Day(b))).collect(),
        exams: dates.exams.iter().map(|&d| Day(d)).collect(),
        slack_days: slack(setting, found, member),
        paid,
        funded,
        expected_fee: expected_fee(setting, found, m),
    }
}

/// The weekly load an offering names itself; 0: as the hours allow.
fn weekly(offer: &Offer) -> i64 {
    match offer.pace {
        Pace::Own { cap: i64::MAX, .. } | Pace::None => 0,
        Pace::Own { cap, .. } => cap,
        Pace::Group { load, .. } => load,
    }
}

fn rule(setting: &Setting<'_>, found: &Found, m: usize) -> Option<Step> {
    if found.stack.is_held(setting, m) {
        return None;
    }
    let issued = Day(found.calendar.of[m].issued);
    Some(Step {
        credential: member_id(setting, found, m),
        offering: None,
        release: Day(setting.today),
        start: issued,
        last: issued,
        issued,
        minutes: 0,
        weekly_minutes: 0,
        active: Vec::new(),
        exams: Vec::new(),
        slack_days: found.measures.ready - issued.0,
        paid: Vec::new(),
        funded: Vec::new(),
        expected_fee: None,
    })
}

fn paid(setting: &Setting<'_>, found: &Found, offer: &Offer, (m, slot, way): (usize, usize, usize)) -> Paid {
    let slot_record = &offer.slots[slot];
    let plan_id = |p: u32| setting.market.plans[setting.plans[p as usize].plan as usize].id.clone();
    let amount = found.bill.entries.iter().filter(|e| e.cause == Cause::Fee(m, slot, way)).map(|e| e.amount).sum();
    match &slot_record.ways[way] {
        Way::Shared(p) => Paid { part: slot_record.part, plan: Some(plan_id(*p)), fee: None, amount: 0 },
        Way::Direct(price) => Paid { part: slot_record.part, plan: price.member_of.map(plan_id), fee: Some(price.place), amount },
    }
}

fn line(setting: &Setting<'_>, found: &Found, entry: &ledger::Entry) -> Line {
    let market = setting.market;
    let fee = |m: usize, slot: usize| {
        let offer = offer_of(setting, &found.stack, &found.calendar, m);
        let part = offer.and_then(|o| o.slots.get(slot)).map_or(Part::Tuition, |s| s.part);
        let kind = match part {
            Part::Tuition => LineKind::Tuition,
            Part::Exam => LineKind::Exam,
            Part::Materials => LineKind::Materials,
        };
        (kind, offer.map_or_else(|| Id::from(""), |o| offering_id(setting, o)), Some(member_id(setting, found, m)))
    };
    let (kind, what, step) = match entry.cause {
        Cause::Fee(m, slot, _) => fee(m, slot),
        Cause::Plan(p) => (LineKind::Plan, market.plans[setting.plans[p as usize].plan as usize].id.clone(), None),
        Cause::Award(m) => (LineKind::Award, member_id(setting, found, m), Some(member_id(setting, found, m))),
        Cause::Renewal(m) => (LineKind::Renewal, member_id(setting, found, m), None),
        Cause::Upkeep(u) => (LineKind::Upkeep, market.world.upkeep[setting.yearly[u].upkeep].id.clone(), None),
        Cause::Fund(f, of) => {
            let step = match found.bill.entries[of].cause {
                Cause::Fee(m, ..) => Some(member_id(setting, found, m)),
                _ => None,
            };
            (LineKind::Fund, market.funds[setting.funds[f].rank as usize].id.clone(), step)
        }
    };
    Line { day: Day(entry.day), kind, what, step, amount: entry.amount }
}

/// The most days a step can be released later with everything ready as before.
fn slack(setting: &Setting<'_>, found: &Found, member: u32) -> i32 {
    let start = found.calendar.of[member as usize].start;
    let ready_when = |late: i32| -> Option<i32> {
        let mut calendar = Calendar::new(setting, &found.stack);
        for &(m, at, release) in &found.calendar.order {
            let release = if m == member { start + late } else { release };
            calendar = calendar.place(setting, &found.stack, m, at, release)?;
        }
        calendar.finish(setting, &found.stack)
    };
    let (mut good, mut bad) = (0, found.measures.ready - start + 1);
    while bad - good > 1 {
        let middle = i32::midpoint(good, bad);
        if ready_when(middle).is_some_and(|ready| ready <= found.measures.ready) { good = middle } else { bad = middle }
    }
    good
}

/// The price of an exam by attempt, times the attempts it takes on average: Σ (1-p)^i over the attempts allowed.
fn expected_fee(setting: &Setting<'_>, found: &Found, m: usize) -> Option<i64> {
    const WHOLE: i128 = 1_000_000_000_000_000_000;
    let offer = offer_of(setting, &found.stack, &found.calendar, m)?;
    let exam = setting.market.offerings[offer.offering as usize].exam.as_ref()?;
    let amount = found.bill.ways.iter().filter(|w| w.0 == m).find_map(|w| match &offer.slots[w.1].ways[w.2] {
        Way::Direct(price) if price.per_attempt => Some(price.amount),
        _ => None,
    })?;
    let (mut sum, mut missed) = (0_i128, WHOLE);
    for _ in 0..exam.attempts {
        sum += missed;
        missed = missed * i128::from(1000 - exam.pass_per_mille) / 1000;
    }
    // amount <= 10^15 and sum <= 10^20: the product is split so that it cannot overflow.
    let (whole, rest) = (i128::from(amount) / 1_000_000, i128::from(amount) % 1_000_000);
    let units = whole * sum * 2 + (rest * sum * 2) / 1_000_000;
    let scale = WHOLE / 1_000_000;
    i64::try_from((units + scale) / (2 * scale)).ok()
}

fn assumptions(setting: &Setting<'_>, found: &Found, m: usize) -> Vec<Assumption> {
    let Some(offer) = offer_of(setting, &found.stack, &found.calendar, m) else { return Vec::new() };
    let record = setting.market.offerings[offer.offering as usize];
    let mut list = Vec::new();
    if let Study::SelfPaced { minutes: Estimate::Range { .. }, .. } = record.study {
        list.push(Assumption::EffortRange(record.id.clone()));
    }
    if record.fees.iter().any(|f| matches!(f.amount, Some(Estimate::Range { .. }))) {
        list.push(Assumption::PriceRange(record.id.clone()));
    }
    if let (Some(exam), Some(plan)) = (&record.exam, &offer.exam)
        && exam.pass_per_mille < 1000
    {
        let mut missed = 1_000_000_000_i64;
        for _ in 0..plan.attempts {
            missed = missed * (1000 - exam.pass_per_mille) / 1000;
        }
        list.push(Assumption::Attempts(record.id.clone(), plan.attempts, 1000 - missed / 1_000_000));
    }
    list
}

fn list_price(setting: &Setting<'_>, found: &Found) -> i64 {
    let mut sum = 0_i64;
    let mut plans: Vec<u32> = Vec::new();
    for &(m, slot, way) in &found.bill.ways {
        let Some(offer) = offer_of(setting, &found.stack, &found.calendar, m) else { continue };
        let slot = &offer.slots[slot];
        let times = |per_attempt: bool| if per_attempt { found.calendar.of[m].exams.len() as i64 } else { 1 };
        let own = slot.ways.iter().filter_map(|w| match w {
            Way::Direct(p) if p.member_of.is_none() => Some(p.amount.saturating_mul(times(p.per_attempt))),
            _ => None,
        });
        match (own.min(), &slot.ways[way]) {
            (Some(amount), _) => sum = sum.saturating_add(amount),
            (None, Way::Shared(p)) => plans.push(*p),
            (None, Way::Direct(p)) => {
                sum = sum.saturating_add(p.amount.saturating_mul(times(p.per_attempt)));
                plans.extend(p.member_of);
            }
        }
    }
    for entry in &found.bill.entries {
        let counts = match entry.cause {
            Cause::Plan(p) => plans.contains(&p),
            Cause::Award(_) | Cause::Renewal(_) | Cause::Upkeep(_) => true,
            Cause::Fee(..) | Cause::Fund(..) => false,
        };
        if counts {
            sum = sum.saturating_add(entry.amount);
        }
    }
    sum
}

/// The same order and releases in another setting of the same question, paid anew.
fn replay(other: &Setting<'_>, setting: &Setting<'_>, found: &Found) -> Option<Outlook> {
    let mut chosen = Vec::with_capacity(found.stack.items.len());
    for &i in &found.stack.items {
        let item = &setting.items[i as usize];
        let same = match item.kind {
            Kind::Keep(_) => Some(i),
            kind => (0_u32..).zip(&other.items).find(|(_, o)| o.kind == kind && o.credential == item.credential).map(|(j, _)| j),
        };
        chosen.push(same?);
    }
    let stack = Stack::new(other, &chosen);
    let mut calendar = Calendar::new(other, &stack);
    for &(m, at, release) in &found.calendar.order {
        let offering = found.stack.item(setting, m as usize).offers[at as usize].offering;
        let place = chosen[m as usize];
        let member = stack.items.iter().position(|&i| i == place)?;
        let at = stack.item(other, member).offers.iter().position(|o| o.offering == offering)?;
        calendar = calendar.place(other, &stack, member as u32, at as u32, release)?;
    }
    let ready = calendar.finish(other, &stack)?;
    let mut renewed = vec![false; stack.items.len()];
    for (m, _) in found.renewed.iter().enumerate().filter(|r| *r.1) {
        let member = stack.items.iter().position(|&i| i == chosen[m])?;
        renewed[member] = true;
    }
    let entries = upkeep::fixed(other, &stack, &calendar, ready, &renewed)?;
    // No limit is kept here, so that only funds can make many ways to pay count; beyond so many nothing is told.
    let mut effort = Effort { left: OUTLOOK, stop: None, schedules: 0, stacks: 0, nodes: 0 };
    let (bill, true) = cheapest(other, &stack, &calendar, &entries, (i64::MAX, &[]), &mut effort) else { return None };
    let bill = bill?;
    Some(Outlook { money: bill.money, ready: Day(ready) })
}
