//! Reading a world: every fault is named, and one bad record never hides the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::ids::Id;
use super::world::{Amount, Atom, CapPer, Estimate, FORMAT, Group, Part, Per, PlanKind, Span, Study, World};

/// Something in a world that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a path: `offerings[3].fees[0].amount`.
    pub at: String,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// The greatest amount, duration or weight that is read; sums of a hundred thousand of them stay exact.
const MOST: i64 = 1_000_000_000_000;
/// The longest span in days or months.
const LONGEST: i32 = 36_525;

impl World {
    /// Reads a world from JSON and judges it.
    ///
    /// # Errors
    /// Every fault found, in the order of the file: of form, of reference, of range.
    pub fn from_json(text: &str) -> Result<Self, Vec<Fault>> {
        let value: Value = serde_json::from_str(text).map_err(|e| vec![fault("", &e.to_string())])?;
        let Value::Object(mut whole) = value else {
            return Err(vec![fault("", "a world is a JSON object")]);
        };
        let mut faults = Vec::new();
        // Records are read one by one, so that each bad one is named.
        let credentials = records(&mut whole, "credentials", &mut faults);
        let offerings = records(&mut whole, "offerings", &mut faults);
        let plans = records(&mut whole, "plans", &mut faults);
        let upkeep = records(&mut whole, "upkeep", &mut faults);
        let funding = records(&mut whole, "funding", &mut faults);
        for name in ["credentials", "offerings", "plans", "upkeep", "funding"] {
            whole.insert(name.to_owned(), Value::Array(Vec::new()));
        }
        match serde_json::from_value::<Self>(Value::Object(whole)) {
            Err(e) => {
                faults.push(fault("", &e.to_string()));
                Err(faults)
            }
            Ok(frame) => {
                let world = Self { credentials, offerings, plans, upkeep, funding, ..frame };
                faults.extend(world.faults());
                if faults.is_empty() { Ok(world) } else { Err(faults) }
            }
        }
    }

    /// Every fault of reference or range; empty for a world that can be answered.
    pub fn faults(&self) -> Vec<Fault> {
        let mut judge = Judge::new(self);
        judge.world();
        judge.faults
    }
}

fn fault(at: &str, what: &str) -> Fault {
    Fault { at: at.to_owned(), what: what.to_owned() }
}

fn records<T: DeserializeOwned>(whole: &mut Map<String, Value>, name: &str, faults: &mut Vec<Fault>) -> Vec<T> {
    match whole.remove(name) {
        None => {
            if name == "credentials" {
                faults.push(fault(name, "a world has a list of credentials"));
            }
            Vec::new()
        }
        Some(Value::Array(values)) => {
            let mut read = Vec::with_capacity(values.len());
            for (i, value) in values.into_iter().enumerate() {
                match serde_json::from_value(value) {
                    Ok(record) => read.push(record),
                    Err(e) => faults.push(fault(&format!("{name}[{i}]"), &e.to_string())),
                }
            }
            read
        }
        Some(_) => {
            faults.push(fault(name, "must be a list"));
            Vec::new()
        }
    }
}

struct Judge<'w> {
    world: &'w World,
    credentials: BTreeSet<&'w Id>,
    offerings: BTreeSet<&'w Id>,
    /// Plan and whether it is a membership.
    plans: BTreeMap<&'w Id, bool>,
    funds: BTreeSet<&'w Id>,
    faults: Vec<Fault>,
}

