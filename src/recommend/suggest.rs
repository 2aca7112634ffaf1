//! Which credential next: what the graph knows of it first, what people did among equals, each with reasons one can check.
//!
//! With a target, what counts is how much of what is still asked a credential meets, then whether it can be begun today. Among equals
//! stands first what people took who took the same, where a history may be used; else the id decides. Without a target, the history
//! ranks; without either, how many roles ask what a credential would newly show. Nobody can pay for a place: no figure of that kind
//! comes in.

use super::{log::Trail, recommender::Recommender, tables::Board};
use crate::{
    gap::Standing,
    graph::{Asked, Awarded, CompetencyAt, CredentialAt, Facts, Need, Place, RoleAt, SkillGraph},
    model::{Date, EntryCondition, Learner, Necessity, Status, TrustFloor},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// What is asked for. There is no place in it for who somebody is.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// What the learner can show; nothing else of her is read.
    pub learner: &'a Learner,
    /// What her target asks; nothing without a target.
    pub asked: Option<&'a [Asked]>,
    /// The day on which what she shows must be in force.
    pub on: Date,
    /// A model and what she took, by its places; nothing unless she consents.
    pub history: Option<(&'a Recommender, &'a Trail)>,
    /// How many suggestions at most.
    pub most: usize,
}

/// What suggestions rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The catalogue alone: no history was given, or none may be used, or the model knows nothing of it.
    GraphAlone,
    /// The catalogue first, then what people took.
    GraphThenHistory,
    /// What people took; no target was named.
    History,
}

/// Why a credential is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It meets these of the open requirements, by their place among what is asked.
    Closes {
        /// Which.
        requirements: Vec<usize>,
        /// How many are open.
        open: usize,
    },
    /// It is needed to begin another that meets some.
    LeadsTo {
        /// The other.
        credential: CredentialAt,
        /// How many open requirements that one meets.
        closes: usize,
    },
    /// So many roles ask something it would newly show.
    AskedBy {
        /// How many.
        roles: usize,
    },
    /// Of the people who took something she took, so many took this.
    Taken {
        /// What she took.
        held: CredentialAt,
        /// How many people took that.
        of: u32,
        /// How many of them took the suggested one too.
        both: u32,
        /// How many took it directly next.
        next: u32,
    },
    /// So many people took it; for somebody without a history that the model knows.
    Popular {
        /// How many.
        people: u32,
    },
    /// It cannot be begun yet: so many conditions are open.
    NotYet {
        /// How many.
        conditions: usize,
    },
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What.
    pub credential: CredentialAt,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What is suggested, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestions {
    /// What they rest on.
    pub basis: Basis,
    /// The suggestions.
    pub list: Vec<Suggestion>,
    /// Items of the history that this edition does not have.
    pub unplaced: usize,
}

/// What would be true with one credential more.
struct With<'a, F> {
    facts: &'a F,
    credential: CredentialAt,
    awards: &'a [Awarded],
}

impl<F: Facts> Facts for With<'_, F> {
    fn attained(&self, competency: CompetencyAt, rank: u8) -> bool {
        // An award of unknown level shows the first rank and nothing above.
        let awarded = |award: &Awarded| award.competency == competency && award.rank.unwrap_or(1) >= rank;
        self.facts.attained(competency, rank) || self.awards.iter().any(awarded)
    }
    fn earned(&self, credential: CredentialAt) -> bool {
        credential == self.credential || self.facts.earned(credential)
    }
    fn entered(&self, condition: &EntryCondition) -> bool {
        self.facts.entered(condition)
    }
}

/// Credentials looked at for one question; the rest could only be worse at what is counted first.
const LOOKED_AT: usize = 20_000;
/// How many of the model's list are looked up in the catalogue.
const LISTED: usize = 1_000;
/// People's reasons told with one suggestion.
const WITNESSES: usize = 2;

struct Desk<'a> {
    graph: &'a SkillGraph,
    standing: Standing,
    /// The place of each credential on the model's list.
    listed: BTreeMap<CredentialAt, usize>,
}

impl Desk<'_> {
    /// Conditions that are open before a credential can be begun.
    fn open(&self, credential: CredentialAt) -> Vec<&Need> {
        let facts = self.standing.facts(TrustFloor::Any, false);
        let binding = self.graph.conditions(credential).iter().filter_map(|bound| bound.binding());
        binding.filter(|need| !need.holds(&facts)).collect()
    }

    fn offered(&self, credential: CredentialAt) -> bool {
        self.graph.credential(credential).status == Status::Active && !self.standing.holds(credential, TrustFloor::Any)
    }

    fn place(&self, credential: CredentialAt) -> usize {
        self.listed.get(&credential).copied().unwrap_or(usize::MAX)
    }

    /// Which of what is asked a credential meets that is open without it.
    fn closes(&self, asked: &[Asked], open: &[usize], credential: CredentialAt) -> Vec<usize> {
        let meets = |at: &&usize| {
            let asked = &asked[**at];
            let facts = self.standing.facts(asked.trust, false);
            asked.need.holds(&With { facts: &facts, credential, awards: self.graph.awards(credential) })
        };
        open.iter().filter(meets).copied().collect()
    }
}

