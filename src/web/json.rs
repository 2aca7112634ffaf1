//! Reading JSON bodies strictly: within limits, every member once, no member unknown, every fault with its place.

use super::{
    Service,
    limits::Limits,
    problem::{Fault, Kind, Problem},
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{
    de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};
use std::{cell::Cell, fmt};

/// A JSON body.
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Service> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Problem> {
        let limits = service.limits();
        is_json(request.headers())?;
        let bytes = whole(request.into_body(), limits.body_bytes, limits).await?;
        read(&bytes, limits).map(Self)
    }
}

/// Whether a body says that it is JSON.
///
/// # Errors
///
/// That it does not.
pub(super) fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json")) {
        return Ok(());
    }
    Err(Problem::new(Kind::UnsupportedMediaType, "the body has another Content-Type, or none")
        .hint("send `Content-Type: application/json`"))
}

/// A whole body of at most so many bytes.
///
/// # Errors
///
/// That it is too large, too slow or not whole.
pub(super) async fn whole(body: Body, most: usize, limits: &Limits) -> Result<Bytes, Problem> {
    let collected = tokio::time::timeout(limits.body, Limited::new(body, most).collect()).await;
    match collected {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(Problem::new(Kind::BodyTooLarge, format!("the body is larger than {most} bytes")).limit(most as u64))
        }
        Ok(Err(_)) => Err(Problem::new(Kind::IncompleteBody, "the body ended before its end")),
        Err(_) => {
            let seconds = limits.body.as_secs();
            Err(Problem::new(Kind::BodyTimeout, format!("the body took longer than {seconds} seconds")).limit(seconds))
        }
    }
}

/// Reads a body.
///
/// # Errors
///
/// The first fault of form, or else every member that is unknown, or else the first that does not fit.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8], limits: &Limits) -> Result<T, Problem> {
    let mut value = parse(bytes, limits)?;
    let mut unknown = Vec::new();
    loop {
        // Each unknown member is taken out and noted, so that all of them are named at once.
        let fault = match serde_path_to_error::deserialize::<_, T>(Strict(&value)) {
            Ok(read) if unknown.is_empty() => return Ok(read),
            Ok(_) => return Err(Problem::of(Kind::UnknownField, unknown)),
            Err(fault) => fault,
        };
        let pointer = pointer(fault.path());
        let said = fault.inner().to_string();
        let name = said.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
        // serde_path_to_error counts the unknown member itself into the path.
        let taken = name.is_some() && unknown.len() < MOST_UNKNOWN && take(&mut value, &pointer);
        if taken {
            let hint = said.split_once(", ").map(|(_, expected)| expected.to_owned());
            unknown.push(Fault {
                pointer: Some(pointer),
                parameter: None,
                detail: format!("there is no member `{}` here", name.unwrap_or_default()),
                hint,
            });
        } else if unknown.is_empty() {
            let hint = Some("its schema is in /v1/openapi.json".to_owned());
            let fault = Fault { pointer: Some(pointer), parameter: None, detail: in_words(&said), hint };
            return Err(Problem::of(Kind::InvalidValue, vec![fault]));
        } else {
            return Err(Problem::of(Kind::UnknownField, unknown));
        }
    }
}

/// What serde says, without Rust's names of numbers.
fn in_words(said: &str) -> String {
    let whole = ["expected u8", "expected u16", "expected u32", "expected u64", "expected usize", "expected i64"];
    let said = whole.iter().fold(said.to_owned(), |said, name| said.replace(name, "expected a whole number"));
    said.replace("expected f64", "expected a number")
}

/// Unknown members named in one answer.
const MOST_UNKNOWN: usize = 20;

/// The path as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part);
    }
    pointer
}

fn take(value: &mut Value, pointer: &str) -> bool {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return false };
    let name = name.replace("~1", "/").replace("~0", "~");
    value.pointer_mut(parent).and_then(Value::as_object_mut).is_some_and(|object| object.shift_remove(&name).is_some())
}

/// A value whose objects are given to structures only: serde's derived structures read arrays as well, which no schema says.
struct Strict<'a>(&'a Value);

