//! Changes that a counselor proposes, and that the learner accepts or rejects one by one.

use super::{Sent, day, form, items, plan::Shown, text};
use crate::{
    advisor::Shelf,
    locale::{Locale, say},
    model::{Currency, Money},
    web::{
        Service,
        page::{Field, Walk},
    },
};
use maud::{Markup, html};
use serde_json::{Value, json};

/// What can be proposed: its name in the API's words, and its message. The first few are what the form of a single proposal offers.
const CHANGES: [(&str, &str); 18] = [
    ("hours", "change-hours"),
    ("budget", "change-budget"),
    ("deadline", "change-deadline"),
    ("start", "change-start"),
    ("lock", "change-lock"),
    ("exclude", "change-exclude"),
    ("at_once", "change-at-once"),
    ("monthly_cap", "change-monthly"),
    ("week_value", "change-week"),
    ("lang", "change-language"),
    ("delivery", "change-delivery"),
    ("timing", "change-timing"),
    ("region", "change-region"),
    ("experience", "change-experience"),
    ("funding", "change-fund"),
    ("accredited", "change-accredited"),
    ("trust_unknown_levels", "change-unlevelled"),
    ("low_bandwidth", "change-slow"),
];
/// How many of them the form offers.
const OFFERED: usize = 7;

/// Changes of one proposal that the form has room for.
const ROOM: usize = 3;

/// What a change changes to, in words: credentials and funds by their names, days and ways as they are read.
fn value_told(t: &Locale, shelf: &Shelf, name: &str, value: &str) -> String {
    let graph = &shelf.graph;
    let known = match name {
        "lock" | "exclude" => graph.find_credential(value).map(|at| graph.credential(at).name.in_language(t.names()).to_owned()),
        "funding" => {
            let fund = graph.catalogue().funding.iter().find(|fund| fund.id.as_str() == value);
            fund.map(|fund| fund.name.in_language(t.names()).to_owned())
        }
        "start" | "deadline" => value.parse().ok().map(|day| t.day(day)),
        "budget" | "monthly_cap" | "week_value" => value.parse().ok().map(|money: Money| t.money(money.minor, money.currency)),
        "lang" => Some(Locale::language_name(value)),
        "delivery" if t.knows(&format!("how-{value}")) => Some(t.say(&format!("how-{value}"))),
        "timing" if t.knows(&format!("when-{value}")) => Some(t.say(&format!("when-{value}"))),
        _ => None,
    };
    match value {
        "none" => say!(t, "change-none"),
        value => known.unwrap_or_else(|| value.to_owned()),
    }
}

/// A change in words: `hours=12` is "Hours a week: 12".
fn told(t: &Locale, shelf: &Shelf, change: &str) -> String {
    let (name, value) = change.split_once('=').unwrap_or((change, ""));
    let (name, value) = (name.trim(), value.trim());
    match CHANGES.iter().find(|(known, _)| *known == name) {
        Some((_, message)) if value == "yes" => t.say(message),
        Some((_, message)) => format!("{}: {}", t.say(message), value_told(t, shelf, name, value)),
        None => change.to_owned(),
    }
}

/// What a question says beside where to and what can be shown, each as a change and in words.
pub(super) fn of_walk(t: &Locale, shelf: &Shelf, walk: &Walk) -> Vec<(String, String)> {
    let currency = shelf.graph.currency();
    let mut changes = Vec::new();
    for (field, name, prefix) in [
        (Field::Hours, "hours", String::new()),
        (Field::Budget, "budget", format!("{currency} ")),
        (Field::Monthly, "monthly_cap", format!("{currency} ")),
        (Field::Week, "week_value", format!("{currency} ")),
        (Field::Start, "start", String::new()),
        (Field::By, "deadline", String::new()),
        (Field::Speaks, "lang", String::new()),
        (Field::How, "delivery", String::new()),
        (Field::When, "timing", String::new()),
        (Field::Place, "region", String::new()),
        (Field::Experience, "experience", String::new()),
        (Field::AtOnce, "at_once", String::new()),
        (Field::Fund, "funding", String::new()),
        (Field::Lock, "lock", String::new()),
        (Field::Without, "exclude", String::new()),
    ] {
        changes.extend(walk.all(field).map(|value| format!("{name}={prefix}{value}")));
    }
    for (field, name) in [(Field::Accredited, "accredited"), (Field::Unlevelled, "trust_unknown_levels"), (Field::Slow, "low_bandwidth")] {
        changes.extend(walk.one(field).map(|_| format!("{name}=yes")));
    }
    changes.into_iter().map(|change| (change.clone(), told(t, shelf, &change))).collect()
}

/// Every proposal for a plan, and for a counselor the form of another.
pub(super) fn proposals(shown: &Shown<'_>, service: &Service, proposals: &Value) -> Markup {
    let t = shown.visit.locale;
    html! {
        @if items(proposals, "/items").next().is_none() { p { (say!(t, "proposal-none")) } }
        (each(shown, service, proposals))
        @if shown.counsels { (propose(shown)) }
    }
}

