//! Signing in with an organisation's own accounts: OpenID Connect, authorization code flow with PKCE.
//!
//! The library judges metadata, keys and tokens; here is who is asked and how far (`fetch`), what binds a sign-in to one browser
//! (`ticket`), which role somebody has (`roles`), and the account that belongs to an issuer's subject. E-mail addresses are never
//! looked at: whoever can write one into another provider would otherwise be somebody else.

mod roles;
mod ticket;

pub use roles::RoleRule;
pub(super) use roles::named;

use super::{
    Service,
    caller::{Accounts, Caller, SignedIn, let_in},
    fetch::{self, Fetcher, Plain},
    new_id,
    problem::{Kind, Problem},
};
use crate::{
    access::Role,
    store::{Deed, KeptAccount},
};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hyper::Uri;
use jiff::{SignedDuration, Timestamp};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm,
        CoreProviderMetadata,
    },
};
use serde_json::Value;
use std::{
    collections::HashMap,
    fmt,
    sync::PoisonError,
    time::{Duration, SystemTime},
};
use ticket::Ticket;
use tokio::sync::Semaphore;

/// Where the provider sends browsers back to, below the public address.
pub const CALLBACK: &str = "/sign-in/callback";

/// How an organisation's people sign in with the accounts they have there.
#[derive(Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The provider: the address below which its metadata are, letter by letter as it says itself.
    pub issuer: String,
    /// Under which id the provider knows this service.
    pub client: String,
    /// What proves to it that it is this service; none for a public client.
    pub secret: Option<String>,
    /// The address that people reach this service at, without a path.
    pub public_url: String,
    /// What the button calls the organisation; the issuer's host where nothing is said.
    pub name: Option<String>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that says roles; without it everybody is a learner at first, and roles are given here.
    pub role_claim: Option<String>,
    /// Which of its values are which role; the first that fits.
    pub roles: Vec<RoleRule>,
    /// Certificates of authorities to believe besides the usual ones, as PEM.
    pub authorities: Vec<u8>,
    /// Most bytes of an answer of the provider: of metadata, of keys, of tokens.
    pub answer_bytes: usize,
    /// How long it may take to answer.
    pub answer_time: Duration,
}

impl fmt::Debug for Organisation {
    /// Secrets belong in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Organisation").field("issuer", &self.issuer).field("client", &self.client).finish_non_exhaustive()
    }
}

/// Whether this is an address of a kind that tokens may come from or browsers be sent to.
fn is_safe(address: &str) -> bool {
    let parsed: Option<Uri> = address.parse().ok();
    let host = parsed.as_ref().and_then(Uri::host).unwrap_or_default();
    match parsed.as_ref().and_then(Uri::scheme_str) {
        Some("https") => !host.is_empty(),
        Some("http") => fetch::is_local(host.trim_matches(['[', ']'])),
        _ => false,
    }
}

impl Organisation {
    /// Most bytes of an answer where nothing else is set.
    pub const ANSWER_BYTES: usize = fetch::MOST_BYTES;
    /// How long an answer may take where nothing else is set.
    pub const ANSWER_TIME: Duration = fetch::TIME;

    /// Whether this can work at all, before anybody is asked.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), String> {
        if !is_safe(&self.issuer) || self.issuer.contains(['?', '#']) {
            return Err(format!("`{}` cannot be an issuer: write its https address", self.issuer));
        }
        let path = self.public_url.parse::<Uri>().ok().map_or_else(String::new, |uri| uri.path().to_owned());
        if !is_safe(&self.public_url) || path != "/" || self.public_url.contains(['?', '#']) {
            return Err(format!(
                "`{}` cannot be the public address: write one such as https://paths.example, without a path",
                self.public_url
            ));
        }
        if self.client.is_empty() {
            return Err("the id of the client is empty".into());
        }
        if self.role_claim.is_some() == self.roles.is_empty() {
            return Err("the claim that says roles and the rules for them go together: set both or neither".into());
        }
        self.fetcher().map(drop)
    }

    fn fetcher(&self) -> Result<Fetcher, String> {
        let plain = if self.issuer.starts_with("http://") { Plain::Here } else { Plain::Nobody };
        Ok(Fetcher::new(&self.authorities, plain)?.within(self.answer_bytes, self.answer_time))
    }

    /// Where the provider sends browsers back to.
    pub fn callback(&self) -> String {
        format!("{}{CALLBACK}", self.public_url.trim_end_matches('/'))
    }

    /// Asks the provider who it is, with its keys.
    async fn discover(&self) -> Result<CoreProviderMetadata, String> {
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| error.to_string())?;
        let found = CoreProviderMetadata::discover_async(issuer, &self.fetcher()?).await.map_err(|error| {
            let cause = std::error::Error::source(&error).map_or_else(String::new, |cause| format!(": {cause}"));
            format!("{error}{cause}")
        })?;
        let token = found.token_endpoint().ok_or("it names no token endpoint")?;
        for address in [found.authorization_endpoint().as_str(), token.as_str()] {
            if !is_safe(address) {
                return Err(format!("its endpoint {address} is not https"));
            }
        }
        Ok(found)
    }

    /// Looks whether the provider answers and is fit to sign people in with.
    ///
    /// # Errors
    /// What is wrong, of the settings or of the provider.
    pub async fn look(&self) -> Result<String, String> {
        self.check()?;
        let found = self.discover().await.map_err(|error| format!("{} is of no use now: {error}", self.issuer))?;
        Ok(format!("{} answers with {} keys; it sends browsers back to {}", self.issuer, found.jwks().keys().len(), self.callback()))
    }
}

