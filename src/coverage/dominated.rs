//! Dominated offers: what no reasonable learner takes, because another gives at least as much, asks no more, and is cheaper or shorter.
//!
//! Only what somebody asks for counts as given. The other must be open to whoever could take the first: in the same languages, regions,
//! ways and times. Cost: for each offer one look at the offers of its rarest award.

use crate::{
    graph::{CredentialAt, RoleAt, SkillGraph},
    model::{Bandwidth, Offering, Pace, Timing},
    plan::{EditionProblem, Route},
    solve::problem::{Atom, Attainment, Credential, Group, Id},
};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// What beats something, and at which price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beaten {
    /// The credential that gives at least as much.
    pub by: CredentialAt,
    /// By which route.
    pub route: Route,
    /// What it costs, in minor units.
    pub minor: i64,
    /// Its effort in minutes.
    pub minutes: i64,
}

/// An offer that is dominated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dominated {
    /// Its credential.
    pub credential: CredentialAt,
    /// The offer.
    pub route: Route,
    /// What it costs, in minor units.
    pub minor: i64,
    /// Its effort in minutes.
    pub minutes: i64,
    /// What dominates it: of several the cheapest, then the shortest.
    pub by: Beaten,
}

/// What is asked for anywhere: by roles, conditions and rules.
fn asked(problem: &EditionProblem, graph: &SkillGraph) -> HashSet<u32> {
    let of = |group: &Group| -> Vec<u32> {
        let fact = |atom: &Atom| if let Atom::Level(of) = atom { Some(of.competency) } else { None };
        group.of.iter().filter_map(fact).collect()
    };
    let items = problem.prepared().catalogue().credentials().par_iter();
    let mut asked: HashSet<u32> = items.flat_map_iter(|item| item.requires.iter().flat_map(of)).collect();
    let roles: Vec<RoleAt> = graph.roles().collect();
    let groups = |role: &RoleAt| problem.asked(*role).iter().chain(problem.desired(*role)).flat_map(|(_, group)| of(group)).collect();
    let by_roles: Vec<Vec<u32>> = roles.par_iter().map(groups).collect();
    asked.extend(by_roles.into_iter().flatten());
    asked
}

/// Whether an item is a way at its own price: not at a second one, and not paid by a bundle.
fn own_price(problem: &EditionProblem, graph: &SkillGraph, id: &Id) -> bool {
    match problem.item(id) {
        Some((_, Route::Offering(at))) => *id == Id::from(graph.offering(at).id.as_str()),
        Some((_, Route::Parts)) => !problem.is_second(id),
        None => false,
    }
}

/// What counts of what an item gives.
fn gives<'p>(item: &'p Credential, asked: &'p HashSet<u32>) -> impl Iterator<Item = &'p Attainment> {
    item.teaches.iter().filter(|one| asked.contains(&one.competency))
}

/// Whether whoever meets `own` meets `other`.
fn asks_no_more(other: &[Group], own: &[Group]) -> bool {
    let meets = |own: &Atom, other: &Atom| match (own, other) {
        (Atom::Level(own), Atom::Level(other)) => own.competency == other.competency && own.level >= other.level,
        (own, other) => own == other,
    };
    let implied = |wanted: &Group| {
        let weaker = |own: &Group| own.k >= wanted.k && own.of.iter().all(|atom| wanted.of.iter().any(|other| meets(atom, other)));
        // Counted one to one: an atom of one's own group must not stand for two of the other's.
        wanted.k <= 0 || own.iter().any(|own| if wanted.k == 1 { own.k >= 1 && weaker(own) } else { own == wanted })
    };
    other.iter().all(implied)
}

/// Whether whoever can take one offering can take the other as well.
fn as_open(other: &Offering, one: &Offering) -> bool {
    let languages =
        one.languages.iter().all(|language| other.languages.contains(language)) && one.languages.is_empty() == other.languages.is_empty();
    let region = other.region.is_empty() || (!one.region.is_empty() && one.region.iter().all(|region| other.region.contains(region)));
    let timing = other.timing == Timing::Any || other.timing == one.timing;
    let able = one.accessibility.iter().all(|feature| other.accessibility.contains(feature));
    let line = other.bandwidth == Bandwidth::Low || other.bandwidth == one.bandwidth;
    let pace =
        other.pace == Pace::SelfPaced || (other.pace == one.pace && other.starts == one.starts && other.weekly_hours <= one.weekly_hours);
    let who = other.eligibility.is_none() || other.eligibility == one.eligibility;
    let ends = other.until.is_none() || (one.until.is_some() && other.until >= one.until);
    let soon = other.result_days.unwrap_or(0) <= one.result_days.unwrap_or(0) && other.min_days.unwrap_or(0) <= one.min_days.unwrap_or(0);
    languages && region && timing && able && line && pace && who && ends && soon && other.delivery == one.delivery
}

