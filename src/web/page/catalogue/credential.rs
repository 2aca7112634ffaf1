//! `/credentials/{id}`: what it attests, what it asks first, every way to earn it, and where it leads.

use super::{MOST, crumbs, linked::Linked, no_such, page, spoken::Spoken, table};
use crate::{
    advisor::Shelf,
    graph::{CredentialAt, Need, Node, OfferingAt, RoleAt},
    locale::say,
    model::{Activity, Amount, AwardMode, CredentialType, Date, Delivery, Effort, Money, QualityKind, RenewalBy, SourceId, Status},
    plan::terms,
    web::{Service, asked::Id, page::Visit, problem::Problem},
};
use axum::{extract::State, response::Response};
use maud::{Markup, html};

/// The page of one credential.
pub(super) async fn show(State(service): State<Service>, visit: Visit, Id(id): Id) -> Result<Response, Problem> {
    let shelf = service.advisor().shelf();
    let graph = &shelf.graph;
    let by_uri = || if let Some(Node::Credential(at)) = graph.find_uri(&id) { Some(at) } else { None };
    let at = graph.find_credential(&id).or_else(by_uri).ok_or_else(|| no_such("credential"))?;
    let spoken = Spoken { graph, visit: &visit };
    let (one, t) = (graph.credential(at), visit.locale);
    let name = spoken.text(&one.name);
    let about = one.description.as_ref().map_or_else(
        || say!(t, "credential-about", name = name, awards = graph.awards(at).len(), ways = graph.offerings_of(at).len()),
        |text| spoken.text(text).to_owned(),
    );
    let main = html! {
        (crumbs(&visit, &say!(t, "catalogue-where"),
            &[(&say!(t, "catalogue-title"), "/catalogue"), (&say!(t, "catalogue-credentials"), "/credentials")]))
        h1 { (name) }
        @if let Some(text) = &one.description { p.lead { (spoken.text(text)) } }
        @if one.status != Status::Active { (status(&spoken, at)) }
        (facts(&spoken, at))
        h2 { (say!(t, "credential-awards")) }
        (awards(&spoken, at))
        h2 { (say!(t, "credential-first")) }
        (first(&spoken, at))
        @if let Some(need) = graph.stack(at) {
            h2 { (say!(t, "credential-parts")) }
            p { (spoken.need(need)) "." }
        }
        h2 { (say!(t, "credential-ways")) }
        (ways(&shelf, &spoken, at))
        (onward(&spoken, at))
        p.actions { a href={ (visit.link("/coverage/affected")) "?credential=" (super::segment(one.id.as_str())) } { (say!(t, "credential-affected")) } }
        @if let Some(from) = &one.source { (source(&spoken, from, one.as_of)) }
    };
    let data = Linked { graph, language: t.names(), base: &visit.link("") }.credential(at);
    Ok(visit.show(&page(name, about, &data, main)))
}

/// Where the record stands, and when it held.
pub(super) fn source(spoken: &Spoken<'_>, id: &SourceId, as_of: Option<Date>) -> Markup {
    let t = spoken.visit.locale;
    let known = spoken.graph.catalogue().sources.iter().find(|source| source.id == *id);
    let title = known.map_or_else(|| id.as_str(), |source| spoken.text(&source.title));
    let address = known.and_then(|source| source.url.as_deref()).or_else(|| Some(id.as_str())).filter(|uri| leads(uri));
    let held = as_of.or_else(|| known.and_then(|source| source.as_of));
    html! {
        p.quiet {
            (say!(t, "catalogue-source")) " "
            @match address { Some(uri) => a href=(uri) rel="external" { (title) }, None => (title) }
            @if let Some(day) = held { ", " (t.day(day)) }
        }
    }
}

/// Whether an address is one of the web: nothing else is ever linked.
fn leads(uri: &str) -> bool {
    uri.starts_with("https://") || uri.starts_with("http://")
}

