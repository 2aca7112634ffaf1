//! Numbers back into words: a stack in order becomes steps with dates, price lines and what each step closes and unlocks.

use super::{
    Question, Route, calendar, fresh,
    market::{PriceFor, PriceLine, Terms},
    pose::{Item, Posed},
};
use crate::{
    gap::Standing,
    graph::{Asked, Bound, CompetencyAt, CredentialAt, Facts, Need, PricePlanAt, SkillGraph},
    model::{Date, Effort, EntryCondition, Necessity, TrustFloor},
    solve::problem::Answer,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is proven of a pathway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing is better by the measure it is named for.
    Optimal,
    /// Nothing is better than this lower bound: money in minor units, minutes, credentials, in the order of the aim.
    Within(Vec<i64>),
    /// None can be ready before this day; waiting for starts and results is not proven away.
    NotBefore(Date),
    /// It rests on prices or efforts that nobody published, so nothing can be proven of it; as few of them as possible are used.
    Unknown,
}

/// What would happen without a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Without {
    /// The next best pathway costs and takes so much more (or less), by way of these credentials.
    NextBest {
        /// More money, in minor units.
        minor: i64,
        /// More minutes.
        minutes: i64,
        /// More credentials.
        count: i64,
        /// What it has that this one has not.
        instead: Vec<CredentialAt>,
    },
    /// There is no other way.
    NoOther,
    /// The search for the next best was stopped.
    Unproven,
}

/// One step: a credential to earn, by an offering, with dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is earned.
    pub credential: CredentialAt,
    /// How.
    pub route: Route,
    /// What it costs and takes.
    pub terms: Terms,
    /// The bundle that covers its price, if one is bought.
    pub bundle: Option<PricePlanAt>,
    /// The first day.
    pub start: Date,
    /// The day after the last day of work.
    pub end: Date,
    /// The day the credential is issued.
    pub issued: Date,
    /// Whether the provider has published no start that fits: ask for the next one.
    pub start_unpublished: bool,
    /// Which requirements become true with it, by their place in the role.
    pub closes: Vec<usize>,
    /// Which gates become true with it, by their place in the role.
    pub opens_gates: Vec<usize>,
    /// Which later steps need it first, by their place in the pathway.
    pub unlocks: Vec<usize>,
    /// What would happen without it; only in the answers that have a name.
    pub without: Option<Without>,
}

impl Step {
    /// Whether it counts as a credential of its own: an award that comes by itself does not.
    pub fn counts(&self, graph: &SkillGraph) -> bool {
        let automatic = graph.credential(self.credential).stack.as_ref().is_some_and(|stack| stack.automatic);
        !(self.route == Route::Parts && automatic)
    }
}

/// A bundle that is bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Which.
    pub plan: PricePlanAt,
    /// Its price.
    pub line: PriceLine,
}

/// Something an answer rests on that nobody has proven.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assumption {
    /// The learner's own word for a competency.
    OwnWord(CompetencyAt),
    /// The learner's own word for a credential.
    OwnWordHeld(CredentialAt),
    /// A requirement names no level; rank 1 was taken, by its place in the role.
    LevelNotAsked(usize),
    /// A credential's award names no level; it was allowed to count.
    LevelNotSaid(CredentialAt),
    /// A step's price is unknown; the total is without it.
    PriceUnknown(CredentialAt),
    /// A step's effort is unknown; the dates are without it.
    EffortUnknown(CredentialAt),
    /// A provider has published no start that fits.
    StartUnpublished(CredentialAt),
    /// An entry condition that a person must check.
    EntryToCheck(Option<CredentialAt>, EntryCondition),
    /// A credential is retired or superseded: it is awarded no longer than until this day, where one is known, and this follows it.
    Ends {
        /// The credential.
        credential: CredentialAt,
        /// The last day it is awarded.
        until: Option<Date>,
        /// What takes its place.
        successor: Option<CredentialAt>,
    },
    /// Prices were last known longer ago than so many months before the start.
    PricesOld {
        /// So many months.
        months: u32,
        /// The steps, each with the day its oldest price is known for, the oldest first.
        last: Vec<(CredentialAt, Date)>,
    },
}

