//! Times in buckets, each at most one part in 32 wide: nothing is sampled away, and the longest are kept.

use std::time::Duration;

/// Buckets of one power of two, as a power of two.
const FINE: u32 = 5;

/// Counts of times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    most: Duration,
}

fn bucket(us: u64) -> usize {
    let power = 63 - (us | 1).leading_zeros();
    if power < FINE {
        return us as usize;
    }
    let part = (us >> (power - FINE)) - (1 << FINE);
    (((power - FINE + 1) << FINE) as usize) + part as usize
}

/// The longest time of a bucket, in microseconds.
fn end(bucket: usize) -> u64 {
    let (bucket, fine) = (bucket as u64, 1u64 << FINE);
    if bucket < fine {
        return bucket;
    }
    let power = bucket / fine - 1;
    ((fine + bucket % fine + 1) << power) - 1
}

impl Histogram {
    pub(crate) fn record(&mut self, time: Duration) {
        let at = bucket(time.as_micros() as u64);
        if self.counts.len() <= at {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.total += 1;
        self.most = self.most.max(time);
    }

    pub(crate) fn count(&self) -> u64 {
        self.total
    }

    /// The time that so many in a thousand do not pass, rounded up to the end of its bucket.
    pub(crate) fn permille(&self, permille: u64) -> Duration {
        let wanted = (self.total * permille).div_ceil(1000);
        let mut seen = 0;
        for (at, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return Duration::from_micros(end(at)).min(self.most);
            }
        }
        self.most
    }

    pub(crate) fn p99(&self) -> Duration {
        self.permille(990)
    }
}

impl std::fmt::Display for Histogram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (p50, p99, p999) = (ms(self.permille(500)), ms(self.p99()), ms(self.permille(999)));
        write!(f, "{} answers, p50 {p50:.1} ms, p99 {p99:.1} ms, p99.9 {p999:.1} ms, longest {:.1} ms", self.total, ms(self.most))
    }
}

#[test]
fn buckets_follow_each_other_and_are_narrow() {
    for us in 0..100_000 {
        let (at, next) = (bucket(us), bucket(us + 1));
        assert!(next == at || next == at + 1, "{us}");
        assert!(end(at) >= us && end(at) <= us + us / 32 + 1, "{us}");
    }
}

#[test]
fn a_percentile_is_never_below_the_time_it_stands_for() {
    let mut histogram = Histogram::default();
    for us in 1..=1000 {
        histogram.record(Duration::from_micros(us));
    }
    for permille in [1, 500, 990, 999, 1000] {
        let found = histogram.permille(permille).as_micros() as u64;
        assert!(found >= permille && found <= permille + permille / 32 + 1, "{permille}: {found}");
    }
}
