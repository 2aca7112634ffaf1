//! The problem as the verifier sees it: facts, items and what they need, as far back from the goal as anything matters.
//!
//! What no way to the goal uses is left out: a stack without it is still a stack and measures no more.

use std::collections::{BTreeMap, BTreeSet};

use super::replay::State;
use crate::solve::problem::{Atom, Catalogue, Group, Item, Problem};

/// At least `need` in weights of these facts, none of which is true at the start.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) need: i64,
    pub(super) terms: Vec<(usize, i64)>,
    /// The credential that requires it; none for the goal.
    owner: Option<usize>,
}

/// Something that is used or not, with its cost, hours and count.
#[derive(Debug)]
pub(super) struct GroundItem {
    pub(super) credential: Option<usize>,
    /// The item of the offer that covers the credential.
    pub(super) covered_by: Option<usize>,
    pub(super) measures: [i64; 3],
}

/// A problem, grounded.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) items: Vec<GroundItem>,
    pub(super) groups: Vec<Open>,
    /// The groups of the role and the soft goal; `None` where one holds from the start.
    pub(super) role: Vec<Option<usize>>,
    pub(super) soft: Option<usize>,
    /// The groups of each credential, in the order of the file.
    pub(super) requires: Vec<Vec<Option<usize>>>,
    /// The items of each credential.
    pub(super) copies: Vec<Vec<usize>>,
    /// The credentials that the item of each offer covers.
    covered: BTreeMap<usize, Vec<usize>>,
    /// The credentials that make each fact true.
    pub(super) makers: Vec<Vec<usize>>,
    makes: Vec<Vec<usize>>,
    /// The groups each fact counts for.
    counts_for: Vec<Vec<(usize, i64)>>,
    facts: BTreeMap<Fact, usize>,
    meanings: Vec<Fact>,
    by_name: BTreeMap<Item, usize>,
}

/// What can be reached without some of the items.
#[derive(Clone)]
pub(super) struct Reach {
    known: Vec<bool>,
    missing: Vec<i64>,
    /// How many groups of each credential do not hold.
    unmet: Vec<usize>,
}

/// A fact: a level of a competency, or a credential (by position) earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Level(u32, u8),
    Earned(usize),
}

/// Grows a [`Ground`] backwards from the goal.
struct Growth<'a> {
    catalogue: &'a Catalogue,
    start: State<'a>,
    candidates: Vec<bool>,
    /// Competency, level, position of a credential that teaches it; sorted.
    teachers: Vec<(u32, u8, usize)>,
    facts: BTreeMap<Fact, usize>,
    waiting: Vec<Fact>,
    groups: Vec<Open>,
    local: BTreeMap<usize, usize>,
    positions: Vec<usize>,
}

impl Ground {
    /// Grounds a problem.
    pub(super) fn new(problem: &Problem) -> Self {
        let (catalogue, query) = (&**problem.catalogue(), problem.query());
        let credentials = catalogue.credentials();
        let mut candidates = vec![true; credentials.len()];
        for id in query.forbid.iter().chain(&query.learner.earned) {
            if let Some(candidate) = catalogue.credential_position(id).and_then(|at| candidates.get_mut(at)) {
                *candidate = false;
            }
        }
        let start = State::start(problem, catalogue);
        let mut teachers = Vec::new();
        for (at, credential) in credentials.iter().enumerate().filter(|(at, _)| candidates.get(*at) == Some(&true)) {
            teachers.extend(credential.teaches.iter().map(|taught| (taught.competency, taught.level, at)));
        }
        teachers.sort_unstable();
        let mut growth = Growth {
            catalogue,
            start,
            candidates,
            teachers,
            facts: BTreeMap::new(),
            waiting: Vec::new(),
            groups: Vec::new(),
            local: BTreeMap::new(),
            positions: Vec::new(),
        };
        let role = query.role.requires.iter().map(|group| growth.group(group, None)).collect();
        let soft = growth.soft(problem);
        let requires = growth.grow();
        growth.finish(role, soft, requires)
    }

