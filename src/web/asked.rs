//! What the path, the query and the headers of a request ask.

use super::{
    Service,
    problem::{Fault, Kind, Problem},
};
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::{HeaderMap, header, request::Parts},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Most characters of words to search for on a page.
pub(super) const LONGEST_WORDS: usize = 500;

/// What a list can be asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `Listing` reads")]
pub(super) struct ListParams {
    /// Words to search for: names, other names, codes, ids, URIs, in spite of slips; best first. All records where left out.
    #[param(max_length = 500, example = "data")]
    q: Option<String>,
    /// The first record of the page, from 0.
    #[param(minimum = 0, maximum = 10_000_000, default = 0)]
    offset: Option<u64>,
    /// Records on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// The language of names and sentences, by ISO 639-1; `Accept-Language` where left out. English where the catalogue has no other.
    #[param(max_length = 35, pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", example = "en")]
    lang: Option<String>,
}

/// Which page of a list of what is kept.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `Paging` reads")]
pub(super) struct PageParams {
    /// The first record of the page, from 0.
    #[param(minimum = 0, maximum = 10_000_000, default = 0)]
    offset: Option<u64>,
    /// Records on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
}

/// In which language to answer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `Language` reads")]
pub(super) struct LanguageParams {
    /// The language of names and sentences, by ISO 639-1; `Accept-Language` where left out. English where the catalogue has no other.
    #[param(max_length = 35, pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", example = "en")]
    lang: Option<String>,
}

/// In which language a list is told that takes no other parameter for it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "documents what `Reads` reads")]
pub(super) struct ReadsParams {
    /// The language of names and sentences. A plan is told in it where it was answered in it too, else as it was saved.
    #[param(rename = "Accept-Language", value_type = String, required = false, example = "es")]
    accept_language: Option<String>,
}

/// A list that is asked for.
pub(super) struct Listing {
    /// Words to search for.
    pub(super) words: Option<String>,
    /// The first record.
    pub(super) offset: usize,
    /// Records on the page.
    pub(super) limit: usize,
    /// The language.
    pub(super) language: String,
}

/// A page of a list of what is kept.
pub(super) struct Paging {
    /// The first record.
    pub(super) offset: usize,
    /// Records on the page.
    pub(super) limit: usize,
}

/// The language to answer in.
pub(super) struct Language(pub(super) String);

/// The language that the headers prefer; English where they say none.
pub(super) struct Reads(pub(super) String);

/// An id in the path: it may be a URI, percent-encoded.
pub(super) struct Id(pub(super) String);

/// Records on a page where nothing is said.
pub(super) const PAGE: usize = 50;
const LAST_OFFSET: usize = 10_000_000;

fn parameter(name: &str, detail: impl Into<String>, hint: impl Into<String>) -> Fault {
    Fault { pointer: None, parameter: Some(name.to_owned()), detail: detail.into(), hint: Some(hint.into()) }
}

fn number(name: &str, value: &str, least: usize, most: usize) -> Result<usize, Problem> {
    let hint = format!("write a whole number from {least} to {most}");
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return Err(Problem::of(Kind::InvalidValue, vec![parameter(name, format!("`{name}` is no whole number"), hint)]));
    }
    let number = value.parse::<usize>().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| Problem::of(Kind::ValueOutOfRange, vec![parameter(name, format!("`{name}` is out of range"), hint)]))
}

fn pairs(parts: &Parts, known: &[&str]) -> Result<Vec<(String, String)>, Problem> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
        .map_err(|_| Problem::new(Kind::MalformedUrl, "the query is not percent-encoded UTF-8"))?;
    for (at, (name, _)) in pairs.iter().enumerate() {
        if !known.contains(&name.as_str()) {
            let shown: String = name.chars().take(40).collect();
            let hint = format!("use {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
            return Err(Problem::of(Kind::UnknownField, vec![parameter(name, format!("there is no parameter `{shown}`"), hint)]));
        }
        if pairs.iter().take(at).any(|(earlier, _)| earlier == name) {
            let fault = parameter(name, format!("`{name}` is there twice"), "keep one of the two");
            return Err(Problem::of(Kind::InvalidValue, vec![fault]));
        }
    }
    Ok(pairs)
}

/// The language a request asks for: of `lang`, else the first that `Accept-Language` prefers, else English.
fn language(lang: Option<&str>, headers: &HeaderMap) -> Result<String, Problem> {
    let Some(lang) = lang else { return Ok(preferred(headers).unwrap_or_else(|| "en".to_owned())) };
    primary(lang).ok_or_else(|| {
        let fault = parameter("lang", "`lang` is no language", "write an ISO 639-1 code such as `en` or `es`");
        Problem::of(Kind::InvalidValue, vec![fault])
    })
}

