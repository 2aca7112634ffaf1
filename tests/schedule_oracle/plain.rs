//! A second implementation of the schedule rules: every set, offering, order, release and purchase is tried, day by day.
//!
//! Meant to be read beside the rules, not to be fast. It shares no code with the library but the records of a world.

use std::collections::{BTreeMap, BTreeSet};

use pathstack::schedule::Id;
use pathstack::schedule::ids::Day;
use pathstack::schedule::world::*;

/// Money, ready day, count, effort, credentials.
pub(crate) type Outcome = (i64, i32, i64, i64, Vec<Id>);

/// Every outcome that some plan reaches and no other plan of the same set beats in money on the same day.
pub(crate) fn outcomes(world: &World) -> BTreeSet<Outcome> {
    let plain = Plain::new(world);
    let mut found = BTreeSet::new();
    let routes: Vec<(usize, bool)> = (0..world.credentials.len())
        .filter(|&c| plain.allowed(c))
        .flat_map(|c| [(c, false), (c, true)])
        .filter(|&(c, rule)| if rule { world.credentials[c].rule.is_some() } else { !plain.ways_to(c).is_empty() })
        .collect();
    for set in 0..1_u32 << routes.len() {
        let chosen: Vec<(usize, bool)> = (0..routes.len()).filter(|i| set >> i & 1 == 1).map(|i| routes[i]).collect();
        let distinct: BTreeSet<usize> = chosen.iter().map(|c| c.0).collect();
        let counted = if distinct.len() == chosen.len() { plain.sensible(&chosen) } else { Vec::new() };
        if !counted.is_empty() {
            plain.try_set(&chosen, &counted, &mut found);
        }
    }
    found
}

struct Plain<'w> {
    w: &'w World,
    today: i32,
    last: i32,
    minutes: Vec<i64>,
}

#[derive(Clone, Debug, Default)]
struct Dates {
    start: Option<i32>,
    studied: Option<i32>,
    last: Option<i32>,
    issued: Option<i32>,
    ready: Option<i32>,
    work: Vec<i32>,
    exams: Vec<i32>,
    left: i64,
}

/// A payment: day, amount, the funds that may share it by their course name and enrolment day, day of the pass.
#[derive(Clone)]
struct Payment {
    day: i32,
    amount: i64,
    funds: Vec<usize>,
    course: String,
    enrolled: i32,
    passed: i32,
}

impl<'w> Plain<'w> {
    fn new(w: &'w World) -> Self {
        let l = &w.learner;
        let today = l.today.0;
        let last = l.deadline.map_or(i32::MAX, |d| d.0).min(today + l.horizon_days);
        let minutes = (today..=last.max(today))
            .map(|day| {
                let mut now = l.hours.first().map_or(0, |h| h.weekly_minutes);
                let mut since = i32::MIN;
                for h in &l.hours {
                    let from = h.from.map_or(i32::MIN, |d| d.0);
                    if from <= day && from >= since {
                        now = h.weekly_minutes;
                        since = from;
                    }
                }
                now
            })
            .collect();
        Self { w, today, last, minutes }
    }

    fn allowed(&self, c: usize) -> bool {
        let (l, record) = (&self.w.learner, &self.w.credentials[c]);
        let held = l.earned.iter().any(|e| e.credential == record.id && self.for_good(e.expires));
        let no = l.exclude_credentials.contains(&record.id)
            || record.provider.as_ref().is_some_and(|p| l.exclude_providers.contains(p))
            || self.w.policies.iter().any(|p| p.credentials.contains(&record.id));
        !held && !no && self.price(record.award_fee, record.currency.as_ref()).is_some()
    }

    fn for_good(&self, expires: Option<Day>) -> bool {
        expires.is_none_or(|d| d >= Day(self.last).plus_months(self.w.learner.hold_months))
    }

    fn price(&self, amount: Amount, currency: Option<&String>) -> Option<i64> {
        let amount = amount?.at(Percentile::P50);
        match currency {
            Some(c) if *c != self.w.currency => {
                let known: Vec<&Rate> = self.w.rates.iter().filter(|r| r.currency == *c && r.as_of.0 <= self.today).collect();
                let rate = known.iter().max_by_key(|r| r.as_of)?;
                Some((2 * amount * rate.num + rate.den) / (2 * rate.den))
            }
            _ => Some(amount),
        }
    }

    /// Offerings of a credential that may be used and whose parts all have a known price.
    fn ways_to(&self, c: usize) -> Vec<usize> {
        let l = &self.w.learner;
        (0..self.w.offerings.len())
            .filter(|&o| {
                let record = &self.w.offerings[o];
                record.credential == self.w.credentials[c].id
                    && !l.exclude_offerings.contains(&record.id)
                    && !record.provider.as_ref().is_some_and(|p| l.exclude_providers.contains(p))
                    && !self.w.policies.iter().any(|p| p.offerings.contains(&record.id))
                    && self.parts(o).iter().all(|&part| !self.ways_to_pay(o, part).is_empty())
            })
            .collect()
    }

    fn parts(&self, o: usize) -> BTreeSet<Part> {
        let record = &self.w.offerings[o];
        let covers = self.w.plans.iter().flat_map(|p| &p.covers).filter(|c| c.offering == record.id).map(|c| c.part);
        record.fees.iter().map(|f| f.part).chain(covers).collect()
    }

