//! A second solver, exhaustive and plain, that shares no code with the first: it reads the JSON and tries every set.

use std::collections::BTreeMap;

use serde_json::Value;

/// The measures of a stack: cost, hours, count.
pub(crate) type Point = [i64; 3];

/// A small problem, read from its JSON as the format's meaning says.
pub(crate) struct World {
    /// The credentials that may be earned: neither earned already nor forbidden.
    pub(crate) candidates: Vec<Candidate>,
    /// The price of each offer and what it covers.
    pub(crate) offers: Vec<(i64, Vec<Value>)>,
    levels_at_the_start: BTreeMap<u64, u64>,
    earned_at_the_start: Vec<Value>,
    pub(crate) role: Value,
    limits: Value,
}

/// A credential that may be earned.
pub(crate) struct Candidate {
    pub(crate) id: Value,
    pub(crate) measures: Point,
    pub(crate) teaches: Vec<(u64, u64)>,
    pub(crate) requires: Vec<Value>,
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn pairs(value: &Value) -> Vec<(u64, u64)> {
    list(value).iter().map(|pair| (pair[0].as_u64().unwrap(), pair[1].as_u64().unwrap())).collect()
}

fn raise(levels: &mut BTreeMap<u64, u64>, teaches: &[(u64, u64)]) {
    for &(competency, level) in teaches {
        let held = levels.entry(competency).or_insert(0);
        *held = level.max(*held);
    }
}

pub(crate) fn is_true(atom: &Value, levels: &BTreeMap<u64, u64>, earned: &[&Value]) -> bool {
    if let Some(id) = atom.get("cr") {
        earned.contains(&id)
    } else {
        levels.get(&atom["c"].as_u64().unwrap()).copied().unwrap_or(0) >= atom["l"].as_u64().unwrap()
    }
}

pub(crate) fn holds(group: &Value, levels: &BTreeMap<u64, u64>, earned: &[&Value]) -> bool {
    let mut counted: Vec<&Value> = Vec::new();
    for atom in list(&group["of"]) {
        if !counted.contains(&atom) && is_true(atom, levels, earned) {
            counted.push(atom);
        }
    }
    counted.len().cast_signed() as i64 >= group["k"].as_i64().unwrap()
}

impl World {
    pub(crate) fn new(problem: &Value) -> World {
        let earned = list(&problem["learner"]["earned"]);
        let forbidden = list(&problem["forbid"]);
        let mut levels_at_the_start = BTreeMap::new();
        raise(&mut levels_at_the_start, &pairs(&problem["learner"]["holds"]));
        let mut candidates = Vec::new();
        for credential in list(&problem["credentials"]) {
            let id = &credential["id"];
            if earned.contains(id) {
                raise(&mut levels_at_the_start, &pairs(&credential["teaches"]));
            } else if !forbidden.contains(id) {
                candidates.push(Candidate {
                    id: id.clone(),
                    measures: ["cost", "hours", "count"].map(|name| credential[name].as_i64().unwrap()),
                    teaches: pairs(&credential["teaches"]),
                    requires: list(&credential["requires"]).to_vec(),
                });
            }
        }
        let offers = list(&problem["offers"]);
        World {
            candidates,
            offers: offers.iter().map(|offer| (offer["cost"].as_i64().unwrap(), list(&offer["covers"]).to_vec())).collect(),
            levels_at_the_start,
            earned_at_the_start: earned.to_vec(),
            role: problem["role"].clone(),
            limits: problem.get("limits").cloned().unwrap_or_default(),
        }
    }

    /// How many credentials may be earned: the work doubles with each.
    pub(crate) fn size(&self) -> usize {
        self.candidates.len()
    }

    pub(crate) fn state(&self, set: usize) -> (BTreeMap<u64, u64>, Vec<&Value>) {
        let mut levels = self.levels_at_the_start.clone();
        let mut earned: Vec<&Value> = self.earned_at_the_start.iter().collect();
        for (i, candidate) in self.candidates.iter().enumerate() {
            if set & (1 << i) != 0 {
                raise(&mut levels, &candidate.teaches);
                earned.push(&candidate.id);
            }
        }
        (levels, earned)
    }

