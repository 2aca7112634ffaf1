//! What can be reached and what cannot: cycles, rules that never hold, credentials out of reach, requirements nobody teaches.

use super::finding::{Finding, FindingKind, Severity, listed, named};
use crate::{
    graph::{Bound, Closure, CompetencyAt, CredentialAt, Need, RoleAt, SkillGraph},
    model::{Necessity, Status},
};
use petgraph::{
    algo::kosaraju_scc,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};
use std::collections::{HashMap, VecDeque};

pub(super) fn findings(graph: &SkillGraph) -> Vec<Finding> {
    let reach = Closure::from_nothing(graph);
    let generous = Closure::but_for_cycles(graph);
    let mut findings = Vec::new();
    cycles(graph, &generous, &mut findings);
    rules(graph, &mut findings);
    credentials(graph, &reach, &generous, &mut findings);
    roles(graph, &reach, &mut findings);
    findings
}

/// The needs that must hold before a credential is earned.
fn binding(graph: &SkillGraph, credential: CredentialAt) -> impl Iterator<Item = &Need> {
    graph.conditions(credential).iter().filter_map(Bound::binding)
}

fn id(graph: &SkillGraph, credential: CredentialAt) -> &str {
    graph.credential(credential).id.as_str()
}

/// Calls `visit` on every competency with rank and every credential that a need names outside a `not`.
fn leaves<'a>(need: &'a Need, visit: &mut impl FnMut(&'a Need)) {
    // Expressions are at most `Expr::DEEPEST` deep, so this recursion is bounded.
    match need {
        Need::All(of) | Need::AtLeast(_, of) => of.iter().for_each(|inner| leaves(inner, visit)),
        Need::Not(_) => {}
        leaf => visit(leaf),
    }
}

/// A node of the graph of what waits for what.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Waiting {
    Credential(CredentialAt),
    Rank(CompetencyAt, u8),
}

/// Circles of credentials that stay out of reach even if everything else were offered.
fn cycles(graph: &SkillGraph, generous: &Closure, findings: &mut Vec<Finding>) {
    let stuck: Vec<CredentialAt> = graph.credentials().filter(|credential| !generous.earnable(*credential)).collect();
    let mut waits: DiGraph<Waiting, (), u32> = DiGraph::new();
    let mut nodes: HashMap<Waiting, NodeIndex<u32>> = HashMap::new();
    for credential in &stuck {
        nodes.insert(Waiting::Credential(*credential), waits.add_node(Waiting::Credential(*credential)));
    }
    for credential in &stuck {
        let Some(own) = nodes.get(&Waiting::Credential(*credential)).copied() else { continue };
        let mut on_credential = Vec::new();
        let mut on_rank = Vec::new();
        for need in binding(graph, *credential) {
            leaves(need, &mut |leaf| match leaf {
                Need::Earn(other) => on_credential.push(*other),
                Need::Credits { from, .. } => on_credential.extend(from.iter().map(|(other, _)| *other)),
                Need::Attain(competency, rank) => on_rank.push((*competency, rank.unwrap_or(1))),
                _ => {}
            });
        }
        for other in on_credential {
            if let Some(other) = nodes.get(&Waiting::Credential(other)) {
                waits.add_edge(own, *other, ());
            }
        }
        for (competency, rank) in on_rank {
            let key = Waiting::Rank(competency, rank);
            let known = nodes.get(&key).copied();
            let node = known.unwrap_or_else(|| {
                let node = waits.add_node(key);
                nodes.insert(key, node);
                for provided in graph.provided(competency) {
                    if provided.rank.unwrap_or(1) >= rank
                        && let Some(other) = nodes.get(&Waiting::Credential(provided.credential))
                    {
                        waits.add_edge(node, *other, ());
                    }
                }
                node
            });
            waits.add_edge(own, node, ());
        }
    }
    for component in kosaraju_scc(&waits) {
        if let Some(circle) = circle(graph, &waits, &component) {
            let ids: Vec<&str> = circle.iter().map(|credential| id(graph, *credential)).collect();
            let records = ids.iter().map(|id| named("credential", id)).collect();
            findings.push(match ids.as_slice() {
                [own] => {
                    let says = format!("Credential {own} asks for itself, or for what only it attests, before it can be earned");
                    Finding::new(FindingKind::SelfPrerequisite, records, says)
                }
                ids => {
                    let says = format!("No way in: {} → {}, each asks for the next one first", ids.join(" → "), ids.first().unwrap_or(&""));
                    Finding::new(FindingKind::PrerequisiteCycle, records, says)
                }
            });
        }
    }
}

