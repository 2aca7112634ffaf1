//! The world as plain data (`pathstack-world/1`): what can be earned, what it costs, who pays, and for whom; it can be saved, replayed and judged.

use serde::{Deserialize, Serialize};

use super::ids::{Day, Id};
pub use super::learner::{Claim, Goal, GoalGroup, HeldCredential, HeldLevel, Hours, Learner};

/// The `format` every world carries.
pub const FORMAT: &str = "pathstack-world/1";

/// A figure that is known, or a range: plans are made with `p50`, the others are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Estimate {
    /// A known figure.
    Known(i64),
    /// A range by its percentiles.
    Range {
        /// Half of all learners stay at or below it.
        p50: i64,
        /// Four of five stay at or below it.
        p80: i64,
        /// Nine of ten stay at or below it.
        p90: i64,
    },
}

impl Estimate {
    /// The figure at percentile `at`: 50, 80 or 90.
    pub fn at(self, at: Percentile) -> i64 {
        match (self, at) {
            (Self::Known(n), _) => n,
            (Self::Range { p50, .. }, Percentile::P50) => p50,
            (Self::Range { p80, .. }, Percentile::P80) => p80,
            (Self::Range { p90, .. }, Percentile::P90) => p90,
        }
    }
}

/// Which figure of every range is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Percentile {
    /// The median, with which plans are made.
    P50,
    /// Every range and every exam at its 80th percentile.
    P80,
    /// Every range and every exam at its 90th percentile.
    P90,
}

/// Money in minor units, possibly a range; `None` (JSON `null`) is unknown, and unknown is never zero.
pub type Amount = Option<Estimate>;

/// Everything a schedule depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Always [`FORMAT`].
    pub format: String,
    /// The currency of the answer (ISO 4217) and of every figure that names none.
    pub currency: String,
    /// Rates of other currencies.
    #[serde(default)]
    pub rates: Vec<Rate>,
    /// What can be earned.
    pub credentials: Vec<Credential>,
    /// The ways to earn it.
    #[serde(default)]
    pub offerings: Vec<Offering>,
    /// Prices that several offerings share.
    #[serde(default)]
    pub plans: Vec<Plan>,
    /// Yearly fees that keep credentials in force.
    #[serde(default)]
    pub upkeep: Vec<Upkeep>,
    /// Who else pays.
    #[serde(default)]
    pub funding: Vec<Funding>,
    /// Exclusions that have a name, so that their price can be told.
    #[serde(default)]
    pub policies: Vec<Policy>,
    /// For whom.
    pub learner: Learner,
    /// What for.
    pub goal: Goal,
}

/// `amount * num / den` (rounded half up) is the amount in the world's currency, by the rate of day `as_of`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The other currency.
    pub currency: String,
    /// Numerator, positive.
    pub num: i64,
    /// Denominator, positive.
    pub den: i64,
    /// The day the rate was taken; the newest not after today counts.
    pub as_of: Day,
}

/// A fact that may hold: a level of a competency, or a credential.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Atom {
    /// Competency `c` at level `l` or above.
    Level {
        /// The competency.
        c: Id,
        /// The least level.
        l: i64,
        /// What it counts in its group.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        w: i64,
    },
    /// Credential `cr`.
    Credential {
        /// The credential.
        cr: Id,
        /// What it counts in its group.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        w: i64,
    },
}

impl Atom {
    /// What the atom counts in its group.
    pub fn weight(&self) -> i64 {
        match self {
            Self::Level { w, .. } | Self::Credential { w, .. } => *w,
        }
    }
}

/// Holds when the weights of its distinct true atoms sum to at least `k`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The least sum.
    #[serde(default = "one")]
    pub k: i64,
    /// The atoms.
    pub of: Vec<Atom>,
}

