//! Gaps, pathways and impasses as JSON: numbers and ids for programs, sentences for people.

use super::{MoneyView, Named, PathwayView, PolicyPriceView, ReceiptView, WhatIfView, WhyNotView, record::hours};
use crate::{
    advisor::{Advice, Shelf},
    explain::Speaker,
    gap::{Coverage, Gap, State},
    graph::{Asked, Bound, OfferingAt},
    model::{Date, EvidenceOf, Necessity},
    plan::{Ending, Goal, Impasse, Limit, Pathway, Proof, Question},
};
use serde::Serialize;
use utoipa::ToSchema;

/// The importance-weighted share of requirements that are met.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CoverageView {
    /// Importance of what is met.
    pub met: u64,
    /// Importance of all that is asked.
    pub of: u64,
    /// In whole per cent, rounded down.
    #[schema(example = 40)]
    pub percent: u64,
}

impl From<Coverage> for CoverageView {
    fn from(coverage: Coverage) -> Self {
        Self { met: coverage.met, of: coverage.of, percent: coverage.percent() }
    }
}

/// A requirement, judged.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequirementView {
    /// What is asked, in words.
    #[schema(example = "SQL (level 2, Working)")]
    pub need: String,
    /// `met`, `unverified`, `unknown` or `unmet`.
    #[schema(example = "unmet")]
    pub state: &'static str,
    /// Whether it must be met.
    pub essential: bool,
    /// How important it is, 0 to 100.
    pub importance: u8,
    /// What the learner showed that speaks for it, by id.
    pub evidence: Vec<String>,
}

/// A gate, judged.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GateView {
    /// What is asked, in words.
    pub need: String,
    /// `met`, `unmet`, `unverified`, or `to_check` where only a person can tell.
    pub state: &'static str,
}

/// What a goal asks against what a learner can show.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GapResponse {
    /// The edition it rests on.
    pub edition: u64,
    /// The role, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Named>,
    /// Coverage of the essential requirements.
    pub essential: CoverageView,
    /// Coverage of all requirements.
    pub coverage: CoverageView,
    /// Requirement by requirement.
    pub requirements: Vec<RequirementView>,
    /// Gate by gate.
    pub gates: Vec<GateView>,
    /// Evidence this edition knows nothing of, or that is no longer in force, in words.
    pub notes: Vec<String>,
}

/// An offering by id and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferingRef {
    /// Its id.
    pub id: String,
    /// Its name, with its provider.
    pub name: String,
    /// Its public page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl OfferingRef {
    pub(super) fn new(speaker: &Speaker<'_>, at: OfferingAt) -> Self {
        let record = speaker.graph.offering(at);
        Self { id: record.id.to_string(), name: speaker.offering(at), url: record.url.as_deref().map(str::to_owned) }
    }
}

/// A trade-off of the frontier, without its steps' details.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlternativeView {
    /// What it costs, net.
    pub price: MoneyView,
    /// Effort in hours.
    pub hours: f64,
    /// New credentials.
    pub credentials: i64,
    /// The day it is ready.
    #[schema(value_type = String, format = Date)]
    pub ready: Date,
    /// Its credentials in order.
    pub stack: Vec<Named>,
    /// Whether it is among the few worth showing first.
    pub shown: bool,
}

/// A requirement that fails, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FailingView {
    /// What is asked, in words.
    pub need: String,
    /// Why it cannot be met.
    pub because: String,
}

/// A way out of an impasse.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RelaxationView {
    /// What would give way, in words.
    pub text: String,
    /// The cheapest pathway then.
    pub price: MoneyView,
    /// The day it is ready.
    #[schema(value_type = String, format = Date)]
    pub ready: Date,
    /// Its new credentials, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<i64>,
}

