//! Proposals: a counselor proposes changes of a plan's question, the learner accepts or rejects them one by one.

use super::{
    KeptPage, Places, applied, create, deed, find, fresh, not_found, plain, plans, profile::text, reach, shown, tagged, thinking, told,
};
use crate::{
    access::Operation,
    record::{Change, Decided, Decision, Difference, Kept, Kind as RecordKind, Plan, Proposal, difference},
    store::Edit,
    web::{
        Bounds, Service,
        api::document::{GuardedProblems, KeptProblems},
        asked::{Language, LanguageParams, PageParams, Paging},
        caller::Caller,
        conditions::{IfMatch, IfMatchParams, KeyParams, Keyed},
        json::Json,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A change to propose.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewChange {
    /// What changes, as `what_if` of `POST /v1/pathways` says it.
    #[schema(min_length = 1, max_length = 500, example = "hours=12")]
    pub(super) change: String,
    /// Why.
    #[schema(min_length = 1, max_length = 2000, example = "Then you are ready before the summer")]
    pub(super) reason: String,
}

/// A proposal to make.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewProposal {
    /// What you want to say about it.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub(super) note: Option<String>,
    /// Change by change.
    #[schema(min_items = 1, max_items = 20)]
    pub(super) changes: Vec<NewChange>,
}

/// What the learner says to a change.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewDecision {
    /// `accepted` or `rejected`.
    pub(super) decision: Decision,
}

/// A decision, and what it made of the plan.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct DecisionView {
    /// The proposal as it is now.
    pub(super) proposal: Kept<Proposal>,
    /// The plan as it is now.
    pub(super) plan: Kept<Plan>,
    /// What is different in the plan.
    pub(super) difference: Difference,
}

fn wrong(kind: Kind, pointer: String, detail: &str, hint: &str) -> Problem {
    Problem::of(kind, vec![Fault { pointer: Some(pointer), parameter: None, detail: detail.into(), hint: Some(hint.into()) }])
}

/// A decision accepts or rejects: nothing is put back to open.
pub(super) fn settled(decision: Decision) -> Result<(), Problem> {
    match decision {
        Decision::Open => {
            Err(wrong(Kind::InvalidValue, "/decision".into(), "a decision accepts or rejects", "write `accepted` or `rejected`"))
        }
        Decision::Accepted | Decision::Rejected => Ok(()),
    }
}

/// A plan's question with a change; the problem names where the change stands.
fn changed(service: &Service, question: &Value, change: &str, pointer: &str) -> Result<super::super::shape::PathwaysRequest, Problem> {
    let question = thinking::asked(service, question)?;
    question.changed(change).map_err(|mut refused| {
        pointer.clone_into(&mut refused.pointer);
        refused.into()
    })
}

/// Changes of a question, each as it can be accepted: it can be understood, and asked.
pub(super) fn changes(service: &Service, question: &Value, note: Option<&str>, proposed: Vec<NewChange>) -> Result<Vec<Change>, Problem> {
    let Bounds { changes: most, name_letters, note_letters, .. } = service.limits().bounds;
    if proposed.len() > most {
        let detail = format!("a proposal has 1 to {most} changes");
        return Err(wrong(Kind::ValueOutOfRange, "/changes".into(), &detail, "propose the others in another one").limit(most as u64));
    }
    if let Some(note) = note {
        text("/note", note, 0, note_letters)?;
    }
    let mut changes = Vec::new();
    for (at, NewChange { change, reason }) in proposed.into_iter().enumerate() {
        let pointer = format!("/changes/{at}/change");
        text(&pointer, &change, 1, name_letters)?;
        text(&format!("/changes/{at}/reason"), &reason, 1, note_letters)?;
        let asked = changed(service, question, &change, &pointer)?;
        let (shelf, today) = (service.advisor().shelf(), service.today());
        asked.question(&shelf, today).map_err(|mut refused| {
            refused.pointer = pointer;
            Problem::from(refused)
        })?;
        changes.push(Change { change, reason, decision: Decision::Open, decided_at: None });
    }
    Ok(changes)
}

