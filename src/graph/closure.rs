//! What is within reach: the AND-OR closure of everything that can be earned from a start, in linear time.

use super::{CompetencyAt, CredentialAt, Need, OfferingAt, Place, SkillGraph};
use crate::model::Status;

/// Every credential and every rank of a competency that can be had from a start, whatever it costs.
///
/// Nothing once earned is lost, so one pass decides: a credential is earnable once its binding conditions hold and it is in use and
/// offered, or its stack rule holds. Entry conditions are taken as met, a `not` as possible, and a rank nobody states as the lowest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    ranks: Box<[u8]>,
    earnable: Box<[bool]>,
}

impl Closure {
    /// What can be reached from nothing with every offering that is in use.
    pub fn from_nothing(graph: &SkillGraph) -> Self {
        Self::from(graph, &[], &[], |_| true)
    }

    /// What can be reached from held credentials and attained ranks with the offerings that are in use and `open`.
    pub fn from(graph: &SkillGraph, held: &[CredentialAt], attained: &[(CompetencyAt, u8)], open: impl Fn(OfferingAt) -> bool) -> Self {
        let offered = |credential: CredentialAt| {
            let mut offerings = graph.offerings_of(credential).iter();
            graph.credential(credential).status == Status::Active
                && offerings.any(|offering| graph.offering(*offering).status == Status::Active && open(*offering))
        };
        Gates::new(graph, offered, false).open(graph, held, attained)
    }

    /// What could be reached if everything were offered, and every rank taught and reference kept: only cycles stay out, and what needs them.
    pub fn but_for_cycles(graph: &SkillGraph) -> Self {
        Gates::new(graph, |_| true, true).open(graph, &[], &[])
    }

    /// The highest rank of a competency within reach; nothing where it cannot be attained at all.
    pub fn highest_rank(&self, competency: CompetencyAt) -> Option<u8> {
        self.ranks.get(competency.at()).copied().filter(|rank| *rank > 0)
    }

    /// Whether a credential can be earned or is held.
    pub fn earnable(&self, credential: CredentialAt) -> bool {
        self.earnable.get(credential.at()).copied().unwrap_or(false)
    }

    /// Whether a need can be met.
    pub fn reaches(&self, need: &Need) -> bool {
        // Expressions are at most `Expr::DEEPEST` deep, so this recursion is bounded.
        match need {
            Need::Attain(competency, rank) => self.highest_rank(*competency).is_some_and(|highest| highest >= rank.unwrap_or(1)),
            Need::Earn(credential) => self.earnable(*credential),
            Need::All(of) => of.iter().all(|need| self.reaches(need)),
            Need::AtLeast(least, of) => of.iter().filter(|need| self.reaches(need)).count() >= *least as usize,
            Need::Credits { min, from } => {
                let counted = from.iter().filter(|(credential, _)| self.earnable(*credential)).map(|(_, credits)| u64::from(*credits));
                counted.sum::<u64>() >= u64::from(*min)
            }
            Need::Not(_) | Need::Entry(_) => true,
            Need::Missing(_) => false,
        }
    }
}

/// What a gate opens: another gate, by so much.
#[derive(Clone, Copy)]
struct Opens {
    gate: u32,
    by: u32,
}

/// All expressions as counters: a gate opens when as much has arrived as it waits for. The first gates are the credentials.
struct Gates {
    waits: Vec<u64>,
    opens: Vec<Option<Opens>>,
    /// For each competency the gates that wait for a rank of it, lowest rank first.
    for_rank: Vec<(CompetencyAt, u8, Opens)>,
    /// For each credential the gates that wait for it.
    for_credential: Vec<(CredentialAt, Opens)>,
    /// Gates that are open from the start.
    ready: Vec<Opens>,
}

impl Gates {
    fn new(graph: &SkillGraph, offered: impl Fn(CredentialAt) -> bool, generous: bool) -> Self {
        let count = graph.credentials().len();
        let mut gates =
            Self { waits: vec![0; count], opens: vec![None; count], for_rank: Vec::new(), for_credential: Vec::new(), ready: Vec::new() };
        for credential in graph.credentials() {
            let own = credential.at() as u32;
            // One count for a way to it, one for each binding condition.
            let mut waits = 1;
            if offered(credential) {
                gates.ready.push(Opens { gate: own, by: 1 });
            } else if let Some(rule) = graph.stack(credential).filter(|_| graph.credential(credential).status == Status::Active) {
                gates.add(graph, rule, Opens { gate: own, by: 1 }, generous);
            }
            for need in graph.conditions(credential).iter().filter_map(super::Bound::binding) {
                waits += 1;
                gates.add(graph, need, Opens { gate: own, by: 1 }, generous);
            }
            if let Some(held) = gates.waits.get_mut(credential.at()) {
                *held = waits;
            }
        }
        gates
    }

