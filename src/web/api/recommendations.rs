//! `POST /v1/recommendations`.

use super::{
    document::AskProblems,
    pathways::few_targets,
    shape::{RecommendationsRequest, RecommendationsResponse},
};
use crate::{
    advisor::{recommend, weigh},
    plan::Budget,
    web::{
        Service,
        asked::{Language, LanguageParams},
        json::Json,
        problem::{Fault, Kind, Problem},
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
    few_targets(&service, request.competencies.len(), 0)?;
    request.within(&service.limits().bounds)?;
    let most = service.limits().page;
    if let Some(limit) = request.limit.filter(|limit| *limit as usize > most) {
        let hint = Some(format!("write 1 to {most}"));
        let fault = Fault { pointer: Some("/limit".into()), detail: format!("{limit} is out of range"), hint, ..Fault::default() };
        return Err(Problem::of(Kind::ValueOutOfRange, vec![fault]).limit(most as u64));
    }
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let think = move |stop: &_| {
        let question = request.question(&shelf, today)?;
        let took = request.history(&shelf)?;
        let recommended = recommend(&shelf, &question, took.as_deref(), request.limit.unwrap_or(USUAL) as usize);
        let near: Vec<_> = recommended.near.iter().map(|near| near.role).collect();
        let takes = weigh(&shelf, &question, &near, &Budget { nodes: None, stop: Some(stop) }).map_err(|trouble| {
            tracing::error!(%trouble, "an answer did not pass its own check");
            Problem::new(Kind::Internal, "an answer did not pass its own check")
        })?;
        Ok(axum::Json(RecommendationsResponse::new(&shelf, &question, &recommended, &language).weighed(&question, &takes)))
    };
    service.thinkers().think(service.limits().think, think).await?
}
