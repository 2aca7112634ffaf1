//! Shortages: what roles ask that no credential awards at the needed level, or that hangs on one provider, one language, one region, or
//! a great price.
//!
//! Requirements that say the same are one, whoever asks them. Cost: one pass over roles and awards, and one solve for each requirement
//! whose least price is not that of a single open offering.

use super::{
    market::{Market, Order, Reach},
    ways::{Means, Ways, awarded_at_all},
};
use crate::{
    graph::{CompetencyAt, CredentialAt, Need, RoleAt, SkillGraph},
    model::{Necessity, TrustFloor},
    plan::{Stand, Trouble, Wanted},
    solve::problem::{self, Group, Query},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How a requirement is scarce.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scarce {
    /// No credential awards it at that level.
    Untaught {
        /// The highest rank that one awards, where one does.
        up_to: Option<u8>,
        /// Credentials that award it at a level nobody states.
        unstated: usize,
    },
    /// Credentials award it, and none of them is offered.
    NotOffered,
    /// It is offered, and never at a known price and effort.
    Unpriced,
    /// It is offered, and what must come before cannot be had at a known price.
    Blocked,
    /// Only one provider offers it.
    OneProvider(Box<str>),
    /// It is offered in one language only, in an edition that has others.
    OneLanguage(Box<str>),
    /// It is offered in one region only.
    OneRegion(Box<str>),
    /// The cheapest way to it costs more than the edge.
    Dear,
}

/// From which price on a requirement is dear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dear {
    /// Above this many minor units.
    Above(i64),
    /// Above so many times the median over all requirements that have a price.
    Times(i64),
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Roles whose requirements are counted.
    pub roles: Vec<RoleAt>,
    /// Whether what they ask but need not have counts as well.
    pub desirable: bool,
    /// From which price on a requirement is dear.
    pub dear: Dear,
    /// Openings or people wanted, role by role, where somebody knows them; a role without a figure adds nothing to [`Shortage::wanted`].
    pub wanted: BTreeMap<RoleAt, u64>,
}

/// A requirement that is scarce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What is asked.
    pub need: Need,
    /// How well it must be proven.
    pub trust: TrustFloor,
    /// In which ways it is scarce, gravest first.
    pub scarce: Vec<Scarce>,
    /// Roles that ask it, in the edition's order.
    pub roles: Vec<RoleAt>,
    /// How many of them must have it.
    pub essential: usize,
    /// The sum of its importance over these roles.
    pub importance: u64,
    /// The sum of people wanted over those of these roles that have a figure; nothing where none has.
    pub wanted: Option<u64>,
    /// Credentials that award it and are offered.
    pub credentials: usize,
    /// The least price from nothing, with all that must come before; proven. Nothing where there is none, or a search was stopped.
    pub cheapest: Option<i64>,
    /// Whether the search for that price was stopped: it may be dear besides, or what must come first may not be had.
    pub open: bool,
}

/// What is scarce in an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortages {
    /// Different requirements of all roles asked for.
    pub requirements: usize,
    /// Of these, how many whose least price a stopped search left open, scarce or not: the median counts without them.
    pub open: usize,
    /// Above this a requirement is dear, in minor units; nothing where no requirement has a price.
    pub edge: Option<i64>,
    /// Those that are scarce: gravest first, then those that weigh most.
    pub shortages: Vec<Shortage>,
}

/// What makes two requirements one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Same {
    Attain(CompetencyAt, u8),
    Earn(CredentialAt),
    Other(String),
}

/// A requirement with everybody who asks it.
struct Asked<'a> {
    need: &'a Need,
    trust: TrustFloor,
    groups: Vec<&'a Group>,
    roles: Vec<RoleAt>,
    essential: usize,
    importance: u64,
    wanted: Option<u64>,
}

/// One requirement of one role: what makes it one with others, and its place among all that are asked.
type Place = (Same, TrustFloor, usize, RoleAt, usize);

