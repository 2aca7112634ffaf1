//! Competencies that usually travel with those a learner shows: something to ask her, never something to assume.

use crate::{
    gap::Standing,
    graph::{CompetencyAt, Need, Place, RoleAt, SkillGraph},
    model::TrustFloor,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// A competency she may have and has not claimed, and where it was met beside one she has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Companion {
    /// What she may have.
    pub competency: CompetencyAt,
    /// What she shows.
    pub beside: CompetencyAt,
    /// How many roles ask both.
    pub both: u32,
    /// How many roles ask what she shows.
    pub of: u32,
}

/// Fewer roles than this say nothing about what usually goes together.
const LEAST: u32 = 3;

/// Competencies that at least half of the roles ask which ask one she shows, by share; each once, beside the one that speaks most for
/// it. Work: the requirements of the roles that ask what she shows.
pub fn companions(graph: &SkillGraph, standing: &Standing, most: usize) -> Vec<Companion> {
    let mut best: BTreeMap<CompetencyAt, Companion> = BTreeMap::new();
    let shown: BTreeSet<CompetencyAt> = standing.competencies().collect();
    for beside in &shown {
        let roles: BTreeSet<RoleAt> = graph.asking(*beside).iter().copied().collect();
        let mut counts: BTreeMap<CompetencyAt, u32> = BTreeMap::new();
        for role in &roles {
            for competency in asked(graph, *role).into_iter().filter(|competency| !shown.contains(competency)) {
                *counts.entry(competency).or_default() += 1;
            }
        }
        let of = roles.len() as u32;
        for (competency, both) in counts.into_iter().filter(|(_, both)| *both >= LEAST && both * 2 >= of) {
            let one = Companion { competency, beside: *beside, both, of };
            let share = |one: &Companion, other: &Companion| u64::from(one.both) * u64::from(other.of);
            best.entry(competency)
                .and_modify(|kept| {
                    let (new, old) = (share(&one, kept), share(kept, &one));
                    if (new, one.both) > (old, kept.both) {
                        *kept = one;
                    }
                })
                .or_insert(one);
        }
    }
    let mut companions: Vec<Companion> = best.into_values().collect();
    // Shares in thousandths are fine enough to order by.
    companions.sort_by_key(|one| (Reverse(u64::from(one.both) * 1000 / u64::from(one.of.max(1))), Reverse(one.both), one.competency.at()));
    companions.retain(|one| standing.rank(one.competency, TrustFloor::Any) == 0);
    companions.truncate(most);
    companions
}

/// The competencies a role asks.
pub(super) fn asked(graph: &SkillGraph, role: RoleAt) -> BTreeSet<CompetencyAt> {
    let mut competencies = BTreeSet::new();
    for asked in graph.asked(role) {
        asked.need.walk(&mut |need| {
            if let Need::Attain(competency, _) = need {
                competencies.insert(*competency);
            }
        });
    }
    competencies
}
