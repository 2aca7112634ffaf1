//! Sentences: plain, kind, and ending in what to do next.

use super::Reason;
use crate::{
    gap::State,
    graph::{Asked, Bound, CompetencyAt, CredentialAt, Need, OfferingAt, PricePlanAt, SkillGraph},
    locale::{self, Locale, say},
    model::{BillingUnit, Currency, Date, Effort, EntryCondition, FundingId, Money, PricePlanKind, SourceId, TrustFloor},
    plan::{
        Assumption, CashFor, CashLine, Failing, Hindrance, Limit, PaidBy, Payment, Policy, PriceFor, PriceLine, Proof, Relaxed, Unusable,
        Wanted, WhyNot,
    },
};

/// Speaks of one edition in one language and currency.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    /// The edition whose names are used.
    pub graph: &'a SkillGraph,
    /// The language of names of the catalogue (BCP 47).
    pub names: &'a str,
    /// The language of sentences (BCP 47); English where no message file is in it.
    pub language: &'a str,
    /// The currency of amounts.
    pub currency: Currency,
    /// What the goal asks, to name requirements by their place.
    pub asked: &'a [Asked],
    /// The goal's gates, to name them by their place.
    pub gates: &'a [Bound],
    /// Whether money and days are told as people read them; else in English as the terminal and questions write them.
    pub spoken: bool,
}

