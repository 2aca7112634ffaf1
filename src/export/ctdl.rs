//! CTDL: credentials with conditions and costs, ways to earn them, organisations, competencies and occupations.
//!
//! A credential with one way to earn it carries its price and time itself; with several, or made of parts, it requires one of them, and each
//! way is a resource of its own. Ids that are no URIs are relative to the document.

use super::{Lost, Object, by_language, condition, duration, is_uri, units};
use crate::model::{
    Activity, Amount, Award, AwardMode, Catalogue, Competency, Condition, Credential, CredentialId, CredentialType, Crosswalk, Delivery,
    Expr, Figure, Level, Match, Money, Necessity, Offering, Organisation, OrganisationId, OrganisationRole, PriceKind, QualityKind,
    RecordRef, Relation, RenewalBy, Role, Status,
};
use serde_json::{Value, json};
use std::collections::HashMap;

const CONTEXT: &str = "https://credreg.net/ctdl/schema/context/json";
const CONTEXT_ASN: &str = "https://credreg.net/ctdlasn/schema/context/json";

/// What is looked up while records are written.
pub(super) struct Ctdl<'a> {
    language: &'a str,
    offerings: HashMap<&'a str, Vec<&'a Offering>>,
    competencies: HashMap<&'a str, &'a Competency>,
    credentials: HashMap<&'a str, &'a Credential>,
    crosswalks: HashMap<&'a str, Vec<&'a Crosswalk>>,
    /// Frameworks, each with the competency it is written before.
    frameworks: HashMap<&'a str, &'a str>,
}

/// Members of a credential that are written, at least in part; parts that are not are told where they are met.
const CREDENTIAL: [&str; 21] = [
    "id",
    "name",
    "aliases",
    "type",
    "issuer",
    "codes",
    "credits",
    "awards",
    "conditions",
    "stack",
    "validity",
    "renewal",
    "status",
    "superseded_by",
    "quality",
    "same_as",
    "url",
    "description",
    "offerings",
    "kind",
    "mode",
];

const OFFERING: [&str; 13] = [
    "id",
    "credential",
    "provider",
    "name",
    "activity",
    "delivery",
    "languages",
    "hours",
    "price",
    "materials",
    "exam_fee",
    "min_days",
    "url",
];

impl<'a> Ctdl<'a> {
    pub(super) fn new(catalogue: &'a Catalogue) -> Self {
        let mut offerings: HashMap<&str, Vec<&Offering>> = HashMap::new();
        for offering in &catalogue.offerings {
            offerings.entry(offering.credential.as_str()).or_default().push(offering);
        }
        for list in offerings.values_mut() {
            list.sort_by(|a, b| a.id.cmp(&b.id));
        }
        let mut crosswalks: HashMap<&str, Vec<&Crosswalk>> = HashMap::new();
        for walk in &catalogue.crosswalks {
            crosswalks.entry(walk.from.as_str()).or_default().push(walk);
        }
        for list in crosswalks.values_mut() {
            list.sort_by(|a, b| (&a.to, a.closeness).cmp(&(&b.to, b.closeness)));
        }
        let mut frameworks: HashMap<&str, &str> = HashMap::new();
        for one in &catalogue.competencies {
            if let Some(framework) = &one.framework {
                let first = frameworks.entry(framework).or_insert(one.id.as_str());
                *first = (*first).min(one.id.as_str());
            }
        }
        Self {
            frameworks,
            language: catalogue.headers.first().map_or("en", |header| &header.language),
            offerings,
            competencies: catalogue.competencies.iter().map(|one| (one.id.as_str(), one)).collect(),
            credentials: catalogue.credentials.iter().map(|one| (one.id.as_str(), one)).collect(),
            crosswalks,
        }
    }

