//! The queue before whoever thinks: a few at once, a few waiting, the rest refused at once; ended at the deadline, when the service stops,
//! and when nobody waits any more. It knows no thread: where the work runs is an argument, so that time and chance can be simulated.

use super::{
    meter,
    problem::{Kind, Problem},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch},
    time::{Instant, sleep_until},
};

/// Who thinks and who waits.
pub(super) struct Queue {
    /// One for each question that is thought about.
    pub(super) turns: Arc<Semaphore>,
    /// One for each question that is thought about or waits.
    pub(super) places: Arc<Semaphore>,
    /// How many turns and places there are.
    sizes: (usize, usize),
    /// By when all must have ended, once the service is about to stop.
    end: watch::Sender<Option<Instant>>,
    /// How long they have then.
    goodbye: Duration,
}

/// A turn and a place; whoever works gives them back by dropping this.
pub(super) struct Seat {
    _turn: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
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

impl Queue {
    /// So many at once, so many more that wait, and so long to end once told to stop.
    pub(super) fn new(turns: usize, waiting: usize, goodbye: Duration) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(turns)),
            places: Arc::new(Semaphore::new(turns + waiting)),
            sizes: (turns, turns + waiting),
            end: watch::Sender::new(None),
            goodbye,
        }
    }

    /// Lets all end in a little while with what they have.
    pub(super) fn stop(&self) {
        self.end.send_replace(Some(Instant::now() + self.goodbye));
    }

    /// How many have a turn, and how many wait.
    pub(super) fn load(&self) -> (usize, usize) {
        let running = self.sizes.0.saturating_sub(self.turns.available_permits());
        let inside = self.sizes.1.saturating_sub(self.places.available_permits());
        (running, inside.saturating_sub(running))
    }

    /// Waits for a turn, lets `begin` start the work and waits for what it sends. Its flag is raised when `limit` has passed, when the service
    /// must end, and when this future is dropped.
    pub(super) async fn pass<T>(
        &self,
        limit: Duration,
        begin: impl FnOnce(Arc<AtomicBool>, Seat, oneshot::Sender<T>),
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
        let (send, mut answer) = oneshot::channel();
        begin(waiting.0.clone(), Seat { _turn: turn, _place: place }, send);
        let answered = tokio::select! {
            biased;
            answered = &mut answer => answered,
            () = sleep_until(deadline) => {
                waiting.0.store(true, Ordering::Relaxed);
                answer.await
            }
            () = last_call(self.end.subscribe()) => {
                waiting.0.store(true, Ordering::Relaxed);
                answer.await
            }
        };
        answered.map_err(|_| Problem::new(Kind::Internal, "an answer could not be worked out"))
    }
}

#[cfg(test)]
mod simulated {
    use super::*;
    use crate::web::simulated::{Dice, seeds};
    use std::sync::{Mutex, atomic::AtomicUsize};
    use tokio::time::{sleep, timeout};

    /// What became of one question.
    #[derive(Debug)]
    struct Fate {
        /// Its place in the order of arrival, when it came, how long it may take, and how long its client has patience.
        at: usize,
        asked: Instant,
        limit: Duration,
        patience: Duration,
        /// When its work began.
        began: Option<Instant>,
        /// When its work ended.
        ended: Option<Instant>,
        /// When and how it was answered; nothing where the client left before.
        answered: Option<(Instant, Result<bool, Kind>)>,
    }

    /// How often work looks whether it is to end.
    const LOOK: Duration = Duration::from_millis(3);

