//! The front desk: the only place where catalogues kept, words looked up and thinking meet.

use crate::{
    gap::Standing,
    graph::{Asked, Bound, CredentialAt, Edition, OfferingAt, RoleAt, SkillGraph},
    import::{Reading, native},
    lookup::{Lookup, Mentions},
    model::{Catalogue, Constraints, Currency, Outcomes, Status, Text},
    plan::{self, Answer, Budget, EditionProblem, Ending, Goal, Pathway, PolicyPrice, Proof, Question, Trouble, WhyNot},
    recommend::{
        Companion, Count, Exposure, Finishing, Likely, Likeness, Near, Recommender, Step, Suggestions, Trail, Wish, companions, exposure,
        suggest,
    },
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, atomic::Ordering},
};

/// One edition on the shelf: its graph and the index of its words.
pub struct Shelf {
    /// The frozen edition.
    pub graph: SkillGraph,
    /// Its words.
    pub lookup: Lookup,
    learned: Option<Arc<Recommender>>,
    likeness: OnceLock<Likeness>,
    finishing: OnceLock<Finishing>,
    /// What finds competencies in text, by language, each made when first asked for.
    mentions: Mutex<BTreeMap<Box<str>, Arc<Mentions>>>,
    /// The edition as problems, the one asked last at the end.
    posed: Mutex<Vec<Arc<EditionProblem>>>,
}

fn count(outcomes: Outcomes) -> Count {
    Count { left: outcomes.left, finished: outcomes.finished }
}

/// So many editions posed are kept: each is for one way to study and one currency, and about as large as the graph.
const POSED: usize = 2;

impl Shelf {
    /// Puts catalogues on a shelf, joined into one edition.
    pub fn new(edition: Edition, catalogue: Catalogue) -> Self {
        let graph = SkillGraph::new(edition, catalogue);
        let lookup = Lookup::new(&graph);
        Self {
            graph,
            lookup,
            mentions: Mutex::default(),
            learned: None,
            likeness: OnceLock::new(),
            finishing: OnceLock::new(),
            posed: Mutex::default(),
        }
    }

    /// The same with a model that learned from histories.
    #[must_use]
    pub fn with_model(self, learned: Option<Arc<Recommender>>) -> Self {
        Self { learned, ..self }
    }

    /// The model that learned from histories, if there is one.
    pub fn learned(&self) -> Option<&Arc<Recommender>> {
        self.learned.as_ref()
    }

    /// Finds beforehand what is otherwise found when it is first asked for, while somebody waits: on a large edition that takes seconds.
    pub fn warm(&self) {
        self.likeness();
        self.finishing();
    }

    /// Roles and competencies as points, found when they are first asked for.
    fn likeness(&self) -> &Likeness {
        self.likeness.get_or_init(|| Likeness::fit(&self.graph, 1))
    }

    /// What the outcomes that offerings publish say together, found when first asked for.
    fn finishing(&self) -> &Finishing {
        self.finishing.get_or_init(|| {
            let counts = self.graph.catalogue().offerings.iter().filter_map(|offering| offering.outcomes.map(count));
            Finishing::fit(&counts.collect::<Vec<_>>())
        })
    }

    /// The offerings of a credential that publish outcomes, and how likely somebody of whom nothing else is known finishes each.
    pub fn finishes(&self, credential: CredentialAt) -> Vec<(OfferingAt, Outcomes, Likely)> {
        let offered = self.graph.offerings_of(credential).iter().copied();
        let usable = offered.filter(|at| self.graph.offering(*at).status == Status::Active);
        let told = usable.filter_map(|at| self.graph.offering(at).outcomes.map(|own| (at, own, self.finishing().likely(count(own)))));
        told.collect()
    }

