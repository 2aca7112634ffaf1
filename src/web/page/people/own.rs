//! What a learner says of herself: how she is called, and what she can show; and who looked at it.

use super::{Desk, Visit, day, form, items, text};
use crate::{
    advisor::Shelf,
    graph::CompetencyAt,
    locale::{Locale, say},
    model::Date,
    web::{
        page::{
            Walk,
            catalogue::{self, segment},
        },
        problem::{Kind, Problem},
    },
};
use axum::http::Method;
use maud::{Markup, html};
use serde_json::{Value, json};

/// Levels that the form offers: a scale with fewer refuses the others, and says so.
const LEVELS: u8 = 4;
/// Rows of looks that are listed.
const LOOKS: usize = 20;

/// The name of a piece of evidence, with a link to it.
fn evidence_name(visit: &Visit, shelf: &Shelf, one: &Value) -> (String, Markup) {
    let (t, graph) = (visit.locale, &shelf.graph);
    let (competency, credential) = (text(one, "/competency"), text(one, "/credential"));
    if let Some(at) = graph.find_competency(competency) {
        let level = one.get("level").and_then(Value::as_u64).and_then(|level| u8::try_from(level).ok());
        let level = level.map_or_else(|| say!(t, "catalogue-level-unknown"), |rank| graph.rank_name(at, rank, t.names()));
        let name = graph.competency(at).name.in_language(t.names());
        (name.to_owned(), html! { a href=(visit.link(&catalogue::competency_path(competency))) { (name) } " (" (level) ")" })
    } else if let Some(at) = graph.find_credential(credential) {
        let name = graph.credential(at).name.in_language(t.names());
        (name.to_owned(), html! { a href=(visit.link(&catalogue::credential_path(credential))) { (name) } })
    } else {
        (format!("{competency}{credential}"), html! { (competency) (credential) })
    }
}

/// What can be shown: whoever it is of takes it out and writes more down.
pub(super) fn shows(visit: &Visit, desk: &Desk, shelf: &Shelf, learner: &str, evidence: &Value, own: bool) -> Markup {
    let t = visit.locale;
    let told: Vec<&Value> = items(evidence, "/items").collect();
    let at = format!("/learners/{}", segment(learner));
    html! {
        @if told.is_empty() { p { (say!(t, "learner-shows-nothing")) } }
        @else {
            ul.records {
                @for one in told {
                    @let (name, link) = evidence_name(visit, shelf, one);
                    li {
                        span { (link) }
                        @if own {
                            (form(visit, desk, &format!("{at}/take-out"), &html! {
                                input type="hidden" name="id" value=(text(one, "/id"));
                                input type="hidden" name="version" value=(one.get("version").cloned().unwrap_or_default());
                                button.second.small aria-label=(say!(t, "evidence-remove-named", name = name)) { (say!(t, "evidence-remove")) }
                            }))
                        }
                    }
                }
            }
        }
        @if own {
            (form(visit, desk, &format!("{at}/write-down"), &html! {
                div.fields {
                    div.field {
                        label for="what" { (say!(t, "evidence-what")) }
                        span.quiet #what-hint { (say!(t, "evidence-what-hint")) }
                        input.wide #what type="text" name="what" maxlength="500" required aria-describedby="what-hint";
                    }
                    div.field {
                        label for="shown-level" { (say!(t, "evidence-level")) }
                        span.quiet #level-hint { (say!(t, "evidence-level-hint")) }
                        select #shown-level name="level" aria-describedby="level-hint" {
                            option value="" { (say!(t, "you-unsure")) }
                            @for level in 1..=LEVELS { option value=(level) { (level) } }
                        }
                    }
                    div.field { button.second { (say!(t, "evidence-add")) } }
                }
            }))
        }
    }
}

/// The least score of words that are taken for a name: what is written down is shown to others, so nothing is guessed.
const SURE: u16 = 720;

