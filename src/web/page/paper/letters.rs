//! Letters: how wide words are, where lines break, and in which order they are read.

use rustybuzz::{Direction, Face, UnicodeBuffer};
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    ops::Range,
};
use unicode_bidi::{BidiInfo, Level};

/// The letters of running text.
pub(super) const PLAIN: &[u8] = include_bytes!("../../../../data/fonts/DejaVuSansCondensed.ttf");
/// The letters of headings.
pub(super) const BOLD: &[u8] = include_bytes!("../../../../data/fonts/DejaVuSansCondensed-Bold.ttf");

/// Stands for letters that the fonts do not have; the paper says so in words.
pub(super) const LACKED: &str = "[…]";

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// Its size, in points.
    pub(super) size: f32,
    /// Whether it is bold.
    pub(super) bold: bool,
    /// Its tone.
    pub(super) tone: Tone,
}

/// A tone of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Ink,
    Quiet,
    Accent,
    Line,
    Wash,
    Ground,
}

impl Style {
    /// From one line to the next.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.38
    }
}

/// Letters in one direction.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) turned: bool,
    pub(super) width: f32,
}

/// A line: its runs from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
}

impl Line {
    pub(super) fn width(&self) -> f32 {
        self.runs.iter().map(|run| run.width).sum()
    }
}

/// Both fonts, read.
pub(super) struct Letters {
    plain: Face<'static>,
    bold: Face<'static>,
    /// Widths of words that were measured, in units of their font: the same words come again and again.
    measured: RefCell<HashMap<(Box<str>, bool, bool), i32>>,
    /// Whether a letter was asked for that they do not have.
    lacked: Cell<bool>,
}

