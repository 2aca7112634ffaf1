//! `POST /v1/coverage/{question}`.

use super::{
    document::AskProblems,
    pathways::time_limit,
    shape::{CoverageQuestion, CoverageRequest, Report, Unanswered},
};
use crate::{
    plan::Budget,
    web::{
        Service,
        asked::{Id, Language, LanguageParams},
        json::Json,
        problem::{Kind, Problem},
    },
};
use axum::extract::State;

/// Counts over many roles and many learners.
///
/// Shortages, the worth of a draft, near roles, role check, whom a change affects, dominated offers, bottlenecks, open doors, a team's
/// gap, the best next credential. The answer is a table and what it comes to, by list prices and learner effort; what a stopped search
/// left open is said.
#[utoipa::path(
    post,
    path = "/v1/coverage/{question}",
    tag = "coverage",
    params(("question" = CoverageQuestion, Path, description = "What to ask"), LanguageParams),
    request_body = CoverageRequest,
    responses((status = 200, description = "The report", body = Report), AskProblems)
)]
pub(super) async fn answer_coverage(
    State(service): State<Service>,
    Id(question): Id,
    Language(language): Language,
    Json(request): Json<CoverageRequest>,
) -> Result<axum::Json<Report>, Problem> {
    let known = CoverageQuestion::ALL.into_iter().find(|known| known.name() == question);
    let Some(question) = known else {
        let names: Vec<_> = CoverageQuestion::ALL.into_iter().map(CoverageQuestion::name).collect();
        return Err(Problem::new(Kind::UnknownReference, "there is no such question").hint(format!("ask one of {}", names.join(", "))));
    };
    report(&service, question, request, language).await
}

/// The report of a question.
pub(super) async fn report(
    service: &Service,
    question: CoverageQuestion,
    request: CoverageRequest,
    language: String,
) -> Result<axum::Json<Report>, Problem> {
    let limit = time_limit(service, request.time_limit_ms)?;
    request.within(&service.limits().bounds)?;
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let think = move |stop: &_| {
        let report = request.answer(&shelf, question, today, Budget { nodes: None, stop: Some(stop) }, &language);
        report.map(axum::Json).map_err(|unanswered| match unanswered {
            Unanswered::Refused(refused) => refused.into(),
            Unanswered::Trouble(trouble) => {
                tracing::error!(%trouble, "an answer did not pass its own check");
                Problem::new(Kind::Internal, "an answer did not pass its own check")
            }
        })
    };
    service.thinkers().think(limit, think).await?
}