    /// Fees `(true, place)` and plans `(false, place)`.
    fn ways_to_pay(&self, o: usize, part: Part) -> Vec<(bool, usize)> {
        let record = &self.w.offerings[o];
        let mut ways = Vec::new();
        for (i, fee) in record.fees.iter().enumerate() {
            let known = self.price(fee.amount, fee.currency.as_ref()).is_some();
            let member = fee.member_of.as_ref().is_none_or(|m| self.sold(self.plan(m)));
            if fee.part == part && known && member {
                ways.push((true, i));
            }
        }
        for (i, plan) in self.w.plans.iter().enumerate() {
            if plan.covers.iter().any(|c| c.offering == record.id && c.part == part) && self.sold(i) {
                ways.push((false, i));
            }
        }
        ways
    }

    fn plan(&self, id: &Id) -> usize {
        self.w.plans.iter().position(|p| p.id == *id).expect("a plan")
    }

    fn sold(&self, p: usize) -> bool {
        let plan = &self.w.plans[p];
        let amount = match &plan.kind {
            PlanKind::Subscription { amount, .. } | PlanKind::Term { amount, .. } | PlanKind::Membership { amount, .. } => *amount,
            PlanKind::Bundle { amount, unless_held } => {
                if unless_held.iter().any(|u| self.w.learner.earned.iter().any(|e| e.credential == *u)) {
                    return false;
                }
                *amount
            }
        };
        self.price(amount, plan.currency.as_ref()).is_some()
    }

    fn gives(&self, c: usize, atom: &Atom) -> bool {
        let record = &self.w.credentials[c];
        match atom {
            Atom::Credential { cr, .. } => record.id == *cr,
            Atom::Level { c, l, .. } => record.awards.iter().any(|(a, b)| a == c && b >= l),
        }
    }

    /// Whether what was held at the outset makes an atom true, counting only what `counts` (by expiry) says.
    fn held(&self, atom: &Atom, counts: &dyn Fn(Option<Day>) -> bool) -> bool {
        let l = &self.w.learner;
        let alive = |d: Option<Day>| d.is_none_or(|d| d.0 >= self.today);
        l.held.iter().any(|h| alive(h.expires) && counts(h.expires) && matches!(atom, Atom::Level { c, l, .. } if *c == h.c && h.l >= *l))
            || l.earned.iter().any(|e| {
                let c = self.w.credentials.iter().position(|c| c.id == e.credential).expect("a credential");
                alive(e.expires) && counts(e.expires) && self.gives(c, atom)
            })
    }

    fn group(k: i64, of: &[Atom], holds: &dyn Fn(&Atom) -> bool) -> bool {
        let mut sum = 0;
        for (i, atom) in of.iter().enumerate() {
            let same = |a: &Atom| match (a, atom) {
                (Atom::Credential { cr: x, .. }, Atom::Credential { cr: y, .. }) => x == y,
                (Atom::Level { c: x, l: m, .. }, Atom::Level { c: y, l: n, .. }) => x == y && m == n,
                _ => false,
            };
            if !of[..i].iter().any(|a| a.weight() > 0 && same(a)) && holds(atom) {
                sum += atom.weight().max(0);
            }
        }
        sum >= k
    }

    fn goal(&self, holds: &dyn Fn(&Atom) -> bool) -> bool {
        let locks = self.w.learner.locks.iter().all(|id| holds(&Atom::Credential { cr: id.clone(), w: 1 }));
        locks && self.w.goal.groups.iter().filter(|g| g.essential).all(|g| Self::group(g.k, &g.of, holds))
    }

    /// What of the held things that run out the goal may count on (masks over what is held, then what was earned) so that the set
    /// can be had in some order, meets the goal, and nothing is idle.
    fn sensible(&self, chosen: &[(usize, bool)]) -> Vec<u32> {
        let held = self.w.learner.held.len() + self.w.learner.earned.len();
        let whole = |counted: &u32| {
            self.attains(chosen, *counted)
                && (0..held).all(|h| counted >> h & 1 == 0 || !self.attains(chosen, counted & !(1 << h)))
                && self.serves_all(chosen, *counted)
        };
        (0..1_u32 << held).filter(whole).collect()
    }

    /// Whether no part of a set serves nothing: could be left out, with the goal met all the same, and serves none of those that stay.
    fn serves_all(&self, chosen: &[(usize, bool)], counted: u32) -> bool {
        (1..1_u32 << chosen.len()).all(|part| {
            let (out, stay): (Vec<usize>, Vec<usize>) = (0..chosen.len()).partition(|&i| part >> i & 1 == 1);
            let rest: Vec<(usize, bool)> = stay.iter().map(|&i| chosen[i]).collect();
            !self.attains(&rest, counted)
                || out.iter().any(|&i| self.keeps(chosen[i].0, counted) || rest.iter().any(|&c| self.serves(chosen[i].0, c)))
        })
    }

    /// Whether a credential gives what another, that is earned, asks, or renews it where it runs out.
    fn serves(&self, one: usize, (c, rule): (usize, bool)) -> bool {
        let record = &self.w.credentials[c];
        let study = record.requires.iter().chain(&record.loose).chain(&record.strict);
        let groups: Vec<&Group> = if rule { record.rule.iter().flatten().collect() } else { study.collect() };
        let runs_out = record.valid_months.is_some() || record.valid_until.is_some();
        // What is held for good has met a need already, or its part of one.
        let held = |a: &Atom| self.held_of(a, 0);
        let mut open = groups.into_iter().filter(|g| !Self::group(g.k, &g.of, &held)).flat_map(|g| &g.of).filter(|a| !held(a));
        open.any(|a| self.gives(one, a)) || (runs_out && record.renewed_by.contains(&self.w.credentials[one].id))
    }

