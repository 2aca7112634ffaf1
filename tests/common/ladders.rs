//! Generated problems whose prerequisites run deep, or in circles.

use std::sync::Arc;

use pathstack::solve::problem::{Atom, Attainment, Catalogue, Credential, Group, Id, Learner, Limits, Query, Role};

use super::random::Dice;

/// Goals at the top of ladders of competencies, several credentials for each rung that need the rung below and now and then one
/// of another ladder; in circles the first rung needs the last, and two more credentials lead into each circle from outside.
pub(crate) fn ladders(goals: u32, depth: u32, ways: u32, circles: bool, seed: u64) -> (Arc<Catalogue>, Query) {
    let mut dice = Dice::new(seed ^ u64::from(depth) << 32 ^ u64::from(circles));
    let mut credentials: Vec<Credential> = Vec::new();
    let atom = |competency: u32| Atom::Level(Attainment { competency, level: 1 });
    let one = |competency: u32| Group { k: 1, of: vec![atom(competency)] };
    let mut add = |dice: &mut Dice, competency: u32, also: Option<u32>, requires: Vec<Group>, dear: i64| {
        let teaches = [Some(competency), also].into_iter().flatten().map(|competency| Attainment { competency, level: 1 }).collect();
        let id = Id::Number(credentials.len() as i64);
        let (cost, hours) = (100 * dear * dice.between(5, 40), dice.between(4, 60));
        credentials.push(Credential { id, cost, hours, count: 1, provider: None, teaches, requires });
    };
    for goal in 0..goals {
        for rung in 0..depth {
            let competency = goal * depth + rung;
            for way in 0..ways {
                let below = if rung > 0 { Some(competency - 1) } else { circles.then_some(goal * depth + depth - 1) };
                let mut requires: Vec<Group> = below.map(one).into_iter().collect();
                let other = dice.below(goals as usize) as u32 * depth + rung;
                if rung > 0 && other != competency && dice.percent(20) {
                    requires.push(Group { k: 1, of: vec![atom(other - 1), atom(other)] });
                }
                let also = (way == 0 && dice.percent(30)).then(|| dice.below(goals as usize) as u32 * depth + rung);
                add(&mut dice, competency, also.filter(|&also| also != competency), requires, 1);
            }
        }
        if circles {
            for _ in 0..2 {
                let entered = goal * depth + dice.below(depth as usize) as u32;
                add(&mut dice, entered, None, Vec::new(), 3);
            }
        }
    }
    let catalogue = Catalogue::new(1, goals * depth, credentials, Vec::new()).unwrap_or_else(|faults| panic!("{:?}", faults.first()));
    let role = Role { requires: (0..goals).map(|goal| one(goal * depth + depth - 1)).collect(), soft: Vec::new(), min_soft: 0 };
    let query = Query { learner: Learner::default(), role, forbid: Vec::new(), limits: Limits::default() };
    (Arc::new(catalogue), query)
}
