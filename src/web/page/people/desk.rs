//! Asking the API from within, in the name of whoever visits.

use crate::{
    access::Account,
    locale::Locale,
    web::{
        Service,
        caller::{Caller, Peer},
        problem::{Kind, Problem},
    },
};
use axum::{
    Form, Router,
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::Value;

/// The routes of the API with their guard, for pages to ask.
#[derive(Clone)]
pub(in crate::web) struct Api(pub(in crate::web) Router);

/// Bytes of an answer of the API at most.
const LARGEST: usize = 8 << 20;

/// Headers by which the API knows who asks, and from where.
const KNOWN_BY: [header::HeaderName; 6] = [
    header::COOKIE,
    header::HOST,
    header::ORIGIN,
    header::HeaderName::from_static("sec-fetch-site"),
    header::HeaderName::from_static("x-forwarded-for"),
    header::USER_AGENT,
];

/// Where somebody who visits asks the API.
pub(super) struct Desk {
    api: Router,
    headers: HeaderMap,
    peer: Option<Peer>,
    caller: Caller,
    language: &'static str,
    page: usize,
    letters: usize,
}

/// What the API answered.
pub(super) struct Answered {
    /// Its JSON; `null` where it has no body.
    pub(super) body: Value,
    /// Cookies to hand on.
    pub(super) cookies: Vec<HeaderValue>,
}

impl FromRequestParts<Service> for Desk {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, service).await?;
        let api = parts.extensions.get::<Api>().map(|api| api.0.clone());
        let api = api.ok_or_else(|| Problem::new(Kind::Internal, "pages were served without the API"))?;
        let mut headers = HeaderMap::new();
        for name in KNOWN_BY {
            for value in parts.headers.get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        let language = parts.extensions.get::<&'static Locale>().map_or("en", |locale| locale.names());
        let (page, letters) = (service.limits().page, service.accounts().lengths.letters);
        Ok(Self { api, headers, peer: parts.extensions.get::<Peer>().copied(), caller, language, page, letters })
    }
}

impl Desk {
    /// Whoever visits, if she is signed in.
    pub(super) fn account(&self) -> Option<&Account> {
        self.caller.who().account()
    }

    /// Fewest characters of a new password.
    pub(super) fn password_letters(&self) -> usize {
        self.letters
    }

    /// What a form must carry.
    pub(super) fn form_token(&self) -> Option<&str> {
        self.caller.form_token()
    }

    /// Reads.
    pub(super) async fn get(&self, path: &str) -> Result<Value, Problem> {
        self.ask(Method::GET, path, None, None).await.map(|answered| answered.body)
    }

    /// Reads the first so many of a list, in pages as large as the service has them.
    pub(super) async fn list(&self, path: &str, most: usize) -> Result<Value, Problem> {
        let mut items = Vec::new();
        loop {
            let limit = self.page.min(most - items.len());
            let mut page = self.get(&format!("{path}?offset={}&limit={limit}", items.len())).await?;
            if let Some(Value::Array(more)) = page.get_mut("items").map(Value::take) {
                items.extend(more);
            }
            if page.get("next_offset").is_none_or(Value::is_null) || items.len() >= most {
                page["items"] = items.into();
                return Ok(page);
            }
        }
    }

    /// Changes something: `version` is that of what is edited.
    pub(super) async fn send(&self, method: Method, path: &str, body: Option<&Value>, version: Option<&str>) -> Result<Answered, Problem> {
        self.ask(method, path, body, version).await
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>, version: Option<&str>) -> Result<Answered, Problem> {
        let failed = |_| Problem::new(Kind::MalformedUrl, "an id is no path");
        let written = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let mut request = Request::builder().method(method).uri(path).body(written).map_err(failed)?;
        *request.headers_mut() = self.headers.clone();
        // What is told in words is told in the language of the page.
        if let Ok(language) = HeaderValue::from_str(self.language) {
            request.headers_mut().insert(header::ACCEPT_LANGUAGE, language);
        }
        if body.is_some() {
            request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(version) = version {
            // What is no number matches nothing.
            let tag = HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""));
            request.headers_mut().insert(header::IF_MATCH, tag);
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(peer);
        }
        let Ok(mut response) = TowerToHyperService::new(self.api.clone()).call(request).await;
        if let Some(problem) = response.extensions_mut().remove::<Problem>() {
            return Err(problem);
        }
        let broken = || Problem::new(Kind::Internal, "the API gave no answer that can be read");
        if !response.status().is_success() {
            return Err(broken());
        }
        let cookies = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
        let bytes = to_bytes(response.into_body(), LARGEST).await.map_err(|_| broken())?;
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).map_err(|_| broken())? };
        Ok(Answered { body, cookies })
    }
}

/// A form that was sent, once it is known that a page of ours was made for it.
pub(super) struct Sent(Vec<(String, String)>);

impl FromRequest<Service> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, service).await?;
        let request = Request::from_parts(parts, body);
        let read = Form::<Vec<(String, String)>>::from_request(request, service).await;
        let Form(pairs) = read.map_err(|_| Problem::new(Kind::InvalidValue, "this is no form of ours"))?;
        let sent = Self(pairs);
        // Without a session there is nothing that another site could misuse but signing in, which the API guards itself.
        if caller.form_token().is_some() {
            caller.sent_form(sent.one("form_token"))?;
        }
        Ok(sent)
    }
}

impl Sent {
    /// All that was sent.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        self.0.clone()
    }

    /// What a field says; empty where it was not sent.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(named, _)| named == name).map_or("", |(_, value)| value.trim())
    }

    /// The same as it was typed, blanks included: passwords.
    pub(super) fn typed(&self, name: &str) -> &str {
        self.0.iter().find(|(named, _)| named == name).map_or("", |(_, value)| value.as_str())
    }

    /// Everything that fields of this name say.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(named, _)| named == name).map(|(_, value)| value.trim())
    }
}
