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
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
    /// Whether a stopped search left one of its figures open.
    pub open: bool,
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
    /// No draft of this size, whatever it awards, opens more than this weight of pairs: proven.
    pub opens_at_most: u64,
    /// No draft of this price, whatever it awards, saves more than this: proven. Nothing where a stopped search left it open.
    pub saves_at_most: Option<i64>,
    /// Whether a stopped search left something open.
    pub open: bool,
}

/// A competency and a rank.
type Skill = (CompetencyAt, u8);

/// A pair and its state before.
struct Before {
    role: RoleAt,
    group: usize,
    weight: u64,
    reach: Reach,
    /// What it lacks and a draft could award.
    lacks: BTreeSet<Skill>,
    /// Of that, what cannot be had alone.
    shut: BTreeSet<Skill>,
    /// Of that, what nothing gives: no draft opens the pair without awarding these.
    untaught: BTreeSet<(CompetencyAt, Attainment)>,
}

fn before(market: &Market<'_>, given: &HashMap<u32, u8>, role: RoleAt, group: usize) -> Result<Before, Trouble> {
    let reach = market.least(role, group, Order::Cheapest, Twist::default())?;
    let held = market.stand(group).map_or(&[][..], |stand| &stand.holds);
    let shown = |asked: &Attainment| held.iter().any(|one| one.competency == asked.competency && one.level >= asked.level);
    let posed = market.problem.asked(role);
    let (mut lacks, mut shut, mut untaught) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
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
        let Some((asked, competency)) = single.and_then(|asked| Some((asked, market.problem.competency_of(asked.competency)?))) else {
            continue;
        };
        if shown(&asked) {
            continue;
        }
        lacks.insert((competency, asked.level));
        if reach != Reach::Never {
            continue;
        }
        if given.get(&asked.competency).is_none_or(|level| *level < asked.level) {
            untaught.insert((competency, asked));
        }
        let others: Vec<Wanted> = posed.iter().map(|(wanted, _)| *wanted).filter(|wanted| *wanted != own).collect();
        if market.least(role, group, Order::Cheapest, Twist { without: &others, ..Twist::default() })? == Reach::Never {
            shut.insert((competency, asked.level));
        }
    }
    let weight = market.groups.get(group).map_or(0, |group| u64::from(group.weight));
    Ok(Before { role, group, weight, reach, lacks, shut, untaught })
}

/// No draft opens more than this weight of the pairs: what each award can give at most is what its competency counts for, and whoever is
/// shut out although she could show every competency is not let in by any draft.
fn opens_at_most(market: &Market<'_>, pairs: &[Before], awards: usize) -> Result<u64, Trouble> {
    let graph = market.graph;
    let narrowed: HashSet<CompetencyAt> = graph.competencies().flat_map(|at| graph.counts_for(at)).map(|(broad, _)| *broad).collect();
    let all: Vec<Attainment> = graph.competencies().flat_map(|at| market.problem.attested(graph, at, u8::MAX)).collect();
    let levels = market.problem.prepared().catalogue().levels();
    let all: Vec<Attainment> = all.into_iter().map(|one| Attainment { level: one.level.min(levels), ..one }).collect();
    let can = |pair: &Before| {
        match pair.reach {
            Reach::Way(_) => return Ok(0),
            Reach::Unknown => return Ok(pair.weight),
            Reach::Never => {}
        }
        let own: BTreeSet<CompetencyAt> = pair.untaught.iter().map(|(at, _)| *at).filter(|at| !narrowed.contains(at)).collect();
        // Those that a narrower one counts for could all come with a single award.
        let needed = own.len().max(usize::from(!pair.untaught.is_empty()));
        if needed > awards {
            return Ok(0);
        }
        let with_all = market.least(pair.role, pair.group, Order::Cheapest, Twist { holds: &all, ..Twist::default() })?;
        Ok(if with_all == Reach::Never { 0 } else { pair.weight })
    };
    Ok(pairs.par_iter().with_max_len(1).map(can).collect::<Result<Vec<_>, Trouble>>()?.into_iter().sum())
}

