//! Changes that a counselor proposes, and that the learner accepts or rejects one by one.

use super::{Sent, day, form, items, plan::Shown, text};
use crate::{
    locale::{Locale, say},
    model::Currency,
};
use maud::{Markup, html};
use serde_json::{Value, json};

/// What can be proposed: its name in the API's words, and its message.
const CHANGES: [(&str, &str); 7] = [
    ("hours", "change-hours"),
    ("budget", "change-budget"),
    ("deadline", "change-deadline"),
    ("start", "change-start"),
    ("lock", "change-lock"),
    ("exclude", "change-exclude"),
    ("at_once", "change-at-once"),
];

/// Changes of one proposal that the form has room for.
const ROOM: usize = 3;

/// A change in words: `hours=12` is "hours a week: 12".
fn told(t: &Locale, change: &str) -> String {
    let (name, value) = change.split_once('=').unwrap_or((change, ""));
    let known = CHANGES.iter().find(|(known, _)| *known == name.trim());
    known.map_or_else(|| change.to_owned(), |(_, message)| format!("{}: {value}", t.say(message)))
}

/// Every proposal for a plan, and for a counselor the form of another.
pub(super) fn proposals(shown: &Shown<'_>, proposals: &Value) -> Markup {
    let t = shown.visit.locale;
    let all: Vec<&Value> = items(proposals, "/items").collect();
    html! {
        @if all.is_empty() { p { (say!(t, "proposal-none")) } }
        @for proposal in all {
            section.note {
                h3 { (say!(t, "proposal-of", day = day(t, proposal, "/created_at"))) }
                @if !text(proposal, "/note").is_empty() { p { (text(proposal, "/note")) } }
                ul.plain {
                    @for (at, change) in items(proposal, "/changes").enumerate() {
                        li {
                            strong { (told(t, text(change, "/change"))) } " – " (text(change, "/reason"))
                            (decision(shown, proposal, at, change))
                        }
                    }
                }
            }
        }
        @if shown.counsels { (propose(shown)) }
    }
}

fn decision(shown: &Shown<'_>, proposal: &Value, at: usize, change: &Value) -> Markup {
    let t = shown.visit.locale;
    match text(change, "/decision") {
        "accepted" => html! { p.quiet { (say!(t, "proposal-accepted")) " " (day(t, change, "/decided_at")) } },
        "rejected" => html! { p.quiet { (say!(t, "proposal-rejected")) " " (day(t, change, "/decided_at")) } },
        _ if shown.own => form(
            shown.visit,
            shown.desk,
            &format!("{}/decide", shown.path),
            &html! {
                input type="hidden" name="proposal" value=(text(proposal, "/id"));
                input type="hidden" name="at" value=(at);
                input type="hidden" name="version" value=(proposal.get("version").cloned().unwrap_or_default());
                p.actions {
                    button name="decision" value="accepted" { (say!(t, "proposal-accept")) }
                    button.second name="decision" value="rejected" { (say!(t, "proposal-reject")) }
                }
            },
        ),
        _ => html! { p.quiet { (say!(t, "proposal-waits")) } },
    }
}

fn propose(shown: &Shown<'_>) -> Markup {
    let t = shown.visit.locale;
    html! {
        h3 { (say!(t, "proposal-new")) }
        p { (say!(t, "proposal-lead")) }
        p.quiet #value-hint { (say!(t, "proposal-value-hint")) }
        (form(shown.visit, shown.desk, &format!("{}/propose", shown.path), &html! {
            @for nth in 1..=ROOM {
                fieldset {
                    legend { (say!(t, "proposal-change", nth = nth)) }
                    div.fields {
                        div.field {
                            label for={ "change" (nth) } { (say!(t, "proposal-what")) }
                            select id={ "change" (nth) } name="change" { @for (name, message) in CHANGES { option value=(name) { (t.say(message)) } } }
                        }
                        div.field {
                            label for={ "value" (nth) } { (say!(t, "proposal-value")) }
                            input.wide id={ "value" (nth) } type="text" name="value" maxlength="400" required[nth == 1]
                                aria-describedby="value-hint";
                        }
                        div.field {
                            label for={ "reason" (nth) } { (say!(t, "waiver-reason")) }
                            input.wide id={ "reason" (nth) } type="text" name="reason" maxlength="2000" required[nth == 1];
                        }
                    }
                }
            }
            p.field { label for="proposal-note" { (say!(t, "proposal-note")) } input.wide #proposal-note type="text" name="note" maxlength="2000"; }
            button { (say!(t, "proposal-make")) }
        }))
    }
}

/// A change as the API takes it: an amount alone is one of the catalogue's currency, as everywhere on these pages.
fn change(name: &str, value: &str, currency: Currency) -> String {
    let figure = value.starts_with(|letter: char| letter.is_ascii_digit());
    match name {
        "budget" if figure => format!("budget={currency} {}", value.replace(',', ".")),
        "hours" => format!("hours={}", value.replace(',', ".")),
        _ => format!("{name}={value}"),
    }
}

/// What the form sends, as the API takes it: rows without a value are left out.
pub(super) fn body(sent: &Sent, currency: Currency) -> Value {
    let (values, reasons): (Vec<&str>, Vec<&str>) = (sent.all("value").collect(), sent.all("reason").collect());
    let rows = sent.all("change").zip(values).zip(reasons).filter(|((_, value), _)| !value.is_empty());
    let changes: Vec<Value> =
        rows.map(|((name, value), reason)| json!({"change": change(name, value, currency), "reason": reason})).collect();
    let mut body = json!({"changes": changes});
    if !sent.one("note").is_empty() {
        body["note"] = json!(sent.one("note"));
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_that_is_proposed_needs_no_currency() {
        assert_eq!(change("budget", "500", Currency::USD), "budget=USD 500");
        assert_eq!(change("budget", "99,50", Currency::USD), "budget=USD 99.50");
        assert_eq!(change("budget", "none", Currency::USD), "budget=none");
        assert_eq!(change("hours", "7,5", Currency::USD), "hours=7.5");
        assert_eq!(change("lock", "SQL certificate", Currency::USD), "lock=SQL certificate");
    }

    #[test]
    fn a_change_is_told_in_words() {
        let t = crate::locale::fallback();
        assert_eq!(told(t, "hours=12"), "Hours a week: 12");
        assert_eq!(told(t, "colour=blue"), "colour=blue");
    }
}