/// A stack in order, with dates and prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pathway {
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// Bundles that are bought.
    pub bundles: Vec<Bundle>,
    /// What it costs by list prices, in minor units of the answer's currency; a sum without what is unknown.
    pub minor: i64,
    /// The learner effort; a sum without what is unknown.
    pub effort: Effort,
    /// How many new credentials are earned.
    pub count: i64,
    /// The day the last needed credential is issued.
    pub ready: Date,
    /// What is proven of it.
    pub proof: Proof,
    /// What it rests on that nobody has proven.
    pub assumptions: Vec<Assumption>,
}

impl Pathway {
    /// Whether all its prices and efforts are known.
    pub fn is_known(&self) -> bool {
        let unknown = |assumption: &Assumption| matches!(assumption, Assumption::PriceUnknown(_) | Assumption::EffortUnknown(_));
        !self.assumptions.iter().any(unknown)
    }
}

/// What is true along a pathway: what the learner shows, and what was earned so far.
struct Along<'a> {
    standing: &'a Standing,
    trust: TrustFloor,
    ranks: BTreeMap<(CompetencyAt, TrustFloor), u8>,
    earned: BTreeSet<CredentialAt>,
}

impl Along<'_> {
    fn earn(&mut self, graph: &SkillGraph, credential: CredentialAt, unknown_as: u8) {
        use crate::model::AwardMode;
        self.earned.insert(credential);
        for award in graph.awards(credential) {
            for trust in [TrustFloor::Any, TrustFloor::Assessed, TrustFloor::Verified] {
                if trust == TrustFloor::Any || award.mode != AwardMode::Taught {
                    let rank = self.ranks.entry((award.competency, trust)).or_default();
                    *rank = (*rank).max(award.rank.unwrap_or(unknown_as));
                }
            }
        }
    }

    fn holds(&mut self, need: &Need, trust: TrustFloor) -> bool {
        self.trust = trust;
        need.holds(self)
    }
}

impl Facts for Along<'_> {
    fn attained(&self, competency: CompetencyAt, rank: u8) -> bool {
        let shown = self.standing.rank(competency, self.trust);
        shown.max(self.ranks.get(&(competency, self.trust)).copied().unwrap_or(0)) >= rank
    }
    fn earned(&self, credential: CredentialAt) -> bool {
        self.standing.holds(credential, self.trust) || self.earned.contains(&credential)
    }
    fn entered(&self, _: &EntryCondition) -> bool {
        true
    }
}

/// What the goal asks, for the pathway to close.
pub(super) struct Aim<'a> {
    pub(super) asked: &'a [Asked],
    pub(super) gates: &'a [Bound],
}

