//! `/v1/competencies`.

use super::{
    document::{FindProblems, ListProblems},
    reply::{no_such, page, tagged},
    shape::{CompetencySummary, CompetencyView, Page},
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

/// Lists or searches competencies.
///
/// Without `q` in the catalogue's order; with `q` best first, each with how it was matched.
#[utoipa::path(
    get,
    path = "/v1/competencies",
    tag = "catalogue",
    params(ListParams),
    responses((status = 200, description = "A page of competencies", body = Page<CompetencySummary>), ListProblems)
)]
pub(super) async fn list_competencies(State(service): State<Service>, headers: HeaderMap, listing: Listing) -> Response {
    let shelf = service.advisor().shelf();
    let find = |words: &str, most| shelf.lookup.competencies(words, most);
    let show = |at, hit| CompetencySummary::new(&shelf, at, &listing.language).found(hit);
    tagged(&headers, &page(&listing, shelf.graph.edition().number, shelf.graph.competencies(), find, show))
}

/// Shows one competency.
#[utoipa::path(
    get,
    path = "/v1/competencies/{id}",
    tag = "catalogue",
    params(("id" = String, Path, description = "Its id, or a URI it is the same as, percent-encoded"), LanguageParams),
    responses((status = 200, description = "The competency", body = CompetencyView), FindProblems)
)]
pub(super) async fn get_competency(
    State(service): State<Service>,
    headers: HeaderMap,
    Id(id): Id,
    Language(language): Language,
) -> Result<Response, Problem> {
    let shelf = service.advisor().shelf();
    let by_uri = || match shelf.graph.find_uri(&id) {
        Some(Node::Competency(at)) => Some(at),
        _ => None,
    };
    let at = shelf.graph.find_competency(&id).or_else(by_uri).ok_or_else(|| no_such("competency", "/v1/competencies"))?;
    Ok(tagged(&headers, &CompetencyView::new(&shelf, at, &language)))
}
