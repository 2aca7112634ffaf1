//! `pathstack serve`: the same answers over HTTP, until it is told to stop.

use super::{
    catalogue::Source,
    fit,
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::Advisor,
    web::{self, MachineClock},
};
use clap::Args;
use std::{io, net::SocketAddr, path::PathBuf, sync::Arc};
use tracing_subscriber::EnvFilter;

/// Serve the same answers over HTTP
///
/// Stops on Ctrl-C or SIGTERM, after answering what is under way. `RUST_LOG` says how much is logged.
#[derive(Args)]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "PATHSTACK_ADDR")]
    addr: SocketAddr,
    /// A model that `pathstack fit` wrote, for recommendations to people who consent
    #[arg(long, value_name = "FILE")]
    learned: Option<PathBuf>,
    /// Log lines as JSON
    #[arg(long)]
    log_json: bool,
}

/// Ends when the process is told to stop.
async fn told_to_stop() {
    let interrupted = async {
        // Without a handler the process ends at once, which is what was wanted.
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

impl Serve {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
        // A log that is set up already stays as it is.
        let _ = if self.log_json { log.json().try_init() } else { log.try_init() };
        let learned = self.learned.as_deref().map(fit::load).transpose()?.map(|(model, _)| Arc::new(model));
        let advisor = Arc::new(Advisor::new(source.shelf(terminal)?.with_model(learned)));
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let trouble = |error: io::Error| {
            let hint = match error.kind() {
                io::ErrorKind::AddrInUse => "another program listens there; choose another port with --addr, such as 127.0.0.1:8081",
                io::ErrorKind::PermissionDenied => "ports below 1024 need permission; choose a higher one with --addr",
                _ => "check the address given with --addr",
            };
            Trouble::new(format!("cannot serve on {}: {error}", self.addr), hint)
        };
        runtime.map_err(trouble)?.block_on(async {
            let listener = tokio::net::TcpListener::bind(self.addr).await.map_err(trouble)?;
            let address = listener.local_addr().map_err(trouble)?;
            terminal.talk(&format!("serving on http://{address}; the API is described at /v1/openapi.json; Ctrl-C stops"))?;
            web::serve(listener, advisor, MachineClock, told_to_stop()).await.map_err(trouble)?;
            Ok(End::Found)
        })
    }
}
