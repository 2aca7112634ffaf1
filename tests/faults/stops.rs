//! SIGTERM under load, and clients that leave.

use crate::{
    load::{self, Pace, plan, read},
    rounds, run,
    server::Server,
    tell,
    wire::{Wire, ask, get, post},
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How long a server still takes requests once told to stop, as set where nothing else is.
const LEAVE: Duration = Duration::from_millis(500);

#[test]
fn sigterm_under_load_fails_no_request_that_reached_the_server() {
    let mut most = Duration::ZERO;
    for round in 0..rounds(2, 20) {
        let (mut server, _folder) = Server::with_load(&[]);
        let at = server.at;
        let (answered, broken, stop) = run(async {
            let (gone, told) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(None)));
            let (answered, broken) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
            let clients: Vec<_> = (0..32u64)
                .map(|client| {
                    let (gone, answered, broken, told) = (gone.clone(), answered.clone(), broken.clone(), told.clone());
                    tokio::spawn(async move {
                        let (mut wire, mut opened) = (None, Instant::now());
                        for i in 0.. {
                            if wire.is_none() {
                                // No connection, no request: the server is gone, as everybody was told.
                                match Wire::open(at).await {
                                    Ok(open) => (wire, opened) = (Some(open), Instant::now()),
                                    Err(_) => return,
                                }
                            }
                            let request = if (client + i) % 8 == 0 { plan(client * 1000 + i) } else { read(client * 1000 + i) };
                            match wire.as_mut().unwrap().ask(&request.1).await {
                                Ok(answer) => {
                                    assert!(
                                        answer.status == 200 || (answer.status == 503 && answer.header("retry-after").is_some()),
                                        "{}",
                                        answer.head
                                    );
                                    answered.fetch_add(1, Ordering::Relaxed);
                                    if answer.closes() {
                                        wire = None;
                                    }
                                }
                                Err(_) => {
                                    // Who connects in the very moment in which the door is shut comes after half a second of being told
                                    // to stay away; on a busy machine that moment lasts as long as others want it to.
                                    let late = told.lock().unwrap().is_some_and(|told: Instant| opened > told + LEAVE);
                                    broken.fetch_add(u64::from(!late), Ordering::Relaxed);
                                    return;
                                }
                            }
                            if gone.load(Ordering::Relaxed) {
                                return;
                            }
                            tokio::time::sleep(Duration::from_millis(rounds(60, 100))).await;
                        }
                    })
                })
                .collect();
            tokio::time::sleep(Duration::from_millis(300 + 37 * round)).await;
            let stop = Instant::now();
            *told.lock().unwrap() = Some(stop);
            server.signal("TERM");
            tokio::time::sleep(Duration::from_millis(100)).await;
            let ready = ask(at, &get("/v1/health/ready")).await.unwrap();
            assert_eq!((ready.status, ready.json()["type"].as_str()), (503, Some("/problems/stopping")));
            assert_eq!(ask(at, &get("/v1/health/live")).await.unwrap().status, 200);
            tokio::time::timeout(Duration::from_secs(20), async {
                for client in clients {
                    client.await.unwrap();
                }
            })
            .await
            .expect("clients end with the server");
            gone.store(true, Ordering::Relaxed);
            (answered.load(Ordering::Relaxed), broken.load(Ordering::Relaxed), stop)
        });
        let (well, _) = server.wait();
        assert!(well, "round {round}: it did not end well: {:?}", server.said());
        assert_eq!(broken, 0, "round {round}: of {answered} requests");
        assert!(answered > 50, "round {round}: {answered}");
        most = most.max(stop.elapsed());
    }
    tell("F7 SIGTERM to the end, no request failed, longest of all rounds", format!("{} ms", most.as_millis()), "10 s");
    assert!(most <= Duration::from_secs(10) + rounds(Duration::from_secs(5), Duration::ZERO));
}

#[test]
fn clients_that_leave_free_the_threads_they_asked_for() {
    let (server, _folder) = Server::with_load(&["--thinkers", "1", "--queue", "0"]);
    run(async {
        // All roles at once: far more than the second it gives.
        let body = r#"{"limit": 1000, "time_limit_ms": 30000}"#;
        for _ in 0..rounds(3, 20) {
            let mut wire = Wire::open(server.at).await.unwrap();
            wire.send(&post("/v1/coverage/shortages", body)).await.unwrap();
            tokio::time::sleep(Duration::from_millis(60)).await;
            drop(wire);
            tokio::time::sleep(Duration::from_millis(rounds(1000, 100))).await;
            let next = ask(server.at, &load::plan(3).1).await.unwrap();
            assert_eq!(next.status, 200, "the one thread is still taken");
        }
    });
    let pace = Pace { rate: 20, time: Duration::from_millis(500), connections: 4 };
    assert_eq!(run(load::send(server.at, pace, read)).failures(), 0);
}
