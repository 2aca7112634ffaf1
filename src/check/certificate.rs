//! Verifies that a certificate proves what an answer says of its bound.

use std::fmt;

use super::ground::Ground;
use super::proof::{Wrong, verify};
use super::{Fault, reason, replay};
use crate::solve::problem::{Answer, CERTIFICATE_FORMAT, Certificate, Measure, Minimise, Problem, Reason, Status};

/// Why a certificate is refused. Stages and nodes are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The answer itself is wrong.
    Answer(Vec<Fault>),
    /// The format is unknown, or the stages do not claim what the answer says.
    Claim(&'static str),
    /// A stage is wrong before its tree begins.
    Stage(usize, &'static str),
    /// A node of a stage's tree proves nothing, or not enough.
    Node(usize, usize, &'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Answer(faults) => {
                f.write_str("the answer is wrong:")?;
                faults.iter().try_for_each(|fault| write!(f, " {fault};"))
            }
            Refusal::Claim(why) => f.write_str(why),
            Refusal::Stage(stage, why) => write!(f, "stage {stage}: {why}"),
            Refusal::Node(stage, node, why) => write!(f, "stage {stage}, node {node}: {why}"),
        }
    }
}

impl Refusal {
    pub(super) fn at(stage: usize, (node, why): Wrong) -> Self {
        match node {
            Some(node) => Refusal::Node(stage, node, why),
            None => Refusal::Stage(stage, why),
        }
    }
}

/// Verifies that an answer is right and that its certificate proves what it says of its bound.
///
/// # Errors
///
/// The first thing that is wrong or proves too little.
pub fn certificate(problem: &Problem, minimise: &Minimise, answer: &Answer, certificate: &Certificate) -> Result<(), Refusal> {
    let objective = replay::answer(problem, minimise, answer).map_err(Refusal::Answer)?;
    if certificate.format != CERTIFICATE_FORMAT {
        return Err(Refusal::Claim("the format of the certificate is not known here"));
    }
    let weights: Vec<[i64; 3]> = match minimise {
        Minimise::Lexicographic(order) => order.iter().map(|measure| Measure::ALL.map(|one| i64::from(one == *measure))).collect(),
        Minimise::Weighted(weights) => vec![*weights],
    };
    let stages = &certificate.stages;
    let claimed: Vec<Option<i64>> = stages.iter().map(|stage| stage.at_least).collect();
    let said: Vec<Option<i64>> = match (answer.status, &answer.bound) {
        (Status::Infeasible, _) => vec![None],
        (_, bound) => bound.iter().flatten().copied().map(Some).collect(),
    };
    if claimed != said {
        return Err(Refusal::Claim("the stages do not claim what the answer says"));
    }
    if stages.iter().zip(&weights).any(|(stage, weights)| stage.minimise != *weights) || stages.len() > weights.len() {
        return Err(Refusal::Claim("the stages do not minimise what was asked"));
    }
    // A later stage speaks of the stacks that are best for the earlier ones, so those must be settled.
    let values: Vec<Option<i64>> =
        objective.map(|objective| minimise.values(&objective).into_iter().map(Some).collect()).unwrap_or_default();
    let earlier = stages.len().saturating_sub(1);
    if claimed.get(..earlier) != values.get(..earlier) {
        return Err(Refusal::Claim("a stage rests on one that is not settled"));
    }
    // Why there is no stack is proven by that alone: by what is out of reach, or by the limits named.
    let rests_on = |measure: Measure| match &answer.reason {
        Some(Reason::Unreachable(_)) => false,
        Some(Reason::Limits(measures)) => measures.contains(&measure),
        None => true,
    };
    if answer.status == Status::Infeasible && !answer.reason.as_ref().is_some_and(|given| reason(problem, given)) {
        return Err(Refusal::Claim("the reason why there is no stack is missing or not the whole of it"));
    }
    let mut limits = Measure::ALL.map(|measure| problem.query().limits.of(measure).filter(|_| rests_on(measure)));
    let ground = Ground::new(problem);
    for (number, stage) in stages.iter().enumerate() {
        verify(problem, &ground, stage, limits).map_err(|wrong| Refusal::at(number, wrong))?;
        for (limit, weight) in limits.iter_mut().zip(stage.minimise) {
            if let (Minimise::Lexicographic(_), 1, Some(least)) = (minimise, weight, stage.at_least) {
                *limit = Some(limit.map_or(least, |limit| limit.min(least)));
            }
        }
    }
    Ok(())
}

