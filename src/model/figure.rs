//! A published number that may be known, a range, or unknown; unknown is never zero.

use super::{Date, SourceId};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
    ser::SerializeMap,
};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// How much is known of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amount<T> {
    /// Nobody said. It satisfies no comparison and is reported.
    #[default]
    Unknown,
    /// Exactly this.
    Known(T),
    /// Between `min` and `max`, most often `likely` where the publisher says so.
    Range {
        /// The least.
        min: T,
        /// The usual value, if published.
        likely: Option<T>,
        /// The most.
        max: T,
    },
}

/// A published number with its own source and date where these differ from its record's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<T> {
    /// What is known of it.
    pub amount: Amount<T>,
    /// Where it stands, if not where the rest of its record stands.
    pub source: Option<SourceId>,
    /// When it held, if not when the rest of its record held.
    pub as_of: Option<Date>,
}

impl<T> Default for Figure<T> {
    fn default() -> Self {
        Self { amount: Amount::Unknown, source: None, as_of: None }
    }
}

impl<T> From<T> for Figure<T> {
    fn from(value: T) -> Self {
        Self { amount: Amount::Known(value), source: None, as_of: None }
    }
}

impl<T: Copy> Amount<T> {
    /// The value to plan with: the value itself, of a range its usual value, else the given middle of both ends.
    pub fn planning(&self, middle: impl FnOnce(T, T) -> T) -> Option<T> {
        match *self {
            Self::Unknown => None,
            Self::Known(value) => Some(value),
            Self::Range { likely: Some(likely), .. } => Some(likely),
            Self::Range { min, max, .. } => Some(middle(min, max)),
        }
    }

    /// The least it can be.
    pub fn least(&self) -> Option<T> {
        match *self {
            Self::Unknown => None,
            Self::Known(value) => Some(value),
            Self::Range { min, .. } => Some(min),
        }
    }

    /// The most it can be.
    pub fn most(&self) -> Option<T> {
        match *self {
            Self::Unknown => None,
            Self::Known(value) => Some(value),
            Self::Range { max, .. } => Some(max),
        }
    }
}

impl<T> Figure<T> {
    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self.amount, Amount::Unknown)
    }

    /// Whether it need not be written: unknown, and nothing said of its source.
    pub fn is_absent(&self) -> bool {
        self.is_unknown() && self.source.is_none() && self.as_of.is_none()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de> + PartialOrd + Copy"))]
struct Written<T> {
    min: Option<T>,
    likely: Option<T>,
    max: Option<T>,
    value: Option<Figure<T>>,
    source: Option<SourceId>,
    as_of: Option<Date>,
}

struct FigureVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + PartialOrd + Copy> Visitor<'de> for FigureVisitor<T> {
    type Value = Figure<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, null for unknown, {\"min\": …, \"max\": …}, or {\"value\": …, \"source\": …, \"as_of\": …}")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Figure::default())
    }
    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Figure::default())
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        T::deserialize(de::value::U64Deserializer::new(value)).map(Figure::from)
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        T::deserialize(de::value::I64Deserializer::new(value)).map(Figure::from)
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        T::deserialize(de::value::F64Deserializer::new(value)).map(Figure::from)
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        T::deserialize(de::value::StrDeserializer::new(value)).map(Figure::from)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let written = Written::<T>::deserialize(MapAccessDeserializer::new(map))?;
        let Written { min, likely, max, value, source, as_of } = written;
        let amount = match (min, max, value) {
            (None, None, Some(value)) if likely.is_none() => value.amount,
            (Some(min), Some(max), None) => {
                if min > max || likely.is_some_and(|likely| likely < min || likely > max) {
                    return Err(de::Error::custom("a range goes from `min` over `likely` up to `max`; put them in that order"));
                }
                Amount::Range { min, likely, max }
            }
            (None, None, None) if likely.is_none() => Amount::Unknown,
            _ => return Err(de::Error::custom("a range has both `min` and `max`, a sourced value has `value`; write one of the two")),
        };
        Ok(Figure { amount, source, as_of })
    }
}

impl<'de, T: Deserialize<'de> + PartialOrd + Copy> Deserialize<'de> for Figure<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FigureVisitor(PhantomData))
    }
}

impl<T: Serialize> Serialize for Figure<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.source.is_none() && self.as_of.is_none() {
            return self.amount.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("value", &self.amount)?;
        if let Some(source) = &self.source {
            map.serialize_entry("source", source)?;
        }
        if let Some(as_of) = &self.as_of {
            map.serialize_entry("as_of", as_of)?;
        }
        map.end()
    }
}

impl<T: Serialize> Serialize for Amount<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_none(),
            Self::Known(value) => value.serialize(serializer),
            Self::Range { min, likely, max } => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("min", min)?;
                if let Some(likely) = likely {
                    map.serialize_entry("likely", likely)?;
                }
                map.serialize_entry("max", max)?;
                map.end()
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Figure<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("FigureOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        let range = json_schema!({"type": "object", "required": ["min", "max"], "additionalProperties": false,
            "properties": {"min": value, "likely": value, "max": value}});
        json_schema!({"description": "a value, a range, or null: unknown, which is never zero",
            "anyOf": [value, {"type": "null"}, range, {"type": "object", "required": ["value"], "additionalProperties": false,
                "properties": {"value": {"anyOf": [value, {"type": "null"}, range]}, "source": {"type": "string"},
                    "as_of": {"type": "string", "format": "date"}}}]})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Effort, Money};

    fn money(text: &str) -> Result<Figure<Money>, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn every_way_to_write_a_figure_is_read_and_written_back_the_same() {
        for text in [
            r#""USD 49.00""#,
            "null",
            r#"{"min":"USD 1.00","max":"USD 2.00"}"#,
            r#"{"min":"USD 1.00","likely":"USD 1.50","max":"USD 2.00"}"#,
            r#"{"value":"USD 49.00","source":"s","as_of":"2026-01-02"}"#,
            r#"{"value":{"min":"USD 1.00","max":"USD 2.00"},"as_of":"2026-01-02"}"#,
        ] {
            assert_eq!(serde_json::to_string(&money(text).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn a_range_in_disorder_is_refused() {
        assert!(money(r#"{"min":"USD 3.00","max":"USD 2.00"}"#).unwrap_err().contains("in that order"));
        assert!(money(r#"{"min":"USD 3.00"}"#).unwrap_err().contains("both"));
        assert!(money(r#"{"low":"USD 3.00"}"#).unwrap_err().contains("unknown field"));
    }

    #[test]
    fn unknown_is_never_a_number() {
        let hours: Figure<Effort> = serde_json::from_str("null").unwrap();
        assert_eq!(hours.amount.planning(|a, _| a), None);
        let hours: Figure<Effort> = serde_json::from_str(r#"{"min":10,"max":20}"#).unwrap();
        assert_eq!(hours.amount.planning(|a, b| Effort::minutes(i64::midpoint(a.minutes, b.minutes))), Some(Effort::hours(15)));
    }
}