/// There is no pathway, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImpasseView {
    /// Requirements that fail whatever is spent.
    pub failing: Vec<FailingView>,
    /// The limits that no pathway keeps together, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// Those limits by name, as few as there can be: `budget`, `monthly_cap`, `yearly_cap`, `deadline` or `calendar`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<&'static str>,
    /// Whether it is proven that there is no pathway; else none was found in time.
    pub proven: bool,
    /// Ways out, cheapest first.
    pub relaxations: Vec<RelaxationView>,
    /// The most of the requirements, by importance, that the limits leave room for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_under: Option<PathwayView>,
}

/// The answer to a question for pathways.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PathwaysResponse {
    /// The edition it rests on.
    pub edition: u64,
    /// The role, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Named>,
    /// `met`, `optimal` (every answer is proven), `feasible` (each carries the bound that none can beat), `infeasible`, `unteachable` or
    /// `stopped`.
    #[schema(example = "optimal")]
    pub ending: &'static str,
    /// What the goal asks against what the learner shows.
    pub gap: GapResponse,
    /// Least net money, then ready date, then credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cheapest: Option<PathwayView>,
    /// Ready first, then money, then credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fastest: Option<PathwayView>,
    /// Fewest new credentials, then money, then ready date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fewest: Option<PathwayView>,
    /// Least money and worth of the weeks together; only with the worth of a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balanced: Option<PathwayView>,
    /// Every trade-off of money and ready date that no other beats, by rising price.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frontier: Vec<AlternativeView>,
    /// Whether the frontier is proven to be whole.
    pub complete: bool,
    /// Offerings without a known price that might make it cheaper.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_be_cheaper: Vec<OfferingRef>,
    /// Why there is no pathway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impasse: Option<ImpasseView>,
    /// Why credentials that were asked about are not in the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why_not: Vec<WhyNotView>,
    /// The answers to changed questions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub what_if: Vec<WhatIfView>,
    /// What each limit and wish costs, where that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policy_prices: Vec<PolicyPriceView>,
    /// What the answer rests on.
    pub receipt: ReceiptView,
}

fn state(state: State) -> &'static str {
    match state {
        State::Met => "met",
        State::Unverified => "unverified",
        State::Unknown => "unknown",
        State::Unmet => "unmet",
    }
}

impl GapResponse {
    /// A gap in JSON.
    pub fn new(shelf: &Shelf, question: &Question, gap: &Gap, language: &str) -> Self {
        let graph = &shelf.graph;
        let speaker = Speaker { graph, names: language, language, currency: question.currency, asked: &[], gates: &[], spoken: false };
        let about = |at: &usize| {
            question.learner.evidence.get(*at).map(|evidence| match &evidence.of {
                EvidenceOf::Competency(id) => id.to_string(),
                EvidenceOf::Credential(id) => id.to_string(),
            })
        };
        let requirements = gap.requirements.iter().map(|judged| RequirementView {
            need: speaker.need(&judged.asked.need),
            state: state(judged.state),
            essential: judged.asked.necessity == Necessity::Essential,
            importance: judged.asked.importance,
            evidence: judged.evidence.iter().filter_map(about).collect(),
        });
        let gates = gap.gates.iter().filter_map(|gate| {
            let need = gate.bound.need.as_ref()?;
            let state = if gate.to_check { "to_check" } else { state(gate.state) };
            Some(GateView { need: speaker.need(need), state })
        });
        let standing = crate::gap::Standing::new(graph, &question.learner, question.learner.constraints.start);
        let mut notes = Vec::new();
        notes.extend(standing.unplaced.iter().filter_map(about).map(|id| format!("{id} is not in this edition: it could not be counted")));
        notes.extend(
            standing.expired.iter().filter_map(about).map(|id| format!("{id} is no longer in force on the first day: it was not counted")),
        );
        Self {
            edition: graph.edition().number,
            role: role(shelf, question, language),
            essential: gap.essential.into(),
            coverage: gap.coverage.into(),
            requirements: requirements.collect(),
            gates: gates.collect(),
            notes,
        }
    }
}

fn role(shelf: &Shelf, question: &Question, language: &str) -> Option<Named> {
    match question.goal {
        Goal::Role(at) => Some(Named::role(shelf, at, language)),
        Goal::Competencies(_) => None,
    }
}

