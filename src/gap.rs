//! Gap = what a role asks − what a learner can show, requirement by requirement, with the evidence that says so.

use crate::{
    graph::{Asked, Bound, CompetencyAt, CredentialAt, Facts, Need, RoleAt, SkillGraph},
    model::{AwardMode, Date, EntryCondition, Evidence, EvidenceOf, Learner, Level, Necessity, TrustFloor, Verification},
};
use std::collections::BTreeMap;

/// How far a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Met, by evidence that is trusted enough.
    Met,
    /// Evidence says so, but it is not trusted as far as the requirement asks.
    Unverified,
    /// There is evidence, but at an unknown level where a level is asked.
    Unknown,
    /// No evidence says so.
    Unmet,
}

/// One requirement, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What is asked.
    pub asked: Asked,
    /// How far it is met.
    pub state: State,
    /// Which pieces of the learner's evidence speak for it, by their place in [`Learner::evidence`], strongest first.
    pub evidence: Vec<usize>,
}

/// One gate, judged: a licence to hold, or an entry condition that only a person can check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedGate {
    /// What is asked.
    pub bound: Bound,
    /// How far it is met; an entry condition counts as met and is to be checked.
    pub state: State,
    /// Whether a person must check an entry condition in it.
    pub to_check: bool,
}

/// The importance-weighted share of requirements that are met, as a fraction of whole numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Importance of what is met.
    pub met: u64,
    /// Importance of all that is asked.
    pub of: u64,
}

impl Coverage {
    /// The share in whole per cent, rounded down; 100 when nothing of any importance is asked.
    pub fn percent(self) -> u64 {
        (self.met * 100).checked_div(self.of).unwrap_or(100)
    }
}

/// What a role asks against what a learner can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Its requirements, in the role's order.
    pub requirements: Vec<Judged>,
    /// Its gates, in the role's order.
    pub gates: Vec<JudgedGate>,
    /// Coverage of the essential requirements.
    pub essential: Coverage,
    /// Coverage of all requirements.
    pub coverage: Coverage,
}

impl Gap {
    /// Whether no essential requirement and no gate is open.
    pub fn is_closed(&self) -> bool {
        let open = |state: State| state != State::Met;
        !self.requirements.iter().any(|judged| judged.asked.necessity == Necessity::Essential && open(judged.state))
            && !self.gates.iter().any(|gate| gate.bound.binding().is_some() && open(gate.state))
    }
}

/// How far a competency is proven, at each trust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Proven {
    /// Highest known rank by verification, weakest first; each holds what is at least that trusted.
    rank: [u8; 4],
    /// Whether there is evidence at an unknown level, likewise.
    unknown: [bool; 4],
}

fn trust(verification: Verification) -> usize {
    match verification {
        Verification::SelfAsserted => 0,
        Verification::Unverifiable => 1,
        Verification::Assessed => 2,
        Verification::Verified => 3,
    }
}

fn floor(trust: TrustFloor) -> usize {
    match trust {
        TrustFloor::Any => 0,
        TrustFloor::Assessed => 2,
        TrustFloor::Verified => 3,
    }
}

/// What a learner can show on one day, looked up in one edition.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    competencies: BTreeMap<CompetencyAt, Proven>,
    credentials: BTreeMap<CredentialAt, usize>,
    /// Evidence about things this edition does not have, by its place in [`Learner::evidence`].
    pub unplaced: Vec<usize>,
    /// Evidence no longer in force on that day, by its place.
    pub expired: Vec<usize>,
}

impl Standing {
    /// Looks the learner's evidence up. Linear in the evidence and what the held credentials attest.
    pub fn new(graph: &SkillGraph, learner: &Learner, on: Date) -> Self {
        let mut standing = Self::default();
        for (at, evidence) in learner.evidence.iter().enumerate() {
            if !evidence.in_force(on) {
                standing.expired.push(at);
                continue;
            }
            match place(graph, evidence) {
                Placed::Competency(competency) => {
                    let rank = rank_of(graph, competency, &evidence.level);
                    let one = graph.one(competency);
                    standing.prove(one, rank, trust(evidence.verification));
                    for (broad, same_scale) in graph.counts_for(one) {
                        standing.prove(*broad, rank.filter(|_| *same_scale), trust(evidence.verification));
                    }
                }
                Placed::Credential(credential) => {
                    let held = standing.credentials.entry(credential).or_default();
                    *held = (*held).max(trust(evidence.verification));
                    for award in graph.awards(credential) {
                        // What was only taught is not assessed, however genuine the certificate.
                        let most = if award.mode == AwardMode::Taught { 1 } else { 3 };
                        standing.prove(award.competency, award.rank, trust(evidence.verification).min(most));
                    }
                }
                Placed::Nowhere => standing.unplaced.push(at),
            }
        }
        standing
    }

