//! No pathway is an answer too: which requirement fails, why, and the cheapest ways out, each computed by solving again.

use super::market::Unusable;
use crate::{
    graph::{CompetencyAt, CredentialAt, OfferingAt},
    model::{Date, TrustFloor},
};

/// Why one requirement cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// No credential of this edition attests the competency that high; the highest rank there is, if any.
    NobodyTeaches {
        /// The competency.
        competency: CompetencyAt,
        /// The rank asked, where one is.
        rank: Option<u8>,
        /// The highest rank that some credential attests.
        highest: Option<u8>,
        /// Whether some credential attests it at an unknown level, which policy does not count.
        at_unknown_level: bool,
    },
    /// Credentials attest it, but the learner's wishes and limits leave none of their offerings.
    NothingUsable {
        /// The competency.
        competency: CompetencyAt,
        /// The rank asked, where one is.
        rank: Option<u8>,
        /// The offerings and why each cannot be used.
        offerings: Vec<(OfferingAt, Unusable)>,
    },
    /// Credentials attest it, but what they ask first cannot be reached.
    Unreachable {
        /// The competency.
        competency: CompetencyAt,
        /// The rank asked, where one is.
        rank: Option<u8>,
        /// The credentials that attest it.
        credentials: Vec<CredentialAt>,
    },
    /// A credential that is asked cannot be earned.
    CredentialOutOfReach(CredentialAt),
    /// Something that this edition does not have, by the name used for it.
    NotInEdition(String),
    /// What must not hold does hold.
    Excluded,
}

/// Where a failing need stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// A requirement of the role, by its place.
    Requirement(usize),
    /// A gate of the role, by its place.
    Gate(usize),
    /// A credential the learner locked.
    Locked(CredentialAt),
}

/// A requirement that fails, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// Which.
    pub wanted: Wanted,
    /// Why; several where it has alternatives.
    pub because: Vec<Hindrance>,
}

/// A limit that no pathway keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitHit {
    /// The budget, in minor units, and the least money any pathway takes.
    Budget {
        /// What may be spent.
        most: i64,
        /// What is needed at least.
        needed: i64,
    },
    /// The deadline, and the earliest day any pathway found is ready.
    Deadline {
        /// The last day.
        by: Date,
        /// The day the fastest pathway is ready.
        ready: Date,
    },
    /// Each can be kept, but not both.
    BudgetAndDeadline {
        /// What may be spent.
        most: i64,
        /// What is needed to be ready in time.
        needed_in_time: i64,
        /// The last day.
        by: Date,
        /// The day a pathway within the budget is ready.
        ready_within: Date,
    },
}

/// One way out of an impasse, with what it costs and takes then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// What gives way.
    pub what: Relaxed,
    /// The cheapest pathway then: money in minor units.
    pub minor: i64,
    /// Its ready date.
    pub ready: Date,
    /// Its new credentials.
    pub count: i64,
}

/// What can give way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relaxed {
    /// Do without these requirements, which nobody can close.
    LeaveOut(Vec<Wanted>),
    /// Accept evidence as it is, where it must be assessed or verified.
    AcceptTrust(TrustFloor),
    /// Let awards of unknown level count.
    TrustUnknownLevels,
    /// Use offerings in other languages.
    AnyLanguage,
    /// Use any delivery, at any time.
    AnyDelivery,
    /// Use offerings of other regions.
    AnyRegion,
    /// Do without an accessibility feature: only to be asked of a provider, never advised.
    AskProviderForAccess,
    /// Use credentials that no quality body speaks for.
    NotAccredited,
    /// Give the exclusions up.
    NoExclusions,
    /// Spend so much more, in minor units.
    MoreMoney(i64),
    /// Be ready so many days later.
    MoreDays(i64),
    /// Study so many more minutes a week.
    MoreWeekly(i64),
}

/// There is no pathway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impasse {
    /// Requirements that fail whatever is spent; empty where only limits stand in the way.
    pub failing: Vec<Failing>,
    /// A limit that no pathway keeps.
    pub limit: Option<LimitHit>,
    /// Ways out, cheapest first.
    pub relaxations: Vec<Relaxation>,
}

impl Impasse {
    /// Whether some requirement is taught by no credential of the edition at that level.
    pub fn unteachable(&self) -> bool {
        let nobody = |because: &Hindrance| matches!(because, Hindrance::NobodyTeaches { .. });
        self.failing.iter().any(|failing| !failing.because.is_empty() && failing.because.iter().all(nobody))
    }
}
