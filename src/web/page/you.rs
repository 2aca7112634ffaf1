//! The second screen: what she can do already, and how she can study.

use super::{
    Field, Page, Visit, Walk,
    form::{Form, slips},
    start::{cut, for_whom},
    walk::Slip,
};
use crate::{
    advisor::Shelf,
    graph::{CompetencyAt, CredentialAt, Need, Place, RoleAt, SkillGraph},
    locale::{Locale, say},
    model::{LevelScale, Necessity},
    web::Service,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

/// Skills and credentials shown for words.
const SHOWN: usize = 6;
/// Characters of a description.
const ABOUT: usize = 120;

/// The role that was told, by id; by words where these name one.
pub(super) fn role(shelf: &Shelf, walk: &Walk) -> Option<RoleAt> {
    shelf.graph.find_role(walk.one(Field::Role)?)
}

/// What a role asks, most important first: competencies with the rank asked, and credentials, each once.
struct Wanted {
    competencies: Vec<(CompetencyAt, Option<u8>)>,
    credentials: Vec<CredentialAt>,
}

impl Wanted {
    fn of(graph: &SkillGraph, role: RoleAt) -> Self {
        let mut wanted = Self { competencies: Vec::new(), credentials: Vec::new() };
        let mut asked: Vec<_> = graph.asked(role).iter().filter(|asked| asked.necessity == Necessity::Essential).collect();
        asked.sort_by_key(|asked| std::cmp::Reverse(asked.importance));
        let gates = graph.gates(role).iter().filter_map(|gate| gate.need.as_ref());
        for need in asked.into_iter().map(|asked| &asked.need).chain(gates) {
            need.walk(&mut |need| match need {
                Need::Attain(competency, rank) if wanted.competencies.iter().all(|(known, _)| known != competency) => {
                    wanted.competencies.push((*competency, *rank));
                }
                Need::Earn(credential) if !wanted.credentials.contains(credential) => wanted.credentials.push(*credential),
                _ => {}
            });
        }
        wanted
    }

    fn asks(&self, at: CompetencyAt) -> bool {
        self.competencies.iter().any(|(known, _)| *known == at)
    }
}

/// One skill with the levels to choose from.
fn skill(t: &Locale, graph: &SkillGraph, walk: &Walk, at: CompetencyAt, asked: Option<u8>, place: &str) -> Markup {
    let competency = graph.competency(at);
    let id = competency.id.as_str();
    let told = walk.abilities().find(|(told, _)| *told == id).map(|(_, level)| level);
    let scale = graph.scale(at);
    let name = competency.name.in_language(t.names());
    let field = format!("{place}-{}", at.at());
    html! {
        li {
            div {
                label for=(field) { (name) }
                @if let Some(rank) = asked {
                    " " span.quiet { (say!(t, "you-asked", level = graph.rank_name(at, rank, t.names()))) }
                }
                @if let Some(about) = &competency.description { div.quiet { (cut(about.in_language(t.names()), ABOUT)) } }
            }
            select id=(field) name=(Field::Can.name()) {
                option value="" selected[told.is_none()] { (say!(t, "you-not")) }
                option value={ (id) "~" } selected[told == Some(None)] { (say!(t, "you-unsure")) }
                @for rank in 1..=graph.ranks(graph.one(at)) {
                    option value={ (id) "~" (rank) } selected[told == Some(Some(rank))] { (level(t, graph, scale, at, rank)) }
                }
            }
        }
    }
}

/// A level by its name and what somebody can do who has it.
fn level(t: &Locale, graph: &SkillGraph, scale: Option<&LevelScale>, at: CompetencyAt, rank: u8) -> String {
    let name = graph.rank_name(at, rank, t.names());
    let said = scale.and_then(|scale| scale.levels.iter().find(|level| level.rank.get() == rank));
    match said.map(|level| level.descriptor.in_language(t.names())).filter(|said| !said.is_empty()) {
        Some(said) => say!(t, "you-at", name = name, said = said),
        None => name,
    }
}

fn holding(t: &Locale, graph: &SkillGraph, walk: &Walk, at: CredentialAt) -> Markup {
    let credential = graph.credential(at);
    let id = credential.id.as_str();
    let issuer = credential.issuer.as_ref().and_then(|issuer| graph.find_organisation(issuer.as_str()));
    html! {
        li {
            div {
                (credential.name.in_language(t.names()))
                @if let Some(issuer) = issuer { " " span.quiet { (graph.organisation(issuer).name.in_language(t.names())) } }
            }
            label.tick { input type="checkbox" name=(Field::Has.name()) value=(id) checked[walk.has(Field::Has, id)]; (say!(t, "you-hold"))
                span.hidden { " " (credential.name.in_language(t.names())) } }
        }
    }
}

/// What the levels mean, scale by scale.
fn levels(t: &Locale, graph: &SkillGraph, wanted: &Wanted) -> Markup {
    let mut scales: Vec<&LevelScale> = Vec::new();
    for scale in wanted.competencies.iter().filter_map(|(at, _)| graph.scale(*at)) {
        let said = scale.levels.iter().any(|level| level.descriptor.wordings().any(|said| !said.is_empty()));
        if said && !scales.iter().any(|known| known.id == scale.id) {
            scales.push(scale);
        }
    }
    html! {
        @if !scales.is_empty() {
            details {
                summary { (say!(t, "you-levels")) }
                @for scale in &scales {
                    dl.levels {
                        @for level in &scale.levels {
                            dt { (level.name.in_language(t.names())) }
                            dd { (level.descriptor.in_language(t.names())) }
                        }
                    }
                }
            }
        }
    }
}

/// What was told besides what is asked.
struct Told {
    skills: Vec<CompetencyAt>,
    held: Vec<CredentialAt>,
}

impl Told {
    fn of(graph: &SkillGraph, walk: &Walk, wanted: &Wanted) -> Self {
        let skills = walk.abilities().filter_map(|(id, _)| graph.find_competency(id)).filter(|at| !wanted.asks(*at));
        let held = walk.all(Field::Has).filter_map(|id| graph.find_credential(id)).filter(|at| !wanted.credentials.contains(at));
        Self { skills: skills.collect(), held: held.collect() }
    }

    fn show(&self, t: &Locale, graph: &SkillGraph, walk: &Walk) -> Markup {
        html! {
            div #told {
                @if !self.skills.is_empty() || !self.held.is_empty() {
                    h3 { (say!(t, "you-told")) }
                    ul.skills {
                        @for at in &self.skills { (skill(t, graph, walk, *at, None, "told")) }
                        @for at in &self.held { (holding(t, graph, walk, *at)) }
                    }
                }
            }
        }
    }
}

