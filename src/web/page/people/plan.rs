//! `/learners/{learner}/plans/{id}`: a saved plan to work with: steps to tick off, funding worksheet, review, proposals. On paper: an action
//! plan.

use super::{
    Desk, MOST, Page, Sent, Visit, can_be_mended,
    caseload::{choice_name, review},
    crumbs, day, form, items, money, on_to,
    own::{with_evidence, with_waivers},
    proposals, slip, text,
};
use crate::{
    access::Role,
    explain::capital,
    locale::{Locale, say},
    model::{Currency, Effort},
    web::{
        Service,
        api::shape::PathwaysRequest,
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

/// A plan as it is shown: whose, which, and by whom it is looked at.
pub(super) struct Shown<'a> {
    pub(super) visit: &'a Visit,
    pub(super) desk: &'a Desk,
    pub(super) path: String,
    pub(super) plan: &'a Value,
    pub(super) own: bool,
    pub(super) counsels: bool,
    /// What was sent and could not be done: it is filled in again.
    pub(super) sent: Option<&'a Sent>,
}

impl<'a> Shown<'a> {
    /// Whether somebody else made it and the learner did not take it on.
    pub(super) fn is_rejected(&self) -> bool {
        text(self.plan, "/proposed/decision") == "rejected"
    }

    /// Whether somebody else made it and it waits for the learner's word.
    fn is_open(&self) -> bool {
        text(self.plan, "/proposed/decision") == "open"
    }

    /// What was typed into the nth field of this name, from 1.
    pub(super) fn typed(&self, name: &'a str, nth: usize) -> &'a str {
        self.sent.and_then(|sent| sent.all(name).nth(nth - 1)).unwrap_or_default()
    }

    /// The same as a value to fill in, where there is one.
    pub(super) fn retyped(&self, name: &'a str, nth: usize) -> Option<&'a str> {
        Some(self.typed(name, nth)).filter(|typed| !typed.is_empty())
    }

    /// A form about the plan, with the version it was made for.
    pub(super) fn form(&self, action: &str, inside: &Markup) -> Markup {
        form(
            self.visit,
            self.desk,
            &format!("{}/{action}", self.path),
            &html! {
                input type="hidden" name="version" value=(self.plan.get("version").cloned().unwrap_or_default());
                (inside)
            },
        )
    }
}

/// The page of one plan.
pub(super) async fn show(
    State(service): State<Service>,
    visit: Visit,
    desk: Desk,
    Path((learner, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    page(&service, &visit, &desk, (&learner, &id), Besides::default()).await
}

/// What a page says besides what it always says.
#[derive(Default)]
struct Besides<'a> {
    /// What is different where it was refreshed, or a change was accepted, just now.
    difference: Option<&'a Value>,
    /// What went wrong with a form, and what was typed into it.
    slip: Option<(&'a Problem, &'a Sent)>,
}

async fn page(
    service: &Service,
    visit: &Visit,
    desk: &Desk,
    (learner, id): (&str, &str),
    besides: Besides<'_>,
) -> Result<Response, Problem> {
    let t = visit.locale;
    let path = format!("/learners/{}/plans/{}", segment(learner), segment(id));
    let Some(who) = desk.account() else { return Ok(on_to(visit, &format!("/sign-in?next={path}"), &[])) };
    let visit = &visit.at(&path);
    let plan = desk.get(&format!("/v1{path}")).await?;
    let proposals = desk.list(&format!("/v1{path}/proposals"), MOST).await?;
    let evidence = desk.list(&format!("/v1/learners/{}/evidence", segment(learner)), MOST).await?;
    let waivers = desk.list(&format!("/v1/learners/{}/waivers", segment(learner)), MOST).await?;
    let question = asked(service, &plan, &evidence, &waivers);
    let links = if *who.id == *learner { desk.list(&format!("/v1{path}/links"), 1000).await? } else { Value::Null };
    let paper = visit.link(&format!("{path}/plan.pdf"));
    let own = *who.id == *learner;
    let sent = besides.slip.map(|(_, sent)| sent);
    let shown = Shown { visit, desk, own, counsels: who.role == Role::Counselor, path, plan: &plan, sent };
    let waits = shown.is_open() || shown.is_rejected();
    let maker = if own && waits { maker(desk, learner, text(&plan, "/proposed/by")).await? } else { String::new() };
    let title = text(&plan, "/title").to_owned();
    let pathway = plan.pointer(&format!("/answer/{}", text(&plan, "/choice"))).cloned().unwrap_or_default();
    let back = format!("/learners/{}", segment(learner));
    let main = html! {
        @if own { (crumbs(visit, &[(&say!(t, "account-plans"), &back)])) }
        @else { (crumbs(visit, &[(&say!(t, "caseload-title"), "/caseload"), (&say!(t, "case-learner"), &back)])) }
        h1 { (title) }
        (slip(t, besides.slip.map(|(problem, _)| problem)))
        (proposed(service, &shown, &maker, &proposals))
        @match besides.difference {
            Some(difference) => { (different(service, visit, difference)) }
            None => { (newer(service, &shown)) }
        }
        (facts(service, visit, &plan, &pathway))
        p.actions.noprint {
            a.button href=(visit.link(&question.at("/plan"))) { (say!(t, "saved-open")) }
            @if !pathway.is_null() {
                a href=(paper) download="pathstack.pdf" { (say!(t, "keep-paper")) }
                a href=(visit.link(&question.at("/plan.ics"))) download="pathstack.ics" { (say!(t, "keep-calendar")) }
                button.second type="button" data-print hidden { (say!(t, "keep-print-button")) }
            }
        }
        @if pathway.is_null() { p { (say!(t, "saved-no-way")) } } @else {
            h2 { (say!(t, "saved-steps")) }
            (steps(&shown, &pathway))
            h2 { (say!(t, "saved-worksheet")) }
            (worksheet(visit, &pathway))
            h2 { (say!(t, "check-heading")) }
            @let doubts: Vec<&str> = items(&pathway, "/assumptions").map(|one| text(one, "/text")).collect();
            @if doubts.is_empty() { p { (say!(t, "check-none")) } } @else { ul { @for doubt in doubts { li { (capital(doubt)) } } } }
        }
        @if shown.own && !waits {
            div.noprint {
                p { (say!(t, "saved-refresh-lead")) }
                (shown.form("refresh", &html! { button.second { (say!(t, "saved-refresh")) } }))
                (shown.form("link", &html! { button.second { (say!(t, "link-button")) } }))
                (open_links(&shown, &links))
            }
        }
        @if !waits {
            h2 #review { (say!(t, "review-title")) }
            (reviewed(&shown))
            h2 #proposals { (say!(t, "proposal-title")) }
            (proposals::proposals(&shown, service, &proposals))
        }
        @if shown.own {
            div.noprint {
                h2 { (say!(t, "saved-delete-title")) }
                (shown.form("delete", &html! {
                    p { label.tick { input type="checkbox" name="sure" value="1" required; (say!(t, "saved-delete-sure")) } }
                    button.second { (say!(t, "saved-delete")) }
                }))
            }
        }
    };
    let page = Page::new(title, main);
    Ok(visit.show(&match besides.slip {
        Some((problem, _)) => page.status(problem.kind().status()),
        None => page,
    }))
}

/// The counselor who made a plan, by the name the learner knows her by.
async fn maker(desk: &Desk, learner: &str, id: &str) -> Result<String, Problem> {
    let all = desk.list(&format!("/v1/learners/{}/assignments", segment(learner)), MOST).await?;
    let named = items(&all, "/items").find(|one| text(one, "/counselor") == id);
    Ok(named.map_or_else(String::new, |one| text(one, "/counselor_name").to_owned()))
}

/// The question of a plan with every change that waits, to see the whole as it is meant.
fn meant(service: &Service, plan: &Value, proposals: &Value) -> Option<String> {
    let request: PathwaysRequest = serde_json::from_value(plan.get("question")?.clone()).ok()?;
    let waiting = items(proposals, "/items").flat_map(|proposal| items(proposal, "/changes"));
    let mut waiting = waiting.filter(|change| text(change, "/decision") == "open").peekable();
    waiting.peek()?;
    let whole = waiting.try_fold(request, |question, change| question.changed(text(change, "/change"))).ok()?;
    let walk = Walk::of_request(&whole, service.advisor().shelf().graph.currency());
    Some(walk.set(Field::Pick, text(plan, "/choice")).at("/plan"))
}

/// Who made a plan that is not the learner's own, and the learner's word on it.
fn proposed(service: &Service, shown: &Shown<'_>, maker: &str, proposals: &Value) -> Markup {
    let (t, plan) = (shown.visit.locale, shown.plan);
    let on = day(t, plan, "/proposed/decided_at");
    let note = text(plan, "/proposed/note");
    let name = if maker.is_empty() { say!(t, "proposed-by-somebody") } else { maker.to_owned() };
    html! {
        @match text(plan, "/proposed/decision") {
            "" => {},
            "accepted" => p.quiet { (say!(t, "proposed-accepted", day = on)) },
            "rejected" => p.note { (say!(t, "proposed-rejected", day = on)) @if shown.own { " " (say!(t, "proposed-rejected-own")) } },
            _ => section.note aria-labelledby="proposed" {
                h2 #proposed { (if shown.own { say!(t, "proposed-title") } else { say!(t, "proposed-waits") }) }
                @if shown.own { p { (say!(t, "proposed-by", name = name, day = day(t, plan, "/created_at"))) } }
                @if !note.is_empty() { blockquote { p { (note) } } }
                @if shown.own {
                    (shown.form("take-on", &html! {
                        p.actions {
                            button name="decision" value="accepted" { (say!(t, "proposed-accept")) }
                            button.second name="decision" value="rejected" { (say!(t, "proposed-reject")) }
                        }
                    }))
                }
                @if items(proposals, "/items").next().is_some() {
                    h3 #proposals { (say!(t, "save-for-changes")) }
                    @if shown.own { p { (say!(t, "proposed-changes")) } }
                    (proposals::each(shown, service, proposals))
                    @if let Some(meant) = meant(service, plan, proposals) {
                        p.noprint { a href=(shown.visit.link(&meant)) { (say!(t, "proposed-whole")) } }
                    }
                }
            },
        }
    }
}

/// The question of a plan with what can be shown by now, to be asked on the pages that everybody has.
fn asked(service: &Service, plan: &Value, evidence: &Value, waivers: &Value) -> Walk {
    let request: PathwaysRequest = plan.get("question").cloned().and_then(|asked| serde_json::from_value(asked).ok()).unwrap_or_default();
    let walk = Walk::of_request(&request, service.advisor().shelf().graph.currency());
    with_waivers(with_evidence(walk, evidence), waivers, service.today()).set(Field::Pick, text(plan, "/choice"))
}

/// Links to a plan that lead to it still, each to be revoked.
fn open_links(shown: &Shown<'_>, links: &Value) -> Markup {
    let t = shown.visit.locale;
    let open: Vec<&Value> = items(links, "/items").filter(|link| link.get("revoked_at").is_none_or(Value::is_null)).collect();
    html! {
        @if !open.is_empty() {
            ul.records {
                @for link in open {
                    li {
                        span { (say!(t, "link-open", made = day(t, link, "/created_at"), until = day(t, link, "/expires_at"))) }
                        (shown.form("revoke", &html! {
                            input type="hidden" name="id" value=(text(link, "/id"));
                            button.second.small { (say!(t, "link-revoke")) }
                        }))
                    }
                }
            }
        }
    }
}

/// What was waived when the plan was answered, by name.
pub(super) fn waived_names(service: &Service, visit: &Visit, plan: &Value) -> Vec<String> {
    let shelf = service.advisor().shelf();
    let graph = &shelf.graph;
    let name = |id: &str| {
        let known = graph.find_competency(id).map(|at| graph.competency(at).name.in_language(visit.locale.names()));
        known.unwrap_or(id).to_owned()
    };
    items(plan, "/waived").filter_map(Value::as_str).map(name).collect()
}

/// Says where the catalogue is another one than the plan rests on.
fn newer(service: &Service, shown: &Shown<'_>) -> Markup {
    let t = shown.visit.locale;
    let (then, now) = (shown.plan.get("edition").and_then(Value::as_u64), service.advisor().shelf().graph.edition().number);
    html! {
        @if then.is_some_and(|then| then != now) {
            div.note.noprint {
                p { (say!(t, "saved-newer")) }
                @if shown.own { (shown.form("refresh", &html! { button { (say!(t, "saved-refresh")) } })) }
            }
        }
    }
}

/// What is different since a plan was answered before.
fn different(service: &Service, visit: &Visit, difference: &Value) -> Markup {
    let t = visit.locale;
    let shelf = service.advisor().shelf();
    let graph = &shelf.graph;
    let name = |id: &str| {
        graph.find_credential(id).map_or_else(|| id.to_owned(), |at| graph.credential(at).name.in_language(t.names()).to_owned())
    };
    let names = |pointer: &str| -> Vec<String> { items(difference, pointer).filter_map(Value::as_str).map(name).collect() };
    let moved: Vec<String> = items(difference, "/moved").map(|one| name(text(one, "/credential"))).collect();
    let unknown = || say!(t, "unknown");
    let price = |pointer: &str| money(t, difference, pointer).unwrap_or_else(unknown);
    let changed = difference.get("changed").and_then(Value::as_bool) == Some(true);
    let steps = [(say!(t, "diff-added"), names("/added")), (say!(t, "diff-dropped"), names("/dropped")), (say!(t, "diff-moved"), moved)];
    html! {
        section.note role="status" aria-labelledby="different" {
            h2 #different { (say!(t, "different-title")) }
            @if changed {
                dl.facts {
                    dt { (say!(t, "saved-price")) }
                    dd { (say!(t, "different-then", before = price("/price_before"), after = price("/price_after"))) }
                    dt { (say!(t, "case-ready")) }
                    dd { (say!(t, "different-then", before = day(t, difference, "/ready_before"), after = day(t, difference, "/ready_after"))) }
                    @for (label, names) in steps.iter().filter(|(_, names)| !names.is_empty()) { dt { (label) } dd { (t.list(names)) } }
                }
                p { (say!(t, "different-review")) }
            } @else {
                p { (say!(t, "different-nothing")) }
            }
        }
    }
}

/// What is proven of a saved pathway, in the reader's language whatever it was saved in.
pub(super) fn proof(t: &Locale, pathway: &Value) -> String {
    let currency = text(pathway, "/price/currency").parse().unwrap_or(Currency::USD);
    let figure = |name: &str| pathway.get(name).and_then(Value::as_i64);
    match text(pathway, "/proof") {
        "optimal" => say!(t, "proof-optimal"),
        "unknown_figures" => say!(t, "proof-unknown"),
        _ => match (figure("not_below"), figure("not_fewer")) {
            (Some(least), _) => say!(t, "proof-not-below", price = t.money(least, currency)),
            (_, Some(least)) => say!(t, "proof-not-fewer", count = least),
            _ if !text(pathway, "/not_before").is_empty() => say!(t, "proof-not-before", day = day(t, pathway, "/not_before")),
            _ => say!(t, "proof-open"),
        },
    }
}

fn facts(service: &Service, visit: &Visit, plan: &Value, pathway: &Value) -> Markup {
    let t = visit.locale;
    let amount = |pointer: &str| money(t, pathway, pointer).unwrap_or_else(|| say!(t, "unknown"));
    let role = plan.pointer("/answer/role");
    let waived = waived_names(service, visit, plan);
    html! {
        dl.facts {
            @if let Some(role) = role {
                dt { (say!(t, "catalogue-role")) }
                dd { a href=(visit.link(&catalogue::role_path(text(role, "/id")))) { (text(role, "/name")) } }
            }
            dt { (say!(t, "saved-choice")) } dd { (choice_name(t, text(plan, "/choice"))) }
            @if !pathway.is_null() {
                dt { (say!(t, "saved-price")) } dd { (amount("/price")) }
                dt { (say!(t, "case-ready")) } dd { (day(t, pathway, "/ready")) }
                dt { (say!(t, "saved-proven")) } dd { (proof(t, pathway)) }
            }
            @if !waived.is_empty() { dt { (say!(t, "waiver-title")) } dd { (t.list(&waived)) } }
            dt { (say!(t, "saved-changed")) } dd { (day(t, plan, "/changed_at")) }
        }
    }
}

pub(super) fn state_name(t: &Locale, state: &str) -> String {
    match state {
        "started" => say!(t, "tick-started"),
        "earned" => say!(t, "tick-earned"),
        "dropped" => say!(t, "tick-dropped"),
        _ => say!(t, "tick-open"),
    }
}

/// Steps with their days and what they cost; whoever follows the plan ticks them off.
fn steps(shown: &Shown<'_>, pathway: &Value) -> Markup {
    let t = shown.visit.locale;
    let state = |id: &str| items(shown.plan, "/progress").find(|one| text(one, "/credential") == id).map_or("", |one| text(one, "/state"));
    let rows = items(pathway, "/steps").map(|step| {
        let id = text(step, "/credential/id");
        let hours = step.get("hours").and_then(Value::as_f64);
        let now = state(id);
        vec![
            html! {
                a href=(shown.visit.link(&catalogue::credential_path(id))) { (text(step, "/credential/name")) }
                @if let Some(why) = items(step, "/reasons").next() { br; span.quiet { (text(why, "/text")) } }
            },
            html! { (day(t, step, "/start")) },
            html! { (day(t, step, "/end")) },
            html! { (hours.map_or_else(|| say!(t, "unknown"), |hours| effort(t, hours))) },
            html! { span.wraps { (step_price(t, step)) } },
            html! {
                (state_name(t, now))
                @if shown.own && !shown.is_open() && !shown.is_rejected() {
                    (shown.form("progress", &html! {
                        input type="hidden" name="credential" value=(id);
                        span.row {
                            @for (to, label) in [("started", say!(t, "tick-start")), ("earned", say!(t, "tick-earn")), ("dropped", say!(t, "tick-drop"))] {
                                @if to != now {
                                    button.second name="state" value=(to) aria-label={ (label) ": " (text(step, "/credential/name")) } { (label) }
                                }
                            }
                        }
                    }))
                }
            },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let heads = [
        (&*say!(t, "saved-step"), false),
        (&*say!(t, "saved-start"), false),
        (&*say!(t, "saved-end"), false),
        (&*say!(t, "way-hours"), true),
        (&*say!(t, "field-price"), true),
        (&*say!(t, "case-status"), false),
    ];
    catalogue::table(&say!(t, "saved-steps"), &heads, &rows)
}

/// What a step costs itself. One that a subscription or a bundle carries is not free: what that takes stands on the worksheet.
pub(super) fn step_price(t: &Locale, step: &Value) -> String {
    let Some(told) = money(t, step, "/price") else { return say!(t, "step-price-unknown") };
    let carried = items(step, "/payments").any(|payment| !text(payment, "/plan").is_empty());
    match step.pointer("/price/minor").and_then(Value::as_i64) {
        Some(0) if carried => say!(t, "saved-in-plan"),
        _ if carried => say!(t, "saved-beside-plan", price = told),
        _ => told,
    }
}

/// Hours of an answer as they are read. Those of a step are far below what the type holds.
pub(super) fn effort(t: &Locale, hours: f64) -> String {
    t.effort(Effort::minutes((hours * 60.0).round() as i64))
}

/// What has to be paid each year to keep what was earned.
pub(super) fn upkeep(t: &Locale, pathway: &Value) -> String {
    match pathway.pointer("/upkeep_per_year/minor").and_then(Value::as_i64) {
        Some(0) => say!(t, "saved-no-upkeep"),
        _ => money(t, pathway, "/upkeep_per_year").unwrap_or_else(|| say!(t, "unknown")),
    }
}

/// What is due when, who pays it, and how much must be advanced.
fn worksheet(visit: &Visit, pathway: &Value) -> Markup {
    let t = visit.locale;
    let amount = |line: &Value| line.pointer("/amount/minor").and_then(Value::as_i64);
    let rows = items(pathway, "/ledger").map(|line| {
        let received = amount(line).is_some_and(|minor| minor < 0);
        let told = money(t, line, "/amount").unwrap_or_else(|| say!(t, "unknown"));
        let told = told.trim_start_matches('\u{2212}').to_owned();
        vec![
            html! { (day(t, line, "/day")) },
            html! { (text(line, "/text")) },
            html! { @if !received { (told) } },
            html! { @if received { (told) } },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let heads = [
        (&*say!(t, "saved-day"), false),
        (&*say!(t, "saved-for"), false),
        (&*say!(t, "saved-due"), true),
        (&*say!(t, "saved-funded"), true),
    ];
    let total = |pointer: &str| money(t, pathway, pointer).unwrap_or_else(|| say!(t, "unknown"));
    html! {
        @if rows.is_empty() { p { (say!(t, "saved-nothing-due")) } } @else { (catalogue::table(&say!(t, "saved-worksheet"), &heads, &rows)) }
        dl.facts {
            dt { (say!(t, "saved-list-price")) } dd { (total("/list_price")) }
            dt { (say!(t, "saved-net")) } dd { (total("/price")) }
            dt { (say!(t, "saved-peak")) } dd { (total("/peak")) }
            dt { (say!(t, "saved-upkeep")) } dd { (upkeep(t, pathway)) }
        }
    }
}

fn reviewed(shown: &Shown<'_>) -> Markup {
    let (t, plan) = (shown.visit.locale, shown.plan);
    // A review is of the plan as it was: of another plan it says nothing.
    let holds = text(plan, "/review/hash") == text(plan, "/hash");
    let state = if holds { text(plan, "/review/state") } else { "" };
    html! {
        p { strong { (review(t, state)) } @if holds { " " span.quiet { (day(t, plan, "/review/at")) } } }
        @if !text(plan, "/review/note").is_empty() { p { "“" (text(plan, "/review/note")) "”" } }
        p.quiet { (say!(t, "review-falls")) }
        @if shown.own && state != "requested" { (shown.form("request-review", &html! { button.second { (say!(t, "review-request")) } })) }
        @if shown.counsels {
            (shown.form("review", &html! {
                p.field { label for="note" { (say!(t, "review-note")) } input.wide #note type="text" name="note" maxlength="2000"; }
                p.actions {
                    button name="state" value="approved" { (say!(t, "review-approve")) }
                    button.second name="state" value="changes_wanted" { (say!(t, "review-want-changes")) }
                }
            }))
        }
    }
}

/// Does what a form of the page asks.
pub(super) async fn act(
    State(service): State<Service>,
    visit: Visit,
    desk: Desk,
    Path((learner, id, action)): Path<(String, String, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    let path = format!("/learners/{}/plans/{}", segment(&learner), segment(&id));
    let at = format!("/v1{path}");
    let version = Some(sent.one("version"));
    match action.as_str() {
        "progress" => {
            let to = format!("{at}/progress/{}", segment(sent.one("credential")));
            match desk.send(Method::PUT, &to, Some(&json!({"state": sent.one("state")})), version).await {
                Ok(_) => {}
                // The page as it is now offers to take the plan on.
                Err(problem) if problem.kind() == Kind::NotTakenOn => {
                    let besides = Besides { slip: Some((&problem, &sent)), ..Besides::default() };
                    return page(&service, &visit, &desk, (&learner, &id), besides).await;
                }
                Err(problem) => return Err(problem),
            }
        }
        "refresh" => {
            let answered = desk.send(Method::POST, &format!("{at}/refresh"), None, version).await?;
            // What is different is kept nowhere: it is shown this once.
            let besides = Besides { difference: answered.body.get("difference"), ..Besides::default() };
            return page(&service, &visit, &desk, (&learner, &id), besides).await;
        }
        "revoke" => drop(desk.send(Method::DELETE, &format!("{at}/links/{}", segment(sent.one("id"))), None, None).await?),
        "delete" if !sent.one("sure").is_empty() => {
            desk.send(Method::DELETE, &at, None, version).await?;
            return Ok(on_to(&visit, &format!("/learners/{}", segment(&learner)), &[]));
        }
        "request-review" => drop(desk.send(Method::POST, &format!("{at}/review-request"), None, version).await?),
        "review" => {
            let mut body = json!({"state": sent.one("state")});
            if !sent.one("note").is_empty() {
                body["note"] = json!(sent.one("note"));
            }
            desk.send(Method::PUT, &format!("{at}/review"), Some(&body), version).await?;
        }
        "propose" => {
            let body = proposals::body(&sent, service.advisor().shelf().graph.currency());
            return match desk.send(Method::POST, &format!("{at}/proposals"), Some(&body), None).await {
                Ok(_) => Ok(on_to(&visit, &format!("{path}#proposals"), &[])),
                Err(problem) if can_be_mended(&problem) => {
                    let besides = Besides { slip: Some((&problem, &sent)), ..Besides::default() };
                    page(&service, &visit, &desk, (&learner, &id), besides).await
                }
                Err(problem) => Err(problem),
            };
        }
        "take-on" => {
            desk.send(Method::PUT, &format!("{at}/decision"), Some(&json!({"decision": sent.one("decision")})), version).await?;
        }
        "decide" => {
            let to = format!("{at}/proposals/{}/changes/{}", segment(sent.one("proposal")), segment(sent.one("at")));
            let answered = desk.send(Method::PUT, &to, Some(&json!({"decision": sent.one("decision")})), version).await?;
            if sent.one("decision") == "accepted" {
                // What the change did to the plan is kept nowhere: it is shown this once.
                let besides = Besides { difference: answered.body.get("difference"), ..Besides::default() };
                return page(&service, &visit, &desk, (&learner, &id), besides).await;
            }
            return Ok(on_to(&visit, &format!("{path}#proposals"), &[]));
        }
        _ => return Err(Problem::new(Kind::NotFound, "there is nothing to do here")),
    }
    Ok(on_to(&visit, &path, &[]))
}
