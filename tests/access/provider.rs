//! An identity provider for tests: discovery, keys, authorization with PKCE and tokens, made of the library's own types for providers. It
//! does what the standard says, or for once the one thing a test asks of it.

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use jiff::{SignedDuration, Timestamp};
use openidconnect::{
    AdditionalClaims, Audience, AuthUrl, EmptyAdditionalProviderMetadata, EndUserEmail, IdToken, IdTokenClaims, IssuerUrl, JsonWebKeyId,
    JsonWebKeySetUrl, Nonce, PrivateSigningKey, ResponseTypes, StandardClaims, SubjectIdentifier, TokenUrl,
    core::{
        CoreEdDsaPrivateSigningKey, CoreGenderClaim, CoreHmacKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType, CoreRsaPrivateSigningKey, CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::SystemTime,
};

pub(crate) const CLIENT: &str = "paths";
pub(crate) const SECRET: &str = "a secret: of the client";
pub(crate) const CALLBACK: &str = "http://localhost:1/sign-in/callback";
/// A key made for these tests and used nowhere else.
const RSA: &str = include_str!("provider-key.pem");

/// What the provider does otherwise than it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twist {
    WrongNonce,
    NoNonce,
    OtherAudience,
    SecondAudience,
    OtherParty,
    OtherIssuer,
    Expired,
    MadeLongAgo,
    MadeInTheFuture,
    Unsigned,
    SignedWithTheSecret,
    SignedWithThePublicKey,
    UnknownKey,
    AnotherKeyOfThatName,
    NoToken,
    NoSubject,
    LongSubject,
    Garbage,
    Huge,
    Elsewhere,
}

/// With which key it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    Rsa,
    /// With Ed25519, by a key made of this byte.
    Ed25519(u8),
}

/// A sign-in that waits for its code to be redeemed.
struct Begun {
    challenge: String,
    nonce: String,
    back: String,
}

pub(crate) struct Desk {
    pub(crate) subject: String,
    pub(crate) email: Option<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) twist: Option<Twist>,
    pub(crate) signs: Signs,
    pub(crate) now: Timestamp,
    /// What its metadata say instead of the truth.
    pub(crate) says: serde_json::Map<String, serde_json::Value>,
    /// How often keys were asked for.
    pub(crate) asked: usize,
    begun: HashMap<String, Begun>,
    codes: usize,
}

#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) at: SocketAddr,
    pub(crate) desk: Arc<Mutex<Desk>>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Groups {
    groups: Vec<String>,
}
impl AdditionalClaims for Groups {}

fn ed25519(seed: u8, name: &str) -> CoreEdDsaPrivateSigningKey {
    // PKCS #8 (RFC 8410): everything before the key is the same.
    let mut der = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend([seed; 32]);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64_STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(name.to_owned()))).unwrap()
}

fn rsa() -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(RSA, Some(JsonWebKeyId::new("rsa".to_owned()))).unwrap()
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let desk = Desk {
            subject: "ann".to_owned(),
            email: None,
            groups: Vec::new(),
            twist: None,
            signs: Signs::Rsa,
            now: "2027-01-04T08:00:00Z".parse().unwrap(),
            says: serde_json::Map::new(),
            asked: 0,
            begun: HashMap::new(),
            codes: 0,
        };
        let provider = Self { at, desk: Arc::new(Mutex::new(desk)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub(crate) fn issuer(&self) -> String {
        format!("http://{}", self.at)
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut Desk)) {
        change(&mut self.desk.lock().unwrap());
    }
}

async fn metadata(State(provider): State<Provider>) -> Json<serde_json::Value> {
    let address = |path: &str| format!("{}{path}", provider.issuer());
    let metadata = CoreProviderMetadata::new(
        IssuerUrl::new(provider.issuer()).unwrap(),
        AuthUrl::new(address("/authorize")).unwrap(),
        JsonWebKeySetUrl::new(address("/keys")).unwrap(),
        vec![ResponseTypes::new(vec![CoreResponseType::Code])],
        vec![CoreSubjectIdentifierType::Public],
        vec![CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::EdDsa],
        EmptyAdditionalProviderMetadata {},
    )
    .set_token_endpoint(Some(TokenUrl::new(address("/token")).unwrap()));
    let mut metadata = serde_json::to_value(metadata).unwrap();
    metadata.as_object_mut().unwrap().extend(provider.desk.lock().unwrap().says.clone());
    Json(metadata)
}

async fn keys(State(provider): State<Provider>) -> Json<CoreJsonWebKeySet> {
    let mut desk = provider.desk.lock().unwrap();
    desk.asked += 1;
    let key = match desk.signs {
        Signs::Rsa => rsa().as_verification_key(),
        Signs::Ed25519(seed) => ed25519(seed, &seed.to_string()).as_verification_key(),
    };
    Json(CoreJsonWebKeySet::new(vec![key]))
}

