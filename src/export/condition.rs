//! Requirement expressions as CTDL condition profiles: what is asked together stands in one profile, alternatives in profiles of their own.

use super::Object;
use crate::model::{EntryCondition, Expr};
use serde_json::{Value, json};

/// The most alternatives that "k of n" is written out as.
const MOST: usize = 24;

/// A profile that asks the same; none where profiles have no words for it.
pub(super) fn profile(need: &Expr, alignment: &impl Fn(&str) -> Value) -> Option<Value> {
    // Expressions are at most `Expr::DEEPEST` deep, so this recursion is too.
    let mut object = Object::of(None, "ceterms:ConditionProfile");
    match need {
        Expr::Credential(id) => object.set("ceterms:targetCredential", json!([id.as_str()])),
        Expr::Competency { id, .. } => object.set("ceterms:targetCompetency", json!([alignment(id.as_str())])),
        Expr::Entry(EntryCondition::Age(years)) => object.set("ceterms:minimumAge", *years),
        Expr::Entry(EntryCondition::Experience { months, area: None }) if months % 12 == 0 && *months > 0 => {
            object.set("ceterms:yearsOfExperience", months / 12);
        }
        Expr::Entry(EntryCondition::Experience { months, area: None }) if months % 6 == 0 && *months > 0 => {
            object.set("ceterms:yearsOfExperience", f64::from(*months) / 12.0);
        }
        Expr::All(parts) => {
            for part in parts {
                merge(&mut object, profile(part, alignment)?)?;
            }
        }
        Expr::Any(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(|part| profile(part, alignment)).collect();
            object.set("ceterms:alternativeCondition", parts?);
        }
        Expr::AtLeast(many, parts) => {
            let groups: Option<Vec<_>> = groups(*many as usize, parts)?
                .into_iter()
                .map(|group| profile(&Expr::All(group.into_iter().cloned().collect()), alignment))
                .collect();
            object.set("ceterms:alternativeCondition", groups?);
        }
        Expr::Entry(_) | Expr::Credits(_) | Expr::Not(_) | Expr::Code(_) => return None,
    }
    Some(object.done())
}

/// Puts what another profile asks into this one; none where both ask what can stand there only once.
fn merge(object: &mut Object, other: Value) -> Option<()> {
    let Value::Object(members) = other else { return None };
    for (name, value) in members.into_iter().filter(|(name, _)| name != "@type") {
        match (object.0.get_mut(&name), value) {
            (None, value) => {
                object.0.insert(name, value);
            }
            (Some(Value::Array(list)), Value::Array(more)) if name != "ceterms:alternativeCondition" => list.extend(more),
            _ => return None,
        }
    }
    Some(())
}

/// Every way to choose so many parts; none where there are too many.
fn groups(many: usize, parts: &[Expr]) -> Option<Vec<Vec<&Expr>>> {
    let mut groups: Vec<(usize, Vec<&Expr>)> = vec![(0, Vec::new())];
    for _ in 0..many {
        let mut longer = Vec::new();
        for (from, group) in &groups {
            for (at, part) in parts.iter().enumerate().skip(*from) {
                longer.push((at + 1, group.iter().copied().chain([part]).collect()));
            }
            if longer.len() > MOST * 8 {
                return None;
            }
        }
        groups = longer;
    }
    (groups.len() <= MOST && !groups.is_empty()).then(|| groups.into_iter().map(|(_, group)| group).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(need: &str) -> Option<String> {
        let need: Expr = serde_json::from_str(need).unwrap();
        profile(&need, &|id| json!(id))
            .map(|profile| profile.to_string().replace(r#""@type":"ceterms:ConditionProfile","#, "").replace("ceterms:", ""))
    }

    #[test]
    fn what_is_asked_together_stands_together_and_alternatives_apart() {
        assert_eq!(
            said(r#"{"all": [{"credential": "a"}, {"credential": "b"}, {"entry": "age", "at_least": 18}]}"#).unwrap(),
            r#"{"targetCredential":["a","b"],"minimumAge":18}"#
        );
        assert_eq!(
            said(r#"{"at_least": 2, "of": [{"credential": "a"}, {"credential": "b"}, {"competency": "c"}]}"#).unwrap(),
            r#"{"alternativeCondition":[{"targetCredential":["a","b"]},{"targetCredential":["a"],"targetCompetency":["c"]},{"targetCredential":["b"],"targetCompetency":["c"]}]}"#
        );
    }

    #[test]
    fn what_profiles_have_no_words_for_is_none() {
        let any = r#"{"any": [{"credential": "a"}, {"credential": "b"}]}"#;
        assert_eq!(said(&format!(r#"{{"all": [{any}, {any}]}}"#)), None, "two choices that must both be made");
        assert_eq!(said(r#"{"not": {"credential": "a"}}"#), None);
        let many = (0..30).map(|n| format!(r#"{{"credential": "c{n}"}}"#)).collect::<Vec<_>>().join(",");
        assert_eq!(said(&format!(r#"{{"at_least": 15, "of": [{many}]}}"#)), None);
    }
}
