//! One question while it is thought about: posed as a problem and as a world, answered by the schedule, and where that stops early by
//! the proven stacks of the simple problem, scheduled.

use super::{
    Question, Trouble, Wanted,
    pose::{Posed, Unknowns, Wish, pose},
};
use crate::{
    check,
    gap::Standing,
    graph::{Asked, Bound, CredentialAt, SkillGraph},
    model::{Constraints, Necessity, TrustFloor},
    schedule::{
        self, Day, Id, Pathway as Path, Want, World,
        answer::{Ending, Gap},
        world,
    },
    solve::{
        Budget, Prepared,
        problem::{self as solving, Answer as Solved, Measure, Minimise, Problem, Status},
    },
};
use std::{cmp::Reverse, collections::BTreeSet, sync::atomic::Ordering};

/// Search steps of the schedule for all named answers of a question; then the answer carries its gap.
pub(super) const WORK: u64 = 10_000;
/// Search steps after which the schedule's search is taken up again with what list prices find in hand.
const FIRST_LOOK: u64 = 300;
/// Search steps for one question beside the answer: a way out, a price of a policy, the next best.
pub(super) const ASIDE: u64 = 600;
/// Most stacks of the simple problem that are scheduled where the search was stopped.
const SEEDS: usize = 8;

const CHEAPEST: [Measure; 3] = [Measure::Cost, Measure::Hours, Measure::Count];
const FASTEST: [Measure; 3] = [Measure::Hours, Measure::Cost, Measure::Count];
const FEWEST: [Measure; 3] = [Measure::Count, Measure::Cost, Measure::Hours];

/// All that stays the same while one question is answered.
pub(super) struct Desk<'a> {
    pub(super) graph: &'a SkillGraph,
    pub(super) question: &'a Question,
    pub(super) standing: Standing,
    pub(super) asked: &'a [Asked],
    pub(super) gates: &'a [Bound],
    pub(super) budget: &'a Budget<'a>,
}

/// What the schedule and the simple problem together know of a world.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) cheapest: Option<Path>,
    pub(super) fastest: Option<Path>,
    pub(super) fewest: Option<Path>,
    pub(super) balanced: Option<Path>,
    /// The most that can be reached within the limits, and whether that is proven.
    pub(super) best_under: Option<(Path, bool)>,
    /// None beaten by another in money and ready date, by rising money.
    pub(super) frontier: Vec<Path>,
    /// What is not proven; nothing where all is.
    pub(super) gap: Option<Gap>,
    /// The limits that no pathway keeps together, and what would help; only where there is proven to be none.
    pub(super) impasse: Option<schedule::answer::Impasse>,
    /// Offerings of unknown price with which a cheaper pathway is not ruled out.
    pub(super) may_be_cheaper: Vec<Id>,
}

impl Outcome {
    /// Takes the pathways out.
    fn take_paths(&mut self) -> Vec<Path> {
        let named = [&mut self.cheapest, &mut self.fastest, &mut self.fewest, &mut self.balanced];
        let mut paths: Vec<Path> = named.into_iter().filter_map(Option::take).collect();
        paths.append(&mut self.frontier);
        paths
    }

    /// Names the best of all that was found; a week's value is weighed from the first day on.
    fn choose(&mut self, all: Vec<Path>, wants: &[Want], week: Option<(i64, Day)>) {
        let wanted = |want: Want| wants.contains(&want);
        self.cheapest = all.iter().min_by(|a, b| cheap(a).cmp(&cheap(b))).filter(|_| wanted(Want::Cheapest)).cloned();
        self.fastest = all.iter().min_by(|a, b| fast(a).cmp(&fast(b))).filter(|_| wanted(Want::Fastest)).cloned();
        self.fewest = all.iter().min_by(|a, b| few(a).cmp(&few(b))).filter(|_| wanted(Want::Fewest)).cloned();
        if let Some((value, today)) = week.filter(|_| wanted(Want::Balanced)) {
            let weighed = |path: &Path| i128::from(path.money) * 7 + i128::from(value) * i128::from(path.ready.0 - today.0);
            self.balanced = all.iter().min_by(|a, b| (weighed(a), cheap(a)).cmp(&(weighed(b), cheap(b)))).cloned();
        }
        if wanted(Want::Frontier) {
            self.frontier = front(all);
        }
    }

    /// Whether it is proven that there is no pathway.
    pub(super) fn is_none(&self) -> bool {
        self.impasse.is_some()
    }
}

