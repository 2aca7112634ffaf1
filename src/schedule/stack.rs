//! One stack made small: its members numbered, its needs between members only.

use super::setting::{Item, Kind, Need, Setting};

/// A set of items as members: steps of study first, then credentials that award themselves, then things held.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    /// Items by number in the setting.
    pub(super) items: Vec<u32>,
    pub(super) steps: usize,
    pub(super) members: Vec<Member>,
    pub(super) goal: Vec<Need>,
}

/// What a member asks of the others.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) needs: Vec<Need>,
    pub(super) loose: Vec<Need>,
    pub(super) strict: Vec<Need>,
    /// Last day of something held.
    pub(super) until: i32,
}

impl Stack {
    /// Makes a stack of items given in ascending order.
    pub(super) fn new(setting: &Setting<'_>, chosen: &[u32]) -> Self {
        let rank = |i: &u32| match setting.items[*i as usize].kind {
            Kind::Study => 0,
            Kind::Rule => 1,
            Kind::Keep(_) => 2,
        };
        let mut items = chosen.to_vec();
        items.sort_by_key(|i| (rank(i), *i));
        let steps = items.iter().filter(|i| rank(i) == 0).count();
        let place = |needs: &[Need]| -> Vec<Need> { needs.iter().map(|n| among(n, &items)).collect() };
        let members = items
            .iter()
            .map(|&i| {
                let item = &setting.items[i as usize];
                Member {
                    needs: place(&item.needs),
                    loose: place(&item.loose),
                    strict: place(&item.strict),
                    until: if let Kind::Keep(last) = item.kind { last } else { i32::MAX },
                }
            })
            .collect();
        let goal = place(&setting.goal);
        Self { items, steps, members, goal }
    }

    /// The item of a member.
    pub(super) fn item<'s>(&self, setting: &'s Setting<'_>, member: usize) -> &'s Item {
        &setting.items[self.items[member] as usize]
    }

    /// Whether something is held, not earned.
    pub(super) fn is_held(&self, setting: &Setting<'_>, member: usize) -> bool {
        matches!(self.item(setting, member).kind, Kind::Keep(_))
    }
}

fn among(need: &Need, items: &[u32]) -> Need {
    let mut atoms = Vec::with_capacity(need.atoms.len());
    for (w, from) in &need.atoms {
        let here: Vec<u32> = (0_u32..).zip(items).filter(|(_, item)| from.binary_search(item).is_ok()).map(|(place, _)| place).collect();
        if !here.is_empty() {
            atoms.push((*w, here));
        }
    }
    Need { k: need.k, atoms }
}
