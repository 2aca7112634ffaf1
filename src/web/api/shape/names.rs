//! What people call a record becomes the record: by id, by URI, else by words where these leave no doubt.

use super::request::{Refused, Unfound};
use crate::{
    advisor::Shelf,
    graph::{CompetencyAt, CredentialAt, Node, Place, RoleAt, SkillGraph},
    lookup::Hit,
};
use std::cell::Cell;

/// The least score at which the first hit can stand for the words given.
const SURE: u16 = 720;
/// From this score on the words are the very title, name, code, id or URI.
const EXACT: u16 = 980;
/// Searches by words in one question: each takes about a millisecond in a large edition.
const SEARCHES: usize = 300;

/// Looks up the names of one question.
pub(super) struct Names<'a> {
    shelf: &'a Shelf,
    searches: Cell<usize>,
}

impl<'a> Names<'a> {
    pub(super) fn new(shelf: &'a Shelf) -> Self {
        Self { shelf, searches: Cell::new(0) }
    }

    pub(super) fn graph(&self) -> &'a SkillGraph {
        &self.shelf.graph
    }

    pub(super) fn role(&self, words: &str, pointer: &str) -> Result<RoleAt, Refused> {
        let graph = self.graph();
        let by_uri = || if let Some(Node::Role(at)) = graph.find_uri(words) { Some(at) } else { None };
        let sought = Sought { kind: "role", words, pointer };
        let named = |at: RoleAt| graph.role(at).title.to_string();
        graph.find_role(words).or_else(by_uri).map_or_else(|| self.search(&sought, || self.shelf.lookup.roles(words, 5), named), Ok)
    }

    pub(super) fn competency(&self, words: &str, pointer: &str) -> Result<CompetencyAt, Refused> {
        let graph = self.graph();
        let by_uri = || if let Some(Node::Competency(at)) = graph.find_uri(words) { Some(at) } else { None };
        let sought = Sought { kind: "competency", words, pointer };
        let named = |at: CompetencyAt| graph.competency(at).name.to_string();
        let search = || self.search(&sought, || self.shelf.lookup.competencies(words, 5), named);
        graph.find_competency(words).or_else(by_uri).map_or_else(search, Ok)
    }

    pub(super) fn credential(&self, words: &str, pointer: &str) -> Result<CredentialAt, Refused> {
        let graph = self.graph();
        let by_uri = || if let Some(Node::Credential(at)) = graph.find_uri(words) { Some(at) } else { None };
        let sought = Sought { kind: "credential", words, pointer };
        let named = |at: CredentialAt| graph.credential(at).name.to_string();
        let search = || self.search(&sought, || self.shelf.lookup.credentials(words, 5), named);
        graph.find_credential(words).or_else(by_uri).map_or_else(search, Ok)
    }

    fn search<P: Place>(&self, sought: &Sought<'_>, hits: impl FnOnce() -> Vec<Hit<P>>, named: impl Fn(P) -> String) -> Result<P, Refused> {
        self.searches.set(self.searches.get() + 1);
        if self.searches.get() > SEARCHES {
            let detail = format!("more than {SEARCHES} names of this question have to be searched for");
            return Err(Refused::range(sought.pointer, detail, "name the others by their ids"));
        }
        let hits = hits();
        let next = hits.get(1).map_or(0, |hit| hit.score);
        match hits.first() {
            Some(first) if first.score >= EXACT || (first.score >= SURE && first.score > next) => Ok(first.at),
            None => Err(Refused::unknown(sought.pointer, sought.kind, sought.words)),
            Some(first) => {
                let refused = Refused::unknown(sought.pointer, sought.kind, sought.words);
                let near: Vec<String> = hits.iter().take(3).map(|hit| named(hit.at)).collect();
                let hint = format!("did you mean {}?", near.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", or "));
                let detail = match first.score {
                    SURE.. => format!("`{}` may be more than one {}", sought.words, sought.kind),
                    _ => refused.detail,
                };
                let unfound = Some(Box::new(Unfound { words: sought.words.to_owned(), near }));
                Err(Refused { detail, hint, unfound, ..refused })
            }
        }
    }
}

/// The competency that words name.
///
/// # Errors
///
/// Where they name none, or may name several.
pub(in crate::web) fn competency_named(shelf: &Shelf, words: &str, pointer: &str) -> Result<CompetencyAt, Refused> {
    Names::new(shelf).competency(words, pointer)
}

/// What is looked for, and where it was asked.
struct Sought<'a> {
    kind: &'static str,
    words: &'a str,
    pointer: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::api::{sample, shape::Why};

    #[test]
    fn an_id_a_uri_a_code_and_words_with_slips_name_the_same() {
        let shelf = sample();
        let names = Names::new(&shelf);
        let role = names.role("data-analyst", "/role").unwrap();
        for words in ["15-2051.01", "Data Analyst", "reporting analyst", "data anlyst", "analista de datos"] {
            assert_eq!(names.role(words, "/role").ok(), Some(role), "{words}");
        }
        let uri = "http://data.europa.eu/esco/skill/598de5b0-5b58-4ea7-8058-a4bc4d18c742";
        assert_eq!(names.competency(uri, "/x").ok(), shelf.graph.find_competency("sql"));
    }

    #[test]
    fn words_that_may_mean_several_are_not_guessed_at() {
        let shelf = sample();
        let names = Names::new(&shelf);
        let refused = names.credential("certificate badge diploma", "/locked/0").unwrap_err();
        assert_eq!((refused.why, &*refused.pointer), (Why::Unknown, "/locked/0"));
        assert!(refused.hint.starts_with("did you mean “"), "{}", refused.hint);
    }

    #[test]
    fn ids_are_free_and_searches_are_bounded() {
        let shelf = sample();
        let names = Names::new(&shelf);
        for _ in 0..=SEARCHES {
            assert!(names.competency("sql", "/x").is_ok());
        }
        for _ in 0..SEARCHES {
            assert!(names.competency("Excel", "/x").is_ok());
        }
        assert_eq!(names.competency("Excel", "/x").unwrap_err().why, Why::Range);
    }
}
