//! What can be wrong with a problem whose shape is right, each fault with its place and what to do.

use std::fmt;

use super::{Atom, Attainment, Catalogue, Group, Id, Limits, MAX_COMPETENCIES, MAX_INTEGER, Query, shape::is_stand_in};

/// One thing wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a JSON pointer (RFC 6901) into the file, or `line L column C` where the text is not JSON.
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "the whole file" } else { &self.place };
        write!(f, "{place}: {}; {}", self.what, self.remedy)
    }
}

/// Faults found so far. Keeps the first [`Faults::KEPT`] and counts the rest, so that a wrong file of a gigabyte does
/// not become a report of ten.
#[derive(Debug, Default)]
pub(super) struct Faults {
    kept: Vec<Fault>,
    more: usize,
}

impl Faults {
    const KEPT: usize = 1000;

    pub(super) fn push(&mut self, place: impl FnOnce() -> String, what: String, remedy: &str) {
        if self.kept.len() < Self::KEPT {
            self.kept.push(Fault { place: place(), what, remedy: remedy.to_owned() });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn extend(&mut self, others: Vec<Fault>) {
        for fault in others {
            self.push(|| fault.place, fault.what, &fault.remedy);
        }
    }

    pub(super) fn into_result(mut self) -> Result<(), Vec<Fault>> {
        if self.more > 0 {
            self.kept.push(Fault {
                place: String::new(),
                what: format!("{} more faults are not listed", self.more),
                remedy: "put these right and read the file again".to_owned(),
            });
        }
        if self.kept.is_empty() { Ok(()) } else { Err(self.kept) }
    }
}

/// What references and levels are judged by.
struct Judge<'a> {
    catalogue: &'a Catalogue,
    faults: Faults,
}

/// Every fault of a catalogue.
pub(super) fn in_catalogue(catalogue: &Catalogue) -> Result<(), Vec<Fault>> {
    let mut judge = Judge { catalogue, faults: Faults::default() };
    if catalogue.competencies > MAX_COMPETENCIES {
        judge.faults.push(
            || "/competencies".to_owned(),
            format!("{} competencies are too many", catalogue.competencies),
            "use at most 10,000,000; number only those that are used",
        );
    }
    let mut sums = [0_i128; 3];
    for (i, credential) in catalogue.credentials.iter().enumerate() {
        let measures = [("cost", credential.cost), ("hours", credential.hours), ("count", credential.count)];
        for (sum, (name, value)) in sums.iter_mut().zip(measures) {
            *sum += judge.amount(value, || format!("/credentials/{i}/{name}"));
        }
        for (j, taught) in credential.teaches.iter().enumerate() {
            judge.attainment(*taught, || format!("/credentials/{i}/teaches/{j}"));
        }
        judge.groups(&credential.requires, || format!("/credentials/{i}/requires"));
    }
    for (i, offer) in catalogue.offers.iter().enumerate() {
        // What is paid is never more than all credentials plus all offers: one sum for both.
        if let Some(cost) = sums.first_mut() {
            *cost += judge.amount(offer.cost, || format!("/offers/{i}/cost"));
        }
        for (j, id) in offer.covers.iter().enumerate() {
            judge.credential(id, || format!("/offers/{i}/covers/{j}"));
        }
    }
    for (sum, name) in sums.into_iter().zip(["cost", "hours", "count"]) {
        if sum > i128::from(MAX_INTEGER) {
            judge.faults.push(
                || "/credentials".to_owned(),
                format!("all {name} together is {sum}, more than 2^53 - 1"),
                "use a coarser unit, so that every sum stays exact",
            );
        }
    }
    judge.unique("/credentials", &catalogue.credentials_by_id, |i| catalogue.credentials.get(i).map(|credential| &credential.id));
    judge.unique("/offers", &catalogue.offers_by_id, |i| catalogue.offers.get(i).map(|offer| &offer.id));
    judge.faults.into_result()
}

/// Every fault of a query asked of this catalogue.
pub(super) fn in_query(catalogue: &Catalogue, query: &Query) -> Result<(), Vec<Fault>> {
    let mut judge = Judge { catalogue, faults: Faults::default() };
    for (i, held) in query.learner.holds.iter().enumerate() {
        judge.attainment(*held, || format!("/learner/holds/{i}"));
    }
    for (i, id) in query.learner.earned.iter().enumerate() {
        judge.credential(id, || format!("/learner/earned/{i}"));
    }
    judge.groups(&query.role.requires, || "/role/requires".to_owned());
    let mut sum = 0;
    for (i, soft) in query.role.soft.iter().enumerate() {
        judge.atom(&soft.atom, || format!("/role/soft/{i}"));
        sum += judge.amount(soft.weight, || format!("/role/soft/{i}/w"));
    }
    if sum > i128::from(MAX_INTEGER) {
        judge.faults.push(|| "/role/soft".to_owned(), format!("all weights together are {sum}, more than 2^53 - 1"), "use smaller weights");
    }
    judge.integer(query.role.min_soft, || "/role/min_soft".to_owned());
    for (i, id) in query.forbid.iter().enumerate() {
        judge.credential(id, || format!("/forbid/{i}"));
    }
    let Limits { max_cost, max_hours, max_count } = query.limits;
    for (name, limit) in [("max_cost", max_cost), ("max_hours", max_hours), ("max_count", max_count)] {
        if let Some(limit) = limit {
            judge.amount(limit, || format!("/limits/{name}"));
        }
    }
    judge.faults.into_result()
}

impl Judge<'_> {
    /// An amount of at least 0; gives it for a sum, 0 where it is wrong.
    fn amount(&mut self, value: i64, place: impl FnOnce() -> String) -> i128 {
        if (0..=MAX_INTEGER).contains(&value) {
            return value.into();
        }
        self.faults.push(place, format!("{value} is out of range"), "use an integer from 0 to 2^53 - 1");
        0
    }

