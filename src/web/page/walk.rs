//! What a learner has told so far, as it stands in the address: every step of the walk is a link that can be kept.

use crate::{
    model::{Currency, Delivery, Money, Timing},
    web::{
        Service,
        api::shape::{Holding, PathwaysRequest, Refused},
        problem::{Kind, Problem},
    },
};
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};

/// One thing that can be told, by its name in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// The role, by id.
    Role,
    /// A competency she can show and its level: `sql~2`, or `sql~` where she is not sure.
    Can,
    /// A credential she holds, by id.
    Has,
    /// Hours a week.
    Hours,
    /// The most she can spend, in the catalogue's currency.
    Budget,
    /// The most she can spend in a month.
    Monthly,
    /// The first day.
    Start,
    /// The last day to be ready.
    By,
    /// A language she can study in.
    Speaks,
    /// A way to study.
    How,
    /// A time to study.
    When,
    /// Where she is.
    Place,
    /// An accessibility feature she needs.
    Access,
    /// Whether her connection is poor.
    Slow,
    /// Months of work experience.
    Experience,
    /// Steps open at a time.
    AtOnce,
    /// What a week sooner is worth to her.
    Week,
    /// A fund whose conditions she meets.
    Fund,
    /// A credential that must be among the steps.
    Lock,
    /// A credential to do without.
    Without,
    /// Only credentials that a quality body speaks for.
    Accredited,
    /// Count awards that do not say their level.
    Unlevelled,
    /// Which pathway is shown: `cheapest`, `fastest`, `fewest`, `balanced`, or the place of a trade-off.
    Pick,
    /// A change to compare with.
    WhatIf,
    /// Hours a week to compare with.
    IfHours,
    /// The most she could spend, to compare with.
    IfBudget,
    /// Whether to tell what each limit and wish costs.
    Prices,
    /// A credential of which to tell why it is not in the answer.
    WhyNot,
    /// Words to search for.
    Words,
    /// The learner a counselor plans with, by id: whom she proposes the plan to.
    For,
}

/// Every field, its name, and whether it can be told more than once; addresses name them in this order.
const FIELDS: [(Field, &str, bool); 30] = [
    (Field::Role, "role", false),
    (Field::Can, "can", true),
    (Field::Has, "has", true),
    (Field::Hours, "hours", false),
    (Field::Budget, "budget", false),
    (Field::Monthly, "monthly", false),
    (Field::Start, "start", false),
    (Field::By, "by", false),
    (Field::Speaks, "speaks", true),
    (Field::How, "how", true),
    (Field::When, "when", true),
    (Field::Place, "place", false),
    (Field::Access, "access", true),
    (Field::Slow, "slow", false),
    (Field::Experience, "experience", false),
    (Field::AtOnce, "at_once", false),
    (Field::Week, "week", false),
    (Field::Fund, "fund", true),
    (Field::Lock, "lock", true),
    (Field::Without, "without", true),
    (Field::Accredited, "accredited", false),
    (Field::Unlevelled, "unlevelled", false),
    (Field::Pick, "pick", false),
    (Field::WhatIf, "what_if", true),
    (Field::IfHours, "if_hours", false),
    (Field::IfBudget, "if_budget", false),
    (Field::Prices, "prices", false),
    (Field::WhyNot, "why_not", true),
    (Field::Words, "q", false),
    (Field::For, "for", false),
];

/// Most things that one address may tell.
const MOST: usize = 400;
/// Most bytes of one of them.
const LONGEST: usize = 500;

impl Field {
    /// Its name in the address and in forms.
    pub(super) fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    fn named(name: &str) -> Option<(Self, bool)> {
        FIELDS.iter().find(|(_, known, _)| *known == name).map(|(field, _, many)| (*field, *many))
    }
}

/// What was told so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Walk {
    told: Vec<(Field, String)>,
}

/// A field that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Which.
    pub(super) field: Field,
}

/// A word of the catalogue's own vocabulary.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// Percent-encodes what may not stand in a query (RFC 3986).
pub(super) fn encode(text: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => into.push(char::from(byte)),
            b' ' => into.push('+'),
            other => {
                into.push('%');
                for half in [other >> 4, other & 15] {
                    into.push(HEX.get(usize::from(half)).map_or('0', |digit| char::from(*digit)));
                }
            }
        }
    }
}

