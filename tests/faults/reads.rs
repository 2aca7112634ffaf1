//! Reads, and everything mixed, at the rates that are promised.

use crate::{
    keeping::Learner,
    load::{self, Pace, Sent, chance, plan, read},
    long, rounds, run,
    server::Server,
    tell,
    wire::{self, ask, get, post},
};
use std::time::Duration;

#[test]
fn two_thousand_reads_a_second_are_answered() {
    let (server, _folder) = Server::with_load(&[]);
    let pace = Pace { rate: rounds(200, 2000), time: rounds(Duration::from_secs(2), Duration::from_secs(60)), connections: 64 };
    let report = run(async {
        // Nobody waits for the first page of a server that was started a moment ago.
        load::send(server.at, Pace { rate: 100, time: Duration::from_secs(1), connections: 8 }, read).await;
        load::send(server.at, pace, read).await
    });
    let reads = report.of("read");
    tell(&format!("L2 reads at {}/s", pace.rate), reads.of(200), "p99 15 ms, no failure");
    assert_eq!((report.failures(), reads.of(200).count()), (0, pace.rate * pace.time.as_secs()));
    assert!(!long() || reads.of(200).p99() <= Duration::from_millis(15));
}

/// Eight in ten read, 10 in a hundred ask what to take next, 5 write, 2 ask what they lack, 2 what a text names, 1 for a plan.
fn mixed(learners: &[Learner], i: u64) -> Sent {
    let role = chance(i ^ 0x5eed) % load::ROLES;
    let ask = |class, path: &str, body: String| -> Sent { (class, post(path, &body).into()) };
    match chance(i ^ 0xc1a55) % 100 {
        0..80 => read(i),
        80..90 => ask("recommendation", "/v1/recommendations", format!("{{\"role\": \"role-{role}\", \"limit\": 5}}")),
        // Each learner may keep so many: they take turns.
        90..95 => {
            let learner = &learners[(i / 7) as usize % learners.len()];
            ("write", learner.create_of(&format!("skill-{role}"), &format!("mixed-{i}")).into())
        }
        95..97 => ask("gap", "/v1/gap", format!("{{\"role\": \"role-{role}\"}}")),
        97..99 => ask("mentions", "/v1/mentions", "{\"text\": \"Two years of skill number 17 and of skill number 2999\"}".into()),
        _ => plan(i),
    }
}

#[test]
fn everything_mixed_is_answered_without_an_error() {
    let kept = tempfile::tempdir().unwrap();
    let database = kept.path().join("kept.db");
    let learners: Vec<Learner> = (0..rounds(1, 24)).map(|_| Learner::new(database.as_os_str())).collect();
    let (server, _folder) = Server::with_load(&["--db", database.to_str().unwrap()]);
    let pace = Pace { rate: rounds(60, 500), time: rounds(Duration::from_secs(2), Duration::from_secs(600)), connections: 96 };
    let report = run(load::send(server.at, pace, move |i| mixed(&learners, i)));
    for (class, bar) in [("read", 25), ("recommendation", 100), ("write", 100), ("gap", 100), ("mentions", 100), ("plan", 500)] {
        let times = report.of(class).of(if class == "write" { 201 } else { 200 });
        tell(&format!("L1 {class} of {}/s mixed", pace.rate), &times, format!("p99 {bar} ms"));
        assert!(!long() || times.p99() <= Duration::from_millis(bar), "{class}");
    }
    tell("L1 memory after", format!("{} MiB", server.memory()), "flat");
    // A slow machine may say that it has too much to do, and nothing else.
    let refused: u64 = report.classes.values().map(|class| class.of(503).count()).sum();
    assert_eq!((report.failures() - refused, if long() { refused } else { 0 }), (0, 0), "{:?}", report.classes.keys());
}

