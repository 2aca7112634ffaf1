//! What every response gets: an id, a line in the log, safe headers, and a problem's own words where something failed.

use super::{
    Service, meter, page,
    problem::{Kind, Problem},
    span,
};
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
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
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that is taken over from a caller.
const LONGEST_ID: usize = 64;

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

/// The caller's own id, so that one id goes through all of an organisation's logs; nothing where it is none that a log should hold.
fn taken(request: &Request) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    ((1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(sound)).then(|| id.to_owned())
}

/// Bytes of a request's first line and headers, with the empty line after them. The HTTP library holds the same limit only roughly, by
/// what it happens to have read at once.
fn head_bytes(request: &Request) -> usize {
    let first = request.method().as_str().len() + request.uri().to_string().len() + "  HTTP/1.1\r\n".len();
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    first + headers.sum::<usize>() + "\r\n".len()
}

/// A request under way. It is counted and logged when it is answered, or when the client leaves and this is dropped.
struct Under {
    id: String,
    method: Method,
    route: Option<MatchedPath>,
    began: Instant,
    answered: Option<(StatusCode, Option<Kind>)>,
}

impl Drop for Under {
    /// The log names the route, never the path, query, headers or body: these may tell who asks for what.
    fn drop(&mut self) {
        let Self { id, method, .. } = self;
        let route = self.route.as_ref().map_or("none", MatchedPath::as_str);
        let took = self.began.elapsed();
        let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        meter::ended(method, route, self.answered.map(|(status, _)| status), took);
        let Some((status, kind)) = self.answered else {
            tracing::info!(request = id, %method, route, duration_us, "the client left");
            return;
        };
        let (status, problem) = (status.as_u16(), kind.map(Kind::name));
        if status >= 500 {
            tracing::warn!(request = id, %method, route, status, problem, duration_us, "answered");
        } else {
            tracing::info!(request = id, %method, route, status, problem, duration_us, "answered");
        }
    }
}

async fn coat(State(service): State<Service>, request: Request, next: Next) -> Response {
    meter::began();
    // Where a length stands beside the chunks, whoever stands between may see another end of the body than we do (RFC 9112, 6.3); the
    // HTTP library has dropped it by now, so nothing is read after any body in chunks.
    let last = request.headers().contains_key(header::TRANSFER_ENCODING);
    let mut under = Under {
        id: taken(&request).unwrap_or_else(new_id),
        method: request.method().clone(),
        route: request.extensions().get::<MatchedPath>().cloned(),
        began: Instant::now(),
        answered: None,
    };
    let route = under.route.as_ref().map_or("none", MatchedPath::as_str);
    let span = span::of(&under.id, meter::called(&under.method), route, request.headers());
    let asker = page::wants_page(request.uri(), request.headers()).then(|| (request.uri().clone(), request.headers().clone()));
    let (bytes, most) = (head_bytes(&request), service.limits().head_bytes);
    let mut response = if bytes <= most {
        next.run(request).instrument(span.clone()).await
    } else {
        Problem::new(Kind::HeadTooLarge, format!("the head has {bytes} bytes, more than {most}")).limit(most as u64).into_response()
    };
    let problem = response.extensions_mut().remove::<Problem>();
    let kind = problem.as_ref().map(Problem::kind);
    if problem.as_ref().is_some_and(Problem::is_fatal) {
        service.give_up();
    }
    if let Some(problem) = problem {
        let kept = std::mem::take(response.headers_mut());
        response = match &asker {
            Some((uri, asking)) => page::show(&service, uri, asking, &problem, &under.id),
            None => problem.instance(&under.id).into_response(),
        };
        for (name, value) in kept {
            if let Some(name) = name.filter(|name| name == header::ALLOW || name == header::CONNECTION) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&under.id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(nothing);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if last || service.is_leaving() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    span::answered(&span, response.status().as_u16());
    under.answered = Some((response.status(), kind));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        advisor::Advisor,
        web::{Limits, StoppedClock, api::sample},
    };
    use axum::{body::to_bytes, routing::get};
    use std::sync::Arc;
    use tower::ServiceExt;

    async fn ask(method: &str, path: &str) -> (Response, serde_json::Value) {
        ask_as(None, method, path).await
    }

    async fn ask_as(id: Option<&str>, method: &str, path: &str) -> (Response, serde_json::Value) {
        let fails = || async {
            if true {
                panic!("a fault of ours");
            }
        };
        let router = Router::new().route("/fine", get(|| async { "fine" })).route("/panics", get(fails));
        let advisor = Arc::new(Advisor::new(sample()));
        let router = dress(router, Service::new(advisor, StoppedClock("2027-01-04".parse().unwrap()), Limits::default()));
        let mut request = Request::builder().method(method).uri(path).body(axum::body::Body::empty()).unwrap();
        if let Some(id) = id {
            request.headers_mut().insert(REQUEST_ID, id.parse().unwrap());
        }
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

    #[tokio::test]
    async fn the_id_of_a_caller_is_taken_over_and_returned_unless_a_log_should_not_hold_it() {
        for sound in ["a", "0af7651916cd43dd8448eb211c80319c", "web-1_b.2", &"x".repeat(LONGEST_ID)] {
            let (response, problem) = ask_as(Some(sound), "GET", "/nowhere").await;
            assert_eq!(response.headers()[REQUEST_ID], sound);
            assert_eq!(problem["instance"], format!("urn:pathstack:request:{sound}"));
        }
        for odd in ["", "anna@example.org", "a b", "\"x\"", &"x".repeat(LONGEST_ID + 1)] {
            assert_ne!(ask_as(Some(odd), "GET", "/fine").await.0.headers()[REQUEST_ID], odd);
        }
    }
}
