//! `/account`: who is signed in, where to go from here, tokens for programs, password, signing out.

use super::{Desk, Page, Sent, Visit, can_be_mended, day, door::field, form, items, on_to, slip, text};
use crate::{
    access::Role,
    locale::say,
    web::{
        asked::Id,
        page::catalogue,
        problem::{Kind, Problem},
    },
};
use axum::{http::Method, response::Response};
use maud::{Markup, html};
use serde_json::{Value, json};

/// What a page says besides what it always says.
#[derive(Default)]
struct Besides {
    problem: Option<Problem>,
    /// The secret of a token that was just made: shown this once.
    secret: Option<String>,
}

/// The page of whoever is signed in.
pub(super) async fn show(visit: Visit, desk: Desk) -> Result<Response, Problem> {
    page(&visit, &desk, Besides::default()).await
}

async fn page(visit: &Visit, desk: &Desk, besides: Besides) -> Result<Response, Problem> {
    let t = visit.locale;
    let Some(who) = desk.account() else { return Ok(on_to(visit, "/sign-in?next=/account", &[])) };
    let visit = &visit.at("/account");
    let account = desk.get("/v1/account").await?;
    let tokens = desk.list("/v1/tokens", 1000).await?;
    let title = say!(t, "account-title");
    // Whoever comes from an organisation has no password here.
    let own_password = account.get("username").is_some();
    let main = html! {
        h1 { (title) }
        (slip(t, besides.problem.as_ref()))
        dl.facts {
            @if own_password {
                dt { (say!(t, "sign-in-name")) } dd { (text(&account, "/username")) }
            } @else {
                dt { (say!(t, "account-organisation")) } dd { (text(&account, "/identity/issuer")) }
            }
            dt { (say!(t, "account-role")) } dd { (match who.role {
                Role::Learner => say!(t, "account-learner"),
                Role::Counselor => say!(t, "account-counselor"),
                Role::Provider => say!(t, "account-provider"),
                Role::Operator => say!(t, "account-operator"),
            }) }
            dt { (say!(t, "account-since")) } dd { (day(t, &account, "/created_at")) }
        }
        p.actions {
            @match (who.role, &who.provider) {
                (Role::Learner, _) => a.button href=(visit.link(&format!("/learners/{}", who.id))) { (say!(t, "account-plans")) },
                (Role::Counselor, _) => a.button href=(visit.link("/caseload")) { (say!(t, "caseload-title")) },
                (Role::Provider, Some(id)) => a.button href=(visit.link(&catalogue::organisation_path(id))) { (say!(t, "coverage-own")) },
                _ => {},
            }
        }
        (form(visit, desk, "/account/sign-out", &html! {
            p.actions {
                button.second { (say!(t, "account-sign-out")) }
                button.second name="everywhere" value="1" { (say!(t, "account-sign-out-everywhere")) }
            }
        }))
        @if own_password {
            h2 { (say!(t, "account-password")) }
            (form(visit, desk, "/account/password", &html! {
                (field("password", "password", "current-password", &say!(t, "account-password-now"), None))
                (field("new_password", "password", "new-password", &say!(t, "account-password-new"), Some(&say!(t, "register-password-hint", count = desk.password_letters()))))
                button.second { (say!(t, "account-password-change")) }
            }))
        }
        (tokens_section(visit, desk, &tokens, besides.secret.as_deref()))
        @if who.role == Role::Learner { (leave(visit, desk, &who.id)) }
    };
    let page = Page::new(title, main);
    Ok(visit.show(&match besides.problem {
        Some(problem) => page.status(problem.kind().status()),
        None => page,
    }))
}

