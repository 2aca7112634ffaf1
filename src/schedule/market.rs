//! A world's offer side, indexed once and asked many times: who gives which fact, through which offerings, at which shared prices.

use std::collections::HashMap;

use super::ids::Id;
use super::near::NEAREST;
use super::world::{Atom, Estimate, Group, Percentile, Study, World};

/// A fact by index: a level of a competency, or a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fact {
    /// Competency and least level.
    Level(u32, i64),
    /// Credential, by rank.
    Credential(u32),
}

/// A group of facts: `k` and the distinct facts with their weights.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) k: i64,
    pub(super) of: Vec<(Fact, i64)>,
}

/// A credential's clauses, compiled.
#[derive(Clone, Debug, Default)]
pub(super) struct Asks {
    pub(super) requires: Vec<Clause>,
    pub(super) loose: Vec<Clause>,
    pub(super) strict: Vec<Clause>,
    pub(super) rule: Option<Vec<Clause>>,
}

/// The indexed offer side of a [`World`]; credentials, offerings, plans and funds are numbered in the order of their ids.
#[derive(Debug)]
pub struct Market<'w> {
    pub(super) world: &'w World,
    /// Credential records in order of id.
    pub(super) credentials: Vec<&'w super::world::Credential>,
    /// Offering records in order of id.
    pub(super) offerings: Vec<&'w super::world::Offering>,
    pub(super) plans: Vec<&'w super::world::Plan>,
    pub(super) funds: Vec<&'w super::world::Funding>,
    pub(super) asks: Vec<Asks>,
    pub(super) awards: Vec<Vec<(u32, i64)>>,
    /// Offerings of each credential.
    pub(super) ways: Vec<Vec<u32>>,
    /// Plans that cover each offering, with the part's place in the plan.
    pub(super) covered: Vec<Vec<(u32, super::world::Part)>>,
    /// Distinct (credential, part) pairs each plan covers.
    pub(super) breadth: Vec<i64>,
    /// Credentials that award each competency, with the level.
    pub(super) givers: Vec<Vec<(i64, u32)>>,
    pub(super) competency: HashMap<&'w Id, u32>,
    pub(super) credential: HashMap<&'w Id, u32>,
    pub(super) offering: HashMap<&'w Id, u32>,
    pub(super) plan: HashMap<&'w Id, u32>,
    /// The least work of each credential (in sevenths of a minute), by whatever offering; nothing where its own rule may award it.
    pub(super) least_work: Vec<i64>,
    /// How many of the credentials nearest to a goal are posed at first.
    pub(super) nearest: usize,
}

fn ranked<T>(records: &[T], id: impl Fn(&T) -> &Id) -> Vec<&T> {
    let mut sorted: Vec<&T> = records.iter().collect();
    sorted.sort_by(|a, b| id(a).cmp(id(b)));
    sorted
}

fn places<'w, T>(sorted: &[&'w T], id: impl Fn(&'w T) -> &'w Id) -> HashMap<&'w Id, u32> {
    (0_u32..).zip(sorted).map(|(i, record)| (id(record), i)).collect()
}

impl<'w> Market<'w> {
    /// Indexes a world that has no [`World::faults`]; linear in its size but for sorting by id.
    pub fn new(world: &'w World) -> Self {
        let credentials = ranked(&world.credentials, |c| &c.id);
        let offerings = ranked(&world.offerings, |o| &o.id);
        let plans = ranked(&world.plans, |p| &p.id);
        let funds = ranked(&world.funding, |f| &f.id);
        let mut market = Self {
            world,
            asks: Vec::with_capacity(credentials.len()),
            awards: Vec::with_capacity(credentials.len()),
            ways: vec![Vec::new(); credentials.len()],
            covered: vec![Vec::new(); offerings.len()],
            breadth: vec![0; plans.len()],
            givers: Vec::new(),
            competency: HashMap::new(),
            credential: places(&credentials, |c| &c.id),
            offering: places(&offerings, |o| &o.id),
            plan: places(&plans, |p| &p.id),
            credentials,
            offerings,
            plans,
            funds,
            least_work: Vec::new(),
            nearest: NEAREST,
        };
        for i in 0..market.credentials.len() {
            let record = market.credentials[i];
            let mut awards = Vec::with_capacity(record.awards.len());
            for (c, l) in &record.awards {
                let competency = market.competency_of(c);
                awards.push((competency, *l));
                market.givers[competency as usize].push((*l, i as u32));
            }
            market.awards.push(awards);
            let asks = Asks {
                requires: market.clauses(&record.requires),
                loose: market.clauses(&record.loose),
                strict: market.clauses(&record.strict),
                rule: record.rule.as_deref().map(|groups| market.clauses(groups)),
            };
            market.asks.push(asks);
        }
        for (i, offering) in (0_u32..).zip(&market.offerings) {
            if let Some(&credential) = market.credential.get(&offering.credential) {
                market.ways[credential as usize].push(i);
            }
        }
        for (p, plan) in (0_u32..).zip(&market.plans) {
            let mut pairs = Vec::new();
            for cover in &plan.covers {
                if let Some(&offering) = market.offering.get(&cover.offering) {
                    let entry = (p, cover.part);
                    let covered = &mut market.covered[offering as usize];
                    if !covered.contains(&entry) {
                        covered.push(entry);
                    }
                    pairs.push((&market.offerings[offering as usize].credential, cover.part));
                }
            }
            pairs.sort_unstable();
            pairs.dedup();
            market.breadth[p as usize] = pairs.len() as i64;
        }
        market.least_work = (0..market.credentials.len()).map(|c| market.least_work_of(c)).collect();
        market
    }