    /// The item of this name, if anything needs it.
    pub(super) fn item(&self, name: &Item) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Everything that can be reached without the items that are `out`.
    pub(super) fn reach(&self, out: &[bool]) -> Reach {
        let mut reach = Reach {
            known: vec![false; self.counts_for.len()],
            missing: self.groups.iter().map(|group| group.need).collect(),
            unmet: self.requires.iter().map(|groups| groups.iter().flatten().count()).collect(),
        };
        self.spread(&mut reach, out, (0..self.requires.len()).collect());
        reach
    }

    /// What can be reached as well when these items are not `out` any more.
    pub(super) fn reach_more(&self, mut reach: Reach, out: &[bool], opened: &[usize]) -> Reach {
        let earned = opened.iter().filter_map(|&item| self.items.get(item)?.credential);
        let covered = opened.iter().filter_map(|item| self.covered.get(item)).flatten().copied();
        let waiting = earned.chain(covered).collect();
        self.spread(&mut reach, out, waiting);
        reach
    }

    /// Earns what can be earned, these credentials first, until nothing more can be.
    fn spread(&self, reach: &mut Reach, out: &[bool], mut waiting: Vec<usize>) {
        while let Some(credential) = waiting.pop() {
            let ready = reach.unmet.get(credential) == Some(&0);
            if !ready || !self.copies.get(credential).into_iter().flatten().any(|&item| self.is_open(item, out)) {
                continue;
            }
            for &fact in self.makes.get(credential).into_iter().flatten() {
                if reach.known.get_mut(fact).is_none_or(|known| std::mem::replace(known, true)) {
                    continue;
                }
                for &(group, weight) in self.counts_for.get(fact).into_iter().flatten() {
                    let Some(missing) = reach.missing.get_mut(group) else {
                        continue;
                    };
                    let held = *missing <= 0;
                    *missing -= weight;
                    let now = !held && *missing <= 0;
                    if now
                        && let Some(owner) = self.groups.get(group).and_then(|group| group.owner)
                        && let Some(unmet) = reach.unmet.get_mut(owner)
                    {
                        *unmet -= 1;
                        if *unmet == 0 {
                            waiting.push(owner);
                        }
                    }
                }
            }
        }
    }

    /// Is the item, and the offer it rests on, not out?
    fn is_open(&self, item: usize, out: &[bool]) -> bool {
        let is_in = |item: usize| out.get(item) == Some(&false);
        is_in(item) && self.items.get(item).is_some_and(|known| known.covered_by.is_none_or(is_in))
    }

    /// Is the goal reached?
    pub(super) fn goal_is_reached(&self, reach: &Reach) -> bool {
        let goal = self.role.iter().chain([&self.soft]).flatten();
        goal.copied().all(|group| reach.missing.get(group).is_some_and(|&missing| missing <= 0))
    }

    /// Does item `b` do all that item `a` does for no more? Then any stack with `a` is one with `b` in its place, or
    /// without either where the credential of `b` is in it already. `b` measures no more where it `counts`, rests on
    /// no offer or on the same, makes all that `a` makes true (so nothing names the credential of `a`, unless it is that of `b` too), and
    /// requires no more.
    pub(super) fn dominates(&self, b: usize, a: usize, counts: [bool; 3]) -> bool {
        let (Some(one), Some(other)) = (self.items.get(a), self.items.get(b)) else { return false };
        let (Some(from), Some(to)) = (one.credential, other.credential) else { return false };
        let no_more = other.measures.iter().zip(one.measures).zip(counts).all(|((b, a), counts)| !counts || *b <= a);
        let rests = other.covered_by.is_none() || other.covered_by == one.covered_by;
        let of = |lists: &[Vec<usize>], credential: usize| lists.get(credential).cloned().unwrap_or_default();
        let made: BTreeSet<usize> = of(&self.makes, to).into_iter().collect();
        let makes = of(&self.makes, from).iter().all(|fact| made.contains(fact));
        let groups = |credential: usize| {
            let open = self.requires.get(credential).into_iter().flatten().flatten();
            open.filter_map(|&group| self.groups.get(group)).collect::<Vec<&Open>>()
        };
        let requires = from == to || groups(to).iter().all(|weaker| groups(from).iter().any(|stronger| self.implies(stronger, weaker)));
        a != b && no_more && rests && makes && requires
    }

