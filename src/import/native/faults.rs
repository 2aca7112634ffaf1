//! One line into one record; where that fails, every fault of the line, by putting a stand-in where a fault is and reading again.

use super::{MOST_FAULTS, value};
use crate::import::{Issue, IssueKind, sound::is_id};
use crate::model::Record;
use serde_json::{Value, json};
use serde_path_to_error::Segment;

/// How often a faulty line is read again at most: a fault needs a few attempts to find a stand-in that is read.
const MOST_ROUNDS: usize = 8 * MOST_FAULTS;

/// Members without which a record promises no more than with them; a fault in any other member costs the whole record, because a record
/// without its prerequisites, requirements or dates would say that more is possible than is.
const SPAREABLE: [&str; 33] = [
    "accessibility",
    "aliases",
    "as_of",
    "award_fee",
    "awards",
    "broader",
    "codes",
    "country",
    "credits",
    "description",
    "descriptor",
    "exam_fee",
    "framework",
    "hours",
    "importance",
    "licence",
    "mappings",
    "materials",
    "note",
    "openings",
    "pass_percent",
    "place",
    "price",
    "publisher",
    "related",
    "quality",
    "roles",
    "same_as",
    "sector",
    "source",
    "text",
    "url",
    "yearly_price",
];

/// Members inside which nothing is spared.
const BINDING: [&str; 4] = ["need", "rule", "eligibility", "cap"];

/// Prices that are nothing where left out; without a true one they are unknown instead.
const NOTHING_IF_ABSENT: [&str; 4] = ["award_fee", "exam_fee", "materials", "yearly_price"];

/// Reads one line: the record, unless a fault costs it, and all faults.
pub(super) fn parse(file: &str, line: u64, text: &[u8]) -> (Option<Record>, Vec<Issue>) {
    if let Ok(record) = serde_json::from_slice::<Record>(text)
        && judge(&record).is_empty()
    {
        return (Some(record), Vec::new());
    }
    let issue = |kind, message: String| (None, vec![Issue::new(kind, file, message).at(line)]);
    if text.contains(&0) {
        return issue(IssueKind::NulByte, "the line has a NUL byte; it was left out".into());
    }
    let Ok(text) = std::str::from_utf8(text) else {
        return issue(IssueKind::NotUtf8, "the line is not UTF-8; it was left out".into());
    };
    match value::parse(text) {
        Err(error) => {
            let column = error.column();
            let what = error.to_string();
            let what = what.split(" at line").next().unwrap_or_default();
            issue(IssueKind::MalformedJson, format!("this is no JSON, see column {column}: {what}; the line was left out"))
        }
        Ok((value, repeated)) if value.as_object().is_some_and(|object| object.len() == 1) => {
            Examination::of(value, repeated).report(file, line)
        }
        Ok(_) => issue(IssueKind::NotARecord, "this is no object with one member, the kind of the record; the line was left out".into()),
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Member(String),
    Element(usize),
}

type Path = Vec<Step>;

fn written(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Member(name) if text.is_empty() => text.push_str(name),
            Step::Member(name) => text.extend([".", name]),
            Step::Element(index) => text.extend(["[", &index.to_string(), "]"]),
        }
    }
    text
}

fn node<'a>(value: &'a mut Value, path: &[Step]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Member(name) => value.get_mut(name),
        Step::Element(index) => value.get_mut(index),
    })
}

fn spareable(path: &[Step]) -> bool {
    let named = |list: &[&str]| path.iter().skip(1).any(|step| matches!(step, Step::Member(name) if list.contains(&name.as_str())));
    named(&SPAREABLE) && !named(&BINDING)
}

struct Fault {
    kind: IssueKind,
    path: Path,
    what: String,
    hint: Option<String>,
}

/// A line under examination.
struct Examination {
    value: Value,
    faults: Vec<Fault>,
    /// What must not stand in the record: it is faulty, or lacks something.
    drops: Vec<Path>,
    /// Where a stand-in is, and which is next.
    stand_ins: Vec<(Path, Vec<Value>)>,
    lost: bool,
}

