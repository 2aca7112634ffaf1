//! A seeded generator of catalogues with offerings, subscriptions, bundles and funding, and of learners with roles.
//!
//! The shape follows what registries look like: topics of some forty competencies with few popular ones, providers that
//! teach a few topics, a quarter of all credentials free, a quarter clones of an earlier one at another price, levels one
//! to four with the level below as the usual prerequisite, some series and or-groups, a few stacks that award themselves.

use pathstack::schedule::world::{
    Atom, Cap, CapPer, Cover, Credential, Estimate, Exam, FORMAT, Fee, Funding, Goal, GoalGroup, Group, HeldLevel, Hours, Intake, Learner,
    Offering, Part, Pays, Per, Plan, PlanKind, Renewal, RenewalKind, Span, Study, World,
};
use pathstack::schedule::{Day, Id};

/// Repeatable chance.
pub(crate) struct Chance(u64);

impl Chance {
    /// From a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    /// True in `of_hundred` cases of a hundred.
    pub(crate) fn yes(&mut self, of_hundred: i64) -> bool {
        self.between(0, 99) < of_hundred
    }

    /// Small numbers more often than large ones, below `n`.
    fn skewed(&mut self, n: i64) -> i64 {
        self.between(0, n - 1).min(self.between(0, n - 1))
    }

    /// Roughly lognormal: 1 times a product of shares, in thousandths.
    fn spread(&mut self) -> i64 {
        let mut x = 1000;
        for _ in 0..3 {
            x = x * self.between(600, 1600) / 1000;
        }
        x
    }
}

const TOPIC: i64 = 40;
/// 2026-10-07.
pub(crate) const TODAY: Day = Day(20_733);

/// Sizes of a catalogue and how many offerings a credential has at most.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Credentials.
    pub credentials: i64,
    /// Most offerings per credential.
    pub offerings: i64,
}

fn level(c: i64, l: i64) -> Atom {
    Atom::Level { c: Id::from(c), l, w: 1 }
}

/// The offer side; learner and goal are those of query 0.
pub(crate) fn catalogue(size: Size, seed: u64) -> World {
    let mut c = Chance::new(seed);
    let n = size.credentials;
    let competencies = competencies(n);
    let mut credentials: Vec<Credential> = Vec::new();
    let mut efforts: Vec<i64> = Vec::new();
    for i in 0..n {
        if i > 20 && c.yes(25) {
            let of = c.between(0, i - 1) as usize;
            let mut clone = credentials[of].clone();
            clone.id = Id::from(i);
            if clone.awards.len() > 1 && c.yes(50) {
                clone.awards.pop();
            }
            clone.provider = Some(Id::from(c.between(0, n / 50)));
            clone.rule = None;
            efforts.push((efforts[of] * c.between(70, 140) / 100).max(60));
            credentials.push(clone);
            continue;
        }
        credentials.push(credential(&mut c, i, n, competencies));
        let levels: i64 = credentials[i as usize].awards.iter().map(|a| a.1).sum();
        efforts.push((levels * 4 * 60 * c.spread() / 1000).max(60) / 30 * 30);
    }
    let mut offerings = Vec::new();
    for (i, credential) in (0..n).zip(&credentials) {
        for j in 0..c.between(1, size.offerings) {
            offerings.push(offering(&mut c, i, j, credential, efforts[i as usize]));
        }
    }
    let plans = plans(&mut c, n, &offerings);
    let funding = funding(&mut c, &offerings, &plans);
    let mut world = World {
        format: FORMAT.to_owned(),
        currency: "USD".to_owned(),
        rates: Vec::new(),
        credentials,
        offerings,
        plans,
        upkeep: Vec::new(),
        funding,
        policies: Vec::new(),
        learner: learner(&mut c, 1),
        goal: Goal { groups: Vec::new() },
    };
    let (learner, goal) = query(size, 0, 8);
    (world.learner, world.goal) = (learner, goal);
    world
}

fn competencies(credentials: i64) -> i64 {
    (credentials / 10).max(2 * TOPIC) / TOPIC * TOPIC
}

