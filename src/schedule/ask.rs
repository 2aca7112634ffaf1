//! The joint loop: every named answer and the frontier over all stacks, offerings, orders, releases and purchases.

use std::collections::BinaryHeap;
use std::sync::atomic::AtomicBool;

use super::answer::{Answer, Ending, Gap, Work};
use super::archive::{Aim, Archive, Found, Measures};
use super::bound::Bounds;
use super::carry::carry;
use super::ids::{Day, Id};
use super::impasse;
use super::market::{Exchange, Market};
use super::near::Near;
use super::posing::Posing;
use super::price::Effort;
use super::read::Fault;
use super::setting::{Item, Question, Setting};
use super::stacks::{End, Ground, least_with, search};
use super::tell;
use super::world::{Learner, Percentile, World};

/// A named answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Least money.
    Cheapest,
    /// Earliest ready date.
    Fastest,
    /// Fewest new credentials.
    Fewest,
    /// Least money plus value of the weeks.
    Balanced,
    /// Greatest coverage within the limits.
    BestUnder,
    /// All trade-offs of money and ready date.
    Frontier,
}

/// The share of the work that a look among the nearest may take: one in so many.
const LOOK: u64 = 8;

/// Every named answer.
pub const ALL: [Want; 6] = [Want::Cheapest, Want::Fastest, Want::Fewest, Want::Balanced, Want::BestUnder, Want::Frontier];

/// What an answer may spend: work is counted, not timed, so that the same question has the same answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'l> {
    /// Most search steps (about a microsecond to some tens each) for the whole answer.
    pub work: u64,
    /// Stops the search when it becomes true; the answer then carries its gap.
    pub stop: Option<&'l AtomicBool>,
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self { work: 50_000_000, stop: None }
    }
}

/// Answers the question a world carries; see [`Market::answer`] for many questions to one catalogue.
///
/// # Errors
/// The faults of the world.
pub fn answer(world: &World, wants: &[Want], limits: &Limits<'_>) -> Result<Answer, Vec<Fault>> {
    let faults = world.faults();
    if !faults.is_empty() {
        return Err(faults);
    }
    let market = Market::new(world);
    Ok(market.answer(Question::of(world), wants, limits))
}

/// A pathway in the world, whichever this much work comes to; where it comes to none, nothing says why. For who has no time left.
///
/// # Errors
/// The faults of the world.
pub fn any(world: &World, work: u64) -> Result<Option<super::Pathway>, Vec<Fault>> {
    let faults = world.faults();
    if !faults.is_empty() {
        return Err(faults);
    }
    let (market, question) = (Market::new(world), Question::of(world));
    let setting = Setting::new(&market, question, Percentile::P50);
    if setting.goal.is_empty() || !setting.unteachable.is_empty() {
        return Ok(None);
    }
    let solved = solve(&setting, &Bounds::new(&setting), &[Aim::Cheapest], &mut effort(&Limits { work, stop: None }));
    let found = solved.archive.front.first();
    let harder = market.harder(question, &setting, found.into_iter());
    Ok(found.map(|found| tell::pathway(&setting, found, harder.each_ref().map(Option::as_ref))))
}

impl<'q> Question<'q> {
    /// The question a world carries.
    pub fn of(world: &'q World) -> Self {
        Self { learner: &world.learner, goal: &world.goal, policies: &world.policies }
    }
}

/// What was found for a question, and how far it is proven.
pub(super) struct Solved {
    pub(super) archive: Archive,
    pub(super) gap: Gap,
    pub(super) closed: bool,
}

/// A question posed as far as it takes, and what was found.
type Whole<'m> = (Setting<'m>, Solved);

/// A question posed in part, and the best that was found there.
type InHand<'m> = (Setting<'m>, Archive);

pub(super) fn effort<'l>(limits: &Limits<'l>) -> Effort<'l> {
    Effort { left: limits.work, stop: limits.stop, schedules: 0, stacks: 0, nodes: 0 }
}

/// Searches for each aim in turn; what is found for one is in hand for the next. Each has its share of the work, and what
/// is left at the end goes to those that were stopped.
pub(super) fn solve(setting: &Setting<'_>, bounds: &Bounds, aims: &[Aim], effort: &mut Effort<'_>) -> Solved {
    solve_on((setting, bounds), Archive::default(), aims, effort)
}

