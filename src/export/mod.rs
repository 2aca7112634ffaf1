//! Words into publications: the native format, CTDL and schema.org. What a form has no word for is told, never dropped in silence.

mod ctdl;
mod lost;
mod schema_org;

use crate::{
    import::{Issue, native},
    model::{Catalogue, RecordRef, Text},
};
use lost::Lost;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// A form in which catalogues are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Our own, one record a line, which keeps everything.
    Native,
    /// CTDL as a list of JSON-LD resources.
    Ctdl,
    /// schema.org as a list of JSON-LD courses, programmes and credentials.
    SchemaOrg,
}

/// Writes a catalogue in this form, one record at a time; what the form has no word for is told by kind and member. The same catalogue
/// gives the same bytes.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(form: Form, catalogue: &Catalogue, out: impl Write) -> io::Result<Vec<Issue>> {
    match form {
        Form::Native => native::write(catalogue, out).map(|()| Vec::new()),
        Form::Ctdl => {
            let mut lost = Lost::new("CTDL");
            let writer = ctdl::Ctdl::new(catalogue);
            list(out, catalogue, |record| writer.resources(record, &mut lost))?;
            Ok(lost.issues())
        }
        Form::SchemaOrg => {
            let mut lost = Lost::new("schema.org");
            let writer = schema_org::SchemaOrg::new(catalogue);
            list(out, catalogue, |record| writer.resources(record, &mut lost))?;
            Ok(lost.issues())
        }
    }
}

/// Writes a JSON list of what each record gives, an element a line.
fn list<'a>(out: impl Write, catalogue: &'a Catalogue, mut of: impl FnMut(RecordRef<'a>) -> Vec<Value>) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    out.write_all(b"[")?;
    let mut first = true;
    for record in catalogue.records() {
        for resource in of(record) {
            out.write_all(if first { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut out, &resource)?;
            first = false;
        }
    }
    out.write_all(b"\n]\n")?;
    out.flush()
}

/// An object in the making; members without a value are left out.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn of(context: Option<&str>, kind: &str) -> Self {
        let mut object = Self::default();
        if let Some(context) = context {
            object.0.insert("@context".into(), context.into());
        }
        object.0.insert("@type".into(), kind.into());
        object
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        let nothing = match &value {
            Value::Null => true,
            Value::Array(list) => list.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if !nothing {
            self.0.insert(name.into(), value);
        }
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

/// A text as a language map.
fn by_language(text: &Text, language: &str) -> Value {
    match text {
        Text::Plain(text) if text.is_empty() => Value::Null,
        Text::Plain(text) => json!({ language: text }),
        Text::ByLanguage(texts) => json!(texts),
    }
}

/// A web address or a name that any reader understands; our own short ids are relative to the document.
fn is_uri(text: &str) -> bool {
    ["http://", "https://", "urn:", "did:"].iter().any(|scheme| text.starts_with(scheme))
}

/// Whole minutes as an ISO 8601 duration.
fn duration(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("PT{hours}H"),
        (0, minutes) => format!("PT{minutes}M"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

/// An amount in whole units of its currency, exactly as it is written.
fn units(money: crate::model::Money) -> Value {
    let text = money.to_string();
    let number = text.split_once(' ').map_or(text.as_str(), |(_, number)| number);
    serde_json::from_str(number).unwrap_or(Value::Null)
}
