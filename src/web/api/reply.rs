//! How reads are answered: a tag by their content, and nothing again where the caller has it already.

use crate::{
    graph::Place,
    lookup::Hit,
    web::{
        api::shape::{Page, Refused, Why},
        asked::Listing,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// JSON with a tag that changes when it does; 304 where the caller's copy has the same.
pub(super) fn tagged(headers: &HeaderMap, shown: &impl Serialize) -> Response {
    let Ok(body) = serde_json::to_vec(shown) else {
        return Problem::new(Kind::Internal, "an answer could not be written").into_response();
    };
    tagged_bytes(headers, Bytes::from(body), "application/json")
}

/// The same for what is written already.
pub(super) fn tagged_bytes(headers: &HeaderMap, body: Bytes, media_type: &'static str) -> Response {
    let mut tag = String::from("\"");
    for byte in &Sha256::digest(&body)[..16] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|value| has(value, &tag));
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let headers = response.headers_mut();
    if !known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Whether `If-None-Match` names the tag: weak tags compare as strong ones (RFC 9110, 13.1.2).
fn has(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|named| named == "*" || named.strip_prefix("W/").unwrap_or(named) == tag)
}

/// One page of all records, or of those found by words.
pub(super) fn page<P: Place, T>(
    listing: &Listing,
    edition: u64,
    all: impl ExactSizeIterator<Item = P>,
    find: impl FnOnce(&str, usize) -> Vec<Hit<P>>,
    show: impl Fn(P, Option<Hit<P>>) -> T,
) -> Page<T> {
    let (offset, limit) = (listing.offset, listing.limit);
    let most = all.len();
    let (total, items): (usize, Vec<T>) = match &listing.words {
        None => (most, all.skip(offset).take(limit).map(|at| show(at, None)).collect()),
        Some(words) => {
            let hits = find(words, most);
            (hits.len(), hits.into_iter().skip(offset).take(limit).map(|hit| show(hit.at, Some(hit))).collect())
        }
    };
    let next = offset + items.len();
    Page { edition, total, offset, next_offset: (next < total && !items.is_empty()).then_some(next), items }
}

/// Nothing has this id, URI or code.
pub(super) fn no_such(kind: &str, list: &str) -> Problem {
    Problem::new(Kind::NotFound, format!("this edition has no such {kind}"))
        .hint(format!("search for it: GET {list}?q=…; percent-encode ids that are URIs"))
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let kind = match refused.why {
            Why::Value => Kind::InvalidValue,
            Why::Range => Kind::ValueOutOfRange,
            Why::Unknown => Kind::UnknownReference,
        };
        let fault = Fault { pointer: Some(refused.pointer), parameter: None, detail: refused.detail, hint: Some(refused.hint) };
        let mut problem = Self::of(kind, vec![fault]);
        if let Some(limit) = refused.limit {
            problem = problem.limit(limit as u64);
        }
        match refused.unfound {
            Some(unfound) => problem.unfound(unfound.words, unfound.near),
            None => problem,
        }
    }
}
