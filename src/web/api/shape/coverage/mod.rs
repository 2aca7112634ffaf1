//! Questions about many roles and many learners: shortages, drafts, near roles, roles, changes, bottlenecks, open doors, teams.

mod report;
mod tell;

pub use report::{Column, Mark, PROOF, Report, Row, Unit};

use super::{
    names::Names,
    request::{Holding, Refused, evidence},
};
use crate::{
    advisor::Shelf,
    coverage::{Group, Order},
    graph::{CredentialAt, RoleAt},
    model::{Constraints, Currency, Date, Effort, Money},
    plan::{Budget, Trouble},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageQuestion {
    /// What roles ask that nobody teaches, or only one provider, or in one language or region, or dearly.
    Shortages,
    /// What a credential that does not exist yet would be worth.
    Worth,
    /// Roles by what they take one group of learners.
    Near,
    /// What one role asks twice, what cannot be taught, and what each requirement costs candidates.
    RoleCheck,
    /// Whom it affects when a credential changes its price, or retires.
    Affected,
    /// Offers that no reasonable learner takes, and what dominates them.
    Dominated,
    /// Steps that most pathways cannot avoid.
    Bottlenecks,
    /// Credentials that make fit for the most roles within a budget.
    OpenDoors,
    /// What each person of a team needs for each role, and who takes which seat.
    Team,
    /// The draft that would better most.
    BestNext,
}

impl CoverageQuestion {
    /// All of them, in the order of their pages.
    pub const ALL: [Self; 10] = [
        Self::Shortages,
        Self::Worth,
        Self::Near,
        Self::RoleCheck,
        Self::Affected,
        Self::Dominated,
        Self::Bottlenecks,
        Self::OpenDoors,
        Self::Team,
        Self::BestNext,
    ];

    /// Its name in paths and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shortages => "shortages",
            Self::Worth => "worth",
            Self::Near => "near",
            Self::RoleCheck => "role-check",
            Self::Affected => "affected",
            Self::Dominated => "dominated",
            Self::Bottlenecks => "bottlenecks",
            Self::OpenDoors => "open-doors",
            Self::Team => "team",
            Self::BestNext => "best-next",
        }
    }
}

/// What is best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderName {
    /// Least money.
    #[default]
    Cheapest,
    /// Least effort.
    Fastest,
}

impl From<OrderName> for Order {
    fn from(name: OrderName) -> Self {
        match name {
            OrderName::Cheapest => Self::Cheapest,
            OrderName::Fastest => Self::Fastest,
        }
    }
}

/// Learners who start alike; for a team, a person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupRequest {
    /// What to call them.
    #[schema(max_length = 200)]
    pub name: String,
    /// How many they are; 1 where left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub weight: Option<u32>,
    /// What each of them can show.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub holds: Vec<Holding>,
}

/// A question about coverage; members that a question does not look at change nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CoverageRequest {
    /// Roles by title, alias, code, id or URI: all of the edition where empty. For a team its seats, a role once for each.
    #[schema(max_items = 5000)]
    pub roles: Vec<String>,
    /// Who learns: one group that can show nothing where empty.
    #[schema(max_items = 200)]
    pub groups: Vec<GroupRequest>,
    /// Hours a week they can study; 10 where left out.
    #[schema(exclusive_minimum = 0, maximum = 168)]
    pub hours_per_week: Option<f64>,
    /// The first day; today where left out.
    #[schema(value_type = Option<String>, format = Date, example = "2027-01-04")]
    #[serde(default, deserialize_with = "super::request::day")]
    pub start: Option<Date>,
    /// The currency of the answer; the catalogue's where left out.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3}$", example = "USD")]
    pub currency: Option<Currency>,
    /// What is best: for near roles and teams.
    pub order: OrderName,
    /// Rows to list; 50 where left out. For near roles, of each group.
    #[schema(minimum = 1, maximum = 100_000)]
    pub limit: Option<usize>,
    /// Every row, whatever the limit: for files, not over HTTP.
    #[serde(skip)]
    #[schema(ignore)]
    pub whole: bool,
    /// How long to think at most, in milliseconds.
    #[schema(minimum = 1, maximum = 30000)]
    pub time_limit_ms: Option<u64>,
    /// For shortages: whether what roles ask but need not have counts as well.
    pub desirable: bool,
    /// For shortages: above this price a requirement is dear; above four times the median where left out.
    #[schema(value_type = Option<String>, example = "USD 500")]
    pub dear_above: Option<Money>,
    /// For shortages: people wanted, by role; what the catalogue says of `openings` where left out.
    #[schema(value_type = Object)]
    pub wanted: std::collections::BTreeMap<String, u64>,
    /// For a draft: records of the native format, a credential and its offerings, with price and hours.
    #[schema(value_type = Vec<Object>, max_items = 100)]
    pub draft: Vec<serde_json::Value>,
    /// For a change: the credential by id, URI, code or name.
    #[schema(max_length = 500)]
    pub credential: Option<String>,
    /// For a change the new price, else it retires; for the best next credential what it costs.
    #[schema(value_type = Option<String>, example = "USD 200")]
    pub price: Option<Money>,
    /// For open doors: the most that can be spent.
    #[schema(value_type = Option<String>, example = "USD 500")]
    pub budget: Option<Money>,
    /// For open doors: weeks of study at most.
    #[schema(minimum = 1, maximum = 2000)]
    pub weeks: Option<u32>,
    /// For open doors: new credentials at most.
    #[schema(minimum = 1, maximum = 1000)]
    pub credentials: Option<u32>,
    /// For the best next credential: competencies it may award at most; 2 where left out.
    #[schema(minimum = 1, maximum = 10)]
    pub awards: Option<usize>,
}

