//! One span for each request: what ties lines of the log together, and with the feature `otel` what a trace shows of it.
//!
//! It tells the method, the route by its template, the status and the request's id, and nothing that anybody wrote.

use axum::http::HeaderMap;
use tracing::Span;

/// What spans are filtered by.
pub const TARGET: &str = "pathstack::request";

/// The span of a request.
#[cfg(not(feature = "otel"))]
pub(super) fn of(id: &str, _method: &str, _route: &str, _headers: &HeaderMap) -> Span {
    tracing::info_span!(target: TARGET, "request", id)
}

/// The span of a request, within the trace that the caller says it belongs to (W3C Trace Context).
#[cfg(feature = "otel")]
pub(super) fn of(id: &str, method: &str, route: &str, headers: &HeaderMap) -> Span {
    use opentelemetry::propagation::TextMapPropagator;
    use opentelemetry_sdk::propagation::TraceContextPropagator;
    use tracing_opentelemetry::OpenTelemetrySpanExt;
    let span = tracing::info_span!(
        target: TARGET,
        "request",
        id,
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = tracing::field::Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = tracing::field::Empty,
    );
    let context = TraceContextPropagator::new().extract(&opentelemetry_http::HeaderExtractor(headers));
    // Where nothing collects spans there is nothing to set it on.
    let _ = span.set_parent(context);
    span
}

/// How a request was answered.
#[cfg(not(feature = "otel"))]
pub(super) fn answered(_span: &Span, _status: u16) {}

/// How a request was answered.
#[cfg(feature = "otel")]
pub(super) fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}
