//! Credentials, and learning opportunities and assessments that are part of something larger: what they attest, ask and how long they hold.

use super::{CONTEXT, Ctdl, condition::Unsaid, referred::uris, way};
use crate::export::{Lost, Object, by_language};
use crate::model::{
    Activity, Award, AwardMode, Condition, Credential, CredentialId, CredentialType, Expr, Level, OrganisationId, QualityKind, Relation,
    Renewal, RenewalBy, Status,
};
use serde_json::{Value, json};

/// Members of a credential that are written, at least in part; parts that are not are told where they are met.
const WRITTEN: [&str; 19] = [
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
    "until",
    "superseded_by",
    "quality",
    "same_as",
    "url",
    "description",
];

impl Ctdl<'_> {
    pub(super) fn credential(&self, one: &Credential, lost: &mut Lost) -> Vec<Value> {
        let id = one.id.as_str();
        let offerings = self.offerings.get(id).map(Vec::as_slice).unwrap_or_default();
        let part = one.kind == CredentialType::Part;
        let kind = if part { way::kind(offerings.first().map_or(Activity::Course, |one| one.activity)) } else { kind(one.kind) };
        let mut object = Self::resource(kind, id, CONTEXT);
        object.set("ceterms:name", by_language(&one.name, self.language));
        object.set("ceterms:alternateName", self.several(&one.aliases));
        object.set("ceterms:codedNotation", json!(one.codes));
        object.set("ceterms:description", one.description.as_ref().map_or(Value::Null, |text| by_language(text, self.language)));
        object.set("ceterms:subjectWebpage", one.url.as_deref().unwrap_or_default());
        object.set("ceterms:sameAs", uris(&one.same_as, id));
        object.set("ceterms:ownedBy", json!(one.issuer.iter().map(OrganisationId::as_str).collect::<Vec<_>>()));
        self.life(one, &mut object, lost);
        let (mut assesses, mut teaches) = (Vec::new(), Vec::new());
        for Award { competency, level, mode } in &one.awards {
            if *level != Level::Unknown {
                lost.say("credential", "awards.level", id);
            }
            if *mode == AwardMode::Attested {
                lost.say("credential", "awards.mode", id);
            }
            if *mode == AwardMode::Taught { &mut teaches } else { &mut assesses }.push(self.alignment(competency.as_str()));
        }
        object.set("ceterms:assesses", assesses);
        object.set("ceterms:teaches", teaches);
        for (name, relation) in [
            ("ceterms:entryCondition", Relation::Entry),
            ("ceterms:corequisite", Relation::CorequisiteLoose),
            ("ceterms:recommends", Relation::Recommended),
        ] {
            let told = one.conditions.iter().filter(|condition| simple(condition.relation) == relation);
            let profiles: Vec<_> = told.filter_map(|told| self.condition(told, "credential", "conditions", id, lost)).collect();
            object.set(name, profiles);
        }
        let mut resources = Vec::new();
        self.ways(one, offerings, &mut object, &mut resources, lost);
        lost.besides("credential", id, one, &WRITTEN);
        resources.push(object.done());
        resources
    }

    /// A condition as a profile: what can be said of its need, and its words.
    pub(super) fn condition(&self, told: &Condition, kind: &'static str, member: &str, id: &str, lost: &mut Lost) -> Option<Value> {
        let mut tell = |what: &str| lost.say(kind, &format!("{member}.{what}"), id);
        let need = told.need.as_ref().filter(|_| told.enforced || told.relation == Relation::Recommended);
        if kind == "credential" && need.is_some_and(|need| comes_back(need, told.relation) != told.relation) {
            tell("relation");
        }
        let mut unsaid = Unsaid::new();
        let profile = need.and_then(|need| self.profile(need, &mut unsaid));
        if profile.is_none() && told.need.is_some() {
            tell("need");
        } else if told.relation == Relation::Recommended && told.enforced && need.is_some() {
            tell("enforced");
        }
        if profile.is_some() {
            unsaid.into_iter().for_each(tell);
        }
        let mut object = match profile {
            Some(Value::Object(members)) => Object(members),
            _ => Object::of(None, "ceterms:ConditionProfile"),
        };
        let text = told.text.as_ref().map(|text| by_language(text, self.language)).unwrap_or_default();
        object.set("ceterms:description", text);
        (object.0.len() > 1).then(|| object.done())
    }

    /// Status, validity, renewal, quality and credits.
    fn life(&self, one: &Credential, object: &mut Object, lost: &mut Lost) {
        let id = one.id.as_str();
        let part = one.kind == CredentialType::Part;
        object.set(if part { "ceterms:lifeCycleStatusType" } else { "ceterms:credentialStatusType" }, status(one.status, part));
        object.set("ceterms:supersededBy", one.superseded_by.as_ref().map(CredentialId::as_str).unwrap_or_default());
        object.set("ceterms:expirationDate", one.until.map(|until| until.to_string()).unwrap_or_default());
        if let Some(validity) = &one.validity {
            object.set("ceterms:renewalFrequency", validity.months.map(|months| format!("P{months}M")).unwrap_or_default());
            if validity.until.is_some() {
                lost.say("credential", "validity.until", id);
            }
            if validity.grace_days.is_some() {
                lost.say("credential", "validity.grace_days", id);
            }
        }
        let validity = one.validity.as_ref().and_then(|validity| validity.months);
        let renewal = one.renewal.iter().map(|way| self.renewal(one, way, validity, lost));
        object.set("ceterms:renewal", renewal.collect::<Vec<_>>());
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

    /// One way to renew as a profile: the credential, exam, credits or fee that does it. It is due as often as the credential runs out.
    fn renewal(&self, one: &Credential, way: &Renewal, validity: Option<u32>, lost: &mut Lost) -> Value {
        let id = one.id.as_str();
        if way.every_months.is_some_and(|every| Some(every) != validity) {
            lost.say("credential", "renewal.every_months", id);
        }
        if !way.hours.is_absent() {
            lost.say("credential", "renewal.hours", id);
        }
        let mut profile = Object::of(None, "ceterms:ConditionProfile");
        let fee = if way.by == RenewalBy::Exam { "AssessmentFee" } else { "Renewal" };
        let cost = way::cost(&way.price, fee, None, ("credential", "renewal.price", id), lost);
        profile.set("ceterms:estimatedCost", Vec::from_iter(cost));
        match way.by {
            RenewalBy::Credential => {
                let other = way.credential.as_ref().map_or_else(|| id.to_owned(), |other| other.as_str().to_owned());
                profile.set("ceterms:targetCredential", json!([other]));
            }
            // Which exam it is nobody says; it bears the credential's name and no id of its own.
            RenewalBy::Exam => {
                let name = by_language(&one.name, self.language);
                profile.set("ceterms:targetAssessment", json!([{"@type": "ceterms:AssessmentProfile", "ceterms:name": name}]));
            }
            RenewalBy::Credits => {
                let unit =
                    json!({"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": "creditUnit:ContinuingEducationUnit"});
                let mut credits = Object::of(None, "schema:QuantitativeValue");
                credits.set("schema:value", way.credits.map_or(Value::Null, Into::into));
                credits.set("ceterms:creditUnitType", json!([unit]));
                profile.set("ceterms:creditValue", json!([credits.done()]));
            }
            RenewalBy::Fee => {
                if way.price.is_unknown() {
                    lost.say("credential", "renewal.by", id);
                    profile.set("ceterms:description", json!({"en": "By a fee"}));
                }
            }
        }
        profile.done()
    }
}

