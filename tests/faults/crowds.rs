//! Connections that do nothing, or do it slowly.

use crate::{
    load::{self, Pace, read},
    long, rounds, run,
    server::Server,
    tell,
    wire::{Wire, ask, get},
};
use std::time::{Duration, Instant};

#[test]
fn ten_thousand_idle_connections_are_held_and_a_new_client_is_served() {
    // They idle for longer than a head may take otherwise.
    let (server, _folder) = Server::with_load(&["--head-ms", "600000"]);
    let wanted = rounds(400, 10_000);
    run(async {
        let mut idle = Vec::new();
        for _ in 0..wanted {
            let mut wire = Wire::open(server.at).await.expect("a connection: are enough files allowed (`ulimit -n`)?");
            assert_eq!(wire.ask(&get("/v1/health/live")).await.unwrap().status, 200);
            idle.push(wire);
        }
        let memory = server.memory();
        let pace = Pace { rate: rounds(50, 200), time: rounds(Duration::from_secs(1), Duration::from_secs(20)), connections: 32 };
        let report = load::send(server.at, pace, read).await;
        let times = report.of("read").of(200);
        tell(&format!("L7 memory with {wanted} idle connections"), format!("{memory} MiB"), "400 MiB");
        tell("L7 reads beside", &times, "p99 20 ms");
        assert_eq!(report.failures(), 0);
        assert!(memory <= 400);
        assert!(!long() || times.p99() <= Duration::from_millis(20));
        for wire in &mut idle {
            assert_eq!(wire.ask(&get("/v1/health/live")).await.unwrap().status, 200, "an idle connection was dropped");
        }
    });
}

#[test]
fn slow_heads_and_slow_bodies_are_closed_in_time_and_harm_nobody() {
    let (head, body) = rounds((500, 900), (10_000, 30_000));
    let (server, _folder) = Server::with_load(&["--head-ms", &head.to_string(), "--body-ms", &body.to_string()]);
    let (at, wanted) = (server.at, rounds(40, 500));
    run(async {
        let slow = |first: &'static [u8], drip: &'static [u8]| {
            tokio::spawn(async move {
                let mut wire = Wire::open(at).await.unwrap();
                // A thousand who connect at once wait for each other: what counts is the time since this one was let in.
                let began = Instant::now();
                wire.send(first).await.unwrap();
                loop {
                    tokio::select! {
                        answer = wire.hear() => return (answer.ok().map(|answer| answer.status), began.elapsed()),
                        () = tokio::time::sleep(Duration::from_millis(rounds(50, 1000))) => {}
                    }
                    if wire.send(drip).await.is_err() {
                        return (None, began.elapsed());
                    }
                }
            })
        };
        let heads: Vec<_> = (0..wanted).map(|_| slow(b"GET /v1/health HTTP/1.1\r\nhost: x\r\nx-slow: ", b"x")).collect();
        let first = b"POST /v1/gap HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{";
        let bodies: Vec<_> = (0..wanted).map(|_| slow(first, b" ")).collect();
        let pace = Pace { rate: rounds(50, 500), time: Duration::from_millis(body), connections: 32 };
        let report = load::send(at, pace, read).await;
        let mut latest = (Duration::ZERO, Duration::ZERO);
        for task in heads {
            let (status, took) = task.await.unwrap();
            assert!(matches!(status, None | Some(408)), "{status:?}");
            latest.0 = latest.0.max(took);
        }
        for task in bodies {
            let (status, took) = task.await.unwrap();
            assert_eq!(status, Some(408));
            latest.1 = latest.1.max(took);
        }
        tell("L8 slow heads closed within", format!("{} ms", latest.0.as_millis()), format!("{head} ms and a little"));
        tell("L8 slow bodies closed within", format!("{} ms", latest.1.as_millis()), format!("{body} ms and a little"));
        tell("L8 reads beside", report.of("read").of(200), "p99 15 ms");
        assert_eq!(report.failures(), 0);
        let grace = rounds(Duration::from_secs(5), Duration::from_secs(1));
        assert!(latest.0 <= Duration::from_millis(head) + grace && latest.1 <= Duration::from_millis(body) + grace, "{latest:?}");
        assert!(!long() || report.of("read").of(200).p99() <= Duration::from_millis(15));
    });
}

#[test]
fn a_request_with_two_lengths_or_a_head_too_large_is_refused_and_the_connection_ended() {
    let server = Server::start::<&str>([]);
    run(async {
        for (what, status) in [
            // Read as chunks, as RFC 9112 (6.3) says, and nothing after it.
            ("POST /v1/gap HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(), 415),
            ("POST /v1/gap HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}".to_owned(), 400),
            ("GET /v1/health\u{1} HTTP/1.1\r\nhost: x\r\n\r\n".to_owned(), 400),
            (format!("GET /v1/health HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "x".repeat(40 << 10)), 431),
            (format!("GET /v1/health HTTP/1.1\r\nhost: x\r\n{}\r\n", "x-many: 1\r\n".repeat(101)), 431),
        ] {
            let answer = ask(server.at, what.as_bytes()).await.unwrap();
            let ended = answer.closes() || status == 431;
            assert!(answer.status == status && ended, "{:.60}: {}", what, answer.head);
        }
    });
}
