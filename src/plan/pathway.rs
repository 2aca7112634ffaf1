//! Numbers back into words: a schedule becomes steps with dates and payments, a ledger, and what each step closes and unlocks.

use super::{
    Route,
    desk::Desk,
    market::{Cashier, PriceFor, PriceLine},
};
use crate::{
    gap::Standing,
    graph::{Bound, CompetencyAt, CredentialAt, Facts, Need, OfferingAt, PricePlanAt, SkillGraph},
    model::{Constraints, Date, Effort, EntryCondition, Figure, FundingId, Money, Necessity, Pace, PriceKind, Status, TrustFloor},
    schedule::{
        Day, Id, Pathway as Path,
        answer::{Assumption as Chance, Line, LineKind, Outlook as Later},
        world::Part,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// What is proven of a pathway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing is better by the measure it is named for.
    Optimal,
    /// The best found: nothing can cost less than this, in minor units.
    NotBelow(i64),
    /// The best found: none can be ready before this day.
    NotBefore(Date),
    /// The best found: none has fewer new credentials than this.
    NotFewer(i64),
    /// The best found; a better one is not ruled out.
    Open,
    /// It rests on prices or efforts that nobody published, so nothing can be proven of it; as few of them as possible are used.
    Unknown,
}

/// What would happen without a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Without {
    /// The next best pathway costs and takes so much more (or less), by way of these credentials.
    NextBest {
        /// More money, in minor units.
        minor: i64,
        /// More days until ready.
        days: i64,
        /// More credentials.
        count: i64,
        /// What it has that this one has not.
        instead: Vec<CredentialAt>,
        /// Whether it is proven to be the next best; else the best found.
        proven: bool,
    },
    /// There is no other way.
    NoOther,
    /// The search for the next best was stopped.
    Unproven,
}

/// How a part of a step is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaidBy {
    /// By the offering's own price.
    Own,
    /// By the price for members of this plan.
    Member(PricePlanAt),
    /// By a plan that is bought: subscription, term or bundle.
    Plan(PricePlanAt),
}

/// What a step pays for one of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The part, the figure to plan with, its range and date; the figure is what this step pays itself, all attempts together.
    pub line: PriceLine,
    /// How it is paid.
    pub by: PaidBy,
}

/// One step: a credential to earn, by an offering, with dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is earned.
    pub credential: CredentialAt,
    /// How.
    pub route: Route,
    /// The first day.
    pub start: Date,
    /// The last day with work or an exam.
    pub last: Date,
    /// The day the credential is issued.
    pub issued: Date,
    /// Learner effort; nothing where it is unknown.
    pub effort: Option<Effort>,
    /// Least and most effort, where the figure is a range.
    pub effort_range: Option<(Effort, Effort)>,
    /// The most of it in any one week.
    pub weekly: Effort,
    /// Runs of days with work or an exam, from first to last.
    pub active: Vec<(Date, Date)>,
    /// Exam days that are planned.
    pub exams: Vec<Date>,
    /// Days it can start later without moving the ready date.
    pub slack: i64,
    /// What it pays, part by part.
    pub payments: Vec<Payment>,
    /// What funds give for its own fees, in minor units.
    pub funded: Vec<(FundingId, i64)>,
    /// Expected exam fees over all attempts allowed, in minor units, where they are paid by attempt and not everybody passes at once.
    pub expected_fee: Option<i64>,
    /// Whether the provider has published no start that fits: ask for the next one.
    pub start_unpublished: bool,
    /// Which requirements become true with it, by their place in the role.
    pub closes: Vec<usize>,
    /// Which gates become true with it, by their place in the role.
    pub opens_gates: Vec<usize>,
    /// Which later steps need it first, by their place in the pathway.
    pub unlocks: Vec<usize>,
    /// What would happen without it; only in the answers that have a name.
    pub without: Option<Without>,
}

impl Step {
    /// Whether it counts as a credential of its own: an award that comes by itself does not.
    pub fn counts(&self) -> bool {
        self.route != Route::Parts
    }

    /// What it pays itself before funding, in minor units; nothing where one of its prices is unknown.
    pub fn own_price(&self) -> Option<i64> {
        self.payments.iter().try_fold(0_i64, |sum, payment| sum.checked_add(payment.line.minor?))
    }
}