    /// Whether a credential renews something held that is counted on.
    fn keeps(&self, one: usize, counted: u32) -> bool {
        let l = &self.w.learner;
        let kept = l.earned.iter().enumerate().filter(|(e, _)| counted >> (l.held.len() + e) & 1 == 1);
        let mut renewed = kept.flat_map(|(_, e)| self.w.credentials.iter().filter(|c| c.id == e.credential));
        renewed.any(|c| c.renewed_by.contains(&self.w.credentials[one].id))
    }

    /// Whether a set can be had in some order and meets the goal, where the goal counts only on what lasts and on these (a mask over
    /// what is held, then what was earned).
    fn attains(&self, chosen: &[(usize, bool)], counted: u32) -> bool {
        let mut had: Vec<usize> = Vec::new();
        let held = |atom: &Atom| self.held(atom, &|_| true);
        loop {
            let before = had.len();
            for &(c, rule) in chosen {
                let record = &self.w.credentials[c];
                let groups: &[Group] = if rule { record.rule.as_deref().unwrap_or_default() } else { &record.requires };
                let holds = |atom: &Atom| held(atom) || had.iter().any(|&h| self.gives(h, atom));
                if !had.contains(&c) && groups.iter().all(|g| Self::group(g.k, &g.of, &holds)) {
                    had.push(c);
                }
            }
            if had.len() == before {
                break;
            }
        }
        let at_the_end = |atom: &Atom| self.held_of(atom, counted) || had.iter().any(|&h| self.gives(h, atom));
        // Nothing is its own co-requisite.
        let beside = |c: usize, atom: &Atom| held(atom) || had.iter().any(|&h| h != c && self.gives(h, atom));
        let whole = chosen.iter().filter(|c| !c.1).all(|&(c, _)| {
            let record = &self.w.credentials[c];
            record.loose.iter().chain(&record.strict).all(|g| Self::group(g.k, &g.of, &|a| beside(c, a)))
        });
        had.len() == chosen.len() && whole && self.goal(&at_the_end)
    }

    /// Whether what is held for good, or is of these, makes an atom true.
    fn held_of(&self, atom: &Atom, counted: u32) -> bool {
        let l = &self.w.learner;
        let counts = |place: usize, d: Option<Day>| self.for_good(d) || (counted >> place & 1 == 1 && d.is_none_or(|d| d.0 >= self.today));
        let mut levels = l.held.iter().enumerate().filter(|(i, h)| counts(*i, h.expires));
        let mut earned = l.earned.iter().enumerate().filter(|(i, e)| counts(l.held.len() + i, e.expires));
        levels.any(|(_, h)| matches!(atom, Atom::Level { c, l, .. } if *c == h.c && h.l >= *l))
            || earned.any(|(_, e)| self.w.credentials.iter().position(|c| c.id == e.credential).is_some_and(|c| self.gives(c, atom)))
    }

    fn try_set(&self, chosen: &[(usize, bool)], counted: &[u32], found: &mut BTreeSet<Outcome>) {
        let studied: Vec<usize> = chosen.iter().filter(|c| !c.1).map(|c| c.0).collect();
        let options: Vec<Vec<usize>> = studied.iter().map(|&c| self.ways_to(c)).collect();
        for offerings in product(&options) {
            let mut seen = BTreeSet::new();
            let days = self.release_days(&offerings);
            for order in permutations(studied.len()) {
                let releases: Vec<Vec<i32>> = order.iter().map(|_| days.clone()).collect();
                // Starts never fall along the order, so releases that do are the same as those that do not.
                for release in product(&releases).into_iter().filter(|r| r.is_sorted()) {
                    let steps: Vec<(usize, usize, i32)> =
                        order.iter().zip(&release).map(|(&i, &r)| (studied[i], offerings[i], r)).collect();
                    if let Some((ready, dates)) = self.run(chosen, &steps) {
                        // Money depends on dates only: equal dates cost the same.
                        if !seen.insert(format!("{dates:?}")) {
                            continue;
                        }
                        let effort = offerings.iter().map(|&o| self.effort(o)).sum();
                        let mut ids: Vec<Id> = studied.iter().map(|&c| self.w.credentials[c].id.clone()).collect();
                        ids.sort();
                        if let Some(money) = self.money((chosen, counted), &steps, &dates, ready) {
                            found.insert((money, ready, studied.len() as i64, effort, ids));
                        }
                    }
                }
            }
        }
    }

    fn effort(&self, o: usize) -> i64 {
        match &self.w.offerings[o].study {
            Study::SelfPaced { minutes, .. } => minutes.at(Percentile::P50),
            Study::Cohort { days, weekly_minutes, .. } => (weekly_minutes * i64::from(*days) + 6) / 7,
            Study::None {} => 0,
        }
    }

