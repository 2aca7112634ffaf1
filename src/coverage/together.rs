//! How many roles a purse opens together, by which of them it cannot open together.
//!
//! Two roles whose cheapest common stack is beyond the purse are never both open, so what is open together is a clique of the others.
//! Cliques are searched by branch and bound under greedy colourings (Tomita and Seki, 2003); a role stays in a branch only as long as the
//! solver does not prove that it and all that is chosen are beyond the purse. Where purses are small this proves what the linear
//! relaxation cannot: half of a credential opens half of ten roles there.

use crate::plan::Trouble;
use rayon::prelude::*;

/// Whether a purse opens some roles together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fits {
    /// It does.
    Yes,
    /// It does not: proven.
    No,
    /// A stopped search left it open.
    Open,
}

/// The most of `roles` that are open together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Together {
    /// As many as were found.
    pub(super) found: Vec<usize>,
    /// No more than this: proven.
    pub(super) bound: usize,
}

/// Searches the most of so many roles that fit together; more than `known` are of interest. About `most` questions are put.
///
/// # Errors
///
/// What `fits` says.
pub(super) fn together(
    roles: usize,
    known: usize,
    most: usize,
    fits: &(dyn Fn(&[usize]) -> Result<Fits, Trouble> + Sync),
) -> Result<Together, Trouble> {
    let pairs: Vec<(usize, usize)> = (0..roles).flat_map(|one| (0..one).map(move |other| (other, one))).collect();
    if pairs.len() > most {
        return Ok(Together { found: Vec::new(), bound: roles });
    }
    let apart = |&(one, other): &(usize, usize)| Ok((one, other, fits(&[one, other])?));
    let judged = pairs.par_iter().with_max_len(1).map(apart).collect::<Result<Vec<_>, Trouble>>()?;
    let first = judged.iter().find(|(.., fit)| *fit == Fits::Yes).map(|(one, other, _)| (*one, *other));
    let mut beside = vec![vec![false; roles]; roles];
    for (one, other, fit) in judged {
        beside[one][other] = fit != Fits::No;
        beside[other][one] = fit != Fits::No;
    }
    let mut hunt = Hunt { beside, fits, left: most - pairs.len(), best: known, found: Vec::new() };
    if let (true, Some((one, other))) = (known < 2, first) {
        (hunt.best, hunt.found) = (2, vec![one, other]);
    }
    // Those that fit beside few come last, so that they are chosen first and leave small branches.
    let mut all: Vec<usize> = (0..roles).collect();
    all.sort_by_key(|one| (std::cmp::Reverse(hunt.beside[*one].iter().filter(|beside| **beside).count()), *one));
    let bound = hunt.below(&mut Vec::new(), &all)?;
    Ok(Together { found: hunt.found, bound })
}

struct Hunt<'f> {
    beside: Vec<Vec<bool>>,
    fits: &'f (dyn Fn(&[usize]) -> Result<Fits, Trouble> + Sync),
    /// Questions that may still be put.
    left: usize,
    best: usize,
    found: Vec<usize>,
}

impl Hunt<'_> {
    /// No more than this many are open together with all that are chosen, out of these. As deep as there are roles at most.
    fn below(&mut self, chosen: &mut Vec<usize>, others: &[usize]) -> Result<usize, Trouble> {
        let mut coloured = self.colours(others);
        let mut bound = self.best;
        while let Some((role, colour)) = coloured.pop() {
            let most = chosen.len() + colour;
            if most <= self.best {
                break;
            }
            let rest: Vec<usize> = coloured.iter().map(|(other, _)| *other).filter(|other| self.beside[role][*other]).collect();
            if rest.len() > self.left {
                // What is left would be asked in vain: nothing here is above this colour.
                return Ok(bound.max(most));
            }
            chosen.push(role);
            let rest = if chosen.len() > 1 { self.fitting(chosen, &rest)? } else { rest };
            let below = if rest.is_empty() { chosen.len() } else { self.below(chosen, &rest)? };
            bound = bound.max(below);
            chosen.pop();
        }
        Ok(bound.max(self.best))
    }

    /// Which of some roles fit beside what is chosen.
    fn fitting(&mut self, chosen: &[usize], rest: &[usize]) -> Result<Vec<usize>, Trouble> {
        let fits = self.fits;
        let judge = |role: &usize| {
            let all: Vec<usize> = chosen.iter().copied().chain([*role]).collect();
            Ok((*role, fits(&all)?))
        };
        let judged = rest.par_iter().with_max_len(1).map(judge).collect::<Result<Vec<_>, Trouble>>()?;
        self.left = self.left.saturating_sub(rest.len());
        if chosen.len() >= self.best
            && let Some((role, _)) = judged.iter().find(|(_, fit)| *fit == Fits::Yes)
        {
            self.best = chosen.len() + 1;
            self.found = chosen.iter().copied().chain([*role]).collect();
        }
        Ok(judged.into_iter().filter(|(_, fit)| *fit != Fits::No).map(|(role, _)| role).collect())
    }

    /// Roles with the number of their colour, lowest first: no two of one colour fit together.
    fn colours(&self, roles: &[usize]) -> Vec<(usize, usize)> {
        let mut classes: Vec<Vec<usize>> = Vec::new();
        for role in roles {
            let free = classes.iter().position(|class| !class.iter().any(|other| self.beside[*role][*other]));
            match free.and_then(|at| classes.get_mut(at)) {
                Some(class) => class.push(*role),
                None => classes.push(vec![*role]),
            }
        }
        classes.into_iter().enumerate().flat_map(|(at, class)| class.into_iter().map(move |role| (role, at + 1))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Sets whose sum is within a purse, some of them left open by a solver that gave up.
        #[test]
        fn as_many_fit_together_as_the_best_of_all_sets(
            prices in prop::collection::vec(1..20_u32, 1..9),
            purse in 1..60_u32,
            shy in 0..5_u32,
            most in prop_oneof![Just(10_000_usize), 0..60_usize],
        ) {
            let sum = |set: &[usize]| set.iter().map(|at| prices[*at]).sum::<u32>();
            let fits = |set: &[usize]| {
                let open = shy > 0 && sum(set) % 5 < shy;
                Ok(if open { Fits::Open } else if sum(set) <= purse { Fits::Yes } else { Fits::No })
            };
            let best = (0..1_u32 << prices.len())
                .map(|set| (0..prices.len()).filter(|at| set >> at & 1 == 1).collect::<Vec<usize>>())
                .filter(|set| sum(set) <= purse)
                .map(|set| set.len())
                .max()
                .unwrap_or(0);
            let known = usize::from(prices.iter().any(|price| *price <= purse));
            let found = together(prices.len(), known, most, &fits).unwrap();
            prop_assert!(found.bound >= best, "{:?}", found);
            prop_assert!(found.found.is_empty() || (sum(&found.found) <= purse && found.found.len() > known));
            if shy == 0 && most == 10_000 {
                // Each alone is taken to fit, as roles out of reach are not asked.
                prop_assert_eq!(found.bound.max(known), best.max(1));
            }
        }
    }
}
