//! What is fuzzed: every door through which somebody else's bytes come in. Each target takes any bytes and must not panic.
//!
//! Used by the fuzzers beside this file, on a nightly compiler, and by `tests/fuzzed.rs`, on any.

use pathstack::{
    access::{Role, Scope},
    advisor::Advisor,
    check, cli,
    graph::{Edition, SkillGraph},
    import::{
        self, Archive, ArchiveLimits, Files, Format, InMemory,
        mapped::{self, Mapping},
    },
    model::{Catalogue, Date, Money},
    recommend, replay,
    schedule::{self, World},
    solve::{
        Budget, Prepared,
        problem::{self, Minimise, Problem},
    },
    store::{KeptAccount, KeptToken, Store},
    web::{
        Accounts, Clock, Limits, Parts, RepeatedChance, Service, StoppedClock, api,
        caller::{Secret, password},
        oidc::Organisation,
        router,
    },
};
use std::{cell::RefCell, collections::BTreeMap, io::Read, sync::Arc, time::Duration};

/// A target by its name.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const TARGETS: [Target; 12] = [
    ("problem", problem),
    ("certificate", certificate),
    ("world", world),
    ("publication", publication),
    ("mapping", mapping),
    ("archive", archive),
    ("request", request),
    ("person", person),
    ("words", words),
    ("settings", settings),
    ("events", events),
    ("model", model),
];

/// What stands after a line `=== name` is a file of that name; nothing where there is no such line.
fn files(bytes: &[u8]) -> BTreeMap<&str, &[u8]> {
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
    files
}

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

/// A problem, an answer and a certificate that somebody else sends: judged, whatever they are. A catalogue and a query stand for themselves.
pub(crate) fn certificate(bytes: &[u8]) {
    let files = files(bytes);
    let part = |name: &str| files.get(name).copied().unwrap_or_default();
    let _ = (problem::Catalogue::read(part("problem")), problem::Query::read(part("problem")));
    let _ = serde_json::from_slice::<problem::Front>(part("front"));
    let (Ok(problem), Ok(minimise)) = (Problem::read(part("problem")), "cost,hours,count".parse::<Minimise>()) else { return };
    let Ok(answer) = serde_json::from_slice::<problem::Answer>(part("answer")) else { return };
    let _ = check::answer(&problem, &minimise, &answer);
    if let Ok(certificate) = serde_json::from_slice::<problem::Certificate>(part("certificate")) {
        let _ = check::certificate(&problem, &minimise, &answer, &certificate);
    }
}

/// A world of dates and prices: what can be read is answered, within a budget, by pathways that can be lived.
pub(crate) fn world(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match World::from_json(text) {
        Err(faults) => assert!(!faults.is_empty(), "a refusal says why"),
        Ok(world) => {
            let limits = schedule::Limits { work: 20_000, stop: None };
            let Ok(answer) = schedule::answer(&world, &schedule::ALL, &limits) else { return };
            let plain: serde_json::Value = serde_json::from_str(text).expect("what was read is JSON");
            for pathway in [&answer.cheapest, &answer.fastest, &answer.fewest].into_iter().flatten() {
                let told = serde_json::to_value(pathway).expect("a pathway is JSON");
                if let Err(complaints) = replay::check(&plain, &told) {
                    assert!(complaints.is_empty(), "a pathway cannot be lived: {complaints:?} in {text}");
                }
            }
        }
    }
}

