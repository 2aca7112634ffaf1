//! What the API document says of every operation alike: who may call it, how callers show who they are, and an example of everything.

use crate::access::{Operation, Role, Rule};
use serde_json::{Map, Value, json};

/// Adds it to a document that knows its operations.
pub(super) fn complete(document: &mut Value) {
    let schemes = json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of a program, made with `POST /v1/tokens`; the scopes it needs stand with each operation."
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-pathstack",
            "description": "The session of somebody at a browser, begun with `POST /v1/sessions`. What changes something is refused where \
                            another site has sent it. Over plain HTTP, on one's own machine, its name is `pathstack`."
        }
    });
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("securitySchemes".into(), schemes);
    }
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default();
    join(document, &schemas);
    let components = document.get("components").cloned().unwrap_or_default();
    for (_, operation) in operations(document) {
        guarded(operation);
        illustrated(operation, &components);
    }
    // Answers that many operations share stand among the components.
    let shared = document.pointer_mut("/components/responses").and_then(Value::as_object_mut);
    for (_, response) in shared.into_iter().flatten() {
        filled(response, &components);
    }
}

/// Makes one object of each schema that is several at once: each part would refuse the members of the others.
fn join(value: &mut Value, schemas: &Map<String, Value>) {
    if let Some(whole) = joined(value, schemas, 0) {
        *value = whole.into();
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|member| join(member, schemas)),
        Value::Array(elements) => elements.iter_mut().for_each(|element| join(element, schemas)),
        _ => {}
    }
}

/// The parts of a schema as one; nothing where it is no several objects.
fn joined(schema: &Value, schemas: &Map<String, Value>, depth: usize) -> Option<Map<String, Value>> {
    let parts = schema.get("allOf").and_then(Value::as_array).filter(|_| depth < DEPTH)?;
    let mut whole = schema.as_object()?.clone();
    whole.remove("allOf");
    let (mut members, mut required) = (Map::new(), Vec::new());
    for part in parts {
        let named = part.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/components/schemas/"));
        let part = named.map_or(Some(part), |name| schemas.get(name))?;
        let part = joined(part, schemas, depth + 1).or_else(|| part.as_object().cloned())?;
        members.extend(part.get("properties")?.as_object()?.clone());
        required.extend(part.get("required").and_then(Value::as_array).cloned().unwrap_or_default());
        if let Some(open) = part.get("additionalProperties") {
            whole.insert("additionalProperties".into(), open.clone());
        }
    }
    whole.insert("type".into(), "object".into());
    whole.insert("required".into(), required.into());
    whole.insert("properties".into(), members.into());
    Some(whole)
}

/// Every operation with its path.
fn operations(document: &mut Value) -> impl Iterator<Item = (&String, &mut Map<String, Value>)> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let operations = item.as_object_mut().into_iter().flatten();
        operations.filter_map(move |(_, operation)| Some((path, operation.as_object_mut()?)))
    })
}

/// Who may call an operation, in words.
fn who(rule: Rule) -> &'static str {
    match rule {
        Rule::Anyone => "Everybody, without an account too.",
        Rule::SignedIn => "Every account, about itself.",
        Rule::Only(Role::Learner) => "Learners.",
        Rule::Only(Role::Counselor) => "Counselors.",
        Rule::Only(Role::Provider) => "Providers.",
        Rule::Only(Role::Operator) => "Operators.",
        Rule::Own | Rule::Leaving => "The learner herself; to everybody else it is not there.",
        Rule::Shared => "The learner herself and counselors she is assigned to; to everybody else it is not there.",
        Rule::Assigned => "Counselors the learner is assigned to; to everybody else it is not there.",
        Rule::Published => "The provider itself and operators; to everybody else it is not there.",
    }
}

