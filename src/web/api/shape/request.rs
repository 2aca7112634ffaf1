//! What is asked over HTTP and on the terminal, and how it becomes a question.

use super::means::{HoursFrom, OwnFund, Rate};
use super::names::Names;
use super::words::{DeliveryName, TimingName, VerificationName};
use crate::{
    advisor::{AsideQuestions, Shelf},
    graph::CredentialAt,
    model::{Constraints, Currency, Date, Delivery, Effort, Evidence, EvidenceOf, Learner, Level, Money, Timing, Verification},
    plan::{Goal, Question},
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::ToSchema;

/// Reads a day, and says how to write one where it is none.
pub(in crate::web::api) fn day<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(reader)? else { return Ok(None) };
    let sound = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = text.parse().ok().filter(|_| sound);
    day.map(Some).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        D::Error::custom(format!("`{shown}` is no day; write year, month and day, such as 2027-01-04"))
    })
}

/// A competency to reach.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedCompetency {
    /// Its id, URI or name.
    #[schema(example = "sql", max_length = 500)]
    pub competency: String,
    /// At which rank at least; any where left out.
    #[schema(minimum = 1, maximum = 255, example = 2)]
    pub level: Option<u8>,
}

/// Something the learner can show: a competency or a credential.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holding {
    /// A competency's id, URI or name.
    #[schema(example = "spreadsheets", max_length = 500)]
    pub competency: Option<String>,
    /// A credential's id, URI, code or name.
    #[schema(max_length = 500)]
    pub credential: Option<String>,
    /// The rank of a competency; unknown where left out.
    #[schema(minimum = 1, maximum = 255, example = 2)]
    pub level: Option<u8>,
    /// How far it can be trusted; the learner's own word where left out.
    #[schema(value_type = Option<VerificationName>)]
    pub verification: Option<Verification>,
    /// When it was issued.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default, deserialize_with = "day")]
    pub issued: Option<Date>,
    /// Until when it is in force.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default, deserialize_with = "day")]
    pub expires: Option<Date>,
}

