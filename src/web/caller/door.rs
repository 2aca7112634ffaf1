//! Signing in and out: how often it may be tried, how long a wrong password makes wait, and what is given to who is let in.

use super::{
    Accounts, Caller, Secret, cookie,
    password::{self, Failed, Lengths, Weak},
};
use crate::{
    access::{Operation, Role},
    store::{Deed, KeptAccount, KeptSession, StoreError},
    web::{
        Clock, Service, new_id,
        problem::{Fault, Kind, Problem},
        think,
    },
};
use axum_extra::extract::cookie::Cookie;
use governor::{Quota, RateLimiter, clock::Clock as Ticking, middleware::NoOpMiddleware, state::keyed::HashMapStateStore};
use jiff::{SignedDuration, Timestamp};
use rayon::ThreadPool;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{Semaphore, oneshot};
use unicode_normalization::UnicodeNormalization;

/// Addresses and names that are remembered; the oldest make room.
const REMEMBERED: usize = 10_000;
/// For how long a wrong password counts.
const COUNTS: SignedDuration = SignedDuration::from_mins(15);
/// Wrong passwords that cost nothing: people mistype.
const FREE: u32 = 3;
/// Tries that may wait for each core that hashes.
const WAITING: usize = 16;

/// The service's clock, as the limiter reads it: time since 1970.
#[derive(Clone)]
struct Ticks(Arc<dyn Clock>);

impl Ticking for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::try_from(self.0.now().as_duration()).unwrap_or_default()
    }
}

type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, Ticks, NoOpMiddleware<Duration>>;

/// What is remembered of tries to sign in.
pub(in crate::web) struct Door {
    limiter: Limiter,
    ticks: Ticks,
    wrong: Mutex<HashMap<String, Wrong>>,
    /// Threads that hash and do nothing else: what memory a hash takes, the allocator keeps for each thread that ever took it.
    hashers: Option<ThreadPool>,
    /// One for each password that is hashed or waits.
    places: Arc<Semaphore>,
}

/// Wrong passwords for one name, whether there is such an account or not.
#[derive(Clone, Copy)]
struct Wrong {
    times: u32,
    last: Timestamp,
}

impl Door {
    pub(in crate::web) fn new(accounts: &Accounts, clock: Arc<dyn Clock>) -> Self {
        let burst = NonZeroU32::new(accounts.sign_in_burst).unwrap_or(NonZeroU32::MIN);
        let every = accounts.sign_in_every.max(Duration::from_nanos(1));
        let quota = Quota::with_period(every).unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN)).allow_burst(burst);
        let ticks = Ticks(clock);
        let hashers = accounts.hashers.max(1);
        Self {
            limiter: RateLimiter::hashmap_with_clock(quota, ticks.clone()),
            ticks,
            wrong: Mutex::default(),
            hashers: think::threads("hasher", hashers),
            places: Arc::new(Semaphore::new(hashers * (1 + WAITING))),
        }
    }

    /// Counts a try from this address.
    ///
    /// # Errors
    /// That there were too many, and when there may be another.
    fn knock(&self, address: IpAddr) -> Result<(), Problem> {
        if self.limiter.len() > REMEMBERED {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&household(address)).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.ticks.now());
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            Problem::new(Kind::RateLimited, "there were too many tries from this address").retry_after(seconds.max(1))
        })
    }

    /// How long a try for this name waits because of the wrong ones before.
    fn delay(&self, name: &str, most: Duration, now: Timestamp) -> Duration {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let times = wrong.get(name).filter(|wrong| now.duration_since(wrong.last) < COUNTS).map_or(0, |wrong| wrong.times);
        let doubled = times.checked_sub(FREE).map_or(0, |more| 1_u64 << more.min(16));
        Duration::from_millis(250 * doubled).min(most)
    }

    fn was_wrong(&self, name: &str, now: Timestamp) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() >= REMEMBERED && !wrong.contains_key(name) {
            wrong.retain(|_, wrong| now.duration_since(wrong.last) < COUNTS);
            let oldest = wrong.iter().min_by_key(|(_, wrong)| wrong.last).map(|(name, _)| name.clone());
            if let Some(oldest) = oldest.filter(|_| wrong.len() >= REMEMBERED) {
                wrong.remove(&oldest);
            }
        }
        let entry = wrong.entry(name.to_owned()).or_insert(Wrong { times: 0, last: now });
        let fresh = now.duration_since(entry.last) < COUNTS;
        *entry = Wrong { times: if fresh { entry.times.saturating_add(1) } else { 1 }, last: now };
    }

    fn was_right(&self, name: &str) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Runs a hash off the async threads, a few at once; one that nobody waits for any more is not begun.
    async fn hash<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, Failed> + Send + 'static) -> Result<T, Problem> {
        let failed = || Problem::new(Kind::Internal, "the password could not be checked");
        let Some(hashers) = &self.hashers else { return Err(failed()) };
        let crowded = |_| Problem::new(Kind::Overloaded, "too many are signing in").retry_after(2);
        let place = self.places.clone().try_acquire_owned().map_err(crowded)?;
        let (tell, told) = oneshot::channel();
        hashers.spawn(move || {
            if !tell.is_closed() {
                let done = catch_unwind(AssertUnwindSafe(work));
                // Who asked may have left meanwhile, which is no fault.
                let _ = tell.send(done);
            }
            drop(place);
        });
        match told.await {
            Ok(Ok(Ok(done))) => Ok(done),
            Ok(Ok(Err(error))) => {
                tracing::error!(%error, "a password could not be hashed");
                Err(failed())
            }
            Ok(Err(_)) | Err(_) => Err(failed()),
        }
    }
}

