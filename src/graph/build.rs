//! From records to the frozen graph: joins competencies, looks names up, and keeps a doubt for whatever is not there.

use super::{
    Asked, Awarded, Bound, CompetencyAt, CredentialAt, Edition, Link, Need, Node, OfferingAt, OrganisationAt, Place, PricePlanAt, Provided,
    RoleAt, Runs, SkillGraph,
};
use crate::model::{Catalogue, Competency, Condition, Credits, EquivalencePurpose, Expr, Level, LevelScale, Match, ScaleId, code_fits};
use petgraph::{graph::DiGraph, unionfind::UnionFind};
use rayon::prelude::*;
use std::collections::HashMap;

/// The scale of a competency that names none.
pub(super) const DEFAULT_SCALE: &str = "proficiency";
/// How many ranks a scale has that the catalogue does not describe.
const DEFAULT_RANKS: u8 = 4;

/// The records of each kind in the order of their ids.
pub(super) struct Ids {
    pub(super) competencies: Box<[CompetencyAt]>,
    pub(super) credentials: Box<[CredentialAt]>,
    pub(super) offerings: Box<[OfferingAt]>,
    pub(super) roles: Box<[RoleAt]>,
    pub(super) price_plans: Box<[PricePlanAt]>,
    pub(super) organisations: Box<[OrganisationAt]>,
}

/// Something that could not be looked up or joined while the graph was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A record names something that the edition does not have.
    Dangling {
        /// The record, such as `role data-analyst`.
        at: String,
        /// What it names.
        name: String,
    },
    /// A level is not on its competency's scale.
    OffScale {
        /// The record.
        at: String,
        /// The competency.
        competency: String,
        /// The level as written.
        level: String,
    },
    /// Two competencies are the same, but their scales do not compare; levels of one are unknown on the other.
    ScalesApart {
        /// The competency that stands for both.
        one: String,
        /// The other.
        other: String,
    },
}

/// The conditions of a credential and its stack rule, looked up, with the doubts met.
type ResolvedCredential = (Box<[Bound]>, Option<Need>, Vec<Doubt>);
/// What a role asks and its gates, looked up, with the doubts met.
type ResolvedRole = (Box<[Asked]>, Box<[Bound]>, Vec<Doubt>);

/// Finds places by id or URI while building.
struct Names<'a> {
    competencies: HashMap<&'a str, CompetencyAt>,
    credentials: HashMap<&'a str, CredentialAt>,
    codes: Vec<(&'a str, CredentialAt)>,
    equivalents: HashMap<(&'a str, bool), Vec<&'a str>>,
    one: Vec<CompetencyAt>,
    scales: Scales<'a>,
    catalogue: &'a Catalogue,
}

/// Reads levels on scales.
struct Scales<'a> {
    by_id: HashMap<&'a str, &'a LevelScale>,
}

impl<'a> Scales<'a> {
    fn new(catalogue: &'a Catalogue) -> Self {
        Self { by_id: catalogue.scales.iter().map(|scale| (scale.id.as_str(), scale)).collect() }
    }

    fn of(competency: &Competency) -> &str {
        competency.scale.as_ref().map_or(DEFAULT_SCALE, ScaleId::as_str)
    }

    fn ranks(&self, scale: &str) -> u8 {
        self.by_id.get(scale).map_or(DEFAULT_RANKS, |scale| u8::try_from(scale.levels.len()).unwrap_or(u8::MAX))
    }

    /// The rank of a level as written; `Err` when the scale has no such level.
    fn rank(&self, scale: &str, level: &Level) -> Result<Option<u8>, ()> {
        match level {
            Level::Unknown => Ok(None),
            Level::Rank(rank) if rank.get() <= self.ranks(scale) => Ok(Some(rank.get())),
            Level::Rank(_) => Err(()),
            Level::Code(code) => {
                let levels = self.by_id.get(scale).map_or(&[][..], |scale| &scale.levels);
                levels.iter().find(|level| level.code == *code).map(|level| Some(level.rank.get())).ok_or(())
            }
        }
    }

