//! A plain prover: splits on one item after another and cuts until every leaf is proven. Slow, and simple enough to
//! be believed; what it writes tries the verifier without the solver.

use pathstack::solve::problem::{CERTIFICATE_FORMAT, Certificate, FrontCertificate, Item, Measure, Node, Row, Stage};
use serde_json::Value;

use super::oracle::{Point, World, holds};
use super::random::Dice;

/// An item, with the candidate it earns and the item of the offer it rests on.
pub(crate) struct Part {
    pub(crate) item: Item,
    candidate: Option<usize>,
    offer: Option<usize>,
    measures: Point,
}

/// Every item there is, needed or not.
pub(crate) fn parts(world: &World, offer_ids: &[Value]) -> Vec<Part> {
    let id = |value: &Value| serde_json::from_value(value.clone()).ok();
    let mut all = Vec::new();
    for (i, candidate) in world.candidates.iter().enumerate() {
        let item = Item { cr: id(&candidate.id), offer: None };
        all.push(Part { item, candidate: Some(i), offer: None, measures: candidate.measures });
    }
    for ((price, covers), offer) in world.offers.iter().zip(offer_ids) {
        let bought = all.len();
        all.push(Part { item: Item { cr: None, offer: id(offer) }, candidate: None, offer: None, measures: [*price, 0, 0] });
        for (i, candidate) in world.candidates.iter().enumerate().filter(|(_, candidate)| covers.contains(&candidate.id)) {
            let [_, hours, count] = candidate.measures;
            let item = Item { cr: id(&candidate.id), offer: id(offer) };
            all.push(Part { item, candidate: Some(i), offer: Some(bought), measures: [0, hours, count] });
        }
    }
    all
}

/// Proves one stage.
struct Prover<'a> {
    world: &'a World,
    parts: &'a [Part],
    needed: Vec<bool>,
    /// The number of the measure that is minimised.
    minimised: usize,
    costs: Vec<i64>,
    limits: [Option<i64>; 3],
    claim: Option<i64>,
    scale: i64,
    fix: bool,
    tree: Vec<Node>,
}

/// What is decided on the way to a node, and how many rows are in sight.
#[derive(Clone)]
struct Way {
    out: Vec<bool>,
    within: Vec<bool>,
    rows: u32,
}

/// Proves that the measures in this order are at least these, or that there is no stack within the limits on those
/// named. Gives up, with nothing, when the tree grows beyond a few thousand nodes.
pub(crate) fn prove(problem: &Value, order: &[usize], least: Result<&[i64], &[Measure]>, dice: &mut Dice) -> Option<Certificate> {
    let world = World::new(problem);
    let offer_ids: Vec<Value> = problem["offers"].as_array().into_iter().flatten().map(|offer| offer["id"].clone()).collect();
    let parts = parts(&world, &offer_ids);
    let counts = |measure: usize| least.err().is_none_or(|named| named.contains(&Measure::ALL[measure]));
    let mut limits = [0, 1, 2].map(|measure| world.limit(measure).filter(|_| counts(measure)));
    let mut stages = Vec::new();
    let claims: Vec<Option<i64>> = least.map_or_else(|_| vec![None], |least| least.iter().copied().map(Some).collect());
    for (&measure, claim) in order.iter().zip(claims) {
        stages.push(prove_stage(&world, &parts, measure, claim, limits, dice)?);
        limits[measure] = limits[measure].into_iter().chain(claim).min();
    }
    Some(Certificate { format: CERTIFICATE_FORMAT.to_owned(), stages })
}

/// Proves that no stack is missing in a front of these measures.
pub(crate) fn prove_complete(problem: &Value, front: &[Vec<i64>], measures: &[usize], dice: &mut Dice) -> Option<FrontCertificate> {
    let world = World::new(problem);
    let offer_ids: Vec<Value> = problem["offers"].as_array().into_iter().flatten().map(|offer| offer["id"].clone()).collect();
    let parts = parts(&world, &offer_ids);
    let mut boxes = Vec::new();
    for corner in corners(front, measures) {
        let limits = [0, 1, 2].map(|at| corner[at].map(|above| above - 1).into_iter().chain(world.limit(at)).min());
        boxes.push(prove_stage(&world, &parts, 0, None, limits, dice)?);
    }
    Some(FrontCertificate { format: CERTIFICATE_FORMAT.to_owned(), boxes })
}

