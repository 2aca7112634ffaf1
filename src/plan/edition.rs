//! A whole edition as one problem, made ready once: from question to question only the role and the learner change.
//!
//! It asks list prices and learner effort, as the stacks of a single question do, not dates. Posing is linear in the edition but for
//! sorting; asking costs what is relevant to the role.

use super::{
    Question, Route, Trouble, Wanted,
    pose::{Fact, Unknowns, Wish, pose_for},
    question::Goal,
};
use crate::{
    gap::Standing,
    graph::{CompetencyAt, CredentialAt, Need, OfferingAt, Place, RoleAt, SkillGraph},
    model::{Constraints, Currency, Learner, Necessity, TrustFloor},
    solve::{
        Prepared,
        problem::{self as solving, Attainment, Catalogue, Group, Id, Query},
    },
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// A second price for every route to a credential, beside the one published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Priced {
    /// The credential.
    pub credential: CredentialAt,
    /// What each of its routes costs, in minor units of the problem's currency.
    pub minor: i64,
}

/// What a learner brings along, in the numbers of the problem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// What is true of her.
    pub holds: Vec<Attainment>,
    /// Routes to what she holds already.
    pub forbid: Vec<Id>,
}

/// Where an item of the problem stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stands {
    credential: CredentialAt,
    route: Route,
    /// Whether it carries the second price.
    second: bool,
}

/// One edition under one set of constraints, ready to be asked for any role and any learner.
///
/// Offerings without a known price or effort are left out: what is answered rests on published figures only.
pub struct EditionProblem {
    constraints: Constraints,
    currency: Currency,
    prepared: Prepared,
    items: HashMap<Id, Stands>,
    routes: BTreeMap<CredentialAt, Vec<Id>>,
    seconds: Vec<Id>,
    facts: BTreeMap<Fact, u32>,
    attested: HashMap<u32, CompetencyAt>,
    late: Vec<(Need, u32)>,
    floors: Vec<TrustFloor>,
    roles: Vec<Vec<(Wanted, Group)>>,
    desired: Vec<Vec<(Wanted, Group)>>,
}

