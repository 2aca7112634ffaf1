//! Bottlenecks: the steps that most pathways cannot avoid, and what avoiding them costs where that is possible.

use super::market::{Market, Order, Reach, Twist, Way};
use crate::{
    graph::{CredentialAt, RoleAt},
    plan::Trouble,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
    let best = |&(role, group): &(RoleAt, usize)| Ok((role, group, market.least(role, group, Order::Cheapest, Twist::default())?));
    let best = pairs.par_iter().with_max_len(1).map(best).collect::<Result<Vec<_>, Trouble>>()?;
    let asked = pairs.iter().map(|(_, group)| weight(*group)).sum();
    let sum = |counts: &dyn Fn(&Reach) -> bool| best.iter().filter(|(.., reach)| counts(reach)).map(|(_, group, _)| weight(*group)).sum();
    let (reachable, open) = (sum(&|reach| reach.way().is_some()), sum(&|reach| *reach == Reach::Unknown));
    // Pair by step, not pair by pair: one pair with many steps would keep a single core busy at the end.
    let mut without: Vec<(RoleAt, usize, &Way, CredentialAt)> = Vec::new();
    for (role, group, reach) in &best {
        let Reach::Way(way) = reach else { continue };
        let steps: BTreeSet<CredentialAt> = way.steps.iter().copied().collect();
        without.extend(steps.into_iter().map(|step| (*role, *group, way, step)));
    }
    let other = |&(role, group, _, step): &(RoleAt, usize, &Way, CredentialAt)| {
        market.least(role, group, Order::Cheapest, Twist { forbid: market.problem.routes(step), ..Twist::default() })
    };
    let others = without.par_iter().with_max_len(1).map(other).collect::<Result<Vec<_>, Trouble>>()?;
    let mut steps: BTreeMap<CredentialAt, Bottleneck> = BTreeMap::new();
    for ((_, group, best, credential), other) in without.into_iter().zip(others) {
        let weight = weight(group);
        let toll = other.minor().map_or(0, |minor| (minor - best.minor).max(0));
        let step = steps.entry(credential).or_insert(Bottleneck { credential, unavoidable: 0, taken: 0, toll: 0, open: 0 });
        step.taken += weight;
        step.unavoidable += if other == Reach::Never { weight } else { 0 };
        step.open += if best.proven && other.is_proven() { 0 } else { weight };
        step.toll = step.toll.saturating_add(toll.saturating_mul(weight as i64));
    }
    let mut steps: Vec<Bottleneck> = steps.into_values().collect();
    let id = |step: &Bottleneck| &market.graph.credential(step.credential).id;
    steps.sort_by(|a, b| (b.unavoidable, b.toll, b.taken).cmp(&(a.unavoidable, a.toll, a.taken)).then_with(|| id(a).cmp(id(b))));
    Ok(Bottlenecks { asked, reachable, open, steps })
}