fn tokens_section(visit: &Visit, desk: &Desk, tokens: &Value, secret: Option<&str>) -> Markup {
    let t = visit.locale;
    let open = items(tokens, "/items").filter(|token| token.get("revoked_at").is_none());
    let rows = open.map(|token| {
        let scopes: Vec<&str> = items(token, "/scopes").filter_map(Value::as_str).collect();
        vec![
            html! { (text(token, "/name")) },
            html! { (scopes.join(", ")) },
            html! { (day(t, token, "/expires_at")) },
            form(
                visit,
                desk,
                "/account/revoke",
                &html! {
                    input type="hidden" name="id" value=(text(token, "/id"));
                    button.second aria-label=(say!(t, "token-revoke-named", name = text(token, "/name"))) { (say!(t, "token-revoke")) }
                },
            ),
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let heads = [
        (&*say!(t, "token-name"), false),
        (&*say!(t, "token-scopes"), false),
        (&*say!(t, "token-ends"), false),
        (&*say!(t, "token-revoke"), false),
    ];
    html! {
        h2 #tokens { (say!(t, "token-title")) }
        p { (say!(t, "token-lead")) }
        @if let Some(secret) = secret {
            div.note role="status" { p { (say!(t, "token-made")) } p { code { (secret) } } }
        }
        @if !rows.is_empty() { (catalogue::table(&say!(t, "token-title"), &heads, &rows)) }
        details {
            summary { (say!(t, "token-make")) }
            (form(visit, desk, "/account/token", &html! {
            p.field { label for="name" { (say!(t, "token-name")) } input.wide #name type="text" name="name" maxlength="100" required; }
            fieldset {
                legend { (say!(t, "token-scopes")) }
                div.ticks {
                    @for (scope, label) in [("read", say!(t, "token-read")), ("write", say!(t, "token-write")), ("account", say!(t, "token-account"))] {
                        label.tick { input type="checkbox" name="scope" value=(scope) checked[scope == "read"]; (label) }
                    }
                }
            }
            p.field { label for="days" { (say!(t, "token-days")) } input #days type="number" name="days" value="90" min="1" max="365"; }
            button.second { (say!(t, "token-make")) }
            }))
        }
    }
}

/// Taking everything along, and leaving nothing behind.
fn leave(visit: &Visit, desk: &Desk, id: &str) -> Markup {
    let t = visit.locale;
    html! {
        h2 { (say!(t, "leave-title")) }
        p { (say!(t, "leave-lead")) }
        p.actions {
            a href={ "/v1/learners/" (id) "/export" } download="pathstack.json" { (say!(t, "leave-export")) }
            a href={ "/v1/learners/" (id) "/export/csv" } download="pathstack.csv" { (say!(t, "leave-export-csv")) }
        }
        (form(visit, desk, "/account/erase", &html! {
            p { label.tick { input type="checkbox" name="sure" value="1" required; (say!(t, "leave-sure")) } }
            button.second { (say!(t, "leave-erase")) }
        }))
    }
}

/// Does what a form of the page asks.
pub(super) async fn act(visit: Visit, desk: Desk, Id(action): Id, sent: Sent) -> Result<Response, Problem> {
    let Some(who) = desk.account() else { return Ok(on_to(&visit, "/sign-in?next=/account", &[])) };
    let done = match action.as_str() {
        "sign-out" => {
            let path = if sent.one("everywhere").is_empty() { "/v1/sessions/current" } else { "/v1/sessions" };
            let answered = desk.send(Method::DELETE, path, None, None).await?;
            return Ok(on_to(&visit, "", &answered.cookies));
        }
        "token" => {
            let scopes: Vec<&str> = sent.all("scope").collect();
            let days = sent.one("days").parse::<u32>().ok();
            let body = json!({"name": sent.one("name"), "scopes": scopes, "days": days});
            desk.send(Method::POST, "/v1/tokens", Some(&body), None).await
        }
        "revoke" => desk.send(Method::DELETE, &format!("/v1/tokens/{}", catalogue::segment(sent.one("id"))), None, None).await,
        "password" => {
            let body = json!({"password": sent.typed("password"), "new_password": sent.typed("new_password")});
            desk.send(Method::PUT, "/v1/account/password", Some(&body), None).await
        }
        "erase" if !sent.one("sure").is_empty() => {
            let answered = desk.send(Method::DELETE, &format!("/v1/learners/{}", who.id), None, None).await?;
            return Ok(on_to(&visit, "", &answered.cookies));
        }
        _ => return Err(Problem::new(Kind::NotFound, "there is nothing to do here")),
    };
    match done {
        Ok(answered) => match text(&answered.body, "/token") {
            "" => Ok(on_to(&visit, "/account", &answered.cookies)),
            // Not kept anywhere, so it cannot be shown after another redirect.
            secret => page(&visit, &desk, Besides { secret: Some(secret.to_owned()), ..Besides::default() }).await,
        },
        Err(problem) if can_be_mended(&problem) || matches!(problem.kind(), Kind::WrongCredentials | Kind::RateLimited) => {
            page(&visit, &desk, Besides { problem: Some(problem), ..Besides::default() }).await
        }
        Err(problem) => Err(problem),
    }
}