fn credential(c: &mut Chance, i: i64, n: i64, competencies: i64) -> Credential {
    let topic = c.skewed(competencies / TOPIC);
    let base = c.between(1, 4).min(c.between(1, 4));
    let mut awards: Vec<(Id, i64)> = Vec::new();
    let mut first = 0;
    for k in 0..c.between(1, 4).max(c.between(1, 3)) {
        let competency = topic * TOPIC + c.skewed(TOPIC);
        first = if k == 0 { competency } else { first };
        if awards.iter().all(|a| a.0 != Id::from(competency)) {
            awards.push((Id::from(competency), (base + c.between(-1, 1)).clamp(1, 4)));
        }
    }
    let mut requires = Vec::new();
    let top = awards[0].1;
    if top > 1 && c.yes(40) {
        requires.push(Group { k: 1, of: vec![level(first, top - 1)] });
    }
    if c.yes(8) {
        let of = (0..c.between(1, 3)).map(|_| level(topic * TOPIC + c.skewed(TOPIC), 1)).collect();
        requires.push(Group { k: 1, of });
    }
    if i > 0 && c.yes(3) {
        requires.push(Group { k: 1, of: vec![Atom::Credential { cr: Id::from(i - 1), w: 1 }] });
    }
    let rule = (i > 20 && c.yes(2)).then(|| {
        let parts: Vec<Atom> = (0..c.between(2, 4)).map(|_| Atom::Credential { cr: Id::from(c.between(0, i - 1)), w: 1 }).collect();
        vec![Group { k: parts.len() as i64, of: parts }]
    });
    Credential {
        id: Id::from(i),
        provider: Some(Id::from(topic * 3 % (n / 50 + 1) + c.between(0, 2))),
        awards,
        requires,
        loose: Vec::new(),
        strict: Vec::new(),
        rule,
        award_fee: Some(Estimate::Known(if c.yes(5) { 2500 } else { 0 })),
        currency: None,
        award_lag_days: 0,
        valid_months: c.yes(15).then_some(36),
        valid_until: None,
        renewal: Some(Renewal { amount: Some(Estimate::Known(5000)), months: 36, kind: RenewalKind::Fee }),
        renewed_by: Vec::new(),
    }
}

fn offering(c: &mut Chance, i: i64, j: i64, credential: &Credential, effort: i64) -> Offering {
    let hours = effort / 60;
    let price = if c.yes(25) { 0 } else { (hours * c.between(2, 12) * 100 * c.spread() / 1000 / 500 * 500).max(900) };
    let cohort = j > 0 && c.yes(40);
    let study = if cohort {
        let weeks = (hours / 6).clamp(2, 16);
        let first = c.between(0, 90);
        let every = c.between(6, 16) * 7;
        let starts =
            (0..6).map(|k| first + k * every).map(|d| Intake { start: TODAY.plus(d as i32), apply_by: Some(TODAY.plus(d as i32 - 10)) });
        Study::Cohort { starts: starts.collect(), days: weeks as i32 * 7, weekly_minutes: (effort / weeks).clamp(30, 360) }
    } else {
        Study::SelfPaced {
            minutes: Estimate::Known(effort),
            weekly_cap: c.yes(20).then_some(600),
            min_days: if c.yes(15) { 14 } else { 0 },
        }
    };
    let mut fees = vec![Fee {
        part: Part::Tuition,
        amount: if c.yes(2) { None } else { Some(Estimate::Known(price)) },
        currency: None,
        per: Per::Once,
        member_of: None,
        from: None,
        until: None,
        access_days: (!cohort && c.yes(15)).then_some(180),
        repay: true,
    }];
    let exam = c.yes(20).then(|| {
        fees.push(Fee {
            part: Part::Exam,
            amount: Some(Estimate::Known(c.between(5, 40) * 1000)),
            per: Per::Attempt,
            access_days: None,
            ..fees[0].clone()
        });
        Exam { pass_per_mille: c.between(45, 95) * 10, attempts: 3, wait_days: 14, dates: Vec::new() }
    });
    Offering {
        id: Id::from(i * 10 + j),
        credential: Id::from(i),
        provider: credential.provider.clone(),
        study,
        exam,
        result_lag_days: if c.yes(20) { c.between(1, 30) as i32 } else { 0 },
        fees,
    }
}

