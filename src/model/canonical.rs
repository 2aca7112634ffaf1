//! The canonical order of a catalogue, by kind and then by id, so that equal catalogues become equal bytes.

use super::{
    Catalogue, Competency, Credential, Crosswalk, Equivalence, ExchangeRate, Funding, Header, LevelScale, Offering, Organisation,
    PricePlan, Role, Source,
};
use serde::Serialize;

/// A record by reference; it is written as [`Record`](super::Record) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordRef<'a> {
    /// What the catalogue says of itself.
    Catalogue(&'a Header),
    /// A publication that figures come from.
    Source(&'a Source),
    /// A provider, awarding body, funder …
    Organisation(&'a Organisation),
    /// A scale of levels.
    Scale(&'a LevelScale),
    /// A competency.
    Competency(&'a Competency),
    /// A correspondence between two competencies.
    Crosswalk(&'a Crosswalk),
    /// A job role.
    Role(&'a Role),
    /// A credential.
    Credential(&'a Credential),
    /// A route to a credential.
    Offering(&'a Offering),
    /// A price that covers several offerings.
    PricePlan(&'a PricePlan),
    /// Somebody who helps to pay.
    Funding(&'a Funding),
    /// One credential accepted in place of another.
    Equivalence(&'a Equivalence),
    /// A dated exchange rate.
    Rate(&'a ExchangeRate),
}

fn sorted<'a, T, K: Ord>(records: &'a [T], key: impl Fn(&'a T) -> K) -> impl Iterator<Item = &'a T> {
    let mut records: Vec<&T> = records.iter().collect();
    records.sort_by_key(|record| key(record));
    records.into_iter()
}

impl Catalogue {
    /// Every record in canonical order: headers as they stand; then sources, organisations, scales, competencies, crosswalks, roles,
    /// credentials, offerings, price plans, funding, equivalences and rates, each kind by id.
    pub fn records(&self) -> impl Iterator<Item = RecordRef<'_>> {
        (self.headers.iter().map(RecordRef::Catalogue))
            .chain(sorted(&self.sources, |source| &source.id).map(RecordRef::Source))
            .chain(sorted(&self.organisations, |organisation| &organisation.id).map(RecordRef::Organisation))
            .chain(sorted(&self.scales, |scale| &scale.id).map(RecordRef::Scale))
            .chain(sorted(&self.competencies, |competency| &competency.id).map(RecordRef::Competency))
            .chain(sorted(&self.crosswalks, |walk| (&walk.from, &walk.to, walk.closeness, &walk.source)).map(RecordRef::Crosswalk))
            .chain(sorted(&self.roles, |role| &role.id).map(RecordRef::Role))
            .chain(sorted(&self.credentials, |credential| &credential.id).map(RecordRef::Credential))
            .chain(sorted(&self.offerings, |offering| &offering.id).map(RecordRef::Offering))
            .chain(sorted(&self.price_plans, |plan| &plan.id).map(RecordRef::PricePlan))
            .chain(sorted(&self.funding, |funding| &funding.id).map(RecordRef::Funding))
            .chain(sorted(&self.equivalences, |one| (&one.from, &one.to, one.purpose, &one.source)).map(RecordRef::Equivalence))
            .chain(sorted(&self.rates, |rate| (rate.from, rate.to, rate.as_of)).map(RecordRef::Rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Record;

    #[test]
    fn records_come_by_kind_and_then_by_id_whatever_the_order_they_were_read_in() {
        let lines = [
            r#"{"rate":{"from":"EUR","to":"USD","rate":"1.1","as_of":"2026-01-01"}}"#,
            r#"{"source":{"id":"b","title":"B"}}"#,
            r#"{"source":{"id":"a","title":"A"}}"#,
        ];
        let mut catalogue = Catalogue::default();
        for line in lines {
            catalogue.push(serde_json::from_str::<Record>(line).unwrap());
        }
        let written: Vec<_> = catalogue.records().map(|record| serde_json::to_string(&record).unwrap()).collect();
        assert_eq!(written, [lines[2], lines[1], lines[0]]);
    }
}
