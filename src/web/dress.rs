//! What every response gets: an id, a line in the log, safe headers, and a problem's own words where something failed.

use super::{
    Service, page,
    problem::{Kind, Problem},
};
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use std::{
    any::Any,
    hash::{BuildHasher, RandomState},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the coat on every route and on what no route takes.
pub(super) fn dress(router: Router, service: Service) -> Router {
    let router = router.fallback(nothing_here).method_not_allowed_fallback(no_such_method);
    router.layer(CatchPanicLayer::custom(panicked)).layer(from_fn_with_state(service, coat))
}

async fn nothing_here() -> Problem {
    Problem::new(Kind::NotFound, "there is no such path").hint("every path is in /v1/openapi.json")
}

async fn no_such_method(method: Method) -> Problem {
    Problem::new(Kind::MethodNotAllowed, format!("this path has no {method}")).hint("use one of the methods in the `Allow` header")
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::new(Kind::Internal, "the request could not be answered").into_response()
}

/// An id no other request of this process has, and by chance none of another.
fn new_id() -> String {
    static PROCESS: OnceLock<u64> = OnceLock::new();
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let process = PROCESS.get_or_init(|| RandomState::new().hash_one(std::process::id()));
    format!("{process:016x}-{:x}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The log names the route, never the path, query, headers or body: these may tell who asks for what.
async fn coat(State(service): State<Service>, request: Request, next: Next) -> Response {
    let id = new_id();
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let asker = page::wants_page(request.uri(), request.headers()).then(|| (request.uri().clone(), request.headers().clone()));
    let mut response = next.run(request).await;
    let problem = response.extensions_mut().remove::<Problem>();
    let kind = problem.as_ref().map(Problem::kind);
    if let Some(problem) = problem {
        let kept = std::mem::take(response.headers_mut());
        response = match &asker {
            Some((uri, asking)) => page::show(&service, uri, asking, &problem, &id),
            None => problem.instance(&id).into_response(),
        };
        for (name, value) in kept {
            if let Some(name) = name.filter(|name| name == header::ALLOW || name == header::CONNECTION) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(nothing);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));

    let status = response.status();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let duration_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let problem = kind.map(Kind::name);
    if status.is_server_error() {
        tracing::warn!(request = id, %method, route, status = status.as_u16(), problem, duration_us, "answered");
    } else {
        tracing::info!(request = id, %method, route, status = status.as_u16(), problem, duration_us, "answered");
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        advisor::Advisor,
        web::{Limits, StoppedClock},
    };
    use axum::{body::to_bytes, routing::get};
    use std::sync::Arc;
    use tower::ServiceExt;

    async fn ask(method: &str, path: &str) -> (Response, serde_json::Value) {
        let fails = || async {
            if true {
                panic!("a fault of ours");
            }
        };
        let service = Service::new(Arc::new(Advisor::starter()), StoppedClock("2026-07-01".parse().unwrap()), Limits::default());
        let router = dress(Router::new().route("/fine", get(|| async { "fine" })).route("/panics", get(fails)), service);
        let request = Request::builder().method(method).uri(path).body(axum::body::Body::empty()).unwrap();
        let (head, body) = router.oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 1 << 20).await.unwrap();
        (Response::from_parts(head, ().into_response().into_body()), serde_json::from_slice(&bytes).unwrap_or_default())
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_with_an_id_and_no_detail() {
        let (response, problem) = ask("GET", "/panics").await;
        assert_eq!(response.status().as_u16(), 500);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let id = response.headers()[REQUEST_ID].to_str().unwrap();
        assert_eq!(problem["instance"], format!("urn:pathstack:request:{id}"));
        assert!(!problem.to_string().contains("a fault of ours"));
        assert_eq!(ask("GET", "/fine").await.0.status().as_u16(), 200);
    }

    #[tokio::test]
    async fn a_wrong_method_says_which_are_right() {
        let (response, problem) = ask("DELETE", "/fine").await;
        assert_eq!((response.status().as_u16(), &problem["type"]), (405, &"/problems/method-not-allowed".into()));
        assert_eq!(response.headers()[header::ALLOW], "GET,HEAD");
    }

    #[tokio::test]
    async fn no_two_requests_share_an_id() {
        let (one, two) = (ask("GET", "/fine").await.0, ask("GET", "/nowhere").await.0);
        assert_ne!(one.headers()[REQUEST_ID], two.headers()[REQUEST_ID]);
        assert_eq!(two.status().as_u16(), 404);
    }
}
