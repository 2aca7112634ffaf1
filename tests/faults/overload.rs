//! Ten times more questions than can be thought about.

use crate::{
    load::{self, Pace, plan, read},
    long, rounds, run,
    server::Server,
    tell,
    wire::{ask, get},
};
use std::time::{Duration, Instant};

#[test]
fn past_capacity_questions_are_refused_quickly_and_reads_are_unharmed() {
    let (server, _folder) = Server::with_load(&[]);
    let at = server.at;
    run(async {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let time = rounds(Duration::from_secs(2), Duration::from_secs(10));
        let calm = load::send(at, Pace { rate: 0, time, connections: cores }, plan).await;
        let capacity = calm.of("plan").of(200).count() as f64 / calm.took.as_secs_f64();
        tell("L4 plans, one a core", calm.of("plan").of(200), "p50 50 ms, p99 500 ms");
        assert_eq!(calm.failures(), 0);

        let time = rounds(Duration::from_secs(3), Duration::from_secs(60));
        let plans = Pace { rate: ((capacity * 10.0) as u64).max(20), time, connections: 256 };
        let reads = Pace { rate: rounds(50, 500), time, connections: 32 };
        let (plans, reads) = tokio::join!(load::send(at, plans, plan), load::send(at, reads, read));
        let (plan, read) = (plans.of("plan"), reads.of("read"));
        let goodput = plan.of(200).count() as f64 / plans.took.as_secs_f64() / capacity;
        tell(&format!("L6 plans at ten times {capacity:.0}/s: goodput"), format!("{:.0} %", goodput * 100.0), "80 %");
        tell("L6 refused", plan.of(503), "p99 50 ms");
        tell("L6 reads beside", read.of(200), "p99 100 ms");
        assert_eq!(
            (read.failures(), plan.broken, plan.silent),
            (0, 0, 0),
            "reads or plans broke, or a refusal says not when to come again"
        );
        assert!(plan.of(503).count() > 0, "nothing was refused");
        assert_eq!(plan.times.keys().filter(|status| ![200, 503].contains(*status)).count(), 0, "{:?}", plan.times.keys());

        let began = Instant::now();
        while ask(at, &load::plan(1).1).await.unwrap().status != 200 {
            assert!(began.elapsed() < Duration::from_secs(5), "still overloaded");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        tell("L6 back to normal after", format!("{} ms", began.elapsed().as_millis()), "5 s");
        assert_eq!(ask(at, &get("/v1/health/ready")).await.unwrap().status, 200);
        if long() {
            assert!(goodput >= 0.8, "{goodput}");
            assert!(plan.of(503).p99() <= Duration::from_millis(50));
            assert!(read.of(200).p99() <= Duration::from_millis(100));
            assert!(calm.of("plan").of(200).p99() <= Duration::from_millis(500));
        }
    });
}
