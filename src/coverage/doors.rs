//! Open doors: with this budget and this time, which credentials make one fit for the most roles.
//!
//! Each role becomes a free item that gives a fact of its own once all that the role asks holds. The solver finds the cheapest stack with
//! at least *k* of these facts, and *k* is searched from both sides: what can be had from below, what cannot from above. Where one measure
//! has no limit, it counts the doors given up, and one search of the fewest bounds both sides at once. Without prices and with a limit on
//! the number of courses this is the setting of course recommendation for the most applicable jobs (Frej et al., SIGIR 2024), solved exactly.

use super::{
    market::{Market, Order, Reach, Way},
    shares::at_most,
    together::{Fits, together},
};
use crate::{
    check,
    graph::RoleAt,
    plan::Trouble,
    solve::{
        Prepared,
        problem::{
            Answer, Atom, Attainment, Catalogue, Credential, Group, Id, Learner, Limits, Measure, Minimise, Offer, Problem, Query, Role,
            Soft, Status,
        },
    },
};
use rayon::prelude::*;
use std::sync::Arc;

/// What can be spent; no limit where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purse {
    /// Money, in minor units.
    pub minor: Option<i64>,
    /// Learner effort, in minutes.
    pub minutes: Option<i64>,
    /// New credentials.
    pub count: Option<i64>,
}

/// Which doors open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// Roles that the group is fit for already.
    pub already: Vec<RoleAt>,
    /// Roles that can each be reached alone with the purse.
    pub single: usize,
    /// How many of these were weighed against each other: the nearest ones, where there are more than were asked for.
    pub weighed: usize,
    /// The cheapest stack found that opens the most of them.
    pub way: Way,
    /// The roles it opens, in the edition's order.
    pub opens: Vec<RoleAt>,
    /// No stack within the purse opens more than this many: proven.
    pub bound: usize,
}

impl Doors {
    /// Whether no stack within the purse opens more.
    pub fn is_proven(&self) -> bool {
        self.opens.len() == self.bound
    }
}

fn trouble(said: impl IntoIterator<Item = impl ToString>) -> Trouble {
    Trouble(said.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join("; "))
}

/// Questions about roles that might not fit together.
const QUESTIONS: usize = 20_000;

/// The measures, each with what the purse says of it.
fn measures(purse: Purse) -> [(Measure, Option<i64>); 3] {
    [(Measure::Cost, purse.minor), (Measure::Hours, purse.minutes), (Measure::Count, purse.count)]
}

/// The most roles that one group can be made fit for with a purse. At most `weighed` roles are weighed against each other; the market's
/// node budget holds for each solve, and what it leaves open shows as a gap between [`Doors::opens`] and [`Doors::bound`].
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn open_doors(market: &Market<'_>, group: usize, roles: &[RoleAt], purse: Purse, weighed: usize) -> Result<Doors, Trouble> {
    let problem = market.problem;
    let stand = market.stand(group).cloned().unwrap_or_default();
    let limits = Limits { max_cost: purse.minor, max_hours: purse.minutes, max_count: purse.count };
    let alone = |role: &RoleAt| {
        let query = Query { limits, ..problem.query(*role, &stand) };
        Ok((*role, market.ask(query, &Order::Cheapest.first())?))
    };
    let alone = roles.par_iter().with_max_len(1).map(alone).collect::<Result<Vec<_>, Trouble>>()?;
    let nothing = |reach: &Reach| reach.way().is_some_and(|way| way.steps.is_empty());
    let already = alone.iter().filter(|(_, reach)| nothing(reach)).map(|(role, _)| *role).collect();
    let mut near: Vec<(RoleAt, Option<i64>)> =
        alone.iter().filter(|(_, reach)| *reach != Reach::Never && !nothing(reach)).map(|(role, reach)| (*role, reach.minor())).collect();
    let single = near.len();
    let all: Vec<RoleAt> = near.iter().map(|(role, _)| *role).collect();
    near.sort_by_key(|(role, minor)| (minor.is_none(), *minor, *role));
    near.truncate(weighed);
    near.sort_by_key(|(role, _)| *role);
    let candidates: Vec<RoleAt> = near.into_iter().map(|(role, _)| role).collect();
    let mut doors =
        Doors { already, single, weighed: candidates.len(), way: Way { proven: true, ..Way::default() }, opens: Vec::new(), bound: single };
    if candidates.is_empty() {
        return Ok(doors);
    }
    let weigh = Weigh::new(market, group, &candidates, limits)?;
    let mut bound = candidates.len();
    let mut found: Option<Way> = None;
    if let Some(spare) = measures(purse).into_iter().find(|(_, limit)| limit.is_none()).map(|(measure, _)| measure) {
        let (way, most) = weigh.fewest_given_up(spare)?;
        (found, bound) = (way, bound.min(most));
    }
    let count = |way: &Option<Way>| way.as_ref().map_or(0, |way| weigh.opened(way).len());
    if count(&found) < bound {
        let together = together(candidates.len(), count(&found), QUESTIONS, &|roles: &[usize]| weigh.fits(roles))?;
        bound = bound.min(together.bound);
        if together.found.len() > count(&found) {
            found = weigh.all_of(&together.found)?.or(found);
        }
    }
    // From below: where a search is stopped, fewer are asked for.
    let (mut tried, mut stopped) = (bound + 1, 0);
    while count(&found) < bound && count(&found) + 1 < tried {
        let middle = (count(&found) + 1 + bound.min(tried - 1)).div_ceil(2);
        match weigh.at_least(middle)? {
            (_, Some(way)) => found = Some(way),
            (Status::Infeasible, None) => bound = middle - 1,
            (_, None) => (tried, stopped) = (middle, stopped.max(middle)),
        }
    }
    // From above: where a search is stopped, more are asked for.
    let mut open = stopped;
    while open.max(count(&found)) < bound {
        let middle = (open.max(count(&found)) + 1 + bound) / 2;
        match weigh.at_least(middle)? {
            (_, Some(way)) => found = Some(way),
            (Status::Infeasible, None) => bound = middle - 1,
            (_, None) => open = middle,
        }
    }
    if let (true, Some(way)) = (count(&found) > 0, &found) {
        let most = count(&found);
        let cheapest = weigh.at_least(most)?.1.filter(|other| weigh.opened(other).len() >= most);
        let best = cheapest.unwrap_or_else(|| Way { proven: false, ..way.clone() });
        doors.opens = weigh.opened(&best);
        doors.way = best;
    }
    // Roles that were not weighed might all come on top, but for what they must pay themselves.
    let rest = bound + (single - candidates.len());
    let shared = if rest > doors.opens.len() { at_most(market, group, &all, limits)? } else { rest };
    doors.bound = rest.min(shared).max(doors.opens.len());
    Ok(doors)
}

