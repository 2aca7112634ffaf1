//! European Learning Model: qualifications and learning specifications become credentials, learning opportunities their offerings.
//!
//! Found wherever they stand in a document, also inside of issued credentials; nothing about holders is read. Related ESCO skills become
//! awards of unknown level; entry requirements are words. A volume of learning in hours is effort; in months or years it is calendar time.

use super::{
    Files, IssueKind, Issues, Reading, blank,
    json::{Node, Place, documents, local},
    shelf::{Shelf, address, id_of},
    values,
};
use crate::model::{
    Amount, Award, AwardMode, CredentialType, CreditValue, Delivery, Figure, Level, Money, Offering, OrganisationRole, Relation, Text,
};
use serde_json::Value;

/// Reads the documents of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut shelf = Shelf::new("elm", "European Learning Model publications");
    let mut issues = Issues::new();
    documents(files, &mut issues, |place, document, issues| {
        let mut found = Vec::new();
        typed(&document, &mut found);
        if found.is_empty() {
            shelf.issues.push(place.issue(IssueKind::NotRead, "there is no specification or opportunity in it; it was passed over"));
        }
        for node in found {
            if node.types().contains(&"LearningOpportunity") {
                opportunity(&mut shelf, node, place);
            } else {
                specification(&mut shelf, node, place);
            }
        }
        issues.append(&mut shelf.issues);
    });
    shelf.issues = issues;
    shelf.reading()
}

/// What is read anywhere in a document, which is at most 128 deep: opportunities, and specifications that stand in none.
fn typed<'a>(value: &'a Value, found: &mut Vec<Node<'a>>) {
    match value {
        Value::Array(list) => list.iter().for_each(|element| typed(element, found)),
        Value::Object(object) => {
            let node = Node(object);
            let read = ["LearningOpportunity", "Qualification", "LearningAchievementSpecification"];
            if node.types().iter().any(|kind| read.contains(kind)) {
                found.push(node);
            }
            // A specification inside of an opportunity is taken up with it; others may stand deeper.
            for (name, inner) in object {
                if !(name == "learningAchievementSpecification" && node.types().contains(&"LearningOpportunity")) {
                    typed(inner, found);
                }
            }
        }
        _ => {}
    }
}

/// The text of a title or label.
fn title(node: Node<'_>) -> Option<Text> {
    node.text(&["title", "dcterms:title", "prefLabel", "name"])
}

/// The address or word that a concept stands for.
fn concept<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    node.references(&[name]).first().copied().or_else(|| node.string(&[name]))
}

