//! Records put together from several places: the first of each id stays, and what is only referred to gets a name.

use super::{IssueKind, Issues, Reading, blank, json::Place, values};
use crate::model::{Catalogue, CompetencyId, Condition, Credential, Offering, OrganisationId, OrganisationRole, Relation, Role, Text};
use std::collections::{HashMap, HashSet};

/// A catalogue in the making.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) catalogue: Catalogue,
    pub(super) issues: Issues,
    credentials: HashSet<Box<str>>,
    offerings: HashSet<Box<str>>,
    roles: HashSet<Box<str>>,
    competencies: HashMap<Box<str>, usize>,
    organisations: HashMap<Box<str>, usize>,
}

/// An id for something published under this address, or under a name alone.
pub(super) fn id_of(uri: Option<&str>, name: Option<&Text>) -> Option<String> {
    let uri = uri.map(str::trim).filter(|uri| !uri.is_empty() && !uri.starts_with("_:"));
    let named = || name.map(|name| format!("named:{}", values::id_of(name.in_language("en"))));
    uri.map(|uri| uri.split_whitespace().collect::<Vec<_>>().join("_")).or_else(named)
}

/// An address that can be shown as a link: nothing but the web and names, so that no script hides in it.
pub(super) fn address(uri: &str) -> Option<Box<str>> {
    ["http://", "https://", "urn:", "did:"].iter().any(|scheme| uri.starts_with(scheme)).then(|| uri.into())
}

impl Shelf {
    pub(super) fn new(id: &str, title: &str) -> Self {
        let mut shelf = Self::default();
        shelf.catalogue.headers.push(blank::header(id, title));
        shelf
    }

    pub(super) fn knows_credential(&self, id: &str) -> bool {
        self.credentials.contains(id)
    }

    /// Adds a credential unless one of its id is there, which is told.
    pub(super) fn credential(&mut self, credential: Credential, place: &Place<'_>) -> bool {
        let new = self.credentials.insert(credential.id.as_str().into());
        if new {
            self.catalogue.credentials.push(credential);
        } else {
            let message = format!("another credential has the id `{}`; the first one stays, this one was left out", credential.id);
            self.issues.push(place.issue(IssueKind::DuplicateId, message));
        }
        new
    }

    /// Adds a role unless one of its id is there, which is told.
    pub(super) fn role(&mut self, role: Role, place: &Place<'_>) {
        if self.roles.insert(role.id.as_str().into()) {
            self.catalogue.roles.push(role);
        } else {
            let message = format!("another role has the id `{}`; the first one stays, this one was left out", role.id);
            self.issues.push(place.issue(IssueKind::DuplicateId, message));
        }
    }

    /// Adds an offering unless one of its id is there, which is told.
    pub(super) fn offering(&mut self, offering: Offering, place: &Place<'_>) {
        if self.offerings.insert(offering.id.as_str().into()) {
            self.catalogue.offerings.push(offering);
        } else {
            let message = format!("another offering has the id `{}`; the first one stays, this one was left out", offering.id);
            self.issues.push(place.issue(IssueKind::DuplicateId, message));
        }
    }

    /// The organisation of this id, which is added if it is new.
    pub(super) fn organisation(&mut self, id: &str, name: Option<Text>, role: OrganisationRole) -> OrganisationId {
        let organisations = &mut self.catalogue.organisations;
        let at = *self.organisations.entry(id.into()).or_insert_with(|| {
            let mut organisation = blank::organisation(id, name.unwrap_or_else(|| id.into()));
            organisation.same_as = Vec::from_iter(address(id));
            organisations.push(organisation);
            organisations.len() - 1
        });
        if let Some(organisation) = organisations.get_mut(at).filter(|organisation| !organisation.roles.contains(&role)) {
            organisation.roles.push(role);
        }
        id.into()
    }

    /// The competency of this address or name, which is added if it is new; none if it has neither.
    pub(super) fn competency(&mut self, uri: Option<&str>, name: Option<Text>) -> Option<CompetencyId> {
        let id = id_of(uri, name.as_ref())?;
        let competencies = &mut self.catalogue.competencies;
        self.competencies.entry(id.as_str().into()).or_insert_with(|| {
            let mut competency = blank::competency(&id, name.unwrap_or_else(|| super::json::local(&id).into()));
            competency.same_as = Vec::from_iter(uri.and_then(address));
            competencies.push(competency);
            competencies.len() - 1
        });
        Some(id.as_str().into())
    }

    /// A condition in words: shown, and forces nothing; which is told.
    pub(super) fn words(&mut self, text: Text, relation: Relation, field: &str, place: &Place<'_>) -> Condition {
        let short: String = text.in_language("en").chars().take(80).collect();
        let message = format!("`{short}` cannot be interpreted; it is shown and forces nothing");
        self.issues.push(place.issue(IssueKind::Uninterpreted, message).on(field));
        Condition { need: None, relation, enforced: false, text: Some(text) }
    }

    pub(super) fn reading(self) -> Reading {
        Reading { catalogue: self.catalogue, issues: self.issues }
    }
}