impl Walk {
    /// Reads what was told; what is empty or unknown counts for nothing, and of what can be told once the last counts.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut walk = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            let Some((field, many)) = Field::named(&name).filter(|_| !value.is_empty()) else { continue };
            walk = if many { walk.add(field, value) } else { walk.set(field, value) };
        }
        walk.told.sort_by_key(|(field, _)| *field);
        walk
    }

    /// The first value of a field.
    pub(super) fn one(&self, field: Field) -> Option<&str> {
        self.all(field).next()
    }

    /// All values of a field.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = &str> {
        self.told.iter().filter(move |(told, _)| *told == field).map(|(_, value)| value.as_str())
    }

    /// Whether this was told.
    pub(super) fn has(&self, field: Field, value: &str) -> bool {
        self.all(field).any(|told| told == value)
    }

    /// The same with this value in place of any other.
    #[must_use]
    pub(super) fn set(&self, field: Field, value: &str) -> Self {
        self.unset(field).add(field, value)
    }

    /// The same without any value of a field.
    #[must_use]
    pub(super) fn unset(&self, field: Field) -> Self {
        Self { told: self.told.iter().filter(|(told, _)| *told != field).cloned().collect() }
    }

    /// The same with one value more.
    #[must_use]
    pub(super) fn add(&self, field: Field, value: &str) -> Self {
        let mut walk = self.clone();
        // A competency has one level: the one told last.
        if field == Field::Can {
            let id = value.rsplit_once('~').map_or(value, |(id, _)| id);
            walk.told.retain(|(told, other)| *told != Field::Can || other.rsplit_once('~').map_or(other.as_str(), |(id, _)| id) != id);
        }
        if !walk.has(field, value) {
            walk.told.push((field, value.to_owned()));
            walk.told.sort_by_key(|(field, _)| *field);
        }
        walk
    }

    /// The same without one value.
    #[must_use]
    pub(super) fn less(&self, field: Field, value: &str) -> Self {
        Self { told: self.told.iter().filter(|(told, other)| *told != field || other != value).cloned().collect() }
    }

    /// The question alone: without which pathway is shown, what is searched for, and what is asked beside it.
    #[must_use]
    pub(super) fn question_alone(&self) -> Self {
        let beside = [Field::Pick, Field::WhatIf, Field::IfHours, Field::IfBudget, Field::Prices, Field::WhyNot, Field::Words];
        Self { told: self.told.iter().filter(|(field, _)| !beside.contains(field)).cloned().collect() }
    }

    /// What was told in these fields alone.
    #[must_use]
    pub(super) fn only(&self, fields: &[Field]) -> Self {
        Self { told: self.told.iter().filter(|(field, _)| fields.contains(field)).cloned().collect() }
    }

    /// What was told, but for these fields: what a form that asks for them carries along.
    pub(super) fn rest<'a>(&'a self, but: &'a [Field]) -> impl Iterator<Item = (&'static str, &'a str)> {
        self.told.iter().filter(|(field, _)| !but.contains(field)).map(|(field, value)| (field.name(), value.as_str()))
    }

    /// As a path with a query.
    pub(super) fn at(&self, path: &str) -> String {
        let mut whole = path.to_owned();
        for (at, (field, value)) in self.told.iter().enumerate() {
            whole.push(if at == 0 { '?' } else { '&' });
            whole.push_str(field.name());
            whole.push('=');
            encode(value, &mut whole);
        }
        whole
    }

    /// What she can show: competencies and their levels, unknown where she is not sure.
    pub(super) fn abilities(&self) -> impl Iterator<Item = (&str, Option<u8>)> {
        self.all(Field::Can).map(|told| match told.rsplit_once('~') {
            Some((id, level)) => (id, level.parse().ok()),
            None => (told, None),
        })
    }

    fn money(&self, field: Field, currency: Currency, slips: &mut Vec<Slip>) -> Option<Money> {
        let told = self.one(field)?;
        let money: Result<Money, String> = format!("{currency} {told}").parse();
        money.map_err(|_| slips.push(Slip { field })).ok()
    }

    fn number<T: std::str::FromStr>(&self, field: Field, slips: &mut Vec<Slip>) -> Option<T> {
        let told = self.one(field)?;
        let number = told.parse().ok();
        if number.is_none() {
            slips.push(Slip { field });
        }
        number
    }

    /// The changes to compare with: those written out, and the one made of fields.
    fn changes(&self, currency: Currency) -> Vec<String> {
        let hours = self.one(Field::IfHours).map(|hours| format!("hours={hours}"));
        let budget = self.one(Field::IfBudget).map(|most| format!("budget={currency} {most}"));
        let own: Vec<String> = hours.into_iter().chain(budget).collect();
        let own = (!own.is_empty()).then(|| own.join(","));
        self.all(Field::WhatIf).map(str::to_owned).chain(own).collect()
    }

    /// What a request tells, as far as these pages ask it: the way back from [`Walk::request`]. Amounts in another currency are left out.
    pub(super) fn of_request(request: &PathwaysRequest, currency: Currency) -> Self {
        let mut walk = Self::default();
        let mut tell = |field: Field, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                walk = walk.add(field, &value);
            }
        };
        let amount = |money: Option<Money>| {
            let money = money.filter(|money| money.currency == currency)?.to_string();
            money.split_once(' ').map(|(_, figure)| figure.trim_end_matches(".00").to_owned())
        };
        let yes = |said: bool| said.then(|| "1".to_owned());
        let word = |value: serde_json::Result<serde_json::Value>| value.ok().and_then(|word| word.as_str().map(str::to_owned));
        tell(Field::Role, request.role.clone());
        for holding in &request.holds {
            let level = holding.level.map(|level| level.to_string()).unwrap_or_default();
            tell(Field::Can, holding.competency.as_ref().map(|id| format!("{id}~{level}")));
            tell(Field::Has, holding.credential.clone());
        }
        tell(Field::Hours, request.hours_per_week.map(|hours| hours.to_string()));
        tell(Field::Budget, amount(request.budget));
        tell(Field::Monthly, amount(request.monthly_cap));
        tell(Field::Week, amount(request.week_value));
        tell(Field::Start, request.start.map(|day| day.to_string()));
        tell(Field::By, request.deadline.map(|day| day.to_string()));
        request.languages.iter().for_each(|one| tell(Field::Speaks, Some(one.clone())));
        request.delivery.iter().for_each(|one| tell(Field::How, word(serde_json::to_value(one))));
        request.timing.iter().for_each(|one| tell(Field::When, word(serde_json::to_value(one))));
        tell(Field::Place, request.region.clone());
        request.accessibility.iter().for_each(|one| tell(Field::Access, Some(one.clone())));
        tell(Field::Slow, yes(request.low_bandwidth));
        tell(Field::Experience, request.experience_months.map(|months| months.to_string()));
        tell(Field::AtOnce, request.at_once.map(|steps| steps.to_string()));
        request.funding.iter().for_each(|one| tell(Field::Fund, Some(one.clone())));
        request.locked.iter().for_each(|one| tell(Field::Lock, Some(one.clone())));
        request.excluded.iter().for_each(|one| tell(Field::Without, Some(one.clone())));
        tell(Field::Accredited, yes(request.accredited_only));
        tell(Field::Unlevelled, yes(request.trust_unknown_levels));
        walk
    }

    /// What was told as a request, as it could be sent to `POST /v1/pathways`.
    pub(super) fn request(&self, currency: Currency) -> Result<PathwaysRequest, Vec<Slip>> {
        let mut slips = Vec::new();
        let texts = |field| self.all(field).map(str::to_owned).collect::<Vec<_>>();
        let abilities = self.abilities().map(|(id, level)| Holding { competency: Some(id.to_owned()), level, ..Holding::default() });
        let held = self.all(Field::Has).map(|id| Holding { credential: Some(id.to_owned()), ..Holding::default() });
        let request = PathwaysRequest {
            role: self.one(Field::Role).map(str::to_owned),
            holds: abilities.chain(held).collect(),
            hours_per_week: self.number(Field::Hours, &mut slips),
            budget: self.money(Field::Budget, currency, &mut slips),
            monthly_cap: self.money(Field::Monthly, currency, &mut slips),
            week_value: self.money(Field::Week, currency, &mut slips),
            start: self.number(Field::Start, &mut slips),
            deadline: self.number(Field::By, &mut slips),
            languages: texts(Field::Speaks),
            delivery: self.all(Field::How).filter_map(word::<Delivery>).collect(),
            timing: self.all(Field::When).filter_map(word::<Timing>).collect(),
            region: self.one(Field::Place).map(str::to_owned),
            accessibility: texts(Field::Access),
            low_bandwidth: self.one(Field::Slow).is_some(),
            experience_months: self.number(Field::Experience, &mut slips),
            at_once: self.number(Field::AtOnce, &mut slips),
            funding: texts(Field::Fund),
            locked: texts(Field::Lock),
            excluded: texts(Field::Without),
            accredited_only: self.one(Field::Accredited).is_some(),
            trust_unknown_levels: self.one(Field::Unlevelled).is_some(),
            policy_prices: self.one(Field::Prices).is_some(),
            why_not: texts(Field::WhyNot),
            what_if: self.changes(currency),
            ..PathwaysRequest::default()
        };
        if slips.is_empty() { Ok(request) } else { Err(slips) }
    }
}