impl<'w> Judge<'w> {
    fn new(world: &'w World) -> Self {
        let mut judge = Self {
            world,
            credentials: BTreeSet::new(),
            offerings: BTreeSet::new(),
            plans: BTreeMap::new(),
            funds: BTreeSet::new(),
            faults: Vec::new(),
        };
        for (i, c) in world.credentials.iter().enumerate() {
            let fresh = judge.credentials.insert(&c.id);
            judge.unless(fresh, || (format!("credentials[{i}].id"), format!("`{}` names two credentials", c.id)));
        }
        for (i, o) in world.offerings.iter().enumerate() {
            let fresh = judge.offerings.insert(&o.id);
            judge.unless(fresh, || (format!("offerings[{i}].id"), format!("`{}` names two offerings", o.id)));
        }
        for (i, p) in world.plans.iter().enumerate() {
            let fresh = judge.plans.insert(&p.id, matches!(p.kind, PlanKind::Membership { .. })).is_none();
            judge.unless(fresh, || (format!("plans[{i}].id"), format!("`{}` names two plans", p.id)));
        }
        for (i, f) in world.funding.iter().enumerate() {
            let fresh = judge.funds.insert(&f.id);
            judge.unless(fresh, || (format!("funding[{i}].id"), format!("`{}` names two funds", f.id)));
        }
        judge
    }

    fn unless(&mut self, good: bool, say: impl FnOnce() -> (String, String)) {
        if !good {
            let (at, what) = say();
            self.faults.push(Fault { at, what });
        }
    }

    fn within(&mut self, n: i64, low: i64, high: i64, at: impl FnOnce() -> String) {
        self.unless((low..=high).contains(&n), || (at(), format!("{n} is not between {low} and {high}")));
    }

    fn span(&mut self, n: i32, low: i32, at: impl FnOnce() -> String) {
        self.within(i64::from(n), i64::from(low), i64::from(LONGEST), at);
    }

    fn estimate(&mut self, estimate: Estimate, at: &str) {
        match estimate {
            Estimate::Known(n) => self.within(n, 0, MOST, || at.to_owned()),
            Estimate::Range { p50, p80, p90 } => {
                self.within(p50, 0, MOST, || format!("{at}.p50"));
                self.within(p90, 0, MOST, || format!("{at}.p90"));
                self.unless(p50 <= p80 && p80 <= p90, || (at.to_owned(), "percentiles must not fall: p50 <= p80 <= p90".to_owned()));
            }
        }
    }

    fn amount(&mut self, amount: Amount, at: &str) {
        if let Some(estimate) = amount {
            self.estimate(estimate, at);
        }
    }

    fn credential(&mut self, id: &Id, at: impl FnOnce() -> String) {
        let known = self.credentials.contains(id);
        self.unless(known, || (at(), format!("no credential is called `{id}`")));
    }

    fn offering(&mut self, id: &Id, at: impl FnOnce() -> String) {
        let known = self.offerings.contains(id);
        self.unless(known, || (at(), format!("no offering is called `{id}`")));
    }

    fn atoms(&mut self, atoms: &[Atom], at: &str) {
        for (i, atom) in atoms.iter().enumerate() {
            self.within(atom.weight(), 0, MOST, || format!("{at}.of[{i}].w"));
            if let Atom::Credential { cr, .. } = atom {
                self.credential(cr, || format!("{at}.of[{i}].cr"));
            }
        }
    }

    fn groups(&mut self, groups: &[Group], at: &str) {
        for (i, group) in groups.iter().enumerate() {
            self.atoms(&group.of, &format!("{at}[{i}]"));
        }
    }

    fn world(&mut self) {
        let w = self.world;
        self.unless(w.format == FORMAT, || ("format".to_owned(), format!("must be `{FORMAT}`")));
        for (i, rate) in w.rates.iter().enumerate() {
            self.within(rate.num, 1, MOST, || format!("rates[{i}].num"));
            self.within(rate.den, 1, MOST, || format!("rates[{i}].den"));
        }
        self.all_credentials();
        self.all_offerings();
        self.all_plans();
        for (i, up) in w.upkeep.iter().enumerate() {
            for (j, member) in up.members.iter().enumerate() {
                self.credential(&member.credential, || format!("upkeep[{i}].members[{j}].credential"));
                self.amount(member.amount, &format!("upkeep[{i}].members[{j}].amount"));
            }
        }
        self.all_funding();
        for (i, policy) in w.policies.iter().enumerate() {
            for c in &policy.credentials {
                self.credential(c, || format!("policies[{i}].credentials"));
            }
            for o in &policy.offerings {
                self.offering(o, || format!("policies[{i}].offerings"));
            }
        }
        self.learner();
        for (i, group) in w.goal.groups.iter().enumerate() {
            self.atoms(&group.of, &format!("goal.groups[{i}]"));
            self.within(group.weight, 0, MOST, || format!("goal.groups[{i}].weight"));
        }
    }

