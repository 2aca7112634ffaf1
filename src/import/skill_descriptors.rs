//! Rich Skill Descriptors as the Open Skills Management Tool gives them: each becomes a competency with its keywords as other names.

use super::{
    Files, IssueKind, Issues, Reading, Severity, blank,
    json::{Node, Place, documents},
    shelf::{Shelf, address},
};
use crate::model::{CompetencyId, Crosswalk, Match};
use serde_json::Value;
use std::collections::HashSet;

/// Reads the descriptors of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut shelf = Shelf::new("skill-descriptors", "Rich Skill Descriptors");
    let mut issues = Issues::new();
    let mut seen = HashSet::new();
    documents(files, &mut issues, |place, document, issues| {
        let descriptors = match &document {
            Value::Array(list) => list.iter().filter_map(Node::of).collect(),
            Value::Object(object) if object.contains_key("skills") => Node(object).nodes(&["skills"]),
            value => Vec::from_iter(Node::of(value)),
        };
        if descriptors.is_empty() {
            shelf.issues.push(place.issue(IssueKind::NotARecord, "there is no skill descriptor in it; it was passed over"));
        }
        for (at, descriptor) in descriptors.into_iter().enumerate() {
            take(&mut shelf, &mut seen, descriptor, &format!("[{at}]"), place);
        }
        issues.append(&mut shelf.issues);
    });
    shelf.issues = issues;
    shelf.reading()
}

fn take(shelf: &mut Shelf, seen: &mut HashSet<String>, descriptor: Node<'_>, field: &str, place: &Place<'_>) {
    let statement = descriptor.text(&["skillStatement", "statement"]);
    let name = descriptor.text(&["skillName", "name"]).or_else(|| statement.clone());
    let (Some(uri), Some(name)) = (descriptor.string(&["id", "uuid"]), name) else {
        shelf.issues.push(place.issue(IssueKind::MissingValue, "a descriptor has no id or no name; it was left out").on(field));
        return;
    };
    let id = descriptor.string(&["uuid"]).unwrap_or(uri);
    if !seen.insert(id.to_owned()) {
        shelf
            .issues
            .push(place.issue(IssueKind::DuplicateId, format!("another descriptor has the id `{id}`; the first one stays")).on(field));
        return;
    }
    match descriptor.string(&["status", "publishStatus"]).map(str::to_ascii_lowercase).as_deref() {
        Some(status @ ("archived" | "deleted")) => {
            let message = format!("`{name}` is {status}; it was left out");
            shelf.issues.push(place.issue(IssueKind::NotInForce, message).on(format!("{field}.status")));
            return;
        }
        Some("draft") => {
            let mut issue =
                place.issue(IssueKind::NotInForce, format!("`{name}` is a draft; it was read all the same")).on(format!("{field}.status"));
            issue.severity = Severity::Note;
            shelf.issues.push(issue);
        }
        _ => {}
    }
    let mut competency = blank::competency(&format!("rsd:{id}"), name.clone());
    competency.description = statement.filter(|statement| *statement != name);
    competency.aliases = descriptor.strings(&["keywords"]).into_iter().filter(|word| !word.contains(':')).map(Into::into).collect();
    competency.framework = descriptor.string(&["category", "categories", "collections"]).map(Into::into);
    competency.same_as = address(uri).into_iter().collect();
    for alignment in descriptor.list(&["alignments", "standards"]) {
        let uri = alignment.as_str().or_else(|| Node::of(alignment)?.string(&["id", "targetUrl", "url"]));
        if let Some(uri) = uri.and_then(address) {
            let (from, to) = (competency.id.clone(), CompetencyId::new(uri));
            // A descriptor says that it aligns, not how closely.
            shelf.catalogue.crosswalks.push(Crosswalk { from, to, closeness: Match::Related, source: None, as_of: None, note: None });
        }
    }
    shelf.catalogue.competencies.push(competency);
}
