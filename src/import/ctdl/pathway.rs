//! Pathways: what a pathway leads to becomes a role that asks its destination and what the destination's conditions ask.

use super::{Registry, id};
use crate::import::{
    Issue, IssueKind, blank,
    json::{Node, Place},
};
use crate::model::{Condition, CredentialType, Expr, Necessity, Relation, Requirement, TrustFloor};
use serde_json::Value;
use std::collections::HashMap;

/// How many component conditions may stand inside each other.
const DEEPEST: usize = 12;

/// The nodes of one document by id, so that blank nodes are found.
pub(super) type Nodes<'a> = HashMap<&'a str, Node<'a>>;

impl Registry {
    pub(super) fn pathway(&mut self, pathway: Node<'_>, nodes: &Nodes<'_>, place: &Place<'_>) {
        let (Some(uri), Some(name)) = (pathway.id(), pathway.text(&["name"])) else {
            self.issues.push(place.issue(IssueKind::MissingValue, "a pathway has no id or no name; it was left out"));
            return;
        };
        let mut role = blank::role(&id(uri), name);
        role.same_as = vec![uri.into()];
        role.description = pathway.text(&["description"]);
        let destinations = pathway.references(&["hasDestinationComponent"]);
        if destinations.is_empty() {
            self.issues.push(place.issue(IssueKind::MissingValue, format!("pathway `{uri}` has no destination; it asks nothing")));
        }
        for destination in destinations {
            let mut seen = Vec::new();
            let (needs, words) = self.component(destination, nodes, place, DEEPEST, &mut seen);
            role.requirements.extend(needs.into_iter().map(|need| Requirement {
                need,
                importance: 100,
                necessity: Necessity::Essential,
                trust: TrustFloor::Any,
                text: None,
                source: None,
                as_of: None,
            }));
            let gate =
                |text: String| Condition { need: None, relation: Relation::Entry, enforced: false, text: Some(text.as_str().into()) };
            role.gates.extend(words.into_iter().map(gate));
        }
        self.role(role, place);
    }

    /// What a component asks: itself and its conditions; and what could not be interpreted.
    fn component(
        &mut self,
        uri: &str,
        nodes: &Nodes<'_>,
        place: &Place<'_>,
        deepest: usize,
        seen: &mut Vec<String>,
    ) -> (Vec<Expr>, Vec<String>) {
        let Some(component) = nodes.get(uri).copied() else {
            let message = format!("component `{uri}` is described nowhere; it was left out");
            self.issues.push(place.issue(IssueKind::DanglingReference, message));
            return (Vec::new(), Vec::new());
        };
        if deepest == 0 || seen.iter().any(|known| known == uri) {
            let message = format!("component `{uri}` asks itself or stands too deep; its conditions were left out");
            self.issues.push(place.issue(IssueKind::SelfReference, message));
            return (Vec::new(), Vec::new());
        }
        seen.push(uri.to_owned());
        let mut needs = Vec::from_iter(self.itself(uri, component, place));
        let mut words = Vec::new();
        for condition in resolved(component.list(&["hasCondition"]), nodes) {
            needs.extend(self.component_condition(condition, nodes, place, deepest - 1, seen, &mut words));
        }
        for before in component.references(&["prerequisite"]) {
            let (more, more_words) = self.component(before, nodes, place, deepest - 1, seen);
            needs.extend(more);
            words.extend(more_words);
        }
        seen.pop();
        (needs, words)
    }

    /// The component as such: the resource it stands for, or a part of its own. Selections and jobs are only what they ask.
    fn itself(&mut self, uri: &str, component: Node<'_>, place: &Place<'_>) -> Option<Expr> {
        let types = component.types();
        if types.iter().any(|kind| matches!(*kind, "SelectionComponent" | "JobComponent" | "MultiComponent")) {
            return None;
        }
        let proxy = component.references(&["proxyFor", "sourceData"]).first().map(|proxy| id(proxy));
        if types.contains(&"CompetencyComponent") {
            let name = component.text(&["name"]);
            let competency = self.competency(proxy.as_deref().unwrap_or(uri), name, place);
            return Some(Expr::competency(&competency, 0));
        }
        let Some(proxy) = proxy else {
            let part = id(uri);
            let mut credential = blank::credential(&part, component.text(&["name"]).unwrap_or_else(|| uri.into()));
            credential.kind = CredentialType::Part;
            credential.description = component.text(&["description"]);
            credential.same_as = vec![uri.into()];
            // A component may be asked in several places.
            if !self.credentials.contains(part.as_str()) && self.credential(credential, place) {
                self.offerings.push(blank::offering(&format!("{part}.direct"), &part));
            }
            return Some(Expr::Credential(part.as_str().into()));
        };
        self.asked.push((proxy.clone(), place.issue(IssueKind::DanglingReference, "")));
        Some(Expr::Credential(proxy.as_str().into()))
    }

