//! The shape of the format as data, and a patient reader that lists every place where a file departs from it.
//!
//! Well-formed files are read straight into their types and never come here. A file that is not is read again as a
//! tree, judged against the shape below, and mended with stand-ins, so that faults of meaning can be listed too.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::faults::Faults;
use super::{Atom, Attainment, FORMAT, Id, MAX_COMPETENCIES, MAX_INTEGER, MAX_LEVELS, Soft, present};

/// The members of an atom as they stand in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AtomMembers {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    c: Option<u32>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    l: Option<u8>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    cr: Option<Id>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    w: Option<i64>,
}

impl AtomMembers {
    fn atom(self) -> Result<Atom, &'static str> {
        match self {
            AtomMembers { c: Some(competency), l: Some(level), cr: None, .. } => Ok(Atom::Level(Attainment { competency, level })),
            AtomMembers { c: None, l: None, cr: Some(id), .. } => Ok(Atom::Earned(id)),
            _ => Err("an atom is {\"c\": competency, \"l\": level} or {\"cr\": credential}"),
        }
    }
}

impl TryFrom<AtomMembers> for Atom {
    type Error = &'static str;

    fn try_from(members: AtomMembers) -> Result<Self, Self::Error> {
        if members.w.is_some() { Err("only an atom of `soft` has a weight `w`") } else { members.atom() }
    }
}

impl From<Atom> for AtomMembers {
    fn from(atom: Atom) -> Self {
        match atom {
            Atom::Level(Attainment { competency, level }) => AtomMembers { c: Some(competency), l: Some(level), cr: None, w: None },
            Atom::Earned(id) => AtomMembers { c: None, l: None, cr: Some(id), w: None },
        }
    }
}

impl TryFrom<AtomMembers> for Soft {
    type Error = &'static str;

    fn try_from(members: AtomMembers) -> Result<Self, Self::Error> {
        let weight = members.w.ok_or("an atom of `soft` needs a weight `w`")?;
        Ok(Soft { atom: members.atom()?, weight })
    }
}

impl From<Soft> for AtomMembers {
    fn from(soft: Soft) -> Self {
        AtomMembers { w: Some(soft.weight), ..soft.atom.into() }
    }
}

/// What may stand at a place.
#[derive(Clone, Copy)]
enum Shape {
    /// An integer in a range.
    Integer(i64, i64),
    /// Such an integer, or `null`.
    Limit,
    /// An integer or a string.
    Id,
    /// `null` or an id.
    Provider,
    /// The name of the format.
    Format,
    /// `[competency, level]`.
    Attainment,
    /// An atom, with a weight or without.
    Atom { weighted: bool },
    /// A list of such.
    List(&'static Shape),
    /// An object of these members: name, shape, must it be there?
    Object(&'static [(&'static str, Shape, bool)]),
}

const AMOUNT: Shape = Shape::Integer(0, MAX_INTEGER);
const ANY: Shape = Shape::Integer(-MAX_INTEGER, MAX_INTEGER);
const COMPETENCY: Shape = Shape::Integer(0, MAX_COMPETENCIES as i64);
const LEVEL: Shape = Shape::Integer(0, MAX_LEVELS as i64);
const GROUPS: Shape = Shape::List(&Shape::Object(&[("k", ANY, true), ("of", Shape::List(&Shape::Atom { weighted: false }), true)]));
const CREDENTIAL: Shape = Shape::Object(&[
    ("id", Shape::Id, true),
    ("cost", AMOUNT, true),
    ("hours", AMOUNT, true),
    ("count", AMOUNT, true),
    ("provider", Shape::Provider, false),
    ("teaches", Shape::List(&Shape::Attainment), true),
    ("requires", GROUPS, true),
]);
const OFFER: Shape = Shape::Object(&[("id", Shape::Id, true), ("cost", AMOUNT, true), ("covers", Shape::List(&Shape::Id), true)]);
const LEARNER: Shape = Shape::Object(&[("holds", Shape::List(&Shape::Attainment), true), ("earned", Shape::List(&Shape::Id), true)]);
const ROLE: Shape =
    Shape::Object(&[("requires", GROUPS, true), ("soft", Shape::List(&Shape::Atom { weighted: true }), false), ("min_soft", ANY, false)]);
