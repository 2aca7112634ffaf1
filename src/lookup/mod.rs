//! Words to roles, credentials and competencies: by title, code, alias, stem, beginning, in spite of slips, and by what is near in meaning.
//!
//! Scores are whole numbers out of 1000 and depend on nothing but the edition and the question.

mod asked;
mod everyday;
mod evidence;
mod fold;
mod index;
mod mention;
mod paraphrase;
mod rank;
mod stem;

use crate::{
    graph::{CompetencyAt, CredentialAt, Need, Place, RoleAt, SkillGraph},
    model::Text,
};
pub use mention::{LIKELY, Mention, Mentions};

use asked::Asking;
use index::{Index, Source, Wording};
use stem::Stems;

/// How words were matched to a label, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is the title or name.
    Exact,
    /// It is another title or name.
    Alias,
    /// It is a code, an id or a URI.
    Code,
    /// The same words, perhaps in another order, with more or fewer of them.
    Words,
    /// Words of the same stem.
    Stem,
    /// A label or word begins so.
    Prefix,
    /// A word is spelt nearly so.
    Typo,
    /// Its description, or what it asks, has the words, its labels have parts of them, words that stand for them elsewhere in the edition, or
    /// what trades say for them; or a role asks what they name.
    Near,
}

/// A record that the words may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<P> {
    /// The record.
    pub at: P,
    /// How well it fits: 1000 where the title is the same, 0 where nothing is.
    pub score: u16,
    /// How it was matched.
    pub how: How,
    /// The label that matched, as the catalogue writes it.
    pub matched: Box<str>,
}

/// The labels of one edition, indexed. See the [module](self).
pub struct Lookup {
    stems: Stems,
    roles: Index,
    credentials: Index,
    competencies: Index,
    /// For each record its turn among equals.
    turns: [Box<[u32]>; 3],
    asking: Asking,
}

/// Collects the wordings of one record.
struct Wordings<'a> {
    of: Vec<Wording<'a>>,
    plain: &'a str,
}

impl<'a> Wordings<'a> {
    fn text(&mut self, at: u32, source: Source, text: &'a Text) {
        match text {
            Text::Plain(text) => self.of.push(Wording { at, source, language: self.plain, text }),
            Text::ByLanguage(texts) => {
                self.of.extend(texts.iter().map(|(language, text)| Wording { at, source, language, text }));
            }
        }
    }

    fn name(&mut self, at: u32, source: Source, text: &'a str) {
        self.of.push(Wording { at, source, language: "", text });
    }
}

impl Lookup {
    /// Indexes the labels of an edition, in parallel; about linear in their length.
    pub fn new(graph: &SkillGraph) -> Self {
        let catalogue = graph.catalogue();
        let plain = catalogue.headers.first().map_or("en", |header| &*header.language);
        let new = || Wordings { of: Vec::new(), plain };

        let (mut roles, mut credentials, mut competencies) = (new(), new(), new());
        let (mut of_roles, mut of_competencies) = (new(), new());
        for (at, role) in catalogue.roles.iter().enumerate() {
            let at = at as u32;
            roles.text(at, Source::Title, &role.title);
            roles.name(at, Source::Id, role.id.as_str());
            role.same_as.iter().for_each(|uri| roles.name(at, Source::Id, uri));
            role.codes.values().for_each(|code| roles.name(at, Source::Code, code));
            role.aliases.iter().for_each(|alias| roles.text(at, Source::Alias, alias));
            role.description.iter().for_each(|text| of_roles.text(at, Source::About, text));
            // What a job asks is said about it as well.
            for asked in graph.asked(RoleAt::new(at as usize)) {
                if let Need::Attain(competency, _) = asked.need {
                    of_roles.text(at, Source::About, &graph.competency(competency).name);
                }
            }
        }
        for (at, credential) in catalogue.credentials.iter().enumerate() {
            let at = at as u32;
            credentials.text(at, Source::Title, &credential.name);
            credentials.name(at, Source::Id, credential.id.as_str());
            credential.same_as.iter().for_each(|uri| credentials.name(at, Source::Id, uri));
            credential.codes.iter().for_each(|code| credentials.name(at, Source::Code, code));
            credential.aliases.iter().for_each(|alias| credentials.text(at, Source::Alias, alias));
            let issuer = credential.issuer.as_ref().and_then(|issuer| graph.find_organisation(issuer.as_str()));
            if let Some(issuer) = issuer.map(|at| graph.organisation(at)) {
                credentials.text(at, Source::About, &issuer.name);
                issuer.aliases.iter().for_each(|alias| credentials.text(at, Source::About, alias));
            }
        }
        for (at, competency) in catalogue.competencies.iter().enumerate() {
            // All wordings of competencies that are the same lead to the one that stands for them.
            let one = graph.one(CompetencyAt::new(at)).at();
            let title = if one == at { Source::Title } else { Source::Alias };
            let at = one as u32;
            competencies.text(at, title, &competency.name);
            competencies.name(at, Source::Id, competency.id.as_str());
            competency.same_as.iter().for_each(|uri| competencies.name(at, Source::Id, uri));
            competency.aliases.iter().for_each(|alias| competencies.text(at, Source::Alias, alias));
            competency.description.iter().for_each(|text| of_competencies.text(at, Source::About, text));
        }

        let mut languages: Vec<&str> = [&roles, &credentials, &competencies].iter().flat_map(|of| &of.of).map(|of| of.language).collect();
        languages.sort_unstable();
        languages.dedup();
        let stems = Stems::new(languages.into_iter());
        let ((roles, credentials), competencies) = rayon::join(
            || {
                rayon::join(
                    || {
                        let index = Index::new(catalogue.roles.len(), roles.of, &stems).with_nearness(&of_roles.of, &stems);
                        index.with_phrases(&of_roles.of, &stems)
                    },
                    || Index::new(catalogue.credentials.len(), credentials.of, &stems),
                )
            },
            || Index::new(catalogue.competencies.len(), competencies.of, &stems).with_nearness(&of_competencies.of, &stems),
        );
        let turns = [
            turns(&catalogue.roles.iter().map(|role| role.id.as_str()).collect::<Vec<_>>()),
            turns(&catalogue.credentials.iter().map(|credential| credential.id.as_str()).collect::<Vec<_>>()),
            turns(&catalogue.competencies.iter().map(|competency| competency.id.as_str()).collect::<Vec<_>>()),
        ];
        Self { stems, roles, credentials, competencies, turns, asking: Asking::new(graph) }
    }