impl Speaker<'_> {
    /// The language of sentences.
    pub(crate) fn locale(&self) -> &'static Locale {
        locale::find(self.language).unwrap_or_else(locale::fallback)
    }

    /// An amount of money.
    pub fn money(&self, minor: i64) -> String {
        match self.locale().names() {
            "en" if !self.spoken => Money::new(minor, self.currency).to_string(),
            _ if self.spoken => self.locale().money(minor, self.currency),
            _ => self.locale().money_exact(minor, self.currency),
        }
    }

    /// A day.
    pub(crate) fn day(&self, day: Date) -> String {
        match self.locale().names() {
            "en" if !self.spoken => day.to_string(),
            _ => self.locale().day(day),
        }
    }

    /// The names of credentials.
    fn credentials(&self, of: &[CredentialAt]) -> String {
        self.locale().list(&of.iter().map(|at| self.credential(*at).to_owned()).collect::<Vec<_>>())
    }

    /// The name of a competency.
    pub fn competency(&self, at: CompetencyAt) -> &str {
        self.graph.competency(at).name.in_language(self.names)
    }

    /// The name of a credential.
    pub fn credential(&self, at: CredentialAt) -> &str {
        self.graph.credential(at).name.in_language(self.names)
    }

    /// An offering by its provider and route.
    pub fn offering(&self, at: OfferingAt) -> String {
        let offering = self.graph.offering(at);
        let name = match &offering.name {
            Some(name) => name.in_language(self.names).to_owned(),
            None => self
                .graph
                .find_credential(offering.credential.as_str())
                .map_or_else(|| offering.credential.to_string(), |credential| self.credential(credential).to_owned()),
        };
        match self.provider(at) {
            Some(provider) => format!("{name} ({provider})"),
            None => name,
        }
    }

    /// Who provides an offering.
    pub fn provider(&self, at: OfferingAt) -> Option<&str> {
        let id = self.graph.offering(at).provider.as_ref()?;
        let known = self.graph.find_organisation(id.as_str());
        Some(known.map_or(id.as_str(), |at| self.graph.organisation(at).name.in_language(self.names)))
    }

    fn rank(&self, competency: CompetencyAt, rank: Option<u8>) -> String {
        let name = self.competency(competency);
        match rank {
            Some(rank) => {
                let level = self.graph.rank_name(competency, rank, self.names);
                say!(self.locale(), "need-rank", name = name, rank = rank, level = level)
            }
            None => name.to_owned(),
        }
    }

    /// A need in words.
    pub fn need(&self, need: &Need) -> String {
        let t = self.locale();
        let each = |of: &[Need]| of.iter().map(|need| self.need(need)).collect::<Vec<_>>();
        match need {
            Need::Attain(competency, rank) => self.rank(*competency, *rank),
            Need::Earn(credential) => self.credential(*credential).to_owned(),
            Need::All(of) => t.list(&each(of)),
            Need::AtLeast(1, of) => t.list_or(&each(of)),
            Need::AtLeast(least, of) => say!(t, "need-at-least", count = *least, of = t.list(&each(of))),
            Need::Credits { min, from } => {
                let names: Vec<_> =
                    from.iter().map(|(credential, credits)| format!("{} ({credits})", self.credential(*credential))).collect();
                say!(t, "need-credits", count = *min, from = t.list(&names))
            }
            Need::Not(inner) => say!(t, "need-not", what = self.need(inner)),
            Need::Entry(condition) => self.entry(condition),
            Need::Missing(name) => say!(t, "need-missing", name = name.to_string()),
        }
    }

    fn requirement(&self, at: usize) -> String {
        let asked = self.asked.get(at).map(|asked| self.need(&asked.need));
        asked.unwrap_or_else(|| say!(self.locale(), "need-requirement", place = at + 1))
    }

    fn gate(&self, at: usize) -> String {
        let need = self.gates.get(at).and_then(|gate| gate.need.as_ref());
        need.map_or_else(|| say!(self.locale(), "need-gate", place = at + 1), |need| self.need(need))
    }

    /// A source by its title; by its id where it has no record.
    fn source(&self, id: &SourceId) -> String {
        let record = self.graph.catalogue().sources.iter().find(|source| source.id == *id);
        record.map_or_else(|| id.to_string(), |source| source.title.in_language(self.names).to_owned())
    }

    /// What is wanted, in words.
    pub fn wanted(&self, wanted: Wanted) -> String {
        match wanted {
            Wanted::Requirement(at) => self.requirement(at),
            Wanted::Gate(at) => self.gate(at),
            Wanted::Locked(credential) => self.credential(credential).to_owned(),
        }
    }

    /// Why a step is there.
    pub fn reason(&self, reason: &Reason) -> String {
        let t = self.locale();
        match reason {
            Reason::Closes(at) => say!(t, "reason-closes", what = self.requirement(*at)),
            Reason::Matched { narrow, broad } => {
                let source = super::matched::crosswalk(self.graph, *narrow, *broad).and_then(|walk| walk.source.as_ref());
                let source = source.map_or_else(String::new, |source| format!(" ({})", self.source(source)));
                let (narrow, broad) = (self.competency(*narrow), self.competency(*broad));
                format!("{}{source}", say!(t, "reason-matched", narrow = narrow, broad = broad))
            }
            Reason::MeetsGate(at) => say!(t, "reason-gate", what = self.gate(*at)),
            Reason::Unlocks(later) => say!(t, "reason-unlocks", later = self.credentials(later)),
            Reason::ComesByItself => say!(t, "reason-parts"),
            Reason::Locked => say!(t, "reason-locked"),
            Reason::InPlan(plan) => say!(t, "reason-in-plan", plan = self.plan(*plan)),
            Reason::NoOther => say!(t, "reason-no-other"),
            Reason::NextBest { minor, days, count, instead, proven } => {
                let mut differs = Vec::new();
                match *minor {
                    0 => {}
                    1.. => differs.push(say!(t, "differs-dearer", price = self.money(*minor))),
                    _ => differs.push(say!(t, "differs-cheaper", price = self.money(minor.saturating_neg()))),
                }
                match *days {
                    0 => {}
                    1.. => differs.push(say!(t, "differs-later", count = *days)),
                    _ => differs.push(say!(t, "differs-sooner", count = days.saturating_neg())),
                }
                match *count {
                    0 => {}
                    1.. => differs.push(say!(t, "differs-more", count = *count)),
                    _ => differs.push(say!(t, "differs-fewer", count = count.saturating_neg())),
                }
                let by = match (instead.is_empty(), *proven) {
                    (true, true) => say!(t, "next-best-way"),
                    (true, false) => say!(t, "next-found-way"),
                    (false, true) => say!(t, "next-best", instead = self.credentials(instead)),
                    (false, false) => say!(t, "next-found", instead = self.credentials(instead)),
                };
                if differs.is_empty() { say!(t, "next-same", by = by) } else { say!(t, "next-differs", by = by, how = t.list(&differs)) }
            }
        }
    }

    /// One line of a price.
    pub fn price_line(&self, line: &PriceLine) -> String {
        let t = self.locale();
        let what = match line.what {
            PriceFor::Tuition => say!(t, "price-tuition"),
            PriceFor::Subscription(plan, units) => {
                let plan = self.graph.price_plan(plan);
                let name = plan.name.as_ref().map_or_else(|| say!(t, "plan-subscription"), |name| name.in_language(self.names).to_owned());
                match plan.unit {
                    Some(BillingUnit::Months(each)) => {
                        say!(t, "price-months", name = name, count = units.saturating_mul(i64::from(each)))
                    }
                    Some(BillingUnit::Days(each)) => say!(t, "price-days", name = name, count = units.saturating_mul(i64::from(each))),
                    None => format!("{name} × {units}"),
                }
            }
            PriceFor::Term(plan) => {
                let plan = self.graph.price_plan(plan);
                plan.name.as_ref().map_or_else(|| say!(t, "price-term"), |name| name.in_language(self.names).to_owned())
            }
            PriceFor::Exam => say!(t, "price-exam"),
            PriceFor::Materials => say!(t, "price-materials"),
            PriceFor::Award => say!(t, "price-award"),
        };
        let amount = line.minor.map_or_else(|| say!(t, "unknown"), |minor| self.money(minor));
        let mut said = say!(t, "price-line", what = what, amount = amount);
        if let Some(money) = line.published {
            said = say!(t, "price-published", said = said, amount = money.to_string());
        }
        if let Some((low, high)) = line.range {
            said = say!(t, "price-between", said = said, low = self.money(low), high = self.money(high));
        }
        said
    }

    /// How far a requirement is met.
    pub fn state(state: State) -> &'static str {
        match state {
            State::Met => "met",
            State::Unverified => "not proven far enough",
            State::Unknown => "level unknown",
            State::Unmet => "missing",
        }
    }

    /// What is proven.
    pub fn proof(&self, proof: &Proof) -> String {
        let t = self.locale();
        match proof {
            Proof::Optimal => say!(t, "proven-best"),
            Proof::NotBelow(least) => say!(t, "proven-not-below", price = self.money(*least)),
            Proof::NotBefore(day) => say!(t, "proven-not-before", day = self.day(*day)),
            Proof::NotFewer(least) => say!(t, "proven-not-fewer", count = *least),
            Proof::Open => say!(t, "proven-open"),
            Proof::Unknown => say!(t, "proven-unknown"),
        }
    }

    /// What an answer rests on.
    pub fn assumption(&self, assumption: &Assumption) -> String {
        let t = self.locale();
        let name = |at: &CredentialAt| self.credential(*at).to_owned();
        match assumption {
            Assumption::OwnWord(competency) => say!(t, "assume-own-word", name = self.competency(*competency)),
            Assumption::OwnWordHeld(credential) => say!(t, "assume-held", name = name(credential)),
            Assumption::LevelNotAsked(at) => say!(t, "assume-level-not-asked", what = self.requirement(*at)),
            Assumption::LevelNotSaid(credential) => say!(t, "assume-level-not-said", name = name(credential)),
            Assumption::PriceUnknown(credential) => say!(t, "assume-price-unknown", name = name(credential)),
            Assumption::EffortUnknown(credential) => say!(t, "assume-effort-unknown", name = name(credential)),
            Assumption::StartUnpublished(credential) => say!(t, "assume-start-unpublished", name = name(credential)),
            Assumption::EntryToCheck(Some(credential), condition) => {
                say!(t, "assume-entry", name = name(credential), condition = self.entry(condition))
            }
            Assumption::EntryToCheck(None, condition) => say!(t, "assume-job-entry", condition = self.entry(condition)),
            Assumption::Attempts(credential, attempts, passed) => {
                let share = format!("{}.{}", passed / 10, passed % 10);
                say!(t, "assume-attempts", name = name(credential), count = *attempts, share = share)
            }
            Assumption::EvidenceRunsOut(at, day) => say!(t, "assume-runs-out", place = at + 1, day = self.day(*day)),
            Assumption::RuledOut(credential) => say!(t, "assume-ruled-out", name = name(credential)),
            Assumption::PriceIsOld(credential, day) => say!(t, "assume-old-price", name = name(credential), day = self.day(*day)),
            Assumption::Ends { credential, until, successor } => {
                let name = name(credential);
                let said = match until {
                    Some(day) => say!(t, "assume-ends-until", name = name, day = self.day(*day)),
                    None => say!(t, "assume-ends", name = name),
                };
                match successor {
                    Some(next) => say!(t, "assume-successor", said = said, next = self.credential(*next)),
                    None => say!(t, "assume-no-successor", said = said),
                }
            }
            Assumption::FundToCheck(fund) => say!(t, "assume-fund", name = self.fund(fund)),
        }
    }

    /// Why one thing cannot be met.
    pub fn hindrance(&self, because: &Hindrance) -> String {
        let t = self.locale();
        match because {
            Hindrance::NobodyTeaches { competency, rank, highest, at_unknown_level } => {
                let mut said = say!(t, "hinder-nobody", what = self.rank(*competency, *rank));
                if let Some(highest) = highest {
                    said = say!(t, "hinder-highest", said = said, rank = *highest);
                }
                if *at_unknown_level {
                    said = say!(t, "hinder-unknown-level", said = said);
                }
                said
            }
            Hindrance::NothingUsable { competency, rank, offerings } => {
                let mut why: Vec<String> = offerings.iter().map(|(_, why)| self.unusable(*why)).collect();
                why.sort();
                why.dedup();
                let what = self.rank(*competency, *rank);
                if why.is_empty() {
                    say!(t, "hinder-not-offered", what = what)
                } else {
                    say!(t, "hinder-unusable", what = what, why = t.list_or(&why))
                }
            }
            Hindrance::Unreachable { competency, rank, credentials } => {
                let names = self.credentials(credentials.get(..3).unwrap_or(credentials));
                say!(t, "hinder-unreachable", what = self.rank(*competency, *rank), names = names)
            }
            Hindrance::Experience { credential, months } => {
                let asked = self.entry(&EntryCondition::Experience { months: *months, area: None });
                say!(t, "hinder-experience", name = self.credential(*credential), asked = asked)
            }
            Hindrance::CredentialOutOfReach(credential) => say!(t, "hinder-out-of-reach", name = self.credential(*credential)),
            Hindrance::NotInEdition(name) => say!(t, "hinder-missing", name = name.as_str()),
            Hindrance::Excluded => say!(t, "hinder-excluded"),
        }
    }

    /// A requirement that fails, and why.
    pub fn failing(&self, failing: &Failing) -> String {
        let because: Vec<_> = failing.because.iter().map(|because| self.hindrance(because)).collect();
        if because.is_empty() { self.wanted(failing.wanted) } else { because.join("; ") }
    }

    /// The limits that stand in the way.
    pub fn conflict(&self, limits: &[Limit], proven: bool) -> String {
        let t = self.locale();
        let told = |limit: &Limit| match limit {
            Limit::Budget(most) => say!(t, "limit-budget", most = self.money(*most)),
            Limit::MonthlyCap(most) => say!(t, "limit-monthly", most = self.money(*most)),
            Limit::YearlyCap(most) => say!(t, "limit-yearly", most = self.money(*most)),
            Limit::Deadline(by) => say!(t, "limit-deadline", day = self.day(*by)),
            Limit::Calendar => say!(t, "limit-calendar"),
        };
        let names: Vec<String> = limits.iter().map(told).collect();
        let limits = t.list(&names);
        match (proven, names.len()) {
            (true, 0 | 1) => say!(t, "conflict-one", limits = limits),
            (true, _) => say!(t, "conflict-many", limits = limits),
            (false, _) => say!(t, "conflict-open", limits = limits),
        }
    }

    /// The name of a price plan; its kind and seller where it has none.
    pub fn plan(&self, at: PricePlanAt) -> String {
        let plan = self.graph.price_plan(at);
        if let Some(name) = &plan.name {
            return name.in_language(self.names).to_owned();
        }
        let t = self.locale();
        let kind = match plan.kind {
            PricePlanKind::Subscription => say!(t, "plan-subscription"),
            PricePlanKind::FlatTerm => say!(t, "plan-term"),
            PricePlanKind::Bundle => say!(t, "plan-bundle"),
            PricePlanKind::Membership => say!(t, "plan-membership"),
            PricePlanKind::Maintenance => say!(t, "plan-maintenance"),
        };
        let seller = plan.provider.as_ref().map(|id| match self.graph.find_organisation(id.as_str()) {
            Some(at) => self.graph.organisation(at).name.in_language(self.names).to_owned(),
            None => id.to_string(),
        });
        // Several plans of one seller may be unnamed: what it covers tells them apart where it is one thing.
        let only = match plan.covers.as_slice() {
            [one] => self.graph.find_offering(one).map(|at| self.graph.offering(at).credential.clone()).or_else(|| Some((**one).into())),
            _ => None,
        };
        let covered = only.and_then(|id| self.graph.find_credential(id.as_str())).map(|at| self.credential(at));
        match (seller, covered) {
            (_, Some(covered)) => say!(t, "plan-for", kind = kind, what = covered),
            (Some(seller), None) => say!(t, "plan-of", kind = kind, seller = seller),
            (None, None) => format!("{kind} {}", plan.id),
        }
    }

    /// The name of a fund; its id where it is the learner's own.
    pub fn fund(&self, id: &FundingId) -> String {
        let known = self.graph.catalogue().funding.iter().find(|fund| fund.id == *id);
        known.map_or_else(|| id.to_string(), |fund| fund.name.in_language(self.names).to_owned())
    }

    /// How a part of a step is paid.
    pub fn payment(&self, payment: &Payment) -> String {
        let t = self.locale();
        match payment.by {
            PaidBy::Plan(plan) => say!(t, "paid-in-plan", plan = self.plan(plan)),
            PaidBy::Member(plan) => say!(t, "paid-as-member", line = self.price_line(&payment.line), plan = self.plan(plan)),
            PaidBy::Own => self.price_line(&payment.line),
        }
    }

    /// What a cash line is for.
    pub fn cash(&self, line: &CashLine) -> String {
        let t = self.locale();
        match &line.what {
            CashFor::Tuition(at) => self.offering(*at),
            CashFor::Exam(at) => say!(t, "cash-exam", what = self.offering(*at)),
            CashFor::Materials(at) => say!(t, "cash-materials", what = self.offering(*at)),
            CashFor::Plan(plan) => capital(&self.plan(*plan)),
            CashFor::Award(at) => say!(t, "cash-award", what = self.credential(*at)),
            CashFor::Renewal(at) => say!(t, "cash-renewal", what = self.credential(*at)),
            CashFor::Upkeep(plan) => say!(t, "cash-upkeep", plan = self.plan(*plan)),
            CashFor::Fund(fund) => say!(t, "cash-fund", fund = self.fund(fund)),
        }
    }

    /// Why a credential is not in the answer.
    pub fn why_not(&self, at: CredentialAt, why: &WhyNot) -> String {
        let t = self.locale();
        let name = self.credential(at);
        match why {
            WhyNot::Held => say!(t, "why-not-held", name = name),
            WhyNot::InAnswer => say!(t, "why-not-in-answer", name = name),
            WhyNot::Unusable(reasons) if reasons.is_empty() => say!(t, "why-not-nobody", name = name),
            WhyNot::Unusable(reasons) => {
                let why: Vec<String> = reasons.iter().map(|why| self.unusable(*why)).collect();
                say!(t, "why-not-unusable", name = name, why = t.list_or(&why))
            }
            WhyNot::OutOfReach => say!(t, "why-not-out-of-reach", name = name),
            WhyNot::Breaks(limits) => say!(t, "why-not-breaks", name = name, limits = self.conflict(limits, true)),
            WhyNot::Stopped => say!(t, "why-not-stopped", name = name),
            WhyNot::Costs(forced) => {
                let money = match forced.minor {
                    0 => say!(t, "forced-same-price"),
                    more @ 1.. => say!(t, "forced-more", price = self.money(more)),
                    less => say!(t, "forced-less", price = self.money(less.saturating_neg())),
                };
                let days = match forced.days {
                    0 => say!(t, "forced-no-later"),
                    more @ 1.. => say!(t, "differs-later", count = more),
                    less => say!(t, "differs-sooner", count = less.saturating_neg()),
                };
                let mut said = say!(t, "why-not-costs", name = name, money = money, days = days);
                if let Some(by) = forced.dominated_by {
                    said = say!(t, "why-not-dominated", by = self.credential(by), said = said);
                }
                if !forced.instead_of.is_empty() {
                    said = say!(t, "why-not-instead", said = said, names = self.credentials(&forced.instead_of));
                }
                if forced.proven { said } else { say!(t, "why-not-unproven", said = said) }
            }
        }
    }

    /// A limit or wish in words.
    pub fn policy(&self, policy: &Policy) -> String {
        let t = self.locale();
        match policy {
            Policy::Limit(Limit::Budget(most)) => say!(t, "policy-budget", most = self.money(*most)),
            Policy::Limit(Limit::MonthlyCap(most)) => say!(t, "policy-monthly", most = self.money(*most)),
            Policy::Limit(Limit::YearlyCap(most)) => say!(t, "policy-yearly", most = self.money(*most)),
            Policy::Limit(Limit::Deadline(by)) => say!(t, "policy-deadline", day = self.day(*by)),
            Policy::Limit(Limit::Calendar) => say!(t, "limit-calendar"),
            Policy::Wish(Relaxed::NotAccredited) => say!(t, "policy-accredited"),
            Policy::Wish(Relaxed::AnyLanguage) => say!(t, "policy-languages"),
            Policy::Wish(Relaxed::AnyDelivery) => say!(t, "policy-delivery"),
            Policy::Wish(Relaxed::AnyRegion) => say!(t, "policy-region"),
            Policy::Wish(Relaxed::NoExclusions) => say!(t, "policy-exclusions"),
            Policy::Wish(other) => say!(t, "policy-other", what = self.relaxed(other)),
            Policy::Lock(at) => say!(t, "policy-lock", name = self.credential(*at)),
        }
    }

    /// A way out of an impasse.
    pub fn relaxed(&self, relaxed: &Relaxed) -> String {
        let t = self.locale();
        match relaxed {
            Relaxed::LeaveOut(wanted) => {
                let names: Vec<_> = wanted.iter().take(3).map(|wanted| self.wanted(*wanted)).collect();
                match wanted.len() {
                    0..=3 => say!(t, "relax-leave-out", names = t.list(&names)),
                    many => say!(t, "relax-leave-out-many", count = many, names = t.list(&names)),
                }
            }
            Relaxed::AcceptTrust(TrustFloor::Verified) => say!(t, "relax-unverified"),
            Relaxed::AcceptTrust(_) => say!(t, "relax-own-word"),
            Relaxed::TrustUnknownLevels => say!(t, "relax-unknown-levels"),
            Relaxed::AnyLanguage => say!(t, "relax-language"),
            Relaxed::AnyDelivery => say!(t, "relax-delivery"),
            Relaxed::AnyRegion => say!(t, "relax-region"),
            Relaxed::AskProviderForAccess => say!(t, "relax-access"),
            Relaxed::NotAccredited => say!(t, "relax-accredited"),
            Relaxed::NoExclusions => say!(t, "relax-exclusions"),
            Relaxed::MoreMoney(minor) => say!(t, "relax-money", price = self.money(*minor)),
            Relaxed::MoreDays(days) => say!(t, "relax-days", count = *days),
            Relaxed::MoreWeekly(minutes) => say!(t, "relax-weekly", effort = Effort::minutes(*minutes).to_string()),
            Relaxed::MoreMonthly(minor) => say!(t, "relax-monthly", price = self.money(*minor)),
            Relaxed::MoreYearly(minor) => say!(t, "relax-yearly", price = self.money(*minor)),
            Relaxed::NoMonthlyCap => say!(t, "relax-no-monthly"),
            Relaxed::NoYearlyCap => say!(t, "relax-no-yearly"),
            Relaxed::MoreAtOnce(more) => say!(t, "relax-at-once", count = *more),
            Relaxed::Experience(months) => {
                say!(t, "relax-experience", asked = self.entry(&EntryCondition::Experience { months: *months, area: None }))
            }
        }
    }

    /// Why an offering cannot be used.
    pub(crate) fn unusable(&self, why: Unusable) -> String {
        let t = self.locale();
        match why {
            Unusable::NotOffered => say!(t, "unusable-not-offered"),
            Unusable::Language => say!(t, "unusable-language"),
            Unusable::Delivery => say!(t, "unusable-delivery"),
            Unusable::Timing => say!(t, "unusable-timing"),
            Unusable::Region => say!(t, "unusable-region"),
            Unusable::Accessibility => say!(t, "unusable-accessibility"),
            Unusable::Bandwidth => say!(t, "unusable-bandwidth"),
            Unusable::Excluded => say!(t, "unusable-excluded"),
            Unusable::NotAccredited => say!(t, "unusable-accredited"),
            Unusable::TooHeavy => say!(t, "unusable-heavy"),
        }
    }

    /// An entry condition in words.
    fn entry(&self, condition: &EntryCondition) -> String {
        let t = self.locale();
        match condition {
            EntryCondition::Age(years) => say!(t, "entry-age", count = *years),
            EntryCondition::Experience { months, area } => {
                let said =
                    if months % 12 == 0 { say!(t, "entry-years", count = months / 12) } else { say!(t, "entry-months", count = *months) };
                area.as_ref().map_or_else(|| said.clone(), |area| say!(t, "entry-area", said = said.as_str(), area = area.to_string()))
            }
            EntryCondition::Residency(place) => say!(t, "entry-residence", place = place.to_string()),
            EntryCondition::Clearance(what) | EntryCondition::Other(what) => what.to_string(),
            EntryCondition::Education(what) => say!(t, "entry-education", what = what.to_string()),
        }
    }
}

/// Words with a capital first letter.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