impl EditionProblem {
    /// Poses an edition. `seconds` gives every route of some credentials a twin at another price; queries decide which of both is
    /// allowed, see [`Self::seconds`] and [`Self::routes`].
    ///
    /// # Errors
    ///
    /// [`Trouble`] when its numbers are too large for a problem.
    pub fn new(graph: &SkillGraph, constraints: &Constraints, currency: Currency, seconds: &[Priced]) -> Result<Self, Trouble> {
        let mut wishes: Vec<Wish<'_>> = Vec::new();
        let mut owners: Vec<(RoleAt, Wanted, bool)> = Vec::new();
        for role in graph.roles() {
            let asked = graph.asked(role).iter().enumerate();
            let asked = asked.map(|(at, asked)| {
                let essential = asked.necessity == Necessity::Essential;
                (Wanted::Requirement(at), &asked.need, asked.trust, essential)
            });
            let gates = graph.gates(role).iter().enumerate().filter_map(|(at, gate)| gate.binding().map(|need| (at, need)));
            let gates = gates.map(|(at, need)| (Wanted::Gate(at), need, TrustFloor::Any, true));
            for (wanted, need, trust, essential) in asked.chain(gates) {
                wishes.push(Wish { wanted: Wanted::Requirement(owners.len()), need, trust });
                owners.push((role, wanted, essential));
            }
        }
        let mut floors: Vec<TrustFloor> = wishes.iter().map(|wish| wish.trust).chain([TrustFloor::Any]).collect();
        floors.sort_unstable();
        floors.dedup();
        let learner = Learner { evidence: Vec::new(), constraints: constraints.clone() };
        let question = Question { goal: Goal::Competencies(Vec::new()), learner, currency };
        let posed = pose_for(graph, &question, &Standing::default(), &wishes, Unknowns::LeaveOut, true).map_err(Trouble)?;
        let mut roles: Vec<Vec<(Wanted, Group)>> = vec![Vec::new(); graph.roles().len()];
        let mut desired = roles.clone();
        for (wanted, group) in posed.goal.iter().zip(&posed.problem.query().role.requires) {
            match wanted {
                Wanted::Requirement(at) => {
                    if let Some((role, wanted, essential)) = owners.get(*at)
                        && let Some(asked) = if *essential { roles.get_mut(role.at()) } else { desired.get_mut(role.at()) }
                    {
                        asked.push((*wanted, group.clone()));
                    }
                }
                // What must be in every stack is asked with every role.
                other => {
                    for asked in &mut roles {
                        asked.push((*other, group.clone()));
                    }
                }
            }
        }
        let mut items: HashMap<Id, Stands> = HashMap::with_capacity(posed.items.len());
        let mut routes: BTreeMap<CredentialAt, Vec<Id>> = BTreeMap::new();
        for (id, item) in &posed.items {
            items.insert(id.clone(), Stands { credential: item.credential, route: item.route, second: false });
            routes.entry(item.credential).or_default().push(id.clone());
        }
        for ids in routes.values_mut() {
            ids.sort();
        }
        let mut catalogue = posed.problem.catalogue().clone();
        let mut twins = Vec::new();
        if !seconds.is_empty() {
            let mut credentials = catalogue.credentials().to_vec();
            for second in seconds {
                for id in routes.get(&second.credential).into_iter().flatten() {
                    let Some(item) = catalogue.credential_position(id).and_then(|at| catalogue.credentials().get(at)) else { continue };
                    let own = Id::from(format!("@{id}").as_str());
                    let route = items.get(id).map_or(Route::Parts, |item| item.route);
                    // What a bundle pays for costs nothing more, whatever the price alone.
                    let alone = |at: OfferingAt| *id == Id::from(graph.offering(at).id.as_str());
                    let bundled = matches!(route, Route::Offering(at) if !alone(at));
                    let cost = if bundled { item.cost } else { second.minor };
                    credentials.push(solving::Credential { id: own.clone(), cost, ..item.clone() });
                    items.insert(own.clone(), Stands { credential: second.credential, route, second: true });
                    twins.push(own);
                }
            }
            twins.sort();
            // Whatever a route costs alone, a bundle that covers it still does.
            let mut offers = catalogue.offers().to_vec();
            for offer in &mut offers {
                let twins = offer.covers.iter().map(|id| Id::from(format!("@{id}").as_str())).filter(|id| items.contains_key(id));
                let twins: Vec<Id> = twins.collect();
                offer.covers.extend(twins);
            }
            let more = Catalogue::new(catalogue.levels(), catalogue.competencies(), credentials, offers);
            catalogue = Arc::new(more.map_err(|faults| Trouble(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?);
        }
        let facts: BTreeMap<Fact, u32> =
            posed.facts.iter().enumerate().filter_map(|(number, fact)| fact.map(|fact| (fact, number as u32))).collect();
        let competency = |(fact, number): (&Fact, &u32)| if let Fact::Competency(at, _) = fact { Some((*number, *at)) } else { None };
        let attested = facts.iter().filter_map(competency).collect();
        let late = posed.late;
        let (constraints, prepared) = (constraints.clone(), Prepared::new(catalogue));
        Ok(Self { constraints, currency, prepared, items, routes, seconds: twins, facts, attested, late, floors, roles, desired })
    }

    /// How everybody who asks can study.
    pub fn constraints(&self) -> &Constraints {
        &self.constraints
    }

    /// The currency of its prices.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The problem's catalogue, ready to be asked.
    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// What a role must have: groups, and what each stands for.
    pub fn asked(&self, role: RoleAt) -> &[(Wanted, Group)] {
        self.roles.get(role.at()).map_or(&[], Vec::as_slice)
    }

    /// What a role asks beyond that, and would like: groups, and what each stands for.
    pub fn desired(&self, role: RoleAt) -> &[(Wanted, Group)] {
        self.desired.get(role.at()).map_or(&[], Vec::as_slice)
    }

    /// The routes to a credential at their published prices, by id.
    pub fn routes(&self, credential: CredentialAt) -> &[Id] {
        self.routes.get(&credential).map_or(&[], Vec::as_slice)
    }

    /// All routes at second prices, by id.
    pub fn seconds(&self) -> &[Id] {
        &self.seconds
    }

    /// The routes to a credential at its second price, by id.
    pub fn seconds_of(&self, credential: CredentialAt) -> Vec<Id> {
        self.seconds.iter().filter(|id| self.item(id).is_some_and(|(of, _)| of == credential)).cloned().collect()
    }

    /// Every item that makes this true at once, in no order. Linear in the edition.
    pub fn giving(&self, asked: Attainment) -> Vec<Id> {
        let enough = |taught: &Attainment| taught.competency == asked.competency && taught.level >= asked.level;
        let items = self.prepared.catalogue().credentials().iter();
        items.filter(|item| item.teaches.iter().any(enough)).map(|item| item.id.clone()).collect()
    }

    /// The credential that an item of the problem leads to, and how; nothing for what only holds requirements together.
    pub fn item(&self, id: &Id) -> Option<(CredentialAt, Route)> {
        self.items.get(id).map(|item| (item.credential, item.route))
    }

    /// Whether an item carries a second price.
    pub fn is_second(&self, id: &Id) -> bool {
        self.items.get(id).is_some_and(|item| item.second)
    }

    /// The competency of the problem that stands for one of the edition, by one's own word; nothing where nobody asks for it.
    pub fn competency(&self, at: CompetencyAt) -> Option<u32> {
        self.facts.get(&Fact::Competency(at, TrustFloor::Any)).copied()
    }

    /// The competency of the edition that a competency of the problem stands for, however well it must be proven; nothing where it stands
    /// for something else.
    pub fn competency_of(&self, number: u32) -> Option<CompetencyAt> {
        self.attested.get(&number).copied()
    }

    /// What becomes true when somebody verifies a competency at a rank: at every trust that is asked, and for the broader ones it counts for.
    pub fn attested(&self, graph: &SkillGraph, competency: CompetencyAt, rank: u8) -> Vec<Attainment> {
        let broader = graph.counts_for(competency).iter().map(|(broad, carries)| (*broad, if *carries { rank } else { 1 }));
        let fact = |(of, level): (CompetencyAt, u8)| {
            let number = move |trust: &TrustFloor| self.facts.get(&Fact::Competency(of, *trust)).copied();
            self.floors.iter().filter_map(number).map(move |competency| Attainment { competency, level })
        };
        std::iter::once((competency, rank)).chain(broader).flat_map(fact).collect()
    }

    /// What the award of a credential makes true, once it is earned.
    pub fn awarded(&self, credential: CredentialAt) -> &[Attainment] {
        self.routes(credential).first().and_then(|id| self.offered(id)).map_or(&[], |item| &item.teaches)
    }

    /// An item of the problem, with its price and hours.
    pub fn offered(&self, id: &Id) -> Option<&solving::Credential> {
        let catalogue = self.prepared.catalogue();
        catalogue.credential_position(id).and_then(|at| catalogue.credentials().get(at))
    }

    /// What a learner of this standing brings along. Linear in what she can show.
    pub fn stand(&self, standing: &Standing) -> Stand {
        let mut stand = Stand::default();
        let strictest = self.floors.last().copied().unwrap_or_default();
        let mut hold = |fact: Fact, level: u8| {
            if let Some(number) = self.facts.get(&fact).filter(|_| level > 0) {
                stand.holds.push(Attainment { competency: *number, level });
            }
        };
        for trust in &self.floors {
            for competency in standing.competencies() {
                let generous = self.constraints.trust_unknown_levels && standing.unknown_level(competency, *trust);
                let rank = if generous { self.prepared.catalogue().levels() } else { standing.rank(competency, *trust) };
                hold(Fact::Competency(competency, *trust), rank);
            }
            for credential in standing.credentials() {
                hold(Fact::Held(credential, *trust), u8::from(standing.holds(credential, *trust)));
            }
        }
        let facts = standing.facts(TrustFloor::Any, false);
        let open = self.late.iter().filter(|(need, _)| !need.holds(&facts));
        stand.holds.extend(open.map(|(_, number)| Attainment { competency: *number, level: 1 }));
        for credential in standing.credentials().filter(|credential| standing.holds(*credential, strictest)) {
            stand.forbid.extend(self.routes(credential).iter().cloned());
            let twin = |id: &&Id| self.item(id).is_some_and(|(of, _)| of == credential);
            stand.forbid.extend(self.seconds.iter().filter(twin).cloned());
        }
        stand
    }

    /// The question of a learner for a role.
    pub fn query(&self, role: RoleAt, stand: &Stand) -> Query {
        let requires = self.asked(role).iter().map(|(_, group)| group.clone()).collect();
        Query {
            learner: solving::Learner { holds: stand.holds.clone(), earned: Vec::new() },
            role: solving::Role { requires, soft: Vec::new(), min_soft: 0 },
            forbid: stand.forbid.clone(),
            limits: solving::Limits::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::Edition,
        import::native,
        model::{Effort, Evidence, Level},
        plan::Budget,
        solve::problem::{Measure, Minimise},
    };

    /// The cheapest of each role and learner by the edition-wide problem is the cheapest of the question asked alone.
    #[test]
    fn asking_the_whole_edition_is_asking_each_question_alone() {
        let graph = SkillGraph::new(Edition::default(), native::starter().catalogue);
        let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
        let all = EditionProblem::new(&graph, &constraints, graph.currency(), &[]).unwrap();
        let skills: Vec<_> = graph.competencies().map(|at| graph.competency(at).id.clone()).collect();
        for turn in 0..3_usize {
            let claims = skills.iter().enumerate().filter(|(at, _)| turn > 0 && at % 7 == turn);
            let mut evidence: Vec<_> = claims.map(|(_, id)| Evidence::claim(id.as_str(), Level::rank(2))).collect();
            let first = graph.credentials().nth(turn * 5).map(|at| graph.credential(at).id.clone());
            evidence.extend(first.filter(|_| turn > 1).map(|id| Evidence::credential(id.as_str())));
            let learner = Learner { evidence, constraints: constraints.clone() };
            let stand = all.stand(&Standing::new(&graph, &learner, constraints.start));
            for role in graph.roles().step_by(3) {
                let order = Minimise::Lexicographic(vec![Measure::Cost, Measure::Hours, Measure::Count]);
                let whole = all.prepared().solve(&all.query(role, &stand), &order, &Budget::UNLIMITED).unwrap().answer;
                let question = Question { goal: Goal::Role(role), learner: learner.clone(), currency: graph.currency() };
                let problem = super::super::problem(&graph, &question).unwrap();
                let alone = crate::solve::solve(&problem, &order, &Budget::UNLIMITED).unwrap().answer;
                assert_eq!((whole.status, whole.objective), (alone.status, alone.objective), "{}", graph.role(role).id);
            }
        }
    }
}
