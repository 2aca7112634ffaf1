//! Lists of the catalogue, whole or searched, a page at a time; and a search over all of it.

use super::{competency_path, credential_path, crumbs, organisation_path, role_path};
use crate::{
    graph::{CompetencyAt, CredentialAt, OrganisationAt, Place, RoleAt, SkillGraph},
    locale::{Locale, say},
    lookup::Hit,
    model::{OrganisationId, Text},
    web::{
        Service,
        asked::LONGEST_WORDS,
        page::{Page, Visit},
    },
};
use axum::{
    extract::{FromRequestParts, Query, State},
    http::request::Parts,
    response::Response,
};
use maud::{Markup, html};
use std::convert::Infallible;

/// Records on a page.
const PAGE: usize = 50;
/// Records of each kind where all is searched.
const FEW: usize = 6;

/// What a list is asked for; what cannot be understood counts for nothing.
pub(super) struct Listed {
    words: Option<String>,
    offset: usize,
}

impl<S: Sync> FromRequestParts<S> for Listed {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|Query(pairs)| pairs).unwrap_or_default();
        let last = |wanted: &str| pairs.iter().rev().find(|(name, _)| name == wanted).map(|(_, value)| value.trim());
        let words = last("q").filter(|words| !words.is_empty()).map(|words| words.chars().take(LONGEST_WORDS).collect());
        let offset = last("from").and_then(|from| from.parse().ok()).unwrap_or(0);
        Ok(Self { words, offset })
    }
}

/// A record in a list: where it leads, its name, and a line about it.
struct Entry {
    path: String,
    name: String,
    about: String,
}

fn role(graph: &SkillGraph, t: &Locale, at: RoleAt) -> Entry {
    let one = graph.role(at);
    let about = say!(t, "list-role", count = graph.asked(at).len(), sector = one.sector.as_deref().unwrap_or("blank"));
    Entry { path: role_path(one.id.as_str()), name: one.title.in_language(t.names()).to_owned(), about }
}

fn credential(graph: &SkillGraph, t: &Locale, at: CredentialAt) -> Entry {
    let one = graph.credential(at);
    let issuer = one.issuer.as_ref().map(|id| {
        let known = graph.find_organisation(id.as_str());
        known.map_or(id.as_str(), |at| graph.organisation(at).name.in_language(t.names()))
    });
    let about = say!(
        t,
        "list-credential",
        issuer = issuer.unwrap_or("blank"),
        awards = graph.awards(at).len(),
        ways = graph.offerings_of(at).len()
    );
    Entry { path: credential_path(one.id.as_str()), name: one.name.in_language(t.names()).to_owned(), about }
}

fn competency(graph: &SkillGraph, t: &Locale, at: CompetencyAt) -> Entry {
    let (one, same) = (graph.competency(at), graph.one(at));
    let about = say!(t, "list-competency", credentials = graph.provided(same).len(), roles = graph.asking(same).len());
    Entry { path: competency_path(one.id.as_str()), name: one.name.in_language(t.names()).to_owned(), about }
}

fn entries(visit: &Visit, entries: &[Entry]) -> Markup {
    html! {
        ul.records {
            @for entry in entries {
                li { a href=(visit.link(&entry.path)) { (entry.name) } " " span.quiet { (entry.about) } }
            }
        }
    }
}

/// The box to search with.
fn ask(visit: &Visit, path: &str, label: &str, words: Option<&str>) -> Markup {
    html! {
        form.ask action=(visit.link(path)) method="get" role="search" {
            label for="q" { (label) }
            div.row {
                input #q type="search" name="q" value=[words] maxlength=(LONGEST_WORDS) autocomplete="off";
                button { (say!(visit.locale, "list-search")) }
            }
        }
    }
}

/// Links to the pages before and after.
fn paging(visit: &Visit, path: &str, listed: &Listed, shown: usize, total: usize) -> Markup {
    let t = visit.locale;
    let to = |from: usize| {
        let words = listed.words.as_deref().map(|words| format!("&q={}", super::segment(words))).unwrap_or_default();
        format!("{}?from={from}{words}", visit.link(path))
    };
    let end = listed.offset + shown;
    html! {
        @if total > shown {
            nav.paging aria-label=(say!(t, "list-pages")) {
                @if listed.offset > 0 { a rel="prev" href=(to(listed.offset.saturating_sub(PAGE))) { (say!(t, "list-before")) } }
                span { (say!(t, "list-of", first = t.number(listed.offset as i64 + 1), last = t.number(end as i64), total = t.number(total as i64))) }
                @if end < total { a rel="next" href=(to(end)) { (say!(t, "list-after")) } }
            }
        }
    }
}

/// What makes one list differ from another.
struct Kind {
    path: &'static str,
    title: String,
    about: String,
    label: String,
}

