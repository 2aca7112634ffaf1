//! The JSON of requests and answers, for HTTP and for `--json` alike; `model` may change behind it.

mod answer;
mod record;
mod request;

pub use answer::{
    AlternativeView, AssumptionView, BundleView, CoverageView, FailingView, GapResponse, GateView, ImpasseView, OfferingRef, PathwayView,
    PathwaysResponse, PriceLineView, ReasonView, RelaxationView, RequirementView, StepView,
};
pub use record::{CompetencySummary, CredentialSummary, MoneyView, Named, OfferingSummary, Page, RoleSummary, RoleView};
pub use request::{GapRequest, Holding, PathwaysRequest, Refused, WantedCompetency, default_start};