/// Makes a pathway of a solved stack.
pub(super) fn pathway(
    graph: &SkillGraph,
    question: &Question,
    standing: &Standing,
    posed: &Posed,
    aim: &Aim<'_>,
    answer: &Answer,
    proof: Proof,
) -> Pathway {
    let taken: Vec<&Item> = answer.order.iter().filter_map(|id| posed.items.get(id)).collect();
    let cashier = super::market::Cashier { graph, currency: question.currency };
    let bundles: Vec<Bundle> = answer
        .offers
        .iter()
        .filter_map(|id| posed.bundles.get(id))
        .map(|plan| {
            let record = graph.price_plan(*plan);
            Bundle { plan: *plan, line: cashier.line(PriceFor::Tuition, &record.price, 1, record.as_of) }
        })
        .collect();
    let bundled = |item: &Item| match item.route {
        Route::Offering(offering) => bundles.iter().map(|bundle| bundle.plan).find(|plan| graph.plans_of(offering).contains(plan)),
        Route::Parts => None,
    };

    let constraints = &question.learner.constraints;
    let unknown_as = if constraints.trust_unknown_levels { u8::MAX } else { 1 };
    let mut along = Along { standing, trust: TrustFloor::Any, ranks: BTreeMap::new(), earned: BTreeSet::new() };
    let mut closed: Vec<bool> = aim.asked.iter().map(|asked| along.holds(&asked.need, asked.trust)).collect();
    let gate_open = |along: &mut Along<'_>, gate: &Bound| gate.need.as_ref().is_none_or(|need| along.holds(need, TrustFloor::Any));
    let mut opened: Vec<bool> = aim.gates.iter().map(|gate| gate_open(&mut along, gate)).collect();

    let mut free = constraints.start;
    let mut ready = constraints.start;
    let mut steps: Vec<Step> = Vec::with_capacity(taken.len());
    for item in &taken {
        // A step waits until what it needs is issued, and for the learner's hours.
        let needed = prerequisites(graph, item.credential, item.route);
        let waits = steps.iter().filter(|step| needs(graph, &needed, step.credential)).map(|step| step.issued).max();
        let effort = item.terms.effort.unwrap_or_default();
        let (dates, start_unpublished) = match item.route {
            Route::Offering(offering) => {
                let from = waits.map_or(free, |issued| issued.max(free));
                let record = graph.offering(offering);
                if let Some(dates) = calendar::dates(record, effort, constraints.weekly, from) {
                    (dates, record.pace == crate::model::Pace::Cohort && record.starts.is_empty())
                } else {
                    let end = calendar::after(from, calendar::study_days(record, effort, constraints.weekly));
                    (calendar::Dates { start: from, end, issued: end }, true)
                }
            }
            Route::Parts => {
                let issued = waits.unwrap_or(constraints.start);
                (calendar::Dates { start: issued, end: issued, issued }, false)
            }
        };
        if item.route != Route::Parts {
            free = dates.end;
        }
        ready = ready.max(dates.issued);
        along.earn(graph, item.credential, unknown_as);
        let mut closes = Vec::new();
        for (at, asked) in aim.asked.iter().enumerate() {
            if !closed[at] && along.holds(&asked.need, asked.trust) {
                closed[at] = true;
                closes.push(at);
            }
        }
        let mut opens_gates = Vec::new();
        for (at, gate) in aim.gates.iter().enumerate() {
            if !opened[at] && gate_open(&mut along, gate) {
                opened[at] = true;
                opens_gates.push(at);
            }
        }
        steps.push(Step {
            credential: item.credential,
            route: item.route,
            terms: item.terms.clone(),
            bundle: bundled(item),
            start: dates.start,
            end: dates.end,
            issued: dates.issued,
            start_unpublished,
            closes,
            opens_gates,
            unlocks: Vec::new(),
            without: None,
        });
    }
    for later in 0..steps.len() {
        let needed = prerequisites(graph, steps[later].credential, steps[later].route);
        for earlier in &mut steps[..later] {
            if needs(graph, &needed, earlier.credential) {
                earlier.unlocks.push(later);
            }
        }
    }
    // A bundle pays for the offerings; exams, materials and awards are on top.
    let paid = steps.iter().filter_map(|step| if step.bundle.is_none() { step.terms.minor } else { step.terms.extras() });
    let minor = paid.chain(bundles.iter().filter_map(|bundle| bundle.line.minor)).fold(0, i64::saturating_add);
    let effort = steps.iter().filter_map(|step| step.terms.effort).sum();
    let count = steps.iter().filter(|step| step.counts(graph)).count() as i64;
    let mut assumptions = assumptions(graph, question, standing, aim, &steps);
    assumptions.extend(fresh::doubts(graph, question, &steps, &bundles));
    Pathway { steps, bundles, minor, effort, count, ready, proof, assumptions }
}

