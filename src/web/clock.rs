//! What time it is: the service is told by whoever starts it.

use crate::model::Date;
use jiff::{Timestamp, tz::TimeZone};

/// Says what time it is.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Today, by UTC.
    fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }
}

/// The clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the rim reads the clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still at the beginning of a day, for tests and examples.
#[derive(Clone, Copy, Debug)]
pub struct StoppedClock(pub Date);

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        // Only days at the very ends of the calendar have no such moment.
        self.0.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |midnight| midnight.timestamp())
    }

    fn today(&self) -> Date {
        self.0
    }
}
