//! schema.org: occupations become roles; courses, programmes and credentials of education, credentials; their instances and offers, offerings
//! with prices.
//!
//! What is taught becomes awards of unknown level, taught and not assessed. Prerequisites in words are shown and force nothing; those that
//! name a course or credential count. A workload in hours is effort; in weeks or months it is calendar time. An offer's price is one-off
//! unless it says that it recurs, when it is unknown.

use super::{
    Files, IssueKind, Issues, Reading, blank,
    json::{Node, Place, documents},
    shelf::{Shelf, address, id_of},
    taxonomy, values,
};
use crate::model::{
    Activity, Amount, Award, AwardMode, Condition, CredentialType, Delivery, EntryCondition, Expr, Figure, Level, Money, Necessity,
    Offering, OrganisationRole, Pace, Relation, Requirement, Text, TrustFloor,
};
use serde_json::Value;

/// Reads the documents of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut shelf = Shelf::new("schema-org", "schema.org courses and programmes");
    let mut issues = Issues::new();
    documents(files, &mut issues, |place, document, issues| {
        let mut found = 0;
        let mut roots: Vec<&Value> = vec![&document];
        while let Some(root) = roots.pop() {
            match root {
                Value::Array(list) => roots.extend(list.iter().rev()),
                Value::Object(object) => {
                    let node = Node(object);
                    if is_read(node) {
                        found += 1;
                        take(&mut shelf, node, place);
                    } else if node.types().contains(&"Occupation") {
                        found += 1;
                        occupation(&mut shelf, node, place);
                    } else {
                        roots.extend(node.get(&["@graph", "itemListElement", "item", "mainEntity", "hasCourse"]));
                    }
                }
                _ => {}
            }
        }
        if found == 0 {
            shelf
                .issues
                .push(place.issue(IssueKind::NotRead, "there is no course, programme, credential or occupation in it; it was passed over"));
        }
        issues.append(&mut shelf.issues);
    });
    shelf.issues = issues;
    shelf.reading()
}

fn is_read(node: Node<'_>) -> bool {
    node.types().iter().any(|kind| matches!(*kind, "Course" | "EducationalOccupationalProgram" | "EducationalOccupationalCredential"))
}

fn named(node: Node<'_>) -> Option<(String, Text)> {
    let name = node.text(&["name"]);
    id_of(node.id().or(node.string(&["url"])), name.as_ref()).zip(name)
}

