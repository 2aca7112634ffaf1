//! One question, in numbers: the credentials that can matter for it, their offerings, prices, dates and needs, at one percentile.

use super::ids::{Day, Id};
use super::market::Market;
use super::posing::Posing;
use super::world::{Goal, Learner, Part, Percentile, Policy, Span, UpkeepRule};

/// A question: who asks, for what, under which named exclusions.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The learner.
    pub learner: &'q Learner,
    /// The goal.
    pub goal: &'q Goal,
    /// The exclusions that are switched on.
    pub policies: &'q [Policy],
}

/// What a step of a stack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A credential earned through an offering.
    Study,
    /// A credential that awards itself.
    Rule,
    /// Something held that runs out, relied upon; the day is its last.
    Keep(i32),
}

/// Something a stack may contain.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// The credential (by rank in the market); a held level has none.
    pub(super) credential: Option<u32>,
    /// Before it: prerequisites of study, or the stack rule.
    pub(super) needs: Vec<Need>,
    pub(super) loose: Vec<Need>,
    pub(super) strict: Vec<Need>,
    /// Held, and counted only as a prerequisite: every stack has it.
    pub(super) start_only: bool,
    pub(super) offers: Vec<Offer>,
    /// Fee and lag of the award.
    pub(super) award_fee: i64,
    pub(super) award_lag: i32,
    pub(super) valid_months: Option<i32>,
    pub(super) valid_until: Option<i32>,
    /// Price (`None`: unknown) and months of the paid renewal.
    pub(super) renewal: Option<(Option<i64>, i32)>,
    pub(super) renewed_by: Vec<u32>,
    /// The items of these.
    pub(super) renewers: Vec<u32>,
}

/// A group over items: weights of atoms, and the items that make each true, ascending.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) k: i64,
    pub(super) atoms: Vec<(i64, Vec<u32>)>,
}

/// An offering, in numbers.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    /// Rank in the market.
    pub(super) offering: u32,
    pub(super) pace: Pace,
    pub(super) exam: Option<Sitting>,
    pub(super) lag: i32,
    /// Effort in minutes.
    pub(super) minutes: i64,
    pub(super) slots: Vec<Slot>,
    /// Days after today on which money changes for it.
    pub(super) releases: Vec<i32>,
}

/// How the learning goes; work is counted in sevenths of a minute.
#[derive(Clone, Debug)]
pub(super) enum Pace {
    /// Effort, most work a day, fewest days.
    Own { work: i64, cap: i64, min_days: i32 },
    /// Possible first days, days, load a day.
    Group { starts: Vec<i32>, days: i32, load: i64 },
    /// No learning.
    None,
}

/// The exam as planned.
#[derive(Clone, Debug)]
pub(super) struct Sitting {
    pub(super) attempts: i32,
    pub(super) wait: i32,
    pub(super) dates: Vec<i32>,
}

/// A part that must be paid in exactly one of several ways.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) part: Part,
    pub(super) ways: Vec<Way>,
}

/// A way to pay a part.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// The offering's own fee, possibly a member's.
    Direct(Price),
    /// A shared plan (subscription, term or bundle).
    Shared(u32),
}

/// A fee, in numbers.
#[derive(Clone, Debug)]
pub(super) struct Price {
    /// Place in the offering's list of fees.
    pub(super) place: usize,
    pub(super) amount: i64,
    pub(super) per_attempt: bool,
    pub(super) member_of: Option<u32>,
    pub(super) from: i32,
    pub(super) until: i32,
    pub(super) access: Option<i32>,
    pub(super) repay: bool,
}

/// A shared plan, in numbers.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    /// Rank in the market.
    pub(super) plan: u32,
    /// Price and length of what can be bought on a day it is needed; a bundle has no length.
    pub(super) units: Vec<(i64, Option<Span>)>,
    /// Units the first sign-up commits to.
    pub(super) min_units: i32,
    pub(super) trial: i32,
    pub(super) from: i32,
    pub(super) until: i32,
    /// Most (credential, part) pairs it can serve.
    pub(super) breadth: i64,
    pub(super) bundle: bool,
    pub(super) funds: Vec<u32>,
}

