//! Pages for people, made on the server: complete without script, in every language of [`locale`](crate::locale).
//!
//! A page holds no logic of its own: it reads an address, asks the advisor as the API does, and shows typed answers. Every address is
//! `/{language}/…`; what somebody asked stands in its query and nowhere else. [`Visit`] knows who reads and makes the page whole.

mod assets;
mod catalogue;
mod coverage;
mod form;
mod layout;
mod paper;
mod people;
mod picture;
mod plan;
mod start;
mod trouble;
mod visit;
mod walk;
mod you;

pub(super) use people::Api;
pub(super) use trouble::{show, wants_page};
use {
    layout::Page,
    visit::Visit,
    walk::{Field, Walk},
};

use super::{Service, oidc};
use crate::locale::{self, Locale};
use axum::{
    Extension, Router,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

/// The pages of one language, by their paths below it.
fn pages() -> Router<Service> {
    let walk = Router::new()
        .route("/", get(start::start))
        .route("/you", get(you::you))
        .route("/plan", get(plan::plan))
        .route("/near", get(plan::near))
        .route("/plan.ics", get(plan::calendar))
        .route("/plan.pdf", get(plan::paper));
    walk.merge(catalogue::routes()).merge(coverage::routes()).merge(people::routes())
}

/// Every page in every language, and what they are dressed with.
pub(super) fn routes() -> Router<Service> {
    let mut router = Router::new().route("/", get(front)).route("/assets/{name}", get(assets::get_asset));
    router = router.route(oidc::CALLBACK, get(people::back_from_organisation));
    for locale in locale::known() {
        let spoken: &'static Locale = locale;
        router = router.nest(&format!("/{}", locale.tag()), pages().layer(Extension(spoken)));
    }
    router
}

/// The front door: on to the language that the browser prefers.
async fn front(headers: HeaderMap) -> Response {
    let locale = visit::preferred(&headers);
    let mut response = Redirect::to(&format!("/{}", locale.tag())).into_response();
    *response.status_mut() = StatusCode::FOUND;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}
