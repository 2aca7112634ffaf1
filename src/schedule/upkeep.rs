//! What keeps credentials in force to the end of the hold: yearly fees, paid renewals, renewals by a higher credential.

use super::dates::Calendar;
use super::ids::Day;
use super::ledger::{Cause, Entry};
use super::setting::{Kind, Setting};
use super::stack::Stack;
use super::world::UpkeepRule;

/// Whether each held member that runs out is renewed for money; `false` for all others.
pub(super) type Renewed = Vec<bool>;

/// The fixed entries of a schedule that is ready on `ready` (award fees, renewals, yearly fees);
/// `None` when something needed is not in force at the end, or costs an unknown amount.
pub(super) fn fixed(setting: &Setting<'_>, stack: &Stack, calendar: &Calendar, ready: i32, renewed: &Renewed) -> Option<Vec<Entry>> {
    let end = setting.hold_end(ready);
    let mut entries = Vec::new();
    let until = lasting(setting, stack, calendar, end, renewed, &mut entries)?;
    let in_force = |m: u32| until[m as usize] >= end;
    if !stack.goal.iter().all(|need| need.holds(in_force)) {
        return None;
    }
    for member in 0..stack.items.len() {
        let item = stack.item(setting, member);
        if item.award_fee > 0 && !matches!(item.kind, Kind::Keep(_)) {
            entries.push(Entry::new(calendar.of[member].issued, item.award_fee, Cause::Award(member)));
        }
    }
    yearly(setting, stack, calendar, end, &mut entries)?;
    Some(entries)
}

/// The last day in force of every member, buying renewals where that is the way.
fn lasting(
    setting: &Setting<'_>,
    stack: &Stack,
    calendar: &Calendar,
    end: i32,
    renewed: &Renewed,
    entries: &mut Vec<Entry>,
) -> Option<Vec<i32>> {
    let issued = |m: usize| calendar.of[m].issued;
    let mut order: Vec<usize> = (0..stack.items.len()).filter(|&m| !stack.is_held(setting, m)).collect();
    // A later issue can renew an earlier one, so the latest is settled first; what is held was earliest of all.
    order.sort_by_key(|&m| (std::cmp::Reverse(issued(m)), m));
    order.extend((0..stack.items.len()).filter(|&m| stack.is_held(setting, m)));
    let mut until = vec![i32::MAX; stack.items.len()];
    for (rank, &m) in order.iter().enumerate() {
        let item = stack.item(setting, m);
        let held = stack.is_held(setting, m);
        let mut last = if let Kind::Keep(last) = item.kind {
            last
        } else {
            let months = item.valid_months.map_or(i32::MAX, |n| Day(issued(m)).plus_months(n).0);
            months.min(item.valid_until.unwrap_or(i32::MAX))
        };
        while last < end {
            let higher = order[..rank]
                .iter()
                .filter(|&&h| stack.item(setting, h).credential.is_some_and(|c| item.renewed_by.contains(&c)) && issued(h) <= last);
            let carried = higher.map(|&h| until[h]).max().unwrap_or(last);
            if carried > last {
                last = carried;
            } else if held && !renewed[m] {
                break;
            } else {
                let (amount, months) = item.renewal?;
                entries.push(Entry::new(last, amount?, Cause::Renewal(m)));
                last = Day(last).plus_months(months).0;
            }
        }
        until[m] = last;
    }
    Some(until)
}

/// Yearly fees due in the twelve months after `ready`, as far as they are known.
pub(super) fn in_first_year(setting: &Setting<'_>, stack: &Stack, calendar: &Calendar, ready: i32) -> i64 {
    let mut entries = Vec::new();
    // An unknown fee ends the list early; such a pathway has no price and is never told.
    let _ = yearly(setting, stack, calendar, Day(ready).plus_months(12).0, &mut entries);
    entries.iter().filter(|e| e.day > ready).map(|e| e.amount).sum()
}

fn yearly(setting: &Setting<'_>, stack: &Stack, calendar: &Calendar, end: i32, entries: &mut Vec<Entry>) -> Option<()> {
    for (u, upkeep) in setting.yearly.iter().enumerate() {
        // (day of issue, rank, fee), earned in this plan.
        let mut earned: Vec<(i32, usize, Option<i64>)> = Vec::new();
        for m in 0..stack.items.len() {
            let item = stack.item(setting, m);
            if let (false, Some(c)) = (stack.is_held(setting, m), item.credential) {
                let ranks = upkeep.members.iter().enumerate().filter(|(_, member)| member.0 == c);
                earned.extend(ranks.map(|(rank, member)| (calendar.of[m].issued, rank, member.1)));
            }
        }
        earned.sort_unstable();
        match upkeep.rule {
            UpkeepRule::Each => {
                for &(day, _, fee) in &earned {
                    anniversaries(day, end, |due| {
                        entries.push(Entry::new(due, fee?, Cause::Upkeep(u)));
                        Some(())
                    })?;
                }
            }
            UpkeepRule::Once if upkeep.held => {}
            UpkeepRule::Once => {
                if let Some(&(first, ..)) = earned.first() {
                    anniversaries(first, end, |due| {
                        let mut most = 0;
                        for &(_, _, fee) in earned.iter().filter(|e| e.0 <= due) {
                            most = most.max(fee?);
                        }
                        entries.push(Entry::new(due, most, Cause::Upkeep(u)));
                        Some(())
                    })?;
                }
            }
            UpkeepRule::Highest => {
                // Only issues that outrank all before them start the year anew.
                let mut reign: Vec<(i32, usize, Option<i64>)> = Vec::new();
                for &(day, rank, fee) in &earned {
                    if reign.last().is_none_or(|top| rank > top.1) {
                        if reign.last().is_some_and(|top| top.0 == day) {
                            reign.pop();
                        }
                        reign.push((day, rank, fee));
                    }
                }
                for (i, &(day, _, fee)) in reign.iter().enumerate() {
                    let next = reign.get(i + 1).map_or(i32::MAX, |n| n.0);
                    anniversaries(day, end.min(next - 1), |due| {
                        entries.push(Entry::new(due, fee?, Cause::Upkeep(u)));
                        Some(())
                    })?;
                }
            }
        }
    }
    Some(())
}

/// Calls `due` on each anniversary of `day` up to `end`.
fn anniversaries(day: i32, end: i32, mut due: impl FnMut(i32) -> Option<()>) -> Option<()> {
    for year in 1.. {
        let anniversary = Day(day).plus_months(12 * year).0;
        if anniversary > end || anniversary <= day {
            return Some(());
        }
        due(anniversary)?;
    }
    Some(())
}