impl Examination {
    fn of(value: Value, repeated: Vec<String>) -> Self {
        let mut examination = Self { value, faults: Vec::new(), drops: Vec::new(), stand_ins: Vec::new(), lost: !repeated.is_empty() };
        for path in repeated.into_iter().take(MOST_FAULTS) {
            let what = "this member stands there twice".to_owned();
            examination.faults.push(Fault { kind: IssueKind::DuplicateMember, path: vec![Step::Member(path)], what, hint: None });
        }
        examination
    }

    /// Finds all faults, then what is left of the record.
    fn report(mut self, file: &str, line: u64) -> (Option<Record>, Vec<Issue>) {
        for _ in 0..MOST_ROUNDS {
            match serde_path_to_error::deserialize::<_, Record>(&self.value) {
                Ok(record) => {
                    let found = judge(&record);
                    self.drops.extend(found.iter().map(|fault| fault.path.clone()));
                    self.faults.extend(found);
                    break;
                }
                Err(error) => {
                    let (path, message) = (self.resolve(error.path()), error.inner().to_string());
                    if self.faults.len() >= MOST_FAULTS {
                        let what = format!("more than {MOST_FAULTS} faults in one record, the others are not listed");
                        self.faults.push(Fault { kind: IssueKind::TooManyFaults, path: Vec::new(), what, hint: None });
                        self.lost = true;
                    } else if self.note(path, &message) {
                        continue;
                    }
                    break;
                }
            }
        }
        let record = if self.lost { None } else { self.rest() };
        let issues = self.faults.into_iter().map(|fault| {
            let last = match fault.path.last() {
                Some(Step::Member(name)) => name.as_str(),
                _ => "",
            };
            let done = match record {
                None => "the record was left out",
                Some(_) if NOTHING_IF_ABSENT.contains(&last) => "it counts as unknown",
                Some(_) => "it was left out",
            };
            let issue = Issue::new(fault.kind, file, format!("{}; {done}", fault.what)).at(line);
            let issue = if fault.path.is_empty() { issue } else { issue.on(written(&fault.path)) };
            match fault.hint {
                Some(hint) => issue.hinting(hint),
                None => issue,
            }
        });
        let issues = issues.collect();
        (record, issues)
    }

    /// A path in this value: an enum's variant is a member only where it is written as one.
    fn resolve(&self, path: &serde_path_to_error::Path) -> Path {
        let mut at = Some(&self.value);
        let mut resolved = Path::new();
        for segment in path {
            let step = match segment {
                Segment::Map { key } => Step::Member(key.clone()),
                Segment::Enum { variant } if at.is_some_and(|at| at.get(variant).is_some()) => Step::Member(variant.clone()),
                Segment::Seq { index } => Step::Element(*index),
                Segment::Enum { .. } | Segment::Unknown => continue,
            };
            at = at.and_then(|at| match &step {
                Step::Member(name) => at.get(name),
                Step::Element(index) => at.get(index),
            });
            resolved.push(step);
        }
        resolved
    }

