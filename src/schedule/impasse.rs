//! No pathway: the smallest set of constraints that no pathway keeps together, and the cheapest single changes that open one.

use super::answer::{Change, Constraint, Impasse, Relaxation};
use super::archive::{Aim, Found};
use super::ask::solve;
use super::bound::Bounds;
use super::ids::{Day, Id};
use super::market::Market;
use super::price::Effort;
use super::setting::{Question, Setting};
use super::world::{HeldLevel, Learner, Percentile, Policy};

/// A question that owns its parts, to be changed and asked again.
#[derive(Clone)]
pub(super) struct Variant<'q> {
    pub(super) learner: Learner,
    pub(super) policies: Vec<Policy>,
    pub(super) question: Question<'q>,
}

impl<'q> Variant<'q> {
    pub(super) fn of(question: Question<'q>) -> Self {
        Self { learner: question.learner.clone(), policies: question.policies.to_vec(), question }
    }

    /// The best for an aim, and whether it is proven.
    pub(super) fn best(&self, market: &Market<'_>, aim: Aim, effort: &mut Effort<'_>) -> (Option<Found>, bool) {
        if effort.stopped() {
            return (None, false);
        }
        let question = Question { learner: &self.learner, goal: self.question.goal, policies: &self.policies };
        let setting = Setting::new(market, question, Percentile::P50);
        if !setting.unteachable.is_empty() {
            return (None, true);
        }
        let solved = solve(&setting, &Bounds::new(&setting), &[aim], effort);
        (solved.archive.best(aim).cloned(), solved.closed)
    }

    /// Whether there is any pathway; `None`: not known.
    fn feasible(&self, market: &Market<'_>, effort: &mut Effort<'_>) -> Option<bool> {
        if effort.stopped() {
            return None;
        }
        let question = Question { learner: &self.learner, goal: self.question.goal, policies: &self.policies };
        let setting = Setting::new(market, question, Percentile::P50);
        if setting.goal.is_empty() {
            return Some(true);
        }
        if !setting.unteachable.is_empty() {
            return Some(false);
        }
        let solved = solve(&setting, &Bounds::new(&setting), &[Aim::Cheapest], effort);
        if solved.archive.front.is_empty() { solved.closed.then_some(false) } else { Some(true) }
    }

    /// Without a constraint.
    pub(super) fn without(mut self, constraint: &Constraint) -> Self {
        let learner = &mut self.learner;
        match constraint {
            Constraint::Budget => learner.budget = None,
            Constraint::MonthlyCap => learner.monthly_cap = None,
            Constraint::YearlyCap => learner.yearly_cap = None,
            Constraint::Deadline => learner.deadline = None,
            Constraint::Exclusions => {
                learner.exclude_credentials.clear();
                learner.exclude_offerings.clear();
                learner.exclude_providers.clear();
            }
            Constraint::Policy(id) => self.policies.retain(|p| p.id != *id),
            Constraint::Lock(id) => learner.locks.retain(|l| l != id),
            Constraint::Calendar => {}
        }
        self
    }
}

/// The constraints a question carries.
pub(super) fn constraints(question: Question<'_>) -> Vec<Constraint> {
    let l = question.learner;
    let excludes = !(l.exclude_credentials.is_empty() && l.exclude_offerings.is_empty() && l.exclude_providers.is_empty());
    let mut list: Vec<Constraint> = [
        (l.budget.is_some(), Constraint::Budget),
        (l.monthly_cap.is_some(), Constraint::MonthlyCap),
        (l.yearly_cap.is_some(), Constraint::YearlyCap),
        (l.deadline.is_some(), Constraint::Deadline),
        (excludes, Constraint::Exclusions),
    ]
    .into_iter()
    .filter_map(|(there, constraint)| there.then_some(constraint))
    .collect();
    list.extend(question.policies.iter().map(|p| Constraint::Policy(p.id.clone())));
    list.extend(l.locks.iter().map(|id| Constraint::Lock(id.clone())));
    list
}

/// Requirements that nothing in the catalogue meets, whatever is allowed; `None`: there are none.
pub(super) fn unteachable(market: &Market<'_>, question: Question<'_>) -> Option<Vec<Id>> {
    let mut free = Variant::of(question);
    for constraint in constraints(question) {
        free = free.without(&constraint);
    }
    let question = Question { learner: &free.learner, goal: question.goal, policies: &free.policies };
    let ids = Setting::new(market, question, Percentile::P50).unteachable;
    (!ids.is_empty()).then_some(ids)
}

/// Explains an infeasible question.
pub(super) fn explain(market: &Market<'_>, question: Question<'_>, effort: &mut Effort<'_>) -> Impasse {
    let all = constraints(question);
    let mut impasse = Impasse { conflict: Vec::new(), proven: true, relaxations: Vec::new() };
    let mut free = Variant::of(question);
    for constraint in &all {
        free = free.without(constraint);
    }
    match free.feasible(market, effort) {
        Some(true) => impasse.proven = smallest(market, question, &all, effort, &mut impasse.conflict),
        known => {
            impasse.conflict = vec![Constraint::Calendar];
            impasse.proven = known.is_some();
        }
    }
    impasse.relaxations = relaxations(market, question, &all, effort);
    impasse
}

