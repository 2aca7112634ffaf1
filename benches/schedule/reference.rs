//! The task that times are compared with: everything that can be earned from nothing, found by looking at all credentials again and again.
//! Plain code that shares nothing with the schedule, so a ratio to it says what an answer takes on any machine.

use std::collections::{HashMap, HashSet};

use pathstack::schedule::Id;
use pathstack::schedule::world::{Atom, World};

/// How many credentials can be reached from nothing, and the sum of the best levels.
pub(crate) fn reached(world: &World) -> (usize, i64) {
    let mut levels: HashMap<&Id, i64> = HashMap::new();
    let mut earned: HashSet<&Id> = HashSet::new();
    loop {
        let before = earned.len();
        for credential in &world.credentials {
            let holds = |atom: &Atom| match atom {
                Atom::Level { c, l, .. } => levels.get(c).is_some_and(|level| level >= l),
                Atom::Credential { cr, .. } => earned.contains(cr),
            };
            let met = |g: &pathstack::schedule::world::Group| g.of.iter().filter(|a| holds(a)).map(Atom::weight).sum::<i64>() >= g.k;
            if !earned.contains(&credential.id) && credential.requires.iter().all(met) {
                earned.insert(&credential.id);
                for (competency, level) in &credential.awards {
                    let best = levels.entry(competency).or_insert(0);
                    *best = (*best).max(*level);
                }
            }
        }
        if earned.len() == before {
            return (earned.len(), levels.values().sum());
        }
    }
}
