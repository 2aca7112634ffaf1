//! HTTP: parse, ask the advisor, show.
//!
//! [`serve`] is the door; the caller owns the socket, the clock and the end. Handlers look nothing up and decide nothing themselves:
//! they read a request within [`Limits`], let the advisor think on threads of its own, and show what it says. Every failure is a
//! [`Problem`] of one [`Kind`].
//!
//! Known quirks: a head that is no HTTP, too large or too slow is refused by the HTTP library itself, with a bare status (400, 431) or
//! by closing the connection, before a [`Problem`] could be made.

pub mod api;
mod asked;
mod clock;
mod dress;
mod json;
mod limits;
mod listen;
pub mod meter;
mod problem;
mod think;

pub use clock::{Clock, MachineClock, StoppedClock};
pub use limits::Limits;
pub use problem::{Fault, Kind, Problem};

use crate::{advisor::Advisor, model::Date};
use axum::Router;
use std::{
    future::Future,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::net::TcpListener;

/// What every handler needs; cheap to share.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    advisor: Arc<Advisor>,
    clock: Box<dyn Clock>,
    limits: Limits,
    thinkers: think::Thinkers,
    leaving: AtomicBool,
}

impl Service {
    /// A service of this advisor, within these limits.
    pub fn new(advisor: Arc<Advisor>, clock: impl Clock, limits: Limits) -> Self {
        let thinkers = think::Thinkers::new(&limits);
        Self(Arc::new(Inner { advisor, clock: Box::new(clock), limits, thinkers, leaving: AtomicBool::new(false) }))
    }

    fn advisor(&self) -> &Advisor {
        &self.0.advisor
    }

    fn limits(&self) -> &Limits {
        &self.0.limits
    }

    fn today(&self) -> Date {
        self.0.clock.today()
    }

    /// Whether the service was told to stop.
    fn is_leaving(&self) -> bool {
        self.0.leaving.load(Ordering::Relaxed)
    }

    fn thinkers(&self) -> &think::Thinkers {
        &self.0.thinkers
    }
}

/// Every route of the service.
pub fn router(service: Service) -> Router {
    dress::dress(api::routes().0.with_state(service.clone()), service)
}

/// Serves until `shutdown` ends, within the usual limits.
///
/// # Errors
///
/// When the socket cannot be listened to.
pub async fn serve(listener: TcpListener, advisor: Arc<Advisor>, clock: impl Clock, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    serve_within(listener, Service::new(advisor, clock, Limits::default()), shutdown).await
}

/// Serves until `shutdown` ends. For [`Limits::leave`] the service then says that it is not ready and ends each connection with its next
/// answer, so that callers turn away without a failure; then running questions end early with the best they have, and requests under
/// way are answered.
///
/// # Errors
///
/// When the socket cannot be listened to.
pub async fn serve_within(listener: TcpListener, service: Service, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let told = async {
        shutdown.await;
        service.0.leaving.store(true, Ordering::Relaxed);
        tokio::time::sleep(service.limits().leave).await;
    };
    let leaving = || service.thinkers().stop();
    listen::listen(listener, router(service.clone()), service.limits(), told, leaving).await
}
