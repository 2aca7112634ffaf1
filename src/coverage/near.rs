//! Near roles: every role by what it would take one group of learners, exactly.
//!
//! *Near by money* is the least list price of a stack that meets every essential requirement and binding gate; *near by time* the least
//! learner effort. Both are proven. Cost: one solve a role on all cores, and a full one for those that are shown.

use super::market::{Market, Order, Reach, Twist};
use crate::{
    graph::{Need, RoleAt},
    model::{Necessity, TrustFloor},
    plan::Trouble,
};
use rayon::prelude::*;

/// A role, and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearRole {
    /// The role.
    pub role: RoleAt,
    /// Essential requirements met already.
    pub met: usize,
    /// Essential requirements in all.
    pub asked: usize,
    /// The best stack in the order asked for.
    pub reach: Reach,
}

/// Roles by what they take, and how the others stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The nearest, nearest first; those that cannot be reached come last, those that lack least first.
    pub roles: Vec<NearRole>,
    /// How many roles were asked for.
    pub asked: usize,
    /// How many of them can be reached.
    pub reachable: usize,
    /// How many a stopped search left open.
    pub open: usize,
}

/// The `most` nearest of some roles for one group.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn near(market: &Market<'_>, group: usize, roles: &[RoleAt], order: Order, most: usize) -> Result<Near, Trouble> {
    let graph = market.graph;
    let one = |role: &RoleAt| {
        let asked = graph.asked(*role).iter().filter(|asked| asked.necessity == Necessity::Essential);
        let holds = |need: &Need, trust: TrustFloor| market.standing(group).is_some_and(|one| need.holds(&one.facts(trust, false)));
        let (asked, met) = asked.fold((0, 0), |(all, met), asked| (all + 1, met + usize::from(holds(&asked.need, asked.trust))));
        Ok(NearRole { role: *role, met, asked, reach: market.least(*role, group, order, Twist::default())? })
    };
    let mut found = roles.par_iter().with_max_len(1).map(one).collect::<Result<Vec<_>, Trouble>>()?;
    let reachable = found.iter().filter(|near| near.reach.way().is_some()).count();
    let open = found.iter().filter(|near| near.reach == Reach::Unknown || near.reach.way().is_some_and(|way| !way.proven)).count();
    let first = |near: &NearRole| match &near.reach {
        Reach::Way(way) => (0, order.weigh(way)),
        Reach::Unknown => (1, 0),
        Reach::Never => (2, (near.asked - near.met) as i64),
    };
    found.sort_by_key(|near| (first(near), near.role));
    // Whatever ties with the last one shown is weighed in full too, so that what is shown does not depend on the order of records.
    if let Some(last) = most.checked_sub(1).and_then(|at| found.get(at)).map(first) {
        found.retain(|near| first(near) <= last);
    }
    let full = |mut near: NearRole| {
        if near.reach.way().is_some_and(|way| way.proven) {
            near.reach = market.reach(near.role, group, order)?;
        }
        Ok(near)
    };
    let mut found = found.into_par_iter().with_max_len(1).map(full).collect::<Result<Vec<_>, Trouble>>()?;
    let second = |near: &NearRole| near.reach.way().map(|way| (way.minor.max(0), way.effort.minutes, way.count));
    found.sort_by(|a, b| {
        let by_id = || graph.role(a.role).id.cmp(&graph.role(b.role).id);
        let by_second = || match order {
            Order::Cheapest => {
                second(a).map(|(_, minutes, count)| (minutes, count)).cmp(&second(b).map(|(_, minutes, count)| (minutes, count)))
            }
            Order::Fastest => second(a).map(|(minor, _, count)| (minor, count)).cmp(&second(b).map(|(minor, _, count)| (minor, count))),
        };
        first(a).cmp(&first(b)).then_with(by_second).then_with(by_id)
    });
    found.truncate(most);
    Ok(Near { roles: found, asked: roles.len(), reachable, open })
}
