//! The judge of pathways: lives a told pathway day by day against its world, and complains of every line that does not follow.
//!
//! It reads the world and the pathway as plain JSON and shares no code with the planner. It derives anew: every start,
//! working day, exam and issue; every unit, term, bundle, membership, fee, award fee, renewal and yearly fee; what each
//! fund may give at most; the limits on cash; the goal at the end of the hold. It does not judge whether the pathway is
//! the best one.

mod cash;
mod days;

use std::collections::BTreeMap;

use serde_json::Value;

/// Something in a pathway that does not follow from its world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint(pub String);

impl std::fmt::Display for Complaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Replays a pathway.
///
/// # Errors
/// Every complaint found; a form that cannot be read is one.
pub fn check(world: &Value, pathway: &Value) -> Result<(), Vec<Complaint>> {
    let case = Case { world, pathway };
    let mut complaints = Vec::new();
    match days::live(&case, &mut complaints) {
        Some(lives) => {
            if cash::recount(&case, &lives, &mut complaints).is_none() {
                complaints.push(Complaint("the ledger cannot be recounted: a figure is missing or unknown".to_owned()));
            }
        }
        None => complaints.push(Complaint("the days cannot be replayed: a step is missing, never starts or never ends".to_owned())),
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints) }
}

/// A world and a pathway, with the look-ups both halves need.
struct Case<'c> {
    world: &'c Value,
    pathway: &'c Value,
}

/// What happened to a credential.
#[derive(Clone, Debug, Default)]
struct Life {
    start: i64,
    studied: i64,
    last: i64,
    issued: i64,
    work: Vec<i64>,
    exams: Vec<i64>,
}

type Lives = BTreeMap<String, Life>;

/// Ids as text, told apart from numbers.
fn name(id: &Value) -> String {
    id.to_string()
}

/// Days since 1970-01-01 of a date text, by counting (Howard Hinnant's civil calendar arithmetic).
fn day(text: &Value) -> Option<i64> {
    let mut parts = text.as_str()?.splitn(3, '-');
    let (y, m, d): (i64, i64, i64) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(number(y, m, d))
}

fn number(y: i64, m: i64, d: i64) -> i64 {
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let year = y.rem_euclid(400);
    let of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + of_year - 719_468
}

/// Year, month and day of a day number.
fn civil(day: i64) -> (i64, i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (d, m) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (year + era * 400 + i64::from(m <= 2), m, d)
}

/// The same day so many months later, or the month's last.
fn months_later(day: i64, months: i64) -> i64 {
    let (y, m, d) = civil(day);
    let whole = y * 12 + m - 1 + months;
    let (y, m) = (whole.div_euclid(12), whole.rem_euclid(12) + 1);
    let next = if m == 12 { number(y + 1, 1, 1) } else { number(y, m + 1, 1) };
    number(y, m, d.min(next - number(y, m, 1)))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn whole(value: &Value, key: &str, default: i64) -> i64 {
    value.get(key).and_then(Value::as_i64).unwrap_or(default)
}

fn date_of(value: &Value, key: &str) -> Option<i64> {
    value.get(key).and_then(day)
}

/// The median of a figure that is a number or a range.
fn median(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.get("p50")?.as_i64())
}

impl<'c> Case<'c> {
    fn find(&self, table: &str, id: &Value) -> Option<&'c Value> {
        list(self.world, table).iter().find(|r| r.get("id") == Some(id))
    }

    fn learner(&self) -> &'c Value {
        self.world.get("learner").unwrap_or(&Value::Null)
    }

    fn steps(&self) -> &'c [Value] {
        list(self.pathway, "steps")
    }

    fn today(&self) -> Option<i64> {
        date_of(self.learner(), "today")
    }

    /// An amount in the world's currency.
    fn price(&self, amount: Option<&Value>, currency: Option<&Value>) -> Option<i64> {
        let amount = median(amount?)?;
        let Some(currency) = currency.filter(|c| !c.is_null() && Some(*c) != self.world.get("currency")) else { return Some(amount) };
        let today = self.today()?;
        let rates = list(self.world, "rates").iter().filter(|r| r.get("currency") == Some(currency));
        let rate = rates
            .filter(|r| date_of(r, "as_of").is_some_and(|d| d <= today))
            .max_by_key(|r| (date_of(r, "as_of"), whole(r, "num", 0), whole(r, "den", 0)))?;
        let (num, den) = (i128::from(whole(rate, "num", 0)), i128::from(whole(rate, "den", 1)));
        i64::try_from((2 * i128::from(amount) * num + den) / (2 * den)).ok()
    }

    /// Whether a credential's award makes an atom true.
    fn gives(credential: &Value, atom: &Value) -> bool {
        if let Some(cr) = atom.get("cr") {
            return credential.get("id") == Some(cr);
        }
        let level = whole(atom, "l", 0);
        list(credential, "awards").iter().any(|a| a.get(0) == atom.get("c") && a.get(1).and_then(Value::as_i64).is_some_and(|l| l >= level))
    }

    /// Whether what was held at the outset, as far as `counts` lets its last day count, makes an atom true.
    fn held(&self, atom: &Value, counts: impl Fn(&Value) -> bool) -> bool {
        let learner = self.learner();
        let today = self.today().unwrap_or(0);
        let alive = |h: &&Value| date_of(h, "expires").is_none_or(|d| d >= today);
        let level = list(learner, "held")
            .iter()
            .filter(alive)
            .any(|h| atom.get("c").is_some() && h.get("c") == atom.get("c") && whole(h, "l", 0) >= whole(atom, "l", 0) && counts(h));
        level
            || list(learner, "earned").iter().filter(alive).any(|h| {
                let record = h.get("credential").and_then(|id| self.find("credentials", id));
                record.is_some_and(|r| Self::gives(r, atom)) && counts(h)
            })
    }
}

/// Whether the distinct true atoms of a group weigh enough.
fn group(group: &Value, holds: impl Fn(&Value) -> bool) -> bool {
    let mut seen: Vec<(Option<&Value>, Option<&Value>, Option<&Value>)> = Vec::new();
    let mut sum = 0_i64;
    for atom in list(group, "of") {
        let key = (atom.get("c"), atom.get("l"), atom.get("cr"));
        let weight = whole(atom, "w", 1);
        if weight > 0 && !seen.contains(&key) {
            seen.push(key);
            if holds(atom) {
                sum = sum.saturating_add(weight);
            }
        }
    }
    sum >= whole(group, "k", 1)
}

#[cfg(test)]
mod tests {
    use super::{civil, months_later, number};

    #[test]
    fn every_day_of_a_century_comes_back_and_months_end_where_they_must() {
        for day in number(1999, 12, 1)..number(2100, 3, 2) {
            let (y, m, d) = civil(day);
            assert_eq!(number(y, m, d), day);
        }
        assert_eq!(civil(months_later(number(2028, 1, 31), 1)), (2028, 2, 29));
        assert_eq!(civil(months_later(number(2027, 11, 30), 3)), (2028, 2, 29));
    }
}
