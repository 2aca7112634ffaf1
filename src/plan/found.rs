//! From what the schedule found to what is handed out: named pathways with their proofs, and for each step the best way without it.

use super::{
    Ending, Found, Pathway, Proof, Trouble, Without,
    desk::{ASIDE, Desk, Outcome, WORK, only},
    pathway::pathway,
    pose::{Posed, Unknowns},
    reach::failing_groups,
};
use crate::{
    gap::Gap,
    graph::OfferingAt,
    schedule::{ALL, Id, Pathway as Path, Want, World, answer::Gap as Bounds},
};
use std::collections::BTreeSet;

/// What a pathway is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Cheapest,
    Fastest,
    Fewest,
    Balanced,
}

impl Name {
    fn want(self) -> Want {
        match self {
            Self::Cheapest => Want::Cheapest,
            Self::Fastest => Want::Fastest,
            Self::Fewest => Want::Fewest,
            Self::Balanced => Want::Balanced,
        }
    }

    /// What is proven of a pathway of this name, by what a stopped search has left open.
    fn proof(self, path: &Path, gap: Option<Bounds>) -> Proof {
        let Some(gap) = gap else { return Proof::Optimal };
        match self {
            Self::Cheapest => gap.money.filter(|least| *least < path.money).map_or(Proof::Optimal, Proof::NotBelow),
            Self::Fastest => gap.ready.filter(|first| *first < path.ready).map_or(Proof::Optimal, |day| Proof::NotBefore(day.date())),
            Self::Fewest => gap.count.filter(|least| *least < path.count).map_or(Proof::Optimal, Proof::NotFewer),
            Self::Balanced if gap.frontier.is_none() => Proof::Optimal,
            Self::Balanced => Proof::Open,
        }
    }
}

