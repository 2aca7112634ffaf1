//! Ways to earn what something larger asks: scheduled offerings of opportunities and assessments, and those that are nothing but a way.

use super::{Registry, cost, id, resource, terms};
use crate::import::{
    Issue, IssueKind,
    json::{Node, Place},
};
use crate::model::{Catalogue, Credential, CredentialType, Expr, Offering, OrganisationRole};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A scheduled offering, kept until all that may have it was read.
pub(super) struct Scheduled {
    value: Value,
    file: Box<str>,
    line: Option<u64>,
}

/// An opportunity or assessment that has scheduled offerings.
pub(super) struct Having {
    owner: String,
    ids: Vec<String>,
    /// What to tell if one of them is described nowhere.
    doubt: Issue,
}

/// Whether an opportunity or assessment says nothing but its name, and what an offering says as well.
pub(super) fn is_bare(part: &Credential, node: Node<'_>) -> bool {
    part.kind == CredentialType::Part
        && part.awards.is_empty()
        && part.conditions.is_empty()
        && part.stack.is_none()
        && part.credits.is_empty()
        && part.codes.is_empty()
        && part.aliases.is_empty()
        && part.description.is_none()
        && part.quality.is_empty()
        && part.renewal.is_empty()
        && part.validity.is_none()
        && part.superseded_by.is_none()
        && part.note.is_none()
        && part.same_as.iter().all(|uri| id(uri) == part.id.as_str())
        && node.get(&["hasOffering", "commonCosts", "commonConditions", "ownedBy"]).is_none()
}

impl Registry {
    /// Keeps a scheduled offering.
    pub(super) fn keep_scheduled(&mut self, node: Node<'_>, place: &Place<'_>) {
        let Some(uri) = node.string(&["ctid"]).or(node.id()) else {
            self.issues.push(place.issue(IssueKind::MissingValue, "a scheduled offering has no id; it was left out"));
            return;
        };
        let kept = Scheduled { value: Value::Object(node.0.clone()), file: place.file.into(), line: place.line };
        self.scheduled.entry(id(uri)).or_insert(kept);
    }

    /// Notes which scheduled offerings an opportunity or assessment has; those described in place are kept.
    pub(super) fn scheduled(&mut self, node: Node<'_>, owner: &str, place: &Place<'_>) {
        let ids: Vec<String> = node.references(&["hasOffering"]).into_iter().map(id).collect();
        for inner in node.nodes(&["hasOffering"]).into_iter().filter(|inner| inner.0.len() > 1) {
            self.keep_scheduled(inner, place);
        }
        if !ids.is_empty() {
            self.having.push(Having { owner: owner.to_owned(), ids, doubt: place.issue(IssueKind::DanglingReference, "") });
        }
    }

    /// Puts scheduled offerings in the place of the one that was made of what they are offerings of; what they leave out, that one says.
    pub(super) fn schedule(&mut self) {
        let having = std::mem::take(&mut self.having);
        let scheduled = std::mem::take(&mut self.scheduled);
        let mut made: HashMap<String, Vec<Offering>> = HashMap::new();
        for Having { owner, ids, doubt } in having {
            let Some(shared) = self.offerings.iter().find(|offering| offering.credential.as_str() == owner).cloned() else { continue };
            for one in ids {
                let Some(Scheduled { value, file, line }) = scheduled.get(&one) else {
                    let message = format!("the offering `{one}` is described nowhere here; it was left out");
                    self.issues.push(Issue { message: message.into(), ..doubt.clone() });
                    continue;
                };
                let Some(node) = Node::of(value) else { continue };
                let place = Place { file, line: *line };
                let offering = self.specific(node, &shared, &one, &place);
                made.entry(owner.clone()).or_default().push(offering);
            }
        }
        self.offerings.retain(|offering| !made.contains_key(offering.credential.as_str()));
        let mut made: Vec<_> = made.into_values().flatten().collect();
        made.sort_by(|a, b| a.id.cmp(&b.id));
        self.offerings.extend(made);
    }