/// The corners below which points that no point of the front beats or equals can lie, found by trying.
fn corners(front: &[Vec<i64>], measures: &[usize]) -> Vec<[Option<i64>; 3]> {
    let values = |at: usize| -> Vec<Option<i64>> {
        let place = measures.iter().position(|&measure| measure == at);
        let of = |place: usize| front.iter().map(move |point| Some(point[place]));
        place.into_iter().flat_map(of).chain([None]).collect()
    };
    let below = |u: &[Option<i64>; 3], point: &Vec<i64>| measures.iter().zip(point).all(|(&at, value)| u[at].is_none_or(|u| *value < u));
    let mut all: Vec<[Option<i64>; 3]> = Vec::new();
    for cost in values(0) {
        for &hours in &values(1) {
            all.extend(values(2).into_iter().map(|count| [cost, hours, count]));
        }
    }
    all.retain(|u| !front.iter().any(|point| below(u, point)) && u.iter().all(|u| *u != Some(0)));
    let key = |u: &[Option<i64>; 3]| u.map(|u| u.unwrap_or(i64::MAX));
    all.sort_by_key(key);
    all.dedup();
    let within = |a: &[i64; 3], b: &[i64; 3]| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
    all.iter().filter(|u| !all.iter().any(|other| within(&key(u), &key(other)))).copied().collect()
}

fn prove_stage(
    world: &World,
    parts: &[Part],
    measure: usize,
    claim: Option<i64>,
    limits: [Option<i64>; 3],
    dice: &mut Dice,
) -> Option<Stage> {
    let needed = needed(world, parts);
    let costs: Vec<i64> = parts.iter().map(|part| part.measures[measure]).collect();
    let (scale, fix) = (*dice.pick(&[1, 7, 1_000_000]), dice.percent(50));
    let mut prover = Prover { world, parts, needed, minimised: measure, costs, limits, claim, scale, fix, tree: Vec::new() };
    prover.walk()?;
    let mut minimise = [0; 3];
    minimise[measure] = 1;
    let items = parts.iter().map(|part| part.item.clone()).collect();
    let mut stage = Stage { minimise, at_least: claim, dominated: Vec::new(), items, scale, tree: prover.tree };
    keep_used_items(&mut stage);
    Some(stage)
}

/// Takes the items that no row and no split names out of the table.
pub(crate) fn keep_used_items(stage: &mut Stage) {
    fn each(tree: &mut [Node], change: &mut impl FnMut(&mut u32)) {
        for node in tree {
            match node {
                Node::Split(item) => change(item),
                Node::Rows(rows) => rows.iter_mut().for_each(|row| match row {
                    Row::Cut(items) => items.iter_mut().for_each(&mut *change),
                    Row::CutFor(item, items) => items.iter_mut().chain([item]).for_each(&mut *change),
                    Row::GroupFor(item, _) => change(item),
                    Row::Group(_) | Row::Soft | Row::AtMost(_) => {}
                }),
                Node::Fix(_) | Node::Bar(_) | Node::Leaf(_) | Node::None(_) => {}
            }
        }
    }
    let mut places = vec![None; stage.items.len()];
    let mut kept = Vec::new();
    each(&mut stage.tree, &mut |item| {
        let old = *item as usize;
        let Some(place) = places.get_mut(old) else { return };
        *item = *place.get_or_insert_with(|| {
            kept.push(stage.items[old].clone());
            kept.len() as u32 - 1
        });
    });
    stage.items = kept;
}

