//! How the learner can study and what she may spend, as flags.

use super::date;
use crate::{
    advisor::Shelf,
    cli::{learner::credential, terminal::Terminal, trouble::Trouble},
    model::{CapPer, Currency, Date, Delivery, Money, PayTiming, Timing},
    web::api::shape::{HoursFrom, OwnFund, PathwaysRequest, Rate},
};
use clap::Args;
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error};

/// How the learner can study and what she may spend.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "How you study")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Study {
    /// Hours a week you can study [default: 10]
    #[arg(long, value_name = "HOURS")]
    hours: Option<f64>,
    /// The first day you can study; today where left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    start: Option<Date>,
    /// The last day to be ready
    #[arg(long, value_name = "DATE", value_parser = date)]
    deadline: Option<Date>,
    /// The most you can spend, such as `USD 500`
    #[arg(long, value_name = "AMOUNT")]
    budget: Option<Money>,
    /// The currency of the answer, such as `EUR`
    #[arg(long, value_name = "CODE")]
    currency: Option<Currency>,
    /// Languages you can study in, such as `en,es`; any where left out
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    lang: Vec<String>,
    /// How you can study: `online`, `in_person`, `blended`; any where left out
    #[arg(long, value_name = "WAYS", value_delimiter = ',', value_parser = word::<Delivery>)]
    delivery: Vec<Delivery>,
    /// When you can study: `day`, `evening`, `weekend`; any where left out
    #[arg(long, value_name = "TIMES", value_delimiter = ',', value_parser = word::<Timing>)]
    timing: Vec<Timing>,
    /// Where you are, such as `US-NJ`
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Accessibility features you need, in schema.org's words, such as `captions`
    #[arg(long, value_name = "FEATURES", value_delimiter = ',')]
    accessible: Vec<String>,
    /// Only what works on a poor connection
    #[arg(long)]
    low_bandwidth: bool,
    /// A credential that must be in the stack; repeat for several
    #[arg(long, value_name = "CREDENTIAL", help_heading = "What may be in it")]
    lock: Vec<String>,
    /// A credential to do without; repeat for several
    #[arg(long, value_name = "CREDENTIAL", help_heading = "What may be in it")]
    exclude: Vec<String>,
    /// An offering to do without, by id; repeat for several
    #[arg(long, value_name = "OFFERING", help_heading = "What may be in it")]
    exclude_offering: Vec<String>,
    /// A provider or issuer to do without; repeat for several
    #[arg(long, value_name = "ORGANISATION", help_heading = "What may be in it")]
    exclude_provider: Vec<String>,
    /// Only credentials that a quality body speaks for
    #[arg(long, help_heading = "What may be in it")]
    accredited: bool,
    /// Count awards that do not say their level at any level
    #[arg(long, help_heading = "What may be in it")]
    trust_unknown_levels: bool,
    /// Other hours a week from a day on, such as `2027-07-01=4`; 0 is a pause; repeat for several
    #[arg(long, value_name = "DATE=HOURS", value_parser = hours_from)]
    hours_from: Vec<HoursFrom>,
    /// No study from a day to a day, such as `2027-07-01..2027-08-31`; repeat for several
    #[arg(long, value_name = "FROM..TO", value_parser = pause)]
    pause: Vec<(Date, Date)>,
    /// How many steps may be open at a time [default: 1]
    #[arg(long, value_name = "STEPS")]
    at_once: Option<u32>,
    /// The most you can spend in a calendar month
    #[arg(long, value_name = "AMOUNT")]
    monthly_cap: Option<Money>,
    /// The most you can spend in a calendar year
    #[arg(long, value_name = "AMOUNT")]
    yearly_cap: Option<Money>,
    /// What a week sooner is worth to you: then there is a balanced answer as well
    #[arg(long, value_name = "AMOUNT")]
    week_value: Option<Money>,
    /// Months after you are ready during which everything must stay in force
    #[arg(long, value_name = "MONTHS")]
    hold_months: Option<u32>,
    /// A fund of the catalogue whose conditions you meet, by id or name; repeat for several
    #[arg(long, value_name = "FUND")]
    funding: Vec<String>,
    /// The most your employer pays towards courses in a calendar year, by the day you enrol
    #[arg(long, value_name = "AMOUNT")]
    employer: Option<Money>,
    /// The employer pays once you have passed, not before
    #[arg(long, requires = "employer")]
    employer_on_pass: bool,
    /// A rate of exchange of your own, such as `EUR/USD=1.085`: units of the second for one of the first; repeat for several
    #[arg(long, value_name = "PAIR=RATE", value_parser = rate)]
    rate: Vec<Rate>,
    /// After how many months a price is told to be old; 18 where left out
    #[arg(long, value_name = "MONTHS", help_heading = "Answer")]
    old_after: Option<u32>,
    /// Months of work experience, in the work that credentials ask for
    #[arg(long, value_name = "MONTHS", help_heading = "What may be in it")]
    experience: Option<u32>,
}

