//! What binds a sign-in to the browser that began it: one secret in a cookie, from which everything else is made.

use super::super::{
    Chance, NoChance,
    caller::{Accounts, Secret, hash},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};

/// How long somebody may take at the provider.
const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Longest path to go on to, in bytes.
const LONGEST_NEXT: usize = 2000;

/// A sign-in that was begun. Nothing of it is kept here: state, nonce and proof key are hashes of what only the browser has, so that a
/// request that ends it comes from the browser that began it, whichever server answers.
pub(super) struct Ticket {
    secret: Secret,
    made: Timestamp,
    /// Where to go once signed in: a path of these pages.
    pub(super) next: String,
}

impl Ticket {
    /// A new one.
    pub(super) fn new(chance: &dyn Chance, now: Timestamp, next: &str) -> Result<Self, NoChance> {
        let next = if next.len() > LONGEST_NEXT { "" } else { next };
        Ok(Self { secret: Secret::new(chance)?, made: now, next: next.to_owned() })
    }

    fn text(&self) -> String {
        let next = BASE64_URL_SAFE_NO_PAD.encode(&self.next);
        format!("{}.{}.{next}", self.secret.reveal(), self.made.as_second())
    }

    /// The one that the browser brings, as long as it lasts.
    pub(super) fn shown(jar: &CookieJar, accounts: &Accounts, now: Timestamp) -> Option<Self> {
        let mut parts = jar.get(name(accounts))?.value().splitn(3, '.');
        let (secret, made, next) = (parts.next()?, parts.next()?, parts.next()?);
        let made = Timestamp::from_second(made.parse().ok()?).ok()?;
        let next = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
        let age = now.duration_since(made);
        let fresh = age >= SignedDuration::ZERO && age < LASTS;
        fresh.then_some(Self { secret: Secret::parse(secret)?, made, next })
    }

    /// The cookie that the browser keeps. It comes along when the provider sends the browser back, which is another site's link.
    pub(super) fn cookie(&self, accounts: &Accounts) -> Cookie<'static> {
        plain(accounts, self.text())
    }

    /// Its end: each is good for one try.
    pub(super) fn used(accounts: &Accounts) -> Cookie<'static> {
        let mut cookie = plain(accounts, String::new());
        cookie.make_removal();
        cookie
    }

    fn derived(&self, what: &str) -> String {
        hash(&format!("sign-in {what} {}", self.text()))
    }

    /// Comes back with the browser.
    pub(super) fn state(&self) -> String {
        self.derived("state")
    }

    /// Comes back within the signed token.
    pub(super) fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// Redeems the code (RFC 7636); 64 hexadecimal digits.
    pub(super) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// Whether this state is of this ticket. Hashes are compared, so that time tells nothing.
    pub(super) fn is_of(&self, state: &str) -> bool {
        hash(state) == hash(&self.state())
    }
}

fn name(accounts: &Accounts) -> &'static str {
    if accounts.secure_cookies { "__Host-pathstack-ticket" } else { "pathstack-ticket" }
}

fn plain(accounts: &Accounts, value: String) -> Cookie<'static> {
    let cookie = Cookie::build((name(accounts), value)).path("/").http_only(true).same_site(SameSite::Lax).secure(accounts.secure_cookies);
    cookie.build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::RepeatedChance;

    fn jar(cookie: Cookie<'static>) -> CookieJar {
        CookieJar::new().add(cookie)
    }

    #[test]
    fn a_ticket_comes_back_as_it_was_and_lasts_ten_minutes() {
        let (accounts, now) = (Accounts::default(), Timestamp::UNIX_EPOCH);
        let ticket = Ticket::new(&RepeatedChance::default(), now, "/es/save?a=ñ").unwrap();
        let back = |seconds| Ticket::shown(&jar(ticket.cookie(&accounts)), &accounts, now + SignedDuration::from_secs(seconds));
        let same = back(599).unwrap();
        assert!(same.is_of(&ticket.state()) && same.next == "/es/save?a=ñ" && same.nonce() == ticket.nonce());
        assert!(back(600).is_none() && back(-1).is_none());
        assert!(!same.is_of("") && !same.is_of(&ticket.nonce()));
        assert_eq!(ticket.cookie(&accounts).to_string().split_once("; ").unwrap().1, "HttpOnly; SameSite=Lax; Secure; Path=/");
    }

    #[test]
    fn what_is_sent_around_tells_nothing_of_the_secret_and_all_of_it_is_different() {
        let ticket = Ticket::new(&RepeatedChance::default(), Timestamp::UNIX_EPOCH, "").unwrap();
        let all = [ticket.state(), ticket.nonce(), ticket.verifier()];
        assert!(all.iter().all(|one| one.len() == 64 && !one.contains(ticket.secret.reveal())));
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
    }

    #[test]
    fn a_ticket_that_was_changed_is_another_and_junk_is_none() {
        let (accounts, now) = (Accounts::default(), Timestamp::UNIX_EPOCH);
        let ticket = Ticket::new(&RepeatedChance::default(), now, "/en").unwrap();
        let changed = ticket.text().replace(".0.", ".1.");
        let back = Ticket::shown(&jar(plain(&accounts, changed)), &accounts, now + SignedDuration::from_secs(2)).unwrap();
        assert!(!back.is_of(&ticket.state()));
        for junk in ["", "..", "a.0.", "x.y.z", &"9".repeat(5000)] {
            assert!(Ticket::shown(&jar(plain(&accounts, junk.to_owned())), &accounts, now).is_none(), "{junk}");
        }
    }
}
