//! Every operation of the API with who may call it: one row each, by the id it has in the API document.

use super::{Role, Rule, Scope};

macro_rules! operations {
    ($($name:ident $id:literal $scope:ident $rule:expr;)+) => {
        /// An operation of the API, by its `operationId`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $(
                #[doc = concat!("`", $id, "`")]
                $name,
            )+
        }

        impl Operation {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its `operationId`.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// Who may call it.
            pub const fn rule(self) -> Rule {
                match self { $(Self::$name => $rule,)+ }
            }

            /// What a token must be good for to call it.
            pub const fn scope(self) -> Scope {
                match self { $(Self::$name => Scope::$scope,)+ }
            }
        }
    };
}

operations! {
    // advice: needs no memory
    FindPathways "find_pathways" Read Rule::Anyone;
    AnswerWhatIf "answer_what_if" Read Rule::Anyone;
    FindNearRoles "find_near_roles" Read Rule::Anyone;
    FindGap "find_gap" Read Rule::Anyone;
    FindRecommendations "find_recommendations" Read Rule::Anyone;
    AnswerCoverage "answer_coverage" Read Rule::Anyone;
    FindMentions "find_mentions" Read Rule::Anyone;
    // catalogue
    ListRoles "list_roles" Read Rule::Anyone;
    GetRole "get_role" Read Rule::Anyone;
    ListCredentials "list_credentials" Read Rule::Anyone;
    GetCredential "get_credential" Read Rule::Anyone;
    ListCompetencies "list_competencies" Read Rule::Anyone;
    GetCompetency "get_competency" Read Rule::Anyone;
    ListCompleteness "list_completeness" Read Rule::Anyone;
    GetCompleteness "get_completeness" Read Rule::Anyone;
    RoleCompleteness "role_completeness" Read Rule::Anyone;
    // service
    GetHealth "get_health" Read Rule::Anyone;
    GetLiveness "get_liveness" Read Rule::Anyone;
    GetReadiness "get_readiness" Read Rule::Anyone;
    GetDocument "get_document" Read Rule::Anyone;
    ListProblems "list_problems" Read Rule::Anyone;
    GetProblem "get_problem" Read Rule::Anyone;
    // accounts
    Register "register" Account Rule::Anyone;
    SignIn "sign_in" Account Rule::Anyone;
    SignOut "sign_out" Account Rule::SignedIn;
    SignOutEverywhere "sign_out_everywhere" Account Rule::SignedIn;
    GetAccount "get_account" Read Rule::SignedIn;
    ChangePassword "change_password" Account Rule::SignedIn;
    CreateToken "create_token" Account Rule::SignedIn;
    ListTokens "list_tokens" Account Rule::SignedIn;
    RevokeToken "revoke_token" Account Rule::SignedIn;
    ListAccounts "list_accounts" Account Rule::Only(Role::Operator);
    CreateAccount "create_account" Account Rule::Only(Role::Operator);
    CloseAccount "close_account" Account Rule::Only(Role::Operator);
    // editions
    ListEditions "list_editions" Read Rule::Only(Role::Operator);
    GetEdition "get_edition" Read Rule::Only(Role::Operator);
    ImportEdition "import_edition" Write Rule::Only(Role::Operator);
    PublishRecords "publish_records" Write Rule::Published;
    // learners
    GetLearner "get_learner" Read Rule::Shared;
    PutLearner "put_learner" Write Rule::Own;
    EraseLearner "erase_learner" Account Rule::Leaving;
    ExportLearner "export_learner" Read Rule::Leaving;
    ExportLearnerCsv "export_learner_csv" Read Rule::Leaving;
    ListAudit "list_audit" Read Rule::Leaving;
    ListEvidence "list_evidence" Read Rule::Shared;
    CreateEvidence "create_evidence" Write Rule::Own;
    GetEvidence "get_evidence" Read Rule::Shared;
    PutEvidence "put_evidence" Write Rule::Own;
    DeleteEvidence "delete_evidence" Write Rule::Own;
    GetEvidenceFile "get_evidence_file" Read Rule::Shared;
    PutEvidenceFile "put_evidence_file" Write Rule::Own;
    ListPlans "list_plans" Read Rule::Shared;
    CreatePlan "create_plan" Write Rule::Own;
    GetPlan "get_plan" Read Rule::Shared;
    PutPlan "put_plan" Write Rule::Own;
    DeletePlan "delete_plan" Write Rule::Own;
    RefreshPlan "refresh_plan" Write Rule::Own;
    ProposePlan "propose_plan" Write Rule::Assigned;
    DecidePlan "decide_plan" Write Rule::Own;
    RequestReview "request_review" Write Rule::Own;
    PutReview "put_review" Write Rule::Assigned;
    PutProgress "put_progress" Write Rule::Own;
    ListProposals "list_proposals" Read Rule::Shared;
    CreateProposal "create_proposal" Write Rule::Assigned;
    GetProposal "get_proposal" Read Rule::Shared;
    DecideChange "decide_change" Write Rule::Own;
    ListLinks "list_links" Read Rule::Own;
    CreateLink "create_link" Write Rule::Own;
    RevokeLink "revoke_link" Write Rule::Own;
    GetShared "get_shared" Read Rule::Anyone;
    ListWaivers "list_waivers" Read Rule::Shared;
    CreateWaiver "create_waiver" Write Rule::Assigned;
    EndWaiver "end_waiver" Write Rule::Assigned;
    ListAssignments "list_assignments" Read Rule::Own;
    AssignCounselor "assign_counselor" Write Rule::Only(Role::Operator);
    AgreeAssignment "agree_assignment" Write Rule::Own;
    EndAssignment "end_assignment" Write Rule::Shared;
    ListCaseload "list_caseload" Read Rule::Only(Role::Counselor);
}

impl Operation {
    /// The operation of this id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.id() == id)
    }
}
