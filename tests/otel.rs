//! Traces for OpenTelemetry: `cargo test --features otel --test otel`.
#![cfg(feature = "otel")]
#![expect(clippy::unwrap_used, reason = "a test ends where its server or collector fails")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    sync::mpsc,
    time::Duration,
};

/// Reads one request and answers it with nothing; gives its first line and its body.
fn collected(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n").ok()?;
    Some((first, body))
}

#[test]
fn a_request_is_a_span_of_the_trace_it_belongs_to_and_tells_nothing_of_whom() {
    let collector = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in collector.incoming().flatten() {
            if let Some(request) = collected(&mut stream) {
                let _ = tell.send(request);
            }
        }
    });
    let mut server = Command::new(env!("CARGO_BIN_EXE_pathstack"))
        .args(["serve", "--addr", "127.0.0.1:0", "--log", "warn", "--otel-endpoint", &endpoint])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stderr.take().unwrap()).lines().map_while(Result::ok);
    let at =
        lines.find_map(|line| line.split_once("serving on http://").map(|(_, rest)| rest.split(';').next().unwrap().to_owned())).unwrap();
    let mut stream = TcpStream::connect(&at).unwrap();
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let asked = format!(
        "GET /v1/roles/marker-of-anna?lang=en HTTP/1.1\r\nhost: x\r\nuser-agent: marker\r\ntraceparent: 00-{trace}-b7ad6b7169203331-01\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(asked.as_bytes()).unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    assert!(server.wait().unwrap().success());
    let (first, body) = told.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(first.starts_with("POST /v1/traces "), "{first}");
    let has = |needle: &[u8]| body.windows(needle.len()).any(|window| window == needle);
    assert!(has(b"GET /v1/roles/{id}") && has(b"http.response.status_code") && has(b"pathstack"), "{}", String::from_utf8_lossy(&body));
    let id: Vec<u8> = (0..16).map(|at| u8::from_str_radix(&trace[2 * at..2 * at + 2], 16).unwrap()).collect();
    assert!(has(&id), "the span belongs to the caller's trace");
    assert!(!has(b"marker") && !has(b"anna"));
}