/// What is found for words; what stands above already is pointed to.
fn found(t: &Locale, shelf: &Shelf, walk: &Walk, wanted: &Wanted, told: &Told) -> Markup {
    let graph = &shelf.graph;
    let words = walk.one(Field::Words);
    let hits: Vec<CompetencyAt> =
        words.map_or_else(Vec::new, |words| shelf.lookup.competencies(words, 2 * SHOWN).into_iter().map(|hit| hit.at).collect());
    let above = |at: &CompetencyAt| match (wanted.asks(*at), told.skills.contains(at)) {
        (true, _) => Some("can"),
        (_, true) => Some("told"),
        _ => None,
    };
    let skills: Vec<CompetencyAt> = hits.iter().copied().filter(|at| above(at).is_none()).take(SHOWN).collect();
    let already: Vec<(CompetencyAt, &str)> = hits.iter().filter_map(|at| Some((*at, above(at)?))).take(3).collect();
    let credentials: Vec<CredentialAt> = words.map_or_else(Vec::new, |words| {
        let hits = shelf.lookup.credentials(words, 2 * SHOWN).into_iter().map(|hit| hit.at);
        hits.filter(|at| !wanted.credentials.contains(at) && !told.held.contains(at)).take(SHOWN).collect()
    });
    html! {
        div #results aria-live="polite" {
            @if let Some(words) = words {
                @if !already.is_empty() {
                    p {
                        (say!(t, "you-above"))
                        @for (at, place) in &already {
                            " " a href={ "#" (place) "-" (at.at()) } { (graph.competency(*at).name.in_language(t.names())) }
                        }
                    }
                }
                @if skills.is_empty() && credentials.is_empty() {
                    @if already.is_empty() { p { (say!(t, "you-found-none", words = words)) } }
                } @else {
                    h3 { (say!(t, "you-found", words = words)) }
                    ul.skills {
                        @for at in &skills { (skill(t, graph, walk, *at, None, "found")) }
                        @for at in &credentials { (holding(t, graph, walk, *at)) }
                    }
                }
            }
        }
    }
}

