//! Questions about the answer: what if, and why not this one?

use super::Answer;
use crate::{
    explain::capital,
    graph::CredentialAt,
    locale::say,
    plan::{Diff, Ending, Found, Pathway, WhyNot, compare},
    web::page::{Field, Walk, form::Form},
};
use maud::{Markup, html};

/// Names told of each kind of change.
const NAMED: usize = 5;
/// Credentials offered to ask about.
const OFFERED: usize = 6;
/// Hours a week offered to compare with.
const HOURS: [i64; 5] = [3, 5, 10, 15, 25];

impl Answer<'_> {
    /// A change in the reader's words.
    fn change(&self, change: &str) -> String {
        let t = self.locale();
        let said = |part: &str| match part.split_once('=') {
            Some(("hours", hours)) => say!(t, "what-if-hours", hours = hours),
            Some(("budget", "none")) => say!(t, "what-if-no-budget"),
            Some(("budget", most)) => say!(t, "what-if-budget", most = most),
            Some(("deadline", "none")) => say!(t, "what-if-no-deadline"),
            Some(("at_once", count)) => say!(t, "what-if-at-once", count = count),
            _ => part.to_owned(),
        };
        let parts: Vec<String> = change.split(',').map(|part| said(part.trim())).collect();
        say!(t, "what-if", change = t.list(&parts))
    }

    /// The question with a change, where fields say all of it.
    fn with_change(&self, change: &str) -> Option<Walk> {
        let mut walk = self.walk.question_alone();
        for part in change.split(',') {
            let (name, value) = part.trim().split_once('=')?;
            let field = match name {
                "hours" => Field::Hours,
                "budget" => Field::Budget,
                "deadline" => Field::By,
                "at_once" => Field::AtOnce,
                _ => return None,
            };
            // An amount stands after its currency, which the field knows.
            let value = value.rsplit(' ').next().unwrap_or(value);
            walk = if value == "none" { walk.unset(field) } else { walk.set(field, value) };
        }
        Some(walk)
    }

    /// What would change with other hours, and what did where that was asked.
    pub(super) fn what_if(&self, here: &Found) -> Markup {
        let t = self.locale();
        let limits = &self.advice.question.learner.constraints;
        let walk = self.walk.unset(Field::WhatIf).unset(Field::WhyNot).unset(Field::IfHours).unset(Field::IfBudget);
        let asked = |change: &str| self.walk.has(Field::WhatIf, change);
        let mut changes: Vec<String> =
            HOURS.into_iter().filter(|hours| hours * 60 != limits.weekly.minutes).map(|hours| format!("hours={hours}")).collect();
        if limits.budget.is_some() {
            changes.push("budget=none".to_owned());
        }
        if limits.deadline.is_some() {
            changes.push("deadline=none".to_owned());
        }
        if limits.at_once == 1 {
            changes.push("at_once=2".to_owned());
        }
        let form = Form { locale: t, walk: self.walk, slips: &[] };
        html! {
            section.noprint aria-labelledby="what-if" {
                h2 #what-if { (say!(t, "what-if-heading")) }
                p.actions {
                    @for change in &changes {
                        a href={ (self.link(&walk.add(Field::WhatIf, change))) "#what-if" } aria-current=[asked(change).then_some("true")] {
                            (self.change(change))
                        }
                    }
                }
                form.compare action={ (self.visit.link("/plan")) "#what-if" } method="get" {
                    @for (name, value) in walk.rest(&[]) { input type="hidden" name=(name) value=(value); }
                    div.fields {
                        (form.number(Field::IfHours, say!(t, "you-hours"), None, "0.5", ""))
                        (form.number(Field::IfBudget, say!(t, "you-budget", currency = self.advice.question.currency.code()), None, "0.01", ""))
                        div.field { button.second { (say!(t, "what-if-button")) } }
                    }
                }
                (self.prices())
                @if self.slip.is_some_and(|slip| slip.field == Field::WhatIf) { p.wrong role="alert" { (say!(t, "what-if-wrong")) } }
                @for (change, other) in &self.asides.what_if {
                    h3 { (self.change(change)) }
                    @match &other.answer.ending {
                        Ending::Found(there) => { (self.compared(here, there)) }
                        Ending::Met => { p { (say!(t, "plan-met")) } }
                        Ending::Impasse(why) if why.proven => { p { (say!(t, "what-if-impasse")) } }
                        _ => { p { (say!(t, "what-if-stopped")) } }
                    }
                    @if let Some(changed) = self.with_change(change) { p { a href=(self.link(&changed)) { (say!(t, "what-if-take")) } } }
                }
            }
        }
    }

    /// What each limit and wish costs: asked by a link, told as a table.
    fn prices(&self) -> Markup {
        let t = self.locale();
        let walk = self.walk.unset(Field::WhatIf).unset(Field::WhyNot).unset(Field::IfHours).unset(Field::IfBudget);
        html! {
            @if self.walk.one(Field::Prices).is_none() {
                p { a href={ (self.link(&walk.set(Field::Prices, "1"))) "#what-if" } { (say!(t, "prices-ask")) } }
            } @else if self.asides.policy_prices.is_empty() {
                p { (say!(t, "prices-none")) }
            } @else {
                h3 { (say!(t, "prices-heading")) }
                div.scroll role="region" aria-label=(say!(t, "prices-heading")) tabindex="0" {
                    table {
                        thead { tr {
                            th scope="col" { (say!(t, "column-wish")) }
                            th.figure scope="col" { (say!(t, "column-adds-money")) }
                            th.figure scope="col" { (say!(t, "column-adds-days")) }
                        } }
                        tbody {
                            @for one in &self.asides.policy_prices {
                                tr {
                                    th scope="row" { (capital(&self.speaker.policy(&one.policy))) @if !one.proven { " " span.quiet { (say!(t, "prices-open")) } } }
                                    td.figure { @match one.minor { Some(minor) => { (self.money_more(minor)) } None => { (say!(t, "unknown")) } } }
                                    td.figure { @match one.days { Some(days) => { (self.days_later(days)) } None => { (say!(t, "unknown")) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// More or less money.
    fn money_more(&self, minor: i64) -> String {
        let t = self.locale();
        let price = t.money(minor.saturating_abs(), self.advice.question.currency);
        match minor {
            0 => say!(t, "same-price"),
            1.. => say!(t, "price-more", price = price),
            _ => say!(t, "price-less", price = price),
        }
    }

    /// Days later or sooner.
    fn days_later(&self, days: i64) -> String {
        let t = self.locale();
        match days {
            0 => say!(t, "same-day"),
            1.. => say!(t, "days-later", count = days),
            _ => say!(t, "days-sooner", count = days.saturating_abs()),
        }
    }

    fn compared(&self, here: &Found, there: &Found) -> Markup {
        let t = self.locale();
        let rows: [(String, &Pathway, &Pathway); 3] = [
            (say!(t, "aim-cheapest"), &here.cheapest, &there.cheapest),
            (say!(t, "aim-fastest"), &here.fastest, &there.fastest),
            (say!(t, "aim-fewest"), &here.fewest, &there.fewest),
        ];
        let diff = compare(&here.cheapest, &there.cheapest);
        html! {
            div.scroll role="region" aria-label=(say!(t, "what-if-heading")) tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { (say!(t, "column-way")) }
                        th.figure scope="col" { (say!(t, "column-then-price")) }
                        th.figure scope="col" { (say!(t, "column-then-ready")) }
                    } }
                    tbody {
                        @for (name, before, after) in &rows {
                            @let diff = compare(before, after);
                            tr {
                                th scope="row" { (name) }
                                td.figure { (self.price(after.minor)) br; span.quiet { (self.money_more(diff.minor)) } }
                                td.figure { (t.short_day(after.ready)) br; span.quiet { (self.days_later(diff.days)) } }
                            }
                        }
                    }
                }
            }
            (self.changes(&diff))
        }
    }

    /// Which steps of the cheapest way change.
    fn changes(&self, diff: &Diff) -> Markup {
        let t = self.locale();
        let names = |of: &[CredentialAt]| -> Vec<String> { of.iter().map(|at| self.speaker.credential(*at).to_owned()).collect() };
        let moved: Vec<CredentialAt> = diff.moved.iter().map(|(at, _)| *at).collect();
        let told = [
            (say!(t, "diff-kept"), names(&diff.kept)),
            (say!(t, "diff-moved"), names(&moved)),
            (say!(t, "diff-dropped"), names(&diff.dropped)),
            (say!(t, "diff-added"), names(&diff.added)),
        ];
        html! {
            dl.facts {
                @for (label, names) in told.iter().filter(|(_, names)| !names.is_empty()) { dt { (label) } dd { (t.few(names, NAMED)) } }
            }
        }
    }

    /// Why a credential is not in the answer.
    pub(super) fn why_not(&self, found: &Found, path: &Pathway) -> Markup {
        let t = self.locale();
        let graph = &self.shelf.graph;
        let walk = self.walk.unset(Field::WhyNot).unset(Field::WhatIf);
        let mut offered: Vec<CredentialAt> = Vec::new();
        for step in found.frontier.iter().flat_map(|path| &path.steps) {
            let known = path.steps.iter().any(|own| own.credential == step.credential) || offered.contains(&step.credential);
            if !known && offered.len() < OFFERED {
                offered.push(step.credential);
            }
        }
        let ask = |at: CredentialAt| {
            let link = self.link(&walk.set(Field::WhyNot, graph.credential(at).id.as_str()));
            html! { a href={ (link) "#why-not" } { (self.speaker.credential(at)) } }
        };
        let unclear = self.slip.filter(|slip| slip.field == Field::WhyNot).and_then(|_| self.walk.one(Field::WhyNot));
        html! {
            section.noprint aria-labelledby="why-not" {
                h2 #why-not { (say!(t, "why-not-heading")) }
                form action={ (self.visit.link("/plan")) "#why-not" } method="get" {
                    @for (name, value) in walk.rest(&[]) { input type="hidden" name=(name) value=(value); }
                    label for="ask-why" { (say!(t, "why-not-label")) }
                    div.row {
                        input #ask-why type="search" name=(Field::WhyNot.name()) maxlength="200" autocomplete="off" required value=[unclear]
                            aria-invalid=[unclear.map(|_| "true")];
                        button.second { (say!(t, "why-not-button")) }
                    }
                }
                @if let Some(words) = unclear {
                    div role="alert" {
                        p.wrong { (say!(t, "why-not-which", words = words)) }
                        ul {
                            @for hit in self.shelf.lookup.credentials(words, OFFERED) {
                                li { (ask(hit.at)) }
                            }
                        }
                    }
                } @else if !offered.is_empty() {
                    p { (say!(t, "why-not-offered")) }
                    ul {
                        @for at in &offered {
                            li { (ask(*at)) }
                        }
                    }
                }
                @for (at, why) in &self.asides.why_not {
                    div.note {
                        h3 { (self.speaker.credential(*at)) }
                        p { (capital(&self.speaker.why_not(*at, why))) "." }
                        @if matches!(why, WhyNot::Costs(_)) {
                            @let id = graph.credential(*at).id.as_str();
                            p { a href=(self.link(&self.walk.question_alone().less(Field::Without, id).add(Field::Lock, id))) {
                                (say!(t, "why-not-take"))
                            } }
                        }
                    }
                }
            }
        }
    }
}
