//! `/v1/learners/{learner}`: what is kept of a learner. Her id is that of her account; whatever hangs on her has its id in the path.
//!
//! Everything that can be edited has an `ETag` and is edited with `If-Match`; everything that is created can be asked for with an
//! `Idempotency-Key`. A counselor sees what a learner agreed to show, and each look is in the learner's audit log.

mod assignments;
mod evidence;
mod examples;
mod leave;
mod links;
mod plans;
mod profile;
mod progress;
mod proposals;
mod proposed;
mod thinking;
mod waivers;

pub(super) use examples::examples;

use crate::{
    access::{Operation, Relation, Role},
    record::{Kept, Kind as RecordKind, Plan},
    store::{Applied, Deed, Edit, Store},
    web::{
        Service,
        asked::Paging,
        caller::{Caller, not_found},
        conditions::{KeyedRequest, etag},
        new_id,
        problem::{Kind, Problem},
    },
};
use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of learners.
pub(super) fn routes() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(profile::get_learner, profile::put_learner, leave::erase_learner))
        .routes(routes!(leave::export_learner))
        .routes(routes!(leave::export_learner_csv))
        .routes(routes!(leave::list_audit))
        .routes(routes!(evidence::list_evidence, evidence::create_evidence))
        .routes(routes!(evidence::get_evidence, evidence::put_evidence, evidence::delete_evidence))
        .routes(routes!(evidence::get_evidence_file, evidence::put_evidence_file))
        .routes(routes!(plans::list_plans, plans::create_plan))
        .routes(routes!(plans::get_plan, plans::put_plan, plans::delete_plan))
        .routes(routes!(plans::refresh_plan))
        .routes(routes!(proposed::propose_plan))
        .routes(routes!(proposed::decide_plan))
        .routes(routes!(progress::request_review))
        .routes(routes!(progress::put_review))
        .routes(routes!(progress::put_progress))
        .routes(routes!(proposals::list_proposals, proposals::create_proposal))
        .routes(routes!(proposals::get_proposal))
        .routes(routes!(proposals::decide_change))
        .routes(routes!(links::list_links, links::create_link))
        .routes(routes!(links::revoke_link))
        .routes(routes!(links::get_shared))
        .routes(routes!(waivers::list_waivers, waivers::create_waiver))
        .routes(routes!(waivers::end_waiver))
        .routes(routes!(assignments::list_assignments))
        .routes(routes!(assignments::assign_counselor, assignments::end_assignment))
        .routes(routes!(assignments::agree_assignment))
        .routes(routes!(assignments::list_caseload))
}

/// The ids in a path under a learner.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Places {
    /// The learner.
    pub(super) learner: String,
    /// Her record.
    pub(super) id: String,
    /// A part of it, or what hangs on it.
    pub(super) part: String,
    /// A part of that.
    pub(super) at: String,
}

impl FromRequestParts<Service> for Places {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let read = Path::<Self>::from_request_parts(parts, service).await;
        let Path(places) = read.map_err(|_| Problem::new(Kind::MalformedUrl, "the path is not percent-encoded UTF-8"))?;
        // A NUL is no character of any id, and databases differ in what they make of it.
        if [&places.learner, &places.id, &places.part].iter().any(|id| id.contains('\0')) { Err(not_found()) } else { Ok(places) }
    }
}

/// Somebody who may do what she asks for.
pub(super) struct Reach<'a> {
    pub(super) store: &'a Store,
    /// Her account.
    pub(super) account: String,
}

/// Lets a caller reach what hangs on a learner. Whoever is not the learner herself is put on record, whether she was let or not.
pub(super) async fn reach<'a>(
    service: &'a Service,
    caller: &Caller,
    operation: Operation,
    learner: &str,
    object: &str,
) -> Result<Reach<'a>, Problem> {
    let store = service.store()?;
    let account = caller.account()?;
    let relation = match account.role {
        _ if *account.id == *learner => Relation::Own,
        Role::Counselor if store.agreed(learner, &account.id).await? => Relation::Assigned,
        _ => Relation::Other,
    };
    let told = caller.may(operation, relation);
    // Of a learner who is not there nothing can be on record.
    let there = match relation {
        Relation::Own => false,
        Relation::Assigned => true,
        Relation::Other => store.account(learner).await?.is_some_and(|account| account.role == Role::Learner),
    };
    if there {
        store.note(&deed(service, &account.id, operation, learner, object, told.is_ok())).await?;
    }
    told?;
    Ok(Reach { store, account: account.id.to_string() })
}

/// Something to be put on record.
pub(in crate::web::api) fn deed(service: &Service, actor: &str, operation: Operation, learner: &str, object: &str, done: bool) -> Deed {
    Deed {
        at: service.now(),
        actor: actor.to_owned(),
        operation: operation.id().to_owned(),
        learner: learner.to_owned(),
        object: object.chars().take(100).collect(),
        done,
    }
}

