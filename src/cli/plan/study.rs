//! How the learner can study and what she may spend, as flags.

use super::date;
use crate::{
    advisor::Shelf,
    cli::{learner::credential, terminal::Terminal, trouble::Trouble},
    model::{Currency, Date, Delivery, Money, Timing},
    web::api::shape::PathwaysRequest,
};
use clap::Args;
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error};

/// How the learner can study and what she may spend.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "How you study")]
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
        request.old_prices_months = self.old_after.or(request.old_prices_months);
        request.experience_months = self.experience.or(request.experience_months);
        Ok(())
    }
}
