//! What goes wrong over HTTP: one kind, one status, one page, one shape (RFC 9457).

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal $status:ident $title:literal $todo:literal;)+) => {
        /// Every kind of problem there is; its page is at `/problems/{name}`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Its name in the URI of its type.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }

            /// The status it is answered with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status,)+ }
            }

            /// What it is, the same for every occurrence.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)+ }
            }

            /// What the caller can do about it.
            pub const fn what_to_do(self) -> &'static str {
                match self { $(Self::$kind => $todo,)+ }
            }
        }
    };
}

kinds! {
    /// The body is no JSON.
    MalformedJson "malformed-json" BAD_REQUEST "The body is not JSON"
        "Correct the JSON at the line and column given. It must be UTF-8 without a byte-order mark.";
    /// An object names a member twice.
    DuplicateKey "duplicate-key" BAD_REQUEST "An object names a member twice"
        "Keep one of the two: which one counts would otherwise depend on who reads it.";
    /// Arrays and objects are nested too deep.
    TooDeep "too-deep" BAD_REQUEST "The JSON is nested too deep"
        "Nest arrays and objects at most as deep as `limit` says.";
    /// More members, or a longer string, than any question needs.
    TooLarge "too-large" BAD_REQUEST "The JSON has too many or too long parts"
        "Keep the number of members and the length of strings within `limit`.";
    /// The path or query cannot be read.
    MalformedUrl "malformed-url" BAD_REQUEST "The path or query cannot be read"
        "Percent-encode the path and the query as UTF-8. An id that is a URI is one path segment: encode its `/` as `%2F` and its `:` as `%3A`.";
    /// The body did not arrive whole.
    IncompleteBody "incomplete-body" BAD_REQUEST "The body did not arrive whole"
        "Send the whole body, as long as Content-Length says.";
    /// Nobody has shown who is calling.
    Unauthenticated "unauthenticated" UNAUTHORIZED "This needs an account"
        "Sign in with `POST /v1/sessions`, or send a token that is still good: `Authorization: Bearer …`.";
    /// The name or the password is wrong.
    WrongCredentials "wrong-credentials" UNAUTHORIZED "The name or the password is wrong"
        "Check both. Whoever runs the service can set another password.";
    /// The account may not do this.
    Forbidden "forbidden" FORBIDDEN "This account may not do this"
        "Use an account whose role allows it, or ask whoever runs the service.";
    /// The token may not do this.
    InsufficientScope "insufficient-scope" FORBIDDEN "The token is not good for this"
        "Make a token with the scope that `hint` names.";
    /// A request that another site has sent in somebody's name.
    Csrf "csrf" FORBIDDEN "The request comes from another site"
        "Send it from the service's own pages. Programs use a token instead of a cookie.";
    /// There is nothing there.
    NotFound "not-found" NOT_FOUND "There is nothing here"
        "Check the path against `/v1/openapi.json`, and ids by searching with `q`.";
    /// The path has no such method.
    MethodNotAllowed "method-not-allowed" METHOD_NOT_ALLOWED "The path has no such method"
        "Use one of the methods in the `Allow` header.";
    /// The body did not arrive in time.
    BodyTimeout "body-timeout" REQUEST_TIMEOUT "The body did not arrive in time"
        "Send the body without long pauses, within `limit` seconds.";
    /// The name is taken.
    Taken "taken" CONFLICT "The name is taken"
        "Choose another one.";
    /// There are as many as there can be.
    TooMany "too-many" CONFLICT "There are as many as there can be"
        "Take out what is no longer needed; `limit` says how many there can be.";
    /// It was decided otherwise before.
    Decided "already-decided" CONFLICT "It was decided otherwise before"
        "A decision stands. Ask for another proposal, or edit the plan.";
    /// A plan that somebody else made, and that its learner does not follow.
    NotTakenOn "not-taken-on" CONFLICT "The plan is not taken on"
        "Take it on with `PUT /v1/learners/{learner}/plans/{id}/decision` first, or save its question as a plan of your own.";
    /// It was changed since it was read.
    PreconditionFailed "precondition-failed" PRECONDITION_FAILED "It was changed since it was read"
        "Read it again, look at what is different, and send its new `ETag` as `If-Match`.";
    /// The body is larger than allowed.
    BodyTooLarge "body-too-large" PAYLOAD_TOO_LARGE "The body is too large"
        "Send at most `limit` bytes.";
    /// The first line and the headers are larger than allowed.
    HeadTooLarge "head-too-large" REQUEST_HEADER_FIELDS_TOO_LARGE "The head of the request is too large"
        "Send a shorter path and query, and fewer or shorter headers: at most `limit` bytes in all.";
    /// The body does not say that it is JSON.
    UnsupportedMediaType "unsupported-media-type" UNSUPPORTED_MEDIA_TYPE "The body does not say that it is JSON"
        "Send `Content-Type: application/json`.";
    /// A member or parameter that is not there.
    UnknownField "unknown-field" UNPROCESSABLE_ENTITY "A member or parameter is not known"
        "Leave out what `errors` names, or correct its spelling: what is not understood is refused rather than ignored.";
    /// A value of the wrong type or form.
    InvalidValue "invalid-value" UNPROCESSABLE_ENTITY "A value has the wrong type or form"
        "Correct the values that `errors` names; the schema of each is in `/v1/openapi.json`.";
    /// A value outside its range.
    ValueOutOfRange "value-out-of-range" UNPROCESSABLE_ENTITY "A value is out of range"
        "Bring the values that `errors` names into their range.";
    /// A string with a character that is never text.
    InvalidCharacter "invalid-character" UNPROCESSABLE_ENTITY "A string has a character that is no text"
        "Take the NUL character out.";
    /// A name that the edition does not have.
    UnknownReference "unknown-reference" UNPROCESSABLE_ENTITY "A name is not in the catalogue"
        "Choose a near name from `hint`, or search with `q` under `/v1/roles`, `/v1/credentials` or `/v1/competencies`.";
    /// A key that came with another request.
    KeyReused "key-reused" UNPROCESSABLE_ENTITY "The key came with another request before"
        "Make up another `Idempotency-Key` for each thing to create.";
    /// The request does not say which version it edits.
    PreconditionRequired "precondition-required" PRECONDITION_REQUIRED "The request does not say which version it edits"
        "Read it first, and send its `ETag` as `If-Match`: otherwise one of two who edit at once would lose her change.";
    /// Too many tries in a short time.
    RateLimited "rate-limited" TOO_MANY_REQUESTS "Too many tries"
        "Try again after the seconds in `Retry-After`.";
    /// Something failed inside.
    Internal "internal" INTERNAL_SERVER_ERROR "Something failed inside"
        "It is not your request. Try again; if it stays, tell the operator the id in `instance`.";
    /// More questions than can be thought about.
    Overloaded "overloaded" SERVICE_UNAVAILABLE "Too many questions at once"
        "Ask again after the seconds in `Retry-After`.";
    /// The server is about to stop.
    Stopping "stopping" SERVICE_UNAVAILABLE "The server is about to stop"
        "Ask again after the seconds in `Retry-After`.";
    /// The database does not answer.
    Unavailable "unavailable" SERVICE_UNAVAILABLE "What is kept cannot be reached"
        "Try again after the seconds in `Retry-After`. What needs no memory is answered meanwhile.";
    /// There is no room.
    DiskFull "disk-full" INSUFFICIENT_STORAGE "There is no room to keep it"
        "Nothing was changed. Tell whoever runs the service; reading goes on meanwhile.";
}

