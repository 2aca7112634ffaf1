//! CTDL as JSON-LD: credentials, learning opportunities, assessments, organisations, competencies, occupations and pathways.
//!
//! Documents may be registry graphs, envelopes, single resources or lists, one a file or one a line. Contexts are never fetched: terms are
//! read by their names, with or without prefix, and a misspelt one by its likeness. Ids are CTIDs (`ce-…`) where there are any, else URIs.
//! Learning opportunities and assessments become credentials of type `part` with an offering each, which carries their price and time; a
//! credential that requires such parts and has no price of its own comes by itself once they are done. Conditions and constraints in words
//! are kept as text that forces nothing. Common manifests, outcome data and processes are not read.

mod condition;
mod cost;
mod pathway;
mod terms;

use super::{
    Files, Issue, IssueKind, Reading, Severity, blank,
    json::{Node, Place, documents, local},
    values,
};
use crate::model::{
    Activity, Award, AwardMode, Catalogue, Competency, Credential, CredentialType, CreditValue, Crosswalk, Delivery, Expr, Level, Match,
    Necessity, Offering, OrganisationRole, Quality, Relation, Renewal, RenewalBy, Requirement, StackRule, Text, TrustFloor, Validity,
};
use pathway::{Nodes, duplicate};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Reads all documents of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut registry = Registry::default();
    registry.catalogue.headers.push(blank::header("ctdl", "CTDL resources"));
    let mut issues = Vec::new();
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
    issues: Vec<Issue>,
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
        } else if kind == "Pathway" {
            self.pathway(node, nodes, place);
        } else if !kind.ends_with("Component") && !node.id().is_some_and(|uri| uri.starts_with("_:")) {
            // Components and blank nodes are read where something refers to them.
            let message = format!("resources of type `{kind}` are not read; it was passed over");
            self.issues.push(place.issue(IssueKind::NotRead, message).on("@type"));
        }
    }

    /// Takes up a credential, learning opportunity or assessment with its offering; its id.
    fn resource(&mut self, node: Node<'_>, place: &Place<'_>) -> Option<String> {
        let types = node.types();
        let kind = types.first().copied().unwrap_or_default();
        let name = node.text(&["name"]);
        let uri = node.string(&["ctid"]).or(node.id());
        let own = match (uri, &name) {
            (Some(uri), _) => id(uri),
            (None, Some(name)) => format!("named:{}", values::id_of(&name.to_string())),
            (None, None) => {
                self.issues.push(place.issue(IssueKind::MissingValue, format!("a `{kind}` has no id; it was left out")).on("ctid"));
                return None;
            }
        };
        let Some(name) = name else {
            self.issues.push(place.issue(IssueKind::MissingValue, format!("`{own}` has no name; it was left out")).on("name"));
            return None;
        };
        if self.credentials.contains(own.as_str()) {
            // Described in place more than once: the first description stays, and it is no fault to repeat it.
            if node.get(&["ctid"]).is_some() && node.get(&["@context", "inLanguage"]).is_some() {
                self.issues.push(duplicate(place, "credential", &own));
            }
            return Some(own);
        }
        let activity = terms::is_activity(kind);
        let mut credential = blank::credential(&own, name);
        credential.kind = terms::credential_type(kind).unwrap_or(CredentialType::Part);
        credential.aliases = node.text(&["alternateName"]).into_iter().collect();
        credential.codes = node.strings(&["codedNotation"]).into_iter().map(Into::into).collect();
        credential.description = node.text(&["description"]);
        credential.url = node.string(&["subjectWebpage"]).map(Into::into);
        credential.same_as =
            node.id().into_iter().chain(node.references(&["sameAs"])).filter(|uri| uri.contains("://")).map(Into::into).collect();
        let awarding = if activity { OrganisationRole::Provider } else { OrganisationRole::AwardingBody };
        credential.issuer = self.agent(node, &["ownedBy", "offeredBy"], awarding, place).map(|id| id.as_str().into());
        self.life(node, &mut credential, place);
        self.awards(node, &mut credential, activity, place);
        credential.credits = credits(node);
        for (property, relation) in
            [("entryCondition", Relation::Entry), ("prerequisite", Relation::Prerequisite), ("corequisite", Relation::CorequisiteLoose)]
        {
            self.conditions(node, property, relation, &mut credential, place);
        }
        self.conditions(node, "recommends", Relation::Recommended, &mut credential, place);
        let costs = cost::costs(&node.nodes(&["estimatedCost"]), place, &mut self.issues);
        let (hours, days) = cost::durations(&node.nodes(&["estimatedDuration"]), place, &mut self.issues);
        let own_price = !costs.price.is_unknown() || costs.exam_fee.is_some() || costs.materials.is_some();
        let by_parts = self.requires(node, &mut credential, own_price, place);
        if !by_parts {
            let mut offering = blank::offering(&format!("{own}.direct"), &own);
            offering.activity = match kind {
                "AssessmentProfile" | "Assessment" => Activity::Exam,
                "LearningProgram" => Activity::Programme,
                _ => Activity::Course,
            };
            offering.provider = self.agent(node, &["offeredBy", "ownedBy"], OrganisationRole::Provider, place).map(|id| id.as_str().into());
            offering.languages = languages(node);
            self.delivered(node, &mut offering, place);
            (offering.hours, offering.min_days) = (hours, days);
            (offering.price, offering.exam_fee, offering.materials) = (costs.price, costs.exam_fee, costs.materials);
            offering.url.clone_from(&credential.url);
            self.offerings.push(offering);
        }
        self.credential(credential, place);
        Some(own)
    }

    /// Adds a credential unless one of its id is there.
    fn credential(&mut self, credential: Credential, place: &Place<'_>) -> bool {
        let new = self.credentials.insert(credential.id.as_str().into());
        if new {
            self.catalogue.credentials.push(credential);
        } else {
            self.issues.push(duplicate(place, "credential", credential.id.as_str()));
        }
        new
    }

    /// What is required to be awarded. True if the credential comes by itself once its parts are done.
    fn requires(&mut self, node: Node<'_>, credential: &mut Credential, own_price: bool, place: &Place<'_>) -> bool {
        let conditions: Vec<_> =
            node.nodes(&["requires"]).into_iter().filter_map(|profile| self.condition(profile, Relation::Prerequisite, place)).collect();
        let mut rule: Vec<Expr> = Vec::new();
        for condition in conditions {
            let parts = condition.need.as_ref().is_some_and(|need| {
                let mut credentials = false;
                need.walk(&mut |inner| credentials |= matches!(inner, Expr::Credential(_)));
                credentials
            });
            match condition.need {
                Some(need) if parts && !own_price => {
                    rule.push(need);
                    let words =
                        |text| crate::model::Condition { need: None, relation: Relation::Prerequisite, enforced: false, text: Some(text) };
                    credential.conditions.extend(condition.text.map(words));
                }
                need => credential.conditions.push(crate::model::Condition { need, ..condition }),
            }
        }
        let rule = if rule.len() > 1 { Some(Expr::All(rule)) } else { rule.pop() };
        let by_parts = rule.is_some();
        credential.stack = rule.map(|rule| StackRule {
            rule,
            automatic: true,
            fee: None,
            max_age_months: None,
            double_counting: crate::model::DoubleCounting::Free,
            min_at_awarding_body: None,
        });
        by_parts
    }

    fn conditions(&mut self, node: Node<'_>, property: &str, relation: Relation, credential: &mut Credential, place: &Place<'_>) {
        for profile in node.nodes(&[property]) {
            let Some(mut condition) = self.condition(profile, relation, place) else { continue };
            let mut earned = false;
            if let Some(need) = &condition.need {
                need.walk(&mut |inner| earned |= matches!(inner, Expr::Credential(_) | Expr::Competency { .. }));
            }
            // What can be earned is a prerequisite, even where it is checked on entry.
            if relation == Relation::Entry && earned {
                condition.relation = Relation::Prerequisite;
            }
            credential.conditions.push(condition);
        }
    }

    /// Status, validity, renewal and quality.
    fn life(&mut self, node: Node<'_>, credential: &mut Credential, place: &Place<'_>) {
        for property in ["credentialStatusType", "lifeCycleStatusType"] {
            for status in node.list(&[property]) {
                let term = status.as_str().or_else(|| Node::of(status)?.string(&["targetNode", "targetNodeName"])).unwrap_or_default();
                match terms::status(term) {
                    Some(status) => credential.status = status,
                    None => self
                        .issues
                        .push(place.issue(IssueKind::UnknownTerm, format!("`{term}` is no status; it was passed over")).on(property)),
                }
            }
        }
        credential.superseded_by = node.references(&["supersededBy"]).first().map(|uri| id(uri).as_str().into());
        let mut renewed = |text: &str| {
            let months = values::duration(text).filter(|every| every.minutes == 0).map(|every| every.months + every.days.div_ceil(30));
            if months.is_none() {
                let message = format!("`{text}` is no ISO 8601 duration of days or more; it counts as unknown");
                self.issues.push(place.issue(IssueKind::BadValue, message).on("renewalFrequency"));
            }
            months
        };
        let months = node.string(&["renewalFrequency"]).and_then(&mut renewed);
        let until = node.string(&["expirationDate"]).and_then(values::date);
        if months.is_some() || until.is_some() {
            credential.validity = Some(Validity { months, until, grace_days: None });
        }
        for profile in node.nodes(&["renewal"]) {
            let target = profile.references(&["targetCredential"]).first().map(|uri| id(uri));
            let costs = cost::costs(&profile.nodes(&["estimatedCost"]), place, &mut self.issues);
            let by = match () {
                () if target.is_some() => RenewalBy::Credential,
                () if profile.get(&["targetAssessment"]).is_some() => RenewalBy::Exam,
                () if profile.get(&["creditValue", "creditUnitValue"]).is_some() => RenewalBy::Credits,
                () if !costs.price.is_unknown() => RenewalBy::Fee,
                () => {
                    if let Some(text) = profile.text(&["description"]) {
                        let message = format!("the renewal `{text}` cannot be interpreted; it is kept as a note");
                        self.issues.push(place.issue(IssueKind::Uninterpreted, message).on("renewal"));
                        credential.note = Some(text.to_string().into());
                    }
                    continue;
                }
            };
            let price = costs.exam_fee.filter(|_| by == RenewalBy::Exam).unwrap_or(costs.price);
            let credential_id = target.map(|target| target.as_str().into());
            let hours = crate::model::Figure::default();
            credential.renewal.push(Renewal { by, price, hours, credits: None, credential: credential_id, every_months: months });
        }
        for (property, kind) in terms::QUALITY {
            for body in node.list(&[property]) {
                let by = Node::of(body).and_then(|body| self.organisation(body, place, Some(OrganisationRole::QualityBody)));
                if let Some(by) = by.or_else(|| body.as_str().map(id)) {
                    credential.quality.push(Quality { kind, by: by.as_str().into() });
                }
            }
        }
    }

    fn awards(&mut self, node: Node<'_>, credential: &mut Credential, activity: bool, place: &Place<'_>) {
        let taught = if activity { AwardMode::Taught } else { AwardMode::Attested };
        for (property, mode) in [("assesses", AwardMode::Assessed), ("teaches", taught)] {
            for target in node.list(&[property]) {
                let Some(competency) = self.aligned(target, place) else { continue };
                if !credential.awards.iter().any(|award| award.competency.as_str() == competency) {
                    credential.awards.push(Award { competency: competency.as_str().into(), level: Level::Unknown, mode });
                }
            }
        }
    }

    fn delivered(&mut self, node: Node<'_>, offering: &mut Offering, place: &Place<'_>) {
        let kinds = node.list(&["deliveryType", "learningDeliveryType", "assessmentDeliveryType"]);
        let mut found: Vec<Delivery> = Vec::new();
        for kind in kinds {
            let term = kind.as_str().or_else(|| Node::of(kind)?.string(&["targetNode", "targetNodeName"])).unwrap_or_default();
            found.push(terms::delivery(term).unwrap_or_else(|| {
                let message = format!("`{term}` does not say whether it is online or in person; blended was taken");
                self.issues.push(place.issue(IssueKind::UnknownTerm, message).on("deliveryType"));
                Delivery::Blended
            }));
        }
        found.dedup();
        offering.delivery = match found[..] {
            [] if node.get(&["availableOnlineAt"]).is_none() && node.get(&["availableAt"]).is_some() => Delivery::InPerson,
            [] => Delivery::Online,
            [one] => one,
            // Either is possible: what can be done online is.
            _ if found.contains(&Delivery::Online) => Delivery::Online,
            _ => Delivery::Blended,
        };
    }

    /// The organisation that a property names first.
    fn agent(&mut self, node: Node<'_>, properties: &[&str], role: OrganisationRole, place: &Place<'_>) -> Option<String> {
        let agent = *node.list(properties).first()?;
        match Node::of(agent) {
            Some(agent) => self.organisation(agent, place, Some(role)),
            None => Some(id(agent.as_str()?)),
        }
    }

    /// Takes up an organisation, or what is new about a known one; its id.
    fn organisation(&mut self, node: Node<'_>, place: &Place<'_>, role: Option<OrganisationRole>) -> Option<String> {
        let name = node.text(&["name"]);
        let uri = node.string(&["ctid"]).or(node.id());
        let own = uri.map(id).or_else(|| name.as_ref().map(|name| format!("named:{}", values::id_of(&name.to_string()))));
        let Some(own) = own else {
            self.issues.push(place.issue(IssueKind::MissingValue, "an organisation has neither id nor name; it was left out"));
            return None;
        };
        let Some(name) = name else { return Some(own) };
        let organisations = &mut self.catalogue.organisations;
        let at = *self.organisations.entry(own.as_str().into()).or_insert_with(|| {
            organisations.push(blank::organisation(&own, name));
            organisations.len() - 1
        });
        if let Some(known) = organisations.get_mut(at) {
            known.url = known.url.take().or_else(|| node.string(&["subjectWebpage"]).map(Into::into));
            known.roles.extend(role.filter(|role| !known.roles.contains(role)));
            if node.types().iter().any(|kind| kind.starts_with("QA")) && !known.roles.contains(&OrganisationRole::QualityBody) {
                known.roles.push(OrganisationRole::QualityBody);
            }
            known.same_as.extend(node.id().filter(|uri| uri.contains("://") && known.same_as.is_empty()).map(Into::into));
        }
        Some(own)
    }

    /// The competency that an alignment or reference names; its id.
    fn aligned(&mut self, target: &Value, place: &Place<'_>) -> Option<String> {
        if let Some(uri) = target.as_str() {
            return Some(self.competency(uri, None, place));
        }
        let target = Node::of(target)?;
        let name = target.text(&["targetNodeName", "competencyText", "name"]);
        match (target.string(&["targetNode"]).or(target.id()), name) {
            (Some(uri), name) => Some(self.competency(uri, name, place)),
            (None, Some(name)) => Some(self.competency(&format!("named:{}", values::id_of(&name.to_string())), Some(name), place)),
            (None, None) => {
                self.issues.push(place.issue(IssueKind::MissingValue, "a competency has neither URI nor name; it was left out"));
                None
            }
        }
    }

    /// A competency that something refers to; it is described elsewhere, or has only this name.
    fn competency(&mut self, uri: &str, name: Option<Text>, _place: &Place<'_>) -> String {
        let own = id(uri);
        let competencies = &mut self.catalogue.competencies;
        self.competencies.entry(own.as_str().into()).or_insert_with(|| {
            let mut competency = blank::competency(&own, name.unwrap_or_else(|| local(uri).into()));
            competency.same_as = Vec::from_iter(Some(uri).filter(|uri| uri.contains("://")).map(Into::into));
            competencies.push(competency);
            competencies.len() - 1
        });
        own
    }

    fn described_competency(&mut self, node: Node<'_>, place: &Place<'_>) {
        let (Some(uri), Some(text)) = (node.id().or(node.string(&["ctid"])), node.text(&["competencyLabel", "competencyText", "name"]))
        else {
            self.issues.push(place.issue(IssueKind::MissingValue, "a competency has no id or no text; it was left out"));
            return;
        };
        let own = self.competency(uri, Some(text.clone()), place);
        if !self.described.insert(own.as_str().into()) {
            self.issues.push(duplicate(place, "competency", &own));
            return;
        }
        let broader: Vec<_> = node.references(&["isChildOf"]).into_iter().map(id).filter(|broad| *broad != own).collect();
        let framework = node.references(&["isPartOf"]).first().map(|uri| id(uri));
        let Some(competency) = self.competencies.get(own.as_str()).and_then(|at| self.catalogue.competencies.get_mut(*at)) else { return };
        *competency = Competency {
            name: text,
            description: node.text(&["competencyText", "comment"]).filter(|_| node.get(&["competencyLabel"]).is_some()),
            broader: broader.iter().map(|broad| broad.as_str().into()).collect(),
            framework: framework.map(Into::into),
            ..competency.clone()
        };
        let kinds = [
            ("exactAlignment", Match::Exact),
            ("majorAlignment", Match::Close),
            ("minorAlignment", Match::Related),
            ("broadAlignment", Match::Broad),
            ("narrowAlignment", Match::Narrow),
        ];
        for (property, closeness) in kinds {
            for other in node.references(&[property]) {
                // CTDL says what the *other* is: a broad alignment points to a broader competency, so this one is narrower.
                let closeness = match closeness {
                    Match::Broad => Match::Narrow,
                    Match::Narrow => Match::Broad,
                    same => same,
                };
                let (from, to) = (own.as_str().into(), id(other).as_str().into());
                self.catalogue.crosswalks.push(Crosswalk { from, to, closeness, source: None, as_of: None, note: None });
            }
        }
    }

    fn occupation(&mut self, node: Node<'_>, place: &Place<'_>) {
        let (Some(uri), Some(title)) = (node.string(&["ctid"]).or(node.id()), node.text(&["name"])) else {
            self.issues.push(place.issue(IssueKind::MissingValue, "an occupation has no id or no name; it was left out"));
            return;
        };
        let mut role = blank::role(&id(uri), title);
        role.description = node.text(&["description"]);
        role.same_as = node.id().into_iter().map(Into::into).collect();
        let requirement = |need| Requirement {
            need,
            importance: 50,
            necessity: Necessity::Essential,
            trust: TrustFloor::Any,
            text: None,
            source: None,
            as_of: None,
        };
        for property in ["skillEmbodied", "knowledgeEmbodied", "abilityEmbodied"] {
            for target in node.list(&[property]) {
                let competency = self.aligned(target, place);
                role.requirements.extend(competency.map(|competency| requirement(Expr::competency(&competency, 0))));
            }
        }
        for profile in node.nodes(&["requires"]) {
            match self.condition(profile, Relation::Entry, place) {
                Some(condition) if condition.need.is_some() => role.requirements.extend(condition.need.map(requirement)),
                condition => role.gates.extend(condition),
            }
        }
        self.role(role, place);
    }

    fn finish(mut self, mut issues: Vec<Issue>) -> Reading {
        for competency in &mut self.catalogue.competencies {
            let name = competency.framework.as_deref().and_then(|framework| self.frameworks.get(framework));
            if let Some(name) = name {
                competency.framework = Some(name.as_str().into());
            }
        }
        for (asked, mut issue) in self.asked {
            if !self.credentials.contains(asked.as_str()) {
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

/// Credits that a credential carries.
fn credits(node: Node<'_>) -> Vec<CreditValue> {
    let mut credits = Vec::new();
    for value in node.nodes(&["creditValue"]) {
        let unit = value.nodes(&["creditUnitType"]).iter().find_map(|unit| unit.string(&["targetNode", "targetNodeName"]));
        let amount = value.number(&["value", "schema:value", "minValue"]).and_then(|amount| amount.split('.').next()?.parse().ok());
        if let (Some(unit), Some(amount)) = (unit, amount) {
            credits.push(CreditValue { scheme: local(unit).into(), amount, level: None });
        }
    }
    credits
}

fn languages(node: Node<'_>) -> Vec<Box<str>> {
    let mut languages: Vec<Box<str>> = Vec::new();
    for language in node.strings(&["inLanguage"]) {
        if let Some(code) = language.get(..2).map(str::to_lowercase)
            && !languages.iter().any(|known| **known == *code)
        {
            languages.push(code.into());
        }
    }
    languages
}
