//! A catalogue made ready once, to answer many queries.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::ask::{Ask, Held, ask};
use super::budget::{Budget, Effort};
use super::conflict;
use super::cover::Cover;
use super::frontier::frontier;
use super::index::{Dims, Index};
use super::landmark::Landmarks;
use super::lexicographic::{Staged, stages};
use super::local::{Local, World};
use super::plan::{Bench, Plan};
use super::prepare;
use super::problem::{Answer, Catalogue, Front, Measure, Minimise, Query, Reason, Status};
use super::search::Tools;
use super::settled::Settled;
use super::simplex::Simplex;

/// A catalogue made ready: flat arrays, one canonical order, and workspaces that queries take turns in.
#[derive(Debug)]
pub struct Prepared {
    catalogue: Arc<Catalogue>,
    canonical: Vec<u32>,
    index: Index,
    settled: [OnceLock<Settled>; 8],
    /// By thread: a workspace that goes from core to core takes its memory along each time.
    workspaces: [Mutex<Vec<Workspace>>; SHELVES],
}

/// Shelves of workspaces; threads beyond that share.
const SHELVES: usize = 16;

/// What one query needs of memory; kept from query to query.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) held: Held,
    pub(crate) local: Local,
    pub(crate) bench: Bench,
    pub(crate) cover: Cover,
    pub(crate) simplex: Simplex,
    pub(crate) landmarks: Landmarks,
    pub(crate) archive: Vec<Plan>,
}

/// An answer and what it took.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The answer, in the form of `pathstack-problem/1`.
    pub answer: Answer,
    /// What the search did.
    pub effort: Effort,
}

/// A front and what it took.
#[derive(Clone, Debug)]
pub struct FrontOutcome {
    /// The front, in the form of `pathstack-problem/1`.
    pub front: Front,
    /// What the search did.
    pub effort: Effort,
}

/// A question that cannot be put: its weights are negative, or so large that the whole catalogue weighs more than
/// 2⁵³ − 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// The weightings minimised one after another.
pub(crate) fn weightings(minimise: &Minimise) -> Vec<Dims> {
    match minimise {
        Minimise::Weighted(w) => vec![*w],
        Minimise::Lexicographic(order) => order.iter().map(|&m| unit(m)).collect(),
    }
}

pub(crate) fn place(measure: Measure) -> usize {
    match measure {
        Measure::Cost => 0,
        Measure::Hours => 1,
        Measure::Count => 2,
    }
}

fn unit(measure: Measure) -> Dims {
    let mut w = [0; 3];
    w[place(measure)] = 1;
    w
}

impl Prepared {
    /// Makes a catalogue ready.
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        let index = prepare::index(&catalogue);
        let canonical = prepare::canonical(&catalogue);
        Self { catalogue, canonical, index, settled: Default::default(), workspaces: Default::default() }
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn canonical(&self) -> &[u32] {
        &self.canonical
    }

    /// The catalogue as a query sees it.
    pub(crate) fn world<'w>(&'w self, held: &'w Held) -> World<'w> {
        World { index: &self.index, held, settled: &self.settled }
    }

