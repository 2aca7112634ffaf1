//! The best next credential: of all drafts of bounded size, the one that betters most.
//!
//! A draft that asks nothing first and costs *p* makes the cheapest stack of a pair cost min(*W*, *Z* + *p*), where *Z* is the cheapest
//! for somebody who can show what the draft awards; so a draft is judged exactly by one solve a pair, and nothing is posed again.
//!
//! All drafts are searched by branch and bound. What awards still to be chosen can do for one pair is bounded by a solve that may have so
//! many of them for nothing ([`super::gifts`]). Of the sets of awards that better a pair, each award gets a share of what the set does,
//! so that no set does more than its shares together: the greatest shares, summed over all pairs, bound every draft that is left.

use super::{
    gifts::{FINE, Gain, Gifts, Share, Skill, Worth},
    market::{Market, Order, Reach, Twist},
};
use crate::{graph::RoleAt, plan::Trouble};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// The most competencies a draft may award.
    pub awards: usize,
    /// What it costs, in minor units.
    pub minor: i64,
    /// About how many questions to the planner each of both bounds may take; what they leave open shows as a gap.
    pub questions: usize,
}

/// What a draft would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proposal {
    /// Weight of the pairs of a role and a group that it makes reachable.
    pub opens: u64,
    /// What it saves all others together, weighted, in minor units.
    pub saves: i64,
    /// What it awards: competencies and ranks.
    pub awards: Vec<Skill>,
    /// Whether a stopped search left one of its figures open.
    pub open: bool,
}

/// Awards that a draft may have at most, whatever is asked for.
const MOST: usize = 10;

/// The best draft found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestNext {
    /// The drafts judged that better anything, best first.
    pub proposals: Vec<Proposal>,
    /// How many drafts were judged.
    pub judged: usize,
    /// Competencies that can matter.
    pub candidates: usize,
    /// No draft of this size and price, whatever it awards, opens more than this weight of pairs: proven.
    pub opens_at_most: u64,
    /// No draft of this size and price, whatever it awards, saves more than this: proven. Nothing where a stopped search left it open.
    pub saves_at_most: Option<i64>,
    /// Whether it is proven that no draft opens more than the first, nor as many and saves more.
    pub proven: bool,
    /// Whether a stopped search left something open.
    pub open: bool,
}

/// Drafts that are told of at most.
const TOLD: usize = 200;

/// By which of the two drafts are compared first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Opens,
    Saves,
}

impl Aim {
    fn key(self, worth: Worth) -> Worth {
        if self == Self::Opens { worth } else { (worth.1, worth.0) }
    }
}

fn plus(one: Worth, other: Worth) -> Worth {
    (one.0 + other.0, one.1 + other.1)
}

/// For each place what `left` of the shares after it can do at most, each part by itself.
fn most_after(shares: &[(usize, Share)], left: usize) -> Vec<Worth> {
    let (mut opens, mut saves): (Vec<i128>, Vec<i128>) = (Vec::new(), Vec::new());
    let keep = |greatest: &mut Vec<i128>, part: i128| {
        greatest.insert(greatest.partition_point(|other| *other >= part), part);
        greatest.truncate(left);
    };
    let mut after: Vec<Worth> = Vec::with_capacity(shares.len());
    for (_, share) in shares.iter().rev() {
        after.push((opens.iter().sum(), saves.iter().sum()));
        keep(&mut opens, share.sum.0);
        keep(&mut saves, share.sum.1);
    }
    after.reverse();
    after
}

