//! Many questions put to one edition: roles, groups of learners, and what each pair costs at least.

use crate::{
    check,
    gap::Standing,
    graph::{CredentialAt, RoleAt, SkillGraph},
    model::{Effort, Evidence, Learner},
    plan::{EditionProblem, Stand, Trouble, Wanted},
    solve::{
        Budget, Prepared,
        problem::{Answer, Attainment, Id, Measure, Minimise, Problem, Query, Status},
    },
};
use rayon::prelude::*;

/// Learners who start alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What to call them.
    pub name: Box<str>,
    /// How many they are, for sums; 1 counts groups.
    pub weight: u32,
    /// What each of them can show.
    pub evidence: Vec<Evidence>,
}

impl Group {
    /// One group of learners who can show nothing yet.
    pub fn from_nothing() -> Self {
        Self { name: "from nothing".into(), weight: 1, evidence: Vec::new() }
    }
}

/// What is minimised first; the other measures break ties, and last the ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// Money, then effort, then credentials.
    Cheapest,
    /// Effort, then money, then credentials.
    Fastest,
}

impl Order {
    /// The order as the solver takes it.
    pub fn minimise(self) -> Minimise {
        Minimise::Lexicographic(match self {
            Self::Cheapest => vec![Measure::Cost, Measure::Hours, Measure::Count],
            Self::Fastest => vec![Measure::Hours, Measure::Cost, Measure::Count],
        })
    }

    /// Its first measure alone.
    pub(super) fn first(self) -> Minimise {
        Minimise::Lexicographic(vec![match self {
            Self::Cheapest => Measure::Cost,
            Self::Fastest => Measure::Hours,
        }])
    }

    /// What a stack weighs in its first measure: minor units, or minutes.
    pub(super) fn weigh(self, way: &Way) -> i64 {
        match self {
            Self::Cheapest => way.minor,
            Self::Fastest => way.effort.minutes,
        }
    }
}

/// A stack for one role and one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// What it costs, in minor units of the market's currency.
    pub minor: i64,
    /// The learner effort it takes.
    pub effort: Effort,
    /// How many new credentials it has.
    pub count: i64,
    /// Its credentials, in an order that holds.
    pub steps: Vec<CredentialAt>,
    /// Whether it is proven that none is better.
    pub proven: bool,
    /// Its items by their ids in the problem, to see which price was taken.
    pub(super) items: Vec<Id>,
}

impl Way {
    /// Whether one of these items is taken.
    pub(super) fn takes(&self, items: &[Id]) -> bool {
        self.items.iter().any(|id| items.binary_search(id).is_ok())
    }
}

/// Whether a role can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By this stack; an empty one where nothing is missing.
    Way(Way),
    /// Not with anything of known price and effort: proven.
    Never,
    /// The search was stopped before it found a stack or ruled one out.
    Unknown,
}

impl Reach {
    /// The stack, if there is one.
    pub fn way(&self) -> Option<&Way> {
        if let Self::Way(way) = self { Some(way) } else { None }
    }

    /// Whether it is proven: that no stack is better, or that there is none.
    pub fn is_proven(&self) -> bool {
        match self {
            Self::Way(way) => way.proven,
            Self::Never => true,
            Self::Unknown => false,
        }
    }

    /// What it costs, if there is one.
    pub fn minor(&self) -> Option<i64> {
        self.way().map(|way| way.minor)
    }
}

/// One edition, asked for groups of learners.
pub struct Market<'a> {
    /// The edition.
    pub graph: &'a SkillGraph,
    /// The edition as a problem, ready to be asked.
    pub problem: &'a EditionProblem,
    /// Who asks.
    pub groups: Vec<Group>,
    /// What each question may spend.
    pub budget: Budget<'a>,
    stands: Vec<Stand>,
    standings: Vec<Standing>,
    nobody: Stand,
}

/// What differs from the plain question.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Twist<'t> {
    /// Items that are not to be had.
    pub(super) forbid: &'t [Id],
    /// What is had besides.
    pub(super) holds: &'t [Attainment],
    /// What is asked no more.
    pub(super) without: &'t [Wanted],
}

impl<'a> Market<'a> {
    /// A market for these groups.
    pub fn new(graph: &'a SkillGraph, problem: &'a EditionProblem, groups: Vec<Group>, budget: Budget<'a>) -> Self {
        let constraints = problem.constraints();
        let standing = |group: &Group| {
            let learner = Learner { evidence: group.evidence.clone(), constraints: constraints.clone() };
            Standing::new(graph, &learner, constraints.start)
        };
        let standings: Vec<Standing> = groups.par_iter().map(standing).collect();
        let stands = standings.par_iter().map(|standing| problem.stand(standing)).collect();
        let nobody = problem.stand(&Standing::default());
        Self { graph, problem, groups, budget, stands, standings, nobody }
    }

