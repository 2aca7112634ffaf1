//! Open Badges 2.0 and 3.0: definitions of achievements, alone or inside of badges, become credentials. Nothing about holders is read.
//!
//! Alignments become awards of unknown level, attested by the issuer; one of target type `CTDL` names the same credential elsewhere and
//! goes to `same_as`. Criteria are words: kept, shown, forcing nothing. Badges name neither price nor effort, so that these are unknown.

use super::{
    Files, IssueKind, Issues, Reading, blank,
    json::{Node, Place, documents},
    shelf::{Shelf, address, id_of},
};
use crate::model::{Award, AwardMode, CredentialType, CreditValue, Level, OrganisationRole, Relation};
use serde_json::Value;

/// Reads the badges and definitions of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut shelf = Shelf::new("open-badges", "Open Badges achievements");
    let mut issues = Issues::new();
    documents(files, &mut issues, |place, document, issues| {
        let mut found = Vec::new();
        achievements(&document, &mut found);
        if found.is_empty() {
            shelf.issues.push(place.issue(IssueKind::NotRead, "there is no definition of an achievement in it; it was passed over"));
        }
        for (achievement, issuer) in found {
            take(&mut shelf, achievement, issuer, place);
        }
        issues.append(&mut shelf.issues);
    });
    shelf.issues = issues;
    shelf.reading()
}

/// Achievements and badge classes anywhere in a document, which is at most 128 deep, each with the issuer that stands nearest.
fn achievements<'a>(document: &'a Value, found: &mut Vec<(Node<'a>, Option<&'a Value>)>) {
    fn within<'a>(value: &'a Value, issuer: Option<&'a Value>, found: &mut Vec<(Node<'a>, Option<&'a Value>)>) {
        match value {
            Value::Array(list) => list.iter().for_each(|element| within(element, issuer, found)),
            Value::Object(object) => {
                let node = Node(object);
                let issuer = node.get(&["creator", "issuer"]).or(issuer);
                if node.types().iter().any(|kind| matches!(*kind, "Achievement" | "BadgeClass")) {
                    found.push((node, issuer));
                }
                for (name, inner) in object {
                    // Endorsements are of others, and speak of what stands here already.
                    if !matches!(name.as_str(), "endorsement" | "endorsementJwt" | "@context" | "proof") {
                        within(inner, issuer, found);
                    }
                }
            }
            _ => {}
        }
    }
    within(document, None, found);
}

fn take(shelf: &mut Shelf, achievement: Node<'_>, issuer: Option<&Value>, place: &Place<'_>) {
    let name = achievement.text(&["name"]);
    let Some((id, name)) = id_of(achievement.id(), name.as_ref()).zip(name) else {
        shelf.issues.push(place.issue(IssueKind::MissingValue, "an achievement has no name; it was left out").on("name"));
        return;
    };
    if shelf.knows_credential(&id) {
        // Many badges carry the same definition: the first one stays, and repeating it is no fault.
        return;
    }
    let mut credential = blank::credential(&id, name);
    credential.kind = kind(achievement.string(&["achievementType"]).unwrap_or_default());
    credential.description = achievement.text(&["description"]);
    credential.codes = achievement.strings(&["humanCode"]).into_iter().map(Into::into).collect();
    credential.same_as = achievement.id().and_then(address).into_iter().collect();
    credential.url =
        achievement.nodes(&["criteria"]).iter().find_map(|criteria| criteria.id()).or(achievement.string(&["criteria"])).and_then(address);
    if let Some(credits) = achievement.number(&["creditsAvailable"]).and_then(|credits| credits.split('.').next()?.parse().ok()) {
        credential.credits.push(CreditValue { scheme: "credits".into(), amount: credits, level: None });
    }
    if let Some(issuer) = issuer {
        let node = Node::of(issuer);
        let (uri, name) = (issuer.as_str().or_else(|| node?.id()), node.and_then(|node| node.text(&["name"])));
        credential.issuer = id_of(uri, name.as_ref()).map(|id| shelf.organisation(&id, name, OrganisationRole::AwardingBody));
    }
    for alignment in achievement.nodes(&["alignment", "alignments"]) {
        let (uri, name) = (alignment.string(&["targetUrl", "url"]), alignment.text(&["targetName", "name"]));
        if alignment.string(&["targetType"]) == Some("CTDL") {
            credential.same_as.extend(uri.and_then(address));
            continue;
        }
        match shelf.competency(uri, name) {
            Some(competency) if credential.awards.iter().all(|award| award.competency != competency) => {
                credential.awards.push(Award { competency, level: Level::Unknown, mode: AwardMode::Attested });
            }
            Some(_) => {}
            None => {
                let message = "an alignment has neither address nor name; it was left out";
                shelf.issues.push(place.issue(IssueKind::MissingValue, message).on("alignment"));
            }
        }
    }
    if let Some(narrative) = achievement.nodes(&["criteria"]).iter().find_map(|criteria| criteria.text(&["narrative"])) {
        let condition = shelf.words(narrative, Relation::Prerequisite, "criteria.narrative", place);
        credential.conditions.push(condition);
    }
    let mut offering = blank::offering(&format!("{id}.direct"), &id);
    offering.provider.clone_from(&credential.issuer);
    offering.url.clone_from(&credential.url);
    shelf.credential(credential, place);
    shelf.offering(offering, place);
}

fn kind(achievement_type: &str) -> CredentialType {
    match achievement_type {
        "MicroCredential" | "ext:MicroCredential" => CredentialType::MicroCredential,
        "Certification" => CredentialType::Certification,
        "License" => CredentialType::Licence,
        "Diploma" | "SecondarySchoolDiploma" | "GeneralEducationDevelopment" => CredentialType::Diploma,
        "ApprenticeshipCertificate" | "JourneymanCertificate" | "MasterCertificate" => CredentialType::Apprenticeship,
        "Certificate" | "CertificateOfCompletion" | "Course" | "LearningProgram" => CredentialType::Certificate,
        _ if achievement_type.ends_with("Degree") => CredentialType::Degree,
        _ => CredentialType::DigitalBadge,
    }
}
