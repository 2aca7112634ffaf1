//! `POST /v1/gap`.

use super::{
    document::AskProblems,
    pathways::few_targets,
    shape::{GapRequest, GapResponse},
};
use crate::{
    advisor::Shelf,
    gap::gap_to,
    plan::Question,
    web::{
        Service,
        asked::{Language, LanguageParams},
        json::Json,
        problem::Problem,
    },
};
use axum::extract::State;

/// Judges what a role asks against what a learner can show.
///
/// Each requirement is `met`, `unmet`, `unknown` (her level is not known) or `unverified` (it must be proven better).
#[utoipa::path(
    post,
    path = "/v1/gap",
    tag = "advice",
    params(LanguageParams),
    request_body = GapRequest,
    responses((status = 200, description = "The gap", body = GapResponse), AskProblems)
)]
pub(super) async fn find_gap(
    State(service): State<Service>,
    Language(language): Language,
    Json(request): Json<GapRequest>,
) -> Result<axum::Json<GapResponse>, Problem> {
    few_targets(&service, request.competencies.len(), 0)?;
    request.within(&service.limits().bounds)?;
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let think = move |_: &_| {
        let question = request.question(&shelf, today)?;
        Ok(axum::Json(gap_of(&shelf, &question, &language)))
    };
    service.thinkers().think(service.limits().think, think).await?
}

/// The gap of a question.
pub(super) fn gap_of(shelf: &Shelf, question: &Question, language: &str) -> GapResponse {
    let (asked, gates) = question.asked(&shelf.graph);
    let gap = gap_to(&shelf.graph, &question.learner, &asked, &gates, question.learner.constraints.start);
    GapResponse::new(shelf, question, &gap, language)
}
