//! Answers and fronts with their proofs: the search finds them, then each value is proven by a search that is written down.

use super::budget::Budget;
use super::frontier::local_upper_bounds;
use super::index::Dims;
use super::prepared::{FrontOutcome, Outcome, Prepared, Refusal, place, weightings};
use super::problem::{CERTIFICATE_FORMAT, Certificate, FrontCertificate, Measure, Minimise, Objective, Query, Reason, Stage, Status};
use super::prove::{Names, Recorder};
use super::search::{Task, UNIT, prove};

impl Prepared {
    /// The best stack for a query, with the proof of its bound; none when the budget's stop flag is raised before the
    /// proof is written, or the proof needs more than 50,000 nodes.
    ///
    /// A search that was stopped says the bound that its certificate proves: it claims the values of the stages it has
    /// settled, and of the next the bound that the search had, where a short proof shows it; else what the dual ascents show, if
    /// only 0. Such a proof pays no heed to the budget, which is spent already.
    ///
    /// # Errors
    ///
    /// Weights that cannot be computed with.
    pub fn prove(&self, query: &Query, minimise: &Minimise, budget: &Budget<'_>) -> Result<(Outcome, Option<Certificate>), Refusal> {
        let mut outcome = self.solve(query, minimise, budget)?;
        let answer = &mut outcome.answer;
        let unsettled = matches!(answer.status, Status::Feasible | Status::Stopped);
        let claims: Vec<Option<i64>> = match (&answer.status, &answer.bound) {
            (Status::Infeasible, _) => vec![None],
            (_, bound) => bound.iter().flatten().copied().map(Some).collect(),
        };
        let rests_on = |measure: Measure| match &answer.reason {
            Some(Reason::Unreachable(_)) => false,
            Some(Reason::Limits(measures)) => measures.contains(&measure),
            None => true,
        };
        let mut limits = Measure::ALL.map(|m| query.limits.of(m).filter(|_| rests_on(m)));
        let mut stages = Vec::new();
        for (claim, weights) in claims.into_iter().zip(weightings(minimise)) {
            let stage = self.stage(query, limits, weights, claim, unsettled, budget);
            let proven = stage.is_some();
            match stage {
                Some(stage) => stages.push(stage),
                // What cannot be proven in full is not settled: claim what can be.
                None if unsettled => stages.push(self.at_least(query, limits, weights, claim)),
                None => return Ok((outcome, None)),
            }
            if !proven {
                break;
            }
            if let (Minimise::Lexicographic(_), Some(least)) = (minimise, claim) {
                for (limit, _) in limits.iter_mut().zip(weights).filter(|(_, w)| *w == 1) {
                    *limit = Some(limit.map_or(least, |l| l.min(least)));
                }
            }
        }
        if unsettled {
            answer.bound = Some(stages.iter().filter_map(|stage| stage.at_least).collect());
        }
        Ok((outcome, Some(Certificate { format: CERTIFICATE_FORMAT.to_owned(), stages })))
    }

    /// The proof that no stack within the limits weighs less than claimed, or that there is none.
    fn stage(
        &self,
        query: &Query,
        limits: [Option<i64>; 3],
        weights: Dims,
        claim: Option<i64>,
        unsettled: bool,
        budget: &Budget<'_>,
    ) -> Option<Stage> {
        let budget = if unsettled { SHORT } else { Budget { nodes: Some(NODES), stop: budget.stop } };
        self.written(query, limits, weights, &budget, |_| claim)
    }

    /// The proof of what is easily shown of a value that is not settled: what the ascents show, or that it is not negative.
    fn at_least(&self, query: &Query, limits: [Option<i64>; 3], weights: Dims, known: Option<i64>) -> Stage {
        let shown = |bound: i64| known.map(|known| known.min(bound));
        self.written(query, limits, weights, &SHORT, shown).unwrap_or_else(|| Stage {
            minimise: weights,
            at_least: Some(0),
            dominated: Vec::new(),
            items: Vec::new(),
            scale: 1,
            tree: vec![super::problem::Node::Leaf(Vec::new())],
        })
    }

    /// The proof of a claim, which may look at what the ascents show.
    fn written(
        &self,
        query: &Query,
        limits: [Option<i64>; 3],
        weights: Dims,
        budget: &Budget<'_>,
        claim: impl Fn(i64) -> Option<i64>,
    ) -> Option<Stage> {
        let names = Names { catalogue: self.catalogue(), canonical: self.canonical(), index: self.index() };
        let (stage, _) = self.with_items(query, true, |world, ask, tools| {
            let task = Task { ask, weights, limits, caps: &[], later: false };
            let start = |bound: i64| Recorder::new(claim(bound));
            let recorder = if ask.hopeless {
                let mut recorder = start(0);
                recorder.close_unreachable();
                Some(recorder)
            } else {
                prove(world, &task, tools, budget, start)
            };
            let shift = tools.cover.shift;
            recorder.and_then(|r| r.finish(names, tools.local, weights, if ask.hopeless { 0 } else { shift }))
        });
        stage
    }

    /// The exact front, with the proof that it is complete; none when it is not, or when the budget is spent before the proof
    /// is written.
    pub fn prove_front(&self, query: &Query, measures: &[Measure], budget: &Budget<'_>) -> (FrontOutcome, Option<FrontCertificate>) {
        let outcome = self.front(query, measures, budget);
        if !outcome.front.complete {
            return (outcome, None);
        }
        let points: Vec<Objective> = outcome.front.front.iter().filter_map(|a| a.objective).collect();
        let points: Vec<Dims> = points.into_iter().map(Into::into).collect();
        let places: Vec<usize> = (0..3).filter(|&k| measures.iter().any(|&m| place(m) == k)).collect();
        let prove = |bound: [Option<i64>; 3]| {
            let lifted = places.iter().copied().find(|&k| bound[k].is_some());
            let mut limits = Measure::ALL.map(|m| query.limits.of(m));
            for k in (0..3).filter(|&k| Some(k) != lifted) {
                let below = bound[k].map(|b| b - 1);
                limits[k] = match (limits[k], below) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            let weights = UNIT[lifted.or(places.first().copied()).unwrap_or(0)];
            self.stage(query, limits, weights, lifted.and_then(|k| bound[k]), false, budget)
        };
        let boxes: Option<Vec<Stage>> = local_upper_bounds(&points, &places).into_iter().map(prove).collect();
        let certificate = boxes.map(|boxes| FrontCertificate { format: CERTIFICATE_FORMAT.to_owned(), boxes });
        (outcome, certificate)
    }
}

/// Most nodes of the tree of one value's proof; the nodes of the caller's budget are those of the search for the answer.
const NODES: u64 = 50_000;

/// What the proof of an answer that was stopped may spend.
const SHORT: Budget<'static> = Budget { nodes: Some(100), stop: None };
