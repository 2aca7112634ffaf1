//! What a person can know or do (CTDL-ASN Competency, ESCO skill, CASE CFItem).

use super::{CompetencyId, Date, ScaleId, SourceId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What sort of competency it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompetencyKind {
    /// Being able to do something.
    #[default]
    Skill,
    /// Knowing something.
    Knowledge,
    /// Useful in nearly every job (ESCO: transversal).
    Transversal,
    /// Using a named product.
    Tool,
    /// A piece of work as such.
    Task,
}

/// A competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Competency {
    /// Stable id.
    pub id: CompetencyId,
    /// Its name.
    pub name: Text,
    /// Other words for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Text>,
    /// What sort it is.
    #[serde(default)]
    pub kind: CompetencyKind,
    /// The scale of its levels; `proficiency` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<ScaleId>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Broader competencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broader: Vec<CompetencyId>,
    /// The framework it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framework: Option<Box<str>>,
    /// URIs of the same competency elsewhere: an exact match.
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
