//! `/v1/credentials`.

use super::{
    document::{FindProblems, ListProblems},
    reply::{no_such, page, tagged},
    shape::{CredentialSummary, CredentialView, Page},
};
use crate::{
    graph::Node,
    web::{
        Service,
        asked::{Id, Language, LanguageParams, ListParams, Listing},
        problem::Problem,
    },
};
use axum::{extract::State, http::HeaderMap, response::Response};

/// Lists or searches credentials.
///
/// Without `q` in the catalogue's order; with `q` best first, each with how it was matched.
#[utoipa::path(
    get,
    path = "/v1/credentials",
    tag = "catalogue",
    params(ListParams),
    responses((status = 200, description = "A page of credentials", body = Page<CredentialSummary>), ListProblems)
)]
pub(super) async fn list_credentials(State(service): State<Service>, headers: HeaderMap, listing: Listing) -> Response {
    let shelf = service.advisor().shelf();
    let find = |words: &str, most| shelf.lookup.credentials(words, most);
    let show = |at, hit| CredentialSummary::new(&shelf, at, &listing.language).found(hit);
    tagged(&headers, &page(&listing, shelf.graph.edition().number, shelf.graph.credentials(), find, show))
}

/// Shows one credential.
#[utoipa::path(
    get,
    path = "/v1/credentials/{id}",
    tag = "catalogue",
    params(("id" = String, Path, description = "Its id, or a URI it is the same as, percent-encoded"), LanguageParams),
    responses((status = 200, description = "The credential", body = CredentialView), FindProblems)
)]
pub(super) async fn get_credential(
    State(service): State<Service>,
    headers: HeaderMap,
    Id(id): Id,
    Language(language): Language,
) -> Result<Response, Problem> {
    let shelf = service.advisor().shelf();
    let by_uri = || match shelf.graph.find_uri(&id) {
        Some(Node::Credential(at)) => Some(at),
        _ => None,
    };
    let at = shelf.graph.find_credential(&id).or_else(by_uri).ok_or_else(|| no_such("credential", "/v1/credentials"))?;
    Ok(tagged(&headers, &CredentialView::new(&shelf, at, &language)))
}