/// The roles that are weighed against each other, each an item of the problem.
struct Weigh<'m, 'a> {
    market: &'m Market<'a>,
    group: usize,
    candidates: &'m [RoleAt],
    limits: Limits,
    prepared: Prepared,
}

impl<'m, 'a> Weigh<'m, 'a> {
    fn new(market: &'m Market<'a>, group: usize, candidates: &'m [RoleAt], limits: Limits) -> Result<Self, Trouble> {
        let whole = market.problem.prepared().catalogue();
        let mut weigh = Self { market, group, candidates, limits, prepared: Prepared::new(whole.clone()) };
        weigh.prepared = weigh.with(whole.credentials().to_vec(), whole.offers().to_vec(), Vec::new())?;
        Ok(weigh)
    }

    fn fact(&self, at: usize) -> Attainment {
        Attainment { competency: self.market.problem.prepared().catalogue().competencies() + at as u32, level: 1 }
    }

    /// The problem with an item for each role, and some more.
    fn with(&self, mut items: Vec<Credential>, offers: Vec<Offer>, more: Vec<Credential>) -> Result<Prepared, Trouble> {
        for (at, role) in self.candidates.iter().enumerate() {
            let requires: Vec<Group> = self.market.problem.asked(*role).iter().map(|(_, group)| group.clone()).collect();
            items.push(Credential { id: opens(at), cost: 0, hours: 0, count: 0, provider: None, teaches: vec![self.fact(at)], requires });
        }
        items.extend(more);
        let whole = self.market.problem.prepared().catalogue();
        let competencies = whole.competencies() + self.candidates.len() as u32;
        let catalogue = Catalogue::new(whole.levels(), competencies, items, offers).map_err(trouble)?;
        Ok(Prepared::new(Arc::new(catalogue)))
    }

    fn ask(&self, prepared: &Prepared, role: Role, minimise: &Minimise) -> Result<Answer, Trouble> {
        let stand = self.market.stand(self.group).cloned().unwrap_or_default();
        let learner = Learner { holds: stand.holds, earned: Vec::new() };
        let query = Query { learner, role, forbid: stand.forbid, limits: self.limits };
        let answer = prepared.solve_briefly(&query, minimise, &self.market.budget).map_err(|refused| trouble([refused]))?.answer;
        let posed = Problem::new(prepared.catalogue().clone(), query).map_err(trouble)?;
        check::answer(&posed, minimise, &answer).map_err(trouble)?;
        Ok(answer)
    }

