//! The JSON of requests and answers, for HTTP and for `--json` alike; `model` may change behind it.

mod answer;
mod aside;
mod bounds;
mod change;
mod completeness;
mod coverage;
mod means;
mod mentions;
mod names;
mod pathway;
mod recommend;
mod record;
mod request;
mod view;
mod words;

pub use answer::{
    AlternativeView, CoverageView, FailingView, GapResponse, GateView, ImpasseView, OfferingRef, PathwaysResponse, RelaxationView,
    RequirementView,
};
pub use aside::{DiffView, PolicyPriceView, ReceiptView, WhatIfView, WhyNotView};
pub use completeness::{CompletenessSummary, CompletenessView, FixView, RecordScoreView};
pub use coverage::{Column, CoverageQuestion, CoverageRequest, GroupRequest, Mark, OrderName, PROOF, Report, Row, Unanswered, Unit, hours};
pub use means::{HoursFrom, OwnFund, Rate};
pub use mentions::{MentionedView, MentionsRequest, MentionsResponse, SaidView};
pub(in crate::web) use names::competency_named;
pub use pathway::{AssumptionView, CashView, FundedView, OutlookView, PathwayView, PaymentView, ReasonView, StepView};
pub use recommend::{
    CompanionView, ExposureView, FinishView, NearView, RecommendationsResponse, SuggestionReasonView, SuggestionView, TakesView,
};
pub use record::{CompetencySummary, CredentialSummary, MoneyView, Named, OfferingSummary, Page, RoleSummary};
pub(in crate::web::api) use request::day;
pub use request::{GapRequest, Holding, PathwaysRequest, RecommendationsRequest, Refused, WantedCompetency, Why, default_start};
pub use view::{AttestingView, CompetencyView, CredentialView, RankView, RoleView};
