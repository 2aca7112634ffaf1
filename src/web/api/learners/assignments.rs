//! Which counselor sees which learner: an operator names her, the learner agrees, either can end it.

use super::{KeptPage, Places, deed, reach, told};
use crate::{
    access::Operation,
    model::Date,
    record::{Assignment, AssignmentState, CaseStatus, Decision, Kept, Kind as RecordKind, NextAction, Plan, Proposal, outlook},
    store::{Store, StoreError},
    web::{
        Service,
        api::document::GuardedProblems,
        asked::{PageParams, Paging, Reads, ReadsParams},
        caller::{Caller, not_found},
        problem::Problem,
    },
};
use axum::{Json, extract::State};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A counselor of a learner.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Counselor {
    /// How far the two are with each other.
    #[serde(flatten)]
    pub(super) assignment: Assignment,
    /// The name that she signs in with; none where an organisation signs her in.
    #[schema(example = "cora@office.example")]
    pub(super) counselor_name: Option<String>,
}

/// A learner of a counselor, how she stands and what comes next.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Case {
    /// The learner's account.
    pub(super) learner: String,
    /// How she wants to be called.
    pub(super) name: String,
    /// Since when she agreed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) since: Option<Timestamp>,
    /// How she stands.
    pub(super) status: CaseStatus,
    /// What comes next.
    pub(super) next: NextAction,
    /// The plan that was changed last, by id.
    pub(super) plan: Option<String>,
    /// What she calls it.
    pub(super) title: Option<String>,
    /// The day it is ready.
    #[schema(value_type = Option<String>, format = Date)]
    pub(super) ready: Option<Date>,
}

/// Lists a learner's counselors, ended ones too.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/assignments",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), PageParams),
    responses((status = 200, description = "A page of them, the first named first", body = KeptPage<Counselor>), GuardedProblems)
)]
pub(in crate::web) async fn list_assignments(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    paging: Paging,
) -> Result<Json<KeptPage<Counselor>>, Problem> {
    let reach = reach(&service, &caller, Operation::ListAssignments, &places.learner, "").await?;
    let all = reach.store.assignments_of(&places.learner).await?;
    let total = all.len();
    let mut items = Vec::new();
    for assignment in all.into_iter().skip(paging.offset).take(paging.limit) {
        let counselor_name = reach.store.account(&assignment.counselor).await?.and_then(|account| account.username);
        items.push(Counselor { assignment, counselor_name });
    }
    Ok(Json(KeptPage::new(total, paging.offset, items)))
}

/// Names a counselor for a learner. She sees nothing before the learner agrees.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/assignments/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The counselor's account")
    ),
    responses((status = 200, description = "How far the two are with each other", body = Assignment), GuardedProblems)
)]
pub(in crate::web) async fn assign_counselor(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
) -> Result<Json<Assignment>, Problem> {
    let account = caller.account()?;
    let deed = deed(&service, &account.id, Operation::AssignCounselor, &places.learner, &places.id, true);
    let named = service.store()?.assign(&places.learner, &places.id, &deed).await?;
    named.map(Json).ok_or_else(|| not_found().hint("name a learner's account, and an open account of a counselor"))
}

/// Agrees that a counselor sees what is kept of the learner, and proposes, reviews and waives.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/assignments/{id}/agreement",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The counselor's account")
    ),
    responses((status = 200, description = "How far the two are with each other", body = Assignment), GuardedProblems)
)]
pub(in crate::web) async fn agree_assignment(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
) -> Result<Json<Assignment>, Problem> {
    let reach = reach(&service, &caller, Operation::AgreeAssignment, &places.learner, &places.id).await?;
    let deed = deed(&service, &reach.account, Operation::AgreeAssignment, &places.learner, &places.id, true);
    let agreed = reach.store.answer_assignment(&places.learner, &places.id, AssignmentState::Agreed, &deed).await?;
    agreed.map(Json).ok_or_else(not_found)
}

/// Ends it: the counselor sees nothing of the learner any more. Either of the two can do so.
#[utoipa::path(
    delete,
    path = "/v1/learners/{learner}/assignments/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The counselor's account")
    ),
    responses((status = 200, description = "How far the two are with each other", body = Assignment), GuardedProblems)
)]
pub(in crate::web) async fn end_assignment(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
) -> Result<Json<Assignment>, Problem> {
    let reach = reach(&service, &caller, Operation::EndAssignment, &places.learner, &places.id).await?;
    // A counselor ends her own assignment, and nobody else's.
    if reach.account != places.learner && reach.account != places.id {
        return Err(not_found());
    }
    let deed = deed(&service, &reach.account, Operation::EndAssignment, &places.learner, &places.id, true);
    let ended = reach.store.answer_assignment(&places.learner, &places.id, AssignmentState::Ended, &deed).await?;
    ended.map(Json).ok_or_else(not_found)
}

/// The plan that counts: the one changed last, but for those the learner rejected.
async fn newest(store: &Store, learner: &str) -> Result<Option<Kept<Plan>>, StoreError> {
    let counts = |plan: &Kept<Plan>| plan.body.proposed.as_ref().is_none_or(|proposed| proposed.decision != Decision::Rejected);
    match store.newest_plan(learner).await? {
        Some(rejected) if !counts(&rejected) => {
            let all: Vec<Kept<Plan>> = store.all_records(learner, RecordKind::Plan).await?;
            Ok(all.into_iter().filter(counts).max_by_key(|plan| plan.changed_at))
        }
        newest => Ok(newest),
    }
}

/// Lists the learners who agreed to the calling counselor, each with how she stands and what comes next.
#[utoipa::path(
    get,
    path = "/v1/caseload",
    tag = "learners",
    params(PageParams, ReadsParams),
    responses((status = 200, description = "A page of learners", body = KeptPage<Case>), GuardedProblems)
)]
pub(in crate::web) async fn list_caseload(
    State(service): State<Service>,
    caller: Caller,
    paging: Paging,
    Reads(language): Reads,
) -> Result<Json<KeptPage<Case>>, Problem> {
    let (store, account, today) = (service.store()?, caller.account()?, service.today());
    let (total, assigned) = store.caseload(&account.id, paging.offset, paging.limit).await?;
    // Each of them is looked at, and each can see that she was.
    let looks = assigned.iter().map(|one| deed(&service, &account.id, Operation::ListCaseload, &one.learner, "", true));
    store.note_all(&looks.collect::<Vec<_>>()).await?;
    let mut items = Vec::new();
    for Assignment { learner, changed_at, .. } in assigned {
        let plan = newest(store, &learner).await?.map(|plan| told(plan, &language));
        let proposals: Vec<Proposal> = store.all_records(&learner, RecordKind::Proposal).await?.into_iter().map(|kept| kept.body).collect();
        let of_plan = proposals.iter().filter(|proposal| plan.as_ref().is_some_and(|plan| proposal.plan == plan.id));
        let standing = outlook(plan.as_ref().map(|plan| &plan.body), of_plan, today);
        items.push(Case {
            name: store.learner(&learner).await?.map(|kept| kept.body.name).unwrap_or_default(),
            learner,
            since: changed_at,
            status: standing.status,
            next: standing.next,
            ready: plan.as_ref().and_then(|plan| plan.body.ready()),
            title: plan.as_ref().map(|plan| plan.body.title.clone()),
            plan: plan.map(|plan| plan.id),
        });
    }
    Ok(Json(KeptPage::new(total, paging.offset, items)))
}
