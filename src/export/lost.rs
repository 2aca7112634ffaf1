//! What a form has no word for, counted by kind and member, with the first record that says it.

use crate::import::{Issue, IssueKind};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The tally of one export.
pub(super) struct Lost {
    form: &'static str,
    counts: BTreeMap<(&'static str, String), Tally>,
}

struct Tally {
    many: usize,
    first: String,
    /// Whether it stands in the export in words, which people can read and programs cannot count with.
    in_words: bool,
}

/// Values that say no more than leaving the member out.
const USUAL: [(&str, &str); 10] = [
    ("status", "active"),
    ("timing", "any"),
    ("bandwidth", "normal"),
    ("price_kind", "one_off"),
    ("pace", "self_paced"),
    ("kind", "skill"),
    ("activity", "course"),
    ("delivery", "online"),
    ("mode", "assessed"),
    ("trust", "any"),
];

impl Lost {
    pub(super) fn new(form: &'static str) -> Self {
        Self { form, counts: BTreeMap::new() }
    }

    /// This record says something here that is not written.
    pub(super) fn say(&mut self, kind: &'static str, member: &str, id: &str) {
        self.count(kind, member, id, false);
    }

    /// This record says something here that is written in words only.
    pub(super) fn say_in_words(&mut self, kind: &'static str, member: &str, id: &str) {
        self.count(kind, member, id, true);
    }

    fn count(&mut self, kind: &'static str, member: &str, id: &str, in_words: bool) {
        let new = || Tally { many: 0, first: id.to_owned(), in_words };
        self.counts.entry((kind, member.to_owned())).or_insert_with(new).many += 1;
    }

    /// Everything that a record says besides these members.
    pub(super) fn besides(&mut self, kind: &'static str, id: &str, record: &impl Serialize, written: &[&str]) {
        let Ok(Value::Object(members)) = serde_json::to_value(record) else { return };
        for (name, value) in members {
            let usual = USUAL.iter().any(|(member, usual)| name == *member && value.as_str() == Some(usual));
            if !written.contains(&name.as_str()) && !usual && !value.is_null() {
                self.say(kind, &name, id);
            }
        }
    }

    pub(super) fn issues(self) -> Vec<Issue> {
        let form = self.form;
        let issue = |((kind, member), Tally { many, first, in_words }): ((&str, String), Tally)| {
            let done = if in_words { "it is said in words" } else { "it was left out" };
            let message = match (member.is_empty(), many) {
                (true, _) => format!("{form} has no word for a {kind}; {many} were left out, `{first}` first"),
                (false, 1) => format!("{form} has no word for what `{first}` says here; {done}"),
                (false, many) => format!("{form} has no word for what {many} records say here, `{first}` first; {done}"),
            };
            let field = if member.is_empty() { kind.to_owned() } else { format!("{kind}.{member}") };
            Issue::new(IssueKind::NotWritten, form, message.replace('_', " ")).on(field)
        };
        self.counts.into_iter().map(issue).collect()
    }
}
