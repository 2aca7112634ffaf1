//! What people took, and when: the only thing that is learned from. There is no room in it for who they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One thing taken: who, what and when, as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// An opaque id of a person.
    pub user: Box<str>,
    /// The id of what was taken.
    pub item: Box<str>,
    /// When: any whole number that grows with time; seconds, where sessions are to be told apart.
    pub at: i64,
}

/// What can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: Box<str>,
    /// The group it was published in: a subject, product or framework.
    pub group: Option<Box<str>>,
}

/// The place of an item in the published order.
pub type ItemAt = u32;

/// One thing taken, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub item: ItemAt,
    /// When.
    pub at: i64,
}

/// What one person took, in the order of time, each item once.
pub type Trail = Vec<Step>;

/// Events by person and time, and the catalogue they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    items: Vec<Box<str>>,
    groups: Vec<u32>,
    users: Vec<Box<str>>,
    trails: Vec<Trail>,
}

/// The group of an item that has none.
pub const NO_GROUP: u32 = u32::MAX;

/// Ids in their natural order: whole numbers by size, then words by letters.
fn natural(id: &str) -> (u64, &str) {
    (id.parse().unwrap_or(u64::MAX), id)
}

impl Log {
    /// Sorts events out by person and time. Items keep the order in which they were published; items that only events name follow, in
    /// the natural order of their ids. Of events at the same time the one read first comes first, and of the same item the earliest
    /// counts. `n log n` in the events.
    pub fn new(published: &[Item], events: &[Event]) -> Self {
        let mut places: HashMap<&str, ItemAt> = HashMap::new();
        let (mut items, mut groups): (Vec<Box<str>>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut group_places: BTreeMap<&str, u32> = BTreeMap::new();
        for item in published {
            if !places.contains_key(&*item.id) {
                places.insert(&item.id, items.len() as ItemAt);
                items.push(item.id.clone());
                let next = group_places.len() as u32;
                groups.push(item.group.as_deref().map_or(NO_GROUP, |group| *group_places.entry(group).or_insert(next)));
            }
        }
        let unpublished: BTreeSet<(u64, &str)> =
            events.iter().filter(|event| !places.contains_key(&*event.item)).map(|event| natural(&event.item)).collect();
        for (_, id) in unpublished {
            places.insert(id, items.len() as ItemAt);
            items.push(id.into());
            groups.push(NO_GROUP);
        }
        let mut by_user: BTreeMap<(u64, &str), Trail> = BTreeMap::new();
        for event in events {
            if let Some(item) = places.get(&*event.item) {
                by_user.entry(natural(&event.user)).or_default().push(Step { item: *item, at: event.at });
            }
        }
        let (mut users, mut trails) = (Vec::with_capacity(by_user.len()), Vec::with_capacity(by_user.len()));
        for ((_, user), mut trail) in by_user {
            trail.sort_by_key(|step| step.at);
            let mut seen = BTreeSet::new();
            trail.retain(|step| seen.insert(step.item));
            users.push(user.into());
            trails.push(trail);
        }
        Self { items, groups, users, trails }
    }

    /// The ids of the items, in the published order.
    pub fn items(&self) -> &[Box<str>] {
        &self.items
    }

    /// The group of each item; [`NO_GROUP`] where it has none.
    pub fn groups(&self) -> &[u32] {
        &self.groups
    }

    /// The ids of the people, in their natural order.
    pub fn users(&self) -> &[Box<str>] {
        &self.users
    }

    /// What each person took.
    pub fn trails(&self) -> &[Trail] {
        &self.trails
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        self.trails.iter().map(Vec::len).sum()
    }

    /// The first and the last time; nothing without events.
    pub fn span(&self) -> Option<(i64, i64)> {
        let times = || self.trails.iter().flatten().map(|step| step.at);
        times().min().zip(times().max())
    }

    /// The same catalogue and people with other trails; people are told by their place.
    pub(super) fn with_trails(&self, trails: Vec<Trail>) -> Self {
        Self { trails, ..self.clone() }
    }
}
