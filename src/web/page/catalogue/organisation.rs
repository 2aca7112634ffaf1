//! `/providers/{id}`: what an organisation publishes, how complete it is, and what to mend.

use super::{MOST, crumbs, no_such, page, spoken::Spoken, table};
use crate::{
    advisor::Shelf,
    graph::{OrganisationAt, SkillGraph},
    lint::{Completeness, Finding, Member, Published, Severity, completeness, lint},
    locale::{Locale, say},
    web::{Service, asked::Id, page::Visit, problem::Problem},
};
use axum::{extract::State, response::Response};
use maud::{Markup, html};
use serde_json::json;
use std::{collections::HashSet, sync::Arc};

/// Records on a page, and findings.
const SHOWN: usize = 40;

/// The page of one organisation.
pub(super) async fn show(State(service): State<Service>, visit: Visit, Id(id): Id) -> Result<Response, Problem> {
    let shelf = service.advisor().shelf();
    let at = shelf.graph.find_organisation(&id).ok_or_else(|| no_such("organisation"))?;
    let limit = service.limits().think;
    let thinking = Arc::clone(&shelf);
    // Reading all of a large edition takes its time: not on the threads that answer.
    let (complete, findings) = service.thinkers().think(limit, move |_| read(&thinking, at)).await?;
    let graph = &shelf.graph;
    let spoken = Spoken { graph, visit: &visit };
    let (one, t) = (graph.organisation(at), visit.locale);
    let name = spoken.text(&one.name);
    let about = say!(t, "organisation-about", name = name, count = complete.records);
    let own: Vec<_> = graph.credentials().filter(|held| graph.credential(*held).issuer.as_ref() == Some(&one.id)).collect();
    let main = html! {
        (crumbs(&visit, &say!(t, "catalogue-where"),
            &[(&say!(t, "catalogue-title"), "/catalogue"), (&say!(t, "catalogue-organisations"), "/providers")]))
        h1 { (name) }
        dl.facts {
            @if let Some(country) = &one.country { dt { (say!(t, "catalogue-region")) } dd { (country) } }
            @if let Some(uri) = one.url.as_deref().filter(|uri| uri.starts_with("https://") || uri.starts_with("http://")) {
                dt { (say!(t, "catalogue-page")) } dd { a href=(uri) rel="external" { (uri) } }
            }
            dt { (say!(t, "organisation-records")) } dd { (t.number(complete.records as i64)) }
        }
        @if !own.is_empty() {
            h2 { (say!(t, "organisation-awards")) }
            ul.flow { @for held in own.iter().take(MOST) { li { (spoken.credential(*held)) } } }
            @if own.len() > MOST { p.quiet { (say!(t, "catalogue-more", count = own.len() - MOST)) } }
        }
        @if complete.records > 0 {
            h2 #complete { (say!(t, "organisation-complete")) }
            p.lead { (say!(t, "organisation-percent", percent = complete.percent())) }
            (stated(t, &complete))
            @if !complete.open.is_empty() { (open(&spoken, &complete)) }
            h2 { (say!(t, "organisation-findings")) }
            (found(t, &findings))
        }
        p.actions { a href=(visit.link("/coverage")) { (say!(t, "organisation-coverage")) } }
    };
    let data = json!({"@context": "https://schema.org", "@type": "Organization", "@id": visit.link(&super::organisation_path(&id)), "name": name, "url": one.url});
    Ok(visit.show(&page(name, about, &data, main)))
}

/// How complete its records are, and what is wrong with them.
fn read(shelf: &Shelf, at: OrganisationAt) -> (Completeness, Vec<Finding>) {
    let graph = &shelf.graph;
    let own = records(graph, at);
    let findings = lint(graph).into_iter().filter(|one| one.records.iter().any(|record| own.contains(record))).collect();
    (completeness(graph, at), findings)
}

/// Its records as findings name them.
fn records(graph: &SkillGraph, at: OrganisationAt) -> HashSet<Box<str>> {
    let id = &graph.organisation(at).id;
    let named = |kind: &str, id: &str| format!("{kind} {id}").into_boxed_str();
    let own = graph.credentials().map(|at| graph.credential(at)).filter(|one| one.issuer.as_ref() == Some(id));
    let credentials = own.map(|one| named("credential", one.id.as_str()));
    let own = graph.offerings().map(|at| graph.offering(at)).filter(|one| one.provider.as_ref() == Some(id));
    let offerings = own.map(|one| named("offering", one.id.as_str()));
    credentials.chain(offerings).chain([named("organisation", id.as_str())]).collect()
}