/// Publications of every form: what is read becomes a graph.
pub(crate) fn publication(bytes: &[u8]) {
    let mut files = files(bytes);
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

/// A mapping file with the table it is for, or a table read by a mapping that comes along.
pub(crate) fn mapping(bytes: &[u8]) {
    let mut files = files(bytes);
    let own = files.remove("mapping.json").map(Mapping::parse);
    if let Some(Err(said)) = &own {
        assert!(!said.is_empty(), "a refusal says why");
    }
    let files = InMemory(files);
    let shipped = mapped::SHIPPED.iter().filter_map(|(name, _)| Mapping::shipped(name));
    for mapping in own.into_iter().flatten().chain(shipped) {
        let catalogue = mapped::read(&files, &InMemory::default(), &mapping).catalogue;
        SkillGraph::new(Edition { number: 1, title: String::new() }, catalogue);
    }
}

/// An archive as it is downloaded: what it lets be read is within its limits.
pub(crate) fn archive(bytes: &[u8]) {
    let place = std::env::temp_dir().join(format!("pathstack-fuzz-{}-{:?}.zip", std::process::id(), std::thread::current().id()));
    std::fs::write(&place, bytes).expect("there is room for a file");
    let limits = ArchiveLimits { entries: 50, unpacked: 1 << 20, ..ArchiveLimits::default() };
    if let Ok(archive) = Archive::open(&place, limits) {
        let mut read = 0;
        for name in archive.names().unwrap_or_default() {
            assert!(!name.starts_with('/') && !name.split('/').any(|part| part == ".."), "{name} leads out");
            let mut bytes = Vec::new();
            if let Ok(file) = archive.open(&name) {
                let _ = file.take(2 << 20).read_to_end(&mut bytes);
            }
            read += bytes.len();
        }
        assert!(read <= 1 << 20, "{read} bytes");
    }
    let _ = std::fs::remove_file(&place);
}

/// A service with a learner, her counselor and an operator, and the tokens they show.
struct Desk {
    service: Service,
    people: Vec<(String, String)>,
}

const DAY: Date = Date::constant(2027, 1, 4);

impl Desk {
    fn limits() -> Limits {
        Limits { think: Duration::from_millis(200), think_most: Duration::from_millis(200), thinkers: 1, ..Limits::default() }
    }

    async fn new() -> Self {
        let store = Store::memory().await.expect("a store");
        let (clock, chance) = (StoppedClock(DAY), RepeatedChance::default());
        let mut people = Vec::new();
        for (role, name) in [(Role::Learner, "learner"), (Role::Counselor, "counselor"), (Role::Operator, "operator")] {
            let account = KeptAccount {
                id: name.to_owned(),
                username: Some(name.to_owned()),
                role,
                provider: None,
                password: None,
                identity: None,
                created_at: clock.now(),
                closed_at: None,
            };
            assert!(store.add_account(&account).await.expect("a store"));
            let secret = Secret::new(&chance).expect("chance");
            let token = KeptToken {
                id: name.to_owned(),
                hash: secret.hash(),
                account: name.to_owned(),
                name: name.to_owned(),
                scopes: Scope::ALL.iter().copied().collect(),
                created_at: clock.now(),
                expires_at: clock.now() + Duration::from_secs(3600),
                revoked_at: None,
            };
            store.add_token(&token).await.expect("a store");
            people.push((name.to_owned(), secret.reveal_token()));
        }
        // Nobody listens there: whoever is sent to it is told so.
        let organisation = Organisation {
            issuer: "http://127.0.0.1:9".into(),
            client: "paths".into(),
            secret: None,
            public_url: "http://localhost:1".into(),
            name: None,
            scopes: Vec::new(),
            role_claim: None,
            roles: Vec::new(),
            authorities: Vec::new(),
            answer_bytes: Organisation::ANSWER_BYTES,
            answer_time: Duration::from_millis(20),
        };
        let service = Service::of(Parts {
            advisor: Arc::new(Advisor::new(api::sample())),
            store: Some(store),
            clock: Arc::new(clock),
            chance: Box::new(RepeatedChance::from(1 << 40)),
            limits: Self::limits(),
            accounts: Accounts {
                password: password::Cost { memory_kib: 64, passes: 1, lanes: 1 },
                sign_in_burst: 1_000_000,
                sign_in_delay: Duration::ZERO,
                organisation: Some(organisation),
                ..Accounts::default()
            },
        });
        Self { service, people }
    }
}

thread_local! {
    static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    static SERVICE: Service = Service::new(Arc::new(Advisor::new(api::sample())), StoppedClock(DAY), Desk::limits());
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Sends a request whose first line is method and path; lines that begin with `> ` are headers, what follows is the body. No request is
/// answered by a failure of ours, and each failure is told as a problem or on a page.
async fn send(service: Service, bytes: &[u8], people: &[(String, String)]) -> Option<u16> {
    use tower::ServiceExt;
    let mut rest = bytes;
    let mut line = || {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let (line, more) = (&rest[..end], &rest[(end + 1).min(rest.len())..]);
        (line, std::mem::replace(&mut rest, more))
    };
    let (method, path) = std::str::from_utf8(line().0).ok()?.split_once(' ')?;
    let mut asked = axum::http::Request::builder().method(method).uri(path);
    let mut typed = false;
    let body = loop {
        let (head, from) = line();
        let Some(head) = head.strip_prefix(b"> ") else { break from };
        let (name, value) = std::str::from_utf8(head).ok()?.split_once(": ")?;
        let shown = people.iter().find(|(role, _)| name == "as" && role == value);
        asked = match shown {
            Some((_, token)) => asked.header("authorization", format!("Bearer {token}")),
            None => asked.header(name, value),
        };
        typed |= name.eq_ignore_ascii_case("content-type");
    };
    if !typed {
        asked = asked.header("content-type", "application/json");
    }
    let asked = asked.body(axum::body::Body::from(body.to_vec())).ok()?;
    let response = router(service).oneshot(asked).await.expect("never fails");
    let status = response.status().as_u16();
    assert!(status < 500 || status == 503, "{status}");
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    assert!(status < 400 || kind == "application/problem+json" || kind.starts_with("text/html"), "{status} as {kind}");
    Some(status)
}

/// A request of somebody without an account, to a service that keeps nothing.
pub(crate) fn request(bytes: &[u8]) {
    RUNTIME.with(|runtime| runtime.block_on(async { send(SERVICE.with(Service::clone), bytes, &[]).await }));
}

/// A request of somebody with an account, to the API or to a page: headers, cookies, tokens and all that is kept. The accounts are
/// `learner`, `counselor` and `operator`; `> as: learner` shows her token.
pub(crate) fn person(bytes: &[u8]) {
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let mut desk = match DESK.with(RefCell::take) {
                Some(desk) => desk,
                None => Desk::new().await,
            };
            // Whoever was erased or closed is made anew.
            if send(desk.service.clone(), bytes, &desk.people).await == Some(204) {
                desk = Desk::new().await;
            }
            DESK.with(|kept| kept.replace(Some(desk)));
        });
    });
}

/// What people took, as CSV.
pub(crate) fn events(bytes: &[u8]) {
    if let Err(said) = cli::understand_events(bytes) {
        assert!(!said.is_empty(), "a refusal says why");
    }
}

/// A model that was learned elsewhere.
pub(crate) fn model(bytes: &[u8]) {
    if let Err(fault) = recommend::file::read(bytes) {
        assert!(!fault.to_string().is_empty(), "a refusal says why");
    }
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
