//! A team and its gap: what each person needs for each role, and who takes which seat of a project at least total training.
//!
//! The assignment is exact (shortest augmenting paths: Kuhn 1955, Jonker and Volgenant 1987), on integers. Seats nobody can take stay
//! open, as few as can be; among those with as few, the least total counts.

use super::market::{Market, Order, Reach};
use crate::{graph::RoleAt, plan::Trouble};
use rayon::prelude::*;

/// What one person needs for one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person, by the place of her group in the market.
    pub group: usize,
    /// The role.
    pub role: RoleAt,
    /// The cheapest way.
    pub cheapest: Reach,
    /// The fastest way.
    pub fastest: Reach,
}

/// One seat of a project, and who takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The role.
    pub role: RoleAt,
    /// The person, by her place; nothing where nobody is left who can reach the role.
    pub group: Option<usize>,
}

/// A team against a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Every person and every role, persons first.
    pub members: Vec<Member>,
    /// The seats in the project's order.
    pub seats: Vec<Seat>,
    /// The sum over the seats taken, in minor units or, by time, in minutes.
    pub total: i64,
    /// Whether it is proven least: every figure it rests on is.
    pub proven: bool,
}

/// Puts the market's groups, a person each, on the seats of a project.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn team(market: &Market<'_>, seats: &[RoleAt], order: Order) -> Result<Team, Trouble> {
    let mut roles = seats.to_vec();
    roles.sort_unstable();
    roles.dedup();
    let pairs: Vec<(usize, RoleAt)> = (0..market.groups.len()).flat_map(|group| roles.iter().map(move |role| (group, *role))).collect();
    let member = |&(group, role): &(usize, RoleAt)| {
        let cheapest = market.reach(role, group, Order::Cheapest)?;
        let fastest = market.reach(role, group, Order::Fastest)?;
        Ok(Member { group, role, cheapest, fastest })
    };
    let members = pairs.par_iter().with_max_len(1).map(member).collect::<Result<Vec<_>, Trouble>>()?;
    let reach = |member: &Member| if order == Order::Cheapest { member.cheapest.clone() } else { member.fastest.clone() };
    let proven = members.iter().all(|member| reach(member).is_proven());
    let weight = |group: usize, role: RoleAt| {
        let at = roles.binary_search(&role).ok()?;
        members.get(group * roles.len() + at).and_then(|member| reach(member).way().map(|way| order.weigh(way)))
    };
    let costs: Vec<Vec<Option<i64>>> =
        seats.iter().map(|role| (0..market.groups.len()).map(|group| weight(group, *role)).collect()).collect();
    let taken = assign(&costs, market.groups.len());
    let total = taken.iter().zip(&costs).filter_map(|(group, row)| group.and_then(|group| row.get(group).copied().flatten())).sum();
    let seats = seats.iter().zip(taken).map(|(role, group)| Seat { role: *role, group }).collect();
    Ok(Team { members, seats, total, proven })
}

/// For each row the column it gets: as many rows as can be get one, at the least total. Cubic in rows and columns together.
fn assign(costs: &[Vec<Option<i64>>], columns: usize) -> Vec<Option<usize>> {
    // A column of its own for each row, dearer than everything else together, stands for staying open.
    let open = 1 + costs.iter().flatten().flatten().map(|cost| i128::from(*cost)).sum::<i128>();
    // Nobody is put where she cannot get.
    let never = open * (costs.len() as i128 + 1);
    let all = columns + costs.len();
    let cost = |row: usize, column: usize| {
        if column >= columns {
            return if column - columns == row { open } else { never };
        }
        costs.get(row).and_then(|row| row.get(column).copied().flatten()).map_or(never, i128::from)
    };
    // Potentials of rows and columns; the row that has each column. Column 0 and row 0 stand for nobody.
    let (mut of_row, mut of_column) = (vec![0_i128; costs.len() + 1], vec![0_i128; all + 1]);
    let mut has: Vec<usize> = vec![0; all + 1];
    let mut came: Vec<usize> = vec![0; all + 1];
    for row in 1..=costs.len() {
        has[0] = row;
        let mut at = 0;
        let mut least = vec![i128::MAX; all + 1];
        let mut done = vec![false; all + 1];
        loop {
            done[at] = true;
            let from = has[at];
            let (mut step, mut next) = (i128::MAX, 0);
            for column in 1..=all {
                if done[column] {
                    continue;
                }
                let reduced = cost(from - 1, column - 1) - of_row[from] - of_column[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    came[column] = at;
                }
                if least[column] < step {
                    step = least[column];
                    next = column;
                }
            }
            for column in 0..=all {
                if done[column] {
                    of_row[has[column]] += step;
                    of_column[column] -= step;
                } else {
                    least[column] = least[column].saturating_sub(step);
                }
            }
            at = next;
            if has[at] == 0 {
                break;
            }
        }
        while at != 0 {
            has[at] = has[came[at]];
            at = came[at];
        }
    }
    let mut taken = vec![None; costs.len()];
    for (column, row) in has.iter().enumerate().skip(1).filter(|(column, row)| *column <= columns && **row > 0) {
        let real = costs.get(row - 1).and_then(|row| row.get(column - 1).copied().flatten()).is_some();
        if let Some(seat) = taken.get_mut(row - 1).filter(|_| real) {
            *seat = Some(column - 1);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every way to put people on seats, tried.
    fn least(costs: &[Vec<Option<i64>>], free: &mut Vec<bool>) -> (usize, i64) {
        let Some((row, rest)) = costs.split_first() else { return (0, 0) };
        let (open, total) = least(rest, free);
        let mut best = (open + 1, total);
        for (column, cost) in row.iter().enumerate() {
            if let (true, Some(cost)) = (free[column], cost) {
                free[column] = false;
                let (open, total) = least(rest, free);
                best = best.min((open, total + cost));
                free[column] = true;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_assignment_is_the_best_of_all(costs in (1..5_usize).prop_flat_map(|columns| {
            prop::collection::vec(prop::collection::vec(prop::option::of(0..20_i64), columns), 0..5)
        })) {
            let columns = costs.first().map_or(0, Vec::len);
            let taken = assign(&costs, columns);
            let mut seen: Vec<usize> = taken.iter().flatten().copied().collect();
            seen.sort_unstable();
            let people = seen.len();
            seen.dedup();
            prop_assert_eq!(seen.len(), people, "somebody sits twice");
            let total: i64 = taken.iter().zip(&costs).filter_map(|(at, row)| at.and_then(|at| row[at])).sum();
            prop_assert_eq!((costs.len() - people, total), least(&costs, &mut vec![true; columns]));
        }
    }
}
