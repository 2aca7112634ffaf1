//! Roles by what they ask: "k8s engineer" names no title, and a job that asks Kubernetes all the same.

use super::{
    Hit, How, Lookup, fold,
    rank::{self, named},
};
use crate::{
    graph::{CompetencyAt, Need, Place, RoleAt, Runs, SkillGraph},
    model::Necessity,
};
use std::{cmp::Reverse, collections::HashSet};

/// From this score on a competency is surely meant by words that no role has.
const MEANT: u32 = 700;
/// What a role scores at most that only asks what is meant: less than what may stand for the words without asking back.
const MOST: u16 = 700;
/// What it scores at least: where it must be met, and where it is wished for.
const ESSENTIAL: u16 = 600;
const WISHED: u16 = 540;
/// What roles score at most that say nothing of words that name a competency.
const SILENT: u16 = 530;

/// For each competency the roles that ask it, and whether it must be met.
pub(super) struct Asking(Runs<CompetencyAt, (RoleAt, bool)>);

impl Asking {
    pub(super) fn new(graph: &SkillGraph) -> Self {
        let mut asking = Vec::new();
        for role in graph.roles() {
            for asked in graph.asked(role) {
                if let Need::Attain(competency, _) = asked.need {
                    asking.push((graph.one(competency), (role, asked.necessity == Necessity::Essential)));
                }
            }
        }
        Self(Runs::group(graph.catalogue().competencies.len(), &asking))
    }
}

/// A competency that words of a question name, and the words.
struct Named {
    competency: CompetencyAt,
    label: Box<str>,
    /// Whether no role has these words, so that those who ask it come before those who say something else of the question.
    unsaid: bool,
}

impl Lookup {
    /// The competencies that a question for roles names: all of its words together, or words that no role has.
    fn named_in(&self, words: &str) -> Vec<Named> {
        let words = fold::words(words);
        let mut found = Vec::new();
        for run in rank::unsaid(&self.roles, &self.stems, &words) {
            let best = rank::rank(&self.competencies, &self.stems, &run.join(" "), 1, |a, b| a.cmp(&b)).into_iter().next();
            if let Some(best) = best.filter(|best| best.score >= MEANT && !matches!(best.how, How::Near | How::Prefix)) {
                let label = self.competencies.label(best.label).map(|label| label.text.clone()).unwrap_or_default();
                found.push(Named { competency: CompetencyAt::new(best.at as usize), label, unsaid: true });
            }
        }
        if found.is_empty()
            && let Some((at, label)) = named(&self.competencies, &fold::key(&words))
        {
            found.push(Named { competency: CompetencyAt::new(at as usize), label, unsaid: false });
        }
        found
    }

    /// The roles that the words may mean, best first, at most `limit`: by their own labels, then by what they ask.
    pub(super) fn roles_by_all(&self, words: &str, limit: usize) -> Vec<Hit<RoleAt>> {
        let named = self.named_in(words);
        if named.is_empty() {
            return self.hits(&self.roles, &self.turns[0], words, limit);
        }
        let mut hits: Vec<Hit<RoleAt>> = self.hits(&self.roles, &self.turns[0], words, usize::MAX);
        let mut places: Vec<Option<usize>> = vec![None; self.turns[0].len()];
        for (at, hit) in hits.iter_mut().enumerate() {
            if named.iter().any(|named| named.unsaid) && hit.score < MOST {
                hit.score = hit.score.min(SILENT);
            }
            if let Some(place) = places.get_mut(hit.at.at()) {
                *place = Some(at);
            }
        }
        let mut asking = HashSet::new();
        for Named { competency, label, .. } in &named {
            for (role, essential) in self.asking.0.of(*competency) {
                let Some(place) = places.get_mut(role.at()) else { continue };
                let least = if *essential { ESSENTIAL } else { WISHED };
                if let Some((at, hit)) = place.and_then(|at| Some((at, hits.get_mut(at)?))) {
                    // What is said besides counts a little; that it asks this was already a reason to be near.
                    let besides = if hit.how == How::Near { 0 } else { hit.score / 10 };
                    let score = (least + besides).min(MOST);
                    if score > hit.score || (hit.how == How::Near && score == hit.score) {
                        asking.insert(at);
                        *hit = Hit { at: *role, score, how: How::Near, matched: label.clone() };
                    }
                } else {
                    *place = Some(hits.len());
                    asking.insert(hits.len());
                    hits.push(Hit { at: *role, score: least, how: How::Near, matched: label.clone() });
                }
            }
        }
        // Equals keep the order they were found in; those that only ask what is meant come after them, by their turn.
        let key = |at: usize, hit: &Hit<RoleAt>| {
            let turn = if asking.contains(&at) { self.turns[0].get(hit.at.at()).copied().unwrap_or(0) } else { at as u32 };
            (Reverse(hit.score), asking.contains(&at), turn)
        };
        let mut keyed: Vec<_> = hits.into_iter().enumerate().map(|(at, hit)| (key(at, &hit), hit)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().take(limit).map(|(_, hit)| hit).collect()
    }
}
