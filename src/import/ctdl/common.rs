//! Common manifests: costs and conditions that several credentials share, told apart from them and counted for each.

use super::{Registry, cost, id};
use crate::import::{
    Issue, IssueKind, Severity,
    json::{Node, Place},
};
use crate::model::{Credential, Figure, Money, Offering, Relation};
use serde_json::Value;
use std::collections::HashMap;

/// A manifest, kept until all that refers to it was read.
pub(super) struct Manifest {
    value: Value,
    file: Box<str>,
    line: Option<u64>,
}

/// A credential that refers to common manifests.
pub(super) struct Common {
    pub(super) credential: String,
    /// Which, and whether each is one of costs.
    pub(super) manifests: Vec<(String, bool)>,
    /// Its own costs are published and cannot be added up.
    pub(super) doubtful: bool,
    /// What to tell if a manifest is not there.
    pub(super) doubt: Issue,
}

impl Registry {
    /// Keeps a manifest of costs or conditions.
    pub(super) fn manifest(&mut self, node: Node<'_>, place: &Place<'_>) {
        let Some(uri) = node.string(&["ctid"]).or(node.id()) else {
            self.issues.push(place.issue(IssueKind::MissingValue, "a manifest has no id; it was left out"));
            return;
        };
        let manifest = Manifest { value: Value::Object(node.0.clone()), file: place.file.into(), line: place.line };
        self.manifests.entry(id(uri)).or_insert(manifest);
    }

    /// Adds what manifests say to everything that refers to them.
    pub(super) fn commons(&mut self) {
        let commons = std::mem::take(&mut self.common);
        if commons.is_empty() {
            return;
        }
        let manifests = std::mem::take(&mut self.manifests);
        let mut credentials: HashMap<String, usize> = HashMap::new();
        for (at, credential) in self.catalogue.credentials.iter().enumerate() {
            credentials.insert(credential.id.as_str().to_owned(), at);
        }
        let mut offerings: HashMap<String, usize> = HashMap::new();
        for (at, offering) in self.offerings.iter().enumerate() {
            offerings.insert(offering.credential.as_str().to_owned(), at);
        }
        for common in commons {
            let mut doubtful = common.doubtful;
            for (name, costs) in &common.manifests {
                let Some(manifest) = manifests.get(name) else {
                    let mut doubt = common.doubt.clone();
                    let done = if *costs { "the price counts as unknown" } else { "its conditions are not known" };
                    doubt.message = format!("the manifest `{name}` is described nowhere here; {done}").into();
                    (doubt.severity, doubt.hint) = (Severity::Warning, "import what describes it as well".into());
                    self.issues.push(doubt);
                    let offering = offerings.get(&common.credential).and_then(|at| self.offerings.get_mut(*at));
                    if let Some(offering) = offering.filter(|_| *costs) {
                        (offering.price, doubtful) = (Figure::default(), true);
                    }
                    continue;
                };
                let Some(node) = Node::of(&manifest.value) else { continue };
                let place = Place { file: &manifest.file, line: manifest.line };
                let costs = cost::costs(&node.nodes(&["estimatedCost"]), &place, &mut self.issues);
                if let Some(offering) = offerings.get(&common.credential).and_then(|at| self.offerings.get_mut(*at)) {
                    add(offering, costs, doubtful);
                }
                let at = credentials.get(&common.credential).copied();
                // The credential is taken out while conditions are read, which may take up others.
                let Some(mut credential) = at.and_then(|at| self.catalogue.credentials.get(at).cloned()) else { continue };
                self.common_conditions(node, &mut credential, &place);
                if let Some(known) = at.and_then(|at| self.catalogue.credentials.get_mut(at)) {
                    *known = credential;
                }
            }
        }
    }

    fn common_conditions(&mut self, node: Node<'_>, credential: &mut Credential, place: &Place<'_>) {
        for (property, relation) in [
            ("requires", Relation::Prerequisite),
            ("entryCondition", Relation::Entry),
            ("corequisite", Relation::CorequisiteLoose),
            ("recommends", Relation::Recommended),
        ] {
            self.conditions(node, property, relation, credential, place);
        }
    }
}

/// Adds common costs to an offering; what cannot be added up is unknown.
fn add(offering: &mut Offering, costs: cost::Costs, doubtful: bool) {
    let sum = |own: Option<Figure<Money>>, more: Option<Figure<Money>>| match (own, more) {
        (Some(own), Some(more)) => Some(Figure { amount: cost::add(own.amount, more.amount), source: None, as_of: None }),
        (one, other) => one.or(other),
    };
    let known = |figure: &Figure<Money>| !figure.is_unknown();
    let own = Some(std::mem::take(&mut offering.price)).filter(|own| known(own) || doubtful);
    let more = Some(costs.price).filter(known);
    offering.price = sum(own, more).unwrap_or_default();
    offering.exam_fee = sum(offering.exam_fee.take(), costs.exam_fee);
    offering.materials = sum(offering.materials.take(), costs.materials);
}
