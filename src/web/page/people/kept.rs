//! `/save` and `/shared/{secret}`: a way from the answer into an account, and a plan for whoever has a link to it.

use super::{
    Desk, Page, Sent, Visit, can_be_mended, caseload::choice_name, day, form, items, money, on_to, plan::step_price, proposing, slip, text,
};
use crate::{
    access::Role,
    locale::say,
    record::CHOICES,
    web::{
        Service,
        page::{
            Field, Walk,
            catalogue::{self, segment},
        },
        problem::{Kind, Problem},
    },
};
use axum::{
    extract::{Path, State},
    http::Method,
    response::Response,
};
use maud::{Markup, html};
use serde_json::{Value, json};

/// How long a title may be.
const LONGEST: &str = "200";
/// For how many days a link is made, where links may last so long.
const DAYS: u64 = 90;

/// The walk that leads back here, as it stands behind `next=`.
fn sign_in_first(visit: &Visit, walk: &Walk) -> Response {
    let mut next = String::new();
    crate::web::page::walk::encode(&walk.at("/save"), &mut next);
    on_to(visit, &format!("/sign-in?next={next}"), &[])
}

/// Asks under which title, and which way to follow; a counselor for whom besides.
pub(super) async fn ask(State(service): State<Service>, visit: Visit, desk: Desk, walk: Walk) -> Result<Response, Problem> {
    service.store()?;
    match desk.account().map(|who| who.role) {
        None => Ok(sign_in_first(&visit, &walk)),
        Some(Role::Learner) => Ok(own(&service, &visit, &desk, &walk, None)),
        Some(Role::Counselor) => proposing::ask(&service, &visit, &desk, &walk, None).await,
        Some(Role::Provider | Role::Operator) => Ok(for_others(&visit, &walk)),
    }
}

/// Nobody keeps plans of her own but a learner.
fn for_others(visit: &Visit, walk: &Walk) -> Response {
    let t = visit.locale;
    let main = html! {
        h1 { (say!(t, "save-title")) }
        p.lead { (say!(t, "save-for-others")) }
        p.actions { a.button href=(visit.link(&walk.at("/plan"))) { (say!(t, "trouble-back")) } }
    };
    visit.show(&Page::new(say!(t, "save-title"), main))
}

/// The title that a plan gets where nobody thinks of another, and the way that is shown.
pub(super) fn named<'w>(service: &Service, visit: &Visit, walk: &'w Walk) -> (String, &'w str) {
    let shelf = service.advisor().shelf();
    let role = walk.one(Field::Role).and_then(|id| shelf.graph.find_role(id));
    let name = role.map_or("", |at| shelf.graph.role(at).title.in_language(visit.locale.names()));
    (name.to_owned(), walk.one(Field::Pick).unwrap_or_default())
}

/// The fields for title and way.
pub(super) fn title_and_way(visit: &Visit, (title, picked): (&str, &str)) -> Markup {
    let t = visit.locale;
    html! {
        div.field {
            label for="title" { (say!(t, "save-name")) }
            input.wide #title type="text" name="title" required maxlength=(LONGEST) value=(title);
        }
        fieldset {
            legend { (say!(t, "saved-choice")) }
            div.ticks {
                @for (at, choice) in CHOICES.iter().enumerate() {
                    label.tick {
                        input type="radio" name="choice" value=(choice) checked[*choice == picked || (at == 0 && !CHOICES.contains(&picked))];
                        (choice_name(t, choice))
                    }
                }
            }
        }
    }
}

fn own(service: &Service, visit: &Visit, desk: &Desk, walk: &Walk, wrong: Option<(&Problem, &Sent)>) -> Response {
    let t = visit.locale;
    let visit = &visit.at(&walk.at("/save"));
    let (name, picked) = named(service, visit, walk);
    let (name, picked) = wrong.map_or((name.as_str(), picked), |(_, sent)| (sent.one("title"), sent.one("choice")));
    let alone = walk.question_alone();
    let main = html! {
        h1 { (say!(t, "save-title")) }
        p.lead { (say!(t, "save-lead")) }
        (slip(t, wrong.map(|(problem, _)| problem)))
        (form(visit, desk, "/save", &html! {
            @for (name, value) in alone.rest(&[]) { input type="hidden" name=(name) value=(value); }
            (title_and_way(visit, (name, picked)))
            p.actions { button { (say!(t, "save-button")) } }
        }))
        p { a href=(visit.link(&walk.at("/plan"))) { (say!(t, "trouble-back")) } }
    };
    let page = Page::new(say!(t, "save-title"), main);
    visit.show(&match wrong {
        Some((problem, _)) => page.status(problem.kind().status()),
        None => page,
    })
}