    /// What a rank on one scale is on another, through an explicit mapping only; the highest rank it is known to reach.
    fn across(&self, from: &str, to: &str, rank: Option<u8>) -> Option<u8> {
        if from == to {
            return rank;
        }
        let mapping = self.by_id.get(from)?.mappings.iter().find(|mapping| mapping.to.as_str() == to)?;
        let reached = mapping.ranks.iter().filter(|(here, _)| Some(here.get()) <= rank).map(|(_, there)| there.get());
        reached.max()
    }
}

impl Names<'_> {
    /// The rank of a level of a competency, on the scale of the competency that stands for it.
    fn rank(&self, at: CompetencyAt, scale: Option<&str>, level: &Level) -> Result<Option<u8>, ()> {
        let own = Scales::of(&self.catalogue.competencies[at.at()]);
        let one = Scales::of(&self.catalogue.competencies[self.one[at.at()].at()]);
        let scale = scale.unwrap_or(own);
        Ok(self.scales.across(scale, one, self.scales.rank(scale, level)?))
    }

    /// Looks every name of an expression up. `award` chooses which equivalences count.
    fn need(&self, expr: &Expr, award: bool, at: &dyn Fn() -> String, doubts: &mut Vec<Doubt>) -> Need {
        match expr {
            Expr::Competency { id, level, scale } => {
                let Some(place) = self.competencies.get(id.as_str()).copied() else {
                    doubts.push(Doubt::Dangling { at: at(), name: id.to_string() });
                    return Need::Missing(id.as_str().into());
                };
                let rank = self.rank(place, scale.as_ref().map(ScaleId::as_str), level).unwrap_or_else(|()| {
                    doubts.push(Doubt::OffScale { at: at(), competency: id.to_string(), level: level.to_string() });
                    None
                });
                Need::Attain(self.one[place.at()], rank)
            }
            Expr::Credential(id) => self.earn(id.as_str(), award, at, doubts),
            Expr::All(of) => Need::All(of.iter().map(|inner| self.need(inner, award, at, doubts)).collect()),
            Expr::Any(of) => Need::AtLeast(1, of.iter().map(|inner| self.need(inner, award, at, doubts)).collect()),
            Expr::AtLeast(least, of) => Need::AtLeast(*least, of.iter().map(|inner| self.need(inner, award, at, doubts)).collect()),
            Expr::Credits(credits) => self.credits(credits, at, doubts),
            Expr::Not(inner) => Need::Not(Box::new(self.need(inner, award, at, doubts))),
            Expr::Code(pattern) => {
                let fitting = self.codes.iter().filter(|(code, _)| code_fits(pattern, code)).map(|(_, at)| Need::Earn(*at));
                let fitting: Vec<_> = fitting.collect();
                if fitting.is_empty() {
                    doubts.push(Doubt::Dangling { at: at(), name: format!("code {pattern}") });
                }
                Need::AtLeast(1, fitting)
            }
            Expr::Entry(condition) => Need::Entry(condition.clone()),
        }
    }

    fn earn(&self, id: &str, award: bool, at: &dyn Fn() -> String, doubts: &mut Vec<Doubt>) -> Need {
        let own = self.credentials.get(id).map_or_else(
            || {
                doubts.push(Doubt::Dangling { at: at(), name: id.to_owned() });
                Need::Missing(id.into())
            },
            |place| Need::Earn(*place),
        );
        let accepted = self.equivalents.get(&(id, award)).into_iter().flatten();
        let mut accepted: Vec<_> = accepted.filter_map(|from| self.credentials.get(from)).map(|place| Need::Earn(*place)).collect();
        if accepted.is_empty() {
            return own;
        }
        accepted.insert(0, own);
        Need::AtLeast(1, accepted)
    }

    fn credits(&self, credits: &Credits, at: &dyn Fn() -> String, doubts: &mut Vec<Doubt>) -> Need {
        let amount = |place: CredentialAt| {
            let counted = self.catalogue.credentials[place.at()].credits.iter().filter(|value| {
                credits.scheme.as_ref().is_none_or(|scheme| *scheme == value.scheme)
                    && (credits.level.is_none() || credits.level == value.level)
            });
            counted.map(|value| value.amount).max().filter(|amount| *amount > 0)
        };
        let from = if credits.of.is_empty() {
            let all = (0..self.catalogue.credentials.len()).map(CredentialAt::new);
            all.filter_map(|place| amount(place).map(|amount| (place, amount))).collect()
        } else {
            let mut from = Vec::new();
            for id in &credits.of {
                match self.credentials.get(id.as_str()) {
                    Some(place) => from.extend(amount(*place).map(|amount| (*place, amount))),
                    None => doubts.push(Doubt::Dangling { at: at(), name: id.to_string() }),
                }
            }
            from
        };
        Need::Credits { min: credits.min, from }
    }

    fn bound(&self, condition: &Condition, award: bool, at: &dyn Fn() -> String, doubts: &mut Vec<Doubt>) -> Bound {
        let need = condition.need.as_ref().map(|expr| self.need(expr, award, at, doubts));
        Bound { need, relation: condition.relation, enforced: condition.enforced }
    }
}