/// A member in words.
fn member(t: &Locale, member: Member) -> String {
    match member {
        Member::Price => say!(t, "member-price"),
        Member::Hours => say!(t, "member-hours"),
        Member::Starts => say!(t, "member-starts"),
        Member::Languages => say!(t, "member-languages"),
        Member::Awards => say!(t, "member-awards"),
        Member::Levels => say!(t, "member-levels"),
        Member::Description => say!(t, "member-description"),
        Member::Offering => say!(t, "member-offering"),
        Member::Page => say!(t, "member-page"),
        Member::Source => say!(t, "member-source"),
        Member::AsOf => say!(t, "member-as-of"),
    }
}

/// What leaving a member open costs whoever publishes.
fn fix(t: &Locale, member: Member) -> String {
    match member {
        Member::Price => say!(t, "fix-price"),
        Member::Hours => say!(t, "fix-hours"),
        Member::Starts => say!(t, "fix-starts"),
        Member::Languages => say!(t, "fix-languages"),
        Member::Awards => say!(t, "fix-awards"),
        Member::Levels => say!(t, "fix-levels"),
        Member::Description => say!(t, "fix-description"),
        Member::Offering => say!(t, "fix-offering"),
        Member::Page => say!(t, "fix-page"),
        Member::Source => say!(t, "fix-source"),
        Member::AsOf => say!(t, "fix-as-of"),
    }
}

fn stated(t: &Locale, complete: &Completeness) -> Markup {
    let heads = [
        (&*say!(t, "organisation-member"), false),
        (&*say!(t, "organisation-stated"), true),
        (&*say!(t, "organisation-name"), false),
        (&*say!(t, "organisation-fix"), false),
    ];
    let rows = complete.stated.iter().map(|one| {
        let whole = one.by == one.of;
        vec![
            html! { (member(t, one.member)) },
            html! { (say!(t, "organisation-of", by = t.number(one.by as i64), of = t.number(one.of as i64))) },
            html! { code { (one.member.name()) } },
            html! { (if whole { say!(t, "organisation-whole") } else { fix(t, one.member) }) },
        ]
    });
    table(&say!(t, "organisation-complete"), &heads, &rows.collect::<Vec<_>>())
}

fn open(spoken: &Spoken<'_>, complete: &Completeness) -> Markup {
    let t = spoken.visit.locale;
    let heads = [(&*say!(t, "organisation-record"), false), (&*say!(t, "organisation-missing"), false)];
    let rows = complete.open.iter().take(SHOWN).map(|(record, missing)| {
        let missing: Vec<String> = missing.iter().map(|one| member(t, *one)).collect();
        let record = match record {
            Published::Credential(at) => spoken.credential(*at),
            Published::Offering(at) => {
                let offering = spoken.graph.offering(*at);
                let of = spoken.graph.find_credential(offering.credential.as_str());
                html! { code { (offering.id.as_str()) } @if let Some(of) = of { " (" (spoken.credential(of)) ")" } }
            }
        };
        vec![record, html! { (t.list(&missing)) }]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    html! {
        h3 { (say!(t, "organisation-open")) }
        (table(&say!(t, "organisation-open"), &heads, &rows))
        @if complete.open.len() > SHOWN { p.quiet { (say!(t, "catalogue-more", count = complete.open.len() - SHOWN)) } }
    }
}

fn found(t: &Locale, findings: &[Finding]) -> Markup {
    html! {
        @if findings.is_empty() { p { (say!(t, "organisation-sound")) } } @else {
            ul.findings {
                @for one in findings.iter().take(SHOWN) {
                    li {
                        strong { (match one.severity {
                            Severity::Fault => say!(t, "severity-fault"),
                            Severity::Warning => say!(t, "severity-warning"),
                            Severity::Note => say!(t, "severity-note"),
                        }) }
                        ": " span lang="en" { (one.says) " " span.quiet { (one.hint) } }
                    }
                }
            }
            @if findings.len() > SHOWN { p.quiet { (say!(t, "catalogue-more", count = findings.len() - SHOWN)) } }
        }
    }
}
