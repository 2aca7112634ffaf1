//! Verifies the proof of one value with integers only: every row, every leaf's bound, and that the leaves cover all.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::ground::{Ground, Reach};
use crate::solve::problem::{Item, MAX_INTEGER, Measure, Multiplier, Node, Problem, Row, Stage};

/// The node that is wrong, or none where the stage is, and why.
pub(super) type Wrong = (Option<usize>, &'static str);

/// `Σ coefficient·item ≥ least`.
struct Inequality {
    coefficients: Vec<(usize, i128)>,
    least: i128,
}

/// A side of a split that waits, and how much was decided and in sight when it was made.
struct Waiting {
    item: usize,
    decided: usize,
    rows: usize,
}

struct Proof<'a> {
    ground: &'a Ground,
    stage: &'a Stage,
    limits: [Option<i64>; 3],
    /// The stage's items in the ground's numbers; none where nothing needs the item, so that no stack looked at has it.
    table: Vec<Option<usize>>,
    /// Which of them a row or a split names.
    used: Vec<Cell<bool>>,
    costs: Vec<i128>,
    out: Vec<bool>,
    within: Vec<bool>,
    /// Items taken out or in since the start, the side and the item, so that it can be undone.
    decided: Vec<(bool, usize)>,
    rows: Vec<Inequality>,
    /// What is reached without all items that a cut may name, to go on from.
    base: RefCell<Option<Base>>,
}

/// What is reached without these items.
struct Base {
    out: Vec<bool>,
    reach: Reach,
}

/// Verifies the proof of a stage under these limits on the measures.
pub(super) fn verify(problem: &Problem, ground: &Ground, stage: &Stage, limits: [Option<i64>; 3]) -> Result<(), Wrong> {
    if !(1..=MAX_INTEGER).contains(&stage.scale) || stage.minimise.iter().any(|weight| *weight < 0) {
        return Err((None, "the scale or a weight is out of range"));
    }
    let distinct: BTreeSet<&Item> = stage.items.iter().collect();
    if distinct.len() != stage.items.len() || stage.items.iter().any(|item| !exists(problem, item)) {
        return Err((None, "an item stands twice in the table, or is no item of the problem"));
    }
    let table: Vec<Option<usize>> = stage.items.iter().map(|item| ground.item(item)).collect();
    let used = vec![Cell::new(false); table.len()];
    let costs: Vec<i128> = ground
        .items
        .iter()
        .map(|item| item.measures.iter().zip(stage.minimise).map(|(&m, w)| i128::from(m) * i128::from(w)).sum())
        .collect();
    let within = vec![false; costs.len()];
    let out = left_out(ground, stage, limits).ok_or((None, "an item is left out though the other does not do all it does for no more"))?;
    let (decided, rows) = (Vec::new(), Vec::new());
    let mut proof = Proof { ground, stage, limits, table, used, costs, out, within, decided, rows, base: RefCell::new(None) };
    proof.walk()?;
    if proof.used.iter().all(Cell::get) { Ok(()) } else { Err((None, "an item of the table is not used")) }
}

/// The items that are out from the start: what cannot be reached is in no stack, and what is dominated need not be. That
/// goes without saying for a covered credential that costs nothing by itself, or where cost does not count, and for an
/// offer that covers nothing else. Nothing when a pair is no dominance.
fn left_out(ground: &Ground, stage: &Stage, limits: [Option<i64>; 3]) -> Option<Vec<bool>> {
    let mut counts = [false; 3];
    for ((counts, weight), limit) in counts.iter_mut().zip(stage.minimise).zip(limits) {
        *counts = weight > 0 || limit.is_some();
    }
    let none = vec![false; ground.items.len()];
    let reach = ground.reach(&none);
    let mut out: Vec<bool> = (0..none.len()).map(|item| !ground.item_is_reached(item, &reach, &none)).collect();
    let mut leave_out = |a: usize, b: usize| {
        let dominated = out.get(b) == Some(&false) && ground.dominates(b, a, counts);
        out.get_mut(a).into_iter().for_each(|out| *out |= dominated);
        dominated
    };
    for copies in &ground.copies {
        if let Some((&paid, covered)) = copies.split_first() {
            for &covered in covered {
                leave_out(covered, paid);
            }
        }
    }
    for (a, b) in &stage.dominated {
        if let (Some(a), Some(b)) = (ground.item(a), ground.item(b))
            && !leave_out(a, b)
        {
            return None;
        }
    }
    let mut empty: Vec<bool> = ground.items.iter().map(|item| item.credential.is_none()).collect();
    for (item, out) in ground.items.iter().zip(&out) {
        if let Some(empty) = item.covered_by.and_then(|offer| empty.get_mut(offer)) {
            *empty &= *out;
        }
    }
    for (out, empty) in out.iter_mut().zip(empty) {
        *out |= empty;
    }
    Some(out)
}

