//! Saved plans: a question, its answer, and which of its pathways is followed.

use super::{KeptPage, Places, Reach, applied, create_shown, find, fresh, plain, plan_shown, profile::text, reach, tagged, thinking, told};
use crate::{
    access::Operation,
    record::{CHOICES, Difference, Kept, Kind as RecordKind, Plan, difference},
    store::Edit,
    web::{
        Service,
        api::{
            document::{GuardedProblems, KeptProblems},
            shape::PathwaysRequest,
        },
        asked::{Language, LanguageParams, PageParams, Paging, Reads, ReadsParams},
        caller::Caller,
        conditions::{IfMatch, IfMatchParams, KeyParams, Keyed},
        json::Json,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plan to save.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewPlan {
    /// What you call it.
    #[schema(min_length = 1, max_length = 200, example = "To data analyst by autumn")]
    pub(super) title: String,
    /// The question, as `POST /v1/pathways` takes it. Your constraints, your evidence and what was waived are added when it is asked.
    pub(super) question: PathwaysRequest,
    /// Which pathway you follow: `cheapest`, `fastest`, `fewest` or `balanced`; the cheapest where left out.
    #[schema(value_type = Option<String>, pattern = "^(cheapest|fastest|fewest|balanced)$", example = "cheapest")]
    pub(super) choice: Option<String>,
}

/// Which pathway a plan follows, once its title and its question are within what the service takes.
pub(super) fn chosen(service: &Service, title: &str, question: &PathwaysRequest, choice: Option<&str>) -> Result<String, Problem> {
    let bounds = &service.limits().bounds;
    text("/title", title, 1, bounds.title_letters)?;
    question.within(bounds).map_err(|refused| Problem::from(refused).within("/question"))?;
    let choice = choice.unwrap_or(CHOICES[0]);
    if CHOICES.contains(&choice) {
        return Ok(choice.to_owned());
    }
    let fault = Fault {
        pointer: Some("/choice".into()),
        parameter: None,
        detail: "there is no such choice".into(),
        hint: Some(format!("write one of {}", CHOICES.join(", "))),
    };
    Err(Problem::of(Kind::InvalidValue, vec![fault]))
}

/// A plan on the newest edition, and what is different.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Refreshed {
    /// The plan as it is now.
    pub(super) plan: Kept<Plan>,
    /// What is different from before.
    pub(super) difference: Difference,
}

/// Lists a learner's plans, the first saved first.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/plans",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), PageParams, ReadsParams),
    responses((status = 200, description = "A page of plans", body = KeptPage<Kept<Plan>>), GuardedProblems)
)]
pub(in crate::web) async fn list_plans(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    paging: Paging,
    Reads(language): Reads,
) -> Result<axum::Json<KeptPage<Kept<Plan>>>, Problem> {
    let reach = reach(&service, &caller, Operation::ListPlans, &places.learner, "").await?;
    let (total, items) = reach.store.records(&places.learner, RecordKind::Plan, paging.offset, paging.limit).await?;
    let items = items.into_iter().map(|plan| told(plan, &language)).collect();
    Ok(axum::Json(KeptPage::new(total, paging.offset, items)))
}

/// Asks a question and saves it with its answer.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/plans",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), KeyParams, LanguageParams),
    request_body = NewPlan,
    responses((status = 201, description = "The plan", body = Kept<Plan>), KeptProblems)
)]
pub(in crate::web) async fn create_plan(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Language(language): Language,
    Keyed(body, key): Keyed<NewPlan>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::CreatePlan, &places.learner, "").await?;
    let choice = chosen(&service, &body.title, &body.question, body.choice.as_deref())?;
    let question = thinking::kept(&body.question)?;
    let answered = thinking::answer(&service, reach.store, &places.learner, &question, &language).await?;
    let plan = fresh(&service, Plan::new(body.title, question, choice, answered))?;
    let edits = [Edit::Create { kind: RecordKind::Plan, record: plain(plan.clone())? }];
    let list = format!("/v1/learners/{}/plans", places.learner);
    create_shown(&service, &reach, &places.learner, &edits, &told(plan, &language), &key, &list).await
}