    /// The catalogue as data.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    pub(crate) fn workspace(&self) -> Workspace {
        let kept = self.shelf().lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.unwrap_or_else(|| Workspace {
            held: Held::new(&self.index),
            local: Local::new(&self.index),
            bench: Bench::new(&self.index),
            cover: Cover::default(),
            simplex: Simplex::default(),
            landmarks: Landmarks::default(),
            archive: Vec::new(),
        })
    }

    pub(crate) fn keep(&self, workspace: Workspace) {
        self.shelf().lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
    }

    /// The shelf of this thread.
    fn shelf(&self) -> &Mutex<Vec<Workspace>> {
        &self.workspaces[rayon::current_thread_index().unwrap_or(0) % SHELVES]
    }

    /// Runs `work` on a query, in a workspace that is free.
    fn with<T>(&self, query: &Query, work: impl for<'w> FnOnce(World<'w>, &Ask, &mut Tools<'w>) -> T) -> (T, Effort) {
        self.with_items(query, false, work)
    }

    /// Runs `work` on a query, with dominated items or without.
    pub(crate) fn with_items<T>(
        &self,
        query: &Query,
        everything: bool,
        work: impl for<'w> FnOnce(World<'w>, &Ask, &mut Tools<'w>) -> T,
    ) -> (T, Effort) {
        let mut space = self.workspace();
        let question = ask(&self.index, &self.catalogue, &self.canonical, query, &mut space.held);
        let world = self.world(&space.held);
        space.local.start(world, &question, everything);
        space.cover.clear();
        space.archive.clear();
        space.landmarks.clear();
        let mut effort = Effort::default();
        let mut tools = Tools {
            local: &mut space.local,
            bench: &mut space.bench,
            cover: &mut space.cover,
            simplex: &mut space.simplex,
            landmarks: &mut space.landmarks,
            archive: &mut space.archive,
            effort: &mut effort,
        };
        let result = work(world, &question, &mut tools);
        self.keep(space);
        (result, effort)
    }

    /// The best stack for a query.
    ///
    /// The query is one that [`super::problem::Problem::new`] accepts for this catalogue; an id that the catalogue does
    /// not hold is taken for one that can never be earned.
    ///
    /// # Errors
    ///
    /// Weights that cannot be computed with.
    pub fn solve(&self, query: &Query, minimise: &Minimise, budget: &Budget<'_>) -> Result<Outcome, Refusal> {
        self.solve_saying(query, minimise, budget, true)
    }

    /// The best stack for one of many queries: where there is none, no reason is looked for, which takes far longer than the rest.
    ///
    /// # Errors
    ///
    /// Weights that cannot be computed with.
    pub fn solve_briefly(&self, query: &Query, minimise: &Minimise, budget: &Budget<'_>) -> Result<Outcome, Refusal> {
        self.solve_saying(query, minimise, budget, false)
    }

    fn solve_saying(&self, query: &Query, minimise: &Minimise, budget: &Budget<'_>, why: bool) -> Result<Outcome, Refusal> {
        self.refuse(minimise)?;
        let (answer, effort) = self.with(query, |world, ask, tools| {
            if ask.hopeless {
                return if why { self.no_stack(world, ask, tools, query, budget) } else { empty(Status::Infeasible) };
            }
            tools.local.lean();
            match stages(world, ask, ask.limits, &[], &weightings(minimise), tools, budget) {
                Staged::None if !why => empty(Status::Infeasible),
                Staged::None => self.no_stack(world, ask, tools, query, budget),
                Staged::Best(plan) => self.answer(world, &plan, minimise),
                Staged::Stopped(Some(plan), bound) => {
                    Answer { status: Status::Feasible, bound: Some(bound), ..self.answer(world, &plan, minimise) }
                }
                Staged::Stopped(None, bound) => Answer { bound: Some(bound), ..empty(Status::Stopped) },
            }
        });
        Ok(Outcome { answer, effort })
    }

    /// The exact Pareto front over the measures named (one to three of them, each once): for every point one stack that
    /// is also least in the other measures among those found.
    pub fn front(&self, query: &Query, measures: &[Measure], budget: &Budget<'_>) -> FrontOutcome {
        let mut places: Vec<usize> = Vec::new();
        for place in measures.iter().map(|&m| place(m)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let order = Minimise::Lexicographic(measures.to_vec());
        let (front, effort) = self.with(query, |world, ask, tools| {
            if ask.hopeless || places.is_empty() {
                return Front { front: Vec::new(), complete: true };
            }
            let (points, complete) = frontier(world, ask, &places, tools, budget);
            let front = points.iter().map(|p| self.answer(world, p, &order)).collect();
            Front { front, complete }
        });
        FrontOutcome { front, effort }
    }

    pub(crate) fn refuse(&self, minimise: &Minimise) -> Result<(), Refusal> {
        if let Minimise::Weighted(weights) = minimise
            && weights.iter().any(|&w| w < 0)
        {
            return Err(Refusal("a weight is negative; use integers from 0".to_owned()));
        }
        minimise.fits(&self.catalogue).map_err(Refusal)
    }

    pub(crate) fn answer(&self, world: World<'_>, plan: &Plan, minimise: &Minimise) -> Answer {
        let id = |rank: usize| self.catalogue.credentials_by_id().get(rank).copied();
        let order = Bench::order(world.index, world.held, plan)
            .into_iter()
            .filter_map(|c| id(c.ix()))
            .filter_map(|p| self.catalogue.credentials().get(p as usize))
            .map(|c| c.id.clone())
            .collect();
        let offers = Bench::offers(world.index, plan)
            .into_iter()
            .filter_map(|o| self.catalogue.offers_by_id().get(o))
            .filter_map(|&p| self.catalogue.offers().get(p as usize))
            .map(|o| o.id.clone())
            .collect();
        let objective = plan.dims.into();
        Answer {
            status: Status::Optimal,
            objective: Some(objective),
            bound: Some(minimise.values(&objective)),
            order,
            offers,
            reason: None,
        }
    }

    fn no_stack<'w>(&self, world: World<'w>, ask: &Ask, tools: &mut Tools<'w>, query: &Query, budget: &Budget<'_>) -> Answer {
        tools.restart(world, ask);
        let unreachable = conflict::unreachable(world, &self.catalogue, &self.canonical, query, tools.local);
        let reason = if let Some(atoms) = unreachable {
            Reason::Unreachable(atoms)
        } else {
            tools.restart(world, ask);
            Reason::Limits(conflict::limits(world, ask, tools, budget))
        };
        Answer { reason: Some(reason), ..empty(Status::Infeasible) }
    }
}

fn empty(status: Status) -> Answer {
    Answer { status, objective: None, bound: None, order: Vec::new(), offers: Vec::new(), reason: None }
}
