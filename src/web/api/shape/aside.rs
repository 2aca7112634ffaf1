//! Questions about answers as JSON: why not, what if, what each limit costs, and what an answer rests on.

use super::{MoneyView, Named, PathwaysResponse};
use crate::{
    advisor::{Advice, Asides, Receipt, Shelf},
    explain::Speaker,
    graph::CredentialAt,
    model::{Currency, Date},
    plan::{Diff, Ending, WhyNot, compare},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What an answer rests on: the same receipt goes with the same bytes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReceiptView {
    /// The edition.
    pub edition: u64,
    /// SHA-256 of the question with all of the edition that can decide it, in hexadecimal.
    pub question_sha256: String,
    /// What is minimised, in which order.
    pub objective: &'static str,
    /// The version of the code.
    #[schema(example = "pathstack 0.1.0")]
    pub code: &'static str,
    /// Whether the time was up before the work was done: then asking again may give a better answer.
    pub cut_short: bool,
}

impl From<&Receipt> for ReceiptView {
    fn from(receipt: &Receipt) -> Self {
        Self {
            edition: receipt.edition,
            question_sha256: receipt.question.clone(),
            objective: receipt.objective,
            code: receipt.code,
            cut_short: receipt.cut_short,
        }
    }
}

/// Why a credential is not in the answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WhyNotView {
    /// Which.
    pub credential: Named,
    /// `held`, `in_answer`, `unusable`, `out_of_reach`, `breaks_constraint`, `dominated`, `costs` or `stopped`.
    pub kind: &'static str,
    /// In words.
    pub text: String,
    /// How much more the cheapest pathway costs with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<MoneyView>,
    /// How many days later the fastest pathway is ready with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// Another one that is no worse in anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dominated_by: Option<Named>,
    /// Whether the price is proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proven: Option<bool>,
}

/// What changes from the cheapest pathway to that of a changed question.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DiffView {
    /// The same on the same days.
    pub kept: Vec<Named>,
    /// The same on other days or by another offering.
    pub moved: Vec<Named>,
    /// No longer there.
    pub dropped: Vec<Named>,
    /// New.
    pub added: Vec<Named>,
    /// Money more; less where negative.
    pub money: MoneyView,
    /// Days later; sooner where negative.
    pub days: i64,
}

/// The answer to a changed question.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WhatIfView {
    /// The change.
    #[schema(example = "hours=12")]
    pub change: String,
    /// How it ends: `met`, `optimal`, `feasible`, `infeasible`, `unteachable` or `stopped`.
    pub ending: &'static str,
    /// What its cheapest pathway costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<MoneyView>,
    /// When its cheapest pathway is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub ready: Option<Date>,
    /// When its fastest pathway is ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub fastest: Option<Date>,
    /// From the cheapest pathway to this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<DiffView>,
}

/// What one limit or wish costs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PolicyPriceView {
    /// Which, in words.
    pub policy: String,
    /// Money that it adds to the cheapest pathway; nothing where there is none to compare with.
    pub money: Option<MoneyView>,
    /// Days that it adds to the fastest pathway.
    pub days: Option<i64>,
    /// Whether both are proven.
    pub proven: bool,
}

fn named(shelf: &Shelf, of: &[CredentialAt], language: &str) -> Vec<Named> {
    of.iter().map(|at| Named::credential(shelf, *at, language)).collect()
}

fn diff(shelf: &Shelf, diff: &Diff, currency: Currency, language: &str) -> DiffView {
    let moved: Vec<CredentialAt> = diff.moved.iter().map(|(at, _)| *at).collect();
    DiffView {
        kept: named(shelf, &diff.kept, language),
        moved: named(shelf, &moved, language),
        dropped: named(shelf, &diff.dropped, language),
        added: named(shelf, &diff.added, language),
        money: MoneyView::new(diff.minor, currency),
        days: diff.days,
    }
}

fn why_not(shelf: &Shelf, speaker: &Speaker<'_>, at: CredentialAt, why: &WhyNot) -> WhyNotView {
    let kind = match why {
        WhyNot::Held => "held",
        WhyNot::InAnswer => "in_answer",
        WhyNot::Unusable(_) => "unusable",
        WhyNot::OutOfReach => "out_of_reach",
        WhyNot::Breaks(_) => "breaks_constraint",
        WhyNot::Costs(forced) if forced.dominated_by.is_some() => "dominated",
        WhyNot::Costs(_) => "costs",
        WhyNot::Stopped => "stopped",
    };
    let forced = if let WhyNot::Costs(forced) = why { Some(forced) } else { None };
    WhyNotView {
        credential: Named::credential(shelf, at, speaker.language),
        kind,
        text: speaker.why_not(at, why),
        money: forced.map(|forced| MoneyView::new(forced.minor, speaker.currency)),
        days: forced.map(|forced| forced.days),
        dominated_by: forced.and_then(|forced| forced.dominated_by).map(|by| Named::credential(shelf, by, speaker.language)),
        proven: forced.map(|forced| forced.proven),
    }
}

impl PathwaysResponse {
    /// The same answer with what was asked beside it.
    #[must_use]
    pub fn beside(mut self, shelf: &Shelf, advice: &Advice, asides: &Asides, language: &str) -> Self {
        let currency = advice.question.currency;
        let speaker =
            Speaker { graph: &shelf.graph, names: language, language, currency, asked: &advice.asked, gates: &advice.gates, spoken: false };
        self.why_not = asides.why_not.iter().map(|(at, why)| why_not(shelf, &speaker, *at, why)).collect();
        let cheapest = |advice: &'_ Advice| if let Ending::Found(found) = &advice.answer.ending { Some(found.clone()) } else { None };
        let here = cheapest(advice);
        for (change, other) in &asides.what_if {
            let there = cheapest(other);
            self.what_if.push(WhatIfView {
                change: change.clone(),
                ending: Self::new(shelf, other, language).ending,
                price: there.as_ref().map(|found| MoneyView::new(found.cheapest.minor, other.question.currency)),
                ready: there.as_ref().map(|found| found.cheapest.ready),
                fastest: there.as_ref().map(|found| found.fastest.ready),
                diff: here
                    .as_ref()
                    .zip(there.as_ref())
                    .map(|(here, there)| diff(shelf, &compare(&here.cheapest, &there.cheapest), currency, language)),
            });
        }
        self.policy_prices = (asides.policy_prices.iter())
            .map(|price| PolicyPriceView {
                policy: speaker.policy(&price.policy),
                money: price.minor.map(|minor| MoneyView::new(minor, currency)),
                days: price.days,
                proven: price.proven,
            })
            .collect();
        self
    }
}
