//! From an answer into an account, and from there to somebody else, by forms and links alone.

use super::{Got, StatusCode, header, sound};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use pathstack::{
    advisor::Advisor,
    store::Store,
    web::{Accounts, Limits, Parts, RepeatedChance, Service, StoppedClock, api, caller::password, router},
};
use std::sync::Arc;
use tower::ServiceExt;

/// A browser: it keeps cookies, and sends forms as pages made them.
pub(crate) struct Browser {
    router: Router,
    cookie: Option<String>,
}

/// A hash that costs nothing: nobody guesses here.
pub(crate) const COST: password::Cost = password::Cost { memory_kib: 64, passes: 1, lanes: 1 };

impl Browser {
    async fn new() -> Self {
        Self::over(Store::memory().await.unwrap())
    }

    pub(crate) fn over(store: Store) -> Self {
        let service = Service::of(Parts {
            advisor: Arc::new(Advisor::new(api::sample())),
            store: Some(store),
            clock: Arc::new(StoppedClock("2027-01-04".parse().unwrap())),
            chance: Box::new(RepeatedChance::default()),
            limits: Limits::default(),
            accounts: Accounts { password: COST, secure_cookies: false, ..Accounts::default() },
        });
        Self { router: router(service), cookie: None }
    }

    async fn ask(&mut self, method: &str, path: &str, body: String) -> Got {
        let mut request = Request::builder().method(method).uri(path).header("accept", "text/html").header("host", "localhost");
        request = request.header("origin", "http://localhost").header("sec-fetch-site", "same-origin");
        if method == "POST" {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        if let Some(cookie) = head.headers.get(header::SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        let bytes = to_bytes(body, 8 << 20).await.unwrap();
        Got { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub(crate) async fn open(&mut self, path: &str) -> Got {
        self.ask("GET", path, String::new()).await
    }

    /// Sends the form of a page that goes to a path ending so, with these fields over those it has.
    pub(crate) async fn send(&mut self, page: &Got, ending: &str, over: &[(&str, &str)]) -> Got {
        let to = |form: &str| form.split(" action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        let form = page.body.split("<form").skip(1).find(|form| to(form).ends_with(ending));
        let form = form.unwrap_or_else(|| panic!("a form to {ending}")).split("</form>").next().unwrap();
        let action = to(form);
        let mut fields = Vec::new();
        for input in form.split("<input").skip(1).filter(|input| input.contains("type=\"hidden\"")) {
            let value = |name: &str| input.split(&format!(" {name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            fields.push((value("name").unwrap(), value("value").unwrap()));
        }
        fields.extend(over.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let encoded =
            |value: &str| value.replace("&amp;", "&").replace('%', "%25").replace('&', "%26").replace('~', "%7E").replace(' ', "+");
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.ask("POST", &action, body.join("&")).await
    }
}

pub(crate) fn on_to(got: &Got) -> String {
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    got.headers[header::LOCATION].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_answer_is_saved_ticked_off_and_shown_to_somebody_by_a_link() {
    let mut browser = Browser::new().await;
    let answer = browser.open("/en/plan?role=data-analyst&can=sql~2&hours=6").await;
    let links = sound("/en/plan", &answer).links();
    let save = links.iter().find(|link| link.starts_with("/en/save?")).expect("a way into an account").clone();
    let first = browser.open(&save).await;
    assert!(on_to(&first).starts_with("/en/sign-in?next=%2Fsave%3Frole%3D"), "{:?}", first.headers);

    // Who has no account yet makes one on the way, and loses nothing of what she asked.
    let door = browser.open(&on_to(&first)).await;
    let door = sound("/en/sign-in", &door).links().into_iter().find(|link| link.starts_with("/en/register")).expect("a way to an account");
    let register = browser.open(&door).await;
    sound(&door, &register);
    let registered = browser.send(&register, "/register", &[("username", "ana"), ("password", "a few plain words")]).await;
    assert_eq!(on_to(&registered), save);
    let ask = browser.open(&save).await;
    sound("/en/save", &ask);
    let saved = browser.send(&ask, "/save", &[("title", "To analyst"), ("choice", "fastest")]).await;
    let plan = on_to(&saved);
    let page = browser.open(&plan).await;
    assert!(sound(&plan, &page).text().contains("To analyst"));

    // The plan leads back to its question with all that belongs to an answer.
    let whole = sound(&plan, &page).links().into_iter().find(|link| link.starts_with("/en/plan?")).expect("the whole answer");
    assert!(whole.contains("can=sql~2") && whole.contains("hours=6") && whole.contains("pick=fastest"), "{whole}");
    assert!(sound(&whole, &browser.open(&whole).await).text().contains("step by step"));

    let made = browser.send(&page, "/link", &[]).await;
    let made = sound("the link", &made);
    let link = made.links().into_iter().find(|link| link.starts_with("/en/shared/")).expect("the link");
    let listed = browser.open(&plan).await;
    // Whoever has it needs no account, and learns nothing of who she is.
    let session = browser.cookie.take();
    let shared = browser.open(&link).await;
    assert_eq!(shared.status, StatusCode::OK, "{}", shared.body);
    let text = sound(&link, &shared).text();
    assert!(text.contains("To analyst") && text.contains("Spreadsheet Badge") && !text.contains("ana "), "{text}");
    assert_eq!(browser.open("/en/shared/nobody-made-this").await.status, StatusCode::NOT_FOUND);
    browser.cookie = session;
    on_to(&browser.send(&listed, "/revoke", &[]).await);
    assert_eq!(browser.open(&link).await.status, StatusCode::NOT_FOUND, "a link that was revoked leads nowhere");
}

#[tokio::test]
async fn a_learner_says_who_she_is_and_what_she_can_show() {
    let mut browser = Browser::new().await;
    let register = browser.open("/en/register").await;
    browser.send(&register, "/register", &[("username", "ana"), ("password", "a few plain words")]).await;
    let account = browser.open("/en/account").await;
    let own = sound("/en/account", &account).links().into_iter().find(|link| link.starts_with("/en/learners/")).expect("her plans");
    let page = browser.open(&own).await;
    sound(&own, &page);
    on_to(&browser.send(&page, "/name", &[("name", "Ana")]).await);
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/write-down", &[("what", "sql"), ("level", "2")]).await);
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/write-down", &[("what", "Spreadsheet Badge"), ("level", "")]).await);
    let page = browser.open(&own).await;
    let document = sound(&own, &page);
    let text = document.text();
    assert!(page.body.contains("value=\"Ana\"") && text.contains("SQL (") && text.contains("Spreadsheet Badge"), "{text}");
    let on = document.links().into_iter().find(|link| link.contains("can=sql~2") && link.contains("has=spreadsheet-badge"));
    let on = on.expect("planning with what she can show");
    assert_eq!(browser.open(&on).await.status, StatusCode::OK, "{on}");
    assert_eq!(page.body.matches("/take-out\"").count(), 2);
    on_to(&browser.send(&page, "/take-out", &[]).await);
    assert_eq!(browser.open(&own).await.body.matches("/take-out\"").count(), 1);
    let wrong = browser.send(&page, "/write-down", &[("what", "zzzzzz"), ("level", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    sound("what is not in the catalogue", &wrong);
}

#[tokio::test]
async fn nothing_is_saved_by_a_form_of_another_site() {
    let mut browser = Browser::new().await;
    let register = browser.open("/en/register").await;
    browser.send(&register, "/register", &[("username", "ana"), ("password", "a few plain words")]).await;
    let got = browser.ask("POST", "/en/save", "title=x&choice=cheapest&role=data-analyst&form_token=guessed".to_owned()).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN, "{}", got.body);
}
