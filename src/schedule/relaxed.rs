//! What a stack costs at least whatever its dates: offers and ways to pay chosen together, subscriptions in whole units.
//!
//! Σ of the items' own bounds shares a subscription's price by work; here all work of its users is rounded up to units.
//! The least over all choices is found by branch and bound; half-made schedules fix the offers they have placed.

use std::collections::HashMap;

use super::bound::{Bounds, Least, plan_least};
use super::setting::{Setting, Way};
use super::stack::Stack;
use super::world::Part;

/// A way to pay one offer in full: fees after and before funds, and the plans used with the work they carry.
#[derive(Clone, Debug)]
struct Combination {
    net: i64,
    gross: i64,
    plans: Vec<(u32, i64)>,
    /// Its own bound: fees, and shares of the plans.
    least: Least,
}

/// The relaxed prices of one stack.
#[derive(Debug)]
pub(super) struct Relaxed {
    /// By step and offer.
    options: Vec<Vec<Vec<Combination>>>,
    /// Whether there is anything to gain over the items' own bounds.
    shared: bool,
    known: HashMap<Vec<u8>, (i64, i64)>,
}

/// Choices tried before the items' own bounds must do.
const MOST: u32 = 3_000;

impl Relaxed {
    pub(super) fn new(setting: &Setting<'_>, bounds: &Bounds, stack: &Stack) -> Self {
        let options: Vec<Vec<Vec<Combination>>> = stack.items[..stack.steps]
            .iter()
            .map(|&i| {
                let offers = &setting.items[i as usize].offers;
                (0..offers.len()).map(|at| combinations(setting, bounds, i as usize, at)).collect()
            })
            .collect();
        let shared = options.iter().flatten().flatten().any(|c| !c.plans.is_empty());
        Self { options, shared, known: HashMap::new() }
    }

    /// The least net and gross money of all that has the placed offers (`None`: not placed yet), beside awards.
    pub(super) fn least(&mut self, setting: &Setting<'_>, placed: &[Option<u32>]) -> Option<(i64, i64)> {
        if !self.shared {
            return None;
        }
        let key: Vec<u8> = placed.iter().map(|p| p.map_or(255, |at| at.min(254) as u8)).collect();
        if let Some(&known) = self.known.get(&key) {
            return Some(known);
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
        let net = least_of(setting, &steps, |c| c.net, |c| c.least.net, true);
        let gross = if setting.funds.is_empty() { net } else { least_of(setting, &steps, |c| c.gross, |c| c.least.gross, false) };
        self.known.insert(key, (net, gross));
        Some((net, gross))
    }
}

/// What the funds leave of a plan's price at least.
fn left(setting: &Setting<'_>, plan: u32, price: i64) -> i64 {
    let shared = &setting.plans[plan as usize];
    // Per payment a fund's share is rounded down, so rounding the sum up takes off no less.
    let off = shared.funds.iter().map(|&f| (i128::from(price) * i128::from(setting.funds[f as usize].rate) + 999) / 1000).sum::<i128>();
    i64::try_from((i128::from(price) - off).max(0)).unwrap_or(0)
}

fn least_of(
    setting: &Setting<'_>,
    steps: &[Vec<&Combination>],
    fees: impl Fn(&Combination) -> i64,
    own: impl Fn(&Combination) -> i64,
    funded: bool,
) -> i64 {
    // The least the steps from each on can add, by their own bounds.
    let mut rest = vec![0_i64; steps.len() + 1];
    for (i, step) in steps.iter().enumerate().rev() {
        rest[i] = rest[i + 1].saturating_add(step.iter().map(|c| own(c)).min().unwrap_or(0));
    }
    let price = |plans: &[(u32, i64)]| -> i64 {
        let each = plans.iter().map(|&(p, work)| {
            let full = plan_least(setting, p as usize, work);
            if funded { left(setting, p, full) } else { full }
        });
        each.sum()
    };
    let (mut best, mut tried) = (i64::MAX, 0);
    let mut agenda: Vec<(usize, i64, i64, Vec<(u32, i64)>)> = vec![(0, 0, 0, Vec::new())];
    while let Some((at, sum, bound, plans)) = agenda.pop() {
        tried += 1;
        if tried > MOST {
            return rest[0];
        }
        if bound.saturating_add(rest[at]) >= best || sum.saturating_add(price(&plans)) >= best {
            continue;
        }
        let Some(step) = steps.get(at) else {
            best = sum + price(&plans);
            continue;
        };
        let mut order: Vec<&&Combination> = step.iter().collect();
        order.sort_by_key(|c| std::cmp::Reverse(own(c)));
        for c in order {
            let mut more = plans.clone();
            for &(plan, work) in &c.plans {
                match more.iter_mut().find(|p| p.0 == plan) {
                    Some(p) => p.1 = p.1.saturating_add(work),
                    None => more.push((plan, work)),
                }
            }
            agenda.push((at + 1, sum.saturating_add(fees(c)), bound.saturating_add(own(c)), more));
        }
    }
    best
}

/// The ways to pay an offer in full that no other way of the same plans beats.
fn combinations(setting: &Setting<'_>, bounds: &Bounds, item: usize, at: usize) -> Vec<Combination> {
    let offer = &setting.items[item].offers[at];
    let work = bounds.offers[item][at].work;
    let mut all = vec![Combination { net: 0, gross: 0, plans: Vec::new(), least: Least::default() }];
    for slot in &offer.slots {
        let mut next: Vec<Combination> = Vec::new();
        for way in &slot.ways {
            let (net, gross) = bounds.way(setting, offer, slot, way);
            for c in &all {
                let mut c = c.clone();
                c.least.net = c.least.net.saturating_add(net);
                c.least.gross = c.least.gross.saturating_add(gross);
                match way {
                    Way::Direct(_) => {
                        c.net = c.net.saturating_add(net);
                        c.gross = c.gross.saturating_add(gross);
                    }
                    Way::Shared(plan) => c.plans.push((*plan, if slot.part == Part::Tuition { work } else { 0 })),
                }
                let beaten = next.iter().any(|o| o.plans == c.plans && o.net <= c.net && o.gross <= c.gross);
                if !beaten {
                    next.push(c);
                }
            }
        }
        all = next;
    }
    all
}
