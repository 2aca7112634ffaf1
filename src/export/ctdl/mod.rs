//! CTDL: credentials with conditions, ways to earn them with costs, organisations, competencies and occupations.
//!
//! A credential requires one of its ways, each a learning opportunity or an assessment with the offering's id, its price, time and place; or
//! the parts that a larger award is made of. What is part of something larger is a learning opportunity or assessment itself, with its
//! scheduled offerings. Ids that are no URIs are relative to the document.

mod condition;
mod credential;
mod referred;
mod way;

use super::{Lost, Object, by_language};
use crate::model::{Catalogue, Competency, Credential, Crosswalk, Offering, OrganisationRole, RecordRef};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

const CONTEXT: &str = "https://credreg.net/ctdl/schema/context/json";
const CONTEXT_ASN: &str = "https://credreg.net/ctdlasn/schema/context/json";

/// What is looked up while records are written.
pub(super) struct Ctdl<'a> {
    language: &'a str,
    offerings: HashMap<&'a str, Vec<&'a Offering>>,
    competencies: HashMap<&'a str, &'a Competency>,
    credentials: HashMap<&'a str, &'a Credential>,
    crosswalks: HashMap<&'a str, Vec<&'a Crosswalk>>,
    /// Frameworks, each with the competency it is written before.
    frameworks: HashMap<&'a str, &'a str>,
    /// Codes of credentials with their ids, in the order of both.
    codes: Vec<(&'a str, &'a str)>,
    /// What each organisation does for what refers to it, which is all that CTDL says of it.
    acts: HashMap<&'a str, BTreeSet<OrganisationRole>>,
}

impl<'a> Ctdl<'a> {
    pub(super) fn new(catalogue: &'a Catalogue) -> Self {
        let mut offerings: HashMap<&str, Vec<&Offering>> = HashMap::new();
        for offering in &catalogue.offerings {
            offerings.entry(offering.credential.as_str()).or_default().push(offering);
        }
        for list in offerings.values_mut() {
            list.sort_by(|a, b| a.id.cmp(&b.id));
        }
        let mut crosswalks: HashMap<&str, Vec<&Crosswalk>> = HashMap::new();
        for walk in &catalogue.crosswalks {
            crosswalks.entry(walk.from.as_str()).or_default().push(walk);
        }
        for list in crosswalks.values_mut() {
            list.sort_by(|a, b| (&a.to, a.closeness).cmp(&(&b.to, b.closeness)));
        }
        let mut frameworks: HashMap<&str, &str> = HashMap::new();
        for one in &catalogue.competencies {
            if let Some(framework) = &one.framework {
                let first = frameworks.entry(framework).or_insert(one.id.as_str());
                *first = (*first).min(one.id.as_str());
            }
        }
        let mut codes: Vec<(&str, &str)> =
            catalogue.credentials.iter().flat_map(|one| one.codes.iter().map(|code| (&**code, one.id.as_str()))).collect();
        codes.sort_unstable();
        Self {
            frameworks,
            language: catalogue.headers.first().map_or("en", |header| &header.language),
            offerings,
            competencies: catalogue.competencies.iter().map(|one| (one.id.as_str(), one)).collect(),
            credentials: catalogue.credentials.iter().map(|one| (one.id.as_str(), one)).collect(),
            crosswalks,
            codes,
            acts: acts(catalogue),
        }
    }

    pub(super) fn resources(&self, record: RecordRef<'_>, lost: &mut Lost) -> Vec<Value> {
        match record {
            RecordRef::Organisation(organisation) => vec![self.organisation(organisation, lost)],
            RecordRef::Competency(competency) => self.competency(competency, lost),
            RecordRef::Role(role) => vec![self.role(role, lost)],
            RecordRef::Credential(credential) => self.credential(credential, lost),
            // Offerings are written with their credentials, and crosswalks with the competency they start from.
            RecordRef::Offering(offering) => {
                if !self.credentials.contains_key(offering.credential.as_str()) {
                    lost.say("offering", "credential", offering.id.as_str());
                }
                Vec::new()
            }
            RecordRef::Crosswalk(walk) => {
                if self.competencies.contains_key(walk.from.as_str()) {
                    lost.besides("crosswalk", walk.from.as_str(), walk, &["from", "to", "match"]);
                } else {
                    lost.say("crosswalk", "from", walk.from.as_str());
                }
                Vec::new()
            }
            RecordRef::Catalogue(_) => Vec::new(),
            RecordRef::Source(source) => nothing(lost, "source", source.id.as_str()),
            RecordRef::Scale(scale) => nothing(lost, "scale", scale.id.as_str()),
            RecordRef::PricePlan(plan) => nothing(lost, "price_plan", plan.id.as_str()),
            RecordRef::Funding(funding) => nothing(lost, "funding", funding.id.as_str()),
            RecordRef::Equivalence(equivalence) => nothing(lost, "equivalence", equivalence.from.as_str()),
            RecordRef::Rate(_) => nothing(lost, "rate", ""),
        }
    }

    /// An object with what every resource has: context, type, id, and a CTID where the id is one.
    fn resource(kind: &str, id: &str, context: &str) -> Object {
        let mut object = Object::of(Some(context), kind);
        object.set("@id", id);
        if id.starts_with("ce-") && id.len() == 39 {
            object.set("ceterms:ctid", id);
        }
        object
    }

    /// A competency as something else refers to it.
    fn alignment(&self, id: &str) -> Value {
        let mut object = Object::of(None, "ceterms:CredentialAlignmentObject");
        object.set("ceterms:targetNode", id);
        if let Some(known) = self.competencies.get(id) {
            object.set("ceterms:targetNodeName", by_language(&known.name, self.language));
        }
        object.done()
    }
}

/// What each organisation does for the records that name it.
fn acts(catalogue: &Catalogue) -> HashMap<&str, BTreeSet<OrganisationRole>> {
    let awarding = catalogue.credentials.iter().filter_map(|one| Some((one.issuer.as_ref()?.as_str(), OrganisationRole::AwardingBody)));
    let providing = catalogue.offerings.iter().filter_map(|one| Some((one.provider.as_ref()?.as_str(), OrganisationRole::Provider)));
    let mut acts: HashMap<&str, BTreeSet<OrganisationRole>> = HashMap::new();
    for (id, role) in awarding.chain(providing) {
        acts.entry(id).or_default().insert(role);
    }
    acts
}

fn nothing(lost: &mut Lost, kind: &'static str, id: &str) -> Vec<Value> {
    lost.say(kind, "", id);
    Vec::new()
}
