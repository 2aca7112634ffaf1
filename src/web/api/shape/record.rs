//! Records of the catalogue as they are listed and shown.

use super::words::{CompetencyKindName, HowName};
use crate::{
    advisor::Shelf,
    explain::Speaker,
    graph::{CompetencyAt, CredentialAt, OfferingAt, RoleAt},
    lookup::{Hit, How},
    model::{CompetencyKind, Currency, Date, Money, Necessity},
    plan::terms,
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An amount of money: exact minor units, and the same for reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MoneyView {
    /// Minor units, such as cents.
    #[schema(example = 4900)]
    pub minor: i64,
    /// ISO 4217 code.
    #[schema(example = "USD")]
    pub currency: String,
    /// For reading.
    #[schema(example = "USD 49.00")]
    pub text: String,
}

impl MoneyView {
    /// This many minor units of a currency.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency: currency.to_string(), text: Money::new(minor, currency).to_string() }
    }
}

/// A record by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Its id.
    #[schema(example = "sql")]
    pub id: String,
    /// Its name.
    #[schema(example = "SQL")]
    pub name: String,
}

impl Named {
    /// A competency.
    pub fn competency(shelf: &Shelf, at: CompetencyAt, language: &str) -> Self {
        let record = shelf.graph.competency(at);
        Self { id: record.id.to_string(), name: record.name.in_language(language).to_owned() }
    }

    /// A credential.
    pub fn credential(shelf: &Shelf, at: CredentialAt, language: &str) -> Self {
        let record = shelf.graph.credential(at);
        Self { id: record.id.to_string(), name: record.name.in_language(language).to_owned() }
    }

    /// A role.
    pub fn role(shelf: &Shelf, at: RoleAt, language: &str) -> Self {
        let record = shelf.graph.role(at);
        Self { id: record.id.to_string(), name: record.title.in_language(language).to_owned() }
    }
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The edition it rests on.
    pub edition: u64,
    /// How many there are in all.
    pub total: usize,
    /// The first of this page, counted from 0.
    pub offset: usize,
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page starts; nothing on the last.
    pub next_offset: Option<usize>,
}

/// A role in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RoleSummary {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its codes by taxonomy.
    pub codes: BTreeMap<String, String>,
    /// The field of work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// How many requirements are essential.
    pub essential: usize,
    /// How many are desirable.
    pub desirable: usize,
    /// How well it fits the words searched for, 0 to 1000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u16>,
    /// How it was matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<HowName>)]
    pub how: Option<How>,
    /// The words that matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
}

impl RoleSummary {
    /// The role at a place.
    pub fn new(shelf: &Shelf, at: RoleAt, language: &str) -> Self {
        let record = shelf.graph.role(at);
        let essential = shelf.graph.asked(at).iter().filter(|asked| asked.necessity == Necessity::Essential).count();
        Self {
            id: record.id.to_string(),
            title: record.title.in_language(language).to_owned(),
            codes: record.codes.iter().map(|(taxonomy, code)| (taxonomy.to_string(), code.to_string())).collect(),
            sector: record.sector.as_deref().map(str::to_owned),
            essential,
            desirable: shelf.graph.asked(at).len() - essential,
            score: None,
            how: None,
            matched: None,
        }
    }

    /// How it was found by words.
    #[must_use]
    pub fn found(self, hit: Option<Hit<RoleAt>>) -> Self {
        match hit {
            Some(hit) => Self { score: Some(hit.score), how: Some(hit.how), matched: Some(hit.matched.into()), ..self },
            None => self,
        }
    }
}

/// An offering of a credential in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferingSummary {
    /// Its id.
    pub id: String,
    /// Who provides it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// List price when taken alone at 10 hours a week; nothing where unknown, which is not free.
    pub price: Option<MoneyView>,
    /// Effort in hours; nothing where unknown.
    pub hours: Option<f64>,
    /// ISO 639-1 languages.
    pub languages: Vec<String>,
    /// When its price held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<Date>,
}

