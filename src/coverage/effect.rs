//! What changes for one role and one group when a credential is there or not, or costs something else.

use super::market::{Market, Order, Reach, Twist};
use crate::{
    graph::{CredentialAt, Node, RoleAt, SkillGraph},
    plan::Trouble,
    solve::problem::Id,
};

/// What changes for one role and one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The role.
    pub role: RoleAt,
    /// The group, by its place in the market.
    pub group: usize,
    /// The cheapest before.
    pub cheapest_before: Reach,
    /// The cheapest after.
    pub cheapest_after: Reach,
    /// The fastest before.
    pub fastest_before: Reach,
    /// The fastest after.
    pub fastest_after: Reach,
}

impl Effect {
    /// How many minor units dearer the cheapest becomes, negative where it becomes cheaper; nothing where there is none before or after.
    pub fn dearer(&self) -> Option<i64> {
        Some(self.cheapest_after.minor()? - self.cheapest_before.minor()?)
    }

    /// How many minutes longer the fastest becomes, negative where it becomes shorter; nothing where there is none before or after.
    pub fn slower(&self) -> Option<i64> {
        let minutes = |reach: &Reach| reach.way().map(|way| way.effort.minutes);
        Some(minutes(&self.fastest_after)? - minutes(&self.fastest_before)?)
    }

    /// Whether the role becomes reachable.
    pub fn opens(&self) -> bool {
        self.cheapest_before == Reach::Never && self.cheapest_after.way().is_some()
    }

    /// Whether the role can no longer be reached.
    pub fn closes(&self) -> bool {
        self.cheapest_before.way().is_some() && self.cheapest_after == Reach::Never
    }

    /// Whether anything that is measured changes.
    pub fn moves(&self) -> bool {
        let moved = |by: Option<i64>| by.is_some_and(|by| by != 0);
        self.opens() || self.closes() || moved(self.dearer()) || moved(self.slower())
    }

    /// Whether anything that is measured changes, or a stopped search left it open.
    pub fn changes(&self) -> bool {
        self.moves() || !self.is_proven()
    }

    /// Whether each of its four figures is proven.
    pub fn is_proven(&self) -> bool {
        [&self.cheapest_before, &self.cheapest_after, &self.fastest_before, &self.fastest_after].into_iter().all(Reach::is_proven)
    }
}

/// Roles that a credential can matter to: whatever can be reached from it along awards, requirements and broader competencies.
pub(super) fn touched(graph: &SkillGraph, credential: CredentialAt, roles: &[RoleAt]) -> Vec<RoleAt> {
    let links = graph.links();
    // A mark for each node: half of a large edition can be reached, and hashing that many takes longer than the solves.
    let mut seen = vec![false; links.node_count()];
    let mut open = vec![graph.node(Node::Credential(credential))];
    while let Some(node) = open.pop() {
        if let Some(seen) = seen.get_mut(node.index()).filter(|seen| !**seen) {
            *seen = true;
            open.extend(links.neighbors(node));
        }
    }
    let met = |role: &RoleAt| seen.get(graph.node(Node::Role(*role)).index()).copied().unwrap_or_default();
    roles.iter().copied().filter(met).collect()
}

/// The best in one order before and after, where `before` and `after` are what cannot be had then. A stack that is best with all of it
/// and takes none of it is best on both sides: then one solve answers for all three.
pub(super) fn sides(
    market: &Market<'_>,
    (role, group): (RoleAt, usize),
    order: Order,
    before: &[Id],
    after: &[Id],
) -> Result<(Reach, Reach), Trouble> {
    let ask = |forbid: &[Id]| market.least(role, group, order, Twist { forbid, ..Twist::default() });
    let whole = ask(&[])?;
    let free_of = |items: &[Id]| whole.way().is_none_or(|way| !way.takes(items));
    let side = |items: &[Id]| if free_of(items) { Ok(whole.clone()) } else { ask(items) };
    Ok((side(before)?, side(after)?))
}
