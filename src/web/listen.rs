//! Accepting connections within limits, and saying goodbye to all of them. `axum::serve` sets no timer for the heads of requests.

use super::limits::Limits;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{future::Future, io, pin::pin, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore};

/// Serves until `shutdown` ends; then calls `leaving`, accepts no more, and gives requests under way their time to end.
///
/// # Errors
///
/// When the socket cannot be listened to any more.
pub(super) async fn listen(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    shutdown: impl Future<Output = ()>,
    leaving: impl FnOnce(),
) -> io::Result<()> {
    let seats = Arc::new(Semaphore::new(limits.connections));
    let connections = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_headers(100);
    let mut shutdown = pin!(shutdown);
    loop {
        // A seat first: connections past the limit wait in the system's own queue.
        let accepted = async {
            let seat = seats.clone().acquire_owned().await;
            (seat, listener.accept().await)
        };
        let (seat, accepted) = tokio::select! {
            () = &mut shutdown => break,
            accepted = accepted => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) if passing(&error) => continue,
            Err(error) => {
                // Out of files or memory: others must finish first.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Small answers leave at once.
        let _ = stream.set_nodelay(true);
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(seat);
        });
    }
    drop(listener);
    leaving();
    tokio::select! {
        () = connections.shutdown() => {}
        () = tokio::time::sleep(limits.goodbye) => tracing::warn!("requests under way did not end in time"),
    }
    Ok(())
}

/// A fault of the one who came, not of the socket.
fn passing(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}
