//! Words into a world: the same question with calendar, prices, funding and upkeep, for the schedule room.
//!
//! It stands on what `pose` found: which credentials matter, which offerings can be used, and every requirement as facts. A requirement
//! inside another stays a fact that a credential without offering awards by its rule.

use super::{
    Question, Wanted,
    pose::{Fact, Posed, Route},
};
use crate::{
    gap::Standing,
    graph::{Asked, CredentialAt, OfferingAt, PricePlanAt, SkillGraph},
    model::{
        self, Amount, BillingUnit, CapPer, Effort, Figure, FundingCovers, MaintenancePer, Money, Pace, PayTiming, PriceKind, PricePlanKind,
        RenewalBy, TrustFloor,
    },
    schedule::{
        Day, Id, World,
        world::{self, Estimate, Part},
    },
    solve::problem::{self as solving, Atom},
};
use std::collections::{BTreeMap, BTreeSet};

/// A range by its percentiles, taken as evenly spread above its usual value: four in five lie below 60 % of the way to its end, nine in
/// ten below 80 %.
fn estimate(least: i64, usual: i64, most: i64) -> Estimate {
    let above = most.max(usual) - usual;
    let _ = least;
    Estimate::Range { p50: usual, p80: usual + above * 3 / 5, p90: usual + above * 4 / 5 }
}

fn middle(low: i64, high: i64) -> i64 {
    low + (high - low + 1) / 2
}

struct Teller<'a> {
    graph: &'a SkillGraph,
    question: &'a Question,
    /// Whether what nobody has published counts as nothing.
    free: bool,
}

