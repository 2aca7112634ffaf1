//! What is kept of a learner and what may be done with it: plain data and rules. No disk, no clock, no chance: all of that is an argument.
//!
//! A learner has evidence, saved plans, proposals for them, and waivers; each is a [`Kept`] record with an id nobody can guess and a
//! version that counts its changes. Questions and answers are kept as they were asked and given, in JSON: what they mean is the advisor's
//! matter, not the record's.

pub mod audit;
mod caseload;
mod evidence;
mod leave;
mod plan;
mod proposal;
mod words;

pub use caseload::{Action, CaseStatus, NextAction, Outlook, outlook};
pub use evidence::{Evidence, FileAbout, Origin, Waiver, holdings};
pub use leave::{Table, csv, tables};
pub use plan::{Answered, CHOICES, Difference, Moved, Plan, Progress, Review, ReviewState, StepState, difference, plan_hash};
pub use proposal::{Change, Decided, Decision, Proposal, Proposed};
pub use words::{reworded, wording};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What a learner says of herself, and under which limits she plans.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// How she wants to be called; shown to counselors she agreed to.
    #[schema(max_length = 200, example = "Ana")]
    pub name: String,
    /// The language she reads, by ISO 639-1.
    #[schema(max_length = 35, example = "es")]
    pub language: Option<String>,
    /// What every question of hers is asked with where it says nothing else: members of the body of `POST /v1/pathways`.
    #[schema(value_type = Object)]
    pub constraints: Map<String, Value>,
}

/// The kinds of records that hang on a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Something she can show.
    Evidence,
    /// A question with its answer.
    Plan,
    /// Changes to a plan that a counselor proposes.
    Proposal,
    /// A requirement that a counselor lets go.
    Waiver,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Evidence, Self::Plan, Self::Proposal, Self::Waiver];

    /// Its name in tables and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Plan => "plan",
            Self::Proposal => "proposal",
            Self::Waiver => "waiver",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How much can be kept of a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Pieces of evidence.
    pub evidence: usize,
    /// Saved plans.
    pub plans: usize,
    /// Proposals for all of her plans.
    pub proposals: usize,
    /// Waivers, ended ones too.
    pub waivers: usize,
    /// Links to one plan, and tokens of one account, that are good at once.
    pub secrets: usize,
    /// Bytes of all files of one learner.
    pub files_bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { evidence: 2000, plans: 200, proposals: 1000, waivers: 200, secrets: 100, files_bytes: 64 << 20 }
    }
}

impl Room {
    /// How many of this kind.
    pub const fn of(&self, kind: Kind) -> usize {
        match kind {
            Kind::Evidence => self.evidence,
            Kind::Plan => self.plans,
            Kind::Proposal => self.proposals,
            Kind::Waiver => self.waivers,
        }
    }
}

/// A record as it is kept and shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Kept<T> {
    /// Its id: random, and it tells nothing.
    #[schema(example = "5a1f0c9e7b3d42868e0f6a2b9c4d1e73")]
    pub id: String,
    /// How often it was changed, from 1; the `ETag` of the record.
    #[schema(minimum = 0)]
    pub version: u64,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub body: T,
}

impl<T> Kept<T> {
    /// A record that is new at this moment.
    pub fn new(id: String, now: Timestamp, body: T) -> Self {
        Self { id, version: 1, created_at: now, changed_at: now, body }
    }

    /// The same record with another body.
    pub fn with<U>(self, body: U) -> Kept<U> {
        Kept { id: self.id, version: self.version, created_at: self.created_at, changed_at: self.changed_at, body }
    }
}

/// How far a counselor and a learner are with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentState {
    /// The counselor was named; the learner has not answered, and nothing of hers is seen.
    Asked,
    /// The learner agreed.
    Agreed,
    /// One of them ended it.
    Ended,
}

impl AssignmentState {
    /// Its name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Ended => "ended",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Asked, Self::Agreed, Self::Ended].into_iter().find(|state| state.name() == name)
    }
}

/// A counselor and a learner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Assignment {
    /// The learner's id.
    pub learner: String,
    /// The counselor's account.
    pub counselor: String,
    /// How far they are with each other.
    pub state: AssignmentState,
    /// When the counselor was named.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// When the learner answered or somebody ended it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub changed_at: Option<Timestamp>,
}

/// A link to a plan that works without an account; its secret is shown once and only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ShareLink {
    /// The link's id, to revoke it by; not the secret.
    pub id: String,
    /// The plan it leads to.
    pub plan: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it ends by itself.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When its owner ended it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

impl ShareLink {
    /// Whether it still leads anywhere.
    pub fn leads(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}
