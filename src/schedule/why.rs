//! Questions about answers: why not this credential, what if something changed, what does each policy cost.

use serde::{Deserialize, Serialize};

use super::answer::{Constraint, Pathway};
use super::archive::{Aim, Found};
use super::ask::{Limits, effort, solve};
use super::bound::Bounds;
use super::ids::{Day, Id};
use super::impasse::{self, Variant, constraints};
use super::market::Market;
use super::price::Effort;
use super::setting::{Kind, Need, Question, Setting};
use super::world::Percentile;

/// Why a credential is not in the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// No credential has this name.
    Unknown,
    /// It is held already.
    Held,
    /// It gives nothing the goal asks, directly or as a prerequisite.
    Irrelevant,
    /// It cannot be earned: no offering with a known price, or no way to its prerequisites.
    OutOfReach,
    /// This one gives the same, asks no more, costs no more and takes no more effort.
    DominatedBy(Id),
    /// With it, these constraints cannot be kept together.
    Breaks(Vec<Constraint>),
    /// It can be had at this price.
    Costs(Forced),
    /// The search was stopped before it could be told.
    Stopped,
}

/// The exact price of having a credential among the steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forced {
    /// How much the cheapest pathway rises.
    pub money: i64,
    /// How many days later the fastest pathway is ready.
    pub days: i32,
    /// Ready date of the cheapest pathway with it.
    pub ready: Day,
    /// A credential that dominates it, where one does.
    pub dominated_by: Option<Id>,
}

/// What changes from one pathway to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diff {
    /// Steps in both, on the same dates through the same offering.
    pub kept: Vec<Id>,
    /// Steps in both that start some days later (earlier when negative) or go through another offering.
    pub moved: Vec<(Id, i32)>,
    /// Steps only in the first.
    pub dropped: Vec<Id>,
    /// Steps only in the second.
    pub added: Vec<Id>,
    /// Money of the second less money of the first.
    pub money: i64,
    /// Days from the first ready date to the second.
    pub days: i32,
}

/// What a constraint costs: the answers without it, against those with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyPrice {
    /// The constraint.
    pub constraint: Constraint,
    /// Money it adds to the cheapest pathway; `None`: there is one only without it, or the search was stopped.
    pub money: Option<i64>,
    /// Days it adds to the fastest pathway.
    pub days: Option<i32>,
}

/// Compares two pathways step by step.
pub fn compare(first: &Pathway, second: &Pathway) -> Diff {
    let mut diff = Diff {
        kept: Vec::new(),
        moved: Vec::new(),
        dropped: Vec::new(),
        added: Vec::new(),
        money: second.money - first.money,
        days: second.ready.0 - first.ready.0,
    };
    for step in &first.steps {
        match second.steps.iter().find(|s| s.credential == step.credential) {
            None => diff.dropped.push(step.credential.clone()),
            Some(s) if (s.start, s.issued, &s.offering) == (step.start, step.issued, &step.offering) => {
                diff.kept.push(step.credential.clone());
            }
            Some(s) => diff.moved.push((step.credential.clone(), s.start.0 - step.start.0)),
        }
    }
    let new = second.steps.iter().filter(|s| first.steps.iter().all(|f| f.credential != s.credential));
    diff.added.extend(new.map(|s| s.credential.clone()));
    for list in [&mut diff.kept, &mut diff.dropped, &mut diff.added] {
        list.sort();
    }
    diff.moved.sort();
    diff
}