/// A word of the catalogue's own vocabulary.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    T::deserialize(text.replace('-', "_").as_str().into_deserializer()).map_err(|error: Error| error.to_string())
}

/// A day and the hours a week from then on.
fn hours_from(text: &str) -> Result<HoursFrom, String> {
    let wrong = || format!("`{text}` is no day and hours; write 2027-07-01=4");
    let (day, hours) = text.split_once('=').ok_or_else(wrong)?;
    Ok(HoursFrom { from: date(day.trim())?, hours_per_week: hours.trim().parse().map_err(|_| wrong())? })
}

/// The first and the last day of a pause.
fn pause(text: &str) -> Result<(Date, Date), String> {
    let (from, to) = text.split_once("..").ok_or_else(|| format!("`{text}` is no pause; write 2027-07-01..2027-08-31"))?;
    let (from, to) = (date(from.trim())?, date(to.trim())?);
    if from <= to { Ok((from, to)) } else { Err(format!("the pause `{text}` ends before it begins")) }
}

/// A rate of exchange.
fn rate(text: &str) -> Result<Rate, String> {
    let wrong = || format!("`{text}` is no rate; write EUR/USD=1.085");
    let (pair, rate) = text.split_once('=').ok_or_else(wrong)?;
    let (from, to) = pair.split_once('/').ok_or_else(wrong)?;
    let currency = |code: &str| code.trim().parse::<Currency>().map_err(|_| wrong());
    Ok(Rate { from: currency(from)?, to: currency(to)?, rate: rate.trim().to_owned(), as_of: None })
}

impl Study {
    /// Puts the flags into a request, over what stands there.
    pub(super) fn put_into(&self, request: &mut PathwaysRequest, shelf: &Shelf, terminal: &mut Terminal) -> Result<(), Trouble> {
        request.hours_per_week = self.hours.or(request.hours_per_week);
        request.start = self.start.or(request.start);
        request.deadline = self.deadline.or(request.deadline);
        request.budget = self.budget.or(request.budget);
        request.currency = self.currency.or(request.currency);
        request.languages.extend(self.lang.iter().cloned());
        request.delivery.extend(self.delivery.iter().copied());
        request.timing.extend(self.timing.iter().copied());
        request.region = self.region.clone().or(request.region.take());
        request.accessibility.extend(self.accessible.iter().cloned());
        request.low_bandwidth |= self.low_bandwidth;
        for (names, flag, into) in [(&self.lock, "--lock", &mut request.locked), (&self.exclude, "--exclude", &mut request.excluded)] {
            for name in names {
                into.push(credential(shelf, terminal, name, flag)?);
            }
        }
        request.excluded_offerings.extend(self.exclude_offering.iter().cloned());
        request.excluded_providers.extend(self.exclude_provider.iter().cloned());
        request.accredited_only |= self.accredited;
        request.trust_unknown_levels |= self.trust_unknown_levels;
        request.hours_from.extend(self.hours_from.iter().cloned());
        for (from, to) in &self.pause {
            // After a pause the usual hours go on, unless others begin that day.
            let back = to.tomorrow().unwrap_or(*to);
            request.hours_from.push(HoursFrom { from: *from, hours_per_week: 0.0 });
            if request.hours_from.iter().all(|change| change.from != back) {
                request.hours_from.push(HoursFrom { from: back, hours_per_week: request.hours_per_week.unwrap_or(10.0) });
            }
        }
        request.at_once = self.at_once.or(request.at_once);
        request.monthly_cap = self.monthly_cap.or(request.monthly_cap);
        request.yearly_cap = self.yearly_cap.or(request.yearly_cap);
        request.week_value = self.week_value.or(request.week_value);
        request.hold_months = self.hold_months.or(request.hold_months);
        request.funding.extend(self.funding.iter().cloned());
        request.rates.extend(self.rate.iter().cloned());
        if let Some(cap) = self.employer {
            request.own_funding.push(OwnFund {
                name: "your employer".into(),
                percent: None,
                cap: Some(cap),
                cap_per: Some(CapPer::CalendarYear),
                covers: Vec::new(),
                pays: Some(if self.employer_on_pass { PayTiming::OnPass } else { PayTiming::Upfront }),
                start_by: None,
            });
        }
        request.old_prices_months = self.old_after.or(request.old_prices_months);
        request.experience_months = self.experience.or(request.experience_months);
        Ok(())
    }
}
