//! Names and days: stable identifiers that are text or whole numbers, and civil days counted from 1970-01-01.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A stable identifier: whole numbers sort before text, numbers by value, text by bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Id {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Id {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// A civil day, as the number of days since 1970-01-01; `YYYY-MM-DD` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// The first and last day this room reckons with: sums of days beyond it stay there.
const RANGE: (i32, i32) = (-719_162, 2_932_896); // 0001-01-01 to 9999-12-31

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl Day {
    /// The day of a civil date.
    pub fn of(date: Date) -> Self {
        Self(date.since(EPOCH).map_or(0, |span| span.get_days()))
    }

    /// The civil date of this day; days out of the years 1 to 9999 are brought to the nearest end.
    pub fn date(self) -> Date {
        let days = self.0.clamp(RANGE.0, RANGE.1);
        EPOCH.checked_add(jiff::Span::new().days(days)).unwrap_or(EPOCH)
    }

    /// This day and `days` more.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(RANGE.0, RANGE.1))
    }

    /// The same day of the month `months` later, or the last day of that month where it has none.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let span = jiff::Span::new().try_months(months).unwrap_or_default();
        self.date().checked_add(span).map_or(Self(RANGE.1), Self::of)
    }

    /// The last day of a civil year.
    pub(super) fn last_of(year: i32) -> Self {
        let date = i16::try_from(year).ok().and_then(|y| Date::new(y, 12, 31).ok());
        date.map_or(Self(RANGE.1), Self::of)
    }

    /// The civil year.
    pub fn year(self) -> i32 {
        i32::from(self.date().year())
    }

    /// Months since the year 0, so that equal numbers are the same calendar month.
    pub fn month_number(self) -> i32 {
        let date = self.date();
        i32::from(date.year()) * 12 + i32::from(date.month()) - 1
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl std::str::FromStr for Day {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let date: Date = text.parse().map_err(|_| format!("`{text}` is no date; write YYYY-MM-DD"))?;
        let day = Self::of(date);
        if day.0 < RANGE.0 { Err(format!("`{text}` is before the year 1")) } else { Ok(day) }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        let day: Day = "2028-01-31".parse().unwrap_or(Day(0));
        assert_eq!(day.plus_months(1).to_string(), "2028-02-29");
        assert_eq!(day.plus(1).to_string(), "2028-02-01");
    }

    #[test]
    fn numbers_sort_before_texts() {
        assert!(super::Id::from(10) < super::Id::from("1"));
    }
}
