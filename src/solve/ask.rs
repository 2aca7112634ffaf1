//! A query in the catalogue's numbers: what is held, what is forbidden, what is open.

use std::cmp::Ordering;

use super::index::{Cred, Fact, Index, Item, Meaning};
use super::prepare::cred_of;
use super::problem::{Atom, Catalogue, Measure, Query};
use super::stamped::Stamped;

/// What is true, and what is barred, before anything is earned.
#[derive(Debug)]
pub(crate) struct Held {
    level: Stamped,
    earned: Stamped,
    forbidden: Stamped,
}

impl Held {
    pub(crate) fn new(index: &Index) -> Self {
        Self {
            level: Stamped::new(index.competencies.len()),
            earned: Stamped::new(index.credentials),
            forbidden: Stamped::new(index.credentials),
        }
    }
    fn raise(&mut self, comp: u32, level: u8) {
        if self.level.get(comp as usize).is_none_or(|l| l < u32::from(level)) {
            self.level.set(comp as usize, u32::from(level));
        }
    }
    /// Level held of a competency in use.
    #[inline]
    pub(crate) fn level(&self, comp: u32) -> u8 {
        self.level.get(comp as usize).unwrap_or(0) as u8
    }
    /// Is the fact true at the start?
    #[inline]
    pub(crate) fn fact(&self, index: &Index, fact: Fact) -> bool {
        match index.meaning(fact) {
            Meaning::Level(c, l) => self.level(c) >= l,
            Meaning::Earned(cred) => self.earned.has(cred.ix()),
            Meaning::Bought(_) => false,
        }
    }
    /// May the credential be earned at all?
    #[inline]
    pub(crate) fn open(&self, index: &Index, cred: Cred) -> bool {
        !(index.impossible[cred.ix()] || self.earned.has(cred.ix()) || self.forbidden.has(cred.ix()))
    }
    /// May the item be used at all?
    #[inline]
    pub(crate) fn available(&self, index: &Index, item: Item) -> bool {
        let cred = index.cred(item);
        cred.is_none() || self.open(index, cred)
    }
    /// Is the credential forbidden?
    pub(crate) fn forbids(&self, cred: Cred) -> bool {
        self.forbidden.has(cred.ix())
    }
}

/// At least `need` of the facts, which are all false at the start. A fact that stands for two atoms is listed twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OpenGroup {
    pub(crate) need: u32,
    pub(crate) facts: Vec<Fact>,
    /// Position of the group in the role.
    pub(crate) source: u32,
}

/// What is open in a query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    pub(crate) goals: Vec<OpenGroup>,
    pub(crate) soft: Vec<(Fact, i64)>,
    pub(crate) soft_need: i64,
    pub(crate) limits: [Option<i64>; 3],
    /// Some goal asks for more atoms than can ever be true.
    pub(crate) hopeless: bool,
    /// Forbidden credentials, in canonical order.
    pub(crate) forbidden: Vec<Cred>,
}

/// Reads a query into `held` and returns what is open.
pub(crate) fn ask(index: &Index, catalogue: &Catalogue, canonical: &[u32], query: &Query, held: &mut Held) -> Ask {
    held.level.clear();
    held.earned.clear();
    held.forbidden.clear();
    let others = unused(index, query);
    for a in &query.learner.holds {
        if let Some(c) = index.competency(a.competency) {
            held.raise(c, a.level);
        }
    }
    for cred in query.learner.earned.iter().filter_map(|id| cred_of(catalogue, canonical, id)) {
        held.earned.mark(cred.ix());
        for (c, l) in index.teaches(cred) {
            held.raise(c, l);
        }
    }
    let mut ask = Ask { limits: Measure::ALL.map(|m| query.limits.of(m)), soft_need: query.role.min_soft, ..Ask::default() };
    for cred in query.forbid.iter().filter_map(|id| cred_of(catalogue, canonical, id)) {
        held.forbidden.mark(cred.ix());
        ask.forbidden.push(cred);
    }
    ask.forbidden.sort_unstable();
    ask.forbidden.dedup();
    let truth = |atom: &Atom| truth(index, catalogue, canonical, held, &others, atom);
    for (source, group) in query.role.requires.iter().enumerate() {
        let source = source as u32;
        let mut atoms: Vec<&Atom> = group.of.iter().collect();
        atoms.sort_unstable();
        atoms.dedup();
        let mut need = group.k;
        let mut facts = Vec::new();
        for atom in atoms {
            match truth(atom) {
                Truth::Now => need -= 1,
                Truth::Open(fact) => facts.push(fact),
                Truth::Never => {}
            }
        }
        if need > 0 {
            facts.sort_unstable();
            let need = u32::try_from(need).unwrap_or(u32::MAX);
            match (need as usize).cmp(&facts.len()) {
                Ordering::Greater => ask.hopeless = true,
                Ordering::Equal => {
                    facts.dedup();
                    ask.goals.extend(facts.into_iter().map(|f| OpenGroup { need: 1, facts: vec![f], source }));
                }
                Ordering::Less => ask.goals.push(OpenGroup { need, facts, source }),
            }
        }
    }
    ask.goals.sort_unstable();
    ask.goals.dedup_by(|a, b| (a.need, &a.facts) == (b.need, &b.facts));
    for soft in query.role.soft.iter().filter(|s| s.weight > 0) {
        match truth(&soft.atom) {
            Truth::Now => ask.soft_need -= soft.weight,
            Truth::Open(fact) => ask.soft.push((fact, soft.weight)),
            Truth::Never => {}
        }
    }
    ask.soft.sort_unstable();
    if ask.soft_need <= 0 {
        ask.soft_need = 0;
        ask.soft.clear();
    }
    if ask.soft.iter().map(|s| s.1).sum::<i64>() < ask.soft_need {
        ask.hopeless = true;
    }
    ask
}

/// Levels held of competencies that no credential teaches or requires.
pub(crate) fn unused(index: &Index, query: &Query) -> Vec<(u32, u8)> {
    let holds = query.learner.holds.iter().map(|a| (a.competency, a.level));
    holds.filter(|a| index.competency(a.0).is_none()).collect()
}

/// What can be said of an atom before the search.
pub(crate) enum Truth {
    /// True.
    Now,
    /// True as soon as the fact is.
    Open(Fact),
    /// Never true.
    Never,
}

/// What can be said of an atom before the search.
pub(crate) fn truth(index: &Index, catalogue: &Catalogue, canonical: &[u32], held: &Held, others: &[(u32, u8)], atom: &Atom) -> Truth {
    match atom {
        Atom::Level(a) if a.level == 0 => Truth::Now,
        Atom::Level(a) => match index.competency(a.competency) {
            Some(c) if held.level(c) >= a.level => Truth::Now,
            Some(c) => index.level_fact(c, a.level).map_or(Truth::Never, Truth::Open),
            None if others.iter().any(|&(c, l)| c == a.competency && l >= a.level) => Truth::Now,
            None => Truth::Never,
        },
        Atom::Earned(id) => match cred_of(catalogue, canonical, id) {
            Some(cred) if held.earned.has(cred.ix()) => Truth::Now,
            Some(cred) if held.open(index, cred) => Truth::Open(index.earned_fact(cred)),
            _ => Truth::Never,
        },
    }
}
