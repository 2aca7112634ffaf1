//! Plans that a counselor makes for a learner: hers once she takes them on.
//!
//! Such a plan is the bare question, answered with what the learner can show. Whatever the counselor wants besides comes as changes that the
//! learner accepts or rejects one by one, so that nothing is decided for her in one stroke.

use super::{
    Places, applied, create_shown, find, fresh, not_found, plain, plan_shown,
    plans::{chosen, edited, replace},
    proposals::{NewChange, NewDecision, changes, decided, settled},
    reach, thinking, told,
};
use crate::{
    access::Operation,
    record::{Decided, Decision, Kept, Kind as RecordKind, Plan, Proposal, Proposed},
    store::Edit,
    web::{
        Service,
        api::{document::KeptProblems, shape::PathwaysRequest},
        asked::{Language, LanguageParams},
        caller::Caller,
        conditions::{IfMatch, IfMatchParams, KeyParams, Keyed},
        json::Json,
        problem::{Kind, Problem},
    },
};
use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plan to make for a learner.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewProposedPlan {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "To data analyst by autumn")]
    pub(super) title: String,
    /// The question, as `POST /v1/pathways` takes it: where to, and what needs no word of the learner's. Her constraints, her evidence and
    /// what was waived are added when it is asked.
    pub(super) question: PathwaysRequest,
    /// Which pathway it follows: `cheapest`, `fastest`, `fewest` or `balanced`; the cheapest where left out.
    #[schema(value_type = Option<String>, pattern = "^(cheapest|fastest|fewest|balanced)$", example = "cheapest")]
    pub(super) choice: Option<String>,
    /// What you want to say about it.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub(super) note: Option<String>,
    /// Changes of the question that the learner accepts or rejects one by one.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub(super) changes: Vec<NewChange>,
}

/// That the learner follows a plan: what somebody else made is hers to tick off once she has taken it on.
pub(super) fn followed(plan: &Plan) -> Result<(), Problem> {
    if plan.is_followed() {
        return Ok(());
    }
    let hint = if plan.proposed.as_ref().is_some_and(Proposed::is_open) {
        "take it on first: `PUT` its `decision` with `accepted`"
    } else {
        "it was rejected, and a decision stands: save its question as a plan of your own"
    };
    Err(Problem::new(Kind::NotTakenOn, "a counselor made this plan, and the learner has not taken it on").hint(hint))
}

/// Makes a plan for a learner who is assigned to the calling counselor. She follows nothing of it before she takes it on.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/proposed-plans",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), KeyParams, LanguageParams),
    request_body = NewProposedPlan,
    responses((status = 201, description = "The plan; its place is among her plans", body = Kept<Plan>), KeptProblems)
)]
pub(in crate::web) async fn propose_plan(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Language(language): Language,
    Keyed(body, key): Keyed<NewProposedPlan>,
) -> Result<Response, Problem> {
    let learner = &places.learner;
    let reach = reach(&service, &caller, Operation::ProposePlan, learner, "").await?;
    let choice = chosen(&service, &body.title, &body.question, body.choice.as_deref())?;
    let question = thinking::kept(&body.question)?;
    let changes = changes(&service, &question, body.note.as_deref(), body.changes)?;
    let answered = thinking::answer(&service, reach.store, learner, &question, &language).await?;
    let mut plan = Plan::new(body.title, question, choice, answered);
    plan.proposed = Some(Proposed { by: reach.account.clone(), note: body.note, decision: Decision::Open, decided_at: None });
    let plan = fresh(&service, plan)?;
    let mut edits = vec![Edit::Create { kind: RecordKind::Plan, record: plain(plan.clone())? }];
    if !changes.is_empty() {
        let (of, plan_hash) = (plan.id.clone(), plan.body.hash.clone());
        let proposal = Proposal { plan: of, plan_hash, by: reach.account.clone(), note: None, changes };
        edits.push(Edit::Create { kind: RecordKind::Proposal, record: plain(fresh(&service, proposal)?)? });
    }
    let list = format!("/v1/learners/{learner}/plans");
    create_shown(&service, &reach, learner, &edits, &told(plan, &language), &key, &list).await
}

/// Takes on or rejects a plan that a counselor made. A decision stands: the same again changes nothing, the other is refused.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/plans/{id}/decision",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        IfMatchParams,
        LanguageParams
    ),
    request_body = NewDecision,
    responses((status = 200, description = "The plan as it is now", body = Kept<Plan>), KeptProblems)
)]
pub(in crate::web) async fn decide_plan(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Language(language): Language,
    Json(body): Json<NewDecision>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::DecidePlan, &places.learner, &places.id).await?;
    settled(body.decision)?;
    let mut plan = edited(&reach, &places, &condition).await?;
    // Her own plan waits for nobody's word.
    let proposed = plan.body.proposed.as_mut().ok_or_else(not_found)?;
    match proposed.decide(body.decision, service.now()) {
        Decided::Before => {}
        Decided::Now => {
            applied(&reach.store.change_records(&places.learner, &[replace(&plan)?], None, None, service.now()).await?)?;
            decided(&service, &reach, Operation::DecidePlan, &places.learner, &places.id).await?;
        }
        Decided::Otherwise | Decided::NoSuch => return Err(Problem::new(Kind::Decided, "this plan was decided on otherwise before")),
    }
    let plan = find(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    Ok(plan_shown(StatusCode::OK, plan, &language))
}