#[test]
fn two_hundred_writes_a_second_are_kept() {
    let kept = tempfile::tempdir().unwrap();
    let database = kept.path().join("kept.db");
    let learners: Vec<Learner> = (0..rounds(2, 16)).map(|_| Learner::new(database.as_os_str())).collect();
    let (server, _folder) = Server::with_load(&["--db", database.to_str().unwrap(), "--evidence-records", "100000"]);
    let pace = Pace { rate: rounds(40, 200), time: rounds(Duration::from_secs(2), Duration::from_secs(300)), connections: 64 };
    let writers = learners.clone();
    let report = run(load::send(server.at, pace, move |i| {
        let learner = &writers[i as usize % writers.len()];
        ("write", learner.create_of(&format!("skill-{}", chance(i) % load::ROLES), &format!("write-{i}")).into())
    }));
    let writes = report.of("write");
    tell(&format!("L3 writes at {}/s", pace.rate), writes.of(201), "p99 100 ms, no failure");
    let sent = pace.rate * pace.time.as_secs();
    assert_eq!((report.failures(), writes.of(201).count()), (0, sent));
    let there: usize = run(async {
        let mut there = 0;
        for learner in &learners {
            there += learner.read(server.at).await.unwrap().json()["total"].as_u64().unwrap() as usize;
        }
        there
    });
    assert_eq!(there as u64, sent, "each is there, once");
    assert!(!long() || writes.of(201).p99() <= Duration::from_millis(100));
}

