//! Words into numbers: a question becomes a [`Problem`] that the solver, the judge and any peer understand.
//!
//! Each offering is an item; what it awards, and that its credential is held, are facts. A requirement inside another becomes a fact of
//! its own that a free item without count gives once the inner requirement holds. Competencies that must be assessed or verified are
//! facts beside the plain ones.

use super::{
    Question, Wanted, calendar,
    market::{Cashier, Terms, Unusable, unusable, unusable_credential},
    relevant::relevant,
};
use crate::{
    gap::Standing,
    graph::{CompetencyAt, CredentialAt, Need, OfferingAt, PricePlanAt, SkillGraph},
    model::{Amount, AwardMode, EntryCondition, Evidence, EvidenceOf, PricePlanKind, Relation, TrustFloor},
    solve::problem::{self as solving, Atom, Attainment, Group, Id, Problem},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// Work experience up to so many months is left for a person to check: it can be gathered on the way.
pub(super) const GATHERED_ON_THE_WAY: u32 = 6;

/// What to do with prices and hours nobody published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknowns {
    /// Leave such offerings out: what is proven rests on known figures only.
    LeaveOut,
    /// Use as few of them as possible: each counts more than all known figures together.
    Last,
}

/// A way to a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// By an offering.
    Offering(OfferingAt),
    /// By its parts: the larger award comes once they are earned.
    Parts,
}

/// What an item of the problem stands for.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) credential: CredentialAt,
    pub(super) route: Route,
    pub(super) terms: Terms,
}

/// What a credential gives and asks, in facts of the problem.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) teaches: Vec<Attainment>,
    /// What must be issued before.
    pub(super) requires: Vec<Group>,
    /// What must be issued before or be under way.
    pub(super) loose: Vec<Group>,
    /// What must be under way at the same time.
    pub(super) strict: Vec<Group>,
    /// What makes the award out of parts, if it can be.
    pub(super) rule: Option<Vec<Group>>,
}

/// A posed question: the problem, and what its items and offers stand for.
pub(super) struct Posed {
    pub(super) problem: Problem,
    pub(super) items: HashMap<Id, Item>,
    /// What each of the first groups of the problem's goal stands for.
    pub(super) goal: Vec<Wanted>,
    /// Offerings that could matter and cannot be used.
    pub(super) unusable: BTreeMap<OfferingAt, Unusable>,
    /// What each credential gives and asks, for the schedule, which tells co-requisites from prerequisites.
    pub(super) drafts: BTreeMap<CredentialAt, Draft>,
    /// What the facts of the problem stand for, by their number; those in between stand for nothing.
    pub(super) facts: Vec<Option<Fact>>,
    /// What must not hold, and the fact that says it does not; only where that is left to whoever asks.
    pub(super) late: Vec<(Need, u32)>,
}

/// An atom, or a constant.
enum Literal {
    Always,
    Never,
    Atom(Atom),
}

struct Poser<'a> {
    graph: &'a SkillGraph,
    standing: &'a Standing,
    generous: bool,
    /// Months of work experience that may be counted on; nothing limits it where a person checks anyway.
    experience: Option<u32>,
    facts: BTreeMap<Fact, u32>,
    held: Vec<Attainment>,
    top: u8,
    credentials: Vec<solving::Credential>,
    auxiliaries: usize,
    /// Where the learner is not known yet: what must not hold for her.
    late: Option<Vec<(Need, u32)>>,
}

/// Something that can be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    /// A competency, proven this well.
    Competency(CompetencyAt, TrustFloor),
    /// That a credential is held, proven this well.
    Held(CredentialAt, TrustFloor),
    /// Something inside a requirement.
    Auxiliary(usize),
}

