//! The exact Pareto front by the ε-constraint method over search boxes.
//!
//! A box is an upper bound on the second and third measure; its best stack is the first in the lexicographic order of all
//! measures asked for. The boxes always cover what is left to find, so the first of their bests is the next point of the
//! front: what dominated it would come before it in the same box. Every box that holds the point has it as its best, and is
//! split in two, below the point in the second and below it in the third measure; boxes inside others are dropped. The
//! points come by rising first measure, and when no box is left the front is complete. With two measures a box splits in
//! one. A box that bounds the later measures is searched with one weighting in their place (`merged`). (Haimes, Lasdon & Wismer 1971; Kirlik & Sayın 2014; boxes as in Klamroth, Lacour & Vanderpooten 2015.)

use super::ask::Ask;
use super::budget::Budget;
use super::index::{Dims, gcd};
use super::lexicographic::{Staged, stages};
use super::local::World;
use super::plan::Plan;
use super::search::Tools;

/// The points found, and whether they are all.
pub(crate) fn frontier<'a>(
    world: World<'a>,
    ask: &Ask,
    measures: &[usize],
    tools: &mut Tools<'a>,
    budget: &Budget<'_>,
) -> (Vec<Plan>, bool) {
    let weightings: Vec<Dims> = measures
        .iter()
        .map(|&k| {
            let mut w = [0; 3];
            w[k] = 1;
            w
        })
        .collect();
    let mut boxes = vec![Box { limits: ask.limits, best: None }];
    let mut points: Vec<Plan> = Vec::new();
    let key = |p: &Plan| -> (Vec<i64>, Plan) { (measures.iter().map(|&k| p.dims[k]).collect(), p.clone()) };
    loop {
        let mut open = Vec::with_capacity(boxes.len());
        for mut b in boxes {
            if b.best.is_none() {
                let one = merged(world, measures, &b.limits);
                let weightings = one.as_ref().map_or(&weightings[..], std::slice::from_ref);
                match stages(world, ask, b.limits, &[], weightings, tools, budget) {
                    Staged::None => continue,
                    Staged::Stopped(..) => {
                        points.sort_unstable();
                        return (points, false);
                    }
                    Staged::Best(plan) => b.best = Some(plan),
                }
            }
            open.push(b);
        }
        let Some(next) = open.iter().filter_map(|b| b.best.as_ref()).min_by_key(|p| key(p)).cloned() else {
            points.sort_unstable();
            return (points, true);
        };
        boxes = split(open, &next.dims, measures.get(1..).unwrap_or(&[]));
        points.push(next);
    }
}

/// One weighting that orders the stacks of a box as the measures do one after another; none when a later measure has no
/// limit, or the weights grow too large to compute with. Values of what is weighed so far differ by at least their
/// granularity, so it is enough that this, weighed, exceeds any difference in the next measure.
fn merged(world: World<'_>, measures: &[usize], limits: &[Option<i64>; 3]) -> Option<Dims> {
    let index = world.index;
    let (&first, later) = measures.split_first()?;
    let mut weights = [0; 3];
    weights[first] = 1;
    for &k in later {
        let granularity = (0..3).fold(0, |g, j| gcd(g, weights[j] * index.gcd[j])).max(1);
        let factor = limits[k]?.max(0) / granularity + 1;
        for w in &mut weights {
            *w = w.checked_mul(factor)?;
        }
        weights[k] = 1;
        let heaviest = (0..3).try_fold(0i64, |sum, j| sum.checked_add(weights[j].checked_mul(index.total[j])?))?;
        if heaviest > MOST_WEIGHT {
            return None;
        }
    }
    Some(weights)
}

/// The most that all items together may weigh.
const MOST_WEIGHT: i64 = (1 << 53) - 1;

/// Upper bounds on all measures, and the best stack within them once it is known.
struct Box {
    limits: [Option<i64>; 3],
    best: Option<Plan>,
}

/// Takes a point out of all boxes.
fn split(boxes: Vec<Box>, point: &Dims, later: &[usize]) -> Vec<Box> {
    let inside = |b: &Box| later.iter().all(|&k| b.limits[k].is_none_or(|l| point[k] <= l));
    let (hit, mut kept): (Vec<Box>, Vec<Box>) = boxes.into_iter().partition(inside);
    let mut parts: Vec<[Option<i64>; 3]> = Vec::new();
    for b in hit {
        for &k in later.iter().filter(|&&k| point[k] > 0) {
            let mut part = b.limits;
            part[k] = Some(point[k] - 1);
            parts.push(part);
        }
    }
    parts.sort_unstable();
    parts.dedup();
    let within = |a: &[Option<i64>; 3], b: &[Option<i64>; 3]| (0..3).all(|k| a[k].unwrap_or(i64::MAX) <= b[k].unwrap_or(i64::MAX));
    for part in &parts {
        let inner = kept.iter().any(|b| within(part, &b.limits)) || parts.iter().any(|b| b != part && within(part, b));
        if !inner {
            kept.push(Box { limits: *part, best: None });
        }
    }
    kept
}

/// The local upper bounds of points over some measures (Klamroth, Lacour & Vanderpooten 2015), sorted, a missing bound last:
/// whatever no point beats or equals lies strictly below one of them in every measure.
pub(crate) fn local_upper_bounds(points: &[Dims], measures: &[usize]) -> Vec<[Option<i64>; 3]> {
    let top = |b: Option<i64>| b.unwrap_or(i64::MAX);
    let mut bounds = vec![[None; 3]];
    for point in points {
        let above = |b: &[Option<i64>; 3]| measures.iter().all(|&k| point[k] < top(b[k]));
        let (hit, mut kept): (Vec<_>, Vec<_>) = bounds.into_iter().partition(above);
        for b in hit {
            for &k in measures.iter().filter(|&&k| point[k] > 0) {
                let mut lower: [Option<i64>; 3] = b;
                lower[k] = Some(point[k]);
                kept.push(lower);
            }
        }
        kept.sort_unstable();
        kept.dedup();
        let within = |a: &[Option<i64>; 3], b: &[Option<i64>; 3]| a != b && (0..3).all(|k| top(a[k]) <= top(b[k]));
        let all = kept.clone();
        kept.retain(|b| !all.iter().any(|other| within(b, other)));
        bounds = kept;
    }
    bounds.sort_unstable_by_key(|b| b.map(top));
    bounds
}