impl Teller<'_> {
    fn minor(&self, money: Money) -> Option<i64> {
        self.question.worth(self.graph, money).map(|(worth, _)| worth.minor)
    }

    fn amount(&self, figure: &Figure<Money>) -> world::Amount {
        self.published(figure).or(self.free.then_some(Estimate::Known(0)))
    }

    fn published(&self, figure: &Figure<Money>) -> world::Amount {
        match figure.amount {
            Amount::Unknown => None,
            Amount::Known(money) => self.minor(money).map(Estimate::Known),
            Amount::Range { min, likely, max } => {
                let (low, high) = (self.minor(min)?, self.minor(max)?);
                let usual = match likely {
                    Some(likely) => self.minor(likely)?,
                    None => middle(low, high),
                };
                Some(estimate(low, usual, high))
            }
        }
    }

    fn minutes(figure: &Figure<Effort>) -> Option<Estimate> {
        match figure.amount {
            Amount::Unknown => None,
            Amount::Known(effort) => Some(Estimate::Known(effort.minutes)),
            Amount::Range { min, likely, max } => {
                let usual = likely.map_or_else(|| middle(min.minutes, max.minutes), |likely| likely.minutes);
                Some(estimate(min.minutes, usual, max.minutes))
            }
        }
    }

    /// Which part the offering's own price, and plans that cover it, pay for.
    fn priced_part(offering: &model::Offering) -> Part {
        if offering.price_kind == PriceKind::PerAttempt { Part::Exam } else { Part::Tuition }
    }

    fn fees(&self, at: OfferingAt, credits: i64) -> Vec<world::Fee> {
        let offering = self.graph.offering(at);
        let fee = |part: Part, amount: world::Amount, per: world::Per| world::Fee {
            part,
            amount,
            currency: None,
            per,
            member_of: None,
            from: None,
            until: None,
            access_days: None,
            repay: false,
        };
        let own = Self::priced_part(offering);
        let per = match offering.price_kind {
            PriceKind::OneOff => world::Per::Once,
            PriceKind::PerAttempt => world::Per::Attempt,
            PriceKind::PerCredit => world::Per::Credits(credits),
        };
        let mut fees = Vec::new();
        let sold_by_plan = self.graph.plans_of(at).iter().any(|plan| self.sells(*plan));
        if !offering.price.is_absent() || !sold_by_plan {
            let access_days = offering.access_days.and_then(|days| i32::try_from(days).ok());
            fees.push(world::Fee { access_days, repay: true, ..fee(own, self.amount(&offering.price), per) });
        }
        for (plan, price) in self.member_prices(offering) {
            fees.push(world::Fee { member_of: Some(plan), ..fee(own, self.minor(price).map(Estimate::Known), per) });
        }
        if let Some(exam) = &offering.exam_fee {
            if own == Part::Exam {
                // Two prices of one sitting add up; as one fee, for fees of one part are alternatives.
                for own in fees.iter_mut().filter(|fee| fee.part == Part::Exam) {
                    own.amount = add(own.amount, self.amount(exam));
                }
            } else {
                fees.push(fee(Part::Exam, self.amount(exam), world::Per::Attempt));
            }
        }
        let extras: Vec<world::Amount> =
            [&offering.materials, &offering.award_fee].into_iter().flatten().map(|figure| self.amount(figure)).collect();
        if let Some(all) = extras.into_iter().reduce(add) {
            fees.push(fee(Part::Materials, all, world::Per::Once));
        }
        fees
    }

    fn sells(&self, plan: PricePlanAt) -> bool {
        matches!(self.graph.price_plan(plan).kind, PricePlanKind::Subscription | PricePlanKind::FlatTerm | PricePlanKind::Bundle)
    }

    fn member_prices(&self, offering: &model::Offering) -> Vec<(Id, Money)> {
        let plans = self.graph.catalogue().price_plans.iter();
        let members = plans.filter_map(|plan| plan.member_price.get(&offering.id).map(|price| (Id::from(plan.id.as_str()), *price)));
        members.collect()
    }

    fn offering(&self, at: OfferingAt, credential: CredentialAt) -> Option<world::Offering> {
        let offering = self.graph.offering(at);
        let award = self.graph.credential(credential);
        let days = |days: Option<u32>| days.and_then(|days| i32::try_from(days).ok()).unwrap_or(0);
        let load = offering.weekly_hours.map(|load| load.minutes);
        let over_weeks = || Some(Estimate::Known(load? * i64::from(offering.days?) / 7));
        let minutes = Self::minutes(&offering.hours).or_else(over_weeks).or(self.free.then_some(Estimate::Known(0)))?;
        let cohort = offering.pace == Pace::Cohort && !offering.starts.is_empty();
        let study = if cohort {
            let length = if offering.days.is_some() { days(offering.days) } else { days(offering.min_days).max(1) };
            let whole = minutes.at(world::Percentile::P50);
            let apply = days(offering.apply_days_before);
            let intake = |start: &model::Date| {
                let start = Day::of(*start);
                world::Intake { start, apply_by: (apply > 0).then(|| Day(start.0 - apply)) }
            };
            let weekly_minutes = load.unwrap_or(whole * 7 / i64::from(length.max(1)));
            world::Study::Cohort { starts: offering.starts.iter().map(intake).collect(), days: length.max(1), weekly_minutes }
        } else {
            let cap = offering.max_weekly_hours.map(|most| most.minutes).or(load.filter(|_| offering.pace == Pace::Cohort));
            let fewest =
                if offering.pace == Pace::Cohort { days(offering.days).max(days(offering.min_days)) } else { days(offering.min_days) };
            world::Study::SelfPaced { minutes, weekly_cap: cap.filter(|cap| *cap > 0), min_days: fewest }
        };
        let attempts = offering.attempts.as_ref();
        let sat = offering.pace == Pace::Exam
            || attempts.is_some()
            || offering.price_kind == PriceKind::PerAttempt
            || offering.exam_fee.is_some();
        let exam = sat.then(|| world::Exam {
            pass_per_mille: attempts.and_then(|attempts| attempts.pass_percent).map_or(1000, |percent| i64::from(percent) * 10),
            attempts: attempts.and_then(|attempts| attempts.max).and_then(|most| i32::try_from(most).ok()).unwrap_or(1).clamp(1, 20),
            wait_days: days(attempts.and_then(|attempts| attempts.wait_days)),
            dates: if offering.pace == Pace::Exam { offering.starts.iter().map(|day| Day::of(*day)).collect() } else { Vec::new() },
        });
        let credits = award.credits.iter().map(|value| i64::from(value.amount)).max().unwrap_or(1);
        Some(world::Offering {
            id: Id::from(offering.id.as_str()),
            credential: Id::from(award.id.as_str()),
            provider: offering.provider.as_ref().map(|id| Id::from(id.as_str())),
            study,
            exam,
            result_lag_days: days(offering.result_days),
            fees: self.fees(at, credits),
        })
    }

    fn plan(
        &self,
        at: PricePlanAt,
        offerings: &BTreeMap<OfferingAt, Part>,
        names: &BTreeMap<&str, CredentialAt>,
        standing: &Standing,
    ) -> Option<world::Plan> {
        let plan = self.graph.price_plan(at);
        let amount = self.amount(&plan.price);
        let whole = |number: Option<u32>, or: i32| number.and_then(|number| i32::try_from(number).ok()).unwrap_or(or);
        let kind = match plan.kind {
            PricePlanKind::Subscription => world::PlanKind::Subscription {
                amount,
                unit: match plan.unit.unwrap_or(BillingUnit::Months(1)) {
                    BillingUnit::Days(days) => world::Span::Days(whole(Some(days), 30).max(1)),
                    BillingUnit::Months(months) => world::Span::Months(whole(Some(months), 1).max(1)),
                },
                min_units: whole(plan.min_units, 1).max(1),
                trial_days: whole(plan.trial_days, 0),
                yearly: plan.yearly_price.as_ref().and_then(|price| self.amount(price)),
            },
            PricePlanKind::FlatTerm => world::PlanKind::Term { amount, unit: world::Span::Days(whole(plan.days, 365).max(1)) },
            PricePlanKind::Bundle => {
                let credential = |name: &str| {
                    let offering = || self.graph.find_offering(name).map(|at| self.graph.offering(at).credential.as_str());
                    self.graph.find_credential(name).map(|at| self.graph.credential(at).id.as_str()).or_else(offering).map(Id::from)
                };
                let parts: BTreeSet<Id> = plan.covers.iter().filter(|_| plan.void_if_held).filter_map(|name| credential(name)).collect();
                let held = |id: &Id| match id {
                    Id::Text(id) => self.graph.find_credential(id).is_some_and(|at| standing.holds(at, TrustFloor::Any)),
                    Id::Number(_) => false,
                };
                if parts.iter().any(held) {
                    return None;
                }
                let told = |id: &Id| matches!(id, Id::Text(id) if names.contains_key(id.as_str()));
                world::PlanKind::Bundle { amount, unless_held: parts.into_iter().filter(told).collect() }
            }
            PricePlanKind::Membership => world::PlanKind::Membership { amount, unit: world::Span::Months(whole(plan.months, 12).max(1)) },
            PricePlanKind::Maintenance => return None,
        };
        let covers = if plan.kind == PricePlanKind::Membership {
            Vec::new()
        } else {
            let covered = offerings.iter().filter(|(offering, _)| self.graph.plans_of(**offering).contains(&at));
            covered
                .map(|(offering, part)| world::Cover { offering: Id::from(self.graph.offering(*offering).id.as_str()), part: *part })
                .collect()
        };
        Some(world::Plan { id: Id::from(plan.id.as_str()), currency: None, kind, covers, from: None, until: None })
    }

    fn upkeep(&self, plan: &model::PricePlan, credentials: &BTreeMap<&str, CredentialAt>) -> Option<world::Upkeep> {
        let members: Vec<_> = (plan.covers.iter())
            .filter(|name| credentials.contains_key(&***name))
            .map(|name| {
                let own = plan.prices.iter().find(|(id, _)| id.as_str() == &**name).map(|(_, price)| *price);
                let amount = own.map_or_else(|| self.amount(&plan.price), |price| self.minor(price).map(Estimate::Known));
                world::UpkeepMember { credential: Id::from(&**name), amount }
            })
            .collect();
        let rule = match (plan.highest_only, plan.per) {
            (true, _) => world::UpkeepRule::Highest,
            (false, MaintenancePer::Issuer) => world::UpkeepRule::Once,
            (false, MaintenancePer::Credential) => world::UpkeepRule::Each,
        };
        (!members.is_empty()).then(|| world::Upkeep { id: Id::from(plan.id.as_str()), currency: None, rule, members })
    }

    /// A fund; nothing where the most it pays is not known in the answer's currency, for help is never promised that may not come.
    fn funding(&self, fund: &model::Funding, offerings: &BTreeMap<OfferingAt, Part>, plans: &[world::Plan]) -> Option<world::Funding> {
        let named = |at: &OfferingAt| {
            let record = self.graph.offering(*at);
            fund.offerings.contains(&record.id) || fund.credentials.contains(&record.credential)
        };
        let open = fund.offerings.is_empty() && fund.credentials.is_empty();
        let ids = offerings.keys().filter(|at| named(at)).map(|at| Id::from(self.graph.offering(*at).id.as_str())).collect();
        let part = |covers: &FundingCovers| match covers {
            FundingCovers::Tuition => Part::Tuition,
            FundingCovers::Exam => Part::Exam,
            FundingCovers::Materials => Part::Materials,
        };
        // A cap that is a range is counted at its least.
        let cap = match &fund.cap {
            None => None,
            Some(cap) => {
                let amount = self.minor(cap.amount.amount.least()?)?;
                let per = match cap.per {
                    CapPer::Lifetime => world::CapPer::Lifetime,
                    CapPer::CalendarYear => world::CapPer::CalendarYear,
                    CapPer::AwardYear => world::CapPer::AwardYear(7, 1),
                    CapPer::Course => world::CapPer::Course,
                };
                Some(world::Cap { amount, per })
            }
        };
        Some(world::Funding {
            id: Id::from(fund.id.as_str()),
            currency: None,
            rate_per_mille: i64::from(fund.rate_percent.unwrap_or(100)) * 10,
            parts: if fund.covers.is_empty() { vec![Part::Tuition] } else { fund.covers.iter().map(part).collect() },
            offerings: (!open).then_some(ids),
            plans: if open { plans.iter().map(|plan| plan.id.clone()).collect() } else { Vec::new() },
            caps: cap.into_iter().collect(),
            from: None,
            until: fund.start_by.into_iter().chain(fund.expires_on).min().map(Day::of),
            excludes: fund.excludes.iter().map(|id| Id::from(id.as_str())).collect(),
            pays: if fund.pay == PayTiming::OnPass { world::Pays::OnPass } else { world::Pays::Upfront },
        })
    }
}

