//! Needs, levels, prices and hours of the catalogue, with links to what they name.

use super::{competency_path, credential_path, organisation_path};
use crate::{
    explain::Speaker,
    graph::{CompetencyAt, CredentialAt, Need, OfferingAt, OrganisationAt, RoleAt, SkillGraph},
    locale::say,
    model::{Amount, BillingUnit, Effort, Figure, Money, OrganisationId, PriceKind, PricePlan, PricePlanKind, Text},
    web::page::Visit,
};
use maud::{Markup, html};

/// Shows records of one edition to one visitor.
#[derive(Clone, Copy)]
pub(super) struct Spoken<'a> {
    /// The edition.
    pub(super) graph: &'a SkillGraph,
    /// Who reads.
    pub(super) visit: &'a Visit,
}

impl<'a> Spoken<'a> {
    /// A text of the catalogue in the visitor's language, as far as it has that.
    pub(super) fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(self.visit.locale.names())
    }

    /// A title of a role.
    pub(super) fn title(&self, at: RoleAt) -> &'a str {
        self.graph.role(at).title.in_language(self.visit.locale.names())
    }

    /// A link to a role.
    pub(super) fn role(&self, at: RoleAt) -> Markup {
        let role = self.graph.role(at);
        html! { a href=(self.visit.link(&super::role_path(role.id.as_str()))) { (self.text(&role.title)) } }
    }

    /// A link to a competency.
    pub(super) fn competency(&self, at: CompetencyAt) -> Markup {
        let one = self.graph.competency(at);
        html! { a href=(self.visit.link(&competency_path(one.id.as_str()))) { (self.text(&one.name)) } }
    }

    /// A link to a credential.
    pub(super) fn credential(&self, at: CredentialAt) -> Markup {
        let one = self.graph.credential(at);
        html! { a href=(self.visit.link(&credential_path(one.id.as_str()))) { (self.text(&one.name)) } }
    }

    /// A link to an organisation; its id where the edition has no record of it.
    pub(super) fn organisation(&self, id: &OrganisationId) -> Markup {
        if let Some(at) = self.graph.find_organisation(id.as_str()) {
            self.organisation_at(at)
        } else {
            html! { (id.as_str()) }
        }
    }

    /// The same by its place.
    pub(super) fn organisation_at(&self, at: OrganisationAt) -> Markup {
        let one = self.graph.organisation(at);
        html! { a href=(self.visit.link(&organisation_path(one.id.as_str()))) { (self.text(&one.name)) } }
    }

    /// A level of a competency by number and name.
    pub(super) fn level(&self, at: CompetencyAt, rank: Option<u8>) -> String {
        let t = self.visit.locale;
        match rank {
            Some(rank) => {
                let name = self.graph.rank_name(at, rank, t.names());
                say!(t, "catalogue-level", rank = rank, of = self.graph.ranks(at), name = name)
            }
            None => say!(t, "catalogue-level-unknown"),
        }
    }

    fn joined(&self, of: &[Need], last: &str) -> Markup {
        html! {
            @for (at, need) in of.iter().enumerate() {
                @if at > 0 { @if at + 1 == of.len() { " " (last) " " } @else { ", " } }
                (self.need(need))
            }
        }
    }

    /// A need, with links to what it names.
    pub(super) fn need(&self, need: &Need) -> Markup {
        let t = self.visit.locale;
        match need {
            Need::Attain(at, None) => self.competency(*at),
            Need::Attain(at, rank) => html! { (self.competency(*at)) " (" (self.level(*at, *rank)) ")" },
            Need::Earn(at) => self.credential(*at),
            Need::All(of) => self.joined(of, &say!(t, "catalogue-and")),
            Need::AtLeast(1, of) => self.joined(of, &say!(t, "catalogue-or")),
            Need::AtLeast(least, of) => {
                html! { (say!(t, "catalogue-at-least", least = *least)) " " (self.joined(of, &say!(t, "catalogue-and"))) }
            }
            Need::Credits { min, from } => html! {
                (say!(t, "catalogue-credits", min = *min)) " "
                @for (at, (credential, credits)) in from.iter().enumerate() {
                    @if at > 0 { ", " }
                    (self.credential(*credential)) " (" (t.number(i64::from(*credits))) ")"
                }
            },
            Need::Not(inner) => html! { (say!(t, "catalogue-not")) " " (self.need(inner)) },
            Need::Entry(_) | Need::Missing(_) => {
                let speaker = Speaker {
                    graph: self.graph,
                    names: t.tag(),
                    language: t.tag(),
                    currency: self.graph.currency(),
                    asked: &[],
                    gates: &[],
                    spoken: true,
                };
                html! { (speaker.need(need)) }
            }
        }
    }

    /// An amount of money; nothing is said to be free where it is known to be.
    pub(super) fn money(&self, money: Money) -> String {
        let t = self.visit.locale;
        if money.minor == 0 { say!(t, "free") } else { t.money(money.minor, money.currency) }
    }

    fn amount(&self, figure: &Figure<Money>) -> String {
        let t = self.visit.locale;
        match figure.amount {
            Amount::Unknown => say!(t, "unknown"),
            Amount::Known(money) => self.money(money),
            Amount::Range { min, max, .. } => say!(t, "catalogue-range", least = self.money(min), most = self.money(max)),
        }
    }

    /// What a price plan charges, in words.
    pub(super) fn plan(&self, plan: &PricePlan) -> String {
        let t = self.visit.locale;
        let amount = self.amount(&plan.price);
        let charged = match (plan.kind, plan.unit) {
            (PricePlanKind::Subscription, Some(BillingUnit::Months(months))) => {
                say!(t, "catalogue-per-months", amount = amount, count = months)
            }
            (PricePlanKind::Subscription, Some(BillingUnit::Days(days))) => say!(t, "catalogue-per-days", amount = amount, count = days),
            (PricePlanKind::Maintenance, _) => say!(t, "catalogue-per-months", amount = amount, count = 12),
            _ => amount,
        };
        match &plan.name {
            Some(name) => say!(t, "catalogue-plan", name = self.text(name), price = charged),
            None => charged,
        }
    }

    /// The published price of an offering, and the plans that cover it.
    pub(super) fn price(&self, at: OfferingAt) -> Markup {
        let (offering, t) = (self.graph.offering(at), self.visit.locale);
        let plans = self.graph.plans_of(at);
        let own = (!offering.price.is_unknown() || plans.is_empty()).then(|| {
            let amount = self.amount(&offering.price);
            match offering.price_kind {
                PriceKind::OneOff => amount,
                PriceKind::PerAttempt => say!(t, "catalogue-per-attempt", amount = amount),
                PriceKind::PerCredit => say!(t, "catalogue-per-credit", amount = amount),
            }
        });
        html! {
            @if let Some(own) = &own { (own) }
            @for (nth, plan) in plans.iter().take(4).enumerate() {
                @if nth > 0 || own.is_some() { br; }
                (self.plan(self.graph.price_plan(*plan)))
            }
        }
    }

    /// Effort as published.
    pub(super) fn hours(&self, figure: &Figure<Effort>) -> String {
        let t = self.visit.locale;
        match figure.amount {
            Amount::Unknown => say!(t, "unknown"),
            Amount::Known(effort) => t.effort(effort),
            Amount::Range { min, max, .. } => say!(t, "catalogue-range", least = t.effort(min), most = t.effort(max)),
        }
    }
}