impl Slip {
    /// What the advisor refused, as a field of the form.
    pub(super) fn of(refused: &Refused) -> Self {
        let field = match refused.pointer.trim_start_matches('/').split('/').next().unwrap_or_default() {
            "holds" if refused.pointer.ends_with("credential") => Field::Has,
            "holds" => Field::Can,
            "hours_per_week" => Field::Hours,
            "budget" => Field::Budget,
            "monthly_cap" => Field::Monthly,
            "week_value" => Field::Week,
            "start" => Field::Start,
            "deadline" => Field::By,
            "region" => Field::Place,
            "at_once" => Field::AtOnce,
            "experience_months" => Field::Experience,
            "locked" => Field::Lock,
            "excluded" => Field::Without,
            "funding" => Field::Fund,
            "why_not" => Field::WhyNot,
            "what_if" => Field::WhatIf,
            "languages" => Field::Speaks,
            "accessibility" => Field::Access,
            _ => Field::Role,
        };
        Self { field }
    }
}

impl FromRequestParts<Service> for Walk {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Service) -> Result<Self, Problem> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|_| Problem::new(Kind::MalformedUrl, "the query is not percent-encoded UTF-8"))?;
        if pairs.len() > MOST || pairs.iter().any(|(_, value)| value.len() > LONGEST) {
            return Err(Problem::new(Kind::TooLarge, "the address is too long").limit(MOST as u64));
        }
        if pairs.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Problem::new(Kind::InvalidCharacter, "the address has a NUL character"));
        }
        Ok(Self::of(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(address: &str) -> Walk {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&address.parse().unwrap()).unwrap();
        Walk::of(pairs)
    }

    #[test]
    fn what_is_told_last_counts_and_what_is_empty_does_not() {
        let walk = read("/plan?hours=5&can=sql~1&utm=x&budget=&can=sql~2&hours=7&can=python~");
        assert_eq!(walk.at("/plan"), "/plan?can=sql~2&can=python~&hours=7");
        assert_eq!(walk.abilities().collect::<Vec<_>>(), [("sql", Some(2)), ("python", None)]);
    }

    #[test]
    fn a_slip_names_its_field() {
        let slips = read("/plan?role=baker&hours=many&by=soon&budget=1.234").request(Currency::USD).unwrap_err();
        assert_eq!(slips.iter().map(|slip| slip.field).collect::<Vec<_>>(), [Field::Hours, Field::Budget, Field::By]);
    }

    #[test]
    fn a_question_that_was_kept_is_asked_again_as_it_was() {
        let address = "/plan?role=baker&can=sql~2&can=python~&has=badge&hours=7.5&budget=200&monthly=40&start=2027-01-04&by=2027-12-31\
                       &speaks=en&how=in_person&when=evening&place=US-NJ&access=captions&slow=1&experience=12&at_once=2&week=12.50&fund=a\
                       &lock=b&without=c&accredited=1&unlevelled=1";
        let walk = read(address);
        assert_eq!(Walk::of_request(&walk.request(Currency::USD).unwrap(), Currency::USD), walk);
    }

    #[test]
    fn fields_stand_in_the_order_of_their_names() {
        assert!(FIELDS.windows(2).all(|two| two[0].0 < two[1].0));
    }

    proptest! {
        #[test]
        fn an_address_is_read_as_it_was_written(ids in proptest::collection::vec("[ -~é&=+%#]{1,12}", 0..6), words in ".{0,20}") {
            let mut walk = Walk::default();
            for id in ids.iter().map(|id| id.trim()).filter(|id| !id.is_empty()) {
                walk = walk.add(Field::Has, id);
            }
            if !words.trim().is_empty() {
                walk = walk.set(Field::Words, words.trim());
            }
            prop_assert_eq!(read(&walk.at("/plan")), walk);
        }
    }
}
