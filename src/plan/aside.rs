//! Questions about answers: why not this credential, what does each limit cost, what changes from one pathway to another.

use super::{
    Limit, Pathway, Question, Relaxed, Trouble, Unusable,
    desk::{Desk, Outcome, WORK},
    market::{unusable, unusable_credential},
    pose::Unknowns,
    reach::failing_groups,
    ways::wider,
};
use crate::{
    graph::{CredentialAt, SkillGraph},
    model::{Date, TrustFloor},
    schedule::{self, Market, Want, World, answer::Constraint},
    solve::Budget,
};
use std::collections::BTreeSet;

/// Why a credential is not in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The learner holds it.
    Held,
    /// It is in the cheapest answer.
    InAnswer,
    /// Nobody offers it, or her wishes leave none of its offerings.
    Unusable(Vec<Unusable>),
    /// What it asks first cannot be reached, or its price or effort is unknown.
    OutOfReach,
    /// With it these limits cannot be kept.
    Breaks(Vec<Limit>),
    /// It can be had at this price.
    Costs(Forced),
    /// The search was stopped before it could be told.
    Stopped,
}

/// What it costs to have a credential among the steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forced {
    /// How much more the cheapest pathway costs with it, in minor units.
    pub minor: i64,
    /// How many days later the fastest pathway is ready with it.
    pub days: i64,
    /// The ready date of the cheapest pathway with it.
    pub ready: Date,
    /// Another one that gives all it gives here, asks for no more, costs no more and takes no more effort.
    pub dominated_by: Option<CredentialAt>,
    /// Steps of the cheapest pathway that it makes needless.
    pub instead_of: Vec<CredentialAt>,
    /// Whether all of this is proven; else it compares the best found.
    pub proven: bool,
}

/// What one of the learner's limits or wishes costs: the answer with it against the answer without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyPrice {
    /// Which, by what would be given up.
    pub policy: Policy,
    /// Money that it adds to the cheapest pathway; nothing where there is a pathway only without it, or none at all.
    pub minor: Option<i64>,
    /// Days that it adds to the fastest pathway.
    pub days: Option<i64>,
    /// Whether both are proven.
    pub proven: bool,
}

/// A limit or a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// A limit.
    Limit(Limit),
    /// A wish, by what would be given up.
    Wish(Relaxed),
    /// A credential that must be there.
    Lock(CredentialAt),
}

/// What changes from one pathway to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// In both, by the same offering on the same dates.
    pub kept: Vec<CredentialAt>,
    /// In both, some days later (earlier where negative) or by another offering.
    pub moved: Vec<(CredentialAt, i64)>,
    /// Only in the first.
    pub dropped: Vec<CredentialAt>,
    /// Only in the second.
    pub added: Vec<CredentialAt>,
    /// Money of the second less that of the first, in minor units.
    pub minor: i64,
    /// Days from the first ready date to the second.
    pub days: i64,
}

/// Compares two pathways step by step.
pub fn compare(first: &Pathway, second: &Pathway) -> Diff {
    let mut diff = Diff {
        kept: Vec::new(),
        moved: Vec::new(),
        dropped: Vec::new(),
        added: Vec::new(),
        minor: second.minor - first.minor,
        days: i64::from((second.ready - first.ready).get_days()),
    };
    for step in &first.steps {
        match second.steps.iter().find(|other| other.credential == step.credential) {
            None => diff.dropped.push(step.credential),
            Some(same) if (same.route, same.start, same.issued) == (step.route, step.start, step.issued) => diff.kept.push(step.credential),
            Some(other) => diff.moved.push((step.credential, i64::from((other.start - step.start).get_days()))),
        }
    }
    let new = second.steps.iter().map(|step| step.credential);
    diff.added = new.filter(|at| first.steps.iter().all(|step| step.credential != *at)).collect();
    diff
}

/// Why a credential is not in the answer to a question, or what it would cost to have it there.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn why_not(graph: &SkillGraph, question: &Question, credential: CredentialAt, budget: &Budget<'_>) -> Result<WhyNot, Trouble> {
    let (asked, gates) = question.asked(graph);
    let desk = Desk::new(graph, question, &asked, &gates, budget);
    if desk.standing.holds(credential, TrustFloor::Any) {
        return Ok(WhyNot::Held);
    }
    let constraints = desk.constraints();
    if let Some(reason) = unusable_credential(graph, credential, constraints) {
        return Ok(WhyNot::Unusable(vec![reason]));
    }
    let reasons: Vec<Option<Unusable>> =
        graph.offerings_of(credential).iter().map(|offering| unusable(graph, *offering, credential, constraints)).collect();
    if graph.stack(credential).is_none() && reasons.iter().all(Option::is_some) {
        let reasons: BTreeSet<Unusable> = reasons.into_iter().flatten().collect();
        return Ok(WhyNot::Unusable(reasons.into_iter().collect()));
    }
    let id = graph.credential(credential).id.clone();
    let mut forced = question.clone();
    forced.learner.constraints.locked.push(id.clone());
    let Some((world, here)) = desk.both()? else { return Ok(WhyNot::OutOfReach) };
    let Some((_, there)) = desk.of(&forced).both()? else { return Ok(WhyNot::OutOfReach) };
    let id = schedule::Id::from(id.as_str());
    match (here.cheapest, here.fastest, there.cheapest, there.fastest) {
        (Some(cheap), Some(fast), Some(dear), Some(slow)) => {
            if cheap.steps.iter().any(|step| step.credential == id) {
                return Ok(WhyNot::InAnswer);
            }
            let proven = here.gap.is_none() && there.gap.is_none();
            let dominated_by = if proven && !desk.stopped() { desk.dominator(&world, &id) } else { None };
            let with: Vec<_> = dear.steps.iter().map(|step| &step.credential).collect();
            let gone = cheap.steps.iter().filter(|step| !with.contains(&&step.credential));
            Ok(WhyNot::Costs(Forced {
                minor: dear.money - cheap.money,
                days: i64::from(slow.ready.0 - fast.ready.0),
                ready: dear.ready.date(),
                dominated_by,
                instead_of: gone.filter_map(|step| desk.credential(&step.credential)).collect(),
                proven,
            }))
        }
        (_, _, None, _) => Ok(match there.impasse {
            Some(impasse) => WhyNot::Breaks(desk.told_limits(&impasse.conflict)),
            None => WhyNot::Stopped,
        }),
        _ => Ok(WhyNot::Stopped),
    }
}