/// Verifies that a front is right and that its certificate proves it complete.
///
/// # Errors
///
/// The first thing that is wrong or proves too little; a stage is the number of a box.
pub fn front_certificate(problem: &Problem, measures: &[Measure], front: &Front, certificate: &FrontCertificate) -> Result<(), Refusal> {
    let points = super::front(problem, measures, front).map_err(Refusal::Answer)?;
    if certificate.format != CERTIFICATE_FORMAT || !front.complete {
        return Err(Refusal::Claim("the format of the certificate is not known here, or the front is not called complete"));
    }
    let bounds = local_upper_bounds(&points, measures);
    if bounds.len() != certificate.boxes.len() {
        return Err(Refusal::Claim("there is not one proof for each local upper bound of the front"));
    }
    for (number, (bound, stage)) in bounds.into_iter().zip(&certificate.boxes).enumerate() {
        let lifts = |measure: Measure| stage.minimise == Measure::ALL.map(|one| i64::from(one == measure));
        let lifted = Measure::ALL.into_iter().position(|measure| stage.at_least.is_some() && lifts(measure));
        if let Some(least) = stage.at_least
            && lifted.and_then(|at| bound.get(at)).is_none_or(|&above| least < above)
        {
            return Err(Refusal::Stage(number, "the stage does not lift one measure to its local upper bound"));
        }
        let mut limits = Measure::ALL.map(|measure| problem.query().limits.of(measure));
        for (at, (limit, above)) in limits.iter_mut().zip(bound).enumerate() {
            if above != UNBOUNDED && lifted != Some(at) {
                *limit = Some(limit.map_or(above - 1, |limit| limit.min(above - 1)));
            }
        }
        verify(problem, stage, limits).map_err(|(node, why)| match node {
            Some(node) => Refusal::Node(number, node, why),
            None => Refusal::Stage(number, why),
        })?;
    }
    Ok(())
}

/// Stands for no bound; more than any measure can be.
const UNBOUNDED: i64 = i64::MAX;

/// Every value that no point beats or equals is below one of these in every measure, and each is needed for that.
fn local_upper_bounds(points: &[Objective], measures: &[Measure]) -> BTreeSet<[i64; 3]> {
    let mut bounds = BTreeSet::from([[UNBOUNDED; 3]]);
    for point in points {
        let named = Measure::ALL.map(|measure| if measures.contains(&measure) { point.of(measure) } else { i64::MIN });
        let above = |bound: &[i64; 3]| bound.iter().zip(named).all(|(bound, value)| value < *bound);
        let split: Vec<[i64; 3]> = bounds.iter().filter(|bound| above(bound)).copied().collect();
        for bound in split {
            bounds.remove(&bound);
            for (at, value) in named.into_iter().enumerate().filter(|&(_, value)| value > 0) {
                let mut lower = bound;
                lower.get_mut(at).into_iter().for_each(|lower| *lower = value);
                bounds.insert(lower);
            }
        }
        let within = |a: &[i64; 3], b: &[i64; 3]| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
        let all = bounds.clone();
        bounds.retain(|bound| !all.iter().any(|other| within(bound, other)));
    }
    bounds
}

type Wrong = (Option<usize>, &'static str);

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
    /// What every sum of costs is a multiple of.
    step: i128,
    out: Vec<bool>,
    within: Vec<bool>,
    decided: Vec<usize>,
    rows: Vec<Inequality>,
}

