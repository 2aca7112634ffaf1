//! A pathway as JSON: dated steps with what they pay, a ledger, and what it all rests on.

use super::{MoneyView, Named, OfferingRef, record::hours};
use crate::{
    advisor::Shelf,
    explain::{Reason, Speaker, matched, reasons},
    model::Date,
    plan::{CashFor, Outlook, PaidBy, Pathway, Proof, Question, Route, Step},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What a step pays for one of its parts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentView {
    /// In words.
    pub text: String,
    /// What the step pays itself; nothing where unknown, which is not free.
    pub amount: Option<MoneyView>,
    /// The plan that pays for it or makes it cheaper, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// When the figure held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<Date>,
}

/// What a fund gives for a step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FundedView {
    /// The fund's id.
    pub fund: String,
    /// Its name.
    pub name: String,
    /// What it gives.
    pub amount: MoneyView,
}

/// Why a step is there.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReasonView {
    /// `closes`, `meets_gate`, `unlocks`, `comes_by_itself`, `locked`, `in_plan`, `no_other` or `next_best`.
    pub kind: &'static str,
    /// In words.
    pub text: String,
}

/// One step of a pathway.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepView {
    /// What is earned.
    pub credential: Named,
    /// By which offering; nothing for an award that comes from its parts.
    pub offering: Option<OfferingRef>,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub start: Date,
    /// The last day with work or an exam.
    #[schema(value_type = String, format = Date)]
    pub end: Date,
    /// The day the credential is issued.
    #[schema(value_type = String, format = Date)]
    pub issued: Date,
    /// Days it can start later without moving the ready date.
    pub slack_days: i64,
    /// Effort in hours; nothing where unknown.
    pub hours: Option<f64>,
    /// Least and most hours, where the figure is a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_range: Option<[f64; 2]>,
    /// The most hours in any of its weeks.
    pub weekly_hours: f64,
    /// Exam days that are planned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub exams: Vec<Date>,
    /// What it pays itself, before funding and without shared plans; nothing where unknown.
    pub price: Option<MoneyView>,
    /// Part by part.
    pub payments: Vec<PaymentView>,
    /// What funds give for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funded: Vec<FundedView>,
    /// Expected exam fees over all attempts allowed, where not everybody passes at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_exam_fee: Option<MoneyView>,
    /// Whether it counts as a credential of its own.
    pub counts: bool,
    /// Why it is there.
    pub reasons: Vec<ReasonView>,
}

/// A dated cash line.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CashView {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// `tuition`, `exam`, `materials`, `plan`, `award`, `renewal`, `upkeep` or `fund`.
    pub kind: &'static str,
    /// What for, in words.
    pub text: String,
    /// The place of the step it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// Out of pocket; received where negative; nothing where unknown.
    pub amount: Option<MoneyView>,
}

/// Money and ready date if things go less well.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OutlookView {
    /// Net money.
    pub price: MoneyView,
    /// The ready date.
    #[schema(value_type = String, format = Date)]
    pub ready: Date,
}

/// What an answer rests on that nobody has proven.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssumptionView {
    /// In words.
    pub text: String,
    /// Whether it is about what the learner says or has shown of herself; left out where a plan is shown by a link.
    pub of_learner: bool,
}

/// A pathway: a stack of credentials in order, with dates and a ledger.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PathwayView {
    /// `optimal`, `feasible` with a bound, or `unknown_figures` where it rests on prices or efforts nobody published.
    pub proof: &'static str,
    /// What is proven, in words.
    pub proven: String,
    /// Nothing can cost less than this, in minor units, where it is the cheapest found and not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_below: Option<i64>,
    /// None can be ready before this day, where it is the fastest found and not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub not_before: Option<Date>,
    /// None has fewer new credentials, where it is the smallest found and not proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_fewer: Option<i64>,
    /// Net money out of pocket, with every range at its middle (P50) and without what is unknown.
    pub price: MoneyView,
    /// What it would cost at the offerings' own prices, without shared plans and funds.
    pub list_price: MoneyView,
    /// Most net cash out at the end of any day: help that comes later has to be advanced.
    pub peak: MoneyView,
    /// Yearly fees due in the year after ready.
    pub upkeep_per_year: MoneyView,
    /// Whether every price and effort in it is known.
    pub known: bool,
    /// Effort in hours, without what is unknown.
    pub hours: f64,
    /// New credentials.
    pub credentials: i64,
    /// The day the last needed credential is issued, with every range at its middle (P50).
    #[schema(value_type = String, format = Date)]
    pub ready: Date,
    /// Money and ready date that hold in four cases of five; nothing beyond ten years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p80: Option<OutlookView>,
    /// The same in nine cases of ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90: Option<OutlookView>,
    /// Importance of the essential requirements met, and of all.
    pub essential: [i64; 2],
    /// Its steps, in order.
    pub steps: Vec<StepView>,
    /// Dated cash lines; their sum is the price.
    pub ledger: Vec<CashView>,
    /// What it rests on.
    pub assumptions: Vec<AssumptionView>,
}

