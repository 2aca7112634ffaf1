//! Who asks for whom, backwards from a goal: looked at as far as a question needs it, and no farther.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::rc::Rc;

use super::market::{Clause, Fact};
use super::posing::Posing;

/// The credentials that may serve a goal, with who asks for them.
pub(super) struct Web<'p, 'q, 'w> {
    posing: &'p Posing<'q, 'w>,
    number: HashMap<Fact, u32>,
    /// Of each fact by number.
    givers: Vec<Vec<u32>>,
    /// Of each credential, the facts it asks or is renewed by, once looked at.
    asks: Vec<Option<Rc<[u32]>>>,
    ends: Vec<u32>,
    /// Those that are not ruled out.
    open: Vec<bool>,
    /// Of each credential, what must come before it ([`Self::before`]), once looked at.
    before: HashMap<u32, Option<Rc<[u32]>>>,
    /// Marks of the last cut that met each credential.
    seen: Vec<u32>,
    stamp: u32,
}

/// So many are looked at for a cut.
const LOOK: usize = 256;

/// A credential's own cost, and where it must have one of several shared things as well, these.
#[derive(Clone, Debug, Default)]
pub(super) struct Cost {
    pub(super) own: i64,
    pub(super) one_of: Vec<u32>,
}

/// Makes the cost of a credential, and puts the prices of shared things where they are missing.
type Make<'c> = Box<dyn Fn(u32, &mut HashMap<u32, i64>) -> Cost + 'c>;

/// What is left of costs after charges.
pub(super) struct Costs<'c> {
    make: Make<'c>,
    left: Vec<Option<Cost>>,
    /// Of the shared things.
    shared: HashMap<u32, i64>,
}

impl<'c> Costs<'c> {
    /// Of so many credentials; each is made when it is first asked for, with the prices of the shared things it can use.
    pub(super) fn new(many: usize, make: impl Fn(u32, &mut HashMap<u32, i64>) -> Cost + 'c) -> Self {
        Self { make: Box::new(make), left: vec![None; many], shared: HashMap::new() }
    }

    fn of(&mut self, c: u32) -> &mut Cost {
        let (make, shared) = (&self.make, &mut self.shared);
        self.left[c as usize].get_or_insert_with(|| make(c, shared))
    }

    /// What is left of a credential's own cost.
    pub(super) fn own(&mut self, c: u32) -> i64 {
        self.of(c).own
    }

    /// What is left of the least it must have beside; nothing: 0.
    pub(super) fn beside(&mut self, c: u32) -> i64 {
        let one_of = std::mem::take(&mut self.of(c).one_of);
        let least = one_of.iter().map(|one| self.shared[one]).min().unwrap_or(0);
        self.of(c).one_of = one_of;
        least
    }
}

impl<'p, 'q, 'w> Web<'p, 'q, 'w> {
    pub(super) fn new(posing: &'p Posing<'q, 'w>, ends: &[Fact]) -> Self {
        let many = posing.market.credentials.len();
        let mut web = Self {
            posing,
            number: HashMap::new(),
            givers: Vec::new(),
            asks: vec![None; many],
            ends: Vec::new(),
            open: vec![true; many],
            before: HashMap::new(),
            seen: vec![0; many],
            stamp: 0,
        };
        web.ends = ends.iter().filter_map(|&fact| web.number(fact)).collect();
        web
    }

    /// Rules out all but these.
    pub(super) fn keep(&mut self, these: impl Iterator<Item = u32>) {
        self.open.fill(false);
        self.before.clear();
        these.for_each(|c| self.open[c as usize] = true);
    }

    /// The number of a fact; `None`: it is held for good, and needs nobody.
    fn number(&mut self, fact: Fact) -> Option<u32> {
        if self.posing.holds(fact) {
            return None;
        }
        let (posing, givers) = (self.posing, &mut self.givers);
        Some(*self.number.entry(fact).or_insert_with(|| {
            let mut all = posing.market.givers_of(fact);
            all.retain(|&c| !posing.no_credential[c as usize]);
            givers.push(all);
            givers.len() as u32 - 1
        }))
    }

    /// The facts that a credential asks or is renewed by.
    fn asked(&mut self, c: u32) -> Rc<[u32]> {
        if let Some(known) = &self.asks[c as usize] {
            return Rc::clone(known);
        }
        let market = self.posing.market;
        let asks = &market.asks[c as usize];
        let clauses = asks.requires.iter().chain(&asks.loose).chain(&asks.strict).chain(asks.rule.iter().flatten());
        let renewed_by = market.credentials[c as usize].renewed_by.iter().filter_map(|id| market.credential.get(id));
        let facts = clauses.flat_map(|clause| &clause.of).map(|(fact, _)| *fact).chain(renewed_by.map(|&by| Fact::Credential(by)));
        let asked: Rc<[u32]> = facts.filter_map(|fact| self.number(fact)).collect();
        self.asks[c as usize] = Some(Rc::clone(&asked));
        asked
    }

