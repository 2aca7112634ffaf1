//! Gaps, pathways and impasses as JSON: numbers and ids for programs, sentences for people.

use super::{MoneyView, Named, record::hours};
use crate::{
    advisor::{Advice, Shelf},
    explain::{Reason, Speaker, matched, reasons},
    gap::{Coverage, Gap, State},
    graph::{Asked, Bound, OfferingAt},
    model::{Date, EvidenceOf, Necessity},
    plan::{Ending, Goal, Impasse, Pathway, Proof, Question, Route},
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
    fn new(speaker: &Speaker<'_>, at: OfferingAt) -> Self {
        let record = speaker.graph.offering(at);
        Self { id: record.id.to_string(), name: speaker.offering(at), url: record.url.as_deref().map(str::to_owned) }
    }
}

/// One line of a price.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PriceLineView {
    /// In words.
    pub text: String,
    /// The figure planned with; nothing where unknown, which is not free.
    pub amount: Option<MoneyView>,
    /// When it held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<Date>,
}

/// Why a step is there.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReasonView {
    /// `closes`, `meets_gate`, `unlocks`, `comes_by_itself`, `locked`, `in_bundle`, `no_other` or `next_best`.
    pub kind: &'static str,
    /// In words.
    pub text: String,
}

/// One step of a pathway.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepView {
    /// What is earned.
    pub credential: Named,
    /// By which offering; nothing for an award that comes from its parts.
    pub offering: Option<OfferingRef>,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub start: Date,
    /// The day after the last day of work.
    #[schema(value_type = String, format = Date)]
    pub end: Date,
    /// The day the credential is issued.
    #[schema(value_type = String, format = Date)]
    pub issued: Date,
    /// Effort in hours; nothing where unknown.
    pub hours: Option<f64>,
    /// Least and most hours, where the figure is a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_range: Option<[f64; 2]>,
    /// What it costs by list price; nothing where unknown.
    pub price: Option<MoneyView>,
    /// Line by line.
    pub price_lines: Vec<PriceLineView>,
    /// Whether it counts as a credential of its own.
    pub counts: bool,
    /// Why it is there.
    pub reasons: Vec<ReasonView>,
}

/// A bundle that is bought.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BundleView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its price.
    pub price: Option<MoneyView>,
}

/// What an answer rests on that nobody has proven.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssumptionView {
    /// In words.
    pub text: String,
}

/// A pathway: a stack of credentials in order, with dates and prices.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PathwayView {
    /// `optimal`, `feasible` with a bound, or `unknown_figures` where it rests on prices or efforts nobody published.
    pub proof: &'static str,
    /// A proven lower bound where it is not optimal: minor units, minutes, credentials in the order of the aim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Vec<i64>>,
    /// What it costs by list prices, without what is unknown.
    pub price: MoneyView,
    /// Whether every price and effort in it is known.
    pub known: bool,
    /// Effort in hours, without what is unknown.
    pub hours: f64,
    /// New credentials.
    pub credentials: i64,
    /// The day the last needed credential is issued.
    #[schema(value_type = String, format = Date)]
    pub ready: Date,
    /// Its steps, in order.
    pub steps: Vec<StepView>,
    /// Bundles that are bought.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bundles: Vec<BundleView>,
    /// What it rests on.
    pub assumptions: Vec<AssumptionView>,
}

/// A trade-off of the frontier, without its steps' details.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlternativeView {
    /// What it costs by list prices.
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
    /// Its new credentials.
    pub credentials: i64,
}

/// There is no pathway, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImpasseView {
    /// Requirements that fail whatever is spent.
    pub failing: Vec<FailingView>,
    /// A limit that no pathway keeps, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// Ways out, cheapest first.
    pub relaxations: Vec<RelaxationView>,
}

/// The answer to a question for pathways.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PathwaysResponse {
    /// The edition it rests on.
    pub edition: u64,
    /// The role, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Named>,
    /// `met`, `optimal` (cheapest, fewest and frontier are proven; each pathway carries its own proof), `feasible`, `infeasible`,
    /// `unteachable` or `stopped`.
    #[schema(example = "optimal")]
    pub ending: &'static str,
    /// What the goal asks against what the learner shows.
    pub gap: GapResponse,
    /// Least money, then effort, then credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cheapest: Option<PathwayView>,
    /// The earliest of all stacks in hand, then money, effort, credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fastest: Option<PathwayView>,
    /// Fewest credentials, then money, then effort.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fewest: Option<PathwayView>,
    /// Every trade-off of money, effort and count that no other beats, by rising price.
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
        let speaker = Speaker { graph, language, currency: question.currency, asked: &[], gates: &[] };
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