impl Desk<'_> {
    pub(super) fn ending(&self, gap: &Gap) -> Result<Ending, Trouble> {
        let constraints = self.constraints();
        if gap.is_closed() && constraints.locked.is_empty() && constraints.hold_months == 0 {
            return Ok(Ending::Met);
        }
        let wishes = self.wishes();
        // Offerings of unknown price or effort are in, to be named where they might be cheaper; they are never used while there is
        // another way.
        let posed = self.pose(&wishes, Unknowns::Last)?;
        let failing = failing_groups(&posed.problem);
        if !failing.is_empty() {
            return self.impasse(&wishes, &posed).map(|impasse| Ending::Impasse(Box::new(impasse)));
        }
        let known = self.pose(&wishes, Unknowns::LeaveOut)?;
        if !failing_groups(&known.problem).is_empty() {
            return self.unknown(&posed);
        }
        let world = self.world(&posed);
        let mut wants = ALL.to_vec();
        wants.retain(|want| *want != Want::BestUnder);
        let outcome = self.answer(&known, &world, &wants, WORK)?;
        self.told(&known, &world, &outcome)
    }

    /// What an outcome comes to.
    fn told(&self, posed: &Posed, world: &World, outcome: &Outcome) -> Result<Ending, Trouble> {
        let (Some(cheapest), Some(fastest), Some(fewest)) = (&outcome.cheapest, &outcome.fastest, &outcome.fewest) else {
            if outcome.is_none() || self.limited_by().next().is_some() {
                return self.limited(world, outcome);
            }
            return Ok(Ending::Stopped);
        };
        if cheapest.steps.is_empty() {
            return Ok(Ending::Met);
        }
        let named = |name: Name, path: &Path| self.named(posed, world, name, path, outcome);
        let (cheapest, fastest, fewest) = (named(Name::Cheapest, cheapest)?, named(Name::Fastest, fastest)?, named(Name::Fewest, fewest)?);
        let balanced = outcome.balanced.as_ref().map(|path| named(Name::Balanced, path)).transpose()?;
        let complete = outcome.gap.is_none_or(|gap| gap.frontier.is_none());
        let proof = if complete { Proof::Optimal } else { Proof::Open };
        let frontier = outcome.frontier.iter().map(|path| pathway(self, path, proof)).collect();
        let may_be_cheaper = outcome.may_be_cheaper.iter().filter_map(|id| self.offering(id)).collect();
        Ok(Ending::Found(Box::new(Found { cheapest, fastest, fewest, balanced, frontier, complete, may_be_cheaper })))
    }

    fn offering(&self, id: &Id) -> Option<OfferingAt> {
        match id {
            Id::Text(text) => self.graph.find_offering(text),
            Id::Number(_) => None,
        }
    }

    fn named(&self, posed: &Posed, world: &World, name: Name, path: &Path, outcome: &Outcome) -> Result<Pathway, Trouble> {
        let mut told = pathway(self, path, name.proof(path, outcome.gap));
        let taken: BTreeSet<_> = told.steps.iter().map(|step| step.credential).collect();
        for at in 0..told.steps.len() {
            if !told.steps[at].counts() || name == Name::Balanced {
                continue;
            }
            let credential = Id::from(self.graph.credential(told.steps[at].credential).id.as_str());
            let next = self.next_best(posed, world, name, &credential, outcome.gap.is_none())?;
            told.steps[at].without = Some(match next {
                Next::Never => Without::NoOther,
                Next::Open => Without::Unproven,
                Next::Is(next, proven) => {
                    let others = next.steps.iter().filter_map(|step| self.credential(&step.credential));
                    Without::NextBest {
                        minor: next.money - path.money,
                        days: i64::from(next.ready.0 - path.ready.0),
                        count: next.count - path.count,
                        instead: others.filter(|other| !taken.contains(other)).collect(),
                        proven,
                    }
                }
            });
        }
        Ok(told)
    }

    /// The best pathway without a credential, within the limits of the question.
    fn next_best(&self, posed: &Posed, world: &World, name: Name, without: &Id, whole: bool) -> Result<Next, Trouble> {
        if self.stopped() {
            return Ok(Next::Open);
        }
        let mut fewer = world.clone();
        fewer.learner.exclude_credentials.push(without.clone());
        if whole {
            let outcome = self.search(&fewer, &[name.want()], ASIDE)?;
            let proven = outcome.gap.is_none();
            return Ok(match name.of(outcome) {
                Some(path) => Next::Is(Box::new(path), proven),
                None if proven => Next::Never,
                None => Next::Open,
            });
        }
        // Where the whole question was too hard to prove, the next best by list prices and effort is told, scheduled.
        let stacks = self.stacks(posed, std::slice::from_ref(without))?;
        let none = stacks.is_empty();
        let mut found: Option<Path> = None;
        for stack in stacks {
            let path = name.of(self.search(&only(&fewer, &stack), &[name.want()], ASIDE)?);
            found = match (found, path) {
                (Some(best), Some(path)) if !name.better(&path, &best) => Some(best),
                (best, path) => path.or(best),
            };
        }
        Ok(match found {
            Some(path) => Next::Is(Box::new(path), false),
            None if none => Next::Never,
            None => Next::Open,
        })
    }

    /// There is a way only with prices or efforts that nobody has published: as few of them as possible, and they count as nothing.
    fn unknown(&self, posed: &Posed) -> Result<Ending, Trouble> {
        let stacks = self.stacks(posed, &[])?;
        let free = self.free_world(posed);
        let mut paths = Vec::new();
        for stack in stacks.iter().take(3) {
            let outcome = self.search(&only(&free, stack), &[Want::Cheapest, Want::Fastest, Want::Fewest], ASIDE)?;
            paths.extend([outcome.cheapest, outcome.fastest, outcome.fewest].into_iter().flatten());
        }
        let Some(first) = paths.first() else {
            if self.limited_by().next().is_some() {
                return self.limited(&free, &Outcome::default());
            }
            return Ok(Ending::Stopped);
        };
        let told = |name: Name| {
            let best = paths.iter().skip(1).fold(first, |best, path| if name.better(path, best) { path } else { best });
            pathway(self, best, Proof::Unknown)
        };
        // The first stack uses the fewest unknown figures; it is what the list prices would choose.
        let (cheapest, fastest, fewest) = (pathway(self, first, Proof::Unknown), told(Name::Fastest), told(Name::Fewest));
        let frontier = vec![cheapest.clone()];
        let found = Found { cheapest, fastest, fewest, balanced: None, frontier, complete: false, may_be_cheaper: Vec::new() };
        Ok(Ending::Found(Box::new(found)))
    }
}

/// What there is without a step.
enum Next {
    Never,
    Open,
    Is(Box<Path>, bool),
}

impl Name {
    fn of(self, outcome: Outcome) -> Option<Path> {
        match self {
            Self::Cheapest => outcome.cheapest,
            Self::Fastest => outcome.fastest,
            Self::Fewest => outcome.fewest,
            Self::Balanced => outcome.balanced,
        }
    }

    fn better(self, path: &Path, than: &Path) -> bool {
        let key = |path: &Path| match self {
            Self::Fastest => (i64::from(path.ready.0), path.money, path.count),
            Self::Fewest => (path.count, path.money, i64::from(path.ready.0)),
            Self::Cheapest | Self::Balanced => (path.money, i64::from(path.ready.0), path.count),
        };
        key(path) < key(than)
    }
}