/// The rank of a level of a competency on the scale of the one that stands for it.
pub(super) fn rank(catalogue: &Catalogue, at: CompetencyAt, one: CompetencyAt, level: &Level) -> Option<u8> {
    let scales = Scales::new(catalogue);
    let scale = |at: CompetencyAt| Scales::of(&catalogue.competencies[at.at()]);
    scales.across(scale(at), scale(one), scales.rank(scale(at), level).ok()?)
}

/// Competencies that are the same: one URI on two of them, one's URI as another's id, or an exact crosswalk.
fn join(catalogue: &Catalogue, competencies: &HashMap<&str, CompetencyAt>) -> Vec<CompetencyAt> {
    let count = catalogue.competencies.len();
    let mut sets = UnionFind::<u32>::new(count);
    let mut by_uri: HashMap<&str, u32> = HashMap::new();
    for (at, competency) in catalogue.competencies.iter().enumerate() {
        for uri in &competency.same_as {
            let at = at as u32;
            sets.union(*by_uri.entry(uri).or_insert(at), at);
            if let Some(other) = competencies.get(&**uri) {
                sets.union(other.0, at);
            }
        }
    }
    let lookup = |name: &str| competencies.get(name).map(|at| at.0).or_else(|| by_uri.get(name).copied());
    for crosswalk in &catalogue.crosswalks {
        if let (Match::Exact, Some(from), Some(to)) = (crosswalk.closeness, lookup(crosswalk.from.as_str()), lookup(crosswalk.to.as_str()))
        {
            sets.union(from, to);
        }
    }
    // The first of a set in the order of ids stands for it, whatever the order of the records; one with its own scale comes first.
    let labels = sets.into_labeling();
    let mut first: Vec<Option<u32>> = vec![None; count];
    let rank = |at: u32| {
        let competency = &catalogue.competencies[at as usize];
        (competency.id.as_str().contains(':'), competency.id.as_str())
    };
    for (at, label) in labels.iter().enumerate() {
        let (at, held) = (at as u32, &mut first[*label as usize]);
        *held = Some(held.map_or(at, |held| if rank(at) < rank(held) { at } else { held }));
    }
    labels.iter().enumerate().map(|(at, label)| CompetencyAt(first[*label as usize].unwrap_or(at as u32))).collect()
}

/// The places of a table sorted by id.
fn sorted<P: Place + Send, T: Sync>(records: &[T], id: impl Fn(&T) -> &str + Sync) -> Box<[P]> {
    let mut places: Vec<u32> = (0..records.len() as u32).collect();
    places.par_sort_by(|a, b| id(&records[*a as usize]).cmp(id(&records[*b as usize])).then(a.cmp(b)));
    places.into_iter().map(|at| P::new(at as usize)).collect()
}

