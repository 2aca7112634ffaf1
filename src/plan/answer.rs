//! The front door of `plan`: a question in, proven pathways or the reason why there is none out.

use super::{
    Failing, Hindrance, Impasse, LimitHit, Pathway, Proof, Question, Relaxation, Relaxed, Route, Unusable, Wanted, Without, calendar,
    pathway::{Aim, pathway},
    pose::{Posed, Unknowns, Wish, pose},
    reach::failing_groups,
};
use crate::{
    check,
    gap::{Gap, Standing, gap_to},
    graph::{Asked, Bound, Need, OfferingAt, SkillGraph},
    model::{Constraints, Effort, Necessity, TrustFloor},
    schedule::World,
    solve::{
        Budget, Prepared,
        problem::{self as solving, Answer as Solved, Measure, Minimise, Problem, Status},
    },
};
use std::collections::BTreeSet;

/// How a question ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing is missing.
    Met,
    /// Pathways, each with its proof.
    Found(Box<Found>),
    /// There is none, and why.
    Impasse(Box<Impasse>),
    /// Stopped before a first pathway was found or ruled out.
    Stopped,
}

/// The pathways that answer a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Least money, then effort, then credentials.
    pub cheapest: Pathway,
    /// The earliest of all stacks in hand; proven where it needs no waiting. Then money, effort, credentials.
    pub fastest: Pathway,
    /// Fewest new credentials, then money, then effort.
    pub fewest: Pathway,
    /// All trade-offs of money, effort and count, none beaten by another, by rising money.
    pub frontier: Vec<Pathway>,
    /// Whether the frontier is proven to be whole.
    pub complete: bool,
    /// Offerings without a known price that would make a cheaper pathway if they cost nothing.
    pub may_be_cheaper: Vec<OfferingAt>,
}

impl Found {
    /// The few of the frontier to show: both ends, then whatever lies farthest from those chosen.
    pub fn shown(&self, most: usize) -> Vec<&Pathway> {
        let all = &self.frontier;
        if all.len() <= most {
            return all.iter().collect();
        }
        let last = all.len() - 1;
        let mut chosen = BTreeSet::from([0, last]);
        let span = |value: &dyn Fn(&Pathway) -> i64| {
            let values = all.iter().map(value);
            (values.clone().max().unwrap_or(0) - values.min().unwrap_or(0)).max(1)
        };
        let (money, effort) = (span(&|path| path.minor), span(&|path| path.effort.minutes));
        let apart = |a: usize, b: usize| {
            let near = |x: i64, y: i64, span: i64| i128::from((x - y).abs()) * 1_000_000 / i128::from(span);
            near(all[a].minor, all[b].minor, money) + near(all[a].effort.minutes, all[b].effort.minutes, effort)
        };
        while chosen.len() < most {
            let nearest = |at: usize| chosen.iter().map(|other| apart(at, *other)).min().unwrap_or(0);
            let next = (0..all.len()).filter(|at| !chosen.contains(at)).max_by_key(|at| (nearest(*at), std::cmp::Reverse(*at)));
            match next {
                Some(next) => chosen.insert(next),
                None => break,
            };
        }
        chosen.into_iter().map(|at| &all[at]).collect()
    }
}

/// An answer, with what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the goal asks against what the learner shows.
    pub gap: Gap,
    /// How it ended.
    pub ending: Ending,
}

/// Why a question could not be answered at all: a fault of pathstack, never of the learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble(pub String);

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the answer did not pass its own check ({}); please report it with the question", self.0)
    }
}

impl std::error::Error for Trouble {}

const CHEAPEST: [Measure; 3] = [Measure::Cost, Measure::Hours, Measure::Count];
const FASTEST: [Measure; 3] = [Measure::Hours, Measure::Cost, Measure::Count];
const FEWEST: [Measure; 3] = [Measure::Count, Measure::Cost, Measure::Hours];

/// All that stays the same while one question is answered.
struct Desk<'a> {
    graph: &'a SkillGraph,
    question: &'a Question,
    standing: Standing,
    asked: &'a [Asked],
    gates: &'a [Bound],
    budget: &'a Budget<'a>,
}

