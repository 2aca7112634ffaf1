//! The first screen: which job?

use super::{Field, Page, Visit, Walk, catalogue::segment, walk::encode};
use crate::{
    advisor::Shelf,
    graph::{Need, RoleAt, SkillGraph},
    locale::{Locale, say},
    lookup::How,
    model::Necessity,
    web::Service,
};
use axum::{extract::State, response::Response};
use maud::{Markup, html};

/// Roles shown for words.
const SHOWN: usize = 8;
/// From this score on one of the roles may be called so, where its own labels say it; else they are only the nearest there are.
const CALLED: u16 = 500;
/// Roles given as examples.
const EXAMPLES: usize = 8;
/// Characters of a description.
const ABOUT: usize = 160;

/// Text cut after a word, where it is long.
pub(super) fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let short = text.get(..end).unwrap_or_default();
    let whole = short.rsplit_once(' ').map_or(short, |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', '.', ' ']))
}

/// How many requirements are essential.
fn essential(graph: &SkillGraph, role: RoleAt) -> usize {
    graph.asked(role).iter().filter(|asked| asked.necessity == Necessity::Essential).count()
}

/// A role as an entry of a list: its title leads on, and its essence stands below.
fn entry(visit: &Visit, graph: &SkillGraph, walk: &Walk, at: RoleAt, matched: Option<&str>) -> Markup {
    let (t, role) = (visit.locale, graph.role(at));
    let title = role.title.in_language(t.names());
    let also = matched.filter(|matched| !role.title.wordings().any(|wording| wording.eq_ignore_ascii_case(matched)));
    let also = also.filter(|matched| *matched != role.id.as_str() && matched.contains(char::is_alphabetic));
    html! {
        li {
            a.choice href=(visit.link(&walk.unset(Field::Words).set(Field::Role, role.id.as_str()).at("/you"))) {
                strong { (title) }
                @if let Some(also) = also { " " span.quiet { (say!(t, "start-also", name = also)) } }
                @if let Some(about) = &role.description { span.about { (cut(about.in_language(t.names()), ABOUT)) } }
                span.quiet { (say!(t, "start-asks", count = essential(graph, at))) }
            }
        }
    }
}

/// Roles to begin with: those most looked for, where somebody counted.
fn examples(graph: &SkillGraph) -> Vec<RoleAt> {
    let mut roles: Vec<RoleAt> = graph.roles().filter(|at| teachable(graph, *at)).collect();
    roles.sort_by_key(|at| {
        let role = graph.role(*at);
        (std::cmp::Reverse(role.openings.as_ref().map_or(0, |openings| openings.per_year)), role.id.clone())
    });
    roles.truncate(EXAMPLES);
    roles
}

/// Whether something attests each competency that the role asks at least somehow: an example should lead somewhere.
fn teachable(graph: &SkillGraph, role: RoleAt) -> bool {
    let essential = || graph.asked(role).iter().filter(|asked| asked.necessity == Necessity::Essential);
    let taught = |need: &Need| match need {
        Need::Attain(competency, _) => !graph.provided(*competency).is_empty(),
        _ => true,
    };
    essential().count() > 0 && essential().all(|asked| taught(&asked.need))
}

/// What is found for words. Where nothing has them for a name, that is said, with what can be done then.
fn found(visit: &Visit, shelf: &Shelf, walk: &Walk, words: &str) -> Markup {
    let (t, graph) = (visit.locale, &shelf.graph);
    let hits = shelf.lookup.roles(words, SHOWN);
    let called = hits.first().is_some_and(|hit| hit.score >= CALLED && hit.how != How::Near);
    let near: Vec<(RoleAt, Option<&str>)> = match &*hits {
        [] => shelf.lookup.suggest(words, SHOWN).into_iter().map(|at| (at, None)).collect(),
        hits => hits.iter().map(|hit| (hit.at, Some(&*hit.matched))).collect(),
    };
    html! {
        section aria-labelledby="found" {
            h2 #found { (if called { say!(t, "start-which", words = words) } else { say!(t, "start-none", words = words) }) }
            @if !called && !near.is_empty() { p { (say!(t, "start-nearest")) } }
            @if !near.is_empty() { ul.choices { @for (at, matched) in &near { (entry(visit, graph, walk, *at, *matched)) } } }
            @if called {
                p {
                    (say!(t, "start-none-of-these")) " "
                    a href=(visit.link("/roles")) { (all(t, graph)) }
                }
            } @else { (next(visit, graph, words)) }
        }
    }
}

