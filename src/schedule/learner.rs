//! For whom and for what: the learner and the goal of a world.

use serde::{Deserialize, Serialize};

use super::ids::{Day, Id};
use super::world::Atom;

/// The learner: what is held, how much time and money there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learner {
    /// The first day anything can start.
    pub today: Day,
    /// Levels held.
    #[serde(default)]
    pub held: Vec<HeldLevel>,
    /// Credentials held.
    #[serde(default)]
    pub earned: Vec<HeldCredential>,
    /// Levels claimed but not accepted; they only serve to say what accepting them would be worth.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// Minutes a week, each from its day until the next; before the first: its own.
    pub hours: Vec<Hours>,
    /// Most steps open at a time.
    #[serde(default = "one_at_a_time")]
    pub at_once: i32,
    /// Last day to be ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
    /// Most net cash out at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
    /// Most net cash in a calendar month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_cap: Option<i64>,
    /// Most net cash in a calendar year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly_cap: Option<i64>,
    /// Months everything must stay in force after ready.
    #[serde(default)]
    pub hold_months: i32,
    /// Credentials that must be among the steps (or held).
    #[serde(default)]
    pub locks: Vec<Id>,
    /// Credentials not wanted.
    #[serde(default)]
    pub exclude_credentials: Vec<Id>,
    /// Offerings not wanted.
    #[serde(default)]
    pub exclude_offerings: Vec<Id>,
    /// Providers not wanted.
    #[serde(default)]
    pub exclude_providers: Vec<Id>,
    /// What a week is worth, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week_value: Option<i64>,
    /// Days from today beyond which no plan goes.
    #[serde(default = "four_years")]
    pub horizon_days: i32,
}

/// A level that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldLevel {
    /// The competency.
    pub c: Id,
    /// The level.
    pub l: i64,
    /// Last day it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
}

/// A credential that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldCredential {
    /// The credential.
    pub credential: Id,
    /// Last day in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
}

/// A level the learner claims and nobody has accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The competency.
    pub c: Id,
    /// The level.
    pub l: i64,
    /// How to name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Minutes a week from a day on; 0 is a pause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First day; left out: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Minutes a week.
    pub weekly_minutes: i64,
}

/// What must hold at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The requirements.
    pub groups: Vec<GoalGroup>,
}

/// One requirement of the goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalGroup {
    /// Its name.
    pub id: Id,
    /// The least sum.
    #[serde(default = "one")]
    pub k: i64,
    /// The atoms.
    pub of: Vec<Atom>,
    /// Its importance.
    #[serde(default = "one")]
    pub weight: i64,
    /// Whether the goal fails without it; if not, it only counts to the coverage.
    #[serde(default = "yes")]
    pub essential: bool,
}

fn four_years() -> i32 {
    1461
}

fn yes() -> bool {
    true
}

fn one() -> i64 {
    1
}

fn one_at_a_time() -> i32 {
    1
}