impl Market<'_> {
    /// Why a credential is not in the answer to a question, or what it would cost to have it there.
    pub fn why_not(&self, question: Question<'_>, credential: &Id, limits: &Limits<'_>) -> WhyNot {
        let Some(&rank) = self.credential.get(credential) else { return WhyNot::Unknown };
        if question.learner.earned.iter().any(|e| e.credential == *credential) {
            return WhyNot::Held;
        }
        let setting = Setting::new(self, question, Percentile::P50);
        let mut effort = effort(limits);
        let mut forced = Variant::of(question);
        forced.learner.locks.push(credential.clone());
        let item = (0_u32..).zip(&setting.items).find(|(_, i)| i.credential == Some(rank) && !matches!(i.kind, Kind::Keep(_)));
        let dominated_by = item.as_ref().and_then(|(i, _)| dominator(&setting, *i));
        let here = (self.best(question, Aim::Cheapest, &mut effort), self.best(question, Aim::Fastest, &mut effort));
        let with = (forced.best(self, Aim::Cheapest, &mut effort), forced.best(self, Aim::Fastest, &mut effort));
        match (here, with) {
            (((Some(cheap), true), (Some(fast), true)), ((Some(dear), true), (Some(slow), true))) => {
                let used = dear.measures.money == cheap.measures.money;
                match dominated_by {
                    Some(by) if !used && item.is_some() => WhyNot::DominatedBy(by),
                    dominated_by => WhyNot::Costs(Forced {
                        money: dear.measures.money - cheap.measures.money,
                        days: slow.measures.ready - fast.measures.ready,
                        ready: Day(dear.measures.ready),
                        dominated_by,
                    }),
                }
            }
            (_, ((None, true), _)) => {
                let question = Question { learner: &forced.learner, goal: question.goal, policies: &forced.policies };
                if impasse::unteachable(self, question).is_some() {
                    return WhyNot::OutOfReach;
                }
                let mut conflict = impasse::explain(self, question, &mut effort).conflict;
                conflict.retain(|c| *c != Constraint::Lock(credential.clone()));
                if conflict.is_empty() && item.is_none() { WhyNot::Irrelevant } else { WhyNot::Breaks(conflict) }
            }
            _ => WhyNot::Stopped,
        }
    }

    fn best(&self, question: Question<'_>, aim: Aim, effort: &mut Effort<'_>) -> (Option<Found>, bool) {
        let setting = Setting::new(self, question, Percentile::P50);
        if !setting.unteachable.is_empty() {
            return (None, true);
        }
        let solved = solve(&setting, &Bounds::new(&setting), &[aim], effort);
        (solved.archive.best(aim).cloned(), solved.closed)
    }

    /// What each constraint the question carries costs in money and days, by answering without it.
    pub fn policy_prices(&self, question: Question<'_>, limits: &Limits<'_>) -> Vec<PolicyPrice> {
        let mut effort = effort(limits);
        let with = (self.best(question, Aim::Cheapest, &mut effort), self.best(question, Aim::Fastest, &mut effort));
        let all = constraints(question);
        let price = |constraint: Constraint| {
            let without = Variant::of(question).without(&constraint);
            let (cheap, fast) = (without.best(self, Aim::Cheapest, &mut effort), without.best(self, Aim::Fastest, &mut effort));
            let both = |a: &(Option<Found>, bool), b: &(Option<Found>, bool)| {
                Some((a.1.then_some(a.0.as_ref()?)?.measures, b.1.then_some(b.0.as_ref()?)?.measures))
            };
            PolicyPrice {
                money: both(&with.0, &cheap).map(|(with, without)| with.money - without.money),
                days: both(&with.1, &fast).map(|(with, without)| with.ready - without.ready),
                constraint,
            }
        };
        all.into_iter().map(price).collect()
    }
}

/// A credential that is no worse in anything that matters here: it gives the same wherever the other would, and its
/// dearest way of paying, its effort and its needs are no more than the least of the other.
fn dominator(setting: &Setting<'_>, item: u32) -> Option<Id> {
    let (own, mine) = (item as usize, &setting.items[item as usize]);
    let least = Bounds::new(setting).offers[own].iter().map(|o| o.net).min()?;
    let asked: Vec<&Vec<u32>> = setting
        .goal
        .iter()
        .chain(setting.items.iter().flat_map(|i| i.needs.iter().chain(&i.loose).chain(&i.strict)))
        .flat_map(|need: &Need| need.atoms.iter().map(|(_, from)| from))
        .filter(|from| from.contains(&item))
        .collect();
    let others =
        (0_u32..).zip(&setting.items).filter(|(i, other)| *i != item && other.kind == Kind::Study && other.credential != mine.credential);
    let beats = |(i, other): &(u32, &super::setting::Item)| {
        let simple = other.needs.is_empty() && other.loose.is_empty() && other.strict.is_empty();
        let lasts = other.valid_months.is_none() && other.valid_until.is_none();
        let offer = other.offers.iter().any(|o| {
            let sum: Option<i64> = o.slots.iter().map(|s| s.ways.iter().filter_map(sure_price).min()).sum();
            let free = matches!(o.pace, super::setting::Pace::Own { .. }) && o.exam.is_none();
            let effort = mine.offers.iter().map(|m| m.minutes).min().unwrap_or(0);
            let lag = mine.offers.iter().map(|m| m.lag).min().unwrap_or(0);
            free && o.minutes <= effort && o.lag <= lag && sum.is_some_and(|s| s.saturating_add(other.award_fee) <= least)
        });
        simple && lasts && offer && asked.iter().all(|from| from.contains(i))
    };
    let by = others.filter(|o| beats(o)).find_map(|(_, other)| other.credential)?;
    setting.market.credentials.get(by as usize).map(|c| c.id.clone())
}

/// What a way costs on any day, if that is sure.
fn sure_price(way: &super::setting::Way) -> Option<i64> {
    match way {
        super::setting::Way::Direct(p)
            if p.member_of.is_none() && p.access.is_none() && !p.per_attempt && p.from < -1_000_000 && p.until > 100_000_000 =>
        {
            Some(p.amount)
        }
        _ => None,
    }
}
