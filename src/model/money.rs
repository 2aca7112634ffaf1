//! Money: whole minor units of one currency, so that no sum is ever rounded.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{borrow::Cow, fmt, str::FromStr};

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// United States dollar, the default where nothing else is said.
    pub const USD: Self = Self(*b"USD");

    /// Digits after the point, as ISO 4217 lists them.
    pub fn minor_digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX" | b"VND" | b"VUV" | b"XAF"
            | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The code, for example `EUR`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl FromStr for Currency {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(format!("`{text}` is no currency; write an ISO 4217 code such as USD or EUR")),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An exact amount of money.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Money {
    /// Minor units, for example cents.
    pub minor: i64,
    /// Whose units they are.
    pub currency: Currency,
}

impl Money {
    /// The largest amount a catalogue may state, in minor units: sums of a million of them still fit.
    pub const LARGEST: i64 = 1_000_000_000_000;

    /// This many minor units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }
}

/// `USD 49.00`, `EUR 120`, `JPY 500`.
impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no amount of money; write currency and amount, such as \"USD 49.00\"");
        let (currency, amount) = text.split_once(' ').ok_or_else(wrong)?;
        let currency: Currency = currency.parse()?;
        let digits = currency.minor_digits();
        let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
        let plain = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(part) || amount.ends_with('.') {
            return Err(wrong());
        }
        let given = u32::try_from(part.len()).map_err(|_| wrong())?;
        if given > digits {
            return Err(format!("`{text}` has more digits after the point than {currency} has; it has {digits}"));
        }
        let minor = format!("{whole}{part}")
            .parse::<i64>()
            .ok()
            .and_then(|units| units.checked_mul(10_i64.pow(digits - given)))
            .filter(|minor| *minor <= Self::LARGEST)
            .ok_or_else(|| format!("`{text}` is more than pathstack counts ({} minor units)", Self::LARGEST))?;
        Ok(Self { minor, currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_i64.pow(self.currency.minor_digits());
        let sign = if self.minor < 0 { "-" } else { "" };
        let (whole, part) = (self.minor.unsigned_abs() / unit.unsigned_abs(), self.minor.unsigned_abs() % unit.unsigned_abs());
        match self.currency.minor_digits() {
            0 => write!(f, "{} {sign}{whole}", self.currency),
            digits => write!(f, "{} {sign}{whole}.{part:0width$}", self.currency, width = digits as usize),
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Money {
    fn schema_name() -> Cow<'static, str> {
        "Money".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{3} [0-9]+([.][0-9]{1,3})?$",
            "description": "ISO 4217 currency and amount, exact: \"USD 49.00\""})
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Currency {
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217 currency code"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_in_every_currencys_own_digits() {
        for (text, minor) in [("USD 49.00", 4900), ("USD 49", 4900), ("USD 49.5", 4950), ("JPY 500", 500), ("KWD 1.250", 1250)] {
            assert_eq!(text.parse::<Money>().unwrap().minor, minor, "{text}");
        }
        assert_eq!(Money::new(4905, Currency::USD).to_string(), "USD 49.05");
        assert_eq!(Money::new(-7, Currency::USD).to_string(), "USD -0.07");
    }

    #[test]
    fn what_is_no_amount_is_refused_with_a_hint() {
        for text in ["", "49", "usd 49", "USD -4", "USD 4,9", "USD 1.234", "JPY 1.5", "USD 99999999999999", "USD 4."] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }
}