/// How many jobs there are, as the name of a link to all of them.
fn all(t: &Locale, graph: &SkillGraph) -> String {
    say!(t, "start-all", roles = t.number(graph.roles().len() as i64))
}

/// What can be done where no job is called so.
fn next(visit: &Visit, graph: &SkillGraph, words: &str) -> Markup {
    let t = visit.locale;
    let mut among = String::from("/catalogue?q=");
    encode(words, &mut among);
    html! {
        h3 { (say!(t, "start-next")) }
        ul {
            li { (say!(t, "start-next-name")) }
            li { (say!(t, "start-next-list")) " " a href=(visit.link("/roles")) { (all(t, graph)) } }
            li { (say!(t, "start-next-among")) " " a href=(visit.link(&among)) { (say!(t, "start-next-among-link", words = words)) } }
            li { (say!(t, "start-next-missing")) }
        }
    }
}

/// The box to write a job in.
fn ask(visit: &Visit, t: &Locale, walk: &Walk) -> Markup {
    html! {
        form.ask action=(visit.link("")) method="get" role="search" {
            label for="job" { (say!(t, "start-label")) }
            div.row {
                input #job type="search" name=(Field::Words.name()) value=[walk.one(Field::Words)] maxlength="200" autocomplete="off"
                    data-live=(visit.link("")) placeholder=(say!(t, "start-placeholder")) required;
                @for (name, value) in walk.rest(&[Field::Words, Field::Role]) { input type="hidden" name=(name) value=(value); }
                button { (say!(t, "start-button")) }
            }
        }
    }
}

/// Says where a counselor plans with a learner, and leads back to her.
pub(super) fn for_whom(visit: &Visit, walk: &Walk) -> Markup {
    let t = visit.locale;
    html! {
        @if let Some(learner) = walk.one(Field::For) {
            p.note.noprint {
                (say!(t, "for-whom")) " "
                a href=(visit.link(&format!("/learners/{}", segment(learner)))) { (say!(t, "for-whom-back")) }
            }
        }
    }
}

/// `GET /{language}`: asks for the job, and shows which it may be.
pub(super) async fn start(State(service): State<Service>, visit: Visit, walk: Walk) -> Response {
    let shelf = service.advisor().shelf();
    let (t, graph) = (visit.locale, &shelf.graph);
    let words = walk.one(Field::Words);
    let main = html! {
        h1 { (say!(t, "start-title")) }
        p.lead { (say!(t, "start-lead")) }
        (for_whom(&visit, &walk))
        (ask(&visit, t, &walk))
        div #results aria-live="polite" {
            @if let Some(words) = words { (found(&visit, &shelf, &walk, words)) }
        }
        @if words.is_none() {
            section aria-labelledby="examples" {
                h2 #examples { (say!(t, "start-examples")) }
                ul.choices.tight {
                    @for at in examples(graph) {
                        li {
                            a.choice href=(visit.link(&walk.set(Field::Role, graph.role(at).id.as_str()).at("/you"))) {
                                strong { (graph.role(at).title.in_language(t.names())) }
                            }
                        }
                    }
                }
                p { a href=(visit.link("/roles")) { (all(t, graph)) } }
            }
            section aria-labelledby="how" {
                h2 #how { (say!(t, "start-how")) }
                ol.steps {
                    li { strong { (say!(t, "start-how-1")) } " " (say!(t, "start-how-1-more")) }
                    li { strong { (say!(t, "start-how-2")) } " " (say!(t, "start-how-2-more")) }
                    li { strong { (say!(t, "start-how-3")) } " " (say!(t, "start-how-3-more")) }
                }
                p.quiet {
                    (say!(t, "start-catalogue",
                        roles = t.number(graph.roles().len() as i64),
                        credentials = t.number(graph.credentials().len() as i64),
                        competencies = t.number(graph.competencies().len() as i64)))
                }
            }
        }
    };
    let page = match words {
        Some(words) => Page::new(say!(t, "start-found-title", words = words), main),
        None => Page::new(say!(t, "start-title"), main).about(say!(t, "start-lead")),
    };
    visit.show(&page)
}
