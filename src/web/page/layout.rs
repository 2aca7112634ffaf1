//! What all pages share: head, way around, landmarks, languages, and the headers that keep everything at home.

use super::{Visit, assets};
use crate::locale::{self, Direction, say};
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

/// One page, but for its frame.
pub(super) struct Page {
    /// Its title, without the name of the product.
    pub(super) title: String,
    /// What it is about, in a sentence, for those who find it by searching.
    pub(super) about: Option<String>,
    /// Whether searchers may list it: an answer to one person's question is nobody else's.
    pub(super) listed: bool,
    /// What else belongs in its head.
    pub(super) head: Option<Markup>,
    /// What it says.
    pub(super) main: Markup,
    /// Its status.
    pub(super) status: StatusCode,
}

impl Page {
    /// A page that says this.
    pub(super) fn new(title: impl Into<String>, main: Markup) -> Self {
        Self { title: title.into(), about: None, listed: false, head: None, main, status: StatusCode::OK }
    }

    /// May be listed, as being about this.
    pub(super) fn about(mut self, about: impl Into<String>) -> Self {
        (self.about, self.listed) = (Some(about.into()), true);
        self
    }

    /// With this status.
    pub(super) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// The way around: message and path of each entry.
const MENU: &[(&str, &str)] = &[("menu-plan", ""), ("menu-catalogue", "/catalogue"), ("menu-coverage", "/coverage")];

fn frame(visit: &Visit, page: &Page) -> Markup {
    let t = visit.locale;
    let style = assets::style();
    let path = visit.address.split('?').next().unwrap_or_default();
    html! {
        (DOCTYPE)
        html lang=(t.tag()) dir=(t.direction().word()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " – " (say!(t, "product")) }
                @if let Some(about) = &page.about { meta name="description" content=(about); }
                @if page.listed && !t.is_pseudo() {
                    link rel="canonical" href=(visit.link(path));
                    @for other in locale::offered() {
                        link rel="alternate" hreflang=(other.tag()) href={ "/" (other.tag()) (path) };
                    }
                } @else {
                    meta name="robots" content="noindex";
                }
                meta name="color-scheme" content="light dark";
                @if visit.inside {
                    link rel="stylesheet" href=(style.path);
                } @else {
                    // One round trip less where nothing is kept yet; the next page takes it from the cache.
                    style { (maud::PreEscaped(&style.text)) }
                    link rel="prefetch" as="style" href=(style.path);
                }
                link rel="icon" type="image/svg+xml" href=(assets::icon().path);
                script src=(assets::script().path) defer {}
                @if let Some(head) = &page.head { (head) }
            }
            body {
                a.skip href="#main" { (say!(t, "skip")) }
                header.top {
                    a.brand href=(visit.link("")) { (say!(t, "product")) }
                    nav aria-label=(say!(t, "menu")) {
                        ul {
                            @for (key, to) in MENU {
                                li { a href=(visit.link(to)) aria-current=[(path == *to).then_some("page")] { (t.say(key)) } }
                            }
                            @if let Some((key, to)) = &visit.own {
                                li { a href=(visit.link(to)) aria-current=[(path == *to).then_some("page")] { (t.say(key)) } }
                            }
                            @if visit.keeps {
                                li { a href=(visit.link("/account")) aria-current=[(path == "/account").then_some("page")] { (say!(t, "menu-account")) } }
                            }
                        }
                    }
                }
                main #main tabindex="-1" { (page.main) }
                footer {
                    p.noprint { (say!(t, "footer-promise")) }
                    p { (say!(t, "footer-paid")) }
                    p { (source(visit)) }
                    nav aria-label=(say!(t, "language")) {
                        ul {
                            @for other in locale::offered() {
                                li {
                                    @if other.tag() == t.tag() {
                                        span aria-current="true" { (other.name()) }
                                    } @else {
                                        a href={ "/" (other.tag()) (visit.address) } hreflang=(other.tag()) lang=(other.tag())
                                            dir=[(other.direction() != Direction::LeftToRight).then_some(other.direction().word())]
                                            { (other.name()) }
                                    }
                                }
                            }
                            li { a href="/v1/openapi.json" { (say!(t, "footer-api")) } }
                        }
                    }
                }
            }
        }
    }
}

/// Which edition the figures are of.
pub(super) fn source(visit: &Visit) -> String {
    let title = if visit.edition.title.is_empty() { say!(visit.locale, "unknown") } else { visit.edition.title.clone() };
    say!(visit.locale, "footer-source", title = title, number = visit.edition.number)
}

/// Headers of a page: everything comes from here, nothing stands within but the style sheet, by its hash.
fn headers(visit: &Visit) -> [(HeaderName, HeaderValue); 5] {
    let inline = if visit.inside { "" } else { &assets::style().hash };
    let policy = format!(
        "default-src 'none'; style-src 'self' {inline}; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let fixed = HeaderValue::from_static;
    [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).unwrap_or(fixed("default-src 'none'"))),
        (header::REFERRER_POLICY, fixed("same-origin")),
        (header::VARY, fixed("sec-fetch-site")),
        (header::CACHE_CONTROL, fixed("private, no-cache")),
        (HeaderName::from_static("cross-origin-opener-policy"), fixed("same-origin")),
    ]
}

impl Visit {
    /// The page, whole.
    pub(super) fn show(&self, page: &Page) -> Response {
        let mut response = (page.status, headers(self), Html(frame(self, page).into_string())).into_response();
        if let Ok(language) = HeaderValue::from_str(self.locale.tag()) {
            response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
        }
        response
    }
}
