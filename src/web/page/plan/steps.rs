//! A way step by step: what, where, when, for how much, and why.

use super::Answer;
use crate::{
    explain::{Reason, capital, matched, reasons},
    graph::CredentialAt,
    locale::say,
    plan::{PaidBy, Pathway, PriceFor, PriceLine, Route, Step},
    web::page::{Field, catalogue},
};
use maud::{Markup, html};

/// So many things of a kind are named.
const NAMED: usize = 3;

/// Whether an address is one that a browser opens as a page.
fn leads(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

impl Answer<'_> {
    /// All steps, and the plans that are bought for several of them.
    pub(super) fn steps(&self, path: &Pathway) -> Markup {
        let t = self.locale();
        let graph = &self.shelf.graph;
        let locked: Vec<CredentialAt> =
            self.advice.question.learner.constraints.locked.iter().filter_map(|id| graph.find_credential(id.as_str())).collect();
        let why = reasons(path, &locked);
        html! {
            ol.stages {
                @for (step, why) in path.steps.iter().zip(&why) { (self.step(step, why, locked.contains(&step.credential))) }
            }
            @let bought = path.purchases();
            @if !bought.is_empty() {
                p { (say!(t, "bought")) }
                ul {
                    @for (plan, units, minor) in bought {
                        li { (say!(t, "bought-one", plan = self.speaker.plan(plan), price = self.price(minor), count = units)) }
                    }
                }
            }
        }
    }

    fn step(&self, step: &Step, why: &[Reason], locked: bool) -> Markup {
        let t = self.locale();
        let credential = self.shelf.graph.credential(step.credential);
        let id = credential.id.as_str();
        let alone = self.walk.question_alone();
        html! {
            li {
                h3 { a.calm href=(self.visit.link(&catalogue::credential_path(id))) { (self.speaker.credential(step.credential)) } }
                p { (self.facts(step)) }
                @if let Some(lines) = self.price_lines(step) { p.quiet { (lines) } }
                dl.facts {
                    @for (kind, said) in self.why(step, why) {
                        dt { (kind) }
                        @for one in &said { dd { (one) } }
                    }
                }
                p.quiet.noprint {
                    @if locked {
                        a href=(self.link(&alone.less(Field::Lock, id))) { (say!(t, "step-unlock")) }
                    } @else {
                        a href=(self.link(&alone.less(Field::Without, id).add(Field::Lock, id))) { (say!(t, "step-lock")) }
                        " · "
                        a href=(self.link(&alone.add(Field::Without, id))) { (say!(t, "step-without")) }
                    }
                    " · "
                    a href=(self.visit.link(&alone.add(Field::Has, id).at("/plan"))) { (say!(t, "step-held")) }
                    @match (self.address(step), self.source(step)) {
                        (Some(url), _) => { " · " a href=(url) rel="noopener noreferrer external" { (say!(t, "step-provider")) } }
                        (None, Some(url)) => { " · " a href=(url) rel="noopener noreferrer external" { (say!(t, "step-source")) } }
                        (None, None) => {}
                    }
                }
            }
        }
    }

    /// Where the offering stands on the web; only addresses that a browser opens as pages.
    pub(super) fn address(&self, step: &Step) -> Option<&str> {
        let graph = &self.shelf.graph;
        let offering = if let Route::Offering(at) = step.route { graph.offering(at).url.as_deref() } else { None };
        let url = offering.or(graph.credential(step.credential).url.as_deref())?;
        leads(url).then_some(url)
    }

    /// Where its figures were looked up: the next best where nobody says where it is booked.
    pub(super) fn source(&self, step: &Step) -> Option<&str> {
        let graph = &self.shelf.graph;
        let offering = if let Route::Offering(at) = step.route { graph.offering(at).source.as_ref() } else { None };
        let id = offering.or(graph.credential(step.credential).source.as_ref())?;
        let source = graph.catalogue().sources.iter().find(|source| source.id == *id)?;
        source.url.as_deref().filter(|url| leads(url))
    }

    /// Provider, dates, effort and price, in one line.
    pub(super) fn facts(&self, step: &Step) -> String {
        let t = self.locale();
        let mut facts = Vec::new();
        match step.route {
            Route::Offering(at) => {
                let offering = self.shelf.graph.offering(at);
                let name = offering.name.as_ref().map(|name| name.in_language(self.speaker.language));
                facts.push(match (name, self.speaker.provider(at)) {
                    (Some(name), Some(provider)) if !name.contains(provider) => format!("{name}, {provider}"),
                    (Some(name), _) => name.to_owned(),
                    (None, Some(provider)) => provider.to_owned(),
                    (None, None) => offering.id.to_string(),
                });
                facts.push(if step.start == step.issued {
                    t.day(step.issued)
                } else {
                    say!(t, "step-dates", from = t.day(step.start), to = t.day(step.issued))
                });
                facts.push(match (step.effort, step.effort_range) {
                    (None, _) => say!(t, "step-effort-unknown"),
                    (Some(effort), Some((least, most))) if least != most => {
                        say!(t, "step-range", figure = t.effort(effort), least = t.effort(least), most = t.effort(most))
                    }
                    (Some(effort), _) => t.effort(effort),
                });
                if step.weekly.minutes > 0 {
                    facts.push(say!(t, "step-weekly", effort = t.effort(step.weekly)));
                }
                facts.push(self.step_price(step));
                if step.slack > 0 {
                    facts.push(say!(t, "step-slack", count = step.slack));
                }
            }
            Route::Parts => {
                facts.push(say!(t, "step-parts", day = t.day(step.issued)));
                if let Some(minor) = step.own_price().filter(|minor| *minor > 0) {
                    facts.push(self.price(minor));
                }
            }
        }
        facts.join(" · ")
    }

    fn step_price(&self, step: &Step) -> String {
        let t = self.locale();
        let plan = step.payments.iter().find_map(|payment| if let PaidBy::Plan(plan) = payment.by { Some(plan) } else { None });
        let plan = plan.map(|plan| self.speaker.plan(plan));
        match (plan, step.own_price()) {
            (_, None) => say!(t, "step-price-unknown"),
            (Some(plan), Some(0)) => say!(t, "step-in-plan", plan = plan),
            (Some(plan), Some(minor)) => say!(t, "step-beside-plan", price = self.price(minor), plan = plan),
            (None, Some(minor)) => match step.payments.as_slice() {
                [only] => match only.line.range.filter(|(least, most)| least != most) {
                    Some((least, most)) => {
                        say!(t, "step-range", figure = self.price(minor), least = self.price(least), most = self.price(most))
                    }
                    None => self.price(minor),
                },
                _ => self.price(minor),
            },
        }
    }

    /// The lines of a price, where they say more than its sum, and who pays for it.
    pub(super) fn price_lines(&self, step: &Step) -> Option<String> {
        let t = self.locale();
        let own = step.payments.iter().filter(|payment| !matches!(payment.by, PaidBy::Plan(_)));
        let lines: Vec<_> = own.filter(|payment| payment.line.minor != Some(0) || payment.line.range.is_some()).collect();
        let telling = |line: &PriceLine| line.published.is_some() || !matches!(line.what, PriceFor::Tuition | PriceFor::Exam);
        let member = lines.iter().any(|payment| payment.by != PaidBy::Own);
        let tells = lines.len() > 1 || member || !step.funded.is_empty() || lines.iter().any(|payment| telling(&payment.line));
        let mut told: Vec<String> = lines.iter().filter(|_| tells).map(|payment| self.speaker.payment(payment)).collect();
        let funded = step.funded.iter();
        told.extend(funded.map(|(fund, minor)| say!(t, "step-funded", fund = self.speaker.fund(fund), price = self.price(*minor))));
        if let Some(expected) = step.expected_fee.filter(|expected| step.own_price() != Some(*expected)) {
            told.push(say!(t, "step-expected", price = self.price(expected)));
        }
        (!told.is_empty()).then(|| capital(&told.join("; ")))
    }

    /// Why it is there: what it closes, what it leads to, and what would be without it.
    pub(super) fn why(&self, step: &Step, why: &[Reason]) -> Vec<(String, Vec<String>)> {
        let t = self.locale();
        let speaker = &self.speaker;
        let closes: Vec<String> = why
            .iter()
            .filter_map(|reason| match reason {
                Reason::Closes(at) => speaker.asked.get(*at).map(|asked| speaker.need(&asked.need)),
                _ => None,
            })
            .collect();
        let gates: Vec<String> = why
            .iter()
            .filter_map(|reason| match reason {
                Reason::MeetsGate(at) => speaker.gates.get(*at).and_then(|gate| gate.need.as_ref()).map(|need| speaker.need(need)),
                _ => None,
            })
            .collect();
        let unlocks: Vec<String> = why
            .iter()
            .filter_map(|reason| if let Reason::Unlocks(later) = reason { Some(later) } else { None })
            .flatten()
            .map(|at| speaker.credential(*at).to_owned())
            .collect();
        let mut others: Vec<String> = why
            .iter()
            .filter(|reason| matches!(reason, Reason::Locked | Reason::NoOther | Reason::NextBest { .. }))
            .map(|reason| capital(&speaker.reason(reason)))
            .collect();
        let matches = matched(&self.shelf.graph, speaker.asked, step.credential, &step.closes);
        let mut matches: Vec<String> = matches.iter().map(|why| capital(&speaker.reason(why))).collect();
        matches.dedup();
        others.extend(matches.into_iter().take(NAMED));
        let one = |of: &[String]| vec![t.few(of, NAMED)];
        let told = [
            (say!(t, "why-closes"), one(&closes)),
            (say!(t, "why-gates"), one(&gates)),
            (say!(t, "why-unlocks"), one(&unlocks)),
            (say!(t, "why"), others.into_iter().map(|other| format!("{other}.")).collect()),
        ];
        told.into_iter().filter(|(_, said)| said.iter().any(|said| !said.is_empty())).collect()
    }
}
