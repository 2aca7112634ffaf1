//! The pages as people meet them: in a real browser, wide and narrow, light and dark, without script, by keyboard, on a poor line.
//!
//! Needs Chromium (Debian: `apt-get install chromium`) and, for the accessibility checker, axe-core (`npm pack axe-core@4`); says so where one
//! is missing. `PATHSTACK_BLESS=1` keeps pictures anew, `PATHSTACK_BROWSER=all` looks at every page in all four ways.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where its browser fails")]

mod axe;
mod chromium;
#[path = "../common/http.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod http;
mod pictures;
mod sweep;
mod walks;

use chromium::Browser;
use http::Server;
use pathstack::{
    advisor::{Shelf, title},
    graph::Edition,
    import::native,
};
use tokio::runtime::Runtime;

/// A server with the starter catalogue, and a browser to visit it with.
struct House {
    server: Server,
    _runtime: Runtime,
}

impl House {
    /// Both, unless there is no browser here.
    fn open() -> Option<(Self, Browser)> {
        let browser = Browser::start()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let catalogue = native::starter().catalogue;
        let edition = Edition { number: 0, title: title(&catalogue) };
        let server = runtime.block_on(Server::start(Shelf::new(edition, catalogue)));
        Some((Self { server, _runtime: runtime }, browser))
    }

    /// The address of a path.
    fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.at)
    }
}
