//! Direct ways to a requirement: which credentials award it, and by which provider, in which language, in which region they are offered.

use super::market::{Market, Way};
use crate::{
    graph::{CredentialAt, Need, OfferingAt, Place, Provided, SkillGraph},
    model::{AwardMode, Effort, TrustFloor},
    plan::{EditionProblem, unusable, unusable_credential},
    solve::problem::{Atom, Group},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a requirement can hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Provider,
    Language,
    Region,
}

/// Whether a requirement can be had directly, and on what alone it hangs: without any one of these it cannot.
#[derive(Clone, Debug, Default)]
pub(super) struct Hangs<'a> {
    pub(super) can: bool,
    pub(super) on: BTreeSet<&'a str>,
}

/// One way to a credential.
struct Open<'a> {
    provider: Option<&'a str>,
    /// The language, where there is only one.
    language: Option<&'a str>,
    /// The region, where there is only one.
    region: Option<&'a str>,
}

/// The ways to every credential that can be used.
pub(super) struct Ways<'a> {
    graph: &'a SkillGraph,
    problem: &'a EditionProblem,
    /// How many ranks count for an award of unknown level.
    generous: bool,
    /// By offering.
    open: Vec<Option<Open<'a>>>,
    /// By what a credential's own parts make, credential by credential.
    parts: BTreeMap<CredentialAt, Open<'a>>,
    languages: usize,
    /// What is taught and the item of the problem that teaches it, in this order.
    teaching: Vec<(u32, u32)>,
    covered: BTreeSet<u32>,
}

/// Whether an award counts for a rank at this trust.
fn counts(way: Provided, rank: u8, trust: TrustFloor, generous: bool) -> bool {
    let proven = trust == TrustFloor::Any || way.mode != AwardMode::Taught;
    proven && way.rank.unwrap_or(if generous { u8::MAX } else { 1 }) >= rank
}

impl<'a> Ways<'a> {
    pub(super) fn new(market: &Market<'a>) -> Self {
        let (graph, problem) = (market.graph, market.problem);
        let constraints = problem.constraints();
        let native = graph.catalogue().headers.first().map_or("en", |header| &*header.language);
        let issuer = |credential| graph.credential(credential).issuer.as_ref().map(crate::model::OrganisationId::as_str);
        let usable = |credential: usize| {
            let credential = CredentialAt::new(credential);
            let usable = graph.offerings_of(credential).iter().filter(move |at| unusable(graph, **at, credential, constraints).is_none());
            usable.map(move |at| {
                let offering = graph.offering(*at);
                let language = match &offering.languages[..] {
                    [] => Some(native),
                    [only] => Some(&**only),
                    _ => None,
                };
                let region = if let [only] = &offering.region[..] { Some(&**only) } else { None };
                let provider = offering.provider.as_ref().map(crate::model::OrganisationId::as_str).or_else(|| issuer(credential));
                (*at, Open { provider, language, region })
            })
        };
        let usable: Vec<(OfferingAt, Open<'a>)> = (0..graph.credentials().len()).into_par_iter().flat_map_iter(usable).collect();
        let spoken = |(at, way): &(OfferingAt, Open<'a>)| {
            let all = if way.language.is_some() { &[][..] } else { &graph.offering(*at).languages[..] };
            way.language.into_iter().chain(all.iter().map(|one| &**one)).collect::<BTreeSet<&str>>()
        };
        let languages = usable.par_iter().fold(BTreeSet::new, |mut all, way| {
            all.extend(spoken(way));
            all
        });
        let languages = languages.reduce(BTreeSet::new, |one, other| one.into_iter().chain(other).collect());
        let mut open: Vec<Option<Open<'a>>> = Vec::new();
        open.resize_with(graph.offerings().len(), || None);
        for (at, way) in usable {
            if let Some(place) = open.get_mut(at.at()) {
                *place = Some(way);
            }
        }
        let whole = |at: &CredentialAt| graph.stack(*at).is_some() && unusable_credential(graph, *at, constraints).is_none();
        let all = (0..graph.credentials().len()).into_par_iter().map(CredentialAt::new);
        let parts = all.filter(whole).map(|at| (at, Open { provider: issuer(at), language: None, region: None })).collect();
        let catalogue = problem.prepared().catalogue();
        let items = catalogue.credentials().par_iter().enumerate().filter(|(_, item)| !problem.is_second(&item.id));
        let taught = items.flat_map_iter(|(at, item)| item.teaches.iter().map(move |taught| (taught.competency, at as u32)));
        let mut teaching: Vec<(u32, u32)> = taught.collect();
        teaching.par_sort_unstable();
        let covered = catalogue.offers().iter().flat_map(|offer| &offer.covers).filter_map(|id| catalogue.credential_position(id));
        let covered = covered.map(|at| at as u32).collect();
        let generous = constraints.trust_unknown_levels;
        Self { graph, problem, generous, languages: languages.len(), open, parts, teaching, covered }
    }

    /// How many languages the offerings of the edition have.
    pub(super) fn languages(&self) -> usize {
        self.languages
    }

    fn of(&self, credential: CredentialAt) -> impl Iterator<Item = &Open<'a>> {
        let offered = self.graph.offerings_of(credential).iter().filter_map(|at| self.open.get(at.at())?.as_ref());
        offered.chain(self.parts.get(&credential))
    }

