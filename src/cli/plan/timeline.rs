//! A pathway at a glance: when each step is under way, and when money goes out or comes in.

use super::found::{few, price};
use crate::{
    cli::terminal::Terminal,
    explain::Speaker,
    model::Date,
    plan::{Pathway, Step},
};
use std::io;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Cash lines shown where not all are asked for.
const LINES: usize = 8;
/// Columns that tables of several figures need.
pub(super) const TABLE: usize = 64;
/// Columns of a bar at least and at most.
const BAR: std::ops::RangeInclusive<usize> = 12..=48;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Text cut to so many columns.
fn cut(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if short.width() + letter.width().unwrap_or(0) + 1 > most {
            break;
        }
        short.push(letter);
    }
    format!("{}…", short.trim_end())
}

/// A scale of days over so many columns.
struct Scale {
    from: Date,
    days: i64,
    columns: usize,
}

impl Scale {
    fn column(&self, day: Date) -> usize {
        let past = i64::from((day - self.from).get_days()).clamp(0, self.days);
        let column = past * self.columns as i64 / (self.days + 1);
        usize::try_from(column).unwrap_or(0).min(self.columns - 1)
    }

    /// `#` on days with work or an exam, `.` while it waits, `>` where the credential is issued.
    fn bar(&self, step: &Step) -> String {
        let mut bar = vec![' '; self.columns];
        let (first, last) = (self.column(step.start), self.column(step.issued));
        for cell in bar.iter_mut().take(last + 1).skip(first) {
            *cell = '·';
        }
        for (from, to) in &step.active {
            let (first, last) = (self.column(*from), self.column(*to));
            for cell in bar.iter_mut().take(last + 1).skip(first) {
                *cell = '█';
            }
        }
        if let Some(cell) = bar.get_mut(last) {
            *cell = '◆';
        }
        bar.into_iter().collect()
    }

    /// The months above it, as far as they have room.
    fn months(&self) -> String {
        let mut line = String::new();
        let mut month = self.from.first_of_month();
        while i64::from((month - self.from).get_days()) <= self.days {
            let at = if month < self.from { 0 } else { self.column(month) };
            let name = usize::try_from(month.month()).ok().and_then(|month| MONTHS.get(month - 1)).copied().unwrap_or_default();
            let label = if month.month() == 1 && self.days > 300 { month.year().to_string() } else { name.to_owned() };
            let room = line.is_empty() || at > line.width();
            if room && at + label.width() <= self.columns {
                line.push_str(&" ".repeat(at - line.width().min(at)));
                line.push_str(&label);
            }
            let Ok(next) = month.checked_add(jiff::Span::new().months(1)) else { break };
            month = next;
        }
        line
    }
}

/// The steps on a scale of days.
pub(super) fn timeline(from: Date, path: &Pathway, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let last = path.steps.iter().map(|step| step.issued).max().unwrap_or(from);
    let days = i64::from((last - from).get_days());
    if path.steps.len() < 2 || days < 2 {
        return Ok(());
    }
    let digits = path.steps.len().to_string().len();
    let room = terminal.width.saturating_sub(digits + 5);
    let columns = (room * 3 / 5).clamp(*BAR.start(), *BAR.end());
    let scale = Scale { from, days, columns };
    terminal.heading(&format!("When: {from} to {last}"))?;
    let indent = " ".repeat(digits + 3);
    terminal.line(&format!("{indent}{}", scale.months()))?;
    for (at, step) in path.steps.iter().enumerate() {
        let name = cut(speaker.credential(step.credential), room.saturating_sub(columns));
        terminal.line(&format!("  {:>digits$} {}  {name}", at + 1, scale.bar(step)))?;
    }
    Ok(())
}

/// The ledger: dated cash lines with their running sum.
pub(super) fn cash(path: &Pathway, all: bool, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let lines: Vec<_> = path.ledger.iter().filter(|line| line.minor != Some(0)).collect();
    if lines.is_empty() {
        return Ok(());
    }
    terminal.heading("Money, day by day")?;
    let mut sum = 0_i64;
    let rows: Vec<Vec<String>> = (lines.iter())
        .map(|line| {
            sum = sum.saturating_add(line.minor.unwrap_or(0));
            let amount = line.minor.map_or_else(|| "unknown".to_owned(), |minor| speaker.money(minor));
            let step = line.step.map_or_else(String::new, |at| (at + 1).to_string());
            vec![line.day.to_string(), speaker.cash(line), step, amount, price(speaker, sum)]
        })
        .collect();
    let shown = if all || rows.len() <= LINES + 1 { rows.len() } else { LINES };
    let more: Vec<String> = rows.iter().skip(shown).map(|row| row[0].clone()).collect();
    let rows = rows.into_iter().take(shown);
    if terminal.width < TABLE {
        for row in rows {
            if let [day, what, _, amount, sum] = row.as_slice() {
                terminal.paragraph("  ", &format!("{day} {amount}, in all {sum}"))?;
                terminal.paragraph("    ", what)?;
            }
        }
    } else {
        terminal.table(&["Day", "What", "Step", "Amount", "In all"], &[0, 2, 3, 4], &[2, 3, 4], rows.collect())?;
    }
    if !more.is_empty() {
        terminal.paragraph("  ", &format!("and {} more ({}); --ledger shows all", more.len(), few(&more, 2, ", ")))?;
    }
    Ok(())
}