    /// Today, and the days on which money changes for an offering in use or for the learner.
    fn release_days(&self, offerings: &[usize]) -> Vec<i32> {
        let mut days = BTreeSet::new();
        for &o in offerings {
            let record = &self.w.offerings[o];
            days.extend(record.fees.iter().filter_map(|f| f.from).map(|d| d.0));
            let ways: Vec<(bool, usize)> = self.parts(o).iter().flat_map(|&p| self.ways_to_pay(o, p)).collect();
            let plans: BTreeSet<usize> = ways
                .iter()
                .filter_map(|&(fee, i)| if fee { record.fees[i].member_of.as_ref().map(|m| self.plan(m)) } else { Some(i) })
                .collect();
            days.extend(plans.iter().filter_map(|&p| self.w.plans[p].from).map(|d| d.0));
            for fund in &self.w.funding {
                let own =
                    fund.offerings.as_ref().is_none_or(|l| l.contains(&record.id)) && self.parts(o).iter().any(|p| fund.parts.contains(p));
                if own || plans.iter().any(|&p| fund.plans.contains(&self.w.plans[p].id)) {
                    days.extend(fund.from.map(|d| d.0));
                    for cap in &fund.caps {
                        match cap.per {
                            CapPer::CalendarYear => days.extend(self.yearly_days(1, 1)),
                            CapPer::AwardYear(m, d) => days.extend(self.yearly_days(m, d)),
                            _ => {}
                        }
                    }
                }
            }
        }
        if self.w.learner.monthly_cap.is_some() {
            (1..=12).for_each(|m| days.extend(self.yearly_days(m, 1)));
        }
        if self.w.learner.yearly_cap.is_some() {
            days.extend(self.yearly_days(1, 1));
        }
        days.retain(|&d| d > self.today && d <= self.last);
        days.insert(self.today);
        days.into_iter().collect()
    }

    fn yearly_days(&self, month: i8, day: i8) -> Vec<i32> {
        let dates = (self.today..=self.last).map(Day);
        dates.filter(|d| (d.date().month(), d.date().day()) == (month, day)).map(|d| d.0).collect()
    }

    /// Lives through the days; ready day and dates by credential.
    fn run(&self, chosen: &[(usize, bool)], steps: &[(usize, usize, i32)]) -> Option<(i32, BTreeMap<usize, Dates>)> {
        let mut dates: BTreeMap<usize, Dates> = chosen.iter().map(|&(c, _)| (c, Dates::default())).collect();
        let mut next = 0;
        for today in self.today..=self.last {
            // Awards that come by themselves.
            loop {
                let mut news = None;
                for &(c, rule) in chosen {
                    let groups = self.w.credentials[c].rule.as_deref().unwrap_or_default();
                    if rule
                        && dates[&c].issued.is_none()
                        && groups.iter().all(|g| Self::group(g.k, &g.of, &|a| self.has(a, today, &dates, false)))
                    {
                        news = Some(c);
                    }
                }
                let Some(c) = news else { break };
                let issued = today + self.w.credentials[c].award_lag_days;
                let d = dates.get_mut(&c)?;
                (d.issued, d.ready) = (Some(issued), Some(issued));
            }
            // Starts, in the given order.
            while let Some(&(c, o, release)) = steps.get(next) {
                let open = steps[..next].iter().filter(|s| dates[&s.0].last.is_none_or(|l| l >= today)).count();
                let record = &self.w.credentials[c];
                let may = release <= today
                    && open < self.w.learner.at_once as usize
                    && record.requires.iter().all(|g| Self::group(g.k, &g.of, &|a| self.has(a, today, &dates, false)))
                    && record.loose.iter().all(|g| Self::group(g.k, &g.of, &|a| self.has(a, today, &dates, true)))
                    && self.opens(o, today, &steps[..next], &dates);
                if !may {
                    break;
                }
                let d = dates.get_mut(&c)?;
                d.start = Some(today);
                match &self.w.offerings[o].study {
                    Study::SelfPaced { minutes, .. } => d.left = 7 * minutes.at(Percentile::P50),
                    Study::Cohort { .. } => {}
                    Study::None {} => self.ends(o, today - 1, d)?,
                }
                next += 1;
            }
            // Work.
            let mut spare = self.minutes[(today - self.today) as usize];
            for &(c, o, _) in &steps[..next] {
                let d = dates.get_mut(&c)?;
                if let (Study::Cohort { days, weekly_minutes, .. }, None) = (&self.w.offerings[o].study, d.studied) {
                    spare -= weekly_minutes;
                    d.work.push(today);
                    if today == d.start? + days - 1 {
                        self.ends(o, today, d)?;
                    }
                }
            }
            for &(c, o, _) in &steps[..next] {
                let d = dates.get_mut(&c)?;
                if let (Study::SelfPaced { weekly_cap, min_days, .. }, None) = (&self.w.offerings[o].study, d.studied) {
                    let done = d.left.min(spare).min(weekly_cap.unwrap_or(i64::MAX)).max(0);
                    d.left -= done;
                    spare -= done;
                    let over = d.left == 0 && today - d.start? + 1 >= *min_days;
                    if done > 0 || over {
                        d.work.push(today);
                    }
                    if over {
                        self.ends(o, today, d)?;
                    }
                }
            }
            if next == steps.len() && dates.values().all(|d| d.issued.is_some()) {
                break;
            }
        }
        let mut ready = self.today;
        for d in dates.values() {
            ready = ready.max(d.issued?);
        }
        let overlap = steps.iter().all(|&(c, ..)| {
            let own = &dates[&c];
            let together = |a: &Atom| {
                self.held(a, &|d| d.is_none_or(|d| Some(d.0) >= own.start))
                    || steps
                        .iter()
                        .any(|s| s.0 != c && self.gives(s.0, a) && dates[&s.0].start <= own.last && own.start <= dates[&s.0].last)
            };
            self.w.credentials[c].strict.iter().all(|g| Self::group(g.k, &g.of, &together))
        });
        (ready <= self.last && overlap).then_some((ready, dates))
    }

