//! What credentials refer to: organisations, competencies with their frameworks and matches, and occupations.

use super::{CONTEXT, CONTEXT_ASN, Ctdl, condition::Unsaid};
use crate::export::{Lost, by_language, is_uri};
use crate::import::taxonomy;
use crate::model::{
    Competency, CompetencyKind, Expr, Level, Match, Necessity, Organisation, OrganisationRole, Relation, Requirement, Role, Text,
    TrustFloor,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Ctdl<'_> {
    pub(super) fn organisation(&self, one: &Organisation, lost: &mut Lost) -> Value {
        let id = one.id.as_str();
        let quality = one.roles.contains(&OrganisationRole::QualityBody);
        let kind = if quality { "ceterms:QACredentialOrganization" } else { "ceterms:CredentialOrganization" };
        let mut object = Self::resource(kind, id, CONTEXT);
        object.set("ceterms:name", by_language(&one.name, self.language));
        object.set("ceterms:alternateName", self.several(&one.aliases));
        object.set("ceterms:subjectWebpage", one.url.as_deref().unwrap_or_default());
        object.set("ceterms:sameAs", uris(&one.same_as, id));
        if let Some(country) = &one.country {
            object.set("ceterms:address", json!([{"@type": "ceterms:Place", "ceterms:addressCountry": {"en": country}}]));
        }
        let mut said = self.acts.get(id).cloned().unwrap_or_default();
        said.extend(quality.then_some(OrganisationRole::QualityBody));
        if said != one.roles.iter().copied().collect::<BTreeSet<_>>() {
            lost.say("organisation", "roles", id);
        }
        lost.besides("organisation", id, one, &["id", "name", "aliases", "url", "roles", "country", "same_as"]);
        object.done()
    }

    /// Several texts, each a language map.
    pub(super) fn several(&self, texts: &[Text]) -> Vec<Value> {
        texts.iter().map(|text| by_language(text, self.language)).collect()
    }

    pub(super) fn competency(&self, one: &Competency, lost: &mut Lost) -> Vec<Value> {
        let id = one.id.as_str();
        let mut object = Self::resource("ceasn:Competency", id, CONTEXT_ASN);
        if let Some(description) = &one.description {
            object.set("ceasn:competencyLabel", by_language(&one.name, self.language));
            object.set("ceasn:competencyText", by_language(description, self.language));
        } else {
            object.set("ceasn:competencyText", by_language(&one.name, self.language));
        }
        let kind = match one.kind {
            CompetencyKind::Skill => "Skill",
            CompetencyKind::Knowledge => "Knowledge",
            CompetencyKind::Transversal => "Transversal",
            CompetencyKind::Tool => "Tool",
            CompetencyKind::Task => "Task",
        };
        object.set("ceasn:competencyCategory", json!({ "en": kind }));
        object.set("ceasn:isChildOf", one.broader.iter().map(|id| json!(id.as_str())).collect::<Vec<_>>());
        object.set("ceterms:sameAs", uris(&one.same_as, id));
        let mut resources = Vec::new();
        if let Some(framework) = &one.framework {
            let of = format!("framework:{}", framework.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join("-").to_lowercase());
            if self.frameworks.get(&**framework) == Some(&id) {
                let mut named = Self::resource("ceasn:CompetencyFramework", &of, CONTEXT_ASN);
                named.set("ceasn:name", json!({ self.language: framework }));
                resources.push(named.done());
            }
            object.set("ceasn:isPartOf", of);
        }
        let walks = self.crosswalks.get(id).map(Vec::as_slice).unwrap_or_default();
        // CTDL says what the other one is: what is narrower than it has a broad alignment.
        for (name, closeness) in [
            ("ceasn:exactAlignment", Match::Exact),
            ("ceasn:majorAlignment", Match::Close),
            ("ceasn:minorAlignment", Match::Related),
            ("ceasn:broadAlignment", Match::Narrow),
            ("ceasn:narrowAlignment", Match::Broad),
        ] {
            let mut others: Vec<&str> = walks.iter().filter(|walk| walk.closeness == closeness).map(|walk| walk.to.as_str()).collect();
            others.dedup();
            object.set(name, json!(others));
        }
        lost.besides("competency", id, one, &["id", "name", "kind", "description", "broader", "framework", "same_as"]);
        resources.push(object.done());
        resources
    }

    pub(super) fn role(&self, role: &Role, lost: &mut Lost) -> Value {
        let id = role.id.as_str();
        let mut object = Self::resource("ceterms:Occupation", id, CONTEXT);
        object.set("ceterms:name", by_language(&role.title, self.language));
        object.set("ceterms:alternateName", self.several(&role.aliases));
        object.set("ceterms:description", role.description.as_ref().map_or(Value::Null, |text| by_language(text, self.language)));
        object.set("ceterms:sameAs", uris(&role.same_as, id));
        let codes = role.codes.iter().map(|(scheme, code)| {
            json!({
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:frameworkName": {"en": taxonomy::name(scheme)}, "ceterms:codedNotation": code,
            })
        });
        object.set("ceterms:occupationType", codes.collect::<Vec<_>>());
        let (mut skills, mut requires, mut recommends, mut entry) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for asked in &role.requirements {
            Self::besides_need(asked, id, lost);
            let mut unsaid = Unsaid::new();
            match &asked.need {
                Expr::Competency { id: competency, level, .. } if asked.necessity == Necessity::Essential => {
                    unsaid.extend((*level != Level::Unknown).then_some("level"));
                    skills.push(self.alignment(competency.as_str()));
                }
                need => match self.profile(need, &mut unsaid) {
                    Some(profile) if asked.necessity == Necessity::Essential => requires.push(profile),
                    Some(profile) => recommends.push(profile),
                    None => lost.say("role", "requirements.need", id),
                },
            }
            for member in unsaid {
                lost.say("role", &format!("requirements.{member}"), id);
            }
        }
        for gate in &role.gates {
            let advice = gate.need.is_none() && gate.relation == Relation::Recommended;
            if !advice && gate.relation != Relation::Entry {
                lost.say("role", "gates.relation", id);
            }
            if advice { &mut recommends } else { &mut entry }.extend(self.condition(gate, "role", "gates", id, lost));
        }
        object.set("ceterms:skillEmbodied", skills);
        object.set("ceterms:requires", requires);
        object.set("ceterms:recommends", recommends);
        object.set("ceterms:entryCondition", entry);
        let written = ["id", "title", "aliases", "description", "codes", "same_as", "requirements", "gates"];
        lost.besides("role", id, role, &written);
        object.done()
    }

    /// What a requirement says besides what it needs.
    fn besides_need(asked: &Requirement, id: &str, lost: &mut Lost) {
        if asked.importance != 50 {
            lost.say("role", "requirements.importance", id);
        }
        if asked.trust != TrustFloor::Any {
            lost.say("role", "requirements.trust", id);
        }
        if asked.text.is_some() {
            lost.say("role", "requirements.text", id);
        }
        if asked.source.is_some() || asked.as_of.is_some() {
            lost.say("role", "requirements.source", id);
        }
    }
}

/// The addresses of the same thing elsewhere, without its own.
pub(super) fn uris(same_as: &[Box<str>], own: &str) -> Value {
    json!(same_as.iter().filter(|uri| is_uri(uri) && ***uri != *own).collect::<Vec<_>>())
}
