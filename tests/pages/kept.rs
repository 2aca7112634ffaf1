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
struct Browser {
    router: Router,
    cookie: Option<String>,
}

impl Browser {
    async fn new() -> Self {
        let cost = password::Cost { memory_kib: 64, passes: 1, lanes: 1 };
        let service = Service::of(Parts {
            advisor: Arc::new(Advisor::new(api::sample())),
            store: Some(Store::memory().await.unwrap()),
            clock: Arc::new(StoppedClock("2027-01-04".parse().unwrap())),
            chance: Box::new(RepeatedChance::default()),
            limits: Limits::default(),
            accounts: Accounts { password: cost, secure_cookies: false, ..Accounts::default() },
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
        Got { status: head.status, headers: head.headers, body: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    async fn open(&mut self, path: &str) -> Got {
        self.ask("GET", path, String::new()).await
    }

    /// Sends the form of a page that goes to a path ending so, with these fields over those it has.
    async fn send(&mut self, page: &Got, ending: &str, over: &[(&str, &str)]) -> Got {
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
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", value.replace('~', "%7E").replace(' ', "+"))).collect();
        self.ask("POST", &action, body.join("&")).await
    }
}

fn on_to(got: &Got) -> String {
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

    let register = browser.open("/en/register").await;
    sound("/en/register", &register);
    let registered = browser.send(&register, "/register", &[("username", "ana"), ("password", "a few plain words")]).await;
    on_to(&registered);
    let ask = browser.open(&save).await;
    sound("/en/save", &ask);
    let saved = browser.send(&ask, "/save", &[("title", "To analyst"), ("choice", "fastest")]).await;
    let plan = on_to(&saved);
    let page = browser.open(&plan).await;
    assert!(sound(&plan, &page).text().contains("To analyst"));

    let made = browser.send(&page, "/link", &[]).await;
    let made = sound("the link", &made);
    let link = made.links().into_iter().find(|link| link.starts_with("/en/shared/")).expect("the link");
    // Whoever has it needs no account, and learns nothing of who she is.
    browser.cookie = None;
    let shared = browser.open(&link).await;
    assert_eq!(shared.status, StatusCode::OK, "{}", shared.body);
    let text = sound(&link, &shared).text();
    assert!(text.contains("To analyst") && text.contains("Spreadsheet Badge") && !text.contains("ana "), "{text}");
    assert_eq!(browser.open("/en/shared/nobody-made-this").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_is_saved_by_a_form_of_another_site() {
    let mut browser = Browser::new().await;
    let register = browser.open("/en/register").await;
    browser.send(&register, "/register", &[("username", "ana"), ("password", "a few plain words")]).await;
    let got = browser.ask("POST", "/en/save", "title=x&choice=cheapest&role=data-analyst&form_token=guessed".to_owned()).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN, "{}", got.body);
}
