//! Money: whole minor units of one currency, so that no sum is ever rounded.

use super::{Date, SourceId};
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
        // Three capital letters, or it could not have been made.
        std::str::from_utf8(&self.0).unwrap_or_default()
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

/// How many minor-unit-free units of `to` one unit of `from` buys, in millionths: exact, dated, shown in answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// The currency that is sold.
    pub from: Currency,
    /// The currency that is bought.
    pub to: Currency,
    /// Units of `to` for one unit of `from`, as a decimal with at most six digits after the point: `"1.0850"`.
    pub rate: Decimal,
    /// Where it stands: a source's id, or the address of a public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The date at which it held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// A remark for those who keep the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}

impl ExchangeRate {
    /// What `money` is worth in the other currency, rounded up to a whole minor unit: a price is never made to look lower.
    pub fn convert(&self, money: Money) -> Option<Money> {
        if money.currency != self.from {
            return None;
        }
        let up = i128::from(money.minor) * i128::from(self.rate.millionths) * 10_i128.pow(self.to.minor_digits());
        let down = 1_000_000 * 10_i128.pow(self.from.minor_digits());
        i64::try_from(up.div_euclid(down) + i128::from(up.rem_euclid(down) > 0)).ok().map(|minor| Money::new(minor, self.to))
    }
}

impl ExchangeRate {
    /// What `money` in the bought currency is worth in the sold one, by the inverse of the rate, rounded up as well.
    pub fn convert_back(&self, money: Money) -> Option<Money> {
        if money.currency != self.to {
            return None;
        }
        let up = i128::from(money.minor) * 1_000_000 * 10_i128.pow(self.from.minor_digits());
        let down = i128::from(self.rate.millionths) * 10_i128.pow(self.to.minor_digits());
        i64::try_from(up.div_euclid(down) + i128::from(up.rem_euclid(down) > 0)).ok().map(|minor| Money::new(minor, self.from))
    }
}

/// A positive decimal in millionths, written as text so that it stays exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    /// Its value times 1,000,000.
    pub millionths: i64,
}

impl FromStr for Decimal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no rate; write a positive decimal with at most six digits after the point, such as \"1.085\"");
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(part) || part.len() > 6 || whole.len() > 9 {
            return Err(wrong());
        }
        let millionths = format!("{whole}{part:0<6}").parse::<i64>().map_err(|_| wrong())?;
        if millionths == 0 { Err(wrong()) } else { Ok(Self { millionths }) }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:06}", self.millionths / 1_000_000, self.millionths % 1_000_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9]{1,9}([.][0-9]{1,6})?$", "description": "an exact decimal"})
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
    fn a_converted_price_is_exact_and_never_looks_lower() {
        let rate = |text: &str, from: &str, to: &str| ExchangeRate {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            rate: text.parse().unwrap(),
            source: None,
            as_of: None,
            note: None,
        };
        let converted = |rate: ExchangeRate, text: &str| rate.convert(text.parse().unwrap()).unwrap().to_string();
        assert_eq!(converted(rate("1.085", "EUR", "USD"), "EUR 100"), "USD 108.50");
        assert_eq!(converted(rate("0.0067", "JPY", "USD"), "JPY 500"), "USD 3.35");
        assert_eq!(converted(rate("0.333333", "EUR", "USD"), "EUR 0.01"), "USD 0.01");
        assert_eq!("1.0850".parse::<Decimal>().unwrap().to_string(), "1.085");
        assert!("0".parse::<Decimal>().is_err() && "-1".parse::<Decimal>().is_err() && "1.2345678".parse::<Decimal>().is_err());
    }

    #[test]
    fn what_is_no_amount_is_refused_with_a_hint() {
        for text in ["", "49", "usd 49", "USD -4", "USD 4,9", "USD 1.234", "JPY 1.5", "USD 99999999999999", "USD 4."] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }
}
