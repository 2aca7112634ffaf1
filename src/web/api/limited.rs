//! What the API document says of limits: those of the service that sends it.

use crate::web::{Accounts, Limits};
use serde_json::Value;

/// A limit: the schema it holds in (any where empty), the member, the keyword, the figure.
type Rule = (&'static str, &'static str, &'static str, usize);

fn rules(limits: &Limits, accounts: &Accounts) -> Vec<Rule> {
    let bounds = &limits.bounds;
    let days = usize::try_from(accounts.token.as_secs() / 86_400).unwrap_or(usize::MAX);
    let mut rules = vec![
        ("WhatIfRequest", "changes", "maxItems", bounds.asides),
        ("NewProposal", "changes", "maxItems", bounds.changes),
        ("NewProposedPlan", "changes", "maxItems", bounds.changes),
        ("RecommendationsRequest", "limit", "maximum", limits.page),
        ("", "limit", "maximum", bounds.rows),
        ("", "groups", "maxItems", bounds.groups),
        ("", "roles", "maxItems", bounds.roles),
        ("", "time_limit_ms", "maximum", usize::try_from(limits.think_most.as_millis()).unwrap_or(usize::MAX)),
        ("", "password", "minLength", accounts.lengths.letters),
        ("", "new_password", "minLength", accounts.lengths.letters),
        ("", "password", "maxLength", accounts.lengths.bytes),
        ("", "new_password", "maxLength", accounts.lengths.bytes),
        ("", "days", "maximum", days),
        ("NewToken", "days", "default", days.min(90)),
        ("NewLink", "days", "default", days.min(30)),
    ];
    for (figure, keyword, members) in [
        (limits.targets, "maxItems", &["competencies", "locked"][..]),
        (bounds.names, "maxItems", &["holds", "took", "excluded", "excluded_offerings", "excluded_providers"]),
        (bounds.entries, "maxItems", &["languages", "accessibility", "hours_from", "funding", "own_funding", "rates", "draft"]),
        (bounds.asides, "maxItems", &["why_not", "what_if"]),
        (bounds.name_letters, "maxLength", &["role", "competency", "credential", "provider", "change"]),
        (bounds.title_letters, "maxLength", &["title", "name", "username"]),
        (bounds.note_letters, "maxLength", &["note", "reason"]),
    ] {
        rules.extend(members.iter().map(|member| ("", *member, keyword, figure)));
    }
    rules
}

/// Puts the limits of a service where the document says those that usually apply.
pub(super) fn limited(document: &mut Value, limits: &Limits, accounts: &Accounts) {
    let rules = rules(limits, accounts);
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        member_by_member(name, schema, &rules);
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    let operations = paths.filter_map(|(_, item)| item.as_object_mut()).flatten();
    for (_, operation) in operations {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) else { continue };
            match name.as_str() {
                "limit" => {
                    schema.insert("maximum".into(), limits.page.into());
                    schema.insert("default".into(), limits.page.min(crate::web::asked::PAGE).into());
                }
                "q" => drop(schema.insert("maxLength".into(), limits.bounds.name_letters.into())),
                _ => {}
            }
        }
    }
}

/// What a schema says of its members, and theirs: a figure is put only where one stands.
fn member_by_member(name: &str, schema: &mut Value, rules: &[Rule]) {
    match schema {
        Value::Object(parts) => {
            for (member, said) in parts.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
                let own = rules.iter().filter(|(within, of, ..)| of == member && *within == name);
                let all = rules.iter().filter(|(within, of, ..)| of == member && within.is_empty());
                for (.., keyword, figure) in all.chain(own) {
                    if let Some(stands) = said.get_mut(*keyword).filter(|stands| stands.is_number()) {
                        *stands = (*figure).into();
                    }
                }
            }
            parts.values_mut().for_each(|part| member_by_member(name, part, rules));
        }
        Value::Array(parts) => parts.iter_mut().for_each(|part| member_by_member(name, part, rules)),
        _ => {}
    }
}