/// What a cash line is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CashFor {
    /// The learning.
    Tuition(OfferingAt),
    /// The assessment.
    Exam(OfferingAt),
    /// Compulsory materials.
    Materials(OfferingAt),
    /// A unit of a subscription, a term, a bundle or a membership.
    Plan(PricePlanAt),
    /// An award fee.
    Award(CredentialAt),
    /// A renewal.
    Renewal(CredentialAt),
    /// A yearly fee that keeps credentials in force.
    Upkeep(PricePlanAt),
    /// What a fund pays.
    Fund(FundingId),
}

/// A dated cash line: out of pocket, or received where negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashLine {
    /// The day.
    pub day: Date,
    /// What for.
    pub what: CashFor,
    /// The step it is for, by its place, where it is for one.
    pub step: Option<usize>,
    /// Minor units; nothing where unknown, which is not free.
    pub minor: Option<i64>,
}

/// Money and ready date if things go less well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Net money, in minor units.
    pub minor: i64,
    /// The ready date.
    pub ready: Date,
}

/// Something an answer rests on that nobody has proven.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assumption {
    /// The learner's own word for a competency.
    OwnWord(CompetencyAt),
    /// The learner's own word for a credential.
    OwnWordHeld(CredentialAt),
    /// A requirement names no level; rank 1 was taken, by its place in the role.
    LevelNotAsked(usize),
    /// A credential's award names no level; it was allowed to count.
    LevelNotSaid(CredentialAt),
    /// A step's price is unknown; the total is without it.
    PriceUnknown(CredentialAt),
    /// A step's effort is unknown; the dates are without it.
    EffortUnknown(CredentialAt),
    /// A provider has published no start that fits.
    StartUnpublished(CredentialAt),
    /// An entry condition that a person must check.
    EntryToCheck(Option<CredentialAt>, EntryCondition),
    /// So many attempts are planned; so many of a thousand have passed by then.
    Attempts(CredentialAt, i32, i64),
    /// A piece of evidence, by its place in the learner's, runs out before the pathway is ready.
    EvidenceRunsOut(usize, Date),
    /// A step asks that something is not held which the pathway earns before it.
    RuledOut(CredentialAt),
    /// A price was last seen longer ago than the learner calls old.
    PriceIsOld(CredentialAt, Date),
    /// A credential is retired or superseded: it is awarded no longer than until this day, where one is known, and this follows it.
    Ends {
        /// The credential.
        credential: CredentialAt,
        /// The last day it is awarded.
        until: Option<Date>,
        /// What takes its place.
        successor: Option<CredentialAt>,
    },
    /// A fund is used whose conditions the learner says she meets.
    FundToCheck(FundingId),
}

impl Assumption {
    /// Whether it is about what the learner says or has shown of herself, and not about the catalogue.
    pub fn is_of_learner(&self) -> bool {
        matches!(self, Self::OwnWord(_) | Self::OwnWordHeld(_) | Self::EvidenceRunsOut(..) | Self::FundToCheck(_))
    }
}

/// A stack in order, with dates and a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pathway {
    /// Its steps, by their first day.
    pub steps: Vec<Step>,
    /// Net money out of pocket from the first day to the end of the hold, in minor units; a sum without what is unknown.
    pub minor: i64,
    /// What it would cost at the offerings' own prices, without shared plans and funds.
    pub list_price: i64,
    /// Most net cash out at the end of any day.
    pub peak: i64,
    /// Yearly fees due in the year after ready.
    pub upkeep: i64,
    /// The learner effort; a sum without what is unknown.
    pub effort: Effort,
    /// How many new credentials are earned.
    pub count: i64,
    /// The day the last needed credential is issued.
    pub ready: Date,
    /// Dated cash lines, by day.
    pub ledger: Vec<CashLine>,
    /// With every range and exam at its 80th percentile; nothing where that is beyond ten years.
    pub p80: Option<Outlook>,
    /// With every range and exam at its 90th percentile.
    pub p90: Option<Outlook>,
    /// Importance of the essential requirements met, and of all.
    pub essential: (i64, i64),
    /// What is proven of it.
    pub proof: Proof,
    /// What it rests on that nobody has proven.
    pub assumptions: Vec<Assumption>,
}

impl Pathway {
    /// Whether all its prices and efforts are known.
    pub fn is_known(&self) -> bool {
        let unknown = |assumption: &Assumption| matches!(assumption, Assumption::PriceUnknown(_) | Assumption::EffortUnknown(_));
        !self.assumptions.iter().any(unknown)
    }

