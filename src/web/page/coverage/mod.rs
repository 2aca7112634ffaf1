//! What is missing and what would help, for providers and employers: every question of the coverage API as a page with its form.

mod ask;
mod picture;
mod report;

use super::{Page, Visit, catalogue, trouble::told};
use crate::{
    advisor::Shelf,
    locale::{Locale, say},
    plan::Budget,
    web::{
        Service,
        api::shape::{CoverageQuestion, Refused, Report, Unanswered},
        asked::Id,
        problem::{Kind, Problem},
    },
};
use ask::{Asked, Field};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
    routing::get,
};
use maud::{Markup, html};
use std::{sync::Arc, time::Duration};

/// The pages of one language, by their paths below it.
pub(super) fn routes() -> Router<Service> {
    Router::new().route("/coverage", get(doors)).route("/coverage/{question}", get(answer))
}

/// Questions of those who make credentials.
const PROVIDERS: &[CoverageQuestion] = &[
    CoverageQuestion::Shortages,
    CoverageQuestion::Worth,
    CoverageQuestion::BestNext,
    CoverageQuestion::Bottlenecks,
    CoverageQuestion::Dominated,
    CoverageQuestion::Affected,
];
/// Questions of those who have jobs, or groups of people who look for one; a team's people need a file, which the API and the terminal take.
const EMPLOYERS: &[CoverageQuestion] = &[CoverageQuestion::RoleCheck, CoverageQuestion::OpenDoors, CoverageQuestion::Near];

/// How long a page may think: longer than a plan, since it counts over all jobs.
const THINK: Duration = Duration::from_secs(8);

/// A message about a question.
fn of(t: &Locale, question: CoverageQuestion, what: &str) -> String {
    t.say(&format!("coverage-{}-{what}", question.name()))
}

/// Questions, each leading to its page.
fn choices(visit: &Visit, questions: &[CoverageQuestion]) -> Markup {
    let t = visit.locale;
    html! {
        ul.choices {
            @for question in questions {
                li {
                    a.choice href={ (visit.link("/coverage/")) (question.name()) } {
                        strong { (of(t, *question, "title")) }
                        span.about { (of(t, *question, "about")) }
                    }
                }
            }
        }
    }
}

/// `/coverage`: every question.
async fn doors(visit: Visit) -> Response {
    let t = visit.locale;
    let title = say!(t, "coverage-title");
    let main = html! {
        h1 { (title) }
        p.lead { (say!(t, "coverage-about")) }
        h2 { (say!(t, "coverage-for-providers")) }
        (choices(&visit, PROVIDERS))
        h2 { (say!(t, "coverage-for-employers")) }
        (choices(&visit, EMPLOYERS))
        h2 { (say!(t, "coverage-own")) }
        p { (say!(t, "coverage-own-about")) " " a href=(visit.link("/providers")) { (say!(t, "catalogue-organisations")) } }
        p.quiet { (say!(t, "coverage-method")) }
    };
    visit.show(&Page::new(title, main).about(say!(t, "coverage-about")))
}

/// `/coverage/{question}`: its form, and its answer once enough is told.
async fn answer(State(service): State<Service>, visit: Visit, uri: Uri, Id(name): Id) -> Result<Response, Problem> {
    let known = PROVIDERS.iter().chain(EMPLOYERS).copied().find(|known| known.name() == name);
    let question = known.ok_or_else(|| Problem::new(Kind::NotFound, "there is no such question"))?;
    let (shelf, t) = (service.advisor().shelf(), visit.locale);
    let asked = Asked::read(&uri, question);
    let answered = if asked.is_enough() { Some(think(&service, &shelf, &visit, &asked).await?) } else { None };
    let status = if matches!(answered, Some(Err(_))) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (report, refused) = match &answered {
        None => (None, None),
        Some(Ok(report)) => (Some(report), None),
        Some(Err(refused)) => (None, Some(refused)),
    };
    let title = of(t, question, "title");
    let main = html! {
        (catalogue::crumbs(&visit, &say!(t, "catalogue-where"), &[(&say!(t, "coverage-title"), "/coverage")]))
        h1 { (title) }
        p.lead { (of(t, question, "about")) }
        @if let Some(refused) = refused { (slip(t, refused)) }
        (form(&visit, &shelf, &asked, refused.map(|(field, _)| *field)))
        @if let Some(report) = report { (report::report(&visit, &shelf, &asked, report)) }
    };
    // Only the question as it stands is for everybody; one with words of somebody's own is not.
    let page = Page::new(title, main).status(status);
    Ok(visit.show(&if asked.is_plain() { page.about(of(t, question, "about")) } else { page }))
}

/// Asks, within the time that a page may take.
async fn think(service: &Service, shelf: &Arc<Shelf>, visit: &Visit, asked: &Asked) -> Result<Result<Report, (Field, Refused)>, Problem> {
    let request = match asked.request(visit.locale, shelf) {
        Ok(request) => request,
        Err(refused) => return Ok(Err(refused)),
    };
    let (shelf, today, language, question) = (Arc::clone(shelf), service.today(), visit.locale.tag().to_owned(), asked.question);
    let limit = THINK.min(service.limits().think_most);
    let work = move |stop: &_| request.answer(&shelf, question, today, Budget { nodes: None, stop: Some(stop) }, &language);
    match service.thinkers().think(limit, work).await? {
        Ok(report) => Ok(Ok(report)),
        Err(Unanswered::Refused(refused)) => Ok(Err((ask::field(question, &refused), refused))),
        Err(Unanswered::Trouble(trouble)) => {
            tracing::error!(%trouble, "an answer did not pass its own check");
            Err(Problem::new(Kind::Internal, "an answer did not pass its own check"))
        }
    }
}

fn slip(t: &Locale, (field, refused): &(Field, Refused)) -> Markup {
    html! {
        div.slips role="alert" {
            h2 { (say!(t, "coverage-slip")) }
            p { a href={ "#" (field.name()) } { (t.say(field.label())) } ": " (told(t, &Problem::from(refused.clone()))) }
        }
    }
}

fn form(visit: &Visit, shelf: &Shelf, asked: &Asked, wrong: Option<Field>) -> Markup {
    let t = visit.locale;
    html! {
        form.ask action={ (visit.link("/coverage/")) (asked.question.name()) } method="get" {
            div.fields { @for field in ask::fields(asked.question) { (ask::input(t, shelf, asked, *field, wrong == Some(*field))) } }
            button { (say!(t, "coverage-ask")) }
        }
    }
}
