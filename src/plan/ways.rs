//! No pathway: why, and the cheapest ways out, each computed by solving again.

use super::{
    Ending, Failing, Hindrance, Impasse, Limit, Proof, Relaxation, Relaxed, Trouble, Unusable, Wanted,
    desk::{ASIDE, Desk, Outcome},
    pathway::pathway,
    pose::{GATHERED_ON_THE_WAY, Posed, Wish},
    reach::failing_groups,
};
use crate::{
    graph::{CredentialAt, Need},
    model::{Constraints, Effort, EntryCondition, TrustFloor},
    schedule::{Want, World, answer::Change},
};
use std::collections::BTreeSet;

/// Whether experience stands in the way of some requirement.
fn hindered_by_experience(failing: &[Failing]) -> bool {
    failing.iter().flat_map(|failing| &failing.because).any(|because| matches!(because, Hindrance::Experience { .. }))
}

impl Desk<'_> {
    /// The limits the learner has set.
    pub(super) fn limited_by(&self) -> impl Iterator<Item = Limit> {
        let constraints = self.constraints();
        let worth = |money: Option<crate::model::Money>| {
            money.and_then(|money| self.question.worth(self.graph, money)).map(|(worth, _)| worth.minor)
        };
        let limits = [
            worth(constraints.budget).map(Limit::Budget),
            worth(constraints.monthly_cap).map(Limit::MonthlyCap),
            worth(constraints.yearly_cap).map(Limit::YearlyCap),
            constraints.deadline.map(Limit::Deadline),
        ];
        limits.into_iter().flatten()
    }

    /// The cheapest pathway to some wishes under changed constraints, for ways out of an impasse.
    fn relaxed(&self, constraints: Constraints, wishes: &[Wish<'_>], trust: bool, what: Relaxed) -> Result<Option<Relaxation>, Trouble> {
        let mut question = self.question.clone();
        question.learner.constraints = constraints;
        let desk = self.of(&question);
        let wishes: Vec<Wish<'_>> =
            wishes.iter().map(|wish| Wish { trust: if trust { wish.trust } else { TrustFloor::Any }, ..*wish }).collect();
        let best = desk.best(&wishes, Want::Cheapest)?;
        Ok(best.map(|(path, _)| Relaxation { what, minor: path.money, ready: path.ready.date(), count: path.count }))
    }

    /// Some requirement fails whatever is spent.
    pub(super) fn impasse(&self, wishes: &[Wish<'_>], posed: &Posed) -> Result<Impasse, Trouble> {
        let failing: BTreeSet<Wanted> = failing_groups(&posed.problem).into_iter().filter_map(|at| posed.goal.get(at)).copied().collect();
        let because = |wanted: Wanted| -> Vec<Hindrance> {
            let need = match wanted {
                Wanted::Requirement(at) => self.asked.get(at).map(|asked| asked.need.clone()),
                Wanted::Gate(at) => self.gates.get(at).and_then(|gate| gate.need.clone()),
                Wanted::Locked(credential) => Some(Need::Earn(credential)),
            };
            let mut found = Vec::new();
            if let Some(need) = need {
                need.walk(&mut |inner| found.extend(self.hindrance(inner, posed)));
            }
            found
        };
        let failing: Vec<Failing> = failing.into_iter().map(|wanted| Failing { wanted, because: because(wanted) }).collect();

        let constraints = self.constraints();
        let change = |change: &dyn Fn(&mut Constraints)| {
            let mut changed = constraints.clone();
            change(&mut changed);
            changed
        };
        let hindered = |reasons: &[Unusable]| {
            failing.iter().flat_map(|failing| &failing.because).any(|because| match because {
                Hindrance::NothingUsable { offerings, .. } => offerings.iter().any(|(_, why)| reasons.contains(why)),
                // A step further back may be what is hindered.
                Hindrance::Unreachable { .. } | Hindrance::CredentialOutOfReach(_) => {
                    posed.unusable.values().any(|why| reasons.contains(why))
                }
                _ => false,
            })
        };
        let mut ways: Vec<(Constraints, Relaxed, bool)> = Vec::new();
        if hindered(&[Unusable::Language]) {
            ways.push((change(&|c| c.languages.clear()), Relaxed::AnyLanguage, true));
        }
        if hindered(&[Unusable::Delivery, Unusable::Timing]) {
            ways.push((change(&|c| (c.delivery.clear(), c.timing.clear()).0), Relaxed::AnyDelivery, true));
        }
        if hindered(&[Unusable::Region]) {
            ways.push((change(&|c| c.region = None), Relaxed::AnyRegion, true));
        }
        if hindered(&[Unusable::Accessibility, Unusable::Bandwidth]) {
            ways.push((change(&|c| (c.accessibility.clear(), c.low_bandwidth = false).0), Relaxed::AskProviderForAccess, true));
        }
        if hindered(&[Unusable::NotAccredited]) {
            ways.push((change(&|c| c.accredited_only = false), Relaxed::NotAccredited, true));
        }
        if hindered(&[Unusable::Excluded]) {
            let clear = |c: &mut Constraints| {
                c.excluded.clear();
                c.excluded_offerings.clear();
                c.excluded_providers.clear();
            };
            ways.push((change(&clear), Relaxed::NoExclusions, true));
        }
        let at_unknown = failing.iter().flat_map(|failing| &failing.because);
        if at_unknown.clone().any(|because| matches!(because, Hindrance::NobodyTeaches { at_unknown_level: true, .. })) {
            ways.push((change(&|c| c.trust_unknown_levels = true), Relaxed::TrustUnknownLevels, true));
        }
        if let Some(trust) = wishes.iter().map(|wish| wish.trust).max().filter(|trust| *trust > TrustFloor::Any) {
            ways.push((constraints.clone(), Relaxed::AcceptTrust(trust), false));
        }
        let mut relaxations = Vec::new();
        for (constraints, what, trust) in ways {
            relaxations.extend(self.relaxed(constraints, wishes, trust, what)?);
        }
        if hindered_by_experience(&failing) {
            // What seasoned people alone may earn opens with the months that are asked for.
            let asked: BTreeSet<u32> = (failing.iter().flat_map(|failing| &failing.because))
                .filter_map(|because| if let Hindrance::Experience { months, .. } = because { Some(*months) } else { None })
                .collect();
            for months in asked {
                if let Some(way) = self.relaxed(change(&|c| c.experience_months = months), wishes, true, Relaxed::Experience(months))? {
                    relaxations.push(way);
                    break;
                }
            }
        }
        // Cohorts that are too heavy: the fewest hours a week that open a pathway.
        let heavy = posed.unusable.iter().filter(|(_, why)| **why == Unusable::TooHeavy);
        let loads: BTreeSet<i64> = heavy.filter_map(|(at, _)| self.graph.offering(*at).weekly_hours).map(|load| load.minutes).collect();
        for load in loads {
            let what = Relaxed::MoreWeekly(load - constraints.weekly.minutes);
            if let Some(way) = self.relaxed(change(&|c| (c.weekly = Effort::minutes(load), c.hours_from.clear()).0), wishes, true, what)? {
                relaxations.push(way);
                break;
            }
        }
        let out: Vec<Wanted> = failing.iter().map(|failing| failing.wanted).collect();
        let rest: Vec<Wish<'_>> = wishes.iter().filter(|wish| !out.contains(&wish.wanted)).copied().collect();
        let mut free = constraints.clone();
        free.locked.retain(|id| {
            let failing = |wanted: &Wanted| matches!(wanted, Wanted::Locked(at) if self.graph.credential(*at).id == *id);
            !out.iter().any(failing)
        });
        let rest_of = self.relaxed(free, &rest, true, Relaxed::LeaveOut(out))?;
        relaxations.extend(rest_of.filter(|way| way.count > 0));
        relaxations.sort_by_key(|relaxation| (matches!(relaxation.what, Relaxed::LeaveOut(_)), relaxation.minor, relaxation.ready));
        Ok(Impasse { failing, conflict: Vec::new(), proven: true, relaxations, best_under: None })
    }

    /// Everything can be met, but not within the limits.
    pub(super) fn limited(&self, world: &World, outcome: &Outcome) -> Result<Ending, Trouble> {
        let constraints = self.constraints();
        let wishes = self.wishes();
        let mut conflict: Vec<Limit> = Vec::new();
        let mut relaxations: Vec<Relaxation> = Vec::new();
        let mut proven = false;
        if let Some(found) = &outcome.impasse {
            conflict.extend(self.told_limits(&found.conflict));
            proven = found.proven;
            for way in &found.relaxations {
                let what = match &way.change {
                    Change::Budget(minor) => Relaxed::MoreMoney(*minor),
                    Change::MonthlyCap(minor) => Relaxed::MoreMonthly(*minor),
                    Change::YearlyCap(minor) => Relaxed::MoreYearly(*minor),
                    Change::Deadline(days) => Relaxed::MoreDays(i64::from(*days)),
                    Change::Hours(minutes) => Relaxed::MoreWeekly(*minutes),
                    Change::AtOnce(more) => Relaxed::MoreAtOnce(*more),
                    Change::Exclusions | Change::Policy(_) | Change::Lock(_) | Change::Claim(..) => continue,
                };
                relaxations.push(Relaxation { what, minor: way.money, ready: way.ready.date(), count: 0 });
            }
        }
        if conflict.is_empty() {
            conflict = self.limited_by().collect();
        }
        if relaxations.is_empty() {
            relaxations.extend(self.without_limits(&wishes)?);
        }
        for (what, constraints) in wider(constraints) {
            relaxations.extend(self.relaxed(constraints, &wishes, true, what)?);
        }
        if let Some(trust) = wishes.iter().map(|wish| wish.trust).max().filter(|trust| *trust > TrustFloor::Any) {
            relaxations.extend(self.relaxed(constraints.clone(), &wishes, false, Relaxed::AcceptTrust(trust))?);
        }
        relaxations.sort_by_key(|relaxation| (relaxation.minor, relaxation.ready));
        let under = self.search(world, &[Want::BestUnder], ASIDE)?.best_under;
        let best_under = under
            .filter(|(path, _)| !path.steps.is_empty())
            .map(|(path, whole)| Box::new(pathway(self, &path, if whole { Proof::Optimal } else { Proof::Open })));
        Ok(Ending::Impasse(Box::new(Impasse { failing: Vec::new(), conflict, proven, relaxations, best_under })))
    }

    /// What giving up each limit alone comes to, where the schedule was stopped before it could tell.
    fn without_limits(&self, wishes: &[Wish<'_>]) -> Result<Vec<Relaxation>, Trouble> {
        let constraints = self.constraints();
        let mut ways = Vec::new();
        for limit in self.limited_by() {
            let mut changed = constraints.clone();
            match limit {
                Limit::Budget(_) => changed.budget = None,
                Limit::MonthlyCap(_) => changed.monthly_cap = None,
                Limit::YearlyCap(_) => changed.yearly_cap = None,
                Limit::Deadline(_) => changed.deadline = None,
                Limit::Calendar => continue,
            }
            let Some(mut way) = self.relaxed(changed, wishes, true, Relaxed::MoreDays(0))? else { continue };
            way.what = match limit {
                Limit::Budget(most) => Relaxed::MoreMoney(way.minor - most),
                Limit::Deadline(by) => Relaxed::MoreDays(i64::from((way.ready - by).get_days())),
                Limit::MonthlyCap(_) => Relaxed::NoMonthlyCap,
                Limit::YearlyCap(_) | Limit::Calendar => Relaxed::NoYearlyCap,
            };
            ways.push(way);
        }
        Ok(ways)
    }

    /// Why a single need cannot be met; nothing for a need made of others.
    fn hindrance(&self, need: &Need, posed: &Posed) -> Option<Hindrance> {
        let graph = self.graph;
        match need {
            Need::Attain(competency, rank) => {
                let asked = rank.unwrap_or(1);
                let all = graph.provided(*competency);
                let generous = self.question.learner.constraints.trust_unknown_levels;
                let enough = all.iter().filter(|way| way.rank.map_or(generous || asked <= 1, |rank| rank >= asked));
                let mut credentials: Vec<_> = enough.map(|way| way.credential).collect();
                credentials.sort();
                credentials.dedup();
                if credentials.is_empty() {
                    let highest = all.iter().filter_map(|way| way.rank).max();
                    let at_unknown_level = all.iter().any(|way| way.rank.is_none());
                    return Some(Hindrance::NobodyTeaches { competency: *competency, rank: *rank, highest, at_unknown_level });
                }
                let barred: Vec<(CredentialAt, u32)> =
                    credentials.iter().filter_map(|at| self.experience_asked(*at).map(|months| (*at, months))).collect();
                if barred.len() == credentials.len()
                    && let Some((credential, months)) = barred.iter().min_by_key(|(at, months)| (*months, *at))
                {
                    return Some(Hindrance::Experience { credential: *credential, months: *months });
                }
                if posed.items.values().any(|item| credentials.contains(&item.credential)) {
                    return Some(Hindrance::Unreachable { competency: *competency, rank: *rank, credentials });
                }
                let offerings = credentials.iter().flat_map(|credential| graph.offerings_of(*credential));
                let offerings = offerings.filter_map(|offering| posed.unusable.get(offering).map(|why| (*offering, *why))).collect();
                Some(Hindrance::NothingUsable { competency: *competency, rank: *rank, offerings })
            }
            Need::Earn(credential) => match self.experience_asked(*credential) {
                Some(months) => Some(Hindrance::Experience { credential: *credential, months }),
                None => Some(Hindrance::CredentialOutOfReach(*credential)),
            },
            Need::Missing(name) => Some(Hindrance::NotInEdition(name.to_string())),
            Need::Not(_) => Some(Hindrance::Excluded),
            Need::Credits { from, .. } => from.first().map(|(credential, _)| Hindrance::CredentialOutOfReach(*credential)),
            Need::All(_) | Need::AtLeast(..) | Need::Entry(_) => None,
        }
    }

    /// The months of experience that a credential asks for and the learner has not, where nothing else stands for them.
    fn experience_asked(&self, at: CredentialAt) -> Option<u32> {
        let has = self.constraints().experience_months;
        let alone = |need: &Need| match need {
            Need::Entry(EntryCondition::Experience { months, .. }) if *months > GATHERED_ON_THE_WAY && *months > has => Some(*months),
            _ => None,
        };
        let asked = self.graph.conditions(at).iter().filter(|bound| bound.enforced).filter_map(|bound| bound.need.as_ref());
        let months = asked.filter_map(|need| match need {
            Need::All(of) => of.iter().filter_map(alone).max(),
            single => alone(single),
        });
        months.max()
    }
}

/// The learner's wishes given up one by one, with what then holds.
pub(super) fn wider(constraints: &Constraints) -> Vec<(Relaxed, Constraints)> {
    let mut ways = Vec::new();
    let mut add = |set: bool, what: Relaxed, change: &dyn Fn(&mut Constraints)| {
        if set {
            let mut changed = constraints.clone();
            change(&mut changed);
            ways.push((what, changed));
        }
    };
    add(constraints.accredited_only, Relaxed::NotAccredited, &|c| c.accredited_only = false);
    add(!constraints.languages.is_empty(), Relaxed::AnyLanguage, &|c| c.languages.clear());
    add(!constraints.delivery.is_empty() || !constraints.timing.is_empty(), Relaxed::AnyDelivery, &|c| {
        c.delivery.clear();
        c.timing.clear();
    });
    add(constraints.region.is_some(), Relaxed::AnyRegion, &|c| c.region = None);
    let excludes =
        !constraints.excluded.is_empty() || !constraints.excluded_offerings.is_empty() || !constraints.excluded_providers.is_empty();
    add(excludes, Relaxed::NoExclusions, &|c| {
        c.excluded.clear();
        c.excluded_offerings.clear();
        c.excluded_providers.clear();
    });
    ways
}