    /// Adds an expression that opens another gate when it holds.
    fn add(&mut self, graph: &SkillGraph, need: &Need, opens: Opens, generous: bool) {
        let mut left = vec![(need, opens)];
        while let Some((need, opens)) = left.pop() {
            match need {
                Need::Attain(competency, rank) => {
                    let rank = rank.unwrap_or(1);
                    let taught = || graph.provided(*competency).iter().any(|provided| provided.rank.unwrap_or(1) >= rank);
                    if generous && !taught() {
                        self.ready.push(opens);
                    } else {
                        self.for_rank.push((*competency, rank, opens));
                    }
                }
                Need::Earn(credential) => self.for_credential.push((*credential, opens)),
                Need::All(of) => {
                    let gate = self.gate(of.len() as u64, opens);
                    left.extend(of.iter().map(|inner| (inner, Opens { gate, by: 1 })));
                }
                Need::AtLeast(least, of) => {
                    let least = if generous { (*least as usize).min(of.len()) as u64 } else { u64::from(*least) };
                    let gate = self.gate(least, opens);
                    left.extend(of.iter().map(|inner| (inner, Opens { gate, by: 1 })));
                }
                Need::Credits { min, from } => {
                    let all = from.iter().map(|(_, credits)| u64::from(*credits)).sum();
                    let gate = self.gate(if generous { u64::from(*min).min(all) } else { u64::from(*min) }, opens);
                    self.for_credential.extend(from.iter().map(|(credential, credits)| (*credential, Opens { gate, by: *credits })));
                }
                Need::Not(_) | Need::Entry(_) => self.ready.push(opens),
                Need::Missing(_) if generous => self.ready.push(opens),
                Need::Missing(_) => {}
            }
        }
    }

    fn gate(&mut self, waits: u64, opens: Opens) -> u32 {
        let gate = self.waits.len() as u32;
        self.waits.push(waits);
        self.opens.push(Some(opens));
        if waits == 0 {
            self.ready.push(opens);
        }
        gate
    }