/// Lists the proposals for a learner's plan, the first made first.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/plans/{id}/proposals",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        PageParams
    ),
    responses((status = 200, description = "A page of proposals", body = KeptPage<Kept<Proposal>>), GuardedProblems)
)]
pub(in crate::web) async fn list_proposals(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    paging: Paging,
) -> Result<axum::Json<KeptPage<Kept<Proposal>>>, Problem> {
    let reach = reach(&service, &caller, Operation::ListProposals, &places.learner, &places.id).await?;
    find::<Plan>(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    let all: Vec<Kept<Proposal>> = reach.store.all_records(&places.learner, RecordKind::Proposal).await?;
    let of_plan: Vec<_> = all.into_iter().filter(|proposal| proposal.body.plan == places.id).collect();
    let total = of_plan.len();
    let items = of_plan.into_iter().skip(paging.offset).take(paging.limit).collect();
    Ok(axum::Json(KeptPage::new(total, paging.offset, items)))
}

/// Proposes changes to a learner's plan. Nothing of the plan changes before she accepts.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/plans/{id}/proposals",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        KeyParams
    ),
    request_body = NewProposal,
    responses((status = 201, description = "The proposal", body = Kept<Proposal>), KeptProblems)
)]
pub(in crate::web) async fn create_proposal(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Keyed(body, key): Keyed<NewProposal>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::CreateProposal, &places.learner, &places.id).await?;
    let plan: Kept<Plan> = find(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    if body.changes.is_empty() {
        let most = service.limits().bounds.changes;
        let detail = format!("a proposal has 1 to {most} changes");
        return Err(wrong(Kind::ValueOutOfRange, "/changes".into(), &detail, "say what should change").limit(most as u64));
    }
    let changes = changes(&service, &plan.body.question, body.note.as_deref(), body.changes)?;
    let proposal = Proposal { plan: plan.id, plan_hash: plan.body.hash, by: reach.account.clone(), note: body.note, changes };
    let list = format!("/v1/learners/{}/plans/{}/proposals", places.learner, places.id);
    create(&service, &reach, &places.learner, RecordKind::Proposal, fresh(&service, proposal)?, &key, &list).await
}

/// Shows one proposal.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/plans/{id}/proposals/{part}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        ("part" = String, Path, description = "The proposal's id")
    ),
    responses((status = 200, description = "The proposal", body = Kept<Proposal>), GuardedProblems)
)]
pub(in crate::web) async fn get_proposal(State(service): State<Service>, caller: Caller, places: Places) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::GetProposal, &places.learner, &places.part).await?;
    Ok(shown(StatusCode::OK, &proposal(&reach, &places).await?))
}

/// Puts on record that the learner decided: a counselor's proposal and what became of it stand in one log.
pub(super) async fn decided(
    service: &Service,
    reach: &super::Reach<'_>,
    operation: Operation,
    learner: &str,
    object: &str,
) -> Result<(), Problem> {
    Ok(reach.store.note(&deed(service, &reach.account, operation, learner, object, true)).await?)
}

async fn proposal(reach: &super::Reach<'_>, places: &Places) -> Result<Kept<Proposal>, Problem> {
    let proposal: Kept<Proposal> = find(reach.store, &places.learner, RecordKind::Proposal, &places.part).await?;
    if proposal.body.plan == places.id { Ok(proposal) } else { Err(not_found()) }
}

/// Accepts or rejects one change of a proposal. What is accepted becomes part of the plan's question, which is asked again at once.
///
/// `If-Match` is the tag of the proposal. A decision stands: the same again changes nothing, the other is refused.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/plans/{id}/proposals/{part}/changes/{at}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        ("part" = String, Path, description = "The proposal's id"),
        ("at" = String, Path, description = "The change's place, from 0", example = "0"),
        IfMatchParams,
        LanguageParams
    ),
    request_body = NewDecision,
    responses((status = 200, description = "The proposal and the plan as they are now", body = DecisionView), KeptProblems)
)]
pub(in crate::web) async fn decide_change(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Language(language): Language,
    Json(body): Json<NewDecision>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::DecideChange, &places.learner, &places.part).await?;
    settled(body.decision)?;
    let mut proposal = proposal(&reach, &places).await?;
    let mut plan: Kept<Plan> = find(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    condition.holds(proposal.version)?;
    if plan.body.proposed.as_ref().is_some_and(|proposed| proposed.decision == Decision::Rejected) {
        return Err(Problem::new(Kind::Decided, "the whole plan was rejected before"));
    }
    let before = plan.body.clone();
    let at: usize = places.at.parse().map_err(|_| not_found())?;
    let change = proposal.body.changes.get(at).map(|change| change.change.clone()).ok_or_else(not_found)?;
    let mut edits = Vec::new();
    match proposal.body.decide(at, body.decision, service.now()) {
        Decided::NoSuch => return Err(not_found()),
        Decided::Otherwise => return Err(Problem::new(Kind::Decided, "this change was decided otherwise before")),
        Decided::Before => {}
        Decided::Now => {
            if body.decision == Decision::Accepted {
                let question = thinking::kept(&changed(&service, &plan.body.question, &change, "/decision")?)?;
                let answered = thinking::answer(&service, reach.store, &places.learner, &question, &language).await?;
                plan.body.replace(question, before.choice.clone(), answered);
                edits.push(plans::replace(&plan)?);
            }
            let record = plain(proposal.clone())?;
            edits.push(Edit::Replace { kind: RecordKind::Proposal, id: record.id, version: record.version, body: record.body });
            applied(&reach.store.change_records(&places.learner, &edits, None, None, service.now()).await?)?;
            decided(&service, &reach, Operation::DecideChange, &places.learner, &places.part).await?;
        }
    }
    let proposal: Kept<Proposal> = find(reach.store, &places.learner, RecordKind::Proposal, &places.part).await?;
    let plan: Kept<Plan> = find(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    let difference = difference(&before, &plan.body);
    let plan = told(plan, &language);
    Ok(tagged(StatusCode::OK, proposal.version, &DecisionView { proposal, plan, difference }))
}