fn add(a: world::Amount, b: world::Amount) -> world::Amount {
    use world::Percentile::{P50, P80, P90};
    let (a, b) = (a?, b?);
    Some(match (a, b) {
        (Estimate::Known(a), Estimate::Known(b)) => Estimate::Known(a + b),
        _ => Estimate::Range { p50: a.at(P50) + b.at(P50), p80: a.at(P80) + b.at(P80), p90: a.at(P90) + b.at(P90) },
    })
}

fn group(group: &solving::Group) -> world::Group {
    let atoms = group.of.iter().map(|atom| match atom {
        Atom::Level(asked) => world::Atom::Level { c: Id::from(i64::from(asked.competency)), l: i64::from(asked.level), w: 1 },
        Atom::Earned(id) => world::Atom::Credential { cr: Id::from(id.to_string()), w: 1 },
    });
    world::Group { k: group.k, of: atoms.collect() }
}

fn awards(teaches: &[solving::Attainment]) -> Vec<(Id, i64)> {
    // Of two levels of one fact the higher counts.
    let mut best: BTreeMap<u32, u8> = BTreeMap::new();
    for taught in teaches {
        let level = best.entry(taught.competency).or_default();
        *level = (*level).max(taught.level);
    }
    best.into_iter().map(|(fact, level)| (Id::from(i64::from(fact)), i64::from(level))).collect()
}

