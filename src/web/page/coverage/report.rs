//! A report as sentences, a picture and the table that says the same.

use super::{
    ask::{Asked, Field},
    picture,
};
use crate::{
    advisor::Shelf,
    locale::say,
    model::{Currency, Effort},
    web::{
        api::shape::{Column, CoverageQuestion, Mark, PROOF, Report, Row, Unit},
        page::{Visit, catalogue},
    },
};
use maud::{Markup, html};
use serde_json::Value;
use std::collections::HashMap;

/// Rows of the table.
const SHOWN: usize = 60;
/// Bars of a picture.
const BARS: usize = 12;

/// Records by their names, so that what a report names can be followed.
struct Names<'a>(HashMap<&'a str, String>);

impl<'a> Names<'a> {
    /// Of two records with one name the first of a job, a credential and a competency counts.
    fn of(shelf: &'a Shelf, visit: &Visit) -> Self {
        let (graph, language) = (&shelf.graph, visit.locale.names());
        let mut names = HashMap::new();
        for at in graph.roles() {
            let one = graph.role(at);
            names.entry(one.title.in_language(language)).or_insert_with(|| catalogue::role_path(one.id.as_str()));
        }
        for at in graph.credentials() {
            let one = graph.credential(at);
            names.entry(one.name.in_language(language)).or_insert_with(|| catalogue::credential_path(one.id.as_str()));
        }
        for at in graph.competencies() {
            let one = graph.competency(at);
            names.entry(one.name.in_language(language)).or_insert_with(|| catalogue::competency_path(one.id.as_str()));
        }
        Self(names)
    }

    fn path(&self, text: &str) -> Option<&str> {
        // One competency at a level, which stands in brackets behind it: of several none.
        let bare = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")).map_or(text, |(name, _)| name);
        self.0.get(text).or_else(|| self.0.get(bare)).map(String::as_str)
    }
}

/// A column's title in the visitor's language: its message is named after the English one.
pub(super) fn title(visit: &Visit, column: &Column) -> String {
    let mut key = String::from("report-column");
    for word in column.title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        key.push('-');
        key.push_str(&word.to_ascii_lowercase());
    }
    visit.locale.say(&key)
}

/// An answer, whole.
pub(super) fn report(visit: &Visit, shelf: &Shelf, asked: &Asked, report: &Report) -> Markup {
    let t = visit.locale;
    let names = Names::of(shelf, visit);
    // An id says nothing that the name's link does not, pages ask for one group, and what is empty in every row says nothing.
    let empty = |column: &Column| report.rows.iter().all(|row| row.get(column.key).is_none_or(|value| value.is_null() || value == ""));
    // An offering stands beside its credential.
    // Where all is proven, a sentence above says so once.
    let proof = |column: &Column| column.key == PROOF && report.proven;
    let told = |column: &&Column| !proof(column) && !matches!(column.key, "id" | "group" | "offering" | "by_offering") && !empty(column);
    let columns: Vec<&Column> = report.columns.iter().filter(told).collect();
    html! {
        section aria-labelledby="answer" {
            h2 #answer { (say!(t, "coverage-answer")) }
            @for sentence in &report.says { p { (crate::explain::capital(sentence)) } }
            @if asked.one(Field::Holds).is_none() { p.quiet { (say!(t, "coverage-from-nothing")) } }
            p.proof.proven[report.proven] { (if report.proven { say!(t, "coverage-proven") } else { say!(t, "coverage-open") }) }
            @if report.rows.is_empty() { p { (say!(t, "coverage-nothing")) } } @else {
                (drawn(visit, asked, report))
                (table(visit, &names, &columns, report))
            }
            p.quiet { (say!(t, "coverage-method")) }
        }
    }
}

fn currency(report: &Report, shelf_currency: Currency) -> Currency {
    report.currency.parse().unwrap_or(shelf_currency)
}

/// A figure or words as they are read; nothing where unknown.
fn shown(visit: &Visit, report: &Report, column: &Column, value: Option<&Value>) -> Option<String> {
    let t = visit.locale;
    match (column.unit, value?) {
        (_, Value::Null) => None,
        (Unit::Money, value) => Some(t.money(value.as_i64()?, currency(report, Currency::USD))),
        (Unit::Minutes, value) => {
            let minutes = value.as_i64()?;
            let sign = if minutes < 0 { "\u{2212}" } else { "" };
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            // To the minute, so that differences add up.
            let told = match (hours, rest) {
                (1.., 1..) => say!(t, "coverage-hours-minutes", hours = t.number(hours), minutes = rest),
                _ => t.effort(Effort::minutes(minutes.abs())),
            };
            Some(format!("{sign}{told}"))
        }
        (Unit::Count, value) => Some(t.number(value.as_i64()?)),
        (Unit::Text, Value::String(text)) => Some(text.clone()),
        (Unit::Text, other) => Some(other.to_string()),
    }
}

fn cell(visit: &Visit, names: &Names<'_>, report: &Report, column: &Column, row: &Row) -> Markup {
    let t = visit.locale;
    if column.key == PROOF {
        let open = Report::is_open(row);
        return html! { span.proof.proven[!open] { (if open { say!(t, "report-open") } else { say!(t, "report-proven") }) } };
    }
    match shown(visit, report, column, row.get(column.key)) {
        None => html! { span title=(say!(t, "unknown")) { "–" } },
        Some(text) => {
            let path = names.path(&text).filter(|_| column.unit == Unit::Text);
            // Which of its offerings, where the row is about one.
            let offering = match column.key {
                "credential" => row.get("offering"),
                "by" => row.get("by_offering"),
                _ => None,
            };
            html! {
                @if let Some(path) = path { a href=(visit.link(path)) { (text) } } @else { (text) }
                @if let Some(id) = offering.and_then(Value::as_str) { br; span.quiet { (id) } }
            }
        }
    }
}

