//! The exact Pareto front by the ε-constraint method over search boxes.
//!
//! A box is an upper bound on the second and third measure. Its lexicographic optimum over all measures asked for is a
//! point of the front: whatever dominated it would lie in the same box and come first in that order. The point splits its
//! box in two, below it in the second and below it in the third measure; boxes inside others are dropped. When every box
//! is empty the front is complete, because every point of it lies in some box until it is found. With two measures a box
//! splits in one. (Haimes, Lasdon & Wismer 1971; Kirlik & Sayın 2014; boxes as in Klamroth, Lacour & Vanderpooten 2015.)

use super::ask::Ask;
use super::budget::Budget;
use super::index::Dims;
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
    let mut boxes = vec![ask.limits];
    let mut points: Vec<Plan> = Vec::new();
    while let Some(limits) = boxes.pop() {
        match stages(world, ask, limits, &[], &weightings, tools, budget) {
            Staged::None => {}
            Staged::Stopped(..) => return (points, false),
            Staged::Best(plan) => {
                split(&mut boxes, limits, &plan.dims, measures);
                points.push(plan);
            }
        }
    }
    points.sort_unstable();
    (points, true)
}

/// Takes the point out of all boxes.
fn split(boxes: &mut Vec<[Option<i64>; 3]>, found_in: [Option<i64>; 3], point: &Dims, measures: &[usize]) {
    let later = measures.get(1..).unwrap_or(&[]);
    boxes.push(found_in);
    let inside = |b: &[Option<i64>; 3]| later.iter().all(|&k| b[k].is_none_or(|l| point[k] <= l));
    let (hit, mut kept): (Vec<_>, Vec<_>) = boxes.drain(..).partition(inside);
    let mut new: Vec<[Option<i64>; 3]> = Vec::new();
    for b in hit {
        for &k in later {
            if point[k] > 0 {
                let mut part = b;
                part[k] = Some(point[k] - 1);
                new.push(part);
            }
        }
    }
    let within = |a: &[Option<i64>; 3], b: &[Option<i64>; 3]| (0..3).all(|k| a[k].unwrap_or(i64::MAX) <= b[k].unwrap_or(i64::MAX));
    new.sort_unstable();
    new.dedup();
    for i in 0..new.len() {
        let inner = kept.iter().any(|b| within(&new[i], b))
            || (0..new.len()).any(|j| j != i && within(&new[i], &new[j]) && !within(&new[j], &new[i]));
        if !inner {
            kept.push(new[i]);
        }
    }
    // The widest first: their points cut the others down.
    kept.sort_unstable_by_key(|b| later.iter().map(|&k| b[k].unwrap_or(i64::MAX)).collect::<Vec<_>>());
    *boxes = kept;
}