    /// The same market, of which so many credentials nearest to a goal are posed at first. Every answer is the same for every number;
    /// only the time it takes differs.
    #[must_use]
    pub fn posing_first(mut self, nearest: usize) -> Self {
        self.nearest = nearest.max(1);
        self
    }

    fn least_work_of(&self, credential: usize) -> i64 {
        if self.asks[credential].rule.is_some() {
            return 0;
        }
        let work = |&o: &u32| match &self.offerings[o as usize].study {
            Study::SelfPaced { minutes, .. } => minutes.at(Percentile::P50).saturating_mul(7),
            Study::Cohort { days, weekly_minutes, .. } => weekly_minutes.saturating_mul(i64::from(*days)),
            Study::None {} => 0,
        };
        self.ways[credential].iter().map(work).min().unwrap_or(0)
    }

    fn competency_of(&mut self, id: &'w Id) -> u32 {
        let next = self.givers.len() as u32;
        let index = *self.competency.entry(id).or_insert(next);
        if index == next {
            self.givers.push(Vec::new());
        }
        index
    }

    fn clauses(&mut self, groups: &'w [Group]) -> Vec<Clause> {
        groups.iter().map(|group| self.clause(group.k, &group.of)).collect()
    }

    fn clause(&mut self, k: i64, atoms: &'w [Atom]) -> Clause {
        let mut of = Vec::with_capacity(atoms.len());
        for atom in atoms {
            let fact = match atom {
                Atom::Level { c, l, .. } => Some(Fact::Level(self.competency_of(c), *l)),
                Atom::Credential { cr, .. } => self.credential.get(cr).map(|&i| Fact::Credential(i)),
            };
            if let Some(fact) = fact {
                push_distinct(&mut of, fact, atom.weight());
            }
        }
        Clause { k, of }
    }

    /// The number of a competency; those nobody awards get one from the end, by their place among the question's `strange` ones.
    pub(super) fn number(&self, id: &Id, strange: &mut Vec<Id>) -> u32 {
        if let Some(&known) = self.competency.get(id) {
            return known;
        }
        let place = strange.iter().position(|s| s == id).unwrap_or_else(|| {
            strange.push(id.clone());
            strange.len() - 1
        });
        u32::MAX - place as u32
    }

    /// A clause of a question.
    pub(super) fn clause_asked(&self, k: i64, atoms: &[Atom], strange: &mut Vec<Id>) -> Clause {
        let mut of = Vec::with_capacity(atoms.len());
        for atom in atoms {
            let fact = match atom {
                Atom::Level { c, l, .. } => Some(Fact::Level(self.number(c, strange), *l)),
                Atom::Credential { cr, .. } => self.credential.get(cr).map(|&i| Fact::Credential(i)),
            };
            if let Some(fact) = fact {
                push_distinct(&mut of, fact, atom.weight());
            }
        }
        Clause { k, of }
    }

    /// Credentials that give a fact.
    pub(super) fn givers_of(&self, fact: Fact) -> Vec<u32> {
        match fact {
            Fact::Credential(c) => vec![c],
            Fact::Level(competency, level) => self
                .givers
                .get(competency as usize)
                .map(|all| all.iter().filter(|(l, _)| *l >= level).map(|&(_, c)| c).collect())
                .unwrap_or_default(),
        }
    }

    /// Whether a credential gives a fact.
    pub(super) fn gives(&self, credential: u32, fact: Fact) -> bool {
        match fact {
            Fact::Credential(c) => c == credential,
            Fact::Level(competency, level) => self.awards[credential as usize].iter().any(|&(c, l)| c == competency && l >= level),
        }
    }
}

/// One atom counts once in its group, with the weight it was first given.
fn push_distinct(of: &mut Vec<(Fact, i64)>, fact: Fact, weight: i64) {
    if weight > 0 && of.iter().all(|(f, _)| *f != fact) {
        of.push((fact, weight));
    }
}

/// Converts amounts to the world's currency by the newest rate not after a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchange<'w> {
    pub(super) world: &'w World,
    pub(super) today: super::ids::Day,
    /// Takes what is unknown for nothing: for lower bounds only.
    pub(super) unknown_free: bool,
}

impl<'w> Exchange<'w> {
    /// The rate in force for a currency, if the table has one.
    pub(super) fn rate(&self, currency: &str) -> Option<&'w super::world::Rate> {
        let known = self.world.rates.iter().filter(|r| r.currency == currency && r.as_of <= self.today);
        known.max_by_key(|r| (r.as_of, r.num, r.den))
    }

    /// An amount in the world's currency, rounded half up; `None` when amount or rate is unknown.
    pub(super) fn price(&self, amount: Option<Estimate>, currency: Option<&str>, at: super::world::Percentile) -> Option<i64> {
        let known = self.known(amount, currency, at);
        if self.unknown_free { Some(known.unwrap_or(0)) } else { known }
    }

    fn known(&self, amount: Option<Estimate>, currency: Option<&str>, at: super::world::Percentile) -> Option<i64> {
        let amount = amount?.at(at);
        let Some(currency) = currency.filter(|c| *c != self.world.currency) else {
            return Some(amount);
        };
        let rate = self.rate(currency)?;
        let (num, den) = (i128::from(rate.num), i128::from(rate.den));
        let exact = (i128::from(amount) * num * 2 + den) / (den * 2);
        i64::try_from(exact).ok().filter(|&n| n <= 1_000_000_000_000_000)
    }
}