impl Prover<'_> {
    fn walk(&mut self) -> Option<()> {
        let within = vec![false; self.parts.len()];
        // What nobody can reach is out from the start.
        let reached = self.reached(&within);
        let mut out: Vec<bool> = (0..self.parts.len()).map(|i| self.parts[i].candidate.is_some_and(|c| reached & (1 << c) == 0)).collect();
        // So are covered credentials that cost nothing by themselves, or where cost does not count, and empty offers.
        let cost_counts = self.limits[0].is_some() || self.minimised == 0;
        let free = |candidate: usize| self.world.candidates[candidate].measures[0] == 0;
        for (part, out) in self.parts.iter().zip(&mut out) {
            *out |= part.offer.is_some() && (!cost_counts || part.candidate.is_some_and(free));
        }
        for i in (0..self.parts.len()).filter(|&i| self.parts[i].candidate.is_none()) {
            out[i] = (0..self.parts.len()).all(|j| self.parts[j].offer != Some(i) || out[j] || !self.needed[j]);
        }
        let mut open = vec![Way { out, within, rows: 0 }];
        while let Some(mut way) = open.pop() {
            if self.tree.len() > 4000 {
                return None;
            }
            if self.close(&mut way) {
                continue;
            }
            let split = (0..self.parts.len()).find(|&i| self.needed[i] && !way.out[i] && !way.within[i])?;
            self.tree.push(Node::Split(split as u32));
            let mut with = way.clone();
            with.within[split] = true;
            way.out[split] = true;
            open.push(with);
            open.push(way);
        }
        Some(())
    }

    /// Proves the node, or adds rows and says that a split is needed.
    fn close(&mut self, way: &mut Way) -> bool {
        if !self.reaches(&way.out, &way.within) {
            self.tree.extend([Node::Rows(vec![Row::Cut(Vec::new())]), Node::None(vec![(way.rows, 1)])]);
            return true;
        }
        for (measure, limit) in self.limits.into_iter().enumerate() {
            let spent: i64 =
                self.parts.iter().zip(&way.within).filter(|(_, within)| **within).map(|(part, _)| part.measures[measure]).sum();
            if limit.is_some_and(|limit| spent > limit) {
                self.tree.extend([Node::Rows(vec![Row::AtMost(Measure::ALL[measure])]), Node::None(vec![(way.rows, 1)])]);
                return true;
            }
        }
        let Some(claim) = self.claim else { return false };
        let mut left: Vec<i64> = self.costs.iter().zip(&way.within).map(|(cost, within)| if *within { 0 } else { *cost }).collect();
        let mut bound: i64 = self.costs.iter().zip(&way.within).filter(|(_, within)| **within).map(|(cost, _)| cost).sum();
        let (mut rows, mut multipliers) = (Vec::new(), Vec::new());
        while bound < claim
            && let Some(cut) = self.cut(way, &left)
        {
            let lift = cut.iter().map(|&i| left[i]).min().unwrap();
            for &i in &cut {
                left[i] -= lift;
            }
            bound += lift;
            multipliers.push((way.rows + rows.len() as u32, lift * self.scale));
            rows.push(Row::Cut(cut.into_iter().map(|i| i as u32).collect()));
        }
        way.rows += rows.len() as u32;
        self.tree.push(Node::Rows(rows));
        let costs = (0..self.parts.len()).filter(|&i| self.needed[i] && !way.out[i]).map(|i| self.costs[i]);
        let step = costs.fold(0, common_divisor);
        let rounded = |bound: i64| if step > 0 { (bound + step - 1) / step * step } else { bound };
        if rounded(bound) >= claim {
            self.tree.push(Node::Leaf(multipliers));
            return true;
        }
        if self.fix {
            self.tree.push(Node::Fix(multipliers));
            for (i, left) in left.iter().enumerate().filter(|&(i, _)| self.needed[i]) {
                way.out[i] |= !way.within[i] && rounded(bound + left) >= claim;
            }
            return !self.reaches(&way.out, &way.within) && self.close(way);
        }
        false
    }

    /// A smallest set of items that still cost something and without which the goal is out of reach.
    fn cut(&self, way: &Way, left: &[i64]) -> Option<Vec<usize>> {
        let mut out: Vec<bool> = way.out.iter().zip(left).map(|(out, left)| *out || *left > 0).collect();
        if self.reaches(&out, &way.within) {
            return None;
        }
        let mut cut = Vec::new();
        for i in (0..left.len()).filter(|&i| !way.out[i] && left[i] > 0) {
            out[i] = false;
            if self.reaches(&out, &way.within) {
                out[i] = true;
                cut.push(i);
            }
        }
        Some(cut)
    }

    /// Are the goal and everything that is in still in reach?
    fn reaches(&self, out: &[bool], within: &[bool]) -> bool {
        let set = self.reached(out);
        let (levels, earned) = self.world.state(set);
        let used = |i: usize| self.open(i, out) && self.parts[i].candidate.is_none_or(|candidate| set & (1 << candidate) != 0);
        self.world.goal_is_met(&levels, &earned) && (0..self.parts.len()).all(|i| !within[i] || used(i))
    }

    fn open(&self, i: usize, out: &[bool]) -> bool {
        !out[i] && self.parts[i].offer.is_none_or(|offer| !out[offer])
    }

    /// Every candidate that can be earned with what is not out.
    fn reached(&self, out: &[bool]) -> usize {
        let mut set = 0_usize;
        loop {
            let (levels, earned) = self.world.state(set);
            let more = (0..self.parts.len()).filter(|&i| self.open(i, out)).filter_map(|i| self.parts[i].candidate).find(|&candidate| {
                set & (1 << candidate) == 0 && self.world.candidates[candidate].requires.iter().all(|group| holds(group, &levels, &earned))
            });
            match more {
                Some(candidate) => set |= 1 << candidate,
                None => return set,
            }
        }
    }
}

