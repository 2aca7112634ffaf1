//! Who calls: sessions of people at browsers, tokens of programs, and the guard before every operation of the API.
//!
//! [`Caller`] is an extractor: handlers take it as an argument and ask it [`Caller::may`] once they know whose the object is. What can be
//! known before that (no account, wrong role, a token that is not for this, another site's form) the guard has refused already.

mod door;
mod guard;
mod origin;
pub mod password;
mod secret;

pub use door::normal_name;
pub(super) use door::{Door, SignedIn, change_password, let_in, new_account, register, sign_in, sign_out, taken};
pub(super) use guard::guard;
pub use secret::Secret;
pub(super) use secret::hash;

use super::{
    Service,
    oidc::Organisation,
    problem::{Kind, Problem},
};
use crate::{
    access::{self, Account, Decision, Operation, Relation, Scope, decide},
    store::{KeptAccount, Store},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use jiff::{SignedDuration, Timestamp};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

/// How people sign in; every value can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// Whether learners may make their own accounts.
    pub registration: bool,
    /// Whether cookies are for HTTPS only, as they are everywhere but on one's own machine.
    pub secure_cookies: bool,
    /// How long a session may idle.
    pub session_idle: Duration,
    /// How long a session lasts however it is used.
    pub session: Duration,
    /// How long a token, or a link to a plan, may be made to last.
    pub token: Duration,
    /// Tries to sign in that an address has at once.
    pub sign_in_burst: u32,
    /// After how long it has one more.
    pub sign_in_every: Duration,
    /// The longest a try waits because of earlier wrong passwords for the same name: a delay, never a lock.
    pub sign_in_delay: Duration,
    /// What hashing a password costs.
    pub password: password::Cost,
    /// How long a new password is.
    pub lengths: password::Lengths,
    /// Passwords hashed at once; each takes one core.
    pub hashers: usize,
    /// How many proxies of one's own stand before the service; the address that so many steps back in `X-Forwarded-For` is who calls.
    pub proxies: usize,
    /// The organisation whose people sign in with the accounts they have there.
    pub organisation: Option<Organisation>,
}

impl Default for Accounts {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            registration: true,
            secure_cookies: true,
            session_idle: Duration::from_hours(2),
            session: Duration::from_hours(12),
            token: Duration::from_hours(365 * 24),
            sign_in_burst: 10,
            sign_in_every: Duration::from_mins(1),
            sign_in_delay: Duration::from_secs(4),
            password: password::Cost::default(),
            lengths: password::Lengths::default(),
            hashers: cores,
            proxies: 0,
            organisation: None,
        }
    }
}

/// Who calls, and how she has shown it.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    who: access::Caller,
    session: Option<Session>,
    /// A session was shown that has ended.
    ended: bool,
}

/// The session a request came with.
#[derive(Clone, Debug)]
struct Session {
    hash: String,
    form_token: String,
}

impl Caller {
    /// Who it is, for the decisions of [`access`].
    pub fn who(&self) -> &access::Caller {
        &self.who
    }

    /// The account.
    ///
    /// # Errors
    /// That this needs an account.
    pub fn account(&self) -> Result<&Account, Problem> {
        self.who.account().ok_or_else(|| self.unknown())
    }

    /// Whether she may do this with an object that is this to her.
    ///
    /// # Errors
    /// What she is told instead.
    pub fn may(&self, operation: Operation, relation: Relation) -> Result<(), Problem> {
        self.told(decide(&self.who, operation, relation))
    }

    /// What a form of a page carries, so that no other site can send it in her name; none without a session.
    pub fn form_token(&self) -> Option<&str> {
        self.session.as_ref().map(|session| session.form_token.as_str())
    }

    /// Whether a form comes from a page that was made for this session.
    ///
    /// # Errors
    /// That another site has sent it.
    pub fn sent_form(&self, form_token: &str) -> Result<(), Problem> {
        let expected = self.form_token().unwrap_or_default();
        // Hashes are compared, so that time tells nothing of the token.
        if !expected.is_empty() && secret::hash(expected) == secret::hash(form_token) {
            Ok(())
        } else {
            Err(Problem::new(Kind::Csrf, "the form was not made for this session").hint("open the page again and send it from there"))
        }
    }

    fn unknown(&self) -> Problem {
        let detail = if self.ended { "the session has ended" } else { "nobody has shown who is calling" };
        Problem::new(Kind::Unauthenticated, detail)
    }

    fn told(&self, decision: Decision) -> Result<(), Problem> {
        Err(match decision {
            Decision::Allowed => return Ok(()),
            Decision::SignIn => self.unknown(),
            Decision::Forbidden => Problem::new(Kind::Forbidden, "the role of this account does not allow it"),
            Decision::NotFound => not_found(),
            Decision::Scope(scope) => Problem::new(Kind::InsufficientScope, format!("the token has no scope `{scope}`"))
                .hint(format!("make one with the scope `{scope}`")),
        })
    }
}

/// The same answer for what is somebody else's and for what is not there.
pub(super) fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "there is nothing of this id here").hint("check the id; what is somebody else's is not shown either")
}

impl FromRequestParts<Service> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let caller = identify(service, &parts.headers).await?;
        parts.extensions.insert(caller.clone());
        Ok(caller)
    }
}

