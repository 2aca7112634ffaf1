//! The terminal: how wide it is, whether it shows colour, and text set to its width.

use super::trouble::Trouble;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use serde::Serialize;
use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};
use unicode_width::UnicodeWidthStr;

/// When to use colour. Nothing is said by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Colour {
    // On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// Emphasis, said twice: by weight or colour, and always by words or place too.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ink {
    Bold,
    Dim,
    Green,
    Yellow,
    Red,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Green => "32",
            Self::Yellow => "33",
            Self::Red => "31",
        }
    }
}

/// Where a command writes: data to standard output, talk to standard error.
pub(super) struct Terminal {
    out: io::BufWriter<io::StdoutLock<'static>>,
    /// Columns to fill.
    pub(super) width: usize,
    /// Whether answers are JSON.
    pub(super) json: bool,
    /// The language of names.
    pub(super) names: String,
    colour: bool,
    talk: Talk,
}

/// How standard error is written to.
struct Talk {
    /// In colour.
    colour: bool,
    /// Set to the width.
    set: bool,
}

/// What is comfortable to read; wider terminals are not filled.
const WIDEST: usize = 120;
/// Where nothing is known of the terminal.
const USUAL: usize = 80;
/// What tables need at least.
const NARROWEST: usize = 40;

impl Terminal {
    pub(super) fn new(json: bool, colour: Colour, width: Option<usize>, names: String) -> Self {
        let measured = || terminal_size::terminal_size_of(io::stdout()).map(|(columns, _)| usize::from(columns.0));
        let width = width.or_else(measured).unwrap_or(USUAL).clamp(NARROWEST, width.unwrap_or(WIDEST).max(NARROWEST));
        let shows = |terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
        };
        Self {
            out: io::BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            width,
            json,
            names,
            colour: shows(io::stdout().is_terminal()),
            talk: Talk { colour: shows(io::stderr().is_terminal()), set: io::stderr().is_terminal() },
        }
    }

    /// Text in ink, where the terminal shows it.
    pub(super) fn ink<'t>(&self, ink: Ink, text: &'t str) -> Cow<'t, str> {
        if self.colour { format!("\x1b[{}m{text}\x1b[0m", ink.code()).into() } else { text.into() }
    }

    /// One line, as it is.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }

    /// An empty line.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A heading, after an empty line.
    pub(super) fn heading(&mut self, text: &str) -> io::Result<()> {
        self.gap()?;
        self.inked("", Some(Ink::Bold), text)
    }

    /// A paragraph set to the width: `first` opens the first line, the others are indented as far as it.
    pub(super) fn paragraph(&mut self, first: &str, text: &str) -> io::Result<()> {
        self.inked(first, None, text)
    }

    /// The same, in ink.
    pub(super) fn inked(&mut self, first: &str, ink: Option<Ink>, text: &str) -> io::Result<()> {
        let indent = " ".repeat(first.width());
        for (at, line) in wrap(text, self.width.saturating_sub(first.width())).iter().enumerate() {
            let line = ink.map_or_else(|| line.as_str().into(), |ink| self.ink(ink, line)).into_owned();
            let before = if at == 0 { first } else { &indent };
            self.line(&format!("{before}{line}"))?;
        }
        Ok(())
    }

    /// A table set to the width; the columns in `whole` are figures: kept on one line, and those in `right` end flush.
    pub(super) fn table(&mut self, header: &[&str], whole: &[usize], right: &[usize], rows: Vec<Vec<String>>) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
        table.set_header(header.to_vec()).add_rows(rows);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(self.width as u16);
        let widths: Vec<usize> = table.column_max_content_widths().into_iter().map(usize::from).collect();
        let limits = limits(&widths, whole, self.width);
        for (at, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, if at + 1 < header.len() { 2 } else { 0 }));
            match limits.get(at).copied().flatten() {
                Some(limit) if widths.get(at).is_some_and(|width| *width > limit) => {
                    column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(limit as u16 + 2)));
                }
                Some(_) => {
                    column.set_constraint(ColumnConstraint::ContentWidth);
                }
                None => {}
            }
            if right.contains(&at) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            self.line(&line.replace(TOGETHER, " "))?;
        }
        Ok(())
    }

    /// A value as JSON: pretty, for one answer.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Trouble> {
        serde_json::to_writer_pretty(&mut self.out, value).map_err(io::Error::from)?;
        Ok(writeln!(self.out)?)
    }

    /// A value as one line of JSON, sent off at once.
    pub(super) fn json_line(&mut self, value: &impl Serialize) -> Result<(), Trouble> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        writeln!(self.out)?;
        Ok(self.out.flush()?)
    }

    /// Bytes as they are, for schemas, completions and manuals.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Standard output itself, for what is written piece by piece.
    pub(super) fn raw(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Sends everything off.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Talk: to standard error, after what was written so far.
    pub(super) fn talk(&mut self, text: &str) -> Result<(), Trouble> {
        self.out.flush()?;
        // Nobody may be listening to talk; the answer counts.
        let _ = writeln!(io::stderr(), "{}", self.spoken(text));
        Ok(())
    }

    /// Talk as it is shown: set to the width on a terminal, line by line as it is elsewhere.
    fn spoken(&self, text: &str) -> String {
        if !self.talk.set {
            return text.to_owned();
        }
        let set = |line: &str| {
            let indent = line.len() - line.trim_start().len();
            wrap(line, self.width - indent).iter().map(|part| format!("{}{part}", &line[..indent])).collect::<Vec<_>>().join("\n")
        };
        text.split('\n').map(set).collect::<Vec<_>>().join("\n")
    }

    /// Says what went wrong: the hint comes last, after an empty line.
    pub(super) fn complain(&mut self, what: &[String], hint: &str) {
        let ink = |ink: Ink, text: &str| if self.talk.colour { format!("\x1b[{}m{text}\x1b[0m", ink.code()) } else { text.to_owned() };
        let _ = self.out.flush();
        let mut talk = io::stderr().lock();
        let said = self.spoken(&format!("error: {}", what.join("\n")));
        let _ = writeln!(talk, "{}", said.replacen("error", &ink(Ink::Red, "error"), 1));
        if !hint.is_empty() {
            let said = self.spoken(&format!("hint: {hint}"));
            let _ = writeln!(talk, "\n{}", said.replacen("hint", &ink(Ink::Green, "hint"), 1));
        }
    }
}

