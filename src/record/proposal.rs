//! Changes to a plan that a counselor proposes, and a learner accepts or rejects one by one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the learner said to a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Open,
    /// It is part of the plan's question now.
    Accepted,
    /// It is not, and never was.
    Rejected,
}

/// One change of a plan's question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// What changes, as `what_if` says it: `hours=12`, `exclude=comptia-a-plus`.
    #[schema(example = "hours=12")]
    pub change: String,
    /// Why.
    #[schema(example = "Then you are ready before the summer")]
    pub reason: String,
    /// What the learner said to it.
    #[serde(default)]
    pub decision: Decision,
    /// When she said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
}

/// Changes to one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    /// The plan it is for.
    pub plan: String,
    /// The plan's hash when it was made.
    pub plan_hash: String,
    /// The counselor who made it.
    pub by: String,
    /// What she says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Change by change.
    pub changes: Vec<Change>,
}

/// A whole plan that a counselor made for the learner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proposed {
    /// The counselor who made it.
    pub by: String,
    /// What she says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the learner said to it: she follows it once she accepted it.
    #[serde(default)]
    pub decision: Decision,
    /// When she said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Timestamp>,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It is written down.
    Now,
    /// The same was said before.
    Before,
    /// The other was said before, and a decision is never turned silently.
    Otherwise,
    /// There is no such change.
    NoSuch,
}

/// Writes a decision down, once.
fn decide((said, at): (&mut Decision, &mut Option<Timestamp>), decision: Decision, now: Timestamp) -> Decided {
    match *said {
        Decision::Open if decision == Decision::Open => Decided::Before,
        Decision::Open => {
            (*said, *at) = (decision, Some(now));
            Decided::Now
        }
        said if said == decision => Decided::Before,
        _ => Decided::Otherwise,
    }
}

impl Proposed {
    /// Writes down what the learner says to the plan.
    pub fn decide(&mut self, decision: Decision, now: Timestamp) -> Decided {
        decide((&mut self.decision, &mut self.decided_at), decision, now)
    }

    /// Whether the learner took it on.
    pub fn is_accepted(&self) -> bool {
        self.decision == Decision::Accepted
    }

    /// Whether it waits for the learner's word.
    pub fn is_open(&self) -> bool {
        self.decision == Decision::Open
    }
}

impl Proposal {
    /// Writes down what the learner says to one change, counted from 0.
    pub fn decide(&mut self, at: usize, decision: Decision, now: Timestamp) -> Decided {
        let Some(change) = self.changes.get_mut(at) else { return Decided::NoSuch };
        decide((&mut change.decision, &mut change.decided_at), decision, now)
    }

    /// Whether something waits for the learner's word.
    pub fn is_open(&self) -> bool {
        self.changes.iter().any(|change| change.decision == Decision::Open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_decided_once_and_on_its_own() {
        let change = |change: &str| Change { change: change.into(), reason: "so".into(), decision: Decision::Open, decided_at: None };
        let mut proposal = Proposal {
            plan: "p".into(),
            plan_hash: "h".into(),
            by: "c".into(),
            note: None,
            changes: vec![change("hours=12"), change("budget=none")],
        };
        let now: Timestamp = "2027-01-04T12:00:00Z".parse().unwrap();
        assert!(proposal.is_open());
        assert_eq!(proposal.decide(0, Decision::Accepted, now), Decided::Now);
        assert_eq!(proposal.decide(0, Decision::Accepted, now), Decided::Before);
        assert_eq!(proposal.decide(0, Decision::Rejected, now), Decided::Otherwise);
        assert_eq!(proposal.decide(2, Decision::Rejected, now), Decided::NoSuch);
        assert!(proposal.is_open(), "the other change waits still");
        assert_eq!(proposal.decide(1, Decision::Rejected, now), Decided::Now);
        assert!(!proposal.is_open());
        assert_eq!(proposal.changes.iter().map(|change| change.decision).collect::<Vec<_>>(), [Decision::Accepted, Decision::Rejected]);
    }
}