impl OfferingSummary {
    /// The offering at a place.
    pub fn new(shelf: &Shelf, at: OfferingAt, language: &str) -> Self {
        let (record, graph) = (shelf.graph.offering(at), &shelf.graph);
        let currency = graph.currency();
        let speaker = Speaker { graph, names: language, language, currency, asked: &[], gates: &[], spoken: false };
        let terms = terms(graph, at, crate::model::Effort::hours(10), currency);
        Self {
            id: record.id.to_string(),
            provider: speaker.provider(at).map(str::to_owned),
            price: terms.as_ref().and_then(|terms| terms.minor).map(|minor| MoneyView::new(minor, currency)),
            hours: terms.and_then(|terms| terms.effort).map(hours),
            languages: record.languages.iter().map(ToString::to_string).collect(),
            as_of: record.as_of,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "minutes of effort are far below 2^52")]
pub(super) fn hours(effort: crate::model::Effort) -> f64 {
    (effort.minutes as f64 / 60.0 * 100.0).round() / 100.0
}

/// A credential in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CredentialSummary {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who awards it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What it attests, with ranks where known.
    pub awards: Vec<String>,
    /// What it asks first, in words.
    pub prerequisites: Vec<String>,
    /// Ways to earn it.
    pub offerings: Vec<OfferingSummary>,
    /// How well it fits the words searched for, 0 to 1000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u16>,
    /// How it was matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<HowName>)]
    pub how: Option<How>,
    /// The words that matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
}

impl CredentialSummary {
    /// The credential at a place.
    pub fn new(shelf: &Shelf, at: CredentialAt, language: &str) -> Self {
        let (record, graph) = (shelf.graph.credential(at), &shelf.graph);
        let speaker = Speaker { graph, names: language, language, currency: graph.currency(), asked: &[], gates: &[], spoken: false };
        let issuer = record.issuer.as_ref().map(|id| {
            let known = graph.find_organisation(id.as_str());
            known.map_or(id.as_str(), |at| graph.organisation(at).name.in_language(language)).to_owned()
        });
        let awards = graph.awards(at).iter().map(|award| speaker.need(&crate::graph::Need::Attain(award.competency, award.rank)));
        Self {
            id: record.id.to_string(),
            name: record.name.in_language(language).to_owned(),
            issuer,
            awards: awards.collect(),
            prerequisites: graph.conditions(at).iter().filter_map(|bound| bound.binding()).map(|need| speaker.need(need)).collect(),
            offerings: graph.offerings_of(at).iter().map(|offering| OfferingSummary::new(shelf, *offering, language)).collect(),
            score: None,
            how: None,
            matched: None,
        }
    }

    /// How it was found by words.
    #[must_use]
    pub fn found(self, hit: Option<Hit<CredentialAt>>) -> Self {
        match hit {
            Some(hit) => Self { score: Some(hit.score), how: Some(hit.how), matched: Some(hit.matched.into()), ..self },
            None => self,
        }
    }
}

/// A competency in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompetencySummary {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What sort it is.
    #[schema(value_type = CompetencyKindName)]
    pub kind: CompetencyKind,
    /// How many ranks its scale has.
    pub ranks: u8,
    /// How many credentials attest it.
    pub credentials: usize,
    /// How many roles ask it.
    pub roles: usize,
    /// How well it fits the words searched for, 0 to 1000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u16>,
    /// How it was matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<HowName>)]
    pub how: Option<How>,
    /// The words that matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
}

impl CompetencySummary {
    /// The competency at a place.
    pub fn new(shelf: &Shelf, at: CompetencyAt, language: &str) -> Self {
        let (record, graph) = (shelf.graph.competency(at), &shelf.graph);
        let one = graph.one(at);
        let mut credentials: Vec<_> = graph.provided(one).iter().map(|way| way.credential).collect();
        credentials.sort();
        credentials.dedup();
        Self {
            id: record.id.to_string(),
            name: record.name.in_language(language).to_owned(),
            kind: record.kind,
            ranks: graph.ranks(one),
            credentials: credentials.len(),
            roles: graph.asking(one).len(),
            score: None,
            how: None,
            matched: None,
        }
    }

    /// How it was found by words.
    #[must_use]
    pub fn found(self, hit: Option<Hit<CompetencyAt>>) -> Self {
        match hit {
            Some(hit) => Self { score: Some(hit.score), how: Some(hit.how), matched: Some(hit.matched.into()), ..self },
            None => self,
        }
    }
}
