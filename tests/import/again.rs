//! The whole starter catalogue out and in again: what came back is compared member by member with what went out, less what the export told
//! it could not say. Nothing else may be lost, and nothing may be made up.

use pathstack::{
    export::{Form, write},
    import::{Format, InMemory, Issue, Severity, native, read},
    model::Catalogue,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn again(form: Form, format: Format, catalogue: &Catalogue) -> (Catalogue, BTreeSet<String>) {
    let mut bytes = Vec::new();
    let lost = write(form, catalogue, &mut bytes).unwrap();
    let reading = read(format, &InMemory(BTreeMap::from([("t.json", &bytes[..])])));
    let worse: Vec<Issue> = reading.issues.iter().filter(|issue| issue.severity != Severity::Note).take(3).collect();
    assert!(worse.iter().all(|issue| issue.message.contains("cannot be interpreted")), "{worse:?}");
    (reading.catalogue, lost.iter().filter_map(|issue| issue.place.field.as_deref().map(str::to_owned)).collect())
}

/// A record as JSON without these members, every text by language, and every figure as its value alone.
fn kept<T: Serialize>(record: &T, without: &[&str]) -> Map<String, Value> {
    let Value::Object(mut members) = serde_json::to_value(record).unwrap() else { panic!("a record is an object") };
    members.retain(|name, value| !without.contains(&name.as_str()) && !value.is_null());
    for (name, value) in &mut members {
        match name.as_str() {
            "name" | "title" | "description" => *value = by_language(value),
            "aliases" => *value = value.as_array().unwrap().iter().map(by_language).collect(),
            "price" | "hours" | "materials" | "exam_fee" | "fee" => *value = figure(value),
            _ => {}
        }
    }
    members
}

fn by_language(text: &Value) -> Value {
    if text.is_string() { json!({ "en": text }) } else { text.clone() }
}

fn figure(value: &Value) -> Value {
    value.get("value").unwrap_or(value).clone()
}

/// A requirement expression without levels and without the work that experience is in, with "one of" written in one way, and with parts in the order of the alphabet.
fn need(value: &Value) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let mut parts = |list: &Value| {
        let mut parts: Vec<Value> = list.as_array().unwrap().iter().map(need).collect();
        parts.sort_by_key(Value::to_string);
        Value::Array(parts)
    };
    match (members.get("at_least").and_then(Value::as_u64), members.get("of")) {
        (Some(1), Some(of)) => return json!({ "any": parts(of) }),
        (Some(many), Some(of)) => return json!({ "at_least": many, "of": parts(of) }),
        _ => {}
    }
    let mut plain = Map::new();
    for (name, value) in members {
        match name.as_str() {
            "level" | "scale" | "in" => {}
            "all" | "any" => drop(plain.insert(name.clone(), parts(value))),
            _ => drop(plain.insert(name.clone(), value.clone())),
        }
    }
    Value::Object(plain)
}

/// Whether profiles of conditions have words for all of it, but for levels and the work that experience is in.
fn sayable(need: &Value) -> bool {
    match need {
        Value::Array(list) => list.iter().all(sayable),
        Value::Object(members) => {
            let half_years = members.get("at_least").and_then(Value::as_u64).is_some_and(|months| months % 6 == 0);
            let entry = match members.get("entry").and_then(Value::as_str) {
                None | Some("age") => true,
                Some(entry) => entry == "experience" && half_years,
            };
            entry && !["code", "not", "credits"].iter().any(|name| members.contains_key(*name)) && members.values().all(sayable)
        }
        _ => true,
    }
}

