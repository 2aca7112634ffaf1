//! `/competencies/{id}`: what it means, its levels, who attests it and which jobs ask it.

use super::{MOST, crumbs, linked::Linked, no_such, page, spoken::Spoken, table};
use crate::{
    advisor::Shelf,
    graph::{CompetencyAt, CredentialAt, Need, Node, RoleAt},
    locale::say,
    model::{AwardMode, CompetencyKind, Money},
    plan::terms,
    web::{Service, asked::Id, page::Visit, problem::Problem},
};
use axum::{extract::State, response::Response};
use maud::{Markup, html};

/// The page of one competency.
pub(super) async fn show(State(service): State<Service>, visit: Visit, Id(id): Id) -> Result<Response, Problem> {
    let shelf = service.advisor().shelf();
    let graph = &shelf.graph;
    let by_uri = || if let Some(Node::Competency(at)) = graph.find_uri(&id) { Some(at) } else { None };
    let at = graph.find_competency(&id).or_else(by_uri).ok_or_else(|| no_such("competency"))?;
    let one = graph.one(at);
    let spoken = Spoken { graph, visit: &visit };
    let (record, t) = (graph.competency(at), visit.locale);
    let name = spoken.text(&record.name);
    let aliases: Vec<&str> = record.aliases.iter().map(|alias| spoken.text(alias)).take(12).collect();
    let broader: Vec<CompetencyAt> = record.broader.iter().filter_map(|id| graph.find_competency(id.as_str())).collect();
    let about = say!(t, "competency-about", name = name, credentials = graph.provided(one).len(), roles = graph.asking(one).len());
    let main = html! {
        (crumbs(&visit, &say!(t, "catalogue-where"),
            &[(&say!(t, "catalogue-title"), "/catalogue"), (&say!(t, "catalogue-competencies"), "/competencies")]))
        h1 { (name) }
        @if let Some(text) = &record.description { p.lead { (spoken.text(text)) } }
        dl.facts {
            dt { (say!(t, "catalogue-kind")) } dd { (kind(&spoken, record.kind)) }
            @if !aliases.is_empty() { dt { (say!(t, "catalogue-aliases")) } dd { (aliases.join(", ")) } }
            @if let Some(framework) = &record.framework { dt { (say!(t, "competency-framework")) } dd { (framework) } }
            @if !broader.is_empty() {
                dt { (say!(t, "competency-broader")) }
                dd { @for (nth, at) in broader.iter().enumerate() { @if nth > 0 { ", " } (spoken.competency(*at)) } }
            }
        }
        h2 { (say!(t, "competency-levels")) }
        (levels(&spoken, one))
        h2 { (say!(t, "competency-attested")) }
        (attested(&shelf, &spoken, one))
        h2 { (say!(t, "competency-asked")) }
        (asking(&spoken, one))
        @if let Some(source) = &record.source { (super::credential::source(&spoken, source, record.as_of)) }
    };
    let data = Linked { graph, language: t.names(), base: &visit.link("") }.competency(at);
    Ok(visit.show(&page(name, about, &data, main)))
}

fn kind(spoken: &Spoken<'_>, kind: CompetencyKind) -> String {
    let t = spoken.visit.locale;
    match kind {
        CompetencyKind::Skill => say!(t, "kind-skill"),
        CompetencyKind::Knowledge => say!(t, "kind-knowledge"),
        CompetencyKind::Transversal => say!(t, "kind-transversal"),
        CompetencyKind::Tool => say!(t, "kind-tool"),
        CompetencyKind::Task => say!(t, "kind-task"),
    }
}

fn levels(spoken: &Spoken<'_>, at: CompetencyAt) -> Markup {
    let (graph, t) = (spoken.graph, spoken.visit.locale);
    let wanted = graph.competency(at).scale.as_ref().map_or("proficiency", |id| id.as_str());
    let scale = graph.catalogue().scales.iter().find(|scale| scale.id.as_str() == wanted);
    html! {
        @match scale {
            Some(scale) => ol {
                @for level in &scale.levels {
                    li value=(level.rank.get()) {
                        strong { (spoken.text(&level.name)) }
                        ": " (spoken.text(&level.descriptor))
                    }
                }
            },
            None => p { (say!(t, "competency-levels-count", count = graph.ranks(at))) },
        }
    }
}

/// The least that a credential costs by itself at 10 hours a week, what must come first left out.
fn least(shelf: &Shelf, at: CredentialAt) -> Option<i64> {
    let graph = &shelf.graph;
    let weekly = crate::model::Effort::hours(10);
    graph.offerings_of(at).iter().filter_map(|way| terms(graph, *way, weekly, graph.currency())?.minor).min()
}

fn attested(shelf: &Shelf, spoken: &Spoken<'_>, at: CompetencyAt) -> Markup {
    let (graph, t) = (spoken.graph, spoken.visit.locale);
    let provided = graph.provided(at);
    if provided.is_empty() {
        return html! { p { (say!(t, "competency-nobody")) } };
    }
    let heads = [
        (&*say!(t, "catalogue-credential"), false),
        (&*say!(t, "competency-level"), false),
        (&*say!(t, "competency-mode"), false),
        (&*say!(t, "competency-from"), true),
    ];
    let mut sorted: Vec<_> = provided.iter().collect();
    sorted.sort_by_key(|one| (std::cmp::Reverse(one.rank), one.credential));
    let rows = sorted.iter().take(MOST).map(|one| {
        let price = least(shelf, one.credential).map(|minor| Money::new(minor, graph.currency()));
        let mode = match one.mode {
            AwardMode::Assessed => say!(t, "mode-assessed"),
            AwardMode::Taught => say!(t, "mode-taught"),
            AwardMode::Attested => say!(t, "mode-attested"),
        };
        let price = price.map_or_else(|| say!(t, "unknown"), |price| spoken.money(price));
        vec![spoken.credential(one.credential), html! { (spoken.level(at, one.rank)) }, html! { (mode) }, html! { (price) }]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    html! {
        (table(&say!(t, "competency-attested"), &heads, &rows))
        @if provided.len() > MOST { p.quiet { (say!(t, "catalogue-more", count = provided.len() - MOST)) } }
        p.quiet { (say!(t, "catalogue-alone")) }
    }
}

/// The highest rank of a competency that a need names.
fn wanted(need: &Need, at: CompetencyAt) -> Option<u8> {
    match need {
        Need::Attain(named, rank) if *named == at => Some(rank.unwrap_or(1)),
        Need::All(of) | Need::AtLeast(_, of) => of.iter().filter_map(|need| wanted(need, at)).max(),
        _ => None,
    }
}

fn asking(spoken: &Spoken<'_>, at: CompetencyAt) -> Markup {
    let (graph, t) = (spoken.graph, spoken.visit.locale);
    let asking = graph.asking(at);
    if asking.is_empty() {
        return html! { p { (say!(t, "competency-nobody-asks")) } };
    }
    let level = |role: RoleAt| graph.asked(role).iter().filter_map(|asked| wanted(&asked.need, at)).max();
    let heads = [(&*say!(t, "catalogue-role"), false), (&*say!(t, "competency-level"), false)];
    let rows = asking.iter().take(MOST).map(|role| vec![spoken.role(*role), html! { (spoken.level(at, level(*role))) }]);
    let rows: Vec<Vec<Markup>> = rows.collect();
    html! {
        (table(&say!(t, "competency-asked"), &heads, &rows))
        @if asking.len() > MOST { p.quiet { (say!(t, "catalogue-more", count = asking.len() - MOST)) } }
    }
}
