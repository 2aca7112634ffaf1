//! JSON and JSON-LD as published: one document or one a line, plain or in language maps, single or in lists; nothing is ever fetched.

use super::{Files, Issue, IssueKind, Issues, table::Rationed};
use crate::model::Text;
use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::{
    cell::Cell,
    collections::BTreeMap,
    fmt,
    io::{BufRead, Read},
    rc::Rc,
};

/// How many lists and objects may stand inside each other in a JSON document; `serde_json` refuses more.
pub const DEEPEST: usize = 127;

/// Calls `each` for every document of every file whose name ends in `.json`, `.jsonld` or `.jsonl`, or of a single file whatever its name.
pub(super) fn documents(files: &impl Files, issues: &mut Issues, each: impl FnMut(&Place<'_>, Value, &mut Issues)) {
    documents_beside(files, |_| false, issues, each);
}

/// The same where some files are read otherwise.
pub(super) fn documents_beside(
    files: &impl Files,
    otherwise: impl Fn(&str) -> bool,
    issues: &mut Issues,
    mut each: impl FnMut(&Place<'_>, Value, &mut Issues),
) {
    let names = match files.names() {
        Ok(names) => names,
        Err(error) => {
            issues.push(Issue::new(IssueKind::Unreadable, "", format!("the folder cannot be listed: {error}; nothing was read")));
            return;
        }
    };
    let single = names.len() == 1;
    let json = |name: &str| single || [".json", ".jsonld", ".jsonl"].iter().any(|end| name.ends_with(end));
    let mut none = true;
    for name in names.iter().filter(|name| !otherwise(name)) {
        if json(name) {
            none = false;
            file(files, name, issues, &mut each);
        }
    }
    if none && !names.iter().any(|name| otherwise(name)) {
        issues.push(Issue::new(IssueKind::MissingFile, "", "there is no .json, .jsonld or .jsonl file; nothing was read"));
    }
}

/// Calls `each` for every document of one file.
pub(super) fn file(files: &impl Files, name: &str, issues: &mut Issues, mut each: impl FnMut(&Place<'_>, Value, &mut Issues)) {
    match files.open(name) {
        Ok(reader) => read(name, reader, files.limits().document, issues, &mut each),
        Err(error) => issues.push(Issue::new(IssueKind::Unreadable, name, format!("it cannot be opened: {error}; it was passed over"))),
    }
}

/// Where a document stands.
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    /// Its line, in files of one document a line.
    pub(super) line: Option<u64>,
}

impl Place<'_> {
    /// A doubt about this document.
    pub(super) fn issue(&self, kind: IssueKind, message: impl Into<Box<str>>) -> Issue {
        let issue = Issue::new(kind, self.file, message);
        match self.line {
            Some(line) => issue.at(line),
            None => issue,
        }
    }
}

fn read(file: &str, mut reader: impl BufRead, longest: u64, issues: &mut Issues, each: &mut impl FnMut(&Place<'_>, Value, &mut Issues)) {
    let mut number = 0;
    let mut text = Vec::new();
    let mut by_line = false;
    loop {
        number += 1;
        let before = text.len();
        // One byte over the limit tells what is too long from what just fits; one more is for the line feed.
        let room = longest.saturating_add(2).saturating_sub(before as u64);
        let line = match reader.by_ref().take(room).read_until(b'\n', &mut text) {
            Ok(read) => read,
            Err(error) => {
                let message = format!("reading stopped here: {error}; what follows is not read");
                issues.push(Issue::new(IssueKind::Unreadable, file, message).at(number));
                return;
            }
        };
        if line == 0 {
            break;
        }
        if by_line && text.len() as u64 > longest + 1 && !text.ends_with(b"\n") {
            let message = format!("the document is longer than {longest} bytes; it was left out");
            issues.push(Issue::new(IssueKind::LineTooLong, file, message).at(number).hinting("split the document"));
            text.clear();
            skip_line(&mut reader);
            continue;
        }
        // A file is one document unless its first line already is one.
        let first = before == 0 || text.iter().take(before).all(u8::is_ascii_whitespace);
        if !by_line && !first {
            continue;
        }
        let candidate = unmarked(&text);
        if candidate.is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(candidate) {
            Ok(value) => {
                by_line = true;
                each(&Place { file, line: Some(number) }, value, issues);
            }
            Err(error) if by_line => issues.push(malformed(file, &error).at(number)),
            Err(_) => continue,
        }
        text.clear();
    }
    let candidate = unmarked(&text);
    if candidate.len() as u64 > longest {
        if candidate.starts_with(b"[") {
            elements(file, candidate, reader, longest, issues, each);
            return;
        }
        let message = format!("the document is longer than {longest} bytes; it was not read");
        issues.push(Issue::new(IssueKind::LineTooLong, file, message).hinting("write one document a line, or a list of them"));
    } else if !candidate.is_empty() {
        match serde_json::from_slice(candidate) {
            Ok(value) => each(&Place { file, line: None }, value, issues),
            Err(error) => issues.push(malformed(file, &error).at(error.line() as u64)),
        }
    } else if !by_line {
        issues.push(Issue::new(IssueKind::EmptyFile, file, "there is nothing in it; nothing was read"));
    }
}

/// Text without a byte order mark, and without blanks around it.
fn unmarked(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii()
}

/// Passes over the rest of a line without keeping it. A read error shows itself again at the next line.
fn skip_line(reader: &mut impl BufRead) {
    while let Ok(buffer) = reader.fill_buf() {
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if done {
            break;
        }
    }
}

/// Reads a list that is too long to be held, one element at a time.
fn elements(
    file: &str,
    start: &[u8],
    reader: impl BufRead,
    longest: u64,
    issues: &mut Issues,
    each: &mut impl FnMut(&Place<'_>, Value, &mut Issues),
) {
    let message = format!(
        "the list is longer than {longest} bytes; its elements were read one by one, and a blank node is known only inside its own"
    );
    issues.push(Issue::new(IssueKind::TooMuch, file, message).hinting("nothing to do unless elements share blank nodes"));
    if let Some(issue) = issues.last_mut() {
        issue.severity = super::Severity::Note;
    }
    let left = Rc::new(Cell::new(longest));
    let rest = Rationed { reader: start.chain(reader), left: Rc::clone(&left) };
    let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::with_capacity(1 << 16, rest));
    let place = Place { file, line: None };
    let mut one = |value: Value| {
        left.set(longest);
        each(&place, value, issues);
    };
    if let Err(error) = json.deserialize_seq(Elements(&mut one)) {
        issues.push(malformed(file, &error).at(error.line() as u64));
    }
}

/// Hands out the elements of a list as they are read.
struct Elements<'a, F>(&'a mut F);

impl<'de, F: FnMut(Value)> Visitor<'de> for Elements<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(element) = list.next_element::<Value>()? {
            (self.0)(element);
        }
        Ok(())
    }
}