fn status(spoken: &Spoken<'_>, at: CredentialAt) -> Markup {
    let (one, t) = (spoken.graph.credential(at), spoken.visit.locale);
    let next = one.superseded_by.as_ref().and_then(|id| spoken.graph.find_credential(id.as_str()));
    html! {
        p.note {
            (match one.status {
                Status::Retired => say!(t, "status-retired"),
                Status::Superseded => say!(t, "status-superseded"),
                Status::Planned => say!(t, "status-planned"),
                Status::Active => String::new(),
            })
            @if let Some(next) = next { " " (say!(t, "status-next")) " " (spoken.credential(next)) }
        }
    }
}

fn facts(spoken: &Spoken<'_>, at: CredentialAt) -> Markup {
    let (one, t) = (spoken.graph.credential(at), spoken.visit.locale);
    let kind = match one.kind {
        CredentialType::MicroCredential => say!(t, "type-micro"),
        CredentialType::DigitalBadge => say!(t, "type-badge"),
        CredentialType::Certificate => say!(t, "type-certificate"),
        CredentialType::Certification => say!(t, "type-certification"),
        CredentialType::Licence => say!(t, "type-licence"),
        CredentialType::Diploma => say!(t, "type-diploma"),
        CredentialType::Degree => say!(t, "type-degree"),
        CredentialType::Apprenticeship => say!(t, "type-apprenticeship"),
        CredentialType::Part => say!(t, "type-part"),
    };
    let aliases: Vec<&str> = one.aliases.iter().map(|alias| spoken.text(alias)).take(12).collect();
    let credits: Vec<String> = one.credits.iter().map(|credit| format!("{} {}", t.number(credit.amount.into()), credit.scheme)).collect();
    let valid = match one.validity.as_ref().map(|validity| (validity.months, validity.until)) {
        Some((Some(months), _)) => say!(t, "months", count = months),
        Some((None, Some(day))) => say!(t, "credential-until", day = t.day(day)),
        _ => say!(t, "credential-for-life"),
    };
    let quality = one.quality.iter().map(|said| {
        let by = spoken.graph.find_organisation(&said.by).map_or(&*said.by, |at| spoken.text(&spoken.graph.organisation(at).name));
        match said.kind {
            QualityKind::Accredited => say!(t, "quality-accredited", by = by),
            QualityKind::Approved => say!(t, "quality-approved", by = by),
            QualityKind::Recognised => say!(t, "quality-recognised", by = by),
            QualityKind::Regulated => say!(t, "quality-regulated", by = by),
            QualityKind::Endorsed => say!(t, "quality-endorsed", by = by),
        }
    });
    let quality: Vec<String> = quality.collect();
    html! {
        dl.facts {
            dt { (say!(t, "catalogue-kind")) } dd { (kind) }
            @if let Some(issuer) = &one.issuer { dt { (say!(t, "credential-issuer")) } dd { (spoken.organisation(issuer)) } }
            @if !one.codes.is_empty() { dt { (say!(t, "catalogue-codes")) } dd { (one.codes.join(", ")) } }
            @if !aliases.is_empty() { dt { (say!(t, "catalogue-aliases")) } dd { (aliases.join(", ")) } }
            @if let Some(level) = &one.level { dt { (say!(t, "credential-level")) } dd { (level) } }
            @if !credits.is_empty() { dt { (say!(t, "credential-credits")) } dd { (credits.join(", ")) } }
            dt { (say!(t, "credential-valid")) } dd { (valid) (renewals(spoken, at)) }
            @if !quality.is_empty() { dt { (say!(t, "credential-quality")) } dd { (quality.join("; ")) } }
            @if let Some(uri) = one.url.as_deref().filter(|uri| leads(uri)) {
                dt { (say!(t, "catalogue-page")) } dd { a href=(uri) rel="external" { (host(uri)) } }
            }
        }
    }
}