/// A question for pathways. Either `role` or `competencies` says where to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of its own")]
pub struct PathwaysRequest {
    /// A role by title, alias, code, id or URI.
    #[schema(example = "data analyst", max_length = 500)]
    pub role: Option<String>,
    /// Competencies to reach, in place of a role.
    #[schema(max_items = 200)]
    pub competencies: Vec<WantedCompetency>,
    /// What the learner can show.
    #[schema(max_items = 2000)]
    pub holds: Vec<Holding>,
    /// Hours a week she can study; 10 where left out.
    #[schema(exclusive_minimum = 0, maximum = 168, example = 10)]
    pub hours_per_week: Option<f64>,
    /// The first day she can study; today where left out.
    #[schema(value_type = Option<String>, format = Date, example = "2027-01-04")]
    #[serde(default, deserialize_with = "day")]
    pub start: Option<Date>,
    /// The most she can spend, such as `USD 500`.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3} [0-9]+([.][0-9]{1,3})?$", example = "USD 500")]
    pub budget: Option<Money>,
    /// The last day to be ready.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default, deserialize_with = "day")]
    pub deadline: Option<Date>,
    /// ISO 639-1 languages she can study in; any where empty.
    #[schema(max_items = 100)]
    pub languages: Vec<String>,
    /// Ways of delivery she can use: `online`, `in_person`, `blended`; any where empty.
    #[schema(value_type = Vec<DeliveryName>, max_items = 10)]
    pub delivery: Vec<Delivery>,
    /// Times of the week she can use: `any`, `day`, `evening`, `weekend`; any where empty.
    #[schema(value_type = Vec<TimingName>, max_items = 10)]
    pub timing: Vec<Timing>,
    /// Where she is, such as `US-NJ`.
    #[schema(max_length = 20)]
    pub region: Option<String>,
    /// Accessibility features she needs, in schema.org's words.
    #[schema(max_items = 100)]
    pub accessibility: Vec<String>,
    /// Whether she has only a poor connection.
    pub low_bandwidth: bool,
    /// Credentials that must be in the stack.
    #[schema(max_items = 200)]
    pub locked: Vec<String>,
    /// Credentials to do without.
    #[schema(max_items = 2000)]
    pub excluded: Vec<String>,
    /// Offerings to do without.
    #[schema(max_items = 2000)]
    pub excluded_offerings: Vec<String>,
    /// Providers and issuers to do without.
    #[schema(max_items = 2000)]
    pub excluded_providers: Vec<String>,
    /// Only credentials that a quality body speaks for.
    pub accredited_only: bool,
    /// Count awards that do not say their level at any level.
    pub trust_unknown_levels: bool,
    /// After how many months a price is told to be old; 18 where left out.
    #[schema(maximum = 1200, example = 12)]
    pub old_prices_months: Option<u32>,
    /// Months of work experience, in the work that credentials ask for; none where left out.
    #[schema(maximum = 720, example = 24)]
    pub experience_months: Option<u32>,
    /// From some day on, other hours a week; 0 is a pause.
    #[schema(max_items = 100)]
    pub hours_from: Vec<HoursFrom>,
    /// How many steps may be open at a time; 1 where left out.
    #[schema(minimum = 1, maximum = 8, example = 1)]
    pub at_once: Option<u32>,
    /// The most she can spend in a calendar month.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3} [0-9]+([.][0-9]{1,3})?$", example = "USD 100")]
    pub monthly_cap: Option<Money>,
    /// The most she can spend in a calendar year.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3} [0-9]+([.][0-9]{1,3})?$", example = "USD 1000")]
    pub yearly_cap: Option<Money>,
    /// Months after the ready date during which everything must stay in force; none where left out.
    #[schema(maximum = 600, example = 12)]
    pub hold_months: Option<u32>,
    /// What a week sooner is worth to her: then there is a balanced answer as well.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3} [0-9]+([.][0-9]{1,3})?$", example = "USD 50")]
    pub week_value: Option<Money>,
    /// Funds of the catalogue whose conditions she says she meets, by id or name.
    #[schema(max_items = 100)]
    pub funding: Vec<String>,
    /// Help she states herself, such as an employer's.
    #[schema(max_items = 100)]
    pub own_funding: Vec<OwnFund>,
    /// Rates of exchange she states herself; they come before the catalogue's.
    #[schema(max_items = 100)]
    pub rates: Vec<Rate>,
    /// Credentials of which to tell why they are not in the answer, and what forcing each would cost.
    #[schema(max_items = 5)]
    pub why_not: Vec<String>,
    /// Changes to answer as well and to compare with, such as `hours=12` or `budget=USD 500, deadline=none`.
    #[schema(max_items = 5)]
    pub what_if: Vec<String>,
    /// Whether to tell what each of her limits and wishes costs in money and days.
    pub policy_prices: bool,
    /// The currency of the answer; the catalogue's where left out.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3}$", example = "USD")]
    pub currency: Option<Currency>,
    /// How long to think at most, in milliseconds; then the best proven so far is returned.
    #[schema(minimum = 1, maximum = 30000)]
    pub time_limit_ms: Option<u64>,
}

/// A question for the gap alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GapRequest {
    /// A role by title, alias, code, id or URI.
    #[schema(example = "data analyst", max_length = 500)]
    pub role: Option<String>,
    /// Competencies to reach, in place of a role.
    #[schema(max_items = 200)]
    pub competencies: Vec<WantedCompetency>,
    /// What the learner can show.
    #[schema(max_items = 2000)]
    pub holds: Vec<Holding>,
    /// The day on which evidence must be in force; today where left out.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default, deserialize_with = "day")]
    pub on: Option<Date>,
}

/// What to take next. There is no member for who somebody is: whoever sends one is refused.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecommendationsRequest {
    /// A role by title, alias, code, id or URI; may be left out.
    #[schema(example = "data analyst", max_length = 500)]
    pub role: Option<String>,
    /// Competencies to reach, in place of a role.
    #[schema(max_items = 200)]
    pub competencies: Vec<WantedCompetency>,
    /// What the learner can show.
    #[schema(max_items = 2000)]
    pub holds: Vec<Holding>,
    /// Credentials she took, earliest first: used only with `use_history`.
    #[schema(max_items = 2000)]
    pub took: Vec<String>,
    /// Whether she consents that what she took is compared with what others took.
    pub use_history: bool,
    /// Hours a week she can study, for what near roles take; 10 where left out.
    #[schema(exclusive_minimum = 0, maximum = 168, example = 10)]
    pub hours_per_week: Option<f64>,
    /// The day on which evidence must be in force; today where left out.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default, deserialize_with = "day")]
    pub on: Option<Date>,
    /// Suggestions at most; 5 where left out.
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// A question that cannot be understood: where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The member, as a JSON pointer.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
    /// What to do.
    pub hint: String,
    /// In which way it is wrong.
    pub why: Why,
    /// The limit that was passed, where it is one that is set.
    pub limit: Option<usize>,
    /// Which name it is, where the edition does not have it.
    pub unfound: Option<Box<Unfound>>,
}

