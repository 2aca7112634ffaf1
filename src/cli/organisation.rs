//! How an organisation's people sign in with the accounts they have there, as settings.

use super::{
    limits::{count, ms},
    trouble::Trouble,
};
use crate::web::oidc::{Organisation, RoleRule};
use clap::Args;
use std::{fs, path::PathBuf, time::Duration};

/// Everything about an OpenID Connect provider that can be set.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Signing in with an organisation (OpenID Connect)")]
pub(super) struct OrganisationArgs {
    /// The provider's issuer, as it says itself, such as `https://id.example/realms/office`; with --oidc-client and --public-url
    #[arg(long, value_name = "URL", env = "PATHSTACK_OIDC_ISSUER", hide_env = true)]
    oidc_issuer: Option<String>,
    /// The id under which the provider knows this service
    #[arg(long, value_name = "ID", env = "PATHSTACK_OIDC_CLIENT", hide_env = true)]
    oidc_client: Option<String>,
    /// The secret that belongs to it, better set in a file or the environment; none for a public client
    #[arg(long, value_name = "SECRET", env = "PATHSTACK_OIDC_SECRET", hide_env = true)]
    oidc_secret: Option<String>,
    /// The address that people reach this service at; the provider must know it with `/sign-in/callback`
    #[arg(long, value_name = "URL", env = "PATHSTACK_PUBLIC_URL", hide_env = true)]
    public_url: Option<String>,
    /// What the button calls the organisation [default: the issuer's host]
    #[arg(long, value_name = "TEXT", env = "PATHSTACK_OIDC_NAME", hide_env = true)]
    oidc_name: Option<String>,
    /// A scope to ask for besides `openid`; again for more, or with `;` between
    #[arg(long, value_name = "SCOPE", value_delimiter = ';', env = "PATHSTACK_OIDC_SCOPE", hide_env = true)]
    oidc_scope: Vec<String>,
    /// The claim that says roles, such as `groups`, or a place in it such as `/realm_access/roles`; it then says them at every sign-in
    #[arg(long, value_name = "CLAIM", env = "PATHSTACK_OIDC_ROLE_CLAIM", hide_env = true)]
    oidc_role_claim: Option<String>,
    /// Which value of it is which role: `counselor=VALUE`, `operator=VALUE`, `provider:ID=VALUE`; the first that fits, else learner
    #[arg(long, value_name = "ROLE=VALUE", value_delimiter = ';', env = "PATHSTACK_OIDC_ROLE", hide_env = true)]
    oidc_role: Vec<RoleRule>,
    /// A file of certificates (PEM) of authorities to believe besides the usual ones
    #[arg(long, value_name = "FILE", env = "PATHSTACK_OIDC_CA", hide_env = true)]
    oidc_ca: Option<PathBuf>,
    /// Bytes of an answer of the provider
    #[arg(long, value_name = "BYTES", default_value_t = Organisation::ANSWER_BYTES, value_parser = count(1024, 1 << 26), env = "PATHSTACK_OIDC_ANSWER_BYTES", hide_env = true)]
    oidc_answer_bytes: usize,
    /// How long the provider may take to answer
    #[arg(long, value_name = "MS", default_value = "5000", value_parser = ms(10), env = "PATHSTACK_OIDC_ANSWER_MS", hide_env = true)]
    oidc_answer_ms: Duration,
}

impl OrganisationArgs {
    /// The organisation, where one is set.
    pub(super) fn organisation(&self) -> Result<Option<Organisation>, Trouble> {
        let set = self.clone();
        let beside = set.oidc_secret.is_some() || set.oidc_role_claim.is_some() || !set.oidc_role.is_empty();
        let (issuer, client, public_url) = match (set.oidc_issuer, set.oidc_client, set.public_url) {
            (None, None, _) if !beside => return Ok(None),
            (Some(issuer), Some(client), Some(public_url)) => (issuer, client, public_url),
            _ => {
                let hint = "set --oidc-issuer, --oidc-client and --public-url, or none of what begins with --oidc";
                return Err(Trouble::new("what is set to sign in with an organisation is not whole", hint));
            }
        };
        #[expect(clippy::disallowed_methods, reason = "the rim reads its settings")]
        let authorities = match &set.oidc_ca {
            Some(path) => fs::read(path).map_err(|error| Trouble::file("read", path, &error))?,
            None => Vec::new(),
        };
        let organisation = Organisation {
            issuer,
            client,
            secret: set.oidc_secret,
            public_url,
            name: set.oidc_name,
            scopes: set.oidc_scope,
            role_claim: set.oidc_role_claim,
            roles: set.oidc_role,
            authorities,
            answer_bytes: set.oidc_answer_bytes,
            answer_time: set.oidc_answer_ms,
        };
        let hint = "`pathstack doctor` shows what is set, and where";
        organisation.check().map_err(|wrong| Trouble::new(format!("nobody can sign in with an organisation: {wrong}"), hint))?;
        Ok(Some(organisation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        organisation: OrganisationArgs,
    }

    fn set(flags: &[&str]) -> Result<Option<Organisation>, String> {
        let parsed = Alone::try_parse_from(["serve"].iter().chain(flags)).map_err(|error| error.to_string())?;
        parsed.organisation.organisation().map_err(|_| "trouble".to_owned())
    }

    const WHOLE: [&str; 6] = ["--oidc-issuer", "https://id.example", "--oidc-client", "paths", "--public-url", "https://paths.example"];

    #[test]
    fn nothing_set_is_nobody_and_half_of_it_is_refused() {
        assert_eq!(set(&[]), Ok(None));
        assert_eq!(set(&WHOLE[4..]), Ok(None), "the public address alone is of no harm");
        assert_eq!(set(&WHOLE).unwrap().unwrap().callback(), "https://paths.example/sign-in/callback");
        for half in [&WHOLE[..2], &WHOLE[..4], &WHOLE[2..], &["--oidc-secret", "x"]] {
            assert!(set(half).is_err(), "{half:?}");
        }
    }

    #[test]
    fn roles_are_read_in_order_and_only_with_their_claim() {
        let with = |more: &[&'static str]| set(&[&WHOLE[..], more].concat());
        let rules = [
            "--oidc-role-claim",
            "groups",
            "--oidc-role",
            "operator=CN=admins,OU=x;counselor=advisors",
            "--oidc-role",
            "provider:acme=staff",
        ];
        let values: Vec<String> = with(&rules).unwrap().unwrap().roles.into_iter().map(|rule| rule.value).collect();
        assert_eq!(values, ["CN=admins,OU=x", "advisors", "staff"]);
        assert!(with(&rules[..2]).is_err() && with(&rules[2..]).is_err());
        assert!(with(&["--oidc-role-claim", "groups", "--oidc-role", "boss=x"]).is_err());
        assert!(with(&["--oidc-ca", "/nowhere.pem"]).is_err());
    }
}
