//! Waivers: requirements that a counselor lets go, with a reason. They count as met when the learner's plans are asked.

use super::{KeptPage, Places, applied, create, find, fresh, plain, profile::text, reach, shown};
use crate::{
    access::Operation,
    model::Date,
    record::{Kept, Kind as RecordKind, Waiver},
    store::Edit,
    web::{
        Service,
        api::{
            document::{GuardedProblems, KeptProblems},
            shape::day,
        },
        asked::{PageParams, Paging},
        caller::Caller,
        conditions::{IfMatch, IfMatchParams, KeyParams, Keyed},
        problem::{Fault, Kind, Problem},
    },
};
use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A requirement to let go.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewWaiver {
    /// The competency's id or URI.
    #[schema(max_length = 500, example = "sql")]
    pub(super) competency: String,
    /// Up to which rank it counts as met; up to the highest where left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 255, example = 2)]
    pub(super) level: Option<u8>,
    /// Why.
    #[schema(min_length = 1, max_length = 2000, example = "Ten years of database work, references seen")]
    pub(super) reason: String,
    /// Until when it holds; for good where left out.
    #[serde(default, deserialize_with = "day")]
    #[schema(value_type = Option<String>, format = Date)]
    pub(super) until: Option<Date>,
}

/// Lists the waivers of a learner, ended ones too, the first given first.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/waivers",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), PageParams),
    responses((status = 200, description = "A page of waivers", body = KeptPage<Kept<Waiver>>), GuardedProblems)
)]
pub(in crate::web) async fn list_waivers(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    paging: Paging,
) -> Result<axum::Json<KeptPage<Kept<Waiver>>>, Problem> {
    let reach = reach(&service, &caller, Operation::ListWaivers, &places.learner, "").await?;
    let (total, items) = reach.store.records(&places.learner, RecordKind::Waiver, paging.offset, paging.limit).await?;
    Ok(axum::Json(KeptPage::new(total, paging.offset, items)))
}

/// Lets a requirement go for a learner, with a reason that stays on record.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/waivers",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), KeyParams),
    request_body = NewWaiver,
    responses((status = 201, description = "The waiver", body = Kept<Waiver>), KeptProblems)
)]
pub(in crate::web) async fn create_waiver(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Keyed(body, key): Keyed<NewWaiver>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::CreateWaiver, &places.learner, "").await?;
    text("/reason", &body.reason, 1, service.limits().bounds.note_letters)?;
    let fault = |kind, pointer: &str, detail: &str, hint: String| {
        Problem::of(kind, vec![Fault { pointer: Some(pointer.into()), parameter: None, detail: detail.into(), hint: Some(hint) }])
    };
    let shelf = service.advisor().shelf();
    let graph = &shelf.graph;
    let at = graph.find_competency(&body.competency).ok_or_else(|| {
        fault(
            Kind::UnknownReference,
            "/competency",
            "this edition has nothing of this id",
            "search for it: GET /v1/competencies?q=…".into(),
        )
    })?;
    let ranks = graph.ranks(graph.one(at));
    if body.level.is_some_and(|level| level == 0 || level > ranks) {
        return Err(fault(Kind::ValueOutOfRange, "/level", "this level is not on its scale", format!("write 1 to {ranks}")));
    }
    let waiver = Waiver {
        competency: graph.competency(at).id.to_string(),
        level: Some(body.level.unwrap_or(ranks)),
        reason: body.reason,
        by: reach.account.clone(),
        until: body.until,
        ended_at: None,
    };
    let list = format!("/v1/learners/{}/waivers", places.learner);
    create(&service, &reach, &places.learner, RecordKind::Waiver, fresh(&service, waiver)?, &key, &list).await
}

/// Takes a waiver back. It stays on record as one that ended; plans change when they are refreshed.
#[utoipa::path(
    delete,
    path = "/v1/learners/{learner}/waivers/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The waiver's id"),
        IfMatchParams
    ),
    responses((status = 200, description = "The waiver as it is now", body = Kept<Waiver>), KeptProblems)
)]
pub(in crate::web) async fn end_waiver(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::EndWaiver, &places.learner, &places.id).await?;
    let mut waiver: Kept<Waiver> = find(reach.store, &places.learner, RecordKind::Waiver, &places.id).await?;
    condition.holds(waiver.version)?;
    waiver.body.ended_at = waiver.body.ended_at.or_else(|| Some(service.now()));
    let record = plain(waiver)?;
    let edits = [Edit::Replace { kind: RecordKind::Waiver, id: record.id, version: record.version, body: record.body }];
    applied(&reach.store.change_records(&places.learner, &edits, None, None, service.now()).await?)?;
    Ok(shown(StatusCode::OK, &find::<Waiver>(reach.store, &places.learner, RecordKind::Waiver, &places.id).await?))
}