/// A credential that awards itself and stands for a requirement inside another.
fn by_rule(id: String, awards: Vec<(Id, i64)>, rule: Vec<world::Group>) -> world::Credential {
    world::Credential {
        id: Id::from(id),
        provider: None,
        awards,
        requires: Vec::new(),
        loose: Vec::new(),
        strict: Vec::new(),
        rule: Some(rule),
        award_fee: Some(Estimate::Known(0)),
        currency: None,
        award_lag_days: 0,
        valid_months: None,
        valid_until: None,
        renewal: None,
        renewed_by: Vec::new(),
    }
}

/// What is wanted, one group each with its importance; what takes several groups becomes a fact of its own first.
fn goal(asked: &[Asked], posed: &Posed, credentials: &mut Vec<world::Credential>) -> world::Goal {
    let mut by_wish: BTreeMap<Wanted, Vec<world::Group>> = BTreeMap::new();
    for (wanted, of) in posed.goal.iter().zip(&posed.problem.query().role.requires) {
        by_wish.entry(*wanted).or_default().push(group(of));
    }
    let mut groups = Vec::new();
    for (at, (wanted, mut asks)) in by_wish.into_iter().enumerate() {
        let weight = match wanted {
            Wanted::Requirement(at) => asked.get(at).map_or(1, |asked| i64::from(asked.importance)),
            Wanted::Gate(_) | Wanted::Locked(_) => 100,
        };
        let world::Group { k, of } = match (asks.pop(), asks.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                let fact = Id::from((posed.facts.len() + at) as i64);
                asks.extend(last);
                credentials.push(by_rule(format!("?wanted:{at:06}"), vec![(fact.clone(), 1)], asks));
                world::Group { k: 1, of: vec![world::Atom::Level { c: fact, l: 1, w: 1 }] }
            }
        };
        groups.push(world::GoalGroup { id: Id::from(at as i64), k, of, weight, essential: true });
    }
    world::Goal { groups }
}

