//! Lays parts out on sheets, and says of each piece what it is.

use super::{
    Bar, Paper, Part, Step, Table, Timeline,
    letters::{Letters, Line, Style, Tone},
};

/// Fits on A4 and on US Letter, in points.
pub(super) const WIDTH: f32 = 595.0;
pub(super) const HEIGHT: f32 = 792.0;
const SIDE: f32 = 54.0;
const TOP: f32 = 54.0;
const BOTTOM: f32 = HEIGHT - 62.0;
const ROOM: f32 = WIDTH - 2.0 * SIDE;

const TITLE: Style = Style { size: 20.0, bold: true, tone: Tone::Ink };
const HEADING: Style = Style { size: 12.5, bold: true, tone: Tone::Accent };
const NAME: Style = Style { size: 10.5, bold: true, tone: Tone::Ink };
const BODY: Style = Style { size: 9.5, bold: false, tone: Tone::Ink };
const STRONG: Style = Style { size: 9.5, bold: true, tone: Tone::Ink };
const LABEL: Style = Style { size: 9.5, bold: false, tone: Tone::Quiet };
const SMALL: Style = Style { size: 8.0, bold: false, tone: Tone::Quiet };
const FIGURE: Style = Style { size: 14.0, bold: true, tone: Tone::Ink };
const LINK: Style = Style { size: 9.5, bold: false, tone: Tone::Accent };

/// Rows of a timeline that are drawn; all steps are told below it.
const DRAWN: usize = 20;

/// What is drawn. Places are of the upper left corner, of text of its base line.
pub(super) enum Mark {
    Text { x: f32, y: f32, style: Style, text: String, turned: bool },
    Fill { x: f32, y: f32, width: f32, height: f32, tone: Tone },
    Frame { x: f32, y: f32, width: f32, height: f32, tone: Tone },
    Ring { x: f32, y: f32, radius: f32, tone: Tone },
}

/// Marks that belong together; those that belong to nothing are decoration.
pub(super) struct Piece {
    pub(super) owner: Option<usize>,
    pub(super) marks: Vec<Mark>,
    /// Where pressing it leads, what it says, and its place: x, y, width, height.
    pub(super) link: Option<(String, String, [f32; 4])>,
}

/// What a group is to whoever listens.
pub(super) enum Kind {
    Whole,
    Heading { order: u16, text: String },
    Paragraph,
    List,
    Item,
    Sign,
    Body,
    Table,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    Picture { said: String, sheet: usize, place: [f32; 4] },
    Link,
}

/// What a group is made of.
pub(super) enum Inside {
    Group(usize),
    Piece { sheet: usize, piece: usize },
}

/// A group of pieces, or of groups.
pub(super) struct Group {
    pub(super) kind: Kind,
    pub(super) inside: Vec<Inside>,
}

/// Sheets with all that stands on them.
pub(super) struct Laid {
    pub(super) sheets: Vec<Vec<Piece>>,
    /// The first group is the whole.
    pub(super) groups: Vec<Group>,
    /// Headings: their words, sheet and place.
    pub(super) headings: Vec<(String, usize, f32)>,
}

/// On which side text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// A count as a length can be multiplied by it.
fn times(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

struct Pen<'a> {
    letters: &'a Letters,
    turned: bool,
    laid: Laid,
    y: f32,
}