    fn integer(&mut self, value: i64, place: impl FnOnce() -> String) {
        if value.unsigned_abs() > MAX_INTEGER.unsigned_abs() {
            self.faults.push(place, format!("{value} is out of range"), "use an integer from -(2^53 - 1) to 2^53 - 1");
        }
    }

    fn attainment(&mut self, attainment: Attainment, place: impl Fn() -> String) {
        let Catalogue { levels, competencies, .. } = *self.catalogue;
        if attainment.competency >= competencies {
            self.faults.push(
                &place,
                format!("there is no competency {}", attainment.competency),
                &format!("competencies are numbered from 0 and there are {competencies}; raise `competencies` or use a lower number"),
            );
        }
        if attainment.level > levels {
            self.faults.push(
                &place,
                format!("level {} is out of scale", attainment.level),
                &format!("levels go from 0 to {levels}; raise `levels` or use a lower one"),
            );
        }
    }

    fn credential(&mut self, id: &Id, place: impl FnOnce() -> String) {
        if self.catalogue.credential_position(id).is_none() && !is_stand_in(id) {
            self.faults.push(place, format!("there is no credential {id:?}"), "add it to `credentials` or take the reference out");
        }
    }

    fn atom(&mut self, atom: &Atom, place: impl Fn() -> String) {
        match atom {
            Atom::Level(attainment) => self.attainment(*attainment, place),
            Atom::Earned(id) => self.credential(id, || place() + "/cr"),
        }
    }

    fn groups(&mut self, groups: &[Group], place: impl Fn() -> String) {
        for (i, group) in groups.iter().enumerate() {
            self.integer(group.k, || format!("{}/{i}/k", place()));
            for (j, atom) in group.of.iter().enumerate() {
                self.atom(atom, || format!("{}/{i}/of/{j}", place()));
            }
        }
    }

    /// Equal ids stand side by side in the order of the ids; the sort is stable, so the later one is reported.
    fn unique<'i>(&mut self, list: &str, by_id: &[u32], id: impl Fn(usize) -> Option<&'i Id>) {
        for pair in by_id.windows(2) {
            if let &[first, second] = pair
                && let (Some(a), Some(b)) = (id(first as usize), id(second as usize))
                && a == b
            {
                self.faults.push(
                    || format!("{list}/{second}/id"),
                    format!("the id {b:?} is that of {list}/{first} already"),
                    "give each its own id",
                );
            }
        }
    }
}