    /// One scheduled offering: what it says, else what is shared by all.
    fn specific(&mut self, node: Node<'_>, shared: &Offering, own: &str, place: &Place<'_>) -> Offering {
        let mut offering = Offering { id: own.into(), ..shared.clone() };
        let name = node.text(&["name"]);
        let owner = self.catalogue.credentials.iter().find(|one| one.id == shared.credential).map(|one| &one.name);
        offering.name = name.filter(|name| Some(name) != owner);
        if let Some(provider) = self.agent(node, &["offeredBy"], OrganisationRole::Provider, place) {
            offering.provider = Some(provider.as_str().into());
        }
        let languages = resource::languages(node);
        if !languages.is_empty() {
            offering.languages = languages;
        }
        if node.get(&["deliveryType", "availableAt", "availableOnlineAt"]).is_some() {
            self.delivered(node, &mut offering, place);
        }
        if node.get(&["offeredIn"]).is_some() {
            offering.region.clear();
        }
        Self::when_and_where(node, &mut offering);
        let profiles = node.nodes(&["estimatedCost"]);
        if !profiles.is_empty() {
            resource::priced(cost::costs(&profiles, place, &mut self.issues), &mut offering);
        }
        let time = node.nodes(&["estimatedDuration"]);
        if !time.is_empty() {
            (offering.hours, offering.min_days) = cost::durations(&time, place, &mut self.issues);
        }
        let status = node.nodes(&["lifeCycleStatusType"]).into_iter().find_map(|status| terms::status(status.string(&["targetNode"])?));
        offering.status = status.unwrap_or(offering.status);
        offering.url = node.string(&["subjectWebpage"]).map(Into::into).or(offering.url.take());
        offering
    }

    /// Makes offerings of the opportunities and assessments that are nothing but a way to one credential, which needs one of its ways; their
    /// ids, which are no credentials any more.
    pub(super) fn ways(&mut self) -> HashSet<Box<str>> {
        let asked = times_asked(&self.catalogue, &self.bare);
        let only = |id: &str| asked.get(id) == Some(&1);
        let mut ways: HashMap<Box<str>, usize> = HashMap::new();
        for (at, credential) in self.catalogue.credentials.iter_mut().enumerate() {
            if credential.kind == CredentialType::Part {
                continue;
            }
            let Some(stack) = &mut credential.stack else { continue };
            let is_way = |need: &Expr| matches!(need, Expr::Credential(id) if only(id.as_str()));
            let alternatives = match &mut stack.rule {
                Expr::Any(parts) => std::mem::take(parts),
                other => vec![std::mem::replace(other, Expr::Any(Vec::new()))],
            };
            let (found, mut rest): (Vec<Expr>, Vec<Expr>) = alternatives.into_iter().partition(is_way);
            for need in found {
                if let Expr::Credential(id) = need {
                    ways.insert(id.as_str().into(), at);
                }
            }
            stack.rule = if rest.len() == 1 { rest.remove(0) } else { Expr::Any(rest) };
            if matches!(&stack.rule, Expr::Any(rest) if rest.is_empty()) {
                credential.stack = None;
            }
        }
        if ways.is_empty() {
            return HashSet::new();
        }
        let mut names = HashMap::new();
        for part in self.catalogue.credentials.iter().filter(|part| ways.contains_key(part.id.as_str())) {
            names.insert(part.id.as_str().to_owned(), (part.name.clone(), part.status, part.until));
        }
        for offering in &mut self.offerings {
            let Some(owner) = ways.get(offering.credential.as_str()).and_then(|at| self.catalogue.credentials.get(*at)) else { continue };
            let Some((name, status, until)) = names.get(offering.credential.as_str()) else { continue };
            offering.id = offering.credential.as_str().into();
            offering.credential = owner.id.clone();
            offering.name = Some(name).filter(|name| **name != owner.name).cloned();
            (offering.status, offering.until) = (*status, *until);
        }
        self.catalogue.credentials.retain(|one| !ways.contains_key(one.id.as_str()));
        self.credentials.retain(|one| !ways.contains_key(one));
        ways.into_keys().collect()
    }
}

/// How often each of these is asked, by whatever asks it.
fn times_asked(catalogue: &Catalogue, of: &HashSet<Box<str>>) -> HashMap<Box<str>, usize> {
    let mut asked: HashMap<Box<str>, usize> = HashMap::new();
    let mut count = |id: &str| {
        if of.contains(id) {
            *asked.entry(id.into()).or_default() += 1;
        }
    };
    for one in &catalogue.credentials {
        let needs = one.conditions.iter().filter_map(|condition| condition.need.as_ref()).chain(one.stack.iter().map(|stack| &stack.rule));
        for need in needs {
            need.walk(&mut |inner| {
                if let Expr::Credential(id) = inner {
                    count(id.as_str());
                }
            });
        }
        one.renewal.iter().filter_map(|way| way.credential.as_ref()).chain(&one.superseded_by).for_each(|id| count(id.as_str()));
    }
    for role in &catalogue.roles {
        let needs = role.requirements.iter().map(|asked| &asked.need).chain(role.gates.iter().filter_map(|gate| gate.need.as_ref()));
        for need in needs {
            need.walk(&mut |inner| {
                if let Expr::Credential(id) = inner {
                    count(id.as_str());
                }
            });
        }
    }
    asked
}
