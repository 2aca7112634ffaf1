//! schema.org: jobs are occupations; what can be taken becomes a course or a programme with its instances and offers, everything else a credential.

use super::{Lost, Object, duration, is_uri, units};
use crate::import::taxonomy;
use crate::model::{
    Activity, Amount, AwardMode, Catalogue, Competency, Credential, CredentialType, Delivery, Effort, EntryCondition, Expr, Figure, Level,
    Money, Necessity, Offering, Organisation, OrganisationId, PriceKind, RecordRef, Relation, Role, Status, Text, TrustFloor,
};
use serde_json::{Value, json};
use std::collections::HashMap;

const CONTEXT: &str = "https://schema.org";

/// What is looked up while records are written.
pub(super) struct SchemaOrg<'a> {
    language: &'a str,
    offerings: HashMap<&'a str, Vec<&'a Offering>>,
    competencies: HashMap<&'a str, &'a Competency>,
    credentials: HashMap<&'a str, &'a Credential>,
    organisations: HashMap<&'a str, &'a Organisation>,
}

/// Members that are written, at least in part.
const CREDENTIAL: [&str; 13] =
    ["id", "name", "aliases", "type", "issuer", "codes", "awards", "conditions", "same_as", "url", "description", "kind", "mode"];

const OFFERING: [&str; 12] =
    ["id", "credential", "provider", "activity", "pace", "delivery", "languages", "hours", "price", "starts", "days", "url"];

