//! Links to a plan for whoever has them: they cannot be guessed, they end, and they can be revoked.

use super::{KeptPage, Places, applied, created, deed, find, reach};
use crate::{
    access::Operation,
    record::{Kind as RecordKind, Plan, Progress, ReviewState, ShareLink},
    store::{Applied, Shared},
    web::{
        Service,
        api::document::{GuardedProblems, KeptProblems},
        asked::{Language, LanguageParams, PageParams, Paging},
        caller::{Caller, Secret, not_found},
        conditions::{KeyParams, Keyed},
        new_id,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{extract::State, http::StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A link to make.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewLink {
    /// After how many days it ends.
    #[schema(minimum = 1, maximum = 365, default = 30, example = 30)]
    #[serde(default)]
    pub(super) days: Option<u32>,
}

/// A new link, with its secret.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct LinkMade {
    /// Where the plan can be read without an account, shown this once.
    #[schema(example = "/v1/shared/3q2-7w…")]
    pub(super) path: String,
    /// What is kept of it.
    #[serde(flatten)]
    pub(super) link: ShareLink,
}

/// A plan as whoever has a link sees it: nothing of who the learner is, nor of what she can show.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct SharedPlan {
    /// What the learner calls it.
    title: String,
    /// Which pathway she follows.
    choice: String,
    /// The pathway, as `POST /v1/pathways` gives it.
    #[schema(value_type = Object)]
    pathway: Value,
    /// The role it leads to, if it leads to one.
    #[schema(value_type = Option<Object>)]
    role: Option<Value>,
    /// The edition it rests on.
    edition: u64,
    /// The plan's hash.
    hash: String,
    /// What a counselor said of the plan as it is.
    review: ReviewState,
    /// Steps ticked off.
    progress: Vec<Progress>,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
}

/// Makes a link to a plan that works without an account.
///
/// Its secret is in the answer and nowhere else. A request that comes again with its `Idempotency-Key` gets the same link with another
/// secret, and the one before leads nowhere.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/plans/{id}/links",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        KeyParams
    ),
    request_body = NewLink,
    responses((status = 201, description = "The link; its secret is shown this once", body = LinkMade), KeptProblems)
)]
pub(in crate::web) async fn create_link(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Keyed(body, key): Keyed<NewLink>,
) -> Result<axum::response::Response, Problem> {
    let reach = reach(&service, &caller, Operation::CreateLink, &places.learner, &places.id).await?;
    find::<Plan>(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    let most = u32::try_from(service.accounts().token.as_secs() / 86_400).unwrap_or(u32::MAX);
    let days = body.days.unwrap_or(30.min(most));
    if !(1..=most).contains(&days) {
        let fault = Fault {
            pointer: Some("/days".into()),
            parameter: None,
            detail: format!("a link lasts 1 to {most} days"),
            hint: Some(format!("write 1 to {most}")),
        };
        return Err(Problem::of(Kind::ValueOutOfRange, vec![fault]).limit(most.into()));
    }
    let secret = Secret::new(service.chance())?;
    let now = service.now();
    let expires_at = now.saturating_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX);
    let link = ShareLink { id: new_id(service.chance())?, plan: places.id.clone(), created_at: now, expires_at, revoked_at: None };
    let unwritten = |_| Problem::new(Kind::Internal, "a link could not be written");
    let location = format!("/v1/learners/{}/plans/{}/links/{}", places.learner, places.id, link.id);
    let once = key.once(&reach.account, location.clone(), 1, serde_json::to_string(&link).map_err(unwritten)?);
    let (location, link) = match reach.store.add_link_once(&places.learner, &link, &secret.hash(), once.as_ref()).await? {
        Applied::Before(answer) => (answer.location, serde_json::from_str(&answer.body).map_err(unwritten)?),
        other => {
            applied(&other)?;
            (location, link)
        }
    };
    let body = serde_json::to_string(&LinkMade { path: format!("/v1/shared/{}", secret.reveal()), link });
    Ok(created(&location, 1, body.map_err(unwritten)?))
}

/// Lists the links to a plan, without their secrets; revoked and ended ones too.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/plans/{id}/links",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        PageParams
    ),
    responses((status = 200, description = "A page of them, the first made first", body = KeptPage<ShareLink>), GuardedProblems)
)]
pub(in crate::web) async fn list_links(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    paging: Paging,
) -> Result<axum::Json<KeptPage<ShareLink>>, Problem> {
    let reach = reach(&service, &caller, Operation::ListLinks, &places.learner, &places.id).await?;
    find::<Plan>(reach.store, &places.learner, RecordKind::Plan, &places.id).await?;
    Ok(axum::Json(KeptPage::of(reach.store.links(&places.learner, &places.id).await?, &paging)))
}

/// Revokes a link: it leads nowhere from now on.
#[utoipa::path(
    delete,
    path = "/v1/learners/{learner}/plans/{id}/links/{part}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "The plan's id"),
        ("part" = String, Path, description = "The link's id")
    ),
    responses((status = 204, description = "Revoked"), GuardedProblems)
)]
pub(in crate::web) async fn revoke_link(State(service): State<Service>, caller: Caller, places: Places) -> Result<StatusCode, Problem> {
    let reach = reach(&service, &caller, Operation::RevokeLink, &places.learner, &places.id).await?;
    let revoked = reach.store.revoke_link(&places.learner, &places.id, &places.part, service.now()).await?;
    if revoked { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// Shows the plan that a link leads to, to whoever has the link. The learner sees in her log that it was used.
#[utoipa::path(
    get,
    path = "/v1/shared/{id}",
    tag = "learners",
    params(("id" = String, Path, description = "The secret of the link"), LanguageParams),
    responses((status = 200, description = "The plan, and nothing of who the learner is", body = SharedPlan), GuardedProblems)
)]
pub(in crate::web) async fn get_shared(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Language(language): Language,
) -> Result<axum::Json<SharedPlan>, Problem> {
    let (store, secret) = (service.store()?, Secret::parse(&places.id).ok_or_else(not_found)?);
    let Shared { learner, link, plan } = store.shared(&secret.hash(), service.now()).await?.ok_or_else(not_found)?;
    // Whoever has a link need not say who she is; where she has, she is named.
    let by = caller.who().account().map_or_else(|| format!("link {link}"), |account| account.id.to_string());
    if by != learner {
        store.note(&deed(&service, &by, Operation::GetShared, &learner, &plan.id, true)).await?;
    }
    let review = plan.body.review_now();
    let Plan { title, choice, answer, edition, hash, progress, .. } = plan.body.in_language(&language);
    Ok(axum::Json(SharedPlan {
        pathway: impersonal(answer.get(&choice).cloned().unwrap_or_default()),
        role: answer.get("role").cloned(),
        title,
        choice,
        edition,
        hash,
        review,
        progress: progress.into_iter().map(|one| Progress { evidence: None, ..one }).collect(),
        changed_at: plan.changed_at,
    }))
}

/// A pathway without what it says of the learner herself. What was saved before that was told apart is left out with it.
fn impersonal(mut pathway: Value) -> Value {
    if let Some(assumptions) = pathway.get_mut("assumptions").and_then(Value::as_array_mut) {
        assumptions.retain(|assumption| assumption["of_learner"] == false);
    }
    pathway
}
