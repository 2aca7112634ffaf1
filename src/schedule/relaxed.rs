//! What a stack costs at least whatever its dates: offers and ways to pay chosen together, subscriptions in whole units.
//!
//! Σ of the items' own bounds shares a subscription's price by work; here all work of its users is rounded up to units.
//! The least over all choices is found by branch and bound; half-made schedules fix the offers they have placed.

use std::collections::HashMap;

use super::bound::{APART, Bounds, Least, funded};
use super::setting::{Setting, Way};
use super::shares::WayLeast;
use super::stack::Stack;
use super::world::Part;

/// A way to pay one offer in full: bounds of its own fees, the plans used with the work they carry, and bounds of all.
#[derive(Clone, Debug)]
struct Combination {
    fees: Least,
    plans: Vec<(u32, i64)>,
    all: i64,
}

/// The relaxed prices of one stack.
#[derive(Debug)]
pub(super) struct Relaxed {
    /// By step and offer.
    options: Vec<Vec<Vec<Combination>>>,
    known: HashMap<(Vec<u8>, usize), i64>,
}

/// Choices tried before the items' own bounds must do.
const MOST: u32 = 300;

impl Relaxed {
    pub(super) fn new(setting: &Setting<'_>, bounds: &Bounds, stack: &Stack) -> Self {
        let options: Vec<Vec<Vec<Combination>>> = stack.items[..stack.steps]
            .iter()
            .map(|&i| {
                let offers = &setting.items[i as usize].offers;
                (0..offers.len()).map(|at| ways(setting, bounds, i as usize, at)).collect()
            })
            .collect();
        Self { options, known: HashMap::new() }
    }

    /// The least money, in plans ready by the end of a year (by its place), of all that has the placed offers (`None`: not
    /// placed yet), beside awards.
    pub(super) fn least(&mut self, setting: &Setting<'_>, bounds: &Bounds, placed: &[Option<u32>], year: usize) -> i64 {
        let key: Vec<u8> = placed.iter().map(|p| p.map_or(255, |at| at.min(254) as u8)).collect();
        let key = (key, year);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let steps: Vec<Vec<&Combination>> = self
            .options
            .iter()
            .zip(placed)
            .map(|(offers, placed)| match placed {
                Some(at) => offers[*at as usize].iter().collect(),
                None => offers.iter().flatten().collect(),
            })
            .collect();
        let least = least_of(setting, bounds, &steps, &bounds.given[year].1);
        self.known.insert(key, least);
        least
    }
}

/// Bounds of a plan that runs for some work.
fn plan_price(setting: &Setting<'_>, bounds: &Bounds, plan: u32, work: i64) -> Least {
    let full = bounds.plan(setting, plan as usize, work);
    let funds: Vec<usize> = setting.plans[plan as usize].funds.iter().map(|&f| f as usize).collect();
    let net = WayLeast::of(setting, full, &funds, full, |_| i64::MAX);
    // More units may be bought than these, and shared in.
    let open = WayLeast::of(setting, full, &funds, i64::MAX / 2000, |_| i64::MAX);
    Least { net: net.net, gross: open.gross, share: open.share, ..Least::default() }
}

fn least_of(setting: &Setting<'_>, bounds: &Bounds, steps: &[Vec<&Combination>], given: &[i64; APART]) -> i64 {
    // The least the steps from each on can add, by their own bounds.
    let mut rest = vec![0_i64; steps.len() + 1];
    for (i, step) in steps.iter().enumerate().rev() {
        rest[i] = rest[i + 1].saturating_add(step.iter().map(|c| c.all).min().unwrap_or(0));
    }
    let price = |fees: Least, plans: &[(u32, i64)]| {
        let all = plans.iter().fold(fees, |sum, &(p, work)| sum.plus(plan_price(setting, bounds, p, work)));
        funded(all, given)
    };
    let (mut best, mut tried) = (i64::MAX, 0);
    let mut agenda: Vec<(usize, Least, Vec<(u32, i64)>)> = vec![(0, Least::default(), Vec::new())];
    while let Some((at, fees, plans)) = agenda.pop() {
        tried += 1;
        if tried > MOST {
            return rest[0];
        }
        let here = price(fees, &plans);
        // Work that is added to a plan in use may cost nothing more, so of the rest only fees count then.
        let to_come =
            if plans.is_empty() { rest[at] } else { steps[at..].iter().map(|s| s.iter().map(|c| c.fees.net).min().unwrap_or(0)).sum() };
        if here.saturating_add(to_come) >= best {
            continue;
        }
        let Some(step) = steps.get(at) else {
            best = here;
            continue;
        };
        let mut order: Vec<&&Combination> = step.iter().collect();
        order.sort_by_key(|c| std::cmp::Reverse(c.all));
        for c in order {
            let mut more = plans.clone();
            for &(plan, work) in &c.plans {
                match more.iter_mut().find(|p| p.0 == plan) {
                    Some(p) => p.1 = p.1.saturating_add(work),
                    None => more.push((plan, work)),
                }
            }
            agenda.push((at + 1, fees.plus(c.fees), more));
        }
    }
    best
}

/// Own fees, net of funds, and plans with the load on each, of a way to pay an offer in full.
pub(super) type Combined = (i64, Vec<(u32, i64)>);

/// The ways to pay an offer in full that no other way of the same plans beats.
pub(super) fn combinations(setting: &Setting<'_>, bounds: &Bounds, item: usize, at: usize) -> Vec<Combined> {
    ways(setting, bounds, item, at).into_iter().map(|c| (c.fees.net, c.plans)).collect()
}

/// The ways to pay an offer in full that no other way of the same plans beats.
fn ways(setting: &Setting<'_>, bounds: &Bounds, item: usize, at: usize) -> Vec<Combination> {
    let offer = &setting.items[item].offers[at];
    let load = bounds.load(offer);
    let mut all = vec![Combination { fees: Least::default(), plans: Vec::new(), all: 0 }];
    for slot in &offer.slots {
        let mut next: Vec<Combination> = Vec::new();
        for way in &slot.ways {
            let least = bounds.way(setting, offer, slot, way);
            for c in &all {
                let mut c = c.clone();
                c.all = c.all.saturating_add(least.net);
                match way {
                    Way::Direct(_) => {
                        let fee = Least { net: least.net, gross: least.gross, share: least.share, ..Least::default() };
                        c.fees = c.fees.plus(fee);
                    }
                    Way::Shared(plan) => c.plans.push((*plan, if slot.part == Part::Tuition { load } else { 0 })),
                }
                let beaten = next.iter().any(|o| {
                    let (a, b) = (&o.fees, &c.fees);
                    o.plans == c.plans && a.net <= b.net && a.gross <= b.gross && (0..APART).all(|f| a.share[f] >= b.share[f])
                });
                if !beaten {
                    next.push(c);
                }
            }
        }
        all = next;
    }
    all
}
