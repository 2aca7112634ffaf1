//! What a learner says of herself.

use super::{Places, applied, reach, shown};
use crate::{
    access::Operation,
    record::{Kept, Profile},
    web::{
        Service,
        api::{
            document::{GuardedProblems, KeptProblems},
            shape::PathwaysRequest,
        },
        caller::Caller,
        conditions::{IfMatch, IfMatchParams},
        json::{self, Json},
        problem::{Fault, Kind, Problem},
    },
};
use axum::{extract::State, http::StatusCode, response::Response};
use jiff::Timestamp;
use serde_json::Value;

/// Members of a question that are asked anew each time, or come from evidence.
const NO_CONSTRAINTS: [&str; 7] = ["role", "competencies", "holds", "why_not", "what_if", "policy_prices", "time_limit_ms"];

/// Shows what a learner says of herself.
///
/// One who never said anything has version 0.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account")),
    responses((status = 200, description = "What she says of herself", body = Kept<Profile>), GuardedProblems)
)]
pub(in crate::web) async fn get_learner(State(service): State<Service>, caller: Caller, places: Places) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::GetLearner, &places.learner, "").await?;
    Ok(shown(StatusCode::OK, &profile(reach.store, &places.learner).await?))
}

/// What a learner says of herself, be it nothing.
pub(super) async fn profile(store: &crate::store::Store, learner: &str) -> Result<Kept<Profile>, Problem> {
    let blank = || Kept {
        id: learner.to_owned(),
        version: 0,
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        body: Profile::default(),
    };
    Ok(store.learner(learner).await?.unwrap_or_else(blank))
}

/// Sets what a learner says of herself.
///
/// `constraints` has members of the body of `POST /v1/pathways`: every question of hers is asked with them where it says nothing else.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), IfMatchParams),
    request_body = Profile,
    responses((status = 200, description = "What she says of herself now", body = Kept<Profile>), KeptProblems)
)]
pub(in crate::web) async fn put_learner(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Json(body): Json<Profile>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::PutLearner, &places.learner, "").await?;
    sound(&service, &body)?;
    let now = profile(reach.store, &places.learner).await?;
    condition.holds(now.version)?;
    applied(&reach.store.keep_learner(&places.learner, now.version, &body, service.now()).await?)?;
    Ok(shown(StatusCode::OK, &profile(reach.store, &places.learner).await?))
}

fn wrong(pointer: &str, kind: Kind, detail: impl Into<String>, hint: &str) -> Problem {
    let fault = Fault { pointer: Some(pointer.to_owned()), parameter: None, detail: detail.into(), hint: Some(hint.to_owned()) };
    Problem::of(kind, vec![fault])
}

/// Text of people: within a length, and without what no text has.
pub(super) fn text(pointer: &str, text: &str, least: usize, most: usize) -> Result<(), Problem> {
    if (least..=most).contains(&text.trim().chars().count()) && text.chars().count() <= most {
        return Ok(());
    }
    Err(wrong(
        pointer,
        Kind::ValueOutOfRange,
        format!("`{pointer}` is too short or too long"),
        &format!("write {least} to {most} characters"),
    ))
}

fn sound(service: &Service, body: &Profile) -> Result<(), Problem> {
    let bounds = &service.limits().bounds;
    text("/name", &body.name, 0, bounds.title_letters)?;
    if let Some(language) = &body.language {
        let sound = (2..=35).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !sound {
            return Err(wrong(
                "/language",
                Kind::InvalidValue,
                "`language` is no language",
                "write an ISO 639-1 code such as `en` or `es`",
            ));
        }
    }
    if let Some(name) = body.constraints.keys().find(|name| NO_CONSTRAINTS.contains(&name.as_str())) {
        let pointer = format!("/constraints/{name}");
        return Err(wrong(&pointer, Kind::UnknownField, format!("`{name}` is no constraint"), "put it into the question itself"));
    }
    let written = serde_json::to_vec(&Value::Object(body.constraints.clone())).unwrap_or_default();
    let asked = json::read::<PathwaysRequest>(&written, service.limits());
    asked.and_then(|asked| Ok(asked.within(bounds)?)).map_err(|problem| problem.within("/constraints"))
}
