//! The reference of the API as a page that needs nothing from elsewhere: every operation can be read, and tried with its own example.
//!
//! It is made from the API document, so that it cannot say anything else. Without script it is a page to read.

mod schema;

use super::Service;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

const STYLE: &str = include_str!("reference.css");
const SCRIPT: &str = include_str!("reference.js");
/// Nothing but the page's own style and script, and only this service is asked.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The page and its two files.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/reference", get(async |State(service): State<Service>| sent(service.reference(), "text/html; charset=utf-8")))
        .route("/reference/style.css", get(async || sent(STYLE, "text/css; charset=utf-8")))
        .route("/reference/script.js", get(async || sent(SCRIPT, "text/javascript; charset=utf-8")))
}

fn sent(text: impl IntoResponse, media_type: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, text).into_response()
}

/// The page of an API document.
pub(super) fn page(document: &Bytes) -> Bytes {
    written(&serde_json::from_slice(document).unwrap_or_default()).into_string().into()
}

fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

/// Every operation of a tag: method, path, and what the document says of it.
fn tagged<'d>(document: &'d Value, tag: &'d str) -> impl Iterator<Item = (&'d str, &'d str, &'d Value)> {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        let operations = item.as_object().into_iter().flatten();
        operations.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    });
    all.filter(move |(_, _, operation)| operation.pointer("/tags/0").and_then(Value::as_str) == Some(tag))
}

fn written(document: &Value) -> Markup {
    let tags = document.get("tags").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "API reference – pathstack" }
                link rel="stylesheet" href="/reference/style.css";
                script src="/reference/script.js" defer {}
            }
            body {
                header {
                    h1 { "API reference" }
                    p { (text(document.get("info").unwrap_or(&Value::Null), "description")) }
                    p {
                        "The same as data: " a href="/v1/openapi.json" { "/v1/openapi.json" }
                        ". Every kind of problem: " a href="/problems" { "/problems" } "."
                    }
                    p.token hidden {
                        label for="token" { "A token to try things with; it stays in this page" }
                        input #token type="password" autocomplete="off" spellcheck="false";
                    }
                    nav aria-label="Operations" {
                        @for tag in tags {
                            h2 { (text(tag, "name")) }
                            ul {
                                @for (method, path, operation) in tagged(document, text(tag, "name")) {
                                    li { a href={ "#" (text(operation, "operationId")) } { (line(method, path)) } " " (text(operation, "summary")) }
                                }
                            }
                        }
                    }
                }
                main {
                    @for tag in tags {
                        section {
                            h2 { (text(tag, "description")) }
                            @for (method, path, operation) in tagged(document, text(tag, "name")) {
                                (described(document, method, path, operation))
                            }
                        }
                    }
                    section {
                        h2 { "Shapes" }
                        @for (name, shape) in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
                            (schema::described(name, shape))
                        }
                    }
                }
            }
        }
    }
}

fn line(method: &str, path: &str) -> Markup {
    html! { code { b { (method.to_uppercase()) } " " (path) } }
}

fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let named = value.get("$ref").and_then(Value::as_str).and_then(|name| document.pointer(name.trim_start_matches('#')));
    named.unwrap_or(value)
}

/// The first content of a body or an answer: media type and what is said of it.
fn content(holder: &Value) -> Option<(&str, &Value)> {
    holder.get("content")?.as_object()?.iter().next().map(|(media_type, content)| (media_type.as_str(), content))
}

fn pretty(value: &Value) -> String {
    value.as_str().map_or_else(|| serde_json::to_string_pretty(value).unwrap_or_default(), str::to_owned)
}

