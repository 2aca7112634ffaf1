//! Which credentials can be part of an answer at all, told by their distance from the goal before they are posed in full.
//!
//! Theorem (chains). No step of a stack serves nothing, and two that serve only each other serve nothing; so from every step a chain of
//! distinct steps of the stack, each asked by the next, leads to one that the goal asks, or a lock, or something held that runs out. A
//! stack takes at least the work of the chain. Needs of the goal of which no credential gives two are met by as many steps, and those of
//! the chain that give nothing of the goal come on top; likewise with the fees that no plan carries, net of all that funds can give. A
//! credential whose least chain is hopeless beside what is in hand is therefore in no answer, nor in what is equally good; and what is in
//! hand may have been found among the nearest alone.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use super::archive::{Aim, Archive, Measures};
use super::bound::{Bounds, Least};
use super::market::{Clause, Fact, Market};
use super::posing::Posing;
use super::setting::{Question, Setting};
use super::world::{Part, Per, Percentile};

/// So many of the nearest credentials are posed at first, unless a market says otherwise.
pub(super) const NEAREST: usize = 512;

/// How far credentials are from the goal.
pub(super) struct Near {
    /// Credentials (by rank) that may serve the goal, the nearest first, with the work of the least chain (in sevenths of a minute).
    chains: Vec<(i64, u32)>,
    /// Of each credential, steps of a chain that give nothing of the goal, at least.
    beside: Vec<i64>,
    /// Credentials that give something of the goal.
    gives: Vec<bool>,
    /// Of each credential, fees that no plan carries, at least, net of funds.
    fees: Vec<i64>,
    /// Steps that the goal takes at least, and such fees of theirs.
    goal: (i64, i64),
}

impl Near {
    pub(super) fn new(market: &Market<'_>, question: Question<'_>) -> Self {
        let mut posing = Posing::new(market, question, Percentile::P50);
        let (clauses, renewed) = posing.ends();
        let facts = clauses.iter().flat_map(|(clause, _)| &clause.of).map(|(fact, _)| *fact);
        let ends: Vec<Fact> = facts.chain(renewed).collect();
        let mut gives = vec![false; market.credentials.len()];
        for &fact in &ends {
            for c in market.givers_of(fact) {
                gives[c as usize] = true;
            }
        }
        let work = distances(&posing, &ends, |c| market.least_work[c as usize]);
        let mut chains: Vec<(i64, u32)> = work.iter().zip(0..).filter_map(|(work, c)| Some(((*work)?, c))).collect();
        chains.sort_unstable();
        let beside = distances(&posing, &ends, |c| i64::from(!gives[c as usize] && market.asks[c as usize].rule.is_none()));
        posing.pose_funds();
        let fees: Vec<i64> = (0..).zip(&work).map(|(c, work)| work.map_or(0, |_| own_fees(&posing, c))).collect();
        let goal = apart(&posing, &clauses, &fees);
        Self { chains, beside: beside.into_iter().map(|steps| steps.unwrap_or(0)).collect(), gives, fees, goal }
    }

    /// Credentials that may serve the goal.
    pub(super) fn len(&self) -> usize {
        self.chains.len()
    }

    /// So many of the nearest, by rank.
    pub(super) fn first(&self, many: usize) -> Vec<u32> {
        let mut ranks: Vec<u32> = self.chains.iter().take(many).map(|chain| chain.1).collect();
        ranks.sort_unstable();
        ranks
    }

