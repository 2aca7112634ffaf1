//! Requirement expressions as CTDL condition profiles: what is asked together stands in one profile, alternatives in profiles of their own.

use super::Ctdl;
use crate::export::Object;
use crate::model::{EntryCondition, Expr, Level, code_fits};
use serde_json::{Value, json};

/// The most alternatives that "k of n" is written out as.
const MOST: usize = 24;

/// What a profile says less exactly than the expression it was made of, by the member that is told.
pub(super) type Unsaid = Vec<&'static str>;

impl Ctdl<'_> {
    /// A profile that asks the same; none where profiles have no words for it.
    pub(super) fn profile(&self, need: &Expr, unsaid: &mut Unsaid) -> Option<Value> {
        // Expressions are at most `Expr::DEEPEST` deep, so this recursion is too.
        let mut object = Object::of(None, "ceterms:ConditionProfile");
        match need {
            Expr::Credential(id) => object.set("ceterms:targetCredential", json!([id.as_str()])),
            Expr::Competency { id, level, .. } => {
                if *level != Level::Unknown {
                    unsaid.push("level");
                }
                object.set("ceterms:targetCompetency", json!([self.alignment(id.as_str())]));
            }
            Expr::Entry(entry) => enter(entry, &mut object, unsaid),
            Expr::All(parts) => {
                for part in parts {
                    let profile = self.profile(part, unsaid)?;
                    if merge(&mut object, profile).is_none() {
                        // A second age or experience has no place of its own.
                        let Expr::Entry(entry) = part else { return None };
                        unsaid.push("words");
                        merge(&mut object, json!({"ceterms:condition": [by_words(entry)]}))?;
                    }
                }
            }
            Expr::Any(parts) => self.either(parts.iter().map(std::slice::from_ref), &mut object, unsaid)?,
            Expr::AtLeast(many, parts) => {
                let groups = groups(*many as usize, parts)?;
                self.either(groups.iter().map(Vec::as_slice), &mut object, unsaid)?;
            }
            Expr::Code(pattern) => {
                unsaid.push("code");
                let fitting: Vec<Expr> =
                    self.codes.iter().filter(|(code, _)| code_fits(pattern, code)).map(|(_, id)| Expr::Credential((*id).into())).collect();
                if fitting.is_empty() {
                    return None;
                }
                self.either(fitting.iter().map(std::slice::from_ref), &mut object, unsaid)?;
            }
            Expr::Credits(_) | Expr::Not(_) => return None,
        }
        Some(object.done())
    }

    /// Profiles that together ask the same: one where that can be said, else one for each thing asked.
    pub(super) fn profiles(&self, need: &Expr, unsaid: &mut Unsaid) -> Option<Vec<Value>> {
        let before = unsaid.len();
        if let Some(profile) = self.profile(need, unsaid) {
            return Some(vec![profile]);
        }
        unsaid.truncate(before);
        let Expr::All(parts) = need else { return None };
        parts.iter().map(|part| self.profile(part, unsaid)).collect()
    }

    /// Alternatives, each of which asks a group together.
    fn either<'g>(&self, groups: impl Iterator<Item = &'g [Expr]>, object: &mut Object, unsaid: &mut Unsaid) -> Option<()> {
        let one = |group: &[Expr]| match group {
            [one] => self.profile(one, unsaid),
            several => self.profile(&Expr::All(several.to_vec()), unsaid),
        };
        let profiles: Option<Vec<_>> = groups.map(one).collect();
        object.set("ceterms:alternativeCondition", profiles?);
        Some(())
    }
}

/// What cannot be earned: ages and whole half years of experience as such, everything else in words.
fn enter(entry: &EntryCondition, object: &mut Object, unsaid: &mut Unsaid) {
    match entry {
        EntryCondition::Age(years) => object.set("ceterms:minimumAge", *years),
        EntryCondition::Experience { months, area } if months % 6 == 0 && *months > 0 => {
            match months % 12 {
                0 => object.set("ceterms:yearsOfExperience", months / 12),
                _ => object.set("ceterms:yearsOfExperience", f64::from(*months) / 12.0),
            }
            if let Some(area) = area {
                unsaid.push("words");
                object.set("ceterms:experience", json!({ "en": area }));
            }
        }
        entry => {
            unsaid.push("words");
            object.set("ceterms:condition", json!([by_words(entry)]));
        }
    }
}

fn by_words(entry: &EntryCondition) -> Value {
    let words = match entry {
        EntryCondition::Age(years) => format!("At least {years} years old"),
        EntryCondition::Experience { months, area: None } => format!("{months} months of experience"),
        EntryCondition::Experience { months, area: Some(area) } => format!("{months} months of experience: {area}"),
        EntryCondition::Residency(place) => format!("Residency: {place}"),
        EntryCondition::Clearance(what) => format!("Clearance: {what}"),
        EntryCondition::Education(what) => format!("Education: {what}"),
        EntryCondition::Other(what) => what.to_string(),
    };
    json!({ "en": words })
}