    pub(super) fn resources(&self, record: RecordRef<'_>, lost: &mut Lost) -> Vec<Value> {
        match record {
            RecordRef::Organisation(organisation) => vec![self.organisation(organisation, lost)],
            RecordRef::Competency(competency) => self.competency(competency, lost),
            RecordRef::Role(role) => vec![self.role(role, lost)],
            RecordRef::Credential(credential) => self.credential(credential, lost),
            // Offerings are written with their credentials, and crosswalks with the competency they start from.
            RecordRef::Offering(offering) => {
                if !self.credentials.contains_key(offering.credential.as_str()) {
                    lost.say("offering", "credential", offering.id.as_str());
                }
                Vec::new()
            }
            RecordRef::Crosswalk(walk) => {
                if self.competencies.contains_key(walk.from.as_str()) {
                    lost.besides("crosswalk", walk.from.as_str(), walk, &["from", "to", "match"]);
                } else {
                    lost.say("crosswalk", "from", walk.from.as_str());
                }
                Vec::new()
            }
            RecordRef::Catalogue(_) => Vec::new(),
            RecordRef::Source(source) => nothing(lost, "source", source.id.as_str()),
            RecordRef::Scale(scale) => nothing(lost, "scale", scale.id.as_str()),
            RecordRef::PricePlan(plan) => nothing(lost, "price_plan", plan.id.as_str()),
            RecordRef::Funding(funding) => nothing(lost, "funding", funding.id.as_str()),
            RecordRef::Equivalence(equivalence) => nothing(lost, "equivalence", equivalence.from.as_str()),
            RecordRef::Rate(_) => nothing(lost, "rate", ""),
        }
    }

    /// An object with what every resource has: context, type, id, and a CTID where the id is one.
    fn resource(kind: &str, id: &str, context: &str) -> Object {
        let mut object = Object::of(Some(context), kind);
        object.set("@id", id);
        if id.starts_with("ce-") && id.len() == 39 {
            object.set("ceterms:ctid", id);
        }
        object
    }

    fn organisation(&self, one: &Organisation, lost: &mut Lost) -> Value {
        let quality = one.roles.contains(&OrganisationRole::QualityBody);
        let kind = if quality { "ceterms:QACredentialOrganization" } else { "ceterms:CredentialOrganization" };
        let mut object = Self::resource(kind, one.id.as_str(), CONTEXT);
        object.set("ceterms:name", by_language(&one.name, self.language));
        object.set("ceterms:subjectWebpage", one.url.as_deref().unwrap_or_default());
        lost.besides("organisation", one.id.as_str(), one, &["id", "name", "url", "roles"]);
        object.done()
    }