    fn has(&self, atom: &Atom, today: i32, dates: &BTreeMap<usize, Dates>, begun: bool) -> bool {
        self.held(atom, &|d| d.is_none_or(|d| d.0 >= today))
            || dates.iter().any(|(&c, d)| {
                self.gives(c, atom) && (d.ready.is_some_and(|r| r <= today) || (begun && d.start.is_some_and(|s| s <= today)))
            })
    }

    fn opens(&self, o: usize, today: i32, before: &[(usize, usize, i32)], dates: &BTreeMap<usize, Dates>) -> bool {
        let record = &self.w.offerings[o];
        match &record.study {
            Study::SelfPaced { .. } => true,
            Study::None {} => record.exam.as_ref().is_some_and(|e| e.dates.is_empty() || e.dates.iter().any(|d| d.0 == today)),
            Study::Cohort { starts, days, weekly_minutes } => {
                let intake = starts.iter().any(|i| i.start.0 == today && i.apply_by.is_none_or(|a| a.0 >= self.today));
                intake
                    && (today..today + days).all(|day| {
                        let mut spare = self.minutes.get((day - self.today) as usize).copied().unwrap_or(0);
                        for &(c, o, _) in before {
                            if let (Study::Cohort { days, weekly_minutes, .. }, Some(start)) = (&self.w.offerings[o].study, dates[&c].start)
                                && day < start + days
                            {
                                spare -= weekly_minutes;
                            }
                        }
                        spare >= *weekly_minutes
                    })
            }
        }
    }

    fn ends(&self, o: usize, studied: i32, d: &mut Dates) -> Option<()> {
        let record = &self.w.offerings[o];
        d.studied = Some(studied);
        let (mut last, mut issued) = (studied, studied + 1 + record.result_lag_days);
        if let Some(exam) = &record.exam {
            // Attempts until half of all learners have passed.
            let (mut n, mut missed) = (1, 1000 - exam.pass_per_mille);
            let mut all = 1000;
            while n < exam.attempts && missed * 2 > all {
                n += 1;
                missed *= 1000 - exam.pass_per_mille;
                all *= 1000;
            }
            let mut earliest = studied + 1;
            for _ in 0..n {
                last = if exam.dates.is_empty() { earliest } else { exam.dates.iter().map(|d| d.0).filter(|&d| d >= earliest).min()? };
                d.exams.push(last);
                earliest = last + exam.wait_days.max(1);
            }
            issued = last + record.result_lag_days;
        }
        d.last = Some(last);
        d.issued = Some(issued);
        d.ready = Some(issued.max(last + 1));
        Some(())
    }

    /// The least money, over renewals of what is held, ways to pay, ways to subscribe and sets of funds.
    fn money(
        &self,
        (chosen, counted): (&[(usize, bool)], &[u32]),
        steps: &[(usize, usize, i32)],
        dates: &BTreeMap<usize, Dates>,
        ready: i32,
    ) -> Option<i64> {
        let held = self.w.learner.earned.len();
        (0..1_u32 << held)
            .filter_map(|renew| {
                let fixed = self.upkeep((chosen, counted), dates, ready, &|i| renew >> i & 1 == 1)?;
                self.purchases(steps, dates, &fixed)
            })
            .min()
    }

