//! Published values as exact ones: amounts of money, durations, dates, and ids made of names.

use crate::model::{Currency, Date, Effort, Money};

/// An amount such as `1,234.50`, `$ 99` or `250` in this currency; none if it is negative, absurdly large, or no number at all.
pub(super) fn money(text: &str, currency: Currency) -> Option<Money> {
    let plain = text.trim().trim_start_matches(['$', '€', '£']).trim().replace(',', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    // `120.0` and `120.00000` are 120: zeros beyond the currency's digits say nothing.
    let digits = currency.minor_digits() as usize;
    let (kept, rest) = part.split_at_checked(digits).unwrap_or((part, ""));
    if rest.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let point = if kept.is_empty() { "" } else { "." };
    format!("{currency} {whole}{point}{kept}").parse().ok()
}

/// A currency by its code, or by a name seen in the field.
pub(super) fn currency(text: &str) -> Option<Currency> {
    let text = text.trim();
    let code = match text.to_ascii_lowercase().as_str() {
        "$" | "us dollar" | "us dollars" | "u.s. dollar" | "united states dollar" => "USD",
        "€" | "euro" | "euros" => "EUR",
        "£" | "pound sterling" | "british pound" => "GBP",
        "canadian dollar" => "CAD",
        _ => return text.rsplit(['/', '#', ':']).next().unwrap_or(text).to_ascii_uppercase().parse().ok(),
    };
    code.parse().ok()
}

/// What an ISO 8601 duration says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Duration {
    /// Whole months of the calendar, years included.
    pub(super) months: u32,
    /// Days of the calendar, weeks included.
    pub(super) days: u32,
    /// Hours and minutes, as minutes.
    pub(super) minutes: u32,
}

impl Duration {
    /// Days of the calendar at least, a month as 30 days; none where only hours are named.
    pub(super) fn calendar_days(self) -> Option<u32> {
        Some(self.months.saturating_mul(30).saturating_add(self.days)).filter(|days| *days > 0)
    }

    /// Effort, where only hours are named.
    pub(super) fn effort(self) -> Option<Effort> {
        (self.months == 0 && self.days == 0 && self.minutes > 0).then(|| Effort::minutes(i64::from(self.minutes)))
    }
}

/// An ISO 8601 duration such as `P2Y`, `P6W`, `PT40H` or `P1DT2H`; fractions only of hours.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim().strip_prefix('P')?;
    let mut found = Duration::default();
    let mut in_time = false;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T').filter(|_| !in_time) {
            (rest, in_time) = (time, true);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = rest.split_at_checked(end)?;
        let whole = || number.parse::<u32>().ok();
        match (unit.chars().next()?, in_time) {
            ('Y', false) => found.months = found.months.checked_add(whole()?.checked_mul(12)?)?,
            ('M', false) => found.months = found.months.checked_add(whole()?)?,
            ('W', false) => found.days = found.days.checked_add(whole()?.checked_mul(7)?)?,
            ('D', false) => found.days = found.days.checked_add(whole()?)?,
            ('H', true) => found.minutes = found.minutes.checked_add(u32::try_from(hours(number)?.minutes).ok()?)?,
            ('M', true) => found.minutes = found.minutes.checked_add(whole()?)?,
            ('S', true) => {
                whole()?;
            }
            _ => return None,
        }
        rest = unit.get(1..)?;
    }
    (found != Duration::default()).then_some(found)
}

/// Hours such as `40` or `1.5`, in whole minutes; none if negative, absurd or no number.
pub(super) fn hours(text: &str) -> Option<Effort> {
    let plain = text.trim().replace(',', "");
    if !plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    Effort::from_hours(plain.parse().ok()?)
}

/// The day at the start of a date or time stamp.
pub(super) fn date(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}

/// An id made of a name: lower case, words divided by `-`. Names that differ only in other marks give the same id.
pub(super) fn id_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#')).filter(|word| !word.is_empty());
    let id = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    id.chars().take(200).collect()
}

/// Whether this is an ISO 3166 code such as `US` or `US-NJ`, and no name.
pub(super) fn is_code(text: &str) -> bool {
    let (country, region) = text.split_once('-').map_or((text, None), |(country, region)| (country, Some(region)));
    let upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    country.len() == 2 && upper(country) && region.is_none_or(|region| (1..=3).contains(&region.len()) && upper(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_published_are_exact_or_refused() {
        let usd = |text| money(text, Currency::USD).map(|money| money.minor);
        for (text, minor) in [("1,234.50", 123_450), ("$ 99", 9900), ("250.000", 25_000), ("0", 0), (" 12.5 ", 1250)] {
            assert_eq!(usd(text), Some(minor), "{text}");
        }
        for text in ["", "-5", "free", "12.345", "1e3", "NaN", "99999999999999"] {
            assert_eq!(usd(text), None, "{text}");
        }
        assert_eq!(currency("US Dollar"), Some(Currency::USD));
        assert_eq!(currency("http://publications.europa.eu/resource/authority/currency/EUR").unwrap().code(), "EUR");
        assert_eq!(currency("doubloons"), None);
    }

    #[test]
    fn durations_tell_calendar_time_from_effort() {
        assert_eq!(duration("PT40H").unwrap().effort(), Some(Effort::hours(40)));
        assert_eq!(duration("PT1.5H30M").unwrap().effort(), Some(Effort::minutes(120)));
        assert_eq!(duration("P2Y").unwrap().calendar_days(), Some(720));
        assert_eq!((duration("P6W").unwrap().calendar_days(), duration("P6W").unwrap().effort()), (Some(42), None));
        for text in ["", "P", "PT", "6 weeks", "P1", "PTH", "P1H", "P99999999999Y", "P-1D", "P1.5Y"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn codes_of_countries_and_regions_are_no_names() {
        assert!(["US", "US-NJ", "GB-ENG", "DE-1"].iter().all(|code| is_code(code)));
        assert!(!["", "USA", "us", "New Jersey", "US-", "US-JERSEY", "United States"].iter().any(|name| is_code(name)));
    }

    #[test]
    fn ids_of_names_are_plain() {
        assert_eq!(id_of("  CompTIA A+ (Core 1)  "), "comptia-a+-core-1");
        assert_eq!(id_of("C# & C++"), "c#-c++");
    }
}
