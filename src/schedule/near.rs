//! Which credentials can be part of an answer at all, told by their distance from the goal before they are posed in full.
//!
//! Theorem (chains). No part of a stack that serves nothing is in it; so from every step a chain of distinct steps of the stack, each
//! asked by the next or renewing it, leads to one that the goal asks, or a lock, or something held that runs out.
//!
//! Theorem (reduced costs). Let each credential cost something of its own, whatever the stack. Each need of the goal is charged to a cut
//! that every stack crosses ([`Web::charge`]), so a stack costs at least the sum of all charges, and what they leave of each step on a
//! chain comes on top. This holds for work, for days of the one slot, for the number of steps, and for money ([`dues`]). A credential
//! whose least is hopeless beside what is in hand is therefore in no answer, nor in what is equally good; what is in hand may have been
//! found among the nearest alone, and the chains of what is of use lead over nothing else.

use super::archive::{Aim, Archive, Measures};
use super::dues;
use super::market::{Clause, Fact};
use super::offers::attempts;
use super::posing::Posing;
use super::setting::Setting;
use super::web::{Cost, Costs, Web};
use super::world::{Offering, Study};

/// So many of the nearest credentials are posed at first, unless a market says otherwise.
pub(super) const NEAREST: usize = 512;

/// What is of use is told again among itself at most so many times.
const ROUNDS: usize = 3;

/// How far credentials are from the goal.
pub(super) struct Near<'p, 'q, 'w> {
    posing: &'p Posing<'q, 'w>,
    web: Web<'p, 'q, 'w>,
    /// What the goal asks for certain.
    needs: Vec<Clause>,
    most_a_day: i64,
}

impl<'p, 'q, 'w> Near<'p, 'q, 'w> {
    /// From what a question ends in ([`Posing::ends`]).
    pub(super) fn new(posing: &'p Posing<'q, 'w>, (clauses, renewed): (Vec<(Clause, bool)>, Vec<Fact>)) -> Self {
        let facts = clauses.iter().flat_map(|(clause, _)| &clause.of).map(|(fact, _)| *fact);
        let ends: Vec<Fact> = facts.chain(renewed).collect();
        let web = Web::new(posing, &ends);
        let needs = clauses.into_iter().filter(|(_, essential)| *essential).map(|(clause, _)| clause).collect();
        let most_a_day = posing.question.learner.hours.iter().map(|h| h.weekly_minutes).max().unwrap_or(0).max(1);
        Self { posing, web, needs, most_a_day }
    }

    /// Whether nobody gives some need of the goal.
    pub(super) fn lacks_givers(&mut self) -> bool {
        self.needs.iter().any(|clause| self.web.givers(clause).is_some_and(|all| all.is_empty()))
    }

    /// So many of the nearest by the work of the least chain, by rank.
    pub(super) fn first(&mut self, many: usize) -> Vec<u32> {
        let mut costs = self.costs(work);
        let mut ranks: Vec<u32> = self.web.nearest((i64::MAX, many), &mut costs).into_iter().map(|chain| chain.1).collect();
        ranks.sort_unstable();
        ranks
    }

