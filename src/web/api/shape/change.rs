//! A question with one thing changed, said in short: `hours=12`, `budget=none`, `exclude=comptia-a-plus`.

use super::{PathwaysRequest, Refused};
use serde_json::{Map, Value};

/// Short names of members.
const SHORT: [(&str, &str); 14] = [
    ("hours", "hours_per_week"),
    ("start", "start"),
    ("deadline", "deadline"),
    ("budget", "budget"),
    ("monthly_cap", "monthly_cap"),
    ("yearly_cap", "yearly_cap"),
    ("at_once", "at_once"),
    ("hold_months", "hold_months"),
    ("week_value", "week_value"),
    ("lang", "languages"),
    ("lock", "locked"),
    ("exclude", "excluded"),
    ("accredited", "accredited_only"),
    ("experience", "experience_months"),
];
/// Members that are taken as they are.
const PLAIN: [&str; 9] = [
    "currency",
    "region",
    "delivery",
    "timing",
    "funding",
    "excluded_offerings",
    "excluded_providers",
    "trust_unknown_levels",
    "low_bandwidth",
];

fn refused(text: &str, detail: impl Into<String>) -> Refused {
    let names: Vec<&str> = SHORT.iter().map(|(short, _)| *short).collect();
    let hint = format!("write for example `hours=12`, `budget=USD 500` or `deadline=none`; what can change: {}", names.join(", "));
    Refused::value("/what_if", format!("`{}`: {}", text.chars().take(80).collect::<String>(), detail.into()), hint)
}

impl PathwaysRequest {
    /// The same question with changes such as `hours=12, budget=none`; a name added to a list leaves the others there.
    ///
    /// # Errors
    ///
    /// A change that cannot be understood.
    pub fn changed(&self, text: &str) -> Result<Self, Refused> {
        let mut members = match serde_json::to_value(self) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        };
        members.retain(|_, value| !value.is_null());
        for change in text.split(',') {
            let (name, value) = change.split_once('=').ok_or_else(|| refused(text, "a change is a name and a value"))?;
            let name = name.trim().replace('-', "_");
            let value = value.trim();
            let member = SHORT.iter().find(|(short, long)| *short == name || *long == name).map(|(_, long)| *long);
            let member = member.or_else(|| PLAIN.into_iter().find(|plain| *plain == name));
            let member = member.ok_or_else(|| refused(text, format!("there is nothing called `{name}` to change")))?;
            if value == "none" {
                members.remove(member);
                continue;
            }
            let told = Value::String(value.to_owned());
            match members.get_mut(member) {
                Some(Value::Array(list)) => list.push(told),
                _ if member.ends_with("ed") || member == "funding" => drop(members.insert(member.to_owned(), Value::Array(vec![told]))),
                _ => {
                    let number = || value.parse::<f64>().ok().filter(|_| member != "region");
                    let whole = value.parse::<u64>().ok().map(Value::from);
                    let value = match value {
                        "yes" | "true" => Value::Bool(true),
                        "no" | "false" => Value::Bool(false),
                        _ => whole.or_else(|| number().map(Value::from)).unwrap_or(told),
                    };
                    members.insert(member.to_owned(), value);
                }
            }
        }
        serde_json::from_value(Value::Object(members)).map_err(|error| refused(text, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str) -> Result<PathwaysRequest, Refused> {
        let base = PathwaysRequest { role: Some("baker".into()), deadline: "2027-05-01".parse().ok(), ..PathwaysRequest::default() };
        base.changed(text)
    }

    #[test]
    fn a_change_is_put_over_the_question() {
        let request = changed("hours=12.5, deadline=none, exclude=diploma, budget=USD 500").unwrap();
        assert_eq!((request.hours_per_week, request.deadline, request.role.as_deref()), (Some(12.5), None, Some("baker")));
        assert_eq!((request.excluded, request.budget.map(|budget| budget.minor)), (vec!["diploma".to_owned()], Some(50_000)));
        assert_eq!(changed("at-once=2").unwrap().at_once, Some(2));
        assert!(changed("accredited=yes").unwrap().accredited_only);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_a_hint() {
        for wrong in ["", "hours", "hours=many", "colour=blue", "deadline=soon", "budget=12"] {
            let refused = changed(wrong).unwrap_err();
            assert!(refused.pointer == "/what_if" && refused.hint.contains("hours=12"), "{wrong}");
        }
    }
}