#[test]
fn a_server_that_runs_for_long_grows_in_nothing() {
    let seconds = std::env::var("PATHSTACK_SOAK_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let kept = tempfile::tempdir().unwrap();
    let database = kept.path().join("kept.db");
    let learners: Vec<Learner> = (0..2).map(|_| Learner::new(database.as_os_str())).collect();
    let (server, _folder) = Server::with_load(&["--db", database.to_str().unwrap(), "--evidence-records", "100000"]);
    let whole = Duration::from_secs(seconds);
    let rate = if seconds < 60 { 40 } else { 100 };
    let (mut memory, mut files, mut log) = (Vec::new(), Vec::new(), 0);
    for part in 0..20_u64 {
        let learners = learners.clone();
        let pace = Pace { rate, time: whole / 20, connections: 32 };
        let report = run(load::send(server.at, pace, move |i| mixed(&learners, i + part * 1_000_000)));
        // A slow machine may say that it has too much to do, and nothing else.
        let refused: u64 = report.classes.values().map(|class| class.of(503).count()).sum();
        assert_eq!((report.failures() - refused, if rate == 100 { refused } else { 0 }), (0, 0), "part {part} of 20");
        memory.push(server.memory());
        files.push(server.files());
        log = log.max(kept.path().join("kept.db-wal").metadata().map_or(0, |file| file.len() >> 20));
    }
    // From the eighth of the time on, as the bar says it of eight hours.
    let settled = &memory[3..];
    let grown = settled.last().unwrap().saturating_sub(settled[0]);
    tell(&format!("L9 memory over {seconds} s at {rate}/s"), format!("{memory:?} MiB"), "1 MiB an hour");
    tell("L9 open files", format!("{files:?}"), "flat");
    tell("L9 write-ahead log", format!("{log} MiB at most"), "64 MiB");
    let (least, most) = (files.iter().min().unwrap(), files.iter().max().unwrap());
    assert!(most - least <= 40 && log <= 64, "{files:?}, {log} MiB");
    assert!(seconds < 7200 || grown <= 1 + seconds / 3600, "{memory:?}");
}

#[test]
fn what_is_counted_is_told_in_templates_and_never_in_anybodys_words() {
    let server = Server::start::<&str>([]);
    let metrics = run(async {
        for request in [get("/v1/roles/marker-of-anna"), get("/v1/roles?q=marker-of-anna"), get("/marker-of-anna"), plan_for_a_marker()] {
            ask(server.at, &request).await.unwrap();
        }
        let odd = b"ANNA /v1/roles HTTP/1.1\r\nhost: x\r\n\r\n";
        assert_eq!(ask(server.at, odd).await.unwrap().status, 405);
        let mut idle = wire::Wire::open(server.at).await.unwrap();
        idle.ask(&get("/v1/health")).await.unwrap();
        // The other connections end in a moment.
        let answer = loop {
            let answer = ask(server.metrics, &get("/metrics")).await.unwrap();
            if String::from_utf8_lossy(&answer.body).contains("pathstack_http_connections 2\n") {
                break answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
        assert_eq!(ask(server.metrics, &get("/v1/roles")).await.unwrap().status, 404);
        assert_eq!(ask(server.at, &get("/metrics")).await.unwrap().status, 404);
        String::from_utf8(answer.body).unwrap()
    });
    assert!(!metrics.contains("anna") && !metrics.contains("ANNA"), "{metrics}");
    for line in [
        r#"pathstack_http_requests_total{method="GET",route="/v1/roles/{id}",status="404"} 1"#,
        r#"pathstack_http_requests_total{method="other",route="/v1/roles",status="405"} 1"#,
        r#"pathstack_http_requests_total{method="GET",route="none",status="404"} 1"#,
        r#"pathstack_http_request_duration_seconds_count{method="POST",route="/v1/pathways"} 1"#,
        "pathstack_think_seconds_count 1",
        "pathstack_think_queue_seconds_count 1",
        "pathstack_think_queue_length 0",
        "pathstack_http_requests_in_flight 0",
        // The idle one, and the one that asked for this.
        "pathstack_http_connections 2",
        "pathstack_edition 0",
    ] {
        assert!(metrics.lines().any(|told| told == line), "{line} is not in {metrics}");
    }
    assert!(metrics.contains("process_resident_memory_bytes "));
}

fn plan_for_a_marker() -> Vec<u8> {
    post("/v1/pathways", r#"{"role": "data analyst", "holds": [{"credential": "marker-of-anna"}], "start": "2027-01-04"}"#)
}

#[test]
fn no_log_has_a_word_of_who_asks_or_what() {
    let server = Server::start(["--log", "trace", "--log-json"]);
    run(async {
        let secret = "\r\nauthorization: Bearer marker-token\r\ncookie: session=marker-cookie\r\nuser-agent: marker-agent\r\n\r\n";
        let dressed = |request: Vec<u8>| String::from_utf8(request).unwrap().replacen("\r\n\r\n", secret, 1).into_bytes();
        for request in [
            get("/v1/roles/marker-path"),
            get("/v1/roles?q=marker-query"),
            get("/marker-nowhere"),
            plan_for_a_marker(),
            post("/v1/pathways", r#"{"role": "marker-role"}"#),
            post("/v1/pathways", r#"{"marker-member": 1}"#),
            post("/v1/mentions", r#"{"text": "marker-resume, SQL, anna@example.org"}"#),
            post("/v1/gap", "{\"role\": marker-malformed"),
        ] {
            ask(server.at, &dressed(request)).await.unwrap();
        }
        let named = b"GET /v1/health HTTP/1.1\r\nhost: x\r\nx-request-id: from-the-gate.1\r\n\r\n";
        assert_eq!(ask(server.at, named).await.unwrap().header("x-request-id"), Some("from-the-gate.1"));
        tokio::time::sleep(Duration::from_millis(200)).await;
    });
    let log = server.said();
    let told: Vec<serde_json::Value> = log.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let answered: Vec<_> = told.iter().filter(|line| line["fields"]["message"] == "answered").map(|line| &line["fields"]).collect();
    assert_eq!(answered.len(), 9, "{log:#?}");
    for line in &answered {
        assert!(line["request"].is_string() && line["duration_us"].is_u64() && line["status"].is_u64(), "{line}");
        assert!(line["route"] == "none" || line["route"].as_str().unwrap().starts_with("/v1/"), "{line}");
    }
    assert_eq!(answered[8]["request"], "from-the-gate.1");
    for line in &log {
        assert!(!line.contains("marker") && !line.contains("anna"), "{line}");
    }
}
