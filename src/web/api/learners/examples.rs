//! Examples of the API document, made by the code that answers: a learner, her counselor, one plan.

use super::{
    KeptPage,
    assignments::{Case, Counselor},
    evidence::NewEvidence,
    leave::Look,
    links::{LinkMade, NewLink},
    plans::{NewPlan, Refreshed},
    progress::{NewProgress, NewReview},
    proposals::{DecisionView, NewChange, NewDecision, NewProposal},
    proposed::NewProposedPlan,
    waivers::NewWaiver,
};
use crate::{
    access::Role,
    advisor::advise,
    model::Date,
    plan::Budget,
    record::{
        Answered, Assignment, AssignmentState, Change, Decision, Evidence, Kept, Plan, Profile, Proposal, Proposed, Review, ReviewState,
        ShareLink, StepState, Waiver,
        audit::{BEGINNING, Entry, Event, link},
        difference, outlook,
    },
    web::api::{
        sample,
        shape::{PathwaysRequest, PathwaysResponse},
    },
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// An operation by path and method, with the body it is asked with and the one it answers.
pub(in crate::web::api) type Example = (&'static str, &'static str, Option<Value>, Option<Value>);

const LEARNER: &str = "64a1f2c09be74d0f8a3f4f5c2b1e0d9c";
const COUNSELOR: &str = "0d9c2b1e4f5c8a3f74d09be7f2c064a1";
const RECORD: &str = "5a1f0c9e7b3d42868e0f6a2b9c4d1e73";
const DAY: Date = Date::constant(2027, 1, 4);

fn value(shown: &impl Serialize) -> Option<Value> {
    serde_json::to_value(shown).ok()
}

fn kept<T>(body: T) -> Kept<T> {
    Kept::new(RECORD.into(), at(), body)
}

fn at() -> Timestamp {
    Timestamp::constant(1_799_056_800, 0)
}

fn page<T: Serialize>(item: &T) -> Option<Value> {
    value(&KeptPage::new(1, 0, vec![item]))
}

fn plan() -> Option<Plan> {
    let shelf = sample();
    let asked =
        PathwaysRequest { role: Some("data analyst".into()), hours_per_week: Some(10.0), start: Some(DAY), ..PathwaysRequest::default() };
    let advice = advise(&shelf, asked.question(&shelf, DAY).ok()?, &Budget::UNLIMITED).ok()?;
    let answer = value(&PathwaysResponse::new(&shelf, &advice, "en"))?;
    let question = super::thinking::kept(&asked).ok()?;
    let title = "To data analyst by autumn".to_owned();
    Some(Plan::new(title, question, "cheapest".into(), Answered { answer, edition: 1, ..Answered::default() }))
}

/// Every example of this part.
pub(in crate::web::api) fn examples() -> Vec<Example> {
    let Some(plan) = plan() else { return Vec::new() };
    let mut all = profile();
    all.extend(evidence());
    all.extend(plans(&plan));
    all.extend(proposals(&plan));
    all.extend(people(&plan));
    all
}

fn profile() -> Vec<Example> {
    let mut profile = Profile { name: "Ana".into(), language: Some("es".into()), ..Profile::default() };
    profile.constraints.insert("hours_per_week".into(), json!(8));
    let shown = Kept { id: LEARNER.into(), version: 3, created_at: at(), changed_at: at(), body: profile.clone() };
    let event = Event {
        at: at(),
        actor: COUNSELOR.into(),
        operation: "get_plan".into(),
        subject: crate::record::audit::pseudonym(b"example", LEARNER),
        object: RECORD.into(),
        outcome: "allowed".into(),
    };
    let hash = link(1, &event, BEGINNING);
    let look =
        Look { entry: Entry { number: 1, event, hash }, actor_name: Some("cora@office.example".into()), actor_role: Some(Role::Counselor) };
    let everything = json!({"account": [{"id": LEARNER, "username": "ana@example.org", "role": "learner"}], "learner": [value(&shown)]});
    let table = crate::record::csv(&crate::record::tables(everything.as_object().unwrap_or(&serde_json::Map::new())));
    vec![
        ("/v1/learners/{learner}", "get", None, value(&shown)),
        ("/v1/learners/{learner}", "put", value(&profile), value(&shown)),
        ("/v1/learners/{learner}/export", "get", None, Some(everything)),
        ("/v1/learners/{learner}/export/csv", "get", None, Some(table.into())),
        ("/v1/learners/{learner}/audit", "get", None, page(&look)),
    ]
}

fn evidence() -> Vec<Example> {
    let shown =
        kept(Evidence { competency: Some("sql".into()), level: Some(2), note: Some("Two years of reports".into()), ..Evidence::default() });
    let asked = NewEvidence::example();
    vec![
        ("/v1/learners/{learner}/evidence", "get", None, page(&shown)),
        ("/v1/learners/{learner}/evidence", "post", value(&asked), value(&shown)),
        ("/v1/learners/{learner}/evidence/{id}", "get", None, value(&shown)),
        ("/v1/learners/{learner}/evidence/{id}", "put", value(&asked), value(&shown)),
        ("/v1/learners/{learner}/evidence/{id}/file", "get", None, Some("%PDF-1.7 …".into())),
        ("/v1/learners/{learner}/evidence/{id}/file", "put", Some("%PDF-1.7 …".into()), value(&shown)),
    ]
}

fn plans(plan: &Plan) -> Vec<Example> {
    let shown = kept(plan.clone());
    let question = PathwaysRequest { role: Some("data analyst".into()), ..PathwaysRequest::default() };
    let asked = json!({"title": plan.title, "question": {"role": question.role, "hours_per_week": 10}, "choice": plan.choice});
    // The example is what is read back: a body of another form is none.
    let asked = serde_json::from_value::<NewPlan>(asked.clone()).is_ok().then_some(asked);
    let refreshed = Refreshed { difference: difference(plan, plan), plan: shown.clone() };
    let mut reviewed = shown.clone();
    reviewed.body.review =
        Review { state: ReviewState::Requested, hash: Some(plan.hash.clone()), by: Some(LEARNER.into()), note: None, at: Some(at()) };
    let link = ShareLink { id: RECORD.into(), plan: RECORD.into(), created_at: at(), expires_at: at(), revoked_at: None };
    let made = LinkMade { path: "/v1/shared/3q2-7wAAz0Kf5tq0kq3yJm1m4Yb8c6d2e9f0a1b2c3d".into(), link: link.clone() };
    let shared = json!({
        "title": plan.title, "choice": plan.choice, "pathway": plan.answer.get(&plan.choice), "role": plan.answer.get("role"),
        "edition": 1, "hash": plan.hash, "review": "none", "progress": [], "changed_at": at(),
    });
    vec![
        ("/v1/learners/{learner}/plans", "get", None, page(&shown)),
        ("/v1/learners/{learner}/plans", "post", asked.clone(), value(&shown)),
        ("/v1/learners/{learner}/plans/{id}", "get", None, value(&shown)),
        ("/v1/learners/{learner}/plans/{id}", "put", asked, value(&shown)),
        ("/v1/learners/{learner}/plans/{id}/refresh", "post", None, value(&refreshed)),
        ("/v1/learners/{learner}/plans/{id}/review-request", "post", None, value(&reviewed)),
        (
            "/v1/learners/{learner}/plans/{id}/review",
            "put",
            value(&NewReview { state: ReviewState::Approved, note: Some("Good order".into()) }),
            value(&reviewed),
        ),
        (
            "/v1/learners/{learner}/plans/{id}/progress/{part}",
            "put",
            value(&NewProgress { state: StepState::Earned, on: Some(DAY) }),
            value(&shown),
        ),
        ("/v1/learners/{learner}/plans/{id}/links", "get", None, page(&link)),
        ("/v1/learners/{learner}/plans/{id}/links", "post", value(&NewLink { days: Some(30) }), value(&made)),
        ("/v1/shared/{id}", "get", None, Some(shared)),
    ]
}

fn proposals(plan: &Plan) -> Vec<Example> {
    let (change, reason) = ("hours=12".to_owned(), "Then you are ready before the summer".to_owned());
    let asked = NewProposal { note: None, changes: vec![NewChange { change: change.clone(), reason: reason.clone() }] };
    let changes = vec![Change { change: change.clone(), reason: reason.clone(), decision: Decision::Accepted, decided_at: Some(at()) }];
    let proposal = Proposal { plan: RECORD.into(), plan_hash: plan.hash.clone(), by: COUNSELOR.into(), note: None, changes };
    let whole = json!({
        "title": plan.title, "question": {"role": "data analyst"}, "note": "As we talked about it",
        "changes": [{"change": change, "reason": reason}],
    });
    let whole = serde_json::from_value::<NewProposedPlan>(whole.clone()).is_ok().then_some(whole);
    let made = |decision, decided_at| {
        let proposed = Proposed { by: COUNSELOR.into(), note: Some("As we talked about it".into()), decision, decided_at };
        value(&kept(Plan { proposed: Some(proposed), ..plan.clone() }))
    };
    let decided = DecisionView { proposal: kept(proposal.clone()), plan: kept(plan.clone()), difference: difference(plan, plan) };
    let shown = kept(proposal);
    vec![
        ("/v1/learners/{learner}/proposed-plans", "post", whole, made(Decision::Open, None)),
        (
            "/v1/learners/{learner}/plans/{id}/decision",
            "put",
            value(&NewDecision { decision: Decision::Accepted }),
            made(Decision::Accepted, Some(at())),
        ),
        ("/v1/learners/{learner}/plans/{id}/proposals", "get", None, page(&shown)),
        ("/v1/learners/{learner}/plans/{id}/proposals", "post", value(&asked), value(&shown)),
        ("/v1/learners/{learner}/plans/{id}/proposals/{part}", "get", None, value(&shown)),
        (
            "/v1/learners/{learner}/plans/{id}/proposals/{part}/changes/{at}",
            "put",
            value(&NewDecision { decision: Decision::Accepted }),
            value(&decided),
        ),
    ]
}

fn people(plan: &Plan) -> Vec<Example> {
    let reason = "Ten years of database work, references seen".to_owned();
    let waiver = kept(Waiver {
        competency: "sql".into(),
        level: Some(2),
        reason: reason.clone(),
        by: COUNSELOR.into(),
        until: None,
        ended_at: None,
    });
    let asked = NewWaiver { competency: "sql".into(), level: Some(2), reason, until: None };
    let assignment = Assignment {
        learner: LEARNER.into(),
        counselor: COUNSELOR.into(),
        state: AssignmentState::Agreed,
        asked_at: at(),
        changed_at: Some(at()),
    };
    let counselor = Counselor { assignment: assignment.clone(), counselor_name: Some("cora@office.example".into()) };
    let told = outlook(Some(plan), [], DAY);
    let case = Case {
        learner: LEARNER.into(),
        name: "Ana".into(),
        since: Some(at()),
        status: told.status,
        next: told.next,
        plan: Some(RECORD.into()),
        title: Some(plan.title.clone()),
        ready: plan.ready(),
    };
    vec![
        ("/v1/learners/{learner}/waivers", "get", None, page(&waiver)),
        ("/v1/learners/{learner}/waivers", "post", value(&asked), value(&waiver)),
        ("/v1/learners/{learner}/waivers/{id}", "delete", None, value(&waiver)),
        ("/v1/learners/{learner}/assignments", "get", None, page(&counselor)),
        ("/v1/learners/{learner}/assignments/{id}", "put", None, value(&assignment)),
        ("/v1/learners/{learner}/assignments/{id}", "delete", None, value(&assignment)),
        ("/v1/learners/{learner}/assignments/{id}/agreement", "put", None, value(&assignment)),
        ("/v1/caseload", "get", None, page(&case)),
    ]
}
