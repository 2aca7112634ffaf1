//! Who may do what: callers, operations, relations, and one decision. Pure: who a caller is and whose an object is are arguments.
//!
//! Every operation of the API has one row in [`Operation`]: a [`Rule`] that says who may call it and a [`Scope`] that a token needs for it.
//! Three things hold whatever the row: without an account the answer to what is not for everybody is [`Decision::SignIn`]; an object of
//! somebody else is [`Decision::NotFound`], so that its existence is not told; and an operator keeps the service without seeing into the
//! lives of learners.

mod operation;

pub use operation::Operation;

use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

macro_rules! named {
    ($(#[$doc:meta])* $type:ident, $what:literal: $($(#[$each:meta])* $variant:ident $name:literal;)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $type {
            $($(#[$each])* #[serde(rename = $name)] $variant,)+
        }

        impl $type {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name in JSON, in the store and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $type {
            type Err = Unnamed;

            fn from_str(name: &str) -> Result<Self, Unnamed> {
                Self::ALL.iter().copied().find(|each| each.name() == name).ok_or(Unnamed($what))
            }
        }
    };
}

/// A name that stands for nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unnamed(&'static str);

impl fmt::Display for Unnamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no such {}", self.0)
    }
}

impl std::error::Error for Unnamed {}

named! {
    /// What an account is for; each has one role.
    Role, "role":
    /// Keeps evidence and plans of her own.
    Learner "learner";
    /// Advises the learners who are assigned to her.
    Counselor "counselor";
    /// Publishes credentials and offerings, and keeps its own records in the catalogue.
    Provider "provider";
    /// Keeps the service: accounts, editions, imports.
    Operator "operator";
}

named! {
    /// What a token may be used for.
    Scope, "scope":
    /// To read what the account may read.
    Read "read";
    /// To change what the account may change.
    Write "write";
    /// To change the account itself: password, sessions, tokens. Sessions of people have it.
    Account "account";
}

/// An account as it comes with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: Box<str>,
    /// What it is for.
    pub role: Role,
    /// The id of the provider it speaks for; only providers have one.
    pub provider: Option<Box<str>>,
    /// What this request may use it for: everything in a session, what the token says otherwise.
    pub scopes: BTreeSet<Scope>,
}

/// Who calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Caller {
    /// Nobody we know; may do everything that needs no memory.
    #[default]
    Anonymous,
    /// Somebody who has shown who she is.
    Account(Account),
}

impl Caller {
    /// The account, if she has shown it.
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::Anonymous => None,
            Self::Account(account) => Some(account),
        }
    }
}

/// What a caller is to the object of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is hers: her learner record and what hangs on it, or records of the provider she speaks for.
    Own,
    /// It is of a learner who is assigned to her and agreed to it.
    Assigned,
    /// It is somebody else's, or it is not there.
    Other,
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Everybody, without an account too.
    Anyone,
    /// Everybody with an account; the operation is about the account itself.
    SignedIn,
    /// Accounts of this role; what they see is already limited to what is theirs.
    Only(Role),
    /// The learner whose object it is.
    Own,
    /// Whoever it is kept for, even if she is no learner any more: to take with her what is hers, and to leave.
    Leaving,
    /// That learner, and counselors she is assigned to.
    Shared,
    /// Counselors she is assigned to; not herself.
    Assigned,
    /// The provider whose record it is, and operators.
    Published,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is done.
    Allowed,
    /// Only with an account: 401.
    SignIn,
    /// Not for this account, and it may know so: 403.
    Forbidden,
    /// The token is not for this: 403, naming the scope.
    Scope(Scope),
    /// Not for this account, and nothing is told of the object: 404.
    NotFound,
}

/// What is known before the object is looked up: [`Decision::Allowed`] then means "look it up and [`decide`]".
pub fn admit(caller: &Caller, operation: Operation) -> Decision {
    let (rule, scope) = (operation.rule(), operation.scope());
    let account = match (caller, rule) {
        (_, Rule::Anyone) => return Decision::Allowed,
        (Caller::Anonymous, _) => return Decision::SignIn,
        (Caller::Account(account), _) => account,
    };
    match rule {
        Rule::Only(role) if account.role != role => Decision::Forbidden,
        _ if !account.scopes.contains(&scope) => Decision::Scope(scope),
        _ => Decision::Allowed,
    }
}

/// Whether this caller may do this with an object that is this to her.
pub fn decide(caller: &Caller, operation: Operation, relation: Relation) -> Decision {
    let admitted = admit(caller, operation);
    let (Decision::Allowed | Decision::Scope(_), Caller::Account(account)) = (admitted, caller) else { return admitted };
    let own = relation == Relation::Own;
    // Whoever is no counselor any more has no learners, whatever is still written down.
    let assigned = relation == Relation::Assigned && account.role == Role::Counselor;
    let (allowed, known) = match operation.rule() {
        Rule::Anyone | Rule::SignedIn | Rule::Only(_) => (true, true),
        Rule::Own => (own && account.role == Role::Learner, assigned),
        Rule::Leaving => (own, assigned),
        Rule::Shared => (assigned || (own && account.role == Role::Learner), false),
        Rule::Assigned => (assigned, own && account.role == Role::Learner),
        Rule::Published => (account.role == Role::Operator || (own && account.role == Role::Provider), false),
    };
    match (allowed, known) {
        (true, _) => admitted,
        (false, true) => Decision::Forbidden,
        (false, false) => Decision::NotFound,
    }
}

#[cfg(test)]
mod tests;