fn list<P: Place>(
    visit: &Visit,
    kind: &Kind,
    listed: &Listed,
    all: impl ExactSizeIterator<Item = P>,
    find: impl FnOnce(&str, usize) -> Vec<Hit<P>>,
    show: impl Fn(P) -> Entry,
) -> Response {
    let t = visit.locale;
    let most = all.len();
    let (total, shown): (usize, Vec<Entry>) = match &listed.words {
        None => (most, all.skip(listed.offset).take(PAGE).map(&show).collect()),
        Some(words) => {
            let hits = find(words, most.min(2_000));
            (hits.len(), hits.iter().skip(listed.offset).take(PAGE).map(|hit| show(hit.at)).collect())
        }
    };
    let main = html! {
        (crumbs(visit, &say!(t, "catalogue-where"), &[(&say!(t, "catalogue-title"), "/catalogue")]))
        h1 { (kind.title) }
        p.lead { (kind.about) }
        (ask(visit, kind.path, &kind.label, listed.words.as_deref()))
        @match &listed.words {
            Some(words) => p role="status" { (say!(t, "list-found", count = total, shown = t.number(total as i64), words = words.as_str())) },
            None => p role="status" { (say!(t, "list-all", count = total, shown = t.number(total as i64))) },
        }
        @if shown.is_empty() {
            p { (say!(t, "list-none")) " " a href=(visit.link(kind.path)) { (say!(t, "list-whole")) } }
        } @else {
            (entries(visit, &shown))
            (paging(visit, kind.path, listed, shown.len(), total))
        }
    };
    let page = match &listed.words {
        Some(words) => Page::new(say!(t, "list-title", title = kind.title.as_str(), words = words.as_str()), main),
        None if listed.offset > 0 => Page::new(say!(t, "list-title-from", title = kind.title.as_str(), from = listed.offset + 1), main),
        None => Page::new(&kind.title, main).about(&kind.about),
    };
    visit.show(&page)
}

/// `/roles`.
pub(super) async fn roles(State(service): State<Service>, visit: Visit, listed: Listed) -> Response {
    let (shelf, t) = (service.advisor().shelf(), visit.locale);
    let kind =
        Kind { path: "/roles", title: say!(t, "catalogue-roles"), about: say!(t, "list-roles-about"), label: say!(t, "list-roles-label") };
    let find = |words: &str, most| shelf.lookup.roles(words, most);
    list(&visit, &kind, &listed, shelf.graph.roles(), find, |at| role(&shelf.graph, t, at))
}

/// `/credentials`.
pub(super) async fn credentials(State(service): State<Service>, visit: Visit, listed: Listed) -> Response {
    let (shelf, t) = (service.advisor().shelf(), visit.locale);
    let kind = Kind {
        path: "/credentials",
        title: say!(t, "catalogue-credentials"),
        about: say!(t, "list-credentials-about"),
        label: say!(t, "list-credentials-label"),
    };
    let find = |words: &str, most| shelf.lookup.credentials(words, most);
    list(&visit, &kind, &listed, shelf.graph.credentials(), find, |at| credential(&shelf.graph, t, at))
}

/// `/competencies`.
pub(super) async fn competencies(State(service): State<Service>, visit: Visit, listed: Listed) -> Response {
    let (shelf, t) = (service.advisor().shelf(), visit.locale);
    let kind = Kind {
        path: "/competencies",
        title: say!(t, "catalogue-competencies"),
        about: say!(t, "list-competencies-about"),
        label: say!(t, "list-competencies-label"),
    };
    let find = |words: &str, most| shelf.lookup.competencies(words, most);
    list(&visit, &kind, &listed, shelf.graph.competencies(), find, |at| competency(&shelf.graph, t, at))
}

/// How many credentials each organisation awards, and how many offerings it provides.
fn publishers(graph: &SkillGraph) -> Vec<(usize, usize)> {
    let mut counts = vec![(0, 0); graph.organisations().len()];
    let place = |id: Option<&str>| id.and_then(|id| graph.find_organisation(id)).map(Place::at);
    for at in graph.credentials() {
        if let Some(count) = place(graph.credential(at).issuer.as_ref().map(OrganisationId::as_str)).and_then(|at| counts.get_mut(at)) {
            count.0 += 1;
        }
    }
    for at in graph.offerings() {
        if let Some(count) = place(graph.offering(at).provider.as_ref().map(OrganisationId::as_str)).and_then(|at| counts.get_mut(at)) {
            count.1 += 1;
        }
    }
    counts
}

