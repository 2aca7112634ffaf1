//! Numbers, money, time and days as each language writes them (Unicode CLDR).

use super::{Locale, say};
use crate::model::{Currency, Date, Effort, Money};

/// A no-break space: a figure and its unit stay on one line.
const JOINED: char = '\u{a0}';

impl Locale {
    /// How this language writes numbers: the sign between groups of three digits, the decimal sign, and from how many digits on groups are
    /// parted.
    fn signs(&self) -> (char, char, usize) {
        match self.names() {
            "es" => ('.', ',', 5),
            _ => (',', '.', 4),
        }
    }

    /// A whole number.
    pub fn number(&self, number: i64) -> String {
        let (group, _, from) = self.signs();
        let digits = number.unsigned_abs().to_string();
        let sign = if number < 0 { "\u{2212}" } else { "" };
        if digits.len() < from {
            return format!("{sign}{digits}");
        }
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        format!("{sign}{text}")
    }

    fn amount(&self, money: Money, bare: bool) -> String {
        let digits = money.currency.minor_digits();
        let unit = 10_u64.pow(digits);
        let minor = money.minor.unsigned_abs();
        let (_, point, _) = self.signs();
        let mut text = self.number(i64::try_from(minor / unit).unwrap_or(i64::MAX));
        if digits > 0 && !(bare && minor.is_multiple_of(unit)) {
            text = format!("{text}{point}{:0width$}", minor % unit, width = digits as usize);
        }
        let sign = if money.minor < 0 { "\u{2212}" } else { "" };
        match self.names() {
            "es" => format!("{sign}{text}{JOINED}{}", money.currency),
            _ => format!("{sign}{}{JOINED}{text}", money.currency),
        }
    }

    /// An amount of money, without cents where there are none.
    pub fn money(&self, minor: i64, currency: Currency) -> String {
        self.amount(Money::new(minor, currency), true)
    }

    /// An amount of money with all its digits, so that columns align.
    pub fn money_exact(&self, minor: i64, currency: Currency) -> String {
        self.amount(Money::new(minor, currency), false)
    }

    fn month(&self, month: i8, short: bool) -> &'static str {
        const ENGLISH: [&str; 12] =
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        const SPANISH: [&str; 12] =
            ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];
        let names = if self.names() == "es" { SPANISH } else { ENGLISH };
        let name = usize::try_from(month).ok().and_then(|month| names.get(month.wrapping_sub(1))).copied().unwrap_or_default();
        if short { name.get(..3).unwrap_or(name) } else { name }
    }

    /// A day in full, such as `4 January 2027`.
    pub fn day(&self, day: Date) -> String {
        let month = self.month(day.month(), false);
        match self.names() {
            "es" => format!("{}{JOINED}de{JOINED}{month} de{JOINED}{}", day.day(), day.year()),
            _ => format!("{}{JOINED}{month}{JOINED}{}", day.day(), day.year()),
        }
    }

    /// A day in short, such as `4 Jan 2027`.
    pub fn short_day(&self, day: Date) -> String {
        format!("{}{JOINED}{}{JOINED}{}", day.day(), self.month(day.month(), true), day.year())
    }

    /// A month, such as `January 2027`.
    pub fn year_month(&self, day: Date) -> String {
        let month = self.month(day.month(), false);
        match self.names() {
            "es" => format!("{month} de{JOINED}{}", day.year()),
            _ => format!("{month}{JOINED}{}", day.year()),
        }
    }

    /// A month in three letters.
    pub fn short_month(&self, day: Date) -> &'static str {
        self.month(day.month(), true)
    }

    /// Learner effort in whole hours; minutes only where that is all.
    pub fn effort(&self, effort: Effort) -> String {
        if effort.minutes < 60 {
            return say!(self, "minutes", count = effort.minutes);
        }
        let hours = (effort.minutes + 30) / 60;
        say!(self, "hours", count = hours, shown = self.number(hours))
    }

    /// How long it is from one day to another: days up to two weeks, weeks up to three months, else months.
    pub fn span(&self, from: Date, to: Date) -> String {
        let days = i64::from((to - from).get_days()).max(0);
        match days {
            0..=13 => say!(self, "days", count = days),
            14..=91 => say!(self, "weeks", count = (days + 6) / 7),
            _ => say!(self, "months", count = (days + 15) / 30),
        }
    }

    /// The name of a language in itself; its code where we do not know it.
    pub fn language_name(code: &str) -> String {
        let name = match code {
            "ar" => "العربية",
            "de" => "Deutsch",
            "en" => "English",
            "es" => "Español",
            "fi" => "Suomi",
            "fr" => "Français",
            "hi" => "हिन्दी",
            "id" => "Bahasa Indonesia",
            "it" => "Italiano",
            "ja" => "日本語",
            "ko" => "한국어",
            "nl" => "Nederlands",
            "pl" => "Polski",
            "pt" => "Português",
            "ru" => "Русский",
            "sv" => "Svenska",
            "tl" => "Tagalog",
            "tr" => "Türkçe",
            "uk" => "Українська",
            "vi" => "Tiếng Việt",
            "zh" => "中文",
            other => other,
        };
        name.to_owned()
    }

    /// Words joined as in "a, b and c".
    pub fn list(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(", ");
                say!(self, "list-and", first = first, last = last.as_str())
            }
        }
    }

    /// Words joined as in "a, b or c".
    pub fn list_or(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(", ");
                say!(self, "list-or", first = first, last = last.as_str())
            }
        }
    }

    /// The first few of many words, and how many more there are.
    pub fn few(&self, words: &[String], most: usize) -> String {
        match words.len() {
            many if many > most + 1 => {
                let first = words.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
                say!(self, "list-more", first = first, count = many - most)
            }
            _ => self.list(words),
        }
    }
}