    fn competency(&self, one: &Competency, lost: &mut Lost) -> Vec<Value> {
        let mut object = Self::resource("ceasn:Competency", one.id.as_str(), CONTEXT_ASN);
        if let Some(description) = &one.description {
            object.set("ceasn:competencyLabel", by_language(&one.name, self.language));
            object.set("ceasn:competencyText", by_language(description, self.language));
        } else {
            object.set("ceasn:competencyText", by_language(&one.name, self.language));
        }
        object.set("ceasn:isChildOf", one.broader.iter().map(|id| json!(id.as_str())).collect::<Vec<_>>());
        let mut resources = Vec::new();
        if let Some(framework) = &one.framework {
            let id = format!("framework:{}", framework.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join("-").to_lowercase());
            if self.frameworks.get(&**framework) == Some(&one.id.as_str()) {
                let mut named = Self::resource("ceasn:CompetencyFramework", &id, CONTEXT_ASN);
                named.set("ceasn:name", json!({ self.language: framework }));
                resources.push(named.done());
            }
            object.set("ceasn:isPartOf", id);
        }
        let walks = self.crosswalks.get(one.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        // CTDL says what the other one is: what is narrower than it has a broad alignment.
        for (name, closeness) in [
            ("ceasn:exactAlignment", Match::Exact),
            ("ceasn:majorAlignment", Match::Close),
            ("ceasn:minorAlignment", Match::Related),
            ("ceasn:broadAlignment", Match::Narrow),
            ("ceasn:narrowAlignment", Match::Broad),
        ] {
            let mut others: Vec<&str> = walks.iter().filter(|walk| walk.closeness == closeness).map(|walk| walk.to.as_str()).collect();
            if closeness == Match::Exact {
                others.extend(one.same_as.iter().map(|uri| &**uri).filter(|uri| *uri != one.id.as_str()));
            }
            others.dedup();
            object.set(name, json!(others));
        }
        lost.besides("competency", one.id.as_str(), one, &["id", "name", "description", "broader", "framework", "same_as"]);
        resources.push(object.done());
        resources
    }

    /// A competency as something else refers to it.
    fn alignment(&self, id: &str) -> Value {
        let mut object = Object::of(None, "ceterms:CredentialAlignmentObject");
        object.set("ceterms:targetNode", id);
        if let Some(known) = self.competencies.get(id) {
            object.set("ceterms:targetNodeName", by_language(&known.name, self.language));
        }
        object.done()
    }

    fn role(&self, role: &Role, lost: &mut Lost) -> Value {
        let id = role.id.as_str();
        let mut object = Self::resource("ceterms:Occupation", id, CONTEXT);
        object.set("ceterms:name", by_language(&role.title, self.language));
        object.set("ceterms:description", role.description.as_ref().map_or(Value::Null, |text| by_language(text, self.language)));
        let (mut skills, mut requires) = (Vec::new(), Vec::new());
        for asked in &role.requirements {
            if asked.necessity == Necessity::Desirable {
                lost.say("role", "requirements.desirable", id);
                continue;
            }
            lost.besides("role", id, asked, &["need", "importance", "necessity"]);
            if asked.importance != 50 {
                lost.say("role", "requirements.importance", id);
            }
            match &asked.need {
                Expr::Competency { id: competency, level, .. } => {
                    if *level != Level::Unknown {
                        lost.say("role", "requirements.level", id);
                    }
                    skills.push(self.alignment(competency.as_str()));
                }
                need => match condition::profile(need, &|id| self.alignment(id)) {
                    Some(profile) => requires.push(profile),
                    None => lost.say("role", "requirements.need", id),
                },
            }
        }
        for gate in &role.gates {
            requires.extend(self.condition(gate, "role", id, lost).map(|(_, profile)| profile));
        }
        object.set("ceterms:skillEmbodied", skills);
        object.set("ceterms:requires", requires);
        lost.besides("role", id, role, &["id", "title", "description", "requirements", "gates"]);
        object.done()
    }

    fn credential(&self, one: &Credential, lost: &mut Lost) -> Vec<Value> {
        let id = one.id.as_str();
        let offerings = self.offerings.get(id).map(Vec::as_slice).unwrap_or_default();
        let part = one.kind == CredentialType::Part;
        let kind = if part { activity(offerings.first().map_or(Activity::Course, |one| one.activity)) } else { kind(one.kind) };
        let mut object = Self::resource(kind, id, CONTEXT);
        object.set("ceterms:name", by_language(&one.name, self.language));
        object.set("ceterms:alternateName", one.aliases.iter().map(|alias| by_language(alias, self.language)).collect::<Vec<_>>());
        object.set("ceterms:codedNotation", json!(one.codes));
        object.set("ceterms:description", one.description.as_ref().map_or(Value::Null, |text| by_language(text, self.language)));
        object.set("ceterms:subjectWebpage", one.url.as_deref().unwrap_or_default());
        object.set("ceterms:sameAs", json!(one.same_as.iter().filter(|uri| is_uri(uri) && ***uri != *id).collect::<Vec<_>>()));
        object.set("ceterms:ownedBy", json!(one.issuer.iter().map(OrganisationId::as_str).collect::<Vec<_>>()));
        Self::life(one, &mut object, lost);
        let (mut assesses, mut teaches) = (Vec::new(), Vec::new());
        for Award { competency, level, mode } in &one.awards {
            if *level != Level::Unknown {
                lost.say("credential", "awards.level", id);
            }
            let usual = if part { AwardMode::Taught } else { AwardMode::Attested };
            if *mode != AwardMode::Assessed && *mode != usual {
                lost.say("credential", "awards.mode", id);
            }
            if *mode == AwardMode::Assessed { &mut assesses } else { &mut teaches }.push(self.alignment(competency.as_str()));
        }
        object.set("ceterms:assesses", assesses);
        object.set("ceterms:teaches", teaches);
        for (name, relation) in [
            ("ceterms:entryCondition", Relation::Entry),
            ("ceterms:corequisite", Relation::CorequisiteLoose),
            ("ceterms:recommends", Relation::Recommended),
        ] {
            let told = one.conditions.iter().filter(|condition| simple(condition.relation) == relation);
            let profiles: Vec<_> =
                told.filter_map(|told| self.condition(told, "credential", id, lost)).map(|(_, profile)| profile).collect();
            object.set(name, profiles);
        }
        let mut resources = Vec::new();
        self.ways(one, offerings, &mut object, &mut resources, lost);
        lost.besides("credential", id, one, &CREDENTIAL);
        resources.push(object.done());
        resources
    }

    /// Status, validity, renewal, quality and credits.
    fn life(one: &Credential, object: &mut Object, lost: &mut Lost) {
        let id = one.id.as_str();
        let status = match one.status {
            Status::Active => "Active",
            Status::Retired => "Ceased",
            Status::Superseded => "Superseded",
            Status::Planned => "Provisional",
        };
        object.set(
            "ceterms:credentialStatusType",
            json!({"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": format!("credentialStat:{status}")}),
        );
        object.set("ceterms:supersededBy", one.superseded_by.as_ref().map(CredentialId::as_str).unwrap_or_default());
        if let Some(validity) = &one.validity {
            object.set("ceterms:renewalFrequency", validity.months.map(|months| format!("P{months}M")).unwrap_or_default());
            object.set("ceterms:expirationDate", validity.until.map(|until| until.to_string()).unwrap_or_default());
            if validity.grace_days.is_some() {
                lost.say("credential", "validity.grace_days", id);
            }
        }
        let mut renewal = Vec::new();
        for way in &one.renewal {
            lost.besides("credential", id, way, &["by", "price", "credential", "every_months"]);
            let mut profile = Object::of(None, "ceterms:ConditionProfile");
            profile.set("ceterms:estimatedCost", Vec::from_iter(Self::cost(&way.price, "Renewal", "renewal.price", id, lost)));
            match (way.by, &way.credential) {
                (RenewalBy::Credential, Some(other)) => profile.set("ceterms:targetCredential", json!([other.as_str()])),
                (RenewalBy::Fee, None) if matches!(way.price.amount, Amount::Known(_)) => {}
                _ => {
                    lost.say("credential", "renewal", id);
                    continue;
                }
            }
            renewal.push(profile.done());
        }
        object.set("ceterms:renewal", renewal);
        for (name, quality) in [
            ("ceterms:accreditedBy", QualityKind::Accredited),
            ("ceterms:approvedBy", QualityKind::Approved),
            ("ceterms:recognizedBy", QualityKind::Recognised),
            ("ceterms:regulatedBy", QualityKind::Regulated),
        ] {
            let bodies: Vec<_> = one.quality.iter().filter(|said| said.kind == quality).map(|said| json!(said.by)).collect();
            object.set(name, bodies);
        }
        if one.quality.iter().any(|said| said.kind == QualityKind::Endorsed) {
            lost.say("credential", "quality.endorsed", id);
        }
        let credits = one.credits.iter().map(|credit| {
            let unit = json!({"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": format!("creditUnit:{}", credit.scheme)});
            json!({"@type": "schema:QuantitativeValue", "schema:value": credit.amount, "ceterms:creditUnitType": [unit]})
        });
        object.set("ceterms:creditValue", credits.collect::<Vec<_>>());
        if one.credits.iter().any(|credit| credit.level.is_some()) {
            lost.say("credential", "credits.level", id);
        }
    }

    /// The ways to earn a credential: the only one in place, several as alternatives.
    fn ways(&self, one: &Credential, offerings: &[&Offering], object: &mut Object, resources: &mut Vec<Value>, lost: &mut Lost) {
        let id = one.id.as_str();
        if let ([only], None) = (offerings, &one.stack) {
            let part = one.kind == CredentialType::Part;
            if !part && only.activity != Activity::Course {
                lost.say("offering", "activity", only.id.as_str());
            }
            if only.name.is_some() {
                lost.say("offering", "name", only.id.as_str());
            }
            if only.url.is_some() && only.url != one.url {
                lost.say("offering", "url", only.id.as_str());
            }
            Self::way(only, object, lost);
            return;
        }
        let mut alternatives = Vec::new();
        if let Some(stack) = &one.stack {
            lost.besides("credential", id, stack, &["rule", "automatic", "double_counting"]);
            if !stack.automatic {
                lost.say("credential", "stack.automatic", id);
            }
            match condition::profile(&stack.rule, &|id| self.alignment(id)) {
                Some(profile) => alternatives.push(profile),
                None => lost.say("credential", "stack.rule", id),
            }
        }
        for offering in offerings {
            let mut way = Self::resource(activity(offering.activity), offering.id.as_str(), CONTEXT);
            way.set("ceterms:name", by_language(offering.name.as_ref().unwrap_or(&one.name), self.language));
            way.set("ceterms:subjectWebpage", offering.url.as_deref().unwrap_or_default());
            Self::way(offering, &mut way, lost);
            resources.push(way.done());
            let target = if offering.activity == Activity::Exam { "ceterms:targetAssessment" } else { "ceterms:targetLearningOpportunity" };
            let mut profile = Object::of(None, "ceterms:ConditionProfile");
            profile.set(target, json!([offering.id.as_str()]));
            alternatives.push(profile.done());
        }
        if alternatives.len() > 1 {
            object.set("ceterms:requires", json!([{"@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": alternatives}]));
        } else {
            object.set("ceterms:requires", alternatives);
        }
        if offerings.is_empty() && one.stack.is_none() {
            lost.say("credential", "offerings", id);
        }
    }

    /// Price, time and place of an offering.
    fn way(offering: &Offering, object: &mut Object, lost: &mut Lost) {
        let id = offering.id.as_str();
        object.set("ceterms:offeredBy", json!(offering.provider.iter().map(OrganisationId::as_str).collect::<Vec<_>>()));
        let mut costs = Vec::new();
        if offering.price_kind == PriceKind::OneOff {
            costs.extend(Self::cost(&offering.price, "Tuition", "price", id, lost));
        } else {
            lost.say("offering", "price_kind", id);
        }
        for (fee, kind, member) in
            [(&offering.exam_fee, "AssessmentFee", "exam_fee"), (&offering.materials, "LearningResource", "materials")]
        {
            costs.extend(fee.as_ref().and_then(|fee| Self::cost(fee, kind, member, id, lost)));
        }
        object.set("ceterms:estimatedCost", costs);
        let mut time = Vec::new();
        let profile = |name: &str, text: String| json!({"@type": "ceterms:DurationProfile", name: text});
        match offering.hours.amount {
            Amount::Known(hours) if hours.minutes > 0 => time.push(profile("ceterms:exactDuration", duration(hours.minutes))),
            Amount::Range { min, max, likely } if min.minutes > 0 => {
                if likely.is_some() {
                    lost.say("offering", "hours.likely", id);
                }
                time.push(json!({
                    "@type": "ceterms:DurationProfile",
                    "ceterms:minimumDuration": duration(min.minutes), "ceterms:maximumDuration": duration(max.minutes),
                }));
            }
            Amount::Unknown => {}
            _ => lost.say("offering", "hours", id),
        }
        if offering.hours.source.is_some() || offering.hours.as_of.is_some() {
            lost.say("offering", "hours.source", id);
        }
        time.extend(offering.min_days.map(|days| profile("ceterms:exactDuration", format!("P{days}D"))));
        object.set("ceterms:estimatedDuration", time);
        let delivery = match offering.delivery {
            Delivery::Online => "OnlineOnly",
            Delivery::InPerson => "InPerson",
            Delivery::Blended => "BlendedDelivery",
        };
        object.set(
            "ceterms:deliveryType",
            json!([{"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": format!("deliveryType:{delivery}")}]),
        );
        object.set("ceterms:inLanguage", json!(offering.languages));
        lost.besides("offering", id, offering, &OFFERING);
    }

    /// A price as a cost profile. A range has no price of its own, so that it is said in words.
    fn cost(figure: &Figure<Money>, kind: &str, member: &str, id: &str, lost: &mut Lost) -> Option<Value> {
        if figure.source.is_some() || figure.as_of.is_some() {
            lost.say("offering", &format!("{member}.source"), id);
        }
        let direct = json!({"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": format!("costType:{kind}")});
        match figure.amount {
            Amount::Unknown => None,
            Amount::Known(money) => Some(json!({
                "@type": "ceterms:CostProfile", "ceterms:directCostType": direct,
                "ceterms:price": units(money), "ceterms:currency": money.currency.code(),
            })),
            Amount::Range { min, max, .. } => {
                lost.say("offering", &format!("{member}.range"), id);
                Some(json!({
                    "@type": "ceterms:CostProfile", "ceterms:directCostType": direct,
                    "ceterms:description": {"en": format!("between {min} and {max}")}, "ceterms:currency": min.currency.code(),
                }))
            }
        }
    }

    /// A condition as a profile: what can be said of its need, and its words.
    fn condition(&self, told: &Condition, kind: &'static str, id: &str, lost: &mut Lost) -> Option<(Relation, Value)> {
        if told.relation == Relation::CorequisiteStrict {
            lost.say(kind, "conditions.relation", id);
        }
        let need = told.need.as_ref().filter(|_| told.enforced || told.relation == Relation::Recommended);
        let profile = need.and_then(|need| condition::profile(need, &|id| self.alignment(id)));
        if profile.is_none() && told.need.is_some() {
            lost.say(kind, "conditions.need", id);
        }
        let mut object = match profile {
            Some(Value::Object(members)) => Object(members),
            _ => Object::of(None, "ceterms:ConditionProfile"),
        };
        let text = told.text.as_ref().map(|text| by_language(text, self.language)).unwrap_or_default();
        object.set("ceterms:description", text);
        (object.0.len() > 1).then(|| (told.relation, object.done()))
    }
}

/// Relations as CTDL tells them apart.
fn simple(relation: Relation) -> Relation {
    match relation {
        Relation::Prerequisite | Relation::Entry => Relation::Entry,
        Relation::CorequisiteStrict | Relation::CorequisiteLoose => Relation::CorequisiteLoose,
        Relation::Recommended => Relation::Recommended,
    }
}

fn nothing(lost: &mut Lost, kind: &'static str, id: &str) -> Vec<Value> {
    lost.say(kind, "", id);
    Vec::new()
}

fn kind(kind: CredentialType) -> &'static str {
    match kind {
        CredentialType::MicroCredential | CredentialType::Part => "ceterms:MicroCredential",
        CredentialType::DigitalBadge => "ceterms:DigitalBadge",
        CredentialType::Certificate => "ceterms:Certificate",
        CredentialType::Certification => "ceterms:Certification",
        CredentialType::Licence => "ceterms:License",
        CredentialType::Diploma => "ceterms:Diploma",
        CredentialType::Degree => "ceterms:Degree",
        CredentialType::Apprenticeship => "ceterms:ApprenticeshipCertificate",
    }
}

fn activity(activity: Activity) -> &'static str {
    match activity {
        Activity::Exam | Activity::Portfolio => "ceterms:AssessmentProfile",
        Activity::Programme => "ceterms:LearningProgram",
        Activity::Course | Activity::Work => "ceterms:LearningOpportunityProfile",
    }
}