/// Takes up a qualification or specification; its id.
fn specification(shelf: &mut Shelf, node: Node<'_>, place: &Place<'_>) -> Option<String> {
    let name = title(node);
    let Some((id, name)) = id_of(stable(node), name.as_ref()).zip(name) else {
        shelf.issues.push(place.issue(IssueKind::MissingValue, "a specification has no title; it was left out").on("title"));
        return None;
    };
    if shelf.knows_credential(&id) {
        return Some(id);
    }
    let mut credential = blank::credential(&id, name);
    credential.kind = match node.types().first() {
        Some(&"Qualification") if node.get(&["isPartialQualification"]).is_none_or(|partial| partial != true) => {
            CredentialType::Certificate
        }
        _ => CredentialType::MicroCredential,
    };
    credential.description = node.text(&["description", "definition"]);
    credential.same_as = stable(node).and_then(address).into_iter().collect();
    credential.url = node
        .nodes(&["homepage", "supplementaryDocument"])
        .iter()
        .find_map(|page| page.string(&["contentURL", "contentUrl"]))
        .and_then(address);
    credential.level = concept(node, "eqfLevel").map(|level| format!("EQF{}", local(level).trim_start_matches("EQF")).into());
    for point in node.nodes(&["creditPoint"]) {
        let scheme = point.nodes(&["framework"]).iter().find_map(|framework| title(*framework)).map(|name| name.to_string());
        let scheme = scheme.or_else(|| concept(point, "framework").map(|uri| local(uri).to_owned()));
        match point.number(&["point"]).map(|point| (point.split('.').next().and_then(|whole| whole.parse().ok()), point)) {
            Some((Some(amount), _)) => {
                credential.credits.push(CreditValue { scheme: scheme.unwrap_or("ECTS".into()).into(), amount, level: None });
            }
            Some((None, point)) => {
                shelf
                    .issues
                    .push(place.issue(IssueKind::BadValue, format!("`{point}` are no credits; they were left out")).on("creditPoint"));
            }
            None => {}
        }
    }
    for outcome in node.nodes(&["learningOutcome"]) {
        let skills: Vec<_> = outcome.list(&["relatedESCOSkill", "relatedSkill"]);
        let named: Vec<(Option<&str>, Option<Text>)> = if skills.is_empty() {
            vec![(stable(outcome), title(outcome))]
        } else {
            skills.iter().map(|skill| (skill.as_str().or_else(|| Node::of(skill)?.id()), Node::of(skill).and_then(title))).collect()
        };
        for (uri, name) in named {
            match shelf.competency(uri, name.or_else(|| title(outcome))) {
                Some(competency) if credential.awards.iter().all(|award| award.competency != competency) => {
                    credential.awards.push(Award { competency, level: Level::Unknown, mode: AwardMode::Assessed });
                }
                Some(_) => {}
                None => shelf
                    .issues
                    .push(place.issue(IssueKind::MissingValue, "a learning outcome has no title; it was left out").on("learningOutcome")),
            }
        }
    }
    if let Some(text) = node
        .text(&["entryRequirement"])
        .or_else(|| node.nodes(&["entryRequirement"]).into_iter().find_map(|note| note.text(&["noteLiteral"])))
    {
        let condition = shelf.words(text, Relation::Entry, "entryRequirement", place);
        credential.conditions.push(condition);
    }
    let bodies = node.nodes(&["awardingOpportunity"]);
    let body = bodies.iter().flat_map(|opportunity| opportunity.nodes(&["awardingBody"])).next();
    credential.issuer = body.and_then(|body| organisation(shelf, body, OrganisationRole::AwardingBody));
    let volume = node.string(&["volumeOfLearning"]);
    shelf.credential(credential, place);
    if let Some(volume) = volume {
        let mut offering = blank::offering(&format!("{id}.direct"), &id);
        volume_of(shelf, volume, &mut offering, place);
        shelf.offering(offering, place);
    }
    Some(id)
}

/// An id that means the same in other documents: `urn:epass:` numbers are local to theirs.
fn stable(node: Node<'_>) -> Option<&str> {
    node.id().filter(|id| !id.starts_with("urn:epass:"))
}

fn organisation(shelf: &mut Shelf, node: Node<'_>, role: OrganisationRole) -> Option<crate::model::OrganisationId> {
    let name = node.text(&["legalName", "prefLabel", "altLabel"]);
    id_of(stable(node), name.as_ref()).map(|id| shelf.organisation(&id, name, role))
}

fn volume_of(shelf: &mut Shelf, volume: &str, offering: &mut Offering, place: &Place<'_>) {
    match values::duration(volume) {
        Some(duration) => {
            offering.hours = duration.effort().map(Figure::from).unwrap_or_default();
            offering.min_days = duration.calendar_days();
        }
        None => shelf.issues.push(
            place.issue(IssueKind::BadValue, format!("`{volume}` is no ISO 8601 duration; it counts as unknown")).on("volumeOfLearning"),
        ),
    }
}