fn impasse(view: &dyn Fn(&Pathway) -> PathwayView, speaker: &Speaker<'_>, impasse: &Impasse) -> ImpasseView {
    let name = |limit: &Limit| match limit {
        Limit::Budget(_) => "budget",
        Limit::MonthlyCap(_) => "monthly_cap",
        Limit::YearlyCap(_) => "yearly_cap",
        Limit::Deadline(_) => "deadline",
        Limit::Calendar => "calendar",
    };
    ImpasseView {
        failing: (impasse.failing.iter())
            .map(|failing| FailingView { need: speaker.wanted(failing.wanted), because: speaker.failing(failing) })
            .collect(),
        limit: (!impasse.conflict.is_empty()).then(|| speaker.conflict(&impasse.conflict, impasse.proven)),
        conflict: impasse.conflict.iter().map(name).collect(),
        proven: impasse.proven,
        best_under: impasse.best_under.as_deref().map(view),
        relaxations: (impasse.relaxations.iter())
            .map(|way| RelaxationView {
                text: speaker.relaxed(&way.what),
                price: MoneyView::new(way.minor, speaker.currency),
                ready: way.ready,
                credentials: Some(way.count).filter(|count| *count > 0),
            })
            .collect(),
    }
}

/// How many trade-offs are shown first.
const SHOWN: usize = 5;

impl PathwaysResponse {
    /// Advice in JSON.
    pub fn new(shelf: &Shelf, advice: &Advice, language: &str) -> Self {
        let graph = &shelf.graph;
        let (asked, gates): (&[Asked], &[Bound]) = (&advice.asked, &advice.gates);
        let speaker = Speaker { graph, names: language, language, currency: advice.question.currency, asked, gates, spoken: false };
        let mut response = Self {
            edition: advice.edition.number,
            role: role(shelf, &advice.question, language),
            ending: "met",
            gap: GapResponse::new(shelf, &advice.question, &advice.answer.gap, language),
            cheapest: None,
            fastest: None,
            fewest: None,
            balanced: None,
            frontier: Vec::new(),
            complete: true,
            may_be_cheaper: Vec::new(),
            impasse: None,
            why_not: Vec::new(),
            what_if: Vec::new(),
            policy_prices: Vec::new(),
            receipt: ReceiptView::from(&advice.receipt),
        };
        let view = |path: &Pathway| PathwayView::new(shelf, &advice.question, &speaker, path);
        match &advice.answer.ending {
            Ending::Met => {}
            Ending::Stopped => (response.ending, response.complete) = ("stopped", false),
            Ending::Impasse(why) => {
                response.ending = if why.unteachable() { "unteachable" } else { "infeasible" };
                response.impasse = Some(impasse(&view, &speaker, why));
            }
            Ending::Found(found) => {
                let named = [&found.cheapest, &found.fastest, &found.fewest];
                let proven = found.complete && named.iter().all(|path| path.proof == Proof::Optimal);
                response.ending = if proven { "optimal" } else { "feasible" };
                let view = |path: &Pathway| Some(view(path));
                response.cheapest = view(&found.cheapest);
                response.fastest = view(&found.fastest);
                response.fewest = view(&found.fewest);
                response.balanced = found.balanced.as_ref().and_then(view);
                let shown = found.shown(SHOWN);
                response.frontier = (found.frontier.iter())
                    .map(|path| AlternativeView {
                        price: MoneyView::new(path.minor, advice.question.currency),
                        hours: hours(path.effort),
                        credentials: path.count,
                        ready: path.ready,
                        stack: path.steps.iter().map(|step| Named::credential(shelf, step.credential, language)).collect(),
                        shown: shown.iter().any(|shown| std::ptr::eq(*shown, path)),
                    })
                    .collect();
                response.complete = found.complete;
                response.may_be_cheaper = found.may_be_cheaper.iter().map(|at| OfferingRef::new(&speaker, *at)).collect();
            }
        }
        response
    }
}
