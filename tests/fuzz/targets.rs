//! What is fuzzed: every door through which somebody else's bytes come in. Each target takes any bytes and must not panic.
//!
//! Used by the fuzzers beside this file, on a nightly compiler, and by `tests/fuzzed.rs`, on any.

use pathstack::{
    advisor::Advisor,
    check, cli,
    graph::{Edition, SkillGraph},
    import::{self, Format, InMemory},
    model::{Catalogue, Date, Money},
    schedule::World,
    solve::{
        Budget, Prepared,
        problem::{Minimise, Problem},
    },
    web::{Limits, Service, StoppedClock, api, router},
};
use std::{cell::LazyCell, collections::BTreeMap, sync::Arc, time::Duration};

/// A target by its name.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const TARGETS: [Target; 6] =
    [("problem", problem), ("world", world), ("publication", publication), ("request", request), ("words", words), ("settings", settings)];

/// A problem file: what can be read is answered, within a budget, by an answer that holds.
pub(crate) fn problem(bytes: &[u8]) {
    let (Ok(problem), Ok(minimise)) = (Problem::read(bytes), "cost,hours,count".parse::<Minimise>()) else { return };
    let budget = Budget { nodes: Some(200), ..Budget::UNLIMITED };
    if let Ok((outcome, certificate)) = Prepared::new(problem.catalogue().clone()).prove(problem.query(), &minimise, &budget) {
        check::answer(&problem, &minimise, &outcome.answer).expect("an answer holds");
        if let Some(certificate) = certificate {
            check::certificate(&problem, &minimise, &outcome.answer, &certificate).expect("a certificate proves");
        }
    }
}

/// A world of dates and prices.
pub(crate) fn world(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(faults) = World::from_json(text) {
        assert!(!faults.is_empty(), "a refusal says why");
    }
}

/// Publications of every form: what stands after a line `=== name` is a file of that name. What is read becomes a graph.
pub(crate) fn publication(bytes: &[u8]) {
    let mut files: BTreeMap<&str, &[u8]> = BTreeMap::new();
    let mut rest = bytes;
    while let Some(named) = rest.strip_prefix(b"=== ") {
        let end = named.iter().position(|byte| *byte == b'\n').unwrap_or(named.len());
        let (name, body) = (&named[..end], &named[(end + 1).min(named.len())..]);
        let next = body.windows(5).position(|window| window == b"\n=== ").map_or(body.len(), |at| at + 1);
        if let Ok(name) = std::str::from_utf8(name) {
            files.insert(name, &body[..next]);
        }
        rest = &body[next..];
    }
    if files.is_empty() {
        files.insert("publication.json", bytes);
        files.insert("publication.jsonl", bytes);
        files.insert("publication.csv", bytes);
    }
    let files = InMemory(files);
    for format in [
        Format::Native,
        Format::Esco,
        Format::Onet,
        Format::Ctdl,
        Format::Case,
        Format::OpenBadges,
        Format::SkillDescriptors,
        Format::Elm,
        Format::SchemaOrg,
    ] {
        let catalogue: Catalogue = import::read(format, &files).catalogue;
        let graph = SkillGraph::new(Edition { number: 1, title: String::new() }, catalogue);
        assert!(graph.roles().len() <= bytes.len(), "more roles than bytes");
    }
}

thread_local! {
    static RUNTIME: LazyCell<tokio::runtime::Runtime> =
        LazyCell::new(|| tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"));
    static SERVICE: LazyCell<Service> = LazyCell::new(|| {
        let limits = Limits { think: Duration::from_millis(200), think_most: Duration::from_millis(200), thinkers: 1, ..Limits::default() };
        Service::new(Arc::new(Advisor::new(api::sample())), StoppedClock(Date::constant(2027, 1, 4)), limits)
    });
}

/// A request: its first line is method and path, what follows is its body. No request is answered by a failure of ours.
pub(crate) fn request(bytes: &[u8]) {
    use tower::ServiceExt;
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let Some((method, path)) = std::str::from_utf8(&bytes[..end]).ok().and_then(|line| line.split_once(' ')) else { return };
    let body = bytes[(end + 1).min(bytes.len())..].to_vec();
    let asked = axum::http::Request::builder().method(method).uri(path).header("content-type", "application/json");
    let Ok(asked) = asked.body(axum::body::Body::from(body)) else { return };
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let response = SERVICE.with(|service| router((*service).clone())).oneshot(asked).await.expect("never fails");
            let status = response.status().as_u16();
            assert!(status < 500 || status == 503, "{status}");
            let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
            assert!(status < 400 || kind == "application/problem+json", "{status} as {kind}");
        });
    });
}

/// Words of a command line, one a line, and what single ones mean.
pub(crate) fn words(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for word in text.lines().take(50) {
        if let Ok(money) = word.parse::<Money>() {
            assert_eq!(money.to_string().parse::<Money>().ok(), Some(money), "money is written as it is read");
        }
        let _ = (word.parse::<Date>(), word.parse::<Minimise>());
    }
    let _ = cli::understand(std::iter::once("pathstack").chain(text.lines().take(50)).map(Into::into));
}

/// A settings file.
pub(crate) fn settings(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(said) = cli::understand_settings(text) {
        assert!(!said.is_empty(), "a refusal says why");
    }
}
