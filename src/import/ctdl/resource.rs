//! Credentials, learning opportunities and assessments, each with what it attests, asks and costs.

use super::{Common, Registry, cost, id, pathway::duplicate, terms, ways};
use crate::import::{
    IssueKind, blank,
    json::{Node, Place, local},
    values,
};
use crate::model::{
    Activity, Award, AwardMode, Credential, CredentialType, CreditValue, Delivery, Expr, Level, Offering, OrganisationRole, Pace,
    PriceKind, Quality, Relation, Renewal, RenewalBy, StackRule, Status, Validity,
};

impl Registry {
    /// Takes up a credential, learning opportunity or assessment with its offering; its id.
    pub(super) fn resource(&mut self, node: Node<'_>, place: &Place<'_>) -> Option<String> {
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
        credential.aliases = node.texts(&["alternateName"]);
        credential.codes = node.strings(&["codedNotation"]).into_iter().map(Into::into).collect();
        credential.description = node.text(&["description"]);
        credential.url = node.string(&["subjectWebpage"]).map(Into::into);
        credential.same_as =
            node.id().into_iter().chain(node.references(&["sameAs"])).filter(|uri| uri.contains("://")).map(Into::into).collect();
        credential.same_as.dedup();
        let awarding = if activity { OrganisationRole::Provider } else { OrganisationRole::AwardingBody };
        credential.issuer = self.agent(node, &["ownedBy", "offeredBy"], awarding, place).map(|id| id.as_str().into());
        self.life(node, &mut credential, place);
        self.awards(node, &mut credential, place);
        credential.credits = credits(node);
        for (property, relation) in
            [("entryCondition", Relation::Entry), ("prerequisite", Relation::Prerequisite), ("corequisite", Relation::CorequisiteLoose)]
        {
            self.conditions(node, property, relation, &mut credential, place);
        }
        self.conditions(node, "recommends", Relation::Recommended, &mut credential, place);
        let costs = cost::costs(&node.nodes(&["estimatedCost"]), place, &mut self.issues);
        let common: Vec<_> = [("commonCosts", true), ("commonConditions", false)]
            .into_iter()
            .flat_map(|(property, costs)| node.references(&[property]).into_iter().map(move |uri| (id(uri), costs)))
            .collect();
        if !common.is_empty() {
            let doubtful =
                costs.price.is_unknown() && node.nodes(&["estimatedCost"]).iter().any(|profile| profile.number(&["price"]).is_some());
            self.common.push(Common {
                credential: own.clone(),
                manifests: common,
                doubtful,
                doubt: place.issue(IssueKind::DanglingReference, ""),
            });
        }
        let (hours, days) = cost::durations(&node.nodes(&["estimatedDuration"]), place, &mut self.issues);
        let own_price =
            !costs.price.is_unknown() || costs.exam_fee.is_some() || costs.materials.is_some() || node.get(&["commonCosts"]).is_some();
        let by_parts = self.requires(node, &mut credential, own_price, place);
        let ended = matches!(credential.status, Status::Retired | Status::Superseded);
        let nothing =
            ["estimatedCost", "estimatedDuration", "commonCosts", "offeredBy", "deliveryType", "availableAt", "availableOnlineAt"];
        // What has ended and says of no way to earn it has none.
        if !by_parts && (activity || !ended || node.get(&nothing).is_some()) {
            let mut offering = blank::offering(&format!("{own}.direct"), &own);
            offering.activity = match kind {
                "AssessmentProfile" | "Assessment" => Activity::Exam,
                "LearningProgram" => Activity::Programme,
                _ => Activity::Course,
            };
            offering.provider = self.agent(node, &["offeredBy", "ownedBy"], OrganisationRole::Provider, place).map(|id| id.as_str().into());
            if offering.activity == Activity::Exam {
                offering.pace = Pace::Exam;
            }
            offering.languages = languages(node);
            self.delivered(node, &mut offering, place);
            Self::when_and_where(node, &mut offering);
            (offering.hours, offering.min_days) = (hours, days);
            priced(costs, &mut offering);
            offering.url.clone_from(&credential.url);
            self.offerings.push(offering);
        }
        if activity {
            self.scheduled(node, &own, place);
            if ways::is_bare(&credential, node) {
                self.bare.insert(own.as_str().into());
            }
        }
        self.credential(credential, place);
        Some(own)
    }