/// A name that the edition does not have, or may have more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unfound {
    /// What was written.
    pub words: String,
    /// What it may mean, by name.
    pub near: Vec<String>,
}

/// In which way a member is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its value has the wrong form, or does not go together with another.
    Value,
    /// Its value is out of range.
    Range,
    /// It names something the edition does not have.
    Unknown,
}

impl Refused {
    pub(in crate::web) fn value(pointer: &str, detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into(), hint: hint.into(), why: Why::Value, limit: None, unfound: None }
    }

    pub(super) fn range(pointer: &str, detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why: Why::Range, ..Self::value(pointer, detail, hint) }
    }

    pub(super) fn past(self, limit: usize) -> Self {
        Self { limit: Some(limit), ..self }
    }

    pub(super) fn unknown(pointer: &str, kind: &str, name: &str) -> Self {
        let hint = format!("search for it by its words, or use the id of another {kind}");
        let unfound = Some(Box::new(Unfound { words: name.to_owned(), near: Vec::new() }));
        Self { why: Why::Unknown, unfound, ..Self::value(pointer, format!("there is no {kind} called `{name}` in this edition"), hint) }
    }
}

/// The first day where none is given: the caller's clock says today.
pub fn default_start(given: Option<Date>, today: Date) -> Date {
    given.unwrap_or(today)
}

/// Hours a week, where none are given ten.
fn weekly(hours: Option<f64>) -> Result<Effort, Refused> {
    let hours = hours.unwrap_or(10.0);
    Effort::from_hours(hours).filter(|weekly| weekly.minutes > 0 && hours <= 168.0).ok_or_else(|| {
        let detail = format!("{hours} hours a week cannot be planned with");
        Refused::range("/hours_per_week", detail, "write more than 0 and at most 168, in steps of one minute")
    })
}

fn goal(names: &Names<'_>, wanted_role: Option<&str>, wanted: &[WantedCompetency]) -> Result<Goal, Refused> {
    match (wanted_role, wanted) {
        (Some(words), []) => names.role(words, "/role").map(Goal::Role),
        (None, [_, ..]) => {
            let mut goals = Vec::new();
            for (at, wanted) in wanted.iter().enumerate() {
                let place = names.competency(&wanted.competency, &format!("/competencies/{at}/competency"))?;
                let ranks = names.graph().ranks(names.graph().one(place));
                if let Some(level) = wanted.level.filter(|level| *level == 0 || *level > ranks) {
                    let pointer = format!("/competencies/{at}/level");
                    return Err(Refused::range(&pointer, format!("level {level} is not on its scale"), format!("write 1 to {ranks}")));
                }
                goals.push((place, wanted.level));
            }
            Ok(Goal::Competencies(goals))
        }
        (Some(_), [_, ..]) => {
            Err(Refused::value("/competencies", "a question has a role or competencies, not both", "leave one of them out"))
        }
        (None, []) => Err(Refused::value("/role", "the question does not say where to", "name a `role`, or list `competencies`")),
    }
}

pub(super) fn evidence(names: &Names<'_>, holds: &[Holding]) -> Result<Vec<Evidence>, Refused> {
    let mut evidence = Vec::new();
    for (at, holding) in holds.iter().enumerate() {
        let of = match (&holding.competency, &holding.credential) {
            (Some(words), None) => {
                let place = names.competency(words, &format!("/holds/{at}/competency"))?;
                EvidenceOf::Competency(names.graph().competency(place).id.clone())
            }
            (None, Some(words)) => {
                let place = names.credential(words, &format!("/holds/{at}/credential"))?;
                EvidenceOf::Credential(names.graph().credential(place).id.clone())
            }
            _ => return Err(Refused::value(&format!("/holds/{at}"), "a holding is a competency or a credential", "name one of the two")),
        };
        if let (EvidenceOf::Competency(id), Some(level)) = (&of, holding.level)
            && let Some(place) = names.graph().find_competency(id.as_str())
        {
            let ranks = names.graph().ranks(names.graph().one(place));
            if level == 0 || level > ranks {
                let pointer = format!("/holds/{at}/level");
                return Err(Refused::range(
                    &pointer,
                    format!("level {level} is not on its scale"),
                    format!("write 1 to {ranks}, or leave it out if you are not sure"),
                ));
            }
        }
        evidence.push(Evidence {
            of,
            level: holding.level.map_or(Level::Unknown, Level::rank),
            verification: holding.verification.unwrap_or_default(),
            issued: holding.issued,
            expires: holding.expires,
        });
    }
    Ok(evidence)
}

