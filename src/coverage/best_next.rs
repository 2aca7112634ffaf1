//! The best next credential: of all drafts of bounded size, the one that betters most.
//!
//! A draft that asks nothing first and costs *p* makes the cheapest stack of a pair cost min(*W*, *Z* + *p*), where *Z* is the cheapest
//! for somebody who can show what the draft awards; so a candidate is judged exactly by one solve a pair, and nothing is posed again.

use super::market::{Market, Order, Reach, Twist};
use crate::{
    graph::{CompetencyAt, RoleAt},
    plan::{Trouble, Wanted},
    solve::problem::{Atom, Attainment},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// The most competencies a draft may award.
    pub awards: usize,
    /// What it costs, in minor units.
    pub minor: i64,
    /// Competencies, at the levels asked, that are tried: those that most of the pairs lack.
    pub candidates: usize,
    /// Up to so many drafts every one is judged; beyond that the draft grows by the best award each time.
    pub exhaustive: usize,
}

/// What a draft would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proposal {
    /// Weight of the pairs of a role and a group that it makes reachable.
    pub opens: u64,
    /// What it saves all others together, weighted, in minor units.
    pub saves: i64,
    /// What it awards: competencies and ranks.
    pub awards: Vec<(CompetencyAt, u8)>,
}

/// The best draft found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestNext {
    /// The drafts that better anything, best first; of those not searched in full the best of each size.
    pub proposals: Vec<Proposal>,
    /// How many drafts were judged.
    pub judged: usize,
    /// Whether every draft of the candidates was judged.
    pub exhaustive: bool,
    /// Competencies that were tried, and how many there are in all.
    pub candidates: (usize, usize),
    /// No draft of this size and price opens more than this weight of pairs: proven.
    pub opens_at_most: u64,
    /// No draft of this price saves more than this: proven.
    pub saves_at_most: i64,
}

/// A pair and its state before.
struct Before {
    role: RoleAt,
    group: usize,
    weight: u64,
    reach: Reach,
    /// What it lacks and a draft could award.
    lacks: BTreeSet<(u32, u8)>,
    /// Of that, what nothing leads to; nothing where a draft cannot help.
    shut: Option<BTreeSet<(u32, u8)>>,
}

fn before(market: &Market<'_>, role: RoleAt, group: usize) -> Result<Before, Trouble> {
    let reach = market.least(role, group, Order::Cheapest, Twist::default())?;
    let held = market.stand(group).map_or(&[][..], |stand| &stand.holds);
    let shown = |asked: &Attainment| held.iter().any(|one| one.competency == asked.competency && one.level >= asked.level);
    let posed = market.problem.asked(role);
    let mut lacks = BTreeSet::new();
    let mut shut = (reach == Reach::Never).then(BTreeSet::new);
    let wanted: BTreeSet<Wanted> = posed.iter().map(|(wanted, _)| *wanted).collect();
    for own in wanted {
        let groups: Vec<_> = posed.iter().filter(|(wanted, _)| *wanted == own).map(|(_, group)| group).collect();
        let single = match &groups[..] {
            [group] if group.k == 1 => {
                if let [Atom::Level(asked)] = &group.of[..] {
                    Some(*asked)
                } else {
                    None
                }
            }
            _ => None,
        };
        let draftable = single.filter(|asked| market.problem.is_competency(asked.competency));
        if draftable.is_some_and(|asked| shown(&asked)) {
            continue;
        }
        lacks.extend(draftable.map(|asked| (asked.competency, asked.level)));
        if shut.is_some() {
            let others: Vec<Wanted> = posed.iter().map(|(wanted, _)| *wanted).filter(|wanted| *wanted != own).collect();
            let alone = market.least(role, group, Order::Cheapest, Twist { without: &others, ..Twist::default() })?;
            if alone == Reach::Never {
                match (draftable, &mut shut) {
                    (Some(asked), Some(shut)) => drop(shut.insert((asked.competency, asked.level))),
                    _ => shut = None,
                }
            }
        }
    }
    let weight = market.groups.get(group).map_or(0, |group| u64::from(group.weight));
    Ok(Before { role, group, weight, reach, lacks, shut })
}

