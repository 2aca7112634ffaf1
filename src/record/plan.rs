//! A saved plan: a question with its answer, its review, and how far the learner is with it.

use super::{Proposed, reworded};
use crate::model::Date;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write as _};
use utoipa::ToSchema;

/// The pathways of an answer that can be chosen.
pub const CHOICES: [&str; 4] = ["cheapest", "fastest", "fewest", "balanced"];

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// She is at it.
    Started,
    /// She has it: it becomes evidence.
    Earned,
    /// She does without it.
    Dropped,
}

/// A step ticked off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// The credential of the step, by id.
    pub credential: String,
    /// How far it is.
    pub state: StepState,
    /// Since which day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The evidence it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// What a counselor said of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Nobody looked at the plan as it is.
    #[default]
    None,
    /// The learner asks for it.
    Requested,
    /// A counselor agrees.
    Approved,
    /// A counselor wants it otherwise.
    ChangesWanted,
}

/// A review, bound to the plan as it was when it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// What was said.
    pub state: ReviewState,
    /// The plan's hash when it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Plan {
    /// What the learner calls it.
    #[schema(example = "To data analyst by autumn")]
    pub title: String,
    /// The question as she asked it, without what is added from her record.
    #[schema(value_type = Object)]
    pub question: Value,
    /// Which of the answer's pathways she follows: `cheapest`, `fastest`, `fewest` or `balanced`.
    #[schema(example = "cheapest")]
    pub choice: String,
    /// The answer, as `POST /v1/pathways` gives it.
    #[schema(value_type = Object)]
    pub answer: Value,
    /// The edition it rests on.
    pub edition: u64,
    /// SHA-256 of the question, the choice and the pathway chosen: another plan has another.
    pub hash: String,
    /// The words of the answer in other languages, as far as they differ. A plan that is shown has those of its reader in place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(ignore)]
    pub words: BTreeMap<String, Value>,
    /// Competencies that a counselor waived, as they counted when it was answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<String>,
    /// Who made it for the learner, and what she said to it; nothing where it is her own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposed>,
    /// What was said of it.
    #[serde(default)]
    pub review: Review,
    /// Steps ticked off.
    #[serde(default)]
    pub progress: Vec<Progress>,
}

/// An answer as it is kept, and what it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answered {
    /// In the language of whoever asked.
    pub answer: Value,
    /// Its words in other languages, as far as they differ.
    pub words: BTreeMap<String, Value>,
    /// The edition.
    pub edition: u64,
    /// Competencies waived, by id.
    pub waived: Vec<String>,
}

/// The hash that tells plans apart. It is of what the learner would follow, not of how long it took to find or from which edition it came.
pub fn plan_hash(question: &Value, choice: &str, answer: &Value) -> String {
    // Where there is nothing to follow, it counts why: nothing is missing, or nothing leads there.
    let nothing = answer.get("ending").unwrap_or(&Value::Null);
    let pathway = answer.get(choice).filter(|pathway| !pathway.is_null()).unwrap_or(nothing);
    let mut followed: Vec<Value> = ["steps", "ledger", "price", "ready"].iter().map(|name| plain(pathway.get(*name))).collect();
    if let Value::String(ending) = pathway {
        followed.push(ending.as_str().into());
    }
    let said = Value::from(vec![sorted(question), choice.into(), followed.into()]).to_string();
    Sha256::digest(said).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A value without its words: names may be translated or respelt without the plan being another.
fn plain(value: Option<&Value>) -> Value {
    const WORDS: [&str; 5] = ["text", "name", "reasons", "payments", "url"];
    match value {
        Some(Value::Object(members)) => {
            let members = members.iter().filter(|(name, _)| !WORDS.contains(&name.as_str()));
            sorted(&Value::Object(members.map(|(name, value)| (name.clone(), plain(Some(value)))).collect()))
        }
        Some(Value::Array(items)) => items.iter().map(|item| plain(Some(item))).collect(),
        Some(value) => value.clone(),
        None => Value::Null,
    }
}

/// Members in one order: databases need not keep the order they were written in.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members: BTreeMap<&String, Value> = members.iter().map(|(name, value)| (name, sorted(value))).collect();
            Value::Object(members.into_iter().map(|(name, value)| (name.clone(), value)).collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        value => value.clone(),
    }
}

/// A step of an answer, as far as records look at it.
pub(super) struct Step<'a> {
    pub(super) credential: &'a str,
    pub(super) name: &'a str,
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
}

impl Plan {
    /// A plan that nobody has looked at yet.
    pub fn new(title: String, question: Value, choice: String, answered: Answered) -> Self {
        let Answered { answer, words, edition, waived } = answered;
        let hash = plan_hash(&question, &choice, &answer);
        let (review, progress) = (Review::default(), Vec::new());
        Self { title, question, choice, answer, edition, hash, words, waived, proposed: None, review, progress }
    }

    /// The plan as its reader is told it: in her language where it was answered in that one too, else as it was saved.
    #[must_use]
    pub fn in_language(mut self, language: &str) -> Self {
        if let Some(words) = std::mem::take(&mut self.words).get(language) {
            reworded(&mut self.answer, words);
        }
        self
    }

