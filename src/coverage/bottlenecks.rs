//! Bottlenecks: the steps that most pathways cannot avoid, and what avoiding them costs where that is possible.

use super::market::{Market, Order, Reach, Twist};
use crate::{
    graph::{CredentialAt, RoleAt},
    plan::Trouble,
    solve::problem::Id,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A step and who cannot avoid it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bottleneck {
    /// The credential.
    pub credential: CredentialAt,
    /// Weight of the pairs of a role and a group of which every stack has it: proven.
    pub unavoidable: u64,
    /// Weight of the pairs whose cheapest stack has it.
    pub taken: u64,
    /// What avoiding it costs those who can, weighted, in minor units.
    pub toll: i64,
    /// Of those who take it, the weight of the pairs for which a stopped search left open whether they can avoid it, or what that costs.
    pub open: u64,
}

/// The steps that most pathways cannot avoid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bottlenecks {
    /// Weight of the pairs that were asked for.
    pub asked: u64,
    /// Weight of those that can be reached.
    pub reachable: u64,
    /// Weight of those that a stopped search left open altogether: their steps are not counted.
    pub open: u64,
    /// The steps of their cheapest stacks, those that most cannot avoid first.
    pub steps: Vec<Bottleneck>,
}

/// The steps that most pathways to some roles cannot avoid, for the market's groups. A step that every stack has is in the cheapest one
/// too, so it is enough to forbid each step of that and see. Cost: a solve for each step of each cheapest stack.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn bottlenecks(market: &Market<'_>, roles: &[RoleAt]) -> Result<Bottlenecks, Trouble> {
    let pairs = market.pairs(roles);
    let weight = |group: usize| market.groups.get(group).map_or(0, |group| u64::from(group.weight));
    let pair = |&(role, group): &(RoleAt, usize)| {
        let best = market.least(role, group, Order::Cheapest, Twist::default())?;
        let Reach::Way(best) = best else { return Ok((weight(group), best, Vec::new())) };
        let mut steps = best.steps.clone();
        steps.sort_unstable();
        steps.dedup();
        let mut found = Vec::with_capacity(steps.len());
        for step in steps {
            let forbid: Vec<Id> = market.problem.routes(step).to_vec();
            let other = market.least(role, group, Order::Cheapest, Twist { forbid: &forbid, ..Twist::default() })?;
            let toll = other.minor().map_or(0, |minor| (minor - best.minor).max(0));
            found.push((step, other == Reach::Never, toll, !best.proven || !other.is_proven()));
        }
        Ok((weight(group), Reach::Way(best), found))
    };
    let found = pairs.par_iter().with_max_len(1).map(pair).collect::<Result<Vec<_>, Trouble>>()?;
    let asked = pairs.iter().map(|(_, group)| weight(*group)).sum();
    let (mut reachable, mut open) = (0, 0);
    let mut steps: BTreeMap<CredentialAt, Bottleneck> = BTreeMap::new();
    for (weight, best, found) in found {
        reachable += if best.way().is_some() { weight } else { 0 };
        open += if best == Reach::Unknown { weight } else { 0 };
        for (credential, unavoidable, toll, unsure) in found {
            let step = steps.entry(credential).or_insert(Bottleneck { credential, unavoidable: 0, taken: 0, toll: 0, open: 0 });
            step.taken += weight;
            step.unavoidable += if unavoidable { weight } else { 0 };
            step.open += if unsure { weight } else { 0 };
            step.toll = step.toll.saturating_add(toll.saturating_mul(weight as i64));
        }
    }
    let mut steps: Vec<Bottleneck> = steps.into_values().collect();
    let id = |step: &Bottleneck| &market.graph.credential(step.credential).id;
    steps.sort_by(|a, b| (b.unavoidable, b.toll, b.taken).cmp(&(a.unavoidable, a.toll, a.taken)).then_with(|| id(a).cmp(id(b))));
    Ok(Bottlenecks { asked, reachable, open, steps })
}