    /// Opens all that can be opened.
    fn open(mut self, graph: &SkillGraph, held: &[CredentialAt], attained: &[(CompetencyAt, u8)]) -> Closure {
        let (competencies, credentials) = (graph.competencies().len(), graph.credentials().len());
        self.for_rank.sort_by_key(|(competency, rank, _)| (*competency, *rank));
        let for_rank: Vec<_> = self.for_rank.iter().map(|(competency, rank, opens)| (*competency, (*rank, *opens))).collect();
        let for_rank = super::Runs::group(competencies, &for_rank);
        let for_credential = super::Runs::group(credentials, &self.for_credential);

        let mut ranks = vec![0_u8; competencies];
        let mut told = vec![0_usize; competencies];
        let mut earned = vec![false; credentials];
        let mut arrived: Vec<Opens> = std::mem::take(&mut self.ready);
        let mut attain = |competency: CompetencyAt, rank: u8, arrived: &mut Vec<Opens>| {
            let (Some(held), Some(told)) = (ranks.get_mut(competency.at()), told.get_mut(competency.at())) else { return };
            *held = rank.max(*held);
            while let Some((asked, opens)) = for_rank.of(competency).get(*told)
                && *asked <= *held
            {
                arrived.push(*opens);
                *told += 1;
            }
        };
        for (competency, rank) in attained {
            attain(graph.one(*competency), *rank, &mut arrived);
        }
        let mut earn = |credential: CredentialAt, arrived: &mut Vec<Opens>| {
            let Some(earned) = earned.get_mut(credential.at()).filter(|earned| !**earned) else { return };
            *earned = true;
            arrived.extend(for_credential.of(credential));
            for award in graph.awards(credential) {
                attain(award.competency, award.rank.unwrap_or(1), arrived);
            }
        };
        for credential in held {
            earn(*credential, &mut arrived);
        }
        while let Some(Opens { gate, by }) = arrived.pop() {
            let Some(waits) = self.waits.get_mut(gate as usize).filter(|waits| **waits > 0) else { continue };
            *waits = waits.saturating_sub(u64::from(by));
            if *waits == 0 {
                match self.opens.get(gate as usize).copied().flatten() {
                    Some(opens) => arrived.push(opens),
                    None => earn(CredentialAt::new(gate as usize), &mut arrived),
                }
            }
        }
        Closure { ranks: ranks.into(), earnable: earned.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{Edition, Facts},
        model::{Catalogue, EntryCondition, Record},
    };
    use proptest::prelude::*;

    fn graph(lines: &[String]) -> SkillGraph {
        let mut catalogue = Catalogue::default();
        lines.iter().for_each(|line| catalogue.push(serde_json::from_str::<Record>(line).unwrap()));
        SkillGraph::new(Edition::default(), catalogue)
    }

    /// `needs` is an expression or nothing; a credential awards its own competency and is offered unless it is a stack.
    fn credential(id: &str, rank: u8, needs: &str, stack: &str, offered: bool) -> Vec<String> {
        let needs = if needs.is_empty() { String::new() } else { format!(r#","conditions":[{{"need":{needs}}}]"#) };
        let stack = if stack.is_empty() { String::new() } else { format!(r#","stack":{{"rule":{stack}}}"#) };
        let awards = format!(r#""awards":[{{"competency":"skill-{id}","level":{rank}}}]"#);
        let mut lines = vec![
            format!(r#"{{"competency":{{"id":"skill-{id}","name":"{id}"}}}}"#),
            format!(r#"{{"credential":{{"id":"{id}","name":"{id}",{awards}{needs}{stack}}}}}"#),
        ];
        if offered {
            lines.push(format!(r#"{{"offering":{{"id":"{id}.o","credential":"{id}"}}}}"#));
        }
        lines
    }

    fn earnable(graph: &SkillGraph, closure: &Closure) -> String {
        graph.credentials().filter(|at| closure.earnable(*at)).map(|at| graph.credential(at).id.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_ladder_a_choice_and_a_stack_are_climbed_and_a_circle_is_not() {
        let lines = [
            credential("a", 2, "", "", true),
            credential("b", 1, r#"{"competency":"skill-a","level":2}"#, "", true),
            credential("c", 1, r#"{"competency":"skill-a","level":3}"#, "", true),
            credential("d", 1, r#"{"any":[{"credential":"c"},{"credential":"b"}]}"#, "", true),
            credential("e", 1, "", r#"{"at_least":2,"of":["a","d","c"]}"#, false),
            credential("f", 1, "", "", false),
            credential("g", 1, r#"{"credential":"h"}"#, "", true),
            credential("h", 1, r#"{"credential":"g"}"#, "", true),
            credential("i", 1, r#"{"entry":"age","at_least":18}"#, "", true),
        ];
        let graph = graph(&lines.concat());
        let closure = Closure::from_nothing(&graph);
        assert_eq!(earnable(&graph, &closure), "a b d e i");
        let skill = |id: &str| graph.find_competency(id).unwrap();
        assert_eq!((closure.highest_rank(skill("skill-a")), closure.highest_rank(skill("skill-f"))), (Some(2), None));
        assert_eq!(earnable(&graph, &Closure::but_for_cycles(&graph)), "a b c d e f i");

        let held = graph.find_credential("h").unwrap();
        assert_eq!(earnable(&graph, &Closure::from(&graph, &[held], &[], |_| false)), "h");
        assert_eq!(earnable(&graph, &Closure::from(&graph, &[held], &[(skill("skill-a"), 3)], |_| true)), "a b c d e g h i");
    }

    /// What is true of somebody who has these.
    struct Has<'a>(&'a SkillGraph, &'a [bool]);

    impl Facts for Has<'_> {
        fn attained(&self, competency: CompetencyAt, rank: u8) -> bool {
            self.0.provided(competency).iter().any(|by| self.1[by.credential.at()] && by.rank.unwrap_or(1) >= rank)
        }
        fn earned(&self, credential: CredentialAt) -> bool {
            self.1[credential.at()]
        }
        fn entered(&self, _: &EntryCondition) -> bool {
            true
        }
    }

    /// A plain closure: go round until nothing new is earned.
    fn plain(graph: &SkillGraph) -> Vec<bool> {
        let mut has = vec![false; graph.credentials().len()];
        loop {
            let before = has.clone();
            for credential in graph.credentials() {
                let facts = Has(graph, &before);
                let way = !graph.offerings_of(credential).is_empty() || graph.stack(credential).is_some_and(|rule| rule.holds(&facts));
                let allowed = graph.conditions(credential).iter().filter_map(crate::graph::Bound::binding).all(|need| need.holds(&facts));
                has[credential.at()] |= way && allowed;
            }
            if before == has {
                return has;
            }
        }
    }

    fn expression() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            (0..8_u8).prop_map(|at| format!(r#"{{"credential":"c{at}"}}"#)),
            (0..9_u8, 0..4_u8).prop_map(|(at, rank)| match rank {
                0 => format!(r#"{{"competency":"skill-c{at}"}}"#),
                rank => format!(r#"{{"competency":"skill-c{at}","level":{rank}}}"#),
            }),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(|of| format!(r#"{{"all":[{}]}}"#, of.join(","))),
                (0..3_u8, prop::collection::vec(inner, 0..4))
                    .prop_map(|(least, of)| format!(r#"{{"at_least":{least},"of":[{}]}}"#, of.join(","))),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_closure_is_what_going_round_and_round_finds(
            credentials in prop::collection::vec((1..4_u8, prop::option::of(expression()), prop::option::of(expression()), any::<bool>()), 1..8)
        ) {
            let lines: Vec<String> = credentials.iter().enumerate().flat_map(|(at, (rank, needs, stack, offered))| {
                credential(&format!("c{at}"), *rank, needs.as_deref().unwrap_or(""), stack.as_deref().unwrap_or(""), *offered)
            }).collect();
            let graph = graph(&lines);
            let closure = Closure::from_nothing(&graph);
            let plain = plain(&graph);
            prop_assert_eq!(graph.credentials().map(|at| closure.earnable(at)).collect::<Vec<_>>(), plain.clone());
            let generous = Closure::but_for_cycles(&graph);
            prop_assert!(graph.credentials().all(|at| !plain[at.at()] || generous.earnable(at)));
        }
    }
}