    /// Whether two pathways are the same stack by the same routes on the same days.
    pub fn same(&self, other: &Self) -> bool {
        let told = |path: &Self| path.steps.iter().map(|step| (step.credential, step.route, step.start, step.issued)).collect::<Vec<_>>();
        self.minor == other.minor && told(self) == told(other)
    }

    /// The plans that are bought: which, how many units, and what they cost together.
    pub fn purchases(&self) -> Vec<(PricePlanAt, usize, i64)> {
        let mut bought: Vec<(PricePlanAt, usize, i64)> = Vec::new();
        for line in &self.ledger {
            if let (CashFor::Plan(plan), Some(minor)) = (&line.what, line.minor) {
                match bought.iter_mut().find(|known| known.0 == *plan) {
                    Some(known) => (known.1, known.2) = (known.1 + 1, known.2.saturating_add(minor)),
                    None => bought.push((*plan, 1, minor)),
                }
            }
        }
        bought
    }
}

/// What is true along a pathway: what the learner shows, and what was earned so far.
struct Along<'a> {
    standing: &'a Standing,
    trust: TrustFloor,
    ranks: BTreeMap<(CompetencyAt, TrustFloor), u8>,
    earned: BTreeSet<CredentialAt>,
}

impl Along<'_> {
    fn earn(&mut self, graph: &SkillGraph, credential: CredentialAt, unknown_as: u8) {
        use crate::model::AwardMode;
        self.earned.insert(credential);
        for award in graph.awards(credential) {
            for trust in [TrustFloor::Any, TrustFloor::Assessed, TrustFloor::Verified] {
                if trust == TrustFloor::Any || award.mode != AwardMode::Taught {
                    let rank = self.ranks.entry((award.competency, trust)).or_default();
                    *rank = (*rank).max(award.rank.unwrap_or(unknown_as));
                }
            }
        }
    }

    fn holds(&mut self, need: &Need, trust: TrustFloor) -> bool {
        self.trust = trust;
        need.holds(self)
    }
}

impl Facts for Along<'_> {
    fn attained(&self, competency: CompetencyAt, rank: u8) -> bool {
        let shown = self.standing.rank(competency, self.trust);
        shown.max(self.ranks.get(&(competency, self.trust)).copied().unwrap_or(0)) >= rank
    }
    fn earned(&self, credential: CredentialAt) -> bool {
        self.standing.holds(credential, self.trust) || self.earned.contains(&credential)
    }
    fn entered(&self, _: &EntryCondition) -> bool {
        true
    }
}

/// Tells a schedule in words of the catalogue. Where `unknown` figures were taken as nothing, they are told as unknown.
pub(super) fn pathway(desk: &Desk<'_>, path: &Path, proof: Proof) -> Pathway {
    let graph = desk.graph;
    let constraints = desk.constraints();
    let cashier = Cashier::of(graph, desk.question);
    let mut steps: Vec<Step> = path.steps.iter().filter_map(|step| told(desk, &cashier, step)).collect();
    steps.sort_by_key(|step| (step.start, step.issued, step.credential));

    let unknown_as = if constraints.trust_unknown_levels { u8::MAX } else { 1 };
    let mut along = Along { standing: &desk.standing, trust: TrustFloor::Any, ranks: BTreeMap::new(), earned: BTreeSet::new() };
    let mut closed: Vec<bool> = desk.asked.iter().map(|asked| along.holds(&asked.need, asked.trust)).collect();
    let gate_open = |along: &mut Along<'_>, gate: &Bound| gate.need.as_ref().is_none_or(|need| along.holds(need, TrustFloor::Any));
    let mut opened: Vec<bool> = desk.gates.iter().map(|gate| gate_open(&mut along, gate)).collect();
    let mut by_issue: Vec<usize> = (0..steps.len()).collect();
    by_issue.sort_by_key(|at| (steps[*at].issued, *at));
    for at in by_issue {
        along.earn(graph, steps[at].credential, unknown_as);
        for (place, asked) in desk.asked.iter().enumerate() {
            if !closed[place] && along.holds(&asked.need, asked.trust) {
                closed[place] = true;
                steps[at].closes.push(place);
            }
        }
        for (place, gate) in desk.gates.iter().enumerate() {
            if !opened[place] && gate_open(&mut along, gate) {
                opened[place] = true;
                steps[at].opens_gates.push(place);
            }
        }
    }
    for later in 0..steps.len() {
        let needed = prerequisites(graph, steps[later].credential, steps[later].route);
        for earlier in &mut steps[..later] {
            if needs(graph, &needed, earlier.credential) {
                earlier.unlocks.push(later);
            }
        }
    }
    let mut ledger: Vec<CashLine> = path.ledger.iter().filter_map(|line| cash(graph, &steps, line)).collect();
    for (at, step) in steps.iter().enumerate() {
        if let (Route::Offering(offering), None) = (step.route, step.own_price()) {
            ledger.push(CashLine { day: step.start, what: CashFor::Tuition(offering), step: Some(at), minor: None });
        }
    }
    ledger.sort_by_key(|line| line.day);
    let mut assumptions = assumptions(desk, &steps, path.ready.date());
    for chance in &path.assumptions {
        if let Chance::Attempts(offering, attempts, passed) = chance
            && let Some(step) =
                steps.iter().find(|step| matches!(step.route, Route::Offering(at) if is(graph.offering(at).id.as_str(), offering)))
        {
            assumptions.push(Assumption::Attempts(step.credential, *attempts, *passed));
        }
    }
    let later = |later: Option<Later>| later.map(|later| Outlook { minor: later.money, ready: later.ready.date() });
    Pathway {
        minor: path.money,
        list_price: path.list_price,
        peak: path.peak,
        upkeep: path.upkeep_per_year,
        effort: steps.iter().filter_map(|step| step.effort).sum(),
        count: path.count,
        ready: path.ready.date(),
        ledger,
        p80: later(path.p80),
        p90: later(path.p90),
        essential: path.essential,
        proof,
        assumptions,
        steps,
    }
}