/// Whoever the headers show.
///
/// # Errors
/// That the token is not, or no longer, good. A session that has ended is nobody: public pages stay open.
async fn identify(service: &Service, headers: &HeaderMap) -> Result<Caller, Problem> {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    match (shown.next(), shown.next()) {
        (None, _) => {}
        (Some(token), None) => return bearer(service, token).await,
        (Some(_), Some(_)) => return Err(bad_token("the request shows two tokens")),
    }
    let name = cookie_name(service.accounts().secure_cookies);
    let jar = CookieJar::from_headers(headers);
    let (Some(cookie), Some(store)) = (jar.get(name), service.maybe_store()) else { return Ok(Caller::default()) };
    let nobody = Caller { ended: true, ..Caller::default() };
    let Some(secret) = Secret::parse(cookie.value()) else { return Ok(nobody) };
    let (hash, now) = (secret.hash(), service.now());
    let Some(session) = store.session(&hash).await? else { return Ok(nobody) };
    let accounts = service.accounts();
    if past(session.created_at, accounts.session, now) || past(session.seen_at, accounts.session_idle, now) {
        store.end_session(&hash).await?;
        return Ok(nobody);
    }
    let Some(account) = open(store, &session.account).await? else { return Ok(nobody) };
    if past(session.seen_at, SEEN, now) {
        store.see_session(&hash, now).await?;
    }
    let session = Session { hash, form_token: secret.form_token() };
    Ok(Caller { who: access::Caller::Account(known(account, Scope::ALL.iter().copied())), session: Some(session), ended: false })
}

/// How exactly it is noted when a session was used: each note is a write.
const SEEN: Duration = Duration::from_mins(1);

fn past(since: Timestamp, lasts: Duration, now: Timestamp) -> bool {
    SignedDuration::try_from(lasts).is_ok_and(|lasts| now.duration_since(since) >= lasts)
}

async fn open(store: &Store, id: &str) -> Result<Option<KeptAccount>, Problem> {
    Ok(store.account(id).await?.filter(|account| account.closed_at.is_none()))
}

fn known(account: KeptAccount, scopes: impl IntoIterator<Item = Scope>) -> Account {
    Account { id: account.id.into(), role: account.role, provider: account.provider.map(Into::into), scopes: scopes.into_iter().collect() }
}

async fn bearer(service: &Service, shown: &HeaderValue) -> Result<Caller, Problem> {
    let shown = shown.to_str().ok().and_then(|shown| shown.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let (_, token) = shown.ok_or_else(|| bad_token("the `Authorization` header shows no bearer token"))?;
    let unknown = || bad_token("the token is not good, or no longer");
    let (Some(secret), Some(store)) = (Secret::parse_token(token.trim()), service.maybe_store()) else { return Err(unknown()) };
    let token = store.token(&secret.hash()).await?.filter(|token| token.revoked_at.is_none() && service.now() < token.expires_at);
    let token = token.ok_or_else(unknown)?;
    let account = open(store, &token.account).await?.ok_or_else(unknown)?;
    Ok(Caller { who: access::Caller::Account(known(account, token.scopes)), session: None, ended: false })
}

fn bad_token(detail: &str) -> Problem {
    Problem::new(Kind::Unauthenticated, detail).challenge("Bearer error=\"invalid_token\"").hint("make another one with `POST /v1/tokens`")
}

/// The prefix makes browsers keep it to this host, to HTTPS and to the whole site.
const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-pathstack" } else { "pathstack" }
}

/// The cookie of a session, or with an empty value the end of it.
pub(super) fn cookie(accounts: &Accounts, value: String) -> Cookie<'static> {
    let ends = value.is_empty();
    let mut cookie = Cookie::build((cookie_name(accounts.secure_cookies), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(accounts.secure_cookies)
        .build();
    if ends {
        cookie.make_removal();
    }
    cookie
}

/// From where a connection comes; whoever accepts connections says it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) SocketAddr);

/// From which address a request comes, as far as it can be believed.
pub(super) struct Address(pub(super) IpAddr);

impl FromRequestParts<Service> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        Ok(Self(forwarded(&parts.headers, service.accounts().proxies).unwrap_or(peer)))
    }
}

/// What the outermost of our own proxies saw. What stands before it anybody may have written.
fn forwarded(headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let all = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let all: Vec<_> = all.flat_map(|list| list.split(',')).map(str::trim).collect();
    let at = all.len().checked_sub(proxies).filter(|_| proxies > 0)?;
    all.get(at)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_what_our_own_outermost_proxy_saw() {
        let headers = |lists: &[&str]| lists.iter().map(|list| ("x-forwarded-for".parse().unwrap(), list.parse().unwrap())).collect();
        let read = |lists: &[&str], proxies| forwarded(&headers(lists), proxies).map(|address| address.to_string());
        assert_eq!(read(&["6.6.6.6, 1.2.3.4"], 0), None, "nobody is believed where no proxy stands");
        assert_eq!(read(&["6.6.6.6, 1.2.3.4"], 1).as_deref(), Some("1.2.3.4"));
        assert_eq!(read(&["6.6.6.6", "1.2.3.4, 10.0.0.1"], 2).as_deref(), Some("1.2.3.4"));
        assert_eq!(read(&["1.2.3.4"], 2), None);
        assert_eq!(read(&["unknown"], 1), None);
    }

    #[test]
    fn a_cookie_is_kept_from_scripts_other_sites_and_plain_http() {
        let text = cookie(&Accounts::default(), "x".into()).to_string();
        assert_eq!(text, "__Host-pathstack=x; HttpOnly; SameSite=Lax; Secure; Path=/");
        let text = cookie(&Accounts { secure_cookies: false, ..Accounts::default() }, "x".into()).to_string();
        assert_eq!(text, "pathstack=x; HttpOnly; SameSite=Lax; Path=/");
        assert!(cookie(&Accounts::default(), String::new()).to_string().contains("Max-Age=0"));
    }
}
