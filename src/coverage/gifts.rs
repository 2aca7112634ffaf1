//! What a draft does for each pair of a role and a group, and what awards that are still to be chosen can do at most.
//!
//! A pair may have any few awards for nothing: each is an item that costs nothing and counts one, and the solver finds the cheapest stack
//! with at most so many. What the best of them does bounds every draft of that size, pair by pair. Questions that a pair was asked before
//! are not asked again: of a draft only what can matter to the pair counts.

use super::{
    behind::{Behind, Giving},
    market::{Market, Order, Reach, Twist},
};
use crate::{
    graph::{CompetencyAt, RoleAt},
    plan::Trouble,
    solve::{
        Prepared,
        problem::{Attainment, Catalogue, Credential, Fault, Group, Id},
    },
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// A competency and a rank.
pub(super) type Skill = (CompetencyAt, u8);

/// A multiple of every number of awards a draft may have, so that shares are whole.
pub(super) const FINE: i128 = 2_520;

/// What is done, or can be at most: pairs opened and money saved, in the finest unit.
pub(super) type Worth = (i128, i128);

/// What a draft does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gain {
    /// Weight of the pairs that it opens.
    pub(super) opens: u64,
    /// What it saves the others.
    pub(super) saves: i64,
    /// Whether a stopped search left something of it open.
    pub(super) open: bool,
}

/// What one more award does, and can do with others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    /// The draft with it and no other.
    pub(super) alone: Gain,
    /// Its share of what any draft with it does more than without all that is still to be chosen.
    pub(super) sum: Worth,
    /// No draft with it does more.
    pub(super) most: Worth,
}

/// What is known of drafts that begin alike.
pub(super) struct Table {
    /// What they begin with.
    pub(super) base: Gain,
    /// At most that.
    pub(super) most: Worth,
    /// For each award that can follow.
    pub(super) shares: Vec<Share>,
}

/// What a pair gains: at least, and at most.
#[derive(Clone, Copy)]
struct Between {
    low: i64,
    high: i64,
}

/// One competency that a draft can award, at the highest rank.
struct Award {
    competency: CompetencyAt,
    gives: Vec<Attainment>,
}

/// One pair, and what it was asked.
struct Pair {
    role: RoleAt,
    group: usize,
    weight: i64,
    /// What it pays today; nothing where it cannot.
    today: Option<i64>,
    /// What can matter to it, with the lowest and the highest level asked.
    wanted: BTreeMap<u32, (u8, u8)>,
    /// The awards that can matter to it.
    relevant: BTreeSet<usize>,
    known: HashMap<(Vec<Attainment>, usize), Between>,
}

/// Every award that can matter, and every pair that it can matter to.
pub(super) struct Gifts<'m> {
    market: &'m Market<'m>,
    /// What the draft costs.
    minor: i64,
    awards: Vec<Award>,
    pairs: Vec<Pair>,
    /// The problem with an item for each award; nothing else counts.
    free: Prepared,
    asked: usize,
}

impl<'m> Gifts<'m> {
    pub(super) fn new(market: &'m Market<'m>, pairs: &[(RoleAt, usize, Reach)], minor: i64) -> Result<Self, Trouble> {
        let problem = market.problem;
        let whole = problem.prepared().catalogue();
        let giving = Giving::new(whole);
        let weight = |group: usize| market.groups.get(group).map_or(0, |group| i64::from(group.weight));
        let none = [];
        let pair = |(role, group, reach): &(RoleAt, usize, Reach)| {
            let gains = match reach {
                Reach::Way(way) => way.minor > minor,
                Reach::Never => true,
                Reach::Unknown => false,
            };
            let held = market.stand(*group).map_or(&none[..], |stand| &stand.holds);
            let goal: Vec<Group> = problem.asked(*role).iter().map(|(_, group)| group.clone()).collect();
            let Behind { wanted, .. } = giving.behind(&goal, held, |_| true);
            let (relevant, known) = (BTreeSet::new(), HashMap::new());
            gains.then(|| Pair { role: *role, group: *group, weight: weight(*group), today: reach.minor(), wanted, relevant, known })
        };
        let mut pairs: Vec<Pair> = pairs.par_iter().with_max_len(4).filter_map(pair).collect();
        let awards = awards(market, &pairs);
        let mut items: Vec<Credential> = whole.credentials().iter().map(|item| Credential { count: 0, ..item.clone() }).collect();
        items.extend(awards.iter().enumerate().map(|(at, award)| Credential {
            id: Id::from(format!("!{at:06}").as_str()),
            cost: 0,
            hours: 0,
            count: 1,
            provider: None,
            teaches: award.gives.clone(),
            requires: Vec::new(),
        }));
        let said = |faults: Vec<Fault>| Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
        let catalogue = Catalogue::new(whole.levels(), whole.competencies(), items, whole.offers().to_vec()).map_err(said)?;
        let matters: HashMap<u32, Vec<usize>> = {
            let mut matters: HashMap<u32, Vec<usize>> = HashMap::new();
            for (at, award) in awards.iter().enumerate() {
                for given in &award.gives {
                    matters.entry(given.competency).or_default().push(at);
                }
            }
            matters
        };
        for pair in &mut pairs {
            let of = pair.wanted.keys().filter_map(|fact| matters.get(fact)).flatten().copied();
            let relevant: BTreeSet<usize> = of.collect();
            let counts = |at: &usize| awards.get(*at).is_some_and(|award| !pair.counted([award]).is_empty());
            pair.relevant = relevant.into_iter().filter(counts).collect();
        }
        Ok(Self { market, minor, awards, pairs, free: Prepared::new(Arc::new(catalogue)), asked: 0 })
    }