    /// Those that may be in what improves an answer to one of these aims, or is as good, by rank.
    pub(super) fn of_use(&mut self, setting: &Setting<'_>, aims: &[Aim], archive: &Archive) -> Vec<u32> {
        let open = |[work, days, steps, money]: [i64; 4]| {
            let worked = if work == 0 { Some(setting.today) } else { setting.done_by(setting.today, work).map(|day| day + 1) };
            // The last may be issued on the day before its slot is free.
            let taken = setting.today.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)).saturating_sub(1);
            let Some(ready) = worked.map(|day| day.max(taken)).filter(|ready| *ready <= setting.last) else { return false };
            let least = Measures { money, ready, effort: work / 7, count: steps };
            money <= setting.budget && aims.iter().any(|&aim| !archive.hopeless(aim, least, None))
        };
        let mut ranks: Vec<u32> = Vec::new();
        for round in 0..ROUNDS {
            let mut all = self.measures();
            let goal: [i64; 4] = std::array::from_fn(|m| self.goal(&mut all[m]));
            if !open(goal) {
                return Vec::new();
            }
            // So much more work is still of use, if nothing else comes on top.
            let (mut least, mut most) = (0, setting.before.last().copied().unwrap_or(0));
            while least < most {
                let middle = most - (most - least) / 2;
                if open([goal[0].saturating_add(middle), goal[1], goal[2], goal[3]]) { least = middle } else { most = middle - 1 }
            }
            let mut found = self.web.nearest((least, usize::MAX), &mut all[0]);
            self.web.keep(found.iter().map(|f| f.1));
            for m in 1..4 {
                let mut more = vec![None; self.posing.market.credentials.len()];
                for (sum, c) in self.web.nearest((i64::MAX, usize::MAX), &mut all[m]) {
                    let beside = if m == 3 { all[m].beside(c) } else { 0 };
                    more[c as usize] = Some(sum.saturating_add(beside));
                }
                found.retain(|&(work, c)| {
                    more[c as usize].is_some_and(|more| {
                        let mut with = goal;
                        with[0] = with[0].saturating_add(work);
                        with[m] = with[m].saturating_add(more);
                        open(with)
                    })
                });
                self.web.keep(found.iter().map(|f| f.1));
            }
            let before = if round == 0 { usize::MAX } else { ranks.len() };
            ranks = found.into_iter().map(|f| f.1).collect();
            if ranks.len() > before / 8 * 7 {
                break;
            }
        }
        ranks.sort_unstable();
        ranks
    }

    /// Work, days of the one slot, steps, money.
    fn measures(&self) -> [Costs<'p>; 4] {
        let (posing, most_a_day) = (self.posing, self.most_a_day);
        let many = posing.market.credentials.len();
        [
            self.costs(work),
            self.costs(if posing.question.learner.at_once == 1 { days } else { |_, _, _| 0 }),
            self.costs(|_, _, _| 1),
            Costs::new(many, move |c, shared| dues::of(posing, c, most_a_day, shared)),
        ]
    }

    /// Costs of study; what may come by its own rule costs nothing.
    fn costs(&self, of: fn(&Posing<'_, '_>, u32, i64) -> i64) -> Costs<'p> {
        let (posing, most_a_day) = (self.posing, self.most_a_day);
        Costs::new(posing.market.credentials.len(), move |c, _| {
            let own = if posing.market.asks[c as usize].rule.is_some() { 0 } else { of(posing, c, most_a_day) };
            Cost { own, one_of: Vec::new() }
        })
    }

    /// What the needs of the goal cost at least, the one with the fewest givers first.
    fn goal(&mut self, costs: &mut Costs<'_>) -> i64 {
        let mut needs: Vec<Vec<u32>> = self.needs.iter().filter_map(|clause| self.web.givers(clause)).collect();
        needs.sort_unstable_by_key(Vec::len);
        needs.iter().fold(0_i64, |sum, need| sum.saturating_add(self.web.charge(need, costs)))
    }
}

fn work(posing: &Posing<'_, '_>, c: u32, _: i64) -> i64 {
    posing.market.least_work[c as usize]
}

/// The fewest days a credential takes the one slot.
fn days(posing: &Posing<'_, '_>, c: u32, most_a_day: i64) -> i64 {
    let of = |offering: &Offering| {
        let study = match &offering.study {
            Study::SelfPaced { minutes, weekly_cap, min_days } => {
                let rate = weekly_cap.unwrap_or(i64::MAX).min(most_a_day).max(1);
                let work = minutes.at(posing.percentile).saturating_mul(7);
                (work.saturating_add(rate - 1) / rate).max(i64::from(*min_days)).max(1)
            }
            Study::Cohort { days, .. } => i64::from(*days),
            Study::None {} => 0,
        };
        let exam = offering.exam.as_ref().map_or(0, |exam| {
            let more = attempts(exam.pass_per_mille, exam.attempts, posing.percentile) - 1;
            1 + i64::from(more) * i64::from(exam.wait_days.max(1))
        });
        study.saturating_add(exam)
    };
    posing.market.ways[c as usize].iter().map(|&o| of(posing.market.offerings[o as usize])).min().unwrap_or(0)
}