fn verify(problem: &Problem, stage: &Stage, limits: [Option<i64>; 3]) -> Result<(), Wrong> {
    let ground = Ground::new(problem, &stage.dominated)
        .map_err(|_| (None, "a credential is left out though the other does not do all it does for no more"))?;
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
    let step = costs.iter().fold(0, |step, &cost| greatest_common_divisor(step, cost));
    let (out, within) = (vec![false; costs.len()], vec![false; costs.len()]);
    let (decided, rows) = (Vec::new(), Vec::new());
    let mut proof = Proof { ground: &ground, stage, limits, table, used, costs, step, out, within, decided, rows };
    proof.walk()?;
    if proof.used.iter().all(Cell::get) { Ok(()) } else { Err((None, "an item of the table is not used")) }
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
                    if self.out.get(item) != Some(&false) || self.within.get(item) != Some(&false) {
                        return Err(wrong("the item is decided already"));
                    }
                    waiting.push(Waiting { item, decided: self.decided.len(), rows: self.rows.len() });
                    self.decide(item, false);
                    continue;
                }
                Node::Fix(multipliers) => {
                    self.fix(multipliers).map_err(wrong)?;
                    continue;
                }
                Node::Leaf(multipliers) => {
                    let (bound, _) = self.bound(multipliers, true).map_err(wrong)?;
                    if self.stage.at_least.is_none() || !self.reaches_the_claim(bound) {
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
                    for item in self.decided.drain(decided..) {
                        self.out.get_mut(item).into_iter().for_each(|out| *out = false);
                        self.within.get_mut(item).into_iter().for_each(|within| *within = false);
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
        side.get_mut(item).into_iter().for_each(|decision| *decision = true);
        self.decided.push(item);
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
        let reach = self.ground.reach(&out);
        let within = self.within.iter().enumerate().filter(|&(_, within)| *within).map(|(item, _)| item);
        let all = self.ground.goal_is_reached(&reach) && within.chain(named).all(|item| self.ground.item_is_reached(item, &reach, &out));
        if all {
            return Err("without the items of the cut everything is still in reach");
        }
        let least = i128::from(named.is_none());
        coefficients.extend(named.map(|item| (item, -1)));
        Ok(Inequality { coefficients, least })
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
            let least = if out {
                0
            } else if within {
                left
            } else {
                left.min(0)
            };
            bound = bound.checked_add(least).ok_or(TOO_LARGE)?;
        }
        Ok((bound, left))
    }

    /// Is a sum of costs that is at least this much at least what is claimed?
    fn reaches_the_claim(&self, bound: i128) -> bool {
        let Some(claim) = self.stage.at_least else {
            return bound > 0;
        };
        let scale = i128::from(self.stage.scale);
        let whole = bound.div_euclid(scale) + i128::from(bound.rem_euclid(scale) > 0);
        let beyond = if self.step > 0 { whole.rem_euclid(self.step) } else { 0 };
        let rounded = if beyond > 0 { whole + self.step - beyond } else { whole };
        rounded >= i128::from(claim)
    }

    /// Is a bound, as it stands, more than what falls one short of the claim? (Unrounded, so that both sides of a proof agree
    /// on what is out.)
    fn passes_the_claim(&self, bound: i128) -> bool {
        let below = self.stage.at_least.map_or(0, |claim| (i128::from(claim) - 1) * i128::from(self.stage.scale));
        bound > below
    }

    fn fix(&mut self, multipliers: &[Multiplier]) -> Result<(), &'static str> {
        let (bound, left) = self.bound(multipliers, self.stage.at_least.is_some())?;
        for (item, left) in left.into_iter().enumerate() {
            let decided = self.out.get(item) != Some(&false) || self.within.get(item) != Some(&false);
            let with = bound.checked_add(left.max(0)).ok_or("the numbers are too large")?;
            if !decided && self.passes_the_claim(with) {
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
