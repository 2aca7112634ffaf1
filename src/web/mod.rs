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
pub(crate) mod calendar;
pub mod caller;
mod chance;
mod clock;
mod conditions;
mod dress;
pub(crate) mod fetch;
mod follow;
mod json;
mod kept;
mod limits;
mod listen;
pub mod meter;
pub mod oidc;
mod page;
mod problem;
mod queue;
mod reference;
#[cfg(test)]
mod simulated;
pub mod span;
mod think;

pub use caller::Accounts;
pub use chance::{Chance, MachineChance, NoChance, RepeatedChance, new_id};
pub use clock::{Clock, MachineClock, StoppedClock};
pub use follow::{FOLLOW_EVERY, follow};
pub use limits::{Bounds, Limits, Room};
pub use problem::{Fault, Kind, Problem};

use crate::{advisor::Advisor, model::Date, store::Store};
use axum::{Extension, Router, body::Bytes};
use jiff::Timestamp;
use std::{
    future::Future,
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::{
    net::TcpListener,
    sync::{Notify, Semaphore},
};

/// What every handler needs; cheap to share.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    parts: Parts,
    thinkers: think::Thinkers,
    leaving: AtomicBool,
    gave_up: Notify,
    door: caller::Door,
    provider: oidc::Provider,
    importing: Semaphore,
    /// The API document and the page made of it, made when first asked for.
    document: OnceLock<Bytes>,
    reference: OnceLock<Bytes>,
}

/// What a service is made of; whoever starts it brings all of it.
pub struct Parts {
    /// Who answers questions.
    pub advisor: Arc<Advisor>,
    /// Where accounts and learners are kept; without it the service does all that needs no memory.
    pub store: Option<Store>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where secrets come from.
    pub chance: Box<dyn Chance>,
    /// How much anything may take.
    pub limits: Limits,
    /// How people sign in.
    pub accounts: Accounts,
}

impl Service {
    /// A service of this advisor, within these limits, that keeps nothing.
    pub fn new(advisor: Arc<Advisor>, clock: impl Clock, limits: Limits) -> Self {
        let chance = Box::new(MachineChance);
        Self::of(Parts { advisor, store: None, clock: Arc::new(clock), chance, limits, accounts: Accounts::default() })
    }

    /// A service of these parts.
    pub fn of(mut parts: Parts) -> Self {
        let room = parts.limits.room;
        parts.store = parts.store.map(|store| store.with_room(room));
        let (thinkers, door) = (think::Thinkers::new(&parts.limits), caller::Door::new(&parts.accounts, parts.clock.clone()));
        Self(Arc::new(Inner {
            parts,
            thinkers,
            leaving: AtomicBool::new(false),
            gave_up: Notify::new(),
            door,
            provider: oidc::Provider::default(),
            importing: Semaphore::new(1),
            document: OnceLock::new(),
            reference: OnceLock::new(),
        }))
    }

    fn advisor(&self) -> &Advisor {
        &self.0.parts.advisor
    }

    fn limits(&self) -> &Limits {
        &self.0.parts.limits
    }

    fn today(&self) -> Date {
        self.0.parts.clock.today()
    }

    /// The time in milliseconds, which is what is kept: what is told of a record when it is made is what is told of it ever after.
    fn now(&self) -> Timestamp {
        let now = self.0.parts.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    fn chance(&self) -> &dyn Chance {
        &*self.0.parts.chance
    }

    fn maybe_store(&self) -> Option<&Store> {
        self.0.parts.store.as_ref()
    }

    fn accounts(&self) -> &Accounts {
        &self.0.parts.accounts
    }

    fn door(&self) -> &caller::Door {
        &self.0.door
    }

    fn provider(&self) -> &oidc::Provider {
        &self.0.provider
    }

    /// The API document, with the limits of this service.
    fn document(&self) -> Bytes {
        self.0.document.get_or_init(|| api::document_within(self.limits(), self.accounts())).clone()
    }

    /// The page made of it.
    fn reference(&self) -> Bytes {
        self.0.reference.get_or_init(|| reference::page(&self.document())).clone()
    }

    fn importing(&self) -> &Semaphore {
        &self.0.importing
    }

    /// Stops the service because it cannot keep what it promises.
    fn give_up(&self) {
        self.0.gave_up.notify_one();
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
    let (routes, document) = api::routes();
    let api = caller::guard(routes, &document, &service).with_state(service.clone());
    // Pages that need to know who asks go the same way as everybody: through the API and its guard.
    let pages = page::routes().layer(Extension(page::Api(api.clone())));
    let rest = pages.merge(reference::routes()).with_state(service.clone());
    dress::dress(api.merge(rest), service)
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
/// When the socket cannot be listened to, or the disk did not confirm what was written: what the system says of later writes is worth
/// nothing then, so the service stops in the same way by itself. Started again it begins from what is on the disk.
pub async fn serve_within(listener: TcpListener, service: Service, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let gave_up = AtomicBool::new(false);
    let told = async {
        tokio::select! {
            () = shutdown => {}
            () = service.0.gave_up.notified() => gave_up.store(true, Ordering::Relaxed),
        }
        service.0.leaving.store(true, Ordering::Relaxed);
        tokio::time::sleep(service.limits().leave).await;
    };
    let leaving = || service.thinkers().stop();
    listen::listen(listener, router(service.clone()), service.limits(), told, leaving).await?;
    if gave_up.load(Ordering::Relaxed) { Err(io::Error::other("the disk did not confirm a write")) } else { Ok(()) }
}
