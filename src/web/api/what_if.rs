//! `POST /v1/what-if`.

use super::{
    document::AskProblems,
    pathways::answer,
    shape::{MoneyView, PathwaysRequest, PathwaysResponse, WhatIfView},
};
use crate::{
    model::Date,
    web::{
        Service,
        asked::{Language, LanguageParams},
        json::Json,
        problem::{Fault, Kind, Problem},
    },
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A question, and changes to try.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WhatIfRequest {
    /// The question as `POST /v1/pathways` takes it.
    pub(super) question: PathwaysRequest,
    /// Changes, each answered by itself: `hours=12`, `budget=USD 300`, `deadline=2027-06-01`, and so on.
    #[schema(min_items = 1, max_items = 5, example = json!(["hours=12", "budget=USD 60"]))]
    pub(super) changes: Vec<String>,
}

/// What each change would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct WhatIfResponse {
    /// The edition it rests on.
    edition: u64,
    /// How the question itself ends.
    #[schema(example = "optimal")]
    ending: &'static str,
    /// What its cheapest pathway costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<MoneyView>,
    /// When its cheapest pathway is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    ready: Option<Date>,
    /// The answers to the changed questions, in the order they were asked.
    changes: Vec<WhatIfView>,
}

impl From<PathwaysResponse> for WhatIfResponse {
    fn from(answered: PathwaysResponse) -> Self {
        let (price, ready) = answered.cheapest.map(|way| (way.price, way.ready)).unzip();
        Self { edition: answered.edition, ending: answered.ending, price, ready, changes: answered.what_if }
    }
}

/// Tries changes to a question: what would each do to price and ready date?
///
/// Each change is answered as `POST /v1/pathways` would, within the same time, and told as a difference to the cheapest pathway.
#[utoipa::path(
    post,
    path = "/v1/what-if",
    tag = "advice",
    params(LanguageParams),
    request_body = WhatIfRequest,
    responses((status = 200, description = "What each change would do", body = WhatIfResponse), AskProblems)
)]
pub(super) async fn answer_what_if(
    State(service): State<Service>,
    Language(language): Language,
    Json(WhatIfRequest { mut question, changes }): Json<WhatIfRequest>,
) -> Result<axum::Json<WhatIfResponse>, Problem> {
    if changes.is_empty() {
        let hint = Some("name a change such as `hours=12`".to_owned());
        let fault = Fault { pointer: Some("/changes".into()), parameter: None, detail: "there is no change to try".into(), hint };
        return Err(Problem::of(Kind::InvalidValue, vec![fault]));
    }
    let own = question.within(&service.limits().bounds);
    own.map_err(|refused| Problem::from(refused).within("/question"))?;
    (question.what_if, question.why_not, question.policy_prices) = (changes, Vec::new(), false);
    // Faults are told by their places in this body.
    let placed = |pointer: &str| match pointer.strip_prefix("/what_if") {
        Some(rest) => format!("/changes{rest}"),
        None => format!("/question{pointer}"),
    };
    let answered = answer(&service, question, language).await.map_err(|problem| problem.placed(placed))?;
    Ok(axum::Json(answered.into()))
}
