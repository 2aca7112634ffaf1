//! CTDL as JSON-LD: credentials, learning opportunities, assessments, organisations, competencies, occupations and pathways.
//!
//! Documents may be registry graphs, envelopes, single resources or lists, one a file or one a line. Contexts are never fetched: terms are
//! read by their names, with or without prefix, and a misspelt one by its likeness. Ids are CTIDs (`ce-…`) where there are any, else URIs.
//! Learning opportunities and assessments become credentials of type `part` with an offering each, which carries their price and time; a
//! credential that requires such parts and has no price of its own comes by itself once they are done. An opportunity or assessment that says
//! nothing of its own but time, place and price, and that one credential alone asks, is an offering of that credential. Conditions and
//! constraints in words are kept as text that forces nothing. Common manifests count for each that refers to them. Outcome data and
//! processes are not read.

mod common;
mod condition;
mod cost;
mod pathway;
mod referred;
mod resource;
mod terms;
mod ways;

use super::{
    Files, Issue, IssueKind, Issues, Reading, Severity, blank,
    json::{Node, Place, documents},
};
use crate::model::{Catalogue, Offering};
use common::{Common, Manifest};
use pathway::Nodes;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Reads all documents of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut registry = Registry::default();
    registry.catalogue.headers.push(blank::header("ctdl", "CTDL resources"));
    let mut issues = Issues::new();
    documents(files, &mut issues, |place, document, issues| {
        registry.document(place, document);
        issues.append(&mut registry.issues);
    });
    registry.finish(issues)
}

/// A CTID where there is one, else the URI itself.
fn id(uri: &str) -> String {
    let ctid = uri.to_ascii_lowercase().rfind("ce-").and_then(|at| uri.get(at..)).filter(|ctid| ctid.len() == 39);
    ctid.map_or_else(|| uri.split_whitespace().collect::<Vec<_>>().join("_"), str::to_ascii_lowercase)
}

/// What has been read.
#[derive(Default)]
struct Registry {
    catalogue: Catalogue,
    issues: Issues,
    credentials: HashSet<Box<str>>,
    offerings: Vec<Offering>,
    roles: HashSet<Box<str>>,
    /// Index of a competency by id; those not described yet have only a name.
    competencies: HashMap<Box<str>, usize>,
    described: HashSet<Box<str>>,
    organisations: HashMap<Box<str>, usize>,
    frameworks: BTreeMap<String, String>,
    /// Credentials that conditions ask for, with the doubt to tell if nobody describes them.
    asked: Vec<(String, Issue)>,
    /// Common manifests by id, and what refers to them.
    manifests: HashMap<String, Manifest>,
    common: Vec<Common>,
    /// Opportunities and assessments that say nothing but how to take them.
    bare: HashSet<Box<str>>,
    /// Scheduled offerings by id, and what says that it has them.
    scheduled: HashMap<String, ways::Scheduled>,
    having: Vec<ways::Having>,
}

/// Takes prefixes off terms and puts misspelt ones right. Documents are at most 128 deep, so this recursion is too.
fn plain(value: Value, misspelt: &mut BTreeMap<String, &'static str>) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.into_iter().map(|element| plain(element, misspelt)).collect()),
        Value::Object(members) => {
            let mut object = Map::new();
            for (name, value) in members {
                let bare = ["ceterms:", "ceasn:", "asn:", "schema:"].iter().find_map(|prefix| name.strip_prefix(prefix));
                let known = bare.and_then(terms::meant);
                if let (Some(bare), Some(meant)) = (bare, known) {
                    misspelt.insert(bare.to_owned(), meant);
                }
                let name = known.or(bare).map_or(name.clone(), str::to_owned);
                let value = plain(value, misspelt);
                object.entry(name).or_insert(value);
            }
            Value::Object(object)
        }
        value => value,
    }
}

/// How deep blank nodes are put in place of references to them; what stands deeper stays a reference.
const BLANKS_DEEPEST: usize = 8;

/// Puts blank nodes where they are referred to, so that a profile may stand in place or apart.
fn inlined(value: &Value, blanks: &HashMap<String, Value>, deepest: usize) -> Value {
    let uri = value.as_str().or_else(|| value.as_object().filter(|object| object.len() == 1)?.get("@id")?.as_str());
    if let Some(blank) = uri.and_then(|uri| blanks.get(uri)).filter(|_| deepest > 0) {
        return inlined(blank, blanks, deepest - 1);
    }
    match value {
        Value::Array(list) => Value::Array(list.iter().map(|element| inlined(element, blanks, deepest)).collect()),
        Value::Object(members) => {
            let keep = |name: &str| matches!(name, "@id" | "id");
            let one = |(name, value): (&String, &Value)| {
                let value = if keep(name) { value.clone() } else { inlined(value, blanks, deepest) };
                (name.clone(), value)
            };
            Value::Object(members.iter().map(one).collect())
        }
        value => value.clone(),
    }
}