fn table(visit: &Visit, names: &Names<'_>, columns: &[&Column], report: &Report) -> Markup {
    let t = visit.locale;
    let heads: Vec<(String, bool)> = columns.iter().map(|column| (title(visit, column), column.unit != Unit::Text)).collect();
    let heads: Vec<(&str, bool)> = heads.iter().map(|(head, figure)| (head.as_str(), *figure)).collect();
    let rows = report.rows.iter().take(SHOWN).map(|row| columns.iter().map(|column| cell(visit, names, report, column, row)).collect());
    let rows: Vec<Vec<Markup>> = rows.collect();
    let of = report.total.max(report.rows.len());
    html! {
        @let caption = if of > rows.len() {
            say!(t, "coverage-table", shown = t.number(rows.len() as i64), total = t.number(of as i64))
        } else {
            say!(t, "coverage-table-whole")
        };
        p.quiet aria-hidden="true" { (caption) }
        (catalogue::table(&caption, &heads, &rows))
        @if of > rows.len() { p.quiet { (say!(t, "coverage-more")) } }
    }
}

/// Which column a picture of a question compares, and which names its bars.
fn compared(question: CoverageQuestion) -> Option<(&'static str, &'static str)> {
    match question {
        CoverageQuestion::Bottlenecks => Some(("credential", "toll")),
        CoverageQuestion::RoleCheck => Some(("requirement", "saving")),
        CoverageQuestion::BestNext => Some(("awards", "opens")),
        CoverageQuestion::Affected => Some(("role", "dearer")),
        _ => None,
    }
}

fn drawn(visit: &Visit, asked: &Asked, report: &Report) -> Markup {
    let t = visit.locale;
    if asked.question == CoverageQuestion::Worth {
        return worth(visit, asked, report);
    }
    if asked.question == CoverageQuestion::Shortages {
        return scarcity(visit, report);
    }
    let Some((named, by)) = compared(asked.question) else { return html! {} };
    let Some(column) = report.columns.iter().find(|column| column.key == by) else { return html! {} };
    let bar = |row: &Row| {
        let value = row.get(by)?.as_i64().filter(|value| *value > 0)?;
        Some(picture::Bar {
            name: row.get(named)?.as_str()?.to_owned(),
            value,
            shown: shown(visit, report, column, row.get(by))?,
            open: Report::is_open(row),
        })
    };
    let mut bars: Vec<picture::Bar> = report.rows.iter().filter_map(bar).collect();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.value));
    bars.truncate(BARS);
    if bars.len() < 2 {
        return html! {};
    }
    picture::bars(&say!(t, "coverage-picture", what = title(visit, column)), &bars)
}

/// Why things are scarce, and the message that stands for it.
const REASONS: [(Mark, &str); 7] = [
    (Mark::Untaught, "scarce-nobody"),
    (Mark::NotOffered, "scarce-not-offered"),
    (Mark::Unpriced, "scarce-unpriced"),
    (Mark::Blocked, "scarce-blocked"),
    (Mark::OneProvider, "scarce-one-provider"),
    (Mark::OnePlace, "scarce-one-place"),
    (Mark::Dear, "scarce-dear"),
];

/// How many requirements are scarce for each reason; one can be so for several.
fn scarcity(visit: &Visit, report: &Report) -> Markup {
    let t = visit.locale;
    let bar = |(reason, message): &(Mark, &str)| {
        let has = report.marks.iter().filter(|marks| marks.contains(reason)).count();
        let value = i64::try_from(has).ok().filter(|value| *value > 0)?;
        Some(picture::Bar { name: t.say(message), value, shown: t.number(value), open: false })
    };
    let bars: Vec<picture::Bar> = REASONS.iter().filter_map(bar).collect();
    if bars.is_empty() {
        html! {}
    } else {
        // Of a large edition the rows are the most important ones.
        let counted = report.marks.len();
        let whole = report.total <= counted;
        let title = if whole { say!(t, "coverage-scarcity") } else { say!(t, "coverage-scarcity-part", count = t.number(counted as i64)) };
        picture::bars(&title, &bars)
    }
}

/// How many would choose a draft at each price.
fn worth(visit: &Visit, asked: &Asked, report: &Report) -> Markup {
    let t = visit.locale;
    let edges = report.rows.iter().filter_map(|row| row.get("break_even")?.as_i64());
    let edges: Vec<i64> = edges.collect();
    // Who has no other way takes it at any price.
    let opens = report.rows.iter().zip(&report.marks).filter(|(_, marks)| marks.contains(&Mark::Opens));
    let always = opens.filter(|(row, _)| row.get("break_even").is_none_or(Value::is_null)).count();
    if edges.is_empty() && always == 0 {
        return html! {};
    }
    let money = currency(report, Currency::USD);
    let price = asked.one(Field::Price).and_then(|said| format!("{money} {said}").parse::<crate::model::Money>().ok());
    let demand = picture::Demand { edges, always, price: price.map(|price| price.minor) };
    picture::demand(t, &demand, money)
}