/// The order of the cheapest: money, ready, count, effort, ids.
fn cheap(path: &Path) -> (i64, Day, i64, i64, Vec<&Id>) {
    (path.money, path.ready, path.count, path.effort, ids(path))
}

fn fast(path: &Path) -> (Day, i64, i64, i64, Vec<&Id>) {
    (path.ready, path.money, path.count, path.effort, ids(path))
}

fn few(path: &Path) -> (i64, i64, Day, i64, Vec<&Id>) {
    (path.count, path.money, path.ready, path.effort, ids(path))
}

fn ids(path: &Path) -> Vec<&Id> {
    let mut ids: Vec<&Id> = path.steps.iter().map(|step| &step.credential).collect();
    ids.sort();
    ids
}

fn said(faults: &[impl ToString]) -> Trouble {
    Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        graph: &'a SkillGraph,
        question: &'a Question,
        asked: &'a [Asked],
        gates: &'a [Bound],
        budget: &'a Budget<'a>,
    ) -> Self {
        let standing = Standing::new(graph, &question.learner, question.learner.constraints.start);
        Self { graph, question, standing, asked, gates, budget }
    }

    pub(super) fn constraints(&self) -> &Constraints {
        &self.question.learner.constraints
    }

    /// Whether whoever asked has run out of time.
    pub(super) fn stopped(&self) -> bool {
        self.budget.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// The same desk for a changed question.
    pub(super) fn of<'b>(&'b self, question: &'b Question) -> Desk<'b> {
        Desk { graph: self.graph, question, standing: self.standing.clone(), asked: self.asked, gates: self.gates, budget: self.budget }
    }

    /// What must be closed: essential requirements and binding gates.
    pub(super) fn wishes(&self) -> Vec<Wish<'_>> {
        let essential = self.asked.iter().enumerate().filter(|(_, asked)| asked.necessity == Necessity::Essential);
        let essential = essential.map(|(at, asked)| Wish { wanted: Wanted::Requirement(at), need: &asked.need, trust: asked.trust });
        let gates = self.gates.iter().enumerate().filter_map(|(at, gate)| gate.binding().map(|need| (at, need)));
        let gates = gates.map(|(at, need)| Wish { wanted: Wanted::Gate(at), need, trust: TrustFloor::Any });
        essential.chain(gates).collect()
    }

    pub(super) fn pose(&self, wishes: &[Wish<'_>], unknowns: Unknowns) -> Result<Posed, Trouble> {
        pose(self.graph, self.question, &self.standing, wishes, unknowns).map_err(Trouble)
    }

    /// The world of a posed question.
    pub(super) fn world(&self, posed: &Posed) -> World {
        super::world::world(self.graph, self.question, &self.standing, self.asked, posed, false)
    }

    /// The same, where what nobody has published counts as nothing.
    pub(super) fn free_world(&self, posed: &Posed) -> World {
        super::world::world(self.graph, self.question, &self.standing, self.asked, posed, true)
    }

    /// Solves the simple problem in an order of measures; the judge replays the answer before it is used.
    fn solve(&self, prepared: &Prepared, problem: &Problem, order: [Measure; 3]) -> Result<Solved, Trouble> {
        let minimise = Minimise::Lexicographic(order.to_vec());
        let outcome = prepared.solve(problem.query(), &minimise, self.budget).map_err(|refusal| Trouble(refusal.to_string()))?;
        check::answer(problem, &minimise, &outcome.answer).map_err(|faults| said(&faults))?;
        Ok(outcome.answer)
    }

    /// The stacks of the simple problem that are best by list prices and effort, each by the credentials it has.
    pub(super) fn stacks(&self, posed: &Posed, forbidden: &[Id]) -> Result<Vec<BTreeSet<Id>>, Trouble> {
        let mut query = posed.problem.query().clone();
        query.limits = solving::Limits::default();
        let credential = |item: &super::pose::Item| Id::from(self.graph.credential(item.credential).id.as_str());
        query.forbid = (posed.items.iter()).filter(|(_, item)| forbidden.contains(&credential(item))).map(|(id, _)| id.clone()).collect();
        query.forbid.sort();
        let problem = Problem::new(posed.problem.catalogue().clone(), query).map_err(|faults| said(&faults))?;
        let prepared = Prepared::new(problem.catalogue().clone());
        let mut stacks: Vec<BTreeSet<Id>> = Vec::new();
        for order in [CHEAPEST, FASTEST, FEWEST] {
            let solved = self.solve(&prepared, &problem, order)?;
            if !matches!(solved.status, Status::Optimal | Status::Feasible) {
                break;
            }
            let stack = solved.order.iter().filter_map(|id| posed.items.get(id)).map(credential).collect();
            if !stacks.contains(&stack) {
                stacks.push(stack);
            }
        }
        if forbidden.is_empty() && !stacks.is_empty() {
            let front = prepared.front(problem.query(), &Measure::ALL, self.budget).front.front;
            let every = front.len().div_ceil(SEEDS).max(1);
            for solved in front.iter().step_by(every) {
                let stack = solved.order.iter().filter_map(|id| posed.items.get(id)).map(credential).collect();
                if !stacks.contains(&stack) {
                    stacks.push(stack);
                }
            }
        }
        Ok(stacks)
    }

    /// The best pathways to a world: by the schedule, and where it is stopped by those stacks as well that list prices and effort prefer.
    pub(super) fn answer(&self, posed: &Posed, world: &World, wants: &[Want], work: u64) -> Result<Outcome, Trouble> {
        let mut outcome = self.search(world, wants, FIRST_LOOK.min(work))?;
        if outcome.gap.is_none() {
            return Ok(outcome);
        }
        // There is never nothing where there is a way: the stacks of the simple problem are scheduled before the search goes on.
        let mut known = outcome.take_paths();
        let stacks = self.stacks(posed, &world.learner.exclude_credentials)?;
        for stack in &stacks {
            let small = only(world, stack);
            let found = self.search(&small, &[Want::Cheapest, Want::Fastest, Want::Fewest, Want::Frontier], ASIDE)?;
            known.extend(Outcome { may_be_cheaper: Vec::new(), ..found }.take_paths());
        }
        if known.is_empty()
            && self.stopped()
            && let Some(stack) = stacks.first()
        {
            // All the time went into which stack: one is put in order all the same, which is a step or two for each credential.
            known.extend(schedule::any(&only(world, stack), 40 + 4 * stack.len() as u64).map_err(|faults| said(&faults))?);
        }
        if work > FIRST_LOOK && !self.stopped() {
            outcome = self.search(world, wants, work)?;
        }
        if outcome.gap.is_some() {
            known.extend(outcome.take_paths());
            outcome.choose(known, wants, world.learner.week_value.map(|value| (value, world.learner.today)));
        }
        Ok(outcome)
    }

    /// What the schedule alone finds in a world.
    pub(super) fn search(&self, world: &World, wants: &[Want], work: u64) -> Result<Outcome, Trouble> {
        let work = self.budget.nodes.map_or(work, |most| most.min(work));
        let limits = schedule::Limits { work, stop: self.budget.stop };
        let answer = schedule::answer(world, wants, &limits).map_err(|faults| said(&faults))?;
        let mut outcome = Outcome {
            cheapest: answer.cheapest,
            fastest: answer.fastest,
            fewest: answer.fewest,
            balanced: answer.balanced,
            best_under: answer.best_under.map(|path| (path, answer.best_under_proven)),
            frontier: answer.frontier,
            may_be_cheaper: answer.may_be_cheaper,
            gap: None,
            impasse: None,
        };
        match answer.ending {
            Ending::Met | Ending::Optimal => {}
            Ending::Feasible(gap) | Ending::Stopped(gap) => outcome.gap = Some(gap),
            Ending::Infeasible(impasse) => outcome.impasse = Some(impasse),
            Ending::Unteachable(_) => outcome.impasse = Some(schedule::answer::Impasse::default()),
        }
        Ok(outcome)
    }

    /// The cheapest or fastest pathway to some wishes, and whether it is proven; nothing where there is none, or none was found.
    pub(super) fn best(&self, wishes: &[Wish<'_>], want: Want) -> Result<Option<(Path, bool)>, Trouble> {
        let posed = self.pose(wishes, Unknowns::LeaveOut)?;
        if !super::reach::failing_groups(&posed.problem).is_empty() {
            return Ok(None);
        }
        let world = self.world(&posed);
        let outcome = self.answer(&posed, &world, &[want], ASIDE)?;
        let proven = outcome.gap.is_none();
        let path = if want == Want::Fastest { outcome.fastest } else { outcome.cheapest };
        Ok(path.map(|path| (path, proven)))
    }

    /// The credential of a step, where it is one of the catalogue.
    pub(super) fn credential(&self, id: &Id) -> Option<CredentialAt> {
        match id {
            Id::Text(text) => self.graph.find_credential(text),
            Id::Number(_) => None,
        }
    }
}

/// The pathways that no other beats in money and ready date, by rising money.
pub(super) fn front(mut all: Vec<Path>) -> Vec<Path> {
    all.sort_by(|a, b| cheap(a).cmp(&cheap(b)));
    let mut front: Vec<Path> = Vec::new();
    for path in all {
        if front.last().is_none_or(|last| path.ready < last.ready) {
            front.push(path);
        }
    }
    front
}

/// The same world with no other credentials than these, and what awards itself.
pub(super) fn only(world: &World, stack: &BTreeSet<Id>) -> World {
    let mut small = world.clone();
    let own = |id: &Id| stack.contains(id) || matches!(id, Id::Text(text) if text.starts_with('?'));
    small.credentials.retain(|credential| own(&credential.id));
    small.offerings.retain(|offering| stack.contains(&offering.credential));
    let left: BTreeSet<&Id> = small.offerings.iter().map(|offering| &offering.id).collect();
    for plan in &mut small.plans {
        plan.covers.retain(|cover| left.contains(&cover.offering));
    }
    for offerings in small.funding.iter_mut().filter_map(|fund| fund.offerings.as_mut()) {
        offerings.retain(|id| left.contains(id));
    }
    let there: BTreeSet<Id> = small.credentials.iter().map(|credential| credential.id.clone()).collect();
    small.learner.exclude_credentials.retain(|id| there.contains(id));
    small.learner.locks.retain(|id| there.contains(id));
    for plan in &mut small.plans {
        if let world::PlanKind::Bundle { unless_held, .. } = &mut plan.kind {
            unless_held.retain(|id| there.contains(id));
        }
    }
    for credential in &mut small.credentials {
        credential.renewed_by.retain(|id| there.contains(id));
    }
    for upkeep in &mut small.upkeep {
        upkeep.members.retain(|member| there.contains(&member.credential));
    }
    small
}

/// The few of a frontier to show: both ends, then whatever lies farthest from those chosen.
pub(super) fn spread(front: &[(i64, i64)], most: usize) -> Vec<usize> {
    if front.len() <= most {
        return (0..front.len()).collect();
    }
    let span = |of: fn(&(i64, i64)) -> i64| {
        let values = front.iter().map(of);
        i128::from((values.clone().max().unwrap_or(0) - values.min().unwrap_or(0)).max(1))
    };
    let (money, days) = (span(|point| point.0), span(|point| point.1));
    let apart =
        |a: usize, b: usize| i128::from((front[a].0 - front[b].0).abs()) * days + i128::from((front[a].1 - front[b].1).abs()) * money;
    let mut chosen = BTreeSet::from([0, front.len() - 1]);
    while chosen.len() < most {
        let nearest = |at: usize| chosen.iter().map(|other| apart(at, *other)).min().unwrap_or(0);
        let next = (0..front.len()).filter(|at| !chosen.contains(at)).max_by_key(|at| (nearest(*at), Reverse(*at)));
        match next {
            Some(next) => chosen.insert(next),
            None => break,
        };
    }
    chosen.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_of_one_stack_names_nothing_that_is_not_in_it() {
        let whole = serde_json::json!({
            "format": "pathstack-world/1", "currency": "USD",
            "credentials": [{"id": "a", "awards": [["x", 1]]}, {"id": "b", "awards": [["x", 1]]}],
            "offerings": [
                {"id": "a-course", "credential": "a", "study": {"kind": "self_paced", "minutes": 60}, "fees": [{"part": "tuition", "amount": 5}]},
                {"id": "b-course", "credential": "b", "study": {"kind": "self_paced", "minutes": 60}, "fees": [{"part": "tuition", "amount": 7}]},
            ],
            "funding": [{"id": "aid", "rate_per_mille": 500, "parts": ["tuition"], "offerings": ["a-course"]}],
            "learner": {"today": "2027-01-04", "hours": [{"weekly_minutes": 600}], "exclude_credentials": ["a"]},
            "goal": {"groups": [{"id": "x", "of": [{"c": "x", "l": 1}]}]},
        });
        let whole = World::from_json(&whole.to_string()).unwrap();
        let small = only(&whole, &BTreeSet::from([Id::from("b")]));
        assert_eq!(small.faults(), []);
        assert_eq!((small.credentials.len(), small.offerings.len()), (1, 1));
        assert_eq!(schedule::any(&small, 100).unwrap().map(|path| path.money), Some(7), "the aid is for another course");
    }
}
