//! Ids: the stable names of credentials and offers, integers or strings, in one total order.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::MAX_INTEGER;

/// The stable name of a credential or an offer: an integer or a string.
///
/// The order is total and decides ties everywhere: integers by value, then strings by their bytes. `7` and `"7"` are
/// two ids.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Id {
    /// An integer of at most 2⁵³ − 1 in size, so that every JSON reader keeps it exactly (RFC 7493 §2.2).
    Number(i64),
    /// A string, compared byte by byte, never empty.
    Text(Box<str>),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Id::Number(number) => write!(f, "{number}"),
            Id::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Id::Number(number) => write!(f, "{number}"),
            Id::Text(text) => write!(f, "{text:?}"),
        }
    }
}

impl From<i64> for Id {
    fn from(number: i64) -> Self {
        Id::Number(number)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Id::Text(text.into())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Id::Number(number) => serializer.serialize_i64(*number),
            Id::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;

        impl Visitor<'_> for IdVisitor {
            type Value = Id;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id: an integer between -(2^53 - 1) and 2^53 - 1, or a string that is not empty")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Id, E> {
                if number.unsigned_abs() <= MAX_INTEGER.unsigned_abs() {
                    Ok(Id::Number(number))
                } else {
                    Err(E::invalid_value(de::Unexpected::Signed(number), &self))
                }
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id, E> {
                i64::try_from(number)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
                    .and_then(|number| self.visit_i64(number))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
                if text.is_empty() { Err(E::invalid_value(de::Unexpected::Str(text), &self)) } else { Ok(text.into()) }
            }
        }

        deserializer.deserialize_any(IdVisitor)
    }
}