    /// Whether the learner follows it: it is her own, or she took it on.
    pub fn is_followed(&self) -> bool {
        self.proposed.as_ref().is_none_or(Proposed::is_accepted)
    }

    /// The steps of the pathway that is followed.
    pub(super) fn steps(&self) -> Vec<Step<'_>> {
        steps(&self.answer, &self.choice)
    }

    /// Whether nothing was missing when it was answered.
    pub fn is_met(&self) -> bool {
        self.answer.get("ending").and_then(Value::as_str) == Some("met")
    }

    /// The day the pathway that is followed is ready.
    pub fn ready(&self) -> Option<Date> {
        self.answer.get(&self.choice)?.get("ready")?.as_str()?.parse().ok()
    }

    /// Whether the pathway that is followed has this credential as a step.
    pub fn has_step(&self, credential: &str) -> bool {
        self.steps().iter().any(|step| step.credential == credential)
    }

    /// How far a step is, if it was ticked off.
    pub fn state_of(&self, credential: &str) -> Option<StepState> {
        self.progress.iter().find(|one| one.credential == credential).map(|one| one.state)
    }

    /// Ticks a step off; what was said of it before falls.
    pub fn tick(&mut self, progress: Progress) {
        self.progress.retain(|one| one.credential != progress.credential);
        self.progress.push(progress);
    }

    /// Takes another question, choice or answer. A review of the plan as it was falls if it is another plan now.
    pub fn replace(&mut self, question: Value, choice: String, answered: Answered) {
        let Answered { answer, words, edition, waived } = answered;
        let hash = plan_hash(&question, &choice, &answer);
        if self.review.hash.as_ref().is_some_and(|reviewed| *reviewed != hash) {
            self.review = Review::default();
        }
        (self.question, self.choice, self.answer, self.words) = (question, choice, answer, words);
        (self.edition, self.hash, self.waived) = (edition, hash, waived);
    }

    /// What a review is worth now: nothing where it was given of another plan.
    pub fn review_now(&self) -> ReviewState {
        match &self.review.hash {
            Some(reviewed) if *reviewed == self.hash => self.review.state,
            _ => ReviewState::None,
        }
    }
}

fn steps<'a>(answer: &'a Value, choice: &str) -> Vec<Step<'a>> {
    let steps = answer.get(choice).and_then(|pathway| pathway.get("steps")).and_then(Value::as_array);
    let text = |value: &'a Value, path: &str| value.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let step = |step: &'a Value| Step {
        credential: text(step, "/credential/id"),
        name: text(step, "/credential/name"),
        start: text(step, "/start").parse().ok(),
        end: text(step, "/end").parse().ok(),
    };
    steps.into_iter().flatten().map(step).collect()
}

/// A step that stays, on other days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Moved {
    /// The credential's id.
    pub credential: String,
    /// When it began before.
    #[schema(value_type = Option<String>, format = Date)]
    pub before: Option<Date>,
    /// When it begins now.
    #[schema(value_type = Option<String>, format = Date)]
    pub after: Option<Date>,
}

/// What is different between two answers to the same question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// The edition before.
    pub edition_before: u64,
    /// The edition now.
    pub edition_after: u64,
    /// Whether the plan to follow is another.
    pub changed: bool,
    /// Credentials that are new, by id.
    pub added: Vec<String>,
    /// Credentials that are dropped, by id.
    pub dropped: Vec<String>,
    /// Credentials that stay and begin on another day.
    pub moved: Vec<Moved>,
    /// The price before, as the answer tells it.
    #[schema(value_type = Option<Object>)]
    pub price_before: Option<Value>,
    /// The price now.
    #[schema(value_type = Option<Object>)]
    pub price_after: Option<Value>,
    /// The ready date before.
    #[schema(value_type = Option<String>, format = Date)]
    pub ready_before: Option<Date>,
    /// The ready date now.
    #[schema(value_type = Option<String>, format = Date)]
    pub ready_after: Option<Date>,
}