    fn upkeep(
        &self,
        (chosen, counted): (&[(usize, bool)], &[u32]),
        dates: &BTreeMap<usize, Dates>,
        ready: i32,
        renew: &dyn Fn(usize) -> bool,
    ) -> Option<Vec<(i32, i64)>> {
        let end = if self.w.learner.hold_months == 0 { ready } else { Day(ready).plus_months(self.w.learner.hold_months).0 };
        let mut cash = Vec::new();
        let mut new: Vec<(i32, usize)> = chosen.iter().map(|&(c, _)| (dates[&c].issued.expect("issued"), c)).collect();
        // The latest first: by its end the earlier ones may be carried on. Equal days by id, study before awards.
        let place = |c: usize| {
            let rule = chosen.iter().any(|&x| x == (c, true));
            (rule, self.w.credentials[c].id.clone())
        };
        new.sort_by_key(|&(d, c)| (std::cmp::Reverse(d), place(c)));
        let mut until: BTreeMap<usize, i32> = BTreeMap::new();
        let carried = |c: usize, end_now: i32, until: &BTreeMap<usize, i32>| {
            until
                .iter()
                .filter(|(h, _)| self.w.credentials[c].renewed_by.contains(&self.w.credentials[**h].id))
                .filter(|(h, _)| dates[*h].issued.is_some_and(|i| i <= end_now))
                .map(|(_, &u)| u)
                .max()
                .filter(|&u| u > end_now)
        };
        for &(issued, c) in &new {
            let record = &self.w.credentials[c];
            let mut last =
                record.valid_months.map_or(i32::MAX, |m| Day(issued).plus_months(m).0).min(record.valid_until.map_or(i32::MAX, |d| d.0));
            while last < end {
                if let Some(u) = carried(c, last, &until) {
                    last = u;
                } else {
                    let renewal = record.renewal.as_ref()?;
                    cash.push((last, self.price(renewal.amount, record.currency.as_ref())?));
                    last = Day(last).plus_months(renewal.months).0;
                }
            }
            until.insert(c, last);
            let fee = self.price(record.award_fee, record.currency.as_ref())?;
            cash.push((issued, fee));
        }
        let mut kept = Vec::new();
        for (i, e) in self.w.learner.earned.iter().enumerate() {
            let c = self.w.credentials.iter().position(|c| c.id == e.credential)?;
            let record = &self.w.credentials[c];
            let mut last = e.expires.map_or(i32::MAX, |d| d.0);
            while last < end && last >= self.today {
                if let Some(u) = carried(c, last, &until) {
                    last = u;
                } else if let (true, Some(renewal)) = (renew(i), &record.renewal) {
                    cash.push((last, self.price(renewal.amount, record.currency.as_ref())?));
                    last = Day(last).plus_months(renewal.months).0;
                } else {
                    break;
                }
            }
            kept.push(last);
        }
        let levels = self.w.learner.held.iter().map(|h| h.expires.is_none_or(|d| d.0 >= end));
        let in_force = levels.chain(kept.iter().map(|&last| last >= end)).enumerate().filter(|h| h.1).fold(0, |mask, (h, _)| mask | 1 << h);
        let holds = |counted: u32, a: &Atom| self.held_of(a, counted & in_force) || chosen.iter().any(|&(c, _)| self.gives(c, a));
        if !counted.iter().any(|&counted| self.goal(&|a| holds(counted, a))) {
            return None;
        }
        for up in &self.w.upkeep {
            let mut earned: Vec<(i32, usize, Option<i64>)> = Vec::new();
            for (rank, member) in up.members.iter().enumerate() {
                for &(c, _) in chosen {
                    if self.w.credentials[c].id == member.credential {
                        earned.push((dates[&c].issued?, rank, self.price(member.amount, up.currency.as_ref())));
                    }
                }
            }
            earned.sort_unstable();
            let held = up.members.iter().any(|m| self.w.learner.earned.iter().any(|e| e.credential == m.credential));
            // Looks at every day of the window.
            let Some(first) = earned.first().map(|e| e.0) else { continue };
            for day in first + 1..=end {
                let birthday = |since: i32| (1..200).any(|y| Day(since).plus_months(12 * y).0 == day);
                match up.rule {
                    UpkeepRule::Each => {
                        for e in earned.iter().filter(|e| birthday(e.0)) {
                            cash.push((day, e.2?));
                        }
                    }
                    UpkeepRule::Once if held => {}
                    UpkeepRule::Once => {
                        if birthday(first) {
                            let fees: Option<Vec<i64>> = earned.iter().filter(|e| e.0 <= day).map(|e| e.2).collect();
                            cash.push((day, fees?.into_iter().max()?));
                        }
                    }
                    UpkeepRule::Highest => {
                        let top = earned.iter().filter(|e| e.0 <= day).max_by_key(|e| e.1)?;
                        if birthday(top.0) {
                            cash.push((day, top.2?));
                        }
                    }
                }
            }
        }
        Some(cash)
    }

    fn purchases(&self, steps: &[(usize, usize, i32)], dates: &BTreeMap<usize, Dates>, fixed: &[(i32, i64)]) -> Option<i64> {
        let mut slots: Vec<(usize, usize, Part)> = Vec::new();
        for &(c, o, _) in steps {
            slots.extend(self.parts(o).into_iter().map(|p| (c, o, p)));
        }
        let options: Vec<Vec<(bool, usize)>> = slots.iter().map(|&(_, o, p)| self.ways_to_pay(o, p)).collect();
        product(&options).into_iter().filter_map(|ways| self.pay(&slots, &ways, dates, fixed)).min()
    }

