//! By which matches between competencies a credential closes a requirement that it does not attest by name.

use super::Reason;
use crate::{
    graph::{Asked, CompetencyAt, CredentialAt, Need, Node, SkillGraph},
    model::Crosswalk,
};

/// The matches through which a credential closes these requirements: each once, in the order of the requirements.
///
/// A requirement that the credential attests itself needs none; competencies joined by an exact match are one and need none either.
pub fn matched(graph: &SkillGraph, asked: &[Asked], credential: CredentialAt, closes: &[usize]) -> Vec<Reason> {
    let record = graph.credential(credential);
    let own: Vec<CompetencyAt> = record.awards.iter().filter_map(|award| graph.find_competency(award.competency.as_str())).collect();
    let own: Vec<CompetencyAt> = own.into_iter().map(|at| graph.one(at)).collect();
    let mut reasons = Vec::new();
    for need in closes.iter().filter_map(|at| asked.get(*at)).map(|asked| &asked.need) {
        need.walk(&mut |inner| {
            let Need::Attain(wanted, _) = inner else { return };
            if own.contains(wanted) {
                return;
            }
            let counting = own.iter().filter(|narrow| graph.counts_for(**narrow).iter().any(|(broad, _)| broad == wanted));
            for narrow in counting {
                let reason = Reason::Matched { narrow: *narrow, broad: *wanted };
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        });
    }
    reasons
}

/// The record by which one competency counts for a broader one.
pub(super) fn crosswalk(graph: &SkillGraph, narrow: CompetencyAt, broad: CompetencyAt) -> Option<&Crosswalk> {
    let ends = (Some(narrow), Some(broad));
    let place = |name: &str| match (graph.find_competency(name), graph.find_uri(name)) {
        (Some(at), _) | (None, Some(Node::Competency(at))) => Some(graph.one(at)),
        _ => None,
    };
    graph.catalogue().crosswalks.iter().find(|walk| {
        let (from, to) = (place(walk.from.as_str()), place(walk.to.as_str()));
        (from, to) == ends || (to, from) == ends
    })
}
