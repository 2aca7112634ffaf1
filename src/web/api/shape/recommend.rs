//! Suggestions in JSON and in words.

use super::record::{MoneyView, Named};
use crate::{
    advisor::{Figures, Recommended, Shelf, Takes},
    explain::Speaker,
    graph::{OfferingAt, Place},
    model::Outcomes,
    plan::{Goal, Question},
    recommend::{Basis, Likely, Reason},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What to take next, and why.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RecommendationsResponse {
    /// The edition it rests on.
    pub edition: u64,
    /// The target, where a role was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Named>,
    /// What suggestions rest on: `graph_alone`, `graph_then_history` or `history`.
    #[schema(value_type = String, example = "graph_alone")]
    pub basis: Basis,
    /// By what they are ordered, in words. Nobody can pay for a place.
    pub ordered_by: String,
    /// Which credential next, best first.
    pub suggestions: Vec<SuggestionView>,
    /// Roles like what she shows, by learned likeness, each with the money and the days it takes her, planned exactly.
    pub near_roles: Vec<NearView>,
    /// Competencies that usually go with hers: to ask about, never counted.
    pub may_have: Vec<CompanionView>,
    /// Whose credentials are suggested, against what they offer.
    pub exposure: Vec<ExposureView>,
    /// What was left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SuggestionView {
    /// The credential.
    pub credential: Named,
    /// Why, most important first.
    pub reasons: Vec<SuggestionReasonView>,
    /// How likely somebody finishes, for each offering that publishes outcomes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub finishes: Vec<FinishView>,
}

/// How likely somebody of whom nothing else is known finishes an offering, from what it publishes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FinishView {
    /// The offering's id.
    pub offering: String,
    /// In words.
    pub text: String,
    /// Who left it in the period published.
    pub left: u32,
    /// Who of them had finished.
    pub finished: u32,
    /// How likely, 0 to 1.
    pub probability: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl FinishView {
    fn new(shelf: &Shelf, (offering, own, likely): (OfferingAt, Outcomes, Likely)) -> Self {
        // A hundredth is as fine as an interval is worth.
        let [probability, low, high] = [likely.probability, likely.low, likely.high].map(|share| (share * 100.0).round() / 100.0);
        let percent = |share: f64| (share * 100.0).round();
        let text = format!(
            "{} of {} who left it had finished: for somebody of whom nothing else is known {} % ({}–{} %)",
            own.finished,
            own.left,
            percent(probability),
            percent(low),
            percent(high)
        );
        let offering = shelf.graph.offering(offering).id.to_string();
        Self { offering, text, left: own.left, finished: own.finished, probability, low, high }
    }
}

/// A reason that can be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestionReasonView {
    /// Of what kind: `closes`, `leads_to`, `asked_by`, `taken`, `popular` or `not_yet`.
    pub kind: &'static str,
    /// In words.
    pub text: String,
    /// How many: requirements, roles, people or conditions.
    pub count: u64,
    /// Of how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// The other credential it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<Named>,
    /// The requirements it speaks of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<String>,
}

/// A role like what somebody shows.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NearView {
    /// The role.
    pub role: Named,
    /// How alike, −1 to 1.
    pub likeness: f64,
    /// What it takes: `ready`, `pathway`, `no_pathway`, or `open` where the search was stopped first.
    #[schema(example = "pathway")]
    pub takes: &'static str,
    /// The cheapest pathway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cheapest: Option<TakesView>,
    /// The fastest pathway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fastest: Option<TakesView>,
}

/// What a pathway comes to; `/v1/pathways` shows it step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakesView {
    /// Net money; without what nobody published.
    pub price: MoneyView,
    /// Days from the first day until ready.
    pub days: i64,
    /// Whether it is proven that none is better.
    pub proven: bool,
}

/// A competency she may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanionView {
    /// Which.
    pub competency: Named,
    /// In words.
    pub text: String,
    /// How many roles ask both.
    pub both: u32,
    /// Of how many that ask what she shows.
    pub of: u32,
}

/// A provider's share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExposureView {
    /// The provider's id; nothing where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// How many of the suggestions it offers.
    pub suggested: usize,
    /// How many of all credentials in use it offers.
    pub offered: usize,
    /// Of how many.
    pub of_offered: usize,
}

fn plural<'w>(count: impl Into<u64>, one: &'w str, many: &'w str) -> &'w str {
    if count.into() == 1 { one } else { many }
}

