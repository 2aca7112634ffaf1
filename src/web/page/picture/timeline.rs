//! When each step is under way: a bar where there is work, a pale one where it waits, a mark where the credential is issued.

use super::{Days, share};
use crate::{
    explain::Speaker,
    locale::{Locale, say},
    model::Date,
    plan::Pathway,
};
use maud::{Markup, html};

const ROW: i64 = 46;
const TOP: i64 = 26;

/// Draws a pathway from a first day on.
pub(in crate::web::page) fn draw(t: &Locale, speaker: &Speaker<'_>, from: Date, path: &Pathway) -> Markup {
    let last = path.steps.iter().map(|step| step.issued).max().unwrap_or(from);
    let days = Days::new(from, last);
    let x = |day: Date| days.place(day) * 9_700 / 10_000;
    let height = TOP + ROW * path.steps.len() as i64 + 8;
    let begin = |at: usize| TOP + ROW * at as i64;
    let said = say!(t, "timeline-picture", from = t.day(from), to = t.day(last), count = path.steps.len());
    html! {
        svg width="100%" height=(height) role="img" aria-label=(said) {
            @let (few, many) = (days.months(4), days.months(10));
            @for (at, day) in many.iter().enumerate() {
                @let coarse = few.contains(day);
                line.rule .fine[!coarse] x1=(share(x(*day))) x2=(share(x(*day))) y1=(TOP - 6) y2=(height) {}
                // A name that would reach over the edge is left out.
                @if x(*day) < if coarse { 8_800 } else { 9_400 } { text.soft .fine[!coarse] x=(share(x(*day))) y="14" dx="3" {
                    (t.short_month(*day)) @if day.month() == 1 || at == 0 { " " (day.year()) }
                } }
            }
            @for (at, step) in path.steps.iter().enumerate() {
                @let row = begin(at);
                // Cut by the style sheet where there is no room for all of it.
                foreignObject x="0" y=(row + 1) width="100%" height="20" {
                    div.named { (at + 1) ". " (speaker.credential(step.credential)) }
                }
                rect.wait x=(share(x(step.start))) y=(row + 23) width=(share((x(step.issued) - x(step.start)).max(30))) height="12" rx="3" {}
                @for (begun, done) in &step.active {
                    rect.bar x=(share(x(*begun))) y=(row + 23) width=(share((x(*done) - x(*begun)).max(60))) height="12" rx="3" {}
                }
                circle.mark cx=(share(x(step.issued))) cy=(row + 29) r="7" {}
            }
        }
    }
}
