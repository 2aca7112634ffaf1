//! Catalogues joined into one: what a newer one says of the same id counts, and that it says something else is told.

use super::{Issue, IssueKind, Issues};
use crate::model::{Catalogue, Competency, Credential, Offering, Role, SourceId, Status};
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// `base` with a newer catalogue joined on. Records of the same id are taken from the newer one, statements that both make are kept once;
/// how many records say something else than before is told for each kind.
pub fn join(mut base: Catalogue, newer: Catalogue) -> (Catalogue, Issues) {
    let mut issues = Issues::new();
    macro_rules! by_id {
        ($($kind:ident)+) => {$(
            let replaced = without(&mut base.$kind, &newer.$kind, |record| &record.id);
            if let Some((many, first)) = replaced {
                let what = stringify!($kind).replace('_', " ");
                let message = format!("of the {what} known before, {many} were said anew and differently, `{first}` first; the newer ones count");
                issues.push(Issue::new(IssueKind::Replaced, "", message));
            }
        )+};
    }
    macro_rules! by_statement {
        ($($kind:ident)+) => {$(
            // The same statement has the same JSON; these kinds are few, or short.
            let said: HashSet<String> = newer.$kind.iter().filter_map(|record| serde_json::to_string(record).ok()).collect();
            if !said.is_empty() {
                base.$kind.retain(|record| serde_json::to_string(record).map_or(true, |record| !said.contains(&record)));
            }
        )+};
    }
    by_id!(headers sources organisations scales competencies roles credentials offerings price_plans funding);
    by_statement!(crosswalks equivalences rates);
    base.append(newer);
    (base, issues)
}

/// Retires what a newer release no longer has: the credentials and offerings of `base` that stand in a source which `newer` describes,
/// where both are the same catalogue (they have a header of one id), and that are not in `newer`. Roles and competencies have no life
/// of their own, and people may have planned for them: they stay, and are told as well. Nothing is taken out.
pub fn retire_vanished(base: &mut Catalogue, newer: &Catalogue) -> Issues {
    let again: HashSet<&str> = newer.headers.iter().map(|header| &*header.id).collect();
    let sources: HashSet<&SourceId> = newer.sources.iter().map(|source| &source.id).collect();
    if sources.is_empty() || !base.headers.iter().any(|header| again.contains(&*header.id)) {
        return Issues::new();
    }
    let mut issues = Issues::new();
    let mut tell = |what: &str, gone: &[Box<str>], done: &str| {
        if let Some(first) = gone.first() {
            let message = format!("the newer release has no longer {} of the {what} known before, `{first}` first; {done}", gone.len());
            issues.push(Issue::new(IssueKind::Vanished, "", message));
        }
    };
    macro_rules! vanished {
        ($kind:ident, $what:literal, $done:literal, $retire:expr) => {
            let kept: HashSet<&str> = newer.$kind.iter().map(|record| record.id.as_str()).collect();
            let mut gone: Vec<Box<str>> = Vec::new();
            for record in &mut base.$kind {
                let stood = record.source.as_ref().is_some_and(|source| sources.contains(source));
                if stood && !kept.contains(record.id.as_str()) && $retire(record) {
                    gone.push(record.id.as_str().into());
                }
            }
            tell($what, &gone, $done);
        };
    }
    // What was retired before is not told again.
    vanished!(credentials, "credentials", "they are retired", |one: &mut Credential| retire(&mut one.status));
    vanished!(offerings, "offerings", "they are retired", |one: &mut Offering| retire(&mut one.status));
    vanished!(roles, "roles", "they stay as they were", |_: &mut Role| true);
    vanished!(competencies, "competencies", "they stay as they were", |_: &mut Competency| true);
    issues
}

/// Whether it was not retired before.
fn retire(status: &mut Status) -> bool {
    let was = matches!(status, Status::Active | Status::Planned);
    if was {
        *status = Status::Retired;
    }
    was
}