impl SuggestionReasonView {
    fn new(shelf: &Shelf, speaker: &Speaker<'_>, recommended: &Recommended, reason: &Reason, language: &str) -> Self {
        let credential = |at| Named::credential(shelf, at, language);
        let plain =
            |kind, count: usize, text| Self { kind, text, count: count as u64, of: None, credential: None, requirements: Vec::new() };
        match reason {
            Reason::Closes { requirements, open } => {
                let text = format!("closes {} of your {open} {}", requirements.len(), plural(*open as u64, "gap", "gaps"));
                let needs = requirements.iter().filter_map(|at| recommended.asked.get(*at)).map(|asked| speaker.need(&asked.need));
                let requirements_named = needs.collect();
                Self { of: Some(*open as u64), requirements: requirements_named, ..plain("closes", requirements.len(), text) }
            }
            Reason::LeadsTo { credential: to, closes } => {
                let to = credential(*to);
                let text = format!("is asked before {}, which closes {closes} of your gaps", to.name);
                Self { credential: Some(to), ..plain("leads_to", *closes, text) }
            }
            Reason::AskedBy { roles } => {
                let asks = plural(*roles as u64, "role asks", "roles ask");
                plain("asked_by", *roles, format!("{roles} {asks} something it would newly show"))
            }
            Reason::Taken { held, of, both, next } => {
                let held = credential(*held);
                let directly = if *next > 0 { format!(", {next} of them directly next") } else { String::new() };
                let text = format!("of {of} people who took {}, {both} took this as well{directly}", held.name);
                Self { of: Some(u64::from(*of)), credential: Some(held), ..plain("taken", *both as usize, text) }
            }
            Reason::Popular { people } => {
                plain("popular", *people as usize, format!("{people} {} took it", plural(*people, "person", "people")))
            }
            Reason::NotYet { conditions } => {
                let asks = plural(*conditions as u64, "condition is", "conditions are");
                plain("not_yet", *conditions, format!("cannot be begun yet: {conditions} {asks} open"))
            }
        }
    }
}

impl RecommendationsResponse {
    /// Suggestions in JSON.
    pub fn new(shelf: &Shelf, question: &Question, recommended: &Recommended, language: &str) -> Self {
        let graph = &shelf.graph;
        let speaker = Speaker { graph, names: language, language, currency: question.currency, asked: &[], gates: &[], spoken: false };
        let suggestions = recommended.suggestions.list.iter().map(|one| SuggestionView {
            credential: Named::credential(shelf, one.credential, language),
            reasons: one.reasons.iter().map(|reason| SuggestionReasonView::new(shelf, &speaker, recommended, reason, language)).collect(),
            finishes: shelf.finishes(one.credential).into_iter().map(|told| FinishView::new(shelf, told)).collect(),
        });
        let basis = recommended.suggestions.basis;
        let targeted = !recommended.asked.is_empty();
        let ordered_by = match (basis, targeted) {
            (Basis::GraphAlone, true) => {
                "the catalogue alone, without any history: what can be begun now, then the importance of the gaps it closes"
            }
            (Basis::GraphAlone, false) => "the catalogue alone, without any history: how many roles ask something new it would show",
            (Basis::GraphThenHistory, _) => {
                "what can be begun now, then the importance of the gaps it closes; among equals, what people took who took the same"
            }
            (Basis::History, _) => "what people took who took the same",
        };
        let mut notes = Vec::new();
        if recommended.suggestions.unplaced > 0 {
            notes.push(format!("{} of what was taken is not in this edition", recommended.suggestions.unplaced));
        }
        let beside = recommended.may_have.iter().map(|one| {
            let (competency, shown) = (Named::competency(shelf, one.competency, language), Named::competency(shelf, one.beside, language));
            let text = format!("{} of {} roles that ask {} ask {} too: do you have it?", one.both, one.of, shown.name, competency.name);
            CompanionView { competency, text, both: one.both, of: one.of }
        });
        Self {
            edition: graph.edition().number,
            role: match question.goal {
                Goal::Role(at) => Some(Named::role(shelf, at, language)),
                Goal::Competencies(_) => None,
            },
            basis,
            ordered_by: ordered_by.to_owned(),
            suggestions: suggestions.collect(),
            near_roles: recommended
                .near
                .iter()
                // A thousandth is as fine as likeness is worth.
                .map(|near| NearView {
                    role: Named::role(shelf, near.role, language),
                    likeness: (near.likeness * 1e3).round() / 1e3,
                    takes: "open",
                    cheapest: None,
                    fastest: None,
                })
                .collect(),
            may_have: beside.collect(),
            exposure: recommended
                .exposure
                .iter()
                .map(|one| ExposureView {
                    provider: one
                        .provider
                        .filter(|at| at.at() < graph.organisations().len())
                        .map(|at| graph.organisation(at).id.to_string()),
                    suggested: one.listed,
                    offered: one.offered,
                    of_offered: one.of_offered,
                })
                .collect(),
            notes,
        }
    }

    /// The same with what each of the near roles takes, in their order.
    #[must_use]
    pub fn weighed(mut self, question: &Question, takes: &[Takes]) -> Self {
        let view = |figures: Figures| TakesView {
            price: MoneyView::new(figures.minor, question.currency),
            days: figures.days,
            proven: figures.proven,
        };
        for (near, takes) in self.near_roles.iter_mut().zip(takes) {
            near.takes = match takes {
                Takes::Nothing => "ready",
                Takes::Pathway { .. } => "pathway",
                Takes::NoPathway => "no_pathway",
                Takes::Open => "open",
            };
            if let Takes::Pathway { cheapest, fastest } = takes {
                (near.cheapest, near.fastest) = (Some(view(*cheapest)), Some(view(*fastest)));
            }
        }
        self
    }
}
