//! Who reads a page: in which language, at which address, of which edition.

use super::catalogue;
use crate::{
    access::{Account, Role},
    graph::Edition,
    locale::{self, Locale},
    web::{Service, asked, caller::Caller, problem::Problem},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, request::Parts},
};

/// One visit to one page.
#[derive(Clone)]
pub(super) struct Visit {
    /// The language to speak.
    pub(super) locale: &'static Locale,
    /// The address below the language, query included, such as `/plan?role=baker`.
    pub(super) address: String,
    /// The edition whose figures are shown.
    pub(super) edition: Edition,
    /// Whether the reader comes from another of these pages, and has the style sheet already.
    pub(super) inside: bool,
    /// Whether the service keeps accounts.
    pub(super) keeps: bool,
    /// The way to what is whoever's who is signed in: its message and its path.
    pub(super) own: Option<(&'static str, String)>,
}

/// Her plans, a caseload, or the records of a provider.
fn own(account: &Account) -> Option<(&'static str, String)> {
    match (account.role, &account.provider) {
        (Role::Learner, _) => Some(("account-plans", format!("/learners/{}", account.id))),
        (Role::Counselor, _) => Some(("caseload-title", "/caseload".to_owned())),
        (Role::Provider, Some(id)) => Some(("coverage-own", catalogue::organisation_path(id))),
        (Role::Provider | Role::Operator, _) => None,
    }
}

/// The language that a browser prefers, as far as it is offered.
pub(super) fn preferred(headers: &HeaderMap) -> &'static Locale {
    let wished = asked::preferred(headers);
    wished.and_then(|tag| locale::offered().find(|locale| locale.tag() == tag)).unwrap_or_else(locale::fallback)
}

impl Visit {
    /// The address of another page in the same language: its path, such as `/plan`.
    pub(super) fn link(&self, path: &str) -> String {
        format!("/{}{path}", self.locale.tag())
    }

    /// The same visit at the address where what is shown can be read again: what a form was sent to is none.
    pub(super) fn at(&self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self.clone() }
    }

    /// A visit outside of the pages of a language, by the address and headers alone.
    pub(super) fn of(service: &Service, uri: &Uri, headers: &HeaderMap) -> Self {
        let path = uri.path();
        let tag = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let spoken = locale::known().find(|locale| locale.tag() == tag);
        Self {
            locale: spoken.unwrap_or_else(|| preferred(headers)),
            address: String::new(),
            edition: service.advisor().shelf().graph.edition().clone(),
            inside: inside(headers),
            keeps: service.maybe_store().is_some(),
            own: None,
        }
    }
}

/// Browsers say since 2023 whether a link on the same site was followed (Fetch Metadata); whoever does not say gets all in one page.
fn inside(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

impl FromRequestParts<Service> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let locale = parts.extensions.get::<&'static Locale>().copied().unwrap_or_else(locale::fallback);
        let path = parts.uri.path().trim_end_matches('/');
        let address = parts.uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        let edition = service.advisor().shelf().graph.edition().clone();
        let keeps = service.maybe_store().is_some();
        // Where nobody can tell who it is, the page is shown all the same.
        let caller = if keeps { Caller::from_request_parts(parts, service).await.ok() } else { None };
        let own = caller.and_then(|caller| own(caller.who().account()?));
        Ok(Self { locale, address, edition, inside: inside(&parts.headers), keeps, own })
    }
}