/// Signs that only order what stands around them, and are not drawn.
fn orders(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl Letters {
    pub(super) fn new() -> Option<Self> {
        Some(Self {
            plain: Face::from_slice(PLAIN, 0)?,
            bold: Face::from_slice(BOLD, 0)?,
            measured: RefCell::default(),
            lacked: Cell::new(false),
        })
    }

    fn face(&self, style: Style) -> &Face<'static> {
        if style.bold { &self.bold } else { &self.plain }
    }

    /// Whether some text so far had letters that the fonts do not have.
    pub(super) fn lacked(&self) -> bool {
        self.lacked.get()
    }

    /// Text as it can be drawn: one line of letters that the font has, with a sign for each word or part of one that it cannot draw.
    fn drawable(&self, text: &str, style: Style) -> String {
        let face = self.face(style);
        let mut drawn = String::with_capacity(text.len());
        let mut lacks = false;
        for letter in text.chars() {
            let blank = letter.is_control() || letter == '\u{2028}' || letter == '\u{2029}';
            let there = blank || orders(letter) || face.glyph_index(letter).is_some_and(|glyph| glyph.0 != 0);
            if there {
                drawn.push(if blank { ' ' } else { letter });
            } else if !lacks {
                drawn.push_str(LACKED);
                self.lacked.set(true);
            }
            lacks = !there;
        }
        drawn
    }

    /// How wide text is.
    pub(super) fn width(&self, text: &str, style: Style, turned: bool) -> f32 {
        let face = self.face(style);
        let key = (text.into(), style.bold, turned);
        let known = self.measured.borrow().get(&key).copied();
        let advance = known.unwrap_or_else(|| {
            let mut buffer = UnicodeBuffer::new();
            buffer.push_str(text);
            buffer.guess_segment_properties();
            buffer.set_direction(if turned { Direction::RightToLeft } else { Direction::LeftToRight });
            let shaped = rustybuzz::shape(face, &[], buffer);
            let advance = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).fold(0, i32::saturating_add);
            self.measured.borrow_mut().insert(key, advance);
            advance
        });
        (f64::from(advance) * f64::from(style.size) / f64::from(face.units_per_em())) as f32
    }

    /// Where a text is broken so that each line fits, as ranges of its bytes; what no line can hold is broken within.
    fn breaks(&self, text: &str, style: Style, room: f32) -> Vec<Range<usize>> {
        let space = self.width(" ", style, false);
        let mut lines: Vec<Range<usize>> = Vec::new();
        let (mut from, mut to, mut wide, mut at) = (0, 0, 0.0, 0);
        for word in text.split(' ') {
            let (begin, end) = (at, at + word.len());
            at = end + 1;
            let width = self.width(word, style, false);
            let fits = wide == 0.0 || wide + space + width <= room;
            if !fits {
                lines.push(from..to);
            }
            (from, wide) = if fits { (from, if wide == 0.0 { width } else { wide + space + width }) } else { (begin, width) };
            to = end;
            while wide > room && text.get(from..to).is_some_and(|rest| rest.chars().count() > 1) {
                let rest = text.get(from..to).unwrap_or_default();
                let ends = rest.char_indices().map(|(at, _)| at).skip(1);
                let fit = ends.take_while(|at| self.width(&rest[..*at], style, false) <= room).last();
                let cut = from + fit.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
                lines.push(from..cut);
                from = cut;
                wide = self.width(text.get(from..to).unwrap_or_default(), style, false);
            }
        }
        if to > from || lines.is_empty() {
            lines.push(from..to);
        }
        lines
    }

    /// A text as lines that are no wider than this, read from the side that the paper is read from.
    pub(super) fn lines(&self, text: &str, style: Style, room: f32, turned: bool) -> Vec<Line> {
        let text = self.drawable(text.trim(), style);
        let base = if turned { Level::rtl() } else { Level::ltr() };
        let order = BidiInfo::new(&text, Some(base));
        let Some(paragraph) = order.paragraphs.first() else { return Vec::new() };
        let line = |range: Range<usize>| {
            let (levels, runs) = order.visual_runs(paragraph, range);
            let run = |run: Range<usize>| {
                let turned = levels.get(run.start).is_some_and(Level::is_rtl);
                let text: String = text.get(run).unwrap_or_default().chars().filter(|letter| !orders(*letter)).collect();
                let width = self.width(&text, style, turned);
                Run { text, turned, width }
            };
            Line { runs: runs.into_iter().map(run).filter(|run| !run.text.is_empty()).collect() }
        };
        self.breaks(&text, style, room).into_iter().map(line).filter(|line| !line.runs.is_empty()).collect()
    }

    /// A text in one line, cut where it is too long.
    pub(super) fn cut(&self, text: &str, style: Style, room: f32, turned: bool) -> Line {
        let whole = self.lines(text, style, f32::MAX, turned).into_iter().next().unwrap_or_default();
        if whole.width() <= room {
            return whole;
        }
        let mut short = text.trim().to_owned();
        loop {
            short.pop();
            let line = self.lines(&format!("{}…", short.trim_end()), style, f32::MAX, turned).into_iter().next().unwrap_or_default();
            if line.width() <= room || short.is_empty() {
                return line;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Style = Style { size: 10.0, bold: false, tone: Tone::Ink };

    fn said(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn lines_fit_and_lose_no_letter() {
        let letters = Letters::new().unwrap();
        let text = "Which credentials take me from what I can prove to a job? Donaudampfschifffahrtsgesellschaftskapitänsmütze";
        for room in [40.0, 90.0, 300.0] {
            let lines = letters.lines(text, BODY, room, false);
            assert!(lines.iter().all(|line| line.width() <= room), "{room}");
            assert_eq!(said(&lines).concat().replace(' ', ""), text.replace(' ', ""), "{room}");
        }
        assert!(letters.cut(text, BODY, 90.0, false).width() <= 90.0);
    }

    #[test]
    fn letters_that_no_font_has_are_marked_and_marks_of_order_are_not_drawn() {
        let letters = Letters::new().unwrap();
        assert_eq!(said(&letters.lines("Łódź Ελλάδα שלום سعر", BODY, 500.0, false)).concat().chars().count(), 20);
        assert!(!letters.lacked());
        assert_eq!(said(&letters.lines("Łódź \u{200e}Ελλάδα Київ 日本\n!", BODY, 500.0, false)), ["Łódź Ελλάδα Київ […] !"]);
        assert!(letters.lacked());
    }

    #[test]
    fn what_is_read_from_right_to_left_stands_in_that_order() {
        let letters = Letters::new().unwrap();
        let line = &letters.lines("السعر USD 98 شهر", BODY, 500.0, true)[0];
        let order: Vec<(&str, bool)> = line.runs.iter().map(|run| (run.text.trim(), run.turned)).collect();
        assert_eq!(order, [("شهر", true), ("USD 98", false), ("السعر", true)]);
    }
}
