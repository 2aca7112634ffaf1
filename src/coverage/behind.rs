//! What can matter to a goal, found backwards in a problem: what is asked, what gives that, and what must come first.

use crate::solve::problem::{Atom, Attainment, Catalogue, Credential, Group};
use std::collections::{BTreeMap, BTreeSet};

/// What gives each competency of a problem.
pub(super) struct Giving<'p> {
    catalogue: &'p Catalogue,
    /// Competency, level and item, in this order.
    given: Vec<(u32, u8, u32)>,
}

/// What is behind a goal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Behind {
    /// Competencies that are asked somewhere and not held, with the lowest and the highest level asked.
    pub(super) wanted: BTreeMap<u32, (u8, u8)>,
    /// Items that give some of that, by their places.
    pub(super) items: BTreeSet<u32>,
}

impl<'p> Giving<'p> {
    pub(super) fn new(catalogue: &'p Catalogue) -> Self {
        let items = catalogue.credentials().iter().enumerate();
        let given = items.flat_map(|(at, item)| item.teaches.iter().map(move |one| (one.competency, one.level, at as u32)));
        let mut given: Vec<(u32, u8, u32)> = given.collect();
        given.sort_unstable();
        Self { catalogue, given }
    }

    /// The items that give a competency at one of the levels from `least`, below `below` where that is something.
    fn giving(&self, competency: u32, least: u8, below: Option<u8>) -> impl Iterator<Item = u32> + '_ {
        let from = self.given.partition_point(|one| (one.0, one.1) < (competency, least));
        let of = self.given.iter().skip(from).take_while(move |one| one.0 == competency && below.is_none_or(|below| one.1 < below));
        of.map(|one| one.2)
    }

    /// What is behind a goal for somebody who holds this. Only items that `admits` lets in are looked behind: every item of a stack of
    /// such items that has no item too many is in it.
    pub(super) fn behind<'g>(
        &'g self,
        goal: impl IntoIterator<Item = &'g Group>,
        held: &[Attainment],
        admits: impl Fn(&Credential) -> bool,
    ) -> Behind {
        let shown =
            |asked: &Attainment| asked.level == 0 || held.iter().any(|one| one.competency == asked.competency && one.level >= asked.level);
        let mut behind = Behind::default();
        let mut open: Vec<&'g Group> = goal.into_iter().collect();
        while let Some(group) = open.pop() {
            let mut found: Vec<u32> = Vec::new();
            for atom in &group.of {
                match atom {
                    Atom::Level(asked) if shown(asked) => {}
                    Atom::Level(asked) => {
                        let before = behind.wanted.get(&asked.competency).copied();
                        let (lowest, highest) = before.unwrap_or((asked.level, asked.level));
                        // What gives as much as was asked before was found before.
                        if before.is_none() || asked.level < lowest {
                            found.extend(self.giving(asked.competency, asked.level, before.map(|before| before.0)));
                        }
                        behind.wanted.insert(asked.competency, (asked.level.min(lowest), asked.level.max(highest)));
                    }
                    Atom::Earned(id) => found.extend(self.catalogue.credential_position(id).map(|at| at as u32)),
                }
            }
            for at in found {
                let Some(item) = self.catalogue.credentials().get(at as usize).filter(|item| admits(item)) else { continue };
                if behind.items.insert(at) {
                    open.extend(&item.requires);
                }
            }
        }
        behind
    }
}
