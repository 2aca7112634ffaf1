//! A learner: what she can show, how she can study, what she may spend.

use super::{
    CompetencyId, CredentialId, Date, Delivery, Effort, ExchangeRate, Funding, FundingId, Level, Money, OfferingId, OrganisationId, Timing,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far a piece of evidence can be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// The learner's own word.
    #[default]
    SelfAsserted,
    /// A document that nobody could check.
    Unverifiable,
    /// Somebody assessed it, and the document says so.
    Assessed,
    /// A badge or record that was verified.
    Verified,
}

/// What a piece of evidence is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceOf {
    /// A competency.
    Competency(CompetencyId),
    /// A credential, with all it attests.
    Credential(CredentialId),
}

/// One thing a learner can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is about.
    pub of: EvidenceOf,
    /// At which level, for a competency.
    pub level: Level,
    /// How far it can be trusted.
    pub verification: Verification,
    /// When it was issued.
    pub issued: Option<Date>,
    /// Until when it is in force.
    pub expires: Option<Date>,
}

impl Evidence {
    /// The learner's own word for a competency.
    pub fn claim(id: &str, level: Level) -> Self {
        Self { of: EvidenceOf::Competency(id.into()), level, verification: Verification::SelfAsserted, issued: None, expires: None }
    }

    /// A credential the learner says she holds.
    pub fn credential(id: &str) -> Self {
        Self {
            of: EvidenceOf::Credential(id.into()),
            level: Level::Unknown,
            verification: Verification::SelfAsserted,
            issued: None,
            expires: None,
        }
    }

    /// Whether it is in force on this day.
    pub fn in_force(&self, on: Date) -> bool {
        self.expires.is_none_or(|expires| on <= expires)
    }
}

/// How a learner can study and what she may spend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraints {
    /// Hours a week she can study.
    pub weekly: Effort,
    /// The first day she can study.
    pub start: Date,
    /// The most she can spend.
    pub budget: Option<Money>,
    /// The last day to be ready.
    pub deadline: Option<Date>,
    /// ISO 639-1 languages she can study in; any where empty.
    pub languages: Vec<Box<str>>,
    /// Ways of delivery she can use; any where empty.
    pub delivery: Vec<Delivery>,
    /// Times in the week she can use; any where empty.
    pub timing: Vec<Timing>,
    /// Where she is: an offering bound to other regions is out.
    pub region: Option<Box<str>>,
    /// Accessibility features she needs, all of them.
    pub accessibility: Vec<Box<str>>,
    /// Whether she has only a poor connection.
    pub low_bandwidth: bool,
    /// Credentials that must be in the stack.
    pub locked: Vec<CredentialId>,
    /// Credentials that must not.
    pub excluded: Vec<CredentialId>,
    /// Offerings that must not.
    pub excluded_offerings: Vec<OfferingId>,
    /// Providers and issuers to do without.
    pub excluded_providers: Vec<OrganisationId>,
    /// Only credentials that a quality body speaks for.
    pub accredited_only: bool,
    /// Whether an award of unknown level may count at any level.
    pub trust_unknown_levels: bool,
    /// Prices last known longer before her first day than so many months are told to be old.
    pub old_prices_months: u32,
    /// Months of work experience she has, in the work that is asked for.
    pub experience_months: u32,
    /// Weeks with other hours: from each day on, so much a week; none while paused.
    pub hours_from: Vec<(Date, Effort)>,
    /// How many steps may be open at a time.
    pub at_once: u32,
    /// The most she can spend in a calendar month.
    pub monthly_cap: Option<Money>,
    /// The most she can spend in a calendar year.
    pub yearly_cap: Option<Money>,
    /// Months after the ready date during which everything must stay in force.
    pub hold_months: u32,
    /// What a week sooner is worth to her.
    pub week_value: Option<Money>,
    /// Funds of the catalogue whose conditions she meets.
    pub funding: Vec<FundingId>,
    /// Help she states herself, such as an employer's, in the same form.
    pub own_funding: Vec<Funding>,
    /// Rates she states herself; they come before the catalogue's.
    pub own_rates: Vec<ExchangeRate>,
}

impl Constraints {
    /// After so many months a price is told to be old, where the learner says nothing else: fees are mostly reviewed once a year, so one
    /// that was last seen longer ago has probably changed.
    pub const OLD_PRICES_MONTHS: u32 = 18;
    /// No price is so old, and calendars reach so far.
    pub const OLDEST_PRICES_MONTHS: i32 = 1200;

    /// No constraint but the hours a week and the first day.
    pub fn new(weekly: Effort, start: Date) -> Self {
        Self {
            weekly,
            start,
            budget: None,
            deadline: None,
            languages: Vec::new(),
            delivery: Vec::new(),
            timing: Vec::new(),
            region: None,
            accessibility: Vec::new(),
            low_bandwidth: false,
            locked: Vec::new(),
            excluded: Vec::new(),
            excluded_offerings: Vec::new(),
            excluded_providers: Vec::new(),
            accredited_only: false,
            trust_unknown_levels: false,
            old_prices_months: Self::OLD_PRICES_MONTHS,
            experience_months: 0,
            hours_from: Vec::new(),
            at_once: 1,
            monthly_cap: None,
            yearly_cap: None,
            hold_months: 0,
            week_value: None,
            funding: Vec::new(),
            own_funding: Vec::new(),
            own_rates: Vec::new(),
        }
    }
}

impl Constraints {
    /// The most hours of any of her weeks.
    pub fn most_weekly(&self) -> Effort {
        self.hours_from.iter().map(|(_, weekly)| *weekly).chain([self.weekly]).max().unwrap_or_default()
    }
}

/// A learner as the thinking rooms see her: no name, no contact, nothing that is not needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learner {
    /// What she can show.
    pub evidence: Vec<Evidence>,
    /// How she can study and what she may spend.
    pub constraints: Constraints,
}
