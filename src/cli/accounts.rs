//! How people sign in, as settings.

use super::limits::count;
use crate::web::Accounts;
use clap::{ArgAction, Args};
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Settings of accounts; without a database there are none.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Accounts")]
pub(super) struct AccountArgs {
    /// Whether learners may make their own accounts
    #[arg(long, value_name = "YES", action = ArgAction::Set, default_value = "true", env = "PATHSTACK_REGISTRATION", hide_env = true)]
    registration: bool,
    /// Whether cookies are for HTTPS only; `false` is for one's own machine
    #[arg(long, value_name = "YES", action = ArgAction::Set, default_value = "true", env = "PATHSTACK_SECURE_COOKIES", hide_env = true)]
    secure_cookies: bool,
    /// How long a session may idle
    #[arg(long, value_name = "MINUTES", default_value = "120", value_parser = count(1, 100_000), env = "PATHSTACK_SESSION_IDLE_MINUTES", hide_env = true)]
    session_idle_minutes: usize,
    /// How long a session lasts however it is used
    #[arg(long, value_name = "HOURS", default_value = "12", value_parser = count(1, 10_000), env = "PATHSTACK_SESSION_HOURS", hide_env = true)]
    session_hours: usize,
    /// How long a token may be made to last
    #[arg(long, value_name = "DAYS", default_value = "365", value_parser = count(1, 3650), env = "PATHSTACK_TOKEN_DAYS", hide_env = true)]
    token_days: usize,
    /// Tries to sign in that an address has at once
    #[arg(long, value_name = "COUNT", default_value = "10", value_parser = count(1, 100_000), env = "PATHSTACK_SIGN_IN_BURST", hide_env = true)]
    sign_in_burst: usize,
    /// After how long an address has one more try
    #[arg(long, value_name = "MS", default_value = "60000", value_parser = count(1, 3_600_000), env = "PATHSTACK_SIGN_IN_EVERY_MS", hide_env = true)]
    sign_in_every_ms: usize,
    /// The longest a try waits because of wrong passwords before it
    #[arg(long, value_name = "MS", default_value = "4000", value_parser = count(0, 60_000), env = "PATHSTACK_SIGN_IN_DELAY_MS", hide_env = true)]
    sign_in_delay_ms: usize,
    /// Passwords hashed at once [default: one a core]
    #[arg(long, value_name = "COUNT", default_value_t = Accounts::default().hashers, value_parser = count(1, 1024), env = "PATHSTACK_HASHERS", hide_env = true, hide_default_value = true)]
    hashers: usize,
    /// Proxies of one's own before the service: so many steps back in `X-Forwarded-For` is who calls
    #[arg(long, value_name = "COUNT", default_value = "0", value_parser = count(0, 100), env = "PATHSTACK_PROXIES", hide_env = true)]
    proxies: usize,
}

/// So many of these; every range above fits.
fn times(unit: Duration, count: usize) -> Duration {
    unit.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

impl AccountArgs {
    /// What was set.
    pub(super) fn accounts(&self) -> Accounts {
        Accounts {
            registration: self.registration,
            secure_cookies: self.secure_cookies,
            session_idle: times(MINUTE, self.session_idle_minutes),
            session: times(HOUR, self.session_hours),
            token: times(DAY, self.token_days),
            sign_in_burst: u32::try_from(self.sign_in_burst).unwrap_or(u32::MAX),
            sign_in_every: times(Duration::from_millis(1), self.sign_in_every_ms),
            sign_in_delay: times(Duration::from_millis(1), self.sign_in_delay_ms),
            hashers: self.hashers,
            proxies: self.proxies,
            ..Accounts::default()
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
        accounts: AccountArgs,
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        // The environment of a test run sets none of them.
        let (ours, theirs) = (Alone::parse_from(["serve"]).accounts.accounts(), Accounts::default());
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }
}