fn take(shelf: &mut Shelf, node: Node<'_>, place: &Place<'_>) {
    let Some((id, name)) = named(node) else {
        shelf.issues.push(place.issue(IssueKind::MissingValue, "a course or programme has no name; it was left out").on("name"));
        return;
    };
    let programme = node.types().contains(&"EducationalOccupationalProgram");
    let mut credential = blank::credential(&id, name);
    let awarded = node.nodes(&["educationalCredentialAwarded"]);
    let category = node.string(&["credentialCategory", "programType"]);
    let category = category.or_else(|| awarded.iter().find_map(|awarded| awarded.string(&["credentialCategory"])));
    credential.kind = match category.map(str::to_lowercase).as_deref() {
        Some(kind) if kind.contains("degree") => CredentialType::Degree,
        Some(kind) if kind.contains("certification") => CredentialType::Certification,
        Some(kind) if kind.contains("licen") => CredentialType::Licence,
        Some(kind) if kind.contains("badge") => CredentialType::DigitalBadge,
        Some(kind) if kind.contains("micro") => CredentialType::MicroCredential,
        Some(kind) if kind.contains("diploma") => CredentialType::Diploma,
        Some(kind) if kind.contains("apprentice") => CredentialType::Apprenticeship,
        _ => CredentialType::Certificate,
    };
    credential.aliases = node.texts(&["alternateName"]);
    credential.aliases.extend(node.strings(&["educationalCredentialAwarded"]).into_iter().map(Into::into));
    credential.aliases.extend(awarded.iter().filter_map(|awarded| awarded.text(&["name"])));
    credential.codes = node.strings(&["courseCode", "identifier"]).into_iter().map(Into::into).collect();
    credential.description = node.text(&["description"]);
    credential.url = node.string(&["url"]).and_then(address);
    credential.same_as = node.id().into_iter().chain(node.references(&["sameAs"])).filter_map(address).collect();
    credential.same_as.dedup();
    for (property, mode) in [("teaches", AwardMode::Taught), ("competencyRequired", AwardMode::Assessed), ("assesses", AwardMode::Assessed)]
    {
        for target in node.list(&[property]) {
            let inner = Node::of(target);
            let uri = inner.and_then(|inner| inner.id().or(inner.string(&["targetUrl", "url"])));
            let name = inner.and_then(|inner| inner.text(&["name", "targetName"])).or_else(|| target.as_str().map(Into::into));
            if let Some(competency) =
                shelf.competency(uri, name).filter(|one| credential.awards.iter().all(|award| award.competency != *one))
            {
                credential.awards.push(Award { competency, level: Level::Unknown, mode });
            }
        }
    }
    for target in node.list(&["coursePrerequisites", "programPrerequisites"]) {
        let other = Node::of(target).filter(|inner| is_read(*inner)).and_then(named).map(|(id, _)| id);
        let text = Node::of(target).and_then(|inner| inner.text(&["name", "targetName", "description"]));
        let text = text.or_else(|| target.as_str().map(Into::into));
        if let Some(other) = other {
            let need = Some(Expr::Credential(other.as_str().into()));
            credential.conditions.push(Condition { need, relation: Relation::Prerequisite, enforced: true, text });
        } else if let Some(text) = text {
            let condition = shelf.words(text, Relation::Prerequisite, "coursePrerequisites", place);
            credential.conditions.push(condition);
        }
    }
    credential.issuer = organisation(shelf, node, &["provider", "recognizedBy"], OrganisationRole::AwardingBody);
    // A credential alone does not say how it can be earned.
    let alone = !programme && !node.types().contains(&"Course");
    if !shelf.credential(credential, place) || alone {
        return;
    }
    let instances = node.nodes(&["hasCourseInstance"]);
    let several = instances.len() > 1;
    for (at, instance) in instances.iter().copied().enumerate() {
        let made = || if several { format!("{id}.{}", at + 1) } else { format!("{id}.direct") };
        let own = id_of(instance.id(), None).filter(|own| *own != id).unwrap_or_else(made);
        offer(shelf, &own, &id, node, instance, programme, place);
    }
    if instances.is_empty() {
        offer(shelf, &format!("{id}.direct"), &id, node, node, programme, place);
    }
}

