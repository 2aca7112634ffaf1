//! Generated catalogues of five scales, and what learners ask of them: the same for the same seed, on every machine.
//!
//! What real catalogues look like, as far as it matters for the search: competencies lie in topics, some of them popular, a few
//! wanted everywhere; a credential teaches one to eight of a topic around one level; a quarter is free of charge; another quarter
//! copies an earlier credential at another price, so that many are dominated; prerequisites are lower levels, other
//! competencies of the topic, alternatives, k of n, earlier credentials of a series, and a few that close circles; two in a
//! hundred are stacks of others that mostly award themselves; one in a hundred comes in a bundle. Whole numbers only.

use std::sync::Arc;

use pathstack::solve::problem::{Atom, Attainment, Catalogue, Credential, Group, Id, Learner, Limits, Offer, Query, Role};

use super::random::Dice;

/// How large a catalogue and the questions to it are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub(crate) name: &'static str,
    pub(crate) credentials: usize,
    pub(crate) competencies: u32,
    /// Competencies of a topic, about.
    pub(crate) topic: u32,
    /// Competencies that a role asks for.
    pub(crate) goals: usize,
    /// Competencies that a learner holds besides.
    pub(crate) held: usize,
}

/// The five scales.
pub(crate) const SCALES: [Scale; 5] = [
    Scale { name: "small", credentials: 100, competencies: 60, topic: 15, goals: 8, held: 3 },
    Scale { name: "medium", credentials: 2_000, competencies: 1_000, topic: 30, goals: 20, held: 8 },
    Scale { name: "esco", credentials: 20_000, competencies: 13_900, topic: 40, goals: 40, held: 15 },
    Scale { name: "reg200k", credentials: 200_000, competencies: 13_900, topic: 40, goals: 40, held: 15 },
    Scale { name: "reg1m", credentials: 1_000_000, competencies: 13_900, topic: 40, goals: 40, held: 15 },
];

const LEVELS: u8 = 4;

/// Makes a catalogue, topic by topic.
struct Maker {
    dice: Dice,
    scale: Scale,
    /// First competency of each topic, and the end of the last.
    topics: Vec<u32>,
    everywhere: Vec<u32>,
    credentials: Vec<Credential>,
    /// Credentials of each topic, and the tails of its series with their lengths.
    of_topic: Vec<Vec<usize>>,
    series: Vec<Vec<(usize, u8)>>,
}

fn id(number: usize) -> Id {
    Id::Number(number as i64)
}

fn level(competency: u32, level: u8) -> Atom {
    Atom::Level(Attainment { competency, level })
}

fn one(atom: Atom) -> Group {
    Group { k: 1, of: vec![atom] }
}

