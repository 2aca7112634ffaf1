//! Load and faults against the real program: what a server promises when too many come, when they are slow, and when it is killed.
//!
//! `cargo test --test faults` is the short round of CI: every promise, with few rounds and no bar on speed. The long round,
//! `PATHSTACK_LONG=1 PATHSTACK_BIN=target/release/pathstack cargo test --test faults -- --test-threads 1 --nocapture`, takes about a
//! quarter of an hour on a machine that does nothing else, holds every bar, and prints each figure beside its bar. The generator sends
//! by the clock, whatever the server does (an open loop), and counts the time from when a request was due, so that a server that stalls
//! cannot hide it. Figures and bars are in `tests/faults/README.md`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test ends where its server fails, speaks, and reads the clock"
)]

mod broken;
mod crowds;
mod database;
mod disk;
mod halves;
mod histogram;
mod keeping;
mod kills;
mod load;
mod overload;
mod poison;
#[path = "../common/postgres.rs"]
mod postgres;
mod reads;
mod served;
mod server;
mod stops;
mod wire;

/// Whether every bar is to be held, with rounds as long as it takes.
fn long() -> bool {
    std::env::var("PATHSTACK_LONG").is_ok_and(|set| !set.is_empty() && set != "0")
}

/// The short or the long of it.
fn rounds<T>(short: T, whole: T) -> T {
    if long() { whole } else { short }
}

/// How busy the machine was over the last minute.
fn load_average() -> String {
    std::fs::read_to_string("/proc/loadavg").ok().and_then(|text| text.split(' ').next().map(str::to_owned)).unwrap_or_else(|| "?".into())
}

/// Prints a figure beside its bar.
fn tell(what: &str, figure: impl std::fmt::Display, bar: impl std::fmt::Display) {
    println!("{what}: {figure} (bar: {bar}; load average {})", load_average());
}

/// A runtime for the generator, on one thread: the other core is the server's.
fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}
