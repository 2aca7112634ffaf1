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
use std::collections::HashSet;

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

/// What is asked for anywhere, by roles, conditions and rules, of what `counts`.
fn asked(problem: &EditionProblem, graph: &SkillGraph, counts: impl Fn(u32) -> bool + Sync) -> HashSet<u32> {
    let counts = &counts;
    let of = |group: &'_ Group| -> Vec<u32> {
        let fact = |atom: &Atom| if let Atom::Level(of) = atom { Some(of.competency) } else { None };
        group.of.iter().filter_map(fact).filter(|of| counts(*of)).collect()
    };
    let items = problem.prepared().catalogue().credentials().par_iter();
    let by_items = items.flat_map_iter(|item| item.requires.iter().flat_map(of));
    let roles: Vec<RoleAt> = graph.roles().collect();
    let groups = |role: &RoleAt| problem.asked(*role).iter().chain(problem.desired(*role)).flat_map(|(_, group)| of(group));
    let mut asked: Vec<u32> = by_items.chain(roles.par_iter().flat_map_iter(groups)).collect();
    asked.par_sort_unstable();
    asked.dedup();
    asked.into_iter().collect()
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

/// What beats an item, whatever it costs, among some that might; `better` says which of those count.
struct Duel<'p> {
    problem: &'p EditionProblem,
    graph: &'p SkillGraph,
    item: &'p Credential,
    route: Route,
    /// What counts of what it gives.
    given: Vec<&'p Attainment>,
}

impl<'p> Duel<'p> {
    fn new(problem: &'p EditionProblem, graph: &'p SkillGraph, item: &'p Credential, asked: &'p HashSet<u32>) -> Option<Self> {
        let (_, route) = problem.item(&item.id)?;
        let given: Vec<&Attainment> = gives(item, asked).collect();
        if given.is_empty() { None } else { Some(Self { problem, graph, item, route, given }) }
    }

    fn is_beaten_by(&self, other: &Credential, better: impl Fn(&Credential) -> bool) -> bool {
        let item = self.item;
        let enough = |other: &Credential| {
            self.given.iter().all(|one| other.teaches.iter().any(|own| own.competency == one.competency && own.level >= one.level))
        };
        let open = |other: Route| match (other, self.route) {
            (Route::Offering(other), Route::Offering(one)) => as_open(self.graph.offering(other), self.graph.offering(one)),
            (Route::Parts, _) => true,
            (Route::Offering(_), Route::Parts) => false,
        };
        other.id != item.id
            && other.hours <= item.hours
            && other.count <= item.count
            && better(other)
            && enough(other)
            && asks_no_more(&other.requires, &item.requires)
            && self.problem.item(&other.id).is_some_and(|(_, by)| open(by))
    }

    fn told(&self, best: &Credential) -> Option<Beaten> {
        let (by, route) = self.problem.item(&best.id)?;
        Some(Beaten { by, route, minor: best.cost, minutes: best.hours })
    }
}

/// Of several that beat the same the cheapest, then the shortest.
fn first(one: &Credential) -> (i64, i64, &Id) {
    (one.cost, one.hours, &one.id)
}

/// The cheapest that gives at least as much as an item, asks no more and takes no longer. One pass over the edition.
pub(super) fn beaten(problem: &EditionProblem, graph: &SkillGraph, id: &Id) -> Option<Beaten> {
    let item = problem.offered(id)?;
    let asked = asked(problem, graph, |fact| item.teaches.iter().any(|one| one.competency == fact));
    let duel = Duel::new(problem, graph, item, &asked)?;
    let items = problem.prepared().catalogue().credentials().par_iter();
    let beating = items.filter(|other| duel.is_beaten_by(other, |_| true) && own_price(problem, graph, &other.id));
    duel.told(beating.min_by_key(|other| first(other))?)
}

/// Every offer of known price and effort that another dominates, in the order of ids. Two that are alike in all dominate nothing, and an
/// offering that a bundle, a subscription or another plan covers is not judged: taken with others it may cost less.
pub fn dominated(problem: &EditionProblem, graph: &SkillGraph) -> Vec<Dominated> {
    let asked = asked(problem, graph, |_| true);
    let items = problem.prepared().catalogue().credentials();
    // What is given and the item that gives it, in this order.
    let own = items.par_iter().enumerate().filter(|(_, item)| own_price(problem, graph, &item.id));
    let given = own.flat_map_iter(|(at, item)| gives(item, &asked).map(move |one| (one.competency, at)));
    let mut giving: Vec<(u32, usize)> = given.collect();
    giving.par_sort_unstable();
    let range = |competency: u32| {
        let (from, to) = (giving.partition_point(|(of, _)| *of < competency), giving.partition_point(|(of, _)| *of <= competency));
        giving.get(from..to).unwrap_or_default()
    };
    let of = |item: &Credential| {
        let (credential, route) = problem.item(&item.id).filter(|_| own_price(problem, graph, &item.id))?;
        if matches!(route, Route::Offering(at) if !graph.plans_of(at).is_empty()) {
            return None;
        }
        let duel = Duel::new(problem, graph, item, &asked)?;
        let own = &duel.given;
        let better = |other: &Credential| {
            let more = || gives(other, &asked).any(|one| !own.iter().any(|own| own.competency == one.competency && own.level >= one.level));
            other.cost <= item.cost
                && (other.cost < item.cost || other.hours < item.hours || more() || !asks_no_more(&item.requires, &other.requires))
        };
        let rarest = own.iter().map(|one| range(one.competency)).min_by_key(|range| range.len())?;
        let others = rarest.iter().filter_map(|(_, at)| items.get(*at));
        let by = duel.told(others.filter(|other| duel.is_beaten_by(other, better)).min_by_key(|other| first(other))?)?;
        Some(Dominated { credential, route, minor: item.cost, minutes: item.hours, by })
    };
    let mut found: Vec<(&Id, Dominated)> = items.par_iter().filter_map(|item| of(item).map(|found| (&item.id, found))).collect();
    found.par_sort_by_key(|(id, _)| *id);
    found.into_iter().map(|(_, found)| found).collect()
}