impl Maker {
    fn new(scale: Scale, seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ (scale.credentials as u64) << 20);
        let mut topics = vec![0];
        while let Some(&last) = topics.last()
            && last < scale.competencies
        {
            let size = u32::try_from(dice.between(i64::from(scale.topic) / 2, i64::from(scale.topic) * 3 / 2)).unwrap_or(1);
            let end = last + size.max(6);
            topics.push(if scale.competencies < end + 6 { scale.competencies } else { end });
        }
        let count = topics.len() - 1;
        let everywhere = (0..(scale.competencies / 33).max(2)).map(|_| dice.below(scale.competencies as usize) as u32).collect();
        let (of_topic, series) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        Self { dice, scale, topics, everywhere, credentials: Vec::with_capacity(scale.credentials), of_topic, series }
    }

    /// A position below a length, the first ones more often: the smaller of two throws, as often as not.
    fn popular(&mut self, length: usize) -> usize {
        let (a, b) = (self.dice.below(length), self.dice.below(length));
        if self.dice.percent(70) { a.min(b) * (a.max(b) + 1) / length } else { a }
    }

    fn topic(&mut self) -> usize {
        self.popular(self.topics.len() - 1)
    }

    /// A competency of a topic.
    fn of(&mut self, topic: usize) -> u32 {
        let (low, high) = (self.topics[topic], self.topics[topic + 1]);
        low + self.popular((high - low) as usize) as u32
    }

    fn some_level(&mut self, most: u8) -> u8 {
        self.dice.between(1, i64::from(most)) as u8
    }

    /// Another provider's version of an earlier credential: some of what it teaches, at another price.
    fn copy(&mut self) -> Credential {
        let earlier = self.credentials[self.dice.below(self.credentials.len())].clone();
        let mut teaches = earlier.teaches.clone();
        for at in (1..teaches.len()).rev() {
            if self.dice.percent(20) {
                teaches.remove(at);
            }
        }
        let mut requires = earlier.requires.clone();
        requires.retain(|_| self.dice.percent(90));
        let cost = match earlier.cost {
            0 => 100 * self.dice.between(0, 30) * self.dice.between(0, 1),
            cost => 100 * (cost / 100 * self.dice.between(70, 180) / 100).max(1),
        };
        let hours = (earlier.hours * self.dice.between(80, 130) / 100).max(1);
        Credential { id: id(self.credentials.len()), cost, hours, teaches, requires, ..earlier }
    }

    fn credential(&mut self, topic: usize) -> Credential {
        let base = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4][self.dice.below(10)];
        let mut teaches: Vec<Attainment> = Vec::new();
        loop {
            let competency = if self.dice.percent(10) {
                let at = self.popular(self.everywhere.len());
                self.everywhere[at]
            } else {
                self.of(topic)
            };
            let level = (base + self.dice.between(-1, 1) as i8 * i8::from(self.dice.percent(30))).clamp(1, LEVELS as i8) as u8;
            if teaches.iter().all(|taught| taught.competency != competency) {
                teaches.push(Attainment { competency, level });
            }
            if teaches.len() == 8 || !self.dice.percent(70) {
                break;
            }
        }
        let levels: i64 = teaches.iter().map(|taught| i64::from(taught.level)).sum();
        let hours = (levels * self.dice.between(16, 72) / 10).max(1);
        let cost = if self.dice.percent(25) { 0 } else { 100 * (5 + hours * self.dice.between(10, 60) / 10) };
        let requires = self.requires(topic, &teaches, base as u8);
        Credential { id: id(self.credentials.len()), cost, hours, count: 1, provider: None, teaches, requires }
    }

    fn requires(&mut self, topic: usize, teaches: &[Attainment], base: u8) -> Vec<Group> {
        let most = base.min(3);
        let own = |atom: &Atom| matches!(atom, Atom::Level(a) if teaches.iter().any(|taught| taught.competency == a.competency));
        let mut groups = Vec::new();
        let main = teaches[0];
        if main.level > 1 && self.dice.percent(70) {
            groups.push(one(level(main.competency, main.level - 1)));
        }
        // Lower competencies of the topic, so that most prerequisites lead downwards.
        if self.dice.percent(35) {
            let low = self.topics[topic];
            let below = (main.competency.saturating_sub(low) as usize).max(1);
            for _ in 0..self.dice.between(1, 2) {
                groups.push(one(level(low + self.dice.below(below) as u32, self.some_level(most))));
            }
        }
        if self.dice.percent(15) {
            let mut of: Vec<Atom> = Vec::new();
            for _ in 0..self.dice.between(2, 4) {
                let earlier = &self.of_topic[topic];
                if !earlier.is_empty() && self.dice.percent(25) {
                    of.push(Atom::Earned(id(earlier[self.dice.below(earlier.len())])));
                } else {
                    of.push(level(self.of(topic), self.some_level(most)));
                }
            }
            groups.push(Group { k: 1, of });
        }
        if self.dice.percent(3) {
            let of = (0..4).map(|_| level(self.of(topic), self.some_level(2))).collect();
            groups.push(Group { k: 2, of });
        }
        // Now and then upwards: this closes circles.
        if self.dice.percent(2) {
            let end = self.topics[topic + 1];
            let above = (end.saturating_sub(main.competency) as usize).clamp(1, self.scale.topic as usize);
            let competency = (main.competency + self.dice.below(above) as u32).min(self.scale.competencies - 1);
            groups.push(one(level(competency, self.some_level(2))));
        }
        for group in &mut groups {
            group.of.retain(|atom| !own(atom) || matches!(atom, Atom::Level(a) if *a < main && a.competency == main.competency));
            group.of.sort();
            group.of.dedup();
        }
        groups.retain(|group| group.of.len() as i64 >= group.k);
        let number = self.credentials.len();
        if !self.series[topic].is_empty() && self.dice.percent(10) {
            let at = self.dice.below(self.series[topic].len());
            let (before, length) = self.series[topic][at];
            groups.push(one(Atom::Earned(id(before))));
            if length < 6 {
                self.series[topic][at] = (number, length + 1);
            } else {
                self.series[topic].swap_remove(at);
            }
        } else if self.dice.percent(6) {
            self.series[topic].push((number, 1));
        }
        groups
    }

    /// A credential for several others.
    fn stack(&mut self, topic: usize) -> Credential {
        let earlier = &self.of_topic[topic];
        let start = self.dice.below(earlier.len());
        let members: Vec<usize> = (0..earlier.len().min(3 + self.dice.below(4))).map(|at| earlier[(start + at) % earlier.len()]).collect();
        let mut teaches: Vec<Attainment> = Vec::new();
        for _ in 0..self.dice.between(1, 3) {
            let taught = self.credentials[*self.dice.pick(&members)].teaches[0];
            if teaches.iter().all(|other| other.competency != taught.competency) {
                teaches.push(Attainment { level: (taught.level + 1).min(LEVELS), ..taught });
            }
        }
        let atoms: Vec<Atom> = members.iter().map(|&member| Atom::Earned(id(member))).collect();
        let requires = if self.dice.percent(60) {
            atoms.into_iter().map(one).collect()
        } else {
            vec![Group { k: (atoms.len() as i64 - self.dice.between(1, 2)).max(2), of: atoms }]
        };
        let cost = if self.dice.percent(60) { 0 } else { 100 * self.dice.between(5, 60) };
        let hours = if self.dice.percent(70) { 0 } else { self.dice.between(4, 33) };
        Credential { id: id(self.credentials.len()), cost, hours, count: 0, provider: None, teaches, requires }
    }

    fn bundle(&mut self, number: usize) -> Option<Offer> {
        let topic = self.topic();
        let of_topic = &self.of_topic[topic];
        let start = self.dice.below(of_topic.len().max(1));
        let members: Vec<usize> = of_topic.iter().copied().skip(start).take(3 + self.dice.below(5)).collect();
        let total: i64 = members.iter().map(|&member| self.credentials[member].cost).sum();
        let cost = 100 * (total / 100 * self.dice.between(40, 75) / 100).max(1);
        let covers = members.iter().map(|&member| id(member)).collect();
        (members.len() > 2 && total > 0).then(|| Offer { id: id(number), cost, covers })
    }
}

