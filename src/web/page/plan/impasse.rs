//! No way: what fails, why, and ways out, each a link that changes the question.

use super::Answer;
use crate::{
    explain::capital,
    graph::Need,
    locale::say,
    plan::{Failing, Hindrance, Impasse, Limit, Relaxed, Wanted},
    web::page::{Field, Walk},
};
use jiff::ToSpan;
use maud::{Markup, html};

/// How many failing requirements are told in full.
const IN_FULL: usize = 10;

impl Answer<'_> {
    pub(super) fn impasse(&self, why: &Impasse) -> Markup {
        let t = self.locale();
        let verdict = match (why.failing.is_empty(), why.unteachable()) {
            (true, _) if why.proven => say!(t, "impasse-limits"),
            (true, _) => say!(t, "impasse-open"),
            (false, true) => say!(t, "impasse-untaught"),
            (false, false) => say!(t, "impasse-unreachable"),
        };
        html! {
            div.note {
                p { strong { (verdict) } }
                @if !why.conflict.is_empty() { p { (capital(&self.speaker.conflict(&why.conflict, why.proven))) "." } }
                p { (say!(t, "impasse-kind")) }
            }
            @if !why.failing.is_empty() { (self.fails(&why.failing)) }
            (self.ways_out(why))
            @if let Some(path) = &why.best_under {
                section aria-labelledby="under" {
                    h2 #under { (say!(t, "impasse-under")) }
                    @let (met, of) = path.essential;
                    p {
                        (say!(t, "impasse-under-says", price = self.price(path.minor), day = t.day(path.ready),
                            percent = met.saturating_mul(100) / of.max(1)))
                    }
                    (self.steps(path))
                }
            }
        }
    }

    /// What fails: what nobody teaches at all in one list, the rest one by one with its reasons.
    fn fails(&self, failing: &[Failing]) -> Markup {
        let t = self.locale();
        let untaught = |because: &Hindrance| matches!(because, Hindrance::NobodyTeaches { highest: None, at_unknown_level: false, .. });
        let (plain, others): (Vec<&Failing>, Vec<&Failing>) =
            failing.iter().partition(|one| !one.because.is_empty() && one.because.iter().all(untaught));
        let names: Vec<String> = plain.iter().map(|one| self.speaker.wanted(one.wanted)).collect();
        html! {
            section aria-labelledby="fails" {
                h2 #fails { (say!(t, "impasse-fails")) }
                ul {
                    @for one in others.iter().take(IN_FULL) {
                        @let (what, why) = (self.speaker.wanted(one.wanted), self.speaker.failing(one));
                        li { strong { (what) } @if why != what { ": " (why) } }
                    }
                    @if others.len() > IN_FULL { li { (say!(t, "map-more", count = others.len() - IN_FULL)) } }
                    @if !names.is_empty() { li { (say!(t, "impasse-nobody", names = t.few(&names, 12))) } }
                }
            }
        }
    }

    fn ways_out(&self, why: &Impasse) -> Markup {
        let t = self.locale();
        html! {
            section aria-labelledby="out" {
                h2 #out { (say!(t, "impasse-out")) }
                @if why.relaxations.is_empty() {
                    p { (say!(t, "impasse-no-way")) }
                }
                ul.choices {
                    @if why.relaxations.is_empty() && !why.conflict.is_empty() {
                        @let free = [Field::Budget, Field::Monthly, Field::By].into_iter().fold(self.walk.question_alone(), |walk, field| walk.unset(field));
                        li { a.choice href=(self.link(&free)) { strong { (say!(t, "impasse-free")) } } }
                    }
                    @if !why.relaxations.is_empty() {
                        @for way in &why.relaxations {
                            @let what = capital(&self.speaker.relaxed(&way.what));
                            @let then = say!(t, "impasse-then", price = self.price(way.minor), day = t.day(way.ready));
                            @let as_if = matches!(way.what, Relaxed::LeaveOut(_));
                            li {
                                @match self.changed(why, &way.what) {
                                    Some(walk) => {
                                        a.choice href=(self.link(&walk)) {
                                            strong { (what) }
                                            span.about { (then) }
                                            @if as_if { span.about.quiet { (say!(t, "impasse-as-if")) } }
                                        }
                                    }
                                    None => { div.choice { strong { (what) } span.about { (then) } } }
                                }
                            }
                        }
                    }
                }
                @let other = self.walk.question_alone();
                p.actions {
                    a href=(self.visit.link(&other.at("/you"))) { (say!(t, "plan-change")) }
                    a href=(self.visit.link(&other.unset(Field::Role).at(""))) { (say!(t, "you-change")) }
                }
            }
        }
    }

    /// The question with a wish given up, where a field says it.
    fn changed(&self, why: &Impasse, what: &Relaxed) -> Option<Walk> {
        let walk = self.walk.question_alone();
        let limits = &self.advice.question.learner.constraints;
        let currency = self.advice.question.currency;
        let unit = 10_i64.pow(currency.minor_digits());
        // Whole units, rounded up, so that the field reads well and the way still fits.
        let amount = |most: i64| ((most + unit - 1) / unit).to_string();
        let limit = |of: fn(&Limit) -> Option<i64>| why.conflict.iter().find_map(of);
        Some(match what {
            Relaxed::TrustUnknownLevels => walk.set(Field::Unlevelled, "1"),
            Relaxed::AnyLanguage => walk.unset(Field::Speaks),
            Relaxed::AnyDelivery => walk.unset(Field::How).unset(Field::When),
            Relaxed::AnyRegion => walk.unset(Field::Place),
            Relaxed::NotAccredited => walk.unset(Field::Accredited),
            Relaxed::NoExclusions => walk.unset(Field::Without),
            Relaxed::MoreMoney(more) => {
                let most = limit(|limit| if let Limit::Budget(most) = limit { Some(*most) } else { None })?;
                walk.set(Field::Budget, &amount(most.saturating_add(*more)))
            }
            Relaxed::MoreMonthly(more) => {
                let most = limit(|limit| if let Limit::MonthlyCap(most) = limit { Some(*most) } else { None })?;
                walk.set(Field::Monthly, &amount(most.saturating_add(*more)))
            }
            Relaxed::NoMonthlyCap => walk.unset(Field::Monthly),
            Relaxed::MoreDays(days) => {
                let by = limits.deadline?.checked_add(i32::try_from(*days).ok()?.days()).ok()?;
                walk.set(Field::By, &by.to_string())
            }
            Relaxed::MoreWeekly(minutes) => {
                let hours = (limits.weekly.minutes.saturating_add(*minutes) + 59) / 60;
                walk.set(Field::Hours, &hours.min(168).to_string())
            }
            Relaxed::MoreAtOnce(more) => walk.set(Field::AtOnce, &(i64::from(limits.at_once) + i64::from(*more)).to_string()),
            Relaxed::Experience(months) => walk.set(Field::Experience, &months.to_string()),
            Relaxed::LeaveOut(wanted) => wanted.iter().try_fold(walk, |walk, wanted| self.as_if(&walk, *wanted))?,
            Relaxed::AcceptTrust(_) | Relaxed::AskProviderForAccess | Relaxed::MoreYearly(_) | Relaxed::NoYearlyCap => return None,
        })
    }

    /// The question of somebody who can show this already: what no credential attests may still be shown in another way.
    fn as_if(&self, walk: &Walk, wanted: Wanted) -> Option<Walk> {
        let graph = &self.shelf.graph;
        let need = match wanted {
            Wanted::Requirement(at) => &self.advice.asked.get(at)?.need,
            Wanted::Gate(at) => self.advice.gates.get(at)?.need.as_ref()?,
            Wanted::Locked(at) => return Some(walk.less(Field::Lock, graph.credential(at).id.as_str())),
        };
        self.shown(walk.clone(), need)
    }

    /// The question with what would meet a need; of several that would do, the first ones.
    fn shown(&self, walk: Walk, need: &Need) -> Option<Walk> {
        let graph = &self.shelf.graph;
        match need {
            Need::Attain(competency, rank) => {
                let rank = rank.map(|rank| rank.to_string()).unwrap_or_default();
                Some(walk.add(Field::Can, &format!("{}~{rank}", graph.competency(*competency).id)))
            }
            Need::Earn(credential) => Some(walk.add(Field::Has, graph.credential(*credential).id.as_str())),
            Need::All(needs) => needs.iter().try_fold(walk, |walk, need| self.shown(walk, need)),
            Need::AtLeast(least, needs) => needs.iter().take(*least as usize).try_fold(walk, |walk, need| self.shown(walk, need)),
            _ => None,
        }
    }
}