impl<'a> SchemaOrg<'a> {
    pub(super) fn new(catalogue: &'a Catalogue) -> Self {
        let mut offerings: HashMap<&str, Vec<&Offering>> = HashMap::new();
        for offering in &catalogue.offerings {
            offerings.entry(offering.credential.as_str()).or_default().push(offering);
        }
        for list in offerings.values_mut() {
            list.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Self {
            language: catalogue.headers.first().map_or("en", |header| &header.language),
            offerings,
            competencies: catalogue.competencies.iter().map(|one| (one.id.as_str(), one)).collect(),
            credentials: catalogue.credentials.iter().map(|one| (one.id.as_str(), one)).collect(),
            organisations: catalogue.organisations.iter().map(|one| (one.id.as_str(), one)).collect(),
        }
    }

    pub(super) fn resources(&self, record: RecordRef<'_>, lost: &mut Lost) -> Vec<Value> {
        let (kind, id) = match record {
            RecordRef::Credential(credential) => return vec![self.credential(credential, lost)],
            RecordRef::Role(role) => return vec![self.role(role, lost)],
            // Written where they are referred to.
            RecordRef::Catalogue(_) | RecordRef::Competency(_) | RecordRef::Organisation(_) | RecordRef::Offering(_) => return Vec::new(),
            RecordRef::Crosswalk(walk) => ("crosswalk", walk.from.as_str()),
            RecordRef::Source(source) => ("source", source.id.as_str()),
            RecordRef::Scale(scale) => ("scale", scale.id.as_str()),
            RecordRef::PricePlan(plan) => ("price_plan", plan.id.as_str()),
            RecordRef::Funding(funding) => ("funding", funding.id.as_str()),
            RecordRef::Equivalence(equivalence) => ("equivalence", equivalence.from.as_str()),
            RecordRef::Rate(_) => ("rate", ""),
        };
        lost.say(kind, "", id);
        Vec::new()
    }

    /// The wordings of a text, each with its language.
    fn wordings(&self, text: &Text) -> Vec<Value> {
        match text {
            Text::Plain(text) => vec![json!({"@language": self.language, "@value": text})],
            Text::ByLanguage(texts) => texts.iter().map(|(language, text)| json!({"@language": language, "@value": text})).collect(),
        }
    }

    /// A text: one value with its language, or a list of them.
    fn text(&self, text: &Text) -> Value {
        match &mut self.wordings(text)[..] {
            [one] => one.take(),
            several => several.iter_mut().map(Value::take).collect(),
        }
    }

    fn credential(&self, one: &Credential, lost: &mut Lost) -> Value {
        let id = one.id.as_str();
        let offerings = self.offerings.get(id).map(Vec::as_slice).unwrap_or_default();
        let programme = !offerings.is_empty() && offerings.iter().all(|one| one.activity == Activity::Programme);
        let type_name = match offerings {
            [] => "EducationalOccupationalCredential",
            _ if programme && offerings.len() == 1 => "EducationalOccupationalProgram",
            _ => "Course",
        };
        let mut object = Object::of(Some(CONTEXT), type_name);
        object.set("@id", id);
        object.set("name", self.text(&one.name));
        object.set("alternateName", one.aliases.iter().flat_map(|alias| self.wordings(alias)).collect::<Vec<_>>());
        object.set("description", one.description.as_ref().map(|text| self.text(text)).unwrap_or_default());
        object.set("url", one.url.as_deref().unwrap_or_default());
        object.set("sameAs", json!(one.same_as.iter().filter(|uri| is_uri(uri) && ***uri != *id).collect::<Vec<_>>()));
        object.set(if offerings.is_empty() { "identifier" } else { "courseCode" }, json!(one.codes));
        let category = category(one.kind);
        if offerings.is_empty() {
            object.set("credentialCategory", category);
        } else {
            object
                .set("educationalCredentialAwarded", json!({"@type": "EducationalOccupationalCredential", "credentialCategory": category}));
        }
        object.set(
            if offerings.is_empty() { "recognizedBy" } else { "provider" },
            self.organisation(one.issuer.as_ref().map(OrganisationId::as_str)),
        );
        if one.status != Status::Active {
            lost.say("credential", "status", id);
        }
        self.awards(one, offerings.is_empty(), &mut object, lost);
        self.prerequisites(one, &mut object, lost);
        lost.besides("credential", id, one, &[&CREDENTIAL[..], &["status"]].concat());
        match offerings {
            [] => {}
            [only] if programme => {
                if only.id.as_str().strip_suffix(".direct") != Some(id) {
                    lost.say("offering", "id", only.id.as_str());
                }
                self.way(only, &mut object, true, lost);
            }
            several => {
                let instances = several.iter().map(|offering| {
                    if !matches!(offering.activity, Activity::Course) {
                        lost.say("offering", "activity", offering.id.as_str());
                    }
                    let mut instance = Object::of(None, "CourseInstance");
                    instance.set("@id", offering.id.as_str());
                    self.way(offering, &mut instance, false, lost);
                    instance.done()
                });
                object.set("hasCourseInstance", instances.collect::<Vec<_>>());
            }
        }
        object.done()
    }

    fn awards(&self, one: &Credential, alone: bool, object: &mut Object, lost: &mut Lost) {
        let (mut assesses, mut teaches) = (Vec::new(), Vec::new());
        for award in &one.awards {
            if award.level != Level::Unknown {
                lost.say("credential", "awards.level", one.id.as_str());
            }
            if award.mode == AwardMode::Attested {
                lost.say("credential", "awards.mode", one.id.as_str());
            }
            if award.mode == AwardMode::Taught { &mut teaches } else { &mut assesses }.push(self.term(award.competency.as_str()));
        }
        object.set(if alone { "competencyRequired" } else { "assesses" }, assesses);
        object.set("teaches", teaches);
    }

    /// A job as an occupation: what it must have as skills, the licences and experience it asks as such, everything else told.
    fn role(&self, role: &Role, lost: &mut Lost) -> Value {
        let id = role.id.as_str();
        let mut object = Object::of(Some(CONTEXT), "Occupation");
        object.set("@id", id);
        object.set("name", self.text(&role.title));
        object.set("alternateName", role.aliases.iter().flat_map(|alias| self.wordings(alias)).collect::<Vec<_>>());
        object.set("description", role.description.as_ref().map(|text| self.text(text)).unwrap_or_default());
        object.set("sameAs", json!(role.same_as.iter().filter(|uri| is_uri(uri) && ***uri != *id).collect::<Vec<_>>()));
        let codes = role.codes.iter().map(|(scheme, code)| {
            let set = json!({"@type": "CategoryCodeSet", "name": taxonomy::name(scheme)});
            json!({"@type": "CategoryCode", "codeValue": code, "inCodeSet": set})
        });
        object.set("occupationalCategory", codes.collect::<Vec<_>>());
        let places = role.region.iter().map(|code| json!({"@type": "AdministrativeArea", "name": code}));
        object.set("occupationLocation", places.collect::<Vec<_>>());
        let mut skills = Vec::new();
        for asked in &role.requirements {
            let (Expr::Competency { id: competency, level, .. }, Necessity::Essential) = (&asked.need, asked.necessity) else {
                let what = if asked.necessity == Necessity::Desirable { "requirements.desirable" } else { "requirements.need" };
                lost.say("role", what, id);
                continue;
            };
            for (said, member) in [
                (*level != Level::Unknown, "requirements.level"),
                (asked.importance != 50, "requirements.importance"),
                (asked.trust != TrustFloor::Any, "requirements.trust"),
                (asked.text.is_some(), "requirements.text"),
                (asked.source.is_some() || asked.as_of.is_some(), "requirements.source"),
            ] {
                if said {
                    lost.say("role", member, id);
                }
            }
            skills.push(self.term(competency.as_str()));
        }
        object.set("skills", skills);
        self.gates(role, &mut object, lost);
        let written = ["id", "title", "aliases", "description", "codes", "same_as", "region", "requirements", "gates"];
        lost.besides("role", id, role, &written);
        object.done()
    }

    /// Credentials that a job asks as qualifications, experience in months, and the rest in words.
    fn gates(&self, role: &Role, object: &mut Object, lost: &mut Lost) {
        let id = role.id.as_str();
        let (mut qualifications, mut experience) = (Vec::new(), Vec::new());
        for gate in &role.gates {
            match &gate.need {
                Some(Expr::Credential(credential)) if gate.enforced => {
                    let name =
                        self.credentials.get(credential.as_str()).map_or_else(|| credential.as_str().into(), |one| self.text(&one.name));
                    if gate.text.is_some() {
                        lost.say("role", "gates.text", id);
                    }
                    qualifications.push(json!({"@type": "EducationalOccupationalCredential", "@id": credential.as_str(), "name": name}));
                    continue;
                }
                Some(Expr::Entry(EntryCondition::Experience { months, area: None })) if gate.enforced && gate.text.is_none() => {
                    experience.push(json!({"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}));
                    continue;
                }
                Some(_) if gate.text.is_some() => lost.say_in_words("role", "gates.need", id),
                Some(_) => lost.say("role", "gates.need", id),
                None => {}
            }
            qualifications.extend(gate.text.as_ref().map(|text| json!(text.in_language(self.language))));
        }
        object.set("qualifications", qualifications);
        object.set("experienceRequirements", experience);
    }

    /// A competency as a term.
    fn term(&self, id: &str) -> Value {
        let mut term = Object::of(None, "DefinedTerm");
        term.set("@id", id);
        if let Some(known) = self.competencies.get(id) {
            term.set("name", self.text(&known.name));
        }
        term.done()
    }

    fn prerequisites(&self, one: &Credential, object: &mut Object, lost: &mut Lost) {
        let mut all = Vec::new();
        for told in &one.conditions {
            let needs: Vec<&Expr> = match &told.need {
                Some(Expr::All(parts)) => parts.iter().collect(),
                need => need.iter().collect(),
            };
            let credentials: Option<Vec<_>> =
                needs.iter().map(|need| if let Expr::Credential(id) = need { Some(id.as_str()) } else { None }).collect();
            let asked = credentials.filter(|ids| !ids.is_empty() && told.relation == Relation::Prerequisite && told.enforced);
            if let Some(ids) = asked {
                all.extend(ids.into_iter().map(|id| {
                    let name = self.credentials.get(id).map_or_else(|| id.into(), |known| self.text(&known.name));
                    json!({"@type": "Course", "@id": id, "name": name})
                }));
                continue;
            }
            if told.need.is_some() {
                lost.say("credential", "conditions.need", one.id.as_str());
            }
            if told.relation != Relation::Prerequisite {
                lost.say("credential", "conditions.relation", one.id.as_str());
            }
            all.extend(told.text.as_ref().map(|text| json!(text.in_language(self.language))));
        }
        object.set("coursePrerequisites", all);
    }

    fn organisation(&self, id: Option<&str>) -> Value {
        let Some(id) = id else { return Value::Null };
        let mut object = Object::of(None, "Organization");
        object.set("@id", id);
        if let Some(known) = self.organisations.get(id) {
            object.set("name", self.text(&known.name));
            object.set("url", known.url.as_deref().unwrap_or_default());
        }
        object.done()
    }

    /// Time, place and price of an offering.
    fn way(&self, offering: &Offering, object: &mut Object, programme: bool, lost: &mut Lost) {
        let id = offering.id.as_str();
        let mode = match offering.delivery {
            Delivery::Online => "online",
            Delivery::InPerson => "onsite",
            Delivery::Blended => "blended",
        };
        let (mode_name, time_name) =
            if programme { ("educationalProgramMode", "timeToComplete") } else { ("courseMode", "courseWorkload") };
        object.set(mode_name, mode);
        object.set("inLanguage", json!(offering.languages));
        object.set(time_name, Self::workload(&offering.hours, id, lost));
        if !programme {
            object.set("url", offering.url.as_deref().unwrap_or_default());
            object.set("organizer", self.organisation(offering.provider.as_ref().map(OrganisationId::as_str)));
        } else if offering.url.is_some() {
            lost.say("offering", "url", id);
        }
        if let [start, more @ ..] = &offering.starts[..] {
            object.set("startDate", start.to_string());
            let end = offering.days.and_then(|days| start.checked_add(jiff_days(days)).ok());
            object.set("endDate", end.map(|end| end.to_string()).unwrap_or_default());
            if !more.is_empty() {
                lost.say("offering", "starts.later", id);
            }
        } else if offering.days.is_some() {
            lost.say("offering", "days", id);
        }
        if offering.price_kind != PriceKind::OneOff {
            lost.say("offering", "price_kind", id);
        }
        object.set("offers", Self::price(&offering.price, offering.price_kind, id, lost));
        lost.besides("offering", id, offering, &[&OFFERING[..], &["price_kind"]].concat());
    }

    fn workload(hours: &Figure<Effort>, id: &str, lost: &mut Lost) -> Value {
        match hours.amount {
            Amount::Known(hours) if hours.minutes > 0 => duration(hours.minutes).into(),
            Amount::Unknown => Value::Null,
            _ => {
                lost.say("offering", "hours", id);
                Value::Null
            }
        }
    }

    fn price(figure: &Figure<Money>, kind: PriceKind, id: &str, lost: &mut Lost) -> Value {
        if figure.source.is_some() || figure.as_of.is_some() {
            lost.say("offering", "price.source", id);
        }
        match figure.amount {
            Amount::Known(money) if kind == PriceKind::OneOff => {
                json!({"@type": "Offer", "price": units(money), "priceCurrency": money.currency.code()})
            }
            Amount::Range { min, max, likely } if kind == PriceKind::OneOff => {
                if likely.is_some() {
                    lost.say("offering", "price.likely", id);
                }
                json!({"@type": "AggregateOffer", "lowPrice": units(min), "highPrice": units(max), "priceCurrency": min.currency.code()})
            }
            _ => Value::Null,
        }
    }
}

fn jiff_days(days: u32) -> jiff::Span {
    // A year has fewer days than any span allows.
    jiff::Span::new().try_days(i64::from(days)).unwrap_or_default()
}

fn category(kind: CredentialType) -> &'static str {
    match kind {
        CredentialType::MicroCredential => "micro-credential",
        CredentialType::DigitalBadge => "badge",
        CredentialType::Certificate | CredentialType::Part => "certificate",
        CredentialType::Certification => "certification",
        CredentialType::Licence => "license",
        CredentialType::Diploma => "diploma",
        CredentialType::Degree => "degree",
        CredentialType::Apprenticeship => "apprenticeship",
    }
}