/// A whole network of version 6 is one caller's.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address @ IpAddr::V4(_) => address,
    }
}

/// A name to sign in with in its compared form: however it is typed.
pub fn normal_name(name: &str) -> String {
    name.nfkc().collect::<String>().trim().to_lowercase()
}

/// Somebody who was let in.
pub(in crate::web) struct SignedIn {
    /// Who she is.
    pub(in crate::web) account: KeptAccount,
    /// What her browser is to keep.
    pub(in crate::web) cookie: Cookie<'static>,
}

/// Signs in with name and password; a session that the request came with ends.
///
/// # Errors
/// Too many tries; or that name or password is wrong, told alike and in the same time whether there is such an account or not.
pub(in crate::web) async fn sign_in(
    service: &Service,
    caller: &Caller,
    address: IpAddr,
    username: &str,
    secret: String,
) -> Result<SignedIn, Problem> {
    let (store, door, accounts) = (service.store()?, service.door(), service.accounts());
    door.knock(address)?;
    let name = normal_name(username);
    let delay = door.delay(&name, accounts.sign_in_delay, service.now());
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let account = store.account_named(&name).await?.filter(|account| account.closed_at.is_none());
    let (kept, cost) = (account.as_ref().and_then(|account| account.password.clone()), accounts.password);
    let right = secret.len() <= password::LONGEST;
    let right = door.hash(move || password::verify(&secret, kept.as_deref(), cost)).await? && right;
    if let Some(account) = account.filter(|_| right) {
        door.was_right(&name);
        let_in(service, caller, account).await
    } else {
        door.was_wrong(&name, service.now());
        Err(Problem::new(Kind::WrongCredentials, "the name or the password is wrong"))
    }
}

/// A new account with a password, which is not kept yet.
///
/// # Errors
/// That name or password cannot be taken.
pub(in crate::web) async fn new_account(
    service: &Service,
    username: &str,
    secret: String,
    role: Role,
    provider: Option<String>,
) -> Result<KeptAccount, Problem> {
    let name = normal_name(username);
    let (letters, longest) = (name.chars().count(), service.limits().bounds.title_letters);
    if letters == 0 || letters > longest || name.chars().any(char::is_control) {
        let hint = format!("write 1 to {longest} characters");
        return Err(refused("/username", "this cannot be a name", hint));
    }
    let lengths = service.accounts().lengths;
    password::check(&secret, &name, lengths).map_err(|weak| weakness("/password", weak, lengths))?;
    let (door, cost, now) = (service.door(), service.accounts().password, service.now());
    let salted = service.clone();
    let hash = door.hash(move || password::hash(&secret, cost, salted.chance())).await?;
    Ok(KeptAccount {
        id: new_id(service.chance())?,
        username: Some(name),
        role,
        provider,
        password: Some(hash),
        identity: None,
        created_at: now,
        closed_at: None,
    })
}