/// For how long metadata and keys are used before they are asked for again.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// How soon keys are asked for again where one is missing.
const SOON: SignedDuration = SignedDuration::from_mins(1);
/// Sign-ins that may be with the provider at once.
const AT_ONCE: usize = 32;
/// How old a token may be, and how far its clock may be ahead of ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// Longest subject (OpenID Connect Core, 2).
const LONGEST_SUBJECT: usize = 255;

/// What is known of the provider for now.
pub(super) struct Provider {
    known: std::sync::Mutex<Option<(CoreProviderMetadata, Timestamp)>>,
    places: Semaphore,
}

impl Default for Provider {
    fn default() -> Self {
        Self { known: std::sync::Mutex::default(), places: Semaphore::new(AT_ONCE) }
    }
}

/// Why somebody was not signed in.
#[derive(Debug)]
pub(super) enum Refused {
    /// It was begun in another browser, too long ago, or not at all.
    Stale,
    /// The provider did not let her in.
    Declined,
    /// What the provider sent does not prove who she is.
    Unproven,
    /// The provider cannot be reached.
    Unreachable,
    /// The account is closed.
    Closed,
    /// Anything else.
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

impl Provider {
    /// What the provider says of itself, not older than `age`.
    async fn metadata(&self, service: &Service, organisation: &Organisation, age: SignedDuration) -> Result<CoreProviderMetadata, Refused> {
        let now = service.now();
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((found, _)) = known.filter(|(_, at)| now.duration_since(*at) < age) {
            return Ok(found);
        }
        let found = organisation.discover().await.map_err(|error| {
            tracing::warn!(error, "the identity provider is of no use now");
            Refused::Unreachable
        })?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((found.clone(), now));
        Ok(found)
    }
}

fn settings(service: &Service) -> Result<&Organisation, Refused> {
    let none = || Problem::new(Kind::NotFound, "no organisation signs in here").hint("whoever runs the service can set one");
    Ok(service.accounts().organisation.as_ref().ok_or_else(none)?)
}

/// How much may be with the provider at once is limited: each is a request to somebody else.
fn place(service: &Service) -> Result<tokio::sync::SemaphorePermit<'_>, Problem> {
    let places = &service.provider().places;
    places.try_acquire().map_err(|_| Problem::new(Kind::Overloaded, "too many are signing in").retry_after(2))
}

/// Begins: where to send the browser, and what it is to keep meanwhile.
pub(super) async fn begin(service: &Service, next: &str) -> Result<(String, Cookie<'static>), Refused> {
    let organisation = settings(service)?;
    service.store()?;
    let _place = place(service)?;
    let found = service.provider().metadata(service, organisation, FRESH).await?;
    let ticket = Ticket::new(service.chance(), service.now(), next)?;
    let (state, nonce, verifier) = (ticket.state(), ticket.nonce(), PkceCodeVerifier::new(ticket.verifier()));
    let back = RedirectUrl::new(organisation.callback()).map_err(|_| Refused::Unreachable)?;
    let client = CoreClient::from_provider_metadata(found, ClientId::new(organisation.client.clone()), None).set_redirect_uri(back);
    let (address, ..) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
        .add_scopes(organisation.scopes.iter().cloned().map(Scope::new))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .url();
    Ok((address.to_string(), ticket.cookie(service.accounts())))
}

/// The end of a ticket, whatever came of it.
pub(super) fn used(accounts: &Accounts) -> Cookie<'static> {
    Ticket::used(accounts)
}

