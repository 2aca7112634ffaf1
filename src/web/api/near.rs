//! `POST /v1/near-roles`.

use super::{
    coverage::report,
    document::AskProblems,
    shape::{CoverageQuestion, CoverageRequest, GroupRequest, Holding, OrderName, Report},
};
use crate::{
    model::{Currency, Date},
    web::{
        Service,
        asked::{Language, LanguageParams},
        json::Json,
        problem::Problem,
    },
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which jobs are closest.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NearRolesRequest {
    /// What the learner can show.
    #[schema(max_items = 2000)]
    pub(super) holds: Vec<Holding>,
    /// Roles to look at, by title, alias, code, id or URI: all of the edition where empty.
    #[schema(max_items = 5000)]
    pub(super) roles: Vec<String>,
    /// Closest by money, or by hours of study.
    pub(super) order: OrderName,
    /// Roles to list; 50 where left out.
    #[schema(minimum = 1, maximum = 100_000)]
    pub(super) limit: Option<usize>,
    /// Hours a week the learner can study; 10 where left out.
    #[schema(exclusive_minimum = 0, maximum = 168)]
    pub(super) hours_per_week: Option<f64>,
    /// The first day; today where left out.
    #[schema(value_type = Option<String>, format = Date, example = "2027-01-04")]
    #[serde(default, deserialize_with = "super::shape::day")]
    pub(super) start: Option<Date>,
    /// The currency of the answer; the catalogue's where left out.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3}$", example = "USD")]
    pub(super) currency: Option<Currency>,
    /// How long to think at most, in milliseconds.
    #[schema(minimum = 1, maximum = 30000)]
    pub(super) time_limit_ms: Option<u64>,
}

impl From<NearRolesRequest> for CoverageRequest {
    fn from(asked: NearRolesRequest) -> Self {
        let NearRolesRequest { holds, roles, order, limit, hours_per_week, start, currency, time_limit_ms } = asked;
        let group = GroupRequest { name: "you".to_owned(), weight: None, holds };
        Self { roles, groups: vec![group], order, limit, hours_per_week, start, currency, time_limit_ms, ..Self::default() }
    }
}

/// Finds the roles that are closest to what a learner can show.
///
/// By list prices or by hours of study, each proven or said to be open. `POST /v1/coverage/near` asks the same for many learners.
#[utoipa::path(
    post,
    path = "/v1/near-roles",
    tag = "advice",
    params(LanguageParams),
    request_body = NearRolesRequest,
    responses((status = 200, description = "The roles, closest first", body = Report), AskProblems)
)]
pub(super) async fn find_near_roles(
    State(service): State<Service>,
    Language(language): Language,
    Json(request): Json<NearRolesRequest>,
) -> Result<axum::Json<Report>, Problem> {
    report(&service, CoverageQuestion::Near, request.into(), language).await
}