/// The shortest circle through the credential of a component that comes first by id; nothing where the component is no circle.
fn circle(graph: &SkillGraph, waits: &DiGraph<Waiting, (), u32>, component: &[NodeIndex<u32>]) -> Option<Vec<CredentialAt>> {
    let credential = |node: NodeIndex<u32>| match waits.node_weight(node) {
        Some(Waiting::Credential(credential)) => Some(*credential),
        _ => None,
    };
    let first = component.iter().copied().filter(|node| credential(*node).is_some());
    let first = first.min_by_key(|node| credential(*node).map(|credential| id(graph, credential)))?;
    let inside: std::collections::HashSet<_> = component.iter().copied().collect();
    let mut before: HashMap<NodeIndex<u32>, NodeIndex<u32>> = HashMap::new();
    let mut queue = VecDeque::from([first]);
    while let Some(node) = queue.pop_front() {
        let mut next: Vec<_> = waits.edges(node).map(|edge| edge.target()).filter(|node| inside.contains(node)).collect();
        next.sort_by_key(|node| match waits.node_weight(*node) {
            Some(Waiting::Credential(at)) => (id(graph, *at), 0),
            Some(Waiting::Rank(at, rank)) => (graph.competency(*at).id.as_str(), *rank),
            None => ("", 0),
        });
        for target in next {
            if target == first {
                let mut circle: Vec<CredentialAt> = credential(node).into_iter().collect();
                let mut at = node;
                while let Some(earlier) = before.get(&at) {
                    circle.extend(credential(*earlier));
                    at = *earlier;
                }
                circle.reverse();
                return Some(circle);
            }
            if target != first && !before.contains_key(&target) {
                before.insert(target, node);
                queue.push_back(target);
            }
        }
    }
    None
}

/// Whether a need could hold if every credential of the edition were earned.
fn could_hold(need: &Need) -> bool {
    // Expressions are at most `Expr::DEEPEST` deep, so this recursion is bounded.
    match need {
        Need::All(of) => of.iter().all(could_hold),
        Need::AtLeast(least, of) => of.iter().filter(|inner| could_hold(inner)).count() >= *least as usize,
        Need::Credits { min, from } => from.iter().map(|(_, credits)| u64::from(*credits)).sum::<u64>() >= u64::from(*min),
        Need::Missing(_) => false,
        // What nobody teaches is told where it is asked; a `not` can always be kept.
        Need::Attain(..) | Need::Earn(_) | Need::Entry(_) | Need::Not(_) => true,
    }
}

fn rules(graph: &SkillGraph, findings: &mut Vec<Finding>) {
    let mut never = |record: &str, what: &str, need: &Need| {
        if !could_hold(need) {
            findings.push(Finding::new(FindingKind::RuleNeverHolds, vec![record.into()], format!("{what} of {record} can never hold")));
        }
    };
    for credential in graph.credentials() {
        let record = named("credential", id(graph, credential));
        if let Some(rule) = graph.stack(credential) {
            never(&record, "The stack rule", rule);
        }
        binding(graph, credential).for_each(|need| never(&record, "A prerequisite", need));
    }
    for role in graph.roles() {
        let record = named("role", &graph.role(role).id);
        graph.asked(role).iter().for_each(|asked| never(&record, "A requirement", &asked.need));
        graph.gates(role).iter().filter_map(Bound::binding).for_each(|need| never(&record, "A gate", need));
    }
}

