//! What work is measured in: processor time of threads, which a busy machine hardly changes, and memory in use.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// Processor time of this thread at some moment.
pub(crate) struct Spent(f64);

impl Spent {
    pub(crate) fn now() -> Self {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Self(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
    }

    /// Seconds this thread has worked since.
    pub(crate) fn since(&self) -> f64 {
        Self::now().0 - self.0
    }
}

/// Megabytes of memory in use.
pub(crate) fn resident() -> u64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// What some work took on several threads.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    /// Seconds of the thread that worked most.
    pub(crate) busiest: f64,
    /// Seconds by the clock.
    pub(crate) clock: f64,
}

impl Measured {
    pub(crate) const WORST: Self = Self { busiest: f64::INFINITY, clock: f64::INFINITY };

    pub(crate) fn least(&mut self, other: &Self) {
        self.busiest = self.busiest.min(other.busiest);
        self.clock = self.clock.min(other.clock);
    }
}

/// Seconds that each thread has worked so far, where the system says so.
fn worked() -> BTreeMap<String, f64> {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().filter_map(Result::ok);
    let seconds = |folder: &std::path::Path| {
        let told = std::fs::read_to_string(folder.join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
    };
    threads.filter_map(|thread| Some((thread.file_name().to_string_lossy().into_owned(), seconds(&thread.path())?))).collect()
}

/// Does some work in a pool of so many threads, and measures it.
pub(crate) fn pooled<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> (T, Measured) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (before, start) = (worked(), Instant::now());
    let result = pool.install(work);
    let clock = start.elapsed().as_secs_f64();
    let spent = worked().into_iter().map(|(thread, now)| now - before.get(&thread).copied().unwrap_or(0.0));
    (result, Measured { busiest: spent.fold(0.0, f64::max), clock })
}

/// Does some work, and raises the flag when it takes longer than `longest`.
pub(crate) fn within<T>(longest: Duration, stop: &AtomicBool, work: impl FnOnce() -> T) -> T {
    std::thread::scope(|scope| {
        let (ended, wait) = mpsc::channel::<()>();
        scope.spawn(move || {
            if wait.recv_timeout(longest) == Err(mpsc::RecvTimeoutError::Timeout) {
                stop.store(true, Ordering::Relaxed);
            }
        });
        let result = work();
        drop(ended);
        result
    })
}
