//! Catalogues joined into one: what a newer one says of the same id counts, and that it says something else is told.

use super::{Issue, IssueKind};
use crate::model::Catalogue;
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// `base` with a newer catalogue joined on. Records of the same id are taken from the newer one, statements that both make are kept once;
/// how many records say something else than before is told for each kind.
pub fn join(mut base: Catalogue, newer: Catalogue) -> (Catalogue, Vec<Issue>) {
    let mut issues = Vec::new();
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

    fn catalogue(lines: &[&str]) -> Catalogue {
        let mut catalogue = Catalogue::default();
        lines.iter().for_each(|line| catalogue.push(serde_json::from_str(line).unwrap()));
        catalogue
    }

    #[test]
    fn what_a_newer_catalogue_says_again_is_taken_from_it_and_told_where_it_differs() {
        let base = catalogue(&[
            r#"{"competency": {"id": "sql", "name": "SQL"}}"#,
            r#"{"competency": {"id": "go", "name": "Go"}}"#,
            r#"{"competency": {"id": "r", "name": "R"}}"#,
            r#"{"crosswalk": {"from": "go", "to": "x", "match": "exact"}}"#,
        ]);
        let newer = catalogue(&[
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
        assert!(issues[0].message.contains("1 were said anew and differently, `sql` first"), "{}", issues[0]);
        assert_eq!(join(joined.clone(), newer), (joined, vec![]));
    }
}