/// A question as the API takes it, without what says nothing.
pub(super) fn question(service: &Service, walk: &Walk) -> Result<Value, Problem> {
    let unreadable = || Problem::new(Kind::InvalidValue, "the question could not be understood").hint("go back and look at its numbers");
    let request = walk.request(service.advisor().shelf().graph.currency()).map_err(|_| unreadable())?;
    let mut question = serde_json::to_value(&request).map_err(|_| unreadable())?;
    if let Value::Object(members) = &mut question {
        members.retain(|_, value| !value.is_null());
    }
    Ok(question)
}

/// Saves the question with its answer, and leads to the plan.
pub(super) async fn save(State(service): State<Service>, visit: Visit, desk: Desk, sent: Sent) -> Result<Response, Problem> {
    let walk = Walk::of(sent.pairs()).question_alone();
    let Some(who) = desk.account() else { return Ok(sign_in_first(&visit, &walk)) };
    match who.role {
        Role::Learner => {}
        Role::Counselor => return proposing::propose(&service, &visit, &desk, &walk, &sent).await,
        Role::Provider | Role::Operator => return Ok(for_others(&visit, &walk)),
    }
    let body = json!({"title": sent.one("title"), "choice": sent.one("choice"), "question": question(&service, &walk)?});
    let at = format!("/learners/{}/plans", segment(&who.id));
    match desk.send(Method::POST, &format!("/v1{at}"), Some(&body), None).await {
        Ok(made) => Ok(on_to(&visit, &format!("{at}/{}", segment(text(&made.body, "/id"))), &[])),
        Err(problem) if can_be_mended(&problem) => Ok(own(&service, &visit, &desk, &walk, Some((&problem, &sent)))),
        Err(problem) => Err(problem),
    }
}

/// Makes a link to a plan and shows it, this once.
pub(super) async fn link(
    State(service): State<Service>,
    visit: Visit,
    desk: Desk,
    Path((learner, id)): Path<(String, String)>,
    _: Sent,
) -> Result<Response, Problem> {
    let t = visit.locale;
    let days = DAYS.min(service.accounts().token.as_secs() / 86_400);
    let at = format!("/learners/{}/plans/{}", segment(&learner), segment(&id));
    let made = desk.send(Method::POST, &format!("/v1{at}/links"), Some(&json!({ "days": days })), None).await?;
    let secret = text(&made.body, "/path").rsplit('/').next().unwrap_or_default();
    let path = visit.link(&format!("/shared/{secret}"));
    let visit = visit.at(&at);
    let main = html! {
        h1 { (say!(t, "link-title")) }
        p.lead { (say!(t, "link-lead", day = day(t, &made.body, "/expires_at"))) }
        p.note { a href=(path) { (path) } }
        p { a href=(visit.link(&at)) { (say!(t, "link-back")) } }
    };
    Ok(visit.show(&Page::new(say!(t, "link-title"), main)))
}

/// A plan as whoever has a link sees it: nothing of who the learner is.
pub(super) async fn shared(visit: Visit, desk: Desk, Path(secret): Path<String>) -> Result<Response, Problem> {
    let t = visit.locale;
    let plan = desk.get(&format!("/v1/shared/{}", segment(&secret))).await?;
    let state = |id: &str| items(&plan, "/progress").find(|one| text(one, "/credential") == id).map_or("", |one| text(one, "/state"));
    let amount = |pointer: &str| money(t, &plan, pointer).unwrap_or_else(|| say!(t, "unknown"));
    let title = text(&plan, "/title");
    let main = html! {
        h1 { (title) }
        p.lead { (say!(t, "shared-lead")) }
        @if plan.pointer("/pathway/steps").is_none() { p { (say!(t, "saved-no-way")) } } @else {
            dl.facts {
                dt { (say!(t, "saved-choice")) } dd { (choice_name(t, text(&plan, "/choice"))) }
                dt { (say!(t, "column-price")) } dd { (amount("/pathway/price")) }
                dt { (say!(t, "column-ready")) } dd { (day(t, &plan, "/pathway/ready")) }
            }
            h2.hidden { (say!(t, "steps-heading")) }
            ol.stages {
                @for step in items(&plan, "/pathway/steps") {
                    @let id = text(step, "/credential/id");
                    li {
                        h3 { a href=(visit.link(&catalogue::credential_path(id))) { (text(step, "/credential/name")) } }
                        p {
                            (say!(t, "step-dates", from = day(t, step, "/start"), to = day(t, step, "/end")))
                            " · " (step_price(t, step))
                            @if state(id) == "earned" { " · " strong { (say!(t, "tick-earned")) } }
                        }
                    }
                }
            }
        }
        p { a href=(visit.link("")) { (say!(t, "trouble-start")) } }
    };
    Ok(visit.show(&Page::new(title, main)))
}
