//! The task that times are compared with: everything that can be earned from nothing, found by one pass of a work list over the
//! whole catalogue. Plain code that shares nothing with the solver, so a ratio to it says what the solver takes on any machine.

use pathstack::solve::problem::{Atom, Catalogue};

/// The highest level of each competency that can be reached from nothing.
pub(crate) fn reached(catalogue: &Catalogue) -> Vec<u8> {
    let credentials = catalogue.credentials();
    let mut levels = vec![0_u8; catalogue.competencies() as usize];
    let mut earned = vec![false; credentials.len()];
    // Who waits for a competency, from which level on, and for a credential; by the number of the group.
    let mut wants_level: Vec<Vec<(u8, u32)>> = vec![Vec::new(); levels.len()];
    let mut wants_credential: Vec<Vec<u32>> = vec![Vec::new(); credentials.len()];
    let (mut missing, mut owner): (Vec<i64>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut open = vec![0_u32; credentials.len()];
    let mut ready = Vec::new();
    for (number, credential) in credentials.iter().enumerate() {
        for group in credential.requires.iter().filter(|group| group.k > 0) {
            let group_number = missing.len() as u32;
            for atom in &group.of {
                match atom {
                    Atom::Level(asked) => wants_level[asked.competency as usize].push((asked.level, group_number)),
                    Atom::Earned(id) => {
                        if let Some(position) = catalogue.credential_position(id) {
                            wants_credential[position].push(group_number);
                        }
                    }
                }
            }
            missing.push(group.k);
            owner.push(number as u32);
            open[number] += 1;
        }
        if open[number] == 0 {
            ready.push(number);
        }
    }
    while let Some(number) = ready.pop() {
        if std::mem::replace(&mut earned[number], true) {
            continue;
        }
        let mut met = std::mem::take(&mut wants_credential[number]);
        for taught in &credentials[number].teaches {
            let competency = taught.competency as usize;
            let before = levels[competency];
            if taught.level > before {
                levels[competency] = taught.level;
                let newly = |wanted: &&(u8, u32)| before < wanted.0 && wanted.0 <= taught.level;
                met.extend(wants_level[competency].iter().filter(newly).map(|wanted| wanted.1));
            }
        }
        for group in met {
            missing[group as usize] -= 1;
            if missing[group as usize] == 0 {
                let number = owner[group as usize] as usize;
                open[number] -= 1;
                if open[number] == 0 {
                    ready.push(number);
                }
            }
        }
    }
    levels
}
