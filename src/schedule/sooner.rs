//! One step at a time, sooner is no worse: of two half-made schedules with the same steps left, the one whose slot is free first can
//! follow the other, so the other need not go on, unless to wait saves it money.
//!
//! Theorem. Let A and B have placed the same steps and run them to their end, A's slot free no later than B's, and everything that steps
//! to come wait for issued no later in A than in B, or than the day B goes on. Whatever B does, let A take the same steps by the
//! same offers in the same order, each released on the last day up to B's start of it on which money changes for its offering. Starts,
//! ends and issues do not decrease with the day from which a step may start, so by induction A starts each step no later than B, and
//! no earlier than that day: the same fees are sold, the same years of funds are charged, and A is ready no later than B.
//!
//! What A may pay more is bounded by what it spends on plans, and on keeping in force what it earns sooner:
//! * A step has as many days with work in A as in B, where every day has the same hours. The units of a plan that touch a step in B cover
//!   the same step in A, where a month may be three days shorter than another, so that a unit more is needed. A unit that
//!   touches n steps is bought n times: with n steps to come that is n − 1 units more at most, whatever their order.
//! * What was paid before by B beyond the day it goes on is bought anew.
//! * A credential that runs out is renewed once more for each time its life fits into the days that A issues it sooner.
//!
//! Where funds pay for plans, plans are not sold on every day, or credentials renew each other, there is no such bound here, and both go on.

use super::dates::LATER;
use super::fares::{FRESH, Fares, Purse, shortest};
use super::sequence::{Label, Place, Sequence};
use super::setting::{Item, Setting, Way};
use super::stack::Stack;
use super::world::Span;

/// What of a stack bears on the question whether sooner is no worse.
pub(super) struct Sooner {
    /// It is asked at all: steps come one at a time, and none has to share a day with another.
    pub(super) asked: bool,
    /// Every day has the same hours.
    steady: bool,
    /// Steps that are paid once, whatever the days they take.
    plain: u64,
    /// Steps whose days with a plan hang on fixed days of exams.
    fixed: u64,
    /// Of each member that can run out, or be charged for every year, within the longest plan.
    lives: Vec<Option<Life>>,
}

/// How a credential is kept in force.
#[derive(Clone, Copy, Debug)]
struct Life {
    /// The price of a renewal; `None`: there is no bound of what sooner costs.
    renewal: Option<i64>,
    /// Days a renewal lasts at least.
    days: i64,
    /// A plan that is ready within so many days after the issue needs no renewal.
    spare: i32,
}

/// How one half-made schedule makes another needless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needless {
    /// Whatever comes of it.
    Always,
    /// What comes of it and is ready by this day.
    Until(i32),
}

/// What of a place bears on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// The first day on which another can start that waits for it, of each member.
    pub(super) ready: Vec<i32>,
    /// The last day of issue of the steps placed.
    pub(super) issued: i32,
    /// Releases used (by their place among all) that no offering placed makes one.
    pub(super) lacking: u128,
}

impl Sooner {
    pub(super) fn new(setting: &Setting<'_>, stack: &Stack, dated: &[bool], releases: usize) -> Self {
        let strict = stack.members.iter().any(|m| !m.strict.is_empty());
        let mut sooner = Self {
            asked: setting.at_once == 1 && !strict && releases <= 128 && stack.steps <= 64,
            steady: setting.capacity.windows(2).all(|pair| pair[0] == pair[1]),
            plain: 0,
            fixed: 0,
            lives: dated.iter().enumerate().map(|(m, dated)| dated.then(|| life(setting, stack, m)).flatten()).collect(),
        };
        for m in 0..stack.steps.min(64) {
            let offers = &stack.item(setting, m).offers;
            let ways = || offers.iter().flat_map(|o| &o.slots).flat_map(|s| &s.ways);
            let once = |way: &Way| matches!(way, Way::Direct(p) if p.member_of.is_none() && p.access.is_none());
            sooner.plain |= u64::from(ways().all(once)) << m;
            let sits = offers.iter().filter_map(|o| o.exam.as_ref()).any(|e| !e.dates.is_empty());
            sooner.fixed |= u64::from(sits) << m;
        }
        sooner
    }
}

/// How a member lasts; `None`: it does not run out.
fn life(setting: &Setting<'_>, stack: &Stack, member: usize) -> Option<Life> {
    let item: &Item = stack.item(setting, member);
    if stack.is_held(setting, member) {
        return None;
    }
    let kept = setting.yearly.iter().any(|y| y.members.iter().any(|m| Some(m.0) == item.credential));
    let carried = stack.items.iter().any(|i| item.renewers.contains(i));
    let carries = stack.items.iter().any(|&i| setting.items[i as usize].renewers.contains(&stack.items[member]));
    if kept || carried || carries {
        return Some(Life { renewal: None, days: 1, spare: i32::MIN });
    }
    let months = item.valid_months?;
    let (price, again) = item.renewal.unwrap_or((None, 1));
    // No month is shorter than 28 days, and n months have 30 n - 2 at least; a day of a month that is too short for it moves by three.
    let spare = 30 * (months - setting.hold_months) - 5;
    Some(Life { renewal: price, days: 28 * i64::from(months.min(again).max(1)), spare })
}