    fn prove(&mut self, competency: CompetencyAt, rank: Option<u8>, trust: usize) {
        let proven = self.competencies.entry(competency).or_default();
        for at in 0..=trust {
            match rank {
                Some(rank) => proven.rank[at] = proven.rank[at].max(rank),
                None => proven.unknown[at] = true,
            }
        }
    }

    /// The highest rank shown at this trust: evidence of unknown level shows rank 1.
    pub fn rank(&self, competency: CompetencyAt, trust: TrustFloor) -> u8 {
        let proven = self.competencies.get(&competency).copied().unwrap_or_default();
        proven.rank[floor(trust)].max(u8::from(proven.unknown[floor(trust)]))
    }

    /// Whether there is evidence of the competency at an unknown level, at this trust.
    pub fn unknown_level(&self, competency: CompetencyAt, trust: TrustFloor) -> bool {
        self.competencies.get(&competency).is_some_and(|proven| proven.unknown[floor(trust)])
    }

    /// Whether the credential is held and trusted this far.
    pub fn holds(&self, credential: CredentialAt, trust: TrustFloor) -> bool {
        self.credentials.get(&credential).is_some_and(|held| *held >= floor(trust))
    }

    /// All competencies shown, in the graph's order.
    pub fn competencies(&self) -> impl Iterator<Item = CompetencyAt> {
        self.competencies.keys().copied()
    }

    /// All credentials held, in the graph's order.
    pub fn credentials(&self) -> impl Iterator<Item = CredentialAt> {
        self.credentials.keys().copied()
    }

    /// What is true of the learner at this trust; `generous` counts evidence of unknown level at any rank.
    pub fn facts(&self, trust: TrustFloor, generous: bool) -> impl Facts {
        Shown { standing: self, trust, generous }
    }
}

struct Shown<'a> {
    standing: &'a Standing,
    trust: TrustFloor,
    generous: bool,
}

impl Facts for Shown<'_> {
    fn attained(&self, competency: CompetencyAt, rank: u8) -> bool {
        self.standing.rank(competency, self.trust) >= rank || (self.generous && self.standing.unknown_level(competency, self.trust))
    }
    fn earned(&self, credential: CredentialAt) -> bool {
        self.standing.holds(credential, self.trust)
    }
    fn entered(&self, _: &EntryCondition) -> bool {
        true
    }
}

enum Placed {
    Competency(CompetencyAt),
    Credential(CredentialAt),
    Nowhere,
}

fn place(graph: &SkillGraph, evidence: &Evidence) -> Placed {
    use crate::graph::Node;
    match &evidence.of {
        EvidenceOf::Competency(id) => match graph.find_competency(id.as_str()) {
            Some(at) => Placed::Competency(at),
            None => match graph.find_uri(id.as_str()) {
                Some(Node::Competency(at)) => Placed::Competency(at),
                _ => Placed::Nowhere,
            },
        },
        EvidenceOf::Credential(id) => match graph.find_credential(id.as_str()) {
            Some(at) => Placed::Credential(at),
            None => match graph.find_uri(id.as_str()) {
                Some(Node::Credential(at)) => Placed::Credential(at),
                _ => Placed::Nowhere,
            },
        },
    }
}

/// The rank of a level as a learner wrote it: unknown where the competency's scale has no such level.
fn rank_of(graph: &SkillGraph, competency: CompetencyAt, level: &Level) -> Option<u8> {
    graph.rank(competency, level)
}

/// Judges one need at one trust.
fn judge(need: &Need, standing: &Standing, trust: TrustFloor) -> State {
    if need.holds(&standing.facts(trust, false)) {
        State::Met
    } else if need.holds(&standing.facts(TrustFloor::Any, false)) {
        State::Unverified
    } else if need.holds(&standing.facts(TrustFloor::Any, true)) {
        State::Unknown
    } else {
        State::Unmet
    }
}