const LIMITS: Shape =
    Shape::Object(&[("max_cost", Shape::Limit, false), ("max_hours", Shape::Limit, false), ("max_count", Shape::Limit, false)]);

/// Which of the three kinds of text is read.
#[derive(Clone, Copy)]
pub(super) enum Text {
    Catalogue,
    Query,
    Problem,
}

impl Text {
    fn shape(self) -> Shape {
        const CATALOGUE: [(&str, Shape, bool); 5] = [
            ("format", Shape::Format, true),
            ("levels", LEVEL, true),
            ("competencies", COMPETENCY, true),
            ("credentials", Shape::List(&CREDENTIAL), true),
            ("offers", Shape::List(&OFFER), false),
        ];
        const QUERY: [(&str, Shape, bool); 4] =
            [("learner", LEARNER, true), ("role", ROLE, true), ("forbid", Shape::List(&Shape::Id), false), ("limits", LIMITS, false)];
        const PROBLEM: [(&str, Shape, bool); 9] = {
            let ([a, b, c, d, e], [f, g, h, i]) = (CATALOGUE, QUERY);
            [a, b, c, d, e, f, g, h, i]
        };
        match self {
            Text::Catalogue => Shape::Object(&CATALOGUE),
            Text::Query => Shape::Object(&QUERY),
            Text::Problem => Shape::Object(&PROBLEM),
        }
    }
}

/// Lists where `value` departs from the shape, and mends it there with stand-ins of the right shape.
pub(super) fn mend(text: Text, value: &mut Value, faults: &mut Faults) {
    text.shape().judge(value, "", faults);
}

/// Marks the stand-ins for ids that could not be read. A file cannot hold such an id by accident.
const STAND_IN: &str = "\u{0}stand-in ";

/// Stands this id for one that could not be read?
pub(super) fn is_stand_in(id: &Id) -> bool {
    matches!(id, Id::Text(text) if text.starts_with(STAND_IN))
}

impl Shape {
    /// Recursion goes as deep as the shape, six levels, not as deep as the file.
    fn judge(self, value: &mut Value, place: &str, faults: &mut Faults) {
        match self {
            Shape::List(inner) => {
                if let Value::Array(items) = value {
                    for (i, item) in items.iter_mut().enumerate() {
                        inner.judge(item, &format!("{place}/{i}"), faults);
                    }
                    return;
                }
            }
            Shape::Object(members) => {
                if let Value::Object(object) = value {
                    return judge_members(members, object, place, faults);
                }
            }
            Shape::Atom { weighted } => {
                if let Value::Object(object) = value {
                    return judge_atom(weighted, object, place, faults);
                }
            }
            Shape::Attainment => {
                if let Value::Array(pair) = value
                    && let [competency, level] = pair.as_mut_slice()
                {
                    COMPETENCY.judge(competency, &format!("{place}/0"), faults);
                    return LEVEL.judge(level, &format!("{place}/1"), faults);
                }
            }
            Shape::Integer(low, high) => {
                if value.as_i64().is_some_and(|number| (low..=high).contains(&number)) {
                    return;
                }
            }
            Shape::Limit => {
                if value.is_null() || value.as_i64().is_some_and(|number| (0..=MAX_INTEGER).contains(&number)) {
                    return;
                }
            }
            Shape::Id | Shape::Provider => {
                if Id::deserialize(&*value).is_ok() || (value.is_null() && matches!(self, Shape::Provider)) {
                    return;
                }
            }
            Shape::Format => {
                if value.as_str() == Some(FORMAT) {
                    return;
                }
            }
        }
        faults.push(|| place.to_owned(), format!("{} is not {}", brief(value), self.describe()), self.remedy());
        *value = self.stand_in(place);
    }