/// The facts the learner can show, each until the evidence that speaks for it runs out.
fn held(graph: &SkillGraph, question: &Question, standing: &Standing, posed: &Posed) -> Vec<world::HeldLevel> {
    let start = question.learner.constraints.start;
    let evidence = question.learner.evidence.iter();
    let ends: BTreeSet<model::Date> = evidence.filter_map(|evidence| evidence.expires).filter(|end| *end >= start).collect();
    let after: Vec<(model::Date, Standing)> =
        (ends.into_iter()).filter_map(|end| Some((end, Standing::new(graph, &question.learner, end.tomorrow().ok()?)))).collect();
    let level = |standing: &Standing, fact: Fact, top: u8| match fact {
        Fact::Competency(competency, trust) => {
            let generous = question.learner.constraints.trust_unknown_levels && standing.unknown_level(competency, trust);
            if generous { top } else { standing.rank(competency, trust) }
        }
        Fact::Held(credential, trust) => u8::from(standing.holds(credential, trust)),
        Fact::Auxiliary(_) => 0,
    };
    let top = posed.problem.catalogue().levels();
    let mut held = Vec::new();
    for (number, fact) in posed.facts.iter().enumerate() {
        let Some(fact) = fact else { continue };
        let mut now = level(standing, *fact, top);
        let told = |l: u8, expires: Option<model::Date>| world::HeldLevel {
            c: Id::from(number as i64),
            l: i64::from(l),
            expires: expires.map(Day::of),
        };
        for (end, then) in &after {
            let next = level(then, *fact, top);
            if next < now {
                held.push(told(now, Some(*end)));
                now = next;
            }
        }
        if now > 0 {
            held.push(told(now, None));
        }
    }
    held
}