/// Does the problem have such an item?
fn exists(problem: &Problem, item: &Item) -> bool {
    let catalogue = problem.catalogue();
    let offer = item.offer.as_ref().map(|id| catalogue.offer_position(id).and_then(|at| catalogue.offers().get(at)));
    match (&item.cr, offer) {
        (_, Some(None)) | (None, None) => false,
        (Some(id), None) => catalogue.credential_position(id).is_some(),
        (Some(id), Some(Some(offer))) => offer.covers.contains(id),
        (None, Some(Some(_))) => true,
    }
}

impl Proof<'_> {
    /// Walks the tree once, in the order it is written.
    fn walk(&mut self) -> Result<(), Wrong> {
        let mut waiting: Vec<Waiting> = Vec::new();
        let mut open = true;
        for (number, node) in self.stage.tree.iter().enumerate() {
            let wrong = |why| (Some(number), why);
            if !open {
                return Err(wrong("the proof goes on though all is proven"));
            }
            match node {
                Node::Rows(rows) => {
                    for row in rows {
                        let row = self.row(row).map_err(wrong)?;
                        self.rows.push(row);
                    }
                    continue;
                }
                Node::Split(item) => {
                    let item = self.known(*item).map_err(wrong)?;
                    waiting.push(Waiting { item, decided: self.decided.len(), rows: self.rows.len() });
                    self.decide(item, false);
                    continue;
                }
                Node::Fix(multipliers) => {
                    self.fix(multipliers, self.stage.at_least.is_some()).map_err(wrong)?;
                    continue;
                }
                Node::Bar(multipliers) => {
                    self.fix(multipliers, false).map_err(wrong)?;
                    continue;
                }
                Node::Leaf(multipliers) => {
                    let (bound, _) = self.bound(multipliers, true).map_err(wrong)?;
                    if !self.stage.at_least.is_some_and(|claim| self.reaches(bound, claim, self.step())) {
                        return Err(wrong("the bound does not reach what is claimed"));
                    }
                }
                Node::None(multipliers) => {
                    let (bound, _) = self.bound(multipliers, false).map_err(wrong)?;
                    if bound <= 0 {
                        return Err(wrong("nothing shows that there is no stack here"));
                    }
                }
            }
            // The side is proven: go back to the last split and take the other.
            match waiting.pop() {
                Some(Waiting { item, decided, rows }) => {
                    for (within, item) in self.decided.drain(decided..) {
                        let side = if within { &mut self.within } else { &mut self.out };
                        side.get_mut(item).into_iter().for_each(|decision| *decision = false);
                    }
                    self.rows.truncate(rows);
                    self.decide(item, true);
                }
                None => open = false,
            }
        }
        if open { Err((None, "the tree ends before all is proven")) } else { Ok(()) }
    }

    /// The item of this position in the table; none where nothing needs it.
    fn named(&self, item: u32) -> Result<Option<usize>, &'static str> {
        let (item, used) = self.table.get(item as usize).zip(self.used.get(item as usize)).ok_or("the table has no such item")?;
        used.set(true);
        Ok(*item)
    }

    fn known(&self, item: u32) -> Result<usize, &'static str> {
        self.named(item)?.ok_or("nothing needs the item")
    }

    fn decide(&mut self, item: usize, within: bool) {
        let side = if within { &mut self.within } else { &mut self.out };
        // An item that is decided already stays so. Where it is both out and in, no stack is left to speak of.
        if side.get_mut(item).is_some_and(|decision| !std::mem::replace(decision, true)) {
            self.decided.push((within, item));
        }
    }

    /// Checks that every stack that agrees with the splits so far keeps this row, and writes it out.
    fn row(&self, row: &Row) -> Result<Inequality, &'static str> {
        match row {
            Row::Cut(items) => self.cut(items, None),
            Row::CutFor(item, items) => self.cut(items, Some(self.known(*item)?)),
            Row::Group(group) => {
                let group = self.ground.role.get(*group as usize).copied().flatten();
                self.count(group.ok_or("the role has no such group, or it holds from the start")?, None)
            }
            Row::GroupFor(item, group) => {
                let item = self.known(*item)?;
                let credential = self.ground.items.get(item).and_then(|item| item.credential);
                let groups = credential.and_then(|credential| self.ground.requires.get(credential));
                let group = groups.and_then(|groups| groups.get(*group as usize)).copied().flatten();
                self.count(group.ok_or("the item has no such group, or it holds from the start")?, Some(item))
            }
            Row::Soft => self.count(self.ground.soft.ok_or("the soft goal holds from the start")?, None),
            Row::AtMost(measure) => {
                let limit = self.limits.iter().zip(Measure::ALL).find(|(_, known)| known == measure);
                let limit = limit.and_then(|(limit, _)| *limit).ok_or("nothing limits this measure")?;
                let of = |measures: &[i64; 3]| measures.iter().zip(Measure::ALL).find(|(_, m)| m == measure).map_or(0, |(v, _)| *v);
                let items = self.ground.items.iter().map(|item| -i128::from(of(&item.measures)));
                let coefficients = items.enumerate().filter(|&(_, coefficient)| coefficient != 0).collect();
                Ok(Inequality { coefficients, least: -i128::from(limit) })
            }
        }
    }

    /// Without the items the goal, an item that is in, or the item named is out of reach.
    fn cut(&self, items: &[u32], named: Option<usize>) -> Result<Inequality, &'static str> {
        let mut out = self.out.clone();
        let mut coefficients = Vec::new();
        for &item in items {
            let item = self.named(item)?;
            // What nothing needs cuts nothing off, and an item listed twice still counts once.
            let Some(item) = item else { continue };
            if named != Some(item) && out.get_mut(item).is_some_and(|out| !std::mem::replace(out, true)) {
                coefficients.push((item, 1));
            } else if named == Some(item) {
                return Err("an item is cut from itself");
            }
        }
        let reach = self.reach(&out);
        let within = self.within.iter().enumerate().filter(|&(_, within)| *within).map(|(item, _)| item);
        let all = self.ground.goal_is_reached(&reach) && within.chain(named).all(|item| self.ground.item_is_reached(item, &reach, &out));
        if all {
            return Err("without the items of the cut everything is still in reach");
        }
        let least = i128::from(named.is_none());
        coefficients.extend(named.map(|item| (item, -1)));
        Ok(Inequality { coefficients, least })
    }

    /// Everything that can be reached without these items, which are out or in the table.
    ///
    /// Cuts differ in few of the items of the table, so what is reached without all of them is kept, and each cut goes on from
    /// there with the items it leaves.
    fn reach(&self, out: &[bool]) -> Reach {
        let mut kept = self.base.borrow_mut();
        if let Some(base) = &*kept {
            let pairs = || base.out.iter().zip(out).enumerate();
            let opened: Vec<usize> = pairs().filter(|(_, (base, out))| **base && !**out).map(|(item, _)| item).collect();
            if pairs().all(|(_, (base, out))| *base || !*out) && opened.len() <= self.table.len() {
                return self.ground.reach_more(base.reach.clone(), out, &opened);
            }
        }
        let mut closed = self.out.clone();
        for &item in self.table.iter().flatten() {
            closed.get_mut(item).into_iter().for_each(|closed| *closed = true);
        }
        let base = Base { reach: self.ground.reach(&closed), out: closed };
        let opened: Vec<usize> =
            (0..out.len()).filter(|&item| base.out.get(item) == Some(&true) && out.get(item) == Some(&false)).collect();
        let reach = self.ground.reach_more(base.reach.clone(), out, &opened);
        *kept = Some(base);
        reach
    }

    /// What a group needs from the items that bring some of it; for an item, from the items other than its own.
    fn count(&self, group: usize, named: Option<usize>) -> Result<Inequality, &'static str> {
        let ground = self.ground;
        let group = ground.groups.get(group).ok_or("there is no such group")?;
        let own = named.and_then(|item| ground.items.get(item)).and_then(|item| item.credential);
        let mut brings = BTreeMap::new();
        for &(fact, weight) in &group.terms {
            for &credential in ground.makers.get(fact).into_iter().flatten() {
                *brings.entry(credential).or_insert(0) += weight;
            }
        }
        let mut coefficients: Vec<(usize, i128)> = Vec::new();
        for (credential, weight) in brings.into_iter().filter(|&(credential, _)| own != Some(credential)) {
            let copies = ground.copies.get(credential).into_iter().flatten();
            coefficients.extend(copies.map(|&item| (item, i128::from(group.need.min(weight)))));
        }
        coefficients.extend(named.map(|item| (item, -i128::from(group.need))));
        Ok(Inequality { coefficients, least: if named.is_none() { group.need.into() } else { 0 } })
    }

    /// L(y) times the scale, and what is left of each cost.
    fn bound(&self, multipliers: &[Multiplier], priced: bool) -> Result<(i128, Vec<i128>), &'static str> {
        const TOO_LARGE: &str = "the numbers are too large";
        let scale = if priced { i128::from(self.stage.scale) } else { 0 };
        let left: Option<Vec<i128>> = self.costs.iter().map(|cost| cost.checked_mul(scale)).collect();
        let (mut bound, mut left) = (0_i128, left.ok_or(TOO_LARGE)?);
        for &(row, multiplier) in multipliers {
            if !(0..=MAX_INTEGER).contains(&multiplier) {
                return Err("a multiplier is out of range");
            }
            let row = self.rows.get(row as usize).ok_or("no such row is in sight")?;
            let times = |value: i128| value.checked_mul(multiplier.into());
            bound = times(row.least).and_then(|part| bound.checked_add(part)).ok_or(TOO_LARGE)?;
            for &(item, coefficient) in &row.coefficients {
                let Some(left) = left.get_mut(item) else {
                    continue;
                };
                *left = times(coefficient).and_then(|part| left.checked_sub(part)).ok_or(TOO_LARGE)?;
            }
        }
        for ((&left, &out), &within) in left.iter().zip(&self.out).zip(&self.within) {
            let least = if within {
                left
            } else if out {
                0
            } else {
                left.min(0)
            };
            bound = bound.checked_add(least).ok_or(TOO_LARGE)?;
        }
        Ok((bound, left))
    }

    /// What every sum of costs of items that are not out is a multiple of.
    fn step(&self) -> i128 {
        let costs = self.costs.iter().zip(&self.out).filter(|(_, out)| !**out);
        costs.fold(0, |step, (&cost, _)| greatest_common_divisor(step, cost))
    }

    /// Is a sum of costs, a multiple of `step` and times the scale at least `bound`, at least what is claimed? Where the step
    /// is 0 the sum is 0, and a bound above that shows that there is no stack.
    fn reaches(&self, bound: i128, claim: i64, step: i128) -> bool {
        if step == 0 && bound > 0 {
            return true;
        }
        let scale = i128::from(self.stage.scale);
        let whole = bound.div_euclid(scale) + i128::from(bound.rem_euclid(scale) > 0);
        let beyond = if step > 0 { whole.rem_euclid(step) } else { 0 };
        let rounded = if beyond > 0 { whole + step - beyond } else { whole };
        rounded >= i128::from(claim)
    }

    /// Takes out every item that no stack worth looking at has: with it the bound reaches what is claimed, or shows
    /// that there is none.
    fn fix(&mut self, multipliers: &[Multiplier], priced: bool) -> Result<(), &'static str> {
        let (bound, left) = self.bound(multipliers, priced)?;
        let step = self.step();
        for (item, left) in left.into_iter().enumerate() {
            let decided = self.out.get(item) != Some(&false) || self.within.get(item) != Some(&false);
            let with = bound.checked_add(left.max(0)).ok_or("the numbers are too large")?;
            let proven = match self.stage.at_least {
                Some(claim) if priced => self.reaches(with, claim, step),
                _ => with > 0,
            };
            if !decided && proven {
                self.decide(item, false);
            }
        }
        Ok(())
    }
}

fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
