//! 1EdTech CASE packages: items become competencies, associations their order and crosswalks.
//!
//! Ids are `case:` and the item's identifier; its URI stands in `same_as`. Of the associations, `isChildOf` and `isPartOf` become broader
//! competencies, `exactMatchOf` and `isRelatedTo` crosswalks; the others say nothing that is used here and are told. Rubrics are not read.

use super::{
    Files, IssueKind, Issues, Reading, Severity, blank,
    json::{Node, Place, documents},
    shelf::{Shelf, address},
};
use crate::model::{CompetencyId, CompetencyKind, Crosswalk, Match};
use serde_json::Value;
use std::collections::HashMap;

/// Reads the packages of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut shelf = Shelf::new("case", "CASE frameworks");
    let mut issues = Issues::new();
    let mut items = HashMap::new();
    documents(files, &mut issues, |place, document, issues| {
        package(&mut shelf, &mut items, place, &document);
        issues.append(&mut shelf.issues);
    });
    shelf.issues = issues;
    shelf.reading()
}

fn package(shelf: &mut Shelf, items: &mut HashMap<String, usize>, place: &Place<'_>, document: &Value) {
    let Some(package) = Node::of(document).filter(|package| package.get(&["CFDocument"]).is_some()) else {
        shelf
            .issues
            .push(place.issue(IssueKind::NotARecord, "this is no CASE package; it was left out").hinting("export the whole package"));
        return;
    };
    let framework = package.nodes(&["CFDocument"]).first().and_then(|document| document.string(&["title"])).unwrap_or("CASE framework");
    let state = package.nodes(&["CFDocument"]).first().and_then(|document| document.string(&["adoptionStatus"])).unwrap_or_default();
    if matches!(state, "Deprecated" | "Draft") {
        let message = format!("`{framework}` has the status `{state}`; it was read all the same");
        shelf.issues.push(place.issue(IssueKind::NotInForce, message).on("CFDocument.adoptionStatus"));
    }
    for (at, item) in package.nodes(&["CFItems"]).into_iter().enumerate() {
        let field = format!("CFItems[{at}]");
        let (Some(identifier), Some(statement)) = (item.string(&["identifier"]), item.text(&["fullStatement"])) else {
            let message = "an item has no identifier or no statement; it was left out";
            shelf.issues.push(place.issue(IssueKind::MissingValue, message).on(field));
            continue;
        };
        if items.contains_key(identifier) {
            let message = format!("another item has the identifier `{identifier}`; the first one stays");
            shelf.issues.push(place.issue(IssueKind::DuplicateId, message).on(field));
            continue;
        }
        items.insert(identifier.to_owned(), shelf.catalogue.competencies.len());
        let short = item.text(&["abbreviatedStatement"]);
        let mut competency = blank::competency(&format!("case:{identifier}"), short.clone().unwrap_or_else(|| statement.clone()));
        competency.description = short.map(|_| statement);
        competency.kind = match item.string(&["CFItemType"]) {
            Some("Knowledge") => CompetencyKind::Knowledge,
            Some("Task") => CompetencyKind::Task,
            _ => CompetencyKind::Skill,
        };
        competency.aliases = [item.text(&["alternativeLabel"]), item.text(&["humanCodingScheme"])].into_iter().flatten().collect();
        competency.framework = Some(framework.into());
        let uri = item.string(&["uri"]);
        competency.same_as = Vec::from_iter(uri.and_then(address));
        if uri.is_some() && competency.same_as.is_empty() {
            let message = format!("`{}` is no address; it was left out", uri.unwrap_or_default());
            shelf.issues.push(place.issue(IssueKind::BadValue, message).on(format!("{field}.uri")));
        }
        shelf.catalogue.competencies.push(competency);
    }
    let root = package.nodes(&["CFDocument"]).first().and_then(|document| document.string(&["identifier"])).unwrap_or_default();
    for (at, association) in package.nodes(&["CFAssociations"]).into_iter().enumerate() {
        associate(shelf, items, association, root, place, &format!("CFAssociations[{at}]"));
    }
}

fn associate(shelf: &mut Shelf, items: &HashMap<String, usize>, association: Node<'_>, root: &str, place: &Place<'_>, field: &str) {
    let end = |name: &str| association.nodes(&[name]).first().map(|node| (node.string(&["identifier"]), node.string(&["uri"])));
    let (Some((Some(from), _)), Some((to, to_uri))) = (end("originNodeURI"), end("destinationNodeURI")) else {
        shelf.issues.push(place.issue(IssueKind::MissingValue, "an association lacks one of its ends; it was left out").on(field));
        return;
    };
    let kind = association.string(&["associationType"]).unwrap_or_default();
    if from == root || to == Some(root) {
        // The top of the tree hangs on the document, which is no competency.
        return;
    }
    if to == Some(from) {
        let message = format!("`{from}` is associated with itself; the association was left out");
        shelf.issues.push(place.issue(IssueKind::SelfReference, message).on(field));
        return;
    }
    let Some(origin) = items.get(from) else {
        let message = format!("item `{from}` is described nowhere; the association was left out");
        shelf.issues.push(place.issue(IssueKind::DanglingReference, message).on(field));
        return;
    };
    let known = to.filter(|to| items.contains_key(*to)).map(|to| format!("case:{to}"));
    let target = known.clone().or_else(|| to_uri.and_then(address).map(String::from));
    match (kind.to_ascii_lowercase().as_str(), known, target) {
        ("ischildof" | "ispartof", Some(broad), _) => {
            let broad = CompetencyId::new(broad);
            if let Some(competency) = shelf.catalogue.competencies.get_mut(*origin).filter(|one| !one.broader.contains(&broad)) {
                competency.broader.push(broad);
            }
        }
        (kind @ ("exactmatchof" | "isrelatedto"), _, Some(target)) => {
            let closeness = if kind == "exactmatchof" { Match::Exact } else { Match::Related };
            let (from, to) = (CompetencyId::new(format!("case:{from}")), CompetencyId::new(target));
            shelf.catalogue.crosswalks.push(Crosswalk { from, to, closeness, source: None, as_of: None, note: None });
        }
        ("ischildof" | "ispartof" | "exactmatchof" | "isrelatedto", ..) => {
            let message = format!("`{}` is described nowhere; the association was left out", to.or(to_uri).unwrap_or_default());
            shelf.issues.push(place.issue(IssueKind::DanglingReference, message).on(field));
        }
        _ => {
            let mut issue =
                place.issue(IssueKind::NotRead, format!("associations of type `{kind}` are not read; it was passed over")).on(field);
            if kind.is_empty() {
                issue.severity = Severity::Warning;
            }
            shelf.issues.push(issue);
        }
    }
}