    /// Adds a credential unless one of its id is there.
    pub(super) fn credential(&mut self, credential: Credential, place: &Place<'_>) -> bool {
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
        let mut rule: Vec<Expr> = Vec::new();
        let mut fee = None;
        for profile in node.nodes(&["requires"]) {
            let Some(condition) = self.condition(profile, Relation::Prerequisite, place) else { continue };
            let parts = condition.need.as_ref().is_some_and(|need| {
                let mut credentials = false;
                need.walk(&mut |inner| credentials |= matches!(inner, Expr::Credential(_)));
                credentials
            });
            match condition.need {
                Some(need) if parts && !own_price => {
                    rule.push(need);
                    let asked = cost::costs(&profile.nodes(&["estimatedCost"]), place, &mut self.issues).price;
                    fee = fee.or(Some(asked).filter(|fee| !fee.is_unknown()));
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
            fee,
            max_age_months: None,
            double_counting: crate::model::DoubleCounting::Free,
            min_at_awarding_body: None,
        });
        by_parts
    }

    pub(super) fn conditions(
        &mut self,
        node: Node<'_>,
        property: &str,
        relation: Relation,
        credential: &mut Credential,
        place: &Place<'_>,
    ) {
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
        credential.validity = months.map(|months| Validity { months: Some(months), until: None, grace_days: None });
        // CTDL means the day from which it is no longer offered; what was earned before may stay in force.
        credential.until = node.string(&["expirationDate"]).and_then(values::date);
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
            let credits = (by == RenewalBy::Credits).then(|| profile.nodes(&["creditValue"]).into_iter().find_map(amount)).flatten();
            let credential_id = target.map(|target| target.as_str().into());
            let hours = crate::model::Figure::default();
            credential.renewal.push(Renewal { by, price, hours, credits, credential: credential_id, every_months: months });
        }
        for (property, kind) in terms::QUALITY {
            for body in node.list(&[property]) {
                let by = Node::of(body).and_then(|body| self.organisation(body, place, Some(OrganisationRole::QualityBody)));
                // A text with blanks is a name and no address.
                let named = || body.as_str().map(|by| if by.contains(' ') { by.to_owned() } else { id(by) });
                if let Some(by) = by.or_else(named) {
                    credential.quality.push(Quality { kind, by: by.as_str().into() });
                }
            }
        }
    }

    fn awards(&mut self, node: Node<'_>, credential: &mut Credential, place: &Place<'_>) {
        for (property, mode) in [("assesses", AwardMode::Assessed), ("teaches", AwardMode::Taught)] {
            for target in node.list(&[property]) {
                let Some(competency) = self.aligned(target, place) else { continue };
                if !credential.awards.iter().any(|award| award.competency.as_str() == competency) {
                    credential.awards.push(Award { competency: competency.as_str().into(), level: Level::Unknown, mode });
                }
            }
        }
    }

    /// When in the week, at which place, and in which countries or regions that are named by their codes.
    pub(super) fn when_and_where(node: Node<'_>, offering: &mut Offering) {
        let timing = node
            .list(&["scheduleTimingType"])
            .into_iter()
            .find_map(|kind| terms::timing(kind.as_str().or_else(|| Node::of(kind)?.string(&["targetNode", "targetNodeName"]))?));
        offering.timing = timing.unwrap_or(offering.timing);
        let place = node.nodes(&["availableAt"]).into_iter().find_map(|place| place.text(&["name"]));
        offering.place = place.map(|name| name.to_string().into()).or(offering.place.take());
        let places = node.nodes(&["offeredIn"]).into_iter().flat_map(|one| one.nodes(&["mainJurisdiction"]));
        let code = |text: Option<crate::model::Text>| text.map(|text| text.to_string()).filter(|text| values::is_code(text));
        let codes = places.filter_map(|place| code(place.text(&["addressRegion"])).or(code(place.text(&["addressCountry"]))));
        offering.region.extend(codes.map(|code| Box::from(code.as_str())));
        offering.until = node.string(&["expirationDate"]).and_then(values::date).or(offering.until);
    }

    pub(super) fn delivered(&mut self, node: Node<'_>, offering: &mut Offering, place: &Place<'_>) {
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
}

/// Prices, fees and materials of an offering.
pub(super) fn priced(costs: cost::Costs, offering: &mut Offering) {
    offering.price_kind = if costs.per_attempt { PriceKind::PerAttempt } else { PriceKind::OneOff };
    (offering.price, offering.exam_fee, offering.materials) = (costs.price, costs.exam_fee, costs.materials);
}

/// The whole number of a quantity.
fn amount(value: Node<'_>) -> Option<u32> {
    value.number(&["value", "schema:value", "minValue"]).and_then(|amount| amount.split('.').next()?.parse().ok())
}

/// Credits that a credential carries.
fn credits(node: Node<'_>) -> Vec<CreditValue> {
    let mut credits = Vec::new();
    for value in node.nodes(&["creditValue"]) {
        let unit = value.nodes(&["creditUnitType"]).iter().find_map(|unit| unit.string(&["targetNode", "targetNodeName"]));
        if let (Some(unit), Some(amount)) = (unit, amount(value)) {
            credits.push(CreditValue { scheme: local(unit).into(), amount, level: None });
        }
    }
    credits
}

pub(super) fn languages(node: Node<'_>) -> Vec<Box<str>> {
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