/// Lets whoever comes in: the test is the browser, and has no password to give.
async fn authorize(State(provider): State<Provider>, Query(asked): Query<HashMap<String, String>>) -> Response {
    let one = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let sound = one("response_type") == "code"
        && one("client_id") == CLIENT
        && one("redirect_uri") == CALLBACK
        && one("code_challenge_method") == "S256"
        && one("scope").split(' ').any(|scope| scope == "openid");
    if !sound {
        return (StatusCode::BAD_REQUEST, format!("{asked:?}")).into_response();
    }
    let mut desk = provider.desk.lock().unwrap();
    desk.codes += 1;
    let code = format!("code-{}", desk.codes);
    desk.begun.insert(code.clone(), Begun { challenge: one("code_challenge"), nonce: one("nonce"), back: one("redirect_uri") });
    let issuer = provider.issuer().replace(':', "%3A").replace('/', "%2F");
    Redirect::to(&format!("{CALLBACK}?code={code}&state={}&iss={issuer}", one("state"))).into_response()
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, Form(sent): Form<HashMap<String, String>>) -> Response {
    let one = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    // Name and secret are form-encoded first (RFC 6749, 2.3.1).
    let shown = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(':', "%3A").replace(' ', "+"))));
    if headers.get(header::AUTHORIZATION).is_none_or(|value| *value != *shown) {
        return refused("invalid_client");
    }
    let mut desk = provider.desk.lock().unwrap();
    // A code is good once.
    let Some(begun) = desk.begun.remove(&one("code")) else { return refused("invalid_grant") };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(one("code_verifier")));
    if one("grant_type") != "authorization_code" || begun.challenge != challenge || begun.back != one("redirect_uri") {
        return refused("invalid_grant");
    }
    match desk.twist {
        Some(Twist::Huge) => return " ".repeat(300 << 10).into_response(),
        Some(Twist::Elsewhere) => return Redirect::temporary(&format!("{}/keys", provider.issuer())).into_response(),
        _ => {}
    }
    let mut answer = json!({"access_token": "x", "token_type": "Bearer", "expires_in": 300});
    if desk.twist != Some(Twist::NoToken) {
        answer["id_token"] = desk.token(&provider.issuer(), &begun.nonce).into();
    }
    Json(answer).into_response()
}

impl Desk {
    fn token(&self, issuer: &str, nonce: &str) -> String {
        let is = |twist| self.twist == Some(twist);
        let time = |seconds| SystemTime::from(self.now + SignedDuration::from_secs(seconds)).into();
        let (made, ends) = match self.twist {
            Some(Twist::Expired) => (-200, 0),
            Some(Twist::MadeLongAgo) => (-301, 300),
            Some(Twist::MadeInTheFuture) => (301, 600),
            _ => (-1, 300),
        };
        let issuer = if is(Twist::OtherIssuer) { "https://elsewhere.example" } else { issuer };
        let audiences = match self.twist {
            Some(Twist::OtherAudience) => vec!["another"],
            Some(Twist::SecondAudience) => vec![CLIENT, "another"],
            _ => vec![CLIENT],
        };
        let subject = match self.twist {
            Some(Twist::NoSubject) => String::new(),
            Some(Twist::LongSubject) => "x".repeat(256),
            _ => self.subject.clone(),
        };
        let claims = IdTokenClaims::<Groups, CoreGenderClaim>::new(
            IssuerUrl::new(issuer.to_owned()).unwrap(),
            audiences.into_iter().map(|audience| Audience::new(audience.to_owned())).collect(),
            time(ends),
            time(made),
            StandardClaims::new(SubjectIdentifier::new(subject)).set_email(self.email.clone().map(EndUserEmail::new)),
            Groups { groups: self.groups.clone() },
        );
        let claims = match self.twist {
            Some(Twist::WrongNonce) => claims.set_nonce(Some(Nonce::new("another".to_owned()))),
            Some(Twist::NoNonce) => claims,
            _ => claims.set_nonce(Some(Nonce::new(nonce.to_owned()))),
        };
        let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        match self.twist {
            Some(Twist::Unsigned) => {
                return format!("{}.{}.", part(&json!({"alg": "none"})), part(&serde_json::to_value(&claims).unwrap()));
            }
            Some(Twist::SignedWithTheSecret) => return signed(claims, &CoreHmacKey::new(SECRET), CoreJwsSigningAlgorithm::HmacSha256),
            Some(Twist::SignedWithThePublicKey) => {
                let key = serde_json::to_string(&rsa().as_verification_key()).unwrap();
                return signed(claims, &CoreHmacKey::new(key), CoreJwsSigningAlgorithm::HmacSha256);
            }
            Some(Twist::UnknownKey) => return signed(claims, &ed25519(99, "99"), CoreJwsSigningAlgorithm::EdDsa),
            _ => {}
        }
        let token = match self.signs {
            Signs::Rsa => signed(claims, &rsa(), CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256),
            Signs::Ed25519(seed) if is(Twist::AnotherKeyOfThatName) => {
                signed(claims, &ed25519(99, &seed.to_string()), CoreJwsSigningAlgorithm::EdDsa)
            }
            Signs::Ed25519(seed) => signed(claims, &ed25519(seed, &seed.to_string()), CoreJwsSigningAlgorithm::EdDsa),
        };
        let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
        let read = |part: &str| -> serde_json::Value { serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
        match self.twist {
            Some(Twist::OtherParty) => {
                // The library makes no such token, so it is made by hand, and signed over.
                let mut claims = read(&parts[1]);
                claims["azp"] = "another".into();
                parts[1] = part(&claims);
                let message = format!("{}.{}", parts[0], parts[1]);
                let signature = rsa().sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, message.as_bytes()).unwrap();
                format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
            }
            Some(Twist::Garbage) => format!("{}.{}.{}", parts[0], parts[1].to_lowercase(), parts[2]),
            _ => token,
        }
    }
}

fn signed<K>(claims: IdTokenClaims<Groups, CoreGenderClaim>, key: &K, how: CoreJwsSigningAlgorithm) -> String
where
    K: PrivateSigningKey,
    K::VerificationKey: openidconnect::JsonWebKey<SigningAlgorithm = CoreJwsSigningAlgorithm>,
{
    let token =
        IdToken::<Groups, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>::new(claims, key, how, None, None);
    token.unwrap().to_string()
}