/// What words name, if they name one thing surely: a credential where they name one better than a competency.
fn named(shelf: &Shelf, what: &str) -> Result<Found, Problem> {
    let graph = &shelf.graph;
    let skills = shelf.lookup.competencies(what, 3);
    let credentials = shelf.lookup.credentials(what, 3);
    let skill = skills.first().map(|hit| (hit.score, Found::Skill(hit.at)));
    let credential = credentials.first().map(|hit| (hit.score, Found::Credential(hit.at)));
    // Of two that are named as well a skill is meant: "SQL" is what somebody can do.
    let best = match (skill, credential) {
        (Some(skill), Some(credential)) => Some(if credential.0 > skill.0 { credential } else { skill }),
        (one, other) => one.or(other),
    };
    if let Some((SURE.., found)) = best {
        return Ok(found);
    }
    let skills = skills.iter().map(|hit| (hit.score, graph.competency(hit.at).name.to_string()));
    let credentials = credentials.iter().map(|hit| (hit.score, graph.credential(hit.at).name.to_string()));
    let mut near: Vec<(u16, String)> = skills.chain(credentials).collect();
    near.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let near = near.into_iter().take(3).map(|(_, name)| name).collect();
    Err(Problem::new(Kind::UnknownReference, format!("nothing in the catalogue is surely called “{what}”")).unfound(what.to_owned(), near))
}

/// What was written down, as the API takes it.
pub(super) async fn write_down(desk: &Desk, shelf: &Shelf, learner: &str, what: &str, level: &str) -> Result<(), Problem> {
    let graph = &shelf.graph;
    let by_id =
        |words: &str| graph.find_competency(words).map(Found::Skill).or_else(|| graph.find_credential(words).map(Found::Credential));
    let found = by_id(what).map_or_else(|| named(shelf, what), Ok)?;
    let body = match found {
        Found::Skill(at) => {
            let mut body = json!({"competency": graph.competency(at).id.as_str()});
            if let Ok(level) = level.parse::<u8>() {
                body["level"] = json!(level.min(ranks(shelf, at)));
            }
            body
        }
        Found::Credential(at) => json!({"credential": graph.credential(at).id.as_str()}),
    };
    desk.send(Method::POST, &format!("/v1/learners/{}/evidence", segment(learner)), Some(&body), None).await.map(drop)
}

/// A thing of the catalogue that somebody can show.
enum Found {
    Skill(CompetencyAt),
    Credential(crate::graph::CredentialAt),
}

/// The levels of a competency's scale.
fn ranks(shelf: &Shelf, at: CompetencyAt) -> u8 {
    shelf.graph.ranks(shelf.graph.one(at))
}

/// How she is called by counselors she agreed to.
pub(super) fn called(visit: &Visit, desk: &Desk, learner: &str, profile: &Value) -> Markup {
    let t = visit.locale;
    form(
        visit,
        desk,
        &format!("/learners/{}/name", segment(learner)),
        &html! {
            input type="hidden" name="version" value=(profile.get("version").cloned().unwrap_or_default());
            div.field {
                label for="name" { (say!(t, "learner-name")) }
                span.quiet #name-hint { (say!(t, "learner-name-hint")) }
                div.row {
                    input #name type="text" name="name" maxlength="200" autocomplete="name" value=(text(profile, "/name")) aria-describedby="name-hint";
                    button.second { (say!(t, "learner-name-save")) }
                }
            }
        },
    )
}

/// Keeps how she is called; what else she says of herself stays.
pub(super) async fn rename(desk: &Desk, learner: &str, name: &str, version: &str) -> Result<(), Problem> {
    let at = format!("/v1/learners/{}", segment(learner));
    let profile = desk.get(&at).await?;
    let mut body = json!({"name": name, "constraints": profile.get("constraints").cloned().unwrap_or_else(|| json!({}))});
    if let Some(language) = profile.get("language").filter(|language| !language.is_null()) {
        body["language"] = language.clone();
    }
    desk.send(Method::PUT, &at, Some(&body), Some(version)).await.map(drop)
}

/// An operation of the log in words.
fn deed(t: &Locale, operation: &str) -> String {
    let family = if operation.starts_with("set_role_") { "set_role" } else { operation };
    let key = format!("did-{}", family.replace('_', "-"));
    if t.knows(&key) { t.say(&key) } else { say!(t, "did-other") }
}

