//! How many roles a purse can open at most, told by what each must pay itself.
//!
//! A price is shared among the roles that the item can matter to, so no more than the price is ever counted. Each role then pays at least
//! the least of its shares, which the solver proves, and a purse that opens several pays all of theirs together: so many roles as the
//! smallest sums fit in are a bound. This is one multiplier of the Lagrangian that splits every price by role (Guignard and Kim, 1987), in
//! whole numbers.

use super::{behind::Giving, market::Market};
use crate::{
    graph::RoleAt,
    plan::{Stand, Trouble},
    solve::{
        Prepared,
        problem::{Catalogue, Credential, Group, Limits, MAX_INTEGER, Measure, Minimise, Query, Status},
    },
};
use rayon::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// Parts of the smallest unit, so that little is lost in dividing.
const FINE: i64 = 360;

fn measure_of(measure: Measure, item: &mut Credential) -> &mut i64 {
    match measure {
        Measure::Cost => &mut item.cost,
        Measure::Hours => &mut item.hours,
        Measure::Count => &mut item.count,
    }
}

/// No stack within the limits opens more than so many of these roles.
///
/// # Errors
///
/// [`Trouble`] when a question cannot be put.
pub(super) fn at_most(market: &Market<'_>, group: usize, roles: &[RoleAt], limits: Limits) -> Result<usize, Trouble> {
    let problem = market.problem;
    let catalogue = &**problem.prepared().catalogue();
    let stand = market.stand(group).cloned().unwrap_or_default();
    let giving = Giving::new(catalogue);
    let fits = |item: &Credential| {
        let within = |most: Option<i64>, own: i64| most.is_none_or(|most| own <= most);
        // What a bundle covers may cost nothing.
        within(limits.max_hours, item.hours) && within(limits.max_count, item.count) && !stand.forbid.contains(&item.id)
    };
    let behind = |role: &RoleAt| {
        let goal: Vec<Group> = problem.asked(*role).iter().map(|(_, group)| group.clone()).collect();
        giving.behind(&goal, &stand.holds, fits).items
    };
    let behind: Vec<_> = roles.par_iter().with_max_len(4).map(behind).collect();
    let mut sharing: Vec<i64> = vec![0; catalogue.credentials().len()];
    for at in behind.iter().flatten() {
        if let Some(own) = sharing.get_mut(*at as usize) {
            *own += 1;
        }
    }
    let matters = Matters { market, stand: &stand, roles, sharing: &sharing, behind: &behind, limits };
    let limited = [(Measure::Cost, limits.max_cost), (Measure::Hours, limits.max_hours), (Measure::Count, limits.max_count)];
    let mut bound = roles.len();
    for (measure, most) in limited.into_iter().filter_map(|(measure, most)| Some((measure, most?))) {
        bound = bound.min(matters.by(measure, most)?);
    }
    Ok(bound)
}

/// What can matter to which role.
struct Matters<'s, 'm> {
    market: &'s Market<'m>,
    stand: &'s Stand,
    roles: &'s [RoleAt],
    /// How many roles each item can matter to.
    sharing: &'s [i64],
    /// What can matter to each role.
    behind: &'s [BTreeSet<u32>],
    limits: Limits,
}

impl Matters<'_, '_> {
    /// So many roles at most, by one measure of which there is `most`.
    fn by(&self, measure: Measure, most: i64) -> Result<usize, Trouble> {
        let problem = self.market.problem;
        let whole = problem.prepared().catalogue();
        let mut items = whole.credentials().to_vec();
        for (item, sharing) in items.iter_mut().zip(self.sharing) {
            let own = measure_of(measure, item);
            // What matters to nobody is taken by nobody, whatever it costs.
            *own = if *sharing > 0 { own.saturating_mul(FINE) / *sharing } else { 0 };
        }
        let mut offers = whole.offers().to_vec();
        if measure == Measure::Cost {
            // An offer matters to every role that something it covers matters to.
            for offer in &mut offers {
                let place = |id| whole.credential_position(id).map(|at| at as u32);
                let covered: Vec<u32> = offer.covers.iter().filter_map(place).collect();
                let sharing = self.behind.iter().filter(|behind| covered.iter().any(|at| behind.contains(at))).count() as i64;
                offer.cost = offer.cost.saturating_mul(FINE) / sharing.max(1);
            }
        }
        // Sums too large to be computed with bound nothing.
        let Ok(catalogue) = Catalogue::new(whole.levels(), whole.competencies(), items, offers) else { return Ok(self.roles.len()) };
        let prepared = Prepared::new(Arc::new(catalogue));
        let minimise = Minimise::Lexicographic(vec![measure]);
        let fine = most.saturating_mul(FINE);
        let mut limits = self.limits;
        match measure {
            Measure::Cost => limits.max_cost = Some(fine.min(MAX_INTEGER)),
            Measure::Hours => limits.max_hours = Some(fine.min(MAX_INTEGER)),
            Measure::Count => limits.max_count = Some(fine.min(MAX_INTEGER)),
        }
        let share = |role: &RoleAt| {
            let query = Query { limits, ..problem.query(*role, self.stand) };
            let solved = prepared.solve_briefly(&query, &minimise, &self.market.budget);
            let answer = solved.map_err(|refused| Trouble(refused.to_string()))?.answer;
            Ok(match answer.status {
                Status::Infeasible => i64::MAX,
                Status::Optimal => answer.objective.map_or(0, |objective| objective.of(measure)),
                _ => answer.bound.as_ref().and_then(|bound| bound.first().copied()).unwrap_or(0).max(0),
            })
        };
        let mut shares = self.roles.par_iter().with_max_len(1).map(share).collect::<Result<Vec<i64>, Trouble>>()?;
        shares.sort_unstable();
        let mut sum = 0_i64;
        let fits = |share: &&i64| {
            sum = sum.saturating_add(**share);
            sum <= fine
        };
        Ok(shares.iter().take_while(fits).count())
    }
}
