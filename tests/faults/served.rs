//! kill -9 of a server that learners write to over HTTP: what was acknowledged is there after it is started again, once.

use crate::{keeping::Learner, rounds, run, server::Server, tell, wire::Wire};
use std::{
    collections::BTreeSet,
    ffi::OsStr,
    net::SocketAddr,
    time::{Duration, Instant},
};

/// Clients that write at once.
const CLIENTS: usize = 8;

/// Writes until the server is gone: the keys that were acknowledged, and those that were sent.
async fn writes(at: SocketAddr, learner: Learner, round: u64) -> (Vec<String>, usize) {
    let (mut acknowledged, mut sent) = (Vec::new(), 0);
    let Ok(mut wire) = Wire::open(at).await else { return (acknowledged, sent) };
    loop {
        let key = format!("round-{round}-write-{sent}");
        sent += 1;
        match wire.ask(&learner.create(&key)).await {
            Ok(answer) if answer.status == 201 => acknowledged.push(key),
            // She keeps as many as she may.
            Ok(answer) if answer.status == 409 => return (acknowledged, sent),
            Ok(answer) => panic!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)),
            Err(_) => return (acknowledged, sent),
        }
    }
}

/// Rounds that a database lives through.
const LIVES: u64 = 10;

#[test]
fn no_write_acknowledged_over_http_is_lost_by_kill_9() {
    let wanted: u64 = rounds(3, 200);
    let (mut kept, mut sent, mut slowest) = (0, 0, Duration::ZERO);
    for first in (0..wanted).step_by(LIVES as usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.db");
        let learners: Vec<Learner> = (0..CLIENTS).map(|_| Learner::new(path.as_os_str())).collect();
        let mut acknowledged: Vec<(Vec<String>, usize)> = vec![(Vec::new(), 0); CLIENTS];
        let mut server = Server::start([OsStr::new("--db"), path.as_os_str()]);
        for round in first..wanted.min(first + LIVES) {
            let at = server.at;
            run(async {
                let clients: Vec<_> = learners.iter().map(|learner| tokio::spawn(writes(at, learner.clone(), round))).collect();
                tokio::time::sleep(Duration::from_millis(rounds(300, 400) + round * 37 % 300)).await;
                server.signal("KILL");
                for (client, all) in clients.into_iter().zip(&mut acknowledged) {
                    let (more, tried) = client.await.unwrap();
                    all.0.extend(more);
                    all.1 += tried;
                }
            });
            server.wait();
            let began = Instant::now();
            server = Server::start([OsStr::new("--db"), path.as_os_str()]);
            slowest = slowest.max(began.elapsed());
            run(async {
                for (learner, (acknowledged, tried)) in learners.iter().zip(&acknowledged) {
                    let found = learner.all(server.at).await;
                    let once: BTreeSet<&String> = found.iter().collect();
                    assert_eq!(once.len(), found.len(), "round {round}: something is there twice");
                    assert!(acknowledged.iter().all(|key| once.contains(key)), "round {round}: an acknowledged write is lost");
                    // What was under way may be there or not; nothing else is.
                    assert!(found.len() <= *tried, "round {round}");
                }
            });
        }
        kept += acknowledged.iter().map(|(all, _)| all.len()).sum::<usize>();
        sent += acknowledged.iter().map(|(_, tried)| tried).sum::<usize>();
    }
    tell(&format!("F1 kill -9 over HTTP, {wanted} rounds, {sent} writes sent, {kept} acknowledged: lost"), 0, "0");
    tell("F1 started again, slowest", format!("{} ms", slowest.as_millis()), "2 s");
    assert!(kept > wanted as usize);
}
