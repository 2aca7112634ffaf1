//! How much a question may hold, as the service that is asked sets it, and days that can be meant.

use super::{
    CoverageRequest, Holding, MentionsRequest, PathwaysRequest, WantedCompetency,
    request::{GapRequest, RecommendationsRequest, Refused},
};
use crate::{
    model::{Constraints, Date},
    web::limits::Bounds,
};

/// Most months of work.
const EXPERIENCE: u32 = 720;
/// Most of a list whose words are few: said twice they say nothing more.
const WORDS: usize = 10;
/// Most characters of a language or region.
const CODE: usize = 20;

pub(super) fn count<T>(member: &str, list: &[T], most: usize) -> Result<(), Refused> {
    counted(member, list.len(), most)
}

fn counted(member: &str, many: usize, most: usize) -> Result<(), Refused> {
    if many <= most {
        return Ok(());
    }
    Err(Refused::range(&format!("/{member}"), format!("`{member}` has {many} elements"), format!("list at most {most}")).past(most))
}

fn length(pointer: &str, text: &str, most: usize) -> Result<(), Refused> {
    if text.chars().take(most + 1).count() <= most {
        return Ok(());
    }
    Err(Refused::range(pointer, "this text is too long", format!("write at most {most} characters")).past(most))
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

fn shown(within: &str, holds: &[Holding], bounds: &Bounds) -> Result<(), Refused> {
    count(&format!("{within}holds"), holds, bounds.names)?;
    for (at, holding) in holds.iter().enumerate() {
        let of = |name: &Option<String>, member: &str| {
            length(&format!("/{within}holds/{at}/{member}"), name.as_deref().unwrap_or_default(), bounds.name_letters)
        };
        of(&holding.competency, "competency")?;
        of(&holding.credential, "credential")?;
    }
    Ok(())
}

fn goal(role: Option<&str>, competencies: &[WantedCompetency], holds: &[Holding], bounds: &Bounds) -> Result<(), Refused> {
    length("/role", role.unwrap_or_default(), bounds.name_letters)?;
    for (at, wanted) in competencies.iter().enumerate() {
        length(&format!("/competencies/{at}/competency"), &wanted.competency, bounds.name_letters)?;
    }
    shown("", holds, bounds)
}

impl PathwaysRequest {
    /// Refuses what is longer or more than the service takes. How many it may reach and lock is another limit.
    pub(in crate::web::api) fn within(&self, bounds: &Bounds) -> Result<(), Refused> {
        let Bounds { names: most, entries, name_letters, .. } = *bounds;
        goal(self.role.as_deref(), &self.competencies, &self.holds, bounds)?;
        names("languages", &self.languages, entries, CODE)?;
        count("delivery", &self.delivery, WORDS)?;
        count("timing", &self.timing, WORDS)?;
        length("/region", self.region.as_deref().unwrap_or_default(), CODE)?;
        names("accessibility", &self.accessibility, entries, name_letters)?;
        names("locked", &self.locked, usize::MAX, name_letters)?;
        names("excluded", &self.excluded, most, name_letters)?;
        names("excluded_offerings", &self.excluded_offerings, most, name_letters)?;
        names("excluded_providers", &self.excluded_providers, most, name_letters)?;
        count("hours_from", &self.hours_from, entries)?;
        names("funding", &self.funding, entries, name_letters)?;
        count("own_funding", &self.own_funding, entries)?;
        for (at, fund) in self.own_funding.iter().enumerate() {
            count(&format!("own_funding/{at}/covers"), &fund.covers, WORDS)?;
            length(&format!("/own_funding/{at}/name"), &fund.name, bounds.title_letters)?;
        }
        count("rates", &self.rates, entries)?;
        names("why_not", &self.why_not, bounds.asides, name_letters)?;
        names("what_if", &self.what_if, bounds.asides, name_letters)
    }

    /// Refuses days and months that cannot be meant.
    pub(super) fn sound(&self) -> Result<(), Refused> {
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
        day("deadline", self.deadline)
    }
}

impl GapRequest {
    /// Refuses what is longer or more than the service takes.
    pub(in crate::web::api) fn within(&self, bounds: &Bounds) -> Result<(), Refused> {
        goal(self.role.as_deref(), &self.competencies, &self.holds, bounds)
    }
}

impl RecommendationsRequest {
    /// Refuses what is longer or more than the service takes.
    pub(in crate::web::api) fn within(&self, bounds: &Bounds) -> Result<(), Refused> {
        goal(self.role.as_deref(), &self.competencies, &self.holds, bounds)?;
        names("took", &self.took, bounds.names, bounds.name_letters)
    }
}

impl CoverageRequest {
    /// Refuses what is longer or more than the service takes.
    pub(in crate::web::api) fn within(&self, bounds: &Bounds) -> Result<(), Refused> {
        names("roles", &self.roles, bounds.roles, bounds.name_letters)?;
        counted("wanted", self.wanted.len(), bounds.roles)?;
        self.wanted.keys().try_for_each(|role| length("/wanted", role, bounds.name_letters))?;
        count("draft", &self.draft, bounds.entries)?;
        length("/credential", self.credential.as_deref().unwrap_or_default(), bounds.name_letters)?;
        count("groups", &self.groups, bounds.groups)?;
        for (at, group) in self.groups.iter().enumerate() {
            length(&format!("/groups/{at}/name"), &group.name, bounds.title_letters)?;
            shown(&format!("groups/{at}/"), &group.holds, bounds)?;
        }
        match self.limit {
            Some(rows) if !(1..=bounds.rows).contains(&rows) => {
                let most = bounds.rows;
                Err(Refused::range("/limit", format!("{rows} is out of range"), format!("write 1 to {most}")).past(most))
            }
            _ => Ok(()),
        }
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
    use crate::web::api::shape::GroupRequest;

    const FEW: Bounds = Bounds {
        names: 3,
        roles: 3,
        groups: 3,
        entries: 3,
        rows: 3,
        asides: 3,
        changes: 3,
        name_letters: 5,
        title_letters: 5,
        note_letters: 5,
    };

    /// At the limit it is taken, one past it is refused at this place with the limit that was passed.
    fn limited<R>(most: usize, pointer: &str, ask: impl Fn(usize) -> R, within: impl Fn(&R, &Bounds) -> Result<(), Refused>) {
        assert!(within(&ask(most), &FEW).is_ok(), "{pointer}");
        let refused = within(&ask(most + 1), &FEW).unwrap_err();
        assert_eq!((refused.pointer.as_str(), refused.limit), (pointer, Some(most)));
    }

    #[test]
    fn the_limit_is_kept_and_one_past_it_is_not() {
        type Asked = PathwaysRequest;
        let many = |many: usize| vec!["x".to_owned(); many];
        limited(3, "/holds", |most| Asked { holds: vec![Holding::default(); most], ..Asked::default() }, Asked::within);
        limited(3, "/excluded", |most| Asked { excluded: many(most), ..Asked::default() }, Asked::within);
        limited(3, "/excluded_offerings", |most| Asked { excluded_offerings: many(most), ..Asked::default() }, Asked::within);
        limited(3, "/excluded_providers", |most| Asked { excluded_providers: many(most), ..Asked::default() }, Asked::within);
        limited(3, "/languages", |most| Asked { languages: many(most), ..Asked::default() }, Asked::within);
        limited(3, "/accessibility", |most| Asked { accessibility: many(most), ..Asked::default() }, Asked::within);
        limited(3, "/funding", |most| Asked { funding: many(most), ..Asked::default() }, Asked::within);
        limited(3, "/why_not", |most| Asked { why_not: many(most), ..Asked::default() }, Asked::within);
        limited(3, "/what_if", |most| Asked { what_if: many(most), ..Asked::default() }, Asked::within);
        limited(5, "/what_if/0", |most| Asked { what_if: vec!["é".repeat(most)], ..Asked::default() }, Asked::within);
        limited(5, "/locked/0", |most| Asked { locked: vec!["é".repeat(most)], ..Asked::default() }, Asked::within);
        limited(5, "/role", |most| GapRequest { role: Some("é".repeat(most)), ..GapRequest::default() }, GapRequest::within);
        type Next = RecommendationsRequest;
        limited(3, "/took", |most| Next { took: many(most), ..Next::default() }, Next::within);
        type Counted = CoverageRequest;
        let group =
            |name: usize, holds: usize| GroupRequest { name: "é".repeat(name), weight: None, holds: vec![Holding::default(); holds] };
        limited(3, "/roles", |most| Counted { roles: many(most), ..Counted::default() }, Counted::within);
        limited(3, "/groups", |most| Counted { groups: vec![group(1, 0); most], ..Counted::default() }, Counted::within);
        limited(3, "/groups/0/holds", |most| Counted { groups: vec![group(1, most)], ..Counted::default() }, Counted::within);
        limited(5, "/groups/0/name", |most| Counted { groups: vec![group(most, 0)], ..Counted::default() }, Counted::within);
        limited(3, "/draft", |most| Counted { draft: vec![serde_json::json!({}); most], ..Counted::default() }, Counted::within);
        limited(3, "/limit", |most| Counted { limit: Some(most), ..Counted::default() }, Counted::within);
        let wanted = |most: usize| (0..most).map(|role| (role.to_string(), 1)).collect();
        limited(3, "/wanted", |most| Counted { wanted: wanted(most), ..Counted::default() }, Counted::within);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let worked = |months: u32| PathwaysRequest { experience_months: Some(months), ..PathwaysRequest::default() };
        assert!(worked(EXPERIENCE).sound().is_ok());
        assert_eq!(worked(EXPERIENCE + 1).sound().unwrap_err().pointer, "/experience_months");
        let says = |language: &str| MentionsRequest { language: Some(language.into()), ..MentionsRequest::default() };
        assert!(says("x-y-zzzz").within_bounds().is_ok());
        assert_eq!(says("x-y-zzzzz").within_bounds().unwrap_err().pointer, "/language");
        let starts = |day: &str| PathwaysRequest { start: Some(day.parse().unwrap()), ..PathwaysRequest::default() };
        assert!(starts("2199-12-31").sound().is_ok());
        assert_eq!(starts("2200-01-01").sound().unwrap_err().pointer, "/start");
    }
}