    /// How many awards can matter.
    pub(super) fn awards(&self) -> usize {
        self.awards.len()
    }

    /// How many questions were put.
    pub(super) fn asked(&self) -> usize {
        self.asked
    }

    /// What a draft of these awards does, and what others can add, at most `left` of them.
    pub(super) fn table(&mut self, chosen: &[usize], others: &[usize], left: usize) -> Result<Table, Trouble> {
        let (market, minor, free, awards) = (self.market, self.minor, &self.free, &self.awards);
        let mut places: Vec<Option<usize>> = vec![None; awards.len()];
        for (place, at) in others.iter().enumerate() {
            if let Some(own) = places.get_mut(*at) {
                *own = Some(place);
            }
        }
        let one = |pair: &mut Pair| -> Result<Row, Trouble> {
            let mut asker = Asker { market, minor, free, asked: 0 };
            let relevant = pair.relevant.iter().filter_map(|at| Some((places.get(*at).copied().flatten()?, *at)));
            let relevant: Vec<(usize, usize)> = relevant.collect();
            let held = pair.counted(chosen.iter().filter_map(|at| awards.get(*at)));
            let base = asker.gain(pair, &held, 0)?;
            let mut row = Row { opens: pair.today.is_none(), base, rest: base.high, shares: Vec::new(), asked: 0 };
            if left > 0 && !relevant.is_empty() && asker.gain(pair, &held, left)?.high > base.low {
                row.rest = if left > 1 { asker.gain(pair, &held, left - 1)?.high } else { base.high };
                for (place, at) in relevant {
                    let more = pair.counted(chosen.iter().chain([&at]).filter_map(|at| awards.get(*at)));
                    let most = asker.gain(pair, &more, left - 1)?;
                    if most.high <= base.low {
                        row.shares.push((place, base, most.high, 0));
                        continue;
                    }
                    let mut share = 0;
                    for size in 1..=left {
                        let does = asker.gain(pair, &more, size - 1)?.high;
                        share = share.max((i128::from(does) - i128::from(base.low)) * FINE / size as i128);
                    }
                    let alone = asker.gain(pair, &more, 0)?;
                    row.shares.push((place, alone, most.high, share));
                }
            }
            row.asked = asker.asked;
            Ok(row)
        };
        let rows = self.pairs.par_iter_mut().with_max_len(1).map(one).collect::<Result<Vec<Row>, Trouble>>()?;
        self.asked += rows.iter().map(|row| row.asked).sum::<usize>();
        Ok(sum(&rows, others.len()))
    }

    /// What a draft awards, each at the lowest rank that does as much.
    pub(super) fn named(&mut self, chosen: &[usize]) -> Result<Vec<Skill>, Trouble> {
        let (market, minor, free) = (self.market, self.minor, &self.free);
        let drafted: Vec<&Award> = chosen.iter().filter_map(|at| self.awards.get(*at)).collect();
        let ranks = |pair: &mut Pair| -> Result<Vec<u8>, Trouble> {
            let held = pair.counted(drafted.iter().copied());
            let mut asker = Asker { market, minor, free, asked: 0 };
            // Whoever gains nothing needs no rank.
            if held.is_empty() || asker.gain(pair, &held, 0)?.high <= 0 {
                return Ok(vec![1; drafted.len()]);
            }
            let rank = |award: &&Award| pair.counted([*award]).iter().map(|given| given.level).max().unwrap_or(1);
            Ok(drafted.iter().map(rank).collect())
        };
        let all = self.pairs.par_iter_mut().with_max_len(1).map(ranks).collect::<Result<Vec<_>, Trouble>>()?;
        let highest = |place: usize| all.iter().filter_map(|ranks| ranks.get(place)).max().copied().unwrap_or(1);
        let mut named: Vec<Skill> = drafted.iter().enumerate().map(|(place, award)| (award.competency, highest(place))).collect();
        named.sort_unstable();
        Ok(named)
    }
}

/// What a pair says to a table.
struct Row {
    /// Whether a draft opens it, or else saves it something.
    opens: bool,
    base: Between,
    /// What it gains at most where one of the awards to come does not matter to it.
    rest: i64,
    /// By the place of the award: with it alone, at most with all that can come, its share in the finest unit.
    shares: Vec<(usize, Between, i64, i128)>,
    asked: usize,
}