    /// Takes up one fault and puts a stand-in where it is; false where nothing more can be found.
    fn note(&mut self, path: Path, message: &str) -> bool {
        if let Some(at) = self.stand_ins.iter().position(|(stand_in, _)| path.starts_with(stand_in)) {
            return self.next_stand_in(at);
        }
        let (first, known) = quoted(message);
        if message.starts_with("missing field") {
            let mut member = path.clone();
            member.push(Step::Member(first.clone()));
            self.drops.push(path);
            self.fault(IssueKind::MissingMember, &member, format!("`{first}` is missing"), None);
            return self.stand_in(member, &[]);
        }
        let meant = closest(&first, &known);
        let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
        if message.starts_with("unknown variant") && path.is_empty() {
            self.fault(IssueKind::UnknownKind, &[Step::Member(first.clone())], format!("nobody knows records of kind `{first}`"), hint);
            self.lost = true;
            return false;
        }
        if path.len() < 2 {
            self.fault(IssueKind::BadValue, &path, message.to_owned(), None);
            self.lost = true;
            return false;
        }
        if message.starts_with("unknown field") {
            // A misspelt prerequisite is still a prerequisite.
            let spared = meant.is_none_or(|meant| spareable(&[Step::Element(0), Step::Member(meant.to_owned())]));
            self.lost |= !spared || path.iter().any(|step| matches!(step, Step::Member(name) if BINDING.contains(&name.as_str())));
            self.fault(IssueKind::UnknownMember, &path, format!("nobody knows the member `{first}`"), hint);
            return self.remove(&path);
        }
        let found = node(&mut self.value, &path).map(|value| shortened(&value.to_string())).unwrap_or_default();
        let what = match message {
            _ if message.starts_with("unknown variant") => format!("`{first}` is none of the words that can stand here"),
            _ if message.starts_with("invalid") || message.contains('`') => message.to_owned(),
            _ => format!("`{found}` does not fit here: {message}"),
        };
        let hint =
            hint.or_else(|| (!known.is_empty() && message.starts_with("unknown variant")).then(|| format!("one of {}", known.join(", "))));
        self.fault(IssueKind::BadValue, &path, what, hint);
        self.drops.push(path.clone());
        self.stand_in(path, &known)
    }

    fn fault(&mut self, kind: IssueKind, path: &[Step], what: String, hint: Option<String>) {
        self.faults.push(Fault { kind, path: path.to_vec(), what, hint });
    }

    fn stand_in(&mut self, path: Path, known: &[&str]) -> bool {
        let mut candidates =
            vec![json!({"credential": "?"}), json!([]), json!({}), json!("2000-01-01"), json!("USD 0"), json!(true), json!(1), json!("?")];
        candidates.extend(known.first().map(|word| json!(word)));
        self.stand_ins.push((path, candidates));
        self.next_stand_in(self.stand_ins.len() - 1)
    }

    fn next_stand_in(&mut self, at: usize) -> bool {
        let Some((path, candidates)) = self.stand_ins.get_mut(at) else { return false };
        let (Some(candidate), Some((last, parent))) = (candidates.pop(), path.split_last()) else {
            self.lost = true;
            return false;
        };
        match (node(&mut self.value, parent), last) {
            (Some(Value::Object(object)), Step::Member(name)) => {
                object.insert(name.clone(), candidate);
                true
            }
            (Some(Value::Array(list)), Step::Element(index)) => list.get_mut(*index).map(|element| *element = candidate).is_some(),
            _ => {
                self.lost = true;
                false
            }
        }
    }

    fn remove(&mut self, path: &[Step]) -> bool {
        let Some((last, parent)) = path.split_last() else { return false };
        match (node(&mut self.value, parent), last) {
            (Some(Value::Object(object)), Step::Member(name)) if NOTHING_IF_ABSENT.contains(&name.as_str()) => {
                object.insert(name.clone(), json!({"value": null})).is_some()
            }
            (Some(Value::Object(object)), Step::Member(name)) => object.remove(name).is_some(),
            (Some(Value::Array(list)), Step::Element(index)) if *index < list.len() => {
                list.remove(*index);
                true
            }
            _ => false,
        }
    }

    /// What is left of the record without its faults, if that promises no more than the record did.
    fn rest(&mut self) -> Option<Record> {
        // Last elements first, so that the others keep their places.
        self.drops.sort_by(|a, b| b.cmp(a));
        self.drops.dedup();
        for path in std::mem::take(&mut self.drops) {
            if !spareable(&path) {
                return None;
            }
            self.remove(&path);
        }
        for _ in 0..=MOST_FAULTS {
            match serde_path_to_error::deserialize::<_, Record>(&self.value) {
                Ok(record) => return Some(record),
                Err(error) => {
                    let path = self.resolve(error.path());
                    if !spareable(&path) || !self.remove(&path) {
                        return None;
                    }
                }
            }
        }
        None
    }
}