    /// The cheapest stack that opens at least so many.
    fn at_least(&self, least: usize) -> Result<(Status, Option<Way>), Trouble> {
        let soft = (0..self.candidates.len()).map(|at| Soft { atom: Atom::Level(self.fact(at)), weight: 1 }).collect();
        let role = Role { requires: Vec::new(), soft, min_soft: least as i64 };
        let answer = self.ask(&self.prepared, role, &Order::Cheapest.minimise())?;
        Ok((answer.status, self.market.told(answer).way().cloned()))
    }

    /// A stack that gives up few doors, and how many can be opened at most. A measure that nothing limits counts what is given up.
    fn fewest_given_up(&self, spare: Measure) -> Result<(Option<Way>, usize), Trouble> {
        let whole = self.market.problem.prepared().catalogue();
        let counts = |own: Measure| i64::from(own == spare);
        let without = |item: &Credential| {
            let mut item = item.clone();
            match spare {
                Measure::Cost => item.cost = 0,
                Measure::Hours => item.hours = 0,
                Measure::Count => item.count = 0,
            }
            item
        };
        let offers =
            whole.offers().iter().map(|offer| Offer { cost: if spare == Measure::Cost { 0 } else { offer.cost }, ..offer.clone() });
        let given_up = |at: usize| Credential {
            id: Id::from(format!("~{at:06}").as_str()),
            cost: counts(Measure::Cost),
            hours: counts(Measure::Hours),
            count: counts(Measure::Count),
            provider: None,
            teaches: vec![self.fact(at)],
            requires: Vec::new(),
        };
        let many = self.candidates.len();
        let items = whole.credentials().iter().map(without).collect();
        let prepared = self.with(items, offers.collect(), (0..many).map(given_up).collect())?;
        let requires = (0..many).map(|at| Group { k: 1, of: vec![Atom::Level(self.fact(at))] }).collect();
        let role = Role { requires, soft: Vec::new(), min_soft: 0 };
        let answer = self.ask(&prepared, role, &Minimise::Lexicographic(vec![spare]))?;
        let least = match answer.status {
            Status::Optimal => answer.objective.map(|objective| objective.of(spare)),
            _ => answer.bound.as_ref().and_then(|bound| bound.first().copied()),
        };
        let least = usize::try_from(least.unwrap_or(0)).unwrap_or(0);
        let opened: Vec<usize> = (0..many).filter(|at| answer.order.contains(&opens(*at))).collect();
        let way = if opened.is_empty() { None } else { self.all_of(&opened)? };
        Ok((way, many - least.min(many)))
    }

    /// The cheapest stack that opens all of these.
    fn all_of(&self, opened: &[usize]) -> Result<Option<Way>, Trouble> {
        let requires = opened.iter().map(|at| Group { k: 1, of: vec![Atom::Level(self.fact(*at))] }).collect();
        let role = Role { requires, soft: Vec::new(), min_soft: 0 };
        let answer = self.ask(&self.prepared, role, &Order::Cheapest.minimise())?;
        Ok(self.market.told(answer).way().cloned())
    }

    /// Whether the purse opens all of these.
    fn fits(&self, roles: &[usize]) -> Result<Fits, Trouble> {
        let stand = self.market.stand(self.group).cloned().unwrap_or_default();
        let problem = self.market.problem;
        let asked = roles.iter().filter_map(|at| self.candidates.get(*at)).flat_map(|role| problem.asked(*role));
        let requires = asked.map(|(_, group)| group.clone()).collect();
        let query = Query {
            learner: Learner { holds: stand.holds, earned: Vec::new() },
            role: Role { requires, soft: Vec::new(), min_soft: 0 },
            forbid: stand.forbid,
            limits: self.limits,
        };
        // The measure that is limited bounds soonest.
        let [money, hours, count] = [self.limits.max_cost, self.limits.max_hours, self.limits.max_count].map(|limit| limit.is_some());
        let first = if money || !(hours || count) {
            Measure::Cost
        } else if hours {
            Measure::Hours
        } else {
            Measure::Count
        };
        Ok(match self.market.ask(query, &Minimise::Lexicographic(vec![first]))? {
            Reach::Way(_) => Fits::Yes,
            Reach::Never => Fits::No,
            Reach::Unknown => Fits::Open,
        })
    }

    /// The roles that a stack opens.
    fn opened(&self, way: &Way) -> Vec<RoleAt> {
        let open = |at: usize| way.items.contains(&opens(at));
        self.candidates.iter().enumerate().filter(|(at, _)| open(*at)).map(|(_, role)| *role).collect()
    }
}

/// The item that opens a role.
fn opens(at: usize) -> Id {
    Id::from(format!("!{at:06}").as_str())
}
