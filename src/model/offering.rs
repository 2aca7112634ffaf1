//! A route to a credential that can be booked: CTDL ScheduledOffering, schema.org CourseInstance.

use super::{CredentialId, Date, Effort, Expr, Figure, Money, OfferingId, OrganisationId, PricePlanId, SourceId, Status, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the learner does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// A course, with whatever assessment belongs to it.
    #[default]
    Course,
    /// Several courses under one enrolment.
    Programme,
    /// An assessment alone; preparation is the learner's own.
    Exam,
    /// Recognition of prior learning.
    Portfolio,
    /// Supervised work.
    Work,
}

/// How the time is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Start any day, as fast as the learner's hours allow.
    #[default]
    SelfPaced,
    /// Fixed start dates and a weekly load.
    Cohort,
    /// Prepare freely, then sit on a day.
    Exam,
}

/// Where it takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Anywhere with a connection.
    #[default]
    Online,
    /// At a place.
    InPerson,
    /// Both.
    Blended,
}

/// When in the week it takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// At the learner's choice.
    #[default]
    Any,
    /// On working days.
    Day,
    /// In the evening.
    Evening,
    /// At weekends.
    Weekend,
}

/// How good a connection it needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bandwidth {
    /// A poor phone line is enough.
    Low,
    /// Video and the like.
    #[default]
    Normal,
}

/// What the one-off price is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceKind {
    /// Once.
    #[default]
    OneOff,
    /// Each attempt at the assessment.
    PerAttempt,
    /// Each credit of the credential.
    PerCredit,
}

/// How an assessment may be repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    /// How many attempts at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Days between attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_days: Option<u32>,
    /// How many in a hundred pass, if published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100))]
    pub pass_percent: Option<u8>,
}

/// How it ended for those who left an offering, as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// Who left it in the period counted, with or without having finished.
    #[schemars(range(min = 1))]
    pub left: u32,
    /// Who of them had finished.
    pub finished: u32,
}

/// One way to earn one credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offering {
    /// Stable id.
    pub id: OfferingId,
    /// What it leads to.
    pub credential: CredentialId,
    /// Who provides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<OrganisationId>,
    /// Its name, if not the credential's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// What the learner does.
    #[serde(default)]
    pub activity: Activity,
    /// How the time is set.
    #[serde(default)]
    pub pace: Pace,
    /// Where it takes place.
    #[serde(default)]
    pub delivery: Delivery,
    /// Country or region codes where it can be taken; anywhere where left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region: Vec<Box<str>>,
    /// The place, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<str>>,
    /// When in the week.
    #[serde(default)]
    pub timing: Timing,
    /// ISO 639-1 languages it is offered in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Box<str>>,
    /// All learner effort, preparation included, in hours.
    #[serde(default, skip_serializing_if = "Figure::is_absent")]
    pub hours: Figure<Effort>,
    /// List price; see `price_kind`. Unknown where left out and no price plan covers it.
    #[serde(default, skip_serializing_if = "Figure::is_absent")]
    pub price: Figure<Money>,
    /// What the price is for.
    #[serde(default)]
    pub price_kind: PriceKind,
    /// Price plans that cover it, besides those that name it themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PricePlanId>,
    /// Compulsory materials, on top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub materials: Option<Figure<Money>>,
    /// Exam fee, on top, each attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exam_fee: Option<Figure<Money>>,
    /// Fee for the award, on top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award_fee: Option<Figure<Money>>,
    /// Published start dates of a cohort, or days of a scheduled exam. A cohort without any starts when its provider says: the answer
    /// notes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<Date>,
    /// Days from start to end of a cohort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Weekly load of a cohort, in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<Effort>,
    /// The most that can be done in a week, in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_weekly_hours: Option<Effort>,
    /// The fewest days it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_days: Option<u32>,
    /// Days before the start by which to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply_days_before: Option<u32>,
    /// How the assessment may be repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Attempts>,
    /// How many of those who left it had finished, if published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<Outcomes>,
    /// Days from the assessment to the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_days: Option<u32>,
    /// Days of access from enrolment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_days: Option<u32>,
    /// Accessibility features, in schema.org's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accessibility: Vec<Box<str>>,
    /// How good a connection it needs.
    #[serde(default)]
    pub bandwidth: Bandwidth,
    /// Who may enrol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Expr>,
    /// Where it is in its life.
    #[serde(default)]
    pub status: Status,
    /// Until when that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Its public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Box<str>>,
    /// URIs of the same offering elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<Box<str>>,
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