/// The language itself of a tag such as `es-MX`, as the catalogue writes it; nothing where it is no tag.
fn primary(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let language = parts.next().filter(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let sound = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (sound && tag.len() <= 35).then(|| language.to_ascii_lowercase())
}

/// The language that `Accept-Language` prefers.
pub(super) fn preferred(headers: &HeaderMap) -> Option<String> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    // Weights in thousandths (RFC 9110, 12.4.2); the first of equals counts.
    let mut best: Option<(u32, String)> = None;
    for wish in accepted.split(',').take(20) {
        let (tag, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(thousandths).unwrap_or(0);
        if let Some(language) = primary(tag.trim()).filter(|_| weight > best.as_ref().map_or(0, |(weight, _)| *weight)) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

fn thousandths(weight: &str) -> Option<u32> {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let part = format!("{part:0<3}");
    let sound = part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let weight = whole.parse::<u32>().ok()?.checked_mul(1000)? + part.parse::<u32>().ok().filter(|_| sound)?;
    Some(weight.min(1000))
}

impl FromRequestParts<Service> for Listing {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let most = service.limits().page;
        let mut listing = Self { words: None, offset: 0, limit: PAGE.min(most), language: String::new() };
        let mut lang = None;
        for (name, value) in pairs(parts, &["q", "offset", "limit", "lang"])? {
            match name.as_str() {
                "offset" => listing.offset = number(&name, &value, 0, LAST_OFFSET)?,
                "limit" => listing.limit = number(&name, &value, 1, most)?,
                "lang" => lang = Some(value),
                _ => {
                    let longest = service.limits().bounds.name_letters;
                    if value.chars().count() > longest {
                        let fault = parameter("q", "`q` is too long", format!("write at most {longest} characters"));
                        return Err(Problem::of(Kind::ValueOutOfRange, vec![fault]).limit(longest as u64));
                    }
                    listing.words = Some(value).filter(|words| !words.trim().is_empty());
                }
            }
        }
        listing.language = language(lang.as_deref(), &parts.headers)?;
        Ok(listing)
    }
}

impl FromRequestParts<Service> for Paging {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let most = service.limits().page;
        let mut paging = Self { offset: 0, limit: PAGE.min(most) };
        for (name, value) in pairs(parts, &["offset", "limit"])? {
            match name.as_str() {
                "offset" => paging.offset = number(&name, &value, 0, LAST_OFFSET)?,
                _ => paging.limit = number(&name, &value, 1, most)?,
            }
        }
        Ok(paging)
    }
}

impl FromRequestParts<Service> for Language {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Service) -> Result<Self, Problem> {
        let lang = pairs(parts, &["lang"])?.into_iter().next().map(|(_, value)| value);
        language(lang.as_deref(), &parts.headers).map(Self)
    }
}

impl FromRequestParts<Service> for Reads {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Service) -> Result<Self, Problem> {
        language(None, &parts.headers).map(Self)
    }
}

impl FromRequestParts<Service> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let read = Path::<String>::from_request_parts(parts, service).await;
        let Path(id) = read.map_err(|_| Problem::new(Kind::MalformedUrl, "the path is not percent-encoded UTF-8"))?;
        Ok(Self(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(value: &str) -> Option<String> {
        preferred(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, value.parse().unwrap())]))
    }

    #[test]
    fn the_language_preferred_most_counts() {
        assert_eq!(accept("es-MX, en;q=0.8").as_deref(), Some("es"));
        assert_eq!(accept("en;q=0.5, de;q=0.75, fr;q=0.1").as_deref(), Some("de"));
        assert_eq!(accept("*, de;q=0").as_deref(), None);
        assert_eq!(accept("!!, ;q=, es;q=1.0000, pt;q=0.001").as_deref(), Some("pt"));
    }

    #[test]
    fn a_language_tag_has_a_language_and_parts() {
        assert_eq!(primary("EN-us").as_deref(), Some("en"));
        for wrong in ["", "e", "en_US", "english", "en-", "1x", "en-123456789"] {
            assert_eq!(primary(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_hold_to_their_range() {
        assert_eq!(number("limit", "200", 1, 200).ok(), Some(200));
        assert_eq!(number("limit", "201", 1, 200).unwrap_err().kind(), Kind::ValueOutOfRange);
        assert_eq!(number("limit", "99999999999999999999999", 1, 200).unwrap_err().kind(), Kind::ValueOutOfRange);
        assert_eq!(number("limit", "-1", 1, 200).unwrap_err().kind(), Kind::InvalidValue);
        assert_eq!(number("limit", "", 1, 200).unwrap_err().kind(), Kind::InvalidValue);
    }
}