/// A fund, in numbers.
#[derive(Clone, Debug)]
pub(super) struct Fund {
    /// Rank in the market.
    pub(super) rank: u32,
    pub(super) rate: i64,
    pub(super) parts: Vec<Part>,
    /// Offerings by rank, sorted; `None`: all.
    pub(super) offerings: Option<Vec<u32>>,
    pub(super) lifetime: i64,
    pub(super) year: i64,
    /// Month and day on which its year starts.
    pub(super) year_start: (i8, i8),
    pub(super) course: i64,
    pub(super) from: i32,
    pub(super) until: i32,
    pub(super) on_pass: bool,
    /// Bit mask of funds that cannot be used beside it.
    pub(super) excludes: u64,
}

impl Fund {
    /// The year (by its first day's civil year) an enrolment on `day` counts to.
    pub(super) fn year_of(&self, day: i32) -> i32 {
        let date = Day(day).date();
        let year = i32::from(date.year());
        if (date.month(), date.day()) < self.year_start { year - 1 } else { year }
    }

    /// Whether it pays this part of this offering when enrolled on `day`.
    pub(super) fn pays_for(&self, offering: u32, part: Part, day: i32) -> bool {
        (self.from..=self.until).contains(&day) && self.may_pay(offering, part)
    }

    /// Whether it pays this part of this offering on some day.
    pub(super) fn may_pay(&self, offering: u32, part: Part) -> bool {
        self.parts.contains(&part) && self.offerings.as_ref().is_none_or(|list| list.binary_search(&offering).is_ok())
    }
}

/// A yearly fee, in numbers: credentials by rank with their fees (`None`: unknown), lowest first.
#[derive(Clone, Debug)]
pub(super) struct Yearly {
    pub(super) upkeep: usize,
    pub(super) rule: UpkeepRule,
    pub(super) members: Vec<(u32, Option<i64>)>,
    /// One of them is held already.
    pub(super) held: bool,
}

/// A requirement that is only counted.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) id: Id,
    pub(super) weight: i64,
    pub(super) essential: bool,
    /// `None`: held for good.
    pub(super) need: Option<Need>,
}

/// The question in numbers.
#[derive(Clone, Debug)]
pub(super) struct Setting<'w> {
    pub(super) market: &'w Market<'w>,
    pub(super) today: i32,
    /// The last day that can be the ready date.
    pub(super) last: i32,
    pub(super) hold_months: i32,
    /// Work that fits each day from today on, in sevenths of a minute.
    pub(super) capacity: Vec<i64>,
    /// Sums of `capacity` before each day.
    pub(super) before: Vec<i64>,
    pub(super) at_once: usize,
    pub(super) budget: i64,
    pub(super) monthly_cap: Option<i64>,
    pub(super) yearly_cap: Option<i64>,
    pub(super) items: Vec<Item>,
    pub(super) plans: Vec<Shared>,
    pub(super) funds: Vec<Fund>,
    pub(super) yearly: Vec<Yearly>,
    /// Days after today on which the learner's own limits start anew.
    pub(super) cash_days: Vec<i32>,
    /// What must hold at the end.
    pub(super) goal: Vec<Need>,
    /// Of these, the credentials that must be there.
    pub(super) locks: Vec<Need>,
    /// Every requirement, for the coverage.
    pub(super) coverage: Vec<Counted>,
    /// Requirements nothing can meet, by name.
    pub(super) unteachable: Vec<Id>,
    /// Offerings left out because a price is unknown, with the item's credential.
    pub(super) unknown: Vec<(u32, u32)>,
}

pub(super) const NEVER: i32 = i32::MAX / 4;

impl<'w> Setting<'w> {
    /// Poses a question to a market at a percentile.
    pub(super) fn new(market: &'w Market<'w>, question: Question<'_>, percentile: Percentile) -> Self {
        Posing::new(market, question, percentile).pose()
    }

    /// The same with only these credentials (by rank, ascending) to earn.
    pub(super) fn with_only(market: &'w Market<'w>, question: Question<'_>, percentile: Percentile, only: &[u32]) -> Self {
        let mut posing = Posing::new(market, question, percentile);
        for (c, no) in posing.no_credential.iter_mut().enumerate() {
            *no |= only.binary_search(&(c as u32)).is_err();
        }
        posing.pose()
    }