    fn pay(
        &self,
        slots: &[(usize, usize, Part)],
        ways: &[(bool, usize)],
        dates: &BTreeMap<usize, Dates>,
        fixed: &[(i32, i64)],
    ) -> Option<i64> {
        let mut own: Vec<Payment> = Vec::new();
        let mut running: BTreeMap<usize, (BTreeSet<i32>, i32)> = BTreeMap::new();
        for (&(c, o, part), &(fee, i)) in slots.iter().zip(ways) {
            let (d, record) = (&dates[&c], &self.w.offerings[o]);
            let (start, issued) = (d.start?, d.issued?);
            if fee {
                let fee = &record.fees[i];
                if fee.from.is_some_and(|f| f.0 > start) || fee.until.is_some_and(|u| u.0 < start) {
                    return None;
                }
                let mut amount = self.price(fee.amount, fee.currency.as_ref())?;
                if let Per::Credits(n) = fee.per {
                    amount *= n;
                }
                let mut days = vec![start];
                if part == Part::Exam && fee.per == Per::Attempt {
                    days = d.exams.clone();
                } else if part == Part::Exam {
                    days = vec![d.exams.first().copied().unwrap_or(start)];
                } else if let Some(access) = fee.access_days {
                    while days.last()? + access <= d.studied?.max(start) {
                        days.push(days.last()? + access);
                    }
                    if days.len() > 1 && !fee.repay {
                        return None;
                    }
                }
                let funds = (0..self.w.funding.len())
                    .filter(|&f| {
                        let fund = &self.w.funding[f];
                        fund.parts.contains(&part)
                            && fund.offerings.as_ref().is_none_or(|l| l.contains(&record.id))
                            && fund.from.is_none_or(|d| d.0 <= start)
                            && fund.until.is_none_or(|d| d.0 >= start)
                    })
                    .collect::<Vec<_>>();
                for &day in &days {
                    own.push(Payment { day, amount, funds: funds.clone(), course: format!("c{c}"), enrolled: start, passed: issued });
                }
                if let Some(m) = &fee.member_of {
                    let entry = running.entry(self.plan(m)).or_insert((BTreeSet::new(), i32::MIN));
                    entry.0.extend(&days);
                    entry.1 = entry.1.max(issued);
                }
            } else {
                let days: Vec<i32> = match (&self.w.plans[i].kind, part) {
                    (PlanKind::Bundle { .. }, _) | (_, Part::Materials) => vec![start],
                    (_, Part::Tuition) => {
                        if d.work.is_empty() {
                            vec![start]
                        } else {
                            d.work.clone()
                        }
                    }
                    (_, Part::Exam) => {
                        if d.exams.is_empty() {
                            vec![start]
                        } else {
                            d.exams.clone()
                        }
                    }
                };
                let entry = running.entry(i).or_insert((BTreeSet::new(), i32::MIN));
                entry.0.extend(days);
                entry.1 = entry.1.max(issued);
            }
        }
        let mut choices: Vec<Vec<Vec<Payment>>> = Vec::new();
        for (p, (days, passed)) in &running {
            let mut all = Vec::new();
            let first = *days.first()?;
            self.subscribe(*p, days, None, first, *passed, Vec::new(), &mut all);
            choices.push(all);
        }
        product(&choices)
            .into_iter()
            .filter_map(|plans| {
                let mut all = own.clone();
                all.extend(plans.into_iter().flatten());
                for (i, p) in all.iter_mut().enumerate() {
                    if p.course.is_empty() {
                        p.course = format!("p{i}");
                    }
                }
                self.with_funds(&all, fixed)
            })
            .min()
    }

    /// All ways to keep a plan running on these days.
    fn subscribe(
        &self,
        p: usize,
        days: &BTreeSet<i32>,
        covered: Option<i32>,
        first: i32,
        passed: i32,
        paid: Vec<Payment>,
        all: &mut Vec<Vec<Payment>>,
    ) {
        let plan = &self.w.plans[p];
        let on_sale = |d: i32| plan.from.is_none_or(|f| f.0 <= d) && plan.until.is_none_or(|u| u.0 >= d);
        let price = |a: Amount| self.price(a, plan.currency.as_ref()).expect("known");
        let funds = |day: i32| {
            (0..self.w.funding.len())
                .filter(|&f| {
                    let fund = &self.w.funding[f];
                    fund.plans.contains(&plan.id) && fund.from.is_none_or(|d| d.0 <= day) && fund.until.is_none_or(|d| d.0 >= day)
                })
                .collect::<Vec<_>>()
        };
        let (kinds, least, trial): (Vec<(i64, Option<Span>)>, i32, i32) = match &plan.kind {
            PlanKind::Subscription { amount, unit, min_units, trial_days, yearly } => {
                let mut kinds = vec![(price(*amount), Some(*unit))];
                kinds.extend(yearly.map(|y| (price(Some(y)), Some(Span::Months(12)))));
                (kinds, *min_units, *trial_days)
            }
            PlanKind::Term { amount, unit } | PlanKind::Membership { amount, unit } => (vec![(price(*amount), Some(*unit))], 1, 0),
            PlanKind::Bundle { amount, .. } => (vec![(price(*amount), None)], 1, 0),
        };
        if !on_sale(first) {
            return;
        }
        let covered = covered.unwrap_or(first + trial - 1);
        let Some(&day) = days.iter().find(|&&d| d > covered) else {
            all.push(paid);
            return;
        };
        for (i, &(amount, span)) in kinds.iter().enumerate() {
            let times = if paid.is_empty() && i == 0 { least } else { 1 };
            let (mut now, mut more, mut good) = (day, paid.clone(), true);
            for _ in 0..times {
                good &= on_sale(now);
                more.push(Payment { day: now, amount, funds: funds(now), course: String::new(), enrolled: now, passed });
                now = match span {
                    None => i32::MAX,
                    Some(Span::Days(n)) => now + n,
                    Some(Span::Months(n)) => Day(now).plus_months(n).0,
                };
            }
            if good {
                self.subscribe(p, days, Some(now - 1), first, passed, more, all);
            }
        }
    }

