//! Thinking off the async threads, behind a [`Queue`]; ended when nobody waits any more.

use super::{
    limits::Limits,
    meter,
    problem::{Kind, Problem},
    queue::Queue,
};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::AtomicBool,
    time::Duration,
};
use tokio::time::Instant;

/// So many threads of that name, if the machine has them.
pub(super) fn threads(name: &'static str, many: usize) -> Option<ThreadPool> {
    let pool = ThreadPoolBuilder::new().num_threads(many).thread_name(move |at| format!("{name}-{at}")).build();
    pool.inspect_err(|error| tracing::error!(%error, name, "no threads")).ok()
}

/// Threads that think, and the queue before them.
pub(super) struct Thinkers {
    pool: Option<ThreadPool>,
    queue: Queue,
}

impl Thinkers {
    pub(super) fn new(limits: &Limits) -> Self {
        let pool = threads("thinker", limits.thinkers);
        // Half of the goodbye for thinking, half for sending answers.
        Self { pool, queue: Queue::new(limits.thinkers, limits.queue, limits.goodbye / 2) }
    }

    /// Lets those who still think in a little while end with what they have: requests under way are answered, not dropped.
    pub(super) fn stop(&self) {
        self.queue.stop();
    }

    /// How many questions are thought about, and how many wait.
    pub(super) fn load(&self) -> (usize, usize) {
        self.queue.load()
    }

    /// Runs `work` on a thinking thread. Its flag is raised when `limit` has passed, when the service must end, and when this future is
    /// dropped because the client has left; `work` then ends soon with what it has.
    pub(super) async fn think<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let Some(pool) = &self.pool else { return Err(Problem::new(Kind::Internal, "the server has no threads to think with")) };
        let thought = self.queue.pass(limit, |flag, seat, send| {
            pool.spawn(move || {
                let began = Instant::now();
                let thought = catch_unwind(AssertUnwindSafe(|| work(&flag)));
                meter::thought(began.elapsed());
                drop(seat);
                // Nobody may be waiting any more, which is no fault.
                let _ = send.send(thought);
            });
        });
        thought.await?.map_err(|_| Problem::new(Kind::Internal, "an answer could not be worked out"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, atomic::Ordering, mpsc};

    fn thinkers(thinkers: usize, queue: usize) -> Arc<Thinkers> {
        Arc::new(Thinkers::new(&Limits { thinkers, queue, ..Limits::default() }))
    }

    /// Thinks until its flag is raised.
    fn endless(stop: &AtomicBool) -> &'static str {
        while !stop.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        "what was found by then"
    }

    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn an_answer_comes_back() {
        assert_eq!(thinkers(1, 0).think(LONG, |_| 42).await, Ok(42));
    }

    #[tokio::test]
    async fn at_the_deadline_what_was_found_comes_back() {
        assert_eq!(thinkers(1, 0).think(Duration::from_millis(20), endless).await, Ok("what was found by then"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_leaves_frees_the_thread_within_100_ms() {
        let thinkers = thinkers(1, 0);
        let (told, hear) = mpsc::channel();
        let asked = tokio::spawn({
            let thinkers = thinkers.clone();
            async move {
                thinkers
                    .think(LONG, move |stop| {
                        let _ = told.send(());
                        endless(stop)
                    })
                    .await
            }
        });
        tokio::task::spawn_blocking(move || hear.recv()).await.unwrap().unwrap();
        let left = Instant::now();
        asked.abort();
        while thinkers.queue.turns.available_permits() == 0 {
            assert!(left.elapsed() < Duration::from_millis(100));
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn past_the_queue_is_refused_at_once_and_who_leaves_the_queue_gives_up_the_place() {
        let thinkers = thinkers(1, 1);
        let ask = || {
            let thinkers = thinkers.clone();
            tokio::spawn(async move { thinkers.think(LONG, endless).await })
        };
        let free = async |places: usize| {
            while thinkers.queue.places.available_permits() != places {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let first = ask();
        free(1).await;
        let second = ask();
        free(0).await;
        assert_eq!(thinkers.think(LONG, |_| 0).await.unwrap_err().kind(), Kind::Overloaded);
        second.abort();
        free(1).await;
        first.abort();
        free(2).await;
        assert_eq!(thinkers.think(LONG, |_| 7).await, Ok(7));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_turn_that_does_not_come_in_time_is_overload() {
        let thinkers = thinkers(1, 1);
        let busy = tokio::spawn({
            let thinkers = thinkers.clone();
            async move { thinkers.think(LONG, endless).await }
        });
        while thinkers.queue.turns.available_permits() == 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(thinkers.think(Duration::from_millis(20), |_| 0).await.unwrap_err().kind(), Kind::Overloaded);
        busy.abort();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn when_the_service_stops_what_was_found_is_still_told() {
        let limits = Limits { thinkers: 1, queue: 1, goodbye: Duration::from_millis(100), ..Limits::default() };
        let thinkers = Arc::new(Thinkers::new(&limits));
        let ask = || {
            let thinkers = thinkers.clone();
            tokio::spawn(async move { thinkers.think(LONG, endless).await })
        };
        let first = ask();
        while thinkers.queue.turns.available_permits() == 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        thinkers.stop();
        assert_eq!(first.await.unwrap(), Ok("what was found by then"));
        while thinkers.queue.turns.available_permits() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(thinkers.think(LONG, |_| 7).await, Ok(7), "one that came late and is quick");
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_and_the_thread_lives() {
        let thinkers = thinkers(1, 0);
        let fault = thinkers
            .think(LONG, |_| {
                if true {
                    panic!("a fault of ours")
                }
            })
            .await
            .unwrap_err();
        assert_eq!(fault.kind(), Kind::Internal);
        assert_eq!(thinkers.think(LONG, |_| 1).await, Ok(1));
    }
}
