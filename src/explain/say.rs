//! Sentences: plain, kind, and ending in what to do next.

use super::Reason;
use crate::{
    gap::State,
    graph::{Asked, Bound, CompetencyAt, CredentialAt, Need, OfferingAt, PricePlanAt, SkillGraph},
    model::{BillingUnit, Currency, Effort, EntryCondition, FundingId, Money, PricePlanKind, SourceId, TrustFloor},
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
    /// The language of names; sentences are in English.
    pub language: &'a str,
    /// The currency of amounts.
    pub currency: Currency,
    /// What the goal asks, to name requirements by their place.
    pub asked: &'a [Asked],
    /// The goal's gates, to name them by their place.
    pub gates: &'a [Bound],
}

/// Joins words as in "a, b and c".
fn list(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

impl Speaker<'_> {
    /// An amount of money.
    pub fn money(&self, minor: i64) -> String {
        Money::new(minor, self.currency).to_string()
    }

    /// The name of a competency.
    pub fn competency(&self, at: CompetencyAt) -> &str {
        self.graph.competency(at).name.in_language(self.language)
    }

    /// The name of a credential.
    pub fn credential(&self, at: CredentialAt) -> &str {
        self.graph.credential(at).name.in_language(self.language)
    }

    /// An offering by its provider and route.
    pub fn offering(&self, at: OfferingAt) -> String {
        let offering = self.graph.offering(at);
        let name = match &offering.name {
            Some(name) => name.in_language(self.language).to_owned(),
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
        Some(known.map_or(id.as_str(), |at| self.graph.organisation(at).name.in_language(self.language)))
    }

    fn rank(&self, competency: CompetencyAt, rank: Option<u8>) -> String {
        match rank {
            Some(rank) => {
                format!("{} (level {rank}, {})", self.competency(competency), self.graph.rank_name(competency, rank, self.language))
            }
            None => self.competency(competency).to_owned(),
        }
    }

    /// A need in words.
    pub fn need(&self, need: &Need) -> String {
        match need {
            Need::Attain(competency, rank) => self.rank(*competency, *rank),
            Need::Earn(credential) => self.credential(*credential).to_owned(),
            Need::All(of) => list(&of.iter().map(|need| self.need(need)).collect::<Vec<_>>(), "and"),
            Need::AtLeast(1, of) => list(&of.iter().map(|need| self.need(need)).collect::<Vec<_>>(), "or"),
            Need::AtLeast(least, of) => {
                format!("at least {least} of {}", list(&of.iter().map(|need| self.need(need)).collect::<Vec<_>>(), "and"))
            }
            Need::Credits { min, from } => {
                let names: Vec<_> =
                    from.iter().map(|(credential, credits)| format!("{} ({credits})", self.credential(*credential))).collect();
                format!("at least {min} credits from {}", list(&names, "and"))
            }
            Need::Not(inner) => format!("not {}", self.need(inner)),
            Need::Entry(condition) => entry(condition),
            Need::Missing(name) => format!("“{name}”, which this edition does not have"),
        }
    }

    fn requirement(&self, at: usize) -> String {
        self.asked.get(at).map_or_else(|| format!("requirement {}", at + 1), |asked| self.need(&asked.need))
    }

    fn gate(&self, at: usize) -> String {
        let need = self.gates.get(at).and_then(|gate| gate.need.as_ref());
        need.map_or_else(|| format!("gate {}", at + 1), |need| self.need(need))
    }

    /// A source by its title; by its id where it has no record.
    fn source(&self, id: &SourceId) -> String {
        let record = self.graph.catalogue().sources.iter().find(|source| source.id == *id);
        record.map_or_else(|| id.to_string(), |source| source.title.in_language(self.language).to_owned())
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
        let credentials = |of: &[CredentialAt]| list(&of.iter().map(|at| self.credential(*at).to_owned()).collect::<Vec<_>>(), "and");
        match reason {
            Reason::Closes(at) => format!("closes {}", self.requirement(*at)),
            Reason::Matched { narrow, broad } => {
                let (graph, name) = (self.graph, |at: CompetencyAt| self.graph.competency(at).name.in_language(self.language));
                let source = super::matched::crosswalk(graph, *narrow, *broad).and_then(|walk| walk.source.as_ref());
                let source = source.map_or_else(String::new, |source| format!(" ({})", self.source(source)));
                format!("“{}” counts for “{}”, which is broader{source}", name(*narrow), name(*broad))
            }
            Reason::MeetsGate(at) => format!("is asked to enter the job: {}", self.gate(*at)),
            Reason::Unlocks(later) => format!("is needed before {}", credentials(later)),
            Reason::ComesByItself => "comes by itself once its parts are earned".into(),
            Reason::Locked => "you asked for it".into(),
            Reason::InPlan(plan) => format!("is paid for by {}", self.plan(*plan)),
            Reason::NoOther => "without it there is no pathway".into(),
            Reason::NextBest { minor, days, count, instead, proven } => {
                let mut differs = Vec::new();
                if *minor != 0 {
                    differs.push(format!("{} {}", self.money(minor.abs()), if *minor > 0 { "dearer" } else { "cheaper" }));
                }
                if *days != 0 {
                    differs.push(format!("{} {}", days_long(days.abs()), if *days > 0 { "later" } else { "sooner" }));
                }
                if *count != 0 {
                    let noun = if count.abs() == 1 { "credential" } else { "credentials" };
                    differs.push(format!("{} {noun} {}", count.abs(), if *count > 0 { "more" } else { "fewer" }));
                }
                let next = if *proven { "the next best" } else { "the best other way found" };
                let by = if instead.is_empty() {
                    format!("{next}{}", if *proven { " way" } else { "" })
                } else {
                    format!("{next}, {},", credentials(instead))
                };
                if differs.is_empty() {
                    format!("{by} costs as much and is ready the same day; this one comes first by effort or id")
                } else {
                    format!("{by} is {}", list(&differs, "and"))
                }
            }
        }
    }

    /// One line of a price.
    pub fn price_line(&self, line: &PriceLine) -> String {
        let what = match line.what {
            PriceFor::Tuition => "price".to_owned(),
            PriceFor::Subscription(plan, units) => {
                let plan = self.graph.price_plan(plan);
                let name = plan.name.as_ref().map_or("subscription", |name| name.in_language(self.language));
                let time = |each: u32, noun: &str| match units.saturating_mul(i64::from(each)) {
                    1 => format!("{name}, 1 {noun},"),
                    many => format!("{name}, {many} {noun}s,"),
                };
                match plan.unit {
                    Some(BillingUnit::Months(months)) => time(months, "month"),
                    Some(BillingUnit::Days(days)) => time(days, "day"),
                    None => format!("{name} × {units}"),
                }
            }
            PriceFor::Term(plan) => {
                let plan = self.graph.price_plan(plan);
                plan.name.as_ref().map_or("one term", |name| name.in_language(self.language)).to_owned()
            }
            PriceFor::Exam => "exam".to_owned(),
            PriceFor::Materials => "materials".to_owned(),
            PriceFor::Award => "award fee".to_owned(),
        };
        let amount = line.minor.map_or_else(|| "unknown".to_owned(), |minor| self.money(minor));
        let published = line.published.map(|money| format!(", published as {money}")).unwrap_or_default();
        let range = line.range.map(|(low, high)| format!(", between {} and {}", self.money(low), self.money(high))).unwrap_or_default();
        format!("{what} {amount}{published}{range}")
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
        match proof {
            Proof::Optimal => "proven: nothing is better".into(),
            Proof::NotBelow(least) => format!("the best found: nothing can cost less than {}", self.money(*least)),
            Proof::NotBefore(day) => format!("the earliest found; none can be ready before {day}"),
            Proof::NotFewer(least) => format!("the fewest found; none has fewer than {least}"),
            Proof::Open => "the best found; a better one is not ruled out".into(),
            Proof::Unknown => {
                "rests on figures nobody has published: it cannot be proven best, nor held against a budget or deadline".into()
            }
        }
    }

    /// What an answer rests on.
    pub fn assumption(&self, assumption: &Assumption) -> String {
        match assumption {
            Assumption::OwnWord(competency) => format!("your own word for {}", self.competency(*competency)),
            Assumption::OwnWordHeld(credential) => format!("your own word that you hold {}", self.credential(*credential)),
            Assumption::LevelNotAsked(at) => {
                format!("the source names no level for {}: the first level is taken as enough", self.requirement(*at))
            }
            Assumption::LevelNotSaid(credential) => {
                format!("{} does not say its level: it is taken as enough because you allowed it", self.credential(*credential))
            }
            Assumption::PriceUnknown(credential) => {
                format!("the price of {} is unknown: the total is without it", self.credential(*credential))
            }
            Assumption::EffortUnknown(credential) => {
                format!("the effort of {} is unknown: the dates are without it", self.credential(*credential))
            }
            Assumption::StartUnpublished(credential) => {
                format!("{} has no published start that fits: ask the provider for the next one", self.credential(*credential))
            }
            Assumption::EntryToCheck(Some(credential), condition) => {
                format!("{} asks on entry: {}; check that it holds for you", self.credential(*credential), entry(condition))
            }
            Assumption::EntryToCheck(None, condition) => format!("the job asks: {}; check that it holds for you", entry(condition)),
            Assumption::Attempts(credential, attempts, passed) => {
                let times = if *attempts == 1 { "at the first attempt".to_owned() } else { format!("within {attempts} attempts") };
                let share = format!("{}.{}", passed / 10, passed % 10);
                format!("{} is planned as passed {times}, as {share} % of people do", self.credential(*credential))
            }
            Assumption::EvidenceRunsOut(at, day) => {
                format!("evidence {} runs out on {day}, before the end: renew it, or the plan counts on it only until then", at + 1)
            }
            Assumption::RuledOut(credential) => format!(
                "{} asks that something is not held which this pathway earns before it: ask the provider before you enrol",
                self.credential(*credential)
            ),
            Assumption::PriceIsOld(credential, day) => {
                format!("a price of {} was last seen on {day}: look it up before you pay", self.credential(*credential))
            }
            Assumption::Ends { credential, until, successor } => {
                let until = until.map_or_else(String::new, |day| format!(" and awarded until {day} only"));
                let next = successor.map_or_else(
                    || "nothing is known to follow it".to_owned(),
                    |next| format!("{} takes its place", self.credential(next)),
                );
                format!("{} is retired{until}; {next}", self.credential(*credential))
            }
            Assumption::FundToCheck(fund) => format!("{} pays: you say that you meet its conditions", self.fund(fund)),
        }
    }

    /// Why one thing cannot be met.
    pub fn hindrance(&self, because: &Hindrance) -> String {
        match because {
            Hindrance::NobodyTeaches { competency, rank, highest, at_unknown_level } => {
                let mut said = format!("no credential in this catalogue attests {}", self.rank(*competency, *rank));
                if let Some(highest) = highest {
                    said = format!("{said}; the highest is level {highest}");
                }
                if *at_unknown_level {
                    said += "; some attest it without saying the level";
                }
                said
            }
            Hindrance::NothingUsable { competency, rank, offerings } => {
                let mut why: Vec<String> = offerings.iter().map(|(_, why)| unusable(*why).to_owned()).collect();
                why.sort();
                why.dedup();
                if why.is_empty() {
                    format!("credentials attest {}, but nobody offers them", self.rank(*competency, *rank))
                } else {
                    format!("credentials attest {}, but their offerings are {}", self.rank(*competency, *rank), list(&why, "or"))
                }
            }
            Hindrance::Unreachable { competency, rank, credentials } => {
                let names: Vec<_> = credentials.iter().take(3).map(|at| self.credential(*at).to_owned()).collect();
                format!(
                    "{} is attested by {}, but what they ask first cannot be reached",
                    self.rank(*competency, *rank),
                    list(&names, "and")
                )
            }
            Hindrance::Experience { credential, months } => {
                let asked = entry(&EntryCondition::Experience { months: *months, area: None });
                format!("{} asks for {asked}, which you have not stated", self.credential(*credential))
            }
            Hindrance::CredentialOutOfReach(credential) => format!("{} cannot be earned from here", self.credential(*credential)),
            Hindrance::NotInEdition(name) => format!("“{name}” is not in this edition"),
            Hindrance::Excluded => "something you hold rules it out".into(),
        }
    }

    /// A requirement that fails, and why.
    pub fn failing(&self, failing: &Failing) -> String {
        let because: Vec<_> = failing.because.iter().map(|because| self.hindrance(because)).collect();
        if because.is_empty() { self.wanted(failing.wanted) } else { because.join("; ") }
    }

    /// The limits that stand in the way.
    pub fn conflict(&self, limits: &[Limit], proven: bool) -> String {
        let told = |limit: &Limit| match limit {
            Limit::Budget(most) => format!("your budget of {}", self.money(*most)),
            Limit::MonthlyCap(most) => format!("{} a month", self.money(*most)),
            Limit::YearlyCap(most) => format!("{} a year", self.money(*most)),
            Limit::Deadline(by) => format!("your deadline, {by}"),
            Limit::Calendar => "the hours you have".to_owned(),
        };
        let names: Vec<String> = limits.iter().map(told).collect();
        match (proven, names.len()) {
            (true, 0 | 1) => format!("no pathway keeps {}", list(&names, "and")),
            (true, _) => format!("each can be kept, but not together: {}", list(&names, "and")),
            (false, _) => format!("no pathway was found that keeps {}; that there is none is not proven", list(&names, "and")),
        }
    }

    /// The name of a price plan; its kind and seller where it has none.
    pub fn plan(&self, at: PricePlanAt) -> String {
        let plan = self.graph.price_plan(at);
        if let Some(name) = &plan.name {
            return name.in_language(self.language).to_owned();
        }
        let kind = match plan.kind {
            PricePlanKind::Subscription => "subscription",
            PricePlanKind::FlatTerm => "term",
            PricePlanKind::Bundle => "bundle",
            PricePlanKind::Membership => "membership",
            PricePlanKind::Maintenance => "yearly fee",
        };
        let seller = plan.provider.as_ref().map(|id| match self.graph.find_organisation(id.as_str()) {
            Some(at) => self.graph.organisation(at).name.in_language(self.language).to_owned(),
            None => id.to_string(),
        });
        // Several plans of one seller may be unnamed: what it covers tells them apart where it is one thing.
        let only = match plan.covers.as_slice() {
            [one] => self.graph.find_offering(one).map(|at| self.graph.offering(at).credential.clone()).or_else(|| Some((**one).into())),
            _ => None,
        };
        let covered = only.and_then(|id| self.graph.find_credential(id.as_str())).map(|at| self.credential(at));
        match (seller, covered) {
            (_, Some(covered)) => format!("{kind} for {covered}"),
            (Some(seller), None) => format!("{kind} of {seller}"),
            (None, None) => format!("{kind} {}", plan.id),
        }
    }

    /// The name of a fund; its id where it is the learner's own.
    pub fn fund(&self, id: &FundingId) -> String {
        let known = self.graph.catalogue().funding.iter().find(|fund| fund.id == *id);
        known.map_or_else(|| id.to_string(), |fund| fund.name.in_language(self.language).to_owned())
    }

    /// How a part of a step is paid.
    pub fn payment(&self, payment: &Payment) -> String {
        match payment.by {
            PaidBy::Plan(plan) => format!("in {}", self.plan(plan)),
            PaidBy::Member(plan) => format!("{}, the price for members of {}", self.price_line(&payment.line), self.plan(plan)),
            PaidBy::Own => self.price_line(&payment.line),
        }
    }

    /// What a cash line is for.
    pub fn cash(&self, line: &CashLine) -> String {
        match &line.what {
            CashFor::Tuition(at) => self.offering(*at),
            CashFor::Exam(at) => format!("{}: exam", self.offering(*at)),
            CashFor::Materials(at) => format!("{}: materials and fees", self.offering(*at)),
            CashFor::Plan(plan) => capital(&self.plan(*plan)),
            CashFor::Award(at) => format!("{}: award fee", self.credential(*at)),
            CashFor::Renewal(at) => format!("{}: renewal", self.credential(*at)),
            CashFor::Upkeep(plan) => format!("yearly: {}", self.plan(*plan)),
            CashFor::Fund(fund) => format!("paid by {}", self.fund(fund)),
        }
    }

    /// Why a credential is not in the answer.
    pub fn why_not(&self, at: CredentialAt, why: &WhyNot) -> String {
        let name = self.credential(at);
        match why {
            WhyNot::Held => format!("you hold {name} already"),
            WhyNot::InAnswer => format!("{name} is in the cheapest pathway"),
            WhyNot::Unusable(reasons) if reasons.is_empty() => format!("nobody offers {name}"),
            WhyNot::Unusable(reasons) => {
                let why: Vec<String> = reasons.iter().map(|why| unusable(*why).to_owned()).collect();
                format!("{name} is {}", list(&why, "or"))
            }
            WhyNot::OutOfReach => format!("what {name} asks first cannot be reached, or its price or effort is unknown"),
            WhyNot::Breaks(limits) => {
                let limits = self.conflict(limits, true);
                format!("with {name}, {limits}")
            }
            WhyNot::Stopped => format!("the time was up before it could be told what {name} would cost"),
            WhyNot::Costs(forced) => {
                let money = match forced.minor {
                    0 => "no more money".to_owned(),
                    more if more > 0 => format!("{} more", self.money(more)),
                    less => format!("{} less", self.money(less.saturating_neg())),
                };
                let days = match forced.days {
                    0 => "no later".to_owned(),
                    more if more > 0 => format!("{} later", days_long(more)),
                    less => format!("{} sooner", days_long(less.saturating_neg())),
                };
                let mut said = format!("with {name} the cheapest pathway costs {money} and the fastest is ready {days}");
                if let Some(by) = forced.dominated_by {
                    said = format!("for this goal {} is no worse in anything; {said}", self.credential(by));
                }
                if !forced.instead_of.is_empty() {
                    let names: Vec<String> = forced.instead_of.iter().map(|at| self.credential(*at).to_owned()).collect();
                    said = format!("{said}; {} would not be needed", list(&names, "and"));
                }
                if forced.proven { said } else { format!("{said} (by the best found; not proven)") }
            }
        }
    }

    /// A limit or wish in words.
    pub fn policy(&self, policy: &Policy) -> String {
        match policy {
            Policy::Limit(Limit::Budget(most)) => format!("at most {} in all", self.money(*most)),
            Policy::Limit(Limit::MonthlyCap(most)) => format!("at most {} a month", self.money(*most)),
            Policy::Limit(Limit::YearlyCap(most)) => format!("at most {} a year", self.money(*most)),
            Policy::Limit(Limit::Deadline(by)) => format!("ready by {by}"),
            Policy::Limit(Limit::Calendar) => "the hours you have".into(),
            Policy::Wish(Relaxed::NotAccredited) => "accredited only".into(),
            Policy::Wish(Relaxed::AnyLanguage) => "your languages only".into(),
            Policy::Wish(Relaxed::AnyDelivery) => "your forms and times of study only".into(),
            Policy::Wish(Relaxed::AnyRegion) => "your region only".into(),
            Policy::Wish(Relaxed::NoExclusions) => "without what you excluded".into(),
            Policy::Wish(other) => format!("instead of: {}", self.relaxed(other)),
            Policy::Lock(at) => format!("with {}", self.credential(*at)),
        }
    }

    /// A way out of an impasse.
    pub fn relaxed(&self, relaxed: &Relaxed) -> String {
        match relaxed {
            Relaxed::LeaveOut(wanted) => {
                let names: Vec<_> = wanted.iter().take(3).map(|wanted| self.wanted(*wanted)).collect();
                match wanted.len() {
                    0..=3 => format!("set {} aside for now", list(&names, "and")),
                    many => format!("set {} requirements aside for now, such as {}", many, list(&names, "and")),
                }
            }
            Relaxed::AcceptTrust(TrustFloor::Verified) => "accept evidence that nobody has verified".into(),
            Relaxed::AcceptTrust(_) => "accept your own word where an assessment is asked".into(),
            Relaxed::TrustUnknownLevels => "count credentials that do not say their level".into(),
            Relaxed::AnyLanguage => "study in any language".into(),
            Relaxed::AnyDelivery => "study in any form, at any time".into(),
            Relaxed::AnyRegion => "use offerings of other regions".into(),
            Relaxed::AskProviderForAccess => "ask the providers whether they can meet your access needs".into(),
            Relaxed::NotAccredited => "use credentials that no quality body speaks for".into(),
            Relaxed::NoExclusions => "give up what you excluded".into(),
            Relaxed::MoreMoney(minor) => format!("spend {} more", self.money(*minor)),
            Relaxed::MoreDays(days) => format!("allow {days} more days"),
            Relaxed::MoreWeekly(minutes) => format!("study {} more a week", Effort::minutes(*minutes)),
            Relaxed::MoreMonthly(minor) => format!("spend {} more in a month", self.money(*minor)),
            Relaxed::MoreYearly(minor) => format!("spend {} more in a year", self.money(*minor)),
            Relaxed::NoMonthlyCap => "spend what it takes in a month".into(),
            Relaxed::NoYearlyCap => "spend what it takes in a year".into(),
            Relaxed::MoreAtOnce(1) => "have one more step open at a time".into(),
            Relaxed::MoreAtOnce(more) => format!("have {more} more steps open at a time"),
            Relaxed::Experience(months) => {
                format!("once you have {}", entry(&EntryCondition::Experience { months: *months, area: None }))
            }
        }
    }
}

/// Words with a capital first letter.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number of days in words.
fn days_long(days: i64) -> String {
    if days == 1 { "1 day".into() } else { format!("{days} days") }
}

/// Why an offering cannot be used.
pub(crate) fn unusable(why: Unusable) -> &'static str {
    match why {
        Unusable::NotOffered => "no longer offered",
        Unusable::Language => "not in a language you study in",
        Unusable::Delivery => "not delivered in a way you can use",
        Unusable::Timing => "at times you cannot use",
        Unusable::Region => "not open where you are",
        Unusable::Accessibility => "without an accessibility feature you need",
        Unusable::Bandwidth => "in need of a better connection",
        Unusable::Excluded => "excluded by you",
        Unusable::NotAccredited => "not accredited",
        Unusable::TooHeavy => "heavier each week than the hours you have",
    }
}

/// An entry condition in words.
fn entry(condition: &EntryCondition) -> String {
    match condition {
        EntryCondition::Age(years) => format!("at least {years} years old"),
        EntryCondition::Experience { months, area } => {
            let time = if months % 12 == 0 { format!("{} years", months / 12) } else { format!("{months} months") };
            let time = if *months == 12 { "1 year".to_owned() } else { time };
            area.as_ref().map_or_else(|| format!("{time} of work experience"), |area| format!("{time} of work experience in {area}"))
        }
        EntryCondition::Residency(place) => format!("residence in {place}"),
        EntryCondition::Clearance(what) | EntryCondition::Other(what) => what.to_string(),
        EntryCondition::Education(what) => format!("education: {what}"),
    }
}