impl<'de> serde::Deserializer<'de> for Strict<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(elements) => visitor.visit_seq(serde::de::value::SeqDeserializer::new(elements.iter().map(Element))),
            Value::Object(members) => {
                let members = members.iter().map(|(key, value)| (key.as_str(), Element(value)));
                visitor.visit_map(serde::de::value::MapDeserializer::new(members))
            }
            Value::String(text) => visitor.visit_borrowed_str(text),
            plain => serde::Deserializer::deserialize_any(plain, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde::Deserializer::deserialize_enum(self.0, name, variants, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_array() {
            return Err(Self::Error::custom("an object is expected here, not an array"));
        }
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Element<'a>(&'a Value);

impl<'de> serde::de::IntoDeserializer<'de, serde_json::Error> for Element<'de> {
    type Deserializer = Strict<'de>;

    fn into_deserializer(self) -> Strict<'de> {
        Strict(self.0)
    }
}

/// Why a value was refused while it was parsed; what serde reports as words only.
#[derive(Clone, Copy)]
enum Refusal {
    Duplicate,
    TooDeep,
    TooMany,
    TooLong,
    NotText,
}

/// Parses with every limit kept. Depth is bounded, so the recursion is.
fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, Problem> {
    let refusal = Cell::new(None);
    let members = Cell::new(0);
    let seed = Part { depth: 0, limits, members: &members, refusal: &refusal };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let parsed = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    parsed.map_err(|error| {
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(&*said, |(said, _)| said);
        let problem = match refusal.get() {
            Some(Refusal::Duplicate) => Problem::new(Kind::DuplicateKey, said),
            Some(Refusal::TooDeep) => Problem::new(Kind::TooDeep, said).limit(limits.json_depth as u64),
            Some(Refusal::TooMany) => Problem::new(Kind::TooLarge, said).limit(limits.json_members as u64),
            Some(Refusal::TooLong) => Problem::new(Kind::TooLarge, said).limit(limits.json_string_bytes as u64),
            Some(Refusal::NotText) => Problem::new(Kind::InvalidCharacter, said),
            None if said == "number out of range" => Problem::new(Kind::ValueOutOfRange, "a number is out of range"),
            None => Problem::new(Kind::MalformedJson, said),
        };
        problem.at(error.line(), error.column())
    })
}

#[derive(Clone, Copy)]
struct Part<'a> {
    depth: usize,
    limits: &'a Limits,
    members: &'a Cell<usize>,
    refusal: &'a Cell<Option<Refusal>>,
}