/// The items of a problem that stand for offers, by what they give.
struct Offers<'p> {
    problem: &'p EditionProblem,
    graph: &'p SkillGraph,
    asked: HashSet<u32>,
    giving: HashMap<u32, Vec<&'p Credential>>,
}

impl<'p> Offers<'p> {
    fn new(problem: &'p EditionProblem, graph: &'p SkillGraph) -> Self {
        let asked = asked(problem, graph);
        let mut giving: HashMap<u32, Vec<&Credential>> = HashMap::new();
        let catalogue = problem.prepared().catalogue();
        for item in catalogue.credentials().iter().filter(|item| own_price(problem, graph, &item.id)) {
            for one in gives(item, &asked) {
                giving.entry(one.competency).or_default().push(item);
            }
        }
        Self { problem, graph, asked, giving }
    }

    /// What beats an item, whatever it costs; `better` says which of those count.
    fn beating(&self, item: &Credential, better: impl Fn(&Credential) -> bool) -> Option<Beaten> {
        let (_, route) = self.problem.item(&item.id)?;
        let given: Vec<&Attainment> = gives(item, &self.asked).collect();
        let rarest = given.iter().filter_map(|one| self.giving.get(&one.competency)).min_by_key(|items| items.len())?;
        let enough = |other: &Credential| {
            given.iter().all(|one| other.teaches.iter().any(|own| own.competency == one.competency && own.level >= one.level))
        };
        let open = |other: Route| match (other, route) {
            (Route::Offering(other), Route::Offering(one)) => as_open(self.graph.offering(other), self.graph.offering(one)),
            (Route::Parts, _) => true,
            (Route::Offering(_), Route::Parts) => false,
        };
        let fits = |other: &&&Credential| {
            other.id != item.id
                && other.hours <= item.hours
                && other.count <= item.count
                && better(other)
                && enough(other)
                && asks_no_more(&other.requires, &item.requires)
                && self.problem.item(&other.id).is_some_and(|(_, by)| open(by))
        };
        let best = rarest.iter().filter(fits).min_by_key(|other| (other.cost, other.hours, &other.id))?;
        let (by, route) = self.problem.item(&best.id)?;
        Some(Beaten { by, route, minor: best.cost, minutes: best.hours })
    }
}

/// The cheapest that gives at least as much as an item, asks no more and takes no longer.
pub(super) fn beaten(problem: &EditionProblem, graph: &SkillGraph, id: &Id) -> Option<Beaten> {
    Offers::new(problem, graph).beating(problem.offered(id)?, |_| true)
}

/// Every offer of known price and effort that another dominates, in the order of ids. Two that are alike in all dominate nothing, and an
/// offering that a bundle, a subscription or another plan covers is not judged: taken with others it may cost less.
pub fn dominated(problem: &EditionProblem, graph: &SkillGraph) -> Vec<Dominated> {
    let offers = Offers::new(problem, graph);
    let of = |item: &Credential| {
        let (credential, route) = problem.item(&item.id).filter(|_| own_price(problem, graph, &item.id))?;
        if matches!(route, Route::Offering(at) if !graph.plans_of(at).is_empty()) {
            return None;
        }
        let own: Vec<&Attainment> = gives(item, &offers.asked).collect();
        let better = |other: &Credential| {
            let more =
                || gives(other, &offers.asked).any(|one| !own.iter().any(|own| own.competency == one.competency && own.level >= one.level));
            other.cost <= item.cost
                && (other.cost < item.cost || other.hours < item.hours || more() || !asks_no_more(&item.requires, &other.requires))
        };
        let by = offers.beating(item, better)?;
        Some(Dominated { credential, route, minor: item.cost, minutes: item.hours, by })
    };
    let items = problem.prepared().catalogue().credentials();
    let mut found: Vec<(&Id, Dominated)> = items.par_iter().filter_map(|item| of(item).map(|found| (&item.id, found))).collect();
    found.sort_by_key(|(id, _)| *id);
    found.into_iter().map(|(_, found)| found).collect()
}
