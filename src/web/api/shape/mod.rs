//! The JSON of requests and answers, for HTTP and for `--json` alike; `model` may change behind it.

mod answer;
mod bounds;
mod names;
mod recommend;
mod record;
mod request;
mod view;
mod words;

pub use answer::{
    AlternativeView, AssumptionView, BundleView, CoverageView, FailingView, GapResponse, GateView, ImpasseView, OfferingRef, PathwayView,
    PathwaysResponse, PriceLineView, ReasonView, RelaxationView, RequirementView, StepView,
};
pub use recommend::{CompanionView, ExposureView, NearView, RecommendationsResponse, SuggestionReasonView, SuggestionView};
pub use record::{CompetencySummary, CredentialSummary, MoneyView, Named, OfferingSummary, Page, RoleSummary};
pub use request::{GapRequest, Holding, PathwaysRequest, RecommendationsRequest, Refused, WantedCompetency, Why, default_start};
pub use view::{AttestingView, CompetencyView, CredentialView, RankView, RoleView};