/// The name of a site.
fn host(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

fn renewals(spoken: &Spoken<'_>, at: CredentialAt) -> Markup {
    let (one, t) = (spoken.graph.credential(at), spoken.visit.locale);
    let told = one.renewal.iter().map(|renewal| {
        let by = match renewal.by {
            RenewalBy::Fee => say!(t, "renewal-fee"),
            RenewalBy::Exam => say!(t, "renewal-exam"),
            RenewalBy::Credits => say!(t, "renewal-credits"),
            RenewalBy::Credential => say!(t, "renewal-credential"),
        };
        match renewal.price.amount {
            Amount::Known(price) => format!("{by} ({})", spoken.money(price)),
            _ => by,
        }
    });
    let told: Vec<String> = told.collect();
    html! { @if !told.is_empty() { "; " (say!(t, "credential-renewed", by = told.join(", "))) } }
}

fn awards(spoken: &Spoken<'_>, at: CredentialAt) -> Markup {
    let (graph, t) = (spoken.graph, spoken.visit.locale);
    let awards = graph.awards(at);
    if awards.is_empty() {
        return html! { p { (say!(t, "credential-awards-nothing")) } };
    }
    let heads = [
        (&*say!(t, "catalogue-competency"), false),
        (&*say!(t, "competency-level"), false),
        (&*say!(t, "competency-mode"), false),
        (&*say!(t, "credential-asked-by"), true),
    ];
    let rows = awards.iter().take(MOST).map(|award| {
        let mode = match award.mode {
            AwardMode::Assessed => say!(t, "mode-assessed"),
            AwardMode::Taught => say!(t, "mode-taught"),
            AwardMode::Attested => say!(t, "mode-attested"),
        };
        vec![
            spoken.competency(award.competency),
            html! { (spoken.level(award.competency, award.rank)) },
            html! { (mode) },
            html! { (graph.asking(award.competency).len()) },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    html! {
        (table(&say!(t, "credential-awards"), &heads, &rows))
        @if awards.len() > MOST { p.quiet { (say!(t, "catalogue-more", count = awards.len() - MOST)) } }
    }
}

fn first(spoken: &Spoken<'_>, at: CredentialAt) -> Markup {
    let (graph, t) = (spoken.graph, spoken.visit.locale);
    let conditions = graph.conditions(at);
    let published = &graph.credential(at).conditions;
    html! {
        @if conditions.is_empty() { p { (say!(t, "credential-first-nothing")) } } @else {
            ul {
                @for (nth, bound) in conditions.iter().enumerate() {
                    li {
                        @match (&bound.need, published.get(nth).and_then(|told| told.text.as_ref())) {
                            (Some(need), _) => (spoken.need(need)),
                            (None, Some(text)) => (spoken.text(text)),
                            (None, None) => (say!(t, "unknown")),
                        }
                        @if !bound.enforced { " " span.quiet { (say!(t, "catalogue-advised")) } }
                    }
                }
            }
        }
    }
}

/// The next start that is published, and how it is paced.
fn when(spoken: &Spoken<'_>, at: OfferingAt) -> String {
    let (one, t) = (spoken.graph.offering(at), spoken.visit.locale);
    match (one.pace, one.starts.first()) {
        (crate::model::Pace::SelfPaced, _) => say!(t, "pace-self"),
        (_, Some(day)) => t.short_day(*day),
        (crate::model::Pace::Exam, None) => say!(t, "pace-exam"),
        (crate::model::Pace::Cohort, None) => say!(t, "pace-cohort"),
    }
}

fn ways(shelf: &Shelf, spoken: &Spoken<'_>, at: CredentialAt) -> Markup {
    let (graph, t) = (spoken.graph, spoken.visit.locale);
    let offerings = graph.offerings_of(at);
    if offerings.is_empty() {
        return html! { p { (t.say(if graph.stack(at).is_some() { "credential-ways-parts" } else { "credential-ways-nothing" })) } };
    }
    let heads = [
        (&*say!(t, "way-by"), false),
        (&*say!(t, "way-what"), false),
        (&*say!(t, "way-price"), false),
        (&*say!(t, "way-alone"), true),
        (&*say!(t, "way-hours"), true),
        (&*say!(t, "way-starts"), false),
        (&*say!(t, "way-languages"), false),
        (&*say!(t, "way-as-of"), false),
    ];
    let currency = shelf.graph.currency();
    let rows = offerings.iter().take(MOST).map(|way| {
        let one = graph.offering(*way);
        let alone = terms(graph, *way, Effort::hours(10), currency).and_then(|terms| terms.minor);
        let what = match one.activity {
            Activity::Course => say!(t, "activity-course"),
            Activity::Programme => say!(t, "activity-programme"),
            Activity::Exam => say!(t, "activity-exam"),
            Activity::Portfolio => say!(t, "activity-portfolio"),
            Activity::Work => say!(t, "activity-work"),
        };
        let place = match one.delivery {
            Delivery::Online => say!(t, "delivery-online"),
            Delivery::InPerson => say!(t, "delivery-person"),
            Delivery::Blended => say!(t, "delivery-blended"),
        };
        let languages: Vec<&str> = one.languages.iter().map(|language| &**language).collect();
        let held = one.price.as_of.or(one.as_of);
        vec![
            html! {
                @match &one.provider { Some(id) => (spoken.organisation(id)), None => (say!(t, "unknown")) }
                @if let Some(uri) = one.url.as_deref().filter(|uri| leads(uri)) {
                    br; a.quiet href=(uri) rel="external" { (host(uri)) }
                }
            },
            html! { (what) ", " (place) @if one.status != Status::Active { " " strong { (say!(t, "way-closed")) } } },
            spoken.price(*way),
            html! { (alone.map_or_else(|| say!(t, "unknown"), |minor| spoken.money(Money::new(minor, currency)))) },
            html! { (spoken.hours(&one.hours)) },
            html! { (when(spoken, *way)) },
            html! { @if languages.is_empty() { (say!(t, "unknown")) } @else { (languages.join(", ")) } },
            html! { @match held { Some(day) => (t.short_day(day)), None => (say!(t, "unknown")) } },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    html! {
        (table(&say!(t, "credential-ways"), &heads, &rows))
        @if offerings.len() > MOST { p.quiet { (say!(t, "catalogue-more", count = offerings.len() - MOST)) } }
        p.quiet { (say!(t, "catalogue-alone")) }
    }
}

/// Whether a need names a credential somewhere.
fn names(need: &Need, at: CredentialAt) -> bool {
    match need {
        Need::Earn(named) => *named == at,
        Need::All(of) | Need::AtLeast(_, of) => of.iter().any(|need| names(need, at)),
        Need::Credits { from, .. } => from.iter().any(|(named, _)| *named == at),
        _ => false,
    }
}

/// Credentials that ask it first or count it as a part, and jobs that ask it or what it attests.
fn onward(spoken: &Spoken<'_>, at: CredentialAt) -> Markup {
    let (graph, t) = (spoken.graph, spoken.visit.locale);
    let leads_to = |other: &CredentialAt| {
        let asks = graph.conditions(*other).iter().filter_map(|bound| bound.need.as_ref()).any(|need| names(need, at));
        *other != at && (asks || graph.stack(*other).is_some_and(|need| names(need, at)))
    };
    let further: Vec<CredentialAt> = graph.credentials().filter(leads_to).take(MOST).collect();
    let gate = |role: &RoleAt| graph.gates(*role).iter().filter_map(|gate| gate.need.as_ref()).any(|need| names(need, at));
    let asks = |role: &RoleAt| graph.asked(*role).iter().any(|asked| names(&asked.need, at));
    let gated: Vec<RoleAt> = graph.roles().filter(|role| gate(role) || asks(role)).take(MOST).collect();
    // How many of its competencies each job asks: the most first.
    let mut counted = std::collections::BTreeMap::<RoleAt, usize>::new();
    for award in graph.awards(at).iter().take(MOST) {
        for role in graph.asking(award.competency) {
            *counted.entry(*role).or_default() += 1;
        }
    }
    let all = counted.len();
    let mut helped: Vec<(RoleAt, usize)> = counted.into_iter().filter(|(role, _)| !gated.contains(role)).collect();
    helped.sort_by_key(|(role, many)| (std::cmp::Reverse(*many), *role));
    html! {
        @if !further.is_empty() {
            h2 { (say!(t, "credential-leads")) }
            ul.flow { @for at in &further { li { (spoken.credential(*at)) } } }
        }
        @if !gated.is_empty() {
            h2 { (say!(t, "credential-opens")) }
            ul.flow { @for role in &gated { li { (spoken.role(*role)) } } }
        }
        @if !helped.is_empty() {
            h2 { (say!(t, "credential-helps")) }
            p { (say!(t, "credential-helps-lead", count = all)) }
            ul.flow {
                @for (role, many) in helped.iter().take(24) { li { (spoken.role(*role)) " (" (t.number(*many as i64)) ")" } }
            }
        }
    }
}