fn described(document: &Value, method: &str, path: &str, operation: &Value) -> Markup {
    let id = text(operation, "operationId");
    let parameters: Vec<&Value> = operation.get("parameters").and_then(Value::as_array).into_iter().flatten().collect();
    let body = operation.get("requestBody").and_then(content);
    html! {
        article id=(id) {
            h3 { (text(operation, "summary")) }
            p { (line(method, path)) }
            @for paragraph in text(operation, "description").split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
                p { (paragraph) }
            }
            @if !parameters.is_empty() {
                h4 { "Parameters" }
                table {
                    thead { tr { th scope="col" { "Name" } th scope="col" { "In" } th scope="col" { "Is" } th scope="col" { "What" } } }
                    tbody {
                        @for parameter in &parameters {
                            tr {
                                td { code { (text(parameter, "name")) } }
                                td { (text(parameter, "in")) }
                                td { (parameter.get("schema").map(schema::kind).unwrap_or_default()) }
                                td { (text(parameter, "description")) }
                            }
                        }
                    }
                }
            }
            @if let Some((media_type, body)) = body {
                h4 { "Body" }
                p { code { (media_type) } " " (body.get("schema").map(schema::kind).unwrap_or_default()) }
            }
            h4 { "Answers" }
            @for (status, answer) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
                (answered(status, resolved(document, answer)))
            }
            (trying(id, method, path, &parameters, body))
        }
    }
}

fn answered(status: &str, answer: &Value) -> Markup {
    let shown = content(answer);
    let example = shown.and_then(|(_, content)| content.get("example")).filter(|example| !example.is_null());
    let kinds = shown.and_then(|(_, content)| content.get("examples")).and_then(Value::as_object);
    html! {
        details {
            summary { b { (status) } " " (text(answer, "description")) }
            @if let Some((media_type, content)) = shown {
                p { code { (media_type) } " " (content.get("schema").map(schema::kind).unwrap_or_default()) }
            }
            @if let Some(kinds) = kinds {
                ul {
                    @for (name, example) in kinds {
                        li {
                            a href={ "/problems/" (name) } { (name) } ": "
                            (text(example.get("value").unwrap_or(&Value::Null), "detail"))
                        }
                    }
                }
            }
            @if let Some(example) = example {
                pre tabindex="0" { (pretty(example)) }
            }
        }
    }
}

/// A form that only a script can send; without one it stays hidden.
fn trying(id: &str, method: &str, path: &str, parameters: &[&Value], body: Option<(&str, &Value)>) -> Markup {
    html! {
        form.try hidden data-method=(method.to_uppercase()) data-path=(path) {
            h4 { "Try it" }
            @for parameter in parameters {
                @let name = text(parameter, "name");
                @let example = parameter.get("example").or_else(|| parameter.pointer("/schema/example")).map(pretty);
                p {
                    label for={ (id) "-" (name) } { (name) }
                    input id={ (id) "-" (name) } name=(name) data-in=(text(parameter, "in"))
                        value=[example.filter(|_| text(parameter, "in") == "path")];
                }
            }
            @if let Some((media_type, body)) = body {
                p {
                    label for={ (id) "-body" } { "Body" }
                    textarea id={ (id) "-body" } name="body" data-type=(media_type) rows="10" spellcheck="false" {
                        (body.get("example").map(pretty).unwrap_or_default())
                    }
                }
            }
            button type="submit" { "Send " (PreEscaped("&rarr;")) }
            pre.answer hidden tabindex="0" aria-live="polite" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::api::document;

    fn shown() -> String {
        String::from_utf8(page(&document()).to_vec()).unwrap()
    }

    #[test]
    fn every_operation_and_every_shape_is_on_the_page() {
        let document: Value = serde_json::from_slice(&document()).unwrap();
        let page = shown();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let id = operation["operationId"].as_str().unwrap();
                assert!(page.contains(&format!("<article id=\"{id}\">")), "{method} {path} is in no tag that the document describes");
            }
        }
        for name in document["components"]["schemas"].as_object().unwrap().keys() {
            assert!(page.contains(&format!("id=\"shape-{name}\"")), "{name}");
        }
    }

    #[test]
    fn no_script_or_style_stands_in_the_page_itself_and_nothing_comes_from_elsewhere() {
        let page = shown();
        for inline in ["<style", " style=", " onclick=", "<script>", "src=\"http", "href=\"http"] {
            assert!(!page.contains(inline), "{inline}");
        }
        assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains("eval("), "what is answered is shown as text");
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
