//! What changed from one catalogue to another: prices, what was retired, what is new or gone, and what else is said differently.

use crate::model::Catalogue;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What became of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// A price is another one; unknown and absent ones are said so.
    Price {
        /// Which price.
        member: Box<str>,
        /// What it was.
        before: Box<str>,
        /// What it is.
        after: Box<str>,
    },
    /// It was in use, and is no longer.
    Retired {
        /// What took its place, if that is published.
        superseded_by: Option<Box<str>>,
    },
    /// It is there no longer.
    Gone,
    /// It was not there before.
    New,
    /// Something else is said of it.
    Changed {
        /// Which members.
        members: Vec<Box<str>>,
    },
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The kind of record, as it is called in files.
    pub kind: &'static str,
    /// Its id; of a statement without one, what it says.
    pub id: Box<str>,
    /// Its name, of an offering that of its credential; empty where it has none.
    pub name: Box<str>,
    /// What became of it.
    #[serde(flatten)]
    pub what: What,
}

/// Members that are prices.
const PRICES: [&str; 5] = ["price", "materials", "exam_fee", "award_fee", "yearly_price"];

/// Everything that changed, by kind and then by id.
pub fn changes(before: &Catalogue, after: &Catalogue) -> Vec<Change> {
    let mut found = Vec::new();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for credential in before.credentials.iter().chain(&after.credentials) {
        names.insert(credential.id.as_str(), credential.name.in_language("en"));
    }
    macro_rules! compare {
        ($($kind:literal $member:ident $name:expr;)+) => {$(
            records($kind, (&before.$member, &after.$member), |one| one.id.as_str(), $name, &mut found);
        )+};
    }
    compare! {
        "source" sources |one| one.title.in_language("en");
        "organisation" organisations |one| one.name.in_language("en");
        "scale" scales |_| "";
        "competency" competencies |one| one.name.in_language("en");
        "role" roles |one| one.title.in_language("en");
        "credential" credentials |one| one.name.in_language("en");
        "offering" offerings |one| names.get(one.credential.as_str()).copied().unwrap_or_default();
        "price_plan" price_plans |one| one.name.as_ref().map_or("", |name| name.in_language("en"));
        "funding" funding |one| one.name.in_language("en");
    }
    statements("crosswalk", &before.crosswalks, &after.crosswalks, &mut found);
    statements("equivalence", &before.equivalences, &after.equivalences, &mut found);
    statements("rate", &before.rates, &after.rates, &mut found);
    found
}

fn records<'a, T: PartialEq + Serialize>(
    kind: &'static str,
    (before, after): (&'a [T], &'a [T]),
    id: impl Fn(&'a T) -> &'a str,
    name: impl Fn(&'a T) -> &'a str,
    found: &mut Vec<Change>,
) {
    let old: BTreeMap<&str, &T> = before.iter().map(|one| (id(one), one)).collect();
    let new: BTreeMap<&str, &T> = after.iter().map(|one| (id(one), one)).collect();
    let ids: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    for one in ids {
        let mut say = |record: &'a T, what| found.push(Change { kind, id: one.into(), name: name(record).into(), what });
        match (old.get(one), new.get(one)) {
            (None, Some(new)) => say(new, What::New),
            (Some(old), None) => say(old, What::Gone),
            (Some(old), Some(new)) if old != new => {
                let (old, now) = (members(old), members(*new));
                for what in differences(&old, &now) {
                    say(new, what);
                }
            }
            _ => {}
        }
    }
}

fn members<T: Serialize>(record: &T) -> serde_json::Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    }
}