/// A job: its skills are essential, of unknown level; qualifications that are credentials must be held, those in words are shown.
fn occupation(shelf: &mut Shelf, node: Node<'_>, place: &Place<'_>) {
    let Some((id, title)) = named(node) else {
        shelf.issues.push(place.issue(IssueKind::MissingValue, "an occupation has no name; it was left out").on("name"));
        return;
    };
    let mut role = blank::role(&id, title);
    role.aliases = node.texts(&["alternateName"]);
    role.description = node.text(&["description"]);
    role.same_as = node.id().into_iter().chain(node.references(&["sameAs"])).filter_map(address).collect();
    role.same_as.dedup();
    for code in node.nodes(&["occupationalCategory"]) {
        let set = code.nodes(&["inCodeSet"]).into_iter().find_map(|set| set.text(&["name"]));
        let set = set.or_else(|| code.string(&["inCodeSet"]).map(Into::into));
        if let (Some(set), Some(value)) = (set, code.string(&["codeValue"])) {
            role.codes.insert(taxonomy::word(&set.to_string()).into(), value.into());
        }
    }
    role.region = node
        .nodes(&["occupationLocation"])
        .into_iter()
        .filter_map(|area| area.string(&["name"]))
        .filter(|name| values::is_code(name))
        .map(Into::into)
        .collect();
    for target in node.list(&["skills"]) {
        let inner = Node::of(target);
        let uri = inner.and_then(|inner| inner.id().or(inner.string(&["targetUrl", "url"])));
        let name = inner.and_then(|inner| inner.text(&["name", "targetName"])).or_else(|| target.as_str().map(Into::into));
        if let Some(competency) = shelf.competency(uri, name) {
            role.requirements.push(Requirement {
                need: Expr::Competency { id: competency, level: Level::Unknown, scale: None },
                importance: 50,
                necessity: Necessity::Essential,
                trust: TrustFloor::Any,
                text: None,
                source: None,
                as_of: None,
            });
        }
    }
    for target in node.list(&["qualifications", "educationRequirements"]) {
        let inner = Node::of(target);
        let credential = inner.filter(|inner| is_read(*inner) && inner.id().is_some()).and_then(named).map(|(id, _)| id);
        role.gates.push(if let Some(id) = credential {
            Condition { need: Some(Expr::Credential(id.as_str().into())), relation: Relation::Entry, enforced: true, text: None }
        } else {
            let said = inner.and_then(|inner| inner.text(&["name", "description", "@value", "credentialCategory"]));
            let Some(text) = said.or_else(|| wording(target)) else { continue };
            shelf.words(text, Relation::Entry, "qualifications", place)
        });
    }
    for target in node.list(&["experienceRequirements"]) {
        let months = Node::of(target).and_then(|inner| inner.number(&["monthsOfExperience"])?.parse().ok());
        role.gates.push(match (months, target.as_str()) {
            (Some(months), _) => Condition {
                need: Some(Expr::Entry(EntryCondition::Experience { months, area: None })),
                relation: Relation::Entry,
                enforced: true,
                text: None,
            },
            (None, Some(text)) => shelf.words(text.into(), Relation::Entry, "experienceRequirements", place),
            (None, None) => continue,
        });
    }
    shelf.role(role, place);
}

/// A text with its language.
fn wording(value: &Value) -> Option<Text> {
    match value {
        Value::Object(_) => {
            let alone = serde_json::Map::from_iter([("text".to_owned(), value.clone())]);
            Node(&alone).text(&["text"])
        }
        value => value.as_str().map(Into::into),
    }
}

fn organisation(shelf: &mut Shelf, node: Node<'_>, names: &[&str], role: OrganisationRole) -> Option<crate::model::OrganisationId> {
    let value = *node.list(names).first()?;
    let inner = Node::of(value);
    let name = inner.and_then(|inner| inner.text(&["name", "legalName"])).or_else(|| value.as_str().map(Into::into));
    let uri = inner.and_then(|inner| inner.id().or(inner.string(&["url", "sameAs"])));
    id_of(uri, name.as_ref()).map(|id| shelf.organisation(&id, name, role))
}

/// One way to take a course: what its instance says, else what the course says.
fn offer(shelf: &mut Shelf, id: &str, credential: &str, course: Node<'_>, instance: Node<'_>, programme: bool, place: &Place<'_>) {
    let mut offering = blank::offering(id, credential);
    offering.activity = if programme { Activity::Programme } else { Activity::Course };
    offering.provider = organisation(shelf, instance, &["provider", "organizer"], OrganisationRole::Provider)
        .or_else(|| organisation(shelf, course, &["provider"], OrganisationRole::Provider));
    let languages = [instance, course].into_iter().flat_map(|node| node.strings(&["inLanguage"])).filter_map(|language| language.get(..2));
    for language in languages.map(str::to_lowercase) {
        if !offering.languages.iter().any(|known| **known == *language) {
            offering.languages.push(language.into());
        }
    }
    let modes: Vec<_> = instance.strings(&["courseMode", "educationalProgramMode"]).into_iter().map(str::to_lowercase).collect();
    let says = |words: &[&str]| modes.iter().any(|mode| words.iter().any(|word| mode.contains(word)));
    offering.delivery = match (says(&["online"]), says(&["onsite", "on-site", "in-person", "in person"])) {
        (true, true) => Delivery::Blended,
        (false, true) => Delivery::InPerson,
        _ if says(&["blend", "hybrid"]) => Delivery::Blended,
        _ => Delivery::Online,
    };
    if let Some(start) = instance.string(&["startDate"]).and_then(values::date) {
        offering.pace = Pace::Cohort;
        offering.starts = vec![start];
        let end = instance.string(&["endDate"]).and_then(values::date).and_then(|end| start.until(end).ok());
        offering.days = end.and_then(|span| u32::try_from(span.get_days()).ok()).filter(|days| *days > 0);
    }
    time(shelf, &mut offering, [instance, course], place);
    let own = instance.nodes(&["offers"]);
    let own = if own.is_empty() { course.nodes(&["offers"]) } else { own };
    offering.price = price(shelf, &own, place);
    offering.url = instance.string(&["url"]).or(course.string(&["url"])).and_then(address);
    shelf.offering(offering, place);
}

