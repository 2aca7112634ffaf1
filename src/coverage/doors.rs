//! Open doors: with this budget and this time, which credentials make one fit for the most roles.
//!
//! Each role becomes a free item that gives a fact of its own once all that the role asks holds; the solver then finds the cheapest stack
//! with at least *k* of these facts, and *k* is searched. Without prices and with a limit on the number of courses this is the setting
//! of course recommendation for the most applicable jobs (Frej et al., SIGIR 2024), solved exactly.

use super::market::{Market, Order, Reach, Way};
use crate::{
    check,
    graph::RoleAt,
    plan::Trouble,
    solve::{
        Prepared,
        problem::{Atom, Attainment, Catalogue, Credential, Group, Id, Limits, Problem, Query, Role, Soft, Status},
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
    near.sort_by_key(|(role, minor)| (minor.is_none(), *minor, *role));
    near.truncate(weighed);
    near.sort_by_key(|(role, _)| *role);
    let candidates: Vec<RoleAt> = near.into_iter().map(|(role, _)| role).collect();
    let mut doors =
        Doors { already, single, weighed: candidates.len(), way: Way { proven: true, ..Way::default() }, opens: Vec::new(), bound: single };
    if candidates.is_empty() {
        doors.bound = single;
        return Ok(doors);
    }

    let whole = problem.prepared().catalogue();
    let mut items = whole.credentials().to_vec();
    let fact = |at: usize| Attainment { competency: whole.competencies() + at as u32, level: 1 };
    for (at, role) in candidates.iter().enumerate() {
        let requires: Vec<Group> = problem.asked(*role).iter().map(|(_, group)| group.clone()).collect();
        let id = Id::from(format!("!{at:06}").as_str());
        items.push(Credential { id, cost: 0, hours: 0, count: 0, provider: None, teaches: vec![fact(at)], requires });
    }
    let competencies = whole.competencies() + candidates.len() as u32;
    let catalogue = Catalogue::new(whole.levels(), competencies, items, whole.offers().to_vec()).map_err(trouble)?;
    let prepared = Prepared::new(Arc::new(catalogue));
    let soft: Vec<Soft> = (0..candidates.len()).map(|at| Soft { atom: Atom::Level(fact(at)), weight: 1 }).collect();
    let minimise = Order::Cheapest.minimise();
    let ask = |least: usize| -> Result<(Status, Option<Way>), Trouble> {
        let query = Query {
            learner: crate::solve::problem::Learner { holds: stand.holds.clone(), earned: Vec::new() },
            role: Role { requires: Vec::new(), soft: soft.clone(), min_soft: least as i64 },
            forbid: stand.forbid.clone(),
            limits,
        };
        let answer = prepared.solve_briefly(&query, &minimise, &market.budget).map_err(|refused| trouble([refused]))?.answer;
        let posed = Problem::new(prepared.catalogue().clone(), query).map_err(trouble)?;
        check::answer(&posed, &minimise, &answer).map_err(trouble)?;
        let status = answer.status;
        Ok((status, market.told(answer).way().cloned()))
    };
    let opened = |way: &Way| -> Vec<RoleAt> {
        let open = |at: usize| way.items.contains(&Id::from(format!("!{at:06}").as_str()));
        candidates.iter().enumerate().filter(|(at, _)| open(*at)).map(|(_, role)| *role).collect()
    };
    // At least `found` can be had and more than `bound` cannot; `tried` is where searches were stopped.
    let (mut found, mut bound, mut tried) = (0_usize, candidates.len(), candidates.len() + 1);
    while found < bound && found + 1 < tried {
        let middle = (found + 1 + bound.min(tried - 1)).div_ceil(2);
        match ask(middle)? {
            (_, Some(way)) => {
                found = middle.max(opened(&way).len());
                doors.opens = opened(&way);
                doors.way = way;
            }
            (Status::Infeasible, None) => bound = middle - 1,
            (_, None) => tried = middle,
        }
    }
    // Roles that were not weighed might all come on top.
    doors.bound = bound.max(found) + (single - candidates.len());
    Ok(doors)
}
