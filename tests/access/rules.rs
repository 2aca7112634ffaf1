//! Rules that the whole API keeps, read off its document: names, errors, closed bodies, pages, examples.

use pathstack::{
    access::{Operation, Rule},
    web::{Kind, api},
};
use serde_json::Value;
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::from_slice(&api::document()).unwrap()
}

/// Every operation with what it is.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let all = paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(method, it)| (format!("{method} {path}"), it)));
    all.collect()
}

fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let named = value["$ref"].as_str().map(|name| document.pointer(name.trim_start_matches('#')).expect(name));
    named.unwrap_or(value)
}

/// Calls `see` with every schema that this one holds or names, each once.
fn schemas<'d>(document: &'d Value, schema: &'d Value, seen: &mut BTreeSet<String>, see: &mut impl FnMut(&str, &'d Value)) {
    let mut open = vec![(String::new(), schema)];
    while let Some((name, schema)) = open.pop() {
        if let Some(named) = schema["$ref"].as_str() {
            if seen.insert(named.to_owned()) {
                open.push((named.to_owned(), resolved(document, schema)));
            }
            continue;
        }
        see(&name, schema);
        let inner = schema["properties"].as_object().into_iter().flatten().map(|(member, inner)| (format!("{name}.{member}"), inner));
        open.extend(inner);
        for list in ["allOf", "oneOf", "anyOf"] {
            open.extend(schema[list].as_array().into_iter().flatten().map(|inner| (name.clone(), inner)));
        }
        if schema["items"].is_object() {
            open.push((format!("{name}[]"), &schema["items"]));
        }
    }
}

fn is_snake(name: &str) -> bool {
    let sound = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(sound) && !name.contains("__") && !name.ends_with('_')
}

#[test]
fn names_follow_one_rule() {
    let document = document();
    let mut wrong = Vec::new();
    for (what, operation) in operations(&document) {
        let path = what.split(' ').nth(1).unwrap();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let sound = match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(parameter) => is_snake(parameter),
                None => part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.".contains(letter)),
            };
            if !sound {
                wrong.push(format!("{what}: `{part}` in the path"));
            }
        }
        let id = operation["operationId"].as_str().unwrap();
        if !is_snake(id) {
            wrong.push(format!("{what}: `{id}`"));
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
            if place != "header" && !is_snake(name) {
                wrong.push(format!("{what}: the parameter `{name}`"));
            }
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let mut see = |place: &str, schema: &Value| {
            for member in schema["properties"].as_object().into_iter().flatten().map(|(member, _)| member) {
                if !is_snake(member) {
                    wrong.push(format!("{name}{place}: the member `{member}`"));
                }
            }
        };
        schemas(&document, schema, &mut BTreeSet::new(), &mut see);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_body_that_is_read_is_closed() {
    let document = document();
    let mut wrong = Vec::new();
    for (what, operation) in operations(&document) {
        let body = resolved(&document, &operation["requestBody"]);
        for (media_type, content) in body["content"].as_object().into_iter().flatten() {
            if !media_type.contains("json") {
                continue;
            }
            let mut see = |name: &str, schema: &Value| {
                if schema["properties"].is_object() && schema["additionalProperties"] != false {
                    wrong.push(format!("{what}: {name} takes members that nobody knows"));
                }
            };
            schemas(&document, &content["schema"], &mut BTreeSet::new(), &mut see);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_failure_has_the_one_shape_and_a_kind_that_has_a_page() {
    let document = document();
    let mut met = BTreeSet::new();
    for (what, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let failure = status.starts_with(['4', '5']);
            for (media_type, content) in resolved(&document, response)["content"].as_object().into_iter().flatten() {
                assert_eq!(media_type == "application/problem+json", failure, "{what} {status}");
                if failure {
                    assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem", "{what} {status}");
                    for (name, example) in content["examples"].as_object().into_iter().flatten() {
                        let kind = Kind::named(name).unwrap_or_else(|| panic!("{what} {status}: there is no kind {name}"));
                        assert_eq!(example["value"]["type"], kind.uri());
                        met.insert(kind);
                    }
                }
            }
        }
    }
    // What no operation meets is met before one is found, or only while the server ends.
    let unmet: Vec<_> = Kind::ALL.iter().filter(|kind| !met.contains(kind)).collect();
    assert_eq!(unmet, [&Kind::MethodNotAllowed, &Kind::HeadTooLarge]);
}

/// Every place of the document that leads elsewhere in it, with where it leads.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(elements) => elements.iter().for_each(|element| references(element, found)),
        _ => {}
    }
}

#[test]
fn whatever_the_document_refers_to_is_in_it() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let missing: Vec<_> = found.iter().filter(|place| place.strip_prefix('#').and_then(|at| document.pointer(at)).is_none()).collect();
    assert!(found.len() > 50 && missing.is_empty(), "{missing:?}");
}

