//! A role read as its employer should: what it asks twice, what nobody teaches, and what each requirement costs candidates.

use super::market::{Market, Order, Reach, Twist};
use crate::{
    graph::{Asked, Need, RoleAt, SkillGraph},
    model::{AwardMode, Necessity, TrustFloor},
    plan::{Trouble, Wanted},
    solve::problem::Atom,
};
use rayon::prelude::*;

/// What is said of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Another requirement, by its place, says as much.
    SaidBy(usize),
    /// Whatever meets the other requirements meets it as well, in this edition: proven.
    Follows,
    /// Nothing of known price and effort leads to it, whatever else is learned: proven.
    Unteachable,
}

/// One essential requirement, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Its place in the role.
    pub at: usize,
    /// What is said of it.
    pub because: Vec<Because>,
    /// The cheapest way to it alone.
    pub alone: Reach,
    /// The cheapest way to the role without it.
    pub cheapest_without: Reach,
    /// The fastest way to the role without it.
    pub fastest_without: Reach,
}

/// A role, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleCheck {
    /// The role.
    pub role: RoleAt,
    /// The cheapest way to it.
    pub cheapest: Reach,
    /// The fastest way to it.
    pub fastest: Reach,
    /// Its essential requirements, in its order.
    pub checked: Vec<Checked>,
}

impl RoleCheck {
    /// What candidates save without a requirement, in minor units; nothing where the role cannot be reached with it or without.
    pub fn saving(&self, checked: &Checked) -> Option<i64> {
        Some(self.cheapest.minor()? - checked.cheapest_without.minor()?)
    }
}

/// Whether whoever meets one need meets the other, by what the edition says alone.
fn says(graph: &SkillGraph, one: &Need, other: &Need, trust: TrustFloor) -> bool {
    // Expressions are at most `Expr::DEEPEST` deep, so this recursion is bounded.
    match (one, other) {
        (_, Need::All(of)) => of.iter().all(|other| says(graph, one, other, trust)),
        (_, Need::AtLeast(least, of)) if one != other => {
            of.iter().filter(|other| says(graph, one, other, trust)).count() >= *least as usize
        }
        (Need::All(of), _) => of.iter().any(|one| says(graph, one, other, trust)),
        (Need::Attain(one, high), Need::Attain(other, low)) => one == other && high.unwrap_or(1) >= low.unwrap_or(1),
        (Need::Earn(one), Need::Attain(other, low)) => graph.awards(*one).iter().any(|award| {
            let counts = trust == TrustFloor::Any || award.mode != AwardMode::Taught;
            counts && award.competency == *other && award.rank.unwrap_or(1) >= low.unwrap_or(1)
        }),
        (one, other) => one == other,
    }
}

/// Judges the essential requirements of a role as they meet one group.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn role_check(market: &Market<'_>, role: RoleAt, group: usize) -> Result<RoleCheck, Trouble> {
    let (graph, problem) = (market.graph, market.problem);
    let essential: Vec<(usize, &Asked)> =
        graph.asked(role).iter().enumerate().filter(|(_, asked)| asked.necessity == Necessity::Essential).collect();
    let all: Vec<Wanted> = problem.asked(role).iter().map(|(wanted, _)| *wanted).collect();
    let (cheapest, fastest) = (market.reach(role, group, Order::Cheapest)?, market.reach(role, group, Order::Fastest)?);
    let judge = |(at, asked): &(usize, &Asked)| {
        let own = Wanted::Requirement(*at);
        let without = [own];
        let others: Vec<Wanted> = all.iter().copied().filter(|wanted| *wanted != own).collect();
        let alone = market.least(role, group, Order::Cheapest, Twist { without: &others, ..Twist::default() })?;
        let cheapest_without = market.reach_if(role, group, Order::Cheapest, Twist { without: &without, ..Twist::default() })?;
        let fastest_without = market.reach_if(role, group, Order::Fastest, Twist { without: &without, ..Twist::default() })?;
        let mut because = Vec::new();
        let as_much = |(other, one): &&(usize, &Asked)| {
            let said = one.trust >= asked.trust && says(graph, &one.need, &asked.need, asked.trust);
            // Of two that say the same the first stands.
            let back = asked.trust >= one.trust && says(graph, &asked.need, &one.need, one.trust);
            other != at && said && (!back || other < at)
        };
        if let Some((other, _)) = essential.iter().find(as_much) {
            because.push(Because::SaidBy(*other));
        } else if cheapest_without.way().is_some() && alone.way().is_some_and(|way| way.count > 0) {
            // It follows if the others cannot be met without something that meets it.
            let mut giving = Vec::new();
            let mut single = true;
            for (_, group) in problem.asked(role).iter().filter(|(wanted, _)| *wanted == own) {
                match &group.of[..] {
                    [Atom::Level(of)] if group.k == 1 => giving.extend(problem.giving(*of)),
                    _ => single = false,
                }
            }
            giving.sort();
            let twist = Twist { forbid: &giving, without: &without, ..Twist::default() };
            if single && market.least(role, group, Order::Cheapest, twist)? == Reach::Never {
                because.push(Because::Follows);
            }
        }
        if alone == Reach::Never {
            because.push(Because::Unteachable);
        }
        Ok(Checked { at: *at, because, alone, cheapest_without, fastest_without })
    };
    let checked = essential.par_iter().with_max_len(1).map(judge).collect::<Result<Vec<_>, Trouble>>()?;
    Ok(RoleCheck { role, cheapest, fastest, checked })
}