/// Takes out what is said again; how many of those differ from what they were, and the first of them.
fn without<T: PartialEq, K: Hash + Eq + Clone + ToString>(
    base: &mut Vec<T>,
    newer: &[T],
    id: impl Fn(&T) -> &K,
) -> Option<(usize, String)> {
    if base.is_empty() || newer.is_empty() {
        return None;
    }
    let again: HashMap<&K, &T> = newer.iter().map(|record| (id(record), record)).collect();
    let mut replaced: Option<(usize, String)> = None;
    base.retain(|record| {
        let Some(newer) = again.get(id(record)) else { return true };
        if *newer != record {
            replaced.get_or_insert_with(|| (0, id(record).to_string())).0 += 1;
        }
        false
    });
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_catalogue_says_again_is_taken_from_it_and_told_where_it_differs() {
        let base = Catalogue::of_lines(&[
            r#"{"competency": {"id": "sql", "name": "SQL"}}"#,
            r#"{"competency": {"id": "go", "name": "Go"}}"#,
            r#"{"competency": {"id": "r", "name": "R"}}"#,
            r#"{"crosswalk": {"from": "go", "to": "x", "match": "exact"}}"#,
        ]);
        let newer = Catalogue::of_lines(&[
            r#"{"competency": {"id": "sql", "name": "Structured Query Language"}}"#,
            r#"{"competency": {"id": "r", "name": "R"}}"#,
            r#"{"crosswalk": {"from": "go", "to": "x", "match": "exact"}}"#,
        ]);
        let (joined, issues) = join(base, newer.clone());
        assert_eq!(
            joined.competencies.iter().map(|one| one.name.to_string()).collect::<Vec<_>>(),
            ["Go", "Structured Query Language", "R"]
        );
        assert_eq!(joined.crosswalks.len(), 1);
        assert_eq!(issues.len(), 1);
        assert!(issues.get(0).is_some_and(|one| one.message.contains("1 were said anew and differently, `sql` first")), "{issues:?}");
        assert_eq!(join(joined.clone(), newer), (joined, Issues::new()));
    }

    const FIRST: [&str; 6] = [
        r#"{"catalogue": {"format": "pathstack-catalogue/1", "id": "list", "title": "A list", "currency": "USD"}}"#,
        r#"{"source": {"id": "list:2025", "title": "The list"}}"#,
        r#"{"credential": {"id": "kept", "name": "Kept", "source": "list:2025"}}"#,
        r#"{"credential": {"id": "dropped", "name": "Dropped", "source": "list:2025"}}"#,
        r#"{"credential": {"id": "other", "name": "Of another source"}}"#,
        r#"{"role": {"id": "clerk", "title": "Clerk", "source": "list:2025"}}"#,
    ];

    #[test]
    fn what_a_newer_release_no_longer_has_is_retired_and_told_once() {
        let mut base = Catalogue::of_lines(&FIRST);
        let newer = Catalogue::of_lines(&FIRST[..3]);
        let told: Vec<String> = retire_vanished(&mut base, &newer).iter().map(|issue| issue.message.to_string()).collect();
        assert_eq!(
            told,
            [
                "the newer release has no longer 1 of the credentials known before, `dropped` first; they are retired",
                "the newer release has no longer 1 of the roles known before, `clerk` first; they stay as they were",
            ]
        );
        let status = |base: &Catalogue| base.credentials.iter().map(|one| one.status).collect::<Vec<_>>();
        assert_eq!(status(&base), [Status::Active, Status::Retired, Status::Active]);
        assert_eq!(base.roles.len(), 1);
        assert_eq!(retire_vanished(&mut base, &newer).len(), 1, "what is retired already is not told again");
        // Where it comes back, it is in use again.
        let (back, _) = join(base, Catalogue::of_lines(&FIRST));
        assert!(back.credentials.iter().all(|one| one.status == Status::Active));
    }

    #[test]
    fn a_catalogue_of_another_name_or_without_sources_retires_nothing() {
        let mut base = Catalogue::of_lines(&FIRST);
        let other = FIRST[0].replace("\"list\"", "\"other\"");
        assert_eq!(retire_vanished(&mut base, &Catalogue::of_lines(&[&other, FIRST[1]])), []);
        assert_eq!(retire_vanished(&mut base, &Catalogue::of_lines(&FIRST[..1])), []);
        assert_eq!(base, Catalogue::of_lines(&FIRST));
    }
}