/// Lays a paper out; says on top that letters are lacking where they are.
pub(super) fn lay(paper: &Paper, letters: &Letters, lacks: bool) -> Laid {
    let whole = Group { kind: Kind::Whole, inside: Vec::new() };
    let laid = Laid { sheets: vec![Vec::new()], groups: vec![whole], headings: Vec::new() };
    let mut pen = Pen { letters, turned: paper.turned, laid, y: TOP };
    pen.heading(1, &paper.title, TITLE);
    pen.y += 4.0;
    if lacks {
        pen.paragraph(&paper.lacks, SMALL);
    }
    let mut items = None;
    for part in &paper.parts {
        if !matches!(part, Part::Step(_)) {
            items = None;
        }
        match part {
            Part::Heading(text) => {
                // Never the last thing on a sheet.
                pen.room(90.0);
                pen.y += 12.0;
                pen.heading(2, text, HEADING);
                pen.y += 3.0;
            }
            Part::Words(text) => pen.paragraph(text, BODY),
            Part::Small(text) => pen.paragraph(text, SMALL),
            Part::Figures(figures) => pen.figures(figures),
            Part::Facts(facts) => {
                for (label, value) in facts {
                    pen.fact(0, label, value, 0.0);
                }
                pen.y += 3.0;
            }
            Part::List(points) => pen.list(points),
            Part::Timeline(timeline) => pen.timeline(timeline),
            Part::Step(step) => {
                let list = *items.get_or_insert_with(|| pen.group(0, Kind::List));
                pen.step(list, step);
            }
            Part::Table(table) => pen.table(table),
        }
    }
    pen.feet(&paper.foot);
    pen.laid
}

