//! The terminal's clock: what day it is, how long work takes, and when to stop it. Thinking rooms get these as arguments.

use crate::{model::Date, solve::Budget};
use std::{
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

/// Today, where the learner is.
#[expect(clippy::disallowed_methods, reason = "the terminal reads the clock, so that the thinking rooms need not")]
pub(super) fn today() -> Date {
    jiff::Zoned::now().date()
}

/// This moment.
#[expect(clippy::disallowed_methods, reason = "the terminal reads the clock, so that the thinking rooms need not")]
pub(super) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Does the work and says how long it took.
#[expect(clippy::disallowed_methods, reason = "the terminal reads the clock, so that the thinking rooms need not")]
pub(super) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = Instant::now();
    let result = work();
    (result, before.elapsed())
}

/// Does the work with a budget that is spent when the time is up; without a limit it may take as long as it needs.
pub(super) fn within<T>(limit: Option<Duration>, work: impl FnOnce(&Budget<'_>) -> T) -> T {
    let Some(limit) = limit else { return work(&Budget::UNLIMITED) };
    let stop = AtomicBool::new(limit.is_zero());
    thread::scope(|scope| {
        let (done, waits) = mpsc::channel::<()>();
        scope.spawn(|| {
            let waits = waits;
            if waits.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                stop.store(true, Ordering::Relaxed);
            }
        });
        let result = work(&Budget { nodes: None, stop: Some(&stop) });
        drop(done);
        result
    })
}

/// Reads a length of time as people write it: `500ms`, `2s`, `1.5s`, `3min`, or seconds without a unit.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let number = text.trim_end_matches(|c: char| c.is_alphabetic());
    let seconds = match &text[number.len()..] {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "min" | "m" => 60.0,
        "h" => 3600.0,
        _ => f64::NAN,
    };
    let wrong = || format!("`{text}` is no length of time; write 500ms, 2s or 1min");
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(number * seconds).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_read_as_people_write_them() {
        for (text, millis) in [("500ms", 500), ("2s", 2000), ("2", 2000), ("1.5s", 1500), ("1min", 60_000), ("0", 0)] {
            assert_eq!(duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "s", "-1s", "1 week", "1e99h", "ms2"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn work_without_an_end_is_stopped_when_the_time_is_up() {
        let stopped = within(Some(Duration::from_millis(10)), |budget| {
            while !budget.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                thread::yield_now();
            }
            true
        });
        assert!(stopped);
    }

    #[test]
    fn work_that_ends_is_not_waited_for() {
        let ((), took) = timed(|| within(Some(Duration::from_secs(60)), |_| ()));
        assert!(took < Duration::from_secs(30));
    }
}