    /// The roles that the words may mean, best first, at most `limit`: by their own labels, and by what they ask.
    pub fn roles(&self, words: &str, limit: usize) -> Vec<Hit<RoleAt>> {
        self.roles_by_all(words, limit)
    }

    /// The credentials that the words may mean, best first, at most `limit`.
    pub fn credentials(&self, words: &str, limit: usize) -> Vec<Hit<CredentialAt>> {
        self.hits(&self.credentials, &self.turns[1], words, limit)
    }

    /// The competencies that the words may mean, best first, at most `limit`.
    pub fn competencies(&self, words: &str, limit: usize) -> Vec<Hit<CompetencyAt>> {
        self.hits(&self.competencies, &self.turns[2], words, limit)
    }

    /// Roles near the words, for a hint where nothing was found: those that fit, then those spelt most like it.
    pub fn suggest(&self, words: &str, limit: usize) -> Vec<RoleAt> {
        let before = |a: u32, b: u32| self.turns[0].get(a as usize).cmp(&self.turns[0].get(b as usize));
        let found = rank::rank(&self.roles, &self.stems, words, limit, before);
        let mut places: Vec<u32> = found.into_iter().map(|best| best.at).collect();
        if places.len() < limit {
            let mut near = rank::alike(&self.roles, words);
            near.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| before(a.0, b.0)));
            for (at, _) in near {
                if places.len() < limit && !places.contains(&at) {
                    places.push(at);
                }
            }
        }
        places.into_iter().map(|at| RoleAt::new(at as usize)).collect()
    }

    fn hits<P: Place>(&self, index: &Index, turns: &[u32], words: &str, limit: usize) -> Vec<Hit<P>> {
        let before = |a: u32, b: u32| turns.get(a as usize).cmp(&turns.get(b as usize));
        let best = rank::rank(index, &self.stems, words, limit, before);
        let hits = best.into_iter().map(|best| Hit {
            at: P::new(best.at as usize),
            score: best.score as u16,
            how: best.how,
            matched: index.label(best.label).map(|label| label.text.clone()).unwrap_or_default(),
        });
        hits.collect()
    }
}

/// The turn of each record among equals: a catalogue's own ids before URIs, then in the order of ids, however records are ordered.
fn turns(ids: &[&str]) -> Box<[u32]> {
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by_key(|at| (ids[*at].contains(':'), ids[*at]));
    let mut turns = vec![0; ids.len()];
    for (turn, at) in order.into_iter().enumerate() {
        turns[at] = turn as u32;
    }
    turns.into()
}

#[cfg(test)]
mod tests;
