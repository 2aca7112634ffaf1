//! The ways to earn a credential: learning opportunities and assessments with their prices, time and place.

use super::{CONTEXT, Ctdl, condition::Unsaid, credential::status};
use crate::export::{Lost, Object, by_language, duration, units};
use crate::model::{
    Activity, Amount, Bandwidth, Credential, CredentialType, Delivery, Figure, Money, Offering, OrganisationId, Pace, PriceKind, Status,
    Timing,
};
use serde_json::{Value, json};

/// Members of an offering that are written, at least in part.
const WRITTEN: [&str; 21] = [
    "id",
    "credential",
    "provider",
    "name",
    "activity",
    "pace",
    "delivery",
    "region",
    "place",
    "timing",
    "languages",
    "hours",
    "price",
    "price_kind",
    "materials",
    "exam_fee",
    "min_days",
    "status",
    "until",
    "url",
    "bandwidth",
];

impl Ctdl<'_> {
    /// The ways to earn a credential. The one that an import makes of a credential without any is written in place; others are resources of
    /// their own, one of which the credential requires, or scheduled offerings of what is part of something larger.
    pub(super) fn ways(&self, one: &Credential, offerings: &[&Offering], object: &mut Object, resources: &mut Vec<Value>, lost: &mut Lost) {
        let id = one.id.as_str();
        let part = one.kind == CredentialType::Part;
        if let ([only], None) = (offerings, &one.stack)
            && in_place(one, only)
        {
            Self::way(only, object, lost);
            return;
        }
        let mut requires = Vec::new();
        if let Some(stack) = &one.stack {
            lost.besides("credential", id, stack, &["rule", "automatic", "fee", "double_counting", "max_age_months"]);
            for (said, member) in [
                (!stack.automatic, "stack.automatic"),
                (stack.max_age_months.is_some(), "stack.max_age_months"),
                (stack.double_counting != crate::model::DoubleCounting::Free, "stack.double_counting"),
            ] {
                if said {
                    lost.say("credential", member, id);
                }
            }
            let mut unsaid = Unsaid::new();
            match self.profiles(&stack.rule, &mut unsaid) {
                Some(profiles) => requires.extend(profiles),
                None => lost.say("credential", "stack.rule", id),
            }
            for member in unsaid {
                lost.say("credential", &format!("stack.rule.{member}"), id);
            }
            let fee = stack.fee.as_ref().and_then(|fee| cost(fee, "Application", None, ("credential", "stack.fee", id), lost));
            if let (Some(fee), Some(Value::Object(first))) = (fee, requires.first_mut()) {
                first.insert("ceterms:estimatedCost".into(), json!([fee]));
            }
        }
        let mut alternatives = Vec::new();
        for offering in offerings {
            let kind = if part { "ceterms:ScheduledOffering" } else { kind(offering.activity) };
            let mut way = Self::resource(kind, offering.id.as_str(), CONTEXT);
            way.set("ceterms:name", by_language(offering.name.as_ref().unwrap_or(&one.name), self.language));
            way.set("ceterms:subjectWebpage", offering.url.as_deref().unwrap_or_default());
            Self::way(offering, &mut way, lost);
            resources.push(way.done());
            let exam = matches!(offering.activity, Activity::Exam | Activity::Portfolio);
            let target = if exam { "ceterms:targetAssessment" } else { "ceterms:targetLearningOpportunity" };
            let mut profile = Object::of(None, "ceterms:ConditionProfile");
            profile.set(target, json!([offering.id.as_str()]));
            alternatives.push(profile.done());
        }
        if part {
            object.set("ceterms:hasOffering", json!(offerings.iter().map(|offering| offering.id.as_str()).collect::<Vec<_>>()));
        } else if !alternatives.is_empty() {
            if requires.len() > 1 {
                // Several profiles that are asked together cannot be one of several alternatives.
                lost.say("credential", "stack.rule", id);
                requires.clear();
            }
            requires.append(&mut alternatives);
            if requires.len() > 1 {
                requires = vec![json!({"@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": requires})];
            }
        }
        object.set("ceterms:requires", requires);
        if offerings.is_empty() && one.stack.is_none() && (part || one.status == Status::Active || one.status == Status::Planned) {
            lost.say("credential", "offerings", id);
        }
    }

    /// Price, time and place of an offering.
    fn way(offering: &Offering, object: &mut Object, lost: &mut Lost) {
        let id = offering.id.as_str();
        object.set("ceterms:offeredBy", json!(offering.provider.iter().map(OrganisationId::as_str).collect::<Vec<_>>()));
        if matches!(offering.activity, Activity::Portfolio | Activity::Work) {
            lost.say("offering", "activity", id);
        }
        // Who sits an exam prepares freely and sits it on a day; nothing else says so, nor when a cohort starts.
        let usual = if offering.activity == Activity::Exam { Pace::Exam } else { Pace::SelfPaced };
        if offering.pace != usual && !(offering.activity == Activity::Portfolio && offering.pace == Pace::Exam) {
            lost.say("offering", "pace", id);
        }
        if offering.bandwidth == Bandwidth::Low {
            lost.say("offering", "bandwidth", id);
        }
        let mut costs = Vec::new();
        match offering.price_kind {
            PriceKind::OneOff => costs.extend(cost(&offering.price, "Tuition", None, ("offering", "price", id), lost)),
            PriceKind::PerAttempt => {
                let pattern = Some("Per attempt");
                costs.extend(cost(&offering.price, "AssessmentFee", pattern, ("offering", "price", id), lost));
                if offering.price.is_unknown() {
                    lost.say("offering", "price_kind", id);
                }
            }
            PriceKind::PerCredit => lost.say("offering", "price_kind", id),
        }
        for (fee, kind, member) in
            [(&offering.exam_fee, "AssessmentFee", "exam_fee"), (&offering.materials, "LearningResource", "materials")]
        {
            costs.extend(fee.as_ref().and_then(|fee| cost(fee, kind, None, ("offering", member, id), lost)));
        }
        object.set("ceterms:estimatedCost", costs);
        object.set("ceterms:estimatedDuration", time(offering, lost));
        let delivery = match offering.delivery {
            Delivery::Online => "OnlineOnly",
            Delivery::InPerson => "InPerson",
            Delivery::Blended => "BlendedDelivery",
        };
        object.set("ceterms:deliveryType", json!([term("deliveryType", delivery)]));
        let timing = match offering.timing {
            Timing::Any => None,
            Timing::Day => Some("Daytime"),
            Timing::Evening => Some("Evening"),
            Timing::Weekend => Some("Weekends"),
        };
        object.set("ceterms:scheduleTimingType", timing.map(|timing| term("scheduleTiming", timing)).into_iter().collect::<Vec<_>>());
        if let Some(place) = &offering.place {
            object.set("ceterms:availableAt", json!([{"@type": "ceterms:Place", "ceterms:name": {"en": place}}]));
        }
        object.set("ceterms:offeredIn", offering.region.iter().map(|code| jurisdiction(code)).collect::<Vec<_>>());
        object.set("ceterms:inLanguage", json!(offering.languages));
        if offering.status != Status::Active {
            object.set("ceterms:lifeCycleStatusType", status(offering.status, true));
        }
        object.set("ceterms:expirationDate", offering.until.map(|until| until.to_string()).unwrap_or_default());
        lost.besides("offering", id, offering, &WRITTEN);
    }
}

