//! `/caseload` and `/learners/{learner}`: a counselor's learners, and one of them with her plans side by side, waivers and counselors.

use super::{Desk, MOST, Page, Sent, Visit, can_be_mended, crumbs, day, form, items, money, on_to, own, slip, text};
use crate::{
    access::Role,
    advisor::Shelf,
    locale::{Locale, say},
    model::Date,
    web::{
        Service,
        api::shape::competency_named,
        asked::Id,
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

/// How a learner stands, in words.
fn status(t: &Locale, status: &str) -> String {
    match status {
        "late" => say!(t, "case-late"),
        "review_wanted" => say!(t, "case-review-wanted"),
        "no_plan" => say!(t, "case-no-plan"),
        "proposal_open" => say!(t, "case-proposal-open"),
        "on_track" => say!(t, "case-on-track"),
        "finished" => say!(t, "case-finished"),
        other => other.to_owned(),
    }
}

/// How a review stands, in words.
pub(super) fn review(t: &Locale, state: &str) -> String {
    match state {
        "requested" => say!(t, "review-requested"),
        "approved" => say!(t, "review-approved"),
        "changes_wanted" => say!(t, "review-changes-wanted"),
        _ => say!(t, "review-none"),
    }
}

/// What comes next, in words.
fn next(t: &Locale, case: &Value) -> String {
    let name = text(case, "/next/about");
    match text(case, "/next/action") {
        "plan" => say!(t, "next-plan"),
        "ask" => say!(t, "next-ask", name = name),
        "review" => say!(t, "next-review"),
        "decide" => say!(t, "next-decide"),
        "begin" => say!(t, "next-begin", name = name),
        "finish" => say!(t, "next-finish", name = name),
        _ => say!(t, "next-show"),
    }
}

/// `/caseload`: those first who need the counselor.
pub(super) async fn caseload(visit: Visit, desk: Desk) -> Result<Response, Problem> {
    let t = visit.locale;
    if desk.account().is_none() {
        return Ok(on_to(&visit, "/sign-in?next=/caseload", &[]));
    }
    let cases = desk.list("/v1/caseload", MOST).await?;
    let order = ["late", "review_wanted", "no_plan", "proposal_open", "on_track", "finished"];
    let mut sorted: Vec<&Value> = items(&cases, "/items").collect();
    sorted.sort_by_key(|case| order.iter().position(|one| *one == text(case, "/status")));
    let rows = sorted.iter().map(|case| {
        let learner = segment(text(case, "/learner"));
        let name = match text(case, "/name") {
            "" => say!(t, "case-unnamed"),
            name => name.to_owned(),
        };
        let who = if text(case, "/next/who") == "counselor" { say!(t, "case-you") } else { say!(t, "case-she") };
        vec![
            html! { a href=(visit.link(&format!("/learners/{learner}"))) { (name) } },
            html! { @if matches!(text(case, "/status"), "late" | "review_wanted") { strong { (status(t, text(case, "/status"))) } } @else { (status(t, text(case, "/status"))) } },
            html! { (who) ": " (next(t, case)) },
            html! { (day(t, case, "/next/by")) },
            html! {
                @match text(case, "/plan") {
                    "" => "–",
                    plan => a href=(visit.link(&format!("/learners/{learner}/plans/{}", segment(plan)))) { (text(case, "/title")) },
                }
            },
            html! { (day(t, case, "/ready")) },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let title = say!(t, "caseload-title");
    let heads = [
        (&*say!(t, "case-learner"), false),
        (&*say!(t, "case-status"), false),
        (&*say!(t, "case-next"), false),
        (&*say!(t, "case-by"), false),
        (&*say!(t, "case-plan"), false),
        (&*say!(t, "case-ready"), false),
    ];
    let total = cases.get("total").and_then(Value::as_i64).unwrap_or(0);
    let main = html! {
        h1 { (title) }
        p.lead { (say!(t, "caseload-lead", count = total)) }
        @if rows.is_empty() { p { (say!(t, "caseload-empty")) } } @else { (catalogue::table(&title, &heads, &rows)) }
    };
    Ok(visit.show(&Page::new(title, main)))
}

/// `/learners/{learner}`.
pub(super) async fn learner(State(service): State<Service>, visit: Visit, desk: Desk, Id(id): Id) -> Result<Response, Problem> {
    page(&service, &visit, &desk, &id, None).await
}

/// The page, with what went wrong with a form and what was typed into it.
async fn page(service: &Service, visit: &Visit, desk: &Desk, id: &str, wrong: Option<(&Problem, &Sent)>) -> Result<Response, Problem> {
    let t = visit.locale;
    let Some(who) = desk.account() else { return Ok(on_to(visit, &format!("/sign-in?next=/learners/{}", segment(id)), &[])) };
    let visit = &visit.at(&format!("/learners/{}", segment(id)));
    let (mine, at) = (*who.id == *id, format!("/v1/learners/{}", segment(id)));
    let typed = wrong.map(|(_, sent)| sent);
    let profile = desk.get(&at).await?;
    let plans = desk.list(&format!("{at}/plans"), 50).await?;
    let waivers = desk.list(&format!("{at}/waivers"), MOST).await?;
    let evidence = desk.list(&format!("{at}/evidence"), MOST).await?;
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let name = match text(&profile, "/name") {
        "" if mine => say!(t, "learner-you"),
        "" => say!(t, "case-unnamed"),
        name => name.to_owned(),
    };
    let counselors_of = if mine { desk.list(&format!("{at}/assignments"), MOST).await? } else { Value::Null };
    let (trail, on) = if mine { (say!(t, "account-title"), "/account") } else { (say!(t, "caseload-title"), "/caseload") };
    let with = with_her(&evidence, &profile, &waivers, today);
    let plan_on = visit.link(&(if mine { with } else { with.set(Field::For, id) }).at(""));
    let main = html! {
        (crumbs(visit, &[(&trail, on)]))
        h1 { (name) }
        (slip(t, wrong.map(|(problem, _)| problem)))
        @if mine {
            (waiting(visit, id, &plans, &counselors_of))
        } @else {
            p.actions { a.button href=(plan_on) { (say!(t, "learner-plan-with")) } }
            p.quiet { (say!(t, "learner-plan-with-how")) }
        }
        h2 { (say!(t, "learner-plans")) }
        (side_by_side(visit, id, &plans))
        @if mine {
            p.actions { a.button href=(plan_on) { (say!(t, "learner-plan-job")) } }
            (new_plan(visit, desk, id, typed))
        }
        h2 { (say!(t, "learner-shows")) }
        (own::shows(visit, desk, &shelf, id, &evidence, mine))
        // Who never had a waiver need not wonder what one is.
        @if !mine || items(&waivers, "/items").next().is_some() {
            h2 #waivers { (say!(t, "waiver-title")) }
            (waived(visit, desk, &shelf, id, &waivers, typed))
        }
        @if mine {
            (counselors(visit, desk, id, &counselors_of))
            (own::called(visit, desk, id, &profile))
            (own::looks(visit, &desk.list(&format!("{at}/audit"), MOST).await?))
        }
    };
    let page = Page::new(name, main);
    Ok(visit.show(&match wrong {
        Some((problem, _)) => page.status(problem.kind().status()),
        None => page,
    }))
}

/// Plans that a counselor made for her and that wait for her word, each to look at.
fn waiting(visit: &Visit, learner: &str, plans: &Value, counselors: &Value) -> Markup {
    let t = visit.locale;
    let name = |by: &str| {
        let named = items(counselors, "/items").find(|one| text(one, "/counselor") == by).map(|one| text(one, "/counselor_name"));
        named.filter(|name| !name.is_empty()).map_or_else(|| say!(t, "proposed-by-somebody"), str::to_owned)
    };
    html! {
        @for plan in items(plans, "/items").filter(|plan| text(plan, "/proposed/decision") == "open") {
            @let path = format!("/learners/{}/plans/{}", segment(learner), segment(text(plan, "/id")));
            div.note {
                p { (say!(t, "proposed-open-one", name = name(text(plan, "/proposed/by")))) }
                p { a.button href=(visit.link(&path)) { (say!(t, "proposed-look", title = text(plan, "/title"))) } }
            }
        }
    }
}

/// The plan pages asked with what a learner can show and under her limits.
fn with_her(evidence: &Value, profile: &Value, waivers: &Value, today: Date) -> Walk {
    let walk = own::with_waivers(own::with_evidence(Walk::default(), evidence), waivers, today);
    let hours = profile.pointer("/constraints/hours_per_week").filter(|hours| hours.is_number());
    hours.map_or_else(|| walk.clone(), |hours| walk.set(Field::Hours, &hours.to_string()))
}

/// What was typed into a field that could not be taken: it is filled in again.
fn retyped<'a>(typed: Option<&'a Sent>, name: &'a str) -> Option<&'a str> {
    typed.map(|sent| sent.one(name)).filter(|typed| !typed.is_empty())
}

/// Plans beside each other: what each costs, when it is ready, and how its review stands.
fn side_by_side(visit: &Visit, learner: &str, plans: &Value) -> Markup {
    let t = visit.locale;
    let rows = items(plans, "/items").map(|plan| {
        let choice = text(plan, "/choice");
        let path = format!("/learners/{}/plans/{}", segment(learner), segment(text(plan, "/id")));
        let pathway = |pointer: &str| format!("/answer/{choice}{pointer}");
        let count = plan.pointer(&pathway("/credentials")).and_then(Value::as_i64);
        let reviewed = text(plan, "/review/hash") == text(plan, "/hash");
        vec![
            html! {
                a href=(visit.link(&path)) { (text(plan, "/title")) }
                @if plan.get("edition").and_then(Value::as_u64).is_some_and(|then| then != visit.edition.number) {
                    br; span.quiet { (say!(t, "plan-older")) }
                }
            },
            html! { (choice_name(t, choice)) },
            html! { (money(t, plan, &pathway("/price")).unwrap_or_else(|| "–".to_owned())) },
            html! { (money(t, plan, &pathway("/peak")).unwrap_or_else(|| "–".to_owned())) },
            html! { (day(t, plan, &pathway("/ready"))) },
            html! { (count.map_or_else(|| "–".to_owned(), |count| t.number(count))) },
            html! {
                @match text(plan, "/proposed/decision") {
                    "open" => strong { (say!(t, "proposed-state-open")) },
                    "rejected" => (say!(t, "proposed-state-rejected")),
                    _ => (review(t, if reviewed { text(plan, "/review/state") } else { "" })),
                }
            },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let heads = [
        (&*say!(t, "case-plan"), false),
        (&*say!(t, "saved-choice"), false),
        (&*say!(t, "saved-price"), true),
        (&*say!(t, "saved-peak"), true),
        (&*say!(t, "case-ready"), false),
        (&*say!(t, "catalogue-credentials"), true),
        (&*say!(t, "review-title"), false),
    ];
    html! {
        @if rows.is_empty() { p { (say!(t, "learner-no-plans")) } } @else {
            (catalogue::table(&say!(t, "learner-plans"), &heads, &rows))
            (step_by_step(visit, plans))
        }
    }
}

/// Plans whose steps are laid side by side, the first saved first.
const BESIDE: usize = 5;

/// Which plan takes which credential, and when.
fn step_by_step(visit: &Visit, plans: &Value) -> Markup {
    let t = visit.locale;
    let followed: Vec<(&str, Vec<&Value>)> = items(plans, "/items")
        .map(|plan| (text(plan, "/title"), items(plan, &format!("/answer/{}/steps", text(plan, "/choice"))).collect::<Vec<_>>()))
        .filter(|(_, steps)| !steps.is_empty())
        .take(BESIDE)
        .collect();
    let mut credentials: Vec<(&str, &str)> = Vec::new();
    for step in followed.iter().flat_map(|(_, steps)| steps) {
        let one = (text(step, "/credential/id"), text(step, "/credential/name"));
        if credentials.iter().all(|(id, _)| *id != one.0) {
            credentials.push(one);
        }
    }
    let when = |steps: &[&Value], id: &str| {
        let step = steps.iter().find(|step| text(step, "/credential/id") == id);
        step.map_or_else(|| "–".to_owned(), |step| say!(t, "step-dates", from = day(t, step, "/start"), to = day(t, step, "/end")))
    };
    let rows = credentials.iter().map(|(id, name)| {
        let name = html! { a href=(visit.link(&catalogue::credential_path(id))) { (name) } };
        std::iter::once(name).chain(followed.iter().map(|(_, steps)| html! { (when(steps, id)) })).collect()
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let first = say!(t, "saved-step");
    let heads: Vec<(&str, bool)> = std::iter::once((&*first, false)).chain(followed.iter().map(|(title, _)| (*title, false))).collect();
    html! {
        @if followed.len() > 1 {
            h3 { (say!(t, "learner-steps-beside")) }
            (catalogue::table(&say!(t, "learner-steps-beside"), &heads, &rows))
        }
    }
}

/// Which of an answer's pathways is followed, in words.
pub(super) fn choice_name(t: &Locale, choice: &str) -> String {
    match choice {
        "cheapest" => say!(t, "choice-cheapest"),
        "fastest" => say!(t, "choice-fastest"),
        "fewest" => say!(t, "choice-fewest"),
        "balanced" => say!(t, "choice-balanced"),
        other => other.to_owned(),
    }
}

fn new_plan(visit: &Visit, desk: &Desk, learner: &str, typed: Option<&Sent>) -> Markup {
    let t = visit.locale;
    let path = format!("/learners/{}/plan", segment(learner));
    html! {
        details open[retyped(typed, "title").is_some()] {
            summary { (say!(t, "learner-new-plan")) }
            (form(visit, desk, &path, &html! {
                div.fields {
                    div.field { label for="title" { (say!(t, "learner-plan-title")) } input.wide #title type="text" name="title" maxlength="200" required value=[retyped(typed, "title")]; }
                    div.field { label for="role" { (say!(t, "field-role")) } input.wide #role type="text" name="role" maxlength="500" required value=[retyped(typed, "role")]; }
                    div.field { label for="hours" { (say!(t, "field-hours")) } input #hours type="number" name="hours" min="1" max="168" step="any" value=[retyped(typed, "hours")]; }
                    div.field {
                        label for="choice" { (say!(t, "saved-choice")) }
                        select #choice name="choice" {
                            @for choice in ["cheapest", "fastest", "fewest"] { option value=(choice) { (choice_name(t, choice)) } }
                        }
                    }
                }
                button { (say!(t, "learner-save-plan")) }
            }))
        }
    }
}

fn waived(visit: &Visit, desk: &Desk, shelf: &Shelf, learner: &str, waivers: &Value, typed: Option<&Sent>) -> Markup {
    let (t, graph) = (visit.locale, &shelf.graph);
    let counsels = desk.account().is_some_and(|who| who.role == Role::Counselor);
    let name = |id: &str| {
        graph.find_competency(id).map_or_else(|| id.to_owned(), |at| graph.competency(at).name.in_language(t.names()).to_owned())
    };
    let rows = items(waivers, "/items").map(|waiver| {
        let ended = waiver.get("ended_at").is_some();
        vec![
            html! { (name(text(waiver, "/competency"))) },
            html! { (text(waiver, "/reason")) },
            html! { (day(t, waiver, "/until")) },
            html! {
                @if ended { (say!(t, "waiver-ended")) ", " (day(t, waiver, "/ended_at")) }
                @else if counsels {
                    (form(visit, desk, &format!("/learners/{}/end-waiver", segment(learner)), &html! {
                        input type="hidden" name="id" value=(text(waiver, "/id"));
                        input type="hidden" name="version" value=(waiver.get("version").cloned().unwrap_or_default());
                        button.second aria-label=(say!(t, "waiver-end-named", name = name(text(waiver, "/competency")))) { (say!(t, "waiver-end")) }
                    }))
                } @else { (say!(t, "waiver-holds")) }
            },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let heads = [
        (&*say!(t, "catalogue-competency"), false),
        (&*say!(t, "waiver-reason"), false),
        (&*say!(t, "waiver-until"), false),
        (&*say!(t, "case-status"), false),
    ];
    html! {
        p { (say!(t, "waiver-lead")) }
        @if rows.is_empty() { p { (say!(t, "waiver-none")) } } @else { (catalogue::table(&say!(t, "waiver-title"), &heads, &rows)) }
        @if counsels {
            (form(visit, desk, &format!("/learners/{}/waive", segment(learner)), &html! {
                div.fields {
                    div.field { label for="competency" { (say!(t, "catalogue-competency")) } input.wide #competency type="text" name="competency" maxlength="500" required value=[retyped(typed, "competency")]; }
                    div.field { label for="level" { (say!(t, "waiver-level")) } input #level type="number" name="level" min="1" max="9"; }
                    div.field { label for="reason" { (say!(t, "waiver-reason")) } input.wide #reason type="text" name="reason" maxlength="2000" required value=[retyped(typed, "reason")]; }
                    div.field { label for="until" { (say!(t, "waiver-until")) } input #until type="date" name="until"; }
                }
                button.second { (say!(t, "waiver-make")) }
            }))
        }
    }
}

fn counselors(visit: &Visit, desk: &Desk, learner: &str, assignments: &Value) -> Markup {
    let t = visit.locale;
    let open = items(assignments, "/items").filter(|one| text(one, "/state") != "ended");
    let open: Vec<&Value> = open.collect();
    html! {
        h2 { (say!(t, "counselor-title")) }
        p { (say!(t, "counselor-lead")) }
        @if open.is_empty() { p { (say!(t, "counselor-none")) } }
        ul.plain {
            @for one in open {
                li.asks {
                    @let agreed = text(one, "/state") == "agreed";
                    span {
                        @if !text(one, "/counselor_name").is_empty() { strong { (text(one, "/counselor_name")) } ". " }
                        (say!(t, "counselor-since", day = day(t, one, "/asked_at"))) " "
                        (if agreed { say!(t, "counselor-agreed") } else { say!(t, "counselor-asked") })
                    }
                    @for (action, label, show) in [("agree", say!(t, "counselor-agree"), !agreed), ("end", say!(t, "counselor-end"), true)] {
                        @if show {
                            (form(visit, desk, &format!("/learners/{}/{action}", segment(learner)), &html! {
                                input type="hidden" name="counselor" value=(text(one, "/counselor"));
                                button.second { (label) }
                            }))
                        }
                    }
                }
            }
        }
    }
}

/// Does what a form of a learner's page asks.
pub(super) async fn act(
    State(service): State<Service>,
    visit: Visit,
    desk: Desk,
    Path((learner, action)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    match done(&service, &desk, &learner, &action, &sent).await {
        Ok(on) => Ok(on_to(&visit, &on, &[])),
        Err(problem) if can_be_mended(&problem) => page(&service, &visit, &desk, &learner, Some((&problem, &sent))).await,
        Err(problem) => Err(problem),
    }
}

/// Does it; gives the page to go on to.
async fn done(service: &Service, desk: &Desk, learner: &str, action: &str, sent: &Sent) -> Result<String, Problem> {
    let at = format!("/v1/learners/{}", segment(learner));
    let back = format!("/learners/{}", segment(learner));
    let number = |name: &str| sent.one(name).replace(',', ".").parse::<f64>().ok();
    match action {
        "plan" => {
            let mut question = json!({"role": sent.one("role")});
            if let Some(hours) = number("hours") {
                question["hours_per_week"] = json!(hours);
            }
            let body = json!({"title": sent.one("title"), "choice": sent.one("choice"), "question": question});
            let made = desk.send(Method::POST, &format!("{at}/plans"), Some(&body), None).await?;
            return Ok(format!("{back}/plans/{}", segment(text(&made.body, "/id"))));
        }
        "waive" => {
            let shelf = service.advisor().shelf();
            let competency = competency_named(&shelf, sent.one("competency"), "/competency")?;
            let mut body = json!({"competency": shelf.graph.competency(competency).id.as_str(), "reason": sent.one("reason")});
            if let Ok(level) = sent.one("level").parse::<u8>() {
                body["level"] = json!(level);
            }
            if !sent.one("until").is_empty() {
                body["until"] = json!(sent.one("until"));
            }
            desk.send(Method::POST, &format!("{at}/waivers"), Some(&body), None).await?;
        }
        "end-waiver" => {
            let path = format!("{at}/waivers/{}", segment(sent.one("id")));
            desk.send(Method::DELETE, &path, None, Some(sent.one("version"))).await?;
        }
        "name" => own::rename(desk, learner, sent.one("name"), sent.one("version")).await?,
        "write-down" => {
            let shelf = service.advisor().shelf();
            own::write_down(desk, &shelf, learner, sent.one("what"), sent.one("level")).await?;
        }
        "take-out" => {
            let path = format!("{at}/evidence/{}", segment(sent.one("id")));
            desk.send(Method::DELETE, &path, None, Some(sent.one("version"))).await?;
        }
        "agree" => {
            let path = format!("{at}/assignments/{}/agreement", segment(sent.one("counselor")));
            desk.send(Method::PUT, &path, None, None).await?;
        }
        "end" => {
            desk.send(Method::DELETE, &format!("{at}/assignments/{}", segment(sent.one("counselor"))), None, None).await?;
        }
        _ => return Err(Problem::new(Kind::NotFound, "there is nothing to do here")),
    }
    Ok(back)
}