/// Why a question got no report.
#[derive(Debug)]
pub enum Unanswered {
    /// It cannot be understood.
    Refused(Refused),
    /// An answer did not pass its own check.
    Trouble(Trouble),
}

impl From<Refused> for Unanswered {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Trouble> for Unanswered {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// A question with every name looked up.
struct Asked<'a> {
    shelf: &'a Shelf,
    request: &'a CoverageRequest,
    language: &'a str,
    roles: Vec<RoleAt>,
    groups: Vec<Group>,
    constraints: Constraints,
    currency: Currency,
    limit: usize,
}

/// Rows of a report where nothing is said.
const ROWS: usize = 50;

impl Asked<'_> {
    fn money(&self, money: Option<Money>, member: &str) -> Result<Option<i64>, Refused> {
        let Some(money) = money else { return Ok(None) };
        let worth = self.shelf.graph.convert(money, self.currency).map(|(worth, _)| worth.minor).filter(|minor| *minor >= 0);
        worth.map(Some).ok_or_else(|| {
            let hint = format!("write it in {}, and not below zero", self.currency);
            Refused::value(&format!("/{member}"), format!("this edition has no rate from {} to {}", money.currency, self.currency), hint)
        })
    }

    fn credential(&self) -> Result<CredentialAt, Refused> {
        let words = self.request.credential.as_deref();
        let words = words.ok_or_else(|| Refused::value("/credential", "the question names no credential", "name a `credential`"))?;
        Names::new(self.shelf).credential(words, "/credential")
    }
}

impl CoverageRequest {
    /// Looks every name up and answers; `today` is the first day where none is given.
    ///
    /// # Errors
    ///
    /// The first member that cannot be understood, or an answer that does not pass its own check.
    pub fn answer(
        &self,
        shelf: &Shelf,
        question: CoverageQuestion,
        today: Date,
        budget: Budget<'_>,
        language: &str,
    ) -> Result<Report, Unanswered> {
        let asked = self.asked(shelf, today, language)?;
        tell::tell(&asked, question, budget)
    }

    fn asked<'a>(&'a self, shelf: &'a Shelf, today: Date, language: &'a str) -> Result<Asked<'a>, Refused> {
        if let Some(at) = self.draft.iter().position(|record| !record.is_object()) {
            let hint = "write records of the native format, such as `{\"credential\": …}`";
            return Err(Refused::value(&format!("/draft/{at}"), "a record is an object", hint));
        }
        let within = |member: &str, value: u64, most: u64| {
            let refused = || Refused::range(&format!("/{member}"), format!("{value} is out of range"), format!("write 1 to {most}"));
            if (1..=most).contains(&value) { Ok(()) } else { Err(refused()) }
        };
        let given = [
            ("weeks", self.weeks.map(u64::from), 2_000),
            ("credentials", self.credentials.map(u64::from), 1_000),
            ("awards", self.awards.map(|of| of as u64), 10),
        ];
        given.into_iter().filter_map(|(member, value, most)| Some((member, value?, most))).try_for_each(|(a, b, c)| within(a, b, c))?;
        let names = Names::new(shelf);
        let roles = self.roles.iter().enumerate().map(|(at, words)| names.role(words, &format!("/roles/{at}")));
        let mut roles = roles.collect::<Result<Vec<_>, Refused>>()?;
        if roles.is_empty() {
            roles = shelf.graph.roles().collect();
        }
        let mut groups = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            if group.weight.is_some_and(|many| !(1..=1_000_000_000).contains(&many)) {
                return Err(Refused::range(&format!("/groups/{at}/weight"), "nobody is no group", "write 1 to 1000000000"));
            }
            let evidence = evidence(&names, &group.holds).map_err(|refused| {
                let pointer = format!("/groups/{at}{}", refused.pointer);
                Refused { pointer, ..refused }
            })?;
            groups.push(Group { name: group.name.as_str().into(), weight: group.weight.unwrap_or(1), evidence });
        }
        if groups.is_empty() {
            groups.push(Group::from_nothing());
        }
        let hours = self.hours_per_week.unwrap_or(10.0);
        let weekly = Effort::from_hours(hours).filter(|weekly| weekly.minutes > 0 && hours <= 168.0);
        let weekly = weekly.ok_or_else(|| {
            Refused::range("/hours_per_week", format!("{hours} hours a week cannot be planned with"), "write more than 0 and at most 168")
        })?;
        let currency = self.currency.unwrap_or_else(|| shelf.graph.currency());
        if shelf.graph.convert(Money::new(1, shelf.graph.currency()), currency).is_none() {
            let detail = format!("this edition has no rate from {} to {currency}", shelf.graph.currency());
            return Err(Refused::value("/currency", detail, format!("ask in {}", shelf.graph.currency())));
        }
        let start = self.start.unwrap_or(today);
        if !(Date::constant(2000, 1, 1)..=Date::constant(2199, 12, 31)).contains(&start) {
            return Err(Refused::range("/start", format!("{start} is out of range"), "choose a day from 2000-01-01 to 2199-12-31"));
        }
        let constraints = Constraints::new(weekly, start);
        let limit = if self.whole { usize::MAX } else { self.limit.unwrap_or(ROWS) };
        Ok(Asked { shelf, request: self, language, roles, groups, constraints, currency, limit })
    }
}

/// Minutes of effort in hours, for reading.
pub fn hours(minutes: i64) -> String {
    match (minutes / 60, (minutes % 60).abs()) {
        (0, rest) if minutes != 0 => format!("{}{rest} min", if minutes < 0 { "-" } else { "" }),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}