fn reason(speaker: &Speaker<'_>, reason: &Reason) -> ReasonView {
    let kind = match reason {
        Reason::Closes(_) => "closes",
        Reason::Matched { .. } => "matched",
        Reason::MeetsGate(_) => "meets_gate",
        Reason::Unlocks(_) => "unlocks",
        Reason::ComesByItself => "comes_by_itself",
        Reason::Locked => "locked",
        Reason::InBundle => "in_bundle",
        Reason::NoOther => "no_other",
        Reason::NextBest { .. } => "next_best",
    };
    ReasonView { kind, text: speaker.reason(reason) }
}

impl PathwayView {
    fn new(shelf: &Shelf, question: &Question, speaker: &Speaker<'_>, path: &Pathway) -> Self {
        let graph = &shelf.graph;
        let locked: Vec<_> = question.learner.constraints.locked.iter().filter_map(|id| graph.find_credential(id.as_str())).collect();
        let why = reasons(graph, path, &locked);
        let currency = question.currency;
        let steps = path.steps.iter().zip(why).map(|(step, why)| StepView {
            credential: Named::credential(shelf, step.credential, speaker.language),
            offering: match step.route {
                Route::Offering(at) => Some(OfferingRef::new(speaker, at)),
                Route::Parts => None,
            },
            start: step.start,
            end: step.end,
            issued: step.issued,
            hours: step.terms.effort.map(hours),
            hours_range: step.terms.effort_range.map(|(least, most)| [hours(least), hours(most)]),
            price: step.terms.minor.map(|minor| MoneyView::new(minor, currency)),
            price_lines: (step.terms.lines.iter())
                .map(|line| PriceLineView {
                    text: speaker.price_line(line),
                    amount: line.minor.map(|minor| MoneyView::new(minor, currency)),
                    as_of: line.as_of,
                })
                .collect(),
            counts: step.counts(graph),
            reasons: why
                .iter()
                .chain(&matched(graph, speaker.asked, step.credential, &step.closes))
                .map(|why| reason(speaker, why))
                .collect(),
        });
        let (proof, bound) = match &path.proof {
            Proof::Optimal => ("optimal", None),
            Proof::Within(bound) => ("feasible", Some(bound.clone())),
            Proof::NotBefore(_) => ("feasible", None),
            Proof::Unknown => ("unknown_figures", None),
        };
        let bundles = path.bundles.iter().map(|bundle| {
            let plan = graph.price_plan(bundle.plan);
            BundleView {
                id: plan.id.to_string(),
                name: plan.name.as_ref().map_or_else(|| plan.id.to_string(), |name| name.in_language(speaker.language).to_owned()),
                price: bundle.line.minor.map(|minor| MoneyView::new(minor, currency)),
            }
        });
        Self {
            proof,
            bound,
            price: MoneyView::new(path.minor, currency),
            known: path.is_known(),
            hours: hours(path.effort),
            credentials: path.count,
            ready: path.ready,
            steps: steps.collect(),
            bundles: bundles.collect(),
            assumptions: path.assumptions.iter().map(|assumption| AssumptionView { text: speaker.assumption(assumption) }).collect(),
        }
    }
}

fn impasse(speaker: &Speaker<'_>, impasse: &Impasse) -> ImpasseView {
    ImpasseView {
        failing: (impasse.failing.iter())
            .map(|failing| FailingView { need: speaker.wanted(failing.wanted), because: speaker.failing(failing) })
            .collect(),
        limit: impasse.limit.as_ref().map(|limit| speaker.limit(limit)),
        relaxations: (impasse.relaxations.iter())
            .map(|way| RelaxationView {
                text: speaker.relaxed(&way.what),
                price: MoneyView::new(way.minor, speaker.currency),
                ready: way.ready,
                credentials: way.count,
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
        let speaker = Speaker { graph, language, currency: advice.question.currency, asked, gates };
        let mut response = Self {
            edition: advice.edition.number,
            role: role(shelf, &advice.question, language),
            ending: "met",
            gap: GapResponse::new(shelf, &advice.question, &advice.answer.gap, language),
            cheapest: None,
            fastest: None,
            fewest: None,
            frontier: Vec::new(),
            complete: true,
            may_be_cheaper: Vec::new(),
            impasse: None,
        };
        match &advice.answer.ending {
            Ending::Met => {}
            Ending::Stopped => (response.ending, response.complete) = ("stopped", false),
            Ending::Impasse(why) => {
                response.ending = if why.unteachable() { "unteachable" } else { "infeasible" };
                response.impasse = Some(impasse(&speaker, why));
            }
            Ending::Found(found) => {
                // The fastest carries its own proof: waiting for starts and results is seldom proven away.
                let named = [&found.cheapest, &found.fewest];
                let proven = found.complete && named.iter().all(|path| path.proof == Proof::Optimal);
                response.ending = if proven { "optimal" } else { "feasible" };
                let view = |path: &Pathway| Some(PathwayView::new(shelf, &advice.question, &speaker, path));
                response.cheapest = view(&found.cheapest);
                response.fastest = view(&found.fastest);
                response.fewest = view(&found.fewest);
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