    /// One service, a crowd of clients, a random moment at which it may be told to stop.
    async fn crowd(dice: &mut Dice) {
        let (turns, waiting) = (1 + dice.below(4) as usize, dice.below(6) as usize);
        let goodbye = Duration::from_millis(dice.below(800));
        let queue = Arc::new(Queue::new(turns, waiting, goodbye));
        let fates = Arc::new(Mutex::new(Vec::<Fate>::new()));
        let running = Arc::new(AtomicUsize::new(0));
        let start = Instant::now();
        let stops = (dice.below(3) == 0).then(|| start + Duration::from_millis(dice.below(3000)));
        let clients: Vec<_> = (0..10 + dice.below(50))
            .map(|_| {
                let arrives = start + Duration::from_millis(dice.below(2500)) + Duration::from_micros(dice.below(1000));
                let limit = Duration::from_millis(1 + dice.below(700));
                let patience = if dice.below(4) == 0 { Duration::from_millis(dice.below(500)) } else { Duration::from_secs(60) };
                let work = Duration::from_millis(dice.below(400));
                let (queue, fates, running) = (queue.clone(), fates.clone(), running.clone());
                tokio::spawn(async move {
                    sleep_until(arrives).await;
                    let at = {
                        let mut fates = fates.lock().unwrap();
                        let at = fates.len();
                        let asked = Instant::now();
                        fates.push(Fate { at, asked, limit, patience, began: None, ended: None, answered: None });
                        at
                    };
                    let (inside, seen) = (fates.clone(), running.clone());
                    let begin = move |flag: Arc<AtomicBool>, seat: Seat, send: oneshot::Sender<bool>| {
                        inside.lock().unwrap()[at].began = Some(Instant::now());
                        assert!(seen.fetch_add(1, Ordering::Relaxed) < turns, "more at once than there are turns");
                        tokio::spawn(async move {
                            let end = Instant::now() + work;
                            let mut whole = true;
                            while Instant::now() < end {
                                if flag.load(Ordering::Relaxed) {
                                    whole = false;
                                    break;
                                }
                                sleep(LOOK.min(end - Instant::now())).await;
                            }
                            seen.fetch_sub(1, Ordering::Relaxed);
                            inside.lock().unwrap()[at].ended = Some(Instant::now());
                            drop(seat);
                            let _ = send.send(whole);
                        });
                    };
                    let answered = timeout(patience, queue.pass(limit, begin)).await.ok();
                    let answered = answered.map(|answered| (Instant::now(), answered.map_err(|problem| problem.kind())));
                    fates.lock().unwrap()[at].answered = answered;
                })
            })
            .collect();
        let stopper = queue.clone();
        tokio::spawn(async move {
            if let Some(stops) = stops {
                sleep_until(stops).await;
                stopper.stop();
            }
        });
        let observed = queue.clone();
        let observer = tokio::spawn(async move {
            loop {
                sleep(Duration::from_micros(1709)).await;
                let (runs, waits) = observed.load();
                assert!(runs <= turns && waits <= waiting, "{runs} run, {waits} wait");
                assert!(waits == 0 || runs == turns, "{waits} wait while only {runs} of {turns} run");
            }
        });
        for client in clients {
            timeout(Duration::from_secs(30), client).await.expect("nobody waits for ever").unwrap();
        }
        sleep(Duration::from_secs(2)).await;
        assert!(!observer.is_finished(), "the observer saw something wrong");
        observer.abort();
        assert_eq!(queue.load(), (0, 0), "somebody who has left still has a seat");
        assert_eq!((queue.turns.available_permits(), queue.places.available_permits()), (turns, turns + waiting));
        judge(&fates.lock().unwrap(), stops.map(|stops| stops + goodbye));
    }

    /// Holds everything that happened against what is promised.
    fn judge(fates: &[Fate], last_call: Option<Instant>) {
        // A timer may be a millisecond late.
        let late = LOOK + Duration::from_millis(2);
        let mut latest = None;
        for fate in fates {
            let deadline = fate.asked + fate.limit;
            let gone = fate.asked + fate.patience;
            if let Some(began) = fate.began {
                assert!(latest.is_none_or(|before| before <= began), "a turn out of order: {fate:?}");
                latest = Some(began);
                let ended = fate.ended.expect("work that began ends");
                let end = [Some(deadline), Some(gone), last_call].into_iter().flatten().min().unwrap_or(deadline).max(began);
                assert!(ended <= end + late, "it works on for nobody: {fate:?}");
            }
            match &fate.answered {
                // She had no patience left.
                None => assert!(fate.patience < Duration::from_secs(60), "never answered: {fate:?}"),
                Some((at, Ok(_))) => assert!(*at <= deadline + late && fate.began.is_some(), "{fate:?}"),
                Some((at, Err(Kind::Overloaded))) => {
                    assert!(
                        *at == fate.asked || (deadline..=deadline + late).contains(at),
                        "neither at once nor at the deadline: {fate:?}"
                    );
                    assert!(fate.began.is_none(), "{fate:?}");
                }
                Some((at, Err(Kind::Stopping))) => {
                    assert!(last_call.is_some_and(|last| *at >= last) && fate.began.is_none(), "{fate:?}");
                }
                Some(other) => panic!("{other:?}: {fate:?}"),
            }
            let _ = fate.at;
        }
    }

    #[test]
    fn whoever_asks_is_answered_in_time_in_turn_and_never_too_many_at_once() {
        seeds(crowd);
    }
}
