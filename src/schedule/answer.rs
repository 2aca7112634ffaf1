//! What comes back: pathways with dates, ledger and measures, and how the search ended.

use serde::{Deserialize, Serialize};

use super::ids::{Day, Id};
use super::world::{Part, Rate};

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// How the search ended.
    pub ending: Ending,
    /// Least (money, ready, count, effort, ids).
    pub cheapest: Option<Pathway>,
    /// Least (ready, money, count, effort, ids).
    pub fastest: Option<Pathway>,
    /// Least (count, money, ready, effort, ids).
    pub fewest: Option<Pathway>,
    /// Least money plus value of the weeks; only with a value of a week.
    pub balanced: Option<Pathway>,
    /// The greatest coverage (essential, then all) within the limits; only with a budget, cap or deadline.
    pub best_under: Option<Pathway>,
    /// Whether `best_under` is proven.
    pub best_under_proven: bool,
    /// All pathways that no other beats in money and ready date, by money.
    pub frontier: Vec<Pathway>,
    /// Places in the frontier of at most five that show its spread.
    pub shown: Vec<usize>,
    /// Offerings whose price is unknown and which could make a cheaper pathway.
    pub may_be_cheaper: Vec<Id>,
    /// Rates that were used.
    pub rates: Vec<Rate>,
    /// What the search did.
    pub work: Work,
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Nothing is missing: the pathway is empty and ready today.
    Met,
    /// Every answer given is proven.
    Optimal,
    /// Time ran out: the answers given stand, and nothing better than these bounds exists.
    Feasible(Gap),
    /// Time ran out before anything was found.
    Stopped(Gap),
    /// No pathway keeps all constraints.
    Infeasible(Impasse),
    /// Requirements that no credential of this catalogue meets.
    Unteachable(Vec<Id>),
}

/// Proven lower bounds of what a stopped search has not seen; `None`: that answer is proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// No pathway costs less.
    pub money: Option<i64>,
    /// No pathway is ready sooner.
    pub ready: Option<Day>,
    /// No pathway has fewer new credentials.
    pub count: Option<i64>,
    /// No pathway that is missing from the frontier costs less.
    pub frontier: Option<i64>,
}

/// Why there is no pathway, and what would help.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impasse {
    /// A smallest set of constraints that no pathway keeps together.
    pub conflict: Vec<Constraint>,
    /// Whether the set is proven smallest.
    pub proven: bool,
    /// Single changes that open a pathway, cheapest first.
    pub relaxations: Vec<Relaxation>,
}

/// A constraint a learner or counselor can change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Constraint {
    /// The total budget.
    Budget,
    /// The most a month.
    MonthlyCap,
    /// The most a year.
    YearlyCap,
    /// The last day to be ready.
    Deadline,
    /// The learner's own exclusions.
    Exclusions,
    /// A named set of exclusions.
    Policy(Id),
    /// A credential that must be there.
    Lock(Id),
    /// The hours a week, the slots and the horizon, which no relaxation of the others can mend.
    Calendar,
}

/// One change and the cheapest pathway it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relaxation {
    /// What to change.
    pub change: Change,
    /// Money of the cheapest pathway then.
    pub money: i64,
    /// Its ready date.
    pub ready: Day,
}

/// A change to a constraint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// So much more money in all.
    Budget(i64),
    /// So much more a month.
    MonthlyCap(i64),
    /// So much more a year.
    YearlyCap(i64),
    /// So many days later.
    Deadline(i32),
    /// So many more minutes every week.
    Hours(i64),
    /// One more step at a time.
    AtOnce(i32),
    /// Give up the learner's own exclusions.
    Exclusions,
    /// Give up a policy.
    Policy(Id),
    /// Give up a lock.
    Lock(Id),
    /// Accept the learner's word for a competency at a level.
    Claim(Id, i64),
}

/// Counters of a search; the same for the same question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Nodes of the search over stacks.
    pub nodes: u64,
    /// Stacks priced.
    pub stacks: u64,
    /// Schedules billed.
    pub schedules: u64,
}