    fn with_funds(&self, payments: &[Payment], fixed: &[(i32, i64)]) -> Option<i64> {
        let gross: i64 = payments.iter().map(|p| p.amount).sum::<i64>() + fixed.iter().map(|f| f.1).sum::<i64>();
        let funds = self.w.funding.len();
        let l = &self.w.learner;
        let limits = l.budget.is_some() || l.monthly_cap.is_some() || l.yearly_cap.is_some();
        (0..1_u32 << funds)
            .filter(|set| {
                (0..funds).filter(|f| set >> f & 1 == 1).all(|f| {
                    (0..funds).filter(|g| *g != f && set >> g & 1 == 1).all(|g| !self.w.funding[f].excludes.contains(&self.w.funding[g].id))
                })
            })
            .filter_map(|set| {
                let used: Vec<usize> = (0..funds).filter(|f| set >> f & 1 == 1).collect();
                if !limits {
                    return Some(gross - self.least_cut(payments, &used));
                }
                assert!(used.len() <= 1, "worlds with limits have one fund");
                let mut cash: Vec<(i32, i64)> = fixed.to_vec();
                cash.extend(payments.iter().map(|p| (p.day, p.amount)));
                if let Some(&f) = used.first() {
                    cash.extend(self.drawn(payments, f));
                }
                self.within_limits(&cash).then(|| cash.iter().map(|c| c.1).sum())
            })
            .min()
    }

    fn caps(&self, f: usize) -> (i64, i64, i64) {
        let (mut life, mut year, mut course) = (i64::MAX, i64::MAX, i64::MAX);
        for cap in &self.w.funding[f].caps {
            let amount = self.price(Some(Estimate::Known(cap.amount)), self.w.funding[f].currency.as_ref()).unwrap_or(0);
            match cap.per {
                CapPer::Lifetime => life = life.min(amount),
                CapPer::CalendarYear | CapPer::AwardYear(..) => year = year.min(amount),
                CapPer::Course => course = course.min(amount),
            }
        }
        (life, year, course)
    }

    fn year(&self, f: usize, day: i32) -> i32 {
        let mut start = (1, 1);
        for cap in &self.w.funding[f].caps {
            if let CapPer::AwardYear(m, d) = cap.per {
                start = (m, d);
            }
        }
        let date = Day(day).date();
        i32::from(date.year()) - i32::from((date.month(), date.day()) < start)
    }

    /// The most a fund can give to these payments.
    fn most(&self, payments: &[&Payment], f: usize) -> i64 {
        let (life, year_cap, course_cap) = self.caps(f);
        let mut years: BTreeMap<i32, BTreeMap<&str, i64>> = BTreeMap::new();
        for p in payments.iter().filter(|p| p.funds.contains(&f)) {
            *years.entry(self.year(f, p.enrolled)).or_default().entry(&p.course).or_insert(0) +=
                p.amount * self.w.funding[f].rate_per_mille / 1000;
        }
        years.values().map(|courses| courses.values().map(|&s| s.min(course_cap)).sum::<i64>().min(year_cap)).sum::<i64>().min(life)
    }

    /// The most these funds can give together: the least over all sets of payments of what they cost plus what the funds
    /// could give to the others (a least cut).
    fn least_cut(&self, payments: &[Payment], used: &[usize]) -> i64 {
        let payments: Vec<&Payment> = payments.iter().filter(|p| p.amount > 0 && p.funds.iter().any(|f| used.contains(f))).collect();
        (0..1_u32 << payments.len())
            .map(|set| {
                let cut: i64 = (0..payments.len()).filter(|i| set >> i & 1 == 1).map(|i| payments[i].amount).sum();
                let rest: Vec<&Payment> = (0..payments.len()).filter(|i| set >> i & 1 == 0).map(|i| payments[i]).collect();
                cut + used.iter().map(|&f| self.most(&rest, f)).sum::<i64>()
            })
            .min()
            .unwrap_or(0)
    }

    /// What one fund pays, drawn as early as it can be.
    fn drawn(&self, payments: &[Payment], f: usize) -> Vec<(i32, i64)> {
        let comes = |p: &Payment| if self.w.funding[f].pays == Pays::OnPass { p.passed } else { p.day };
        let mut order: Vec<&Payment> = payments.iter().collect();
        order.sort_by_key(|p| comes(p));
        let mut taken = Vec::new();
        let mut cash = Vec::new();
        let mut sum = 0;
        for p in order {
            taken.push(p);
            let now = self.most(&taken, f);
            let day = comes(p);
            cash.push((day, sum - now));
            sum = now;
        }
        cash
    }

    fn within_limits(&self, cash: &[(i32, i64)]) -> bool {
        let l = &self.w.learner;
        let (mut months, mut years, mut days) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for &(day, amount) in cash {
            let date = Day(day).date();
            *days.entry(day).or_insert(0) += amount;
            *months.entry((date.year(), date.month())).or_insert(0) += amount;
            *years.entry(date.year()).or_insert(0) += amount;
        }
        let mut sum = 0;
        l.budget.is_none_or(|b| {
            days.values().all(|d| {
                sum += d;
                sum <= b
            })
        }) && l.monthly_cap.is_none_or(|c| months.values().all(|&m| m <= c))
            && l.yearly_cap.is_none_or(|c| years.values().all(|&y| y <= c))
    }
}

fn product<T: Clone>(options: &[Vec<T>]) -> Vec<Vec<T>> {
    let mut all = vec![Vec::new()];
    for option in options {
        all = all.iter().flat_map(|so_far| option.iter().map(move |o| [so_far.clone(), vec![o.clone()]].concat())).collect();
    }
    all
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(n - 1) {
        for at in 0..n {
            let mut longer = shorter.clone();
            longer.insert(at, n - 1);
            all.push(longer);
        }
    }
    all
}
