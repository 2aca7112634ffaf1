//! What was found where only some credentials were posed, carried over to where others are posed of the same question.
//!
//! Both posings number held things, offers, ways to pay and funds alike, and credentials in the same order; only the numbers of items,
//! plans and yearly fees differ.

use std::collections::HashMap;

use super::archive::{Archive, Found};
use super::ledger::Cause;
use super::purchase::Bill;
use super::setting::{Kind, Setting};
use super::stack::Stack;

/// The same answers in hand, in the numbers of another posing; what it has not posed is left out.
pub(super) fn carry(archive: &Archive, from: &Setting<'_>, to: &Setting<'_>) -> Archive {
    let mut carried = Archive::default();
    for found in archive.front.iter().chain(&archive.fewest) {
        if let Some(found) = moved(found, from, to) {
            carried.offer(&found);
        }
    }
    carried
}

fn moved(found: &Found, from: &Setting<'_>, to: &Setting<'_>) -> Option<Found> {
    let places: HashMap<(Option<u32>, Kind), u32> = (0_u32..).zip(&to.items).map(|(i, item)| ((item.credential, item.kind), i)).collect();
    let place = |&i: &u32| {
        let item = &from.items[i as usize];
        // Held things come first in both; one may be there twice.
        if let Kind::Keep(_) = item.kind { Some(i) } else { places.get(&(item.credential, item.kind)).copied() }
    };
    let mut chosen: Vec<u32> = found.stack.items.iter().map(place).collect::<Option<_>>()?;
    let in_order = chosen.clone();
    chosen.sort_unstable();
    let stack = Stack::new(to, &chosen);
    let offering = |setting: &Setting<'_>, stack: &Stack, member: u32, at: u32| {
        stack.item(setting, member as usize).offers.get(at as usize).map(|offer| offer.offering)
    };
    let alike = found.calendar.order.iter().all(|&(m, at, _)| offering(from, &found.stack, m, at) == offering(to, &stack, m, at));
    if stack.items != in_order || !alike {
        return None;
    }
    let mut entries = found.bill.entries.clone();
    for entry in &mut entries {
        match &mut entry.cause {
            Cause::Plan(plan) => *plan = to.plans.iter().position(|p| p.plan == from.plans[*plan as usize].plan)? as u32,
            Cause::Upkeep(fee) => *fee = to.yearly.iter().position(|y| y.upkeep == from.yearly[*fee].upkeep)?,
            Cause::Fee(..) | Cause::Award(_) | Cause::Renewal(_) | Cause::Fund(..) => {}
        }
    }
    let bill = Bill { money: found.bill.money, entries, ways: found.bill.ways.clone() };
    Some(Found { stack, bill, ..found.clone() })
}
