//! How people sign in, as settings: each a flag, a name in the environment and a key of the settings file.

use super::limits::count;
use crate::web::{Accounts, caller::password};
use clap::{Args, builder::RangedU64ValueParser, builder::TypedValueParser};
use std::time::Duration;

/// A number of minutes.
fn minutes(most: u64) -> impl TypedValueParser<Value = Duration> {
    RangedU64ValueParser::<u64>::new().range(1..=most).map(Duration::from_mins)
}

/// Everything about accounts that can be set; they are kept in the database of --db.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Accounts")]
pub(super) struct EntryArgs {
    /// Only operators make accounts; learners do not make their own
    #[arg(long, env = "PATHSTACK_NO_REGISTRATION", hide_env = true)]
    no_registration: bool,
    /// Let cookies go over plain HTTP: for trying things on one's own machine only
    #[arg(long, env = "PATHSTACK_PLAIN_COOKIES", hide_env = true)]
    plain_cookies: bool,
    /// How long a session may idle
    #[arg(long, value_name = "MINUTES", default_value = "120", value_parser = minutes(43_200), env = "PATHSTACK_SESSION_IDLE_MINUTES", hide_env = true)]
    session_idle_minutes: Duration,
    /// How long a session lasts however it is used
    #[arg(long, value_name = "MINUTES", default_value = "720", value_parser = minutes(129_600), env = "PATHSTACK_SESSION_MINUTES", hide_env = true)]
    session_minutes: Duration,
    /// The longest a token, or a link to a plan, may be made to last
    #[arg(long, value_name = "DAYS", default_value = "365", value_parser = clap::value_parser!(u16).range(1..=365), env = "PATHSTACK_TOKEN_DAYS", hide_env = true)]
    token_days: u16,
    /// Tries to sign in that an address has at once
    #[arg(long, value_name = "COUNT", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=100_000), env = "PATHSTACK_SIGN_IN_BURST", hide_env = true)]
    sign_in_burst: u32,
    /// After how long it has one more
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = clap::value_parser!(u16).range(1..), env = "PATHSTACK_SIGN_IN_SECONDS", hide_env = true)]
    sign_in_seconds: u16,
    /// The longest a try waits because of wrong passwords before it: a delay, never a lock
    #[arg(long, value_name = "MS", default_value = "4000", value_parser = clap::value_parser!(u16).range(..=60_000), env = "PATHSTACK_SIGN_IN_DELAY_MS", hide_env = true)]
    sign_in_delay_ms: u16,
    #[command(flatten)]
    passwords: PasswordArgs,
    /// Passwords hashed at once [default: one a core]
    #[arg(long, value_name = "COUNT", default_value_t = Accounts::default().hashers, value_parser = count(1, 1024), env = "PATHSTACK_HASHERS", hide_env = true, hide_default_value = true)]
    hashers: usize,
    /// Proxies of one's own before the service: whose address `X-Forwarded-For` is believed
    #[arg(long, value_name = "COUNT", default_value = "0", value_parser = clap::value_parser!(u8).range(..=10), env = "PATHSTACK_PROXIES", hide_env = true)]
    proxies: u8,
}

/// How long new passwords are, and what their hashes cost.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Accounts")]
#[expect(clippy::struct_field_names, reason = "they are the names of the flags")]
pub(super) struct PasswordArgs {
    /// Fewest characters of a new password
    #[arg(long, value_name = "COUNT", default_value = "12", value_parser = count(8, 64), env = "PATHSTACK_PASSWORD_LETTERS", hide_env = true)]
    password_letters: usize,
    /// Most bytes of a new password
    #[arg(long, value_name = "BYTES", default_value = "256", value_parser = count(64, password::LONGEST as u64), env = "PATHSTACK_PASSWORD_BYTES", hide_env = true)]
    password_bytes: usize,
    /// Memory that hashing a password takes, with Argon2id
    #[arg(long, value_name = "KIB", default_value = "19456", value_parser = clap::value_parser!(u32).range(64..=4_194_304), env = "PATHSTACK_PASSWORD_KIB", hide_env = true)]
    password_kib: u32,
    /// Passes over that memory
    #[arg(long, value_name = "COUNT", default_value = "2", value_parser = clap::value_parser!(u32).range(1..=100), env = "PATHSTACK_PASSWORD_PASSES", hide_env = true)]
    password_passes: u32,
}

impl PasswordArgs {
    /// The lengths that were set.
    pub(super) fn lengths(self) -> password::Lengths {
        password::Lengths { letters: self.password_letters, bytes: self.password_bytes }
    }

    /// The cost that was set.
    pub(super) fn cost(self) -> password::Cost {
        password::Cost { memory_kib: self.password_kib, passes: self.password_passes, ..password::Cost::default() }
    }
}

impl EntryArgs {
    /// How people sign in, as it was set.
    pub(super) fn accounts(&self) -> Accounts {
        Accounts {
            registration: !self.no_registration,
            secure_cookies: !self.plain_cookies,
            session_idle: self.session_idle_minutes,
            session: self.session_minutes,
            token: Duration::from_hours(24 * u64::from(self.token_days)),
            sign_in_burst: self.sign_in_burst,
            sign_in_every: Duration::from_secs(self.sign_in_seconds.into()),
            sign_in_delay: Duration::from_millis(self.sign_in_delay_ms.into()),
            password: self.passwords.cost(),
            lengths: self.passwords.lengths(),
            hashers: self.hashers,
            proxies: self.proxies.into(),
            organisation: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        entry: EntryArgs,
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        // The environment of a test run sets none of them.
        assert_eq!(Alone::parse_from(["serve"]).entry.accounts(), Accounts::default());
    }

    #[test]
    fn what_is_set_applies_and_what_is_out_of_range_is_refused() {
        let set =
            Alone::parse_from(["serve", "--no-registration", "--plain-cookies", "--proxies", "1", "--token-days", "30"]).entry.accounts();
        assert!(!set.registration && !set.secure_cookies && set.proxies == 1 && set.token == Duration::from_hours(720));
        for (flag, last, past) in [
            ("--session-idle-minutes", "43200", "43201"),
            ("--session-minutes", "129600", "129601"),
            ("--token-days", "365", "366"),
            ("--sign-in-burst", "100000", "100001"),
            ("--sign-in-seconds", "65535", "65536"),
            ("--sign-in-delay-ms", "60000", "60001"),
            ("--password-kib", "64", "63"),
            ("--password-passes", "1", "0"),
            ("--password-letters", "64", "65"),
            ("--password-letters", "8", "7"),
            ("--password-bytes", "4096", "4097"),
            ("--password-bytes", "64", "63"),
            ("--hashers", "1024", "1025"),
            ("--hashers", "1", "0"),
            ("--proxies", "10", "11"),
        ] {
            assert!(Alone::try_parse_from(["serve", flag, last]).is_ok(), "{flag} {last}");
            assert!(Alone::try_parse_from(["serve", flag, past]).is_err(), "{flag} {past}");
        }
    }
}
