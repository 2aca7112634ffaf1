//! How a learner stands and what comes next, for the counselor who has many of them.

use super::{Plan, Proposal, ReviewState, StepState};
use crate::model::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a learner stands with her plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// A step is later than planned.
    Late,
    /// She asks for a review.
    ReviewWanted,
    /// There is no plan yet, or none that leads anywhere.
    NoPlan,
    /// She has a proposal to decide on.
    ProposalOpen,
    /// She is on her way.
    OnTrack,
    /// Every step is earned or done without.
    Finished,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Save a plan that leads to a role.
    Plan,
    /// Ask about a step that was to end before today.
    Ask,
    /// Review the plan.
    Review,
    /// Decide on what was proposed.
    Decide,
    /// Begin a step.
    Begin,
    /// Finish a step.
    Finish,
    /// Show what was earned.
    Show,
}

/// What comes next, and who has to do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NextAction {
    /// `learner` or `counselor`.
    #[schema(example = "learner")]
    pub who: String,
    /// What is to be done.
    pub action: Action,
    /// The credential of the step it is about, by name; empty where it is about no step.
    #[schema(example = "SQL certificate")]
    pub about: String,
    /// In words.
    #[schema(example = "begin SQL certificate on 2027-02-02")]
    pub text: String,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    pub by: Option<Date>,
}

/// Status and next action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outlook {
    /// How she stands.
    pub status: CaseStatus,
    /// What comes next.
    pub next: NextAction,
}

/// How a learner stands on a day with the plan she changed last and the proposals for it.
pub fn outlook<'a>(plan: Option<&Plan>, proposals: impl IntoIterator<Item = &'a Proposal>, today: Date) -> Outlook {
    let say = |status, who: &str, (action, about): (Action, &str), text: String, by| Outlook {
        status,
        next: NextAction { who: who.into(), action, about: about.into(), text, by },
    };
    // A plan that she did not take on says nothing of where she is.
    let plan = plan.filter(|plan| plan.proposed.as_ref().is_none_or(|proposed| proposed.is_accepted() || proposed.is_open()));
    if let Some(plan) = plan.filter(|plan| !plan.is_followed()) {
        let text = format!("decide on the plan `{}` that you proposed", plan.title);
        return say(CaseStatus::ProposalOpen, "learner", (Action::Decide, ""), text, None);
    }
    if plan.is_some_and(Plan::is_met) {
        return say(CaseStatus::Finished, "learner", (Action::Show, ""), "show what she earned".into(), None);
    }
    let Some(plan) = plan.filter(|plan| !plan.steps().is_empty()) else {
        return say(CaseStatus::NoPlan, "learner", (Action::Plan, ""), "save a plan that leads to a role".into(), None);
    };
    let steps = plan.steps();
    let open = |credential: &str| !matches!(plan.state_of(credential), Some(StepState::Earned | StepState::Dropped));
    let late = steps.iter().find(|step| open(step.credential) && step.end.is_some_and(|end| end < today));
    if let Some(step) = late {
        let end = step.end.map(|end| end.to_string()).unwrap_or_default();
        return say(
            CaseStatus::Late,
            "counselor",
            (Action::Ask, step.name),
            format!("ask about {}: it was to end on {end}", step.name),
            step.end,
        );
    }
    if plan.review_now() == ReviewState::Requested {
        return say(CaseStatus::ReviewWanted, "counselor", (Action::Review, ""), format!("review the plan `{}`", plan.title), None);
    }
    if let Some(proposal) = proposals.into_iter().find(|proposal| proposal.is_open()) {
        let many = proposal.changes.iter().filter(|change| change.decision == super::Decision::Open).count();
        let changes = if many == 1 { "1 change".to_owned() } else { format!("{many} changes") };
        return say(CaseStatus::ProposalOpen, "learner", (Action::Decide, ""), format!("decide on {changes} that you proposed"), None);
    }
    match steps.iter().find(|step| open(step.credential)) {
        None => say(CaseStatus::Finished, "learner", (Action::Show, ""), "show what she earned".into(), None),
        Some(step) if plan.state_of(step.credential) == Some(StepState::Started) || step.start.is_some_and(|start| start <= today) => {
            say(CaseStatus::OnTrack, "learner", (Action::Finish, step.name), format!("finish {}", step.name), step.end)
        }
        Some(step) => say(CaseStatus::OnTrack, "learner", (Action::Begin, step.name), format!("begin {}", step.name), step.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Change, Decision, Progress, Proposed, Review, plan::tests::plan};

    #[test]
    fn what_needs_the_counselor_comes_before_what_waits_for_the_learner() {
        let day = |day: &str| day.parse::<Date>().unwrap();
        let mut plan = plan(&[("a", "2027-01-04", "2027-02-01"), ("b", "2027-02-02", "2027-03-01")], 100);
        let told = |plan: &Plan, proposals: &[Proposal], on: &str| {
            let told = outlook(Some(plan), proposals, day(on));
            (told.status, told.next.who.clone(), told.next.text)
        };
        assert_eq!(outlook(None, [], day("2027-01-01")).status, CaseStatus::NoPlan);
        assert_eq!(told(&plan, &[], "2027-01-01"), (CaseStatus::OnTrack, "learner".into(), "begin A".into()));
        assert_eq!(told(&plan, &[], "2027-01-10"), (CaseStatus::OnTrack, "learner".into(), "finish A".into()));
        assert_eq!(told(&plan, &[], "2027-02-02").0, CaseStatus::Late);
        let tick = |credential: &str, state| Progress { credential: credential.into(), state, on: day("2027-02-01"), evidence: None };
        plan.tick(tick("a", StepState::Earned));
        assert_eq!(told(&plan, &[], "2027-02-01"), (CaseStatus::OnTrack, "learner".into(), "begin B".into()));
        let change = Change { change: "hours=12".into(), reason: "so".into(), decision: Decision::Open, decided_at: None };
        let proposal = Proposal { plan: "p".into(), plan_hash: plan.hash.clone(), by: "c".into(), note: None, changes: vec![change] };
        assert_eq!(told(&plan, std::slice::from_ref(&proposal), "2027-02-01").0, CaseStatus::ProposalOpen);
        plan.review = Review { state: ReviewState::Requested, hash: Some(plan.hash.clone()), ..Review::default() };
        assert_eq!(told(&plan, &[proposal], "2027-02-01").0, CaseStatus::ReviewWanted);
        plan.review = Review::default();
        let mut met = plan.clone();
        met.answer = serde_json::json!({"ending": "met"});
        assert_eq!(told(&met, &[], "2027-02-01").0, CaseStatus::Finished, "nothing is missing any more");
        plan.tick(tick("b", StepState::Dropped));
        assert_eq!(told(&plan, &[], "2027-06-01").0, CaseStatus::Finished);
        let proposed = |decision| Some(Proposed { by: "c".into(), note: None, decision, decided_at: None });
        plan.proposed = proposed(Decision::Open);
        assert_eq!(told(&plan, &[], "2027-06-01").0, CaseStatus::ProposalOpen, "a plan she did not make waits for her word");
        plan.proposed = proposed(Decision::Rejected);
        assert_eq!(told(&plan, &[], "2027-06-01").0, CaseStatus::NoPlan);
        plan.proposed = proposed(Decision::Accepted);
        assert_eq!(told(&plan, &[], "2027-06-01").0, CaseStatus::Finished);
    }
}
