//! What resources refer to: organisations, competencies with their frameworks and matches, and occupations.

use super::{Registry, id, pathway::duplicate};
use crate::import::{
    IssueKind, blank,
    json::{Node, Place, local},
    taxonomy, values,
};
use crate::model::{
    Competency, CompetencyKind, Condition, Crosswalk, Expr, Match, Necessity, OrganisationRole, Relation, Requirement, Text, TrustFloor,
};
use serde_json::Value;

impl Registry {
    /// The organisation that a property names first.
    pub(super) fn agent(&mut self, node: Node<'_>, properties: &[&str], role: OrganisationRole, place: &Place<'_>) -> Option<String> {
        let agent = *node.list(properties).first()?;
        match Node::of(agent) {
            Some(agent) => self.organisation(agent, place, Some(role)),
            None => Some(id(agent.as_str()?)),
        }
    }

    /// Takes up an organisation, or what is new about a known one; its id.
    pub(super) fn organisation(&mut self, node: Node<'_>, place: &Place<'_>, role: Option<OrganisationRole>) -> Option<String> {
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
            for uri in node.references(&["sameAs"]).into_iter().filter(|uri| uri.contains("://")) {
                if !known.same_as.iter().any(|held| **held == *uri) {
                    known.same_as.push(uri.into());
                }
            }
            if known.aliases.is_empty() {
                known.aliases = node.texts(&["alternateName"]);
            }
            let country = node.nodes(&["address"]).into_iter().find_map(|address| address.text(&["addressCountry"]));
            let code = country.map(|country| country.to_string()).filter(|code| values::is_code(code));
            known.country = known.country.take().or(code.map(Into::into));
        }
        Some(own)
    }

    /// The competency that an alignment or reference names; its id.
    pub(super) fn aligned(&mut self, target: &Value, place: &Place<'_>) -> Option<String> {
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
    pub(super) fn competency(&mut self, uri: &str, name: Option<Text>, _place: &Place<'_>) -> String {
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

    pub(super) fn described_competency(&mut self, node: Node<'_>, place: &Place<'_>) {
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
            kind: node.text(&["competencyCategory"]).and_then(|category| kind(&category.to_string())).unwrap_or(competency.kind),
            ..competency.clone()
        };
        for uri in node.references(&["sameAs"]) {
            if !competency.same_as.iter().any(|held| **held == *uri) {
                competency.same_as.push(uri.into());
            }
        }
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

    pub(super) fn occupation(&mut self, node: Node<'_>, place: &Place<'_>) {
        let (Some(uri), Some(title)) = (node.string(&["ctid"]).or(node.id()), node.text(&["name"])) else {
            self.issues.push(place.issue(IssueKind::MissingValue, "an occupation has no id or no name; it was left out"));
            return;
        };
        let mut role = blank::role(&id(uri), title);
        role.description = node.text(&["description"]);
        role.aliases = node.texts(&["alternateName"]);
        role.same_as =
            node.id().into_iter().chain(node.references(&["sameAs"])).filter(|uri| uri.contains("://")).map(Into::into).collect();
        role.same_as.dedup();
        for code in node.nodes(&["occupationType"]) {
            if let (Some(framework), Some(code)) = (code.text(&["frameworkName"]), code.string(&["codedNotation"])) {
                role.codes.insert(taxonomy::word(&framework.to_string()).into(), code.into());
            }
        }
        let requirement = |need, necessity| Requirement {
            need,
            importance: 50,
            necessity,
            trust: TrustFloor::Any,
            text: None,
            source: None,
            as_of: None,
        };
        for property in ["skillEmbodied", "knowledgeEmbodied", "abilityEmbodied"] {
            for target in node.list(&[property]) {
                let competency = self.aligned(target, place);
                role.requirements.extend(competency.map(|one| requirement(Expr::competency(&one, 0), Necessity::Essential)));
            }
        }
        // What is required or recommended is asked of whoever does the job; what is checked on entry, and all that is words, is a gate.
        for (property, relation, necessity) in [
            ("requires", Relation::Entry, Some(Necessity::Essential)),
            ("recommends", Relation::Recommended, Some(Necessity::Desirable)),
            ("entryCondition", Relation::Entry, None),
        ] {
            for profile in node.nodes(&[property]) {
                match (self.condition(profile, relation, place), necessity) {
                    (Some(Condition { need: Some(need), text, .. }), Some(necessity)) => {
                        role.requirements.push(Requirement { text, ..requirement(need, necessity) });
                    }
                    (condition, _) => role.gates.extend(condition),
                }
            }
        }
        self.role(role, place);
    }
}

/// The sort of competency that a category names, if it is one of ours.
fn kind(category: &str) -> Option<CompetencyKind> {
    Some(match category.to_lowercase().as_str() {
        "skill" => CompetencyKind::Skill,
        "knowledge" => CompetencyKind::Knowledge,
        "transversal" => CompetencyKind::Transversal,
        "tool" => CompetencyKind::Tool,
        "task" => CompetencyKind::Task,
        _ => return None,
    })
}