    /// What finds competencies in text of a language (ISO 639-1). Where no competency has a name in it, that of the catalogue's own
    /// language.
    pub fn mentions(&self, language: &str) -> Arc<Mentions> {
        let catalogue = self.graph.catalogue();
        let mut texts = catalogue.competencies.iter().flat_map(|one| std::iter::once(&one.name).chain(&one.aliases));
        let known = texts.any(|text| matches!(text, Text::ByLanguage(texts) if texts.contains_key(language)));
        let own = catalogue.headers.first().map_or("en", |header| &*header.language);
        let language = if known { language } else { own };
        let mut held = self.mentions.lock().unwrap_or_else(PoisonError::into_inner);
        held.entry(language.into()).or_insert_with(|| Arc::new(Mentions::new(&self.graph, language))).clone()
    }
}

impl Shelf {
    /// The edition as one problem for whoever can study like this, posed when first asked for and kept with the edition. What a learner can
    /// show is no part of it: that comes with each question.
    ///
    /// # Errors
    ///
    /// [`Trouble`] when its numbers are too large for a problem.
    pub fn posed(&self, constraints: &Constraints, currency: Currency) -> Result<Arc<EditionProblem>, Trouble> {
        let fits = |one: &Arc<EditionProblem>| one.constraints() == constraints && one.currency() == currency;
        let held = || self.posed.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut held = held();
            if let Some(at) = held.iter().position(fits) {
                let found = held.remove(at);
                held.push(found.clone());
                return Ok(found);
            }
        }
        // Posed without the lock: two who ask at once both pose, and nobody waits for a question of another kind.
        let posed = Arc::new(EditionProblem::new(&self.graph, constraints, currency, &[])?);
        let mut held = held();
        if !held.iter().any(fits) {
            held.push(posed.clone());
            let over = held.len().saturating_sub(POSED);
            held.drain(..over);
        }
        Ok(posed)
    }
}

/// What the desk hands out: an answer, the edition it rests on, and what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The edition.
    pub edition: Edition,
    /// The question.
    pub question: Question,
    /// What its goal asks.
    pub asked: Vec<Asked>,
    /// The gates of its goal.
    pub gates: Vec<Bound>,
    /// The answer.
    pub answer: Answer,
    /// What it rests on.
    pub receipt: Receipt,
}

/// The desk. Cheap to share; readers never wait for an import.
pub struct Advisor {
    shelf: RwLock<Arc<Shelf>>,
}

impl Advisor {
    /// A desk with this shelf.
    pub fn new(shelf: Shelf) -> Self {
        Self { shelf: RwLock::new(Arc::new(shelf)) }
    }

    /// A desk with the embedded starter catalogue and nothing else.
    pub fn starter() -> Self {
        let Reading { catalogue, .. } = native::starter();
        Self::new(Shelf::new(Edition { number: 0, title: title(&catalogue) }, catalogue))
    }

    /// The shelf as it stands; an answer in progress keeps the one it began with.
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Swaps the shelf whole.
    pub fn swap(&self, shelf: Shelf) {
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelf);
    }
}

/// What joined catalogues call themselves.
pub fn title(catalogue: &Catalogue) -> String {
    let titles: Vec<&str> = catalogue.headers.iter().map(|header| header.title.in_language("en")).collect();
    titles.join(" + ")
}

/// What an answer rests on, to be asked and checked again: the same receipt goes with the same answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The edition's number.
    pub edition: u64,
    /// SHA-256 of the question as a world of dates and prices, in JSON: all that can decide the answer.
    pub question: String,
    /// What is minimised, in this order.
    pub objective: &'static str,
    /// The version of the code.
    pub code: &'static str,
    /// Whether the time was up before the work was done: then asking again may give a better answer.
    pub cut_short: bool,
}