    fn describe(self) -> String {
        match self {
            Shape::Integer(0, high) if high != MAX_INTEGER => format!("an integer from 0 to {high}"),
            Shape::Integer(0, _) => "an integer from 0 to 2^53 - 1".to_owned(),
            Shape::Integer(..) => "an integer from -(2^53 - 1) to 2^53 - 1".to_owned(),
            Shape::Limit => "an integer from 0 to 2^53 - 1, or null".to_owned(),
            Shape::Id => "an id: an integer, or a string that is not empty".to_owned(),
            Shape::Provider => "an id or null".to_owned(),
            Shape::Format => format!("{FORMAT:?}, the only format known here"),
            Shape::Attainment => "a pair [competency, level]".to_owned(),
            Shape::Atom { weighted: false } => "an atom: {\"c\": competency, \"l\": level} or {\"cr\": credential}".to_owned(),
            Shape::Atom { weighted: true } => {
                "a weighted atom: {\"c\": competency, \"l\": level, \"w\": weight} or {\"cr\": credential, \"w\": weight}".to_owned()
            }
            Shape::List(_) => "a list".to_owned(),
            Shape::Object(members) => {
                let names: Vec<&str> = members.iter().map(|(name, ..)| *name).collect();
                format!("an object of {}", names.join(", "))
            }
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Shape::Integer(..) | Shape::Limit => "write a whole number in range, without a point or quotes",
            Shape::Id | Shape::Provider => "name it by an integer or a string",
            Shape::Format => "check which program wrote this file",
            Shape::Attainment | Shape::Atom { .. } | Shape::List(_) | Shape::Object(_) => "write it in this form",
        }
    }

    /// The mildest value of the shape: it causes no fault of its own.
    fn stand_in(self, place: &str) -> Value {
        match self {
            Shape::Integer(0, high) if high != MAX_INTEGER && matches!(place, "/levels" | "/competencies") => {
                json!(high)
            }
            Shape::Integer(..) => json!(0),
            Shape::Limit | Shape::Provider => Value::Null,
            Shape::Id => json!(format!("{STAND_IN}{place}")),
            Shape::Format => json!(FORMAT),
            Shape::Attainment => json!([0, 0]),
            Shape::Atom { weighted: false } => json!({"cr": format!("{STAND_IN}{place}")}),
            Shape::Atom { weighted: true } => json!({"cr": format!("{STAND_IN}{place}"), "w": 0}),
            Shape::List(_) => json!([]),
            Shape::Object(members) => {
                let needed = members.iter().filter(|(.., needed)| *needed);
                needed.map(|(name, shape, _)| ((*name).to_owned(), shape.stand_in(&format!("{place}/{name}")))).collect()
            }
        }
    }
}

fn judge_members(members: &[(&str, Shape, bool)], object: &mut Map<String, Value>, place: &str, faults: &mut Faults) {
    let extra: Vec<String> = object.keys().filter(|key| !members.iter().any(|(name, ..)| name == key)).cloned().collect();
    for key in extra {
        faults.push(
            || format!("{place}/{}", escaped(&key)),
            "this member is not part of the format".to_owned(),
            "take it out, or check its spelling",
        );
        object.remove(&key);
    }
    for (name, shape, needed) in members {
        let inner = format!("{place}/{name}");
        match object.get_mut(*name) {
            Some(value) => shape.judge(value, &inner, faults),
            None if *needed => {
                faults.push(|| place.to_owned(), format!("`{name}` is missing"), "add it");
                object.insert((*name).to_owned(), shape.stand_in(&inner));
            }
            None => {}
        }
    }
}

fn judge_atom(weighted: bool, object: &mut Map<String, Value>, place: &str, faults: &mut Faults) {
    const LEVEL_ATOM: [(&str, Shape, bool); 3] = [("c", COMPETENCY, true), ("l", LEVEL, true), ("w", AMOUNT, true)];
    const CREDENTIAL_ATOM: [(&str, Shape, bool); 2] = [("cr", Shape::Id, true), ("w", AMOUNT, true)];
    let members: &[_] = if object.contains_key("cr") { &CREDENTIAL_ATOM } else { &LEVEL_ATOM };
    let members = if weighted { members } else { members.split_last().map_or(members, |(_, rest)| rest) };
    judge_members(members, object, place, faults);
}

/// A name as it stands in a JSON pointer (RFC 6901 §3), cut where it is long.
fn escaped(key: &str) -> String {
    let short: String = key.chars().take(60).collect();
    short.replace('~', "~0").replace('/', "~1")
}

/// A value as a fault shows it: whole where it is short.
fn brief(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > 40 => {
            format!("the text {:?}…", text.chars().take(40).collect::<String>())
        }
        short => short.to_string(),
    }
}
