//! Pages for what goes wrong: what it is, that it is not the reader's fault where it is not, and a way on.

use super::{Page, Visit};
use crate::{
    locale::{Locale, say},
    web::{
        Service,
        problem::{Kind, Problem},
    },
};
use axum::{
    http::{HeaderMap, HeaderValue, Uri, header, uri::PathAndQuery},
    response::Response,
};
use maud::html;

/// Whether whoever asks for this reads pages: a browser, anywhere but in the API.
pub(in crate::web) fn wants_page(uri: &Uri, headers: &HeaderMap) -> bool {
    let api = uri.path().starts_with("/v1/") || uri.path() == "/v1";
    let accepts = headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    !api && accepts.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Fields of forms with words of their own for what is wrong with them, by the API's name of their members.
const FIELDS: [(&str, &str); 14] = [
    ("username", "wrong-at-username"),
    ("password", "wrong-at-password"),
    ("new_password", "wrong-at-password"),
    ("name", "wrong-at-name"),
    ("scopes", "wrong-at-scopes"),
    ("days", "wrong-at-days"),
    ("title", "wrong-at-title"),
    ("hours_per_week", "wrong-at-hours"),
    ("level", "wrong-at-level"),
    ("until", "wrong-at-until"),
    ("reason", "wrong-at-reason"),
    ("note", "wrong-at-note"),
    ("change", "wrong-at-change"),
    ("what_if", "wrong-at-change"),
];

/// What went wrong, in the language of the page: by the field it is about where there are words for that, else by its kind.
pub(super) fn told(t: &Locale, problem: &Problem) -> String {
    let kind = problem.kind();
    if let (Kind::UnknownReference, Some((words, near))) = (kind, problem.sought()) {
        let said = say!(t, "wrong-unfound", words = words);
        let near: Vec<String> = near.iter().map(|name| say!(t, "wrong-quoted", name = name.as_str())).collect();
        return if near.is_empty() { said } else { format!("{said} {}", say!(t, "wrong-near", names = t.list_or(&near))) };
    }
    let parts: Vec<&str> = problem.pointer().unwrap_or_default().split('/').collect();
    let field = parts.iter().rev().find_map(|part| FIELDS.iter().find(|(field, _)| field == part));
    match (kind, field) {
        (Kind::InvalidValue | Kind::ValueOutOfRange | Kind::InvalidCharacter, Some((_, message))) => {
            // People count from 1.
            let nth = parts.iter().find_map(|part| part.parse::<u64>().ok()).map_or(1, |at| at.saturating_add(1));
            t.tell(message, &[("nth", nth.into())])
        }
        _ => t.say(&format!("problem-{}", kind.name())),
    }
}

/// What it is called.
fn title(t: &Locale, kind: Kind) -> String {
    match kind {
        Kind::NotFound | Kind::MethodNotAllowed => say!(t, "trouble-title-not-found"),
        Kind::Overloaded | Kind::Stopping => say!(t, "trouble-title-busy"),
        Kind::Unavailable | Kind::RateLimited | Kind::DiskFull => say!(t, "trouble-title-later"),
        Kind::PreconditionFailed | Kind::PreconditionRequired => say!(t, "trouble-title-changed"),
        Kind::Unauthenticated => say!(t, "trouble-title-sign-in"),
        Kind::Forbidden | Kind::InsufficientScope | Kind::Csrf => say!(t, "trouble-title-forbidden"),
        Kind::TooMany | Kind::Taken | Kind::Decided | Kind::NotTakenOn => say!(t, "trouble-title-conflict"),
        Kind::Internal => say!(t, "trouble-title-internal"),
        _ => say!(t, "trouble-title-request"),
    }
}

/// Where somebody comes from, if it was another of our pages: what was sent may be mended where it was written.
fn came_from(uri: &Uri, headers: &HeaderMap) -> Option<PathAndQuery> {
    let from = headers.get(header::REFERER)?.to_str().ok()?.parse::<Uri>().ok()?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    // Another site's page is no place to go back to.
    (from.authority().map(axum::http::uri::Authority::as_str) == host && from.path() != uri.path())
        .then(|| from.path_and_query().cloned())?
}

/// A problem as a page.
pub(in crate::web) fn show(service: &Service, uri: &Uri, headers: &HeaderMap, problem: &Problem, id: &str) -> Response {
    let visit = Visit::of(service, uri, headers);
    let (t, kind) = (visit.locale, problem.kind());
    let said = match kind {
        Kind::NotFound | Kind::MethodNotAllowed => say!(t, "trouble-not-found"),
        Kind::Overloaded | Kind::Stopping => say!(t, "trouble-busy", seconds = problem.retry_after_seconds().unwrap_or(5)),
        Kind::PreconditionFailed => say!(t, "trouble-changed"),
        Kind::Internal => say!(t, "trouble-internal"),
        _ => told(t, problem),
    };
    let back = came_from(uri, headers);
    let again = matches!(kind, Kind::Overloaded | Kind::Stopping | Kind::Internal | Kind::Unavailable);
    let main = html! {
        h1 { (title(t, kind)) }
        p.lead { (said) }
        p.actions {
            @if again { a.button href=(uri.path_and_query().map_or("", PathAndQuery::as_str)) { (say!(t, "trouble-again")) } " " }
            @if let Some(back) = &back { a.button href=(back.as_str()) { (say!(t, "trouble-return")) } " " }
            @if matches!(kind, Kind::Unauthenticated | Kind::Forbidden | Kind::Csrf) && visit.keeps {
                a.button href=(visit.link("/account")) { (say!(t, "menu-account")) } " "
            }
            a href=(visit.link("")) { (say!(t, "trouble-start")) }
            @if matches!(kind, Kind::NotFound | Kind::MethodNotAllowed) {
                " " a href=(visit.link("/catalogue")) { (say!(t, "trouble-browse")) }
            }
        }
        p.quiet { (say!(t, "trouble-number", id = id)) }
    };
    let mut response = visit.show(&Page::new(title(t, kind), main).status(kind.status()));
    if let Some(seconds) = problem.retry_after_seconds() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{locale, web::problem::Fault};

    #[test]
    fn every_kind_of_problem_has_words_in_every_language() {
        for t in locale::offered() {
            for kind in Kind::ALL {
                let said = told(t, &Problem::new(*kind, "in English, for programs"));
                assert!(!said.contains('⟦') && !said.contains("for programs"), "{}: {said}", kind.name());
                assert!(!title(t, *kind).contains('⟦'));
            }
        }
    }

    #[test]
    fn a_field_is_told_by_name_and_a_name_with_what_it_may_mean() {
        let t = locale::find("es").unwrap();
        let at = |pointer: &str| Fault { pointer: Some(pointer.into()), detail: "wrong".into(), ..Fault::default() };
        let told = |kind, pointer| told(t, &Problem::of(kind, vec![at(pointer)]));
        assert!(told(Kind::InvalidValue, "/changes/1/change").starts_with("El cambio 2 "));
        assert!(told(Kind::ValueOutOfRange, "/new_password").starts_with("Contraseña"));
        let unfound = Problem::new(Kind::UnknownReference, "x").unfound("sqk".into(), vec!["SQL".into(), "SQLite".into()]);
        assert!(super::told(t, &unfound).ends_with("¿Querías decir «SQL» o «SQLite»?"), "{}", super::told(t, &unfound));
    }
}
