//! A job and what it asks (CTDL Occupation, ESCO occupation, O*NET-SOC).

use super::{Condition, Date, Expr, RoleId, SourceId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether a requirement must be met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Necessity {
    /// Must be met in full.
    #[default]
    Essential,
    /// Counts for coverage and never forces a purchase unless asked.
    Desirable,
}

/// How well a competency must be proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrustFloor {
    /// One's own word is enough.
    #[default]
    Any,
    /// Somebody assessed it.
    Assessed,
    /// A badge or record that was verified.
    Verified,
}

/// One thing a role asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// What must be true.
    pub need: Expr,
    /// How important it is, 0 to 100.
    #[serde(default = "middle")]
    #[schemars(range(max = 100))]
    pub importance: u8,
    /// Whether it must be met.
    #[serde(default)]
    pub necessity: Necessity,
    /// How well it must be proven.
    #[serde(default)]
    pub trust: TrustFloor,
    /// As published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Where it stands, if not where the role stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// When it held, if not when the role held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

fn middle() -> u8 {
    50
}

/// How many people are looked for, where somebody counted or forecast it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Openings {
    /// Vacancies a year, replacements among them, in the role's region.
    pub per_year: u32,
    /// Where it stands, if not where the role stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// When it held, if not when the role held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

/// A job role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Stable id.
    pub id: RoleId,
    /// Its title.
    pub title: Text,
    /// Other titles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Text>,
    /// Codes by taxonomy: `onet_soc`, `isco`, `rome` …
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<Box<str>, Box<str>>,
    /// URIs of the same role elsewhere, such as the ESCO occupation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<Box<str>>,
    /// The field of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Box<str>>,
    /// Where it is asked this way: ISO 3166 codes such as `US` or `US-CA`; everywhere where left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region: Vec<Box<str>>,
    /// Which edition of the description this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Box<str>>,
    /// What the job is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// What it asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// Licences that must be held, and entry conditions that cannot be earned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Condition>,
    /// Roles nearby, the nearest first, as its publisher sees it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RoleId>,
    /// How many people are looked for; unknown where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openings: Option<Openings>,
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