/// The items that the goal, or an item that is needed, could use: those whose credential is named or teaches a
/// competency at a level asked for and not held.
fn needed(world: &World, parts: &[Part]) -> Vec<bool> {
    let (levels, earned) = world.state(0);
    let mut wanted: Vec<&Value> = Vec::new();
    let groups_of = |groups: &'_ Value| groups.as_array().cloned().unwrap_or_default();
    let (role, soft) = (groups_of(&world.role["requires"]), &world.role["soft"]);
    let unmet = |group: &&Value| !holds(group, &levels, &earned);
    wanted.extend(role.iter().filter(unmet).flat_map(|group| group["of"].as_array().unwrap()));
    let soft_sum: i64 =
        soft.as_array().into_iter().flatten().filter(|atom| holds(&one(atom), &levels, &earned)).map(|a| a["w"].as_i64().unwrap()).sum();
    if soft_sum < world.role["min_soft"].as_i64().unwrap_or(0) {
        wanted.extend(soft.as_array().into_iter().flatten());
    }
    let mut needed = vec![false; world.candidates.len()];
    while let Some(atom) = wanted.pop() {
        if holds(&one(atom), &levels, &earned) {
            continue;
        }
        for (i, candidate) in world.candidates.iter().enumerate() {
            let brings = match atom.get("cr") {
                Some(id) => candidate.id == *id,
                None => candidate.teaches.iter().any(|&(c, l)| atom["c"] == c && Some(l) >= atom["l"].as_u64()),
            };
            if brings && !needed[i] {
                needed[i] = true;
                wanted.extend(candidate.requires.iter().filter(unmet).flat_map(|group| group["of"].as_array().unwrap()));
            }
        }
    }
    let covers = |offer: usize| parts.iter().any(|part| part.offer == Some(offer) && part.candidate.is_some_and(|c| needed[c]));
    (0..parts.len()).map(|i| parts[i].candidate.map_or_else(|| covers(i), |candidate| needed[candidate])).collect()
}

fn one(atom: &Value) -> Value {
    serde_json::json!({"k": 1, "of": [atom]})
}

fn common_divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
