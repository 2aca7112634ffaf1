//! Condition profiles as requirement expressions; what cannot be interpreted stays as text.

use super::{Registry, id};
use crate::import::{
    IssueKind,
    json::{Node, Place},
};
use crate::model::{Condition, EntryCondition, Expr, Level, Relation, Text};

/// How many alternatives may stand inside each other.
const DEEPEST: usize = 12;

impl Registry {
    /// A condition profile as a condition of this relation.
    pub(super) fn condition(&mut self, profile: Node<'_>, relation: Relation, place: &Place<'_>) -> Option<Condition> {
        let text = words(profile);
        let need = self.need(profile, place, DEEPEST);
        let Some(need) = need else {
            let text = text?;
            let message = format!("`{}` cannot be interpreted; it is shown and forces nothing", shortened(&text.to_string()));
            self.issues.push(place.issue(IssueKind::Uninterpreted, message));
            return Some(Condition { need: None, relation, enforced: false, text: Some(text) });
        };
        Some(Condition { need: Some(need), relation, enforced: relation != Relation::Recommended, text })
    }

    /// What a condition profile asks, as far as it can be interpreted.
    pub(super) fn need(&mut self, profile: Node<'_>, place: &Place<'_>, deepest: usize) -> Option<Expr> {
        let mut parts = Vec::new();
        for name in ["targetCredential", "targetAssessment", "targetLearningOpportunity"] {
            for target in profile.list(&[name]) {
                parts.extend(self.target(target, place));
            }
        }
        for target in profile.list(&["targetCompetency"]) {
            if let Some(competency) = self.aligned(target, place) {
                parts.push(Expr::Competency { id: competency.as_str().into(), level: Level::Unknown, scale: None });
            }
        }
        if let Some(age) = profile.number(&["minimumAge"]).and_then(|age| age.parse().ok()) {
            parts.push(Expr::Entry(EntryCondition::Age(age)));
        }
        if let Some(months) = profile.number(&["yearsOfExperience"]).and_then(|years| months(&years)) {
            parts.push(Expr::Entry(EntryCondition::Experience { months, area: None }));
        }
        let alternatives = profile.nodes(&["alternativeCondition"]);
        if !alternatives.is_empty() && deepest > 0 {
            let any = alternatives.into_iter().filter_map(|alternative| {
                // An alternative in words alone is one that nobody can count on.
                let in_words = || words(alternative).map(|text| Expr::Entry(EntryCondition::Other(text.to_string().into())));
                self.need(alternative, place, deepest - 1).or_else(in_words)
            });
            parts.extend(single(any.collect(), chosen));
        }
        single(parts, Expr::All)
    }

    /// A credential, course or assessment that is asked for; one that is described in place is taken up.
    fn target(&mut self, target: &serde_json::Value, place: &Place<'_>) -> Option<Expr> {
        let uri = match (target.as_str(), Node::of(target)) {
            (Some(uri), _) => id(uri),
            (_, Some(node)) if node.get(&["name"]).is_some() => self.resource(node, place)?,
            (_, Some(node)) => id(node.id()?),
            _ => return None,
        };
        self.asked.push((uri.clone(), place.issue(IssueKind::DanglingReference, "")));
        Some(Expr::Credential(uri.as_str().into()))
    }
}

fn single(mut parts: Vec<Expr>, several: impl FnOnce(Vec<Expr>) -> Expr) -> Option<Expr> {
    if parts.len() > 1 { Some(several(parts)) } else { parts.pop() }
}

/// Alternatives: so many of some where every choice of so many is written out, else any of them.
fn chosen(alternatives: Vec<Expr>) -> Expr {
    so_many(&alternatives).unwrap_or(Expr::Any(alternatives))
}

/// More alternatives than this are left as they are.
const MOST_WRITTEN_OUT: usize = 256;

fn so_many(alternatives: &[Expr]) -> Option<Expr> {
    let mut parts: Vec<&Expr> = Vec::new();
    let mut choices: Vec<Vec<usize>> = Vec::new();
    for alternative in alternatives.iter().take(MOST_WRITTEN_OUT + 1) {
        let Expr::All(together) = alternative else { return None };
        let mut choice = Vec::new();
        for part in together {
            choice.push(parts.iter().position(|known| *known == part).unwrap_or_else(|| {
                parts.push(part);
                parts.len() - 1
            }));
        }
        choice.sort_unstable();
        choice.dedup();
        choices.push(choice);
    }
    let many = choices.first().map(Vec::len).filter(|many| choices.iter().all(|choice| choice.len() == *many))?;
    choices.sort_unstable();
    choices.dedup();
    // There are as many ways to choose as there are alternatives, all of them different.
    let ways = (0..many).try_fold(1_usize, |ways, at| Some(ways.checked_mul(parts.len() - at)? / (at + 1)))?;
    let every = ways == choices.len() && choices.len() == alternatives.len() && many > 1 && many < parts.len();
    every.then(|| Expr::AtLeast(many as u32, parts.into_iter().cloned().collect()))
}

/// Years such as `2` or `1.5` in months.
fn months(years: &str) -> Option<u32> {
    let (whole, part) = years.split_once('.').unwrap_or((years, "0"));
    let tenths: u32 = part.get(..1)?.parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(12)?.checked_add(tenths * 12 / 10).filter(|months| *months > 0)
}

/// Everything that a condition profile says in words.
fn words(profile: Node<'_>) -> Option<Text> {
    let mut texts = Vec::from_iter(profile.text(&["description"]));
    match profile.texts(&["condition"]) {
        // Several conditions are a list; one may be said in several languages.
        several if profile.list(&["condition"]).len() > 1 => texts.extend(several),
        _ => texts.extend(profile.text(&["condition"])),
    }
    texts.extend(profile.text(&["experience"]));
    match &texts[..] {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(several.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ").as_str().into()),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(alternatives: &str) -> String {
        let alternatives: Vec<Expr> = serde_json::from_str(alternatives).unwrap();
        serde_json::to_string(&chosen(alternatives)).unwrap().replace(r#"{"credential":"#, "").replace(r#""}"#, r#"""#)
    }

    #[test]
    fn every_choice_of_two_written_out_is_two_of_them_and_a_choice_that_lacks_one_is_not() {
        let pair = |a: &str, b: &str| format!(r#"{{"all": [{{"credential": "{a}"}}, {{"credential": "{b}"}}]}}"#);
        let all = [pair("a", "b"), pair("a", "c"), pair("c", "b")];
        assert_eq!(understood(&format!("[{}]", all.join(","))), r#"{"at_least":2,"of":["a","b","c"]}"#);
        assert_eq!(understood(&format!("[{}]", all[..2].join(","))), r#"{"any":[{"all":["a","b"]},{"all":["a","c"]}]}"#);
        assert_eq!(understood(r#"[{"credential": "a"}, {"credential": "b"}]"#), r#"{"any":["a","b"]}"#);
    }
}
