//! What is counted and timed, told in Prometheus' text form.
//!
//! Nothing is counted until [`Meter::install`] is called. Routes stand for themselves by their template and never by a path, so that
//! nobody's words become a label and the number of series is bounded.

use super::{Service, limits::Limits, listen};
use axum::{
    Router,
    http::{Method, StatusCode, header},
    routing::get,
};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::{fs, future::Future, io, time::Duration};
use tokio::net::TcpListener;

const REQUESTS: &str = "pathstack_http_requests_total";
const REQUEST_SECONDS: &str = "pathstack_http_request_duration_seconds";
const IN_FLIGHT: &str = "pathstack_http_requests_in_flight";
const CONNECTIONS: &str = "pathstack_http_connections";
const QUEUE_SECONDS: &str = "pathstack_think_queue_seconds";
const THINK_SECONDS: &str = "pathstack_think_seconds";
const REFUSED: &str = "pathstack_think_refused_total";

/// Bounds between buckets, in seconds: from a look-up to the longest question.
const SECONDS: [f64; 14] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];
/// How often samples are put into their buckets, asked for or not.
const UPKEEP: Duration = Duration::from_secs(5);

/// Collects what this process counts.
#[derive(Clone)]
pub struct Meter(PrometheusHandle);

impl Meter {
    /// Counts from now on, for the whole process.
    ///
    /// # Errors
    ///
    /// When something else counts already.
    pub fn install() -> Result<Self, BuildError> {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?;
        let meter = Self(builder.install_recorder()?);
        describe_counter!(REQUESTS, "Requests answered, by route template and status; `left` where the client did not wait.");
        describe_histogram!(REQUEST_SECONDS, "Time from a request's head to its answer.");
        describe_gauge!(IN_FLIGHT, "Requests under way.");
        describe_gauge!(CONNECTIONS, "Open connections.");
        describe_histogram!(QUEUE_SECONDS, "Time a question waited for its turn.");
        describe_histogram!(THINK_SECONDS, "Time a question was thought about.");
        describe_counter!(REFUSED, "Questions refused without thinking, by the kind of problem.");
        describe_gauge!("pathstack_think_running", "Questions thought about now.");
        describe_gauge!("pathstack_think_queue_length", "Questions that wait for their turn now.");
        describe_gauge!("pathstack_edition", "Number of the edition answered from; 0 is the one that came along.");
        describe_gauge!("pathstack_build_info", "1, with the version as a label.");
        describe_gauge!("process_resident_memory_bytes", "Resident memory.");
        describe_gauge!("process_open_fds", "Open files and sockets.");
        describe_counter!("process_cpu_seconds_total", "Time of all cores together.");
        gauge!("pathstack_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        Ok(meter)
    }

    /// Everything counted so far, in text format 0.0.4.
    pub fn render(&self, service: &Service) -> String {
        let (running, waiting) = service.thinkers().load();
        gauge!("pathstack_think_running").set(float(running));
        gauge!("pathstack_think_queue_length").set(float(waiting));
        gauge!("pathstack_edition").set(float(usize::try_from(service.advisor().shelf().graph.edition().number).unwrap_or(usize::MAX)));
        process();
        self.0.render()
    }

    async fn upkeep(&self) {
        loop {
            tokio::time::sleep(UPKEEP).await;
            self.0.run_upkeep();
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of things in memory are far below 2^53")]
fn float(count: usize) -> f64 {
    count as f64
}

/// What Linux tells of this process; elsewhere nothing is told.
#[expect(clippy::disallowed_methods, reason = "the rim asks the system")]
fn process() {
    let read = |name: &str| fs::read_to_string(format!("/proc/self/{name}")).unwrap_or_default();
    let status = read("status");
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<u32>().ok());
    if let Some(kilobytes) = kilobytes {
        gauge!("process_resident_memory_bytes").set(f64::from(kilobytes) * 1024.0);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        gauge!("process_open_fds").set(float(files.count()));
    }
    // After the name in parentheses the 12th and 13th fields are user and system time, in hundredths of a second on every Linux.
    let times = read("stat");
    let times = times.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().skip(11).take(2);
    let ticks: u64 = times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    counter!("process_cpu_seconds_total").absolute(ticks / 100);
}

/// The method, if it is one that can mean something here: a label must not be the caller's to make up.
pub(super) fn called(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// A request begins.
pub(super) fn began() {
    gauge!(IN_FLIGHT).increment(1.0);
}

/// A request ended, with a status or because the client left.
pub(super) fn ended(method: &Method, route: &str, status: Option<StatusCode>, took: Duration) {
    let (method, route) = (called(method), route.to_owned());
    let status = status.map_or("left".to_owned(), |status| status.as_str().to_owned());
    gauge!(IN_FLIGHT).decrement(1.0);
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status).increment(1);
    histogram!(REQUEST_SECONDS, "method" => method, "route" => route).record(took);
}

/// A connection; open as long as this lives.
pub(super) struct Connection(());

impl Connection {
    pub(super) fn opened() -> Self {
        gauge!(CONNECTIONS).increment(1.0);
        Self(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        gauge!(CONNECTIONS).decrement(1.0);
    }
}

/// The turn of a question came.
pub(super) fn waited(waited: Duration) {
    histogram!(QUEUE_SECONDS).record(waited);
}

/// A question was thought about.
pub(super) fn thought(took: Duration) {
    histogram!(THINK_SECONDS).record(took);
}

/// A question was refused.
pub(super) fn refused(kind: &'static str) {
    counter!(REFUSED, "problem" => kind).increment(1);
}

/// Serves `/metrics` alone, until `shutdown` ends: a door of its own, which the public one does not lead to.
///
/// # Errors
///
/// When the socket cannot be listened to.
pub async fn serve_metrics(listener: TcpListener, meter: Meter, service: Service, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let limits = Limits { connections: 16, leave: Duration::ZERO, goodbye: Duration::from_secs(1), ..Limits::default() };
    let told = meter.clone();
    let show = async move || ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], told.render(&service));
    let router = Router::new().route("/metrics", get(show));
    let serving = listen::listen(listener, router, &limits, shutdown, || ());
    tokio::select! {
        ended = serving => ended,
        () = meter.upkeep() => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_method_is_no_label_of_its_own() {
        assert_eq!(called(&Method::from_bytes(b"ANNA").unwrap()), "other");
        assert_eq!(called(&Method::GET), "GET");
    }
}