/// The needs that must hold before a step.
fn prerequisites(graph: &SkillGraph, credential: CredentialAt, route: Route) -> Vec<&Need> {
    let conditions = graph.conditions(credential).iter().filter_map(|bound| bound.binding());
    conditions.chain(graph.stack(credential).filter(|_| route == Route::Parts)).collect()
}

/// Whether a credential speaks for one of the needs.
fn needs(graph: &SkillGraph, needed: &[&Need], credential: CredentialAt) -> bool {
    let mut speaks = false;
    for need in needed {
        need.walk(&mut |inner| {
            speaks |= match inner {
                Need::Attain(competency, rank) => graph
                    .awards(credential)
                    .iter()
                    .any(|award| award.competency == *competency && award.rank.unwrap_or(1) >= rank.unwrap_or(1)),
                Need::Earn(asked) => *asked == credential,
                Need::Credits { from, .. } => from.iter().any(|(asked, _)| *asked == credential),
                _ => false,
            };
        });
    }
    speaks
}

fn assumptions(graph: &SkillGraph, question: &Question, standing: &Standing, aim: &Aim<'_>, steps: &[Step]) -> Vec<Assumption> {
    let mut found = BTreeSet::new();
    let mut asked_for = BTreeSet::new();
    let mut look = |need: &Need, own_word: bool, found: &mut BTreeSet<Assumption>| {
        need.walk(&mut |inner| match inner {
            Need::Attain(competency, rank) => {
                let rank = rank.unwrap_or(1);
                let (any, assessed) = (standing.rank(*competency, TrustFloor::Any), standing.rank(*competency, TrustFloor::Assessed));
                if own_word && any >= rank && assessed < rank {
                    found.insert(Assumption::OwnWord(*competency));
                }
                asked_for.insert(*competency);
            }
            Need::Earn(credential)
                if own_word && standing.holds(*credential, TrustFloor::Any) && !standing.holds(*credential, TrustFloor::Assessed) =>
            {
                found.insert(Assumption::OwnWordHeld(*credential));
            }
            _ => {}
        });
    };
    for (at, asked) in aim.asked.iter().enumerate().filter(|(_, asked)| asked.necessity == Necessity::Essential) {
        look(&asked.need, asked.trust == TrustFloor::Any, &mut found);
        asked.need.walk(&mut |inner| {
            if matches!(inner, Need::Attain(_, None)) {
                found.insert(Assumption::LevelNotAsked(at));
            }
        });
    }
    let entries = |need: &Need, step: Option<CredentialAt>, found: &mut BTreeSet<Assumption>| {
        need.walk(&mut |inner| {
            if let Need::Entry(condition) = inner {
                found.insert(Assumption::EntryToCheck(step, condition.clone()));
            }
        });
    };
    for need in aim.gates.iter().filter_map(|gate| gate.need.as_ref()) {
        look(need, true, &mut found);
        entries(need, None, &mut found);
    }
    for step in steps {
        for bound in graph.conditions(step.credential).iter().filter(|bound| bound.enforced) {
            if let Some(need) = &bound.need {
                if bound.binding().is_some() {
                    look(need, true, &mut found);
                }
                entries(need, Some(step.credential), &mut found);
            }
        }
        if step.start_unpublished {
            found.insert(Assumption::StartUnpublished(step.credential));
        }
        if step.bundle.is_none() && step.terms.minor.is_none() {
            found.insert(Assumption::PriceUnknown(step.credential));
        }
        if step.terms.effort.is_none() {
            found.insert(Assumption::EffortUnknown(step.credential));
        }
    }
    if question.learner.constraints.trust_unknown_levels {
        for step in steps {
            if graph.awards(step.credential).iter().any(|award| award.rank.is_none() && asked_for.contains(&award.competency)) {
                found.insert(Assumption::LevelNotSaid(step.credential));
            }
        }
    }
    found.into_iter().collect()
}
