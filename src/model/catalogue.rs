//! What was published: the records of a catalogue, plain and unindexed.

use super::{
    Competency, Credential, Crosswalk, Currency, Date, Equivalence, ExchangeRate, Funding, LevelScale, Match, Offering, Organisation,
    PricePlan, Role, Source, Text,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name and version of the native format.
pub const FORMAT: &str = "pathstack-catalogue/1";

/// What a catalogue says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Name and version of the format.
    pub format: Box<str>,
    /// Stable id.
    pub id: Box<str>,
    /// Its title.
    pub title: Text,
    /// ISO 639-1 language of plain text.
    #[serde(default = "english")]
    pub language: Box<str>,
    /// The currency of answers, unless asked otherwise.
    #[serde(default = "dollars")]
    pub currency: Currency,
    /// The date at which it was put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// Under which licence it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Box<str>>,
    /// What is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
}

fn english() -> Box<str> {
    "en".into()
}

fn dollars() -> Currency {
    Currency::USD
}

/// One record: one line of a catalogue file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", expecting = "an object with one member, the kind of the record")]
pub enum Record {
    /// What the catalogue says of itself; comes first.
    Catalogue(Header),
    /// A publication that figures come from.
    Source(Source),
    /// A provider, awarding body, funder …
    Organisation(Organisation),
    /// A scale of levels.
    Scale(LevelScale),
    /// A competency.
    Competency(Competency),
    /// A correspondence between two competencies.
    Crosswalk(Crosswalk),
    /// A job role.
    Role(Role),
    /// A credential.
    Credential(Box<Credential>),
    /// A route to a credential.
    Offering(Box<Offering>),
    /// A price that covers several offerings.
    PricePlan(Box<PricePlan>),
    /// Somebody who helps to pay.
    Funding(Box<Funding>),
    /// One credential accepted in place of another.
    Equivalence(Equivalence),
    /// A dated exchange rate.
    Rate(ExchangeRate),
}

/// The records of one catalogue, or of several joined, in the order they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// What the catalogues say of themselves.
    pub headers: Vec<Header>,
    /// Publications that figures come from.
    pub sources: Vec<Source>,
    /// Providers, awarding bodies, funders …
    pub organisations: Vec<Organisation>,
    /// Scales of levels.
    pub scales: Vec<LevelScale>,
    /// Competencies.
    pub competencies: Vec<Competency>,
    /// Correspondences between competencies.
    pub crosswalks: Vec<Crosswalk>,
    /// Job roles.
    pub roles: Vec<Role>,
    /// Credentials.
    pub credentials: Vec<Credential>,
    /// Routes to credentials.
    pub offerings: Vec<Offering>,
    /// Prices that cover several offerings.
    pub price_plans: Vec<PricePlan>,
    /// Funding sources.
    pub funding: Vec<Funding>,
    /// Equivalences.
    pub equivalences: Vec<Equivalence>,
    /// Exchange rates.
    pub rates: Vec<ExchangeRate>,
}

impl Catalogue {
    /// Adds one record.
    pub fn push(&mut self, record: Record) {
        match record {
            Record::Catalogue(header) => self.headers.push(header),
            Record::Source(source) => self.sources.push(source),
            Record::Organisation(organisation) => self.organisations.push(organisation),
            Record::Scale(scale) => self.scales.push(scale),
            Record::Competency(competency) => self.competencies.push(competency),
            Record::Crosswalk(crosswalk) => self.crosswalks.push(crosswalk),
            Record::Role(role) => self.roles.push(role),
            Record::Credential(credential) => self.credentials.push(*credential),
            Record::Offering(offering) => self.offerings.push(*offering),
            Record::PricePlan(plan) => self.price_plans.push(*plan),
            Record::Funding(funding) => self.funding.push(*funding),
            Record::Equivalence(equivalence) => self.equivalences.push(equivalence),
            Record::Rate(rate) => self.rates.push(rate),
        }
    }

    /// Lets close matches count as if each side were narrower than the other: a policy that no catalogue decides for its readers.
    pub fn count_close_matches(&mut self) {
        let close: Vec<Crosswalk> = self.crosswalks.iter().filter(|walk| walk.closeness == Match::Close).cloned().collect();
        for walk in close {
            self.crosswalks.push(Crosswalk { closeness: Match::Broad, ..walk.clone() });
            self.crosswalks.push(Crosswalk { closeness: Match::Narrow, ..walk });
        }
    }

    /// Adds all records of another catalogue after its own. The larger list of each kind stays where it is in memory.
    pub fn append(&mut self, other: Self) {
        fn after<T>(own: &mut Vec<T>, mut more: Vec<T>) {
            if own.len() < more.len() {
                more.splice(0..0, own.drain(..));
                *own = more;
            } else {
                own.append(&mut more);
            }
        }
        after(&mut self.headers, other.headers);
        after(&mut self.sources, other.sources);
        after(&mut self.organisations, other.organisations);
        after(&mut self.scales, other.scales);
        after(&mut self.competencies, other.competencies);
        after(&mut self.crosswalks, other.crosswalks);
        after(&mut self.roles, other.roles);
        after(&mut self.credentials, other.credentials);
        after(&mut self.offerings, other.offerings);
        after(&mut self.price_plans, other.price_plans);
        after(&mut self.funding, other.funding);
        after(&mut self.equivalences, other.equivalences);
        after(&mut self.rates, other.rates);
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.headers.len()
            + self.sources.len()
            + self.organisations.len()
            + self.scales.len()
            + self.competencies.len()
            + self.crosswalks.len()
            + self.roles.len()
            + self.credentials.len()
            + self.offerings.len()
            + self.price_plans.len()
            + self.funding.len()
            + self.equivalences.len()
            + self.rates.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every record, in the order files are written: headers, sources, organisations, scales, competencies, crosswalks, roles,
    /// credentials, offerings, price plans, funding, equivalences, rates.
    pub fn into_records(self) -> impl Iterator<Item = Record> {
        (self.headers.into_iter().map(Record::Catalogue))
            .chain(self.sources.into_iter().map(Record::Source))
            .chain(self.organisations.into_iter().map(Record::Organisation))
            .chain(self.scales.into_iter().map(Record::Scale))
            .chain(self.competencies.into_iter().map(Record::Competency))
            .chain(self.crosswalks.into_iter().map(Record::Crosswalk))
            .chain(self.roles.into_iter().map(Record::Role))
            .chain(self.credentials.into_iter().map(|credential| Record::Credential(Box::new(credential))))
            .chain(self.offerings.into_iter().map(|offering| Record::Offering(Box::new(offering))))
            .chain(self.price_plans.into_iter().map(|plan| Record::PricePlan(Box::new(plan))))
            .chain(self.funding.into_iter().map(|funding| Record::Funding(Box::new(funding))))
            .chain(self.equivalences.into_iter().map(Record::Equivalence))
            .chain(self.rates.into_iter().map(Record::Rate))
    }
}

#[cfg(test)]
impl Catalogue {
    /// The records of these lines of the native format.
    pub(crate) fn of_lines(lines: &[&str]) -> Self {
        let mut catalogue = Self::default();
        lines.iter().for_each(|line| catalogue.push(serde_json::from_str(line).unwrap()));
        catalogue
    }
}
