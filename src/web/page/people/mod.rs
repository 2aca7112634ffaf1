//! Pages for people with an account: signing in, the account itself, a counselor's caseload, learners and their plans.
//!
//! They keep to the API: each asks it in the name of whoever visits, with the same guard, the same rules and the same records of who looked
//! at what. A form carries a token of the session, so that no other site can send it.

mod account;
mod caseload;
mod desk;
mod door;
mod kept;
mod organisation;
mod own;
mod plan;
mod print;
mod proposals;
mod proposing;

pub(in crate::web) use desk::Api;
pub(super) use organisation::end as back_from_organisation;

use super::{Page, Visit, catalogue, trouble::told};
use crate::{
    locale::{Locale, say},
    model::{Currency, Date},
    web::{
        Service,
        problem::{Kind, Problem},
    },
};
use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use desk::{Desk, Sent};
use maud::{Markup, html};
use serde_json::Value;

/// Most records of a list that one page shows.
const MOST: usize = 200;

/// The pages of one language, by their paths below it.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/sign-in", get(door::sign_in_page).post(door::sign_in))
        .route("/sign-in/organisation", get(organisation::begin))
        .route("/register", get(door::register_page).post(door::register))
        .route("/account", get(account::show))
        .route("/account/{action}", post(account::act))
        .route("/caseload", get(caseload::caseload))
        .route("/learners/{learner}", get(caseload::learner))
        .route("/learners/{learner}/{action}", post(caseload::act))
        .route("/save", get(kept::ask).post(kept::save))
        .route("/shared/{secret}", get(kept::shared))
        .route("/learners/{learner}/plans/{id}", get(plan::show))
        .route("/learners/{learner}/plans/{id}/plan.pdf", get(print::show))
        .route("/learners/{learner}/plans/{id}/link", post(kept::link))
        .route("/learners/{learner}/plans/{id}/{action}", post(plan::act))
}

/// On to another page, after something was done (RFC 9110, 15.4.4).
fn on_to(visit: &Visit, path: &str, cookies: &[HeaderValue]) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(to) = HeaderValue::from_str(&visit.link(path)) {
        headers.insert(header::LOCATION, to);
    }
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie.clone());
    }
    response
}

/// Text of a member of an answer; empty where it has none.
fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The members of a list of an answer.
fn items<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// A day of an answer as it is read; a dash where there is none.
fn day(t: &Locale, value: &Value, pointer: &str) -> String {
    // Of a moment the day is enough.
    let told = text(value, pointer);
    let date: Option<Date> = told.get(..10).and_then(|day| day.parse().ok());
    date.map_or_else(|| "–".to_owned(), |date| t.short_day(date))
}

/// Money of an answer as it is read; nothing where unknown.
fn money(t: &Locale, value: &Value, pointer: &str) -> Option<String> {
    let told = value.pointer(pointer)?;
    let currency: Currency = told.get("currency")?.as_str()?.parse().ok()?;
    match told.get("minor")?.as_i64()? {
        0 => Some(say!(t, "free")),
        minor => Some(t.money_exact(minor, currency)),
    }
}

/// A form that does one thing, with the token of the session.
fn form(visit: &Visit, desk: &Desk, path: &str, inside: &Markup) -> Markup {
    html! {
        form action=(visit.link(path)) method="post" {
            @if let Some(token) = desk.form_token() { input type="hidden" name="form_token" value=(token); }
            (inside)
        }
    }
}

/// Whether somebody can mend it where she wrote it.
fn can_be_mended(problem: &Problem) -> bool {
    use Kind::{Decided, InvalidCharacter, InvalidValue, NotTakenOn, Taken, TooMany, UnknownReference, ValueOutOfRange};
    matches!(problem.kind(), Decided | InvalidCharacter | InvalidValue | NotTakenOn | Taken | TooMany | UnknownReference | ValueOutOfRange)
}

/// What went wrong with a form, above it.
fn slip(t: &Locale, problem: Option<&Problem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            div.slips role="alert" {
                h2 { (say!(t, "people-slip")) }
                p { (told(t, problem)) }
            }
        }
    }
}

/// The way back up.
fn crumbs(visit: &Visit, trail: &[(&str, &str)]) -> Markup {
    catalogue::crumbs(visit, &say!(visit.locale, "catalogue-where"), trail)
}
