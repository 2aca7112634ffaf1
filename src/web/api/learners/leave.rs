//! What a learner can see of what is kept of her, take along, and have erased.

use super::{KeptPage, Places, deed, reach};
use crate::{
    access::{Operation, Role},
    record::{audit::Entry, csv, tables},
    web::{
        Service,
        api::document::GuardedProblems,
        asked::{PageParams, Paging},
        caller::Caller,
        problem::Problem,
    },
};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An entry of the log, with who it was as far as she may know.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Look {
    /// The entry.
    #[serde(flatten)]
    pub(super) entry: Entry,
    /// The name that the actor signs in with, of accounts that are no learner's; none where there is no such account any more.
    #[schema(example = "cora@office.example")]
    pub(super) actor_name: Option<String>,
    /// The role of that account today.
    #[schema(value_type = Option<String>, pattern = "^(counselor|provider|operator)$", example = "counselor")]
    pub(super) actor_role: Option<Role>,
}

/// Sends everything that is kept of a learner: her account, what she said, evidence with files, plans, proposals, waivers, counselors,
/// links and who looked.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/export",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account")),
    responses((status = 200, description = "One list for each kind of record", body = Object), GuardedProblems)
)]
pub(in crate::web) async fn export_learner(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
) -> Result<Json<Map<String, Value>>, Problem> {
    let reach = reach(&service, &caller, Operation::ExportLearner, &places.learner, "").await?;
    Ok(Json(reach.store.everything(&places.learner).await?))
}

/// Sends the same as CSV: one line for each thing that is kept, with table, row, column and value.
///
/// What a spreadsheet could take for a formula begins with an apostrophe.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/export/csv",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account")),
    responses((status = 200, description = "All of it as CSV", body = String, content_type = "text/csv"), GuardedProblems)
)]
pub(in crate::web) async fn export_learner_csv(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
) -> Result<impl IntoResponse, Problem> {
    let reach = reach(&service, &caller, Operation::ExportLearnerCsv, &places.learner, "").await?;
    let text = csv(&tables(&reach.store.everything(&places.learner).await?));
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"pathstack.csv\"")];
    Ok((headers, text))
}

/// Erases a learner and her account: everything but the audit log, which names her by a keyed hash only. There is no way back.
#[utoipa::path(
    delete,
    path = "/v1/learners/{learner}",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account")),
    responses((status = 204, description = "Nothing is left"), GuardedProblems)
)]
pub(in crate::web) async fn erase_learner(State(service): State<Service>, caller: Caller, places: Places) -> Result<StatusCode, Problem> {
    let reach = reach(&service, &caller, Operation::EraseLearner, &places.learner, "").await?;
    let deed = deed(&service, &reach.account, Operation::EraseLearner, &places.learner, "", true);
    reach.store.erase(&places.learner, &deed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists who saw or changed what is kept of a learner, or was refused it; the last first.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/audit",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), PageParams),
    responses((status = 200, description = "A page of the log", body = KeptPage<Look>), GuardedProblems)
)]
pub(in crate::web) async fn list_audit(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    paging: Paging,
) -> Result<Json<KeptPage<Look>>, Problem> {
    let reach = reach(&service, &caller, Operation::ListAudit, &places.learner, "").await?;
    let (total, entries) = reach.store.audit_of(&places.learner, paging.offset, paging.limit).await?;
    let mut known = BTreeMap::new();
    let mut items = Vec::new();
    for entry in entries {
        let actor = entry.event.actor.clone();
        if !known.contains_key(&actor) {
            let account = reach.store.account(&actor).await?.filter(|account| account.role != Role::Learner);
            known.insert(actor.clone(), account.map(|account| (account.username, account.role)));
        }
        let (actor_name, actor_role) = known.get(&actor).cloned().flatten().unzip();
        items.push(Look { entry, actor_name: actor_name.flatten(), actor_role });
    }
    Ok(Json(KeptPage::new(total, paging.offset, items)))
}