/// The competencies and credentials that needs speak of.
fn named<'a>(needs: impl Iterator<Item = &'a Need>) -> (BTreeSet<CompetencyAt>, BTreeSet<CredentialAt>) {
    let (mut competencies, mut credentials) = (BTreeSet::new(), BTreeSet::new());
    for need in needs {
        need.walk(&mut |inner| match inner {
            Need::Attain(competency, _) => {
                competencies.insert(*competency);
            }
            Need::Earn(credential) => {
                credentials.insert(*credential);
            }
            Need::Credits { from, .. } => credentials.extend(from.iter().map(|(credential, _)| *credential)),
            _ => {}
        });
    }
    (competencies, credentials)
}

/// Suggests what to take next.
///
/// # Examples
///
/// ```
/// use pathstack::{graph::{Edition, SkillGraph}, model::*, recommend::{Basis, Reason, Wish, suggest}};
///
/// let mut catalogue = Catalogue::default();
/// for line in [
///     r#"{"competency": {"id": "sql", "name": "SQL"}}"#,
///     r#"{"credential": {"id": "sql-1", "name": "SQL I", "awards": [{"competency": "sql", "level": 2}]}}"#,
///     r#"{"role": {"id": "analyst", "title": "Analyst", "requirements": [{"need": {"competency": "sql", "level": 2}}]}}"#,
/// ] {
///     catalogue.push(serde_json::from_str(line)?);
/// }
/// let graph = SkillGraph::new(Edition::default(), catalogue);
/// let today = "2026-11-20".parse()?;
/// let learner = Learner { evidence: Vec::new(), constraints: Constraints::new(Effort::hours(10), today) };
/// let analyst = graph.find_role("analyst").ok_or("no such role")?;
/// let next = suggest(&graph, &Wish { learner: &learner, asked: Some(graph.asked(analyst)), on: today, history: None, most: 3 });
/// assert_eq!(next.basis, Basis::GraphAlone);
/// assert_eq!(next.list[0].reasons, [Reason::Closes { requirements: vec![0], open: 1 }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn suggest(graph: &SkillGraph, wish: &Wish<'_>) -> Suggestions {
    let mut desk = Desk { graph, standing: Standing::new(graph, wish.learner, wish.on), listed: BTreeMap::new() };
    let history = wish.history.filter(|(_, trail)| !trail.is_empty());
    let credential = |model: &Recommender, item: u32| model.items().get(item as usize).and_then(|id| graph.find_credential(id));
    let mut unplaced = 0;
    if let Some((model, trail)) = history {
        unplaced = trail.iter().filter(|step| credential(model, step.item).is_none()).count();
        for (at, ranked) in model.top(&mut Board::default(), trail, LISTED).iter().enumerate() {
            if let Some(credential) = credential(model, ranked.item) {
                desk.listed.insert(credential, at);
            }
        }
    }
    let known = !desk.listed.is_empty();
    let mut list = match wish.asked {
        Some(asked) => towards(&desk, asked, wish.most),
        None if known => by_history(&desk, wish.most, history.map(|(model, _)| model)),
        None => by_demand(&desk, wish.most),
    };
    if let Some((model, trail)) = history.filter(|_| known) {
        for one in &mut list {
            one.reasons.extend(people(graph, model, trail, one.credential));
        }
    }
    let basis = match (known, wish.asked) {
        (false, _) => Basis::GraphAlone,
        (true, Some(_)) => Basis::GraphThenHistory,
        (true, None) => Basis::History,
    };
    Suggestions { basis, list, unplaced }
}

/// What people did who took the same.
fn people(graph: &SkillGraph, model: &Recommender, trail: &Trail, credential: CredentialAt) -> Vec<Reason> {
    let Some(item) = model.find(graph.credential(credential).id.as_str()) else { return Vec::new() };
    let witnesses = model.witnesses(trail, item, WITNESSES);
    let taken = witnesses.into_iter().filter_map(|witness| {
        let held = graph.find_credential(model.items().get(witness.took as usize)?)?;
        Some(Reason::Taken { held, of: witness.of, both: witness.both, next: witness.next })
    });
    let mut reasons: Vec<Reason> = taken.collect();
    if reasons.is_empty() {
        let people = model.taken().get(item as usize).copied().unwrap_or(0);
        reasons.extend(Some(Reason::Popular { people }).filter(|_| people > 0));
    }
    reasons
}

