//! Accepting connections within limits, and saying goodbye to all of them. `axum::serve` sets no timer for the heads of requests.

use super::{caller::Peer, limits::Limits, meter::Connection};
use axum::{Router, http::Request, response::Response};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{convert::Infallible, future::Future, io, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

/// The smallest buffer that the HTTP library takes.
const LEAST_BUFFER: usize = 8 << 10;
/// How long a request may be on its way that was sent before the door was shut.
const ON_ITS_WAY: Duration = Duration::from_millis(150);
/// Connections that the system keeps waiting for us at most.
const BACKLOG: usize = 1024;

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
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_headers(limits.headers)
        .max_buf_size(limits.head_bytes.max(LEAST_BUFFER));
    let welcome = |stream: TcpStream, seat: OwnedSemaphorePermit| {
        // Small answers leave at once.
        let _ = stream.set_nodelay(true);
        let service = from_peer(router.clone(), stream.peer_addr().ok().map(Peer));
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        let counted = Connection::opened();
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop((seat, counted));
        });
    };
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
        if let Ok(seat) = seat {
            welcome(stream, seat);
        }
    }
    // Who is in the system's queue by now is connected already and would see the connection break. No waiting between the last one and
    // the end of the socket: in that moment others could join the queue.
    let listener = listener.into_std()?;
    for _ in 0..BACKLOG {
        let Ok(seat) = seats.clone().try_acquire_owned() else { break };
        let Ok((stream, _)) = listener.accept() else { break };
        if let Ok(stream) = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream)) {
            welcome(stream, seat);
        }
    }
    drop(listener);
    leaving();
    // What was sent by now is on its way; a connection of which nothing was read yet would be cut by what follows.
    tokio::time::sleep(ON_ITS_WAY.min(limits.goodbye / 4)).await;
    tokio::select! {
        () = connections.shutdown() => {}
        () = tokio::time::sleep(limits.goodbye.saturating_sub(limits.leave)) => tracing::warn!("requests under way did not end in time"),
    }
    Ok(())
}

/// The router, told with every request from where its connection comes.
fn from_peer(
    router: Router,
    peer: Option<Peer>,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future = impl Send + 'static> {
    let service = TowerToHyperService::new(router);
    service_fn(move |mut request: Request<Incoming>| {
        if let Some(peer) = peer {
            request.extensions_mut().insert(peer);
        }
        service.call(request)
    })
}

/// A fault of the one who came, not of the socket.
fn passing(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::think::Thinkers;
    use axum::routing::get;
    use std::{
        net::SocketAddr,
        sync::atomic::{AtomicBool, Ordering},
        time::Instant,
    };
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::mpsc,
    };

    /// Serves a router until the test ends.
    async fn served(router: Router, limits: Limits) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(async move { listen(listener, router, &limits, std::future::pending(), || ()).await });
        at
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_client_that_leaves_frees_its_thread_within_100_ms() {
        let thinkers = Arc::new(Thinkers::new(&Limits { thinkers: 1, queue: 0, ..Limits::default() }));
        let (told, mut hear) = mpsc::unbounded_channel();
        let endless = move || {
            let (thinkers, told) = (thinkers.clone(), told.clone());
            async move {
                let think = move |stop: &AtomicBool| {
                    let _ = told.send("began");
                    while !stop.load(Ordering::Relaxed) {
                        std::thread::yield_now();
                    }
                    let _ = told.send("ended");
                };
                thinkers.think(Duration::from_secs(60), think).await.map(|()| "never sent")
            }
        };
        let at = served(Router::new().route("/endless", get(endless)), Limits::default()).await;
        let mut client = TcpStream::connect(at).await.unwrap();
        client.write_all(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        assert_eq!(hear.recv().await, Some("began"));
        let left = Instant::now();
        drop(client);
        assert_eq!(hear.recv().await, Some("ended"));
        assert!(left.elapsed() < Duration::from_millis(100), "{:?}", left.elapsed());
    }

    #[tokio::test]
    async fn a_connection_past_the_limit_waits_for_a_seat() {
        let limits = Limits { connections: 1, ..Limits::default() };
        let at = served(Router::new().route("/", get(|| async { "here" })), limits).await;
        let ask = async |stream: &mut TcpStream| stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let (mut first, mut second) = (TcpStream::connect(at).await.unwrap(), TcpStream::connect(at).await.unwrap());
        let mut read = [0; 12];
        ask(&mut first).await;
        first.read_exact(&mut read).await.unwrap();
        ask(&mut second).await;
        let waited = tokio::time::timeout(Duration::from_millis(50), second.read_exact(&mut read)).await;
        assert!(waited.is_err(), "the second has no seat yet");
        drop(first);
        second.read_exact(&mut read).await.unwrap();
        assert_eq!(&read, b"HTTP/1.1 200");
    }
}