/// What each limit and wish of the learner's costs in money and days, by answering without it.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn policy_prices(graph: &SkillGraph, question: &Question, budget: &Budget<'_>) -> Result<Vec<PolicyPrice>, Trouble> {
    let (asked, gates) = question.asked(graph);
    let desk = Desk::new(graph, question, &asked, &gates, budget);
    let constraints = desk.constraints();
    let mut without: Vec<(Policy, Question)> = Vec::new();
    let mut add = |policy: Policy, change: &dyn Fn(&mut Question)| {
        let mut changed = question.clone();
        change(&mut changed);
        without.push((policy, changed));
    };
    for limit in desk.limited_by() {
        add(Policy::Limit(limit), &|changed| {
            let constraints = &mut changed.learner.constraints;
            match limit {
                Limit::Budget(_) => constraints.budget = None,
                Limit::MonthlyCap(_) => constraints.monthly_cap = None,
                Limit::YearlyCap(_) => constraints.yearly_cap = None,
                Limit::Deadline(_) => constraints.deadline = None,
                Limit::Calendar => {}
            }
        });
    }
    for (wish, changed) in wider(constraints) {
        add(Policy::Wish(wish), &|question| question.learner.constraints = changed.clone());
    }
    for id in &constraints.locked {
        if let Some(at) = graph.find_credential(id.as_str()) {
            add(Policy::Lock(at), &|changed| changed.learner.constraints.locked.retain(|other| other != id));
        }
    }
    if without.is_empty() {
        return Ok(Vec::new());
    }
    let here = desk.both()?.map(|(_, outcome)| outcome).unwrap_or_default();
    let mut prices = Vec::new();
    for (policy, question) in &without {
        let there = desk.of(question).both()?.map(|(_, outcome)| outcome).unwrap_or_default();
        let minor = here.cheapest.as_ref().zip(there.cheapest.as_ref()).map(|(with, without)| with.money - without.money);
        let days = here.fastest.as_ref().zip(there.fastest.as_ref()).map(|(with, without)| i64::from(with.ready.0 - without.ready.0));
        prices.push(PolicyPrice { policy: policy.clone(), minor, days, proven: here.gap.is_none() && there.gap.is_none() });
    }
    Ok(prices)
}

impl Desk<'_> {
    /// The world of the question with the cheapest and the fastest pathway in it; nothing where some requirement fails whatever is spent.
    fn both(&self) -> Result<Option<(World, Outcome)>, Trouble> {
        let posed = self.pose(&self.wishes(), Unknowns::LeaveOut)?;
        if !failing_groups(&posed.problem).is_empty() {
            return Ok(None);
        }
        let world = self.world(&posed);
        let outcome = self.answer(&posed, &world, &[Want::Cheapest, Want::Fastest], WORK)?;
        Ok(Some((world, outcome)))
    }

    fn dominator(&self, world: &World, id: &schedule::Id) -> Option<CredentialAt> {
        let market = Market::new(world);
        let limits = schedule::Limits { work: WORK, stop: self.budget.stop };
        match market.why_not(schedule::Question::of(world), id, &limits) {
            schedule::WhyNot::DominatedBy(by) => self.credential(&by),
            schedule::WhyNot::Costs(forced) => forced.dominated_by.and_then(|by| self.credential(&by)),
            _ => None,
        }
    }

    /// The learner's own limits among the constraints of a conflict.
    pub(super) fn told_limits(&self, conflict: &[Constraint]) -> Vec<Limit> {
        let all: Vec<Limit> = self.limited_by().collect();
        let told = conflict.iter().filter_map(|constraint| match constraint {
            Constraint::Budget => all.iter().find(|limit| matches!(limit, Limit::Budget(_))).copied(),
            Constraint::MonthlyCap => all.iter().find(|limit| matches!(limit, Limit::MonthlyCap(_))).copied(),
            Constraint::YearlyCap => all.iter().find(|limit| matches!(limit, Limit::YearlyCap(_))).copied(),
            Constraint::Deadline => all.iter().find(|limit| matches!(limit, Limit::Deadline(_))).copied(),
            Constraint::Calendar => Some(Limit::Calendar),
            Constraint::Exclusions | Constraint::Policy(_) | Constraint::Lock(_) => None,
        });
        told.collect()
    }
}
