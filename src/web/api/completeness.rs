//! `/v1/completeness`: how complete the records of each provider are, and what to add first.

use super::{
    document::{FindProblems, ListProblems},
    reply::tagged,
    shape::{CompletenessSummary, CompletenessView, Page},
};
use crate::{
    advisor::Shelf,
    lint::{Completeness, completeness},
    web::{
        Service,
        asked::{Id, ListParams, Listing},
        problem::{Kind, Problem},
    },
};
use axum::{extract::State, http::HeaderMap, response::Response};

/// Scores the edition in use and gives something of it. Scoring reads every record, so it runs where questions are thought about.
async fn scored<T: Send + 'static>(
    service: &Service,
    show: impl FnOnce(&Shelf, &Completeness) -> T + Send + 'static,
) -> Result<T, Problem> {
    let shelf = service.advisor().shelf();
    service.thinkers().think(service.limits().think, move |_: &_| show(&shelf, &completeness(&shelf.graph))).await
}

/// Lists providers by how complete their records are, the worst first.
///
/// A record has points for what is known of it, out of those of what applies to it; price, hours and competencies weigh most. `q`
/// keeps the providers whose id or name has it in it.
#[utoipa::path(
    get,
    path = "/v1/completeness/providers",
    tag = "catalogue",
    params(ListParams),
    responses((status = 200, description = "A page of providers", body = Page<CompletenessSummary>), ListProblems)
)]
pub(super) async fn list_completeness(State(service): State<Service>, headers: HeaderMap, listing: Listing) -> Result<Response, Problem> {
    let page = scored(&service, move |shelf, all| {
        CompletenessSummary::page(shelf, all, listing.words.as_deref(), (listing.offset, listing.limit), &listing.language)
    });
    Ok(tagged(&headers, &page.await?))
}

/// Shows what one provider should add first, and its records, the worst first.
#[utoipa::path(
    get,
    path = "/v1/completeness/providers/{id}",
    tag = "catalogue",
    params(("id" = String, Path, description = "The provider's id, percent-encoded; `-` for records of which no provider is named"), ListParams),
    responses((status = 200, description = "What to add, and a page of records", body = CompletenessView), FindProblems)
)]
pub(super) async fn get_completeness(
    State(service): State<Service>,
    headers: HeaderMap,
    Id(id): Id,
    listing: Listing,
) -> Result<Response, Problem> {
    let view =
        scored(&service, move |shelf, all| CompletenessView::provider(shelf, all, &id, (listing.offset, listing.limit), &listing.language));
    let shown = view.await?.ok_or_else(|| {
        Problem::new(Kind::NotFound, "this edition has no records of such a provider")
            .hint("list them: GET /v1/completeness/providers?q=…; percent-encode ids that are URIs")
    })?;
    Ok(tagged(&headers, &shown))
}

/// Shows what the edition's roles lack, the worst first.
#[utoipa::path(
    get,
    path = "/v1/completeness/roles",
    tag = "catalogue",
    params(ListParams),
    responses((status = 200, description = "What to add, and a page of roles", body = CompletenessView), ListProblems)
)]
pub(super) async fn role_completeness(State(service): State<Service>, headers: HeaderMap, listing: Listing) -> Result<Response, Problem> {
    let view = scored(&service, move |shelf, all| CompletenessView::roles(shelf, all, (listing.offset, listing.limit), &listing.language));
    Ok(tagged(&headers, &view.await?))
}
