//! What day it is: the service is told by whoever starts it.

use crate::model::Date;

/// Says what day it is.
pub trait Clock: Send + Sync + 'static {
    /// Today.
    fn today(&self) -> Date;
}

/// The clock of this machine, by UTC.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the rim reads the clock")]
    fn today(&self) -> Date {
        jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }
}

/// A clock that stands still, for tests and examples.
#[derive(Clone, Copy, Debug)]
pub struct StoppedClock(pub Date);

impl Clock for StoppedClock {
    fn today(&self) -> Date {
        self.0
    }
}
