//! `POST /v1/mentions`.

use super::{
    document::AskProblems,
    shape::{MentionsRequest, MentionsResponse},
};
use crate::web::{
    Service,
    asked::{Language, LanguageParams},
    json::Json,
    problem::Problem,
};
use axum::extract::State;

/// Finds the competencies that a text names.
///
/// The text may be a résumé, a posting or a course description. Each competency comes with the words that say so; what is only meant
/// and not named is not found.
#[utoipa::path(
    post,
    path = "/v1/mentions",
    tag = "advice",
    params(LanguageParams),
    request_body = MentionsRequest,
    responses((status = 200, description = "The competencies, each with the words that name it", body = MentionsResponse), AskProblems)
)]
pub(super) async fn find_mentions(
    State(service): State<Service>,
    Language(language): Language,
    Json(request): Json<MentionsRequest>,
) -> Result<axum::Json<MentionsResponse>, Problem> {
    request.within_bounds()?;
    let shelf = service.advisor().shelf();
    let think = move |_: &_| axum::Json(MentionsResponse::new(&shelf, &request, &language));
    service.thinkers().think(service.limits().think, think).await
}