/// Tries sets of constraints by size; at most twelve constraints are told apart, the rest are always kept.
fn smallest(
    market: &Market<'_>,
    question: Question<'_>,
    all: &[Constraint],
    effort: &mut Effort<'_>,
    conflict: &mut Vec<Constraint>,
) -> bool {
    let told = all.len().min(12);
    let mut sets: Vec<u32> = (1..1_u32 << told).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    let mut proven = told == all.len();
    for set in sets {
        let mut variant = Variant::of(question);
        for (i, constraint) in all.iter().enumerate().take(told) {
            if set >> i & 1 == 0 {
                variant = variant.without(constraint);
            }
        }
        match variant.feasible(market, effort) {
            Some(false) => {
                let kept = all.iter().enumerate().filter(|(i, _)| *i >= told || set >> i & 1 == 1);
                conflict.extend(kept.map(|(_, c)| c.clone()));
                return proven;
            }
            Some(true) => {}
            None => proven = false,
        }
    }
    conflict.extend(all.iter().cloned());
    proven
}

fn relaxations(market: &Market<'_>, question: Question<'_>, all: &[Constraint], effort: &mut Effort<'_>) -> Vec<Relaxation> {
    let mut list = Vec::new();
    for constraint in all {
        let variant = Variant::of(question).without(constraint);
        let aim = if *constraint == Constraint::Deadline { Aim::Fastest } else { Aim::Cheapest };
        let (Some(found), _) = variant.best(market, aim, effort) else { continue };
        let measures = found.measures;
        let told = match constraint {
            Constraint::Budget => {
                least_raise(market, question, effort, |l| &mut l.budget, super::ledger::peak(&found.bill.entries), Change::Budget)
            }
            Constraint::MonthlyCap => least_raise(market, question, effort, |l| &mut l.monthly_cap, most(&found), Change::MonthlyCap),
            Constraint::YearlyCap => least_raise(market, question, effort, |l| &mut l.yearly_cap, most(&found), Change::YearlyCap),
            Constraint::Deadline => {
                let deadline = question.learner.deadline.map_or(0, |d| d.0);
                Some((Change::Deadline(measures.ready - deadline), measures.money, measures.ready))
            }
            Constraint::Exclusions => Some((Change::Exclusions, measures.money, measures.ready)),
            Constraint::Policy(id) => Some((Change::Policy(id.clone()), measures.money, measures.ready)),
            Constraint::Lock(id) => Some((Change::Lock(id.clone()), measures.money, measures.ready)),
            Constraint::Calendar => None,
        };
        list.extend(told);
    }
    list.extend(more_hours(market, question, effort));
    let mut wider = Variant::of(question);
    wider.learner.at_once += 1;
    if let (Some(found), _) = wider.best(market, Aim::Cheapest, effort) {
        list.push((Change::AtOnce(1), found.measures.money, found.measures.ready));
    }
    for claim in &question.learner.claims {
        let mut trusting = Variant::of(question);
        trusting.learner.held.push(HeldLevel { c: claim.c.clone(), l: claim.l, expires: None });
        if let (Some(found), _) = trusting.best(market, Aim::Cheapest, effort) {
            list.push((Change::Claim(claim.c.clone(), claim.l), found.measures.money, found.measures.ready));
        }
    }
    let mut list: Vec<Relaxation> =
        list.into_iter().map(|(change, money, ready)| Relaxation { change, money, ready: Day(ready) }).collect();
    list.sort_by(|a, b| (a.money, a.ready, &a.change).cmp(&(b.money, b.ready, &b.change)));
    list
}

/// More than any month or year can take.
fn most(found: &Found) -> i64 {
    found.bill.entries.iter().map(|e| e.amount.max(0)).sum()
}

/// The least raise of a limit that opens a pathway; `enough` is known to do.
fn least_raise(
    market: &Market<'_>,
    question: Question<'_>,
    effort: &mut Effort<'_>,
    limit: impl Fn(&mut Learner) -> &mut Option<i64>,
    enough: i64,
    change: impl Fn(i64) -> Change,
) -> Option<(Change, i64, i32)> {
    let mut variant = Variant::of(question);
    let now = (*limit(&mut variant.learner))?;
    let (mut low, mut high) = (now, enough);
    *limit(&mut variant.learner) = Some(high);
    let mut best = variant.best(market, Aim::Cheapest, effort).0?;
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        *limit(&mut variant.learner) = Some(middle);
        match variant.best(market, Aim::Cheapest, effort) {
            (Some(found), _) => {
                high = middle;
                best = found;
            }
            (None, true) => low = middle,
            (None, false) => return None,
        }
    }
    Some((change(high - now), best.measures.money, best.measures.ready))
}

/// The least number of whole hours more in every week that opens a pathway, up to forty.
fn more_hours(market: &Market<'_>, question: Question<'_>, effort: &mut Effort<'_>) -> Option<(Change, i64, i32)> {
    let with = |hours: i64| {
        let mut variant = Variant::of(question);
        for week in &mut variant.learner.hours {
            week.weekly_minutes = (week.weekly_minutes + hours * 60).min(7 * 24 * 60);
        }
        variant
    };
    let (mut low, mut high) = (0, 40);
    let mut best = with(high).best(market, Aim::Cheapest, effort).0?;
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        match with(middle).best(market, Aim::Cheapest, effort) {
            (Some(found), _) => {
                high = middle;
                best = found;
            }
            (None, true) => low = middle,
            (None, false) => return None,
        }
    }
    Some((Change::Hours(high * 60), best.measures.money, best.measures.ready))
}
