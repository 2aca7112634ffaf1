//! `/providers/{id}`: what an organisation publishes, how complete it is, and what to mend.

use super::{MOST, crumbs, no_such, page, spoken::Spoken, table};
use crate::{
    advisor::Shelf,
    graph::{OrganisationAt, SkillGraph},
    lint::{Finding, Lack, OwnerScore, Scored, Severity, completeness_of, lint},
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
    let about = say!(t, "organisation-about", name = name, count = complete.records.len());
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
            dt { (say!(t, "organisation-records")) } dd { (t.number(complete.records.len() as i64)) }
        }
        @if !own.is_empty() {
            h2 { (say!(t, "organisation-awards")) }
            ul.flow { @for held in own.iter().take(MOST) { li { (spoken.credential(*held)) } } }
            @if own.len() > MOST { p.quiet { (say!(t, "catalogue-more", count = own.len() - MOST)) } }
        }
        @if !complete.records.is_empty() {
            h2 #complete { (say!(t, "organisation-complete")) }
            p.lead { (say!(t, "organisation-percent", percent = complete.points.score())) }
            (stated(t, &complete))
            @if !complete.fixes.is_empty() {
                (open(&spoken, &complete))
                @if visit.keeps {
                    p { (say!(t, "organisation-mend")) " " a href="/reference#publish_records" { (say!(t, "organisation-mend-how")) } }
                }
            }
            h2 { (say!(t, "organisation-findings")) }
            (found(t, &findings))
        }
        p.actions { a href=(visit.link("/coverage")) { (say!(t, "organisation-coverage")) } }
    };
    let data = json!({"@context": "https://schema.org", "@type": "Organization", "@id": visit.link(&super::organisation_path(&id)), "name": name, "url": one.url});
    Ok(visit.show(&page(name, about, &data, main)))
}

/// How complete its records are, and what is wrong with them.
fn read(shelf: &Shelf, at: OrganisationAt) -> (OwnerScore, Vec<Finding>) {
    let graph = &shelf.graph;
    let own = records(graph, at);
    let findings = lint(graph).into_iter().filter(|one| one.records.iter().any(|record| own.contains(record))).collect();
    (completeness_of(graph, &graph.organisation(at).id), findings)
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

/// What can be lacking, in words.
fn member(t: &Locale, lack: Lack) -> String {
    match lack {
        Lack::Price => say!(t, "member-price"),
        Lack::Hours => say!(t, "member-hours"),
        Lack::Starts => say!(t, "member-starts"),
        Lack::Languages => say!(t, "member-languages"),
        Lack::Awards => say!(t, "member-awards"),
        Lack::AwardLevels | Lack::RequiredLevels => say!(t, "member-levels"),
        Lack::Description => say!(t, "member-description"),
        Lack::Offered => say!(t, "member-offering"),
        Lack::Page => say!(t, "member-page"),
        Lack::Standing => say!(t, "member-source"),
        Lack::Issuer => say!(t, "member-issuer"),
        Lack::Provider => say!(t, "member-provider"),
        Lack::Days => say!(t, "member-days"),
        Lack::Place => say!(t, "member-place"),
        Lack::Requirements => say!(t, "member-requirements"),
        Lack::Codes => say!(t, "member-codes"),
    }
}

/// What leaving it open costs whoever publishes.
fn fix(t: &Locale, lack: Lack) -> String {
    match lack {
        Lack::Price => say!(t, "fix-price"),
        Lack::Hours => say!(t, "fix-hours"),
        Lack::Starts => say!(t, "fix-starts"),
        Lack::Languages => say!(t, "fix-languages"),
        Lack::Awards => say!(t, "fix-awards"),
        Lack::AwardLevels | Lack::RequiredLevels => say!(t, "fix-levels"),
        Lack::Description => say!(t, "fix-description"),
        Lack::Offered => say!(t, "fix-offering"),
        Lack::Page => say!(t, "fix-page"),
        Lack::Standing => say!(t, "fix-source"),
        Lack::Issuer => say!(t, "fix-issuer"),
        Lack::Provider => say!(t, "fix-provider"),
        Lack::Days => say!(t, "fix-days"),
        Lack::Place => say!(t, "fix-place"),
        Lack::Requirements => say!(t, "fix-requirements"),
        Lack::Codes => say!(t, "fix-codes"),
    }
}

/// What is stated by all and what is not: what to mend first comes first.
fn stated(t: &Locale, complete: &OwnerScore) -> Markup {
    let heads =
        [(&*say!(t, "organisation-member"), false), (&*say!(t, "organisation-stated"), true), (&*say!(t, "organisation-fix"), false)];
    let place = |lack: Lack| complete.fixes.iter().position(|fix| fix.lack == lack).unwrap_or(usize::MAX);
    let mut stated = complete.stated.clone();
    stated.sort_by_key(|one| place(one.lack));
    let rows = stated.iter().map(|one| {
        let whole = one.by == one.of;
        vec![
            html! { (member(t, one.lack)) },
            html! { (say!(t, "organisation-of", by = t.number(one.by as i64), of = t.number(one.of as i64))) },
            html! { (if whole { say!(t, "organisation-whole") } else { fix(t, one.lack) }) },
        ]
    });
    table(&say!(t, "organisation-complete"), &heads, &rows.collect::<Vec<_>>())
}

fn open(spoken: &Spoken<'_>, complete: &OwnerScore) -> Markup {
    let t = spoken.visit.locale;
    let heads = [(&*say!(t, "organisation-record"), false), (&*say!(t, "organisation-missing"), false)];
    let lacking = || complete.records.iter().filter(|record| !record.lacks.is_empty());
    let rows = lacking().take(SHOWN).map(|record| {
        let missing: Vec<String> = record.lacks.iter().map(|(lack, _)| member(t, *lack)).collect();
        let named = spoken.graph.find_offering(&record.id).filter(|_| record.kind == Scored::Offering);
        let of = named.map_or(&*record.id, |at| spoken.graph.offering(at).credential.as_str());
        let credential = spoken.graph.find_credential(of).map(|at| spoken.credential(at));
        let record = html! {
            @if named.is_some() { code { (record.id) } @if let Some(of) = &credential { " (" (of) ")" } }
            @else if let Some(credential) = &credential { (credential) }
            @else { code { (record.id) } }
        };
        vec![record, html! { (t.list(&missing)) }]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let many = lacking().count();
    html! {
        h3 { (say!(t, "organisation-open")) }
        (table(&say!(t, "organisation-open"), &heads, &rows))
        @if many > SHOWN { p.quiet { (say!(t, "catalogue-more", count = many - SHOWN)) } }
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
