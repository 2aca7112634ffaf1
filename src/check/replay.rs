//! Replays a stack, step by step, as the meaning of the format says.

use std::collections::{BTreeMap, BTreeSet};

use super::Fault;
use crate::solve::problem::{Answer, Atom, Attainment, Catalogue, Group, Id, Measure, Minimise, Objective, Problem, Status};

/// What is true of a learner at one moment.
pub(super) struct State<'a> {
    levels: BTreeMap<u32, u8>,
    earned: BTreeSet<&'a Id>,
}

impl<'a> State<'a> {
    pub(super) fn start(problem: &'a Problem, catalogue: &'a Catalogue) -> Self {
        let learner = &problem.query().learner;
        let mut state = State { levels: BTreeMap::new(), earned: BTreeSet::new() };
        state.learn(&learner.holds);
        for id in &learner.earned {
            state.earned.insert(id);
            if let Some(credential) = catalogue.credential_position(id).and_then(|at| catalogue.credentials().get(at)) {
                state.learn(&credential.teaches);
            }
        }
        state
    }

    fn learn(&mut self, teaches: &[Attainment]) {
        for taught in teaches {
            let level = self.levels.entry(taught.competency).or_default();
            *level = (*level).max(taught.level);
        }
    }

    pub(super) fn is_true(&self, atom: &Atom) -> bool {
        match atom {
            Atom::Level(asked) => self.levels.get(&asked.competency).copied().unwrap_or_default() >= asked.level,
            Atom::Earned(id) => self.earned.contains(id),
        }
    }

    fn holds(&self, group: &Group) -> bool {
        let distinct: BTreeSet<&Atom> = group.of.iter().filter(|atom| self.is_true(atom)).collect();
        group.k <= 0 || distinct.len() as u64 >= group.k.unsigned_abs()
    }
}

/// Replays the stack of an answer: every credential is known, allowed, new and earned when its requirements hold;
/// every offer is known and bought once; the objective is the one said, within the limits; the goal is met.
/// Gives the objective.
///
/// # Errors
///
/// Every fault of the stack.
pub fn replay(problem: &Problem, answer: &Answer) -> Result<Objective, Vec<Fault>> {
    let (catalogue, query) = (&**problem.catalogue(), problem.query());
    let mut faults = Vec::new();

    let mut bought = BTreeSet::new();
    let mut covered = BTreeSet::new();
    let mut is = Objective::default();
    for id in &answer.offers {
        match catalogue.offer_position(id).and_then(|at| catalogue.offers().get(at)) {
            None => faults.push(Fault::UnknownOffer(id.clone())),
            Some(_) if !bought.insert(id) => faults.push(Fault::BoughtTwice(id.clone())),
            Some(offer) => {
                is.cost += offer.cost;
                covered.extend(&offer.covers);
            }
        }
    }

    let forbidden: BTreeSet<&Id> = query.forbid.iter().collect();
    let before: BTreeSet<&Id> = query.learner.earned.iter().collect();
    let mut state = State::start(problem, catalogue);
    for id in &answer.order {
        let Some(credential) = catalogue.credential_position(id).and_then(|at| catalogue.credentials().get(at)) else {
            faults.push(Fault::UnknownCredential(id.clone()));
            continue;
        };
        if before.contains(id) {
            faults.push(Fault::EarnedBefore(id.clone()));
            continue;
        }
        if state.earned.contains(id) {
            faults.push(Fault::EarnedTwice(id.clone()));
            continue;
        }
        if forbidden.contains(id) {
            faults.push(Fault::Forbidden(id.clone()));
        }
        for (number, group) in credential.requires.iter().enumerate() {
            if !state.holds(group) {
                faults.push(Fault::TooSoon(id.clone(), number));
            }
        }
        state.earned.insert(id);
        state.learn(&credential.teaches);
        // Each is counted once and a catalogue's sums fit, so these do.
        if !covered.contains(id) {
            is.cost += credential.cost;
        }
        is.hours += credential.hours;
        is.count += credential.count;
    }

    for (number, group) in query.role.requires.iter().enumerate() {
        if !state.holds(group) {
            faults.push(Fault::GoalUnmet(number));
        }
    }
    let sum = query.role.soft.iter().filter(|soft| state.is_true(&soft.atom)).map(|soft| soft.weight).sum();
    if sum < query.role.min_soft {
        faults.push(Fault::SoftGoalUnmet { sum, needed: query.role.min_soft });
    }
    if answer.objective != Some(is) {
        faults.push(Fault::WrongObjective { said: answer.objective, is });
    }
    for measure in Measure::ALL {
        if let Some(limit) = query.limits.of(measure)
            && is.of(measure) > limit
        {
            faults.push(Fault::OverLimit { measure, limit, is: is.of(measure) });
        }
    }
    if faults.is_empty() { Ok(is) } else { Err(faults) }
}

/// Judges a whole answer, except whether its bound is true: the stack replays, the bound fits the stack and the
/// status, and an answer without a stack says nothing about one. Gives the objective of the stack, if there is one.
///
/// # Errors
///
/// Every fault of the answer.
pub fn answer(problem: &Problem, minimise: &Minimise, answer: &Answer) -> Result<Option<Objective>, Vec<Fault>> {
    let Answer { status, ref objective, ref bound, ref order, ref offers, ref reason } = *answer;
    match status {
        Status::Optimal | Status::Feasible => {
            let is = replay(problem, answer)?;
            let values = minimise.values(&is);
            let fits = bound.as_ref().is_none_or(|bound| bound.len() <= values.len() && *bound <= values);
            let met = bound.as_ref().is_some_and(|bound| *bound == values);
            if reason.is_some() {
                Err(vec![Fault::OutOfPlace(status)])
            } else if !fits || (status == Status::Optimal && !met) {
                Err(vec![Fault::WrongBound { said: bound.clone(), is: values }])
            } else {
                Ok(Some(is))
            }
        }
        Status::Infeasible | Status::Stopped => {
            let says_a_stack = objective.is_some() || !order.is_empty() || !offers.is_empty();
            let said_too_much = if status == Status::Infeasible { bound.is_some() } else { reason.is_some() };
            if says_a_stack || said_too_much { Err(vec![Fault::OutOfPlace(status)]) } else { Ok(None) }
        }
    }
}