/// Whether an import makes of the credential alone just this way.
fn in_place(one: &Credential, only: &Offering) -> bool {
    let direct = only.id.as_str().strip_suffix(".direct") == Some(one.id.as_str());
    let of_part = one.kind == CredentialType::Part && !matches!(only.activity, Activity::Work | Activity::Portfolio);
    let plain = only.timing == Timing::Any && only.place.is_none() && only.region.is_empty() && only.until.is_none();
    direct
        && plain
        && (of_part || only.activity == Activity::Course)
        && only.name.is_none()
        && only.url == one.url
        && only.status == Status::Active
}

fn time(offering: &Offering, lost: &mut Lost) -> Vec<Value> {
    let id = offering.id.as_str();
    let profile = |text: String| json!({"@type": "ceterms:DurationProfile", "ceterms:exactDuration": text});
    let mut time = Vec::new();
    match offering.hours.amount {
        Amount::Known(hours) if hours.minutes > 0 => time.push(profile(duration(hours.minutes))),
        Amount::Range { min, max, likely } if min.minutes > 0 => {
            let mut range = Object::of(None, "ceterms:DurationProfile");
            range.set("ceterms:minimumDuration", duration(min.minutes));
            range.set("ceterms:maximumDuration", duration(max.minutes));
            if let Some(likely) = likely {
                lost.say_in_words("offering", "hours.likely", id);
                range.set("ceterms:description", json!({"en": format!("usually {}", duration(likely.minutes))}));
            }
            time.push(range.done());
        }
        Amount::Unknown => {}
        _ => lost.say("offering", "hours", id),
    }
    if offering.hours.source.is_some() || offering.hours.as_of.is_some() {
        lost.say("offering", "hours.source", id);
    }
    time.extend(offering.min_days.map(|days| profile(format!("P{days}D"))));
    time
}

