//! Shapes of JSON in words and tables.

use maud::{Markup, html};
use serde_json::Value;

/// The last part of a reference.
fn named(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.rsplit('/').next()
}

/// What a value is, in a few words.
pub(super) fn kind(schema: &Value) -> Markup {
    if let Some(name) = named(schema) {
        return html! { a href={ "#shape-" (name) } { (name) } };
    }
    let choices = ["oneOf", "anyOf", "allOf"].into_iter().find_map(|choice| schema.get(choice)).and_then(Value::as_array);
    if let Some(choices) = choices {
        let choices = choices.iter().filter(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
        return html! { @for (at, choice) in choices.enumerate() { @if at > 0 { " or " } (kind(choice)) } };
    }
    if let Some(items) = schema.get("items") {
        return html! { "list of " (kind(items)) };
    }
    let kinds = match schema.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    };
    let format = schema.get("format").and_then(Value::as_str);
    html! { (kinds) @if let Some(format) = format { " (" (format) ")" } }
}

/// Bounds of a value, in words.
fn bounds(schema: &Value) -> String {
    let words = [
        ("minimum", "at least"),
        ("exclusiveMinimum", "above"),
        ("maximum", "at most"),
        ("minLength", "characters at least"),
        ("maxLength", "characters at most"),
        ("minItems", "elements at least"),
        ("maxItems", "elements at most"),
        ("pattern", "like"),
        ("default", "where left out"),
    ];
    let said = words.iter().filter_map(|(member, words)| Some(format!("{words} {}", schema.get(member)?)));
    let values = schema.get("enum").and_then(Value::as_array);
    let values = values.map(|values| values.iter().map(Value::to_string).collect::<Vec<_>>().join(", "));
    values.into_iter().map(|values| format!("one of {values}")).chain(said).collect::<Vec<_>>().join("; ")
}

/// One shape with a table of its members.
pub(super) fn described(name: &str, schema: &Value) -> Markup {
    let required = schema.get("required").and_then(Value::as_array);
    let needed = |member: &str| required.is_some_and(|all| all.iter().any(|one| one == member));
    let members = schema.get("properties").and_then(Value::as_object);
    html! {
        article id={ "shape-" (name) } {
            h3 { (name) }
            @if let Some(about) = schema.get("description").and_then(Value::as_str) { p { (about) } }
            @if let Some(members) = members {
                table {
                    thead { tr { th scope="col" { "Member" } th scope="col" { "Is" } th scope="col" { "What" } } }
                    tbody {
                        @for (member, inner) in members {
                            @let bounds = bounds(inner);
                            tr {
                                td { code { (member) } @if needed(member) { " (required)" } }
                                td { (kind(inner)) }
                                td {
                                    (inner.get("description").and_then(Value::as_str).unwrap_or_default())
                                    @if !bounds.is_empty() { " " small { (bounds) } }
                                }
                            }
                        }
                    }
                }
            } @else {
                p { (kind(schema)) " " small { (bounds(schema)) } }
            }
        }
    }
}