    /// The same with every unknown price at nothing: whatever it costs, it is no less.
    pub(super) fn with_unknown_free(market: &'w Market<'w>, question: Question<'_>) -> Self {
        let mut posing = Posing::new(market, question, Percentile::P50);
        posing.exchange.unknown_free = true;
        posing.pose()
    }

    /// The last day of the hold of a plan that is ready on `ready`.
    pub(super) fn hold_end(&self, ready: i32) -> i32 {
        if self.hold_months == 0 { ready } else { Day(ready).plus_months(self.hold_months).0 }
    }

    /// Work that fits `day`.
    pub(super) fn fits(&self, day: i32) -> i64 {
        usize::try_from(day - self.today).ok().and_then(|i| self.capacity.get(i)).copied().unwrap_or(0)
    }

    /// Work that fits the days from `from` to the day before `to`.
    pub(super) fn work_between(&self, from: i32, to: i32) -> i64 {
        let place = |day: i32| usize::try_from(day - self.today).unwrap_or(0).min(self.before.len() - 1);
        self.before[place(to)] - self.before[place(from)]
    }

    /// The first day at whose end `work` can have been done since the morning of `from`; `None` beyond the last day.
    pub(super) fn done_by(&self, from: i32, work: i64) -> Option<i32> {
        let start = usize::try_from(from - self.today).ok()?;
        let goal = self.before.get(start)?.checked_add(work)?;
        let later = self.before.get(start + 1..)?.partition_point(|&sum| sum < goal);
        let place = start + later;
        (place < self.capacity.len()).then(|| self.today + place as i32)
    }
}

impl Item {
    pub(super) fn keep(last: i32, credential: Option<u32>) -> Self {
        Self {
            kind: Kind::Keep(last),
            credential,
            needs: Vec::new(),
            loose: Vec::new(),
            strict: Vec::new(),
            start_only: false,
            offers: Vec::new(),
            award_fee: 0,
            award_lag: 0,
            valid_months: None,
            valid_until: None,
            renewal: None,
            renewed_by: Vec::new(),
            renewers: Vec::new(),
        }
    }

    /// Whether it does not last for good.
    pub(super) fn runs_out(&self) -> bool {
        self.valid_months.is_some() || self.valid_until.is_some()
    }

    /// New credentials it counts for.
    pub(super) fn count(&self) -> i64 {
        i64::from(self.kind == Kind::Study)
    }
}

impl Need {
    /// Drops items that can never be had.
    pub(super) fn keep_only(&mut self, reached: &[bool]) {
        for (_, from) in &mut self.atoms {
            from.retain(|&i| reached[i as usize]);
        }
        self.atoms.retain(|(_, from)| !from.is_empty());
    }

    /// The most weight its atoms can have.
    pub(super) fn attainable(&self) -> i64 {
        self.atoms.iter().fold(0_i64, |sum, (w, _)| sum.saturating_add(*w))
    }

    /// Whether nothing at all could make it hold.
    pub(super) fn is_hopeless(&self) -> bool {
        self.attainable() < self.k
    }

    /// Whether it holds when exactly the items for which `has` says so are there.
    pub(super) fn holds(&self, has: impl Fn(u32) -> bool) -> bool {
        let mut sum = 0_i64;
        for (w, from) in &self.atoms {
            if from.iter().any(|&i| has(i)) {
                sum = sum.saturating_add(*w);
                if sum >= self.k {
                    return true;
                }
            }
        }
        self.k <= 0
    }

    /// Whether it holds when exactly these items are there: few, where each of its atoms has many.
    pub(super) fn holds_by(&self, chosen: &[u32]) -> bool {
        let mut sum = 0_i64;
        for (w, from) in &self.atoms {
            if chosen.iter().any(|i| from.binary_search(i).is_ok()) {
                sum = sum.saturating_add(*w);
                if sum >= self.k {
                    return true;
                }
            }
        }
        self.k <= 0
    }
}
