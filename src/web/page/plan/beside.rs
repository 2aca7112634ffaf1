//! Beside the answer: jobs that are near, and how to keep what was found.

use super::{Answer, nearby::Nearby};
use crate::{
    advisor::{Recommended, Shelf, Takes},
    graph::RoleAt,
    locale::say,
    plan::Ending,
    web::page::Field,
};
use maud::{Markup, html};

/// Jobs near what she can do, then those that the catalogue calls near this one: the first few of them.
pub(super) fn near(shelf: &Shelf, suggested: &Recommended, role: RoleAt, most: usize) -> Vec<RoleAt> {
    let graph = &shelf.graph;
    let alike = suggested.near.iter().map(|near| near.role);
    let related = graph.role(role).related.iter().filter_map(|id| graph.find_role(id.as_str()));
    let mut roles: Vec<RoleAt> = Vec::new();
    for other in alike.chain(related).filter(|other| *other != role) {
        if !roles.contains(&other) && roles.len() < most {
            roles.push(other);
        }
    }
    roles
}

impl Answer<'_> {
    /// Jobs nearby; what each takes is worked out on a page of its own, which the script brings here when she comes to it.
    pub(super) fn near_roles(&self) -> Markup {
        let t = self.locale();
        let roles: Vec<(RoleAt, Option<Takes>)> = self.near.iter().map(|at| (*at, None)).collect();
        let nearby = Nearby { visit: self.visit, walk: self.walk, shelf: self.shelf, question: &self.advice.question };
        html! {
            @if !roles.is_empty() {
                section.noprint aria-labelledby="near" {
                    h2 #near { (say!(t, "near-heading")) }
                    (nearby.list(&roles))
                    p { a href=(self.visit.link(&self.walk.question_alone().at("/near"))) data-near="" { (say!(t, "near-ask")) } }
                }
            }
        }
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
                        @if self.visit.keeps { a.button href=(self.visit.link(&beside.at("/save"))) { (if self.walk.one(Field::For).is_some() { say!(t, "save-for-ask") } else { say!(t, "save-ask") }) } }
                        a.button.second href=(self.visit.link(&beside.at("/plan.pdf"))) download="pathstack.pdf" { (say!(t, "keep-paper")) }
                        a.button.second href=(self.visit.link(&beside.at("/plan.ics"))) download="pathstack.ics" { (say!(t, "keep-calendar")) }
                        // Shown by the script; the browser's own menu prints without it.
                        button.second type="button" data-print hidden { (say!(t, "keep-print-button")) }
                    }
                    p { (say!(t, "keep-print")) }
                }
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