fn sum(rows: &[Row], others: usize) -> Table {
    let worth = |row: &Row, fine: i128| if row.opens { (fine, 0) } else { (0, fine) };
    let plus = |to: &mut Worth, (opens, saves): Worth| *to = (to.0 + opens, to.1 + saves);
    let count = |to: &mut Gain, row: &Row, gain: Between| {
        to.opens += if row.opens { u64::try_from(gain.low).unwrap_or(0) } else { 0 };
        to.saves = to.saves.saturating_add(if row.opens { 0 } else { gain.low });
        to.open |= gain.low != gain.high;
    };
    let mut table = Table { base: Gain::default(), most: (0, 0), shares: vec![Share::default(); others] };
    let mut rest = (0, 0);
    for row in rows {
        count(&mut table.base, row, row.base);
        plus(&mut table.most, worth(row, i128::from(row.base.high) * FINE));
        plus(&mut rest, worth(row, i128::from(row.rest) * FINE));
    }
    for share in &mut table.shares {
        (share.alone, share.most) = (table.base, rest);
    }
    for row in rows {
        for (place, alone, most, own) in &row.shares {
            let Some(share) = table.shares.get_mut(*place) else { continue };
            plus(&mut share.sum, worth(row, *own));
            plus(&mut share.most, worth(row, i128::from(*most - row.rest) * FINE));
            if row.opens {
                share.alone.opens += u64::try_from(alone.low - row.base.low).unwrap_or(0);
            } else {
                share.alone.saves = share.alone.saves.saturating_add(alone.low - row.base.low);
            }
            share.alone.open |= alone.low != alone.high;
        }
    }
    table
}

impl Pair {
    /// What of some awards can matter to it.
    fn counted<'g>(&self, awards: impl IntoIterator<Item = &'g Award>) -> Vec<Attainment> {
        let mut held: BTreeMap<u32, u8> = BTreeMap::new();
        for given in awards.into_iter().flat_map(|award| &award.gives) {
            if let Some((lowest, highest)) = self.wanted.get(&given.competency)
                && given.level >= *lowest
            {
                let level = held.entry(given.competency).or_default();
                *level = given.level.min(*highest).max(*level);
            }
        }
        held.into_iter().map(|(competency, level)| Attainment { competency, level }).collect()
    }

    /// What it gains where it pays so much to somebody with the draft.
    fn gains(&self, minor: i64, draft: i64) -> i64 {
        self.today.map_or(self.weight, |today| (today - minor - draft).max(0).saturating_mul(self.weight))
    }
}

/// Puts questions, and counts them.
struct Asker<'t> {
    market: &'t Market<'t>,
    minor: i64,
    free: &'t Prepared,
    asked: usize,
}

impl Asker<'_> {
    /// What a pair gains that can show this and may have so many awards more.
    fn gain(&mut self, pair: &mut Pair, held: &[Attainment], more: usize) -> Result<Between, Trouble> {
        let key = (held.to_vec(), more);
        if let Some(known) = pair.known.get(&key) {
            return Ok(*known);
        }
        let gain = if held.is_empty() && more == 0 {
            Between { low: 0, high: 0 }
        } else {
            self.asked += 1;
            let twist = Twist { holds: held, ..Twist::default() };
            let reach = if more == 0 {
                self.market.least(pair.role, pair.group, Order::Cheapest, twist)?
            } else {
                self.market.least_of(self.free, more as i64, (pair.role, pair.group), twist)?
            };
            let most = pair.gains(0, self.minor);
            match &reach {
                Reach::Never => Between { low: 0, high: 0 },
                Reach::Unknown => Between { low: 0, high: most },
                Reach::Way(way) => {
                    let low = pair.gains(way.minor, self.minor);
                    Between { low, high: if way.proven { low } else { most } }
                }
            }
        };
        pair.known.insert(key, gain);
        Ok(gain)
    }
}

/// Every award that can matter to a pair, at the highest rank: of those that do the same the one that is asked itself.
fn awards(market: &Market<'_>, pairs: &[Pair]) -> Vec<Award> {
    let (graph, problem) = (market.graph, market.problem);
    let mut wanted: BTreeMap<u32, u8> = BTreeMap::new();
    for (fact, (_, highest)) in pairs.iter().flat_map(|pair| &pair.wanted) {
        let level = wanted.entry(*fact).or_default();
        *level = (*highest).max(*level);
    }
    let levels = problem.prepared().catalogue().levels();
    let mut alike: BTreeMap<Vec<Attainment>, (bool, CompetencyAt)> = BTreeMap::new();
    for competency in graph.competencies() {
        let given = problem.attested(graph, competency, levels);
        let mut gives: Vec<Attainment> = given
            .into_iter()
            .filter_map(|one| wanted.get(&one.competency).map(|most| Attainment { level: one.level.min(*most), ..one }))
            .filter(|one| one.level > 0)
            .collect();
        gives.sort_unstable();
        gives.dedup();
        let other = !gives.iter().any(|one| problem.competency_of(one.competency) == Some(competency));
        if !gives.is_empty() {
            let least = alike.entry(gives).or_insert((other, competency));
            *least = (*least).min((other, competency));
        }
    }
    let mut awards: Vec<Award> = alike.into_iter().map(|(gives, (_, competency))| Award { competency, gives }).collect();
    awards.sort_by_key(|award| award.competency);
    awards
}