/// Judges drafts by what they do for some roles and the market's groups.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn best_next(market: &Market<'_>, roles: &[RoleAt], search: Search) -> Result<BestNext, Trouble> {
    let state = |(role, group): &(RoleAt, usize)| Ok((*role, *group, market.least(*role, *group, Order::Cheapest, Twist::default())?));
    let pairs = market.pairs(roles).par_iter().with_max_len(1).map(state).collect::<Result<Vec<_>, Trouble>>()?;
    let weight = |group: usize| market.groups.get(group).map_or(0, |group| u64::from(group.weight));
    // Who is not known to be shut out might be let in, and what she pays is not known.
    let left_open: u64 = pairs.iter().filter(|(.., reach)| *reach == Reach::Unknown).map(|(_, group, _)| weight(*group)).sum();
    let mut gifts = Gifts::new(market, &pairs, search.minor)?;
    let all: Vec<usize> = (0..gifts.awards()).collect();
    let mut judged = BTreeMap::new();
    let mut hunt = |aim: Aim, gifts: &mut Gifts<'_>| {
        let most = gifts.asked() + search.questions;
        let mut hunt = Hunt { gifts, aim, best: (0, 0), judged: &mut judged, most };
        let bound = hunt.below(&[], &all, search.awards.min(MOST))?;
        Ok::<_, Trouble>((bound, hunt.best))
    };
    let (opens, best) = hunt(Aim::Opens, &mut gifts)?;
    let (saves, _) = hunt(Aim::Saves, &mut gifts)?;
    let mut ranked: Vec<(&Vec<usize>, &Gain)> = judged.iter().filter(|(_, gain)| gain.opens > 0 || gain.saves > 0).collect();
    ranked.sort_by(|(a, one), (b, other)| (other.opens, other.saves, a.len(), a).cmp(&(one.opens, one.saves, b.len(), b)));
    // Whoever is not known to be shut out, or to pay the least, may gain more or less from any draft.
    let unsure = pairs.iter().any(|(.., reach)| !reach.is_proven());
    let open = unsure || judged.values().any(|gain| gain.open);
    // Where too many open something, what saves most is told all the same.
    let saving = ranked.iter().max_by_key(|(_, gain)| gain.saves).copied();
    if let Some(saving) = saving.filter(|saving| !ranked.iter().take(TOLD).any(|told| told.0 == saving.0)) {
        ranked.insert(TOLD - 1, saving);
    }
    let mut proposals = Vec::new();
    for (chosen, gain) in ranked.iter().take(TOLD) {
        proposals.push(Proposal { opens: gain.opens, saves: gain.saves, awards: gifts.named(chosen)?, open: unsure || gain.open });
    }
    Ok(BestNext {
        judged: judged.len(),
        candidates: gifts.awards(),
        opens_at_most: u64::try_from(opens.0 / FINE).unwrap_or(u64::MAX).saturating_add(left_open),
        saves_at_most: (left_open == 0).then(|| i64::try_from(saves.1 / FINE).unwrap_or(i64::MAX)),
        proven: !open && opens == best,
        open,
        proposals,
    })
}

/// A search for the best draft by one aim.
struct Hunt<'h, 'm> {
    gifts: &'h mut Gifts<'m>,
    aim: Aim,
    /// What the best draft so far does.
    best: Worth,
    /// Every draft that was judged, and what it does.
    judged: &'h mut BTreeMap<Vec<usize>, Gain>,
    /// The most questions.
    most: usize,
}

impl Hunt<'_, '_> {
    /// No draft of these awards and at most `left` of the others does more than this, by the aim. Whatever could do more than the best is
    /// looked at, as long as questions may be put. As deep as a draft has awards, at most [`MOST`].
    fn below(&mut self, chosen: &[usize], others: &[usize], left: usize) -> Result<Worth, Trouble> {
        let table = self.gifts.table(chosen, others, left)?;
        self.judge(chosen, table.base);
        let mut ranked: Vec<(usize, Share)> = others.iter().copied().zip(table.shares).filter(|(_, share)| share.sum != (0, 0)).collect();
        ranked.sort_by(|(a, one), (b, other)| self.aim.key(other.sum).cmp(&self.aim.key(one.sum)).then(a.cmp(b)));
        let grown = |at: usize| chosen.iter().copied().chain([at]).collect::<Vec<usize>>();
        for (at, share) in &ranked {
            self.judge(&grown(*at), share.alone);
        }
        let mut bound = self.aim.key(table.most);
        let after = most_after(&ranked, left.saturating_sub(1));
        for (place, ((at, share), after)) in ranked.iter().zip(after).enumerate() {
            let rest = ranked.get(place + 1..).unwrap_or_default();
            let most = plus(plus(table.most, share.sum), after);
            let most = (most.0.min(share.most.0), most.1.min(share.most.1));
            let last = left == 1 || rest.is_empty();
            // What ends here is judged already, unless the planner left it open.
            if self.aim.key(most) <= self.aim.key(self.best) || (last && !share.alone.open) {
                continue;
            }
            let most = if !last && self.gifts.asked() < self.most {
                let rest: Vec<usize> = rest.iter().map(|(at, _)| *at).collect();
                self.below(&grown(*at), &rest, left - 1)?
            } else {
                most
            };
            bound = bound.max(self.aim.key(most));
        }
        Ok(self.aim.key(bound.max(self.aim.key(self.best))))
    }

    /// Writes down what a draft does.
    fn judge(&mut self, chosen: &[usize], gain: Gain) {
        let worth = (i128::from(gain.opens) * FINE, i128::from(gain.saves) * FINE);
        if self.aim.key(worth) > self.aim.key(self.best) {
            self.best = worth;
        }
        if !chosen.is_empty() {
            let mut sorted = chosen.to_vec();
            sorted.sort_unstable();
            self.judged.insert(sorted, gain);
        }
    }
}