    /// Credentials by their least sum of own costs on a way to one of the ends, the nearest first, up to a sum and so many (by
    /// Dijkstra's algorithm: every fact is followed once, from whatever asks it nearest to an end).
    pub(super) fn nearest(&mut self, (most, many): (i64, usize), costs: &mut Costs<'_>) -> Vec<(i64, u32)> {
        let mut found = Vec::new();
        let mut best: Vec<i64> = vec![i64::MAX; self.asks.len()];
        let mut followed: Vec<bool> = Vec::new();
        let mut agenda: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
        let (mut facts, mut from): (Rc<[u32]>, i64) = (self.ends.as_slice().into(), 0);
        loop {
            followed.resize(self.givers.len(), false);
            for &fact in &*facts {
                if std::mem::replace(&mut followed[fact as usize], true) {
                    continue;
                }
                for &c in &self.givers[fact as usize] {
                    if best[c as usize] > from && self.open[c as usize] {
                        let sum = from.saturating_add(costs.own(c));
                        if sum < best[c as usize] && sum <= most {
                            best[c as usize] = sum;
                            agenda.push(Reverse((sum, c)));
                        }
                    }
                }
            }
            let next = loop {
                match agenda.pop() {
                    // It was met again by a nearer way.
                    Some(Reverse((sum, c))) if sum > best[c as usize] => {}
                    next => break next,
                }
            };
            let Some(Reverse((sum, c))) = next.filter(|_| found.len() < many) else { return found };
            found.push((sum, c));
            (facts, from) = (self.asked(c), sum);
        }
    }

    /// Open credentials that give something of a clause; `None`: what is held meets it, or may for now.
    pub(super) fn givers(&mut self, clause: &Clause) -> Option<Vec<u32>> {
        let held = clause.of.iter().filter(|(fact, _)| self.posing.holds(*fact)).fold(0_i64, |sum, (_, w)| sum.saturating_add(*w));
        if held >= clause.k || clause.of.iter().any(|(fact, _)| self.posing.may_hold(*fact)) {
            return None;
        }
        let numbers: Vec<u32> = clause.of.iter().filter_map(|(fact, _)| self.number(*fact)).collect();
        let all = numbers.iter().flat_map(|&fact| &self.givers[fact as usize]).copied();
        let mut all: Vec<u32> = all.filter(|&c| self.open[c as usize]).collect();
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// Of what must be had or begun before a credential, the need with the fewest that give it; `None`: nothing must for certain.
    fn before(&mut self, c: u32) -> Option<Rc<[u32]>> {
        if let Some(known) = self.before.get(&c) {
            return known.clone();
        }
        let asks = &self.posing.market.asks[c as usize];
        let mut fewest: Option<Vec<u32>> = None;
        // It may come by its own rule in place of study.
        if asks.rule.is_none() {
            for clause in asks.requires.iter().chain(&asks.loose) {
                let Some(mut all) = self.givers(clause) else { continue };
                // Nothing is its own prerequisite.
                all.retain(|&giver| giver != c);
                if fewest.as_ref().is_none_or(|few| all.len() < few.len()) {
                    fewest = Some(all);
                }
            }
        }
        let before: Option<Rc<[u32]>> = fewest.map(Into::into);
        self.before.insert(c, before.clone());
        before
    }

    /// What the givers of a need cost at least, charged to them: as much as the least of a cut has left, while there is a cut. A giver
    /// that costs nothing more must be had by one of its own needs, and so on: what must be had or begun before never leads back, so
    /// every stack crosses the cut that ends in those that still cost something.
    pub(super) fn charge(&mut self, need: &[u32], costs: &mut Costs<'_>) -> i64 {
        let mut sum = 0_i64;
        loop {
            self.stamp += 1;
            let (mut cut, mut shared): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
            let mut agenda: Vec<u32> = need.to_vec();
            let (mut least, mut looked) = (i64::MAX, 0);
            while let Some(c) = agenda.pop() {
                if std::mem::replace(&mut self.seen[c as usize], self.stamp) == self.stamp {
                    continue;
                }
                looked += 1;
                let (own, beside) = (costs.own(c), costs.beside(c));
                if own > 0 {
                    least = least.min(own);
                    cut.push(c);
                } else if beside > 0 {
                    least = least.min(beside);
                    shared.extend(&costs.of(c).one_of);
                } else {
                    match self.before(c) {
                        Some(givers) if looked <= LOOK => agenda.extend(&*givers),
                        _ => return sum,
                    }
                }
            }
            if least == i64::MAX {
                return sum;
            }
            for c in cut {
                costs.of(c).own -= least;
            }
            shared.sort_unstable();
            shared.dedup();
            for one in shared {
                *costs.shared.entry(one).or_default() -= least;
            }
            sum = sum.saturating_add(least);
        }
    }
}