/// A status as a term: of the credential, or of the learning opportunity or assessment.
pub(super) fn status(status: Status, activity: bool) -> Value {
    let (vocabulary, term) = match (activity, status) {
        (false, Status::Active) => ("credentialStat", "Active"),
        (false, Status::Retired) => ("credentialStat", "Ceased"),
        (false, Status::Superseded) => ("credentialStat", "Superseded"),
        (false, Status::Planned) => ("credentialStat", "Provisional"),
        (true, Status::Active) => ("lifeCycle", "Active"),
        (true, Status::Retired) => ("lifeCycle", "Ceased"),
        (true, Status::Superseded) => ("lifeCycle", "Superseded"),
        (true, Status::Planned) => ("lifeCycle", "Developing"),
    };
    json!({"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": format!("{vocabulary}:{term}")})
}

/// Relations as CTDL tells them apart.
fn simple(relation: Relation) -> Relation {
    match relation {
        Relation::Prerequisite | Relation::Entry => Relation::Entry,
        Relation::CorequisiteStrict | Relation::CorequisiteLoose => Relation::CorequisiteLoose,
        Relation::Recommended => Relation::Recommended,
    }
}

/// How a relation is understood once it is read again: on entry, what can be earned is a prerequisite.
fn comes_back(need: &Expr, relation: Relation) -> Relation {
    let mut earned = false;
    need.walk(&mut |inner| earned |= matches!(inner, Expr::Credential(_) | Expr::Competency { .. } | Expr::Code(_)));
    match simple(relation) {
        Relation::Entry if earned => Relation::Prerequisite,
        other => other,
    }
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
