//! Decisions, row by row, and what holds for every operation.

use super::*;
use proptest::prelude::*;

fn caller(role: Role) -> Caller {
    let provider = (role == Role::Provider).then(|| "acme".into());
    Caller::Account(Account { id: "a".into(), role, provider, scopes: Scope::ALL.iter().copied().collect() })
}

/// What a rule says to (anonymous, learner own, learner other, counselor assigned, counselor other, provider own, provider other, operator).
fn row(rule: Rule) -> [Decision; 8] {
    let operation = Operation::ALL.iter().copied().find(|operation| operation.rule() == rule);
    let operation = operation.unwrap_or_else(|| panic!("no operation has the rule {rule:?}"));
    let say = |role, relation| decide(&caller(role), operation, relation);
    [
        decide(&Caller::Anonymous, operation, Relation::Other),
        say(Role::Learner, Relation::Own),
        say(Role::Learner, Relation::Other),
        say(Role::Counselor, Relation::Assigned),
        say(Role::Counselor, Relation::Other),
        say(Role::Provider, Relation::Own),
        say(Role::Provider, Relation::Other),
        say(Role::Operator, Relation::Other),
    ]
}

const YES: Decision = Decision::Allowed;
const NO: Decision = Decision::Forbidden;

#[test]
fn what_is_for_anyone_is_for_anyone() {
    assert_eq!(row(Rule::Anyone), [YES; 8]);
}

#[test]
fn what_is_about_an_account_needs_one() {
    assert_eq!(row(Rule::SignedIn), [Decision::SignIn, YES, YES, YES, YES, YES, YES, YES]);
}

#[test]
fn what_is_of_a_role_is_refused_openly_to_others() {
    assert_eq!(row(Rule::Only(Role::Operator)), [Decision::SignIn, NO, NO, NO, NO, NO, NO, YES]);
}

#[test]
fn what_is_published_is_of_the_provider_and_the_operator_and_not_there_for_others() {
    const NOT: Decision = Decision::NotFound;
    assert_eq!(row(Rule::Published), [Decision::SignIn, NOT, NOT, NOT, NOT, YES, NOT, YES]);
}

#[test]
fn a_name_stands_for_what_it_names() {
    for role in Role::ALL {
        assert_eq!(role.name().parse(), Ok(*role));
    }
    assert_eq!("admin".parse::<Role>().unwrap_err().to_string(), "there is no such role");
    for operation in Operation::ALL {
        assert_eq!(Operation::of(operation.id()), Some(*operation));
    }
}

fn callers() -> impl Strategy<Value = Caller> {
    let scopes = proptest::sample::subsequence(Scope::ALL.to_vec(), 0..=3);
    let account = (proptest::sample::select(Role::ALL), scopes).prop_map(|(role, scopes)| {
        let provider = (role == Role::Provider).then(|| "acme".into());
        Caller::Account(Account { id: "a".into(), role, provider, scopes: scopes.into_iter().collect() })
    });
    prop_oneof![Just(Caller::Anonymous), account]
}

const RELATIONS: [Relation; 3] = [Relation::Own, Relation::Assigned, Relation::Other];

proptest! {
    #[test]
    fn nobody_is_allowed_with_an_object_who_was_not_admitted(
        caller in callers(), operation in proptest::sample::select(Operation::ALL), relation in proptest::sample::select(&RELATIONS[..])
    ) {
        if decide(&caller, operation, relation) == Decision::Allowed {
            prop_assert_eq!(admit(&caller, operation), Decision::Allowed);
        }
    }

    #[test]
    fn fewer_scopes_never_allow_more(
        caller in callers(), operation in proptest::sample::select(Operation::ALL), relation in proptest::sample::select(&RELATIONS[..])
    ) {
        let Caller::Account(account) = &caller else { return Ok(()) };
        let less = Caller::Account(Account { scopes: BTreeSet::new(), ..account.clone() });
        if decide(&less, operation, relation) == Decision::Allowed {
            prop_assert_eq!(decide(&caller, operation, relation), Decision::Allowed);
        }
    }

    #[test]
    fn a_token_without_the_scope_learns_nothing_of_other_peoples_objects(
        caller in callers(), operation in proptest::sample::select(Operation::ALL)
    ) {
        let Caller::Account(account) = &caller else { return Ok(()) };
        let full = Caller::Account(Account { scopes: Scope::ALL.iter().copied().collect(), ..account.clone() });
        if decide(&full, operation, Relation::Other) == Decision::NotFound {
            prop_assert_eq!(decide(&caller, operation, Relation::Other), Decision::NotFound);
        }
    }
}
