//! A plain HTTP/1.1 client that shares no code with the server.

use std::{io, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A connection that is kept.
pub(crate) struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.find(|(named, _)| named.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether the server ends the connection with this answer.
    pub(crate) fn closes(&self) -> bool {
        self.header("connection") == Some("close")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A request as bytes.
pub(crate) fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: pathstack\r\n\r\n").into_bytes()
}

/// The same with a body of JSON.
pub(crate) fn post(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nhost: pathstack\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

impl Wire {
    pub(crate) async fn open(at: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(1 << 14) })
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Reads one answer.
    pub(crate) async fn hear(&mut self) -> io::Result<Answer> {
        let mut end = None;
        loop {
            if end.is_none() {
                end = self.read.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4);
            }
            if let Some(end) = end {
                let head = String::from_utf8_lossy(&self.read[..end]).into_owned();
                let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
                let mut answer = Answer { status, head, body: Vec::new() };
                let length: usize = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
                if self.read.len() >= end + length {
                    answer.body = self.read[end..end + length].to_vec();
                    self.read.drain(..end + length);
                    return Ok(answer);
                }
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    pub(crate) async fn ask(&mut self, bytes: &[u8]) -> io::Result<Answer> {
        self.send(bytes).await?;
        self.hear().await
    }
}

/// Asks on a connection of its own.
pub(crate) async fn ask(at: SocketAddr, bytes: &[u8]) -> io::Result<Answer> {
    Wire::open(at).await?.ask(bytes).await
}