    /// On what a set of credentials hangs, any of which will do.
    fn any_of(&self, credentials: impl Iterator<Item = CredentialAt>, means: Means) -> Hangs<'a> {
        let mut hangs = Hangs::default();
        for way in credentials.flat_map(|credential| self.of(credential)) {
            let own = match means {
                Means::Provider => way.provider,
                Means::Language => way.language,
                Means::Region => way.region,
            };
            let first = !hangs.can;
            hangs.can = true;
            match own {
                Some(own) if first => hangs.on = BTreeSet::from([own]),
                Some(own) => hangs.on.retain(|other| *other == own),
                None => hangs.on.clear(),
            }
            if hangs.on.is_empty() {
                break;
            }
        }
        hangs
    }

    /// Whether a requirement can be had directly, and on what it hangs. What must come before is not looked at.
    pub(super) fn hangs_on(&self, need: &Need, trust: TrustFloor, means: Means) -> Hangs<'a> {
        // Expressions are at most `Expr::DEEPEST` deep, so this recursion is bounded.
        match need {
            Need::Attain(competency, rank) => {
                let rank = rank.unwrap_or(1);
                let ways = self.graph.provided(*competency).iter().filter(|way| counts(**way, rank, trust, self.generous));
                self.any_of(ways.map(|way| way.credential), means)
            }
            Need::Earn(credential) => self.any_of(std::iter::once(*credential), means),
            Need::All(of) => self.at_least(of.len() as u64, of.iter().map(|need| (self.hangs_on(need, trust, means), 1))),
            Need::AtLeast(least, of) => self.at_least(u64::from(*least), of.iter().map(|need| (self.hangs_on(need, trust, means), 1))),
            Need::Credits { min, from } => {
                let of = from.iter().map(|(credential, amount)| (self.any_of(std::iter::once(*credential), means), u64::from(*amount)));
                self.at_least(u64::from(*min), of)
            }
            Need::Not(_) | Need::Entry(_) => Hangs { can: true, on: BTreeSet::new() },
            Need::Missing(_) => Hangs::default(),
        }
    }

    #[expect(clippy::unused_self, reason = "it is about these ways, and ties the lifetime")]
    fn at_least(&self, least: u64, of: impl Iterator<Item = (Hangs<'a>, u64)>) -> Hangs<'a> {
        let of: Vec<(Hangs<'a>, u64)> = of.filter(|(one, _)| one.can).collect();
        let all: u64 = of.iter().map(|(_, amount)| amount).sum();
        if all < least {
            return Hangs::default();
        }
        let named: BTreeSet<&'a str> = of.iter().flat_map(|(one, _)| one.on.iter().copied()).collect();
        let without = |name: &str| of.iter().filter(|(one, _)| !one.on.contains(name)).map(|(_, amount)| amount).sum::<u64>();
        Hangs { can: true, on: named.into_iter().filter(|name| without(name) < least).collect() }
    }

    fn direct(&self, need: &Need, trust: TrustFloor) -> Vec<CredentialAt> {
        let mut found = Vec::new();
        need.walk(&mut |inner| match inner {
            Need::Attain(competency, rank) => {
                let ways = self.graph.provided(*competency).iter().filter(|way| counts(**way, rank.unwrap_or(1), trust, self.generous));
                found.extend(ways.map(|way| way.credential));
            }
            Need::Earn(credential) => found.push(*credential),
            Need::Credits { from, .. } => found.extend(from.iter().map(|(credential, _)| *credential)),
            _ => {}
        });
        found.retain(|credential| self.of(*credential).next().is_some());
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How many credentials award it, or a part of it, and are offered.
    pub(super) fn credentials(&self, need: &Need, trust: TrustFloor) -> usize {
        self.direct(need, trust).len()
    }

    /// Whether some credential that awards it, or a part of it, is offered at a known price and effort.
    pub(super) fn priced(&self, need: &Need, trust: TrustFloor) -> bool {
        self.direct(need, trust).iter().any(|credential| !self.problem.routes(*credential).is_empty())
    }

    /// The cheapest stack of a single item, where that is proven to be the cheapest of all: the cheapest item that gives what is asked
    /// asks nothing itself, and no bundle covers any of them.
    pub(super) fn alone(&self, group: &Group) -> Option<Way> {
        let [Atom::Level(asked)] = &group.of[..] else { return None };
        let credentials = self.problem.prepared().catalogue().credentials();
        let mut cheapest: Option<(i64, bool, u32)> = None;
        let from = self.teaching.partition_point(|(taught, _)| *taught < asked.competency);
        for (_, at) in self.teaching.iter().skip(from).take_while(|(taught, _)| *taught == asked.competency) {
            let item = credentials.get(*at as usize)?;
            if !item.teaches.iter().any(|taught| taught.competency == asked.competency && taught.level >= asked.level) {
                continue;
            }
            if self.covered.contains(at) {
                return None;
            }
            let key = (item.cost, !item.requires.is_empty(), *at);
            cheapest = Some(cheapest.map_or(key, |least| least.min(key)));
        }
        let (minor, asks, at) = cheapest.filter(|_| group.k == 1)?;
        let item = credentials.get(at as usize).filter(|_| !asks)?;
        let steps = self.problem.item(&item.id).map(|(credential, _)| credential).into_iter().collect();
        Some(Way { minor, effort: Effort::minutes(item.hours), count: item.count, steps, proven: true, items: vec![item.id.clone()] })
    }
}

/// Whether some record awards it at the needed level, offered or not.
pub(super) fn awarded_at_all(graph: &SkillGraph, need: &Need, trust: TrustFloor) -> bool {
    match need {
        Need::Attain(competency, rank) => graph.provided(*competency).iter().any(|way| counts(*way, rank.unwrap_or(1), trust, false)),
        Need::Earn(_) | Need::Not(_) | Need::Entry(_) => true,
        Need::All(of) => of.iter().all(|need| awarded_at_all(graph, need, trust)),
        Need::AtLeast(least, of) => of.iter().filter(|need| awarded_at_all(graph, need, trust)).count() >= *least as usize,
        Need::Credits { min, from } => from.iter().map(|(_, amount)| u64::from(*amount)).sum::<u64>() >= u64::from(*min),
        Need::Missing(_) => false,
    }
}