/// Puts what another profile asks into this one; none where both ask what can stand there only once.
fn merge(object: &mut Object, other: Value) -> Option<()> {
    let Value::Object(members) = other else { return None };
    let clash = |name: &String| {
        let list = object.0.get(name).is_some_and(|held| held.is_array() && name != "ceterms:alternativeCondition");
        object.0.contains_key(name) && !list
    };
    if members.keys().any(|name| name != "@type" && clash(name)) {
        return None;
    }
    for (name, value) in members.into_iter().filter(|(name, _)| name != "@type") {
        match (object.0.get_mut(&name), value) {
            (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
            (_, value) => {
                object.0.insert(name, value);
            }
        }
    }
    Some(())
}

/// Every way to choose so many parts; none where there are too many.
fn groups(many: usize, parts: &[Expr]) -> Option<Vec<Vec<Expr>>> {
    let mut groups: Vec<(usize, Vec<&Expr>)> = vec![(0, Vec::new())];
    for _ in 0..many {
        let mut longer = Vec::new();
        for (from, group) in &groups {
            for (at, part) in parts.iter().enumerate().skip(*from) {
                longer.push((at + 1, group.iter().copied().chain([part]).collect()));
            }
            if longer.len() > MOST * 8 {
                return None;
            }
        }
        groups = longer;
    }
    let owned = |(_, group): (usize, Vec<&Expr>)| group.into_iter().cloned().collect();
    (groups.len() <= MOST && !groups.is_empty()).then(|| groups.into_iter().map(owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;

    fn said(need: &str) -> Option<(String, Unsaid)> {
        let need: Expr = serde_json::from_str(need).unwrap();
        let coded = Catalogue::of_lines(&[r#"{"credential": {"id": "exam", "name": "Exam", "codes": ["X-41"]}}"#]);
        let mut unsaid = Vec::new();
        let profile = Ctdl::new(&coded).profile(&need, &mut unsaid)?.to_string();
        let target = r#"{"@type":"ceterms:CredentialAlignmentObject","ceterms:targetNode":"c"}"#;
        let short = profile.replace(r#""@type":"ceterms:ConditionProfile","#, "").replace(target, r#""c""#).replace("ceterms:", "");
        Some((short, unsaid))
    }

    #[test]
    fn what_is_asked_together_stands_together_and_alternatives_apart() {
        assert_eq!(
            said(r#"{"all": [{"credential": "a"}, {"credential": "b"}, {"entry": "age", "at_least": 18}]}"#).unwrap(),
            (r#"{"targetCredential":["a","b"],"minimumAge":18}"#.to_owned(), vec![])
        );
        assert_eq!(
            said(r#"{"at_least": 2, "of": [{"credential": "a"}, {"credential": "b"}, {"competency": "c"}]}"#).unwrap().0,
            r#"{"alternativeCondition":[{"targetCredential":["a","b"]},{"targetCredential":["a"],"targetCompetency":["c"]},{"targetCredential":["b"],"targetCompetency":["c"]}]}"#
        );
    }

    #[test]
    fn what_can_be_said_in_words_only_is_told_and_so_are_levels_and_codes() {
        assert_eq!(
            said(r#"{"all": [{"entry": "residency", "place": "US"}, {"entry": "other", "what": "A driving licence"}]}"#).unwrap(),
            (r#"{"condition":[{"en":"Residency: US"},{"en":"A driving licence"}]}"#.to_owned(), vec!["words", "words"])
        );
        let twice = r#"{"all": [{"entry": "experience", "at_least": 18}, {"entry": "experience", "at_least": 7, "in": "mills"}]}"#;
        assert_eq!(
            said(twice).unwrap(),
            (r#"{"yearsOfExperience":1.5,"condition":[{"en":"7 months of experience: mills"}]}"#.to_owned(), vec!["words"])
        );
        assert_eq!(said(r#"{"competency": "c", "level": 2}"#).unwrap(), (r#"{"targetCompetency":["c"]}"#.to_owned(), vec!["level"]));
        let coded = r#"{"alternativeCondition":[{"targetCredential":["exam"]}]}"#;
        assert_eq!(said(r#"{"code": "X-4?"}"#).unwrap(), (coded.to_owned(), vec!["code"]));
    }

    #[test]
    fn what_profiles_have_no_words_for_is_none() {
        let any = r#"{"any": [{"credential": "a"}, {"credential": "b"}]}"#;
        assert_eq!(said(&format!(r#"{{"all": [{any}, {any}]}}"#)), None, "two choices that must both be made");
        assert_eq!(said(r#"{"not": {"credential": "a"}}"#), None);
        assert_eq!(said(r#"{"code": "Y*"}"#), None);
        let many = (0..30).map(|n| format!(r#"{{"credential": "c{n}"}}"#)).collect::<Vec<_>>().join(",");
        assert_eq!(said(&format!(r#"{{"at_least": 15, "of": [{many}]}}"#)), None);
    }
}
