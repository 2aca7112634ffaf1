//! Traces for OpenTelemetry, sent to a collector over HTTP: by the feature `otel`.

use super::trouble::Trouble;
use crate::web::{
    fetch::{Fetcher, Plain},
    span,
};
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use std::{fmt, future::Future, pin::Pin};
use tokio::runtime::Handle;
use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{Layer, filter::Targets, registry::LookupSpan};

/// The client that traces are sent with: requests go over the service's own runtime, whichever thread wants them sent.
struct Sender {
    fetcher: Fetcher,
    runtime: Handle,
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender")
    }
}

impl HttpClient for Sender {
    fn send_bytes<'a, 'f>(
        &'a self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'f>>
    where
        'a: 'f,
        Self: 'f,
    {
        let fetcher = self.fetcher.clone();
        let sent = self.runtime.spawn(async move { fetcher.fetch(request.map(|body| body.to_vec())).await });
        Box::pin(async move { Ok(sent.await??.map(Bytes::from)) })
    }
}

/// What sends spans to the collector at this address until it is shut down.
pub(super) fn provider(endpoint: &str, runtime: &Handle) -> Result<SdkTracerProvider, Trouble> {
    let trouble = |wrong: String| Trouble::new(format!("no traces can be sent to {endpoint}: {wrong}"), "check --otel-endpoint");
    let sender = Sender { fetcher: Fetcher::new(b"", Plain::Everybody).map_err(trouble)?, runtime: runtime.clone() };
    let address = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
    let exporter = SpanExporter::builder().with_http().with_http_client(sender).with_endpoint(address).build();
    let exporter = exporter.map_err(|error| trouble(error.to_string()))?;
    let resource = Resource::builder().with_service_name("pathstack").build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

/// What gives the provider the spans of requests, and nothing else.
pub(super) fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S> {
    let tracer = provider.tracer("pathstack");
    let only = Targets::new().with_target(span::TARGET, LevelFilter::INFO);
    tracing_opentelemetry::layer().with_tracer(tracer).with_filter(only)
}