/// A stack in order, with dates and a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pathway {
    /// Net money from today to the end of the hold.
    pub money: i64,
    /// The day the last credential is issued.
    pub ready: Day,
    /// Minutes of effort.
    pub effort: i64,
    /// New credentials.
    pub count: i64,
    /// What it would cost at the offerings' own prices, without plans, memberships and funds where there is such a price.
    pub list_price: i64,
    /// Most net cash out at the end of any day.
    pub peak: i64,
    /// Yearly fees due in the year after ready.
    pub upkeep_per_year: i64,
    /// Weight of the essential requirements met, and of all essential ones.
    pub essential: (i64, i64),
    /// Weight of the requirements met, and of all.
    pub coverage: (i64, i64),
    /// Essential requirements it leaves open; only where the best under a limit was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Id>,
    /// The steps in the order followed, then awards that come by themselves.
    pub steps: Vec<Step>,
    /// Dated cash lines, by day.
    pub ledger: Vec<Line>,
    /// With every range and exam at its 80th percentile; `None`: not within the horizon.
    pub p80: Option<Outlook>,
    /// With every range and exam at its 90th percentile.
    pub p90: Option<Outlook>,
    /// Ranges and chances it rests on.
    pub assumptions: Vec<Assumption>,
}

/// Money and ready date if things go less well: the same steps, offerings, order and releases, purchases made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// Net money.
    pub money: i64,
    /// Ready date.
    pub ready: Day,
}

/// Something the plan takes at its median.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// The effort of this offering is a range.
    EffortRange(Id),
    /// A price of this offering is a range.
    PriceRange(Id),
    /// The exam of this offering is planned with so many attempts; so many of a thousand have passed by then.
    Attempts(Id, i32, i64),
}

/// A credential in a pathway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is earned.
    pub credential: Id,
    /// Through what; `None`: it awards itself.
    pub offering: Option<Id>,
    /// The day before which it was not to start.
    pub release: Day,
    /// First day.
    pub start: Day,
    /// Last day that takes a slot.
    pub last: Day,
    /// Day of issue.
    pub issued: Day,
    /// Effort.
    pub minutes: i64,
    /// Most minutes in any of its weeks (seven days from the start on), rounded up.
    pub weekly_minutes: i64,
    /// Days with work or an exam, as runs from first to last.
    pub active: Vec<(Day, Day)>,
    /// Exam days.
    pub exams: Vec<Day>,
    /// Days it can start later without moving the ready date.
    pub slack_days: i32,
    /// How each part is paid.
    pub paid: Vec<Paid>,
    /// What funds give for its own fees.
    pub funded: Vec<(Id, i64)>,
    /// Expected exam fees over all allowed attempts, rounded half up; `None`: not paid by attempt.
    pub expected_fee: Option<i64>,
}

/// How a part is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The part.
    pub part: Part,
    /// By a shared plan, or the membership that unlocked the fee.
    pub plan: Option<Id>,
    /// Place of the fee in the offering's list of fees of that part (`None`: paid by the plan).
    pub fee: Option<usize>,
    /// The fee in all.
    pub amount: i64,
}

/// A dated cash line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The day.
    pub day: Day,
    /// Why.
    pub kind: LineKind,
    /// The offering, plan, credential, upkeep or fund it is about.
    pub what: Id,
    /// The credential of the step it is for, where it is for one.
    pub step: Option<Id>,
    /// Out of pocket; received when negative.
    pub amount: i64,
}

/// The kinds of cash lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A fee for tuition.
    Tuition,
    /// A fee for an exam.
    Exam,
    /// Materials.
    Materials,
    /// A unit, term, bundle or membership.
    Plan,
    /// A fee for an award.
    Award,
    /// A renewal.
    Renewal,
    /// A yearly fee.
    Upkeep,
    /// A fund's payment.
    Fund,
}
