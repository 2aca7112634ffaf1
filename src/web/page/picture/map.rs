//! The map: what she has, what each step adds and unlocks, and what the job asks.

use super::lines;
use crate::{
    explain::Speaker,
    gap::{Gap, State},
    locale::{Locale, say},
    model::Necessity,
    plan::Pathway,
};
use maud::{Markup, html};

/// Requirements drawn at most; the table has them all.
const DRAWN: usize = 24;
/// Of what she has so many are drawn.
const HAD: usize = 6;
const WIDTH: i64 = 860;
const BOX: i64 = 240;
const ROW: i64 = 50;
const GAP: i64 = 12;
const TOP: i64 = 34;
/// Where the columns begin.
const COLUMNS: [i64; 3] = [0, 310, 620];

/// What a row of the map is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web::page) enum What {
    /// A requirement, by its place.
    Asked(usize),
    /// A gate, by its place.
    Gate(usize),
}

impl What {
    /// In words.
    pub(in crate::web::page) fn say(self, speaker: &Speaker<'_>) -> String {
        let need = match self {
            Self::Asked(at) => speaker.asked.get(at).map(|asked| &asked.need),
            Self::Gate(at) => speaker.gates.get(at).and_then(|gate| gate.need.as_ref()),
        };
        need.map(|need| speaker.need(need)).unwrap_or_default()
    }
}

/// One row of the map's table: what is asked, how far it is met, and the step that meets it.
pub(in crate::web::page) struct Row {
    /// What is asked.
    pub(in crate::web::page) what: What,
    /// Whether she meets it already.
    pub(in crate::web::page) met: bool,
    /// The step that meets it, by its place.
    pub(in crate::web::page) step: Option<usize>,
}

/// What the job asks, what meets it, in the order in which the steps meet it: first what she has.
pub(in crate::web::page) fn rows(gap: &Gap, path: &Pathway) -> Vec<Row> {
    let essential = gap.requirements.iter().enumerate().filter(|(_, judged)| judged.asked.necessity == Necessity::Essential);
    let asked = essential.map(|(at, judged)| {
        let step = path.steps.iter().position(|step| step.closes.contains(&at));
        Row { what: What::Asked(at), met: judged.state == State::Met, step }
    });
    // A gate that only a person can check is told among what is to check.
    let gates = gap.gates.iter().enumerate().filter(|(_, judged)| judged.bound.binding().is_some() && !judged.to_check);
    let gates = gates.map(|(at, judged)| {
        let step = path.steps.iter().position(|step| step.opens_gates.contains(&at));
        Row { what: What::Gate(at), met: judged.state == State::Met, step }
    });
    let mut rows: Vec<Row> = asked.chain(gates).collect();
    rows.sort_by_key(|row| (!row.met, row.step.unwrap_or(usize::MAX), row.what));
    rows
}

fn height(count: usize) -> i64 {
    count.max(1) as i64 * (ROW + GAP)
}

/// A box with a few words.
fn boxed(x: i64, y: i64, kind: &str, text_kind: &str, text: &str) -> Markup {
    let words = lines(text, 31, 2);
    let first = if words.len() > 1 { 21 } else { 30 };
    html! {
        rect class={ "box " (kind) } x=(x) y=(y) width=(BOX) height=(ROW) rx="8" {}
        @for (at, line) in words.iter().enumerate() {
            text class=[(!text_kind.is_empty()).then_some(text_kind)] x=(x + 12) y=(y + first + 17 * at as i64) { (line) }
        }
    }
}

/// A curve from one place to another.
fn curve(from: (i64, i64), to: (i64, i64)) -> Markup {
    let half = (to.0 - from.0) / 2;
    let path = format!("M{} {}C{} {} {} {} {} {}", from.0, from.1, from.0 + half, from.1, to.0 - half, to.1, to.0, to.1);
    html! { path.link d=(path) {} }
}