fn malformed(file: &str, error: &serde_json::Error) -> Issue {
    let what = error.to_string();
    let what = what.split(" at line").next().unwrap_or_default();
    Issue::new(IssueKind::MalformedJson, file, format!("this is no JSON, see column {}: {what}; it was left out", error.column()))
        .hinting("check the file with the tool that wrote it")
}

/// A JSON object whose members are looked up by any of several names.
#[derive(Clone, Copy)]
pub(super) struct Node<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Node<'a> {
    pub(super) fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Node)
    }

    /// The member of the first of these names that is there and not null.
    pub(super) fn get(self, names: &[&str]) -> Option<&'a Value> {
        names.iter().filter_map(|name| self.0.get(*name)).find(|value| !value.is_null())
    }

    /// The same as a list: elements of an array, or the one value.
    pub(super) fn list(self, names: &[&str]) -> Vec<&'a Value> {
        match self.get(names) {
            None => Vec::new(),
            Some(Value::Array(elements)) => elements.iter().filter(|element| !element.is_null()).collect(),
            Some(value) => vec![value],
        }
    }

    /// The objects of such a list.
    pub(super) fn nodes(self, names: &[&str]) -> Vec<Self> {
        self.list(names).into_iter().filter_map(Self::of).collect()
    }

    /// The first text of a member.
    pub(super) fn string(self, names: &[&str]) -> Option<&'a str> {
        self.list(names).into_iter().find_map(plain)
    }

    /// Every text of a member.
    pub(super) fn strings(self, names: &[&str]) -> Vec<&'a str> {
        self.list(names).into_iter().filter_map(plain).collect()
    }

    /// A text for people: plain, a language map, or values with a language each.
    pub(super) fn text(self, names: &[&str]) -> Option<Text> {
        let mut languages = BTreeMap::new();
        for value in self.list(names) {
            match value {
                Value::String(text) if !text.trim().is_empty() => return Some(text.trim().into()),
                Value::Object(map) => {
                    if let (Some(language), Some(text)) = (
                        map.get("@language").or_else(|| map.get("language")).and_then(Value::as_str),
                        map.get("@value").or_else(|| map.get("value")).and_then(plain),
                    ) {
                        languages.entry(language.into()).or_insert_with(|| text.trim().into());
                        continue;
                    }
                    if let Some(text) = map.get("@value").and_then(plain) {
                        return Some(text.trim().into());
                    }
                    for (language, text) in map {
                        if let Some(text) = plain(text) {
                            languages.entry(language.to_lowercase().into()).or_insert_with(|| text.trim().into());
                        }
                    }
                }
                _ => {}
            }
        }
        languages.retain(|_, text: &mut Box<str>| !text.is_empty());
        (!languages.is_empty()).then_some(Text::ByLanguage(languages))
    }

    /// Several texts: each of a list, and each wording of a language map.
    pub(super) fn texts(self, names: &[&str]) -> Vec<Text> {
        let mut texts: Vec<Text> = Vec::new();
        for value in self.list(names) {
            match value {
                Value::String(text) if !text.trim().is_empty() => texts.push(text.trim().into()),
                Value::Object(map) if !map.keys().any(|name| name.starts_with('@') || name == "language") => {
                    for (language, value) in map {
                        let said = match value {
                            Value::Array(list) => list.iter().filter_map(plain).collect(),
                            one => Vec::from_iter(plain(one)),
                        };
                        for text in said.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
                            texts.push(Text::ByLanguage(BTreeMap::from([(language.to_lowercase().into(), text.into())])));
                        }
                    }
                }
                Value::Object(map) => {
                    let text = map.get("@value").or_else(|| map.get("value")).and_then(plain).map(str::trim);
                    let language = map.get("@language").or_else(|| map.get("language")).and_then(Value::as_str);
                    texts.extend(text.filter(|text| !text.is_empty()).map(|text| match language {
                        Some(language) => Text::ByLanguage(BTreeMap::from([(language.into(), text.into())])),
                        None => text.into(),
                    }));
                }
                _ => {}
            }
        }
        texts
    }

    /// A number as it is written, exactly.
    pub(super) fn number(self, names: &[&str]) -> Option<String> {
        self.list(names).into_iter().find_map(|value| match value {
            Value::Number(number) => Some(number.to_string()),
            Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        })
    }

    /// Its own id.
    pub(super) fn id(self) -> Option<&'a str> {
        self.string(&["@id", "id"]).filter(|id| !id.is_empty())
    }

    /// Its types, without prefixes.
    pub(super) fn types(self) -> Vec<&'a str> {
        self.strings(&["@type", "type"]).into_iter().map(local).collect()
    }

    /// What a member refers to: ids, whether written as text or as objects with an id.
    pub(super) fn references(self, names: &[&str]) -> Vec<&'a str> {
        self.list(names).into_iter().filter_map(|value| value.as_str().or_else(|| Self::of(value)?.id())).collect()
    }
}

/// The last part of a term: `Certification` of `ceterms:Certification` or of a whole address.
pub(super) fn local(term: &str) -> &str {
    term.rsplit(['/', '#', ':']).next().unwrap_or(term)
}

fn plain(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(list) => list.iter().find_map(Value::as_str),
        Value::Object(map) => map.get("@value").and_then(Value::as_str),
        _ => None,
    }
}