/// A generated catalogue.
pub(crate) fn catalogue(scale: Scale, seed: u64) -> Arc<Catalogue> {
    let mut maker = Maker::new(scale, seed);
    let stacks = (scale.credentials / 50).max(1);
    while maker.credentials.len() < scale.credentials {
        let number = maker.credentials.len();
        let topic = maker.topic();
        let made = if number + stacks >= scale.credentials && maker.of_topic[topic].len() > 2 {
            maker.stack(topic)
        } else if number > 20 && maker.dice.percent(25) {
            maker.copy()
        } else {
            maker.credential(topic)
        };
        let home = maker.topics.partition_point(|&low| low <= made.teaches[0].competency) - 1;
        maker.of_topic[home].push(number);
        maker.credentials.push(made);
    }
    let offers = (0..(scale.credentials / 100).max(1)).filter_map(|number| maker.bundle(number)).collect();
    let made = Catalogue::new(LEVELS, scale.competencies, maker.credentials, offers);
    Arc::new(made.unwrap_or_else(|faults| panic!("a generated catalogue has faults: {:?}", faults.first())))
}

/// What learners ask: each a role of one or three topics whose competencies can all be reached, some of them held in part.
pub(crate) fn queries(catalogue: &Catalogue, scale: Scale, seed: u64, count: usize) -> Vec<Query> {
    let mut maker = Maker::new(scale, seed);
    let reached = super::reference::reached(catalogue);
    (0..count)
        .map(|_| {
            let topics = [maker.topic(), maker.topic(), maker.topic()];
            let mut asked: Vec<Attainment> = Vec::new();
            for _ in 0..4_000 {
                if asked.len() == scale.goals {
                    break;
                }
                let competency = match maker.dice.below(10) {
                    0 | 1 => *maker.dice.pick(&maker.everywhere),
                    2..=6 => maker.of(topics[0]),
                    _ => {
                        let topic = topics[1 + maker.dice.below(2)];
                        maker.of(topic)
                    }
                };
                let most = reached[competency as usize];
                if most > 0 && asked.iter().all(|other| other.competency != competency) {
                    let wanted = [1, 1, 2, 2, 2, 2, 3, 3, 3, 4][maker.dice.below(10)];
                    asked.push(Attainment { competency, level: most.min(wanted) });
                }
            }
            asked.sort_unstable();
            let mut holds: Vec<Attainment> = Vec::new();
            for one in &asked {
                if maker.dice.percent(35) {
                    holds.push(Attainment { level: maker.some_level(one.level), ..*one });
                }
            }
            for _ in 0..scale.held {
                let topic = topics[maker.dice.below(3)];
                let competency = maker.of(topic);
                if asked.iter().all(|one| one.competency != competency) {
                    holds.push(Attainment { competency, level: maker.some_level(2) });
                }
            }
            let requires = asked.iter().map(|one| self::one(Atom::Level(*one))).collect();
            let role = Role { requires, soft: Vec::new(), min_soft: 0 };
            Query { learner: Learner { holds, earned: Vec::new() }, role, forbid: Vec::new(), limits: Limits::default() }
        })
        .collect()
}