fn towards(desk: &Desk<'_>, asked: &[Asked], most: usize) -> Vec<Suggestion> {
    let graph = desk.graph;
    let is_open = |at: &usize| !asked[*at].need.holds(&desk.standing.facts(asked[*at].trust, false));
    let open: Vec<usize> = (0..asked.len()).filter(is_open).collect();
    let (competencies, mut candidates) = named(open.iter().map(|at| &asked[*at].need));
    candidates.extend(competencies.iter().flat_map(|competency| graph.provided(*competency)).map(|provided| provided.credential));
    // What is essential weighs more than everything desirable together.
    let weight = |closes: &[usize]| {
        let of = |essential: bool| -> u64 {
            let counted = closes.iter().filter(|at| (asked[**at].necessity == Necessity::Essential) == essential);
            counted.map(|at| u64::from(asked[*at].importance) + 1).sum()
        };
        (of(true), of(false))
    };
    let mut ranked = Vec::new();
    let mut leading: BTreeMap<CredentialAt, (CredentialAt, usize, (u64, u64))> = BTreeMap::new();
    for credential in candidates.iter().copied().filter(|credential| desk.offered(*credential)).take(LOOKED_AT) {
        let closes = desk.closes(asked, &open, credential);
        if closes.is_empty() {
            continue;
        }
        let conditions = desk.open(credential);
        let worth = weight(&closes);
        let (needed, earned) = named(conditions.iter().copied());
        let ways = needed.iter().flat_map(|competency| graph.provided(*competency)).map(|provided| provided.credential).chain(earned);
        for way in ways.filter(|way| *way != credential && desk.offered(*way) && desk.open(*way).is_empty()) {
            let to = leading.entry(way).or_insert((credential, closes.len(), worth));
            if worth > to.2 {
                *to = (credential, closes.len(), worth);
            }
        }
        let (barred, held_back) = (!conditions.is_empty(), conditions.len());
        let mut reasons = vec![Reason::Closes { requirements: closes, open: open.len() }];
        reasons.extend(barred.then_some(Reason::NotYet { conditions: held_back }));
        ranked.push((if barred { 2 } else { 0 }, worth, Suggestion { credential, reasons }));
    }
    for (way, (to, closes, worth)) in leading {
        let leads = Reason::LeadsTo { credential: to, closes };
        if let Some((_, _, one)) = ranked.iter_mut().find(|(_, _, one)| one.credential == way) {
            one.reasons.push(leads);
        } else {
            ranked.push((1, worth, Suggestion { credential: way, reasons: vec![leads] }));
        }
    }
    ranked.sort_by_key(|(tier, worth, one)| (*tier, Reverse(*worth), desk.place(one.credential), one.credential));
    ranked.into_iter().take(most).map(|(_, _, one)| one).collect()
}

/// By the model's list, as far as anybody took what is on it; then what the graph suggests.
fn by_history(desk: &Desk<'_>, most: usize, model: Option<&Recommender>) -> Vec<Suggestion> {
    let taken = |credential: CredentialAt| {
        let item = model.and_then(|model| Some((model, model.find(desk.graph.credential(credential).id.as_str())?)));
        item.is_some_and(|(model, item)| model.taken().get(item as usize).is_some_and(|people| *people > 0))
    };
    let mut listed: Vec<(usize, CredentialAt)> = desk.listed.iter().map(|(credential, at)| (*at, *credential)).collect();
    listed.sort_unstable();
    let fits = listed.into_iter().map(|(_, credential)| credential).filter(|credential| desk.offered(*credential));
    let ready = fits.filter(|credential| desk.open(*credential).is_empty() && taken(*credential));
    let mut list: Vec<Suggestion> = ready.take(most).map(|credential| Suggestion { credential, reasons: Vec::new() }).collect();
    if list.len() < most {
        let named: BTreeSet<CredentialAt> = list.iter().map(|one| one.credential).collect();
        let others = by_demand(desk, most).into_iter().filter(|one| !named.contains(&one.credential));
        list.extend(others.take(most - named.len()));
    }
    list
}

/// By how many roles ask something that a credential would newly show.
fn by_demand(desk: &Desk<'_>, most: usize) -> Vec<Suggestion> {
    let graph = desk.graph;
    let facts = desk.standing.facts(TrustFloor::Any, false);
    let mut ranked: Vec<(usize, CredentialAt)> = Vec::new();
    for credential in graph.credentials().filter(|credential| desk.offered(*credential)) {
        let new = |award: &&Awarded| !facts.attained(award.competency, award.rank.unwrap_or(1));
        let roles = |award: &Awarded| graph.asking(award.competency).iter().copied();
        let asking: BTreeSet<RoleAt> = graph.awards(credential).iter().filter(new).flat_map(roles).collect();
        if !asking.is_empty() && desk.open(credential).is_empty() {
            ranked.push((asking.len(), credential));
        }
    }
    ranked.sort_by_key(|(roles, credential)| (Reverse(*roles), credential.at()));
    let told = |(roles, credential)| Suggestion { credential, reasons: vec![Reason::AskedBy { roles }] };
    ranked.into_iter().take(most).map(told).collect()
}