/// What became of a change, where it was not done as asked.
pub(super) fn applied(applied: &Applied) -> Result<(), Problem> {
    match applied {
        Applied::Done | Applied::Before(_) => Ok(()),
        Applied::Missing => Err(not_found()),
        Applied::Stale => Err(Problem::new(Kind::PreconditionFailed, "somebody has changed it since it was read")),
        Applied::KeyTaken => Err(Problem::new(Kind::KeyReused, "this key came with another request before")),
        Applied::TooLarge(most) => {
            Err(Problem::new(Kind::BodyTooLarge, format!("all files of a learner are at most {most} bytes")).limit(*most as u64))
        }
        Applied::TooMany(what, most) => {
            Err(Problem::new(Kind::TooMany, format!("there are {most} records of the kind `{what}`")).limit(*most as u64))
        }
    }
}

/// A plan in JSON with its tag, told in this language.
pub(super) fn plan_shown(status: StatusCode, plan: Kept<Plan>, language: &str) -> Response {
    shown(status, &told(plan, language))
}

/// A plan as its reader is told it.
pub(super) fn told(plan: Kept<Plan>, language: &str) -> Kept<Plan> {
    let told = plan.body.clone().in_language(language);
    plan.with(told)
}

/// A record in JSON with its tag.
pub(super) fn shown<T: Serialize>(status: StatusCode, kept: &Kept<T>) -> Response {
    tagged(status, kept.version, kept)
}

/// A body in JSON with a tag of this version.
pub(super) fn tagged(status: StatusCode, version: u64, body: &impl Serialize) -> Response {
    let mut response = (status, axum::Json(body)).into_response();
    response.headers_mut().insert(header::ETAG, etag(version));
    response
}

/// A new record of a learner.
pub(super) fn fresh<T>(service: &Service, body: T) -> Result<Kept<T>, Problem> {
    Ok(Kept::new(new_id(service.chance())?, service.now(), body))
}

/// A record as the store takes it.
pub(super) fn plain<T: Serialize>(kept: Kept<T>) -> Result<Kept<serde_json::Value>, Problem> {
    let body = written(&kept.body)?;
    Ok(kept.with(body))
}

/// A value in JSON.
pub(super) fn written(value: &impl Serialize) -> Result<serde_json::Value, Problem> {
    serde_json::to_value(value).map_err(|error| {
        tracing::error!(%error, "a record could not be written");
        Problem::new(Kind::Internal, "a record could not be written")
    })
}

/// Creates a record and answers with it; the same request with the same key is answered alike and creates nothing.
pub(super) async fn create<T: Serialize + Clone>(
    service: &Service,
    reach: &Reach<'_>,
    learner: &str,
    kind: RecordKind,
    kept: Kept<T>,
    request: &KeyedRequest,
    list: &str,
) -> Result<Response, Problem> {
    let shown = kept.clone();
    create_shown(service, reach, learner, &[Edit::Create { kind, record: plain(kept)? }], &shown, request, list).await
}

/// Creates records at once and answers with one of them, as it is shown.
pub(super) async fn create_shown<T: Serialize>(
    service: &Service,
    reach: &Reach<'_>,
    learner: &str,
    edits: &[Edit],
    shown: &Kept<T>,
    request: &KeyedRequest,
    list: &str,
) -> Result<Response, Problem> {
    let location = format!("{list}/{}", shown.id);
    let body = serde_json::to_string(shown).map_err(|_| Problem::new(Kind::Internal, "a record could not be written"))?;
    let version = shown.version;
    let once = request.once(&reach.account, location.clone(), version, body.clone());
    let (location, version, body) = match reach.store.change_records(learner, edits, once.as_ref(), None, service.now()).await? {
        Applied::Before(answer) => (answer.location, answer.version, answer.body),
        other => {
            applied(&other)?;
            (location, version, body)
        }
    };
    Ok(created(&location, version, body))
}

/// 201 with the place, the tag and the body of what is new.
pub(super) fn created(location: &str, version: u64, body: String) -> Response {
    let mut response = (StatusCode::CREATED, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::ETAG, etag(version));
    if let Ok(location) = HeaderValue::from_str(location) {
        headers.insert(header::LOCATION, location);
    }
    response
}

/// One record of a learner.
pub(super) async fn find<T: DeserializeOwned>(store: &Store, learner: &str, kind: RecordKind, id: &str) -> Result<Kept<T>, Problem> {
    store.record(learner, kind, id).await?.ok_or_else(not_found)
}

/// A page of records.
#[derive(Serialize, ToSchema)]
pub(super) struct KeptPage<T> {
    /// How many there are in all.
    total: usize,
    /// The first of this page, counted from 0.
    offset: usize,
    /// What is on it.
    items: Vec<T>,
    /// Where the next page starts; nothing on the last.
    next_offset: Option<usize>,
}

impl<T> KeptPage<T> {
    pub(super) fn new(total: usize, offset: usize, items: Vec<T>) -> Self {
        let next = offset + items.len();
        Self { total, offset, next_offset: (next < total && !items.is_empty()).then_some(next), items }
    }

    /// The page that is asked for of a list that is all here.
    pub(super) fn of(all: Vec<T>, paging: &Paging) -> Self {
        let total = all.len();
        Self::new(total, paging.offset, all.into_iter().skip(paging.offset).take(paging.limit).collect())
    }
}
