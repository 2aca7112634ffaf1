//! PostgreSQL that is stopped and comes back, and a line to it that is cut in mid-sentence.

use crate::{
    keeping::Learner,
    postgres, rounds, run,
    server::Server,
    tell,
    wire::{Wire, ask, get},
};
use std::{
    ffi::OsStr,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::net::{TcpListener, TcpStream};

#[test]
fn while_postgresql_is_gone_learners_are_told_soon_and_served_again_when_it_is_back() {
    let Some(mut database) = postgres::Server::start() else { return };
    let url = run(database.database());
    let learner = Learner::new(OsStr::new(&url));
    let server = Server::start([OsStr::new("--db"), OsStr::new(&url)]);
    let at = server.at;
    let (mut told, mut back) = (Duration::ZERO, Duration::ZERO);
    for round in 0..rounds(1, 20) {
        assert_eq!(run(ask(at, &learner.create(&format!("before-{round}")))).unwrap().status, 201);
        if !database.stop() {
            return;
        }
        run(async {
            for _ in 0..3 {
                let began = Instant::now();
                let answer = learner.read(at).await.unwrap();
                assert_eq!((answer.status, answer.header("retry-after").is_some()), (503, true), "{}", answer.head);
                told = told.max(began.elapsed());
            }
            // What needs no memory goes on.
            assert_eq!(ask(at, &get("/v1/roles?q=data")).await.unwrap().status, 200);
        });
        database.start_again();
        let began = Instant::now();
        run(async {
            while learner.read(at).await.unwrap().status != 200 {
                assert!(began.elapsed() < Duration::from_secs(30), "it does not come back");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        back = back.max(began.elapsed());
    }
    tell("F6 PostgreSQL gone: 503 within", format!("{} ms", told.as_millis()), "2 s");
    tell("F6 PostgreSQL back: 200 within", format!("{} ms", back.as_millis()), "5 s");
    let grace = rounds(Duration::from_secs(5), Duration::ZERO);
    assert!(told <= Duration::from_secs(2) + grace && back <= Duration::from_secs(5) + grace);
}

/// A line to the database that can be cut.
struct Line {
    at: SocketAddr,
    cut: Arc<AtomicBool>,
}

impl Line {
    async fn to(database: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let (at, cut) = (listener.local_addr().unwrap(), Arc::new(AtomicBool::new(false)));
        let told = cut.clone();
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let cut = told.clone();
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(database).await else { return };
                    let until_cut = async {
                        while !cut.load(Ordering::Relaxed) {
                            tokio::time::sleep(Duration::from_millis(1)).await;
                        }
                    };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        () = until_cut => {}
                    }
                });
            }
        });
        Self { at, cut }
    }
}

#[test]
fn a_request_that_is_sent_again_after_the_line_was_cut_creates_nothing_twice() {
    let Some(database) = postgres::Server::start() else { return };
    let url = run(database.database());
    let learner = Learner::new(OsStr::new(&url));
    let (before, rest) = url.split_once('@').unwrap();
    let (address, name) = rest.split_once('/').unwrap();
    let address: SocketAddr = address.parse().unwrap();
    // The line is on a runtime of its own: it carries while the server starts.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let line = runtime.block_on(Line::to(address));
    let server = Server::start([OsStr::new("--db"), OsStr::new(&format!("{before}@{}/{name}", line.at))]);
    let at = server.at;
    let cuts = rounds(3, 20);
    let (keys, again) = runtime.block_on(async {
        let (mut keys, mut again) = (Vec::new(), 0);
        for cut in 0..cuts {
            let stop = Instant::now() + Duration::from_millis(100 + cut * 13 % 50);
            let flag = line.cut.clone();
            let cutting = tokio::spawn(async move {
                tokio::time::sleep_until(stop.into()).await;
                flag.store(true, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(50)).await;
                flag.store(false, Ordering::Relaxed);
            });
            while !cutting.is_finished() {
                let key = format!("cut-{cut}-{}", keys.len());
                let began = Instant::now();
                loop {
                    // Each try on a connection of its own: the server answers, whatever has become of the line.
                    let answer = Wire::open(at).await.unwrap().ask(&learner.create(&key)).await.unwrap();
                    if answer.status == 201 {
                        break;
                    }
                    assert_eq!(answer.status, 503, "{}", String::from_utf8_lossy(&answer.body));
                    assert!(began.elapsed() < Duration::from_secs(30), "it does not come back");
                    again += 1;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                keys.push(key);
            }
        }
        (keys, again)
    });
    let mut expected = keys;
    expected.sort();
    let found = run(learner.all(at));
    tell(&format!("F6 line cut {cuts} times, {} writes, {again} sent again: twice or lost", expected.len()), 0, "0");
    assert_eq!(found, expected);
}
