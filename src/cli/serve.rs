//! `pathstack serve`: the same answers over HTTP, until it is told to stop.

#[cfg(feature = "otel")]
use super::traces;
use super::{
    catalogue::Source,
    database,
    entry::EntryArgs,
    fit,
    limits::LimitArgs,
    organisation::OrganisationArgs,
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::Advisor,
    store::Store,
    web::{
        self, Accounts, MachineChance, MachineClock, Parts, Service,
        meter::{Meter, serve_metrics},
    },
};
use clap::Args;
#[cfg(feature = "otel")]
use opentelemetry_sdk::trace::SdkTracerProvider;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{io, net::SocketAddr, path::PathBuf, sync::Arc};
use tokio::net::TcpListener;
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

/// Serve the same answers over HTTP
///
/// Stops on Ctrl-C or SIGTERM, after answering what is under way. Every option below can also be set as `PATHSTACK_…` in the environment
/// and in a file named by --config; `pathstack doctor` shows what applies and where it comes from.
#[derive(Args)]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "PATHSTACK_ADDR", hide_env = true)]
    pub(super) addr: SocketAddr,
    /// Address and port of a door of its own for Prometheus, with `/metrics` and nothing else; none where left out
    #[arg(long, value_name = "ADDRESS", env = "PATHSTACK_METRICS_ADDR", hide_env = true)]
    pub(super) metrics_addr: Option<SocketAddr>,
    /// A model that `pathstack fit` wrote, for recommendations to people who consent
    #[arg(long, value_name = "FILE", env = "PATHSTACK_LEARNED", hide_env = true)]
    learned: Option<PathBuf>,
    /// What is logged: a level such as `warn`, or directives such as `info,pathstack=debug`
    #[arg(long, value_name = "FILTER", default_value = "info", env = "PATHSTACK_LOG", hide_env = true, value_parser = filter)]
    log: String,
    /// Log lines as JSON
    #[arg(long, env = "PATHSTACK_LOG_JSON", hide_env = true)]
    log_json: bool,
    /// The OpenTelemetry collector that traces go to, such as `http://127.0.0.1:4318`; none where left out
    #[cfg(feature = "otel")]
    #[arg(long, value_name = "URL", env = "PATHSTACK_OTEL_ENDPOINT", hide_env = true)]
    pub(super) otel_endpoint: Option<String>,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
    #[command(flatten)]
    entry: EntryArgs,
    #[command(flatten)]
    pub(super) organisation: OrganisationArgs,
}