    /// Those that may be in what improves an answer to one of these aims, or is as good, by rank.
    pub(super) fn of_use(&self, (setting, bounds): (&Setting<'_>, &Bounds), aims: &[Aim], archive: &Archive) -> Vec<u32> {
        let open = |&&(work, c): &&(i64, u32)| {
            let Some(ready) = bounds.ready_with(setting, Least { work, ..Least::default() }) else { return false };
            let (steps, fees) = self.goal;
            let own = self.fees[c as usize];
            let money = if self.gives[c as usize] { fees.max(own) } else { fees.saturating_add(own) };
            let least = Measures { money, ready, effort: work / 7, count: steps + self.beside[c as usize] };
            aims.iter().any(|&aim| !archive.hopeless(aim, least, None))
        };
        let mut ranks: Vec<u32> = self.chains.iter().filter(open).map(|chain| chain.1).collect();
        ranks.sort_unstable();
        ranks
    }
}

/// The least sum of steps on a way from each credential to one of the ends (by Dijkstra's algorithm: every fact is followed once, from
/// whatever asks it nearest to an end); `None`: there is no way.
fn distances(posing: &Posing<'_, '_>, ends: &[Fact], own: impl Fn(u32) -> i64) -> Vec<Option<i64>> {
    let market = posing.market;
    let mut distance = vec![None; market.credentials.len()];
    let mut followed: HashSet<Fact> = HashSet::new();
    let mut agenda: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
    let mut follow = |fact: Fact, from: i64, distance: &[Option<i64>], agenda: &mut BinaryHeap<Reverse<(i64, u32)>>| {
        if !posing.holds(fact) && followed.insert(fact) {
            let givers = market.givers_of(fact).into_iter();
            let open = givers.filter(|&c| distance[c as usize].is_none() && !posing.no_credential[c as usize]);
            agenda.extend(open.map(|c| Reverse((from.saturating_add(own(c)), c))));
        }
    };
    for &fact in ends {
        follow(fact, 0, &distance, &mut agenda);
    }
    while let Some(Reverse((sum, c))) = agenda.pop() {
        if distance[c as usize].is_some() {
            continue;
        }
        distance[c as usize] = Some(sum);
        let asks = &market.asks[c as usize];
        let clauses = asks.requires.iter().chain(&asks.loose).chain(&asks.strict).chain(asks.rule.iter().flatten());
        for &(fact, _) in clauses.flat_map(|clause| &clause.of) {
            follow(fact, sum, &distance, &mut agenda);
        }
        for id in &market.credentials[c as usize].renewed_by {
            if let Some(&by) = market.credential.get(id) {
                follow(Fact::Credential(by), sum, &distance, &mut agenda);
            }
        }
    }
    distance
}

/// How many of these needs are met by different steps, whatever the stack (no credential gives two of them), and the fees of those at
/// least.
fn apart(posing: &Posing<'_, '_>, clauses: &[(Clause, bool)], fees: &[i64]) -> (i64, i64) {
    let market = posing.market;
    let mut taken: HashSet<u32> = HashSet::new();
    let mut sets: Vec<(i64, Vec<u32>)> = Vec::new();
    for (clause, _) in clauses.iter().filter(|(_, essential)| *essential) {
        let mut givers: Vec<u32> = clause.of.iter().flat_map(|(fact, _)| market.givers_of(*fact)).collect();
        givers.retain(|&c| !posing.no_credential[c as usize]);
        givers.sort_unstable();
        givers.dedup();
        // What is held may do for now, and a credential by its own rule is no step.
        let by_step = !clause.of.iter().any(|(fact, _)| posing.may_hold(*fact));
        if by_step && givers.iter().all(|&c| market.asks[c as usize].rule.is_none()) {
            sets.push((givers.iter().map(|&c| fees[c as usize]).min().unwrap_or(0), givers));
        }
    }
    // The dearest first, then those with few givers: they shut out few others.
    sets.sort_by_key(|(fees, givers)| (Reverse(*fees), givers.len()));
    let mut sum = (0, 0);
    for (fees, givers) in sets {
        if givers.iter().all(|c| !taken.contains(c)) {
            taken.extend(givers);
            sum = (sum.0 + 1, sum.1 + fees);
        }
    }
    sum
}

/// What a credential costs at least in fees that are its own: of parts that no plan carries, net of all that funds can give. Where a
/// price is unknown, nothing: with it something may be cheaper yet.
fn own_fees(posing: &Posing<'_, '_>, c: u32) -> i64 {
    let market = posing.market;
    if market.asks[c as usize].rule.is_some() {
        return 0;
    }
    let ways = market.ways[c as usize].iter().filter(|&&o| !posing.no_offering[o as usize]);
    ways.map(|&o| fees_of(posing, o)).min().unwrap_or(0)
}

fn fees_of(posing: &Posing<'_, '_>, o: u32) -> i64 {
    let (record, covered) = (posing.market.offerings[o as usize], &posing.market.covered[o as usize]);
    let mut parts: Vec<Part> = record.fees.iter().map(|fee| fee.part).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut sum = 0_i64;
    for part in parts.into_iter().filter(|part| covered.iter().all(|(_, other)| other != part)) {
        let prices = record.fees.iter().filter(|fee| fee.part == part).map(|fee| {
            let one = posing.exchange.price(fee.amount, fee.currency.as_deref(), posing.percentile).unwrap_or(0);
            if let Per::Credits(n) = fee.per { one.saturating_mul(n) } else { one }
        });
        let least = prices.min().unwrap_or(0);
        // Each share may be rounded up to a whole.
        let given = posing.funds.iter().filter(|fund| fund.may_pay(o, part)).map(|fund| least.saturating_mul(fund.rate) / 1000 + 1);
        sum = sum.saturating_add(least.saturating_sub(given.fold(0, i64::saturating_add)).max(0));
    }
    sum
}
