//! `/save` for a counselor: a plan for one of her learners. What limits it and what it must hold are changes that the learner decides on.

use super::{
    Desk, MOST, Page, Sent, Visit, can_be_mended, form, items,
    kept::{named, question, title_and_way},
    on_to,
    own::{with_evidence, with_waivers},
    proposals::of_walk,
    slip, text,
};
use crate::{
    locale::say,
    web::{
        Service,
        page::{Field, Walk, catalogue::segment},
        problem::Problem,
    },
};
use axum::{http::Method, response::Response};
use maud::html;
use serde_json::{Value, json};

/// What a plan is asked with before the learner decides: where to, what can be shown, and what somebody needs to study at all.
const BARE: [Field; 4] = [Field::Role, Field::Can, Field::Has, Field::Access];

/// Asks for whom, why, and under which title.
pub(super) async fn ask(
    service: &Service,
    visit: &Visit,
    desk: &Desk,
    walk: &Walk,
    wrong: Option<(&Problem, &Sent)>,
) -> Result<Response, Problem> {
    let t = visit.locale;
    let visit = &visit.at(&walk.at("/save"));
    let cases = desk.list("/v1/caseload", MOST).await?;
    let (name, picked) = named(service, visit, walk);
    let (name, picked) = wrong.map_or((name.as_str(), picked), |(_, sent)| (sent.one("title"), sent.one("choice")));
    let chosen = wrong.map_or_else(|| walk.one(Field::For).unwrap_or_default(), |(_, sent)| sent.one("learner"));
    let several = items(&cases, "/items").nth(1).is_some();
    let alone = walk.question_alone();
    let changes = of_walk(t, &service.advisor().shelf(), &alone);
    let why = |at: usize| wrong.and_then(|(_, sent)| sent.all("why").nth(at)).filter(|why| !why.is_empty());
    let main = html! {
        h1 { (say!(t, "save-for-title")) }
        (slip(t, wrong.map(|(problem, _)| problem)))
        @if items(&cases, "/items").next().is_none() { p.lead { (say!(t, "save-for-nobody")) } } @else {
            p.lead { (say!(t, "save-for-lead")) }
            (form(visit, desk, "/save", &html! {
                @for (name, value) in alone.rest(&[Field::For]) { input type="hidden" name=(name) value=(value); }
                div.field {
                    label for="learner" { (say!(t, "save-for-whom")) }
                    select #learner name="learner" required {
                        // Of several none is chosen by accident.
                        @if several { option value="" {} }
                        @for case in items(&cases, "/items") {
                            @let id = text(case, "/learner");
                            option value=(id) selected[id == chosen] {
                                @if text(case, "/name").is_empty() { (say!(t, "case-unnamed")) } @else { (text(case, "/name")) }
                            }
                        }
                    }
                }
                (title_and_way(visit, (name, picked)))
                h2 { (say!(t, "save-for-changes")) }
                @if changes.is_empty() { p { (say!(t, "save-for-no-changes")) } }
                @for (at, (change, told)) in changes.iter().enumerate() {
                    div.field {
                        input type="hidden" name="change" value=(change);
                        label for={ "why" (at) } { (say!(t, "save-for-why", change = told.as_str())) }
                        input.wide id={ "why" (at) } type="text" name="why" maxlength="2000" required value=[why(at)];
                    }
                }
                div.field {
                    label for="note" { (say!(t, "save-for-note")) }
                    input.wide #note type="text" name="note" maxlength="2000" value=[wrong.map(|(_, sent)| sent.one("note")).filter(|note| !note.is_empty())];
                }
                p.actions { button { (say!(t, "save-for-button")) } }
            }))
        }
        p { a href=(visit.link(&walk.at("/plan"))) { (say!(t, "trouble-back")) } }
    };
    let page = Page::new(say!(t, "save-for-title"), main);
    Ok(visit.show(&match wrong {
        Some((problem, _)) => page.status(problem.kind().status()),
        None => page,
    }))
}

/// What can be shown is added whenever a plan is asked: the question holds only what is not on record.
fn bare(walk: &Walk, evidence: &Value, waivers: &Value, service: &Service) -> Walk {
    let known = with_waivers(with_evidence(Walk::default(), evidence), waivers, service.today());
    [Field::Can, Field::Has]
        .into_iter()
        .fold(walk.only(&BARE), |walk, field| known.all(field).fold(walk, |walk, held| walk.less(field, held)))
}

/// Makes the plan, and leads to it.
pub(super) async fn propose(service: &Service, visit: &Visit, desk: &Desk, walk: &Walk, sent: &Sent) -> Result<Response, Problem> {
    let learner = segment(sent.one("learner"));
    let at = format!("/v1/learners/{learner}");
    let evidence = desk.list(&format!("{at}/evidence"), MOST).await?;
    let waivers = desk.list(&format!("{at}/waivers"), MOST).await?;
    let changes: Vec<Value> =
        sent.all("change").zip(sent.all("why")).map(|(change, reason)| json!({"change": change, "reason": reason})).collect();
    let mut body = json!({
        "title": sent.one("title"), "choice": sent.one("choice"), "changes": changes,
        "question": question(service, &bare(walk, &evidence, &waivers, service))?,
    });
    if !sent.one("note").is_empty() {
        body["note"] = json!(sent.one("note"));
    }
    match desk.send(Method::POST, &format!("{at}/proposed-plans"), Some(&body), None).await {
        Ok(made) => Ok(on_to(visit, &format!("/learners/{learner}/plans/{}", segment(text(&made.body, "/id"))), &[])),
        Err(problem) if can_be_mended(&problem) => ask(service, visit, desk, walk, Some((&problem, sent))).await,
        Err(problem) => Err(problem),
    }
}