/// Every proposal for a plan with its changes.
pub(super) fn each(shown: &Shown<'_>, service: &Service, proposals: &Value) -> Markup {
    let t = shown.visit.locale;
    let shelf = service.advisor().shelf();
    html! {
        @for proposal in items(proposals, "/items") {
            section.note {
                h3 { (say!(t, "proposal-of", day = day(t, proposal, "/created_at"))) }
                @if !text(proposal, "/note").is_empty() { p { (text(proposal, "/note")) } }
                ul.plain {
                    @for (at, change) in items(proposal, "/changes").enumerate() {
                        li.asks {
                            span { strong { (told(t, &shelf, text(change, "/change"))) } " – " (text(change, "/reason")) }
                            (decision(shown, proposal, at, change))
                        }
                    }
                }
            }
        }
    }
}

fn decision(shown: &Shown<'_>, proposal: &Value, at: usize, change: &Value) -> Markup {
    let t = shown.visit.locale;
    match text(change, "/decision") {
        "accepted" => html! { span.quiet { (say!(t, "proposal-accepted")) " " (day(t, change, "/decided_at")) } },
        "rejected" => html! { span.quiet { (say!(t, "proposal-rejected")) " " (day(t, change, "/decided_at")) } },
        _ if shown.own && !shown.is_rejected() => form(
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
        _ if shown.is_rejected() => html! {},
        _ => html! { span.quiet { (say!(t, "proposal-waits")) } },
    }
}

fn propose(shown: &Shown<'_>) -> Markup {
    let t = shown.visit.locale;
    html! {
        h3 { (say!(t, "proposal-new")) }
        p { (say!(t, "proposal-lead")) }
        p.quiet #value-hint { (say!(t, "proposal-value-hint")) }
        (form(shown.visit, shown.desk, &format!("{}/propose", shown.path), &html! {
            (one_change(shown, 1))
            details open[(2..=ROOM).any(|nth| shown.retyped("value", nth).is_some())] {
                summary { (say!(t, "proposal-more")) }
                @for nth in 2..=ROOM { (one_change(shown, nth)) }
            }
            p.field { label for="proposal-note" { (say!(t, "proposal-note")) } input.wide #proposal-note type="text" name="note" maxlength="2000" value=[shown.retyped("note", 1)]; }
            button { (say!(t, "proposal-make")) }
        }))
    }
}

/// The fields of the nth change.
fn one_change(shown: &Shown<'_>, nth: usize) -> Markup {
    let t = shown.visit.locale;
    html! {
        fieldset {
            legend { (say!(t, "proposal-change", nth = nth)) }
            div.fields {
                div.field {
                    label for={ "change" (nth) } { (say!(t, "proposal-what")) }
                    select id={ "change" (nth) } name="change" {
                        @for (name, message) in &CHANGES[..OFFERED] {
                            option value=(name) selected[shown.typed("change", nth) == *name] { (t.say(message)) }
                        }
                    }
                }
                div.field {
                    label for={ "value" (nth) } { (say!(t, "proposal-value")) }
                    input.wide id={ "value" (nth) } type="text" name="value" maxlength="400" required[nth == 1]
                        value=[shown.retyped("value", nth)] aria-describedby="value-hint";
                }
                div.field {
                    label for={ "reason" (nth) } { (say!(t, "waiver-reason")) }
                    input.wide id={ "reason" (nth) } type="text" name="reason" maxlength="2000" required[nth == 1]
                        value=[shown.retyped("reason", nth)];
                }
            }
        }
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
        let (t, shelf) = (crate::locale::fallback(), crate::web::api::sample());
        for (change, words) in [
            ("hours=12", "Hours a week: 12"),
            ("colour=blue", "colour=blue"),
            ("lock=data-diploma", "Take this credential: Data Diploma"),
            ("exclude=somebody's own words", "Do without this credential: somebody's own words"),
            ("deadline=2027-12-31", "Ready by: 31\u{a0}December 2027"),
            ("budget=none", "Money at most: no limit"),
            ("accredited=yes", "Only credentials that a quality body speaks for"),
        ] {
            assert_eq!(told(t, &shelf, change).replace('\u{a0}', " "), words.replace('\u{a0}', " "));
        }
    }

    #[test]
    fn whatever_a_question_limits_is_a_change_that_the_api_takes() {
        let (t, shelf) = (crate::locale::fallback(), crate::web::api::sample());
        let pairs = [
            ("role", "data-analyst"),
            ("can", "sql~2"),
            ("hours", "7.5"),
            ("budget", "500"),
            ("monthly", "90"),
            ("week", "5"),
            ("start", "2027-02-01"),
            ("by", "2028-12-31"),
            ("speaks", "en"),
            ("speaks", "es"),
            ("how", "online"),
            ("when", "evening"),
            ("place", "US-NJ"),
            ("experience", "24"),
            ("at_once", "2"),
            ("lock", "data-diploma"),
            ("without", "sql-certificate"),
            ("accredited", "1"),
            ("unlevelled", "1"),
            ("slow", "1"),
        ];
        let walk = Walk::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        let whole = walk.request(Currency::USD).unwrap();
        let bare = walk.only(&[Field::Role, Field::Can]).request(Currency::USD).unwrap();
        let changes = of_walk(t, &shelf, &walk);
        assert_eq!(changes.len(), pairs.len() - 2);
        let changed = changes.iter().try_fold(bare, |question, (change, _)| question.changed(change)).unwrap();
        assert_eq!(serde_json::to_value(changed).unwrap(), serde_json::to_value(whole).unwrap());
    }
}