fn plans(c: &mut Chance, n: i64, offerings: &[Offering]) -> Vec<Plan> {
    let mut by_provider: Vec<Vec<&Offering>> = vec![Vec::new(); n as usize + 10];
    for offering in offerings {
        if let (Some(Id::Number(p)), Study::SelfPaced { .. }) = (&offering.provider, &offering.study) {
            by_provider[*p as usize].push(offering);
        }
    }
    let mut plans = Vec::new();
    let cover = |o: &&Offering| Cover { offering: o.id.clone(), part: Part::Tuition };
    for (p, own) in (0_i64..).zip(&by_provider) {
        if !own.is_empty() && c.yes(35) {
            let kind = PlanKind::Subscription {
                amount: Some(Estimate::Known(c.between(15, 60) * 100)),
                unit: Span::Months(1),
                min_units: 1,
                trial_days: if c.yes(20) { 7 } else { 0 },
                yearly: c.yes(40).then_some(Estimate::Known(c.between(150, 400) * 100)),
            };
            plans.push(Plan { id: Id::from(p), currency: None, kind, covers: own.iter().map(cover).collect(), from: None, until: None });
        }
        if own.len() > 3 && c.yes(20) {
            let kind = PlanKind::Bundle { amount: Some(Estimate::Known(c.between(100, 500) * 100)), unless_held: Vec::new() };
            plans.push(Plan {
                id: Id::from(n + p),
                currency: None,
                kind,
                covers: own.iter().take(4).map(cover).collect(),
                from: None,
                until: None,
            });
        }
    }
    plans
}

fn funding(c: &mut Chance, offerings: &[Offering], plans: &[Plan]) -> Vec<Funding> {
    let mut some = |share: i64| Some(offerings.iter().filter(|_| c.yes(share)).map(|o| o.id.clone()).collect::<Vec<_>>());
    let fund = |id: &str, rate: i64, offerings: Option<Vec<Id>>, caps: Vec<Cap>, pays: Pays| Funding {
        id: Id::from(id),
        currency: None,
        rate_per_mille: rate,
        parts: vec![Part::Tuition, Part::Exam],
        offerings,
        plans: Vec::new(),
        caps,
        from: None,
        until: None,
        excludes: Vec::new(),
        pays,
    };
    let mut employer = fund("employer", 500, some(40), vec![Cap { amount: 52_500, per: CapPer::CalendarYear }], Pays::OnPass);
    employer.plans = plans.iter().take(plans.len() / 3).map(|p| p.id.clone()).collect();
    let mut voucher = fund("voucher", 1000, some(20), vec![Cap { amount: 15_000, per: CapPer::Lifetime }], Pays::Upfront);
    voucher.until = Some(TODAY.plus(200));
    vec![employer, voucher]
}

fn learner(c: &mut Chance, at_once: i32) -> Learner {
    Learner {
        today: TODAY,
        held: Vec::new(),
        earned: Vec::new(),
        claims: Vec::new(),
        hours: vec![Hours { from: None, weekly_minutes: c.between(5, 15) * 60 }],
        at_once,
        deadline: None,
        budget: None,
        monthly_cap: None,
        yearly_cap: None,
        hold_months: [0, 12, 24][c.between(0, 2) as usize],
        locks: Vec::new(),
        exclude_credentials: Vec::new(),
        exclude_offerings: Vec::new(),
        exclude_providers: Vec::new(),
        week_value: Some(5000),
        horizon_days: 1461,
    }
}

/// A learner and a role of so many requirements from one to three topics.
pub(crate) fn query(size: Size, seed: u64, requirements: i64) -> (Learner, Goal) {
    let mut c = Chance::new(seed ^ 0xDEAD_BEEF);
    let competencies = competencies(size.credentials);
    let mut learner = learner(&mut c, 1);
    let topics: Vec<i64> = (0..c.between(1, 3)).map(|_| c.skewed(competencies / TOPIC)).collect();
    let mut groups: Vec<GoalGroup> = Vec::new();
    for _ in 0..requirements * 4 {
        if groups.len() as i64 == requirements {
            break;
        }
        let topic = topics[c.between(0, topics.len() as i64 - 1) as usize];
        let competency = topic * TOPIC + c.skewed(TOPIC);
        if groups.iter().all(|g| g.id != Id::from(competency)) {
            let asked = c.between(1, 3);
            if asked > 1 && c.yes(40) {
                learner.held.push(HeldLevel { c: Id::from(competency), l: asked - 1, expires: None });
            }
            groups.push(GoalGroup {
                id: Id::from(competency),
                k: 1,
                of: vec![level(competency, asked)],
                weight: c.between(1, 10),
                essential: true,
            });
        }
    }
    (learner, Goal { groups })
}
