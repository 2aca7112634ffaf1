//! The JSON of requests and answers, for HTTP and for `--json` alike; `model` may change behind it.

mod answer;
mod bounds;
mod coverage;
mod mentions;
mod names;
mod record;
mod request;
mod view;
mod words;

pub use answer::{
    AlternativeView, AssumptionView, BundleView, CoverageView, FailingView, GapResponse, GateView, ImpasseView, OfferingRef, PathwayView,
    PathwaysResponse, PriceLineView, ReasonView, RelaxationView, RequirementView, StepView,
};
pub use coverage::{Column, CoverageQuestion, CoverageRequest, GroupRequest, OrderName, Report, Row, Unanswered, Unit, hours};
pub use mentions::{MentionedView, MentionsRequest, MentionsResponse, SaidView};
pub use record::{CompetencySummary, CredentialSummary, MoneyView, Named, OfferingSummary, Page, RoleSummary};
pub use request::{GapRequest, Holding, PathwaysRequest, Refused, WantedCompetency, Why, default_start};
pub use view::{AttestingView, CompetencyView, CredentialView, RankView, RoleView};