#[test]
fn every_request_and_answer_has_an_example_that_its_schema_allows() {
    let document = document();
    let mut wrong = Vec::new();
    for (what, operation) in operations(&document) {
        let answers = operation["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2'));
        let answers = answers.map(|(status, response)| (format!("{what} {status}"), response));
        let body = operation.get("requestBody").map(|body| (format!("{what} body"), body));
        for (what, holder) in body.into_iter().chain(answers) {
            for (media_type, content) in resolved(&document, holder)["content"].as_object().into_iter().flatten() {
                if !media_type.contains("json") || what.contains("openapi.json") {
                    continue;
                }
                match content.get("example") {
                    Some(example) if !example.is_null() => fits(&document, &content["schema"], example, &what, &mut wrong),
                    _ => wrong.push(format!("{what} has no example")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A plain judge of examples: types, members that must be there, members that nobody knows, values out of a list.
fn fits(document: &Value, schema: &Value, value: &Value, place: &str, wrong: &mut Vec<String>) {
    let schema = resolved(document, schema);
    assert!(schema.get("allOf").is_none(), "{place}: each part would refuse the members of the others");
    let choices = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    if let Some(choices) = choices {
        let tries = choices.iter().map(|choice| {
            let mut wrong = Vec::new();
            fits(document, choice, value, place, &mut wrong);
            wrong
        });
        if let Some(least) = tries.min_by_key(Vec::len) {
            wrong.extend(least);
        }
    }
    let kinds: Vec<&str> =
        schema["type"].as_str().into_iter().chain(schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str)).collect();
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.is_empty() && !kinds.contains(&is) && !(is == "integer" && kinds.contains(&"number")) {
        wrong.push(format!("{place}: {is} in place of {kinds:?}"));
    }
    if let Some(list) = schema["enum"].as_array().filter(|list| !list.contains(value)) {
        wrong.push(format!("{place}: {value} is none of {list:?}"));
    }
    if let Some(members) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                wrong.push(format!("{place}: `{name}` is missing"));
            }
        }
        for (name, member) in members {
            match schema["properties"].get(name) {
                Some(inner) => fits(document, inner, member, &format!("{place}.{name}"), wrong),
                None if schema["additionalProperties"] == false => wrong.push(format!("{place}: nobody knows `{name}`")),
                None => {}
            }
        }
    }
    for (at, element) in value.as_array().into_iter().flatten().enumerate() {
        fits(document, &schema["items"], element, &format!("{place}[{at}]"), wrong);
    }
}

#[test]
fn the_document_says_of_every_operation_how_callers_show_who_they_are() {
    let document = document();
    let schemes = document["components"]["securitySchemes"].as_object().unwrap();
    assert!(schemes.contains_key("token") && schemes.contains_key("session"));
    for (what, operation) in operations(&document) {
        let row = Operation::of(operation["operationId"].as_str().unwrap()).unwrap();
        let open = operation["security"].as_array().unwrap().contains(&serde_json::json!({}));
        assert_eq!(open, row.rule() == Rule::Anyone, "{what}");
        assert!(operation["description"].as_str().unwrap().contains("Who may call it: "), "{what}");
    }
}

#[test]
fn lists_come_in_pages_of_one_form() {
    let document = document();
    for (what, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let names: BTreeSet<&str> = parameters.filter_map(|parameter| parameter["name"].as_str()).collect();
        if !names.contains("offset") {
            continue;
        }
        assert!(names.contains("limit"), "{what}");
        let page = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let members = resolved(&document, page)["properties"].as_object().unwrap();
        // A page may be a part of what is told.
        let within = members.values().map(|member| resolved(&document, member)["properties"].as_object());
        let members = within.flatten().find(|members| members.contains_key("next_offset")).unwrap_or(members);
        for member in ["total", "offset", "items", "next_offset"] {
            assert!(members.contains_key(member), "{what} has no `{member}`");
        }
    }
}

#[test]
fn what_creates_takes_an_idempotency_key_and_what_edits_a_version() {
    // Their names make these one: another try is told that the name is taken, begins another session, or gives the same edition.
    const NAMED: [&str; 4] = ["register", "sign_in", "import_edition", "publish_records"];
    // An account is closed, a secret revoked and a learner erased whatever they have become; an assignment has states and no text.
    const WHATEVER: [&str; 10] = [
        "sign_out",
        "sign_out_everywhere",
        "change_password",
        "revoke_token",
        "close_account",
        "erase_learner",
        "revoke_link",
        "assign_counselor",
        "agree_assignment",
        "end_assignment",
    ];
    let document = document();
    let mut wrong = Vec::new();
    for (what, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        let takes = |name: &str| operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == name);
        let creates = operation["responses"].get("201").is_some();
        if creates && takes("Idempotency-Key") == NAMED.contains(&id) {
            wrong.push(format!(
                "{what} creates, and an `Idempotency-Key` is {}",
                if takes("Idempotency-Key") { "taken" } else { "not taken" }
            ));
        }
        let edits = what.starts_with("put ") || what.starts_with("delete ") || what.starts_with("patch ");
        if edits && takes("If-Match") == WHATEVER.contains(&id) {
            wrong.push(format!("{what} edits, and `If-Match` is {}", if takes("If-Match") { "taken" } else { "not taken" }));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