/// That there is an account of this name already.
pub(in crate::web) fn taken() -> Problem {
    Problem::new(Kind::Taken, "there is an account of this name already")
}

/// A learner makes her own account and is signed in.
///
/// # Errors
/// That it is not open to her, too many tries, that the name is taken, or what [`new_account`] refuses.
pub(in crate::web) async fn register(
    service: &Service,
    caller: &Caller,
    address: IpAddr,
    username: &str,
    secret: String,
) -> Result<SignedIn, Problem> {
    if !service.accounts().registration {
        return Err(Problem::new(Kind::Forbidden, "accounts are made by whoever runs the service").hint("ask for one"));
    }
    let store = service.store()?;
    service.door().knock(address)?;
    let account = new_account(service, username, secret, Role::Learner, None).await?;
    if !store.add_account(&account).await? {
        return Err(taken());
    }
    let_in(service, caller, account).await
}

/// Changes the caller's password; every session ends, and a new one begins.
///
/// # Errors
/// That the old one is wrong, or the new one cannot be taken.
pub(in crate::web) async fn change_password(
    service: &Service,
    caller: &Caller,
    address: IpAddr,
    old: String,
    new: String,
) -> Result<SignedIn, Problem> {
    let (store, door, cost) = (service.store()?, service.door(), service.accounts().password);
    let account = store.account(&caller.account()?.id).await?.ok_or_else(super::not_found)?;
    door.knock(address)?;
    let (name, lengths) = (account.username.as_deref().unwrap_or_default(), service.accounts().lengths);
    password::check(&new, name, lengths).map_err(|weak| weakness("/new_password", weak, lengths))?;
    let kept = account.password.clone();
    if !door.hash(move || password::verify(&old, kept.as_deref(), cost)).await? {
        return Err(Problem::new(Kind::WrongCredentials, "the password is wrong"));
    }
    let salted = service.clone();
    let hash = door.hash(move || password::hash(&new, cost, salted.chance())).await?;
    let deed = Deed {
        at: service.now(),
        actor: account.id.clone(),
        operation: Operation::ChangePassword.id().to_owned(),
        learner: account.id.clone(),
        object: String::new(),
        done: true,
    };
    store.set_password(&account.id, &hash, &deed).await?;
    let_in(service, caller, account).await
}

/// Begins a session of this account. What the request came with ends, so that nobody can bring a session along for another to fill.
pub(in crate::web) async fn let_in(service: &Service, caller: &Caller, account: KeptAccount) -> Result<SignedIn, Problem> {
    let (store, now) = (service.store()?, service.now());
    if let Some(session) = &caller.session {
        store.end_session(&session.hash).await?;
    }
    if let Some(oldest) = SignedDuration::try_from(service.accounts().session).ok().and_then(|lasts| now.checked_sub(lasts).ok()) {
        store.forget_sessions(oldest).await?;
    }
    let secret = Secret::new(service.chance())?;
    store.add_session(&KeptSession { hash: secret.hash(), account: account.id.clone(), created_at: now, seen_at: now }).await?;
    tracing::info!(account = account.id, "signed in");
    Ok(SignedIn { account, cookie: cookie(service.accounts(), secret.reveal().to_owned()) })
}

/// Ends the session the request came with; the cookie that tells the browser so.
///
/// # Errors
/// When the store cannot be written.
pub(in crate::web) async fn sign_out(service: &Service, caller: &Caller) -> Result<Cookie<'static>, StoreError> {
    if let (Some(session), Some(store)) = (&caller.session, service.maybe_store()) {
        store.end_session(&session.hash).await?;
    }
    Ok(cookie(service.accounts(), String::new()))
}

fn refused(pointer: &str, detail: impl Into<String>, hint: impl Into<String>) -> Problem {
    let fault = Fault { pointer: Some(pointer.into()), parameter: None, detail: detail.into(), hint: Some(hint.into()) };
    Problem::of(Kind::ValueOutOfRange, vec![fault])
}