    fn all_credentials(&mut self) {
        for (i, c) in self.world.credentials.iter().enumerate() {
            let at = format!("credentials[{i}]");
            self.groups(&c.requires, &format!("{at}.requires"));
            self.groups(&c.loose, &format!("{at}.loose"));
            self.groups(&c.strict, &format!("{at}.strict"));
            self.groups(c.rule.as_deref().unwrap_or_default(), &format!("{at}.rule"));
            self.amount(c.award_fee, &format!("{at}.award_fee"));
            self.span(c.award_lag_days, 0, || format!("{at}.award_lag_days"));
            if let Some(months) = c.valid_months {
                self.span(months, 0, || format!("{at}.valid_months"));
            }
            if let Some(renewal) = &c.renewal {
                self.amount(renewal.amount, &format!("{at}.renewal.amount"));
                self.span(renewal.months, 1, || format!("{at}.renewal.months"));
            }
            for by in &c.renewed_by {
                self.credential(by, || format!("{at}.renewed_by"));
            }
        }
    }

    fn all_offerings(&mut self) {
        for (i, o) in self.world.offerings.iter().enumerate() {
            let at = format!("offerings[{i}]");
            self.credential(&o.credential, || format!("{at}.credential"));
            self.span(o.result_lag_days, 0, || format!("{at}.result_lag_days"));
            match &o.study {
                Study::SelfPaced { minutes, weekly_cap, min_days } => {
                    self.estimate(*minutes, &format!("{at}.study.minutes"));
                    self.within(weekly_cap.unwrap_or(1), 1, MOST, || format!("{at}.study.weekly_cap"));
                    self.span(*min_days, 0, || format!("{at}.study.min_days"));
                }
                Study::Cohort { days, weekly_minutes, .. } => {
                    self.span(*days, 1, || format!("{at}.study.days"));
                    self.within(*weekly_minutes, 0, MOST, || format!("{at}.study.weekly_minutes"));
                }
                Study::None {} => self.unless(o.exam.is_some(), || (at.clone(), "needs study, an exam, or both".to_owned())),
            }
            if let Some(exam) = &o.exam {
                self.within(exam.pass_per_mille, 1, 1000, || format!("{at}.exam.pass_per_mille"));
                self.within(i64::from(exam.attempts), 1, 100, || format!("{at}.exam.attempts"));
                self.span(exam.wait_days, 0, || format!("{at}.exam.wait_days"));
            }
            for (j, fee) in o.fees.iter().enumerate() {
                let at = format!("{at}.fees[{j}]");
                self.amount(fee.amount, &format!("{at}.amount"));
                match fee.per {
                    Per::Credits(n) => self.within(n, 0, 1_000_000, || format!("{at}.per")),
                    Per::Attempt => self.unless(fee.part == Part::Exam && o.exam.is_some(), || {
                        (format!("{at}.per"), "only the exam of an offering that has one is paid per attempt".to_owned())
                    }),
                    Per::Once => {}
                }
                if let Some(days) = fee.access_days {
                    self.span(days, 1, || format!("{at}.access_days"));
                }
                if let Some(plan) = &fee.member_of {
                    let known = self.plans.get(plan) == Some(&true);
                    self.unless(known, || (format!("{at}.member_of"), format!("no membership is called `{plan}`")));
                }
            }
        }
    }

    fn length(&mut self, span: Span, at: &str) {
        let (Span::Days(n) | Span::Months(n)) = span;
        self.span(n, 1, || format!("{at}.unit"));
    }

