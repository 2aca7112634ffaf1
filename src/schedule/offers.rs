//! The offer side of a question: offerings, fees, shared plans and funds, from records into the numbers of a setting.

use super::ids::Day;
use super::posing::Posing;
use super::setting::{Fund, NEVER, Offer, Pace, Price, Shared, Sitting, Slot, Way};
use super::world::{CapPer, Estimate, Fee, Offering, Part, Pays, Per, Percentile, PlanKind, Span, Study};

impl<'w> Posing<'_, 'w> {
    /// `None` when a part has no known price.
    pub(super) fn offer(&mut self, o: u32) -> Option<Offer> {
        let record = self.market.offerings[o as usize];
        let today = self.question.learner.today;
        let (pace, minutes) = match &record.study {
            Study::SelfPaced { minutes, weekly_cap, min_days } => {
                let minutes = minutes.at(self.percentile);
                let pace = Pace::Own { work: minutes * 7, cap: weekly_cap.unwrap_or(i64::MAX), min_days: *min_days };
                (pace, minutes)
            }
            Study::Cohort { starts, days, weekly_minutes } => {
                let mut first: Vec<i32> =
                    starts.iter().filter(|i| i.start >= today && i.apply_by.is_none_or(|by| by >= today)).map(|i| i.start.0).collect();
                first.sort_unstable();
                first.dedup();
                let minutes = (weekly_minutes * i64::from(*days) + 6) / 7;
                (Pace::Group { starts: first, days: *days, load: *weekly_minutes }, minutes)
            }
            Study::None {} => (Pace::None, 0),
        };
        let exam = record.exam.as_ref().map(|exam| {
            let mut dates: Vec<i32> = exam.dates.iter().map(|d| d.0).collect();
            dates.sort_unstable();
            dates.dedup();
            let attempts = attempts(exam.pass_per_mille, exam.attempts, self.percentile);
            Sitting { attempts, wait: exam.wait_days, dates }
        });
        let slots = self.slots(o, record)?;
        let releases = self.releases(o, record, &slots);
        Some(Offer { offering: o, pace, exam, lag: record.result_lag_days, minutes, slots, releases })
    }

    fn slots(&mut self, o: u32, record: &'w Offering) -> Option<Vec<Slot>> {
        let covered = &self.market.covered[o as usize];
        let mut parts: Vec<Part> = record.fees.iter().map(|f| f.part).chain(covered.iter().map(|c| c.1)).collect();
        parts.sort_unstable();
        parts.dedup();
        let mut slots = Vec::new();
        for part in parts {
            let mut ways = Vec::new();
            for (place, fee) in record.fees.iter().enumerate().filter(|(_, f)| f.part == part) {
                if let Some(price) = self.fee(place, fee) {
                    ways.push(Way::Direct(price));
                }
            }
            for &(plan, _) in covered.iter().filter(|c| c.1 == part) {
                if let Some(plan) = self.shared(plan) {
                    ways.push(Way::Shared(plan));
                }
            }
            if ways.is_empty() {
                return None;
            }
            slots.push(Slot { part, ways });
        }
        Some(slots)
    }

    fn fee(&mut self, place: usize, fee: &'w Fee) -> Option<Price> {
        let one = self.exchange.price(fee.amount, fee.currency.as_deref(), self.percentile)?;
        let amount = if let Per::Credits(n) = fee.per { one.checked_mul(n)? } else { one };
        let member_of = match &fee.member_of {
            None => None,
            Some(id) => Some(self.shared(*self.market.plan.get(id)?)?),
        };
        Some(Price {
            place,
            amount,
            per_attempt: fee.per == Per::Attempt,
            member_of,
            from: fee.from.map_or(-NEVER, |d| d.0),
            until: fee.until.map_or(NEVER, |d| d.0),
            access: fee.access_days,
            repay: fee.repay,
        })
    }

    /// The local number of a plan; `None` when its price is unknown or it is not sold to this learner.
    fn shared(&mut self, plan: u32) -> Option<u32> {
        if let Some(&local) = self.plan_of.get(&plan) {
            return (local != u32::MAX).then_some(local);
        }
        let made = self.make_shared(plan);
        let local = if made.is_some() { self.plans.len() as u32 } else { u32::MAX };
        self.plan_of.insert(plan, local);
        self.plans.extend(made);
        (local != u32::MAX).then_some(local)
    }

    fn make_shared(&self, plan: u32) -> Option<Shared> {
        let record = self.market.plans[plan as usize];
        let price = |amount| self.exchange.price(amount, record.currency.as_deref(), self.percentile);
        let mut shared = Shared {
            plan,
            units: Vec::new(),
            min_units: 1,
            trial: 0,
            from: record.from.map_or(-NEVER, |d| d.0),
            until: record.until.map_or(NEVER, |d| d.0),
            breadth: self.market.breadth[plan as usize].max(1),
            bundle: false,
            funds: Vec::new(),
        };
        match &record.kind {
            PlanKind::Subscription { amount, unit, min_units, trial_days, yearly } => {
                shared.units.push((price(*amount)?, Some(*unit)));
                shared.units.extend(price(*yearly).map(|p| (p, Some(Span::Months(12)))));
                shared.min_units = *min_units;
                shared.trial = *trial_days;
            }
            PlanKind::Term { amount, unit } | PlanKind::Membership { amount, unit } => {
                shared.units.push((price(*amount)?, Some(*unit)));
            }
            PlanKind::Bundle { amount, unless_held } => {
                let learner = self.question.learner;
                if unless_held.iter().any(|id| learner.earned.iter().any(|e| e.credential == *id)) {
                    return None;
                }
                shared.units.push((price(*amount)?, None));
                shared.bundle = true;
            }
        }
        for (i, fund) in (0_u32..).zip(&self.funds) {
            if self.market.funds[fund.rank as usize].plans.contains(&record.id) {
                shared.funds.push(i);
            }
        }
        Some(shared)
    }

    pub(super) fn pose_funds(&mut self) {
        let market = self.market;
        // A mask holds 64; a learner with more funds than that sees the first by id.
        for (i, record) in (0_u32..).zip(&market.funds).take(64) {
            let mut fund = Fund {
                rank: i,
                rate: record.rate_per_mille,
                parts: record.parts.clone(),
                offerings: record.offerings.as_ref().map(|list| {
                    let mut ranks: Vec<u32> = list.iter().filter_map(|id| market.offering.get(id).copied()).collect();
                    ranks.sort_unstable();
                    ranks
                }),
                lifetime: i64::MAX,
                year: i64::MAX,
                year_start: (1, 1),
                course: i64::MAX,
                from: record.from.map_or(-NEVER, |d| d.0),
                until: record.until.map_or(NEVER, |d| d.0),
                on_pass: record.pays == Pays::OnPass,
                excludes: 0,
            };
            for cap in &record.caps {
                let amount = self.exchange.price(Some(Estimate::Known(cap.amount)), record.currency.as_deref(), self.percentile);
                let amount = amount.unwrap_or(0);
                match cap.per {
                    CapPer::Lifetime => fund.lifetime = fund.lifetime.min(amount),
                    CapPer::CalendarYear => fund.year = fund.year.min(amount),
                    CapPer::AwardYear(month, day) => {
                        fund.year = fund.year.min(amount);
                        fund.year_start = (month, day);
                    }
                    CapPer::Course => fund.course = fund.course.min(amount),
                }
            }
            for (j, other) in market.funds.iter().enumerate().take(64) {
                if record.excludes.contains(&other.id) || other.excludes.contains(&record.id) {
                    fund.excludes |= 1 << j;
                }
            }
            fund.excludes &= !(1_u64 << i);
            self.funds.push(fund);
        }
    }

    /// Days after today on which money changes for an offering.
    fn releases(&self, o: u32, record: &Offering, slots: &[Slot]) -> Vec<i32> {
        let (today, mut days) = (self.question.learner.today.0, Vec::new());
        let plans: Vec<&Shared> = slots
            .iter()
            .flat_map(|s| &s.ways)
            .filter_map(|way| match way {
                Way::Shared(p) => Some(*p),
                Way::Direct(price) => price.member_of,
            })
            .filter_map(|p| self.plans.get(p as usize))
            .collect();
        days.extend(record.fees.iter().filter_map(|f| f.from).map(|d| d.0));
        days.extend(plans.iter().map(|p| p.from));
        for (i, fund) in (0_u32..).zip(&self.funds) {
            let touches = slots.iter().any(|s| fund.may_pay(o, s.part)) || plans.iter().any(|p| p.funds.contains(&i));
            if touches {
                days.push(fund.from);
                if fund.year < i64::MAX {
                    days.extend(year_starts(today, self.last, fund.year_start));
                }
            }
        }
        days.retain(|&d| d > today && d <= self.last);
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// The days in `(after, last]` that open a year starting on this month and day.
pub(super) fn year_starts(after: i32, last: i32, (month, day): (i8, i8)) -> Vec<i32> {
    let years = Day(after).year()..=Day(last).year();
    years
        .filter_map(|y| jiff::civil::Date::new(i16::try_from(y).ok()?, month, day).ok())
        .map(|d| Day::of(d).0)
        .filter(|&d| d > after && d <= last)
        .collect()
}

/// Attempts after which the given share of learners has passed, at most `most`.
pub(super) fn attempts(pass_per_mille: i64, most: i32, at: Percentile) -> i32 {
    const WHOLE: i128 = 1_000_000_000_000_000_000;
    let missed_at_most = match at {
        Percentile::P50 => WHOLE / 2,
        Percentile::P80 => WHOLE / 5,
        Percentile::P90 => WHOLE / 10,
    };
    let mut missed = WHOLE;
    for n in 1..=most {
        missed = missed * i128::from(1000 - pass_per_mille) / 1000;
        if missed <= missed_at_most {
            return n;
        }
    }
    most
}