/// How she can study, field by field.
fn study(form: &Form<'_>, graph: &SkillGraph) -> Markup {
    let t = form.locale;
    let currency = graph.currency();
    let code = currency.code();
    let mut languages: Vec<&str> = graph.catalogue().offerings.iter().flat_map(|one| one.languages.iter().map(|tag| &**tag)).collect();
    languages.sort_unstable();
    languages.dedup();
    let languages: Vec<(&str, String)> = languages.into_iter().map(|tag| (tag, Locale::language_name(tag))).collect();
    let funds: Vec<(&str, String)> =
        graph.catalogue().funding.iter().map(|fund| (fund.id.as_str(), fund.name.in_language(t.names()).to_owned())).collect();
    let by_word = |words: &[&'static str], family: &str| -> Vec<(&'static str, String)> {
        words.iter().map(|word| (*word, t.say(&format!("{family}-{word}")))).collect()
    };
    let (how, when) = (by_word(&["online", "blended", "in_person"], "how"), by_word(&["day", "evening", "weekend"], "when"));
    let access = by_word(&["captions", "transcript", "screenReaderFriendly", "alternativeText"], "access");
    html! {
        div.fields {
            (form.number(Field::Hours, say!(t, "you-hours"), Some(&say!(t, "you-hours-hint")), "0.5", "10"))
            (form.day(Field::Start, say!(t, "you-start"), say!(t, "you-start-hint")))
            (form.day(Field::By, say!(t, "you-by"), say!(t, "you-by-hint")))
            (form.number(Field::Budget, say!(t, "you-budget", currency = code), Some(&say!(t, "you-budget-hint")), "0.01", ""))
        }
        (form.ticks(Field::Speaks, &say!(t, "you-languages"), Some(say!(t, "you-any")), &languages))
        (form.ticks(Field::How, &say!(t, "you-how"), Some(say!(t, "you-any")), &how))
        details open[form.tells_of(&[Field::When, Field::Monthly, Field::Place, Field::Experience, Field::AtOnce, Field::Week, Field::Access,
            Field::Slow, Field::Accredited, Field::Unlevelled, Field::Fund])] {
            summary { (say!(t, "you-rest")) }
            (form.ticks(Field::When, &say!(t, "you-when"), Some(say!(t, "you-any")), &when))
            div.fields {
                (form.number(Field::Monthly, say!(t, "you-monthly", currency = code), None, "0.01", ""))
                (form.text(Field::Place, say!(t, "you-place"), say!(t, "you-place-hint")))
                (form.number(Field::Experience, say!(t, "you-experience"), Some(&say!(t, "you-experience-hint")), "1", ""))
                (form.number(Field::AtOnce, say!(t, "you-at_once"), None, "1", "1"))
                (form.number(Field::Week, say!(t, "you-week", currency = code), Some(&say!(t, "you-week-hint")), "0.01", ""))
            }
            (form.ticks(Field::Access, &say!(t, "you-access"), None, &access))
            p { (form.tick(Field::Slow, &say!(t, "you-slow"))) }
            p { (form.tick(Field::Accredited, &say!(t, "you-accredited"))) }
            p { (form.tick(Field::Unlevelled, &say!(t, "you-unlevelled"))) }
            @if !funds.is_empty() { (form.ticks(Field::Fund, &say!(t, "you-funds"), Some(say!(t, "you-funds-hint")), &funds)) }
        }
    }
}