/// The blank nodes of a graph.
fn blanks(document: &Value) -> HashMap<String, Value> {
    let graph = document.get("@graph").and_then(Value::as_array).into_iter().flatten();
    let blank = |node: &Value| Some((node.get("@id")?.as_str().filter(|id| id.starts_with("_:"))?.to_owned(), node.clone()));
    graph.filter_map(blank).collect()
}

impl Registry {
    fn document(&mut self, place: &Place<'_>, document: Value) {
        let mut misspelt = BTreeMap::new();
        let mut document = plain(document, &mut misspelt);
        let blanks = blanks(&document);
        if !blanks.is_empty() {
            document = inlined(&document, &blanks, BLANKS_DEEPEST);
        }
        for (found, meant) in misspelt {
            let message = format!("`{found}` is no term; it was read as `{meant}`");
            self.issues.push(place.issue(IssueKind::UnknownTerm, message).on(found));
        }
        let mut roots = match &document {
            Value::Array(list) => list.iter().filter_map(Node::of).collect(),
            Value::Object(object) => vec![Node(object)],
            _ => Vec::new(),
        };
        if roots.is_empty() {
            self.issues
                .push(place.issue(IssueKind::NotARecord, "this is no JSON-LD resource; it was left out").hinting("export as JSON-LD"));
        }
        let mut nodes = Vec::new();
        while let Some(root) = roots.pop() {
            if let Some(context) = root.get(&["@context"]) {
                self.context(context, place);
            }
            match root.get(&["@graph"]).or_else(|| root.get(&["decoded_resource"])) {
                Some(Value::Array(list)) => roots.extend(list.iter().rev().filter_map(Node::of)),
                Some(Value::Object(inner)) => roots.push(Node(inner)),
                _ => nodes.push(root),
            }
        }
        if document.is_array() {
            nodes.reverse();
        }
        let by_id: Nodes<'_> = nodes.iter().filter_map(|node| Some((node.id()?, *node))).collect();
        for node in nodes {
            self.node(node, &by_id, place);
        }
    }

    fn context(&mut self, context: &Value, place: &Place<'_>) {
        let addresses = match context {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            value => Vec::from_iter(value.as_str()),
        };
        for address in addresses {
            let known = ["credreg.net/", "credentialengineregistry.org/", "purl.org/ctdl", "schema.org"];
            if !known
                .iter()
                .any(|known| address.split_once("://").is_some_and(|(_, rest)| rest.trim_start_matches("www.").starts_with(known)))
            {
                let message = format!("nobody knows the context `{address}`; it was not fetched, and terms were read by their names");
                self.issues.push(place.issue(IssueKind::UnknownContext, message).on("@context"));
            }
        }
    }

    fn node(&mut self, node: Node<'_>, nodes: &Nodes<'_>, place: &Place<'_>) {
        let types = node.types();
        let Some(kind) = types.first().copied() else {
            self.issues.push(place.issue(IssueKind::MissingValue, "a resource has no type; it was left out").on("@type"));
            return;
        };
        if terms::is_activity(kind) || terms::credential_type(kind).is_some() {
            self.resource(node, place);
        } else if kind.ends_with("Organization") || kind == "Agent" {
            self.organisation(node, place, None);
        } else if kind == "Competency" {
            self.described_competency(node, place);
        } else if kind == "CompetencyFramework" {
            if let (Some(uri), Some(name)) = (node.id(), node.text(&["name"])) {
                self.frameworks.insert(id(uri), name.to_string());
            }
        } else if matches!(kind, "Occupation" | "Job" | "WorkRole") {
            self.occupation(node, place);
        } else if kind == "ScheduledOffering" {
            self.keep_scheduled(node, place);
        } else if matches!(kind, "CostManifest" | "ConditionManifest") {
            self.manifest(node, place);
        } else if kind == "Pathway" {
            self.pathway(node, nodes, place);
        } else if !kind.ends_with("Component") && !node.id().is_some_and(|uri| uri.starts_with("_:")) {
            // Components and blank nodes are read where something refers to them.
            let message = format!("resources of type `{kind}` are not read; it was passed over");
            self.issues.push(place.issue(IssueKind::NotRead, message).on("@type"));
        }
    }

    fn finish(mut self, mut issues: Issues) -> Reading {
        self.commons();
        self.schedule();
        let ways = self.ways();
        issues.append(&mut self.issues);
        for competency in &mut self.catalogue.competencies {
            let name = competency.framework.as_deref().and_then(|framework| self.frameworks.get(framework));
            if let Some(name) = name {
                competency.framework = Some(name.as_str().into());
            }
        }
        for (asked, mut issue) in self.asked {
            if !self.credentials.contains(asked.as_str()) && !ways.contains(asked.as_str()) {
                issue.message = format!("`{asked}` is asked and described nowhere here; the condition was kept").into();
                issue.severity = Severity::Warning;
                issue.hint = "import what describes it as well".into();
                issues.push(issue);
            }
        }
        self.catalogue.offerings = self.offerings;
        Reading { catalogue: self.catalogue, issues }
    }
}