impl Poser<'_> {
    /// The number of a fact; what the learner can show of it is noted when it is first named.
    fn fact(&mut self, fact: Fact) -> u32 {
        if let Some(number) = self.facts.get(&fact) {
            return *number;
        }
        let number = self.facts.len() as u32;
        self.facts.insert(fact, number);
        let level = match fact {
            Fact::Competency(competency, trust) => {
                let unknown = self.generous && self.standing.unknown_level(competency, trust);
                if unknown { self.top } else { self.standing.rank(competency, trust) }
            }
            Fact::Held(credential, trust) => u8::from(self.standing.holds(credential, trust)),
            Fact::Auxiliary(_) => 0,
        };
        if level > 0 {
            self.held.push(Attainment { competency: number, level });
        }
        number
    }

    fn auxiliary(&mut self) -> u32 {
        self.auxiliaries += 1;
        self.fact(Fact::Auxiliary(self.auxiliaries))
    }

    /// A free item without count that gives `teaches` once `requires` holds.
    fn rule(&mut self, teaches: Vec<Attainment>, requires: Vec<Group>) {
        let id = Id::from(format!("?{:06}", self.credentials.len()).as_str());
        self.credentials.push(solving::Credential { id, cost: 0, hours: 0, count: 0, provider: None, teaches, requires });
    }

    fn literal(&mut self, need: &Need, trust: TrustFloor) -> Literal {
        let level = |competency, level| Literal::Atom(Atom::Level(Attainment { competency, level }));
        match need {
            Need::Attain(competency, rank) => {
                let fact = self.fact(Fact::Competency(*competency, trust));
                level(fact, rank.unwrap_or(1))
            }
            Need::Earn(credential) => {
                let fact = self.fact(Fact::Held(*credential, trust));
                level(fact, 1)
            }
            Need::Entry(EntryCondition::Experience { months, .. })
                if *months > GATHERED_ON_THE_WAY && self.experience.is_some_and(|has| has < *months) =>
            {
                Literal::Never
            }
            Need::Entry(_) => Literal::Always,
            Need::Missing(_) => Literal::Never,
            // Nothing once earned is lost, so what must not hold is judged by what the learner holds at the start.
            Need::Not(inner) => {
                if self.late.is_some() {
                    let fact = self.auxiliary();
                    self.late.iter_mut().for_each(|late| late.push(((**inner).clone(), fact)));
                    return level(fact, 1);
                }
                if inner.holds(&self.standing.facts(TrustFloor::Any, false)) { Literal::Never } else { Literal::Always }
            }
            Need::All(_) | Need::AtLeast(..) | Need::Credits { .. } => match self.groups(need, trust) {
                None => Literal::Never,
                Some(groups) if groups.is_empty() => Literal::Always,
                Some(groups) => {
                    if let [Group { k: 1, of }] = &groups[..]
                        && let [atom] = &of[..]
                    {
                        return Literal::Atom(atom.clone());
                    }
                    let fact = self.auxiliary();
                    self.rule(vec![Attainment { competency: fact, level: 1 }], groups);
                    level(fact, 1)
                }
            },
        }
    }

    /// The groups that say the same as a need; nothing where it can never hold.
    fn groups(&mut self, need: &Need, trust: TrustFloor) -> Option<Vec<Group>> {
        match need {
            Need::All(of) => {
                let mut groups = Vec::new();
                for inner in of {
                    groups.extend(self.groups(inner, trust)?);
                }
                Some(groups)
            }
            Need::AtLeast(least, of) => {
                let mut k = i64::from(*least);
                let mut atoms = Vec::new();
                // Whether an entry condition holds is not known here: among alternatives that can be earned it is not counted on.
                let unknown = |inner: &&Need| match inner {
                    Need::Entry(EntryCondition::Experience { .. }) => self.experience.is_none(),
                    Need::Entry(_) => true,
                    _ => false,
                };
                let entries = of.iter().filter(unknown).count() as i64;
                k -= entries.min((k - (of.len() as i64 - entries)).max(0));
                let counted = |inner: &&Need| match inner {
                    // Experience that is known is counted like anything held.
                    Need::Entry(EntryCondition::Experience { months, .. }) => self.experience.is_some_and(|has| has >= *months && has > 0),
                    Need::Entry(_) => false,
                    _ => true,
                };
                let of: Vec<&Need> = of.iter().filter(counted).collect();
                for inner in of {
                    match self.literal(inner, trust) {
                        Literal::Always => k -= 1,
                        Literal::Never => {}
                        Literal::Atom(atom) => {
                            // Atoms of a group are distinct; a repeated requirement counts each time it is listed.
                            if atoms.contains(&atom) {
                                let fact = self.auxiliary();
                                self.rule(vec![Attainment { competency: fact, level: 1 }], vec![Group { k: 1, of: vec![atom] }]);
                                atoms.push(Atom::Level(Attainment { competency: fact, level: 1 }));
                            } else {
                                atoms.push(atom);
                            }
                        }
                    }
                }
                if k <= 0 {
                    return Some(Vec::new());
                }
                (k <= atoms.len() as i64).then(|| vec![Group { k, of: atoms }])
            }
            Need::Credits { min, from } => self.credits(*min, from, trust),
            single => match self.literal(single, trust) {
                Literal::Always => Some(Vec::new()),
                Literal::Never => None,
                Literal::Atom(atom) => Some(vec![Group { k: 1, of: vec![atom] }]),
            },
        }
    }

    /// A credential of n credits gives n facts (after dividing by what all amounts share); so many of them are asked.
    fn credits(&mut self, min: u32, from: &[(CredentialAt, u32)], trust: TrustFloor) -> Option<Vec<Group>> {
        let gcd = from.iter().fold(0, |divisor: u32, (_, amount)| {
            let (mut a, mut b) = (divisor, *amount);
            while b != 0 {
                (a, b) = (b, a % b);
            }
            a
        });
        if min == 0 {
            return Some(Vec::new());
        }
        if gcd == 0 {
            return None;
        }
        let k = i64::from(min.div_ceil(gcd));
        let mut atoms = Vec::new();
        for (credential, amount) in from {
            // More than is asked in all adds nothing.
            let units = i64::from(amount / gcd).min(k);
            let facts: Vec<Attainment> = (0..units).map(|_| Attainment { competency: self.auxiliary(), level: 1 }).collect();
            let held = self.fact(Fact::Held(*credential, trust));
            self.rule(facts.clone(), vec![Group { k: 1, of: vec![Atom::Level(Attainment { competency: held, level: 1 })] }]);
            atoms.extend(facts.into_iter().map(Atom::Level));
        }
        (k <= atoms.len() as i64).then(|| vec![Group { k, of: atoms }])
    }
}

