//! Ratings of elements by occupation, and the requirements they make.

use super::{
    rules::{self, Rules},
    said,
};
use crate::import::{Issue, IssueKind, Issues, table::Row};
use crate::model::{Catalogue, CompetencyId, Date, Expr, Level, Necessity, Requirement, TrustFloor};
use std::{cmp::Reverse, collections::BTreeMap};

/// What is said of one element for one occupation, in hundredths.
#[derive(Clone, Copy, Debug, Default)]
struct Rating {
    importance: Option<u16>,
    level: Option<u16>,
    not_relevant: bool,
    suppressed: Option<Suppressed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Suppressed {
    knowledge: bool,
    line: u64,
    importance: bool,
}

/// All ratings, by role and element.
#[derive(Debug, Default)]
pub(super) struct Ratings {
    by_role: BTreeMap<usize, BTreeMap<usize, Rating>>,
    dates: BTreeMap<usize, Date>,
}

/// A decimal such as `4.62` in hundredths, rounded half up.
fn hundredths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digit = |at: usize| part.as_bytes().get(at).map_or(0, |byte| u16::from(byte - b'0'));
    let up = u16::from(digit(2) >= 5);
    whole.parse::<u16>().ok()?.checked_mul(100)?.checked_add(digit(0) * 10 + digit(1) + up)
}

/// The first day of a month such as `08/2023`.
fn month(text: &str) -> Option<Date> {
    let (month, year) = text.split_once('/')?;
    Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
}

impl Ratings {
    /// Takes up one row: its scale, value, the two flags, and its date.
    pub(super) fn note<const N: usize>(
        &mut self,
        row: &Row<'_, N>,
        (role, element): (usize, usize),
        [scale, value, suppress, not_relevant, date]: [&str; 5],
        issues: &mut Issues,
    ) {
        let range = match scale {
            "IM" => 100..=500,
            "LV" => 0..=700,
            other => {
                issues.push(row.issue(IssueKind::UnknownTerm, format!("`{other}` is no scale of ratings; the row was left out")));
                return;
            }
        };
        let rating = self.by_role.entry(role).or_default().entry(element).or_default();
        rating.not_relevant |= not_relevant == "Y";
        let kept = if scale == "IM" { &mut rating.importance } else { &mut rating.level };
        if kept.is_some() {
            issues.push(row.issue(IssueKind::RepeatedStatement, format!("there is a second {scale} rating; the first one counts")));
            return;
        }
        if suppress == "Y" {
            let importance = scale == "IM" || rating.suppressed.is_some_and(|suppressed| suppressed.importance);
            rating.suppressed = Some(Suppressed { knowledge: row.file == "Knowledge.txt", line: row.line, importance });
            if scale == "LV" {
                return;
            }
        }
        let Some(value) = said(value) else {
            issues.push(row.issue(IssueKind::MissingValue, format!("there is no {scale} value; it counts as unknown")).on("Data Value"));
            return;
        };
        if let Some(value) = hundredths(value).filter(|value| range.contains(value)) {
            *kept = Some(value);
        } else {
            let (least, most) = (range.start() / 100, range.end() / 100);
            let message = format!("`{value}` is no value from {least} to {most}; it counts as unknown");
            issues.push(row.issue(IssueKind::OutOfRange, message).on("Data Value"));
        }
        if let Some(date) = month(date) {
            let newest = self.dates.entry(role).or_insert(date);
            *newest = date.max(*newest);
        }
    }

    /// Gives each role what its ratings say it asks.
    pub(super) fn require(self, rules: &Rules, catalogue: &mut Catalogue, issues: &mut Issues) {
        for (index, role) in catalogue.roles.iter_mut().enumerate() {
            role.as_of = self.dates.get(&index).copied();
            let Some(ratings) = self.by_role.get(&index) else {
                let message = format!("`{}` has no ratings; it was kept and asks nothing", role.title);
                issues.push(Issue::new(IssueKind::MissingValue, "Occupation Data.txt", message).on(role.id.as_str()));
                continue;
            };
            let mut asked = Vec::new();
            for (element, rating) in ratings {
                let (Some(importance), Some(competency)) = (rating.importance, catalogue.competencies.get(*element)) else { continue };
                if importance < rules.desirable_from || rating.not_relevant {
                    continue;
                }
                if let Some(suppressed) = rating.suppressed {
                    let file = if suppressed.knowledge { "Knowledge.txt" } else { "Skills.txt" };
                    let what = if suppressed.importance {
                        "importance is unreliable; it is not asked"
                    } else {
                        "level is unreliable; it counts as unknown"
                    };
                    let message = format!("the publisher says that for `{}` the {what}", competency.name);
                    issues.push(Issue::new(IssueKind::Suppressed, file, message).at(suppressed.line).on("Recommend Suppress"));
                    if suppressed.importance {
                        continue;
                    }
                }
                asked.push((Reverse(importance), competency.id.clone(), rating.level));
            }
            asked.sort_unstable();
            let mut place = 0;
            let asked = asked.into_iter().map(|(Reverse(importance), id, level)| {
                let can_be = rules.basic_skills || !id.as_str().starts_with(rules::BASIC);
                let essential = can_be && (importance >= rules.essential_from || place < rules.least_essential);
                place += usize::from(can_be);
                Requirement {
                    need: Expr::Competency {
                        id,
                        level: level.map_or(Level::Unknown, |level| Level::rank(rules::rank(level))),
                        scale: level.map(|_| rules::SCALE.into()),
                    },
                    importance: rules::importance(importance),
                    necessity: if essential { Necessity::Essential } else { Necessity::Desirable },
                    trust: TrustFloor::Any,
                    text: None,
                    source: None,
                    as_of: None,
                }
            });
            role.requirements = asked.collect();
        }
    }
}

/// A technology as a desirable requirement; O\*NET says nothing of its level.
pub(super) fn technology(id: CompetencyId, importance: u8) -> Requirement {
    Requirement {
        need: Expr::Competency { id, level: Level::Unknown, scale: None },
        importance,
        necessity: Necessity::Desirable,
        trust: TrustFloor::Any,
        text: None,
        source: None,
        as_of: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_decimals_and_months_are_exact() {
        assert_eq!(["4", "4.6", "4.62", "4.625", "4.624"].map(hundredths), [400, 460, 462, 463, 462].map(Some));
        assert_eq!(["", "x", "4.", "-1", "4.x", "99999", "1e3"].map(hundredths), [None; 7]);
        assert_eq!(month("08/2023").unwrap().to_string(), "2023-08-01");
        assert_eq!(month("13/2023"), None);
    }
}