fn is(id: &str, told: &Id) -> bool {
    matches!(told, Id::Text(text) if text == id)
}

fn text(id: &Id) -> Option<&str> {
    match id {
        Id::Text(text) => Some(text),
        Id::Number(_) => None,
    }
}

/// One step; nothing for the facts in between that only stand for a requirement inside another.
fn told(desk: &Desk<'_>, cashier: &Cashier<'_>, step: &crate::schedule::answer::Step) -> Option<Step> {
    let graph = desk.graph;
    let credential = graph.find_credential(text(&step.credential)?)?;
    let offering = step.offering.as_ref().and_then(text).and_then(|id| graph.find_offering(id));
    let route = offering.map_or(Route::Parts, Route::Offering);
    let (mut effort, mut effort_range, mut start_unpublished) = (Some(Effort::default()), None, false);
    let mut payments = Vec::new();
    if let Some(at) = offering {
        let record = graph.offering(at);
        let terms = cashier.terms(at, credential, desk.constraints().weekly);
        effort = terms.effort.map(|_| Effort::minutes(step.minutes));
        effort_range = terms.effort_range;
        start_unpublished = record.pace == Pace::Cohort && record.starts.is_empty();
        payments = step.paid.iter().map(|paid| payment(cashier, at, paid)).collect();
    } else if let Some(fee) = graph.credential(credential).stack.as_ref().and_then(|stack| stack.fee.as_ref()) {
        payments.push(Payment { line: cashier.line(PriceFor::Award, fee, 1, graph.credential(credential).as_of), by: PaidBy::Own });
    }
    let date = |day: Day| day.date();
    Some(Step {
        credential,
        route,
        start: date(step.start),
        last: date(step.last),
        issued: date(step.issued),
        effort,
        effort_range,
        // What names no load of its own takes the hours there are.
        weekly: match step.weekly_minutes {
            0 => Effort::minutes(step.minutes).min(desk.constraints().most_weekly()),
            own => Effort::minutes(own.min(step.minutes)),
        },
        active: step.active.iter().map(|(first, last)| (date(*first), date(*last))).collect(),
        exams: step.exams.iter().map(|day| date(*day)).collect(),
        slack: i64::from(step.slack_days),
        payments,
        funded: step.funded.iter().filter_map(|(fund, minor)| Some((FundingId::from(text(fund)?), *minor))).collect(),
        expected_fee: step.expected_fee,
        start_unpublished,
        closes: Vec::new(),
        opens_gates: Vec::new(),
        unlocks: Vec::new(),
        without: None,
    })
}

