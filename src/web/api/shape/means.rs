//! What a learner can spend and who helps her: hours that differ, caps, funds, rates.

use super::{
    PathwaysRequest, Refused,
    words::{CapPerName, FundingCoversName, PayTimingName},
};
use crate::{
    advisor::Shelf,
    model::{
        Amount, Cap, CapPer, Constraints, Currency, Date, Effort, ExchangeRate, Figure, Funding, FundingCovers, FundingId, FundingKind,
        Money, PayTiming,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From a day on, other hours a week; 0 is a pause.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursFrom {
    /// The first day of it.
    #[schema(value_type = String, format = Date, example = "2027-07-01")]
    pub from: Date,
    /// Hours a week from then on.
    #[schema(minimum = 0, maximum = 168, example = 0)]
    pub hours_per_week: f64,
}

/// Help that the learner states herself, such as an employer's.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnFund {
    /// What it is called in the answer.
    #[schema(example = "employer", max_length = 200)]
    pub name: String,
    /// How many in a hundred of a price it pays; all where left out.
    #[schema(minimum = 1, maximum = 100, example = 100)]
    pub percent: Option<u8>,
    /// The most it pays.
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3} [0-9]+([.][0-9]{1,3})?$", example = "USD 5250")]
    pub cap: Option<Money>,
    /// Over what the cap is counted; once in all where left out.
    #[schema(value_type = Option<CapPerName>, example = "calendar_year")]
    pub cap_per: Option<CapPer>,
    /// Which parts of a price it pays for; tuition where left out.
    #[serde(default)]
    #[schema(value_type = Vec<FundingCoversName>, max_items = 10)]
    pub covers: Vec<FundingCovers>,
    /// Whether it pays on enrolment or once passed; on enrolment where left out.
    #[schema(value_type = Option<PayTimingName>)]
    pub pays: Option<PayTiming>,
    /// Study must start by this day.
    #[schema(value_type = Option<String>, format = Date)]
    pub start_by: Option<Date>,
}

impl OwnFund {
    fn fund(&self) -> Funding {
        Funding {
            id: FundingId::from(self.name.as_str()),
            name: self.name.as_str().into(),
            kind: FundingKind::Employer,
            funder: None,
            eligibility: None,
            covers: self.covers.clone(),
            offerings: Vec::new(),
            credentials: Vec::new(),
            rate_percent: self.percent,
            cap: self.cap.map(|cap| Cap {
                amount: Figure { amount: Amount::Known(cap), ..Figure::default() },
                per: self.cap_per.unwrap_or(CapPer::Lifetime),
            }),
            expires_on: None,
            start_by: self.start_by,
            excludes: Vec::new(),
            pay: self.pays.unwrap_or_default(),
            region: Vec::new(),
            url: None,
            source: None,
            as_of: None,
            note: None,
        }
    }
}

/// A rate of exchange: so many units of the second for one of the first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The currency that is sold.
    #[schema(value_type = String, pattern = "^[A-Z]{3}$", example = "EUR")]
    pub from: Currency,
    /// The currency that is bought.
    #[schema(value_type = String, pattern = "^[A-Z]{3}$", example = "USD")]
    pub to: Currency,
    /// Units of `to` for one unit of `from`, as a decimal in text with at most six digits after the point.
    #[schema(example = "1.085", max_length = 30)]
    pub rate: String,
    /// The day at which it held.
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<Date>,
}

fn not_below_zero(member: &str, money: Option<Money>) -> Result<Option<Money>, Refused> {
    match money {
        Some(money) if money.minor < 0 => {
            Err(Refused::range(&format!("/{member}"), format!("{money} is less than nothing"), "write 0 or more"))
        }
        money => Ok(money),
    }
}

impl PathwaysRequest {
    /// Puts into constraints what the learner can spend and who helps her.
    pub(super) fn means(&self, shelf: &Shelf, constraints: &mut Constraints) -> Result<(), Refused> {
        let mut changes: Vec<(usize, &HoursFrom)> = self.hours_from.iter().enumerate().collect();
        changes.sort_by_key(|(_, change)| change.from);
        for (at, change) in changes {
            let weekly = Effort::from_hours(change.hours_per_week).filter(|_| (0.0..=168.0).contains(&change.hours_per_week));
            let pointer = format!("/hours_from/{at}/hours_per_week");
            let weekly = weekly.ok_or_else(|| {
                Refused::range(&pointer, format!("{} hours a week cannot be planned with", change.hours_per_week), "write 0 to 168")
            })?;
            super::bounds::day(&format!("hours_from/{at}/from"), Some(change.from))?;
            if change.from <= constraints.start {
                constraints.weekly = weekly;
            } else {
                constraints.hours_from.push((change.from, weekly));
            }
        }
        if let Some(twice) = constraints.hours_from.windows(2).find(|two| matches!(two, [a, b] if a.0 == b.0)).and_then(|two| two.first()) {
            return Err(Refused::value("/hours_from", format!("two entries begin on {}", twice.0), "keep one of the two"));
        }
        let at_once = self.at_once.unwrap_or(1);
        if !(1..=8).contains(&at_once) {
            return Err(Refused::range("/at_once", format!("{at_once} steps at once cannot be planned with"), "write 1 to 8"));
        }
        let hold = self.hold_months.unwrap_or(0);
        if hold > 600 {
            return Err(Refused::range("/hold_months", format!("{hold} months are too many"), "write 0 to 600"));
        }
        (constraints.at_once, constraints.hold_months) = (at_once, hold);
        constraints.monthly_cap = not_below_zero("monthly_cap", self.monthly_cap)?;
        constraints.yearly_cap = not_below_zero("yearly_cap", self.yearly_cap)?;
        constraints.week_value = not_below_zero("week_value", self.week_value)?;
        for (at, name) in self.funding.iter().enumerate() {
            let mut funds = shelf.graph.catalogue().funding.iter();
            let named =
                |fund: &&Funding| fund.id.as_str() == name || fund.name.wordings().any(|wording| wording.eq_ignore_ascii_case(name));
            let fund = funds.find(named).ok_or_else(|| Refused::unknown(&format!("/funding/{at}"), "fund", name))?;
            constraints.funding.push(fund.id.clone());
        }
        for (at, fund) in self.own_funding.iter().enumerate() {
            let known = |id: &FundingId| id.as_str() == fund.name;
            let taken = shelf.graph.catalogue().funding.iter().any(|other| known(&other.id))
                || constraints.own_funding.iter().any(|other| known(&other.id));
            if fund.name.is_empty() || taken {
                let hint = "give it a short name that no other fund has";
                return Err(Refused::value(&format!("/own_funding/{at}/name"), format!("`{}` cannot name a fund", fund.name), hint));
            }
            if fund.percent.is_some_and(|percent| !(1..=100).contains(&percent)) {
                return Err(Refused::range(&format!("/own_funding/{at}/percent"), "a share lies from 1 to 100", "write 1 to 100"));
            }
            not_below_zero(&format!("own_funding/{at}/cap"), fund.cap)?;
            constraints.own_funding.push(fund.fund());
        }
        for (at, rate) in self.rates.iter().enumerate() {
            let value = rate.rate.parse().map_err(|wrong: String| {
                Refused::value(&format!("/rates/{at}/rate"), wrong, "write units of `to` for one unit of `from`, such as \"1.085\"")
            })?;
            constraints.own_rates.push(ExchangeRate {
                from: rate.from,
                to: rate.to,
                rate: value,
                source: None,
                as_of: rate.as_of,
                note: None,
            });
        }
        Ok(())
    }
}
