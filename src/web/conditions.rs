//! Conditions of requests: `If-Match` on what is edited, `Idempotency-Key` on what is created.

use super::{
    Service, json,
    problem::{Fault, Kind, Problem},
};
use crate::store::{Answer, Once};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderName, HeaderValue, header, request::Parts},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

/// The tag of a version.
pub(super) fn etag(version: u64) -> HeaderValue {
    let mut tag = Vec::from(*b"\"");
    tag.extend(version.to_string().bytes());
    tag.push(b'"');
    HeaderValue::from_bytes(&tag).unwrap_or(HeaderValue::from_static("\"\""))
}

/// What `If-Match` says.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "documents what `IfMatch` reads")]
pub(super) struct IfMatchParams {
    /// The `ETag` of what is edited, as it was read; `*` edits whatever is there.
    #[param(rename = "If-Match", max_length = 500, pattern = r#"^(\*|"[0-9]+"(, *"[0-9]+")*)$"#, example = "\"3\"", required)]
    if_match: String,
}

/// Which versions may be edited.
pub(super) enum IfMatch {
    /// Whatever is there.
    Any,
    /// One of these.
    Versions(Vec<u64>),
}

impl IfMatch {
    /// Whether a version may be edited.
    ///
    /// # Errors
    /// That it has been changed since.
    pub(super) fn holds(&self, version: u64) -> Result<(), Problem> {
        match self {
            Self::Versions(versions) if !versions.contains(&version) => {
                Err(Problem::new(Kind::PreconditionFailed, "somebody has changed it since it was read"))
            }
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Service> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Service) -> Result<Self, Problem> {
        let mut shown = parts.headers.get_all(header::IF_MATCH).iter().peekable();
        if shown.peek().is_none() {
            return Err(Problem::new(Kind::PreconditionRequired, "the request does not say which version it edits")
                .hint("read it first, and send its `ETag` as `If-Match`"));
        }
        let mut versions = Vec::new();
        for value in shown {
            let value = value.to_str().unwrap_or_default();
            if value.trim() == "*" {
                return Ok(Self::Any);
            }
            // Tags that were never given, weak ones among them, match nothing (RFC 9110, 13.1.1).
            let tags = value.split(',').map(str::trim).filter_map(|tag| tag.strip_prefix('"')?.strip_suffix('"')?.parse::<u64>().ok());
            versions.extend(tags);
        }
        Ok(Self::Versions(versions))
    }
}

/// What `Idempotency-Key` says.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "documents what `Keyed` reads")]
pub(super) struct KeyParams {
    /// Made up by the caller, another for each thing to create: the same request with the same key within a day creates nothing and is
    /// answered as the first was.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$", example = "b7c2e1d0-5a4f-4e88")]
    idempotency_key: Option<String>,
}

const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A request that may come again.
pub(super) struct KeyedRequest(Option<(String, String)>);

impl KeyedRequest {
    /// What the store notes of it: whose it is and what is answered; nothing without a key.
    pub(super) fn once(&self, account: &str, location: String, version: u64, body: String) -> Option<Once> {
        let (key, request) = self.0.clone()?;
        Some(Once { account: account.to_owned(), key, request, answer: Answer { location, version, body } })
    }

    /// The same where a body has a password in it, of which not even a hash of this kind is kept: only so much of the body counts.
    pub(super) fn counting(&self, told: &str) -> Self {
        let told = |(key, request): (String, String)| (key, super::chance::hex(&Sha256::digest(format!("{request} {told}"))));
        Self(self.0.clone().map(told))
    }

    fn read(parts: &Parts, body: &[u8]) -> Result<Self, Problem> {
        let mut shown = parts.headers.get_all(KEY).iter();
        let Some(key) = shown.next() else { return Ok(Self(None)) };
        let sound = (1..=200).contains(&key.len()) && key.as_bytes().iter().all(u8::is_ascii_graphic) && shown.next().is_none();
        if !sound {
            let fault = Fault {
                pointer: None,
                parameter: Some("Idempotency-Key".into()),
                detail: "`Idempotency-Key` is no key".into(),
                hint: Some("write one key of 1 to 200 visible ASCII characters".into()),
            };
            return Err(Problem::of(Kind::InvalidValue, vec![fault]));
        }
        let request = Sha256::new()
            .chain_update(parts.method.as_str())
            .chain_update([0])
            .chain_update(parts.uri.path())
            .chain_update([0])
            .chain_update(body)
            .finalize();
        Ok(Self(Some((super::chance::hex(&Sha256::digest(key.as_bytes())), super::chance::hex(&request)))))
    }
}

/// A JSON body that may come again with the same key.
pub(super) struct Keyed<T>(pub(super) T, pub(super) KeyedRequest);

impl<T: DeserializeOwned> FromRequest<Service> for Keyed<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        json::is_json(&parts.headers)?;
        let bytes: Bytes = json::whole(body, service.limits().body_bytes, service.limits()).await?;
        let key = KeyedRequest::read(&parts, &bytes)?;
        Ok(Self(json::read(&bytes, service.limits())?, key))
    }
}

/// The key alone, before a body that [`KeyedRequest::counting`] tells a part of.
impl FromRequestParts<Service> for KeyedRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Service) -> Result<Self, Problem> {
        Self::read(parts, b"")
    }
}

/// The bytes of a file.
pub(super) struct FileBody {
    /// What it says it is.
    pub(super) media_type: String,
    pub(super) bytes: Bytes,
}

impl FromRequest<Service> for FileBody {
    type Rejection = Problem;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Problem> {
        let shown = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = shown.unwrap_or("application/octet-stream").to_owned();
        if media_type.len() > 200 {
            return Err(Problem::new(Kind::UnsupportedMediaType, "the Content-Type is too long").hint("send one such as `image/png`"));
        }
        let bytes = json::whole(request.into_body(), service.limits().file_bytes, service.limits()).await?;
        Ok(Self { media_type, bytes })
    }
}

/// A catalogue to import, one record a line; whatever type it says it is.
pub(super) struct Lines(pub(super) Bytes);

impl FromRequest<Service> for Lines {
    type Rejection = Problem;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Problem> {
        json::whole(request.into_body(), service.limits().import_bytes, service.limits()).await.map(Self)
    }
}