/// What a column of words needs to be read.
const READABLE: usize = 16;

/// How wide each of the columns may be that are to be kept on one line: as wide as they are, unless they leave too little for the words.
/// Then the widest, such as a URI for an id, is broken.
fn limits(widths: &[usize], whole: &[usize], width: usize) -> Vec<Option<usize>> {
    let kept = |at: usize| whole.contains(&at) && widths.get(at).is_some_and(|own| *own <= width * 11 / 20);
    let mut limits: Vec<Option<usize>> = widths.iter().enumerate().map(|(at, own)| kept(at).then_some(*own)).collect();
    let words: usize = widths.iter().zip(&limits).filter(|(_, limit)| limit.is_none()).map(|(own, _)| (*own).min(READABLE)).sum();
    let needed = limits.iter().flatten().sum::<usize>() + words + 2 * widths.len().saturating_sub(1);
    if let Some(widest) = limits.iter_mut().flatten().max() {
        *widest = widest.saturating_sub(needed.saturating_sub(width)).max((*widest).min(READABLE));
    }
    limits
}

/// How many columns a table takes where nothing is broken.
pub(super) fn natural_width(header: &[&str], rows: &[Vec<String>]) -> usize {
    let widest =
        |at: usize, title: &str| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0).max(title.width());
    header.iter().enumerate().map(|(at, title)| widest(at, title) + 3).sum()
}

/// Breaks text into lines of at most `width` columns, between words; a longer word has a line of its own.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.iter().map(|line| line.replace(TOGETHER, " ")).collect()
}

/// A space at which no line is broken.
const TOGETHER: char = '\u{a0}';

/// Words that stay on one line.
pub(super) fn together(words: &str) -> String {
    words.replace(' ', TOGETHER.encode_utf8(&mut [0; 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words_and_never_inside_them() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("a verylongwordindeed b", 5), ["a", "verylongwordindeed", "b"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap(&format!("due {} soon", together("USD 5")), 8), ["due", "USD 5", "soon"]);
    }

    #[test]
    fn a_long_id_is_broken_before_the_words_beside_it_are() {
        assert_eq!(limits(&[8, 30, 5], &[0, 2], 80), [Some(8), None, Some(5)], "all fits");
        assert_eq!(limits(&[41, 60, 11, 6, 11, 5], &[0, 2, 3, 4, 5], 80), [Some(21), None, Some(11), Some(6), Some(11), Some(5)]);
        assert_eq!(limits(&[90, 60], &[0], 80), [None, None], "more than half of the width was never kept");
    }

    #[test]
    fn width_is_counted_in_columns_not_in_letters() {
        assert_eq!(wrap("汉字 汉字", 5), ["汉字", "汉字"]);
        assert_eq!(wrap("más allá", 8), ["más allá"]);
    }
}