/// The best drafts for some roles and the market's groups.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn best_next(market: &Market<'_>, roles: &[RoleAt], search: Search) -> Result<BestNext, Trouble> {
    let pairs = market.pairs(roles);
    let pairs = pairs.par_iter().with_max_len(1).map(|(role, group)| before(market, *role, *group)).collect::<Result<Vec<_>, Trouble>>()?;
    // Only what is shut decides whether a pair opens; everything lacked decides what is saved.
    let mut weights: BTreeMap<(u32, u8), (u64, u64)> = BTreeMap::new();
    let mut opens_at_most = 0;
    let mut saves_at_most = 0_i64;
    for pair in &pairs {
        let small = pair.shut.as_ref().is_some_and(|shut| shut.len() <= search.awards);
        opens_at_most += if small { pair.weight } else { 0 };
        if let Some(minor) = pair.reach.minor() {
            saves_at_most = saves_at_most.saturating_add((minor - search.minor).max(0).saturating_mul(pair.weight as i64));
        }
        for atom in pair.shut.iter().flatten().filter(|_| small) {
            weights.entry(*atom).or_default().0 += pair.weight;
        }
        for atom in pair.lacks.iter().filter(|_| pair.reach.way().is_some()) {
            weights.entry(*atom).or_default().1 += pair.weight;
        }
    }
    let all = weights.len();
    let mut candidates: Vec<((u32, u8), (u64, u64))> = weights.into_iter().collect();
    candidates.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    candidates.truncate(search.candidates);
    let candidates: Vec<(u32, u8)> = candidates.into_iter().map(|(atom, _)| atom).collect();

    let judge = |draft: &[(u32, u8)]| -> Result<Proposal, Trouble> {
        let holds: Vec<Attainment> =
            draft.iter().map(|(competency, level)| Attainment { competency: *competency, level: *level }).collect();
        let gain = |pair: &Before| -> Result<(u64, i64), Trouble> {
            let with = || market.least(pair.role, pair.group, Order::Cheapest, Twist { holds: &holds, ..Twist::default() });
            match (&pair.reach, &pair.shut) {
                // Delete-free: a pair that is shut opens once, and only if, all that nothing leads to is awarded; prerequisites may
                // still stand in between, so it is asked.
                (Reach::Never, Some(shut)) if shut.iter().all(|atom| draft.contains(atom)) => {
                    Ok((if with()?.way().is_some() { pair.weight } else { 0 }, 0))
                }
                (Reach::Way(way), _) if way.minor > search.minor => {
                    let saved = with()?.minor().map_or(0, |minor| (way.minor - minor - search.minor).max(0));
                    Ok((0, saved.saturating_mul(pair.weight as i64)))
                }
                _ => Ok((0, 0)),
            }
        };
        let gains = pairs.par_iter().with_max_len(1).map(gain).collect::<Result<Vec<_>, Trouble>>()?;
        let (opens, saves) = gains.into_iter().fold((0, 0_i64), |sum, one| (sum.0 + one.0, sum.1.saturating_add(one.1)));
        let named = draft.iter().filter_map(|(fact, level)| market.problem.competency_of(*fact).map(|of| (of, *level)));
        let mut awards: Vec<(CompetencyAt, u8)> = named.collect();
        awards.sort_unstable();
        Ok(Proposal { opens, saves, awards })
    };
    let better =
        |one: &Proposal, other: &Proposal| (other.opens, other.saves, one.awards.len()).cmp(&(one.opens, one.saves, other.awards.len()));
    let mut judged = 0;
    let mut proposals = Vec::new();
    let exhaustive = count(candidates.len(), search.awards) <= search.exhaustive as u128;
    if exhaustive {
        for draft in drafts(&candidates, search.awards) {
            judged += 1;
            proposals.push(judge(&draft)?);
        }
    } else {
        let mut draft: Vec<(u32, u8)> = Vec::new();
        while draft.len() < search.awards {
            let mut best: Option<(Proposal, (u32, u8))> = None;
            for atom in candidates.iter().filter(|atom| !draft.contains(atom)) {
                let grown: Vec<(u32, u8)> = draft.iter().copied().chain([*atom]).collect();
                judged += 1;
                let proposal = judge(&grown)?;
                if best.as_ref().is_none_or(|(least, _)| better(&proposal, least).is_lt()) {
                    best = Some((proposal, *atom));
                }
            }
            let Some((proposal, atom)) = best else { break };
            draft.push(atom);
            proposals.push(proposal);
        }
    }
    proposals.retain(|one| one.opens > 0 || one.saves > 0);
    proposals.sort_by(|a, b| better(a, b).then_with(|| a.awards.cmp(&b.awards)));
    let exhaustive = exhaustive && candidates.len() == all;
    Ok(BestNext { proposals, judged, exhaustive, candidates: (candidates.len(), all), opens_at_most, saves_at_most })
}

/// How many sets of at most `most` out of `of` there are.
fn count(of: usize, most: usize) -> u128 {
    let mut term = 1_u128;
    let mut sum = 0_u128;
    for at in 1..=most.min(of) {
        term = term.saturating_mul((of - at + 1) as u128) / at as u128;
        sum = sum.saturating_add(term);
    }
    sum
}

/// Every set of at most `most` candidates, small ones first.
fn drafts(candidates: &[(u32, u8)], most: usize) -> Vec<Vec<(u32, u8)>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut last: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..most.min(candidates.len()) {
        let grown = |set: &Vec<usize>| {
            let (from, set) = (set.last().map_or(0, |last| last + 1), set.clone());
            (from..candidates.len()).map(move |next| set.iter().copied().chain([next]).collect::<Vec<usize>>())
        };
        last = last.iter().flat_map(grown).collect();
        all.extend(last.iter().cloned());
    }
    all.into_iter().map(|set| set.into_iter().filter_map(|at| candidates.get(at).copied()).collect()).collect()
}