/// The word that was most likely meant.
fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word: String = word.chars().take(64).collect::<String>().to_lowercase();
    let near = known.iter().map(|known| (strsim::damerau_levenshtein(&word, known), *known));
    near.filter(|(distance, known)| *distance <= 2.max(known.len() / 3)).min().map(|(_, known)| known)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Faults that types cannot tell: bad ids, and percentages out of range.
fn judge(record: &Record) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (kind, id) = identity(record);
    if let Some(id) = id
        && !is_id(id)
    {
        let what = format!("`{}` cannot be an id", shortened(id));
        faults.push(Fault { kind: IssueKind::BadId, path: steps(&[kind, "id"]), what, hint: None });
    }
    let mut percent = |path: Path, found: Option<u8>, least: u8| {
        if let Some(found) = found.filter(|found| !(least..=100).contains(found)) {
            let what = format!("`{found}` is not between {least} and 100");
            faults.push(Fault { kind: IssueKind::BadValue, path, what, hint: None });
        }
    };
    match record {
        Record::Role(role) => {
            for (index, requirement) in role.requirements.iter().enumerate() {
                let mut path = steps(&[kind, "requirements"]);
                path.extend([Step::Element(index), Step::Member("importance".into())]);
                percent(path, Some(requirement.importance), 0);
            }
        }
        Record::Offering(offering) => {
            percent(steps(&[kind, "attempts", "pass_percent"]), offering.attempts.as_ref().and_then(|attempts| attempts.pass_percent), 1);
            if let Some(outcomes) = offering.outcomes.filter(|outcomes| outcomes.left == 0 || outcomes.finished > outcomes.left) {
                let what = format!("`{}` of `{}` cannot have finished", outcomes.finished, outcomes.left);
                faults.push(Fault { kind: IssueKind::BadValue, path: steps(&[kind, "outcomes"]), what, hint: None });
            }
        }
        Record::Funding(funding) => percent(steps(&[kind, "rate_percent"]), funding.rate_percent, 1),
        _ => {}
    }
    faults
}

fn steps(names: &[&str]) -> Path {
    names.iter().map(|name| Step::Member((*name).to_owned())).collect()
}

/// A record's kind as written, and its id if its kind has ids.
pub(super) fn identity(record: &Record) -> (&'static str, Option<&str>) {
    match record {
        Record::Catalogue(header) => ("catalogue", Some(&header.id)),
        Record::Source(source) => ("source", Some(source.id.as_str())),
        Record::Organisation(organisation) => ("organisation", Some(organisation.id.as_str())),
        Record::Scale(scale) => ("scale", Some(scale.id.as_str())),
        Record::Competency(competency) => ("competency", Some(competency.id.as_str())),
        Record::Crosswalk(_) => ("crosswalk", None),
        Record::Role(role) => ("role", Some(role.id.as_str())),
        Record::Credential(credential) => ("credential", Some(credential.id.as_str())),
        Record::Offering(offering) => ("offering", Some(offering.id.as_str())),
        Record::PricePlan(plan) => ("price_plan", Some(plan.id.as_str())),
        Record::Funding(funding) => ("funding", Some(funding.id.as_str())),
        Record::Equivalence(_) => ("equivalence", None),
        Record::Rate(_) => ("rate", None),
    }
}

/// The word a message is about and those it would know, all in backticks; the first may hold backticks of its own.
fn quoted(message: &str) -> (String, Vec<&str>) {
    let about = message.split_once('`').map_or("", |(_, rest)| rest);
    let (first, known) = about.rsplit_once("`, expected").or_else(|| about.split_once('`')).unwrap_or((about, ""));
    (first.to_owned(), known.split('`').skip(1).step_by(2).collect())
}