impl Part<'_> {
    fn refuse<E: serde::de::Error>(&self, why: Refusal, said: fmt::Arguments<'_>) -> E {
        self.refusal.set(Some(why));
        E::custom(said)
    }

    fn deeper<E: serde::de::Error>(&self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > self.limits.json_depth {
            let most = self.limits.json_depth;
            return Err(self.refuse(Refusal::TooDeep, format_args!("arrays and objects are nested deeper than {most}")));
        }
        Ok(Self { depth, ..*self })
    }

    fn count<E: serde::de::Error>(&self) -> Result<(), E> {
        self.members.set(self.members.get() + 1);
        if self.members.get() > self.limits.json_members {
            let most = self.limits.json_members;
            return Err(self.refuse(Refusal::TooMany, format_args!("there are more than {most} members and elements")));
        }
        Ok(())
    }

    fn text<E: serde::de::Error>(&self, text: &str) -> Result<(), E> {
        let most = self.limits.json_string_bytes;
        if text.len() > most {
            return Err(self.refuse(Refusal::TooLong, format_args!("a string is longer than {most} bytes")));
        }
        if text.contains('\0') {
            return Err(self.refuse(Refusal::NotText, format_args!("a string has the NUL character")));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.text(text)?;
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut read = Vec::new();
        while let Some(element) = elements.next_element_seed(inner)? {
            self.count()?;
            read.push(element);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut read = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            self.count()?;
            self.text(&name)?;
            if read.contains_key(&name) {
                let shown: String = name.chars().take(40).collect();
                return Err(self.refuse(Refusal::Duplicate, format_args!("the member `{shown}` is there twice")));
            }
            read.insert(name, members.next_value_seed(inner)?);
        }
        Ok(Value::Object(read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        level: Option<u8>,
    }

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        name: String,
        #[serde(default)]
        of: Vec<Inner>,
    }

    fn fault(bytes: &[u8]) -> Value {
        serde_json::to_value(read::<Body>(bytes, &Limits::default()).unwrap_err()).unwrap()
    }

    fn kind(bytes: &[u8]) -> Kind {
        read::<Body>(bytes, &Limits::default()).unwrap_err().kind()
    }

    #[test]
    fn a_sound_body_is_read() {
        let body: Body = read(br#"{"name": "a\u00e9", "of": [{"level": 3}, {}]}"#, &Limits::default()).unwrap();
        assert_eq!(body, Body { name: "aé".into(), of: vec![Inner { level: Some(3) }, Inner { level: None }] });
    }

    #[test]
    fn a_fault_of_syntax_has_its_line_and_column() {
        let fault = fault(b"{\"name\": \"x\",\n  \"of\": [}");
        assert_eq!((&fault["type"], &fault["line"], &fault["column"]), (&"/problems/malformed-json".into(), &2.into(), &10.into()));
    }

    #[test]
    fn what_is_no_utf_8_json_is_malformed() {
        for bytes in [&b""[..], b"\xef\xbb\xbf{}", b"\xff\xfe{\0}\0", b"{\"name\": \"\xff\"}", br#"{"name": "\ud800"}"#, b"{} {}"] {
            assert_eq!(kind(bytes), Kind::MalformedJson, "{bytes:?}");
        }
    }

    #[test]
    fn a_member_named_twice_is_refused_however_it_is_written() {
        assert_eq!(kind(br#"{"name": "x", "name": "y"}"#), Kind::DuplicateKey);
        assert_eq!(kind(br#"{"name": "x", "n\u0061me": "y"}"#), Kind::DuplicateKey);
    }

    #[test]
    fn all_unknown_members_are_named_at_once() {
        let fault = fault(br#"{"nmae": 1, "name": "x", "of": [{"level": 1, "a/b": 2}], "role": "admin"}"#);
        let pointers: Vec<_> = fault["errors"].as_array().unwrap().iter().map(|fault| fault["pointer"].clone()).collect();
        assert_eq!(fault["type"], "/problems/unknown-field");
        assert_eq!(pointers, ["/nmae", "/of/0/a~1b", "/role"]);
        assert_eq!(fault["hint"], "expected `name` or `of`");
    }

    #[test]
    fn a_value_that_does_not_fit_has_its_pointer() {
        let fault = fault(br#"{"name": "x", "of": [{"level": 3}, {"level": 300}]}"#);
        assert_eq!((&fault["type"], &fault["errors"][0]["pointer"]), (&"/problems/invalid-value".into(), &"/of/1/level".into()));
    }

    #[test]
    fn an_array_does_not_stand_for_an_object() {
        assert_eq!(kind(br#"["x", []]"#), Kind::InvalidValue);
        assert_eq!(kind(br#"{"name": "x", "of": [[3]]}"#), Kind::InvalidValue);
    }

    #[test]
    fn each_limit_holds_and_one_past_it_does_not() {
        let limits = Limits { json_depth: 3, json_members: 5, json_string_bytes: 6, ..Limits::default() };
        let kind = |text: &str| parse(text.as_bytes(), &limits).map_err(|problem| problem.kind());
        assert!(kind("[[[]]]").is_ok());
        assert_eq!(kind("[[[[]]]]"), Err(Kind::TooDeep));
        assert_eq!(kind(&"[".repeat(1_000_000)), Err(Kind::TooDeep));
        assert_eq!(kind(&"{\"a\":".repeat(200_000)), Err(Kind::TooDeep));
        assert!(kind("[1,2,3,4,5]").is_ok());
        assert_eq!(kind("[1,2,3,4,5,6]"), Err(Kind::TooLarge));
        assert!(kind("\"123456\"").is_ok());
        assert_eq!(kind("\"1234567\""), Err(Kind::TooLarge));
        assert_eq!(kind("{\"1234567\": 1}"), Err(Kind::TooLarge));
        assert_eq!(kind("\"a\\u0000\""), Err(Kind::InvalidCharacter));
    }
}