    /// Does the second group hold whenever the first does?
    fn implies(&self, stronger: &Open, weaker: &Open) -> bool {
        let missing = |entails: &dyn Fn(usize, usize) -> bool| {
            let terms = stronger.terms.iter().filter(|(p, _)| !weaker.terms.iter().any(|(q, _)| entails(*p, *q)));
            stronger.need - terms.map(|(_, weight)| weight).sum::<i64>()
        };
        let higher = |p: usize, q: usize| match (self.meanings.get(p), self.meanings.get(q)) {
            (Some(Fact::Level(c, high)), Some(Fact::Level(d, low))) => c == d && high >= low,
            (one, other) => one.is_some() && one == other,
        };
        // So many of the same facts; or one of them, where a higher level will do.
        missing(&|p, q| p == q) >= weaker.need || (weaker.need <= 1 && missing(&higher) >= 1)
    }

    /// Is the atom, which is false at the start, true of everything reached?
    pub(super) fn is_true(&self, catalogue: &Catalogue, atom: &Atom, reach: &Reach) -> bool {
        let fact = match atom {
            Atom::Level(asked) => Some(Fact::Level(asked.competency, asked.level)),
            Atom::Earned(id) => catalogue.credential_position(id).map(Fact::Earned),
        };
        let fact = fact.and_then(|fact| self.facts.get(&fact));
        fact.is_some_and(|&fact| reach.known.get(fact) == Some(&true))
    }

    /// Can the item be used?
    pub(super) fn item_is_reached(&self, item: usize, reach: &Reach, out: &[bool]) -> bool {
        let credential = self.items.get(item).and_then(|item| item.credential);
        self.is_open(item, out) && credential.is_none_or(|credential| reach.unmet.get(credential) == Some(&0))
    }
}

