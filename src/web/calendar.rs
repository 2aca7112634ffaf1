//! A pathway as a calendar file (iCalendar, RFC 5545): one entry a step, one an exam day, one a payment.

use crate::{
    advisor::Receipt,
    explain::Speaker,
    locale::say,
    model::Date,
    plan::{CashFor, Pathway, Route},
};
use icalendar::{Calendar, Component, Event, Property};

/// An entry of whole days, the last included. Its stamp is its first day, so that the same answer gives the same bytes.
fn entry(id: &str, from: Date, to: Date, summary: &str, description: &str) -> Option<Event> {
    let (first, after) = (from.strftime("%Y%m%d").to_string(), to.tomorrow().ok()?.strftime("%Y%m%d").to_string());
    let whole = |name: &str, day: &str| Property::new(name, day).add_parameter("VALUE", "DATE").done();
    let mut event = Event::new();
    event
        .uid(id)
        .add_property("DTSTAMP", format!("{first}T000000Z"))
        .summary(summary)
        .append_property(whole("DTSTART", &first))
        .append_property(whole("DTEND", &after))
        .add_property("TRANSP", "TRANSPARENT");
    if !description.is_empty() {
        event.description(description);
    }
    Some(event.done())
}

/// A pathway as a calendar.
pub(crate) fn calendar(path: &Pathway, speaker: &Speaker<'_>, receipt: &Receipt) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", format!("-//pathstack//{}//EN", receipt.code).as_str()));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    let question = receipt.question.get(..16).unwrap_or_default();
    let t = speaker.locale();
    for (at, step) in path.steps.iter().enumerate() {
        let id = |what: &str, day: Date| format!("{what}-{}-{day}-{question}@pathstack", at + 1);
        let name = speaker.credential(step.credential);
        let how = match step.route {
            Route::Offering(offering) => speaker.offering(offering),
            Route::Parts => say!(t, "reason-parts"),
        };
        let day = speaker.day(step.issued);
        let told = match step.effort.filter(|effort| effort.minutes > 0) {
            Some(effort) => say!(t, "calendar-about", how = how, day = day, effort = t.effort(effort)),
            None => say!(t, "calendar-about-short", how = how, day = day),
        };
        if step.effort.is_some_and(|effort| effort.minutes > 0) {
            let summary = say!(t, "calendar-study", name = name);
            if let Some(event) = entry(&id("study", step.start), step.start, step.last, &summary, &told) {
                calendar.push(event);
            }
        }
        for exam in &step.exams {
            if let Some(event) = entry(&id("exam", *exam), *exam, *exam, &say!(t, "calendar-exam", name = name), &told) {
                calendar.push(event);
            }
        }
        if let Some(event) = entry(&id("issued", step.issued), step.issued, step.issued, &say!(t, "calendar-issued", name = name), &told) {
            calendar.push(event);
        }
    }
    for (at, line) in path.ledger.iter().enumerate() {
        let Some(minor) = line.minor.filter(|minor| *minor != 0) else { continue };
        let (amount, what) = (speaker.money(minor.saturating_abs()), speaker.cash(line));
        let summary = if minor < 0 || matches!(line.what, CashFor::Fund(_)) {
            say!(t, "calendar-receive", amount = amount, what = what)
        } else {
            say!(t, "calendar-pay", amount = amount, what = what)
        };
        let id = format!("cash-{}-{}-{question}@pathstack", at + 1, line.day);
        if let Some(event) = entry(&id, line.day, line.day, &summary, "") {
            calendar.push(event);
        }
    }
    calendar.done().to_string()
}