    /// What somebody brings along who can show nothing.
    pub(super) fn nobody(&self) -> &Stand {
        &self.nobody
    }

    /// What a group can show.
    pub(super) fn standing(&self, group: usize) -> Option<&Standing> {
        self.standings.get(group)
    }

    /// What a group brings along.
    pub(super) fn stand(&self, group: usize) -> Option<&Stand> {
        self.stands.get(group)
    }

    /// Every pair of these roles and the groups, roles first.
    pub fn pairs(&self, roles: &[RoleAt]) -> Vec<(RoleAt, usize)> {
        roles.iter().flat_map(|role| (0..self.groups.len()).map(|group| (*role, group))).collect()
    }

    /// The best stack of a group for a role.
    ///
    /// # Errors
    ///
    /// [`Trouble`] when an answer does not pass its own check.
    pub fn reach(&self, role: RoleAt, group: usize, order: Order) -> Result<Reach, Trouble> {
        self.reach_if(role, group, order, Twist::default())
    }

    /// The best stack of a group for a role where something differs.
    pub(super) fn reach_if(&self, role: RoleAt, group: usize, order: Order, twist: Twist<'_>) -> Result<Reach, Trouble> {
        self.reach_by(role, group, &order.minimise(), twist)
    }

    /// The same, for the first measure of the order alone: a third of the work, and the other measures are those of some best stack.
    pub(super) fn least(&self, role: RoleAt, group: usize, order: Order, twist: Twist<'_>) -> Result<Reach, Trouble> {
        self.reach_by(role, group, &order.first(), twist)
    }

    /// The least money in another problem of the same facts, with at most so many of what counts there.
    pub(super) fn least_of(
        &self,
        prepared: &Prepared,
        count: i64,
        (role, group): (RoleAt, usize),
        twist: Twist<'_>,
    ) -> Result<Reach, Trouble> {
        let Some(mut query) = self.query(role, group, twist) else { return Ok(Reach::Unknown) };
        query.limits.max_count = Some(count);
        self.ask_of(prepared, query, &Order::Cheapest.first())
    }

    fn reach_by(&self, role: RoleAt, group: usize, minimise: &Minimise, twist: Twist<'_>) -> Result<Reach, Trouble> {
        let Some(query) = self.query(role, group, twist) else { return Ok(Reach::Unknown) };
        self.ask(query, minimise)
    }

    fn query(&self, role: RoleAt, group: usize, twist: Twist<'_>) -> Option<Query> {
        let mut query = self.problem.query(role, self.stands.get(group)?);
        query.forbid.extend_from_slice(twist.forbid);
        query.forbid.sort();
        query.forbid.dedup();
        query.learner.holds.extend_from_slice(twist.holds);
        if !twist.without.is_empty() {
            let kept = self.problem.asked(role).iter().filter(|(wanted, _)| !twist.without.contains(wanted));
            query.role.requires = kept.map(|(_, group)| group.clone()).collect();
        }
        Some(query)
    }

    /// Solves a query; the judge replays the answer before anybody counts it.
    pub(super) fn ask(&self, query: Query, minimise: &Minimise) -> Result<Reach, Trouble> {
        self.ask_of(self.problem.prepared(), query, minimise)
    }

    fn ask_of(&self, prepared: &Prepared, query: Query, minimise: &Minimise) -> Result<Reach, Trouble> {
        let answer = prepared.solve_briefly(&query, minimise, &self.budget).map_err(|refusal| Trouble(refusal.to_string()))?.answer;
        let faults = |of: Vec<String>| Trouble(of.join("; "));
        let problem = Problem::new(prepared.catalogue().clone(), query);
        let problem = problem.map_err(|found| faults(found.iter().map(ToString::to_string).collect()))?;
        check::answer(&problem, minimise, &answer).map_err(|found| faults(found.iter().map(ToString::to_string).collect()))?;
        Ok(self.told(answer))
    }

    /// What an answer says in the edition's words.
    pub(super) fn told(&self, answer: Answer) -> Reach {
        match (answer.status, answer.objective) {
            (Status::Infeasible, _) => Reach::Never,
            (status, Some(objective)) => {
                let steps = answer.order.iter().filter_map(|id| self.problem.item(id)).map(|(credential, _)| credential).collect();
                Reach::Way(Way {
                    minor: objective.cost,
                    effort: Effort::minutes(objective.hours),
                    count: objective.count,
                    steps,
                    proven: status == Status::Optimal,
                    items: answer.order,
                })
            }
            _ => Reach::Unknown,
        }
    }
}
