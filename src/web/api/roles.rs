//! `/v1/roles`.

use super::{
    document::{FindProblems, ListProblems},
    reply::{no_such, page, tagged},
    shape::{Page, RoleSummary, RoleView},
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

/// Lists or searches roles.
///
/// Without `q` in the catalogue's order; with `q` best first, each with how it was matched.
#[utoipa::path(
    get,
    path = "/v1/roles",
    tag = "catalogue",
    params(ListParams),
    responses((status = 200, description = "A page of roles", body = Page<RoleSummary>), ListProblems)
)]
pub(super) async fn list_roles(State(service): State<Service>, headers: HeaderMap, listing: Listing) -> Response {
    let shelf = service.advisor().shelf();
    let find = |words: &str, most| shelf.lookup.roles(words, most);
    let show = |at, hit| RoleSummary::new(&shelf, at, &listing.language).found(hit);
    tagged(&headers, &page(&listing, shelf.graph.edition().number, shelf.graph.roles(), find, show))
}

/// Shows one role.
#[utoipa::path(
    get,
    path = "/v1/roles/{id}",
    tag = "catalogue",
    params(("id" = String, Path, description = "Its id, or a URI it is the same as, percent-encoded"), LanguageParams),
    responses((status = 200, description = "The role", body = RoleView), FindProblems)
)]
pub(super) async fn get_role(
    State(service): State<Service>,
    headers: HeaderMap,
    Id(id): Id,
    Language(language): Language,
) -> Result<Response, Problem> {
    let shelf = service.advisor().shelf();
    let by_uri = || match shelf.graph.find_uri(&id) {
        Some(Node::Role(at)) => Some(at),
        _ => None,
    };
    let at = shelf.graph.find_role(&id).or_else(by_uri).ok_or_else(|| no_such("role", "/v1/roles"))?;
    Ok(tagged(&headers, &RoleView::new(&shelf, at, &language)))
}