fn credentials(graph: &SkillGraph, reach: &Closure, generous: &Closure, findings: &mut Vec<Finding>) {
    for credential in graph.credentials().filter(|at| graph.credential(*at).status == Status::Active && !reach.earnable(*at)) {
        let own = id(graph, credential);
        let offered = graph.offerings_of(credential).iter().any(|at| graph.offering(*at).status == Status::Active);
        let record = vec![named("credential", own)];
        if !offered && graph.stack(credential).is_none() {
            let says = format!("Credential {own} is in use, but nothing offers it and it does not come by itself");
            findings.push(Finding::new(FindingKind::NoOffering, record, says));
        } else if generous.earnable(credential) {
            // Where a circle keeps it out, the circle is told.
            let mut blocks = Vec::new();
            let stack = graph.stack(credential).filter(|_| !offered);
            for need in binding(graph, credential).chain(stack).filter(|need| !reach.reaches(need)) {
                leaves(need, &mut |leaf| {
                    if !reach.reaches(leaf) {
                        blocks.push(said(graph, leaf));
                    }
                });
            }
            blocks.sort();
            blocks.dedup();
            let says = format!("Credential {own} cannot be reached from nothing: out of reach are {}", listed(&blocks));
            findings.push(Finding::new(FindingKind::Unreachable, record, says));
        }
    }
}

/// A leaf of a need in words.
fn said(graph: &SkillGraph, leaf: &Need) -> String {
    match leaf {
        Need::Attain(competency, rank) => {
            let name = &graph.competency(*competency).id;
            rank.map_or_else(|| name.to_string(), |rank| format!("{name} at level {rank}"))
        }
        Need::Earn(credential) => id(graph, *credential).to_owned(),
        Need::Credits { min, .. } => format!("{min} credits"),
        Need::Missing(name) => format!("{name}, which is not there"),
        Need::All(_) | Need::AtLeast(..) | Need::Not(_) | Need::Entry(_) => "its other needs".to_owned(),
    }
}

fn roles(graph: &SkillGraph, reach: &Closure, findings: &mut Vec<Finding>) {
    for role in graph.roles() {
        for asked in graph.asked(role).iter().filter(|asked| !reach.reaches(&asked.need)) {
            untaught(graph, reach, role, &asked.need, asked.necessity, findings);
        }
        for need in graph.gates(role).iter().filter_map(Bound::binding).filter(|need| !reach.reaches(need)) {
            untaught(graph, reach, role, need, Necessity::Essential, findings);
        }
    }
}

fn untaught(graph: &SkillGraph, reach: &Closure, role: RoleAt, need: &Need, necessity: Necessity, findings: &mut Vec<Finding>) {
    let role = &graph.role(role).id;
    let mut lacking: Vec<(Option<CompetencyAt>, String)> = Vec::new();
    leaves(need, &mut |leaf| match leaf {
        Need::Attain(competency, rank) if !reach.reaches(leaf) => {
            let highest = reach.highest_rank(*competency);
            let taught =
                highest.map_or("nothing in reach teaches it".to_owned(), |highest| format!("the highest level in reach is {highest}"));
            let level = rank.map_or(String::new(), |rank| format!(" at level {rank}"));
            lacking.push((Some(*competency), format!("{}{level} ({taught})", graph.competency(*competency).id)));
        }
        Need::Earn(_) | Need::Credits { .. } if !reach.reaches(leaf) => {
            lacking.push((None, format!("{} (out of reach)", said(graph, leaf))));
        }
        _ => {}
    });
    // A name that is not there is told as such.
    let whats: Vec<&String> = lacking.iter().map(|(_, what)| what).collect();
    if whats.is_empty() {
        return;
    }
    let mut records = vec![named("role", role)];
    records.extend(lacking.iter().filter_map(|(competency, _)| *competency).map(|at| named("competency", &graph.competency(at).id)));
    let either = if whats.len() > 1 { "one of the alternatives " } else { "" };
    let says = format!("Role {role} asks {either}{}", listed(&whats));
    let severity = if necessity == Necessity::Essential { Severity::Warning } else { Severity::Note };
    findings.push(Finding::new(FindingKind::NobodyTeaches, records, says).as_(severity));
}