impl Growth<'_> {
    fn fact(&mut self, fact: Fact) -> usize {
        let next = self.facts.len();
        *self.facts.entry(fact).or_insert_with(|| {
            self.waiting.push(fact);
            next
        })
    }

    /// The fact an atom waits for; `None` when it is true at the start.
    fn open_fact(&mut self, atom: &Atom) -> Option<usize> {
        if self.start.is_true(atom) {
            return None;
        }
        match atom {
            Atom::Level(asked) => Some(self.fact(Fact::Level(asked.competency, asked.level))),
            // A problem has no dangling references; one past the end is never earned.
            Atom::Earned(id) => {
                let at = self.catalogue.credential_position(id).unwrap_or(usize::MAX);
                Some(self.fact(Fact::Earned(at)))
            }
        }
    }

    fn group(&mut self, group: &Group, owner: Option<usize>) -> Option<usize> {
        let atoms: BTreeSet<&Atom> = group.of.iter().collect();
        let mut need = group.k;
        let mut terms = Vec::new();
        for atom in atoms {
            match self.open_fact(atom) {
                Some(fact) => terms.push((fact, 1)),
                None => need -= 1,
            }
        }
        self.keep(Open { need, terms, owner })
    }

    fn soft(&mut self, problem: &Problem) -> Option<usize> {
        let role = &problem.query().role;
        let mut need = role.min_soft;
        let mut weights: BTreeMap<usize, i64> = BTreeMap::new();
        for soft in &role.soft {
            match self.open_fact(&soft.atom) {
                Some(fact) => *weights.entry(fact).or_default() += soft.weight,
                None => need -= soft.weight,
            }
        }
        self.keep(Open { need, terms: weights.into_iter().collect(), owner: None })
    }

    fn keep(&mut self, open: Open) -> Option<usize> {
        if open.need <= 0 {
            return None;
        }
        self.groups.push(open);
        Some(self.groups.len() - 1)
    }

    /// Follows every fact to the credentials that make it true, and those to what they require.
    fn grow(&mut self) -> Vec<Vec<Option<usize>>> {
        let mut requires = Vec::new();
        while let Some(fact) = self.waiting.pop() {
            let makers: Vec<usize> = match fact {
                Fact::Earned(at) => vec![at],
                Fact::Level(competency, level) => {
                    let from = self.teachers.partition_point(|&(c, l, _)| (c, l) < (competency, level));
                    let taught = self.teachers.iter().skip(from).take_while(|&&(c, ..)| c == competency);
                    taught.map(|&(.., at)| at).collect()
                }
            };
            for at in makers {
                if self.candidates.get(at) != Some(&true) || self.local.contains_key(&at) {
                    continue;
                }
                let local = self.positions.len();
                self.local.insert(at, local);
                self.positions.push(at);
                if let Some(credential) = self.catalogue.credentials().get(at) {
                    requires.push(credential.requires.iter().map(|group| self.group(group, Some(local))).collect());
                }
            }
        }
        requires
    }

    fn finish(self, role: Vec<Option<usize>>, soft: Option<usize>, requires: Vec<Vec<Option<usize>>>) -> Ground {
        let (mut items, mut by_name) = (Vec::new(), BTreeMap::new());
        let mut copies = Vec::new();
        let mut makers = vec![Vec::new(); self.facts.len()];
        let mut makes = Vec::new();
        let mut covers = BTreeMap::new();
        for (local, &at) in self.positions.iter().enumerate() {
            let Some(credential) = self.catalogue.credentials().get(at) else {
                continue;
            };
            by_name.insert(Item { cr: Some(credential.id.clone()), offer: None }, items.len());
            copies.push(vec![items.len()]);
            let measures = [credential.cost, credential.hours, credential.count];
            items.push(GroundItem { credential: Some(local), covered_by: None, measures });
            let mut made: BTreeSet<usize> = self.facts.get(&Fact::Earned(at)).copied().into_iter().collect();
            for taught in &credential.teaches {
                let below = Fact::Level(taught.competency, 0)..=Fact::Level(taught.competency, taught.level);
                made.extend(self.facts.range(below).map(|(_, &fact)| fact));
            }
            for &fact in &made {
                makers.get_mut(fact).into_iter().for_each(|makers| makers.push(local));
            }
            makes.push(made.into_iter().collect());
        }
        for offer in self.catalogue.offers() {
            let mut covered: Vec<usize> =
                offer.covers.iter().filter_map(|id| self.local.get(&self.catalogue.credential_position(id)?)).copied().collect();
            covered.sort_unstable();
            covered.dedup();
            if covered.is_empty() {
                continue;
            }
            let bought = items.len();
            by_name.insert(Item { cr: None, offer: Some(offer.id.clone()) }, bought);
            items.push(GroundItem { credential: None, covered_by: None, measures: [offer.cost, 0, 0] });
            covers.insert(bought, covered.clone());
            for local in covered {
                let Some(credential) = self.positions.get(local).and_then(|&at| self.catalogue.credentials().get(at)) else {
                    continue;
                };
                // What costs nothing is never the better for being covered: paying for it by itself does the same.
                if credential.cost == 0 {
                    continue;
                }
                by_name.insert(Item { cr: Some(credential.id.clone()), offer: Some(offer.id.clone()) }, items.len());
                copies.get_mut(local).into_iter().for_each(|copies| copies.push(items.len()));
                let measures = [0, credential.hours, credential.count];
                items.push(GroundItem { credential: Some(local), covered_by: Some(bought), measures });
            }
        }
        let mut meanings: Vec<(usize, Fact)> = self.facts.iter().map(|(&meaning, &fact)| (fact, meaning)).collect();
        meanings.sort_unstable();
        let meanings = meanings.into_iter().map(|(_, meaning)| meaning).collect();
        let mut counts_for = vec![Vec::new(); self.facts.len()];
        for (number, group) in self.groups.iter().enumerate() {
            for &(fact, weight) in &group.terms {
                counts_for.get_mut(fact).into_iter().for_each(|groups| groups.push((number, weight)));
            }
        }
        Ground {
            items,
            groups: self.groups,
            role,
            soft,
            requires,
            copies,
            covered: covers,
            makers,
            makes,
            counts_for,
            meanings,
            facts: self.facts,
            by_name,
        }
    }
}
