//! Judges why there is no stack: what nobody can reach, told completely, or limits that are there.

use std::collections::BTreeSet;

use super::ground::Ground;
use super::replay::State;
use crate::solve::problem::{Atom, Group, Measure, Problem, Reason};

/// Is the reason true? What is out of reach must be all of it: every atom of the role's unmet groups, and of the soft
/// goal when that is unmet, that is false though everything that can be earned is earned; in order, each once. Limits
/// must be set, in order, each once; whether they conflict is for a certificate to prove.
pub fn reason(problem: &Problem, reason: &Reason) -> bool {
    let limits = &problem.query().limits;
    match reason {
        Reason::Unreachable(atoms) => out_of_reach(problem).is_some_and(|all| all.iter().eq(atoms)),
        Reason::Limits(measures) => {
            let set: Vec<Measure> =
                Measure::ALL.into_iter().filter(|measure| measures.contains(measure) && limits.of(*measure).is_some()).collect();
            !measures.is_empty() && set == *measures
        }
    }
}

/// The false atoms of unmet goals when everything is earned; nothing when every goal is met.
fn out_of_reach(problem: &Problem) -> Option<BTreeSet<Atom>> {
    let (catalogue, role) = (&**problem.catalogue(), &problem.query().role);
    let ground = Ground::new(problem);
    let reach = ground.reach(&vec![false; ground.items.len()]);
    let start = State::start(problem, catalogue);
    let is_true = |atom: &Atom| start.is_true(atom) || ground.is_true(catalogue, atom, &reach);
    let mut missing: BTreeSet<Atom> = BTreeSet::new();
    let mut unmet = false;
    for Group { k, of } in &role.requires {
        let (met, open): (BTreeSet<&Atom>, BTreeSet<&Atom>) = of.iter().partition(|atom| is_true(atom));
        if *k > 0 && (met.len() as u64) < k.unsigned_abs() {
            unmet = true;
            missing.extend(open.into_iter().cloned());
        }
    }
    let met = role.soft.iter().filter(|soft| is_true(&soft.atom));
    if met.map(|soft| soft.weight).sum::<i64>() < role.min_soft {
        unmet = true;
        missing.extend(role.soft.iter().filter(|soft| !is_true(&soft.atom)).map(|soft| soft.atom.clone()));
    }
    unmet.then_some(missing)
}