/// A credential: what it proves, what it asks, how long it lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Its name.
    pub id: Id,
    /// Who awards it, for exclusions by provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Id>,
    /// Competencies and the levels it proves.
    #[serde(default)]
    pub awards: Vec<(Id, i64)>,
    /// What must be issued before the first day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Group>,
    /// What must be started no later than the first day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loose: Vec<Group>,
    /// What must be held already or be under way on a common day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strict: Vec<Group>,
    /// The stack rule: once these groups hold, the credential can be claimed without study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Vec<Group>>,
    /// Fee for the award itself, paid on the day of issue; left out: none; `null`: unknown.
    #[serde(default = "free", skip_serializing_if = "is_free")]
    pub award_fee: Amount,
    /// Currency of the award fee and of the renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Days from the rule being met to the issue.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub award_lag_days: i32,
    /// Months in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_months: Option<i32>,
    /// Last day in force, whatever the day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// How it is renewed for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// Credentials whose issue, while this one is in force, carries it to their own last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renewed_by: Vec<Id>,
}

/// A renewal that is bought on the last day in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// Its price.
    pub amount: Amount,
    /// Months added, at least 1.
    pub months: i32,
    /// Fee or exam.
    #[serde(default)]
    pub kind: RenewalKind,
}

/// What a renewal consists of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RenewalKind {
    /// A payment.
    #[default]
    Fee,
    /// An exam sat again.
    Exam,
}

/// A way to earn a credential: study, an exam, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offering {
    /// Its name.
    pub id: Id,
    /// What it leads to.
    pub credential: Id,
    /// Who gives it, for exclusions by provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Id>,
    /// The learning.
    pub study: Study,
    /// The assessment, after the learning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exam: Option<Exam>,
    /// Days from the last day (or the exam) to the issue.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub result_lag_days: i32,
    /// Its own prices; fees of one part are alternatives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
}

/// The learning of an offering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Study {
    /// At the learner's own pace.
    SelfPaced {
        /// Effort in minutes.
        minutes: Estimate,
        /// Most minutes a week.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weekly_cap: Option<i64>,
        /// Fewest days from first to last.
        #[serde(default, skip_serializing_if = "is_zero")]
        min_days: i32,
    },
    /// With a group, on fixed dates.
    Cohort {
        /// The intakes.
        starts: Vec<Intake>,
        /// Days from first to last.
        days: i32,
        /// Minutes a week that are reserved before anything else.
        weekly_minutes: i64,
    },
    /// None: the exam is all.
    None {},
}

/// One intake of a cohort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// First day.
    pub start: Day,
    /// Last day to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply_by: Option<Day>,
}

/// An exam: one day an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exam {
    /// How many of a thousand pass an attempt.
    #[serde(default = "thousand")]
    pub pass_per_mille: i64,
    /// Most attempts.
    #[serde(default = "one_attempt")]
    pub attempts: i32,
    /// Days between attempts.
    #[serde(default)]
    pub wait_days: i32,
    /// Sittings; none listed: any day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<Day>,
}

/// What a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The learning.
    Tuition,
    /// The assessment.
    Exam,
    /// Compulsory books, tools, travel.
    Materials,
}

/// How often a fee is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Once.
    #[default]
    Once,
    /// For each exam attempt, on its day.
    Attempt,
    /// For each of so many credits, at once.
    Credits(i64),
}

/// A price of one part of one offering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// What it pays for.
    pub part: Part,
    /// How much.
    pub amount: Amount,
    /// In which currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How often.
    #[serde(default)]
    pub per: Per,
    /// The membership that unlocks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_of: Option<Id>,
    /// First start day at this price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last start day at this price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Days of access it buys, from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_days: Option<i32>,
    /// Whether access that ends too early can be bought again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub repay: bool,
}