/// The pieces of evidence that speak for a need, strongest first.
fn speaking(graph: &SkillGraph, learner: &Learner, need: &Need, on: Date) -> Vec<usize> {
    let (mut competencies, mut credentials) = (Vec::new(), Vec::new());
    need.walk(&mut |inner| match inner {
        Need::Attain(competency, _) => competencies.push(*competency),
        Need::Earn(credential) => credentials.push(*credential),
        Need::Credits { from, .. } => credentials.extend(from.iter().map(|(credential, _)| *credential)),
        _ => {}
    });
    let speaks = |evidence: &Evidence| match place(graph, evidence) {
        Placed::Competency(competency) => {
            let one = graph.one(competency);
            competencies.contains(&one) || graph.counts_for(one).iter().any(|(broad, _)| competencies.contains(broad))
        }
        Placed::Credential(credential) => {
            credentials.contains(&credential) || graph.awards(credential).iter().any(|award| competencies.contains(&award.competency))
        }
        Placed::Nowhere => false,
    };
    let in_force = learner.evidence.iter().enumerate().filter(|(_, evidence)| evidence.in_force(on) && speaks(evidence));
    let mut speaking: Vec<usize> = in_force.map(|(at, _)| at).collect();
    speaking.sort_by_key(|at| (std::cmp::Reverse(trust(learner.evidence[*at].verification)), *at));
    speaking
}

/// The gap between a role and what the learner can show on a day.
///
/// # Examples
///
/// ```
/// use pathstack::{gap::{State, gap}, graph::{Edition, SkillGraph}, model::*};
///
/// let mut catalogue = Catalogue::default();
/// for line in [
///     r#"{"competency": {"id": "sql", "name": "SQL"}}"#,
///     r#"{"role": {"id": "analyst", "title": "Analyst", "requirements": [{"need": {"competency": "sql", "level": 2}}]}}"#,
/// ] {
///     catalogue.push(serde_json::from_str(line)?);
/// }
/// let graph = SkillGraph::new(Edition::default(), catalogue);
/// let today = "2026-11-20".parse()?;
/// let mut learner = Learner { evidence: Vec::new(), constraints: Constraints::new(Effort::hours(10), today) };
/// let analyst = graph.find_role("analyst").ok_or("no such role")?;
/// assert_eq!(gap(&graph, &learner, analyst, today).requirements[0].state, State::Unmet);
///
/// learner.evidence.push(Evidence::claim("sql", Level::rank(2)));
/// assert!(gap(&graph, &learner, analyst, today).is_closed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn gap(graph: &SkillGraph, learner: &Learner, role: RoleAt, on: Date) -> Gap {
    gap_to(graph, learner, graph.asked(role), graph.gates(role), on)
}

/// The gap between any list of requirements and gates and what the learner can show on a day.
pub fn gap_to(graph: &SkillGraph, learner: &Learner, asked: &[Asked], gates: &[Bound], on: Date) -> Gap {
    let standing = Standing::new(graph, learner, on);
    let judged = asked.iter().map(|asked| Judged {
        state: judge(&asked.need, &standing, asked.trust),
        evidence: speaking(graph, learner, &asked.need, on),
        asked: asked.clone(),
    });
    let requirements: Vec<Judged> = judged.collect();
    let gates = gates.iter().map(|bound| {
        let (mut state, mut to_check) = (State::Met, bound.need.is_none());
        if let Some(need) = &bound.need {
            state = judge(need, &standing, TrustFloor::Any);
            need.walk(&mut |inner| to_check |= matches!(inner, Need::Entry(_)));
        }
        JudgedGate { state, to_check: to_check && state == State::Met, bound: bound.clone() }
    });
    let covered = |counted: &dyn Fn(&Judged) -> bool| {
        requirements.iter().filter(|judged| counted(judged)).fold(Coverage::default(), |sum, judged| {
            let weight = u64::from(judged.asked.importance);
            Coverage { met: sum.met + if judged.state == State::Met { weight } else { 0 }, of: sum.of + weight }
        })
    };
    let essential = covered(&|judged| judged.asked.necessity == Necessity::Essential);
    let coverage = covered(&|_| true);
    Gap { gates: gates.collect(), essential, coverage, requirements }
}