impl PathwaysRequest {
    /// Looks every name up; `today` is the first day where none is given.
    ///
    /// # Errors
    ///
    /// The first member that cannot be understood.
    pub fn question(&self, shelf: &Shelf, today: Date) -> Result<Question, Refused> {
        self.sound()?;
        let names = Names::new(shelf);
        let goal = goal(&names, self.role.as_deref(), &self.competencies)?;
        let weekly = weekly(self.hours_per_week)?;
        let start = default_start(self.start, today);
        let mut means = Constraints::new(weekly, start);
        self.means(shelf, &mut means)?;
        if let Some(deadline) = self.deadline.filter(|deadline| *deadline < start) {
            return Err(Refused::range("/deadline", format!("the deadline {deadline} is before the start {start}"), "choose a later day"));
        }
        let currency = self.currency.unwrap_or_else(|| shelf.graph.currency());
        let known = |from: Currency| {
            let own = means.own_rates.iter().any(|rate| [(rate.from, rate.to), (rate.to, rate.from)].contains(&(from, currency)));
            own || shelf.graph.convert(Money::new(1, from), currency).is_some()
        };
        if !known(shelf.graph.currency()) {
            let detail = format!("this edition has no rate from {} to {currency}", shelf.graph.currency());
            return Err(Refused::value("/currency", detail, format!("ask in {}, or state a rate of your own", shelf.graph.currency())));
        }
        let amounts =
            [("budget", self.budget), ("monthly_cap", self.monthly_cap), ("yearly_cap", self.yearly_cap), ("week_value", self.week_value)];
        for (member, money) in amounts {
            if let Some(money) = money.filter(|money| !known(money.currency)) {
                let detail = format!("this edition has no rate from {} to {currency}", money.currency);
                return Err(Refused::value(&format!("/{member}"), detail, format!("write it in {currency}")));
            }
        }
        for (at, fund) in self.own_funding.iter().enumerate() {
            if let Some(cap) = fund.cap.filter(|cap| !known(cap.currency)) {
                let detail = format!("this edition has no rate from {} to {currency}", cap.currency);
                return Err(Refused::value(&format!("/own_funding/{at}/cap"), detail, format!("write it in {currency}, or state a rate")));
            }
        }
        let credentials = |list: &[String], member: &str| -> Result<Vec<_>, Refused> {
            let found = list
                .iter()
                .enumerate()
                .map(|(at, name)| names.credential(name, &format!("/{member}/{at}")).map(|place| shelf.graph.credential(place).id.clone()));
            found.collect()
        };
        let mut excluded_providers = Vec::new();
        for (at, name) in self.excluded_providers.iter().enumerate() {
            let graph = &shelf.graph;
            let named = |place: &crate::graph::OrganisationAt| {
                graph.organisation(*place).name.wordings().any(|wording| wording.eq_ignore_ascii_case(name))
            };
            let place = graph.find_organisation(name).or_else(|| graph.organisations().find(named));
            let place = place.ok_or_else(|| Refused::unknown(&format!("/excluded_providers/{at}"), "organisation", name))?;
            excluded_providers.push(graph.organisation(place).id.clone());
        }
        let mut excluded_offerings = Vec::new();
        for (at, name) in self.excluded_offerings.iter().enumerate() {
            let place = shelf.graph.find_offering(name);
            let place = place.ok_or_else(|| Refused::unknown(&format!("/excluded_offerings/{at}"), "offering", name))?;
            excluded_offerings.push(shelf.graph.offering(place).id.clone());
        }
        let words = |words: &[String]| words.iter().map(|word| word.as_str().into()).collect();
        let constraints = Constraints {
            budget: self.budget,
            deadline: self.deadline,
            languages: words(&self.languages),
            delivery: self.delivery.clone(),
            timing: self.timing.clone(),
            region: self.region.as_deref().map(Into::into),
            accessibility: words(&self.accessibility),
            low_bandwidth: self.low_bandwidth,
            locked: credentials(&self.locked, "locked")?,
            excluded: credentials(&self.excluded, "excluded")?,
            excluded_offerings,
            excluded_providers,
            accredited_only: self.accredited_only,
            trust_unknown_levels: self.trust_unknown_levels,
            old_prices_months: self.old_prices_months.unwrap_or(Constraints::OLD_PRICES_MONTHS),
            experience_months: self.experience_months.unwrap_or(0),
            ..means
        };
        if let Some(both) = constraints.locked.iter().find(|locked| constraints.excluded.contains(locked)) {
            return Err(Refused::value("/excluded", format!("`{both}` is both locked and excluded"), "take it out of one of the two"));
        }
        let learner = Learner { evidence: evidence(&names, &self.holds)?, constraints };
        Ok(Question { goal, learner, currency })
    }
}