/// The same with answers that are in hand already.
fn solve_on((setting, bounds): (&Setting<'_>, &Bounds), archive: Archive, aims: &[Aim], effort: &mut Effort<'_>) -> Solved {
    let mut solved = Solved { archive, gap: Gap::default(), closed: true };
    let ground = Ground::new(setting, bounds);
    let mut open: Vec<Aim> = aims.to_vec();
    for round in 0..2 {
        let mut stopped = Vec::new();
        for (place, &aim) in open.iter().enumerate() {
            let others = (open.len() - place - 1) as u64;
            let kept = if round == 0 { effort.left / (others + 1) * others } else { 0 };
            effort.left -= kept;
            let end = search((setting, bounds, &ground), aim, &mut solved.archive, effort);
            effort.left += kept;
            let bound = match end {
                End::Closed => None,
                End::Stopped(least) => Some(least),
            };
            // A second look that is stopped sooner than the first has the lesser bound.
            let gap = &mut solved.gap;
            match aim {
                Aim::Cheapest => gap.money = bound.map(|l| l.money).map(|b| gap.money.map_or(b, |old| old.max(b))),
                Aim::Fastest => gap.ready = bound.map(|l| Day(l.ready)).map(|b| gap.ready.map_or(b, |old| old.max(b))),
                Aim::Fewest => gap.count = bound.map(|l| l.count).map(|b| gap.count.map_or(b, |old| old.max(b))),
                Aim::Front => gap.frontier = bound.map(|l| l.money).map(|b| gap.frontier.map_or(b, |old| old.max(b))),
            }
            match (bound, aim) {
                (Some(_), _) => stopped.push(aim),
                (None, Aim::Front) => {
                    // Both ends of a whole front are proven with it.
                    (solved.gap.money, solved.gap.ready) = (None, None);
                    stopped.retain(|aim| *aim == Aim::Fewest);
                }
                (None, _) => {}
            }
        }
        open = stopped;
        if open.is_empty() || effort.left == 0 {
            break;
        }
    }
    solved.closed = open.is_empty();
    solved
}

impl Market<'_> {
    /// Answers a question; the same question always gets the same answer, unless a stop flag cuts it short.
    ///
    /// The learner and the goal must be free of faults (see [`World::faults`]).
    pub fn answer(&self, question: Question<'_>, wants: &[Want], limits: &Limits<'_>) -> Answer {
        let mut effort = effort(limits);
        let wanted = |want: Want| wants.contains(&want);
        let front = wanted(Want::Frontier) || (wanted(Want::Balanced) && question.learner.week_value.is_some());
        let mut aims = Vec::new();
        for (aim, asked) in [
            (Aim::Cheapest, wanted(Want::Cheapest) || front),
            (Aim::Fastest, wanted(Want::Fastest) || front),
            (Aim::Fewest, wanted(Want::Fewest)),
            (Aim::Front, front),
        ] {
            if asked {
                aims.push(aim);
            }
        }
        let mut answer = empty(self, question);
        let near = self.among_the_nearest(question, &aims, &mut effort);
        if let Ok((setting, solved)) = &near {
            self.fill(question, setting, wants, solved, &mut answer);
            if let Some(best) = solved.archive.front.first().map(|f| f.measures).filter(|best| best.money > 0) {
                // What is not posed may have prices nobody knows.
                answer.may_be_cheaper = self.may_be_cheaper(question, &Setting::new(self, question, Percentile::P50), Some(best));
            }
            if !wanted(Want::BestUnder) || !limited(question.learner) || cheapest_is_best(setting, &mut answer) {
                answer.work = Work { nodes: effort.nodes, stacks: effort.stacks, schedules: effort.schedules };
                return answer;
            }
        }
        let setting = Setting::new(self, question, Percentile::P50);
        if setting.goal.is_empty() {
            let met = tell::nothing(&setting);
            answer.ending = Ending::Met;
            for place in [&mut answer.cheapest, &mut answer.fastest, &mut answer.fewest] {
                *place = Some(met.clone());
            }
            answer.frontier = vec![met];
            answer.shown = vec![0];
            if wanted(Want::BestUnder) && limited(question.learner) {
                let bounds = Bounds::new(&setting);
                self.best_under(question, setting, &bounds, &mut effort, &mut answer);
            }
            return answer;
        }
        let bounds = Bounds::new(&setting);
        if let Err(hand) = near {
            if setting.unteachable.is_empty() {
                let archive = hand.map_or_else(Archive::default, |hand| carry(&hand.1, &hand.0, &setting));
                let solved = solve_on((&setting, &bounds), archive, &aims, &mut effort);
                self.fill(question, &setting, wants, &solved, &mut answer);
            } else {
                answer.ending = Ending::Infeasible(super::answer::Impasse::default());
            }
        }
        if let Ending::Infeasible(_) = answer.ending {
            answer.ending = match impasse::unteachable(self, question) {
                Some(ids) => Ending::Unteachable(ids),
                None => Ending::Infeasible(impasse::explain(self, question, &mut effort)),
            };
        }
        if wanted(Want::BestUnder) && limited(question.learner) {
            self.best_under(question, setting, &bounds, &mut effort, &mut answer);
        }
        answer.work = Work { nodes: effort.nodes, stacks: effort.stacks, schedules: effort.schedules };
        answer
    }

    /// The answer, where those credentials are enough that are near the goal: what is found among the nearest tells which others can be
    /// of use. Else what was found, if anything: they are not enough, or most of all can be.
    fn among_the_nearest<'m>(
        &'m self,
        question: Question<'_>,
        aims: &[Aim],
        effort: &mut Effort<'_>,
    ) -> Result<Whole<'m>, Option<Box<InHand<'m>>>> {
        let all = self.credentials.len();
        if all < self.nearest.saturating_mul(2) || aims.is_empty() {
            return Err(None);
        }
        let mut posing = Posing::new(self, question, Percentile::P50);
        let ends = posing.ends();
        posing.pose_funds();
        let mut near = Near::new(&posing, ends);
        let posed = |ranks: &[u32]| {
            let setting = Setting::with_only(self, question, Percentile::P50, ranks);
            let bounds = Bounds::new(&setting);
            (setting, bounds)
        };
        let carried = |hand: &Option<Box<InHand<'m>>>, setting: &Setting<'_>| {
            hand.as_ref().map_or_else(Archive::default, |hand| carry(&hand.1, &hand.0, setting))
        };
        if near.lacks_givers() {
            return Err(None);
        }
        let (mut many, mut looks) = (self.nearest, 0);
        let mut hand: Option<Box<InHand<'m>>> = None;
        while many * 2 <= all && looks < 2 && !effort.stopped() {
            let ranks = near.first(many);
            let (setting, bounds) = posed(&ranks);
            if setting.goal.is_empty() || ranks.len() < many {
                break;
            }
            if setting.unteachable.is_empty() {
                // A look that does not end is no loss: it has the best that was found.
                let kept = effort.left - effort.left / LOOK;
                effort.left -= kept;
                let mut solved = solve_on((&setting, &bounds), carried(&hand, &setting), aims, effort);
                effort.left += kept;
                if !solved.archive.front.is_empty() {
                    looks += 1;
                    let of_use = near.of_use(&setting, aims, &solved.archive);
                    if of_use.is_empty() {
                        // Nothing is better, whether or not the look has seen all.
                        (solved.closed, solved.gap) = (true, Gap::default());
                    }
                    if solved.closed && of_use.iter().all(|c| ranks.binary_search(c).is_ok()) {
                        return Ok((setting, solved));
                    }
                    hand = Some(Box::new((setting, solved.archive)));
                    if of_use.len() * 2 <= all {
                        let (setting, bounds) = posed(&of_use);
                        let solved = solve_on((&setting, &bounds), carried(&hand, &setting), aims, effort);
                        return Ok((setting, solved));
                    }
                }
            }
            many *= 4;
        }
        Err(hand)
    }

    fn fill(&self, question: Question<'_>, setting: &Setting<'_>, wants: &[Want], solved: &Solved, answer: &mut Answer) {
        let archive = &solved.archive;
        let harder = self.harder(question, setting, archive.front.iter().chain(&archive.fewest));
        let tell = |found: &Found| tell::pathway(setting, found, harder.each_ref().map(Option::as_ref));
        let wanted = |want: Want| wants.contains(&want);
        answer.ending = match (solved.closed, archive.front.is_empty()) {
            (true, true) => Ending::Infeasible(super::answer::Impasse::default()),
            (true, false) => Ending::Optimal,
            (false, true) => Ending::Stopped(solved.gap),
            (false, false) => Ending::Feasible(solved.gap),
        };
        if wanted(Want::Frontier) {
            answer.frontier = archive.front.iter().map(tell).collect();
            answer.shown = spread(&archive.front);
            answer.cheapest = answer.frontier.first().filter(|_| wanted(Want::Cheapest)).cloned();
            answer.fastest = answer.frontier.last().filter(|_| wanted(Want::Fastest)).cloned();
        } else {
            answer.cheapest = archive.front.first().filter(|_| wanted(Want::Cheapest)).map(tell);
            answer.fastest = archive.front.last().filter(|_| wanted(Want::Fastest)).map(tell);
        }
        answer.fewest = archive.fewest.as_ref().filter(|_| wanted(Want::Fewest)).map(tell);
        if let (true, Some(value)) = (wanted(Want::Balanced), question.learner.week_value) {
            // Money + value * days / 7, times 7 to stay whole.
            let weighed = |f: &&Found| {
                let days = i128::from(f.measures.ready - setting.today);
                (i128::from(f.measures.money) * 7 + i128::from(value) * days, f.measures.key(Aim::Cheapest))
            };
            answer.balanced = archive.front.iter().min_by_key(weighed).map(tell);
        }
        answer.may_be_cheaper = self.may_be_cheaper(question, setting, archive.front.first().map(|f| f.measures));
    }

    /// The question again when things go less well, at the 80th and at the 90th percentile, with only what these schedules have; `None`:
    /// there are none.
    fn harder<'f>(
        &self,
        question: Question<'_>,
        setting: &Setting<'_>,
        found: impl Iterator<Item = &'f Found>,
    ) -> [Option<Setting<'_>>; 2] {
        let free = Learner { deadline: None, budget: None, monthly_cap: None, yearly_cap: None, ..question.learner.clone() };
        let free = Question { learner: &free, ..question };
        let found: Vec<&Found> = found.collect();
        let items = found.iter().flat_map(|f| &f.stack.items);
        let mut ranks: Vec<u32> = items.filter_map(|&i| setting.items[i as usize].credential).collect();
        ranks.sort_unstable();
        ranks.dedup();
        [Percentile::P80, Percentile::P90].map(|at| (!found.is_empty()).then(|| Setting::with_only(self, free, at, &ranks)))
    }

    /// Offerings of unknown price with which a cheaper pathway is not ruled out.
    fn may_be_cheaper(&self, question: Question<'_>, setting: &Setting<'_>, best: Option<Measures>) -> Vec<Id> {
        // Nothing is cheaper than what costs nothing.
        if setting.unknown.is_empty() || best.is_some_and(|best| best.money <= 0) {
            return Vec::new();
        }
        let optimist = Setting::with_unknown_free(self, question);
        let bounds = Bounds::new(&optimist);
        let mut of_unknown: Vec<u32> = setting.unknown.iter().map(|(_, c)| *c).collect();
        of_unknown.sort_unstable();
        let studied = |item: &Item| item.credential.filter(|c| item.count() == 1 && of_unknown.binary_search(c).is_ok());
        let items: Vec<(u32, u32)> = (0_u32..).zip(&optimist.items).filter_map(|(i, item)| Some((studied(item)?, i))).collect();
        let leasts = least_with(&optimist, &bounds, items.iter().map(|(_, i)| *i));
        let dearer = |least: i64| best.is_some_and(|best| least >= best.money);
        let open = items.iter().zip(leasts).filter(|(_, least)| least.is_some_and(|least| !dearer(least)));
        let mut open: Vec<u32> = open.map(|((c, _), _)| *c).collect();
        open.sort_unstable();
        let unknown = setting.unknown.iter().filter(|(_, c)| open.binary_search(c).is_ok());
        let mut ids: Vec<Id> = unknown.map(|(o, _)| self.offerings[*o as usize].id.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// Tries sets of requirements, the greatest coverage first, until one fits the limits.
    fn best_under(&self, question: Question<'_>, mut setting: Setting<'_>, bounds: &Bounds, effort: &mut Effort<'_>, answer: &mut Answer) {
        answer.best_under_proven = true;
        if cheapest_is_best(&setting, answer) {
            return;
        }
        let locks = setting.locks.clone();
        // Only open requirements can be left out; those nobody teaches must be.
        let open: Vec<usize> = (0..setting.coverage.len()).filter(|&i| setting.coverage[i].need.is_some()).collect();
        let hard = |i: &usize| setting.coverage[*i].need.as_ref().is_some_and(super::setting::Need::is_hopeless);
        let mut choice: Vec<((i64, i64), usize)> = open
            .iter()
            .filter(|i| !hard(i))
            .map(|&i| {
                let c = &setting.coverage[i];
                ((if c.essential { c.weight } else { 0 }, c.weight), i)
            })
            .collect();
        choice.sort_unstable();
        let mut heap: BinaryHeap<std::cmp::Reverse<((i64, i64), Vec<usize>)>> = BinaryHeap::new();
        heap.push(std::cmp::Reverse(((0, 0), Vec::new())));
        let mut best: Option<((i64, i64), Found)> = None;
        let mut none_left = false;
        while let Some(std::cmp::Reverse((lost, dropped))) = heap.pop() {
            if best.as_ref().is_some_and(|(least, _)| lost > *least) {
                break;
            }
            let kept = choice.iter().enumerate().filter(|(place, _)| !dropped.contains(place)).map(|(_, c)| c.1);
            setting.goal = kept.filter_map(|i| setting.coverage[i].need.clone()).chain(locks.iter().cloned()).collect();
            if setting.goal.is_empty() {
                none_left = best.is_none();
                break;
            }
            let solved = solve(&setting, bounds, &[Aim::Cheapest], effort);
            answer.best_under_proven &= solved.closed;
            if let Some(found) = solved.archive.front.into_iter().next() {
                let better = best.as_ref().is_none_or(|(_, b)| found.measures.key(Aim::Cheapest) < b.measures.key(Aim::Cheapest));
                if better {
                    best = Some((lost, found));
                }
            }
            if !solved.closed {
                break;
            }
            let last = dropped.last().copied();
            let next = last.map_or(0, |l| l + 1);
            if let Some((weight, _)) = choice.get(next) {
                let add = |sum: (i64, i64)| (sum.0 + weight.0, sum.1 + weight.1);
                let mut with = dropped.clone();
                with.push(next);
                heap.push(std::cmp::Reverse((add(lost), with)));
                if let Some((old, _)) = last.and_then(|l| choice.get(l)) {
                    let mut instead = dropped.clone();
                    instead.pop();
                    instead.push(next);
                    heap.push(std::cmp::Reverse((add((lost.0 - old.0, lost.1 - old.1)), instead)));
                }
            }
        }
        answer.best_under = match best {
            Some((_, found)) => {
                let harder = self.harder(question, &setting, std::iter::once(&found));
                Some(tell::pathway(&setting, &found, harder.each_ref().map(Option::as_ref)))
            }
            None if none_left => Some(tell::nothing(&setting)),
            None => None,
        };
    }
}

/// Takes the cheapest for the best under a limit where it covers everything there is to cover; says whether it does.
fn cheapest_is_best(setting: &Setting<'_>, answer: &mut Answer) -> bool {
    let all = answer.ending == Ending::Optimal && setting.coverage.iter().all(|c| c.essential || c.need.is_none());
    let best = answer.cheapest.as_ref().filter(|_| all);
    if best.is_some() {
        (answer.best_under, answer.best_under_proven) = (best.cloned(), true);
    }
    best.is_some()
}

/// Whether "best under a limit" has a limit.
fn limited(learner: &Learner) -> bool {
    learner.budget.is_some() || learner.deadline.is_some() || learner.monthly_cap.is_some() || learner.yearly_cap.is_some()
}

fn empty(market: &Market<'_>, question: Question<'_>) -> Answer {
    let exchange = Exchange { world: market.world, today: question.learner.today, unknown_free: false };
    let mut currencies: Vec<&str> = market.world.rates.iter().map(|r| r.currency.as_str()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    Answer {
        ending: Ending::Optimal,
        cheapest: None,
        fastest: None,
        fewest: None,
        balanced: None,
        best_under: None,
        best_under_proven: false,
        frontier: Vec::new(),
        shown: Vec::new(),
        may_be_cheaper: Vec::new(),
        rates: currencies.into_iter().filter_map(|c| exchange.rate(c).cloned()).collect(),
        work: Work::default(),
    }
}

/// At most five points: the ends, then always the one farthest (in shares of the whole span) from those taken.
fn spread(front: &[Found]) -> Vec<usize> {
    let (Some(first), Some(last)) = (front.first(), front.last()) else { return Vec::new() };
    let money = i128::from(last.measures.money - first.measures.money).max(1);
    let days = i128::from(first.measures.ready - last.measures.ready).max(1);
    let apart = |a: usize, b: usize| {
        let (a, b) = (front[a].measures, front[b].measures);
        i128::from((a.money - b.money).abs()) * days + i128::from((a.ready - b.ready).abs()) * money
    };
    let mut taken = vec![0];
    if front.len() > 1 {
        taken.push(front.len() - 1);
    }
    while taken.len() < front.len().min(5) {
        let rest = (0..front.len()).filter(|i| !taken.contains(i));
        let next = rest.max_by_key(|&i| (taken.iter().map(|&t| apart(i, t)).min(), std::cmp::Reverse(i)));
        taken.extend(next);
    }
    taken.sort_unstable();
    taken
}