fn guarded(operation: &mut Map<String, Value>) {
    let row = operation.get("operationId").and_then(Value::as_str).and_then(Operation::of);
    let Some(row) = row else { return };
    let described = operation.get("description").and_then(Value::as_str).unwrap_or_default();
    let described = format!("{described}\n\nWho may call it: {}", who(row.rule()));
    operation.insert("description".into(), described.trim_start().into());
    let (token, session) = (json!({ "token": [row.scope().name()] }), json!({ "session": [] }));
    let security = if row.rule() == Rule::Anyone { json!([{}, token, session]) } else { json!([token, session]) };
    operation.insert("security".into(), security);
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        for status in ["401", "403", "500", "503"] {
            let shared = json!({ "$ref": format!("#/components/responses/CallerProblem{status}") });
            responses.entry(status).or_insert(shared);
        }
        responses.sort_keys();
    }
}

fn illustrated(operation: &mut Map<String, Value>, components: &Value) {
    if let Some(body) = operation.get_mut("requestBody") {
        filled(body, components);
    }
    for (_, response) in operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten() {
        filled(response, components);
    }
}

/// Gives every JSON content that has no example one that is made of its schema.
fn filled(holder: &mut Value, components: &Value) {
    for (media_type, content) in holder.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
        let Some(content) = content.as_object_mut().filter(|content| media_type.contains("json") && !content.contains_key("examples"))
        else {
            continue;
        };
        if content.get("example").is_none_or(Value::is_null)
            && let Some(example) = content.get("schema").and_then(|schema| example(schema, components, 0))
        {
            content.insert("example".into(), example);
        }
    }
}

/// How deep an example follows schemas that hold each other.
const DEPTH: usize = 12;

/// A value that fits the schema: what it names as its own example or default, else the plainest there is.
pub(super) fn example(schema: &Value, components: &Value, depth: usize) -> Option<Value> {
    if depth > DEPTH {
        return None;
    }
    let named = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/components"));
    if let Some(named) = named {
        return example(components.pointer(named)?, components, depth + 1);
    }
    let own = schema
        .get("example")
        .or_else(|| schema.pointer("/examples/0"))
        .or_else(|| schema.get("const"))
        .or_else(|| schema.pointer("/enum/0"));
    if let Some(own) = own.or_else(|| schema.get("default")) {
        return Some(own.clone());
    }
    if let Some(choices) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
        let something = choices.iter().find(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
        return something.and_then(|choice| example(choice, components, depth + 1));
    }
    let kind = schema.get("type")?;
    let kind = kind.as_str().or_else(|| kind.as_array()?.iter().filter_map(Value::as_str).find(|kind| *kind != "null"))?;
    Some(match kind {
        "object" => {
            let members = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            let shown = members.filter_map(|(name, member)| Some((name.clone(), example(member, components, depth + 1)?)));
            Value::Object(shown.collect())
        }
        "array" => {
            let items = schema.get("items").and_then(|items| example(items, components, depth + 1));
            Value::Array(items.into_iter().collect())
        }
        "string" => match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => "2027-01-04T08:00:00Z".into(),
            Some("date") => "2027-01-04".into(),
            _ => "text".into(),
        },
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| 1.into()),
        "boolean" => true.into(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_what_the_schema_names_or_the_plainest_there_is() {
        let components = json!({ "schemas": {
            "Name": { "type": "string", "example": "Ann" },
            "Loop": { "type": "object", "properties": { "more": { "$ref": "#/components/schemas/Loop" } } },
        } });
        let schema = json!({
            "type": "object",
            "properties": {
                "name": { "$ref": "#/components/schemas/Name" },
                "days": { "type": ["integer", "null"], "minimum": 3 },
                "kinds": { "type": "array", "items": { "type": "string", "enum": ["a", "b"] } },
                "at": { "type": "string", "format": "date-time" },
                "either": { "oneOf": [{ "type": "null" }, { "type": "boolean" }] },
            },
        });
        let made = json!({ "name": "Ann", "days": 3, "kinds": ["a"], "at": "2027-01-04T08:00:00Z", "either": true });
        assert_eq!(example(&schema, &components, 0), Some(made));
        assert!(example(&json!({ "$ref": "#/components/schemas/Loop" }), &components, 0).is_some_and(|endless| endless.is_object()));
    }
}
