//! How far a learner is with a plan, and what a counselor says of it.

use super::{
    Places, fresh, plain, plan_shown,
    plans::{edited, keep},
    profile::text,
    proposed::followed,
    reach,
};
use crate::{
    access::Operation,
    model::Date,
    record::{Evidence, Kept, Kind as RecordKind, Origin, Plan, Progress, Review, ReviewState, StepState},
    store::Edit,
    web::{
        Service,
        api::{document::KeptProblems, shape::day},
        asked::{Language, LanguageParams},
        caller::Caller,
        conditions::{IfMatch, IfMatchParams},
        json::Json,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A step ticked off.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewProgress {
    /// How far it is: `started`, `earned` or `dropped`.
    pub(super) state: StepState,
    /// Since which day; today where left out.
    #[serde(default, deserialize_with = "day")]
    #[schema(value_type = Option<String>, format = Date, example = "2027-02-01")]
    pub(super) on: Option<Date>,
}

/// What a counselor says of a plan.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewReview {
    /// `approved` or `changes_wanted`.
    pub(super) state: ReviewState,
    /// Why.
    #[schema(max_length = 2000, example = "Good order; the exam dates leave room")]
    #[serde(default)]
    pub(super) note: Option<String>,
}

/// Ticks a step of a plan off. What is earned becomes evidence, by the learner's own word. A plan that a counselor made is taken on first.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/plans/{id}/progress/{part}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        ("part" = String, Path, description = "The id of the step's credential, percent-encoded"),
        IfMatchParams,
        LanguageParams
    ),
    request_body = NewProgress,
    responses((status = 200, description = "The plan as it is now", body = Kept<Plan>), KeptProblems)
)]
pub(in crate::web) async fn put_progress(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Language(language): Language,
    Json(body): Json<NewProgress>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::PutProgress, &places.learner, &places.id).await?;
    let mut plan = edited(&reach, &places, &condition).await?;
    followed(&plan.body)?;
    let credential = places.part.clone();
    // A step that was ticked off before stays one, whatever the plan is now.
    if !plan.body.has_step(&credential) && plan.body.state_of(&credential).is_none() {
        return Err(
            Problem::new(Kind::NotFound, "the plan has no step with this credential").hint("its steps are in `answer`, under `choice`")
        );
    }
    let on = body.on.unwrap_or_else(|| service.today());
    let before = plan.body.progress.iter().find(|one| one.credential == credential).and_then(|one| one.evidence.clone());
    let mut also = Vec::new();
    let mut evidence = None;
    if let Some(id) = before {
        let old: Option<Kept<Evidence>> = reach.store.record(&places.learner, RecordKind::Evidence, &id).await?;
        match old {
            // What she took out herself stays out; what stays may have been given a file.
            Some(old) if body.state == StepState::Earned => evidence = Some(old.id),
            Some(old) => also.push(Edit::Remove { kind: RecordKind::Evidence, id: old.id, version: old.version }),
            None => {}
        }
    }
    if body.state == StepState::Earned && evidence.is_none() {
        let earned = Evidence { credential: Some(credential.clone()), issued: Some(on), origin: Origin::Earned, ..Evidence::default() };
        let kept = fresh(&service, earned)?;
        evidence = Some(kept.id.clone());
        also.push(Edit::Create { kind: RecordKind::Evidence, record: plain(kept)? });
    }
    plan.body.tick(Progress { credential, state: body.state, on, evidence });
    Ok(plan_shown(StatusCode::OK, keep(&service, &reach, &places, &plan, also).await?, &language))
}

/// Asks the learner's counselors to look at a plan as it is.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/plans/{id}/review-request",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        IfMatchParams,
        LanguageParams
    ),
    responses((status = 200, description = "The plan as it is now", body = Kept<Plan>), KeptProblems)
)]
pub(in crate::web) async fn request_review(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Language(language): Language,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::RequestReview, &places.learner, &places.id).await?;
    let mut plan = edited(&reach, &places, &condition).await?;
    plan.body.review = Review {
        state: ReviewState::Requested,
        hash: Some(plan.body.hash.clone()),
        by: Some(reach.account.clone()),
        note: None,
        at: Some(service.now()),
    };
    Ok(plan_shown(StatusCode::OK, keep(&service, &reach, &places, &plan, vec![]).await?, &language))
}

/// Says what a counselor thinks of a plan as it is: it falls when the plan is another.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/plans/{id}/review",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        IfMatchParams,
        LanguageParams
    ),
    request_body = NewReview,
    responses((status = 200, description = "The plan as it is now", body = Kept<Plan>), KeptProblems)
)]
pub(in crate::web) async fn put_review(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Language(language): Language,
    Json(body): Json<NewReview>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::PutReview, &places.learner, &places.id).await?;
    if !matches!(body.state, ReviewState::Approved | ReviewState::ChangesWanted) {
        let fault = Fault {
            pointer: Some("/state".into()),
            parameter: None,
            detail: "a review approves or wants changes".into(),
            hint: Some("write `approved` or `changes_wanted`".into()),
        };
        return Err(Problem::of(Kind::InvalidValue, vec![fault]));
    }
    if let Some(note) = &body.note {
        text("/note", note, 0, service.limits().bounds.note_letters)?;
    }
    let mut plan = edited(&reach, &places, &condition).await?;
    plan.body.review = Review {
        state: body.state,
        hash: Some(plan.body.hash.clone()),
        by: Some(reach.account.clone()),
        note: body.note,
        at: Some(service.now()),
    };
    Ok(plan_shown(StatusCode::OK, keep(&service, &reach, &places, &plan, vec![]).await?, &language))
}