fn differences(old: &serde_json::Map<String, Value>, new: &serde_json::Map<String, Value>) -> Vec<What> {
    let mut whats = Vec::new();
    let mut others = Vec::new();
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names.into_iter().filter(|name| old.get(*name) != new.get(*name)) {
        let status = |members: &serde_json::Map<String, Value>| members.get("status").and_then(Value::as_str).map(str::to_owned);
        if PRICES.contains(&name.as_str()) {
            let (before, after) = (price(old.get(name)), price(new.get(name)));
            if before != after {
                whats.push(What::Price { member: name.as_str().into(), before: before.into(), after: after.into() });
                continue;
            }
        } else if name == "status"
            && status(old).as_deref() == Some("active")
            && matches!(status(new).as_deref(), Some("retired" | "superseded"))
        {
            let superseded_by = new.get("superseded_by").and_then(Value::as_str).map(Into::into);
            whats.push(What::Retired { superseded_by });
            continue;
        }
        others.push(name.as_str().into());
    }
    if !others.is_empty() {
        whats.push(What::Changed { members: others });
    }
    whats
}

/// A price in words.
fn price(value: Option<&Value>) -> String {
    match value {
        None => "not published".into(),
        Some(Value::String(amount)) => amount.clone(),
        Some(Value::Object(members)) => match (members.get("value"), members.get("min"), members.get("max")) {
            (Some(value), _, _) => price(Some(value)),
            (None, Some(min), Some(max)) => format!("{} to {}", price(Some(min)), price(Some(max))),
            _ => "unknown".into(),
        },
        Some(_) => "unknown".into(),
    }
}

/// Statements have no id: each is there or not.
fn statements<T: Serialize>(kind: &'static str, before: &[T], after: &[T], found: &mut Vec<Change>) {
    let said = |list: &[T]| list.iter().filter_map(|one| serde_json::to_string(one).ok()).collect::<BTreeSet<_>>();
    let (old, new) = (said(before), said(after));
    for one in old.symmetric_difference(&new) {
        let what = if old.contains(one) { What::Gone } else { What::New };
        found.push(Change { kind, id: one.as_str().into(), name: "".into(), what });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_retirements_and_what_is_new_or_gone_are_told_apart() {
        let before = Catalogue::of_lines(&[
            r#"{"credential": {"id": "a", "name": "A"}}"#,
            r#"{"credential": {"id": "b", "name": "B"}}"#,
            r#"{"credential": {"id": "c", "name": "C"}}"#,
            r#"{"offering": {"id": "a.x", "credential": "a", "price": "USD 100", "hours": 10}}"#,
            r#"{"crosswalk": {"from": "p", "to": "q", "match": "exact"}}"#,
        ]);
        let after = Catalogue::of_lines(&[
            r#"{"credential": {"id": "b", "name": "B", "status": "superseded", "superseded_by": "d", "url": "https://example.org"}}"#,
            r#"{"credential": {"id": "a", "name": "A"}}"#,
            r#"{"credential": {"id": "d", "name": "D"}}"#,
            r#"{"offering": {"id": "a.x", "credential": "a", "price": {"min": "USD 120", "max": "USD 150"}, "exam_fee": null, "hours": 12}}"#,
            r#"{"crosswalk": {"from": "p", "to": "q", "match": "close"}}"#,
        ]);
        let told: Vec<_> = changes(&before, &after).iter().map(|change| serde_json::to_string(change).unwrap()).collect();
        let expected = [
            r#"{"kind":"credential","id":"b","name":"B","what":"retired","superseded_by":"d"}"#,
            r#"{"kind":"credential","id":"b","name":"B","what":"changed","members":["superseded_by","url"]}"#,
            r#"{"kind":"credential","id":"c","name":"C","what":"gone"}"#,
            r#"{"kind":"credential","id":"d","name":"D","what":"new"}"#,
            r#"{"kind":"offering","id":"a.x","name":"A","what":"price","member":"price","before":"USD 100.00","after":"USD 120.00 to USD 150.00"}"#,
            r#"{"kind":"offering","id":"a.x","name":"A","what":"changed","members":["hours"]}"#,
        ];
        assert_eq!(told.iter().filter(|change| !change.contains("crosswalk")).collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
        assert_eq!(told.len(), expected.len() + 2, "a statement that is said anew is one gone and one new");
        assert_eq!(changes(&before, &before), []);
    }
}