impl Sequence<'_, '_> {
    /// Whether a label does no worse than another, of the same steps left, and for what comes of it.
    pub(super) fn outdoes(&self, (a, mine): (usize, &Label), (b, other): (usize, &Label)) -> Option<Needless> {
        if a == b {
            let beats = mine.payers == other.payers && self.fares.beats(&mine.purse, &other.purse, self.places[a].calendar.day);
            return beats.then_some(Needless::Always);
        }
        if !self.sooner.asked || mine.purse.money > other.purse.money {
            return None;
        }
        let days = (self.places[a].calendar.day, self.places[b].calendar.day);
        if days.0 > days.1 {
            return None;
        }
        // Money rules out most.
        let money = self.copied((&mine.purse, &other.purse), self.places[a].left, days.1)?;
        let (lives, until) = self.is_sooner(&self.places[a], &self.places[b])?;
        let no_dearer = |sum: i64| sum < other.purse.money || (sum == other.purse.money && mine.purse.effort <= other.purse.effort);
        if lives.is_some_and(|more| no_dearer(money.saturating_add(more))) {
            return Some(Needless::Always);
        }
        // For a time only: never of two by each other.
        let strictly = days.0 < days.1 || money < other.purse.money;
        (strictly && no_dearer(money) && until > self.places[b].ready).then_some(Needless::Until(until))
    }

    /// What A may pay more for what runs out (`None`: no bound is known), and the day up to which it pays nothing more, where it can
    /// follow B in time; `None`: it cannot.
    fn is_sooner(&self, a: &Place, b: &Place) -> Option<(Option<i64>, i32)> {
        let (mine, other) = (&a.calendar, &b.calendar);
        if a.standing.issued > b.ready || a.standing.lacking & !b.standing.lacking != 0 {
            return None;
        }
        let left = a.left;
        if !self.sooner.steady && left & !self.sooner.plain != 0 || left & self.sooner.fixed & !self.sooner.plain != 0 {
            return None;
        }
        let (mut more, mut until) = (Some(0_i64), i32::MAX);
        for m in 0..self.stack.items.len() {
            if a.standing.ready[m] > b.standing.ready[m].max(other.day) {
                return None;
            }
            let rule = m >= self.stack.steps && !self.stack.is_held(self.setting, m);
            if !rule && self.sooner.lives[m].is_none() {
                continue;
            }
            let (at, there) = (&mine.of[m], &other.of[m]);
            if rule && there.issued < LATER && at.issued > there.issued.max(b.ready) {
                return None;
            }
            let Some(life) = self.sooner.lives[m] else { continue };
            let days = if there.issued < LATER && at.issued < LATER {
                i64::from(there.issued) - i64::from(at.issued)
            } else {
                i64::from(self.setting.last) - i64::from(mine.day)
            };
            if days > 0 {
                let renewed = life.renewal.map(|price| price.saturating_mul(1 + days / life.days));
                more = more.zip(renewed).map(|(more, price)| more.saturating_add(price));
                let issued = if at.issued < LATER { at.issued } else { mine.day };
                until = until.min(issued.saturating_add(life.spare));
            }
        }
        Some((more, until))
    }

    /// The most that A's money and all it may pay more than B come to, when it takes B's steps, each no later than B; `None`: more than
    /// B's, or no bound is known.
    fn copied(&self, (a, b): (&Purse, &Purse), left: u64, day: i32) -> Option<i64> {
        let fares: &Fares<'_, '_> = &self.fares;
        let mut sum = a.money;
        for (place, tariff) in fares.tariffs.iter().enumerate() {
            let users = i64::from((tariff.users & left).count_ones());
            if sum > b.money || (users > 0 && tariff.windowed) {
                return None;
            }
            if users > 0 {
                sum = sum.saturating_add(self.anew(place, users, (a, b), day)?);
            }
        }
        // The dearest to work out comes last.
        if sum <= b.money && !a.given.is_empty() {
            sum = sum.saturating_add(fares.grants.excess(self.setting, &a.given, &b.given));
        }
        (sum <= b.money).then_some(sum)
    }

    /// What A may pay more than B, that goes on from a day, for a plan that so many steps to come can use.
    fn anew(&self, place: usize, users: i64, (a, b): (&Purse, &Purse), day: i32) -> Option<i64> {
        let shared = &self.setting.plans[self.fares.tariffs[place].plan as usize];
        let &(price, span) = shared.units.first()?;
        let most = shared.units.iter().map(|u| u.0).max().unwrap_or(price);
        let (mine, other) = (a.until[place], b.until[place]);
        let Some(unit) = shortest(span) else {
            // Paid once for good.
            let paid = mine != FRESH && mine > day;
            return Some(if paid || mine == other || (other != FRESH && other <= day) { 0 } else { price });
        };
        if unit < 4 {
            return None;
        }
        let in_months = shared.units.iter().any(|u| !matches!(u.1, Some(Span::Days(_))));
        let mut extra = (users - 1).saturating_mul(most).saturating_add(if in_months { users.saturating_mul(price) } else { 0 });
        // Days that B has paid for, or has free.
        let ahead = match other {
            FRESH if mine == FRESH => 0,
            FRESH => i64::from(shared.trial),
            until if until > day && !(mine != FRESH && mine >= until) => i64::from(until) - i64::from(day),
            _ => 0,
        };
        extra = extra.saturating_add(((ahead + i64::from(unit) - 1) / i64::from(unit)).saturating_mul(price));
        if a.bought >> place & 1 == 0 {
            extra = extra.saturating_add(i64::from(shared.min_units).saturating_mul(price));
        }
        Some(extra)
    }
}
