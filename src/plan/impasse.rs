//! No pathway is an answer too: which requirement fails, why, and the cheapest ways out, each computed by solving again.

use super::{Pathway, market::Unusable};
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
    /// What attests it asks for more months of work experience than the learner stated.
    Experience {
        /// The one that asks for the fewest.
        credential: CredentialAt,
        /// How many it asks for.
        months: u32,
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

/// A limit the learner has set, with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The most in all, in minor units.
    Budget(i64),
    /// The most in a calendar month.
    MonthlyCap(i64),
    /// The most in a calendar year.
    YearlyCap(i64),
    /// The last day to be ready.
    Deadline(Date),
    /// The hours a week, the steps at a time and the time that can be planned ahead.
    Calendar,
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
    /// Its new credentials; 0 where that was not asked.
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
    /// Spend so much more in a month.
    MoreMonthly(i64),
    /// Spend so much more in a year.
    MoreYearly(i64),
    /// Spend as much in a month as it takes.
    NoMonthlyCap,
    /// Spend as much in a year as it takes.
    NoYearlyCap,
    /// Have so many more steps open at a time.
    MoreAtOnce(i32),
    /// State so many months of work experience, once there are as many.
    Experience(u32),
}

/// There is no pathway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impasse {
    /// Requirements that fail whatever is spent; empty where only limits stand in the way.
    pub failing: Vec<Failing>,
    /// Limits that no pathway keeps together.
    pub conflict: Vec<Limit>,
    /// Whether it is proven that no pathway keeps them; else the search was stopped before it found one.
    pub proven: bool,
    /// Ways out, cheapest first.
    pub relaxations: Vec<Relaxation>,
    /// The most of the requirements, by importance, that can be met within the limits, as cheaply as can be.
    pub best_under: Option<Box<Pathway>>,
}

impl Impasse {
    /// Whether some requirement is taught by no credential of the edition at that level.
    pub fn unteachable(&self) -> bool {
        let nobody = |because: &Hindrance| matches!(because, Hindrance::NobodyTeaches { .. });
        self.failing.iter().any(|failing| !failing.because.is_empty() && failing.because.iter().all(nobody))
    }
}