/// The cheapest, the shortest and the smallest pathway to a goal, and every trade-off between them.
///
/// Each stack is proven best for list prices and learner effort, or says within which bound it lies; each was replayed by an
/// independent judge. Time of an answer grows with what is relevant to the goal, not with the catalogue.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn pathways(graph: &SkillGraph, question: &Question, budget: &Budget<'_>) -> Result<Answer, Trouble> {
    let (asked, gates) = question.asked(graph);
    let start = question.learner.constraints.start;
    let gap = gap_to(graph, &question.learner, &asked, &gates, start);
    let standing = Standing::new(graph, &question.learner, start);
    let desk = Desk { graph, question, standing, asked: &asked, gates: &gates, budget };
    let ending = desk.ending(&gap)?;
    Ok(Answer { gap, ending })
}

/// The question as a problem that can be saved, solved elsewhere and judged.
///
/// # Errors
///
/// [`Trouble`] when the question cannot be said as a problem, for example because its numbers are too large.
pub fn problem(graph: &SkillGraph, question: &Question) -> Result<Problem, Trouble> {
    let (asked, gates) = question.asked(graph);
    let standing = Standing::new(graph, &question.learner, question.learner.constraints.start);
    let desk = Desk { graph, question, standing, asked: &asked, gates: &gates, budget: &Budget::UNLIMITED };
    desk.pose(&desk.wishes(), Unknowns::LeaveOut).map(|posed| posed.problem)
}

/// The question as a world with calendar, prices and funding, that can be saved, replayed and judged.
///
/// # Errors
///
/// [`Trouble`] when the question cannot be said as a problem, for example because its numbers are too large.
pub fn world(graph: &SkillGraph, question: &Question) -> Result<World, Trouble> {
    let (asked, gates) = question.asked(graph);
    let standing = Standing::new(graph, &question.learner, question.learner.constraints.start);
    let desk = Desk { graph, question, standing, asked: &asked, gates: &gates, budget: &Budget::UNLIMITED };
    desk.pose(&desk.wishes(), Unknowns::Last).map(|posed| super::world::world(graph, question, &posed))
}