/// What a step pays for a part: the published figure it comes from, and what it comes to.
fn payment(cashier: &Cashier<'_>, at: OfferingAt, paid: &crate::schedule::answer::Paid) -> Payment {
    let graph = cashier.graph;
    let offering = graph.offering(at);
    let plan = paid.plan.as_ref().and_then(text).and_then(|id| graph.find_price_plan(id));
    let nothing = Figure::from(Money::new(0, cashier.currency));
    let own = |part: Part| match part {
        Part::Exam if offering.price_kind == PriceKind::PerAttempt => Some(&offering.price),
        Part::Exam => offering.exam_fee.as_ref(),
        Part::Tuition => Some(&offering.price),
        Part::Materials => offering.materials.as_ref().or(offering.award_fee.as_ref()),
    };
    let what = match paid.part {
        Part::Tuition => PriceFor::Tuition,
        Part::Exam => PriceFor::Exam,
        Part::Materials if offering.materials.is_none() => PriceFor::Award,
        Part::Materials => PriceFor::Materials,
    };
    match (plan, paid.fee) {
        (Some(plan), None) => {
            let as_of = graph.price_plan(plan).as_of;
            Payment { line: cashier.line(what, &nothing, 1, as_of), by: PaidBy::Plan(plan) }
        }
        (Some(plan), Some(_)) => {
            let line = cashier.line(what, &Figure::from(Money::new(paid.amount, cashier.currency)), 1, offering.as_of);
            Payment { line, by: PaidBy::Member(plan) }
        }
        (None, _) => {
            let figure = own(paid.part).unwrap_or(&nothing);
            let mut line = cashier.line(what, figure, 1, offering.as_of);
            // One sitting or several, and materials with an award fee: what it comes to is the ledger's matter.
            let single = line.minor;
            if single.is_some() {
                line.minor = Some(paid.amount);
            }
            if line.minor != single {
                line.range = None;
            }
            Payment { line, by: PaidBy::Own }
        }
    }
}

fn cash(graph: &SkillGraph, steps: &[Step], line: &Line) -> Option<CashLine> {
    let id = text(&line.what)?;
    let what = match line.kind {
        LineKind::Tuition => CashFor::Tuition(graph.find_offering(id)?),
        LineKind::Exam => CashFor::Exam(graph.find_offering(id)?),
        LineKind::Materials => CashFor::Materials(graph.find_offering(id)?),
        LineKind::Plan => CashFor::Plan(graph.find_price_plan(id)?),
        LineKind::Award => CashFor::Award(graph.find_credential(id)?),
        LineKind::Renewal => CashFor::Renewal(graph.find_credential(id)?),
        LineKind::Upkeep => CashFor::Upkeep(graph.find_price_plan(id)?),
        LineKind::Fund => CashFor::Fund(FundingId::from(id)),
    };
    let of = line.step.as_ref().and_then(text).and_then(|id| graph.find_credential(id));
    let step = of.and_then(|of| steps.iter().position(|step| step.credential == of));
    Some(CashLine { day: line.day.date(), what, step, minor: Some(line.amount) })
}

/// The needs that must hold before a step.
fn prerequisites(graph: &SkillGraph, credential: CredentialAt, route: Route) -> Vec<&Need> {
    let conditions = graph.conditions(credential).iter().filter_map(|bound| bound.binding());
    conditions.chain(graph.stack(credential).filter(|_| route == Route::Parts)).collect()
}

/// Whether a credential speaks for one of the needs.
fn needs(graph: &SkillGraph, needed: &[&Need], credential: CredentialAt) -> bool {
    let mut speaks = false;
    for need in needed {
        need.walk(&mut |inner| {
            speaks |= match inner {
                Need::Attain(competency, rank) => graph
                    .awards(credential)
                    .iter()
                    .any(|award| award.competency == *competency && award.rank.unwrap_or(1) >= rank.unwrap_or(1)),
                Need::Earn(asked) => *asked == credential,
                Need::Credits { from, .. } => from.iter().any(|(asked, _)| *asked == credential),
                _ => false,
            };
        });
    }
    speaks
}