/// Whether these are directives that a log understands.
fn filter(text: &str) -> Result<String, String> {
    EnvFilter::builder().parse(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// Ends when this process is told to stop. It listens from now on, not only when it is first waited for: who is told before that would end
/// in the middle of a request.
#[cfg(unix)]
fn told_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    // Without a handler the process ends at once, which is what was wanted.
    let told = [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok());
    async move {
        let [interrupted, terminated] = told.map(async |signal| match signal {
            Some(mut signal) => {
                signal.recv().await;
            }
            None => std::future::pending().await,
        });
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
}

/// Ends when this process is told to stop.
#[cfg(not(unix))]
async fn told_to_stop() {
    // Without a handler the process ends at once, which is what was wanted.
    let _ = tokio::signal::ctrl_c().await;
}

impl Serve {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Trouble::new(format!("nothing can be served: {error}"), "the system gives no threads"))?;
        #[cfg(feature = "otel")]
        let traces = self.otel_endpoint.as_deref().map(|endpoint| traces::provider(endpoint, runtime.handle())).transpose()?;
        self.begin_log(
            #[cfg(feature = "otel")]
            traces.as_ref(),
        );
        let learned = self.learned.as_deref().map(fit::load).transpose()?.map(|(model, _)| Arc::new(model));
        source.database().map(database::sound).transpose()?;
        source.begin(terminal)?;
        let advisor = Arc::new(Advisor::new(source.shelf(terminal)?.with_model(learned)));
        let limits = self.limits.limits();
        raise_open_files(limits.connections);
        let accounts = Accounts { organisation: self.organisation.organisation()?, ..self.entry.accounts() };
        let trouble = |address: SocketAddr, flag: &str, error: io::Error| {
            let hint = match error.kind() {
                // The only one that comes from no socket.
                io::ErrorKind::Other => {
                    return Trouble::new(
                        error.to_string(),
                        "look at the disk and the system's log, then start it again: nothing acknowledged is lost",
                    );
                }
                io::ErrorKind::AddrInUse => {
                    format!("another program listens there; choose another port with {flag}, such as 127.0.0.1:8081")
                }
                io::ErrorKind::PermissionDenied => format!("ports below 1024 need permission; choose a higher one with {flag}"),
                _ => format!("check the address given with {flag}"),
            };
            Trouble::new(format!("cannot serve on {address}: {error}"), hint)
        };
        let failed = |error| trouble(self.addr, "--addr", error);
        let served = runtime.block_on(async {
            let store = match source.database() {
                Some(path) => {
                    let store = Store::open(path).await?;
                    store.sweep_up().await?;
                    Some(store)
                }
                None => None,
            };
            let (clock, chance) = (Arc::new(MachineClock), Box::new(MachineChance));
            // Whoever comes first need not wait for it; it ends by itself.
            let shelf = advisor.shelf();
            std::thread::spawn(move || shelf.warm());
            let service = Service::of(Parts { advisor, store: store.clone(), clock, chance, limits, accounts });
            if let Some(store) = store.clone().filter(|_| source.follows()) {
                // It ends with the runtime.
                tokio::spawn(web::follow(service.clone(), store, source.counts_close_matches(), web::FOLLOW_EVERY));
            }
            let told = told_to_stop();
            let listener = TcpListener::bind(self.addr).await.map_err(failed)?;
            let address = listener.local_addr().map_err(failed)?;
            if let Some(beside) = self.metrics_addr {
                let failed = |error| trouble(beside, "--metrics-addr", error);
                let listener = TcpListener::bind(beside).await.map_err(failed)?;
                let at = listener.local_addr().map_err(failed)?;
                let meter = Meter::install()
                    .map_err(|error| Trouble::new(format!("nothing can be counted: {error}"), "leave --metrics-addr out"))?;
                // It tells of the goodbye too, and ends with the runtime.
                tokio::spawn(serve_metrics(listener, meter, service.clone(), std::future::pending()));
                terminal.talk(&format!("metrics on http://{at}/metrics"))?;
            }
            terminal.talk(&format!("serving on http://{address}; the API is described at /v1/openapi.json; Ctrl-C stops"))?;
            web::serve_within(listener, service, told).await.map_err(failed)?;
            if let Some(store) = store {
                store.close().await;
            }
            Ok(End::Found)
        });
        #[cfg(feature = "otel")]
        if let Some(Err(error)) = traces.map(|traces| traces.shutdown()) {
            tracing::warn!(%error, "the last traces were not sent");
        }
        served
    }

    /// Sets up the log; one that is set up already stays as it is.
    fn begin_log(&self, #[cfg(feature = "otel")] traces: Option<&SdkTracerProvider>) {
        let log = tracing_subscriber::fmt::layer().with_writer(io::stderr);
        let log = if self.log_json { log.json().boxed() } else { log.boxed() };
        let registry = tracing_subscriber::registry().with(log.with_filter(EnvFilter::new(&self.log)));
        #[cfg(feature = "otel")]
        let registry = registry.with(traces.map(traces::layer));
        let _ = registry.try_init();
    }
}

/// Files that a server has open besides connections.
const FILES_BESIDE: u64 = 256;

/// Lets this process have as many files open as its connections need, as far as the system lets it; `doctor` tells when it does not.
fn raise_open_files(connections: usize) {
    let limit = getrlimit(Resource::Nofile);
    let wanted = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(FILES_BESIDE);
    if limit.current.is_some_and(|current| current < wanted) {
        let current = limit.maximum.map_or(Some(wanted), |most| Some(wanted.min(most)));
        if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current, maximum: limit.maximum }) {
            tracing::warn!(%error, "the limit of open files could not be raised");
        }
    }
}

/// How many connections the system allows for, where fewer than wanted.
pub(super) fn too_many_connections(connections: usize) -> Option<u64> {
    let most = getrlimit(Resource::Nofile).maximum?.saturating_sub(FILES_BESIDE);
    (u64::try_from(connections).unwrap_or(u64::MAX) > most).then_some(most)
}