/// A need to close, the trust it asks, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) wanted: Wanted,
    pub(super) need: &'a Need,
    pub(super) trust: TrustFloor,
}

/// Poses a question; `requirements` are the needs to close, which the solver must close together.
pub(super) fn pose(
    graph: &SkillGraph,
    question: &Question,
    standing: &Standing,
    requirements: &[Wish<'_>],
    unknowns: Unknowns,
) -> Result<Posed, String> {
    pose_for(graph, question, standing, requirements, unknowns, false)
}

/// Poses a question; with `late` it is left open who asks it: what she must not hold is a fact that she brings along.
pub(super) fn pose_for(
    graph: &SkillGraph,
    question: &Question,
    standing: &Standing,
    requirements: &[Wish<'_>],
    unknowns: Unknowns,
    late: bool,
) -> Result<Posed, String> {
    let constraints = &question.learner.constraints;
    let locked: Vec<(CredentialAt, Need)> = constraints
        .locked
        .iter()
        .filter_map(|id| graph.find_credential(id.as_str()))
        .map(|credential| (credential, Need::Earn(credential)))
        .collect();
    let locked = locked.iter().map(|(at, need)| Wish { wanted: Wanted::Locked(*at), need, trust: TrustFloor::Any });
    let wishes: Vec<Wish<'_>> = requirements.iter().copied().chain(locked).collect();
    let chosen = relevant(graph, wishes.iter().map(|wish| wish.need));
    let mut top = 1;
    for wish in &wishes {
        wish.need.walk(&mut |inner| {
            if let Need::Attain(competency, _) = inner {
                top = top.max(graph.ranks(*competency));
            }
        });
    }
    for credential in &chosen {
        for award in graph.awards(*credential) {
            top = top.max(graph.ranks(award.competency));
        }
        for bound in graph.conditions(*credential).iter().filter_map(|bound| bound.need.as_ref()).chain(graph.stack(*credential)) {
            bound.walk(&mut |inner| {
                if let Need::Attain(competency, _) = inner {
                    top = top.max(graph.ranks(*competency));
                }
            });
        }
    }
    let floors: BTreeSet<TrustFloor> = wishes.iter().map(|wish| wish.trust).chain([TrustFloor::Any]).collect();
    let strictest = floors.iter().next_back().copied().unwrap_or_default();
    let mut poser = Poser {
        graph,
        standing,
        generous: constraints.trust_unknown_levels,
        experience: None,
        facts: BTreeMap::new(),
        held: Vec::new(),
        top,
        credentials: Vec::new(),
        auxiliaries: 0,
        late: late.then(Vec::new),
    };

    let (mut requires, mut goal) = (Vec::new(), Vec::new());
    for wish in &wishes {
        let groups = poser.groups(wish.need, wish.trust).unwrap_or_else(|| vec![Group { k: 1, of: Vec::new() }]);
        goal.extend(groups.iter().map(|_| wish.wanted));
        requires.extend(groups);
    }

    // A gate's experience is for the employer to judge; a credential that asks for it is out of reach without.
    poser.experience = Some(constraints.experience_months);
    let cashier = Cashier::of(graph, question);
    let (mut items, mut unusables) = (HashMap::new(), BTreeMap::new());
    let mut drafts: Vec<(Id, Item)> = Vec::new();
    for credential in &chosen {
        // A held credential is never bought, unless somebody must be convinced who does not take it as it is.
        if standing.holds(*credential, strictest) && !runs_out(question, *credential, graph) {
            continue;
        }
        if graph.stack(*credential).is_some() && unusable_credential(graph, *credential, constraints).is_none() {
            let id = Id::from(format!("={}", graph.credential(*credential).id).as_str());
            drafts.push((id, Item { credential: *credential, route: Route::Parts, terms: cashier.award_terms(*credential) }));
        }
        for offering in graph.offerings_of(*credential) {
            if let Some(reason) = unusable(graph, *offering, *credential, constraints) {
                unusables.insert(*offering, reason);
                continue;
            }
            let terms = cashier.terms(*offering, *credential, constraints.weekly);
            if !calendar::comes(graph.offering(*offering), constraints.start) {
                unusables.insert(*offering, Unusable::NotOffered);
                continue;
            }
            let id = Id::from(graph.offering(*offering).id.as_str());
            drafts.push((id, Item { credential: *credential, route: Route::Offering(*offering), terms }));
        }
    }
    let known_money: i64 = drafts.iter().filter_map(|(_, item)| item.terms.minor).fold(0, i64::saturating_add);
    let known_minutes: i64 =
        drafts.iter().filter_map(|(_, item)| item.terms.effort).map(|effort| effort.minutes).fold(0, i64::saturating_add);
    let mut asks: BTreeMap<CredentialAt, Option<Draft>> = BTreeMap::new();
    for (id, item) in drafts {
        let stand_in = |known: Option<i64>, all: i64| match (known, unknowns) {
            (Some(known), _) => Some(known),
            (None, Unknowns::LeaveOut) => None,
            (None, Unknowns::Last) => Some(all.saturating_add(1)),
        };
        let cost = stand_in(item.terms.minor, known_money);
        let hours = stand_in(item.terms.effort.map(|effort| effort.minutes), known_minutes);
        let (Some(cost), Some(hours)) = (cost, hours) else { continue };
        let credential = item.credential;
        let draft = asks.entry(credential).or_insert_with(|| draft(&mut poser, credential, &floors));
        let Some(draft) = draft else { continue };
        let mut requires: Vec<Group> = draft.requires.iter().chain(&draft.loose).chain(&draft.strict).cloned().collect();
        if item.route == Route::Parts {
            let Some(rule) = &draft.rule else { continue };
            requires.extend(rule.iter().cloned());
        }
        let teaches = draft.teaches.clone();
        let mut cost = cost;
        let bundled = |at: OfferingAt| graph.plans_of(at).iter().any(|plan| graph.price_plan(*plan).kind == PricePlanKind::Bundle);
        if let (Route::Offering(at), Some(extras)) = (item.route, item.terms.extras())
            && extras > 0
            && bundled(at)
        {
            // What a bundle does not pay for is an item of its own that has to be taken first.
            let paid = Attainment { competency: poser.auxiliary(), level: 1 };
            let own = Id::from(format!("+{id}").as_str());
            cost -= extras.min(cost);
            requires.push(Group { k: 1, of: vec![Atom::Level(paid)] });
            poser.credentials.push(solving::Credential {
                id: own,
                cost: extras,
                hours: 0,
                count: 0,
                provider: None,
                teaches: vec![paid],
                requires: Vec::new(),
            });
        }
        let automatic = graph.credential(credential).stack.as_ref().is_some_and(|stack| stack.automatic);
        let count = i64::from(!(item.route == Route::Parts && automatic));
        poser.credentials.push(solving::Credential { id: id.clone(), cost, hours, count, provider: None, teaches, requires });
        items.insert(id, item);
    }

    let mut offers = offers(graph, standing, &items, &cashier);
    if late {
        // Whether she holds a part, and so is refused, is not known yet: the bundle is an item that asks for it.
        let refuses = |offer: &solving::Offer| match &offer.id {
            Id::Text(id) => graph.find_price_plan(id).filter(|plan| graph.price_plan(*plan).void_if_held),
            Id::Number(_) => None,
        };
        let refusing: Vec<(solving::Offer, PricePlanAt)> =
            offers.iter().filter_map(|offer| Some((offer.clone(), refuses(offer)?))).collect();
        offers.retain(|offer| refuses(offer).is_none());
        for (offer, plan) in refusing {
            bundle_items(&mut poser, &mut items, &offer, plan);
        }
    }
    let mut facts = vec![None; poser.facts.len()];
    for (fact, number) in &poser.facts {
        facts[*number as usize] = Some(*fact).filter(|fact| !matches!(fact, Fact::Auxiliary(_)));
    }
    let catalogue = solving::Catalogue::new(poser.top, poser.facts.len() as u32, poser.credentials, offers);
    let catalogue = catalogue.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let query = solving::Query {
        learner: solving::Learner { holds: poser.held, earned: Vec::new() },
        role: solving::Role { requires, soft: Vec::new(), min_soft: 0 },
        forbid: Vec::new(),
        limits: solving::Limits::default(),
    };
    let problem = Problem::new(Arc::new(catalogue), query);
    let problem = problem.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let drafts = asks.into_iter().filter_map(|(at, draft)| draft.map(|draft| (at, draft))).collect();
    let late = poser.late.unwrap_or_default();
    Ok(Posed { problem, items, goal, unusable: unusables, drafts, facts, late })
}

/// Whether a held credential runs out: then it may have to be earned again.
fn runs_out(question: &Question, at: CredentialAt, graph: &SkillGraph) -> bool {
    let of = |evidence: &&Evidence| matches!(&evidence.of, EvidenceOf::Credential(id) if graph.find_credential(id.as_str()) == Some(at));
    let mut held = question.learner.evidence.iter().filter(of).peekable();
    held.peek().is_some() && held.all(|evidence| evidence.expires.is_some())
}

/// What a credential gives and asks; nothing where it can never be earned.
fn draft(poser: &mut Poser<'_>, credential: CredentialAt, floors: &BTreeSet<TrustFloor>) -> Option<Draft> {
    let graph = poser.graph;
    let teaches = teaches(poser, credential, floors);
    let mut draft = Draft { teaches, requires: Vec::new(), loose: Vec::new(), strict: Vec::new(), rule: None };
    for bound in graph.conditions(credential) {
        let entry = bound.need.as_ref().filter(|_| bound.enforced && bound.relation == Relation::Entry);
        let Some(need) = bound.binding().or(entry) else { continue };
        let groups = poser.groups(need, TrustFloor::Any)?;
        match bound.relation {
            Relation::CorequisiteLoose => draft.loose.extend(groups),
            Relation::CorequisiteStrict => draft.strict.extend(groups),
            Relation::Prerequisite | Relation::Entry | Relation::Recommended => draft.requires.extend(groups),
        }
    }
    draft.rule = graph.stack(credential).and_then(|rule| poser.groups(rule, TrustFloor::Any));
    Some(draft)
}

/// The facts that a credential gives, at each trust that is asked.
fn teaches(poser: &mut Poser<'_>, credential: CredentialAt, floors: &BTreeSet<TrustFloor>) -> Vec<Attainment> {
    let graph = poser.graph;
    let mut teaches = Vec::new();
    for trust in floors {
        for award in graph.awards(credential) {
            if *trust != TrustFloor::Any && award.mode == AwardMode::Taught {
                continue;
            }
            // Unknown level: nothing above rank 1, unless the learner allows it.
            let level = award.rank.unwrap_or(if poser.generous { poser.top } else { 1 });
            let competency = poser.fact(Fact::Competency(award.competency, *trust));
            teaches.push(Attainment { competency, level });
        }
        let held = poser.fact(Fact::Held(credential, *trust));
        teaches.push(Attainment { competency: held, level: 1 });
    }
    teaches
}

/// A bundle that is refused to whoever holds a part, as an item that asks for it, and its parts once more, paid by it.
fn bundle_items(poser: &mut Poser<'_>, items: &mut HashMap<Id, Item>, offer: &solving::Offer, plan: PricePlanAt) {
    let graph = poser.graph;
    let parts: Vec<Need> = bundle_parts(graph, plan).map(Need::Earn).collect();
    let (paid, allowed) = (Attainment { competency: poser.auxiliary(), level: 1 }, poser.auxiliary());
    poser.late.iter_mut().for_each(|late| late.push((Need::AtLeast(1, parts.clone()), allowed)));
    let one = |fact: Attainment| Group { k: 1, of: vec![Atom::Level(fact)] };
    for covered in &offer.covers {
        let (Some(item), Some(own)) = (items.get(covered).cloned(), poser.credentials.iter().find(|one| one.id == *covered).cloned())
        else {
            continue;
        };
        let id = Id::from(format!("%{}/{covered}", offer.id).as_str());
        let requires = own.requires.iter().cloned().chain([one(paid)]).collect();
        poser.credentials.push(solving::Credential { id: id.clone(), cost: 0, requires, ..own });
        items.insert(id, item);
    }
    poser.credentials.push(solving::Credential {
        id: Id::from(format!("%{}", offer.id).as_str()),
        cost: offer.cost,
        hours: 0,
        count: 0,
        provider: None,
        teaches: vec![paid],
        requires: vec![one(Attainment { competency: allowed, level: 1 })],
    });
}

/// The credentials that a bundle leads to.
fn bundle_parts(graph: &SkillGraph, plan: PricePlanAt) -> impl Iterator<Item = CredentialAt> + '_ {
    graph.price_plan(plan).covers.iter().filter_map(|name| {
        graph
            .find_credential(name)
            .or_else(|| graph.find_offering(name).and_then(|offering| graph.find_credential(graph.offering(offering).credential.as_str())))
    })
}

/// Bundles with a known price over the items.
fn offers(graph: &SkillGraph, standing: &Standing, items: &HashMap<Id, Item>, cashier: &Cashier<'_>) -> Vec<solving::Offer> {
    let mut covered: BTreeMap<PricePlanAt, Vec<Id>> = BTreeMap::new();
    for (id, item) in items {
        if let Route::Offering(offering) = item.route {
            for plan in graph.plans_of(offering) {
                if graph.price_plan(*plan).kind == PricePlanKind::Bundle {
                    covered.entry(*plan).or_default().push(id.clone());
                }
            }
        }
    }
    let mut offers = Vec::new();
    for (plan_at, mut covers) in covered {
        let plan = graph.price_plan(plan_at);
        let held = plan.void_if_held && bundle_parts(graph, plan_at).any(|credential| standing.holds(credential, TrustFloor::Any));
        let price = match plan.price.amount {
            Amount::Unknown => None,
            _ => cashier.line(super::market::PriceFor::Tuition, &plan.price, 1, plan.as_of).minor,
        };
        let (false, Some(cost)) = (held, price) else { continue };
        covers.sort();
        covers.dedup();
        let id = Id::from(plan.id.as_str());
        offers.push(solving::Offer { id, cost, covers });
    }
    offers
}