/// `/providers`: those who publish something, by name; searched by any part of it.
pub(super) async fn organisations(State(service): State<Service>, visit: Visit, listed: Listed) -> Response {
    let (shelf, t) = (service.advisor().shelf(), visit.locale);
    let graph = &shelf.graph;
    let counts = publishers(graph);
    let name = |at: OrganisationAt| graph.organisation(at).name.in_language(t.names());
    let count = |at: OrganisationAt| counts.get(at.at()).copied().unwrap_or_default();
    let mut all: Vec<OrganisationAt> = graph.organisations().filter(|at| count(*at) != (0, 0)).collect();
    all.sort_by_key(|at| (name(*at).to_lowercase(), graph.organisation(*at).id.as_str()));
    if let Some(words) = &listed.words {
        let words = words.to_lowercase();
        let named = |at: &OrganisationAt| {
            let one = graph.organisation(*at);
            std::iter::once(&one.name).chain(&one.aliases).flat_map(Text::wordings).any(|text| text.to_lowercase().contains(&words))
        };
        all.retain(named);
    }
    let total = all.len();
    let shown = all.iter().skip(listed.offset).take(PAGE).map(|at| {
        let (credentials, offerings) = count(*at);
        let about = say!(t, "list-organisation", credentials = credentials, offerings = offerings);
        Entry { path: organisation_path(graph.organisation(*at).id.as_str()), name: name(*at).to_owned(), about }
    });
    let shown: Vec<Entry> = shown.collect();
    let title = say!(t, "catalogue-organisations");
    let main = html! {
        (crumbs(&visit, &say!(t, "catalogue-where"), &[(&say!(t, "catalogue-title"), "/catalogue")]))
        h1 { (title) }
        p.lead { (say!(t, "list-organisations-about")) }
        (ask(&visit, "/providers", &say!(t, "list-organisations-label"), listed.words.as_deref()))
        @if shown.is_empty() {
            p { (say!(t, "list-none")) " " a href=(visit.link("/providers")) { (say!(t, "list-whole")) } }
        } @else {
            p role="status" { (say!(t, "list-all", count = total, shown = t.number(total as i64))) }
            (entries(&visit, &shown))
            (paging(&visit, "/providers", &listed, shown.len(), total))
        }
    };
    let page = Page::new(title, main);
    visit.show(&if listed.words.is_none() && listed.offset == 0 { page.about(say!(t, "list-organisations-about")) } else { page })
}

fn section<P>(visit: &Visit, path: &str, title: &str, words: &str, hits: &[Hit<P>], show: impl Fn(&Hit<P>) -> Entry) -> Markup {
    let shown: Vec<Entry> = hits.iter().take(FEW).map(show).collect();
    html! {
        @if !shown.is_empty() {
            h2 { (title) }
            (entries(visit, &shown))
            @if hits.len() > FEW {
                p { a href={ (visit.link(path)) "?q=" (super::segment(words)) } { (say!(visit.locale, "list-more-of", title = title)) } }
            }
        }
    }
}

/// `/catalogue`: all of it.
pub(super) async fn search(State(service): State<Service>, visit: Visit, listed: Listed) -> Response {
    let (shelf, t) = (service.advisor().shelf(), visit.locale);
    let graph = &shelf.graph;
    let title = say!(t, "catalogue-title");
    let count = |many: usize| t.number(many as i64);
    let kinds = [
        ("/roles", say!(t, "catalogue-roles"), count(graph.roles().len()), say!(t, "list-roles-about")),
        ("/credentials", say!(t, "catalogue-credentials"), count(graph.credentials().len()), say!(t, "list-credentials-about")),
        ("/competencies", say!(t, "catalogue-competencies"), count(graph.competencies().len()), say!(t, "list-competencies-about")),
        (
            "/providers",
            say!(t, "catalogue-organisations"),
            count(publishers(graph).iter().filter(|of| **of != (0, 0)).count()),
            say!(t, "list-organisations-about"),
        ),
    ];
    let main = html! {
        h1 { (title) }
        p.lead { (say!(t, "catalogue-about")) }
        (ask(&visit, "/catalogue", &say!(t, "catalogue-label"), listed.words.as_deref()))
        @if let Some(words) = listed.words.as_deref() {
            @let (roles, credentials, competencies) = (
                shelf.lookup.roles(words, FEW + 1), shelf.lookup.credentials(words, FEW + 1), shelf.lookup.competencies(words, FEW + 1));
            @if roles.is_empty() && credentials.is_empty() && competencies.is_empty() {
                p role="status" { (say!(t, "list-none")) }
            } @else {
                (section(&visit, "/roles", &kinds[0].1, words, &roles, |hit| role(graph, t, hit.at)))
                (section(&visit, "/credentials", &kinds[1].1, words, &credentials, |hit| credential(graph, t, hit.at)))
                (section(&visit, "/competencies", &kinds[2].1, words, &competencies, |hit| competency(graph, t, hit.at)))
            }
            h2 { (say!(t, "catalogue-browse")) }
        }
        ul.doors {
            @for (path, name, many, about) in &kinds {
                li { a href=(visit.link(path)) { (name) } " " span.figure { (many) } br; span.quiet { (about) } }
            }
        }
    };
    let page = match &listed.words {
        Some(words) => Page::new(say!(t, "list-title", title = title.as_str(), words = words.as_str()), main),
        None => Page::new(&title, main).about(say!(t, "catalogue-about")),
    };
    visit.show(&page)
}
