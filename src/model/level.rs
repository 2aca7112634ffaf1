//! Ordinal level scales: reaching a rank implies the ranks below it on the same scale, and ranks never add up.

use super::{CompetencyId, Date, ScaleId, SourceId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, num::NonZeroU8};

/// The rank of a level on its scale, 1 the lowest.
pub type Rank = NonZeroU8;

/// A level as written: a rank, a level's code on the scale, or unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a rank from 1, a level's code, or null for unknown")]
pub enum Level {
    /// Nobody said. It satisfies nothing above rank 1 unless that is allowed, and is reported.
    #[default]
    Unknown,
    /// The rank on the competency's scale.
    Rank(Rank),
    /// The code of a level on the competency's scale, for example `B2`.
    Code(Box<str>),
}

impl Level {
    /// Whether it need not be written.
    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }

    /// This rank, or unknown for 0.
    pub fn rank(rank: u8) -> Self {
        Rank::new(rank).map_or(Self::Unknown, Self::Rank)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown level"),
            Self::Rank(rank) => write!(f, "level {rank}"),
            Self::Code(code) => write!(f, "level {code}"),
        }
    }
}

/// A scale of levels: CTDL's ProgressionModel, CASE's rubric, the EQF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelScale {
    /// Stable id.
    pub id: ScaleId,
    /// Name of the scale.
    pub name: Text,
    /// Its levels; the ranks are 1, 2, 3, … without gaps.
    pub levels: Vec<ScaleLevel>,
    /// How its ranks read on other scales; without a mapping two scales never compare.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<ScaleMapping>,
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

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaleLevel {
    /// Its rank, 1 the lowest.
    pub rank: Rank,
    /// Its short code.
    pub code: Box<str>,
    /// Its name.
    pub name: Text,
    /// What a person at this level can do.
    #[serde(default)]
    pub descriptor: Text,
}

/// How the ranks of one scale read on another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaleMapping {
    /// The other scale.
    pub to: ScaleId,
    /// Pairs of (rank here, rank there).
    pub ranks: Vec<(Rank, Rank)>,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
}

/// How closely two competencies of different frameworks mean the same (SKOS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// The same competency: counts in both directions.
    Exact,
    /// Nearly the same: counts only where policy says so.
    Close,
    /// `from` is broader than `to`.
    Broad,
    /// `from` is narrower than `to`: it counts under a requirement for `to`.
    Narrow,
    /// Connected somehow: never counts.
    Related,
}

/// A published correspondence between two competencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// The competency it is about, by id or URI.
    pub from: CompetencyId,
    /// What it corresponds to, by id or URI.
    pub to: CompetencyId,
    /// How closely.
    #[serde(rename = "match")]
    pub closeness: Match,
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