/// Shows one plan.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/plans/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        LanguageParams
    ),
    responses((status = 200, description = "The plan", body = Kept<Plan>), GuardedProblems)
)]
pub(in crate::web) async fn get_plan(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Language(language): Language,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::GetPlan, &places.learner, &places.id).await?;
    let plan = find::<Plan>(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    Ok(plan_shown(StatusCode::OK, plan, &language))
}

/// The edit that keeps a plan as it is now.
pub(super) fn replace(plan: &Kept<Plan>) -> Result<Edit, Problem> {
    let record = plain(plan.clone())?;
    Ok(Edit::Replace { kind: RecordKind::Plan, id: record.id, version: record.version, body: record.body })
}

/// Keeps a plan, with what belongs to the same change, and gives it as it is then.
pub(super) async fn keep(
    service: &Service,
    reach: &Reach<'_>,
    places: &Places,
    plan: &Kept<Plan>,
    mut also: Vec<Edit>,
) -> Result<Kept<Plan>, Problem> {
    also.insert(0, replace(plan)?);
    applied(&reach.store.change_records(&places.learner, &also, None, None, service.now()).await?)?;
    find(reach.store, &places.learner, RecordKind::Plan, &places.id).await
}

/// The plan that is edited, if it has still the version that was read.
pub(super) async fn edited(reach: &Reach<'_>, places: &Places, condition: &IfMatch) -> Result<Kept<Plan>, Problem> {
    let plan: Kept<Plan> = find(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    condition.holds(plan.version)?;
    Ok(plan)
}

/// Asks another question in place of the one a plan had. A review falls if it is another plan then.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/plans/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        IfMatchParams,
        LanguageParams
    ),
    request_body = NewPlan,
    responses((status = 200, description = "The plan as it is now", body = Kept<Plan>), KeptProblems)
)]
pub(in crate::web) async fn put_plan(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Language(language): Language,
    Json(body): Json<NewPlan>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::PutPlan, &places.learner, &places.id).await?;
    let mut plan = edited(&reach, &places, &condition).await?;
    let choice = chosen(&service, &body.title, &body.question, body.choice.as_deref())?;
    let question = thinking::kept(&body.question)?;
    let answered = thinking::answer(&service, reach.store, &places.learner, &question, &language).await?;
    plan.body.title = body.title;
    plan.body.replace(question, choice, answered);
    Ok(plan_shown(StatusCode::OK, keep(&service, &reach, &places, &plan, vec![]).await?, &language))
}

/// Asks a plan's question again: of the newest edition, with what the learner can show by now. Tells what is different.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/plans/{id}/refresh",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        IfMatchParams,
        LanguageParams
    ),
    responses((status = 200, description = "The plan as it is now, and what is different", body = Refreshed), KeptProblems)
)]
pub(in crate::web) async fn refresh_plan(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Language(language): Language,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::RefreshPlan, &places.learner, &places.id).await?;
    let mut plan = edited(&reach, &places, &condition).await?;
    let before = plan.body.clone();
    let question = before.question.clone();
    let answered = thinking::answer(&service, reach.store, &places.learner, &question, &language).await?;
    plan.body.replace(question, before.choice.clone(), answered);
    let plan = told(keep(&service, &reach, &places, &plan, vec![]).await?, &language);
    let difference = difference(&before, &plan.body);
    Ok(tagged(StatusCode::OK, plan.version, &Refreshed { plan, difference }))
}

/// Takes a plan out, with the links to it.
#[utoipa::path(
    delete,
    path = "/v1/learners/{learner}/plans/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        IfMatchParams
    ),
    responses((status = 204, description = "It is gone"), KeptProblems)
)]
pub(in crate::web) async fn delete_plan(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
) -> Result<StatusCode, Problem> {
    let reach = reach(&service, &caller, Operation::DeletePlan, &places.learner, &places.id).await?;
    let plan = edited(&reach, &places, &condition).await?;
    let edits = [Edit::Remove { kind: RecordKind::Plan, id: plan.id, version: plan.version }];
    applied(&reach.store.change_records(&places.learner, &edits, None, None, service.now()).await?)?;
    Ok(StatusCode::NO_CONTENT)
}