    fn all_plans(&mut self) {
        for (i, p) in self.world.plans.iter().enumerate() {
            let at = format!("plans[{i}]");
            match &p.kind {
                PlanKind::Subscription { amount, unit, min_units, trial_days, yearly } => {
                    self.amount(*amount, &format!("{at}.kind.amount"));
                    self.length(*unit, &format!("{at}.kind"));
                    self.within(i64::from(*min_units), 1, 1000, || format!("{at}.kind.min_units"));
                    self.span(*trial_days, 0, || format!("{at}.kind.trial_days"));
                    self.amount(*yearly, &format!("{at}.kind.yearly"));
                }
                PlanKind::Term { amount, unit } => {
                    self.amount(*amount, &format!("{at}.kind.amount"));
                    self.length(*unit, &format!("{at}.kind"));
                }
                PlanKind::Membership { amount, unit } => {
                    self.amount(*amount, &format!("{at}.kind.amount"));
                    self.length(*unit, &format!("{at}.kind"));
                    self.unless(p.covers.is_empty(), || (format!("{at}.covers"), "a membership covers nothing: fees name it".to_owned()));
                }
                PlanKind::Bundle { amount, unless_held } => {
                    self.amount(*amount, &format!("{at}.kind.amount"));
                    for held in unless_held {
                        self.credential(held, || format!("{at}.kind.unless_held"));
                    }
                }
            }
            for (j, cover) in p.covers.iter().enumerate() {
                self.offering(&cover.offering, || format!("{at}.covers[{j}].offering"));
            }
        }
    }

    fn all_funding(&mut self) {
        for (i, f) in self.world.funding.iter().enumerate() {
            let at = format!("funding[{i}]");
            self.within(f.rate_per_mille, 0, 1000, || format!("{at}.rate_per_mille"));
            for o in f.offerings.iter().flatten() {
                self.offering(o, || format!("{at}.offerings"));
            }
            for p in &f.plans {
                let known = self.plans.contains_key(p);
                self.unless(known, || (format!("{at}.plans"), format!("no plan is called `{p}`")));
            }
            for x in &f.excludes {
                let known = self.funds.contains(x);
                self.unless(known, || (format!("{at}.excludes"), format!("no fund is called `{x}`")));
            }
            let mut years = 0;
            for (j, cap) in f.caps.iter().enumerate() {
                self.within(cap.amount, 0, MOST, || format!("{at}.caps[{j}].amount"));
                if let CapPer::AwardYear(month, day) = cap.per {
                    let real = jiff::civil::Date::new(2001, month, day).is_ok();
                    self.unless(real, || (format!("{at}.caps[{j}].per"), format!("{month}-{day} is no day of every year")));
                }
                years += i32::from(matches!(cap.per, CapPer::AwardYear(..) | CapPer::CalendarYear));
            }
            self.unless(years <= 1, || (format!("{at}.caps"), "one cap per year at most, calendar or award".to_owned()));
        }
    }

    fn learner(&mut self) {
        let l = &self.world.learner;
        for (i, held) in l.earned.iter().enumerate() {
            self.credential(&held.credential, || format!("learner.earned[{i}].credential"));
        }
        self.unless(!l.hours.is_empty(), || ("learner.hours".to_owned(), "at least one entry, even if it is 0".to_owned()));
        for (i, hours) in l.hours.iter().enumerate() {
            self.within(hours.weekly_minutes, 0, 7 * 24 * 60, || format!("learner.hours[{i}].weekly_minutes"));
        }
        self.within(i64::from(l.at_once), 1, 20, || "learner.at_once".to_owned());
        for (name, limit) in
            [("budget", l.budget), ("monthly_cap", l.monthly_cap), ("yearly_cap", l.yearly_cap), ("week_value", l.week_value)]
        {
            self.within(limit.unwrap_or(0), 0, MOST, || format!("learner.{name}"));
        }
        self.span(l.hold_months, 0, || "learner.hold_months".to_owned());
        self.within(i64::from(l.horizon_days), 1, 7305, || "learner.horizon_days".to_owned());
        for (name, ids) in [("locks", &l.locks), ("exclude_credentials", &l.exclude_credentials)] {
            for id in ids {
                self.credential(id, || format!("learner.{name}"));
            }
        }
        for id in &l.exclude_offerings {
            self.offering(id, || "learner.exclude_offerings".to_owned());
        }
    }
}
