//! A server that keeps things for learners, and a learner's program that writes and remembers what was acknowledged.

use crate::{
    server::command,
    wire::{Answer, Wire, ask},
};
use std::{
    ffi::OsStr,
    io,
    net::SocketAddr,
    process::Stdio,
    sync::atomic::{AtomicU64, Ordering},
};

/// A learner with a token for everything.
#[derive(Clone, Debug)]
pub(crate) struct Learner {
    pub(crate) id: String,
    token: String,
}

fn output(arguments: &[&OsStr]) -> String {
    let done = command().args(arguments).env("PATHSTACK_PASSWORD_KIB", "64").stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

impl Learner {
    /// Makes an account in this database, which is made where it is not there.
    pub(crate) fn new(database: &OsStr) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        fn words(all: &[&'static str]) -> Vec<&'static OsStr> {
            all.iter().map(|word| OsStr::new(*word)).collect()
        }
        let name = format!("learner-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let name = OsStr::new(&name);
        output(&[&words(&["account", "add"])[..], &[name], &words(&["--learner", "--db"]), &[database]].concat());
        let made = output(
            &[
                &words(&["account", "token"])[..],
                &[name],
                &words(&["--scope", "read", "--scope", "write", "--scope", "account", "--json", "--db"]),
                &[database],
            ]
            .concat(),
        );
        let made: serde_json::Value = serde_json::from_str(&made).unwrap();
        let listed: serde_json::Value =
            serde_json::from_str(&output(&[&words(&["account", "list", "--json", "--db"])[..], &[database]].concat())).unwrap();
        let own = listed.as_array().unwrap().iter().find(|account| account["username"] == *name.to_str().unwrap()).unwrap();
        Self { id: own["id"].as_str().unwrap().to_owned(), token: made["token"].as_str().unwrap().to_owned() }
    }

    /// A request that creates a piece of evidence; the same key creates it once.
    pub(crate) fn create(&self, key: &str) -> Vec<u8> {
        self.create_of("sql", key)
    }

    /// The same of this competency.
    pub(crate) fn create_of(&self, competency: &str, key: &str) -> Vec<u8> {
        let (Self { id, token }, body) = (self, format!("{{\"competency\": \"{competency}\", \"level\": 1, \"note\": \"{key}\"}}"));
        format!(
            "POST /v1/learners/{id}/evidence HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nidempotency-key: {key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }

    /// A request that erases her.
    pub(crate) fn erase(&self) -> Vec<u8> {
        let Self { id, token } = self;
        format!("DELETE /v1/learners/{id} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nif-match: *\r\n\r\n").into_bytes()
    }

    /// A request to read any path as her.
    pub(crate) fn get_at(&self, path: &str) -> Vec<u8> {
        format!("GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n", self.token).into_bytes()
    }

    /// A request for what she was told is kept of her.
    pub(crate) fn export(&self) -> Vec<u8> {
        self.get("export")
    }

    /// A request to read something under a learner's path, hers or not.
    pub(crate) fn get_of(&self, learner: &str, path: &str) -> Vec<u8> {
        Self { id: learner.to_owned(), token: self.token.clone() }.get(path)
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let Self { id, token } = self;
        format!("GET /v1/learners/{id}/{path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n").into_bytes()
    }

    /// Asks for a page of what is kept.
    pub(crate) async fn read(&self, at: SocketAddr) -> io::Result<Answer> {
        ask(at, &self.get("evidence?limit=1")).await
    }

    /// The keys of everything that is kept of her, in order.
    pub(crate) async fn all(&self, at: SocketAddr) -> Vec<String> {
        let (mut wire, mut keys) = (Wire::open(at).await.unwrap(), Vec::new());
        loop {
            let answer = wire.ask(&self.get(&format!("evidence?limit=200&offset={}", keys.len()))).await.unwrap();
            assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
            let page = answer.json();
            keys.extend(page["items"].as_array().unwrap().iter().map(|kept| kept["note"].as_str().unwrap().to_owned()));
            if page["next_offset"].is_null() {
                keys.sort();
                return keys;
            }
        }
    }
}
