//! `POST /v1/pathways`.

use super::{
    document::AskProblems,
    shape::{PathwaysRequest, PathwaysResponse},
};
use crate::{
    advisor::{advise, advise_aside},
    plan::{Budget, Trouble},
    web::{
        Service,
        asked::{Language, LanguageParams},
        json::Json,
        problem::{Fault, Kind, Problem},
    },
};
use axum::extract::State;
use std::time::Duration;

/// Finds the cheapest, the fastest and the fewest credentials that lead to a role.
///
/// The answer is proven optimal, or carries the best found within the time limit and a bound that no pathway beats. That there is no
/// pathway is an answer too: `ending` is then `infeasible` or `unteachable`, and `impasse` says why and what would help. Each pathway is
/// a dated schedule with its ledger. `why_not`, `what_if` and `policy_prices` ask about the answer within the same time.
#[utoipa::path(
    post,
    path = "/v1/pathways",
    tag = "advice",
    params(LanguageParams),
    request_body = PathwaysRequest,
    responses((status = 200, description = "Pathways, or why there is none", body = PathwaysResponse), AskProblems)
)]
pub(super) async fn find_pathways(
    State(service): State<Service>,
    Language(language): Language,
    Json(request): Json<PathwaysRequest>,
) -> Result<axum::Json<PathwaysResponse>, Problem> {
    answer(&service, request, language).await.map(axum::Json)
}

/// The answer to a question, and to what is asked about it.
pub(super) async fn answer(service: &Service, request: PathwaysRequest, language: String) -> Result<PathwaysResponse, Problem> {
    let limit = time_limit(service, request.time_limit_ms)?;
    few_targets(service, request.competencies.len(), request.locked.len())?;
    request.within(&service.limits().bounds)?;
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let think = move |stop: &_| {
        let question = request.question(&shelf, today)?;
        let beside = request.asides(&shelf, today)?;
        let budget = Budget { nodes: None, stop: Some(stop) };
        let failed = |trouble: Trouble| {
            tracing::error!(%trouble, "an answer did not pass its own check");
            Problem::new(Kind::Internal, "an answer did not pass its own check")
        };
        let advice = advise(&shelf, question, &budget).map_err(failed)?;
        let response = PathwaysResponse::new(&shelf, &advice, &language);
        if beside.is_empty() {
            return Ok(response);
        }
        let asides = advise_aside(&shelf, &advice.question, &beside, &budget).map_err(failed)?;
        Ok(response.beside(&shelf, &advice, &asides, &language))
    };
    service.thinkers().think(limit, think).await?
}

/// Whether a question has no more targets than the service takes: competencies to reach, credentials to lock.
pub(super) fn few_targets(service: &Service, competencies: usize, locked: usize) -> Result<(), Problem> {
    let most = service.limits().targets;
    for (member, many) in [("competencies", competencies), ("locked", locked)] {
        if many > most {
            let fault = Fault {
                pointer: Some(format!("/{member}")),
                detail: format!("`{member}` has {many} elements"),
                hint: Some(format!("list at most {most}")),
                ..Fault::default()
            };
            return Err(Problem::of(Kind::ValueOutOfRange, vec![fault]).limit(most as u64));
        }
    }
    Ok(())
}

/// The time a question asks for, within what the service gives.
pub(super) fn time_limit(service: &Service, asked: Option<u64>) -> Result<Duration, Problem> {
    let limits = service.limits();
    let most = limits.think_most.as_millis();
    match asked {
        None => Ok(limits.think),
        Some(asked) if asked >= 1 && u128::from(asked) <= most => Ok(Duration::from_millis(asked)),
        Some(_) => {
            let fault = Fault {
                pointer: Some("/time_limit_ms".into()),
                detail: format!("the time limit is 1 to {most} milliseconds"),
                hint: Some(format!("write 1 to {most}, or leave it out")),
                ..Fault::default()
            };
            Err(Problem::of(Kind::ValueOutOfRange, vec![fault]))
        }
    }
}
