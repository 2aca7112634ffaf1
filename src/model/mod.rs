//! The words: plain data, no lookups, named after CTDL, Open Badges, ESCO, O\*NET, CASE, ELM and schema.org where these have a term.

mod canonical;
mod catalogue;
mod competency;
mod credential;
mod figure;
mod id;
mod learner;
mod level;
mod money;
mod offering;
mod organisation;
mod price;
mod requirement;
mod role;
mod text;
mod time;

pub use canonical::RecordRef;
pub use catalogue::{Catalogue, FORMAT, Header, Record};
pub use competency::{Competency, CompetencyKind};
pub use credential::{
    Award, AwardMode, Credential, CredentialType, CreditValue, DoubleCounting, Quality, QualityKind, Renewal, RenewalBy, StackRule, Status,
    Validity,
};
pub use figure::{Amount, Figure};
pub use id::{CompetencyId, CredentialId, FundingId, OfferingId, OrganisationId, PricePlanId, RoleId, ScaleId, SourceId};
pub use learner::{Constraints, Evidence, EvidenceOf, Learner, Verification};
pub use level::{Crosswalk, Level, LevelScale, Match, Rank, ScaleLevel, ScaleMapping};
pub use money::{Currency, Decimal, ExchangeRate, Money};
pub use offering::{Activity, Attempts, Bandwidth, Delivery, Offering, Outcomes, Pace, PriceKind, Timing};
pub use organisation::{Organisation, OrganisationRole, Source};
pub use price::{
    BillingUnit, Cap, CapPer, Equivalence, EquivalencePurpose, Funding, FundingCovers, FundingKind, MaintenancePer, PayTiming, PricePlan,
    PricePlanKind,
};
pub use requirement::{Condition, Credits, EntryCondition, Expr, Relation, code_fits};
pub use role::{Necessity, Openings, Requirement, Role, TrustFloor};
pub use text::Text;
pub use time::{Date, Effort};