/// The world of a posed question.
pub(super) fn world(graph: &SkillGraph, question: &Question, standing: &Standing, asked: &[Asked], posed: &Posed, free: bool) -> World {
    let teller = Teller { graph, question, free };
    let constraints = &question.learner.constraints;
    let mut usable: BTreeMap<OfferingAt, CredentialAt> = BTreeMap::new();
    let mut parts: BTreeSet<CredentialAt> = BTreeSet::new();
    for item in posed.items.values() {
        match item.route {
            Route::Offering(at) => drop(usable.insert(at, item.credential)),
            Route::Parts => drop(parts.insert(item.credential)),
        }
    }
    let names: BTreeMap<&str, CredentialAt> = posed.drafts.keys().map(|at| (graph.credential(*at).id.as_str(), *at)).collect();
    let groups = |of: &[solving::Group]| of.iter().map(group).collect::<Vec<_>>();
    let mut credentials: Vec<world::Credential> = Vec::new();
    for (at, draft) in &posed.drafts {
        let record = graph.credential(*at);
        let validity = record.validity.as_ref();
        let months = |months: Option<u32>| months.and_then(|months| i32::try_from(months).ok());
        let valid_months = months(validity.and_then(|validity| validity.months));
        let bought = record.renewal.iter().filter(|renewal| renewal.by != RenewalBy::Credential).find_map(|renewal| {
            let months = months(renewal.every_months).or(valid_months)?;
            let kind = if renewal.by == RenewalBy::Exam { world::RenewalKind::Exam } else { world::RenewalKind::Fee };
            Some(world::Renewal { amount: teller.amount(&renewal.price), months: months.max(1), kind })
        });
        let renewed_by = record.renewal.iter().filter(|renewal| renewal.by == RenewalBy::Credential);
        let renewed_by = renewed_by.filter_map(|renewal| renewal.credential.as_ref()).filter(|id| names.contains_key(id.as_str()));
        credentials.push(world::Credential {
            id: Id::from(record.id.as_str()),
            provider: record.issuer.as_ref().map(|id| Id::from(id.as_str())),
            awards: awards(&draft.teaches),
            requires: groups(&draft.requires),
            loose: groups(&draft.loose),
            strict: groups(&draft.strict),
            rule: draft.rule.as_ref().filter(|_| parts.contains(at)).map(|rule| groups(rule)),
            award_fee: match record.stack.as_ref().and_then(|stack| stack.fee.as_ref()) {
                Some(fee) => teller.amount(fee),
                None => Some(Estimate::Known(0)),
            },
            currency: None,
            award_lag_days: 0,
            valid_months,
            valid_until: validity.and_then(|validity| validity.until).map(Day::of),
            renewal: bought,
            renewed_by: renewed_by.map(|id| Id::from(id.as_str())).collect(),
        });
    }
    for rule in posed.problem.catalogue().credentials() {
        let id = rule.id.to_string();
        if id.starts_with('?') {
            credentials.push(by_rule(id, awards(&rule.teaches), groups(&rule.requires)));
        }
    }
    let goal = goal(asked, posed, &mut credentials);
    let offerings: Vec<world::Offering> = usable.iter().filter_map(|(at, credential)| teller.offering(*at, *credential)).collect();
    let told: BTreeSet<&Id> = offerings.iter().map(|offering| &offering.id).collect();
    let sold: BTreeMap<OfferingAt, Part> = (usable.keys())
        .filter(|at| told.contains(&Id::from(graph.offering(**at).id.as_str())))
        .map(|at| (*at, Teller::priced_part(graph.offering(*at))))
        .collect();
    let mut plan_places: BTreeSet<PricePlanAt> = sold.keys().flat_map(|at| graph.plans_of(*at)).copied().collect();
    plan_places.extend(graph.price_plans().filter(|at| {
        let plan = graph.price_plan(*at);
        plan.kind == PricePlanKind::Membership && plan.member_price.keys().any(|id| told.contains(&Id::from(id.as_str())))
    }));
    let plans: Vec<world::Plan> = plan_places.iter().filter_map(|at| teller.plan(*at, &sold, &names, standing)).collect();
    let maintained = graph.catalogue().price_plans.iter().filter(|plan| plan.kind == PricePlanKind::Maintenance);
    let upkeep = maintained.filter_map(|plan| teller.upkeep(plan, &names)).collect();
    let listed = graph.catalogue().funding.iter().filter(|fund| constraints.funding.contains(&fund.id));
    let funds = listed.chain(&constraints.own_funding);
    let mut funding: Vec<world::Funding> = funds.filter_map(|fund| teller.funding(fund, &sold, &plans)).collect();
    let there: BTreeSet<Id> = funding.iter().map(|fund| fund.id.clone()).collect();
    for fund in &mut funding {
        fund.excludes.retain(|other| there.contains(other));
    }

    let held = held(graph, question, standing, posed);
    let mut hours = vec![world::Hours { from: None, weekly_minutes: constraints.weekly.minutes }];
    hours.extend(
        constraints.hours_from.iter().map(|(from, weekly)| world::Hours { from: Some(Day::of(*from)), weekly_minutes: weekly.minutes }),
    );
    let money = |money: Option<Money>| money.and_then(|money| teller.minor(money));
    let learner = world::Learner {
        today: Day::of(constraints.start),
        held,
        earned: Vec::new(),
        claims: Vec::new(),
        hours,
        at_once: i32::try_from(constraints.at_once).unwrap_or(1).max(1),
        deadline: constraints.deadline.map(Day::of),
        budget: money(constraints.budget),
        monthly_cap: money(constraints.monthly_cap),
        yearly_cap: money(constraints.yearly_cap),
        hold_months: i32::try_from(constraints.hold_months).unwrap_or(0),
        locks: Vec::new(),
        exclude_credentials: Vec::new(),
        exclude_offerings: Vec::new(),
        exclude_providers: Vec::new(),
        week_value: money(constraints.week_value),
        horizon_days: 3653,
    };
    World {
        format: world::FORMAT.to_owned(),
        currency: question.currency.to_string(),
        rates: Vec::new(),
        credentials,
        offerings,
        plans,
        upkeep,
        funding,
        policies: Vec::new(),
        learner,
        goal,
    }
}