pub(super) fn build(edition: Edition, catalogue: Catalogue) -> SkillGraph {
    let by_id = Ids {
        competencies: sorted(&catalogue.competencies, |record| record.id.as_str()),
        credentials: sorted(&catalogue.credentials, |record| record.id.as_str()),
        offerings: sorted(&catalogue.offerings, |record| record.id.as_str()),
        roles: sorted(&catalogue.roles, |record| record.id.as_str()),
        price_plans: sorted(&catalogue.price_plans, |record| record.id.as_str()),
        organisations: sorted(&catalogue.organisations, |record| record.id.as_str()),
    };
    let mut doubts = Vec::new();
    let competencies: HashMap<&str, CompetencyAt> =
        catalogue.competencies.iter().enumerate().map(|(at, record)| (record.id.as_str(), CompetencyAt::new(at))).collect();
    let credentials: HashMap<&str, CredentialAt> =
        catalogue.credentials.iter().enumerate().map(|(at, record)| (record.id.as_str(), CredentialAt::new(at))).collect();
    let mut equivalents: HashMap<(&str, bool), Vec<&str>> = HashMap::new();
    for equivalence in &catalogue.equivalences {
        let (from, to) = (equivalence.from.as_str(), equivalence.to.as_str());
        for id in [from, to] {
            if !credentials.contains_key(id) {
                doubts.push(Doubt::Dangling { at: format!("equivalence {from} → {to}"), name: id.to_owned() });
            }
        }
        let award = matches!(equivalence.purpose, EquivalencePurpose::Award | EquivalencePurpose::Credit | EquivalencePurpose::Exemption);
        let prerequisite = matches!(equivalence.purpose, EquivalencePurpose::Prerequisite | EquivalencePurpose::Exemption);
        for (counts, purpose) in [(award, true), (prerequisite, false)] {
            if counts {
                equivalents.entry((to, purpose)).or_default().push(from);
            }
        }
    }
    let codes = by_id.credentials.iter().flat_map(|at| catalogue.credentials[at.at()].codes.iter().map(|code| (&**code, *at))).collect();
    let one = join(&catalogue, &competencies);
    let mut competencies = competencies;
    for (at, record) in catalogue.competencies.iter().enumerate() {
        for uri in &record.same_as {
            competencies.entry(uri).or_insert(CompetencyAt::new(at));
        }
    }
    let names = Names { competencies, credentials, codes, equivalents, one, scales: Scales::new(&catalogue), catalogue: &catalogue };

    let scale_counts: Box<[u8]> = names.one.iter().map(|one| names.scales.ranks(Scales::of(&catalogue.competencies[one.at()]))).collect();
    for (at, one) in names.one.iter().enumerate() {
        let (record, stands) = (&catalogue.competencies[at], &catalogue.competencies[one.at()]);
        if names.scales.across(Scales::of(record), Scales::of(stands), Some(u8::MAX)).is_none() {
            doubts.push(Doubt::ScalesApart { one: stands.id.to_string(), other: record.id.to_string() });
        }
    }

    let organisations: std::collections::HashSet<&str> = catalogue.organisations.iter().map(|record| record.id.as_str()).collect();
    for record in &catalogue.competencies {
        let at = || format!("competency {}", record.id);
        if let Some(scale) = record.scale.as_ref().filter(|scale| !names.scales.by_id.contains_key(scale.as_str())) {
            doubts.push(Doubt::Dangling { at: at(), name: scale.to_string() });
        }
        for broad in record.broader.iter().filter(|broad| !names.competencies.contains_key(broad.as_str())) {
            doubts.push(Doubt::Dangling { at: at(), name: broad.to_string() });
        }
    }
    for record in &catalogue.credentials {
        if let Some(issuer) = record.issuer.as_ref().filter(|issuer| !organisations.contains(issuer.as_str())) {
            doubts.push(Doubt::Dangling { at: format!("credential {}", record.id), name: issuer.to_string() });
        }
    }
    for record in &catalogue.offerings {
        if let Some(provider) = record.provider.as_ref().filter(|provider| !organisations.contains(provider.as_str())) {
            doubts.push(Doubt::Dangling { at: format!("offering {}", record.id), name: provider.to_string() });
        }
    }

    // A narrower competency counts for the broader one it is matched to; the rank carries over only on the same scale.
    let mut counts_for: HashMap<CompetencyAt, Vec<(CompetencyAt, bool)>> = HashMap::new();
    let mut uris: HashMap<&str, CompetencyAt> = HashMap::new();
    if !catalogue.crosswalks.is_empty() {
        for (at, competency) in catalogue.competencies.iter().enumerate() {
            uris.extend(competency.same_as.iter().map(|uri| (&**uri, CompetencyAt::new(at))));
        }
    }
    for crosswalk in &catalogue.crosswalks {
        let at = || format!("crosswalk {} → {}", crosswalk.from, crosswalk.to);
        let place = |name: &str| names.competencies.get(name).or_else(|| uris.get(name)).map(|at| names.one[at.at()]);
        let pair = match crosswalk.closeness {
            Match::Narrow => (crosswalk.from.as_str(), crosswalk.to.as_str()),
            Match::Broad => (crosswalk.to.as_str(), crosswalk.from.as_str()),
            Match::Exact | Match::Close | Match::Related => continue,
        };
        match (place(pair.0), place(pair.1)) {
            (Some(narrow), Some(broad)) => {
                let scale = |at: CompetencyAt| Scales::of(&catalogue.competencies[at.at()]);
                counts_for.entry(narrow).or_default().push((broad, scale(narrow) == scale(broad)));
            }
            (narrow, _) => {
                let name = if narrow.is_none() { pair.0 } else { pair.1 };
                // A crosswalk may wait for a framework that has not been brought in: other frameworks' ids are URIs or have a prefix.
                if !name.contains(':') {
                    doubts.push(Doubt::Dangling { at: at(), name: name.to_owned() });
                }
            }
        }
    }

    let mut awarded: Vec<(CredentialAt, Awarded)> = Vec::with_capacity(catalogue.credentials.len() * 3);
    for (at, credential) in catalogue.credentials.iter().enumerate() {
        let place = CredentialAt::new(at);
        for award in &credential.awards {
            let Some(competency) = names.competencies.get(award.competency.as_str()).copied() else {
                doubts.push(Doubt::Dangling { at: format!("credential {}", credential.id), name: award.competency.to_string() });
                continue;
            };
            let rank = names.rank(competency, None, &award.level).unwrap_or_else(|()| {
                let (competency, level) = (award.competency.to_string(), award.level.to_string());
                doubts.push(Doubt::OffScale { at: format!("credential {}", credential.id), competency, level });
                None
            });
            let competency = names.one[competency.at()];
            awarded.push((place, Awarded { competency, rank, mode: award.mode }));
            for (broad, same_scale) in counts_for.get(&competency).into_iter().flatten() {
                awarded.push((place, Awarded { competency: *broad, rank: rank.filter(|_| *same_scale), mode: award.mode }));
            }
        }
    }
    let provided: Vec<(CompetencyAt, Provided)> = awarded
        .iter()
        .map(|(credential, award)| (award.competency, Provided { credential: *credential, rank: award.rank, mode: award.mode }))
        .collect();

    let mut offered = Vec::with_capacity(catalogue.offerings.len());
    for at in &by_id.offerings {
        let offering = &catalogue.offerings[at.at()];
        match names.credentials.get(offering.credential.as_str()) {
            Some(credential) => offered.push((*credential, *at)),
            None => doubts.push(Doubt::Dangling { at: format!("offering {}", offering.id), name: offering.credential.to_string() }),
        }
    }
    let offerings = Runs::group(catalogue.credentials.len(), &offered);
    let offering_ids: HashMap<&str, OfferingAt> =
        catalogue.offerings.iter().enumerate().map(|(at, record)| (record.id.as_str(), OfferingAt::new(at))).collect();
    let mut covered = Vec::new();
    for at in &by_id.price_plans {
        let plan = &catalogue.price_plans[at.at()];
        for name in &plan.covers {
            if let Some(offering) = offering_ids.get(&**name) {
                covered.push((*offering, *at));
            } else if let Some(credential) = names.credentials.get(&**name) {
                covered.extend(offerings.of(*credential).iter().map(|offering| (*offering, *at)));
            } else {
                doubts.push(Doubt::Dangling { at: format!("price plan {}", plan.id), name: name.to_string() });
            }
        }
    }

    let plan_ids: HashMap<&str, PricePlanAt> =
        catalogue.price_plans.iter().enumerate().map(|(at, record)| (record.id.as_str(), PricePlanAt::new(at))).collect();
    for at in &by_id.offerings {
        let offering = &catalogue.offerings[at.at()];
        for id in &offering.plans {
            match plan_ids.get(id.as_str()) {
                Some(plan) => covered.push((*at, *plan)),
                None => doubts.push(Doubt::Dangling { at: format!("offering {}", offering.id), name: id.to_string() }),
            }
        }
    }

    // Expressions are looked up in parallel; doubts keep the order of the records.
    let resolved: Vec<ResolvedCredential> = catalogue
        .credentials
        .par_iter()
        .map(|credential| {
            let mut doubts = Vec::new();
            let at = || format!("credential {}", credential.id);
            let bounds = credential.conditions.iter().map(|condition| names.bound(condition, false, &at, &mut doubts)).collect();
            let stack = credential.stack.as_ref().map(|stack| names.need(&stack.rule, true, &at, &mut doubts));
            (bounds, stack, doubts)
        })
        .collect();
    let (mut conditions, mut stacks) = (Vec::with_capacity(resolved.len()), Vec::with_capacity(resolved.len()));
    for (bounds, stack, mut met) in resolved {
        conditions.push(bounds);
        stacks.push(stack);
        doubts.append(&mut met);
    }
    let resolved: Vec<ResolvedRole> = catalogue
        .roles
        .par_iter()
        .map(|role| {
            let mut doubts = Vec::new();
            let at = || format!("role {}", role.id);
            let asked = role.requirements.iter().map(|requirement| Asked {
                need: names.need(&requirement.need, false, &at, &mut doubts),
                importance: requirement.importance.min(100),
                necessity: requirement.necessity,
                trust: requirement.trust,
            });
            let asked = asked.collect();
            let gates = role.gates.iter().map(|gate| names.bound(gate, false, &at, &mut doubts)).collect();
            (asked, gates, doubts)
        })
        .collect();
    let (mut asked, mut gates) = (Vec::with_capacity(resolved.len()), Vec::with_capacity(resolved.len()));
    for (one, two, mut met) in resolved {
        asked.push(one);
        gates.push(two);
        doubts.append(&mut met);
    }

    let mut asking = Vec::new();
    for (at, role) in asked.iter().enumerate() {
        let before = asking.len();
        for requirement in role {
            requirement.need.walk(&mut |need| {
                if let Need::Attain(competency, _) = need
                    && !asking[before..].contains(&(*competency, RoleAt::new(at)))
                {
                    asking.push((*competency, RoleAt::new(at)));
                }
            });
        }
    }
    let mut by_uri = HashMap::new();
    for (at, record) in catalogue.competencies.iter().enumerate() {
        by_uri.extend(record.same_as.iter().map(|uri| (uri.clone(), Node::Competency(names.one[at]))));
    }
    for (at, record) in catalogue.credentials.iter().enumerate() {
        by_uri.extend(record.same_as.iter().map(|uri| (uri.clone(), Node::Credential(CredentialAt::new(at)))));
    }
    // The first role with a URI keeps it: a catalogue's own role wins over one imported after it.
    for (at, record) in catalogue.roles.iter().enumerate().rev() {
        by_uri.extend(record.same_as.iter().map(|uri| (uri.clone(), Node::Role(RoleAt::new(at)))));
    }

    let mut counted: Vec<(CompetencyAt, (CompetencyAt, bool))> =
        counts_for.iter().flat_map(|(narrow, broad)| broad.iter().map(|broad| (*narrow, *broad))).collect();
    counted.sort_unstable();
    let one: Box<[CompetencyAt]> = names.one.iter().copied().collect();
    let broader: Vec<(CompetencyAt, CompetencyAt)> = catalogue
        .competencies
        .iter()
        .enumerate()
        .flat_map(|(at, record)| record.broader.iter().map(move |id| (CompetencyAt::new(at), id)))
        .filter_map(|(at, id)| names.competencies.get(id.as_str()).map(|broad| (at, *broad)))
        .collect();
    drop(names);
    let awards = Runs::group(catalogue.credentials.len(), &awarded);
    let (links, node_starts) = link(&catalogue, &awarded, &conditions, &stacks, &asked, &gates, &broader);
    SkillGraph {
        edition,
        one,
        by_id,
        by_uri,
        awards,
        provided: Runs::group(catalogue.competencies.len(), &provided),
        offerings,
        plans: Runs::group(catalogue.offerings.len(), &covered),
        conditions: conditions.into(),
        stacks: stacks.into(),
        asking: Runs::group(catalogue.competencies.len(), &asking),
        asked: asked.into(),
        gates: gates.into(),
        counts_for: Runs::group(catalogue.competencies.len(), &counted),
        scales: scale_counts,
        links,
        node_starts,
        doubts,
        catalogue,
    }
}

