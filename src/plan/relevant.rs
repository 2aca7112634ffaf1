//! Which credentials can matter for a goal: found backwards from what is asked, so that the cost is that of what is relevant.

use crate::graph::{CompetencyAt, CredentialAt, Need, Place, SkillGraph};
use std::collections::{BTreeMap, BTreeSet};

/// Credentials that could help to meet some needs, in the order of their places.
pub(super) fn relevant<'a>(graph: &'a SkillGraph, goal: impl IntoIterator<Item = &'a Need>) -> Vec<CredentialAt> {
    let mut wanted: BTreeMap<CompetencyAt, u8> = BTreeMap::new();
    let mut seen: BTreeSet<CredentialAt> = BTreeSet::new();
    let mut open: Vec<&Need> = goal.into_iter().collect();
    while let Some(need) = open.pop() {
        let mut found = Vec::new();
        need.walk(&mut |inner| match inner {
            Need::Attain(competency, rank) => {
                let rank = rank.unwrap_or(1);
                let before = wanted.get(competency).copied().unwrap_or(u8::MAX);
                if rank < before {
                    wanted.insert(*competency, rank);
                    // Unknown ranks are kept: whether they count is the learner's policy.
                    let providing = graph.provided(*competency).iter();
                    found.extend(providing.filter(|way| way.rank.is_none_or(|way| way >= rank)).map(|way| way.credential));
                }
            }
            Need::Earn(credential) => found.push(*credential),
            Need::Credits { from, .. } => found.extend(from.iter().map(|(credential, _)| *credential)),
            _ => {}
        });
        for credential in found {
            debug_assert!(credential.at() < graph.credentials().len());
            if seen.insert(credential) {
                open.extend(graph.conditions(credential).iter().filter_map(|bound| bound.binding()));
                open.extend(graph.stack(credential));
            }
        }
    }
    seen.into_iter().collect()
}