    fn component_condition(
        &mut self,
        condition: Node<'_>,
        nodes: &Nodes<'_>,
        place: &Place<'_>,
        deepest: usize,
        seen: &mut Vec<String>,
        words: &mut Vec<String>,
    ) -> Option<Expr> {
        for constraint in resolved(condition.list(&["hasConstraint"]), nodes) {
            words.push(self.constraint(constraint, place));
        }
        if deepest == 0 {
            self.issues.push(place.issue(IssueKind::Uninterpreted, "a component condition stands too deep; it was left out"));
            return None;
        }
        let mut parts = Vec::new();
        for target in condition.references(&["targetComponent"]) {
            let (needs, more) = self.component(target, nodes, place, deepest - 1, seen);
            words.extend(more);
            parts.extend(if needs.len() > 1 { Some(Expr::All(needs)) } else { needs.into_iter().next() });
        }
        for inner in resolved(condition.list(&["hasCondition"]), nodes) {
            parts.extend(self.component_condition(inner, nodes, place, deepest - 1, seen, words));
        }
        let number = condition.number(&["requiredNumber"]).and_then(|number| number.trim_end_matches(".0").parse::<u32>().ok());
        let operator = condition.nodes(&["logicalOperator"]).iter().find_map(|operator| operator.string(&["targetNode", "targetNodeName"]));
        let operator = operator.or_else(|| condition.string(&["logicalOperator"])).map_or("", crate::import::json::local);
        if parts.is_empty() {
            return None;
        }
        Some(match (number, operator) {
            (Some(number), _) if number as usize > parts.len() => {
                let message = format!("{number} of {} components are asked; all of them were taken", parts.len());
                self.issues.push(place.issue(IssueKind::OutOfRange, message).on("requiredNumber"));
                Expr::All(parts)
            }
            (Some(number), _) if number as usize == parts.len() => Expr::All(parts),
            (Some(1), _) | (None, "Or" | "or") => Expr::Any(parts),
            (Some(number), _) => Expr::AtLeast(number, parts),
            (None, "Not" | "not") => Expr::Not(Box::new(Expr::Any(parts))),
            (None, _) => Expr::All(parts),
        })
    }

    /// A constraint in words: its sides may be anything, so that nobody can check it.
    fn constraint(&mut self, constraint: Node<'_>, place: &Place<'_>) -> String {
        let part = |name: &str| {
            let node =
                constraint.nodes(&[name]).iter().find_map(|node| node.text(&["targetNodeName", "name"]).map(|text| text.to_string()));
            node.or_else(|| constraint.string(&[name]).map(|text| crate::import::json::local(text).to_owned())).unwrap_or_default()
        };
        let sides = [part("leftSource"), part("comparator"), part("rightSource")].join(" ");
        let words = constraint.text(&["description", "name"]).map_or(sides.trim().to_owned(), |text| text.to_string());
        let message = format!("the constraint `{words}` cannot be interpreted; it is shown and forces nothing");
        self.issues.push(place.issue(IssueKind::Uninterpreted, message).on("hasConstraint"));
        words
    }

    /// Adds a role unless one of its id is there.
    pub(super) fn role(&mut self, role: crate::model::Role, place: &Place<'_>) {
        if self.roles.insert(role.id.as_str().into()) {
            self.catalogue.roles.push(role);
        } else {
            self.issues.push(duplicate(place, "role", role.id.as_str()));
        }
    }
}

pub(super) fn duplicate(place: &Place<'_>, kind: &str, id: &str) -> Issue {
    place.issue(IssueKind::DuplicateId, format!("another {kind} has the id `{id}`; the first one stays, this one was left out"))
}

/// Objects, or what their ids refer to in the same document.
fn resolved<'a>(values: Vec<&'a Value>, nodes: &Nodes<'a>) -> Vec<Node<'a>> {
    let one = |value: &'a Value| match (value.as_str(), Node::of(value)) {
        (Some(uri), _) => nodes.get(uri).copied(),
        (_, Some(node)) if node.0.len() == 1 => node.id().and_then(|uri| nodes.get(uri).copied()),
        (_, node) => node,
    };
    values.into_iter().filter_map(one).collect()
}
