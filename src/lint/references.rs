//! Names that lead nowhere, in circles, to the wrong place or to two places.

use super::finding::{Finding, FindingKind, Severity, named};
use crate::{
    graph::{Bound, CompetencyAt, CredentialAt, Doubt, Need, Place, SkillGraph},
    model::{Status, Text},
};
use std::collections::{BTreeMap, HashMap};

pub(super) fn findings(graph: &SkillGraph) -> Vec<Finding> {
    let mut findings: Vec<Finding> = graph.doubts().iter().map(doubt).collect();
    scales(graph, &mut findings);
    crosswalks(graph, &mut findings);
    uris(graph, &mut findings);
    retired(graph, &mut findings);
    names(graph, &mut findings);
    findings
}

fn doubt(doubt: &Doubt) -> Finding {
    match doubt {
        Doubt::Dangling { at, name } => {
            let says = format!("{} names {name}, which the catalogue does not have", capital(at));
            Finding::new(FindingKind::DanglingReference, vec![at.as_str().into()], says)
        }
        Doubt::OffScale { at, competency, level } => {
            let says = format!("{} asks or gives {competency} at {level}, which its scale does not have", capital(at));
            Finding::new(FindingKind::LevelOffScale, vec![at.as_str().into(), named("competency", competency)], says)
        }
        Doubt::ScalesApart { one, other } => {
            let says = format!("Competencies {one} and {other} are the same, but their scales do not compare");
            Finding::new(FindingKind::ScalesApart, vec![named("competency", one), named("competency", other)], says)
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn scales(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    for scale in &graph.catalogue().scales {
        if scale.levels.iter().zip(1..=u8::MAX).any(|(level, rank)| level.rank.get() != rank) || scale.levels.len() > usize::from(u8::MAX) {
            let says = format!("The ranks of scale {} are not 1, 2, 3, … in order", scale.id);
            findings.push(Finding::new(FindingKind::ScaleWithGaps, vec![named("scale", &scale.id)], says));
        }
    }
}

fn crosswalks(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    for crosswalk in &graph.catalogue().crosswalks {
        if crosswalk.from == crosswalk.to {
            let says = format!("A crosswalk leads from {} to itself", crosswalk.from);
            findings.push(Finding::new(FindingKind::SelfCrosswalk, vec![named("competency", &crosswalk.from)], says));
        }
    }
}

/// An id that its catalogue chose itself, as against the URI of an imported record.
fn own(id: &str) -> bool {
    !id.contains(':')
}

fn uris(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    let mut by_uri: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for competency in graph.catalogue().competencies.iter().filter(|competency| own(competency.id.as_str())) {
        for uri in &competency.same_as {
            by_uri.entry(uri).or_default().push(competency.id.as_str());
        }
    }
    for (uri, mut ids) in by_uri {
        ids.sort_unstable();
        ids.dedup();
        if ids.len() > 1 {
            let says = format!("Competencies {} all say they are the same as {uri}, so they count as one", ids.join(" and "));
            findings.push(Finding::new(FindingKind::SharedUri, ids.iter().map(|id| named("competency", id)).collect(), says));
        }
    }
}

fn retired(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    let mut find = |record: &str, verb: &str, need: &Need, severity: Severity| {
        need.walk(&mut |inner| match inner {
            Need::Earn(credential) => gone(graph, *credential, record, verb, severity, findings),
            Need::Credits { from, .. } => {
                for (credential, _) in from {
                    gone(graph, *credential, record, verb, severity, findings);
                }
            }
            _ => {}
        });
    };
    for credential in graph.credentials().filter(|at| graph.credential(*at).status == Status::Active) {
        let record = named("credential", &graph.credential(credential).id);
        for bound in graph.conditions(credential) {
            // Whoever holds the old one is let in; it matters where there is no other way.
            let severity =
                if bound.binding().is_some_and(|need| matches!(need, Need::Earn(_))) { Severity::Warning } else { Severity::Note };
            bound.need.iter().for_each(|need| find(&record, "asks for", need, severity));
        }
        if let Some(rule) = graph.stack(credential) {
            find(&record, "counts", rule, Severity::Warning);
        }
    }
    for role in graph.roles() {
        let record = named("role", &graph.role(role).id);
        let gates = graph.gates(role).iter().filter_map(Bound::binding);
        for need in graph.asked(role).iter().map(|asked| &asked.need).chain(gates) {
            let severity = if matches!(need, Need::Earn(_)) { Severity::Warning } else { Severity::Note };
            find(&record, "asks for", need, severity);
        }
    }
}

fn gone(graph: &SkillGraph, credential: CredentialAt, record: &str, verb: &str, severity: Severity, findings: &mut Vec<Finding>) {
    let held = graph.credential(credential);
    let state = match held.status {
        Status::Retired => "retired",
        Status::Superseded => "superseded",
        Status::Active | Status::Planned => return,
    };
    let says = format!("{} {verb} {}, which is {state}", capital(record), held.id);
    let finding = Finding::new(FindingKind::RetiredInUse, vec![record.into(), named("credential", &held.id)], says).as_(severity);
    findings.push(match &held.superseded_by {
        Some(successor) => finding.hinting(format!("name its successor {successor} instead")),
        None => finding,
    });
}

/// A name to compare by: lower case, spaces evened out.
fn compared(name: &Text) -> String {
    name.in_language("en").split_whitespace().flat_map(|word| [word, " "]).collect::<String>().to_lowercase()
}

fn names(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    let catalogue = graph.catalogue();
    // Only a catalogue's own records are compared: the same job in two taxonomies has the same name by right.
    let roles = catalogue.roles.iter().filter(|role| own(role.id.as_str()));
    same("role", roles.map(|role| (format!("{}{:?}", compared(&role.title), role.region), role.id.as_str())), findings);
    let competencies = catalogue
        .competencies
        .iter()
        .enumerate()
        .filter(|(at, competency)| own(competency.id.as_str()) && graph.one(CompetencyAt::new(*at)).at() == *at);
    same("competency", competencies.map(|(_, competency)| (compared(&competency.name), competency.id.as_str())), findings);
    let credentials = catalogue.credentials.iter().filter(|credential| credential.status == Status::Active);
    let issued = credentials.map(|credential| {
        let issuer = credential.issuer.as_ref().map_or("", |issuer| issuer.as_str());
        (format!("{}by {issuer}", compared(&credential.name)), credential.id.as_str())
    });
    same("credential", issued, findings);
}

fn same<'a>(kind: &str, named_ids: impl Iterator<Item = (String, &'a str)>, findings: &mut Vec<Finding>) {
    let mut by_name: HashMap<String, Vec<&str>> = HashMap::new();
    for (name, id) in named_ids {
        by_name.entry(name).or_default().push(id);
    }
    for mut ids in by_name.into_values().filter(|ids| ids.len() > 1) {
        ids.sort_unstable();
        let says = format!("{} {} have the same name", capital(kind), super::finding::listed(&ids));
        findings.push(Finding::new(FindingKind::SameName, ids.iter().map(|id| named(kind, id)).collect(), says));
    }
}
