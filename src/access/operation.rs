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
}

impl Operation {
    /// The operation of this id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.id() == id)
    }
}
