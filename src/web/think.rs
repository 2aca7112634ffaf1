//! Thinking off the async threads: a few at once, a few waiting, the rest refused; ended when nobody waits any more.

use super::{
    limits::Limits,
    meter,
    problem::{Kind, Problem},
};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Semaphore, oneshot, watch},
    time::{Instant, sleep_until},
};

/// Threads that think, and the queue before them.
pub(super) struct Thinkers {
    pool: Option<ThreadPool>,
    /// One for each question that is thought about.
    turns: Arc<Semaphore>,
    /// One for each question that is thought about or waits.
    places: Arc<Semaphore>,
    /// How many turns and places there are.
    sizes: (usize, usize),
    /// By when all must have ended, once the service is about to stop.
    end: watch::Sender<Option<Instant>>,
    /// How long they have then.
    goodbye: Duration,
}

/// Raises the flag of a search when whoever waits for it has left.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Ends once the service is about to stop and the time for goodbyes has passed.
async fn last_call(mut end: watch::Receiver<Option<Instant>>) {
    // An error means that the service is gone already.
    let end = end.wait_for(Option::is_some).await.ok().and_then(|end| *end);
    if let Some(end) = end {
        sleep_until(end).await;
    }
}

impl Thinkers {
    pub(super) fn new(limits: &Limits) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(limits.thinkers).thread_name(|at| format!("thinker-{at}")).build();
        Self {
            pool: pool.inspect_err(|error| tracing::error!(%error, "no threads to think with")).ok(),
            turns: Arc::new(Semaphore::new(limits.thinkers)),
            places: Arc::new(Semaphore::new(limits.thinkers + limits.queue)),
            sizes: (limits.thinkers, limits.thinkers + limits.queue),
            end: watch::Sender::new(None),
            // Half of it for thinking, half for sending answers.
            goodbye: limits.goodbye / 2,
        }
    }

    /// Lets those who still think in a little while end with what they have: requests under way are answered, not dropped.
    pub(super) fn stop(&self) {
        self.end.send_replace(Some(Instant::now() + self.goodbye));
    }

    /// How many questions are thought about, and how many wait.
    pub(super) fn load(&self) -> (usize, usize) {
        let running = self.sizes.0.saturating_sub(self.turns.available_permits());
        let inside = self.sizes.1.saturating_sub(self.places.available_permits());
        (running, inside.saturating_sub(running))
    }

    /// Runs `work` on a thinking thread. Its flag is raised when `limit` has passed, when the service must end, and when this future is
    /// dropped because the client has left; `work` then ends soon with what it has.
    pub(super) async fn think<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let overloaded = |detail: &str| {
            meter::refused(Kind::Overloaded.name());
            Problem::new(Kind::Overloaded, detail).retry_after(1 + limit.as_secs()).hint("ask again a little later")
        };
        let leaving = || {
            meter::refused(Kind::Stopping.name());
            Problem::new(Kind::Stopping, "the server stops before the turn of this question came").retry_after(5)
        };
        let asked = Instant::now();
        let deadline = asked + limit;
        let Some(pool) = &self.pool else { return Err(Problem::new(Kind::Internal, "the server has no threads to think with")) };
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| overloaded("all places in the queue are taken"))?;
        let turn = tokio::select! {
            biased;
            turn = self.turns.clone().acquire_owned() => turn.map_err(|_| leaving())?,
            () = sleep_until(deadline) => return Err(overloaded("the time limit passed before its turn came")),
            () = last_call(self.end.subscribe()) => return Err(leaving()),
        };

        meter::waited(asked.elapsed());
        let waiting = Waiting(Arc::new(AtomicBool::new(false)));
        let flag = waiting.0.clone();
        let (send, mut answer) = oneshot::channel();
        pool.spawn(move || {
            let began = Instant::now();
            let thought = catch_unwind(AssertUnwindSafe(|| work(&flag)));
            meter::thought(began.elapsed());
            drop((turn, place));
            // Nobody may be waiting any more, which is no fault.
            let _ = send.send(thought);
        });
        let thought = tokio::select! {
            biased;
            thought = &mut answer => thought,
            () = sleep_until(deadline) => {
                waiting.0.store(true, Ordering::Relaxed);
                answer.await
            }
            () = last_call(self.end.subscribe()) => {
                waiting.0.store(true, Ordering::Relaxed);
                answer.await
            }
        };
        match thought {
            Ok(Ok(thought)) => Ok(thought),
            Ok(Err(_)) | Err(_) => Err(Problem::new(Kind::Internal, "an answer could not be worked out")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

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
        while thinkers.turns.available_permits() == 0 {
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
            while thinkers.places.available_permits() != places {
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
        while thinkers.turns.available_permits() == 1 {
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
        while thinkers.turns.available_permits() == 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        thinkers.stop();
        assert_eq!(first.await.unwrap(), Ok("what was found by then"));
        while thinkers.turns.available_permits() == 0 {
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