/// The best drafts for some roles and the market's groups. A draft's awards are verified, and it asks nothing first: asked for first,
/// anything could only make it worth less.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn best_next(market: &Market<'_>, roles: &[RoleAt], search: Search) -> Result<BestNext, Trouble> {
    let pairs = market.pairs(roles);
    let mut given: HashMap<u32, u8> = HashMap::new();
    for taught in market.problem.prepared().catalogue().credentials().iter().flat_map(|item| &item.teaches) {
        let level = given.entry(taught.competency).or_default();
        *level = taught.level.max(*level);
    }
    let state = |(role, group): &(RoleAt, usize)| before(market, &given, *role, *group);
    let pairs = pairs.par_iter().with_max_len(1).map(state).collect::<Result<Vec<_>, Trouble>>()?;
    // Only what is shut decides whether a pair opens; everything lacked decides what is saved.
    let mut weights: BTreeMap<Skill, (u64, u64)> = BTreeMap::new();
    let mut saves_at_most = Some(0_i64);
    for pair in &pairs {
        match &pair.reach {
            Reach::Way(way) => {
                let most = (way.minor - search.minor).max(0).saturating_mul(pair.weight as i64);
                saves_at_most = saves_at_most.map(|sum| sum.saturating_add(most));
                for skill in &pair.lacks {
                    weights.entry(*skill).or_default().1 += pair.weight;
                }
            }
            Reach::Never if pair.untaught.len() <= search.awards => {
                for skill in &pair.shut {
                    weights.entry(*skill).or_default().0 += pair.weight;
                }
            }
            Reach::Never => {}
            // What it costs is not known, so neither is what can be saved of it.
            Reach::Unknown => saves_at_most = None,
        }
    }
    let opens_at_most = opens_at_most(market, &pairs, search.awards)?;
    let all = weights.len();
    let mut candidates: Vec<(Skill, (u64, u64))> = weights.into_iter().collect();
    candidates.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    candidates.truncate(search.candidates);
    let candidates: Vec<Skill> = candidates.into_iter().map(|(skill, _)| skill).collect();

    let judge = |draft: &[Skill]| -> Result<Proposal, Trouble> {
        let holds: Vec<Attainment> = draft.iter().flat_map(|(at, rank)| market.problem.attested(market.graph, *at, *rank)).collect();
        let gives = |asked: &Attainment| holds.iter().any(|one| one.competency == asked.competency && one.level >= asked.level);
        let gain = |pair: &Before| -> Result<(u64, i64, bool), Trouble> {
            let with = || market.least(pair.role, pair.group, Order::Cheapest, Twist { holds: &holds, ..Twist::default() });
            match &pair.reach {
                Reach::Never if pair.untaught.iter().all(|(_, asked)| gives(asked)) => {
                    let with = with()?;
                    Ok((if with.way().is_some() { pair.weight } else { 0 }, 0, with == Reach::Unknown))
                }
                Reach::Way(way) if way.minor > search.minor => {
                    let with = with()?;
                    let saved = with.minor().map_or(0, |minor| (way.minor - minor - search.minor).max(0));
                    Ok((0, saved.saturating_mul(pair.weight as i64), !way.proven || !with.is_proven()))
                }
                reach => Ok((0, 0, *reach == Reach::Unknown)),
            }
        };
        let gains = pairs.par_iter().with_max_len(1).map(gain).collect::<Result<Vec<_>, Trouble>>()?;
        let (mut opens, mut saves, mut open) = (0, 0_i64, false);
        for (one, saved, unsure) in gains {
            opens += one;
            saves = saves.saturating_add(saved);
            open |= unsure;
        }
        let mut awards = draft.to_vec();
        awards.sort_unstable();
        Ok(Proposal { opens, saves, awards, open })
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
        let mut draft: Vec<Skill> = Vec::new();
        while draft.len() < search.awards {
            let mut best: Option<(Proposal, Skill)> = None;
            for atom in candidates.iter().filter(|atom| !draft.contains(atom)) {
                let grown: Vec<Skill> = draft.iter().copied().chain([*atom]).collect();
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
    let open = pairs.iter().any(|pair| !pair.reach.is_proven()) || proposals.iter().any(|one| one.open);
    Ok(BestNext { proposals, judged, exhaustive, candidates: (candidates.len(), all), opens_at_most, saves_at_most, open })
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
fn drafts(candidates: &[Skill], most: usize) -> Vec<Vec<Skill>> {
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