/// What is different between two states of a plan.
pub fn difference(before: &Plan, after: &Plan) -> Difference {
    let (old, new) = (before.steps(), after.steps());
    let of = |steps: &[Step<'_>], credential: &str| steps.iter().find(|step| step.credential == credential).map(|step| step.start);
    let missing = |from: &[Step<'_>], other: &[Step<'_>]| -> Vec<String> {
        from.iter().filter(|step| of(other, step.credential).is_none()).map(|step| step.credential.to_owned()).collect()
    };
    let moved = old.iter().filter_map(|step| {
        let start = of(&new, step.credential)?;
        (start != step.start).then(|| Moved { credential: step.credential.to_owned(), before: step.start, after: start })
    });
    let told = |plan: &Plan, name: &str| plan.answer.get(&plan.choice).and_then(|pathway| pathway.get(name)).cloned();
    let day = |plan: &Plan| told(plan, "ready").and_then(|day| day.as_str()?.parse().ok());
    Difference {
        edition_before: before.edition,
        edition_after: after.edition,
        changed: before.hash != after.hash,
        added: missing(&new, &old),
        dropped: missing(&old, &new),
        moved: moved.collect(),
        price_before: told(before, "price"),
        price_after: told(after, "price"),
        ready_before: day(before),
        ready_after: day(after),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::json;

    pub(crate) fn plan(steps: &[(&str, &str, &str)], price: i64) -> Plan {
        let steps: Vec<Value> = steps
            .iter()
            .map(|(id, start, end)| json!({"credential": {"id": id, "name": id.to_uppercase()}, "start": start, "end": end}))
            .collect();
        let ready = steps.last().map(|step| step["end"].clone());
        let answer = json!({"cheapest": {"steps": steps, "price": {"minor": price, "currency": "USD", "text": "…"}, "ready": ready}});
        let question = json!({"role": "analyst"});
        Plan::new("Mine".into(), question, "cheapest".into(), Answered { answer, edition: 1, ..Answered::default() })
    }

    #[test]
    fn a_plan_is_told_in_the_language_of_its_reader_and_is_the_same_plan() {
        let mut plan = plan(&TWO, 100);
        plan.words.insert("es".into(), json!({"cheapest": {"steps": {"1": {"credential": {"name": "Be"}}}}}));
        let (spanish, french) = (plan.clone().in_language("es"), plan.clone().in_language("fr"));
        assert_eq!(spanish.steps().iter().map(|step| step.name).collect::<Vec<_>>(), ["A", "Be"]);
        assert_eq!((french.answer, french.words.len()), (plan.answer.clone(), 0), "what was not kept stays as it was saved");
        assert_eq!(plan_hash(&spanish.question, &spanish.choice, &spanish.answer), plan.hash);
    }

    const TWO: [(&str, &str, &str); 2] = [("a", "2027-01-04", "2027-02-01"), ("b", "2027-02-02", "2027-03-01")];

    #[test]
    fn a_review_falls_when_the_plan_is_another_and_stays_when_only_words_are() {
        let mut plan = plan(&TWO, 100);
        plan.review = Review { state: ReviewState::Approved, hash: Some(plan.hash.clone()), ..Review::default() };
        assert_eq!(plan.review_now(), ReviewState::Approved);
        let mut renamed = plan.answer.clone();
        renamed["cheapest"]["steps"][0]["credential"]["name"] = json!("A, respelt");
        renamed["cheapest"]["price"]["text"] = json!("100 dollars");
        let question = plan.question.clone();
        plan.replace(question.clone(), "cheapest".into(), Answered { answer: renamed.clone(), edition: 2, ..Answered::default() });
        assert_eq!((plan.review_now(), plan.edition), (ReviewState::Approved, 2));
        renamed["cheapest"]["price"]["minor"] = json!(101);
        plan.replace(question, "cheapest".into(), Answered { answer: renamed, edition: 2, ..Answered::default() });
        assert_eq!(plan.review_now(), ReviewState::None);
        assert_eq!(plan.review, Review::default());
    }

    #[test]
    fn every_part_that_is_followed_is_in_the_hash_and_the_order_of_members_is_not() {
        let base = plan(&TWO, 100);
        assert_ne!(base.hash, plan(&TWO, 101).hash);
        assert_ne!(base.hash, plan(&TWO[..1], 100).hash);
        assert_ne!(base.hash, plan(&[TWO[0], ("b", "2027-02-03", "2027-03-01")], 100).hash);
        assert_ne!(base.hash, plan_hash(&json!({"role": "engineer"}), "cheapest", &base.answer));
        assert_ne!(base.hash, plan_hash(&base.question, "fastest", &base.answer));
        let without = |ending: &str| plan_hash(&base.question, "cheapest", &json!({"ending": ending, "cheapest": null}));
        assert_ne!(without("met"), without("unteachable"), "where nothing is followed, why is what counts");
        let one: Value = serde_json::from_str(r#"{"a": 1, "b": {"c": 2, "d": 3}}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"b": {"d": 3, "c": 2}, "a": 1}"#).unwrap();
        assert_eq!(plan_hash(&one, "cheapest", &base.answer), plan_hash(&other, "cheapest", &base.answer));
    }

    #[test]
    fn the_difference_tells_what_is_added_dropped_moved_and_what_it_costs() {
        let before = plan(&TWO, 100);
        let after = plan(&[("a", "2027-01-11", "2027-02-08"), ("c", "2027-02-09", "2027-02-20")], 80);
        let told = difference(&before, &after);
        assert_eq!((told.added, told.dropped, told.moved.len()), (vec!["c".to_owned()], vec!["b".to_owned()], 1));
        assert_eq!(told.moved[0].before.unwrap().to_string(), "2027-01-04");
        assert_eq!((told.price_before.unwrap()["minor"].as_i64(), told.price_after.unwrap()["minor"].as_i64()), (Some(100), Some(80)));
        assert!(told.changed);
        let same = difference(&before, &before);
        assert!(!same.changed && same.added.is_empty() && same.dropped.is_empty() && same.moved.is_empty());
    }
}
