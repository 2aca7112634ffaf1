//! How much a question may hold: what the API document says, kept.

use super::{
    Holding, MentionsRequest, PathwaysRequest, WantedCompetency,
    request::{GapRequest, RecommendationsRequest, Refused},
};
use crate::model::{Constraints, Date};

/// Most competencies to reach and credentials to lock.
const TARGETS: usize = 200;
/// Most things shown or done without.
const NAMES: usize = 2_000;
/// Most languages and accessibility features.
const FEATURES: usize = 50;
/// Most months of work.
const EXPERIENCE: u32 = 720;
/// Most questions aside, of each kind.
const ASIDES: usize = 5;
/// Most characters of a name, id or URI.
const NAME: usize = 500;
/// Most characters of a language or region.
const CODE: usize = 20;

fn count<T>(member: &str, list: &[T], most: usize) -> Result<(), Refused> {
    if list.len() <= most {
        return Ok(());
    }
    let detail = format!("`{member}` has {} elements", list.len());
    Err(Refused::range(&format!("/{member}"), detail, format!("list at most {most}")))
}

fn length(pointer: &str, text: &str, most: usize) -> Result<(), Refused> {
    if text.chars().take(most + 1).count() <= most {
        return Ok(());
    }
    Err(Refused::range(pointer, "this text is too long", format!("write at most {most} characters")))
}

fn names(member: &str, list: &[String], most: usize, longest: usize) -> Result<(), Refused> {
    count(member, list, most)?;
    list.iter().enumerate().try_for_each(|(at, name)| length(&format!("/{member}/{at}"), name, longest))
}

/// Days far from now are slips, and calendars must not run off their end.
pub(super) fn day(member: &str, day: Option<Date>) -> Result<(), Refused> {
    let (first, last) = (Date::constant(2000, 1, 1), Date::constant(2199, 12, 31));
    match day {
        Some(day) if !(first..=last).contains(&day) => {
            let hint = format!("choose a day from {first} to {last}");
            Err(Refused::range(&format!("/{member}"), format!("{day} is out of range"), hint))
        }
        _ => Ok(()),
    }
}

fn goal(role: Option<&str>, competencies: &[WantedCompetency], holds: &[Holding]) -> Result<(), Refused> {
    length("/role", role.unwrap_or_default(), NAME)?;
    count("competencies", competencies, TARGETS)?;
    for (at, wanted) in competencies.iter().enumerate() {
        length(&format!("/competencies/{at}/competency"), &wanted.competency, NAME)?;
    }
    count("holds", holds, NAMES)?;
    for (at, holding) in holds.iter().enumerate() {
        length(&format!("/holds/{at}/competency"), holding.competency.as_deref().unwrap_or_default(), NAME)?;
        length(&format!("/holds/{at}/credential"), holding.credential.as_deref().unwrap_or_default(), NAME)?;
    }
    Ok(())
}

impl PathwaysRequest {
    /// Refuses what is longer, later or more than documented.
    pub(in crate::web::api) fn within_bounds(&self) -> Result<(), Refused> {
        goal(self.role.as_deref(), &self.competencies, &self.holds)?;
        if self.experience_months.is_some_and(|months| months > EXPERIENCE) {
            let hint = format!("write at most {EXPERIENCE} months");
            return Err(Refused::range("/experience_months", "nobody has worked so long", hint));
        }
        if self.old_prices_months.is_some_and(|months| months > Constraints::OLDEST_PRICES_MONTHS.unsigned_abs()) {
            let detail = "no price is so old".to_owned();
            let hint = format!("write at most {} months", Constraints::OLDEST_PRICES_MONTHS);
            return Err(Refused::range("/old_prices_months", detail, hint));
        }
        day("start", self.start)?;
        day("deadline", self.deadline)?;
        names("languages", &self.languages, FEATURES, CODE)?;
        count("delivery", &self.delivery, 10)?;
        count("timing", &self.timing, 10)?;
        length("/region", self.region.as_deref().unwrap_or_default(), CODE)?;
        names("accessibility", &self.accessibility, FEATURES, NAME)?;
        names("locked", &self.locked, TARGETS, NAME)?;
        names("excluded", &self.excluded, NAMES, NAME)?;
        names("excluded_offerings", &self.excluded_offerings, NAMES, NAME)?;
        names("excluded_providers", &self.excluded_providers, NAMES, NAME)?;
        for (at, fund) in self.own_funding.iter().enumerate() {
            count(&format!("own_funding/{at}/covers"), &fund.covers, 10)?;
        }
        count("why_not", &self.why_not, ASIDES)?;
        count("what_if", &self.what_if, ASIDES)
    }
}

impl GapRequest {
    /// Refuses what is longer, later or more than documented.
    pub(super) fn within_bounds(&self) -> Result<(), Refused> {
        goal(self.role.as_deref(), &self.competencies, &self.holds)?;
        day("on", self.on)
    }
}

impl RecommendationsRequest {
    /// Refuses what is longer, later or more than documented.
    pub(super) fn within_bounds(&self) -> Result<(), Refused> {
        goal(self.role.as_deref(), &self.competencies, &self.holds)?;
        names("took", &self.took, NAMES, NAME)?;
        day("on", self.on)
    }
}

impl MentionsRequest {
    /// Refuses what is longer than documented.
    pub(in crate::web::api) fn within_bounds(&self) -> Result<(), Refused> {
        length("/language", self.language.as_deref().unwrap_or_default(), 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_kept_and_one_past_it_is_not() {
        let asks = |most: usize| PathwaysRequest { excluded: vec!["x".into(); most], ..PathwaysRequest::default() };
        assert!(asks(NAMES).within_bounds().is_ok());
        assert_eq!(asks(NAMES + 1).within_bounds().unwrap_err().pointer, "/excluded");
        let names = |most: usize| PathwaysRequest { locked: vec!["é".repeat(most)], ..PathwaysRequest::default() };
        assert!(names(NAME).within_bounds().is_ok());
        assert_eq!(names(NAME + 1).within_bounds().unwrap_err().pointer, "/locked/0");
        let asks_why = |most: usize| PathwaysRequest { why_not: vec!["x".into(); most], ..PathwaysRequest::default() };
        assert!(asks_why(ASIDES).within_bounds().is_ok());
        assert_eq!(asks_why(ASIDES + 1).within_bounds().unwrap_err().pointer, "/why_not");
        let worked = |months: u32| PathwaysRequest { experience_months: Some(months), ..PathwaysRequest::default() };
        assert!(worked(EXPERIENCE).within_bounds().is_ok());
        assert_eq!(worked(EXPERIENCE + 1).within_bounds().unwrap_err().pointer, "/experience_months");
        let says = |language: &str| MentionsRequest { language: Some(language.into()), ..MentionsRequest::default() };
        assert!(says("x-y-zzzz").within_bounds().is_ok());
        assert_eq!(says("x-y-zzzzz").within_bounds().unwrap_err().pointer, "/language");
        let starts = |day: &str| PathwaysRequest { start: Some(day.parse().unwrap()), ..PathwaysRequest::default() };
        assert!(starts("2199-12-31").within_bounds().is_ok());
        assert_eq!(starts("2200-01-01").within_bounds().unwrap_err().pointer, "/start");
    }
}