fn collect<'a>(market: &Market<'a>, demand: &Demand) -> Vec<Asked<'a>> {
    let (graph, problem): (&'a SkillGraph, _) = (market.graph, market.problem);
    let counted = |(order, role): (usize, &RoleAt)| {
        let role = *role;
        let all = graph.asked(role).iter().enumerate();
        let counted = all.filter(|(_, asked)| demand.desirable || asked.necessity == Necessity::Essential);
        counted.map(move |(number, asked)| {
            let same = match &asked.need {
                Need::Attain(competency, rank) => Same::Attain(*competency, rank.unwrap_or(1)),
                Need::Earn(credential) => Same::Earn(*credential),
                other => Same::Other(format!("{other:?}")),
            };
            (same, asked.trust, order, role, number)
        })
    };
    let mut places: Vec<Place> = demand.roles.par_iter().enumerate().flat_map_iter(counted).collect();
    places.par_sort_unstable();
    let together: Vec<&[Place]> = places.chunk_by(|a, b| (&a.0, a.1) == (&b.0, b.1)).collect();
    let one = |places: &&[Place]| {
        let (_, trust, order, role, number) = places.first()?;
        let first = graph.asked(*role).get(*number)?;
        let posed = if first.necessity == Necessity::Essential { problem.asked(*role) } else { problem.desired(*role) };
        let own = posed.iter().filter(|(wanted, _)| *wanted == Wanted::Requirement(*number)).map(|(_, group)| group);
        let (groups, roles) = (own.collect(), Vec::new());
        let mut one = Asked { need: &first.need, trust: *trust, groups, roles, essential: 0, importance: 0, wanted: None };
        for (.., role, number) in *places {
            let Some(asked) = graph.asked(*role).get(*number) else { continue };
            one.importance += u64::from(asked.importance);
            if one.roles.last() != Some(role) {
                one.roles.push(*role);
                one.essential += usize::from(asked.necessity == Necessity::Essential);
                if let Some(wanted) = demand.wanted.get(role) {
                    one.wanted = Some(one.wanted.unwrap_or(0).saturating_add(*wanted));
                }
            }
        }
        Some(((*order, *number), one))
    };
    let mut all: Vec<((usize, usize), Asked<'a>)> = together.par_iter().filter_map(one).collect();
    // In the order in which the edition asks them first.
    all.par_sort_unstable_by_key(|(first, _)| *first);
    all.into_iter().map(|(_, asked)| asked).collect()
}

/// The least price of a requirement from nothing.
fn price(market: &Market<'_>, stand: &Stand, asked: &Asked<'_>, ways: &Ways<'_>) -> Result<Reach, Trouble> {
    if let [group] = &asked.groups[..]
        && let Some(way) = ways.alone(group)
    {
        return Ok(Reach::Way(way));
    }
    let query = Query {
        learner: problem::Learner { holds: stand.holds.clone(), earned: Vec::new() },
        role: problem::Role { requires: asked.groups.iter().map(|group| (*group).clone()).collect(), soft: Vec::new(), min_soft: 0 },
        forbid: stand.forbid.clone(),
        limits: problem::Limits::default(),
    };
    market.ask(query, &Order::Cheapest.first())
}

/// What is scarce among everything that some roles ask. Learners start from nothing; how they can study is that of the problem.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn shortages(market: &Market<'_>, demand: &Demand) -> Result<Shortages, Trouble> {
    let graph = market.graph;
    let asked = collect(market, demand);
    let ways = Ways::new(market);
    let stand = market.nobody();
    let judge = |asked: &Asked<'_>| {
        let provider = ways.hangs_on(asked.need, asked.trust, Means::Provider);
        if !provider.can {
            let scarce = if awarded_at_all(graph, asked.need, asked.trust) { Scarce::NotOffered } else { untaught(graph, asked) };
            return Ok((vec![scarce], Reach::Never));
        }
        let reach = price(market, stand, asked, &ways)?;
        let mut scarce = Vec::new();
        if reach == Reach::Never {
            scarce.push(if ways.priced(asked.need, asked.trust) { Scarce::Blocked } else { Scarce::Unpriced });
        }
        scarce.extend(provider.on.into_iter().map(|name| Scarce::OneProvider(name.into())));
        if ways.languages() > 1 {
            let only = ways.hangs_on(asked.need, asked.trust, Means::Language).on;
            scarce.extend(only.into_iter().map(|name| Scarce::OneLanguage(name.into())));
        }
        let only = ways.hangs_on(asked.need, asked.trust, Means::Region).on;
        scarce.extend(only.into_iter().map(|name| Scarce::OneRegion(name.into())));
        Ok((scarce, reach))
    };
    let judged = asked.par_iter().with_max_len(16).map(judge).collect::<Result<Vec<_>, Trouble>>()?;
    let proven = |reach: &Reach| reach.way().filter(|way| way.proven).map(|way| way.minor);
    let mut prices: Vec<i64> = judged.iter().filter_map(|(_, reach)| proven(reach)).collect();
    prices.sort_unstable();
    let edge = match demand.dear {
        Dear::Above(minor) => Some(minor),
        Dear::Times(times) => prices.get(prices.len().saturating_sub(1) / 2).map(|median| median.saturating_mul(times)),
    };
    let requirements = asked.len();
    let open = judged.iter().filter(|(_, reach)| !reach.is_proven()).count();
    let told = |(asked, (mut scarce, reach)): (Asked<'_>, (Vec<Scarce>, Reach))| {
        let cheapest = proven(&reach);
        if edge.zip(cheapest).is_some_and(|(edge, cheapest)| cheapest > edge) {
            scarce.push(Scarce::Dear);
        }
        (!scarce.is_empty()).then(|| Shortage {
            scarce,
            credentials: ways.credentials(asked.need, asked.trust),
            need: asked.need.clone(),
            trust: asked.trust,
            roles: asked.roles,
            essential: asked.essential,
            importance: asked.importance,
            wanted: asked.wanted,
            cheapest,
            open: !reach.is_proven(),
        })
    };
    let mut shortages: Vec<Shortage> = asked.into_par_iter().zip(judged).filter_map(told).collect();
    // Stable: what weighs the same stays in the order in which the edition asks it.
    let grave = |one: &Shortage| one.scarce.first().map(gravity);
    let weight = |one: &Shortage| (one.wanted.unwrap_or(0), one.importance, one.roles.len());
    shortages.sort_by(|a, b| grave(a).cmp(&grave(b)).then_with(|| weight(b).cmp(&weight(a))));
    Ok(Shortages { requirements, open, edge, shortages })
}

/// Gravest first: what cannot be had at all, what hangs on one, what is dear.
fn gravity(scarce: &Scarce) -> u8 {
    match scarce {
        Scarce::Untaught { .. } | Scarce::NotOffered | Scarce::Blocked | Scarce::Unpriced => 0,
        Scarce::OneProvider(_) => 1,
        Scarce::OneLanguage(_) | Scarce::OneRegion(_) => 2,
        Scarce::Dear => 3,
    }
}

fn untaught(graph: &SkillGraph, asked: &Asked<'_>) -> Scarce {
    let Need::Attain(competency, _) = asked.need else { return Scarce::Untaught { up_to: None, unstated: 0 } };
    let provided = graph.provided(*competency);
    let up_to = provided.iter().filter_map(|one| one.rank).max();
    Scarce::Untaught { up_to, unstated: provided.iter().filter(|one| one.rank.is_none()).count() }
}
