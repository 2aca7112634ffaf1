//! Pictures, drawn on the server as SVG. Each says nothing that a table beside it does not say, and none needs a script.
//!
//! Where only one direction has a scale, places along it are shares of the width: such a picture fits a phone and a wide screen without
//! its letters growing or shrinking.

pub(super) mod map;
pub(super) mod months;
pub(super) mod timeline;
pub(super) mod trade_off;

use crate::model::Date;
use jiff::ToSpan;
use maud::{Markup, html};

/// Days along the width of a picture.
pub(super) struct Days {
    from: Date,
    days: i64,
}

impl Days {
    /// From one day to another.
    pub(super) fn new(from: Date, to: Date) -> Self {
        Self { from, days: i64::from((to - from).get_days()).max(1) }
    }

    /// The place of a day, in hundredths of a percent, so that it is a whole number.
    pub(super) fn place(&self, day: Date) -> i64 {
        i64::from((day - self.from).get_days()).clamp(0, self.days) * 10_000 / self.days
    }

    /// The place of a day as a share of the whole, from 0 to 1.
    pub(super) fn part(&self, day: Date) -> f32 {
        i16::try_from(self.place(day)).map_or(1.0, f32::from) / 10_000.0
    }

    /// First days of months to mark, about so many at most, each so many months after the one before.
    pub(super) fn months(&self, most: i64) -> Vec<Date> {
        let step = match self.days / 30 / most.max(1) {
            0 => 1,
            1 => 2,
            2 => 3,
            3..=5 => 6,
            6..=11 => 12,
            _ => 24,
        };
        let mut marks = Vec::new();
        let mut day = self.from.first_of_month();
        while i64::from((day - self.from).get_days()) < self.days {
            if day >= self.from {
                marks.push(day);
            }
            let Ok(next) = day.checked_add(step.months()) else { break };
            day = next;
        }
        marks
    }
}

/// Hundredths of a percent as SVG writes a share.
pub(in crate::web::page) fn share(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, (hundredths % 100).abs())
}

/// The figures of an upright axis, each with a line across, and the unit above them. They stand in a margin that the style sheet keeps free
/// beside a picture of the class `plot`, so that the rest of the width is the picture's.
pub(in crate::web::page) fn axis(figures: &[(i64, String)], y: impl Fn(i64) -> i64, unit: &str) -> Markup {
    html! {
        @if !unit.is_empty() { text.soft x="-8" y="10" text-anchor="end" { (unit) } }
        @for (value, told) in figures {
            line.rule x1="0" x2="100%" y1=(y(*value)) y2=(y(*value)) {}
            text.soft x="-8" y=(y(*value) + 4) text-anchor="end" { (told) }
        }
    }
}

/// Whether the figures of an axis need the wider margin.
pub(in crate::web::page) fn far(figures: &[(i64, String)]) -> bool {
    figures.iter().any(|(_, told)| told.chars().count() > 3)
}

/// Text in lines of at most so many letters; the last says where more was.
pub(super) fn lines(text: &str, letters: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = |line: &String| line.chars().count() + 1 + word.chars().count() <= letters;
        let full = lines.len() == most;
        match lines.last_mut() {
            Some(line) if fits(line) => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                line.push('…');
                return lines;
            }
            _ => lines.push(word.chars().take(letters).collect()),
        }
    }
    lines
}

/// A round step so that about so many of them reach from nothing to `most`: 1, 2 or 5 times a power of ten.
pub(super) fn round_step(most: i64, wanted: i64) -> i64 {
    let least = (most / wanted.max(1)).max(1);
    let mut power: i64 = 1;
    loop {
        for times in [1, 2, 5] {
            let step = power.saturating_mul(times);
            if step >= least {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_between_the_ends() {
        let days = Days::new("2027-01-01".parse().unwrap(), "2027-01-11".parse().unwrap());
        assert_eq!([days.place("2026-12-01".parse().unwrap()), days.place("2027-01-06".parse().unwrap())], [0, 5_000]);
        assert_eq!(share(days.place("2028-01-06".parse().unwrap())), "100.00%");
    }

    #[test]
    fn months_are_marked_sparsely_on_a_long_scale() {
        let long = Days::new("2027-01-15".parse().unwrap(), "2031-01-15".parse().unwrap());
        assert!(long.months(8).len() <= 9, "{:?}", long.months(8));
        let short = Days::new("2027-01-15".parse().unwrap(), "2027-04-15".parse().unwrap());
        assert_eq!(short.months(8).len(), 3);
    }

    #[test]
    fn long_text_is_broken_between_words_and_cut_at_the_end() {
        assert_eq!(lines("one two three four", 7, 2), ["one two", "three…"]);
        assert_eq!(lines("extraordinarily", 5, 2), ["extra"]);
    }

    #[test]
    fn steps_are_round() {
        assert_eq!([round_step(99, 4), round_step(1_000, 4), round_step(7, 4), round_step(0, 4)], [50, 500, 1, 1]);
    }
}