fn opportunity(shelf: &mut Shelf, node: Node<'_>, place: &Place<'_>) {
    let specified = node.nodes(&["learningAchievementSpecification"]).into_iter().find_map(|inner| specification(shelf, inner, place));
    let specified = specified.or_else(|| node.references(&["learningAchievementSpecification"]).first().map(|uri| (*uri).to_owned()));
    // An opportunity that names no achievement leads to itself.
    let Some(credential) = specified.or_else(|| specification(shelf, node, place)) else { return };
    let id = id_of(stable(node), title(node).as_ref()).filter(|id| *id != credential);
    let mut offering = blank::offering(&id.unwrap_or_else(|| format!("{credential}.opportunity")), &credential);
    offering.name = title(node);
    offering.provider = node.nodes(&["providedBy"]).first().and_then(|body| organisation(shelf, *body, OrganisationRole::Provider));
    offering.languages = node.references(&["defaultLanguage", "language"]).iter().filter_map(|uri| language(uri)).map(Into::into).collect();
    let mode = node.nodes(&["mode"]).iter().find_map(|mode| title(*mode)).map(|mode| mode.in_language("en").to_lowercase());
    offering.delivery = match mode.as_deref() {
        Some(mode) if mode.contains("blend") || mode.contains("hybrid") => Delivery::Blended,
        Some(mode) if mode.contains("presen") || mode.contains("campus") || mode.contains("classroom") || mode.contains("onsite") => {
            Delivery::InPerson
        }
        _ => Delivery::Online,
    };
    offering.price = price(shelf, node, place);
    if let Some(volume) = node.string(&["volumeOfLearning", "duration"]) {
        volume_of(shelf, volume, &mut offering, place);
    }
    offering.url = node.nodes(&["homepage"]).iter().find_map(|page| page.string(&["contentURL", "contentUrl"])).and_then(address);
    shelf.offering(offering, place);
}

/// The sum of price details; unknown where one of them is.
fn price(shelf: &mut Shelf, node: Node<'_>, place: &Place<'_>) -> Figure<Money> {
    let mut sum: Option<Money> = None;
    for amount in node.nodes(&["priceDetail"]).iter().flat_map(|detail| detail.nodes(&["amount"])) {
        let currency = concept(amount, "unit").or_else(|| amount.string(&["currency"])).and_then(values::currency);
        let money = amount.number(&["value"]).zip(currency).and_then(|(value, currency)| values::money(&value, currency));
        let Some(money) = money.filter(|money| sum.is_none_or(|sum| sum.currency == money.currency)) else {
            shelf.issues.push(
                place.issue(IssueKind::BadValue, "a price has no amount in one currency; the price counts as unknown").on("priceDetail"),
            );
            return Figure::default();
        };
        sum = Some(Money::new(sum.map_or(0, |sum| sum.minor).saturating_add(money.minor), money.currency));
    }
    Figure { amount: sum.map_or(Amount::Unknown, Amount::Known), source: None, as_of: None }
}

/// ISO 639-1 of the publications office's three-letter language addresses; others have to be added as they are met.
fn language(uri: &str) -> Option<&'static str> {
    let codes = [
        ("BUL", "bg"),
        ("CES", "cs"),
        ("DAN", "da"),
        ("DEU", "de"),
        ("ELL", "el"),
        ("ENG", "en"),
        ("EST", "et"),
        ("FIN", "fi"),
        ("FRA", "fr"),
        ("GLE", "ga"),
        ("HRV", "hr"),
        ("HUN", "hu"),
        ("ITA", "it"),
        ("LAV", "lv"),
        ("LIT", "lt"),
        ("MLT", "mt"),
        ("NLD", "nl"),
        ("NOR", "no"),
        ("POL", "pl"),
        ("POR", "pt"),
        ("RON", "ro"),
        ("SLK", "sk"),
        ("SLV", "sl"),
        ("SPA", "es"),
        ("SWE", "sv"),
        ("TUR", "tr"),
        ("UKR", "uk"),
    ];
    codes.iter().find(|(long, _)| local(uri) == *long).map(|(_, short)| *short)
}
