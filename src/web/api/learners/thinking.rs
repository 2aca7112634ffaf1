//! A learner's question as it is asked: with her constraints, her evidence and what was waived.

use super::profile::profile;
use crate::{
    advisor::{Advice, Shelf, advise},
    locale,
    model::Date,
    plan::{Budget, Trouble},
    record::{Answered, Evidence, Kind as RecordKind, Waiver, holdings, wording},
    store::Store,
    web::{
        Limits, Service,
        api::{
            pathways::few_targets,
            shape::{PathwaysRequest, PathwaysResponse},
        },
        json,
        problem::{Kind, Problem},
    },
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Members that a saved question does not keep: they ask about one answer.
const ASIDE: [&str; 4] = ["why_not", "what_if", "policy_prices", "time_limit_ms"];

/// A question without what says nothing.
pub(super) fn kept(question: &PathwaysRequest) -> Result<Value, Problem> {
    let Value::Object(mut members) = super::written(question)? else { return Ok(Value::Null) };
    let empty = |value: &Value| matches!(value, Value::Null | Value::Bool(false)) || value.as_array().is_some_and(Vec::is_empty);
    members.retain(|name, value| !empty(value) && !ASIDE.contains(&name.as_str()));
    if let Some(holds) = members.get_mut("holds").and_then(Value::as_array_mut) {
        holds.iter_mut().filter_map(Value::as_object_mut).for_each(|holding| holding.retain(|_, value| !value.is_null()));
    }
    Ok(Value::Object(members))
}

/// A question that is kept, as it can be changed and asked. What is kept was within limits when it came; together it may be more than one
/// body holds.
pub(super) fn asked(service: &Service, question: &Value) -> Result<PathwaysRequest, Problem> {
    let written = serde_json::to_vec(question).unwrap_or_default();
    let limits = Limits { json_members: usize::MAX, ..service.limits().clone() };
    json::read(&written, &limits).map_err(|problem| problem.within("/question"))
}

/// Joins what the question says with what is kept: the question comes first, a day that has passed is today.
fn join(question: &Value, constraints: &Map<String, Value>, holds: Vec<Value>, today: Date) -> Value {
    let mut members = constraints.clone();
    if let Some(said) = question.as_object() {
        members.extend(said.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    let begins = members.get("start").and_then(Value::as_str).and_then(|day| day.parse::<Date>().ok());
    if begins.is_some_and(|begins| begins < today) {
        members.insert("start".into(), json!(today));
    }
    if let Some(all) = members.entry("holds").or_insert_with(|| json!([])).as_array_mut() {
        all.extend(holds);
    }
    Value::Object(members)
}

/// Evidence and waivers that this edition knows.
fn known(shelf: &Shelf, evidence: &[Evidence], waivers: &[Waiver], on: Date) -> (Vec<Value>, Vec<String>) {
    let graph = &shelf.graph;
    let competency = |id: &String| graph.find_competency(id).is_some();
    let evidence = evidence.iter().filter(|one| {
        one.competency.as_ref().is_none_or(competency) && one.credential.as_ref().is_none_or(|id| graph.find_credential(id).is_some())
    });
    let waivers: Vec<&Waiver> = waivers.iter().filter(|one| competency(&one.competency) && one.holds(on)).collect();
    let waived = waivers.iter().map(|one| one.competency.clone()).collect();
    (holdings(evidence, waivers, on), waived)
}

/// The answer in the language of whoever asked, and the words of every other that people are offered: who reads a plan need not read what
/// whoever saved it reads.
fn told(shelf: &Shelf, advice: &Advice, language: &str) -> Result<(Value, BTreeMap<String, Value>), Problem> {
    let answer = super::written(&PathwaysResponse::new(shelf, advice, language))?;
    let mut words = BTreeMap::new();
    for other in locale::offered().map(locale::Locale::names).filter(|other| *other != language) {
        let told = super::written(&PathwaysResponse::new(shelf, advice, other))?;
        words.extend(wording(&answer, &told).map(|words| (other.to_owned(), words)));
    }
    Ok((answer, words))
}

/// Asks the advisor.
pub(super) async fn answer(service: &Service, store: &Store, learner: &str, question: &Value, language: &str) -> Result<Answered, Problem> {
    let profile = profile(store, learner).await?.body;
    let evidence: Vec<Evidence> = store.all_records(learner, RecordKind::Evidence).await?.into_iter().map(|kept| kept.body).collect();
    let waivers: Vec<Waiver> = store.all_records(learner, RecordKind::Waiver).await?.into_iter().map(|kept| kept.body).collect();
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let (holds, waived) = known(&shelf, &evidence, &waivers, today);
    let request = asked(service, &join(question, &profile.constraints, holds, today))?;
    few_targets(service, request.competencies.len(), request.locked.len()).map_err(|problem| problem.within("/question"))?;
    let language = language.to_owned();
    let think = move |stop: &_| {
        let question = request.question(&shelf, today)?;
        let budget = Budget { nodes: None, stop: Some(stop) };
        let failed = |trouble: Trouble| {
            tracing::error!(%trouble, "an answer did not pass its own check");
            Problem::new(Kind::Internal, "an answer did not pass its own check")
        };
        let advice = advise(&shelf, question, &budget).map_err(failed)?;
        let (answer, words) = told(&shelf, &advice, &language)?;
        Ok(Answered { answer, words, edition: shelf.graph.edition().number, waived })
    };
    service.thinkers().think(service.limits().think, think).await?
}
