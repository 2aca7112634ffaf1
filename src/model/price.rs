//! Prices that cover more than one offering, and who helps to pay.

use super::{CredentialId, Date, Expr, Figure, FundingId, Money, OfferingId, OrganisationId, PricePlanId, SourceId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a price plan charges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PricePlanKind {
    /// A price a unit of time, for all it covers.
    Subscription,
    /// A price for a fixed term.
    FlatTerm,
    /// One price for a set.
    Bundle,
    /// A price that unlocks member prices.
    Membership,
    /// A yearly price for keeping credentials.
    Maintenance,
}

/// The unit a subscription is paid by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BillingUnit {
    /// So many days.
    Days(u32),
    /// So many calendar months.
    Months(u32),
}

/// Whether maintenance is paid by credential or by issuer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaintenancePer {
    /// For each credential.
    #[default]
    Credential,
    /// Once for all credentials of the issuer.
    Issuer,
}

/// A price that covers several offerings, or keeps credentials in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PricePlan {
    /// Stable id.
    pub id: PricePlanId,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// How it charges.
    pub kind: PricePlanKind,
    /// The price, for one unit where there is a unit.
    #[serde(default, skip_serializing_if = "Figure::is_absent")]
    pub price: Figure<Money>,
    /// The unit of a subscription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<BillingUnit>,
    /// Offerings covered, or credentials: all their offerings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Box<str>>,
    /// Who sells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<OrganisationId>,
    /// The fewest units of a subscription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_units: Option<u32>,
    /// Free days at the start of a subscription, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial_days: Option<u32>,
    /// The price of a year of the same subscription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly_price: Option<Figure<Money>>,
    /// Days of a flat term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Whether a bundle is refused to those who hold a part.
    #[serde(default)]
    pub void_if_held: bool,
    /// Months of a membership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// What members pay, by offering.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub member_price: BTreeMap<OfferingId, Money>,
    /// Yearly prices of single credentials, where they are not all alike.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prices: BTreeMap<CredentialId, Money>,
    /// Whether maintenance is paid by credential or by issuer.
    #[serde(default)]
    pub per: MaintenancePer,
    /// Whether only the highest held credential is charged.
    #[serde(default)]
    pub highest_only: bool,
    /// Its public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Box<str>>,
    /// Where it stands: a source's id, or the address of a public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The date at which it is known to have held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// A remark for those who keep the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}

/// How funding comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FundingKind {
    /// A grant.
    Grant,
    /// A voucher.
    Voucher,
    /// Credit in a personal learning account.
    Wallet,
    /// Help from the employer.
    Employer,
    /// Instalments without interest.
    LoanFreeInstalments,
}

/// What funding pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FundingCovers {
    /// Tuition.
    Tuition,
    /// Exam fees.
    Exam,
    /// Compulsory materials.
    Materials,
}

/// Over what a cap is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapPer {
    /// Once in a life.
    Lifetime,
    /// Each calendar year.
    CalendarYear,
    /// Each award year, July to June.
    AwardYear,
    /// Each course.
    Course,
}

/// The most that funding pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// How much.
    pub amount: Figure<Money>,
    /// Over what it is counted.
    pub per: CapPer,
}

/// When funding is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayTiming {
    /// Before or on enrolment.
    #[default]
    Upfront,
    /// Reimbursed once passed.
    OnPass,
}

/// Somebody who helps to pay (CTDL FinancialAssistanceProfile, ELM Grant).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Funding {
    /// Stable id.
    pub id: FundingId,
    /// Its name.
    pub name: Text,
    /// How it comes.
    pub kind: FundingKind,
    /// Who pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funder: Option<OrganisationId>,
    /// Who may use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Expr>,
    /// What it pays for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<FundingCovers>,
    /// Only these offerings; all where both lists are empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offerings: Vec<OfferingId>,
    /// Only offerings of these credentials.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<CredentialId>,
    /// How many in a hundred of the price it pays; all where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100))]
    pub rate_percent: Option<u8>,
    /// The most it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
    /// Claims end on this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Study must start by this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_by: Option<Date>,
    /// Funds that cannot be used beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<FundingId>,
    /// When it is paid.
    #[serde(default)]
    pub pay: PayTiming,
    /// Where it is offered: ISO 3166 codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region: Vec<Box<str>>,
    /// Its public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Box<str>>,
    /// Where it stands: a source's id, or the address of a public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The date at which it is known to have held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// A remark for those who keep the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}

/// For what one credential is accepted in place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EquivalencePurpose {
    /// Where the other is a prerequisite.
    Prerequisite,
    /// Where the other counts for an award.
    Award,
    /// The other need not be taken.
    Exemption,
    /// For credits.
    Credit,
}

/// `from` is accepted where `to` is asked: directed, for one purpose, not transitive (CTDL TransferValueProfile).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Equivalence {
    /// What is held.
    pub from: CredentialId,
    /// What is asked.
    pub to: CredentialId,
    /// For what.
    pub purpose: EquivalencePurpose,
    /// The least score, in the awarding body's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<Box<str>>,
    /// Until when it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Where it stands: a source's id, or the address of a public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The date at which it is known to have held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// A remark for those who keep the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}
