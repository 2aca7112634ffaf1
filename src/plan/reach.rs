//! Everything that can ever be true in a posed problem, whatever it costs: linear, and without recursion.

use crate::solve::problem::{Atom, Group, Problem};

/// Which groups of the goal fail even when everything that can be earned is earned, by their place.
pub(super) fn failing_groups(problem: &Problem) -> Vec<usize> {
    let (catalogue, query) = (problem.catalogue(), problem.query());
    let goal = &query.role.requires;
    let credentials = catalogue.credentials();
    let mut levels = vec![0_u8; catalogue.competencies() as usize];
    for held in &query.learner.holds {
        let level = &mut levels[held.competency as usize];
        *level = (*level).max(held.level);
    }
    // Who waits for which competency: (level, group); and what each group still lacks.
    let mut waiting: Vec<Vec<(u8, usize)>> = vec![Vec::new(); levels.len()];
    let (mut lacking, mut owner) = (Vec::new(), Vec::new());
    let mut open = vec![0_usize; credentials.len()];
    let mut ready: Vec<usize> = Vec::new();
    let mut add = |group: &Group, by: Option<usize>, levels: &[u8]| {
        let mut lacks = group.k;
        let mut waits = Vec::new();
        for atom in &group.of {
            match atom {
                Atom::Level(asked) if levels[asked.competency as usize] >= asked.level => lacks -= 1,
                Atom::Level(asked) => waits.push((asked.competency as usize, asked.level)),
                // Posed problems speak of credentials only through facts.
                Atom::Earned(_) => {}
            }
        }
        let number = lacking.len();
        lacking.push(lacks);
        owner.push(by);
        if lacks > 0 {
            for (competency, level) in waits {
                waiting[competency].push((level, number));
            }
        }
        lacks > 0
    };
    for group in goal {
        add(group, None, &levels);
    }
    for (at, credential) in credentials.iter().enumerate() {
        for group in &credential.requires {
            open[at] += usize::from(add(group, Some(at), &levels));
        }
        if open[at] == 0 {
            ready.push(at);
        }
    }
    while let Some(at) = ready.pop() {
        for taught in &credentials[at].teaches {
            let competency = taught.competency as usize;
            if levels[competency] >= taught.level {
                continue;
            }
            let before = std::mem::replace(&mut levels[competency], taught.level);
            for (level, group) in &waiting[competency] {
                if *level > before && *level <= taught.level {
                    lacking[*group] -= 1;
                    if lacking[*group] == 0
                        && let Some(by) = owner[*group]
                    {
                        open[by] -= 1;
                        if open[by] == 0 {
                            ready.push(by);
                        }
                    }
                }
            }
        }
    }
    (0..goal.len()).filter(|at| lacking[*at] > 0).collect()
}
