//! What a credential that does not exist yet would be worth: whom it lets reach what, by how much it betters the best, and at which
//! price it stops being chosen.
//!
//! The break-even price is exact and needs no search over prices. With the draft at price *p* the cheapest stack costs
//! min(*W*, *Z* + *p*): *W* is the cheapest without it, *Z* the cheapest of all with it for nothing. So it is chosen below *W* − *Z*,
//! and above that nobody pays for it.

use super::{
    dominated::{Beaten, beaten},
    effect::{Effect, sides, touched},
    market::{Market, Order, Reach, Twist},
};
use crate::{
    graph::{CredentialAt, RoleAt},
    plan::Trouble,
    solve::problem::Id,
};
use rayon::prelude::*;

/// Up to which price a draft is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    /// At no price: not even for nothing does it make the cheapest stack cheaper.
    Never,
    /// Below this many minor units, all that its offering charges taken together; from there on another stack is as cheap.
    Below(i64),
    /// At any price: there is no other way.
    Always,
    /// A stopped search left it open.
    Unknown,
}

/// What a draft does for one role and one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gain {
    /// Before: without it. After: with it at its published price.
    pub effect: Effect,
    /// Up to which price it is chosen.
    pub chosen: Chosen,
}

/// What a draft is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Pairs of a role and a group that were asked for.
    pub pairs: usize,
    /// Pairs for which it does something at some price, in the order asked for.
    pub gains: Vec<Gain>,
    /// The greatest price at which somebody still chooses it, see [`Chosen`].
    pub chosen: Chosen,
    /// The cheapest published way that gives at least as much, asks no more and takes no longer: from its price on the draft is dominated.
    pub dominated_from: Option<Beaten>,
}

/// What a draft is worth for some roles and the market's groups. The market's problem must have been posed with the second price 0 for
/// the draft, see [`crate::plan::EditionProblem::new`].
///
/// # Errors
///
/// [`Trouble`] when the draft has no offering of known price and effort that can be used, or an answer does not pass its own check.
pub fn worth(market: &Market<'_>, draft: CredentialAt, roles: &[RoleAt]) -> Result<Worth, Trouble> {
    let (problem, graph) = (market.problem, market.graph);
    let published = problem.routes(draft);
    let free: Vec<Id> = problem.seconds_of(draft);
    if published.is_empty() || free.is_empty() {
        let id = &graph.credential(draft).id;
        return Err(Trouble(format!("the draft `{id}` has no offering that is open and says its price and hours")));
    }
    let mut either: Vec<Id> = published.iter().chain(&free).cloned().collect();
    either.sort();
    let touched = touched(graph, draft, roles);
    let pair = |&(role, group): &(RoleAt, usize)| {
        let least = |order, forbid: &[Id]| market.least(role, group, order, Twist { forbid, ..Twist::default() });
        let at_nothing = least(Order::Cheapest, published)?;
        let taken = at_nothing.way().is_some_and(|way| way.takes(&free));
        let (without, with) = if taken {
            (least(Order::Cheapest, &either)?, least(Order::Cheapest, &free)?)
        } else {
            (at_nothing.clone(), at_nothing.clone())
        };
        let chosen = match (&without, &at_nothing) {
            _ if !without.is_proven() || !at_nothing.is_proven() => Chosen::Unknown,
            (Reach::Never, Reach::Way(_)) => Chosen::Always,
            (Reach::Way(without), Reach::Way(free)) if without.minor > free.minor => Chosen::Below(without.minor - free.minor),
            _ => Chosen::Never,
        };
        let with_it = least(Order::Fastest, &free)?;
        let faster = with_it.way().is_some_and(|way| way.takes(published));
        let without_it = if faster { least(Order::Fastest, &either)? } else { with_it.clone() };
        let effect =
            Effect { role, group, cheapest_before: without, cheapest_after: with, fastest_before: without_it, fastest_after: with_it };
        Ok(Gain { effect, chosen })
    };
    let gains = market.pairs(&touched).par_iter().with_max_len(1).map(pair).collect::<Result<Vec<_>, Trouble>>()?;
    let gains: Vec<Gain> = gains.into_iter().filter(|gain| gain.effect.changes() || gain.chosen != Chosen::Never).collect();
    let chosen = gains.iter().map(|gain| gain.chosen).max().unwrap_or(Chosen::Never);
    let dominated_from = published.iter().filter_map(|id| beaten(problem, graph, id)).min_by_key(|one| (one.minor, one.by));
    Ok(Worth { pairs: roles.len() * market.groups.len(), gains, chosen, dominated_from })
}

/// What happens to a credential that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is not offered any more.
    Retires,
    /// Each of its offerings costs what the problem's second price says.
    Reprices,
}

/// Whom a change to a credential affects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// Pairs of a role and a group that were asked for.
    pub pairs: usize,
    /// Pairs for which the cheapest or the fastest changes, in the order asked for.
    pub effects: Vec<Effect>,
}

/// Whom it affects when a credential changes. For [`Change::Reprices`] the market's problem must have been posed with its second price.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn affected(market: &Market<'_>, credential: CredentialAt, change: Change, roles: &[RoleAt]) -> Result<Affected, Trouble> {
    let published = market.problem.routes(credential).to_vec();
    let second = market.problem.seconds_of(credential);
    let mut both: Vec<Id> = published.iter().chain(&second).cloned().collect();
    both.sort();
    let after = if change == Change::Retires { &both } else { &published };
    let pair = |&(role, group): &(RoleAt, usize)| {
        let (cheapest_before, cheapest_after) = sides(market, (role, group), Order::Cheapest, &second, after)?;
        // What only costs something else takes as long as before.
        let (fastest_before, fastest_after) = sides(market, (role, group), Order::Fastest, &second, after)?;
        Ok(Effect { role, group, cheapest_before, cheapest_after, fastest_before, fastest_after })
    };
    let pairs = market.pairs(&touched(market.graph, credential, roles));
    let effects = pairs.par_iter().with_max_len(1).map(pair).collect::<Result<Vec<_>, Trouble>>()?;
    let effects = effects.into_iter().filter(Effect::changes).collect();
    Ok(Affected { pairs: roles.len() * market.groups.len(), effects })
}
