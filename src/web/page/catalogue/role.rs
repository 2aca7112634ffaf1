//! `/roles/{id}`: what a job asks, who can show it, and the way there.

use super::{MOST, crumbs, linked::Linked, no_such, page, spoken::Spoken, table};
use crate::{
    graph::{Asked, Need, Node, RoleAt},
    locale::say,
    model::{Necessity, TrustFloor},
    web::{Service, asked::Id, page::Visit, problem::Problem},
};
use axum::{extract::State, response::Response};
use maud::{Markup, html};

/// The page of one role.
pub(super) async fn show(State(service): State<Service>, visit: Visit, Id(id): Id) -> Result<Response, Problem> {
    let shelf = service.advisor().shelf();
    let graph = &shelf.graph;
    let by_uri = || if let Some(Node::Role(at)) = graph.find_uri(&id) { Some(at) } else { None };
    let at = graph.find_role(&id).or_else(by_uri).ok_or_else(|| no_such("role"))?;
    let spoken = Spoken { graph, visit: &visit };
    let (role, t) = (graph.role(at), visit.locale);
    let title = spoken.title(at);
    let essential = graph.asked(at).iter().filter(|asked| asked.necessity == Necessity::Essential).count();
    let about = say!(t, "role-about", title = title, essential = essential, all = graph.asked(at).len());
    let question = super::segment(role.id.as_str());
    let main = html! {
        (crumbs(&visit, &say!(t, "catalogue-where"), &[(&say!(t, "catalogue-title"), "/catalogue"), (&say!(t, "catalogue-roles"), "/roles")]))
        h1 { (title) }
        @if let Some(text) = &role.description { p.lead { (spoken.text(text)) } }
        p.actions {
            a.button href={ (visit.link("/you")) "?role=" (question) } { (say!(t, "role-plan")) }
            " " a href={ (visit.link("/coverage/role-check")) "?role=" (question) } { (say!(t, "role-check")) }
        }
        (facts(&spoken, at))
        h2 { (say!(t, "role-asks")) }
        @if graph.asked(at).is_empty() { p { (say!(t, "role-asks-nothing")) } } @else {
            p { (say!(t, "role-asks-lead", essential = essential, desirable = graph.asked(at).len() - essential)) }
            (asked(&spoken, at))
        }
        @if !graph.gates(at).is_empty() {
            h2 { (say!(t, "role-gates")) }
            ul {
                @for (gate, told) in graph.gates(at).iter().zip(&role.gates) {
                    li {
                        @match (&gate.need, &told.text) {
                            (Some(need), _) => (spoken.need(need)),
                            (None, Some(text)) => (spoken.text(text)),
                            (None, None) => (say!(t, "unknown")),
                        }
                        @if !gate.enforced { " " span.quiet { (say!(t, "catalogue-advised")) } }
                    }
                }
            }
        }
        @let near: Vec<RoleAt> = role.related.iter().filter_map(|id| graph.find_role(id.as_str())).take(12).collect();
        @if !near.is_empty() {
            h2 { (say!(t, "role-near")) }
            ul.flow { @for near in near { li { (spoken.role(near)) } } }
        }
        @if let Some(source) = &role.source { (super::credential::source(&spoken, source, role.as_of)) }
    };
    let data = Linked { graph, language: t.names(), base: &visit.link("") }.role(at);
    Ok(visit.show(&page(title, about, &data, main)))
}

fn facts(spoken: &Spoken<'_>, at: RoleAt) -> Markup {
    let (role, t) = (spoken.graph.role(at), spoken.visit.locale);
    let aliases: Vec<&str> = role.aliases.iter().map(|alias| spoken.text(alias)).take(12).collect();
    let codes: Vec<String> = role.codes.iter().map(|(system, code)| format!("{} {code}", taxonomy(system))).collect();
    html! {
        dl.facts {
            @if !aliases.is_empty() { dt { (say!(t, "catalogue-aliases")) } dd { (aliases.join(", ")) } }
            @if let Some(sector) = &role.sector { dt { (say!(t, "catalogue-sector")) } dd { (sector) } }
            @if !role.region.is_empty() { dt { (say!(t, "catalogue-region")) } dd { (role.region.join(", ")) } }
            @if !codes.is_empty() { dt { (say!(t, "catalogue-codes")) } dd { (codes.join(", ")) } }
            @if let Some(openings) = &role.openings {
                dt { (say!(t, "role-openings")) }
                dd { (say!(t, "role-openings-year", count = t.number(i64::from(openings.per_year)))) }
            }
        }
    }
}

/// Credentials that attest some of what is asked, at that level or above.
fn attesting(spoken: &Spoken<'_>, asked: &Asked) -> usize {
    let mut credentials = Vec::new();
    asked.need.walk(&mut |need| match need {
        Need::Attain(at, rank) => {
            let wanted = rank.unwrap_or(1);
            let enough = spoken.graph.provided(*at).iter().filter(|one| one.rank.unwrap_or(1) >= wanted);
            credentials.extend(enough.map(|one| one.credential));
        }
        Need::Earn(credential) => credentials.push(*credential),
        _ => {}
    });
    credentials.sort();
    credentials.dedup();
    credentials.len()
}

/// A taxonomy by the name that people know.
fn taxonomy(id: &str) -> &str {
    match id {
        "isco" => "ISCO-08",
        "onet_soc" => "O*NET-SOC",
        "esco" => "ESCO",
        "soc" => "SOC",
        other => other,
    }
}

fn asked(spoken: &Spoken<'_>, at: RoleAt) -> Markup {
    let t = spoken.visit.locale;
    let mut asked: Vec<&Asked> = spoken.graph.asked(at).iter().collect();
    asked.sort_by_key(|asked| (asked.necessity, std::cmp::Reverse(asked.importance)));
    // Where a learner's own word is enough for all, a column of it says nothing.
    let proofs = asked.iter().any(|asked| asked.trust != TrustFloor::Any);
    let mut heads = vec![
        (say!(t, "role-requirement"), false),
        (say!(t, "role-necessity"), false),
        (say!(t, "role-importance"), true),
        (say!(t, "role-credentials"), true),
    ];
    if proofs {
        heads.push((say!(t, "role-proof"), false));
    }
    let heads: Vec<(&str, bool)> = heads.iter().map(|(head, figure)| (head.as_str(), *figure)).collect();
    let rows = asked.iter().take(MOST).map(|asked| {
        let mut row = vec![
            spoken.need(&asked.need),
            html! { (match asked.necessity { Necessity::Essential => say!(t, "role-essential"), Necessity::Desirable => say!(t, "role-desirable") }) },
            html! { (asked.importance) },
            match attesting(spoken, asked) {
                0 => html! { strong { (say!(t, "role-nobody")) } },
                many => html! { (t.number(many as i64)) },
            },
        ];
        if proofs {
            row.push(html! { (match asked.trust {
                TrustFloor::Any => say!(t, "role-trust-any"),
                TrustFloor::Assessed => say!(t, "role-trust-assessed"),
                TrustFloor::Verified => say!(t, "role-trust-verified"),
            }) });
        }
        row
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    html! {
        (table(&say!(t, "role-asks"), &heads, &rows))
        @if asked.len() > MOST { p.quiet { (say!(t, "catalogue-more", count = asked.len() - MOST)) } }
    }
}