/// Answers a question on a shelf.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn advise(shelf: &Shelf, question: Question, budget: &Budget<'_>) -> Result<Advice, Trouble> {
    let (asked, gates) = question.asked(&shelf.graph);
    let answer = plan::pathways(&shelf.graph, &question, budget)?;
    let world = plan::world(&shelf.graph, &question)?;
    let told = serde_json::to_vec(&world).map_err(|error| Trouble(error.to_string()))?;
    let receipt = Receipt {
        edition: shelf.graph.edition().number,
        question: hexadecimal(&Sha256::digest(&told)),
        objective: "cheapest: money, ready date, credentials, effort, ids; fastest: ready date, money, credentials, effort, ids; \
                    fewest: credentials, money, ready date, effort, ids",
        code: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
        cut_short: budget.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)),
    };
    Ok(Advice { edition: shelf.graph.edition().clone(), question, asked, gates, answer, receipt })
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What is asked beside a question.
#[derive(Clone, Debug, Default)]
pub struct AsideQuestions {
    /// Why not these credentials?
    pub why_not: Vec<CredentialAt>,
    /// The same question with a change, each with the change in words.
    pub what_if: Vec<(String, Question)>,
    /// Whether to tell what each limit and wish costs.
    pub policy_prices: bool,
}

impl AsideQuestions {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.why_not.is_empty() && self.what_if.is_empty() && !self.policy_prices
    }

    /// The same questions one by one, so that each can have its own time.
    pub fn each(&self) -> Vec<Self> {
        let why_not = self.why_not.iter().map(|at| Self { why_not: vec![*at], ..Self::default() });
        let what_if = self.what_if.iter().map(|one| Self { what_if: vec![one.clone()], ..Self::default() });
        let prices = self.policy_prices.then(|| Self { policy_prices: true, ..Self::default() });
        why_not.chain(what_if).chain(prices).collect()
    }
}

/// What was answered beside a question.
#[derive(Clone, Debug, Default)]
pub struct Asides {
    /// Why not these credentials.
    pub why_not: Vec<(CredentialAt, WhyNot)>,
    /// The answer to each changed question, with the change in words.
    pub what_if: Vec<(String, Advice)>,
    /// What each limit and wish costs.
    pub policy_prices: Vec<PolicyPrice>,
}

impl Asides {
    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.why_not.is_empty() && self.what_if.is_empty() && self.policy_prices.is_empty()
    }

    /// Puts other answers after these.
    pub fn append(&mut self, mut other: Self) {
        self.why_not.append(&mut other.why_not);
        self.what_if.append(&mut other.what_if);
        self.policy_prices.append(&mut other.policy_prices);
    }
}

/// Answers what is asked beside a question.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn advise_aside(shelf: &Shelf, question: &Question, asked: &AsideQuestions, budget: &Budget<'_>) -> Result<Asides, Trouble> {
    let mut asides = Asides::default();
    for credential in &asked.why_not {
        asides.why_not.push((*credential, plan::why_not(&shelf.graph, question, *credential, budget)?));
    }
    for (change, question) in &asked.what_if {
        asides.what_if.push((change.clone(), advise(shelf, question.clone(), budget)?));
    }
    if asked.policy_prices {
        asides.policy_prices = plan::policy_prices(&shelf.graph, question, budget)?;
    }
    Ok(asides)
}

/// What is suggested to a learner beside the plan. Nothing in it changes what is proven.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommended {
    /// What the target asks; empty without one.
    pub asked: Vec<Asked>,
    /// Which credential next.
    pub suggestions: Suggestions,
    /// Roles like what she shows.
    pub near: Vec<Near>,
    /// Competencies to ask her about.
    pub may_have: Vec<Companion>,
    /// Whose credentials are suggested, against what they offer.
    pub exposure: Vec<Exposure>,
}

/// Roles and competencies told beside suggestions.
const BESIDE: usize = 5;

/// Suggests what to take next. `took` is what she took, earliest first, where she consents to its use: without consent nothing of it
/// may come here.
pub fn recommend(shelf: &Shelf, question: &Question, took: Option<&[CredentialAt]>, most: usize) -> Recommended {
    let graph = &shelf.graph;
    let on = question.learner.constraints.start;
    let (asked, _) = question.asked(graph);
    let history = shelf.learned.as_deref().zip(took).map(|(model, took)| {
        let places = took.iter().filter_map(|credential| model.find(graph.credential(*credential).id.as_str()));
        (model, places.zip(0..).map(|(item, at)| Step { item, at }).collect::<Trail>())
    });
    let wish = Wish {
        learner: &question.learner,
        asked: Some(asked.as_slice()).filter(|asked| !asked.is_empty()),
        on,
        history: history.as_ref().map(|(model, trail)| (*model, trail)),
        most,
    };
    let suggestions = suggest(graph, &wish);
    let standing = Standing::new(graph, &question.learner, on);
    let listed: Vec<CredentialAt> = suggestions.list.iter().map(|one| one.credential).collect();
    Recommended {
        near: shelf.likeness().near(standing.competencies(), BESIDE),
        may_have: companions(graph, &standing, BESIDE),
        exposure: exposure(graph, &listed),
        suggestions,
        asked,
    }
}