/// Who somebody of the log is, as far as she may know.
fn who(t: &Locale, entry: &Value) -> String {
    let (actor, name) = (text(entry, "/actor"), text(entry, "/actor_name"));
    let role = match text(entry, "/actor_role") {
        "counselor" => say!(t, "account-counselor"),
        "provider" => say!(t, "account-provider"),
        "operator" => say!(t, "account-operator"),
        _ if actor == "the terminal" => say!(t, "account-operator"),
        _ if actor.starts_with("link ") => say!(t, "look-link"),
        _ => say!(t, "look-somebody"),
    };
    if name.is_empty() { role } else { format!("{name}, {role}") }
}

/// Who looked: of the log those entries that are not her own.
pub(super) fn looks(visit: &Visit, log: &Value) -> Markup {
    let t = visit.locale;
    let others = items(log, "/items").filter(|entry| text(entry, "/actor") != text(entry, "/subject"));
    // One look at a page is several in the log: what somebody did on one day stands in one row, each deed once.
    let mut days: Vec<((String, String, bool), Vec<String>)> = Vec::new();
    for entry in others {
        let key = (day(t, entry, "/at"), who(t, entry), text(entry, "/outcome") == "denied");
        let deed = deed(t, text(entry, "/operation"));
        match days.last_mut().filter(|(known, _)| *known == key) {
            Some((_, deeds)) if deeds.contains(&deed) => {}
            Some((_, deeds)) => deeds.push(deed),
            None => days.push((key, vec![deed])),
        }
    }
    let rows = days.iter().take(LOOKS).map(|((day, who, denied), deeds)| {
        vec![
            html! { (day) },
            html! { (who) },
            html! { (t.list(deeds)) },
            html! { @if *denied { strong { (say!(t, "look-denied")) } } @else { (say!(t, "look-allowed")) } },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let heads = [
        (&*say!(t, "saved-day"), false),
        (&*say!(t, "look-who"), false),
        (&*say!(t, "look-what"), false),
        (&*say!(t, "look-outcome"), false),
    ];
    html! {
        h2 #looks { (say!(t, "look-title")) }
        @if rows.is_empty() { p { (say!(t, "look-nobody")) } } @else { (catalogue::table(&say!(t, "look-title"), &heads, &rows)) }
    }
}

/// What somebody can show, added to a question.
pub(super) fn with_evidence(walk: Walk, evidence: &Value) -> Walk {
    use crate::web::page::Field;
    items(evidence, "/items").fold(walk, |walk, one| match (text(one, "/competency"), text(one, "/credential")) {
        ("", "") => walk,
        ("", credential) => walk.add(Field::Has, credential),
        (competency, _) => {
            let level = one.get("level").and_then(Value::as_u64).map_or(String::new(), |level| level.to_string());
            walk.add(Field::Can, &format!("{competency}~{level}"))
        }
    })
}

/// What counselors waived and what holds today, added to a question: it counts as what she can show does.
pub(super) fn with_waivers(walk: Walk, waivers: &Value, today: Date) -> Walk {
    use crate::web::page::Field;
    let holds = |one: &&Value| {
        let until: Option<Date> = text(one, "/until").parse().ok();
        one.get("ended_at").is_none_or(Value::is_null) && until.is_none_or(|until| today <= until)
    };
    items(waivers, "/items").filter(holds).fold(walk, |walk, one| {
        let level = one.get("level").and_then(Value::as_u64).map_or(String::new(), |level| level.to_string());
        walk.add(Field::Can, &format!("{}~{level}", text(one, "/competency")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{Operation, Rule},
        locale,
    };

    #[test]
    fn whatever_can_be_done_to_a_learner_has_words_in_the_log() {
        let of_learners = |rule| matches!(rule, Rule::Own | Rule::Shared | Rule::Assigned);
        let beside = ["get_shared", "list_caseload", "assign_counselor", "create_account", "close_account", "set_role_counselor"];
        let all = Operation::ALL.iter().filter(|one| of_learners(one.rule())).map(|one| one.id()).chain(beside);
        for t in locale::offered() {
            let other = say!(t, "did-other");
            for operation in all.clone() {
                assert_ne!(deed(t, operation), other, "{operation} in {}", t.tag());
            }
        }
    }
}