impl PathwaysRequest {
    /// The questions beside the question, looked up.
    ///
    /// # Errors
    ///
    /// The first that cannot be understood.
    pub fn asides(&self, shelf: &Shelf, today: Date) -> Result<AsideQuestions, Refused> {
        let names = Names::new(shelf);
        let mut asides = AsideQuestions { policy_prices: self.policy_prices, ..AsideQuestions::default() };
        for (at, name) in self.why_not.iter().enumerate() {
            asides.why_not.push(names.credential(name, &format!("/why_not/{at}"))?);
        }
        for change in &self.what_if {
            let changed = self.changed(change)?.question(shelf, today);
            let question = changed.map_err(|refused| Refused { pointer: "/what_if".into(), ..refused })?;
            asides.what_if.push((change.clone(), question));
        }
        Ok(asides)
    }
}

impl GapRequest {
    /// Looks every name up; `today` is the day where none is given.
    ///
    /// # Errors
    ///
    /// The first member that cannot be understood.
    pub fn question(&self, shelf: &Shelf, today: Date) -> Result<Question, Refused> {
        super::bounds::day("on", self.on)?;
        let names = Names::new(shelf);
        let goal = goal(&names, self.role.as_deref(), &self.competencies)?;
        let constraints = Constraints::new(Effort::hours(10), default_start(self.on, today));
        let learner = Learner { evidence: evidence(&names, &self.holds)?, constraints };
        Ok(Question { goal, learner, currency: shelf.graph.currency() })
    }
}

/// Most suggestions of one answer, whatever the service that is asked takes.
const SUGGESTIONS: u32 = 200;

impl RecommendationsRequest {
    /// Looks every name up; `today` is the day where none is given. Without a target the question's goal is empty.
    ///
    /// # Errors
    ///
    /// The first member that cannot be understood.
    pub fn question(&self, shelf: &Shelf, today: Date) -> Result<Question, Refused> {
        super::bounds::day("on", self.on)?;
        if self.limit.is_some_and(|limit| !(1..=SUGGESTIONS).contains(&limit)) {
            return Err(Refused::range("/limit", "`limit` is out of range", format!("write 1 to {SUGGESTIONS}")));
        }
        let names = Names::new(shelf);
        let goal = match (&self.role, self.competencies.as_slice()) {
            (None, []) => Goal::Competencies(Vec::new()),
            (role, wanted) => goal(&names, role.as_deref(), wanted)?,
        };
        let constraints = Constraints::new(weekly(self.hours_per_week)?, default_start(self.on, today));
        let learner = Learner { evidence: evidence(&names, &self.holds)?, constraints };
        Ok(Question { goal, learner, currency: shelf.graph.currency() })
    }

    /// What she took, looked up; nothing without consent, whatever was sent.
    ///
    /// # Errors
    ///
    /// The first name that is no credential.
    pub fn history(&self, shelf: &Shelf) -> Result<Option<Vec<CredentialAt>>, Refused> {
        if !self.use_history {
            return Ok(None);
        }
        let names = Names::new(shelf);
        let took = self.took.iter().enumerate().map(|(at, name)| names.credential(name, &format!("/took/{at}")));
        took.collect::<Result<Vec<_>, _>>().map(Some)
    }
}