impl Kind {
    /// The URI of its type.
    pub fn uri(self) -> String {
        format!("/problems/{}", self.name())
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Its page, as plain text.
    pub fn page(self) -> String {
        let status = self.status();
        format!("{}\n\ntype: {}\nstatus: {status}\n\n{}\n", self.title(), self.uri(), self.what_to_do())
    }
}

/// What is wrong with one part of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// The member of the body, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/role")]
    pub pointer: Option<String>,
    /// The parameter of the path or query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong with it.
    pub detail: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A problem, as `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Shown {
    #[serde(skip)]
    kind: Kind,
    /// The URI of its kind; its page says what to do.
    #[serde(rename = "type")]
    #[schema(example = "/problems/unknown-reference")]
    uri: String,
    /// What it is, the same for every occurrence.
    title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    status: u16,
    /// What it is this time.
    detail: String,
    /// Names this occurrence, as it stands in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "urn:pathstack:request:2f1c-1a")]
    instance: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The limit that was passed, in the unit that `detail` names.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
    /// The line of the body, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The column of that line, from 1, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// Every part of the request that is wrong, as far as it was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
    #[serde(skip)]
    retry_after: Option<u64>,
    #[serde(skip)]
    challenge: Option<String>,
    #[serde(skip)]
    fatal: bool,
    /// The name that was not found, and what it may mean.
    #[serde(skip)]
    unfound: Option<(String, Vec<String>)>,
}

/// Something that went wrong with one request: rendered as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Shown>);

impl Problem {
    /// A problem of this kind.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self(Box::new(Shown {
            kind,
            uri: kind.uri(),
            title: kind.title(),
            status: kind.status().as_u16(),
            detail: detail.into(),
            instance: None,
            hint: None,
            limit: None,
            line: None,
            column: None,
            errors: Vec::new(),
            retry_after: None,
            challenge: None,
            fatal: false,
            unfound: None,
        }))
    }

    /// A problem made of these faults; the first is its detail.
    pub fn of(kind: Kind, errors: Vec<Fault>) -> Self {
        let first = errors.first().cloned().unwrap_or_default();
        let detail = match errors.len() {
            0 | 1 => first.detail,
            more => format!("{}, and {} more", first.detail, more - 1),
        };
        let mut problem = Self::new(kind, detail);
        (problem.0.hint, problem.0.errors) = (first.hint, errors);
        problem
    }

    /// What to do this time.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Which limit was passed.
    #[must_use]
    pub fn limit(mut self, limit: u64) -> Self {
        self.0.limit = Some(limit);
        self
    }

    /// Where in the body.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        (self.0.line, self.0.column) = (Some(line), Some(column));
        self
    }

    /// After how many seconds to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// How to show who is calling (RFC 6750); every 401 says it.
    #[must_use]
    pub fn challenge(mut self, challenge: impl Into<String>) -> Self {
        self.0.challenge = Some(challenge.into());
        self
    }

    /// The same, after which the service cannot go on.
    #[must_use]
    pub(super) fn fatal(mut self) -> Self {
        self.0.fatal = true;
        self
    }

    /// Whether the service cannot go on.
    pub(super) fn is_fatal(&self) -> bool {
        self.0.fatal
    }

    /// Which name was not found, and what it may mean.
    #[must_use]
    pub(super) fn unfound(mut self, words: String, near: Vec<String>) -> Self {
        self.0.unfound = Some((words, near));
        self
    }

    /// Under which id it stands in the log.
    #[must_use]
    pub fn instance(mut self, request: &str) -> Self {
        self.0.instance = Some(format!("urn:pathstack:request:{request}"));
        self
    }

    /// The same of a part of the body: places are told from its beginning.
    #[must_use]
    pub fn within(self, part: &str) -> Self {
        self.placed(|pointer| format!("{part}{pointer}"))
    }

    /// The same with every place told in another way.
    #[must_use]
    pub fn placed(mut self, tell: impl Fn(&str) -> String) -> Self {
        for fault in &mut self.0.errors {
            fault.pointer = fault.pointer.take().map(|pointer| tell(&pointer));
        }
        (self.0.line, self.0.column) = (None, None);
        self
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The member of the body that is wrong first, as a JSON pointer.
    pub(super) fn pointer(&self) -> Option<&str> {
        self.0.errors.first().and_then(|fault| fault.pointer.as_deref())
    }

    /// The name that was not found, and what it may mean.
    pub(super) fn sought(&self) -> Option<(&str, &[String])> {
        self.0.unfound.as_ref().map(|(words, near)| (words.as_str(), near.as_slice()))
    }

    /// After how many seconds to try again.
    pub(super) fn retry_after_seconds(&self) -> Option<u64> {
        self.0.retry_after
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (self.0.kind.status(), Body::from(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        let challenge = self.0.challenge.as_deref().or((self.0.kind.status() == StatusCode::UNAUTHORIZED).then_some("Bearer"));
        if let Some(Ok(challenge)) = challenge.map(HeaderValue::from_str) {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        // Whoever dresses the response adds the request's id and logs it: see `dress`.
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name_an_error_status_and_a_page() {
        let mut names: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
            assert_eq!(Kind::named(kind.name()), Some(*kind));
            assert!(kind.page().contains(kind.what_to_do()));
        }
    }
}
