//! Every bad input that this service can meet, fifty a second beside reads: each is answered as it should be, and nobody else notices.

use crate::{
    histogram::Histogram,
    keeping::Learner,
    load::{self, Pace, Sent, chance, read},
    long, rounds, run,
    server::Server,
    tell,
    wire::{Wire, ask, get, post},
};
use std::{fmt::Write as _, sync::Arc, time::Duration};

/// A bad input and what it is answered with.
struct Poison {
    /// What it is, by its row in the table of threats.
    name: &'static str,
    bytes: Arc<[u8]>,
    statuses: &'static [u16],
    /// The kind of problem; none where it is an answer, or refused before it is a request.
    kind: Option<&'static str>,
}

fn raw(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("{head}\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn gap(body: &[u8]) -> Vec<u8> {
    raw("POST /v1/gap HTTP/1.1", body)
}

/// Somebody tries to sign in as another.
const GUESS: &str = r#"{"username": "somebody@example.org", "password": "one guess of many"}"#;

/// A question with two hundred targets and next to no time.
fn hard() -> Vec<u8> {
    let mut wanted = String::new();
    for at in 0..200 {
        let _ = write!(wanted, "{}{{\"competency\": \"skill-{}\", \"level\": 1}}", if at == 0 { "" } else { "," }, at * 15);
    }
    post("/v1/pathways", &format!("{{\"competencies\": [{wanted}], \"start\": \"2027-01-04\", \"time_limit_ms\": 300}}"))
}

fn all(learner: &Learner, stranger: &Learner) -> Vec<Poison> {
    let one = |name, statuses, kind, bytes: Vec<u8>| Poison { name, bytes: bytes.into(), statuses, kind };
    let refused = |name, status: &'static [u16], kind, bytes| one(name, status, Some(kind), bytes);
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let utf_16: Vec<u8> = "{\"role\": \"x\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    // The head promises three MiB, and one past the limit is enough.
    let large = {
        let head = "POST /v1/gap HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 3145728\r\n\r\n";
        [head.as_bytes(), &vec![b' '; (1 << 20) + 1]].concat()
    };
    let token = "GET /v1/account HTTP/1.1\r\nhost: x\r\nauthorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.\r\n\r\n";
    vec![
        refused("1 another learner's evidence", &[404], "not-found", stranger.get_of(&learner.id, "evidence")),
        refused("2 another learner's export", &[404], "not-found", stranger.get_of(&learner.id, "export")),
        refused("4 members that are nobody's to set", &[422], "unknown-field", gap(br#"{"role": "admin", "learner_id": 7}"#)),
        refused("5 a method that is not there", &[405], "method-not-allowed", raw("PATCH /v1/roles HTTP/1.1", b"{}")),
        refused("5 what is the operator's", &[403], "forbidden", stranger.get_at("/v1/accounts")),
        refused("6 a token of no algorithm", &[401], "unauthenticated", token.into()),
        one("7 a guess", &[401, 429], None, raw("POST /v1/sessions HTTP/1.1", GUESS.as_bytes())),
        refused("8 three MiB", &[413], "body-too-large", large),
        refused("9 ten thousand deep", &[400], "too-deep", gap(deep(10_000).as_bytes())),
        refused("9 two thousand deep inside", &[400], "too-deep", gap(format!("{{\"holds\": {}}}", deep(2000)).as_bytes())),
        refused(
            "10 one member a hundred thousand times",
            &[400],
            "duplicate-key",
            gap(format!("{{{}\"a\":1}}", "\"a\":1,".repeat(170_000)).as_bytes()),
        ),
        one("12 a question too hard for its time", &[200, 503], None, hard()),
        refused(
            "13 an hour to think",
            &[422],
            "value-out-of-range",
            post("/v1/pathways", r#"{"role": "role-1", "time_limit_ms": 3600000}"#),
        ),
        refused("35 a member twice", &[400], "duplicate-key", gap(br#"{"role": "a", "role": "b"}"#)),
        refused("35 half a character", &[400], "malformed-json", gap(br#"{"role": "\ud800"}"#)),
        refused("35 NUL", &[422], "invalid-character", gap(br#"{"role": "a\u0000b"}"#)),
        refused("35 UTF-16", &[400], "malformed-json", gap(&utf_16)),
        refused("35 a byte-order mark", &[400], "malformed-json", gap(b"\xef\xbb\xbf{}")),
        one("39, 40 a script and a formula in a note", &[201], None, learner.create_of("skill-1", "=cmd|'/c'!A1<script>x</script>")),
        refused("46 a target that is not there", &[422, 503], "unknown-reference", post("/v1/pathways", r#"{"role": "astronaut"}"#)),
        one(
            "49 two lengths",
            &[400],
            None,
            b"POST /v1/gap HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}".to_vec(),
        ),
        one(
            "49 a head too large",
            &[431],
            None,
            format!("GET /v1/roles HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "y".repeat(40 << 10)).into(),
        ),
        refused("50 another version", &[404], "not-found", get("/v0/roles")),
        refused("52 a path that is no text", &[400], "malformed-url", get("/v1/roles/%ff")),
    ]
}

#[test]
fn poison_at_fifty_a_second_is_answered_as_it_should_be_and_reads_are_unharmed() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("kept.db");
    let (learner, stranger) = (Learner::new(database.as_os_str()), Learner::new(database.as_os_str()));
    let arguments = ["--db", database.to_str().unwrap(), "--evidence-records", "100000", "--sign-in-delay-ms", "0"];
    let (server, _catalogue) = Server::with_load(&arguments);
    let at = server.at;
    let poisons = Arc::new(all(&learner, &stranger));
    run(async {
        // What answers need is laid out before it is looked at what poison costs.
        load::send(at, Pace { rate: 100, time: Duration::from_secs(1), connections: 8 }, read).await;
        assert_eq!(ask(at, &load::plan(1).1).await.unwrap().status, 200);
        // So is the memory that passwords are hashed in, of which each core has some.
        let sign_in = raw("POST /v1/sessions HTTP/1.1", GUESS.as_bytes());
        let (one, two) = tokio::join!(ask(at, &sign_in), ask(at, &sign_in));
        assert_eq!((one.unwrap().status, two.unwrap().status), (401, 401));
        let before = server.memory();
        for poison in &*poisons {
            let answer = ask(at, &poison.bytes).await.unwrap();
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(poison.statuses.contains(&answer.status), "{}: {} {body}", poison.name, answer.status);
            // A busy machine may have no turn for what needs thought.
            if let Some(kind) = poison.kind.filter(|_| answer.status != 503) {
                assert_eq!(answer.json()["type"], format!("/problems/{kind}"), "{}: {body}", poison.name);
            }
        }
        let time = rounds(Duration::from_secs(3), Duration::from_secs(60));
        let (given, mixed) = (poisons.clone(), poisons.len() as u64);
        let poison = move |i: u64| -> Sent {
            let poison = &given[(i % mixed) as usize];
            (poison.name, poison.bytes.clone())
        };
        // Who asks and hangs up, row 14.
        let leavers = tokio::spawn(async move {
            loop {
                if let Ok(mut wire) = Wire::open(at).await {
                    let _ = wire.send(&hard()).await;
                    tokio::time::sleep(Duration::from_millis(10 + chance(7) % 50)).await;
                }
                tokio::time::sleep(Duration::from_millis(450)).await;
            }
        });
        let poisoned = Pace { rate: rounds(20, 50), time, connections: 48 };
        let reads = Pace { rate: rounds(50, 2000), time, connections: 64 };
        let (poisoned, reads) = tokio::join!(load::send(at, poisoned, poison), load::send(at, reads, read));
        leavers.abort();
        for poison in &*poisons {
            let class = poisoned.of(poison.name);
            let met: Vec<u16> = class.times.keys().copied().collect();
            assert!(
                met.iter().all(|status| poison.statuses.contains(status)) && class.broken == 0,
                "{}: {met:?}, {} broken",
                poison.name,
                class.broken
            );
        }
        let many: u64 = poisoned.classes.values().flat_map(|class| class.times.values()).map(Histogram::count).sum();
        tell(&format!("F10 {many} bad inputs, each answered as it should be: otherwise"), 0, "0");
        tell("F10 reads beside", reads.of("read").of(200), "p99 15 ms, no failure");
        let grown = server.memory().saturating_sub(before);
        tell("F10 memory grown", format!("{grown} MiB of {before}"), "64 MiB");
        assert_eq!(reads.failures(), 0);
        assert!(!long() || grown <= 64, "{grown} MiB");
        assert!(!long() || reads.of("read").of(200).p99() <= Duration::from_millis(15));
        assert_eq!(ask(at, &get("/v1/health/ready")).await.unwrap().status, 200);
    });
    // Formulas leave as text.
    let csv = run(ask(at, &learner.get_of(&learner.id, "export/csv"))).unwrap();
    let text = String::from_utf8_lossy(&csv.body).into_owned();
    assert!(text.contains("=cmd|"), "what she noted is hers");
    let table = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).into_records();
    for cell in table.map(Result::unwrap).flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>()) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula is a formula: {cell}");
    }
    assert!(server.said().iter().all(|line| !line.contains("=cmd") && !line.contains("one guess of many")), "the log says what was sent");
}
