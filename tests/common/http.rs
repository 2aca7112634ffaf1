//! A server on a free port, and a plain client that shares no code with it.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends where its server or client fails")]

use pathstack::{
    advisor::{Advisor, Shelf},
    web::{Limits, Service, StoppedClock, serve_within},
};
use serde_json::Value;
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

/// A running server; it ends with [`Server::stop`], or with the test.
pub(crate) struct Server {
    pub(crate) at: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in small letters, in the order they came.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(named, _)| named == name).map(|(_, value)| value.as_str())
    }

    /// The problem without its instance, which is another each time.
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        let mut problem = self.json();
        let instance = problem.as_object_mut().and_then(|members| members.shift_remove("instance")).expect("an instance");
        let id = instance.as_str().and_then(|instance| instance.strip_prefix("urn:pathstack:request:"));
        assert_eq!(id, self.header("x-request-id"));
        assert_eq!(problem["status"], self.status);
        problem
    }
}

impl Server {
    pub(crate) async fn start(shelf: Shelf) -> Self {
        Self::start_within(shelf, Limits::default()).await
    }

    pub(crate) async fn start_within(shelf: Shelf, limits: Limits) -> Self {
        let clock = StoppedClock("2027-01-04".parse().unwrap());
        Self::start_service(Service::new(Arc::new(Advisor::new(shelf)), clock, limits)).await
    }

    pub(crate) async fn start_service(service: Service) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(serve_within(listener, service, async {
            let _ = stopped.await;
        }));
        Self { at, stop, task }
    }

    pub(crate) async fn stop(self) {
        let _ = self.stop.send(());
        self.task.await.unwrap().unwrap();
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"").await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.ask("POST", path, &[("content-type", "application/json")], body.as_bytes()).await
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        ask_at(self.at, method, path, headers, body).await
    }

    /// Sends bytes and reads until the server closes.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> Answer {
        raw_at(self.at, bytes).await
    }
}

/// Asks whoever listens at an address.
pub(crate) async fn ask_at(at: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    if !body.is_empty() {
        head.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
    }
    head.push_str("\r\n");
    raw_at(at, &[head.as_bytes(), body].concat()).await
}

async fn raw_at(at: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(at).await.unwrap();
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut read = Vec::new();
    let _ = stream.read_to_end(&mut read).await;
    parse(&read)
}

fn parse(read: &[u8]) -> Answer {
    let end = read.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or_else(|| panic!("no head in {read:?}"));
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: Vec<_> = headers.collect();
    let body = read[end + 4..].to_vec();
    if let Some((_, length)) = headers.iter().find(|(name, _)| name == "content-length") {
        assert!(body.is_empty() || body.len().to_string() == *length, "{} of {length} bytes came", body.len());
    }
    Answer { status, headers, body }
}