/// What it takes somebody to be ready for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing more: she is ready.
    Nothing,
    /// A pathway, the cheapest and the fastest.
    Pathway {
        /// Least money.
        cheapest: Figures,
        /// Ready first.
        fastest: Figures,
    },
    /// There is no pathway.
    NoPathway,
    /// The search was stopped before it found a pathway or ruled one out.
    Open,
}

/// What one pathway comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Net money, in minor units of the question's currency; without what nobody published.
    pub minor: i64,
    /// Days from her first day until she is ready.
    pub days: i64,
    /// Whether it is proven that none is better.
    pub proven: bool,
}

/// Steps of search for each role that is weighed.
const WEIGHING: u64 = 1_000;

/// What each of some roles takes the learner of a question, planned exactly as [`advise`] does: likeness is learned, this is not.
///
/// # Errors
///
/// [`Trouble`] when an answer does not pass its own check.
pub fn weigh(shelf: &Shelf, question: &Question, roles: &[RoleAt], budget: &Budget<'_>) -> Result<Vec<Takes>, Trouble> {
    let start = question.learner.constraints.start;
    let figures = |pathway: &Pathway| Figures {
        minor: pathway.minor,
        days: i64::from((pathway.ready - start).get_days()),
        proven: pathway.proof == Proof::Optimal,
    };
    let one = |role: &RoleAt| {
        let asked = Question { goal: Goal::Role(*role), ..question.clone() };
        let budget = Budget { nodes: Some(budget.nodes.map_or(WEIGHING, |most| most.min(WEIGHING))), stop: budget.stop };
        Ok(match plan::pathways(&shelf.graph, &asked, &budget)?.ending {
            Ending::Met => Takes::Nothing,
            Ending::Found(found) => Takes::Pathway { cheapest: figures(&found.cheapest), fastest: figures(&found.fastest) },
            Ending::Impasse(_) => Takes::NoPathway,
            Ending::Stopped => Takes::Open,
        })
    };
    roles.par_iter().with_max_len(1).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Effort;

    #[test]
    fn an_edition_is_posed_once_for_whoever_studies_alike_and_anew_for_others() {
        let advisor = Advisor::starter();
        let shelf = advisor.shelf();
        let currency = shelf.graph.currency();
        let ten = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
        let late = Constraints::new(Effort::hours(10), "2027-06-01".parse().unwrap());
        let few = Constraints::new(Effort::hours(5), "2027-01-04".parse().unwrap());
        let first = shelf.posed(&ten, currency).unwrap();
        assert!(Arc::ptr_eq(&first, &shelf.posed(&ten, currency).unwrap()));
        assert!(!Arc::ptr_eq(&first, &shelf.posed(&late, currency).unwrap()));
        // The one asked last stays, the one asked longest ago goes.
        assert!(Arc::ptr_eq(&first, &shelf.posed(&ten, currency).unwrap()));
        assert_eq!(shelf.posed(&few, currency).unwrap().constraints(), &few);
        assert!(Arc::ptr_eq(&first, &shelf.posed(&ten, currency).unwrap()));
        // Another edition knows nothing of it.
        advisor.swap(Shelf::new(Edition { number: 1, title: String::new() }, shelf.graph.catalogue().clone()));
        assert!(!Arc::ptr_eq(&first, &advisor.shelf().posed(&ten, currency).unwrap()));
    }
}