/// Ends: who was sent back with these parameters, and where she wanted to go.
pub(super) async fn end(
    service: &Service,
    caller: &Caller,
    jar: &CookieJar,
    said: &HashMap<String, String>,
) -> Result<(SignedIn, String), Refused> {
    let organisation = settings(service)?;
    let ticket = Ticket::shown(jar, service.accounts(), service.now()).ok_or(Refused::Stale)?;
    let one = |name: &str| said.get(name).map_or("", String::as_str);
    if !ticket.is_of(one("state")) {
        return Err(Refused::Stale);
    }
    // Whose answer it is, where it says so (RFC 9207).
    if said.get("iss").is_some_and(|issuer| *issuer != organisation.issuer) {
        return Err(unproven("the answer comes from another issuer"));
    }
    let code = one("code");
    if said.contains_key("error") || code.is_empty() {
        return Err(Refused::Declined);
    }
    let _place = place(service)?;
    let found = service.provider().metadata(service, organisation, FRESH).await?;
    let token = redeem(organisation, found.clone(), code, &ticket).await?;
    let claims = match proven(service, organisation, &found, &token, &ticket) {
        // It may have new keys since.
        Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
            let found = service.provider().metadata(service, organisation, SOON).await?;
            proven(service, organisation, &found, &token, &ticket)
        }
        other => other,
    };
    let (subject, claims) = claims.map_err(|error| unproven(reason(&error)))?;
    let account = account(service, organisation, &subject, &claims).await?;
    Ok((let_in(service, caller, account).await?, ticket.next))
}

/// Says in the log why, without a word of whom.
fn unproven(reason: &'static str) -> Refused {
    tracing::warn!(reason, "what the identity provider sent proves nobody");
    Refused::Unproven
}

/// Gives the code for a token.
async fn redeem(organisation: &Organisation, found: CoreProviderMetadata, code: &str, ticket: &Ticket) -> Result<CoreIdToken, Refused> {
    let methods = found.token_endpoint_auth_methods_supported().cloned().unwrap_or_default();
    let in_body = !methods.is_empty() && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic);
    let (id, secret) = (ClientId::new(organisation.client.clone()), organisation.secret.clone().map(ClientSecret::new));
    let unusable = |_| Refused::Unreachable;
    let client = CoreClient::from_provider_metadata(found, id, secret)
        .set_redirect_uri(RedirectUrl::new(organisation.callback()).map_err(unusable)?)
        .set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth });
    let asked = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|_| Refused::Unreachable)?;
    let fetcher = organisation.fetcher().map_err(|_| Refused::Unreachable)?;
    match asked.set_pkce_verifier(PkceCodeVerifier::new(ticket.verifier())).request_async(&fetcher).await {
        Ok(answer) => answer.id_token().cloned().ok_or_else(|| unproven("there is no token of who it is")),
        Err(RequestTokenError::ServerResponse(_)) => Err(unproven("the provider does not take the code")),
        Err(RequestTokenError::Parse(..)) => Err(unproven("the answer to the code cannot be read")),
        Err(error) => {
            tracing::warn!(%error, "the identity provider is of no use now");
            Err(Refused::Unreachable)
        }
    }
}

/// Signatures that prove something: by the provider's own key pairs. What is signed with a shared secret, or not at all, does not.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Of whom the token is, with all it says, once it is proven: by whom, for whom, until when, for which sign-in.
fn proven(
    service: &Service,
    organisation: &Organisation,
    found: &CoreProviderMetadata,
    token: &CoreIdToken,
    ticket: &Ticket,
) -> Result<(String, Value), ClaimsVerificationError> {
    use ClaimsVerificationError::{InvalidAudience, InvalidSubject, Other};
    let (clock, now) = (SystemTime::from(service.now()), service.now().as_second());
    let id = ClientId::new(organisation.client.clone());
    let verifier = CoreIdTokenVerifier::new_public_client(id, found.issuer().clone(), found.jwks().clone())
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || clock.into())
        .set_issue_time_verifier_fn(move |issued| {
            let off = issued.timestamp().saturating_sub(now).unsigned_abs();
            if off <= SKEW.as_secs().unsigned_abs() { Ok(()) } else { Err("it was not made for now".into()) }
        });
    let claims = token.claims(&verifier, &Nonce::new(ticket.nonce()))?;
    if claims.authorized_party().is_some_and(|party| **party != organisation.client) {
        return Err(InvalidAudience("it was made for another client".into()));
    }
    let subject = claims.subject().to_string();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
        return Err(InvalidSubject("it names nobody".into()));
    }
    // The library keeps the claims it knows; the rest is in the very bytes it has just proven.
    let bytes = token.to_string().split('.').nth(1).and_then(|payload| BASE64_URL_SAFE_NO_PAD.decode(payload).ok());
    let all = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| Other("it cannot be read".into()))?;
    Ok((subject, all))
}