fn term(vocabulary: &str, term: &str) -> Value {
    json!({"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": format!("{vocabulary}:{term}")})
}

/// A country or a region of one, by its code.
fn jurisdiction(code: &str) -> Value {
    let (country, region) = code.split_once('-').map_or((code, None), |(country, _)| (country, Some(code)));
    let mut place = Object::of(None, "ceterms:Place");
    place.set("ceterms:addressCountry", json!({ "en": country }));
    place.set("ceterms:addressRegion", region.map_or(Value::Null, |region| json!({ "en": region })));
    json!({"@type": "ceterms:JurisdictionProfile", "ceterms:mainJurisdiction": [place.done()]})
}

/// A price as a cost profile. A range has no price of its own, so that it is said in words.
pub(super) fn cost(
    figure: &Figure<Money>,
    kind: &str,
    pattern: Option<&str>,
    (record, member, id): (&'static str, &str, &str),
    lost: &mut Lost,
) -> Option<Value> {
    if figure.source.is_some() || figure.as_of.is_some() {
        lost.say(record, &format!("{member}.source"), id);
    }
    let mut profile = Object::of(None, "ceterms:CostProfile");
    profile.set("ceterms:directCostType", term("costType", kind));
    match figure.amount {
        Amount::Unknown => return None,
        Amount::Known(money) => {
            profile.set("ceterms:price", units(money));
            profile.set("ceterms:currency", money.currency.code());
        }
        Amount::Range { min, max, likely } => {
            lost.say_in_words(record, &format!("{member}.range"), id);
            let usually = likely.map(|likely| format!(", usually {likely}")).unwrap_or_default();
            profile.set("ceterms:description", json!({"en": format!("between {min} and {max}{usually}")}));
            profile.set("ceterms:currency", min.currency.code());
        }
    }
    profile.set("ceterms:paymentPattern", pattern.map_or(Value::Null, |pattern| json!({ "en": pattern })));
    Some(profile.done())
}

/// The sort of resource that a way to learn or to be assessed is.
pub(super) fn kind(activity: Activity) -> &'static str {
    match activity {
        Activity::Exam | Activity::Portfolio => "ceterms:AssessmentProfile",
        Activity::Programme => "ceterms:LearningProgram",
        Activity::Course | Activity::Work => "ceterms:LearningOpportunityProfile",
    }
}