fn assumptions(desk: &Desk<'_>, steps: &[Step], ready: Date) -> Vec<Assumption> {
    let (graph, question, standing) = (desk.graph, desk.question, &desk.standing);
    let mut found = BTreeSet::new();
    let mut asked_for = BTreeSet::new();
    let mut look = |need: &Need, own_word: bool, found: &mut BTreeSet<Assumption>| {
        need.walk(&mut |inner| match inner {
            Need::Attain(competency, rank) => {
                let rank = rank.unwrap_or(1);
                let (any, assessed) = (standing.rank(*competency, TrustFloor::Any), standing.rank(*competency, TrustFloor::Assessed));
                if own_word && any >= rank && assessed < rank {
                    found.insert(Assumption::OwnWord(*competency));
                }
                asked_for.insert(*competency);
            }
            Need::Earn(credential)
                if own_word && standing.holds(*credential, TrustFloor::Any) && !standing.holds(*credential, TrustFloor::Assessed) =>
            {
                found.insert(Assumption::OwnWordHeld(*credential));
            }
            _ => {}
        });
    };
    for (at, asked) in desk.asked.iter().enumerate().filter(|(_, asked)| asked.necessity == Necessity::Essential) {
        look(&asked.need, asked.trust == TrustFloor::Any, &mut found);
        asked.need.walk(&mut |inner| {
            if matches!(inner, Need::Attain(_, None)) {
                found.insert(Assumption::LevelNotAsked(at));
            }
        });
    }
    let entries = |need: &Need, step: Option<CredentialAt>, found: &mut BTreeSet<Assumption>| {
        need.walk(&mut |inner| {
            if let Need::Entry(condition) = inner {
                found.insert(Assumption::EntryToCheck(step, condition.clone()));
            }
        });
    };
    for need in desk.gates.iter().filter_map(|gate| gate.need.as_ref()) {
        look(need, true, &mut found);
        entries(need, None, &mut found);
    }
    for step in steps {
        for bound in graph.conditions(step.credential).iter().filter(|bound| bound.enforced) {
            if let Some(need) = &bound.need {
                if bound.binding().is_some() {
                    look(need, true, &mut found);
                }
                entries(need, Some(step.credential), &mut found);
            }
        }
        if step.start_unpublished {
            found.insert(Assumption::StartUnpublished(step.credential));
        }
        if step.own_price().is_none() {
            found.insert(Assumption::PriceUnknown(step.credential));
        }
        if step.effort.is_none() {
            found.insert(Assumption::EffortUnknown(step.credential));
        }
    }
    if question.learner.constraints.trust_unknown_levels {
        for step in steps {
            if graph.awards(step.credential).iter().any(|award| award.rank.is_none() && asked_for.contains(&award.competency)) {
                found.insert(Assumption::LevelNotSaid(step.credential));
            }
        }
    }
    let hold = i32::try_from(question.learner.constraints.hold_months).unwrap_or(0);
    let end = Day::of(ready).plus_months(hold).date();
    for (at, evidence) in question.learner.evidence.iter().enumerate() {
        if let Some(expires) = evidence.expires.filter(|expires| evidence.in_force(question.learner.constraints.start) && *expires < end) {
            found.insert(Assumption::EvidenceRunsOut(at, expires));
        }
    }
    let old = i32::try_from(question.learner.constraints.old_prices_months).unwrap_or(i32::MAX).min(Constraints::OLDEST_PRICES_MONTHS);
    let seen_by = Day::of(question.learner.constraints.start).plus_months(-old).date();
    for step in steps {
        let record = graph.credential(step.credential);
        if matches!(record.status, Status::Retired | Status::Superseded) {
            let successor = record.superseded_by.as_ref().and_then(|id| graph.find_credential(id.as_str()));
            found.insert(Assumption::Ends { credential: step.credential, until: record.until, successor });
        }
        let oldest = step.payments.iter().filter_map(|payment| payment.line.as_of).min();
        if let Some(day) = oldest.filter(|day| *day < seen_by) {
            found.insert(Assumption::PriceIsOld(step.credential, day));
        }
        for (fund, _) in &step.funded {
            found.insert(Assumption::FundToCheck(fund.clone()));
        }
        // What must not hold is judged against all that was issued before the step starts.
        let mut before = Along { standing, trust: TrustFloor::Any, ranks: BTreeMap::new(), earned: BTreeSet::new() };
        for earlier in steps.iter().filter(|earlier| earlier.issued <= step.start && earlier.credential != step.credential) {
            before.earn(graph, earlier.credential, 1);
        }
        let mut ruled_out = false;
        for need in prerequisites(graph, step.credential, step.route) {
            need.walk(&mut |inner| {
                if let Need::Not(not) = inner {
                    ruled_out |= not.holds(&before);
                }
            });
        }
        if ruled_out {
            found.insert(Assumption::RuledOut(step.credential));
        }
    }
    found.into_iter().collect()
}
