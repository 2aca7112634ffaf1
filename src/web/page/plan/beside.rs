//! Beside the answer: jobs that are near, and how to keep what was found.

use super::{Answer, NEAR};
use crate::{
    gap::{State, gap},
    graph::RoleAt,
    locale::say,
    model::Necessity,
    plan::Ending,
    web::page::Field,
};
use maud::{Markup, html};

impl Answer<'_> {
    /// Jobs near what she can do, then those that the catalogue calls near this one.
    pub(super) fn near_roles(&self) -> Markup {
        let t = self.locale();
        let graph = &self.shelf.graph;
        let alike = self.near.near.iter().map(|near| near.role);
        let related = graph.role(self.role).related.iter().filter_map(|id| graph.find_role(id.as_str()));
        let mut roles: Vec<RoleAt> = Vec::new();
        for role in alike.chain(related).filter(|role| *role != self.role) {
            if !roles.contains(&role) && roles.len() < NEAR {
                roles.push(role);
            }
        }
        html! {
            @if !roles.is_empty() {
                section.noprint aria-labelledby="near" {
                    h2 #near { (say!(t, "near-heading")) }
                    ul.choices.tight {
                        @for at in &roles {
                            @let walk = self.walk.question_alone().set(Field::Role, graph.role(*at).id.as_str());
                            li {
                                a.choice href=(self.link(&walk)) {
                                    strong { (graph.role(*at).title.in_language(t.names())) }
                                    @let (asked, met) = self.asked_and_met(*at);
                                    span.about.quiet { (say!(t, "near-asks", count = asked, met = met)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// How much another role asks, and how much of it she meets today.
    fn asked_and_met(&self, role: RoleAt) -> (usize, usize) {
        let learner = &self.advice.question.learner;
        let gap = gap(&self.shelf.graph, learner, role, learner.constraints.start);
        let asked = gap.requirements.iter().filter(|one| one.asked.necessity == Necessity::Essential);
        (asked.clone().count(), asked.filter(|one| one.state == State::Met).count())
    }

    /// How to keep it: the address, a calendar file, paper; and what the answer rests on.
    pub(super) fn keep(&self) -> Markup {
        let t = self.locale();
        let receipt = &self.advice.receipt;
        let beside = self.walk.unset(Field::WhatIf).unset(Field::WhyNot).unset(Field::Words);
        html! {
            section.noprint aria-labelledby="keep" {
                h2 #keep { (say!(t, "keep-heading")) }
                p { (say!(t, "keep-address")) " " a href=(self.link(&beside)) { (say!(t, "keep-link")) } }
                @if matches!(self.advice.answer.ending, Ending::Found(_)) {
                    p.actions {
                        @if self.visit.keeps { a.button href=(self.visit.link(&beside.at("/save"))) { (say!(t, "save-ask")) } }
                        a.button.second href=(self.visit.link(&beside.at("/plan.ics"))) download="pathstack.ics" { (say!(t, "keep-calendar")) }
                        // Shown by the script; the browser's own menu prints without it.
                        button.second type="button" data-print hidden { (say!(t, "keep-print-button")) }
                    }
                }
                p { (say!(t, "keep-print")) }
                details {
                    summary { (say!(t, "receipt-heading")) }
                    dl.facts {
                        dt { (say!(t, "receipt-edition")) } dd { (receipt.edition) }
                        dt { (say!(t, "receipt-question")) } dd { code { (receipt.question) } }
                        dt { (say!(t, "receipt-objective")) } dd { span lang="en" { (receipt.objective) } }
                        dt { (say!(t, "receipt-code")) } dd { (receipt.code) }
                        dt { (say!(t, "receipt-work")) }
                        dd { @if receipt.cut_short { (say!(t, "receipt-short")) } @else { (say!(t, "receipt-done")) } }
                    }
                }
            }
        }
    }
}
