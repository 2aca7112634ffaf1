//! The catalogue to browse: jobs, credentials, competencies and organisations that lead to each other.

mod competency;
mod credential;
mod linked;
mod list;
mod organisation;
mod role;
mod spoken;

use super::{Page, Visit};
use crate::web::{
    Service,
    problem::{Kind, Problem},
};
use axum::{Router, routing::get};
use maud::{Markup, PreEscaped, html};
use serde_json::Value;

/// The pages of one language, by their paths below it.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/catalogue", get(list::search))
        .route("/roles", get(list::roles))
        .route("/roles/{id}", get(role::show))
        .route("/credentials", get(list::credentials))
        .route("/credentials/{id}", get(credential::show))
        .route("/competencies", get(list::competencies))
        .route("/competencies/{id}", get(competency::show))
        .route("/providers", get(list::organisations))
        .route("/providers/{id}", get(organisation::show))
}

/// Records of one kind named on one page at most; how many more there are is said.
const MOST: usize = 100;

/// An id as one segment of a path (RFC 3986, 2.3).
pub(super) fn segment(id: &str) -> String {
    let mut path = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => path.push(char::from(byte)),
            _ => {
                let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0').to_ascii_uppercase();
                path.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    path
}

/// Where a role is shown.
pub(super) fn role_path(id: &str) -> String {
    format!("/roles/{}", segment(id))
}

/// Where a credential is shown.
pub(super) fn credential_path(id: &str) -> String {
    format!("/credentials/{}", segment(id))
}

/// Where a competency is shown.
pub(super) fn competency_path(id: &str) -> String {
    format!("/competencies/{}", segment(id))
}

/// Where an organisation is shown.
pub(super) fn organisation_path(id: &str) -> String {
    format!("/providers/{}", segment(id))
}

/// What has this id is not in the edition.
fn no_such(kind: &str) -> Problem {
    Problem::new(Kind::NotFound, format!("this edition has no such {kind}"))
}

/// A page that can be listed, with what it is for machines.
fn page(title: &str, about: String, data: &Value, main: Markup) -> Page {
    Page { head: Some(data_block(data)), ..Page::new(title, main).about(about) }
}

/// JSON-LD as a block of data, which no browser runs. Nothing in it can end the block.
fn data_block(data: &Value) -> Markup {
    let text = data.to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(text)) } }
}

/// The way back up.
pub(super) fn crumbs(visit: &Visit, label: &str, trail: &[(&str, &str)]) -> Markup {
    html! {
        nav.crumbs aria-label=(label) {
            ol { @for (name, path) in trail { li { a href=(visit.link(path)) { (name) } } } }
        }
    }
}

/// A table in a frame of its own; where the window is narrow each row is a card, its cells titled.
pub(super) fn table(caption: &str, heads: &[(&str, bool)], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll.stack role="region" aria-label=(caption) tabindex="0" {
            table {
                caption.hidden { (caption) }
                thead { tr { @for (head, figure) in heads { th scope="col" .figure[*figure] { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @let (head, figure) = heads.get(at).copied().unwrap_or_default();
                                @if at == 0 { th scope="row" .figure[figure] { (cell) } }
                                @else { td data-title=(head) .figure[figure] { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_id_is_one_segment_of_a_path() {
        assert_eq!(role_path("data-analyst"), "/roles/data-analyst");
        assert_eq!(competency_path("http://a/b?c#ñ"), "/competencies/http%3A%2F%2Fa%2Fb%3Fc%23%C3%B1");
    }

    #[test]
    fn nothing_ends_a_block_of_data_early() {
        let block = data_block(&serde_json::json!({"name": "</script><b>"})).into_string();
        assert_eq!(block.matches("</script>").count(), 1);
        assert!(!block.contains("<b>"));
    }
}