fn reason(speaker: &Speaker<'_>, reason: &Reason) -> ReasonView {
    let kind = match reason {
        Reason::Closes(_) => "closes",
        Reason::Matched { .. } => "matched",
        Reason::MeetsGate(_) => "meets_gate",
        Reason::Unlocks(_) => "unlocks",
        Reason::ComesByItself => "comes_by_itself",
        Reason::Locked => "locked",
        Reason::InPlan(_) => "in_plan",
        Reason::NoOther => "no_other",
        Reason::NextBest { .. } => "next_best",
    };
    ReasonView { kind, text: speaker.reason(reason) }
}

fn step(shelf: &Shelf, question: &Question, speaker: &Speaker<'_>, step: &Step, why: &[Reason]) -> StepView {
    let money = |minor: i64| MoneyView::new(minor, question.currency);
    let payments = step.payments.iter().map(|payment| PaymentView {
        text: speaker.payment(payment),
        amount: payment.line.minor.map(money),
        plan: match payment.by {
            PaidBy::Own => None,
            PaidBy::Member(plan) | PaidBy::Plan(plan) => Some(shelf.graph.price_plan(plan).id.to_string()),
        },
        as_of: payment.line.as_of,
    });
    let funded =
        step.funded.iter().map(|(fund, minor)| FundedView { fund: fund.to_string(), name: speaker.fund(fund), amount: money(*minor) });
    StepView {
        credential: Named::credential(shelf, step.credential, speaker.language),
        offering: match step.route {
            Route::Offering(at) => Some(OfferingRef::new(speaker, at)),
            Route::Parts => None,
        },
        start: step.start,
        end: step.last,
        issued: step.issued,
        slack_days: step.slack,
        hours: step.effort.map(hours),
        hours_range: step.effort_range.map(|(least, most)| [hours(least), hours(most)]),
        weekly_hours: hours(step.weekly),
        exams: step.exams.clone(),
        price: step.own_price().map(money),
        payments: payments.collect(),
        funded: funded.collect(),
        expected_exam_fee: step.expected_fee.map(money),
        counts: step.counts(),
        reasons: why
            .iter()
            .chain(&matched(&shelf.graph, speaker.asked, step.credential, &step.closes))
            .map(|why| reason(speaker, why))
            .collect(),
    }
}

impl PathwayView {
    /// A pathway in JSON.
    pub fn new(shelf: &Shelf, question: &Question, speaker: &Speaker<'_>, path: &Pathway) -> Self {
        let graph = &shelf.graph;
        let locked: Vec<_> = question.learner.constraints.locked.iter().filter_map(|id| graph.find_credential(id.as_str())).collect();
        let why = reasons(path, &locked);
        let money = |minor: i64| MoneyView::new(minor, question.currency);
        let outlook = |later: Outlook| OutlookView { price: money(later.minor), ready: later.ready };
        let ledger = path.ledger.iter().map(|line| CashView {
            day: line.day,
            kind: match line.what {
                CashFor::Tuition(_) => "tuition",
                CashFor::Exam(_) => "exam",
                CashFor::Materials(_) => "materials",
                CashFor::Plan(_) => "plan",
                CashFor::Award(_) => "award",
                CashFor::Renewal(_) => "renewal",
                CashFor::Upkeep(_) => "upkeep",
                CashFor::Fund(_) => "fund",
            },
            text: speaker.cash(line),
            step: line.step,
            amount: line.minor.map(money),
        });
        let mut view = Self {
            proof: "feasible",
            proven: speaker.proof(&path.proof),
            not_below: None,
            not_before: None,
            not_fewer: None,
            price: money(path.minor),
            list_price: money(path.list_price),
            peak: money(path.peak),
            upkeep_per_year: money(path.upkeep),
            known: path.is_known(),
            hours: hours(path.effort),
            credentials: path.count,
            ready: path.ready,
            p80: path.p80.map(outlook),
            p90: path.p90.map(outlook),
            essential: [path.essential.0, path.essential.1],
            steps: path.steps.iter().zip(&why).map(|(of, why)| step(shelf, question, speaker, of, why)).collect(),
            ledger: ledger.collect(),
            assumptions: path
                .assumptions
                .iter()
                .map(|assumption| AssumptionView { text: speaker.assumption(assumption), of_learner: assumption.is_of_learner() })
                .collect(),
        };
        match path.proof {
            Proof::Optimal => view.proof = "optimal",
            Proof::NotBelow(least) => view.not_below = Some(least),
            Proof::NotBefore(day) => view.not_before = Some(day),
            Proof::NotFewer(least) => view.not_fewer = Some(least),
            Proof::Open => {}
            Proof::Unknown => view.proof = "unknown_figures",
        }
        view
    }
}
