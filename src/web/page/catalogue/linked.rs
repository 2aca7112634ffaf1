//! What a record is, in schema.org's words (JSON-LD), for whoever reads pages by machine.
//!
//! Addresses are relative: they resolve against the page's own, whatever host it is read from. What schema.org has no word for is left
//! out, and what nobody published is never written as zero.

use crate::{
    graph::{CompetencyAt, CredentialAt, Need, OfferingAt, RoleAt, SkillGraph},
    model::{Activity, Amount, Competency, CredentialType, Delivery, Money, OrganisationId, Pace, PriceKind},
};
use serde_json::{Map, Value, json};

/// Competencies, roles and offerings named on one page at most.
const MOST: usize = 100;

/// An object in the making; what is empty is left out.
struct Object(Map<String, Value>);

impl Object {
    fn of(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), Value::from(kind))]))
    }

    #[must_use]
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let empty = match &value {
            Value::Null => true,
            Value::Array(list) => list.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if !empty {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }

    fn top(mut self) -> Value {
        self.0.shift_insert(0, "@context".to_owned(), "https://schema.org".into());
        self.done()
    }
}

/// Writes records of one edition in one language.
pub(super) struct Linked<'a> {
    /// The edition.
    pub(super) graph: &'a SkillGraph,
    /// The language of names.
    pub(super) language: &'a str,
    /// What stands before the paths of pages: the language's folder.
    pub(super) base: &'a str,
}

