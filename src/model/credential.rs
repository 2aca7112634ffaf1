//! What can be earned: CTDL Credential, Open Badges Achievement, ELM Qualification.

use super::{CompetencyId, Condition, CredentialId, Date, Effort, Expr, Figure, Level, Money, OrganisationId, SourceId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The sort of credential, after CTDL's subclasses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CredentialType {
    /// A small credential of any kind.
    #[default]
    MicroCredential,
    /// A digital badge.
    DigitalBadge,
    /// Says that a course was completed.
    Certificate,
    /// Says that an assessment of a standard was passed; usually kept up.
    Certification,
    /// Permission by an authority to practise.
    Licence,
    /// A longer award below a degree.
    Diploma,
    /// An academic degree.
    Degree,
    /// A certificate of an apprenticeship.
    Apprenticeship,
    /// Part of a larger award, of little use alone.
    Part,
}

/// How a credential comes by a competency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardMode {
    /// It was assessed.
    #[default]
    Assessed,
    /// It was taught, not assessed.
    Taught,
    /// Somebody attested it.
    Attested,
}

/// A competency that a credential attests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// Which competency.
    pub competency: CompetencyId,
    /// At which level.
    #[serde(default, skip_serializing_if = "Level::is_unknown")]
    pub level: Level,
    /// How it was proven.
    #[serde(default)]
    pub mode: AwardMode,
}

/// Credits that a credential carries in some scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditValue {
    /// The scheme, for example `ECTS` or `ACE`.
    pub scheme: Box<str>,
    /// How many.
    pub amount: u32,
    /// Their level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Box<str>>,
}

/// How parts may count for a larger award and for others as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoubleCounting {
    /// A part may count for several awards.
    #[default]
    Free,
    /// A part counts for one award only.
    None,
}

/// How a larger award is made of parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StackRule {
    /// Which parts.
    pub rule: Expr,
    /// Whether the award comes by itself once the rule holds.
    #[serde(default = "yes")]
    pub automatic: bool,
    /// The fee for the award; none where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Figure<Money>>,
    /// Parts older than this do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_months: Option<u32>,
    /// Whether parts may count elsewhere too.
    #[serde(default)]
    pub double_counting: DoubleCounting,
    /// At least this many parts must be earned at the awarding body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_at_awarding_body: Option<u32>,
}

fn yes() -> bool {
    true
}

/// How long a credential is in force after it is issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// Months from issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// Until this date, whenever it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Days after the end in which renewal is still possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u32>,
}

/// By what a credential is renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RenewalBy {
    /// A fee.
    Fee,
    /// An exam.
    Exam,
    /// Continuing-education credits.
    Credits,
    /// Earning another credential, usually a higher one.
    Credential,
}

/// One way to renew a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// By what.
    pub by: RenewalBy,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Figure::is_absent")]
    pub price: Figure<Money>,
    /// What effort it takes, in hours.
    #[serde(default, skip_serializing_if = "Figure::is_absent")]
    pub hours: Figure<Effort>,
    /// How many continuing-education credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<u32>,
    /// Which credential renews it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<CredentialId>,
    /// How often; the validity where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u32>,
}

/// Where a record is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In use.
    #[default]
    Active,
    /// No longer awarded.
    Retired,
    /// Another one took its place.
    Superseded,
    /// Not yet awarded.
    Planned,
}

/// What a quality body says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QualityKind {
    /// Accredited.
    Accredited,
    /// Approved.
    Approved,
    /// Recognised.
    Recognised,
    /// Regulated by law.
    Regulated,
    /// Endorsed.
    Endorsed,
}

/// A quality assertion about a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// What is said.
    pub kind: QualityKind,
    /// By whom: an organisation's id, or its name.
    pub by: Box<str>,
}

/// Something that can be earned and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Stable id.
    pub id: CredentialId,
    /// Its name.
    pub name: Text,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Text>,
    /// What sort it is.
    #[serde(default, rename = "type")]
    pub kind: CredentialType,
    /// Who awards it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<OrganisationId>,
    /// The issuer's codes for it, such as an exam code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Box<str>>,
    /// The field of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Box<str>>,
    /// Its level in a qualifications framework, such as `EQF4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Box<str>>,
    /// Credits it carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<CreditValue>,
    /// What it attests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// What must hold to start or to be awarded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// How it is made of parts, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<StackRule>,
    /// How long it is in force; for life where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Validity>,
    /// How it is renewed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renewal: Vec<Renewal>,
    /// Where it is in its life.
    #[serde(default)]
    pub status: Status,
    /// Until when that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<CredentialId>,
    /// What quality bodies say of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quality: Vec<Quality>,
    /// URIs of the same credential elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<Box<str>>,
    /// Its public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Box<str>>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
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
