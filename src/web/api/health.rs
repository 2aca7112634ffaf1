//! `GET /v1/health`.

use crate::{graph::SkillGraph, web::Service};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// How the service is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `ready` while it answers questions.
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
    responses((status = 200, description = "The service answers questions", body = Health))
)]
pub(super) async fn get_health(State(service): State<Service>) -> Json<Health> {
    let shelf = service.advisor().shelf();
    Json(Health::of(&shelf.graph))
}
