//! `GET /v1/health`: how the service is, whether it is ready, and whether it lives.

use super::document::ReadyProblems;
use crate::{
    graph::SkillGraph,
    web::{
        Service,
        problem::{Kind, Problem},
    },
};
use axum::{Json, extract::State};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// How the service is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `ready` where questions may be sent; `alive` where it only answers this, because what is kept cannot be reached or it was told to stop.
    #[schema(example = "ready")]
    status: &'static str,
    /// Its version.
    #[schema(example = "0.1.0")]
    version: &'static str,
    /// The edition it answers from.
    edition: u64,
    /// What that edition calls itself.
    title: String,
    /// How many roles it has.
    roles: usize,
    /// How many credentials it has.
    credentials: usize,
    /// How many competencies it has.
    competencies: usize,
}

impl Health {
    /// A service that answers from this edition.
    pub(super) fn of(graph: &SkillGraph) -> Self {
        Self {
            status: "ready",
            version: env!("CARGO_PKG_VERSION"),
            edition: graph.edition().number,
            title: graph.edition().title.clone(),
            roles: graph.roles().len(),
            credentials: graph.credentials().len(),
            competencies: graph.competencies().len(),
        }
    }
}

/// Says how the service is and which edition it answers from.
#[utoipa::path(
    get,
    path = "/v1/health",
    tag = "service",
    responses((status = 200, description = "The service answers", body = Health))
)]
pub(super) async fn get_health(State(service): State<Service>) -> Json<Health> {
    let health = Health::of(&service.advisor().shelf().graph);
    Json(if ready(&service).await.is_ok() { health } else { Health { status: Alive::NOW.status, ..health } })
}

/// How long the store may take to answer before it counts as gone.
const STORE_PATIENCE: Duration = Duration::from_millis(1800);

/// That the process answers at all.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Alive {
    /// `alive`.
    #[schema(example = "alive")]
    status: &'static str,
}

impl Alive {
    /// What whoever can answer says.
    pub(super) const NOW: Self = Self { status: "alive" };
}

/// Says that the process answers; whoever watches it starts it anew where it does not.
///
/// Nothing else is asked for it: a service that is alive may still be told to send no questions by `/v1/health/ready`.
#[utoipa::path(
    get,
    path = "/v1/health/live",
    tag = "service",
    responses((status = 200, description = "The process answers", body = Alive))
)]
pub(super) async fn get_liveness() -> Json<Alive> {
    Json(Alive::NOW)
}

/// Says whether to send questions: not while what is kept cannot be reached, and no more once the service was told to stop.
#[utoipa::path(
    get,
    path = "/v1/health/ready",
    tag = "service",
    responses((status = 200, description = "The service answers questions", body = Health), ReadyProblems)
)]
pub(super) async fn get_readiness(State(service): State<Service>) -> Result<Json<Health>, Problem> {
    ready(&service).await?;
    Ok(Json(Health::of(&service.advisor().shelf().graph)))
}

/// Whether questions may be sent.
async fn ready(service: &Service) -> Result<(), Problem> {
    if service.is_leaving() {
        return Err(Problem::new(Kind::Stopping, "the server was told to stop").retry_after(5));
    }
    if let Some(store) = service.maybe_store() {
        let looked = tokio::time::timeout(STORE_PATIENCE, store.latest()).await;
        looked.map_err(|_| Problem::new(Kind::Unavailable, "what is kept cannot be reached in time").retry_after(2))??;
    }
    Ok(())
}