fn link(
    catalogue: &Catalogue,
    awarded: &[(CredentialAt, Awarded)],
    conditions: &[Box<[Bound]>],
    stacks: &[Option<Need>],
    asked: &[Box<[Asked]>],
    gates: &[Box<[Bound]>],
    broader: &[(CompetencyAt, CompetencyAt)],
) -> (DiGraph<Node, Link, u32>, [usize; 3]) {
    let counts = [catalogue.competencies.len(), catalogue.credentials.len(), catalogue.roles.len()];
    let starts = [0, counts[0], counts[0] + counts[1]];
    let mut graph = DiGraph::with_capacity(counts.iter().sum(), awarded.len() * 2);
    for at in 0..counts[0] {
        graph.add_node(Node::Competency(CompetencyAt::new(at)));
    }
    for at in 0..counts[1] {
        graph.add_node(Node::Credential(CredentialAt::new(at)));
    }
    for at in 0..counts[2] {
        graph.add_node(Node::Role(RoleAt::new(at)));
    }
    let node = petgraph::graph::NodeIndex::new;
    for (credential, award) in awarded {
        graph.add_edge(node(starts[1] + credential.at()), node(award.competency.at()), Link::Awards);
    }
    let mut connect = |need: &Need, to: usize, kind: Link| {
        need.walk(&mut |inner| match inner {
            Need::Attain(competency, _) => drop(graph.add_edge(node(competency.at()), node(to), kind)),
            Need::Earn(credential) => drop(graph.add_edge(node(starts[1] + credential.at()), node(to), kind)),
            Need::Credits { from, .. } => {
                for (credential, _) in from {
                    graph.add_edge(node(starts[1] + credential.at()), node(to), kind);
                }
            }
            _ => {}
        });
    };
    for (at, (bounds, stack)) in conditions.iter().zip(stacks).enumerate() {
        for need in bounds.iter().filter_map(|bound| bound.need.as_ref()).chain(stack) {
            connect(need, starts[1] + at, Link::LeadsTo);
        }
    }
    for (at, (asked, gates)) in asked.iter().zip(gates).enumerate() {
        for need in asked.iter().map(|asked| &asked.need).chain(gates.iter().filter_map(|gate| gate.need.as_ref())) {
            connect(need, starts[2] + at, Link::AskedBy);
        }
    }
    for (narrow, broad) in broader {
        graph.add_edge(node(narrow.at()), node(broad.at()), Link::Broader);
    }
    (graph, starts)
}