/// Why a token proves nothing, in words that name nobody.
fn reason(error: &ClaimsVerificationError) -> &'static str {
    use ClaimsVerificationError as E;
    use SignatureVerificationError as S;
    match error {
        E::Expired(_) => "the token has expired, or was not made for now",
        E::InvalidAudience(_) => "the token is for somebody else",
        E::InvalidIssuer(_) => "the token is from another issuer",
        E::InvalidNonce(_) => "the token is of another sign-in",
        E::InvalidSubject(_) => "the token names nobody",
        E::SignatureVerification(S::NoMatchingKey) => "the token is signed with a key that the provider does not have",
        E::SignatureVerification(S::NoSignature | S::DisallowedAlg(_) | S::UnsupportedAlg(_)) => {
            "the token is not signed in a way that proves"
        }
        E::SignatureVerification(_) => "the signature of the token does not hold",
        _ => "the token cannot be judged",
    }
}

/// The account of this subject; a new one where there is none. Where a claim says roles, it says them at every sign-in.
async fn account(service: &Service, organisation: &Organisation, subject: &str, claims: &Value) -> Result<KeptAccount, Refused> {
    let (store, issuer, now) = (service.store()?, &organisation.issuer, service.now());
    let said = organisation.role_claim.as_deref().map(|claim| roles::role(&organisation.roles, claim, claims));
    let (role, provider) = said.unwrap_or((Role::Learner, None));
    let provider = provider.map(str::to_owned);
    let mut known = store.account_of(issuer, subject).await?;
    if known.is_none() {
        let account = KeptAccount {
            id: new_id(service.chance())?,
            username: None,
            role,
            provider: provider.clone(),
            password: None,
            identity: Some((issuer.clone(), subject.to_owned())),
            created_at: now,
            closed_at: None,
        };
        // Where the same person signs in twice at once, one of the two made it.
        known = if store.add_account(&account).await? { Some(account) } else { store.account_of(issuer, subject).await? };
    }
    let mut account = known.filter(|account| account.closed_at.is_none()).ok_or(Refused::Closed)?;
    if said.is_some() && (account.role, &account.provider) != (role, &provider) {
        let (at, operation) = (now, format!("set_role_{role}"));
        let actor = "the identity provider".to_owned();
        let deed = Deed { at, actor, operation, learner: account.id.clone(), object: String::new(), done: true };
        store.set_role(&account.id, role, provider.clone(), &deed).await?;
        account = KeptAccount { role, provider, ..account };
    }
    Ok(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(change: impl FnOnce(&mut Organisation)) -> Result<(), String> {
        let mut organisation = Organisation {
            issuer: "https://id.example/realm".into(),
            client: "paths".into(),
            secret: Some("hidden".into()),
            public_url: "https://paths.example".into(),
            name: None,
            scopes: Vec::new(),
            role_claim: None,
            roles: Vec::new(),
            authorities: Vec::new(),
            answer_bytes: Organisation::ANSWER_BYTES,
            answer_time: Organisation::ANSWER_TIME,
        };
        change(&mut organisation);
        assert!(!format!("{organisation:?}").contains("hidden"));
        organisation.check()
    }

    #[test]
    fn settings_that_cannot_be_safe_are_refused() {
        assert_eq!(set(|_| ()), Ok(()));
        assert_eq!(set(|it| it.issuer = "http://127.0.0.1:9000/realm".into()), Ok(()), "on this very machine");
        assert_eq!(set(|it| it.public_url = "http://localhost:8080/".into()), Ok(()));
        for issuer in ["http://id.example", "id.example", "", "https://", "ftp://id.example", "https://id.example?x", "file:///etc/passwd"]
        {
            assert!(set(|it| it.issuer = issuer.into()).is_err(), "{issuer}");
        }
        for address in ["http://paths.example", "https://paths.example/app", "paths.example", "https://paths.example/?x"] {
            assert!(set(|it| it.public_url = address.into()).is_err(), "{address}");
        }
        assert!(set(|it| it.role_claim = Some("groups".into())).is_err());
        assert!(set(|it| it.roles = vec!["counselor=advisors".parse().unwrap()]).is_err());
        assert!(set(|it| it.client = String::new()).is_err());
        assert!(set(|it| it.authorities = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec()).is_err());
    }
}