/// A price that several offerings share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its name.
    pub id: Id,
    /// In which currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How it is charged.
    pub kind: PlanKind,
    /// What it pays for.
    #[serde(default)]
    pub covers: Vec<Cover>,
    /// First day of sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day of sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// How a shared price is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PlanKind {
    /// Whole units, as long as something covered is studied.
    Subscription {
        /// Price of a unit.
        amount: Amount,
        /// Length of a unit.
        unit: Span,
        /// Units the first sign-up commits to.
        #[serde(default = "one_attempt")]
        min_units: i32,
        /// Free days at the first sign-up.
        #[serde(default)]
        trial_days: i32,
        /// Price of twelve months instead of a unit; left out or unknown: not sold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        yearly: Option<Estimate>,
    },
    /// A fixed term, again when it has run out.
    Term {
        /// Price of the term.
        amount: Amount,
        /// Its length.
        unit: Span,
    },
    /// One price for all it covers, used or not, due when the first is started.
    Bundle {
        /// The price.
        amount: Amount,
        /// Not sold to who holds one of these.
        #[serde(default)]
        unless_held: Vec<Id>,
    },
    /// Unlocks the fees that name it; must run on the day such a fee is paid.
    Membership {
        /// Price of a term.
        amount: Amount,
        /// Its length.
        unit: Span,
    },
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// So many days.
    Days(i32),
    /// So many calendar months.
    Months(i32),
}

/// A part of an offering that a plan pays for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// The offering.
    pub offering: Id,
    /// The part.
    pub part: Part,
}

/// Yearly fees, due on each anniversary of issue up to the end of the hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upkeep {
    /// Its name.
    pub id: Id,
    /// In which currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How it is charged.
    pub rule: UpkeepRule,
    /// Credentials it keeps in force and the yearly fee of each, lowest rank first.
    pub members: Vec<UpkeepMember>,
}

/// A credential under an upkeep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpkeepMember {
    /// The credential.
    pub credential: Id,
    /// Its yearly fee.
    pub amount: Amount,
}

/// How a yearly fee is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpkeepRule {
    /// For every credential, on its own anniversaries.
    Each,
    /// Once a year for all (a vendor's fee): the dearest held, on the anniversaries of the first; nothing if one was held before today.
    Once,
    /// For the highest held only; its issue starts the year anew.
    Highest,
}

/// Someone else's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funding {
    /// Its name.
    pub id: Id,
    /// In which currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The share it pays, in thousandths.
    pub rate_per_mille: i64,
    /// The parts it pays for.
    pub parts: Vec<Part>,
    /// The offerings it pays for; left out: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offerings: Option<Vec<Id>>,
    /// The shared plans it pays for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Id>,
    /// The most it pays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<Cap>,
    /// First enrolment day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last enrolment day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Funds that cannot be used beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<Id>,
    /// When it pays.
    #[serde(default)]
    pub pays: Pays,
}

/// The most a fund pays in a period, by enrolment day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// How much.
    pub amount: i64,
    /// In which period.
    pub per: CapPer,
}

/// The period of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapPer {
    /// Ever.
    Lifetime,
    /// A calendar year.
    CalendarYear,
    /// A year that starts on this month and day.
    AwardYear(i8, i8),
    /// One step.
    Course,
}

/// When a fund pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pays {
    /// On the day the price is due.
    #[default]
    Upfront,
    /// On the day the credential is issued.
    OnPass,
}

/// A named set of exclusions that is switched on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name.
    pub id: Id,
    /// Credentials it rules out.
    #[serde(default)]
    pub credentials: Vec<Id>,
    /// Offerings it rules out.
    #[serde(default)]
    pub offerings: Vec<Id>,
}

fn one() -> i64 {
    1
}
fn one_attempt() -> i32 {
    1
}
fn thousand() -> i64 {
    1000
}
#[expect(clippy::unnecessary_wraps, reason = "serde asks for a default of the member's own type")]
fn free() -> Amount {
    Some(Estimate::Known(0))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls these with a reference")]
fn is_one(n: &i64) -> bool {
    *n == 1
}
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls these with a reference")]
fn is_zero(n: &i32) -> bool {
    *n == 0
}
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls these with a reference")]
fn is_false(b: &bool) -> bool {
    !*b
}
fn is_free(amount: &Amount) -> bool {
    *amount == Some(Estimate::Known(0))
}