    pub(crate) fn goal_is_met(&self, levels: &BTreeMap<u64, u64>, earned: &[&Value]) -> bool {
        let soft = list(&self.role["soft"]).iter().filter(|atom| is_true(atom, levels, earned));
        list(&self.role["requires"]).iter().all(|group| holds(group, levels, earned))
            && soft.map(|atom| atom["w"].as_i64().unwrap()).sum::<i64>() >= self.role["min_soft"].as_i64().unwrap_or(0)
    }

    /// What a set costs when exactly these offers are bought, with its hours and its count.
    pub(crate) fn measure(&self, set: usize, bought: usize) -> Point {
        let chosen = |i: &usize| bought & (1 << i) != 0;
        let mut sum = [0; 3];
        for offer in (0..self.offers.len()).filter(chosen) {
            sum[0] += self.offers[offer].0;
        }
        for (i, candidate) in self.candidates.iter().enumerate() {
            if set & (1 << i) != 0 {
                let covered = (0..self.offers.len()).filter(chosen).any(|o| self.offers[o].1.contains(&candidate.id));
                sum[0] += if covered { 0 } else { candidate.measures[0] };
                sum[1] += candidate.measures[1];
                sum[2] += candidate.measures[2];
            }
        }
        sum
    }

    pub(crate) fn limit(&self, measure: usize) -> Option<i64> {
        self.limits[["max_cost", "max_hours", "max_count"][measure]].as_i64()
    }

    pub(crate) fn within_limits(&self, point: &Point) -> bool {
        point.iter().enumerate().all(|(measure, value)| self.limit(measure).is_none_or(|limit| *value <= limit))
    }

    /// Every set of credentials that can be earned in some order.
    pub(crate) fn reachable(&self) -> Vec<usize> {
        let mut seen = vec![false; 1 << self.size()];
        let mut found = vec![0];
        seen[0] = true;
        let mut next = 0;
        while next < found.len() {
            let set = found[next];
            next += 1;
            let (levels, earned) = self.state(set);
            for (i, candidate) in self.candidates.iter().enumerate() {
                let larger = set | (1 << i);
                if !seen[larger] && candidate.requires.iter().all(|group| holds(group, &levels, &earned)) {
                    seen[larger] = true;
                    found.push(larger);
                }
            }
        }
        found
    }

    /// The measures of every stack that reaches the goal within the limits, each once, sorted. With every set the
    /// cheapest offers are enough: offers change nothing but the cost.
    pub(crate) fn points(&self) -> Vec<Point> {
        let mut points = Vec::new();
        for set in self.reachable() {
            let (levels, earned) = self.state(set);
            if self.goal_is_met(&levels, &earned) {
                let cheapest = (0..1 << self.offers.len()).map(|bought| self.measure(set, bought)).min().unwrap();
                if self.within_limits(&cheapest) {
                    points.push(cheapest);
                }
            }
        }
        points.sort_unstable();
        points.dedup();
        points
    }
}

/// The least values of these measures (0 cost, 1 hours, 2 count), the first first.
pub(crate) fn lexicographic(points: &[Point], order: &[usize]) -> Option<Vec<i64>> {
    points.iter().map(|point| order.iter().map(|&measure| point[measure]).collect()).min()
}

/// The non-dominated values of these measures, sorted.
pub(crate) fn front(points: &[Point], measures: &[usize]) -> Vec<Vec<i64>> {
    let mut seen: Vec<Vec<i64>> = points.iter().map(|point| measures.iter().map(|&measure| point[measure]).collect()).collect();
    seen.sort();
    seen.dedup();
    let beaten = |a: &Vec<i64>| seen.iter().any(|b| b != a && b.iter().zip(a).all(|(x, y)| x <= y));
    seen.iter().filter(|point| !beaten(point)).cloned().collect()
}