/// Draws what leads to a goal of this name.
pub(in crate::web::page) fn draw(t: &Locale, speaker: &Speaker<'_>, gap: &Gap, path: &Pathway, goal: &str) -> Markup {
    let rows = rows(gap, path);
    let have = rows.iter().filter(|row| row.met).count();
    let open: Vec<&Row> = rows.iter().filter(|row| !row.met).collect();
    let drawn: Vec<&Row> = open.iter().copied().take(DRAWN).collect();
    let more = open.len() - drawn.len();
    let had: Vec<&Row> = rows.iter().filter(|row| row.met).collect();
    let (had, rest) = had.split_at(had.len().min(if had.len() > HAD { HAD - 1 } else { HAD }));
    // The right column: what she meets in one box, each that a step meets, the rest in one box, and the goal below.
    let right = drawn.len() + usize::from(more > 0);
    let whole = height(right.max(path.steps.len()));
    // What she has stands in rows of its own, so that nothing lies between it and what it meets.
    let had_rows = had.len() + usize::from(!rest.is_empty());
    let top = if have > 0 { TOP + height(had_rows) + GAP } else { TOP };
    let had_y = |at: usize| TOP + (ROW + GAP) * at as i64;
    let have_y = TOP + (ROW + GAP) * had_rows.saturating_sub(1) as i64 / 2;
    let spread = |at: usize, of: usize| top + (whole * (2 * at as i64 + 1) / of.max(1) as i64 - ROW) / 2;
    let step_y = |at: usize| spread(at, path.steps.len());
    let right_y = |at: usize| spread(at, right);
    let middle = ROW / 2;
    let bottom = top + whole + 24;
    html! {
        svg.wide viewBox={ "-1 0 " (WIDTH + 2) " " (bottom + ROW + 6) } role="img" aria-label=(say!(t, "map-picture", role = goal)) {
            text.soft x=(COLUMNS[0]) y="16" { (say!(t, "map-have")) }
            text.soft x=(COLUMNS[1]) y="16" { (say!(t, "map-earn")) }
            text.soft x=(COLUMNS[2]) y="16" { (say!(t, "map-asks")) }
            @for at in 0..had_rows {
                (curve((COLUMNS[0] + BOX, had_y(at) + middle), (COLUMNS[2], have_y + middle)))
            }
            @for (at, step) in path.steps.iter().enumerate() {
                @for later in &step.unlocks {
                    // Beside the boxes, on their left: this one comes before that one.
                    @let (from, to) = (step_y(at) + middle, step_y(*later) + middle);
                    path.link d={ "M" (COLUMNS[1]) " " (from) "C" (COLUMNS[1] - 45) " " (from) " " (COLUMNS[1] - 45) " " (to) " " (COLUMNS[1]) " " (to) } {}
                }
            }
            @for (at, row) in drawn.iter().enumerate() {
                @if let Some(step) = row.step {
                    (curve((COLUMNS[1] + BOX, step_y(step) + middle), (COLUMNS[2], right_y(at) + middle)))
                }
            }
            @if have > 0 {
                @for (at, row) in had.iter().enumerate() { (boxed(COLUMNS[0], had_y(at), "", "", &row.what.say(speaker))) }
                @if !rest.is_empty() { (boxed(COLUMNS[0], had_y(had.len()), "", "soft", &say!(t, "map-more", count = rest.len()))) }
                (boxed(COLUMNS[2], have_y, "", "", &say!(t, "map-met", count = have)))
            } @else {
                (boxed(COLUMNS[0], have_y, "", "soft", &say!(t, "map-nothing")))
            }
            @for (at, step) in path.steps.iter().enumerate() {
                (boxed(COLUMNS[1], step_y(at), "earn", "", &format!("{}. {}", at + 1, speaker.credential(step.credential))))
            }
            @for (at, row) in drawn.iter().enumerate() {
                (boxed(COLUMNS[2], right_y(at), "", "", &row.what.say(speaker)))
            }
            @if more > 0 { (boxed(COLUMNS[2], right_y(right - 1), "", "soft", &say!(t, "map-more", count = more))) }
            line.link x1=(COLUMNS[2] + BOX / 2) x2=(COLUMNS[2] + BOX / 2) y1=(right_y(right.saturating_sub(1)) + ROW) y2=(bottom) {}
            (boxed(COLUMNS[2], bottom, "goal", "goal-text", goal))
        }
    }
}