fn weakness(pointer: &str, weak: Weak, lengths: Lengths) -> Problem {
    let Lengths { letters: least, bytes: most } = lengths;
    refused(pointer, weak.to_string(), format!("write {least} characters or more, up to {most} bytes; a few words make a good one"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::StoppedClock;

    /// A clock that goes when it is told to.
    struct Wound(Mutex<Timestamp>);

    impl Clock for Wound {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
    }

    fn start() -> Timestamp {
        StoppedClock("2027-01-04".parse().unwrap()).now()
    }

    #[test]
    fn an_address_has_ten_tries_and_then_one_a_minute() {
        let clock = Arc::new(Wound(Mutex::new(start())));
        let door = Door::new(&Accounts::default(), clock.clone());
        let address: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::ffff:0:0:2".parse().unwrap();
        for _ in 0..10 {
            assert!(door.knock(address).is_ok());
        }
        let refused = door.knock(neighbour).unwrap_err();
        assert_eq!(refused.kind(), Kind::RateLimited);
        assert!(door.knock("2001:db8:0:1::1".parse().unwrap()).is_ok(), "another network is another caller");
        *clock.0.lock().unwrap() += SignedDuration::from_secs(59);
        assert!(door.knock(address).is_err());
        *clock.0.lock().unwrap() += SignedDuration::from_secs(1);
        assert!(door.knock(address).is_ok());
        assert!(door.knock(address).is_err());
    }

    #[test]
    fn wrong_passwords_delay_the_next_try_and_never_lock() {
        let door = Door::new(&Accounts::default(), Arc::new(Wound(Mutex::new(start()))));
        let (most, now) = (Duration::from_secs(4), start());
        let mut delays = Vec::new();
        for _ in 0..9 {
            delays.push(door.delay("ann", most, now).as_millis());
            door.was_wrong("ann", now);
        }
        assert_eq!(delays, [0, 0, 0, 250, 500, 1000, 2000, 4000, 4000]);
        assert!(door.delay("bob", most, now).is_zero());
        assert!(door.delay("ann", most, now + COUNTS).is_zero(), "a quarter of an hour later it is forgotten");
        door.was_right("ann");
        assert!(door.delay("ann", most, now).is_zero());
    }

    #[test]
    fn what_is_remembered_does_not_grow_without_end() {
        let door = Door::new(&Accounts::default(), Arc::new(Wound(Mutex::new(start()))));
        for at in 0..REMEMBERED as i64 + 50 {
            door.was_wrong(&at.to_string(), start() + SignedDuration::from_millis(at));
        }
        let wrong = door.wrong.lock().unwrap();
        assert_eq!(wrong.len(), REMEMBERED);
        assert!(!wrong.contains_key("0") && wrong.contains_key("10049"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_leaves_frees_the_place_and_what_waited_is_not_hashed() {
        let accounts = Accounts { hashers: 1, ..Accounts::default() };
        let door = Arc::new(Door::new(&accounts, Arc::new(Wound(Mutex::new(start())))));
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let (tell, began) = oneshot::channel();
        let first = tokio::spawn({
            let door = door.clone();
            async move {
                let work = move || {
                    let _ = tell.send(());
                    Ok(wait.recv().is_ok())
                };
                door.hash(work).await
            }
        });
        began.await.unwrap();
        let hashed = Arc::new(Mutex::new(0));
        let mut waiting: Vec<_> = (0..WAITING)
            .map(|_| {
                let (door, hashed) = (door.clone(), hashed.clone());
                tokio::spawn(async move { door.hash(move || Ok(*hashed.lock().unwrap() += 1)).await })
            })
            .collect();
        while door.places.available_permits() > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(door.hash(|| Ok(())).await.unwrap_err().kind(), Kind::Overloaded);
        let stays = waiting.pop().unwrap();
        waiting.iter().for_each(tokio::task::JoinHandle::abort);
        for left in waiting {
            assert!(left.await.is_err_and(|error| error.is_cancelled()));
        }
        go.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(true));
        assert_eq!(stays.await.unwrap(), Ok(()));
        assert_eq!(*hashed.lock().unwrap(), 1, "only the one that somebody waited for");
        let panicked = door.hash(|| if true { panic!("a fault of ours") } else { Ok(()) }).await;
        assert_eq!(panicked.unwrap_err().kind(), Kind::Internal);
        assert_eq!(door.hash(|| Ok(7)).await, Ok(7));
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        assert_eq!(normal_name(" Ann@Example.org "), "ann@example.org");
        assert_eq!(normal_name("Jose\u{301}"), normal_name("JOS\u{c9}"));
    }
}
