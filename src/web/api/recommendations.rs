//! `POST /v1/recommendations`.

use super::{
    document::AskProblems,
    shape::{RecommendationsRequest, RecommendationsResponse},
};
use crate::{
    advisor::recommend,
    web::{
        Service,
        asked::{Language, LanguageParams},
        json::Json,
        problem::Problem,
    },
};
use axum::extract::State;

/// Suggestions where the question does not say how many.
pub(crate) const USUAL: u32 = 5;

/// Suggests what to take next, with reasons that can be checked.
///
/// Suggestions never change what is proven; `/v1/pathways` answers exactly. What she took is used only with `use_history`.
#[utoipa::path(
    post,
    path = "/v1/recommendations",
    tag = "advice",
    params(LanguageParams),
    request_body = RecommendationsRequest,
    responses((status = 200, description = "Suggestions", body = RecommendationsResponse), AskProblems)
)]
pub(super) async fn find_recommendations(
    State(service): State<Service>,
    Language(language): Language,
    Json(request): Json<RecommendationsRequest>,
) -> Result<axum::Json<RecommendationsResponse>, Problem> {
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let think = move |_: &_| {
        let question = request.question(&shelf, today)?;
        let took = request.history(&shelf)?;
        let recommended = recommend(&shelf, &question, took.as_deref(), request.limit.unwrap_or(USUAL) as usize);
        Ok(axum::Json(RecommendationsResponse::new(&shelf, &question, &recommended, &language)))
    };
    service.thinkers().think(service.limits().think, think).await?
}