/// Conditions that can be said, and how many there are. Of a choice among what cannot be earned some is said in words only.
fn conditions(value: Option<&Value>) -> (usize, BTreeSet<String>) {
    let list = value.and_then(Value::as_array).cloned().unwrap_or_default();
    let said = list.iter().filter_map(|one| one.get("need")).filter(|need| sayable(need));
    let said = said.filter(|need| need.get("any").is_none() || !need.to_string().contains(r#""entry""#));
    (list.len(), said.map(|one| need(one).to_string()).collect())
}

/// Records of both sides by id, compared one by one.
fn same(what: &str, before: BTreeMap<String, Value>, after: BTreeMap<String, Value>) {
    let ids = |of: &BTreeMap<String, Value>| of.keys().cloned().collect::<BTreeSet<_>>();
    let (gone, new): (Vec<_>, Vec<_>) =
        (ids(&before).difference(&ids(&after)).cloned().collect(), ids(&after).difference(&ids(&before)).cloned().collect());
    assert!(gone.is_empty() && new.is_empty(), "{what}: gone {gone:?}, made up {new:?}");
    let differs = |(id, one): (&String, &Value)| {
        let other = &after[id];
        let members: BTreeSet<&String> = one.as_object().unwrap().keys().chain(other.as_object().unwrap().keys()).collect();
        let members = members.into_iter().filter(|name| one.get(*name) != other.get(*name));
        members.map(|name| format!("{id}.{name}: {} came back as {}", one[name], other[name])).collect::<Vec<_>>()
    };
    let differ: Vec<String> = before.iter().flat_map(differs).collect();
    assert!(differ.is_empty(), "{} of {what}: {:#?}", differ.len(), &differ[..differ.len().min(5)]);
}

fn all<T: Serialize>(records: &[T], of: impl Fn(&T) -> Map<String, Value>) -> BTreeMap<String, Value> {
    records.iter().map(|record| of(record)).map(|members| (members["id"].as_str().unwrap().to_owned(), Value::Object(members))).collect()
}

const NOTED: [&str; 3] = ["source", "as_of", "note"];

/// Credentials; `worded` are those whose stack rule is said as what it comes to in this catalogue.
fn credentials(catalogue: &Catalogue, worded: &BTreeSet<String>) -> BTreeMap<String, Value> {
    all(&catalogue.credentials, |one| {
        let mut members = kept(one, &[&NOTED[..], &["sector", "level"]].concat());
        let every = one.validity.as_ref().and_then(|validity| validity.months);
        if let Some(Value::Array(awards)) = members.get_mut("awards") {
            for award in awards.iter_mut() {
                let mode = if award["mode"] == "taught" { "taught" } else { "assessed" };
                *award = json!({"competency": award["competency"], "mode": mode});
            }
            awards.sort_by_key(Value::to_string);
        }
        if let Some(Value::Array(ways)) = members.get_mut("renewal") {
            // A fee that nobody knows is said in words.
            ways.retain(|way| way["by"] != "fee" || way.get("price").is_some());
            for way in ways {
                *way = json!({"by": way["by"], "price": way.get("price"), "credits": way.get("credits"), "credential": way.get("credential"), "every": every});
            }
        }
        members.retain(|name, value| name != "renewal" || value != &json!([]));
        if let Some(stack) = members.get_mut("stack") {
            let rule = if worded.contains(one.id.as_str()) { Value::Null } else { need(&stack["rule"]) };
            *stack = json!({"rule": rule, "fee": stack.get("fee").map(figure)});
        }
        if let Some(validity) = members.get_mut("validity") {
            *validity = json!({ "months": validity["months"] });
        }
        let told = conditions(members.remove("conditions").as_ref());
        members.insert("conditions".into(), json!(told));
        members
    })
}

fn offerings(catalogue: &Catalogue) -> BTreeMap<String, Value> {
    let unsaid = [
        "bandwidth",
        "plans",
        "award_fee",
        "starts",
        "days",
        "weekly_hours",
        "max_weekly_hours",
        "attempts",
        "result_days",
        "access_days",
        "accessibility",
        "eligibility",
        "apply_days_before",
    ];
    all(&catalogue.offerings, |one| {
        let mut members = kept(one, &[&NOTED[..], &unsaid].concat());
        if members["activity"] == "portfolio" {
            members["activity"] = json!("exam");
        }
        members["pace"] = json!(if members["activity"] == "exam" { "exam" } else { "self_paced" });
        // A price for each attempt that nobody knows is no price.
        if !members.contains_key("price") {
            members["price_kind"] = json!("one_off");
        }
        members
    })
}

#[test]
fn ctdl_gives_back_all_of_the_starter_that_it_has_words_for_and_makes_nothing_up() {
    let starter = native::starter().catalogue;
    let (again, lost) = again(Form::Ctdl, Format::Ctdl, &starter);
    let coded = starter.credentials.iter().filter(|one| one.stack.as_ref().is_some_and(|stack| !sayable(&json!(stack.rule))));
    let worded: BTreeSet<String> = coded.map(|one| one.id.to_string()).collect();
    assert_eq!(worded.len(), 1, "{worded:?}");
    same("credential", credentials(&starter, &worded), credentials(&again, &worded));
    same("offering", offerings(&starter), offerings(&again));
    let organisations = |catalogue: &Catalogue| all(&catalogue.organisations, |one| kept(one, &[&NOTED[..], &["roles"]].concat()));
    same("organisation", organisations(&starter), organisations(&again));
    let competencies = |catalogue: &Catalogue| all(&catalogue.competencies, |one| kept(one, &[&NOTED[..], &["scale", "aliases"]].concat()));
    same("competency", competencies(&starter), competencies(&again));
    let walks = |catalogue: &Catalogue| {
        let walks = catalogue.crosswalks.iter().map(|walk| Value::Object(kept(walk, &NOTED)).to_string());
        walks.collect::<BTreeSet<_>>()
    };
    assert_eq!(walks(&starter), walks(&again));
    same("role", roles(&starter, true), roles(&again, true));
    // What the comparison leaves out is told, member by member.
    for told in [
        "credential.awards.level",
        "credential.awards.mode",
        "credential.stack.rule.code",
        "credential.stack.max_age_months",
        "credential.renewal.hours",
        "credential.renewal.by",
        "offering.pace",
        "offering.bandwidth",
        "offering.starts",
        "offering.award_fee",
        "offering.activity",
        "offering.price_kind",
        "role.requirements.level",
        "role.requirements.importance",
        "role.requirements.trust",
        "role.sector",
        "competency.scale",
        "competency.aliases",
        "organisation.roles",
        "credential.source",
        "offering.as_of",
        "price_plan",
        "funding",
        "scale",
        "source",
        "equivalence",
        "rate",
    ] {
        assert!(lost.contains(told), "{told} of {lost:?}");
    }
}

/// Roles; with what is wished for, and with what is no competency, where the form says it.
fn roles(catalogue: &Catalogue, whole: bool) -> BTreeMap<String, Value> {
    let without: &[&str] = if whole { &["sector", "region", "version", "related"] } else { &["sector", "version", "related"] };
    all(&catalogue.roles, |one| {
        let mut members = kept(one, &[&NOTED[..], without].concat());
        let asked = members.remove("requirements").and_then(|list| list.as_array().cloned()).unwrap_or_default();
        let said = |one: &&Value| whole || (one["necessity"] == "essential" && one["need"].get("competency").is_some());
        let asked: BTreeSet<String> =
            asked.iter().filter(said).map(|one| json!([need(&one["need"]), one["necessity"]]).to_string()).collect();
        members.insert("requirements".into(), json!(asked));
        let gates = members.remove("gates");
        if whole {
            members.insert("gates".into(), json!(conditions(gates.as_ref())));
        }
        members
    })
}

#[test]
fn schema_org_gives_back_every_role_credential_and_offering_of_the_starter() {
    let starter = native::starter().catalogue;
    let (again, lost) = again(Form::SchemaOrg, Format::SchemaOrg, &starter);
    same("role", roles(&starter, false), roles(&again, false));
    let awards = |catalogue: &Catalogue| {
        all(&catalogue.credentials, |one| {
            let awards: BTreeSet<String> = one
                .awards
                .iter()
                .map(|award| format!("{} {}", award.competency, award.mode == pathstack::model::AwardMode::Taught))
                .collect();
            let mut members = kept(one, &[]);
            members.retain(|name, _| ["id", "name", "aliases", "type", "issuer", "codes", "description"].contains(&name.as_str()));
            members.insert("awards".into(), json!(awards));
            members
        })
    };
    same("credential", awards(&starter), awards(&again));
    // The only way of a programme has no id of its own there, which is told.
    let of_programmes: BTreeSet<&str> = starter
        .offerings
        .iter()
        .filter(|one| one.activity == pathstack::model::Activity::Programme)
        .map(|one| one.credential.as_str())
        .collect();
    let ids = |catalogue: &Catalogue| {
        let own = catalogue.offerings.iter().filter(|one| !of_programmes.contains(one.credential.as_str()));
        own.map(|one| (one.id.to_string(), one.credential.to_string())).collect::<BTreeSet<_>>()
    };
    assert_eq!(ids(&starter), ids(&again));
    assert_eq!(starter.offerings.len(), again.offerings.len());
    for told in ["offering.id", "role.requirements.level", "role.requirements.desirable", "role.gates.need", "credential.validity"] {
        assert!(lost.contains(told), "{told} of {lost:?}");
    }
}