fn time(shelf: &mut Shelf, offering: &mut Offering, nodes: [Node<'_>; 2], place: &Place<'_>) {
    for text in nodes.into_iter().flat_map(|node| node.strings(&["courseWorkload", "timeRequired", "timeToComplete"])) {
        match values::duration(text) {
            Some(found) => {
                if let Some(effort) = found.effort().filter(|_| offering.hours.is_unknown()) {
                    offering.hours = Figure::from(effort);
                }
                offering.min_days = offering.min_days.or(found.calendar_days());
            }
            None => shelf.issues.push(
                place.issue(IssueKind::BadValue, format!("`{text}` is no ISO 8601 duration; it counts as unknown")).on("courseWorkload"),
            ),
        }
    }
}

/// The range of all offers that can be counted; unknown where there is none.
fn price(shelf: &mut Shelf, offers: &[Node<'_>], place: &Place<'_>) -> Figure<Money> {
    let mut found: Vec<Money> = Vec::new();
    for offer in offers {
        let inner = offer.nodes(&["priceSpecification"]).first().copied().unwrap_or(*offer);
        let category = offer.string(&["category"]).unwrap_or_default();
        if category.eq_ignore_ascii_case("subscription") || inner.get(&["billingDuration", "billingIncrement", "unitCode"]).is_some() {
            let message = "an offer recurs; how often it is paid is not known, so that it was left out";
            shelf.issues.push(place.issue(IssueKind::Uninterpreted, message).on("offers"));
            continue;
        }
        let currency = offer.string(&["priceCurrency"]).or(inner.string(&["priceCurrency"])).and_then(values::currency);
        let amount = offer.number(&["price", "lowPrice"]).or(inner.number(&["price"]));
        // "Free" needs a currency as little as it needs a price.
        let amount = amount.or_else(|| category.eq_ignore_ascii_case("free").then(|| "0".to_owned()));
        let currency = currency.or_else(|| amount.as_deref().filter(|amount| *amount == "0").map(|_| crate::model::Currency::USD));
        match amount.zip(currency).map(|(amount, currency)| (values::money(&amount, currency), amount)) {
            Some((Some(money), _)) => {
                found.push(money);
                found.extend(
                    offer.number(&["highPrice"]).and_then(|high| values::money(&high, money.currency)).filter(|high| *high >= money),
                );
            }
            Some((None, amount)) => {
                shelf
                    .issues
                    .push(place.issue(IssueKind::OutOfRange, format!("`{amount}` is no price; it counts as unknown")).on("offers.price"));
            }
            None => shelf
                .issues
                .push(place.issue(IssueKind::MissingValue, "an offer has no price or no currency; it counts as unknown").on("offers")),
        }
    }
    let one_currency = found.windows(2).all(|pair| pair.first().map(|one| one.currency) == pair.last().map(|one| one.currency));
    let amount = match (found.iter().min(), found.iter().max()) {
        (Some(min), Some(max)) if min == max => Amount::Known(*min),
        (Some(min), Some(max)) if one_currency => Amount::Range { min: *min, likely: None, max: *max },
        _ => Amount::Unknown,
    };
    Figure { amount, source: None, as_of: None }
}