/// The fields that this page asks for.
const ASKED: [Field; 21] = [
    Field::Can,
    Field::Has,
    Field::Hours,
    Field::Budget,
    Field::Monthly,
    Field::Start,
    Field::By,
    Field::Speaks,
    Field::How,
    Field::When,
    Field::Place,
    Field::Access,
    Field::Slow,
    Field::Experience,
    Field::AtOnce,
    Field::Week,
    Field::Fund,
    Field::Accredited,
    Field::Unlevelled,
    Field::Words,
    Field::Pick,
];

/// The page, with what could not be understood.
pub(super) fn page(visit: &Visit, shelf: &Shelf, walk: &Walk, role: RoleAt, wrong: &[Slip]) -> Response {
    let (t, graph) = (visit.locale, &shelf.graph);
    let wanted = Wanted::of(graph, role);
    let title = graph.role(role).title.in_language(t.names());
    let form = Form { locale: t, walk, slips: wrong };
    let told = Told::of(graph, walk, &wanted);
    let main = html! {
        (slips(t, wrong))
        h1 { (title) }
        p { a href=(visit.link(&walk.question_alone().unset(Field::Role).at(""))) { (say!(t, "you-change")) } }
        (for_whom(visit, walk))
        form action=(visit.link("/you")) method="get" {
            @for (name, value) in walk.rest(&ASKED) { input type="hidden" name=(name) value=(value); }
            section aria-labelledby="can" {
                h2 #can { (say!(t, "you-heading")) }
                @if wanted.competencies.is_empty() && wanted.credentials.is_empty() {
                    p { (say!(t, "you-none-asked")) }
                } @else {
                    p { (say!(t, "you-lead", role = title)) }
                    (levels(t, graph, &wanted))
                }
                @if !wanted.competencies.is_empty() {
                    ul.skills { @for (at, rank) in &wanted.competencies { (skill(t, graph, walk, *at, *rank, "can")) } }
                }
                @if !wanted.credentials.is_empty() {
                    h3 { (say!(t, "you-holds")) }
                    ul.skills { @for at in &wanted.credentials { (holding(t, graph, walk, *at)) } }
                }
                (told.show(t, graph, walk))
                div.field {
                    label for="more" { (say!(t, "you-more")) }
                    span.quiet #more-hint { (say!(t, "you-more-hint")) }
                    div.row {
                        input #more type="search" name=(Field::Words.name()) value=[walk.one(Field::Words)] maxlength="200"
                            autocomplete="off" aria-describedby="more-hint" data-live=(visit.link("/you"));
                        button.second { (say!(t, "you-find")) }
                    }
                }
                // Below the field, which stays where it is while somebody types.
                (found(t, shelf, walk, &wanted, &told))
            }
            section aria-labelledby="study" {
                h2 #study { (say!(t, "you-study")) }
                (study(&form, graph))
            }
            p.actions { button formaction=(visit.link("/plan")) { (say!(t, "you-show")) } }
        }
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show(&Page::new(say!(t, "you-title", role = title), main).status(status))
}

/// Back to the first screen, with the words for the job where there are some.
pub(super) fn which_job(visit: &Visit, walk: &Walk) -> Response {
    let walk = match walk.one(Field::Role) {
        Some(words) => walk.set(Field::Words, words),
        None => walk.clone(),
    };
    Redirect::to(&visit.link(&walk.unset(Field::Role).at(""))).into_response()
}

/// `GET /{language}/you`: asks what she can do and how she can study.
pub(super) async fn you(State(service): State<Service>, visit: Visit, walk: Walk) -> Response {
    let shelf = service.advisor().shelf();
    match role(&shelf, &walk) {
        Some(role) => page(&visit, &shelf, &walk, role, &[]),
        None => which_job(&visit, &walk),
    }
}
