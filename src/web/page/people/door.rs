//! `/sign-in` and `/register`.

use super::{Desk, Page, Sent, Visit, on_to, slip};
use crate::{
    locale::say,
    web::{
        Service, oidc,
        page::walk,
        problem::{Kind, Problem},
    },
};
use axum::{
    extract::{Query, State},
    http::{Method, StatusCode, Uri},
    response::Response,
};
use maud::{Markup, html};
use serde_json::json;

/// Where to go once signed in, as the address says it: a path of these pages and nothing else.
pub(super) fn next(uri: &Uri) -> Option<String> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    pairs.into_iter().find(|(name, _)| name == "next").and_then(|(_, path)| inside(&path))
}

pub(super) fn inside(path: &str) -> Option<String> {
    let plain = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    plain.then(|| path.to_owned())
}

/// What a page says besides what it always says.
pub(super) enum Notice<'p> {
    Nothing,
    /// What went wrong with name and password.
    Problem(&'p Problem),
    /// What went wrong at an organisation, and the status.
    Organisation(String, StatusCode),
}

/// The way to an organisation's own accounts, where one is set.
fn organisation(visit: &Visit, service: &Service, next: Option<&str>) -> Markup {
    let way = onward("/sign-in/organisation", next);
    html! {
        @if let Some(name) = oidc::named(service.accounts()) {
            p.actions { a.button href=(visit.link(&way)) { (say!(visit.locale, "sign-in-with", name = name)) } }
            p.quiet { (say!(visit.locale, "sign-in-or")) }
        }
    }
}

pub(super) fn page(visit: &Visit, service: &Service, registers: bool, next: Option<&str>, notice: &Notice<'_>) -> Response {
    let t = visit.locale;
    let (title, path, button) = if registers {
        (say!(t, "register-title"), "/register", say!(t, "register-button"))
    } else {
        (say!(t, "sign-in-title"), "/sign-in", say!(t, "sign-in-button"))
    };
    let visit = &visit.at(&onward(path, next));
    let main = html! {
        h1 { (title) }
        p.lead { (if registers { say!(t, "register-lead") } else { say!(t, "sign-in-lead") }) }
        @match notice {
            Notice::Nothing => {},
            Notice::Problem(problem) if problem.kind() == Kind::WrongCredentials => div.slips role="alert" { p { (say!(t, "sign-in-wrong")) } },
            Notice::Problem(problem) => (slip(t, Some(problem))),
            Notice::Organisation(sentence, _) => div.slips role="alert" { p { (sentence) } },
        }
        (organisation(visit, service, next))
        form.ask.narrow action=(visit.link(path)) method="post" {
            @if let Some(next) = next { input type="hidden" name="next" value=(next); }
            (field("username", "text", "username", &say!(t, "sign-in-name"), None))
            @if registers {
                (field("password", "password", "new-password", &say!(t, "sign-in-password"), Some(&say!(t, "register-password-hint", count = service.accounts().lengths.letters))))
            } @else {
                (field("password", "password", "current-password", &say!(t, "sign-in-password"), None))
            }
            button { (button) }
        }
        @if registers {
            p { a href=(visit.link(&onward("/sign-in", next))) { (say!(t, "register-have")) } }
        } @else if service.accounts().registration {
            p { a href=(visit.link(&onward("/register", next))) { (say!(t, "sign-in-new")) } }
        }
        p.quiet { (say!(t, "sign-in-without")) " " a href=(visit.link("")) { (say!(t, "menu-plan")) } }
    };
    let page = Page::new(title, main);
    visit.show(&match notice {
        Notice::Nothing => page,
        Notice::Problem(problem) => page.status(problem.kind().status()),
        Notice::Organisation(_, status) => page.status(*status),
    })
}

/// Another door to the same place: what somebody came to do is not lost on the way.
fn onward(door: &str, next: Option<&str>) -> String {
    let mut path = door.to_owned();
    if let Some(next) = next {
        path.push_str("?next=");
        walk::encode(next, &mut path);
    }
    path
}

/// One field of a form about an account.
pub(super) fn field(name: &str, kind: &str, complete: &str, label: &str, hint: Option<&str>) -> Markup {
    let hint_id = format!("{name}-hint");
    html! {
        p.field {
            label for=(name) { (label) }
            @if let Some(hint) = hint { span.quiet #(hint_id) { (hint) } }
            input.wide #(name) type=(kind) name=(name) autocomplete=(complete) required aria-describedby=[hint.map(|_| hint_id.as_str())];
        }
    }
}

/// Asks who it is.
pub(super) async fn sign_in_page(State(service): State<Service>, visit: Visit, desk: Desk, uri: Uri) -> Result<Response, Problem> {
    service.store()?;
    if desk.account().is_some() {
        return Ok(on_to(&visit, "/account", &[]));
    }
    Ok(page(&visit, &service, false, next(&uri).as_deref(), &Notice::Nothing))
}

/// Asks for a new account.
pub(super) async fn register_page(State(service): State<Service>, visit: Visit, desk: Desk, uri: Uri) -> Result<Response, Problem> {
    service.store()?;
    if desk.account().is_some() {
        return Ok(on_to(&visit, "/account", &[]));
    }
    Ok(page(&visit, &service, true, next(&uri).as_deref(), &Notice::Nothing))
}

async fn enter(service: &Service, visit: &Visit, desk: &Desk, sent: &Sent, registers: bool) -> Result<Response, Problem> {
    let body = json!({"username": sent.one("username"), "password": sent.typed("password")});
    let path = if registers { "/v1/registrations" } else { "/v1/sessions" };
    let next = inside(sent.one("next"));
    match desk.send(Method::POST, path, Some(&body), None).await {
        Ok(answered) => Ok(on_to(visit, next.as_deref().unwrap_or("/account"), &answered.cookies)),
        Err(problem) if problem.kind().status().is_client_error() && problem.kind() != Kind::NotFound => {
            Ok(page(visit, service, registers, next.as_deref(), &Notice::Problem(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

/// Signs in.
pub(super) async fn sign_in(State(service): State<Service>, visit: Visit, desk: Desk, sent: Sent) -> Result<Response, Problem> {
    enter(&service, &visit, &desk, &sent, false).await
}

/// Makes an account and signs in.
pub(super) async fn register(State(service): State<Service>, visit: Visit, desk: Desk, sent: Sent) -> Result<Response, Problem> {
    enter(&service, &visit, &desk, &sent, true).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site_after_signing_in() {
        assert_eq!(inside("/caseload").as_deref(), Some("/caseload"));
        for wrong in ["//evil.example", "https://evil.example", "/\\evil.example", "", "account", "/a\r\nset-cookie: b"] {
            assert_eq!(inside(wrong), None, "{wrong}");
        }
    }
}