impl Linked<'_> {
    fn id(&self, path: &str) -> String {
        self.base.to_owned() + path
    }

    /// A role as an `Occupation`.
    pub(super) fn role(&self, at: RoleAt) -> Value {
        let (role, graph) = (self.graph.role(at), self.graph);
        let codes = role
            .codes
            .iter()
            .map(|(taxonomy, code)| Object::of("CategoryCode").with("inCodeSet", &**taxonomy).with("codeValue", &**code).done());
        let mut skills: Vec<CompetencyAt> = Vec::new();
        for asked in graph.asked(at) {
            attained(&asked.need, &mut skills);
        }
        let skills = skills.into_iter().take(MOST).map(|at| self.term(at));
        let areas = role.region.iter().map(|region| json!({"@type": "AdministrativeArea", "name": region}));
        let names = role.aliases.iter().map(|alias| alias.in_language(self.language));
        Object::of("Occupation")
            .with("@id", self.id(&super::role_path(role.id.as_str())))
            .with("name", role.title.in_language(self.language))
            .with("alternateName", names.collect::<Vec<_>>())
            .with("description", role.description.as_ref().map(|text| text.in_language(self.language)))
            .with("occupationalCategory", codes.collect::<Vec<_>>())
            .with("occupationLocation", areas.collect::<Vec<_>>())
            .with("skills", skills.collect::<Vec<_>>())
            .with("sameAs", web(&role.same_as))
            .top()
    }

    /// A competency as a `DefinedTerm`.
    pub(super) fn competency(&self, at: CompetencyAt) -> Value {
        let one = self.graph.competency(at);
        let names = one.aliases.iter().map(|alias| alias.in_language(self.language));
        self.named(one)
            .with("alternateName", names.collect::<Vec<_>>())
            .with("description", one.description.as_ref().map(|text| text.in_language(self.language)))
            .with("termCode", one.id.as_str())
            .with("inDefinedTermSet", one.framework.as_deref())
            .with("sameAs", web(&one.same_as))
            .top()
    }

    /// A credential as an `EducationalOccupationalCredential`, with an offer for each way to earn it and, where one can be taken, the
    /// course.
    pub(super) fn credential(&self, at: CredentialAt) -> Value {
        let (one, graph) = (self.graph.credential(at), self.graph);
        let path = self.id(&super::credential_path(one.id.as_str()));
        let names = one.aliases.iter().map(|alias| alias.in_language(self.language));
        let ways = || graph.offerings_of(at).iter().take(MOST);
        let courses = ways().filter(|way| matches!(graph.offering(**way).activity, Activity::Course | Activity::Programme));
        let courses: Vec<Value> = courses.map(|way| self.course(*way, &path)).collect();
        let others = ways().filter(|way| !matches!(graph.offering(**way).activity, Activity::Course | Activity::Programme));
        let offers: Vec<Value> = others.filter_map(|way| self.offer(*way)).collect();
        let credential = Object::of("EducationalOccupationalCredential")
            .with("@id", path.as_str())
            .with("name", one.name.in_language(self.language))
            .with("alternateName", names.collect::<Vec<_>>())
            .with("description", one.description.as_ref().map(|text| text.in_language(self.language)))
            .with("url", one.url.as_deref())
            .with("identifier", one.codes.iter().map(|code| Value::from(&**code)).collect::<Vec<_>>())
            .with("credentialCategory", category(one.kind))
            .with("educationalLevel", one.level.as_deref())
            .with("validFor", one.validity.as_ref().and_then(|validity| validity.months).map(|months| format!("P{months}M")))
            .with("recognizedBy", self.organisation(one.issuer.as_ref()))
            .with("competencyRequired", graph.awards(at).iter().take(MOST).map(|award| self.term(award.competency)).collect::<Vec<_>>())
            .with("offers", offers)
            .with("sameAs", web(&one.same_as));
        if courses.is_empty() {
            return credential.top();
        }
        let mut all = vec![credential.done()];
        all.extend(courses);
        json!({"@context": "https://schema.org", "@graph": all})
    }

    fn term(&self, at: CompetencyAt) -> Value {
        self.named(self.graph.competency(at)).done()
    }

    fn named(&self, one: &Competency) -> Object {
        Object::of("DefinedTerm")
            .with("@id", self.id(&super::competency_path(one.id.as_str())))
            .with("name", one.name.in_language(self.language))
    }

    fn organisation(&self, id: Option<&OrganisationId>) -> Value {
        let Some(id) = id else { return Value::Null };
        let Some(at) = self.graph.find_organisation(id.as_str()) else {
            return Object::of("Organization").with("name", id.as_str()).done();
        };
        let known = self.graph.organisation(at);
        Object::of("Organization").with("name", known.name.in_language(self.language)).with("url", known.url.as_deref()).done()
    }

    fn course(&self, at: OfferingAt, credential: &str) -> Value {
        let offering = self.graph.offering(at);
        let held = self.graph.find_credential(offering.credential.as_str());
        let name = match (&offering.name, held) {
            (Some(name), _) => name.in_language(self.language),
            (None, Some(at)) => self.graph.credential(at).name.in_language(self.language),
            (None, None) => offering.credential.as_str(),
        };
        let about = held.and_then(|at| self.graph.credential(at).description.as_ref()).map(|text| text.in_language(self.language));
        let mode = match offering.delivery {
            Delivery::Online => "Online",
            Delivery::InPerson => "Onsite",
            Delivery::Blended => "Blended",
        };
        let hours = offering.hours.amount.planning(|least, most| crate::model::Effort::minutes(i64::midpoint(least.minutes, most.minutes)));
        let workload = hours.filter(|effort| effort.minutes > 0).map(|effort| format!("PT{}M", effort.minutes));
        let start = offering.starts.first().map(ToString::to_string);
        let end = offering.starts.first().zip(offering.days).and_then(|(start, days)| {
            let span = jiff::Span::new().try_days(i64::from(days)).ok()?;
            start.checked_add(span).ok()
        });
        let instance = Object::of("CourseInstance")
            .with("courseMode", mode)
            .with("courseWorkload", workload)
            .with("inLanguage", offering.languages.iter().map(|language| Value::from(&**language)).collect::<Vec<_>>())
            .with("startDate", start)
            .with("endDate", end.map(|end| end.to_string()).filter(|_| offering.pace == Pace::Cohort));
        Object::of("Course")
            .with("@id", format!("{credential}#{}", super::segment(offering.id.as_str())))
            .with("name", name)
            .with("description", about)
            .with("url", offering.url.as_deref())
            .with("provider", self.organisation(offering.provider.as_ref()))
            .with("educationalCredentialAwarded", json!({"@id": credential}))
            .with("hasCourseInstance", vec![instance.done()])
            .with("offers", self.offer(at).into_iter().collect::<Vec<_>>())
            .done()
    }

    /// The published price; nothing where nobody said, since an offer without a price is read as free.
    fn offer(&self, at: OfferingAt) -> Option<Value> {
        let offering = self.graph.offering(at);
        if offering.price_kind == PriceKind::PerCredit {
            return None;
        }
        let offer = match offering.price.amount {
            Amount::Unknown => return None,
            Amount::Known(price) => Object::of("Offer").with("price", amount(price)).with("priceCurrency", price.currency.code()),
            Amount::Range { min, max, .. } => Object::of("AggregateOffer")
                .with("lowPrice", amount(min))
                .with("highPrice", amount(max))
                .with("priceCurrency", min.currency.code()),
        };
        Some(offer.with("url", offering.url.as_deref()).with("offeredBy", self.organisation(offering.provider.as_ref())).done())
    }
}

/// Whole units with the digits of the currency, as schema.org writes prices.
fn amount(money: Money) -> String {
    let text = money.to_string();
    text.split_once(' ').map_or_else(|| text.clone(), |(_, number)| number.to_owned())
}

/// Addresses that lead somewhere.
fn web(uris: &[Box<str>]) -> Vec<Value> {
    uris.iter().filter(|uri| uri.starts_with("http://") || uri.starts_with("https://")).map(|uri| Value::from(&**uri)).collect()
}

/// Every competency that a need names, each once. Needs are as deep as expressions may be.
fn attained(need: &Need, found: &mut Vec<CompetencyAt>) {
    match need {
        Need::Attain(at, _) if !found.contains(at) => found.push(*at),
        Need::All(of) | Need::AtLeast(_, of) => of.iter().for_each(|need| attained(need, found)),
        _ => {}
    }
}

fn category(kind: CredentialType) -> &'static str {
    match kind {
        CredentialType::MicroCredential => "micro-credential",
        CredentialType::DigitalBadge => "digital badge",
        CredentialType::Certificate | CredentialType::Part => "certificate",
        CredentialType::Certification => "certification",
        CredentialType::Licence => "license",
        CredentialType::Diploma => "diploma",
        CredentialType::Degree => "degree",
        CredentialType::Apprenticeship => "apprenticeship",
    }
}