impl Desk<'_> {
    /// What must be closed: essential requirements and binding gates.
    fn wishes(&self) -> Vec<Wish<'_>> {
        let essential = self.asked.iter().enumerate().filter(|(_, asked)| asked.necessity == Necessity::Essential);
        let essential = essential.map(|(at, asked)| Wish { wanted: Wanted::Requirement(at), need: &asked.need, trust: asked.trust });
        let gates = self.gates.iter().enumerate().filter_map(|(at, gate)| gate.binding().map(|need| (at, need)));
        let gates = gates.map(|(at, need)| Wish { wanted: Wanted::Gate(at), need, trust: TrustFloor::Any });
        essential.chain(gates).collect()
    }

    fn pose(&self, wishes: &[Wish<'_>], unknowns: Unknowns) -> Result<Posed, Trouble> {
        let mut posed = pose(self.graph, self.question, &self.standing, wishes, unknowns).map_err(Trouble)?;
        let constraints = &self.question.learner.constraints;
        let mut query = posed.problem.query().clone();
        query.limits = solving::Limits {
            max_cost: constraints
                .budget
                .and_then(|budget| self.graph.convert(budget, self.question.currency))
                .map(|(worth, _)| worth.minor),
            max_hours: most_minutes(constraints),
            max_count: None,
        };
        let faults = |faults: Vec<solving::Fault>| Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
        posed.problem = Problem::new(posed.problem.catalogue().clone(), query).map_err(faults)?;
        Ok(posed)
    }

    /// Solves in an order of measures; the judge replays the answer before anybody sees it.
    fn solve(&self, prepared: &Prepared, problem: &Problem, order: [Measure; 3]) -> Result<Solved, Trouble> {
        let minimise = Minimise::Lexicographic(order.to_vec());
        let outcome = prepared.solve(problem.query(), &minimise, self.budget).map_err(|refusal| Trouble(refusal.to_string()))?;
        check::answer(problem, &minimise, &outcome.answer)
            .map_err(|faults| Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
        Ok(outcome.answer)
    }

    fn ending(&self, gap: &Gap) -> Result<Ending, Trouble> {
        if gap.is_closed() && self.question.learner.constraints.locked.is_empty() {
            return Ok(Ending::Met);
        }
        let wishes = self.wishes();
        let posed = self.pose(&wishes, Unknowns::LeaveOut)?;
        let prepared = Prepared::new(posed.problem.catalogue().clone());
        let cheapest = self.solve(&prepared, &posed.problem, CHEAPEST)?;
        match cheapest.status {
            Status::Optimal | Status::Feasible => self.found(&posed, &prepared, &cheapest, true),
            Status::Stopped => Ok(Ending::Stopped),
            Status::Infeasible => {
                // With unknown prices or hours there may still be a way; it is used only when there is no other.
                let posed = self.pose(&wishes, Unknowns::Last)?;
                let prepared = Prepared::new(posed.problem.catalogue().clone());
                let unlimited = without_limits(&posed.problem)?;
                let any = self.solve(&prepared, &unlimited, CHEAPEST)?;
                let limited = self.question.learner.constraints.budget.is_some() || posed.problem.query().limits.max_hours.is_some();
                match any.status {
                    Status::Infeasible => self.impasse(&wishes, &posed).map(|impasse| Ending::Impasse(Box::new(impasse))),
                    Status::Stopped => Ok(Ending::Stopped),
                    Status::Optimal | Status::Feasible if limited => {
                        self.limited(&wishes).map(|impasse| Ending::Impasse(Box::new(impasse)))
                    }
                    Status::Optimal | Status::Feasible => self.found(&posed, &prepared, &any, false),
                }
            }
        }
    }

    fn pathway(&self, posed: &Posed, solved: &Solved) -> Pathway {
        let proof = match (solved.status, &solved.bound) {
            (Status::Optimal, _) => Proof::Optimal,
            (_, bound) => Proof::Within(bound.clone().unwrap_or_default()),
        };
        let aim = Aim { asked: self.asked, gates: self.gates };
        pathway(self.graph, self.question, &self.standing, posed, &aim, solved, proof)
    }

    fn found(&self, posed: &Posed, prepared: &Prepared, cheapest: &Solved, known: bool) -> Result<Ending, Trouble> {
        if cheapest.order.is_empty() {
            return Ok(Ending::Met);
        }
        let fastest = self.solve(prepared, &posed.problem, FASTEST)?;
        let fewest = self.solve(prepared, &posed.problem, FEWEST)?;
        let front = prepared.front(posed.problem.query(), &Measure::ALL, self.budget).front;
        if let Err(faults) = check::front(&posed.problem, &Measure::ALL, &front) {
            return Err(Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")));
        }
        let deadline = self.question.learner.constraints.deadline;
        let in_time = |path: &Pathway| deadline.is_none_or(|deadline| path.ready <= deadline);
        let frontier: Vec<Pathway> = front.front.iter().map(|point| self.pathway(posed, point)).collect();
        let solved = [(cheapest, CHEAPEST), (&fastest, FASTEST), (&fewest, FEWEST)];
        let named = solved.map(|(solved, order)| (self.pathway(posed, solved), order));
        let in_hand: Vec<&Pathway> = named.iter().map(|(path, _)| path).chain(&frontier).filter(|path| in_time(path)).collect();
        // No pathway takes less effort than this, so none can be ready before the day it is done.
        let effort = match (&fastest.status, &fastest.objective, &fastest.bound) {
            (Status::Optimal, Some(objective), _) => objective.hours,
            (_, _, Some(bound)) => bound.first().copied().unwrap_or(0),
            _ => 0,
        };
        let constraints = &self.question.learner.constraints;
        let first_day = calendar::after(constraints.start, calendar::days_for(Effort::minutes(effort), constraints.weekly));
        let mut best = Vec::with_capacity(named.len());
        for ((own, order), (solved, _)) in named.iter().zip(solved) {
            // The best in hand: a stopped search may have found better on the way, and dates may speak for another stack.
            let by_date = *order == FASTEST;
            let rank = |path: &Pathway| (if by_date { Some(path.ready) } else { None }, key(path, if by_date { CHEAPEST } else { *order }));
            let Some(path) = in_hand.iter().min_by_key(|path| rank(path)) else { continue };
            let solved_best = solved.status == Status::Optimal && key(path, *order) == key(own, *order);
            let proof = if !known {
                Proof::Unknown
            } else if (by_date && path.ready <= first_day) || (!by_date && solved_best) {
                Proof::Optimal
            } else if by_date {
                Proof::NotBefore(first_day)
            } else {
                Proof::Within(if solved.status == Status::Optimal {
                    key(own, *order).to_vec()
                } else {
                    solved.bound.clone().unwrap_or_default()
                })
            };
            best.push(Pathway { proof, ..(*path).clone() });
        }
        let Ok([mut cheapest, mut fastest, mut fewest]) = <[Pathway; 3]>::try_from(best) else {
            let by = deadline.unwrap_or(constraints.start);
            let ready = named.iter().map(|(path, _)| path).chain(&frontier).map(|path| path.ready).min().unwrap_or(by);
            let found = self.limited(&self.wishes())?;
            return Ok(Ending::Impasse(Box::new(Impasse { limit: Some(LimitHit::Deadline { by, ready }), ..found })));
        };
        let whole = frontier.len();
        let frontier: Vec<Pathway> = frontier.into_iter().filter(in_time).collect();
        let complete = front.complete && known && deadline.is_none() && frontier.len() == whole;
        for (path, order) in [(&mut cheapest, CHEAPEST), (&mut fastest, FASTEST), (&mut fewest, FEWEST)] {
            self.without(posed, prepared, order, path)?;
        }
        let may_be_cheaper = self.may_be_cheaper(posed, &cheapest)?;
        Ok(Ending::Found(Box::new(Found { cheapest, fastest, fewest, frontier, complete, may_be_cheaper })))
    }

    /// For each step, the next best pathway without its credential.
    fn without(&self, posed: &Posed, prepared: &Prepared, order: [Measure; 3], path: &mut Pathway) -> Result<(), Trouble> {
        let taken: BTreeSet<_> = path.steps.iter().map(|step| step.credential).collect();
        for at in 0..path.steps.len() {
            let credential = path.steps[at].credential;
            if !path.steps[at].counts(self.graph) {
                continue;
            }
            let mut query = posed.problem.query().clone();
            query.forbid = posed.items.iter().filter(|(_, item)| item.credential == credential).map(|(id, _)| id.clone()).collect();
            query.forbid.sort();
            let faults = |faults: Vec<solving::Fault>| Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
            let problem = Problem::new(posed.problem.catalogue().clone(), query).map_err(faults)?;
            let solved = self.solve(prepared, &problem, order)?;
            path.steps[at].without = Some(match solved.status {
                Status::Optimal => {
                    let next = self.pathway(posed, &solved);
                    let late = self.question.learner.constraints.deadline.is_some_and(|deadline| next.ready > deadline);
                    if late {
                        path.steps[at].without = Some(Without::Unproven);
                        continue;
                    }
                    let instead = next.steps.iter().map(|step| step.credential).filter(|other| !taken.contains(other)).collect();
                    Without::NextBest {
                        minor: next.minor - path.minor,
                        minutes: next.effort.minutes - path.effort.minutes,
                        count: next.count - path.count,
                        instead,
                    }
                }
                Status::Infeasible => Without::NoOther,
                Status::Feasible | Status::Stopped => Without::Unproven,
            });
        }
        Ok(())
    }

    /// Offerings of unknown price that a cheaper pathway would use if they cost nothing.
    fn may_be_cheaper(&self, posed: &Posed, cheapest: &Pathway) -> Result<Vec<OfferingAt>, Trouble> {
        if posed.unpriced.is_empty() || self.budget.stop.is_some_and(|stop| stop.load(std::sync::atomic::Ordering::Relaxed)) {
            return Ok(Vec::new());
        }
        let free = self.pose(&self.wishes(), Unknowns::Free)?;
        let prepared = Prepared::new(free.problem.catalogue().clone());
        let solved = self.solve(&prepared, &free.problem, CHEAPEST)?;
        let better = matches!(solved.status, Status::Optimal | Status::Feasible)
            && solved.objective.as_ref().is_some_and(|objective| objective.cost < cheapest.minor);
        if !better {
            return Ok(Vec::new());
        }
        let used = solved.order.iter().filter_map(|id| free.items.get(id)).filter_map(|item| match item.route {
            Route::Offering(offering) if free.unpriced.contains(&offering) => Some(offering),
            _ => None,
        });
        Ok(used.collect())
    }

    /// The cheapest pathway to some wishes under changed constraints, for ways out of an impasse.
    fn relaxed(&self, constraints: Constraints, wishes: &[Wish<'_>], trust: bool, what: Relaxed) -> Result<Option<Relaxation>, Trouble> {
        self.relaxed_by(constraints, wishes, trust, what, CHEAPEST)
    }

    fn relaxed_by(
        &self,
        constraints: Constraints,
        wishes: &[Wish<'_>],
        trust: bool,
        what: Relaxed,
        order: [Measure; 3],
    ) -> Result<Option<Relaxation>, Trouble> {
        let mut question = self.question.clone();
        question.learner.constraints = constraints;
        let desk = Desk {
            graph: self.graph,
            question: &question,
            standing: self.standing.clone(),
            asked: self.asked,
            gates: self.gates,
            budget: self.budget,
        };
        let wishes: Vec<Wish<'_>> =
            wishes.iter().map(|wish| Wish { trust: if trust { wish.trust } else { TrustFloor::Any }, ..*wish }).collect();
        let posed = desk.pose(&wishes, Unknowns::LeaveOut)?;
        let prepared = Prepared::new(posed.problem.catalogue().clone());
        let solved = desk.solve(&prepared, &posed.problem, order)?;
        Ok(matches!(solved.status, Status::Optimal).then(|| {
            let path = desk.pathway(&posed, &solved);
            Relaxation { what, minor: path.minor, ready: path.ready, count: path.count }
        }))
    }

    /// Some requirement fails whatever is spent.
    fn impasse(&self, wishes: &[Wish<'_>], posed: &Posed) -> Result<Impasse, Trouble> {
        let failing: BTreeSet<Wanted> = failing_groups(&posed.problem).into_iter().filter_map(|at| posed.goal.get(at)).copied().collect();
        let because = |wanted: Wanted| -> Vec<Hindrance> {
            let need = match wanted {
                Wanted::Requirement(at) => self.asked.get(at).map(|asked| asked.need.clone()),
                Wanted::Gate(at) => self.gates.get(at).and_then(|gate| gate.need.clone()),
                Wanted::Locked(credential) => Some(Need::Earn(credential)),
            };
            let mut found = Vec::new();
            if let Some(need) = need {
                need.walk(&mut |inner| found.extend(self.hindrance(inner, posed)));
            }
            found
        };
        let failing: Vec<Failing> = failing.into_iter().map(|wanted| Failing { wanted, because: because(wanted) }).collect();

        let constraints = &self.question.learner.constraints;
        let change = |change: &dyn Fn(&mut Constraints)| {
            let mut changed = constraints.clone();
            change(&mut changed);
            changed
        };
        let hindered = |reasons: &[Unusable]| {
            failing.iter().flat_map(|failing| &failing.because).any(|because| match because {
                Hindrance::NothingUsable { offerings, .. } => offerings.iter().any(|(_, why)| reasons.contains(why)),
                // A step further back may be what is hindered.
                Hindrance::Unreachable { .. } | Hindrance::CredentialOutOfReach(_) => {
                    posed.unusable.values().any(|why| reasons.contains(why))
                }
                _ => false,
            })
        };
        let mut ways: Vec<(Constraints, Relaxed, bool)> = Vec::new();
        if hindered(&[Unusable::Language]) {
            ways.push((change(&|c| c.languages.clear()), Relaxed::AnyLanguage, true));
        }
        if hindered(&[Unusable::Delivery, Unusable::Timing]) {
            ways.push((change(&|c| (c.delivery.clear(), c.timing.clear()).0), Relaxed::AnyDelivery, true));
        }
        if hindered(&[Unusable::Region]) {
            ways.push((change(&|c| c.region = None), Relaxed::AnyRegion, true));
        }
        if hindered(&[Unusable::Accessibility, Unusable::Bandwidth]) {
            ways.push((change(&|c| (c.accessibility.clear(), c.low_bandwidth = false).0), Relaxed::AskProviderForAccess, true));
        }
        if hindered(&[Unusable::NotAccredited]) {
            ways.push((change(&|c| c.accredited_only = false), Relaxed::NotAccredited, true));
        }
        if hindered(&[Unusable::Excluded]) {
            let clear = |c: &mut Constraints| {
                c.excluded.clear();
                c.excluded_offerings.clear();
                c.excluded_providers.clear();
            };
            ways.push((change(&clear), Relaxed::NoExclusions, true));
        }
        let at_unknown = failing.iter().flat_map(|failing| &failing.because);
        if at_unknown.clone().any(|because| matches!(because, Hindrance::NobodyTeaches { at_unknown_level: true, .. })) {
            ways.push((change(&|c| c.trust_unknown_levels = true), Relaxed::TrustUnknownLevels, true));
        }
        if let Some(trust) = wishes.iter().map(|wish| wish.trust).max().filter(|trust| *trust > TrustFloor::Any) {
            ways.push((constraints.clone(), Relaxed::AcceptTrust(trust), false));
        }
        let mut relaxations = Vec::new();
        for (constraints, what, trust) in ways {
            relaxations.extend(self.relaxed(constraints, wishes, trust, what)?);
        }
        // Cohorts that are too heavy: the fewest hours a week that open a pathway.
        let heavy = posed.unusable.iter().filter(|(_, why)| **why == Unusable::TooHeavy);
        let loads: BTreeSet<i64> = heavy.filter_map(|(at, _)| self.graph.offering(*at).weekly_hours).map(|load| load.minutes).collect();
        for load in loads {
            let what = Relaxed::MoreWeekly(load - constraints.weekly.minutes);
            if let Some(way) = self.relaxed(change(&|c| c.weekly = Effort::minutes(load)), wishes, true, what)? {
                relaxations.push(way);
                break;
            }
        }
        let out: Vec<Wanted> = failing.iter().map(|failing| failing.wanted).collect();
        let rest: Vec<Wish<'_>> = wishes.iter().filter(|wish| !out.contains(&wish.wanted)).copied().collect();
        let mut free = constraints.clone();
        free.locked.retain(|id| {
            let failing = |wanted: &Wanted| matches!(wanted, Wanted::Locked(at) if self.graph.credential(*at).id == *id);
            !out.iter().any(failing)
        });
        let rest_of = self.relaxed(free, &rest, true, Relaxed::LeaveOut(out))?;
        relaxations.extend(rest_of.filter(|way| way.count > 0));
        relaxations.sort_by_key(|relaxation| (matches!(relaxation.what, Relaxed::LeaveOut(_)), relaxation.minor, relaxation.ready));
        Ok(Impasse { failing, limit: None, relaxations })
    }

    /// Everything can be met, but not within the budget and the deadline.
    fn limited(&self, wishes: &[Wish<'_>]) -> Result<Impasse, Trouble> {
        let constraints = &self.question.learner.constraints;
        let open = |budget: bool, deadline: bool| Constraints {
            budget: constraints.budget.filter(|_| budget),
            deadline: constraints.deadline.filter(|_| deadline),
            ..constraints.clone()
        };
        let worth = constraints.budget.and_then(|budget| self.graph.convert(budget, self.question.currency)).map(|(worth, _)| worth.minor);
        let mut relaxations = Vec::new();
        let cheapest = self.relaxed(open(false, false), wishes, true, Relaxed::MoreMoney(0))?;
        let in_time = self.relaxed(open(false, true), wishes, true, Relaxed::MoreMoney(0))?;
        let within = self.relaxed(open(true, false), wishes, true, Relaxed::MoreDays(0))?;
        if let (Some(most), Some(mut way)) = (worth, in_time.clone()) {
            way.what = Relaxed::MoreMoney(way.minor - most);
            relaxations.push(way);
        }
        if let Some(by) = constraints.deadline {
            let fastest = self.relaxed_by(open(true, false), wishes, true, Relaxed::MoreDays(0), FASTEST)?;
            for mut way in within.iter().chain(&fastest).cloned() {
                way.what = Relaxed::MoreDays(i64::from((way.ready - by).get_days()));
                if way.ready > by && !relaxations.contains(&way) {
                    relaxations.push(way);
                }
            }
        }
        if constraints.deadline.is_some() {
            relaxations.extend(self.more_weekly(wishes)?);
        }
        let limit = match (worth, constraints.deadline, &in_time, &within) {
            (Some(most), Some(by), Some(fast), Some(cheap)) => {
                Some(LimitHit::BudgetAndDeadline { most, needed_in_time: fast.minor, by, ready_within: cheap.ready })
            }
            (_, Some(by), None, _) => self.fastest(wishes)?.map(|ready| LimitHit::Deadline { by, ready }),
            (Some(most), _, _, _) => cheapest.as_ref().map(|way| LimitHit::Budget { most, needed: way.minor }),
            _ => None,
        };
        relaxations.sort_by_key(|relaxation| (relaxation.minor, relaxation.ready));
        Ok(Impasse { failing: Vec::new(), limit, relaxations })
    }

    /// The ready date of the fastest pathway, whatever it costs.
    fn fastest(&self, wishes: &[Wish<'_>]) -> Result<Option<crate::model::Date>, Trouble> {
        let posed = self.pose(wishes, Unknowns::LeaveOut)?;
        let prepared = Prepared::new(posed.problem.catalogue().clone());
        let solved = self.solve(&prepared, &without_limits(&posed.problem)?, FASTEST)?;
        Ok(matches!(solved.status, Status::Optimal | Status::Feasible).then(|| self.pathway(&posed, &solved).ready))
    }

    /// The fewest more minutes a week with which a pathway within the budget is ready in time.
    fn more_weekly(&self, wishes: &[Wish<'_>]) -> Result<Option<Relaxation>, Trouble> {
        let constraints = &self.question.learner.constraints;
        let way = |weekly: i64| {
            let changed = Constraints { weekly: Effort::minutes(weekly), ..constraints.clone() };
            let what = Relaxed::MoreWeekly(weekly - constraints.weekly.minutes);
            self.relaxed(changed, wishes, true, what).map(|way| way.filter(|way| constraints.deadline.is_none_or(|by| way.ready <= by)))
        };
        // More hours a week never make a pathway later, so halving finds the fewest; in steps of half an hour.
        let most = Effort::hours(60).minutes;
        let (mut low, mut high) = (constraints.weekly.minutes / 30, most / 30);
        let Some(mut best) = way(high * 30)? else { return Ok(None) };
        while low + 1 < high {
            let middle = i64::midpoint(low, high);
            match way(middle * 30)? {
                Some(found) => (best, high) = (found, middle),
                None => low = middle,
            }
        }
        Ok(Some(best))
    }

    /// Why a single need cannot be met; nothing for a need made of others.
    fn hindrance(&self, need: &Need, posed: &Posed) -> Option<Hindrance> {
        let graph = self.graph;
        match need {
            Need::Attain(competency, rank) => {
                let asked = rank.unwrap_or(1);
                let all = graph.provided(*competency);
                let generous = self.question.learner.constraints.trust_unknown_levels;
                let enough = all.iter().filter(|way| way.rank.map_or(generous || asked <= 1, |rank| rank >= asked));
                let mut credentials: Vec<_> = enough.map(|way| way.credential).collect();
                credentials.sort();
                credentials.dedup();
                if credentials.is_empty() {
                    let highest = all.iter().filter_map(|way| way.rank).max();
                    let at_unknown_level = all.iter().any(|way| way.rank.is_none());
                    return Some(Hindrance::NobodyTeaches { competency: *competency, rank: *rank, highest, at_unknown_level });
                }
                if posed.items.values().any(|item| credentials.contains(&item.credential)) {
                    return Some(Hindrance::Unreachable { competency: *competency, rank: *rank, credentials });
                }
                let offerings = credentials.iter().flat_map(|credential| graph.offerings_of(*credential));
                let offerings = offerings.filter_map(|offering| posed.unusable.get(offering).map(|why| (*offering, *why))).collect();
                Some(Hindrance::NothingUsable { competency: *competency, rank: *rank, offerings })
            }
            Need::Earn(credential) => Some(Hindrance::CredentialOutOfReach(*credential)),
            Need::Missing(name) => Some(Hindrance::NotInEdition(name.to_string())),
            Need::Not(_) => Some(Hindrance::Excluded),
            Need::Credits { from, .. } => from.first().map(|(credential, _)| Hindrance::CredentialOutOfReach(*credential)),
            Need::All(_) | Need::AtLeast(..) | Need::Entry(_) => None,
        }
    }
}

/// A pathway's measures in an order.
fn key(path: &Pathway, order: [Measure; 3]) -> [i64; 3] {
    order.map(|measure| match measure {
        Measure::Cost => path.minor,
        Measure::Hours => path.effort.minutes,
        Measure::Count => path.count,
    })
}

/// The most study that fits between the first day and the deadline.
fn most_minutes(constraints: &Constraints) -> Option<i64> {
    let deadline = constraints.deadline?;
    let days = i64::from((deadline - constraints.start).get_days()).max(0);
    Some(days.saturating_mul(constraints.weekly.minutes) / 7)
}

fn without_limits(problem: &Problem) -> Result<Problem, Trouble> {
    let mut query = problem.query().clone();
    query.limits = solving::Limits::default();
    let faults = |faults: Vec<solving::Fault>| Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
    Problem::new(problem.catalogue().clone(), query).map_err(faults)
}