impl Pen<'_> {
    fn group(&mut self, parent: usize, kind: Kind) -> usize {
        let at = self.laid.groups.len();
        self.laid.groups.push(Group { kind, inside: Vec::new() });
        if let Some(parent) = self.laid.groups.get_mut(parent) {
            parent.inside.push(Inside::Group(at));
        }
        at
    }

    fn sheet(&self) -> usize {
        self.laid.sheets.len().saturating_sub(1)
    }

    /// A new sheet where less than this is left.
    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.laid.sheets.push(Vec::new());
            self.y = TOP;
        }
    }

    fn put(&mut self, owner: Option<usize>, marks: Vec<Mark>) {
        self.put_linked(owner, marks, None);
    }

    fn put_linked(&mut self, owner: Option<usize>, marks: Vec<Mark>, link: Option<(String, String, [f32; 4])>) {
        let sheet = self.sheet();
        let Some(pieces) = self.laid.sheets.get_mut(sheet) else { return };
        let piece = pieces.len();
        pieces.push(Piece { owner, marks, link });
        if let Some(group) = owner.and_then(|owner| self.laid.groups.get_mut(owner)) {
            group.inside.push(Inside::Piece { sheet, piece });
        }
    }

    /// Where something of this width begins, seen from the left, that begins so far from the side where reading begins.
    fn left_of(&self, from_start: f32, width: f32) -> f32 {
        if self.turned { WIDTH - from_start - width } else { from_start }
    }

    /// A line of text in a column: where it begins, and how wide it is.
    fn line(&self, line: &Line, style: Style, column: (f32, f32), side: Side, base: f32) -> Vec<Mark> {
        let wide = line.width();
        let from_start = if side == Side::Start { column.0 } else { column.0 + column.1 - wide };
        let mut x = self.left_of(from_start, wide);
        let mut marks = Vec::new();
        for run in &line.runs {
            marks.push(Mark::Text { x, y: base, style, text: run.text.clone(), turned: run.turned });
            x += run.width;
        }
        marks
    }

    /// Text down a column, over sheets where it must be.
    fn flow(&mut self, owner: usize, text: &str, style: Style, from: f32, room: f32) {
        for line in self.letters.lines(text, style, room, self.turned) {
            self.room(style.leading());
            let base = self.y + style.size;
            let marks = self.line(&line, style, (from, room), Side::Start, base);
            self.put(Some(owner), marks);
            self.y += style.leading();
        }
    }

    fn heading(&mut self, order: u16, text: &str, style: Style) {
        self.laid.headings.push((text.to_owned(), self.sheet(), self.y));
        let group = self.group(0, Kind::Heading { order, text: text.to_owned() });
        self.flow(group, text, style, SIDE, ROOM);
    }

    fn paragraph(&mut self, text: &str, style: Style) {
        let group = self.group(0, Kind::Paragraph);
        self.flow(group, text, style, SIDE, ROOM);
        self.y += 4.0;
    }

    /// Figures side by side, as a table of one column each.
    fn figures(&mut self, figures: &[(String, String)]) {
        if figures.is_empty() {
            return;
        }
        // As wide as what stands there, and what is left shared out; equal parts where there is not enough.
        let natural = |(label, value): &(String, String)| {
            let wide = |text: &str, style: Style| self.letters.cut(text, style, f32::MAX, self.turned).width();
            wide(label, SMALL).max(wide(value, FIGURE)) + 14.0
        };
        let wanted: Vec<f32> = figures.iter().map(natural).collect();
        let spare = (ROOM - 10.0 - wanted.iter().sum::<f32>()) / times(figures.len());
        let equal = (ROOM - 10.0) / times(figures.len());
        let each: Vec<f32> = wanted.iter().map(|wide| if spare >= 0.0 { wide + spare } else { equal }).collect();
        let told: Vec<(Vec<Line>, Vec<Line>)> = (figures.iter().zip(&each))
            .map(|((label, value), wide)| {
                let inner = wide - 12.0;
                (self.letters.lines(label, SMALL, inner, self.turned), self.letters.lines(value, FIGURE, inner, self.turned))
            })
            .collect();
        let tall = |of: &(Vec<Line>, Vec<Line>)| times(of.0.len()) * SMALL.leading() + times(of.1.len()) * FIGURE.leading();
        let height = told.iter().map(tall).fold(0.0, f32::max) + 14.0;
        self.y += 4.0;
        self.room(height);
        let x = self.left_of(SIDE, ROOM);
        self.put(None, vec![Mark::Fill { x, y: self.y, width: ROOM, height, tone: Tone::Wash }]);
        let table = self.group(0, Kind::Table);
        let (heads, values) = (self.group(table, Kind::Row), self.group(table, Kind::Row));
        let mut from = SIDE + 10.0;
        for ((label, value), wide) in told.iter().zip(&each) {
            let column = (from, wide - 12.0);
            from += wide;
            let mut base = self.y + 7.0;
            let head = self.group(heads, Kind::ColumnHead);
            for line in label {
                let marks = self.line(line, SMALL, column, Side::Start, base + SMALL.size);
                self.put(Some(head), marks);
                base += SMALL.leading();
            }
            let cell = self.group(values, Kind::Cell);
            for line in value {
                let marks = self.line(line, FIGURE, column, Side::Start, base + FIGURE.size);
                self.put(Some(cell), marks);
                base += FIGURE.leading();
            }
        }
        self.y += height + 8.0;
    }

    /// A label and what it says, with a hanging indent.
    fn fact(&mut self, parent: usize, label: &str, value: &str, indent: f32) {
        let group = self.group(parent, Kind::Paragraph);
        let first = 92.0;
        let from = SIDE + indent;
        self.room(BODY.leading());
        let begun = (self.sheet(), self.y);
        // A colon for whoever listens or copies; the columns say it to whoever sees.
        self.flow(group, &format!("{label}:"), LABEL, from, first - 6.0);
        let after = self.y;
        if self.sheet() == begun.0 {
            self.y = begun.1;
        }
        self.flow(group, value, BODY, from + first, ROOM - indent - first);
        self.y = self.y.max(if self.sheet() == begun.0 { after } else { 0.0 });
    }

    fn list(&mut self, points: &[String]) {
        let list = self.group(0, Kind::List);
        for point in points {
            let item = self.group(list, Kind::Item);
            self.room(BODY.leading());
            let dot = self.letters.cut("•", BODY, 20.0, false);
            let sign = self.group(item, Kind::Sign);
            let marks = self.line(&dot, BODY, (SIDE, 10.0), Side::Start, self.y + BODY.size);
            self.put(Some(sign), marks);
            let body = self.group(item, Kind::Body);
            self.flow(body, point, BODY, SIDE + 12.0, ROOM - 12.0);
            self.y += 1.5;
        }
        self.y += 3.0;
    }

    fn step(&mut self, list: usize, step: &Step) {
        let indent = 24.0;
        self.room(64.0);
        let item = self.group(list, Kind::Item);
        // A box to tick.
        let x = self.left_of(SIDE, 11.0);
        let mut marks = vec![Mark::Frame { x, y: self.y + 1.5, width: 11.0, height: 11.0, tone: Tone::Ink }];
        if step.done {
            marks.push(Mark::Fill { x: x + 2.5, y: self.y + 4.0, width: 6.0, height: 6.0, tone: Tone::Accent });
        }
        self.put(None, marks);
        let body = self.group(item, Kind::Body);
        let name = self.group(body, Kind::Heading { order: 3, text: step.name.clone() });
        self.flow(name, &step.name, NAME, SIDE + indent, ROOM - indent);
        for line in &step.lines {
            let group = self.group(body, Kind::Paragraph);
            self.flow(group, line, BODY, SIDE + indent, ROOM - indent);
        }
        for line in &step.small {
            let group = self.group(body, Kind::Paragraph);
            self.flow(group, line, SMALL, SIDE + indent, ROOM - indent);
        }
        for (label, value) in &step.why {
            self.fact(body, label, value, indent);
        }
        if let Some((words, address)) = &step.link {
            self.room(LINK.leading());
            let paragraph = self.group(body, Kind::Paragraph);
            let link = self.group(paragraph, Kind::Link);
            let line = self.letters.cut(words, LINK, ROOM - indent, self.turned);
            let marks = self.line(&line, LINK, (SIDE + indent, ROOM - indent), Side::Start, self.y + LINK.size);
            let x = self.left_of(SIDE + indent, line.width());
            let place = [x, self.y, line.width().max(1.0), LINK.leading()];
            self.put_linked(Some(link), marks, Some((address.clone(), words.clone(), place)));
            self.y += LINK.leading();
        }
        self.y += 8.0;
    }

    fn timeline(&mut self, timeline: &Timeline) {
        let rows = &timeline.rows[..timeline.rows.len().min(DRAWN)];
        let each = 25.0;
        let height = 16.0 + each * times(rows.len()) + 4.0;
        self.room(height);
        let x = |pen: &Self, from: f32, to: f32| {
            let width = ((to - from) * ROOM).max(2.0);
            (pen.left_of(SIDE + from * ROOM, width), width)
        };
        let mut marks = Vec::new();
        for (place, name) in &timeline.marks {
            let (left, _) = x(self, *place, *place);
            marks.push(Mark::Fill { x: left, y: self.y + 11.0, width: 0.5, height: height - 15.0, tone: Tone::Line });
            let line = self.letters.cut(name, SMALL, 70.0, self.turned);
            if place * ROOM + line.width() <= ROOM {
                marks.extend(self.line(&line, SMALL, (SIDE + place * ROOM + 2.0, 70.0), Side::Start, self.y + SMALL.size));
            }
        }
        for (at, Bar { name, whole, active }) in rows.iter().enumerate() {
            let top = self.y + 16.0 + each * times(at);
            let line = self.letters.cut(name, SMALL, ROOM, self.turned);
            let ink = Style { tone: Tone::Ink, ..SMALL };
            // The name lies on the ground, so that no line crosses it.
            let left = self.left_of(SIDE, line.width() + 3.0);
            marks.push(Mark::Fill { x: left, y: top, width: line.width() + 3.0, height: 11.0, tone: Tone::Ground });
            marks.extend(self.line(&line, ink, (SIDE, ROOM), Side::Start, top + ink.size));
            let (left, width) = x(self, whole.0, whole.1);
            marks.push(Mark::Fill { x: left, y: top + 13.0, width, height: 6.0, tone: Tone::Line });
            for (from, to) in active {
                let (left, width) = x(self, *from, *to);
                marks.push(Mark::Fill { x: left, y: top + 13.0, width, height: 6.0, tone: Tone::Accent });
            }
            let (end, _) = x(self, whole.1, whole.1);
            marks.push(Mark::Ring { x: end, y: top + 16.0, radius: 3.6, tone: Tone::Accent });
        }
        let place = [SIDE - 4.0, self.y, ROOM + 8.0, height];
        let picture = self.group(0, Kind::Picture { said: timeline.said.clone(), sheet: self.sheet(), place });
        self.put(Some(picture), marks);
        self.y += height + 6.0;
    }

    fn table(&mut self, table: &Table) {
        let group = self.group(0, Kind::Table);
        let heads: Vec<String> = table.columns.iter().map(|(head, ..)| head.clone()).collect();
        self.room(60.0);
        let row = self.group(group, Kind::Row);
        self.row(table, &heads, Some(row), true);
        for cells in &table.rows {
            let height = self.height(table, cells, BODY);
            if self.y + height > BOTTOM {
                self.room(f32::MAX);
                // Said once for whoever listens; on every sheet for whoever sees.
                self.row(table, &heads, None, true);
            }
            let row = self.group(group, Kind::Row);
            self.row(table, cells, Some(row), false);
        }
        self.y += 6.0;
    }

    fn height(&self, table: &Table, cells: &[String], style: Style) -> f32 {
        let lines = |(cell, (_, share, _)): (&String, &(String, f32, bool))| {
            self.letters.lines(cell, style, share * ROOM - 8.0, self.turned).len().max(1)
        };
        times(cells.iter().zip(&table.columns).map(lines).max().unwrap_or(1)) * style.leading() + 5.0
    }

    fn row(&mut self, table: &Table, cells: &[String], owner: Option<usize>, head: bool) {
        let style = if head { Style { tone: Tone::Quiet, ..STRONG } } else { BODY };
        let height = self.height(table, cells, style);
        let mut from = SIDE;
        for (at, (cell, (_, share, figure))) in cells.iter().zip(&table.columns).enumerate() {
            let width = share * ROOM;
            let side = if *figure { Side::End } else { Side::Start };
            let kind = match (head, at) {
                (true, _) => Kind::ColumnHead,
                (false, 0) => Kind::RowHead,
                _ => Kind::Cell,
            };
            let cell_group = owner.map(|row| self.group(row, kind));
            let mut base = self.y + style.size + 2.0;
            for line in self.letters.lines(cell, style, width - 8.0, self.turned) {
                let marks = self.line(&line, style, (from, width - 8.0), side, base);
                self.put(cell_group, marks);
                base += style.leading();
            }
            from += width;
        }
        self.y += height;
        self.put(None, vec![Mark::Fill { x: SIDE, y: self.y - 1.0, width: ROOM, height: 0.5, tone: Tone::Line }]);
    }

    /// The foot of every sheet, once it is known how many there are.
    fn feet(&mut self, foot: &str) {
        let many = self.laid.sheets.len();
        let base = HEIGHT - 36.0;
        for at in 0..many {
            let number = self.letters.cut(&format!("{} / {many}", at + 1), SMALL, 60.0, false);
            let words = self.letters.cut(foot, SMALL, ROOM - 70.0, self.turned);
            let mut marks = vec![Mark::Fill { x: SIDE, y: base - 14.0, width: ROOM, height: 0.5, tone: Tone::Line }];
            marks.extend(self.line(&words, SMALL, (SIDE, ROOM - 70.0), Side::Start, base));
            marks.extend(self.line(&number, SMALL, (SIDE + ROOM - 60.0, 60.0), Side::End, base));
            if let Some(sheet) = self.laid.sheets.get_mut(at) {
                sheet.push(Piece { owner: None, marks, link: None });
            }
        }
    }
}

/// All words that were laid out, in order.
#[cfg(test)]
pub(super) fn words(laid: &Laid) -> String {
    let marks = laid.sheets.iter().flatten().flat_map(|piece| &piece.marks);
    let texts = marks.filter_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.as_str()) } else { None });
    texts.collect::<Vec<_>>().join(" ")
}
