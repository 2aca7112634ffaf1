//! Pages for what goes wrong: what it is, that it is not the reader's fault where it is not, and a way on.

use super::{Page, Visit};
use crate::{
    locale::say,
    web::{
        Service,
        problem::{Kind, Problem},
    },
};
use axum::{
    http::{HeaderMap, HeaderValue, Uri, header},
    response::Response,
};
use maud::html;

/// Whether whoever asks for this reads pages: a browser, anywhere but in the API.
pub(in crate::web) fn wants_page(uri: &Uri, headers: &HeaderMap) -> bool {
    let api = uri.path().starts_with("/v1/") || uri.path() == "/v1";
    let accepts = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    !api && accepts.is_some_and(|accepted| accepted.contains("text/html"))
}

/// A problem as a page.
pub(in crate::web) fn show(service: &Service, uri: &Uri, headers: &HeaderMap, problem: &Problem, id: &str) -> Response {
    let visit = Visit::of(service, uri, headers);
    let t = visit.locale;
    let own_words = matches!(
        problem.kind(),
        Kind::NotFound | Kind::MethodNotAllowed | Kind::Overloaded | Kind::Stopping | Kind::Internal | Kind::PreconditionFailed
    );
    let (title, said) = match problem.kind() {
        Kind::NotFound | Kind::MethodNotAllowed => (say!(t, "trouble-title-not-found"), say!(t, "trouble-not-found")),
        Kind::Overloaded | Kind::Stopping => {
            let seconds = problem.retry_after_seconds().unwrap_or(5);
            (say!(t, "trouble-title-busy"), say!(t, "trouble-busy", seconds = seconds))
        }
        Kind::PreconditionFailed => (say!(t, "trouble-title-changed"), say!(t, "trouble-changed")),
        Kind::Internal => (say!(t, "trouble-title-internal"), say!(t, "trouble-internal")),
        _ => (say!(t, "trouble-title-request"), problem.detail().to_owned()),
    };
    // What was sent may be mended where it was written; another site's page is no place to go back to.
    let back = headers.get(header::REFERER).and_then(|from| from.to_str().ok()).and_then(|from| from.parse::<Uri>().ok());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let back = back.filter(|from| from.authority().map(axum::http::uri::Authority::as_str) == host && from.path() != uri.path());
    let back = back.as_ref().and_then(|from| from.path_and_query()).map(axum::http::uri::PathAndQuery::as_str);
    let again = matches!(problem.kind(), Kind::Overloaded | Kind::Stopping | Kind::Internal);
    let main = html! {
        h1 { (title) }
        @if own_words { p.lead { (said) } } @else {
            // As the API says it, in English.
            p.lead lang="en" { (crate::explain::capital(&said)) @if let Some(hint) = problem.advice() { "; " (hint) } "." }
        }
        p.actions {
            @if again { a.button href=(uri.path_and_query().map_or("", |whole| whole.as_str())) { (say!(t, "trouble-again")) } " " }
            @if let Some(back) = back { a.button href=(back) { (say!(t, "trouble-return")) } " " }
            a href=(visit.link("")) { (say!(t, "trouble-start")) }
        }
        p.quiet { (say!(t, "trouble-number", id = id)) }
    };
    let mut response = visit.show(&Page::new(title, main).status(problem.kind().status()));
    if let Some(seconds) = problem.retry_after_seconds() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
