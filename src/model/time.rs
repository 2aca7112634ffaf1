//! Learner effort in whole minutes; people write and read hours.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{borrow::Cow, fmt, iter::Sum, ops::Add};

/// A civil date, without time of day or zone.
pub use jiff::civil::Date;

/// Effort in whole minutes. Written in hours, `1.5`, as catalogues publish it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Effort {
    /// Whole minutes.
    pub minutes: i64,
}

impl Effort {
    /// The largest effort a catalogue may state, in hours: what exceeds it is a mistake.
    pub const LARGEST_HOURS: i64 = 100_000;

    /// This many minutes.
    pub fn minutes(minutes: i64) -> Self {
        Self { minutes }
    }

    /// This many hours.
    pub fn hours(hours: i64) -> Self {
        Self { minutes: hours * 60 }
    }

    /// Hours as published, if they are whole minutes of a sane size.
    #[expect(clippy::cast_precision_loss, reason = "the bound is far below 2^52")]
    pub fn from_hours(hours: f64) -> Option<Self> {
        let minutes = (hours * 60.0).round();
        let whole = (minutes - hours * 60.0).abs() < 1e-6;
        (whole && hours >= 0.0 && hours <= Self::LARGEST_HOURS as f64).then_some(Self { minutes: minutes as i64 })
    }
}

impl Add for Effort {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { minutes: self.minutes.saturating_add(other.minutes) }
    }
}

impl Sum for Effort {
    fn sum<I: Iterator<Item = Self>>(efforts: I) -> Self {
        efforts.fold(Self::default(), Self::add)
    }
}

/// `40 h`, `1 h 30 min`, `45 min`.
impl fmt::Display for Effort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.minutes / 60, self.minutes % 60) {
            (hours, 0) => write!(f, "{hours} h"),
            (0, minutes) => write!(f, "{minutes} min"),
            (hours, minutes) => write!(f, "{hours} h {minutes} min"),
        }
    }
}

impl Serialize for Effort {
    #[expect(clippy::cast_precision_loss, reason = "the bound is far below 2^52")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.minutes % 60 == 0 {
            serializer.serialize_i64(self.minutes / 60)
        } else {
            serializer.serialize_f64(self.minutes as f64 / 60.0)
        }
    }
}

impl<'de> Deserialize<'de> for Effort {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hours = f64::deserialize(deserializer)?;
        Self::from_hours(hours).ok_or_else(|| {
            D::Error::custom(format!(
                "`{hours}` hours is out of range; write 0 to {}, in steps of one minute (1.5 is 90 minutes)",
                Self::LARGEST_HOURS
            ))
        })
    }
}

impl JsonSchema for Effort {
    fn schema_name() -> Cow<'static, str> {
        "Hours".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "minimum": 0, "maximum": Self::LARGEST_HOURS, "description": "hours, in steps of one minute"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_become_whole_minutes_and_come_back() {
        for (text, minutes) in [("40", 2400), ("1.5", 90), ("0.25", 15), ("0.1", 6)] {
            let effort: Effort = serde_json::from_str(text).unwrap();
            assert_eq!(effort.minutes, minutes);
            assert_eq!(serde_json::from_str::<Effort>(&serde_json::to_string(&effort).unwrap()).unwrap(), effort);
        }
        for text in ["-1", "1e9", "0.01", "\"40\""] {
            assert!(serde_json::from_str::<Effort>(text).is_err(), "{text}");
        }
        assert_eq!(Effort::minutes(95).to_string(), "1 h 35 min");
    }
}
